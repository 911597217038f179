//! Definition files: what is read as what, and where everything stands in the text.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use pipeline::document::Format;
use pipeline::{Document, ErrorCode, Severity, check_document, parse};

fn fixture(path: &str) -> (PathBuf, String) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(path);
    let text = fs_err::read_to_string(&path).unwrap();
    (path, text)
}

fn read(path: &str) -> Document {
    let (_, text) = fixture(path);
    parse(&text, path).unwrap()
}

fn refusal(text: &str, name: &str) -> (ErrorCode, String) {
    let error = parse(text, name).unwrap_err();
    (error.code, error.to_string())
}

const BARE: &str = r#"{"name": "web", "roleArn": "arn:aws:iam::111122223333:role/x", "stages": []}"#;

#[test]
fn a_declaration_may_stand_alone_or_as_the_aws_cli_writes_it() {
    let bare = parse(BARE, "a.json").unwrap();
    let wrapped =
        parse(&format!("{{\"pipeline\": {BARE}, \"metadata\": {{\"created\": 1.5}}}}"), "b.json").unwrap();
    assert_eq!(bare.declaration, wrapped.declaration);
    assert_eq!(bare.format, Format::Json);
    let yaml =
        parse("pipeline:\n  name: web\n  roleArn: arn:aws:iam::111122223333:role/x\n  stages: []\n", "c")
            .unwrap();
    assert_eq!(yaml.declaration, bare.declaration);
    assert_eq!(yaml.format, Format::Yaml);
    assert_eq!(yaml.span("/name").map(|span| (span.line, span.column)), Some((2, 9)));
}

#[test]
fn everything_a_declaration_can_have_is_read() {
    let yaml = read("everything.yaml");
    let json = read("everything.json");
    assert_eq!(yaml.declaration, json.declaration);
    let problems: Vec<_> =
        check_document(&yaml).into_iter().filter(|p| p.severity != Severity::Hint).collect();
    assert_eq!(problems, []);
    // Nothing is lost on the way: the typed declaration writes the same members again.
    assert_eq!(sorted(codepipeline::to_value(&yaml.declaration).unwrap()), sorted(yaml.value().clone()));
}

fn sorted(value: codepipeline::Value) -> codepipeline::Value {
    match value {
        codepipeline::Value::Map(members) => {
            let mut members: Vec<_> = members.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            codepipeline::Value::Map(members)
        }
        codepipeline::Value::List(items) => {
            codepipeline::Value::List(items.into_iter().map(sorted).collect())
        }
        value => value,
    }
}

#[test]
fn definitions_of_others_are_read() {
    let mut count = 0;
    for entry in
        fs_err::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/others")).unwrap()
    {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = fs_err::read_to_string(&path).unwrap();
        let document = parse(&text, path.to_str().unwrap()).unwrap();
        assert!(document.declaration.stages.len() >= 2, "{}", path.display());
        // Placeholders stand for names, and two samples write a provider as it is called in prose.
        let errors: Vec<_> = check_document(&document)
            .into_iter()
            .filter(|problem| problem.severity == Severity::Error && problem.code != "MODEL")
            .filter(|problem| !problem.message.contains("Provider: 'AWS CodeBuild'"))
            .map(|problem| format!("{} {} {}", problem.code, problem.pointer, problem.message))
            .collect();
        assert_eq!(errors, [] as [String; 0], "{}", path.display());
        count += 1;
    }
    assert_eq!(count, 8);
}

