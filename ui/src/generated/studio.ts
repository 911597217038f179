// Generated from crates/studio/src/contract.rs; never edited. A test proves it current.
/* eslint-disable */

export type JsonValue = unknown;

export type ActionDetail = { stage: string, action: string, actionExecution: string, status: string, startMs: number, updateMs: number, attempt: number, 
/**
 *Attempts after an interruption, from 1.
 */
internalAttempt: number, fidelity?: Fidelity | null, summary?: string | null, externalId?: string | null, externalUrl?: string | null, errorCode?: string | null, errorMessage?: string | null, 
/**
 *The approval's token while it waits.
 */
token?: string | null, updatedBy?: string | null, differences: Array<string>, outputVariables: Array<NamedValue>, artifacts: Array<ArtifactRef>, hasLog: boolean, 
/**
 *What of it has a log of its own, the builds of a batch, in the order in which they began.
 */
logParts: Array<string>, 
/**
 *Usual duration: the median of the last 20 successful ones.
 */
usualMs?: number | null, 
/**
 *What its tests say, in numbers; `tests` tells them one by one.
 */
tests?: TestCounts | null, 
/**
 *The execution that the result was taken from, in a run of a part.
 */
cached?: string | null, 
/**
 *Why a result that was taken from an earlier execution is out of date.
 */
stale?: string | null, };

export type AddPlace = { name: string, region: string, endpoint?: string | null, accessKeyId: string, secretAccessKey: string, sessionToken?: string | null, };

export type ApiCall = { place: string, operation: string, input: JsonValue, };

export type ApprovalRow = { place: string, pipeline: string, execution: string, stage: string, action: string, token: string, sinceMs: number, expiresMs?: number | null, customData?: string | null, link?: string | null, 
/**
 *Whether the decision needs a comment, `IsSummaryRequired` of the action.
 */
summaryRequired: boolean, revisions: Array<RevisionRow>, startedBy?: string | null, };

export type ArtifactEntry = { path: string, size: number, folder: boolean, mode: number, };

export type ArtifactRef = { name: string, bucket: string, key: string, 
/**
 *`input` or `output`.
 */
direction: string, };

export type ArtifactRow = { name: string, stage: string, action: string, bucket: string, key: string, size: number, createdMs: number, exists: boolean, };

export type AskResources = { place: string, 
/**
 *A kind of the catalog: `build-project`, `bucket`, ….
 */
kind: string, 
/**
 *What they belong to, where they live in something else: the cluster of a service.
 */
within?: string | null, 
/**
 *The definition; on this computer the setup beside it is asked.
 */
path?: string | null, };

export type AtAction = { place: string, pipeline: string, execution: string, actionExecution: string, };

export type AtExecution = { place: string, pipeline: string, execution: string, };

export type AtPipeline = { place: string, pipeline: string, };

export type AtPlace = { place: string, };

export type Automation = { 
/**
 *Whether commits and tags of mapped repositories start it.
 */
triggers: boolean, schedules: Array<ScheduleRow>, responses: Array<ResponseRow>, 
/**
 *What it published lately, newest first.
 */
events: Array<JsonValue>, };

export type Browse = { path: string, };

export type Change = { "op": "set", at: string, value: JsonValue, } | { "op": "remove", at: string, } | { "op": "rename", at: string, to: string, } | { "op": "append", to: string, value: JsonValue, } | { "op": "move", at: string, to: string, };

export type CheckText = { text: string, name: string, path?: string | null, choice?: Choice | null, };

export type Checked = { 
/**
 *The declaration when it can be read.
 */
declaration?: JsonValue | null, problems: Array<Problem>, 
/**
 *What makes the pipeline, when the text is no declaration itself.
 */
madeBy?: MadeBy | null, };

export type Choice = { 
/**
 *Which of several pipelines.
 */
pipeline?: string | null, parameters: Array<NamedValue>, };

export type Choose = { path: string, choice: Choice, };

export type ComputedValue = { 
/**
 *The function as it is written: JSON in which every scalar is a text.
 */
key: string, 
/**
 *Missing when it leaves its place empty.
 */
value?: JsonValue | null, 
/**
 *The text of `Fn::Sub` in parts.
 */
pieces: Array<SubPiece>, origins: Array<OriginPlace>, };

export type Covered = { covered: number, total: number, };

export type CreateFile = { path: string, text: string, };

