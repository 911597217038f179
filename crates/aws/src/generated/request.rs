// Generated from the service model by `cargo run -p generate`; never edited.

//! The SDK's requests: filled in from the contract's inputs, not yet sent.

use aws_sdk_codepipeline::{Client, operation};
use codepipeline::{Error, shapes};

use crate::sdk::IntoSdk as _;

/// `AcknowledgeJob`.
pub(crate) fn acknowledge_job(
    client: &Client,
    input: shapes::AcknowledgeJobInput,
) -> Result<operation::acknowledge_job::builders::AcknowledgeJobFluentBuilder, Error> {
    Ok(client
        .acknowledge_job()
        .set_job_id(Some(input.job_id.into_sdk()?))
        .set_nonce(Some(input.nonce.into_sdk()?)))
}

/// `AcknowledgeThirdPartyJob`.
pub(crate) fn acknowledge_third_party_job(
    client: &Client,
    input: shapes::AcknowledgeThirdPartyJobInput,
) -> Result<operation::acknowledge_third_party_job::builders::AcknowledgeThirdPartyJobFluentBuilder, Error> {
    Ok(client
        .acknowledge_third_party_job()
        .set_job_id(Some(input.job_id.into_sdk()?))
        .set_nonce(Some(input.nonce.into_sdk()?))
        .set_client_token(Some(input.client_token.into_sdk()?)))
}

/// `CreateCustomActionType`.
pub(crate) fn create_custom_action_type(
    client: &Client,
    input: shapes::CreateCustomActionTypeInput,
) -> Result<operation::create_custom_action_type::builders::CreateCustomActionTypeFluentBuilder, Error> {
    Ok(client
        .create_custom_action_type()
        .set_category(Some(input.category.into_sdk()?))
        .set_provider(Some(input.provider.into_sdk()?))
        .set_version(Some(input.version.into_sdk()?))
        .set_settings(input.settings.into_sdk()?)
        .set_configuration_properties(input.configuration_properties.into_sdk()?)
        .set_input_artifact_details(Some(input.input_artifact_details.into_sdk()?))
        .set_output_artifact_details(Some(input.output_artifact_details.into_sdk()?))
        .set_tags(input.tags.into_sdk()?))
}

/// `CreatePipeline`.
pub(crate) fn create_pipeline(
    client: &Client,
    input: shapes::CreatePipelineInput,
) -> Result<operation::create_pipeline::builders::CreatePipelineFluentBuilder, Error> {
    Ok(client
        .create_pipeline()
        .set_pipeline(Some(input.pipeline.into_sdk()?))
        .set_tags(input.tags.into_sdk()?))
}

/// `DeleteCustomActionType`.
pub(crate) fn delete_custom_action_type(
    client: &Client,
    input: shapes::DeleteCustomActionTypeInput,
) -> Result<operation::delete_custom_action_type::builders::DeleteCustomActionTypeFluentBuilder, Error> {
    Ok(client
        .delete_custom_action_type()
        .set_category(Some(input.category.into_sdk()?))
        .set_provider(Some(input.provider.into_sdk()?))
        .set_version(Some(input.version.into_sdk()?)))
}

/// `DeletePipeline`.
pub(crate) fn delete_pipeline(
    client: &Client,
    input: shapes::DeletePipelineInput,
) -> Result<operation::delete_pipeline::builders::DeletePipelineFluentBuilder, Error> {
    Ok(client.delete_pipeline().set_name(Some(input.name.into_sdk()?)))
}

/// `DeleteWebhook`.
pub(crate) fn delete_webhook(
    client: &Client,
    input: shapes::DeleteWebhookInput,
) -> Result<operation::delete_webhook::builders::DeleteWebhookFluentBuilder, Error> {
    Ok(client.delete_webhook().set_name(Some(input.name.into_sdk()?)))
}

/// `DeregisterWebhookWithThirdParty`.
pub(crate) fn deregister_webhook_with_third_party(
    client: &Client,
    input: shapes::DeregisterWebhookWithThirdPartyInput,
) -> Result<
    operation::deregister_webhook_with_third_party::builders::DeregisterWebhookWithThirdPartyFluentBuilder,
    Error,
> {
    Ok(client.deregister_webhook_with_third_party().set_webhook_name(input.webhook_name.into_sdk()?))
}

