//! CodeBuild, as a Build or a Test action: the project's buildspec runs in a sandbox, alone or as a batch.
//! `Commands` stands on the same.

pub(crate) mod commands;
mod container;
pub(crate) mod look;
mod outputs;
mod tail;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ::codebuild as build;
use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::{Body, EnvironmentValue, RunsOn};
use serde::Deserialize;

use self::tail::Tail;
use crate::{
    Artifact, Context, Denied, ExcerptLine, Failure, Fidelity, Gap, Job, Log, Outcome, Planned, Provider,
    Running, Success, World, blocking, clone, reports, value,
};

pub(crate) struct CodeBuild;

/// What no build here is like on AWS.
fn not_checked(in_container: bool) -> Vec<String> {
    let place = if in_container {
        "the build runs in the project's image, but with this computer's network, processors and memory"
    } else {
        "the build runs on this computer, not in the project's image"
    };
    let credentials = "no AWS credentials are given to the build; IAM, KMS and VPC are not checked";
    vec![place.to_owned(), credentials.to_owned()]
}

/// An entry of the action's `EnvironmentVariables` and of a project's environment.
#[derive(Debug, Deserialize)]
struct Variable {
    name: String,
    value: String,
    #[serde(rename = "type", default)]
    kind: Option<String>,
}

pub(crate) fn variables(action: &ActionDeclaration) -> Result<Vec<build::EnvironmentVariable>, String> {
    let Some(text) = value(action, "EnvironmentVariables") else { return Ok(Vec::new()) };
    let list: Vec<Variable> = serde_json::from_str(text).map_err(|error| {
        format!("EnvironmentVariables is not a JSON array of name, value and type: {error}. A variable's value is inserted as it is; quotes in it break the JSON")
    })?;
    list.into_iter().map(variable).collect()
}

fn variable(entry: Variable) -> Result<build::EnvironmentVariable, String> {
    let kind = match entry.kind.as_deref().unwrap_or("PLAINTEXT") {
        "PLAINTEXT" => build::VariableKind::Plaintext,
        "PARAMETER_STORE" => build::VariableKind::ParameterStore,
        "SECRETS_MANAGER" => build::VariableKind::SecretsManager,
        other => {
            return Err(format!(
                "the environment variable {} has the type {other}; PLAINTEXT, PARAMETER_STORE and SECRETS_MANAGER are known",
                entry.name
            ));
        }
    };
    Ok(build::EnvironmentVariable { name: entry.name, value: entry.value, kind })
}

fn flag(action: &ActionDeclaration, key: &str) -> bool {
    value(action, key).is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

impl Provider for CodeBuild {
    fn plan(&self, _stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
        let name = value(action, "ProjectName").unwrap_or_default();
        let project = world.project(name);
        let (spec, _) = buildspec(action, world);
        let shown = match &spec {
            build::BuildspecSource::Inline(_) => "an inline buildspec".to_string(),
            build::BuildspecSource::File(path) => path.display().to_string(),
            build::BuildspecSource::Default => "buildspec.yml of the source".to_string(),
        };
        let container = container::Container::of(world, Some(name));
        let place = match &container {
            Some(container) => format!("in a container of {}", container.image),
            None => "in the sandbox".to_owned(),
        };
        let mut planned = Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Real,
            what: format!("Builds {name} with {shown} {place}"),
            from: project.from.to_string(),
            differences: not_checked(container.is_some()),
            gaps: container.as_ref().and_then(|container| container.gap(action)).into_iter().collect(),
        };
        if flag(action, "BatchEnabled") {
            let side = if container.is_some() { "in containers" } else { "in sandboxes" };
            planned.what = format!("Builds the batch of {name} with {shown} {side} side by side");
        }
        if let Err(message) = variables(action)
            .or_else(|message| if has_reference(action) { Ok(Vec::new()) } else { Err(message) })
        {
            planned.gaps.push(Gap {
                code: "environment-variables".into(),
                message,
                remedy: "mend the JSON".into(),
                subject: action.name.clone(),
            });
        }
        planned
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move {
            match run(&job, &context).await {
                Ok(outcome) => outcome,
                Err(failure) => Outcome::Failed(Box::new(failure)),
            }
        })
    }
}

fn has_reference(action: &ActionDeclaration) -> bool {
    value(action, "EnvironmentVariables").is_some_and(|text| text.contains("#{"))
}