export type Decide = { place: string, pipeline: string, stage: string, action: string, token: string, approve: boolean, summary: string, };

export type DeleteFile = { path: string, revision: string, };

export type Denied = { who?: string | null, action: string, resource?: string | null, reason?: string | null, };

export type Draft = { path: string, text?: string | null, 
/**
 *Of the content that the edits are based on.
 */
revision: string, };

export type EntryAt = { bucket: string, key: string, path: string, };

export type ExcerptLine = { line: number, text: string, fault: boolean, };

export type ExecutionDetail = { pipeline: string, execution: string, status: string, statusSummary?: string | null, version: number, startMs: number, updateMs: number, trigger?: string | null, variables: Array<NamedValue>, 
/**
 *The definition that this execution runs.
 */
declaration: JsonValue, actions: Array<ActionDetail>, 
/**
 *As the command line's last line: `5 real, 1 equivalent · not checked: IAM, KMS, VPC`.
 */
fidelity?: string | null, };

export type Failure = { code: string, message: string, remedy?: string | null, };

export type FeedEvent = { 
/**
 * What to read again.
 */
stale: Array<string>, 
/**
 * Something to tell the user at once.
 */
notice?: Notice | null, 
/**
 * What the service would publish: an event in EventBridge's form.
 */
event?: JsonValue | null, };

export type Fidelity = "real" | "equivalent" | "rehearsed" | "simulated";

export type FilePath = { path: string, };

export type Folder = { path: string, parent?: string | null, entries: Array<FolderEntry>, };

export type FolderEntry = { name: string, path: string, folder: boolean, 
/**
 *Looks like a definition by name and content.
 */
definition: boolean, };

export type Freed = { artifacts: number, bytes: number, };

export type Gap = { code: string, message: string, remedy: string, 
/**
 *The definition or setup name the gap is about.
 */
subject: string, };

export type Hello = { version: string, dataFolder: string, platform: string, 
/**
 * `window` or `browser`.
 */
face: string, 
/**
 * Address of the wire endpoint when it is on.
 */
endpoint?: string | null, home: string, ownerPid: number, 
/**
 * The folder the program was started in, offered first by open dialogs.
 */
folder: string, 
/**
 * A definition to open at once (command line).
 */
open?: string | null, };

export type LastExecution = { id: string, status: string, startMs: number, updateMs: number, summary?: string | null, };

export type LogLine = { n: number, atMs: number, text: string, };

export type LogPiece = { lines: Array<LogLine>, total: number, complete: boolean, };

export type MadeBy = { pipelines: Array<MadePipeline>, 
/**
 *The id of the pipeline that is shown.
 */
chosen?: string | null, parameters: Array<Parameter>, choice: Choice, 
/**
 *Missing when changes cannot be written back into the text.
 */
roots?: Roots | null, };

export type MadePipeline = { id: string, name: string, };

export type NamedValue = { name: string, value: string, };

export type NewFromTemplate = { template: string, folder: string, name: string, };

export type Nothing = Record<symbol, never>;

export type Notice = { 
/**
 * `approval`, `failed`, `stopped` or `succeeded`.
 */
kind: string, 
/**
 * One line.
 */
title: string, 
/**
 * One sentence.
 */
body: string, 
/**
 * The pipeline it is about.
 */
pipeline?: string | null, 
/**
 * The execution it is about.
 */
execution?: string | null, };

export type ObjectAt = { bucket: string, key: string, };

export type OfPipeline = { pipeline: string, };

export type OldArtifactRow = { pipeline: string, execution: string, endedMs: number, artifact: string, bucket: string, key: string, bytes: number, };

export type OldArtifacts = { 
/**
 *One pipeline; all when left out.
 */
pipeline?: string | null, 
/**
 *Those of so many newest executions are kept.
 */
keep?: number | null, 
/**
 *Those of executions that ended less than so many days ago are kept.
 */
days?: number | null, };

export type OpenOutside = { 
/**
 *`artifact` (its target is `BUCKET/KEY`), `console`, `folder` or `link`.
 */
what: string, place?: string | null, pipeline?: string | null, target?: string | null, };

export type OpenedFile = { path: string, name: string, text: string, 
/**
 *`json` or `yaml`.
 */
format: string, 
/**
 *Changes with the content; sent back on save.
 */
revision: string, modifiedMs: number, readOnly: boolean, 
/**
 *What makes the pipeline, when the file is no declaration itself.
 */
madeBy?: MadeBy | null, };

