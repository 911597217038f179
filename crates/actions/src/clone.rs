//! The full clone that a Git source hands to CodeBuild actions when it is asked for `CODEBUILD_CLONE_REF`.
//!
//! What CodePipeline writes there is not published. Ours holds the repository itself, as a Git bundle with its branches
//! and tags, and what to check out: a build needs neither network nor credentials for it, and an artifact that somebody
//! else made cannot name a repository of this computer. It is of no use to other programs.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::git;

const REFERENCE: &str = "codebuild-clone-ref.json";
const BUNDLE: &str = "repository.bundle";
/// Files that lie over the commit: the working tree as it was.
const WORKTREE: &str = "worktree";
/// The name under which a bundle has the commit, which may be on no branch.
const WANTED: &str = "refs/pipesmith/commit";

/// What is said of it to whoever is no CodeBuild action.
pub(crate) const NOT_FOR_OTHERS: &str = "full clone artifacts can only be used by CodeBuild actions";

#[derive(Debug, Serialize, Deserialize)]
struct Reference {
    schema: u32,
    /// The address, without a password; what `origin` is in the clone.
    url: Option<String>,
    commit: String,
    branch: String,
}

/// What an artifact is made of: the entries for a commit of a repository on this computer (a mirror is one, too) and,
/// over it, the files of a working tree. `scratch` is a folder for what has to be written.
pub(crate) fn entries(
    repository: &Path,
    (commit, branch, url): (&str, &str, Option<String>),
    worktree: Option<Vec<(PathBuf, String)>>,
    scratch: &Path,
) -> Result<Vec<(PathBuf, String)>, String> {
    let text = |args: &[&str]| -> Result<String, String> {
        git::git(repository, args).map(|out| String::from_utf8_lossy(&out).trim().to_owned())
    };
    if text(&["rev-parse", "--is-shallow-repository"])? == "true" {
        return Err(format!(
            "{} is a shallow clone, and a full clone is asked for: `git fetch --unshallow` it first",
            repository.display()
        ));
    }
    // The repository is only read: references of our own are made in one that borrows its objects.
    let borrowed = scratch.join("clone.git");
    fs_err::create_dir_all(&borrowed).map_err(|error| error.to_string())?;
    git::git(&borrowed, &["init", "--quiet", "--bare"])?;
    let objects = text(&["rev-parse", "--path-format=absolute", "--git-path", "objects"])?;
    let alternates = borrowed.join("objects/info/alternates");
    fs_err::write(alternates, format!("{objects}\n")).map_err(|error| error.to_string())?;
    let from = fs_err::canonicalize(repository).map_err(|error| error.to_string())?;
    let from = from.to_string_lossy().into_owned();
    let both = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
    let fetch = ["-c", "protocol.file.allow=always", "fetch", "--quiet", "--no-auto-gc", "--", &from];
    git::git(&borrowed, &[&fetch[..], &both[..]].concat())?;
    git::git(&borrowed, &["update-ref", WANTED, commit])?;
    let bundle = scratch.join(BUNDLE);
    let file = bundle.to_string_lossy().into_owned();
    git::git(&borrowed, &["bundle", "create", "--quiet", &file, "--branches", "--tags", WANTED])?;
    let reference = Reference {
        schema: 1,
        url: url.map(|url| git::shown(&url)),
        commit: commit.to_owned(),
        branch: branch.to_owned(),
    };
    let told = scratch.join(REFERENCE);
    let json = serde_json::to_string(&reference).map_err(|error| error.to_string())?;
    fs_err::write(&told, json).map_err(|error| error.to_string())?;
    let mut entries = vec![(told, REFERENCE.to_owned()), (bundle, BUNDLE.to_owned())];
    if let Some(files) = worktree {
        entries.extend(files.into_iter().map(|(path, name)| (path, format!("{WORKTREE}/{name}"))));
    }
    Ok(entries)
}

/// Whether a folder into which an artifact was unpacked holds a full clone.
pub(crate) fn is_one(folder: &Path) -> bool {
    [REFERENCE, BUNDLE].iter().all(|name| folder.join(name).is_file())
}

