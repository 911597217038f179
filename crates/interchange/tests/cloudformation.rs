//! Templates as CloudFormation would read them.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::BTreeMap;

use interchange::{Error, ErrorCode, Form, Import, Imported, Options, SourceKind, read};
use pipeline::Severity;
use pipeline::setup::{Body, EnvironmentValue};
use proptest::prelude::*;
use serde_json::json;

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
    assert!(matches!(&project.buildspec, Some(Body::Inline(text)) if text.contains("commands: [make]")));
    assert_eq!(project.image.as_deref(), Some("aws/codebuild/standard:7.0"));
    assert_eq!((project.privileged, project.timeout_minutes), (Some(true), Some(15)));
    assert_eq!(project.environment["STAGE"], EnvironmentValue::Plain("production".into()));
    assert_eq!(project.environment["KEY"], EnvironmentValue::Secret("web/key:password".into()));
}

fn beside() -> Import {
    with(&fixture("beside.yaml").unwrap(), "beside.yaml", &[]).unwrap()
}

#[test]
fn functions_and_state_machines_go_into_the_setup() {
    let import = beside();
    let setup = &import.pipelines[0].setup;
    let function = |name: &str| {
        let one = &setup.functions[name];
        (one.code.clone(), one.handler.as_deref().unwrap_or(""), one.runtime.as_deref().unwrap_or(""))
    };
    let path = |text: &str| Some(Body::Path(text.to_owned()));
    let inline = |text: &str| Some(Body::Inline(text.to_owned()));
    let code = inline("exports.handler = async () => \"us-east-1\";\n");
    assert_eq!(function("notify"), (code, "index.handler", "nodejs22.x"));
    assert_eq!(function("package"), (path("lambda/package"), "a.b", "python3.13"));
    assert_eq!(function("stored"), (None, "a.b", "python3.13"));
    // What `Globals` say is for SAM's functions.
    assert_eq!(function("beside-Check"), (path("functions/check"), "check.main", "python3.13"));
    assert_eq!(function("far"), (None, "app.main", "python3.13"));
    assert_eq!(function("here").0, path("."));
    assert_eq!(function("line").0, inline("def main(event, context): return 1"));
    assert_eq!(function("built"), (path("asset.abc"), "", ""));

    let arn = "arn:aws:lambda:us-east-1:111122223333:function:beside-Check";
    let Some(Body::Inline(release)) = &setup.state_machines["release"].definition else { panic!("a path") };
    let release: serde_json::Value = serde_json::from_str(release).unwrap();
    assert_eq!(release["States"]["Check"]["Resource"], arn);
    let Some(Body::Inline(wait)) = &setup.state_machines["wait"].definition else { panic!("a path") };
    let wait: serde_json::Value = serde_json::from_str(wait).unwrap();
    assert_eq!(wait["States"]["Wait"]["Seconds"], 1);
    assert_eq!(setup.state_machines["transformed"].definition, None);
    let scan = &setup.state_machines["scan"];
    assert_eq!(scan.definition, path("machines/scan.asl.json"));
    assert_eq!((scan.substitutions["Check"].as_str(), scan.substitutions["Retries"].as_str()), (arn, "3"));
    let unknown = import.pipelines[0].unknown.iter().filter(|one| one.in_setup);
    let unknown: Vec<_> = unknown.map(|one| (one.pointer.as_str(), one.source.name.as_str())).collect();
    let expected = [
        ("/state_machines/wait/definition", "Scanner"),
        ("/state_machines/scan/substitutions/Scanner", "Scanner"),
    ];
    assert_eq!(unknown, expected);
    assert_eq!(setup.projects["web-build"].role.as_deref(), Some("arn:aws:iam::111122223333:role/build"));
    assert_eq!(setup.projects["web-test"].role, None);
    // As a file of the user's it means the same.
    let text = setup.to_text();
    let again = pipeline::Setup::parse(&text, "pipesmith.yaml", pipeline::setup::Origin::Committed).unwrap();
    assert_eq!(again.state_machines, setup.state_machines);
    assert_eq!(again.projects, setup.projects);
    assert_eq!(again.functions.keys().collect::<Vec<_>>(), setup.functions.keys().collect::<Vec<_>>());
}

#[test]
fn paths_of_nested_templates_start_at_the_outermost_one() {
    let outer = "Resources:\n  App: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ./app/app.yaml } }\n  P: \
                 { Type: AWS::CodePipeline::Pipeline, Properties: { RoleArn: r, Stages: [] } }\n";
    let inner = "Resources:\n  F: { Type: AWS::Serverless::Function, Properties: { FunctionName: f, CodeUri: ./src } }\n  G: \
                 { Type: AWS::Serverless::Function, Properties: { FunctionName: g, CodeUri: . } }\n";
    let files = |path: &str| (path == "app/app.yaml").then(|| inner.to_owned());
    let import = read(outer, "t.yaml", &Options { files: &files, ..Options::default() }).unwrap();
    let functions = &import.pipelines[0].setup.functions;
    assert_eq!(functions["f"].code, Some(Body::Path("app/src".into())));
    assert_eq!(functions["g"].code, Some(Body::Path("app".into())));
}