export type OriginPlace = { what: string, span?: Span | null, };

export type Parameter = { name: string, kind: string, description?: string | null, defaultValue?: string | null, allowed: Array<string>, 
/**
 *Its values are never kept.
 */
secret: boolean, 
/**
 *The value that the setup gives it.
 */
usual?: string | null, };

export type PatternVerdict = { fault?: string | null, differences: Array<Array<string>>, };

export type PipelineRow = { place: string, name: string, version?: number | null, pipelineType?: string | null, executionMode?: string | null, updatedMs?: number | null, 
/**
 *The definition's file, for pipelines of this computer.
 */
file?: string | null, lastExecution?: LastExecution | null, };

export type PlaceKind = "local" | "aws" | "endpoint";

export type PlaceRow = { id: string, kind: PlaceKind, name: string, region?: string | null, profile?: string | null, endpoint?: string | null, opened: boolean, account?: string | null, arn?: string | null, problem?: Failure | null, 
/**
 *`sso`, `keys`, `process`, `role`, … by the profile's settings.
 */
source?: string | null, };

export type Plan = { pipeline: string, ready: boolean, sandbox: string, actions: Array<PlannedAction>, variables: Array<PlannedVariable>, problems: Array<Problem>, 
/**
 *What would be written into `pipesmith.yaml` when it is accepted.
 */
guesses: Array<PlannedGuess>, 
/**
 *The definition differs from the version the engine has.
 */
changed: boolean, running: number, };

export type PlannedAction = { stage: string, action: string, runOrder: number, provider: string, category: string, runsOn: RunsOn, fidelity: Fidelity, 
/**
 *One sentence: what it will do here, resolved to what and from where.
 */
what: string, 
/**
 *Where the mapping came from: `setup`, `flag`, `guess: …`.
 */
from: string, differences: Array<string>, gaps: Array<Gap>, 
/**
 *The folder that a source takes as it is now.
 */
reads?: string | null, 
/**
 *What a run of a part does with it, when it does not run it: `reused` or `leftOut`.
 */
part?: string | null, };

export type PlannedGuess = { 
/**
 *The part of the setup: `sources`; `schedules` or `triggers`, which count only once they are kept.
 */
part: string, 
/**
 *Its name there; empty for `triggers`.
 */
name: string, 
/**
 *The path, the expression, `true`.
 */
value: string, };

export type PlannedVariable = { name: string, defaultValue?: string | null, description?: string | null, required: boolean, };

export type Preview = { 
/**
 *Absent for binary files.
 */
text?: string | null, size: number, truncated: boolean, };

export type Problem = { code: string, severity: Severity, message: string, 
/**
 *JSON pointer into the declaration, as `/stages/1/actions/0/configuration/ProjectName`.
 */
pointer: string, span?: Span | null, fix?: string | null, 
/**
 *The changes that carry out `fix`; empty where only a person knows what is wanted.
 */
repair: Array<Change>, };

export type ReactionRow = { atMs: number, detailType: string, state: string, attempt: number, error?: string | null, 
/**
 *Whether it is tried again.
 */
again: boolean, };

export type ReadLog = { place: string, pipeline: string, execution: string, actionExecution: string, 
/**
 *One of `logParts`; the action's own log when left out.
 */
part?: string | null, from: number, count: number, };

export type RecentFile = { path: string, name: string, openedMs: number, exists: boolean, };

export type ResourceRow = { value: string, name?: string | null, from: string, };

export type Resources = { rows: Array<ResourceRow>, more: boolean, };

export type ResponseRow = { name: string, 
/**
 *One sentence.
 */
what: string, pattern: JsonValue, log: Array<ReactionRow>, };

export type RevisionRow = { name: string, revision: string, summary?: string | null, url?: string | null, };

export type Roots = { 
/**
 *The keys that lead to its properties.
 */
path: Array<string>, 
/**
 *Its name when the text gives none.
 */
name?: string | null, 
/**
 *The conditions, and whether they hold.
 */
conditions: { [key in string]: boolean }, values: Array<ComputedValue>, };

