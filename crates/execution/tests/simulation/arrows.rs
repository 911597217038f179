//! The arrows of the state machines: which change of status may be told of what (section 2.10 of the reference).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use execution::State;
use execution::views::{self, LocalDetails};

/// One thing's status became another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    machine: &'static str,
    from: String,
    to: String,
}

impl fmt::Display for Arrow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {} -> {}", self.machine, self.from, self.to)
    }
}

const NOTHING: &str = "-";

/// Machine, from, to.
const LEGAL: [(&str, &str, &[&str]); 18] = [
    ("execution", NOTHING, &["InProgress", "Failed"]),
    ("execution", "InProgress", &["Succeeded", "Failed", "Superseded", "Stopping", "Cancelled"]),
    // Cancelled only with its pipeline, by a delete.
    ("execution", "Stopping", &["Stopped", "Cancelled"]),
    ("execution", "Failed", &["InProgress"]),
    ("execution", "Stopped", &["InProgress"]),
    ("stage", NOTHING, &["InProgress"]),
    ("stage", "InProgress", &["Succeeded", "Failed", "Skipped", "Stopping", "Stopped", "Cancelled"]),
    ("stage", "Stopping", &["Stopped", "Cancelled"]),
    ("stage", "Failed", &["InProgress"]),
    ("stage", "Stopped", &["InProgress"]),
    ("action", NOTHING, &["InProgress"]),
    ("action", "InProgress", &["Succeeded", "Failed", "Abandoned"]),
    ("condition", NOTHING, &["InProgress"]),
    ("condition", "InProgress", &["Succeeded", "Failed", "Errored", "Overridden", "Abandoned", "Cancelled"]),
    ("condition", "Failed", &["Overridden"]),
    ("condition", "Errored", &["Overridden"]),
    ("rule", NOTHING, &["InProgress"]),
    ("rule", "InProgress", &["Succeeded", "Failed", "Abandoned"]),
];

/// Every arrow that may be seen.
pub fn legal() -> BTreeSet<Arrow> {
    let arrows = LEGAL.iter().flat_map(|(machine, from, to)| {
        to.iter().map(|to| Arrow { machine, from: (*from).to_owned(), to: (*to).to_owned() })
    });
    arrows.collect()
}

/// What changed of an execution between two states.
pub fn between(before: &State, after: &State, execution_id: &str) -> Vec<Arrow> {
    let before = views::local_details(before, execution_id).map(statuses).unwrap_or_default();
    let after = views::local_details(after, execution_id).map(statuses).unwrap_or_default();
    let arrows = after.into_iter().filter_map(|((machine, id), to)| {
        let from = before.get(&(machine, id)).cloned().unwrap_or_else(|| NOTHING.to_owned());
        (from != to).then_some(Arrow { machine, from, to })
    });
    arrows.collect()
}

/// The status of everything in an execution.
fn statuses(details: LocalDetails) -> BTreeMap<(&'static str, String), String> {
    let mut all = BTreeMap::new();
    all.insert(("execution", String::new()), details.status.to_string());
    for (number, stage) in details.stages.iter().enumerate() {
        all.insert(("stage", number.to_string()), stage.status.to_string());
        for action in &stage.actions {
            all.insert(("action", action.action_execution_id.clone()), action.status.to_string());
        }
        for (place, condition) in stage.conditions.iter().enumerate() {
            all.insert(("condition", format!("{number} {place}")), condition.status.to_string());
            for rule in &condition.rules {
                all.insert(("rule", rule.rule_execution_id.clone()), rule.status.to_string());
            }
        }
    }
    all
}
