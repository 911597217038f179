//! What `cdk synth` leaves, as pipelines.

use interchange::{ErrorCode, Form, Options, is_assembly, read};

fn template(name: &str, more: &str) -> String {
    format!(
        r#"{{"Parameters": {{"BootstrapVersion": {{"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk"}}}},
            "Resources": {{"Pipe": {{"Type": "AWS::CodePipeline::Pipeline", "Properties": {{
                "Name": "{name}", "RoleArn": {{"Fn::Sub": "arn:aws:iam::${{AWS::AccountId}}:role/${{AWS::Region}}"}}, "Stages": []}}}}{more}}}}}"#
    )
}

fn file(path: &str) -> Option<String> {
    let nested = r#", "Nested": {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "inner.nested.template.json"},
        "Properties": {"TemplateURL": {"Fn::Sub": "https://s3/x"}}},
        "Project": {"Type": "AWS::CodeBuild::Project", "Properties": {"Name": "synth", "Source": {"Type": "CODEPIPELINE", "BuildSpec": "{\"version\": \"0.2\"}"}}},
        "Check": {"Type": "AWS::Lambda::Function", "Metadata": {"aws:asset:path": "asset.def", "aws:asset:property": "Code"},
        "Properties": {"FunctionName": "check", "Code": {"S3Bucket": "cdk", "S3Key": "def.zip"}}},
        "Nightly": {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": "rate(1 day)",
        "Targets": [{"Id": "T", "Arn": {"Fn::Sub": "arn:aws:codepipeline:us-east-1:111122223333:${Pipe}"}}]}}"#;
    Some(match path {
        "Ci.template.json" => template("ci", nested),
        "inner.nested.template.json" => template("inner", ""),
        "Ci.assets.json" => {
            r#"{"version": "36.0.0", "files": {"abc": {"source": {"path": "asset.abc", "packaging": "zip"},
                "destinations": {"x": {"bucketName": "cdk-${AWS::AccountId}", "objectKey": "abc.zip"}}}}}"#
                .to_owned()
        }
        "assembly-Prod/manifest.json" => {
            r#"{"version": "36.0.0", "artifacts": {"ProdApp": {"type": "aws:cloudformation:stack", "environment": "aws://444455556666/eu-west-1",
                "properties": {"templateFile": "App.template.json"}}}}"#
                .to_owned()
        }
        "assembly-Prod/App.template.json" => template("app", ""),
        _ => return None,
    })
}

const MANIFEST: &str = r#"{"version": "36.0.0", "artifacts": {
    "Ci.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Ci.assets.json"}},
    "Ci": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "Ci.template.json"}},
    "Data": {"type": "aws:cloudformation:stack", "environment": "aws://unknown-account/unknown-region", "properties": {"templateFile": "Gone.template.json"}},
    "assembly-Prod": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}},
    "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}}}}"#;

#[test]
fn every_stack_of_an_assembly_gives_its_pipelines() {
    assert!(is_assembly(MANIFEST));
    let import =
        read(MANIFEST, "cdk.out/manifest.json", &Options { files: &file, ..Options::default() }).unwrap();
    assert_eq!(import.form, Form::Cdk);
    let made: Vec<_> = import
        .pipelines
        .iter()
        .map(|one| (one.logical_id.as_deref().unwrap(), one.document.declaration.role_arn.as_str()))
        .collect();
    assert_eq!(
        made,
        [
            ("Ci/Pipe", "arn:aws:iam::111122223333:role/us-east-1"),
            ("Ci/Nested/Pipe", "arn:aws:iam::111122223333:role/us-east-1"),
            ("ProdApp/Pipe", "arn:aws:iam::444455556666:role/eu-west-1"),
        ]
    );
    assert_eq!(import.pipelines[2].document.name(), "cdk.out/assembly-Prod/App.template.json");
    // The next synthesis writes them again.
    assert!(import.pipelines.iter().all(|one| one.roots.is_none()));
    assert_eq!(import.parameters, []);
    let setup = &import.pipelines[0].setup;
    assert!(setup.projects.contains_key("synth"));
    let code = &setup.functions["check"].code;
    assert_eq!(*code, Some(pipeline::setup::Body::Path("cdk.out/asset.def".into())));
    let scheduled: Vec<_> = import.pipelines.iter().map(|one| one.starts.schedules.len()).collect();
    assert_eq!(scheduled, [1, 0, 0]);
    let asset = &setup.sources["cdk-111122223333/abc.zip"];
    assert_eq!(asset.path.as_deref(), Some("cdk.out/asset.abc"));
    let told: Vec<_> = import.notes.iter().map(|note| note.message.as_str()).collect();
    assert!(told.contains(&"Gone.template.json, the template of the stack Data, is not there"), "{told:?}");
}

