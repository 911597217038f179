//! What follows by itself: stages that go on or end, executions that enter, actions that are admitted.

use std::borrow::Cow;
use std::collections::BTreeMap;

use codepipeline::Timestamp;
use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionOwner, ConditionResult, EnvironmentVariable, ExecutionMode,
    FailureType, PipelineDeclaration, PipelineExecutionStatus, RetryTrigger, SourceRevisionOverride,
    SourceRevisionType, StageDeclaration, StageExecutionStatus, StageRetryMode,
};

use super::Decision;
use super::gates::Passage;
use crate::condition;
use crate::event::{
    ActionFailure, ActionRef, ActionStart, Artifact, EventKind, FailureCause, Gate, Location, OutputArtifact,
};
use crate::part::Part;
use crate::state::{Ending, Execution, Position, StageRun};
use crate::timeout::timeout;
use crate::variables::resolve;

/// How many actions of one PARALLEL execution may run at once (AWS CodePipeline user guide, quotas).
const PARALLEL_ACTIONS: usize = 5;

/// How many bytes the resolved configuration of an action may have (AWS CodePipeline user guide, quotas).
const CONFIGURATION: usize = 102_400;

/// What a stage does next.
enum Step {
    Wait,
    Admit(Vec<ActionDeclaration>),
    Succeed,
    Fail,
}

