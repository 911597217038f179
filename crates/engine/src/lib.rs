//! The engine of this computer: it drives pipelines. Calls become inputs, inputs become events, events are stored
//! before anything is told or done, and what should be under way is started, stopped, or taken up again after a crash.
//!
//! It is the only one that owns time, ids and randomness. What follows from an input is decided in `execution`, the
//! work itself is done in `actions`, and what survives is kept in `store`.

mod action_types;
mod announcement;
mod artifacts;
mod audit;
mod clock;
mod definitions;
mod error;
mod jobs;
mod pipes;
mod responses;
mod reuse;
mod rollback;
mod secrets;
mod service;
mod starts;
mod tags;
mod webhooks;
mod work;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use actions::{Gap, Provider, Recovery, SandboxChoice, World};
use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionExecutionDetail, PipelineDeclaration, PipelineExecution,
    PipelineExecutionSummary,
};
use codepipeline::{Call, Principal, PrincipalKind, Timestamp};
use execution::views::{self, LocalDetails};
use execution::{ActionKey, Command, Input, commands, deadlines};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{ActionExecutionQuery, Store};
use tokio::sync::broadcast;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use artifacts::OldArtifact;
pub use definitions::{DefinitionChange, Put};
pub use error::{Error, fault};
pub use execution::Part;
pub use jobs::{Grant, GrantedObject};
pub use responses::{Reacted, is_told};
pub use webhooks::Delivery;

/// A further provider that is asked before the built-in ones: for measuring and for tests.
pub type Extra = fn(&ActionDeclaration) -> Option<&'static dyn Provider>;

/// What an engine is told when it opens a data folder.
#[derive(Clone)]
pub struct Options {
    /// The Region that it answers for, `us-east-1`.
    pub region: String,
    /// The account that it answers for, twelve digits.
    pub account: String,
    /// The name of this computer's user, as the audit trail shows it.
    pub user: String,
    /// The program that becomes a build's shim when it is started with `codebuild::SHIM_COMMAND`.
    pub shim: PathBuf,
    /// How builds are shut in.
    pub sandbox: SandboxChoice,
    /// See [`Extra`].
    pub extra: Option<Extra>,
    /// Who opens the accounts of places; without one nothing is carried out on AWS.
    pub accounts: Option<Arc<dyn actions::Accounts>>,
    /// Starts and stops nothing: for a process that only looks and is gone in a moment. What is under way stays as it
    /// is for the next owner.
    pub passive: bool,
    /// What the clock on the wall says: `SystemTime::now`.
    pub wall: fn() -> SystemTime,
}

/// What [`Engine::open`] gives.
pub struct Opened {
    /// The engine.
    pub engine: Engine,
    /// Where a damaged database was put; a new, empty one is in use. Tell the user.
    pub set_aside: Option<PathBuf>,
}

/// Something happened, and it is durable.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A pipeline was created, updated or deleted, or one of its transitions was changed.
    Pipeline {
        /// Its name.
        pipeline: String,
    },
    /// An execution moved on.
    Execution {
        /// Its pipeline's name.
        pipeline: String,
        /// Its id.
        execution: String,
    },
    /// What the service would publish.
    Event {
        /// The pipeline's name.
        pipeline: String,
        /// The execution it is about.
        execution: Option<String>,
        /// The event in EventBridge's form.
        event: Arc<Value>,
    },
    /// An action's log has new lines.
    Log {
        /// The pipeline's name.
        pipeline: String,
        /// The execution's id.
        execution: String,
        /// The action execution's id.
        action_execution: String,
    },
    /// The audit trail has a new record.
    Trail,
    /// Something that a person should know of a pipeline and that is no event of it.
    Remark {
        /// The pipeline's name.
        pipeline: String,
        /// One line.
        title: String,
        /// One sentence.
        body: String,
    },
}

