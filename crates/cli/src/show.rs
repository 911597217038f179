//! Words and lines: failures, durations, reasons. A closed pipe ends nothing.

use std::io::Write;
use std::path::Path;

use console::style;
use studio::Failure;
use studio::contract::{ActionDetail, Problem, Severity, WhyFailed};

/// Prints a line.
pub(crate) fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// Prints a failure and its way out on stderr.
pub(crate) fn failed(failure: &Failure) {
    eprintln!("pipesmith: {}", failure.message);
    if let Some(remedy) = &failure.remedy {
        eprintln!("  {remedy}");
    }
}

/// A fault of a definition on one line.
pub(crate) fn problem(file: &Path, one: &Problem) -> String {
    let at = one.span.as_ref().map(|span| format!(":{}:{}", span.line, span.column));
    let kind = match one.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    };
    format!("{}{}: {kind}: {}", file.display(), at.unwrap_or_default(), one.message)
}

/// As `0.4 s`, `12 s` or `3 min 5 s`.
pub(crate) fn duration(ms: f64) -> String {
    let seconds = (ms / 1000.0).max(0.0);
    if seconds < 10.0 {
        format!("{seconds:.1} s")
    } else if seconds < 60.0 {
        format!("{seconds:.0} s")
    } else {
        format!("{:.0} min {:.0} s", (seconds / 60.0).floor(), (seconds % 60.0).floor())
    }
}

/// As `812 B`, `4.5 MB`: powers of ten, as file managers tell it.
pub(crate) fn size(bytes: f64) -> String {
    let (mut amount, mut unit) = (bytes, "B");
    for next in ["kB", "MB", "GB", "TB"] {
        if amount < 1000.0 {
            break;
        }
        (amount, unit) = (amount / 1000.0, next);
    }
    if unit == "B" { format!("{amount:.0} {unit}") } else { format!("{amount:.1} {unit}") }
}

/// As 2026-01-31T12:00:00.5Z.
pub(crate) fn time(ms: f64) -> String {
    jiff::Timestamp::from_millisecond(ms as i64).map(|at| at.to_string()).unwrap_or_default()
}

/// The state as people read it.
pub(crate) fn word(status: &str) -> String {
    match status {
        "Succeeded" => style(status).green().to_string(),
        "Failed" => style(status).red().to_string(),
        "InProgress" => style("In progress").cyan().to_string(),
        other => other.to_owned(),
    }
}

/// Why an action failed, as lines.
pub(crate) fn why(action: &ActionDetail, why: &WhyFailed) -> Vec<String> {
    let mut lines = vec![format!("{}/{}: {}", action.stage, action.action, why.message)];
    if let Some(command) = &why.command {
        lines.push(format!("  command      {command}"));
    }
    if let Some(status) = why.exit_status {
        lines.push(format!("  exit status  {status}"));
    }
    if let Some(file) = &why.file {
        let line = why.line.map(|line| format!(":{line}")).unwrap_or_default();
        lines.push(format!("  at           {file}{line}"));
    }
    for line in &why.excerpt {
        lines.push(format!("  {} {:>5} | {}", if line.fault { ">" } else { " " }, line.line, line.text));
    }
    if let Some(line) = &why.first_error {
        lines.push(format!("  first error  {}", console::strip_ansi_codes(line)));
    }
    if !why.last_lines.is_empty() {
        lines.push("  last lines of the log:".to_owned());
        lines.extend(why.last_lines.iter().map(|line| format!("    {line}")));
    }
    lines.extend(why.remedies.iter().map(|remedy| format!("  {remedy}")));
    lines
}

/// What an action's tests say, in one line; nothing without tests.
pub(crate) fn tests(action: &ActionDetail) -> Option<String> {
    let tests = action.tests.as_ref()?;
    let mut told = Vec::new();
    if tests.total > 0 {
        told.push(format!("{} passed, {} failed, {} skipped", tests.passed, tests.failed, tests.skipped));
    }
    if let Some(percent) = tests.lines_percent {
        told.push(format!("{percent:.1} % of lines covered"));
    }
    if told.is_empty() {
        told.push("no results could be read".to_owned());
    }
    Some(format!("{}/{}: tests: {}", action.stage, action.action, told.join(" · ")))
}
