//! Templates as CloudFormation would read them.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::BTreeMap;

use interchange::{Error, ErrorCode, Form, Import, Imported, Options, SourceKind, read};
use pipeline::Severity;
use pipeline::setup::{Buildspec, EnvironmentValue};

fn fixture(path: &str) -> Option<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    fs_err::read_to_string(folder.join(path)).ok()
}

fn with(text: &str, name: &str, parameters: &[(&str, &str)]) -> Result<Import, Error> {
    let parameters: BTreeMap<_, _> =
        parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    read(text, name, &Options { parameters, files: &fixture, ..Options::default() })
}

fn service(parameters: &[(&str, &str)]) -> Import {
    with(&fixture("service.yaml").unwrap(), "templates/service.yaml", parameters).unwrap()
}

fn configuration<'i>(pipeline: &'i Imported, pointer: (usize, usize), key: &str) -> &'i str {
    let action = &pipeline.document.declaration.stages[pointer.0].actions[pointer.1];
    pipeline::model::configuration(action, key).unwrap()
}

#[test]
fn a_template_gives_its_pipelines_and_those_nested_in_it() {
    let import = service(&[]);
    assert_eq!(import.form, Form::CloudFormation);
    let names: Vec<_> = import
        .pipelines
        .iter()
        .map(|one| (one.logical_id.as_deref().unwrap(), one.document.declaration.name.as_str()))
        .collect();
    assert_eq!(names, [("Pipeline", "web-main"), ("Other", "service-Other"), ("Nested/Inner", "child-main")]);
    assert_eq!(import.pipelines[2].document.name(), "templates/nested/child.yaml");
    let errors: Vec<_> = import.notes.iter().filter(|note| note.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn functions_give_what_cloudformation_would() {
    let import = service(&[]);
    let web = &import.pipelines[0];
    let declaration = &web.document.declaration;
    assert_eq!(declaration.role_arn, "arn:aws:iam::111122223333:role/service-role");
    assert_eq!(
        configuration(web, (0, 0), "ConnectionArn"),
        "arn:aws:codeconnections:us-east-1:111122223333:connection/github"
    );
    assert_eq!(configuration(web, (0, 0), "DetectChanges"), "false");
    assert_eq!(configuration(web, (1, 0), "ProjectName"), "web-main-build");
    assert!(configuration(web, (1, 0), "EnvironmentVariables").contains("#{SourceVariables.CommitId}"));
    assert_eq!(configuration(web, (2, 0), "CustomData"), "Ship to production, ${NotReplaced}?");
    let stores = declaration.artifact_stores.as_ref().unwrap();
    assert_eq!(stores["us-east-1"].location, "service-artifacts");
    assert_eq!(stores["eu-west-1"].location, "web-111122223333-eu");
    let problems = pipeline::check_document(&web.document);
    let errors: Vec<_> = problems.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn parameters_decide_conditions() {
    let import = service(&[("Branch", "next"), ("Repository", "me/web")]);
    let names: Vec<_> = import.pipelines.iter().map(|one| one.document.declaration.name.as_str()).collect();
    assert_eq!(names, ["web-next", "child-next"]);
    let web = &import.pipelines[0];
    let stages: Vec<_> = web.document.declaration.stages.iter().map(|stage| stage.name.as_str()).collect();
    assert_eq!(stages, ["Source", "Build", "Deploy"]);
    assert_eq!(configuration(web, (0, 0), "FullRepositoryId"), "me/web");

    let refused = |given: &[(&str, &str)]| {
        let error = with(&fixture("service.yaml").unwrap(), "t.yaml", given).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidParameter, "{error}");
        error.to_string()
    };
    assert!(refused(&[("Branch", "other")]).contains("may be `main`, `next`, not `other`"));
    assert!(refused(&[("Brunch", "main")]).contains("no parameter `Brunch`"));
}

#[test]
fn what_is_not_known_has_a_name_and_a_place() {
    let import = service(&[]);
    let web = &import.pipelines[0];
    let find = |kind: SourceKind| web.unknown.iter().find(|one| one.source.kind == kind).unwrap();
    let parameter = find(SourceKind::Parameter);
    assert_eq!(parameter.pointer, "/stages/0/actions/0/configuration/FullRepositoryId");
    assert_eq!(
        (parameter.text.as_str(), parameter.source.name.as_str()),
        ("unknown-Repository", "Repository")
    );
    assert_eq!(find(SourceKind::Import).pointer, "/artifactStores/eu-west-1/encryptionKey/id");
    assert_eq!(find(SourceKind::Resource).pointer, "/artifactStores/us-east-1/location");
    let stored = find(SourceKind::StoredParameter);
    assert!(stored.in_setup);
    assert_eq!(stored.pointer, "/projects/web-main-build/environment/BASE");
    // A dynamic reference stays where any text may stand, and is replaced where the service wants an ARN.
    let dynamic: Vec<_> = web.unknown.iter().filter(|one| one.source.kind == SourceKind::Dynamic).collect();
    assert_eq!(configuration(web, (3, 0), "BucketName"), "{{resolve:ssm:/web/bucket}}");
    let role = web.document.declaration.stages[3].actions[0].role_arn.as_deref();
    assert_eq!(role, Some("arn:aws:iam::111122223333:role/unknown-resolve-ssm--web-deploy-role"));
    assert_eq!(dynamic.len(), 2);
    // What a nested stack is given keeps what it stands for.
    let inner = &import.pipelines[2].unknown;
    assert!(inner.iter().any(|one| one.pointer == "/roleArn" && one.source.name == "child-key"), "{inner:?}");
}

#[test]
fn secrets_are_not_taken_from_the_template() {
    let text = fixture("service.yaml").unwrap().replace("BranchName: !Ref Branch", "BranchName: !Ref Token");
    let import = with(&text, "t.yaml", &[]).unwrap();
    assert_eq!(configuration(&import.pipelines[0], (0, 0), "BranchName"), "unknown-Token");
}

#[test]
fn projects_go_into_the_setup() {
    let import = service(&[]);
    let project = &import.pipelines[0].setup.projects["web-main-build"];
    assert!(matches!(&project.buildspec, Some(Buildspec::Inline(text)) if text.contains("commands: [make]")));
    assert_eq!(project.image.as_deref(), Some("aws/codebuild/standard:7.0"));
    assert_eq!((project.privileged, project.timeout_minutes), (Some(true), Some(15)));
    assert_eq!(project.environment["STAGE"], EnvironmentValue::Plain("production".into()));
    assert_eq!(project.environment["KEY"], EnvironmentValue::Secret("web/key:password".into()));
}

#[test]
fn places_are_those_of_the_template() {
    let text = fixture("service.yaml").unwrap();
    let import = service(&[]);
    let document = &import.pipelines[0].document;
    let shown = |pointer: &str| {
        let span = document.span(pointer).unwrap();
        &text[span.start..span.end]
    };
    assert_eq!(shown("/stages/2/name"), "Approve");
    assert_eq!(shown("/stages/3/actions/0/region"), "eu-west-1");
    assert_eq!(shown("/executionMode"), "QUEUED");
    let name = document.span("/name").unwrap();
    assert!(text[name.start..].starts_with("\"web-${Branch}\"") || text[name.start..].starts_with("!Sub"));
    // A name that CloudFormation makes stands where the resource does.
    let other = import.pipelines[1].document.span("/name").unwrap();
    assert_eq!(&text[other.start..other.end], "Other");
}

#[test]
fn json_and_yaml_long_and_short_mean_the_same() {
    let yaml = "Resources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Name: !Sub ${AWS::Region}-p\n      RoleArn: !GetAtt R.Arn\n      Stages: !Split [',', 'a,b']\n  R: { Type: AWS::IAM::Role }\n";
    let json = r#"{"Resources": {"P": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {
        "Name": {"Fn::Sub": "${AWS::Region}-p"}, "RoleArn": {"Fn::GetAtt": ["R", "Arn"]},
        "Stages": {"Fn::Split": [",", "a,b"]}}}, "R": {"Type": "AWS::IAM::Role"}}}"#;
    let read =
        |text: &str, name: &str| with(text, name, &[]).unwrap().pipelines.remove(0).document.declaration;
    assert_eq!(read(yaml, "t.yaml"), read(json, "t.json"));
}

