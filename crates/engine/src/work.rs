//! The effects: attempts of actions that are under way on this computer, and what they use.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use actions::{Context, Failure, Job, OnAws, Outcome, RunsOn};
use codepipeline::shapes::{ActionCategory, ActionDeclaration, FailureType, InputArtifact, OutputArtifact};
use execution::{ActionFailure, ActionKey, ActionSuccess, Artifact, Input, StartAction, StopAction};
use serde_json::Value;
use store::LogAt;

use tokio_util::sync::CancellationToken;

use crate::artifacts::{Buckets, located, missing, too_large};
use crate::definitions::secret_name;
use crate::reuse::Extras;
use crate::{Change, Inner};

/// How long a result that cannot be stored (a full disk) waits before it is offered again.
const AGAIN: Duration = Duration::from_secs(2);

/// The attempts that this process carries out.
#[derive(Default)]
pub(crate) struct Running(Mutex<HashMap<ActionKey, CancellationToken>>);

impl Running {
    fn map(&self) -> std::sync::MutexGuard<'_, HashMap<ActionKey, CancellationToken>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this process carries it out.
    pub fn has(&self, key: &ActionKey) -> bool {
        self.map().contains_key(key)
    }

    /// Tells all to end.
    pub fn cancel_all(&self) {
        self.map().values().for_each(CancellationToken::cancel);
    }
}

impl Inner {
    /// Starts an attempt unless it is under way. Approvals wait for a person: nothing is started for them.
    pub fn start(self: &Arc<Self>, start: StartAction) {
        if start.action_type_id.category == ActionCategory::Approval {
            return;
        }
        let stop = CancellationToken::new();
        {
            let mut running = self.running.map();
            if running.contains_key(&start.key) {
                return;
            }
            running.insert(start.key.clone(), stop.clone());
        }
        let inner = Arc::clone(self);
        self.tasks.spawn(async move {
            let (pipeline, key) = (start.context.pipeline.clone(), start.key.clone());
            let outputs: Vec<Artifact> = start
                .output_artifacts
                .iter()
                .map(|output| Artifact { name: output.name.clone(), location: output.location.clone() })
                .collect();
            let (outcome, extras) = inner.attempt(start, stop.clone()).await;
            let report = inner.report(key.clone(), outcome, extras, outputs, stop.is_cancelled());
            if let Some(report) = report {
                inner.deliver(&pipeline, report).await;
            }
            inner.running.map().remove(&key);
        });
    }

    /// Lets go of an attempt. One that this process does not carry out went with the process that did.
    pub fn stop(self: &Arc<Self>, pipeline: &str, stop: &StopAction) {
        if let Some(token) = self.running.map().get(&stop.key) {
            token.cancel();
            return;
        }
        let (inner, pipeline, key) = (Arc::clone(self), pipeline.to_owned(), stop.key.clone());
        self.tasks.spawn(async move { inner.deliver(&pipeline, Input::ActionReleased { key }).await });
    }