/// All that is known of an execution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// As `GetPipelineExecution` tells it.
    pub execution: PipelineExecution,
    /// As `ListPipelineExecutions` tells it.
    pub summary: PipelineExecutionSummary,
    /// What only this computer knows.
    pub local: LocalDetails,
    /// As `ListActionExecutions` tells them, newest start first.
    pub actions: Vec<ActionExecutionDetail>,
    /// The definition that it runs.
    pub declaration: Arc<PipelineDeclaration>,
}

/// The engine of one data folder. Clones share it.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    store: Store,
    options: Options,
    clock: clock::Clock,
    pipes: pipes::Pipes,
    running: work::Running,
    changes: broadcast::Sender<Change>,
    tasks: TaskTracker,
    runtime: tokio::runtime::Handle,
    scratch: tempfile::TempDir,
    sandbox: Mutex<SandboxChoice>,
    lent: Mutex<HashMap<String, BTreeMap<String, String>>>,
    builds: Mutex<HashMap<String, u64>>,
    starts: starts::Starts,
    secrets: secrets::Secrets,
    /// Where the endpoint is, once it is open.
    endpoint: Mutex<Option<String>>,
    published: Arc<tokio::sync::Notify>,
    jobs_changed: tokio::sync::Notify,
    /// Jobs are handed out, acknowledged and ended one at a time.
    handing_out: tokio::sync::Mutex<()>,
    /// What the credentials of jobs follow from.
    worker_secret: std::sync::OnceLock<String>,
    closing: AtomicBool,
    /// Cancelled with it: what an account carries out is left to go on.
    leaving: CancellationToken,
}

/// How often it is looked whether time has ended something.
const TICK: Duration = Duration::from_secs(1);
/// How often artifacts are looked through for those that the setups do not keep.
const TIDIED: Duration = Duration::from_secs(3_600);
/// How often it is looked at repositories elsewhere. The service's interval is about a minute, too.
const ELSEWHERE: Duration = Duration::from_secs(60);
/// Who hears the changes may lag this far behind.
const CHANGES: usize = 4096;

impl Engine {
    /// Opens a data folder that this process owns and takes up what was under way in it.
    ///
    /// # Errors
    /// `unwritable`, `disk-full`, `too-new` and what else the store says.
    pub async fn open(owner: &store::Owner, options: Options) -> Result<Opened, Error> {
        let owner = owner.clone();
        let opened = tokio::task::spawn_blocking(move || Store::open(&owner)).await;
        let opened = opened.map_err(|error| Error::new("io", error.to_string()))??;
        let scratch = tempfile::Builder::new().prefix("pipesmith-").tempdir();
        let scratch = scratch.map_err(|error| {
            Error::new("unwritable", format!("No temporary folder can be made: {error}"))
                .remedy_is("set TMPDIR to a folder that can be written")
        })?;
        let inner = Arc::new(Inner {
            store: opened.store,
            sandbox: Mutex::new(options.sandbox),
            clock: clock::Clock::new(options.wall),
            options,
            pipes: pipes::Pipes::default(),
            running: work::Running::default(),
            changes: broadcast::channel(CHANGES).0,
            tasks: TaskTracker::new(),
            runtime: tokio::runtime::Handle::current(),
            scratch,
            lent: Mutex::default(),
            builds: Mutex::default(),
            starts: starts::Starts::default(),
            secrets: secrets::Secrets::default(),
            endpoint: Mutex::default(),
            published: Arc::default(),
            jobs_changed: tokio::sync::Notify::new(),
            handing_out: tokio::sync::Mutex::default(),
            worker_secret: std::sync::OnceLock::new(),
            closing: AtomicBool::new(false),
            leaving: CancellationToken::new(),
        });
        inner.resume().await?;
        tokio::spawn(tick(Arc::downgrade(&inner)));
        if !inner.options.passive {
            tokio::spawn(responses::respond(Arc::downgrade(&inner)));
        }
        Ok(Opened { engine: Self { inner }, set_aside: opened.set_aside })
    }

    /// What survives.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The log's clock: the wall's, but it never goes back.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// A lower-case version 4 UUID.
    pub fn new_id(&self) -> String {
        clock::uuid()
    }