#[test]
fn what_cloudformation_refuses_is_told_where_it_stands() {
    let cases = [
        ("!Ref Nothing", "t.yaml:5: P: `Nothing` is neither a parameter nor a resource of this template"),
        ("!GetAtt Nothing.Arn", "t.yaml:5: P: `Nothing` is no resource of this template"),
        ("!Select [3, [a, b]]", "t.yaml:5: P: Fn::Select asks for item 3 of a list of 2"),
        ("!Join ['']", "t.yaml:5: P: Fn::Join takes a list of 2 arguments"),
        ("!FindInMap [M, a, b]", "t.yaml:5: P: the mapping `M` has no `a` with `b`"),
        ("!If [C, a, b]", "t.yaml:5: P: the template has no condition `C`"),
        ("!Frobnicate x", "t.yaml:5: P: there is no function `Frobnicate`"),
    ];
    for (value, expected) in cases {
        let text = format!(
            "Resources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Name: {value}\n      Stages: []\n"
        );
        let import = with(&text, "t.yaml", &[]).unwrap();
        let told: Vec<_> = import
            .notes
            .iter()
            .filter(|note| note.severity == Severity::Error)
            .map(|note| format!("{}:{}: {}", note.name, note.span.line, note.message))
            .collect();
        assert_eq!(told, [expected]);
    }
}

