//! Actions of custom types: a worker outside does them, the engine keeps their jobs. Nothing runs here.

use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::RunsOn;

use crate::{Context, Failure, Fidelity, Job, Outcome, Planned, Provider, Recovery, Running, World};

pub(crate) struct Worker;

impl Provider for Worker {
    fn plan(&self, _stage: &str, action: &ActionDeclaration, _world: &World) -> Planned {
        let id = &action.action_type_id;
        Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Real,
            what: format!(
                "Queues a job for a worker of {}/{} version {}, and waits for its result",
                id.category.as_str(),
                id.provider,
                id.version
            ),
            from: "definition".into(),
            differences: vec!["the worker gets no credentials: artifacts are files of this computer".into()],
            gaps: Vec::new(),
        }
    }

    fn run(&self, _job: Job, _context: Context) -> Running {
        // The engine keeps the job; should it start this, saying so is better than deciding it.
        Box::pin(async {
            Outcome::Failed(Box::new(Failure::new(
                "SystemUnavailable",
                "the job of a custom action is done by a worker, it cannot be run",
            )))
        })
    }

    fn recovery(&self) -> Recovery {
        Recovery::WaitOn
    }
}
