//! What the service's operations answer about a pipeline and the executions that its state still holds, in the
//! forms of the AWS CodePipeline API reference; and what else people want to know. Nothing here changes anything.

use std::collections::{BTreeMap, BTreeSet};

use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionExecution, ActionExecutionDetail, ActionExecutionInput,
    ActionExecutionOutput, ActionExecutionResult, ActionExecutionStatus, ActionRevision, ActionState,
    ArtifactDetail, ArtifactRevision, ConditionExecution, ConditionExecutionStatus, ConditionState,
    ErrorDetails, ExecutionType, GetPipelineStateOutput, PipelineExecution, PipelineExecutionStatus,
    PipelineExecutionSummary, PipelineRollbackMetadata, ResolvedPipelineVariable, RetryStageMetadata,
    RuleExecution, RuleExecutionDetail, RuleExecutionInput, RuleExecutionOutput, RuleExecutionResult,
    RuleExecutionStatus, RuleState, S3Location, SourceRevision, StageConditionState,
    StageConditionsExecution, StageExecution, StageExecutionStatus, StageState, StopExecutionTrigger,
    TransitionState,
};
use codepipeline::{Error, ErrorKind, Timestamp};
use pipeline::Fidelity;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::condition::{ConditionRun, RuleRun};
use crate::decide::no_stage;
use crate::event::{Artifact, Gate, Location};
use crate::state::{ActionRun, Execution, Stage, State};

/// An action of a pipeline's current definition.
///
/// # Errors
/// `PipelineNotFoundException`, `StageNotFoundException`, `ActionNotFoundException`.
pub fn declared<'a>(state: &'a State, stage: &str, action: &str) -> Result<&'a ActionDeclaration, Error> {
    if !state.exists() {
        return Err(state.not_found());
    }
    let mut declared = state.declaration().into_iter().flat_map(|declaration| &declaration.stages);
    let found = declared.find(|declared| declared.name == stage).ok_or_else(|| no_stage(state, stage))?;
    found.actions.iter().find(|declared| declared.name == action).ok_or_else(|| {
        let message = format!("Stage '{stage}' does not have an action with name '{action}'");
        Error::new(ErrorKind::ActionNotFound, message)
    })
}

/// `GetPipelineState`: also right about executions that were retired. PARALLEL executions do not appear.
///
/// # Errors
/// `PipelineNotFoundException`.
pub fn pipeline_state(state: &State) -> Result<GetPipelineStateOutput, Error> {
    let pipeline = state.pipeline.as_ref().ok_or_else(|| state.not_found())?;
    let declared = state.declaration().map(|declaration| declaration.stages.as_slice()).unwrap_or_default();
    let stages = declared.iter().filter_map(|stage| {
        let slot = state.stage(&stage.name)?;
        Some(stage_state(state, slot, &stage.actions))
    });
    Ok(GetPipelineStateOutput {
        pipeline_name: Some(state.name.clone()),
        pipeline_version: Some(pipeline.version),
        stage_states: Some(stages.collect()),
        created: Some(pipeline.created),
        updated: Some(pipeline.updated),
    })
}

/// The execution part of `GetPipelineExecution`.
pub fn execution(state: &State, execution_id: &str) -> Option<PipelineExecution> {
    let execution = state.executions.get(execution_id)?;
    let revisions = execution.revisions.iter().map(|taken| ArtifactRevision {
        name: taken.artifact.clone(),
        revision_id: Some(taken.revision.id.clone()),
        revision_change_identifier: taken.revision.change_identifier.clone(),
        revision_summary: taken.revision.summary.clone(),
        created: taken.revision.created,
        revision_url: taken.revision.url.clone(),
    });
    let variables = execution.variables.iter().flatten().map(|(name, value)| ResolvedPipelineVariable {
        name: Some(name.clone()),
        resolved_value: Some(value.clone()),
    });
    let variables: Vec<_> = variables.collect();
    Some(PipelineExecution {
        pipeline_name: Some(state.name.clone()),
        pipeline_version: Some(execution.version),
        pipeline_execution_id: Some(execution.id.clone()),
        status: Some(execution.status.clone()),
        status_summary: execution.summary.clone(),
        artifact_revisions: Some(revisions.collect()),
        variables: Some(variables).filter(|variables| !variables.is_empty()),
        trigger: Some(execution.trigger.clone()),
        execution_mode: Some(execution.mode.clone()),
        execution_type: execution.rollback.as_ref().map(|_| ExecutionType::Rollback),
        rollback_metadata: rollback_metadata(execution),
    })
}

