//! A busy run of several pipelines in one real engine: all three modes, executions that wait and are superseded, a failure
//! that is retried, a stop. The engine is started again whenever it is gone, and every call is repeated until it is
//! answered, so that the run comes to its end whatever happens to the process.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{Answer, Fault, Place, Running, Wire, until};

const MODES: [&str; 3] = ["SUPERSEDED", "QUEUED", "PARALLEL"];

/// The run.
#[derive(Debug)]
pub struct Busy {
    /// Where it takes place.
    pub place: Place,
    served: Option<(Running, Wire)>,
    fault: Option<Fault>,
    /// How often the engine was lost.
    pub crashes: usize,
    /// The request ids of the changes that were answered.
    answered: BTreeSet<String>,
    /// The executions that were answered, by pipeline and token.
    started: BTreeMap<(String, String), String>,
}

impl Busy {
    /// A run in a new place, with this under its first engine.
    pub fn new(fault: Fault) -> Self {
        let place = Place::empty();
        place.write("data/buckets/sources/app.zip", "app");
        Self { fault: Some(fault), ..Self::at(place) }
    }

    /// A run that goes on in a place.
    pub fn at(place: Place) -> Self {
        Self {
            place,
            served: None,
            fault: None,
            crashes: 0,
            answered: BTreeSet::new(),
            started: BTreeMap::new(),
        }
    }

    /// The engine, started when there is none.
    fn wire(&mut self) -> &Wire {
        while self.served.is_none() {
            let mut command = self.place.pipesmith(&["serve"]);
            if let Some(fault) = self.fault.take() {
                fault.put_under(&self.place, &mut command);
            }
            match self.place.try_served(&mut command) {
                Some((serve, ready)) => {
                    let wire = Wire::of(&self.place, ready["endpoint"].as_str().unwrap());
                    self.served = Some((serve, wire));
                }
                None => self.crashes += 1,
            }
        }
        &self.served.as_ref().unwrap().1
    }

