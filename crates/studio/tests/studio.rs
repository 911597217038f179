//! The studio as its faces use it: files, plans, one owner and its clients.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use studio::{Failure, Options, Studio};
use tempfile::TempDir;

fn options(data: &Path, folder: &Path) -> Options {
    Options {
        data: data.to_owned(),
        face: "cli",
        folder: folder.to_owned(),
        open: None,
        shim: std::env::current_exe().unwrap(),
        passive: false,
    }
}

struct Place {
    data: TempDir,
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { data: tempfile::tempdir().unwrap(), folder: tempfile::tempdir().unwrap() }
    }

    async fn open(&self) -> Studio {
        Studio::open(options(self.data.path(), self.folder.path())).await.unwrap()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs_err::write(&path, text).unwrap();
        path.display().to_string()
    }
}

/// A source and a deploy action that both can be simulated, and a variable without a default.
fn definition() -> String {
    json!({ "pipeline": {
        "name": "small",
        "roleArn": "arn:aws:iam::111122223333:role/small",
        "pipelineType": "V2",
        "artifactStore": { "type": "S3", "location": "small-artifacts" },
        "variables": [{ "name": "Stage" }],
        "stages": [
            { "name": "Source", "actions": [{
                "name": "App",
                "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1" },
                "configuration": {
                    "ConnectionArn": "arn:aws:codeconnections:us-east-1:111122223333:connection/5d4b6c1e-6f0a-4b7e-9d55-3f0a1d2c4e77",
                    "FullRepositoryId": "octo/nowhere", "BranchName": "main" },
                "outputArtifacts": [{ "name": "Src" }] }] },
            { "name": "Deploy", "actions": [{
                "name": "Ship",
                "actionTypeId": { "category": "Deploy", "owner": "AWS", "provider": "CodeDeploy", "version": "1" },
                "configuration": { "ApplicationName": "a", "DeploymentGroupName": "g" },
                "inputArtifacts": [{ "name": "Src" }] }] },
        ] } })
    .to_string()
}

fn request(path: &str) -> Value {
    json!({ "path": path, "text": null, "variables": [], "sources": [], "projects": [], "on": [], "replace": false,
        "keepGuesses": false, "secrets": [], "sandbox": null })
}

#[tokio::test]
async fn a_file_that_somebody_else_changed_is_not_saved_over() {
    let place = Place::new();
    let studio = place.open().await;
    let path = place.write("pipeline.json", "{\"stages\": []}\n");
    let opened = studio.call("files.open", json!({ "path": "pipeline.json" })).await.unwrap();
    assert_eq!((&opened["path"], &opened["format"]), (&json!(path), &json!("json")));
    let save = |text: &str, revision: &Value| json!({ "path": path, "text": text, "revision": revision });
    let saved = studio.call("files.save", save("{}\n", &opened["revision"])).await.unwrap();
    assert_eq!(fs_err::read_to_string(&path).unwrap(), "{}\n");
    place.write("pipeline.json", "{ }\n");
    let refused = studio.call("files.save", save("{\"a\": 1}\n", &saved["revision"])).await.unwrap_err();
    assert_eq!(refused.code, "changed");
    assert_eq!(fs_err::read_to_string(&path).unwrap(), "{ }\n");
    let recent = studio.call("files.recent", json!({})).await.unwrap();
    assert_eq!((&recent[0]["path"], &recent[0]["exists"]), (&json!(path), &json!(true)));
    studio.close().await;
}

#[tokio::test]
async fn a_plan_names_what_is_missing_and_a_run_refuses_to_start() {
    let place = Place::new();
    let studio = place.open().await;
    let path = place.write("pipeline.json", &definition());
    let plan = studio.call("plan", request(&path)).await.unwrap();
    assert_eq!(plan["ready"], false);
    let gaps: Vec<&str> = plan["actions"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|action| action["gaps"].as_array().unwrap())
        .map(|gap| gap["code"].as_str().unwrap())
        .collect();
    for code in ["source-not-mapped", "variable-missing", "provider-not-here"] {
        assert!(gaps.contains(&code), "{gaps:?}");
    }
    let refused = studio.call("run", request(&path)).await.unwrap_err();
    assert!(
        refused.message.contains("octo/nowhere") && refused.message.contains("CodeDeploy"),
        "{}",
        refused.message
    );
    assert!(refused.remedy.is_some());
    assert_eq!(studio.call("pipelines.list", json!({ "place": "local" })).await.unwrap(), json!([]));
    let mut slip = request(&path);
    slip["sources"] = json!(["Apq=."]);
    let plan = studio.call("plan", slip).await.unwrap();
    assert!(plan.to_string().contains("unknown-name"));
    let mut cloud = request(&path);
    cloud["on"] = json!(["Ship=aws"]);
    assert!(studio.call("plan", cloud).await.unwrap().to_string().contains("aws-not-yet"));
    studio.close().await;
}

