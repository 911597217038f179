//! What a build leaves behind, in the words of CodeBuild's API.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::artifacts::CollectedArtifact;
use crate::reports::Report;
use crate::sandbox::Rung;

/// What became of a build.
#[derive(Debug, Clone, Serialize)]
pub struct BuildOutcome {
    /// The build's status.
    pub status: BuildStatus,
    /// Its phases, in the order in which they ran.
    pub phases: Vec<PhaseResult>,
    /// The first thing that went wrong.
    pub failure: Option<Failure>,
    /// What it hands on. A failed build may have some, too; a pipeline does not pass those on.
    pub artifacts: Vec<CollectedArtifact>,
    /// The results of the report groups, in the order of the buildspec.
    pub reports: Vec<Report>,
    /// The values of `exported-variables` at the end of `post_build`.
    pub exported_variables: BTreeMap<String, String>,
    /// What was not as it would be on AWS.
    pub differences: Vec<Difference>,
    /// How the build was shut in; none when no sandbox started.
    pub sandbox: Option<Rung>,
}

/// The API's `StatusType`, once a build is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BuildStatus {
    /// Every phase succeeded.
    Succeeded,
    /// A phase failed.
    Failed,
    /// The build could not be carried out.
    Fault,
    /// It took longer than it may.
    TimedOut,
    /// Somebody stopped it.
    Stopped,
}

impl BuildStatus {
    /// The API's word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Fault => "FAULT",
            Self::TimedOut => "TIMED_OUT",
            Self::Stopped => "STOPPED",
        }
    }
}

/// What became of a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhaseResult {
    /// The API's `BuildPhaseType`.
    pub name: &'static str,
    /// How it ended.
    pub status: PhaseStatus,
    /// When it began, in milliseconds since 1970.
    pub start_ms: u64,
    /// When it ended, in milliseconds since 1970.
    pub end_ms: u64,
    /// Why it did not succeed.
    pub context: Option<StatusContext>,
}

/// How a phase ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PhaseStatus {
    /// As it should.
    Succeeded,
    /// With an error of the build.
    Failed,
    /// With an error that is not the build's.
    Fault,
    /// The build's time was up.
    TimedOut,
    /// Somebody stopped the build.
    Stopped,
}

/// The API's `PhaseContext`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusContext {
    /// Such as `COMMAND_EXECUTION_ERROR`.
    pub code: String,
    /// The reason in words.
    pub message: String,
}

/// The first thing that went wrong, with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The phase.
    pub phase: &'static str,
    /// The command, when it was one.
    pub command: Option<String>,
    /// Its exit status; 128 + n for signal n.
    pub exit_status: Option<i32>,
    /// The buildspec's name, when there is a place in it to look at.
    pub buildspec: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
    /// As in the phase's context.
    pub code: String,
    /// As in the phase's context.
    pub message: String,
}

/// Something that was not as it would be on AWS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// A stable name for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

impl Difference {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Difference {
        Difference { code, message: message.into() }
    }
}
