//! What has happened to a pipeline: the only thing that is stored. An event holds every id and time it needs and
//! is never judged again.

use std::collections::BTreeMap;
use std::sync::Arc;

use codepipeline::Timestamp;
use codepipeline::shapes::{
    ActionTypeId, ConditionExecutionStatus, EnvironmentVariable, ExecutionMode, ExecutionTrigger,
    FailureType, PipelineDeclaration, PipelineExecutionStatus, RetryTrigger, RuleTypeId,
    SourceRevisionOverride, StageExecutionStatus, StageRetryMode,
};
use pipeline::Fidelity;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::part::Part;

/// The version of the events' form. Whoever stores events stores it beside them and upcasts older ones on read.
pub const EVENT_VERSION: u32 = 1;

/// One thing that happened, and when. As JSON: `{"at": 1790862100020, "type": "StageEntered", ...}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When, by the log's clock.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub kind: EventKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum EventKind {
    /// The pipeline came to be, as version 1. Whatever an earlier pipeline of the name left is gone.
    PipelineCreated {
        /// Twelve digits.
        account: String,
        /// The pipeline's own region.
        region: String,
        /// The definition.
        declaration: Arc<PipelineDeclaration>,
        /// The caller's ARN.
        by: String,
    },
    /// The definition was replaced.
    PipelineUpdated {
        /// The new version.
        version: i32,
        /// The definition.
        declaration: Arc<PipelineDeclaration>,
        /// The caller's ARN.
        by: String,
    },
    /// The pipeline was deleted; its executions have ended before.
    PipelineDeleted {
        /// The caller's ARN.
        by: String,
    },
    /// An execution was accepted; a refused one (a required variable is missing) has ended at once.
    ExecutionStarted(Box<ExecutionStart>),
    /// An execution arrived before a stage and waits to enter it.
    ExecutionInbound {
        /// The execution.
        execution_id: String,
        /// The stage it waits for.
        stage: String,
    },
    /// A stop was asked for.
    ExecutionStopping {
        /// The execution.
        execution_id: String,
        /// Whether running actions are abandoned instead of awaited.
        abandon: bool,
        /// The caller's reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The caller's ARN.
        by: String,
    },
    /// The definition changed under the execution: it ends as cancelled when its running actions have ended.
    ExecutionCancelling {
        /// The execution.
        execution_id: String,
    },
    /// An execution ended.
    ExecutionEnded {
        /// The execution.
        execution_id: String,
        /// `Succeeded`, `Failed`, `Stopped`, `Superseded` or `Cancelled`.
        status: PipelineExecutionStatus,
        /// What there is to say about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        summary: Option<String>,
    },
    /// A finished execution left the state; its rows were stored before.
    ExecutionRetired {
        /// The execution.
        execution_id: String,
    },
    /// An execution entered a stage and, except in PARALLEL mode, locked it.
    StageEntered {
        /// The execution.
        execution_id: String,
        /// The stage.
        stage: String,
    },
    /// The stage's running actions are awaited and nothing new starts in it.
    StageStopping {
        /// The execution.
        execution_id: String,
        /// The stage.
        stage: String,
    },
    /// A failed or stopped stage goes on.
    StageRetried {
        /// The execution.
        execution_id: String,
        /// The stage.
        stage: String,
        /// Which actions run again.
        mode: StageRetryMode,
        /// Whether a person or the stage's declaration asked for it.
        trigger: RetryTrigger,
        /// The execution's attempt from here on.
        attempt: u32,
        /// The caller's ARN; none for an automatic retry.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
    },
    /// A stage ended for an execution.
    StageEnded {
        /// The execution.
        execution_id: String,
        /// The stage.
        stage: String,
        /// `Succeeded`, `Failed`, `Skipped`, `Stopped` or `Cancelled`.
        status: StageExecutionStatus,
    },
    /// A gate of a stage was reached: its rules start together.
    ConditionStarted {
        /// The execution.
        execution_id: String,
        /// The stage.
        stage: String,
        /// Which gate.
        gate: Gate,
    },
    /// The condition of a gate was judged, or given up with its execution.
    ConditionEnded {
        /// The execution.
        execution_id: String,
        /// The stage.
        stage: String,
        /// Which gate.
        gate: Gate,
        /// `Succeeded`, `Failed`, `Errored`, `Cancelled` or `Abandoned`.
        status: ConditionExecutionStatus,
        /// What there is to say about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        summary: Option<String>,
    },
    /// A person let the execution through a gate; a stage that had failed there goes on.
    ConditionOverridden {
        /// The execution.
        execution_id: String,
        /// The stage.
        stage: String,
        /// Which gate.
        gate: Gate,
        /// The caller's ARN.
        by: String,
    },
    /// A rule of a condition was admitted: the intent to run it.
    RuleStarted(Box<RuleStart>),
    /// The engine went away under the rule; it runs again under the next internal attempt.
    RuleInterrupted {
        /// The rule, with the attempt that was lost.
        #[serde(flatten)]
        rule: RuleRef,
        /// The attempt that runs from here on.
        next_attempt: u32,
    },
    /// The rule's check holds.
    RuleSucceeded {
        /// The rule.
        #[serde(flatten)]
        rule: RuleRef,
        /// What came of it.
        success: Box<ActionSuccess>,
    },
    /// The rule's check does not hold, or could not be made.
    RuleFailed {
        /// The rule.
        #[serde(flatten)]
        rule: RuleRef,
        /// What brought it about.
        cause: FailureCause,
        /// What went wrong.
        failure: Box<ActionFailure>,
    },
    /// The rule was given up: its condition is decided without it.
    RuleAbandoned {
        /// The rule.
        #[serde(flatten)]
        rule: RuleRef,
    },
    /// The outside has let go of a rule that ended here first.
    RuleReleased {
        /// The rule.
        #[serde(flatten)]
        rule: RuleRef,
    },
    /// An action was admitted: the intent to run it.
    ActionStarted(Box<ActionStart>),
    /// The outside took the action on and gave it an id.
    ActionAccepted {
        /// The action.
        #[serde(flatten)]
        action: ActionRef,
        /// The id there.
        external_execution_id: String,
        /// Where to look at it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        external_execution_url: Option<String>,
    },
    /// The action says how far it is.
    ActionProgressed {
        /// The action.
        #[serde(flatten)]
        action: ActionRef,
        /// 0 to 100.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        percent: Option<i32>,
        /// A line for people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        summary: Option<String>,
    },
    /// The engine went away under the action; it runs again under the next internal attempt.
    ActionInterrupted {
        /// The action, with the attempt that was lost.
        #[serde(flatten)]
        action: ActionRef,
        /// The attempt that runs from here on.
        next_attempt: u32,
    },
    /// The action succeeded.
    ActionSucceeded {
        /// The action.
        #[serde(flatten)]
        action: ActionRef,
        /// Who approved; none for other actions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        /// What came of it.
        success: Box<ActionSuccess>,
    },
    /// The action failed.
    ActionFailed {
        /// The action.
        #[serde(flatten)]
        action: ActionRef,
        /// Who rejected; none for other actions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<String>,
        /// What brought it about.
        cause: FailureCause,
        /// What went wrong.
        failure: Box<ActionFailure>,
    },
    /// The action was given up by a stop or by the end of its pipeline.
    ActionAbandoned {
        /// The action.
        #[serde(flatten)]
        action: ActionRef,
    },
    /// The outside has let go of an action that ended here first.
    ActionReleased {
        /// The action.
        #[serde(flatten)]
        action: ActionRef,
    },
    /// A transition was enabled or disabled.
    TransitionChanged {
        /// The stage whose entry is meant.
        stage: String,
        /// Whether executions may enter.
        enabled: bool,
        /// Whether the caller named it as the outbound transition of the stage before.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        outbound: bool,
        /// Why it is disabled.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// The caller's ARN.
        by: String,
    },
}

