//! Follows an execution to its end or its next halt: live lines, plain lines or JSON; asks at approvals.

use std::collections::{BTreeMap, HashSet};
use std::io::{BufRead, IsTerminal, Write};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use studio::contract::{ActionDetail, ApprovalRow, ExecutionDetail, Nothing, Started, WhyFailed};
use studio::{Failure, FeedEvent, Studio};
use tokio::sync::mpsc;

use crate::show::{self, say};
use crate::{Approve, WAITING};

/// How long is waited for news before it is looked anyway.
const LOOK: Duration = Duration::from_millis(500);
/// How long the last events are waited for after the execution ended.
const LAST: Duration = Duration::from_secs(2);

/// An execution being followed.
pub(crate) struct Follow<'a> {
    studio: &'a Studio,
    feed: mpsc::Receiver<FeedEvent>,
    at: Started,
    approve: Approve,
    json: bool,
    live: Option<MultiProgress>,
    bars: BTreeMap<String, ProgressBar>,
    told: BTreeMap<String, String>,
    asked: HashSet<String>,
    ended: bool,
}

fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_millis() as f64).unwrap_or_default()
}

impl<'a> Follow<'a> {
    /// `feed` was opened before the execution started.
    pub fn new(
        studio: &'a Studio,
        feed: mpsc::Receiver<FeedEvent>,
        at: Started,
        approve: Approve,
        json: bool,
    ) -> Self {
        let live = (!json && console::user_attended())
            .then(|| MultiProgress::with_draw_target(ProgressDrawTarget::stdout()));
        let (bars, told) = (BTreeMap::new(), BTreeMap::new());
        Self { studio, feed, at, approve, json, live, bars, told, asked: HashSet::new(), ended: false }
    }

    /// Follows to the end (0 succeeded, 1 otherwise) or to an approval that nobody here answers (3).
    pub async fn until_halt(mut self) -> Result<u8, Failure> {
        let mut typed = None;
        let mut stopping = false;
        loop {
            let detail = self.detail().await?;
            self.show(&detail);
            if !matches!(detail.status.as_str(), "InProgress" | "Stopping") {
                return self.end(&detail).await;
            }
            let waiting: Vec<ApprovalRow> = self.studio.ask("approvals.list", Nothing {}).await?;
            let of_here = waiting.into_iter().filter(|one| one.place == "local");
            let (waiting, others): (Vec<_>, Vec<_>) =
                of_here.partition(|one| one.execution == self.at.execution);
            if let Some(approval) = waiting.first().filter(|_| !stopping) {
                let busy = detail.actions.iter().filter(|one| one.status == "InProgress").count();
                match self.approve {
                    Approve::All => {
                        self.decide(approval, true, "").await?;
                        continue;
                    }
                    Approve::Ask if std::io::stdin().is_terminal() && !self.json => {
                        if self.asked.insert(approval.token.clone()) {
                            self.question(approval);
                        }
                        let lines = typed.get_or_insert_with(lines);
                        tokio::select! {
                            line = lines.recv() => {
                                let line = line.unwrap_or_default();
                                let (word, comment) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
                                match word {
                                    "a" | "approve" => self.decide(approval, true, comment).await?,
                                    "r" | "reject" => self.decide(approval, false, comment).await?,
                                    _ => { self.asked.remove(&approval.token); }
                                }
                            }
                            event = self.feed.recv() => self.event(event),
                            () = tokio::time::sleep(LOOK) => {}
                            _ = tokio::signal::ctrl_c() => { self.stop().await?; stopping = true; }
                        }
                        continue;
                    }
                    // What runs beside it goes on first.
                    _ if busy <= waiting.len() => return self.leave(&detail, approval).await,
                    _ => {}
                }
            }
            if !stopping && let Some(ahead) = self.ahead(&others).await? {
                return self.leave_behind(&detail, ahead).await;
            }
            tokio::select! {
                event = self.feed.recv() => self.event(event),
                () = tokio::time::sleep(LOOK) => {}
                _ = tokio::signal::ctrl_c() => {
                    if stopping {
                        self.clear();
                        eprintln!("pipesmith: left; what runs is taken up at the next start");
                        return Ok(1);
                    }
                    self.stop().await?;
                    stopping = true;
                }
            }
        }
    }

