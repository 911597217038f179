/**
 * A stand-in for Rust with a small scripted world, for the harness and unit tests only. It keeps what is changed in
 * memory and answers after a moment, so that loading states can be seen.
 */
import type {
  ApiCall,
  ApprovalRow,
  Commands,
  ExecutionDetail,
  FeedEvent,
  OpenedFile,
  PlaceRow,
  Problem,
  Settings,
} from "../generated/studio";
import * as data from "./fake-data";
import { Refused, type FeedState, type Host } from "./types";

/** How the world is. */
export interface Scenario {
  /** Nothing opened, nothing run. */
  readonly empty?: boolean;
  /** Every command fails. */
  readonly broken?: boolean;
  /** Commands never answer. */
  readonly slow?: boolean;
  /** The feed is lost. */
  readonly offline?: boolean;
  /** The plan has gaps. */
  readonly gaps?: boolean;
  /** Milliseconds of every answer. */
  readonly delay?: number;
  /** Logs grow and bars move. */
  readonly alive?: boolean;
  readonly theme?: string;
  readonly now?: number;
}

type Answers = { [K in keyof Commands]: (args: Commands[K]["args"]) => Commands[K]["reply"] };

/** A host over the scripted world. */
const refuse = (code: string, message: string): never => {
  throw new Refused({ code, message, remedy: null });
};