    /// Calls until there is an answer. Whether a call was repeated is told, too: an earlier one may have been carried out.
    fn call(&mut self, operation: &str, input: &Value) -> (Answer, bool) {
        let mut repeated = false;
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            match self.wire().call(operation, input) {
                // The disk failed under it.
                Ok(Answer::Refused(code, message)) if code == "InternalFailure" => {
                    assert!(Instant::now() < end, "{operation} cannot be carried out any more: {message}");
                }
                Ok(answer) => return (answer, repeated),
                Err(_) => {
                    self.crashes += 1;
                    self.served = None;
                }
            }
            repeated = true;
        }
    }

    fn read(&mut self, operation: &str, input: &Value) -> Value {
        match self.call(operation, input) {
            (Answer::Accepted(_, value), _) => value,
            (Answer::Refused(code, message), _) => panic!("{operation}: {code}: {message}"),
        }
    }

    /// Makes a change. It may be refused with one of these codes when an earlier try had made it.
    fn change(&mut self, operation: &str, input: &Value, done: &[&str]) -> Value {
        match self.call(operation, input) {
            (Answer::Accepted(request, value), _) => {
                self.answered.insert(request);
                value
            }
            (Answer::Refused(code, _), true) if done.contains(&code.as_str()) => Value::Null,
            (Answer::Refused(code, message), repeated) => {
                panic!("{operation} {input} (repeated: {repeated}): {code}: {message}")
            }
        }
    }

    /// The executions of a pipeline, oldest first.
    fn executions(&mut self, pipeline: &str) -> Vec<Value> {
        let listed = self.read("ListPipelineExecutions", &json!({ "pipelineName": pipeline }));
        let mut executions = listed["pipelineExecutionSummaries"].as_array().unwrap().clone();
        executions.reverse();
        executions
    }

    fn actions(&mut self, pipeline: &str) -> Vec<Value> {
        let listed = self.read("ListActionExecutions", &json!({ "pipelineName": pipeline }));
        listed["actionExecutionDetails"].as_array().unwrap().clone()
    }

    /// Waits until nothing but approvals is under way; these.
    fn until_quiet(&mut self, pipeline: &str) -> Vec<Value> {
        let mut waiting = Vec::new();
        until("nothing but approvals is under way", || {
            let executions = self.executions(pipeline);
            let live = executions.iter().filter(|one| one["status"] == "InProgress").count();
            let running = self.actions(pipeline).into_iter().filter(|one| one["status"] == "InProgress");
            let (approvals, others): (Vec<_>, Vec<_>) = running.partition(|one| one["actionName"] == "Sign");
            waiting = approvals;
            others.is_empty() && !executions.is_empty() && (live == 0 || !waiting.is_empty())
        });
        waiting
    }

    fn start(&mut self, pipeline: &str, token: &str) {
        let input = json!({ "name": pipeline, "clientRequestToken": token });
        let started = self.change("StartPipelineExecution", &input, &[]);
        let id = started["pipelineExecutionId"].as_str().unwrap().to_owned();
        self.started.insert((pipeline.to_owned(), token.to_owned()), id);
    }

    /// Everything that happens; what is told in the end.
    pub fn play(&mut self) -> Vec<String> {
        self.begin();
        self.finish();
        self.told()
    }

    /// Up to where approvals alone are under way.
    pub fn begin(&mut self) {
        let created = |name, mode, key| (definition(name, mode, key), ["PipelineNameInUseException"]);
        let modes = MODES.map(|mode| created(mode, mode, "app.zip"));
        let others = [created("retried", "QUEUED", "late.zip"), created("stopped", "QUEUED", "app.zip")];
        for (definition, done) in modes.into_iter().chain(others) {
            self.change("CreatePipeline", &definition, &done);
        }
        for mode in MODES {
            self.until_quiet(mode);
            for token in ["first", "second"] {
                self.start(mode, token);
                self.until_quiet(mode);
            }
        }
        self.retry();
        self.stop();
        self.until_quiet("retried");
    }

    /// Approves what waits until everything has ended.
    pub fn finish(&mut self) {
        for pipeline in MODES.into_iter().chain(["retried"]) {
            loop {
                let waiting = self.until_quiet(pipeline);
                let Some(action) = waiting.last() else { break };
                let input = json!({
                    "pipelineName": pipeline, "stageName": "Gate", "actionName": "Sign",
                    "token": action["actionExecutionId"], "result": { "status": "Approved", "summary": "fine" },
                });
                // The next execution may wait at the gate by now.
                let done = ["ApprovalAlreadyCompletedException", "InvalidApprovalTokenException"];
                self.change("PutApprovalResult", &input, &done);
            }
        }
        self.check_answered();
    }

    /// An execution that has failed is retried once its cause is mended.
    fn retry(&mut self) {
        self.until_quiet("retried");
        let failed = self.executions("retried").remove(0);
        assert_eq!(failed["status"], "Failed");
        self.place.write("data/buckets/sources/late.zip", "late");
        let input = json!({
            "pipelineName": "retried", "stageName": "Source", "retryMode": "FAILED_ACTIONS",
            "pipelineExecutionId": failed["pipelineExecutionId"],
        });
        self.change("RetryStageExecution", &input, &["StageNotRetryableException"]);
    }

    fn stop(&mut self) {
        self.until_quiet("stopped");
        let waiting = self.executions("stopped").remove(0);
        let input = json!({
            "pipelineName": "stopped", "pipelineExecutionId": waiting["pipelineExecutionId"], "abandon": true,
        });
        self.change("StopPipelineExecution", &input, &["PipelineExecutionNotStoppableException"]);
    }

    /// What was answered is there: the executions, and a record of every change.
    fn check_answered(&mut self) {
        for ((pipeline, token), id) in self.started.clone() {
            let executions = self.executions(&pipeline);
            let known = executions.iter().any(|one| one["pipelineExecutionId"] == *id);
            assert!(known, "the start of {pipeline} with {token} was answered and is lost");
        }
        // The record was kept with the change; its line in the trail's file follows.
        until("a record of every change that was answered", || {
            self.read("ListPipelines", &json!({}));
            let mut missing = self.answered.clone();
            for file in self.place.files("data/trail") {
                for line in fs_err::read_to_string(file).unwrap().lines() {
                    let record: Value = serde_json::from_str(line).unwrap_or_default();
                    missing.remove(record["requestID"].as_str().unwrap_or_default());
                }
            }
            missing.is_empty()
        });
    }

    /// All that is told now, without ids and times.
    pub fn told(&mut self) -> Vec<String> {
        let mut told = Vec::new();
        for pipeline in MODES.into_iter().chain(["retried", "stopped"]) {
            let executions = self.executions(pipeline);
            let actions = self.actions(pipeline);
            for (number, execution) in executions.iter().enumerate() {
                let id = &execution["pipelineExecutionId"];
                let mine = actions.iter().filter(|one| one["pipelineExecutionId"] == *id);
                let mut mine: Vec<String> = mine
                    .map(|one| {
                        format!(
                            "{}/{} {}",
                            text(one, "stageName"),
                            text(one, "actionName"),
                            text(one, "status")
                        )
                    })
                    .collect();
                mine.sort();
                told.push(format!("{pipeline} {number} {}: {}", text(execution, "status"), mine.join(", ")));
            }
        }
        let shipped = self.place.files("data/buckets/site").into_iter().map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            format!("{name}: {}", fs_err::read_to_string(path).unwrap())
        });
        let mut shipped: Vec<String> = shipped.collect();
        shipped.sort();
        told.extend(shipped);
        // Nothing is left of what was under way.
        assert_eq!(self.place.files("data/incoming"), [] as [std::path::PathBuf; 0]);
        told
    }

    /// Ends the engine in good order.
    pub fn close(&mut self) {
        if let Some((mut serve, _)) = self.served.take() {
            let pid = serve.0.id().to_string();
            assert!(self.place.command("kill").arg(&pid).status().unwrap().success());
            serve.end();
        }
    }
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

