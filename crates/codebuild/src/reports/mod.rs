//! Test and coverage reports: what the files of a report group say, in one form for all formats. It reads texts and
//! never decides whether a build succeeded: results do not change a build's status (reference A.9).

mod coverage;
mod tests;
mod xml;

use serde::Serialize;

use crate::buildspec::ReportFormat;

/// The results of one report group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The group: `<project>-<name>`, or the ARN as written.
    pub group: String,
    /// What was read.
    pub format: ReportFormat,
    /// `SUCCEEDED` when no test failed and all files could be read, else `FAILED` or `INCOMPLETE`: the API's
    /// `ReportStatusType`.
    pub status: ReportStatus,
    /// The tests; of a coverage report none.
    pub cases: Vec<TestCase>,
    /// What was covered; of a test report none.
    pub coverage: Option<Coverage>,
    /// Files that could not be read, and why.
    pub problems: Vec<String>,
}

/// The API's `ReportStatusType`, once a report is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ReportStatus {
    /// Everything was read and no test failed.
    Succeeded,
    /// A test failed.
    Failed,
    /// Nothing was found, or a file could not be read.
    Incomplete,
}

/// One test. The API's `TestCase`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TestCase {
    /// The suite, class or feature.
    pub suite: String,
    /// The test.
    pub name: String,
    /// How it ended.
    pub status: TestStatus,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// What it says about its failure; cut at [`LONGEST_MESSAGE`] characters.
    pub message: Option<String>,
}

/// The API's `TestCaseStatus`, without `UNKNOWN`'s relatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TestStatus {
    /// It passed.
    Succeeded,
    /// It failed.
    Failed,
    /// It broke.
    Error,
    /// It did not run.
    Skipped,
    /// The file does not say.
    Unknown,
}

impl Report {
    /// One line for people.
    #[must_use]
    pub fn summary(&self) -> String {
        if let Some(coverage) = &self.coverage {
            return match coverage.line_percent() {
                Some(percent) => format!(
                    "{percent:.1} % of lines covered ({} of {})",
                    coverage.lines_covered,
                    coverage.lines_covered + coverage.lines_missed
                ),
                None => "no lines".to_owned(),
            };
        }
        let count = |status: TestStatus| self.cases.iter().filter(|case| case.status == status).count();
        format!(
            "{} tests: {} passed, {} failed, {} broken, {} skipped",
            self.cases.len(),
            count(TestStatus::Succeeded),
            count(TestStatus::Failed),
            count(TestStatus::Error),
            count(TestStatus::Skipped)
        )
    }
}

/// What was covered. The API's `CodeCoverageReportSummary`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// Lines that ran.
    pub lines_covered: u64,
    /// Lines that did not.
    pub lines_missed: u64,
    /// Branches that were taken.
    pub branches_covered: u64,
    /// Branches that were not.
    pub branches_missed: u64,
}

impl Coverage {
    fn add(&mut self, other: &Coverage) {
        self.lines_covered += other.lines_covered;
        self.lines_missed += other.lines_missed;
        self.branches_covered += other.branches_covered;
        self.branches_missed += other.branches_missed;
    }

    /// Covered lines in percent of all, when there are any.
    #[must_use]
    pub fn line_percent(&self) -> Option<f64> {
        let all = self.lines_covered + self.lines_missed;
        #[expect(clippy::cast_precision_loss, reason = "no code has 2^52 lines")]
        (all > 0).then(|| self.lines_covered as f64 * 100.0 / all as f64)
    }
}

/// "5000 chars" is what the service keeps of a message.
pub const LONGEST_MESSAGE: usize = 5000;

/// What one file says.
enum Content {
    Tests(Vec<TestCase>),
    Coverage(Coverage),
}

/// The report of a group's files: their names for messages, and their texts or why there is none.
pub(crate) fn report(
    group: String,
    format: ReportFormat,
    files: impl IntoIterator<Item = (String, Result<String, String>)>,
) -> Report {
    let mut report = Report {
        group,
        format,
        status: ReportStatus::Incomplete,
        cases: Vec::new(),
        coverage: None,
        problems: Vec::new(),
    };
    let mut found = false;
    for (name, text) in files {
        found = true;
        match text.and_then(|text| read(format, &text)) {
            Ok(Content::Tests(cases)) => report.cases.extend(cases),
            Ok(Content::Coverage(one)) => report.coverage.get_or_insert_default().add(&one),
            Err(why) => report.problems.push(format!("{name}: {why}")),
        }
    }
    if !found {
        report.problems.push("no matching report files found".to_owned());
    }
    let failed = |case: &TestCase| matches!(case.status, TestStatus::Failed | TestStatus::Error);
    report.status = if report.cases.iter().any(failed) {
        ReportStatus::Failed
    } else if report.problems.is_empty() {
        ReportStatus::Succeeded
    } else {
        ReportStatus::Incomplete
    };
    report
}

