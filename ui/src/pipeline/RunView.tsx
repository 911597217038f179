/** Executions of a pipeline: the chosen one over the board, what can be done with it, and its logs. */
import Modal from "@cloudscape-design/components/modal";
import { useMemo, useState } from "react";
import { Board, type ZoomLevel } from "../board";
import { useNow } from "../board/clock";
import { readDefinition, type ActionId, type Target } from "../document";
import type { GetPipelineStateOutput, ListPipelineExecutionsOutput, RollbackStageOutput } from "../generated/codepipeline";
import type { ExecutionDetail } from "../generated/studio";
import { StatusWord } from "../glyphs";
import { asRefused } from "../host";
import { ArtifactsTab, AutomationTab, LogDrawer, TestsTab, VariablesTab, WhyFailed } from "../runs";
import { useProvideActs, type Acts } from "../state/acts";
import { change, useApi, useAsk } from "../state/queries";
import { go } from "../state/route";
import { useView } from "../state/view";
import { shortId, stopwatch, whenShort } from "../shell/time";
import { Trouble, Waiting } from "../shell/Waiting";
import { Drawer } from "./Drawer";
import { heldAt, returnable, type Held } from "./gates";
import { chipsOf, kindOf, latestActions, statusesOf, transitionsOf, wordOf } from "./status";
import { ZoomPick, useZoom } from "./zoom";
import type { PipelineRoute } from ".";

interface Props {
  readonly place: string;
  readonly name: string;
  readonly route: PipelineRoute;
  /** What the page can do in any case. */
  readonly acts: Acts;
}

export function RunView({ place, name, route, acts }: Props) {
  const list = useApi<ListPipelineExecutionsOutput>(name === "" ? null : { place, operation: "ListPipelineExecutions", input: { pipelineName: name, maxResults: 50 } });
  const summaries = list.data?.pipelineExecutionSummaries ?? [];
  const chosen = route.execution ?? summaries[0]?.pipelineExecutionId ?? null;
  const detail = useAsk("execution", chosen === null ? null : { place, pipeline: name, execution: chosen });
  const { zoom, setZoom, zoomBy } = useZoom();
  const choose = (execution: string) => go({ ...route, mode: "run", execution, action: null });
  if (chosen === null) {
    const unknown = list.isError && /NotFound|not-found/i.test(list.error.code);
    if (list.isError && !unknown) return <Trouble title="The executions could not be read" error={list.error} onRetry={() => void list.refetch()} />;
    if (list.isPending && name !== "") return <Waiting text="Reading the executions" />;
    return (
      <div className="ps-nothing">
        <Provide acts={acts} />
        <h2>No executions yet</h2>
        <p className="ps-secondary">Choose Run to start one. What it does is shown before it starts.</p>
      </div>
    );
  }
  return (
    <div className="ps-work">
      <div className="ps-bar" data-region tabIndex={-1}>
        <label className="ps-executions">
          <span className="ps-secondary">Execution</span>
          <select aria-label="Execution" value={chosen} onChange={(event) => choose(event.target.value)}>
            {summaries.some((one) => one.pipelineExecutionId === chosen) ? null : <option value={chosen}>{shortId(chosen)}</option>}
            {summaries.map((one) => (
              <option key={one.pipelineExecutionId} value={one.pipelineExecutionId}>
                {`${shortId(one.pipelineExecutionId ?? "")} · ${wordOf(one.status ?? "")}${one.startTime === undefined ? "" : ` · ${whenShort(one.startTime * 1000, one.startTime * 1000)}`}`}
              </option>
            ))}
          </select>
        </label>
        {detail.data === undefined ? <Provide acts={acts} /> : <RunBar acts={{ ...acts, zoomBy }} zoom={zoom} onZoom={setZoom} place={place} detail={detail.data} revision={revisionOf(list.data, chosen)} />}
      </div>
      {detail.isError ? (
        <Trouble title="The execution could not be read" error={detail.error} onRetry={() => void detail.refetch()} />
      ) : detail.data === undefined ? (
        <Waiting text="Reading the execution" />
      ) : (
        <Execution key={chosen} zoom={zoom} onZoom={zoomBy} place={place} detail={detail.data} route={route} revision={revisionOf(list.data, chosen)} />
      )}
    </div>
  );
}

/** What the page can do while no execution is on screen. */
function Provide({ acts }: { readonly acts: Acts }) {
  useProvideActs(acts);
  return null;
}

