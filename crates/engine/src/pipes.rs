//! The pipelines that are under way: each a state and a stream of events. Inputs are decided one after the other,
//! what follows is committed, and only what is durable is told or acted upon.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use codepipeline::{Error, ErrorKind};
use execution::{
    Command, EVENT_VERSION, Event, EventKind, Input, State, commands, decide, has_ended, notices, views,
};
use serde_json::Value;
use store::{
    ActionExecutionRow, ActionKind, Batch, ExecutionRow, NewEvent, PipelineRow, PipelineVersionRow,
    RowChange, Snapshot, StreamChange,
};

use crate::audit::Asked;
use crate::clock::{Ids, uuid};
use crate::error::fault;
use crate::{Change, Inner};

/// The version of a snapshot's form; another one is ignored and the events are replayed.
const SNAPSHOT: u32 = 1;
/// A snapshot is taken when nothing is left to do, and after so many events: more where the state is large, see
/// [`Snapshots`].
const SNAPSHOT_EVERY: u64 = 300;

/// One pipeline.
pub(crate) struct Pipe {
    /// What has been decided; may be ahead of the disk.
    head: State,
    head_seq: u64,
    /// What is on the disk: what readers see and what is acted upon.
    durable: State,
    durable_seq: u64,
    snapshots: Snapshots,
    /// What to tell once the events up to a number are durable, in their order.
    untold: VecDeque<(u64, Vec<Change>)>,
    /// A commit failed: what is decided here did not all come to be. Whoever still holds it must not go on from it: the
    /// pipeline is read anew, and its numbers may soon be those that were given here.
    lost: bool,
}

/// When a snapshot is due. A state grows with its executions: taken at a fixed number of events, the snapshots of a long
/// one would cost more and more. So the events since the last must also be twice as long as that was; all snapshots
/// together are then no longer than half of all events.
#[derive(Clone, Copy, Default)]
struct Snapshots {
    /// The number of the event at which the last one was taken.
    last: u64,
    /// Its length in bytes.
    length: usize,
    /// How long the events since are, in bytes.
    since: usize,
}

impl Snapshots {
    fn is_due(&self, seq: u64, idle: bool) -> bool {
        seq > self.last && (idle || (seq - self.last >= SNAPSHOT_EVERY && self.since >= 2 * self.length))
    }
}

/// What was decided and waits to be written.
struct Queued<T> {
    written: Pin<Box<dyn Future<Output = store::Result<()>> + Send>>,
    /// The number of its last event.
    seq: u64,
    state: State,
    answer: T,
}

/// The pipelines that were touched, by name.
#[derive(Default)]
pub(crate) struct Pipes {
    loaded: Mutex<HashMap<String, Arc<Mutex<Pipe>>>>,
    /// Those that could not be read when it was time to act.
    unread: Mutex<BTreeSet<String>>,
}

impl Pipes {
    fn map(&self) -> MutexGuard<'_, HashMap<String, Arc<Mutex<Pipe>>>> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unread(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.unread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that are loaded.
    pub fn loaded(&self) -> Vec<(String, Arc<Mutex<Pipe>>)> {
        self.map().iter().map(|(name, pipe)| (name.clone(), Arc::clone(pipe))).collect()
    }

    fn forget(&self, name: &str, pipe: &Arc<Mutex<Pipe>>) {
        let mut map = self.map();
        if map.get(name).is_some_and(|known| Arc::ptr_eq(known, pipe)) {
            map.remove(name);
        }
    }

    /// Forgets a pipeline unless somebody else is at it: what is being written must stay the only state of its pipeline.
    fn forget_unused(&self, name: &str, pipe: &Arc<Mutex<Pipe>>) {
        let mut map = self.map();
        // The map's own and the caller's; others come by only under this lock.
        if Arc::strong_count(pipe) == 2 && map.get(name).is_some_and(|known| Arc::ptr_eq(known, pipe)) {
            map.remove(name);
        }
    }
}