fn read(format: ReportFormat, text: &str) -> Result<Content, String> {
    Ok(match format {
        ReportFormat::JunitXml => Content::Tests(tests::junit(&xml::read(text)?)?),
        ReportFormat::CucumberJson => Content::Tests(tests::cucumber(text)?),
        ReportFormat::NunitXml => Content::Tests(tests::nunit2(&xml::read(text)?)?),
        ReportFormat::Nunit3Xml => Content::Tests(tests::nunit3(&xml::read(text)?)?),
        ReportFormat::TestNgXml => Content::Tests(tests::testng(&xml::read(text)?)?),
        ReportFormat::VisualStudioTrx => Content::Tests(tests::trx(&xml::read(text)?)?),
        ReportFormat::CloverXml => Content::Coverage(coverage::clover(&xml::read(text)?)?),
        ReportFormat::CoberturaXml => Content::Coverage(coverage::cobertura(&xml::read(text)?)?),
        ReportFormat::JacocoXml => Content::Coverage(coverage::jacoco(&xml::read(text)?)?),
        ReportFormat::SimpleCov => Content::Coverage(coverage::simplecov(text)?),
        ReportFormat::Lcov => Content::Coverage(coverage::lcov(text)?),
    })
}

/// What every format's file must be.
fn expect_root(root: &xml::Element, names: &[&str]) -> Result<(), String> {
    if names.contains(&root.name.as_str()) {
        return Ok(());
    }
    Err(format!("its root is <{}>, expected <{}>", root.name, names.join("> or <")))
}

#[cfg(test)]
mod check {
    use super::*;

    fn file(name: &str) -> String {
        let path = format!("{}/tests/reports/{name}", env!("CARGO_MANIFEST_DIR"));
        fs_err::read_to_string(path).unwrap()
    }

    fn of(format: ReportFormat, name: &str) -> Report {
        report("g".to_owned(), format, [(name.to_owned(), Ok(file(name)))])
    }

    /// Every format's fixture holds the same four tests: one passed, one failed, one broken, one skipped.
    #[test]
    fn every_test_format_says_the_same() {
        use TestStatus::{Error, Failed, Skipped, Succeeded};
        for (format, name, statuses) in [
            (ReportFormat::JunitXml, "junit.xml", [Succeeded, Failed, Error, Skipped]),
            (ReportFormat::CucumberJson, "cucumber.json", [Succeeded, Failed, Error, Skipped]),
            (ReportFormat::NunitXml, "nunit2.xml", [Succeeded, Failed, Error, Skipped]),
            (ReportFormat::Nunit3Xml, "nunit3.xml", [Succeeded, Failed, Error, Skipped]),
            (ReportFormat::VisualStudioTrx, "results.trx", [Succeeded, Failed, Error, Skipped]),
            // TestNG knows no broken tests: a thrown exception is a failure.
            (ReportFormat::TestNgXml, "testng.xml", [Succeeded, Failed, Failed, Skipped]),
        ] {
            let report = of(format, name);
            assert_eq!(report.problems, Vec::<String>::new(), "{name}");
            assert_eq!(report.status, ReportStatus::Failed, "{name}");
            let found: Vec<_> = report.cases.iter().map(|case| (case.name.as_str(), case.status)).collect();
            let names = ["adds", "subtracts", "divides", "later"];
            assert_eq!(found, names.into_iter().zip(statuses).collect::<Vec<_>>(), "{name}");
            assert_eq!(report.cases[0].duration_ms, 1500, "{name}");
            let message = report.cases[1].message.as_deref().unwrap_or_default();
            assert!(message.contains("expected <2> & got 3"), "{name}: {message}");
            assert!(report.cases.iter().all(|case| !case.suite.is_empty()), "{name}: {:?}", report.cases);
        }
    }

    /// Every coverage fixture holds eight lines, six of them covered.
    #[test]
    fn every_coverage_format_says_the_same() {
        for (format, name, branches) in [
            (ReportFormat::JacocoXml, "jacoco.xml", (3, 1)),
            (ReportFormat::CoberturaXml, "cobertura.xml", (3, 1)),
            (ReportFormat::CloverXml, "clover.xml", (3, 1)),
            (ReportFormat::Lcov, "lcov.info", (3, 1)),
            (ReportFormat::SimpleCov, "simplecov.json", (0, 0)),
        ] {
            let report = of(format, name);
            assert_eq!(report.problems, Vec::<String>::new(), "{name}");
            let coverage = report.coverage.unwrap();
            assert_eq!((coverage.lines_covered, coverage.lines_missed), (6, 2), "{name}");
            assert_eq!((coverage.branches_covered, coverage.branches_missed), branches, "{name}");
            assert_eq!(coverage.line_percent(), Some(75.0), "{name}");
        }
    }

    #[test]
    fn hostile_and_broken_files_are_named_and_harmless() {
        let bomb = "<!DOCTYPE t [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
                    <testsuite><testcase name=\"x\"><failure>&b;&f;</failure></testcase></testsuite>";
        let deep = "<a>".repeat(100_000);
        let read =
            |text: &str| report("g".into(), ReportFormat::JunitXml, [("f".into(), Ok(text.to_owned()))]);
        let expanded = read(bomb);
        assert_eq!(expanded.cases[0].message.as_deref(), Some("&b;&f;"));
        for text in [deep.as_str(), "", "no xml", "<testsuite>", "<html/>", "<testsuite a=></testsuite>"] {
            let report = read(text);
            let shown = text.get(..text.len().min(20));
            assert_eq!(report.status, ReportStatus::Incomplete, "{shown:?}");
            assert!(report.problems[0].starts_with("f: "), "{shown:?}");
        }
        let none = report("g".into(), ReportFormat::JunitXml, []);
        assert_eq!(none.problems, ["no matching report files found"]);
    }
}
