//! What the rules allow, told from the events alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use codepipeline::shapes::{
    Condition, ConditionExecutionStatus, ConditionResult, ExecutionMode, PipelineDeclaration,
    PipelineExecutionStatus, RuleExecutionStatus, StageDeclaration, StageExecutionStatus, StageRetryMode,
};
use execution::{Event, EventKind, Gate, RuleRef, State, views};

/// What the rules allow, told from the events alone.
#[derive(Default)]
pub struct Oracle {
    pub executions: BTreeMap<String, Told>,
    declarations: BTreeMap<i32, Arc<PipelineDeclaration>>,
    version: i32,
    last_at: i64,
    /// The newest execution that ever entered a stage.
    entered: BTreeMap<String, usize>,
    /// The stages behind a disabled transition.
    closed: BTreeSet<String>,
    starts: usize,
}

pub struct Told {
    number: usize,
    version: i32,
    mode: ExecutionMode,
    pub status: PipelineExecutionStatus,
    /// The stage that a ROLLBACK execution runs.
    rollback: Option<String>,
    stage: Option<String>,
    ending: bool,
    retired: bool,
    /// Of the current stage: action, action execution and how it stands.
    actions: BTreeMap<String, (String, Standing)>,
    /// Of the current stage: what was judged at its gates and counts.
    conditions: BTreeMap<Gate, Judged>,
    stages: Vec<(String, StageExecutionStatus)>,
}

struct Judged {
    status: ConditionExecutionStatus,
    rules: BTreeMap<String, (String, RuleExecutionStatus)>,
}

impl Judged {
    fn is_passed(&self) -> bool {
        matches!(self.status, ConditionExecutionStatus::Succeeded | ConditionExecutionStatus::Overridden)
    }

    fn all(&self, status: &RuleExecutionStatus) -> bool {
        self.rules.values().all(|(_, known)| known == status)
    }

    fn runs(&self) -> bool {
        self.status == ConditionExecutionStatus::InProgress
            || self.rules.values().any(|(_, status)| *status == RuleExecutionStatus::InProgress)
    }
}

