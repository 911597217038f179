//! What the commands of a build said last and what they said first of an error, kept for the case that it fails.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regex::Regex;

use crate::{Log, Stream};

/// So many lines are kept.
const LAST_LINES: usize = 20;
/// Characters of the line that is kept of an error.
const LONGEST: usize = 500;

#[derive(Default)]
struct Kept {
    last: VecDeque<String>,
    /// The first line that speaks of an error since the last command began, or since an earlier one failed.
    first_error: Option<String>,
    failed: bool,
}

/// Words with which programs begin to tell of what went wrong: compilers, test runners, package managers, shells.
#[expect(clippy::expect_used, reason = "the pattern is fixed and tested")]
static ERROR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(error|fatal|panic(ked)?|exception|traceback|err!|failed|failure|cannot|could not|no such file|not found|undefined reference|permission denied)\b|^not ok\b|✗|✖",
    )
    .expect("the pattern is valid")
});

/// What says that there were none: `0 errors`, `no errors`, `0 failed`, `error-free`.
#[expect(clippy::expect_used, reason = "the pattern is fixed and tested")]
static NONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(0|no|without) (error|failure|failed)|error-free|errors?: 0\b").expect("valid")
});

fn speaks_of_an_error(line: &str) -> bool {
    ERROR.is_match(line) && !NONE.is_match(line)
}

/// Passes all on to a log, and keeps what a failure will want to tell.
pub(super) struct Tail {
    log: Arc<dyn Log>,
    kept: Mutex<Kept>,
    parts: Mutex<BTreeMap<String, Arc<Tail>>>,
}

impl Tail {
    pub(super) fn new(log: Arc<dyn Log>) -> Self {
        Self { log, kept: Mutex::default(), parts: Mutex::default() }
    }

    /// The first line that speaks of an error, and the last lines of the commands: of a part where one is named and is
    /// there, else of the whole.
    pub(super) fn told(&self, part: Option<&str>) -> (Option<String>, Vec<String>) {
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        match part.and_then(|name| parts.get(name)) {
            Some(part) => part.told(None),
            None => {
                let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
                (kept.first_error.clone(), kept.last.iter().cloned().collect())
            }
        }
    }
}

impl Log for Tail {
    fn line(&self, stream: Stream, text: &str) {
        self.log.line(stream, text);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if stream == Stream::Agent {
            // Of commands that succeed, and of those that clean up after the failing one, errors are no cause.
            if text.contains(" Command did not exit successfully ") {
                kept.failed = true;
            } else if text.contains(" Running command ") && !kept.failed {
                kept.first_error = None;
            }
            return;
        }
        if kept.first_error.is_none() && !kept.failed && speaks_of_an_error(text) {
            kept.first_error = Some(text.chars().take(LONGEST).collect());
        }
        if kept.last.len() == LAST_LINES {
            kept.last.pop_front();
        }
        kept.last.push_back(text.to_string());
    }

    fn part(&self, name: &str) -> Option<Arc<dyn Log>> {
        let part = Arc::new(Tail::new(self.log.part(name)?));
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.insert(name.to_owned(), Arc::clone(&part));
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nowhere;

    impl Log for Nowhere {
        fn line(&self, _: Stream, _: &str) {}
    }

    #[test]
    fn the_first_error_is_that_of_the_failing_command() {
        let tail = Tail::new(Arc::new(Nowhere));
        let agent =
            |text: &str| tail.line(Stream::Agent, &format!("[Container] 2026/11/28 12:00:00.000000 {text}"));
        let said = |text: &str| tail.line(Stream::Command, text);
        agent("Running command ls missing || true");
        said("ls: cannot access 'missing': No such file or directory");
        agent("Running command make test");
        said("compiled with 0 errors");
        said("src/a.c:3:1: error: unknown type name 'it'");
        said("make: *** [Makefile:2: a.o] Error 1");
        agent("Command did not exit successfully make test exit status 2");
        agent("Running command rm cleanup");
        said("rm: cannot remove 'cleanup'");
        let (first, last) = tail.told(None);
        assert_eq!(first.as_deref(), Some("src/a.c:3:1: error: unknown type name 'it'"));
        assert_eq!(last.len(), 5);
        for quiet in ["Tests: 4 passed, 0 failed", "no errors found", "terror"] {
            assert!(!speaks_of_an_error(quiet), "{quiet}");
        }
    }
}
