//! What is asked or reported, judged one by one: the service's preconditions and error texts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use codepipeline::shapes::{
    ActionCategory, ActionExecutionStatus, ApprovalStatus, ConditionExecutionStatus, ExecutionMode,
    ExecutionTrigger, FailureType, PipelineDeclaration, PipelineExecutionStatus, RetryTrigger,
    StageExecutionStatus, StageRetryMode, StageTransitionType, TriggerType,
};
use codepipeline::{Error, ErrorKind};

use super::Decision;
use crate::event::{
    ActionFailure, ActionKey, ActionRef, ActionSuccess, EventKind, ExecutionStart, FailureCause,
};
use crate::input::{Input, StartRequest};
use crate::state::{ActionRun, Ending, Position, State, mode_of};

/// How many executions of a QUEUED or PARALLEL pipeline may be under way (AWS CodePipeline user guide, quotas).
const CONCURRENT: usize = 50;

/// How many bytes the output variables of an action may have in total (AWS CodePipeline user guide, quotas).
const OUTPUT_VARIABLES: usize = 122_880;

/// What there is to say of output variables that are more than an action may have; none when they fit.
pub fn too_large_variables<'v>(
    variables: impl IntoIterator<Item = (&'v String, &'v String)>,
) -> Option<String> {
    let size: usize = variables.into_iter().map(|(name, value)| name.len() + value.len()).sum();
    (size > OUTPUT_VARIABLES)
        .then(|| format!("The output variables have {size} bytes, more than {OUTPUT_VARIABLES}"))
}

/// An approval as the caller decided it.
struct Approval {
    stage: String,
    action: String,
    token: String,
    status: ApprovalStatus,
    summary: String,
    by: String,
}

