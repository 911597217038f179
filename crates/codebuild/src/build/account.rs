//! The build's account of itself: its phases, why it failed, and CodeBuild's own lines about both.

use super::{Build, Interrupt, now_ms};
use crate::Error;
use crate::buildspec::{Buildspec, Command, PhaseKind};
use crate::outcome::{BuildOutcome, BuildStatus, Failure, PhaseResult, PhaseStatus, StatusContext};
use crate::output;
use crate::sandbox::Rung;

impl Build<'_> {
    pub(super) fn command_failed(
        &mut self,
        kind: PhaseKind,
        start: u64,
        spec: &Buildspec,
        command: &Command,
        status: i32,
    ) {
        let context = StatusContext {
            code: "COMMAND_EXECUTION_ERROR".to_owned(),
            message: format!(
                "Error while executing command: {}. Reason: exit status {status}",
                command.text.trim_end()
            ),
        };
        let failure = Failure {
            phase: kind.name(),
            command: Some(command.text.clone()),
            exit_status: Some(status),
            buildspec: Some(spec.name.clone()),
            line: Some(command.at.line),
            column: Some(command.at.column),
            code: context.code.clone(),
            message: context.message.clone(),
        };
        self.fail(kind.name(), start, context, Some(failure));
    }

    pub(super) fn failed_with(&mut self, phase: &'static str, start: u64, error: &Error) {
        let context = StatusContext { code: error.code().to_owned(), message: error.message() };
        let location = error.location();
        let failure = Failure {
            phase,
            command: None,
            exit_status: None,
            buildspec: location.map(|(name, ..)| name.to_owned()),
            line: location.map(|(_, line, _)| line),
            column: location.map(|(.., column)| column),
            code: context.code.clone(),
            message: error.message(),
        };
        self.fail(phase, start, context, Some(failure));
    }

    pub(super) fn fail(
        &mut self,
        phase: &'static str,
        start: u64,
        context: StatusContext,
        failure: Option<Failure>,
    ) {
        self.failure.get_or_insert_with(|| {
            failure.unwrap_or_else(|| Failure {
                phase,
                command: None,
                exit_status: None,
                buildspec: None,
                line: None,
                column: None,
                code: context.code.clone(),
                message: context.message.clone(),
            })
        });
        self.complete(phase, PhaseStatus::Failed, start, Some(context));
    }

    pub(super) fn interrupted(&mut self, phase: &'static str, start: u64, interrupt: Interrupt) {
        let (build, status, code, message) = match interrupt {
            Interrupt::Stopped => {
                (BuildStatus::Stopped, PhaseStatus::Stopped, "STOPPED", "Build was stopped".to_owned())
            }
            Interrupt::TimedOut => (
                BuildStatus::TimedOut,
                PhaseStatus::TimedOut,
                "BUILD_TIMED_OUT",
                "Build has timed out".to_owned(),
            ),
            Interrupt::Exhausted(message) => (
                BuildStatus::Failed,
                PhaseStatus::Failed,
                "BUILD_LIMIT_EXCEEDED",
                format!("The build was ended: {message}"),
            ),
            Interrupt::Fault(error) => {
                (BuildStatus::Fault, PhaseStatus::Fault, error.code(), error.message())
            }
        };
        self.ended = Some(build);
        let context = StatusContext { code: code.to_owned(), message: message.clone() };
        // What ended the build matters more than a command that failed before.
        self.failure = Some(Failure {
            phase,
            command: None,
            exit_status: None,
            buildspec: None,
            line: None,
            column: None,
            code: code.to_owned(),
            message,
        });
        self.complete(phase, status, start, Some(context));
    }

    pub(super) fn succeeded(&mut self, phase: &'static str, start: u64) {
        self.complete(phase, PhaseStatus::Succeeded, start, None);
    }

    pub(super) fn complete(
        &mut self,
        name: &'static str,
        status: PhaseStatus,
        start_ms: u64,
        context: Option<StatusContext>,
    ) {
        let state = match status {
            PhaseStatus::Succeeded => "SUCCEEDED",
            PhaseStatus::Failed => "FAILED",
            PhaseStatus::Fault => "FAULT",
            PhaseStatus::TimedOut => "TIMED_OUT",
            PhaseStatus::Stopped => "STOPPED",
        };
        self.agent(&format!("Phase complete: {name} State: {state}"));
        let (code, message) =
            context.as_ref().map_or(("", ""), |context| (context.code.as_str(), context.message.as_str()));
        self.agent(&format!("Phase context status code: {code} Message: {message}"));
        self.phases.push(PhaseResult { name, status, start_ms, end_ms: now_ms().max(start_ms), context });
    }

    pub(super) fn agent(&self, text: &str) {
        output::agent(self.log, text);
    }

    pub(super) fn outcome(mut self, sandbox: Option<Rung>) -> BuildOutcome {
        let now = now_ms();
        let completed = PhaseResult {
            name: "COMPLETED",
            status: PhaseStatus::Succeeded,
            start_ms: now,
            end_ms: now,
            context: None,
        };
        self.phases.push(completed);
        let status = self.ended.unwrap_or(match self.failure {
            None => BuildStatus::Succeeded,
            Some(_) => BuildStatus::Failed,
        });
        BuildOutcome {
            status,
            phases: self.phases,
            failure: self.failure,
            artifacts: self.artifacts,
            reports: self.reports,
            exported_variables: self.exported,
            differences: self.differences,
            sandbox,
        }
    }
}
