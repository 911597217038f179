//! What was fetched of remote repositories: a bare repository for each address in the data folder, so that a second
//! run fetches only what is new, and a run without a network gets what was fetched last and says so.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::git::{self, Login};

/// A reference of a remote, as it is here.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// The bare repository that holds it.
    pub repository: PathBuf,
    /// The commit it stands for.
    pub commit: String,
    /// What git said, when the remote did not answer and the commit is the one that was fetched last.
    pub offline: Option<String>,
}

/// A remote that sends nothing for 30 seconds is given up.
const PATIENCE: [&str; 4] = ["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30"];

/// One fetch at a time for each mirror: git's own locks make the second one fail instead of wait.
static BUSY: LazyLock<Mutex<HashMap<PathBuf, Arc<Mutex<()>>>>> = LazyLock::new(Mutex::default);

/// Fetches a branch, tag or commit of a remote, shallow.
///
/// The error is a sentence that names the reference and the address, without a password in it.
pub(crate) fn fetch(
    mirrors: &Path,
    url: &str,
    reference: &str,
    login: Option<&Login>,
) -> Result<Fetched, String> {
    let repository = mirrors.join(format!("{}.git", number(url)));
    let lock = lock_of(&repository);
    let _turn = lock.lock().unwrap_or_else(PoisonError::into_inner);
    make(&repository)?;
    if is_commit(reference)
        && git::git(&repository, &["cat-file", "-e", &format!("{reference}^{{commit}}")]).is_ok()
    {
        return Ok(Fetched { commit: reference.to_owned(), repository, offline: None });
    }
    // A name of our own: a branch and a tag of one name, or two runs, never get in each other's way.
    let kept = format!("refs/kept/{}", number(reference));
    let wanted = format!("+{reference}:{kept}");
    let fetch = ["fetch", "--quiet", "--depth", "1", "--no-tags", "--", url, &wanted];
    let said = git::ask_as(login, &repository, &[&PATIENCE[..], &fetch[..]].concat())?.err();
    let commit = || {
        let spec = format!("{kept}^{{commit}}");
        let out = git::git(&repository, &["rev-parse", "--verify", "--quiet", &spec])?;
        Ok::<String, String>(String::from_utf8_lossy(&out).trim().to_owned())
    };
    match said {
        None => Ok(Fetched { commit: commit()?, repository, offline: None }),
        Some(said) => match commit() {
            Ok(commit) if is_unreachable(&said) => Ok(Fetched { commit, repository, offline: Some(said) }),
            _ => Err(format!("{reference} of {} cannot be fetched: {said}", git::shown(url))),
        },
    }
}

/// Fetches all branches and tags of a remote with their history, for a full clone. The reference is a branch, a tag or
/// a commit. The error is as that of [`fetch`].
pub(crate) fn fetch_all(
    mirrors: &Path,
    url: &str,
    reference: &str,
    login: Option<&Login>,
) -> Result<Fetched, String> {
    let repository = mirrors.join(format!("{}-full.git", number(url)));
    let lock = lock_of(&repository);
    let _turn = lock.lock().unwrap_or_else(PoisonError::into_inner);
    make(&repository)?;
    let ask = |wanted: &[&str]| {
        let fetch = ["fetch", "--quiet", "--prune", "--no-auto-gc", "--", url];
        git::ask_as(login, &repository, &[&PATIENCE[..], &fetch[..], wanted].concat())
    };
    let find = |names: &[String]| {
        let commit = |name: &String| {
            let spec = format!("{name}^{{commit}}");
            let out = git::git(&repository, &["rev-parse", "--verify", "--quiet", &spec]).ok()?;
            Some(String::from_utf8_lossy(&out).trim().to_owned())
        };
        names.iter().find_map(commit)
    };
    let said = ask(&["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"])?.err();
    let names = if is_commit(reference) {
        // One that is on no branch any more has to be asked for by itself.
        if said.is_none() && find(&[reference.to_owned()]).is_none() {
            let _ = ask(&[&format!("+{reference}:refs/kept/{reference}")])?;
        }
        vec![reference.to_owned()]
    } else {
        vec![format!("refs/heads/{reference}"), format!("refs/tags/{reference}"), reference.to_owned()]
    };
    match (find(&names), said) {
        (Some(commit), None) => Ok(Fetched { repository, commit, offline: None }),
        (Some(commit), Some(said)) if is_unreachable(&said) => {
            Ok(Fetched { repository, commit, offline: Some(said) })
        }
        (_, said) => {
            let said = said.unwrap_or_else(|| format!("couldn't find remote ref {reference}"));
            Err(format!("{reference} of {} cannot be fetched: {said}", git::shown(url)))
        }
    }
}

