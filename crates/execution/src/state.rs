//! What is known of one pipeline, and how events change it. Applying an event never fails and never decides.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionExecutionStatus, ErrorDetails, ExecutionMode, ExecutionTrigger,
    PipelineDeclaration, PipelineExecutionStatus, RetryTrigger, SourceRevisionOverride, StageDeclaration,
    StageExecutionStatus, StageRetryMode,
};
use codepipeline::{Error, ErrorKind, Timestamp};
use pipeline::Fidelity;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::condition::ConditionRun;
use crate::event::{
    ActionFailure, ActionKey, ActionRef, ActionStart, ActionSuccess, Artifact, Event, EventKind,
    ExecutionStart, FailureCause, Location, Revision, Rollback, RollbackTarget, SourceRun,
};
use crate::part::Part;

/// How many client request tokens a pipeline remembers. The service's own lifetime of a token is not published.
const TOKENS: usize = 1000;

/// How many ended executions of a PARALLEL pipeline stay retryable.
const PARALLEL_RETRYABLE: usize = 20;

/// One pipeline: its definition, transitions, stage locks, waiting executions and everything about the executions
/// that are not finished or could still be retried. Serde gives its snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    pub(crate) name: String,
    pub(crate) account: String,
    pub(crate) region: String,
    /// None before it is created and after it is deleted.
    pub(crate) pipeline: Option<Pipeline>,
    /// The stages of the current definition, in its order.
    pub(crate) stages: Vec<Arc<Stage>>,
    /// The current definition and those that executions still run.
    pub(crate) declarations: BTreeMap<i32, Arc<PipelineDeclaration>>,
    pub(crate) executions: BTreeMap<String, Arc<Execution>>,
    /// How many executions have started: the order among them.
    pub(crate) started: u64,
    /// Client request token and execution, oldest first.
    pub(crate) tokens: Arc<VecDeque<(String, String)>>,
}

/// What is known of a pipeline that exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pipeline {
    pub(crate) version: i32,
    pub(crate) mode: ExecutionMode,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
}

/// A stage as executions pass through it, and the last that was seen in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Stage {
    pub(crate) name: String,
    pub(crate) transition: Transition,
    /// The execution inside; never one in PARALLEL mode.
    pub(crate) lock: Option<String>,
    /// The executions before it, first come first. Stopped ones stay listed until another comes or enters.
    pub(crate) inbound: Vec<Inbound>,
    pub(crate) latest: Option<LatestInStage>,
    pub(crate) actions: BTreeMap<String, LatestOfAction>,
    /// The newest STANDARD execution that succeeded here: where an automatic rollback goes.
    #[serde(default)]
    pub(crate) good: Option<Arc<RollbackTarget>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Transition {
    pub(crate) disabled: bool,
    pub(crate) outbound: bool,
    pub(crate) reason: Option<String>,
    pub(crate) changed: Option<(String, Timestamp)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Inbound {
    pub(crate) execution_id: String,
    pub(crate) status: StageExecutionStatus,
}

/// The newest execution that entered a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LatestInStage {
    pub(crate) execution_id: String,
    pub(crate) status: StageExecutionStatus,
    pub(crate) retries: Retries,
    #[serde(default)]
    pub(crate) is_rollback: bool,
    /// The conditions it met, kept here once the execution is gone.
    #[serde(default)]
    pub(crate) conditions: Vec<Arc<ConditionRun>>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Retries {
    pub(crate) automatic: u32,
    pub(crate) manual: u32,
    pub(crate) latest: Option<RetryTrigger>,
    pub(crate) at: Option<Timestamp>,
}

/// The newest execution of an action in its stage. The record itself is kept here once its execution is gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct LatestOfAction {
    pub(crate) execution_id: String,
    pub(crate) action_execution_id: String,
    pub(crate) kept: Option<Arc<ActionRun>>,
}

/// One run of the pipeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Execution {
    pub(crate) id: String,
    pub(crate) number: u64,
    pub(crate) version: i32,
    pub(crate) mode: ExecutionMode,
    pub(crate) trigger: ExecutionTrigger,
    pub(crate) git: Option<Value>,
    pub(crate) variables: Option<BTreeMap<String, String>>,
    pub(crate) source_revisions: Vec<SourceRevisionOverride>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) part: Option<Part>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) places: BTreeMap<String, String>,
    pub(crate) status: PipelineExecutionStatus,
    pub(crate) summary: Option<String>,
    pub(crate) started_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) attempt: u32,
    pub(crate) ending: Option<Ending>,
    pub(crate) stop_reason: Option<String>,
    pub(crate) position: Position,
    pub(crate) stages: Vec<Arc<StageRun>>,
    pub(crate) artifacts: BTreeMap<String, Location>,
    /// Output variables by namespace.
    pub(crate) namespaces: BTreeMap<String, Arc<BTreeMap<String, String>>>,
    /// The revision that each source action took, in the order in which they came.
    pub(crate) revisions: Vec<SourceRun>,
    /// What a ROLLBACK execution repeats.
    #[serde(default)]
    pub(crate) rollback: Option<Box<Rollback>>,
}

