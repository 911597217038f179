//! The service's operations on this computer. Each is recorded in the audit trail: a change in the transaction that
//! makes it, everything else within a second.

use std::collections::BTreeMap;

use codepipeline::shapes::*;
use codepipeline::validate::check_input;
use codepipeline::{BoxFuture, Call, CodePipeline, Error, ErrorKind, Operation, Timestamp, to_value};
use execution::{Event, EventKind, Input, StartRequest, State, views};
use serde::Serialize;
use serde_json::{Value, json};
use store::{ActionExecutionQuery, ActionKind, ExecutionQuery};

use crate::audit::{Asked, instant};
use crate::clock::uuid;
use crate::definitions::Types;
use crate::error::fault;
use crate::tags::check_tags;
use crate::{Engine, Inner};

/// An answer that the record shows as it is.
pub(crate) fn shown<O: Serialize>(output: O) -> (O, Value) {
    let record = serde_json::to_value(&output).unwrap_or(Value::Null);
    (output, record)
}

fn no_execution(pipeline: &str, id: &str) -> Error {
    let message =
        format!("Pipeline Execution with id '{id}' does not exist in pipeline with name '{pipeline}'");
    Error::new(ErrorKind::PipelineExecutionNotFound, message)
}

impl Engine {
    /// The checks that every operation begins with: the model's constraints.
    pub(crate) fn check<T: Serialize>(operation: Operation, input: &T) -> Result<(), Error> {
        check_input(operation, &to_value(input)?)
    }

    /// Records a refused call and hands the error on.
    pub(crate) fn refuse(&self, asked: &Asked<'_>, error: Error) -> Error {
        if error.kind != ErrorKind::NotImplemented {
            self.file(asked, Some((error.code(), &error.message)));
        }
        error
    }

    fn file(&self, asked: &Asked<'_>, refusal: Option<(&str, &str)>) {
        if let Some(record) = asked.record(&uuid(), Value::Null, None, refusal) {
            self.inner.store.record(record);
            let _ = self.inner.changes.send(crate::Change::Trail);
        }
    }

    /// Answers a reading call.
    fn reading<'a, I: Serialize, O: Send + 'a>(
        &'a self,
        call: &'a Call,
        operation: Operation,
        input: I,
        read: impl FnOnce(I) -> Result<O, Error>,
    ) -> BoxFuture<'a, O> {
        let asked = Asked::new(call, operation, &input);
        let outcome = Self::check(operation, &input).and_then(|()| read(input));
        let outcome = match outcome {
            Ok(output) => {
                self.file(&asked, None);
                Ok(output)
            }
            Err(error) => Err(self.refuse(&asked, error)),
        };
        Box::pin(std::future::ready(outcome))
    }

    /// Answers a changing call: one input for one pipeline.
    pub(crate) fn changing<'a, I: Serialize, O: Send + 'a>(
        &'a self,
        call: &'a Call,
        operation: Operation,
        parameters: &I,
        pipeline: String,
        input: impl FnOnce() -> Result<Input, Error> + Send + 'a,
        answer: impl FnOnce(&State, &[Event]) -> (O, Value) + Send + 'a,
    ) -> BoxFuture<'a, O> {
        let asked = Asked::new(call, operation, parameters);
        let checked = Self::check(operation, parameters);
        Box::pin(async move {
            let input = checked.and_then(|()| input());
            let outcome = match input {
                Ok(input) => self.inner.submit(&pipeline, input, Some(&asked), answer).await,
                Err(error) => Err(error),
            };
            outcome.map_err(|error| self.refuse(&asked, error))
        })
    }

    /// Answers a call that keeps something which is of no pipeline's stream.
    fn keeping<'a, I: Serialize + Send + 'a, O: Send + 'a, F>(
        &'a self,
        call: &'a Call,
        operation: Operation,
        input: I,
        keep: impl FnOnce(I) -> F + Send + 'a,
    ) -> BoxFuture<'a, O>
    where
        F: Future<Output = Result<O, Error>> + Send + 'a,
    {
        Box::pin(async move {
            let asked = Asked::new(call, operation, &input);
            let outcome = match Self::check(operation, &input) {
                Ok(()) => keep(input).await,
                Err(error) => Err(error),
            };
            let output = outcome.map_err(|error| self.refuse(&asked, error))?;
            self.file(&asked, None);
            Ok(output)
        })
    }
}