/// An item of `ListPipelineExecutions`.
pub fn summary(state: &State, execution_id: &str) -> Option<PipelineExecutionSummary> {
    let execution = state.executions.get(execution_id)?;
    let revisions = execution.revisions.iter().map(|taken| SourceRevision {
        action_name: taken.action.clone(),
        revision_id: Some(taken.revision.id.clone()),
        revision_summary: taken.revision.summary.clone(),
        revision_url: taken.revision.url.clone(),
    });
    let stopped =
        matches!(execution.status, PipelineExecutionStatus::Stopping | PipelineExecutionStatus::Stopped);
    let reason = execution.stop_reason.clone().filter(|_| stopped);
    Some(PipelineExecutionSummary {
        pipeline_execution_id: Some(execution.id.clone()),
        status: Some(execution.status.clone()),
        status_summary: execution.summary.clone(),
        start_time: Some(execution.started_at),
        last_update_time: Some(execution.updated_at),
        source_revisions: Some(revisions.collect()),
        trigger: Some(execution.trigger.clone()),
        stop_trigger: reason.map(|reason| StopExecutionTrigger { reason: Some(reason) }),
        execution_mode: Some(execution.mode.clone()),
        execution_type: execution.rollback.as_ref().map(|_| ExecutionType::Rollback),
        rollback_metadata: rollback_metadata(execution),
    })
}

/// The items of `ListActionExecutions` for an execution, newest start first; empty for one that is not held.
pub fn action_executions(state: &State, execution_id: &str) -> Vec<ActionExecutionDetail> {
    let Some(execution) = state.executions.get(execution_id) else { return Vec::new() };
    let mut runs: Vec<&ActionRun> = execution.actions().map(|run| &**run).collect();
    runs.reverse();
    runs.sort_by_key(|run| std::cmp::Reverse(run.started_at));
    runs.into_iter().map(|run| action_detail(state, execution, run)).collect()
}

/// One item of [`action_executions`], by the action execution's id.
pub fn action_execution(
    state: &State,
    execution_id: &str,
    action_execution_id: &str,
) -> Option<ActionExecutionDetail> {
    let execution = state.executions.get(execution_id)?;
    Some(action_detail(state, execution, execution.action(action_execution_id)?))
}

/// The names of the stages in which an execution has succeeded so far, in the order in which it entered them.
pub fn succeeded_stages(state: &State, execution_id: &str) -> Vec<String> {
    let stages = state.executions.get(execution_id).map(|execution| &execution.stages);
    let succeeded = stages.into_iter().flatten().filter(|run| run.status == StageExecutionStatus::Succeeded);
    succeeded.map(|run| run.name.clone()).collect()
}

/// What this computer knows of an execution beyond the service's shapes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocalDetails {
    /// The execution.
    pub execution_id: String,
    /// The version of the definition it runs.
    pub version: i32,
    /// From 1; one more for each retry of a stage.
    pub attempt: u32,
    /// How it stands.
    pub status: PipelineExecutionStatus,
    /// When it started.
    pub started_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// The stages it entered, in that order.
    pub stages: Vec<StageDetails>,
}

/// A stage of an execution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageDetails {
    /// The stage's name.
    pub name: String,
    /// How it stands.
    pub status: StageExecutionStatus,
    /// When it was entered.
    pub started_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Every action execution in it, earlier attempts included, in the order of their starts.
    pub actions: Vec<ActionDetails>,
    /// Every condition that was judged, earlier evaluations included, in the order of their starts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<ConditionDetails>,
}