impl Decision<'_> {
    /// Draws every conclusion there is.
    pub(super) fn settle(&mut self) {
        loop {
            let known = self.events.len();
            for id in self.live() {
                self.advance(&id);
            }
            for index in (0..self.state.stages.len()).rev() {
                self.let_in(index);
            }
            if self.events.len() == known {
                return;
            }
        }
    }

    /// Lets the next waiting execution into a stage that is free and open.
    fn let_in(&mut self, index: usize) {
        let Some(slot) = self.state.stages.get(index) else { return };
        if slot.lock.is_some() || slot.transition.disabled {
            return;
        }
        let Some(execution_id) = slot.head().map(str::to_owned) else { return };
        let stage = slot.name.clone();
        self.emit(EventKind::StageEntered { execution_id, stage });
    }

    /// Brings an execution before a stage. In PARALLEL mode nothing waits; in SUPERSEDED mode the newcomer takes the
    /// place of the one that waits.
    pub(super) fn approach(&mut self, execution_id: &str, stage: &str) {
        let Some(mode) = self.execution(execution_id).map(|execution| execution.mode.clone()) else { return };
        let (execution_id, stage) = (execution_id.to_owned(), stage.to_owned());
        if mode == ExecutionMode::Parallel {
            return self.emit(EventKind::StageEntered { execution_id, stage });
        }
        if mode == ExecutionMode::Superseded
            && let Some(waiting) = self.state.stage(&stage).and_then(|slot| slot.head()).map(str::to_owned)
        {
            self.end(&waiting, PipelineExecutionStatus::Superseded, None);
        }
        self.emit(EventKind::ExecutionInbound { execution_id, stage });
    }

    pub(super) fn end(
        &mut self,
        execution_id: &str,
        status: PipelineExecutionStatus,
        summary: Option<String>,
    ) {
        self.emit(EventKind::ExecutionEnded { execution_id: execution_id.to_owned(), status, summary });
    }

    /// Takes an execution inside a stage one step further.
    fn advance(&mut self, id: &str) {
        let Some(execution) = self.execution(id) else { return };
        let Position::Inside(stage) = execution.position.clone() else { return };
        self.judge(id, &stage);
        let Some(execution) = self.execution(id) else { return };
        let Some(run) = execution.stage(&stage) else { return };
        if let Some(ending) = execution.ending {
            if run.is_busy() {
                return;
            }
            let (inner, outer, summary) = match ending {
                Ending::Stop => (
                    StageExecutionStatus::Stopped,
                    PipelineExecutionStatus::Stopped,
                    execution.stop_reason.clone(),
                ),
                Ending::Cancel => (StageExecutionStatus::Cancelled, PipelineExecutionStatus::Cancelled, None),
            };
            // A stage whose failure was being judged has failed, whatever became of the execution.
            if run.status != StageExecutionStatus::Failed {
                self.emit(EventKind::StageEnded { execution_id: id.to_owned(), stage, status: inner });
            }
            return self.end(id, outer, summary);
        }
        if run.status == StageExecutionStatus::Failed {
            return self.answer_failure(id, &stage);
        }
        match self.pass_gate(id, &stage, Gate::BeforeEntry) {
            Passage::Open => {}
            Passage::Waits => return,
            Passage::Closed(Some(ConditionResult::Skip)) => {
                return self.pass(id, stage, StageExecutionStatus::Skipped);
            }
            Passage::Closed(_) => return self.fail(id, stage),
        }
        let Some(execution) = self.execution(id) else { return };
        let Some(declared) = self.state.stage_declaration(execution, &stage) else { return };
        let Some(run) = execution.stage(&stage) else { return };
        match next_step(declared, run, execution.is_parallel(), execution.part.as_ref()) {
            Step::Wait => {}
            Step::Admit(actions) => self.admit(id, &stage, &actions),
            Step::Succeed => match self.pass_gate(id, &stage, Gate::OnSuccess) {
                Passage::Open => self.pass(id, stage, StageExecutionStatus::Succeeded),
                Passage::Waits => {}
                Passage::Closed(Some(ConditionResult::Rollback)) => {
                    let status = StageExecutionStatus::Failed;
                    let execution_id = id.to_owned();
                    self.emit(EventKind::StageEnded { execution_id, stage: stage.clone(), status });
                    self.go_back(id, &stage);
                }
                Passage::Closed(_) => self.fail(id, stage),
            },
            Step::Fail => self.fail(id, stage),
        }
    }

    /// The stage is passed: on to the next, or to the end. A ROLLBACK execution has one stage only.
    fn pass(&mut self, id: &str, stage: String, status: StageExecutionStatus) {
        let Some(execution) = self.execution(id) else { return };
        let Some(declaration) = self.state.declarations.get(&execution.version) else { return };
        let mut stages = declaration.stages.iter().skip_while(|declared| declared.name != stage).skip(1);
        let part = execution.part.as_ref();
        let ends_here =
            execution.rollback.is_some() || part.is_some_and(|part| part.last.as_deref() == Some(&*stage));
        let next = stages.next().filter(|_| !ends_here).map(|declared| declared.name.clone());
        let told = part.map(Part::told);
        self.emit(EventKind::StageEnded { execution_id: id.to_owned(), stage, status });
        match next {
            Some(next) => self.approach(id, &next),
            None => self.end(id, PipelineExecutionStatus::Succeeded, told),
        }
    }

    /// The stage failed. What it declares for that case comes before the end of the execution: once more, if it has
    /// not been done, or a rollback, at once or if a condition says so.
    fn fail(&mut self, id: &str, stage: String) {
        let Some(execution) = self.execution(id) else { return };
        let attempt = execution.attempt + 1;
        let untried = execution.stage(&stage).is_some_and(|run| run.retries.automatic == 0);
        let declared = self.state.stage_declaration(execution, &stage);
        let failure = declared.and_then(|stage| stage.on_failure.clone());
        let has_condition =
            declared.is_some_and(|stage| condition::declared(stage, Gate::OnFailure).is_some());
        let status = StageExecutionStatus::Failed;
        let execution_id = id.to_owned();
        self.emit(EventKind::StageEnded { execution_id: execution_id.clone(), stage: stage.clone(), status });
        match failure.as_ref().and_then(|failure| failure.result.as_ref()) {
            Some(ConditionResult::Retry) if untried => {
                let configured = failure.and_then(|failure| failure.retry_configuration?.retry_mode);
                self.emit(EventKind::StageRetried {
                    execution_id,
                    stage,
                    // The service's own default is not published; this is the one its console offers.
                    mode: configured.unwrap_or(StageRetryMode::FailedActions),
                    trigger: RetryTrigger::AutomatedStageRetry,
                    attempt,
                    by: None,
                });
            }
            Some(ConditionResult::Rollback) => self.go_back(id, &stage),
            None if has_condition => self.open_condition(id, &stage, Gate::OnFailure),
            _ => self.end(id, PipelineExecutionStatus::Failed, None),
        }
    }

    /// Admits actions: all are resolved and recorded before any of them has an effect. One that cannot be resolved
    /// fails without ever having been a command.
    fn admit(&mut self, id: &str, stage: &str, actions: &[ActionDeclaration]) {
        let mut failures = Vec::new();
        for action in actions {
            let Some(execution) = self.state.executions.get(id).cloned() else { return };
            let Some(declaration) = self.state.declarations.get(&execution.version).cloned() else { return };
            let reference = ActionRef {
                execution_id: id.to_owned(),
                stage: stage.to_owned(),
                action: action.name.clone(),
                action_execution_id: self.ids.uuid(),
                internal_attempt: 1,
            };
            let (start, unresolved) = self.prepare(reference.clone(), &execution, &declaration, action);
            self.emit(EventKind::ActionStarted(Box::new(start)));
            failures.extend(unresolved.map(|message| (reference, message)));
        }
        for (action, message) in failures {
            self.emit(EventKind::ActionFailed {
                action,
                by: None,
                cause: FailureCause::Unresolved,
                failure: Box::new(ActionFailure::new(FailureType::ConfigurationError, message)),
            });
        }
    }

    /// Everything about an action that is decided once, and why it cannot run.
    fn prepare(
        &mut self,
        reference: ActionRef,
        execution: &Execution,
        declaration: &PipelineDeclaration,
        action: &ActionDeclaration,
    ) -> (ActionStart, Option<String>) {
        let mut problem = None;
        let is_source = action.action_type_id.category == ActionCategory::Source;
        let mut put_in = |text: &str| match resolve(text, |namespace, key| {
            look_up(execution, is_source, namespace, key)
        }) {
            Ok(text) => text,
            Err(name) => {
                // The service's own code and text are not published.
                problem.get_or_insert_with(|| format!("The variable {name} has no value"));
                text.to_owned()
            }
        };
        let configuration: BTreeMap<String, String> =
            action.configuration.iter().flatten().map(|(key, value)| (key.clone(), put_in(value))).collect();
        let commands = action.commands.iter().flatten().map(|command| put_in(command)).collect();
        let environment_variables = action
            .environment_variables
            .iter()
            .flatten()
            .map(|variable| EnvironmentVariable { value: put_in(&variable.value), ..variable.clone() })
            .collect();
        let size: usize = configuration.iter().map(|(key, value)| key.len() + value.len()).sum();
        if size > CONFIGURATION {
            let message = format!("The resolved configuration has {size} bytes, more than {CONFIGURATION}");
            problem.get_or_insert(message);
        }
        let mut input_artifacts = Vec::new();
        for input in action.input_artifacts.iter().flatten() {
            match execution.artifacts.get(&input.name) {
                Some(location) => {
                    input_artifacts.push(Artifact { name: input.name.clone(), location: location.clone() });
                }
                None => {
                    let message = format!("The input artifact {} was not produced by any action", input.name);
                    problem.get_or_insert(message);
                }
            }
        }
        let region = action.region.clone().unwrap_or_else(|| self.state.region.clone());
        let output_artifacts = action
            .output_artifacts
            .iter()
            .flatten()
            .map(|output| OutputArtifact {
                name: output.name.clone(),
                location: Location {
                    bucket: bucket(declaration, &region),
                    key: artifact_key(&declaration.name, &output.name, &self.ids.artifact_suffix(), action),
                },
                files: output.files.clone().unwrap_or_default(),
            })
            .collect();
        let reused =
            execution.part.as_ref().is_some_and(|part| part.reuses(&reference.stage, &reference.action));
        let start = ActionStart {
            action: reference,
            action_type_id: action.action_type_id.clone(),
            region,
            configuration,
            commands,
            environment_variables,
            input_artifacts,
            output_artifacts,
            source_revisions: if is_source { pinned(execution, action) } else { Vec::new() },
            reused,
            deadline: Timestamp(self.now.millis().saturating_add(timeout(action))),
        };
        // What an earlier execution resolved needs no resolving.
        (start, problem.filter(|_| !reused))
    }
}