function revisionOf(list: ListPipelineExecutionsOutput | undefined, execution: string): string | undefined {
  const revision = list?.pipelineExecutionSummaries?.find((one) => one.pipelineExecutionId === execution)?.sourceRevisions?.[0];
  return revision?.revisionId?.slice(0, 7);
}

/** Tells a refusal; true when it went well. */
async function attempt(what: string, doing: Promise<unknown>): Promise<boolean> {
  try {
    await doing;
    return true;
  } catch (thrown) {
    const refused = asRefused(thrown);
    useView.getState().say({ kind: "error", text: `${what}: ${refused.message}`, ...(refused.remedy === null ? {} : { detail: refused.remedy }) });
    return false;
  }
}

/** `StartPipelineExecution - arn:aws:iam::111122223333:user/dana` in a few words. */
function startedBy(trigger: string | null | undefined): string | null {
  if (trigger == null) return null;
  const by = /^StartPipelineExecution - (?:arn:\S*\/)?(.+)$/.exec(trigger)?.[1];
  return by === undefined ? trigger : `started by ${by}`;
}

function failedStage(detail: ExecutionDetail): string | undefined {
  if (detail.status !== "Failed" && detail.status !== "Stopped") return undefined;
  return [...latestActions(detail).values()].find((action) => action.status === "Failed" || action.status === "Abandoned")?.stage;
}

function retry(place: string, detail: ExecutionDetail, stageName: string): void {
  void attempt(
    "The stage was not retried",
    change("api", { place, operation: "RetryStageExecution", input: { pipelineName: detail.pipeline, stageName, pipelineExecutionId: detail.execution, retryMode: "FAILED_ACTIONS" } }),
  );
}

function RunBar({ acts, zoom, onZoom, place, detail, revision }: { readonly acts: Acts; readonly zoom: ZoomLevel; readonly onZoom: (zoom: ZoomLevel) => void; readonly place: string; readonly detail: ExecutionDetail; readonly revision: string | undefined }) {
  const running = detail.status === "InProgress" || detail.status === "Stopping";
  const now = useNow(running);
  const [stopping, setStopping] = useState(false);
  const [returning, setReturning] = useState(false);
  const stage = failedStage(detail);
  const canStop = detail.status === "InProgress";
  useProvideActs({
    ...acts,
    stop: canStop ? () => setStopping(true) : undefined,
    retry: stage === undefined ? undefined : () => retry(place, detail, stage),
  });
  const waiting = running && detail.actions.some((action) => action.token != null && action.status === "InProgress");
  return (
    <>
      <span role="status" className="ps-run-status">
        {waiting ? <StatusWord status="waiting" word="Waiting for approval" /> : <StatusWord status={kindOf(detail.status)} word={wordOf(detail.status)} />}
      </span>
      <span className="ps-time">{stopwatch((running ? Math.max(now, detail.startMs) : detail.updateMs) - detail.startMs)}</span>
      <span className="ps-secondary ps-clip">{[startedBy(detail.trigger), revision, `version ${detail.version}`, detail.fidelity].filter((part) => part != null).join(" · ")}</span>
      <span className="ps-top-space" />
      <ZoomPick zoom={zoom} onZoom={onZoom} />
      {stage === undefined ? null : (
        <button type="button" className="ps-button" onClick={() => retry(place, detail, stage)}>
          Retry {stage}
        </button>
      )}
      {running || returnable(detail).length === 0 ? null : (
        <button type="button" className="ps-button" onClick={() => setReturning(true)}>
          Roll back to this…
        </button>
      )}
      {canStop ? (
        <button type="button" className="ps-button" data-danger onClick={() => setStopping(true)}>
          Stop…
        </button>
      ) : null}
      {returning ? <RollbackDialog place={place} detail={detail} onClose={() => setReturning(false)} /> : null}
      {stopping ? <StopDialog place={place} detail={detail} onClose={() => setStopping(false)} /> : null}
    </>
  );
}

