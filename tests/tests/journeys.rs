//! The built command line on a copy of the example: success, failure, decisions, a killed process.
//! `make test-cli` builds `pipesmith` first.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::Value;
use tests::{Place, Running, text, until};

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
    let file = place.path("ex/src/greeting.js");
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
    assert!(place.is("Failed"));
    let out = place.ask(&["run", "ex/pipeline.json", "--approve", "leave"]);
    assert_eq!(out.status.code(), Some(3), "{}", text(&out));
    // Another run comes as far as the stage in which that one waits, and says so instead of waiting without end.
    let out = place.ask(&["run", "ex/pipeline.json", "--approve", "leave"]);
    assert_eq!(out.status.code(), Some(3), "{}", text(&out));
    assert!(text(&out).contains("It waits before Approve behind execution"), "{}", text(&out));
    let out = place.ask(&["approve", "hello-service"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    assert!(text(&out).contains("Succeeded on this computer"), "{}", text(&out));
}

#[test]
fn a_killed_process_loses_nothing() {
    let place = Place::new();
    let command = &mut place.pipesmith(&["run", "ex/pipeline.json"]);
    let mut first = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(first.0.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("Build/Package")));
    first.crash();
    let _serve = place.serve();
    until("the approval", || place.waiting() == 1);
    assert_eq!(place.ask(&["approve"]).status.code(), Some(0));
    until("the end", || place.is("Succeeded"));
}

#[test]
fn a_build_killed_in_the_middle_runs_again_as_a_marked_attempt() {
    let place = Place::gated();
    let run = Running(place.pipesmith(&["run", "ex/pipeline.json"]).stdout(Stdio::null()).spawn().unwrap());
    place.until_logged("the gate is watched", 1);
    assert!(place.is_building());
    run.crash();
    // What it had started ends with it, although nobody told it to.
    until("the end of the build", || !place.is_building());
    // Who only looks takes nothing up.
    assert!(place.is("InProgress"));
    assert!(!text(&place.ask(&["logs"])).contains("Attempt 2"));

    let (serve, _) = place.serve();
    place.until_logged("the gate is watched", 2);
    let log = text(&place.ask(&["logs"]));
    assert!(log.contains("Build/Wait | Attempt 2: the one before was interrupted"), "{log}");
    assert!(place.is("InProgress"));
    place.open_gate();
    until("the end", || place.is("Succeeded"));
    place.until_logged("the gate is open", 1);
    serve.crash();
    // What is over stays over.
    let (_serve, _) = place.serve();
    assert!(place.is("Succeeded"));
    assert_eq!(text(&place.ask(&["logs"])).matches("Attempt ").count(), 1);
}