/// A condition as the execution met it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConditionDetails {
    /// Where it stands.
    pub gate: Gate,
    /// How it stands.
    pub status: ConditionExecutionStatus,
    /// Whether it counts: neither a retry nor an override has put it out of force.
    pub current: bool,
    /// What there is to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Who let the execution through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden_by: Option<String>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Its rules.
    pub rules: Vec<RuleDetails>,
}

/// A rule execution, with what it is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleDetails {
    /// The rule's name.
    pub name: String,
    /// What judges: `VariableCheck`, `DeploymentWindow`, ...
    pub provider: String,
    /// The rule execution.
    pub rule_execution_id: String,
    /// How it stands.
    pub status: RuleExecutionStatus,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// What its result is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fidelity: Option<Fidelity>,
    /// How it differed from what AWS would have done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
}

/// An action execution, with what it is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionDetails {
    /// The action's name.
    pub name: String,
    /// The action execution.
    pub action_execution_id: String,
    /// How it stands.
    pub status: ActionExecutionStatus,
    /// Whether it counts: a retry has not replaced it.
    pub current: bool,
    /// The execution's attempt in which it was admitted.
    pub attempt: u32,
    /// From 1; one more for each interruption.
    pub internal_attempt: u32,
    /// When it was admitted.
    pub started_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it fails if it has not ended.
    pub deadline: Timestamp,
    /// 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<i32>,
    /// What it says about itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The token that decides it, while an approval waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorDetails>,
    /// What its result is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fidelity: Option<Fidelity>,
    /// How it differed from what AWS would have done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
    /// What else its provider had to say.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub details: Value,
}

/// The executions whose artifacts may still be read: those that have not ended, each stage's latest, which can be
/// retried, and those that a rollback would go back to.
pub fn needed_executions(state: &State) -> BTreeSet<String> {
    let live = state.executions.values().filter(|execution| !execution.has_ended());
    let live = live.map(|execution| execution.id.clone());
    let stages = state.stages.iter();
    let kept = stages.flat_map(|slot| {
        let latest = slot.latest.as_ref().map(|latest| latest.execution_id.clone());
        let good = slot.good.as_ref().map(|good| good.execution_id.clone());
        latest.into_iter().chain(good)
    });
    live.chain(kept).collect()
}

/// An approval that waits, as its approvers are told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct WaitingApproval {
    /// The stage's name.
    pub stage: String,
    /// The action's name.
    pub action: String,
    /// What decides it.
    pub token: String,
    /// When it fails by itself.
    pub expires: Timestamp,
    /// The action's resolved configuration: `NotificationArn`, `CustomData`, `ExternalEntityLink`.
    pub configuration: BTreeMap<String, String>,
}

/// The approval of this action execution; none when it does not wait any more.
pub fn waiting_approval(state: &State, action_execution_id: &str) -> Option<WaitingApproval> {
    let mut runs = state.executions.values().flat_map(|execution| execution.running());
    let run =
        runs.find(|run| run.is_approval() && run.start.action.action_execution_id == action_execution_id)?;
    Some(WaitingApproval {
        stage: run.start.action.stage.clone(),
        action: run.start.action.action.clone(),
        token: token(run)?,
        expires: run.start.deadline,
        configuration: run.start.configuration.clone(),
    })
}

/// See [`LocalDetails`].
pub fn local_details(state: &State, execution_id: &str) -> Option<LocalDetails> {
    let execution = state.executions.get(execution_id)?;
    let stages = execution.stages.iter().map(|stage| {
        let actions = stage.actions.iter().map(|run| {
            let action = &run.start.action;
            ActionDetails {
                name: action.action.clone(),
                action_execution_id: action.action_execution_id.clone(),
                status: run.status.clone(),
                current: stage.current.get(&action.action) == Some(&action.action_execution_id),
                attempt: run.attempt,
                internal_attempt: run.internal_attempt,
                started_at: run.started_at,
                updated_at: run.updated_at,
                deadline: run.start.deadline,
                percent: run.percent,
                summary: run.summary.clone(),
                token: token(run),
                error: run.error.clone(),
                fidelity: run.fidelity,
                differences: run.differences.clone(),
                details: run.details.clone(),
            }
        });
        StageDetails {
            name: stage.name.clone(),
            status: stage.status.clone(),
            started_at: stage.started_at,
            updated_at: stage.updated_at,
            actions: actions.collect(),
            conditions: stage.conditions.iter().map(|run| condition_details(run)).collect(),
        }
    });
    Some(LocalDetails {
        execution_id: execution.id.clone(),
        version: execution.version,
        attempt: execution.attempt,
        status: execution.status.clone(),
        started_at: execution.started_at,
        updated_at: execution.updated_at,
        stages: stages.collect(),
    })
}