/// Puts the repository in the place of the artifact that was unpacked into `folder`: the commit checked out, HEAD
/// detached, and the working tree's files in its place where there are some.
pub(crate) fn restore(folder: &Path) -> Result<(), String> {
    let io = |error: std::io::Error| error.to_string();
    let reference = fs_err::read(folder.join(REFERENCE)).map_err(io)?;
    let reference: Reference = serde_json::from_slice(&reference)
        .map_err(|error| format!("the full clone in {} cannot be read: {error}", folder.display()))?;
    let is_commit =
        reference.commit.len() == 40 && reference.commit.bytes().all(|one| one.is_ascii_hexdigit());
    if reference.schema != 1 || !is_commit {
        return Err(format!("the full clone in {} is of a form that is not known", folder.display()));
    }
    let place = folder.with_extension("clone");
    let bundle = folder.join(BUNDLE).to_string_lossy().into_owned();
    fs_err::create_dir_all(&place).map_err(io)?;
    let git = |args: &[&str]| git::git(&place, args);
    git(&["init", "--quiet"])?;
    let both = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"];
    let commit = format!("+{WANTED}:{WANTED}");
    let fetch = ["-c", "protocol.file.allow=always", "fetch", "--quiet", "--no-tags", "--", &bundle, &commit];
    git(&[&fetch[..], &both[..]].concat())?;
    if let Some(url) = &reference.url {
        git(&["config", "remote.origin.url", url])?;
        git(&["config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"])?;
    }
    git(&["update-ref", "--no-deref", "HEAD", &reference.commit])?;
    git(&["update-ref", "-d", WANTED])?;
    let files = folder.join(WORKTREE);
    if files.is_dir() {
        git(&["read-tree", "HEAD"])?;
        for entry in fs_err::read_dir(&files).map_err(io)? {
            let entry = entry.map_err(io)?;
            let target = place.join(entry.file_name());
            // Of the artifact's own making, this would be another repository's.
            if entry.file_name().eq_ignore_ascii_case(".git") {
                continue;
            }
            fs_err::rename(entry.path(), target).map_err(io)?;
        }
    } else {
        let no_filters =
            ["-c", "filter.lfs.smudge=", "-c", "filter.lfs.process=", "-c", "filter.lfs.required=false"];
        git(&[&no_filters[..], &["reset", "--quiet", "--hard", "HEAD"]].concat())?;
    }
    fs_err::remove_dir_all(folder).map_err(io)?;
    fs_err::rename(&place, folder).map_err(io)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_has_the_history_the_branches_and_the_working_tree() {
        let dir = tempfile::tempdir().unwrap();
        let source = dir.path().join("web");
        fs_err::create_dir_all(&source).unwrap();
        let run = |args: &[&str]| git::git(&source, args).unwrap();
        run(&["init", "-q", "-b", "main"]);
        let commit = |name: &str| {
            fs_err::write(source.join(name), name).unwrap();
            run(&["add", "."]);
            run(&["-c", "user.name=M", "-c", "user.email=m@example.com", "commit", "-q", "-m", name]);
        };
        commit("one");
        run(&["tag", "v1"]);
        run(&["branch", "topic"]);
        commit("two");
        let head = git::commit(&source, "HEAD").unwrap().id;
        fs_err::write(source.join("one"), "changed").unwrap();
        fs_err::remove_file(source.join("two")).unwrap();
        fs_err::write(source.join("new"), "untracked").unwrap();

        let unpack = |name: &str, entries: Vec<(PathBuf, String)>| {
            let into = dir.path().join(name);
            for (path, entry) in entries {
                let to = into.join(entry);
                fs_err::create_dir_all(to.parent().unwrap()).unwrap();
                fs_err::copy(path, to).unwrap();
            }
            assert!(is_one(&into));
            restore(&into).unwrap();
            into
        };
        let at = (head.as_str(), "main", Some("https://ann:secret@example.com/web.git".to_owned()));
        let scratch = |name: &str| dir.path().join(name);
        let plain = unpack("plain", entries(&source, at.clone(), None, &scratch("s1")).unwrap());
        let said = |folder: &Path, args: &[&str]| {
            String::from_utf8(git::git(folder, args).unwrap()).unwrap().trim().to_owned()
        };
        assert_eq!(said(&plain, &["rev-parse", "HEAD"]), head);
        assert_eq!(said(&plain, &["describe", "--tags"]).split('-').next(), Some("v1"));
        assert_eq!(said(&plain, &["status", "--porcelain"]), "");
        assert_eq!(said(&plain, &["config", "remote.origin.url"]), "https://example.com/web.git");
        assert!(said(&plain, &["branch", "-r"]).contains("origin/topic"));
        assert!(git::git(&plain, &["symbolic-ref", "HEAD"]).is_err(), "HEAD is detached");

        let files = crate::tree::entries(&source).unwrap();
        let dirty = unpack("dirty", entries(&source, at, Some(files), &scratch("s2")).unwrap());
        assert_eq!(said(&dirty, &["status", "--porcelain"]), "M one\n D two\n?? new".trim());
        assert_eq!(fs_err::read_to_string(dirty.join("new")).unwrap(), "untracked");
    }
}
