//! One life of an engine: what people do to it, and what must be so after each step.

use std::collections::{BTreeSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use codepipeline::shapes::{
    ActionCategory, ApprovalResult, ApprovalStatus, ConditionType, DeletePipelineInput,
    DisableStageTransitionInput, EnableStageTransitionInput, GetPipelineStateInput, GetPipelineStateOutput,
    ListPipelineExecutionsInput, OverrideStageConditionInput, PipelineDeclaration, PipelineType,
    PipelineVariable, PutApprovalResultInput, RetryStageExecutionInput, RollbackStageInput, StageRetryMode,
    StageTransitionType, StartPipelineExecutionInput, StopPipelineExecutionInput,
};
use codepipeline::{Call, CodePipeline, Error, ErrorKind};
use engine::{Engine, Options};
use execution::{Command, Event, EventKind, StartAction, State, commands, notices, views};

use crate::declare::declare;
use crate::dice::Dice;
use crate::oracle::Oracle;
use crate::scripted::{Attempt, attempts, provider};

const PIPELINE: &str = "sim";
const ACCOUNT: &str = "111122223333";
const REGION: &str = "us-east-1";
/// 2026-11-23T10:00:00Z.
const START: i64 = 1_795_428_000_000;
/// So long a life may take before it counts as stuck.
const PATIENCE: Duration = Duration::from_secs(120);

/// Milliseconds since 1970, as the clock on the wall says.
static WALL: AtomicI64 = AtomicI64::new(START);

fn wall() -> SystemTime {
    let since = u64::try_from(WALL.load(Ordering::Relaxed)).unwrap();
    SystemTime::UNIX_EPOCH + Duration::from_millis(since)
}

/// Lives so many steps; with none, comes to the end of everything.
pub fn live(place: &Path, dice: Dice, steps: usize, sound: bool) {
    // Wherever something panics, also in a task of the engine, the life is over.
    std::panic::set_hook(Box::new(|panic| {
        for (seq, event) in RECENT.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            eprintln!("{seq} {event}");
        }
        eprintln!("{panic}\n{}", std::backtrace::Backtrace::force_capture());
        std::process::abort();
    }));
    std::thread::spawn(|| {
        std::thread::sleep(PATIENCE);
        eprintln!("the life does not come to its end");
        std::process::abort();
    });
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    runtime.block_on(async {
        // While such a task is there, the paused clock moves by hand alone.
        let (_held, wait) = std::sync::mpsc::channel::<()>();
        tokio::task::spawn_blocking(move || wait.recv());
        let Some(mut life) = Life::begin(place, dice, sound).await else { std::process::exit(0) };
        for _ in 0..steps {
            life.step().await;
        }
        if steps == 0 {
            life.finish().await;
        }
        if life.dice.percent(50) {
            life.close().await;
        }
        // Whatever still goes on ends here, as when a process is killed.
        std::process::exit(0)
    });
}

/// The last events that were read, for whoever looks into a failure.
static RECENT: Mutex<VecDeque<(u64, String)>> = Mutex::new(VecDeque::new());

fn recall(seq: u64, event: &str) {
    let mut recent = RECENT.lock().unwrap_or_else(PoisonError::into_inner);
    recent.push_back((seq, event.to_owned()));
    if recent.len() > LAG {
        recent.pop_front();
    }
}

struct Life {
    place: PathBuf,
    dice: Dice,
    /// Whether the disk does what it is told.
    sound: bool,
    engine: Engine,
    attempts: Vec<Attempt>,
    /// What the events on the disk say.
    state: State,
    oracle: Oracle,
    seq: u64,
    chain: u64,
    /// The executions of the pipeline that now has the name.
    started: BTreeSet<String>,
    /// What was to be published, as (detail type, state).
    notices: Vec<(String, String)>,
    /// What `GetPipelineState` would have told after each of the last events.
    boards: VecDeque<Option<GetPipelineStateOutput>>,
}

