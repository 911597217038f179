//! Git through its command line: reading repositories, never changing them. What a repository elsewhere asks for is
//! answered by git's own credential helpers and keys, or by a [`Login`] that is handed in.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use codepipeline::Timestamp;

/// What is known of a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Commit {
    pub id: String,
    pub message: String,
    pub author_name: String,
    pub author_email: String,
    /// `YYYY-MM-DDTHH:MM:SSZ`.
    pub author_date: String,
    /// `YYYY-MM-DDTHH:MM:SSZ`.
    pub committer_date: String,
    pub committed: Option<Timestamp>,
}

/// A user's name and password for one web address. It is shown to nobody: git is told of it through its protocol for
/// credential helpers, from the environment of that one git, so that it stands in no file, address or argument.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// Scheme and host that it is for; nobody else is given it, wherever they redirect to.
    origin: String,
    user: String,
    password: String,
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Login for {}", self.origin)
    }
}

impl Login {
    /// The login at GitHub with the token of a definition (`OAuthToken`), for an address there. Where the setup has put
    /// another address in the place of GitHub's, there is none: a token must not be sent where a file says.
    pub(crate) fn at_github(url: &str, token: impl FnOnce() -> Option<String>) -> Option<Self> {
        let origin = "https://github.com";
        if !url.strip_prefix(origin)?.starts_with('/') {
            return None;
        }
        // GitHub takes any name with a token.
        Some(Self { origin: origin.into(), user: "x-access-token".into(), password: token()? })
    }

    /// The settings with which git asks nobody else for this address.
    fn settings(&self) -> [String; 2] {
        let helper = "!f() { test \"$1\" = get && \
                      printf 'username=%s\\npassword=%s\\n' \"$PIPESMITH_GIT_USER\" \"$PIPESMITH_GIT_PASSWORD\"; }; f";
        [format!("credential.{}.helper=", self.origin), format!("credential.{}.helper={helper}", self.origin)]
    }
}

/// Runs git and answers what it printed, or one sentence that says what was asked of which folder.
///
/// Nothing may ask for a password, run a hook or pick up another repository's environment.
pub(crate) fn git(folder: &Path, args: &[&str]) -> Result<Vec<u8>, String> {
    ask(folder, args)?
        .map_err(|said| format!("git {} in {} failed: {said}", args.join(" "), folder.display()))
}

/// What git answers or, when it refuses, the last line that it said.
pub(crate) fn ask(folder: &Path, args: &[&str]) -> Result<Result<Vec<u8>, String>, String> {
    ask_as(None, folder, args)
}

/// As [`ask`], with a login for where it has to go.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that starts git; its errors name folder and arguments"
)]
pub(crate) fn ask_as(
    login: Option<&Login>,
    folder: &Path,
    args: &[&str],
) -> Result<Result<Vec<u8>, String>, String> {
    let mut command = Command::new("git");
    command.args(["-c", "core.hooksPath=/dev/null", "-c", "safe.directory=*", "-c", "core.quotePath=false"]);
    if let Some(login) = login {
        command.args(login.settings().iter().flat_map(|setting| ["-c", setting.as_str()]));
        command.env("PIPESMITH_GIT_USER", &login.user).env("PIPESMITH_GIT_PASSWORD", &login.password);
    }
    command
        .arg("-C")
        .arg(folder)
        .args(args)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .env_remove("GIT_DIR")
        .env_remove("GIT_WORK_TREE")
        .env_remove("GIT_INDEX_FILE")
        .stdin(Stdio::null());
    let output = command.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "git is not installed or not in PATH; install it".to_string(),
        _ => format!("git {} in {} could not be started: {error}", args.join(" "), folder.display()),
    })?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing").trim();
    Ok(Err(said.to_owned()))
}

fn text(folder: &Path, args: &[&str]) -> Result<String, String> {
    git(folder, args).map(|bytes| String::from_utf8_lossy(&bytes).trim_end().to_string())
}