#[tokio::test]
async fn an_account_is_changed_only_when_it_is_named_and_the_pipelines_name_is_typed() {
    let place = Place::new();
    let studio = place.open().await;
    let definition = definition()
        .replace("CodeDeploy", "CodeBuild")
        .replace("\"Deploy\",\"owner\"", "\"Build\",\"owner\"");
    let definition = definition
        .replace("\"ApplicationName\":\"a\",\"DeploymentGroupName\":\"g\"", "\"ProjectName\":\"web\"");
    let path = place.write("pipeline.json", &definition);
    let mut asked = request(&path);
    asked["on"] = json!(["Ship=aws"]);
    let codes = |plan: &Value| -> Vec<String> {
        let ship = plan["actions"].as_array().unwrap().iter().find(|one| one["action"] == "Ship").unwrap();
        assert_eq!(ship["runsOn"], "aws", "{ship}");
        ship["gaps"].as_array().unwrap().iter().map(|gap| gap["code"].as_str().unwrap().to_owned()).collect()
    };
    let plan = studio.call("plan", asked.clone()).await.unwrap();
    assert_eq!(codes(&plan), ["place-not-named"]);
    asked["place"] = json!("aws:release:eu-west-1");
    for typed in [Value::Null, json!("smal")] {
        asked["confirm"] = typed;
        let plan = studio.call("plan", asked.clone()).await.unwrap();
        assert_eq!(codes(&plan), ["aws-not-confirmed"]);
    }
    asked["confirm"] = json!("small");
    let plan = studio.call("plan", asked.clone()).await.unwrap();
    assert_eq!(codes(&plan), Vec::<String>::new());
    // Never from a committed file.
    for line in [
        "on: {Ship: aws}\n",
        "place: release\n",
        "allow_privileged: true\n",
        "registry: registry.example.com\n",
    ] {
        place.write("pipesmith.yaml", line);
        let refused = studio.call("plan", request(&path)).await.unwrap_err();
        assert_eq!(refused.code, "invalid-setup", "{line}");
        assert!(refused.message.contains("pipesmith.local.yaml"), "{}", refused.message);
    }
    studio.close().await;
}

#[tokio::test]
async fn an_approval_that_waits_is_told_and_so_is_the_end_of_who_stopped_it() {
    let place = Place::new();
    let studio = place.open().await;
    let mut feed = studio.feed().await;
    let mut definition: Value = serde_json::from_str(&definition()).unwrap();
    definition["pipeline"]["stages"][1]["actions"] = json!([{
        "name": "Ship",
        "actionTypeId": { "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" },
    }]);
    let path = place.write("pipeline.json", &definition.to_string());
    let mut ready = request(&path);
    ready["on"] = json!(["App=simulated"]);
    ready["variables"] = json!([{ "name": "Stage", "value": "blue" }]);
    let started = studio.call("run", ready).await.unwrap();
    let mut told = async || loop {
        let event = tokio::time::timeout(Duration::from_secs(20), feed.recv()).await.unwrap().unwrap();
        if let Some(notice) = event.notice {
            return (notice.kind, notice.title, notice.body);
        }
    };
    assert_eq!(told().await.0, "approval");
    let input = json!({ "pipelineName": "small", "pipelineExecutionId": started["execution"], "reason": "not today", "abandon": true });
    let stop = json!({ "place": "local", "operation": "StopPipelineExecution", "input": input });
    studio.call("api", stop).await.unwrap();
    assert_eq!(told().await, ("stopped".into(), "small was stopped".into(), "not today".into()));
    studio.close().await;
}

