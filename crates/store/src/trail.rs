//! The audit trail: who did what, as CloudTrail-form records.
//!
//! The truth is `trail/YYYY/MM/DD.jsonl`, one record a line, appended and synced; the database holds an index of it
//! (and the records that wait to be filed), and is rebuilt from the files when it is new. A changing call's record
//! travels in its [`crate::Batch`]; read-only and refused calls are written within a second by [`Store::record`].
//! It never writes a record of its own.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;
use tokio::sync::oneshot;

use crate::database::{Database, Failure, closed};
use crate::files::{create_private_dir, sync_dir};
use crate::mask::Mask;
use crate::rows::{List, Place};
use crate::{Code, Error, Page, Result, Store};

/// Whose events are data events.
pub const OBJECTS: &str = "s3.amazonaws.com";
/// How long records wait for company before they are filed together.
const GATHER: Duration = Duration::from_millis(250);
/// So many records are filed at once at most; also how many may wait in memory when the disk refuses them.
const MANY: usize = 10_000;

/// A record in CloudTrail's form, with what the index needs taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    event_id: String,
    at: i64,
    name: String,
    source: String,
    read_only: bool,
    username: String,
    access_key: String,
    error: String,
    resources: Vec<Resource>,
    json: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Resource {
    kind: String,
    name: String,
    /// Only found by, not shown: the ARN of a resource that is shown by its name.
    hidden: bool,
}

impl AuditRecord {
    /// Takes a record; it must have `eventID`, `eventTime` (RFC 3339) and `eventName` ([`Code::Invalid`]).
    pub fn new(record: &Value) -> Result<Self> {
        let text =
            |pointer: &str| record.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let missing =
            |what: &str| Error::new(Code::Invalid, format!("An audit record has no usable {what}."));
        let event_id = text("/eventID");
        let name = text("/eventName");
        if event_id.is_empty() {
            return Err(missing("eventID"));
        }
        if name.is_empty() {
            return Err(missing("eventName"));
        }
        let at: jiff::Timestamp = text("/eventTime").parse().map_err(|_| missing("eventTime"))?;
        Ok(AuditRecord {
            event_id,
            at: at.as_millisecond(),
            source: text("/eventSource"),
            read_only: record.get("readOnly").and_then(Value::as_bool).unwrap_or(false),
            username: username(record),
            access_key: text("/userIdentity/accessKeyId"),
            error: text("/errorCode"),
            resources: resources(record, &name),
            name,
            json: record.to_string(),
        })
    }

    /// The record's `eventID`.
    pub fn event_id(&self) -> &str {
        &self.event_id
    }

    pub(crate) fn masked(mut self, mask: &Mask) -> Self {
        mask.mask_document_in_place(&mut self.json);
        self
    }