/// Whether `.git` is in that very folder.
pub(crate) fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// Remote addresses of a repository.
pub(crate) fn remotes(folder: &Path) -> Vec<String> {
    text(folder, &["config", "--get-regexp", r"^remote\..*\.url$"])
        .map(|out| {
            out.lines().filter_map(|line| line.split_once(' ')).map(|(_, url)| url.to_string()).collect()
        })
        .unwrap_or_default()
}

/// The commit of a revision expression.
pub(crate) fn commit(folder: &Path, revision: &str) -> Result<Commit, String> {
    let spec = format!("{revision}^{{commit}}");
    let out = text(
        folder,
        &[
            "show",
            "--no-patch",
            "--no-show-signature",
            "--format=%H%x00%an%x00%ae%x00%at%x00%ct%x00%B",
            &spec,
        ],
    )?;
    let mut parts = out.splitn(6, '\0');
    let mut next = || parts.next().unwrap_or_default().to_string();
    let (id, author_name, author_email) = (next(), next(), next());
    let (authored, committed) = (next().parse::<i64>().ok(), next().parse::<i64>().ok());
    let message = next().trim_end().to_string();
    let date = |seconds: Option<i64>| {
        seconds
            .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
            .map(|at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
            .unwrap_or_default()
    };
    Ok(Commit {
        id,
        message,
        author_name,
        author_email,
        author_date: date(authored),
        committer_date: date(committed),
        committed: committed.map(|seconds| Timestamp(seconds * 1000)),
    })
}

/// Whether the working tree differs from HEAD.
pub(crate) fn is_dirty(folder: &Path) -> bool {
    git(folder, &["status", "--porcelain", "-z", "--untracked-files=normal"]).is_ok_and(|out| !out.is_empty())
}

/// Tracked and untracked files that are not ignored, as they are now; relative paths.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let out =
        git(folder, &["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"])?;
    let names = out.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(names.map(|name| PathBuf::from(String::from_utf8_lossy(name).into_owned())).collect())
}

/// Writes the tree of a commit into a folder, with modes and symlinks, without `.git` and without export attributes.
pub(crate) fn check_out(repository: &Path, commit: &str, into: &Path) -> Result<(), String> {
    fs_err::create_dir_all(into).map_err(|error| error.to_string())?;
    let index = into.with_extension("index");
    let tree = |args: &[&str]| {
        let mut all =
            vec!["-c", "filter.lfs.smudge=", "-c", "filter.lfs.process=", "-c", "filter.lfs.required=false"];
        all.extend_from_slice(args);
        with_index(repository, &index, into, &all)
    };
    tree(&["read-tree", commit])?;
    tree(&["checkout-index", "--all", "--force"])?;
    fs_err::remove_file(&index).map_err(|error| error.to_string())
}

#[expect(
    clippy::disallowed_methods,
    reason = "starts git with an index and a work tree of its own; its errors name folder and arguments"
)]
fn with_index(repository: &Path, index: &Path, work_tree: &Path, args: &[&str]) -> Result<(), String> {
    let output = Command::new("git")
        // A mirror is bare, and yet its commits are checked out.
        .args(["-c", "core.hooksPath=/dev/null", "-c", "safe.directory=*", "-c", "core.bare=false"])
        .arg("-C")
        .arg(repository)
        .args(args)
        .env("GIT_INDEX_FILE", index)
        .env("GIT_WORK_TREE", work_tree)
        .env("GIT_TERMINAL_PROMPT", "0")
        .env_remove("GIT_DIR")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("git in {} could not be started: {error}", repository.display()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "git {} in {} failed: {}",
        args.last().unwrap_or(&""),
        repository.display(),
        String::from_utf8_lossy(&output.stderr).trim()
    ))
}