fn condition_details(run: &ConditionRun) -> ConditionDetails {
    let rules = run.rules.iter().map(|rule| RuleDetails {
        name: rule.start.rule.rule.clone(),
        provider: rule.start.rule_type_id.provider.clone(),
        rule_execution_id: rule.start.rule.rule_execution_id.clone(),
        status: rule.status.clone(),
        summary: rule.summary.clone(),
        fidelity: rule.fidelity,
        differences: rule.differences.clone(),
    });
    ConditionDetails {
        gate: run.gate,
        status: run.status.clone(),
        current: !run.replaced,
        summary: run.summary.clone(),
        overridden_by: run.overridden_by.clone(),
        started_at: run.started_at,
        updated_at: run.updated_at,
        rules: rules.collect(),
    }
}

fn stage_state(state: &State, slot: &Stage, actions: &[ActionDeclaration]) -> StageState {
    let execution = |execution_id: &str, status: &StageExecutionStatus, is_rollback: bool| StageExecution {
        pipeline_execution_id: execution_id.to_owned(),
        status: status.clone(),
        r#type: is_rollback.then_some(ExecutionType::Rollback),
    };
    let inbound = slot.inbound.iter().map(|inbound| execution(&inbound.execution_id, &inbound.status, false));
    let inbound: Vec<StageExecution> = inbound.collect();
    let latest = slot.latest.as_ref();
    let (changed_by, changed_at) = slot.transition.changed.clone().unzip();
    let retries = latest.map(|latest| &latest.retries).filter(|retries| retries.latest.is_some());
    let count = |number: u32| i32::try_from(number).ok().filter(|number| *number > 0);
    StageState {
        stage_name: Some(slot.name.clone()),
        inbound_execution: inbound.first().cloned(),
        inbound_executions: Some(inbound),
        inbound_transition_state: Some(TransitionState {
            enabled: Some(!slot.transition.disabled),
            last_changed_by: changed_by,
            last_changed_at: changed_at,
            disabled_reason: slot.transition.reason.clone(),
        }),
        action_states: Some(actions.iter().map(|action| action_state(state, slot, action)).collect()),
        latest_execution: latest
            .map(|latest| execution(&latest.execution_id, &latest.status, latest.is_rollback)),
        before_entry_condition_state: condition_state(state, slot, Gate::BeforeEntry),
        on_success_condition_state: condition_state(state, slot, Gate::OnSuccess),
        on_failure_condition_state: condition_state(state, slot, Gate::OnFailure),
        retry_stage_metadata: retries.map(|retries| RetryStageMetadata {
            auto_stage_retry_attempt: count(retries.automatic),
            manual_stage_retry_attempt: count(retries.manual),
            latest_retry_trigger: retries.latest.clone(),
        }),
    }
}

fn rollback_metadata(execution: &Execution) -> Option<PipelineRollbackMetadata> {
    execution.rollback.as_ref().map(|rollback| PipelineRollbackMetadata {
        rollback_target_pipeline_execution_id: Some(rollback.target.execution_id.clone()),
    })
}

