//! The stock AWS CLI and boto3 against the door. They need a Python with both; where it is, says
//! `PIPESMITH_TEST_PYTHON`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::process::Output;

use codepipeline::Timestamp;
use serde_json::{Value, json};
use support::{Opened, REGION, open_with};

const WHY: &str = "needs a Python with awscli and boto3";

/// Runs a Python program with the environment that `pipesmith env` would give, over one that gets everything wrong.
#[expect(clippy::disallowed_methods, reason = "the one place of these tests that starts a program")]
async fn python(opened: &Opened, args: &[&str]) -> Output {
    let python = std::env::var_os("PIPESMITH_TEST_PYTHON").expect(WHY);
    let home = tempfile::tempdir().unwrap();
    let mut command = tokio::process::Command::new(python);
    command
        .args(args)
        .current_dir(home.path())
        .env("HOME", home.path())
        .env("AWS_EC2_METADATA_DISABLED", "true");
    command.env("AWS_PROFILE", "production").env("AWS_SESSION_TOKEN", "of another account");
    command.env("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9").env("HTTP_PROXY", "http://127.0.0.1:9");
    for (name, value) in opened.keys.environment(&format!("http://{}", opened.address), REGION, None) {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.output().await.unwrap()
}

async fn cli(opened: &Opened, line: &str) -> Output {
    let program = "import sys; from awscli.clidriver import main; sys.exit(main())";
    let mut args = vec!["-c", program];
    args.extend(line.split(' '));
    python(opened, &args).await
}

async fn cli_json(opened: &Opened, line: &str) -> Value {
    let output = cli(opened, line).await;
    assert!(output.status.success(), "aws {line}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

async fn cli_error(opened: &Opened, line: &str) -> String {
    let output = cli(opened, line).await;
    assert!(!output.status.success(), "aws {line}");
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test]
#[ignore = "needs a Python with awscli and boto3"]
async fn the_aws_cli_works_as_it_is() {
    let opened = open_with(None, |_| {}).await;
    let listed = cli_json(&opened, "codepipeline list-pipelines").await;
    assert_eq!(listed["pipelines"][0]["name"], "web");

    let started = cli_json(&opened, "codepipeline start-pipeline-execution --name web").await;
    assert_eq!(started, json!({"pipelineExecutionId": "8c1f6f0e-aaaa-4aaa-8aaa-0123456789ab"}));

    let who = cli_json(&opened, "sts get-caller-identity").await;
    assert_eq!((&who["Account"], &who["Arn"]), (&json!("111122223333"), &json!(opened.keys.arn)));

    let line = "cloudtrail lookup-events --start-time 2026-11-23T10:00:00Z --lookup-attributes AttributeKey=EventName,AttributeValue=StopPipelineExecution";
    let events = cli_json(&opened, line).await;
    assert_eq!(events["Events"][0]["Username"], "ann");
    assert_eq!(opened.local.queries.lock().unwrap()[0].start, Some(Timestamp(1_795_428_000_000)));

    let error = cli_error(&opened, "codepipeline get-pipeline --name nope").await;
    assert!(
        error.contains("(PipelineNotFoundException) when calling the GetPipeline operation: Account"),
        "{error}"
    );
    let error = cli_error(&opened, "codepipeline list-webhooks").await;
    assert!(error.contains("(NotImplementedException)"), "{error}");
    let error = cli_error(&opened, "codepipeline list-pipelines --region us-east-2").await;
    assert!(error.contains("(InvalidSignatureException)"), "{error}");
    let error = cli_error(&opened, "s3 ls").await;
    assert!(error.contains("does not offer the service 's3'"), "{error}");
}

#[tokio::test]
#[ignore = "needs a Python with awscli and boto3"]
async fn the_aws_cli_is_refused_with_other_keys() {
    let mut opened = open_with(None, |_| {}).await;
    opened.keys.secret_access_key.push('x');
    let error = cli_error(&opened, "codepipeline list-pipelines").await;
    assert!(error.contains("(InvalidSignatureException)"), "{error}");
    let error = cli_error(&opened, "sts get-caller-identity").await;
    assert!(error.contains("(SignatureDoesNotMatch)"), "{error}");
    opened.keys.access_key_id = "PKIANOBODY".to_owned();
    let error = cli_error(&opened, "codepipeline list-pipelines").await;
    assert!(error.contains("(UnrecognizedClientException)"), "{error}");
    assert_eq!(opened.reached(), 0);
}

#[tokio::test]
#[ignore = "needs a Python with awscli and boto3"]
async fn boto3_works_as_it_is() {
    let opened = open_with(None, |keys| keys.session_token = Some("a/token+with=signs".to_owned())).await;
    let program = r#"
import boto3, datetime, urllib.request
cp = boto3.client("codepipeline")
[web] = cp.list_pipelines()["pipelines"]
assert web["created"] == datetime.datetime(2026, 10, 1, 13, 6, 40, 250000, tzinfo=datetime.timezone.utc), web
try:
    cp.get_pipeline(name="nope")
    raise SystemExit("found")
except cp.exceptions.PipelineNotFoundException as error:
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert len(error.response["ResponseMetadata"]["RequestId"]) == 36, error.response
assert cp.delete_pipeline(name="web")["ResponseMetadata"]["HTTPStatusCode"] == 200
sts = boto3.client("sts")
assert sts.get_caller_identity()["Account"] == "111122223333"
address = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
assert b"<Account>111122223333</Account>" in urllib.request.urlopen(address).read()
[event] = boto3.client("cloudtrail").lookup_events(MaxResults=3)["Events"]
assert event["ReadOnly"] == "false", event
"#;
    let output = python(&opened, &["-c", program]).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(opened.reached(), 3);
}
