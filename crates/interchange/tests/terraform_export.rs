//! Pipelines written as Terraform, with what they need.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use interchange::{Export, Options, Target, Unknown, export, read};
use pipeline::Setup;
use proptest::prelude::*;
use serde_json::{Value, json};

fn declaration() -> Value {
    let id = |category: &str, provider: &str| json!({ "category": category, "owner": "AWS", "provider": provider, "version": "1" });
    json!({ "name": "web", "roleArn": "arn:aws:iam::444455556666:role/ci/web", "pipelineType": "V2", "executionMode": "QUEUED",
        "artifactStores": {
            "eu-west-1": { "type": "S3", "location": "web-artifacts", "encryptionKey": { "id": "alias/web", "type": "KMS" } },
            "us-east-1": { "type": "S3", "location": "web-artifacts-use1" },
        },
        "variables": [{ "name": "Stage", "defaultValue": "dev", "description": "Where \"it\" goes: ${here} %{there}" }],
        "triggers": [{ "providerType": "CodeStarSourceConnection", "gitConfiguration": { "sourceActionName": "Code",
            "push": [{ "branches": { "includes": ["main"] }, "filePaths": { "excludes": ["docs/**"] } }, { "tags": { "includes": ["v*"] } }],
            "pullRequest": [{ "events": ["OPEN"], "branches": { "includes": ["main"] } }] } }],
        "stages": [
            { "name": "Source", "actions": [
                { "name": "Code", "actionTypeId": id("Source", "CodeStarSourceConnection"), "namespace": "Git", "outputArtifacts": [{ "name": "Src" }],
                  "configuration": { "ConnectionArn": "arn:aws:codeconnections:eu-west-1:444455556666:connection/0a1b2c3d-0000-4000-8000-0123456789ab",
                    "FullRepositoryId": "me/web", "BranchName": "main" } },
                { "name": "Image", "actionTypeId": id("Source", "ECR"), "outputArtifacts": [{ "name": "Img" }],
                  "configuration": { "RepositoryName": "base", "ImageTag": "stable" } },
            ] },
            { "name": "Build", "onFailure": { "result": "RETRY", "retryConfiguration": { "retryMode": "FAILED_ACTIONS" } }, "actions": [
                { "name": "Make", "actionTypeId": id("Build", "CodeBuild"), "inputArtifacts": [{ "name": "Src" }], "outputArtifacts": [{ "name": "App" }],
                  "runOrder": 2, "timeoutInMinutes": 30,
                  "configuration": { "ProjectName": "web-build", "EnvironmentVariables": "[{\"name\":\"A\",\"value\":\"#{Git.CommitId}\"}]" } },
                { "name": "Check", "actionTypeId": id("Compute", "Commands"), "inputArtifacts": [{ "name": "Src" }],
                  "commands": ["make check", "echo \"$HOME\\n${X}\""], "outputVariables": ["RESULT"],
                  "outputArtifacts": [{ "name": "Report", "files": ["report/**"] }] },
            ] },
            { "name": "Deploy",
              "beforeEntry": { "conditions": [{ "result": "FAIL", "rules": [{ "name": "Window",
                "ruleTypeId": { "category": "Rule", "owner": "AWS", "provider": "DeploymentWindow", "version": "1" },
                "configuration": { "Cron": "* * 9-17 ? * MON-FRI *" } }] }] },
              "actions": [{ "name": "Ship", "actionTypeId": id("Deploy", "S3"), "region": "us-east-1", "inputArtifacts": [{ "name": "App" }],
                "configuration": { "BucketName": "web-#{variables.Stage}", "Extract": "true" } }] },
        ] })
}

fn setup() -> Setup {
    let text = "projects: { web-build: { buildspec: ci/build.yml, timeout_minutes: 20, environment: { A: b, KEY: { secret: web/key } } } }\nretention: { keep: 5, days: 14 }\n";
    Setup::parse(text, "pipesmith.yaml", pipeline::setup::Origin::Own).unwrap()
}

fn written(declaration: &Value, unknown: &[Unknown]) -> Export {
    export(declaration, &setup(), unknown, Target::Terraform, "eu-west-1").unwrap()
}