    /// The account that it answers for.
    pub fn account(&self) -> &str {
        &self.inner.options.account
    }

    /// The Region that it answers for.
    pub fn region(&self) -> &str {
        &self.inner.options.region
    }

    /// A call by this computer's user.
    pub fn call(&self, user_agent: &str) -> Call {
        let Options { account, user, region, .. } = &self.inner.options;
        Call {
            principal: Principal {
                arn: format!("arn:aws:iam::{account}:user/{user}"),
                account: account.clone(),
                kind: PrincipalKind::IamUser,
                user_name: user.clone(),
                access_key_id: None,
            },
            request_id: clock::uuid(),
            source_ip: "127.0.0.1".into(),
            user_agent: user_agent.to_owned(),
            time: self.now(),
            region: region.clone(),
        }
    }

    /// The folder for buckets that no setup maps.
    pub fn buckets(&self) -> PathBuf {
        self.inner.store.dir().join("buckets")
    }

    /// Keeps how a pipeline's names map to things on this computer; the next action uses it.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn keep_world(&self, pipeline: &str, world: &World) -> Result<(), Error> {
        self.inner.store.put_document("worlds", pipeline, Some(pipes::text(world))).await?;
        self.inner.starts.forget();
        Ok(())
    }

    /// What [`Engine::keep_world`] kept.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn world(&self, pipeline: &str) -> Result<Option<World>, Error> {
        self.inner.kept_world(pipeline)
    }

    /// How builds are shut in from now on.
    pub fn set_sandbox(&self, choice: SandboxChoice) {
        *self.inner.sandbox.lock().unwrap_or_else(PoisonError::into_inner) = choice;
    }

    /// Lends secrets to a pipeline's actions as long as this process lives. They are masked in everything written.
    pub fn lend_secrets(&self, pipeline: &str, secrets: BTreeMap<String, String>) {
        for secret in secrets.values() {
            self.inner.store.mask().add(secret);
        }
        let mut lent = self.inner.lent.lock().unwrap_or_else(PoisonError::into_inner);
        lent.entry(pipeline.to_owned()).or_default().extend(secrets);
    }

    /// Hears every change from now on.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.inner.changes.subscribe()
    }

    /// All that is known of an execution; nothing when there is none of this id.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn details(&self, pipeline: &str, execution: &str) -> Result<Option<Details>, Error> {
        let inner = &self.inner;
        let live = inner.read(pipeline, |state| {
            let found = views::execution(state, execution)
                .zip(views::summary(state, execution))
                .zip(views::local_details(state, execution));
            Ok(found.map(|((detail, summary), local)| {
                (detail, summary, local, views::action_executions(state, execution))
            }))
        });
        let live = live.map_err(|error| Error::new("io", error.message))?;
        let found = match live {
            Some(found) => Some(found),
            None => inner.stored_details(pipeline, execution)?,
        };
        let Some((detail, summary, local, actions)) = found else { return Ok(None) };
        let row = inner.store.pipeline_version(pipeline, Some(i64::from(local.version)))?;
        let declaration =
            row.and_then(|row| serde_json::from_str::<PipelineDeclaration>(&row.declaration).ok());
        let Some(declaration) = declaration.map(Arc::new) else { return Ok(None) };
        Ok(Some(Details { execution: detail, summary, local, actions, declaration }))
    }

    /// How long a pipeline's actions usually take, by stage and action: the median of the last 20 successes among
    /// its last 400 action executions, in milliseconds. Without history it is empty.
    pub fn usual(&self, pipeline: &str) -> HashMap<(String, String), i64> {
        let query = ActionExecutionQuery {
            pipeline: pipeline.to_owned(),
            max: 400,
            ..ActionExecutionQuery::default()
        };
        let rows = self.inner.store.list_action_executions(&query).map(|page| page.items).unwrap_or_default();
        let mut times: HashMap<(String, String), Vec<i64>> = HashMap::new();
        for row in rows.into_iter().filter(|row| row.status == "Succeeded") {
            let of_action = times.entry((row.stage, row.name)).or_default();
            if of_action.len() < 20 {
                of_action.push(row.last_update - row.start);
            }
        }
        let median = |mut times: Vec<i64>| {
            times.sort_unstable();
            times.get(times.len() / 2).copied().unwrap_or_default()
        };
        times.into_iter().map(|(action, times)| (action, median(times))).collect()
    }

    /// Records a call that was answered or refused before it reached an operation.
    pub fn record(
        &self,
        call: &Call,
        source: &str,
        operation: &str,
        parameters: Value,
        read_only: bool,
        refusal: Option<(&str, &str)>,
    ) {
        let asked = audit::Asked { call, source, operation, read_only, parameters };
        if let Some(record) = asked.record(&clock::uuid(), Value::Null, None, refusal) {
            self.inner.store.record(record);
            let _ = self.inner.changes.send(Change::Trail);
        }
    }

    /// Whether nothing is under way in any pipeline that was touched.
    pub fn is_idle(&self) -> bool {
        self.inner.pipes.loaded().iter().all(|(_, pipe)| pipes::lock(pipe).durable().is_idle())
    }

    /// Ends the running attempts, which run again at the next start, and waits for what is being written.
    pub async fn close(&self) {
        self.inner.closing.store(true, Ordering::Release);
        self.inner.leaving.cancel();
        self.inner.running.cancel_all();
        self.inner.tasks.close();
        self.inner.tasks.wait().await;
        let _ = self.inner.store.flush_trail().await;
    }
}