export type RunRequest = { path: string, 
/**
 *Unsaved text, else the file's.
 */
text?: string | null, variables: Array<NamedValue>, 
/**
 *`ACTION=PATH`, as on the command line.
 */
sources: Array<string>, projects: Array<string>, 
/**
 *`ACTION=local|aws|simulated`.
 */
on: Array<string>, 
/**
 *Replaces a changed definition although executions run.
 */
replace: boolean, 
/**
 *Writes the guessed sources into `pipesmith.yaml`.
 */
keepGuesses: boolean, 
/**
 *Writes what starts the pipeline beside it in its template into `pipesmith.yaml`, so that it does here, too.
 */
keepStarts?: boolean | null, 
/**
 *Keeps the choices of this request (sources, projects, what is simulated, variables) for later runs on this computer.
 */
remember?: boolean | null, 
/**
 *`NAME=@FILE`: the program reads the value from the file, so that it never travels.
 */
secrets: Array<string>, 
/**
 *`auto`, `container` or `off`; as the setup says when left out.
 */
sandbox?: string | null, 
/**
 *The place whose account carries out what runs on `aws`: its id, or a profile's or place's name.
 */
place?: string | null, 
/**
 *The pipeline's name, which confirms that something runs on `aws`.
 */
confirm?: string | null, 
/**
 *Runs this action alone, with what it needs from earlier executions: `Action` or `Stage/Action`.
 */
only?: string | null, 
/**
 *Begins here, `Stage` or `Stage/Action`; what is before comes from earlier executions.
 */
from?: string | null, 
/**
 *Ends after this stage.
 */
until?: string | null, 
/**
 *Parameters of the template that makes the pipeline: `NAME=VALUE` or `@FILE`.
 */
parameters?: Array<string> | null, };

export type RunsOn = "local" | "aws" | "simulated";

export type SaveFile = { path: string, text: string, revision: string, };

export type ScheduleRow = { name: string, expression: string, nextMs?: number | null, };

export type Settings = { 
/**
 * `light`, `dark` or `system`.
 */
theme: string, 
/**
 * Local time or UTC.
 */
utc: boolean, 
/**
 * Single-letter keys on the board.
 */
letterKeys: boolean, 
/**
 * Native notifications for approvals and failures.
 */
notify: boolean, 
/**
 * The loopback port at which AWS CLI, SDKs and job workers reach this computer's engine while the desktop app is
 * open; 0 for any that is free, of which the answer says which. None when they do not.
 */
endpoint?: number | null, };

export type Severity = "error" | "warning" | "hint";

export type SourceRevisionRow = { action: string, id: string, summary?: string | null, url?: string | null, };

export type Span = { from: number, to: number, line: number, column: number, };

export type StageRevisions = { stage: string, 
/**
 *The last execution that succeeded in it.
 */
execution?: string | null, endedMs?: number | null, revisions: Array<SourceRevisionRow>, };

export type Started = { pipeline: string, execution: string, };

export type SubPiece = { text: string, name?: string | null, };

export type TemplateRow = { id: string, title: string, says: string, 
/**
 *What of it is not the real thing on this computer.
 */
here: string, };

export type TestCase = { suite: string, name: string, 
/**
 *`SUCCEEDED`, `FAILED`, `ERROR`, `SKIPPED` or `UNKNOWN`.
 */
status: string, durationMs: number, message?: string | null, };

export type TestCounts = { passed: number, 
/**
 *Failed and broken ones.
 */
failed: number, skipped: number, total: number, 
/**
 *Covered lines in percent, when there is a coverage report.
 */
linesPercent?: number | null, };

export type TestPattern = { 
/**
 *JSON.
 */
pattern: string, events: Array<JsonValue>, };

export type TestReport = { group: string, 
/**
 *`SUCCEEDED`, `FAILED` or `INCOMPLETE`.
 */
status: string, passed: number, failed: number, broken: number, skipped: number, total: number, lines?: Covered | null, branches?: Covered | null, 
/**
 *What went wrong first; no more than 500.
 */
cases: Array<TestCase>, 
/**
 *Files that could not be read, and why.
 */
problems: Array<string>, };

export type TestTriggers = { declaration: JsonValue, 
/**
 *A `GitEvent` of crate `pipeline`: `{kind: "push", branch, created, files}`, `{kind: "tag", name}` or `{kind: "pullRequest", event, destination, files}`.
 */
event: JsonValue, };

export type TrailPage = { rows: Array<TrailRow>, next?: string | null, 
/**
 *From when to when the trail is known, in words.
 */
covered: string, };

