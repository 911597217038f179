//! Templates that were written to do harm end in an error, soon and with little memory.

mod support;

use interchange::{ErrorCode, Options, read};
use proptest::prelude::*;
use support::soon;

/// The error of a text, which must come soon.
#[expect(clippy::expect_used, reason = "it serves tests")]
fn refused(text: &str, name: &str) -> ErrorCode {
    let options = Options::default();
    soon(|| read(text, name, &options)).expect_err("it must be refused").code
}

fn pipeline(name: &str, more: &str) -> String {
    format!(
        "Resources:\n  Pipe:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Name: {name}\n      RoleArn: r\n      Stages: []\n{more}"
    )
}

#[test]
fn names_that_depend_on_themselves_are_found() {
    let bucket = |id: &str, on: &str| {
        format!("  {id}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub '${{{on}}}-x'\n")
    };
    let text = pipeline("!Ref A", &(bucket("A", "B") + &bucket("B", "A")));
    assert_eq!(refused(&text, "t.yaml"), ErrorCode::Cycle);
    assert_eq!(refused(&pipeline("!Ref Pipe", ""), "t.yaml"), ErrorCode::Cycle);
    let conditions = "Conditions:\n  A: !Not [!Condition B]\n  B: !Not [!Condition A]\n";
    let text = pipeline("!If [A, x, y]", conditions);
    assert_eq!(refused(&text, "t.yaml"), ErrorCode::Cycle);
}

#[test]
fn values_that_grow_are_stopped() {
    // Each name is twice the one before it: two to the power of forty bytes.
    let mut more = String::new();
    for index in 0..40 {
        let below = if index == 39 { "x".repeat(9) } else { format!("${{B{0}}}${{B{0}}}", index + 1) };
        more += &format!(
            "  B{index}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: !Sub '{below}'\n"
        );
    }
    assert_eq!(refused(&pipeline("!Ref B0", &more), "t.yaml"), ErrorCode::TooMuch);
    // A big value, taken many times.
    let big = "y".repeat(200_000);
    let taken = "!FindInMap [M, a, b], ".repeat(2000);
    let text =
        pipeline(&format!("!Join ['', [{taken}]]"), &format!("Mappings:\n  M:\n    a:\n      b: {big}\n"));
    assert_eq!(refused(&text, "t.yaml"), ErrorCode::TooMuch);
}

#[test]
fn chains_that_are_too_long_are_stopped() {
    for form in ["!Ref NEXT", "!Sub '${NEXT}'", "!Join ['', [!Ref NEXT]]", "!Select [0, [!Sub '${NEXT}']]"] {
        let bucket = |index: usize| {
            let next = if index == 4999 {
                "end".to_owned()
            } else {
                form.replace("NEXT", &format!("B{}", index + 1))
            };
            format!("  B{index}:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: {next}\n")
        };
        let more: String = (0..5000).map(bucket).collect();
        assert_eq!(refused(&pipeline("!Ref B0", &more), "t.yaml"), ErrorCode::TooMuch, "{form}");
    }
    let deep = format!("{}x{}", "{\"Fn::Join\": [\"\", [".repeat(2000), "]]}".repeat(2000));
    let text = format!(
        "{{\"Resources\": {{\"P\": {{\"Type\": \"AWS::CodePipeline::Pipeline\", \"Properties\": {{\"Name\": {deep}}}}}}}}}"
    );
    assert_eq!(refused(&text, "t.json"), ErrorCode::Unreadable(pipeline::ErrorCode::TooDeep));
}

#[test]
fn aliases_that_multiply_are_stopped() {
    let mut text =
        String::from("AWSTemplateFormatVersion: 2010-09-09\nl0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for index in 1..12 {
        let below = vec![format!("*l{}", index - 1); 10].join(", ");
        text += &format!("l{index}: &l{index} [{below}]\n");
    }
    assert_eq!(refused(&text, "t.yaml"), ErrorCode::Unreadable(pipeline::ErrorCode::TooDeep));
}

