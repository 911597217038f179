//! The events that the service publishes about executions, stages and actions, in EventBridge's form. Who hears
//! of them is decided elsewhere.

use codepipeline::Timestamp;
use codepipeline::shapes::{PipelineExecutionStatus, StageExecutionStatus};
use serde_json::{Map, Value, json};

use crate::event::{ActionRef, Artifact, Event, EventKind, FailureCause};
use crate::state::State;

const PIPELINE: &str = "CodePipeline Pipeline Execution State Change";
const STAGE: &str = "CodePipeline Stage Execution State Change";
const ACTION: &str = "CodePipeline Action Execution State Change";

/// An event to publish; [`Notice::envelope`] puts the last thing to it, its id.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// `CodePipeline Pipeline Execution State Change` and the like.
    pub detail_type: &'static str,
    /// When it happened.
    pub time: Timestamp,
    /// Twelve digits.
    pub account: String,
    /// The pipeline's region.
    pub region: String,
    /// The pipeline's ARN.
    pub resources: Vec<String>,
    /// What happened. Numbers are floats, `3.0`, as the service sends them.
    pub detail: Value,
}

impl Notice {
    /// The whole event under this id.
    pub fn envelope(&self, id: &str) -> Value {
        let time = iso(self.time);
        // Whole seconds: the fraction is cut.
        let time = format!("{}Z", time.split('.').next().unwrap_or(&time));
        json!({
            "version": "0",
            "id": id,
            "detail-type": self.detail_type,
            "source": "aws.codepipeline",
            "account": self.account,
            "time": time,
            "region": self.region,
            "resources": self.resources,
            "detail": self.detail,
        })
    }
}

/// What the service would publish about this event, given the state just before and just after it. Skipped stages,
/// rules and conditions have no such events.
pub fn notices(before: &State, event: &Event, after: &State) -> Vec<Notice> {
    let source = Source { before, after, at: event.at };
    let notices = match &event.kind {
        EventKind::ExecutionStarted(start) => {
            let state = if start.refused.is_some() { "FAILED" } else { "STARTED" };
            vec![source.pipeline(&start.execution_id, state)]
        }
        EventKind::ExecutionStopping { execution_id, .. } => {
            let known = before.executions.get(execution_id);
            let repeated = known.is_some_and(|known| known.status == PipelineExecutionStatus::Stopping);
            if repeated { Vec::new() } else { vec![source.pipeline(execution_id, "STOPPING")] }
        }
        EventKind::ExecutionEnded { execution_id, status, .. } => {
            let state = match status {
                PipelineExecutionStatus::Succeeded => "SUCCEEDED",
                PipelineExecutionStatus::Stopped => "STOPPED",
                PipelineExecutionStatus::Superseded => "SUPERSEDED",
                PipelineExecutionStatus::Cancelled => "CANCELED",
                _ => "FAILED",
            };
            vec![source.pipeline(execution_id, state)]
        }
        EventKind::StageEntered { execution_id, stage } => vec![source.stage(execution_id, stage, "STARTED")],
        EventKind::StageStopping { execution_id, stage } => {
            vec![source.stage(execution_id, stage, "STOPPING")]
        }
        EventKind::StageRetried { execution_id, stage, .. } => {
            let ended = before.executions.get(execution_id).is_some_and(|execution| execution.has_ended());
            let resumed = ended.then(|| source.pipeline(execution_id, "RESUMED"));
            resumed.into_iter().chain([source.stage(execution_id, stage, "RESUMED")]).collect()
        }
        EventKind::StageEnded { execution_id, stage, status } => {
            let state = match status {
                StageExecutionStatus::Succeeded => "SUCCEEDED",
                StageExecutionStatus::Stopped => "STOPPED",
                StageExecutionStatus::Cancelled => "CANCELED",
                StageExecutionStatus::Skipped => return Vec::new(),
                _ => "FAILED",
            };
            vec![source.stage(execution_id, stage, state)]
        }
        // A condition that nobody waits at any more takes a failed stage up again.
        EventKind::ConditionOverridden { execution_id, stage, .. } => {
            let ended = before.executions.get(execution_id).is_some_and(|execution| execution.has_ended());
            let resumed = ended.then(|| source.pipeline(execution_id, "RESUMED"));
            let stage = ended.then(|| source.stage(execution_id, stage, "RESUMED"));
            resumed.into_iter().chain(stage).collect()
        }
        EventKind::ActionStarted(start) => vec![source.action(&start.action, "STARTED")],
        EventKind::ActionSucceeded { action, .. } => vec![source.action(action, "SUCCEEDED")],
        EventKind::ActionFailed { action, cause: FailureCause::PipelineUpdated, .. } => {
            vec![source.action(action, "CANCELED")]
        }
        EventKind::ActionFailed { action, .. } => vec![source.action(action, "FAILED")],
        EventKind::ActionAbandoned { action } => vec![source.action(action, "ABANDONED")],
        _ => Vec::new(),
    };
    notices.into_iter().flatten().collect()
}

struct Source<'a> {
    before: &'a State,
    after: &'a State,
    at: Timestamp,
}

