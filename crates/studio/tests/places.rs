//! Other places than this computer, with a second studio's endpoint (or a small server that records what it is sent)
//! at the other end.
//!
//! Every test runs in a process of its own with a home folder of its own: the AWS configuration files are found
//! through `HOME`, and neither the user's files nor the user's keyring are to be touched.

#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(clippy::disallowed_methods, reason = "starts this very test again")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use studio::{Failure, Options, Studio};
use tempfile::TempDir;
use tokio::sync::Barrier;

/// Tells a process started by [`alone`] where its home folder is.
const HOME: &str = "PIPESMITH_TEST_HOME";
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs `work` in a process of its own. `name` is the test's.
fn alone<F: Future<Output = ()>>(name: &str, work: impl FnOnce(PathBuf) -> F) {
    if let Some(home) = std::env::var_os(HOME) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        return runtime.unwrap().block_on(work(PathBuf::from(home)));
    }
    let home = tempfile::tempdir().unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env(HOME, home.path())
        .env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", home.path().join("no-bus").display()))
        // Nobody is there: what is on this computer must not be asked through a proxy.
        .env("HTTP_PROXY", "http://127.0.0.1:9")
        .status()
        .unwrap();
    assert!(status.success(), "{name} failed in its own process");
}

/// A studio with what it said: everything that a webview could have seen.
struct Seen {
    studio: Studio,
    data: TempDir,
    said: Mutex<String>,
}

impl Seen {
    async fn open() -> Self {
        let data = tempfile::tempdir().unwrap();
        let options = Options {
            data: data.path().to_owned(),
            face: "cli",
            folder: data.path().to_owned(),
            open: None,
            shim: std::env::current_exe().unwrap(),
            passive: false,
        };
        Self { studio: Studio::open(options).await.unwrap(), data, said: Mutex::default() }
    }

    async fn call(&self, command: &str, args: Value) -> Result<Value, Failure> {
        let reply = self.studio.call(command, args).await;
        self.said.lock().unwrap().push_str(&format!("{reply:?}\n"));
        reply
    }

    async fn ask(&self, command: &str, args: Value) -> Value {
        self.call(command, args).await.unwrap_or_else(|failed| panic!("{command}: {failed:?}"))
    }

    async fn api(&self, place: &str, operation: &str, input: Value) -> Value {
        self.ask("api", json!({ "place": place, "operation": operation, "input": input })).await
    }

    async fn row(&self, place: &str) -> Value {
        let rows = self.ask("places.list", json!({})).await;
        let found = rows.as_array().unwrap().iter().find(|row| row["id"] == place);
        found.unwrap_or_else(|| panic!("no {place} in {rows}")).clone()
    }

    async fn trail(&self, place: &str) -> Vec<Value> {
        let query = json!({ "place": place, "text": "", "startMs": null, "endMs": null, "changesOnly": false,
            "next": null, "max": 50 });
        self.ask("trail.query", query).await["rows"].as_array().unwrap().clone()
    }

