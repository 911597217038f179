//! Watching sources: waits until something changes in folders that are taken as they are. What git ignores, and what
//! git itself writes, is no change. It starts nothing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

use crate::contract::Failure;
use crate::failure::failure;

/// An editor that saves writes several times; so long nothing more must happen before it counts as done.
const QUIET: Duration = Duration::from_millis(300);

/// Folders and files under watch, until it is dropped.
pub struct Watch {
    changes: mpsc::UnboundedReceiver<PathBuf>,
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Watches folders with all below them, and files.
    ///
    /// # Errors
    /// `not-watched`: a path cannot be watched (it is not there, or the system has no watches left).
    pub fn new(paths: &[PathBuf]) -> Result<Watch, Failure> {
        let refused = |path: &str, error: notify::Error| {
            failure("not-watched", format!("{path} cannot be watched: {error}")).remedy(
                "run without `--watch`; on Linux, fs.inotify.max_user_watches limits the number of folders",
            )
        };
        let ignored: Vec<(PathBuf, Gitignore)> =
            paths.iter().filter(|path| path.is_dir()).map(|path| (path.clone(), ignored(path))).collect();
        let files: Vec<PathBuf> = paths.iter().filter(|path| !path.is_dir()).cloned().collect();
        let (sender, changes) = mpsc::unbounded_channel();
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            let Ok(event) = event else { return };
            if matches!(event.kind, EventKind::Access(_)) {
                return;
            }
            for path in event.paths {
                if counts(&path, &ignored, &files) {
                    // Nobody waits any more: the watch is being dropped.
                    let _ = sender.send(path);
                }
            }
        })
        .map_err(|error| refused("A folder", error))?;
        for path in paths {
            // A file is replaced when it is saved: its folder tells, and goes on telling.
            let (watched, mode) = match path.parent() {
                Some(parent) if !path.is_dir() => (parent, RecursiveMode::NonRecursive),
                _ => (path.as_path(), RecursiveMode::Recursive),
            };
            watcher.watch(watched, mode).map_err(|error| refused(&path.display().to_string(), error))?;
        }
        Ok(Watch { changes, _watcher: watcher })
    }

    /// Waits for a change and for the quiet after it; answers what changed first. Changes since the last answer count.
    pub async fn changed(&mut self) -> Option<PathBuf> {
        let first = self.changes.recv().await?;
        while let Ok(Some(_)) = tokio::time::timeout(QUIET, self.changes.recv()).await {}
        Some(first)
    }
}

/// What the `.gitignore` files of a folder and its subfolders' ignore.
fn ignored(folder: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    let found = ignore::WalkBuilder::new(folder).hidden(false).require_git(false).build();
    for file in found.flatten().filter(|entry| entry.file_name() == ".gitignore") {
        builder.add(file.path());
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

fn counts(path: &Path, ignored: &[(PathBuf, Gitignore)], files: &[PathBuf]) -> bool {
    if files.iter().any(|file| file == path) {
        return true;
    }
    if path.components().any(|part| part.as_os_str() == ".git") {
        return false;
    }
    ignored.iter().any(|(folder, rules)| {
        path.starts_with(folder) && !rules.matched_path_or_any_parents(path, path.is_dir()).is_ignore()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn changes_count_unless_git_ignores_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs_err::canonicalize(folder.path()).unwrap();
        fs_err::create_dir_all(root.join("src")).unwrap();
        fs_err::create_dir_all(root.join(".git")).unwrap();
        fs_err::write(root.join(".gitignore"), "*.log\ntarget/\n").unwrap();
        let mut watch = Watch::new(std::slice::from_ref(&root)).unwrap();
        fs_err::write(root.join("a.log"), "1").unwrap();
        fs_err::write(root.join(".git/index"), "1").unwrap();
        fs_err::create_dir_all(root.join("target")).unwrap();
        fs_err::write(root.join("target/out"), "1").unwrap();
        let none = tokio::time::timeout(Duration::from_millis(700), watch.changed()).await;
        assert!(none.is_err(), "{none:?}");
        fs_err::write(root.join("src/main.c"), "1").unwrap();
        let seen = tokio::time::timeout(Duration::from_secs(10), watch.changed()).await.unwrap();
        assert_eq!(seen, Some(root.join("src/main.c")));
        assert!(
            Watch::new(&[root.join("nope")]).is_ok(),
            "a file that is not there yet is watched by its folder"
        );
        assert!(Watch::new(&[root.join("nope/nope")]).is_err());
    }
}
