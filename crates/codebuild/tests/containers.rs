//! Builds in containers of a real engine: what they see, how they end, and what a crash leaves.
#![allow(clippy::unwrap_used, reason = "a test")]

#[path = "support/podman.rs"]
mod podman;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use podman::{IMAGE, Podman};
use serde_json::{Value, json};

struct Trial {
    folder: tempfile::TempDir,
    settings: Vec<(&'static str, String)>,
}

impl Trial {
    fn new(buildspec: &str, podman: &Podman) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs_err::create_dir_all(folder.path().join("source/sub")).unwrap();
        fs_err::write(folder.path().join("source/buildspec.yml"), buildspec).unwrap();
        let settings = vec![("DOCKER_HOST", podman.host()), ("TRIAL_IMAGE", IMAGE.to_owned())];
        Self { folder, settings }
    }

    fn set(mut self, name: &'static str, value: &str) -> Self {
        self.settings.push((name, value.to_owned()));
        self
    }

    #[expect(clippy::disallowed_methods, reason = "the test's subject is this program")]
    fn command(&self) -> Command {
        let mut trial = Command::new(env!("CARGO_BIN_EXE_codebuild-trial"));
        trial
            .arg("container")
            .arg(self.folder.path().join("source"))
            .arg(self.folder.path().join("workspace"));
        trial.envs(self.settings.iter().map(|(name, value)| (name, value)));
        trial
    }

    fn run(&self) -> (Value, Vec<String>) {
        let Output { stdout, stderr, .. } = self.command().output().unwrap();
        let log = String::from_utf8(stderr).unwrap();
        let outcome = serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("{error}: {log}"));
        (outcome, log.lines().map(str::to_owned).collect())
    }

    /// Starts it and waits until a line of its log ends so.
    fn start_until(&self, end: &str) -> Child {
        let mut child = self.command().stderr(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
        if !lines.any(|line| line.ends_with(end) && !line.contains("Running command")) {
            let _ = child.kill();
            panic!("{end} was not said: {:#?}", child.wait_with_output());
        }
        child
    }
}

/// Waits for what must happen; how long it takes is not judged.
fn eventually(what: &str, mut is: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !is() {
        assert!(Instant::now() < deadline, "{what} did not come about");
        std::thread::yield_now();
    }
}

#[test]
fn a_build_runs_in_the_image_of_its_project() {
    let Some(podman) = Podman::start(None) else { return };
    let spec = r#"
version: 0.2
env:
  variables: { QUOTED: "it's", LINES: "one\ntwo" }
  exported-variables: [FOUND]
phases:
  install:
    commands:
      - cat /etc/of-the-image; FROM=$FROM_IMAGE; cd sub
  build:
    commands:
      - echo "$FROM $QUOTED $(basename "$PWD") $HOME $(id -u)"
      - echo "$LINES"; printf 'to stdout '; echo 'to stderr' >&2
      - exit 0
      - echo "$FROM after exit"; FOUND=$(codebuild-hash-files ../buildspec.yml | wc -c)
      - mkdir -p /root/made && echo kept > /root/made/file && echo mine > ../in-source
      - (sleep 1000 &) ; echo daemon left
      - cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; printf 'no line end'
    finally:
      - echo finally
  post_build:
    run-as: builder
    commands:
      - echo "$FROM as $(id -un) in $HOME"
artifacts:
  files: ['**/*']
  base-directory: /root/made
  secondary-artifacts:
    source: { files: [in-source] }
"#;
    let trial = Trial::new(spec, &podman).set("TRIAL_COMPUTE", "BUILD_GENERAL1_SMALL");
    let (outcome, log) = trial.run();
    assert_eq!(outcome["status"], "SUCCEEDED", "{log:#?}");
    for line in [
        "yes",
        "yes it's sub /root 0",
        "one",
        "two",
        "to stdout to stderr",
        "yes after exit",
        "daemon left",
        "4294967296",
        "no line end",
        "finally",
        "yes as builder in /home/builder",
    ] {
        assert!(log.iter().any(|known| known == line), "{line} is missing: {log:#?}");
    }
    assert_eq!(outcome["exported_variables"]["FOUND"], "65");
    assert_eq!(outcome["sandbox"], "container");
    let codes: Vec<&Value> =
        outcome["differences"].as_array().unwrap().iter().map(|one| &one["code"]).collect();
    assert!(
        !codes.iter().any(|code| ["image", "user", "run-as"].contains(&code.as_str().unwrap())),
        "{codes:?}"
    );
    let read = |artifact: usize| {
        let file = outcome["artifacts"][artifact]["files"][0]["source"].as_str().unwrap();
        fs_err::read_to_string(file).unwrap()
    };
    assert_eq!((read(0).as_str(), read(1).as_str()), ("kept\n", "mine\n"));
    assert!(!Path::new("/etc/of-the-image").exists());
    assert_eq!(podman.containers(), Vec::<String>::new());

    // Each command on its own in version 0.1, and a failure with its status.
    let spec = "version: 0.1\nphases: {build: {commands: ['X=1; cd /tmp', 'echo \"x$X $(basename $PWD)\"', 'exit 7', 'echo never']}}\n";
    let (outcome, log) = Trial::new(spec, &podman).run();
    assert_eq!(
        (&outcome["status"], &outcome["failure"]["exit_status"]),
        (&json!("FAILED"), &json!(7)),
        "{log:#?}"
    );
    assert!(log.contains(&"x src".to_owned()) && !log.contains(&"never".to_owned()), "{log:#?}");

    let spec = "version: 0.2\nrun-as: nobody-here\nphases: {build: {commands: ['true']}}\n";
    let (outcome, log) = Trial::new(spec, &podman).run();
    assert_eq!(outcome["failure"]["exit_status"], 126, "{log:#?}");

    let spec = "version: 0.2\nenv: {shell: bash}\nphases: {build: {commands: ['true']}}\n";
    let (outcome, _) = Trial::new(spec, &podman).run();
    let said = outcome["failure"]["message"].as_str().unwrap();
    assert!(said.contains(&format!("bash (it is not in {IMAGE})")), "{said}");
}

