//! What an action tells of tests and coverage, small enough to be kept with its result.

use ::codebuild as build;
use serde::{Deserialize, Serialize};

/// The results of one report group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TestReport {
    /// The group's name.
    pub group: String,
    /// `SUCCEEDED`, `FAILED` or `INCOMPLETE`, as the API has it.
    pub status: String,
    /// Tests by how they ended.
    pub passed: u32,
    /// Tests that failed.
    pub failed: u32,
    /// Tests that broke.
    pub broken: u32,
    /// Tests that did not run.
    pub skipped: u32,
    /// All tests, those of unknown end included.
    pub total: u32,
    /// Covered lines and all lines; only of coverage.
    pub lines: Option<Lines>,
    /// Covered branches and all branches; only of coverage.
    pub branches: Option<Lines>,
    /// Single tests, what went wrong first; no more than [`MOST_CASES`].
    pub cases: Vec<Case>,
    /// Files that could not be read, and why.
    pub problems: Vec<String>,
}

/// Covered ones of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    /// Those that ran.
    pub covered: u64,
    /// All.
    pub total: u64,
}

/// One test.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Case {
    /// The suite, class or feature.
    pub suite: String,
    /// The test.
    pub name: String,
    /// `SUCCEEDED`, `FAILED`, `ERROR`, `SKIPPED` or `UNKNOWN`, as the API has it.
    pub status: String,
    /// How long it took.
    pub duration_ms: u64,
    /// What it says about its failure.
    pub message: Option<String>,
}

/// The service keeps 500 test cases of a report (quota of 2023).
pub const MOST_CASES: usize = 500;
/// The result stands in an event for good: messages are shorter than the service's 5000 characters.
const LONGEST_MESSAGE: usize = 1000;

/// The reports of a build as they are kept.
pub(crate) fn kept(reports: &[build::Report]) -> Vec<TestReport> {
    reports.iter().map(one).collect()
}

fn one(report: &build::Report) -> TestReport {
    use build::TestStatus::{Error, Failed, Skipped, Succeeded, Unknown};
    let count = |status| {
        let cases = report.cases.iter().filter(|case| case.status == status).count();
        u32::try_from(cases).unwrap_or(u32::MAX)
    };
    let mut cases: Vec<&build::TestCase> = report.cases.iter().collect();
    cases.sort_by_key(|case| match case.status {
        Failed | Error => 0,
        Unknown => 1,
        Skipped => 2,
        Succeeded => 3,
    });
    let lines = |covered: u64, missed: u64| Lines { covered, total: covered + missed };
    TestReport {
        group: report.group.clone(),
        status: word(&report.status),
        passed: count(Succeeded),
        failed: count(Failed),
        broken: count(Error),
        skipped: count(Skipped),
        total: u32::try_from(report.cases.len()).unwrap_or(u32::MAX),
        lines: report.coverage.as_ref().map(|one| lines(one.lines_covered, one.lines_missed)),
        branches: report.coverage.as_ref().map(|one| lines(one.branches_covered, one.branches_missed)),
        cases: cases
            .into_iter()
            .take(MOST_CASES)
            .map(|case| Case {
                suite: case.suite.clone(),
                name: case.name.clone(),
                status: word(&case.status),
                duration_ms: case.duration_ms,
                message: case.message.as_ref().map(|text| text.chars().take(LONGEST_MESSAGE).collect()),
            })
            .collect(),
        problems: report.problems.clone(),
    }
}

/// A status as the API spells it.
fn word(status: &impl Serialize) -> String {
    serde_json::to_value(status).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
