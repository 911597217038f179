//! From what builds collected to the action's output artifacts, and from the builds of a batch to one outcome.

use std::path::PathBuf;
use std::sync::Arc;

use ::codebuild as build;
use tokio_util::sync::CancellationToken;

use crate::{Context, Job, Location, Log};

/// How a batch hands its artifacts on.
pub(super) struct Batch {
    /// All primary artifacts become the action's one output.
    pub combine: bool,
}

/// What became of a batch, as of one build.
pub(super) struct BatchDone {
    pub whole: build::BuildOutcome,
    /// The build whose failure is the batch's.
    pub culprit: Option<String>,
}

/// Runs a batch and puts its builds together. Artifacts are called `<build>` and `<build>_<secondary artifact>`, as
/// the CodeBuild action reference has it.
pub(super) async fn batch(
    request: build::BuildRequest,
    log: Arc<dyn Log>,
    stop: CancellationToken,
    batch: &Batch,
) -> BatchDone {
    let done = match build::run_batch(request, log, stop).await {
        Ok(done) => done,
        Err(error) => return BatchDone { whole: unreadable(&error), culprit: None },
    };
    let mut whole = build::BuildOutcome {
        status: done.status,
        phases: Vec::new(),
        failure: None,
        artifacts: Vec::new(),
        reports: Vec::new(),
        exported_variables: std::collections::BTreeMap::new(),
        differences: Vec::new(),
        sandbox: None,
    };
    let mut culprit = None;
    let mut combined: Vec<build::CollectedFile> = Vec::new();
    for (task, outcome) in done.builds {
        let Some(outcome) = outcome else { continue };
        if outcome.status != build::BuildStatus::Succeeded && !task.ignore_failure && whole.failure.is_none()
        {
            culprit = Some(task.identifier.clone());
            whole.failure = outcome.failure.map(|mut failure| {
                failure.message = format!("{}: {}", task.identifier, failure.message);
                failure
            });
        }
        // UNCONFIRMED which build's value wins: the last one's, in the order of the buildspec.
        whole.exported_variables.extend(outcome.exported_variables);
        whole.sandbox = whole.sandbox.or(outcome.sandbox);
        whole.reports.extend(outcome.reports);
        for difference in outcome.differences {
            if !whole.differences.contains(&difference) {
                whole.differences.push(difference);
            }
        }
        for artifact in outcome.artifacts {
            match (&artifact.identifier, batch.combine) {
                (None, true) => {
                    for file in artifact.files {
                        if !combined.iter().any(|known| known.path == file.path) {
                            combined.push(file);
                        }
                    }
                }
                // Only primary artifacts are combined.
                (Some(_), true) => {}
                (None, false) => whole.artifacts.push(build::CollectedArtifact {
                    identifier: Some(task.identifier.clone()),
                    files: artifact.files,
                }),
                (Some(name), false) => whole.artifacts.push(build::CollectedArtifact {
                    identifier: Some(format!("{}_{name}", task.identifier)),
                    files: artifact.files,
                }),
            }
        }
    }
    if batch.combine && !combined.is_empty() {
        whole.artifacts.push(build::CollectedArtifact { identifier: None, files: combined });
    }
    BatchDone { whole, culprit }
}

fn unreadable(error: &build::Error) -> build::BuildOutcome {
    let location = error.location();
    build::BuildOutcome {
        status: build::BuildStatus::Failed,
        phases: Vec::new(),
        failure: Some(build::Failure {
            phase: "DOWNLOAD_BATCHSPEC",
            command: None,
            exit_status: None,
            buildspec: location.map(|(name, ..)| name.to_owned()),
            line: location.map(|(_, line, _)| line),
            column: location.map(|(.., column)| column),
            code: error.code().to_owned(),
            message: error.message(),
        }),
        artifacts: Vec::new(),
        reports: Vec::new(),
        exported_variables: std::collections::BTreeMap::new(),
        differences: Vec::new(),
        sandbox: None,
    }
}

/// One output artifact is the buildspec's `artifacts`; several are its `secondary-artifacts` of the same names. A
/// batch that does not combine names all of them.
pub(super) async fn pack(
    job: &Job,
    context: &Context,
    collected: &[build::CollectedArtifact],
    batch: Option<&Batch>,
) -> Result<(), String> {
    let named = batch.map_or(job.outputs.len() > 1, |batch| !batch.combine);
    if batch.is_some_and(|batch| batch.combine) && job.outputs.len() > 1 {
        return Err(
            "CLIENT_ERROR: CombineArtifacts makes one artifact, but the action has several outputs".into()
        );
    }
    for output in &job.outputs {
        let wanted = named.then_some(output.name.as_str());
        let files = collected
            .iter()
            .find(|artifact| artifact.identifier.as_deref() == wanted)
            .map(|artifact| artifact.files.iter().map(|file| (file.source.clone(), file.path.clone())).collect())
            .ok_or_else(|| match (wanted, batch) {
                (Some(name), Some(_)) => format!("CLIENT_ERROR: no build of the batch has the artifact {name}, which the action's output artifact asks for; they are called BUILD and BUILD_SECONDARY"),
                (Some(name), None) => format!("CLIENT_ERROR: the buildspec has no secondary artifact {name}, which the action's output artifact asks for"),
                (None, _) => format!("CLIENT_ERROR: the buildspec has no artifacts, but the action has the output artifact {}", output.name),
            })?;
        write(context, files, output.location.clone()).await?;
    }
    Ok(())
}

async fn write(context: &Context, files: Vec<(PathBuf, String)>, to: Location) -> Result<(), String> {
    let artifacts = context.artifacts.clone();
    let pack = tokio::task::spawn_blocking(move || artifacts.pack(&files, &to));
    pack.await.map_err(|error| error.to_string())?.map(drop)
}