#[test]
fn what_starts_a_pipeline_is_offered_and_does_not_count() {
    let import = beside();
    let [web, other] = import.pipelines.as_slice() else { panic!("{} pipelines", import.pipelines.len()) };
    let schedules: Vec<_> =
        web.starts.schedules.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(schedules, [("Hourly", "rate(1 hour)"), ("Nightly", "cron(0 2 * * ? *)")]);
    assert_eq!((web.starts.triggers, other.starts.triggers), (None, Some(true)));
    assert!(other.starts.schedules.is_empty());
    for one in &import.pipelines {
        assert!(one.setup.schedules.is_empty() && one.setup.triggers.is_none());
    }
    let hints: Vec<_> = import.notes.iter().map(|note| note.message.as_str()).collect();
    let told = |part: &str| assert!(hints.iter().any(|hint| hint.contains(part)), "{part}: {hints:?}");
    told("`Nightly` starts web by `cron(0 2 * * ? *)`; to have that on this computer, write `schedules: {");
    told("`Changed` starts other when something changes");
    told("`Sick` starts web by events of [\"aws.health\"]; there are none on this computer");
    told("`Morning` starts web by `cron(0 8 * * ? *)` in the time of Europe/Berlin");
    told("`Once` starts web by `at(2030-01-01T00:00:00)`, which this computer does not");
    assert!(!hints.iter().any(|hint| hint.contains("Weekly")), "{hints:?}");
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

/// A value of a template, and the text that it is; none when only a deployment knows it.
type Expression = (serde_json::Value, Option<String>);

/// Expressions that are texts, of every function that makes one.
fn expression() -> impl Strategy<Value = Expression> {
    let word = "[a-z#$ {}/:.-]{0,6}".prop_filter("an own function of `Fn::Sub`", |word| !word.contains("${"));
    let leaf = prop_oneof![
        3 => word.prop_map(|word| (json!(word), Some(word))),
        1 => Just((json!({ "Ref": "Known" }), Some("known".to_owned()))),
        1 => Just((json!({ "Ref": "AWS::Region" }), Some("us-east-1".to_owned()))),
        1 => Just((json!({ "Fn::Sub": "${AWS::AccountId}" }), Some("111122223333".to_owned()))),
        1 => Just((json!({ "Fn::FindInMap": ["Map", "a", "b"] }), Some("mapped".to_owned()))),
        1 => Just((json!({ "Ref": "Open" }), None)),
        1 => Just((json!({ "Fn::ImportValue": "elsewhere" }), None)),
        1 => Just((json!({ "Fn::GetAtt": ["Key", "Arn"] }), None)),
    ];
    leaf.prop_recursive(4, 40, 4, |inner| {
        let several = prop::collection::vec(inner.clone(), 1..4);
        let joined = ("[a-z,]{0,2}", several.clone()).prop_map(|(with, parts)| {
            let (values, texts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
            let whole = texts.into_iter().collect::<Option<Vec<_>>>().map(|texts| texts.join(&with));
            (json!({ "Fn::Join": [with, values] }), whole)
        });
        let selected = (several, any::<prop::sample::Index>()).prop_map(|(parts, index)| {
            let at = index.index(parts.len());
            let (values, mut texts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
            (json!({ "Fn::Select": [at, values] }), texts.swap_remove(at))
        });
        let split = inner.clone().prop_map(|(value, text)| {
            // What comes before the first bar, of which no literal has one.
            (json!({ "Fn::Select": [0, { "Fn::Split": ["|", value] }] }), text)
        });
        let chosen = (any::<bool>(), inner.clone(), inner.clone()).prop_map(|(yes, one, other)| {
            let condition = if yes { "Yes" } else { "No" };
            (json!({ "Fn::If": [condition, one.0, other.0] }), if yes { one.1 } else { other.1 })
        });
        let substituted = (inner.clone(), inner).prop_map(|(one, other)| {
            let whole = one.1.zip(other.1).map(|(one, other)| format!("<{one}-{other}> ${{No}}"));
            (json!({ "Fn::Sub": ["<${One}-${Other}> ${!No}", { "One": one.0, "Other": other.0 }] }), whole)
        });
        prop_oneof![joined, selected, split, chosen, substituted]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_known_is_worked_out_and_what_is_not_is_a_stand_in((value, known) in expression()) {
        let action = json!({ "Name": "A", "ActionTypeId": { "Category": "Build", "Owner": "AWS", "Provider": "CodeBuild",
            "Version": "1" }, "Configuration": { "ProjectName": value } });
        let template = json!({
            "Parameters": { "Known": { "Type": "String", "Default": "known" }, "Open": { "Type": "String" } },
            "Mappings": { "Map": { "a": { "b": "mapped" } } },
            "Conditions": { "Yes": { "Fn::Equals": ["a", "a"] }, "No": { "Fn::Not": [{ "Condition": "Yes" }] } },
            "Resources": {
                "Key": { "Type": "AWS::KMS::Alias" },
                "P": { "Type": "AWS::CodePipeline::Pipeline", "Properties": { "Name": "p", "RoleArn": "r", "Stages": [
                    { "Name": "S", "Actions": [action] }] } },
            },
        });
        let text = template.to_string();
        let import = with(&text, "t.json", &[]).unwrap();
        let one = &import.pipelines[0];
        let found = configuration(one, (0, 0), "ProjectName");
        let place = "/stages/0/actions/0/configuration/ProjectName";
        let unknown: Vec<_> = one.unknown.iter().filter(|one| one.pointer == place).collect();
        match known {
            Some(known) => {
                prop_assert_eq!(found, known);
                prop_assert!(unknown.is_empty(), "{:?}", unknown);
            }
            None => {
                prop_assert!(found.contains("unknown-"), "{}", found);
                prop_assert!(!unknown.is_empty());
                prop_assert!(unknown.iter().all(|one| one.text == found), "{:?}", unknown);
            }
        }
        // Reading it again gives the same to the letter.
        prop_assert_eq!(format!("{import:?}"), format!("{:?}", with(&text, "t.json", &[]).unwrap()));
    }
}
