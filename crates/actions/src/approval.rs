//! Manual approvals. The engine keeps them waiting and takes the decision; nothing runs.

use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::RunsOn;

use crate::{Context, Failure, Fidelity, Job, Outcome, Planned, Provider, Recovery, Running, World, value};

pub(crate) struct Manual;

impl Provider for Manual {
    fn plan(&self, _stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
        let mut differences = vec!["who may approve is not checked: IAM is not evaluated here".to_string()];
        if let Some(topic) = value(action, "NotificationArn") {
            differences.push(match world.topic(topic) {
                Some(_) => format!("{topic} is what the setup has for it"),
                None => format!(
                    "nobody is notified through {topic}: this computer notifies instead, or what `topics` in the \
                     setup has for it"
                ),
            });
        }
        Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Real,
            what: "Waits for an approval: in the app, at the prompt, or by `pipesmith approve`".into(),
            from: "definition".into(),
            differences,
            gaps: Vec::new(),
        }
    }

    fn run(&self, _job: Job, _context: Context) -> Running {
        // The engine never starts an approval; should it, saying so is better than deciding it.
        Box::pin(async {
            Outcome::Failed(Box::new(Failure::new(
                "SystemUnavailable",
                "an approval is decided by a person, it cannot be run",
            )))
        })
    }

    fn recovery(&self) -> Recovery {
        Recovery::WaitOn
    }
}