/// So many events the engine's memory may lag behind its disk while we look.
const LAG: usize = 64;

impl Life {
    async fn begin(place: &Path, dice: Dice, sound: bool) -> Option<Self> {
        let data = place.join("data");
        let opened = async {
            let owner = store::owner::acquire(&data, "simulation").ok()?;
            Engine::open(&owner, options()).await.ok()
        };
        let opened = opened.await;
        assert!(opened.is_some() || !sound, "the data folder cannot be opened");
        let opened = opened?;
        assert_eq!(opened.set_aside, None, "the database is damaged");
        let mut life = Self {
            place: place.to_owned(),
            dice,
            sound,
            engine: opened.engine,
            attempts: Vec::new(),
            state: State::new(PIPELINE, ACCOUNT, REGION),
            oracle: Oracle::default(),
            seq: 0,
            chain: 0,
            started: BTreeSet::new(),
            notices: Vec::new(),
            boards: VecDeque::from([None]),
        };
        let reported = life.reported();
        life.catch_up(reported);
        assert!(life.seq >= reported.0, "events that were answered are lost");
        let passed = life.dice.below(60_000) as i64;
        WALL.fetch_max(life.oracle.last_at() + passed, Ordering::Relaxed);
        Some(life)
    }

    /// Up to where the lives before have told their callers that it is so, and the sum of the events up to there.
    fn reported(&self) -> (u64, u64) {
        let text = fs_err::read_to_string(self.place.join("reported")).unwrap_or_default();
        let Some((seq, chain)) = text.lines().last().and_then(|line| line.split_once(' ')) else {
            return (0, 0);
        };
        (seq.parse().unwrap(), chain.parse().unwrap())
    }

    /// Reads what is new on the disk and holds it against the rules.
    fn catch_up(&mut self, reported: (u64, u64)) {
        let stream = format!("pipeline:{PIPELINE}");
        let Ok(events) = self.engine.store().read_events(&stream, self.seq, usize::MAX) else {
            assert!(!self.sound, "events cannot be read");
            return;
        };
        for stored in events {
            recall(stored.seq, &stored.payload);
            let event: Event = serde_json::from_str(&stored.payload).unwrap();
            self.oracle.check(&self.state, &event);
            let before = self.state.clone();
            self.state.apply(&event);
            self.oracle.note(&event);
            match &event.kind {
                // With another pipeline of the name, what is left of the one before goes.
                EventKind::PipelineCreated { .. } => {
                    self.started.clear();
                    self.notices.clear();
                    self.chain = 0;
                }
                EventKind::ExecutionStarted(start) => {
                    self.started.insert(start.execution_id.clone());
                }
                _ => {}
            }
            let told = notices(&before, &event, &self.state);
            self.notices.extend(told.into_iter().map(|notice| {
                (notice.detail_type.to_string(), notice.detail["state"].as_str().unwrap().to_owned())
            }));
            self.boards.push_back(views::pipeline_state(&self.state).ok());
            if self.boards.len() > LAG {
                self.boards.pop_front();
            }
            let mut sum = DefaultHasher::new();
            (self.chain, &stored.payload).hash(&mut sum);
            (self.seq, self.chain) = (stored.seq, sum.finish());
            if self.seq == reported.0 {
                assert_eq!(self.chain, reported.1, "events that were answered are others now");
            }
        }
    }

    /// What is on the disk now was seen by callers: no later life may know less.
    fn report(&self) {
        let append = |name: &str, line: &str| {
            let mut file =
                fs_err::OpenOptions::new().append(true).create(true).open(self.place.join(name)).unwrap();
            file.write_all(line.as_bytes()).unwrap();
        };
        append("reported", &format!("{} {}\n", self.seq, self.chain));
        append("steps", ".");
    }

    /// Lets the engine go on until what is under way is written.
    async fn settle(&self) {
        for _ in 0..2 {
            for _ in 0..8 {
                tokio::task::yield_now().await;
            }
            let barrier = self.engine.store().put_document("simulation", "barrier", Some("1".into()));
            let _ = barrier.await;
        }
    }

