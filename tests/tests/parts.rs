//! Runs of a part of a pipeline, and runs that follow changes, with the built command line.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};
use tests::{Place, Running, json_lines, text};

/// Source, a build that exports a variable, an approval, commands that check what they got.
fn project(place: &Place) {
    let action = |name: &str, category: &str, provider: &str, more: Value| {
        let mut action = json!({ "name": name, "actionTypeId": { "category": category, "owner": "AWS", "provider": provider, "version": "1" } });
        let map = action.as_object_mut().unwrap();
        map.extend(more.as_object().unwrap().clone());
        action
    };
    let pipeline = json!({ "name": "parts", "version": 1, "pipelineType": "V2", "roleArn": "arn:aws:iam::111122223333:role/x",
        "artifactStore": { "type": "S3", "location": "parts-store" }, "stages": [
        { "name": "Source", "actions": [action("Src", "Source", "CodeCommit", json!({ "configuration": { "RepositoryName": "parts", "BranchName": "main" }, "outputArtifacts": [{ "name": "S" }] }))] },
        { "name": "Build", "actions": [action("Make", "Build", "CodeBuild", json!({ "namespace": "Made", "configuration": { "ProjectName": "p" }, "inputArtifacts": [{ "name": "S" }], "outputArtifacts": [{ "name": "O" }] }))] },
        { "name": "Gate", "actions": [action("Ask", "Approval", "Manual", json!({}))] },
        { "name": "Check", "actions": [action("Look", "Compute", "Commands", json!({ "commands": ["test \"$(cat out.txt)\" = \"#{Made.WORD}\""], "inputArtifacts": [{ "name": "O" }] }))] } ] });
    place.write("p/pipeline.json", &pipeline.to_string());
    place.write("p/pipesmith.yaml", "sources: {parts: {path: code}}\n");
    place.write("p/code/word.txt", "one");
    place.write("p/code/buildspec.yml", "version: 0.2\nenv: {exported-variables: [WORD]}\nphases: {build: {commands: ['WORD=$(cat word.txt)', 'echo $WORD > out.txt']}}\nartifacts: {files: out.txt}\n");
}

fn summary(place: &Place, flags: &[&str]) -> (i32, Value) {
    let out = place.ask(&[&["run", "p/pipeline.json", "--json", "--approve", "all"], flags].concat());
    let last = json_lines(&out).pop().unwrap_or_default();
    (out.status.code().unwrap_or(-1), last)
}

fn actions(summary: &Value) -> Vec<(String, bool, Option<String>)> {
    let one = |action: &Value| {
        let text = |key: &str| action[key].as_str().map(str::to_owned);
        (text("action").unwrap_or_default(), action["cached"].is_string(), text("stale"))
    };
    summary["actions"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn a_part_takes_earlier_results_and_says_when_they_are_stale() {
    let place = Place::empty();
    project(&place);
    let (code, first) = summary(&place, &["--from", "Check"]);
    assert_eq!((code, &first["status"]), (1, &"Failed".into()), "{first}");
    assert!(
        first["actions"][0]["error"]["message"].as_str().unwrap().contains("no earlier result"),
        "{first}"
    );

    let (code, whole) = summary(&place, &[]);
    assert_eq!(code, 0, "{whole}");
    let (code, part) = summary(&place, &["--from", "Check"]);
    assert_eq!(code, 0, "{part}");
    let expected =
        [("Src".to_owned(), true, None), ("Make".to_owned(), true, None), ("Look".to_owned(), false, None)];
    assert_eq!(actions(&part), expected, "{part}");

    // The source is taken anew, the build is not asked to be: its result belongs to other files.
    place.write("p/code/word.txt", "two");
    let (code, until) = summary(&place, &["--until", "Source"]);
    assert_eq!((code, actions(&until).len()), (0, 1), "{until}");
    let (code, stale) = summary(&place, &["--only", "Look"]);
    assert_eq!(code, 0, "{stale}");
    let why = Some("what it is made from has changed since".to_owned());
    assert_eq!(actions(&stale)[1], ("Make".to_owned(), true, why), "{stale}");

    let out = place.ask(&["run", "p/pipeline.json", "--until", "Nope"]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out));
}

#[test]
fn a_watched_run_starts_again_after_a_change() {
    let place = Place::empty();
    project(&place);
    let mut command =
        place.pipesmith(&["run", "p/pipeline.json", "--watch", "--approve", "all", "--until", "Build"]);
    let mut running = Running(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let mut said = BufReader::new(running.0.stderr.take().unwrap()).lines();
    let mut next = |part: &str| {
        let line = said.by_ref().map_while(Result::ok).find(|line| line.contains(part));
        assert!(line.is_some(), "nobody says {part}");
    };
    next("waiting for a change");
    place.write("p/code/word.txt", "two");
    next("word.txt changed");
    next("waiting for a change");
    running.crash();
    assert_eq!(place.ps().len(), 1);
}