fn lock_of(repository: &Path) -> Arc<Mutex<()>> {
    let mut busy = BUSY.lock().unwrap_or_else(PoisonError::into_inner);
    Arc::clone(busy.entry(repository.to_owned()).or_default())
}

fn make(repository: &Path) -> Result<(), String> {
    if !repository.join("HEAD").is_file() {
        fs_err::create_dir_all(repository).map_err(|error| error.to_string())?;
        git::git(repository, &["init", "--quiet", "--bare"])?;
    }
    Ok(())
}

fn is_commit(reference: &str) -> bool {
    reference.len() == 40 && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The references of a remote, a line each: commit, tab, name.
///
/// The error is a sentence that names the address, without a password in it.
pub(crate) fn refs(url: &str, login: Option<&Login>) -> Result<String, String> {
    let listing = ["ls-remote", "--quiet", "--", url];
    let said = git::ask_as(login, Path::new("."), &[&PATIENCE[..], &listing[..]].concat())?;
    said.map(|out| String::from_utf8_lossy(&out).into_owned())
        .map_err(|said| format!("The references of {} cannot be read: {said}", git::shown(url)))
}

/// Whether git could not reach the remote. One that answers with a refusal, or lacks the reference, was reached.
fn is_unreachable(said: &str) -> bool {
    const WORDS: [&str; 8] = [
        "could not resolve host",
        "failed to connect",
        "couldn't connect",
        "unable to connect",
        "connection refused",
        "connection timed out",
        "operation timed out",
        "network is unreachable",
    ];
    let said = said.to_ascii_lowercase();
    WORDS.iter().any(|word| said.contains(word))
}

/// A name for a folder or reference that any text may stand behind.
fn number(text: &str) -> String {
    Sha256::digest(text).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::process::{Child, Command, Stdio};
    use std::time::Duration;

    use super::*;

    /// `git daemon` over a folder; ended when dropped.
    struct Daemon(Child);

    impl Drop for Daemon {
        #[expect(clippy::disallowed_methods, reason = "ends the test's remote")]
        fn drop(&mut self) {
            // The daemon is a child of `git`: its whole group goes.
            let _ = Command::new("kill").args(["--", &format!("-{}", self.0.id())]).status();
            let _ = self.0.wait();
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the test's remote")]
    fn serve(folder: &Path, port: u16) -> Daemon {
        use std::os::unix::process::CommandExt;
        let child = Command::new("git")
            .args(["daemon", "--reuseaddr", "--export-all", "--listen=127.0.0.1"])
            .arg(format!("--port={port}"))
            .arg(format!("--base-path={}", folder.display()))
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .unwrap();
        let daemon = Daemon(child);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
        daemon
    }

    #[test]
    fn what_was_fetched_last_serves_while_the_remote_does_not_answer() {
        let dir = tempfile::tempdir().unwrap();
        let remote = dir.path().join("served/web");
        fs_err::create_dir_all(&remote).unwrap();
        let run = |args: &[&str]| git::git(&remote, args).unwrap();
        run(&["init", "-q", "-b", "main"]);
        let commit = |text: &str| {
            fs_err::write(remote.join("file.txt"), text).unwrap();
            run(&["add", "."]);
            run(&["-c", "user.name=Mary", "-c", "user.email=m@example.com", "commit", "-q", "-m", text]);
        };
        commit("first");
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = format!("git://127.0.0.1:{port}/web");
        let mirrors = dir.path().join("mirrors");
        let first = {
            let _daemon = serve(&dir.path().join("served"), port);
            let first = fetch(&mirrors, &url, "main", None).unwrap();
            commit("second");
            let second = fetch(&mirrors, &url, "main", None).unwrap();
            assert!(first.offline.is_none() && first.commit != second.commit);
            assert_eq!(
                fetch(&mirrors, &url, &first.commit, None).map(|one| one.commit).ok(),
                Some(first.commit)
            );
            // A reference that is not there is told, whatever was fetched before.
            let missing = fetch(&mirrors, &url, "nope", None).unwrap_err();
            assert!(missing.contains("nope of git://127.0.0.1"), "{missing}");
            second
        };
        let offline = fetch(&mirrors, &url, "main", None).unwrap();
        assert_eq!(offline.commit, first.commit);
        assert!(offline.offline.is_some());
        assert!(fetch(&mirrors, &url, "other", None).is_err());
    }

    #[test]
    fn an_address_that_does_not_answer_gives_one_sentence() {
        let dir = tempfile::tempdir().unwrap();
        let error = fetch(dir.path(), "file:///nowhere/at/all", "main", None).unwrap_err();
        assert_eq!(error.lines().count(), 1, "{error}");
        assert!(error.contains("/nowhere/at/all"), "{error}");
    }
}
