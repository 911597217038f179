//! Local buckets: plain folders that a user can look into. Names and keys come from definitions, which may be
//! hostile: nothing leads out of its bucket.

use std::path::PathBuf;

use crate::{Code, Error, Result, Store};

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