impl Inner {
    pub(crate) fn pipeline_summary(&self, state: &State) -> PipelineSummary {
        let declaration = state.declaration();
        let (created, updated) = state.times().unzip();
        PipelineSummary {
            name: Some(state.name().to_owned()),
            version: state.version(),
            pipeline_type: declaration.and_then(|declaration| declaration.pipeline_type.clone()),
            execution_mode: declaration.and_then(|declaration| declaration.execution_mode.clone()),
            created,
            updated,
        }
    }

    /// A page of the action or rule executions of a pipeline, newest start first, and the token of the next.
    fn executed<T: serde::de::DeserializeOwned>(
        &self,
        kind: ActionKind,
        pipeline: &str,
        execution: Option<String>,
        latest: Option<LatestInPipelineExecutionFilter>,
        max: Option<i32>,
        token: Option<String>,
    ) -> Result<(Vec<T>, Option<String>), Error> {
        let is_latest = latest.is_some();
        let execution = execution.or_else(|| latest.map(|latest| latest.pipeline_execution_id));
        if let Some(id) = &execution
            && self.store.execution(pipeline, id).map_err(fault)?.is_none()
        {
            return Err(no_execution(pipeline, id));
        }
        let query = ActionExecutionQuery {
            kind,
            pipeline: pipeline.to_owned(),
            execution,
            latest: is_latest,
            max: size(max),
            token,
            ..ActionExecutionQuery::default()
        };
        let page = self.store.list_action_executions(&query).map_err(fault)?;
        let details = page.items.iter().filter_map(|row| serde_json::from_str(&row.detail).ok()).collect();
        Ok((details, page.next))
    }

    fn exists(&self, name: &str) -> Result<(), Error> {
        self.read(name, |state| views::pipeline_state(state).map(drop))
    }
}

fn size(max: Option<i32>) -> usize {
    max.and_then(|max| usize::try_from(max).ok()).unwrap_or(100)
}

/// The service's rule types with their configuration (CodePipeline user guide, rule structure reference).
fn rule_types() -> Vec<RuleType> {
    let property = |name: &str, required: bool| RuleConfigurationProperty {
        name: name.to_owned(),
        required,
        key: false,
        secret: false,
        queryable: Some(false),
        description: None,
        r#type: Some(RuleConfigurationPropertyType::String),
    };
    let rule = |provider: &str, needed: &[&str], optional: &[&str], inputs: i32| RuleType {
        id: RuleTypeId {
            category: RuleCategory::Rule,
            owner: Some(RuleOwner::Aws),
            provider: provider.to_owned(),
            version: Some("1".to_owned()),
        },
        settings: None,
        rule_configuration_properties: Some(
            needed
                .iter()
                .map(|name| property(name, true))
                .chain(optional.iter().map(|name| property(name, false)))
                .collect(),
        ),
        input_artifact_details: ArtifactDetails { minimum_count: 0, maximum_count: inputs },
    };
    vec![
        rule("CloudWatchAlarm", &["AlarmName"], &["AlarmStates", "WaitTime"], 0),
        rule(
            "CodeBuild",
            &["ProjectName"],
            &["PrimarySource", "BatchEnabled", "CombineArtifacts", "EnvironmentVariables"],
            5,
        ),
        rule("Commands", &[], &[], 10),
        rule("DeploymentWindow", &["Cron"], &["TimeZone"], 0),
        rule("LambdaInvoke", &["FunctionName"], &["UserParameters"], 5),
        rule("VariableCheck", &["Operator", "Value", "Variable"], &[], 0),
    ]
}

fn execution_of(state: &State, events: &[Event], token: Option<&str>) -> Option<String> {
    let started = events.iter().find_map(|event| match &event.kind {
        EventKind::ExecutionStarted(start) => Some(start.execution_id.clone()),
        _ => None,
    });
    started.or_else(|| state.execution_of_token(token?).map(str::to_owned))
}

impl Engine {
    /// `StartPipelineExecution`, also of a part of the pipeline, which the service does not know, and with actions that
    /// accounts carry out: by `Stage/Action`, the place of the account.
    pub fn start_part<'a>(
        &'a self,
        call: &'a Call,
        input: StartPipelineExecutionInput,
        part: Option<execution::Part>,
        places: BTreeMap<String, String>,
    ) -> BoxFuture<'a, StartPipelineExecutionOutput> {
        let token = input.client_request_token.clone();
        let request = StartRequest {
            trigger: ExecutionTrigger {
                trigger_type: Some(TriggerType::StartPipelineExecution),
                trigger_detail: Some(call.principal.arn.clone()),
            },
            git: None,
            variables: input.variables.clone().unwrap_or_default(),
            source_revisions: input.source_revisions.clone().unwrap_or_default(),
            client_request_token: input.client_request_token.clone(),
            part,
            places,
        };
        self.changing(
            call,
            Operation::StartPipelineExecution,
            &input,
            input.name.clone(),
            move || Ok(Input::Start(request)),
            move |state, events| {
                let pipeline_execution_id = execution_of(state, events, token.as_deref());
                shown(StartPipelineExecutionOutput { pipeline_execution_id })
            },
        )
    }
}