impl Event {
    /// The execution that the event is about; none for the pipeline's own events.
    pub fn execution_id(&self) -> Option<&str> {
        use EventKind::*;
        match &self.kind {
            PipelineCreated { .. }
            | PipelineUpdated { .. }
            | PipelineDeleted { .. }
            | TransitionChanged { .. } => None,
            ExecutionStarted(start) => Some(&start.execution_id),
            ExecutionInbound { execution_id, .. }
            | ExecutionStopping { execution_id, .. }
            | ExecutionCancelling { execution_id }
            | ExecutionEnded { execution_id, .. }
            | ExecutionRetired { execution_id }
            | StageEntered { execution_id, .. }
            | StageStopping { execution_id, .. }
            | StageRetried { execution_id, .. }
            | StageEnded { execution_id, .. }
            | ConditionStarted { execution_id, .. }
            | ConditionEnded { execution_id, .. }
            | ConditionOverridden { execution_id, .. } => Some(execution_id),
            RuleStarted(start) => Some(&start.rule.execution_id),
            RuleInterrupted { rule, .. }
            | RuleSucceeded { rule, .. }
            | RuleFailed { rule, .. }
            | RuleAbandoned { rule }
            | RuleReleased { rule } => Some(&rule.execution_id),
            ActionStarted(start) => Some(&start.action.execution_id),
            ActionAccepted { action, .. }
            | ActionProgressed { action, .. }
            | ActionInterrupted { action, .. }
            | ActionSucceeded { action, .. }
            | ActionFailed { action, .. }
            | ActionAbandoned { action }
            | ActionReleased { action } => Some(&action.execution_id),
        }
    }
}

