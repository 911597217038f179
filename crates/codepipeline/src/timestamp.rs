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

    /// Seconds since the epoch with the milliseconds as a fraction: the form of both wires.
    pub fn epoch_seconds(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// The time of these epoch seconds, rounded to milliseconds; nothing when they are not a number or far outside
    /// of any calendar.
    pub fn from_epoch_seconds(seconds: f64) -> Option<Self> {
        let millis = (seconds * 1000.0).round();
        (millis.abs() <= Self::FARTHEST as f64).then_some(Self(millis as i64))
    }

    /// 100 million days to either side, as ECMAScript has it: beyond that no clock or calendar goes.
    const FARTHEST: i64 = 8_640_000_000_000_000;

    /// Whether it lies within what calendars can tell.
    pub(crate) fn is_sane(self) -> bool {
        self.0.unsigned_abs() <= Self::FARTHEST.unsigned_abs()
    }
}
