//! The engine over a real store: what is started, told and kept, and what is left after a crash.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod support;

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

use codepipeline::shapes::{
    ActionExecutionStatus, CreatePipelineInput, DeletePipelineInput, GetPipelineInput, GetPipelineStateInput,
    ListPipelineExecutionsInput, PipelineExecutionStatus, StageRetryMode, StartPipelineExecutionInput,
    TriggerType,
};
use codepipeline::{CodePipeline, ErrorKind};
use engine::Engine;
use serde_json::json;
use support::{Bench, action, approval, builds, is, success};

#[test]
fn a_start_runs_the_actions_in_their_order_and_succeeds() {
    let mut bench =
        Bench::new("order", "SUPERSEDED", json!([builds("Build", &[("A", 1), ("B", 1), ("C", 2)])]));
    let execution = bench.start();
    bench.call_of("Fetch").succeed();
    let (one, other) = (bench.call(), bench.call());
    let mut names = [one.action().to_owned(), other.action().to_owned()];
    names.sort();
    assert_eq!(names, ["A", "B"]);
    assert_eq!(one.job.inputs.first().map(|input| input.name.as_str()), Some("App"));
    one.succeed();
    bench.until(&execution, |details| {
        ["A", "B"].iter().any(|name| is(details, name, &ActionExecutionStatus::Succeeded))
    });
    bench.assert_nothing_starts();
    other.succeed();
    bench.call_of("C").succeed();
    let details = bench.until_status(&execution, PipelineExecutionStatus::Succeeded);
    assert_eq!(details.actions.len(), 4);
    assert!(bench.engine.is_idle());
}

#[test]
fn a_failed_action_fails_its_execution_and_says_why() {
    let mut bench = Bench::new(
        "fails",
        "SUPERSEDED",
        json!([builds("Build", &[("A", 1), ("B", 2)]), builds("Deploy", &[("C", 1)])]),
    );
    let execution = bench.start();
    bench.call_of("Fetch").succeed();
    bench.call_of("A").fail("the tests are red");
    let details = bench.until_status(&execution, PipelineExecutionStatus::Failed);
    let error = action(&details, "A").unwrap().error.clone().unwrap();
    assert_eq!(error.message.as_deref(), Some("the tests are red"));
    assert!(action(&details, "B").is_none() && action(&details, "C").is_none());
    bench.assert_nothing_starts();
}

#[test]
fn queued_executions_pass_a_stage_one_by_one_in_the_order_of_their_starts() {
    let mut bench = Bench::new("queued", "QUEUED", json!([builds("Build", &[("A", 1)])]));
    let executions: Vec<String> = (0..4).map(|_| bench.start()).collect();
    let (mut fetched, mut building) = (Vec::new(), None);
    while fetched.len() < executions.len() || building.is_none() {
        let call = bench.call();
        if call.action() == "Fetch" {
            fetched.push(call.job.execution.clone());
            call.succeed();
        } else {
            assert!(building.is_none(), "two executions are in a stage");
            building = Some(call);
        }
    }
    assert_eq!(fetched, executions);
    for execution in &executions {
        bench.until(execution, |details| is(details, "Fetch", &ActionExecutionStatus::Succeeded));
    }
    bench.assert_nothing_starts();
    for execution in &executions {
        let build = building.take().unwrap_or_else(|| bench.call_of("A"));
        assert_eq!(build.job.execution, *execution);
        build.succeed();
        bench.until_status(execution, PipelineExecutionStatus::Succeeded);
    }
}

#[test]
fn starts_made_at_once_are_all_kept_and_nothing_runs_twice() {
    let mut bench = Bench::new("at-once", "PARALLEL", json!([builds("Build", &[("A", 1)])]));
    let started = bench.start_at_once(40);
    let mut keys = BTreeSet::new();
    for _ in 0..2 * started.len() {
        let call = bench.call();
        let key = (call.job.action_execution.clone(), call.job.attempt);
        assert!(keys.insert(key), "{} of {} runs twice", call.action(), call.job.execution);
        call.succeed();
    }
    for execution in &started {
        bench.until_status(execution, PipelineExecutionStatus::Succeeded);
    }
}

#[test]
fn a_repeated_token_starts_nothing() {
    let mut bench = Bench::new("token", "QUEUED", json!([builds("Build", &[("A", 1)])]));
    let first = bench.try_start(Some("once")).unwrap();
    assert_eq!(bench.try_start(Some("once")).unwrap(), first);
    bench.call_of("Fetch").succeed();
    bench.call_of("A").succeed();
    bench.until_status(&first, PipelineExecutionStatus::Succeeded);
    let mut bench = bench.restart();
    assert_eq!(bench.try_start(Some("once")).unwrap(), first);
    bench.assert_nothing_starts();
}

