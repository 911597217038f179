//! Batch builds: the builds of a buildspec's `batch` block, side by side, each in copies of the sources and with its
//! own log. Which artifacts a pipeline takes from them is the caller's.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::Error;
use crate::build::{self, unstarted};
use crate::buildspec::BatchTask;
use crate::environment::{self, EnvironmentVariable, Reference, VariableKind};
use crate::outcome::{BuildOutcome, BuildStatus};
use crate::output::{self, Log, Stream};
use crate::request::{BuildRequest, BuildspecSource, Compute};

/// What became of a batch.
#[derive(Debug)]
pub struct BatchOutcome {
    /// `Failed` when a build failed whose failure is not ignored.
    pub status: BuildStatus,
    /// The builds in the order of the buildspec; none for a build that was not started because one it depends on
    /// failed, or because the batch was over.
    pub builds: Vec<(BatchTask, Option<BuildOutcome>)>,
}

/// A build's lines in a log that all share, told apart by the build's name.
struct Named {
    identifier: String,
    log: Arc<dyn Log>,
}

impl Log for Named {
    fn line(&self, stream: Stream, text: &str) {
        self.log.line(stream, &format!("{} | {text}", self.identifier));
    }
}

/// Runs the batch that the request's buildspec describes. Returns when no process of any build is left.
///
/// # Errors
/// [`Error::NoBatch`], and what makes the buildspec unreadable.
pub async fn run_batch(
    request: BuildRequest,
    log: Arc<dyn Log>,
    stop: CancellationToken,
) -> Result<BatchOutcome, Error> {
    let spec = request.read_buildspec(Path::new(""))?;
    let batch = spec.batch.ok_or(Error::NoBatch { buildspec: spec.name })?;
    output::agent(log.as_ref(), &format!("Batch of {} builds", batch.tasks.len()));
    // More builds than processors at a time only make each other slow.
    let at_once = std::thread::available_parallelism().map_or(2, usize::from).max(2);
    let stop_rest = stop.child_token();
    let mut waiting: Vec<usize> = (0..batch.tasks.len()).collect();
    let mut outcomes: BTreeMap<usize, Option<BuildOutcome>> = BTreeMap::new();
    let mut running: JoinSet<(usize, BuildOutcome)> = JoinSet::new();
    let mut failed = false;
    loop {
        let index_of = |name: &String| batch.tasks.iter().position(|task| task.identifier == *name);
        let mut still = Vec::new();
        for index in std::mem::take(&mut waiting) {
            let Some(task) = batch.tasks.get(index) else { continue };
            let before: Vec<Option<&Option<BuildOutcome>>> =
                task.depends_on.iter().filter_map(index_of).map(|index| outcomes.get(&index)).collect();
            let over = stop_rest.is_cancelled();
            let good = |index: usize, outcome: &Option<BuildOutcome>| {
                outcome.as_ref().is_some_and(|outcome| outcome.status == BuildStatus::Succeeded)
                    || outcome.is_some() && batch.tasks.get(index).is_some_and(|task| task.ignore_failure)
            };
            let hopeless = task
                .depends_on
                .iter()
                .filter_map(index_of)
                .any(|index| outcomes.get(&index).is_some_and(|outcome| !good(index, outcome)));
            if over || hopeless {
                output::agent(log.as_ref(), &format!("Build {}: NOT_STARTED", task.identifier));
                outcomes.insert(index, None);
            } else if before.iter().all(Option::is_some) && running.len() < at_once {
                let shard = batch.parallelism.map(|count| (u32::try_from(index).unwrap_or_default(), count));
                let request = of_task(&request, task, shard);
                let own = log.part(&task.identifier).unwrap_or_else(|| {
                    Arc::new(Named { identifier: task.identifier.clone(), log: Arc::clone(&log) })
                });
                output::agent(log.as_ref(), &format!("Build {}: IN_PROGRESS", task.identifier));
                let (name, stop) = (task.identifier.clone(), stop_rest.clone());
                running.spawn(async move {
                    let copy = move || request.with_copied_sources(&format!("batch-{name}"));
                    let copied = tokio::task::spawn_blocking(copy).await;
                    let copied = copied.map_err(|error| error.to_string()).and_then(|copied| copied);
                    let outcome = match copied {
                        Ok(request) => build::run(request, own, stop).await,
                        Err(message) => unstarted(Error::Machinery { message }),
                    };
                    (index, outcome)
                });
            } else {
                still.push(index);
            }
        }
        waiting = still;
        match running.join_next().await {
            Some(Ok((index, outcome))) => {
                if let Some(task) = batch.tasks.get(index) {
                    tell_end(log.as_ref(), task, &outcome);
                    if outcome.status != BuildStatus::Succeeded && !task.ignore_failure {
                        failed = true;
                        if batch.fast_fail {
                            stop_rest.cancel();
                        }
                    }
                }
                outcomes.insert(index, Some(outcome));
            }
            Some(Err(error)) => {
                stop_rest.cancel();
                while running.join_next().await.is_some() {}
                return Err(Error::Machinery { message: format!("a build ended unexpectedly: {error}") });
            }
            // Skipping one build may be what decides another.
            None if waiting.is_empty() => break,
            None => {}
        }
    }
    let status = if stop.is_cancelled() {
        BuildStatus::Stopped
    } else if failed {
        BuildStatus::Failed
    } else {
        BuildStatus::Succeeded
    };
    let builds = batch.tasks.into_iter().enumerate();
    Ok(BatchOutcome {
        status,
        builds: builds.map(|(index, task)| (task, outcomes.remove(&index).flatten())).collect(),
    })
}