#[test]
fn a_million_lines_are_too_many_or_nothing() {
    let text = format!("AWSTemplateFormatVersion: 2010-09-09\n{}", "#234\n".repeat(1_100_000));
    assert_eq!(refused(&text, "t.yaml"), ErrorCode::Unreadable(pipeline::ErrorCode::TooLarge));
}

#[test]
fn a_template_that_nests_itself_is_stopped() {
    let text = "Resources:\n".to_owned()
        + &(0..6).map(|index| format!("  S{index}:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: ./t.yaml\n")).collect::<String>();
    let files = |_: &str| Some(text.clone());
    let options = Options { files: &files, ..Options::default() };
    let error = soon(|| read(&text, "t.yaml", &options)).unwrap_err();
    assert_eq!(error.code, ErrorCode::TooMuch, "{error}");
}

/// Pieces of templates, put together at random.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        any::<u8>().prop_map(serde_json::Value::from),
        "[a-zA-Z$\\{\\}.!:]{0,12}".prop_map(serde_json::Value::from),
        Just(serde_json::json!({"Ref": "Bucket"})),
        Just(serde_json::json!({"Ref": "AWS::NoValue"})),
        Just(serde_json::json!({"Ref": "List"})),
        Just(serde_json::json!({"Fn::GetAtt": ["Bucket", "Arn"]})),
        Just(serde_json::Value::Null),
    ];
    leaf.prop_recursive(5, 60, 4, |inner| {
        let functions = prop::sample::select(vec![
            "Ref",
            "Fn::Sub",
            "Fn::Join",
            "Fn::Select",
            "Fn::Split",
            "Fn::If",
            "Fn::FindInMap",
            "Fn::Base64",
            "Fn::ImportValue",
            "Fn::GetAZs",
            "Fn::Length",
            "Fn::ToJsonString",
            "Fn::Transform",
            "Fn::Nothing",
        ]);
        let list = prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            list.clone().prop_map(serde_json::Value::from),
            (functions.clone(), list).prop_map(|(name, list)| serde_json::json!({ name: list })),
            (functions, inner.clone()).prop_map(|(name, value)| serde_json::json!({ name: value })),
            inner.prop_map(|value| serde_json::json!({"Name": value})),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_value_is_worked_out_or_refused(name in value(), stages in value(), condition in value()) {
        let template = serde_json::json!({
            "Parameters": {"List": {"Type": "CommaDelimitedList"}},
            "Conditions": {"C": {"Fn::Equals": [condition, "x"]}},
            "Resources": {
                "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}},
                "F": {"Type": "AWS::Serverless::Function", "Properties": {"FunctionName": name, "CodeUri": condition,
                    "Handler": stages, "InlineCode": stages}},
                "M": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"StateMachineName": name,
                    "Definition": stages, "DefinitionSubstitutions": condition}},
                "B": {"Type": "AWS::CodeBuild::Project", "Properties": {"ServiceRole": condition, "Environment": stages}},
                "R": {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": condition, "EventPattern": stages,
                    "Targets": [{"Arn": {"Fn::Sub": "arn:aws:codepipeline:us-east-1:1:${P}"}}]}},
                "Schedule": {"Type": "AWS::Scheduler::Schedule", "Properties": {"ScheduleExpression": stages,
                    "Target": {"Arn": "arn:aws:scheduler:::aws-sdk:codepipeline:startPipelineExecution", "Input": condition}}},
                "P": {"Type": "AWS::CodePipeline::Pipeline", "Properties": {"Name": name, "Stages": stages}},
            },
        });
        let text = template.to_string();
        if let Ok(import) = read(&text, "t.json", &Options::default()) {
            for pipeline in &import.pipelines {
                pipeline::check_document(&pipeline.document);
            }
        }
    }
}
