//! Deploy `S3`: into a local bucket folder. Old objects are never deleted, as on AWS.

use std::collections::BTreeMap;

use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::RunsOn;

use crate::{
    Context, Failure, Fidelity, Job, Location, Planned, Provider, Running, Stream, Success, World, blocking,
    tree, value,
};

pub(crate) struct S3;

fn differences(action: &ActionDeclaration) -> Vec<String> {
    let mut list = vec![
        "a folder stands in for the bucket: bucket policies, versioning and KMS are not checked".to_string(),
    ];
    for key in ["CannedACL", "CacheControl", "KMSEncryptionKeyARN"] {
        if value(action, key).is_some() {
            list.push(format!("{key} has no effect on a folder"));
        }
    }
    list
}

fn extracts(value: Option<&str>) -> Option<bool> {
    match value {
        Some(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Some(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

impl Provider for S3 {
    fn plan(&self, _stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
        let bucket = value(action, "BucketName").unwrap_or_default();
        let folder = world.bucket(bucket);
        let how = if extracts(value(action, "Extract")) == Some(true) {
            "Unpacks the artifact into"
        } else {
            "Copies the artifact into"
        };
        Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Equivalent,
            what: format!("{how} the bucket folder {}", folder.display()),
            from: world.bucket_origin(bucket).to_string(),
            differences: differences(action),
            gaps: Vec::new(),
        }
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move { blocking(move || deploy(&job, &context)).await.into() })
    }
}

fn deploy(job: &Job, context: &Context) -> Result<Success, Failure> {
    let wrong = |message: String| Failure::new("ConfigurationError", message);
    let bucket = job.value("BucketName").ok_or_else(|| wrong("BucketName is missing".into()))?.to_string();
    let input = job.input()?;
    let now = jiff::Timestamp::now();
    let prefix = job.value("ObjectKey").map(|key| {
        key.replace("{datetime}", &now.strftime("%Y-%m-%d_%H-%M-%S").to_string())
            .replace("{uuid}", &uuid::Uuid::new_v4().to_string())
    });
    let extract = extracts(job.value("Extract")).ok_or_else(|| {
        wrong(format!(
            "Extract is '{}'; it has to be true or false",
            job.value("Extract").unwrap_or_default()
        ))
    })?;
    let (key, count) = if extract {
        let unpacked = context.scratch.join("artifact");
        context.artifacts.unpack(&input.location, &unpacked).map_err(wrong)?;
        let files = tree::all(&unpacked).map_err(wrong)?;
        for (path, name) in &files {
            if context.stop.is_cancelled() {
                return Err(Failure::new("JobFailed", "stopped while it copied"));
            }
            // prefix + '/' + member, without folding a double slash, as the service does; a folder cannot hold an
            // empty name, so there the slashes fold.
            let key = prefix
                .as_ref()
                .map_or_else(|| name.clone(), |prefix| format!("{}/{name}", prefix.trim_end_matches('/')));
            context
                .artifacts
                .place(path, &Location { bucket: bucket.clone(), key: key.clone() })
                .map_err(wrong)?;
            context.log.line(Stream::Agent, &format!("upload s3://{bucket}/{key}"));
        }
        (prefix.unwrap_or_default(), files.len())
    } else {
        let key = prefix.ok_or_else(|| wrong("ObjectKey is required when Extract is false".into()))?;
        let object = context.artifacts.path(&input.location).map_err(wrong)?;
        context
            .artifacts
            .place(&object, &Location { bucket: bucket.clone(), key: key.clone() })
            .map_err(wrong)?;
        context.log.line(Stream::Agent, &format!("upload s3://{bucket}/{key}"));
        (key, 1)
    };
    context.log.line(
        Stream::Agent,
        &format!(
            "{count} {} in {}",
            if count == 1 { "object" } else { "objects" },
            context.world.bucket(&bucket).display()
        ),
    );
    Ok(Success {
        variables: BTreeMap::new(),
        external_id: Some(format!("{bucket}/{key}")),
        external_url: None,
        summary: Some("Deployment Succeeded".into()),
        revision: None,
        fidelity: Fidelity::Equivalent,
        differences: differences(&job.action),
        reports: Vec::new(),
    })
}
