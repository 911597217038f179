// Generated from the service model by `cargo run -p generate`; never edited.

//! The contract, answered by an AWS account through the SDK's client.

use codepipeline::{BoxFuture, Call, CodePipeline, shapes};

use super::request;
use crate::sdk::{FromSdk as _, Remote, refused};

impl CodePipeline for Remote {
    fn acknowledge_job<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::AcknowledgeJobInput,
    ) -> BoxFuture<'a, shapes::AcknowledgeJobOutput> {
        Box::pin(async move {
            let sent = request::acknowledge_job(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::AcknowledgeJobOutput::from_sdk)
        })
    }

    fn acknowledge_third_party_job<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::AcknowledgeThirdPartyJobInput,
    ) -> BoxFuture<'a, shapes::AcknowledgeThirdPartyJobOutput> {
        Box::pin(async move {
            let sent = request::acknowledge_third_party_job(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::AcknowledgeThirdPartyJobOutput::from_sdk)
        })
    }

    fn create_custom_action_type<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::CreateCustomActionTypeInput,
    ) -> BoxFuture<'a, shapes::CreateCustomActionTypeOutput> {
        Box::pin(async move {
            let sent = request::create_custom_action_type(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::CreateCustomActionTypeOutput::from_sdk)
        })
    }

    fn create_pipeline<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::CreatePipelineInput,
    ) -> BoxFuture<'a, shapes::CreatePipelineOutput> {
        Box::pin(async move {
            let sent = request::create_pipeline(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::CreatePipelineOutput::from_sdk)
        })
    }

    fn delete_custom_action_type<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::DeleteCustomActionTypeInput,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::delete_custom_action_type(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn delete_pipeline<'a>(&'a self, _: &'a Call, input: shapes::DeletePipelineInput) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::delete_pipeline(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn delete_webhook<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::DeleteWebhookInput,
    ) -> BoxFuture<'a, shapes::DeleteWebhookOutput> {
        Box::pin(async move {
            let sent = request::delete_webhook(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::DeleteWebhookOutput::from_sdk)
        })
    }

    fn deregister_webhook_with_third_party<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::DeregisterWebhookWithThirdPartyInput,
    ) -> BoxFuture<'a, shapes::DeregisterWebhookWithThirdPartyOutput> {
        Box::pin(async move {
            let sent = request::deregister_webhook_with_third_party(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::DeregisterWebhookWithThirdPartyOutput::from_sdk)
        })
    }

    fn disable_stage_transition<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::DisableStageTransitionInput,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::disable_stage_transition(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn enable_stage_transition<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::EnableStageTransitionInput,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::enable_stage_transition(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn get_action_type<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::GetActionTypeInput,
    ) -> BoxFuture<'a, shapes::GetActionTypeOutput> {
        Box::pin(async move {
            let sent = request::get_action_type(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::GetActionTypeOutput::from_sdk)
        })
    }

    fn get_job_details<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::GetJobDetailsInput,
    ) -> BoxFuture<'a, shapes::GetJobDetailsOutput> {
        Box::pin(async move {
            let sent = request::get_job_details(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::GetJobDetailsOutput::from_sdk)
        })
    }

    fn get_pipeline<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::GetPipelineInput,
    ) -> BoxFuture<'a, shapes::GetPipelineOutput> {
        Box::pin(async move {
            let sent = request::get_pipeline(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::GetPipelineOutput::from_sdk)
        })
    }

    fn get_pipeline_execution<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::GetPipelineExecutionInput,
    ) -> BoxFuture<'a, shapes::GetPipelineExecutionOutput> {
        Box::pin(async move {
            let sent = request::get_pipeline_execution(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::GetPipelineExecutionOutput::from_sdk)
        })
    }

    fn get_pipeline_state<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::GetPipelineStateInput,
    ) -> BoxFuture<'a, shapes::GetPipelineStateOutput> {
        Box::pin(async move {
            let sent = request::get_pipeline_state(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::GetPipelineStateOutput::from_sdk)
        })
    }

    fn get_third_party_job_details<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::GetThirdPartyJobDetailsInput,
    ) -> BoxFuture<'a, shapes::GetThirdPartyJobDetailsOutput> {
        Box::pin(async move {
            let sent = request::get_third_party_job_details(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::GetThirdPartyJobDetailsOutput::from_sdk)
        })
    }

    fn list_action_executions<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::ListActionExecutionsInput,
    ) -> BoxFuture<'a, shapes::ListActionExecutionsOutput> {
        Box::pin(async move {
            let sent = request::list_action_executions(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::ListActionExecutionsOutput::from_sdk)
        })
    }

    fn list_action_types<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::ListActionTypesInput,
    ) -> BoxFuture<'a, shapes::ListActionTypesOutput> {
        Box::pin(async move {
            let sent = request::list_action_types(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::ListActionTypesOutput::from_sdk)
        })
    }

    fn list_deploy_action_execution_targets<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::ListDeployActionExecutionTargetsInput,
    ) -> BoxFuture<'a, shapes::ListDeployActionExecutionTargetsOutput> {
        Box::pin(async move {
            let sent = request::list_deploy_action_execution_targets(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::ListDeployActionExecutionTargetsOutput::from_sdk)
        })
    }

    fn list_pipeline_executions<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::ListPipelineExecutionsInput,
    ) -> BoxFuture<'a, shapes::ListPipelineExecutionsOutput> {
        Box::pin(async move {
            let sent = request::list_pipeline_executions(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::ListPipelineExecutionsOutput::from_sdk)
        })
    }

    fn list_pipelines<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::ListPipelinesInput,
    ) -> BoxFuture<'a, shapes::ListPipelinesOutput> {
        Box::pin(async move {
            let sent = request::list_pipelines(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::ListPipelinesOutput::from_sdk)
        })
    }

    fn list_rule_executions<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::ListRuleExecutionsInput,
    ) -> BoxFuture<'a, shapes::ListRuleExecutionsOutput> {
        Box::pin(async move {
            let sent = request::list_rule_executions(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::ListRuleExecutionsOutput::from_sdk)
        })
    }

    fn list_rule_types<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::ListRuleTypesInput,
    ) -> BoxFuture<'a, shapes::ListRuleTypesOutput> {
        Box::pin(async move {
            let sent = request::list_rule_types(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::ListRuleTypesOutput::from_sdk)
        })
    }

    fn list_tags_for_resource<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::ListTagsForResourceInput,
    ) -> BoxFuture<'a, shapes::ListTagsForResourceOutput> {
        Box::pin(async move {
            let sent = request::list_tags_for_resource(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::ListTagsForResourceOutput::from_sdk)
        })
    }

    fn list_webhooks<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::ListWebhooksInput,
    ) -> BoxFuture<'a, shapes::ListWebhooksOutput> {
        Box::pin(async move {
            let sent = request::list_webhooks(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::ListWebhooksOutput::from_sdk)
        })
    }

    fn override_stage_condition<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::OverrideStageConditionInput,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::override_stage_condition(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn poll_for_jobs<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::PollForJobsInput,
    ) -> BoxFuture<'a, shapes::PollForJobsOutput> {
        Box::pin(async move {
            let sent = request::poll_for_jobs(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::PollForJobsOutput::from_sdk)
        })
    }

    fn poll_for_third_party_jobs<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::PollForThirdPartyJobsInput,
    ) -> BoxFuture<'a, shapes::PollForThirdPartyJobsOutput> {
        Box::pin(async move {
            let sent = request::poll_for_third_party_jobs(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::PollForThirdPartyJobsOutput::from_sdk)
        })
    }

    fn put_action_revision<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::PutActionRevisionInput,
    ) -> BoxFuture<'a, shapes::PutActionRevisionOutput> {
        Box::pin(async move {
            let sent = request::put_action_revision(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::PutActionRevisionOutput::from_sdk)
        })
    }

    fn put_approval_result<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::PutApprovalResultInput,
    ) -> BoxFuture<'a, shapes::PutApprovalResultOutput> {
        Box::pin(async move {
            let sent = request::put_approval_result(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::PutApprovalResultOutput::from_sdk)
        })
    }

    fn put_job_failure_result<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::PutJobFailureResultInput,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::put_job_failure_result(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn put_job_success_result<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::PutJobSuccessResultInput,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::put_job_success_result(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn put_third_party_job_failure_result<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::PutThirdPartyJobFailureResultInput,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::put_third_party_job_failure_result(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn put_third_party_job_success_result<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::PutThirdPartyJobSuccessResultInput,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::put_third_party_job_success_result(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn put_webhook<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::PutWebhookInput,
    ) -> BoxFuture<'a, shapes::PutWebhookOutput> {
        Box::pin(async move {
            let sent = request::put_webhook(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::PutWebhookOutput::from_sdk)
        })
    }

    fn register_webhook_with_third_party<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::RegisterWebhookWithThirdPartyInput,
    ) -> BoxFuture<'a, shapes::RegisterWebhookWithThirdPartyOutput> {
        Box::pin(async move {
            let sent = request::register_webhook_with_third_party(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::RegisterWebhookWithThirdPartyOutput::from_sdk)
        })
    }

    fn retry_stage_execution<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::RetryStageExecutionInput,
    ) -> BoxFuture<'a, shapes::RetryStageExecutionOutput> {
        Box::pin(async move {
            let sent = request::retry_stage_execution(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::RetryStageExecutionOutput::from_sdk)
        })
    }

    fn rollback_stage<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::RollbackStageInput,
    ) -> BoxFuture<'a, shapes::RollbackStageOutput> {
        Box::pin(async move {
            let sent = request::rollback_stage(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::RollbackStageOutput::from_sdk)
        })
    }

    fn start_pipeline_execution<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::StartPipelineExecutionInput,
    ) -> BoxFuture<'a, shapes::StartPipelineExecutionOutput> {
        Box::pin(async move {
            let sent = request::start_pipeline_execution(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::StartPipelineExecutionOutput::from_sdk)
        })
    }

    fn stop_pipeline_execution<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::StopPipelineExecutionInput,
    ) -> BoxFuture<'a, shapes::StopPipelineExecutionOutput> {
        Box::pin(async move {
            let sent = request::stop_pipeline_execution(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::StopPipelineExecutionOutput::from_sdk)
        })
    }

    fn tag_resource<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::TagResourceInput,
    ) -> BoxFuture<'a, shapes::TagResourceOutput> {
        Box::pin(async move {
            let sent = request::tag_resource(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::TagResourceOutput::from_sdk)
        })
    }

    fn untag_resource<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::UntagResourceInput,
    ) -> BoxFuture<'a, shapes::UntagResourceOutput> {
        Box::pin(async move {
            let sent = request::untag_resource(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::UntagResourceOutput::from_sdk)
        })
    }

    fn update_action_type<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::UpdateActionTypeInput,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let sent = request::update_action_type(&self.client, input)?.send().await;
            sent.map(drop).map_err(refused)
        })
    }

    fn update_pipeline<'a>(
        &'a self,
        _: &'a Call,
        input: shapes::UpdatePipelineInput,
    ) -> BoxFuture<'a, shapes::UpdatePipelineOutput> {
        Box::pin(async move {
            let sent = request::update_pipeline(&self.client, input)?.send().await;
            sent.map_err(refused).and_then(shapes::UpdatePipelineOutput::from_sdk)
        })
    }
}