/// Why an execution ends as soon as its running actions have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Ending {
    Stop,
    Cancel,
}

/// Where an execution is, or was when it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Position {
    Outside,
    Before(String),
    Inside(String),
}

/// A stage as one execution passes through it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StageRun {
    pub(crate) name: String,
    pub(crate) status: StageExecutionStatus,
    pub(crate) started_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) retries: Retries,
    /// The action execution that counts for each action; a retry takes away what is to run again.
    pub(crate) current: BTreeMap<String, String>,
    /// Every action execution, in the order of their starts.
    pub(crate) actions: Vec<Arc<ActionRun>>,
    /// Every condition that was judged, in the order in which its gate was reached.
    #[serde(default)]
    pub(crate) conditions: Vec<Arc<ConditionRun>>,
    /// Whether an action or a rule of it runs or is held: what is under way is found without a look at all that ended.
    pub(crate) open: bool,
}

/// One action execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ActionRun {
    pub(crate) start: ActionStart,
    /// The pipeline execution's attempt in which it was admitted.
    pub(crate) attempt: u32,
    pub(crate) internal_attempt: u32,
    pub(crate) status: ActionExecutionStatus,
    pub(crate) started_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) percent: Option<i32>,
    pub(crate) summary: Option<String>,
    pub(crate) external_execution_id: Option<String>,
    pub(crate) external_execution_url: Option<String>,
    pub(crate) log_stream_arn: Option<String>,
    pub(crate) updated_by: Option<String>,
    pub(crate) error: Option<ErrorDetails>,
    pub(crate) output_artifacts: Vec<Artifact>,
    pub(crate) output_variables: BTreeMap<String, String>,
    pub(crate) revision: Option<Revision>,
    pub(crate) fidelity: Option<Fidelity>,
    pub(crate) differences: Vec<String>,
    pub(crate) details: Value,
    /// It ended because the definition was replaced.
    pub(crate) cancelled: bool,
    /// It ended here while the outside may still be at it.
    pub(crate) held: bool,
}

/// Whether an execution in this status will never change again by itself.
pub fn has_ended(status: &PipelineExecutionStatus) -> bool {
    !matches!(status, PipelineExecutionStatus::InProgress | PipelineExecutionStatus::Stopping)
}

/// The mode of a definition; SUPERSEDED where none is said.
pub(crate) fn mode_of(declaration: &PipelineDeclaration) -> ExecutionMode {
    declaration.execution_mode.clone().unwrap_or(ExecutionMode::Superseded)
}

impl ActionRun {
    pub(crate) fn is_running(&self) -> bool {
        self.status == ActionExecutionStatus::InProgress
    }

    pub(crate) fn has_succeeded(&self) -> bool {
        self.status == ActionExecutionStatus::Succeeded
    }

    pub(crate) fn is_approval(&self) -> bool {
        self.start.action_type_id.category == ActionCategory::Approval
    }

    pub(crate) fn key(&self) -> ActionKey {
        ActionKey {
            action_execution_id: self.start.action.action_execution_id.clone(),
            internal_attempt: self.internal_attempt,
        }
    }

    pub(crate) fn reference(&self) -> ActionRef {
        ActionRef { internal_attempt: self.internal_attempt, ..self.start.action.clone() }
    }
}

impl StageRun {
    /// The action execution that counts for this action.
    pub(crate) fn current(&self, action: &str) -> Option<&Arc<ActionRun>> {
        self.action(self.current.get(action)?)
    }

    pub(crate) fn running(&self) -> impl Iterator<Item = &Arc<ActionRun>> {
        self.actions.iter().filter(|run| run.is_running())
    }

    pub(crate) fn action(&self, action_execution_id: &str) -> Option<&Arc<ActionRun>> {
        self.actions.iter().rfind(|run| run.start.action.action_execution_id == action_execution_id)
    }

    fn is_open(&self) -> bool {
        self.actions.iter().any(|run| run.is_running() || run.held)
            || self.rules().any(|run| run.is_running() || run.held)
    }
}

impl Execution {
    pub(crate) fn is_parallel(&self) -> bool {
        self.mode == ExecutionMode::Parallel
    }

    pub(crate) fn has_ended(&self) -> bool {
        has_ended(&self.status)
    }

    /// The stage of this name. It is looked for from the end, as all else: most that happens, happens in the last one.
    pub(crate) fn stage(&self, name: &str) -> Option<&StageRun> {
        self.stages.iter().rfind(|stage| stage.name == name).map(|stage| &**stage)
    }