/// Where in a stage a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Gate {
    /// After the stage is locked, before its first action.
    BeforeEntry,
    /// After its last action succeeded.
    OnSuccess,
    /// After it failed.
    OnFailure,
}

/// One attempt of a rule and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRef {
    /// The pipeline execution.
    pub execution_id: String,
    /// The stage's name.
    pub stage: String,
    /// The condition's gate.
    pub gate: Gate,
    /// The rule's name.
    pub rule: String,
    /// The rule execution.
    pub rule_execution_id: String,
    /// From 1; one more after each interruption.
    pub internal_attempt: u32,
}

/// How a rule began: everything about it that was decided once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleStart {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleRef,
    /// Its type.
    pub rule_type_id: RuleTypeId,
    /// The region it runs in.
    pub region: String,
    /// The configuration with its variables resolved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub configuration: BTreeMap<String, String>,
    /// The commands with their variables resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<String>,
    /// What it reads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub input_artifacts: Vec<Artifact>,
    /// When it has failed if it has not ended.
    pub deadline: Timestamp,
}

/// One attempt of an action, or of a rule of a condition, at work outside: what fences off late reports of an earlier attempt.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActionKey {
    /// The action execution or rule execution, a UUID.
    pub action_execution_id: String,
    /// From 1; one more after each interruption.
    pub internal_attempt: u32,
}

/// One attempt of an action and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRef {
    /// The pipeline execution.
    pub execution_id: String,
    /// The stage's name.
    pub stage: String,
    /// The action's name.
    pub action: String,
    /// The action execution.
    pub action_execution_id: String,
    /// From 1; one more after each interruption.
    pub internal_attempt: u32,
}

impl ActionRef {
    /// The attempt alone.
    pub fn key(&self) -> ActionKey {
        ActionKey {
            action_execution_id: self.action_execution_id.clone(),
            internal_attempt: self.internal_attempt,
        }
    }
}

/// How an execution began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExecutionStart {
    /// The execution, a UUID.
    pub execution_id: String,
    /// The version of the definition it runs.
    pub version: i32,
    /// The mode it runs in, to its end.
    pub mode: ExecutionMode,
    /// What started it.
    pub trigger: ExecutionTrigger,
    /// The git form of the trigger as the service's events show it (`author-display-name`, `commit-id`, ...).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub git: Option<Value>,
    /// The resolved pipeline variables; none if a required one is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variables: Option<BTreeMap<String, String>>,
    /// The revisions that source actions take instead of their latest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source_revisions: Vec<SourceRevisionOverride>,
    /// The token under which a repeated start finds this execution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_request_token: Option<String>,
    /// The part of the pipeline that runs; all of it when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// The actions that an account carries out in this execution, `Stage/Action`, and its place.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub places: BTreeMap<String, String>,
    /// Why the execution failed before its first action.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// What a ROLLBACK execution repeats; none for a STANDARD one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollback: Option<Box<Rollback>>,
}

/// The one stage that a ROLLBACK execution runs, with what it takes over from an earlier execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rollback {
    /// The stage.
    pub stage: String,
    /// The earlier execution.
    pub target: Arc<RollbackTarget>,
}

