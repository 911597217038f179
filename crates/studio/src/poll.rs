//! When to look at other places again: what somebody looked at lately, every 5 seconds while something runs there and
//! every 60 when not. It asks nothing itself: it says what is stale, and only who still looks asks again. So a face
//! that is hidden ends the polling by not asking again while it is.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// While something runs.
const BUSY: Duration = Duration::from_secs(5);
/// While nothing runs.
const IDLE: Duration = Duration::from_secs(60);
/// After this long without a question nobody looks any more.
const FORGOTTEN: Duration = Duration::from_secs(150);

#[derive(Clone, Copy)]
struct Look {
    asked: Instant,
    told: bool,
    running: bool,
}

/// The tags that were asked for, at places other than this computer.
#[derive(Default)]
pub(crate) struct Watched {
    tags: Mutex<HashMap<String, Look>>,
}

impl Watched {
    /// Somebody looked, and saw something run or not. Of several looks at the same thing before it is stale again
    /// (its state and its definition, the lists of two places) one that saw something run is enough.
    pub fn saw(&self, tag: String, running: bool) {
        self.saw_at(tag, running, Instant::now());
    }

    fn saw_at(&self, tag: String, running: bool, asked: Instant) {
        let mut tags = self.tags.lock().unwrap_or_else(PoisonError::into_inner);
        let ran = tags.get(&tag).is_some_and(|look| look.running && !look.told);
        tags.insert(tag, Look { asked, told: false, running: running || ran });
    }

    /// What is to be looked at again now. Each is told once; who still looks asks again.
    pub fn due(&self, now: Instant) -> Vec<String> {
        let mut tags = self.tags.lock().unwrap_or_else(PoisonError::into_inner);
        tags.retain(|_, look| now.saturating_duration_since(look.asked) < FORGOTTEN);
        let mut due = Vec::new();
        for (tag, look) in tags.iter_mut() {
            let wait = if look.running { BUSY } else { IDLE };
            if !look.told && now.saturating_duration_since(look.asked) >= wait {
                look.told = true;
                due.push(tag.clone());
            }
        }
        due.sort();
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_is_looked_at_more_often_and_each_question_answered_once() {
        let watched = Watched::default();
        watched.saw("execution:1".into(), true);
        watched.saw("pipelines".into(), false);
        let now = Instant::now();
        assert!(watched.due(now).is_empty());
        assert_eq!(watched.due(now + Duration::from_secs(6)), ["execution:1"]);
        assert!(watched.due(now + Duration::from_secs(12)).is_empty());
        assert_eq!(watched.due(now + Duration::from_secs(61)), ["pipelines"]);
        assert!(watched.due(now + Duration::from_secs(300)).is_empty());
    }

    #[test]
    fn a_look_that_tells_nothing_of_runs_does_not_slow_down_the_looks_at_what_runs() {
        let watched = Watched::default();
        let start = Instant::now();
        watched.saw_at("pipeline:p".into(), true, start);
        watched.saw_at("pipeline:p".into(), false, start);
        let next = start + Duration::from_secs(5);
        assert_eq!(watched.due(next), ["pipeline:p"]);
        // In the next round nothing runs any more.
        watched.saw_at("pipeline:p".into(), false, next);
        assert!(watched.due(next + Duration::from_secs(59)).is_empty());
        assert_eq!(watched.due(next + Duration::from_secs(60)), ["pipeline:p"]);
    }
}