    pub(crate) fn change_stage(&mut self, name: &str, change: impl FnOnce(&mut StageRun)) {
        if let Some(run) = self.stages.iter_mut().rfind(|stage| stage.name == name).map(Arc::make_mut) {
            change(run);
            run.open = run.is_open();
        }
    }

    /// The stages in which an action or a rule runs or is held.
    pub(crate) fn open_stages(&self) -> impl Iterator<Item = &StageRun> {
        self.stages.iter().filter(|stage| stage.open).map(|stage| &**stage)
    }

    /// Every action execution, in the order of the stages and of their starts.
    pub(crate) fn actions(&self) -> impl DoubleEndedIterator<Item = &Arc<ActionRun>> {
        self.stages.iter().flat_map(|stage| &stage.actions)
    }

    pub(crate) fn running(&self) -> impl Iterator<Item = &Arc<ActionRun>> {
        self.open_stages().flat_map(StageRun::running)
    }

    pub(crate) fn action(&self, action_execution_id: &str) -> Option<&Arc<ActionRun>> {
        self.stages.iter().rev().find_map(|stage| stage.action(action_execution_id))
    }

    /// What a rollback to this execution takes over.
    pub(crate) fn rollback_target(&self) -> RollbackTarget {
        let succeeded = self.stages.iter().filter(|run| run.status == StageExecutionStatus::Succeeded);
        RollbackTarget {
            execution_id: self.id.clone(),
            version: self.version,
            is_rollback: self.rollback.is_some(),
            succeeded: succeeded.map(|run| run.name.clone()).collect(),
            variables: self.variables.clone(),
            artifacts: self.artifacts.clone(),
            namespaces: self.namespaces.clone(),
            revisions: self.revisions.clone(),
        }
    }
}

impl Stage {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            transition: Transition::default(),
            lock: None,
            inbound: Vec::new(),
            latest: None,
            actions: BTreeMap::new(),
            good: None,
        }
    }

    /// The execution that enters next.
    pub(crate) fn head(&self) -> Option<&str> {
        let waits = |inbound: &&Inbound| inbound.status == StageExecutionStatus::InProgress;
        self.inbound.iter().find(waits).map(|inbound| inbound.execution_id.as_str())
    }
}

