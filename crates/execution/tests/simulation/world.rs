//! What happens to a pipeline: people's wishes, reports from outside, crashes, time.

use std::collections::{BTreeMap, BTreeSet};

use codepipeline::ErrorKind;
use codepipeline::shapes::{
    ActionCategory, ApprovalStatus, ConditionExecutionStatus, ConditionType, FailureType, PipelineVariable,
    StageRetryMode, StageTransitionType,
};
use execution::{
    ActionFailure, ActionKey, ActionSuccess, Artifact, Command, EventKind, Gate, Input, StartAction,
    StartRequest, State, commands, deadlines, views,
};

use crate::Dice;
use crate::arrows::{self, Arrow};
use crate::declare::declare;
use crate::oracle::{Oracle, is_live};
use crate::support::Bench;

/// What came of a play.
pub struct Played {
    /// How many inputs were put.
    pub steps: usize,
    /// Every change of a status that was told.
    pub arrows: BTreeSet<Arrow>,
}

pub struct World {
    dice: Dice,
    bench: Bench,
    /// What runs outside, as an engine would have started it.
    running: BTreeMap<ActionKey, StartAction>,
    /// Attempts that are over: lost, given up, answered.
    past: Vec<ActionKey>,
    oracle: Oracle,
    tokens: usize,
    steps: usize,
    arrows: BTreeSet<Arrow>,
}

