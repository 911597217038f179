//! The wire as a client sees it: every answer and every refusal, byte by byte, over a scripted engine.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use api::{Limits, LookupKey, LookupQuery};
use codepipeline::{PrincipalKind, Timestamp};
use serde_json::{Value, json};
use support::{ACCOUNT, NOON, Opened, Request, open, open_with};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const INVALID_SIGNATURE: &str = "InvalidSignatureException";

/// Sends what must be refused and never reach the engine.
async fn refused(opened: &Opened, request: Request) -> (u16, String, String) {
    let before = opened.reached();
    let answer = request.send().await;
    assert_eq!(opened.reached(), before, "it reached the engine");
    answer.error()
}

// ---- answers -------------------------------------------------------------------------------------------------

#[tokio::test]
async fn a_signed_call_reaches_the_engine_with_its_circumstances() {
    let opened = open().await;
    let answer = opened.list().with("user-agent", "aws-cli/2.31").signed().send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/x-amz-json-1.1");
    assert_eq!(answer.text(), r#"{"pipelines":[{"name":"web","version":3,"created":1790860000.25}]}"#);

    let (call, _) = opened.local.calls.lock().unwrap()[0].clone();
    assert_eq!(answer.header("x-amzn-requestid"), call.request_id);
    assert_eq!(call.principal.arn, format!("arn:aws:iam::{ACCOUNT}:user/ann"));
    assert_eq!(call.principal.kind, PrincipalKind::IamUser);
    assert_eq!(call.principal.user_name, "ann");
    assert_eq!(call.principal.access_key_id.as_deref(), Some(opened.keys.access_key_id.as_str()));
    assert_eq!((call.source_ip.as_str(), call.user_agent.as_str()), ("127.0.0.1", "aws-cli/2.31"));
    assert_eq!((call.time, call.region.as_str()), (Timestamp(NOON), "eu-central-1"));
    assert!(opened.noted().is_empty(), "the engine records what reaches it");
}

#[tokio::test]
async fn an_operation_without_output_answers_no_bytes_and_an_empty_output_answers_braces() {
    let opened = open().await;
    let target = |operation: &str| format!("CodePipeline_20150709.{operation}");
    let deleted =
        opened.json("codepipeline", &target("DeletePipeline"), r#"{"name":"web"}"#).signed().send().await;
    assert_eq!((deleted.status, deleted.text()), (200, ""));
    let tags = r#"{"resourceArn":"arn:aws:codepipeline:eu-central-1:111122223333:web","tags":[]}"#;
    let tagged = opened.json("codepipeline", &target("TagResource"), tags).signed().send().await;
    assert_eq!((tagged.status, tagged.text()), (200, "{}"));
}

#[tokio::test]
async fn no_body_at_all_is_an_empty_request() {
    let opened = open().await;
    let request = opened.json("codepipeline", "CodePipeline_20150709.ListPipelines", "");
    assert_eq!(request.signed().send().await.status, 200);
}

#[tokio::test]
async fn an_error_of_the_engine_has_the_services_form() {
    let opened = open().await;
    let request = opened.json("codepipeline", "CodePipeline_20150709.GetPipeline", r#"{"name":"nope"}"#);
    let answer = request.signed().send().await;
    assert_eq!(answer.header("content-type"), "application/x-amz-json-1.1");
    assert_eq!(
        answer.text(),
        r#"{"__type":"PipelineNotFoundException","message":"Account '111122223333' does not have a pipeline with name 'nope'"}"#
    );
    assert_eq!(answer.error().0, 400);
    assert!(opened.noted().is_empty(), "the engine records what reaches it");
}

#[tokio::test]
async fn localhost_and_loopback_addresses_are_this_computer() {
    let opened = open().await;
    let port = opened.address.port();
    for host in [format!("localhost:{port}"), format!("LocalHost:{port}"), format!("[::1]:{port}")] {
        let mut request = opened.list();
        *request.header("host") = host.clone();
        assert_eq!(request.signed().send().await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn cbor_speaks_the_same_operations() {
    let opened = open().await;
    let answer = opened.cbor("ListPipelines", b"\xa0".to_vec()).signed().send().await;
    assert_eq!((answer.status, answer.header("smithy-protocol")), (200, "rpc-v2-cbor"));
    assert_eq!(answer.header("content-type"), "application/cbor");
    let body = codepipeline::cbor::decode(&answer.body).unwrap();
    assert_eq!(
        codepipeline::json::encode(&body).unwrap(),
        br#"{"pipelines":[{"name":"web","version":3,"created":1790860000.25}]}"#
    );

    // {"name": "nope"}
    let answer = opened.cbor("GetPipeline", b"\xa1\x64name\x64nope".to_vec()).signed().send().await;
    assert_eq!((answer.status, answer.header("smithy-protocol")), (400, "rpc-v2-cbor"));
    assert_eq!(answer.header("x-amzn-errortype"), "PipelineNotFoundException");
    let error = codepipeline::cbor::decode(&answer.body).unwrap();
    let name = error.get("__type").and_then(|name| name.as_str());
    assert_eq!(name, Some("com.amazonaws.codepipeline#PipelineNotFoundException"));

    let deleted = opened.cbor("DeletePipeline", b"\xa1\x64name\x63web".to_vec()).signed().send().await;
    assert_eq!((deleted.status, deleted.header("content-type"), deleted.body.len()), (200, "", 0));

    let unknown = opened.cbor("Nonsense", b"\xa0".to_vec()).signed().send().await;
    assert_eq!((unknown.status, unknown.header("x-amzn-errortype")), (404, "UnknownOperationException"));
    let silent =
        opened.cbor("ListPipelines", b"\xa0".to_vec()).without("smithy-protocol").signed().send().await;
    assert_eq!(silent.status, 404);
}

// ---- STS and CloudTrail ----------------------------------------------------------------------------------------

#[tokio::test]
async fn sts_says_who_the_keys_belong_to() {
    let opened = open().await;
    let answer = opened.form("Action=GetCallerIdentity&Version=2011-06-15").signed().send().await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/xml"));
    let text = answer.text();
    assert!(text.contains("<Arn>arn:aws:iam::111122223333:user/ann</Arn>"), "{text}");
    assert!(text.contains("<Account>111122223333</Account>"), "{text}");
    assert!(text.contains(&format!("<UserId>{}</UserId>", opened.keys.user_id)), "{text}");
    assert!(
        text.contains(&format!("<RequestId>{}</RequestId>", answer.header("x-amzn-requestid"))),
        "{text}"
    );
    let noted = &opened.noted()[0];
    assert_eq!((noted.source.as_str(), noted.operation.as_str()), ("sts.amazonaws.com", "GetCallerIdentity"));
    assert!(noted.refusal.is_none());
}

#[tokio::test]
async fn sts_may_be_signed_for_its_global_endpoint_and_in_the_address() {
    let opened = open().await;
    let mut global = opened.form("Action=GetCallerIdentity&Version=2011-06-15");
    "us-east-1".clone_into(&mut global.region);
    assert_eq!(global.signed().send().await.status, 200);

    let address = "/?Action=GetCallerIdentity&Version=2011-06-15";
    let presigned = opened.request("GET", address, "sts", "").presigned(60);
    assert!(presigned.path.contains("X-Amz-Signature="), "{}", presigned.path);
    assert_eq!(presigned.send().await.status, 200);
}

#[tokio::test]
async fn sts_refuses_in_its_own_words() {
    let opened = open().await;
    let mut wrong = opened.form("Action=GetCallerIdentity&Version=2011-06-15");
    "nonsense".clone_into(&mut wrong.secret);
    let answer = wrong.signed().send().await;
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (403, "SignatureDoesNotMatch"));
    assert!(answer.text().contains("<Code>SignatureDoesNotMatch</Code>"), "{}", answer.text());

    let mut unknown = opened.form("Action=GetCallerIdentity&Version=2011-06-15");
    "PKIANOBODY".clone_into(&mut unknown.key);
    let answer = unknown.signed().send().await;
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (403, "InvalidClientTokenId"));

    let answer = opened.form("Action=GetCallerIdentity&Version=2011-06-15").send().await;
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (403, "MissingAuthenticationToken"));

    let answer = opened.form("Action=AssumeRole&Version=2011-06-15").signed().send().await;
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (501, "NotImplemented"));
    let answer = opened.form("Action=%3Cb%3E&Version=2011-06-15").signed().send().await;
    assert_eq!((answer.status, answer.header("x-amzn-errortype")), (400, "InvalidAction"));
    assert!(answer.text().contains("Could not find operation &lt;b&gt; for version 2011-06-15"));
    let answer = opened.form("Version=2011-06-15").signed().send().await;
    assert_eq!(answer.header("x-amzn-errortype"), "MissingAction");
    assert!(
        opened.noted().iter().all(|noted| noted.refusal.is_some() && noted.source == "sts.amazonaws.com")
    );
}

fn look_up(opened: &Opened, body: &Value) -> Request {
    let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";
    opened.json("cloudtrail", target, body.to_string()).signed()
}

#[tokio::test]
async fn the_trail_is_found_under_the_target_of_either_kind_of_sdk() {
    let opened = open().await;
    for prefix in ["com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", "CloudTrail_20131101"] {
        let asked =
            |service: &str| opened.json(service, &format!("{prefix}.LookupEvents"), "{}".to_owned()).signed();
        assert_eq!(asked("cloudtrail").send().await.status, 200, "{prefix}");
        assert!(
            asked("codepipeline").send().await.text().contains("correct service: 'cloudtrail'"),
            "{prefix}"
        );
    }
}

#[tokio::test]
async fn the_trail_is_looked_up() {
    let opened = open().await;
    let question = json!({
        "LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "StopPipelineExecution"}],
        "StartTime": 1_795_429_200, "EndTime": 1_795_429_260.5, "MaxResults": 7, "NextToken": "here"
    });
    let answer = look_up(&opened, &question).send().await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({"Events": [{
            "EventId": "44444444-4444-4444-8444-444444444444", "EventName": "StopPipelineExecution", "ReadOnly": "false",
            "AccessKeyId": "PKIAEXAMPLE", "EventTime": 1_795_429_260.0, "EventSource": "codepipeline.amazonaws.com",
            "Username": "ann", "Resources": [{"ResourceType": "AWS::CodePipeline::Pipeline", "ResourceName": "web"}],
            "CloudTrailEvent": "{\"eventVersion\":\"1.11\"}"}]})
    );
    let asked = opened.local.queries.lock().unwrap()[0].clone();
    assert_eq!(
        asked,
        LookupQuery {
            attribute: Some((LookupKey::EventName, "StopPipelineExecution".to_owned())),
            start: Some(Timestamp(1_795_429_200_000)),
            end: Some(Timestamp(1_795_429_260_500)),
            insights: false,
            max_results: 7,
            next_token: Some("here".to_owned()),
        }
    );
    let noted = &opened.noted()[0];
    assert_eq!(
        (noted.source.as_str(), noted.operation.as_str()),
        ("cloudtrail.amazonaws.com", "LookupEvents")
    );
    assert_eq!(noted.parameters["MaxResults"], 7);

    let answer = look_up(&opened, &json!({})).send().await;
    assert_eq!(answer.json()["Events"].as_array().unwrap().len(), 1);
    assert_eq!(opened.local.queries.lock().unwrap()[1].max_results, 50);
    let answer = look_up(&opened, &json!({"EventCategory": "insight"})).send().await;
    assert_eq!(answer.json(), json!({"Events": []}));
}

#[tokio::test]
async fn a_wrong_question_to_the_trail_is_refused_by_name() {
    let opened = open().await;
    let name = |value: &str| json!({"AttributeKey": "EventName", "AttributeValue": value});
    for (question, code) in [
        (json!({"LookupAttributes": [name("A"), name("B")]}), "InvalidLookupAttributesException"),
        (
            json!({"LookupAttributes": [{"AttributeKey": "Colour", "AttributeValue": "red"}]}),
            "InvalidLookupAttributesException",
        ),
        (json!({"LookupAttributes": [{"AttributeKey": "EventName"}]}), "InvalidLookupAttributesException"),
        (json!({"LookupAttributes": [name(&"x".repeat(2001))]}), "InvalidLookupAttributesException"),
        (json!({"StartTime": 2, "EndTime": 1}), "InvalidTimeRangeException"),
        (json!({"MaxResults": 0}), "InvalidMaxResultsException"),
        (json!({"MaxResults": 51}), "InvalidMaxResultsException"),
        (json!({"EventCategory": "data"}), "InvalidEventCategoryException"),
        (json!({"NextToken": "stale"}), "InvalidNextTokenException"),
        (json!({"MaxResults": "many"}), "SerializationException"),
        (json!({"StartTime": "yesterday"}), "SerializationException"),
        (json!({"LookupAttributes": {}}), "SerializationException"),
    ] {
        let error = look_up(&opened, &question).send().await.error();
        assert_eq!((error.0, error.1.as_str()), (400, code), "{question}");
    }
    assert!(opened.noted().iter().all(|noted| noted.refusal.is_some()));

    let target = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.DescribeTrails";
    let error = opened.json("cloudtrail", target, "{}").signed().send().await.error();
    assert_eq!((error.0, error.1.as_str()), (501, "NotImplementedException"));
}

// ---- what never reaches the engine -------------------------------------------------------------------------------

#[tokio::test]
async fn a_call_without_a_signature_is_nobodys() {
    let opened = open().await;
    let error = refused(&opened, opened.list()).await;
    assert_eq!(
        error,
        (400, "MissingAuthenticationTokenException".to_owned(), "Missing Authentication Token".to_owned())
    );
    assert!(opened.noted().is_empty(), "there is nobody to record");
}

#[tokio::test]
async fn an_unknown_key_or_token_is_not_recognized() {
    let opened = open().await;
    let mut request = opened.list();
    "PKIANOBODY".clone_into(&mut request.key);
    let error = refused(&opened, request.signed()).await;
    assert_eq!(error.1, "UnrecognizedClientException");
    assert_eq!(error.2, "The security token included in the request is invalid.");
    let noted = &opened.noted()[0];
    assert_eq!(noted.call.principal.access_key_id.as_deref(), Some("PKIANOBODY"));
    assert_eq!(noted.call.principal.arn, "", "a claim is no proof");
    assert_eq!(
        (noted.source.as_str(), noted.operation.as_str()),
        ("codepipeline.amazonaws.com", "ListPipelines")
    );
    assert_eq!(noted.parameters, Value::Null);
    assert_eq!(noted.refusal.as_ref().unwrap().code, "UnrecognizedClientException");

    let mut request = opened.list();
    request.token = Some("a token that nobody gave".to_owned());
    assert_eq!(refused(&opened, request.signed()).await.1, "UnrecognizedClientException");
}

#[tokio::test]
async fn temporary_keys_need_their_token() {
    let opened = open_with(Some(NOON), |keys| keys.session_token = Some("tok&en+ /1=".to_owned())).await;
    assert_eq!(opened.list().signed().send().await.status, 200);
    let presigned =
        opened.request("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "sts", "").presigned(60);
    assert_eq!(presigned.send().await.status, 200);
    for token in [None, Some("another".to_owned())] {
        let request = Request { token, ..opened.list() };
        assert_eq!(refused(&opened, request.signed()).await.1, "UnrecognizedClientException");
    }
}

#[tokio::test]
async fn another_secret_or_a_changed_request_does_not_fit_the_signature() {
    let opened = open().await;
    let mut wrong_secret = opened.list();
    "nonsense".clone_into(&mut wrong_secret.secret);
    let mut other_body = opened.list().signed();
    other_body.body = br#"{ }"#.to_vec();
    let mut other_target = opened.list().signed();
    "CodePipeline_20150709.DeletePipeline".clone_into(other_target.header("x-amz-target"));
    let mut other_path = opened.list().signed();
    "/?maxResults=1".clone_into(&mut other_path.path);
    let mut other_method = opened.list().signed();
    "PUT".clone_into(&mut other_method.method);
    let mut other_host = opened.list().signed();
    *other_host.header("host") = format!("localhost:{}", opened.address.port());
    let missing_header = opened.list().signed().without("content-type");
    for request in [
        wrong_secret.signed(),
        other_body,
        other_target,
        other_path,
        other_method,
        other_host,
        missing_header,
    ] {
        let (status, code, message) = refused(&opened, request).await;
        assert_eq!((status, code.as_str()), (400, INVALID_SIGNATURE));
        assert!(message.starts_with("The request signature we calculated does not match"), "{message}");
    }
    assert_eq!(opened.noted().len(), 7);
}

#[tokio::test]
async fn a_clock_may_be_five_minutes_off_and_no_more() {
    let opened = open().await;
    let at = |seconds: i64| Request { signed_at: NOON + seconds * 1000, ..opened.list() }.signed();
    for seconds in [-300, -299, 299, 300] {
        assert_eq!(at(seconds).send().await.status, 200, "{seconds}");
    }
    let (_, code, message) = refused(&opened, at(-301)).await;
    assert_eq!(code, INVALID_SIGNATURE);
    assert_eq!(
        message,
        "Signature expired: 20261123T101559Z is now earlier than 20261123T101600Z (20261123T102100Z - 5 min.)"
    );
    let (_, code, message) = refused(&opened, at(301)).await;
    assert_eq!(code, INVALID_SIGNATURE);
    assert_eq!(
        message,
        "Signature not yet current: 20261123T102601Z is still later than 20261123T102600Z (20261123T102100Z + 5 min.)"
    );
}

#[tokio::test]
async fn a_presigned_address_lives_as_long_as_it_says_but_not_longer_than_fifteen_minutes() {
    let opened = open().await;
    let at = |seconds: i64, life: u64| {
        Request { signed_at: NOON + seconds * 1000, ..opened.list() }.presigned(life)
    };
    assert_eq!(at(-59, 60).send().await.status, 200);
    assert_eq!(at(-899, 900).send().await.status, 200);
    for late in [at(-61, 60), at(-901, 604_800), at(301, 900)] {
        let (_, code, message) = refused(&opened, late).await;
        assert_eq!(code, INVALID_SIGNATURE, "{message}");
        assert!(
            message.starts_with("Signature expired") || message.starts_with("Signature not yet"),
            "{message}"
        );
    }
    let mut longer = at(-61, 60);
    longer.path = longer.path.replace("X-Amz-Expires=60", "X-Amz-Expires=600");
    assert!(refused(&opened, longer).await.2.starts_with("The request signature we calculated"));
    let mut changed = at(0, 60);
    changed.body = b"{ }".to_vec();
    assert!(refused(&opened, changed).await.2.starts_with("The request signature we calculated"));
    let mut without = at(0, 60);
    without.path = without.path.replace("X-Amz-Expires=60", "X-Amz-Expired=60");
    assert_eq!(refused(&opened, without).await.1, "IncompleteSignatureException");
    let mut twice = at(0, 60);
    twice.path.push_str("&X-Amz-Expires=600");
    assert_eq!(refused(&opened, twice).await.1, "IncompleteSignatureException");
    let both = at(0, 60).with("authorization", "AWS4-HMAC-SHA256 x");
    assert_eq!(refused(&opened, both).await.1, "IncompleteSignatureException");
}

#[tokio::test]
async fn a_scope_for_another_region_service_or_day_is_refused() {
    let opened = open().await;
    let region = Request { region: "us-east-2".to_owned(), ..opened.list() };
    let (_, code, message) = refused(&opened, region.signed()).await;
    assert_eq!(code, INVALID_SIGNATURE);
    assert_eq!(message, "Credential should be scoped to a valid region, not 'us-east-2'.");
    for service in ["sts", "cloudtrail", "codebuild"] {
        let request = Request { service: service.to_owned(), ..opened.list() };
        let (_, code, message) = refused(&opened, request.signed()).await;
        assert_eq!(code, INVALID_SIGNATURE);
        assert_eq!(message, "Credential should be scoped to correct service: 'codepipeline'.");
    }
    let mut request = opened.list().signed();
    *request.header("authorization") = request.header("authorization").replace("/20261123/", "/20261122/");
    let (_, code, message) = refused(&opened, request).await;
    assert_eq!(code, INVALID_SIGNATURE);
    assert!(message.contains("'20261122' != '20261123', from '20261123T102100Z'"), "{message}");
    let mut request = opened.list().signed();
    *request.header("authorization") =
        request.header("authorization").replace("aws4_request", "aws5_request");
    assert!(refused(&opened, request).await.2.contains("valid terminator"));
}

#[tokio::test]
async fn another_service_is_answered_as_not_offered() {
    let opened = open().await;
    let request = opened.json("codebuild", "CodeBuild_20161006.ListProjects", "{}");
    let (status, code, message) = refused(&opened, request.signed()).await;
    assert_eq!((status, code.as_str()), (501, "NotImplementedException"));
    assert!(message.contains("'codebuild'"), "{message}");
    assert_eq!(opened.noted()[0].source, "codebuild.amazonaws.com");
}

#[tokio::test]
async fn an_incomplete_signature_says_what_it_lacks() {
    let opened = open().await;
    let spoilt = |from: &str, to: &str| {
        let mut request = opened.list().signed();
        let header = request.header("authorization");
        assert!(header.contains(from));
        *header = header.replace(from, to);
        request
    };
    for (request, text) in [
        (opened.list().with("authorization", "Bearer x"), "Unsupported AWS 'algorithm': 'Bearer'."),
        (
            opened.list().with("authorization", "AWS4-HMAC-SHA256"),
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' \
             parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires \
             existence of either a 'X-Amz-Date' or a 'Date' header.",
        ),
        (
            opened.list().with("authorization", "AWS4-HMAC-SHA256 Credential"),
            "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header.",
        ),
        (spoilt("Signature=", "Signatur="), "Authorization header requires 'Signature' parameter."),
        (spoilt("/aws4_request", ""), "Credential must have exactly 5 slash-delimited elements"),
        (
            spoilt("Signature=", "Signature=a, Signature="),
            "Authorization header has more than one 'Signature'",
        ),
        (
            opened.list().signed().without("x-amz-date"),
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
        ),
        (
            opened.list().signed().with("authorization", "AWS4-HMAC-SHA256 x"),
            "The request has more than one Authorization header.",
        ),
        (
            opened.list().signed().without("x-amz-date").with("x-amz-date", "2026-11-23T10:21:00Z"),
            "Date must be in ISO-8601 'basic format'. Got '2026-11-23T10:21:00Z'.",
        ),
    ] {
        let (status, code, message) = refused(&opened, request).await;
        assert_eq!((status, code.as_str()), (400, "IncompleteSignatureException"), "{message}");
        assert!(message.starts_with(text), "{message}");
    }
}

#[tokio::test]
async fn what_decides_about_a_call_must_be_signed() {
    let opened = open().await;
    let target = opened.list().without("x-amz-target").signed();
    let target = target.with("x-amz-target", "CodePipeline_20150709.ListPipelines");
    assert!(refused(&opened, target).await.2.starts_with("'x-amz-target' must be a 'SignedHeader'"));
    let mut host = opened.list().signed();
    *host.header("authorization") = host.header("authorization").replace(";host;", ";");
    let (_, code, message) = refused(&opened, host).await;
    assert_eq!(code, INVALID_SIGNATURE);
    assert_eq!(message, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
}

#[tokio::test]
async fn other_hosts_and_web_pages_are_turned_away_even_when_signed() {
    let opened = open().await;
    let port = opened.address.port();
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("127.0.0.2:{port}"),
        format!("0.0.0.0:{port}"),
        "localhost".to_owned(),
        format!("localhost:{}", port ^ 1),
        format!("codepipeline.eu-central-1.amazonaws.com:{port}"),
    ] {
        let mut request = opened.list();
        request.header("host").clone_from(&host);
        let (status, code, message) = refused(&opened, request.signed()).await;
        assert_eq!((status, code.as_str()), (400, "AccessDeniedException"), "{host}");
        assert!(message.starts_with("The Host header"), "{message}");
    }
    let absolute = opened.list().signed();
    let absolute = Request { path: "http://evil.example/".to_owned(), ..absolute };
    assert_eq!(refused(&opened, absolute).await.1, "AccessDeniedException");
    for (name, value) in [
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-origin"),
    ] {
        let (_, code, message) = refused(&opened, opened.list().with(name, value).signed()).await;
        assert_eq!(code, "AccessDeniedException");
        assert_eq!(message, "This endpoint does not answer web pages.");
    }
    assert!(opened.noted().is_empty(), "a web page must not be able to fill the trail");
}

#[tokio::test]
async fn a_body_may_have_one_mebibyte() {
    let opened = open().await;
    let body = |length: usize| {
        let mut body = vec![b' '; length];
        body[..2].copy_from_slice(b"{}");
        opened.json("codepipeline", "CodePipeline_20150709.ListPipelines", body).signed()
    };
    assert_eq!(body(1024 * 1024).send().await.status, 200);
    let (status, code, _) = refused(&opened, body(1024 * 1024 + 1)).await;
    assert_eq!((status, code.as_str()), (413, "RequestEntityTooLargeException"));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_to_its_end_is_given_up() {
    let opened = open().await;
    let request = opened.list().signed();
    let promised = request.body.len() + 1;
    let answer = request.send_promising(promised).await;
    assert_eq!(answer.error().1, "RequestExpired");
    assert_eq!(opened.reached(), 0, "it reached the engine");
    assert_eq!(opened.noted()[0].operation, "ListPipelines");
}

#[tokio::test]
async fn an_unknown_operation_is_not_found_and_recorded() {
    let opened = open().await;
    for target in
        ["CodePipeline_20150709.Nonsense", "CodePipeline_20150709.", "ListPipelines", "Other.ListPipelines"]
    {
        let request = opened.json("codepipeline", target, "{}");
        let (status, code, _) = refused(&opened, request.signed()).await;
        assert_eq!((status, code.as_str()), (404, "UnknownOperationException"), "{target}");
    }
    let get = Request { method: "GET".to_owned(), ..opened.list() };
    assert_eq!(refused(&opened, get.signed()).await.0, 404);
    let path = Request { path: "/elsewhere".to_owned(), ..opened.list() };
    assert_eq!(refused(&opened, path.signed()).await.0, 404);
    let noted = opened.noted();
    assert_eq!(noted.len(), 6);
    assert_eq!(noted[0].operation, "Nonsense");
    assert_eq!(noted[0].call.principal.user_name, "ann");
}

#[tokio::test]
async fn an_operation_that_is_not_there_yet_never_pretends() {
    let opened = open().await;
    let body = r#"{"pipelineName":"web","pipelineExecutionId":"8c1f6f0e-aaaa-4aaa-8aaa-0123456789ab"}"#;
    let request = opened.json("codepipeline", "CodePipeline_20150709.StopPipelineExecution", body);
    let (status, code, message) = refused(&opened, request.signed()).await;
    assert_eq!((status, code.as_str()), (501, "NotImplementedException"));
    assert!(message.contains("StopPipelineExecution"), "{message}");
    assert_eq!(opened.noted()[0].operation, "StopPipelineExecution");
}

#[tokio::test]
async fn a_faulty_message_is_refused_before_the_engine_and_recorded() {
    let opened = open().await;
    let get = |body: &str| opened.json("codepipeline", "CodePipeline_20150709.GetPipeline", body).signed();
    for (body, code) in [
        ("{", "SerializationException"),
        ("[]", "SerializationException"),
        (r#"{"name":7}"#, "SerializationException"),
        ("{}", "ValidationException"),
    ] {
        let error = refused(&opened, get(body)).await;
        assert_eq!((error.0, error.1.as_str()), (400, code), "{body}");
    }
    let (_, _, message) = refused(&opened, get(r#"{"name":"no spaces"}"#)).await;
    assert_eq!(
        message,
        "1 validation error detected: Value at 'name' failed to satisfy constraint: Member must satisfy regular \
         expression pattern: [A-Za-z0-9.@\\-_]+"
    );
    let noted = opened.noted();
    assert_eq!(noted.len(), 5);
    assert_eq!(noted[4].parameters, json!({"name": "no spaces"}));
    assert_eq!(noted[4].refusal.as_ref().unwrap().code, "ValidationException");
}

#[tokio::test]
async fn rotated_keys_open_and_the_old_ones_do_not() {
    let opened = open().await;
    let folder = tempfile::tempdir().unwrap();
    let new = opened.keys.rotate(folder.path()).unwrap();
    opened.door.replace_keys(new.clone());
    assert_eq!(refused(&opened, opened.list().signed()).await.1, "UnrecognizedClientException");
    let request = Request { key: new.access_key_id, secret: new.secret_access_key, ..opened.list() };
    assert_eq!(request.signed().send().await.status, 200);
}

#[tokio::test]
async fn beside_the_ui_only_calls_are_answered_here() {
    let opened = open().await;
    let ui = axum::Router::new().route("/", axum::routing::get(|| async { "the page" }));
    let listener = api::listen(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let door = api::Door::new(opened.local.clone(), opened.keys.clone(), support::REGION, address.port());
    tokio::spawn(api::serve(listener, door.beside(ui), Limits::default(), std::future::pending()));
    let opened = Opened { address, ..opened };

    let page = opened.request("GET", "/", "", "").send().await;
    assert_eq!((page.status, page.text()), (200, "the page"));
    assert_eq!(opened.request("GET", "/nowhere", "", "").send().await.status, 404);
    assert_eq!(opened.list().signed().send().await.status, 200);
    assert_eq!(opened.cbor("ListPipelines", b"\xa0".to_vec()).signed().send().await.status, 200);
    let presigned =
        opened.request("GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "sts", "").presigned(60);
    assert_eq!(presigned.send().await.status, 200);
    assert_eq!(refused(&opened, opened.list()).await.1, "MissingAuthenticationTokenException");
}

#[tokio::test]
async fn the_door_opens_to_this_computer_only_and_closes_when_asked() {
    let error = api::listen(([0, 0, 0, 0], 0).into()).await.unwrap_err();
    assert_eq!(error.code(), "not-loopback");
    let anywhere = tokio::net::TcpListener::bind("0.0.0.0:0").await.unwrap();
    let error = api::serve(anywhere, axum::Router::new(), Limits::default(), std::future::pending())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "not-loopback");

    let listener = api::listen(([127, 0, 0, 1], 0).into()).await.unwrap();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(api::serve(listener, axum::Router::new(), Limits::default(), async move {
        let _ = ended.await;
    }));
    end.send(()).unwrap();
    serving.await.unwrap().unwrap();
}

/// A server that answers `here` to everything.
async fn limited(limits: Limits) -> std::net::SocketAddr {
    let listener = api::listen(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = axum::Router::new().fallback(|| async { "here" });
    tokio::spawn(api::serve(listener, router, limits, std::future::pending()));
    address
}

/// Sends bytes on a new connection.
async fn sent(address: std::net::SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

/// All that comes until the other side closes.
async fn rest(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    let end = std::time::Duration::from_secs(20);
    tokio::time::timeout(end, stream.read_to_string(&mut answer)).await.unwrap().unwrap();
    answer
}

const ASKED: &[u8] = b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";

#[tokio::test]
async fn a_client_that_does_not_end_its_head_is_dropped() {
    let limits = Limits { head: std::time::Duration::from_millis(50), ..Limits::default() };
    let address = limited(limits).await;
    let (silent, half) = (sent(address, b"").await, sent(address, &ASKED[..20]).await);
    for slow in [silent, half] {
        let answer = rest(slow).await;
        assert!(!answer.contains("here"), "{answer}");
    }
    // Who has been answered and asks nothing more is dropped, too.
    assert!(rest(sent(address, ASKED).await).await.ends_with("here"));
}

#[tokio::test]
async fn a_connection_beyond_the_limit_waits_until_another_one_ends() {
    let address = limited(Limits { connections: 1, ..Limits::default() }).await;
    let mut first = sent(address, ASKED).await;
    let mut byte = [0];
    first.read_exact(&mut byte).await.unwrap();
    let mut second = sent(address, ASKED).await;
    let early = std::time::Duration::from_millis(50);
    assert!(tokio::time::timeout(early, second.read_exact(&mut byte)).await.is_err(), "it was let in");
    drop(first);
    second.read_exact(&mut byte).await.unwrap();
    assert_eq!(&byte, b"H");
}