    /// What an outcome says to the pipeline; nothing when this process ends and the attempt is to run again.
    fn report(
        &self,
        key: ActionKey,
        outcome: Outcome,
        extras: Extras,
        outputs: Vec<Artifact>,
        cancelled: bool,
    ) -> Option<Input> {
        Some(match outcome {
            Outcome::Succeeded(success) => Input::ActionSucceeded {
                key,
                success: Box::new(ActionSuccess {
                    output_artifacts: outputs,
                    output_variables: success.variables,
                    external_execution_id: success.external_id,
                    external_execution_url: success.external_url,
                    summary: success.summary,
                    revision: success.revision.map(|revision| execution::Revision {
                        id: revision.id,
                        change_identifier: None,
                        summary: Some(revision.summary).filter(|summary| !summary.is_empty()),
                        created: revision.created_ms.map(codepipeline::Timestamp),
                        url: revision.url,
                    }),
                    log_stream_arn: None,
                    fidelity: Some(success.fidelity),
                    differences: success.differences,
                    details: with_extras(Value::Null, extras, &success.reports),
                }),
            },
            Outcome::Failed(failed) => {
                let code = FailureType::from(failed.why.code.as_str());
                let details = serde_json::to_value(&failed.why).unwrap_or(Value::Null);
                // Clients of the API see the message alone: a fault of the setup tells its way out in it.
                let message = match failed.why.remedies.first() {
                    Some(remedy) if code == FailureType::ConfigurationError => {
                        format!("{}; {remedy}", failed.why.message)
                    }
                    _ => failed.why.message,
                };
                let mut failure = ActionFailure::new(code, message);
                failure.external_execution_id = failed.external_id;
                failure.fidelity = Some(failed.fidelity);
                failure.differences = failed.differences;
                failure.details = with_extras(details, extras, &failed.reports);
                Input::ActionFailed { key, failure: Box::new(failure) }
            }
            Outcome::Stopped if self.is_closing() => return None,
            Outcome::Stopped if cancelled => Input::ActionReleased { key },
            Outcome::Stopped => {
                let failure =
                    ActionFailure::new(FailureType::JobFailed, "The action was stopped from outside");
                Input::ActionFailed { key, failure: Box::new(failure) }
            }
        })
    }

    /// Hands a report in until it is durable: a full disk or a lock does not lose the work.
    async fn deliver(self: &Arc<Self>, pipeline: &str, report: Input) {
        while !self.is_closing()
            || matches!(report, Input::ActionSucceeded { .. } | Input::ActionFailed { .. })
        {
            match self.submit(pipeline, report.clone(), None, |_, _| ((), Value::Null)).await {
                Ok(()) => return,
                Err(_) if self.is_closing() => return,
                Err(_) => tokio::time::sleep(AGAIN).await,
            }
        }
    }

    /// Carries an attempt out.
    async fn attempt(self: &Arc<Self>, start: StartAction, stop: CancellationToken) -> (Outcome, Extras) {
        let mut extras = Extras::new();
        let outcome = self.attempt_with(start, stop, &mut extras).await;
        (outcome, extras)
    }

