//! The contract as others see it: faults in the service's words, both wires, the call by name.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::task::{Context, Poll, Waker};

use codepipeline::validate::{FaultKind, check_shape, refusal};
use codepipeline::{
    BoxFuture, Call, CodePipeline, Error, ErrorKind, Operation, Principal, PrincipalKind, Timestamp, Value,
    cbor, dispatch, from_value, json, shapes, to_value,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The outcome of a future that waits for nothing.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn call() -> Call {
    Call {
        principal: Principal {
            arn: "arn:aws:iam::111122223333:user/ann".to_owned(),
            account: "111122223333".to_owned(),
            kind: PrincipalKind::IamUser,
            user_name: "ann".to_owned(),
            access_key_id: None,
        },
        request_id: "2f6d3f0e-5b0a-4c7e-9a39-0d1f5d7c2a11".to_owned(),
        source_ip: "127.0.0.1".to_owned(),
        user_agent: "test".to_owned(),
        time: Timestamp(1_790_862_132_194),
        region: "us-east-1".to_owned(),
    }
}

/// Answers one operation and leaves the rest.
struct Starter;

impl CodePipeline for Starter {
    fn start_pipeline_execution<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::StartPipelineExecutionInput,
    ) -> BoxFuture<'a, shapes::StartPipelineExecutionOutput> {
        Box::pin(async move {
            let id = format!("{} by {}", input.name, call.principal.user_name);
            Ok(shapes::StartPipelineExecutionOutput { pipeline_execution_id: Some(id) })
        })
    }

    fn delete_pipeline<'a>(&'a self, _: &'a Call, _: shapes::DeletePipelineInput) -> BoxFuture<'a, ()> {
        Box::pin(async { Ok(()) })
    }
}

fn ask(operation: Operation, body: &str) -> Result<Option<Value>, Error> {
    now(dispatch(&Starter, operation, &call(), json::decode(body.as_bytes())?))
}

fn fixture(name: &str) -> Vec<u8> {
    fixture_file(&format!("{name}.json"))
}

fn fixture_file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    #[expect(clippy::disallowed_methods, reason = "the message below names the path")]
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Sets what a JSON pointer names.
fn with(mut document: serde_json::Value, changes: &[(&str, serde_json::Value)]) -> String {
    for (pointer, value) in changes {
        let (above, name) = pointer.rsplit_once('/').unwrap();
        match document.pointer_mut(above).unwrap() {
            serde_json::Value::Array(elements) => elements[name.parse::<usize>().unwrap()] = value.clone(),
            other => other[name] = value.clone(),
        }
    }
    document.to_string()
}

fn pipeline() -> serde_json::Value {
    serde_json::from_slice(&fixture("CreatePipelineInput")).unwrap()
}

fn create(changes: &[(&str, serde_json::Value)]) -> Error {
    ask(Operation::CreatePipeline, &with(pipeline(), changes)).unwrap_err()
}

