// Generated from the service model by `cargo run -p generate`; never edited.

//! The service's structures and enumerations, with the wire's member names.
//!
//! Unknown members are ignored when reading, absent ones are left out when writing. Enumerations are
//! open: a value the model does not know is kept as `Other`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::open_enum::open_enum;
pub use crate::timestamp::Timestamp;

open_enum! {
    /// The service's enumeration `ActionCategory`.
    pub enum ActionCategory {
        Source = "Source",
        Build = "Build",
        Deploy = "Deploy",
        Test = "Test",
        Invoke = "Invoke",
        Approval = "Approval",
        Compute = "Compute",
    }
}

open_enum! {
    /// The service's enumeration `ActionConfigurationPropertyType`.
    pub enum ActionConfigurationPropertyType {
        String = "String",
        Number = "Number",
        Boolean = "Boolean",
    }
}

open_enum! {
    /// The service's enumeration `ActionExecutionStatus`.
    pub enum ActionExecutionStatus {
        InProgress = "InProgress",
        Abandoned = "Abandoned",
        Succeeded = "Succeeded",
        Failed = "Failed",
    }
}

open_enum! {
    /// The service's enumeration `ActionOwner`.
    pub enum ActionOwner {
        Aws = "AWS",
        ThirdParty = "ThirdParty",
        Custom = "Custom",
    }
}

open_enum! {
    /// The service's enumeration `ApprovalStatus`.
    pub enum ApprovalStatus {
        Approved = "Approved",
        Rejected = "Rejected",
    }
}

open_enum! {
    /// The service's enumeration `ArtifactLocationType`.
    pub enum ArtifactLocationType {
        S3 = "S3",
    }
}

open_enum! {
    /// The service's enumeration `ArtifactStoreType`.
    pub enum ArtifactStoreType {
        S3 = "S3",
    }
}

open_enum! {
    /// The service's enumeration `BlockerType`.
    pub enum BlockerType {
        Schedule = "Schedule",
    }
}

open_enum! {
    /// The service's enumeration `ConditionExecutionStatus`.
    pub enum ConditionExecutionStatus {
        InProgress = "InProgress",
        Failed = "Failed",
        Errored = "Errored",
        Succeeded = "Succeeded",
        Cancelled = "Cancelled",
        Abandoned = "Abandoned",
        Overridden = "Overridden",
    }
}

open_enum! {
    /// The service's enumeration `ConditionType`.
    pub enum ConditionType {
        BeforeEntry = "BEFORE_ENTRY",
        OnSuccess = "ON_SUCCESS",
    }
}

open_enum! {
    /// The service's enumeration `EncryptionKeyType`.
    pub enum EncryptionKeyType {
        Kms = "KMS",
    }
}

open_enum! {
    /// The service's enumeration `EnvironmentVariableType`.
    pub enum EnvironmentVariableType {
        Plaintext = "PLAINTEXT",
        SecretsManager = "SECRETS_MANAGER",
    }
}

open_enum! {
    /// The service's enumeration `ExecutionMode`.
    pub enum ExecutionMode {
        Queued = "QUEUED",
        Superseded = "SUPERSEDED",
        Parallel = "PARALLEL",
    }
}

open_enum! {
    /// The service's enumeration `ExecutionType`.
    pub enum ExecutionType {
        Standard = "STANDARD",
        Rollback = "ROLLBACK",
    }
}

open_enum! {
    /// The service's enumeration `ExecutorType`.
    pub enum ExecutorType {
        JobWorker = "JobWorker",
        Lambda = "Lambda",
    }
}

open_enum! {
    /// The service's enumeration `FailureType`.
    pub enum FailureType {
        JobFailed = "JobFailed",
        ConfigurationError = "ConfigurationError",
        PermissionError = "PermissionError",
        RevisionOutOfSync = "RevisionOutOfSync",
        RevisionUnavailable = "RevisionUnavailable",
        SystemUnavailable = "SystemUnavailable",
    }
}

open_enum! {
    /// The service's enumeration `GitPullRequestEventType`.
    pub enum GitPullRequestEventType {
        Open = "OPEN",
        Updated = "UPDATED",
        Closed = "CLOSED",
    }
}

open_enum! {
    /// The service's enumeration `JobStatus`.
    pub enum JobStatus {
        Created = "Created",
        Queued = "Queued",
        Dispatched = "Dispatched",
        InProgress = "InProgress",
        TimedOut = "TimedOut",
        Succeeded = "Succeeded",
        Failed = "Failed",
    }
}

open_enum! {
    /// The service's enumeration `PipelineExecutionStatus`.
    pub enum PipelineExecutionStatus {
        Cancelled = "Cancelled",
        InProgress = "InProgress",
        Stopped = "Stopped",
        Stopping = "Stopping",
        Succeeded = "Succeeded",
        Superseded = "Superseded",
        Failed = "Failed",
    }
}

open_enum! {
    /// The service's enumeration `PipelineTriggerProviderType`.
    pub enum PipelineTriggerProviderType {
        CodeStarSourceConnection = "CodeStarSourceConnection",
    }
}

open_enum! {
    /// The service's enumeration `PipelineType`.
    pub enum PipelineType {
        V1 = "V1",
        V2 = "V2",
    }
}

open_enum! {
    /// The service's enumeration `Result`.
    pub enum ConditionResult {
        Rollback = "ROLLBACK",
        Fail = "FAIL",
        Retry = "RETRY",
        Skip = "SKIP",
    }
}

open_enum! {
    /// The service's enumeration `RetryTrigger`.
    pub enum RetryTrigger {
        AutomatedStageRetry = "AutomatedStageRetry",
        ManualStageRetry = "ManualStageRetry",
    }
}

open_enum! {
    /// The service's enumeration `RuleCategory`.
    pub enum RuleCategory {
        Rule = "Rule",
    }
}

open_enum! {
    /// The service's enumeration `RuleConfigurationPropertyType`.
    pub enum RuleConfigurationPropertyType {
        String = "String",
        Number = "Number",
        Boolean = "Boolean",
    }
}

open_enum! {
    /// The service's enumeration `RuleExecutionStatus`.
    pub enum RuleExecutionStatus {
        InProgress = "InProgress",
        Abandoned = "Abandoned",
        Succeeded = "Succeeded",
        Failed = "Failed",
    }
}

open_enum! {
    /// The service's enumeration `RuleOwner`.
    pub enum RuleOwner {
        Aws = "AWS",
    }
}

open_enum! {
    /// The service's enumeration `SourceRevisionType`.
    pub enum SourceRevisionType {
        CommitId = "COMMIT_ID",
        ImageDigest = "IMAGE_DIGEST",
        S3ObjectVersionId = "S3_OBJECT_VERSION_ID",
        S3ObjectKey = "S3_OBJECT_KEY",
    }
}

open_enum! {
    /// The service's enumeration `StageExecutionStatus`.
    pub enum StageExecutionStatus {
        Cancelled = "Cancelled",
        InProgress = "InProgress",
        Failed = "Failed",
        Stopped = "Stopped",
        Stopping = "Stopping",
        Succeeded = "Succeeded",
        Skipped = "Skipped",
    }
}

open_enum! {
    /// The service's enumeration `StageRetryMode`.
    pub enum StageRetryMode {
        FailedActions = "FAILED_ACTIONS",
        AllActions = "ALL_ACTIONS",
    }
}

open_enum! {
    /// The service's enumeration `StageTransitionType`.
    pub enum StageTransitionType {
        Inbound = "Inbound",
        Outbound = "Outbound",
    }
}

open_enum! {
    /// The service's enumeration `StartTimeRange`.
    pub enum StartTimeRange {
        Latest = "Latest",
        All = "All",
    }
}

open_enum! {
    /// The service's enumeration `TargetFilterName`.
    pub enum TargetFilterName {
        TargetStatus = "TARGET_STATUS",
    }
}

open_enum! {
    /// The service's enumeration `TriggerType`.
    pub enum TriggerType {
        CreatePipeline = "CreatePipeline",
        StartPipelineExecution = "StartPipelineExecution",
        PollForSourceChanges = "PollForSourceChanges",
        Webhook = "Webhook",
        CloudWatchEvent = "CloudWatchEvent",
        PutActionRevision = "PutActionRevision",
        WebhookV2 = "WebhookV2",
        ManualRollback = "ManualRollback",
        AutomatedRollback = "AutomatedRollback",
    }
}

open_enum! {
    /// The service's enumeration `WebhookAuthenticationType`.
    pub enum WebhookAuthenticationType {
        GithubHmac = "GITHUB_HMAC",
        Ip = "IP",
        Unauthenticated = "UNAUTHENTICATED",
    }
}

/// The service's structure `AWSSessionCredentials`.
///
/// Its secrets are not printed by `Debug`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AWSSessionCredentials {
    /// `accessKeyId`: required.
    #[serde(rename = "accessKeyId")]
    pub access_key_id: String,
    /// `secretAccessKey`: required.
    #[serde(rename = "secretAccessKey")]
    pub secret_access_key: String,
    /// `sessionToken`: required.
    #[serde(rename = "sessionToken")]
    pub session_token: String,
}

impl std::fmt::Debug for AWSSessionCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AWSSessionCredentials")
            .field("access_key_id", &"***")
            .field("secret_access_key", &"***")
            .field("session_token", &"***")
            .finish()
    }
}

/// The service's structure `AcknowledgeJobInput`: the input of AcknowledgeJob.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AcknowledgeJobInput {
    /// `jobId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "jobId")]
    pub job_id: String,
    /// `nonce`: required, 1 to 50 characters.
    pub nonce: String,
}

/// The service's structure `AcknowledgeJobOutput`: the output of AcknowledgeJob.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AcknowledgeJobOutput {
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<JobStatus>,
}

/// The service's structure `AcknowledgeThirdPartyJobInput`: the input of AcknowledgeThirdPartyJob.
///
/// Its secrets are not printed by `Debug`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AcknowledgeThirdPartyJobInput {
    /// `jobId`: required, 1 to 512 characters.
    #[serde(rename = "jobId")]
    pub job_id: String,
    /// `nonce`: required, 1 to 50 characters.
    pub nonce: String,
    /// `clientToken`: required, 1 to 256 characters.
    #[serde(rename = "clientToken")]
    pub client_token: String,
}

impl std::fmt::Debug for AcknowledgeThirdPartyJobInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AcknowledgeThirdPartyJobInput")
            .field("job_id", &self.job_id)
            .field("nonce", &self.nonce)
            .field("client_token", &"***")
            .finish()
    }
}

/// The service's structure `AcknowledgeThirdPartyJobOutput`: the output of AcknowledgeThirdPartyJob.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct AcknowledgeThirdPartyJobOutput {
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<JobStatus>,
}

/// The service's structure `ActionConfiguration`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionConfiguration {
    /// `configuration`: each key 1 to 50 characters, each value 1 to 1000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<BTreeMap<String, String>>,
}

/// The service's structure `ActionConfigurationProperty`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionConfigurationProperty {
    /// `name`: required, 1 to 50 characters.
    pub name: String,
    /// `required`: required.
    pub required: bool,
    /// `key`: required.
    pub key: bool,
    /// `secret`: required.
    pub secret: bool,
    /// `queryable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queryable: Option<bool>,
    /// `description`: 1 to 160 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ActionConfigurationPropertyType>,
}

/// The service's structure `ActionContext`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionContext {
    /// `name`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `actionExecutionId`.
    #[serde(rename = "actionExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub action_execution_id: Option<String>,
}