/// The newest evaluation of a gate's condition by the newest execution in the stage; none before the first.
fn condition_state(state: &State, slot: &Stage, gate: Gate) -> Option<StageConditionState> {
    let latest = slot.latest.as_ref()?;
    let live = state.executions.get(&latest.execution_id).and_then(|execution| execution.stage(&slot.name));
    let conditions = live.map_or(&latest.conditions, |run| &run.conditions);
    let run = conditions.iter().rev().find(|run| run.gate == gate)?;
    let rules = run.rules.iter().map(|rule| RuleState {
        rule_name: Some(rule.start.rule.rule.clone()),
        current_revision: None,
        latest_execution: Some(RuleExecution {
            rule_execution_id: Some(rule.start.rule.rule_execution_id.clone()),
            status: Some(rule.status.clone()),
            summary: rule.summary.clone(),
            last_status_change: Some(rule.updated_at),
            token: None,
            last_updated_by: None,
            external_execution_id: rule.external_execution_id.clone(),
            external_execution_url: rule.external_execution_url.clone(),
            error_details: rule.error.clone(),
        }),
        entity_url: None,
        revision_url: None,
    });
    let overridden = run.overridden_by.as_ref().map(|by| format!("Overridden by {by}"));
    let summary = overridden.or_else(|| run.summary.clone());
    Some(StageConditionState {
        latest_execution: Some(StageConditionsExecution {
            status: Some(run.status.clone()),
            summary: summary.clone(),
        }),
        condition_states: Some(vec![ConditionState {
            latest_execution: Some(ConditionExecution {
                status: Some(run.status.clone()),
                summary,
                last_status_change: Some(run.updated_at),
            }),
            rule_states: Some(rules.collect()),
        }]),
    })
}

/// The items of `ListRuleExecutions` for an execution, newest start first; empty for one that is not held.
pub fn rule_executions(state: &State, execution_id: &str) -> Vec<RuleExecutionDetail> {
    let Some(execution) = state.executions.get(execution_id) else { return Vec::new() };
    let mut runs: Vec<&RuleRun> = execution.rules().map(|run| &**run).collect();
    runs.reverse();
    runs.sort_by_key(|run| std::cmp::Reverse(run.started_at));
    runs.into_iter().map(|run| rule_detail(state, execution, run)).collect()
}

/// One item of [`rule_executions`], by the rule execution's id.
pub fn rule_execution(
    state: &State,
    execution_id: &str,
    rule_execution_id: &str,
) -> Option<RuleExecutionDetail> {
    let execution = state.executions.get(execution_id)?;
    let mut rules = execution.rules();
    let run = rules.rfind(|run| run.start.rule.rule_execution_id == rule_execution_id)?;
    Some(rule_detail(state, execution, run))
}

fn rule_detail(state: &State, execution: &Execution, run: &RuleRun) -> RuleExecutionDetail {
    let start = &run.start;
    let declared = state.rule_declaration(execution, run);
    let result = RuleExecutionResult {
        external_execution_id: run.external_execution_id.clone(),
        external_execution_summary: run.summary.clone(),
        external_execution_url: run.external_execution_url.clone(),
        error_details: run.error.clone(),
    };
    RuleExecutionDetail {
        pipeline_execution_id: Some(execution.id.clone()),
        rule_execution_id: Some(start.rule.rule_execution_id.clone()),
        pipeline_version: Some(execution.version),
        stage_name: Some(start.rule.stage.clone()),
        rule_name: Some(start.rule.rule.clone()),
        start_time: Some(run.started_at),
        last_update_time: Some(run.updated_at),
        updated_by: None,
        status: Some(run.status.clone()),
        input: Some(RuleExecutionInput {
            rule_type_id: Some(start.rule_type_id.clone()),
            configuration: declared.and_then(|rule| rule.configuration.clone()),
            resolved_configuration: Some(start.configuration.clone()),
            role_arn: declared.and_then(|rule| rule.role_arn.clone()),
            region: Some(start.region.clone()),
            input_artifacts: Some(start.input_artifacts.iter().map(artifact_detail).collect()),
        }),
        output: Some(RuleExecutionOutput {
            execution_result: Some(result).filter(|result| *result != RuleExecutionResult::default()),
        }),
    }
}