#[test]
fn an_approval_is_decided_by_its_token_alone() {
    let mut bench = Bench::new(
        "approval",
        "SUPERSEDED",
        json!([approval("Gate", "Sign"), builds("Deploy", &[("A", 1)])]),
    );
    let execution = bench.start();
    bench.call_of("Fetch").succeed();
    let details = bench.until(&execution, |details| action(details, "Sign").is_some());
    let token = action(&details, "Sign").unwrap().token.clone().unwrap();
    let other = bench.engine.new_id();
    assert_eq!(bench.approve("Gate", "Sign", &other).unwrap_err().kind, ErrorKind::InvalidApprovalToken);
    assert!(is(&bench.details(&execution), "Sign", &ActionExecutionStatus::InProgress));
    bench.assert_nothing_starts();
    bench.approve("Gate", "Sign", &token).unwrap();
    assert_eq!(bench.approve("Gate", "Sign", &token).unwrap_err().kind, ErrorKind::ApprovalAlreadyCompleted);
    bench.call_of("A").succeed();
    bench.until_status(&execution, PipelineExecutionStatus::Succeeded);
}

#[test]
fn a_stop_waits_for_what_runs_and_starts_nothing_more() {
    let mut bench = Bench::new("stop", "SUPERSEDED", json!([builds("Build", &[("A", 1), ("B", 2)])]));
    let execution = bench.start();
    bench.call_of("Fetch").succeed();
    let running = bench.call_of("A");
    bench.stop(&execution, false).unwrap();
    assert_eq!(bench.stop(&execution, false).unwrap_err().kind, ErrorKind::DuplicatedStopRequest);
    assert!(!running.stop.is_cancelled());
    assert_eq!(bench.details(&execution).local.status, PipelineExecutionStatus::Stopping);
    running.succeed();
    let details = bench.until_status(&execution, PipelineExecutionStatus::Stopped);
    assert!(is(&details, "A", &ActionExecutionStatus::Succeeded) && action(&details, "B").is_none());
    bench.assert_nothing_starts();
}

#[test]
fn a_stop_that_abandons_ends_at_once_and_tells_the_attempt() {
    let mut bench = Bench::new("abandon", "SUPERSEDED", json!([builds("Build", &[("A", 1)])]));
    let execution = bench.start();
    bench.call_of("Fetch").succeed();
    let running = bench.call_of("A");
    bench.stop(&execution, true).unwrap();
    let details = bench.details(&execution);
    assert_eq!(details.local.status, PipelineExecutionStatus::Stopped);
    assert!(is(&details, "A", &ActionExecutionStatus::Abandoned));
    bench.wait(running.stop.cancelled());
    // Too late: what was given up stays given up.
    running.answer(success());
    bench.until_idle();
    assert!(is(&bench.details(&execution), "A", &ActionExecutionStatus::Abandoned));
}

#[test]
fn a_retry_of_failed_actions_runs_those_alone_again() {
    let mut bench =
        Bench::new("retry", "SUPERSEDED", json!([builds("Build", &[("A", 1), ("B", 1), ("C", 2)])]));
    let execution = bench.start();
    bench.call_of("Fetch").succeed();
    for _ in 0..2 {
        let call = bench.call();
        if call.action() == "A" { call.succeed() } else { call.fail("broken") }
    }
    bench.until_status(&execution, PipelineExecutionStatus::Failed);
    bench.retry(&execution, "Build", StageRetryMode::FailedActions).unwrap();
    bench.call_of("B").succeed();
    bench.call_of("C").succeed();
    let details = bench.until_status(&execution, PipelineExecutionStatus::Succeeded);
    assert_eq!(details.local.attempt, 2);
    let of =
        |name: &str| details.actions.iter().filter(|one| one.action_name.as_deref() == Some(name)).count();
    assert_eq!((of("A"), of("B"), of("C")), (1, 2, 1));
}