    async fn step(&mut self) {
        if !self.state.exists() {
            self.declare().await;
        }
        let executions = self.state.execution_ids();
        let execution = self.dice.pick(&executions).cloned().unwrap_or_else(|| "nobody".into());
        match self.dice.below(100) {
            0..14 => self.start().await,
            14..18 => self.stop(execution).await,
            18..26 => self.retry(execution).await,
            26..34 => self.change_a_transition().await,
            34..36 => self.declare().await,
            36..42 => {
                let passes = self.dice.below(120_000);
                self.pass(passes).await;
            }
            42..43 => {
                let passes = self.dice.below(3 * 86_400_000);
                self.pass(passes).await;
            }
            // The computer sleeps: only the clock on the wall goes on.
            43..44 => {
                WALL.fetch_add(self.dice.below(3_600_000) as i64, Ordering::Relaxed);
            }
            44..48 => self.roll_back(execution).await,
            48..53 => self.override_a_condition(execution).await,
            53..54 if self.dice.percent(20) => self.delete().await,
            _ => self.answer(60).await,
        }
        self.settle().await;
        self.catch_up((0, 0));
        self.report();
        self.compare().await;
    }

    fn call(&self) -> Call {
        self.engine.call("simulation")
    }

    /// What a caller hears; nobody hears of a fault inside while the disk is sound.
    fn hear<T>(&self, answer: Result<T, Error>) -> Option<T> {
        if let Err(error) = &answer {
            assert!(!self.sound || error.kind != ErrorKind::InternalFailure, "{error:?}");
        }
        answer.ok()
    }

    async fn declare(&mut self) {
        let declaration = runnable(&mut self.dice);
        let put = self.engine.put_definition(&self.call(), declaration, true).await;
        if let Err(error) = &put {
            assert!(!self.sound, "{error:?}");
        }
    }

    async fn delete(&mut self) {
        let input = DeletePipelineInput { name: PIPELINE.into() };
        self.hear(self.engine.delete_pipeline(&self.call(), input).await);
    }

    async fn start(&mut self) {
        let variables = self
            .dice
            .percent(80)
            .then(|| vec![PipelineVariable { name: "V".into(), value: "w".into() }])
            .filter(|_| self.state.declaration().is_some_and(|declared| declared.variables.is_some()));
        let input = StartPipelineExecutionInput {
            name: PIPELINE.into(),
            variables,
            client_request_token: self.dice.percent(20).then(|| format!("token-{}", self.started.len() / 2)),
            source_revisions: None,
        };
        let answer = self.engine.start_pipeline_execution(&self.call(), input).await;
        if let Some(started) = self.hear(answer) {
            self.catch_up((0, 0));
            let id = started.pipeline_execution_id.unwrap();
            assert!(self.started.contains(&id), "a start is answered that is not on the disk");
        }
    }

    async fn stop(&mut self, execution: String) {
        let input = StopPipelineExecutionInput {
            pipeline_name: PIPELINE.into(),
            pipeline_execution_id: execution,
            abandon: Some(self.dice.percent(40)),
            reason: Some("enough".into()),
        };
        self.hear(self.engine.stop_pipeline_execution(&self.call(), input).await);
    }

    async fn retry(&mut self, execution: String) {
        let all = self.dice.percent(50);
        let input = RetryStageExecutionInput {
            pipeline_name: PIPELINE.into(),
            stage_name: self.any_stage(),
            pipeline_execution_id: execution,
            retry_mode: if all { StageRetryMode::AllActions } else { StageRetryMode::FailedActions },
        };
        self.hear(self.engine.retry_stage_execution(&self.call(), input).await);
    }

