//! What is known of the conditions at a stage's gates and of their rules, and how events change it.

use std::sync::Arc;

use codepipeline::Timestamp;
use codepipeline::shapes::{
    Condition, ConditionExecutionStatus, ErrorDetails, PipelineExecutionStatus, RuleDeclaration,
    RuleExecutionStatus, StageDeclaration, StageExecutionStatus,
};
use pipeline::Fidelity;
use serde::{Deserialize, Serialize};

use crate::event::{ActionFailure, ActionKey, ActionSuccess, FailureCause, Gate, RuleRef, RuleStart};
use crate::state::{Execution, Position, StageRun, State};

/// A condition as one execution met it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ConditionRun {
    pub(crate) gate: Gate,
    pub(crate) status: ConditionExecutionStatus,
    pub(crate) summary: Option<String>,
    pub(crate) started_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    /// Who let the execution through.
    pub(crate) overridden_by: Option<String>,
    /// A retry of the stage has it judged anew.
    pub(crate) replaced: bool,
    pub(crate) rules: Vec<Arc<RuleRun>>,
}

/// One rule execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct RuleRun {
    pub(crate) start: RuleStart,
    pub(crate) internal_attempt: u32,
    pub(crate) status: RuleExecutionStatus,
    pub(crate) started_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) summary: Option<String>,
    pub(crate) external_execution_id: Option<String>,
    pub(crate) external_execution_url: Option<String>,
    pub(crate) error: Option<ErrorDetails>,
    pub(crate) fidelity: Option<Fidelity>,
    pub(crate) differences: Vec<String>,
    /// It ended here while the outside may still be at it.
    pub(crate) held: bool,
}

/// The condition that a stage declares at a gate: a gate has one at most.
pub(crate) fn declared(stage: &StageDeclaration, gate: Gate) -> Option<&Condition> {
    let conditions = match gate {
        Gate::BeforeEntry => stage.before_entry.as_ref().map(|gate| gate.conditions.as_slice()),
        Gate::OnSuccess => stage.on_success.as_ref().map(|gate| gate.conditions.as_slice()),
        Gate::OnFailure => stage.on_failure.as_ref().and_then(|gate| gate.conditions.as_deref()),
    };
    conditions?.first()
}

impl ConditionRun {
    pub(crate) fn is_running(&self) -> bool {
        self.status == ConditionExecutionStatus::InProgress
    }

    /// Whether the execution goes through the gate.
    pub(crate) fn is_passed(&self) -> bool {
        matches!(self.status, ConditionExecutionStatus::Succeeded | ConditionExecutionStatus::Overridden)
    }
}

impl RuleRun {
    pub(crate) fn is_running(&self) -> bool {
        self.status == RuleExecutionStatus::InProgress
    }

    pub(crate) fn key(&self) -> ActionKey {
        ActionKey {
            action_execution_id: self.start.rule.rule_execution_id.clone(),
            internal_attempt: self.internal_attempt,
        }
    }

    pub(crate) fn reference(&self) -> RuleRef {
        RuleRef { internal_attempt: self.internal_attempt, ..self.start.rule.clone() }
    }

    fn succeed(&mut self, success: &ActionSuccess) {
        self.status = RuleExecutionStatus::Succeeded;
        self.summary.clone_from(&success.summary);
        self.external_execution_id.clone_from(&success.external_execution_id);
        self.external_execution_url.clone_from(&success.external_execution_url);
        self.fidelity = success.fidelity;
        self.differences.clone_from(&success.differences);
    }

    fn fail(&mut self, cause: FailureCause, failure: &ActionFailure) {
        self.status = RuleExecutionStatus::Failed;
        self.summary = Some(failure.message.clone()).filter(|message| !message.is_empty());
        self.error = Some(ErrorDetails {
            code: Some(failure.code.as_str().to_owned()),
            message: Some(failure.message.clone()),
        });
        self.external_execution_id.clone_from(&failure.external_execution_id);
        self.external_execution_url.clone_from(&failure.external_execution_url);
        self.fidelity = failure.fidelity;
        self.differences.clone_from(&failure.differences);
        self.held = cause == FailureCause::TimedOut;
    }
}

impl StageRun {
    /// The condition that counts at this gate.
    pub(crate) fn condition(&self, gate: Gate) -> Option<&ConditionRun> {
        let mut conditions = self.conditions.iter().rev();
        conditions.find(|run| run.gate == gate && !run.replaced).map(|run| &**run)
    }

    /// The condition whose rules are under way; there is one at most.
    pub(crate) fn running_condition(&self) -> Option<&ConditionRun> {
        self.conditions.iter().find(|run| run.is_running() && !run.replaced).map(|run| &**run)
    }

    /// Whether an action or a condition is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.running().next().is_some() || self.running_condition().is_some()
    }

    /// Every rule execution, in the order of their starts.
    pub(crate) fn rules(&self) -> impl DoubleEndedIterator<Item = &Arc<RuleRun>> {
        self.conditions.iter().flat_map(|condition| &condition.rules)
    }

    /// What a retry judges anew: every gate that did not let the execution through, and those behind the actions.
    /// Whether the service also asks an entry condition again that was met is not published; here it is not.
    pub(crate) fn reopen_gates(&mut self) {
        for run in &mut self.conditions {
            if run.gate != Gate::BeforeEntry || !run.is_passed() {
                Arc::make_mut(run).replaced = true;
            }
        }
    }
}

impl Execution {
    /// Every rule execution, in the order of the stages and of their starts.
    pub(crate) fn rules(&self) -> impl DoubleEndedIterator<Item = &Arc<RuleRun>> {
        self.stages.iter().flat_map(|stage| stage.rules())
    }
}

