//! CodeBuild of an opened account, as far as running one build needs it: starting it once, looking at it, its log, ending
//! it. And the objects in S3 that carry its source there and its artifacts back.

use std::collections::BTreeMap;
use std::path::Path;

use aws_sdk_codebuild::types::{
    ArtifactNamespace, ArtifactPackaging, ArtifactsType, EnvironmentVariable, EnvironmentVariableType,
    ProjectArtifacts, ProjectSource, SourceType,
};
use aws_sdk_s3::primitives::ByteStream;
use tokio::io::AsyncWriteExt as _;

use crate::{Account, Error};

/// An object in S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectAt {
    /// The bucket.
    pub bucket: String,
    /// The key in it.
    pub key: String,
}

/// A variable of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildVariable {
    /// Its name.
    pub name: String,
    /// Its value, or the name of the parameter or secret that holds it.
    pub value: String,
    /// `PLAINTEXT`, `PARAMETER_STORE` or `SECRETS_MANAGER`.
    pub kind: String,
}

/// A build that is to be started with what is here in place of the project's own source and artifacts.
#[derive(Debug, Clone)]
pub struct BuildStart {
    /// The project.
    pub project: String,
    /// Repeated within five minutes it starts nothing, and the first build is answered.
    pub token: String,
    /// The primary source, a ZIP.
    pub source: ObjectAt,
    /// Further sources by identifier.
    pub secondary_sources: Vec<(String, ObjectAt)>,
    /// What replaces the project's buildspec: a text or a path in the source.
    pub buildspec: Option<String>,
    /// Variables over the project's.
    pub variables: Vec<BuildVariable>,
    /// Where the buildspec's `artifacts` go, as a ZIP.
    pub artifacts: Option<ObjectAt>,
    /// Where its secondary artifacts go, by identifier.
    pub secondary_artifacts: Vec<(String, ObjectAt)>,
}

/// A project as its account has it, as far as a build of it elsewhere needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildProject {
    /// Its name.
    pub name: String,
    /// Its buildspec: a text or a path in the source; none for the source's own.
    pub buildspec: Option<String>,
    /// Its variables.
    pub variables: Vec<BuildVariable>,
    /// The image.
    pub image: Option<String>,
    /// The compute type, `BUILD_GENERAL1_SMALL` and so on.
    pub compute: Option<String>,
    /// Whether a build may start containers itself.
    pub privileged: Option<bool>,
    /// After how many minutes a build ends.
    pub timeout_minutes: Option<u32>,
    /// The ARN of its role.
    pub role: Option<String>,
}

/// A phase of a build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildPhase {
    /// `INSTALL` and so on.
    pub name: String,
    /// `SUCCEEDED` and so on; none while it runs.
    pub status: Option<String>,
    /// Code and message of what went wrong in it.
    pub context: Option<(String, String)>,
}

/// A build as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// `project:uuid`.
    pub id: String,
    /// `IN_PROGRESS`, `SUCCEEDED` and so on.
    pub status: String,
    /// In the order in which they began.
    pub phases: Vec<BuildPhase>,
    /// The log's group and stream, once there is one.
    pub log: Option<(String, String)>,
    /// The log's page in the console.
    pub url: Option<String>,
    /// `exported-variables` and their values, once it has ended.
    pub exported: BTreeMap<String, String>,
}

impl Build {
    /// Whether it has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.status != "IN_PROGRESS"
    }
}

