//! The cache of a project: what its builds asked to keep, in a folder per key. Restoring is done by the build's own
//! shell, so that no link in a source can lead a copy out of the build's folders.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use globset::GlobMatcher;
use serde::{Deserialize, Serialize};

use crate::artifacts;
use crate::sandbox::{Layout, normalize};
use crate::tree;

/// How many keys of a project are kept; the oldest go first.
const MOST_ENTRIES: usize = 5;
const MANIFEST: &str = "manifest.json";

/// What a build wants to keep; the files lie in its scratch folder, in [`part`]s.
pub(crate) struct Saved {
    pub key: Option<String>,
    /// One for each part.
    pub patterns: Vec<String>,
}

/// What was found for a build.
pub(crate) struct Entry {
    pub key: Option<String>,
    /// Patterns, and the folder with what each kept.
    pub parts: Vec<(String, PathBuf)>,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    key: Option<String>,
    patterns: Vec<String>,
    saved_ms: u64,
}

/// The folder of a pattern's files, in the scratch folder and in an entry.
pub(crate) fn part(number: usize) -> String {
    format!("cache-{number}")
}

/// The folder (or file) with which a pattern begins, as the build sees it, and the pattern of what is kept below it.
/// `/root` is the HOME of CodeBuild's images: here it is the build's own.
pub(crate) fn place(pattern: &str, layout: &Layout) -> (PathBuf, String) {
    let absolute = match pattern.strip_prefix("/root").or_else(|| pattern.strip_prefix('~')) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            layout.home.join(rest.trim_start_matches('/'))
        }
        _ => layout.primary().join(pattern),
    };
    let text = normalize(&absolute).to_string_lossy().into_owned();
    let (before, rest) = artifacts::literal_prefix(&text);
    let rest = if rest.is_empty() { "**".to_owned() } else { rest.to_owned() };
    (PathBuf::from(if before.is_empty() { "/" } else { before }), rest)
}

/// The entry of the first key, else the newest one that begins with one of the further keys; without keys, the
/// project's only one.
pub(crate) fn find(folder: &Path, keys: &[String]) -> Option<Entry> {
    let mut known = entries(folder);
    known.sort_by_key(|(_, manifest)| std::cmp::Reverse(manifest.saved_ms));
    let exact = |key: Option<&String>| known.iter().find(|(_, manifest)| manifest.key.as_ref() == key);
    let found = exact(keys.first()).or_else(|| {
        keys.iter().skip(1).filter(|key| !key.is_empty()).find_map(|beginning| {
            known.iter().find(|(_, manifest)| {
                manifest.key.as_ref().is_some_and(|key| key.starts_with(beginning.as_str()))
            })
        })
    });
    let (at, manifest) = found?;
    let parts = manifest.patterns.iter().enumerate();
    Some(Entry {
        key: manifest.key.clone(),
        parts: parts.map(|(number, pattern)| (pattern.clone(), at.join(part(number)))).collect(),
    })
}

fn entries(folder: &Path) -> Vec<(PathBuf, Manifest)> {
    let Ok(entries) = fs_err::read_dir(folder) else { return Vec::new() };
    let manifest = |entry: fs_err::DirEntry| {
        let text = fs_err::read_to_string(entry.path().join(MANIFEST)).ok()?;
        Some((entry.path(), serde_json::from_str(&text).ok()?))
    };
    entries.flatten().filter_map(manifest).collect()
}

/// Keeps what a build left in its scratch folder, in place of what its key had. Answers the number of files.
pub(crate) fn keep(folder: &Path, saved: &Saved, scratch: &Path) -> Result<u64, String> {
    let text = |error: std::io::Error| error.to_string();
    let saved_ms = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let saved_ms = u64::try_from(saved_ms).unwrap_or(u64::MAX);
    // Builds of a batch may keep something in the same millisecond.
    static KEPT: AtomicU64 = AtomicU64::new(0);
    let name = format!("{saved_ms}-{}-{}", std::process::id(), KEPT.fetch_add(1, Ordering::Relaxed));
    let fresh = folder.join(format!(".new-{name}"));
    fs_err::create_dir_all(&fresh).map_err(text)?;
    let mut files = 0;
    for (number, pattern) in saved.patterns.iter().enumerate() {
        let from = scratch.join(part(number));
        if !fs_err::symlink_metadata(&from).is_ok_and(|metadata| metadata.is_dir()) {
            continue;
        }
        let (_, rest) = artifacts::literal_prefix(pattern);
        let kept: Option<GlobMatcher> = if rest.is_empty() { None } else { Some(artifacts::matcher(rest)?) };
        let takes = |path: &Path| kept.as_ref().is_none_or(|kept| kept.is_match(path));
        files += tree::copy(&from, &fresh.join(part(number)), &takes)?;
    }
    let manifest = Manifest { key: saved.key.clone(), patterns: saved.patterns.clone(), saved_ms };
    let manifest = serde_json::to_string(&manifest).map_err(|error| error.to_string())?;
    fs_err::write(fresh.join(MANIFEST), manifest).map_err(text)?;
    for (old, manifest) in entries(folder) {
        if manifest.key == saved.key && old != fresh {
            fs_err::remove_dir_all(old).map_err(text)?;
        }
    }
    fs_err::rename(&fresh, folder.join(format!("entry-{name}"))).map_err(text)?;
    let mut left = entries(folder);
    left.sort_by_key(|(_, manifest)| std::cmp::Reverse(manifest.saved_ms));
    for (old, _) in left.into_iter().skip(MOST_ENTRIES) {
        fs_err::remove_dir_all(old).map_err(text)?;
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_exactly_or_by_their_beginning_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let scratch = tempfile::tempdir().unwrap();
        let root = scratch.path().join(part(0));
        fs_err::create_dir_all(root.join("a")).unwrap();
        fs_err::write(root.join("a/kept.txt"), "1").unwrap();
        fs_err::write(root.join("left.log"), "2").unwrap();
        std::os::unix::fs::symlink("a/kept.txt", root.join("link.txt")).unwrap();
        let keep_as = |key: Option<&str>| {
            let saved = Saved { key: key.map(str::to_owned), patterns: vec!["target/**/*.txt".to_owned()] };
            let files = keep(folder.path(), &saved, scratch.path()).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(3));
            files
        };
        assert_eq!(keep_as(None), 2);
        let found = find(folder.path(), &[]).unwrap();
        assert!(found.parts[0].1.join("a/kept.txt").is_file() && !found.parts[0].1.join("left.log").exists());
        assert!(fs_err::symlink_metadata(found.parts[0].1.join("link.txt")).unwrap().is_symlink());
        for key in ["npm-1", "npm-2", "npm-2", "pip-1"] {
            keep_as(Some(key));
        }
        let key = |keys: &[&str]| {
            let keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
            find(folder.path(), &keys).and_then(|entry| entry.key)
        };
        assert_eq!(key(&["npm-1"]).as_deref(), Some("npm-1"));
        assert_eq!(key(&["npm-3", "npm-"]).as_deref(), Some("npm-2"));
        assert_eq!(key(&["npm-3", "gem-", "pip"]).as_deref(), Some("pip-1"));
        assert_eq!(key(&["npm"]), None);
        assert_eq!(entries(folder.path()).len(), 4);
        for number in 0..9 {
            keep_as(Some(&format!("k{number}")));
        }
        assert_eq!(entries(folder.path()).len(), MOST_ENTRIES);
    }
}
