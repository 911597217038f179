//! CodeBuild in an account, against a served stand-in of the services' documented interfaces on loopback: the SDK is the
//! client, and the bench's artifacts are what is sent and brought back.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use actions::{OnAws, Outcome};
use aws::{Account, Credentials, Target};
use serde_json::{Value, json};
use support::Bench;

#[derive(Default)]
struct Cloud {
    /// Every call in order, with its JSON input.
    calls: Vec<(String, Value)>,
    objects: BTreeMap<String, Vec<u8>>,
    /// By idempotency token.
    builds: BTreeMap<String, String>,
    /// How often the build was looked at.
    looks: usize,
    stopped: bool,
    /// The status it ends with after the second look; it goes on for ever without one.
    ends: Option<&'static str>,
    denied: bool,
}

impl Cloud {
    fn answer(&mut self, target: &str, input: Value) -> (u16, Value) {
        self.calls.push((target.to_owned(), input.clone()));
        match target {
            "StartBuild" if self.denied => (
                400,
                json!({ "__type": "AccessDeniedException", "message": "User: arn:aws:sts::111122223333:assumed-role/Release/ann is not authorized to perform: codebuild:StartBuild" }),
            ),
            "StartBuild" => {
                let token = input["idempotencyToken"].as_str().unwrap().to_owned();
                let next = format!("web:build-{}", self.builds.len() + 1);
                let id = self.builds.entry(token).or_insert(next).clone();
                (
                    200,
                    json!({ "build": { "id": id, "buildStatus": "IN_PROGRESS", "logs": { "deepLink": "https://console/log" } } }),
                )
            }
            "BatchGetBuilds" => {
                self.looks += 1;
                let id = input["ids"][0].as_str().unwrap();
                if !id.starts_with("web:") {
                    return (200, json!({ "builds": [], "buildsNotFound": [id] }));
                }
                let over = if self.stopped { Some("STOPPED") } else { self.ends.filter(|_| self.looks > 2) };
                let mut phases = vec![json!({ "phaseType": "PROVISIONING", "phaseStatus": "SUCCEEDED" })];
                if let Some(status) = over {
                    let contexts = if status == "FAILED" {
                        json!([{ "statusCode": "COMMAND_EXECUTION_ERROR", "message": "Error while executing command: make. Reason: exit status 2" }])
                    } else {
                        json!([])
                    };
                    phases.push(json!({ "phaseType": "BUILD", "phaseStatus": status, "contexts": contexts }));
                    if status == "SUCCEEDED" {
                        let (_, start) =
                            self.calls.iter().rev().find(|(name, _)| name == "StartBuild").unwrap();
                        let at = &start["artifactsOverride"];
                        let part = |name: &str| at[name].as_str().unwrap().to_owned();
                        let key = format!("{}/{}/{}", part("location"), part("path"), part("name"));
                        self.objects.insert(key, b"made on aws".to_vec());
                    }
                }
                let build = json!({
                    "id": id, "buildStatus": over.unwrap_or("IN_PROGRESS"), "phases": phases,
                    "logs": { "groupName": "/aws/codebuild/web", "streamName": "s" },
                    "exportedEnvironmentVariables": [{ "name": "VERSION", "value": "1.2.3" }],
                });
                (200, json!({ "builds": [build] }))
            }
            "GetLogEvents" => {
                let from: usize = input["nextToken"].as_str().map_or(0, |token| token.parse().unwrap());
                let events: Vec<Value> = (from..self.looks)
                    .map(|line| json!({ "timestamp": 1, "message": format!("line {line}\n") }))
                    .collect();
                (200, json!({ "events": events, "nextForwardToken": self.looks.max(from).to_string() }))
            }
            "StopBuild" => {
                self.stopped = true;
                (200, json!({ "build": { "id": input["id"] } }))
            }
            other => panic!("{other} is not asked"),
        }
    }
}

/// Serves it; the endpoint's address.
fn serve(cloud: &Arc<Mutex<Cloud>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let cloud = Arc::clone(cloud);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let cloud = Arc::clone(&cloud);
            std::thread::spawn(move || one(stream, &cloud));
        }
    });
    endpoint
}