/// What others may ask of a state directly. What the service's operations answer is in [`crate::views`].
impl State {
    /// The state of a pipeline about which nothing has been recorded.
    pub fn new(name: impl Into<String>, account: impl Into<String>, region: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            account: account.into(),
            region: region.into(),
            pipeline: None,
            stages: Vec::new(),
            declarations: BTreeMap::new(),
            executions: BTreeMap::new(),
            started: 0,
            tokens: Arc::default(),
        }
    }

    /// The state after these events.
    pub fn replay<'a>(mut self, events: impl IntoIterator<Item = &'a Event>) -> Self {
        for event in events {
            self.apply(event);
        }
        self
    }

    /// The pipeline's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The pipeline's ARN.
    pub fn arn(&self) -> String {
        format!("arn:aws:codepipeline:{}:{}:{}", self.region, self.account, self.name)
    }

    /// Whether the pipeline exists.
    pub fn exists(&self) -> bool {
        self.pipeline.is_some()
    }

    /// The current definition.
    pub fn declaration(&self) -> Option<&Arc<PipelineDeclaration>> {
        self.declarations.get(&self.pipeline.as_ref()?.version)
    }

    /// The version of the current definition, from 1.
    pub fn version(&self) -> Option<i32> {
        self.pipeline.as_ref().map(|pipeline| pipeline.version)
    }

    /// When the pipeline was created and last updated.
    pub fn times(&self) -> Option<(Timestamp, Timestamp)> {
        self.pipeline.as_ref().map(|pipeline| (pipeline.created, pipeline.updated))
    }

    /// The executions that the state holds, newest start first. Others have been retired.
    pub fn execution_ids(&self) -> Vec<String> {
        self.by_start().rev().map(|execution| execution.id.clone()).collect()
    }

    /// Whether nothing is under way: neither an execution nor an action outside that was not let go.
    pub fn is_idle(&self) -> bool {
        self.executions
            .values()
            .all(|execution| execution.has_ended() && execution.open_stages().next().is_none())
    }

    /// The execution that a start with this client request token began.
    pub fn execution_of_token(&self, token: &str) -> Option<&str> {
        self.tokens.iter().find(|(known, _)| known == token).map(|(_, id)| id.as_str())
    }

    /// The finished executions that nothing needs any more, oldest first: store their rows, then say
    /// [`crate::Input::Retire`]. The last failed or stopped execution of a stage stays, as it can be retried.
    pub fn retirable(&self) -> Vec<String> {
        let retryable = |execution: &&Arc<Execution>| self.is_kept_for_retry(execution);
        let parallel: Vec<u64> = {
            let kept = self.executions.values().filter(retryable).filter(|execution| execution.is_parallel());
            let mut numbers: Vec<u64> = kept.map(|execution| execution.number).collect();
            numbers.sort_unstable_by(|a, b| b.cmp(a));
            numbers.into_iter().take(PARALLEL_RETRYABLE).collect()
        };
        self.by_start()
            .filter(|execution| execution.has_ended())
            .filter(|execution| execution.open_stages().next().is_none())
            .filter(|execution| match execution.is_parallel() {
                true => !parallel.contains(&execution.number),
                false => !self.is_kept_for_retry(execution),
            })
            .map(|execution| execution.id.clone())
            .collect()
    }

    fn is_kept_for_retry(&self, execution: &Execution) -> bool {
        let Position::Inside(name) = &execution.position else { return false };
        matches!(execution.status, PipelineExecutionStatus::Failed | PipelineExecutionStatus::Stopped)
            && self.version() == Some(execution.version)
            && (execution.is_parallel() || self.is_latest_in(name, &execution.id))
    }

    pub(crate) fn is_latest_in(&self, stage: &str, execution_id: &str) -> bool {
        let latest = self.stage(stage).and_then(|stage| stage.latest.as_ref());
        latest.is_some_and(|latest| latest.execution_id == execution_id)
    }

    pub(crate) fn not_found(&self) -> Error {
        let message =
            format!("Account '{}' does not have a pipeline with name '{}'", self.account, self.name);
        Error::new(ErrorKind::PipelineNotFound, message)
    }

    pub(crate) fn stage(&self, name: &str) -> Option<&Arc<Stage>> {
        self.stages.iter().find(|stage| stage.name == name)
    }

    pub(crate) fn stage_mut(&mut self, name: &str) -> Option<&mut Stage> {
        self.stages.iter_mut().find(|stage| stage.name == name).map(Arc::make_mut)
    }

    /// The executions, oldest start first.
    pub(crate) fn by_start(&self) -> std::vec::IntoIter<&Arc<Execution>> {
        let mut executions: Vec<_> = self.executions.values().collect();
        executions.sort_unstable_by_key(|execution| execution.number);
        executions.into_iter()
    }

    /// The running or held attempt of this key.
    pub(crate) fn attempt(&self, key: &ActionKey) -> Option<&Arc<ActionRun>> {
        let open = self.executions.values().flat_map(|execution| execution.open_stages());
        let mut runs = open.flat_map(|stage| &stage.actions);
        let run = runs.find(|run| run.start.action.action_execution_id == key.action_execution_id);
        run.filter(|run| run.internal_attempt == key.internal_attempt)
    }

    /// A stage as this execution's definition has it.
    pub(crate) fn stage_declaration(&self, execution: &Execution, name: &str) -> Option<&StageDeclaration> {
        let declaration = self.declarations.get(&execution.version)?;
        declaration.stages.iter().find(|stage| stage.name == name)
    }

    /// An action as this execution's definition has it.
    pub(crate) fn action_declaration(
        &self,
        execution: &Execution,
        run: &ActionRun,
    ) -> Option<&ActionDeclaration> {
        let stage = self.stage_declaration(execution, &run.start.action.stage)?;
        stage.actions.iter().find(|action| action.name == run.start.action.action)
    }
}