pub(crate) fn lock(pipe: &Mutex<Pipe>) -> MutexGuard<'_, Pipe> {
    pipe.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pipe {
    /// The state on the disk.
    pub fn durable(&self) -> &State {
        &self.durable
    }
}

/// The stream of a pipeline.
pub(crate) fn stream(name: &str) -> String {
    format!("pipeline:{name}")
}

/// The pipeline of a stream.
pub(crate) fn pipeline_of(stream: &str) -> Option<&str> {
    stream.strip_prefix("pipeline:")
}

impl Inner {
    /// The pipeline of this name, read from the disk when it is not loaded; also one that does not exist.
    pub fn pipe(&self, name: &str) -> Result<Arc<Mutex<Pipe>>, Error> {
        // Reading under the lock: two readers must not make two states of one pipeline.
        let mut map = self.pipes.map();
        if let Some(pipe) = map.get(name) {
            return Ok(Arc::clone(pipe));
        }
        let pipe = Arc::new(Mutex::new(self.load(name)?));
        map.insert(name.to_owned(), Arc::clone(&pipe));
        Ok(pipe)
    }

    fn load(&self, name: &str) -> Result<Pipe, Error> {
        let loaded = self.store.load(&stream(name)).map_err(fault)?;
        let mut snapshots = Snapshots::default();
        let mut state = State::new(name, &self.options.account, &self.options.region);
        let mut events = loaded.events;
        if let Some((seq, snapshot)) = loaded.snapshot {
            match serde_json::from_str::<State>(&snapshot.state) {
                Ok(known) if snapshot.version == SNAPSHOT => {
                    state = known;
                    snapshots = Snapshots { last: seq, length: snapshot.state.len(), since: 0 };
                }
                _ => {
                    events = self.store.read_events(&stream(name), 0, usize::MAX).map_err(fault)?;
                }
            }
        }
        for stored in events.iter().filter(|stored| stored.seq > snapshots.last) {
            let event: Event = serde_json::from_str(&stored.payload).map_err(|error| {
                let message = format!("event {} of pipeline '{name}' cannot be read: {error}", stored.seq);
                Error::new(ErrorKind::InternalFailure, message)
            })?;
            self.clock.not_before(stored.at);
            snapshots.since += stored.payload.len();
            state.apply(&event);
        }
        Ok(Pipe {
            head: state.clone(),
            head_seq: loaded.seq,
            durable: state,
            durable_seq: loaded.seq,
            snapshots,
            untold: VecDeque::new(),
            lost: false,
        })
    }

    /// Reads from a pipeline as it is on the disk.
    ///
    /// # Errors
    /// `PipelineNotFoundException`, and what `read` answers.
    pub fn read<T>(&self, name: &str, read: impl FnOnce(&State) -> Result<T, Error>) -> Result<T, Error> {
        let pipe = self.pipe(name)?;
        let state = lock(&pipe).durable.clone();
        if !state.exists() && state.is_idle() {
            self.pipes.forget_unused(name, &pipe);
        }
        read(&state)
    }

    /// Decides an input, commits what follows together with the call's record, tells and acts. `answer` makes the
    /// call's answer, and what the record shows of it, from the state after and the events.
    pub async fn submit<T>(
        self: &Arc<Self>,
        name: &str,
        input: Input,
        asked: Option<&Asked<'_>>,
        answer: impl FnOnce(&State, &[Event]) -> (T, Value),
    ) -> Result<T, Error> {
        let answer = self.commit(name, input, asked, answer).await?;
        self.act(name);
        Ok(answer)
    }