#[test]
fn an_assembly_without_pipelines_says_so() {
    let none = r#"{"version": "36.0.0", "artifacts": {"Tree": {"type": "cdk:tree"}}}"#;
    let error = read(none, "cdk.out/manifest.json", &Options::default()).unwrap_err();
    assert_eq!(error.code, ErrorCode::NoPipeline);
}

/// What `tests/fixtures/cdk/everything.ts` synthesises to, as the CDK's own constructs write it.
fn synthesised(path: &str) -> Option<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/assembly");
    fs_err::read_to_string(folder.join(path)).ok()
}

#[test]
fn what_type_v2_has_to_offer_comes_through() {
    let manifest = synthesised("manifest.json").unwrap();
    let import =
        read(&manifest, "cdk.out/manifest.json", &Options { files: &synthesised, ..Options::default() })
            .unwrap();
    let [everything, delivery] = import.pipelines.as_slice() else {
        panic!("{} pipelines", import.pipelines.len())
    };
    for one in [everything, delivery] {
        let problems = pipeline::check_document(&one.document);
        let errors: Vec<_> =
            problems.iter().filter(|one| one.severity == pipeline::Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let value = serde_json::to_value(&everything.document.declaration).unwrap();
    let at = |pointer: &str| value.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {value:#}"));
    assert_eq!((at("/pipelineType"), at("/executionMode")), (&"V2".into(), &"QUEUED".into()));
    assert_eq!(at("/variables/0/name"), "Stage");
    assert_eq!(at("/triggers/0/gitConfiguration/push/0/branches/includes/1"), "release/*");
    assert_eq!(at("/triggers/0/gitConfiguration/push/0/filePaths/excludes/0"), "docs/**");
    assert_eq!(at("/stages/1/onFailure/retryConfiguration/retryMode"), "FAILED_ACTIONS");
    assert_eq!(at("/stages/1/actions/1/commands/0"), "make check");
    assert_eq!(at("/stages/2/beforeEntry/conditions/0/rules/0/ruleTypeId/provider"), "VariableCheck");
    assert_eq!(at("/stages/2/onSuccess/conditions/0/rules/0/configuration/AlarmName"), "web-errors");
    assert_eq!(at("/stages/2/onFailure/result"), "ROLLBACK");
    // Another region with a bucket there, another account with a role there.
    assert_eq!(at("/stages/2/actions/0/region"), "eu-west-1");
    assert!(value.pointer("/artifactStores/eu-west-1/encryptionKey/id").is_some());
    assert!(at("/stages/2/actions/1/roleArn").as_str().unwrap().contains(":444455556666:role/"));

    // The pipeline that changes itself: its builds have their buildspecs in the template.
    let names: Vec<_> =
        delivery.document.declaration.stages.iter().map(|stage| stage.name.as_str()).collect();
    assert_eq!(names, ["Source", "Build", "UpdatePipeline", "Prod"]);
    for action in delivery.document.declaration.stages.iter().flat_map(|stage| &stage.actions) {
        let Some(project) = pipeline::model::configuration(action, "ProjectName") else { continue };
        let project = &delivery.setup.projects[project];
        assert!(
            matches!(&project.buildspec, Some(pipeline::setup::Body::Inline(text)) if text.contains("cdk"))
        );
    }
}