/// The service's structure `ActionDeclaration`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionDeclaration {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
    /// `actionTypeId`: required.
    #[serde(rename = "actionTypeId")]
    pub action_type_id: ActionTypeId,
    /// `runOrder`: 1 to 999.
    #[serde(rename = "runOrder", default, skip_serializing_if = "Option::is_none")]
    pub run_order: Option<i32>,
    /// `configuration`: each key 1 to 50 characters, each value 1 to 1000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<BTreeMap<String, String>>,
    /// `commands`: 1 to 50 elements, each 1 to 1000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commands: Option<Vec<String>>,
    /// `outputArtifacts`.
    #[serde(rename = "outputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub output_artifacts: Option<Vec<OutputArtifact>>,
    /// `inputArtifacts`.
    #[serde(rename = "inputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub input_artifacts: Option<Vec<InputArtifact>>,
    /// `outputVariables`: 1 to 15 elements, each 1 to 128 characters.
    #[serde(rename = "outputVariables", default, skip_serializing_if = "Option::is_none")]
    pub output_variables: Option<Vec<String>>,
    /// `roleArn`: at most 1024 characters, matching `arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*`.
    #[serde(rename = "roleArn", default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// `region`: 4 to 30 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// `namespace`: 1 to 100 characters, matching `[A-Za-z0-9@\-_]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// `timeoutInMinutes`: 5 to 86400.
    #[serde(rename = "timeoutInMinutes", default, skip_serializing_if = "Option::is_none")]
    pub timeout_in_minutes: Option<i32>,
    /// `environmentVariables`: 1 to 10 elements.
    #[serde(rename = "environmentVariables", default, skip_serializing_if = "Option::is_none")]
    pub environment_variables: Option<Vec<EnvironmentVariable>>,
}

/// The service's structure `ActionExecution`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionExecution {
    /// `actionExecutionId`.
    #[serde(rename = "actionExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub action_execution_id: Option<String>,
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ActionExecutionStatus>,
    /// `summary`: 1 to 2048 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `lastStatusChange`.
    #[serde(rename = "lastStatusChange", default, skip_serializing_if = "Option::is_none")]
    pub last_status_change: Option<Timestamp>,
    /// `token`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// `lastUpdatedBy`.
    #[serde(rename = "lastUpdatedBy", default, skip_serializing_if = "Option::is_none")]
    pub last_updated_by: Option<String>,
    /// `externalExecutionId`: 1 to 1500 characters.
    #[serde(rename = "externalExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_id: Option<String>,
    /// `externalExecutionUrl`: 1 to 2048 characters.
    #[serde(rename = "externalExecutionUrl", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_url: Option<String>,
    /// `percentComplete`: 0 to 100.
    #[serde(rename = "percentComplete", default, skip_serializing_if = "Option::is_none")]
    pub percent_complete: Option<i32>,
    /// `errorDetails`.
    #[serde(rename = "errorDetails", default, skip_serializing_if = "Option::is_none")]
    pub error_details: Option<ErrorDetails>,
    /// `logStreamARN`: 1 to 250 characters.
    #[serde(rename = "logStreamARN", default, skip_serializing_if = "Option::is_none")]
    pub log_stream_arn: Option<String>,
}

/// The service's structure `ActionExecutionDetail`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionExecutionDetail {
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
    /// `actionExecutionId`.
    #[serde(rename = "actionExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub action_execution_id: Option<String>,
    /// `pipelineVersion`: at least 1.
    #[serde(rename = "pipelineVersion", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_version: Option<i32>,
    /// `stageName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName", default, skip_serializing_if = "Option::is_none")]
    pub stage_name: Option<String>,
    /// `actionName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "actionName", default, skip_serializing_if = "Option::is_none")]
    pub action_name: Option<String>,
    /// `startTime`.
    #[serde(rename = "startTime", default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// `lastUpdateTime`.
    #[serde(rename = "lastUpdateTime", default, skip_serializing_if = "Option::is_none")]
    pub last_update_time: Option<Timestamp>,
    /// `updatedBy`.
    #[serde(rename = "updatedBy", default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ActionExecutionStatus>,
    /// `input`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<ActionExecutionInput>,
    /// `output`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<ActionExecutionOutput>,
}

/// The service's structure `ActionExecutionFilter`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionExecutionFilter {
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
    /// `latestInPipelineExecution`.
    #[serde(rename = "latestInPipelineExecution", default, skip_serializing_if = "Option::is_none")]
    pub latest_in_pipeline_execution: Option<LatestInPipelineExecutionFilter>,
}

/// The service's structure `ActionExecutionInput`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionExecutionInput {
    /// `actionTypeId`.
    #[serde(rename = "actionTypeId", default, skip_serializing_if = "Option::is_none")]
    pub action_type_id: Option<ActionTypeId>,
    /// `configuration`: each key 1 to 50 characters, each value 1 to 1000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<BTreeMap<String, String>>,
    /// `resolvedConfiguration`.
    #[serde(rename = "resolvedConfiguration", default, skip_serializing_if = "Option::is_none")]
    pub resolved_configuration: Option<BTreeMap<String, String>>,
    /// `roleArn`: at most 1024 characters, matching `arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*`.
    #[serde(rename = "roleArn", default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// `region`: 4 to 30 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// `inputArtifacts`.
    #[serde(rename = "inputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub input_artifacts: Option<Vec<ArtifactDetail>>,
    /// `namespace`: 1 to 100 characters, matching `[A-Za-z0-9@\-_]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// The service's structure `ActionExecutionOutput`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionExecutionOutput {
    /// `outputArtifacts`.
    #[serde(rename = "outputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub output_artifacts: Option<Vec<ArtifactDetail>>,
    /// `executionResult`.
    #[serde(rename = "executionResult", default, skip_serializing_if = "Option::is_none")]
    pub execution_result: Option<ActionExecutionResult>,
    /// `outputVariables`: each key matching `[A-Za-z0-9@\-_]+`.
    #[serde(rename = "outputVariables", default, skip_serializing_if = "Option::is_none")]
    pub output_variables: Option<BTreeMap<String, String>>,
}

/// The service's structure `ActionExecutionResult`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionExecutionResult {
    /// `externalExecutionId`.
    #[serde(rename = "externalExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_id: Option<String>,
    /// `externalExecutionSummary`.
    #[serde(rename = "externalExecutionSummary", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_summary: Option<String>,
    /// `externalExecutionUrl`: 1 to 2048 characters.
    #[serde(rename = "externalExecutionUrl", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_url: Option<String>,
    /// `errorDetails`.
    #[serde(rename = "errorDetails", default, skip_serializing_if = "Option::is_none")]
    pub error_details: Option<ErrorDetails>,
    /// `logStreamARN`: 1 to 250 characters.
    #[serde(rename = "logStreamARN", default, skip_serializing_if = "Option::is_none")]
    pub log_stream_arn: Option<String>,
}

/// The service's structure `ActionRevision`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionRevision {
    /// `revisionId`: required, 1 to 1500 characters.
    #[serde(rename = "revisionId")]
    pub revision_id: String,
    /// `revisionChangeId`: required in inputs, left out of answers in practice, 1 to 100 characters.
    #[serde(rename = "revisionChangeId", default, skip_serializing_if = "Option::is_none")]
    pub revision_change_id: Option<String>,
    /// `created`: required in inputs, left out of answers in practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
}

/// The service's structure `ActionState`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionState {
    /// `actionName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "actionName", default, skip_serializing_if = "Option::is_none")]
    pub action_name: Option<String>,
    /// `currentRevision`.
    #[serde(rename = "currentRevision", default, skip_serializing_if = "Option::is_none")]
    pub current_revision: Option<ActionRevision>,
    /// `latestExecution`.
    #[serde(rename = "latestExecution", default, skip_serializing_if = "Option::is_none")]
    pub latest_execution: Option<ActionExecution>,
    /// `entityUrl`: 1 to 2048 characters.
    #[serde(rename = "entityUrl", default, skip_serializing_if = "Option::is_none")]
    pub entity_url: Option<String>,
    /// `revisionUrl`: 1 to 2048 characters.
    #[serde(rename = "revisionUrl", default, skip_serializing_if = "Option::is_none")]
    pub revision_url: Option<String>,
}

/// The service's structure `ActionType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionType {
    /// `id`: required.
    pub id: ActionTypeId,
    /// `settings`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<ActionTypeSettings>,
    /// `actionConfigurationProperties`: at most 10 elements.
    #[serde(rename = "actionConfigurationProperties", default, skip_serializing_if = "Option::is_none")]
    pub action_configuration_properties: Option<Vec<ActionConfigurationProperty>>,
    /// `inputArtifactDetails`: required.
    #[serde(rename = "inputArtifactDetails")]
    pub input_artifact_details: ArtifactDetails,
    /// `outputArtifactDetails`: required.
    #[serde(rename = "outputArtifactDetails")]
    pub output_artifact_details: ArtifactDetails,
}

/// The service's structure `ActionTypeArtifactDetails`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionTypeArtifactDetails {
    /// `minimumCount`: required, 0 to 10.
    #[serde(rename = "minimumCount")]
    pub minimum_count: i32,
    /// `maximumCount`: required, 0 to 10.
    #[serde(rename = "maximumCount")]
    pub maximum_count: i32,
}

/// The service's structure `ActionTypeDeclaration`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionTypeDeclaration {
    /// `description`: 1 to 1024 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `executor`: required.
    pub executor: ActionTypeExecutor,
    /// `id`: required.
    pub id: ActionTypeIdentifier,
    /// `inputArtifactDetails`: required.
    #[serde(rename = "inputArtifactDetails")]
    pub input_artifact_details: ActionTypeArtifactDetails,
    /// `outputArtifactDetails`: required.
    #[serde(rename = "outputArtifactDetails")]
    pub output_artifact_details: ActionTypeArtifactDetails,
    /// `permissions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<ActionTypePermissions>,
    /// `properties`: at most 10 elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub properties: Option<Vec<ActionTypeProperty>>,
    /// `urls`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urls: Option<ActionTypeUrls>,
}

/// The service's structure `ActionTypeExecutor`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionTypeExecutor {
    /// `configuration`: required.
    pub configuration: ExecutorConfiguration,
    /// `type`: required.
    pub r#type: ExecutorType,
    /// `policyStatementsTemplate`: 1 to 2048 characters.
    #[serde(rename = "policyStatementsTemplate", default, skip_serializing_if = "Option::is_none")]
    pub policy_statements_template: Option<String>,
    /// `jobTimeout`: 60 to 43200.
    #[serde(rename = "jobTimeout", default, skip_serializing_if = "Option::is_none")]
    pub job_timeout: Option<i32>,
}

/// The service's structure `ActionTypeId`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionTypeId {
    /// `category`: required.
    pub category: ActionCategory,
    /// `owner`: required.
    pub owner: ActionOwner,
    /// `provider`: required, 1 to 35 characters, matching `[0-9A-Za-z_-]+`.
    pub provider: String,
    /// `version`: required, 1 to 9 characters, matching `[0-9A-Za-z_-]+`.
    pub version: String,
}

/// The service's structure `ActionTypeIdentifier`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActionTypeIdentifier {
    /// `category`: required.
    pub category: ActionCategory,
    /// `owner`: required, matching `AWS|ThirdParty`.
    pub owner: String,
    /// `provider`: required, 1 to 35 characters, matching `[0-9A-Za-z_-]+`.
    pub provider: String,
    /// `version`: required, 1 to 9 characters, matching `[0-9A-Za-z_-]+`.
    pub version: String,
}

/// The service's structure `ActionTypePermissions`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionTypePermissions {
    /// `allowedAccounts`: required, 1 to 1000 elements, each matching `[0-9]{12}|\*`.
    #[serde(rename = "allowedAccounts")]
    pub allowed_accounts: Vec<String>,
}