#[test]
fn what_makes_no_pipeline_is_refused_with_the_reason() {
    let refused = |text: &str, name: &str| with(text, name, &[]).unwrap_err();
    let none = refused("Resources:\n  B: { Type: AWS::S3::Bucket }\n", "t.yaml");
    assert_eq!(none.code, ErrorCode::NoPipeline);
    let left_out = refused(
        "Conditions:\n  C: !Equals [a, b]\nResources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Condition: C\n",
        "t.yaml",
    );
    assert_eq!(left_out.code, ErrorCode::NoPipeline);
    assert!(left_out.message.contains("`P` is made only if `C` holds"), "{left_out}");
    let lower = refused(
        "Resources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      name: x\n",
        "t.yaml",
    );
    assert_eq!(
        lower.to_string(),
        "t.yaml:5:7: P: `name` is no property here: CloudFormation's begin with a capital letter"
    );
    let syntax = refused("AWSTemplateFormatVersion: 2010-09-09\nResources: [\n", "t.yaml");
    assert_eq!(syntax.code, ErrorCode::Unreadable(pipeline::ErrorCode::Syntax));
}

#[test]
fn parts_of_templates_are_read_too() {
    let properties = "Name: web\nRoleArn: !GetAtt Elsewhere.Arn\nStages: []\n";
    let import = with(properties, "web.yaml", &[]).unwrap();
    assert_eq!(import.pipelines[0].document.declaration.name, "web");
    let resource = format!(
        "Type: AWS::CodePipeline::Pipeline\nProperties:\n  {}",
        properties.trim().replace('\n', "\n  ")
    );
    assert_eq!(with(&resource, "web.yaml", &[]).unwrap().pipelines[0].document.declaration.name, "web");
    let wrapped =
        r#"{"status_code": 200, "data": {"pipeline": {"name": "web", "roleArn": "r", "stages": []}}}"#;
    let import = with(wrapped, "recorded.json", &[]).unwrap();
    assert_eq!(
        (import.form, import.pipelines[0].document.declaration.name.as_str()),
        (Form::Declaration, "web")
    );
}
