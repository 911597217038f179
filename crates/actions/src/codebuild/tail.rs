//! What the commands of a build said last and what they said first of an error, kept for the case that it fails.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use crate::{Log, Stream};

/// So many lines are kept.
const LAST_LINES: usize = 20;

/// Passes all on to a log, and keeps what a failure will want to tell.
pub(super) struct Tail {
    log: Arc<dyn Log>,
    last: Mutex<VecDeque<String>>,
    parts: Mutex<BTreeMap<String, Arc<Tail>>>,
}

impl Tail {
    pub(super) fn new(log: Arc<dyn Log>) -> Self {
        Self { log, last: Mutex::default(), parts: Mutex::default() }
    }

    /// The last lines of the commands: of a part where one is named and is there, else of the whole.
    pub(super) fn last_of(&self, part: Option<&str>) -> Vec<String> {
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        match part.and_then(|name| parts.get(name)) {
            Some(part) => part.last_of(None),
            None => self.last.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect(),
        }
    }
}

impl Log for Tail {
    fn line(&self, stream: Stream, text: &str) {
        self.log.line(stream, text);
        if stream == Stream::Command {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.len() == LAST_LINES {
                last.pop_front();
            }
            last.push_back(text.to_string());
        }
    }

    fn part(&self, name: &str) -> Option<Arc<dyn Log>> {
        let part = Arc::new(Tail::new(self.log.part(name)?));
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.insert(name.to_owned(), Arc::clone(&part));
        Some(part)
    }
}
