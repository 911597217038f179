/** The tests of an execution's actions: report by report, what went wrong first. */
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Table from "@cloudscape-design/components/table";
import type { ActionDetail, ExecutionDetail, TestReport } from "../generated/studio";
import { StatusIcon, type StatusKind } from "../glyphs";
import { stopwatch } from "../shell/time";
import { useAsk } from "../state/queries";
import { reportWords } from "./tests";

const signs: Readonly<Record<string, StatusKind>> = { SUCCEEDED: "succeeded", FAILED: "failed", ERROR: "failed", SKIPPED: "skipped", INCOMPLETE: "warning", UNKNOWN: "warning" };
const words: Readonly<Record<string, string>> = { SUCCEEDED: "Passed", FAILED: "Failed", ERROR: "Broken", SKIPPED: "Skipped", UNKNOWN: "Unknown" };

export function TestsTab({ place, detail }: { readonly place: string; readonly detail: ExecutionDetail }) {
  const tested = detail.actions.filter((action) => action.tests != null);
  if (tested.length === 0) return <p className="ps-secondary ps-pad">No tests yet. A buildspec with a reports block puts its results here.</p>;
  return (
    <>
      {tested.map((action) => (
        <Reports key={action.actionExecution} place={place} detail={detail} action={action} />
      ))}
    </>
  );
}

function Reports({ place, detail, action }: { readonly place: string; readonly detail: ExecutionDetail; readonly action: ActionDetail }) {
  const { data, isError, error } = useAsk("tests", { place, pipeline: detail.pipeline, execution: detail.execution, actionExecution: action.actionExecution });
  const from = `${action.stage} / ${action.action}${action.attempt > 1 ? ` (attempt ${action.attempt})` : ""}`;
  if (isError)
    return (
      <p className="ps-pad">
        {from}: {error.message}
      </p>
    );
  return (
    <>
      {(data ?? []).map((report) => (
        <Report key={report.group} from={from} report={report} />
      ))}
    </>
  );
}

function Report({ from, report }: { readonly from: string; readonly report: TestReport }) {
  const left = report.total - report.cases.length;
  return (
    <ExpandableSection
      defaultExpanded={report.status !== "SUCCEEDED"}
      headerText={
        <span className="ps-report-head">
          <StatusIcon status={signs[report.status] ?? "warning"} /> {report.group}
        </span>
      }
      headerDescription={`${from} · ${reportWords(report)}`}
    >
      {report.problems.map((problem) => (
        <p key={problem} className="ps-secondary">
          {problem}
        </p>
      ))}
      {report.cases.length === 0 ? null : (
        <Table
          variant="embedded"
          items={report.cases}
          ariaLabels={{ tableLabel: report.group }}
          columnDefinitions={[
            {
              id: "status",
              header: "Result",
              width: 130,
              cell: (one) => (
                <span className="ps-report-head">
                  <StatusIcon status={signs[one.status] ?? "warning"} /> {words[one.status] ?? one.status}
                </span>
              ),
            },
            {
              id: "name",
              header: "Test",
              isRowHeader: true,
              cell: (one) => (
                <>
                  <div>{one.name}</div>
                  <div className="ps-secondary">{one.suite}</div>
                  {one.message == null ? null : <pre className="ps-code">{one.message}</pre>}
                </>
              ),
            },
            { id: "took", header: "Took", width: 110, cell: (one) => (one.durationMs < 1000 ? `${one.durationMs} ms` : stopwatch(one.durationMs)) },
          ]}
        />
      )}
      {left > 0 ? <p className="ps-secondary">{left} more that are not kept with the result.</p> : null}
    </ExpandableSection>
  );
}
