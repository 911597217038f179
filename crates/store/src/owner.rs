//! One owner of a data folder: whoever holds the lock on `owner.lock`.
//!
//! The lock is held for the life of [`Owner`] and falls when the process ends, however it ends, so a stale
//! `owner.json` is one whose lock is free. Other processes become clients of the owner they find here.
//! It never decides what an owner does.

use std::fs::{File, TryLockError};
use std::io::{self};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::files::{create_private_dir, write_private};
use crate::{Code, Error, Result};

const LOCK: &str = "owner.lock";
const INFO: &str = "owner.json";

/// What the owner tells other processes of the same user, in `owner.json` (0600).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerInfo {
    /// Process id of the owner.
    pub pid: u32,
    /// Where clients reach it: `host:port` of its own door.
    pub address: String,
    /// The secret a client shows to that door. Never printed by `Debug`.
    pub token: String,
    /// Version of the program that owns the folder.
    pub version: String,
    /// Address of the wire endpoint (`http://127.0.0.1:PORT`), when one is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// When it became the owner, milliseconds since 1970.
    #[serde(default)]
    pub since: i64,
}

impl std::fmt::Debug for OwnerInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OwnerInfo")
            .field("pid", &self.pid)
            .field("address", &self.address)
            .field("token", &"***")
            .field("version", &self.version)
            .field("endpoint", &self.endpoint)
            .field("since", &self.since)
            .finish()
    }
}

/// The right to write in a data folder. Clones share it; it ends with the last clone.
#[derive(Clone, Debug)]
pub struct Owner {
    held: Arc<Held>,
}

#[derive(Debug)]
struct Held {
    dir: PathBuf,
    version: String,
    // Dropped last: `owner.json` is removed while the lock is still held.
    _lock: File,
}

impl Held {
    fn withdraw(&self) {
        let _ = fs_err::remove_file(self.dir.join(INFO));
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.withdraw();
    }
}

impl Owner {
    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.held.dir
    }

    /// The version given to [`acquire`].
    pub fn version(&self) -> &str {
        &self.held.version
    }

    /// Writes `owner.json`: from now on [`find`] leads other processes here.
    pub fn publish(&self, info: &OwnerInfo) -> Result<()> {
        let json = serde_json::to_vec_pretty(info)
            .map_err(|e| Error::new(Code::Invalid, format!("the owner's details cannot be written: {e}")))?;
        write_private(&self.held.dir.join(INFO), &json)
    }

    /// Removes `owner.json`: from now on nobody is led here, though the folder stays owned until the last clone goes.
    pub fn withdraw(&self) {
        self.held.withdraw();
    }
}

/// Why [`acquire`] did not make this process the owner.
#[derive(Debug, thiserror::Error)]
pub enum NotOwner {
    /// Another process of the same version owns the folder. `None`: it is starting and has not published itself
    /// yet; ask [`find`] again soon.
    #[error("another process owns the data folder")]
    Held(Option<OwnerInfo>),
    /// The owner runs another version, with which this one must not speak.
    #[error("the data folder is owned by version {} (process {}), this is version {ours}", .info.version, .info.pid)]
    VersionMismatch {
        /// The owner.
        info: OwnerInfo,
        /// The version given to [`acquire`].
        ours: String,
    },
    /// The folder or the lock file could not be used at all.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// Makes this process the owner of `dir` (created if it is missing), or says who is.
///
/// `version` is this program's version; an owner of another version is a typed refusal.
pub fn acquire(dir: &Path, version: &str) -> Result<Owner, NotOwner> {
    create_private_dir(dir)?;
    let dir = fs_err::canonicalize(dir)
        .map_err(|e| Error::io(format_args!("The data folder {} cannot be used", dir.display()), &e))?;
    let lock = open_lock(&dir, true)
        .map_err(|e| Error::io(format_args!("The data folder {} cannot be written", dir.display()), &e))?;
    // A process that only looks (`find`) holds a shared lock for some microseconds: try more than once.
    for _ in 0..10 {
        match lock.try_lock() {
            Ok(()) => {
                match fs_err::remove_file(dir.join(INFO)) {
                    Err(e) if e.kind() != io::ErrorKind::NotFound => {
                        return Err(Error::io("The data folder cannot be written", &e).into());
                    }
                    _ => {}
                }
                let held = Held { dir, version: version.to_owned(), _lock: lock };
                return Ok(Owner { held: Arc::new(held) });
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
            Err(TryLockError::Error(e)) => {
                return Err(
                    Error::io(format_args!("{} cannot be locked", dir.join(LOCK).display()), &e).into()
                );
            }
        }
    }
    match read_info(&dir) {
        Some(info) if info.version != version => {
            Err(NotOwner::VersionMismatch { info, ours: version.to_owned() })
        }
        info => Err(NotOwner::Held(info)),
    }
}

/// What [`find`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Nobody owns the folder (a left-over `owner.json` does not count).
    Nobody,
    /// Somebody holds the lock and has not published itself yet.
    Starting,
    /// The owner. Its version may be another than the caller's: compare before speaking to it.
    Owner(OwnerInfo),
}

/// Looks for the owner of `dir` without disturbing it.
pub fn find(dir: &Path) -> Result<Found> {
    let lock = match open_lock(dir, false) {
        Ok(lock) => lock,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Found::Nobody),
        Err(e) => {
            return Err(Error::io(format_args!("The data folder {} cannot be read", dir.display()), &e));
        }
    };
    match lock.try_lock_shared() {
        Ok(()) => Ok(Found::Nobody),
        Err(TryLockError::WouldBlock) => Ok(read_info(dir).map_or(Found::Starting, Found::Owner)),
        Err(TryLockError::Error(e)) => {
            Err(Error::io(format_args!("{} cannot be locked", dir.join(LOCK).display()), &e))
        }
    }
}

/// A fresh random token for [`OwnerInfo::token`]: 244 random bits as 64 hexadecimal digits.
pub fn random_token() -> String {
    format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple())
}

fn open_lock(dir: &Path, create: bool) -> io::Result<File> {
    let mut options = fs_err::OpenOptions::new();
    options.read(true).write(true).create(create).truncate(false);
    #[cfg(unix)]
    fs_err::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(dir.join(LOCK))?.into_parts().0)
}

fn read_info(dir: &Path) -> Option<OwnerInfo> {
    serde_json::from_slice(&fs_err::read(dir.join(INFO)).ok()?).ok()
}