function RollbackDialog({ place, detail, onClose }: { readonly place: string; readonly detail: ExecutionDetail; readonly onClose: () => void }) {
  const stages = returnable(detail);
  const [stage, setStage] = useState(stages.at(-1) ?? "");
  const start = async () => {
    onClose();
    try {
      const call = { place, operation: "RollbackStage", input: { pipelineName: detail.pipeline, stageName: stage, targetPipelineExecutionId: detail.execution } };
      const reply = (await change("api", call)) as RollbackStageOutput;
      go({ page: "pipeline", subject: { kind: "pipeline", place, name: detail.pipeline }, mode: "run", execution: reply.pipelineExecutionId, action: null });
    } catch (thrown) {
      useView.getState().say({ kind: "error", text: "The stage was not rolled back", detail: asRefused(thrown).whole });
    }
  };
  return (
    <Modal
      visible
      header={`Roll back to execution ${shortId(detail.execution)}`}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <span className="ps-dialog-foot">
          <button type="button" className="ps-button" onClick={onClose}>
            Cancel
          </button>
          <button type="button" className="ps-button" data-danger onClick={() => void start()}>
            Roll back
          </button>
        </span>
      }
    >
      <p>A new execution runs this one stage again, with the sources, artifacts and variables of execution {shortId(detail.execution)}. The stages after it are left as they are.</p>
      <label className="ps-labelled">
        <span className="ps-strong">Stage</span>
        <select className="ps-field" value={stage} onChange={(event) => setStage(event.target.value)}>
          {stages.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
    </Modal>
  );
}

/** The conditions that hold the execution, each with what its rules say and the way through. */
function Gates({ place, detail, held }: { readonly place: string; readonly detail: ExecutionDetail; readonly held: readonly Held[] }) {
  const letThrough = (one: Held) =>
    void attempt(
      "The condition was not overridden",
      change("api", { place, operation: "OverrideStageCondition", input: { pipelineName: detail.pipeline, stageName: one.stage, pipelineExecutionId: detail.execution, conditionType: one.type } }),
    );
  return held.map((one) => (
    <div key={`${one.stage} ${one.gate}`} className="ps-held" role="group" aria-label={`The ${one.gate} of ${one.stage}`}>
      <StatusWord status={one.status === "InProgress" ? "in-progress" : "failed"} word={`${one.stage}: ${one.gate} ${one.status === "InProgress" ? "is being judged" : "was not met"}`} />
      <span className="ps-secondary ps-clip">{one.rules.map((rule) => `${rule.name}: ${rule.summary ?? wordOf(rule.status)}`).join(" · ")}</span>
      <span className="ps-top-space" />
      {one.type === null ? null : (
        <button type="button" className="ps-button" onClick={() => letThrough(one)}>
          Override
        </button>
      )}
    </div>
  ));
}

function StopDialog({ place, detail, onClose }: { readonly place: string; readonly detail: ExecutionDetail; readonly onClose: () => void }) {
  const [abandon, setAbandon] = useState(false);
  const [reason, setReason] = useState("");
  const running = detail.actions.filter((action) => action.status === "InProgress").map((action) => action.action);
  const stop = () => {
    onClose();
    void attempt(
      "The execution was not stopped",
      change("api", { place, operation: "StopPipelineExecution", input: { pipelineName: detail.pipeline, pipelineExecutionId: detail.execution, abandon, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) } }),
    );
  };
  const names = running.length === 0 ? "No action runs now." : `Running now: ${running.join(", ")}.`;
  return (
    <Modal
      visible
      header={`Stop execution ${shortId(detail.execution)}`}
      onDismiss={onClose}
      closeAriaLabel="Close"
      footer={
        <span className="ps-dialog-foot">
          <button type="button" className="ps-button" onClick={onClose}>
            Keep running
          </button>
          <button type="button" className="ps-button" data-danger onClick={stop}>
            {abandon ? "Stop and abandon" : "Stop and wait"}
          </button>
        </span>
      }
    >
      <fieldset className="ps-choice">
        <legend>{names}</legend>
        <label>
          <input type="radio" name="stop" checked={!abandon} onChange={() => setAbandon(false)} />
          <span>
            <strong>Stop and wait</strong>
            <span className="ps-secondary">Running actions finish; nothing new starts.</span>
          </span>
        </label>
        <label>
          <input type="radio" name="stop" checked={abandon} onChange={() => setAbandon(true)} />
          <span>
            <strong>Stop and abandon</strong>
            <span className="ps-secondary">Running actions are given up at once. Work that was half done, such as a deployment, may stay half done.</span>
          </span>
        </label>
      </fieldset>
      <label className="ps-labelled">
        <span className="ps-strong">Reason (optional)</span>
        <input className="ps-field" maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
    </Modal>
  );
}

