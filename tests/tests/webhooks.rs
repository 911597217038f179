//! Webhooks, told revisions and partners' jobs, through the stock AWS CLI.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use tests::{Cloud, Place, copy, http, project, text, until};

/// A place whose pipeline `worker` is known; its second stage is what `change` makes of it.
fn worker(change: impl FnOnce(&mut Value)) -> Cloud {
    let place = Place::empty();
    copy(&project().join("tests/fixtures/worker"), &place.path("ex"));
    let path = place.path("ex/pipeline.json");
    let mut definition: Value = serde_json::from_str(&fs_err::read_to_string(&path).unwrap()).unwrap();
    change(&mut definition["pipeline"]);
    fs_err::write(&path, definition.to_string()).unwrap();
    let cloud = Cloud::of(place);
    let out = cloud.place.ask(&["run", "ex/pipeline.json", "--on", "Compile=simulated"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    cloud
}

fn signed(secret: &str, body: &str) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(body).finalize();
    let digits: String = mac.into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={digits}")
}

/// Delivers to a webhook; the status and what was said.
fn deliver(cloud: &Cloud, url: &str, headers: &str, body: &str) -> (u16, String) {
    let path = url.strip_prefix(&cloud.endpoint).unwrap();
    let address = cloud.endpoint.strip_prefix("http://").unwrap();
    let answer = http(address, &format!("POST {path} HTTP/1.1{headers}"), body);
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    (status, answer.rsplit("\r\n\r\n").next().unwrap().trim().to_owned())
}

fn newest(cloud: &Cloud, pipeline: &str) -> Value {
    cloud.pipe(&["list-pipeline-executions", "--pipeline-name", pipeline])["pipelineExecutionSummaries"][0]
        .clone()
}

#[test]
fn a_webhook_starts_its_pipeline_for_the_one_who_knows_the_secret() {
    let cloud = worker(|_| ());
    let definition = |change: &dyn Fn(&mut Value)| {
        let mut webhook = json!({
            "name": "on-push", "targetPipeline": "worker", "targetAction": "App",
            "filters": [{ "jsonPath": "$.ref", "matchEquals": "refs/heads/{BranchName}" }],
            "authentication": "GITHUB_HMAC", "authenticationConfiguration": { "SecretToken": "open sesame" },
        });
        change(&mut webhook);
        webhook.to_string()
    };
    let put = |change: &dyn Fn(&mut Value)| {
        let webhook = definition(change);
        cloud.pipe(&["put-webhook", "--webhook", &webhook, "--tags", "key=team,value=web"])["webhook"].clone()
    };
    let made = put(&|_| ());
    assert_eq!(made["arn"], "arn:aws:codepipeline:us-east-1:111122223333:webhook:on-push");
    assert_eq!(made["definition"]["authenticationConfiguration"]["SecretToken"], "****");
    let url = made["url"].as_str().unwrap();
    let list = cloud.pipe(&["list-webhooks"]);
    assert_eq!((&list["webhooks"][0]["url"], &list["webhooks"][0]["tags"]), (&made["url"], &made["tags"]));

    let before = newest(&cloud, "worker");
    let body = json!({ "ref": "refs/heads/main" }).to_string();
    let signature = |secret: &str, body: &str| format!("\r\nx-hub-signature-256: {}", signed(secret, body));
    assert_eq!(deliver(&cloud, url, "", &body).0, 403);
    assert_eq!(deliver(&cloud, url, &signature("guess", &body), &body).0, 403);
    let other = json!({ "ref": "refs/heads/topic" }).to_string();
    let (status, said) = deliver(&cloud, url, &signature("open sesame", &other), &other);
    assert!(status == 200 && said.contains("$.ref does not match"), "{said}");
    assert_eq!(deliver(&cloud, url, &signature("open sesame", "no json"), "no json").0, 400);
    assert_eq!(deliver(&cloud, &url.replace("t=", "t=0"), "", &body).0, 404);
    // Not for a page in a browser, whatever it knows.
    let page = format!("{}\r\norigin: https://example.com", signature("open sesame", &body));
    assert_eq!(deliver(&cloud, url, &page, &body).0, 403);
    assert_eq!(newest(&cloud, "worker"), before);

    let (status, said) = deliver(&cloud, url, &signature("open sesame", &body), &body);
    assert!(status == 200 && said.starts_with("Started the execution"), "{said}");
    let started = newest(&cloud, "worker");
    assert!(said.contains(started["pipelineExecutionId"].as_str().unwrap()));
    assert_eq!(started["trigger"], json!({ "triggerType": "Webhook", "triggerDetail": made["arn"] }));
    assert!(!cloud.pipe(&["list-webhooks"])["webhooks"][0]["lastTriggered"].is_null());

    // Put again it keeps its address; with the mask in its place it keeps its secret.
    let again = put(&|webhook| webhook["authenticationConfiguration"]["SecretToken"] = "****".into());
    assert_eq!(again["url"], made["url"]);
    assert_eq!(deliver(&cloud, url, &signature("open sesame", &body), &body).0, 200);
    // The secret is in no file.
    assert!(cloud.place.holding("data", "open sesame").is_empty());

    let refuse = |change: &dyn Fn(&mut Value), code: &str, words: &str| {
        cloud.refused(&["codepipeline", "put-webhook", "--webhook", &definition(change)], code, words);
    };
    let range = json!({ "AllowedIPRange": "127.0.0.0/8" });
    refuse(
        &|webhook| webhook["authenticationConfiguration"] = range.clone(),
        "InvalidWebhookAuthenticationParametersException",
        "should contain only one property: 'SecretToken'",
    );
    refuse(
        &|webhook| webhook["filters"][0]["jsonPath"] = "ref[".into(),
        "InvalidWebhookFilterPatternException",
        "ref[",
    );
    refuse(&|webhook| webhook["targetPipeline"] = "none".into(), "PipelineNotFoundException", "none");
    refuse(&|webhook| webhook["targetAction"] = "Compile".into(), "ValidationException", "Compile");
    cloud.refused(
        &["codepipeline", "register-webhook-with-third-party", "--webhook-name", "on-push"],
        "ValidationException",
        "GitHub cannot reach webhooks of this computer",
    );
    cloud.refused(
        &["codepipeline", "deregister-webhook-with-third-party", "--webhook-name", "none"],
        "WebhookNotFoundException",
        "none",
    );

    // By address: this computer's is inside the range, and then it is not.
    let by_address = |range: &str| {
        put(&|webhook| {
            webhook["authentication"] = "IP".into();
            webhook["authenticationConfiguration"] = json!({ "AllowedIPRange": range });
        });
        deliver(&cloud, url, "", &body).0
    };
    assert_eq!((by_address("127.0.0.0/8"), by_address("192.0.2.0/24")), (200, 403));

    cloud.pipe(&["delete-webhook", "--name", "on-push"]);
    cloud.pipe(&["delete-webhook", "--name", "on-push"]);
    assert_eq!(deliver(&cloud, url, "", &body).0, 404);
}

#[test]
fn a_webhook_of_a_connection_judges_by_the_triggers() {
    let cloud = worker(|pipeline| {
        let source = &mut pipeline["stages"][0]["actions"][0];
        source["actionTypeId"]["provider"] = "CodeStarSourceConnection".into();
        source["configuration"] = json!({
            "ConnectionArn": "arn:aws:codeconnections:us-east-1:111122223333:connection/5d4b6c1e-6f0a-4b7e-9d55-3f0a1d2c4e77",
            "FullRepositoryId": "worker", "BranchName": "main",
        });
        pipeline["triggers"] = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": {
            "sourceActionName": "App",
            "pullRequest": [{ "events": ["OPEN"], "branches": { "includes": ["main"] } }],
        } }]);
    });
    let webhook = json!({
        "name": "pulls", "targetPipeline": "worker", "targetAction": "App",
        "filters": [{ "jsonPath": "$.action" }],
        "authentication": "UNAUTHENTICATED", "authenticationConfiguration": {},
    });
    let made = cloud.pipe(&["put-webhook", "--webhook", &webhook.to_string()])["webhook"].clone();
    let url = made["url"].as_str().unwrap();
    let event = |action: &str, into: &str| {
        let body = json!({ "action": action, "number": 3, "pull_request": {
            "head": { "sha": "1111111111111111111111111111111111111111" }, "base": { "ref": into, "sha": "2".repeat(40) },
        } });
        deliver(&cloud, url, "\r\nx-github-event: pull_request", &body.to_string())
    };
    let (status, said) = event("opened", "release");
    assert!(status == 200 && said.contains("No filter matches"), "{said}");
    let (status, said) = event("closed", "main");
    assert!(status == 200 && said.contains("No filter matches"), "{said}");
    let (status, said) = event("opened", "main");
    assert!(status == 200 && said.starts_with("Started"), "{said}");
    let started = newest(&cloud, "worker");
    assert_eq!(started["trigger"]["triggerType"], "WebhookV2");
    // The same delivery once more starts nothing new.
    event("opened", "main");
    assert_eq!(newest(&cloud, "worker")["pipelineExecutionId"], started["pipelineExecutionId"]);
}

