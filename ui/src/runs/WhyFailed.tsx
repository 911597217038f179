/** Why an action failed: the failing command, how it ended, where it stands, what it said last, and what helps. */
import type { ActionDetail } from "../generated/studio";
import { StatusIcon } from "../glyphs";
import { useAsk } from "../state/queries";
import { plainText } from "./line";

interface Props {
  readonly place: string;
  readonly pipeline: string;
  readonly execution: string;
  readonly action: ActionDetail | null;
}

export function WhyFailed({ place, pipeline, execution, action }: Props) {
  const why = useAsk("why", action?.status === "Failed" ? { place, pipeline, execution, actionExecution: action.actionExecution } : null);
  if (action === null) return null;
  if (why.isError)
    return (
      <section className="ps-why" aria-label="Why it failed">
        <StatusIcon status="failed" />
        <p>{action.errorMessage ?? why.error.message}</p>
      </section>
    );
  const { data } = why;
  if (data === undefined) return null;
  const where = data.file == null ? null : data.line == null ? data.file : `${data.file}, line ${data.line}`;
  return (
    <section className="ps-why" aria-label="Why it failed">
      <StatusIcon status="failed" />
      <div className="ps-why-says">
        <h3>{data.message}</h3>
        <p className="ps-secondary">{[data.code, data.phase == null ? null : `phase ${data.phase}`, data.exitStatus == null ? null : `exit status ${data.exitStatus}`, where].filter((one) => one !== null).join(" · ")}</p>
        {data.denied == null ? null : (
          <p>
            {data.denied.who ?? "The build"} may not do <code>{data.denied.action}</code>
            {data.denied.resource == null ? "" : ` on ${data.denied.resource}`}
            {data.denied.reason == null ? "." : `: ${data.denied.reason}.`}
          </p>
        )}
        {data.firstError == null ? null : (
          <pre className="ps-code ps-wrap" aria-label="The first error that it told">
            {plainText(data.firstError)}
          </pre>
        )}
        {data.excerpt.length === 0 ? (
          data.command == null ? null : <pre className="ps-code">{data.command}</pre>
        ) : (
          <pre className="ps-code" aria-label={where ?? "Buildspec"}>
            {data.excerpt.map((line) => (
              <div key={line.line} data-fault={line.fault || undefined}>
                <span className="ps-log-n">{line.line}</span>
                {line.text}
              </div>
            ))}
          </pre>
        )}
        {action.hasLog || data.lastLines.length === 0 ? null : (
          <pre className="ps-code" aria-label="What it said last">
            {data.lastLines.map((line) => plainText(line)).join("\n")}
          </pre>
        )}
        {data.remedies.length === 0 ? null : (
          <ul className="ps-remedies" aria-label="What helps">
            {data.remedies.map((remedy) => (
              <li key={remedy}>{remedy}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