    /// Nothing that was said and nothing that was kept holds this text.
    fn never_held(&self, secret: &str) {
        assert!(!self.said.lock().unwrap().contains(secret), "a reply holds the secret");
        for file in files(self.data.path()) {
            let bytes = fs_err::read(&file).unwrap();
            let holds = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!holds, "{} holds the secret", file.display());
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs_err::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Asks until there is an answer; asks again whenever the studio tells something, and now and then besides.
async fn until<T, F: Future<Output = Option<T>>>(studio: &Studio, what: &str, ask: impl Fn() -> F) -> T {
    let (mut feed, end) = (studio.feed().await, Instant::now() + PATIENCE);
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(Instant::now() < end, "not in time: {what}");
        let _ = tokio::time::timeout(Duration::from_millis(100), feed.recv()).await;
    }
}

fn definition() -> Value {
    json!({ "pipeline": {
        "name": "gate",
        "roleArn": "arn:aws:iam::111122223333:role/gate",
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "artifactStore": { "type": "S3", "location": "gate-artifacts" },
        "stages": [
            { "name": "Source", "actions": [{
                "name": "App",
                "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "S3", "version": "1" },
                "configuration": { "S3Bucket": "in", "S3ObjectKey": "app.txt", "PollForSourceChanges": "false" },
                "outputArtifacts": [{ "name": "Src" }] }] },
            { "name": "Release", "actions": [{
                "name": "Approve",
                "actionTypeId": { "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" },
                "configuration": { "CustomData": "Look at it first" } }] },
        ] } })
}

/// The other end: a studio that serves, with a pipeline that waits for approval.
struct Far {
    studio: Seen,
    endpoint: String,
    key: String,
    secret: String,
    execution: String,
}

impl Far {
    async fn open() -> Self {
        let studio = Seen::open().await;
        let bucket = studio.data.path().join("buckets").join("in");
        fs_err::create_dir_all(&bucket).unwrap();
        fs_err::write(bucket.join("app.txt"), "one").unwrap();
        let file = studio.data.path().join("gate.json");
        fs_err::write(&file, definition().to_string()).unwrap();
        let request = json!({ "path": file, "text": null, "variables": [], "sources": [], "projects": [], "on": [],
            "replace": false, "keepGuesses": false, "secrets": [], "sandbox": null });
        let started = studio.ask("run", request).await;
        let execution = started["execution"].as_str().unwrap().to_owned();
        until(&studio.studio, "an approval", || async {
            let rows = studio.ask("approvals.list", json!({})).await;
            rows.as_array().unwrap().first().cloned()
        })
        .await;
        let serving = studio.studio.serve("127.0.0.1:0".parse().unwrap(), false).await.unwrap();
        // What `pipesmith env --show` hands out.
        let lines = studio::environment(studio.data.path(), true).unwrap();
        let value = |name: &str| {
            let line = lines.lines().find_map(|line| line.strip_prefix(&format!("export {name}='")));
            line.unwrap().trim_end_matches('\'').to_owned()
        };
        let (key, secret) = (value("AWS_ACCESS_KEY_ID"), value("AWS_SECRET_ACCESS_KEY"));
        Self { studio, endpoint: serving.endpoint, key, secret, execution }
    }

    fn place(&self, name: &str) -> Value {
        json!({ "name": name, "region": "us-east-1", "endpoint": self.endpoint, "accessKeyId": self.key,
            "secretAccessKey": self.secret, "sessionToken": null })
    }

    /// How many calls came from an SDK so far.
    async fn knocks(&self) -> usize {
        let rows = self.studio.trail("local").await;
        rows.iter().filter(|row| row["userAgent"].as_str().unwrap().contains("aws-sdk-rust")).count()
    }
}

/// The whole way through a place that is listed and not yet open.
async fn tour(here: &Seen, far: &Far, place: &str) {
    assert_eq!(here.row(place).await["opened"], false);
    assert_eq!(far.knocks().await, 0, "nothing is sent before a place is opened");
    let early = here.call("pipelines.list", json!({ "place": place })).await.unwrap_err();
    assert_eq!(early.code, "place-not-opened");

    let opened = here.ask("places.open", json!({ "place": place })).await;
    assert_eq!((&opened["opened"], &opened["account"]), (&json!(true), &json!("111122223333")));
    assert!(opened["arn"].as_str().unwrap().starts_with("arn:aws:iam::111122223333:user/"), "{opened}");
    assert_eq!(opened["endpoint"], far.endpoint.as_str());
    assert_eq!(here.row(place).await, opened);

    let rows = here.ask("pipelines.list", json!({ "place": place })).await;
    assert_eq!((&rows[0]["name"], &rows[0]["place"]), (&json!("gate"), &json!(place)));
    assert_eq!(rows[0]["lastExecution"]["id"], far.execution.as_str());
    let got = here.api(place, "GetPipeline", json!({ "name": "gate" })).await;
    assert_eq!(got["pipeline"]["stages"][1]["actions"][0]["name"], "Approve");
    let state = here.api(place, "GetPipelineState", json!({ "name": "gate" })).await;
    assert_eq!(state["stageStates"][1]["latestExecution"]["status"], "InProgress");
    let history = here.api(place, "ListPipelineExecutions", json!({ "pipelineName": "gate" })).await;
    assert_eq!(history["pipelineExecutionSummaries"].as_array().unwrap().len(), 1);

    let at = json!({ "place": place, "pipeline": "gate", "execution": far.execution });
    let detail = here.ask("execution", at.clone()).await;
    let actions = detail["actions"].as_array().unwrap();
    let approval = actions.iter().find(|action| action["action"] == "Approve").unwrap();
    let waiting = waits(here, place).await;
    assert_eq!(waiting["token"], approval["token"]);
    assert_eq!(waiting["customData"], "Look at it first");

    decide(here, &waiting, false).await;
    let ended = |status: &'static str| {
        let at = at.clone();
        async move {
            let detail = here.ask("execution", at).await;
            (detail["status"] == status).then_some(detail)
        }
    };
    until(&here.studio, "the rejection", || ended("Failed")).await;
    let retry = json!({ "pipelineName": "gate", "stageName": "Release", "retryMode": "FAILED_ACTIONS",
        "pipelineExecutionId": far.execution });
    here.api(place, "RetryStageExecution", retry).await;
    let waiting = waits(here, place).await;
    decide(here, &waiting, true).await;
    until(&here.studio, "the approval", || ended("Succeeded")).await;