/// The fold.
impl State {
    /// Changes the state by what happened. An event about something unknown changes nothing.
    pub fn apply(&mut self, event: &Event) {
        use EventKind::*;
        let at = event.at;
        match &event.kind {
            PipelineCreated { account, region, declaration, .. } => {
                self.create(account, region, declaration, at)
            }
            PipelineUpdated { version, declaration, .. } => self.update(*version, declaration, at),
            PipelineDeleted { .. } => {
                self.pipeline = None;
                self.stages.clear();
                self.tokens = Arc::default();
            }
            ExecutionStarted(start) => self.start(start, at),
            ExecutionInbound { execution_id, stage } => {
                self.touch(execution_id, at, |execution| {
                    execution.position = Position::Before(stage.clone())
                });
                if let Some(slot) = self.stage_mut(stage) {
                    slot.inbound.retain(|inbound| inbound.status == StageExecutionStatus::InProgress);
                    slot.inbound.push(Inbound {
                        execution_id: execution_id.clone(),
                        status: StageExecutionStatus::InProgress,
                    });
                }
            }
            ExecutionStopping { execution_id, reason, .. } => self.touch(execution_id, at, |execution| {
                execution.status = PipelineExecutionStatus::Stopping;
                execution.ending = Some(Ending::Stop);
                execution.stop_reason.clone_from(reason);
            }),
            ExecutionCancelling { execution_id } => {
                self.touch(execution_id, at, |execution| execution.ending = Some(Ending::Cancel));
            }
            ExecutionEnded { execution_id, status, summary } => {
                self.touch(execution_id, at, |execution| {
                    execution.status = status.clone();
                    execution.summary.clone_from(summary);
                    execution.ending = None;
                });
                self.leave(execution_id, status);
            }
            ExecutionRetired { execution_id } => self.retire(execution_id),
            StageEntered { execution_id, stage } => self.enter(execution_id, stage, at),
            StageStopping { execution_id, stage } => {
                self.touch_stage(execution_id, stage, at, |run| run.status = StageExecutionStatus::Stopping);
            }
            StageRetried { execution_id, stage, mode, trigger, attempt, .. } => {
                self.retry(execution_id, stage, mode, trigger, *attempt, at);
            }
            StageEnded { execution_id, stage, status } => {
                self.touch_stage(execution_id, stage, at, |run| run.status = status.clone());
                if matches!(status, StageExecutionStatus::Succeeded | StageExecutionStatus::Skipped) {
                    self.unlock(execution_id, stage);
                }
                if *status == StageExecutionStatus::Succeeded {
                    self.note_good(execution_id, stage);
                }
            }
            ConditionStarted { execution_id, stage, gate } => {
                self.start_condition(execution_id, stage, *gate, at);
            }
            ConditionEnded { execution_id, stage, gate, status, summary } => {
                self.touch_condition(execution_id, stage, *gate, at, |run| {
                    run.status = status.clone();
                    run.summary.clone_from(summary);
                });
            }
            ConditionOverridden { execution_id, stage, gate, by } => {
                self.override_condition(execution_id, stage, *gate, by, at);
            }
            RuleStarted(start) => self.start_rule(start, at),
            RuleInterrupted { rule, next_attempt } => self.interrupt_rule(rule, *next_attempt, at),
            RuleSucceeded { rule, success } => self.succeed_rule(rule, success, at),
            RuleFailed { rule, cause, failure } => self.fail_rule(rule, *cause, failure, at),
            RuleAbandoned { rule } => self.abandon_rule(rule, at),
            RuleReleased { rule } => self.change_rule(rule, |run| run.held = false),
            ActionStarted(start) => self.start_action(start, at),
            ActionAccepted { action, external_execution_id, external_execution_url } => {
                self.touch_action(action, at, |run| {
                    run.external_execution_id = Some(external_execution_id.clone());
                    replace(&mut run.external_execution_url, external_execution_url);
                });
            }
            ActionProgressed { action, percent, summary } => self.touch_action(action, at, |run| {
                run.percent = percent.or(run.percent);
                replace(&mut run.summary, summary);
            }),
            ActionInterrupted { action, next_attempt } => self.touch_action(action, at, |run| {
                run.internal_attempt = *next_attempt;
                run.percent = None;
                run.summary = None;
                run.external_execution_id = None;
                run.external_execution_url = None;
            }),
            ActionSucceeded { action, by, success } => self.succeed(action, by.as_deref(), success, at),
            ActionFailed { action, by, cause, failure } => {
                self.touch_action(action, at, |run| run.fail(by.as_deref(), *cause, failure));
            }
            ActionAbandoned { action } => self.touch_action(action, at, |run| {
                run.status = ActionExecutionStatus::Abandoned;
                run.held = true;
            }),
            // Letting go is no change of the action itself: its times stay.
            ActionReleased { action } => self.change_action(action, |run| run.held = false),
            TransitionChanged { stage, enabled, outbound, reason, by } => {
                if let Some(stage) = self.stage_mut(stage) {
                    stage.transition = Transition {
                        disabled: !enabled,
                        outbound: *outbound,
                        reason: reason.clone(),
                        changed: Some((by.clone(), at)),
                    };
                }
            }
        }
    }

    fn create(&mut self, account: &str, region: &str, declaration: &Arc<PipelineDeclaration>, at: Timestamp) {
        let name = std::mem::take(&mut self.name);
        *self = Self::new(name, account, region);
        self.pipeline = Some(Pipeline { version: 1, mode: mode_of(declaration), created: at, updated: at });
        self.stages = declaration.stages.iter().map(|stage| Arc::new(Stage::new(&stage.name))).collect();
        self.declarations.insert(1, Arc::clone(declaration));
    }