#[tokio::test]
async fn a_run_with_its_gaps_filled_succeeds_and_is_told_in_order() {
    let place = Place::new();
    let studio = place.open().await;
    let mut feed = studio.feed().await;
    let path = place.write("pipeline.json", &definition());
    let mut ready = request(&path);
    ready["on"] = json!(["App=simulated", "Ship=simulated"]);
    ready["variables"] = json!([{ "name": "Stage", "value": "blue" }]);
    let started = studio.call("run", ready.clone()).await.unwrap();
    let (mut states, mut notice) = (Vec::new(), None);
    while notice.is_none() {
        let event = tokio::time::timeout(Duration::from_secs(20), feed.recv()).await.unwrap().unwrap();
        if let Some(event) = &event.event {
            let kind = event["detail-type"].as_str().unwrap().split(' ').nth(1).unwrap().to_owned();
            states.push(format!("{kind} {}", event["detail"]["state"].as_str().unwrap()));
        }
        notice = event.notice;
    }
    assert_eq!(notice.unwrap().kind, "succeeded");
    assert_eq!(states.first().unwrap(), "Pipeline STARTED");
    assert_eq!(states.last().unwrap(), "Pipeline SUCCEEDED");
    assert_eq!(states.iter().filter(|state| *state == "Action SUCCEEDED").count(), 2, "{states:?}");
    let at = json!({ "place": "local", "pipeline": "small", "execution": started["execution"] });
    let execution = studio.call("execution", at).await.unwrap();
    assert_eq!(execution["status"], "Succeeded");
    assert_eq!(execution["variables"], json!([{ "name": "Stage", "value": "blue" }]));
    assert_eq!(execution["fidelity"], "2 simulated");
    let rows = studio.call("pipelines.list", json!({ "place": "local" })).await.unwrap();
    assert_eq!((&rows[0]["file"], &rows[0]["version"]), (&json!(path), &json!(1)));
    // The same definition makes no new version.
    studio.call("run", ready).await.unwrap();
    let got = studio
        .call("api", json!({ "place": "local", "operation": "GetPipeline", "input": { "name": "small" } }))
        .await
        .unwrap();
    assert_eq!(got["pipeline"]["version"], 1);
    let trail = studio
        .call(
            "trail.query",
            json!({ "place": "local", "text": "StartPipelineExecution", "startMs": null, "endMs": null,
            "changesOnly": true, "next": null, "max": 50 }),
        )
        .await
        .unwrap();
    assert_eq!(trail["rows"].as_array().unwrap().len(), 2);
    assert_eq!(trail["rows"][0]["pipeline"], "small");
    studio.close().await;
}

#[tokio::test]
async fn a_second_process_asks_the_owner_and_takes_its_place_when_it_goes() {
    let place = Place::new();
    let first = place.open().await;
    let second = place.open().await;
    assert!(first.owns() && !second.owns());
    let mut feed = second.feed().await;
    let settings =
        json!({ "theme": "dark", "utc": true, "letterKeys": false, "notify": true, "endpoint": null });
    first.call("settings.set", settings.clone()).await.unwrap();
    let told = tokio::time::timeout(Duration::from_secs(5), feed.recv()).await.unwrap().unwrap();
    assert_eq!(told.stale, ["settings"]);
    assert_eq!(second.call("settings.get", json!({})).await.unwrap(), settings);
    let unknown: Failure = second.call("nonsense", json!({})).await.unwrap_err();
    assert_eq!(unknown.code, "unknown-command");
    first.close().await;
    drop(first);
    assert_eq!(second.call("settings.get", json!({})).await.unwrap(), settings);
    assert!(second.owns());
    let told = tokio::time::timeout(Duration::from_secs(5), feed.recv()).await.unwrap().unwrap();
    assert!(told.stale.contains(&"pipelines".to_owned()));
    second.close().await;
}

