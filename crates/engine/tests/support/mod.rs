//! An engine over a real data folder whose actions are carried out by the test itself: every attempt arrives as a
//! [`Call`] and waits for its answer. Nothing sleeps; what is waited for is looked at again after every change.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use actions::{
    Context, Failure, Fidelity, Job, Outcome, Planned, Provider, Running, RunsOn, SandboxChoice, Success,
    Why, World,
};
use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionExecutionStatus, ApprovalResult, ApprovalStatus,
    PipelineDeclaration, PipelineExecutionStatus, PutApprovalResultInput, RetryStageExecutionInput,
    StageRetryMode, StartPipelineExecutionInput, StopPipelineExecutionInput,
};
use codepipeline::{CodePipeline, Error};
use engine::{Change, Details, Engine, Options};
use execution::views::ActionDetails;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

/// So long a test waits for anything before it gives up; it never waits for time to pass.
const PATIENCE: Duration = Duration::from_secs(30);

/// An attempt that the engine started and that waits for its answer.
pub struct Call {
    pub job: Job,
    pub stop: CancellationToken,
    answer: oneshot::Sender<Outcome>,
}

impl Call {
    pub fn action(&self) -> &str {
        &self.job.action.name
    }

    pub fn answer(self, outcome: Outcome) {
        // Nobody waits any more when the attempt was cancelled.
        let _ = self.answer.send(outcome);
    }

    pub fn succeed(self) {
        self.answer(success());
    }

    pub fn fail(self, message: &str) {
        self.answer(failure(message));
    }
}

pub fn success() -> Outcome {
    Outcome::Succeeded(Box::new(Success::new(Fidelity::Real)))
}

pub fn failure(message: &str) -> Outcome {
    Outcome::Failed(Box::new(Failure {
        why: Why { code: "JobFailed".into(), message: message.into(), ..Why::default() },
        external_id: None,
        fidelity: Fidelity::Real,
        differences: Vec::new(),
        reports: Vec::new(),
    }))
}

/// Where the attempts of a pipeline go. An engine takes a plain function, so this is global; each test has a
/// pipeline of its own.
static TESTS: LazyLock<Mutex<HashMap<String, mpsc::UnboundedSender<Call>>>> = LazyLock::new(Mutex::default);

struct Scripted;

impl Provider for Scripted {
    fn plan(&self, _: &str, _: &ActionDeclaration, _: &World) -> Planned {
        Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Real,
            what: "Waits for the test".into(),
            from: "test".into(),
            differences: Vec::new(),
            gaps: Vec::new(),
        }
    }

    fn run(&self, job: Job, context: Context) -> Running {
        let (answer, answered) = oneshot::channel();
        let test = TESTS.lock().unwrap_or_else(PoisonError::into_inner).get(&job.pipeline).cloned();
        let call = Call { job, stop: context.stop.clone(), answer };
        Box::pin(async move {
            if test.is_none_or(|test| test.send(call).is_err()) {
                return failure("no test listens");
            }
            tokio::select! {
                answer = answered => answer.unwrap_or(Outcome::Stopped),
                () = context.stop.cancelled() => Outcome::Stopped,
            }
        })
    }
}

fn extra(action: &ActionDeclaration) -> Option<&'static dyn Provider> {
    (action.action_type_id.category != ActionCategory::Approval).then_some(&Scripted)
}

/// A pipeline under test. It has a runtime of its own: dropping that is how its engine dies.
pub struct Bench {
    pub name: &'static str,
    pub engine: Engine,
    runtime: Runtime,
    calls: mpsc::UnboundedReceiver<Call>,
    changes: broadcast::Receiver<Change>,
    dir: TempDir,
}

impl Bench {
    /// A new data folder with one pipeline, which has not been started.
    pub fn new(name: &'static str, mode: &str, stages: Value) -> Self {
        let bench = Self::open(name, tempfile::tempdir().unwrap());
        let call = bench.engine.call("test");
        bench.wait(bench.engine.put_definition(&call, definition(name, mode, stages), false)).unwrap();
        bench
    }

    fn open(name: &'static str, dir: TempDir) -> Self {
        Self::open_when(name, dir, SystemTime::now)
    }

    /// With a data folder that has no pipeline.
    pub fn empty(name: &'static str) -> Self {
        Self::open(name, tempfile::tempdir().unwrap())
    }