impl Source<'_> {
    fn notice(&self, detail_type: &'static str, detail: Map<String, Value>) -> Notice {
        let pipeline = if self.after.exists() { self.after } else { self.before };
        Notice {
            detail_type,
            time: self.at,
            account: pipeline.account.clone(),
            region: pipeline.region.clone(),
            resources: vec![pipeline.arn()],
            detail: Value::Object(detail),
        }
    }

    fn pipeline(&self, execution_id: &str, state: &str) -> Option<Notice> {
        let execution = self.after.executions.get(execution_id)?;
        let mut detail = self.start(execution_id, execution.started_at);
        let started = state == "STARTED";
        match &execution.git {
            Some(git) if started || matches!(state, "SUCCEEDED" | "FAILED") => {
                detail.insert("execution-trigger".into(), git.clone());
            }
            None if started => {
                let mut trigger = Map::new();
                if let Some(kind) = &execution.trigger.trigger_type {
                    trigger.insert("trigger-type".into(), kind.as_str().into());
                }
                if let Some(text) = &execution.trigger.trigger_detail {
                    trigger.insert("trigger-detail".into(), text.as_str().into());
                }
                detail.insert("execution-trigger".into(), trigger.into());
            }
            _ => {}
        }
        if let Some(reason) = execution.stop_reason.as_deref().filter(|_| state == "STOPPING") {
            detail.insert("stop-execution-comments".into(), reason.into());
        }
        detail.insert("state".into(), state.into());
        finish(&mut detail, execution.version, execution.attempt);
        Some(self.notice(PIPELINE, detail))
    }

    fn stage(&self, execution_id: &str, stage: &str, state: &str) -> Option<Notice> {
        let execution = self.after.executions.get(execution_id)?;
        let run = execution.stage(stage)?;
        let mut detail = self.start(execution_id, run.started_at);
        detail.insert("stage".into(), stage.into());
        detail.insert("state".into(), state.into());
        // A stage counts no attempt before the first retry of its execution.
        finish(&mut detail, execution.version, if execution.attempt > 1 { execution.attempt } else { 0 });
        if let Some(at) = run.retries.at {
            detail.insert("stage-last-retry-attempt-time".into(), iso(at).into());
        }
        Some(self.notice(STAGE, detail))
    }

    fn action(&self, action: &ActionRef, state: &str) -> Option<Notice> {
        let execution = self.after.executions.get(&action.execution_id)?;
        let run = execution.action(&action.action_execution_id)?;
        let mut detail = self.start(&action.execution_id, run.started_at);
        detail.insert("stage".into(), action.stage.as_str().into());
        detail.insert("action".into(), action.action.as_str().into());
        detail.insert("action-execution-id".into(), action.action_execution_id.as_str().into());
        for (name, artifacts) in
            [("input-artifacts", &run.start.input_artifacts), ("output-artifacts", &run.output_artifacts)]
        {
            if !artifacts.is_empty() {
                detail.insert(name.into(), artifacts.iter().map(located).collect());
            }
        }
        if state != "STARTED" {
            let error = run.error.as_ref();
            let summary = run.summary.as_ref().or_else(|| error?.message.as_ref());
            let result: Map<String, Value> = [
                ("external-execution-url", run.external_execution_url.as_ref()),
                ("external-execution-summary", summary.filter(|summary| !summary.is_empty())),
                ("external-execution-id", run.external_execution_id.as_ref()),
                ("error-code", error.and_then(|error| error.code.as_ref())),
            ]
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.as_str().into())))
            .collect();
            detail.insert("execution-result".into(), result.into());
        }
        let id = &run.start.action_type_id;
        detail.insert("state".into(), state.into());
        detail.insert("region".into(), run.start.region.as_str().into());
        detail.insert(
            "type".into(),
            json!({
                "owner": id.owner.as_str(),
                "provider": id.provider,
                "category": id.category.as_str(),
                "version": id.version,
            }),
        );
        finish(&mut detail, execution.version, run.attempt);
        Some(self.notice(ACTION, detail))
    }

    fn start(&self, execution_id: &str, started_at: Timestamp) -> Map<String, Value> {
        let mut detail = Map::new();
        detail.insert("pipeline".into(), self.after.name().into());
        detail.insert("execution-id".into(), execution_id.into());
        detail.insert("start-time".into(), iso(started_at).into());
        detail
    }
}

fn finish(detail: &mut Map<String, Value>, version: i32, attempt: u32) {
    detail.insert("version".into(), f64::from(version).into());
    detail.insert("pipeline-execution-attempt".into(), f64::from(attempt).into());
}

fn located(artifact: &Artifact) -> Value {
    let location = &artifact.location;
    json!({ "name": artifact.name, "s3location": { "bucket": location.bucket, "key": location.key } })
}

/// `2026-11-23T10:15:57.482Z`.
fn iso(at: Timestamp) -> String {
    let (days, millis) = (at.millis().div_euclid(86_400_000), at.millis().rem_euclid(86_400_000));
    // From days since 1970 to a date in the proleptic Gregorian calendar, counted in years that begin in March.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute) = (millis / 3_600_000, millis / 60_000 % 60);
    let (second, fraction) = (millis / 1_000 % 60, millis % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_iso_8601_with_milliseconds() {
        assert_eq!(iso(Timestamp(0)), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(Timestamp(951_782_400_000)), "2000-02-29T00:00:00.000Z");
        assert_eq!(iso(Timestamp(1_795_428_957_482)), "2026-11-23T10:15:57.482Z");
        assert_eq!(iso(Timestamp(-1)), "1969-12-31T23:59:59.999Z");
    }
    #[test]
    fn the_envelope_has_whole_seconds_and_keeps_floats() {
        let notice = Notice {
            detail_type: PIPELINE,
            time: Timestamp(1_795_428_957_482),
            account: "111122223333".into(),
            region: "us-east-1".into(),
            resources: vec!["arn:aws:codepipeline:us-east-1:111122223333:web".into()],
            detail: json!({ "version": 3.0 }),
        };
        let told = r#"{"version":"0","id":"i","detail-type":"CodePipeline Pipeline Execution State Change","source":"aws.codepipeline","account":"111122223333","time":"2026-11-23T10:15:57Z","region":"us-east-1","resources":["arn:aws:codepipeline:us-east-1:111122223333:web"],"detail":{"version":3.0}}"#;
        assert_eq!(notice.envelope("i").to_string(), told);
    }
}
