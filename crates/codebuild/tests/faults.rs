//! Builds that behave badly, on every rung that starts here, as root and as an ordinary user: the build ends with the
//! reason, nothing of it lives on, and what it must not read stays unread.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test, whose subject is this program")]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use serde_json::{Value, json};

/// Who runs a build, and on which rung.
#[derive(Clone, Copy, Debug)]
struct Way {
    nobody: bool,
    rung: &'static str,
}

/// The rungs that start here. As root, an ordinary user's are tried, too.
fn ways(with_off: bool) -> Vec<Way> {
    static FOUND: OnceLock<Vec<Way>> = OnceLock::new();
    FOUND.get_or_init(look).iter().copied().filter(|way| with_off || way.rung != "off").collect()
}

fn look() -> Vec<Way> {
    let root = nix::unistd::geteuid().is_root();
    let mut all = vec![];
    for nobody in if root { vec![false, true] } else { vec![false] } {
        for rung in ["overlay", "bubblewrap", "landlock", "off"] {
            if rung == "overlay" && (nobody || !root) {
                continue;
            }
            all.push(Way { nobody, rung });
        }
    }
    let starts = |way: &Way| {
        Trial::new(*way).run("version: 0.2\nphases: {build: {commands: ['true']}}\n").status() == "SUCCEEDED"
    };
    let found: Vec<Way> = all.into_iter().filter(starts).collect();
    assert!(!found.is_empty(), "no rung starts here");
    found
}

/// One build in folders of its own.
struct Trial {
    way: Way,
    folder: tempfile::TempDir,
    settings: Vec<(&'static str, String)>,
    /// Stands in the arguments of what the build starts.
    mark: String,
}

struct Done {
    outcome: Value,
    log: String,
}

impl Done {
    fn status(&self) -> &str {
        self.outcome["status"].as_str().unwrap_or_default()
    }

