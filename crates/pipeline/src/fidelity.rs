//! What the result of an action that ran on this computer is worth.

use serde::{Deserialize, Serialize};

/// What an action's result is worth; shown wherever its status is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Fidelity {
    /// The same work AWS would do.
    Real,
    /// A local stand-in did the work: a bucket folder for S3.
    Equivalent,
    /// Inputs validated and the change computed, nothing created.
    Rehearsed,
    /// A declared outcome.
    Simulated,
}
