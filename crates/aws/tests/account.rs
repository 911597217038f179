//! An account behind a small server on loopback: opening it, its pipelines, its event history, and what goes wrong.

#![allow(clippy::unwrap_used, reason = "a failed step is a failed test")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use aws::{Account, Credentials, Target, TrailFilter, TrailQuery};
use codepipeline::{
    Call, CodePipeline as _, ErrorKind, Operation, Principal, PrincipalKind, Timestamp, shapes,
};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// An answer: HTTP status, content type, body.
type Answer = (u16, &'static str, String);

struct Server {
    endpoint: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers `(what, body)`: the operation's name and the request's body.
    fn start(answer: impl Fn(&str, &str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (seen.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (log.clone(), answer.clone());
                std::thread::spawn(move || serve(stream, &log, &*answer));
            }
        });
        Self { endpoint, seen }
    }

    fn target(&self) -> Target {
        target(&self.endpoint)
    }
}

fn target(endpoint: &str) -> Target {
    let credentials = Credentials::Keys {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
        secret_access_key: SECRET.into(),
        session_token: Some("a-token-nobody-may-see".into()),
    };
    Target { credentials, region: "eu-west-1".into(), endpoint: Some(endpoint.into()) }
}

fn serve(stream: TcpStream, log: &Mutex<Vec<String>>, answer: &dyn Fn(&str, &str) -> Answer) {
    let mut reader = BufReader::new(stream);
    let (mut length, mut what, mut signed) = (0, String::new(), false);
    let mut line = String::new();
    while reader.read_line(&mut line).unwrap_or(0) > 0 && line.trim() != "" {
        let lower = line.to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if lower.starts_with("x-amz-target:") {
            what = line.trim().rsplit('.').next().unwrap().to_owned();
        }
        signed |= lower.starts_with("authorization: aws4-hmac-sha256");
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    if what.is_empty() {
        what = body.split(['=', '&']).nth(1).unwrap_or_default().to_owned();
    }
    log.lock().unwrap().push(format!("{what}{}", if signed { "" } else { " unsigned" }));
    let (status, kind, text) = answer(&what, &body);
    let _ = write!(
        reader.get_mut(),
        "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    );
}

fn xml(text: &str) -> Answer {
    (200, "text/xml", text.to_owned())
}

fn json(text: impl Into<String>) -> Answer {
    (200, "application/x-amz-json-1.1", text.into())
}

fn identity() -> Answer {
    xml(
        r#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
        <Arn>arn:aws:sts::111122223333:assumed-role/Release/ann</Arn><UserId>AROA:ann</UserId><Account>111122223333</Account>
        </GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>"#,
    )
}

fn sts_error(status: u16, code: &str, message: &str) -> Answer {
    let text = format!(
        r#"<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>"#
    );
    (status, "text/xml", text)
}

#[tokio::test]
async fn an_account_opens_lists_its_pipelines_and_its_trail() {
    let server = Server::start(|what, body| match what {
        "GetCallerIdentity" => identity(),
        "ListPipelines" => {
            json(r#"{"pipelines":[{"name":"web","version":3,"pipelineType":"V2","executionMode":"QUEUED"}]}"#)
        }
        "LookupEvents" if body.contains("\"NextToken\":\"more\"") => {
            assert!(body.contains("ResourceName") && body.contains("\"web\""), "{body}");
            json(r#"{"Events":[]}"#)
        }
        "LookupEvents" => {
            assert!(body.contains("EventSource") && body.contains("codepipeline.amazonaws.com"), "{body}");
            assert!(
                body.contains("\"StartTime\":1764000000") && body.contains("\"MaxResults\":10"),
                "{body}"
            );
            json(
                r#"{"NextToken":"more","Events":[{"EventId":"e1","EventName":"StartPipelineExecution","ReadOnly":"false",
                "AccessKeyId":"ASIAX","EventTime":1764000001.5,"EventSource":"codepipeline.amazonaws.com","Username":"ann",
                "Resources":[{"ResourceType":"AWS::CodePipeline::Pipeline","ResourceName":"web"}],
                "CloudTrailEvent":"{\"eventID\":\"e1\",\"sourceIPAddress\":\"192.0.2.1\"}"}]}"#,
            )
        }
        other => panic!("{other}"),
    });
    let account = Account::open(server.target()).await.unwrap();
    assert_eq!(account.identity().account, "111122223333");
    assert_eq!(account.identity().arn, "arn:aws:sts::111122223333:assumed-role/Release/ann");
    assert_eq!((account.region(), account.endpoint()), ("eu-west-1", Some(server.endpoint.as_str())));

    let listed =
        account.remote().list_pipelines(&call(), shapes::ListPipelinesInput::default()).await.unwrap();
    assert_eq!(listed.pipelines.unwrap()[0].name.as_deref(), Some("web"));

    let query = TrailQuery { start_ms: Some(1_764_000_000_000), max: 10, ..TrailQuery::default() };
    let page = account.lookup_events(query).await.unwrap();
    let record = &page.records[0];
    assert_eq!((record.name.as_str(), record.username.as_str()), ("StartPipelineExecution", "ann"));
    assert_eq!((record.time_ms, record.read_only), (1_764_000_001_500, Some(false)));
    assert_eq!(record.resources[0].name, "web");
    assert_eq!(record.record["sourceIPAddress"], "192.0.2.1");
    let filter = TrailFilter::Resource("web".into());
    let rest =
        account.lookup_events(TrailQuery { filter, next: page.next, ..TrailQuery::default() }).await.unwrap();
    assert!(rest.records.is_empty() && rest.next.is_none());

    assert_eq!(
        *server.seen.lock().unwrap(),
        ["GetCallerIdentity", "ListPipelines", "LookupEvents", "LookupEvents"],
        "signed, once each"
    );
    let debug = format!("{account:?} {:?}", server.target());
    assert!(!debug.contains(SECRET) && !debug.contains("a-token-nobody"), "{debug}");
}

fn call() -> Call {
    let principal = Principal {
        arn: "arn:aws:iam::111122223333:user/ann".into(),
        account: "111122223333".into(),
        kind: PrincipalKind::IamUser,
        user_name: "ann".into(),
        access_key_id: None,
    };
    Call {
        principal,
        request_id: "00000000-0000-4000-8000-000000000000".into(),
        source_ip: "127.0.0.1".into(),
        user_agent: "test".into(),
        time: Timestamp(0),
        region: "eu-west-1".into(),
    }
}

#[tokio::test]
async fn what_the_service_refuses_is_told_by_code_and_place() {
    for (status, code, expected) in [
        (403, "ExpiredToken", "expired-session"),
        (403, "InvalidClientTokenId", "rejected-credentials"),
        (403, "AccessDenied", "access-denied"),
        (403, "RequestExpired", "clock-skew"),
        (400, "Odd", "refused"),
    ] {
        let server = Server::start(move |_, _| sts_error(status, code, "Said so."));
        let error = Account::open(server.target()).await.unwrap_err();
        assert_eq!(error.code(), expected, "{error}");
        assert!(error.message().contains("eu-west-1") && error.message().contains("Said so."), "{error}");
        assert!(!format!("{error:?}").contains(SECRET));
    }
}

/// A refusal in the JSON protocol.
fn refusal(code: &str, message: &str) -> Answer {
    (400, "application/x-amz-json-1.1", format!(r#"{{"__type":"{code}","message":"{message}"}}"#))
}

#[tokio::test]
async fn a_throttled_call_is_made_again_with_the_same_body() {
    const BODY: &str = r#"{ "name": "web", "newer": [1, 2.50] }"#;
    const ANSWER: &str = r#"{ "pipeline": {"name": "web", "newer": "yes"}, "alsoNewer": 1.50 }"#;
    let tries = AtomicU32::new(0);
    let server = Server::start(move |what, body| match what {
        "GetCallerIdentity" => identity(),
        _ if body != BODY => refusal("SerializationException", "Another body."),
        _ if tries.fetch_add(1, Ordering::Relaxed) < 2 => refusal("ThrottlingException", "Rate exceeded"),
        _ => json(ANSWER),
    });
    let account = Account::open(server.target()).await.unwrap();
    let answer = account.remote().call(Operation::GetPipeline, &call(), BODY.as_bytes()).await.unwrap();
    assert_eq!(String::from_utf8(answer).unwrap(), ANSWER);
    let asked = ["GetCallerIdentity", "GetPipeline", "GetPipeline", "GetPipeline"];
    assert_eq!(*server.seen.lock().unwrap(), asked, "signed each time");
}

#[tokio::test]
async fn a_raw_call_is_refused_in_the_words_of_the_service() {
    let server = Server::start(|what, _| match what {
        "GetCallerIdentity" => identity(),
        "UpdatePipeline" => refusal("InvalidStructureException", "Pipeline should start with a stage."),
        "CreatePipeline" => (200, "text/html", "<html>hotel</html>".into()),
        _ => refusal("ExpiredTokenException", "The security token included in the request is expired"),
    });
    let account = Account::open(server.target()).await.unwrap();
    let send = async |operation, body: &str| {
        account.remote().call(operation, &call(), body.as_bytes()).await.unwrap_err()
    };
    let error = send(Operation::UpdatePipeline, "{}").await;
    assert_eq!(error.kind, ErrorKind::InvalidStructure);
    assert_eq!(error.message, "Pipeline should start with a stage.");
    assert!(account.remedy(error.kind).is_none());
    let error = send(Operation::CreatePipeline, "{}").await;
    assert_eq!(error.kind, ErrorKind::InternalFailure, "{error}");
    let error = send(Operation::GetPipeline, "{}").await;
    assert_eq!(error.kind, ErrorKind::ExpiredToken);
    assert!(account.remedy(error.kind).is_some());
    for nonsense in ["[]", "1", "{"] {
        assert_eq!(send(Operation::UpdatePipeline, nonsense).await.kind, ErrorKind::Serialization);
    }
    let seen = server.seen.lock().unwrap();
    let updates = seen.iter().filter(|what| what.as_str() == "UpdatePipeline").count();
    assert_eq!(updates, 1, "what is no JSON object is not sent");
}

#[tokio::test]
async fn html_is_no_answer() {
    let server = Server::start(|_, _| (200, "text/html", "<html>Welcome to the hotel</html>".into()));
    let error = Account::open(server.target()).await.unwrap_err();
    assert_eq!(error.code(), "unreadable-answer", "{error}");
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let endpoint = format!("http://127.0.0.1:{port}");
    let error = Account::open(target(&endpoint)).await.unwrap_err();
    assert_eq!(error.code(), "unreachable", "{error}");
    assert!(error.message().contains(&endpoint), "{error}");
}

#[tokio::test]
async fn a_bad_target_is_refused_before_anything_is_sent() {
    for (endpoint, region, expected) in [
        ("http://user:password@127.0.0.1:1", "eu-west-1", "bad-endpoint"),
        ("ftp://127.0.0.1:1", "eu-west-1", "bad-endpoint"),
        ("nonsense", "eu-west-1", "bad-endpoint"),
        ("http://127.0.0.1:1", "evil.example.com/", "bad-region"),
        ("http://127.0.0.1:1", "", "bad-region"),
    ] {
        let target = Target { region: region.into(), ..target(endpoint) };
        let error = Account::open(target).await.unwrap_err();
        assert_eq!(error.code(), expected, "{error}");
        assert!(!error.message().contains("password@"), "{error}");
        assert!(error.remedy().is_some());
    }
}

#[tokio::test]
async fn resources_are_listed_page_by_page_and_signed() {
    let server = Server::start(|what, body| match what {
        "GetCallerIdentity" => identity(),
        "ListProjects" if body.contains("\"nextToken\":\"2\"") => json(r#"{"projects":["web"]}"#),
        "ListProjects" => json(r#"{"projects":["api"],"nextToken":"2"}"#),
        "ListServices" => {
            assert_eq!(body, r#"{"cluster":"live"}"#);
            json(r#"{"serviceArns":["arn:aws:ecs:eu-west-1:111122223333:service/live/web"]}"#)
        }
        "ListRoles" => sts_error(403, "AccessDenied", "not authorized to perform: iam:ListRoles"),
        "ListClusters" => (
            400,
            "application/x-amz-json-1.1",
            r#"{"__type":"com.amazonaws.ecs#ThrottlingException","message":"slow"}"#.to_owned(),
        ),
        "ListTopics" => (200, "text/html", "<html>hello".to_owned()),
        other => panic!("{other}"),
    });
    let account = Account::open(server.target()).await.unwrap();
    let names = |found: aws::Found| found.names.into_iter().map(|one| one.value).collect::<Vec<_>>();
    let projects = account.resources("build-project", None).await.unwrap();
    assert!(!projects.more);
    assert_eq!(names(projects), ["api", "web"]);
    assert_eq!(names(account.resources("ecs-service", Some("live")).await.unwrap()), ["web"]);
    // What it belongs to is not known yet: nothing is asked.
    assert!(names(account.resources("ecs-service", None).await.unwrap()).is_empty());
    let denied = account.resources("role", None).await.unwrap_err();
    assert_eq!(denied.code(), "access-denied");
    assert!(denied.message().contains("ListRoles") && denied.remedy().is_some(), "{denied}");
    assert_eq!(account.resources("ecs-cluster", None).await.unwrap_err().code(), "throttled");
    assert_eq!(account.resources("topic", None).await.unwrap_err().code(), "unreadable-answer");
    assert_eq!(account.resources("moon", None).await.unwrap_err().code(), "unknown-kind");
    let seen = server.seen.lock().unwrap();
    assert_eq!(seen.iter().filter(|one| one.starts_with("ListServices")).count(), 1);
    assert!(seen.iter().all(|one| !one.ends_with("unsigned")), "{seen:?}");
}
