//! The formats of test results.

use serde::Deserialize;

use super::xml::Element;
use super::{LONGEST_MESSAGE, TestCase, TestStatus, expect_root};

/// Seconds with a fraction as milliseconds.
fn seconds(number: Option<f64>) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what a test can take; a float's cast saturates"
    )]
    let milliseconds = (number.unwrap_or_default().max(0.0) * 1000.0).round() as u64;
    milliseconds
}

fn message(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.chars().take(LONGEST_MESSAGE).collect())
}

/// The `message` attribute and the text of a failure, without saying the same twice.
fn failure_text(element: &Element) -> Option<String> {
    let (short, long) = (element.attribute("message").unwrap_or_default(), element.text.trim());
    if short.is_empty() || long.contains(short) {
        message(if long.is_empty() { short } else { long })
    } else {
        message(&format!("{short}\n{long}"))
    }
}

/// JUnit: `testsuites`, or one `testsuite`, as Ant, Maven, pytest, Jest and gotestsum write it.
pub(super) fn junit(root: &Element) -> Result<Vec<TestCase>, String> {
    expect_root(root, &["testsuites", "testsuite"])?;
    let mut cases = Vec::new();
    root.walk(&mut Vec::new(), &mut |element, above| {
        if element.name != "testcase" {
            return;
        }
        let parts =
            [(TestStatus::Error, "error"), (TestStatus::Failed, "failure"), (TestStatus::Skipped, "skipped")];
        let part = parts.iter().find_map(|(status, name)| Some((*status, element.child(name)?)));
        let suite = element
            .attribute("classname")
            .filter(|name| !name.is_empty())
            .or_else(|| above.iter().rev().find_map(|one| one.attribute("name")))
            .unwrap_or("testsuite");
        cases.push(TestCase {
            suite: suite.to_owned(),
            name: element.attribute("name").unwrap_or_default().to_owned(),
            status: part.map_or(TestStatus::Succeeded, |(status, _)| status),
            duration_ms: seconds(element.number("time")),
            message: part.and_then(|(_, part)| failure_text(part)),
        });
    });
    Ok(cases)
}

/// TestNG's `testng-results.xml`. Methods that prepare others are no tests.
pub(super) fn testng(root: &Element) -> Result<Vec<TestCase>, String> {
    expect_root(root, &["testng-results"])?;
    let mut cases = Vec::new();
    root.walk(&mut Vec::new(), &mut |element, above| {
        if element.name != "test-method" || element.attribute("is-config") == Some("true") {
            return;
        }
        let class = above.iter().rev().find(|one| one.name == "class");
        let thrown = element.child("exception");
        let text = thrown.and_then(|thrown| {
            let parts =
                ["message", "full-stacktrace"].map(|name| thrown.child(name).map(|part| part.text.trim()));
            message(parts.into_iter().flatten().find(|text| !text.is_empty()).unwrap_or_default())
        });
        cases.push(TestCase {
            suite: class.and_then(|one| one.attribute("name")).unwrap_or_default().to_owned(),
            name: element.attribute("name").unwrap_or_default().to_owned(),
            status: match element.attribute("status") {
                Some("PASS") => TestStatus::Succeeded,
                Some("FAIL") => TestStatus::Failed,
                Some("SKIP") => TestStatus::Skipped,
                _ => TestStatus::Unknown,
            },
            duration_ms: element.count("duration-ms").unwrap_or_default(),
            message: text,
        });
    });
    Ok(cases)
}

/// NUnit 2: `test-results` with `test-case` elements.
pub(super) fn nunit2(root: &Element) -> Result<Vec<TestCase>, String> {
    expect_root(root, &["test-results"])?;
    Ok(nunit(root, &|element| match element.attribute("result") {
        Some("Success") => TestStatus::Succeeded,
        Some("Failure") => TestStatus::Failed,
        Some("Error") => TestStatus::Error,
        Some("Ignored" | "Skipped" | "NotRunnable" | "Inconclusive") => TestStatus::Skipped,
        _ if element.attribute("executed") == Some("False") => TestStatus::Skipped,
        _ => match element.attribute("success") {
            Some("True") => TestStatus::Succeeded,
            Some("False") => TestStatus::Failed,
            _ => TestStatus::Unknown,
        },
    }))
}

/// NUnit 3: `test-run`, where a label tells a broken test from a failed one.
pub(super) fn nunit3(root: &Element) -> Result<Vec<TestCase>, String> {
    expect_root(root, &["test-run"])?;
    Ok(nunit(root, &|element| match (element.attribute("result"), element.attribute("label")) {
        (Some("Passed" | "Warning"), _) => TestStatus::Succeeded,
        (Some("Failed"), Some("Error")) => TestStatus::Error,
        (Some("Failed"), _) => TestStatus::Failed,
        (Some("Skipped" | "Inconclusive"), _) => TestStatus::Skipped,
        _ => TestStatus::Unknown,
    }))
}