export function fakeHost(scenario: Scenario = {}): Host {
  const now = () => (scenario.alive === true ? Date.now() : (scenario.now ?? data.NOW));
  const began = now();
  const events = new Set<(event: FeedEvent) => void>();
  const stale = (...tags: string[]) => events.forEach((listen) => listen({ stale: tags }));
  let settings: Settings = { theme: scenario.theme ?? "light", utc: false, letterKeys: true, notify: true, endpoint: 7077 };
  let approvals: ApprovalRow[] = scenario.empty === true ? [] : data.approvals(began);
  let executions: ExecutionDetail[] = scenario.empty === true ? [] : data.executions(began);
  let places: PlaceRow[] = data.places();
  const disabled = new Map<string, { reason: string; at: number }>(
    scenario.empty === true ? [] : [["Prod", { reason: "freeze until Tue 08:00", at: began - data.HOUR }]],
  );
  const files = new Map<string, OpenedFile>([
    [data.FILE, { path: data.FILE, name: "pipeline.json", text: data.TEXT, format: "json", revision: "r1", modifiedMs: began - data.HOUR, readOnly: false }],
  ]);
  let revision = 1;

  const file = (path: string): OpenedFile => {
    const found = files.get(path) ?? files.get(data.FILE);
    if (found === undefined || path.includes("missing"))
      throw new Refused({ code: "not-found", message: `${path} does not exist.`, remedy: "Choose the file again; it may have moved." });
    return { ...found, path, name: path.split("/").pop() ?? path };
  };
  const execution = (id: string): ExecutionDetail => {
    const found = executions.find((one) => one.execution === id);
    if (found === undefined)
      throw new Refused({ code: "not-found", message: `There is no execution ${id}.`, remedy: "It may have been removed with its pipeline." });
    return found;
  };
  const place = (id: string): PlaceRow => {
    const found = places.find((one) => one.id === id);
    if (found === undefined) throw new Refused({ code: "not-found", message: `There is no place ${id}.` });
    return found;
  };
  const put = (row: PlaceRow): PlaceRow => {
    places = places.map((one) => (one.id === row.id ? row : one));
    stale("places");
    return row;
  };
  const log = (actionExecution: string) => {
    const one = executions.flatMap((e) => e.actions).find((a) => a.actionExecution === actionExecution);
    if (one === undefined || !one.hasLog) return { lines: [], complete: true };
    if (one.action === "EndToEnd" || one.action === "SmokeTests") return { lines: data.e2eLog(one.startMs), complete: true };
    const running = one.status === "InProgress";
    return { lines: data.packageLog(one.startMs, running ? now() : one.updateMs), complete: !running };
  };

  const answers: Answers = {
    hello: () => ({
      version: "0.1.0",
      dataFolder: "/home/dana/.local/share/pipesmith",
      platform: "linux",
      face: "window",
      endpoint: settings.endpoint == null ? null : `http://127.0.0.1:${settings.endpoint}`,
      home: "/home/dana",
      ownerPid: 4242,
      folder: "/home/dana/shop",
      open: null,
    }),
    "settings.get": () => settings,
    "settings.set": (next) => {
      settings = { ...next, endpoint: next.endpoint === 0 ? 4510 : (next.endpoint ?? null) };
      return settings;
    },
    catalog: () => ({ actionTypes: [] }),
    automation: () => ({
      triggers: true,
      schedules: [{ name: "nightly", expression: "cron(0 2 * * ? *)", nextMs: began + data.DAY }],
      responses: [
        {
          name: "tell-me",
          what: "Notifies you on this desktop",
          pattern: { detail: { state: ["FAILED"] } },
          log: [{ atMs: began - data.HOUR, detailType: "CodePipeline Pipeline Execution State Change", state: "FAILED", attempt: 1, error: null, again: false }],
        },
      ],
      events: [],
    }),
    "pattern.test": ({ events }) => ({ fault: null, differences: events.map(() => []) }),
    "triggers.test": () => [],
    "files.browse": ({ path }) => {
      const at = path === "" ? "/home/dana/shop" : path;
      const join = (name: string) => (at === "/" ? `/${name}` : `${at}/${name}`);
      return {
        path: at,
        parent: at === "/" ? null : at.replace(/\/[^/]+$/, "") || "/",
        entries:
          at === "/home/dana/shop"
            ? [
                { name: "ci", path: join("ci"), folder: true, definition: false },
                { name: "edge", path: join("edge"), folder: true, definition: false },
                { name: "src", path: join("src"), folder: true, definition: false },
                { name: "pipeline.json", path: join("pipeline.json"), folder: false, definition: true },
                { name: "pipesmith.yaml", path: join("pipesmith.yaml"), folder: false, definition: false },
                { name: "template.yaml", path: join("template.yaml"), folder: false, definition: true },
              ]
            : at === "/home/dana"
              ? [
                  { name: "docs", path: join("docs"), folder: true, definition: false },
                  { name: "search", path: join("search"), folder: true, definition: false },
                  { name: "shop", path: join("shop"), folder: true, definition: false },
                ]
              : [],
      };
    },
    "files.open": ({ path }) => file(path),
    "files.choose": ({ path }) => file(path),
    "files.save": ({ path, text, revision: base }) => {
      const old = file(path);
      if (old.revision !== base)
        throw new Refused({ code: "changed", message: `${old.name} was changed by another program since you opened it.`, remedy: "Keep your text or take theirs." });
      revision += 1;
      const next = { ...old, text, revision: `r${revision}`, modifiedMs: now() };
      files.set(path, next);
      return next;
    },
    "files.create": () => refuse("unwritable", "The harness writes no files."),
    "files.delete": () => refuse("unwritable", "The harness writes no files."),
    "templates.list": () => [],
    "templates.create": () => refuse("unwritable", "The harness writes no files."),
    "draft.get": ({ path }) => ({ path, text: null, revision: "" }),
    "draft.keep": () => ({}),
    "files.recent": () =>
      scenario.empty === true
        ? []
        : [
            { path: data.FILE, name: "pipeline.json", openedMs: began - 3 * data.HOUR, exists: true },
            { path: "/home/dana/search/pipeline.yaml", name: "pipeline.yaml", openedMs: began - 2 * data.DAY, exists: true },
            { path: "/home/dana/docs/pipeline.yaml", name: "pipeline.yaml", openedMs: began - 6 * data.DAY, exists: true },
            { path: "/home/dana/old-shop/missing.json", name: "missing.json", openedMs: began - 30 * data.DAY, exists: false },
          ],
    "demo.open": () => file(data.FILE),
    check: ({ text }) => {
      const problems: Problem[] = [];
      let declaration: unknown = null;
      try {
        const parsed = JSON.parse(text) as { pipeline?: unknown };
        declaration = parsed.pipeline ?? parsed;
        if (text.includes("npm_9fQ2xK"))
          problems.push({ code: "secret-in-plain-text", severity: "warning", message: "NPM_TOKEN looks like a secret and is stored as plain text.", pointer: "/stages/1/actions/2/configuration/EnvironmentVariables", span: { from: 0, to: 10, line: 108, column: 13 }, fix: "Move it to Secrets Manager and refer to it.", repair: [] });
      } catch (error) {
        problems.push({ code: "syntax", severity: "error", message: error instanceof Error ? error.message : "not JSON", pointer: "", span: null, fix: null, repair: [] });
      }
      return { declaration, problems };
    },
    resources: ({ place: id, kind }) => {
      if (id === "local") return { rows: kind === "build-project" ? ["web-package", "web-unit"].map((value) => ({ value, name: null, from: "the setup" })) : [], more: false };
      if (kind === "role") throw new Refused({ code: "access-denied", message: "ListRoles is not allowed to profile prod.", remedy: "Use a profile whose role allows it." });
      return { rows: kind === "build-project" ? ["api-build", "web-package"].map((value) => ({ value, name: null, from: `${place(id).account ?? id} in eu-west-1` })) : [], more: false };
    },
    "pipelines.list": ({ place: id }) => {
      if (id === "local") return scenario.empty === true ? [] : data.pipelines(began);
      if (!place(id).opened)
        throw new Refused({ code: "place-closed", message: `${place(id).name} is not open.`, remedy: "Open it under Places." });
      return [
        { place: id, name: "billing-api", version: 31, pipelineType: "V2", executionMode: "QUEUED", updatedMs: began - 9 * data.DAY, file: null, lastExecution: { id: "77be012a-9f31-4d5d-8d05-2c5b7f1a9e55", status: "InProgress", startMs: began - 7 * data.DAY, updateMs: began - data.HOUR, summary: "Round VAT per line (#932)" } },
        { place: id, name: "catalog-api", version: 5, pipelineType: "V1", executionMode: "SUPERSEDED", updatedMs: began - 40 * data.DAY, file: null, lastExecution: { id: "11be012a-9f31-4d5d-8d05-2c5b7f1a9e55", status: "Succeeded", startMs: began - 2 * data.HOUR, updateMs: began - data.HOUR, summary: null } },
      ];
    },
    plan: (request) => {
      const made = data.plan(scenario.gaps !== true);
      const given = new Set([...request.sources, ...request.on].map((one) => one.split("=")[0]));
      const actions = made.actions.map((one) => (given.has(one.action) ? { ...one, gaps: [], from: "your choice here" } : one));
      return { ...made, actions, ready: actions.every((one) => one.gaps.length === 0) };
    },
    run: () => {
      stale("pipelines");
      return { pipeline: "storefront-release", execution: data.IDS.building };
    },
    execution: ({ execution: id }) => execution(id),
    tests: ({ actionExecution }) => (executions.some((one) => one.actions.some((action) => action.actionExecution === actionExecution && action.tests != null)) ? data.TESTS : []),
    why: () => data.WHY,
    "log.read": ({ actionExecution, from, count }) => {
      const { lines, complete } = log(actionExecution);
      return {
        lines: lines.slice(from, from + count).map((line, index) => ({ n: from + index, ...line })),
        total: lines.length,
        complete,
      };
    },
    "artifacts.list": ({ execution: id }) => data.ARTIFACTS(execution(id).startMs),
    "artifacts.old": () => [],
    "artifacts.remove": () => ({ artifacts: 0, bytes: 0 }),
    revisions: () => [],
    "artifact.entries": () => data.ENTRIES,
    "artifact.preview": ({ path }) =>
      path.endsWith(".png")
        ? { text: null, size: 18_220, truncated: false }
        : path.endsWith("buildspec.yml")
          ? { text: "version: 0.2\n\nphases:\n  install:\n    commands:\n      - npm ci\n  build:\n    commands:\n      - npm run build\n\nartifacts:\n  base-directory: dist\n  files:\n    - '**/*'\n", size: 612, truncated: false }
          : { text: `// ${path}\n\nexport const placeholder = true;\n`, size: 1204, truncated: path.endsWith("lock.json") },
    "approvals.list": () => approvals,
    "approvals.decide": ({ token, approve, summary }) => {
      const row = approvals.find((one) => one.token === token);
      if (row === undefined)
        throw new Refused({ code: "InvalidApprovalTokenException", message: "This approval is no longer waiting.", remedy: "Somebody else may have decided; the list is read again." });
      approvals = approvals.filter((one) => one.token !== token);
      executions = executions.map((one) =>
        one.execution !== row.execution
          ? one
          : { ...one, status: approve ? "InProgress" : "Failed", actions: one.actions.map((a) => (a.action === row.action ? { ...a, status: approve ? "Succeeded" : "Failed", token: null, updatedBy: "dana", summary, updateMs: now() } : a)) },
      );
      stale("approvals", `execution:${row.execution}`, "trail");
      return {};
    },
    "trail.query": ({ text, changesOnly, startMs, next, max }) => {
      const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
      const all = (scenario.empty === true ? [] : data.trail(began)).filter(
        (row) =>
          (!changesOnly || !row.readOnly) &&
          (startMs == null || row.timeMs >= startMs) &&
          words.every((word) => JSON.stringify(row).toLowerCase().includes(word)),
      );
      const from = next == null ? 0 : Number(next);
      return {
        rows: all.slice(from, from + max),
        next: from + max < all.length ? String(from + max) : null,
        covered: "Every call to this computer since 25 Aug 2026 10:42",
      };
    },
    "places.list": () => (scenario.empty === true ? places.slice(0, 1) : places),
    "places.open": ({ place: id }) => {
      const row = place(id);
      if (id.includes("legacy")) return put({ ...row, problem: { code: "expired", message: "The sign-in session expired 2 days ago.", remedy: "aws sso login --profile legacy-ci" } });
      return put({ ...row, opened: true, problem: null, account: "444455556666", arn: "arn:aws:sts::444455556666:assumed-role/Developers/dana" });
    },
    "places.close": ({ place: id }) => put({ ...place(id), opened: false, account: null, arn: null }),
    "places.add": (row) => {
      const added: PlaceRow = { id: `endpoint:${row.name}`, kind: "endpoint", name: row.name, region: row.region, endpoint: row.endpoint ?? null, opened: false, source: "keys" };
      places = [...places, added];
      stale("places");
      return added;
    },
    "places.remove": ({ place: id }) => {
      places = places.filter((one) => one.id !== id);
      return {};
    },
    api: (call) => api(call),
    open: () => ({}),
  };

  function api({ operation, input }: ApiCall): unknown {
    const asked = input as Record<string, string>;
    switch (operation) {
      case "ListPipelineExecutions":
        return {
          pipelineExecutionSummaries: executions.map((one) => ({
            pipelineExecutionId: one.execution,
            status: one.status,
            startTime: one.startMs / 1000,
            lastUpdateTime: one.updateMs / 1000,
            sourceRevisions: [{ actionName: "WebApp", revisionId: "4f2a91c0b6f1", revisionSummary: "Retry payment on 503" }],
            trigger: { triggerType: "StartPipelineExecution", triggerDetail: "dana" },
          })),
        };
      case "GetPipelineState":
        return {
          pipelineName: asked["name"],
          pipelineVersion: 14,
          stageStates: data.DECLARATION.stages.map((stage) => {
            const latest = executions.find((one) => one.actions.some((a) => a.stage === stage.name));
            const off = disabled.get(stage.name);
            return {
              stageName: stage.name,
              inboundTransitionState: off === undefined ? { enabled: true } : { enabled: false, disabledReason: off.reason, lastChangedBy: "dana", lastChangedAt: off.at / 1000 },
              ...(latest === undefined ? {} : { latestExecution: { pipelineExecutionId: latest.execution, status: latest.actions.some((a) => a.stage === stage.name && a.status === "Failed") ? "Failed" : latest.actions.some((a) => a.stage === stage.name && a.status === "InProgress") ? "InProgress" : "Succeeded" } }),
            };
          }),
        };
      case "DisableStageTransition":
        disabled.set(asked["stageName"] ?? "", { reason: asked["reason"] ?? "", at: now() });
        stale("pipeline:local:storefront-release");
        return {};
      case "EnableStageTransition":
        disabled.delete(asked["stageName"] ?? "");
        stale("pipeline:local:storefront-release");
        return {};
      case "GetPipeline":
        return { pipeline: { ...data.DECLARATION, name: asked["name"] }, metadata: { pipelineArn: `arn:aws:codepipeline:eu-west-1:111122223333:${asked["name"] ?? ""}` } };
      case "StopPipelineExecution":
        executions = executions.map((one) => (one.execution === asked["pipelineExecutionId"] ? { ...one, status: "Stopped", actions: one.actions.map((a) => (a.status === "InProgress" ? { ...a, status: "Abandoned" } : a)) } : one));
        stale(`execution:${asked["pipelineExecutionId"] ?? ""}`, "pipelines");
        return { pipelineExecutionId: asked["pipelineExecutionId"] };
      case "RetryStageExecution":
        executions = executions.map((one) =>
          one.execution === asked["pipelineExecutionId"]
            ? { ...one, status: "InProgress", actions: one.actions.map((a) => (a.status === "Failed" ? { ...a, status: "InProgress", attempt: a.attempt + 1, startMs: now() } : a)) }
            : one,
        );
        stale(`execution:${asked["pipelineExecutionId"] ?? ""}`, "pipelines");
        return { pipelineExecutionId: asked["pipelineExecutionId"] };
      default:
        return {};
    }
  }

  if (scenario.alive === true)
    setInterval(() => {
      for (const one of executions.flatMap((e) => e.actions)) if (one.status === "InProgress" && one.hasLog) stale(`log:${one.actionExecution}`);
    }, 900);

  return {
    face: "browser",
    async call(command, args) {
      if (scenario.slow === true && command !== "settings.get" && command !== "hello") return new Promise(() => undefined);
      await new Promise((done) => setTimeout(done, scenario.delay ?? 30));
      if (scenario.broken === true && command !== "settings.get")
        throw new Refused({ code: "unreachable", message: "Pipesmith does not answer.", remedy: "Check that “pipesmith serve --ui” still runs. This page tries again by itself." });
      return structuredClone(answers[command](args));
    },
    feed(onEvent, onState: (state: FeedState) => void) {
      events.add(onEvent);
      onState("connecting");
      const timer = setTimeout(() => onState(scenario.offline === true || scenario.broken === true ? "lost" : "live"), 20);
      return () => {
        clearTimeout(timer);
        events.delete(onEvent);
      };
    },
  };
}