impl CodePipeline for Engine {
    fn create_pipeline<'a>(
        &'a self,
        call: &'a Call,
        input: CreatePipelineInput,
    ) -> BoxFuture<'a, CreatePipelineOutput> {
        self.create(call, input, true, Types::Known)
    }

    fn update_pipeline<'a>(
        &'a self,
        call: &'a Call,
        input: UpdatePipelineInput,
    ) -> BoxFuture<'a, UpdatePipelineOutput> {
        self.update(call, input, Types::Known)
    }

    fn delete_pipeline<'a>(&'a self, call: &'a Call, input: DeletePipelineInput) -> BoxFuture<'a, ()> {
        let name = input.name.clone();
        let by = call.principal.arn.clone();
        let known = self.inner.read(&name, |state| Ok(state.declaration().cloned())).ok().flatten();
        let deleting = self.changing(
            call,
            Operation::DeletePipeline,
            &input,
            name,
            move || Ok(Input::Delete { by }),
            |_, _| ((), Value::Null),
        );
        Box::pin(async move {
            deleting.await?;
            if let Some(declaration) = known {
                self.inner.forget_secrets_of(&declaration, None);
            }
            Ok(())
        })
    }

    fn get_pipeline<'a>(
        &'a self,
        call: &'a Call,
        input: GetPipelineInput,
    ) -> BoxFuture<'a, GetPipelineOutput> {
        self.reading(call, Operation::GetPipeline, input, |input| {
            let (arn, times, current) = self.inner.read(&input.name, |state| {
                views::pipeline_state(state)?;
                Ok((state.arn(), state.times(), state.declaration().cloned()))
            })?;
            let disabled = match (&current, times) {
                (Some(declaration), Some((_, updated))) => {
                    self.inner.polling_disabled_at(&input.name, declaration, updated).map_err(fault)?
                }
                _ => None,
            };
            let pipeline = match input.version {
                None => current.map(|declaration| (*declaration).clone()),
                Some(version) => {
                    let row = self
                        .inner
                        .store
                        .pipeline_version(&input.name, Some(i64::from(version)))
                        .map_err(fault)?;
                    let row = row.ok_or_else(|| {
                        let message = format!("Pipeline '{}' does not have version {version}", input.name);
                        Error::new(ErrorKind::PipelineVersionNotFound, message)
                    })?;
                    serde_json::from_str(&row.declaration).ok()
                }
            };
            let (created, updated) = times.unzip();
            let metadata =
                PipelineMetadata { pipeline_arn: Some(arn), created, updated, polling_disabled_at: disabled };
            Ok(GetPipelineOutput { pipeline, metadata: Some(metadata) })
        })
    }

    fn list_pipelines<'a>(
        &'a self,
        call: &'a Call,
        input: ListPipelinesInput,
    ) -> BoxFuture<'a, ListPipelinesOutput> {
        self.reading(call, Operation::ListPipelines, input, |input| {
            let rows = self.inner.store.pipelines().map_err(fault)?;
            // The token is the last name of the page before.
            let after = match &input.next_token {
                Some(token) if !rows.iter().any(|row| row.name == *token) => {
                    return Err(Error::new(
                        ErrorKind::InvalidNextToken,
                        "The next token is not of this list",
                    ));
                }
                token => token.clone().unwrap_or_default(),
            };
            let max = input.max_results.map_or(1000, |max| size(Some(max)));
            let mut rest = rows.iter().filter(|row| row.name > after);
            let page: Vec<_> = rest.by_ref().take(max).collect();
            let next_token = rest.next().and_then(|_| page.last().map(|row| row.name.clone()));
            let pipelines = page.iter().filter_map(|row| serde_json::from_str(&row.detail).ok()).collect();
            Ok(ListPipelinesOutput { pipelines: Some(pipelines), next_token })
        })
    }

    fn get_pipeline_state<'a>(
        &'a self,
        call: &'a Call,
        input: GetPipelineStateInput,
    ) -> BoxFuture<'a, GetPipelineStateOutput> {
        self.reading(call, Operation::GetPipelineState, input, |input| {
            let mut state = self.inner.read(&input.name, views::pipeline_state)?;
            self.inner.show_missing(&input.name, &mut state);
            Ok(state)
        })
    }

    fn start_pipeline_execution<'a>(
        &'a self,
        call: &'a Call,
        input: StartPipelineExecutionInput,
    ) -> BoxFuture<'a, StartPipelineExecutionOutput> {
        self.start_part(call, input, None, BTreeMap::new())
    }

    fn stop_pipeline_execution<'a>(
        &'a self,
        call: &'a Call,
        input: StopPipelineExecutionInput,
    ) -> BoxFuture<'a, StopPipelineExecutionOutput> {
        let id = input.pipeline_execution_id.clone();
        let stop = Input::Stop {
            execution_id: id.clone(),
            abandon: input.abandon.unwrap_or(false),
            reason: input.reason.clone(),
            by: call.principal.arn.clone(),
        };
        self.changing(
            call,
            Operation::StopPipelineExecution,
            &input,
            input.pipeline_name.clone(),
            move || Ok(stop),
            move |_, _| shown(StopPipelineExecutionOutput { pipeline_execution_id: Some(id) }),
        )
    }

    fn put_approval_result<'a>(
        &'a self,
        call: &'a Call,
        input: PutApprovalResultInput,
    ) -> BoxFuture<'a, PutApprovalResultOutput> {
        let put = Input::PutApprovalResult {
            stage: input.stage_name.clone(),
            action: input.action_name.clone(),
            token: input.token.clone(),
            status: input.result.status.clone(),
            summary: input.result.summary.clone(),
            by: call.principal.arn.clone(),
        };
        let now = self.now();
        self.changing(
            call,
            Operation::PutApprovalResult,
            &input,
            input.pipeline_name.clone(),
            move || Ok(put),
            move |_, events| {
                let at: Timestamp = events.first().map_or(now, |event| event.at);
                (
                    PutApprovalResultOutput { approved_at: Some(at) },
                    json!({"approvedAt": instant(at.millis())}),
                )
            },
        )
    }

    fn retry_stage_execution<'a>(
        &'a self,
        call: &'a Call,
        input: RetryStageExecutionInput,
    ) -> BoxFuture<'a, RetryStageExecutionOutput> {
        let id = input.pipeline_execution_id.clone();
        let retry = Input::RetryStage {
            stage: input.stage_name.clone(),
            execution_id: id.clone(),
            mode: input.retry_mode.clone(),
            by: call.principal.arn.clone(),
        };
        self.changing(
            call,
            Operation::RetryStageExecution,
            &input,
            input.pipeline_name.clone(),
            move || Ok(retry),
            move |_, _| shown(RetryStageExecutionOutput { pipeline_execution_id: Some(id) }),
        )
    }

    fn create_custom_action_type<'a>(
        &'a self,
        call: &'a Call,
        input: CreateCustomActionTypeInput,
    ) -> BoxFuture<'a, CreateCustomActionTypeOutput> {
        let tags = input.tags.clone();
        self.keeping(call, Operation::CreateCustomActionType, input, move |input| async move {
            let CreateCustomActionTypeInput { category, provider, version, .. } = &input;
            let arn = self.arn_of(&format!("actiontype:Custom/{category}/{provider}/{version}"));
            check_tags(&arn, tags.as_deref())?;
            let action_type = self.inner.create_type(input).await?;
            self.put_tags(&arn, tags.clone().unwrap_or_default()).await?;
            Ok(CreateCustomActionTypeOutput { action_type, tags })
        })
    }

    fn delete_custom_action_type<'a>(
        &'a self,
        call: &'a Call,
        input: DeleteCustomActionTypeInput,
    ) -> BoxFuture<'a, ()> {
        self.keeping(call, Operation::DeleteCustomActionType, input, move |input| async move {
            self.inner.delete_type(input).await
        })
    }

    fn list_action_types<'a>(
        &'a self,
        call: &'a Call,
        input: ListActionTypesInput,
    ) -> BoxFuture<'a, ListActionTypesOutput> {
        self.reading(call, Operation::ListActionTypes, input, |input| {
            if input.next_token.is_some() {
                return Err(Error::new(ErrorKind::InvalidNextToken, "The list has one page only"));
            }
            let mut action_types = self.inner.action_types()?;
            let wanted = |one: &ActionType| {
                input.action_owner_filter.as_ref().is_none_or(|owner| one.id.owner == *owner)
            };
            action_types.retain(wanted);
            Ok(ListActionTypesOutput { action_types, next_token: None })
        })
    }

    fn poll_for_jobs<'a>(
        &'a self,
        call: &'a Call,
        input: PollForJobsInput,
    ) -> BoxFuture<'a, PollForJobsOutput> {
        self.keeping(call, Operation::PollForJobs, input, move |input| async move {
            Ok(PollForJobsOutput { jobs: Some(self.inner.poll(input).await?) })
        })
    }

    fn acknowledge_job<'a>(
        &'a self,
        call: &'a Call,
        input: AcknowledgeJobInput,
    ) -> BoxFuture<'a, AcknowledgeJobOutput> {
        self.keeping(call, Operation::AcknowledgeJob, input, move |input| async move {
            Ok(AcknowledgeJobOutput { status: Some(self.inner.acknowledge(input).await?) })
        })
    }

    fn get_job_details<'a>(
        &'a self,
        call: &'a Call,
        input: GetJobDetailsInput,
    ) -> BoxFuture<'a, GetJobDetailsOutput> {
        self.reading(call, Operation::GetJobDetails, input, |input| {
            Ok(GetJobDetailsOutput { job_details: Some(self.inner.job_details(&input.job_id)?) })
        })
    }

    fn put_job_success_result<'a>(
        &'a self,
        call: &'a Call,
        input: PutJobSuccessResultInput,
    ) -> BoxFuture<'a, ()> {
        self.keeping(call, Operation::PutJobSuccessResult, input, move |input| async move {
            self.inner.succeed_job(input).await
        })
    }

    fn put_job_failure_result<'a>(
        &'a self,
        call: &'a Call,
        input: PutJobFailureResultInput,
    ) -> BoxFuture<'a, ()> {
        self.keeping(call, Operation::PutJobFailureResult, input, move |input| async move {
            self.inner.fail_job(input).await
        })
    }

    fn poll_for_third_party_jobs<'a>(
        &'a self,
        call: &'a Call,
        input: PollForThirdPartyJobsInput,
    ) -> BoxFuture<'a, PollForThirdPartyJobsOutput> {
        self.keeping(call, Operation::PollForThirdPartyJobs, input, move |input| async move {
            Ok(PollForThirdPartyJobsOutput { jobs: Some(self.inner.poll_third_party(input).await?) })
        })
    }

    fn get_third_party_job_details<'a>(
        &'a self,
        call: &'a Call,
        input: GetThirdPartyJobDetailsInput,
    ) -> BoxFuture<'a, GetThirdPartyJobDetailsOutput> {
        self.reading(call, Operation::GetThirdPartyJobDetails, input, |input| {
            Ok(GetThirdPartyJobDetailsOutput { job_details: Some(self.inner.third_party_details(&input)?) })
        })
    }

    fn acknowledge_third_party_job<'a>(
        &'a self,
        call: &'a Call,
        input: AcknowledgeThirdPartyJobInput,
    ) -> BoxFuture<'a, AcknowledgeThirdPartyJobOutput> {
        self.keeping(call, Operation::AcknowledgeThirdPartyJob, input, move |input| async move {
            let status = self.inner.acknowledge_third_party(input).await?;
            Ok(AcknowledgeThirdPartyJobOutput { status: Some(status) })
        })
    }

    fn put_third_party_job_success_result<'a>(
        &'a self,
        call: &'a Call,
        input: PutThirdPartyJobSuccessResultInput,
    ) -> BoxFuture<'a, ()> {
        self.keeping(call, Operation::PutThirdPartyJobSuccessResult, input, move |input| async move {
            self.inner.succeed_third_party(input).await
        })
    }

    fn put_third_party_job_failure_result<'a>(
        &'a self,
        call: &'a Call,
        input: PutThirdPartyJobFailureResultInput,
    ) -> BoxFuture<'a, ()> {
        self.keeping(call, Operation::PutThirdPartyJobFailureResult, input, move |input| async move {
            self.inner.fail_third_party(input).await
        })
    }

    fn get_action_type<'a>(
        &'a self,
        call: &'a Call,
        input: GetActionTypeInput,
    ) -> BoxFuture<'a, GetActionTypeOutput> {
        self.reading(call, Operation::GetActionType, input, |input| {
            Ok(GetActionTypeOutput { action_type: Some(self.inner.declared_type(input)?) })
        })
    }

    fn update_action_type<'a>(&'a self, call: &'a Call, input: UpdateActionTypeInput) -> BoxFuture<'a, ()> {
        self.keeping(call, Operation::UpdateActionType, input, move |input| async move {
            self.inner.update_type(input.action_type).await
        })
    }

    fn rollback_stage<'a>(
        &'a self,
        call: &'a Call,
        input: RollbackStageInput,
    ) -> BoxFuture<'a, RollbackStageOutput> {
        let (pipeline, target) = (input.pipeline_name.clone(), input.target_pipeline_execution_id.clone());
        let (stage, by) = (input.stage_name.clone(), call.principal.arn.clone());
        self.changing(
            call,
            Operation::RollbackStage,
            &input,
            input.pipeline_name.clone(),
            move || {
                let stored = self
                    .inner
                    .stored_target(&pipeline, &target)
                    .map_err(|error| Error::new(ErrorKind::InternalFailure, error.to_string()))?;
                let stored = stored.map(Box::new);
                Ok(Input::RollbackStage { stage, target_execution_id: target, stored, by })
            },
            |state, events| {
                let pipeline_execution_id = execution_of(state, events, None).unwrap_or_default();
                shown(RollbackStageOutput { pipeline_execution_id })
            },
        )
    }

    fn override_stage_condition<'a>(
        &'a self,
        call: &'a Call,
        input: OverrideStageConditionInput,
    ) -> BoxFuture<'a, ()> {
        let wish = Input::OverrideCondition {
            stage: input.stage_name.clone(),
            execution_id: input.pipeline_execution_id.clone(),
            condition: input.condition_type.clone(),
            by: call.principal.arn.clone(),
        };
        self.changing(
            call,
            Operation::OverrideStageCondition,
            &input,
            input.pipeline_name.clone(),
            move || Ok(wish),
            |_, _| ((), Value::Null),
        )
    }

    fn list_rule_executions<'a>(
        &'a self,
        call: &'a Call,
        input: ListRuleExecutionsInput,
    ) -> BoxFuture<'a, ListRuleExecutionsOutput> {
        self.reading(call, Operation::ListRuleExecutions, input, |input| {
            let name = &input.pipeline_name;
            self.inner.exists(name)?;
            let filter = input.filter.unwrap_or_default();
            let (details, next_token) = self.inner.executed(
                ActionKind::Rule,
                name,
                filter.pipeline_execution_id,
                filter.latest_in_pipeline_execution,
                input.max_results,
                input.next_token,
            )?;
            Ok(ListRuleExecutionsOutput { rule_execution_details: Some(details), next_token })
        })
    }

    fn list_rule_types<'a>(
        &'a self,
        call: &'a Call,
        input: ListRuleTypesInput,
    ) -> BoxFuture<'a, ListRuleTypesOutput> {
        self.reading(call, Operation::ListRuleTypes, input, |_| {
            Ok(ListRuleTypesOutput { rule_types: rule_types() })
        })
    }

    fn disable_stage_transition<'a>(
        &'a self,
        call: &'a Call,
        input: DisableStageTransitionInput,
    ) -> BoxFuture<'a, ()> {
        let disable = Input::DisableTransition {
            stage: input.stage_name.clone(),
            transition: input.transition_type.clone(),
            reason: input.reason.clone(),
            by: call.principal.arn.clone(),
        };
        let name = input.pipeline_name.clone();
        self.changing(
            call,
            Operation::DisableStageTransition,
            &input,
            name,
            move || Ok(disable),
            |_, _| ((), Value::Null),
        )
    }

    fn enable_stage_transition<'a>(
        &'a self,
        call: &'a Call,
        input: EnableStageTransitionInput,
    ) -> BoxFuture<'a, ()> {
        let enable = Input::EnableTransition {
            stage: input.stage_name.clone(),
            transition: input.transition_type.clone(),
            by: call.principal.arn.clone(),
        };
        let name = input.pipeline_name.clone();
        self.changing(
            call,
            Operation::EnableStageTransition,
            &input,
            name,
            move || Ok(enable),
            |_, _| ((), Value::Null),
        )
    }

    fn get_pipeline_execution<'a>(
        &'a self,
        call: &'a Call,
        input: GetPipelineExecutionInput,
    ) -> BoxFuture<'a, GetPipelineExecutionOutput> {
        self.reading(call, Operation::GetPipelineExecution, input, |input| {
            let (name, id) = (&input.pipeline_name, &input.pipeline_execution_id);
            let live = self.inner.read(name, |state| {
                views::pipeline_state(state)?;
                Ok(views::execution(state, id))
            })?;
            let stored = || {
                let row = self.inner.store.execution(name, id).ok().flatten()?;
                serde_json::from_str::<PipelineExecution>(&row.detail).ok()
            };
            let found = live.or_else(stored).ok_or_else(|| no_execution(name, id))?;
            Ok(GetPipelineExecutionOutput { pipeline_execution: Some(found) })
        })
    }

    fn list_pipeline_executions<'a>(
        &'a self,
        call: &'a Call,
        input: ListPipelineExecutionsInput,
    ) -> BoxFuture<'a, ListPipelineExecutionsOutput> {
        self.reading(call, Operation::ListPipelineExecutions, input, |input| {
            self.inner.exists(&input.pipeline_name)?;
            let filter =
                input.filter.and_then(|filter| filter.succeeded_in_stage).and_then(|stage| stage.stage_name);
            let page = self
                .inner
                .store
                .list_executions(&ExecutionQuery {
                    pipeline: Some(input.pipeline_name.clone()),
                    succeeded_in_stage: filter,
                    max: size(input.max_results),
                    token: input.next_token,
                    ..ExecutionQuery::default()
                })
                .map_err(fault)?;
            let summaries = self.inner.read(&input.pipeline_name, |state| {
                let one = |row: &store::ExecutionRow| {
                    views::summary(state, &row.id).or_else(|| serde_json::from_str(&row.summary).ok())
                };
                Ok(page.items.iter().filter_map(one).collect())
            })?;
            Ok(ListPipelineExecutionsOutput {
                pipeline_execution_summaries: Some(summaries),
                next_token: page.next,
            })
        })
    }

    fn list_action_executions<'a>(
        &'a self,
        call: &'a Call,
        input: ListActionExecutionsInput,
    ) -> BoxFuture<'a, ListActionExecutionsOutput> {
        self.reading(call, Operation::ListActionExecutions, input, |input| {
            let name = &input.pipeline_name;
            self.inner.exists(name).map_err(|error| match error.kind {
                ErrorKind::PipelineNotFound => {
                    let account = self.account();
                    let message =
                        format!("The account with AWS account ID '{account}' does not include a pipeline named '{name}'");
                    Error::new(ErrorKind::PipelineNotFound, message)
                }
                _ => error,
            })?;
            let filter = input.filter.unwrap_or_default();
            let (details, next_token) = self.inner.executed(
                ActionKind::Action,
                name,
                filter.pipeline_execution_id,
                filter.latest_in_pipeline_execution,
                input.max_results,
                input.next_token,
            )?;
            Ok(ListActionExecutionsOutput { action_execution_details: Some(details), next_token })
        })
    }

    fn list_tags_for_resource<'a>(
        &'a self,
        call: &'a Call,
        input: ListTagsForResourceInput,
    ) -> BoxFuture<'a, ListTagsForResourceOutput> {
        self.reading(call, Operation::ListTagsForResource, input, |input| {
            let (tags, next_token) = self.list_tags(input)?;
            Ok(ListTagsForResourceOutput { tags: Some(tags), next_token })
        })
    }

    fn tag_resource<'a>(
        &'a self,
        call: &'a Call,
        input: TagResourceInput,
    ) -> BoxFuture<'a, TagResourceOutput> {
        self.keeping(call, Operation::TagResource, input, move |input| async move {
            self.retag(&input.resource_arn, input.tags, &[]).await?;
            Ok(TagResourceOutput::default())
        })
    }

    fn untag_resource<'a>(
        &'a self,
        call: &'a Call,
        input: UntagResourceInput,
    ) -> BoxFuture<'a, UntagResourceOutput> {
        self.keeping(call, Operation::UntagResource, input, move |input| async move {
            self.retag(&input.resource_arn, Vec::new(), &input.tag_keys).await?;
            Ok(UntagResourceOutput::default())
        })
    }

    fn put_webhook<'a>(&'a self, call: &'a Call, input: PutWebhookInput) -> BoxFuture<'a, PutWebhookOutput> {
        self.keeping(call, Operation::PutWebhook, input, move |input| async move {
            let arn = self.inner.webhook_arn(&input.webhook.name);
            check_tags(&arn, input.tags.as_deref())?;
            let webhook = self.inner.put_webhook(input.webhook).await?;
            self.retag(&arn, input.tags.unwrap_or_default(), &[]).await?;
            Ok(PutWebhookOutput {
                webhook: Some(ListWebhookItem { tags: Some(self.tags_of(&arn)?), ..webhook }),
            })
        })
    }

    fn delete_webhook<'a>(
        &'a self,
        call: &'a Call,
        input: DeleteWebhookInput,
    ) -> BoxFuture<'a, DeleteWebhookOutput> {
        self.keeping(call, Operation::DeleteWebhook, input, move |input| async move {
            self.inner.delete_webhook(&input.name).await?;
            self.put_tags(&self.inner.webhook_arn(&input.name), Vec::new()).await?;
            Ok(DeleteWebhookOutput::default())
        })
    }

    fn list_webhooks<'a>(
        &'a self,
        call: &'a Call,
        input: ListWebhooksInput,
    ) -> BoxFuture<'a, ListWebhooksOutput> {
        self.reading(call, Operation::ListWebhooks, input, |input| {
            let (mut webhooks, next_token) = self.inner.list_webhooks(input)?;
            for webhook in &mut webhooks {
                webhook.tags = Some(self.tags_of(&self.inner.webhook_arn(&webhook.definition.name))?);
            }
            Ok(ListWebhooksOutput { webhooks: Some(webhooks), next_token })
        })
    }

    fn register_webhook_with_third_party<'a>(
        &'a self,
        call: &'a Call,
        input: RegisterWebhookWithThirdPartyInput,
    ) -> BoxFuture<'a, RegisterWebhookWithThirdPartyOutput> {
        self.keeping(call, Operation::RegisterWebhookWithThirdParty, input, move |input| async move {
            self.inner.register_webhook(&input.webhook_name.unwrap_or_default())?;
            Ok(RegisterWebhookWithThirdPartyOutput::default())
        })
    }

    fn deregister_webhook_with_third_party<'a>(
        &'a self,
        call: &'a Call,
        input: DeregisterWebhookWithThirdPartyInput,
    ) -> BoxFuture<'a, DeregisterWebhookWithThirdPartyOutput> {
        self.keeping(call, Operation::DeregisterWebhookWithThirdParty, input, move |input| async move {
            // Nothing here can be registered, so nothing is.
            self.inner.has_webhook(&input.webhook_name.unwrap_or_default())?;
            Ok(DeregisterWebhookWithThirdPartyOutput::default())
        })
    }

    fn put_action_revision<'a>(
        &'a self,
        call: &'a Call,
        input: PutActionRevisionInput,
    ) -> BoxFuture<'a, PutActionRevisionOutput> {
        let PutActionRevisionInput { pipeline_name, stage_name, action_name, action_revision } =
            input.clone();
        // A change that was told before starts nothing. Without an id of its own, a change is its revision.
        let change = action_revision.revision_change_id.unwrap_or(action_revision.revision_id);
        let token = format!("revision-{stage_name}-{action_name}-{change}");
        let request = StartRequest {
            trigger: ExecutionTrigger {
                trigger_type: Some(TriggerType::PutActionRevision),
                // What the service writes here is not published.
                trigger_detail: Some(call.principal.arn.clone()),
            },
            client_request_token: Some(token.clone()),
            ..StartRequest::default()
        };
        let name = pipeline_name.clone();
        self.changing(
            call,
            Operation::PutActionRevision,
            &input,
            pipeline_name,
            move || {
                self.inner
                    .read(&name, |state| views::declared(state, &stage_name, &action_name).map(drop))?;
                Ok(Input::Start(request))
            },
            move |state, events| {
                shown(PutActionRevisionOutput {
                    new_revision: Some(!events.is_empty()),
                    pipeline_execution_id: execution_of(state, events, Some(&token)),
                })
            },
        )
    }

    fn list_deploy_action_execution_targets<'a>(
        &'a self,
        call: &'a Call,
        input: ListDeployActionExecutionTargetsInput,
    ) -> BoxFuture<'a, ListDeployActionExecutionTargetsOutput> {
        self.reading(call, Operation::ListDeployActionExecutionTargets, input, |input| {
            if let Some(name) = &input.pipeline_name {
                self.inner.exists(name)?;
            }
            if input.next_token.is_some() {
                return Err(Error::new(ErrorKind::InvalidNextToken, "The list has one page only"));
            }
            let id = &input.action_execution_id;
            if !self.inner.store.has_action_execution(input.pipeline_name.as_deref(), id).map_err(fault)? {
                let message = format!("The action execution '{id}' does not exist");
                return Err(Error::new(ErrorKind::ActionExecutionNotFound, message));
            }
            // Only deployments to instances have targets, and nothing here deploys to any.
            Ok(ListDeployActionExecutionTargetsOutput { targets: Some(Vec::new()), next_token: None })
        })
    }
}