/// `DisableStageTransition`.
pub(crate) fn disable_stage_transition(
    client: &Client,
    input: shapes::DisableStageTransitionInput,
) -> Result<operation::disable_stage_transition::builders::DisableStageTransitionFluentBuilder, Error> {
    Ok(client
        .disable_stage_transition()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_stage_name(Some(input.stage_name.into_sdk()?))
        .set_transition_type(Some(input.transition_type.into_sdk()?))
        .set_reason(Some(input.reason.into_sdk()?)))
}

/// `EnableStageTransition`.
pub(crate) fn enable_stage_transition(
    client: &Client,
    input: shapes::EnableStageTransitionInput,
) -> Result<operation::enable_stage_transition::builders::EnableStageTransitionFluentBuilder, Error> {
    Ok(client
        .enable_stage_transition()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_stage_name(Some(input.stage_name.into_sdk()?))
        .set_transition_type(Some(input.transition_type.into_sdk()?)))
}

/// `GetActionType`.
pub(crate) fn get_action_type(
    client: &Client,
    input: shapes::GetActionTypeInput,
) -> Result<operation::get_action_type::builders::GetActionTypeFluentBuilder, Error> {
    Ok(client
        .get_action_type()
        .set_category(Some(input.category.into_sdk()?))
        .set_owner(Some(input.owner.into_sdk()?))
        .set_provider(Some(input.provider.into_sdk()?))
        .set_version(Some(input.version.into_sdk()?)))
}

/// `GetJobDetails`.
pub(crate) fn get_job_details(
    client: &Client,
    input: shapes::GetJobDetailsInput,
) -> Result<operation::get_job_details::builders::GetJobDetailsFluentBuilder, Error> {
    Ok(client.get_job_details().set_job_id(Some(input.job_id.into_sdk()?)))
}

/// `GetPipeline`.
pub(crate) fn get_pipeline(
    client: &Client,
    input: shapes::GetPipelineInput,
) -> Result<operation::get_pipeline::builders::GetPipelineFluentBuilder, Error> {
    Ok(client.get_pipeline().set_name(Some(input.name.into_sdk()?)).set_version(input.version.into_sdk()?))
}

/// `GetPipelineExecution`.
pub(crate) fn get_pipeline_execution(
    client: &Client,
    input: shapes::GetPipelineExecutionInput,
) -> Result<operation::get_pipeline_execution::builders::GetPipelineExecutionFluentBuilder, Error> {
    Ok(client
        .get_pipeline_execution()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_pipeline_execution_id(Some(input.pipeline_execution_id.into_sdk()?)))
}

/// `GetPipelineState`.
pub(crate) fn get_pipeline_state(
    client: &Client,
    input: shapes::GetPipelineStateInput,
) -> Result<operation::get_pipeline_state::builders::GetPipelineStateFluentBuilder, Error> {
    Ok(client.get_pipeline_state().set_name(Some(input.name.into_sdk()?)))
}

/// `GetThirdPartyJobDetails`.
pub(crate) fn get_third_party_job_details(
    client: &Client,
    input: shapes::GetThirdPartyJobDetailsInput,
) -> Result<operation::get_third_party_job_details::builders::GetThirdPartyJobDetailsFluentBuilder, Error> {
    Ok(client
        .get_third_party_job_details()
        .set_job_id(Some(input.job_id.into_sdk()?))
        .set_client_token(Some(input.client_token.into_sdk()?)))
}

/// `ListActionExecutions`.
pub(crate) fn list_action_executions(
    client: &Client,
    input: shapes::ListActionExecutionsInput,
) -> Result<operation::list_action_executions::builders::ListActionExecutionsFluentBuilder, Error> {
    Ok(client
        .list_action_executions()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_filter(input.filter.into_sdk()?)
        .set_max_results(input.max_results.into_sdk()?)
        .set_next_token(input.next_token.into_sdk()?))
}

/// `ListActionTypes`.
pub(crate) fn list_action_types(
    client: &Client,
    input: shapes::ListActionTypesInput,
) -> Result<operation::list_action_types::builders::ListActionTypesFluentBuilder, Error> {
    Ok(client
        .list_action_types()
        .set_action_owner_filter(input.action_owner_filter.into_sdk()?)
        .set_next_token(input.next_token.into_sdk()?)
        .set_region_filter(input.region_filter.into_sdk()?))
}

