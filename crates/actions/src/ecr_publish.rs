//! Build `ECRBuildAndPublish`: the engine of this computer builds the Dockerfile of the source, and what came of it is
//! pushed to the registry that stands for the account's. Reference 2.2.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use ::codebuild::{ContainerEngine, Error, ImageBuild, registry_credentials};
use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::RunsOn;

use crate::registry::{self, Image, Registry};
use crate::{
    Context, Failure, Fidelity, Gap, Job, Outcome, Planned, Provider, Running, Success, World, blocking,
    value,
};

pub(crate) struct Publish;

fn differences(registry: &Registry) -> Vec<String> {
    vec![
        format!("the image goes to {}, not to the account's registry", registry.host),
        "it is built by this computer's engine; IAM, KMS and the scan on push are not there".to_owned(),
    ]
}

/// The registry to push to. A laptop does not push to an account by the way.
fn target(action: &ActionDeclaration, world: &World) -> Result<(Registry, crate::Origin), Gap> {
    let (registry, from) = world.registry(action)?;
    if registry.is_of_aws() {
        return Err(Gap {
            code: "registry-of-aws".into(),
            message: format!(
                "{} would push to {}, which is an account's registry",
                action.name, registry.host
            ),
            remedy: "name a registry of your own in pipesmith.local.yaml, such as `registry: 127.0.0.1:5000`"
                .into(),
            subject: action.name.clone(),
        });
    }
    Ok((registry, from))
}

impl Provider for Publish {
    fn plan(&self, _stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
        let name = value(action, "ECRRepositoryName").unwrap_or_default();
        let dockerfile = value(action, "DockerFilePath").unwrap_or("Dockerfile");
        let mut planned = Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Equivalent,
            what: format!("Builds {dockerfile} and pushes it as {name}"),
            from: "setup".into(),
            differences: Vec::new(),
            gaps: Vec::new(),
        };
        match target(action, world) {
            Ok((registry, from)) => {
                let repository = registry.repository(name);
                planned.what = format!(
                    "Builds {dockerfile} and pushes it to {}/{repository}:{}",
                    registry.host,
                    tags(action).join(", ")
                );
                planned.from = from.to_string();
                planned.differences = differences(&registry);
            }
            Err(gap) => planned.gaps.push(gap),
        }
        if let Err(error) = ContainerEngine::socket() {
            planned.gaps.push(Gap {
                code: "container-engine-unavailable".into(),
                message: format!("{} builds an image: {error}", action.name),
                remedy: format!(
                    "install Docker or Podman and start its service, or simulate it with `--on {}=simulated`",
                    action.name
                ),
                subject: action.name.clone(),
            });
        }
        planned
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move {
            tokio::select! {
                biased;
                // The engine gives a build up when nobody waits for it any more.
                () = context.stop.cancelled() => Outcome::Stopped,
                done = publish(&job, &context) => done.into(),
            }
        })
    }
}

/// The tags of the image: one at least.
fn tags(action: &ActionDeclaration) -> Vec<String> {
    let named = value(action, "ImageTags").unwrap_or("latest").split(',');
    let mut tags: Vec<String> =
        named.map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
    if tags.is_empty() {
        tags.push("latest".to_owned());
    }
    tags
}

async fn publish(job: &Job, context: &Context) -> Result<Success, Failure> {
    let wrong = |message: String| Failure::new("ConfigurationError", message);
    let action = &job.action;
    let name = job
        .value("ECRRepositoryName")
        .ok_or_else(|| wrong("ECRRepositoryName is missing".into()))?
        .to_owned();
    let (registry, _) =
        target(action, &context.world).map_err(|gap| wrong(gap.message).remedy(gap.remedy))?;
    let tags = tags(action);
    let source = context.scratch.join("src");
    let (artifacts, from, into) = (context.artifacts.clone(), job.input()?.location.clone(), source.clone());
    blocking(move || artifacts.unpack(&from, &into).map_err(wrong)).await?;
    let dockerfile = dockerfile(&source, job.value("DockerFilePath")).map_err(wrong)?;
    let engine = ContainerEngine::find().await.map_err(failed)?;
    let repository = registry.repository(&name);
    let built = format!("pipesmith/{}:{}", repository.to_ascii_lowercase(), job.action_execution);
    let build =
        ImageBuild { context: source, dockerfile, name: built.clone(), scratch: context.scratch.clone() };
    context.log.line(crate::Stream::Agent, &format!("Building {} with {}", build.dockerfile, engine.name()));
    let pushed = async {
        engine.build_image(&build, context.log.as_ref()).await?;
        let host = registry.host.clone();
        let login = tokio::task::spawn_blocking(move || registry_credentials(&host)).await.ok().flatten();
        let address = format!("{}/{repository}", registry.host);
        for tag in &tags {
            engine.push_image(&built, &address, tag, login.clone(), context.log.as_ref()).await?;
        }
        Ok(())
    };
    let pushed = pushed.await;
    engine.forget_image(&built).await;
    pushed.map_err(failed)?;
    let reference = tags.first().cloned().unwrap_or_default();
    let image = Image { registry: registry.clone(), repository, reference };
    let asked = image.clone();
    // What the registry has, not what the engine believes to have sent.
    let digest =
        blocking(move || registry::digest(&asked).map_err(|message| Failure::new("JobFailed", message)))
            .await?;
    Ok(Success {
        variables: BTreeMap::from([
            ("ECRImageDigestId".to_owned(), digest.clone()),
            ("ECRRepositoryName".to_owned(), name),
        ]),
        external_id: Some(digest),
        summary: Some(format!("Pushed {}", image.uri())),
        differences: differences(&registry),
        ..Success::new(Fidelity::Equivalent)
    })
}

fn failed(error: Error) -> Failure {
    let failure = Failure::new("JobFailed", error.to_string());
    match Error::remedy(error.code()) {
        Some(remedy) => failure.remedy(remedy),
        None => failure,
    }
}

/// The Dockerfile's path in the source, from a setting that names the file or its folder; the source's root is the
/// context in any case.
///
/// UNCONFIRMED which folder the service takes for the context.
fn dockerfile(source: &Path, setting: Option<&str>) -> Result<String, String> {
    let mut path = PathBuf::new();
    for part in Path::new(setting.unwrap_or_default()).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            _ => {
                return Err(format!(
                    "DockerFilePath {} leads out of the source",
                    setting.unwrap_or_default()
                ));
            }
        }
    }
    if path.as_os_str().is_empty() || source.join(&path).is_dir() {
        path.push("Dockerfile");
    }
    // A link could lead anywhere; the engine gets the archive and looks for a file in that.
    let is_file = fs_err::symlink_metadata(source.join(&path)).is_ok_and(|found| found.is_file());
    if !is_file {
        return Err(format!("the source has no file {}", path.display()));
    }
    Ok(path.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dockerfile_is_named_by_its_path_or_its_folder() {
        let source = tempfile::tempdir().unwrap();
        fs_err::create_dir_all(source.path().join("app")).unwrap();
        fs_err::write(source.path().join("app/Dockerfile"), "FROM scratch\n").unwrap();
        let find = |setting: &str| dockerfile(source.path(), Some(setting));
        assert_eq!(find("./app/Dockerfile").unwrap(), "app/Dockerfile");
        assert_eq!(find("app/").unwrap(), "app/Dockerfile");
        assert_eq!(find("../x").unwrap_err(), "DockerFilePath ../x leads out of the source");
        assert_eq!(dockerfile(source.path(), None).unwrap_err(), "the source has no file Dockerfile");
    }
}