    fn why(&self) -> &str {
        self.outcome["failure"]["message"].as_str().unwrap_or_default()
    }
}

static NOBODY: Mutex<()> = Mutex::new(());
static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Trial {
    fn new(way: Way) -> Self {
        // Not below /tmp, which a sandbox hides anyway.
        let folder = tempfile::tempdir_in("/var/tmp").unwrap();
        fs_err::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{}.{number:04}", 70_000_000 + std::process::id());
        Self { way, folder, settings: Vec::new(), mark }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.settings.push((name, value.into()));
        self
    }

    fn limits(self, limits: Value) -> Self {
        let mut all =
            json!({ "processes": 4096, "memory": null, "cpus": null, "disk": 1u64 << 40, "log": 1u64 << 40 });
        all.as_object_mut().unwrap().extend(limits.as_object().unwrap().clone());
        self.with("TRIAL_LIMITS", all.to_string())
    }

    /// Runs a buildspec, in which `MARK` is a number that no other process has in its arguments.
    fn run(&self, buildspec: &str) -> Done {
        let path = |name: &str| self.folder.path().join(name);
        for name in ["source", "workspace", "home"] {
            fs_err::create_dir_all(path(name)).unwrap();
            fs_err::set_permissions(path(name), std::fs::Permissions::from_mode(0o777)).unwrap();
        }
        fs_err::write(path("source/buildspec.yml"), buildspec.replace("MARK", &self.mark)).unwrap();
        let binary = path("trial");
        if !binary.exists() {
            // Where an ordinary user can start it. A copy would be busy while another test forks.
            let built = env!("CARGO_BIN_EXE_codebuild-trial");
            fs_err::hard_link(built, &binary).or_else(|_| fs_err::copy(built, &binary).map(drop)).unwrap();
        }
        let mut trial = if self.way.nobody {
            let mut trial = Command::new("setpriv");
            trial.args(["--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"]).arg(&binary);
            trial
        } else {
            Command::new(&binary)
        };
        trial.arg(self.way.rung).arg(path("source")).arg(path("workspace"));
        trial.env("HOME", path("home")).envs(self.settings.iter().map(|(name, value)| (name, value)));
        let done = trial.stdin(Stdio::null()).output().unwrap();
        let outcome = serde_json::from_slice(&done.stdout).unwrap_or_default();
        Done { outcome, log: String::from_utf8(done.stderr).unwrap() }
    }

    /// Processes of the build that live on. The kernel may still be busy ending the last ones.
    fn left(&self) -> Vec<String> {
        for _ in 0..100 {
            if self.now().is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        self.now()
    }

    fn now(&self) -> Vec<String> {
        let all = fs_err::read_dir("/proc").unwrap().flatten().filter_map(|entry| {
            let line = fs_err::read(entry.path().join("cmdline")).ok()?;
            let line = String::from_utf8_lossy(&line).replace('\0', " ");
            line.contains(&self.mark).then_some(line)
        });
        all.collect()
    }
}

fn spec(commands: &[&str]) -> String {
    json!({ "version": 0.2, "phases": { "build": { "commands": commands } } }).to_string()
}

/// Runs it in every way at once: most of the time is spent waiting.
fn everywhere(with_off: bool, check: impl Fn(Way) + Sync) {
    let (nobody, own): (Vec<Way>, Vec<Way>) = ways(with_off).into_iter().partition(|way| way.nobody);
    std::thread::scope(|scope| {
        let check = &check;
        for way in own {
            scope.spawn(move || check(way));
        }
        // The kernel counts all processes of an ordinary user together: one after the other.
        let _turn = NOBODY.lock().unwrap_or_else(PoisonError::into_inner);
        nobody.into_iter().for_each(check);
    });
}

#[test]
fn what_turns_into_a_daemon_ends_with_its_build() {
    everywhere(true, |way| {
        let trial = Trial::new(way);
        let commands = [
            "setsid sh -c 'sleep MARK & exec sleep MARK' >/dev/null 2>&1 </dev/null &",
            "(nohup sleep MARK >/dev/null 2>&1 &)",
            "echo on",
        ];
        let done = trial.run(&spec(&commands));
        assert_eq!((done.status(), trial.left()), ("SUCCEEDED", vec![]), "{way:?}: {}", done.log);
    });
}

#[test]
fn what_ignores_the_request_to_end_is_ended() {
    everywhere(true, |way| {
        let trial = Trial::new(way).with("TRIAL_SECONDS", "1");
        let done = trial.run(&spec(&[
            "trap '' TERM HUP INT; sh -c \"trap '' TERM HUP INT; sleep MARK; sleep MARK\" & sleep MARK",
        ]));
        assert_eq!(
            (done.status(), done.why()),
            ("TIMED_OUT", "Build has timed out"),
            "{way:?}: {}",
            done.log
        );
        assert_eq!(trial.left(), [""; 0], "{way:?}");
    });
}

#[test]
fn what_forks_without_end_is_ended_with_the_reason() {
    everywhere(true, |way| {
        let trial = Trial::new(way).limits(json!({ "processes": 150 })).with("TRIAL_SECONDS", "60");
        let done = trial.run(&spec(&["b() { sleep MARK & b | b & }; b; sleep MARK"]));
        assert_eq!(done.status(), "FAILED", "{way:?}: {}", done.outcome);
        assert!(done.why().contains("more than the 150 processes"), "{way:?}: {}", done.outcome);
        assert_eq!(trial.left(), [""; 0], "{way:?}");
    });
}

#[test]
fn what_fills_the_disk_is_ended_with_the_reason() {
    everywhere(true, |way| {
        let trial = Trial::new(way).limits(json!({ "disk": 60_000_000 })).with("TRIAL_SECONDS", "60");
        let done = trial.run(&spec(&["while :; do head -c 10000000 /dev/zero >> big; sleep 0.05; done"]));
        assert_eq!(done.status(), "FAILED", "{way:?}: {}", done.outcome);
        assert!(done.why().contains("MB of disk"), "{way:?}: {}", done.outcome);
        assert_eq!(trial.left(), [""; 0], "{way:?}");
    });
}

#[test]
fn a_gigabyte_of_log_ends_with_the_reason() {
    everywhere(true, |way| {
        let trial = Trial::new(way).limits(json!({ "log": 8 << 20 })).with("TRIAL_SECONDS", "60");
        let done = trial.run(&spec(&["yes a line of the log MARK | head -c 1073741824"]));
        assert_eq!(done.status(), "FAILED", "{way:?}: {}", done.outcome);
        assert!(done.why().contains("more than the 8 MB of output"), "{way:?}: {}", done.outcome);
        assert!(done.log.len() < 16 << 20 && trial.left().is_empty(), "{way:?}: {}", done.log.len());
    });
}

#[test]
fn binary_output_and_closed_streams_harm_nothing() {
    everywhere(true, |way| {
        let trial = Trial::new(way);
        let done = trial.run(&spec(&["head -c 200000 /dev/urandom", "exec >&- 2>&-", "echo still here"]));
        assert_eq!(done.status(), "SUCCEEDED", "{way:?}: {}", done.outcome);
        assert!(done.log.lines().any(|line| line.ends_with("still here")), "{way:?}");
    });
}

#[test]
fn what_kills_its_parent_takes_nothing_with_it() {
    everywhere(true, |way| {
        let trial = Trial::new(way);
        let done = trial.run(&spec(&[
            "setsid sleep MARK >/dev/null 2>&1 & sleep MARK & kill -9 $PPID; sleep 1; echo alive",
        ]));
        // The first process of a namespace cannot be killed from within.
        match way.rung {
            "overlay" | "bubblewrap" => assert_eq!(done.status(), "SUCCEEDED", "{way:?}: {}", done.outcome),
            _ => {
                assert_eq!(done.status(), "FAULT", "{way:?}: {}", done.outcome);
                assert!(done.why().contains("lost its sandbox"), "{way:?}: {}", done.outcome);
            }
        }
        assert_eq!(trial.left(), [""; 0], "{way:?}");
    });
}

/// A process of the same user that ends with this value.
struct Other(std::process::Child);

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn canaries_in_home_data_folder_and_other_processes_stay_unread() {
    everywhere(false, |way| {
        let canary = format!("canary-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut trial = Trial::new(way);
        let base = trial.folder.path().to_path_buf();
        let write = |name: &str| {
            let file: PathBuf = base.join(name);
            fs_err::create_dir_all(file.parent().unwrap()).unwrap();
            fs_err::write(&file, format!("{canary}-{}", name.replace('/', "-"))).unwrap();
            fs_err::set_permissions(&file, std::fs::Permissions::from_mode(0o666)).unwrap();
        };
        write("home/.aws/credentials");
        write("home/.ssh/id_ed25519");
        write("home/notes.txt");
        write("data/pipesmith.db");
        trial = trial
            .with("TRIAL_HIDDEN", base.join("data").display().to_string())
            .with("CANARY", format!("{canary}-parent"));
        let mut other = Command::new("sleep");
        other.arg("600").env("CANARY", format!("{canary}-other"));
        if way.nobody {
            use std::os::unix::process::CommandExt;
            other.uid(65534).gid(65534);
        }
        let _other = Other(other.spawn().unwrap());
        let look = format!(
            "base={}; env; cat $base/home/.aws/credentials $base/home/.ssh/* $base/home/notes.txt $base/data/*; \
             ls -a $HOME; for f in /proc/[0-9]*/environ; do tr '\\0' '\\n' < $f; done; \
             cat /proc/[0-9]*/root$base/data/* /proc/[0-9]*/root$base/home/notes.txt; true",
            base.display()
        );
        let done = trial.run(&spec(&[&look]));
        assert_eq!(done.status(), "SUCCEEDED", "{way:?}: {}", done.log);
        let read: Vec<&str> = done.log.lines().filter(|line| line.contains(&canary)).collect();
        assert_eq!(read, [""; 0], "{way:?}");
        assert!(Path::new(&base.join("home/notes.txt")).exists());
    });
}