impl State {
    /// The running or held attempt of a rule of this key.
    pub(crate) fn rule_attempt(&self, key: &ActionKey) -> Option<&Arc<RuleRun>> {
        let open = self.executions.values().flat_map(|execution| execution.open_stages());
        let mut runs = open.flat_map(StageRun::rules);
        let run = runs.find(|run| run.start.rule.rule_execution_id == key.action_execution_id);
        run.filter(|run| run.internal_attempt == key.internal_attempt)
    }

    /// A rule as this execution's definition has it.
    pub(crate) fn rule_declaration(&self, execution: &Execution, run: &RuleRun) -> Option<&RuleDeclaration> {
        let rule = &run.start.rule;
        let condition = declared(self.stage_declaration(execution, &rule.stage)?, rule.gate)?;
        condition.rules.iter().flatten().find(|declared| declared.name == rule.rule)
    }

    pub(crate) fn start_condition(&mut self, execution_id: &str, stage: &str, gate: Gate, at: Timestamp) {
        self.touch_stage(execution_id, stage, at, |run| {
            run.conditions.push(Arc::new(ConditionRun {
                gate,
                status: ConditionExecutionStatus::InProgress,
                summary: None,
                started_at: at,
                updated_at: at,
                overridden_by: None,
                replaced: false,
                rules: Vec::new(),
            }));
        });
    }

    pub(crate) fn touch_condition(
        &mut self,
        execution_id: &str,
        stage: &str,
        gate: Gate,
        at: Timestamp,
        change: impl FnOnce(&mut ConditionRun),
    ) {
        self.touch_stage(execution_id, stage, at, |run| {
            let mut conditions = run.conditions.iter_mut().rev();
            if let Some(condition) = conditions.find(|run| run.gate == gate && !run.replaced) {
                let condition = Arc::make_mut(condition);
                condition.updated_at = at;
                change(condition);
            }
        });
    }

    /// The gate lets the execution through; a stage that had failed there is under way again.
    pub(crate) fn override_condition(
        &mut self,
        execution_id: &str,
        stage: &str,
        gate: Gate,
        by: &str,
        at: Timestamp,
    ) {
        self.touch_condition(execution_id, stage, gate, at, |run| {
            run.status = ConditionExecutionStatus::Overridden;
            run.overridden_by = Some(by.to_owned());
        });
        let Some(execution) = self.executions.get(execution_id) else { return };
        let failed = execution.stage(stage).is_some_and(|run| run.status == StageExecutionStatus::Failed);
        if !failed {
            return;
        }
        let parallel = execution.is_parallel();
        self.touch(execution_id, at, |execution| {
            execution.status = PipelineExecutionStatus::InProgress;
            execution.summary = None;
            execution.position = Position::Inside(stage.to_owned());
        });
        self.touch_stage(execution_id, stage, at, |run| run.status = StageExecutionStatus::InProgress);
        if !parallel && let Some(slot) = self.stage_mut(stage) {
            slot.lock = Some(execution_id.to_owned());
        }
    }

    pub(crate) fn start_rule(&mut self, start: &RuleStart, at: Timestamp) {
        let rule = &start.rule;
        self.touch_condition(&rule.execution_id, &rule.stage, rule.gate, at, |run| {
            run.rules.push(Arc::new(RuleRun {
                start: start.clone(),
                internal_attempt: rule.internal_attempt,
                status: RuleExecutionStatus::InProgress,
                started_at: at,
                updated_at: at,
                summary: None,
                external_execution_id: None,
                external_execution_url: None,
                error: None,
                fidelity: None,
                differences: Vec::new(),
                held: false,
            }));
        });
    }

    pub(crate) fn succeed_rule(&mut self, rule: &RuleRef, success: &ActionSuccess, at: Timestamp) {
        self.touch_rule(rule, at, |run| run.succeed(success));
    }

    pub(crate) fn fail_rule(
        &mut self,
        rule: &RuleRef,
        cause: FailureCause,
        failure: &ActionFailure,
        at: Timestamp,
    ) {
        self.touch_rule(rule, at, |run| run.fail(cause, failure));
    }

    pub(crate) fn abandon_rule(&mut self, rule: &RuleRef, at: Timestamp) {
        self.touch_rule(rule, at, |run| {
            run.status = RuleExecutionStatus::Abandoned;
            run.held = true;
        });
    }

    pub(crate) fn interrupt_rule(&mut self, rule: &RuleRef, next_attempt: u32, at: Timestamp) {
        self.touch_rule(rule, at, |run| run.internal_attempt = next_attempt);
    }

    fn touch_rule(&mut self, rule: &RuleRef, at: Timestamp, change: impl FnOnce(&mut RuleRun)) {
        self.touch(&rule.execution_id, at, |_| ());
        self.change_rule(rule, |run| {
            run.updated_at = at;
            change(run);
        });
    }

    /// Letting go is no change of the rule itself: its times stay.
    pub(crate) fn change_rule(&mut self, rule: &RuleRef, change: impl FnOnce(&mut RuleRun)) {
        let Some(execution) = self.executions.get_mut(&rule.execution_id) else { return };
        Arc::make_mut(execution).change_stage(&rule.stage, |stage| {
            for condition in stage.conditions.iter_mut().rev() {
                let at = condition
                    .rules
                    .iter()
                    .position(|run| run.start.rule.rule_execution_id == rule.rule_execution_id);
                if let Some(run) = at.and_then(|at| Arc::make_mut(condition).rules.get_mut(at)) {
                    return change(Arc::make_mut(run));
                }
            }
        });
    }
}