    async fn change_a_transition(&mut self) {
        let transition_type = match self.dice.percent(70) {
            true => StageTransitionType::Inbound,
            false => StageTransitionType::Outbound,
        };
        let stage_name = self.any_stage();
        if self.dice.percent(60) {
            self.enable(stage_name, transition_type).await;
        } else {
            let input = DisableStageTransitionInput {
                pipeline_name: PIPELINE.into(),
                stage_name,
                transition_type,
                reason: "freeze".into(),
            };
            self.hear(self.engine.disable_stage_transition(&self.call(), input).await);
        }
    }

    async fn enable(&self, stage_name: String, transition_type: StageTransitionType) {
        let input =
            EnableStageTransitionInput { pipeline_name: PIPELINE.into(), stage_name, transition_type };
        self.hear(self.engine.enable_stage_transition(&self.call(), input).await);
    }

    async fn roll_back(&mut self, target: String) {
        let input = RollbackStageInput {
            pipeline_name: PIPELINE.into(),
            stage_name: self.any_stage(),
            target_pipeline_execution_id: target,
        };
        self.hear(self.engine.rollback_stage(&self.call(), input).await);
    }

    async fn override_a_condition(&mut self, execution: String) {
        let entry = self.dice.percent(60);
        let input = OverrideStageConditionInput {
            pipeline_name: PIPELINE.into(),
            stage_name: self.any_stage(),
            pipeline_execution_id: execution,
            condition_type: if entry { ConditionType::BeforeEntry } else { ConditionType::OnSuccess },
        };
        self.hear(self.engine.override_stage_condition(&self.call(), input).await);
    }

    /// An action comes to its result, or a person decides; so many of a hundred come to a good one.
    async fn answer(&mut self, good: usize) {
        self.attempts.extend(attempts());
        let approvals = approvals(&self.state);
        let good = self.dice.percent(good);
        if let Some(approval) = self.dice.pick(&approvals).filter(|_| good || self.attempts.is_empty()) {
            let status = if good { ApprovalStatus::Approved } else { ApprovalStatus::Rejected };
            let input = PutApprovalResultInput {
                pipeline_name: PIPELINE.into(),
                stage_name: approval.context.stage.clone(),
                action_name: approval.context.action.clone(),
                token: approval.key.action_execution_id.clone(),
                result: ApprovalResult { status, summary: "seen".into() },
            };
            self.hear(self.engine.put_approval_result(&self.call(), input).await);
        } else if !self.attempts.is_empty() {
            let attempt = self.attempts.swap_remove(self.dice.below(self.attempts.len()));
            if good { attempt.succeed() } else { attempt.fail() }
        }
    }

    /// So many milliseconds pass.
    async fn pass(&self, milliseconds: usize) {
        WALL.fetch_add(milliseconds as i64, Ordering::Relaxed);
        tokio::time::advance(Duration::from_millis(milliseconds as u64)).await;
    }

    fn any_stage(&mut self) -> String {
        let stages = ["Source", "S1", "S2", "S3", "S4"];
        (*self.dice.pick(&stages).unwrap()).to_owned()
    }

    /// What the engine tells is what the events say, or said a moment ago.
    async fn compare(&mut self) {
        let input = GetPipelineStateInput { name: PIPELINE.into() };
        let told = self.engine.get_pipeline_state(&self.call(), input).await;
        let told = self.hear(told);
        self.catch_up((0, 0));
        assert!(self.boards.contains(&told), "the state is told wrongly: {told:#?}");
    }

    /// Ends as a program ends. What could not be written is tried again for a while.
    async fn close(&self) {
        let close = self.engine.close();
        tokio::pin!(close);
        loop {
            tokio::select! {
                biased;
                () = &mut close => return,
                () = self.settle() => self.pass(1_000).await,
            }
        }
    }