    fn update(&mut self, version: i32, declaration: &Arc<PipelineDeclaration>, at: Timestamp) {
        if let Some(pipeline) = &mut self.pipeline {
            pipeline.version = version;
            pipeline.mode = mode_of(declaration);
            pipeline.updated = at;
        }
        let mut known = std::mem::take(&mut self.stages);
        self.stages = declaration
            .stages
            .iter()
            .map(|stage| match known.iter().position(|old| old.name == stage.name) {
                Some(index) => {
                    let mut kept = known.swap_remove(index);
                    let declared = |name: &String| stage.actions.iter().any(|action| action.name == *name);
                    Arc::make_mut(&mut kept).actions.retain(|name, _| declared(name));
                    kept
                }
                // An execution of an older definition may still be inside a stage of this name.
                None => Arc::new(Stage { lock: self.inside(&stage.name), ..Stage::new(&stage.name) }),
            })
            .collect();
        self.declarations.insert(version, Arc::clone(declaration));
        self.forget_declarations();
    }

    fn inside(&self, stage: &str) -> Option<String> {
        let inside = |execution: &&Arc<Execution>| {
            let here = matches!(&execution.position, Position::Inside(name) if name == stage);
            here && !execution.has_ended() && !execution.is_parallel()
        };
        self.executions.values().find(inside).map(|execution| execution.id.clone())
    }

    fn forget_declarations(&mut self) {
        let current = self.version();
        let executions = &self.executions;
        self.declarations.retain(|version, _| {
            current == Some(*version) || executions.values().any(|execution| execution.version == *version)
        });
    }

    fn start(&mut self, start: &ExecutionStart, at: Timestamp) {
        self.started += 1;
        if let Some(token) = &start.client_request_token {
            let tokens = Arc::make_mut(&mut self.tokens);
            tokens.push_back((token.clone(), start.execution_id.clone()));
            if tokens.len() > TOKENS {
                tokens.pop_front();
            }
        }
        let status = match start.refused {
            Some(_) => PipelineExecutionStatus::Failed,
            None => PipelineExecutionStatus::InProgress,
        };
        let target = start.rollback.as_ref().map(|rollback| &rollback.target);
        let execution = Execution {
            id: start.execution_id.clone(),
            number: self.started,
            version: start.version,
            mode: start.mode.clone(),
            trigger: start.trigger.clone(),
            git: start.git.clone(),
            variables: start.variables.clone(),
            source_revisions: start.source_revisions.clone(),
            part: start.part.clone(),
            places: start.places.clone(),
            status,
            summary: start.refused.clone(),
            started_at: at,
            updated_at: at,
            attempt: 1,
            ending: None,
            stop_reason: None,
            position: Position::Outside,
            stages: Vec::new(),
            artifacts: target.map(|target| target.artifacts.clone()).unwrap_or_default(),
            namespaces: target.map(|target| target.namespaces.clone()).unwrap_or_default(),
            revisions: target.map(|target| target.revisions.clone()).unwrap_or_default(),
            rollback: start.rollback.clone(),
        };
        self.executions.insert(execution.id.clone(), Arc::new(execution));
    }

    fn enter(&mut self, execution_id: &str, stage: &str, at: Timestamp) {
        let (mut parallel, mut is_rollback) = (false, false);
        self.touch(execution_id, at, |execution| {
            parallel = execution.is_parallel();
            is_rollback = execution.rollback.is_some();
            execution.position = Position::Inside(stage.to_owned());
            execution.stages.push(Arc::new(StageRun {
                name: stage.to_owned(),
                status: StageExecutionStatus::InProgress,
                started_at: at,
                updated_at: at,
                retries: Retries::default(),
                current: BTreeMap::new(),
                actions: Vec::new(),
                conditions: Vec::new(),
                open: false,
            }));
        });
        if parallel {
            return;
        }
        if let Some(slot) = self.stage_mut(stage) {
            slot.inbound.retain(|inbound| {
                inbound.execution_id != execution_id && inbound.status == StageExecutionStatus::InProgress
            });
            slot.lock = Some(execution_id.to_owned());
            slot.latest = Some(LatestInStage {
                execution_id: execution_id.to_owned(),
                status: StageExecutionStatus::InProgress,
                retries: Retries::default(),
                is_rollback,
                conditions: Vec::new(),
            });
        }
    }

    fn unlock(&mut self, execution_id: &str, stage: &str) {
        if let Some(slot) = self.stage_mut(stage)
            && slot.lock.as_deref() == Some(execution_id)
        {
            slot.lock = None;
        }
    }

    fn note_good(&mut self, execution_id: &str, stage: &str) {
        let Some(execution) = self.executions.get(execution_id) else { return };
        if execution.is_parallel() || execution.rollback.is_some() {
            return;
        }
        let target = Arc::new(execution.rollback_target());
        if let Some(slot) = self.stage_mut(stage) {
            slot.good = Some(target);
        }
    }

