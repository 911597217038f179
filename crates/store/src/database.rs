//! The database file: opened, checked, migrated; readers; and the one writer with its group commit.
//!
//! It knows connections and transactions, and nothing of what is in the tables.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use tokio::sync::oneshot;

use crate::files::create_private_dir;
use crate::{Code, Error, Result};

const FILE: &str = "pipesmith.db";
/// Left beside the database when damage was met while running, so that the next start looks closely.
const SUSPECT: &str = "damaged/suspect";
/// A database up to this size is checked at every start; a larger one only after an unclean end or a suspicion.
const ALWAYS_CHECKED: u64 = 32 << 20;

/// Schema changes in order; `user_version` counts those that were made.
const MIGRATIONS: &[&str] = &[include_str!("schema.sql"), include_str!("schema-2.sql")];

/// An opened database.
pub(crate) struct Opened {
    pub connection: Connection,
    pub path: PathBuf,
    /// Raised by this opening: whoever still writes under an older one is fenced off.
    pub epoch: i64,
    /// Where a damaged database went.
    pub set_aside: Option<PathBuf>,
}

/// Opens the database of `dir`, sets a damaged one aside, migrates, raises the epoch.
pub(crate) fn open(dir: &Path) -> Result<Opened> {
    let path = dir.join(FILE);
    let mut set_aside = None;
    let mut connection = match open_checked(dir, &path) {
        Ok(connection) => connection,
        Err(e) if e.code() == Code::Damaged => {
            set_aside = Some(put_aside(dir)?);
            open_checked(dir, &path)?
        }
        Err(e) => return Err(e),
    };
    let failed = |e: &rusqlite::Error| Error::sqlite(&path, e);
    migrate(&mut connection, &path)?;
    let epoch = raise_epoch(&mut connection).map_err(|e| failed(&e))?;
    Ok(Opened { connection, path, epoch, set_aside })
}

/// In a transaction of its own: what one statement changes and tells is committed when it is done with, and of a failure
/// then nobody would hear.
fn raise_epoch(connection: &mut Connection) -> rusqlite::Result<i64> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute("UPDATE meta SET value = value + 1 WHERE key = 'epoch'", [])?;
    let epoch = transaction.query_row("SELECT value FROM meta WHERE key = 'epoch'", [], |r| r.get(0))?;
    transaction.commit()?;
    Ok(epoch)
}

fn open_checked(dir: &Path, path: &Path) -> Result<Connection> {
    let failed = |e: &rusqlite::Error| Error::sqlite(path, e);
    let unclean = size(&path.with_extension("db-wal")) > 0;
    let suspect = dir.join(SUSPECT);
    #[cfg(unix)]
    {
        let mut options = fs_err::OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        fs_err::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(path)
            .map_err(|e| Error::io(format_args!("The database {} cannot be opened", path.display()), &e))?;
    }
    let connection = Connection::open(path).map_err(|e| failed(&e))?;
    connection.busy_timeout(Duration::from_secs(5)).map_err(|e| failed(&e))?;
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF;
             PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;",
        )
        .map_err(|e| failed(&e))?;
    if unclean || suspect.exists() || size(path) < ALWAYS_CHECKED {
        let verdict: String =
            connection.query_row("PRAGMA quick_check(1)", [], |r| r.get(0)).map_err(|e| failed(&e))?;
        if verdict != "ok" {
            return Err(Error::new(
                Code::Damaged,
                format!("The database {} is damaged: {verdict}.", path.display()),
            ));
        }
        let _ = fs_err::remove_file(&suspect);
    }
    // A file that is a database, but of another program or without the table every version has.
    let version: i64 =
        connection.query_row("PRAGMA user_version", [], |r| r.get(0)).map_err(|e| failed(&e))?;
    if version > 0
        && connection.query_row("SELECT value FROM meta WHERE key = 'epoch'", [], |_| Ok(())).is_err()
    {
        return Err(Error::new(
            Code::Damaged,
            format!("The database {} is damaged: it lacks its own tables.", path.display()),
        ));
    }
    Ok(connection)
}

