//! The event log: what happened, in streams, each event once and for ever in its place.
//!
//! Key (stream, seq). Payloads are opaque JSON; what they mean, and what a stream is, others know.

use rusqlite::{Connection, OptionalExtension, params};

use crate::database::Failure;
use crate::trail::AuditRecord;
use crate::{Code, Error, Result, RowChange, Store};

/// What is written in one go: all of it or nothing.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// Events and state of one stream; `None` when only rows or records change.
    pub stream: Option<StreamChange>,
    /// Changes of rows, in order.
    pub rows: Vec<RowChange>,
    /// Audit records of the change; they reach the trail files after the commit, and are never lost.
    pub audit: Vec<AuditRecord>,
}

/// What changes in one stream.
#[derive(Debug, Clone)]
pub struct StreamChange {
    /// The stream's name.
    pub name: String,
    /// The sequence number of the stream's last event, 0 for a new stream; another one is refused with
    /// [`Code::Conflict`] and the batch changes nothing.
    pub expected_seq: u64,
    /// New events; they get the numbers `expected_seq + 1`, `+ 2`, and so on.
    pub events: Vec<NewEvent>,
    /// Whether the stream has work left after this batch: start-up loads only active streams.
    pub active: bool,
    /// The state after this batch's last event, so that loading need not replay what came before.
    pub snapshot: Option<Snapshot>,
    /// Erases the stream's earlier events and snapshot before this batch's are written. Numbers go on: they are
    /// never given twice.
    pub erase: bool,
}

/// An event to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Version of the payload's form, for upcasting on read.
    pub version: u32,
    /// JSON.
    pub payload: String,
}

/// A state to start from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Version of the state's form; whoever does not know it ignores the snapshot and replays.
    pub version: u32,
    /// JSON.
    pub state: String,
}

/// An event as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its place in the stream, from 1.
    pub seq: u64,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Version of the payload's form.
    pub version: u32,
    /// JSON.
    pub payload: String,
}

/// What is needed to bring a stream back to life.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Sequence number of the last event, 0 for an unknown stream: the next `expected_seq`.
    pub seq: u64,
    /// The newest snapshot and the sequence number it stands at.
    pub snapshot: Option<(u64, Snapshot)>,
    /// The events after the snapshot (all of them, without one), in order.
    pub events: Vec<StoredEvent>,
}

/// One line of the list of streams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamInfo {
    /// The stream's name.
    pub name: String,
    /// Sequence number of its last event.
    pub seq: u64,
    /// Whether it had work left after its last batch.
    pub active: bool,
    /// Time of its last event, milliseconds since 1970.
    pub at: i64,
}

impl Store {
    /// Writes a batch. It is queued by the call itself (calls are committed in their order), and the future
    /// resolves when the batch is durable; all batches that wait share one commit and one fsync.
    ///
    /// Errors: [`Code::Conflict`] for a wrong `expected_seq`, [`Code::Fenced`] when another process took over,
    /// [`Code::DiskFull`], [`Code::Closed`]. A batch that fails changes nothing, and fails alone.
    pub fn append(&self, batch: Batch) -> impl Future<Output = Result<()>> + Send + use<> {
        let Batch { mut stream, mut rows, audit } = batch;
        let mask = self.mask();
        if let Some(stream) = &mut stream {
            for event in &mut stream.events {
                mask.mask_document_in_place(&mut event.payload);
            }
            if let Some(snapshot) = &mut stream.snapshot {
                mask.mask_document_in_place(&mut snapshot.state);
            }
        }
        for row in &mut rows {
            row.mask(mask);
        }
        let audit: Vec<AuditRecord> = audit.into_iter().map(|r| r.masked(mask)).collect();
        let then = (!audit.is_empty()).then(|| self.trail_waker());
        let work = move |connection: &Connection| {
            if let Some(stream) = &stream {
                write_stream(connection, stream)?;
            }
            for row in &rows {
                row.write(connection)?;
            }
            for record in &audit {
                record.insert(connection, false)?;
            }
            Ok(())
        };
        self.inner.database.writer.submit(Box::new(work), then)
    }