type Found = (PipelineExecution, PipelineExecutionSummary, LocalDetails, Vec<ActionExecutionDetail>);

impl Inner {
    pub(crate) fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// Where what was fetched of repositories elsewhere is kept.
    pub(crate) fn mirrors(&self) -> PathBuf {
        self.store.dir().join("mirrors")
    }

    fn kept_world(&self, pipeline: &str) -> Result<Option<World>, Error> {
        let kept = self.store.document("worlds", pipeline)?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// How a pipeline's names map here; without a setup, only the data folder's buckets are known.
    pub(crate) fn world_of(&self, pipeline: &str) -> Result<World, Error> {
        let none = || {
            let dir = self.store.dir();
            World::new(
                dir.to_owned(),
                pipeline::Setup::default(),
                pipeline::Setup::default(),
                dir.join("buckets"),
            )
        };
        Ok(self.kept_world(pipeline)?.unwrap_or_else(none))
    }

    /// An execution of the history; none of one that goes on: it is in the state alone.
    fn stored_details(&self, pipeline: &str, execution: &str) -> Result<Option<Found>, Error> {
        let Some(row) = self.store.execution(pipeline, execution)? else { return Ok(None) };
        let (Ok(detail), Ok(summary), Ok(local)) = (
            serde_json::from_str(&row.detail),
            serde_json::from_str(&row.summary),
            serde_json::from_str::<Option<LocalDetails>>(&row.local),
        ) else {
            return Err(Error::new(
                "damaged",
                format!("The execution {execution} of {pipeline} cannot be read"),
            ));
        };
        let Some(local) = local else { return Ok(None) };
        let query = ActionExecutionQuery {
            pipeline: pipeline.to_owned(),
            execution: Some(execution.to_owned()),
            max: 10_000,
            ..ActionExecutionQuery::default()
        };
        let rows = self.store.list_action_executions(&query)?.items;
        let actions = rows.iter().filter_map(|row| serde_json::from_str(&row.detail).ok()).collect();
        Ok(Some((detail, summary, local, actions)))
    }

    /// Takes up what was under way when the last process ended: what can run again is marked as interrupted and runs
    /// as its next attempt, approvals wait on.
    async fn resume(self: &Arc<Self>) -> Result<(), Error> {
        for info in self.store.streams()? {
            self.clock.not_before(info.at);
            if self.options.passive {
                continue;
            }
            let Some(name) = pipes::pipeline_of(&info.name).filter(|_| info.active) else { continue };
            let unreadable = |error: codepipeline::Error| Error::new("damaged", error.message);
            let state = self.read(name, |state| Ok(state.clone())).map_err(unreadable)?;
            for command in commands(&state) {
                let Command::StartAction(start) = command else { continue };
                let approval = start.action_type_id.category == ActionCategory::Approval;
                let lost = match self.recovery(&start) {
                    Recovery::RunAgain => true,
                    Recovery::Adopt => start.external_execution_id.is_none(),
                    Recovery::WaitOn => false,
                };
                if !approval && lost {
                    let input = Input::AttemptInterrupted { key: start.key.clone() };
                    // Nothing starts before all are marked: a lost attempt must not run beside its next one.
                    let committed = self.commit(name, input, None, |_, _| ((), Value::Null));
                    committed.await.map_err(unreadable)?;
                }
            }
            self.act(name);
        }
        Ok(())
    }

    fn recovery(&self, start: &execution::StartAction) -> Recovery {
        let Ok(world) = self.world_of(&start.context.pipeline) else { return Recovery::RunAgain };
        let action = work::declaration(start);
        if start.place.is_some() {
            return actions::find_on_aws(&action).map_or(Recovery::RunAgain, Provider::recovery);
        }
        self.provider(&start.context.stage, &action, &world).map_or(Recovery::RunAgain, Provider::recovery)
    }

    /// What carries an action out; the further provider is asked first.
    pub(crate) fn provider(
        &self,
        stage: &str,
        action: &ActionDeclaration,
        world: &World,
    ) -> Result<&'static dyn Provider, Gap> {
        let extra = self.options.extra.and_then(|extra| extra(action));
        extra.map_or_else(|| actions::find(stage, action, world), Ok)
    }