    let started = here.api(place, "StartPipelineExecution", json!({ "name": "gate" })).await;
    let second = started["pipelineExecutionId"].as_str().unwrap();
    assert_eq!(waits(here, place).await["execution"], second);
    let stop =
        json!({ "pipelineName": "gate", "pipelineExecutionId": second, "abandon": true, "reason": "enough" });
    here.api(place, "StopPipelineExecution", stop).await;
    until(&here.studio, "the stop", || async {
        let of = json!({ "pipelineName": "gate", "pipelineExecutionId": second });
        let found = here.api(place, "GetPipelineExecution", of).await;
        (found["pipelineExecution"]["status"] == "Stopped").then_some(())
    })
    .await;

    let mut transition =
        json!({ "pipelineName": "gate", "stageName": "Release", "transitionType": "Inbound" });
    let enabled = async || {
        let state = here.api(place, "GetPipelineState", json!({ "name": "gate" })).await;
        state["stageStates"][1]["inboundTransitionState"]["enabled"].clone()
    };
    transition["reason"] = json!("freeze");
    assert_eq!(here.api(place, "DisableStageTransition", transition.clone()).await, Value::Null);
    assert_eq!(enabled().await, false);
    transition.as_object_mut().unwrap().remove("reason");
    here.api(place, "EnableStageTransition", transition).await;
    assert_eq!(enabled().await, true);

    let missing = json!({ "place": place, "operation": "GetPipeline", "input": { "name": "nowhere" } });
    let refused = here.call("api", missing).await.unwrap_err();
    assert_eq!(refused.code, "PipelineNotFoundException");
    let rows = until(&here.studio, "the audit trail", || async {
        let rows = here.trail(place).await;
        rows.iter().any(|row| row["errorCode"] == "PipelineNotFoundException").then_some(rows)
    })
    .await;
    for name in
        ["StartPipelineExecution", "PutApprovalResult", "StopPipelineExecution", "RetryStageExecution"]
    {
        let row = rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!((&row["pipeline"], &row["readOnly"]), (&json!("gate"), &json!(false)), "{row}");
        assert_eq!(row["whoArn"], opened["arn"]);
    }
    let console = here.call("open", json!({ "what": "console", "place": place, "pipeline": "gate" })).await;
    assert_eq!(console.unwrap_err().code, "no-console");

    let closed = here.ask("places.close", json!({ "place": place })).await;
    assert_eq!((&closed["opened"], &closed["account"]), (&json!(false), &Value::Null));
    here.never_held(&far.secret);
}

async fn waits(here: &Seen, place: &str) -> Value {
    until(&here.studio, "an approval", || async {
        let rows = here.ask("approvals.list", json!({})).await;
        rows.as_array().unwrap().iter().find(|row| row["place"] == place).cloned()
    })
    .await
}

async fn decide(here: &Seen, waiting: &Value, approve: bool) {
    let decision = json!({ "place": waiting["place"], "pipeline": waiting["pipeline"], "stage": waiting["stage"],
        "action": waiting["action"], "token": waiting["token"], "approve": approve, "summary": "seen" });
    here.ask("approvals.decide", decision).await;
}

