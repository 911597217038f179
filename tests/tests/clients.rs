//! The stock AWS CLI and SDKs for Python and JavaScript against `pipesmith serve`, with what `pipesmith env` prints and nothing else.
//! `scripts/setup test` installs them.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::{Value, json};
use tests::{Cloud, Model, Place, Running, copy, gated, http, project, text, until};

/// What of the example's pipeline is asked again and again.
trait Example {
    fn status(&self, execution: &str) -> String;
    fn stage(&self, name: &str) -> Value;
    fn token(&self) -> String;
    fn decide(&self, token: &str, status: &str) -> Value;
}

impl Example for Cloud {
    fn status(&self, execution: &str) -> String {
        let found = self.pipe(&[
            "get-pipeline-execution",
            "--pipeline-name",
            NAME,
            "--pipeline-execution-id",
            execution,
        ]);
        found["pipelineExecution"]["status"].as_str().unwrap().to_owned()
    }

    fn stage(&self, name: &str) -> Value {
        let state = self.pipe(&["get-pipeline-state", "--name", NAME]);
        let stages = state["stageStates"].as_array().unwrap();
        stages.iter().find(|stage| stage["stageName"] == name).unwrap().clone()
    }

    /// Waits for the approval and takes its token from the state.
    fn token(&self) -> String {
        let mut token = None;
        until("the approval", || {
            let latest = self.stage("Approve")["actionStates"][0]["latestExecution"].clone();
            token = latest["token"].as_str().filter(|_| latest["status"] == "InProgress").map(str::to_owned);
            token.is_some()
        });
        token.unwrap()
    }

    fn decide(&self, token: &str, status: &str) -> Value {
        let result = format!("summary=looked at it,status={status}");
        self.pipe(&[
            "put-approval-result",
            "--pipeline-name",
            NAME,
            "--stage-name",
            "Approve",
            "--action-name",
            "Release",
            "--token",
            token,
            "--result",
            &result,
        ])
    }
}

const NAME: &str = "hello-service";

