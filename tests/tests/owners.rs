//! Several processes on one data folder: one owns it, the others ask that one, and when it is killed the next takes
//! its place and goes on.

use serde_json::Value;
use tests::{Place, Running, text, until};

fn owner(place: &Place) -> Option<u64> {
    let info: Value = serde_json::from_slice(&fs_err::read(place.path("data/owner.json")).ok()?).ok()?;
    info["pid"].as_u64()
}

#[test]
fn a_client_takes_the_place_of_a_killed_owner_and_its_run_goes_on() {
    let place = Place::gated();
    let (serve, ready) = place.serve();
    assert_eq!(owner(&place), ready["pid"].as_u64());
    let printed = fs_err::File::create(place.path("run.out")).unwrap();
    let mut run = place.pipesmith(&["run", "ex/pipeline.json", "--json"]);
    let mut run = Running(run.stdout(printed.into_file()).spawn().unwrap());
    place.until_logged("the gate is watched", 1);
    // The run lights up in the other processes, and none of them owns the folder.
    assert!(place.is("InProgress"));
    assert_eq!(owner(&place), ready["pid"].as_u64());

    serve.crash();
    until("the new owner", || owner(&place) == Some(run.0.id().into()));
    place.until_logged("the gate is watched", 2);
    assert!(place.is("InProgress"));
    assert_eq!(place.ask(&["env"]).status.code(), Some(1), "the endpoint went with its process");
    place.open_gate();
    assert_eq!(run.end().code(), Some(0));

    let printed = fs_err::read_to_string(place.path("run.out")).unwrap();
    let lines: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (summary, events) = lines.split_last().unwrap();
    assert_eq!(summary["status"], "Succeeded", "{printed}");
    let attempts: Vec<_> =
        summary["actions"].as_array().unwrap().iter().map(|one| &one["internalAttempt"]).collect();
    assert_eq!(attempts, [1, 2], "{summary}");
    let ended = |event: &&Value| event["detail-type"] == "CodePipeline Pipeline Execution State Change";
    assert_eq!(events.iter().rfind(ended).unwrap()["detail"]["state"], "SUCCEEDED");
    assert!(!place.path("data/owner.json").exists(), "the last one leaves nobody to ask");
}

#[test]
fn the_endpoint_opens_again_where_it_was_when_a_second_serve_stands_by() {
    let place = Place::gated();
    let (first, ready) = place.serve();
    let address = ready["endpoint"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
    let (second, same) = place.served(&mut place.pipesmith(&["serve", "--listen", &address]));
    assert_eq!((&same["endpoint"], &same["pid"]), (&ready["endpoint"], &ready["pid"]));
    let environment = text(&place.ask(&["env"]));
    first.crash();
    until("the new owner", || owner(&place) == Some(second.0.id().into()));
    // Clients that were set up before go on: the same address, the same keys.
    until("the endpoint", || text(&place.ask(&["env"])) == environment);
}

#[test]
fn an_approval_comes_from_another_shell_while_the_run_follows() {
    let place = Place::new();
    let (_serve, _) = place.serve();
    let out = place.ask(&["run", "ex/pipeline.json"]);
    assert_eq!(out.status.code(), Some(3), "{}", text(&out));
    let out = place.ask(&["approve", "--comment", "from another shell"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    until("the end", || place.is("Succeeded"));
    let out = place.ask(&["trail", "query", "PutApprovalResult", "--json"]);
    assert!(text(&out).contains("from another shell"), "{}", text(&out));
}
