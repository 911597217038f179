//! A run of a part of a pipeline: which results are taken from an earlier execution, what is left out, and where it
//! ends. The service has nothing like it; such an execution says so in its summary.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Which part of the pipeline an execution runs. Actions are named `Stage/Action`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Actions whose results are taken from an earlier execution.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reused: BTreeSet<String>,
    /// Actions that do not take place at all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub left_out: BTreeSet<String>,
    /// The stage after which the execution ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}

impl Part {
    /// Whether an action's result is taken from an earlier execution.
    pub(crate) fn reuses(&self, stage: &str, action: &str) -> bool {
        self.reused.contains(&format!("{stage}/{action}"))
    }

    /// Whether an action does not take place.
    pub(crate) fn leaves_out(&self, stage: &str, action: &str) -> bool {
        self.left_out.contains(&format!("{stage}/{action}"))
    }

    /// What the execution's summary says.
    pub(crate) fn told(&self) -> String {
        let mut parts = vec!["A part of the pipeline ran".to_owned()];
        if !self.reused.is_empty() {
            parts.push(format!("{} results were taken from earlier executions", self.reused.len()));
        }
        if !self.left_out.is_empty() {
            parts.push(format!("{} actions were left out", self.left_out.len()));
        }
        parts.join("; ")
    }
}