    async fn attempt_with(
        self: &Arc<Self>,
        start: StartAction,
        stop: CancellationToken,
        extras: &mut Extras,
    ) -> Outcome {
        let failed = |code: &str, message: String| Outcome::Failed(Box::new(Failure::new(code, message)));
        let context = &start.context;
        let world = match self.world_of(&context.pipeline) {
            Ok(world) => Arc::new(world),
            Err(error) => return failed("SystemUnavailable", error.to_string()),
        };
        let buckets = Arc::new(Buckets { store: self.store.clone(), world: Arc::clone(&world) });
        if start.reused {
            let (inner, from) = (Arc::clone(self), Arc::clone(&buckets));
            let taken = tokio::task::spawn_blocking(move || inner.reuse(&start, &*from)).await;
            return match taken {
                Ok((outcome, found)) => {
                    *extras = found;
                    outcome
                }
                Err(error) => failed("SystemUnavailable", error.to_string()),
            };
        }
        let within_quota = |outcome: Outcome| {
            let Outcome::Succeeded(_) = outcome else { return outcome };
            too_large(&buckets, &start.action_type_id, [], &start.output_artifacts)
                .map_or(outcome, |message| failed("ConfigurationError", message))
        };
        let action = declaration(&start);
        // A further provider may do without files.
        let is_extra = self.options.extra.is_some_and(|extra| extra(&action).is_some());
        let absent = if is_extra { None } else { missing(&buckets, &start.input_artifacts) };
        let unfit = absent.or_else(|| too_large(&buckets, &start.action_type_id, &start.input_artifacts, []));
        if let Some(message) = unfit.or_else(|| self.unreadable_clone(&start)) {
            return failed("ConfigurationError", message);
        }
        if start.place.is_none()
            && actions::is_for_worker(&start.action_type_id)
            && world.runs_on(&context.stage, &action) == RunsOn::Local
        {
            return within_quota(self.by_worker(&start, &stop).await);
        }
        let found = match &start.place {
            Some(_) => actions::find_on_aws(&action),
            None => self.provider(&context.stage, &action, &world),
        };
        let provider = match found {
            Ok(provider) => provider,
            Err(gap) => {
                let failure = Failure::new("ConfigurationError", gap.message).remedy(gap.remedy);
                return Outcome::Failed(Box::new(failure));
            }
        };
        let at = LogAt {
            pipeline: context.pipeline.clone(),
            execution: context.execution_id.clone(),
            action_execution: start.key.action_execution_id.clone(),
            part: None,
        };
        let log = match Sink::open(self, at) {
            Ok(log) => Arc::new(log),
            Err(error) => return failed("SystemUnavailable", error.message().to_owned()),
        };
        // One log for all attempts: what is said twice must be told apart.
        if start.key.internal_attempt > 1 {
            let text = format!("Attempt {}: the one before was interrupted", start.key.internal_attempt);
            actions::Log::line(&*log, actions::Stream::Agent, &text);
        }
        let aws = match &start.place {
            None => None,
            Some(place) => match self.on_aws(&start, place).await {
                Ok(aws) => Some(aws),
                Err(failure) => return Outcome::Failed(Box::new(failure)),
            },
        };
        let scratch = self.scratch(&start.key);
        let left = start.deadline.millis().saturating_sub(self.clock.now().millis());
        let job = Job {
            pipeline: context.pipeline.clone(),
            execution: context.execution_id.clone(),
            stage: context.stage.clone(),
            action_execution: start.key.action_execution_id.clone(),
            attempt: start.key.internal_attempt,
            region: start.region.clone(),
            account: context.account.clone(),
            inputs: self.inputs(&start),
            outputs: start
                .output_artifacts
                .iter()
                .map(|one| artifact(&one.name, &one.location, None))
                .collect(),
            pinned_revision: start.source_revisions.first().map(|pinned| pinned.revision_value.clone()),
            timeout: Duration::from_millis(u64::try_from(left).unwrap_or_default()),
            action,
        };
        let number = self.build_number(&job).await;
        let run = provider.run(
            job,
            Context {
                artifacts: Arc::clone(&buckets) as Arc<dyn actions::Artifacts>,
                world,
                log: Arc::clone(&log) as Arc<dyn actions::Log>,
                secrets: Arc::new(self.secrets_of(&context.pipeline)),
                scratch: scratch.clone(),
                sandbox: *self.sandbox.lock().unwrap_or_else(PoisonError::into_inner),
                shim: self.options.shim.clone(),
                mirrors: self.mirrors(),
                caches: self.store.dir().join("caches"),
                hide: vec![self.store.dir().to_owned()],
                build_number: number,
                aws,
                leaving: self.leaving.clone(),
                stop,
            },
        );
        // A panic in a provider is its failure, not the engine's.
        let outcome = match tokio::spawn(run).await {
            Ok(outcome) => within_quota(outcome),
            Err(error) => failed("SystemUnavailable", format!("the action ended unexpectedly: {error}")),
        };
        // What a later run of a part needs to know: from what this result was made.
        if matches!(outcome, Outcome::Succeeded(_)) && !start.input_artifacts.is_empty() {
            let key = tokio::task::spawn_blocking(move || crate::reuse::key(&start, &*buckets)).await;
            if let Ok(Some(key)) = key {
                extras.insert("key".into(), key.into());
            }
        }
        let written = Arc::clone(&log);
        let _ = tokio::task::spawn_blocking(move || {
            written.finish();
            fs_err::remove_dir_all(scratch)
        })
        .await;
        let _ = self.changes.send(log.change());
        outcome
    }

    /// The account of an attempt that a place carries out.
    async fn on_aws(self: &Arc<Self>, start: &StartAction, place: &str) -> Result<OnAws, Failure> {
        let accounts = self.options.accounts.as_ref().ok_or_else(|| {
            Failure::new("ConfigurationError", format!("this process knows no place {place}"))
        })?;
        let account = accounts.open(place).await?;
        let (inner, pipeline, key) = (Arc::clone(self), start.context.pipeline.clone(), start.key.clone());
        let accepted: actions::Accepted = Arc::new(move |id, url| {
            let (inner, pipeline, key) = (Arc::clone(&inner), pipeline.clone(), key.clone());
            let input = Input::ActionAccepted { key, external_execution_id: id, external_execution_url: url };
            Box::pin(async move { inner.deliver(&pipeline, input).await })
        });
        Ok(OnAws { account, known: start.external_execution_id.clone(), accepted })
    }