impl Account {
    /// Starts a build.
    ///
    /// # Errors
    /// Those of [`Error`].
    pub async fn start_build(&self, start: &BuildStart) -> Result<Build, Error> {
        let variables = start.variables.iter().map(|one| {
            EnvironmentVariable::builder()
                .name(&one.name)
                .value(&one.value)
                .r#type(EnvironmentVariableType::from(one.kind.as_str()))
                .build()
                .map_err(|error| Error::new("refused", error.to_string()))
        });
        let further = start.secondary_sources.iter().map(|(identifier, at)| {
            ProjectSource::builder()
                .r#type(SourceType::S3)
                .location(location(at))
                .source_identifier(identifier)
                .build()
                .map_err(|error| Error::new("refused", error.to_string()))
        });
        let into = |at: Option<&ObjectAt>, identifier: Option<&String>| {
            let artifacts = ProjectArtifacts::builder().set_artifact_identifier(identifier.cloned());
            let artifacts = match at {
                None => artifacts.r#type(ArtifactsType::NoArtifacts),
                Some(at) => {
                    let (path, name) = at.key.rsplit_once('/').unwrap_or(("", &at.key));
                    artifacts
                        .r#type(ArtifactsType::S3)
                        .location(&at.bucket)
                        .path(path)
                        .name(name)
                        .namespace_type(ArtifactNamespace::None)
                        .packaging(ArtifactPackaging::Zip)
                        .override_artifact_name(false)
                }
            };
            artifacts.build().map_err(|error| Error::new("refused", error.to_string()))
        };
        let secondary: Vec<ProjectArtifacts> = start
            .secondary_artifacts
            .iter()
            .map(|(identifier, at)| into(Some(at), Some(identifier)))
            .collect::<Result<_, _>>()?;
        let further: Vec<ProjectSource> = further.collect::<Result<_, _>>()?;
        let variables: Vec<EnvironmentVariable> = variables.collect::<Result<_, _>>()?;
        let answer = self
            .builds
            .start_build()
            .project_name(&start.project)
            .idempotency_token(&start.token)
            .source_type_override(SourceType::S3)
            .source_location_override(location(&start.source))
            .set_secondary_sources_override(Some(further).filter(|list| !list.is_empty()))
            .set_buildspec_override(start.buildspec.clone())
            .set_environment_variables_override(Some(variables).filter(|list| !list.is_empty()))
            .artifacts_override(into(start.artifacts.as_ref(), None)?)
            .set_secondary_artifacts_override(Some(secondary).filter(|list| !list.is_empty()))
            .send()
            .await
            .map_err(|error| self.at.failure("codebuild:StartBuild", &error))?;
        answer.build_value.map(build).ok_or_else(|| self.at.unreadable("codebuild:StartBuild", 200))
    }

    /// A build as it is now; none when the account knows none of this id.
    ///
    /// # Errors
    /// Those of [`Error`].
    pub async fn build(&self, id: &str) -> Result<Option<Build>, Error> {
        let answer = self.builds.batch_get_builds().ids(id).send().await;
        let answer = answer.map_err(|error| self.at.failure("codebuild:BatchGetBuilds", &error))?;
        Ok(answer.builds.unwrap_or_default().into_iter().next().map(build))
    }

    /// The projects of these names that the account has; of the first hundred names, as many as it takes at once.
    /// (AWS CodeBuild API reference, BatchGetProjects.)
    ///
    /// # Errors
    /// Those of [`Error`].
    pub async fn projects(&self, names: &[String]) -> Result<Vec<BuildProject>, Error> {
        let names = names.iter().take(100).cloned().collect();
        let answer = self.builds.batch_get_projects().set_names(Some(names)).send().await;
        let answer = answer.map_err(|error| self.at.failure("codebuild:BatchGetProjects", &error))?;
        Ok(answer.projects.unwrap_or_default().into_iter().filter_map(project).collect())
    }

    /// Ends a build.
    ///
    /// # Errors
    /// Those of [`Error`].
    pub async fn stop_build(&self, id: &str) -> Result<(), Error> {
        let sent = self.builds.stop_build().id(id).send().await;
        sent.map(drop).map_err(|error| self.at.failure("codebuild:StopBuild", &error))
    }

    /// The next lines of a log and the token for what follows; from its beginning without a token. No lines: none yet.
    ///
    /// # Errors
    /// Those of [`Error`].
    pub async fn log_lines(
        &self,
        (group, stream): (&str, &str),
        token: Option<&str>,
    ) -> Result<(Vec<String>, Option<String>), Error> {
        let answer = self
            .logs
            .get_log_events()
            .log_group_name(group)
            .log_stream_name(stream)
            .start_from_head(true)
            .set_next_token(token.map(str::to_owned))
            .send()
            .await
            .map_err(|error| self.at.failure("logs:GetLogEvents", &error))?;
        let events = answer.events.unwrap_or_default();
        let lines = events.into_iter().filter_map(|event| event.message);
        let lines = lines.map(|text| text.trim_end_matches(['\n', '\r']).to_owned()).collect();
        Ok((lines, answer.next_forward_token))
    }