/// A source, a gate, two deployments beside each other and one after them.
fn definition(name: &str, mode: &str, key: &str) -> Value {
    let action = |name: &str, order: i32, kind: [&str; 2], configuration: Value| {
        let artifact = json!([{ "name": "App" }]);
        let (inputs, outputs) = match kind[0] {
            "Source" => (json!([]), artifact),
            "Deploy" => (artifact, json!([])),
            _ => (json!([]), json!([])),
        };
        json!({
            "name": name, "runOrder": order, "configuration": configuration,
            "actionTypeId": { "category": kind[0], "owner": "AWS", "provider": kind[1], "version": "1" },
            "inputArtifacts": inputs, "outputArtifacts": outputs,
        })
    };
    let source = json!({ "S3Bucket": "sources", "S3ObjectKey": key, "PollForSourceChanges": "false" });
    let ship = |part: &str| json!({ "BucketName": "site", "Extract": "false", "ObjectKey": format!("{name}-{part}") });
    json!({ "pipeline": {
        "name": name, "roleArn": "arn:aws:iam::111122223333:role/pipeline", "pipelineType": "V2",
        "executionMode": mode, "artifactStore": { "type": "S3", "location": "artifacts" },
        "stages": [
            { "name": "Source", "actions": [action("Fetch", 1, ["Source", "S3"], source)] },
            { "name": "Gate", "actions": [action("Sign", 1, ["Approval", "Manual"], json!({}))] },
            { "name": "Ship", "actions": [
                action("A", 1, ["Deploy", "S3"], ship("a")),
                action("B", 1, ["Deploy", "S3"], ship("b")),
                action("C", 2, ["Deploy", "S3"], ship("c")),
            ] },
        ],
    } })
}