#[test]
fn after_a_crash_an_interrupted_attempt_is_marked_and_runs_again() {
    let mut bench = Bench::new("crash", "QUEUED", json!([builds("Build", &[("A", 1), ("B", 2)])]));
    let (first, second) = (bench.start(), bench.start());
    bench.call_of("Fetch").succeed();
    // In either order: the first builds, the second fetches.
    let lost = [bench.call(), bench.call()];
    let before = [bench.details(&first), bench.details(&second)];
    let mut bench = bench.crash();
    let again = [bench.call(), bench.call()];
    for call in &lost {
        let same = again.iter().find(|again| again.job.action_execution == call.job.action_execution);
        assert_eq!((call.job.attempt, same.unwrap().job.attempt), (1, 2));
    }
    for (execution, before) in [&first, &second].into_iter().zip(before) {
        let after = bench.details(execution);
        let told = |details: &engine::Details| {
            let stages = details.local.stages.iter().map(|stage| {
                let actions = stage.actions.iter().map(|action| {
                    (action.name.clone(), action.action_execution_id.clone(), action.status.clone())
                });
                (stage.name.clone(), stage.status.clone(), actions.collect::<Vec<_>>())
            });
            (details.local.status.clone(), stages.collect::<Vec<_>>())
        };
        assert_eq!(told(&before), told(&after));
    }
    again.into_iter().for_each(support::Call::succeed);
    bench.call().succeed();
    bench.call().succeed();
    bench.call().succeed();
    bench.until_status(&first, PipelineExecutionStatus::Succeeded);
    bench.until_status(&second, PipelineExecutionStatus::Succeeded);
}

#[test]
fn after_a_crash_a_waiting_approval_waits_on_under_the_same_token() {
    let mut bench = Bench::new(
        "crash-waits",
        "SUPERSEDED",
        json!([approval("Gate", "Sign"), builds("Deploy", &[("A", 1)])]),
    );
    let execution = bench.start();
    bench.call_of("Fetch").succeed();
    let before = bench.until(&execution, |details| action(details, "Sign").is_some());
    let mut bench = bench.crash();
    assert_eq!(bench.details(&execution), before);
    bench.assert_nothing_starts();
    let token = action(&before, "Sign").unwrap().token.clone().unwrap();
    bench.approve("Gate", "Sign", &token).unwrap();
    bench.call_of("A").succeed();
    bench.until_status(&execution, PipelineExecutionStatus::Succeeded);
}

#[test]
fn what_a_closed_engine_left_running_runs_again() {
    let mut bench = Bench::new("restart", "SUPERSEDED", json!([builds("Build", &[("A", 1)])]));
    let execution = bench.start();
    bench.call_of("Fetch").succeed();
    let lost = bench.call_of("A");
    let mut bench = bench.restart();
    assert!(lost.stop.is_cancelled());
    let again = bench.call_of("A");
    assert_eq!((again.job.action_execution == lost.job.action_execution, again.job.attempt), (true, 2));
    again.succeed();
    bench.until_status(&execution, PipelineExecutionStatus::Succeeded);
}

#[test]
fn an_owner_that_was_overtaken_commits_nothing() {
    let bench = Bench::new("overtaken", "SUPERSEDED", json!([builds("Build", &[("A", 1)])]));
    // A lock that is not seen any more: its file was replaced under the first owner.
    fs_err::remove_file(bench.dir().join("owner.lock")).unwrap();
    let owner = store::owner::acquire(bench.dir(), "test").unwrap();
    let other = bench.another(&owner);
    assert!(other.store().epoch() > bench.engine.store().epoch());
    let refused = bench.try_start(None).unwrap_err();
    assert_eq!(refused.kind, ErrorKind::InternalFailure);
    assert!(refused.message.contains("taken over"), "{}", refused.message);
    let executions = |engine: &Engine| {
        let input = ListPipelineExecutionsInput {
            pipeline_name: bench.name.into(),
            ..ListPipelineExecutionsInput::default()
        };
        let call = engine.call("test");
        let output = bench.wait(engine.list_pipeline_executions(&call, input)).unwrap();
        output.pipeline_execution_summaries.unwrap_or_default().len()
    };
    assert_eq!((executions(&bench.engine), executions(&other)), (0, 0));
    // The new owner goes on.
    let input = StartPipelineExecutionInput { name: bench.name.into(), ..Default::default() };
    bench.wait(other.start_pipeline_execution(&other.call("test"), input)).unwrap();
    assert_eq!(executions(&other), 1);
}

/// What the engine is told that it had seen before.
fn seen(bench: &Bench, since: i64) {
    let value = json!({ "schedules": { "often": { "since": since, "last": since } } }).to_string();
    bench.wait(bench.engine.store().put_document("starts", bench.name, Some(value))).unwrap();
    let setup = pipeline::Setup {
        schedules: [("often".to_owned(), "rate(1 minute)".to_owned())].into(),
        ..pipeline::Setup::default()
    };
    let none = pipeline::Setup::default();
    let world = actions::World::new(bench.dir().to_owned(), setup, none, bench.engine.buckets());
    bench.wait(bench.engine.keep_world(bench.name, &world)).unwrap();
}

