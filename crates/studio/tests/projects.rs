//! Projects that nobody described here, as the account of a chosen place knows them; a stand-in has the account's place.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use studio::{Options, Studio};

const IDENTITY: &str = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
<Arn>arn:aws:sts::111122223333:assumed-role/Release/ann</Arn><UserId>A:ann</UserId><Account>111122223333</Account>\
</GetCallerIdentityResult></GetCallerIdentityResponse>";

/// Answers as STS and CodeBuild do; what CodeBuild was asked is kept.
fn account() -> (String, Arc<Mutex<Vec<Value>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let calls = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(stream);
            let (mut target, mut length, mut line) = (String::new(), 0, String::new());
            while reader.read_line(&mut line).unwrap_or(0) > 0 && !line.trim().is_empty() {
                let (name, value) = line.split_once(':').unwrap_or_default();
                match name.to_ascii_lowercase().as_str() {
                    "x-amz-target" => target = value.trim().to_owned(),
                    "content-length" => length = value.trim().parse().unwrap(),
                    _ => {}
                }
                line.clear();
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let (status, answer) = match target.as_str() {
                "" => (200, IDENTITY.to_owned()),
                "CodeBuild_20161006.BatchGetProjects" => {
                    let input: Value = serde_json::from_slice(&body).unwrap();
                    calls.lock().unwrap().push(input["names"].clone());
                    let known = json!({
                        "name": "web", "timeoutInMinutes": 15, "serviceRole": "arn:aws:iam::111122223333:role/web",
                        "source": { "type": "CODEPIPELINE", "buildspec": "version: 0.2\nphases: { build: { commands: [make] } }\n" },
                        "artifacts": { "type": "CODEPIPELINE" },
                        "environment": {
                            "type": "LINUX_CONTAINER", "image": "aws/codebuild/standard:7.0",
                            "computeType": "BUILD_GENERAL1_SMALL", "privilegedMode": false,
                            "environmentVariables": [
                                { "name": "CHANNEL", "value": "beta", "type": "PLAINTEXT" },
                                { "name": "TOKEN", "value": "/web/token", "type": "PARAMETER_STORE" },
                            ] },
                    });
                    (200, json!({ "projects": [known], "projectsNotFound": ["lost"] }).to_string())
                }
                other => (400, json!({ "__type": "AccessDeniedException", "message": other }).to_string()),
            };
            let kind = if target.is_empty() { "text/xml" } else { "application/x-amz-json-1.1" };
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                answer.len()
            );
            let _ = reader.get_mut().write_all((head + &answer).as_bytes());
        }
    });
    (endpoint, asked)
}

#[tokio::test]
async fn a_project_that_nobody_described_is_as_the_account_of_the_chosen_place_knows_it() {
    let (endpoint, asked) = account();
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let studio = Studio::open(Options {
        data: data.path().to_owned(),
        face: "cli",
        folder: folder.path().to_owned(),
        open: None,
        shim: std::env::current_exe().unwrap(),
        passive: false,
    })
    .await
    .unwrap();
    let own = json!({ "name": "team", "region": "eu-west-1", "endpoint": endpoint, "accessKeyId": "AKIAIOSFODNN7EXAMPLE",
        "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "sessionToken": null });
    studio.call("places.add", own).await.unwrap();
    let build = |name: &str, project: &str| {
        json!({
            "name": name,
            "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" },
            "configuration": { "ProjectName": project },
            "inputArtifacts": [{ "name": "Src" }] })
    };
    let definition = json!({
        "name": "site",
        "roleArn": "arn:aws:iam::111122223333:role/site",
        "artifactStore": { "type": "S3", "location": "site-artifacts" },
        "stages": [
            { "name": "Source", "actions": [{
                "name": "App",
                "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1" },
                "configuration": { "RepositoryName": "site", "BranchName": "main" },
                "outputArtifacts": [{ "name": "Src" }] }] },
            { "name": "Build", "actions": [build("Web", "web"), build("Own", "own"), build("Lost", "lost")] },
        ] });
    let path = folder.path().join("pipeline.json");
    fs_err::write(&path, definition.to_string()).unwrap();
    fs_err::write(folder.path().join("pipesmith.yaml"), "projects:\n  own: { timeout_minutes: 5 }\n")
        .unwrap();
    let mut request = json!({
        "path": path, "text": null, "variables": [], "sources": [], "projects": [], "on": [], "replace": false,
        "keepGuesses": false, "secrets": [], "sandbox": null });
    let plan = async |request: &Value| {
        let plan = studio.call("plan", request.clone()).await.unwrap();
        let action = |name: &str| {
            plan["actions"].as_array().unwrap().iter().find(|one| one["action"] == name).unwrap().clone()
        };
        (action("Web"), action("Own"), action("Lost"), plan["problems"].clone())
    };

    // Nobody chose a place: nothing is sent.
    let (web, own, ..) = plan(&request).await;
    assert!(web["from"].as_str().unwrap().starts_with("guess: nobody described the project"), "{web}");
    assert_eq!(own["from"], "setup");
    assert_eq!(asked.lock().unwrap().len(), 0);

    request["place"] = "endpoint:team".into();
    let (web, own, lost, problems) = plan(&request).await;
    assert_eq!(web["from"], "guess: the project of endpoint:team");
    assert!(web["what"].as_str().unwrap().contains("inline buildspec"), "{web}");
    // What it takes from a parameter is a secret like any other.
    assert!(web["gaps"].to_string().contains("/web/token"), "{web}");
    assert_eq!(own["from"], "setup");
    assert!(lost["from"].as_str().unwrap().starts_with("guess: nobody described the project"), "{lost}");
    assert!(!problems.to_string().contains("was not asked"), "{problems}");
    assert_eq!(*asked.lock().unwrap(), [json!(["lost", "web"])]);

    // The next look at the plan asks nobody; another place that is not there is told, and keeps nothing from running.
    plan(&request).await;
    assert_eq!(asked.lock().unwrap().len(), 1);
    request["place"] = "endpoint:elsewhere".into();
    let (web, .., problems) = plan(&request).await;
    assert!(web["from"].as_str().unwrap().starts_with("guess: nobody described the project"), "{web}");
    assert!(problems.to_string().contains("was not asked about CodeBuild projects"), "{problems}");
    studio.close().await;
}