    /// Why the attempt cannot read an input that is a full clone.
    fn unreadable_clone(&self, start: &StartAction) -> Option<String> {
        let declaration = self.read(&start.context.pipeline, |state| Ok(state.declaration().cloned()));
        let declaration = declaration.ok().flatten()?;
        let makers = declaration.stages.iter().flat_map(|stage| &stage.actions).filter(|maker| {
            let mut made = maker.output_artifacts.iter().flatten();
            made.any(|output| start.input_artifacts.iter().any(|input| input.name == output.name))
        });
        let format = |maker| pipeline::model::configuration(maker, "OutputArtifactFormat");
        makers
            .filter_map(|maker| {
                let why = actions::unfit_clone(&start.action_type_id, format(maker))?;
                Some(format!(
                    "{why}; {} is one, as OutputArtifactFormat of {} says",
                    input_of(maker, start),
                    maker.name
                ))
            })
            .next()
    }

    /// The secrets that actions of a pipeline are handed.
    pub(crate) fn secrets_of(self: &Arc<Self>, pipeline: &str) -> Secrets {
        Secrets { inner: Arc::clone(self), pipeline: pipeline.to_owned() }
    }

    /// What the attempt reads, with the revisions that source actions took.
    fn inputs(&self, start: &StartAction) -> Vec<actions::Artifact> {
        let id = &start.context.execution_id;
        let found = self.read(&start.context.pipeline, |state| Ok(execution::views::execution(state, id)));
        let revisions =
            found.ok().flatten().and_then(|execution| execution.artifact_revisions).unwrap_or_default();
        let revision = |name: &str| {
            let taken = revisions.iter().find(|taken| taken.name.as_deref() == Some(name));
            taken.and_then(|taken| taken.revision_id.clone())
        };
        start
            .input_artifacts
            .iter()
            .map(|one| artifact(&one.name, &one.location, revision(&one.name)))
            .collect()
    }

    /// An empty folder of an attempt, out of the data folder: builds must not see that.
    fn scratch(&self, key: &ActionKey) -> PathBuf {
        self.scratch.path().join(format!("{}-{}", key.action_execution_id, key.internal_attempt))
    }

    /// The number of a build in its project, from 1; counted durably.
    async fn build_number(&self, job: &Job) -> u64 {
        let Some(project) = job.value("ProjectName") else { return 1 };
        let number = {
            let mut numbers = self.builds.lock().unwrap_or_else(PoisonError::into_inner);
            let number = numbers.entry(project.to_owned()).or_insert_with(|| {
                let kept = self.store.document("build-numbers", project).ok().flatten();
                kept.and_then(|text| text.parse().ok()).unwrap_or(0)
            });
            *number += 1;
            *number
        };
        // Only the number of a later build would repeat: not worth failing this one.
        let _ = self.store.put_document("build-numbers", project, Some(number.to_string())).await;
        number
    }
}

/// An action's details with what its attempt tells beside them; nothing is added when there is nothing.
fn with_extras(mut details: Value, mut extras: Extras, reports: &[actions::TestReport]) -> Value {
    if let (false, Ok(reports)) = (reports.is_empty(), serde_json::to_value(reports)) {
        extras.insert("reports".into(), reports);
    }
    if details.is_null() && !extras.is_empty() {
        details = Value::Object(Extras::new());
    }
    if let Some(map) = details.as_object_mut() {
        map.extend(extras);
    }
    details
}

/// The artifact that an attempt reads of a maker.
fn input_of(maker: &ActionDeclaration, start: &StartAction) -> String {
    let mut made = maker.output_artifacts.iter().flatten();
    let read = made.find(|output| start.input_artifacts.iter().any(|input| input.name == output.name));
    read.map(|output| output.name.clone()).unwrap_or_default()
}