impl Decision<'_> {
    pub(super) fn answer(&mut self, input: Input) -> Result<(), Error> {
        match input {
            Input::Create { declaration, start, by } => self.create(declaration, start, by),
            Input::Update { declaration, by } => self.update(declaration, by),
            Input::Delete { by } => {
                self.delete(by);
                Ok(())
            }
            Input::Start(request) => self.start(request),
            Input::Stop { execution_id, abandon, reason, by } => self.stop(execution_id, abandon, reason, by),
            Input::PutApprovalResult { stage, action, token, status, summary, by } => {
                self.approve(Approval { stage, action, token, status, summary, by })
            }
            Input::RetryStage { stage, execution_id, mode, by } => self.retry(stage, execution_id, mode, by),
            Input::RollbackStage { stage, target_execution_id, stored, by } => {
                self.roll_back(stage, &target_execution_id, stored, by)
            }
            Input::OverrideCondition { stage, execution_id, condition, by } => {
                self.override_condition(stage, execution_id, &condition, by)
            }
            Input::DisableTransition { stage, transition, reason, by } => {
                self.change_transition(stage, &transition, Some(reason), by)
            }
            Input::EnableTransition { stage, transition, by } => {
                self.change_transition(stage, &transition, None, by)
            }
            report => {
                self.report(report);
                Ok(())
            }
        }
    }

    fn create(
        &mut self,
        declaration: Arc<PipelineDeclaration>,
        start: bool,
        by: String,
    ) -> Result<(), Error> {
        if self.state.exists() {
            let message = format!("A pipeline with name '{}' already exists", self.state.name);
            return Err(Error::new(ErrorKind::PipelineNameInUse, message));
        }
        self.emit(EventKind::PipelineCreated {
            account: self.state.account.clone(),
            region: self.state.region.clone(),
            declaration: Arc::clone(&declaration),
            by: by.clone(),
        });
        if start {
            let trigger = ExecutionTrigger {
                trigger_type: Some(TriggerType::CreatePipeline),
                trigger_detail: Some(by),
            };
            self.begin(StartRequest { trigger, ..StartRequest::default() }, &declaration);
        }
        Ok(())
    }

    /// Replaces the definition. Executions that wait are cancelled at once, others once their running actions have
    /// ended, pending approvals among them at once; those in PARALLEL mode are left alone.
    fn update(&mut self, declaration: Arc<PipelineDeclaration>, by: String) -> Result<(), Error> {
        let version = self.state.version().ok_or_else(|| self.state.not_found())? + 1;
        self.emit(EventKind::PipelineUpdated { version, declaration, by });
        for id in self.live() {
            let Some(execution) = self.execution(&id) else { continue };
            if execution.is_parallel() {
                continue;
            }
            if !matches!(execution.position, Position::Inside(_)) {
                self.end(&id, PipelineExecutionStatus::Cancelled, None);
                continue;
            }
            let stops = execution.ending == Some(Ending::Stop);
            let approvals: Vec<ActionRef> =
                execution.running().filter(|run| run.is_approval()).map(|run| run.reference()).collect();
            for action in approvals {
                let message = "The pipeline was updated while the action waited for an approval";
                self.emit(EventKind::ActionFailed {
                    action,
                    by: None,
                    cause: FailureCause::PipelineUpdated,
                    failure: Box::new(ActionFailure::new(FailureType::JobFailed, message)),
                });
            }
            self.give_up_condition(&id, ConditionExecutionStatus::Cancelled);
            if !stops {
                self.emit(EventKind::ExecutionCancelling { execution_id: id });
            }
        }
        Ok(())
    }

    fn delete(&mut self, by: String) {
        if !self.state.exists() {
            return;
        }
        for id in self.live() {
            self.abandon_all(&id, ConditionExecutionStatus::Cancelled);
            if let Some(execution) = self.execution(&id)
                && let Position::Inside(stage) = execution.position.clone()
                && execution.stage(&stage).is_none_or(|run| run.status != StageExecutionStatus::Failed)
            {
                let status = StageExecutionStatus::Cancelled;
                self.emit(EventKind::StageEnded { execution_id: id.clone(), stage, status });
            }
            self.end(&id, PipelineExecutionStatus::Cancelled, None);
        }
        self.emit(EventKind::PipelineDeleted { by });
    }

    fn start(&mut self, request: StartRequest) -> Result<(), Error> {
        let declaration = Arc::clone(self.state.declaration().ok_or_else(|| self.state.not_found())?);
        let mut names = BTreeSet::new();
        if let Some(twice) = request.variables.iter().find(|variable| !names.insert(&variable.name)) {
            return Err(Error::validation(format!(
                "Variable names must be unique. The following variable name is already in use: {}",
                twice.name
            )));
        }
        let is_source = |name: &String| {
            let mut actions = declaration.stages.iter().flat_map(|stage| &stage.actions);
            actions.any(|action| {
                action.name == *name && action.action_type_id.category == ActionCategory::Source
            })
        };
        if !request.source_revisions.iter().all(|revision| is_source(&revision.action_name)) {
            return Err(Error::validation(
                "The action name provided in the source revision is not valid. The action must be a source action \
                 in your pipeline.",
            ));
        }
        // A repeated token wins over everything that differs from the first request.
        let token = request.client_request_token.as_deref();
        if token.is_some_and(|token| self.state.execution_of_token(token).is_some()) {
            return Ok(());
        }
        self.check_concurrency(&mode_of(&declaration))?;
        self.begin(request, &declaration);
        Ok(())
    }

    pub(super) fn check_concurrency(&self, mode: &ExecutionMode) -> Result<(), Error> {
        if *mode == ExecutionMode::Superseded || self.live().len() < CONCURRENT {
            return Ok(());
        }
        let message =
            format!("Pipeline '{}' has reached {CONCURRENT} concurrent executions", self.state.name);
        Err(Error::new(ErrorKind::ConcurrentPipelineExecutionsLimitExceeded, message))
    }

    fn begin(&mut self, request: StartRequest, declaration: &PipelineDeclaration) {
        let (variables, missing) = resolve_variables(&request, declaration);
        let names = missing.join(", ");
        let refused = (!missing.is_empty())
            .then(|| format!("Values for required variables haven't been provided: {names}"));
        let execution_id = self.ids.uuid();
        let runs = refused.is_none();
        self.emit(EventKind::ExecutionStarted(Box::new(ExecutionStart {
            execution_id: execution_id.clone(),
            version: self.state.version().unwrap_or(1),
            mode: mode_of(declaration),
            trigger: request.trigger,
            git: request.git,
            variables: missing.is_empty().then_some(variables),
            source_revisions: request.source_revisions,
            client_request_token: request.client_request_token,
            part: request.part,
            places: request.places,
            refused,
            rollback: None,
        })));
        if runs && let Some(first) = declaration.stages.first() {
            self.approach(&execution_id, &first.name);
        }
    }

    fn stop(
        &mut self,
        execution_id: String,
        abandon: bool,
        reason: Option<String>,
        by: String,
    ) -> Result<(), Error> {
        let name = self.state.name.clone();
        if !self.state.exists() {
            return Err(self.state.not_found());
        }
        let execution = self.execution(&execution_id).filter(|execution| !execution.has_ended());
        let Some(execution) = execution else {
            return Err(Error::new(
                ErrorKind::PipelineExecutionNotStoppable,
                format!(
                    "The pipeline execution with ID '{execution_id}' in '{name}' can't be stopped now. Either it \
                     does not exist in the pipeline, or the pipeline execution has no action executions in \
                     progress."
                ),
            ));
        };
        let stopping = execution.status == PipelineExecutionStatus::Stopping;
        if stopping && !abandon {
            return Err(Error::new(
                ErrorKind::DuplicatedStopRequest,
                format!(
                    "The execution with ID {execution_id} in {name} is already in a stopping state. If you already \
                     chose to stop and wait, you cannot make that request again. You can choose to stop and \
                     abandon now, or wait for the actions in progress to end."
                ),
            ));
        }
        let position = execution.position.clone();
        // A second request without a reason keeps the first one's.
        let reason = reason.or_else(|| execution.stop_reason.clone());
        self.emit(EventKind::ExecutionStopping {
            execution_id: execution_id.clone(),
            abandon,
            reason: reason.clone(),
            by,
        });
        match position {
            Position::Inside(stage) => {
                // A stage that has failed stays so: only the judgement of its failure is stopped.
                let failed = self
                    .execution(&execution_id)
                    .and_then(|execution| execution.stage(&stage))
                    .is_some_and(|run| run.status == StageExecutionStatus::Failed);
                if abandon {
                    self.abandon_all(&execution_id, ConditionExecutionStatus::Abandoned);
                } else if !failed {
                    self.emit(EventKind::StageStopping { execution_id, stage });
                }
            }
            _ => self.end(&execution_id, PipelineExecutionStatus::Stopped, reason),
        }
        Ok(())
    }

    fn approve(&mut self, approval: Approval) -> Result<(), Error> {
        let Approval { stage, action, token, status, summary, by } = approval;
        if !self.state.exists() {
            return Err(self.state.not_found());
        }
        // A PARALLEL execution may still wait in a stage that the current definition does not have.
        let definitions = self.state.declarations.values().flat_map(|declaration| &declaration.stages);
        let mut stages = definitions.filter(|declared| declared.name == stage).peekable();
        if stages.peek().is_none() {
            return Err(no_stage(&self.state, &stage));
        }
        let mut actions = stages.flat_map(|declared| &declared.actions);
        // What the service says about an action that is no approval is not published.
        if !actions.any(|declared| {
            declared.name == action && declared.action_type_id.category == ActionCategory::Approval
        }) {
            let message = format!("Stage '{stage}' does not have an approval action with name '{action}'");
            return Err(Error::new(ErrorKind::ActionNotFound, message));
        }
        let run = self.approval(&stage, &action, &token).ok_or_else(|| {
            let message = format!("The token does not belong to a pending approval of action '{action}'");
            Error::new(ErrorKind::InvalidApprovalToken, message)
        })?;
        if !run.is_running() {
            let message = format!("The approval of action '{action}' in stage '{stage}' was already decided");
            return Err(Error::new(ErrorKind::ApprovalAlreadyCompleted, message));
        }
        let required = run.start.configuration.get("IsSummaryRequired");
        if summary.is_empty() && required.is_some_and(|required| required.eq_ignore_ascii_case("true")) {
            return Err(Error::new(
                ErrorKind::InvalidApprovalToken,
                format!(
                    "Action '{action}' in stage '{stage}' requires a summary. Provide a summary in the approval \
                     result and try again."
                ),
            ));
        }
        let action = run.reference();
        let by = Some(by);
        self.emit(match status {
            ApprovalStatus::Approved => EventKind::ActionSucceeded {
                action,
                by,
                success: Box::new(ActionSuccess {
                    summary: Some(summary).filter(|summary| !summary.is_empty()),
                    ..ActionSuccess::default()
                }),
            },
            _ => EventKind::ActionFailed {
                action,
                by,
                cause: FailureCause::Rejected,
                failure: Box::new(ActionFailure::new(FailureType::JobFailed, summary)),
            },
        });
        Ok(())
    }

    /// The approval that this token still stands for: the newest of its action in an execution, not given up.
    fn approval(&self, stage: &str, action: &str, token: &str) -> Option<&ActionRun> {
        let live = self.state.executions.values().find_map(|execution| {
            let run = execution.stage(stage)?.current(action)?;
            (run.start.action.action_execution_id == token).then_some(&**run)
        });
        let kept = || {
            let latest = self.state.stage(stage)?.actions.get(action)?;
            latest.kept.as_deref().filter(|_| latest.action_execution_id == token)
        };
        let given_up = |run: &ActionRun| run.cancelled || (!run.is_running() && run.held);
        live.or_else(kept).filter(|run| !given_up(run) && run.status != ActionExecutionStatus::Abandoned)
    }

    fn retry(
        &mut self,
        stage: String,
        execution_id: String,
        mode: StageRetryMode,
        by: String,
    ) -> Result<(), Error> {
        if !self.state.exists() {
            return Err(self.state.not_found());
        }
        if self.state.stage(&stage).is_none() {
            return Err(no_stage(&self.state, &stage));
        }
        let not_retryable = |why: &str| {
            let message = format!("Stage '{stage}' of execution '{execution_id}' cannot be retried: {why}");
            Err(Error::new(ErrorKind::StageNotRetryable, message))
        };
        let Some(execution) = self.execution(&execution_id) else {
            if self.state.is_latest_in(&stage, &execution_id) {
                return not_retryable("it has no failed or stopped action");
            }
            return Err(not_latest(&execution_id, &stage));
        };
        if !execution.is_parallel() && !self.state.is_latest_in(&stage, &execution_id) {
            return Err(not_latest(&execution_id, &stage));
        }
        if execution.status == PipelineExecutionStatus::Superseded {
            return Err(not_latest(&execution_id, &stage));
        }
        if self.state.version() != Some(execution.version) {
            return not_retryable("the pipeline has changed since");
        }
        if execution.ending.is_some() {
            return not_retryable("the execution is being stopped");
        }
        let Some(run) = execution.stage(&stage) else {
            return not_retryable("the execution has not entered it");
        };
        let failed = run
            .current
            .keys()
            .filter_map(|action| run.current(action))
            .any(|run| !run.is_running() && !run.has_succeeded());
        if !execution.has_ended() && run.status == StageExecutionStatus::Failed {
            return not_retryable("its failure conditions are still being judged");
        }
        let ended = matches!(run.status, StageExecutionStatus::Failed | StageExecutionStatus::Stopped);
        let retryable = ended || (run.status == StageExecutionStatus::InProgress && failed);
        if !retryable {
            return not_retryable("it has no failed or stopped action");
        }
        if mode == StageRetryMode::AllActions && run.running().next().is_some() {
            return not_retryable("it has actions in progress");
        }
        let attempt = execution.attempt + 1;
        if execution.has_ended() {
            self.check_concurrency(&execution.mode.clone())?;
        }
        self.emit(EventKind::StageRetried {
            execution_id,
            stage,
            mode,
            trigger: RetryTrigger::ManualStageRetry,
            attempt,
            by: Some(by),
        });
        Ok(())
    }

    /// Changes the entry to a stage. The outbound transition of a stage is the inbound one of the next; that of the
    /// last leads nowhere and has no state.
    fn change_transition(
        &mut self,
        stage: String,
        transition: &StageTransitionType,
        reason: Option<String>,
        by: String,
    ) -> Result<(), Error> {
        if !self.state.exists() {
            return Err(self.state.not_found());
        }
        let Some(index) = self.state.stages.iter().position(|slot| slot.name == stage) else {
            return Err(no_stage(&self.state, &stage));
        };
        let outbound = *transition == StageTransitionType::Outbound;
        let Some(slot) = self.state.stages.get(index + usize::from(outbound)) else { return Ok(()) };
        let known = &slot.transition;
        if known.disabled == reason.is_some() && known.reason == reason {
            return Ok(());
        }
        let stage = slot.name.clone();
        self.emit(EventKind::TransitionChanged { stage, enabled: reason.is_none(), outbound, reason, by });
        Ok(())
    }

    fn report(&mut self, input: Input) {
        let Some(input) = self.report_rule(input) else { return };
        match input {
            Input::ActionAccepted { key, external_execution_id, external_execution_url } => {
                if let Some(action) = self.running(&key) {
                    self.emit(EventKind::ActionAccepted {
                        action,
                        external_execution_id,
                        external_execution_url,
                    });
                }
            }
            Input::ActionProgress { key, percent, summary } => {
                if let Some(action) = self.running(&key) {
                    self.emit(EventKind::ActionProgressed { action, percent, summary });
                }
            }
            Input::ActionSucceeded { key, success } => self.succeed(&key, success),
            Input::ActionFailed { key, failure } => {
                if let Some(action) = self.running(&key) {
                    let cause = FailureCause::Reported;
                    self.emit(EventKind::ActionFailed { action, by: None, cause, failure });
                } else {
                    self.release(&key);
                }
            }
            Input::AttemptInterrupted { key } => {
                if let Some(action) = self.running(&key) {
                    let next_attempt = action.internal_attempt + 1;
                    self.emit(EventKind::ActionInterrupted { action, next_attempt });
                } else {
                    self.release(&key);
                }
            }
            Input::ActionReleased { key } => self.release(&key),
            Input::Retire { execution_id } => self.retire(execution_id),
            Input::Tick => self.expire(),
            // Everything else is a request and was answered.
            _ => {}
        }
    }

    fn retire(&mut self, execution_id: String) {
        if self.state.retirable().contains(&execution_id) {
            self.emit(EventKind::ExecutionRetired { execution_id });
        }
    }

    fn succeed(&mut self, key: &ActionKey, success: Box<ActionSuccess>) {
        let Some(run) = self.state.attempt(key).filter(|run| run.is_running()) else {
            return self.release(key);
        };
        if run.is_approval() {
            return;
        }
        let action = run.reference();
        let Some(message) = too_large_variables(&success.output_variables) else {
            return self.emit(EventKind::ActionSucceeded { action, by: None, success });
        };
        self.emit(EventKind::ActionFailed {
            action,
            by: None,
            cause: FailureCause::Reported,
            failure: Box::new(ActionFailure::new(FailureType::JobFailed, message)),
        });
    }

    fn running(&self, key: &ActionKey) -> Option<ActionRef> {
        self.state.attempt(key).filter(|run| run.is_running()).map(|run| run.reference())
    }

    fn release(&mut self, key: &ActionKey) {
        if let Some(action) = self.state.attempt(key).filter(|run| run.held).map(|run| run.reference()) {
            self.emit(EventKind::ActionReleased { action });
        }
    }

    fn expire(&mut self) {
        let now = self.now;
        let due = self.state.by_start().flat_map(|execution| execution.running());
        let due: Vec<ActionRef> =
            due.filter(|run| run.start.deadline <= now).map(|run| run.reference()).collect();
        for action in due {
            // The service's own code and text are not published.
            let failure = ActionFailure::new(FailureType::JobFailed, "The action execution timed out");
            self.emit(EventKind::ActionFailed {
                action,
                by: None,
                cause: FailureCause::TimedOut,
                failure: Box::new(failure),
            });
        }
        self.expire_rules();
    }
}

pub(crate) fn no_stage(state: &State, stage: &str) -> Error {
    let message = format!("Pipeline '{}' does not have a stage with name '{stage}'", state.name);
    Error::new(ErrorKind::StageNotFound, message)
}

pub(super) fn not_latest(execution_id: &str, stage: &str) -> Error {
    let message = format!("Execution '{execution_id}' is not the latest one in stage '{stage}'");
    Error::new(ErrorKind::NotLatestPipelineExecution, message)
}

/// The declared variables with their values, and the names of those that have none.
fn resolve_variables(
    request: &StartRequest,
    declaration: &PipelineDeclaration,
) -> (BTreeMap<String, String>, Vec<String>) {
    let mut values = BTreeMap::new();
    let mut missing = Vec::new();
    for declared in declaration.variables.iter().flatten() {
        let given =
            request.variables.iter().find(|given| given.name == declared.name).map(|given| &given.value);
        match given.or(declared.default_value.as_ref()) {
            Some(value) => {
                values.insert(declared.name.clone(), value.clone());
            }
            None => missing.push(declared.name.clone()),
        }
    }
    (values, missing)
}
