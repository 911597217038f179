//! The gates of a stage: conditions that are opened, judged by their rules, overridden and given up.

use std::collections::BTreeMap;

use codepipeline::shapes::{
    ConditionExecutionStatus, ConditionResult, ConditionType, FailureType, PipelineExecutionStatus,
    RuleDeclaration, RuleExecutionStatus, StageExecutionStatus,
};
use codepipeline::{Error, ErrorKind, Timestamp};

use super::Decision;
use super::advance::look_up;
use super::request::{no_stage, not_latest};
use crate::condition::{self, RuleRun};
use crate::event::{ActionFailure, ActionKey, Artifact, EventKind, FailureCause, Gate, RuleRef, RuleStart};
use crate::input::Input;
use crate::state::{Execution, StageRun};
use crate::timeout::rule_timeout;
use crate::variables::resolve;

/// What a gate says to an execution.
pub(super) enum Passage {
    /// There is no condition, or it lets the execution through.
    Open,
    /// The rules are under way.
    Waits,
    /// It was not met; this follows.
    Closed(Option<ConditionResult>),
}

/// What follows from a condition that was not met. A rule that could not be run says nothing about the execution:
/// the service does not publish what follows then; here such a stage fails rather than being skipped unseen.
fn consequence(
    status: &ConditionExecutionStatus,
    declared: Option<ConditionResult>,
) -> Option<ConditionResult> {
    match (status, declared) {
        (ConditionExecutionStatus::Errored, Some(ConditionResult::Skip)) => Some(ConditionResult::Fail),
        (_, declared) => declared,
    }
}

/// Whether the result of a failure condition comes to pass. The guide is of two minds; the service's model says that
/// it does when the condition is met.
fn engages_on_failure(status: &ConditionExecutionStatus) -> bool {
    *status == ConditionExecutionStatus::Succeeded
}