fn migrate(connection: &mut Connection, path: &Path) -> Result<()> {
    let failed = |e: &rusqlite::Error| Error::sqlite(path, e);
    let done: i64 = connection.query_row("PRAGMA user_version", [], |r| r.get(0)).map_err(|e| failed(&e))?;
    let done = usize::try_from(done).unwrap_or_default();
    if done > MIGRATIONS.len() {
        return Err(Error::new(
            Code::TooNew,
            format!(
                "The database {} was written by a newer version (schema {done}, this version knows {}).",
                path.display(),
                MIGRATIONS.len()
            ),
        ));
    }
    for (at, sql) in MIGRATIONS.iter().enumerate().skip(done) {
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| failed(&e))?;
        transaction.execute_batch(sql).map_err(|e| failed(&e))?;
        transaction.pragma_update(None, "user_version", at as i64 + 1).map_err(|e| failed(&e))?;
        transaction.commit().map_err(|e| failed(&e))?;
    }
    Ok(())
}

/// Moves the database and its journal under `damaged/`, into a folder named after the moment.
fn put_aside(dir: &Path) -> Result<PathBuf> {
    // The wall clock only names the folder; nothing is decided by it.
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let stamp = jiff::Timestamp::from_second(now.as_secs() as i64).unwrap_or_default();
    let stamp = stamp.strftime("%Y-%m-%dT%H-%M-%SZ").to_string();
    let damaged = dir.join("damaged");
    let mut target = damaged.join(&stamp);
    let mut copy = 1;
    while target.exists() {
        copy += 1;
        target = damaged.join(format!("{stamp}-{copy}"));
    }
    create_private_dir(&target)?;
    for name in [FILE.to_owned(), format!("{FILE}-wal"), format!("{FILE}-shm")] {
        match fs_err::rename(dir.join(&name), target.join(&name)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::io("The damaged database cannot be set aside", &e));
            }
            _ => {}
        }
    }
    let _ = fs_err::remove_file(dir.join(SUSPECT));
    Ok(target.join(FILE))
}

fn size(path: &Path) -> u64 {
    fs_err::metadata(path).map_or(0, |m| m.len())
}

/// Read-only connections beside the writer's.
#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub fn new(path: PathBuf) -> Self {
        Readers { path, idle: Mutex::default() }
    }

    /// Runs a query on an idle connection; one transaction, so several statements see one state.
    pub fn read<T>(&self, query: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.connect().map_err(|e| self.failed(&e))?,
        };
        let result = connection.transaction().and_then(|t| query(&t));
        if result.is_ok() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < 4 {
                idle.push(connection);
            }
        }
        result.map_err(|e| self.failed(&e))
    }

    fn connect(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.execute_batch("PRAGMA cache_size = -8000; PRAGMA mmap_size = 268435456;")?;
        Ok(connection)
    }

    fn failed(&self, error: &rusqlite::Error) -> Error {
        note_damage(&self.path, Error::sqlite(&self.path, error))
    }
}

/// Remembers that damage was met, so that the next start checks the whole file.
fn note_damage(path: &Path, error: Error) -> Error {
    if error.code() == Code::Damaged
        && let Some(dir) = path.parent()
    {
        let suspect = dir.join(SUSPECT);
        if let Some(parent) = suspect.parent()
            && create_private_dir(parent).is_ok()
        {
            let _ = fs_err::write(suspect, error.message());
        }
    }
    error
}

/// Why one job of a commit failed.
pub(crate) enum Failure {
    /// The job's own fault; the others of the commit stand.
    Refused(Error),
    /// The database's.
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Failure::Database(error)
    }
}

pub(crate) type Work = Box<dyn FnOnce(&Connection) -> Result<(), Failure> + Send>;
type Then = Box<dyn FnOnce() + Send>;

/// Something to write, all or nothing.
pub(crate) struct Job {
    work: Work,
    /// Runs on the writer's thread once the job is durable.
    then: Option<Then>,
    done: oneshot::Sender<Result<()>>,
}

/// The one writer: a thread that commits all that is waiting with one fsync.
pub(crate) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// At most so many jobs go into one commit, so that the first does not wait for ever.
const GROUP: usize = 1_000;