#[test]
fn a_pipeline_lives_its_life_under_the_aws_cli() {
    let cloud = Cloud::new();
    let who = cloud.json(&["sts", "get-caller-identity"]);
    assert_eq!(
        (&who["Account"], &who["Arn"]),
        (&json!("111122223333"), &json!("arn:aws:iam::111122223333:user/ann"))
    );

    // Created from the file that `pipesmith run` takes, too. Nothing here says yet where its source is.
    let file = cloud.place.path("ex/pipeline.json");
    let mut definition: Value = serde_json::from_str(&fs_err::read_to_string(&file).unwrap()).unwrap();
    let created = cloud.pipe(&["create-pipeline", "--cli-input-json", "file://ex/pipeline.json"]);
    assert_eq!(created["pipeline"]["version"], 1);
    let got = cloud.pipe(&["get-pipeline", "--name", NAME]);
    assert_eq!(got["pipeline"], created["pipeline"]);
    assert_eq!(got["pipeline"]["variables"], definition["pipeline"]["variables"]);
    let first = cloud.pipe(&["list-pipeline-executions", "--pipeline-name", NAME]);
    let first = &first["pipelineExecutionSummaries"][0];
    assert_eq!(first["trigger"]["triggerType"], "CreatePipeline");
    until("the failure", || cloud.status(first["pipelineExecutionId"].as_str().unwrap()) == "Failed");
    let failed = cloud.stage("Source")["actionStates"][0]["latestExecution"]["errorDetails"].clone();
    assert!(failed["message"].as_str().unwrap().contains("example/hello-service"), "{failed}");

    definition["pipeline"]["variables"][0]["defaultValue"] = "20".into();
    fs_err::write(&file, definition.to_string()).unwrap();
    let updated = cloud.pipe(&["update-pipeline", "--cli-input-json", "file://ex/pipeline.json"]);
    assert_eq!(updated["pipeline"]["version"], 2);
    let list = cloud.pipe(&["list-pipelines"]);
    assert_eq!((&list["pipelines"][0]["name"], &list["pipelines"][0]["version"]), (&json!(NAME), &json!(2)));

    // `run` joins in as a client of the same engine and brings the setup; the definition is the one there is.
    let out = cloud.place.ask(&["run", "ex/pipeline.json"]);
    assert_eq!(out.status.code(), Some(3), "{}", text(&out));
    assert_eq!(cloud.pipe(&["get-pipeline", "--name", NAME])["pipeline"]["version"], 2);
    let left = cloud.stage("Approve")["latestExecution"]["pipelineExecutionId"].as_str().unwrap().to_owned();
    cloud.pipe(&[
        "stop-pipeline-execution",
        "--pipeline-name",
        NAME,
        "--pipeline-execution-id",
        &left,
        "--abandon",
        "--reason",
        "not this one",
    ]);
    until("the stop", || cloud.status(&left) == "Stopped");

    // A closed transition holds the next execution before the stage.
    let before_test = ["--pipeline-name", NAME, "--stage-name", "Test", "--transition-type", "Inbound"];
    cloud.pipe(
        &[&["disable-stage-transition"][..], &before_test, &["--reason", "the lab is closed"]].concat(),
    );
    let started =
        cloud.pipe(&["start-pipeline-execution", "--name", NAME, "--variables", "name=Requests,value=10"]);
    let execution = started["pipelineExecutionId"].as_str().unwrap().to_owned();
    until("the closed transition", || {
        cloud.stage("Test")["inboundExecutions"][0]["pipelineExecutionId"] == execution.as_str()
    });
    let closed = cloud.stage("Test")["inboundTransitionState"].clone();
    assert_eq!((&closed["enabled"], &closed["disabledReason"]), (&json!(false), &json!("the lab is closed")));
    assert_eq!(closed["lastChangedBy"], who["Arn"]);
    cloud.pipe(&[&["enable-stage-transition"][..], &before_test].concat());

    // Rejected, tried again with a new token, approved.
    let token = cloud.token();
    cloud.decide(&token, "Rejected");
    until("the rejection", || cloud.status(&execution) == "Failed");
    cloud.pipe(&[
        "retry-stage-execution",
        "--pipeline-name",
        NAME,
        "--stage-name",
        "Approve",
        "--pipeline-execution-id",
        &execution,
        "--retry-mode",
        "FAILED_ACTIONS",
    ]);
    let again = cloud.token();
    assert_ne!(again, token);
    cloud.refused(
        &[
            "codepipeline",
            "put-approval-result",
            "--pipeline-name",
            NAME,
            "--stage-name",
            "Approve",
            "--action-name",
            "Release",
            "--token",
            &token,
            "--result",
            "summary=late,status=Approved",
        ],
        "InvalidApprovalTokenException",
        "",
    );
    cloud.decide(&again, "Approved");
    until("the end", || match cloud.status(&execution).as_str() {
        "InProgress" => false,
        "Succeeded" => true,
        other => panic!("{other}: {}", text(&cloud.place.ask(&["logs", "--execution", &execution]))),
    });

    let list = cloud.pipe(&["list-pipeline-executions", "--pipeline-name", NAME]);
    let list = list["pipelineExecutionSummaries"].as_array().unwrap();
    let statuses: Vec<_> = list.iter().map(|one| one["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["Succeeded", "Stopped", "Failed"]);
    let filter = format!("pipelineExecutionId={execution}");
    let actions = cloud.pipe(&["list-action-executions", "--pipeline-name", NAME, "--filter", &filter]);
    let actions = actions["actionExecutionDetails"].as_array().unwrap();
    let count = |name: &str| actions.iter().filter(|one| one["actionName"] == name).count();
    assert_eq!((actions.len(), count("Release"), count("Load")), (8, 2, 1), "{actions:?}");
    let load = actions.iter().find(|one| one["actionName"] == "Load").unwrap();
    let given = load["input"]["resolvedConfiguration"]["EnvironmentVariables"].as_str().unwrap();
    assert!(given.contains("\"value\":\"10\""), "{given}");

    // The trail has it all, in this identity's name.
    let record = cloud.recorded("StartPipelineExecution");
    assert_eq!(record["userIdentity"]["arn"], who["Arn"]);
    assert_eq!(record["requestParameters"]["name"], NAME);
    assert_eq!(record["responseElements"]["pipelineExecutionId"], execution.as_str());
    assert!(record["userAgent"].as_str().unwrap().contains("aws-cli/"), "{record}");
    let record = cloud.recorded("PutApprovalResult");
    assert_eq!(record["requestParameters"]["result"]["status"], "Approved");
    assert!(record.get("errorCode").is_none(), "{record}");

    cloud.pipe(&["delete-pipeline", "--name", NAME]);
    assert_eq!(cloud.pipe(&["list-pipelines"])["pipelines"], json!([]));
    cloud.refused(&["codepipeline", "get-pipeline", "--name", NAME], "PipelineNotFoundException", NAME);
}

#[test]
fn what_cannot_be_answered_is_refused_with_the_services_errors() {
    let cloud = Cloud::new();
    cloud.refused(&["codepipeline", "get-pipeline", "--name", "gone"], "PipelineNotFoundException", "'gone'");
    cloud.refused(
        &["codepipeline", "get-pipeline", "--name", "no such"],
        "ValidationException",
        "1 validation error detected: Value at 'name' failed to satisfy constraint: Member must satisfy regular \
         expression pattern: [A-Za-z0-9.@\\-_]+",
    );
    cloud.refused(&["cloudtrail", "list-trails"], "NotImplementedException", "LookupEvents");
    cloud.refused(&["s3api", "list-buckets"], "NotImplemented", "");
    cloud.refused(&["sts", "get-session-token"], "NotImplemented", "gives out no credentials");
    // Refused calls are in the trail as well, within a second.
    until("the record", || {
        let found = cloud.place.ask(&["trail", "query", "PipelineNotFoundException", "--json"]);
        text(&found).contains("\"errorCode\":\"PipelineNotFoundException\"")
    });
}

#[test]
fn only_the_keys_of_the_data_folder_open_the_endpoint() {
    let cloud = Cloud::new();
    let with = |name: &str, value: &str, args: &[&str]| {
        let mut command = cloud.command("aws", args, &format!("export {name}={value}"));
        text(&command.output().unwrap())
    };
    let (list, who) = (&["codepipeline", "list-pipelines"], &["sts", "get-caller-identity"]);
    let said = with("AWS_SECRET_ACCESS_KEY", "wrong", list);
    assert!(said.contains("(InvalidSignatureException)"), "{said}");
    let said = with("AWS_SECRET_ACCESS_KEY", "wrong", who);
    assert!(said.contains("(SignatureDoesNotMatch)"), "{said}");
    let said = with("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", list);
    assert!(said.contains("(UnrecognizedClientException)"), "{said}");
    let said = with("AWS_DEFAULT_REGION", "eu-west-1", list);
    assert!(said.contains("(InvalidSignatureException)") && said.contains("'eu-west-1'"), "{said}");
    assert!(cloud.aws(list).status.success());

    let address = cloud.endpoint.strip_prefix("http://").unwrap();
    let call = "POST / HTTP/1.1\r\nx-amz-target: CodePipeline_20150709.ListPipelines";
    let unsigned = http(address, call, "{}");
    assert!(unsigned.contains("MissingAuthenticationToken"), "{unsigned}");
    let page = http(address, &format!("{call}\r\norigin: http://example.com"), "{}");
    assert!(page.starts_with("HTTP/1.1 4") && page.contains("AccessDenied"), "{page}");
    assert!(!page.contains("access-control-allow"), "{page}");
}

#[test]
fn boto3_pages_waits_and_knows_the_exceptions() {
    let cloud = Cloud::new();
    cloud.place.write("data/buckets/in/parcel.txt", "to whom it may concern\n");
    let script = project().join("tests/python/client.py");
    let out = cloud.command("python", &[script.to_str().unwrap()], "").output().unwrap();
    assert!(out.status.success(), "{}", text(&out));
    assert_eq!(String::from_utf8_lossy(&out.stdout).trim(), "5");
    let delivered = fs_err::read_to_string(cloud.place.path("data/buckets/out/parcel.txt")).unwrap();
    assert_eq!(delivered, "to whom it may concern\n");
}

#[test]
fn the_javascript_sdk_pages_waits_and_knows_the_exceptions() {
    let cloud = Cloud::new();
    cloud.place.write("data/buckets/in/parcel.txt", "to whom it may concern\n");
    let out = cloud.node(&project().join("tests/js/client.cjs")).output().unwrap();
    assert!(out.status.success(), "{}", text(&out));
    assert_eq!(String::from_utf8_lossy(&out.stdout).trim(), "2");
}

#[test]
fn conditions_are_overridden_and_stages_rolled_back() {
    let place = Place::empty();
    copy(&project().join("tests/fixtures/conditions"), &place.path("ex"));
    let out = place.ask(&["run", "ex/pipeline.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    let cloud = Cloud::of(place);
    let execution = |id: &str| {
        cloud.pipe(&[
            "get-pipeline-execution",
            "--pipeline-name",
            "conditions",
            "--pipeline-execution-id",
            id,
        ])["pipelineExecution"]
            .clone()
    };
    let ended = |id: &str| {
        until("the end", || execution(id)["status"] != "InProgress");
        execution(id)
    };
    let start = |more: &[&str]| {
        let started = cloud.pipe(&[&["start-pipeline-execution", "--name", "conditions"], more].concat());
        started["pipelineExecutionId"].as_str().unwrap().to_owned()
    };
    let prod = || {
        let state = cloud.pipe(&["get-pipeline-state", "--name", "conditions"]);
        state["stageStates"][1].clone()
    };
    let good = cloud.pipe(&["list-pipeline-executions", "--pipeline-name", "conditions"]);
    let good = good["pipelineExecutionSummaries"][0]["pipelineExecutionId"].as_str().unwrap().to_owned();

    // The entry condition is not met, and somebody lets the execution through.
    let held = start(&["--variables", "name=Go,value=no"]);
    assert_eq!(ended(&held)["status"], "Failed");
    assert_eq!(prod()["beforeEntryConditionState"]["latestExecution"]["status"], "Failed");
    let rules = cloud.pipe(&[
        "list-rule-executions",
        "--pipeline-name",
        "conditions",
        "--filter",
        &format!("pipelineExecutionId={held}"),
    ]);
    let rules = rules["ruleExecutionDetails"].as_array().unwrap();
    let go = rules.iter().find(|rule| rule["ruleName"] == "Go").unwrap();
    let said = &go["output"]["executionResult"]["externalExecutionSummary"];
    assert_eq!((&go["status"], said), (&json!("Failed"), &json!("no is not equal to yes")));
    let override_of = |kind: &str| {
        [
            "codepipeline",
            "override-stage-condition",
            "--pipeline-name",
            "conditions",
            "--stage-name",
            "Prod",
            "--pipeline-execution-id",
            &held,
            "--condition-type",
            kind,
        ]
        .map(str::to_owned)
    };
    let refused = override_of("ON_SUCCESS");
    let refused: Vec<&str> = refused.iter().map(String::as_str).collect();
    cloud.refused(&refused, "ConditionNotOverridableException", "was not judged");
    let wish = override_of("BEFORE_ENTRY");
    cloud.json(&wish.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(ended(&held)["status"], "Succeeded");
    assert_eq!(prod()["beforeEntryConditionState"]["latestExecution"]["status"], "Overridden");
    assert_eq!(
        cloud.recorded("OverrideStageCondition")["requestParameters"]["conditionType"],
        "BEFORE_ENTRY"
    );

    // An alarm after the deployment takes the stage back by itself.
    cloud.place.write("ex/pipesmith.alarms.json", r#"{ "prod-5xx": "ALARM" }"#);
    let bad = start(&[]);
    assert_eq!(ended(&bad)["status"], "Failed");
    let newest = cloud.pipe(&["list-pipeline-executions", "--pipeline-name", "conditions"]);
    let newest = &newest["pipelineExecutionSummaries"][0];
    assert_eq!(newest["trigger"]["triggerType"], "AutomatedRollback");
    assert_eq!(newest["rollbackMetadata"]["rollbackTargetPipelineExecutionId"], json!(held));
    assert_eq!(ended(newest["pipelineExecutionId"].as_str().unwrap())["executionType"], "ROLLBACK");

    // And by hand, to an execution that has left the engine's memory.
    cloud.place.write("ex/pipesmith.alarms.json", r#"{ "prod-5xx": "OK" }"#);
    let rollback = |target: &str| {
        [
            "codepipeline",
            "rollback-stage",
            "--pipeline-name",
            "conditions",
            "--stage-name",
            "Prod",
            "--target-pipeline-execution-id",
            target,
        ]
        .map(str::to_owned)
    };
    let wish = rollback(&good);
    let back = cloud.json(&wish.iter().map(String::as_str).collect::<Vec<_>>());
    let back = ended(back["pipelineExecutionId"].as_str().unwrap());
    assert_eq!((&back["status"], &back["executionType"]), (&json!("Succeeded"), &json!("ROLLBACK")));
    assert_eq!(prod()["latestExecution"]["type"], "ROLLBACK");
    let wish = rollback(&bad);
    let wish: Vec<&str> = wish.iter().map(String::as_str).collect();
    cloud.refused(&wish, "UnableToRollbackStageException", "has not completed in stage with name 'Prod'");
    let types = cloud.pipe(&["list-rule-types"]);
    assert_eq!(types["ruleTypes"].as_array().unwrap().len(), 6);
}

#[test]
fn a_worker_does_the_jobs_of_a_custom_action_also_over_a_crash() {
    let place = Place::empty();
    copy(&project().join("tests/fixtures/worker"), &place.path("ex"));
    // Without the type nothing starts, and the way out is told.
    let out = place.ask(&["run", "ex/pipeline.json"]);
    assert_eq!(out.status.code(), Some(2), "{}", text(&out));
    assert!(text(&out).contains("Build/Forge version 1") && text(&out).contains("create-custom-action-type"));

    let mut cloud = Cloud::of(place);
    let forge = ["--category", "Build", "--provider", "Forge"];
    let create = |cloud: &Cloud, more: &[&str]| {
        let details = "minimumCount=0,maximumCount=1";
        let mut args = vec!["codepipeline", "create-custom-action-type"];
        args.extend(forge);
        args.extend(["--input-artifact-details", details, "--output-artifact-details", details]);
        args.extend(more);
        cloud.aws(&args)
    };
    let target = "name=Target,required=true,key=true,secret=false,queryable=true";
    let out = create(&cloud, &["--action-version", "1", "--configuration-properties", target]);
    assert!(out.status.success(), "{}", text(&out));
    let secret = "name=Target,required=true,key=true,secret=true,queryable=true";
    let out = create(&cloud, &["--action-version", "2", "--configuration-properties", secret]);
    assert!(text(&out).contains("must be required and non-secret"), "{}", text(&out));

    let of = |owner: &str| {
        let found = cloud.pipe(&["list-action-types", "--action-owner-filter", owner]);
        found["actionTypes"].as_array().unwrap().clone()
    };
    assert_eq!(of("Custom").len(), 1);
    assert!(of("AWS").iter().any(|one| one["id"]["provider"] == "CodeBuild"));

    let id = "category=Build,owner=Custom,provider=Forge,version=1";
    let poll = |cloud: &Cloud, target: &str| {
        cloud.pipe(&["poll-for-jobs", "--action-type-id", id, "--query-param", &format!("Target={target}")])["jobs"]
            .as_array()
            .unwrap()
            .clone()
    };
    let mut run = Running(cloud.place.pipesmith(&["run", "ex/pipeline.json"]).spawn().unwrap());
    let mut job = Value::Null;
    until("a job", || {
        assert!(poll(&cloud, "windows").is_empty());
        job = poll(&cloud, "linux").into_iter().next().unwrap_or_default();
        !job.is_null()
    });
    let (job_id, nonce) = (job["id"].as_str().unwrap().to_owned(), job["nonce"].as_str().unwrap().to_owned());
    assert_eq!(job["data"]["actionConfiguration"]["configuration"]["Target"], "linux");
    assert_eq!(job["data"]["inputArtifacts"][0]["name"], "App");
    assert!(poll(&cloud, "linux").is_empty(), "it is handed out once");
    cloud.refused(
        &["codepipeline", "acknowledge-job", "--job-id", &job_id, "--nonce", "wrong"],
        "InvalidNonceException",
        "not valid",
    );
    let acknowledged = cloud.pipe(&["acknowledge-job", "--job-id", &job_id, "--nonce", &nonce]);
    assert_eq!(acknowledged["status"], "InProgress");
    cloud.refused(
        &["codepipeline", "acknowledge-job", "--job-id", &job_id, "--nonce", &nonce],
        "InvalidNonceException",
        "not valid",
    );

    // The worker goes on while the engine dies and comes back.
    run.0.kill().unwrap();
    let place = cloud.crash();
    cloud = Cloud::of(place);
    let token = ["put-job-success-result", "--job-id", &job_id, "--continuation-token", "half"];
    cloud.pipe(&token);
    cloud.pipe(&token);
    let next = poll(&cloud, "linux").into_iter().next().unwrap();
    assert_eq!(next["data"]["continuationToken"], "half");
    assert_eq!(
        next["data"]["pipelineContext"]["action"]["actionExecutionId"],
        job["data"]["pipelineContext"]["action"]["actionExecutionId"]
    );
    let next_id = next["id"].as_str().unwrap();
    let details = cloud.pipe(&["get-job-details", "--job-id", next_id]);
    assert_eq!(details["jobDetails"]["id"], next["id"]);
    cloud.pipe(&[
        "put-job-success-result",
        "--job-id",
        next_id,
        "--execution-details",
        "summary=compiled,externalExecutionId=run-7",
        "--output-variables",
        "VERSION=1.2.3",
    ]);
    until("the end", || cloud.place.is("Succeeded"));
    let actions = cloud.pipe(&["list-action-executions", "--pipeline-name", "worker"]);
    let compiled = &actions["actionExecutionDetails"][0]["output"];
    assert_eq!(compiled["outputVariables"]["VERSION"], "1.2.3");
    assert_eq!(compiled["executionResult"]["externalExecutionId"], "run-7");
    cloud.refused(
        &[
            "codepipeline",
            "put-job-failure-result",
            "--job-id",
            next_id,
            "--failure-details",
            "type=JobFailed,message=late",
        ],
        "InvalidJobStateException",
        "has already terminated",
    );

    // A failure is the worker's own words; a job nobody knows is refused.
    cloud.pipe(&["start-pipeline-execution", "--name", "worker"]);
    let mut job = Value::Null;
    until("a job", || {
        job = poll(&cloud, "linux").into_iter().next().unwrap_or_default();
        !job.is_null()
    });
    cloud.pipe(&[
        "put-job-failure-result",
        "--job-id",
        job["id"].as_str().unwrap(),
        "--failure-details",
        "type=ConfigurationError,message=no such target",
    ]);
    until("the end", || cloud.place.is("Failed"));
    let actions = cloud.pipe(&["list-action-executions", "--pipeline-name", "worker"]);
    let error = &actions["actionExecutionDetails"][0]["output"]["executionResult"]["errorDetails"];
    assert_eq!((&error["code"], &error["message"]), (&json!("ConfigurationError"), &json!("no such target")));
    cloud.refused(
        &["codepipeline", "get-job-details", "--job-id", "00000000-0000-4000-8000-000000000000"],
        "JobNotFoundException",
        "does not exist",
    );
}

const NOBODY: &str = "0a1b2c3d-1111-4111-8111-0123456789ab";

/// A call of the AWS CLI and what comes of it: the place in the answer and a pattern for all that is there, or an error.
type Call = (&'static str, Value, Result<(&'static str, &'static str), &'static str>);

/// Nothing is said, and all is well.
const SILENCE: Result<(&str, &str), &str> = Ok(("", "null"));

/// Makes calls that do not need each other, several at once; their answers, in this order.
fn all(cloud: &Cloud, calls: &[Call]) -> Vec<Value> {
    let one = |(name, input, told): &Call| {
        let args = ["codepipeline", name, "--cli-input-json", &input.to_string()];
        let (place, pattern) = match told {
            Ok(told) => told,
            Err(code) => {
                cloud.refused(&args, &format!("{code}Exception"), "");
                return Value::Null;
            }
        };
        let answer = cloud.json(&args);
        let found = answer.pointer(place).unwrap_or_else(|| panic!("{name}: no {place} in {answer}"));
        let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
        assert!(Regex::new(&format!("^({pattern})$")).unwrap().is_match(&found), "{name}: {answer}");
        answer
    };
    let mut answers = Vec::new();
    for some in calls.chunks(4) {
        std::thread::scope(|scope| {
            let running: Vec<_> = some.iter().map(|call| scope.spawn(move || one(call))).collect();
            answers.extend(running.into_iter().map(|call| call.join().unwrap()));
        });
    }
    answers
}

/// `GetPipeline` as the AWS CLI names it.
fn subcommand(operation: &str) -> String {
    let name = Regex::new("[A-Z]").unwrap().replace_all(operation, "-$0").to_lowercase();
    name.trim_start_matches('-').to_owned()
}

#[test]
fn every_subcommand_of_the_aws_cli_is_answered() {
    let place = Place::empty();
    place.write("data/buckets/in/parcel.txt", "to whom it may concern\n");
    let cloud = Cloud::of(place);
    let forge = json!({ "category": "Build", "provider": "Forge", "version": "1" });
    let with = |mut one: Value, more: Value| {
        one.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        one
    };
    let counts = json!({ "minimumCount": 0, "maximumCount": 1 });
    let details = json!({ "inputArtifactDetails": counts, "outputArtifactDetails": counts });
    let ghost =
        json!({ "category": "Test", "owner": "ThirdParty", "provider": "GhostInspector", "version": "1" });
    let failed = json!({ "failureDetails": { "type": "JobFailed", "message": "no" } });
    let job = json!({ "jobId": NOBODY });
    let partners = json!({ "jobId": NOBODY, "clientToken": NOBODY });
    let nonce = json!({ "nonce": "1" });
    let unknown = Err("JobNotFound");
    let begin: [Call; 17] = [
        ("create-pipeline", json!({ "pipeline": gated("web") }), Ok(("/pipeline/version", "1"))),
        ("create-custom-action-type", with(forge.clone(), details), Ok(("/actionType/id/owner", "Custom"))),
        ("get-action-type", ghost.clone(), Ok(("/actionType/id/provider", "GhostInspector"))),
        ("list-rule-types", json!({}), Ok(("/ruleTypes/0/id/category", "Rule"))),
        ("list-action-types", json!({ "actionOwnerFilter": "AWS" }), Ok(("/actionTypes/0/id/owner", "AWS"))),
        ("poll-for-third-party-jobs", json!({ "actionTypeId": ghost }), Ok(("/jobs", r"\[\]"))),
        ("get-job-details", job.clone(), unknown),
        ("acknowledge-job", with(job.clone(), nonce.clone()), unknown),
        ("put-job-success-result", job.clone(), unknown),
        ("put-job-failure-result", with(job, failed.clone()), unknown),
        ("get-third-party-job-details", partners.clone(), unknown),
        ("acknowledge-third-party-job", with(partners.clone(), nonce), unknown),
        ("put-third-party-job-success-result", partners.clone(), unknown),
        ("put-third-party-job-failure-result", with(partners, failed), unknown),
        ("register-webhook-with-third-party", json!({ "webhookName": "gone" }), Err("WebhookNotFound")),
        ("list-webhooks", json!({}), Ok(("/webhooks", r"\[\]"))),
        ("delete-webhook", json!({ "name": "gone" }), SILENCE),
    ];
    let known = all(&cloud, &begin).swap_remove(2);

    // The first execution waits for its approval.
    let name = json!({ "pipelineName": "web" });
    let listed = ("list-pipeline-executions", name.clone());
    let first: [Call; 1] =
        [(listed.0, listed.1, Ok(("/pipelineExecutionSummaries/0/trigger/triggerType", "CreatePipeline")))];
    let id = all(&cloud, &first)[0]["pipelineExecutionSummaries"][0]["pipelineExecutionId"].clone();
    let mut token = Value::Null;
    until("the approval", || {
        let state = cloud.pipe(&["get-pipeline-state", "--name", "web"]);
        token = state["stageStates"][1]["actionStates"][0]["latestExecution"]["token"].clone();
        token.is_string()
    });
    let gate = json!({ "pipelineName": "web", "stageName": "Gate" });
    let inbound = with(gate.clone(), json!({ "transitionType": "Inbound" }));
    let here = with(gate.clone(), json!({ "pipelineExecutionId": id }));
    let revision = json!({ "actionName": "gone", "actionRevision": { "revisionId": "r", "revisionChangeId": "c", "created": 1_790_862_132 } });
    let hook = json!({
        "name": "hook", "targetPipeline": "web", "targetAction": "S3", "filters": [{ "jsonPath": "$.ref" }],
        "authentication": "UNAUTHENTICATED", "authenticationConfiguration": {}
    });
    let arn = json!({ "resourceArn": "arn:aws:codepipeline:us-east-1:111122223333:web" });
    let kind = with(forge.clone(), json!({ "owner": "Custom" }));
    let amid: [Call; 17] = [
        ("get-pipeline", json!({ "name": "web" }), Ok(("/pipeline/name", "web"))),
        (
            "get-pipeline-execution",
            with(name.clone(), json!({ "pipelineExecutionId": id })),
            Ok(("/pipelineExecution/status", "InProgress")),
        ),
        ("list-pipelines", json!({}), Ok(("/pipelines/0/name", "web"))),
        ("list-action-executions", name.clone(), Ok(("/actionExecutionDetails/0/actionName", "Manual"))),
        ("list-rule-executions", name.clone(), Ok(("/ruleExecutionDetails/0/ruleName", "Go"))),
        (
            "list-deploy-action-execution-targets",
            with(name.clone(), json!({ "actionExecutionId": NOBODY })),
            Err("ActionExecutionNotFound"),
        ),
        ("put-action-revision", with(gate.clone(), revision), Err("ActionNotFound")),
        ("put-webhook", json!({ "webhook": hook }), Ok(("/webhook/definition/name", "hook"))),
        ("list-tags-for-resource", arn.clone(), Ok(("/tags", r"\[\]"))),
        (
            "retry-stage-execution",
            with(here.clone(), json!({ "retryMode": "FAILED_ACTIONS" })),
            Err("StageNotRetryable"),
        ),
        (
            "override-stage-condition",
            with(here, json!({ "conditionType": "BEFORE_ENTRY" })),
            Err("ConditionNotOverridable"),
        ),
        (
            "rollback-stage",
            with(gate.clone(), json!({ "targetPipelineExecutionId": NOBODY })),
            Err("PipelineExecutionNotFound"),
        ),
        ("disable-stage-transition", with(inbound.clone(), json!({ "reason": "closed" })), SILENCE),
        ("update-action-type", known, SILENCE),
        ("poll-for-jobs", json!({ "actionTypeId": kind }), Ok(("/jobs", r"\[\]"))),
        ("tag-resource", with(arn.clone(), json!({ "tags": [{ "key": "a", "value": "1" }] })), SILENCE),
        ("start-pipeline-execution", json!({ "name": "web" }), Ok(("/pipelineExecutionId", "[-0-9a-f]{36}"))),
    ];
    let second = all(&cloud, &amid)[16]["pipelineExecutionId"].clone();

    let result = json!({ "actionName": "Manual", "token": token, "result": { "summary": "seen", "status": "Approved" } });
    let end: [Call; 8] = [
        ("put-approval-result", with(gate, result), Ok(("/approvedAt", ".+"))),
        (
            "stop-pipeline-execution",
            with(name, json!({ "pipelineExecutionId": second, "abandon": true })),
            Ok(("/pipelineExecutionId", "[-0-9a-f]{36}")),
        ),
        ("enable-stage-transition", inbound, SILENCE),
        ("untag-resource", with(arn, json!({ "tagKeys": ["a"] })), SILENCE),
        ("deregister-webhook-with-third-party", json!({ "webhookName": "hook" }), SILENCE),
        ("delete-custom-action-type", forge, SILENCE),
        ("update-pipeline", json!({ "pipeline": gated("web") }), Ok(("/pipeline/version", "2"))),
        ("delete-pipeline", json!({ "name": "gone" }), SILENCE),
    ];
    all(&cloud, &end);

    let calls = begin.iter().chain(&first).chain(&amid).chain(&end).map(|call| call.0.to_owned());
    let made: BTreeSet<String> = calls.chain(["get-pipeline-state".to_owned()]).collect();
    let model = Model::default();
    assert_eq!(made, model.operations().map(subcommand).collect());
    assert_eq!(made.len(), 44);
}