    /// Writes a file as an object.
    ///
    /// # Errors
    /// Those of [`Error`]; `unreadable-file`.
    pub async fn put_object(&self, at: &ObjectAt, file: &Path) -> Result<(), Error> {
        let body = ByteStream::from_path(file).await;
        let body = body.map_err(|error| {
            Error::new("unreadable-file", format!("{} cannot be read: {error}", file.display()))
        })?;
        let sent = self.objects.put_object().bucket(&at.bucket).key(&at.key).body(body).send().await;
        sent.map(drop).map_err(|error| self.at.failure("s3:PutObject", &error))
    }

    /// Copies an object into a file.
    ///
    /// # Errors
    /// Those of [`Error`]; `unwritable-file`.
    pub async fn get_object(&self, at: &ObjectAt, file: &Path) -> Result<(), Error> {
        let answer = self.objects.get_object().bucket(&at.bucket).key(&at.key).send().await;
        let mut body = answer.map_err(|error| self.at.failure("s3:GetObject", &error))?.body;
        let unwritable = |error: std::io::Error| {
            Error::new("unwritable-file", format!("{} cannot be written: {error}", file.display()))
        };
        let mut out = tokio::fs::File::create(file).await.map_err(unwritable)?;
        while let Some(piece) = body.next().await {
            let piece = piece
                .map_err(|error| Error::new("unreachable", format!("s3:GetObject broke off: {error}")))?;
            out.write_all(&piece).await.map_err(unwritable)?;
        }
        out.sync_all().await.map_err(unwritable)
    }

    /// Removes an object. One that is not there is as good.
    ///
    /// # Errors
    /// Those of [`Error`].
    pub async fn remove_object(&self, at: &ObjectAt) -> Result<(), Error> {
        let sent = self.objects.delete_object().bucket(&at.bucket).key(&at.key).send().await;
        sent.map(drop).map_err(|error| self.at.failure("s3:DeleteObject", &error))
    }
}

fn location(at: &ObjectAt) -> String {
    format!("{}/{}", at.bucket, at.key)
}

fn project(found: aws_sdk_codebuild::types::Project) -> Option<BuildProject> {
    let (environment, said) = (found.environment, |text: String| Some(text).filter(|text| !text.is_empty()));
    let variables = environment.iter().flat_map(|all| all.environment_variables()).map(|one| BuildVariable {
        name: one.name().to_owned(),
        value: one.value().to_owned(),
        kind: one.r#type().map_or("PLAINTEXT", EnvironmentVariableType::as_str).to_owned(),
    });
    Some(BuildProject {
        name: found.name?,
        buildspec: found.source.and_then(|source| source.buildspec).and_then(said),
        variables: variables.collect(),
        image: environment.as_ref().map(|all| all.image().to_owned()).and_then(said),
        compute: environment.as_ref().map(|all| all.compute_type().as_str().to_owned()),
        privileged: environment.as_ref().and_then(|all| all.privileged_mode()),
        timeout_minutes: found.timeout_in_minutes.and_then(|minutes| u32::try_from(minutes).ok()),
        role: found.service_role.and_then(said),
    })
}

fn build(found: aws_sdk_codebuild::types::Build) -> Build {
    let phases = found.phases.unwrap_or_default().into_iter().map(|phase| BuildPhase {
        name: phase.phase_type.map(|name| name.as_str().to_owned()).unwrap_or_default(),
        status: phase.phase_status.map(|status| status.as_str().to_owned()),
        context: phase
            .contexts
            .unwrap_or_default()
            .into_iter()
            .map(|context| (context.status_code.unwrap_or_default(), context.message.unwrap_or_default()))
            .find(|(code, message)| !code.is_empty() || !message.is_empty()),
    });
    let exported = found.exported_environment_variables.unwrap_or_default().into_iter();
    let log =
        found.logs.as_ref().and_then(|logs| Some((logs.group_name.clone()?, logs.stream_name.clone()?)));
    Build {
        id: found.id.unwrap_or_default(),
        status: found.build_status.map(|status| status.as_str().to_owned()).unwrap_or_default(),
        phases: phases.collect(),
        log,
        url: found.logs.and_then(|logs| logs.deep_link),
        exported: exported
            .filter_map(|variable| Some((variable.name?, variable.value.unwrap_or_default())))
            .collect(),
    }
}