/// Writes an AWS configuration file into a home folder.
fn configure(home: &Path, file: &str, text: &str) {
    let path = home.join(".aws").join(file);
    fs_err::create_dir_all(path.parent().unwrap()).unwrap();
    fs_err::write(path, text).unwrap();
}

#[test]
fn a_profile_with_an_endpoint_url_is_a_place_like_this_computer() {
    alone("a_profile_with_an_endpoint_url_is_a_place_like_this_computer", |home| async move {
        let far = Far::open().await;
        let (url, key, secret) = (&far.endpoint, &far.key, &far.secret);
        configure(&home, "config", &format!("[profile far]\nregion = us-east-1\nendpoint_url = {url}\n"));
        let keys = format!("[far]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n");
        configure(&home, "credentials", &keys);
        let here = Seen::open().await;
        assert_eq!(here.row("aws:far:us-east-1").await["source"], "keys");
        tour(&here, &far, "aws:far:us-east-1").await;
        here.studio.close().await;
        far.studio.studio.close().await;
    });
}

#[test]
fn an_added_endpoint_is_a_place_and_its_keys_stay_out_of_replies_and_files() {
    alone("an_added_endpoint_is_a_place_and_its_keys_stay_out_of_replies_and_files", |_| async move {
        let far = Far::open().await;
        let here = Seen::open().await;
        let added = here.ask("places.add", far.place("far")).await;
        assert_eq!((&added["id"], &added["opened"]), (&json!("endpoint:far"), &json!(false)));
        tour(&here, &far, "endpoint:far").await;
        here.call("places.remove", json!({ "place": "endpoint:far" })).await.unwrap();
        let rows = here.ask("places.list", json!({})).await;
        assert!(!rows.to_string().contains("endpoint:far"), "{rows}");
        here.never_held(&far.secret);
        here.studio.close().await;
        far.studio.studio.close().await;
    });
}

#[test]
fn wrong_keys_and_a_silent_endpoint_are_told_plainly_with_a_way_out() {
    alone("wrong_keys_and_a_silent_endpoint_are_told_plainly_with_a_way_out", |_| async move {
        let far = Far::open().await;
        let here = Seen::open().await;
        let wrong = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        let mut place = far.place("wrong-secret");
        place["secretAccessKey"] = json!(wrong);
        here.ask("places.add", place.clone()).await;
        place["name"] = json!("wrong-key");
        place["accessKeyId"] = json!("AKIAIOSFODNN7EXAMPLE");
        here.ask("places.add", place).await;
        for id in ["endpoint:wrong-secret", "endpoint:wrong-key"] {
            let refused = here.call("places.open", json!({ "place": id })).await.unwrap_err();
            assert_eq!(refused.code, "rejected-credentials", "{refused:?}");
            assert!(refused.message.contains(&far.endpoint) && refused.remedy.is_some(), "{refused:?}");
            assert_eq!(here.row(id).await["problem"]["code"], "rejected-credentials");
        }
        // It ends while its place is open.
        here.ask("places.add", far.place("far")).await;
        here.ask("places.open", json!({ "place": "endpoint:far" })).await;
        far.studio.studio.close().await;
        let (of, gate) = ("endpoint:far", json!({ "name": "gate" }));
        let silent = [
            ("places.open", json!({ "place": "endpoint:wrong-key" }), "unreachable"),
            ("pipelines.list", json!({ "place": of }), "ServiceUnavailable"),
            ("api", json!({ "place": of, "operation": "GetPipeline", "input": gate }), "ServiceUnavailable"),
            (
                "execution",
                json!({ "place": of, "pipeline": "gate", "execution": far.execution }),
                "ServiceUnavailable",
            ),
        ];
        for (command, args, code) in silent {
            let answer = here.call(command, args).await;
            let failed = answer.unwrap_err();
            assert_eq!(failed.code, code, "{failed:?}");
            assert!(failed.remedy.is_some() && failed.message.len() < 300, "{failed:?}");
            assert!(!failed.message.contains("DispatchFailure"), "{failed:?}");
        }
        here.never_held(wrong);
        here.never_held(&far.secret);
        here.studio.close().await;
    });
}

/// A server that tells everybody who they are, and records every other call.
struct Recorder {
    endpoint: String,
    seen: Arc<Mutex<Vec<(String, Value)>>>,
    /// How many questions for the runs of a pipeline were under way at most. They are answered five at a time.
    most: Arc<AtomicUsize>,
}