    /// Puts the record into the index; one that is there already is only marked as filed.
    pub(crate) fn insert(&self, connection: &Connection, filed: bool) -> Result<(), Failure> {
        let n = connection
            .prepare_cached(
                "INSERT INTO trail
                   (event_id, at, name, source, read_only, username, access_key, error, record, filed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (event_id) DO NOTHING RETURNING n",
            )?
            .query_row(
                params![
                    self.event_id,
                    self.at,
                    self.name,
                    self.source,
                    self.read_only,
                    self.username,
                    self.access_key,
                    self.error,
                    self.json,
                    filed
                ],
                |r| r.get::<_, i64>(0),
            )
            .optional()?;
        let Some(n) = n else {
            if filed {
                connection
                    .prepare_cached("UPDATE trail SET filed = 1 WHERE event_id = ?1")?
                    .execute([&self.event_id])?;
            }
            return Ok(());
        };
        for resource in &self.resources {
            connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO trail_resources (name, n, type, shown) VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute(params![resource.name, n, resource.kind, !resource.hidden])?;
        }
        Ok(())
    }
}

/// The name CloudTrail finds a record by: the user's, else the session's, else who invoked it.
fn username(record: &Value) -> String {
    let text = |pointer: &str| record.pointer(pointer).and_then(Value::as_str);
    if let Some(name) = text("/userIdentity/userName") {
        return name.to_owned();
    }
    if let Some((_, session)) = text("/userIdentity/principalId").and_then(|id| id.split_once(':')) {
        return session.to_owned();
    }
    match text("/userIdentity/type") {
        Some("Root") => "root".to_owned(),
        _ => text("/userIdentity/invokedBy").unwrap_or_default().to_owned(),
    }
}

/// The resources a record is found by: those it names, and the pipeline of its request (CloudTrail's index fills
/// them even for reads, whose records name none; which member it takes is not published).
fn resources(record: &Value, event: &str) -> Vec<Resource> {
    const PIPELINE: &str = "AWS::CodePipeline::Pipeline";
    let mut found = Vec::new();
    for resource in record.get("resources").and_then(Value::as_array).into_iter().flatten() {
        let kind = resource.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        if let Some(arn) = resource.get("ARN").and_then(Value::as_str) {
            let name = arn.rsplit(':').next().unwrap_or(arn).to_owned();
            found.push(Resource { kind: kind.clone(), name: arn.to_owned(), hidden: true });
            found.push(Resource { kind, name, hidden: false });
        }
    }
    let request = record.get("requestParameters");
    let member = |pointer: &str| request.and_then(|r| r.pointer(pointer)).and_then(Value::as_str);
    let pipeline = member("/pipelineName")
        .or_else(|| member("/pipeline/name"))
        .or_else(|| event.contains("Pipeline").then(|| member("/name")).flatten());
    if let Some(name) = pipeline
        && !found.iter().any(|r| r.name == name)
    {
        found.push(Resource { kind: PIPELINE.to_owned(), name: name.to_owned(), hidden: false });
    }
    found
}

/// What a record can be found by; the names are those of CloudTrail's lookup attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the CloudTrail lookup attribute of the same name")]
pub enum TrailAttribute {
    EventId,
    EventName,
    /// `true` or `false`.
    ReadOnly,
    Username,
    ResourceType,
    /// A resource's name or its ARN.
    ResourceName,
    EventSource,
    AccessKeyId,
    /// Ours: the `errorCode` of a refused call.
    ErrorCode,
}

/// Which records to find; all conditions must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrailQuery {
    /// Attributes with exactly these values.
    pub attributes: Vec<(TrailAttribute, String)>,
    /// Words that must all occur somewhere in the record, in any case of ASCII letters.
    pub text: String,
    /// Only refused (`true`) or only accepted calls (`false`).
    pub failed: Option<bool>,
    /// Without the data events, which are those of objects: `LookupEvents` tells of management events only (CloudTrail
    /// API reference).
    pub management_only: bool,
    /// Not before this time, milliseconds since 1970, inclusive.
    pub start: Option<i64>,
    /// Not after this time, milliseconds since 1970, inclusive.
    pub end: Option<i64>,
    /// At most so many; 0 means 100.
    pub max: usize,
    /// The previous page's `next`.
    pub token: Option<String>,
}

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrailEntry {
    /// `eventID`.
    pub event_id: String,
    /// `eventTime`, milliseconds since 1970.
    pub at: i64,
    /// `eventName`.
    pub name: String,
    /// `eventSource`.
    pub source: String,
    /// `readOnly`.
    pub read_only: bool,
    /// The name the record is found by; empty when it has none.
    pub username: String,
    /// `userIdentity.accessKeyId`; empty when it has none.
    pub access_key: String,
    /// `errorCode`; empty for an accepted call.
    pub error: String,
    /// Types and names of the resources.
    pub resources: Vec<(String, String)>,
    /// The record as JSON.
    pub record: String,
}

impl Store {
    /// Takes the record of a call that changed nothing (read-only or refused); it is in its file and in the index
    /// within a second, together with others.
    pub fn record(&self, record: AuditRecord) {
        self.inner.trail.send(Message::Record(Box::new(record.masked(self.mask()))));
    }

