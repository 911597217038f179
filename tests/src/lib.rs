//! What the end-to-end tests share: a place of their own with the example in it, the program under test in it, and
//! waiting for what is to come. No test sleeps for a fixed time.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

mod bench;
mod busy;
mod cloud;
mod faults;
mod inputs;
mod model;
mod wire;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub use bench::{Bench, action, gated};
pub use busy::Busy;
pub use cloud::{Cloud, installed, modules};
pub use faults::Fault;
pub use inputs::Inputs;
pub use model::Model;
pub use wire::{Answer, Wire};

/// A temporary folder: a data folder, a home, and a copy of the example in `ex`.
#[derive(Debug)]
pub struct Place(TempDir);

impl Place {
    /// A place with the example in `ex`.
    #[expect(clippy::new_without_default, reason = "it makes folders")]
    pub fn new() -> Self {
        let place = Self::empty();
        copy(&project().join("examples/hello-service"), &place.path("ex"));
        place
    }

    /// A place with nothing in it.
    pub fn empty() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs_err::create_dir(place.path("home")).unwrap();
        place
    }

    /// A place with a pipeline in `ex` whose build waits for [`Place::open_gate`].
    pub fn gated() -> Self {
        let place = Self::empty();
        copy(&project().join("tests/fixtures/gate"), &place.path("ex"));
        fs_err::create_dir_all(place.path("data/buckets/gate")).unwrap();
        place
    }

    /// A place with a pipeline `copies` in `ex`: from the object `incoming/site.zip`, which is not there yet, to `site`.
    pub fn copying() -> Self {
        let place = Self::empty();
        copy(&project().join("tests/fixtures/copies"), &place.path("ex"));
        place
    }

    /// Runs the copying pipeline on an object with this text.
    pub fn copy_once(&self, object: &str) {
        self.write("data/buckets/incoming/site.zip", object);
        let out = self.ask(&["run", "ex/pipeline.json"]);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    }

    /// Lets the builds of a gated pipeline end.
    pub fn open_gate(&self) {
        self.write("data/buckets/gate/open", "");
    }

    /// Whether a build of the gated pipeline runs: a process that has the gate in its environment.
    pub fn is_building(&self) -> bool {
        let gate = format!("GATE={}", self.path("data/buckets/gate").display());
        let processes = fs_err::read_dir("/proc").unwrap().filter_map(Result::ok);
        let mut environments = processes.filter_map(|entry| fs_err::read(entry.path().join("environ")).ok());
        environments.any(|bytes| bytes.split(|byte| *byte == 0).any(|one| one == gate.as_bytes()))
    }

    /// Waits until the log of the newest execution has a line of output so many times. The engine is asked as it is:
    /// this must not be what takes a pipeline up.
    pub fn until_logged(&self, output: &str, times: usize) {
        let line = format!(" | {output}\n");
        until(output, || {
            self.path("data/owner.json").exists()
                && text(&self.ask(&["logs"])).matches(&line).count() >= times
        });
    }

    /// A path in it.
    pub fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Writes a file in it, with the folders above.
    pub fn write(&self, below: &str, text: &str) -> PathBuf {
        let path = self.path(below);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        fs_err::write(&path, text).unwrap();
        path
    }

    /// Any program in it: its home, its data folder, and nothing of what would lead to an account or a keyring.
    #[expect(clippy::disallowed_methods, reason = "programs that the tests are about")]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path()).stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("AWS_") {
                command.env_remove(name);
            }
        }
        command.env_remove("DBUS_SESSION_BUS_ADDRESS").env_remove("XDG_DATA_HOME");
        command.env("PIPESMITH_HOME", self.path("data")).env("HOME", self.path("home")).env("USER", "ann");
        command.env("XDG_RUNTIME_DIR", self.path("home"));
        command
    }

    /// The program under test with these arguments.
    pub fn pipesmith(&self, args: &[&str]) -> Command {
        let mut command = self.command(program());
        command.args(args);
        command
    }

    /// What it answers.
    pub fn ask(&self, args: &[&str]) -> Output {
        self.pipesmith(args).output().unwrap()
    }

    /// What `ps` lists, one row a pipeline.
    pub fn ps(&self) -> Vec<Value> {
        let out = self.ask(&["ps", "--json"]);
        assert!(out.status.success(), "{}", text(&out));
        json_lines(&out)
    }

    /// Whether the newest execution of the only pipeline has this status.
    pub fn is(&self, status: &str) -> bool {
        self.ps().iter().any(|row| row["lastExecution"]["status"] == status)
    }

    /// How many approvals wait.
    pub fn waiting(&self) -> u64 {
        self.ps().iter().filter_map(|row| row["waitingApprovals"].as_u64()).sum()
    }

    /// Starts `serve` and waits until it says that it is ready.
    pub fn serve(&self) -> (Running, Value) {
        self.served(&mut self.pipesmith(&["serve"]))
    }

    /// Starts a command that ends in `serve` and waits until it says that it is ready.
    pub fn served(&self, command: &mut Command) -> (Running, Value) {
        self.try_served(command).unwrap()
    }

    /// The same; none when it ends before it is ready.
    pub fn try_served(&self, command: &mut Command) -> Option<(Running, Value)> {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Some((Running(child), serde_json::from_str(&line).ok()?))
    }

    /// All files below a folder of it, none when it is not there; no sockets, no links.
    pub fn files(&self, below: &str) -> Vec<PathBuf> {
        let (mut files, mut open) = (Vec::new(), vec![self.path(below)]);
        open.retain(|folder| folder.exists());
        while let Some(folder) = open.pop() {
            for entry in here(fs_err::read_dir(folder)).into_iter().flatten() {
                let entry = entry.unwrap();
                let Some(kind) = here(entry.file_type()) else { continue };
                if kind.is_dir() {
                    open.push(entry.path());
                } else if kind.is_file() {
                    files.push(entry.path());
                }
            }
        }
        files
    }

    /// The files below a folder of it that hold these bytes.
    pub fn holding(&self, below: &str, needle: &str) -> Vec<PathBuf> {
        let holds = |path: &PathBuf| {
            let bytes = here(fs_err::read(path));
            bytes.is_some_and(|bytes| bytes.windows(needle.len()).any(|window| window == needle.as_bytes()))
        };
        self.files(below).into_iter().filter(holds).collect()
    }
}