/// The condition that a stage declares at a gate.
fn declared(stage: &StageDeclaration, gate: Gate) -> Option<&Condition> {
    let conditions = match gate {
        Gate::BeforeEntry => stage.before_entry.as_ref().map(|gate| &gate.conditions),
        Gate::OnSuccess => stage.on_success.as_ref().map(|gate| &gate.conditions),
        Gate::OnFailure => stage.on_failure.as_ref().and_then(|gate| gate.conditions.as_ref()),
    };
    conditions?.first()
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Standing {
    Running,
    Succeeded,
    Failed,
}

pub fn is_live(status: &PipelineExecutionStatus) -> bool {
    matches!(status, PipelineExecutionStatus::InProgress | PipelineExecutionStatus::Stopping)
}

impl Oracle {
    fn told(&mut self, id: &str) -> &mut Told {
        self.executions.get_mut(id).expect("an event about an unknown execution")
    }

    /// What must be so before the event.
    pub fn check(&mut self, state: &State, event: &Event) {
        assert!(event.at.millis() >= self.last_at, "time goes back");
        self.last_at = event.at.millis();
        let Some(id) = event.execution_id() else { return };
        if let EventKind::ExecutionStarted(start) = &event.kind {
            assert!(!self.executions.contains_key(id), "an id is given twice");
            if let Some(rollback) = &start.rollback {
                let target = &self.executions[&rollback.target.execution_id];
                assert!(target.rollback.is_none(), "a rollback goes back to a rollback");
                assert_eq!(target.version, self.version, "a rollback goes back to another version");
                let good = (rollback.stage.clone(), StageExecutionStatus::Succeeded);
                assert!(target.stages.contains(&good), "a rollback goes back to what did not succeed");
            }
            return;
        }
        let told = &self.executions[id];
        assert!(!told.retired, "something happens to a retired execution");
        let live = is_live(&told.status);
        let revivable =
            matches!(told.status, PipelineExecutionStatus::Failed | PipelineExecutionStatus::Stopped);
        let allowed = match &event.kind {
            EventKind::ActionReleased { .. } => true,
            EventKind::ExecutionRetired { .. } => !live,
            EventKind::RuleReleased { .. } => true,
            EventKind::StageRetried { .. } | EventKind::ConditionOverridden { .. } => live || revivable,
            _ => live,
        };
        assert!(allowed, "{:?} happens to an execution that is {}", event.kind, told.status);
        match &event.kind {
            EventKind::ExecutionEnded { status, .. } => {
                assert!(
                    told.actions.values().all(|(_, standing)| *standing != Standing::Running),
                    "an execution ends while actions run"
                );
                assert!(!told.conditions.values().any(Judged::runs), "an execution ends while rules run");
                if *status == PipelineExecutionStatus::Superseded {
                    assert_eq!(told.mode, ExecutionMode::Superseded);
                    assert!(told.stage.is_none(), "an execution inside a stage is superseded");
                }
                if *status == PipelineExecutionStatus::Succeeded {
                    let declared = &self.declarations[&told.version].stages;
                    let passed: Vec<&str> = told.stages.iter().map(|(name, _)| name.as_str()).collect();
                    match &told.rollback {
                        Some(stage) => assert_eq!(passed, [stage]),
                        None => {
                            let all: Vec<&str> = declared.iter().map(|stage| stage.name.as_str()).collect();
                            assert_eq!(passed, all);
                        }
                    }
                    let good = [StageExecutionStatus::Succeeded, StageExecutionStatus::Skipped];
                    assert!(told.stages.iter().all(|(_, status)| good.contains(status)));
                }
            }
            EventKind::StageEntered { stage, .. } => {
                assert!(told.stage.is_none() && !told.ending);
                if told.rollback.is_some() {
                    // It neither waits behind others nor for a closed transition.
                    assert_eq!(told.rollback.as_ref(), Some(stage));
                    if told.mode != ExecutionMode::Parallel {
                        self.check_alone(id, stage);
                    }
                } else if told.mode != ExecutionMode::Parallel {
                    let board = views::pipeline_state(state).unwrap();
                    let slots = board.stage_states.unwrap();
                    let slot = slots.iter().find(|slot| slot.stage_name.as_ref() == Some(stage)).unwrap();
                    let transition = slot.inbound_transition_state.as_ref().unwrap();
                    assert_eq!(transition.enabled, Some(true), "an execution enters a closed stage");
                    assert!(!self.closed.contains(stage), "an execution enters a stage that was closed");
                    self.check_alone(id, stage);
                    if let Some(newest) = self.entered.get(stage) {
                        assert!(told.number > *newest, "an execution overtakes another");
                    }
                }
            }
            EventKind::StageRetried { stage, .. } if told.mode != ExecutionMode::Parallel => {
                self.check_alone(id, stage);
            }
            EventKind::StageEnded { status, .. } => {
                let all = |standing| told.actions.values().all(|(_, known)| *known == standing);
                let any = |standing| told.actions.values().any(|(_, known)| *known == standing);
                assert!(!any(Standing::Running), "a stage ends while actions run");
                assert!(!told.conditions.values().any(Judged::runs), "a stage ends while rules run");
                let stage = self.stage_of(told);
                let shut = |gate| told.conditions.get(&gate).is_some_and(|judged| !judged.is_passed());
                match status {
                    StageExecutionStatus::Succeeded => {
                        assert!(all(Standing::Succeeded) && told.actions.len() == stage.actions.len());
                        self.check_passed(told, Gate::BeforeEntry);
                        self.check_passed(told, Gate::OnSuccess);
                    }
                    StageExecutionStatus::Failed => {
                        let failed =
                            any(Standing::Failed) || shut(Gate::BeforeEntry) || shut(Gate::OnSuccess);
                        assert!(failed, "a stage fails for no reason");
                    }
                    StageExecutionStatus::Skipped => {
                        assert!(told.actions.is_empty() && shut(Gate::BeforeEntry));
                        let condition = declared(stage, Gate::BeforeEntry).unwrap();
                        assert_eq!(condition.result, Some(ConditionResult::Skip));
                    }
                    _ => {}
                }
            }
            EventKind::ActionStarted(start) => {
                assert!(!told.ending, "an action starts in an execution that is ending");
                let name = told.stage.as_deref().expect("an action starts outside a stage");
                assert_eq!(name, start.action.stage);
                assert!(!told.actions.contains_key(&start.action.action), "an action starts twice");
                self.check_passed(told, Gate::BeforeEntry);
                let stage = self.stage_of(told);
                let order = |name: &str| {
                    stage.actions.iter().find(|action| action.name == name).unwrap().run_order.unwrap_or(1)
                };
                let mine = order(&start.action.action);
                for action in stage.actions.iter().filter(|action| order(&action.name) < mine) {
                    let standing = told.actions.get(&action.name).map(|(_, standing)| *standing);
                    assert_eq!(
                        standing,
                        Some(Standing::Succeeded),
                        "a group starts before the one before it"
                    );
                }
                if told.mode == ExecutionMode::Parallel {
                    let running =
                        told.actions.values().filter(|(_, standing)| *standing == Standing::Running);
                    assert!(running.count() < 5, "too many actions of a PARALLEL execution run");
                }
            }
            EventKind::ActionSucceeded { action, .. }
            | EventKind::ActionFailed { action, .. }
            | EventKind::ActionAbandoned { action }
            | EventKind::ActionAccepted { action, .. }
            | EventKind::ActionProgressed { action, .. }
            | EventKind::ActionInterrupted { action, .. } => {
                let known = (action.action_execution_id.clone(), Standing::Running);
                assert_eq!(told.actions.get(&action.action), Some(&known), "an ended action changes");
            }
            EventKind::ConditionStarted { gate, .. } => {
                assert!(declared(self.stage_of(told), *gate).is_some(), "a condition that is not declared");
                assert!(!told.ending, "a condition is judged in an execution that is ending");
                assert!(!told.conditions.contains_key(gate), "a condition is judged twice");
                let standings = || told.actions.values().map(|(_, standing)| *standing);
                assert!(!standings().any(|standing| standing == Standing::Running));
                match gate {
                    Gate::BeforeEntry => assert!(told.actions.is_empty(), "an entry is judged too late"),
                    Gate::OnSuccess => assert!(standings().all(|standing| standing == Standing::Succeeded)),
                    Gate::OnFailure => {
                        assert_eq!(told.stages.last().unwrap().1, StageExecutionStatus::Failed);
                    }
                }
            }
            EventKind::ConditionEnded { gate, status, .. } => {
                let judged = &told.conditions[gate];
                assert_eq!(judged.status, ConditionExecutionStatus::InProgress);
                assert!(!judged.rules.values().any(|(_, rule)| *rule == RuleExecutionStatus::InProgress));
                let good = *status == ConditionExecutionStatus::Succeeded;
                let all = judged.all(&RuleExecutionStatus::Succeeded);
                assert!(all || !good, "a condition is met against its rules");
                let judgement = [ConditionExecutionStatus::Failed, ConditionExecutionStatus::Errored];
                assert!(!(all && judgement.contains(status)), "a condition is not met against its rules");
            }
            EventKind::ConditionOverridden { gate, .. } => {
                let open = [
                    ConditionExecutionStatus::InProgress,
                    ConditionExecutionStatus::Failed,
                    ConditionExecutionStatus::Errored,
                ];
                assert!(open.contains(&told.conditions[gate].status), "an override of nothing");
                if told.mode != ExecutionMode::Parallel {
                    self.check_alone(id, told.stage.as_deref().unwrap());
                }
            }
            EventKind::RuleStarted(start) => {
                let judged = &told.conditions[&start.rule.gate];
                assert!(judged.status == ConditionExecutionStatus::InProgress);
                assert!(!judged.rules.contains_key(&start.rule.rule), "a rule starts twice");
            }
            EventKind::RuleSucceeded { rule, .. }
            | EventKind::RuleFailed { rule, .. }
            | EventKind::RuleAbandoned { rule }
            | EventKind::RuleInterrupted { rule, .. } => {
                let known = (rule.rule_execution_id.clone(), RuleExecutionStatus::InProgress);
                let judged = &told.conditions[&rule.gate];
                assert_eq!(judged.rules.get(&rule.rule), Some(&known), "an ended rule changes");
            }
            _ => {}
        }
    }

    /// The declaration of the stage in which an execution is.
    fn stage_of(&self, told: &Told) -> &StageDeclaration {
        let name = told.stage.as_deref().expect("it is in no stage");
        let declared = &self.declarations[&told.version].stages;
        declared.iter().find(|stage| stage.name == name).unwrap()
    }

    /// A gate that has a condition let the execution through.
    fn check_passed(&self, told: &Told, gate: Gate) {
        if declared(self.stage_of(told), gate).is_some() {
            assert!(told.conditions.get(&gate).is_some_and(Judged::is_passed), "a gate is passed by");
        }
    }

    /// Nobody else of those that lock is in the stage.
    fn check_alone(&self, id: &str, stage: &str) {
        let others = self.executions.iter().filter(|(other, told)| {
            *other != id
                && told.mode != ExecutionMode::Parallel
                && told.stage.as_deref() == Some(stage)
                && is_live(&told.status)
        });
        assert_eq!(others.count(), 0, "two executions are in stage {stage}");
    }

    /// When the newest event was.
    pub fn last_at(&self) -> i64 {
        self.last_at
    }

    pub fn note(&mut self, event: &Event) {
        match &event.kind {
            EventKind::PipelineCreated { declaration, .. } => {
                for told in self.executions.values_mut() {
                    told.retired = true;
                }
                self.entered.clear();
                self.closed.clear();
                self.version = 1;
                self.declarations = [(1, Arc::clone(declaration))].into_iter().collect();
            }
            EventKind::PipelineUpdated { version, declaration, .. } => {
                assert_eq!(*version, self.version + 1);
                self.version = *version;
                self.declarations.insert(*version, Arc::clone(declaration));
                // A stage that is taken away takes its transition with it.
                self.closed.retain(|name| declaration.stages.iter().any(|stage| stage.name == *name));
            }
            EventKind::TransitionChanged { stage, enabled: true, .. } => {
                self.closed.remove(stage);
            }
            EventKind::TransitionChanged { stage, .. } => {
                self.closed.insert(stage.clone());
            }
            EventKind::ExecutionStarted(start) => {
                assert_eq!(start.version, self.version);
                self.starts += 1;
                let live = self.executions.values().filter(|told| is_live(&told.status));
                let bounded = start.mode != ExecutionMode::Superseded && start.rollback.is_none();
                assert!(!bounded || live.count() < 50);
                let told = Told {
                    number: self.starts,
                    version: start.version,
                    mode: start.mode.clone(),
                    status: match start.refused {
                        Some(_) => PipelineExecutionStatus::Failed,
                        None => PipelineExecutionStatus::InProgress,
                    },
                    rollback: start.rollback.as_ref().map(|rollback| rollback.stage.clone()),
                    stage: None,
                    ending: false,
                    retired: false,
                    actions: BTreeMap::new(),
                    conditions: BTreeMap::new(),
                    stages: Vec::new(),
                };
                self.executions.insert(start.execution_id.clone(), told);
            }
            EventKind::ExecutionStopping { execution_id, .. } => {
                let told = self.told(execution_id);
                told.ending = true;
                told.status = PipelineExecutionStatus::Stopping;
            }
            EventKind::ExecutionCancelling { execution_id } => self.told(execution_id).ending = true,
            EventKind::ExecutionEnded { execution_id, status, .. } => {
                self.told(execution_id).status = status.clone();
            }
            EventKind::ExecutionRetired { execution_id } => self.told(execution_id).retired = true,
            EventKind::StageEntered { execution_id, stage } => {
                let told = self.told(execution_id);
                told.stage = Some(stage.clone());
                told.actions.clear();
                told.conditions.clear();
                told.stages.push((stage.clone(), StageExecutionStatus::InProgress));
                if told.mode != ExecutionMode::Parallel && told.rollback.is_none() {
                    let number = told.number;
                    self.entered.insert(stage.clone(), number);
                }
            }
            EventKind::StageRetried { execution_id, mode, .. } => {
                let told = self.told(execution_id);
                told.status = PipelineExecutionStatus::InProgress;
                told.ending = false;
                told.conditions.retain(|gate, judged| *gate == Gate::BeforeEntry && judged.is_passed());
                told.stages.last_mut().unwrap().1 = StageExecutionStatus::InProgress;
                told.actions.retain(|_, (_, standing)| {
                    *mode == StageRetryMode::FailedActions && *standing != Standing::Failed
                });
            }
            EventKind::StageEnded { execution_id, stage, status } => {
                let told = self.told(execution_id);
                told.stages.last_mut().filter(|(name, _)| name == stage).unwrap().1 = status.clone();
                if matches!(status, StageExecutionStatus::Succeeded | StageExecutionStatus::Skipped) {
                    told.stage = None;
                }
            }
            EventKind::ActionStarted(start) => {
                let known = (start.action.action_execution_id.clone(), Standing::Running);
                self.told(&start.action.execution_id).actions.insert(start.action.action.clone(), known);
            }
            EventKind::ActionSucceeded { action, .. } => {
                self.told(&action.execution_id).actions.get_mut(&action.action).unwrap().1 =
                    Standing::Succeeded;
            }
            EventKind::ActionFailed { action, .. } | EventKind::ActionAbandoned { action } => {
                self.told(&action.execution_id).actions.get_mut(&action.action).unwrap().1 = Standing::Failed;
            }
            EventKind::ConditionStarted { execution_id, gate, .. } => {
                let judged = Judged { status: ConditionExecutionStatus::InProgress, rules: BTreeMap::new() };
                self.told(execution_id).conditions.insert(*gate, judged);
            }
            EventKind::ConditionEnded { execution_id, gate, status, .. } => {
                self.told(execution_id).conditions.get_mut(gate).unwrap().status = status.clone();
            }
            EventKind::ConditionOverridden { execution_id, gate, .. } => {
                let told = self.told(execution_id);
                told.conditions.get_mut(gate).unwrap().status = ConditionExecutionStatus::Overridden;
                // The failure is undone: another one is judged for itself.
                told.conditions.remove(&Gate::OnFailure);
                told.status = PipelineExecutionStatus::InProgress;
                told.stages.last_mut().unwrap().1 = StageExecutionStatus::InProgress;
            }
            EventKind::RuleStarted(start) => {
                let rule = &start.rule;
                let known = (rule.rule_execution_id.clone(), RuleExecutionStatus::InProgress);
                let judged = self.told(&rule.execution_id).conditions.get_mut(&rule.gate).unwrap();
                judged.rules.insert(rule.rule.clone(), known);
            }
            EventKind::RuleSucceeded { rule, .. } => self.end_rule(rule, RuleExecutionStatus::Succeeded),
            EventKind::RuleFailed { rule, .. } => self.end_rule(rule, RuleExecutionStatus::Failed),
            EventKind::RuleAbandoned { rule } => self.end_rule(rule, RuleExecutionStatus::Abandoned),
            _ => {}
        }
    }

    fn end_rule(&mut self, rule: &RuleRef, status: RuleExecutionStatus) {
        let judged = self.told(&rule.execution_id).conditions.get_mut(&rule.gate).unwrap();
        judged.rules.get_mut(&rule.rule).unwrap().1 = status;
    }

    /// Nothing is lost and nothing goes on.
    pub fn finish(&self, state: &State) {
        let held: BTreeSet<String> = state.execution_ids().into_iter().collect();
        for (id, told) in &self.executions {
            assert_ne!(held.contains(id), told.retired, "execution {id} is lost or kept for nothing");
            assert!(told.retired || views::execution(state, id).is_some());
            let ended = !is_live(&told.status);
            assert!(ended || told.retired, "execution {id} has not ended: {}", told.status);
        }
        let kept = held.len();
        let stages = state.declaration().map_or(0, |declaration| declaration.stages.len());
        assert!(kept <= stages.max(20) + stages, "{kept} finished executions are kept");
    }
}