/// The service's structure `ActionTypeProperty`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionTypeProperty {
    /// `name`: required, 1 to 50 characters.
    pub name: String,
    /// `optional`: required.
    pub optional: bool,
    /// `key`: required.
    pub key: bool,
    /// `noEcho`: required.
    #[serde(rename = "noEcho")]
    pub no_echo: bool,
    /// `queryable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queryable: Option<bool>,
    /// `description`: 1 to 250 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The service's structure `ActionTypeSettings`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionTypeSettings {
    /// `thirdPartyConfigurationUrl`: 1 to 2048 characters.
    #[serde(rename = "thirdPartyConfigurationUrl", default, skip_serializing_if = "Option::is_none")]
    pub third_party_configuration_url: Option<String>,
    /// `entityUrlTemplate`: 1 to 2048 characters.
    #[serde(rename = "entityUrlTemplate", default, skip_serializing_if = "Option::is_none")]
    pub entity_url_template: Option<String>,
    /// `executionUrlTemplate`: 1 to 2048 characters.
    #[serde(rename = "executionUrlTemplate", default, skip_serializing_if = "Option::is_none")]
    pub execution_url_template: Option<String>,
    /// `revisionUrlTemplate`: 1 to 2048 characters.
    #[serde(rename = "revisionUrlTemplate", default, skip_serializing_if = "Option::is_none")]
    pub revision_url_template: Option<String>,
}

/// The service's structure `ActionTypeUrls`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActionTypeUrls {
    /// `configurationUrl`: 1 to 2048 characters.
    #[serde(rename = "configurationUrl", default, skip_serializing_if = "Option::is_none")]
    pub configuration_url: Option<String>,
    /// `entityUrlTemplate`: 1 to 2048 characters.
    #[serde(rename = "entityUrlTemplate", default, skip_serializing_if = "Option::is_none")]
    pub entity_url_template: Option<String>,
    /// `executionUrlTemplate`: 1 to 2048 characters.
    #[serde(rename = "executionUrlTemplate", default, skip_serializing_if = "Option::is_none")]
    pub execution_url_template: Option<String>,
    /// `revisionUrlTemplate`: 1 to 2048 characters.
    #[serde(rename = "revisionUrlTemplate", default, skip_serializing_if = "Option::is_none")]
    pub revision_url_template: Option<String>,
}

/// The service's structure `ApprovalResult`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalResult {
    /// `summary`: required, 0 to 512 characters.
    pub summary: String,
    /// `status`: required.
    pub status: ApprovalStatus,
}

/// The service's structure `Artifact`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Artifact {
    /// `name`: 1 to 100 characters, matching `[a-zA-Z0-9_\-]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `revision`: 1 to 1500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// `location`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<ArtifactLocation>,
}

/// The service's structure `ArtifactDetail`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ArtifactDetail {
    /// `name`: 1 to 100 characters, matching `[a-zA-Z0-9_\-]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `s3location`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub s3location: Option<S3Location>,
}

/// The service's structure `ArtifactDetails`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ArtifactDetails {
    /// `minimumCount`: required, 0 to 5.
    #[serde(rename = "minimumCount")]
    pub minimum_count: i32,
    /// `maximumCount`: required, 0 to 5.
    #[serde(rename = "maximumCount")]
    pub maximum_count: i32,
}

/// The service's structure `ArtifactLocation`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ArtifactLocation {
    /// `type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ArtifactLocationType>,
    /// `s3Location`.
    #[serde(rename = "s3Location", default, skip_serializing_if = "Option::is_none")]
    pub s3_location: Option<S3ArtifactLocation>,
}

/// The service's structure `ArtifactRevision`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ArtifactRevision {
    /// `name`: 1 to 100 characters, matching `[a-zA-Z0-9_\-]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `revisionId`: 1 to 1500 characters.
    #[serde(rename = "revisionId", default, skip_serializing_if = "Option::is_none")]
    pub revision_id: Option<String>,
    /// `revisionChangeIdentifier`: 1 to 100 characters.
    #[serde(rename = "revisionChangeIdentifier", default, skip_serializing_if = "Option::is_none")]
    pub revision_change_identifier: Option<String>,
    /// `revisionSummary`: 1 to 2048 characters.
    #[serde(rename = "revisionSummary", default, skip_serializing_if = "Option::is_none")]
    pub revision_summary: Option<String>,
    /// `created`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// `revisionUrl`: 1 to 2048 characters.
    #[serde(rename = "revisionUrl", default, skip_serializing_if = "Option::is_none")]
    pub revision_url: Option<String>,
}

/// The service's structure `ArtifactStore`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArtifactStore {
    /// `type`: required.
    pub r#type: ArtifactStoreType,
    /// `location`: required, 3 to 63 characters, matching `[a-zA-Z0-9\-\.]+`.
    pub location: String,
    /// `encryptionKey`.
    #[serde(rename = "encryptionKey", default, skip_serializing_if = "Option::is_none")]
    pub encryption_key: Option<EncryptionKey>,
}

/// The service's structure `BeforeEntryConditions`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct BeforeEntryConditions {
    /// `conditions`: required, exactly 1 elements.
    pub conditions: Vec<Condition>,
}

/// The service's structure `BlockerDeclaration`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockerDeclaration {
    /// `name`: required, 1 to 100 characters.
    pub name: String,
    /// `type`: required.
    pub r#type: BlockerType,
}

/// The service's structure `Condition`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Condition {
    /// `result`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<ConditionResult>,
    /// `rules`: 1 to 5 elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Vec<RuleDeclaration>>,
}

/// The service's structure `ConditionExecution`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ConditionExecution {
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ConditionExecutionStatus>,
    /// `summary`: 1 to 2048 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `lastStatusChange`.
    #[serde(rename = "lastStatusChange", default, skip_serializing_if = "Option::is_none")]
    pub last_status_change: Option<Timestamp>,
}

/// The service's structure `ConditionState`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ConditionState {
    /// `latestExecution`.
    #[serde(rename = "latestExecution", default, skip_serializing_if = "Option::is_none")]
    pub latest_execution: Option<ConditionExecution>,
    /// `ruleStates`.
    #[serde(rename = "ruleStates", default, skip_serializing_if = "Option::is_none")]
    pub rule_states: Option<Vec<RuleState>>,
}

/// The service's structure `CreateCustomActionTypeInput`: the input of CreateCustomActionType.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreateCustomActionTypeInput {
    /// `category`: required.
    pub category: ActionCategory,
    /// `provider`: required, 1 to 35 characters, matching `[0-9A-Za-z_-]+`.
    pub provider: String,
    /// `version`: required, 1 to 9 characters, matching `[0-9A-Za-z_-]+`.
    pub version: String,
    /// `settings`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<ActionTypeSettings>,
    /// `configurationProperties`: at most 10 elements.
    #[serde(rename = "configurationProperties", default, skip_serializing_if = "Option::is_none")]
    pub configuration_properties: Option<Vec<ActionConfigurationProperty>>,
    /// `inputArtifactDetails`: required.
    #[serde(rename = "inputArtifactDetails")]
    pub input_artifact_details: ArtifactDetails,
    /// `outputArtifactDetails`: required.
    #[serde(rename = "outputArtifactDetails")]
    pub output_artifact_details: ArtifactDetails,
    /// `tags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

/// The service's structure `CreateCustomActionTypeOutput`: the output of CreateCustomActionType.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CreateCustomActionTypeOutput {
    /// `actionType`: required.
    #[serde(rename = "actionType")]
    pub action_type: ActionType,
    /// `tags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

/// The service's structure `CreatePipelineInput`: the input of CreatePipeline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CreatePipelineInput {
    /// `pipeline`: required.
    pub pipeline: PipelineDeclaration,
    /// `tags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

/// The service's structure `CreatePipelineOutput`: the output of CreatePipeline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CreatePipelineOutput {
    /// `pipeline`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<PipelineDeclaration>,
    /// `tags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

/// The service's structure `CurrentRevision`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CurrentRevision {
    /// `revision`: required, 1 to 1500 characters.
    pub revision: String,
    /// `changeIdentifier`: required, 1 to 100 characters.
    #[serde(rename = "changeIdentifier")]
    pub change_identifier: String,
    /// `created`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// `revisionSummary`: 1 to 2048 characters.
    #[serde(rename = "revisionSummary", default, skip_serializing_if = "Option::is_none")]
    pub revision_summary: Option<String>,
}

/// The service's structure `DeleteCustomActionTypeInput`: the input of DeleteCustomActionType.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeleteCustomActionTypeInput {
    /// `category`: required.
    pub category: ActionCategory,
    /// `provider`: required, 1 to 35 characters, matching `[0-9A-Za-z_-]+`.
    pub provider: String,
    /// `version`: required, 1 to 9 characters, matching `[0-9A-Za-z_-]+`.
    pub version: String,
}

/// The service's structure `DeletePipelineInput`: the input of DeletePipeline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeletePipelineInput {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
}

/// The service's structure `DeleteWebhookInput`: the input of DeleteWebhook.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeleteWebhookInput {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
}

/// The service's structure `DeleteWebhookOutput`: the output of DeleteWebhook.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeleteWebhookOutput {}

/// The service's structure `DeployActionExecutionTarget`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeployActionExecutionTarget {
    /// `targetId`.
    #[serde(rename = "targetId", default, skip_serializing_if = "Option::is_none")]
    pub target_id: Option<String>,
    /// `targetType`.
    #[serde(rename = "targetType", default, skip_serializing_if = "Option::is_none")]
    pub target_type: Option<String>,
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `startTime`.
    #[serde(rename = "startTime", default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// `endTime`.
    #[serde(rename = "endTime", default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<Timestamp>,
    /// `events`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<DeployTargetEvent>>,
}

/// The service's structure `DeployTargetEvent`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeployTargetEvent {
    /// `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `startTime`.
    #[serde(rename = "startTime", default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// `endTime`.
    #[serde(rename = "endTime", default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<Timestamp>,
    /// `context`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<DeployTargetEventContext>,
}

/// The service's structure `DeployTargetEventContext`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeployTargetEventContext {
    /// `ssmCommandId`.
    #[serde(rename = "ssmCommandId", default, skip_serializing_if = "Option::is_none")]
    pub ssm_command_id: Option<String>,
    /// `message`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// The service's structure `DeregisterWebhookWithThirdPartyInput`: the input of DeregisterWebhookWithThirdParty.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeregisterWebhookWithThirdPartyInput {
    /// `webhookName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "webhookName", default, skip_serializing_if = "Option::is_none")]
    pub webhook_name: Option<String>,
}

/// The service's structure `DeregisterWebhookWithThirdPartyOutput`: the output of DeregisterWebhookWithThirdParty.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DeregisterWebhookWithThirdPartyOutput {}

/// The service's structure `DisableStageTransitionInput`: the input of DisableStageTransition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisableStageTransitionInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `stageName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName")]
    pub stage_name: String,
    /// `transitionType`: required.
    #[serde(rename = "transitionType")]
    pub transition_type: StageTransitionType,
    /// `reason`: required, 1 to 300 characters, matching `[a-zA-Z0-9!@ \(\)\.\*\?\-]+`.
    pub reason: String,
}

/// The service's structure `EnableStageTransitionInput`: the input of EnableStageTransition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnableStageTransitionInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `stageName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName")]
    pub stage_name: String,
    /// `transitionType`: required.
    #[serde(rename = "transitionType")]
    pub transition_type: StageTransitionType,
}