export type TrailQuery = { place: string, 
/**
 *Words that must all occur somewhere in the record.
 */
text: string, startMs?: number | null, endMs?: number | null, 
/**
 *Only calls that change something.
 */
changesOnly: boolean, next?: string | null, max: number, };

export type TrailRow = { id: string, timeMs: number, name: string, who: string, whoArn: string, from: string, userAgent: string, pipeline?: string | null, readOnly: boolean, errorCode?: string | null, errorMessage?: string | null, 
/**
 *The whole CloudTrail record.
 */
record: JsonValue, };

export type TriggerFilter = { pointer: string, matches: boolean, reasons: Array<string>, };

export type TriggerVerdict = { action: string, starts: boolean, summary: string, filters: Array<TriggerFilter>, };

export type WhyFailed = { code: string, message: string, phase?: string | null, command?: string | null, exitStatus?: number | null, 
/**
 *The buildspec (or definition) and its line.
 */
file?: string | null, line?: number | null, column?: number | null, excerpt: Array<ExcerptLine>, 
/**
 *The first line of the failing command that speaks of an error.
 */
firstError?: string | null, 
/**
 *The refusal of IAM that is to blame.
 */
denied?: Denied | null, lastLines: Array<string>, remedies: Array<string>, };

/** The most that a declaration may have (AWS CodePipeline user guide, quotas). */
export const quotas = { stages: 50, actionsOfStage: 50, actions: 1000, variables: 50, triggers: 50, rulesOfCondition: 5 } as const;

/** Every command with its arguments and its reply. */
export interface Commands {
  'hello': { args: Nothing; reply: Hello };
  'settings.get': { args: Nothing; reply: Settings };
  'settings.set': { args: Settings; reply: Settings };
  'catalog': { args: Nothing; reply: JsonValue };
  'files.browse': { args: Browse; reply: Folder };
  'files.open': { args: FilePath; reply: OpenedFile };
  'files.save': { args: SaveFile; reply: OpenedFile };
  'files.create': { args: CreateFile; reply: OpenedFile };
  'files.choose': { args: Choose; reply: OpenedFile };
  'files.delete': { args: DeleteFile; reply: Nothing };
  'templates.list': { args: Nothing; reply: Array<TemplateRow> };
  'templates.create': { args: NewFromTemplate; reply: OpenedFile };
  'draft.get': { args: FilePath; reply: Draft };
  'draft.keep': { args: Draft; reply: Nothing };
  'files.recent': { args: Nothing; reply: Array<RecentFile> };
  'demo.open': { args: Nothing; reply: OpenedFile };
  'check': { args: CheckText; reply: Checked };
  'resources': { args: AskResources; reply: Resources };
  'pipelines.list': { args: AtPlace; reply: Array<PipelineRow> };
  'plan': { args: RunRequest; reply: Plan };
  'run': { args: RunRequest; reply: Started };
  'execution': { args: AtExecution; reply: ExecutionDetail };
  'why': { args: AtAction; reply: WhyFailed };
  'tests': { args: AtAction; reply: Array<TestReport> };
  'log.read': { args: ReadLog; reply: LogPiece };
  'artifacts.list': { args: AtExecution; reply: Array<ArtifactRow> };
  'artifact.entries': { args: ObjectAt; reply: Array<ArtifactEntry> };
  'artifacts.old': { args: OldArtifacts; reply: Array<OldArtifactRow> };
  'artifacts.remove': { args: OldArtifacts; reply: Freed };
  'revisions': { args: OfPipeline; reply: Array<StageRevisions> };
  'artifact.preview': { args: EntryAt; reply: Preview };
  'approvals.list': { args: Nothing; reply: Array<ApprovalRow> };
  'approvals.decide': { args: Decide; reply: Nothing };
  'automation': { args: OfPipeline; reply: Automation };
  'pattern.test': { args: TestPattern; reply: PatternVerdict };
  'triggers.test': { args: TestTriggers; reply: Array<TriggerVerdict> };
  'trail.query': { args: TrailQuery; reply: TrailPage };
  'places.list': { args: Nothing; reply: Array<PlaceRow> };
  'places.open': { args: AtPlace; reply: PlaceRow };
  'places.close': { args: AtPlace; reply: PlaceRow };
  'places.add': { args: AddPlace; reply: PlaceRow };
  'places.remove': { args: AtPlace; reply: Nothing };
  'api': { args: ApiCall; reply: JsonValue };
  'open': { args: OpenOutside; reply: Nothing };
}
