//! The built command line on a copy of the example: success, failure, decisions, a killed process, bad input.
//! `make test-cli` builds `pipesmith` first.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/hello-service");
        copy(&from, &place.0.path().join("ex"));
        fs_err::create_dir(place.0.path().join("home")).unwrap();
        place
    }

    #[expect(clippy::disallowed_methods, reason = "the program under test")]
    fn pipesmith(&self, args: &[&str]) -> Command {
        let test = std::env::current_exe().unwrap();
        let program: PathBuf = test.ancestors().nth(2).unwrap().join("pipesmith");
        assert!(program.is_file(), "build it first: cargo build -p cli");
        let mut command = Command::new(program);
        command.args(args).current_dir(self.0.path()).stdin(Stdio::null());
        command.env("PIPESMITH_HOME", self.0.path().join("data")).env("HOME", self.0.path().join("home"));
        command
    }

    fn ask(&self, args: &[&str]) -> Output {
        self.pipesmith(args).output().unwrap()
    }

    fn ps(&self) -> String {
        String::from_utf8(self.ask(&["ps", "--json"]).stdout).unwrap()
    }
}

fn copy(from: &Path, to: &Path) {
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

fn text(out: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

/// Ends with the test, also a failed one.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn until(what: &str, mut done: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !done() {
        assert!(Instant::now() < end, "not in time: {what}");
        std::thread::park_timeout(Duration::from_millis(50));
    }
}

#[test]
fn the_example_succeeds() {
    let place = Place::new();
    let out = place.ask(&["run", "ex/pipeline.json", "--approve", "all", "--json"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    let lines = String::from_utf8(out.stdout).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (summary, events) = lines.split_last().unwrap();
    assert_eq!((&summary["type"], &summary["status"]), (&"summary".into(), &"Succeeded".into()));
    assert_eq!(summary["actions"].as_array().unwrap().len(), 7);
    assert_eq!(events.first().unwrap()["detail"]["state"], "STARTED");
    assert_eq!(events.last().unwrap()["detail"]["state"], "SUCCEEDED");
}

#[test]
fn a_failing_test_says_why() {
    let place = Place::new();
    let file = place.0.path().join("ex/src/greeting.js");
    let broken = fs_err::read_to_string(&file).unwrap().replace("en: 'Hello'", "en: 'Hullo'");
    fs_err::write(file, broken).unwrap();
    let out = place.ask(&["run", "ex/pipeline.json", "--approve", "all"]);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out));
    for part in ["npm run --silent test:unit", "exit status  1", "unit.yml:6", "last lines of the log"] {
        assert!(text(&out).contains(part), "{part} is not in {}", text(&out));
    }
}

#[test]
fn an_approval_is_left_and_then_rejected_or_approved() {
    let place = Place::new();
    let out = place.ask(&["run", "ex/pipeline.json"]);
    assert_eq!(out.status.code(), Some(3), "{}", text(&out));
    let out = place.ask(&["reject", "--comment", "no"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    assert!(place.ps().contains("Failed"));
    let out = place.ask(&["run", "ex/pipeline.json", "--approve", "leave"]);
    assert_eq!(out.status.code(), Some(3), "{}", text(&out));
    let out = place.ask(&["approve", "hello-service"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    assert!(text(&out).contains("Succeeded on this computer"), "{}", text(&out));
}

#[test]
fn a_killed_process_loses_nothing() {
    let place = Place::new();
    let command = &mut place.pipesmith(&["run", "ex/pipeline.json"]);
    let mut first = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(first.0.stdout.take().unwrap()));
    assert!(lines.any(|line| line.unwrap().contains("Build/Package")));
    first.0.kill().unwrap();
    first.0.wait().unwrap();
    let _serve = Running(place.pipesmith(&["serve"]).stdout(Stdio::null()).spawn().unwrap());
    until("the approval", || place.ps().contains("\"waitingApprovals\":1"));
    assert_eq!(place.ask(&["approve"]).status.code(), Some(0));
    until("the end", || place.ps().contains("\"status\":\"Succeeded\""));
}

#[test]
fn bad_input_is_one_sentence_and_two() {
    let place = Place::new();
    fs_err::write(place.0.path().join("no.json"), "{\"a\": 1}").unwrap();
    for args in [
        &["run", "no.json"][..],
        &["run", "gone.json"],
        &["run", "ex/pipeline.json", "--only", "Build"],
        &["run", "ex/pipeline.json", "--data", "no.json/data"],
        &["import", "x"],
    ] {
        let out = place.ask(args);
        assert_eq!(out.status.code(), Some(2), "{args:?}: {}", text(&out));
        assert!(String::from_utf8_lossy(&out.stderr).starts_with("pipesmith: "), "{args:?}: {}", text(&out));
    }
    assert_eq!(place.ask(&["env"]).status.code(), Some(1));
}
