//! Artifacts: where they lie, how large they may be, and which of them nobody needs any more. Deployed objects are
//! nobody's business here: they belong to whoever deployed them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actions::World;
use codepipeline::shapes::{ActionExecutionDetail, ActionTypeId};
use execution::views;
use pipeline::quota::ArtifactQuotas;
use pipeline::setup::Retention;
use store::{ActionExecutionQuery, ExecutionQuery, Keep, Store, archive};

use crate::{Engine, Error, Inner};

const DAY: i64 = 24 * 3_600_000;

/// An artifact of an execution that has ended, which a policy does not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldArtifact {
    /// The pipeline.
    pub pipeline: String,
    /// The execution that made it.
    pub execution: String,
    /// When that execution last changed, milliseconds since 1970.
    pub ended: i64,
    /// Its name in the definition.
    pub artifact: String,
    /// The bucket.
    pub bucket: String,
    /// The key in it.
    pub key: String,
    /// Its size.
    pub bytes: u64,
}

impl Engine {
    /// The artifacts of a pipeline that a policy does not keep, newest execution first. Never among them: those of
    /// executions that have not ended, that are a stage's latest, or that a rollback would go back to.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn old_artifacts(&self, pipeline: &str, policy: Retention) -> Result<Vec<OldArtifact>, Error> {
        self.inner.old_artifacts_in(&self.inner.buckets_of(pipeline)?, pipeline, policy)
    }

    /// Removes artifacts that [`Engine::old_artifacts`] told of, and the folders that are empty then; the bytes that are
    /// free now. What is gone already is no error, and what is needed by now stays.
    ///
    /// # Errors
    /// The first that cannot be removed; the others are.
    pub fn remove_artifacts(&self, old: &[OldArtifact]) -> Result<u64, Error> {
        let (mut freed, mut failed) = (0, None);
        // Those of one pipeline lie together: where its buckets are is read once.
        for of_one in old.chunk_by(|one, next| one.pipeline == next.pipeline) {
            let Some(first) = of_one.first() else { continue };
            let buckets = match self.inner.buckets_of(&first.pipeline) {
                Ok(buckets) => buckets,
                Err(error) => {
                    failed = failed.or(Some(error));
                    continue;
                }
            };
            for one in of_one {
                match self.inner.remove_artifact(&buckets, one) {
                    Ok(bytes) => freed += bytes,
                    Err(error) => failed = failed.or(Some(error)),
                }
            }
        }
        failed.map_or(Ok(freed), Err)
    }
}

impl Inner {
    /// Removes what the setups' own policies do not keep.
    pub fn keep_policies(&self) -> Result<(), Error> {
        for row in self.store.pipelines()? {
            let buckets = self.buckets_of(&row.name)?;
            let Some(policy) = buckets.world.retention() else { continue };
            for one in self.old_artifacts_in(&buckets, &row.name, policy)? {
                self.remove_artifact(&buckets, &one)?;
            }
        }
        Ok(())
    }

    fn needed(&self, pipeline: &str) -> Result<BTreeSet<String>, Error> {
        let needed = self.read(pipeline, |state| Ok(views::needed_executions(state)));
        needed.map_err(|error| Error::new("io", error.message))
    }

    fn old_artifacts_in(
        &self,
        buckets: &Buckets,
        pipeline: &str,
        policy: Retention,
    ) -> Result<Vec<OldArtifact>, Error> {
        let needed = self.needed(pipeline)?;
        let before = policy.days.map(|days| self.clock.now().millis() - i64::from(days) * DAY);
        let (mut old, mut place, mut token) = (Vec::new(), 0, None);
        loop {
            let query =
                ExecutionQuery { pipeline: Some(pipeline.to_owned()), token, ..ExecutionQuery::default() };
            let page = self.store.list_executions(&query)?;
            for row in page.items {
                place += 1;
                let is_old = before.is_none_or(|before| row.last_update < before);
                if place > policy.keep && is_old && !needed.contains(&row.id) {
                    old.extend(self.artifacts_of(buckets, pipeline, &row.id, row.last_update)?);
                }
            }
            token = page.next;
            if token.is_none() {
                return Ok(old);
            }
        }
    }

    fn artifacts_of(
        &self,
        buckets: &Buckets,
        pipeline: &str,
        execution: &str,
        ended: i64,
    ) -> Result<Vec<OldArtifact>, Error> {
        let query = ActionExecutionQuery {
            pipeline: pipeline.to_owned(),
            execution: Some(execution.to_owned()),
            max: usize::MAX,
            ..ActionExecutionQuery::default()
        };
        let mut found = Vec::new();
        for row in self.store.list_action_executions(&query)?.items {
            let Ok(detail) = serde_json::from_str::<ActionExecutionDetail>(&row.detail) else { continue };
            for output in detail.output.into_iter().filter_map(|output| output.output_artifacts).flatten() {
                let Some((bucket, key)) = output.s3location.and_then(|at| at.bucket.zip(at.key)) else {
                    continue;
                };
                let at = actions::Location { bucket: bucket.clone(), key: key.clone() };
                let Some(size) = buckets.file(&at).ok().and_then(|file| fs_err::metadata(file).ok()) else {
                    continue;
                };
                found.push(OldArtifact {
                    pipeline: pipeline.to_owned(),
                    execution: execution.to_owned(),
                    ended,
                    artifact: output.name.unwrap_or_default(),
                    bucket,
                    key,
                    bytes: size.len(),
                });
            }
        }
        Ok(found)
    }

