//! What can go wrong when something is kept or found again.
//!
//! One type with a code that a door can map; the message is one sentence for a person and names the path.
//! It never carries a secret: callers mask what they put in.

use std::io;
use std::path::Path;

/// The kind of an [`Error`], for code; the message is for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The data folder (or a file in it) cannot be created, read or written: permissions, a read-only disk.
    Unwritable,
    /// The disk is full, or a file or quota limit was reached.
    DiskFull,
    /// The database or a file is damaged and what was asked for cannot be read.
    Damaged,
    /// The data folder was written by a newer version of this program.
    TooNew,
    /// Another process owns the data folder.
    Owned,
    /// The owner of the data folder runs another version of this program.
    VersionMismatch,
    /// This process is no longer the owner: somebody raised the epoch.
    Fenced,
    /// The stream has moved on: `expected_seq` is not its last sequence number.
    Conflict,
    /// What was asked for does not exist.
    NotFound,
    /// A name, a key or an argument is not one that can be stored.
    Invalid,
    /// A page token was not made by this query.
    InvalidToken,
    /// An archive tries to write outside its folder, or is built to exhaust the machine.
    Hostile,
    /// An archive cannot be read: cut off, checksum wrong, method not supported.
    BadArchive,
    /// A limit on size or count was exceeded.
    TooLarge,
    /// The OS keyring refused or is not there.
    Keyring,
    /// The store was closed, or its writer has ended.
    Closed,
    /// Any other failure of the file system or the database.
    Io,
}

/// A failure of the store: a [`Code`] and one sentence.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    code: Code,
    message: String,
}

impl Error {
    /// Makes an error from its code and one sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Error { code, message: message.into() }
    }

    /// The kind of failure.
    pub fn code(&self) -> Code {
        self.code
    }

    /// The sentence for a person.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Wraps a file system error; `what` says what was being done and names the path.
    pub fn io(what: impl std::fmt::Display, error: &io::Error) -> Self {
        use io::ErrorKind as K;
        let code = match error.kind() {
            K::StorageFull | K::QuotaExceeded | K::FileTooLarge => Code::DiskFull,
            K::PermissionDenied | K::ReadOnlyFilesystem | K::NotADirectory => Code::Unwritable,
            K::NotFound => Code::NotFound,
            _ => Code::Io,
        };
        let why = match code {
            Code::DiskFull => "the disk is full".to_owned(),
            _ => error.to_string(),
        };
        Error { code, message: format!("{what}: {why}") }
    }

    /// Wraps a database error; `path` is the database file.
    pub(crate) fn sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as E;
        let code = match error.sqlite_error_code() {
            Some(E::DiskFull) => Code::DiskFull,
            Some(E::ReadOnly | E::CannotOpen | E::PermissionDenied) => Code::Unwritable,
            Some(E::DatabaseCorrupt | E::NotADatabase) => Code::Damaged,
            _ => Code::Io,
        };
        let path = path.display();
        let message = match code {
            Code::DiskFull => format!("The database {path} cannot grow: the disk is full."),
            Code::Unwritable => format!("The database {path} cannot be written: {error}."),
            Code::Damaged => format!("The database {path} is damaged: {error}."),
            _ => format!("The database {path} failed: {error}."),
        };
        Error { code, message }
    }
}

/// The result of a call on the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;
