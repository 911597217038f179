//! Commands, the Compute action: a list of commands runs as the build phase of a buildspec made for it.
//! Reference 3.1.

use std::time::Duration;

use ::codebuild as build;
use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::RunsOn;
use serde_json::json;

use super::container::Container;
use super::{Wanted, carry_out};
use crate::{Context, Failure, Fidelity, Gap, Job, Outcome, Planned, Provider, Running, World, value};

pub(crate) struct Commands;

/// The service ends the build after 55 minutes.
const LONGEST: Duration = Duration::from_secs(55 * 60);

/// What no commands here are like on AWS.
pub(super) fn not_checked(in_container: bool) -> Vec<String> {
    let place = if in_container {
        "the commands run in CodeBuild's standard image, with this computer's network, processors and memory"
    } else {
        "the commands run on this computer, not in CodePipeline's managed image"
    };
    let role = "the service role's credentials are not given to the commands; IAM and VPC are not checked";
    vec![place.to_owned(), role.to_owned()]
}

impl Provider for Commands {
    fn plan(&self, _stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
        let container = Container::of(world, None);
        let place = match &container {
            Some(container) => format!("in a container of {}", container.image),
            None => "in the sandbox".to_owned(),
        };
        let count = action.commands.as_ref().map_or(0, Vec::len);
        let mut planned = Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Real,
            what: format!("Runs {count} command{} {place}", if count == 1 { "" } else { "s" }),
            from: "definition".into(),
            differences: not_checked(container.is_some()),
            gaps: container.as_ref().and_then(|container| container.gap(action)).into_iter().collect(),
        };
        if let Err(failure) = environment_type(action) {
            planned.gaps.push(Gap {
                code: "environment-not-here".into(),
                message: failure.why.message,
                remedy: failure.why.remedies.join("; "),
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

fn environment_type(action: &ActionDeclaration) -> Result<(), Failure> {
    match value(action, "EnvironmentType") {
        None | Some("LINUX_CONTAINER") => Ok(()),
        Some(other) => Err(Failure::new(
            "ConfigurationError",
            format!("EnvironmentType {other} does not run on this computer"),
        )
        .remedy(format!("use LINUX_CONTAINER, or simulate it with `--on {}=simulated`", action.name))),
    }
}

async fn run(job: &Job, context: &Context) -> Result<Outcome, Failure> {
    let wrong = |message: &str| Failure::new("ConfigurationError", message);
    let action = &job.action;
    environment_type(action)?;
    let commands = action.commands.as_deref().unwrap_or_default();
    if commands.is_empty() {
        return Err(wrong("the action has no commands"));
    }
    let mut environment = Vec::new();
    for variable in action.environment_variables.iter().flatten() {
        let kind = match variable.r#type.as_ref().map(ToString::to_string).as_deref() {
            None | Some("PLAINTEXT") => build::VariableKind::Plaintext,
            Some("SECRETS_MANAGER") => build::VariableKind::SecretsManager,
            Some(other) => {
                return Err(wrong(&format!(
                    "the environment variable {} has the type {other}; PLAINTEXT and SECRETS_MANAGER are known",
                    variable.name
                )));
            }
        };
        environment.push(build::EnvironmentVariable {
            name: variable.name.clone(),
            value: variable.value.clone(),
            kind,
        });
    }
    let wanted = Wanted {
        project: job.pipeline.clone(),
        buildspec: build::BuildspecSource::Inline(buildspec(action).to_string()),
        project_environment: Vec::new(),
        override_environment: environment,
        image: String::new(),
        container: Container::of(&context.world, None),
        timeout: LONGEST.min(job.timeout),
        read_only: Vec::new(),
        batch: None,
        made_here: true,
    };
    carry_out(job, context, wanted).await
}

/// The buildspec that the service makes of a list of commands. JSON is YAML.
///
/// UNCONFIRMED whether the commands share a shell's state, as they do in a buildspec 0.2: taken for granted here.
fn buildspec(action: &ActionDeclaration) -> serde_json::Value {
    let mut spec = json!({
        "version": "0.2",
        "env": { "exported-variables": action.output_variables.clone().unwrap_or_default() },
        "phases": { "build": { "commands": action.commands.clone().unwrap_or_default() } },
    });
    let output = action.output_artifacts.iter().flatten().next();
    if let (Some(output), Some(map)) = (output, spec.as_object_mut()) {
        map.insert("artifacts".into(), json!({ "files": output.files.clone().unwrap_or_default() }));
    }
    spec
}
