// Generated from the service model by `cargo run -p generate`; never edited.

//! Between the contract's shapes and the SDK's.

use aws_sdk_codepipeline::{operation, types};
use codepipeline::{Error, shapes};

use crate::sdk::{Build as _, FromSdk, IntoSdk, enumerations, held, omitted, present};

enumerations! {
    ActionCategory = ActionCategory;
    ActionConfigurationPropertyType = ActionConfigurationPropertyType;
    ActionExecutionStatus = ActionExecutionStatus;
    ActionOwner = ActionOwner;
    ApprovalStatus = ApprovalStatus;
    ArtifactLocationType = ArtifactLocationType;
    ArtifactStoreType = ArtifactStoreType;
    BlockerType = BlockerType;
    ConditionExecutionStatus = ConditionExecutionStatus;
    ConditionType = ConditionType;
    EncryptionKeyType = EncryptionKeyType;
    EnvironmentVariableType = EnvironmentVariableType;
    ExecutionMode = ExecutionMode;
    ExecutionType = ExecutionType;
    ExecutorType = ExecutorType;
    FailureType = FailureType;
    GitPullRequestEventType = GitPullRequestEventType;
    JobStatus = JobStatus;
    PipelineExecutionStatus = PipelineExecutionStatus;
    PipelineTriggerProviderType = PipelineTriggerProviderType;
    PipelineType = PipelineType;
    ConditionResult = Result;
    RetryTrigger = RetryTrigger;
    RuleCategory = RuleCategory;
    RuleConfigurationPropertyType = RuleConfigurationPropertyType;
    RuleExecutionStatus = RuleExecutionStatus;
    RuleOwner = RuleOwner;
    SourceRevisionType = SourceRevisionType;
    StageExecutionStatus = StageExecutionStatus;
    StageRetryMode = StageRetryMode;
    StageTransitionType = StageTransitionType;
    StartTimeRange = StartTimeRange;
    TargetFilterName = TargetFilterName;
    TriggerType = TriggerType;
    WebhookAuthenticationType = WebhookAuthenticationType;
}

impl FromSdk<types::AwsSessionCredentials> for shapes::AWSSessionCredentials {
    fn from_sdk(sdk: types::AwsSessionCredentials) -> Result<Self, Error> {
        Ok(Self {
            access_key_id: FromSdk::from_sdk(sdk.access_key_id)?,
            secret_access_key: FromSdk::from_sdk(sdk.secret_access_key)?,
            session_token: FromSdk::from_sdk(sdk.session_token)?,
        })
    }
}

impl FromSdk<operation::acknowledge_job::AcknowledgeJobOutput> for shapes::AcknowledgeJobOutput {
    fn from_sdk(sdk: operation::acknowledge_job::AcknowledgeJobOutput) -> Result<Self, Error> {
        Ok(Self { status: FromSdk::from_sdk(sdk.status)? })
    }
}

impl FromSdk<operation::acknowledge_third_party_job::AcknowledgeThirdPartyJobOutput>
    for shapes::AcknowledgeThirdPartyJobOutput
{
    fn from_sdk(
        sdk: operation::acknowledge_third_party_job::AcknowledgeThirdPartyJobOutput,
    ) -> Result<Self, Error> {
        Ok(Self { status: FromSdk::from_sdk(sdk.status)? })
    }
}

impl FromSdk<types::ActionConfiguration> for shapes::ActionConfiguration {
    fn from_sdk(sdk: types::ActionConfiguration) -> Result<Self, Error> {
        Ok(Self { configuration: FromSdk::from_sdk(sdk.configuration)? })
    }
}

impl IntoSdk for shapes::ActionConfigurationProperty {
    type Sdk = types::ActionConfigurationProperty;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionConfigurationProperty::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_required(Some(self.required.into_sdk()?))
            .set_key(Some(self.key.into_sdk()?))
            .set_secret(Some(self.secret.into_sdk()?))
            .set_queryable(self.queryable.into_sdk()?)
            .set_description(self.description.into_sdk()?)
            .set_type(self.r#type.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ActionConfigurationProperty> for shapes::ActionConfigurationProperty {
    fn from_sdk(sdk: types::ActionConfigurationProperty) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            required: FromSdk::from_sdk(sdk.required)?,
            key: FromSdk::from_sdk(sdk.key)?,
            secret: FromSdk::from_sdk(sdk.secret)?,
            queryable: held(sdk.queryable)?,
            description: FromSdk::from_sdk(sdk.description)?,
            r#type: FromSdk::from_sdk(sdk.r#type)?,
        })
    }
}

impl FromSdk<types::ActionContext> for shapes::ActionContext {
    fn from_sdk(sdk: types::ActionContext) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            action_execution_id: FromSdk::from_sdk(sdk.action_execution_id)?,
        })
    }
}

impl IntoSdk for shapes::ActionDeclaration {
    type Sdk = types::ActionDeclaration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionDeclaration::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_action_type_id(Some(self.action_type_id.into_sdk()?))
            .set_run_order(self.run_order.into_sdk()?)
            .set_configuration(self.configuration.into_sdk()?)
            .set_commands(self.commands.into_sdk()?)
            .set_output_artifacts(self.output_artifacts.into_sdk()?)
            .set_input_artifacts(self.input_artifacts.into_sdk()?)
            .set_output_variables(self.output_variables.into_sdk()?)
            .set_role_arn(self.role_arn.into_sdk()?)
            .set_region(self.region.into_sdk()?)
            .set_namespace(self.namespace.into_sdk()?)
            .set_timeout_in_minutes(self.timeout_in_minutes.into_sdk()?)
            .set_environment_variables(self.environment_variables.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ActionDeclaration> for shapes::ActionDeclaration {
    fn from_sdk(sdk: types::ActionDeclaration) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            action_type_id: present(sdk.action_type_id, "actionTypeId")?,
            run_order: FromSdk::from_sdk(sdk.run_order)?,
            configuration: FromSdk::from_sdk(sdk.configuration)?,
            commands: FromSdk::from_sdk(sdk.commands)?,
            output_artifacts: FromSdk::from_sdk(sdk.output_artifacts)?,
            input_artifacts: FromSdk::from_sdk(sdk.input_artifacts)?,
            output_variables: FromSdk::from_sdk(sdk.output_variables)?,
            role_arn: FromSdk::from_sdk(sdk.role_arn)?,
            region: FromSdk::from_sdk(sdk.region)?,
            namespace: FromSdk::from_sdk(sdk.namespace)?,
            timeout_in_minutes: FromSdk::from_sdk(sdk.timeout_in_minutes)?,
            environment_variables: FromSdk::from_sdk(sdk.environment_variables)?,
        })
    }
}

impl FromSdk<types::ActionExecution> for shapes::ActionExecution {
    fn from_sdk(sdk: types::ActionExecution) -> Result<Self, Error> {
        Ok(Self {
            action_execution_id: FromSdk::from_sdk(sdk.action_execution_id)?,
            status: FromSdk::from_sdk(sdk.status)?,
            summary: FromSdk::from_sdk(sdk.summary)?,
            last_status_change: FromSdk::from_sdk(sdk.last_status_change)?,
            token: FromSdk::from_sdk(sdk.token)?,
            last_updated_by: FromSdk::from_sdk(sdk.last_updated_by)?,
            external_execution_id: FromSdk::from_sdk(sdk.external_execution_id)?,
            external_execution_url: FromSdk::from_sdk(sdk.external_execution_url)?,
            percent_complete: FromSdk::from_sdk(sdk.percent_complete)?,
            error_details: FromSdk::from_sdk(sdk.error_details)?,
            log_stream_arn: FromSdk::from_sdk(sdk.log_stream_arn)?,
        })
    }
}

impl FromSdk<types::ActionExecutionDetail> for shapes::ActionExecutionDetail {
    fn from_sdk(sdk: types::ActionExecutionDetail) -> Result<Self, Error> {
        Ok(Self {
            pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)?,
            action_execution_id: FromSdk::from_sdk(sdk.action_execution_id)?,
            pipeline_version: FromSdk::from_sdk(sdk.pipeline_version)?,
            stage_name: FromSdk::from_sdk(sdk.stage_name)?,
            action_name: FromSdk::from_sdk(sdk.action_name)?,
            start_time: FromSdk::from_sdk(sdk.start_time)?,
            last_update_time: FromSdk::from_sdk(sdk.last_update_time)?,
            updated_by: FromSdk::from_sdk(sdk.updated_by)?,
            status: FromSdk::from_sdk(sdk.status)?,
            input: FromSdk::from_sdk(sdk.input)?,
            output: FromSdk::from_sdk(sdk.output)?,
        })
    }
}

