//! Approvals that wait, here and at opened places; the audit trail of this computer.

use std::collections::BTreeMap;

use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionExecutionFilter, ApprovalResult, ApprovalStatus,
    GetPipelineExecutionInput, GetPipelineInput, GetPipelineStateInput, ListActionExecutionsInput,
    PipelineDeclaration, PipelineExecution, PutApprovalResultInput,
};
use codepipeline::{Call, CodePipeline};
use pipeline::model::configuration;
use serde_json::Value;
use store::{ExecutionQuery, TrailAttribute};

use super::runs::millis;
use crate::contract::{ApprovalRow, Decide, Failure, Nothing, RevisionRow, TrailPage, TrailQuery, TrailRow};
use crate::desk::Desk;
use crate::failure::{blocking, failure};

/// At how many pipelines of a place is looked for approvals: each is a call in its trail.
const LOOKED_AT: usize = 25;
/// An approval without a time-out of its own ends after seven days, in minutes
/// (<https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html>).
const WEEK: i32 = 7 * 24 * 60;

impl Desk {
    pub(super) fn local_approvals(&self) -> Result<Vec<ApprovalRow>, Failure> {
        let query = ExecutionQuery {
            statuses: vec!["InProgress".into(), "Stopping".into()],
            max: 1000,
            ..ExecutionQuery::default()
        };
        let mut rows = Vec::new();
        for running in self.engine.store().list_executions(&query)?.items {
            let Some(details) = self.engine.details(&running.pipeline, &running.id)? else { continue };
            for stage in &details.local.stages {
                for action in &stage.actions {
                    let Some(token) = action.token.clone().filter(|_| action.current) else { continue };
                    let id = Some(&action.action_execution_id);
                    let known = details.actions.iter().find(|one| one.action_execution_id.as_ref() == id);
                    let resolved = known.and_then(|one| one.input.as_ref()?.resolved_configuration.as_ref());
                    let value = |key: &str| {
                        resolved.and_then(|map| map.get(key)).filter(|text| !text.is_empty()).cloned()
                    };
                    rows.push(ApprovalRow {
                        place: "local".into(),
                        pipeline: running.pipeline.clone(),
                        execution: running.id.clone(),
                        stage: stage.name.clone(),
                        action: action.name.clone(),
                        token,
                        since_ms: millis(action.started_at),
                        expires_ms: Some(millis(action.deadline)),
                        custom_data: value("CustomData"),
                        link: value("ExternalEntityLink"),
                        summary_required: value("IsSummaryRequired").is_some_and(|text| is_true(&text)),
                        revisions: revisions(&details.execution),
                        started_by: details
                            .execution
                            .trigger
                            .as_ref()
                            .and_then(|one| one.trigger_detail.clone()),
                    });
                }
            }
        }
        rows.sort_by(|a, b| a.since_ms.total_cmp(&b.since_ms));
        Ok(rows)
    }

    pub(super) async fn waiting(&self) -> Result<Vec<ApprovalRow>, Failure> {
        let mut rows = self.local_approvals()?;
        for place in self.places.opened() {
            // A place that does not answer must not hide what waits elsewhere; its own view says what is wrong.
            if let Ok(found) = self.remote_approvals(&place).await {
                rows.extend(found);
            }
        }
        Ok(rows)
    }

    async fn remote_approvals(&self, place: &str) -> Result<Vec<ApprovalRow>, Failure> {
        let service = self.service(place)?;
        let call = self.call();
        let mut rows = Vec::new();
        let pipelines = self.remote_pipelines(place).await?;
        let running = pipelines.into_iter().take(LOOKED_AT).filter(|row| {
            row.last_execution
                .as_ref()
                .is_some_and(|last| last.status == "InProgress" || last.status == "Stopping")
        });
        for row in running {
            let input = GetPipelineStateInput { name: row.name.clone() };
            let Ok(state) = service.get_pipeline_state(&call, input).await else { continue };
            let mut declaration = None;
            for stage in state.stage_states.into_iter().flatten() {
                let stage_name = stage.stage_name.unwrap_or_default();
                let execution =
                    stage.latest_execution.map(|one| one.pipeline_execution_id).unwrap_or_default();
                for action in stage.action_states.into_iter().flatten() {
                    let Some(latest) = action.latest_execution else { continue };
                    let Some(token) = latest.token else { continue };
                    let action_name = action.action_name.unwrap_or_default();
                    if declaration.is_none() {
                        let input = GetPipelineInput { name: row.name.clone(), version: None };
                        declaration =
                            service.get_pipeline(&call, input).await.ok().and_then(|one| one.pipeline);
                    }
                    let declared =
                        declaration.as_ref().and_then(|one| approval(one, &stage_name, &action_name));
                    let resolved = match latest.action_execution_id {
                        Some(id) => resolved(&*service, &call, &row.name, &execution, &id).await,
                        None => None,
                    };
                    let value = |key: &str| match &resolved {
                        Some(resolved) => resolved.get(key).cloned(),
                        None => declared.and_then(|one| configuration(one, key)).map(str::to_owned),
                    };
                    let input = GetPipelineExecutionInput {
                        pipeline_name: row.name.clone(),
                        pipeline_execution_id: execution.clone(),
                    };
                    let running = service.get_pipeline_execution(&call, input).await.ok();
                    let running = running.and_then(|one| one.pipeline_execution);
                    let since = latest.last_status_change;
                    let minutes = declared.and_then(|one| one.timeout_in_minutes).unwrap_or(WEEK);
                    rows.push(ApprovalRow {
                        place: place.to_owned(),
                        pipeline: row.name.clone(),
                        execution: execution.clone(),
                        stage: stage_name.clone(),
                        action: action_name,
                        token,
                        since_ms: since.map(millis).unwrap_or_default(),
                        expires_ms: since.map(|at| millis(at) + f64::from(minutes) * 60e3),
                        custom_data: value("CustomData"),
                        link: action.entity_url.or_else(|| value("ExternalEntityLink")),
                        summary_required: value("IsSummaryRequired").is_some_and(|text| is_true(&text)),
                        revisions: running.as_ref().map(revisions).unwrap_or_default(),
                        started_by: running.and_then(|one| one.trigger?.trigger_detail),
                    });
                }
            }
        }
        Ok(rows)
    }