/// `ListDeployActionExecutionTargets`.
pub(crate) fn list_deploy_action_execution_targets(
    client: &Client,
    input: shapes::ListDeployActionExecutionTargetsInput,
) -> Result<
    operation::list_deploy_action_execution_targets::builders::ListDeployActionExecutionTargetsFluentBuilder,
    Error,
> {
    Ok(client
        .list_deploy_action_execution_targets()
        .set_pipeline_name(input.pipeline_name.into_sdk()?)
        .set_action_execution_id(Some(input.action_execution_id.into_sdk()?))
        .set_filters(input.filters.into_sdk()?)
        .set_max_results(input.max_results.into_sdk()?)
        .set_next_token(input.next_token.into_sdk()?))
}

/// `ListPipelineExecutions`.
pub(crate) fn list_pipeline_executions(
    client: &Client,
    input: shapes::ListPipelineExecutionsInput,
) -> Result<operation::list_pipeline_executions::builders::ListPipelineExecutionsFluentBuilder, Error> {
    Ok(client
        .list_pipeline_executions()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_max_results(input.max_results.into_sdk()?)
        .set_filter(input.filter.into_sdk()?)
        .set_next_token(input.next_token.into_sdk()?))
}

/// `ListPipelines`.
pub(crate) fn list_pipelines(
    client: &Client,
    input: shapes::ListPipelinesInput,
) -> Result<operation::list_pipelines::builders::ListPipelinesFluentBuilder, Error> {
    Ok(client
        .list_pipelines()
        .set_next_token(input.next_token.into_sdk()?)
        .set_max_results(input.max_results.into_sdk()?))
}

/// `ListRuleExecutions`.
pub(crate) fn list_rule_executions(
    client: &Client,
    input: shapes::ListRuleExecutionsInput,
) -> Result<operation::list_rule_executions::builders::ListRuleExecutionsFluentBuilder, Error> {
    Ok(client
        .list_rule_executions()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_filter(input.filter.into_sdk()?)
        .set_max_results(input.max_results.into_sdk()?)
        .set_next_token(input.next_token.into_sdk()?))
}

/// `ListRuleTypes`.
pub(crate) fn list_rule_types(
    client: &Client,
    input: shapes::ListRuleTypesInput,
) -> Result<operation::list_rule_types::builders::ListRuleTypesFluentBuilder, Error> {
    Ok(client
        .list_rule_types()
        .set_rule_owner_filter(input.rule_owner_filter.into_sdk()?)
        .set_region_filter(input.region_filter.into_sdk()?))
}

/// `ListTagsForResource`.
pub(crate) fn list_tags_for_resource(
    client: &Client,
    input: shapes::ListTagsForResourceInput,
) -> Result<operation::list_tags_for_resource::builders::ListTagsForResourceFluentBuilder, Error> {
    Ok(client
        .list_tags_for_resource()
        .set_resource_arn(Some(input.resource_arn.into_sdk()?))
        .set_next_token(input.next_token.into_sdk()?)
        .set_max_results(input.max_results.into_sdk()?))
}

/// `ListWebhooks`.
pub(crate) fn list_webhooks(
    client: &Client,
    input: shapes::ListWebhooksInput,
) -> Result<operation::list_webhooks::builders::ListWebhooksFluentBuilder, Error> {
    Ok(client
        .list_webhooks()
        .set_next_token(input.next_token.into_sdk()?)
        .set_max_results(input.max_results.into_sdk()?))
}

/// `OverrideStageCondition`.
pub(crate) fn override_stage_condition(
    client: &Client,
    input: shapes::OverrideStageConditionInput,
) -> Result<operation::override_stage_condition::builders::OverrideStageConditionFluentBuilder, Error> {
    Ok(client
        .override_stage_condition()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_stage_name(Some(input.stage_name.into_sdk()?))
        .set_pipeline_execution_id(Some(input.pipeline_execution_id.into_sdk()?))
        .set_condition_type(Some(input.condition_type.into_sdk()?)))
}

/// `PollForJobs`.
pub(crate) fn poll_for_jobs(
    client: &Client,
    input: shapes::PollForJobsInput,
) -> Result<operation::poll_for_jobs::builders::PollForJobsFluentBuilder, Error> {
    Ok(client
        .poll_for_jobs()
        .set_action_type_id(Some(input.action_type_id.into_sdk()?))
        .set_max_batch_size(input.max_batch_size.into_sdk()?)
        .set_query_param(input.query_param.into_sdk()?))
}

