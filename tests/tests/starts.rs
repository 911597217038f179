//! What starts a pipeline by itself: a push to the mapped repository, and only where the setup says so.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use serde_json::Value;
use tests::{Place, json_lines, text, until};

fn git(place: &Place, args: &[&str]) {
    let folder = place.path("ex");
    let who = ["-c", "user.name=Mary Major", "-c", "user.email=mary@example.com"];
    let out = place.command("git").arg("-C").arg(folder).args(who).args(args).output().unwrap();
    assert!(out.status.success(), "{}", text(&out));
}

/// A place whose pipeline has run once, so that its setup is known; a repository of its own, watched or not.
fn known(setup: &str) -> Place {
    let place = Place::new();
    git(&place, &["init", "-q", "-b", "main"]);
    git(&place, &["add", "."]);
    git(&place, &["commit", "-q", "-m", "First"]);
    let path = place.path("ex/pipeline.json");
    let mut definition: Value = serde_json::from_str(&fs_err::read_to_string(&path).unwrap()).unwrap();
    definition["pipeline"]["triggers"] = serde_json::json!([{
        "providerType": "CodeStarSourceConnection",
        "gitConfiguration": { "sourceActionName": "App", "push": [
            { "branches": { "includes": ["main"] }, "filePaths": { "excludes": ["**/*.md"] } },
            { "tags": { "includes": ["v*"] } },
        ] },
    }]);
    fs_err::write(&path, definition.to_string()).unwrap();
    if !setup.is_empty() {
        place.write("ex/pipesmith.local.yaml", setup);
    }
    let out = place.ask(&["run", "ex/pipeline.json", "--approve", "leave"]);
    assert_eq!(out.status.code(), Some(3), "{}", text(&out));
    place
}

fn executions(place: &Place) -> Vec<Value> {
    let events = place.ask(&["trail", "query", "--json", "StartPipelineExecution"]);
    assert!(events.status.success(), "{}", text(&events));
    json_lines(&events)
}

fn newest(place: &Place) -> Value {
    place.ps().into_iter().next().unwrap_or_default()["lastExecution"].clone()
}

#[test]
fn a_push_starts_the_pipeline_at_its_commit_when_the_filters_match() {
    let place = known("triggers: true\n");
    let (_serve, _) = place.serve();
    let first = newest(&place)["id"].clone();
    // The first look starts nothing, whenever it came; from then on each matching push does.
    let mut pushes = 0;
    until("a start by a push", || {
        pushes += 1;
        place.write("ex/src/more.js", &format!("// {pushes}\n"));
        git(&place, &["add", "."]);
        git(&place, &["commit", "-q", "-m", &format!("Push {pushes}")]);
        newest(&place)["id"] != first
    });
    until("the approval", || place.waiting() >= 1 && newest(&place)["status"] == "InProgress");
    let summary = newest(&place)["summary"].as_str().unwrap_or_default().to_owned();
    assert!(summary.contains(": Push "), "{summary}");
    // No person started it.
    assert_eq!(executions(&place).len(), 1);
}

#[test]
fn nothing_starts_by_itself_unless_the_setup_says_so() {
    let place = known("");
    let (_serve, _) = place.serve();
    let first = newest(&place);
    git(&place, &["commit", "-q", "--allow-empty", "-m", "Second"]);
    // As many looks as it takes until an approval given meanwhile has led to the end.
    let out = place.ask(&["approve", "hello-service"]);
    assert!(out.status.success(), "{}", text(&out));
    until("the end", || newest(&place)["status"] == "Succeeded");
    assert_eq!(newest(&place)["id"], first["id"]);
}