    /// Takes an ended execution out of the stages: it holds no lock and waits nowhere.
    fn leave(&mut self, execution_id: &str, status: &PipelineExecutionStatus) {
        let stopped = *status == PipelineExecutionStatus::Stopped;
        for slot in &mut self.stages {
            let locks = slot.lock.as_deref() == Some(execution_id);
            if !locks && slot.inbound.iter().all(|inbound| inbound.execution_id != execution_id) {
                continue;
            }
            let slot = Arc::make_mut(slot);
            if locks {
                slot.lock = None;
            }
            match stopped {
                true => slot
                    .inbound
                    .iter_mut()
                    .filter(|inbound| inbound.execution_id == execution_id)
                    .for_each(|inbound| inbound.status = StageExecutionStatus::Stopped),
                false => slot.inbound.retain(|inbound| inbound.execution_id != execution_id),
            }
        }
    }

    fn retire(&mut self, execution_id: &str) {
        let Some(execution) = self.executions.remove(execution_id) else { return };
        for slot in &mut self.stages {
            let Some(run) = execution.stage(&slot.name) else { continue };
            if slot.latest.as_ref().is_some_and(|latest| latest.execution_id == execution_id)
                && !run.conditions.is_empty()
                && let Some(latest) = &mut Arc::make_mut(slot).latest
            {
                latest.conditions = run.conditions.clone();
            }
            if slot.actions.values().all(|latest| latest.execution_id != execution_id) {
                continue;
            }
            for latest in Arc::make_mut(slot).actions.values_mut() {
                if latest.execution_id == execution_id {
                    latest.kept = run.action(&latest.action_execution_id).cloned();
                }
            }
        }
        self.forget_declarations();
    }

    fn retry(
        &mut self,
        execution_id: &str,
        stage: &str,
        mode: &StageRetryMode,
        trigger: &RetryTrigger,
        attempt: u32,
        at: Timestamp,
    ) {
        let mut parallel = false;
        self.touch(execution_id, at, |execution| {
            parallel = execution.is_parallel();
            execution.status = PipelineExecutionStatus::InProgress;
            execution.summary = None;
            execution.stop_reason = None;
            execution.ending = None;
            execution.attempt = attempt;
            execution.position = Position::Inside(stage.to_owned());
        });
        self.touch_stage(execution_id, stage, at, |run| {
            run.status = StageExecutionStatus::InProgress;
            match trigger {
                RetryTrigger::AutomatedStageRetry => run.retries.automatic += 1,
                _ => run.retries.manual += 1,
            }
            run.retries.latest = Some(trigger.clone());
            run.retries.at = Some(at);
            run.reopen_gates();
            let again: Vec<String> = match mode {
                StageRetryMode::AllActions => run.current.keys().cloned().collect(),
                _ => {
                    let ends_well = |run: &Arc<ActionRun>| run.is_running() || run.has_succeeded();
                    let names = run.current.keys();
                    names.filter(|name| !run.current(name).is_some_and(ends_well)).cloned().collect()
                }
            };
            for name in again {
                run.current.remove(&name);
            }
        });
        if !parallel && let Some(slot) = self.stage_mut(stage) {
            slot.lock = Some(execution_id.to_owned());
        }
    }

    fn start_action(&mut self, start: &ActionStart, at: Timestamp) {
        let ActionRef { execution_id, stage, action, action_execution_id, internal_attempt } = &start.action;
        let mut parallel = false;
        self.touch(execution_id, at, |execution| {
            parallel = execution.is_parallel();
            let attempt = execution.attempt;
            execution.change_stage(stage, |run| {
                run.updated_at = at;
                run.current.insert(action.clone(), action_execution_id.clone());
                run.actions.push(Arc::new(ActionRun {
                    start: start.clone(),
                    attempt,
                    internal_attempt: *internal_attempt,
                    status: ActionExecutionStatus::InProgress,
                    started_at: at,
                    updated_at: at,
                    percent: None,
                    summary: None,
                    external_execution_id: None,
                    external_execution_url: None,
                    log_stream_arn: None,
                    updated_by: None,
                    error: None,
                    output_artifacts: Vec::new(),
                    output_variables: BTreeMap::new(),
                    revision: None,
                    fidelity: None,
                    differences: Vec::new(),
                    details: Value::Null,
                    cancelled: false,
                    held: false,
                }));
            });
        });
        if !parallel && let Some(slot) = self.stage_mut(stage) {
            let latest = LatestOfAction {
                execution_id: execution_id.clone(),
                action_execution_id: action_execution_id.clone(),
                kept: None,
            };
            slot.actions.insert(action.clone(), latest);
        }
    }