#[test]
fn a_call_by_name_reaches_the_method_and_comes_back_as_a_message() {
    let output =
        ask(Operation::StartPipelineExecution, r#"{"name":"web","unknown":{"a":[1,null]}}"#).unwrap();
    let output = String::from_utf8(json::encode(&output.unwrap()).unwrap()).unwrap();
    assert_eq!(output, r#"{"pipelineExecutionId":"web by ann"}"#);
    assert_eq!(ask(Operation::DeletePipeline, r#"{"name":"web"}"#), Ok(None));
    let error = ask(Operation::GetPipeline, r#"{"name":"web"}"#).unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotImplemented);
    assert_eq!(error.message, "GetPipeline is not implemented on this computer yet");
}

#[test]
fn one_fault_is_told_in_the_singular() {
    let error = ask(Operation::GetPipeline, "{}").unwrap_err();
    assert_eq!(error.code(), "ValidationException");
    assert_eq!(
        error.message,
        "1 validation error detected: Value at 'name' failed to satisfy constraint: Member must not be null"
    );
    assert_eq!(ask(Operation::GetPipeline, r#"{"name":null}"#).unwrap_err(), error);
    assert_eq!(ask(Operation::GetPipeline, "").unwrap_err(), error);
}

#[test]
fn all_faults_are_told_with_elements_counted_from_one() {
    let error = create(&[
        ("/pipeline/name", "".into()),
        ("/pipeline/executionMode", "BEST_EFFORT".into()),
        ("/pipeline/stages/1/actions/0/runOrder", 1000.into()),
        ("/pipeline/stages/1/actions/0/name", "Ok?".into()),
        ("/pipeline/stages/1/name", serde_json::Value::Null),
    ]);
    assert_eq!(error.kind, ErrorKind::Validation);
    assert_eq!(
        error.message,
        "6 validation errors detected: \
         Value at 'pipeline.name' failed to satisfy constraint: Member must have length greater than or equal to 1; \
         Value at 'pipeline.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+; \
         Value at 'pipeline.stages.2.member.name' failed to satisfy constraint: Member must not be null; \
         Value at 'pipeline.stages.2.member.actions.1.member.name' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+; \
         Value at 'pipeline.stages.2.member.actions.1.member.runOrder' failed to satisfy constraint: Member must have value less than or equal to 999; \
         Value at 'pipeline.executionMode' failed to satisfy constraint: Member must satisfy enum value set: [QUEUED, SUPERSEDED, PARALLEL]"
    );
}

#[test]
fn a_maps_values_and_keys_are_told_at_the_map_with_all_their_rules() {
    let error = create(&[("/pipeline/stages/0/actions/0/configuration/S3Bucket", "b".repeat(1001).into())]);
    assert_eq!(
        error.message,
        "1 validation error detected: Value at 'pipeline.stages.1.member.actions.1.member.configuration' failed to \
         satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 1000, \
         Member must have length greater than or equal to 1]"
    );
    let error = create(&[("/pipeline/stages/0/actions/0/configuration/", "x".into())]);
    assert!(error.message.contains("Map keys must satisfy constraint: ["), "{}", error.message);
}

#[test]
fn sizes_of_lists_and_enumerations_of_one_value_are_checked() {
    let commands: Vec<String> = (0..51).map(|at| format!("echo {at}")).collect();
    let error = create(&[
        ("/pipeline/stages/0/actions/0/commands", commands.into()),
        ("/pipeline/artifactStore/encryptionKey", serde_json::json!({"id": "k", "type": "AES"})),
    ]);
    assert!(error.message.starts_with("2 validation errors detected: "), "{}", error.message);
    assert!(error.message.contains("Member must satisfy enum value set: [KMS]"), "{}", error.message);
    assert!(
        error.message.contains(
            ".commands' failed to satisfy constraint: Member must have length less than or equal to 50"
        ),
        "{}",
        error.message
    );
}

#[test]
fn a_wrong_type_is_a_serialization_error_whatever_else_is_wrong() {
    for (value, text) in [
        (1.into(), "NUMBER_VALUE can not be converted to a String (at 'pipeline.roleArn')"),
        (true.into(), "TRUE_VALUE can not be converted to a String (at 'pipeline.roleArn')"),
        (
            serde_json::json!({}),
            "Start of structure or map found where not expected. (at 'pipeline.roleArn')",
        ),
        (serde_json::json!([]), "Start of list found where not expected. (at 'pipeline.roleArn')"),
    ] {
        let error = create(&[("/pipeline/roleArn", value), ("/pipeline/name", "".into())]);
        assert_eq!((error.kind, error.message.as_str()), (ErrorKind::Serialization, text));
    }
    for (pointer, value, text) in [
        ("/pipeline", serde_json::json!([]), "Expected structure or null (at 'pipeline')"),
        ("/pipeline/stages", "x".into(), "Expected list or null (at 'pipeline.stages')"),
        ("/pipeline/artifactStores", 1.into(), "Expected map or null (at 'pipeline.artifactStores')"),
        (
            "/pipeline/version",
            "1".into(),
            "STRING_VALUE can not be converted to an Integer (at 'pipeline.version')",
        ),
        (
            "/pipeline/version",
            5_000_000_000_i64.into(),
            "NUMBER_VALUE can not be converted to an Integer (at 'pipeline.version')",
        ),
        (
            "/pipeline/version",
            1.5.into(),
            "NUMBER_VALUE can not be converted to an Integer (at 'pipeline.version')",
        ),
    ] {
        let error = create(&[(pointer, value)]);
        assert_eq!((error.kind, error.message.as_str()), (ErrorKind::Serialization, text));
    }
    assert_eq!(ask(Operation::GetPipeline, "[]").unwrap_err().kind, ErrorKind::Serialization);
    assert_eq!(ask(Operation::GetPipeline, "{\"name\":").unwrap_err().kind, ErrorKind::Serialization);
}

#[test]
fn an_absent_element_is_a_fault_of_its_place() {
    let error = create(&[("/pipeline/stages/1", serde_json::Value::Null)]);
    assert_eq!(
        error.message,
        "1 validation error detected: Value at 'pipeline.stages.2.member' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn a_declaration_alone_is_checked_with_pointers_into_it() {
    let document = with(
        pipeline(),
        &[
            ("/pipeline/stages/1/actions/0/configuration/a~1b", "".into()),
            ("/pipeline/stages/0/actions/0/commands", serde_json::json!(["ok", "", "ok", ""])),
            ("/pipeline/stages/0/actions/0/outputVariables", serde_json::json!([7])),
        ],
    );
    let message = json::decode(document.as_bytes()).unwrap();
    let faults = check_shape("PipelineDeclaration", message.get("pipeline").unwrap());
    let told: Vec<_> =
        faults.iter().map(|fault| (fault.pointer.as_str(), fault.member_path.as_str(), fault.kind)).collect();
    assert_eq!(
        told,
        [
            (
                "/stages/0/actions/0/commands/1",
                "stages.1.member.actions.1.member.commands",
                FaultKind::Constraint
            ),
            (
                "/stages/0/actions/0/commands/3",
                "stages.1.member.actions.1.member.commands",
                FaultKind::Constraint
            ),
            (
                "/stages/0/actions/0/outputVariables/0",
                "stages.1.member.actions.1.member.outputVariables.1.member",
                FaultKind::WrongType
            ),
            (
                "/stages/1/actions/0/configuration/a~01b",
                "stages.2.member.actions.1.member.configuration",
                FaultKind::Constraint
            ),
        ]
    );
    assert_eq!(
        faults[0].constraint,
        "Member must satisfy constraint: [Member must have length less than or equal to 1000, Member must have length greater than or equal to 1]"
    );
    let constraints: Vec<_> =
        faults.into_iter().filter(|fault| fault.kind == FaultKind::Constraint).collect();
    assert!(refusal(&constraints).unwrap().message.starts_with("2 validation errors detected: "));
    assert_eq!(check_shape("NoSuchShape", &Value::Null).len(), 1);
}

#[test]
fn patterns_match_the_whole_text() {
    for (name, good) in
        [("web", true), ("web\n", false), ("a b", false), ("ä", false), (&"n".repeat(101), false)]
    {
        let input = to_value(&shapes::GetPipelineInput { name: name.to_owned(), version: None }).unwrap();
        assert_eq!(check_shape("GetPipelineInput", &input).is_empty(), good, "{name:?}");
    }
}

/// Reads a published answer, and writes it again by both wires without losing or adding anything.
fn survives<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(name: &str) -> T {
    let bytes = fixture(name);
    let wire: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let shape: T = from_value(json::decode(&bytes).unwrap()).unwrap();
    let value = to_value(&shape).unwrap();
    let again: serde_json::Value = serde_json::from_slice(&json::encode(&value).unwrap()).unwrap();
    assert_eq!(again, wire, "{name} as JSON");
    assert_eq!(cbor::decode(&cbor::encode(&value).unwrap()).unwrap(), value, "{name} as CBOR");
    assert_eq!(from_value::<T>(value).unwrap(), shape, "{name} typed");
    let stored = serde_json::to_string(&shape).unwrap();
    assert_eq!(serde_json::from_str::<T>(&stored).unwrap(), shape, "{name} stored");
    shape
}

#[test]
fn published_messages_survive_both_wires() {
    let state: shapes::GetPipelineStateOutput = survives("GetPipelineStateOutput");
    assert_eq!(state.updated, Some(Timestamp(1_790_861_500_250)));
    survives::<shapes::GetPipelineExecutionOutput>("GetPipelineExecutionOutput");
    survives::<shapes::ListActionExecutionsOutput>("ListActionExecutionsOutput");
    survives::<shapes::ListPipelineExecutionsOutput>("ListPipelineExecutionsOutput");
    survives::<shapes::ListRuleExecutionsOutput>("ListRuleExecutionsOutput");
    survives::<shapes::ListDeployActionExecutionTargetsOutput>("ListDeployActionExecutionTargetsOutput");
    survives::<shapes::ListPipelinesOutput>("ListPipelinesOutput");
    survives::<shapes::StartPipelineExecutionInput>("StartPipelineExecutionInput");
    let create: shapes::CreatePipelineInput = survives("CreatePipelineInput");
    assert_eq!(create.pipeline.pipeline_type, Some(shapes::PipelineType::V2));
}

/// Nobody answers: a call ends when its message has become a typed input.
struct Nobody;
impl CodePipeline for Nobody {}

#[test]
fn the_tables_and_the_types_agree_about_every_operation() {
    let samples: serde_json::Value = serde_json::from_slice(&fixture("samples")).unwrap();
    for &operation in Operation::ALL {
        let sample = &samples[operation.name()];
        assert_eq!(sample.get("output").is_some(), operation.has_output(), "{operation}");
        for message in [&sample["input"], &sample["least"]] {
            let message = json::decode(message.to_string().as_bytes()).unwrap();
            assert_eq!(check_shape(operation.input_shape(), &message), [], "{operation}");
            let error = now(dispatch(&Nobody, operation, &call(), message)).unwrap_err();
            assert_eq!(error.kind, ErrorKind::NotImplemented, "{operation}: {error}");
        }
        let Value::Map(least) = json::decode(sample["least"].to_string().as_bytes()).unwrap() else {
            panic!("{operation} takes no structure")
        };
        for left_out in 0..least.len() {
            let mut message = least.clone();
            let (member, _) = message.remove(left_out);
            let error = now(dispatch(&Nobody, operation, &call(), Value::Map(message))).unwrap_err();
            let text = format!("Value at '{member}' failed to satisfy constraint: Member must not be null");
            assert!(error.message.ends_with(&text), "{operation}: {error}");
        }
        if let Some(shape) = operation.output_shape() {
            let message = json::decode(sample["output"].to_string().as_bytes()).unwrap();
            assert_eq!(check_shape(shape, &message), [], "{shape}");
        }
    }
}

#[test]
fn a_timestamp_is_seconds_on_the_wires_and_milliseconds_at_rest() {
    let time = Timestamp(1_790_862_132_194);
    assert_eq!(serde_json::to_string(&time).unwrap(), "1790862132194");
    let value = to_value(&time).unwrap();
    assert_eq!(value, Value::Timestamp(time));
    assert_eq!(json::encode(&value).unwrap(), b"1790862132.194");
    assert_eq!(json::encode(&Value::Timestamp(Timestamp(1_790_860_000_000))).unwrap(), b"1790860000.0");
    // Tag 1, then a double.
    assert_eq!(cbor::encode(&value).unwrap()[..2], [0xc1, 0xfb]);
    for wire in ["1790862132.194", "1.790862132194E9"] {
        assert_eq!(from_value::<Timestamp>(json::decode(wire.as_bytes()).unwrap()).unwrap(), time);
    }
    assert_eq!(from_value::<Timestamp>(json::decode(b"7").unwrap()).unwrap(), Timestamp(7000));
    // Tag 1 may hold an integer as well.
    assert_eq!(cbor::decode(&[0xc1, 0x07]).unwrap(), Value::Timestamp(Timestamp(7000)));
    for hostile in ["1e300", "9223372036854775807", "\"2026-11-23\"", "true"] {
        assert!(from_value::<Timestamp>(json::decode(hostile.as_bytes()).unwrap()).is_err(), "{hostile}");
    }
}

#[test]
fn hostile_messages_are_refused() {
    let deep = "[".repeat(100_000);
    assert_eq!(json::decode(deep.as_bytes()).unwrap_err().kind, ErrorKind::Serialization);
    assert_eq!(cbor::decode(&vec![0x81; 100_000]).unwrap_err().kind, ErrorKind::Serialization);
    assert_eq!(cbor::decode(&vec![0xc1; 100_000]).unwrap_err().kind, ErrorKind::Serialization);
    for bytes in [
        // A text, a list and a map that claim to be longer than any memory.
        &[0x7b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff][..],
        &[0x9b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0xbb, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        // Bytes, a key that is a number, something after the message, a time that is a text.
        &[0x41, 0x00],
        &[0xa1, 0x01, 0x01],
        &[0xa0, 0xa0],
        &[0xc1, 0x61, 0x61],
    ] {
        assert_eq!(cbor::decode(bytes).unwrap_err().kind, ErrorKind::Serialization, "{bytes:x?}");
    }
    assert_eq!(json::decode(b"{} {}").unwrap_err().kind, ErrorKind::Serialization);
}

#[test]
fn of_a_member_given_twice_the_last_one_counts() {
    let twice = json::decode(br#"{"name":"a","version":1,"name":"b"}"#).unwrap();
    let input: shapes::GetPipelineInput = from_value(twice).unwrap();
    assert_eq!((input.name.as_str(), input.version), ("b", Some(1)));
    // {"name": "a", "name": "b"}
    let twice = cbor::decode(b"\xa2\x64name\x61a\x64name\x61b").unwrap();
    assert_eq!(twice, Value::Map(vec![("name".to_owned(), Value::String("b".to_owned()))]));
}

#[test]
fn enumerations_keep_what_they_do_not_know() {
    let status = shapes::StageExecutionStatus::from("Paused");
    assert_eq!(status, shapes::StageExecutionStatus::Other("Paused".to_owned()));
    assert_eq!(status.to_string(), "Paused");
    assert_eq!(to_value(&status).unwrap(), Value::String("Paused".to_owned()));
    assert_eq!(shapes::ActionOwner::from("AWS"), shapes::ActionOwner::Aws);
    assert_eq!(shapes::ActionOwner::VALUES, ["AWS", "ThirdParty", "Custom"]);
}

#[test]
fn secrets_are_not_printed() {
    let credentials = shapes::AWSSessionCredentials {
        access_key_id: "AKIAEXAMPLE".to_owned(),
        secret_access_key: "wJalr".to_owned(),
        session_token: "FwoGZ".to_owned(),
    };
    let webhook = shapes::WebhookAuthConfiguration {
        secret_token: Some("hunter2".to_owned()),
        allowed_ip_range: Some("10.0.0.0/8".to_owned()),
    };
    let printed = format!("{credentials:?} {webhook:?}");
    for secret in ["AKIAEXAMPLE", "wJalr", "FwoGZ", "hunter2"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert!(printed.contains("10.0.0.0/8"), "{printed}");
}

#[test]
fn operations_tell_their_facts() {
    assert_eq!(Operation::ALL.len(), 44);
    for &operation in Operation::ALL {
        assert_eq!(Operation::from_name(operation.name()), Some(operation));
    }
    assert_eq!(Operation::from_name("getPipeline"), None);
    let without_output: Vec<_> = Operation::ALL
        .iter()
        .filter(|operation| !operation.has_output())
        .map(|operation| operation.name())
        .collect();
    assert_eq!(
        without_output,
        [
            "DeleteCustomActionType",
            "DeletePipeline",
            "DisableStageTransition",
            "EnableStageTransition",
            "OverrideStageCondition",
            "PutJobFailureResult",
            "PutJobSuccessResult",
            "PutThirdPartyJobFailureResult",
            "PutThirdPartyJobSuccessResult",
            "UpdateActionType"
        ]
    );
    assert!(Operation::ListWebhooks.is_read_only() && !Operation::PollForJobs.is_read_only());
}

#[test]
fn every_operation_declares_the_errors_of_the_api_reference() {
    let table = String::from_utf8(fixture_file("declared-errors.tsv")).unwrap();
    let expected: Vec<(&str, Vec<String>)> = table
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .map(|(name, kinds)| (name, kinds.split(' ').map(|kind| format!("{kind}Exception")).collect()))
        .collect();
    let declared: Vec<(&str, Vec<String>)> = Operation::ALL
        .iter()
        .map(|operation| {
            let codes = operation.declared_errors().iter().map(|kind| kind.code().to_owned());
            (operation.name(), codes.collect())
        })
        .collect();
    assert_eq!(declared, expected);
}

#[test]
fn error_kinds_have_names_of_their_own_and_the_services_statuses() {
    let codes: BTreeSet<_> = ErrorKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes.len(), ErrorKind::ALL.len());
    for &kind in ErrorKind::ALL {
        assert_eq!(ErrorKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(
        ErrorKind::from_code("com.amazonaws.codepipeline#StageNotFoundException:http://internal/"),
        Some(ErrorKind::StageNotFound)
    );
    assert_eq!(ErrorKind::from_code("Nonsense"), None);
    for (kind, status) in [
        (ErrorKind::PipelineNotFound, 400),
        (ErrorKind::Conflict, 409),
        (ErrorKind::AccessDenied, 400),
        (ErrorKind::UnknownOperation, 404),
        (ErrorKind::RequestEntityTooLarge, 413),
        (ErrorKind::InternalFailure, 500),
        (ErrorKind::NotImplemented, 501),
        (ErrorKind::ServiceUnavailable, 503),
    ] {
        assert_eq!(kind.http_status(), status, "{kind:?}");
    }
}

/// Messages of all sorts, such as no client would send.
fn any_value() -> impl Strategy<Value = Value> {
    let names = prop_oneof![
        Just("name".to_owned()),
        Just("pipeline".to_owned()),
        Just("stages".to_owned()),
        Just("actions".to_owned()),
        Just("configuration".to_owned()),
        ".{0,8}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Integer),
        // JSON cannot tell 3.0 from 3 in every writer, nor write what is not a number.
        any::<i32>().prop_map(|number| Value::Double(f64::from(number) + 0.5)),
        ".{0,12}".prop_map(Value::String),
    ];
    leaf.prop_recursive(6, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::btree_map(names.clone(), inner, 0..6)
                .prop_map(|map| Value::Map(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = json::decode(&bytes);
        let _ = cbor::decode(&bytes);
    }

    #[test]
    fn no_change_of_a_good_message_makes_anything_panic(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let message = json::decode(&fixture("CreatePipelineInput")).unwrap();
        for (mut bytes, decode) in [
            (json::encode(&message).unwrap(), json::decode as fn(&[u8]) -> Result<Value, Error>),
            (cbor::encode(&message).unwrap(), cbor::decode),
        ] {
            let place = at.index(bytes.len());
            bytes[place] = byte;
            if let Ok(value) = decode(&bytes) {
                let _ = now(dispatch(&Starter, Operation::CreatePipeline, &call(), value));
            }
        }
    }

    #[test]
    fn messages_survive_both_wires(value in any_value(), millis in -4_000_000_000_000_i64..8_000_000_000_000) {
        prop_assert_eq!(&json::decode(&json::encode(&value).unwrap()).unwrap(), &value);
        prop_assert_eq!(&cbor::decode(&cbor::encode(&value).unwrap()).unwrap(), &value);
        let time = Timestamp(millis);
        let wire = json::encode(&Value::Timestamp(time)).unwrap();
        prop_assert_eq!(from_value::<Timestamp>(json::decode(&wire).unwrap()).unwrap(), time);
        let wire = cbor::encode(&Value::Timestamp(time)).unwrap();
        prop_assert_eq!(cbor::decode(&wire).unwrap(), Value::Timestamp(time));
    }

    #[test]
    fn any_message_is_answered_or_refused_in_kind(value in any_value(), at in any::<prop::sample::Index>()) {
        let operation = *at.get(Operation::ALL);
        if let Err(error) = now(dispatch(&Starter, operation, &call(), value)) {
            let kinds = [ErrorKind::Validation, ErrorKind::Serialization, ErrorKind::NotImplemented];
            prop_assert!(kinds.contains(&error.kind), "{error}");
        }
    }
}
