//! A declared outcome in place of the work: shown as simulated wherever the status is.

use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::{OutcomeStatus, RunsOn};

use crate::{Context, Failure, Fidelity, Job, Planned, Provider, Running, Success, World, blocking, tree};

pub(crate) struct Simulated;

impl Provider for Simulated {
    fn plan(&self, stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
        let outcome = world.simulated(stage, action);
        let what = if outcome.status == OutcomeStatus::Failed {
            "Fails as declared"
        } else {
            "Succeeds as declared; nothing is done"
        };
        Planned {
            runs_on: RunsOn::Simulated,
            fidelity: Fidelity::Simulated,
            what: what.into(),
            from: "setup".into(),
            differences: vec!["the action did no work".into()],
            gaps: Vec::new(),
        }
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move { blocking(move || simulate(&job, &context)).await.into() })
    }
}

fn simulate(job: &Job, context: &Context) -> Result<Success, Failure> {
    let outcome = context.world.simulated(&job.stage, &job.action);
    let differences = vec!["the action did no work: its outcome was declared".to_string()];
    if outcome.status == OutcomeStatus::Failed {
        let message = outcome.message.unwrap_or_else(|| "The outcome was declared as failed".into());
        let mut failure = Failure::new("JobFailed", message);
        failure.fidelity = Fidelity::Simulated;
        failure.differences = differences;
        return Err(failure);
    }
    for output in &job.outputs {
        let entries = match outcome.outputs.get(&output.name) {
            Some(folder) => tree::entries(&context.world.folder().join(folder)),
            None => Ok(Vec::new()),
        };
        entries
            .and_then(|entries| context.artifacts.pack(&entries, &output.location))
            .map_err(|message| Failure::new("ConfigurationError", message))?;
    }
    Ok(Success {
        variables: outcome.variables,
        external_id: None,
        external_url: None,
        summary: Some(
            outcome.message.unwrap_or_else(|| "Simulated: the outcome was declared, nothing was done".into()),
        ),
        revision: None,
        fidelity: Fidelity::Simulated,
        differences,
        reports: Vec::new(),
    })
}
