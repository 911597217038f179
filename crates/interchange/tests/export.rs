//! Pipelines written as infrastructure code, with what they need.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use interchange::{ErrorCode, Export, Options, Target, export, policy, read};
use pipeline::{Model, Setup};
use serde_json::{Value, json};

fn declaration() -> Value {
    let action = |name: &str, category: &str, provider: &str, configuration: Value| {
        json!({ "name": name, "configuration": configuration,
            "actionTypeId": { "category": category, "owner": "AWS", "provider": provider, "version": "1" } })
    };
    let with = |mut action: Value, member: &str, artifact: &str| {
        action[member] = json!([{ "name": artifact }]);
        action
    };
    let source = action(
        "Code",
        "Source",
        "CodeCommit",
        json!({ "RepositoryName": "web", "BranchName": "main", "PollForSourceChanges": "false" }),
    );
    let build = with(
        action("Make", "Build", "CodeBuild", json!({ "ProjectName": "web-build", "BatchEnabled": "true" })),
        "inputArtifacts",
        "Src",
    );
    let deploy = with(
        action("Ship", "Deploy", "S3", json!({ "BucketName": "web-#{variables.Stage}", "Extract": "true" })),
        "inputArtifacts",
        "App",
    );
    json!({ "name": "web", "roleArn": "arn:aws:iam::444455556666:role/ci/web", "pipelineType": "V2", "executionMode": "QUEUED",
        "artifactStore": { "type": "S3", "location": "web-artifacts", "encryptionKey": { "id": "alias/web", "type": "KMS" } },
        "variables": [{ "name": "Stage", "defaultValue": "dev" }],
        "stages": [
            { "name": "Source", "actions": [with(source, "outputArtifacts", "Src")] },
            { "name": "Build", "onFailure": { "result": "ROLLBACK" }, "actions": [with(build, "outputArtifacts", "App")] },
            { "name": "Deploy", "actions": [deploy] },
        ] })
}

fn setup() -> Setup {
    let text = "projects: { web-build: { buildspec: ci/build.yml, environment: { A: b, KEY: { secret: web/key } } } }\nretention: { keep: 5, days: 14 }\n";
    Setup::parse(text, "pipesmith.yaml", pipeline::setup::Origin::Own).unwrap()
}

fn template(declaration: &Value) -> (Export, Value) {
    let export = export(declaration, &setup(), &[], Target::CloudFormation, "eu-west-1").unwrap();
    let text = pipeline::text::read(&export.text, "t.yaml").unwrap();
    let value = text.root.to_value();
    (export, value)
}