    /// The approval of another execution that keeps this one out of the stage ahead of it.
    async fn ahead<'r>(&self, others: &'r [ApprovalRow]) -> Result<Option<&'r ApprovalRow>, Failure> {
        let others: Vec<_> = others.iter().filter(|one| one.pipeline == self.at.pipeline).collect();
        if others.is_empty() {
            return Ok(None);
        }
        let input = json!({ "name": self.at.pipeline });
        let call = json!({ "place": "local", "operation": "GetPipelineState", "input": input });
        let state: Value = self.studio.ask("api", call).await?;
        let stages = state["stageStates"].as_array().map(Vec::as_slice).unwrap_or_default();
        let waits_at = |stage: &&Value| {
            let inbound = stage["inboundExecutions"].as_array().map(Vec::as_slice).unwrap_or_default();
            inbound.iter().any(|one| one["pipelineExecutionId"] == self.at.execution.as_str())
        };
        let Some(stage) = stages.iter().find(waits_at) else { return Ok(None) };
        Ok(others.into_iter().find(|one| stage["stageName"] == one.stage.as_str()))
    }

    /// Ends the following as [`Follow::leave`] does, behind the approval of another execution.
    async fn leave_behind(mut self, detail: &ExecutionDetail, ahead: &ApprovalRow) -> Result<u8, Failure> {
        self.clear();
        if !self.json {
            say(&format!(
                "It waits before {} behind execution {}, which is in there",
                ahead.stage, ahead.execution
            ));
        }
        self.leave(detail, ahead).await
    }

    async fn detail(&self) -> Result<ExecutionDetail, Failure> {
        let at = json!({ "place": "local", "pipeline": self.at.pipeline, "execution": self.at.execution });
        self.studio.ask("execution", at).await
    }

    fn event(&mut self, event: Option<FeedEvent>) {
        let Some(event) = event else { return };
        // A notice beside an event says what is shown anyway; one alone is news.
        if let (None, Some(notice)) = (&event.event, &event.notice) {
            let text = format!("pipesmith: {}\n  {}", notice.title, notice.body);
            match &self.live {
                Some(live) => drop(live.println(text)),
                None => eprintln!("{text}"),
            }
        }
        let Some(event) = event.event else { return };
        let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
        if text("/detail/execution-id") != Some(self.at.execution.as_str()) {
            return;
        }
        let last = matches!(
            text("/detail/state"),
            Some("SUCCEEDED" | "FAILED" | "STOPPED" | "SUPERSEDED" | "CANCELED")
        );
        self.ended |= last && text("/detail-type") == Some("CodePipeline Pipeline Execution State Change");
        if self.json {
            say(&event.to_string());
        }
    }

    async fn decide(&self, at: &ApprovalRow, approve: bool, comment: &str) -> Result<(), Failure> {
        match decide(self.studio, at, approve, comment).await {
            // Somebody else was faster.
            Err(failed) if failed.code.contains("ApprovalAlreadyCompleted") => Ok(()),
            done => done,
        }
    }

    async fn stop(&self) -> Result<(), Failure> {
        eprintln!("pipesmith: stopping; press Ctrl-C again to leave it running");
        let input = json!({ "pipelineName": self.at.pipeline, "pipelineExecutionId": self.at.execution,
            "abandon": true, "reason": "Stopped at the terminal" });
        let call = json!({ "place": "local", "operation": "StopPipelineExecution", "input": input });
        self.studio.call("api", call).await.map(|_| ())
    }

    fn clear(&mut self) {
        if let Some(live) = &self.live {
            let _ = live.clear();
        }
        self.bars.clear();
    }

    fn line(&self, text: &str) {
        match &self.live {
            Some(live) => {
                let _ = live.println(text);
            }
            None => say(text),
        }
    }

    fn question(&self, at: &ApprovalRow) {
        let message = at.custom_data.as_deref().unwrap_or("no message");
        self.line(&format!("{} waits for approval: {message}", at.action));
        self.line("a [comment] approves, r [comment] rejects");
        let _ = std::io::stdout().flush();
    }

    fn show(&mut self, detail: &ExecutionDetail) {
        if self.json {
            return;
        }
        for action in &detail.actions {
            let ended = action.status != "InProgress";
            let elapsed = if ended { action.update_ms } else { now() } - action.start_ms;
            let again = if action.internal_attempt > 1 {
                format!("  attempt {}", action.internal_attempt)
            } else {
                String::new()
            };
            let name = format!("{}/{}", action.stage, action.action);
            let state = match (&action.stale, &action.cached) {
                (Some(why), _) => format!("Stale: {why}"),
                (None, Some(_)) => "Cached".to_owned(),
                _ => show::word(&action.status),
            };
            let key = action.action_execution.clone();
            let mark = format!("{} {}", action.status, action.internal_attempt);
            let changed = self.told.get(&key) != Some(&mark);
            match &self.live {
                Some(live) if !ended => {
                    let bar = self.bars.entry(key.clone()).or_insert_with(|| {
                        let bar = live.add(ProgressBar::new_spinner());
                        bar.set_style(ProgressStyle::default_spinner());
                        bar.enable_steady_tick(Duration::from_millis(100));
                        bar
                    });
                    bar.set_message(format!("{name:<28} {state}  {}{again}", show::duration(elapsed)));
                }
                _ if changed => {
                    if let Some(bar) = self.bars.remove(&key) {
                        bar.finish_and_clear();
                    }
                    let time = if ended { format!("  {}", show::duration(elapsed)) } else { String::new() };
                    self.line(&format!("  {name:<28} {state}{time}{again}"));
                }
                _ => {}
            }
            self.told.insert(key, mark);
        }
    }

    async fn leave(mut self, detail: &ExecutionDetail, at: &ApprovalRow) -> Result<u8, Failure> {
        self.clear();
        if self.json {
            say(&self.summary(detail).await.to_string());
        } else {
            self.question_left(at);
        }
        Ok(WAITING)
    }

    fn question_left(&self, at: &ApprovalRow) {
        if let Some(message) = &at.custom_data {
            say(message);
        }
        say(&format!(
            "{} waits for approval: go on with `pipesmith approve {}` or `pipesmith reject {}`",
            at.action, at.pipeline, at.pipeline
        ));
    }

    async fn end(mut self, detail: &ExecutionDetail) -> Result<u8, Failure> {
        let until = tokio::time::Instant::now() + LAST;
        while self.json && !self.ended {
            match tokio::time::timeout_at(until, self.feed.recv()).await {
                Ok(Some(event)) => self.event(Some(event)),
                _ => break,
            }
        }
        self.clear();
        if self.json {
            say(&self.summary(detail).await.to_string());
        } else {
            for action in detail.actions.iter().filter(|action| action.status == "Failed") {
                if let Some(why) = self.why(action).await {
                    show::why(action, &why).iter().for_each(|line| say(line));
                }
            }
            for line in detail.actions.iter().filter_map(show::tests) {
                say(&line);
            }
            let worth = detail.fidelity.as_ref().map(|text| format!(" · {text}")).unwrap_or_default();
            say(&format!("{} on this computer{worth}", detail.status));
        }
        Ok(u8::from(detail.status != "Succeeded"))
    }

    async fn why(&self, action: &ActionDetail) -> Option<WhyFailed> {
        let at = json!({ "place": "local", "pipeline": self.at.pipeline, "execution": self.at.execution,
            "actionExecution": action.action_execution });
        self.studio.ask("why", at).await.ok()
    }

    async fn summary(&self, detail: &ExecutionDetail) -> Value {
        let mut actions = Vec::new();
        for action in &detail.actions {
            let error = if action.status == "Failed" {
                let why = self.why(action).await;
                json!({ "code": action.error_code, "message": action.error_message,
                    "lastLogLines": why.map(|why| why.last_lines).unwrap_or_default() })
            } else {
                Value::Null
            };
            let variables: serde_json::Map<String, Value> = action
                .output_variables
                .iter()
                .map(|one| (one.name.clone(), Value::String(one.value.clone())))
                .collect();
            let end = (action.status != "InProgress").then(|| show::time(action.update_ms));
            actions.push(json!({ "stage": action.stage, "action": action.action, "state": action.status,
                "fidelity": action.fidelity, "internalAttempt": action.internal_attempt,
                "startTime": show::time(action.start_ms), "endTime": end,
                "outputVariables": variables, "artifacts": action.artifacts, "tests": action.tests,
                "cached": action.cached, "stale": action.stale, "error": error }));
        }
        json!({ "type": "summary", "status": detail.status, "pipeline": detail.pipeline,
            "execution": detail.execution, "actions": actions })
    }
}

/// Approves or rejects.
pub(crate) async fn decide(
    studio: &Studio,
    at: &ApprovalRow,
    approve: bool,
    comment: &str,
) -> Result<(), Failure> {
    let decision = json!({ "place": at.place, "pipeline": at.pipeline, "stage": at.stage,
        "action": at.action, "token": at.token, "approve": approve, "summary": comment });
    studio.call("approvals.decide", decision).await.map(|_| ())
}

/// What is typed, line by line; read on a thread of its own that ends with the process.
fn lines() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(1);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