/// What an execution in a stage does next, by the run orders of the stage's actions.
fn next_step(declared: &StageDeclaration, run: &StageRun, parallel: bool, part: Option<&Part>) -> Step {
    let mut groups: BTreeMap<i32, Vec<&ActionDeclaration>> = BTreeMap::new();
    let takes_place =
        |action: &&ActionDeclaration| !part.is_some_and(|part| part.leaves_out(&declared.name, &action.name));
    for action in declared.actions.iter().filter(takes_place) {
        groups.entry(action.run_order.unwrap_or(1)).or_default().push(action);
    }
    for group in groups.values() {
        let (mut missing, mut running, mut failed) = (Vec::new(), 0, false);
        for action in group {
            match run.current(&action.name) {
                None => missing.push((*action).clone()),
                Some(run) if run.is_running() => running += 1,
                Some(run) => failed |= !run.has_succeeded(),
            }
        }
        if parallel {
            missing.truncate(PARALLEL_ACTIONS.saturating_sub(running));
        }
        match (failed, running, missing.is_empty()) {
            (true, 0, _) => return Step::Fail,
            (true, ..) => return Step::Wait,
            (false, 0, true) => {}
            (false, _, true) => return Step::Wait,
            (false, _, false) => return Step::Admit(missing),
        }
    }
    Step::Succeed
}

