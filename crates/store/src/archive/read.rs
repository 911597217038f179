//! Looking into an archive without unpacking it.

use std::io::Read;
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::{Code, Error, Result};

/// What an entry of an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Dir,
    /// A symbolic link.
    Link,
}

/// A line of an archive's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveEntry {
    /// The name as it stands in the archive: not a path to be trusted.
    pub name: String,
    /// What it is.
    pub kind: EntryKind,
    /// Size of the content, as the archive claims.
    pub size: u64,
    /// Size in the archive.
    pub compressed: u64,
    /// Unix permission bits, where the archive has them.
    pub mode: Option<u32>,
}

/// The start of a file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The first bytes.
    pub bytes: Vec<u8>,
    /// Whether there are more.
    pub truncated: bool,
}

/// The entries of an archive in its own order. [`Code::BadArchive`] when it is none.
pub fn list(zip: &Path) -> Result<Vec<ArchiveEntry>> {
    let mut archive = open(zip)?;
    let mut entries = Vec::with_capacity(archive.len());
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|e| bad(zip, &e))?;
        entries.push(ArchiveEntry {
            name: entry.name().to_owned(),
            kind: if entry.is_dir() {
                EntryKind::Dir
            } else if entry.is_symlink() {
                EntryKind::Link
            } else {
                EntryKind::File
            },
            size: entry.size(),
            compressed: entry.compressed_size(),
            mode: entry.unix_mode().map(|m| m & 0o7777),
        });
    }
    Ok(entries)
}

/// Reads the first `max` bytes of one file in an archive. [`Code::NotFound`] when it is not there.
pub fn read(zip: &Path, name: &str, max: u64) -> Result<Content> {
    let mut archive = open(zip)?;
    let entry = archive.by_name(name).map_err(|e| match e {
        ZipError::FileNotFound => {
            Error::new(Code::NotFound, format!("{name} is not in the archive {}.", zip.display()))
        }
        e => bad(zip, &e),
    })?;
    let mut bytes = Vec::new();
    entry.take(max.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| {
        Error::new(Code::BadArchive, format!("{name} in {} cannot be read: {e}", zip.display()))
    })?;
    let truncated = bytes.len() as u64 > max;
    bytes.truncate(usize::try_from(max).unwrap_or(usize::MAX));
    Ok(Content { bytes, truncated })
}

pub(super) fn open(zip: &Path) -> Result<ZipArchive<fs_err::File>> {
    let file = fs_err::File::open(zip).map_err(|e| Error::io("The archive cannot be opened", &e))?;
    ZipArchive::new(file).map_err(|e| bad(zip, &e))
}

pub(super) fn bad(zip: &Path, error: &ZipError) -> Error {
    Error::new(Code::BadArchive, format!("The archive {} cannot be read: {error}.", zip.display()))
}