impl IntoSdk for shapes::ActionExecutionFilter {
    type Sdk = types::ActionExecutionFilter;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionExecutionFilter::builder()
            .set_pipeline_execution_id(self.pipeline_execution_id.into_sdk()?)
            .set_latest_in_pipeline_execution(self.latest_in_pipeline_execution.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ActionExecutionInput> for shapes::ActionExecutionInput {
    fn from_sdk(sdk: types::ActionExecutionInput) -> Result<Self, Error> {
        Ok(Self {
            action_type_id: FromSdk::from_sdk(sdk.action_type_id)?,
            configuration: FromSdk::from_sdk(sdk.configuration)?,
            resolved_configuration: FromSdk::from_sdk(sdk.resolved_configuration)?,
            role_arn: FromSdk::from_sdk(sdk.role_arn)?,
            region: FromSdk::from_sdk(sdk.region)?,
            input_artifacts: FromSdk::from_sdk(sdk.input_artifacts)?,
            namespace: FromSdk::from_sdk(sdk.namespace)?,
        })
    }
}

impl FromSdk<types::ActionExecutionOutput> for shapes::ActionExecutionOutput {
    fn from_sdk(sdk: types::ActionExecutionOutput) -> Result<Self, Error> {
        Ok(Self {
            output_artifacts: FromSdk::from_sdk(sdk.output_artifacts)?,
            execution_result: FromSdk::from_sdk(sdk.execution_result)?,
            output_variables: FromSdk::from_sdk(sdk.output_variables)?,
        })
    }
}

impl FromSdk<types::ActionExecutionResult> for shapes::ActionExecutionResult {
    fn from_sdk(sdk: types::ActionExecutionResult) -> Result<Self, Error> {
        Ok(Self {
            external_execution_id: FromSdk::from_sdk(sdk.external_execution_id)?,
            external_execution_summary: FromSdk::from_sdk(sdk.external_execution_summary)?,
            external_execution_url: FromSdk::from_sdk(sdk.external_execution_url)?,
            error_details: FromSdk::from_sdk(sdk.error_details)?,
            log_stream_arn: FromSdk::from_sdk(sdk.log_stream_arn)?,
        })
    }
}

impl IntoSdk for shapes::ActionRevision {
    type Sdk = types::ActionRevision;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionRevision::builder()
            .set_revision_id(Some(self.revision_id.into_sdk()?))
            .set_revision_change_id(self.revision_change_id.into_sdk()?)
            .set_created(self.created.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ActionRevision> for shapes::ActionRevision {
    fn from_sdk(sdk: types::ActionRevision) -> Result<Self, Error> {
        Ok(Self {
            revision_id: FromSdk::from_sdk(sdk.revision_id)?,
            revision_change_id: omitted(sdk.revision_change_id)?,
            created: omitted(sdk.created)?,
        })
    }
}

impl FromSdk<types::ActionState> for shapes::ActionState {
    fn from_sdk(sdk: types::ActionState) -> Result<Self, Error> {
        Ok(Self {
            action_name: FromSdk::from_sdk(sdk.action_name)?,
            current_revision: FromSdk::from_sdk(sdk.current_revision)?,
            latest_execution: FromSdk::from_sdk(sdk.latest_execution)?,
            entity_url: FromSdk::from_sdk(sdk.entity_url)?,
            revision_url: FromSdk::from_sdk(sdk.revision_url)?,
        })
    }
}

impl FromSdk<types::ActionType> for shapes::ActionType {
    fn from_sdk(sdk: types::ActionType) -> Result<Self, Error> {
        Ok(Self {
            id: present(sdk.id, "id")?,
            settings: FromSdk::from_sdk(sdk.settings)?,
            action_configuration_properties: FromSdk::from_sdk(sdk.action_configuration_properties)?,
            input_artifact_details: present(sdk.input_artifact_details, "inputArtifactDetails")?,
            output_artifact_details: present(sdk.output_artifact_details, "outputArtifactDetails")?,
        })
    }
}

impl IntoSdk for shapes::ActionTypeArtifactDetails {
    type Sdk = types::ActionTypeArtifactDetails;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionTypeArtifactDetails::builder()
            .set_minimum_count(Some(self.minimum_count.into_sdk()?))
            .set_maximum_count(Some(self.maximum_count.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::ActionTypeArtifactDetails> for shapes::ActionTypeArtifactDetails {
    fn from_sdk(sdk: types::ActionTypeArtifactDetails) -> Result<Self, Error> {
        Ok(Self {
            minimum_count: FromSdk::from_sdk(sdk.minimum_count)?,
            maximum_count: FromSdk::from_sdk(sdk.maximum_count)?,
        })
    }
}

impl IntoSdk for shapes::ActionTypeDeclaration {
    type Sdk = types::ActionTypeDeclaration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionTypeDeclaration::builder()
            .set_description(self.description.into_sdk()?)
            .set_executor(Some(self.executor.into_sdk()?))
            .set_id(Some(self.id.into_sdk()?))
            .set_input_artifact_details(Some(self.input_artifact_details.into_sdk()?))
            .set_output_artifact_details(Some(self.output_artifact_details.into_sdk()?))
            .set_permissions(self.permissions.into_sdk()?)
            .set_properties(self.properties.into_sdk()?)
            .set_urls(self.urls.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ActionTypeDeclaration> for shapes::ActionTypeDeclaration {
    fn from_sdk(sdk: types::ActionTypeDeclaration) -> Result<Self, Error> {
        Ok(Self {
            description: FromSdk::from_sdk(sdk.description)?,
            executor: present(sdk.executor, "executor")?,
            id: present(sdk.id, "id")?,
            input_artifact_details: present(sdk.input_artifact_details, "inputArtifactDetails")?,
            output_artifact_details: present(sdk.output_artifact_details, "outputArtifactDetails")?,
            permissions: FromSdk::from_sdk(sdk.permissions)?,
            properties: FromSdk::from_sdk(sdk.properties)?,
            urls: FromSdk::from_sdk(sdk.urls)?,
        })
    }
}

impl IntoSdk for shapes::ActionTypeExecutor {
    type Sdk = types::ActionTypeExecutor;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionTypeExecutor::builder()
            .set_configuration(Some(self.configuration.into_sdk()?))
            .set_type(Some(self.r#type.into_sdk()?))
            .set_policy_statements_template(self.policy_statements_template.into_sdk()?)
            .set_job_timeout(self.job_timeout.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ActionTypeExecutor> for shapes::ActionTypeExecutor {
    fn from_sdk(sdk: types::ActionTypeExecutor) -> Result<Self, Error> {
        Ok(Self {
            configuration: present(sdk.configuration, "configuration")?,
            r#type: FromSdk::from_sdk(sdk.r#type)?,
            policy_statements_template: FromSdk::from_sdk(sdk.policy_statements_template)?,
            job_timeout: FromSdk::from_sdk(sdk.job_timeout)?,
        })
    }
}

impl IntoSdk for shapes::ActionTypeId {
    type Sdk = types::ActionTypeId;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionTypeId::builder()
            .set_category(Some(self.category.into_sdk()?))
            .set_owner(Some(self.owner.into_sdk()?))
            .set_provider(Some(self.provider.into_sdk()?))
            .set_version(Some(self.version.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::ActionTypeId> for shapes::ActionTypeId {
    fn from_sdk(sdk: types::ActionTypeId) -> Result<Self, Error> {
        Ok(Self {
            category: FromSdk::from_sdk(sdk.category)?,
            owner: FromSdk::from_sdk(sdk.owner)?,
            provider: FromSdk::from_sdk(sdk.provider)?,
            version: FromSdk::from_sdk(sdk.version)?,
        })
    }
}

impl IntoSdk for shapes::ActionTypeIdentifier {
    type Sdk = types::ActionTypeIdentifier;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionTypeIdentifier::builder()
            .set_category(Some(self.category.into_sdk()?))
            .set_owner(Some(self.owner.into_sdk()?))
            .set_provider(Some(self.provider.into_sdk()?))
            .set_version(Some(self.version.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::ActionTypeIdentifier> for shapes::ActionTypeIdentifier {
    fn from_sdk(sdk: types::ActionTypeIdentifier) -> Result<Self, Error> {
        Ok(Self {
            category: FromSdk::from_sdk(sdk.category)?,
            owner: FromSdk::from_sdk(sdk.owner)?,
            provider: FromSdk::from_sdk(sdk.provider)?,
            version: FromSdk::from_sdk(sdk.version)?,
        })
    }
}

impl IntoSdk for shapes::ActionTypePermissions {
    type Sdk = types::ActionTypePermissions;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionTypePermissions::builder()
            .set_allowed_accounts(Some(self.allowed_accounts.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::ActionTypePermissions> for shapes::ActionTypePermissions {
    fn from_sdk(sdk: types::ActionTypePermissions) -> Result<Self, Error> {
        Ok(Self { allowed_accounts: FromSdk::from_sdk(sdk.allowed_accounts)? })
    }
}

impl IntoSdk for shapes::ActionTypeProperty {
    type Sdk = types::ActionTypeProperty;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionTypeProperty::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_optional(Some(self.optional.into_sdk()?))
            .set_key(Some(self.key.into_sdk()?))
            .set_no_echo(Some(self.no_echo.into_sdk()?))
            .set_queryable(self.queryable.into_sdk()?)
            .set_description(self.description.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ActionTypeProperty> for shapes::ActionTypeProperty {
    fn from_sdk(sdk: types::ActionTypeProperty) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            optional: FromSdk::from_sdk(sdk.optional)?,
            key: FromSdk::from_sdk(sdk.key)?,
            no_echo: FromSdk::from_sdk(sdk.no_echo)?,
            queryable: held(sdk.queryable)?,
            description: FromSdk::from_sdk(sdk.description)?,
        })
    }
}

impl IntoSdk for shapes::ActionTypeSettings {
    type Sdk = types::ActionTypeSettings;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionTypeSettings::builder()
            .set_third_party_configuration_url(self.third_party_configuration_url.into_sdk()?)
            .set_entity_url_template(self.entity_url_template.into_sdk()?)
            .set_execution_url_template(self.execution_url_template.into_sdk()?)
            .set_revision_url_template(self.revision_url_template.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ActionTypeSettings> for shapes::ActionTypeSettings {
    fn from_sdk(sdk: types::ActionTypeSettings) -> Result<Self, Error> {
        Ok(Self {
            third_party_configuration_url: FromSdk::from_sdk(sdk.third_party_configuration_url)?,
            entity_url_template: FromSdk::from_sdk(sdk.entity_url_template)?,
            execution_url_template: FromSdk::from_sdk(sdk.execution_url_template)?,
            revision_url_template: FromSdk::from_sdk(sdk.revision_url_template)?,
        })
    }
}

impl IntoSdk for shapes::ActionTypeUrls {
    type Sdk = types::ActionTypeUrls;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ActionTypeUrls::builder()
            .set_configuration_url(self.configuration_url.into_sdk()?)
            .set_entity_url_template(self.entity_url_template.into_sdk()?)
            .set_execution_url_template(self.execution_url_template.into_sdk()?)
            .set_revision_url_template(self.revision_url_template.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ActionTypeUrls> for shapes::ActionTypeUrls {
    fn from_sdk(sdk: types::ActionTypeUrls) -> Result<Self, Error> {
        Ok(Self {
            configuration_url: FromSdk::from_sdk(sdk.configuration_url)?,
            entity_url_template: FromSdk::from_sdk(sdk.entity_url_template)?,
            execution_url_template: FromSdk::from_sdk(sdk.execution_url_template)?,
            revision_url_template: FromSdk::from_sdk(sdk.revision_url_template)?,
        })
    }
}

impl IntoSdk for shapes::ApprovalResult {
    type Sdk = types::ApprovalResult;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ApprovalResult::builder()
            .set_summary(Some(self.summary.into_sdk()?))
            .set_status(Some(self.status.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::Artifact> for shapes::Artifact {
    fn from_sdk(sdk: types::Artifact) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            revision: FromSdk::from_sdk(sdk.revision)?,
            location: FromSdk::from_sdk(sdk.location)?,
        })
    }
}

impl FromSdk<types::ArtifactDetail> for shapes::ArtifactDetail {
    fn from_sdk(sdk: types::ArtifactDetail) -> Result<Self, Error> {
        Ok(Self { name: FromSdk::from_sdk(sdk.name)?, s3location: FromSdk::from_sdk(sdk.s3_location)? })
    }
}

impl IntoSdk for shapes::ArtifactDetails {
    type Sdk = types::ArtifactDetails;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ArtifactDetails::builder()
            .set_minimum_count(Some(self.minimum_count.into_sdk()?))
            .set_maximum_count(Some(self.maximum_count.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::ArtifactDetails> for shapes::ArtifactDetails {
    fn from_sdk(sdk: types::ArtifactDetails) -> Result<Self, Error> {
        Ok(Self {
            minimum_count: FromSdk::from_sdk(sdk.minimum_count)?,
            maximum_count: FromSdk::from_sdk(sdk.maximum_count)?,
        })
    }
}

impl FromSdk<types::ArtifactLocation> for shapes::ArtifactLocation {
    fn from_sdk(sdk: types::ArtifactLocation) -> Result<Self, Error> {
        Ok(Self { r#type: FromSdk::from_sdk(sdk.r#type)?, s3_location: FromSdk::from_sdk(sdk.s3_location)? })
    }
}

impl FromSdk<types::ArtifactRevision> for shapes::ArtifactRevision {
    fn from_sdk(sdk: types::ArtifactRevision) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            revision_id: FromSdk::from_sdk(sdk.revision_id)?,
            revision_change_identifier: FromSdk::from_sdk(sdk.revision_change_identifier)?,
            revision_summary: FromSdk::from_sdk(sdk.revision_summary)?,
            created: FromSdk::from_sdk(sdk.created)?,
            revision_url: FromSdk::from_sdk(sdk.revision_url)?,
        })
    }
}

impl IntoSdk for shapes::ArtifactStore {
    type Sdk = types::ArtifactStore;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ArtifactStore::builder()
            .set_type(Some(self.r#type.into_sdk()?))
            .set_location(Some(self.location.into_sdk()?))
            .set_encryption_key(self.encryption_key.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ArtifactStore> for shapes::ArtifactStore {
    fn from_sdk(sdk: types::ArtifactStore) -> Result<Self, Error> {
        Ok(Self {
            r#type: FromSdk::from_sdk(sdk.r#type)?,
            location: FromSdk::from_sdk(sdk.location)?,
            encryption_key: FromSdk::from_sdk(sdk.encryption_key)?,
        })
    }
}

impl IntoSdk for shapes::BeforeEntryConditions {
    type Sdk = types::BeforeEntryConditions;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::BeforeEntryConditions::builder()
            .set_conditions(Some(self.conditions.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::BeforeEntryConditions> for shapes::BeforeEntryConditions {
    fn from_sdk(sdk: types::BeforeEntryConditions) -> Result<Self, Error> {
        Ok(Self { conditions: FromSdk::from_sdk(sdk.conditions)? })
    }
}

impl IntoSdk for shapes::BlockerDeclaration {
    type Sdk = types::BlockerDeclaration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::BlockerDeclaration::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_type(Some(self.r#type.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::BlockerDeclaration> for shapes::BlockerDeclaration {
    fn from_sdk(sdk: types::BlockerDeclaration) -> Result<Self, Error> {
        Ok(Self { name: FromSdk::from_sdk(sdk.name)?, r#type: FromSdk::from_sdk(sdk.r#type)? })
    }
}

impl IntoSdk for shapes::Condition {
    type Sdk = types::Condition;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::Condition::builder()
            .set_result(self.result.into_sdk()?)
            .set_rules(self.rules.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::Condition> for shapes::Condition {
    fn from_sdk(sdk: types::Condition) -> Result<Self, Error> {
        Ok(Self { result: FromSdk::from_sdk(sdk.result)?, rules: FromSdk::from_sdk(sdk.rules)? })
    }
}

impl FromSdk<types::ConditionExecution> for shapes::ConditionExecution {
    fn from_sdk(sdk: types::ConditionExecution) -> Result<Self, Error> {
        Ok(Self {
            status: FromSdk::from_sdk(sdk.status)?,
            summary: FromSdk::from_sdk(sdk.summary)?,
            last_status_change: FromSdk::from_sdk(sdk.last_status_change)?,
        })
    }
}

impl FromSdk<types::ConditionState> for shapes::ConditionState {
    fn from_sdk(sdk: types::ConditionState) -> Result<Self, Error> {
        Ok(Self {
            latest_execution: FromSdk::from_sdk(sdk.latest_execution)?,
            rule_states: FromSdk::from_sdk(sdk.rule_states)?,
        })
    }
}

impl FromSdk<operation::create_custom_action_type::CreateCustomActionTypeOutput>
    for shapes::CreateCustomActionTypeOutput
{
    fn from_sdk(
        sdk: operation::create_custom_action_type::CreateCustomActionTypeOutput,
    ) -> Result<Self, Error> {
        Ok(Self { action_type: present(sdk.action_type, "actionType")?, tags: FromSdk::from_sdk(sdk.tags)? })
    }
}

impl FromSdk<operation::create_pipeline::CreatePipelineOutput> for shapes::CreatePipelineOutput {
    fn from_sdk(sdk: operation::create_pipeline::CreatePipelineOutput) -> Result<Self, Error> {
        Ok(Self { pipeline: FromSdk::from_sdk(sdk.pipeline)?, tags: FromSdk::from_sdk(sdk.tags)? })
    }
}

impl IntoSdk for shapes::CurrentRevision {
    type Sdk = types::CurrentRevision;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::CurrentRevision::builder()
            .set_revision(Some(self.revision.into_sdk()?))
            .set_change_identifier(Some(self.change_identifier.into_sdk()?))
            .set_created(self.created.into_sdk()?)
            .set_revision_summary(self.revision_summary.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<operation::delete_webhook::DeleteWebhookOutput> for shapes::DeleteWebhookOutput {
    fn from_sdk(_: operation::delete_webhook::DeleteWebhookOutput) -> Result<Self, Error> {
        Ok(Self {})
    }
}

impl FromSdk<types::DeployActionExecutionTarget> for shapes::DeployActionExecutionTarget {
    fn from_sdk(sdk: types::DeployActionExecutionTarget) -> Result<Self, Error> {
        Ok(Self {
            target_id: FromSdk::from_sdk(sdk.target_id)?,
            target_type: FromSdk::from_sdk(sdk.target_type)?,
            status: FromSdk::from_sdk(sdk.status)?,
            start_time: FromSdk::from_sdk(sdk.start_time)?,
            end_time: FromSdk::from_sdk(sdk.end_time)?,
            events: FromSdk::from_sdk(sdk.events)?,
        })
    }
}

impl FromSdk<types::DeployTargetEvent> for shapes::DeployTargetEvent {
    fn from_sdk(sdk: types::DeployTargetEvent) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            status: FromSdk::from_sdk(sdk.status)?,
            start_time: FromSdk::from_sdk(sdk.start_time)?,
            end_time: FromSdk::from_sdk(sdk.end_time)?,
            context: FromSdk::from_sdk(sdk.context)?,
        })
    }
}

impl FromSdk<types::DeployTargetEventContext> for shapes::DeployTargetEventContext {
    fn from_sdk(sdk: types::DeployTargetEventContext) -> Result<Self, Error> {
        Ok(Self {
            ssm_command_id: FromSdk::from_sdk(sdk.ssm_command_id)?,
            message: FromSdk::from_sdk(sdk.message)?,
        })
    }
}

impl FromSdk<operation::deregister_webhook_with_third_party::DeregisterWebhookWithThirdPartyOutput>
    for shapes::DeregisterWebhookWithThirdPartyOutput
{
    fn from_sdk(
        _: operation::deregister_webhook_with_third_party::DeregisterWebhookWithThirdPartyOutput,
    ) -> Result<Self, Error> {
        Ok(Self {})
    }
}

impl IntoSdk for shapes::EncryptionKey {
    type Sdk = types::EncryptionKey;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::EncryptionKey::builder()
            .set_id(Some(self.id.into_sdk()?))
            .set_type(Some(self.r#type.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::EncryptionKey> for shapes::EncryptionKey {
    fn from_sdk(sdk: types::EncryptionKey) -> Result<Self, Error> {
        Ok(Self { id: FromSdk::from_sdk(sdk.id)?, r#type: FromSdk::from_sdk(sdk.r#type)? })
    }
}

impl IntoSdk for shapes::EnvironmentVariable {
    type Sdk = types::EnvironmentVariable;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::EnvironmentVariable::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_value(Some(self.value.into_sdk()?))
            .set_type(self.r#type.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::EnvironmentVariable> for shapes::EnvironmentVariable {
    fn from_sdk(sdk: types::EnvironmentVariable) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            value: FromSdk::from_sdk(sdk.value)?,
            r#type: FromSdk::from_sdk(sdk.r#type)?,
        })
    }
}

impl FromSdk<types::ErrorDetails> for shapes::ErrorDetails {
    fn from_sdk(sdk: types::ErrorDetails) -> Result<Self, Error> {
        Ok(Self { code: FromSdk::from_sdk(sdk.code)?, message: FromSdk::from_sdk(sdk.message)? })
    }
}

impl IntoSdk for shapes::ExecutionDetails {
    type Sdk = types::ExecutionDetails;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ExecutionDetails::builder()
            .set_summary(self.summary.into_sdk()?)
            .set_external_execution_id(self.external_execution_id.into_sdk()?)
            .set_percent_complete(self.percent_complete.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ExecutionTrigger> for shapes::ExecutionTrigger {
    fn from_sdk(sdk: types::ExecutionTrigger) -> Result<Self, Error> {
        Ok(Self {
            trigger_type: FromSdk::from_sdk(sdk.trigger_type)?,
            trigger_detail: FromSdk::from_sdk(sdk.trigger_detail)?,
        })
    }
}

impl IntoSdk for shapes::ExecutorConfiguration {
    type Sdk = types::ExecutorConfiguration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::ExecutorConfiguration::builder()
            .set_lambda_executor_configuration(self.lambda_executor_configuration.into_sdk()?)
            .set_job_worker_executor_configuration(self.job_worker_executor_configuration.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ExecutorConfiguration> for shapes::ExecutorConfiguration {
    fn from_sdk(sdk: types::ExecutorConfiguration) -> Result<Self, Error> {
        Ok(Self {
            lambda_executor_configuration: FromSdk::from_sdk(sdk.lambda_executor_configuration)?,
            job_worker_executor_configuration: FromSdk::from_sdk(sdk.job_worker_executor_configuration)?,
        })
    }
}

impl IntoSdk for shapes::FailureConditions {
    type Sdk = types::FailureConditions;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::FailureConditions::builder()
            .set_result(self.result.into_sdk()?)
            .set_retry_configuration(self.retry_configuration.into_sdk()?)
            .set_conditions(self.conditions.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::FailureConditions> for shapes::FailureConditions {
    fn from_sdk(sdk: types::FailureConditions) -> Result<Self, Error> {
        Ok(Self {
            result: FromSdk::from_sdk(sdk.result)?,
            retry_configuration: FromSdk::from_sdk(sdk.retry_configuration)?,
            conditions: FromSdk::from_sdk(sdk.conditions)?,
        })
    }
}

impl IntoSdk for shapes::FailureDetails {
    type Sdk = types::FailureDetails;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::FailureDetails::builder()
            .set_type(Some(self.r#type.into_sdk()?))
            .set_message(Some(self.message.into_sdk()?))
            .set_external_execution_id(self.external_execution_id.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<operation::get_action_type::GetActionTypeOutput> for shapes::GetActionTypeOutput {
    fn from_sdk(sdk: operation::get_action_type::GetActionTypeOutput) -> Result<Self, Error> {
        Ok(Self { action_type: FromSdk::from_sdk(sdk.action_type)? })
    }
}

impl FromSdk<operation::get_job_details::GetJobDetailsOutput> for shapes::GetJobDetailsOutput {
    fn from_sdk(sdk: operation::get_job_details::GetJobDetailsOutput) -> Result<Self, Error> {
        Ok(Self { job_details: FromSdk::from_sdk(sdk.job_details)? })
    }
}

impl FromSdk<operation::get_pipeline_execution::GetPipelineExecutionOutput>
    for shapes::GetPipelineExecutionOutput
{
    fn from_sdk(sdk: operation::get_pipeline_execution::GetPipelineExecutionOutput) -> Result<Self, Error> {
        Ok(Self { pipeline_execution: FromSdk::from_sdk(sdk.pipeline_execution)? })
    }
}

impl FromSdk<operation::get_pipeline::GetPipelineOutput> for shapes::GetPipelineOutput {
    fn from_sdk(sdk: operation::get_pipeline::GetPipelineOutput) -> Result<Self, Error> {
        Ok(Self { pipeline: FromSdk::from_sdk(sdk.pipeline)?, metadata: FromSdk::from_sdk(sdk.metadata)? })
    }
}

impl FromSdk<operation::get_pipeline_state::GetPipelineStateOutput> for shapes::GetPipelineStateOutput {
    fn from_sdk(sdk: operation::get_pipeline_state::GetPipelineStateOutput) -> Result<Self, Error> {
        Ok(Self {
            pipeline_name: FromSdk::from_sdk(sdk.pipeline_name)?,
            pipeline_version: FromSdk::from_sdk(sdk.pipeline_version)?,
            stage_states: FromSdk::from_sdk(sdk.stage_states)?,
            created: FromSdk::from_sdk(sdk.created)?,
            updated: FromSdk::from_sdk(sdk.updated)?,
        })
    }
}

impl FromSdk<operation::get_third_party_job_details::GetThirdPartyJobDetailsOutput>
    for shapes::GetThirdPartyJobDetailsOutput
{
    fn from_sdk(
        sdk: operation::get_third_party_job_details::GetThirdPartyJobDetailsOutput,
    ) -> Result<Self, Error> {
        Ok(Self { job_details: FromSdk::from_sdk(sdk.job_details)? })
    }
}

impl IntoSdk for shapes::GitBranchFilterCriteria {
    type Sdk = types::GitBranchFilterCriteria;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::GitBranchFilterCriteria::builder()
            .set_includes(self.includes.into_sdk()?)
            .set_excludes(self.excludes.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::GitBranchFilterCriteria> for shapes::GitBranchFilterCriteria {
    fn from_sdk(sdk: types::GitBranchFilterCriteria) -> Result<Self, Error> {
        Ok(Self { includes: FromSdk::from_sdk(sdk.includes)?, excludes: FromSdk::from_sdk(sdk.excludes)? })
    }
}

impl IntoSdk for shapes::GitConfiguration {
    type Sdk = types::GitConfiguration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::GitConfiguration::builder()
            .set_source_action_name(Some(self.source_action_name.into_sdk()?))
            .set_push(self.push.into_sdk()?)
            .set_pull_request(self.pull_request.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::GitConfiguration> for shapes::GitConfiguration {
    fn from_sdk(sdk: types::GitConfiguration) -> Result<Self, Error> {
        Ok(Self {
            source_action_name: FromSdk::from_sdk(sdk.source_action_name)?,
            push: FromSdk::from_sdk(sdk.push)?,
            pull_request: FromSdk::from_sdk(sdk.pull_request)?,
        })
    }
}

impl IntoSdk for shapes::GitFilePathFilterCriteria {
    type Sdk = types::GitFilePathFilterCriteria;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::GitFilePathFilterCriteria::builder()
            .set_includes(self.includes.into_sdk()?)
            .set_excludes(self.excludes.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::GitFilePathFilterCriteria> for shapes::GitFilePathFilterCriteria {
    fn from_sdk(sdk: types::GitFilePathFilterCriteria) -> Result<Self, Error> {
        Ok(Self { includes: FromSdk::from_sdk(sdk.includes)?, excludes: FromSdk::from_sdk(sdk.excludes)? })
    }
}

impl IntoSdk for shapes::GitPullRequestFilter {
    type Sdk = types::GitPullRequestFilter;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::GitPullRequestFilter::builder()
            .set_events(self.events.into_sdk()?)
            .set_branches(self.branches.into_sdk()?)
            .set_file_paths(self.file_paths.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::GitPullRequestFilter> for shapes::GitPullRequestFilter {
    fn from_sdk(sdk: types::GitPullRequestFilter) -> Result<Self, Error> {
        Ok(Self {
            events: FromSdk::from_sdk(sdk.events)?,
            branches: FromSdk::from_sdk(sdk.branches)?,
            file_paths: FromSdk::from_sdk(sdk.file_paths)?,
        })
    }
}

impl IntoSdk for shapes::GitPushFilter {
    type Sdk = types::GitPushFilter;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::GitPushFilter::builder()
            .set_tags(self.tags.into_sdk()?)
            .set_branches(self.branches.into_sdk()?)
            .set_file_paths(self.file_paths.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::GitPushFilter> for shapes::GitPushFilter {
    fn from_sdk(sdk: types::GitPushFilter) -> Result<Self, Error> {
        Ok(Self {
            tags: FromSdk::from_sdk(sdk.tags)?,
            branches: FromSdk::from_sdk(sdk.branches)?,
            file_paths: FromSdk::from_sdk(sdk.file_paths)?,
        })
    }
}

impl IntoSdk for shapes::GitTagFilterCriteria {
    type Sdk = types::GitTagFilterCriteria;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::GitTagFilterCriteria::builder()
            .set_includes(self.includes.into_sdk()?)
            .set_excludes(self.excludes.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::GitTagFilterCriteria> for shapes::GitTagFilterCriteria {
    fn from_sdk(sdk: types::GitTagFilterCriteria) -> Result<Self, Error> {
        Ok(Self { includes: FromSdk::from_sdk(sdk.includes)?, excludes: FromSdk::from_sdk(sdk.excludes)? })
    }
}

impl IntoSdk for shapes::InputArtifact {
    type Sdk = types::InputArtifact;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::InputArtifact::builder().set_name(Some(self.name.into_sdk()?)).build().built()
    }
}

impl FromSdk<types::InputArtifact> for shapes::InputArtifact {
    fn from_sdk(sdk: types::InputArtifact) -> Result<Self, Error> {
        Ok(Self { name: FromSdk::from_sdk(sdk.name)? })
    }
}

impl FromSdk<types::Job> for shapes::Job {
    fn from_sdk(sdk: types::Job) -> Result<Self, Error> {
        Ok(Self {
            id: FromSdk::from_sdk(sdk.id)?,
            data: FromSdk::from_sdk(sdk.data)?,
            nonce: FromSdk::from_sdk(sdk.nonce)?,
            account_id: FromSdk::from_sdk(sdk.account_id)?,
        })
    }
}

impl FromSdk<types::JobData> for shapes::JobData {
    fn from_sdk(sdk: types::JobData) -> Result<Self, Error> {
        Ok(Self {
            action_type_id: FromSdk::from_sdk(sdk.action_type_id)?,
            action_configuration: FromSdk::from_sdk(sdk.action_configuration)?,
            pipeline_context: FromSdk::from_sdk(sdk.pipeline_context)?,
            input_artifacts: FromSdk::from_sdk(sdk.input_artifacts)?,
            output_artifacts: FromSdk::from_sdk(sdk.output_artifacts)?,
            artifact_credentials: FromSdk::from_sdk(sdk.artifact_credentials)?,
            continuation_token: FromSdk::from_sdk(sdk.continuation_token)?,
            encryption_key: FromSdk::from_sdk(sdk.encryption_key)?,
        })
    }
}

impl FromSdk<types::JobDetails> for shapes::JobDetails {
    fn from_sdk(sdk: types::JobDetails) -> Result<Self, Error> {
        Ok(Self {
            id: FromSdk::from_sdk(sdk.id)?,
            data: FromSdk::from_sdk(sdk.data)?,
            account_id: FromSdk::from_sdk(sdk.account_id)?,
        })
    }
}

impl IntoSdk for shapes::JobWorkerExecutorConfiguration {
    type Sdk = types::JobWorkerExecutorConfiguration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::JobWorkerExecutorConfiguration::builder()
            .set_polling_accounts(self.polling_accounts.into_sdk()?)
            .set_polling_service_principals(self.polling_service_principals.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::JobWorkerExecutorConfiguration> for shapes::JobWorkerExecutorConfiguration {
    fn from_sdk(sdk: types::JobWorkerExecutorConfiguration) -> Result<Self, Error> {
        Ok(Self {
            polling_accounts: FromSdk::from_sdk(sdk.polling_accounts)?,
            polling_service_principals: FromSdk::from_sdk(sdk.polling_service_principals)?,
        })
    }
}

impl IntoSdk for shapes::LambdaExecutorConfiguration {
    type Sdk = types::LambdaExecutorConfiguration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::LambdaExecutorConfiguration::builder()
            .set_lambda_function_arn(Some(self.lambda_function_arn.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::LambdaExecutorConfiguration> for shapes::LambdaExecutorConfiguration {
    fn from_sdk(sdk: types::LambdaExecutorConfiguration) -> Result<Self, Error> {
        Ok(Self { lambda_function_arn: FromSdk::from_sdk(sdk.lambda_function_arn)? })
    }
}

impl IntoSdk for shapes::LatestInPipelineExecutionFilter {
    type Sdk = types::LatestInPipelineExecutionFilter;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::LatestInPipelineExecutionFilter::builder()
            .set_pipeline_execution_id(Some(self.pipeline_execution_id.into_sdk()?))
            .set_start_time_range(Some(self.start_time_range.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<operation::list_action_executions::ListActionExecutionsOutput>
    for shapes::ListActionExecutionsOutput
{
    fn from_sdk(sdk: operation::list_action_executions::ListActionExecutionsOutput) -> Result<Self, Error> {
        Ok(Self {
            action_execution_details: FromSdk::from_sdk(sdk.action_execution_details)?,
            next_token: FromSdk::from_sdk(sdk.next_token)?,
        })
    }
}

impl FromSdk<operation::list_action_types::ListActionTypesOutput> for shapes::ListActionTypesOutput {
    fn from_sdk(sdk: operation::list_action_types::ListActionTypesOutput) -> Result<Self, Error> {
        Ok(Self {
            action_types: FromSdk::from_sdk(sdk.action_types)?,
            next_token: FromSdk::from_sdk(sdk.next_token)?,
        })
    }
}

impl FromSdk<operation::list_deploy_action_execution_targets::ListDeployActionExecutionTargetsOutput>
    for shapes::ListDeployActionExecutionTargetsOutput
{
    fn from_sdk(
        sdk: operation::list_deploy_action_execution_targets::ListDeployActionExecutionTargetsOutput,
    ) -> Result<Self, Error> {
        Ok(Self { targets: FromSdk::from_sdk(sdk.targets)?, next_token: FromSdk::from_sdk(sdk.next_token)? })
    }
}

impl FromSdk<operation::list_pipeline_executions::ListPipelineExecutionsOutput>
    for shapes::ListPipelineExecutionsOutput
{
    fn from_sdk(
        sdk: operation::list_pipeline_executions::ListPipelineExecutionsOutput,
    ) -> Result<Self, Error> {
        Ok(Self {
            pipeline_execution_summaries: FromSdk::from_sdk(sdk.pipeline_execution_summaries)?,
            next_token: FromSdk::from_sdk(sdk.next_token)?,
        })
    }
}

impl FromSdk<operation::list_pipelines::ListPipelinesOutput> for shapes::ListPipelinesOutput {
    fn from_sdk(sdk: operation::list_pipelines::ListPipelinesOutput) -> Result<Self, Error> {
        Ok(Self {
            pipelines: FromSdk::from_sdk(sdk.pipelines)?,
            next_token: FromSdk::from_sdk(sdk.next_token)?,
        })
    }
}

impl FromSdk<operation::list_rule_executions::ListRuleExecutionsOutput> for shapes::ListRuleExecutionsOutput {
    fn from_sdk(sdk: operation::list_rule_executions::ListRuleExecutionsOutput) -> Result<Self, Error> {
        Ok(Self {
            rule_execution_details: FromSdk::from_sdk(sdk.rule_execution_details)?,
            next_token: FromSdk::from_sdk(sdk.next_token)?,
        })
    }
}

impl FromSdk<operation::list_rule_types::ListRuleTypesOutput> for shapes::ListRuleTypesOutput {
    fn from_sdk(sdk: operation::list_rule_types::ListRuleTypesOutput) -> Result<Self, Error> {
        Ok(Self { rule_types: FromSdk::from_sdk(sdk.rule_types)? })
    }
}

impl FromSdk<operation::list_tags_for_resource::ListTagsForResourceOutput>
    for shapes::ListTagsForResourceOutput
{
    fn from_sdk(sdk: operation::list_tags_for_resource::ListTagsForResourceOutput) -> Result<Self, Error> {
        Ok(Self { tags: FromSdk::from_sdk(sdk.tags)?, next_token: FromSdk::from_sdk(sdk.next_token)? })
    }
}

impl FromSdk<types::ListWebhookItem> for shapes::ListWebhookItem {
    fn from_sdk(sdk: types::ListWebhookItem) -> Result<Self, Error> {
        Ok(Self {
            definition: present(sdk.definition, "definition")?,
            url: FromSdk::from_sdk(sdk.url)?,
            error_message: FromSdk::from_sdk(sdk.error_message)?,
            error_code: FromSdk::from_sdk(sdk.error_code)?,
            last_triggered: FromSdk::from_sdk(sdk.last_triggered)?,
            arn: FromSdk::from_sdk(sdk.arn)?,
            tags: FromSdk::from_sdk(sdk.tags)?,
        })
    }
}

impl FromSdk<operation::list_webhooks::ListWebhooksOutput> for shapes::ListWebhooksOutput {
    fn from_sdk(sdk: operation::list_webhooks::ListWebhooksOutput) -> Result<Self, Error> {
        Ok(Self {
            webhooks: FromSdk::from_sdk(sdk.webhooks)?,
            next_token: FromSdk::from_sdk(sdk.next_token)?,
        })
    }
}

impl IntoSdk for shapes::OutputArtifact {
    type Sdk = types::OutputArtifact;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::OutputArtifact::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_files(self.files.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::OutputArtifact> for shapes::OutputArtifact {
    fn from_sdk(sdk: types::OutputArtifact) -> Result<Self, Error> {
        Ok(Self { name: FromSdk::from_sdk(sdk.name)?, files: FromSdk::from_sdk(sdk.files)? })
    }
}

impl FromSdk<types::PipelineContext> for shapes::PipelineContext {
    fn from_sdk(sdk: types::PipelineContext) -> Result<Self, Error> {
        Ok(Self {
            pipeline_name: FromSdk::from_sdk(sdk.pipeline_name)?,
            stage: FromSdk::from_sdk(sdk.stage)?,
            action: FromSdk::from_sdk(sdk.action)?,
            pipeline_arn: FromSdk::from_sdk(sdk.pipeline_arn)?,
            pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)?,
        })
    }
}

impl IntoSdk for shapes::PipelineDeclaration {
    type Sdk = types::PipelineDeclaration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::PipelineDeclaration::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_role_arn(Some(self.role_arn.into_sdk()?))
            .set_artifact_store(self.artifact_store.into_sdk()?)
            .set_artifact_stores(self.artifact_stores.into_sdk()?)
            .set_stages(Some(self.stages.into_sdk()?))
            .set_version(self.version.into_sdk()?)
            .set_execution_mode(self.execution_mode.into_sdk()?)
            .set_pipeline_type(self.pipeline_type.into_sdk()?)
            .set_variables(self.variables.into_sdk()?)
            .set_triggers(self.triggers.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::PipelineDeclaration> for shapes::PipelineDeclaration {
    fn from_sdk(sdk: types::PipelineDeclaration) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            role_arn: FromSdk::from_sdk(sdk.role_arn)?,
            artifact_store: FromSdk::from_sdk(sdk.artifact_store)?,
            artifact_stores: FromSdk::from_sdk(sdk.artifact_stores)?,
            stages: FromSdk::from_sdk(sdk.stages)?,
            version: FromSdk::from_sdk(sdk.version)?,
            execution_mode: FromSdk::from_sdk(sdk.execution_mode)?,
            pipeline_type: FromSdk::from_sdk(sdk.pipeline_type)?,
            variables: FromSdk::from_sdk(sdk.variables)?,
            triggers: FromSdk::from_sdk(sdk.triggers)?,
        })
    }
}

impl FromSdk<types::PipelineExecution> for shapes::PipelineExecution {
    fn from_sdk(sdk: types::PipelineExecution) -> Result<Self, Error> {
        Ok(Self {
            pipeline_name: FromSdk::from_sdk(sdk.pipeline_name)?,
            pipeline_version: FromSdk::from_sdk(sdk.pipeline_version)?,
            pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)?,
            status: FromSdk::from_sdk(sdk.status)?,
            status_summary: FromSdk::from_sdk(sdk.status_summary)?,
            artifact_revisions: FromSdk::from_sdk(sdk.artifact_revisions)?,
            variables: FromSdk::from_sdk(sdk.variables)?,
            trigger: FromSdk::from_sdk(sdk.trigger)?,
            execution_mode: FromSdk::from_sdk(sdk.execution_mode)?,
            execution_type: FromSdk::from_sdk(sdk.execution_type)?,
            rollback_metadata: FromSdk::from_sdk(sdk.rollback_metadata)?,
        })
    }
}

impl IntoSdk for shapes::PipelineExecutionFilter {
    type Sdk = types::PipelineExecutionFilter;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::PipelineExecutionFilter::builder()
            .set_succeeded_in_stage(self.succeeded_in_stage.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::PipelineExecutionSummary> for shapes::PipelineExecutionSummary {
    fn from_sdk(sdk: types::PipelineExecutionSummary) -> Result<Self, Error> {
        Ok(Self {
            pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)?,
            status: FromSdk::from_sdk(sdk.status)?,
            status_summary: FromSdk::from_sdk(sdk.status_summary)?,
            start_time: FromSdk::from_sdk(sdk.start_time)?,
            last_update_time: FromSdk::from_sdk(sdk.last_update_time)?,
            source_revisions: FromSdk::from_sdk(sdk.source_revisions)?,
            trigger: FromSdk::from_sdk(sdk.trigger)?,
            stop_trigger: FromSdk::from_sdk(sdk.stop_trigger)?,
            execution_mode: FromSdk::from_sdk(sdk.execution_mode)?,
            execution_type: FromSdk::from_sdk(sdk.execution_type)?,
            rollback_metadata: FromSdk::from_sdk(sdk.rollback_metadata)?,
        })
    }
}

impl FromSdk<types::PipelineMetadata> for shapes::PipelineMetadata {
    fn from_sdk(sdk: types::PipelineMetadata) -> Result<Self, Error> {
        Ok(Self {
            pipeline_arn: FromSdk::from_sdk(sdk.pipeline_arn)?,
            created: FromSdk::from_sdk(sdk.created)?,
            updated: FromSdk::from_sdk(sdk.updated)?,
            polling_disabled_at: FromSdk::from_sdk(sdk.polling_disabled_at)?,
        })
    }
}

impl FromSdk<types::PipelineRollbackMetadata> for shapes::PipelineRollbackMetadata {
    fn from_sdk(sdk: types::PipelineRollbackMetadata) -> Result<Self, Error> {
        Ok(Self {
            rollback_target_pipeline_execution_id: FromSdk::from_sdk(
                sdk.rollback_target_pipeline_execution_id,
            )?,
        })
    }
}

impl FromSdk<types::PipelineSummary> for shapes::PipelineSummary {
    fn from_sdk(sdk: types::PipelineSummary) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            version: FromSdk::from_sdk(sdk.version)?,
            pipeline_type: FromSdk::from_sdk(sdk.pipeline_type)?,
            execution_mode: FromSdk::from_sdk(sdk.execution_mode)?,
            created: FromSdk::from_sdk(sdk.created)?,
            updated: FromSdk::from_sdk(sdk.updated)?,
        })
    }
}

impl IntoSdk for shapes::PipelineTriggerDeclaration {
    type Sdk = types::PipelineTriggerDeclaration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::PipelineTriggerDeclaration::builder()
            .set_provider_type(Some(self.provider_type.into_sdk()?))
            .set_git_configuration(Some(self.git_configuration.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::PipelineTriggerDeclaration> for shapes::PipelineTriggerDeclaration {
    fn from_sdk(sdk: types::PipelineTriggerDeclaration) -> Result<Self, Error> {
        Ok(Self {
            provider_type: FromSdk::from_sdk(sdk.provider_type)?,
            git_configuration: present(sdk.git_configuration, "gitConfiguration")?,
        })
    }
}

impl IntoSdk for shapes::PipelineVariable {
    type Sdk = types::PipelineVariable;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::PipelineVariable::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_value(Some(self.value.into_sdk()?))
            .build()
            .built()
    }
}

impl IntoSdk for shapes::PipelineVariableDeclaration {
    type Sdk = types::PipelineVariableDeclaration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::PipelineVariableDeclaration::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_default_value(self.default_value.into_sdk()?)
            .set_description(self.description.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::PipelineVariableDeclaration> for shapes::PipelineVariableDeclaration {
    fn from_sdk(sdk: types::PipelineVariableDeclaration) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            default_value: FromSdk::from_sdk(sdk.default_value)?,
            description: FromSdk::from_sdk(sdk.description)?,
        })
    }
}

impl FromSdk<operation::poll_for_jobs::PollForJobsOutput> for shapes::PollForJobsOutput {
    fn from_sdk(sdk: operation::poll_for_jobs::PollForJobsOutput) -> Result<Self, Error> {
        Ok(Self { jobs: FromSdk::from_sdk(sdk.jobs)? })
    }
}

impl FromSdk<operation::poll_for_third_party_jobs::PollForThirdPartyJobsOutput>
    for shapes::PollForThirdPartyJobsOutput
{
    fn from_sdk(
        sdk: operation::poll_for_third_party_jobs::PollForThirdPartyJobsOutput,
    ) -> Result<Self, Error> {
        Ok(Self { jobs: FromSdk::from_sdk(sdk.jobs)? })
    }
}

impl FromSdk<operation::put_action_revision::PutActionRevisionOutput> for shapes::PutActionRevisionOutput {
    fn from_sdk(sdk: operation::put_action_revision::PutActionRevisionOutput) -> Result<Self, Error> {
        Ok(Self {
            new_revision: held(sdk.new_revision)?,
            pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)?,
        })
    }
}

impl FromSdk<operation::put_approval_result::PutApprovalResultOutput> for shapes::PutApprovalResultOutput {
    fn from_sdk(sdk: operation::put_approval_result::PutApprovalResultOutput) -> Result<Self, Error> {
        Ok(Self { approved_at: FromSdk::from_sdk(sdk.approved_at)? })
    }
}

impl FromSdk<operation::put_webhook::PutWebhookOutput> for shapes::PutWebhookOutput {
    fn from_sdk(sdk: operation::put_webhook::PutWebhookOutput) -> Result<Self, Error> {
        Ok(Self { webhook: FromSdk::from_sdk(sdk.webhook)? })
    }
}

impl FromSdk<operation::register_webhook_with_third_party::RegisterWebhookWithThirdPartyOutput>
    for shapes::RegisterWebhookWithThirdPartyOutput
{
    fn from_sdk(
        _: operation::register_webhook_with_third_party::RegisterWebhookWithThirdPartyOutput,
    ) -> Result<Self, Error> {
        Ok(Self {})
    }
}

impl FromSdk<types::ResolvedPipelineVariable> for shapes::ResolvedPipelineVariable {
    fn from_sdk(sdk: types::ResolvedPipelineVariable) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            resolved_value: FromSdk::from_sdk(sdk.resolved_value)?,
        })
    }
}

impl IntoSdk for shapes::RetryConfiguration {
    type Sdk = types::RetryConfiguration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::RetryConfiguration::builder().set_retry_mode(self.retry_mode.into_sdk()?).build().built()
    }
}

impl FromSdk<types::RetryConfiguration> for shapes::RetryConfiguration {
    fn from_sdk(sdk: types::RetryConfiguration) -> Result<Self, Error> {
        Ok(Self { retry_mode: FromSdk::from_sdk(sdk.retry_mode)? })
    }
}

impl FromSdk<operation::retry_stage_execution::RetryStageExecutionOutput>
    for shapes::RetryStageExecutionOutput
{
    fn from_sdk(sdk: operation::retry_stage_execution::RetryStageExecutionOutput) -> Result<Self, Error> {
        Ok(Self { pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)? })
    }
}

impl FromSdk<types::RetryStageMetadata> for shapes::RetryStageMetadata {
    fn from_sdk(sdk: types::RetryStageMetadata) -> Result<Self, Error> {
        Ok(Self {
            auto_stage_retry_attempt: FromSdk::from_sdk(sdk.auto_stage_retry_attempt)?,
            manual_stage_retry_attempt: FromSdk::from_sdk(sdk.manual_stage_retry_attempt)?,
            latest_retry_trigger: FromSdk::from_sdk(sdk.latest_retry_trigger)?,
        })
    }
}

impl FromSdk<operation::rollback_stage::RollbackStageOutput> for shapes::RollbackStageOutput {
    fn from_sdk(sdk: operation::rollback_stage::RollbackStageOutput) -> Result<Self, Error> {
        Ok(Self { pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)? })
    }
}

impl FromSdk<types::RuleConfigurationProperty> for shapes::RuleConfigurationProperty {
    fn from_sdk(sdk: types::RuleConfigurationProperty) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            required: FromSdk::from_sdk(sdk.required)?,
            key: FromSdk::from_sdk(sdk.key)?,
            secret: FromSdk::from_sdk(sdk.secret)?,
            queryable: held(sdk.queryable)?,
            description: FromSdk::from_sdk(sdk.description)?,
            r#type: FromSdk::from_sdk(sdk.r#type)?,
        })
    }
}

impl IntoSdk for shapes::RuleDeclaration {
    type Sdk = types::RuleDeclaration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::RuleDeclaration::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_rule_type_id(Some(self.rule_type_id.into_sdk()?))
            .set_configuration(self.configuration.into_sdk()?)
            .set_commands(self.commands.into_sdk()?)
            .set_input_artifacts(self.input_artifacts.into_sdk()?)
            .set_role_arn(self.role_arn.into_sdk()?)
            .set_region(self.region.into_sdk()?)
            .set_timeout_in_minutes(self.timeout_in_minutes.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::RuleDeclaration> for shapes::RuleDeclaration {
    fn from_sdk(sdk: types::RuleDeclaration) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            rule_type_id: present(sdk.rule_type_id, "ruleTypeId")?,
            configuration: FromSdk::from_sdk(sdk.configuration)?,
            commands: FromSdk::from_sdk(sdk.commands)?,
            input_artifacts: FromSdk::from_sdk(sdk.input_artifacts)?,
            role_arn: FromSdk::from_sdk(sdk.role_arn)?,
            region: FromSdk::from_sdk(sdk.region)?,
            timeout_in_minutes: FromSdk::from_sdk(sdk.timeout_in_minutes)?,
        })
    }
}

impl FromSdk<types::RuleExecution> for shapes::RuleExecution {
    fn from_sdk(sdk: types::RuleExecution) -> Result<Self, Error> {
        Ok(Self {
            rule_execution_id: FromSdk::from_sdk(sdk.rule_execution_id)?,
            status: FromSdk::from_sdk(sdk.status)?,
            summary: FromSdk::from_sdk(sdk.summary)?,
            last_status_change: FromSdk::from_sdk(sdk.last_status_change)?,
            token: FromSdk::from_sdk(sdk.token)?,
            last_updated_by: FromSdk::from_sdk(sdk.last_updated_by)?,
            external_execution_id: FromSdk::from_sdk(sdk.external_execution_id)?,
            external_execution_url: FromSdk::from_sdk(sdk.external_execution_url)?,
            error_details: FromSdk::from_sdk(sdk.error_details)?,
        })
    }
}

impl FromSdk<types::RuleExecutionDetail> for shapes::RuleExecutionDetail {
    fn from_sdk(sdk: types::RuleExecutionDetail) -> Result<Self, Error> {
        Ok(Self {
            pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)?,
            rule_execution_id: FromSdk::from_sdk(sdk.rule_execution_id)?,
            pipeline_version: FromSdk::from_sdk(sdk.pipeline_version)?,
            stage_name: FromSdk::from_sdk(sdk.stage_name)?,
            rule_name: FromSdk::from_sdk(sdk.rule_name)?,
            start_time: FromSdk::from_sdk(sdk.start_time)?,
            last_update_time: FromSdk::from_sdk(sdk.last_update_time)?,
            updated_by: FromSdk::from_sdk(sdk.updated_by)?,
            status: FromSdk::from_sdk(sdk.status)?,
            input: FromSdk::from_sdk(sdk.input)?,
            output: FromSdk::from_sdk(sdk.output)?,
        })
    }
}

impl IntoSdk for shapes::RuleExecutionFilter {
    type Sdk = types::RuleExecutionFilter;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::RuleExecutionFilter::builder()
            .set_pipeline_execution_id(self.pipeline_execution_id.into_sdk()?)
            .set_latest_in_pipeline_execution(self.latest_in_pipeline_execution.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::RuleExecutionInput> for shapes::RuleExecutionInput {
    fn from_sdk(sdk: types::RuleExecutionInput) -> Result<Self, Error> {
        Ok(Self {
            rule_type_id: FromSdk::from_sdk(sdk.rule_type_id)?,
            configuration: FromSdk::from_sdk(sdk.configuration)?,
            resolved_configuration: FromSdk::from_sdk(sdk.resolved_configuration)?,
            role_arn: FromSdk::from_sdk(sdk.role_arn)?,
            region: FromSdk::from_sdk(sdk.region)?,
            input_artifacts: FromSdk::from_sdk(sdk.input_artifacts)?,
        })
    }
}

impl FromSdk<types::RuleExecutionOutput> for shapes::RuleExecutionOutput {
    fn from_sdk(sdk: types::RuleExecutionOutput) -> Result<Self, Error> {
        Ok(Self { execution_result: FromSdk::from_sdk(sdk.execution_result)? })
    }
}

impl FromSdk<types::RuleExecutionResult> for shapes::RuleExecutionResult {
    fn from_sdk(sdk: types::RuleExecutionResult) -> Result<Self, Error> {
        Ok(Self {
            external_execution_id: FromSdk::from_sdk(sdk.external_execution_id)?,
            external_execution_summary: FromSdk::from_sdk(sdk.external_execution_summary)?,
            external_execution_url: FromSdk::from_sdk(sdk.external_execution_url)?,
            error_details: FromSdk::from_sdk(sdk.error_details)?,
        })
    }
}

impl FromSdk<types::RuleRevision> for shapes::RuleRevision {
    fn from_sdk(sdk: types::RuleRevision) -> Result<Self, Error> {
        Ok(Self {
            revision_id: FromSdk::from_sdk(sdk.revision_id)?,
            revision_change_id: omitted(sdk.revision_change_id)?,
            created: omitted(sdk.created)?,
        })
    }
}

impl FromSdk<types::RuleState> for shapes::RuleState {
    fn from_sdk(sdk: types::RuleState) -> Result<Self, Error> {
        Ok(Self {
            rule_name: FromSdk::from_sdk(sdk.rule_name)?,
            current_revision: FromSdk::from_sdk(sdk.current_revision)?,
            latest_execution: FromSdk::from_sdk(sdk.latest_execution)?,
            entity_url: FromSdk::from_sdk(sdk.entity_url)?,
            revision_url: FromSdk::from_sdk(sdk.revision_url)?,
        })
    }
}

impl FromSdk<types::RuleType> for shapes::RuleType {
    fn from_sdk(sdk: types::RuleType) -> Result<Self, Error> {
        Ok(Self {
            id: present(sdk.id, "id")?,
            settings: FromSdk::from_sdk(sdk.settings)?,
            rule_configuration_properties: FromSdk::from_sdk(sdk.rule_configuration_properties)?,
            input_artifact_details: present(sdk.input_artifact_details, "inputArtifactDetails")?,
        })
    }
}

impl IntoSdk for shapes::RuleTypeId {
    type Sdk = types::RuleTypeId;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::RuleTypeId::builder()
            .set_category(Some(self.category.into_sdk()?))
            .set_owner(self.owner.into_sdk()?)
            .set_provider(Some(self.provider.into_sdk()?))
            .set_version(self.version.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::RuleTypeId> for shapes::RuleTypeId {
    fn from_sdk(sdk: types::RuleTypeId) -> Result<Self, Error> {
        Ok(Self {
            category: FromSdk::from_sdk(sdk.category)?,
            owner: FromSdk::from_sdk(sdk.owner)?,
            provider: FromSdk::from_sdk(sdk.provider)?,
            version: FromSdk::from_sdk(sdk.version)?,
        })
    }
}

impl FromSdk<types::RuleTypeSettings> for shapes::RuleTypeSettings {
    fn from_sdk(sdk: types::RuleTypeSettings) -> Result<Self, Error> {
        Ok(Self {
            third_party_configuration_url: FromSdk::from_sdk(sdk.third_party_configuration_url)?,
            entity_url_template: FromSdk::from_sdk(sdk.entity_url_template)?,
            execution_url_template: FromSdk::from_sdk(sdk.execution_url_template)?,
            revision_url_template: FromSdk::from_sdk(sdk.revision_url_template)?,
        })
    }
}

impl FromSdk<types::S3ArtifactLocation> for shapes::S3ArtifactLocation {
    fn from_sdk(sdk: types::S3ArtifactLocation) -> Result<Self, Error> {
        Ok(Self {
            bucket_name: FromSdk::from_sdk(sdk.bucket_name)?,
            object_key: FromSdk::from_sdk(sdk.object_key)?,
        })
    }
}

impl FromSdk<types::S3Location> for shapes::S3Location {
    fn from_sdk(sdk: types::S3Location) -> Result<Self, Error> {
        Ok(Self { bucket: FromSdk::from_sdk(sdk.bucket)?, key: FromSdk::from_sdk(sdk.key)? })
    }
}

impl FromSdk<types::SourceRevision> for shapes::SourceRevision {
    fn from_sdk(sdk: types::SourceRevision) -> Result<Self, Error> {
        Ok(Self {
            action_name: FromSdk::from_sdk(sdk.action_name)?,
            revision_id: FromSdk::from_sdk(sdk.revision_id)?,
            revision_summary: FromSdk::from_sdk(sdk.revision_summary)?,
            revision_url: FromSdk::from_sdk(sdk.revision_url)?,
        })
    }
}

impl IntoSdk for shapes::SourceRevisionOverride {
    type Sdk = types::SourceRevisionOverride;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::SourceRevisionOverride::builder()
            .set_action_name(Some(self.action_name.into_sdk()?))
            .set_revision_type(Some(self.revision_type.into_sdk()?))
            .set_revision_value(Some(self.revision_value.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::StageConditionState> for shapes::StageConditionState {
    fn from_sdk(sdk: types::StageConditionState) -> Result<Self, Error> {
        Ok(Self {
            latest_execution: FromSdk::from_sdk(sdk.latest_execution)?,
            condition_states: FromSdk::from_sdk(sdk.condition_states)?,
        })
    }
}

impl FromSdk<types::StageConditionsExecution> for shapes::StageConditionsExecution {
    fn from_sdk(sdk: types::StageConditionsExecution) -> Result<Self, Error> {
        Ok(Self { status: FromSdk::from_sdk(sdk.status)?, summary: FromSdk::from_sdk(sdk.summary)? })
    }
}

impl FromSdk<types::StageContext> for shapes::StageContext {
    fn from_sdk(sdk: types::StageContext) -> Result<Self, Error> {
        Ok(Self { name: FromSdk::from_sdk(sdk.name)? })
    }
}

impl IntoSdk for shapes::StageDeclaration {
    type Sdk = types::StageDeclaration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::StageDeclaration::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_blockers(self.blockers.into_sdk()?)
            .set_actions(Some(self.actions.into_sdk()?))
            .set_on_failure(self.on_failure.into_sdk()?)
            .set_on_success(self.on_success.into_sdk()?)
            .set_before_entry(self.before_entry.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::StageDeclaration> for shapes::StageDeclaration {
    fn from_sdk(sdk: types::StageDeclaration) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            blockers: FromSdk::from_sdk(sdk.blockers)?,
            actions: FromSdk::from_sdk(sdk.actions)?,
            on_failure: FromSdk::from_sdk(sdk.on_failure)?,
            on_success: FromSdk::from_sdk(sdk.on_success)?,
            before_entry: FromSdk::from_sdk(sdk.before_entry)?,
        })
    }
}

impl FromSdk<types::StageExecution> for shapes::StageExecution {
    fn from_sdk(sdk: types::StageExecution) -> Result<Self, Error> {
        Ok(Self {
            pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)?,
            status: FromSdk::from_sdk(sdk.status)?,
            r#type: FromSdk::from_sdk(sdk.r#type)?,
        })
    }
}

impl FromSdk<types::StageState> for shapes::StageState {
    fn from_sdk(sdk: types::StageState) -> Result<Self, Error> {
        Ok(Self {
            stage_name: FromSdk::from_sdk(sdk.stage_name)?,
            inbound_execution: FromSdk::from_sdk(sdk.inbound_execution)?,
            inbound_executions: FromSdk::from_sdk(sdk.inbound_executions)?,
            inbound_transition_state: FromSdk::from_sdk(sdk.inbound_transition_state)?,
            action_states: FromSdk::from_sdk(sdk.action_states)?,
            latest_execution: FromSdk::from_sdk(sdk.latest_execution)?,
            before_entry_condition_state: FromSdk::from_sdk(sdk.before_entry_condition_state)?,
            on_success_condition_state: FromSdk::from_sdk(sdk.on_success_condition_state)?,
            on_failure_condition_state: FromSdk::from_sdk(sdk.on_failure_condition_state)?,
            retry_stage_metadata: FromSdk::from_sdk(sdk.retry_stage_metadata)?,
        })
    }
}

impl FromSdk<operation::start_pipeline_execution::StartPipelineExecutionOutput>
    for shapes::StartPipelineExecutionOutput
{
    fn from_sdk(
        sdk: operation::start_pipeline_execution::StartPipelineExecutionOutput,
    ) -> Result<Self, Error> {
        Ok(Self { pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)? })
    }
}

impl FromSdk<types::StopExecutionTrigger> for shapes::StopExecutionTrigger {
    fn from_sdk(sdk: types::StopExecutionTrigger) -> Result<Self, Error> {
        Ok(Self { reason: FromSdk::from_sdk(sdk.reason)? })
    }
}

impl FromSdk<operation::stop_pipeline_execution::StopPipelineExecutionOutput>
    for shapes::StopPipelineExecutionOutput
{
    fn from_sdk(sdk: operation::stop_pipeline_execution::StopPipelineExecutionOutput) -> Result<Self, Error> {
        Ok(Self { pipeline_execution_id: FromSdk::from_sdk(sdk.pipeline_execution_id)? })
    }
}

impl IntoSdk for shapes::SucceededInStageFilter {
    type Sdk = types::SucceededInStageFilter;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::SucceededInStageFilter::builder().set_stage_name(self.stage_name.into_sdk()?).build().built()
    }
}

impl IntoSdk for shapes::SuccessConditions {
    type Sdk = types::SuccessConditions;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::SuccessConditions::builder().set_conditions(Some(self.conditions.into_sdk()?)).build().built()
    }
}

impl FromSdk<types::SuccessConditions> for shapes::SuccessConditions {
    fn from_sdk(sdk: types::SuccessConditions) -> Result<Self, Error> {
        Ok(Self { conditions: FromSdk::from_sdk(sdk.conditions)? })
    }
}

impl IntoSdk for shapes::Tag {
    type Sdk = types::Tag;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::Tag::builder()
            .set_key(Some(self.key.into_sdk()?))
            .set_value(Some(self.value.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::Tag> for shapes::Tag {
    fn from_sdk(sdk: types::Tag) -> Result<Self, Error> {
        Ok(Self { key: FromSdk::from_sdk(sdk.key)?, value: FromSdk::from_sdk(sdk.value)? })
    }
}

impl FromSdk<operation::tag_resource::TagResourceOutput> for shapes::TagResourceOutput {
    fn from_sdk(_: operation::tag_resource::TagResourceOutput) -> Result<Self, Error> {
        Ok(Self {})
    }
}

impl IntoSdk for shapes::TargetFilter {
    type Sdk = types::TargetFilter;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::TargetFilter::builder()
            .set_name(self.name.into_sdk()?)
            .set_values(self.values.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::ThirdPartyJob> for shapes::ThirdPartyJob {
    fn from_sdk(sdk: types::ThirdPartyJob) -> Result<Self, Error> {
        Ok(Self { client_id: FromSdk::from_sdk(sdk.client_id)?, job_id: FromSdk::from_sdk(sdk.job_id)? })
    }
}

impl FromSdk<types::ThirdPartyJobData> for shapes::ThirdPartyJobData {
    fn from_sdk(sdk: types::ThirdPartyJobData) -> Result<Self, Error> {
        Ok(Self {
            action_type_id: FromSdk::from_sdk(sdk.action_type_id)?,
            action_configuration: FromSdk::from_sdk(sdk.action_configuration)?,
            pipeline_context: FromSdk::from_sdk(sdk.pipeline_context)?,
            input_artifacts: FromSdk::from_sdk(sdk.input_artifacts)?,
            output_artifacts: FromSdk::from_sdk(sdk.output_artifacts)?,
            artifact_credentials: FromSdk::from_sdk(sdk.artifact_credentials)?,
            continuation_token: FromSdk::from_sdk(sdk.continuation_token)?,
            encryption_key: FromSdk::from_sdk(sdk.encryption_key)?,
        })
    }
}

impl FromSdk<types::ThirdPartyJobDetails> for shapes::ThirdPartyJobDetails {
    fn from_sdk(sdk: types::ThirdPartyJobDetails) -> Result<Self, Error> {
        Ok(Self {
            id: FromSdk::from_sdk(sdk.id)?,
            data: FromSdk::from_sdk(sdk.data)?,
            nonce: FromSdk::from_sdk(sdk.nonce)?,
        })
    }
}

impl FromSdk<types::TransitionState> for shapes::TransitionState {
    fn from_sdk(sdk: types::TransitionState) -> Result<Self, Error> {
        Ok(Self {
            enabled: held(sdk.enabled)?,
            last_changed_by: FromSdk::from_sdk(sdk.last_changed_by)?,
            last_changed_at: FromSdk::from_sdk(sdk.last_changed_at)?,
            disabled_reason: FromSdk::from_sdk(sdk.disabled_reason)?,
        })
    }
}

impl FromSdk<operation::untag_resource::UntagResourceOutput> for shapes::UntagResourceOutput {
    fn from_sdk(_: operation::untag_resource::UntagResourceOutput) -> Result<Self, Error> {
        Ok(Self {})
    }
}

impl FromSdk<operation::update_pipeline::UpdatePipelineOutput> for shapes::UpdatePipelineOutput {
    fn from_sdk(sdk: operation::update_pipeline::UpdatePipelineOutput) -> Result<Self, Error> {
        Ok(Self { pipeline: FromSdk::from_sdk(sdk.pipeline)? })
    }
}

impl IntoSdk for shapes::WebhookAuthConfiguration {
    type Sdk = types::WebhookAuthConfiguration;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::WebhookAuthConfiguration::builder()
            .set_allowed_ip_range(self.allowed_ip_range.into_sdk()?)
            .set_secret_token(self.secret_token.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::WebhookAuthConfiguration> for shapes::WebhookAuthConfiguration {
    fn from_sdk(sdk: types::WebhookAuthConfiguration) -> Result<Self, Error> {
        Ok(Self {
            allowed_ip_range: FromSdk::from_sdk(sdk.allowed_ip_range)?,
            secret_token: FromSdk::from_sdk(sdk.secret_token)?,
        })
    }
}

impl IntoSdk for shapes::WebhookDefinition {
    type Sdk = types::WebhookDefinition;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::WebhookDefinition::builder()
            .set_name(Some(self.name.into_sdk()?))
            .set_target_pipeline(Some(self.target_pipeline.into_sdk()?))
            .set_target_action(Some(self.target_action.into_sdk()?))
            .set_filters(Some(self.filters.into_sdk()?))
            .set_authentication(Some(self.authentication.into_sdk()?))
            .set_authentication_configuration(Some(self.authentication_configuration.into_sdk()?))
            .build()
            .built()
    }
}

impl FromSdk<types::WebhookDefinition> for shapes::WebhookDefinition {
    fn from_sdk(sdk: types::WebhookDefinition) -> Result<Self, Error> {
        Ok(Self {
            name: FromSdk::from_sdk(sdk.name)?,
            target_pipeline: FromSdk::from_sdk(sdk.target_pipeline)?,
            target_action: FromSdk::from_sdk(sdk.target_action)?,
            filters: FromSdk::from_sdk(sdk.filters)?,
            authentication: FromSdk::from_sdk(sdk.authentication)?,
            authentication_configuration: present(
                sdk.authentication_configuration,
                "authenticationConfiguration",
            )?,
        })
    }
}

impl IntoSdk for shapes::WebhookFilterRule {
    type Sdk = types::WebhookFilterRule;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        types::WebhookFilterRule::builder()
            .set_json_path(Some(self.json_path.into_sdk()?))
            .set_match_equals(self.match_equals.into_sdk()?)
            .build()
            .built()
    }
}

impl FromSdk<types::WebhookFilterRule> for shapes::WebhookFilterRule {
    fn from_sdk(sdk: types::WebhookFilterRule) -> Result<Self, Error> {
        Ok(Self {
            json_path: FromSdk::from_sdk(sdk.json_path)?,
            match_equals: FromSdk::from_sdk(sdk.match_equals)?,
        })
    }
}