    fn succeed(&mut self, action: &ActionRef, by: Option<&str>, success: &ActionSuccess, at: Timestamp) {
        self.touch_action(action, at, |run| run.succeed(by, success));
        let Some(execution) = self.executions.get(&action.execution_id) else { return };
        let Some(run) = execution.action(&action.action_execution_id) else { return };
        let declared = self.action_declaration(execution, run);
        let namespace = declared.and_then(|declared| declared.namespace.clone());
        let artifact = run.start.output_artifacts.first().map(|artifact| artifact.name.clone());
        self.touch(&action.execution_id, at, |execution| {
            for artifact in &success.output_artifacts {
                execution.artifacts.insert(artifact.name.clone(), artifact.location.clone());
            }
            if let Some(namespace) = namespace {
                execution.namespaces.insert(namespace, Arc::new(success.output_variables.clone()));
            }
            if let Some(revision) = &success.revision {
                execution.revisions.retain(|known| known.action != action.action);
                execution.revisions.push(SourceRun {
                    action: action.action.clone(),
                    artifact,
                    revision: revision.clone(),
                });
            }
        });
    }

    pub(crate) fn touch(&mut self, execution_id: &str, at: Timestamp, change: impl FnOnce(&mut Execution)) {
        if let Some(execution) = self.executions.get_mut(execution_id) {
            let execution = Arc::make_mut(execution);
            execution.updated_at = at;
            change(execution);
        }
    }

    pub(crate) fn touch_stage(
        &mut self,
        execution_id: &str,
        stage: &str,
        at: Timestamp,
        change: impl FnOnce(&mut StageRun),
    ) {
        let mut seen = None;
        self.touch(execution_id, at, |execution| {
            let parallel = execution.is_parallel();
            execution.change_stage(stage, |run| {
                run.updated_at = at;
                change(run);
                if !parallel {
                    seen = Some((run.status.clone(), run.retries.clone()));
                }
            });
        });
        let Some((status, retries)) = seen else { return };
        if let Some(slot) = self.stage_mut(stage)
            && let Some(latest) = &mut slot.latest
            && latest.execution_id == execution_id
        {
            latest.status = status;
            latest.retries = retries;
        }
    }

    fn touch_action(&mut self, action: &ActionRef, at: Timestamp, change: impl FnOnce(&mut ActionRun)) {
        self.touch(&action.execution_id, at, |_| ());
        self.change_action(action, |run| {
            run.updated_at = at;
            change(run);
        });
    }

    fn change_action(&mut self, action: &ActionRef, change: impl FnOnce(&mut ActionRun)) {
        let Some(execution) = self.executions.get_mut(&action.execution_id) else { return };
        Arc::make_mut(execution).change_stage(&action.stage, |stage| {
            let mut runs = stage.actions.iter_mut().rev();
            if let Some(run) =
                runs.find(|run| run.start.action.action_execution_id == action.action_execution_id)
            {
                change(Arc::make_mut(run));
            }
        });
    }
}

impl ActionRun {
    fn succeed(&mut self, by: Option<&str>, success: &ActionSuccess) {
        self.status = ActionExecutionStatus::Succeeded;
        self.updated_by = by.map(str::to_owned);
        self.summary.clone_from(&success.summary);
        replace(&mut self.external_execution_id, &success.external_execution_id);
        replace(&mut self.external_execution_url, &success.external_execution_url);
        replace(&mut self.log_stream_arn, &success.log_stream_arn);
        self.percent = self.percent.map(|_| 100);
        self.output_artifacts.clone_from(&success.output_artifacts);
        self.output_variables.clone_from(&success.output_variables);
        self.revision.clone_from(&success.revision);
        self.fidelity = success.fidelity;
        self.differences.clone_from(&success.differences);
        self.details = success.details.clone();
    }

    fn fail(&mut self, by: Option<&str>, cause: FailureCause, failure: &ActionFailure) {
        self.status = ActionExecutionStatus::Failed;
        self.updated_by = by.map(str::to_owned);
        // What it last said of its progress says nothing any more; a rejection is the approver's own words.
        let rejection = Some(failure.message.clone()).filter(|message| !message.is_empty());
        self.summary = rejection.filter(|_| cause == FailureCause::Rejected);
        self.error = Some(ErrorDetails {
            code: Some(failure.code.as_str().to_owned()),
            message: Some(failure.message.clone()),
        });
        replace(&mut self.external_execution_id, &failure.external_execution_id);
        replace(&mut self.external_execution_url, &failure.external_execution_url);
        replace(&mut self.log_stream_arn, &failure.log_stream_arn);
        self.fidelity = failure.fidelity;
        self.differences.clone_from(&failure.differences);
        self.details = failure.details.clone();
        self.cancelled = cause == FailureCause::PipelineUpdated;
        self.held = matches!(cause, FailureCause::TimedOut | FailureCause::PipelineUpdated);
    }
}

fn replace(known: &mut Option<String>, new: &Option<String>) {
    if new.is_some() {
        known.clone_from(new);
    }
}