impl Writer {
    pub fn start(connection: Connection, path: PathBuf, epoch: i64) -> Result<Self> {
        let (jobs, queue) = mpsc::channel();
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || run(connection, &path, epoch, &queue))
            .map_err(|e| Error::io("The writer's thread cannot be started", &e))?;
        Ok(Writer { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })
    }

    /// Queues a job now (calls are committed in their order); the future resolves when it is durable.
    pub fn submit(&self, work: Work, then: Option<Then>) -> impl Future<Output = Result<()>> + Send + use<> {
        let wait = self.queue(work, then);
        async move { wait.await.unwrap_or_else(|_| Err(closed())) }
    }

    /// As [`Writer::submit`], for a thread that is not asynchronous; waits.
    pub fn write(
        &self,
        work: impl FnOnce(&Connection) -> Result<(), Failure> + Send + 'static,
    ) -> Result<()> {
        self.queue(Box::new(work), None).blocking_recv().unwrap_or_else(|_| Err(closed()))
    }

    fn queue(&self, work: Work, then: Option<Then>) -> oneshot::Receiver<Result<()>> {
        let (done, wait) = oneshot::channel();
        let job = Job { work, then, done };
        if let Some(jobs) = &*self.jobs.lock().unwrap_or_else(PoisonError::into_inner) {
            // A writer that has ended drops the job and with it `done`.
            let _ = jobs.send(job);
        }
        wait
    }

    /// Commits what is queued and ends the thread.
    pub fn close(&self) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }
}

pub(crate) fn closed() -> Error {
    Error::new(Code::Closed, "The data folder was closed.")
}

fn run(mut connection: Connection, path: &Path, epoch: i64, queue: &mpsc::Receiver<Job>) {
    connection.set_prepared_statement_cache_capacity(64);
    while let Ok(first) = queue.recv() {
        let group: Vec<Job> = std::iter::once(first).chain(queue.try_iter().take(GROUP - 1)).collect();
        commit(&mut connection, path, epoch, group);
    }
    let _ = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
}

fn commit(connection: &mut Connection, path: &Path, epoch: i64, group: Vec<Job>) {
    let mut committed = Vec::with_capacity(group.len());
    let mut refused = Vec::new();
    let mut waiting = group.into_iter();
    let outcome = (|| -> Result<()> {
        let failed = |e: &rusqlite::Error| note_damage(path, Error::sqlite(path, e));
        let mut transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| failed(&e))?;
        let now: i64 = transaction
            .prepare_cached("SELECT value FROM meta WHERE key = 'epoch'")
            .and_then(|mut s| s.query_row([], |r| r.get(0)))
            .map_err(|e| failed(&e))?;
        if now != epoch {
            return Err(Error::new(
                Code::Fenced,
                format!(
                    "Another process has taken over the data folder (epoch {now}, this one has {epoch})."
                ),
            ));
        }
        for Job { work, then, done } in waiting.by_ref() {
            let result = match transaction.savepoint() {
                Ok(savepoint) => work(&savepoint).and_then(|()| savepoint.commit().map_err(Failure::from)),
                Err(error) => Err(Failure::Database(error)),
            };
            match result {
                Ok(()) => committed.push((then, done)),
                Err(Failure::Refused(error)) => refused.push((done, error)),
                Err(Failure::Database(error)) => {
                    let error = failed(&error);
                    // A full disk or an I/O error may have undone the whole transaction.
                    let undone = transaction.is_autocommit();
                    refused.push((done, error.clone()));
                    if undone {
                        return Err(error);
                    }
                }
            }
        }
        transaction.commit().map_err(|e| failed(&e))
    })();
    for (done, error) in refused {
        let _ = done.send(Err(error));
    }
    for (then, done) in committed {
        if outcome.is_ok()
            && let Some(then) = then
        {
            then();
        }
        let _ = done.send(outcome.clone());
    }
    for Job { done, .. } in waiting {
        let _ = done.send(outcome.clone().and(Err(closed())));
    }
}

/// Shared by everything that reads or writes the database.
#[derive(Clone)]
pub(crate) struct Database {
    pub readers: Arc<Readers>,
    pub writer: Arc<Writer>,
}