    pub(super) async fn decision(&self, args: Decide) -> Result<Nothing, Failure> {
        let service = self.service(&args.place)?;
        let status = if args.approve { ApprovalStatus::Approved } else { ApprovalStatus::Rejected };
        let input = PutApprovalResultInput {
            pipeline_name: args.pipeline,
            stage_name: args.stage,
            action_name: args.action,
            result: ApprovalResult { summary: args.summary, status },
            token: args.token,
        };
        service.put_approval_result(&self.call(), input).await?;
        if !super::is_local(&args.place) {
            self.listeners.stale(["approvals", "pipelines", "trail"]);
        }
        Ok(Nothing {})
    }

    pub(super) async fn local_trail(&self, args: TrailQuery) -> Result<TrailPage, Failure> {
        let store = self.engine.store().clone();
        blocking(move || {
            let mut attributes = Vec::new();
            if args.changes_only {
                attributes.push((TrailAttribute::ReadOnly, "false".to_owned()));
            }
            let query = store::TrailQuery {
                attributes,
                text: args.text,
                failed: None,
                management_only: false,
                start: args.start_ms.map(|at| at as i64),
                end: args.end_ms.map(|at| at as i64),
                max: usize::try_from(args.max).unwrap_or(100).min(1000),
                token: args.next,
            };
            let page = store.lookup(&query)?;
            let rows = page.items.into_iter().map(|entry| {
                let record: Value = serde_json::from_str(&entry.record).unwrap_or(Value::Null);
                let text = |pointer: &str| {
                    record.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
                };
                let some = |pointer: &str| Some(text(pointer)).filter(|text| !text.is_empty());
                TrailRow {
                    id: entry.event_id,
                    time_ms: entry.at as f64,
                    name: entry.name,
                    who: if entry.username.is_empty() { text("/userIdentity/type") } else { entry.username },
                    who_arn: text("/userIdentity/arn"),
                    from: text("/sourceIPAddress"),
                    user_agent: text("/userAgent"),
                    pipeline: some("/requestParameters/pipelineName")
                        .or_else(|| some("/requestParameters/pipeline/name"))
                        .or_else(|| some("/requestParameters/name")),
                    read_only: entry.read_only,
                    error_code: Some(entry.error).filter(|code| !code.is_empty()),
                    error_message: some("/errorMessage"),
                    record,
                }
            });
            Ok(TrailPage {
                rows: rows.collect(),
                next: page.next,
                covered: "Every call on this computer since its data folder was made.".into(),
            })
        })
        .await
        .map_err(|error| match error.code.as_str() {
            "invalid-token" => failure("invalid-token", "The trail's next page belongs to another question")
                .remedy("read the trail from its beginning"),
            _ => error,
        })
    }
}

/// The declaration of an approval.
fn approval<'a>(
    pipeline: &'a PipelineDeclaration,
    stage: &str,
    action: &str,
) -> Option<&'a ActionDeclaration> {
    let stage = pipeline.stages.iter().find(|one| one.name == stage)?;
    stage
        .actions
        .iter()
        .find(|one| one.name == action && one.action_type_id.category == ActionCategory::Approval)
}

/// The configuration of an action with its variables resolved.
async fn resolved(
    service: &dyn CodePipeline,
    call: &Call,
    pipeline: &str,
    execution: &str,
    action_execution: &str,
) -> Option<BTreeMap<String, String>> {
    let filter = ActionExecutionFilter {
        pipeline_execution_id: Some(execution.to_owned()),
        latest_in_pipeline_execution: None,
    };
    let input = ListActionExecutionsInput {
        pipeline_name: pipeline.to_owned(),
        filter: Some(filter),
        max_results: None,
        next_token: None,
    };
    let page = service.list_action_executions(call, input).await.ok()?;
    let mut actions = page.action_execution_details?.into_iter();
    let action = actions.find(|one| one.action_execution_id.as_deref() == Some(action_execution))?;
    action.input?.resolved_configuration
}

fn is_true(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}

fn revisions(execution: &PipelineExecution) -> Vec<RevisionRow> {
    let taken = execution.artifact_revisions.iter().flatten();
    taken
        .map(|one| RevisionRow {
            name: one.name.clone().unwrap_or_default(),
            revision: one.revision_id.clone().unwrap_or_default(),
            summary: one.revision_summary.clone(),
            url: one.revision_url.clone(),
        })
        .collect()
}