/// `PollForThirdPartyJobs`.
pub(crate) fn poll_for_third_party_jobs(
    client: &Client,
    input: shapes::PollForThirdPartyJobsInput,
) -> Result<operation::poll_for_third_party_jobs::builders::PollForThirdPartyJobsFluentBuilder, Error> {
    Ok(client
        .poll_for_third_party_jobs()
        .set_action_type_id(Some(input.action_type_id.into_sdk()?))
        .set_max_batch_size(input.max_batch_size.into_sdk()?))
}

/// `PutActionRevision`.
pub(crate) fn put_action_revision(
    client: &Client,
    input: shapes::PutActionRevisionInput,
) -> Result<operation::put_action_revision::builders::PutActionRevisionFluentBuilder, Error> {
    Ok(client
        .put_action_revision()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_stage_name(Some(input.stage_name.into_sdk()?))
        .set_action_name(Some(input.action_name.into_sdk()?))
        .set_action_revision(Some(input.action_revision.into_sdk()?)))
}

/// `PutApprovalResult`.
pub(crate) fn put_approval_result(
    client: &Client,
    input: shapes::PutApprovalResultInput,
) -> Result<operation::put_approval_result::builders::PutApprovalResultFluentBuilder, Error> {
    Ok(client
        .put_approval_result()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_stage_name(Some(input.stage_name.into_sdk()?))
        .set_action_name(Some(input.action_name.into_sdk()?))
        .set_result(Some(input.result.into_sdk()?))
        .set_token(Some(input.token.into_sdk()?)))
}

/// `PutJobFailureResult`.
pub(crate) fn put_job_failure_result(
    client: &Client,
    input: shapes::PutJobFailureResultInput,
) -> Result<operation::put_job_failure_result::builders::PutJobFailureResultFluentBuilder, Error> {
    Ok(client
        .put_job_failure_result()
        .set_job_id(Some(input.job_id.into_sdk()?))
        .set_failure_details(Some(input.failure_details.into_sdk()?)))
}

/// `PutJobSuccessResult`.
pub(crate) fn put_job_success_result(
    client: &Client,
    input: shapes::PutJobSuccessResultInput,
) -> Result<operation::put_job_success_result::builders::PutJobSuccessResultFluentBuilder, Error> {
    Ok(client
        .put_job_success_result()
        .set_job_id(Some(input.job_id.into_sdk()?))
        .set_current_revision(input.current_revision.into_sdk()?)
        .set_continuation_token(input.continuation_token.into_sdk()?)
        .set_execution_details(input.execution_details.into_sdk()?)
        .set_output_variables(input.output_variables.into_sdk()?))
}

/// `PutThirdPartyJobFailureResult`.
pub(crate) fn put_third_party_job_failure_result(
    client: &Client,
    input: shapes::PutThirdPartyJobFailureResultInput,
) -> Result<
    operation::put_third_party_job_failure_result::builders::PutThirdPartyJobFailureResultFluentBuilder,
    Error,
> {
    Ok(client
        .put_third_party_job_failure_result()
        .set_job_id(Some(input.job_id.into_sdk()?))
        .set_client_token(Some(input.client_token.into_sdk()?))
        .set_failure_details(Some(input.failure_details.into_sdk()?)))
}

/// `PutThirdPartyJobSuccessResult`.
pub(crate) fn put_third_party_job_success_result(
    client: &Client,
    input: shapes::PutThirdPartyJobSuccessResultInput,
) -> Result<
    operation::put_third_party_job_success_result::builders::PutThirdPartyJobSuccessResultFluentBuilder,
    Error,
> {
    Ok(client
        .put_third_party_job_success_result()
        .set_job_id(Some(input.job_id.into_sdk()?))
        .set_client_token(Some(input.client_token.into_sdk()?))
        .set_current_revision(input.current_revision.into_sdk()?)
        .set_continuation_token(input.continuation_token.into_sdk()?)
        .set_execution_details(input.execution_details.into_sdk()?))
}

/// `PutWebhook`.
pub(crate) fn put_webhook(
    client: &Client,
    input: shapes::PutWebhookInput,
) -> Result<operation::put_webhook::builders::PutWebhookFluentBuilder, Error> {
    Ok(client.put_webhook().set_webhook(Some(input.webhook.into_sdk()?)).set_tags(input.tags.into_sdk()?))
}

