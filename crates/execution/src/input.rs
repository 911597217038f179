//! What can be asked of a pipeline or reported to it. An input is a wish or a report, never a fact: what becomes
//! of it is decided.

use std::sync::Arc;

use std::collections::BTreeMap;

use codepipeline::shapes::{
    ApprovalStatus, ConditionType, ExecutionTrigger, PipelineDeclaration, PipelineVariable,
    SourceRevisionOverride, StageRetryMode, StageTransitionType,
};
use serde_json::Value;

use crate::event::{ActionFailure, ActionKey, ActionSuccess, RollbackTarget};
use crate::part::Part;

/// What is asked or reported. `by` is always the caller's ARN.
///
/// Reports about actions (`Action...`, `AttemptInterrupted`), which are also those about rules, are fenced by their key: one that names an attempt
/// which is not the current one, or an action that has ended, changes nothing and is no error.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// `CreatePipeline` of a validated, normalised definition.
    Create {
        /// The definition; secrets are references.
        declaration: Arc<PipelineDeclaration>,
        /// Whether a first execution starts at once, as it does when no source polls.
        start: bool,
        /// The caller.
        by: String,
    },
    /// `UpdatePipeline` with a validated, normalised definition.
    Update {
        /// The definition; secrets are references.
        declaration: Arc<PipelineDeclaration>,
        /// The caller.
        by: String,
    },
    /// `DeletePipeline`.
    Delete {
        /// The caller.
        by: String,
    },
    /// `StartPipelineExecution`, or a start by an event, a schedule, a poller, a webhook.
    Start(StartRequest),
    /// `StopPipelineExecution`.
    Stop {
        /// The execution.
        execution_id: String,
        /// Whether to give up running actions.
        abandon: bool,
        /// Why.
        reason: Option<String>,
        /// The caller.
        by: String,
    },
    /// `PutApprovalResult`.
    PutApprovalResult {
        /// The stage's name.
        stage: String,
        /// The action's name.
        action: String,
        /// The token: the id of the action execution.
        token: String,
        /// `Approved` or `Rejected`.
        status: ApprovalStatus,
        /// The approver's words.
        summary: String,
        /// The approver.
        by: String,
    },
    /// `RetryStageExecution`.
    RetryStage {
        /// The stage's name.
        stage: String,
        /// The execution.
        execution_id: String,
        /// Which actions run again.
        mode: StageRetryMode,
        /// The caller.
        by: String,
    },
    /// `RollbackStage`.
    RollbackStage {
        /// The stage's name.
        stage: String,
        /// The execution to go back to.
        target_execution_id: String,
        /// What was stored of that execution when it left the state; not looked at for one that is still held.
        stored: Option<Box<RollbackTarget>>,
        /// The caller.
        by: String,
    },
    /// `OverrideStageCondition`.
    OverrideCondition {
        /// The stage's name.
        stage: String,
        /// The execution.
        execution_id: String,
        /// Which gate.
        condition: ConditionType,
        /// The caller.
        by: String,
    },
    /// `DisableStageTransition`.
    DisableTransition {
        /// The stage's name.
        stage: String,
        /// Which side of it.
        transition: StageTransitionType,
        /// Why.
        reason: String,
        /// The caller.
        by: String,
    },
    /// `EnableStageTransition`.
    EnableTransition {
        /// The stage's name.
        stage: String,
        /// Which side of it.
        transition: StageTransitionType,
        /// The caller.
        by: String,
    },
    /// The outside took the action on under an id: from here on it can be found again.
    ActionAccepted {
        /// The attempt.
        key: ActionKey,
        /// The id there.
        external_execution_id: String,
        /// Where to look at it.
        external_execution_url: Option<String>,
    },
    /// The action says how far it is.
    ActionProgress {
        /// The attempt.
        key: ActionKey,
        /// 0 to 100.
        percent: Option<i32>,
        /// A line for people.
        summary: Option<String>,
    },
    /// The action succeeded. An approval cannot: only `PutApprovalResult` approves.
    ActionSucceeded {
        /// The attempt.
        key: ActionKey,
        /// What came of it.
        success: Box<ActionSuccess>,
    },
    /// The action failed.
    ActionFailed {
        /// The attempt.
        key: ActionKey,
        /// Why.
        failure: Box<ActionFailure>,
    },
    /// The attempt was lost with the process that ran it and can be repeated: the same action execution runs
    /// again as its next internal attempt.
    AttemptInterrupted {
        /// The attempt.
        key: ActionKey,
    },
    /// The outside has let go of an action that [`crate::StopAction`] named. A success or failure of it says the
    /// same.
    ActionReleased {
        /// The attempt.
        key: ActionKey,
    },
    /// The rows of a finished execution are stored: it may leave the state (see [`crate::State::retirable`]).
    Retire {
        /// The execution.
        execution_id: String,
    },
    /// Time has passed: what [`crate::deadlines`] names as due ends.
    Tick,
}

/// A start of an execution.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StartRequest {
    /// What started it: type and detail as the service reports them.
    pub trigger: ExecutionTrigger,
    /// The git form of the trigger for the service's events, if a push or pull request started it.
    pub git: Option<Value>,
    /// Values for pipeline variables; unknown names are ignored.
    pub variables: Vec<PipelineVariable>,
    /// Revisions that source actions take instead of their latest.
    pub source_revisions: Vec<SourceRevisionOverride>,
    /// A repeated start with the same token starts nothing: [`crate::State::execution_of_token`] names the first.
    pub client_request_token: Option<String>,
    /// The part of the pipeline that runs; all of it when absent.
    pub part: Option<Part>,
    /// The actions that the user lets an account carry out in this execution, `Stage/Action`, and its place.
    pub places: BTreeMap<String, String>,
}