impl World {
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed),
            bench: Bench::new("sim"),
            running: BTreeMap::new(),
            past: Vec::new(),
            oracle: Oracle::default(),
            tokens: 0,
            steps: 0,
            arrows: BTreeSet::new(),
        }
    }

    pub fn play(mut self) -> Played {
        let declaration = declare(&mut self.dice);
        let start = self.dice.percent(50);
        self.put(Input::Create { declaration, start, by: "creator".into() });
        let steps = 20 + self.dice.below(120);
        for _ in 0..steps {
            self.step();
        }
        self.finish();
        Played { steps: self.steps, arrows: self.arrows }
    }

    /// Something happens.
    fn step(&mut self) {
        self.bench.now += self.dice.below(60_000) as i64;
        let executions = self.bench.state.execution_ids();
        let execution_id = self.dice.pick(&executions).cloned().unwrap_or_else(|| "nobody".into());
        let by = "somebody".to_owned();
        match self.dice.below(100) {
            0..16 => {
                let mut request = StartRequest::default();
                if self.dice.percent(80) {
                    request.variables = vec![PipelineVariable { name: "V".into(), value: "w".into() }];
                }
                if self.dice.percent(20) {
                    self.tokens += usize::from(self.dice.percent(70));
                    request.client_request_token = Some(format!("token-{}", self.tokens));
                }
                self.put(Input::Start(request));
            }
            16..20 => {
                let (abandon, reason) = (self.dice.percent(40), Some("enough".to_owned()));
                self.put(Input::Stop { execution_id, abandon, reason, by });
            }
            20..30 => {
                let stage = self.any_stage();
                let mode = match self.dice.percent(50) {
                    true => StageRetryMode::AllActions,
                    false => StageRetryMode::FailedActions,
                };
                self.put(Input::RetryStage { stage, execution_id, mode, by });
            }
            30..33 => {
                let (stage, transition) = (self.any_stage(), self.any_side());
                self.put(Input::DisableTransition { stage, transition, reason: "freeze".into(), by });
            }
            33..38 => {
                let (stage, transition) = (self.any_stage(), self.any_side());
                self.put(Input::EnableTransition { stage, transition, by });
            }
            38..39 => {
                let declaration = declare(&mut self.dice);
                self.put(Input::Update { declaration, by });
            }
            39..41 => self.crash(),
            41..43 => {
                self.bench.now += self.dice.below(3 * 86_400_000) as i64;
                self.put(Input::Tick);
            }
            43..47 => self.retire(),
            48..51 => self.report_late(),
            51..54 => {
                let (stage, target_execution_id) = (self.any_stage(), execution_id);
                self.put(Input::RollbackStage { stage, target_execution_id, stored: None, by });
            }
            54..59 => self.override_a_condition(execution_id, by),
            47..48 if self.dice.percent(10) => {
                self.put(Input::Delete { by: by.clone() });
                let declaration = declare(&mut self.dice);
                self.put(Input::Create { declaration, start: true, by });
            }
            _ => self.report(),
        }
    }

    /// A person lets an execution through: mostly where a gate is shut or being judged.
    fn override_a_condition(&mut self, execution_id: String, by: String) {
        let mut shut = Vec::new();
        for id in self.bench.state.execution_ids() {
            let Some(details) = views::local_details(&self.bench.state, &id) else { continue };
            for stage in details.stages {
                let conditions = stage.conditions.into_iter().filter(|condition| condition.current);
                let conditions = conditions.filter(|condition| {
                    use ConditionExecutionStatus::{Errored, Failed, InProgress};
                    [InProgress, Failed, Errored].contains(&condition.status)
                });
                shut.extend(conditions.map(|condition| (id.clone(), stage.name.clone(), condition.gate)));
            }
        }
        let any = (execution_id, self.any_stage(), Gate::BeforeEntry);
        let (execution_id, stage, gate) = match self.dice.percent(90) {
            true => self.dice.pick(&shut).cloned().unwrap_or(any),
            false => any,
        };
        let condition = match gate {
            Gate::OnSuccess => ConditionType::OnSuccess,
            _ => ConditionType::BeforeEntry,
        };
        self.put(Input::OverrideCondition { stage, execution_id, condition, by });
    }

    fn any_stage(&mut self) -> String {
        let stages = ["Source", "S1", "S2", "S3", "S4"];
        (*self.dice.pick(&stages).unwrap()).to_owned()
    }

    fn any_side(&mut self) -> StageTransitionType {
        match self.dice.percent(70) {
            true => StageTransitionType::Inbound,
            false => StageTransitionType::Outbound,
        }
    }

    /// An attempt that is over says something: at most that it was let go of.
    fn report_late(&mut self) {
        let Some(key) = self.dice.pick(&self.past).cloned() else { return };
        let known = self.bench.log.len();
        match self.dice.below(4) {
            0 => self.put(Input::ActionSucceeded { key, success: Box::default() }),
            1 => {
                let failure = Box::new(ActionFailure::new(FailureType::JobFailed, "too late"));
                self.put(Input::ActionFailed { key, failure });
            }
            2 => self.put(Input::ActionProgress { key, percent: Some(1), summary: None }),
            _ => self.put(Input::AttemptInterrupted { key }),
        }
        let released = |event: &execution::Event| {
            matches!(event.kind, EventKind::ActionReleased { .. } | EventKind::RuleReleased { .. })
        };
        assert!(self.bench.log[known..].iter().all(released), "a late report changes something");
    }

    /// One of the running actions says something.
    fn report(&mut self) {
        let keys: Vec<ActionKey> = self.running.keys().cloned().collect();
        let Some(key) = self.dice.pick(&keys).cloned() else { return };
        let start = self.running[&key].clone();
        if start.action_type_id.category == ActionCategory::Approval {
            return self.decide_approval(&start);
        }
        match self.dice.below(100) {
            0..10 => {
                let external_execution_id = format!("x-{}", self.dice.below(1_000));
                self.put(Input::ActionAccepted { key, external_execution_id, external_execution_url: None });
            }
            10..20 => {
                let percent = Some(self.dice.below(101) as i32);
                self.put(Input::ActionProgress { key, percent, summary: None });
            }
            20..24 => self.put(Input::AttemptInterrupted { key }),
            24..36 => {
                let code = match self.dice.percent(80) {
                    true => FailureType::JobFailed,
                    false => FailureType::ConfigurationError,
                };
                let failure = Box::new(ActionFailure::new(code, "broken"));
                self.put(Input::ActionFailed { key, failure });
            }
            _ => self.succeed(&start),
        }
    }

    fn decide_approval(&mut self, start: &StartAction) {
        let status = match self.dice.percent(75) {
            true => ApprovalStatus::Approved,
            false => ApprovalStatus::Rejected,
        };
        self.put(Input::PutApprovalResult {
            stage: start.context.stage.clone(),
            action: start.context.action.clone(),
            token: start.key.action_execution_id.clone(),
            status,
            summary: String::new(),
            by: "approver".into(),
        });
    }

    fn succeed(&mut self, start: &StartAction) {
        // Now and then an artifact is not written: its consumer fails.
        let written = !self.dice.percent(3);
        let artifacts = start.output_artifacts.iter().filter(|_| written);
        let success = ActionSuccess {
            output_artifacts: artifacts
                .map(|artifact| Artifact { name: artifact.name.clone(), location: artifact.location.clone() })
                .collect(),
            output_variables: [("V".to_owned(), "v".to_owned())].into_iter().collect(),
            ..ActionSuccess::default()
        };
        self.put(Input::ActionSucceeded { key: start.key.clone(), success: Box::new(success) });
    }

    /// The engine dies: the log remains, what ran may be found again, run again, or has gone on by itself.
    fn crash(&mut self) {
        self.bench.check_replay("sim");
        let lost: Vec<ActionKey> = self.running.keys().cloned().collect();
        for key in lost {
            if self.dice.percent(50) {
                self.put(Input::AttemptInterrupted { key });
            }
        }
    }

    fn retire(&mut self) {
        let before = views::pipeline_state(&self.bench.state).ok();
        for execution_id in self.bench.state.retirable() {
            self.put(Input::Retire { execution_id });
        }
        let after = views::pipeline_state(&self.bench.state).ok();
        assert_eq!(before, after, "retiring changes what the pipeline's state says");
    }

    /// Everything outside comes to its end; so must every execution.
    fn finish(&mut self) {
        for stage in ["Source", "S1", "S2", "S3", "S4"] {
            let (stage, transition) = (stage.to_owned(), StageTransitionType::Inbound);
            self.put(Input::EnableTransition { stage, transition, by: "somebody".into() });
        }
        for round in 0.. {
            assert!(round < 2_000, "executions do not come to an end");
            let keys: Vec<ActionKey> = self.running.keys().cloned().collect();
            let Some(key) = self.dice.pick(&keys) else { break };
            let start = self.running[key].clone();
            match start.action_type_id.category {
                ActionCategory::Approval => self.decide_approval(&start),
                _ => self.succeed(&start),
            }
        }
        assert!(self.bench.state.is_idle(), "nothing runs, yet the state is not idle");
        assert!(deadlines(&self.bench.state).is_empty());
        assert!(self.oracle.last_at() <= self.bench.now, "an event is told before it happens");
        self.bench.check_replay("sim");
        self.retire();
        self.oracle.finish(&self.bench.state);
    }

    fn put(&mut self, input: Input) {
        self.steps += 1;
        let before = self.bench.state.clone();
        match self.bench.put(input.clone()) {
            Ok(happened) if happened.is_empty() => {}
            Ok(happened) => {
                let mut state = before.clone();
                let revived: BTreeSet<String> = happened
                    .iter()
                    .filter(|(event, _)| {
                        let kind = &event.kind;
                        matches!(kind, EventKind::StageRetried { .. } | EventKind::ConditionOverridden { .. })
                    })
                    .filter_map(|(event, _)| event.execution_id().map(str::to_owned))
                    .collect();
                self.check_ended(&before, &revived);
                for (event, notices) in happened {
                    self.oracle.check(&state, &event);
                    let earlier = state.clone();
                    state.apply(&event);
                    if let Some(id) = event.execution_id() {
                        self.arrows.extend(arrows::between(&earlier, &state, id));
                    }
                    self.oracle.note(&event);
                    for notice in notices {
                        assert!(notice.detail["state"].is_string());
                    }
                }
                assert!(state == self.bench.state, "applying the same events gives another state");
                assert!(
                    commands(&state) == commands(&self.bench.state),
                    "one state has two sets of commands"
                );
                self.reconcile();
            }
            Err(error) => {
                assert!(self.bench.state == before);
                assert_ne!(error.kind, ErrorKind::InternalFailure);
            }
        }
    }

    /// What has ended stays as it is told unless somebody retried it.
    fn check_ended(&self, before: &State, revived: &BTreeSet<String>) {
        let after = &self.bench.state;
        let told = |state: &State, id: &str| (views::execution(state, id), views::local_details(state, id));
        for id in before.execution_ids().iter().filter(|id| !revived.contains(*id)) {
            let ended = self.oracle.executions.get(id).is_some_and(|told| !is_live(&told.status));
            if ended && views::execution(after, id).is_some() {
                assert!(told(before, id) == told(after, id), "execution {id} has ended and changes");
            }
        }
    }

    /// What an engine does after every change: start what is missing, let go of what is not wanted any more.
    fn reconcile(&mut self) {
        let wanted = commands(&self.bench.state);
        let keys: BTreeSet<&ActionKey> = wanted.iter().map(Command::key).collect();
        assert_eq!(keys.len(), wanted.len(), "two commands have one key");
        let mut starts = BTreeMap::new();
        let mut released = Vec::new();
        for command in &wanted {
            match command {
                Command::StartAction(start) => {
                    starts.insert(start.key.clone(), (**start).clone());
                }
                Command::StopAction(stop) if self.dice.percent(60) => released.push(stop.key.clone()),
                Command::StopAction(_) => {}
            }
        }
        let over = self.running.keys().filter(|key| !starts.contains_key(key));
        self.past.extend(over.cloned());
        self.running = starts;
        for key in released {
            self.put(Input::ActionReleased { key });
        }
        if self.running.is_empty() {
            // At rest nothing is left behind.
            let held: Vec<ActionKey> =
                commands(&self.bench.state).iter().map(|command| command.key().clone()).collect();
            for key in held {
                self.put(Input::ActionReleased { key });
            }
        }
    }
}