fn one(stream: TcpStream, cloud: &Mutex<Cloud>) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    let mut headers = BTreeMap::new();
    reader.read_line(&mut line).unwrap();
    let request = line.clone();
    loop {
        line.clear();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    if headers.contains_key("expect") {
        reader.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap();
    }
    assert!(headers["authorization"].contains("Credential=AKIAIOSFODNN7EXAMPLE/"), "{headers:?}");
    let mut body = vec![0; headers.get("content-length").map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body).unwrap();
    if headers.get("content-encoding").is_some_and(|coding| coding.contains("aws-chunked")) {
        body = unchunked(&body);
    }
    let mut words = request.split(' ');
    let (method, path) = (words.next().unwrap(), words.next().unwrap());
    let key = path.split('?').next().unwrap().trim_start_matches('/').to_owned();
    let mut cloud = cloud.lock().unwrap();
    let (status, kind, answer) = match (method, headers.get("x-amz-target")) {
        (_, Some(target)) => {
            let name = target.rsplit('.').next().unwrap().to_owned();
            let (status, answer) = cloud.answer(&name, serde_json::from_slice(&body).unwrap());
            (status, "application/x-amz-json-1.1", answer.to_string().into_bytes())
        }
        ("PUT", None) => {
            cloud.objects.insert(key, body);
            (200, "application/xml", Vec::new())
        }
        ("GET", None) => match cloud.objects.get(&key) {
            Some(object) => (200, "application/octet-stream", object.clone()),
            None => (
                404,
                "application/xml",
                b"<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>".to_vec(),
            ),
        },
        ("DELETE", None) => {
            cloud.objects.remove(&key);
            (204, "application/xml", Vec::new())
        }
        _ => {
            let identity = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/Release/ann</Arn><UserId>A:ann</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
            (200, "text/xml", identity.as_bytes().to_vec())
        }
    };
    let length = answer.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    let _ = reader.get_mut().write_all(&[head.into_bytes(), answer].concat());
}

/// What stands in the chunks of an upload.
fn unchunked(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = body;
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).unwrap().split(';').next().unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        if size == 0 {
            break;
        }
        out.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 2 + size + 2..];
    }
    out
}

struct Place {
    cloud: Arc<Mutex<Cloud>>,
    bench: Bench,
    accepted: Arc<Mutex<Vec<String>>>,
}

impl Place {
    async fn new(cloud: Cloud, known: Option<&str>) -> Self {
        let cloud = Arc::new(Mutex::new(cloud));
        let credentials = Credentials::Keys {
            access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret_access_key: "a-secret-nobody-may-see".into(),
            session_token: None,
        };
        let target = Target { credentials, region: "eu-west-1".into(), endpoint: Some(serve(&cloud)) };
        let account = Account::open(target).await.unwrap();
        let accepted: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&accepted);
        let mut bench = Bench::new();
        bench.write("data/buckets/store/Src", "the source");
        bench.write("data/buckets/store/Lib", "the library");
        bench.aws = Some(OnAws {
            account,
            known: known.map(str::to_owned),
            accepted: Arc::new(move |id, _| {
                kept.lock().unwrap().push(id);
                Box::pin(async {})
            }),
        });
        Self { cloud, bench, accepted }
    }

    async fn run(&self) -> Outcome {
        self.bench.attempt("{}", action()).await
    }

    fn names(&self) -> Vec<String> {
        self.cloud.lock().unwrap().calls.iter().map(|(name, _)| name.clone()).collect()
    }

    fn log(&self) -> String {
        self.bench.log.0.lock().unwrap().join("\n")
    }
}

fn action() -> Value {
    json!({ "name": "Build", "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
        "configuration": { "ProjectName": "web", "PrimarySource": "Src", "BuildspecOverride": "ci.yml",
            "EnvironmentVariables": "[{\"name\":\"TOKEN\",\"value\":\"/web/token\",\"type\":\"PARAMETER_STORE\"}]" },
        "inputArtifacts": [{ "name": "Lib" }, { "name": "Src" }], "outputArtifacts": [{ "name": "Out" }] })
}