    /// Waits until every record given so far is in its file; the error says why one is not (it is kept and tried
    /// again).
    pub async fn flush_trail(&self) -> Result<()> {
        let (done, wait) = oneshot::channel();
        self.inner.trail.send(Message::Flush(done));
        wait.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Finds records, newest first.
    pub fn lookup(&self, query: &TrailQuery) -> Result<Page<TrailEntry>> {
        let mut list = List::new("trail", "trail AS e").by("at");
        for (attribute, value) in &query.attributes {
            let condition = match attribute {
                TrailAttribute::EventId => "e.event_id = ?",
                TrailAttribute::EventName => "e.name = ?",
                TrailAttribute::Username => "e.username = ?",
                TrailAttribute::EventSource => "e.source = ?",
                TrailAttribute::AccessKeyId => "e.access_key = ?",
                TrailAttribute::ErrorCode => "e.error = ?",
                TrailAttribute::ReadOnly => "e.read_only = ?",
                TrailAttribute::ResourceType => "e.n IN (SELECT n FROM trail_resources WHERE type = ?)",
                TrailAttribute::ResourceName => "e.n IN (SELECT n FROM trail_resources WHERE name = ?)",
            };
            let value = match attribute {
                // Anything but the two words finds nothing.
                TrailAttribute::ReadOnly => match value.as_str() {
                    "true" => Sql::from(1),
                    "false" => Sql::from(0),
                    _ => Sql::from(-1),
                },
                _ => Sql::from(value.clone()),
            };
            list.only(condition, value);
        }
        for word in query.text.split_whitespace() {
            let pattern = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            list.only("e.record LIKE ? ESCAPE '\\'", format!("%{pattern}%"));
        }
        match query.failed {
            Some(true) => list.only_many("e.error <> ''", &[]),
            Some(false) => list.only_many("e.error = ''", &[]),
            None => {}
        }
        if query.management_only {
            list.only("e.source <> ?", OBJECTS.to_owned());
        }
        if let Some(start) = query.start {
            list.only("e.at >= ?", start);
        }
        if let Some(end) = query.end {
            list.only("e.at <= ?", end);
        }
        let page = list.page(self, ENTRY, query.max, query.token.as_deref(), entry)?;
        let items = self.inner.database.readers.read(|connection| {
            let mut resources = connection.prepare_cached(
                "SELECT type, name FROM trail_resources WHERE n = ?1 AND shown = 1 ORDER BY type, name",
            )?;
            page.items
                .into_iter()
                .map(|(n, mut entry)| {
                    entry.resources = resources
                        .query_map([n], |r| Ok((r.get(0)?, r.get(1)?)))?
                        .collect::<rusqlite::Result<_>>()?;
                    Ok(entry)
                })
                .collect::<rusqlite::Result<_>>()
        })?;
        Ok(Page { items, next: page.next })
    }

    pub(crate) fn trail_waker(&self) -> Box<dyn FnOnce() + Send> {
        let sender = self.inner.trail.sender();
        Box::new(move || {
            if let Some(sender) = sender {
                let _ = sender.send(Message::Wake);
            }
        })
    }
}

const ENTRY: &str = "at, n, event_id, name, source, read_only, username, access_key, error, record";

fn entry(r: &Row<'_>) -> rusqlite::Result<(Place, (i64, TrailEntry))> {
    let place = Place { at: r.get(0)?, n: r.get(1)? };
    let entry = TrailEntry {
        event_id: r.get(2)?,
        at: place.at,
        name: r.get(3)?,
        source: r.get(4)?,
        read_only: r.get(5)?,
        username: r.get(6)?,
        access_key: r.get(7)?,
        error: r.get(8)?,
        resources: Vec::new(),
        record: r.get(9)?,
    };
    Ok((place, (place.n, entry)))
}

enum Message {
    Record(Box<AuditRecord>),
    /// Records were committed and wait in the database.
    Wake,
    Flush(oneshot::Sender<Result<()>>),
}

/// The thread that files records.
pub(crate) struct Trail {
    sender: Mutex<Option<mpsc::Sender<Message>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Trail {
    pub fn start(dir: &Path, database: Database) -> Result<Self> {
        let (sender, queue) = mpsc::channel();
        let mut filing = Filing { dir: dir.join("trail"), database, kept: Vec::new() };
        // What an earlier run committed and did not file.
        let _ = sender.send(Message::Wake);
        let thread = std::thread::Builder::new()
            .name("store-trail".into())
            .spawn(move || filing.run(&queue))
            .map_err(|e| Error::io("The trail's thread cannot be started", &e))?;
        Ok(Trail { sender: Mutex::new(Some(sender)), thread: Mutex::new(Some(thread)) })
    }

    fn sender(&self) -> Option<mpsc::Sender<Message>> {
        self.sender.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn send(&self, message: Message) {
        if let Some(sender) = self.sender() {
            let _ = sender.send(message);
        }
    }

    /// Files what is waiting and ends the thread; the writer must still run.
    pub fn close(&self) {
        self.sender.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

struct Filing {
    dir: PathBuf,
    database: Database,
    /// Records that are in no file yet: only given, or refused by the disk.
    kept: Vec<Arc<AuditRecord>>,
}

impl Filing {
    fn run(&mut self, queue: &mpsc::Receiver<Message>) {
        let mut open = true;
        while open {
            let mut flushed = Vec::new();
            let Ok(first) = queue.recv() else { break };
            let deadline = Instant::now() + GATHER;
            let mut next = Some(first);
            while let Some(message) = next {
                match message {
                    Message::Record(record) => self.kept.push(Arc::from(record)),
                    Message::Wake => {}
                    Message::Flush(done) => {
                        flushed.push(done);
                        break;
                    }
                }
                if self.kept.len() >= MANY {
                    break;
                }
                next = match queue.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                    Ok(message) => Some(message),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => {
                        open = false;
                        None
                    }
                };
            }
            let result = self.file();
            for done in flushed {
                let _ = done.send(result.clone());
            }
        }
        let _ = self.file();
    }

    fn file(&mut self) -> Result<()> {
        let pending: Vec<(i64, i64, String)> = self.database.readers.read(|connection| {
            connection
                .prepare_cached("SELECT n, at, record FROM trail WHERE filed = 0 ORDER BY n")?
                .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
                .collect()
        })?;
        if pending.is_empty() && self.kept.is_empty() {
            return Ok(());
        }
        let mut days: BTreeMap<String, Day> = BTreeMap::new();
        for (n, at, record) in pending {
            let day = days.entry(day_file(at)).or_default();
            day.lines.extend_from_slice(record.as_bytes());
            day.lines.push(b'\n');
            day.committed.push(n);
        }
        for record in &self.kept {
            let day = days.entry(day_file(record.at)).or_default();
            day.lines.extend_from_slice(record.json.as_bytes());
            day.lines.push(b'\n');
            day.given.push(record.clone());
        }
        let mut result = Ok(());
        self.kept.clear();
        for (path, day) in days {
            match append(&self.dir.join(&path), &day.lines) {
                Ok(bytes) => {
                    let outcome = self.database.writer.write(move |connection| {
                        for n in &day.committed {
                            connection
                                .prepare_cached("UPDATE trail SET filed = 1 WHERE n = ?1")?
                                .execute([n])?;
                        }
                        for record in &day.given {
                            record.insert(connection, true)?;
                        }
                        set_indexed(connection, &path, bytes)?;
                        Ok(())
                    });
                    result = result.and(outcome);
                }
                Err(error) => {
                    self.kept.extend(day.given);
                    self.kept.truncate(MANY);
                    result = result.and(Err(error));
                }
            }
        }
        result
    }
}

#[derive(Default)]
struct Day {
    lines: Vec<u8>,
    /// Numbers of the records that wait in the database.
    committed: Vec<i64>,
    /// Records that are not in the database yet.
    given: Vec<Arc<AuditRecord>>,
}

/// `YYYY/MM/DD.jsonl` of a time, in UTC.
fn day_file(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).unwrap_or_default().strftime("%Y/%m/%d.jsonl").to_string()
}

/// Appends whole lines and syncs; on failure the file is as it was. Returns its new length.
fn append(path: &Path, lines: &[u8]) -> Result<u64> {
    let failed =
        |e: &std::io::Error| Error::io(format_args!("The trail {} cannot be written", path.display()), e);
    let parent = path.parent().unwrap_or_else(|| Path::new("."));
    create_private_dir(parent)?;
    let fresh = !path.exists();
    let mut options = fs_err::OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    fs_err::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|e| failed(&e))?;
    let before = file.seek(SeekFrom::End(0)).map_err(|e| failed(&e))?;
    let mut bytes = Vec::with_capacity(lines.len() + 1);
    if before > 0 {
        // A torn last line (a power cut in the middle of a write) must not swallow the next record.
        let mut last = [0];
        file.seek(SeekFrom::Start(before - 1)).map_err(|e| failed(&e))?;
        file.read_exact(&mut last).map_err(|e| failed(&e))?;
        if last != *b"\n" {
            bytes.push(b'\n');
        }
    }
    bytes.extend_from_slice(lines);
    let written = file.write_all(&bytes).and_then(|()| file.file().sync_all());
    if let Err(e) = written {
        let _ = file.set_len(before);
        return Err(failed(&e));
    }
    if fresh {
        sync_dir(parent).map_err(|e| failed(&e))?;
    }
    Ok(before + bytes.len() as u64)
}

fn set_indexed(connection: &Connection, path: &str, bytes: u64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO trail_files (path, bytes) VALUES (?1, ?2)")?
        .execute(params![path, bytes as i64])?;
    Ok(())
}

/// Brings the index up to the files: what is in a file and not in the index is put there. All of it, when the
/// database is new; what the last run filed just before it ended, otherwise.
pub(crate) fn reconcile(dir: &Path, connection: &mut Connection, database: &Path) -> Result<()> {
    let root = dir.join("trail");
    let failed = |e: &rusqlite::Error| Error::sqlite(database, e);
    for path in day_files(&root)? {
        let file = root.join(&path);
        let unreadable =
            |e: &std::io::Error| Error::io(format_args!("The trail {} cannot be read", file.display()), e);
        let size = fs_err::metadata(&file).map_err(|e| unreadable(&e))?.len();
        let indexed: Option<i64> = connection
            .query_row("SELECT bytes FROM trail_files WHERE path = ?1", [&path], |r| r.get(0))
            .optional()
            .map_err(|e| failed(&e))?;
        let indexed = indexed.unwrap_or(0) as u64;
        if size == indexed {
            continue;
        }
        let transaction = connection.transaction().map_err(|e| failed(&e))?;
        if size > indexed {
            let mut reader = fs_err::File::open(&file).map_err(|e| unreadable(&e))?;
            reader.seek(SeekFrom::Start(indexed)).map_err(|e| unreadable(&e))?;
            let mut reader = BufReader::with_capacity(1 << 20, reader);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).map_err(|e| unreadable(&e))? > 0 {
                // A line that is no record (torn by a power cut, or written by a hand) is passed over.
                if let Ok(value) = serde_json::from_slice::<Value>(&line)
                    && let Ok(record) = AuditRecord::new(&value)
                {
                    match record.insert(&transaction, true) {
                        Err(Failure::Database(e)) => return Err(failed(&e)),
                        Err(Failure::Refused(e)) => return Err(e),
                        Ok(()) => {}
                    }
                }
                line.clear();
            }
        }
        set_indexed(&transaction, &path, size).map_err(|e| failed(&e))?;
        transaction.commit().map_err(|e| failed(&e))?;
    }
    Ok(())
}

/// `YYYY/MM/DD.jsonl` for every file of the trail, oldest first.
fn day_files(root: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let names = |dir: &Path| -> Result<Vec<String>> {
        let failed = |e: &std::io::Error| Error::io("The trail cannot be listed", e);
        let entries = match fs_err::read_dir(dir) {
            Ok(entries) => entries,
            Err(e)
                if e.kind() == std::io::ErrorKind::NotFound
                    || e.kind() == std::io::ErrorKind::NotADirectory =>
            {
                return Ok(Vec::new());
            }
            Err(e) => return Err(failed(&e)),
        };
        let mut names = Vec::new();
        for entry in entries {
            names.extend(entry.map_err(|e| failed(&e))?.file_name().into_string());
        }
        names.sort();
        Ok(names)
    };
    for year in names(root)? {
        for month in names(&root.join(&year))? {
            for day in names(&root.join(&year).join(&month))? {
                if day.ends_with(".jsonl") {
                    found.push(format!("{year}/{month}/{day}"));
                }
            }
        }
    }
    Ok(found)
}
