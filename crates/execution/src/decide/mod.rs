//! The rules: what follows from an input, now. Nothing is changed here; the caller stores the events and applies
//! them.

mod advance;
mod gates;
mod request;

pub(crate) use request::no_stage;
pub use request::too_large_variables;
mod rollback;

use codepipeline::shapes::ConditionExecutionStatus;
use codepipeline::{Error, Timestamp};

use crate::event::{ActionRef, Event, EventKind};
use crate::input::Input;
use crate::state::{Execution, State};

/// Where new ids come from. Whoever calls [`decide`] owns the randomness.
pub trait Ids {
    /// A lower-case version 4 UUID that was never given before.
    fn uuid(&mut self) -> String;
    /// The random part of an artifact's key: seven letters and digits.
    fn artifact_suffix(&mut self) -> String;
}

/// The events that follow from an input, in their order; all of them belong together. None means that nothing
/// changes: a repeated start, a transition that is already as asked, a late report.
///
/// # Errors
/// What the service's operation answers: the kinds and, where they are known, the texts of the AWS CodePipeline API
/// reference.
pub fn decide(state: &State, input: Input, now: Timestamp, ids: &mut dyn Ids) -> Result<Vec<Event>, Error> {
    let mut decision = Decision { state: state.clone(), now, ids, events: Vec::new() };
    decision.answer(input)?;
    decision.settle();
    Ok(decision.events)
}

/// The state as it will be after the events so far.
struct Decision<'a> {
    state: State,
    now: Timestamp,
    ids: &'a mut dyn Ids,
    events: Vec<Event>,
}

impl Decision<'_> {
    fn emit(&mut self, kind: EventKind) {
        let event = Event { at: self.now, kind };
        self.state.apply(&event);
        self.events.push(event);
    }

    fn execution(&self, id: &str) -> Option<&Execution> {
        self.state.executions.get(id).map(|execution| &**execution)
    }

    /// The ids of the executions that have not ended, oldest first.
    fn live(&self) -> Vec<String> {
        let live = self.state.by_start().filter(|execution| !execution.has_ended());
        live.map(|execution| execution.id.clone()).collect()
    }

    /// Gives up what is under way in an execution: its actions, and the rules of a condition, which ends with this
    /// status.
    fn abandon_all(&mut self, execution_id: &str, condition: ConditionExecutionStatus) {
        let running: Vec<ActionRef> = self
            .execution(execution_id)
            .into_iter()
            .flat_map(Execution::running)
            .map(|run| run.reference())
            .collect();
        for action in running {
            self.emit(EventKind::ActionAbandoned { action });
        }
        self.give_up_condition(execution_id, condition);
    }
}