#[test]
fn what_is_missing_for_a_container_is_told_with_its_code() {
    let Some(podman) = Podman::start(None) else { return };
    let spec = "version: 0.2\nphases: {build: {commands: ['true']}}\n";
    let failure = |trial: Trial| {
        let (outcome, log) = trial.run();
        assert_eq!(outcome["status"], "FAULT", "{log:#?}");
        let failure = &outcome["failure"];
        assert_eq!(failure["phase"], "PROVISIONING");
        let text = |name: &str| failure[name].as_str().unwrap().to_owned();
        (text("code"), text("message"))
    };
    let (code, message) = failure(Trial::new(spec, &podman).set("TRIAL_IMAGE", "127.0.0.1:1/nothing"));
    assert_eq!(code, "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE");
    assert!(message.starts_with("the image 127.0.0.1:1/nothing:latest: "), "{message}");
    let (code, message) =
        failure(Trial::new(spec, &podman).set("DOCKER_HOST", "unix:///nowhere/docker.sock"));
    assert_eq!(code, "CONTAINER_ENGINE_UNAVAILABLE");
    assert!(message.contains("/nowhere/docker.sock: not there"), "{message}");
    let (code, message) = failure(Trial::new(spec, &podman).set("DOCKER_HOST", "tcp://build.example:2375"));
    assert_eq!(code, "CONTAINER_ENGINE_UNAVAILABLE");
    assert!(message.contains("it would not see the build's folders"), "{message}");
    let batch = "version: 0.2\nbatch: {build-list: [{identifier: one, env: {privileged-mode: true}}]}\nphases: {build: {commands: ['true']}}\n";
    let (_, log) = Trial::new(batch, &podman).set("TRIAL_BATCH", "1").run();
    assert!(log.iter().any(|line| line.contains("PRIVILEGED_NOT_ALLOWED")), "{log:#?}");
}

#[test]
fn nothing_of_a_build_outlives_it() {
    let Some(podman) = Podman::start(None) else { return };
    // Whoever ignores being asked is ended with the container, at the timeout as well as when the build is stopped.
    let spec = "version: 0.2\nphases: {build: {commands: ['trap \"\" TERM; echo begun; while :; do sleep 1; done']}}\n";
    let (outcome, log) = Trial::new(spec, &podman).set("TRIAL_SECONDS", "8").run();
    assert_eq!(outcome["status"], "TIMED_OUT", "{log:#?}");
    assert_eq!(podman.containers(), Vec::<String>::new());

    // A crash closes the lifeline.
    let trial = Trial::new(spec, &podman);
    let mut child = trial.start_until("begun");
    assert_eq!(podman.containers().len(), 1);
    child.kill().unwrap();
    child.wait().unwrap();
    eventually("the end of the container of a killed process", || podman.containers().is_empty());

    // What a crash left all the same goes with the next build, and only that.
    let labels = |label: &str| format!("pipesmith.process={label}");
    let space = fs_err::read_link("/proc/self/ns/pid").unwrap().display().to_string();
    let gone = labels(&format!("{space} 4194999 1"));
    let elsewhere = labels("pid:[1] 4194999 1");
    for label in [&gone, &elsewhere] {
        podman.run(&["create", "--label", label, IMAGE, "true"]);
    }
    let (outcome, log) = Trial::new("version: 0.2\nphases: {build: {commands: ['true']}}\n", &podman).run();
    assert_eq!(outcome["status"], "SUCCEEDED", "{log:#?}");
    assert_eq!(podman.containers().len(), 1, "that of another namespace of processes");
}