#[test]
fn a_template_has_what_the_pipeline_needs() {
    let (export, template) = template(&declaration());
    assert!(export.differences.is_empty(), "{:?}", export.differences);
    let resources = &template["Resources"];
    let bucket = &resources["ArtifactBucket"];
    assert_eq!(bucket["DeletionPolicy"], "Retain");
    let properties = &bucket["Properties"];
    assert_eq!(properties["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"], 14);
    let encryption = &properties["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]["ServerSideEncryptionByDefault"];
    assert_eq!(encryption["KMSMasterKeyID"], "alias/web");
    let role = &resources["PipelineRole"]["Properties"];
    assert_eq!((&role["RoleName"], &role["Path"]), (&json!("web"), &json!("/ci/")));
    let project = &resources["Project1"]["Properties"];
    assert_eq!(
        (&project["Name"], &project["Source"]["BuildSpec"]),
        (&json!("web-build"), &json!("ci/build.yml"))
    );
    assert_eq!(project["Environment"]["EnvironmentVariables"][1]["Type"], "SECRETS_MANAGER");
    let rule = &resources["SourceChange1"]["Properties"];
    assert_eq!(rule["EventPattern"]["detail"]["referenceName"], json!(["main"]));
    assert_eq!(
        resources["Pipeline"]["Properties"]["ArtifactStore"]["Location"],
        json!({ "Ref": "ArtifactBucket" })
    );
}

#[test]
fn the_role_may_do_what_the_actions_need_and_no_more() {
    let document = pipeline::parse(&declaration().to_string(), "x.json").unwrap();
    let policy = policy(&Model::new(&document.declaration));
    let statements = policy.document["Statement"].as_array().unwrap();
    let allowed: Vec<_> = statements
        .iter()
        .flat_map(|one| one["Action"].as_array().unwrap())
        .filter_map(Value::as_str)
        .collect();
    for needed in [
        "codecommit:UploadArchive",
        "codebuild:StartBuild",
        "codebuild:StartBuildBatch",
        "s3:PutObject",
        "kms:Decrypt",
    ] {
        assert!(allowed.contains(&needed), "{needed} is missing");
    }
    for other in ["iam:PassRole", "lambda:InvokeFunction", "codeconnections:UseConnection"] {
        assert!(!allowed.contains(&other), "{other} is too much");
    }
    assert!(allowed.iter().all(|action| !action.ends_with(":*")), "{allowed:?}");
    // What a variable makes of a name is only known in a run.
    let text = policy.document.to_string();
    assert!(text.contains("arn:${AWS::Partition}:s3:::web-*/*") && !text.contains("#{"), "{text}");
}

#[test]
fn an_action_with_a_role_of_its_own_needs_only_that_role() {
    let mut declaration = declaration();
    declaration["stages"][2]["actions"][0]["roleArn"] = json!("arn:aws:iam::777788889999:role/deploy");
    let document = pipeline::parse(&declaration.to_string(), "x.json").unwrap();
    let text = policy(&Model::new(&document.declaration)).document.to_string();
    assert!(text.contains("sts:AssumeRole") && !text.contains("s3:::web-*"), "{text}");
}

#[test]
fn secrets_are_parameters_and_never_written() {
    let mut declaration = declaration();
    declaration["stages"][0]["actions"][0] = json!({ "name": "Code", "outputArtifacts": [{ "name": "Src" }],
        "actionTypeId": { "category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1" },
        "configuration": { "Owner": "me", "Repo": "web", "Branch": "main", "OAuthToken": "ghp_verysecret" } });
    let (export, template) = template(&declaration);
    assert!(!export.text.contains("verysecret"));
    assert_eq!(template["Parameters"]["OAuthToken"]["NoEcho"], true);
    assert!(export.differences.is_empty(), "{:?}", export.differences);
    let json = interchange::export(&declaration, &setup(), &[], Target::Json, "eu-west-1").unwrap();
    assert!(!json.text.contains("verysecret"));
}

#[test]
fn what_the_definition_does_not_know_becomes_a_parameter_again() {
    let text = "
Parameters:
  Repository: { Type: String }
  Key: { Type: String }
Resources:
  Pipe:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: !Sub web-${Repository}
      RoleArn: !ImportValue shared-role
      ArtifactStore: { Type: S3, Location: !ImportValue artifacts, EncryptionKey: { Type: KMS, Id: !Ref Key } }
      Stages:
        - Name: Source
          Actions:
            - Name: Code
              ActionTypeId: { Category: Source, Owner: AWS, Provider: CodeCommit, Version: 1 }
              Configuration: { RepositoryName: !Ref Repository, BranchName: main }
              OutputArtifacts: [{ Name: Src }]
        - Name: Deploy
          Actions:
            - Name: Ship
              RoleArn: '{{resolve:ssm:/deploy-role}}'
              ActionTypeId: { Category: Deploy, Owner: AWS, Provider: S3, Version: 1 }
              Configuration: { BucketName: '{{resolve:ssm:/site}}', Extract: true }
              InputArtifacts: [{ Name: Src }]
";
    let import = read(text, "t.yaml", &Options::default()).unwrap();
    let one = &import.pipelines[0];
    let declaration = serde_json::to_value(&one.document.declaration).unwrap();
    let export = export(&declaration, &one.setup, &one.unknown, Target::CloudFormation, "us-east-1").unwrap();
    assert!(export.differences.is_empty(), "{:?}", export.differences);
    assert!(!export.text.contains("unknown-"), "{}", export.text);
    let template = pipeline::text::read(&export.text, "t.yaml").unwrap().root.to_value();
    let mut names: Vec<_> = template["Parameters"].as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["Key", "Repository", "artifacts", "sharedrole"]);
    let pipe = &template["Resources"]["Pipeline"]["Properties"];
    assert_eq!(pipe["Name"], json!({ "Fn::Sub": "web-${Repository}" }));
    assert_eq!(pipe["RoleArn"], json!({ "Ref": "sharedrole" }));
    assert_eq!(pipe["Stages"][1]["Actions"][0]["RoleArn"], "{{resolve:ssm:/deploy-role}}");
}

#[test]
fn what_the_service_would_refuse_is_not_exported() {
    let mut declaration = declaration();
    declaration["stages"] = json!([]);
    let error = export(&declaration, &setup(), &[], Target::CloudFormation, "eu-west-1").unwrap_err();
    assert_eq!(error.code, ErrorCode::NotExportable, "{error}");
}