    /// Everything comes to its end, and all that is told agrees.
    async fn finish(&mut self) {
        if !self.state.exists() {
            self.declare().await;
        }
        self.catch_up((0, 0));
        let declared = self.state.declaration().unwrap().stages.clone();
        for stage in declared {
            self.enable(stage.name, StageTransitionType::Inbound).await;
        }
        while !self.state.is_idle() || !self.engine.is_idle() {
            self.answer(90).await;
            self.pass(1_000).await;
            self.settle().await;
            self.catch_up((0, 0));
        }
        self.report();
        self.oracle.finish(&self.state);
        self.boards.clear();
        self.boards.push_back(views::pipeline_state(&self.state).ok());
        self.compare().await;
        self.compare_the_history().await;
        let published = self.engine.store().published_of(PIPELINE, usize::MAX).unwrap();
        let published: Vec<_> = published.iter().rev().map(|row| said(&row.event)).collect();
        assert!(published.ends_with(&self.notices), "what is published is not what happened");
    }

    async fn compare_the_history(&self) {
        let mut next_token = None;
        let mut listed = BTreeSet::new();
        loop {
            let input = ListPipelineExecutionsInput {
                pipeline_name: PIPELINE.into(),
                next_token,
                ..ListPipelineExecutionsInput::default()
            };
            let page = self.engine.list_pipeline_executions(&self.call(), input).await.unwrap();
            for summary in page.pipeline_execution_summaries.unwrap_or_default() {
                let id = summary.pipeline_execution_id.unwrap();
                let known = &self.oracle.executions[&id].status;
                assert_eq!(summary.status.as_ref(), Some(known), "{id} is listed wrongly");
                assert!(listed.insert(id), "an execution is listed twice");
            }
            next_token = page.next_token;
            if next_token.is_none() {
                break;
            }
        }
        assert_eq!(listed, self.started, "the list of executions is not whole");
    }
}

/// Detail type and state of a published event.
fn said(event: &str) -> (String, String) {
    let event: serde_json::Value = serde_json::from_str(event).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&event["detail-type"]), text(&event["detail"]["state"]))
}

/// The approvals that wait.
fn approvals(state: &State) -> Vec<StartAction> {
    let waiting = commands(state).into_iter().filter_map(|command| match command {
        Command::StartAction(start) => Some(*start),
        Command::StopAction(_) => None,
    });
    waiting.filter(|start| start.action_type_id.category == ActionCategory::Approval).collect()
}

/// A random definition that the service would accept.
fn runnable(dice: &mut Dice) -> PipelineDeclaration {
    let mut declaration = Arc::unwrap_or_clone(declare(dice));
    declaration.pipeline_type = Some(PipelineType::V2);
    let configuration = |pairs: &[(&str, &str)]| {
        Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    };
    for stage in &mut declaration.stages {
        for action in &mut stage.actions {
            action.configuration = match action.action_type_id.provider.as_str() {
                "S3" => configuration(&[
                    ("S3Bucket", "sources"),
                    ("S3ObjectKey", "app.zip"),
                    ("PollForSourceChanges", "false"),
                ]),
                "CodeBuild" => configuration(&[("ProjectName", "sim")]),
                _ => None,
            };
        }
        let gates = [
            stage.before_entry.as_mut().map(|gate| &mut gate.conditions),
            stage.on_success.as_mut().map(|gate| &mut gate.conditions),
            stage.on_failure.as_mut().and_then(|gate| gate.conditions.as_mut()),
        ];
        let conditions = gates.into_iter().flatten().flatten();
        for rule in conditions.flat_map(|condition| condition.rules.iter_mut().flatten()) {
            let value = if dice.percent(60) { "yes" } else { "no" };
            rule.configuration = configuration(&[("Variable", "yes"), ("Value", value), ("Operator", "EQ")]);
        }
    }
    declaration
}

fn options() -> Options {
    Options {
        region: REGION.into(),
        account: ACCOUNT.into(),
        user: "mary".into(),
        shim: "no-build-is-started".into(),
        sandbox: actions::SandboxChoice::Auto,
        extra: Some(provider),
        accounts: None,
        passive: false,
        wall,
    }
}
