//! Declarations that others wrote (see `fixtures/corpus/README.md`), run on small folders.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use serde_json::Value;
use tests::{Place, json_lines, project, text};

/// A place with one of the declarations, a source and its buildspec.
fn with(name: &str) -> (Place, String) {
    let place = Place::empty();
    let file = format!("{name}.json");
    fs_err::copy(project().join("tests/fixtures/corpus").join(&file), place.path(&file)).unwrap();
    place.write("src/words.txt", "made on another computer\n");
    place.write(
        "build.yml",
        "version: 0.2\nphases:\n  build:\n    commands:\n      - tr a-z A-Z < words.txt > loud.txt\n\
         artifacts:\n  files:\n    - loud.txt\n",
    );
    (place, file)
}

/// What a run that succeeds says at its end.
fn succeeds(place: &Place, args: &[&str]) -> Value {
    let out = place.ask(&[args, &["--json"]].concat());
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    let summary = json_lines(&out).pop().unwrap();
    assert_eq!(summary["status"], "Succeeded");
    summary
}

/// What each action of a run was worth.
fn fidelities(summary: &Value) -> Vec<&str> {
    summary["actions"].as_array().unwrap().iter().map(|one| one["fidelity"].as_str().unwrap()).collect()
}

fn run_with_a_source_and_a_project(name: &str, project: &str) {
    let (place, file) = with(name);
    // Without flags nothing is guessed wrong: what is missing is asked for.
    let out = place.ask(&["run", &file]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out));
    assert!(text(&out).contains("--source Source=PATH"), "{}", text(&out));
    let built = format!("{project}=build.yml");
    let summary = succeeds(&place, &["run", &file, "--source", "Source=src", "--project", &built]);
    assert_eq!(summary["pipeline"], name);
    assert_eq!(fidelities(&summary), ["real", "real"]);
}

#[test]
fn a_pipeline_from_github_to_codebuild_runs() {
    run_with_a_source_and_a_project("custodian-deploy", "custodian-build-python");
}

#[test]
fn a_pipeline_from_codecommit_to_codebuild_runs() {
    run_with_a_source_and_a_project("devinprod", "envoy");
}

#[test]
fn a_provider_that_is_not_here_is_refused_by_name_and_can_be_simulated() {
    let (place, file) = with("my-first-pipeline");
    let run = ["run", &file, "--source", "Source=src"];
    let out = place.ask(&run);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out));
    let said = String::from_utf8_lossy(&out.stderr);
    let way_out = "--on Deploy-CodeDeploy-Application=simulated";
    assert!(said.starts_with("pipesmith: Deploy-CodeDeploy-Application uses Deploy/CodeDeploy"), "{said}");
    assert!(said.contains(way_out) && !said.contains("--until"), "{said}");
    assert!(place.ps().is_empty());
    let out = place.ask(&["plan", &file, "--source", "Source=src", "--json"]);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out));
    let plan: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(plan["actions"][1]["gaps"][0]["code"], "provider-not-here");

    let (on, what) = way_out.split_once(' ').unwrap();
    let summary = succeeds(&place, &[&run[..], &[on, what]].concat());
    assert_eq!(fidelities(&summary), ["equivalent", "simulated"]);
}
