//! Job workers as they are written for AWS: the examples, and the AWS CLI with the credentials of a job. A worker reads its
//! inputs and writes its outputs through the endpoint, and knows nothing of Pipesmith.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::{Cloud, Place, Running, copy, project, text, until};

const NAME: &str = "workers";
const TYPE: &str = "category=Build,owner=Custom,provider=Forge,version=1";

/// A served folder with a pipeline whose build is a worker's, and the type of its action.
fn served() -> Cloud {
    let place = Place::empty();
    copy(&project().join("tests/fixtures/workers"), &place.path("ex"));
    let cloud = Cloud::of(place);
    let one = "minimumCount=1,maximumCount=1";
    cloud.pipe(&[
        "create-custom-action-type",
        "--category",
        "Build",
        "--provider",
        "Forge",
        "--action-version",
        "1",
        "--input-artifact-details",
        one,
        "--output-artifact-details",
        one,
    ]);
    cloud
}

/// Runs the pipeline beside a worker that ends after its job.
fn works(cloud: &Cloud, mut worker: Command) {
    let mut worker = Running(worker.stdout(Stdio::null()).spawn().unwrap());
    let out = cloud.place.ask(&["run", "ex/pipeline.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    assert!(worker.end().success());

    let delivered = fs_err::read_to_string(cloud.place.path("data/buckets/published/checksums.txt")).unwrap();
    let source = fs_err::read(cloud.place.path("ex/pipeline.json")).unwrap();
    let digest: String = Sha256::digest(source).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(delivered.contains(&format!("{digest}  pipeline.json\n")), "{delivered}");
    let actions = cloud.pipe(&["list-action-executions", "--pipeline-name", NAME]);
    let actions = actions["actionExecutionDetails"].as_array().unwrap();
    let built = actions.iter().find(|one| one["actionName"] == "Compile").unwrap();
    assert_eq!(built["output"]["outputVariables"]["FILES"], "2");
    assert_eq!(built["output"]["executionResult"]["externalExecutionSummary"], "2 files");

    // What it touched is in the trail, in the name of its job, and its credentials are not.
    let found = cloud.place.ask(&["trail", "query", "CodePipelineJobWorker", "--json"]);
    let found = text(&found);
    assert!(found.contains("\"eventName\":\"GetObject\"") && found.contains("PutObject"), "{found}");
    assert!(
        !text(&cloud.place.ask(&["trail", "query", "PollForJobs", "--json"])).contains("sessionToken\":")
    );
    // What happens to objects are data events, of which LookupEvents does not tell.
    let told = cloud.json(&["cloudtrail", "lookup-events"]).to_string();
    assert!(told.contains("PollForJobs") && !told.contains("PutObject"), "{told}");
}

#[test]
fn the_python_example_does_its_job() {
    let cloud = served();
    let script = project().join("examples/workers/python/worker.py");
    works(
        &cloud,
        cloud.command("python", &[script.to_str().unwrap(), "--provider", "Forge", "--jobs", "1"], ""),
    );
}

#[test]
fn the_rust_example_does_its_job() {
    let cloud = served();
    let test = std::env::current_exe().unwrap();
    let worker = test.ancestors().nth(2).unwrap().join("examples/worker");
    assert!(worker.is_file(), "build it first: cargo build -p tests --example worker");
    works(&cloud, cloud.program(&worker, &["Build", "Forge", "1", "1"], ""));
}

/// Waits for a job of the pipeline's worker and takes it on.
fn job(cloud: &Cloud) -> Value {
    let mut job = Value::Null;
    until("a job", || {
        let polled = cloud.pipe(&["poll-for-jobs", "--action-type-id", TYPE]);
        job = polled["jobs"][0].clone();
        !job.is_null()
    });
    let (id, nonce) = (job["id"].as_str().unwrap(), job["nonce"].as_str().unwrap());
    cloud.pipe(&["acknowledge-job", "--job-id", id, "--nonce", nonce]);
    job
}

/// The AWS CLI with a job's credentials.
fn with(cloud: &Cloud, job: &Value, args: &[&str]) -> (bool, String) {
    let given = &job["data"]["artifactCredentials"];
    let set = |name: &str, member: &str| format!("export {name}={}\n", given[member].as_str().unwrap());
    let keys = set("AWS_ACCESS_KEY_ID", "accessKeyId")
        + &set("AWS_SECRET_ACCESS_KEY", "secretAccessKey")
        + &set("AWS_SESSION_TOKEN", "sessionToken");
    let out = cloud.command("aws", args, &keys).output().unwrap();
    (out.status.success(), text(&out))
}

fn address(artifact: &Value) -> String {
    let at = &artifact["location"]["s3Location"];
    format!("s3://{}/{}", at["bucketName"].as_str().unwrap(), at["objectKey"].as_str().unwrap())
}

#[test]
fn a_jobs_credentials_open_its_artifacts_until_it_ends_also_over_a_crash() {
    let mut cloud = served();
    let mut run = Running(cloud.place.pipesmith(&["run", "ex/pipeline.json"]).spawn().unwrap());
    let job = job(&cloud);
    let (id, from) = (job["id"].as_str().unwrap(), address(&job["data"]["inputArtifacts"][0]));
    let to = address(&job["data"]["outputArtifacts"][0]);

    run.0.kill().unwrap();
    let place = cloud.crash();
    cloud = Cloud::of(place);
    let details = cloud.pipe(&["get-job-details", "--job-id", id]);
    assert_eq!(details["jobDetails"]["data"]["artifactCredentials"], job["data"]["artifactCredentials"]);
    let (read, said) = with(&cloud, &job, &["s3", "cp", &from, "in.zip"]);
    assert!(read, "{said}");
    // Large enough to go up in parts, and to come back in ranges.
    fs_err::write(cloud.place.path("large"), vec![7; 20 << 20]).unwrap();
    let (written, said) = with(&cloud, &job, &["s3", "cp", "large", &to]);
    assert!(written, "{said}");
    let (read, said) = with(&cloud, &job, &["s3", "cp", &to, "back"]);
    assert!(read, "{said}");
    assert!(fs_err::read(cloud.place.path("back")).unwrap() == vec![7; 20 << 20]);

    let denied = |args: &[&str], code: &str| {
        let (accepted, said) = with(&cloud, &job, args);
        assert!(!accepted && said.contains(code), "{args:?}: {said}");
    };
    denied(&["s3", "cp", "large", &from], "AccessDenied");
    denied(&["s3", "cp", "large", "s3://published/large"], "AccessDenied");
    denied(&["s3api", "list-buckets"], "AccessDenied");
    denied(&["codepipeline", "list-pipelines"], "AccessDeniedException");
    let (_, who) = with(&cloud, &job, &["sts", "get-caller-identity"]);
    assert!(who.contains("assumed-role/CodePipelineJobWorker/"), "{who}");

    cloud.pipe(&["put-job-failure-result", "--job-id", id, "--failure-details", "type=JobFailed,message=no"]);
    denied(&["s3api", "get-object", "--bucket", "workers-artifacts", "--key", "any", "out"], "ExpiredToken");
    denied(&["s3", "cp", "large", &to], "ExpiredToken");
    // Nothing that was on its way is left.
    assert!(cloud.place.files("data/incoming").is_empty());
}

#[test]
fn an_output_that_was_never_uploaded_fails_who_needs_it() {
    let cloud = served();
    let mut run = Running(cloud.place.pipesmith(&["run", "ex/pipeline.json"]).spawn().unwrap());
    let job = job(&cloud);
    cloud.pipe(&["put-job-success-result", "--job-id", job["id"].as_str().unwrap()]);
    assert_eq!(run.end().code(), Some(1));
    let actions = cloud.pipe(&["list-action-executions", "--pipeline-name", NAME]);
    let actions = actions["actionExecutionDetails"].as_array().unwrap();
    let of = |name: &str| actions.iter().find(|one| one["actionName"] == name).unwrap();
    assert_eq!(of("Compile")["status"], "Succeeded");
    let error = &of("Publish")["output"]["executionResult"]["errorDetails"];
    assert_eq!((&of("Publish")["status"], &error["code"]), (&json!("Failed"), &json!("ConfigurationError")));
    assert!(error["message"].as_str().unwrap().contains("Checksums was never uploaded"), "{error}");
}
