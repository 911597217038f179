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
        "Project": {"Type": "AWS::CodeBuild::Project", "Properties": {"Name": "synth", "Source": {"Type": "CODEPIPELINE", "BuildSpec": "{\"version\": \"0.2\"}"}}}"#;
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