/// The buildspec in the service's order: the action's override, the project's, `buildspec.yml` of the source.
/// The flag says that a `File` path starts at the definition's folder instead of the source.
fn buildspec(action: &ActionDeclaration, world: &World) -> (build::BuildspecSource, bool) {
    if let Some(text) = value(action, "BuildspecOverride") {
        return (build::BuildspecSource::from_setting(text), false);
    }
    let project = world.project(value(action, "ProjectName").unwrap_or_default());
    let from_flag = project.from == crate::Origin::Flag;
    match project.setup.buildspec {
        None => (build::BuildspecSource::Default, false),
        Some(Body::Path(path)) => (build::BuildspecSource::File(path.into()), from_flag),
        Some(Body::Inline(text)) => (build::BuildspecSource::Inline(text), false),
    }
}

/// What a build action asks for, before its inputs are there.
struct Wanted {
    project: String,
    buildspec: build::BuildspecSource,
    project_environment: Vec<build::EnvironmentVariable>,
    override_environment: Vec<build::EnvironmentVariable>,
    image: String,
    /// The container it runs in; none for the sandbox.
    container: Option<container::Container>,
    timeout: Duration,
    read_only: Vec<PathBuf>,
    /// Whether it is a batch, and whether its artifacts become one.
    batch: Option<outputs::Batch>,
    /// The buildspec was made here: places in it mean nothing to anybody.
    made_here: bool,
}

async fn run(job: &Job, context: &Context) -> Result<Outcome, Failure> {
    let wrong = |message: String| Failure::new("ConfigurationError", message);
    let action = &job.action;
    let name = job.value("ProjectName").ok_or_else(|| wrong("ProjectName is missing".into()))?.to_string();
    let project = context.world.project(&name);
    let (mut source, beside_definition) = buildspec(action, &context.world);
    if let build::BuildspecSource::File(path) = &source
        && let Some(object) = path.to_str().and_then(|path| path.strip_prefix("arn:aws:s3:::"))
    {
        let (bucket, key) = object.split_once('/').unwrap_or((object, ""));
        let file = context.world.object(bucket, key);
        source = build::BuildspecSource::Inline(fs_err::read_to_string(&file).map_err(|error| {
            wrong(format!("YAML_FILE_ERROR: the buildspec {}: {error}", path.display()))
                .remedy(format!("put it into the local bucket as {}", file.display()))
        })?);
    }
    if beside_definition && let build::BuildspecSource::File(path) = &source {
        let file = context.world.folder().join(path);
        source = build::BuildspecSource::Inline(
            fs_err::read_to_string(&file).map_err(|error| wrong(error.to_string()))?,
        );
    }
    let mut read_only = Vec::new();
    let mut project_environment = Vec::new();
    for (name, value) in &project.setup.environment {
        let value = match value {
            EnvironmentValue::Plain(text) => expand(text, &context.world, &mut read_only),
            EnvironmentValue::Secret(secret) => {
                context.secrets.get(secret).ok_or_else(|| missing_secret(secret))?
            }
        };
        project_environment.push(build::EnvironmentVariable {
            name: name.clone(),
            value,
            kind: build::VariableKind::Plaintext,
        });
    }
    let wanted = Wanted {
        project: name,
        buildspec: source,
        project_environment,
        override_environment: variables(action).map_err(wrong)?,
        image: project.setup.image.clone().unwrap_or_else(|| DEFAULT_IMAGE.into()),
        container: container::Container::of(&context.world, job.value("ProjectName")),
        timeout: project
            .setup
            .timeout_minutes
            .map_or(job.timeout, |minutes| Duration::from_secs(u64::from(minutes) * 60).min(job.timeout)),
        read_only,
        batch: flag(action, "BatchEnabled")
            .then(|| outputs::Batch { combine: flag(action, "CombineArtifacts") }),
        made_here: false,
    };
    carry_out(job, context, wanted).await
}