impl Recorder {
    async fn start(answer: impl Fn(&str, &Value) -> Value + Clone + Send + Sync + 'static) -> Self {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        let (now, most, five) = (Arc::new(AtomicUsize::new(0)), Arc::default(), Arc::new(Barrier::new(5)));
        let at_most: Arc<AtomicUsize> = Arc::clone(&most);
        let router = axum::Router::new().fallback(move |headers: HeaderMap, body: String| {
            let (log, answer) = (Arc::clone(&log), answer.clone());
            let (now, most, five) = (Arc::clone(&now), Arc::clone(&at_most), Arc::clone(&five));
            async move {
                let target = headers.get("x-amz-target").and_then(|target| target.to_str().ok());
                let Some(operation) = target.and_then(|target| target.rsplit('.').next()) else {
                    return ([(header::CONTENT_TYPE, "text/xml")], IDENTITY.to_owned()).into_response();
                };
                let body: Value = serde_json::from_str(&body).unwrap();
                if operation == "ListPipelineExecutions" {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    five.wait().await;
                    now.fetch_sub(1, Ordering::SeqCst);
                }
                let answer = answer(operation, &body);
                log.lock().unwrap().push((operation.to_owned(), body));
                ([(header::CONTENT_TYPE, "application/x-amz-json-1.1")], answer.to_string()).into_response()
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { endpoint, seen, most }
    }

    async fn open_in(&self, here: &Seen) {
        let place = json!({ "name": "new", "region": "us-east-1", "endpoint": self.endpoint,
            "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "secretAccessKey": "a-secret-that-signs", "sessionToken": null });
        here.ask("places.add", place).await;
        here.ask("places.open", json!({ "place": "endpoint:new" })).await;
    }
}

const IDENTITY: &str = r#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/ann</Arn><UserId>AIDA</UserId>
    <Account>111122223333</Account></GetCallerIdentityResult>
    <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>"#;

#[test]
fn members_newer_than_the_sdk_reach_the_account_and_come_back() {
    alone("members_newer_than_the_sdk_reach_the_account_and_come_back", |_| async move {
        let mut newer = definition();
        newer["pipeline"]["hibernation"] = json!({ "afterDays": 30, "ratio": 1e-7 });
        newer["pipeline"]["stages"][1]["actions"][0]["moonPhase"] = json!("full · ½");
        let answer = newer.clone();
        let far = Recorder::start(move |_, _| answer.clone()).await;
        let here = Seen::open().await;
        far.open_in(&here).await;
        let got = here.api("endpoint:new", "GetPipeline", json!({ "name": "gate", "later": 1 })).await;
        assert_eq!(got, newer);
        for operation in ["UpdatePipeline", "CreatePipeline"] {
            assert_eq!(here.api("endpoint:new", operation, got.clone()).await, newer);
        }
        let seen = far.seen.lock().unwrap().clone();
        let sent = [
            ("GetPipeline".to_owned(), json!({ "name": "gate", "later": 1 })),
            ("UpdatePipeline".to_owned(), newer.clone()),
            ("CreatePipeline".to_owned(), newer),
        ];
        assert_eq!(seen, sent);
        here.studio.close().await;
    });
}

#[test]
fn every_pipeline_is_listed_in_order_and_few_are_asked_for_their_runs() {
    alone("every_pipeline_is_listed_in_order_and_few_are_asked_for_their_runs", |_| async move {
        let far = Recorder::start(|operation, input| match operation {
            "ListPipelines" => {
                let page = input["nextToken"].as_str().map_or(0, |token| token.parse().unwrap());
                let names = (page * 20..page * 20 + 20).map(|n| json!({ "name": format!("p{n:02}"), "version": 1 }));
                let mut answer = json!({ "pipelines": names.collect::<Vec<_>>() });
                if page < 2 {
                    answer["nextToken"] = json!((page + 1).to_string());
                }
                answer
            }
            _ => {
                let id = input["pipelineName"].as_str().unwrap().replace('p', "run-");
                json!({ "pipelineExecutionSummaries": [{ "pipelineExecutionId": id, "status": "Succeeded" }] })
            }
        })
        .await;
        let here = Seen::open().await;
        far.open_in(&here).await;
        let list = || here.ask("pipelines.list", json!({ "place": "endpoint:new" }));
        let (rows, same) = tokio::join!(list(), list());
        let rows = rows.as_array().unwrap();
        assert_eq!(rows.len(), 60);
        for (n, row) in rows.iter().enumerate() {
            assert_eq!(row["name"], format!("p{n:02}"));
            let last = if n < 25 { json!(format!("run-{n:02}")) } else { Value::Null };
            assert_eq!(row["lastExecution"]["id"], last);
        }
        assert_eq!(same.as_array().unwrap(), rows);
        assert_eq!(far.most.load(Ordering::SeqCst), 5, "five are asked at the same time");
        assert_eq!(far.seen.lock().unwrap().len(), 3 + 25, "who asks at the same time shares the answer");
        here.studio.close().await;
    });
}

#[test]
fn a_session_that_is_over_is_told_with_the_command_that_renews_it() {
    alone("a_session_that_is_over_is_told_with_the_command_that_renews_it", |home| async move {
        let config = "[profile corp]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Release\n\
            region = us-east-1\n\n[sso-session corp]\nsso_start_url = https://corp.example.com/start\n\
            sso_region = us-east-1\n\n[profile console]\nlogin_session = arn:aws:iam::111122223333:user/ann\n\
            region = us-east-1\n";
        configure(&home, "config", config);
        let here = Seen::open().await;
        let told = async |place: &str, command: &str| {
            let failed = here.call("places.open", json!({ "place": place })).await.unwrap_err();
            assert_eq!(failed.code, "expired-session", "{failed:?}");
            assert!(failed.remedy.as_deref().unwrap().contains(command), "{failed:?}");
        };
        told("aws:corp:us-east-1", "`aws sso login --profile corp`").await;
        // The file is named after the SHA-1 of the session's name.
        let token = json!({ "accessToken": "a-token-nobody-may-see", "expiresAt": "2020-01-01T00:00:00Z",
            "region": "us-east-1", "startUrl": "https://corp.example.com/start" });
        let cached = "sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
        configure(&home, cached, &token.to_string());
        told("aws:corp:us-east-1", "`aws sso login --profile corp`").await;
        told("aws:console:us-east-1", "`aws login --profile console`").await;
        here.never_held("a-token-nobody-may-see");
        here.studio.close().await;
    });
}

#[test]
fn a_profile_of_aws_login_opens_with_its_cached_session() {
    alone("a_profile_of_aws_login_opens_with_its_cached_session", |home| async move {
        let far = Recorder::start(|_, _| json!({ "pipelines": [] })).await;
        let config = format!(
            "[profile console]\nlogin_session = arn:aws:iam::111122223333:user/ann\nregion = us-east-1\n\
             endpoint_url = {}\n",
            far.endpoint
        );
        configure(&home, "config", &config);
        // The file is named after the SHA-256 of the session's ARN.
        let session = json!({
            "accessToken": { "accessKeyId": "ASIAIOSFODNN7EXAMPLE", "secretAccessKey": "a-secret-that-signs",
                "sessionToken": "a-token-nobody-may-see", "accountId": "111122223333",
                "expiresAt": "2120-01-01T00:00:00Z" },
            "tokenType": "aws_sigv4", "clientId": "aws:signin:::cli/same-device", "refreshToken": "another",
            "idToken": "a", "dpopKey": "-----BEGIN EC PRIVATE KEY-----\nnot used here\n-----END EC PRIVATE KEY-----\n" });
        configure(
            &home,
            "login/cache/617a42bf0cc7e52ae16d10443f260d451c255a489505091810c95d5c7ec927d1.json",
            &session.to_string(),
        );
        let here = Seen::open().await;
        let opened = here.ask("places.open", json!({ "place": "aws:console:us-east-1" })).await;
        assert_eq!((&opened["source"], &opened["account"]), (&json!("login"), &json!("111122223333")));
        let rows = here.ask("pipelines.list", json!({ "place": "aws:console:us-east-1" })).await;
        assert_eq!(rows, json!([]));
        here.never_held("a-secret-that-signs");
        here.never_held("a-token-nobody-may-see");
        here.studio.close().await;
    });
}
