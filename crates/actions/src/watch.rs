//! What a push to a repository would tell, read from the repository itself: its branches, tags and pull requests, and
//! what changed between two looks. It only reads.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::git::Login;
use crate::{git, mirror};

/// Branches, tags and the heads and merges of pull requests by their full names (`refs/heads/main`,
/// `refs/pull/7/head`), each with its commit.
pub type Refs = BTreeMap<String, String>;

/// What is looked at; GitLab's name for a pull request is `merge-requests`.
const LOOKED_AT: [&str; 4] = ["refs/heads/", "refs/tags/", "refs/pull/", "refs/merge-requests/"];

/// A repository whose changes may start a pipeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repository {
    /// A folder of this computer.
    Here(PathBuf),
    /// One elsewhere: its references are asked for, its commits fetched into a mirror of the data folder.
    Remote {
        /// Its address.
        url: String,
        /// The folder of the mirrors.
        mirrors: PathBuf,
        /// Who asks; git's own credentials when there is none.
        login: Option<Login>,
    },
}

impl Repository {
    /// Its name for people: a path, or an address without a password.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Here(path) => path.display().to_string(),
            Self::Remote { url, .. } => git::shown(url),
        }
    }

    /// The branches, tags and pull requests, as they are now.
    ///
    /// # Errors
    /// What git says.
    pub fn refs(&self) -> Result<Refs, String> {
        match self {
            Self::Here(path) => {
                // Of an annotated tag, the commit it stands for.
                let form = "--format=%(refname) %(objectname) %(*objectname)";
                let out = git::git(path, &[&["for-each-ref", form][..], &LOOKED_AT[..]].concat())?;
                let line = |line: &str| {
                    let mut words = line.split(' ');
                    let (name, object, target) =
                        (words.next()?, words.next()?, words.next().unwrap_or_default());
                    Some((name.to_owned(), if target.is_empty() { object } else { target }.to_owned()))
                };
                Ok(String::from_utf8_lossy(&out).lines().filter_map(line).collect())
            }
            Self::Remote { url, login, .. } => {
                let out = mirror::refs(url, login.as_ref())?;
                let mut refs = Refs::new();
                // An annotated tag is told twice; the second line, with `^{}`, has the commit it stands for.
                for (commit, name) in out.lines().filter_map(|line| line.split_once('\t')) {
                    let name = name.strip_suffix("^{}").unwrap_or(name);
                    if LOOKED_AT.iter().any(|prefix| name.starts_with(prefix)) {
                        refs.insert(name.to_owned(), commit.to_owned());
                    }
                }
                Ok(refs)
            }
        }
    }

    /// The files that differ between two commits, relative to the repository's root; at most `most` of them.
    ///
    /// # Errors
    /// What git says.
    pub fn changed_files(&self, from: &str, to: &str, most: usize) -> Result<Vec<String>, String> {
        self.with(from)?;
        let folder = self.with(to)?;
        let out = git::git(&folder, &["diff", "--name-only", "-z", "--no-renames", from, to, "--"])?;
        let names = out.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        Ok(names.take(most).map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }

    /// The first parent of a commit: for the merge of a pull request, the commit it would be merged into.
    ///
    /// # Errors
    /// What git says; a commit without a parent.
    pub fn first_parent(&self, commit: &str) -> Result<String, String> {
        let folder = self.with(commit)?;
        // The object itself knows its parents also where they were not fetched.
        let out = git::git(&folder, &["cat-file", "commit", commit])?;
        let text = String::from_utf8_lossy(&out);
        let parent = text.lines().find_map(|line| line.strip_prefix("parent "));
        parent.map(str::to_owned).ok_or_else(|| format!("{commit} has no parent"))
    }

    /// What the service's events tell of a commit that started an execution: `commit-id`, `commit-message`,
    /// `author-display-name`, `author-email`, `author-date`.
    ///
    /// # Errors
    /// What git says.
    pub fn commit_details(&self, commit: &str) -> Result<Map<String, Value>, String> {
        let commit = git::commit(&self.with(commit)?, commit)?;
        let members = [
            ("commit-id", commit.id),
            ("commit-message", commit.message),
            ("author-display-name", commit.author_name),
            ("author-email", commit.author_email),
            ("author-date", commit.author_date),
        ];
        Ok(members.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect())
    }

    /// The folder of a repository that has this commit.
    fn with(&self, commit: &str) -> Result<PathBuf, String> {
        match self {
            Self::Here(path) => Ok(path.clone()),
            Self::Remote { url, mirrors, login } => {
                mirror::fetch(mirrors, url, commit, login.as_ref()).map(|fetched| fetched.repository)
            }
        }
    }
}
