//! What is done when a pipeline publishes an event, where its setup says so. Every event is looked at once, also those
//! of a process that was killed before it came to it; what fails is tried again a few times, and each response keeps a
//! short log. It reacts; whether an event is meant is judged in `pipeline::pattern`.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::sync::{Arc, Weak};
use std::time::Duration;

use codepipeline::shapes::{ExecutionTrigger, TriggerType};
use execution::{Input, StartRequest};
use pipeline::pattern::Pattern;
use pipeline::setup::{Reaction, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Batch, PublishedRow, RowChange};
use tokio::io::AsyncWriteExt;
use tokio::time::Instant;

use crate::{Change, Engine, Error, Inner, pipes};

/// The collection that holds how far the feed was read and what is still to be done.
const COLLECTION: &str = "responses";
/// The collection that holds the log of each response, by pipeline and name.
const LOG: &str = "responses-log";
/// After how many milliseconds a reaction that failed is tried again; after the last it is given up.
const AGAIN: [i64; 3] = [1_000, 10_000, 60_000];
/// How long a command or an address may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long it may be known only here that events meant nobody.
const NOW_AND_THEN: Duration = Duration::from_secs(1);
/// How long it is waited for more events before they are looked at: many come close together.
const TOGETHER: Duration = Duration::from_millis(20);
/// How many log entries of a response are kept.
const LOGGED: usize = 50;
/// How many events are looked at in one go.
const AT_ONCE: u32 = 200;

/// How far the feed was read, and what is still to be done; kept in the store.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Progress {
    cursor: i64,
    pending: Vec<Pending>,
}

/// A reaction to an event that is still to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Pending {
    seq: i64,
    pipeline: String,
    name: String,
    event: Value,
    /// Whether the event is the message to an approval's topic, and the name the topic's.
    #[serde(default)]
    announcement: bool,
    tried: usize,
    due: i64,
}

impl Pending {
    fn new(row: &PublishedRow, name: &str, event: Value, due: i64) -> Self {
        let (pipeline, name) = (row.pipeline.clone(), name.to_owned());
        Self { seq: row.seq, pipeline, name, event, announcement: false, tried: 0, due }
    }
}

/// What a response did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reacted {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// The id of the event.
    pub event: String,
    /// Its `detail-type`.
    pub detail_type: String,
    /// Its state, `FAILED`.
    pub state: String,
    /// From 1: how often it was tried so far.
    pub attempt: usize,
    /// What went wrong; none when it was done.
    pub error: Option<String>,
    /// Whether it is tried again.
    pub again: bool,
}

impl Engine {
    /// What a pipeline's response did lately, newest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn reactions(&self, pipeline: &str, name: &str) -> Result<Vec<Reacted>, Error> {
        let kept = self.inner.store.document(LOG, &format!("{pipeline}/{name}"))?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }
}

/// Reads the feed on as long as the engine lives.
pub(crate) async fn respond(inner: Weak<Inner>) {
    let mut reader = Reader::default();
    loop {
        let Some(published) = inner.upgrade().map(|inner| Arc::clone(&inner.published)) else { return };
        // A retry may be due without an event.
        if tokio::time::timeout(Duration::from_secs(1), published.notified()).await.is_ok() {
            tokio::time::sleep(TOGETHER).await;
        }
        let Some(inner) = inner.upgrade().filter(|inner| !inner.is_closing()) else { return };
        // What cannot be read or written now is in a moment, from what is stored.
        if inner.react(&mut reader).await.is_err() {
            reader = Reader::default();
        }
    }
}

/// The one that reads the feed: what it knows, and what of that is stored.
#[derive(Default)]
struct Reader {
    progress: Option<Progress>,
    stored: Option<(Progress, Instant)>,
}

