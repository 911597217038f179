//! Time and ids: nobody below the engine has any.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use codepipeline::Timestamp;

/// The log's clock: the wall's, but it never goes back.
#[derive(Debug)]
pub(crate) struct Clock {
    wall: fn() -> SystemTime,
    last: AtomicI64,
}

impl Clock {
    pub fn new(wall: fn() -> SystemTime) -> Self {
        Self { wall, last: AtomicI64::new(0) }
    }

    /// The wall's time, which may go back.
    pub fn wall(&self) -> SystemTime {
        (self.wall)()
    }

    /// Milliseconds since 1970, at least as many as ever before.
    pub fn now(&self) -> Timestamp {
        let wall = self.wall().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let wall = i64::try_from(wall).unwrap_or(i64::MAX);
        Timestamp(self.last.fetch_max(wall, Ordering::AcqRel).max(wall))
    }

    /// From now on it is at least this late: what the log already says.
    pub fn not_before(&self, at: i64) {
        self.last.fetch_max(at, Ordering::AcqRel);
    }
}

/// A lower-case version 4 UUID.
pub(crate) fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Fresh ids for a decision.
pub(crate) struct Ids;

impl execution::Ids for Ids {
    fn uuid(&mut self) -> String {
        uuid()
    }

    fn artifact_suffix(&mut self) -> String {
        const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let bytes = uuid::Uuid::new_v4().into_bytes();
        bytes.iter().take(7).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
    }
}