/// The service's structure `EncryptionKey`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EncryptionKey {
    /// `id`: required, 1 to 400 characters.
    pub id: String,
    /// `type`: required.
    pub r#type: EncryptionKeyType,
}

/// The service's structure `EnvironmentVariable`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct EnvironmentVariable {
    /// `name`: required, 1 to 128 characters, matching `[A-Za-z0-9_]+`.
    pub name: String,
    /// `value`: required, 1 to 2000 characters, matching `.*`.
    pub value: String,
    /// `type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<EnvironmentVariableType>,
}

/// The service's structure `ErrorDetails`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ErrorDetails {
    /// `code`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// `message`: 1 to 5000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// The service's structure `ExecutionDetails`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ExecutionDetails {
    /// `summary`: 1 to 2048 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `externalExecutionId`: 1 to 1500 characters.
    #[serde(rename = "externalExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_id: Option<String>,
    /// `percentComplete`: 0 to 100.
    #[serde(rename = "percentComplete", default, skip_serializing_if = "Option::is_none")]
    pub percent_complete: Option<i32>,
}

/// The service's structure `ExecutionTrigger`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ExecutionTrigger {
    /// `triggerType`.
    #[serde(rename = "triggerType", default, skip_serializing_if = "Option::is_none")]
    pub trigger_type: Option<TriggerType>,
    /// `triggerDetail`: 0 to 1024 characters.
    #[serde(rename = "triggerDetail", default, skip_serializing_if = "Option::is_none")]
    pub trigger_detail: Option<String>,
}

/// The service's structure `ExecutorConfiguration`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ExecutorConfiguration {
    /// `lambdaExecutorConfiguration`.
    #[serde(rename = "lambdaExecutorConfiguration", default, skip_serializing_if = "Option::is_none")]
    pub lambda_executor_configuration: Option<LambdaExecutorConfiguration>,
    /// `jobWorkerExecutorConfiguration`.
    #[serde(rename = "jobWorkerExecutorConfiguration", default, skip_serializing_if = "Option::is_none")]
    pub job_worker_executor_configuration: Option<JobWorkerExecutorConfiguration>,
}

/// The service's structure `FailureConditions`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FailureConditions {
    /// `result`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<ConditionResult>,
    /// `retryConfiguration`.
    #[serde(rename = "retryConfiguration", default, skip_serializing_if = "Option::is_none")]
    pub retry_configuration: Option<RetryConfiguration>,
    /// `conditions`: exactly 1 elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Vec<Condition>>,
}

/// The service's structure `FailureDetails`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FailureDetails {
    /// `type`: required.
    pub r#type: FailureType,
    /// `message`: required, 1 to 5000 characters.
    pub message: String,
    /// `externalExecutionId`: 1 to 1500 characters.
    #[serde(rename = "externalExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_id: Option<String>,
}

/// The service's structure `GetActionTypeInput`: the input of GetActionType.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GetActionTypeInput {
    /// `category`: required.
    pub category: ActionCategory,
    /// `owner`: required, matching `AWS|ThirdParty`.
    pub owner: String,
    /// `provider`: required, 1 to 35 characters, matching `[0-9A-Za-z_-]+`.
    pub provider: String,
    /// `version`: required, 1 to 9 characters, matching `[0-9A-Za-z_-]+`.
    pub version: String,
}

/// The service's structure `GetActionTypeOutput`: the output of GetActionType.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetActionTypeOutput {
    /// `actionType`.
    #[serde(rename = "actionType", default, skip_serializing_if = "Option::is_none")]
    pub action_type: Option<ActionTypeDeclaration>,
}

/// The service's structure `GetJobDetailsInput`: the input of GetJobDetails.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetJobDetailsInput {
    /// `jobId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "jobId")]
    pub job_id: String,
}

/// The service's structure `GetJobDetailsOutput`: the output of GetJobDetails.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetJobDetailsOutput {
    /// `jobDetails`.
    #[serde(rename = "jobDetails", default, skip_serializing_if = "Option::is_none")]
    pub job_details: Option<JobDetails>,
}

/// The service's structure `GetPipelineExecutionInput`: the input of GetPipelineExecution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetPipelineExecutionInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `pipelineExecutionId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId")]
    pub pipeline_execution_id: String,
}

/// The service's structure `GetPipelineExecutionOutput`: the output of GetPipelineExecution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetPipelineExecutionOutput {
    /// `pipelineExecution`.
    #[serde(rename = "pipelineExecution", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution: Option<PipelineExecution>,
}

/// The service's structure `GetPipelineInput`: the input of GetPipeline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetPipelineInput {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
    /// `version`: at least 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
}

/// The service's structure `GetPipelineOutput`: the output of GetPipeline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetPipelineOutput {
    /// `pipeline`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<PipelineDeclaration>,
    /// `metadata`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<PipelineMetadata>,
}

/// The service's structure `GetPipelineStateInput`: the input of GetPipelineState.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetPipelineStateInput {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
}

/// The service's structure `GetPipelineStateOutput`: the output of GetPipelineState.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetPipelineStateOutput {
    /// `pipelineName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_name: Option<String>,
    /// `pipelineVersion`: at least 1.
    #[serde(rename = "pipelineVersion", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_version: Option<i32>,
    /// `stageStates`.
    #[serde(rename = "stageStates", default, skip_serializing_if = "Option::is_none")]
    pub stage_states: Option<Vec<StageState>>,
    /// `created`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// `updated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
}

/// The service's structure `GetThirdPartyJobDetailsInput`: the input of GetThirdPartyJobDetails.
///
/// Its secrets are not printed by `Debug`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetThirdPartyJobDetailsInput {
    /// `jobId`: required, 1 to 512 characters.
    #[serde(rename = "jobId")]
    pub job_id: String,
    /// `clientToken`: required, 1 to 256 characters.
    #[serde(rename = "clientToken")]
    pub client_token: String,
}

impl std::fmt::Debug for GetThirdPartyJobDetailsInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GetThirdPartyJobDetailsInput")
            .field("job_id", &self.job_id)
            .field("client_token", &"***")
            .finish()
    }
}

/// The service's structure `GetThirdPartyJobDetailsOutput`: the output of GetThirdPartyJobDetails.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GetThirdPartyJobDetailsOutput {
    /// `jobDetails`.
    #[serde(rename = "jobDetails", default, skip_serializing_if = "Option::is_none")]
    pub job_details: Option<ThirdPartyJobDetails>,
}

/// The service's structure `GitBranchFilterCriteria`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GitBranchFilterCriteria {
    /// `includes`: 1 to 8 elements, each 1 to 255 characters, each matching `.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub includes: Option<Vec<String>>,
    /// `excludes`: 1 to 8 elements, each 1 to 255 characters, each matching `.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excludes: Option<Vec<String>>,
}

/// The service's structure `GitConfiguration`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GitConfiguration {
    /// `sourceActionName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "sourceActionName")]
    pub source_action_name: String,
    /// `push`: 1 to 3 elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push: Option<Vec<GitPushFilter>>,
    /// `pullRequest`: 1 to 3 elements.
    #[serde(rename = "pullRequest", default, skip_serializing_if = "Option::is_none")]
    pub pull_request: Option<Vec<GitPullRequestFilter>>,
}

/// The service's structure `GitFilePathFilterCriteria`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GitFilePathFilterCriteria {
    /// `includes`: 1 to 8 elements, each 1 to 255 characters, each matching `.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub includes: Option<Vec<String>>,
    /// `excludes`: 1 to 8 elements, each 1 to 255 characters, each matching `.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excludes: Option<Vec<String>>,
}

/// The service's structure `GitPullRequestFilter`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GitPullRequestFilter {
    /// `events`: 1 to 3 elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<GitPullRequestEventType>>,
    /// `branches`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branches: Option<GitBranchFilterCriteria>,
    /// `filePaths`.
    #[serde(rename = "filePaths", default, skip_serializing_if = "Option::is_none")]
    pub file_paths: Option<GitFilePathFilterCriteria>,
}

/// The service's structure `GitPushFilter`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GitPushFilter {
    /// `tags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<GitTagFilterCriteria>,
    /// `branches`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branches: Option<GitBranchFilterCriteria>,
    /// `filePaths`.
    #[serde(rename = "filePaths", default, skip_serializing_if = "Option::is_none")]
    pub file_paths: Option<GitFilePathFilterCriteria>,
}

/// The service's structure `GitTagFilterCriteria`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GitTagFilterCriteria {
    /// `includes`: 1 to 8 elements, each 1 to 255 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub includes: Option<Vec<String>>,
    /// `excludes`: 1 to 8 elements, each 1 to 255 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excludes: Option<Vec<String>>,
}

/// The service's structure `InputArtifact`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct InputArtifact {
    /// `name`: required, 1 to 100 characters, matching `[a-zA-Z0-9_\-]+`.
    pub name: String,
}

/// The service's structure `Job`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Job {
    /// `id`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `data`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<JobData>,
    /// `nonce`: 1 to 50 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// `accountId`: matching `[0-9]{12}`.
    #[serde(rename = "accountId", default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
}

/// The service's structure `JobData`.
///
/// Its secrets are not printed by `Debug`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct JobData {
    /// `actionTypeId`.
    #[serde(rename = "actionTypeId", default, skip_serializing_if = "Option::is_none")]
    pub action_type_id: Option<ActionTypeId>,
    /// `actionConfiguration`.
    #[serde(rename = "actionConfiguration", default, skip_serializing_if = "Option::is_none")]
    pub action_configuration: Option<ActionConfiguration>,
    /// `pipelineContext`.
    #[serde(rename = "pipelineContext", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_context: Option<PipelineContext>,
    /// `inputArtifacts`.
    #[serde(rename = "inputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub input_artifacts: Option<Vec<Artifact>>,
    /// `outputArtifacts`.
    #[serde(rename = "outputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub output_artifacts: Option<Vec<Artifact>>,
    /// `artifactCredentials`.
    #[serde(rename = "artifactCredentials", default, skip_serializing_if = "Option::is_none")]
    pub artifact_credentials: Option<AWSSessionCredentials>,
    /// `continuationToken`: 1 to 2048 characters.
    #[serde(rename = "continuationToken", default, skip_serializing_if = "Option::is_none")]
    pub continuation_token: Option<String>,
    /// `encryptionKey`.
    #[serde(rename = "encryptionKey", default, skip_serializing_if = "Option::is_none")]
    pub encryption_key: Option<EncryptionKey>,
}

impl std::fmt::Debug for JobData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JobData")
            .field("action_type_id", &self.action_type_id)
            .field("action_configuration", &self.action_configuration)
            .field("pipeline_context", &self.pipeline_context)
            .field("input_artifacts", &self.input_artifacts)
            .field("output_artifacts", &self.output_artifacts)
            .field("artifact_credentials", &self.artifact_credentials.as_ref().map(|_| "***"))
            .field("continuation_token", &self.continuation_token)
            .field("encryption_key", &self.encryption_key)
            .finish()
    }
}

/// The service's structure `JobDetails`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct JobDetails {
    /// `id`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `data`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<JobData>,
    /// `accountId`: matching `[0-9]{12}`.
    #[serde(rename = "accountId", default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
}

/// The service's structure `JobWorkerExecutorConfiguration`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct JobWorkerExecutorConfiguration {
    /// `pollingAccounts`: 1 to 1000 elements, each matching `[0-9]{12}`.
    #[serde(rename = "pollingAccounts", default, skip_serializing_if = "Option::is_none")]
    pub polling_accounts: Option<Vec<String>>,
    /// `pollingServicePrincipals`: 1 to 10 elements, each 1 to 128 characters.
    #[serde(rename = "pollingServicePrincipals", default, skip_serializing_if = "Option::is_none")]
    pub polling_service_principals: Option<Vec<String>>,
}

