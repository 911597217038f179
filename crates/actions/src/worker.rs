//! Actions of custom and of partners' types: a worker outside does them, the engine keeps their jobs. Nothing runs here.

use codepipeline::shapes::{ActionDeclaration, ActionOwner, ActionTypeId};
use pipeline::setup::RunsOn;

use crate::{Context, Failure, Fidelity, Job, Outcome, Planned, Provider, Recovery, Running, World};

/// Whether a worker does the actions of a type: those of custom types and of partners, except for the GitHub source of
/// version 1, which the service itself fetches.
#[must_use]
pub fn is_for_worker(id: &ActionTypeId) -> bool {
    match id.owner {
        ActionOwner::Custom => true,
        ActionOwner::ThirdParty => id.provider != "GitHub",
        _ => false,
    }
}

pub(crate) struct Worker;

impl Provider for Worker {
    fn plan(&self, _stage: &str, action: &ActionDeclaration, _world: &World) -> Planned {
        let id = &action.action_type_id;
        let mut differences =
            vec!["artifacts are files of this computer, which the worker reaches at the endpoint".into()];
        if id.owner == ActionOwner::ThirdParty {
            differences.push(format!(
                "{} does not hear of it: only a worker that polls this computer does the job",
                id.provider
            ));
        }
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
            differences,
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