/// What was found, unless a program that runs has taken it away meanwhile.
fn here<T>(found: std::io::Result<T>) -> Option<T> {
    match found {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        found => Some(found.unwrap()),
    }
}

/// The clone that the tests are of.
pub fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The program under test, beside the tests themselves.
pub fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test.ancestors().nth(2).unwrap().join("pipesmith");
    assert!(program.is_file(), "build it first: cargo build -p cli");
    program
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    fs_err::create_dir_all(to).unwrap();
    for entry in fs_err::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs_err::copy(entry.path(), target).unwrap();
        }
    }
}

/// All that a program said.
pub fn text(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

/// What a program printed, one JSON value a line.
pub fn json_lines(out: &Output) -> Vec<Value> {
    let lines = std::str::from_utf8(&out.stdout).unwrap().lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A process that ends with the test, also with a failed one.
#[derive(Debug)]
pub struct Running(pub Child);

impl Running {
    /// Ends it as a crash would: no signal that it could answer to.
    pub fn crash(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Waits for its end.
    pub fn end(&mut self) -> ExitStatus {
        let mut status = None;
        until("the end of the process", || {
            status = self.0.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until it is done; fails after a minute.
pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !done() {
        assert!(Instant::now() < end, "not in time: {what}");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

/// One HTTP request, written as it is sent; the whole answer.
pub fn http(address: &str, head: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{head}\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
