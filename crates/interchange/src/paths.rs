//! Paths of what is read, with `/` on every system.

/// A path with another one behind it; one from the root of the file system stays as it is.
pub(crate) fn join(folder: &str, path: &str) -> String {
    match (folder, path) {
        (folder, "") => folder.to_owned(),
        ("", path) => path.to_owned(),
        (_, path) if path.starts_with('/') => path.to_owned(),
        _ => format!("{folder}/{path}"),
    }
}