#[test]
fn a_schedule_starts_when_it_is_due_and_only_once() {
    let mut bench = Bench::new("schedule", "QUEUED", json!([builds("Build", &[("A", 1)])]));
    let now = bench.engine.now().millis();
    seen(&bench, now - 60_000);
    let execution = bench.call_of("Fetch").job.execution.clone();
    let details = bench.engine.details(bench.name, &execution).unwrap().unwrap();
    let trigger = details.execution.trigger.unwrap();
    assert_eq!(trigger.trigger_type, Some(TriggerType::CloudWatchEvent));
    assert!(trigger.trigger_detail.unwrap().ends_with(":rule/often"));
    bench.assert_nothing_starts();
}

#[test]
fn a_schedule_missed_is_skipped_once_and_told() {
    let mut bench = Bench::new("missed", "QUEUED", json!([builds("Build", &[("A", 1)])]));
    seen(&bench, bench.engine.now().millis() - 10 * 60_000);
    let title = bench.remark();
    assert_eq!(title, "The schedule often of missed was skipped");
    bench.assert_nothing_starts();
}

fn responds(bench: &Bench, responses: serde_json::Value) {
    keep_setup(bench, json!({ "responses": responses }));
}

fn keep_setup(bench: &Bench, setup: serde_json::Value) {
    let setup = serde_json::from_value(setup).unwrap();
    let none = pipeline::Setup::default();
    let world = actions::World::new(bench.dir().to_owned(), setup, none, bench.engine.buckets());
    bench.wait(bench.engine.keep_world(bench.name, &world)).unwrap();
}

/// What a response did, once it did so much.
fn reacted(bench: &mut Bench, name: &str, count: usize) -> Vec<engine::Reacted> {
    loop {
        let log = bench.engine.reactions(bench.name, name).unwrap();
        if log.len() >= count {
            return log;
        }
        bench.wait_for_a_moment();
    }
}

#[test]
fn an_event_is_responded_to_once_also_after_a_crash() {
    let mut bench = Bench::new("responds", "SUPERSEDED", json!([builds("Build", &[("A", 1)])]));
    let failed = json!({ "detail-type": ["CodePipeline Pipeline Execution State Change"], "detail": { "state": ["FAILED"] } });
    let never = json!({ "detail": { "state": ["STOPPED"] } });
    responds(
        &bench,
        json!({
            "keep": { "pattern": failed, "reaction": { "command": ["sh", "-c", "cat >> said"] } },
            "loop": { "pattern": failed, "reaction": { "start": "responds" } },
            "quiet": { "pattern": never, "reaction": { "command": ["sh", "-c", "echo no >> said"] } },
        }),
    );
    bench.until_listening();
    bench.start();
    bench.call_of("Fetch").fail("no repository");
    let log = reacted(&mut bench, "keep", 1);
    let entry = log.first().unwrap();
    assert_eq!((entry.state.as_str(), entry.attempt, &entry.error), ("FAILED", 1, &None));
    let said = fs_err::read_to_string(bench.dir().join("said")).unwrap();
    let event: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(event["detail"]["pipeline"], "responds");
    let refused = reacted(&mut bench, "loop", 1);
    assert!(refused.first().unwrap().error.as_ref().unwrap().contains("never end"));

    let bench = bench.restart();
    assert_eq!(bench.engine.reactions("responds", "keep").unwrap().len(), 1);
    assert_eq!(fs_err::read_to_string(bench.dir().join("said")).unwrap(), said);
}

#[test]
fn approvers_are_told_through_what_stands_for_their_topic() {
    let mut gate = approval("Gate", "Sign");
    gate["actions"][0]["configuration"] = json!({ "NotificationArn": "arn:aws:sns:us-east-1:111122223333:sign-here", "CustomData": "ring beta" });
    let mut bench = Bench::new("announces", "SUPERSEDED", json!([gate, builds("Deploy", &[("A", 1)])]));
    keep_setup(&bench, json!({ "topics": { "sign-here": { "command": ["sh", "-c", "cat >> told"] } } }));
    bench.until_listening();
    let execution = bench.start();
    bench.call_of("Fetch").succeed();
    let log = reacted(&mut bench, "arn:aws:sns:us-east-1:111122223333:sign-here", 1);
    assert_eq!(log.first().unwrap().error, None);
    let told = fs_err::read_to_string(bench.dir().join("told")).unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["Subject"], "APPROVAL NEEDED: AWS CodePipeline announces for action Sign");
    let message: serde_json::Value = serde_json::from_str(told["Message"].as_str().unwrap()).unwrap();
    let approval = &message["approval"];
    assert_eq!(
        (&approval["customData"], &approval["externalEntityLink"]),
        (&json!("ring beta"), &json!(null))
    );
    assert!(approval["expires"].as_str().unwrap().ends_with('Z'), "{approval}");
    // What the approver was told decides it.
    bench.approve("Gate", "Sign", approval["token"].as_str().unwrap()).unwrap();
    bench.call_of("A").succeed();
    bench.until_status(&execution, PipelineExecutionStatus::Succeeded);
}

