//! What survives: the event log, rows, artifacts, logs, the trail, secrets, and the sink that masks them.
//!
//! One folder holds everything, and one process owns it ([`owner`]). The store keeps what it is given and finds it
//! again; events are opaque JSON to it. It never decides, and it asks no clock what time an event happened at.

pub mod archive;
pub mod files;
pub mod owner;
pub mod secrets;

mod buckets;
mod database;
mod error;
mod events;
mod logs;
mod mask;
mod rows;
mod trail;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use buckets::Keep;
pub use error::{Code, Error, Result};
pub use events::{Batch, Loaded, NewEvent, Snapshot, StoredEvent, StreamChange, StreamInfo};
pub use logs::{LogAt, LogLine, LogPage, LogWriter};
pub use mask::{MIN_DOCUMENT_LENGTH, MIN_LENGTH, Mask, MaskStream, MaskWriter, REPLACEMENT};
pub use owner::Owner;
pub use rows::{
    ActionExecutionQuery, ActionExecutionRow, ActionKind, ExecutionQuery, ExecutionRow, PUBLISHED, Page,
    PipelineRow, PipelineVersionRow, PublishedRow, RowChange,
};
pub use trail::{AuditRecord, OBJECTS, TrailAttribute, TrailEntry, TrailQuery};

/// An open data folder. Clones share it; when the last one goes, what is queued is committed, and then the owner's
/// lock falls (unless a clone of [`Owner`] lives on).
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) dir: PathBuf,
    pub(crate) database: database::Database,
    pub(crate) mask: Mask,
    pub(crate) trail: trail::Trail,
    epoch: i64,
    // Last: the lock falls after everything is written.
    _owner: Owner,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.trail.close();
        self.database.writer.close();
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("dir", &self.inner.dir).finish_non_exhaustive()
    }
}

/// What [`Store::open`] gives.
#[derive(Debug)]
pub struct Opened {
    /// The store.
    pub store: Store,
    /// Where a damaged database was put; a new, empty one is in use. Tell the user.
    pub set_aside: Option<PathBuf>,
}

impl Store {
    /// Opens the data folder that this process owns: creates what is missing (folders 0700), sets a damaged database
    /// aside under `damaged/`, migrates an older one, and raises the epoch.
    ///
    /// Errors: [`Code::Unwritable`], [`Code::DiskFull`], [`Code::TooNew`]; each names the path. Reads and writes
    /// files: on a runtime, call it where blocking is allowed.
    pub fn open(owner: &Owner) -> Result<Opened> {
        let dir = owner.dir().to_owned();
        for name in ["buckets", "bucket-meta", "logs", "trail"] {
            files::create_private_dir(&dir.join(name))?;
        }
        buckets::clear_incoming(&dir)?;
        let database::Opened { mut connection, path, epoch, set_aside } = database::open(&dir)?;
        trail::reconcile(&dir, &mut connection, &path)?;
        let database = database::Database {
            readers: Arc::new(database::Readers::new(path.clone())),
            writer: Arc::new(database::Writer::start(connection, path, epoch)?),
        };
        let trail = trail::Trail::start(&dir, database.clone())?;
        let inner = Inner { dir, database, mask: Mask::default(), trail, epoch, _owner: owner.clone() };
        Ok(Opened { store: Store { inner: Arc::new(inner) }, set_aside })
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// The number of this ownership; every later one has a higher number.
    pub fn epoch(&self) -> i64 {
        self.inner.epoch
    }

    /// The values to hide; everything this store writes goes through it.
    pub fn mask(&self) -> &Mask {
        &self.inner.mask
    }
}