/// What a rollback to an execution takes over, and what decides whether there can be one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RollbackTarget {
    /// The execution.
    pub execution_id: String,
    /// The version of the definition that it ran.
    pub version: i32,
    /// Whether it is a ROLLBACK itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_rollback: bool,
    /// The stages in which it succeeded.
    pub succeeded: Vec<String>,
    /// The values of its pipeline variables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variables: Option<BTreeMap<String, String>>,
    /// Where its artifacts lie.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub artifacts: BTreeMap<String, Location>,
    /// Its output variables by namespace.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub namespaces: BTreeMap<String, Arc<BTreeMap<String, String>>>,
    /// The revisions that its source actions took.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<SourceRun>,
}

/// The revision that a source action took in an execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceRun {
    /// The action's name.
    pub action: String,
    /// The artifact it wrote.
    pub artifact: Option<String>,
    /// The revision.
    pub revision: Revision,
}

/// How an action began: everything about it that was decided once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionStart {
    /// The action.
    #[serde(flatten)]
    pub action: ActionRef,
    /// Its type.
    pub action_type_id: ActionTypeId,
    /// The region it runs in.
    pub region: String,
    /// The configuration with its variables resolved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub configuration: BTreeMap<String, String>,
    /// The commands with their variables resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<String>,
    /// The environment with its variables resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environment_variables: Vec<EnvironmentVariable>,
    /// What it reads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub input_artifacts: Vec<Artifact>,
    /// What it may write, each at a place of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub output_artifacts: Vec<OutputArtifact>,
    /// The revision it must take; only source actions have one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source_revisions: Vec<SourceRevisionOverride>,
    /// Whether its result is taken from an earlier execution instead of being made.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reused: bool,
    /// When it has failed if it has not ended.
    pub deadline: Timestamp,
}

/// Where an object lies in the artifact store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The bucket.
    pub bucket: String,
    /// The key in it.
    pub key: String,
}

/// An artifact and where it lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// Its name in the definition.
    pub name: String,
    /// Where it lies.
    pub location: Location,
}

/// An artifact to come and the place reserved for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputArtifact {
    /// Its name in the definition.
    pub name: String,
    /// Where it will lie.
    pub location: Location,
    /// The files it takes, for compute actions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// The revision that a source action took.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Commit id, S3 version id, image digest.
    pub id: String,
    /// What tells one change from another, where the source has such a thing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_identifier: Option<String>,
    /// Commit message or the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// When the revision came to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// Where to look at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What came of an action.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ActionSuccess {
    /// The artifacts that were written. A reserved one that is not listed does not exist.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub output_artifacts: Vec<Artifact>,
    /// The output variables.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub output_variables: BTreeMap<String, String>,
    /// The id outside; one accepted earlier stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_execution_id: Option<String>,
    /// Where to look at it; one accepted earlier stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_execution_url: Option<String>,
    /// A line for people; of an approval, the approver's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The revision that a source action took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<Revision>,
    /// Where its log is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_stream_arn: Option<String>,
    /// What the result is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fidelity: Option<Fidelity>,
    /// How it differed from what AWS would have done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
    /// What else the provider has to say; never read here.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub details: Value,
}

/// Why an action failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionFailure {
    /// The service's code.
    pub code: FailureType,
    /// A text for people.
    pub message: String,
    /// The id outside; one accepted earlier stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_execution_id: Option<String>,
    /// Where to look at it; one accepted earlier stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_execution_url: Option<String>,
    /// Where its log is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_stream_arn: Option<String>,
    /// What the result is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fidelity: Option<Fidelity>,
    /// How it differed from what AWS would have done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
    /// What else the provider has to say (phase, command, exit status, last log lines); never read here.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub details: Value,
}

impl ActionFailure {
    /// A failure of which only the code and the text are known.
    pub fn new(code: FailureType, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            external_execution_id: None,
            external_execution_url: None,
            log_stream_arn: None,
            fidelity: None,
            differences: Vec::new(),
            details: Value::Null,
        }
    }
}

/// What brought a failure about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailureCause {
    /// Whoever carried the action out reported it.
    Reported,
    /// An approver rejected.
    Rejected,
    /// Its time was up; the outside may still be at it.
    TimedOut,
    /// It could not be started as it is declared: a variable or an input artifact does not exist.
    Unresolved,
    /// The definition was replaced while the action waited for an approval.
    PipelineUpdated,
}