#[test]
fn a_response_that_fails_is_tried_again() {
    let mut bench = Bench::new("again", "SUPERSEDED", json!([builds("Build", &[("A", 1)])]));
    let started =
        json!({ "detail-type": [{ "prefix": "CodePipeline Pipeline" }], "detail": { "state": ["STARTED"] } });
    let once = "test -e tried || { touch tried; echo not now >&2; exit 3; }";
    responds(
        &bench,
        json!({ "once": { "pattern": started, "reaction": { "command": ["sh", "-c", once] } } }),
    );
    bench.until_listening();
    bench.start();
    let log = reacted(&mut bench, "once", 2);
    let (second, first) = (log.first().unwrap(), log.get(1).unwrap());
    assert!(first.again && first.error.as_ref().unwrap().contains("not now"), "{first:?}");
    assert_eq!((second.attempt, &second.error, second.again), (2, &None, false));
}

#[test]
fn a_pipeline_that_polls_begins_with_what_is_there_and_tells_what_is_not() {
    let mut bench = Bench::empty("polls");
    let mut declaration = support::definition("polls", "SUPERSEDED", json!([builds("Build", &[("A", 1)])]));
    let source = declaration.stages[0].actions[0].configuration.as_mut().unwrap();
    source.remove("PollForSourceChanges");
    let create = |bench: &Bench| {
        let input = CreatePipelineInput { pipeline: declaration.clone(), tags: None };
        bench.wait(bench.engine.create_pipeline(&bench.engine.call("test"), input)).unwrap();
    };
    let call = bench.engine.call("test");
    let fetch = |bench: &Bench| {
        let input = GetPipelineStateInput { name: "polls".into() };
        let state = bench.wait(bench.engine.get_pipeline_state(&call, input)).unwrap();
        state.stage_states.unwrap()[0].action_states.as_ref().unwrap()[0].latest_execution.clone()
    };
    let list = |bench: &Bench| {
        let input = ListPipelineExecutionsInput { pipeline_name: "polls".into(), ..Default::default() };
        let listed = bench.wait(bench.engine.list_pipeline_executions(&call, input)).unwrap();
        listed.pipeline_execution_summaries.unwrap()
    };
    create(&bench);
    assert!(list(&bench).is_empty());
    let told = fetch(&bench).unwrap();
    assert_eq!((told.status, told.action_execution_id), (Some(ActionExecutionStatus::Failed), None));
    let error = told.error_details.unwrap();
    assert_eq!(error.code.as_deref(), Some("ConfigurationError"));
    assert_eq!(error.message.as_deref(), Some("The object app.zip does not exist in the bucket sources"));

    let input = DeletePipelineInput { name: "polls".into() };
    bench.wait(bench.engine.delete_pipeline(&call, input)).unwrap();
    let bucket = bench.dir().join("buckets/sources");
    fs_err::create_dir_all(&bucket).unwrap();
    fs_err::write(bucket.join("app.zip"), "").unwrap();
    create(&bench);
    bench.call_of("Fetch").succeed();
    bench.call_of("A").succeed();
    let begun = list(&bench);
    let trigger = begun[0].trigger.clone().unwrap();
    assert_eq!((begun.len(), trigger.trigger_type), (1, Some(TriggerType::PollForSourceChanges)));
    let id = begun[0].pipeline_execution_id.clone().unwrap();
    bench.until_status(&id, PipelineExecutionStatus::Succeeded);

    let disabled = |bench: &Bench| {
        let input = GetPipelineInput { name: "polls".into(), version: None };
        bench.wait(bench.engine.get_pipeline(&call, input)).unwrap().metadata.unwrap().polling_disabled_at
    };
    assert_eq!(disabled(&bench), None);
    let started = begun[0].start_time.unwrap().millis();
    let bench = bench.restart_when(|| SystemTime::now() + Duration::from_secs(31 * 86_400));
    assert_eq!(disabled(&bench).map(|at| at.millis() - started), Some(30 * 86_400_000));
}