/// An address as people may read it: a name and password before the host are left out, as git itself does.
pub(crate) fn shown(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let authority = rest.split('/').next().unwrap_or(rest);
    match authority.rsplit_once('@') {
        // The name alone is a token in some addresses of the web; of ssh it is the account.
        Some((who, host)) if scheme.starts_with("http") || who.contains(':') => {
            let path = rest.get(authority.len()..).unwrap_or_default();
            format!("{scheme}://{host}{path}")
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let run = |args: &[&str]| git(dir.path(), args).unwrap();
        run(&["init", "-q", "-b", "main"]);
        run(&["config", "user.name", "Mary Major"]);
        run(&["config", "user.email", "mary@example.com"]);
        run(&["remote", "add", "origin", "git@github.com:octo/web.git"]);
        fs_err::write(dir.path().join(".gitattributes"), "secret.txt export-ignore\n").unwrap();
        fs_err::write(dir.path().join("secret.txt"), "shipped all the same").unwrap();
        fs_err::write(dir.path().join(".gitignore"), "node_modules\n").unwrap();
        std::os::unix::fs::symlink("secret.txt", dir.path().join("link")).unwrap();
        run(&["add", "."]);
        run(&["commit", "-q", "-m", "First\n\nwith a body"]);
        dir
    }

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        for (url, seen) in [
            ("https://ann:secret@example.com:8443/a/b.git", "https://example.com:8443/a/b.git"),
            ("https://token@example.com/a@b.git", "https://example.com/a@b.git"),
            ("ssh://git@example.com/a/b.git", "ssh://git@example.com/a/b.git"),
            ("git@example.com:a/b.git", "git@example.com:a/b.git"),
            ("https://example.com", "https://example.com"),
        ] {
            assert_eq!(shown(url), seen);
        }
    }

    #[test]
    fn a_commit_is_read_with_utc_dates_and_its_whole_message() {
        let dir = repository();
        let commit = commit(dir.path(), "HEAD").unwrap();
        assert_eq!(commit.id.len(), 40);
        assert_eq!(commit.message, "First\n\nwith a body");
        assert_eq!(
            (commit.author_name.as_str(), commit.author_email.as_str()),
            ("Mary Major", "mary@example.com")
        );
        assert!(commit.author_date.ends_with('Z'), "{}", commit.author_date);
        assert_eq!(remotes(dir.path()), ["git@github.com:octo/web.git"]);
    }

    #[test]
    fn check_out_ships_files_that_attributes_would_leave_out() {
        let dir = repository();
        let out = tempfile::tempdir().unwrap();
        let into = out.path().join("tree");
        check_out(dir.path(), "HEAD", &into).unwrap();
        assert_eq!(fs_err::read_to_string(into.join("secret.txt")).unwrap(), "shipped all the same");
        assert_eq!(fs_err::read_link(into.join("link")).unwrap(), Path::new("secret.txt"));
        assert!(!into.join(".git").exists());
    }

    #[test]
    fn check_out_also_of_a_bare_repository() {
        let dir = repository();
        let out = tempfile::tempdir().unwrap();
        let bare = out.path().join("mirror.git");
        git(dir.path(), &["clone", "-q", "--bare", ".", &bare.display().to_string()]).unwrap();
        let into = out.path().join("tree");
        check_out(&bare, "main", &into).unwrap();
        assert!(into.join("secret.txt").is_file() && into.join("link").is_symlink());
    }

    #[test]
    fn files_are_the_working_tree_without_the_ignored() {
        let dir = repository();
        fs_err::write(dir.path().join("new file.txt"), "untracked").unwrap();
        fs_err::create_dir_all(dir.path().join("node_modules")).unwrap();
        fs_err::write(dir.path().join("node_modules/x"), "ignored").unwrap();
        let files = files(dir.path()).unwrap();
        assert!(files.contains(&PathBuf::from("new file.txt")), "{files:?}");
        assert!(!files.iter().any(|file| file.starts_with("node_modules")), "{files:?}");
        assert!(is_dirty(dir.path()));
    }
}
