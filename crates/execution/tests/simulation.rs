//! Random pipelines, random people, random outcomes, crashes at random: whatever happens, the rules hold. A failure
//! names its seed; `PIPESMITH_SEED=n` plays that one alone, `PIPESMITH_SEEDS=n` plays the first n.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use codepipeline::ErrorKind;
use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionOwner, ActionTypeId, ApprovalStatus, ArtifactStore,
    ArtifactStoreType, ConditionResult, ExecutionMode, FailureConditions, FailureType, InputArtifact,
    OutputArtifact, PipelineDeclaration, PipelineExecutionStatus, RetryConfiguration, StageDeclaration,
    StageExecutionStatus, StageRetryMode, StageTransitionType,
};
use execution::{
    ActionFailure, ActionKey, ActionSuccess, Artifact, Command, Event, EventKind, Input, StartAction,
    StartRequest, State, commands, deadlines, views,
};
use support::Bench;

/// So many are played by default: enough to see every kind of event, few enough to wait for.
const SEEDS: u64 = 250;

#[test]
fn whatever_happens_the_rules_hold() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("PIPESMITH_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("PIPESMITH_SEEDS").unwrap_or(SEEDS),
    };
    let alone = seeds.end - seeds.start < SEEDS;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for seed in seeds {
        let played = std::panic::catch_unwind(|| World::new(seed).play());
        let Ok(log) = played else {
            panic!(
                "the rules were broken with seed {seed}; play it again: \
                 PIPESMITH_SEED={seed} cargo test -p execution --test simulation"
            )
        };
        for event in log {
            let name = format!("{:?}", event.kind);
            let name = name.split([' ', '(']).next().unwrap();
            *seen.entry(name.to_owned()).or_default() += 1;
        }
    }
    println!("{seen:#?}");
    // A simulation in which something never happens proves nothing about it.
    let kinds = 22;
    assert!(alone || seen.len() == kinds, "{} of {kinds} kinds of events were seen", seen.len());
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() { None } else { items.get(self.below(items.len())) }
    }
}

struct World {
    dice: Dice,
    bench: Bench,
    /// What runs outside, as an engine would have started it.
    running: BTreeMap<ActionKey, StartAction>,
    /// Attempts that are over: lost, given up, answered.
    past: Vec<ActionKey>,
    oracle: Oracle,
    tokens: usize,
}