    /// As [`Inner::submit`], without acting.
    pub async fn commit<T>(
        &self,
        name: &str,
        input: Input,
        asked: Option<&Asked<'_>>,
        answer: impl FnOnce(&State, &[Event]) -> (T, Value),
    ) -> Result<T, Error> {
        let (pipe, queued) = self.hold(name, |pipe| self.queue(name, pipe, input, asked, answer))?;
        let Queued { written, seq, state, answer } = queued?;
        let outcome = written.await;
        let mut held = lock(&pipe);
        if let Err(error) = outcome {
            held.lost = true;
            self.pipes.forget(name, &pipe);
            return Err(fault(error));
        }
        // Commits keep their order: what has a lower number is durable as well.
        if seq >= held.durable_seq {
            held.durable_seq = seq;
            held.durable = state;
        }
        while held.untold.front().is_some_and(|(number, _)| *number <= seq) {
            for change in held.untold.pop_front().into_iter().flat_map(|(_, changes)| changes) {
                if matches!(change, Change::Event { .. }) {
                    self.published.notify_one();
                }
                // Nobody listening is no error.
                let _ = self.changes.send(change);
            }
        }
        Ok(answer)
    }

    /// Does something with a pipeline that no commit of which has failed.
    fn hold<T>(&self, name: &str, work: impl FnOnce(&mut Pipe) -> T) -> Result<(Arc<Mutex<Pipe>>, T), Error> {
        loop {
            let pipe = self.pipe(name)?;
            let mut held = lock(&pipe);
            // It was forgotten under this lock: the next one is another.
            if !held.lost {
                let done = work(&mut held);
                drop(held);
                return Ok((pipe, done));
            }
        }
    }

    /// Decides an input and queues what follows.
    fn queue<T>(
        &self,
        name: &str,
        pipe: &mut Pipe,
        input: Input,
        asked: Option<&Asked<'_>>,
        answer: impl FnOnce(&State, &[Event]) -> (T, Value),
    ) -> Result<Queued<T>, Error> {
        let now = self.clock.now();
        let mut events = decide(&pipe.head, input, now, &mut Ids)?;
        let mut state = pipe.head.clone();
        let mut told = Vec::new();
        let mut rows = Rows::default();
        let mut done = 0;
        loop {
            while let Some(event) = events.get(done) {
                let before = state.clone();
                state.apply(event);
                rows.touch(event);
                self.tell(&before, event, &state, &mut told);
                done += 1;
            }
            // What is finished leaves the state in the same commit that stores its rows.
            rows.keep(&state);
            let Some(execution_id) = state.retirable().into_iter().next() else { break };
            let retired = decide(&state, Input::Retire { execution_id }, now, &mut Ids)?;
            if retired.is_empty() {
                break;
            }
            events.extend(retired);
        }
        let (answer, shown) = answer(&state, &events);
        let arn = state.arn();
        let audit = asked.and_then(|asked| asked.record(&uuid(), shown, Some(&arn), None));
        let created = events.iter().any(|event| matches!(event.kind, EventKind::PipelineCreated { .. }));
        let new: Vec<NewEvent> = events
            .iter()
            .map(|event| {
                let payload = serde_json::to_string(event);
                let payload = payload.map_err(|e| Error::new(ErrorKind::InternalFailure, e.to_string()))?;
                Ok(NewEvent { at: event.at.millis(), version: EVENT_VERSION, payload })
            })
            .collect::<Result<_, Error>>()?;
        let seq = pipe.head_seq + new.len() as u64;
        let idle = state.is_idle();
        pipe.snapshots.since += new.iter().map(|event| event.payload.len()).sum::<usize>();
        let due = pipe.snapshots.is_due(seq, idle);
        let snapshot = due.then(|| serde_json::to_string(&state).ok()).flatten();
        if let Some(state) = &snapshot {
            pipe.snapshots = Snapshots { last: seq, length: state.len(), since: 0 };
        }
        let stream = (!new.is_empty()).then(|| StreamChange {
            name: stream(name),
            expected_seq: pipe.head_seq,
            events: new,
            active: !idle,
            snapshot: snapshot.map(|state| Snapshot { version: SNAPSHOT, state }),
            erase: created,
        });
        let told_trail = audit.is_some();
        let batch =
            Batch { stream, rows: rows.changes(self, &state, &events), audit: audit.into_iter().collect() };
        if told_trail {
            told.push(Change::Trail);
        }
        let mut batch = batch;
        batch.rows.extend(told.iter().filter_map(|change| match change {
            Change::Event { pipeline, event, .. } => Some(RowChange::Published {
                at: now.millis(),
                pipeline: pipeline.clone(),
                event: event.to_string(),
            }),
            _ => None,
        }));
        let written = Box::pin(self.store.append(batch));
        pipe.head = state.clone();
        pipe.head_seq = seq;
        pipe.untold.push_back((seq, told));
        Ok(Queued { written, seq, state, answer })
    }