fn nunit(root: &Element, status: &dyn Fn(&Element) -> TestStatus) -> Vec<TestCase> {
    let mut cases = Vec::new();
    root.walk(&mut Vec::new(), &mut |element, above| {
        if element.name != "test-case" {
            return;
        }
        let full = element.attribute("fullname").or_else(|| element.attribute("name")).unwrap_or_default();
        let (before, last) = full.rsplit_once('.').unwrap_or(("", full));
        let suite =
            above.iter().rev().find(|one| one.name == "test-suite").and_then(|one| one.attribute("name"));
        let part = element.child("failure").or_else(|| element.child("reason"));
        cases.push(TestCase {
            suite: element
                .attribute("classname")
                .or(suite)
                .filter(|name| !name.is_empty())
                .unwrap_or(before)
                .to_owned(),
            name: last.to_owned(),
            status: status(element),
            duration_ms: seconds(element.number("duration").or_else(|| element.number("time"))),
            message: part.and_then(|part| part.child("message")).and_then(|part| message(&part.text)),
        });
    });
    cases
}

/// Visual Studio's TRX: results refer to definitions by id; the definition knows the class.
pub(super) fn trx(root: &Element) -> Result<Vec<TestCase>, String> {
    expect_root(root, &["TestRun"])?;
    let mut classes = std::collections::HashMap::new();
    for unit in root.all("TestDefinitions").flat_map(|list| list.all("UnitTest")) {
        if let (Some(id), Some(class)) =
            (unit.attribute("id"), unit.child("TestMethod").and_then(|method| method.attribute("className")))
        {
            classes.insert(id, class);
        }
    }
    let mut cases = Vec::new();
    for result in root.all("Results").flat_map(|list| list.all("UnitTestResult")) {
        let error = result.child("Output").and_then(|output| output.child("ErrorInfo"));
        let class = result.attribute("testId").and_then(|id| classes.get(id)).copied();
        let name = result.attribute("testName").unwrap_or_default();
        let short = class.and_then(|class| name.strip_prefix(class)?.strip_prefix('.')).unwrap_or(name);
        cases.push(TestCase {
            suite: class.unwrap_or("tests").to_owned(),
            name: short.to_owned(),
            status: match result.attribute("outcome") {
                Some("Passed" | "PassedButRunAborted" | "Warning") => TestStatus::Succeeded,
                Some("Failed") => TestStatus::Failed,
                Some("Error" | "Timeout" | "Aborted") => TestStatus::Error,
                Some("NotExecuted" | "Inconclusive" | "NotRunnable") => TestStatus::Skipped,
                _ => TestStatus::Unknown,
            },
            duration_ms: seconds(result.attribute("duration").and_then(clock)),
            message: error.and_then(|error| error.child("Message")).and_then(|text| message(&text.text)),
        });
    }
    Ok(cases)
}

/// `hh:mm:ss.fffffff` in seconds.
fn clock(text: &str) -> Option<f64> {
    let mut parts = text.split(':').map(|part| part.parse::<f64>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    Some(hours * 3600.0 + minutes * 60.0 + seconds)
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    name: String,
    #[serde(default)]
    elements: Vec<Scenario>,
}

#[derive(Deserialize)]
struct Scenario {
    #[serde(default)]
    name: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    before: Vec<Step>,
    #[serde(default)]
    steps: Vec<Step>,
    #[serde(default)]
    after: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    #[serde(default)]
    result: StepResult,
}

#[derive(Deserialize, Default)]
struct StepResult {
    #[serde(default)]
    status: String,
    /// Nanoseconds.
    #[serde(default)]
    duration: f64,
    #[serde(default)]
    error_message: Option<String>,
}

/// Cucumber's JSON: a scenario is a test, and its first step that did not pass says how it ended.
pub(super) fn cucumber(text: &str) -> Result<Vec<TestCase>, String> {
    let features: Vec<Feature> =
        serde_json::from_str(text).map_err(|error| format!("it is no Cucumber JSON: {error}"))?;
    let mut cases = Vec::new();
    for feature in &features {
        for scenario in feature.elements.iter().filter(|scenario| scenario.kind != "background") {
            let steps = || scenario.before.iter().chain(&scenario.steps).chain(&scenario.after);
            let worst = steps().map(|step| &step.result).find(|result| result.status != "passed");
            let status = match worst.map(|result| result.status.as_str()) {
                None if scenario.steps.is_empty() => TestStatus::Unknown,
                None => TestStatus::Succeeded,
                Some("failed") => TestStatus::Failed,
                Some("skipped" | "pending") => TestStatus::Skipped,
                // A step that nobody wrote, or two wrote, is a mistake of the tests.
                Some("undefined" | "ambiguous") => TestStatus::Error,
                Some(_) => TestStatus::Unknown,
            };
            cases.push(TestCase {
                suite: feature.name.clone(),
                name: scenario.name.clone(),
                status,
                duration_ms: seconds(Some(steps().map(|step| step.result.duration).sum::<f64>() / 1e9)),
                message: worst.and_then(|result| message(result.error_message.as_deref()?)),
            });
        }
    }
    Ok(cases)
}
