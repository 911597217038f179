//! Private folders and files that are written whole or not at all.
//!
//! It knows nothing of what is in them.

use std::io::Write;
use std::path::Path;

use crate::{Code, Error, Result};

/// Creates a folder (and its parents) that only its owner may look into (0700).
pub fn create_private_dir(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|e| {
        let error = Error::io(format_args!("The folder {} cannot be created", path.display()), &e);
        // Whatever stands in the way (a file of the name, a place that takes no folders): another folder is the way out.
        if error.code() == Code::DiskFull { error } else { Error::new(Code::Unwritable, error.message()) }
    })
}

/// Writes a file that only its owner may read (0600), whole or not at all: a temporary file beside it, synced,
/// then renamed over it.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: &std::io::Error| Error::io(format_args!("{} cannot be written", path.display()), e);
    let parent = path.parent().unwrap_or_else(|| Path::new("."));
    let mut file = temporary(parent).map_err(|e| failed(&e))?;
    file.write_all(bytes).map_err(|e| failed(&e))?;
    file.as_file().sync_all().map_err(|e| failed(&e))?;
    file.persist(path).map_err(|e| failed(&e.error))?;
    sync_dir(parent).map_err(|e| failed(&e))
}

/// The start of every temporary file's name; whoever lists a folder skips these.
pub(crate) const TEMPORARY: &str = ".pipesmith-";

/// A temporary file (0600) in the folder where it is to be renamed.
pub(crate) fn temporary(dir: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(TEMPORARY).suffix(".tmp").tempfile_in(dir)
}

/// Makes a rename or a new file in `dir` survive a power cut.
pub(crate) fn sync_dir(dir: &Path) -> std::io::Result<()> {
    if cfg!(unix) { fs_err::File::open(dir)?.sync_all() } else { Ok(()) }
}