#[test]
fn a_told_revision_starts_once() {
    let cloud = worker(|_| ());
    let tell = |stage: &str, change: &str| {
        let revision = format!("revisionId=r1,revisionChangeId={change},created=1790862100");
        cloud.aws(&[
            "codepipeline",
            "put-action-revision",
            "--pipeline-name",
            "worker",
            "--stage-name",
            stage,
            "--action-name",
            "App",
            "--action-revision",
            &revision,
        ])
    };
    let told = |change: &str| -> Value { serde_json::from_slice(&tell("Source", change).stdout).unwrap() };
    let first = told("c1");
    assert_eq!(first["newRevision"], true);
    let started = newest(&cloud, "worker");
    assert_eq!(started["pipelineExecutionId"], first["pipelineExecutionId"]);
    assert_eq!(started["trigger"]["triggerType"], "PutActionRevision");
    let again = told("c1");
    assert_eq!(
        (&again["newRevision"], &again["pipelineExecutionId"]),
        (&json!(false), &first["pipelineExecutionId"])
    );
    assert_eq!(told("c2")["newRevision"], true);
    assert!(text(&tell("Nowhere", "c3")).contains("StageNotFoundException"));
}

#[test]
fn a_partners_worker_does_jobs_for_the_client_whose_token_it_knows() {
    let cloud = worker(|pipeline| {
        let test = &mut pipeline["stages"][1]["actions"][0];
        test["actionTypeId"] = json!({ "category": "Test", "owner": "ThirdParty", "provider": "GhostInspector", "version": "1" });
    });
    cloud.pipe(&["update-pipeline", "--cli-input-json", "file://ex/pipeline.json"]);
    // What was simulated before is for a worker now.
    let mut run = tests::Running(cloud.place.pipesmith(&["run", "ex/pipeline.json"]).spawn().unwrap());
    let id = "category=Test,owner=ThirdParty,provider=GhostInspector,version=1";
    let mut job = Value::Null;
    until("a job", || {
        job = cloud.pipe(&["poll-for-third-party-jobs", "--action-type-id", id])["jobs"][0].clone();
        !job.is_null()
    });
    let clients = fs_err::read_to_string(cloud.place.path("data/clients.json")).unwrap();
    let clients: Value = serde_json::from_str(&clients).unwrap();
    let client = &clients["Test/GhostInspector/1"];
    assert_eq!(client["clientId"], job["clientId"]);
    let (job, token) = (job["jobId"].as_str().unwrap(), client["clientToken"].as_str().unwrap());
    let of_job = ["--job-id", job, "--client-token"];
    let call = |operation: &str, token: &str, more: &[&str]| {
        cloud.pipe(&[&[operation][..], &of_job, &[token], more].concat())
    };
    cloud.refused(
        &[&["codepipeline", "get-third-party-job-details"][..], &of_job, &["guess"]].concat(),
        "InvalidClientTokenException",
        "not valid",
    );
    // It is no job of a custom type.
    cloud.refused(
        &["codepipeline", "get-job-details", "--job-id", job],
        "JobNotFoundException",
        "does not exist",
    );
    let details = call("get-third-party-job-details", token, &[])["jobDetails"].clone();
    let context = &details["data"]["pipelineContext"];
    assert_eq!((&context["pipelineName"], &context["pipelineArn"]), (&json!("worker"), &Value::Null));
    let nonce = details["nonce"].as_str().unwrap();
    let taken = call("acknowledge-third-party-job", token, &["--nonce", nonce]);
    assert_eq!(taken["status"], "InProgress");
    let summary = ["--execution-details", "summary=all green,externalExecutionId=g-1"];
    call("put-third-party-job-success-result", token, &summary);
    assert_eq!(run.end().code(), Some(0));
    let recorded = cloud.recorded("PutThirdPartyJobSuccessResult");
    assert_ne!(recorded["requestParameters"]["clientToken"], token);

    // A partner's type is told and changed; the service's own are not changed.
    let known = ["--category", "Test", "--owner", "ThirdParty", "--provider", "GhostInspector"];
    let get = [&["get-action-type"][..], &known, &["--action-version", "1"]].concat();
    let mut declared = cloud.pipe(&get)["actionType"].clone();
    declared["description"] = "Ghosts".into();
    declared["properties"] =
        json!([{ "name": "Suite", "optional": false, "key": true, "noEcho": false, "queryable": false }]);
    cloud.pipe(&["update-action-type", "--action-type", &declared.to_string()]);
    assert_eq!(cloud.pipe(&get)["actionType"], declared);
    let listed = cloud.pipe(&["list-action-types", "--action-owner-filter", "ThirdParty"]);
    let types = listed["actionTypes"].as_array().unwrap();
    let ghost = types.iter().find(|one| one["id"]["provider"] == "GhostInspector").unwrap();
    assert_eq!(ghost["actionConfigurationProperties"][0]["name"], "Suite");
    declared["id"] = json!({ "category": "Deploy", "owner": "AWS", "provider": "S3", "version": "1" });
    cloud.refused(
        &["codepipeline", "update-action-type", "--action-type", &declared.to_string()],
        "RequestFailedException",
        "AWS",
    );
}