/// Unpacks the inputs, builds, packs the outputs.
async fn carry_out(job: &Job, context: &Context, wanted: Wanted) -> Result<Outcome, Failure> {
    let wrong = |message: String| Failure::new("ConfigurationError", message);
    let primary =
        match job.value("PrimarySource") {
            Some(wanted) => job.inputs.iter().find(|input| input.name == wanted).ok_or_else(|| {
                wrong(format!("PrimarySource {wanted} is not an input artifact of the action"))
            })?,
            // UNCONFIRMED for Commands, which has no PrimarySource: the first input is taken.
            None if job.inputs.len() > 1 && !wanted.made_here => {
                return Err(wrong(
                    "PrimarySource is required when the action has more than one input artifact".into(),
                ));
            }
            None => job.input()?,
        };
    let primary_folder = context.scratch.join("src");
    unpack(context, primary, &primary_folder).await?;
    let mut secondary = Vec::new();
    for input in job.inputs.iter().filter(|input| input.name != primary.name) {
        let folder = context.scratch.join(format!("src-{}", input.name));
        unpack(context, input, &folder).await?;
        secondary.push((input.name.clone(), folder));
    }
    let tail = Arc::new(Tail::new(context.log.clone()));
    let name = wanted.project;
    let mut request = build::BuildRequest {
        project: name.clone(),
        build_id: uuid::Uuid::new_v4().to_string(),
        build_number: context.build_number,
        region: job.region.clone(),
        account: job.account.clone(),
        initiator: format!("codepipeline/{}", job.pipeline),
        buildspec: wanted.buildspec,
        primary_source: primary_folder.clone(),
        secondary_sources: secondary,
        resolved_source_version: primary.revision.clone(),
        source_version: Some(format!("arn:aws:s3:::{}/{}", primary.location.bucket, primary.location.key)),
        project_environment: wanted.project_environment,
        override_environment: wanted.override_environment,
        parameters: std::collections::BTreeMap::new(),
        secrets: std::collections::BTreeMap::new(),
        image: wanted.container.as_ref().map_or(wanted.image, |container| container.image.clone()),
        privileged: wanted.container.as_ref().is_some_and(|container| container.privileged),
        allow_privileged: context.world.allows_privileged(),
        compute: wanted.container.as_ref().and_then(|container| container.compute),
        timeout: wanted.timeout,
        workspace: context.scratch.join("build"),
        sandbox: match &wanted.container {
            Some(_) => build::SandboxChoice::Only(build::Rung::Container),
            None => context.sandbox,
        },
        shim: context.shim.clone(),
        hidden: context.hide.clone(),
        read_only: wanted.read_only,
        cache: (!wanted.made_here).then(|| context.caches.join(&name)),
        exports_aws: wanted.made_here,
        batch_identifier: None,
        shard: None,
        limits: build::Limits::default(),
    };
    // An unreadable buildspec is the build's failure, told by the build itself.
    let needed = match wanted.batch {
        Some(_) => build::batch_references(&request),
        None => build::references(&request),
    };
    for needed in needed.unwrap_or_default() {
        let value =
            context.secrets.get(&needed.reference).ok_or_else(|| missing_secret(&needed.reference))?;
        match needed.kind {
            build::ReferenceKind::ParameterStore => request.parameters.insert(needed.reference, value),
            build::ReferenceKind::SecretsManager => request.secrets.insert(needed.reference, value),
        };
    }
    let spec_text = match &request.buildspec {
        build::BuildspecSource::Inline(text) => Some(text.clone()),
        build::BuildspecSource::File(path) => fs_err::read_to_string(primary_folder.join(path)).ok(),
        build::BuildspecSource::Default => fs_err::read_to_string(primary_folder.join("buildspec.yml")).ok(),
    };
    let looked_for = match &request.buildspec {
        build::BuildspecSource::File(path) => Some(path.display().to_string()),
        build::BuildspecSource::Default => Some("buildspec.yml".to_owned()),
        build::BuildspecSource::Inline(_) => None,
    };
    let missing = looked_for.filter(|_| spec_text.is_none());
    let build_id = format!("{name}:{}", request.build_id);
    let log: Arc<dyn Log> = tail.clone();
    // Which build of a batch is to blame; none without a batch.
    let mut culprit = None;
    let outcome = match &wanted.batch {
        Some(batch) => {
            let done = outputs::batch(request, log, context.stop.clone(), batch).await;
            culprit = done.culprit;
            done.whole
        }
        None => build::run(request, log, context.stop.clone()).await,
    };
    let mut differences: Vec<String> =
        outcome.differences.iter().map(|difference| difference.message.clone()).collect();
    let in_container = wanted.container.is_some();
    differences.extend(if wanted.made_here {
        commands::not_checked(in_container)
    } else {
        not_checked(in_container)
    });
    let reports = reports::kept(&outcome.reports);

    if outcome.status == build::BuildStatus::Stopped {
        return Ok(Outcome::Stopped);
    }
    let failed = |failure: Option<&build::Failure>, message: String| {
        let mut why = Failure::new("JobFailed", message);
        why.external_id = Some(build_id.clone());
        why.differences.clone_from(&differences);
        why.reports.clone_from(&reports);
        if let Some(failure) = failure {
            why.why.phase = Some(failure.phase.to_owned());
            why.why.command.clone_from(&failure.command);
            why.why.exit_status = failure.exit_status;
            if !wanted.made_here {
                why.why.file.clone_from(&failure.buildspec);
                why.why.line = failure.line.and_then(|line| u32::try_from(line).ok());
                why.why.column = failure.column.and_then(|column| u32::try_from(column).ok());
                why.why.excerpt = excerpt(spec_text.as_deref(), failure.line);
            }
        }
        if let Some(way_out) = failure.and_then(|failure| build::Error::remedy(&failure.code)) {
            why = why.remedy(way_out);
        }
        if let Some(path) = &missing {
            why = why.remedy(format!(
                "the source has no readable {path}: add it, or name another buildspec with `--project {name}=FILE`"
            ));
        }
        let (first_error, last) = tail.told(culprit.as_deref());
        why.why.first_error = first_error;
        why.why.denied = Denied::find(&last.join("\n"));
        if let Some(denied) = &why.why.denied {
            why.why.remedies.push(denied.remedy());
        }
        why.why.last_lines = last;
        why
    };
    if outcome.status != build::BuildStatus::Succeeded {
        let message = match &outcome.failure {
            Some(failure) => failure.message.clone(),
            None => format!("Build terminated with state: {}", outcome.status.word()),
        };
        return Err(failed(outcome.failure.as_ref(), message));
    }
    let packed = outputs::pack(job, context, &outcome.artifacts, wanted.batch.as_ref()).await;
    packed.map_err(|message| failed(None, message))?;
    Ok(Outcome::Succeeded(Box::new(Success {
        variables: outcome.exported_variables,
        external_id: Some(build_id),
        external_url: None,
        summary: Some(match outcome.sandbox {
            Some(rung) => format!("Build {} succeeded · {rung}", context.build_number),
            None => format!("Build {} succeeded", context.build_number),
        }),
        revision: None,
        fidelity: Fidelity::Real,
        differences,
        reports,
    })))
}

