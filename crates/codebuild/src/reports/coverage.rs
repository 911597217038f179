//! The formats of code coverage.

use std::collections::BTreeMap;

use serde_json::Value;

use super::xml::Element;
use super::{Coverage, expect_root};

/// `JaCoCo`: the counters of the report itself sum all below it.
pub(super) fn jacoco(root: &Element) -> Result<Coverage, String> {
    expect_root(root, &["report"])?;
    let counter = |kind: &str, part: &str| {
        let counter = root.all("counter").find(|counter| counter.attribute("type") == Some(kind));
        counter.and_then(|counter| counter.count(part)).unwrap_or_default()
    };
    if root.child("counter").is_none() {
        return Err("the report has no counters".to_owned());
    }
    Ok(Coverage {
        lines_covered: counter("LINE", "covered"),
        lines_missed: counter("LINE", "missed"),
        branches_covered: counter("BRANCH", "covered"),
        branches_missed: counter("BRANCH", "missed"),
    })
}

/// Cobertura: counted over the lines of the classes, because some tools leave the root's sums out. A line that a
/// method and its class name both is counted once: only the class's own lines are.
pub(super) fn cobertura(root: &Element) -> Result<Coverage, String> {
    expect_root(root, &["coverage"])?;
    let mut coverage = Coverage::default();
    root.walk(&mut Vec::new(), &mut |element, _| {
        if element.name != "class" {
            return;
        }
        for line in element.all("lines").flat_map(|lines| lines.all("line")) {
            if line.count("hits").unwrap_or_default() > 0 {
                coverage.lines_covered += 1;
            } else {
                coverage.lines_missed += 1;
            }
            // `50% (1/2)`
            let counts = line.attribute("condition-coverage").and_then(|text| {
                let (taken, all) = text.split_once('(')?.1.split_once(')')?.0.split_once('/')?;
                Some((taken.trim().parse::<u64>().ok()?, all.trim().parse::<u64>().ok()?))
            });
            if let Some((taken, all)) = counts {
                coverage.branches_covered += taken;
                coverage.branches_missed += all.saturating_sub(taken);
            }
        }
    });
    Ok(coverage)
}

/// Clover: the project's metrics count statements, which is what it calls lines.
pub(super) fn clover(root: &Element) -> Result<Coverage, String> {
    expect_root(root, &["coverage"])?;
    let metrics = root.child("project").and_then(|project| project.child("metrics"));
    let metrics = metrics.ok_or("the project has no metrics")?;
    let pair = |all: &str, covered: &str| {
        let (all, covered) =
            (metrics.count(all).unwrap_or_default(), metrics.count(covered).unwrap_or_default());
        (covered, all.saturating_sub(covered))
    };
    let (lines_covered, lines_missed) = pair("statements", "coveredstatements");
    let (branches_covered, branches_missed) = pair("conditionals", "coveredconditionals");
    Ok(Coverage { lines_covered, lines_missed, branches_covered, branches_missed })
}

/// `SimpleCov`'s `.resultset.json` (a map of runs) or the file of its JSON formatter. A file that several runs name is
/// counted once: a line is covered when any run covered it.
pub(super) fn simplecov(text: &str) -> Result<Coverage, String> {
    let root: Value = serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
    let root = root.as_object().ok_or("it is no JSON object")?;
    let runs: Vec<&Value> = match root.get("coverage") {
        Some(files) => vec![files],
        None => root.values().filter_map(|run| run.get("coverage")).collect(),
    };
    if runs.is_empty() {
        return Err("no run in it has \"coverage\"".to_owned());
    }
    let mut files: BTreeMap<&str, Vec<Option<u64>>> = BTreeMap::new();
    for (name, file) in runs.iter().filter_map(|run| run.as_object()).flatten() {
        let lines =
            file.get("lines").unwrap_or(file).as_array().ok_or_else(|| format!("{name} has no lines"))?;
        let known = files.entry(name).or_default();
        known.resize(known.len().max(lines.len()), None);
        for (sum, hits) in known.iter_mut().zip(lines) {
            // Lines without code are null, ignored ones a word.
            if let Some(hits) = hits.as_u64() {
                *sum = Some(sum.unwrap_or_default().saturating_add(hits));
            }
        }
    }
    let mut coverage = Coverage::default();
    for hits in files.values().flatten().flatten() {
        if *hits > 0 {
            coverage.lines_covered += 1;
        } else {
            coverage.lines_missed += 1;
        }
    }
    Ok(coverage)
}

/// LCOV's tracefile, by its `DA` and `BRDA` lines.
pub(super) fn lcov(text: &str) -> Result<Coverage, String> {
    let mut coverage = Coverage::default();
    let mut records = 0;
    for line in text.lines() {
        let (kind, rest) = line.split_once(':').unwrap_or((line, ""));
        let last = |rest: &str| rest.rsplit(',').next().and_then(|text| text.trim().parse::<u64>().ok());
        match kind {
            "DA" => {
                let hits = rest.split(',').nth(1).and_then(|text| text.trim().parse::<u64>().ok());
                if hits.unwrap_or_default() > 0 {
                    coverage.lines_covered += 1;
                } else {
                    coverage.lines_missed += 1;
                }
            }
            // A branch that was never reached has `-`.
            "BRDA" if last(rest).unwrap_or_default() > 0 => coverage.branches_covered += 1,
            "BRDA" => coverage.branches_missed += 1,
            "end_of_record" => records += 1,
            _ => {}
        }
    }
    if records == 0 {
        return Err("it is no LCOV tracefile: no end_of_record".to_owned());
    }
    Ok(coverage)
}
