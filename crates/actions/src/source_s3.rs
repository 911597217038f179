//! Source `S3`: an object of a local bucket folder, copied byte for byte, or a mapped folder, packed.

use std::collections::BTreeMap;

use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::RunsOn;

use crate::world::absent;
use crate::{
    Context, Failure, Fidelity, Gap, Job, Location, Planned, Provider, Revision, Running, Success, World,
    blocking, tree, value,
};

pub(crate) struct S3;

const DIFFERENCES: [&str; 2] = [
    "the object's version is a digest of its content: a folder keeps no versions",
    "bucket policies, KMS and versioning are not checked",
];

impl Provider for S3 {
    fn plan(&self, stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
        let bucket = value(action, "S3Bucket").unwrap_or_default();
        let key = value(action, "S3ObjectKey").unwrap_or_default();
        let mut planned = Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Equivalent,
            what: format!("Copies {key} out of the local bucket folder {bucket}"),
            from: "data folder".into(),
            differences: DIFFERENCES.map(String::from).to_vec(),
            gaps: Vec::new(),
        };
        if let Some(source) = world.mapped_source(stage, action) {
            planned.what = format!("Packs {} as {key}", source.shown());
            planned.from = source.from.to_string();
            planned.gaps.extend(source.gap(action));
        } else if !world.object(bucket, key).is_file() {
            planned.gaps.push(Gap {
                code: "object-missing".into(),
                message: format!(
                    "{} reads s3://{bucket}/{key}; there is no such object on this computer",
                    action.name
                ),
                remedy: format!(
                    "map it to a folder or file with `--source {}=PATH`, or put the object at {}",
                    action.name,
                    world.object(bucket, key).display()
                ),
                subject: action.name.clone(),
            });
        }
        planned
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move { blocking(move || fetch(&job, &context)).await.into() })
    }
}

fn fetch(job: &Job, context: &Context) -> Result<Success, Failure> {
    let bucket = job.value("S3Bucket").unwrap_or_default().to_string();
    let key = job.value("S3ObjectKey").unwrap_or_default().to_string();
    let output = job.output()?;
    let unavailable = |message: String| Failure::new("ConfigurationError", message);
    let digest = match context.world.mapped_source(&job.stage, &job.action) {
        Some(source) => {
            let path = source.path.clone().ok_or_else(|| {
                unavailable(format!(
                    "{bucket}/{key} is mapped to {}, which is no folder or file",
                    source.shown()
                ))
            })?;
            let is_file = path.is_file();
            let entries = if is_file {
                vec![(path.clone(), key.clone())]
            } else {
                tree::entries(&path).map_err(unavailable)?
            };
            let digest = tree::revision(&entries).map_err(unavailable)?;
            if is_file {
                context.artifacts.put(&path, &output.location).map_err(unavailable)?;
            } else {
                context.artifacts.pack(&entries, &output.location).map_err(unavailable)?;
            }
            digest
        }
        None => {
            let object = context
                .artifacts
                .path(&Location { bucket: bucket.clone(), key: key.clone() })
                .map_err(unavailable)?;
            if !object.is_file() {
                return Err(unavailable(absent(&bucket, &key)).remedy(format!(
                    "put it at {}, or map the action with `--source {}=PATH`",
                    object.display(),
                    job.action.name
                )));
            }
            let digest = tree::revision(&[(object.clone(), key.clone())]).map_err(unavailable)?;
            context.artifacts.put(&object, &output.location).map_err(unavailable)?;
            digest
        }
    };
    let version = digest[..32].to_string();
    let summary = format!("Amazon S3 version id: {version}");
    Ok(Success {
        variables: BTreeMap::from([
            ("BucketName".to_string(), bucket),
            ("ETag".to_string(), digest[..32].to_string()),
            ("ObjectKey".to_string(), key),
            ("VersionId".to_string(), version.clone()),
        ]),
        external_id: Some(version.clone()),
        external_url: None,
        summary: Some(summary.clone()),
        revision: Some(Revision { id: version, summary, url: None, created_ms: None }),
        fidelity: Fidelity::Equivalent,
        differences: DIFFERENCES.map(String::from).to_vec(),
        reports: Vec::new(),
    })
}