impl Decision<'_> {
    /// Asks a gate; one that was not asked yet is opened.
    pub(super) fn pass_gate(&mut self, id: &str, stage: &str, gate: Gate) -> Passage {
        let Some(execution) = self.execution(id) else { return Passage::Waits };
        let declared = self.state.stage_declaration(execution, stage);
        let Some(declared) = declared.and_then(|stage| condition::declared(stage, gate)) else {
            return Passage::Open;
        };
        let result = declared.result.clone();
        match execution.stage(stage).and_then(|run| run.condition(gate)) {
            None => {
                self.open_condition(id, stage, gate);
                Passage::Waits
            }
            Some(run) if run.is_running() => Passage::Waits,
            Some(run) if run.is_passed() => Passage::Open,
            Some(run) => Passage::Closed(consequence(&run.status, result)),
        }
    }

    /// A stage has failed and its condition for that case was opened: what follows once it is judged.
    pub(super) fn answer_failure(&mut self, id: &str, stage: &str) {
        let Some(execution) = self.execution(id) else { return };
        let run = execution.stage(stage).and_then(|run| run.condition(Gate::OnFailure));
        if run.is_some_and(|run| run.is_running()) {
            return;
        }
        let declared = self.state.stage_declaration(execution, stage);
        let declared = declared.and_then(|stage| condition::declared(stage, Gate::OnFailure));
        let result = declared.and_then(|condition| condition.result.as_ref());
        let engages = run.is_some_and(|run| engages_on_failure(&run.status));
        if engages && result == Some(&ConditionResult::Rollback) {
            self.go_back(id, stage);
        } else {
            self.end(id, PipelineExecutionStatus::Failed, None);
        }
    }

    /// Starts the rules of a condition, all of them together. One that cannot be resolved fails without ever having
    /// been a command.
    pub(super) fn open_condition(&mut self, id: &str, stage: &str, gate: Gate) {
        let Some(execution) = self.state.executions.get(id).cloned() else { return };
        let declared = self.state.stage_declaration(&execution, stage);
        let Some(declared) = declared.and_then(|stage| condition::declared(stage, gate)) else { return };
        let rules: Vec<RuleDeclaration> = declared.rules.iter().flatten().cloned().collect();
        self.emit(EventKind::ConditionStarted { execution_id: id.to_owned(), stage: stage.to_owned(), gate });
        let mut failures = Vec::new();
        for declared in &rules {
            let rule = RuleRef {
                execution_id: id.to_owned(),
                stage: stage.to_owned(),
                gate,
                rule: declared.name.clone(),
                rule_execution_id: self.ids.uuid(),
                internal_attempt: 1,
            };
            let (start, problem) = self.prepare_rule(rule.clone(), &execution, declared);
            self.emit(EventKind::RuleStarted(Box::new(start)));
            failures.extend(problem.map(|message| (rule, message)));
        }
        for (rule, message) in failures {
            let failure = Box::new(ActionFailure::new(FailureType::ConfigurationError, message));
            self.emit(EventKind::RuleFailed { rule, cause: FailureCause::Unresolved, failure });
        }
    }

    fn prepare_rule(
        &self,
        rule: RuleRef,
        execution: &Execution,
        declared: &RuleDeclaration,
    ) -> (RuleStart, Option<String>) {
        let mut problem = None;
        let mut put_in =
            |text: &str| match resolve(text, |namespace, key| look_up(execution, false, namespace, key)) {
                Ok(text) => text,
                Err(name) => {
                    problem.get_or_insert_with(|| format!("The variable {name} has no value"));
                    text.to_owned()
                }
            };
        let configuration: BTreeMap<String, String> = declared
            .configuration
            .iter()
            .flatten()
            .map(|(key, value)| (key.clone(), put_in(value)))
            .collect();
        let commands = declared.commands.iter().flatten().map(|command| put_in(command)).collect();
        let mut input_artifacts = Vec::new();
        for input in declared.input_artifacts.iter().flatten() {
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
        let start = RuleStart {
            rule,
            rule_type_id: declared.rule_type_id.clone(),
            region: declared.region.clone().unwrap_or_else(|| self.state.region.clone()),
            configuration,
            commands,
            input_artifacts,
            deadline: Timestamp(self.now.millis().saturating_add(rule_timeout(declared))),
        };
        (start, problem)
    }

    /// Ends a condition whose rules have said enough: the first that fails decides, what still runs is given up.
    pub(super) fn judge(&mut self, id: &str, stage: &str) {
        let Some(execution) = self.execution(id) else { return };
        let Some(run) = execution.stage(stage).and_then(|run| run.running_condition()) else { return };
        let failed = run.rules.iter().find(|rule| rule.status == RuleExecutionStatus::Failed);
        if failed.is_none() && run.rules.iter().any(|rule| rule.is_running()) {
            return;
        }
        let gate = run.gate;
        let status = failed.map_or(ConditionExecutionStatus::Succeeded, |rule| could_not_run(rule));
        let summary = failed.and_then(|rule| rule.summary.clone());
        self.abandon_rules(id);
        let (execution_id, stage) = (id.to_owned(), stage.to_owned());
        self.emit(EventKind::ConditionEnded { execution_id, stage, gate, status, summary });
    }

    /// Ends the condition that is being judged in an execution, if there is one, without a judgement.
    pub(super) fn give_up_condition(&mut self, id: &str, status: ConditionExecutionStatus) {
        self.abandon_rules(id);
        let Some(execution) = self.execution(id) else { return };
        let running: Vec<(String, Gate)> = execution
            .stages
            .iter()
            .filter_map(|run| Some((run.name.clone(), run.running_condition()?.gate)))
            .collect();
        for (stage, gate) in running {
            let (execution_id, status) = (id.to_owned(), status.clone());
            self.emit(EventKind::ConditionEnded { execution_id, stage, gate, status, summary: None });
        }
    }

    fn abandon_rules(&mut self, id: &str) {
        let rules = self.execution(id).into_iter().flat_map(Execution::rules);
        let running: Vec<RuleRef> =
            rules.filter(|rule| rule.is_running()).map(|rule| rule.reference()).collect();
        for rule in running {
            self.emit(EventKind::RuleAbandoned { rule });
        }
    }

    /// `OverrideStageCondition`.
    pub(super) fn override_condition(
        &mut self,
        stage: String,
        execution_id: String,
        condition: &ConditionType,
        by: String,
    ) -> Result<(), Error> {
        if !self.state.exists() {
            return Err(self.state.not_found());
        }
        if self.state.stage(&stage).is_none() {
            return Err(no_stage(&self.state, &stage));
        }
        let refuse = |why: &str| {
            let message = format!(
                "The {condition} condition of stage '{stage}' cannot be overridden for execution '{execution_id}': {why}"
            );
            Err(Error::new(ErrorKind::ConditionNotOverridable, message))
        };
        let gate = match condition {
            ConditionType::BeforeEntry => Gate::BeforeEntry,
            ConditionType::OnSuccess => Gate::OnSuccess,
            ConditionType::Other(_) => return refuse("there is no such condition type"),
        };
        let Some(execution) = self.execution(&execution_id) else {
            return Err(not_latest(&execution_id, &stage));
        };
        if !execution.is_parallel() && !self.state.is_latest_in(&stage, &execution_id) {
            return Err(not_latest(&execution_id, &stage));
        }
        if self.state.version() != Some(execution.version) {
            return refuse("the pipeline has changed since");
        }
        if execution.ending.is_some() {
            return refuse("the execution is being stopped");
        }
        let declared = self.state.stage_declaration(execution, &stage);
        let Some(declared) = declared.and_then(|stage| condition::declared(stage, gate)) else {
            return refuse("the stage has no such condition");
        };
        if declared.result == Some(ConditionResult::Skip) {
            return refuse("its result is SKIP");
        }
        let Some(run) = execution.stage(&stage) else {
            return refuse("the execution has not entered the stage");
        };
        let stands_here = match run.condition(gate) {
            None => return refuse("it was not judged"),
            Some(condition) if condition.is_running() => run.status == StageExecutionStatus::InProgress,
            Some(condition) => {
                let closed = matches!(
                    condition.status,
                    ConditionExecutionStatus::Failed | ConditionExecutionStatus::Errored
                );
                // The stage failed for this very reason, and nothing came after it.
                closed
                    && run.status == StageExecutionStatus::Failed
                    && execution.status == PipelineExecutionStatus::Failed
            }
        };
        if !stands_here {
            return refuse("the execution does not stand before it");
        }
        if execution.has_ended() {
            self.check_concurrency(&execution.mode.clone())?;
        }
        self.abandon_rules(&execution_id);
        self.emit(EventKind::ConditionOverridden { execution_id, stage, gate, by });
        Ok(())
    }

    /// Takes a report about a rule; gives back one that is about none.
    pub(super) fn report_rule(&mut self, input: Input) -> Option<Input> {
        let key = match &input {
            Input::ActionAccepted { key, .. }
            | Input::ActionProgress { key, .. }
            | Input::ActionSucceeded { key, .. }
            | Input::ActionFailed { key, .. }
            | Input::AttemptInterrupted { key }
            | Input::ActionReleased { key } => key.clone(),
            _ => return Some(input),
        };
        let Some((rule, running, held)) = self.rule(&key) else { return Some(input) };
        match input {
            // Neither an id outside nor a progress is kept of a rule.
            Input::ActionAccepted { .. } | Input::ActionProgress { .. } => {}
            Input::ActionSucceeded { success, .. } if running => {
                self.emit(EventKind::RuleSucceeded { rule, success });
            }
            Input::ActionFailed { failure, .. } if running => {
                self.emit(EventKind::RuleFailed { rule, cause: FailureCause::Reported, failure });
            }
            Input::AttemptInterrupted { .. } if running => {
                let next_attempt = rule.internal_attempt + 1;
                self.emit(EventKind::RuleInterrupted { rule, next_attempt });
            }
            _ if held => self.emit(EventKind::RuleReleased { rule }),
            _ => {}
        }
        None
    }

    fn rule(&self, key: &ActionKey) -> Option<(RuleRef, bool, bool)> {
        let run = self.state.rule_attempt(key)?;
        Some((run.reference(), run.is_running(), run.held))
    }

    pub(super) fn expire_rules(&mut self) {
        let now = self.now;
        let open = self.state.by_start().flat_map(|execution| execution.open_stages());
        let rules = open.flat_map(StageRun::rules);
        let due = rules.filter(|run| run.is_running() && run.start.deadline <= now);
        let due: Vec<RuleRef> = due.map(|run| run.reference()).collect();
        for rule in due {
            let failure =
                Box::new(ActionFailure::new(FailureType::JobFailed, "The rule execution timed out"));
            self.emit(EventKind::RuleFailed { rule, cause: FailureCause::TimedOut, failure });
        }
    }
}

/// How a condition ends by a rule that failed: `Errored` when the rule could not be run at all.
fn could_not_run(rule: &RuleRun) -> ConditionExecutionStatus {
    let code = rule.error.as_ref().and_then(|error| error.code.as_deref());
    match code {
        Some("ConfigurationError" | "PermissionError") => ConditionExecutionStatus::Errored,
        _ => ConditionExecutionStatus::Failed,
    }
}
