//! Files of a folder as entries of an artifact, and the revision that stands for their content.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::git;

/// Files of a working tree or a plain folder: not ignored, without `.git`; sorted.
///
/// A path is a repository only if `.git` is in that very folder; otherwise `.gitignore` files in it still count.
pub(crate) fn entries(folder: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let mut names = if git::is_repository(folder) { git::files(folder)? } else { walk(folder)? };
    names.retain(|name| name.file_name().is_some_and(|file| file != "pipesmith.local.yaml"));
    names.sort();
    let on_disk = |name: PathBuf| {
        let path = folder.join(&name);
        // A tracked file may be deleted in the working tree; a submodule is a folder: neither is a file to pack.
        let kind = fs_err::symlink_metadata(&path).ok()?.file_type();
        (kind.is_file() || kind.is_symlink()).then(|| (path, name.to_string_lossy().into_owned()))
    };
    Ok(names.into_iter().filter_map(on_disk).collect())
}

fn walk(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut names = Vec::new();
    let walk = ignore::WalkBuilder::new(folder)
        .hidden(false)
        .parents(false)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .follow_links(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    for entry in walk {
        let entry = entry.map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
        if entry.file_type().is_some_and(|kind| !kind.is_dir())
            && let Ok(name) = entry.path().strip_prefix(folder)
        {
            names.push(name.to_path_buf());
        }
    }
    Ok(names)
}

/// Every file below a folder, whatever it is called; sorted.
pub(crate) fn all(folder: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let mut found = Vec::new();
    let walk = ignore::WalkBuilder::new(folder).standard_filters(false).follow_links(false).build();
    for entry in walk {
        let entry = entry.map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
        if entry.file_type().is_some_and(|kind| !kind.is_dir())
            && let Ok(name) = entry.path().strip_prefix(folder)
        {
            found.push((entry.path().to_path_buf(), name.to_string_lossy().into_owned()));
        }
    }
    found.sort();
    Ok(found)
}

/// 40 hexadecimal digits that change with any name or content.
pub(crate) fn revision(entries: &[(PathBuf, String)]) -> Result<String, String> {
    let mut hash = Sha256::new();
    for (path, name) in entries {
        let content = match fs_err::read_link(path) {
            Ok(target) => target.to_string_lossy().into_owned().into_bytes(),
            Err(_) => fs_err::read(path).map_err(|error| error.to_string())?,
        };
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
        hash.update((content.len() as u64).to_le_bytes());
        hash.update(&content);
    }
    Ok(hash.finalize().iter().take(20).map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_folder_is_taken_without_ignored_files_and_its_revision_follows_the_content() {
        let dir = tempfile::tempdir().unwrap();
        fs_err::write(dir.path().join(".gitignore"), "out\n").unwrap();
        fs_err::write(dir.path().join("a.txt"), "1").unwrap();
        fs_err::write(dir.path().join("out"), "ignored").unwrap();
        let names =
            |entries: &[(PathBuf, String)]| entries.iter().map(|(_, name)| name.clone()).collect::<Vec<_>>();
        let before = entries(dir.path()).unwrap();
        assert_eq!(names(&before), [".gitignore", "a.txt"]);
        let first = revision(&before).unwrap();
        assert_eq!(first.len(), 40);
        fs_err::write(dir.path().join("a.txt"), "2").unwrap();
        assert_ne!(revision(&entries(dir.path()).unwrap()).unwrap(), first);
    }
}