#[tokio::test]
async fn the_desktop_app_opens_the_endpoint_when_its_settings_say_so() {
    let place = Place::new();
    let window = || Options { face: "window", ..options(place.data.path(), place.folder.path()) };
    let reached = |studio: Value| {
        let endpoint = studio["endpoint"].as_str()?.strip_prefix("http://")?.to_owned();
        std::net::TcpStream::connect(&endpoint).ok().map(|_| endpoint)
    };
    let studio = Studio::open(window()).await.unwrap();
    let hello = async |studio: &Studio| studio.call("hello", json!({})).await.unwrap();
    assert_eq!(reached(hello(&studio).await), None);
    let mut settings = studio.call("settings.get", json!({})).await.unwrap();
    settings["endpoint"] = 0.into();
    let on = studio.call("settings.set", settings.clone()).await.unwrap();
    let address = reached(hello(&studio).await).unwrap();
    assert!(address.ends_with(&format!(":{}", on["endpoint"])), "{address} {on}");
    assert!(studio::environment(place.data.path(), true).is_ok());
    // Off again, nobody listens there, and other settings leave it so.
    settings["endpoint"] = Value::Null;
    studio.call("settings.set", settings.clone()).await.unwrap();
    assert!(hello(&studio).await["endpoint"].is_null());
    assert_eq!(studio::environment(place.data.path(), true).unwrap_err().code, "no-engine");
    // The next time it opens where it was, also when another process owns the folder by then.
    studio.call("settings.set", on.clone()).await.unwrap();
    assert_eq!(reached(hello(&studio).await).unwrap(), address);
    studio.close().await;
    drop(studio);
    let command = place.open().await;
    assert!(hello(&command).await["endpoint"].is_null());
    let studio = Studio::open(window()).await.unwrap();
    assert!(!studio.owns());
    assert_eq!(reached(hello(&studio).await).unwrap(), address);
    command.close().await;
    drop(command);
    assert_eq!(reached(hello(&studio).await).unwrap(), address);
    // What somebody else asked for stays.
    studio.serve(address.parse().unwrap(), false).await.unwrap();
    studio.call("settings.set", settings).await.unwrap();
    assert_eq!(reached(hello(&studio).await).unwrap(), address);
    studio.close().await;
}

#[tokio::test]
async fn the_endpoint_is_told_to_shells_and_a_taken_port_is_refused() {
    let place = Place::new();
    assert_eq!(studio::environment(place.data.path(), true).unwrap_err().code, "no-engine");
    let studio = place.open().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = studio.serve(taken.local_addr().unwrap(), false).await.unwrap_err();
    assert_eq!(refused.code, "port-in-use");
    let serving = studio.serve("127.0.0.1:0".parse().unwrap(), false).await.unwrap();
    let lines = studio::environment(place.data.path(), false).unwrap();
    assert!(lines.contains(&format!("export AWS_ENDPOINT_URL='{}'", serving.endpoint)), "{lines}");
    assert!(!lines.contains("export AWS_SECRET_ACCESS_KEY"));
    assert!(studio::environment(place.data.path(), true).unwrap().contains("export AWS_SECRET_ACCESS_KEY='"));
    studio.close().await;
}

#[tokio::test]
async fn what_is_no_definition_is_told_in_one_sentence() {
    let place = Place::new();
    let spec = place.write("buildspec.yml", "version: 0.2\nphases: {}\n");
    let refused = studio::validate(Path::new(&spec), &[]).unwrap_err();
    assert!(refused.message.contains("buildspec"), "{}", refused.message);
    assert_eq!(studio::validate(&place.folder.path().join("none.json"), &[]).unwrap_err().code, "not-found");
    assert_eq!(studio::validate(place.folder.path(), &[]).unwrap_err().code, "is-a-folder");
    let file = place.write("file", "");
    let refused = Studio::open(options(Path::new(&file), place.folder.path())).await.err().unwrap();
    assert!(refused.message.contains(&file), "{}", refused.message);
}

#[tokio::test]
async fn the_demo_is_copied_once_and_never_over_changes() {
    let place = Place::new();
    let studio = place.open().await;
    let opened = studio.call("demo.open", json!({})).await.unwrap();
    let path = opened["path"].as_str().unwrap();
    assert!(Path::new(path).with_file_name("buildspecs").join("build.yml").is_file());
    fs_err::write(path, "{}").unwrap();
    assert_eq!(studio.call("demo.open", json!({})).await.unwrap()["text"], "{}");
    studio.close().await;
}

/// A template whose pipeline takes its name from a parameter and its project from a resource.
const TEMPLATE: &str = "
Parameters:
  Title: { Type: String }