impl World {
    fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed),
            bench: Bench::new("sim"),
            running: BTreeMap::new(),
            past: Vec::new(),
            oracle: Oracle::default(),
            tokens: 0,
        }
    }

    fn play(mut self) -> Vec<Event> {
        let declaration = declare(&mut self.dice);
        let start = self.dice.percent(50);
        self.put(Input::Create { declaration, start, by: "creator".into() });
        let steps = 20 + self.dice.below(120);
        for _ in 0..steps {
            self.step();
        }
        self.finish();
        self.bench.log
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
            48..52 => self.report_late(),
            47..48 if self.dice.percent(10) => {
                self.put(Input::Delete { by: by.clone() });
                let declaration = declare(&mut self.dice);
                self.put(Input::Create { declaration, start: true, by });
            }
            _ => self.report(),
        }
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
        let released = |event: &Event| matches!(event.kind, EventKind::ActionReleased { .. });
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
                let failure = Box::new(ActionFailure::new(FailureType::JobFailed, "broken"));
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
        self.bench.check_replay("sim");
        self.retire();
        self.oracle.finish(&self.bench.state);
    }

    fn put(&mut self, input: Input) {
        let before = self.bench.state.clone();
        match self.bench.put(input.clone()) {
            Ok(happened) if happened.is_empty() => {}
            Ok(happened) => {
                let mut state = before.clone();
                let revived: BTreeSet<String> = happened
                    .iter()
                    .filter(|(event, _)| matches!(event.kind, EventKind::StageRetried { .. }))
                    .filter_map(|(event, _)| event.execution_id().map(str::to_owned))
                    .collect();
                self.check_ended(&before, &revived);
                for (event, notices) in happened {
                    self.oracle.check(&state, &event);
                    state.apply(&event);
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

/// What the rules allow, told from the events alone.
#[derive(Default)]
struct Oracle {
    executions: BTreeMap<String, Told>,
    declarations: BTreeMap<i32, Arc<PipelineDeclaration>>,
    version: i32,
    last_at: i64,
    /// The newest execution that ever entered a stage.
    entered: BTreeMap<String, usize>,
    /// The stages behind a disabled transition.
    closed: BTreeSet<String>,
    starts: usize,
}

struct Told {
    number: usize,
    version: i32,
    mode: ExecutionMode,
    status: PipelineExecutionStatus,
    stage: Option<String>,
    ending: bool,
    retired: bool,
    /// Of the current stage: action, action execution and how it stands.
    actions: BTreeMap<String, (String, Standing)>,
    stages: Vec<(String, StageExecutionStatus)>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Standing {
    Running,
    Succeeded,
    Failed,
}

fn is_live(status: &PipelineExecutionStatus) -> bool {
    matches!(status, PipelineExecutionStatus::InProgress | PipelineExecutionStatus::Stopping)
}

impl Oracle {
    fn told(&mut self, id: &str) -> &mut Told {
        self.executions.get_mut(id).expect("an event about an unknown execution")
    }

    /// What must be so before the event.
    fn check(&mut self, state: &State, event: &Event) {
        assert!(event.at.millis() >= self.last_at, "time goes back");
        self.last_at = event.at.millis();
        let Some(id) = event.execution_id() else { return };
        if matches!(event.kind, EventKind::ExecutionStarted(_)) {
            assert!(!self.executions.contains_key(id), "an id is given twice");
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
            EventKind::StageRetried { .. } => live || revivable,
            _ => live,
        };
        assert!(allowed, "{:?} happens to an execution that is {}", event.kind, told.status);
        match &event.kind {
            EventKind::ExecutionEnded { status, .. } => {
                assert!(
                    told.actions.values().all(|(_, standing)| *standing != Standing::Running),
                    "an execution ends while actions run"
                );
                if *status == PipelineExecutionStatus::Superseded {
                    assert_eq!(told.mode, ExecutionMode::Superseded);
                    assert!(told.stage.is_none(), "an execution inside a stage is superseded");
                }
                if *status == PipelineExecutionStatus::Succeeded {
                    let declared = &self.declarations[&told.version].stages;
                    let passed: Vec<&str> = told.stages.iter().map(|(name, _)| name.as_str()).collect();
                    assert_eq!(passed, declared.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>());
                    assert!(told.stages.iter().all(|(_, status)| *status == StageExecutionStatus::Succeeded));
                }
            }
            EventKind::StageEntered { stage, .. } => {
                assert!(told.stage.is_none() && !told.ending);
                if told.mode != ExecutionMode::Parallel {
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
                match status {
                    StageExecutionStatus::Succeeded => {
                        let name = told.stage.as_deref().unwrap();
                        let declared = &self.declarations[&told.version].stages;
                        let stage = declared.iter().find(|stage| stage.name == name).unwrap();
                        assert!(all(Standing::Succeeded) && told.actions.len() == stage.actions.len());
                    }
                    StageExecutionStatus::Failed => assert!(any(Standing::Failed)),
                    _ => {}
                }
            }
            EventKind::ActionStarted(start) => {
                assert!(!told.ending, "an action starts in an execution that is ending");
                let name = told.stage.as_deref().expect("an action starts outside a stage");
                assert_eq!(name, start.action.stage);
                assert!(!told.actions.contains_key(&start.action.action), "an action starts twice");
                let declared = &self.declarations[&told.version].stages;
                let stage = declared.iter().find(|stage| stage.name == name).unwrap();
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
            _ => {}
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

    fn note(&mut self, event: &Event) {
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
                assert!(start.mode == ExecutionMode::Superseded || live.count() < 50);
                let told = Told {
                    number: self.starts,
                    version: start.version,
                    mode: start.mode.clone(),
                    status: PipelineExecutionStatus::InProgress,
                    stage: None,
                    ending: false,
                    retired: false,
                    actions: BTreeMap::new(),
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
                told.stages.push((stage.clone(), StageExecutionStatus::InProgress));
                if told.mode != ExecutionMode::Parallel {
                    let number = told.number;
                    self.entered.insert(stage.clone(), number);
                }
            }
            EventKind::StageRetried { execution_id, mode, .. } => {
                let told = self.told(execution_id);
                told.status = PipelineExecutionStatus::InProgress;
                told.ending = false;
                told.actions.retain(|_, (_, standing)| {
                    *mode == StageRetryMode::FailedActions && *standing != Standing::Failed
                });
            }
            EventKind::StageEnded { execution_id, stage, status } => {
                let told = self.told(execution_id);
                told.stages.last_mut().filter(|(name, _)| name == stage).unwrap().1 = status.clone();
                if *status == StageExecutionStatus::Succeeded {
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
            _ => {}
        }
    }

    /// Nothing is lost and nothing goes on.
    fn finish(&self, state: &State) {
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

/// A definition: up to five stages of up to seven actions.
fn declare(dice: &mut Dice) -> Arc<PipelineDeclaration> {
    let modes = [ExecutionMode::Superseded, ExecutionMode::Queued, ExecutionMode::Parallel];
    let mut artifacts: Vec<String> = Vec::new();
    let mut stages = vec![StageDeclaration { name: "Source".into(), ..StageDeclaration::default() }];
    for index in 0..1 + dice.below(2) {
        let name = format!("Src{index}");
        stages[0].actions.push(action(&name, ActionCategory::Source, 1, None, Some(name.clone())));
        artifacts.push(name);
    }
    for index in 1..2 + dice.below(4) {
        // Now and then a stage is missing, so that updates take stages away and bring them back.
        if index > 1 && dice.percent(15) {
            continue;
        }
        let mut stage = StageDeclaration { name: format!("S{index}"), ..StageDeclaration::default() };
        let width = if dice.percent(10) { 7 } else { 3 };
        let mut made = Vec::new();
        for number in 0..1 + dice.below(width) {
            let order = 1 + dice.below(3) as i32 * 10;
            let name = format!("A{index}-{number}");
            let input = dice.pick(&artifacts).cloned();
            let category = if dice.percent(15) { ActionCategory::Approval } else { ActionCategory::Build };
            let approval = category == ActionCategory::Approval;
            let output = Some(name.clone()).filter(|_| !approval && dice.percent(30));
            made.extend(output.clone());
            stage.actions.push(action(&name, category, order, input.filter(|_| !approval), output));
        }
        artifacts.extend(made);
        if dice.percent(20) {
            let mode = StageRetryMode::VALUES.get(dice.below(3)).map(|mode| StageRetryMode::from(*mode));
            stage.on_failure = Some(FailureConditions {
                result: Some(ConditionResult::Retry),
                retry_configuration: mode.map(|mode| RetryConfiguration { retry_mode: Some(mode) }),
                conditions: None,
            });
        }
        stages.push(stage);
    }
    Arc::new(PipelineDeclaration {
        name: "sim".into(),
        role_arn: "arn:aws:iam::111122223333:role/cp".into(),
        artifact_store: Some(ArtifactStore {
            r#type: ArtifactStoreType::S3,
            location: "store".into(),
            encryption_key: None,
        }),
        execution_mode: dice.pick(&modes).cloned(),
        stages,
        ..PipelineDeclaration::default()
    })
}

fn action(
    name: &str,
    category: ActionCategory,
    order: i32,
    input: Option<String>,
    output: Option<String>,
) -> ActionDeclaration {
    let provider = match category {
        ActionCategory::Source => "S3",
        ActionCategory::Approval => "Manual",
        _ => "CodeBuild",
    };
    ActionDeclaration {
        name: name.into(),
        action_type_id: ActionTypeId {
            category,
            owner: ActionOwner::Aws,
            provider: provider.into(),
            version: "1".into(),
        },
        run_order: Some(order),
        configuration: None,
        commands: None,
        output_artifacts: output.map(|name| vec![OutputArtifact { name, files: None }]),
        input_artifacts: input.map(|name| vec![InputArtifact { name }]),
        output_variables: None,
        role_arn: None,
        region: None,
        namespace: None,
        timeout_in_minutes: None,
        environment_variables: None,
    }
}
