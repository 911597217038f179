//! Local buckets: plain folders that a user can look into. Names and keys come from definitions, which may be
//! hostile: nothing leads out of its bucket.

use std::io;
use std::path::{Path, PathBuf};

use crate::{Code, Error, Result, Store, files};

/// Where objects are written before they stand whole at their place. What a crash left here goes at the next opening.
const INCOMING: &str = "incoming";

/// Whether a power cut may take an object back once it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// It may not: what follows is told as done.
    Durably,
    /// It may: whoever wrote it can write it again.
    Lightly,
}

/// Makes the folder of half-written objects, with nothing in it.
pub(crate) fn clear_incoming(dir: &Path) -> Result<()> {
    let incoming = dir.join(INCOMING);
    let failed =
        |e: &io::Error| Error::io(format_args!("The folder {} cannot be emptied", incoming.display()), e);
    match fs_err::remove_dir_all(&incoming) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed(&e)),
        _ => {}
    }
    files::create_private_dir(&incoming)
}

/// Whether a name can be one folder's or file's.
pub(crate) fn check_name(name: &str) -> Result<()> {
    let proper = !matches!(name, "" | "." | "..") && !name.contains(['/', '\\', '\0']) && name.len() <= 255;
    if proper {
        Ok(())
    } else {
        Err(Error::new(Code::Invalid, format!("{name:?} cannot be the name of a folder.")))
    }
}

impl Store {
    /// The folder of a bucket, whether it is there or not. [`Code::Invalid`] for a name that would lead elsewhere.
    pub fn bucket_dir(&self, bucket: &str) -> Result<PathBuf> {
        check_name(bucket)?;
        Ok(self.dir().join("buckets").join(bucket))
    }

    /// An empty file for an object that is on its way; what is left of it goes at the next opening.
    pub fn part_file(&self) -> Result<tempfile::TempPath> {
        let part = tempfile::NamedTempFile::new_in(self.dir().join(INCOMING));
        part.map(tempfile::NamedTempFile::into_temp_path)
            .map_err(|e| Error::io("No file can be made for what is coming in", &e))
    }

    /// Writes the file of an object, in a local bucket or in a folder that stands for one: `fill` writes it at a path that
    /// is given to it, and it stands whole at `target` afterwards, or not at all. Its size.
    pub fn write_object(
        &self,
        target: &Path,
        keep: Keep,
        fill: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<u64> {
        let failed = |e: &io::Error| Error::io(format_args!("{} cannot be written", target.display()), e);
        let parent = target.parent().unwrap_or_else(|| Path::new("."));
        fs_err::create_dir_all(parent).map_err(|e| failed(&e))?;
        let part = self.part_file()?;
        fill(&part)?;
        let size = fs_err::metadata(&part).map_err(|e| failed(&e))?.len();
        let sync = |path: &Path| match keep {
            Keep::Durably => fs_err::File::open(path)?.sync_all(),
            Keep::Lightly => Ok(()),
        };
        sync(&part).map_err(|e| failed(&e))?;
        match part.persist(target) {
            Ok(()) => {}
            // A bucket may be a folder of another disk.
            Err(e) if e.error.kind() == io::ErrorKind::CrossesDevices => {
                let beside = files::temporary(parent).map_err(|e| failed(&e))?.into_temp_path();
                fs_err::copy(&e.path, &beside).and_then(|_| sync(&beside)).map_err(|e| failed(&e))?;
                beside.persist(target).map_err(|e| failed(&e.error))?;
            }
            Err(e) => return Err(failed(&e.error)),
        }
        if keep == Keep::Durably {
            files::sync_dir(parent).map_err(|e| failed(&e))?;
        }
        Ok(size)
    }

    /// The file of an object, whether it is there or not. [`Code::Invalid`] for a key that would lead elsewhere.
    pub fn object_path(&self, bucket: &str, key: &str) -> Result<PathBuf> {
        let mut path = self.bucket_dir(bucket)?;
        for part in key.split('/') {
            check_name(part).map_err(|_| {
                Error::new(Code::Invalid, format!("{key:?} cannot be a key in a local bucket."))
            })?;
            path.push(part);
        }
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_and_no_key_leads_out_of_its_bucket() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&crate::owner::acquire(dir.path(), "1").unwrap()).unwrap().store;
        let inside = store.object_path("b", "a/b.zip").unwrap();
        assert!(inside.ends_with("buckets/b/a/b.zip"));
        for (bucket, key) in [
            ("b", "../x"),
            ("b", "/etc/passwd"),
            ("b", "a//b"),
            ("b", ""),
            ("..", "x"),
            ("a/b", "x"),
            ("b", "a\0"),
        ] {
            assert_eq!(store.object_path(bucket, key).unwrap_err().code(), Code::Invalid, "{bucket} {key}");
        }
    }
}