Resources:
  Project:
    Type: AWS::CodeBuild::Project
    Properties: { Name: hello-build, Source: { BuildSpec: build/spec.yml } }
  Pipeline:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: !Ref Title
      RoleArn: arn:aws:iam::111122223333:role/r
      ArtifactStore: { Type: S3, Location: artifacts }
      Stages:
        - Name: Source
          Actions:
            - Name: App
              ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeCommit, Version: 1 }
              Configuration: { RepositoryName: app, BranchName: main }
              OutputArtifacts: [{ Name: Src }]
        - Name: Build
          Actions:
            - Name: Make
              ActionTypeId: { Category: Build, Owner: AWS, Provider: CodeBuild, Version: 1 }
              Configuration: { ProjectName: !Ref Project }
              InputArtifacts: [{ Name: Src }]
";

#[tokio::test]
async fn a_template_is_planned_as_the_pipeline_that_it_makes_and_edited_in_place() {
    let place = Place::new();
    let path = place.write("template.yaml", TEMPLATE);
    let studio = place.open().await;
    let plan = |parameters: Value| {
        let mut request = request(&path);
        request["parameters"] = parameters;
        studio.call("plan", request)
    };
    let unknown = plan(Value::Null).await.unwrap();
    assert_eq!(unknown["pipeline"], "unknown-Title");
    let hint = &unknown["problems"][0];
    assert_eq!((&hint["pointer"], &hint["span"]["line"]), (&json!("/name"), &json!(11)), "{hint}");
    let known = plan(json!(["Title=web"])).await.unwrap();
    assert_eq!(known["pipeline"], "web");
    let build = known["actions"][1]["what"].as_str().unwrap();
    assert!(build.contains("hello-build") && build.contains("build/spec.yml"), "{build}");
    place.write("parameters.json", r#"[{ "ParameterKey": "Title", "ParameterValue": "filed" }]"#);
    let file = place.folder.path().join("parameters.json");
    assert_eq!(plan(json!([format!("@{}", file.display())])).await.unwrap()["pipeline"], "filed");
    let refused = plan(json!(["Titel=web"])).await.unwrap_err();
    assert!(refused.message.contains("no parameter `Titel`"), "{}", refused.message);

    place.write("pipesmith.yaml", "parameters: { Title: usual, Unused: x }\n");
    // It opens as it is, with what an editor needs to write changes of the pipeline back into it.
    let opened = studio.call("files.open", json!({ "path": path })).await.unwrap();
    assert_eq!((&opened["readOnly"], &opened["format"]), (&json!(false), &json!("yaml")));
    assert_eq!(opened["text"], TEMPLATE);
    let made_by = &opened["madeBy"];
    assert_eq!(made_by["parameters"][0]["usual"], "usual");
    assert_eq!(made_by["roots"]["path"], json!(["Resources", "Pipeline", "Properties"]));
    let name = &made_by["roots"]["values"][0];
    assert_eq!((&name["key"], &name["value"]), (&json!(r#"{"!Ref":"Title"}"#), &json!("usual")));
    assert_eq!(name["origins"][0]["what"], "the parameter `Title`");
    assert_eq!(name["origins"][0]["span"]["line"], 3);

    // What is chosen for it is remembered.
    let choice = json!({ "parameters": [{ "name": "Title", "value": "chosen" }] });
    studio.call("files.choose", json!({ "path": path, "choice": choice })).await.unwrap();
    let again = studio.call("files.open", json!({ "path": path })).await.unwrap();
    assert_eq!(again["madeBy"]["roots"]["values"][0]["value"], "chosen");
    let check = json!({ "text": TEMPLATE, "name": "template.yaml", "path": path, "choice": choice });
    let checked = studio.call("check", check).await.unwrap();
    assert_eq!(checked["declaration"]["name"], "chosen");

    // A declaration is not written over it; an edited template is.
    let save = |text: &str| json!({ "path": path, "text": text, "revision": opened["revision"] });
    let declaration = serde_json::to_string(&checked["declaration"]).unwrap();
    assert!(studio.call("files.save", save(&declaration)).await.is_err());
    assert_eq!(fs_err::read_to_string(&path).unwrap(), TEMPLATE);
    let edited = TEMPLATE.replace("RepositoryName: app", "RepositoryName: site # moved");
    studio.call("files.save", save(&edited)).await.unwrap();
    assert_eq!(fs_err::read_to_string(&path).unwrap(), edited);
    studio.close().await;
}

#[tokio::test]
async fn the_output_of_the_cdk_is_shown_and_planned_and_belongs_to_its_project() {
    let place = Place::new();
    fs_err::create_dir_all(place.folder.path().join("cdk.out")).unwrap();
    let manifest = r#"{"version": "36.0.0", "artifacts": {"App": {"type": "aws:cloudformation:stack",
        "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "App.template.yaml"}}}}"#;
    place.write("cdk.out/manifest.json", manifest);
    place.write("cdk.out/App.template.yaml", TEMPLATE);
    place.write("pipesmith.yaml", "parameters: { Title: web }\n");
    let folder = place.folder.path().join("cdk.out").display().to_string();
    let studio = place.open().await;
    let opened = studio.call("files.open", json!({ "path": folder })).await.unwrap();
    // The next synthesis would write over changes.
    assert_eq!((&opened["readOnly"], &opened["madeBy"]["roots"]), (&json!(true), &Value::Null));
    let shown: Value = serde_json::from_str(opened["text"].as_str().unwrap()).unwrap();
    assert_eq!(shown["name"], "web");
    let plan = studio.call("plan", request(&folder)).await.unwrap();
    let build = plan["actions"][1]["what"].as_str().unwrap();
    assert!(build.contains("hello-build"), "{build}");
    studio.close().await;
}

#[tokio::test]
async fn what_starts_a_pipeline_in_its_template_counts_once_it_is_accepted() {
    let place = Place::new();
    let rule = "  Nightly:\n    Type: AWS::Events::Rule\n    Properties:\n      ScheduleExpression: cron(0 2 * * ? *)\n      \
                Targets: [{ Id: p, Arn: !Sub \"arn:aws:codepipeline:${AWS::Region}:${AWS::AccountId}:${Pipeline}\" }]\n  \
                Changed:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: { source: [aws.codecommit] }\n      \
                Targets: [{ Id: p, Arn: !Sub \"arn:aws:codepipeline:${AWS::Region}:${AWS::AccountId}:${Pipeline}\" }]\n";
    let path = place.write("template.yaml", &format!("{TEMPLATE}{rule}"));
    place.write("pipesmith.yaml", "# Ours.\nparameters: { Title: web } # usual\n");
    let setup = || fs_err::read_to_string(place.folder.path().join("pipesmith.yaml")).unwrap();
    let studio = place.open().await;
    let mut asked = request(&path);
    let plan = studio.call("plan", asked.clone()).await.unwrap();
    let expected = json!([
        { "part": "schedules", "name": "Nightly", "value": "cron(0 2 * * ? *)" },
        { "part": "triggers", "name": "", "value": "true" },
    ]);
    assert_eq!(plan["guesses"], expected);
    let actions: Vec<_> = plan["actions"].as_array().unwrap().iter().collect();
    asked["on"] =
        actions.iter().map(|one| json!(format!("{}=simulated", one["action"].as_str().unwrap()))).collect();

    // Neither a run nor the sources that are kept make it count.
    asked["keepGuesses"] = json!(true);
    studio.call("run", asked.clone()).await.unwrap();
    let automation = || studio.call("automation", json!({ "pipeline": "web" }));
    let told = automation().await.unwrap();
    assert_eq!((&told["triggers"], &told["schedules"]), (&json!(false), &json!([])));
    assert_eq!(setup(), "# Ours.\nparameters: { Title: web } # usual\n");

    asked["keepStarts"] = json!(true);
    studio.call("run", asked.clone()).await.unwrap();
    let told = automation().await.unwrap();
    assert_eq!((&told["triggers"], &told["schedules"][0]["name"]), (&json!(true), &json!("Nightly")));
    let kept = "# Ours.\nparameters: { Title: web } # usual\nschedules:\n  Nightly: \"cron(0 2 * * ? *)\"\ntriggers: true\n";
    assert_eq!(setup(), kept);
    // It is no guess any more, and counts for every later run.
    asked["keepStarts"] = Value::Null;
    assert_eq!(studio.call("plan", asked.clone()).await.unwrap()["guesses"], json!([]));
    studio.call("run", asked).await.unwrap();
    assert_eq!(automation().await.unwrap()["schedules"][0]["expression"], "cron(0 2 * * ? *)");
    assert_eq!(setup(), kept);
    studio.close().await;
}
