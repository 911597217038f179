//! A pipeline under test: its log and its state, with ids and a clock that are counted.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::sync::Arc;

use codepipeline::shapes::PipelineDeclaration;
use codepipeline::{Error, Timestamp};
use execution::{Event, Ids, Input, Notice, State, commands, decide, notices};

/// 2026-11-23T10:00:00Z.
pub const START: i64 = 1_795_428_000_000;

/// Ids that are counted.
#[derive(Default)]
pub struct Counted {
    uuids: u64,
    suffixes: u64,
}

impl Ids for Counted {
    fn uuid(&mut self) -> String {
        self.uuids += 1;
        format!("00000000-0000-4000-8000-{:012}", self.uuids)
    }

    fn artifact_suffix(&mut self) -> String {
        self.suffixes += 1;
        format!("{:07}", self.suffixes)
    }
}

pub struct Bench {
    pub state: State,
    pub log: Vec<Event>,
    pub now: i64,
    pub ids: Counted,
}

impl Bench {
    pub fn new(name: &str) -> Self {
        let state = State::new(name, "111122223333", "us-east-1");
        Self { state, log: Vec::new(), now: START, ids: Counted::default() }
    }

    /// Decides and applies; every event with what the service would publish about it.
    pub fn put(&mut self, input: Input) -> Result<Vec<(Event, Vec<Notice>)>, Error> {
        let events = decide(&self.state, input, Timestamp(self.now), &mut self.ids)?;
        let mut happened = Vec::new();
        for event in events {
            let before = self.state.clone();
            self.state.apply(&event);
            let notices = notices(&before, &event, &self.state);
            self.log.push(event.clone());
            happened.push((event, notices));
        }
        Ok(happened)
    }

    /// The state from the stored text of the log, and from a snapshot, is the state; so are its commands.
    pub fn check_replay(&self, name: &str) {
        let text: Vec<String> = self.log.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
        let log: Vec<Event> = text.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(log, self.log, "events change when they are stored");
        let replayed = State::new(name, "111122223333", "us-east-1").replay(&log);
        assert!(replayed == self.state, "replaying gives another state");
        let snapshot: State = serde_json::from_str(&serde_json::to_string(&self.state).unwrap()).unwrap();
        assert!(snapshot == self.state, "a snapshot gives another state");
        assert!(commands(&replayed) == commands(&self.state), "replaying gives other commands");
    }
}

/// A definition of `tests/definitions`.
pub fn definition(name: &str) -> Arc<PipelineDeclaration> {
    let path = format!("{}/tests/definitions/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = fs_err::read_to_string(path).unwrap();
    Arc::new(serde_json::from_str(&text).unwrap())
}

/// Names for ids, in the order in which they come: `E1`, and `Compile#1` for an action's first execution.
#[derive(Default)]
pub struct Names {
    names: BTreeMap<String, String>,
    counts: BTreeMap<String, usize>,
}

impl Names {
    pub fn learn(&mut self, id: &str, prefix: &str) {
        if !self.names.contains_key(id) {
            let count = self.counts.entry(prefix.to_owned()).or_default();
            *count += 1;
            self.names.insert(id.to_owned(), format!("{prefix}{count}"));
        }
    }

    pub fn id(&self, name: &str) -> Option<&str> {
        self.names.iter().find(|(_, known)| *known == name).map(|(id, _)| id.as_str())
    }

    /// The text with every known id replaced by its name.
    pub fn tell(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (id, name)| text.replace(id, name))
    }
}