    /// Starts and stops what the state says should be under way.
    pub fn act(self: &Arc<Self>, name: &str) {
        if self.is_closing() || self.options.passive {
            return;
        }
        // Under the lock: an attempt leaves the running ones after its end is durable, so what this state calls running
        // either runs or has never been started. From an older copy, one that has ended meanwhile would start again.
        let acted = self.hold(name, |pipe| {
            for command in commands(&pipe.durable) {
                match command {
                    Command::StartAction(start) => self.start(*start),
                    Command::StopAction(stop) => self.stop(pipe.durable.name(), &stop),
                }
            }
        });
        if acted.is_err() {
            self.pipes.unread().insert(name.to_owned());
        }
    }

    /// Acts where the pipeline could not be read when it was time.
    pub fn act_again(self: &Arc<Self>) {
        let unread = std::mem::take(&mut *self.pipes.unread());
        for name in unread {
            self.act(&name);
        }
    }

    fn tell(&self, before: &State, event: &Event, after: &State, told: &mut Vec<Change>) {
        let pipeline = after.name().to_owned();
        let execution = event.execution_id().map(str::to_owned);
        for notice in notices(before, event, after) {
            let event = Arc::new(notice.envelope(&uuid()));
            told.push(Change::Event { pipeline: pipeline.clone(), execution: execution.clone(), event });
        }
        let change = match execution {
            Some(execution) => Change::Execution { pipeline, execution },
            None => Change::Pipeline { pipeline },
        };
        if !told.contains(&change) {
            told.push(change);
        }
    }
}

/// The rows that a batch of events changes.
#[derive(Default)]
struct Rows {
    executions: Vec<String>,
    actions: Vec<(String, String)>,
    kept: HashMap<String, Vec<RowChange>>,
}

impl Rows {
    fn touch(&mut self, event: &Event) {
        let Some(execution) = event.execution_id() else { return };
        let action = match &event.kind {
            EventKind::ActionStarted(start) => Some(&start.action.action_execution_id),
            EventKind::ActionAccepted { action, .. }
            | EventKind::ActionProgressed { action, .. }
            | EventKind::ActionInterrupted { action, .. }
            | EventKind::ActionSucceeded { action, .. }
            | EventKind::ActionFailed { action, .. }
            | EventKind::ActionAbandoned { action }
            | EventKind::ActionReleased { action } => Some(&action.action_execution_id),
            EventKind::RuleStarted(start) => Some(&start.rule.rule_execution_id),
            EventKind::RuleInterrupted { rule, .. }
            | EventKind::RuleSucceeded { rule, .. }
            | EventKind::RuleFailed { rule, .. }
            | EventKind::RuleAbandoned { rule }
            | EventKind::RuleReleased { rule } => Some(&rule.rule_execution_id),
            _ => None,
        };
        match action {
            Some(action) => {
                let key = (execution.to_owned(), action.clone());
                if !self.actions.contains(&key) {
                    self.actions.push(key);
                }
            }
            None if !self.executions.iter().any(|known| known == execution) => {
                self.executions.push(execution.to_owned())
            }
            None => {}
        }
    }

