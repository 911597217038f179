//! How pipelines stand in their templates: what an editor writes changes back with.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use interchange::{Computed, Import, Options, Roots, read};
use serde_json::json;

const TEMPLATE: &str = r#"
Parameters:
  Branch: { Type: String, Default: main }
Conditions:
  Main: !Equals [!Ref Branch, main]
Mappings:
  Names: { a: { b: mapped } }
Resources:
  Role: { Type: AWS::IAM::Role }
  Pipe:
    Type: AWS::CodePipeline::Pipeline
    Properties:
      Name: !Sub "web-${Branch}-${!Kept}"
      RoleArn: !GetAtt Role.Arn
      ArtifactStore: { Type: S3, Location: !Join [ "-", [ !Ref Branch, !FindInMap [ Names, a, b ] ] ] }
      Stages:
        - !If
          - Main
          - Name: Source
            Actions:
              - Name: Code
                Configuration: { BranchName: !Ref Branch, Other: !Ref AWS::NoValue }
          - !Ref AWS::NoValue
"#;

fn roots(import: &Import, at: usize) -> &Roots {
    import.pipelines[at].roots.as_ref().unwrap()
}

fn find<'r>(roots: &'r Roots, key: &str) -> &'r Computed {
    roots.values.iter().find(|one| one.key == key).unwrap()
}

#[test]
fn each_function_of_the_properties_is_known_with_what_it_gave_and_where_that_comes_from() {
    let import = read(TEMPLATE, "t.yaml", &Options::default()).unwrap();
    let roots = roots(&import, 0);
    assert_eq!(roots.path, ["Resources", "Pipe", "Properties"]);
    assert_eq!(roots.name, None);
    assert!(roots.conditions["Main"]);
    let keys: Vec<_> = roots.values.iter().map(|one| one.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            r#"{"!Sub":"web-${Branch}-${!Kept}"}"#,
            r#"{"!GetAtt":"Role.Arn"}"#,
            r#"{"!Join":["-",[{"!Ref":"Branch"},{"!FindInMap":["Names","a","b"]}]]}"#,
            r#"{"!Ref":"Branch"}"#,
            r#"{"!Ref":"AWS::NoValue"}"#,
        ]
    );
    let name = find(roots, keys[0]);
    assert_eq!(name.value, Some(json!("web-main-${Kept}")));
    let parts: Vec<_> =
        name.pieces.iter().map(|piece| (piece.text.as_str(), piece.name.as_deref())).collect();
    assert_eq!(
        parts,
        [("web-", None), ("main", Some("Branch")), ("-", None), ("${", None), ("Kept}", None), ("", None)]
    );
    let places = |one: &Computed| -> Vec<_> {
        one.origins.iter().map(|origin| (origin.what.clone(), origin.span.map(|span| span.line))).collect()
    };
    assert_eq!(places(name), [("the parameter `Branch`".to_owned(), Some(3))]);
    assert_eq!(places(find(roots, keys[1])), [("the resource `Role`".to_owned(), Some(9))]);
    assert_eq!(
        places(find(roots, keys[2])),
        [("the parameter `Branch`".to_owned(), Some(3)), ("the mapping `Names`".to_owned(), Some(7))]
    );
    assert_eq!(find(roots, keys[4]).value, None);
}

#[test]
fn a_part_of_a_template_says_where_it_stands() {
    let path = |text: &str| {
        let import = read(text, "web.yaml", &Options::default()).unwrap();
        roots(&import, 0).path.clone()
    };
    assert_eq!(path("Name: web\nRoleArn: !GetAtt Elsewhere.Arn\nStages: []\n"), [""; 0]);
    assert_eq!(
        path("Type: AWS::CodePipeline::Pipeline\nProperties: { Name: web, RoleArn: !Ref R, Stages: [] }\n"),
        ["Properties"]
    );
    let resources =
        "P:\n  Type: AWS::CodePipeline::Pipeline\n  Properties: { Name: web, RoleArn: !Ref R, Stages: [] }\n";
    assert_eq!(path(resources), ["P", "Properties"]);
}

const LOOPS: &str = "
Transform: AWS::LanguageExtensions
Parameters:
  Teams: { Type: CommaDelimitedList, Default: 'a,b-c' }
Resources:
  Fn::ForEach::Pipes:
    - Team
    - !Ref Teams
    - Pipe&{Team}:
        Type: AWS::CodePipeline::Pipeline
        Properties:
          Name: !Sub web-${Team}
          RoleArn: !Sub arn:aws:iam::111122223333:role/${Team}
          ArtifactStore: { Type: S3, Location: !Ref Team }
          Stages: []
";

#[test]
fn loops_over_known_lists_are_written_out() {
    let import = read(LOOPS, "t.yaml", &Options::default()).unwrap();
    let made: Vec<_> = import
        .pipelines
        .iter()
        .map(|one| (one.logical_id.as_deref().unwrap(), one.document.declaration.name.as_str()))
        .collect();
    assert_eq!(made, [("Pipea", "web-a"), ("Pipebc", "web-b-c")]);
    let store = import.pipelines[1].document.declaration.artifact_store.as_ref().unwrap();
    assert_eq!(store.location, "b-c");
    // What a loop makes stands nowhere in the text.
    assert!(import.pipelines.iter().all(|one| one.roots.is_none()));
    let unknown = LOOPS.replace("!Ref Teams", "!Ref Nobody");
    let error = read(&unknown, "t.yaml", &Options::default()).unwrap_err();
    assert!(error.message.contains("without a resource of type AWS::CodePipeline::Pipeline"), "{error}");
}

#[test]
fn loops_that_write_too_much_are_stopped() {
    let items = vec!["x"; 600].join(",");
    let text = format!(
        "Parameters: {{ L: {{ Type: CommaDelimitedList, Default: '{items}' }} }}\nResources:\n  Fn::ForEach::A:\n    - I\n    - !Ref L\n    - Fn::ForEach::B:\n        - J\n        - !Ref L\n        - 'P${{I}}${{J}}': {{ Type: AWS::CodePipeline::Pipeline }}\n"
    );
    let error = read(&text, "t.yaml", &Options::default()).unwrap_err();
    assert_eq!(error.code, interchange::ErrorCode::TooMuch, "{error}");
}