/// The service's structure `LambdaExecutorConfiguration`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LambdaExecutorConfiguration {
    /// `lambdaFunctionArn`: required, 1 to 140 characters, matching `arn:aws(-[\w]+)*:lambda:.+:[0-9]{12}:function:.+`.
    #[serde(rename = "lambdaFunctionArn")]
    pub lambda_function_arn: String,
}

/// The service's structure `LatestInPipelineExecutionFilter`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LatestInPipelineExecutionFilter {
    /// `pipelineExecutionId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId")]
    pub pipeline_execution_id: String,
    /// `startTimeRange`: required.
    #[serde(rename = "startTimeRange")]
    pub start_time_range: StartTimeRange,
}

/// The service's structure `ListActionExecutionsInput`: the input of ListActionExecutions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListActionExecutionsInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `filter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<ActionExecutionFilter>,
    /// `maxResults`: 1 to 100.
    #[serde(rename = "maxResults", default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListActionExecutionsOutput`: the output of ListActionExecutions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListActionExecutionsOutput {
    /// `actionExecutionDetails`.
    #[serde(rename = "actionExecutionDetails", default, skip_serializing_if = "Option::is_none")]
    pub action_execution_details: Option<Vec<ActionExecutionDetail>>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListActionTypesInput`: the input of ListActionTypes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListActionTypesInput {
    /// `actionOwnerFilter`.
    #[serde(rename = "actionOwnerFilter", default, skip_serializing_if = "Option::is_none")]
    pub action_owner_filter: Option<ActionOwner>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// `regionFilter`: 4 to 30 characters.
    #[serde(rename = "regionFilter", default, skip_serializing_if = "Option::is_none")]
    pub region_filter: Option<String>,
}

/// The service's structure `ListActionTypesOutput`: the output of ListActionTypes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListActionTypesOutput {
    /// `actionTypes`: required.
    #[serde(rename = "actionTypes")]
    pub action_types: Vec<ActionType>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListDeployActionExecutionTargetsInput`: the input of ListDeployActionExecutionTargets.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListDeployActionExecutionTargetsInput {
    /// `pipelineName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_name: Option<String>,
    /// `actionExecutionId`: required.
    #[serde(rename = "actionExecutionId")]
    pub action_execution_id: String,
    /// `filters`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filters: Option<Vec<TargetFilter>>,
    /// `maxResults`: 1 to 100.
    #[serde(rename = "maxResults", default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListDeployActionExecutionTargetsOutput`: the output of ListDeployActionExecutionTargets.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListDeployActionExecutionTargetsOutput {
    /// `targets`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<Vec<DeployActionExecutionTarget>>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListPipelineExecutionsInput`: the input of ListPipelineExecutions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListPipelineExecutionsInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `maxResults`: 1 to 100.
    #[serde(rename = "maxResults", default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
    /// `filter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<PipelineExecutionFilter>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListPipelineExecutionsOutput`: the output of ListPipelineExecutions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListPipelineExecutionsOutput {
    /// `pipelineExecutionSummaries`.
    #[serde(rename = "pipelineExecutionSummaries", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_summaries: Option<Vec<PipelineExecutionSummary>>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListPipelinesInput`: the input of ListPipelines.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListPipelinesInput {
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// `maxResults`: 1 to 1000.
    #[serde(rename = "maxResults", default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
}

/// The service's structure `ListPipelinesOutput`: the output of ListPipelines.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListPipelinesOutput {
    /// `pipelines`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipelines: Option<Vec<PipelineSummary>>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListRuleExecutionsInput`: the input of ListRuleExecutions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListRuleExecutionsInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `filter`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<RuleExecutionFilter>,
    /// `maxResults`: 1 to 100.
    #[serde(rename = "maxResults", default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListRuleExecutionsOutput`: the output of ListRuleExecutions.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListRuleExecutionsOutput {
    /// `ruleExecutionDetails`.
    #[serde(rename = "ruleExecutionDetails", default, skip_serializing_if = "Option::is_none")]
    pub rule_execution_details: Option<Vec<RuleExecutionDetail>>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListRuleTypesInput`: the input of ListRuleTypes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListRuleTypesInput {
    /// `ruleOwnerFilter`.
    #[serde(rename = "ruleOwnerFilter", default, skip_serializing_if = "Option::is_none")]
    pub rule_owner_filter: Option<RuleOwner>,
    /// `regionFilter`: 4 to 30 characters.
    #[serde(rename = "regionFilter", default, skip_serializing_if = "Option::is_none")]
    pub region_filter: Option<String>,
}

/// The service's structure `ListRuleTypesOutput`: the output of ListRuleTypes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListRuleTypesOutput {
    /// `ruleTypes`: required.
    #[serde(rename = "ruleTypes")]
    pub rule_types: Vec<RuleType>,
}

/// The service's structure `ListTagsForResourceInput`: the input of ListTagsForResource.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListTagsForResourceInput {
    /// `resourceArn`: required, matching `arn:aws(-[\w]+)*:codepipeline:.+:[0-9]{12}:.+`.
    #[serde(rename = "resourceArn")]
    pub resource_arn: String,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// `maxResults`: 1 to 100.
    #[serde(rename = "maxResults", default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
}

/// The service's structure `ListTagsForResourceOutput`: the output of ListTagsForResource.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListTagsForResourceOutput {
    /// `tags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
    /// `nextToken`: 1 to 2048 characters.
    #[serde(rename = "nextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `ListWebhookItem`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListWebhookItem {
    /// `definition`: required.
    pub definition: WebhookDefinition,
    /// `url`: required, 1 to 1000 characters.
    pub url: String,
    /// `errorMessage`.
    #[serde(rename = "errorMessage", default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// `errorCode`.
    #[serde(rename = "errorCode", default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// `lastTriggered`.
    #[serde(rename = "lastTriggered", default, skip_serializing_if = "Option::is_none")]
    pub last_triggered: Option<Timestamp>,
    /// `arn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// `tags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

/// The service's structure `ListWebhooksInput`: the input of ListWebhooks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListWebhooksInput {
    /// `NextToken`: 1 to 2048 characters.
    #[serde(rename = "NextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// `MaxResults`: 1 to 100.
    #[serde(rename = "MaxResults", default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<i32>,
}

/// The service's structure `ListWebhooksOutput`: the output of ListWebhooks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ListWebhooksOutput {
    /// `webhooks`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhooks: Option<Vec<ListWebhookItem>>,
    /// `NextToken`: 1 to 2048 characters.
    #[serde(rename = "NextToken", default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// The service's structure `OutputArtifact`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OutputArtifact {
    /// `name`: required, 1 to 100 characters, matching `[a-zA-Z0-9_\-]+`.
    pub name: String,
    /// `files`: 1 to 10 elements, each 1 to 128 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<String>>,
}

/// The service's structure `OverrideStageConditionInput`: the input of OverrideStageCondition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverrideStageConditionInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `stageName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName")]
    pub stage_name: String,
    /// `pipelineExecutionId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId")]
    pub pipeline_execution_id: String,
    /// `conditionType`: required.
    #[serde(rename = "conditionType")]
    pub condition_type: ConditionType,
}

/// The service's structure `PipelineContext`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineContext {
    /// `pipelineName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_name: Option<String>,
    /// `stage`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageContext>,
    /// `action`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionContext>,
    /// `pipelineArn`: matching `arn:aws(-[\w]+)*:codepipeline:.+:[0-9]{12}:.+`.
    #[serde(rename = "pipelineArn", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_arn: Option<String>,
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
}

/// The service's structure `PipelineDeclaration`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineDeclaration {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
    /// `roleArn`: required, at most 1024 characters, matching `arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*`.
    #[serde(rename = "roleArn")]
    pub role_arn: String,
    /// `artifactStore`.
    #[serde(rename = "artifactStore", default, skip_serializing_if = "Option::is_none")]
    pub artifact_store: Option<ArtifactStore>,
    /// `artifactStores`: each key 4 to 30 characters.
    #[serde(rename = "artifactStores", default, skip_serializing_if = "Option::is_none")]
    pub artifact_stores: Option<BTreeMap<String, ArtifactStore>>,
    /// `stages`: required.
    pub stages: Vec<StageDeclaration>,
    /// `version`: at least 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    /// `executionMode`.
    #[serde(rename = "executionMode", default, skip_serializing_if = "Option::is_none")]
    pub execution_mode: Option<ExecutionMode>,
    /// `pipelineType`.
    #[serde(rename = "pipelineType", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_type: Option<PipelineType>,
    /// `variables`: at most 50 elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variables: Option<Vec<PipelineVariableDeclaration>>,
    /// `triggers`: at most 50 elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triggers: Option<Vec<PipelineTriggerDeclaration>>,
}

/// The service's structure `PipelineExecution`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineExecution {
    /// `pipelineName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_name: Option<String>,
    /// `pipelineVersion`: at least 1.
    #[serde(rename = "pipelineVersion", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_version: Option<i32>,
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PipelineExecutionStatus>,
    /// `statusSummary`.
    #[serde(rename = "statusSummary", default, skip_serializing_if = "Option::is_none")]
    pub status_summary: Option<String>,
    /// `artifactRevisions`.
    #[serde(rename = "artifactRevisions", default, skip_serializing_if = "Option::is_none")]
    pub artifact_revisions: Option<Vec<ArtifactRevision>>,
    /// `variables`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variables: Option<Vec<ResolvedPipelineVariable>>,
    /// `trigger`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<ExecutionTrigger>,
    /// `executionMode`.
    #[serde(rename = "executionMode", default, skip_serializing_if = "Option::is_none")]
    pub execution_mode: Option<ExecutionMode>,
    /// `executionType`.
    #[serde(rename = "executionType", default, skip_serializing_if = "Option::is_none")]
    pub execution_type: Option<ExecutionType>,
    /// `rollbackMetadata`.
    #[serde(rename = "rollbackMetadata", default, skip_serializing_if = "Option::is_none")]
    pub rollback_metadata: Option<PipelineRollbackMetadata>,
}

/// The service's structure `PipelineExecutionFilter`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineExecutionFilter {
    /// `succeededInStage`.
    #[serde(rename = "succeededInStage", default, skip_serializing_if = "Option::is_none")]
    pub succeeded_in_stage: Option<SucceededInStageFilter>,
}

/// The service's structure `PipelineExecutionSummary`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineExecutionSummary {
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PipelineExecutionStatus>,
    /// `statusSummary`.
    #[serde(rename = "statusSummary", default, skip_serializing_if = "Option::is_none")]
    pub status_summary: Option<String>,
    /// `startTime`.
    #[serde(rename = "startTime", default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// `lastUpdateTime`.
    #[serde(rename = "lastUpdateTime", default, skip_serializing_if = "Option::is_none")]
    pub last_update_time: Option<Timestamp>,
    /// `sourceRevisions`.
    #[serde(rename = "sourceRevisions", default, skip_serializing_if = "Option::is_none")]
    pub source_revisions: Option<Vec<SourceRevision>>,
    /// `trigger`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<ExecutionTrigger>,
    /// `stopTrigger`.
    #[serde(rename = "stopTrigger", default, skip_serializing_if = "Option::is_none")]
    pub stop_trigger: Option<StopExecutionTrigger>,
    /// `executionMode`.
    #[serde(rename = "executionMode", default, skip_serializing_if = "Option::is_none")]
    pub execution_mode: Option<ExecutionMode>,
    /// `executionType`.
    #[serde(rename = "executionType", default, skip_serializing_if = "Option::is_none")]
    pub execution_type: Option<ExecutionType>,
    /// `rollbackMetadata`.
    #[serde(rename = "rollbackMetadata", default, skip_serializing_if = "Option::is_none")]
    pub rollback_metadata: Option<PipelineRollbackMetadata>,
}

