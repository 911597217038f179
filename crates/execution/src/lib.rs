//! What an execution does: the rules by which a pipeline's executions start, move from stage to stage, fail, are
//! retried, approved, stopped and superseded, as the AWS CodePipeline user guide describes them.
//!
//! One [`State`] is one pipeline. [`decide`] turns an [`Input`] into [`Event`]s, [`State::apply`] folds events into
//! the state, and everything else is a function of the state: [`commands`] says what should be under way outside,
//! [`deadlines`] when time alone will change something, [`views`] what the service's operations answer, and
//! [`notices`] which events the service would publish.
//!
//! The crate never does anything itself: no clock, no randomness, no files, no tasks. Time and ids are arguments.
//! Replaying events never decides, so a changed rule cannot rewrite history.

mod commands;
mod condition;
mod decide;
mod event;
mod input;
mod notice;
mod part;
mod state;
mod timeout;
mod variables;
pub mod views;

pub use commands::{Command, Deadline, PipelineContext, StartAction, StopAction, commands, deadlines};
pub use decide::{Ids, decide, too_large_variables};
pub use event::{
    ActionFailure, ActionKey, ActionRef, ActionStart, ActionSuccess, Artifact, EVENT_VERSION, Event,
    EventKind, ExecutionStart, FailureCause, Gate, Location, OutputArtifact, Revision, Rollback,
    RollbackTarget, RuleRef, RuleStart, SourceRun,
};
pub use input::{Input, StartRequest};
pub use notice::{Notice, notices};
pub use part::Part;
pub use pipeline::Fidelity;
pub use state::{State, has_ended};