    /// Reads what is needed to bring a stream back; an unknown stream is empty.
    pub fn load(&self, stream: &str) -> Result<Loaded> {
        self.inner.database.readers.read(|connection| {
            let Some((n, seq)) = find(connection, stream)? else { return Ok(Loaded::default()) };
            let snapshot = connection
                .query_row("SELECT seq, version, state FROM snapshots WHERE stream = ?1", [n], |r| {
                    Ok((r.get::<_, i64>(0)? as u64, Snapshot { version: r.get(1)?, state: r.get(2)? }))
                })
                .optional()?;
            let after = snapshot.as_ref().map_or(0, |(seq, _)| *seq);
            let events = events_after(connection, n, after, usize::MAX)?;
            Ok(Loaded { seq: seq as u64, snapshot, events })
        })
    }

    /// Reads up to `max` events of a stream after the sequence number `after`, snapshots or not.
    pub fn read_events(&self, stream: &str, after: u64, max: usize) -> Result<Vec<StoredEvent>> {
        self.inner.database.readers.read(|connection| match find(connection, stream)? {
            Some((n, _)) => events_after(connection, n, after, max),
            None => Ok(Vec::new()),
        })
    }

    /// All streams by name.
    pub fn streams(&self) -> Result<Vec<StreamInfo>> {
        self.inner.database.readers.read(|connection| {
            let mut query =
                connection.prepare_cached("SELECT name, seq, active, at FROM streams ORDER BY name")?;
            query
                .query_map([], |r| {
                    Ok(StreamInfo {
                        name: r.get(0)?,
                        seq: r.get::<_, i64>(1)? as u64,
                        active: r.get(2)?,
                        at: r.get(3)?,
                    })
                })?
                .collect()
        })
    }
}

fn find(connection: &Connection, stream: &str) -> rusqlite::Result<Option<(i64, i64)>> {
    connection
        .prepare_cached("SELECT n, seq FROM streams WHERE name = ?1")?
        .query_row([stream], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()
}

fn events_after(
    connection: &Connection,
    n: i64,
    after: u64,
    max: usize,
) -> rusqlite::Result<Vec<StoredEvent>> {
    let mut query = connection.prepare_cached(
        "SELECT seq, at, version, payload FROM events WHERE stream = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3",
    )?;
    let limit = i64::try_from(max).unwrap_or(i64::MAX);
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    query
        .query_map(params![n, after, limit], |r| {
            Ok(StoredEvent {
                seq: r.get::<_, i64>(0)? as u64,
                at: r.get(1)?,
                version: r.get(2)?,
                payload: r.get(3)?,
            })
        })?
        .collect()
}

fn write_stream(connection: &Connection, change: &StreamChange) -> Result<(), Failure> {
    let (n, seq) = match find(connection, &change.name)? {
        Some((n, seq)) => (Some(n), seq as u64),
        None => (None, 0),
    };
    if seq != change.expected_seq {
        return Err(Failure::Refused(Error::new(
            Code::Conflict,
            format!("The stream {} is at {seq}, not at {}.", change.name, change.expected_seq),
        )));
    }
    let n = match n {
        Some(n) => n,
        None => {
            connection
                .prepare_cached("INSERT INTO streams (name, seq, active, at) VALUES (?1, 0, 0, 0)")?
                .execute([&change.name])?;
            connection.last_insert_rowid()
        }
    };
    if change.erase {
        connection.prepare_cached("DELETE FROM events WHERE stream = ?1")?.execute([n])?;
        connection.prepare_cached("DELETE FROM snapshots WHERE stream = ?1")?.execute([n])?;
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO events (stream, seq, at, version, payload) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut last = seq;
    for event in &change.events {
        last += 1;
        insert.execute(params![n, last as i64, event.at, event.version, event.payload])?;
    }
    if let Some(snapshot) = &change.snapshot {
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO snapshots (stream, seq, version, state) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![n, last as i64, snapshot.version, snapshot.state])?;
    }
    connection
        .prepare_cached("UPDATE streams SET seq = ?2, active = ?3, at = coalesce(?4, at) WHERE n = ?1")?
        .execute(params![n, last as i64, change.active, change.events.last().map(|e| e.at)])?;
    Ok(())
}