    fn open_when(name: &'static str, dir: TempDir, wall: fn() -> SystemTime) -> Self {
        let (sender, calls) = mpsc::unbounded_channel();
        TESTS.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), sender);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let owner = store::owner::acquire(dir.path(), "test").unwrap();
        let opened = runtime.block_on(Engine::open(&owner, Options { wall, ..options() })).unwrap();
        assert_eq!(opened.set_aside, None);
        let changes = opened.engine.changes();
        Self { name, engine: opened.engine, runtime, calls, changes, dir }
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn wait<T>(&self, what: impl Future<Output = T>) -> T {
        let wait = async { tokio::time::timeout(PATIENCE, what).await };
        self.runtime.block_on(wait).expect("what is waited for does not come")
    }

    /// The engine dies where it stands: what its folder holds at this moment is all that is left, and another opens
    /// it. The test must know that nothing is being written.
    pub fn crash(self) -> Self {
        let left = tempfile::tempdir().unwrap();
        copy(self.dir.path(), left.path());
        self.runtime.shutdown_background();
        Self::open(self.name, left)
    }

    /// Ends as a program ends, and begins again.
    pub fn restart(self) -> Self {
        self.restart_when(SystemTime::now)
    }

    /// The same, when the clock on the wall says something else.
    pub fn restart_when(self, wall: fn() -> SystemTime) -> Self {
        self.wait(self.engine.close());
        let Self { name, engine, runtime, dir, .. } = self;
        drop(engine);
        drop(runtime);
        Self::open_when(name, dir, wall)
    }

    pub fn try_start(&self, token: Option<&str>) -> Result<String, Error> {
        let call = self.engine.call("test");
        let input = StartPipelineExecutionInput {
            name: self.name.into(),
            client_request_token: token.map(str::to_owned),
            ..StartPipelineExecutionInput::default()
        };
        let output = self.wait(self.engine.start_pipeline_execution(&call, input))?;
        Ok(output.pipeline_execution_id.unwrap())
    }

    pub fn start(&self) -> String {
        self.try_start(None).unwrap()
    }

    /// Until the engine knows from which event on it responds.
    pub fn until_listening(&self) {
        while self.engine.store().document("responses", "progress").unwrap().is_none() {
            self.wait_for_a_moment();
        }
    }

    /// Lets the engine go on, for what tells of no change.
    pub fn wait_for_a_moment(&self) {
        self.wait(async { tokio::time::sleep(Duration::from_millis(10)).await });
    }

    /// The title of the next remark.
    pub fn remark(&mut self) -> String {
        loop {
            let change =
                self.runtime.block_on(async { tokio::time::timeout(PATIENCE, self.changes.recv()).await });
            if let Change::Remark { title, .. } = change.expect("no remark comes").unwrap() {
                return title;
            }
        }
    }

    /// So many starts, all under way before the first is answered.
    pub fn start_at_once(&self, count: usize) -> Vec<String> {
        let start = || {
            let engine = self.engine.clone();
            let input = StartPipelineExecutionInput {
                name: self.name.into(),
                ..StartPipelineExecutionInput::default()
            };
            async move { engine.start_pipeline_execution(&engine.call("test"), input).await }
        };
        let started: Vec<_> = (0..count).map(|_| self.runtime.spawn(start())).collect();
        let ids =
            started.into_iter().map(|one| self.wait(one).unwrap().unwrap().pipeline_execution_id.unwrap());
        ids.collect()
    }

    /// Another engine, in this runtime.
    pub fn another(&self, owner: &store::Owner) -> Engine {
        let passive = Options { passive: true, ..options() };
        self.wait(Engine::open(owner, passive)).unwrap().engine
    }

    pub fn stop(&self, execution: &str, abandon: bool) -> Result<(), Error> {
        let call = self.engine.call("test");
        let input = StopPipelineExecutionInput {
            pipeline_name: self.name.into(),
            pipeline_execution_id: execution.into(),
            abandon: Some(abandon),
            reason: Some("enough".into()),
        };
        self.wait(self.engine.stop_pipeline_execution(&call, input)).map(drop)
    }

    pub fn retry(&self, execution: &str, stage: &str, mode: StageRetryMode) -> Result<(), Error> {
        let call = self.engine.call("test");
        let input = RetryStageExecutionInput {
            pipeline_name: self.name.into(),
            stage_name: stage.into(),
            pipeline_execution_id: execution.into(),
            retry_mode: mode,
        };
        self.wait(self.engine.retry_stage_execution(&call, input)).map(drop)
    }

    pub fn approve(&self, stage: &str, action: &str, token: &str) -> Result<(), Error> {
        let call = self.engine.call("test");
        let input = PutApprovalResultInput {
            pipeline_name: self.name.into(),
            stage_name: stage.into(),
            action_name: action.into(),
            token: token.into(),
            result: ApprovalResult { status: ApprovalStatus::Approved, summary: "fine".into() },
        };
        self.wait(self.engine.put_approval_result(&call, input)).map(drop)
    }

    /// The next attempt that the engine starts.
    pub fn call(&mut self) -> Call {
        let wait = async { tokio::time::timeout(PATIENCE, self.calls.recv()).await };
        self.runtime.block_on(wait).expect("no action starts").unwrap()
    }

    /// The next attempt, which must be of this action.
    pub fn call_of(&mut self, action: &str) -> Call {
        let call = self.call();
        assert_eq!(call.action(), action);
        call
    }

    /// Nothing was started that has not been taken. Only after a change that would have started it is durable.
    pub fn assert_nothing_starts(&mut self) {
        if let Ok(call) = self.calls.try_recv() {
            panic!("{} starts", call.action());
        }
    }

    /// All that is known of an execution.
    pub fn details(&self, execution: &str) -> Details {
        self.engine.details(self.name, execution).unwrap().expect("the execution is known")
    }

    /// Waits until the execution is as asked.
    pub fn until(&mut self, execution: &str, is: impl Fn(&Details) -> bool) -> Details {
        let looking = async {
            loop {
                let details = self.engine.details(self.name, execution).unwrap();
                if let Some(details) = details.filter(|details| is(details)) {
                    return details;
                }
                // One who lags behind looks again.
                let _ = self.changes.recv().await;
            }
        };
        match self.runtime.block_on(async { tokio::time::timeout(PATIENCE, looking).await }) {
            Ok(details) => details,
            Err(_) => panic!("it does not come to that: {:#?}", self.details(execution).local),
        }
    }

    /// Waits until nothing is under way, not even an attempt that was given up.
    pub fn until_idle(&mut self) {
        let looking = async {
            while !self.engine.is_idle() {
                let _ = self.changes.recv().await;
            }
        };
        let wait = async { tokio::time::timeout(PATIENCE, looking).await };
        self.runtime.block_on(wait).expect("something stays under way");
    }

    pub fn until_status(&mut self, execution: &str, status: PipelineExecutionStatus) -> Details {
        self.until(execution, |details| details.local.status == status)
    }
}