fn failure(outcome: Outcome) -> actions::Failure {
    match outcome {
        Outcome::Failed(failure) => *failure,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_projects_build_takes_what_is_here_and_brings_back_what_it_made() {
    let place = Place::new(Cloud { ends: Some("SUCCEEDED"), ..Cloud::default() }, None).await;
    let Outcome::Succeeded(done) = place.run().await else { panic!("{}", place.log()) };
    assert_eq!(done.external_id.as_deref(), Some("web:build-1"));
    assert_eq!(done.variables["VERSION"], "1.2.3");
    assert_eq!(fs_err::read_to_string(place.bench.object("Out")).unwrap(), "made on aws");
    assert_eq!(*place.accepted.lock().unwrap(), ["web:build-1"]);
    let cloud = place.cloud.lock().unwrap();
    let (_, start) = cloud.calls.iter().find(|(name, _)| name == "StartBuild").unwrap();
    let base = "store/web/pipesmith/a";
    assert_eq!(
        *start,
        json!({
            "projectName": "web", "idempotencyToken": "a", "buildspecOverride": "ci.yml",
            "sourceTypeOverride": "S3", "sourceLocationOverride": format!("{base}/in-Src.zip"),
            "secondarySourcesOverride": [{ "type": "S3", "location": format!("{base}/in-Lib.zip"), "sourceIdentifier": "Lib" }],
            "environmentVariablesOverride": [{ "name": "TOKEN", "value": "/web/token", "type": "PARAMETER_STORE" }],
            "artifactsOverride": { "type": "S3", "location": "store", "path": "web/pipesmith/a", "name": "out-Out.zip",
                "namespaceType": "NONE", "packaging": "ZIP", "overrideArtifactName": false },
        })
    );
    assert!(cloud.objects.is_empty(), "{:?}", cloud.objects.keys());
    drop(cloud);
    let log = place.log();
    for line in [
        "Acting as arn:aws:sts::111122223333:assumed-role/Release/ann in eu-west-1",
        "[AWS] Phase BUILD: SUCCEEDED",
    ] {
        assert!(log.contains(line), "{line}: {log}");
    }
    // Every line once, in order.
    let lines: Vec<&str> = log.lines().filter(|line| line.starts_with("line ")).collect();
    assert_eq!(lines, ["line 0", "line 1", "line 2"]);
    assert!(!log.contains("a-secret-nobody-may-see"));
}

#[tokio::test]
async fn a_build_that_was_started_before_is_found_and_not_started_again() {
    // By its id, when that was kept.
    let cloud = Cloud { ends: Some("FAILED"), ..Cloud::default() };
    let place = Place::new(cloud, Some("web:build-7")).await;
    let failed = failure(place.run().await);
    assert_eq!(failed.external_id.as_deref(), Some("web:build-7"));
    assert_eq!(failed.why.phase.as_deref(), Some("BUILD"));
    assert_eq!(
        failed.why.message,
        "COMMAND_EXECUTION_ERROR: Error while executing command: make. Reason: exit status 2"
    );
    assert!(!place.names().contains(&"StartBuild".to_owned()), "{:?}", place.names());
    // By the token, when the crash came between the start and the keeping of the id.
    let builds = BTreeMap::from([("a".to_owned(), "web:build-1".to_owned())]);
    let place = Place::new(Cloud { ends: Some("SUCCEEDED"), builds, ..Cloud::default() }, None).await;
    let Outcome::Succeeded(done) = place.run().await else { panic!("{}", place.log()) };
    assert_eq!(done.external_id.as_deref(), Some("web:build-1"));
    assert_eq!(place.cloud.lock().unwrap().builds.len(), 1);
    // One that the account has forgotten.
    let place = Place::new(Cloud::default(), Some("other:build-1")).await;
    assert_eq!(failure(place.run().await).why.message, "the account knows no build other:build-1");
}

#[tokio::test]
async fn a_stop_ends_the_build_and_the_end_of_this_process_does_not() {
    let place = Place::new(Cloud::default(), None).await;
    place.bench.stop.cancel();
    assert_eq!(place.run().await, Outcome::Stopped);
    assert_eq!(place.names().iter().filter(|name| *name == "StopBuild").count(), 1);
    let place = Place::new(Cloud::default(), None).await;
    place.bench.leaving.cancel();
    place.bench.stop.cancel();
    assert_eq!(place.run().await, Outcome::Stopped);
    assert!(!place.names().contains(&"StopBuild".to_owned()));
    assert_eq!(*place.accepted.lock().unwrap(), ["web:build-1"]);
    assert!(!place.cloud.lock().unwrap().objects.is_empty(), "whoever takes the build up needs them");
}

#[tokio::test]
async fn a_refusal_is_told_with_the_way_out() {
    let place = Place::new(Cloud { denied: true, ..Cloud::default() }, None).await;
    let failed = failure(place.run().await);
    assert_eq!(failed.why.code, "PermissionError");
    assert!(
        failed.why.message.starts_with("codebuild:StartBuild is not allowed to the given keys"),
        "{:?}",
        failed.why
    );
    assert!(!failed.why.remedies.is_empty());
    assert!(place.accepted.lock().unwrap().is_empty());
}