    /// Makes the rows of what was touched while the state still holds it.
    fn keep(&mut self, state: &State) {
        let pipeline = state.name().to_owned();
        let ids = self.executions.iter().chain(self.actions.iter().map(|(execution, _)| execution));
        let ids: BTreeSet<&String> = ids.collect();
        for id in ids {
            let mut changes = Vec::new();
            if self.executions.contains(id) {
                changes.extend(execution_row(&pipeline, state, id));
            }
            for (_, touched) in self.actions.iter().filter(|(known, _)| known == id) {
                changes.extend(attempt_row(&pipeline, id, state, touched));
            }
            // An execution that has left the state keeps the rows made before.
            if !changes.is_empty() {
                self.kept.insert(id.clone(), changes);
            }
        }
    }

    fn changes(self, inner: &Inner, state: &State, events: &[Event]) -> Vec<RowChange> {
        let name = state.name().to_owned();
        let mut changes = Vec::new();
        for event in events {
            match &event.kind {
                EventKind::PipelineDeleted { .. } => {
                    changes.push(RowChange::DeletePipeline { name: name.clone() })
                }
                EventKind::PipelineCreated { declaration, .. }
                | EventKind::PipelineUpdated { declaration, .. } => {
                    changes.push(RowChange::PipelineVersion(PipelineVersionRow {
                        pipeline: name.clone(),
                        version: i64::from(declaration.version.unwrap_or(1)),
                        created: event.at.millis(),
                        declaration: text(&**declaration),
                    }));
                    if let (Some(version), Some((created, updated))) = (state.version(), state.times()) {
                        changes.push(RowChange::Pipeline(PipelineRow {
                            name: name.clone(),
                            version: i64::from(version),
                            created: created.millis(),
                            updated: updated.millis(),
                            detail: text(&inner.pipeline_summary(state)),
                        }));
                    }
                }
                _ => {}
            }
        }
        if state.exists() {
            changes.extend(self.kept.into_values().flatten());
        }
        changes
    }
}

fn execution_row(pipeline: &str, state: &State, id: &str) -> Option<RowChange> {
    let (summary, detail) = (views::summary(state, id)?, views::execution(state, id)?);
    let status = detail.status.as_ref()?;
    // These grow with every action, and until the end the state has them for whoever asks.
    let local = if has_ended(status) { views::local_details(state, id) } else { None };
    Some(RowChange::Execution(ExecutionRow {
        pipeline: pipeline.to_owned(),
        id: id.to_owned(),
        start: summary.start_time.unwrap_or_default().millis(),
        last_update: summary.last_update_time.unwrap_or_default().millis(),
        status: status.as_str().to_owned(),
        succeeded_stages: views::succeeded_stages(state, id),
        summary: text(&summary),
        detail: text(&detail),
        local: text(&local),
    }))
}

/// The row of an action execution or of a rule execution, whichever has this id.
fn attempt_row(pipeline: &str, execution: &str, state: &State, id: &str) -> Option<RowChange> {
    let (kind, stage, name, times, status, detail);
    if let Some(action) = views::action_execution(state, execution, id) {
        detail = text(&action);
        (kind, stage, name) = (ActionKind::Action, action.stage_name, action.action_name);
        times = (action.start_time, action.last_update_time);
        status = action.status.map(|status| status.as_str().to_owned());
    } else {
        let rule = views::rule_execution(state, execution, id)?;
        detail = text(&rule);
        (kind, stage, name) = (ActionKind::Rule, rule.stage_name, rule.rule_name);
        times = (rule.start_time, rule.last_update_time);
        status = rule.status.map(|status| status.as_str().to_owned());
    }
    Some(RowChange::ActionExecution(ActionExecutionRow {
        kind,
        pipeline: pipeline.to_owned(),
        execution: execution.to_owned(),
        id: id.to_owned(),
        stage: stage.unwrap_or_default(),
        name: name.unwrap_or_default(),
        start: times.0.unwrap_or_default().millis(),
        last_update: times.1.unwrap_or_default().millis(),
        status: status.unwrap_or_default(),
        detail,
        local: "{}".into(),
    }))
}

pub(crate) fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}