impl Inner {
    async fn react(self: &Arc<Self>, reader: &mut Reader) -> Result<(), Error> {
        let progress = match &mut reader.progress {
            Some(progress) => progress,
            none => {
                let kept = self.store.document(COLLECTION, "progress")?;
                let kept = kept.and_then(|text| serde_json::from_str(&text).ok());
                // What was published before anybody could respond is the past.
                let first = || Ok(Progress { cursor: self.store.last_published()?, pending: Vec::new() });
                none.insert(kept.map_or_else(first, Ok::<Progress, Error>)?)
            }
        };
        let responses = self.responses()?;
        let now = self.clock.now().millis();
        for row in self.store.published(progress.cursor, AT_ONCE)? {
            progress.cursor = row.seq;
            let Ok(event) = serde_json::from_str::<Value>(&row.event) else { continue };
            let announcement = self.announcement(&row.pipeline, &event)?.map(|message| {
                let topic = message["TopicArn"].as_str().unwrap_or_default().to_owned();
                Pending { announcement: true, ..Pending::new(&row, &topic, message, now) }
            });
            progress.pending.extend(announcement);
            progress.pending.extend(meant(&responses, &row, &event, now));
        }
        // What is to be done is stored before it is done. That events meant nobody is stored now and then: after a crash
        // they are looked at again.
        let is_stored = reader.stored.as_ref().is_some_and(|(stored, at)| {
            stored.pending == progress.pending
                && (stored.cursor == progress.cursor || at.elapsed() < NOW_AND_THEN)
        });
        if !is_stored {
            self.keep_progress(progress, Vec::new()).await?;
            reader.stored = Some((progress.clone(), Instant::now()));
        }
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut progress.pending).into_iter().partition(|one| one.due <= now);
        progress.pending = later;
        if due.is_empty() {
            return Ok(());
        }
        let mut doing = tokio::task::JoinSet::new();
        for one in due {
            let reaction = match one.announcement {
                true => self.world_of(&one.pipeline)?.topic(&one.name).cloned(),
                false => {
                    let own = responses.get(&one.pipeline).and_then(|all| all.get(&one.name));
                    own.map(|(_, response)| response.reaction.clone())
                }
            };
            let inner = Arc::clone(self);
            doing.spawn(async move {
                let error = match reaction {
                    Some(reaction) => inner.carry_out(&one, &reaction).await.err(),
                    None => Some("the setup does not have this any more".to_owned()),
                };
                (one, error)
            });
        }
        let mut rows = Vec::new();
        while let Some(done) = doing.join_next().await {
            let Ok((mut one, error)) = done else { continue };
            let now = self.clock.now().millis();
            let wait = error.as_ref().and_then(|_| AGAIN.get(one.tried)).copied();
            one.tried += 1;
            rows.push(self.logged(&one, error, wait.is_some(), now, &rows)?);
            if let Some(wait) = wait {
                one.due = now + wait;
                progress.pending.push(one);
            }
        }
        self.keep_progress(progress, rows).await?;
        reader.stored = Some((progress.clone(), Instant::now()));
        Ok(())
    }

    async fn keep_progress(&self, progress: &Progress, mut rows: Vec<RowChange>) -> Result<(), Error> {
        rows.push(RowChange::Document {
            collection: COLLECTION.into(),
            key: "progress".into(),
            value: Some(pipes::text(progress)),
        });
        Ok(self.store.append(Batch { rows, ..Batch::default() }).await?)
    }

    /// The log of a response with one more entry. `waiting` are logs that are about to be written.
    fn logged(
        &self,
        one: &Pending,
        error: Option<String>,
        again: bool,
        now: i64,
        waiting: &[RowChange],
    ) -> Result<RowChange, Error> {
        let key = format!("{}/{}", one.pipeline, one.name);
        let written = waiting.iter().rev().find_map(|row| match row {
            RowChange::Document { key: known, value, .. } if *known == key => value.clone(),
            _ => None,
        });
        let kept = match written {
            Some(written) => Some(written),
            None => self.store.document(LOG, &key)?,
        };
        let mut log: Vec<Reacted> =
            kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let text = |pointer: &str| one.event.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        let entry = Reacted {
            at: now,
            event: text("/id").to_owned(),
            detail_type: text("/detail-type").to_owned(),
            state: text("/detail/state").to_owned(),
            attempt: one.tried,
            error,
            again,
        };
        log.insert(0, entry);
        log.truncate(LOGGED);
        Ok(RowChange::Document { collection: LOG.into(), key, value: Some(pipes::text(&log)) })
    }

    async fn carry_out(self: &Arc<Self>, one: &Pending, reaction: &Reaction) -> Result<(), String> {
        match reaction {
            Reaction::Notify if one.announcement => {
                let text = |name: &str| one.event[name].as_str().unwrap_or_default().to_owned();
                let (title, body) = (text("Subject"), format!("As {} would be told", one.name));
                let _ = self.changes.send(Change::Remark { pipeline: one.pipeline.clone(), title, body });
                Ok(())
            }
            // Once is enough.
            Reaction::Notify if is_told(&one.event) => Ok(()),
            Reaction::Notify => {
                let text = |pointer: &str| one.event.pointer(pointer).and_then(Value::as_str);
                let subject = [text("/detail/stage"), text("/detail/action")];
                let subject: Vec<&str> = subject.into_iter().flatten().collect();
                let state = text("/detail/state").unwrap_or_default().to_lowercase();
                let title = format!("{}: {} {state}", one.pipeline, subject.join(", "));
                let body = format!("{} (response {})", text("/detail-type").unwrap_or_default(), one.name);
                let title = title.replace(":  ", " ");
                // Nobody listening is no error.
                let _ = self.changes.send(Change::Remark { pipeline: one.pipeline.clone(), title, body });
                Ok(())
            }
            Reaction::Start(other) if *other == one.pipeline => {
                Err("a pipeline that starts itself would never end".into())
            }
            Reaction::Start(other) => {
                let rule = format!(
                    "arn:aws:events:{}:{}:rule/{}",
                    self.options.region, self.options.account, one.name
                );
                let trigger = ExecutionTrigger {
                    trigger_type: Some(TriggerType::CloudWatchEvent),
                    trigger_detail: Some(rule),
                };
                let client_request_token = Some(format!("response-{}-{}", one.name, one.seq));
                let request = StartRequest { trigger, client_request_token, ..StartRequest::default() };
                let started = self.submit(other, Input::Start(request), None, |_, _| ((), Value::Null)).await;
                started.map_err(|error| error.message)
            }
            Reaction::Webhook(address) => {
                let (address, body) = (address.clone(), one.event.to_string());
                let sent = tokio::task::spawn_blocking(move || post(&address, &body)).await;
                sent.map_err(|error| error.to_string())?
            }
            Reaction::Command(words) => {
                let folder = self.world_of(&one.pipeline).map_err(|error| error.to_string())?;
                run(words, folder.folder(), &one.event.to_string()).await
            }
        }
    }
}