    /// Ends what time has ended. A process's own timeout is monotonic: while the computer slept, it stood still.
    async fn expire(self: &Arc<Self>, slept: i64) {
        for (name, pipe) in self.pipes.loaded() {
            let state = pipes::lock(&pipe).durable().clone();
            let now = self.clock.now().millis();
            let is_due = |key: &ActionKey, at: i64| {
                if self.running.has(key) { at.saturating_add(slept) <= now } else { at <= now }
            };
            if deadlines(&state).iter().any(|deadline| is_due(&deadline.key, deadline.at.millis())) {
                let _ = self.submit(&name, Input::Tick, None, |_, _| ((), Value::Null)).await;
            }
        }
    }
}

async fn tick(inner: Weak<Inner>) {
    let mut slept = 0;
    let Some((mut wall, mut steady)) = inner.upgrade().map(|inner| (inner.clock.wall(), Instant::now()))
    else {
        return;
    };
    let (mut looked_elsewhere, mut tidied): (Option<Instant>, Option<Instant>) = (None, None);
    loop {
        tokio::time::sleep(TICK).await;
        let Some(inner) = inner.upgrade().filter(|inner| !inner.is_closing()) else { return };
        let passed = inner.clock.wall().duration_since(wall).unwrap_or_default();
        let jumped = passed.saturating_sub(steady.elapsed());
        if jumped > Duration::from_secs(10) {
            slept += i64::try_from(jumped.as_millis()).unwrap_or_default();
        }
        (wall, steady) = (inner.clock.wall(), Instant::now());
        inner.act_again();
        inner.expire(slept).await;
        inner.look_for_starts().await;
        // It may take long, and nothing waits for it.
        if looked_elsewhere.is_none_or(|at| at.elapsed() >= ELSEWHERE) {
            looked_elsewhere = Some(Instant::now());
            let looking = Arc::clone(&inner);
            inner.tasks.spawn(async move { looking.look_elsewhere().await });
        }
        if !inner.options.passive && tidied.is_none_or(|at| at.elapsed() >= TIDIED) {
            tidied = Some(Instant::now());
            let tidying = Arc::clone(&inner);
            // What cannot be removed now is looked at again.
            inner.tasks.spawn_blocking(move || tidying.keep_policies());
        }
    }
}
