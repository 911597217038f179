//! What a push to a repository would tell, read from the repository itself: its branches and tags, and what changed
//! between two looks. It only reads, and only repositories on this computer.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

use crate::git;

/// Branches and tags by their full names (`refs/heads/main`), each with its commit.
pub type Refs = BTreeMap<String, String>;

/// The branches and tags of a repository, as they are now.
///
/// # Errors
/// What git says.
pub fn refs(repository: &Path) -> Result<Refs, String> {
    // Of an annotated tag, the commit it stands for.
    let form = "--format=%(refname) %(objectname) %(*objectname)";
    let out = git::git(repository, &["for-each-ref", form, "refs/heads", "refs/tags"])?;
    let line = |line: &str| {
        let mut words = line.split(' ');
        let (name, object, target) = (words.next()?, words.next()?, words.next().unwrap_or_default());
        Some((name.to_owned(), if target.is_empty() { object } else { target }.to_owned()))
    };
    Ok(String::from_utf8_lossy(&out).lines().filter_map(line).collect())
}

/// The files that differ between two commits, relative to the repository's root; at most `most` of them.
///
/// # Errors
/// What git says.
pub fn changed_files(repository: &Path, from: &str, to: &str, most: usize) -> Result<Vec<String>, String> {
    let out = git::git(repository, &["diff", "--name-only", "-z", "--no-renames", from, to, "--"])?;
    let names = out.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(names.take(most).map(|name| String::from_utf8_lossy(name).into_owned()).collect())
}

/// What the service's events tell of a commit that started an execution: `commit-id`, `commit-message`,
/// `author-display-name`, `author-email`, `author-date`.
///
/// # Errors
/// What git says.
pub fn commit_details(repository: &Path, commit: &str) -> Result<Map<String, Value>, String> {
    let commit = git::commit(repository, commit)?;
    let members = [
        ("commit-id", commit.id),
        ("commit-message", commit.message),
        ("author-display-name", commit.author_name),
        ("author-email", commit.author_email),
        ("author-date", commit.author_date),
    ];
    Ok(members.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect())
}
