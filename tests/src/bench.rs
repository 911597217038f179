//! A served folder for tests of single calls: what is accepted is held against the model, what is refused is remembered.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{Answer, Model, Place, Running, Wire, until};

/// A served folder, and what a test has provoked in it.
pub struct Bench {
    /// Its folder.
    pub place: Place,
    serve: Running,
    /// Its endpoint.
    pub wire: Wire,
    /// The model of the service.
    pub model: Model,
    provoked: RefCell<BTreeSet<(String, String)>>,
}

impl Bench {
    /// A served folder with an object `in/parcel.txt`.
    #[expect(clippy::new_without_default, reason = "it starts a program")]
    pub fn new() -> Self {
        let place = Place::empty();
        place.write("data/buckets/in/parcel.txt", "to whom it may concern\n");
        let (serve, ready) = place.serve();
        let wire = Wire::of(&place, ready["endpoint"].as_str().unwrap());
        Self { place, serve, wire, model: Model::default(), provoked: RefCell::default() }
    }

    /// The answer of a call that is accepted, as the model has it.
    pub fn ok(&self, operation: &str, input: Value) -> Value {
        match self.wire.call(operation, &input).unwrap() {
            Answer::Accepted(_, answer) => {
                let faults = self.model.faults(operation, &answer);
                assert!(faults.is_empty(), "{operation}: {faults:?}: {answer}");
                answer
            }
            Answer::Refused(code, message) => panic!("{operation} {input}: {code}: {message}"),
        }
    }

    /// A call that is refused with this error.
    pub fn no(&self, operation: &str, error: &str, input: Value) {
        let error = format!("{error}Exception");
        match self.wire.call(operation, &input).unwrap() {
            Answer::Refused(code, message) if code == error => {
                assert!(!message.is_empty(), "{operation}: {code} says nothing");
                self.provoked.borrow_mut().insert((operation.to_owned(), code));
            }
            other => panic!("{operation} {input}: {other:?}, not {error}"),
        }
    }

    /// How much memory the serving process holds, in bytes; 0 where the system does not tell.
    pub fn memory(&self) -> u64 {
        let status =
            fs_err::read_to_string(format!("/proc/{}/status", self.serve.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let held = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
        held.unwrap_or_default() * 1024
    }

    /// The errors that calls were refused with, by operation.
    pub fn provoked(self) -> BTreeSet<(String, String)> {
        self.provoked.into_inner()
    }

    /// Creates a pipeline; its name.
    pub fn create(&self, declaration: Value) -> String {
        let created = self.ok("CreatePipeline", json!({ "pipeline": declaration }));
        created["pipeline"]["name"].as_str().unwrap().to_owned()
    }

    /// Starts an execution with this value of the variable `Go`; its id.
    pub fn start(&self, name: &str, go: &str) -> String {
        let variables = json!([{ "name": "Go", "value": go }]);
        let started = self.ok("StartPipelineExecution", json!({ "name": name, "variables": variables }));
        started["pipelineExecutionId"].as_str().unwrap().to_owned()
    }

    /// The status of an execution.
    pub fn status(&self, name: &str, id: &str) -> String {
        let asked = json!({ "pipelineName": name, "pipelineExecutionId": id });
        let found = self.ok("GetPipelineExecution", asked);
        found["pipelineExecution"]["status"].as_str().unwrap().to_owned()
    }

    /// Waits for the end of an execution, and checks how it ended.
    pub fn ended(&self, name: &str, id: &str, status: &str) {
        until("the end", || self.status(name, id) != "InProgress");
        assert_eq!(self.status(name, id), status);
    }

    /// The token of the approval that waits in an execution.
    pub fn token(&self, name: &str, id: &str) -> String {
        let mut token = None;
        until("the approval", || {
            let state = self.ok("GetPipelineState", json!({ "name": name }));
            let gate = &state["stageStates"][1];
            let here = gate["latestExecution"]["pipelineExecutionId"] == id;
            let latest = &gate["actionStates"][0]["latestExecution"];
            let waits = here && latest["status"] == "InProgress";
            token = latest["token"].as_str().filter(|_| waits).map(str::to_owned);
            token.is_some()
        });
        token.unwrap()
    }
}

/// An action of one of the service's types, named after its provider.
pub fn action(category: &str, provider: &str, configuration: Value, more: Value) -> Value {
    let kind = json!({ "category": category, "owner": "AWS", "provider": provider, "version": "1" });
    let mut action = json!({ "name": provider, "actionTypeId": kind, "configuration": configuration });
    action.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    action
}

/// A pipeline that takes an object and waits for an approval; with a variable that must be `yes` to get so far.
pub fn gated(name: &str) -> Value {
    let source = json!({ "S3Bucket": "in", "S3ObjectKey": "parcel.txt", "PollForSourceChanges": "false" });
    let rule = json!({
        "name": "Go",
        "ruleTypeId": { "category": "Rule", "owner": "AWS", "provider": "VariableCheck", "version": "1" },
        "configuration": { "Variable": "#{variables.Go}", "Value": "yes", "Operator": "EQ" }
    });
    json!({
        "name": name,
        "roleArn": "arn:aws:iam::111122223333:role/r",
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "artifactStore": { "type": "S3", "location": "artifacts" },
        "variables": [{ "name": "Go", "defaultValue": "yes" }],
        "stages": [
            { "name": "Source", "actions": [action("Source", "S3", source, json!({ "outputArtifacts": [{ "name": "App" }] }))] },
            { "name": "Gate",
              "beforeEntry": { "conditions": [{ "result": "FAIL", "rules": [rule] }] },
              "actions": [action("Approval", "Manual", json!({}), json!({}))] }
        ]
    })
}