/// CodeBuild's standard image, for projects that name none.
const DEFAULT_IMAGE: &str = "aws/codebuild/standard:7.0";

/// A project's value with `${bucket:NAME}` replaced by the bucket's folder, which the build may then read.
fn expand(text: &str, world: &World, read_only: &mut Vec<PathBuf>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${bucket:") {
        let Some((bucket, behind)) = after.split_once('}') else { break };
        let folder = world.bucket(bucket);
        out.push_str(before);
        out.push_str(&folder.display().to_string());
        read_only.push(folder);
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn missing_secret(name: &str) -> Failure {
    Failure::new(
        "ConfigurationError",
        format!("the secret or parameter {name} has no value on this computer"),
    )
    .remedy(format!("hand it in: `--secret {name}=@FILE`"))
}

/// The lines of the buildspec around a fault.
fn excerpt(text: Option<&str>, line: Option<usize>) -> Vec<ExcerptLine> {
    let (Some(text), Some(fault)) = (text, line) else { return Vec::new() };
    let near = |number: &usize| number.abs_diff(fault) <= 2;
    let lines = text.lines().enumerate().map(|(at, text)| (at + 1, text)).filter(|(number, _)| near(number));
    lines
        .map(|(number, text)| ExcerptLine {
            line: u32::try_from(number).unwrap_or(u32::MAX),
            text: text.to_owned(),
            fault: number == fault,
        })
        .collect()
}

async fn unpack(context: &Context, input: &Artifact, into: &Path) -> Result<(), Failure> {
    let (artifacts, from, into) = (context.artifacts.clone(), input.location.clone(), into.to_path_buf());
    blocking(move || {
        let wrong = |message| Failure::new("ConfigurationError", message);
        artifacts.unpack(&from, &into).map_err(wrong)?;
        if clone::is_one(&into) { clone::restore(&into).map_err(wrong) } else { Ok(()) }
    })
    .await
}