#[test]
fn values_are_taken_for_the_texts_they_are() {
    let text = "
name: 42
roleArn: arn:aws:iam::111122223333:role/x
version: '7'
stages:
  - name: Source
    actions:
      - name: Fetch
        actionTypeId: { category: Source, owner: AWS, provider: S3, version: 1 }
        configuration:
          S3Bucket: 0012
          S3ObjectKey: 1.10
          PollForSourceChanges: no
          AllowOverrideForS3ObjectKey: False
        runOrder: 2
  -
    name: Empty
    actions:
";
    let declaration = parse(text, "x.yaml").unwrap().declaration;
    assert_eq!((declaration.name.as_str(), declaration.version), ("42", Some(7)));
    let action = &declaration.stages[0].actions[0];
    assert_eq!((action.action_type_id.version.as_str(), action.run_order), ("1", Some(2)));
    let configuration: Vec<_> =
        action.configuration.iter().flatten().map(|(key, value)| format!("{key}={value}")).collect();
    let expected =
        ["AllowOverrideForS3ObjectKey=False", "PollForSourceChanges=no", "S3Bucket=0012", "S3ObjectKey=1.10"];
    assert_eq!(configuration, expected);
    assert!(declaration.stages[1].actions.is_empty());
    let json = r#"{"name": "web", "roleArn": "x", "version": 3, "stages": [{"name": "S", "actions": [
        {"name": "A", "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "S3", "version": 1},
         "configuration": {"PollForSourceChanges": false, "S3Bucket": 12, "S3ObjectKey": null}}]}]}"#;
    let declaration = parse(json, "x.json").unwrap().declaration;
    let configuration = declaration.stages[0].actions[0].configuration.clone().unwrap();
    assert_eq!(
        configuration.into_iter().collect::<Vec<_>>(),
        [("PollForSourceChanges".to_owned(), "false".to_owned()), ("S3Bucket".to_owned(), "12".to_owned())]
    );
}

#[test]
fn every_part_is_found_again_in_the_text() {
    for path in ["everything.yaml", "everything.json"] {
        let (_, text) = fixture(path);
        let document = parse(&text, path).unwrap();
        let at = |pointer: &str| {
            let span = document.span(pointer).unwrap();
            text[span.start..span.end].trim_matches(['"', '\'']).to_owned()
        };
        assert_eq!(at("/name"), "everything");
        assert_eq!(at("/stages/1/actions/0/configuration/EnvironmentType"), "LINUX_CONTAINER");
        assert_eq!(at("/stages/1/actions/0/commands/0"), "make test");
        // Characters of several bytes stand before this one, in its line and in lines above.
        assert_eq!(at("/variables/0/description"), "Grüße 🚀 vom Ring");
        assert_eq!(at("/variables/0/defaultValue"), "beta");
        let span = document.span("/variables/0/defaultValue").unwrap();
        let line = text.lines().nth(span.line - 1).unwrap();
        let rest: String = line.chars().skip(span.column - 1).collect();
        assert!(rest.trim_start_matches(['"', '\'']).starts_with("beta"), "{path}: {rest}");
        assert_eq!(document.span("/stages/0/actions/0/roleArn"), None);
        assert_eq!(document.span("/stages/99"), None);
        // What is not there is shown where it should be.
        let place = document.place("/stages/0/actions/0/roleArn");
        assert_eq!(place, document.place("/stages/0/actions/0"));
        assert_eq!(document.place("/stages"), document.key_span("/stages").unwrap());
    }
}

#[test]
fn a_block_ends_with_its_last_value() {
    let text = "name: web\nstages:\n  - name: A\n    actions: []\n\n# the end\nroleArn: r\n";
    let document = parse(text, "x.yaml").unwrap();
    let span = document.span("/stages").unwrap();
    assert!(text[span.start..span.end].ends_with("actions: []"), "{:?}", &text[span.start..span.end]);
}