/// `RegisterWebhookWithThirdParty`.
pub(crate) fn register_webhook_with_third_party(
    client: &Client,
    input: shapes::RegisterWebhookWithThirdPartyInput,
) -> Result<
    operation::register_webhook_with_third_party::builders::RegisterWebhookWithThirdPartyFluentBuilder,
    Error,
> {
    Ok(client.register_webhook_with_third_party().set_webhook_name(input.webhook_name.into_sdk()?))
}

/// `RetryStageExecution`.
pub(crate) fn retry_stage_execution(
    client: &Client,
    input: shapes::RetryStageExecutionInput,
) -> Result<operation::retry_stage_execution::builders::RetryStageExecutionFluentBuilder, Error> {
    Ok(client
        .retry_stage_execution()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_stage_name(Some(input.stage_name.into_sdk()?))
        .set_pipeline_execution_id(Some(input.pipeline_execution_id.into_sdk()?))
        .set_retry_mode(Some(input.retry_mode.into_sdk()?)))
}

/// `RollbackStage`.
pub(crate) fn rollback_stage(
    client: &Client,
    input: shapes::RollbackStageInput,
) -> Result<operation::rollback_stage::builders::RollbackStageFluentBuilder, Error> {
    Ok(client
        .rollback_stage()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_stage_name(Some(input.stage_name.into_sdk()?))
        .set_target_pipeline_execution_id(Some(input.target_pipeline_execution_id.into_sdk()?)))
}

/// `StartPipelineExecution`.
pub(crate) fn start_pipeline_execution(
    client: &Client,
    input: shapes::StartPipelineExecutionInput,
) -> Result<operation::start_pipeline_execution::builders::StartPipelineExecutionFluentBuilder, Error> {
    Ok(client
        .start_pipeline_execution()
        .set_name(Some(input.name.into_sdk()?))
        .set_variables(input.variables.into_sdk()?)
        .set_client_request_token(input.client_request_token.into_sdk()?)
        .set_source_revisions(input.source_revisions.into_sdk()?))
}

/// `StopPipelineExecution`.
pub(crate) fn stop_pipeline_execution(
    client: &Client,
    input: shapes::StopPipelineExecutionInput,
) -> Result<operation::stop_pipeline_execution::builders::StopPipelineExecutionFluentBuilder, Error> {
    Ok(client
        .stop_pipeline_execution()
        .set_pipeline_name(Some(input.pipeline_name.into_sdk()?))
        .set_pipeline_execution_id(Some(input.pipeline_execution_id.into_sdk()?))
        .set_abandon(input.abandon.into_sdk()?)
        .set_reason(input.reason.into_sdk()?))
}

/// `TagResource`.
pub(crate) fn tag_resource(
    client: &Client,
    input: shapes::TagResourceInput,
) -> Result<operation::tag_resource::builders::TagResourceFluentBuilder, Error> {
    Ok(client
        .tag_resource()
        .set_resource_arn(Some(input.resource_arn.into_sdk()?))
        .set_tags(Some(input.tags.into_sdk()?)))
}

/// `UntagResource`.
pub(crate) fn untag_resource(
    client: &Client,
    input: shapes::UntagResourceInput,
) -> Result<operation::untag_resource::builders::UntagResourceFluentBuilder, Error> {
    Ok(client
        .untag_resource()
        .set_resource_arn(Some(input.resource_arn.into_sdk()?))
        .set_tag_keys(Some(input.tag_keys.into_sdk()?)))
}

/// `UpdateActionType`.
pub(crate) fn update_action_type(
    client: &Client,
    input: shapes::UpdateActionTypeInput,
) -> Result<operation::update_action_type::builders::UpdateActionTypeFluentBuilder, Error> {
    Ok(client.update_action_type().set_action_type(Some(input.action_type.into_sdk()?)))
}

/// `UpdatePipeline`.
pub(crate) fn update_pipeline(
    client: &Client,
    input: shapes::UpdatePipelineInput,
) -> Result<operation::update_pipeline::builders::UpdatePipelineFluentBuilder, Error> {
    Ok(client.update_pipeline().set_pipeline(Some(input.pipeline.into_sdk()?)))
}
