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

/// A place whose example is a repository of its own, with triggers in its pipeline.
fn repository() -> Place {
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
        ], "pullRequest": [{ "events": ["UPDATED"], "branches": { "includes": ["main"] } }] },
    }]);
    fs_err::write(&path, definition.to_string()).unwrap();
    place
}

/// A place whose pipeline has run once, so that its setup is known, and waits for its approval.
fn known(setup: &str) -> Place {
    let place = repository();
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

#[test]
fn a_pull_request_starts_the_pipeline_at_its_head_when_the_filters_match() {
    let place = known("triggers: true\n");
    let (_serve, _) = place.serve();
    let first = newest(&place)["id"].clone();
    // As GitHub keeps them: the head, and what it would be when merged into the branch.
    git(&place, &["checkout", "-q", "-b", "topic"]);
    let mut pushes = 0;
    until("a start by a pull request", || {
        pushes += 1;
        git(&place, &["commit", "-q", "--allow-empty", "-m", &format!("Topic {pushes}")]);
        let merge = ["commit-tree", "HEAD^{tree}", "-p", "main", "-p", "HEAD", "-m", "merge"];
        let out = place
            .command("git")
            .arg("-C")
            .arg(place.path("ex"))
            .args(["-c", "user.name=M", "-c", "user.email=m@example.com"])
            .args(merge)
            .output()
            .unwrap();
        git(&place, &["update-ref", "refs/pull/7/merge", text(&out).trim()]);
        git(&place, &["update-ref", "refs/pull/7/head", "HEAD"]);
        newest(&place)["id"] != first
    });
    until("the approval", || place.waiting() >= 1 && newest(&place)["status"] == "InProgress");
    let summary = newest(&place)["summary"].as_str().unwrap_or_default().to_owned();
    assert!(summary.contains(": Topic "), "{summary}");
}

#[test]
fn a_repository_elsewhere_is_asked_for_what_is_new() {
    let place = repository();
    let bare = place.path("elsewhere.git");
    git(&place, &["clone", "-q", "--bare", ".", bare.to_str().unwrap()]);
    let url = format!("file://{}", bare.display());
    place.write("ex/pipesmith.local.yaml", &format!("triggers: true\nsources:\n  App:\n    url: {url}\n"));
    let out = place.ask(&["run", "ex/pipeline.json", "--approve", "all"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    let first = newest(&place)["id"].clone();
    // An engine looks in its first seconds, and once a minute from then on: several are opened, and each finds a push.
    let mut pushes = 0;
    until("a start by a push elsewhere", || {
        let (serve, _) = place.serve();
        pushes += 1;
        place.write("ex/src/more.js", &format!("// {pushes}\n"));
        git(&place, &["add", "src"]);
        git(&place, &["commit", "-q", "-m", &format!("Elsewhere {pushes}")]);
        git(&place, &["push", "-q", &url, "HEAD:main"]);
        let started = (0..40).any(|_| newest(&place)["id"] != first);
        serve.crash();
        started
    });
    let (_serve, _) = place.serve();
    until("the commit", || newest(&place)["summary"].as_str().unwrap_or_default().contains(": Elsewhere "));
}

#[test]
fn a_new_version_of_an_object_starts_the_pipeline_that_polls_it() {
    let place = Place::copying();
    place.write("ex/pipesmith.yaml", "triggers: true\n");
    place.copy_once("version 0");
    let first = newest(&place)["id"].clone();
    let (_serve, _) = place.serve();
    let mut versions = 0;
    until("a start by a new version", || {
        versions += 1;
        place.write("data/buckets/incoming/site.zip", &format!("version {versions}"));
        newest(&place)["id"] != first
    });
    until("the newest version shipped", || {
        let shipped = fs_err::read_to_string(place.path("data/buckets/site/site.zip")).unwrap_or_default();
        shipped == format!("version {versions}") && newest(&place)["status"] == "Succeeded"
    });
}
