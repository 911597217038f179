//! What the UI may ask and what it is told: the types of the router's commands and of the event feed.
//! The same for the desktop window (IPC) and a browser (HTTP). Never holds a secret: places are named, keys stay in Rust.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

macro_rules! shapes {
    ($($(#[$meta:meta])* shape $name:ident { $($(#[$fmeta:meta])* $field:ident : $ty:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
        #[serde(rename_all = "camelCase")]
        #[ts(optional_fields = nullable)]
        #[allow(missing_docs, reason = "most members say all by their names")]
        pub struct $name { $($(#[$fmeta])* pub $field : $ty),* }
    )*};
}

/// Where a pipeline lives: `local`, `aws:PROFILE:REGION` or `endpoint:NAME`.
pub type PlaceId = String;

/// What carries out an action when its pipeline runs on this computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum RunsOn {
    /// This computer does it.
    Local,
    /// The real service does it.
    Aws,
    /// A declared outcome stands in for it.
    Simulated,
}

/// What an action's result is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Fidelity {
    /// The same work AWS would do.
    Real,
    /// A local stand-in did the work.
    Equivalent,
    /// Inputs validated and the change computed, nothing created.
    Rehearsed,
    /// A declared outcome.
    Simulated,
}

impl From<pipeline::Fidelity> for Fidelity {
    fn from(fidelity: pipeline::Fidelity) -> Self {
        match fidelity {
            pipeline::Fidelity::Real => Self::Real,
            pipeline::Fidelity::Equivalent => Self::Equivalent,
            pipeline::Fidelity::Rehearsed => Self::Rehearsed,
            pipeline::Fidelity::Simulated => Self::Simulated,
        }
    }
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The service refuses it.
    Error,
    /// It will fail or cost.
    Warning,
    /// A practice the service recommends.
    Hint,
}

/// One change of a declaration that helps to put a problem right. Pointers are JSON pointers into the declaration as
/// the changes before it left it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "op", rename_all = "lowercase")]
#[allow(missing_docs, reason = "as `pipeline::rules::Change` has them")]
pub enum Change {
    /// A member or an item gets a value; a member that is not there is added.
    Set { at: String, value: Value },
    /// A member or an item goes.
    Remove { at: String },
    /// A member keeps its value under another name.
    Rename { at: String, to: String },
    /// A value is added to the end of a list; a list that is not there is made.
    Append { to: String, value: Value },
    /// An item moves to the end of another list.
    Move { at: String, to: String },
}

impl From<pipeline::rules::Change> for Change {
    fn from(change: pipeline::rules::Change) -> Self {
        match change {
            pipeline::rules::Change::Set { at, value } => Self::Set { at, value },
            pipeline::rules::Change::Remove { at } => Self::Remove { at },
            pipeline::rules::Change::Rename { at, to } => Self::Rename { at, to },
            pipeline::rules::Change::Append { to, value } => Self::Append { to, value },
            pipeline::rules::Change::Move { at, to } => Self::Move { at, to },
        }
    }
}

/// What sort of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum PlaceKind {
    /// This computer.
    Local,
    /// A profile of the user's AWS configuration and a Region.
    Aws,
    /// Any endpoint that speaks the API, with its own keys.
    Endpoint,
}

shapes! {
    /// No arguments, or nothing to say.
    shape Nothing {}

    /// The first thing a face asks.
    shape Hello { version: String, data_folder: String, platform: String,
        /// `window` or `browser`.
        face: String,
        /// Address of the wire endpoint when it is on.
        endpoint: Option<String>, home: String, owner_pid: u32,
        /// The folder the program was started in, offered first by open dialogs.
        folder: String,
        /// A definition to open at once (command line).
        open: Option<String> }

    /// A failure the UI shows. `code` is stable; `remedy` names the way out.
    shape Failure { code: String, message: String, remedy: Option<String> }

    /// How the user likes it.
    shape Settings {
        /// `light`, `dark` or `system`.
        theme: String,
        /// Local time or UTC.
        utc: bool,
        /// Single-letter keys on the board.
        letter_keys: bool,
        /// Native notifications for approvals and failures.
        notify: bool,
        /// The loopback port at which AWS CLI, SDKs and job workers reach this computer's engine while the desktop app is
        /// open; 0 for any that is free, of which the answer says which. None when they do not.
        endpoint: Option<u16> }

    /// A file or folder in the open dialog of a browser.
    shape FolderEntry { name: String, path: String, folder: bool, #[doc = "Looks like a definition by name and content."] definition: bool }
    /// Asks for a folder's entries; empty path = the start folder.
    shape Browse { path: String }
    /// A folder's entries.
    shape Folder { path: String, parent: Option<String>, entries: Vec<FolderEntry> }

    /// Names a file.
    shape FilePath { path: String }
    /// A definition's text as it is on disk.
    shape OpenedFile { path: String, name: String, text: String, #[doc = "`json` or `yaml`."] format: String,
        #[doc = "Changes with the content; sent back on save."] revision: String, modified_ms: f64, read_only: bool,
        #[doc = "What makes the pipeline, when the file is no declaration itself."] made_by: Option<MadeBy> }
    /// A text that makes pipelines without being a declaration (a template): what it can be read with, what it makes, and
    /// how the chosen pipeline stands in it.
    shape MadeBy { pipelines: Vec<MadePipeline>, #[doc = "The id of the pipeline that is shown."] chosen: Option<String>,
        parameters: Vec<Parameter>, choice: Choice,
        #[doc = "Missing when changes cannot be written back into the text."] roots: Option<Roots> }
    /// A pipeline of such a text.
    shape MadePipeline { id: String, name: String }
    /// What such a text is read with.
    #[derive(Default)]
    shape Choice { #[doc = "Which of several pipelines."] pipeline: Option<String>, parameters: Vec<NamedValue> }
    /// A parameter of a template.
    shape Parameter { name: String, kind: String, description: Option<String>, default_value: Option<String>, allowed: Vec<String>,
        #[doc = "Its values are never kept."] secret: bool, #[doc = "The value that the setup gives it."] usual: Option<String> }
    /// How a pipeline stands in the text that makes it, for changes to be written back.
    shape Roots { #[doc = "The keys that lead to its properties."] path: Vec<String>, #[doc = "Its name when the text gives none."] name: Option<String>,
        #[doc = "The conditions, and whether they hold."] conditions: BTreeMap<String, bool>, values: Vec<ComputedValue> }
    /// What a function of the text gave.
    shape ComputedValue { #[doc = "The function as it is written: JSON in which every scalar is a text."] key: String,
        #[doc = "Missing when it leaves its place empty."] value: Option<Value>,
        #[doc = "The text of `Fn::Sub` in parts."] pieces: Vec<SubPiece>, origins: Vec<OriginPlace> }
    /// A part of the text of `Fn::Sub`; without a name it stands there literally.
    shape SubPiece { text: String, name: Option<String> }
    /// Where a value comes from.
    shape OriginPlace { what: String, span: Option<Span> }
    /// What the user chooses for a file that makes pipelines; it is remembered.
    shape Choose { path: String, choice: Choice }
    /// Saves a text over the revision the UI last read; another writer's change is refused with code `changed`.
    shape SaveFile { path: String, text: String, revision: String }
    /// A new file; one that is there is refused with code `exists`.
    shape CreateFile { path: String, text: String }
    /// Deletes a definition whose content is the revision the UI last read.
    shape DeleteFile { path: String, revision: String }
    /// A template to begin with.
    shape TemplateRow { id: String, title: String, says: String, #[doc = "What of it is not the real thing on this computer."] here: String }
    /// Writes a template to a new folder with the pipeline's name.
    shape NewFromTemplate { template: String, folder: String, name: String }
    /// Edits that are not saved yet; `text` is missing when there are none.
    shape Draft { path: String, text: Option<String>, #[doc = "Of the content that the edits are based on."] revision: String }
    /// A file opened lately.
    shape RecentFile { path: String, name: String, opened_ms: f64, exists: bool }

    /// Text to check without touching a file. `path` gives the setup beside it.
    shape CheckText { text: String, name: String, path: Option<String>, choice: Option<Choice> }
    /// A place in a text: offsets in UTF-16 code units, line and column from 1.
    shape Span { from: u32, to: u32, line: u32, column: u32 }
    /// A fault or hint.
    shape Problem { code: String, severity: Severity, message: String,
        #[doc = "JSON pointer into the declaration, as `/stages/1/actions/0/configuration/ProjectName`."] pointer: String,
        span: Option<Span>, fix: Option<String>,
        #[doc = "The changes that carry out `fix`; empty where only a person knows what is wanted."] repair: Vec<Change> }
    /// What a text is worth.
    shape Checked { #[doc = "The declaration when it can be read."] declaration: Option<Value>, problems: Vec<Problem>,
        #[doc = "What makes the pipeline, when the text is no declaration itself."] made_by: Option<MadeBy> }

    /// Asks for the names that a field of a definition could hold.
    shape AskResources { place: PlaceId,
        #[doc = "A kind of the catalog: `build-project`, `bucket`, …."] kind: String,
        #[doc = "What they belong to, where they live in something else: the cluster of a service."] within: Option<String>,
        #[doc = "The definition; on this computer the setup beside it is asked."] path: Option<String> }
    /// What was found, and whether there is more than is told.
    shape Resources { rows: Vec<ResourceRow>, more: bool }
    /// A resource: what stands in the definition, its name when that is not it, and where it was found.
    shape ResourceRow { value: String, name: Option<String>, from: String }

    /// Pipelines of a place, or another thing named by place.
    shape AtPlace { place: PlaceId }
    /// A pipeline in a list.
    shape PipelineRow { place: PlaceId, name: String, version: Option<u32>, pipeline_type: Option<String>, execution_mode: Option<String>,
        updated_ms: Option<f64>, #[doc = "The definition's file, for pipelines of this computer."] file: Option<String>,
        last_execution: Option<LastExecution> }
    /// The newest execution of a pipeline.
    shape LastExecution { id: String, status: String, start_ms: f64, update_ms: f64, summary: Option<String> }
    /// A pipeline of a place.
    shape AtPipeline { place: PlaceId, pipeline: String }
    /// An execution of a pipeline.
    shape AtExecution { place: PlaceId, pipeline: String, execution: String }
    /// An action execution.
    shape AtAction { place: PlaceId, pipeline: String, execution: String, action_execution: String }

    /// What is needed to plan or run: a file, or text of it not yet saved.
    shape RunRequest { path: String, #[doc = "Unsaved text, else the file's."] text: Option<String>,
        variables: Vec<NamedValue>,
        #[doc = "`ACTION=PATH`, as on the command line."] sources: Vec<String>, projects: Vec<String>,
        #[doc = "`ACTION=local|aws|simulated`."] on: Vec<String>,
        #[doc = "Replaces a changed definition although executions run."] replace: bool,
        #[doc = "Writes the guessed sources into `pipesmith.yaml`."] keep_guesses: bool,
        #[doc = "Writes what starts the pipeline beside it in its template into `pipesmith.yaml`, so that it does here, too."] keep_starts: Option<bool>,
        #[doc = "Keeps the choices of this request (sources, projects, what is simulated, variables) for later runs on this computer."] remember: Option<bool>,
        #[doc = "`NAME=@FILE`: the program reads the value from the file, so that it never travels."] secrets: Vec<String>,
        #[doc = "`auto`, `container` or `off`; as the setup says when left out."] sandbox: Option<String>,
        #[doc = "The place whose account carries out what runs on `aws`: its id, or a profile's or place's name."] place: Option<String>,
        #[doc = "The pipeline's name, which confirms that something runs on `aws`."] confirm: Option<String>,
        #[doc = "Runs this action alone, with what it needs from earlier executions: `Action` or `Stage/Action`."] only: Option<String>,
        #[doc = "Begins here, `Stage` or `Stage/Action`; what is before comes from earlier executions."] from: Option<String>,
        #[doc = "Ends after this stage."] until: Option<String>,
        #[doc = "Parameters of the template that makes the pipeline: `NAME=VALUE` or `@FILE`."] parameters: Option<Vec<String>> }
    /// A name and its value.
    shape NamedValue { name: String, value: String }
    /// Something missing before a run, and the one fix for it.
    shape Gap { code: String, message: String, remedy: String,
        #[doc = "The definition or setup name the gap is about."] subject: String }
    /// What an action will do here.
    shape PlannedAction { stage: String, action: String, run_order: i32, provider: String, category: String,
        runs_on: RunsOn, fidelity: Fidelity,
        #[doc = "One sentence: what it will do here, resolved to what and from where."] what: String,
        #[doc = "Where the mapping came from: `setup`, `flag`, `guess: …`."] from: String,
        differences: Vec<String>, gaps: Vec<Gap>,
        #[doc = "The folder that a source takes as it is now."] reads: Option<String>,
        #[doc = "What a run of a part does with it, when it does not run it: `reused` or `leftOut`."] part: Option<String> }
    /// A pipeline variable as the run form shows it.
    shape PlannedVariable { name: String, default_value: Option<String>, description: Option<String>, required: bool }
    /// What the setup could say and does not.
    shape PlannedGuess { #[doc = "The part of the setup: `sources`; `schedules` or `triggers`, which count only once they are kept."] part: String,
        #[doc = "Its name there; empty for `triggers`."] name: String, #[doc = "The path, the expression, `true`."] value: String }
    /// What a run would do here, action by action, and what is missing.
    shape Plan { pipeline: String, ready: bool, sandbox: String, actions: Vec<PlannedAction>, variables: Vec<PlannedVariable>,
        problems: Vec<Problem>, #[doc = "What would be written into `pipesmith.yaml` when it is accepted."] guesses: Vec<PlannedGuess>,
        #[doc = "The definition differs from the version the engine has."] changed: bool, running: u32 }
    /// A started execution.
    shape Started { pipeline: String, execution: String }

    /// What this computer knows of an execution beyond the service's own shapes.
    shape ExecutionDetail { pipeline: String, execution: String, status: String, status_summary: Option<String>, version: u32,
        start_ms: f64, update_ms: f64, trigger: Option<String>, variables: Vec<NamedValue>,
        #[doc = "The definition that this execution runs."] declaration: Value, actions: Vec<ActionDetail>,
        #[doc = "As the command line's last line: `5 real, 1 equivalent · not checked: IAM, KMS, VPC`."] fidelity: Option<String> }
    /// An action execution as the board draws it.
    shape ActionDetail { stage: String, action: String, action_execution: String, status: String, start_ms: f64, update_ms: f64,
        attempt: u32, #[doc = "Attempts after an interruption, from 1."] internal_attempt: u32, fidelity: Option<Fidelity>,
        summary: Option<String>, external_id: Option<String>, external_url: Option<String>, error_code: Option<String>, error_message: Option<String>,
        #[doc = "The approval's token while it waits."] token: Option<String>, updated_by: Option<String>,
        differences: Vec<String>, output_variables: Vec<NamedValue>, artifacts: Vec<ArtifactRef>, has_log: bool,
        #[doc = "What of it has a log of its own, the builds of a batch, in the order in which they began."] log_parts: Vec<String>,
        #[doc = "Usual duration: the median of the last 20 successful ones."] usual_ms: Option<f64>,
        #[doc = "What its tests say, in numbers; `tests` tells them one by one."] tests: Option<TestCounts>,
        #[doc = "The execution that the result was taken from, in a run of a part."] cached: Option<String>,
        #[doc = "Why a result that was taken from an earlier execution is out of date."] stale: Option<String> }
    /// Tests of an action over all its reports.
    shape TestCounts { passed: u32, #[doc = "Failed and broken ones."] failed: u32, skipped: u32, total: u32,
        #[doc = "Covered lines in percent, when there is a coverage report."] lines_percent: Option<f64> }
    /// The results of one report group, as a build left them.
    shape TestReport { group: String, #[doc = "`SUCCEEDED`, `FAILED` or `INCOMPLETE`."] status: String, passed: u32, failed: u32, broken: u32,
        skipped: u32, total: u32, lines: Option<Covered>, branches: Option<Covered>,
        #[doc = "What went wrong first; no more than 500."] cases: Vec<TestCase>, #[doc = "Files that could not be read, and why."] problems: Vec<String> }
    /// How many of how many were covered.
    shape Covered { covered: f64, total: f64 }
    /// One test.
    shape TestCase { suite: String, name: String, #[doc = "`SUCCEEDED`, `FAILED`, `ERROR`, `SKIPPED` or `UNKNOWN`."] status: String,
        duration_ms: f64, message: Option<String> }
    /// Where an artifact lies.
    shape ArtifactRef { name: String, bucket: String, key: String, #[doc = "`input` or `output`."] direction: String }

    /// Why an action failed, for a person.
    shape WhyFailed { code: String, message: String, phase: Option<String>, command: Option<String>, exit_status: Option<i32>,
        #[doc = "The buildspec (or definition) and its line."] file: Option<String>, line: Option<u32>, column: Option<u32>, excerpt: Vec<ExcerptLine>,
        #[doc = "The first line of the failing command that speaks of an error."] first_error: Option<String>,
        #[doc = "The refusal of IAM that is to blame."] denied: Option<Denied>,
        last_lines: Vec<String>, remedies: Vec<String> }
    /// A call of AWS that was refused: who asked, for what, of what, and why in the service's words.
    shape Denied { who: Option<String>, action: String, resource: Option<String>, reason: Option<String> }
    /// A line of a file around a fault.
    shape ExcerptLine { line: u32, text: String, fault: bool }

    /// Lines of a log from `from` (0-based).
    shape ReadLog { place: PlaceId, pipeline: String, execution: String, action_execution: String,
        #[doc = "One of `logParts`; the action's own log when left out."] part: Option<String>, from: u32, count: u32 }
    /// A log line; `text` may hold ANSI colour.
    shape LogLine { n: u32, at_ms: f64, text: String }
    /// A piece of a log.
    shape LogPiece { lines: Vec<LogLine>, total: u32, complete: bool }

    /// An artifact of an execution.
    shape ArtifactRow { name: String, stage: String, action: String, bucket: String, key: String, size: f64, created_ms: f64, exists: bool }
    /// Which artifacts are asked for: those that a policy does not keep. Without `keep`, the policy is each setup's own,
    /// or else 20 executions.
    shape OldArtifacts { #[doc = "One pipeline; all when left out."] pipeline: Option<String>,
        #[doc = "Those of so many newest executions are kept."] keep: Option<u32>,
        #[doc = "Those of executions that ended less than so many days ago are kept."] days: Option<u32> }
    /// An artifact that nobody needs any more.
    shape OldArtifactRow { pipeline: String, execution: String, ended_ms: f64, artifact: String, bucket: String, key: String, bytes: f64 }
    /// What was removed.
    shape Freed { artifacts: u32, bytes: f64 }
    /// What last went through a stage of a pipeline's current definition.
    shape StageRevisions { stage: String, #[doc = "The last execution that succeeded in it."] execution: Option<String>,
        ended_ms: Option<f64>, revisions: Vec<SourceRevisionRow> }
    /// A revision of a source.
    shape SourceRevisionRow { action: String, id: String, summary: Option<String>, url: Option<String> }
    /// Names an object of the artifact store.
    shape ObjectAt { bucket: String, key: String }
    /// A file inside an artifact.
    shape ArtifactEntry { path: String, size: f64, folder: bool, mode: u32 }
    /// Names a file inside an artifact.
    shape EntryAt { bucket: String, key: String, path: String }
    /// A preview.
    shape Preview { #[doc = "Absent for binary files."] text: Option<String>, size: f64, truncated: bool }

    /// An approval that waits for somebody.
    shape ApprovalRow { place: PlaceId, pipeline: String, execution: String, stage: String, action: String, token: String,
        since_ms: f64, expires_ms: Option<f64>, custom_data: Option<String>, link: Option<String>,
        #[doc = "Whether the decision needs a comment, `IsSummaryRequired` of the action."] summary_required: bool,
        revisions: Vec<RevisionRow>, started_by: Option<String> }
    /// What would be approved.
    shape RevisionRow { name: String, revision: String, summary: Option<String>, url: Option<String> }
    /// A decision.
    shape Decide { place: PlaceId, pipeline: String, stage: String, action: String, token: String, approve: bool, summary: String }

    /// Filters the audit trail.
    shape TrailQuery { place: PlaceId, #[doc = "Words that must all occur somewhere in the record."] text: String,
        start_ms: Option<f64>, end_ms: Option<f64>, #[doc = "Only calls that change something."] changes_only: bool,
        next: Option<String>, max: u32 }
    /// A call in the audit trail.
    shape TrailRow { id: String, time_ms: f64, name: String, who: String, who_arn: String, from: String, user_agent: String,
        pipeline: Option<String>, read_only: bool, error_code: Option<String>, error_message: Option<String>,
        #[doc = "The whole CloudTrail record."] record: Value }
    /// A page of the audit trail.
    shape TrailPage { rows: Vec<TrailRow>, next: Option<String>, #[doc = "From when to when the trail is known, in words."] covered: String }

    /// What starts a pipeline of this computer by itself and what its events lead to, as its setup says.
    shape Automation { #[doc = "Whether commits and tags of mapped repositories start it."] triggers: bool,
        schedules: Vec<ScheduleRow>, responses: Vec<ResponseRow>, #[doc = "What it published lately, newest first."] events: Vec<Value> }
    /// A schedule.
    shape ScheduleRow { name: String, expression: String, next_ms: Option<f64> }
    /// A response to events, with what it did lately, newest first.
    shape ResponseRow { name: String, #[doc = "One sentence."] what: String, pattern: Value, log: Vec<ReactionRow> }
    /// What a response did.
    shape ReactionRow { at_ms: f64, detail_type: String, state: String, attempt: u32, error: Option<String>, #[doc = "Whether it is tried again."] again: bool }
    /// Names a pipeline of this computer.
    shape OfPipeline { pipeline: String }
    /// Asks whether events are meant by a pattern.
    shape TestPattern { #[doc = "JSON."] pattern: String, events: Vec<Value> }
    /// The answer: a fault of the pattern or, for each event, why it is not meant; an empty list where it is.
    shape PatternVerdict { fault: Option<String>, differences: Vec<Vec<String>> }
    /// Asks which of a definition's triggers an event starts.
    shape TestTriggers { declaration: Value, #[doc = "A `GitEvent` of crate `pipeline`: `{kind: \"push\", branch, created, files}`, `{kind: \"tag\", name}` or `{kind: \"pullRequest\", event, destination, files}`."] event: Value }
    /// What a trigger says to it.
    shape TriggerVerdict { action: String, starts: bool, summary: String, filters: Vec<TriggerFilter> }
    /// What one of its filters says, a sentence for each member.
    shape TriggerFilter { pointer: String, matches: bool, reasons: Vec<String> }

    /// A place.
    shape PlaceRow { id: PlaceId, kind: PlaceKind, name: String, region: Option<String>, profile: Option<String>, endpoint: Option<String>,
        opened: bool, account: Option<String>, arn: Option<String>, problem: Option<Failure>, #[doc = "`sso`, `keys`, `process`, `role`, … by the profile's settings."] source: Option<String> }
    /// A place of one's own: an endpoint, or static keys.
    shape AddPlace { name: String, region: String, endpoint: Option<String>, access_key_id: String, secret_access_key: String, session_token: Option<String> }
    /// Asks for a call of the service's API at a place, by the operation's name and its input as on the wire.
    shape ApiCall { place: PlaceId, operation: String, input: Value }
    /// Opens something outside.
    shape OpenOutside { #[doc = "`artifact` (its target is `BUCKET/KEY`), `console`, `folder` or `link`."] what: String, place: Option<PlaceId>, pipeline: Option<String>, target: Option<String> }
}

/// Something happened; what the UI holds under these tags is stale.
///
/// Tags: `pipelines`, `pipeline:PLACE:NAME`, `execution:ID`, `log:ACTION_EXECUTION_ID`, `approvals`, `trail`, `places`,
/// `settings`, `file:PATH`, `recent`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields = nullable)]
pub struct FeedEvent {
    /// What to read again.
    pub stale: Vec<String>,
    /// Something to tell the user at once.
    pub notice: Option<Notice>,
    /// What the service would publish: an event in EventBridge's form.
    pub event: Option<Value>,
}

/// A message for the user, also shown as a native notification by the window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(optional_fields = nullable)]
pub struct Notice {
    /// `approval`, `failed`, `stopped` or `succeeded`.
    pub kind: String,
    /// One line.
    pub title: String,
    /// One sentence.
    pub body: String,
    /// The pipeline it is about.
    pub pipeline: Option<String>,
    /// The execution it is about.
    pub execution: Option<String>,
}

/// Declares the commands once: the router's dispatch and the UI's types are made from it.
macro_rules! commands {
    ($($(#[$doc:meta])* $name:literal $method:ident ( $args:ty ) -> $reply:ty;)*) => {
        /// Names of all commands with the types of their arguments and replies.
        pub const COMMANDS: &[(&str, fn() -> (String, String))] = &[$(($name, || (<$args as TS>::name(&ts_rs::Config::default()), <$reply as TS>::name(&ts_rs::Config::default())))),*];

        /// What answers the commands.
        pub trait Answers: Send + Sync {
            $($(#[$doc])* fn $method(&self, args: $args) -> impl Future<Output = Result<$reply, Failure>> + Send;)*
        }

        /// Calls the method that a command names.
        ///
        /// # Errors
        /// The method's own, `unknown-command` for a name that is not in the list, `bad-arguments` when they do not fit.
        pub async fn answer<A: Answers>(to: &A, command: &str, args: Value) -> Result<Value, Failure> {
            match command {
                $($name => {
                    let args: $args = serde_json::from_value(args).map_err(|error| Failure {
                        code: "bad-arguments".into(), message: format!("{command}: {error}"), remedy: None })?;
                    let reply = to.$method(args).await?;
                    serde_json::to_value(reply).map_err(|error| Failure {
                        code: "internal".into(), message: format!("{command}: {error}"), remedy: None })
                })*
                other => Err(Failure { code: "unknown-command".into(), message: format!("there is no command {other}"), remedy: None }),
            }
        }
    };
}

commands! {
    /// Who is there.
    "hello" hello(Nothing) -> Hello;
    /// The settings.
    "settings.get" settings(Nothing) -> Settings;
    /// Changes the settings.
    "settings.set" set_settings(Settings) -> Settings;
    /// The action types with their properties, as the inspector's forms need them (the catalog of crate `pipeline`).
    "catalog" catalog(Nothing) -> Value;

    /// A folder's entries, for the open dialog of a browser.
    "files.browse" browse(Browse) -> Folder;
    /// Opens a definition.
    "files.open" open_file(FilePath) -> OpenedFile;
    /// Saves a definition.
    "files.save" save_file(SaveFile) -> OpenedFile;
    /// Makes a new definition.
    "files.create" create_file(CreateFile) -> OpenedFile;
    /// Chooses what a file that makes pipelines is read with.
    "files.choose" choose(Choose) -> OpenedFile;
    /// Deletes a definition.
    "files.delete" delete_file(DeleteFile) -> Nothing;
    /// The templates.
    "templates.list" templates(Nothing) -> Vec<TemplateRow>;
    /// Begins with a template.
    "templates.create" new_from_template(NewFromTemplate) -> OpenedFile;
    /// The edits of a file that were not saved.
    "draft.get" draft(FilePath) -> Draft;
    /// Keeps edits that are not saved, so that a crash loses none.
    "draft.keep" keep_draft(Draft) -> Nothing;
    /// Files opened lately.
    "files.recent" recent(Nothing) -> Vec<RecentFile>;
    /// Copies the example project into the data folder when it is not there and opens its pipeline.
    "demo.open" open_demo(Nothing) -> OpenedFile;
    /// Parses and validates a text.
    "check" check(CheckText) -> Checked;

    /// The resources of a kind: what the setup names on this computer, what there is in an opened place.
    "resources" resources(AskResources) -> Resources;
    /// Pipelines of a place.
    "pipelines.list" pipelines(AtPlace) -> Vec<PipelineRow>;
    /// What a run would do.
    "plan" plan(RunRequest) -> Plan;
    /// Runs a definition on this computer.
    "run" run(RunRequest) -> Started;
    /// An execution on this computer, or of an opened place, action by action.
    "execution" execution(AtExecution) -> ExecutionDetail;
    /// Why an action failed.
    "why" why(AtAction) -> WhyFailed;
    /// The tests that an action on this computer ran, by report.
    "tests" tests(AtAction) -> Vec<TestReport>;
    /// Lines of an action's log.
    "log.read" read_log(ReadLog) -> LogPiece;
    /// Artifacts of an execution on this computer.
    "artifacts.list" artifacts(AtExecution) -> Vec<ArtifactRow>;
    /// Files inside an artifact.
    "artifact.entries" artifact_entries(ObjectAt) -> Vec<ArtifactEntry>;
    /// The artifacts that a policy does not keep: what [`remove_old_artifacts`](Answers::remove_old_artifacts) would free.
    "artifacts.old" old_artifacts(OldArtifacts) -> Vec<OldArtifactRow>;
    /// Removes them.
    "artifacts.remove" remove_old_artifacts(OldArtifacts) -> Freed;
    /// Which revision is in which stage.
    "revisions" revisions(OfPipeline) -> Vec<StageRevisions>;
    /// A file inside an artifact.
    "artifact.preview" artifact_preview(EntryAt) -> Preview;

    /// Approvals that wait, over all opened places.
    "approvals.list" approvals(Nothing) -> Vec<ApprovalRow>;
    /// Approves or rejects.
    "approvals.decide" decide(Decide) -> Nothing;

    /// What starts a pipeline by itself, and what responds to its events.
    "automation" automation(OfPipeline) -> Automation;
    /// Tries an event pattern.
    "pattern.test" test_pattern(TestPattern) -> PatternVerdict;
    /// Tries a definition's git triggers.
    "triggers.test" test_triggers(TestTriggers) -> Vec<TriggerVerdict>;

    /// The audit trail of a place.
    "trail.query" trail(TrailQuery) -> TrailPage;

    /// Places: this computer, the AWS profiles of the user's configuration files (nothing is sent), own endpoints.
    "places.list" places(Nothing) -> Vec<PlaceRow>;
    /// Asks the place who we are there.
    "places.open" open_place(AtPlace) -> PlaceRow;
    /// Forgets the identity and stops polling.
    "places.close" close_place(AtPlace) -> PlaceRow;
    /// Adds an endpoint or static keys; the keys go to the OS keyring and nowhere else.
    "places.add" add_place(AddPlace) -> PlaceRow;
    /// Removes a place of one's own, and its keys.
    "places.remove" remove_place(AtPlace) -> Nothing;

    /// A call of the service's API at a place: all 44 operations, typed in the UI by the generated `Operations`.
    "api" api(ApiCall) -> Value;
    /// Opens the AWS console, a folder or a link outside.
    "open" open_outside(OpenOutside) -> Nothing;
}

/// The TypeScript text of this contract, written to `ui/src/generated/studio.ts`.
#[must_use]
pub fn typescript() -> String {
    let config = ts_rs::Config::default();
    let mut out = String::from(
        "// Generated from crates/studio/src/contract.rs; never edited. A test proves it current.\n/* eslint-disable */\n\nexport type JsonValue = unknown;\n\n",
    );
    let mut names = BTreeMap::new();
    macro_rules! declare { ($($ty:ty),* $(,)?) => { $(names.insert(<$ty as TS>::name(&config), <$ty as TS>::decl(&config));)* } }
    declare!(
        OldArtifacts,
        OldArtifactRow,
        Freed,
        StageRevisions,
        SourceRevisionRow,
        Automation,
        ScheduleRow,
        ResponseRow,
        ReactionRow,
        OfPipeline,
        TestPattern,
        PatternVerdict,
        TestTriggers,
        TriggerVerdict,
        TriggerFilter,
        RunsOn,
        Fidelity,
        Severity,
        Change,
        PlaceKind,
        Nothing,
        Hello,
        Failure,
        Settings,
        FolderEntry,
        Browse,
        Folder,
        FilePath,
        OpenedFile,
        MadeBy,
        MadePipeline,
        Choice,
        Parameter,
        Roots,
        ComputedValue,
        SubPiece,
        OriginPlace,
        Choose,
        SaveFile,
        CreateFile,
        DeleteFile,
        TemplateRow,
        NewFromTemplate,
        Draft,
        RecentFile,
        CheckText,
        Span,
        Problem,
        Checked,
        AskResources,
        Resources,
        ResourceRow,
        AtPlace,
        PipelineRow,
        LastExecution,
        AtPipeline,
        AtExecution,
        AtAction,
        RunRequest,
        NamedValue,
        Gap,
        PlannedAction,
        PlannedVariable,
        PlannedGuess,
        Plan,
        Started,
        ExecutionDetail,
        ActionDetail,
        TestCounts,
        TestReport,
        Covered,
        TestCase,
        ArtifactRef,
        WhyFailed,
        Denied,
        ExcerptLine,
        ReadLog,
        LogLine,
        LogPiece,
        ArtifactRow,
        ObjectAt,
        ArtifactEntry,
        EntryAt,
        Preview,
        ApprovalRow,
        RevisionRow,
        Decide,
        TrailQuery,
        TrailRow,
        TrailPage,
        PlaceRow,
        AddPlace,
        ApiCall,
        OpenOutside,
        FeedEvent,
        Notice,
    );
    for decl in names.values() {
        out.push_str("export ");
        out.push_str(decl);
        out.push_str("\n\n");
    }
    let most = pipeline::quota::of_declaration(&pipeline::rules::Limits::default());
    out.push_str(&format!(
        "/** The most that a declaration may have (AWS CodePipeline user guide, quotas). */\nexport const quotas = {{ stages: {}, actionsOfStage: {}, actions: {}, variables: {}, triggers: {}, rulesOfCondition: {} }} as const;\n\n",
        most.stages, most.actions_of_stage, most.actions, most.variables, most.triggers, most.rules_of_condition
    ));
    out.push_str("/** Every command with its arguments and its reply. */\nexport interface Commands {\n");
    for (name, types) in COMMANDS {
        let (args, reply) = types();
        out.push_str(&format!("  '{name}': {{ args: {args}; reply: {reply} }};\n"));
    }
    out.push_str("}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_typescript_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/generated/studio.ts");
        let text = typescript();
        if std::env::var_os("PIPESMITH_WRITE_GENERATED").is_some() {
            fs_err::write(path, &text).unwrap();
        }
        assert_eq!(
            fs_err::read_to_string(path).unwrap(),
            text,
            "run with PIPESMITH_WRITE_GENERATED=1 to write it"
        );
    }
}