/// The newest execution of an action.
pub fn action<'d>(details: &'d Details, name: &str) -> Option<&'d ActionDetails> {
    let mut actions = details.local.stages.iter().flat_map(|stage| &stage.actions);
    actions.rfind(|action| action.name == name)
}

pub fn is(details: &Details, name: &str, status: &ActionExecutionStatus) -> bool {
    action(details, name).is_some_and(|action| action.status == *status)
}

fn options() -> Options {
    Options {
        region: "us-east-1".into(),
        account: "111122223333".into(),
        user: "mary".into(),
        shim: "no-build-is-started".into(),
        sandbox: SandboxChoice::Auto,
        extra: Some(extra),
        accounts: None,
        passive: false,
        wall: SystemTime::now,
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs_err::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs_err::create_dir(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs_err::copy(entry.path(), target).unwrap();
        }
    }
}

/// A source stage and these.
pub fn definition(name: &str, mode: &str, stages: Value) -> PipelineDeclaration {
    let source = json!({
        "name": "Source",
        "actions": [{
            "name": "Fetch",
            "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "S3", "version": "1" },
            "configuration": { "S3Bucket": "sources", "S3ObjectKey": "app.zip", "PollForSourceChanges": "false" },
            "outputArtifacts": [{ "name": "App" }]
        }]
    });
    let stages: Vec<Value> = std::iter::once(source).chain(stages.as_array().unwrap().clone()).collect();
    let declaration = json!({
        "name": name,
        "roleArn": "arn:aws:iam::111122223333:role/pipeline",
        "pipelineType": "V2",
        "executionMode": mode,
        "artifactStore": { "type": "S3", "location": "artifacts" },
        "stages": stages
    });
    serde_json::from_value(declaration).unwrap()
}

/// A stage of builds, each with its run order.
pub fn builds(name: &str, actions: &[(&str, i32)]) -> Value {
    let build = |(name, order): &(&str, i32)| {
        json!({
            "name": name,
            "runOrder": order,
            "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
            "configuration": { "ProjectName": name },
            "inputArtifacts": [{ "name": "App" }]
        })
    };
    json!({ "name": name, "actions": actions.iter().map(build).collect::<Vec<_>>() })
}

/// A stage that waits for a person.
pub fn approval(name: &str, action: &str) -> Value {
    json!({
        "name": name,
        "actions": [{
            "name": action,
            "actionTypeId": { "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" }
        }]
    })
}
