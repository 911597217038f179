//! The rules, told as stories: each file of `tests/rules` is a script whose lines beginning with `>` are put to a
//! pipeline and whose other indented lines are what came of it. `UPDATE=1` writes what comes of it now; read the
//! difference.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::fmt::Write;

use codepipeline::Timestamp;
use codepipeline::shapes::{
    ApprovalStatus, ConditionType, ExecutionMode, ExecutionTrigger, FailureType, PipelineVariable,
    SourceRevisionOverride, StageRetryMode, StageTransitionType, TriggerType,
};
use execution::{
    ActionFailure, ActionKey, ActionSuccess, Artifact, Command, Event, Input, Revision, StartRequest,
    commands, deadlines, views,
};
use serde::Serialize;
use serde_json::{Map, Value};
use support::{Bench, Names, START, definition};

const ANN: &str = "arn:aws:iam::111122223333:user/ann";

#[test]
fn every_story_still_ends_as_it_is_told() {
    let folder = format!("{}/tests/rules", env!("CARGO_MANIFEST_DIR"));
    let mut differ = Vec::new();
    let mut paths: Vec<_> = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let told = fs_err::read_to_string(&path).unwrap();
        let comes = Story::default().play(&told);
        if told == comes {
            continue;
        }
        if std::env::var_os("UPDATE").is_some() {
            fs_err::write(&path, comes).unwrap();
        } else {
            let line = told.lines().zip(comes.lines()).take_while(|(a, b)| a == b).count();
            let (a, b) = (told.lines().nth(line).unwrap_or(""), comes.lines().nth(line).unwrap_or(""));
            differ.push(format!("{}:{}\n  told:  {a}\n  comes: {b}", path.display(), line + 1));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[derive(Default)]
struct Story {
    bench: Option<Bench>,
    names: Names,
    loud: bool,
}

impl Story {
    /// The script with what comes of each of its lines.
    fn play(mut self, script: &str) -> String {
        let mut out = String::new();
        for line in script.lines() {
            if line.starts_with("  ") {
                continue;
            }
            out.push_str(line);
            out.push('\n');
            if let Some(line) = line.strip_prefix("> ") {
                let result = self.step(line);
                for line in result.lines() {
                    writeln!(out, "  {line}").unwrap();
                }
            }
        }
        if let Some(bench) = &self.bench {
            bench.check_replay(bench.state.name());
        }
        out
    }

    fn step(&mut self, line: &str) -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        let rest = |from: usize| words.get(from..).unwrap_or_default().join(" ");
        let word =
            |index: usize| words.get(index).copied().unwrap_or_else(|| panic!("{line}: a word is missing"));
        if words[0] == "loud" {
            self.loud = true;
            return String::new();
        }
        if self.bench.is_none() {
            self.bench = Some(Bench::new(&definition(word(1)).name));
        }
        let state = &self.bench.as_ref().unwrap().state;
        let id = |name: &str| self.names.id(name).unwrap_or(name).to_owned();
        let input = match words[0] {
            "wait" => {
                let minutes: i64 = word(1).parse().unwrap();
                self.bench.as_mut().unwrap().now += minutes * 60_000;
                return String::new();
            }
            "state" if words.len() == 1 => return self.board(),
            "state" => return self.show(&views::pipeline_state(state).unwrap()),
            "execution" => return self.show(&views::execution(state, &id(word(1)))),
            "summary" => return self.show(&views::summary(state, &id(word(1)))),
            "actions" => return self.show(&views::action_executions(state, &id(word(1)))),
            "details" => return self.show(&views::local_details(state, &id(word(1)))),
            "commands" => return self.commands(),
            "retirable" => return self.names.tell(&state.retirable().join(" ")),
            "deadlines" => {
                let lines = deadlines(state).into_iter().map(|deadline| {
                    let minutes = (deadline.at.millis() - START) / 60_000;
                    format!("{} after {minutes} min", self.names.tell(&deadline.key.action_execution_id))
                });
                return lines.collect::<Vec<_>>().join("\n");
            }
            "create" => {
                let start = words.contains(&"start");
                Input::Create { declaration: self.moded(&words), start, by: ANN.into() }
            }
            "update" => Input::Update { declaration: self.moded(&words), by: ANN.into() },
            "delete" => Input::Delete { by: ANN.into() },
            "start" => Input::Start(start(&words[1..])),
            "stop" => {
                let abandon = words.get(2) == Some(&"abandon");
                let reason = Some(rest(if abandon { 3 } else { 2 })).filter(|reason| !reason.is_empty());
                Input::Stop { execution_id: id(word(1)), abandon, reason, by: ANN.into() }
            }
            "approve" | "reject" => {
                let (stage, action) = word(1).split_once('/').unwrap();
                Input::PutApprovalResult {
                    stage: stage.into(),
                    action: action.into(),
                    token: id(word(2)),
                    status: match words[0] {
                        "approve" => ApprovalStatus::Approved,
                        _ => ApprovalStatus::Rejected,
                    },
                    summary: rest(3),
                    by: "arn:aws:iam::111122223333:user/bob".into(),
                }
            }
            "retry" => Input::RetryStage {
                execution_id: id(word(1)),
                stage: word(2).into(),
                mode: StageRetryMode::from(word(3)),
                by: ANN.into(),
            },
            "rollback" => Input::RollbackStage {
                stage: word(1).into(),
                target_execution_id: id(word(2)),
                stored: None,
                by: ANN.into(),
            },
            "override" => Input::OverrideCondition {
                execution_id: id(word(1)),
                stage: word(2).into(),
                condition: ConditionType::from(word(3)),
                by: ANN.into(),
            },
            "rules" => return self.show(&views::rule_executions(state, &id(word(1)))),
            "disable" => Input::DisableTransition {
                stage: word(1).into(),
                transition: StageTransitionType::from(word(2)),
                reason: rest(3),
                by: ANN.into(),
            },
            "enable" => Input::EnableTransition {
                stage: word(1).into(),
                transition: StageTransitionType::from(word(2)),
                by: ANN.into(),
            },
            "accept" => Input::ActionAccepted {
                key: self.key(word(1)),
                external_execution_id: word(2).into(),
                external_execution_url: words.get(3).map(|url| (*url).to_owned()),
            },
            "progress" => Input::ActionProgress {
                key: self.key(word(1)),
                percent: word(2).parse().ok(),
                summary: Some(rest(3)).filter(|summary| !summary.is_empty()),
            },
            "succeed" => self.succeed(&words[1..]),
            "fail" => Input::ActionFailed {
                key: self.key(word(1)),
                failure: Box::new(ActionFailure::new(FailureType::from(word(2)), rest(3))),
            },
            "interrupt" => Input::AttemptInterrupted { key: self.key(word(1)) },
            "release" => Input::ActionReleased { key: self.key(word(1)) },
            "retire" => Input::Retire { execution_id: id(word(1)) },
            "tick" => Input::Tick,
            other => panic!("{other}: no such line"),
        };
        self.put(input)
    }

    fn put(&mut self, input: Input) -> String {
        let bench = self.bench.as_mut().unwrap();
        bench.now += 1_000;
        let happened = match bench.put(input) {
            Ok(happened) => happened,
            Err(error) => return self.names.tell(&format!("! {error}")),
        };
        let mut out = String::new();
        for (event, notices) in happened {
            let line = self.tell_event(&event);
            writeln!(out, "{line}").unwrap();
            for notice in notices.iter().filter(|_| self.loud) {
                let kind = notice.detail_type.split(' ').nth(1).unwrap();
                let text = self.names.tell(&notice.detail.to_string());
                writeln!(out, "  {kind} {text}").unwrap();
            }
        }
        if out.is_empty() { "(nothing)".into() } else { out }
    }

    /// `create NAME [MODE] [start]`
    fn moded(&self, words: &[&str]) -> std::sync::Arc<codepipeline::shapes::PipelineDeclaration> {
        let mut declaration = definition(words[1]);
        if let Some(mode) = words.get(2).filter(|word| **word != "start") {
            std::sync::Arc::make_mut(&mut declaration).execution_mode = Some(ExecutionMode::from(*mode));
        }
        declaration
    }

    /// `Compile#1`, or `Compile#1~2` for its second internal attempt.
    fn key(&self, name: &str) -> ActionKey {
        let (name, attempt) = name.split_once('~').unwrap_or((name, "1"));
        ActionKey {
            action_execution_id: self.names.id(name).unwrap_or(name).to_owned(),
            internal_attempt: attempt.parse().unwrap(),
        }
    }

    /// `succeed ACTION [NAME=VALUE]... [revision:ID] [no-artifacts]`: with all its artifacts, unless it says so.
    fn succeed(&self, words: &[&str]) -> Input {
        let key = self.key(words[0]);
        let state = &self.bench.as_ref().unwrap().state;
        let mut success = ActionSuccess::default();
        for command in commands(state) {
            if let Command::StartAction(start) = command
                && start.key == key
                && !words.contains(&"no-artifacts")
            {
                let written = |artifact: execution::OutputArtifact| Artifact {
                    name: artifact.name,
                    location: artifact.location,
                };
                success.output_artifacts = start.output_artifacts.into_iter().map(written).collect();
            }
        }
        for word in &words[1..] {
            if let Some((name, value)) = word.split_once('=') {
                success.output_variables.insert(name.into(), value.into());
            } else if let Some(revision) = word.strip_prefix("revision:") {
                success.external_execution_id = Some(revision.into());
                success.summary = Some(format!("Amazon S3 version id: {revision}"));
                success.revision = Some(Revision {
                    id: revision.into(),
                    change_identifier: Some("1795428000123".into()),
                    summary: success.summary.clone(),
                    created: Some(Timestamp(START)),
                    url: Some("https://example.test/src".into()),
                });
            }
        }
        Input::ActionSucceeded { key, success: Box::new(success) }
    }

    /// `Type E1 Stage/Action#1 field=value`
    fn tell_event(&mut self, event: &Event) -> String {
        let Value::Object(mut fields) = serde_json::to_value(event).unwrap() else { unreachable!() };
        let mut take = |name: &str| match fields.shift_remove(name) {
            Some(Value::String(text)) => Some(text),
            Some(other) => Some(other.to_string()),
            None => None,
        };
        take("at");
        let mut line = take("type").unwrap();
        if take("declaration").is_some() {
            line.push_str(" (definition)");
        }
        if let Some(id) = take("execution_id") {
            self.names.learn(&id, "E");
            write!(line, " {}", self.names.tell(&id)).unwrap();
        }
        let stage = take("stage");
        let action = take("action");
        let rule = take("rule");
        if let Some(id) = take("rule_execution_id") {
            self.names.learn(&id, &format!("{}#", rule.unwrap()));
            write!(line, " {}/{}", stage.unwrap(), self.names.tell(&id)).unwrap();
            if let Some(attempt) = take("internal_attempt").filter(|attempt| attempt != "1") {
                write!(line, "~{attempt}").unwrap();
            }
        } else if let Some(id) = take("action_execution_id") {
            self.names.learn(&id, &format!("{}#", action.unwrap()));
            write!(line, " {}/{}", stage.unwrap(), self.names.tell(&id)).unwrap();
            if let Some(attempt) = take("internal_attempt").filter(|attempt| attempt != "1") {
                write!(line, "~{attempt}").unwrap();
            }
        } else if let Some(stage) = stage {
            write!(line, " {stage}").unwrap();
        }
        if let Some(deadline) = take("deadline") {
            let minutes = (deadline.parse::<i64>().unwrap() - event.at.millis()) / 60_000;
            write!(line, " within {minutes} min").unwrap();
        }
        if line.starts_with("RuleStarted") {
            fields.retain(|name, _| name == "gate" || name == "configuration");
        }
        if let Some(Value::Object(rollback)) = fields.get_mut("rollback") {
            let target = rollback.shift_remove("target").unwrap();
            rollback.insert("target".into(), target["execution_id"].clone());
        }
        if line.starts_with("ActionStarted") {
            // What was resolved is told by `commands`.
            fields.clear();
        }
        if let Some(Value::Object(success)) = fields.get_mut("success") {
            success.shift_remove("output_artifacts");
        }
        for (name, value) in fields {
            let value = match value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            write!(line, " {name}={value}").unwrap();
        }
        let line = line.replace("arn:aws:iam::111122223333:user/", "");
        self.names.tell(&line)
    }

    /// One line a stage: lock and last execution, who waits, the actions.
    fn board(&self) -> String {
        let state = &self.bench.as_ref().unwrap().state;
        let Value::Object(board) = serde_json::to_value(views::pipeline_state(state).unwrap()).unwrap()
        else {
            unreachable!()
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let execution =
            |value: &Value| format!("{} {}", text(&value["pipelineExecutionId"]), text(&value["status"]));
        let mut out = String::new();
        for stage in board["stageStates"].as_array().unwrap() {
            write!(out, "{}", text(&stage["stageName"])).unwrap();
            for inbound in stage["inboundExecutions"].as_array().unwrap() {
                write!(out, " <- {}", execution(inbound)).unwrap();
            }
            if stage["inboundTransitionState"]["enabled"] == false {
                write!(out, " (closed)").unwrap();
            }
            if let Some(latest) = stage.get("latestExecution") {
                write!(out, ": {}", execution(latest)).unwrap();
            }
            for action in stage["actionStates"].as_array().unwrap() {
                if let Some(latest) = action.get("latestExecution") {
                    write!(out, " | {} {}", text(&latest["actionExecutionId"]), text(&latest["status"]))
                        .unwrap();
                }
            }
            out.push('\n');
        }
        self.names.tell(&out)
    }

    fn commands(&self) -> String {
        let state = &self.bench.as_ref().unwrap().state;
        let mut out = String::new();
        for command in commands(state) {
            match &command {
                Command::StartAction(start) => {
                    write!(out, "run {}", start.key.action_execution_id).unwrap();
                    if start.key.internal_attempt > 1 {
                        write!(out, "~{}", start.key.internal_attempt).unwrap();
                    }
                    for (key, value) in &start.configuration {
                        write!(out, " {key}={value}").unwrap();
                    }
                    for line in &start.commands {
                        write!(out, " `{line}`").unwrap();
                    }
                    for artifact in &start.input_artifacts {
                        write!(out, " <{}", artifact.location.key).unwrap();
                    }
                    for artifact in &start.output_artifacts {
                        write!(out, " >{}", artifact.location.key).unwrap();
                    }
                    for revision in &start.source_revisions {
                        write!(out, " @{}:{}", revision.revision_type, revision.revision_value).unwrap();
                    }
                    if let Some(id) = &start.external_execution_id {
                        write!(out, " known as {id}").unwrap();
                    }
                }
                Command::StopAction(stop) => {
                    let why = if stop.abandon { "abandoned" } else { "over" };
                    write!(out, "let go of {} ({why})", stop.key.action_execution_id).unwrap();
                }
            }
            out.push('\n');
        }
        if out.is_empty() { "(nothing)".into() } else { self.names.tell(&out) }
    }

    fn show(&self, value: &impl Serialize) -> String {
        self.names.tell(&serde_json::to_string_pretty(value).unwrap())
    }
}

/// `start [token:T] [NAME=VALUE]... [Action@TYPE:VALUE]...`
fn start(words: &[&str]) -> StartRequest {
    let mut request = StartRequest {
        trigger: ExecutionTrigger {
            trigger_type: Some(TriggerType::StartPipelineExecution),
            trigger_detail: Some(ANN.into()),
        },
        ..StartRequest::default()
    };
    for word in words {
        if *word == "git" {
            let git: Map<String, Value> = [("commit-id".to_owned(), "abc1234".into())].into_iter().collect();
            request.git = Some(git.into());
        } else if let Some(token) = word.strip_prefix("token:") {
            request.client_request_token = Some(token.into());
        } else if let Some((action, revision)) = word.split_once('@') {
            let (kind, value) = revision.split_once(':').unwrap();
            request.source_revisions.push(SourceRevisionOverride {
                action_name: action.into(),
                revision_type: kind.into(),
                revision_value: value.into(),
            });
        } else if let Some((name, value)) = word.split_once('=') {
            request.variables.push(PipelineVariable { name: name.into(), value: value.into() });
        }
    }
    request
}