/// The action as its provider sees it: as declared, with everything resolved.
pub(crate) fn declaration(start: &StartAction) -> ActionDeclaration {
    ActionDeclaration {
        name: start.context.action.clone(),
        action_type_id: start.action_type_id.clone(),
        configuration: Some(start.configuration.clone().into_iter().collect()),
        commands: Some(start.commands.clone()).filter(|commands| !commands.is_empty()),
        environment_variables: Some(start.environment_variables.clone()).filter(|list| !list.is_empty()),
        output_variables: Some(start.output_variables.clone()).filter(|list| !list.is_empty()),
        input_artifacts: Some(
            start.input_artifacts.iter().map(|one| InputArtifact { name: one.name.clone() }).collect(),
        ),
        output_artifacts: Some(
            start
                .output_artifacts
                .iter()
                .map(|one| OutputArtifact {
                    name: one.name.clone(),
                    files: Some(one.files.clone()).filter(|files| !files.is_empty()),
                })
                .collect(),
        ),
        namespace: start.namespace.clone(),
        region: Some(start.region.clone()),
        role_arn: start.role_arn.clone(),
        run_order: None,
        timeout_in_minutes: None,
    }
}

fn artifact(name: &str, at: &execution::Location, revision: Option<String>) -> actions::Artifact {
    actions::Artifact { name: name.to_owned(), location: located(at), revision }
}

/// A pipeline's secrets: those lent for its runs, else those in the keyring.
pub(crate) struct Secrets {
    inner: Arc<Inner>,
    pipeline: String,
}

impl actions::Secrets for Secrets {
    fn get(&self, name: &str) -> Option<String> {
        let lent = {
            let lent = self.inner.lent.lock().unwrap_or_else(PoisonError::into_inner);
            lent.get(&self.pipeline).and_then(|secrets: &BTreeMap<String, String>| secrets.get(name).cloned())
        };
        let value = lent.or_else(|| store::secrets::get(&format!("secret:{name}")).ok().flatten())?;
        self.inner.store.mask().add(&value);
        Some(value)
    }

    fn of_action(&self, action: &str, key: &str) -> Option<String> {
        self.inner.secret(&secret_name(&self.pipeline, action, key))
    }
}

/// An attempt's log.
struct Sink {
    writer: store::LogWriter,
    inner: Arc<Inner>,
    at: LogAt,
    told: Arc<AtomicBool>,
    parts: Mutex<Vec<Arc<Sink>>>,
}

impl Sink {
    fn open(inner: &Arc<Inner>, at: LogAt) -> Result<Self, store::Error> {
        Ok(Self {
            writer: inner.store.log_writer(&at)?,
            inner: Arc::clone(inner),
            at,
            told: Arc::new(AtomicBool::new(false)),
            parts: Mutex::default(),
        })
    }

    /// Hands what was written to the disk, the parts' lines too.
    fn finish(&self) {
        self.writer.finish();
        for part in self.parts.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            part.finish();
        }
    }

    fn change(&self) -> Change {
        Change::Log {
            pipeline: self.at.pipeline.clone(),
            execution: self.at.execution.clone(),
            action_execution: self.at.action_execution.clone(),
        }
    }
}

impl actions::Log for Sink {
    fn line(&self, _stream: actions::Stream, text: &str) {
        self.writer.line(self.inner.clock.now().millis(), text);
        // At most every tenth of a second, and never the last line untold.
        if !self.told.swap(true, Ordering::AcqRel) {
            let (told, changes) = (Arc::clone(&self.told), self.inner.changes.clone());
            let change = self.change();
            self.inner.runtime.spawn(async move {
                tokio::time::sleep(Duration::from_millis(100)).await;
                told.store(false, Ordering::Release);
                let _ = changes.send(change);
            });
        }
    }

    fn part(&self, name: &str) -> Option<Arc<dyn actions::Log>> {
        let at = LogAt { part: Some(name.to_owned()), ..self.at.clone() };
        let part = Arc::new(Self::open(&self.inner, at).ok()?);
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&part));
        Some(part)
    }
}