/// The value of a variable; source actions see none.
pub(super) fn look_up<'e>(
    execution: &'e Execution,
    is_source: bool,
    namespace: &str,
    key: &str,
) -> Option<Cow<'e, str>> {
    if is_source {
        return None;
    }
    if namespace == "codepipeline" {
        return (key == "PipelineExecutionId").then_some(Cow::Borrowed(execution.id.as_str()));
    }
    let declared = execution.variables.as_ref().filter(|_| namespace == "variables");
    let value = declared.and_then(|variables| variables.get(key));
    // Where no variables are declared, an action may own the namespace.
    let value = value.or_else(|| execution.namespaces.get(namespace)?.get(key))?;
    Some(Cow::Borrowed(value.as_str()))
}

/// The bucket of the artifact store for a region; the pipeline's own store where the region has none.
fn bucket(declaration: &PipelineDeclaration, region: &str) -> String {
    let stores = declaration.artifact_stores.as_ref();
    let store = stores.and_then(|stores| stores.get(region)).or(declaration.artifact_store.as_ref());
    let store = store.or_else(|| stores.and_then(|stores| stores.values().next()));
    store.map(|store| store.location.clone()).unwrap_or_default()
}

/// The key of a new artifact: the first 20 characters of the pipeline's name, the first 10 of the artifact's and a
/// random part; S3 sources add `.zip`. What other producers add is not published; samples show nothing.
fn artifact_key(pipeline: &str, artifact: &str, suffix: &str, action: &ActionDeclaration) -> String {
    let id = &action.action_type_id;
    let s3 = id.category == ActionCategory::Source && id.owner == ActionOwner::Aws && id.provider == "S3";
    let pipeline: String = pipeline.chars().take(20).collect();
    let artifact: String = artifact.chars().take(10).collect();
    format!("{pipeline}/{artifact}/{suffix}{}", if s3 { ".zip" } else { "" })
}

/// The revision that a source action must take: the one the execution took before, or the one the start named.
fn pinned(execution: &Execution, action: &ActionDeclaration) -> Vec<SourceRevisionOverride> {
    let overrides = execution.source_revisions.iter().filter(|revision| revision.action_name == action.name);
    let mut pinned: Vec<SourceRevisionOverride> = overrides.cloned().collect();
    // A rollback of the source stage, which the guide excludes, was seen to read the source as it is now.
    if execution.rollback.is_some() {
        return pinned;
    }
    let Some(taken) = execution.revisions.iter().find(|taken| taken.action == action.name) else {
        return pinned;
    };
    let revision_type = match action.action_type_id.provider.as_str() {
        "S3" => SourceRevisionType::S3ObjectVersionId,
        "ECR" => SourceRevisionType::ImageDigest,
        _ => SourceRevisionType::CommitId,
    };
    pinned.retain(|revision| revision.revision_type != revision_type);
    pinned.push(SourceRevisionOverride {
        action_name: action.name.clone(),
        revision_type,
        revision_value: taken.revision.id.clone(),
    });
    pinned
}
