//! Source `ECR`: an image of the registry that stands for the account's. No image is copied: the artifact is the file
//! `imageDetail.json`. Reference 1.3.

use std::collections::BTreeMap;

use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::RunsOn;
use serde_json::json;

use crate::registry::{self, Image};
use crate::{
    Context, Failure, Fidelity, Job, Planned, Provider, Revision, Running, Success, World, blocking, value,
};

pub(crate) struct Ecr;

fn differences(image: &Image) -> Vec<String> {
    let mut differences = vec![
        "ImagePushedAt is when the image was made: a registry does not tell when it was pushed".to_owned(),
        "IAM and repository policies are not checked".to_owned(),
    ];
    if !image.registry.is_of_aws() {
        differences.push(format!(
            "images are named after {}, not after the account's registry",
            image.registry.host
        ));
    }
    differences
}

fn fidelity(image: &Image) -> Fidelity {
    if image.registry.is_of_aws() { Fidelity::Real } else { Fidelity::Equivalent }
}

impl Provider for Ecr {
    fn plan(&self, stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
        let mut planned = Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Equivalent,
            what: format!("Looks up the image {}", value(action, "RepositoryName").unwrap_or_default()),
            from: "setup".into(),
            differences: Vec::new(),
            gaps: Vec::new(),
        };
        match world.image_source(stage, action) {
            Ok((image, from)) => {
                planned.what = format!("Looks up {} and writes imageDetail.json", image.uri());
                planned.from = from.to_string();
                planned.fidelity = fidelity(&image);
                planned.differences = differences(&image);
            }
            Err(gap) => planned.gaps.push(gap),
        }
        planned
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move { blocking(move || look_up(&job, &context)).await.into() })
    }
}

fn look_up(job: &Job, context: &Context) -> Result<Success, Failure> {
    let wrong = |message: String| Failure::new("ConfigurationError", message);
    let (image, _) = context
        .world
        .image_source(&job.stage, &job.action)
        .map_err(|gap| wrong(gap.message).remedy(gap.remedy))?;
    let output = job.output()?;
    let name = job.value("RepositoryName").unwrap_or_default().to_owned();
    let tag = image.reference.clone();
    let pinned = job.pinned_revision.as_deref();
    let looked_at = pinned.map_or_else(|| image.clone(), |digest| image.at(digest));
    let found = registry::describe(&looked_at).map_err(|message| {
        wrong(message).remedy(format!(
            "push the image there, or say where it is: `--source {}=docker://HOST/NAME:TAG`",
            job.action.name
        ))
    })?;
    let exact = image.at(&found.digest);
    // Only the tag that led to the image is known; a registry lists no tags of a digest.
    let is_tag = pinned.is_none() && !tag.starts_with("sha256:");
    let tags: Vec<&str> = if is_tag { vec![&tag] } else { Vec::new() };
    let pushed = found.created.map(|at| at.strftime("%a %b %d %H:%M:%S UTC %Y").to_string());
    let detail = json!({
        "ImageSizeInBytes": found.bytes.to_string(),
        "ImageDigest": found.digest,
        "Version": "1.0",
        "ImagePushedAt": pushed,
        "RegistryId": job.account,
        "RepositoryName": name,
        "ImageURI": exact.uri(),
        "ImageTags": tags,
    });
    let file = context.scratch.join("imageDetail.json");
    fs_err::create_dir_all(&context.scratch).map_err(|error| wrong(error.to_string()))?;
    fs_err::write(&file, detail.to_string()).map_err(|error| wrong(error.to_string()))?;
    let packed = context.artifacts.pack(&[(file, "imageDetail.json".to_owned())], &output.location);
    packed.map_err(wrong)?;
    // UNCONFIRMED: the documentation shows the tag in the variable and the digest in the file.
    let uri = if is_tag { image.uri() } else { exact.uri() };
    let mut variables = BTreeMap::from([
        ("ImageDigest".to_owned(), found.digest.clone()),
        ("ImageURI".to_owned(), uri),
        ("RegistryId".to_owned(), job.account.clone()),
        ("RepositoryName".to_owned(), name),
    ]);
    if is_tag {
        variables.insert("ImageTag".to_owned(), tag);
    }
    let summary = looked_at.uri();
    Ok(Success {
        variables,
        external_id: Some(found.digest.clone()),
        summary: Some(summary.clone()),
        revision: Some(Revision {
            id: found.digest,
            summary,
            url: None,
            created_ms: found.created.map(|at| at.as_millisecond()),
        }),
        differences: differences(&image),
        ..Success::new(fidelity(&image))
    })
}