#[test]
fn what_is_not_a_pipeline_is_named() {
    let cases = [
        ("t.yaml", "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n", ErrorCode::CloudFormation),
        (
            "t.yaml",
            "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Name: !Ref X\n",
            ErrorCode::CloudFormation,
        ),
        ("t.json", r#"{"Stages": [], "RoleArn": "x"}"#, ErrorCode::CloudFormation),
        ("t.yaml", "AWSTemplateFormatVersion: 2010-09-09\na: [\n", ErrorCode::CloudFormation),
        ("t.json", r#"{"Pipe": {"Type": "AWS::CodePipeline::Pipeline"}}"#, ErrorCode::CloudFormation),
        ("stage.json", r#"{"Name": "Source", "Actions": []}"#, ErrorCode::CloudFormation),
        ("stage.json", r#"{"name": "Source", "actions": []}"#, ErrorCode::NotAPipeline),
        ("manifest.json", r#"{"version": "36.0.0", "artifacts": {}}"#, ErrorCode::CloudAssembly),
        ("cdk.json", r#"{"app": "npx ts-node bin/app.ts"}"#, ErrorCode::CloudAssembly),
        ("main.tf", "", ErrorCode::Terraform),
        ("main.tf.json", r#"{"resource": {}}"#, ErrorCode::Terraform),
        ("pipeline", "resource \"aws_codepipeline\" \"web\" {\n  name = \"web\"\n}\n", ErrorCode::Terraform),
        ("buildspec.yml", "version: 0.2\nphases:\n  build:\n    commands: [make]\n", ErrorCode::NotAPipeline),
        (".gitlab-ci.yml", "stages: [build, test]\nbuild: {script: make}\n", ErrorCode::NotAPipeline),
        ("ci.yml", "on: push\njobs: {}\n", ErrorCode::NotAPipeline),
        ("list.json", "[1, 2]", ErrorCode::NotAPipeline),
        ("empty.yaml", "", ErrorCode::NotAPipeline),
        ("note.txt", "just a note", ErrorCode::NotAPipeline),
        ("other.json", r#"{"pipeline": "web"}"#, ErrorCode::NotAPipeline),
        ("package.json", r#"{"name": "web", "version": "1.0.0", "scripts": {}}"#, ErrorCode::NotAPipeline),
    ];
    for (name, text, expected) in cases {
        let (code, message) = refusal(text, name);
        assert_eq!(code, expected, "{name}: {message}");
        assert!(message.starts_with(name), "{message}");
        let way_out = message.contains("aws codepipeline get-pipeline");
        assert_eq!(way_out, expected != ErrorCode::NotAPipeline, "{message}");
    }
}

#[test]
fn a_declaration_made_of_a_configuration_keeps_its_name() {
    let text =
        r#"{"name": "web", "stages": [{"actions": [{"name": "A", "actionTypeId": {"provider": "S3"}}]}]}"#;
    for name in ["main.tf", "main.tf.json", "main.tofu"] {
        assert_eq!(parse(text, name).unwrap().declaration.name, "web", "{name}");
    }
}

#[test]
fn a_template_names_its_pipeline() {
    let text = "Resources:\n  Pipe:\n    Type: AWS::CodePipeline::Pipeline\n    Properties: { Name: web }\n";
    let (code, message) = refusal(text, "template.yaml");
    assert_eq!(code, ErrorCode::CloudFormation);
    assert!(message.contains("`Pipe`") && message.contains("--name web"), "{message}");
    let (_, message) = refusal(&text.replace("Name: web", "Name: !Ref Title"), "template.yaml");
    assert!(message.contains("`Pipe`") && message.contains("--name NAME"), "{message}");
    let (code, message) = refusal("name: !Sub web\nroleArn: r\nstages: []\n", "x.yaml");
    assert_eq!(code, ErrorCode::Syntax);
    assert!(message.starts_with("x.yaml:1:12: the tag `!Sub`"), "{message}");
}

#[test]
fn faults_of_a_text_have_a_place() {
    let cases = [
        ("x.json", "{\"name\": \"a\",\n \"name\": \"b\"}", ErrorCode::DuplicateKey, "x.json:2:2"),
        ("x.json", "{\"name\": \"a\",}", ErrorCode::Syntax, "x.json:1:14"),
        ("x.json", "{\"name\": 'a'}", ErrorCode::Syntax, "x.json:1:10"),
        ("x.json", "{\n// why\n\"name\": 1}", ErrorCode::Syntax, "x.json:2:1"),
        ("x.json", "{\"name\": \"\\ud800\"}", ErrorCode::Syntax, "x.json:1:11"),
        ("x.json", "{\"name\": 01}", ErrorCode::Syntax, "x.json:1:10"),
        ("x.json", "{\"name\"", ErrorCode::Syntax, "x.json:1:8"),
        ("x.json", "{} {}", ErrorCode::Syntax, "x.json:1:4"),
        ("x.yaml", "name: a\nstages: []\nname: b\n", ErrorCode::DuplicateKey, "x.yaml:3:1"),
        ("x.yaml", "name: [a\n", ErrorCode::Syntax, "x.yaml:2:1"),
        ("x.yaml", "name: a\n---\nname: b\n", ErrorCode::Syntax, "x.yaml:2:1"),
        ("x.yaml", "? [a]\n: b\n", ErrorCode::Syntax, "x.yaml:1:3"),
    ];
    for (name, text, code, place) in cases {
        let error = parse(text, name).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.to_string().starts_with(&format!("{place}: ")), "{error}");
    }
}

#[test]
fn aliases_and_merges_are_followed_within_bounds() {
    let text = "
name: web
roleArn: r
defaults: &type { owner: AWS, version: '1' }
stages:
  - name: Build
    actions:
      - name: A
        actionTypeId: { <<: *type, category: Build, provider: CodeBuild }
      - name: B
        actionTypeId: { <<: *type, category: Build, provider: CodeBuild, version: '2' }
";
    let declaration = parse(text, "x.yaml").unwrap().declaration;
    let versions: Vec<_> =
        declaration.stages[0].actions.iter().map(|action| action.action_type_id.version.as_str()).collect();
    assert_eq!(versions, ["1", "2"]);
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..30 {
        let below = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![below; 8].join(", "));
    }
    assert_eq!(refusal(&bomb, "bomb.yaml").0, ErrorCode::TooDeep);
    assert_eq!(refusal(&"[".repeat(100_000), "deep.json").0, ErrorCode::TooDeep);
    assert_eq!(refusal(&"[".repeat(100), "deep.yaml").0, ErrorCode::TooDeep);
    assert_eq!(refusal(&"[".repeat(100_000), "deeper.yaml").0, ErrorCode::Syntax);
    assert_eq!(refusal(&" ".repeat(6 * 1024 * 1024), "long.yaml").0, ErrorCode::TooLarge);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    for name in ["x.json", "x.yaml"] {
        let text = format!("\u{feff}{BARE}");
        let document = parse(&text, name).unwrap();
        let span = document.span("/name").unwrap();
        assert_eq!(&text[span.start..span.end], "\"web\"", "{name}");
        assert_eq!(span.column, 10);
    }
}

mod arbitrary {
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn text_never_makes_the_reader_panic(text in "\\PC{0,200}") {
            for name in ["x.json", "x.yaml", "x"] {
                let _ = pipeline::parse(&text, name);
            }
        }

        #[test]
        fn text_that_looks_like_a_definition_never_does_either(
            text in r##"(pipeline:|name:|stages:|actions:|[-\[\]{}:,&*!|>'"#%@`?~]|<<: |\*a|&a |[ \n]{1,4}|\\u00e9|true|1\.5|é|"x"){0,60}"##
        ) {
            for name in ["x.json", "x.yaml", "x"] {
                if let Ok(document) = pipeline::parse(&text, name) {
                    let _ = pipeline::check_document(&document);
                }
            }
        }

        #[test]
        fn a_damaged_definition_is_read_or_refused(
            damage in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, "[ \\n:{}\\[\\]&*!|>\"',#aé🚀-]{0,3}"), 1..4),
        ) {
            for path in ["everything.yaml", "everything.json"] {
                let (_, text) = super::fixture(path);
                let mut chars: Vec<char> = text.chars().collect();
                for (at, removed, inserted) in &damage {
                    let at = at.index(chars.len());
                    let end = (at + removed).min(chars.len());
                    chars.splice(at..end, inserted.chars());
                }
                let text: String = chars.into_iter().collect();
                match pipeline::parse(&text, path) {
                    Ok(document) => {
                        for problem in pipeline::check_document(&document) {
                            let span = problem.span.unwrap();
                            prop_assert!(text.get(span.start..span.end).is_some(), "{problem:?}");
                        }
                    }
                    Err(error) => {
                        let place = error.span.unwrap_or_default();
                        prop_assert!(text.get(place.start..place.end).is_some(), "{error:?}");
                    }
                }
            }
        }

        #[test]
        fn a_definition_with_anything_in_its_places_is_judged(
            words in prop::collection::vec("[ -~é]{0,12}", 12),
            order in any::<i32>(),
        ) {
            let quoted = |index: usize| format!("{:?}", words[index]);
            let text = format!(
                "name: {}\nroleArn: {}\nartifactStore: {{ type: {}, location: {} }}\nstages:\n  - name: {}\n    \
                 actions:\n      - name: {}\n        runOrder: {order}\n        actionTypeId: {{ category: {}, owner: \
                 AWS, provider: {}, version: 1 }}\n        configuration: {{ k: {}, {}: x }}\n        \
                 inputArtifacts: [{{ name: {} }}]\n        namespace: {}\n",
                quoted(0), quoted(1), quoted(2), quoted(3), quoted(4), quoted(5), quoted(6), quoted(7), quoted(8),
                quoted(9), quoted(10), quoted(11),
            );
            if let Ok(document) = pipeline::parse(&text, "x.yaml") {
                for problem in pipeline::check_document(&document) {
                    let span = problem.span.unwrap();
                    prop_assert!(span.start <= span.end && span.end <= text.len());
                    prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                }
            }
        }
    }
}