/// Says in the batch's own log how a build ended, and why.
fn tell_end(log: &dyn Log, task: &BatchTask, outcome: &BuildOutcome) {
    let ignored = match outcome.status {
        BuildStatus::Succeeded => "",
        _ if task.ignore_failure => " (ignored)",
        _ => "",
    };
    let why = outcome.failure.as_ref().and_then(|failure| failure.message.lines().next()).unwrap_or_default();
    let why = if why.is_empty() { String::new() } else { format!(": {why}") };
    output::agent(log, &format!("Build {}: {}{ignored}{why}", task.identifier, outcome.status.word()));
}

/// What the builds of a batch refer to, as [`crate::references`] says it for one build.
///
/// # Errors
/// When the batch's buildspec cannot be read or has no batch. A build's own unreadable buildspec fails that build.
pub fn batch_references(request: &BuildRequest) -> Result<Vec<Reference>, Error> {
    let spec = request.read_buildspec(Path::new(""))?;
    let batch = spec.batch.ok_or(Error::NoBatch { buildspec: spec.name })?;
    let tasks = batch.tasks.iter().map(|task| of_task(request, task, None));
    let mut all: Vec<Reference> =
        tasks.filter_map(|request| environment::references(&request).ok()).flatten().collect();
    all.sort();
    all.dedup();
    Ok(all)
}

/// The request of one build. What the batch's variables say is weaker than what the start of the batch says.
fn of_task(request: &BuildRequest, task: &BatchTask, shard: Option<(u32, u32)>) -> BuildRequest {
    let mut request = request.clone();
    if let Some(file) = &task.buildspec {
        request.buildspec = BuildspecSource::from_setting(file);
    }
    let variables = task.variables.iter().map(|(name, value)| EnvironmentVariable {
        name: name.clone(),
        value: value.clone(),
        kind: VariableKind::Plaintext,
    });
    request.override_environment = variables.chain(request.override_environment).collect();
    if let Some(image) = &task.image {
        request.image.clone_from(image);
    }
    request.compute = task.compute.as_deref().and_then(Compute::of_type).or(request.compute);
    request.privileged = task.privileged.unwrap_or(request.privileged);
    request.build_id = format!("{}-{}", request.build_id, task.identifier);
    request.batch_identifier = Some(task.identifier.clone());
    request.shard = shard;
    request
}