/// The service's structure `PipelineMetadata`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineMetadata {
    /// `pipelineArn`: matching `arn:aws(-[\w]+)*:codepipeline:.+:[0-9]{12}:.+`.
    #[serde(rename = "pipelineArn", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_arn: Option<String>,
    /// `created`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// `updated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// `pollingDisabledAt`.
    #[serde(rename = "pollingDisabledAt", default, skip_serializing_if = "Option::is_none")]
    pub polling_disabled_at: Option<Timestamp>,
}

/// The service's structure `PipelineRollbackMetadata`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineRollbackMetadata {
    /// `rollbackTargetPipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "rollbackTargetPipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub rollback_target_pipeline_execution_id: Option<String>,
}

/// The service's structure `PipelineSummary`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineSummary {
    /// `name`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `version`: at least 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    /// `pipelineType`.
    #[serde(rename = "pipelineType", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_type: Option<PipelineType>,
    /// `executionMode`.
    #[serde(rename = "executionMode", default, skip_serializing_if = "Option::is_none")]
    pub execution_mode: Option<ExecutionMode>,
    /// `created`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    /// `updated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
}

/// The service's structure `PipelineTriggerDeclaration`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PipelineTriggerDeclaration {
    /// `providerType`: required.
    #[serde(rename = "providerType")]
    pub provider_type: PipelineTriggerProviderType,
    /// `gitConfiguration`: required.
    #[serde(rename = "gitConfiguration")]
    pub git_configuration: GitConfiguration,
}

/// The service's structure `PipelineVariable`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineVariable {
    /// `name`: required, 1 to 128 characters, matching `[A-Za-z0-9@\-_]+`.
    pub name: String,
    /// `value`: required, 1 to 1000 characters, matching `.*`.
    pub value: String,
}

/// The service's structure `PipelineVariableDeclaration`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PipelineVariableDeclaration {
    /// `name`: required, 1 to 128 characters, matching `[A-Za-z0-9@\-_]+`.
    pub name: String,
    /// `defaultValue`: 1 to 1000 characters, matching `.*`.
    #[serde(rename = "defaultValue", default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// `description`: 0 to 200 characters, matching `.*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The service's structure `PollForJobsInput`: the input of PollForJobs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PollForJobsInput {
    /// `actionTypeId`: required.
    #[serde(rename = "actionTypeId")]
    pub action_type_id: ActionTypeId,
    /// `maxBatchSize`: at least 1.
    #[serde(rename = "maxBatchSize", default, skip_serializing_if = "Option::is_none")]
    pub max_batch_size: Option<i32>,
    /// `queryParam`: 0 to 1 entries, each key 1 to 50 characters, each value 1 to 50 characters, each value matching `[a-zA-Z0-9_-]+`.
    #[serde(rename = "queryParam", default, skip_serializing_if = "Option::is_none")]
    pub query_param: Option<BTreeMap<String, String>>,
}

/// The service's structure `PollForJobsOutput`: the output of PollForJobs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PollForJobsOutput {
    /// `jobs`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobs: Option<Vec<Job>>,
}

/// The service's structure `PollForThirdPartyJobsInput`: the input of PollForThirdPartyJobs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PollForThirdPartyJobsInput {
    /// `actionTypeId`: required.
    #[serde(rename = "actionTypeId")]
    pub action_type_id: ActionTypeId,
    /// `maxBatchSize`: at least 1.
    #[serde(rename = "maxBatchSize", default, skip_serializing_if = "Option::is_none")]
    pub max_batch_size: Option<i32>,
}

/// The service's structure `PollForThirdPartyJobsOutput`: the output of PollForThirdPartyJobs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PollForThirdPartyJobsOutput {
    /// `jobs`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jobs: Option<Vec<ThirdPartyJob>>,
}

/// The service's structure `PutActionRevisionInput`: the input of PutActionRevision.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PutActionRevisionInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `stageName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName")]
    pub stage_name: String,
    /// `actionName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "actionName")]
    pub action_name: String,
    /// `actionRevision`: required.
    #[serde(rename = "actionRevision")]
    pub action_revision: ActionRevision,
}

/// The service's structure `PutActionRevisionOutput`: the output of PutActionRevision.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PutActionRevisionOutput {
    /// `newRevision`.
    #[serde(rename = "newRevision", default, skip_serializing_if = "Option::is_none")]
    pub new_revision: Option<bool>,
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
}

/// The service's structure `PutApprovalResultInput`: the input of PutApprovalResult.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PutApprovalResultInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `stageName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName")]
    pub stage_name: String,
    /// `actionName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "actionName")]
    pub action_name: String,
    /// `result`: required.
    pub result: ApprovalResult,
    /// `token`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    pub token: String,
}

/// The service's structure `PutApprovalResultOutput`: the output of PutApprovalResult.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PutApprovalResultOutput {
    /// `approvedAt`.
    #[serde(rename = "approvedAt", default, skip_serializing_if = "Option::is_none")]
    pub approved_at: Option<Timestamp>,
}

/// The service's structure `PutJobFailureResultInput`: the input of PutJobFailureResult.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PutJobFailureResultInput {
    /// `jobId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "jobId")]
    pub job_id: String,
    /// `failureDetails`: required.
    #[serde(rename = "failureDetails")]
    pub failure_details: FailureDetails,
}

/// The service's structure `PutJobSuccessResultInput`: the input of PutJobSuccessResult.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PutJobSuccessResultInput {
    /// `jobId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "jobId")]
    pub job_id: String,
    /// `currentRevision`.
    #[serde(rename = "currentRevision", default, skip_serializing_if = "Option::is_none")]
    pub current_revision: Option<CurrentRevision>,
    /// `continuationToken`: 1 to 2048 characters.
    #[serde(rename = "continuationToken", default, skip_serializing_if = "Option::is_none")]
    pub continuation_token: Option<String>,
    /// `executionDetails`.
    #[serde(rename = "executionDetails", default, skip_serializing_if = "Option::is_none")]
    pub execution_details: Option<ExecutionDetails>,
    /// `outputVariables`: each key matching `[A-Za-z0-9@\-_]+`.
    #[serde(rename = "outputVariables", default, skip_serializing_if = "Option::is_none")]
    pub output_variables: Option<BTreeMap<String, String>>,
}

/// The service's structure `PutThirdPartyJobFailureResultInput`: the input of PutThirdPartyJobFailureResult.
///
/// Its secrets are not printed by `Debug`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PutThirdPartyJobFailureResultInput {
    /// `jobId`: required, 1 to 512 characters.
    #[serde(rename = "jobId")]
    pub job_id: String,
    /// `clientToken`: required, 1 to 256 characters.
    #[serde(rename = "clientToken")]
    pub client_token: String,
    /// `failureDetails`: required.
    #[serde(rename = "failureDetails")]
    pub failure_details: FailureDetails,
}

impl std::fmt::Debug for PutThirdPartyJobFailureResultInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PutThirdPartyJobFailureResultInput")
            .field("job_id", &self.job_id)
            .field("client_token", &"***")
            .field("failure_details", &self.failure_details)
            .finish()
    }
}

/// The service's structure `PutThirdPartyJobSuccessResultInput`: the input of PutThirdPartyJobSuccessResult.
///
/// Its secrets are not printed by `Debug`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PutThirdPartyJobSuccessResultInput {
    /// `jobId`: required, 1 to 512 characters.
    #[serde(rename = "jobId")]
    pub job_id: String,
    /// `clientToken`: required, 1 to 256 characters.
    #[serde(rename = "clientToken")]
    pub client_token: String,
    /// `currentRevision`.
    #[serde(rename = "currentRevision", default, skip_serializing_if = "Option::is_none")]
    pub current_revision: Option<CurrentRevision>,
    /// `continuationToken`: 1 to 2048 characters.
    #[serde(rename = "continuationToken", default, skip_serializing_if = "Option::is_none")]
    pub continuation_token: Option<String>,
    /// `executionDetails`.
    #[serde(rename = "executionDetails", default, skip_serializing_if = "Option::is_none")]
    pub execution_details: Option<ExecutionDetails>,
}

impl std::fmt::Debug for PutThirdPartyJobSuccessResultInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PutThirdPartyJobSuccessResultInput")
            .field("job_id", &self.job_id)
            .field("client_token", &"***")
            .field("current_revision", &self.current_revision)
            .field("continuation_token", &self.continuation_token)
            .field("execution_details", &self.execution_details)
            .finish()
    }
}

/// The service's structure `PutWebhookInput`: the input of PutWebhook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PutWebhookInput {
    /// `webhook`: required.
    pub webhook: WebhookDefinition,
    /// `tags`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

/// The service's structure `PutWebhookOutput`: the output of PutWebhook.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PutWebhookOutput {
    /// `webhook`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<ListWebhookItem>,
}

/// The service's structure `RegisterWebhookWithThirdPartyInput`: the input of RegisterWebhookWithThirdParty.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RegisterWebhookWithThirdPartyInput {
    /// `webhookName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "webhookName", default, skip_serializing_if = "Option::is_none")]
    pub webhook_name: Option<String>,
}

/// The service's structure `RegisterWebhookWithThirdPartyOutput`: the output of RegisterWebhookWithThirdParty.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RegisterWebhookWithThirdPartyOutput {}

/// The service's structure `ResolvedPipelineVariable`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ResolvedPipelineVariable {
    /// `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `resolvedValue`.
    #[serde(rename = "resolvedValue", default, skip_serializing_if = "Option::is_none")]
    pub resolved_value: Option<String>,
}

/// The service's structure `RetryConfiguration`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RetryConfiguration {
    /// `retryMode`.
    #[serde(rename = "retryMode", default, skip_serializing_if = "Option::is_none")]
    pub retry_mode: Option<StageRetryMode>,
}

/// The service's structure `RetryStageExecutionInput`: the input of RetryStageExecution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RetryStageExecutionInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `stageName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName")]
    pub stage_name: String,
    /// `pipelineExecutionId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId")]
    pub pipeline_execution_id: String,
    /// `retryMode`: required.
    #[serde(rename = "retryMode")]
    pub retry_mode: StageRetryMode,
}

/// The service's structure `RetryStageExecutionOutput`: the output of RetryStageExecution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RetryStageExecutionOutput {
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
}

/// The service's structure `RetryStageMetadata`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RetryStageMetadata {
    /// `autoStageRetryAttempt`: at least 1.
    #[serde(rename = "autoStageRetryAttempt", default, skip_serializing_if = "Option::is_none")]
    pub auto_stage_retry_attempt: Option<i32>,
    /// `manualStageRetryAttempt`: at least 1.
    #[serde(rename = "manualStageRetryAttempt", default, skip_serializing_if = "Option::is_none")]
    pub manual_stage_retry_attempt: Option<i32>,
    /// `latestRetryTrigger`.
    #[serde(rename = "latestRetryTrigger", default, skip_serializing_if = "Option::is_none")]
    pub latest_retry_trigger: Option<RetryTrigger>,
}

/// The service's structure `RollbackStageInput`: the input of RollbackStage.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RollbackStageInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `stageName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName")]
    pub stage_name: String,
    /// `targetPipelineExecutionId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "targetPipelineExecutionId")]
    pub target_pipeline_execution_id: String,
}

/// The service's structure `RollbackStageOutput`: the output of RollbackStage.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RollbackStageOutput {
    /// `pipelineExecutionId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId")]
    pub pipeline_execution_id: String,
}