fn action_state(state: &State, slot: &Stage, declared: &ActionDeclaration) -> ActionState {
    let run = slot.actions.get(&declared.name).and_then(|latest| {
        let live = state.executions.get(&latest.execution_id);
        let live = live.and_then(|execution| execution.stage(&slot.name));
        let live = live.and_then(|stage| stage.action(&latest.action_execution_id));
        live.or(latest.kept.as_ref())
    });
    let revision = run.and_then(|run| run.revision.as_ref());
    // An approval's link is shown before its first execution, too: as it is declared.
    let link = |configuration: &BTreeMap<String, String>| {
        let approval = declared.action_type_id.category == ActionCategory::Approval;
        configuration.get("ExternalEntityLink").filter(|_| approval).cloned()
    };
    let entity_url = match run {
        Some(run) => link(&run.start.configuration),
        None => declared.configuration.as_ref().and_then(link),
    };
    ActionState {
        action_name: Some(declared.name.clone()),
        current_revision: revision.map(|revision| ActionRevision {
            revision_id: revision.id.clone(),
            revision_change_id: revision.change_identifier.clone(),
            created: revision.created,
        }),
        latest_execution: run.map(|run| ActionExecution {
            action_execution_id: Some(run.start.action.action_execution_id.clone()),
            status: Some(run.status.clone()),
            summary: run.summary.clone(),
            last_status_change: Some(run.updated_at),
            token: token(run),
            last_updated_by: run.updated_by.clone(),
            external_execution_id: run.external_execution_id.clone(),
            external_execution_url: run.external_execution_url.clone(),
            percent_complete: run.percent,
            error_details: run.error.clone(),
            log_stream_arn: run.log_stream_arn.clone(),
        }),
        entity_url,
        revision_url: revision.and_then(|revision| revision.url.clone()),
    }
}

/// The token of a pending approval: the id of its action execution.
fn token(run: &ActionRun) -> Option<String> {
    (run.is_approval() && run.is_running()).then(|| run.start.action.action_execution_id.clone())
}

fn action_detail(state: &State, execution: &Execution, run: &ActionRun) -> ActionExecutionDetail {
    let start = &run.start;
    let declared = state.action_declaration(execution, run);
    // An approval's token stays visible here, in PARALLEL mode only here.
    let external_execution_id = match run.is_approval() {
        true => Some(start.action.action_execution_id.clone()),
        false => run.external_execution_id.clone(),
    };
    let result = ActionExecutionResult {
        external_execution_id,
        external_execution_summary: run.summary.clone(),
        external_execution_url: run.external_execution_url.clone(),
        error_details: run.error.clone(),
        log_stream_arn: run.log_stream_arn.clone(),
    };
    ActionExecutionDetail {
        pipeline_execution_id: Some(execution.id.clone()),
        action_execution_id: Some(start.action.action_execution_id.clone()),
        pipeline_version: Some(execution.version),
        stage_name: Some(start.action.stage.clone()),
        action_name: Some(start.action.action.clone()),
        start_time: Some(run.started_at),
        last_update_time: Some(run.updated_at),
        updated_by: run.updated_by.clone(),
        status: Some(run.status.clone()),
        input: Some(ActionExecutionInput {
            action_type_id: Some(start.action_type_id.clone()),
            configuration: Some(declared.and_then(|action| action.configuration.clone()).unwrap_or_default()),
            resolved_configuration: Some(start.configuration.clone()),
            role_arn: declared.and_then(|action| action.role_arn.clone()),
            region: Some(start.region.clone()),
            input_artifacts: Some(start.input_artifacts.iter().map(artifact_detail).collect()),
            namespace: declared.and_then(|action| action.namespace.clone()),
        }),
        output: Some(ActionExecutionOutput {
            output_artifacts: Some(run.output_artifacts.iter().map(artifact_detail).collect()),
            execution_result: Some(result).filter(|result| *result != ActionExecutionResult::default()),
            output_variables: Some(run.output_variables.clone()),
        }),
    }
}

fn artifact_detail(artifact: &Artifact) -> ArtifactDetail {
    let Location { bucket, key } = &artifact.location;
    ArtifactDetail {
        name: Some(artifact.name.clone()),
        s3location: Some(S3Location { bucket: Some(bucket.clone()), key: Some(key.clone()) }),
    }
}
