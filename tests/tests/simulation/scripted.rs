//! Actions whose results the simulation throws.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use actions::{
    Context, Failure, Fidelity, Job, Outcome, Planned, Provider, Running, RunsOn, Success, Why, World,
};
use codepipeline::shapes::{ActionCategory, ActionDeclaration};
use tokio::sync::oneshot;

/// An attempt that waits for its result.
pub struct Attempt(oneshot::Sender<Outcome>);

impl Attempt {
    pub fn succeed(self) {
        self.answer(Outcome::Succeeded(Box::new(Success {
            variables: BTreeMap::from([("V".to_owned(), "v".to_owned())]),
            ..Success::new(Fidelity::Simulated)
        })));
    }

    pub fn fail(self) {
        self.answer(Outcome::Failed(Box::new(Failure {
            why: Why { code: "JobFailed".into(), message: "broken".into(), ..Why::default() },
            external_id: None,
            fidelity: Fidelity::Simulated,
            differences: Vec::new(),
            reports: Vec::new(),
        })));
    }

    fn answer(self, outcome: Outcome) {
        // Nobody waits any more when the attempt was given up.
        let _ = self.0.send(outcome);
    }
}

/// Where attempts go: an engine takes a plain function, and a process has one engine.
static ATTEMPTS: Mutex<Vec<Attempt>> = Mutex::new(Vec::new());

/// The attempts that came since the last look.
pub fn attempts() -> Vec<Attempt> {
    std::mem::take(&mut ATTEMPTS.lock().unwrap_or_else(PoisonError::into_inner))
}

struct Scripted;

impl Provider for Scripted {
    fn plan(&self, _: &str, _: &ActionDeclaration, _: &World) -> Planned {
        Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Simulated,
            what: "Does what the dice say".into(),
            from: "the simulation".into(),
            differences: Vec::new(),
            gaps: Vec::new(),
        }
    }

    fn run(&self, _: Job, context: Context) -> Running {
        let (answer, answered) = oneshot::channel();
        ATTEMPTS.lock().unwrap_or_else(PoisonError::into_inner).push(Attempt(answer));
        Box::pin(async move {
            tokio::select! {
                answer = answered => answer.unwrap_or(Outcome::Stopped),
                () = context.stop.cancelled() => Outcome::Stopped,
            }
        })
    }
}

/// Everything but approvals is scripted.
pub fn provider(action: &ActionDeclaration) -> Option<&'static dyn Provider> {
    (action.action_type_id.category != ActionCategory::Approval).then_some(&Scripted)
}
