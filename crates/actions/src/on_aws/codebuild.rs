//! CodeBuild in an account: the real project builds what lies here. The input artifacts go to the pipeline's own bucket,
//! `StartBuild` takes them for the project's source, phases and log come back while it builds, the artifacts when it has
//! succeeded. Reference 2.1.

use std::path::{Path, PathBuf};
use std::time::Duration;

use aws::{Account, Build, BuildStart, BuildVariable, ObjectAt};
use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::RunsOn;

use super::{OnAws, failed, is_passing};
use crate::codebuild::variables;
use crate::{
    Artifact, Context, Failure, Fidelity, Gap, Job, Outcome, Planned, Provider, Recovery, Running, Stream,
    Success, World, blocking, value,
};

pub(super) struct CodeBuild;

/// How long to wait between the first two looks at a build; each wait is longer than the one before, up to [`SLOWEST`].
const FIRST: Duration = Duration::from_millis(250);
const SLOWEST: Duration = Duration::from_secs(5);
/// So many looks in a row may fail before the build counts as lost.
const PATIENCE: u32 = 90;

impl Provider for CodeBuild {
    fn plan(&self, _stage: &str, action: &ActionDeclaration, _world: &World) -> Planned {
        let name = value(action, "ProjectName").unwrap_or_default();
        let mut planned = Planned {
            runs_on: RunsOn::Aws,
            fidelity: Fidelity::Real,
            what: format!("Starts a build of the project {name} on AWS with what this run made"),
            from: "definition".into(),
            differences: vec![
                "the build is started with your credentials, not with the pipeline's role".to_owned(),
                "its source and artifacts go through objects that are removed afterwards".to_owned(),
            ],
            gaps: Vec::new(),
        };
        if is_batch(action) {
            planned.gaps.push(Gap {
                code: "batch-not-on-aws".into(),
                message: format!("{} is a batch, which is not started on AWS from here yet", action.name),
                remedy: format!("build it here: leave out `--on {}=aws`", action.name),
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

    fn recovery(&self) -> Recovery {
        Recovery::Adopt
    }
}

fn is_batch(action: &ActionDeclaration) -> bool {
    value(action, "BatchEnabled").is_some_and(|text| text.eq_ignore_ascii_case("true"))
}

async fn run(job: &Job, context: &Context) -> Result<Outcome, Failure> {
    let wrong = |message: String| Failure::new("ConfigurationError", message);
    let Some(aws) = &context.aws else {
        return Err(wrong(format!("{} has no account to run in", job.action.name)));
    };
    if is_batch(&job.action) {
        return Err(wrong("a batch is not started on AWS from here yet".into()));
    }
    let plan = Objects::of(job)?;
    let say = |text: &str| context.log.line(Stream::Agent, text);
    let identity = aws.account.identity();
    say(&format!("Acting as {} in {}, account {}", identity.arn, aws.account.region(), identity.account));
    let id = match &aws.known {
        Some(id) => {
            say(&format!("Build {id} was started before: it is taken up again"));
            id.clone()
        }
        None => start(job, context, aws, &plan).await?,
    };
    let watched = watch(&id, aws, context).await;
    let outcome = match watched {
        Ok(Some(build)) => finish(job, context, &aws.account, &plan, build).await,
        Ok(None) => Ok(Outcome::Stopped),
        Err(failure) => Err(failure),
    };
    // A process that ends leaves the objects to the one that takes the build up.
    if !context.leaving.is_cancelled() {
        for at in plan.all() {
            let _ = aws.account.remove_object(at).await;
        }
    }
    outcome
}

/// The objects that carry sources there and artifacts back; they lie in the pipeline's own bucket, which the project's
/// role can read.
struct Objects {
    primary: ObjectAt,
    secondary: Vec<(String, ObjectAt)>,
    /// By output artifact, in the order of the declaration.
    outputs: Vec<ObjectAt>,
}

impl Objects {
    fn of(job: &Job) -> Result<Self, Failure> {
        let primary = primary(job)?;
        let at = |artifact: &Artifact, way: &str| ObjectAt {
            bucket: artifact.location.bucket.clone(),
            key: format!("{}/pipesmith/{}/{way}-{}.zip", job.pipeline, job.action_execution, artifact.name),
        };
        let others = job.inputs.iter().filter(|input| input.name != primary.name);
        Ok(Self {
            primary: at(primary, "in"),
            secondary: others.map(|input| (input.name.clone(), at(input, "in"))).collect(),
            outputs: job.outputs.iter().map(|output| at(output, "out")).collect(),
        })
    }

    fn all(&self) -> impl Iterator<Item = &ObjectAt> {
        let sources = std::iter::once(&self.primary).chain(self.secondary.iter().map(|(_, at)| at));
        sources.chain(&self.outputs)
    }
}

fn primary(job: &Job) -> Result<&Artifact, Failure> {
    match job.value("PrimarySource") {
        Some(wanted) => job.inputs.iter().find(|input| input.name == wanted).ok_or_else(|| {
            Failure::new(
                "ConfigurationError",
                format!("PrimarySource {wanted} is not an input artifact of the action"),
            )
        }),
        None => job.input(),
    }
}

/// Sends the sources and starts the build; its id is kept before this returns.
async fn start(job: &Job, context: &Context, aws: &OnAws, objects: &Objects) -> Result<String, Failure> {
    let wrong = |message: String| Failure::new("ConfigurationError", message);
    let project = job.value("ProjectName").ok_or_else(|| wrong("ProjectName is missing".into()))?;
    let overrides = variables(&job.action).map_err(wrong)?;
    let source = primary(job)?;
    let others = job.inputs.iter().filter(|input| input.name != source.name);
    let sent = std::iter::once((source, &objects.primary))
        .chain(others.zip(objects.secondary.iter().map(|(_, at)| at)));
    for (artifact, at) in sent {
        let file = context.artifacts.path(&artifact.location).map_err(wrong)?;
        context
            .log
            .line(Stream::Agent, &format!("Sending {} to s3://{}/{}", artifact.name, at.bucket, at.key));
        aws.account.put_object(at, &file).await.map_err(|error| failed(&error))?;
    }
    let (artifacts, secondary_artifacts) = match (job.outputs.as_slice(), objects.outputs.as_slice()) {
        ([_], [at]) => (Some(at.clone()), Vec::new()),
        (outputs, at) => {
            (None, outputs.iter().map(|output| output.name.clone()).zip(at.iter().cloned()).collect())
        }
    };
    let wanted = BuildStart {
        project: project.to_owned(),
        // The same for every attempt: what an attempt before may have started is found, not started again.
        token: job.action_execution.clone(),
        source: objects.primary.clone(),
        secondary_sources: objects.secondary.clone(),
        buildspec: job.value("BuildspecOverride").map(str::to_owned),
        variables: overrides
            .into_iter()
            .map(|one| BuildVariable {
                name: one.name,
                value: one.value,
                kind: match one.kind {
                    ::codebuild::VariableKind::Plaintext => "PLAINTEXT",
                    ::codebuild::VariableKind::ParameterStore => "PARAMETER_STORE",
                    ::codebuild::VariableKind::SecretsManager => "SECRETS_MANAGER",
                }
                .to_owned(),
            })
            .collect(),
        artifacts,
        secondary_artifacts,
    };
    let build = aws.account.start_build(&wanted).await.map_err(|error| failed(&error))?;
    (aws.accepted)(build.id.clone(), build.url.clone()).await;
    context.log.line(Stream::Agent, &format!("Started build {}", build.id));
    Ok(build.id)
}

/// Follows a build to its end; none when this attempt has to end before, after the build was told to.
async fn watch(id: &str, aws: &OnAws, context: &Context) -> Result<Option<Build>, Failure> {
    let mut told = Told::default();
    let (mut misses, mut stopping, mut wait) = (0, false, FIRST);
    loop {
        match look(id, aws, context, &mut told).await {
            Ok(build) => {
                misses = 0;
                if build.is_over() {
                    return Ok((!stopping).then_some(build));
                }
            }
            Err(Look::Gone) => {
                return Err(Failure::new("JobFailed", format!("the account knows no build {id}")));
            }
            Err(Look::Failed(error)) => {
                misses += 1;
                if !is_passing(&error) || misses > PATIENCE {
                    return Err(failed(&error));
                }
                context.log.line(Stream::Agent, &format!("Warning: {}", error.message()));
            }
        }
        tokio::select! {
            () = context.stop.cancelled(), if !stopping => {
                if context.leaving.is_cancelled() {
                    // This process ends, the build goes on: the next one takes it up.
                    return Ok(None);
                }
                stopping = true;
                context.log.line(Stream::Agent, &format!("Stopping build {id}"));
                if let Err(error) = aws.account.stop_build(id).await {
                    context.log.line(Stream::Agent, &format!("Warning: {}", error.message()));
                }
            }
            () = tokio::time::sleep(wait) => wait = (wait * 3 / 2).min(SLOWEST),
        }
    }
}

/// What of a build was written to the log here.
#[derive(Default)]
struct Told {
    phases: usize,
    token: Option<String>,
}

enum Look {
    Gone,
    Failed(aws::Error),
}

/// Looks at a build and tells what is new: its phases, and every line that its log has by now.
async fn look(id: &str, aws: &OnAws, context: &Context, told: &mut Told) -> Result<Build, Look> {
    let build = aws.account.build(id).await.map_err(Look::Failed)?.ok_or(Look::Gone)?;
    for phase in build.phases.iter().skip(told.phases) {
        let Some(status) = &phase.status else { break };
        let why = phase.context.as_ref().filter(|_| status != "SUCCEEDED");
        let why = why.map(|(code, message)| format!(" {code}: {message}")).unwrap_or_default();
        context.log.line(Stream::Agent, &format!("[AWS] Phase {}: {status}{why}", phase.name));
        told.phases += 1;
    }
    if let Some((group, stream)) = &build.log {
        loop {
            // A log that cannot be read is no reason to lose the build.
            let Ok((lines, next)) = aws.account.log_lines((group, stream), told.token.as_deref()).await
            else {
                break;
            };
            let is_end = lines.is_empty() || next == told.token;
            for line in &lines {
                context.log.line(Stream::Command, line);
            }
            told.token = next.or(told.token.take());
            if is_end {
                break;
            }
        }
    }
    Ok(build)
}

/// Brings the artifacts back, or says why the build failed.
async fn finish(
    job: &Job,
    context: &Context,
    account: &Account,
    objects: &Objects,
    build: Build,
) -> Result<Outcome, Failure> {
    if build.status != "SUCCEEDED" {
        let bad =
            build.phases.iter().find(|phase| phase.status.as_deref().is_some_and(|one| one != "SUCCEEDED"));
        let said =
            bad.and_then(|phase| phase.context.as_ref()).map(|(code, message)| format!("{code}: {message}"));
        let mut failure = Failure::new(
            "JobFailed",
            said.unwrap_or_else(|| format!("Build terminated with state: {}", build.status)),
        );
        failure.why.phase = bad.map(|phase| phase.name.clone());
        failure.external_id = Some(build.id);
        return Err(failure);
    }
    let unwritable = |error: std::io::Error| {
        Failure::new("SystemUnavailable", format!("no folder for the outputs: {error}"))
    };
    fs_err::create_dir_all(&context.scratch).map_err(unwritable)?;
    for (output, at) in job.outputs.iter().zip(&objects.outputs) {
        let file: PathBuf = context.scratch.join(format!("{}.zip", output.name));
        account.get_object(at, &file).await.map_err(|error| failed(&error))?;
        put(context, &file, output).await?;
    }
    Ok(Outcome::Succeeded(Box::new(Success {
        variables: build.exported,
        summary: Some(format!("Build {} succeeded on AWS", build.id)),
        external_id: Some(build.id),
        external_url: build.url,
        differences: vec![
            "the build was started with your credentials, not with the pipeline's role".to_owned(),
        ],
        ..Success::new(Fidelity::Real)
    })))
}

async fn put(context: &Context, file: &Path, output: &Artifact) -> Result<(), Failure> {
    let (artifacts, file, to) = (context.artifacts.clone(), file.to_path_buf(), output.location.clone());
    blocking(move || {
        artifacts.put(&file, &to).map(drop).map_err(|message| Failure::new("SystemUnavailable", message))
    })
    .await
}
