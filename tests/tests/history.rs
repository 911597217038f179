//! What earlier executions left: the artifacts that go, and which revision is in which stage.

use serde_json::Value;
use tests::{Place, json_lines, text, until};

fn artifacts(place: &Place) -> usize {
    place.files("data/buckets/copies-artifacts").len()
}

fn asked(place: &Place, args: &[&str]) -> String {
    let out = place.ask(args);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    text(&out)
}

#[test]
fn artifacts_go_by_policy_and_what_would_go_is_shown_first() {
    let place = Place::copying();
    for version in 0..5 {
        place.copy_once(&format!("version {version}"));
    }
    assert!(asked(&place, &["clean"]).contains("No artifact is old enough"));
    let shown = asked(&place, &["clean", "copies", "--keep", "3"]);
    assert!(shown.contains("2 artifacts of 2 executions, 18 B. Nothing was removed"), "{shown}");
    assert_eq!(artifacts(&place), 5);
    assert!(asked(&place, &["clean", "--keep", "1", "--days", "1", "--yes"]).contains("No artifact"));
    assert!(asked(&place, &["clean", "--keep", "3", "--yes"]).contains("Removed 2 artifacts, 18 B"));
    assert_eq!(artifacts(&place), 3);
    // The newest is needed by its stages, whatever is asked.
    asked(&place, &["clean", "--keep", "0", "--yes"]);
    assert_eq!(artifacts(&place), 1);
    // The history stays.
    let trail = asked(&place, &["trail", "query", "--json", "StartPipelineExecution"]);
    assert_eq!(trail.lines().count(), 5);
}

#[test]
fn a_setup_says_how_many_executions_keep_their_artifacts() {
    let place = Place::copying();
    place.write("ex/pipesmith.yaml", "retention: { keep: 2 }\n");
    for version in 0..4 {
        place.copy_once(&format!("version {version}"));
    }
    let (_serve, _) = place.serve();
    until("the older artifacts are gone", || artifacts(&place) == 2);
}

#[test]
fn it_is_told_which_revision_is_in_which_stage() {
    let place = Place::copying();
    place.copy_once("version 0");
    let stages = |place: &Place| -> Vec<Value> {
        let out = place.ask(&["ps", "copies", "--json"]);
        assert!(out.status.success(), "{}", text(&out));
        json_lines(&out)
    };
    let first = stages(&place);
    assert_eq!(first[0]["revisions"][0]["id"], first[1]["revisions"][0]["id"]);
    // A deployment that fails leaves the older revision in its stage.
    let path = place.path("ex/pipeline.json");
    let broken = fs_err::read_to_string(&path).unwrap().replace("\"false\"", "\"perhaps\"");
    fs_err::write(path, broken).unwrap();
    place.write("data/buckets/incoming/site.zip", "version 1");
    assert_eq!(place.ask(&["run", "ex/pipeline.json"]).status.code(), Some(1));
    let now = stages(&place);
    assert_ne!(now[0]["revisions"][0]["id"], first[0]["revisions"][0]["id"]);
    assert_eq!(now[1], first[1]);
    let shown = asked(&place, &["ps", "copies"]);
    assert!(shown.contains("Ship") && shown.contains("execution"), "{shown}");
    assert_eq!(place.ask(&["ps", "nobody"]).status.code(), Some(2));
}
