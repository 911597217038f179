//! A point in time as the contract carries it. It never asks a clock.

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch.
///
/// Serde sees a newtype named `Timestamp` around an integer: stored text holds integer milliseconds, while the
/// wire codecs recognise the name and write epoch seconds (JSON) or tag 1 (CBOR).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The name under which serde sees a timestamp.
    pub(crate) const NAME: &'static str = "Timestamp";

    /// Whole milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }
}