/// The service's structure `RuleConfigurationProperty`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleConfigurationProperty {
    /// `name`: required, 1 to 50 characters.
    pub name: String,
    /// `required`: required.
    pub required: bool,
    /// `key`: required.
    pub key: bool,
    /// `secret`: required.
    pub secret: bool,
    /// `queryable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queryable: Option<bool>,
    /// `description`: 1 to 160 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<RuleConfigurationPropertyType>,
}

/// The service's structure `RuleDeclaration`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleDeclaration {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
    /// `ruleTypeId`: required.
    #[serde(rename = "ruleTypeId")]
    pub rule_type_id: RuleTypeId,
    /// `configuration`: 0 to 200 entries, each key 1 to 50 characters, each value 1 to 10000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<BTreeMap<String, String>>,
    /// `commands`: 1 to 50 elements, each 1 to 1000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commands: Option<Vec<String>>,
    /// `inputArtifacts`.
    #[serde(rename = "inputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub input_artifacts: Option<Vec<InputArtifact>>,
    /// `roleArn`: at most 1024 characters, matching `arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*`.
    #[serde(rename = "roleArn", default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// `region`: 4 to 30 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// `timeoutInMinutes`: 5 to 86400.
    #[serde(rename = "timeoutInMinutes", default, skip_serializing_if = "Option::is_none")]
    pub timeout_in_minutes: Option<i32>,
}

/// The service's structure `RuleExecution`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleExecution {
    /// `ruleExecutionId`: 1 to 200 characters.
    #[serde(rename = "ruleExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub rule_execution_id: Option<String>,
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<RuleExecutionStatus>,
    /// `summary`: 1 to 2048 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// `lastStatusChange`.
    #[serde(rename = "lastStatusChange", default, skip_serializing_if = "Option::is_none")]
    pub last_status_change: Option<Timestamp>,
    /// `token`: 1 to 200 characters, matching `[a-zA-Z0-9\-\.]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// `lastUpdatedBy`.
    #[serde(rename = "lastUpdatedBy", default, skip_serializing_if = "Option::is_none")]
    pub last_updated_by: Option<String>,
    /// `externalExecutionId`: 1 to 1500 characters.
    #[serde(rename = "externalExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_id: Option<String>,
    /// `externalExecutionUrl`: 1 to 2048 characters.
    #[serde(rename = "externalExecutionUrl", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_url: Option<String>,
    /// `errorDetails`.
    #[serde(rename = "errorDetails", default, skip_serializing_if = "Option::is_none")]
    pub error_details: Option<ErrorDetails>,
}

/// The service's structure `RuleExecutionDetail`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleExecutionDetail {
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
    /// `ruleExecutionId`: 1 to 200 characters.
    #[serde(rename = "ruleExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub rule_execution_id: Option<String>,
    /// `pipelineVersion`: at least 1.
    #[serde(rename = "pipelineVersion", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_version: Option<i32>,
    /// `stageName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName", default, skip_serializing_if = "Option::is_none")]
    pub stage_name: Option<String>,
    /// `ruleName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "ruleName", default, skip_serializing_if = "Option::is_none")]
    pub rule_name: Option<String>,
    /// `startTime`.
    #[serde(rename = "startTime", default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<Timestamp>,
    /// `lastUpdateTime`.
    #[serde(rename = "lastUpdateTime", default, skip_serializing_if = "Option::is_none")]
    pub last_update_time: Option<Timestamp>,
    /// `updatedBy`.
    #[serde(rename = "updatedBy", default, skip_serializing_if = "Option::is_none")]
    pub updated_by: Option<String>,
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<RuleExecutionStatus>,
    /// `input`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<RuleExecutionInput>,
    /// `output`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<RuleExecutionOutput>,
}

/// The service's structure `RuleExecutionFilter`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleExecutionFilter {
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
    /// `latestInPipelineExecution`.
    #[serde(rename = "latestInPipelineExecution", default, skip_serializing_if = "Option::is_none")]
    pub latest_in_pipeline_execution: Option<LatestInPipelineExecutionFilter>,
}

/// The service's structure `RuleExecutionInput`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleExecutionInput {
    /// `ruleTypeId`.
    #[serde(rename = "ruleTypeId", default, skip_serializing_if = "Option::is_none")]
    pub rule_type_id: Option<RuleTypeId>,
    /// `configuration`: 0 to 200 entries, each key 1 to 50 characters, each value 1 to 10000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<BTreeMap<String, String>>,
    /// `resolvedConfiguration`.
    #[serde(rename = "resolvedConfiguration", default, skip_serializing_if = "Option::is_none")]
    pub resolved_configuration: Option<BTreeMap<String, String>>,
    /// `roleArn`: at most 1024 characters, matching `arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*`.
    #[serde(rename = "roleArn", default, skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// `region`: 4 to 30 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// `inputArtifacts`.
    #[serde(rename = "inputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub input_artifacts: Option<Vec<ArtifactDetail>>,
}

/// The service's structure `RuleExecutionOutput`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleExecutionOutput {
    /// `executionResult`.
    #[serde(rename = "executionResult", default, skip_serializing_if = "Option::is_none")]
    pub execution_result: Option<RuleExecutionResult>,
}

/// The service's structure `RuleExecutionResult`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleExecutionResult {
    /// `externalExecutionId`.
    #[serde(rename = "externalExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_id: Option<String>,
    /// `externalExecutionSummary`.
    #[serde(rename = "externalExecutionSummary", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_summary: Option<String>,
    /// `externalExecutionUrl`: 1 to 2048 characters.
    #[serde(rename = "externalExecutionUrl", default, skip_serializing_if = "Option::is_none")]
    pub external_execution_url: Option<String>,
    /// `errorDetails`.
    #[serde(rename = "errorDetails", default, skip_serializing_if = "Option::is_none")]
    pub error_details: Option<ErrorDetails>,
}

/// The service's structure `RuleRevision`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleRevision {
    /// `revisionId`: required, 1 to 1500 characters.
    #[serde(rename = "revisionId")]
    pub revision_id: String,
    /// `revisionChangeId`: required in inputs, left out of answers in practice, 1 to 100 characters.
    #[serde(rename = "revisionChangeId", default, skip_serializing_if = "Option::is_none")]
    pub revision_change_id: Option<String>,
    /// `created`: required in inputs, left out of answers in practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
}

/// The service's structure `RuleState`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleState {
    /// `ruleName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "ruleName", default, skip_serializing_if = "Option::is_none")]
    pub rule_name: Option<String>,
    /// `currentRevision`.
    #[serde(rename = "currentRevision", default, skip_serializing_if = "Option::is_none")]
    pub current_revision: Option<RuleRevision>,
    /// `latestExecution`.
    #[serde(rename = "latestExecution", default, skip_serializing_if = "Option::is_none")]
    pub latest_execution: Option<RuleExecution>,
    /// `entityUrl`: 1 to 2048 characters.
    #[serde(rename = "entityUrl", default, skip_serializing_if = "Option::is_none")]
    pub entity_url: Option<String>,
    /// `revisionUrl`: 1 to 2048 characters.
    #[serde(rename = "revisionUrl", default, skip_serializing_if = "Option::is_none")]
    pub revision_url: Option<String>,
}

/// The service's structure `RuleType`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleType {
    /// `id`: required.
    pub id: RuleTypeId,
    /// `settings`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<RuleTypeSettings>,
    /// `ruleConfigurationProperties`: at most 10 elements.
    #[serde(rename = "ruleConfigurationProperties", default, skip_serializing_if = "Option::is_none")]
    pub rule_configuration_properties: Option<Vec<RuleConfigurationProperty>>,
    /// `inputArtifactDetails`: required.
    #[serde(rename = "inputArtifactDetails")]
    pub input_artifact_details: ArtifactDetails,
}

/// The service's structure `RuleTypeId`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleTypeId {
    /// `category`: required.
    pub category: RuleCategory,
    /// `owner`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<RuleOwner>,
    /// `provider`: required, 1 to 35 characters, matching `[0-9A-Za-z_-]+`.
    pub provider: String,
    /// `version`: 1 to 9 characters, matching `[0-9A-Za-z_-]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// The service's structure `RuleTypeSettings`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RuleTypeSettings {
    /// `thirdPartyConfigurationUrl`: 1 to 2048 characters.
    #[serde(rename = "thirdPartyConfigurationUrl", default, skip_serializing_if = "Option::is_none")]
    pub third_party_configuration_url: Option<String>,
    /// `entityUrlTemplate`: 1 to 2048 characters.
    #[serde(rename = "entityUrlTemplate", default, skip_serializing_if = "Option::is_none")]
    pub entity_url_template: Option<String>,
    /// `executionUrlTemplate`: 1 to 2048 characters.
    #[serde(rename = "executionUrlTemplate", default, skip_serializing_if = "Option::is_none")]
    pub execution_url_template: Option<String>,
    /// `revisionUrlTemplate`: 1 to 2048 characters.
    #[serde(rename = "revisionUrlTemplate", default, skip_serializing_if = "Option::is_none")]
    pub revision_url_template: Option<String>,
}

/// The service's structure `S3ArtifactLocation`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct S3ArtifactLocation {
    /// `bucketName`: required.
    #[serde(rename = "bucketName")]
    pub bucket_name: String,
    /// `objectKey`: required.
    #[serde(rename = "objectKey")]
    pub object_key: String,
}

/// The service's structure `S3Location`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct S3Location {
    /// `bucket`: 3 to 63 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bucket: Option<String>,
    /// `key`: 1 to 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// The service's structure `SourceRevision`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SourceRevision {
    /// `actionName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "actionName")]
    pub action_name: String,
    /// `revisionId`: 1 to 1500 characters.
    #[serde(rename = "revisionId", default, skip_serializing_if = "Option::is_none")]
    pub revision_id: Option<String>,
    /// `revisionSummary`: 1 to 2048 characters.
    #[serde(rename = "revisionSummary", default, skip_serializing_if = "Option::is_none")]
    pub revision_summary: Option<String>,
    /// `revisionUrl`: 1 to 2048 characters.
    #[serde(rename = "revisionUrl", default, skip_serializing_if = "Option::is_none")]
    pub revision_url: Option<String>,
}

/// The service's structure `SourceRevisionOverride`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceRevisionOverride {
    /// `actionName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "actionName")]
    pub action_name: String,
    /// `revisionType`: required.
    #[serde(rename = "revisionType")]
    pub revision_type: SourceRevisionType,
    /// `revisionValue`: required, 1 to 1500 characters.
    #[serde(rename = "revisionValue")]
    pub revision_value: String,
}

/// The service's structure `StageConditionState`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StageConditionState {
    /// `latestExecution`.
    #[serde(rename = "latestExecution", default, skip_serializing_if = "Option::is_none")]
    pub latest_execution: Option<StageConditionsExecution>,
    /// `conditionStates`.
    #[serde(rename = "conditionStates", default, skip_serializing_if = "Option::is_none")]
    pub condition_states: Option<Vec<ConditionState>>,
}

/// The service's structure `StageConditionsExecution`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StageConditionsExecution {
    /// `status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<ConditionExecutionStatus>,
    /// `summary`: 1 to 2048 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// The service's structure `StageContext`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StageContext {
    /// `name`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The service's structure `StageDeclaration`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StageDeclaration {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
    /// `blockers`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blockers: Option<Vec<BlockerDeclaration>>,
    /// `actions`: required.
    pub actions: Vec<ActionDeclaration>,
    /// `onFailure`.
    #[serde(rename = "onFailure", default, skip_serializing_if = "Option::is_none")]
    pub on_failure: Option<FailureConditions>,
    /// `onSuccess`.
    #[serde(rename = "onSuccess", default, skip_serializing_if = "Option::is_none")]
    pub on_success: Option<SuccessConditions>,
    /// `beforeEntry`.
    #[serde(rename = "beforeEntry", default, skip_serializing_if = "Option::is_none")]
    pub before_entry: Option<BeforeEntryConditions>,
}