#[test]
fn a_configuration_has_what_the_pipeline_needs() {
    let export = written(&declaration(), &[]);
    assert!(export.differences.is_empty(), "{:#?}\n{}", export.differences, export.text);
    for part in [
        "resource \"aws_s3_bucket\" \"artifacts\"",
        "resource \"aws_s3_bucket\" \"artifacts_us_east_1\" {\n  provider = aws.us_east_1\n",
        "prevent_destroy = true",
        "      days = 14\n",
        "kms_master_key_id = \"alias/web\"",
        "resource \"aws_iam_role\" \"pipeline\" {\n  name = \"web\"\n  path = \"/ci/\"\n",
        "role = aws_iam_role.pipeline.id",
        "resource \"aws_codebuild_project\" \"web_build\"",
        "ProjectName          = aws_codebuild_project.web_build.name",
        "variable \"connection_arn\"",
        "ConnectionArn    = var.connection_arn",
        "resource \"aws_cloudwatch_event_rule\" \"source_change_1\"",
        "arn      = aws_codepipeline.pipeline.arn",
        "repository-name = [\"base\"]",
        "data \"aws_caller_identity\" \"current\" {}",
        "output_artifacts_for_compute_action {",
    ] {
        assert!(export.text.contains(part), "{part} is missing in\n{}", export.text);
    }
}

#[test]
fn what_the_definition_does_not_know_becomes_a_variable_again() {
    let text = "
variable \"repository\" {}
data \"aws_ssm_parameter\" \"role\" {}
data \"aws_kms_alias\" \"key\" { name = \"alias/x\" }
resource \"aws_codepipeline\" \"p\" {
  name     = \"web-${var.repository}\"
  role_arn = data.aws_ssm_parameter.role.value
  artifact_store {
    type     = \"S3\"
    location = module.shared.bucket
  }
  stage {
    name = \"Source\"
    action {
      name = \"Code\"
      category = \"Source\"
      owner = \"AWS\"
      provider = \"CodeCommit\"
      version = \"1\"
      output_artifacts = [\"src\"]
      configuration = { RepositoryName = var.repository, BranchName = \"main\" }
    }
  }
  stage {
    name = \"Ship\"
    action {
      name = \"Ship\"
      category = \"Deploy\"
      owner = \"AWS\"
      provider = \"S3\"
      version = \"1\"
      input_artifacts = [\"src\"]
      configuration = { BucketName = \"site-${module.shared.zone}\", Extract = true }
    }
  }
}
module \"shared\" { source = \"example/shared/aws\" }
";
    let import = read(text, "main.tf", &Options::default()).unwrap();
    let one = &import.pipelines[0];
    let declaration = serde_json::to_value(&one.document.declaration).unwrap();
    for target in [Target::Terraform, Target::CloudFormation] {
        let export = export(&declaration, &one.setup, &one.unknown, target, "us-east-1").unwrap();
        assert!(export.differences.is_empty(), "{:?}\n{}", export.differences, export.text);
        assert!(!export.text.contains("unknown-"), "{}", export.text);
    }
    let export = written(&declaration, &one.unknown);
    assert!(
        export.text.contains("name          = \"web-${var.repository}\"")
            || export.text.contains("name     = \"web-${var.repository}\""),
        "{}",
        export.text
    );
    assert!(export.text.contains("role_arn = var.data_aws_ssm_parameter_role_value"), "{}", export.text);
    assert!(export.text.contains("BucketName = \"site-${var.module_shared_zone}\""), "{}", export.text);
}

#[test]
fn secrets_are_variables_and_never_written() {
    let mut declaration = declaration();
    declaration["stages"][0]["actions"][0] = json!({ "name": "Code", "outputArtifacts": [{ "name": "Src" }],
        "actionTypeId": { "category": "Source", "owner": "ThirdParty", "provider": "GitHub", "version": "1" },
        "configuration": { "Owner": "me", "Repo": "web", "Branch": "main", "OAuthToken": "ghp_verysecret" } });
    declaration.as_object_mut().unwrap().remove("triggers");
    declaration["stages"][0]["actions"][0]["namespace"] = json!("Git");
    let export = written(&declaration, &[]);
    assert!(!export.text.contains("verysecret"));
    assert!(export.text.contains("OAuthToken = var.oauth_token"), "{}", export.text);
    assert!(export.text.contains("sensitive   = true"));
    assert!(export.differences.is_empty(), "{:?}", export.differences);
}

#[test]
fn what_the_provider_cannot_say_is_told_as_a_difference() {
    let mut declaration = declaration();
    declaration["stages"][1]["actions"][1]["environmentVariables"] = json!([{ "name": "A", "value": "b" }]);
    let export = written(&declaration, &[]);
    let expected = "/stages/1/actions/1/environmentVariables: [{\"name\":\"A\",\"value\":\"b\"}] became null";
    assert_eq!(export.differences, [expected]);
}

/// A program of the machine; nothing when there is none.
fn judged(program: &str, arguments: &[&str], text: &str) -> Option<(bool, String)> {
    #[expect(clippy::disallowed_methods, reason = "a program of the machine judges a text")]
    let mut child = Command::new(program)
        .args(arguments)
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
}

#[test]
fn terraform_finds_nothing_to_format_in_it() {
    let text = written(&declaration(), &[]).text;
    match judged("terraform", &["fmt", "-check", "-diff", "-"], &text) {
        Some((good, said)) => assert!(good, "terraform fmt: {said}"),
        None => eprintln!("no terraform on this machine: its formatting is not looked at"),
    }
}

/// Texts in which something is meant, in one language or another.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "Z",
        "0",
        " ",
        "-",
        "_",
        ".",
        "/",
        "\"",
        "\\",
        "\n",
        "\t",
        "$",
        "{",
        "}",
        "${",
        "$${",
        "%{",
        "%%{",
        "~}",
        "#{v.X}",
        "é",
        "🚀",
        "'",
        "<<EOT",
        "${AWS::Region}",
        "unknown-x",
        "=",
        ",",
        "[",
        "#",
        "//",
        "\u{7f}",
        "\u{1}",
    ]);
    prop::collection::vec(pieces, 1..8).prop_map(|pieces| pieces.concat())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(text(), 1..3)
}