/// The pending reactions to an event.
fn meant(
    responses: &BTreeMap<String, BTreeMap<String, (Pattern, Response)>>,
    row: &PublishedRow,
    event: &Value,
    now: i64,
) -> Vec<Pending> {
    let Some(own) = responses.get(&row.pipeline) else { return Vec::new() };
    let meant = own.iter().filter(|(_, (pattern, _))| pattern.matches(event));
    meant.map(|(name, _)| Pending::new(row, name, event.clone(), now)).collect()
}

fn post(address: &str, body: &str) -> Result<(), String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
    let sent = agent.post(address).header("content-type", "application/json").send(body);
    sent.map(drop).map_err(|error| format!("{address} did not take it: {error}"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the user's own setup asks for this program; its error names it"
)]
async fn run(words: &[String], folder: &std::path::Path, event: &str) -> Result<(), String> {
    let Some((program, args)) = words.split_first() else { return Err("there is no program".into()) };
    let mut command = tokio::process::Command::new(program);
    command.args(args).current_dir(folder).kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("{program} could not be started: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read it has its reasons.
        let _ = stdin.write_all(event.as_bytes()).await;
    }
    let ended = tokio::time::timeout(PATIENCE, child.wait_with_output()).await;
    let output = ended
        .map_err(|_| format!("{program} did not end within {} seconds", PATIENCE.as_secs()))?
        .map_err(|error| format!("{program}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
    Err(format!("{program} ended with {}: {said}", output.status))
}

/// Whether whoever listens is told of an event without having asked for it: how an execution ended, and
/// an approval that waits.
#[must_use]
pub fn is_told(event: &Value) -> bool {
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    match (text("/detail-type"), text("/detail/state")) {
        ("CodePipeline Pipeline Execution State Change", "FAILED" | "STOPPED" | "SUCCEEDED") => true,
        ("CodePipeline Action Execution State Change", "STARTED") => {
            text("/detail/type/category") == "Approval"
        }
        _ => false,
    }
}