/// The service's structure `StageExecution`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StageExecution {
    /// `pipelineExecutionId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId")]
    pub pipeline_execution_id: String,
    /// `status`: required.
    pub status: StageExecutionStatus,
    /// `type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ExecutionType>,
}

/// The service's structure `StageState`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StageState {
    /// `stageName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName", default, skip_serializing_if = "Option::is_none")]
    pub stage_name: Option<String>,
    /// `inboundExecution`.
    #[serde(rename = "inboundExecution", default, skip_serializing_if = "Option::is_none")]
    pub inbound_execution: Option<StageExecution>,
    /// `inboundExecutions`.
    #[serde(rename = "inboundExecutions", default, skip_serializing_if = "Option::is_none")]
    pub inbound_executions: Option<Vec<StageExecution>>,
    /// `inboundTransitionState`.
    #[serde(rename = "inboundTransitionState", default, skip_serializing_if = "Option::is_none")]
    pub inbound_transition_state: Option<TransitionState>,
    /// `actionStates`.
    #[serde(rename = "actionStates", default, skip_serializing_if = "Option::is_none")]
    pub action_states: Option<Vec<ActionState>>,
    /// `latestExecution`.
    #[serde(rename = "latestExecution", default, skip_serializing_if = "Option::is_none")]
    pub latest_execution: Option<StageExecution>,
    /// `beforeEntryConditionState`.
    #[serde(rename = "beforeEntryConditionState", default, skip_serializing_if = "Option::is_none")]
    pub before_entry_condition_state: Option<StageConditionState>,
    /// `onSuccessConditionState`.
    #[serde(rename = "onSuccessConditionState", default, skip_serializing_if = "Option::is_none")]
    pub on_success_condition_state: Option<StageConditionState>,
    /// `onFailureConditionState`.
    #[serde(rename = "onFailureConditionState", default, skip_serializing_if = "Option::is_none")]
    pub on_failure_condition_state: Option<StageConditionState>,
    /// `retryStageMetadata`.
    #[serde(rename = "retryStageMetadata", default, skip_serializing_if = "Option::is_none")]
    pub retry_stage_metadata: Option<RetryStageMetadata>,
}

/// The service's structure `StartPipelineExecutionInput`: the input of StartPipelineExecution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StartPipelineExecutionInput {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
    /// `variables`: 1 to 50 elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variables: Option<Vec<PipelineVariable>>,
    /// `clientRequestToken`: 1 to 128 characters, matching `^[a-zA-Z0-9-]+$`.
    #[serde(rename = "clientRequestToken", default, skip_serializing_if = "Option::is_none")]
    pub client_request_token: Option<String>,
    /// `sourceRevisions`: 0 to 50 elements.
    #[serde(rename = "sourceRevisions", default, skip_serializing_if = "Option::is_none")]
    pub source_revisions: Option<Vec<SourceRevisionOverride>>,
}

/// The service's structure `StartPipelineExecutionOutput`: the output of StartPipelineExecution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StartPipelineExecutionOutput {
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
}

/// The service's structure `StopExecutionTrigger`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StopExecutionTrigger {
    /// `reason`: at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The service's structure `StopPipelineExecutionInput`: the input of StopPipelineExecution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StopPipelineExecutionInput {
    /// `pipelineName`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "pipelineName")]
    pub pipeline_name: String,
    /// `pipelineExecutionId`: required, matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId")]
    pub pipeline_execution_id: String,
    /// `abandon`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abandon: Option<bool>,
    /// `reason`: at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The service's structure `StopPipelineExecutionOutput`: the output of StopPipelineExecution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StopPipelineExecutionOutput {
    /// `pipelineExecutionId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "pipelineExecutionId", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_execution_id: Option<String>,
}

/// The service's structure `SucceededInStageFilter`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SucceededInStageFilter {
    /// `stageName`: 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "stageName", default, skip_serializing_if = "Option::is_none")]
    pub stage_name: Option<String>,
}

/// The service's structure `SuccessConditions`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SuccessConditions {
    /// `conditions`: required, exactly 1 elements.
    pub conditions: Vec<Condition>,
}

/// The service's structure `Tag`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Tag {
    /// `key`: required, 1 to 128 characters.
    pub key: String,
    /// `value`: required, 0 to 256 characters.
    pub value: String,
}

/// The service's structure `TagResourceInput`: the input of TagResource.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TagResourceInput {
    /// `resourceArn`: required, matching `arn:aws(-[\w]+)*:codepipeline:.+:[0-9]{12}:.+`.
    #[serde(rename = "resourceArn")]
    pub resource_arn: String,
    /// `tags`: required.
    pub tags: Vec<Tag>,
}

/// The service's structure `TagResourceOutput`: the output of TagResource.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TagResourceOutput {}

/// The service's structure `TargetFilter`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TargetFilter {
    /// `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<TargetFilterName>,
    /// `values`: each at least 1 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
}

/// The service's structure `ThirdPartyJob`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ThirdPartyJob {
    /// `clientId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "clientId", default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// `jobId`: matching `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`.
    #[serde(rename = "jobId", default, skip_serializing_if = "Option::is_none")]
    pub job_id: Option<String>,
}

/// The service's structure `ThirdPartyJobData`.
///
/// Its secrets are not printed by `Debug`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ThirdPartyJobData {
    /// `actionTypeId`.
    #[serde(rename = "actionTypeId", default, skip_serializing_if = "Option::is_none")]
    pub action_type_id: Option<ActionTypeId>,
    /// `actionConfiguration`.
    #[serde(rename = "actionConfiguration", default, skip_serializing_if = "Option::is_none")]
    pub action_configuration: Option<ActionConfiguration>,
    /// `pipelineContext`.
    #[serde(rename = "pipelineContext", default, skip_serializing_if = "Option::is_none")]
    pub pipeline_context: Option<PipelineContext>,
    /// `inputArtifacts`.
    #[serde(rename = "inputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub input_artifacts: Option<Vec<Artifact>>,
    /// `outputArtifacts`.
    #[serde(rename = "outputArtifacts", default, skip_serializing_if = "Option::is_none")]
    pub output_artifacts: Option<Vec<Artifact>>,
    /// `artifactCredentials`.
    #[serde(rename = "artifactCredentials", default, skip_serializing_if = "Option::is_none")]
    pub artifact_credentials: Option<AWSSessionCredentials>,
    /// `continuationToken`: 1 to 2048 characters.
    #[serde(rename = "continuationToken", default, skip_serializing_if = "Option::is_none")]
    pub continuation_token: Option<String>,
    /// `encryptionKey`.
    #[serde(rename = "encryptionKey", default, skip_serializing_if = "Option::is_none")]
    pub encryption_key: Option<EncryptionKey>,
}

impl std::fmt::Debug for ThirdPartyJobData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ThirdPartyJobData")
            .field("action_type_id", &self.action_type_id)
            .field("action_configuration", &self.action_configuration)
            .field("pipeline_context", &self.pipeline_context)
            .field("input_artifacts", &self.input_artifacts)
            .field("output_artifacts", &self.output_artifacts)
            .field("artifact_credentials", &self.artifact_credentials.as_ref().map(|_| "***"))
            .field("continuation_token", &self.continuation_token)
            .field("encryption_key", &self.encryption_key)
            .finish()
    }
}

/// The service's structure `ThirdPartyJobDetails`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ThirdPartyJobDetails {
    /// `id`: 1 to 512 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `data`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<ThirdPartyJobData>,
    /// `nonce`: 1 to 50 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
}

/// The service's structure `TransitionState`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TransitionState {
    /// `enabled`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `lastChangedBy`.
    #[serde(rename = "lastChangedBy", default, skip_serializing_if = "Option::is_none")]
    pub last_changed_by: Option<String>,
    /// `lastChangedAt`.
    #[serde(rename = "lastChangedAt", default, skip_serializing_if = "Option::is_none")]
    pub last_changed_at: Option<Timestamp>,
    /// `disabledReason`: 1 to 300 characters, matching `[a-zA-Z0-9!@ \(\)\.\*\?\-]+`.
    #[serde(rename = "disabledReason", default, skip_serializing_if = "Option::is_none")]
    pub disabled_reason: Option<String>,
}

/// The service's structure `UntagResourceInput`: the input of UntagResource.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct UntagResourceInput {
    /// `resourceArn`: required, matching `arn:aws(-[\w]+)*:codepipeline:.+:[0-9]{12}:.+`.
    #[serde(rename = "resourceArn")]
    pub resource_arn: String,
    /// `tagKeys`: required, each 1 to 128 characters.
    #[serde(rename = "tagKeys")]
    pub tag_keys: Vec<String>,
}

/// The service's structure `UntagResourceOutput`: the output of UntagResource.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct UntagResourceOutput {}

/// The service's structure `UpdateActionTypeInput`: the input of UpdateActionType.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UpdateActionTypeInput {
    /// `actionType`: required.
    #[serde(rename = "actionType")]
    pub action_type: ActionTypeDeclaration,
}

/// The service's structure `UpdatePipelineInput`: the input of UpdatePipeline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct UpdatePipelineInput {
    /// `pipeline`: required.
    pub pipeline: PipelineDeclaration,
}

/// The service's structure `UpdatePipelineOutput`: the output of UpdatePipeline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct UpdatePipelineOutput {
    /// `pipeline`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline: Option<PipelineDeclaration>,
}

/// The service's structure `WebhookAuthConfiguration`.
///
/// Its secrets are not printed by `Debug`.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct WebhookAuthConfiguration {
    /// `AllowedIPRange`: 1 to 100 characters.
    #[serde(rename = "AllowedIPRange", default, skip_serializing_if = "Option::is_none")]
    pub allowed_ip_range: Option<String>,
    /// `SecretToken`: 1 to 100 characters.
    #[serde(rename = "SecretToken", default, skip_serializing_if = "Option::is_none")]
    pub secret_token: Option<String>,
}

impl std::fmt::Debug for WebhookAuthConfiguration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookAuthConfiguration")
            .field("allowed_ip_range", &self.allowed_ip_range)
            .field("secret_token", &self.secret_token.as_ref().map(|_| "***"))
            .finish()
    }
}

/// The service's structure `WebhookDefinition`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebhookDefinition {
    /// `name`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    pub name: String,
    /// `targetPipeline`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "targetPipeline")]
    pub target_pipeline: String,
    /// `targetAction`: required, 1 to 100 characters, matching `[A-Za-z0-9.@\-_]+`.
    #[serde(rename = "targetAction")]
    pub target_action: String,
    /// `filters`: required, at most 5 elements.
    pub filters: Vec<WebhookFilterRule>,
    /// `authentication`: required.
    pub authentication: WebhookAuthenticationType,
    /// `authenticationConfiguration`: required.
    #[serde(rename = "authenticationConfiguration")]
    pub authentication_configuration: WebhookAuthConfiguration,
}

/// The service's structure `WebhookFilterRule`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct WebhookFilterRule {
    /// `jsonPath`: required, 1 to 150 characters.
    #[serde(rename = "jsonPath")]
    pub json_path: String,
    /// `matchEquals`: 1 to 150 characters.
    #[serde(rename = "matchEquals", default, skip_serializing_if = "Option::is_none")]
    pub match_equals: Option<String>,
}