/// Declarations by chance that the service would take.
fn declarations() -> impl Strategy<Value = Value> {
    let action = (text(), prop::option::of(1..9_i32), prop::option::of(5..60_i32), any::<bool>(), text());
    let stage = (prop::collection::vec(action, 1..3), 0..4_u8);
    let head = (any::<bool>(), any::<bool>(), text(), texts());
    (head, prop::collection::vec(stage, 1..3)).prop_map(|((v2, stores, described, globs), stages)| {
        let store = |name: &str| json!({ "type": "S3", "location": name });
        let mut made = vec![json!({ "name": "Source", "actions": [{ "name": "Code", "outputArtifacts": [{ "name": "Src" }],
            "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1" },
            "configuration": { "ConnectionArn": "arn:aws:codeconnections:eu-west-1:444455556666:connection/x", "FullRepositoryId": "me/web", "BranchName": described } }] })];
        for (index, (actions, kind)) in stages.into_iter().enumerate() {
            let actions: Vec<_> = actions
                .into_iter()
                .enumerate()
                .map(|(number, (value, order, minutes, approval, more))| {
                    let mut action = if approval {
                        json!({ "name": format!("Ask{number}"), "configuration": { "CustomData": value },
                            "actionTypeId": { "category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1" } })
                    } else {
                        json!({ "name": format!("Run{number}"), "inputArtifacts": [{ "name": "Src" }],
                            "configuration": { "ProjectName": "web-build", "EnvironmentVariables": json!([{ "name": "A", "value": more }]).to_string() },
                            "actionTypeId": { "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" } })
                    };
                    if let Some(order) = order {
                        action["runOrder"] = order.into();
                    }
                    if let Some(minutes) = minutes {
                        action["timeoutInMinutes"] = minutes.into();
                    }
                    action
                })
                .collect();
            let mut stage = json!({ "name": format!("Stage{index}"), "actions": actions });
            let condition = json!({ "conditions": [{ "result": "FAIL", "rules": [{ "name": "Rule", "configuration": { "Cron": "* * * * * ? *" },
                "ruleTypeId": { "category": "Rule", "owner": "AWS", "provider": "DeploymentWindow", "version": "1" } }] }] });
            match kind {
                1 if v2 => stage["onFailure"] = json!({ "result": "ROLLBACK" }),
                2 if v2 => stage["beforeEntry"] = condition,
                3 if v2 => stage["onSuccess"] = condition,
                _ => {}
            }
            made.push(stage);
        }
        let mut whole = json!({ "name": "web", "roleArn": "arn:aws:iam::444455556666:role/web", "stages": made });
        match stores {
            true => whole["artifactStores"] = json!({ "eu-west-1": store("one"), "us-east-1": store("two") }),
            false => whole["artifactStore"] = store("one"),
        }
        if v2 {
            whole["pipelineType"] = "V2".into();
            whole["variables"] = json!([{ "name": "V", "defaultValue": described, "description": described }]);
            whole["triggers"] = json!([{ "providerType": "CodeStarSourceConnection", "gitConfiguration": {
                "sourceActionName": "Code", "push": [{ "branches": { "includes": globs } }] } }]);
        }
        whole
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_declaration_comes_back_as_it_was(declaration in declarations()) {
        for target in [Target::Terraform, Target::CloudFormation] {
            match export(&declaration, &setup(), &[], target, "eu-west-1") {
                Ok(export) => prop_assert!(export.differences.is_empty(), "{:#?}\n{}", export.differences, export.text),
                Err(error) => prop_assert_eq!(error.code, interchange::ErrorCode::NotExportable),
            }
        }
    }
}
