//! A client of Smithy RPC v2 CBOR that is made from the service's model: every operation, beside the same call over JSON.

use serde_json::{Value, json};
use tests::{Answer, Bench, gated, project};

/// What an answer is made of, without what differs from one data folder to the other.
fn outline(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), outline(value))).collect(),
        Value::Array(items) => items.iter().map(outline).collect(),
        Value::Number(_) => 0.into(),
        Value::String(_) => "".into(),
        other => other.clone(),
    }
}

#[test]
fn cbor_answers_what_json_answers_for_every_operation() {
    let file = project().join("crates/codepipeline/tests/fixtures/samples.json");
    let samples: Value = serde_json::from_slice(&fs_err::read(file).unwrap()).unwrap();
    let (plain, packed) = (Bench::new(), Bench::new());
    // The samples' own pipeline, so that there is something to tell; it goes last.
    let name = "a.b@c-d_E";
    for bench in [&plain, &packed] {
        bench.create(gated(name));
        bench.token(name, &{
            let list = bench.ok("ListPipelineExecutions", json!({ "pipelineName": name }));
            list["pipelineExecutionSummaries"][0]["pipelineExecutionId"].as_str().unwrap().to_owned()
        });
    }
    let mut operations: Vec<&str> = plain.model.operations().collect();
    operations.sort_by_key(|operation| operation.starts_with("Delete"));
    let mut accepted = 0;
    for (operation, size) in operations.into_iter().flat_map(|one| [(one, "least"), (one, "input")]) {
        let mut input = samples[operation][size].clone();
        if let Some(arn) = input.get_mut("resourceArn") {
            *arn = format!("arn:aws:codepipeline:us-east-1:111122223333:{name}").into();
        }
        let as_json = plain.wire.call(operation, &input).unwrap();
        let as_cbor = packed.wire.call_cbor(&packed.model, operation, &input).unwrap();
        match (as_json, as_cbor) {
            (Answer::Accepted(_, one), Answer::Accepted(_, other)) => {
                accepted += 1;
                assert_eq!(outline(&one), outline(&other), "{operation}");
                assert_eq!(packed.model.faults(operation, &other), Vec::<String>::new(), "{operation}");
            }
            (one, other) => assert_eq!(one, other, "{operation}"),
        }
    }
    assert!(accepted >= 15, "{accepted}");
}
