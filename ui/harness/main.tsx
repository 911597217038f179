/**
 * A page to look at the board, the inspector and the source editor without the rest of the window.
 * Query: ?view=edit|run|overview|icons|inspector|source, ?theme=light|dark, ?select=Stage/Action.
 */
import { StrictMode, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { Board, Outline, type ActionPlan, type ActionStatus, type StageExecution, type Transition } from "../src/board";
import { placeProblems, planEdit, readDefinition, record, spanOfPointer, startHistory, undo, type Edit, type Target } from "../src/document";
import storefront from "../src/document/fixtures/storefront.json?raw";
import storefrontYaml from "../src/document/fixtures/storefront.yaml?raw";
import { Glyph, statusSigns, StatusWord, type GlyphName, type StatusKind } from "../src/glyphs";
import { actionPaths, markPaths } from "../src/glyphs/paths";
import { applyAppearance } from "../src/theme";
import { Inspector, readCatalog, type Here } from "../src/inspector";
import { SourceEditor } from "../src/source";
import { fleet } from "./fleet";

const query = new URLSearchParams(location.search);
const view = query.get("view") ?? "edit";
applyAppearance(query.get("theme") === "dark" ? "dark" : "light");

const t0 = Date.now();
const done = (seconds: number, more: Partial<ActionStatus> = {}): ActionStatus => ({ status: "succeeded", startMs: t0 - 600_000, endMs: t0 - 600_000 + seconds * 1000, fidelity: "real", ...more });
const statuses = new Map<string, ActionStatus>([
  ["Source/EdgeConfig", done(3, { fidelity: "equivalent" })],
  ["Source/WebApp", done(5)],
  ["Build/UnitTests", done(102, { attempt: 2 })],
  ["Build/Lint", done(38)],
  ["Build/Package", { status: "in-progress", startMs: t0 - 126_000, medianMs: 182_000 }],
  ["Staging/DeployStaging", done(10, { fidelity: "simulated" })],
  ["Staging/SmokeTests", done(54)],
  ["Staging/EndToEnd", { status: "failed", startMs: t0 - 400_000, endMs: t0 - 148_000, reason: "2 of 48 tests failed" }],
  ["Approval/ReleaseGate", { status: "waiting", sinceMs: t0 - 42 * 60_000 }],
  ["Prod/EdgeStack", done(151, { fidelity: "rehearsed" })],
  ["Prod/BlueGreen", { status: "not-started" }],
]);
const plans = new Map<string, ActionPlan>(
  [...statuses.keys()].map((id): [string, ActionPlan] => [
    id,
    id === "Staging/DeployStaging" ? { runsOn: "simulated" } : id === "Prod/EdgeStack" ? { runsOn: "local", fidelity: "rehearsed" } : { runsOn: "local" },
  ]),
);
const executions = new Map<string, StageExecution>([
  ["Source", { id: "9d3e21c4-aa", seed: 1, text: "4f2a91c by Mary Major" }],
  ["Build", { id: "9d3e21c4-aa", seed: 1, text: "4f2a91c by Mary Major" }],
  ["Staging", { id: "b52f0d31-bb", seed: 3, text: "c81d07e by Jorge Souza", queued: ["77777777"] }],
  ["Approval", { id: "7c1e9a04-cc", seed: 2, text: "a20b5f3" }],
  ["Prod", { id: "5af0c812-dd", seed: 0, text: "3 h ago" }],
]);

/** Every state on one board. */
const states = new Map<string, ActionStatus>([
  ["Source/EdgeConfig", { status: "cached", startMs: t0 - 5000, endMs: t0 - 2000 }],
  ["Source/WebApp", { status: "stale", reason: "WebSrc changed: buildspec edited" }],
  ["Build/UnitTests", { status: "skipped" }],
  ["Build/Lint", { status: "superseded" }],
  ["Build/Package", { status: "in-progress", startMs: t0 - 300_000, medianMs: 182_000, attempt: 3 }],
  ["Staging/DeployStaging", { status: "stopped", startMs: t0 - 90_000, endMs: t0 - 10_000 }],
  ["Staging/SmokeTests", { status: "in-progress", startMs: t0 - 10_000 }],
  ["Staging/EndToEnd", done(12, { fidelity: "equivalent" })],
  ["Prod/EdgeStack", done(151, { fidelity: "rehearsed" })],
  ["Prod/BlueGreen", { status: "failed", word: "Abandoned", startMs: t0 - 9000, endMs: t0 }],
]);

function Boards() {
  const [selection, setSelection] = useState<Target | undefined>(query.has("select") ? { kind: "action", action: query.get("select") ?? "" } : undefined);
  const [transitions, setTransitions] = useState(
    new Map<string, Transition>([["Prod", { enabled: false, by: "Dana", reason: "freeze until Tue 08:00" }]]),
  );
  const definition = useMemo(() => readDefinition(storefront), []);
  const big = useMemo(() => fleet(t0), []);
  const overview = view === "overview" || view === "stacks";
  return (
    <div style={{ height: "100vh" }}>
      <Board
        pipeline={overview ? big.pipeline : definition.pipeline}
        mode={view === "edit" ? "edit" : "run"}
        zoom={view === "overview" ? "overview" : "normal"}
        wires={(query.get("wires") as "auto" | null) ?? "auto"}
        selection={selection}
        statuses={overview ? big.statuses : view === "states" ? states : statuses}
        plans={plans}
        executions={overview ? undefined : executions}
        transitions={overview ? undefined : transitions}
        problems={new Map([["Build/Package", [{ severity: "warning", message: "NPM_TOKEN looks like a secret and is stored as plain text" }]]])}
        onSelect={setSelection}
        onOpen={setSelection}
        onApprove={(action, comment) => console.info("approve", action, comment)}
        onReject={(action, comment) => console.info("reject", action, comment)}
        onRetry={(stage, action) => console.info("retry", stage, action)}
        onToggleTransition={(stage, enable, reason) => setTransitions((now) => new Map(now).set(stage, { enabled: enable, reason, by: "you" }))}
        onAddStep={(stage) => console.info("add step", stage)}
        onStageMenu={(stage) => console.info("menu", stage)}
        onCardMenu={(action) => console.info("menu", action)}
        rejectNeedsComment
      />
    </div>
  );
}

function Icons() {
  const names = [...Object.keys(actionPaths), ...Object.keys(markPaths)] as GlyphName[];
  return (
    <div style={{ padding: 24, display: "grid", gridTemplateColumns: "repeat(6, 1fr)", gap: 16 }}>
      {names.map((name) => (
        <span key={name} style={{ display: "flex", gap: 8, alignItems: "center" }}>
          <Glyph name={name} size={20} />
          <Glyph name={name} size={16} />
          <Glyph name={name} size={48} /> {name}
        </span>
      ))}
      {(Object.keys(statusSigns) as StatusKind[]).map((status) => (
        <StatusWord key={status} status={status} />
      ))}
    </div>
  );
}

const catalog = readCatalog(Object.values(import.meta.glob("../../crates/pipeline/catalog/*.json", { eager: true, import: "default" })));
const here: Here = {
  runsOn: "local",
  fidelity: "real",
  what: "Runs buildspec.yml of octo/web in the build sandbox (overlay).",
  from: "guess: the repository's buildspec",
  differences: ["Image aws/codebuild/standard:7.0 is not used: the host's tools are.", "IAM and KMS are not evaluated."],
  gaps: [],
};

/** Board, inspector and source over one document, with undo. */
function Studio() {
  const [history, setHistory] = useState(() => startHistory<Target>(query.has("yaml") ? storefrontYaml : storefront));
  const [selection, setSelection] = useState<Target>({ kind: "action", action: query.get("select") ?? "Build/Package" });
  const [refused, setRefused] = useState("");
  const definition = useMemo(() => readDefinition(history.text), [history.text]);
  const problems = [
    { pointer: "/stages/1/actions/2/configuration/ProjectName", severity: "error" as const, message: "The project web-pkg does not exist." },
    { pointer: "/stages/2/actions/0", severity: "warning" as const, message: "No rollback is configured." },
  ];
  const placed = placeProblems(definition.pipeline, problems);
  const edit = (change: Edit) => {
    const plan = planEdit(definition, change);
    setRefused(plan.ok ? "" : plan.reason);
    if (!plan.ok) return;
    setHistory((now) => record(now, { label: plan.label, patches: plan.patches, before: selection, after: plan.select ?? selection, mergeKey: plan.mergeKey }));
    if (plan.select) setSelection(plan.select);
  };
  return (
    <div style={{ height: "100vh", display: "grid", gridTemplateColumns: "minmax(0, 1fr) 360px", gridTemplateRows: "32px minmax(0, 1fr)" }}>
      <div style={{ gridColumn: "1 / 3", display: "flex", gap: 16, padding: "4px 12px" }}>
        <button type="button" className="ps-link" onClick={() => setHistory((now) => undo(now)?.history ?? now)}>
          Undo {history.past.at(-1)?.label ?? ""}
        </button>
        <span>{refused}</span>
      </div>
      {view === "source" ? (
        <SourceEditor
          definition={definition}
          selection={selection}
          problems={problems.map((problem) => ({ ...problem, ...spanOfPointer(definition, problem.pointer) }))}
          onChange={(text) => edit({ kind: "replaceText", text })}
          onSelect={setSelection}
        />
      ) : (
        <Board pipeline={definition.pipeline} mode="edit" selection={selection} plans={plans} problems={placed.actions} stageProblems={placed.stages} onSelect={setSelection} onOpen={setSelection} onAddStep={() => undefined} onStageMenu={() => undefined} />
      )}
      <div style={{ borderLeft: "1px solid var(--ps-divider)", minHeight: 0 }}>
        <Inspector definition={definition} target={selection} catalog={catalog} here={here} problems={problems} onEdit={edit} onSelect={setSelection} onClose={() => undefined} onLink={(url) => console.info(url)} />
      </div>
    </div>
  );
}

/** 1000 actions in 50 stages, to measure. */
function Thousand() {
  const pipeline = useMemo(() => {
    const stages = Array.from({ length: 50 }, (_, s) => ({
      name: `Stage${s}`,
      actions: Array.from({ length: 20 }, (_, i) => ({
        name: `Action${i}`,
        runOrder: 1 + (i % 7),
        actionTypeId: { category: "Build", owner: "AWS", provider: "CodeBuild", version: "1" },
        configuration: { ProjectName: `project-${i}` },
        inputArtifacts: s === 0 ? [] : [{ name: `a${s - 1}-${i % 2}` }],
        outputArtifacts: i < 2 ? [{ name: `a${s}-${i}` }] : [],
      })),
    }));
    return readDefinition(JSON.stringify({ name: "thousand", stages })).pipeline;
  }, []);
  return (
    <div style={{ height: "100vh" }}>
      <Board pipeline={pipeline} mode="run" wires="selection" statuses={new Map()} />
    </div>
  );
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<StrictMode>{view === "icons" ? (
    <Icons />
  ) : view === "outline" ? (
    <div style={{ height: "100vh" }}>
      <Outline pipeline={readDefinition(storefront).pipeline} mode="run" statuses={statuses} transitions={new Map([["Prod", { enabled: false, by: "Dana", reason: "freeze" }]])} selection={{ kind: "action", action: "Staging/EndToEnd" }} />
    </div>
  ) : view === "empty" ? (
    <div style={{ height: "100vh" }}>
      <Board pipeline={readDefinition('{"name":"untitled","stages":[]}').pipeline} mode="edit" onStart={(stage) => console.info("start", stage)} />
    </div>
  ) : view === "thousand" ? <Thousand /> : view === "inspector" || view === "source" ? <Studio /> : <Boards />}</StrictMode>);