function Execution({ zoom, onZoom, place, detail, route, revision }: { readonly zoom: ZoomLevel; readonly onZoom: (by: 1 | -1) => void; readonly place: string; readonly detail: ExecutionDetail; readonly route: PipelineRoute; readonly revision: string | undefined }) {
  const { pipeline: name, execution } = detail;
  const state = useApi<GetPipelineStateOutput>({ place, operation: "GetPipelineState", input: { name } }).data;
  const settings = useAsk("settings.get", {}).data;
  const showTab = useView((view) => view.showTab);
  const pipeline = useMemo(() => readDefinition(JSON.stringify(detail.declaration), "json").pipeline, [detail.declaration]);
  const actions = useMemo(() => latestActions(detail), [detail]);
  const statuses = useMemo(() => statusesOf(actions), [actions]);
  const transitions = useMemo(() => transitionsOf(state, detail.updateMs), [state, detail.updateMs]);
  const chips = useMemo(() => chipsOf(detail, state, revision), [detail, state, revision]);
  const [target, setTarget] = useState<Target | undefined>(undefined);
  // Until somebody chooses, the log of what matters most is shown: what failed, else what runs, else the last.
  const all = [...actions.entries()];
  const main = all.find(([, one]) => one.status === "Failed") ?? all.find(([, one]) => one.status === "InProgress" && one.hasLog) ?? all.filter(([, one]) => one.hasLog).at(-1);
  const fromRoute = route.action === null ? undefined : all.find(([id, one]) => id === route.action || one.action === route.action || one.actionExecution === route.action)?.[0];
  const selection: Target | undefined = target ?? (fromRoute !== undefined ? { kind: "action", action: fromRoute } : main === undefined ? undefined : { kind: "action", action: main[0] });
  const action = selection?.kind === "action" ? (actions.get(selection.action) ?? null) : null;
  const decide = (id: ActionId, approve: boolean, summary: string) => {
    const one = actions.get(id);
    if (one?.token == null) return;
    void attempt(approve ? "The approval was not recorded" : "The rejection was not recorded", change("approvals.decide", { place, pipeline: name, stage: one.stage, action: one.action, token: one.token, approve, summary }));
  };
  const at = { place, pipeline: name, execution, action };
  return (
    <>
      <Gates place={place} detail={detail} held={heldAt(state, execution)} />
      <div className="ps-stage" data-region tabIndex={-1}>
        <Board
          pipeline={pipeline}
          mode="run"
          strip
          zoom={zoom}
          onZoom={onZoom}
          selection={selection}
          statuses={statuses}
          executions={chips}
          transitions={transitions}
          letterKeys={settings?.letterKeys ?? true}
          onSelect={setTarget}
          onOpen={(next) => {
            setTarget(next);
            showTab("log");
          }}
          onApprove={(id, comment) => decide(id, true, comment)}
          onReject={(id, comment) => decide(id, false, comment)}
          onRetry={(stage) => retry(place, detail, stage)}
          onToggleTransition={(stageName, enable, reason) =>
            void attempt(
              "The transition was not changed",
              change("api", {
                place,
                operation: enable ? "EnableStageTransition" : "DisableStageTransition",
                input: { pipelineName: name, stageName, transitionType: "Inbound", ...(enable ? {} : { reason }) },
              }),
            )
          }
        />
      </div>
      <Drawer
        tabs={[
          {
            id: "log",
            label: "Log",
            content: (
              <div className="ps-log-part" data-failed={action?.status === "Failed"}>
                {action?.status === "Failed" ? <WhyFailed {...at} /> : null}
                <LogDrawer {...at} />
              </div>
            ),
          },
          {
            id: "tests",
            label: "Tests",
            count: detail.actions.reduce((sum, one) => sum + (one.tests?.failed ?? 0), 0),
            tone: "error",
            content: <TestsTab place={place} detail={detail} />,
          },
          { id: "artifacts", label: "Artifacts", content: <ArtifactsTab place={place} pipeline={name} execution={execution} /> },
          { id: "variables", label: "Variables", content: <VariablesTab detail={detail} /> },
          ...(place === "local" ? [{ id: "automation" as const, label: "Automation", content: <AutomationTab pipeline={name} declaration={detail.declaration} /> }] : []),
        ]}
      />
    </>
  );
}