    fn remove_artifact(&self, buckets: &Buckets, old: &OldArtifact) -> Result<u64, Error> {
        if self.needed(&old.pipeline)?.contains(&old.execution) {
            return Ok(0);
        }
        let at = actions::Location { bucket: old.bucket.clone(), key: old.key.clone() };
        let file = buckets.file(&at).map_err(|message| Error::new("io", message))?;
        let Ok(size) = fs_err::metadata(&file) else { return Ok(0) };
        fs_err::remove_file(&file).map_err(|error| Error::new("io", error.to_string()))?;
        // The folders of the key, as far as they are empty now; never the bucket.
        for folder in file.ancestors().skip(1).take(old.key.matches('/').count()) {
            if fs_err::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(size.len())
    }

    /// The buckets as the setup of a pipeline maps them.
    pub fn buckets_of(&self, pipeline: &str) -> Result<Buckets, Error> {
        Ok(Buckets { store: self.store.clone(), world: Arc::new(self.world_of(pipeline)?) })
    }
}

/// An object's place in the words of the actions.
pub(crate) fn located(at: &execution::Location) -> actions::Location {
    actions::Location { bucket: at.bucket.clone(), key: at.key.clone() }
}

/// What is said of the first input that nobody put into its place: who makes it is believed when it says so, as a worker
/// is, and only who needs it fails.
pub(crate) fn missing<'a>(
    buckets: &Buckets,
    inputs: impl IntoIterator<Item = &'a execution::Artifact>,
) -> Option<String> {
    inputs.into_iter().find_map(|one| {
        let at = located(&one.location);
        let there = buckets.file(&at).is_ok_and(|file| file.is_file());
        (!there).then(|| {
            format!(
                "The artifact {} was never uploaded: the bucket {} has no object {}; what makes it must put it there \
                 before it reports success",
                one.name, at.bucket, at.key
            )
        })
    })
}

/// What is said of the first artifact that is larger than the service takes of an action of this type.
pub(crate) fn too_large<'a>(
    buckets: &Buckets,
    id: &ActionTypeId,
    inputs: impl IntoIterator<Item = &'a execution::Artifact>,
    outputs: impl IntoIterator<Item = &'a execution::OutputArtifact>,
) -> Option<String> {
    let quotas = ArtifactQuotas::default();
    let inputs = inputs.into_iter().map(|one| (&one.name, &one.location, quotas.of_input(id)));
    let outputs = outputs.into_iter().map(|one| (&one.name, &one.location, quotas.of_output(id)));
    inputs.chain(outputs).find_map(|(name, at, most)| {
        let at = located(at);
        let size = fs_err::metadata(buckets.file(&at).ok()?).ok()?.len();
        let most = most.filter(|most| size > *most)?;
        Some(format!(
            "The artifact {name} has {size} bytes, more than the {most} that {} takes (AWS CodePipeline quotas)",
            id.provider
        ))
    })
}

/// The buckets of this computer, as an attempt sees them.
pub(crate) struct Buckets {
    pub store: Store,
    pub world: Arc<World>,
}

impl Buckets {
    fn file(&self, at: &actions::Location) -> Result<PathBuf, String> {
        // The store judges the name and the key also for a bucket that the setup keeps elsewhere.
        let own = self.store.object_path(&at.bucket, &at.key).map_err(|error| error.message().to_owned())?;
        let folder = self.store.bucket_dir(&at.bucket).map_err(|error| error.message().to_owned())?;
        let mapped = self.world.bucket(&at.bucket);
        if mapped == folder { Ok(own) } else { Ok(mapped.join(own.strip_prefix(&folder).unwrap_or(&own))) }
    }

    fn copy(&self, file: &Path, to: &actions::Location, keep: Keep) -> Result<u64, String> {
        let copy = |part: &Path| {
            fs_err::copy(file, part)
                .map(drop)
                .map_err(|e| store::Error::io(format_args!("{} cannot be copied", file.display()), &e))
        };
        self.write(to, keep, copy)
    }

    fn write(
        &self,
        to: &actions::Location,
        keep: Keep,
        fill: impl FnOnce(&Path) -> Result<(), store::Error>,
    ) -> Result<u64, String> {
        let written = self.store.write_object(&self.file(to)?, keep, fill);
        written.map_err(|error| error.message().to_owned())
    }
}

impl actions::Artifacts for Buckets {
    fn pack(&self, entries: &[(PathBuf, String)], to: &actions::Location) -> Result<u64, String> {
        self.write(to, Keep::Durably, |part| archive::pack(entries, part).map(drop))
    }

    fn unpack(&self, from: &actions::Location, into: &Path) -> Result<(), String> {
        let file = self.file(from)?;
        archive::unpack(&file, into, &archive::Limits::default())
            .map(drop)
            .map_err(|error| error.message().to_owned())
    }

    fn put(&self, file: &Path, to: &actions::Location) -> Result<u64, String> {
        self.copy(file, to, Keep::Durably)
    }

    fn place(&self, file: &Path, to: &actions::Location) -> Result<u64, String> {
        self.copy(file, to, Keep::Lightly)
    }

    fn path(&self, at: &actions::Location) -> Result<PathBuf, String> {
        self.file(at)
    }
}
