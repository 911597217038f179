// Generated from the service model by `cargo run -p generate`; never edited.

//! Every shape with its constraints, as tables.

use crate::validate::{Bounds, Member, Pattern, Shape};

/// The structure of this name.
pub(crate) fn structure(name: &str) -> Option<&'static Shape> {
    Some(match name {
        "AWSSessionCredentials" => &AWS_SESSION_CREDENTIALS,
        "AcknowledgeJobInput" => &ACKNOWLEDGE_JOB_INPUT,
        "AcknowledgeJobOutput" => &ACKNOWLEDGE_JOB_OUTPUT,
        "AcknowledgeThirdPartyJobInput" => &ACKNOWLEDGE_THIRD_PARTY_JOB_INPUT,
        "AcknowledgeThirdPartyJobOutput" => &ACKNOWLEDGE_THIRD_PARTY_JOB_OUTPUT,
        "ActionConfiguration" => &ACTION_CONFIGURATION,
        "ActionConfigurationProperty" => &ACTION_CONFIGURATION_PROPERTY,
        "ActionContext" => &ACTION_CONTEXT,
        "ActionDeclaration" => &ACTION_DECLARATION,
        "ActionExecution" => &ACTION_EXECUTION,
        "ActionExecutionDetail" => &ACTION_EXECUTION_DETAIL,
        "ActionExecutionFilter" => &ACTION_EXECUTION_FILTER,
        "ActionExecutionInput" => &ACTION_EXECUTION_INPUT,
        "ActionExecutionOutput" => &ACTION_EXECUTION_OUTPUT,
        "ActionExecutionResult" => &ACTION_EXECUTION_RESULT,
        "ActionRevision" => &ACTION_REVISION,
        "ActionState" => &ACTION_STATE,
        "ActionType" => &ACTION_TYPE,
        "ActionTypeArtifactDetails" => &ACTION_TYPE_ARTIFACT_DETAILS,
        "ActionTypeDeclaration" => &ACTION_TYPE_DECLARATION,
        "ActionTypeExecutor" => &ACTION_TYPE_EXECUTOR,
        "ActionTypeId" => &ACTION_TYPE_ID,
        "ActionTypeIdentifier" => &ACTION_TYPE_IDENTIFIER,
        "ActionTypePermissions" => &ACTION_TYPE_PERMISSIONS,
        "ActionTypeProperty" => &ACTION_TYPE_PROPERTY,
        "ActionTypeSettings" => &ACTION_TYPE_SETTINGS,
        "ActionTypeUrls" => &ACTION_TYPE_URLS,
        "ApprovalResult" => &APPROVAL_RESULT,
        "Artifact" => &ARTIFACT,
        "ArtifactDetail" => &ARTIFACT_DETAIL,
        "ArtifactDetails" => &ARTIFACT_DETAILS,
        "ArtifactLocation" => &ARTIFACT_LOCATION,
        "ArtifactRevision" => &ARTIFACT_REVISION,
        "ArtifactStore" => &ARTIFACT_STORE,
        "BeforeEntryConditions" => &BEFORE_ENTRY_CONDITIONS,
        "BlockerDeclaration" => &BLOCKER_DECLARATION,
        "Condition" => &CONDITION,
        "ConditionExecution" => &CONDITION_EXECUTION,
        "ConditionState" => &CONDITION_STATE,
        "CreateCustomActionTypeInput" => &CREATE_CUSTOM_ACTION_TYPE_INPUT,
        "CreateCustomActionTypeOutput" => &CREATE_CUSTOM_ACTION_TYPE_OUTPUT,
        "CreatePipelineInput" => &CREATE_PIPELINE_INPUT,
        "CreatePipelineOutput" => &CREATE_PIPELINE_OUTPUT,
        "CurrentRevision" => &CURRENT_REVISION,
        "DeleteCustomActionTypeInput" => &DELETE_CUSTOM_ACTION_TYPE_INPUT,
        "DeletePipelineInput" => &DELETE_PIPELINE_INPUT,
        "DeleteWebhookInput" => &DELETE_WEBHOOK_INPUT,
        "DeleteWebhookOutput" => &DELETE_WEBHOOK_OUTPUT,
        "DeployActionExecutionTarget" => &DEPLOY_ACTION_EXECUTION_TARGET,
        "DeployTargetEvent" => &DEPLOY_TARGET_EVENT,
        "DeployTargetEventContext" => &DEPLOY_TARGET_EVENT_CONTEXT,
        "DeregisterWebhookWithThirdPartyInput" => &DEREGISTER_WEBHOOK_WITH_THIRD_PARTY_INPUT,
        "DeregisterWebhookWithThirdPartyOutput" => &DEREGISTER_WEBHOOK_WITH_THIRD_PARTY_OUTPUT,
        "DisableStageTransitionInput" => &DISABLE_STAGE_TRANSITION_INPUT,
        "EnableStageTransitionInput" => &ENABLE_STAGE_TRANSITION_INPUT,
        "EncryptionKey" => &ENCRYPTION_KEY,
        "EnvironmentVariable" => &ENVIRONMENT_VARIABLE,
        "ErrorDetails" => &ERROR_DETAILS,
        "ExecutionDetails" => &EXECUTION_DETAILS,
        "ExecutionTrigger" => &EXECUTION_TRIGGER,
        "ExecutorConfiguration" => &EXECUTOR_CONFIGURATION,
        "FailureConditions" => &FAILURE_CONDITIONS,
        "FailureDetails" => &FAILURE_DETAILS,
        "GetActionTypeInput" => &GET_ACTION_TYPE_INPUT,
        "GetActionTypeOutput" => &GET_ACTION_TYPE_OUTPUT,
        "GetJobDetailsInput" => &GET_JOB_DETAILS_INPUT,
        "GetJobDetailsOutput" => &GET_JOB_DETAILS_OUTPUT,
        "GetPipelineExecutionInput" => &GET_PIPELINE_EXECUTION_INPUT,
        "GetPipelineExecutionOutput" => &GET_PIPELINE_EXECUTION_OUTPUT,
        "GetPipelineInput" => &GET_PIPELINE_INPUT,
        "GetPipelineOutput" => &GET_PIPELINE_OUTPUT,
        "GetPipelineStateInput" => &GET_PIPELINE_STATE_INPUT,
        "GetPipelineStateOutput" => &GET_PIPELINE_STATE_OUTPUT,
        "GetThirdPartyJobDetailsInput" => &GET_THIRD_PARTY_JOB_DETAILS_INPUT,
        "GetThirdPartyJobDetailsOutput" => &GET_THIRD_PARTY_JOB_DETAILS_OUTPUT,
        "GitBranchFilterCriteria" => &GIT_BRANCH_FILTER_CRITERIA,
        "GitConfiguration" => &GIT_CONFIGURATION,
        "GitFilePathFilterCriteria" => &GIT_FILE_PATH_FILTER_CRITERIA,
        "GitPullRequestFilter" => &GIT_PULL_REQUEST_FILTER,
        "GitPushFilter" => &GIT_PUSH_FILTER,
        "GitTagFilterCriteria" => &GIT_TAG_FILTER_CRITERIA,
        "InputArtifact" => &INPUT_ARTIFACT,
        "Job" => &JOB,
        "JobData" => &JOB_DATA,
        "JobDetails" => &JOB_DETAILS,
        "JobWorkerExecutorConfiguration" => &JOB_WORKER_EXECUTOR_CONFIGURATION,
        "LambdaExecutorConfiguration" => &LAMBDA_EXECUTOR_CONFIGURATION,
        "LatestInPipelineExecutionFilter" => &LATEST_IN_PIPELINE_EXECUTION_FILTER,
        "ListActionExecutionsInput" => &LIST_ACTION_EXECUTIONS_INPUT,
        "ListActionExecutionsOutput" => &LIST_ACTION_EXECUTIONS_OUTPUT,
        "ListActionTypesInput" => &LIST_ACTION_TYPES_INPUT,
        "ListActionTypesOutput" => &LIST_ACTION_TYPES_OUTPUT,
        "ListDeployActionExecutionTargetsInput" => &LIST_DEPLOY_ACTION_EXECUTION_TARGETS_INPUT,
        "ListDeployActionExecutionTargetsOutput" => &LIST_DEPLOY_ACTION_EXECUTION_TARGETS_OUTPUT,
        "ListPipelineExecutionsInput" => &LIST_PIPELINE_EXECUTIONS_INPUT,
        "ListPipelineExecutionsOutput" => &LIST_PIPELINE_EXECUTIONS_OUTPUT,
        "ListPipelinesInput" => &LIST_PIPELINES_INPUT,
        "ListPipelinesOutput" => &LIST_PIPELINES_OUTPUT,
        "ListRuleExecutionsInput" => &LIST_RULE_EXECUTIONS_INPUT,
        "ListRuleExecutionsOutput" => &LIST_RULE_EXECUTIONS_OUTPUT,
        "ListRuleTypesInput" => &LIST_RULE_TYPES_INPUT,
        "ListRuleTypesOutput" => &LIST_RULE_TYPES_OUTPUT,
        "ListTagsForResourceInput" => &LIST_TAGS_FOR_RESOURCE_INPUT,
        "ListTagsForResourceOutput" => &LIST_TAGS_FOR_RESOURCE_OUTPUT,
        "ListWebhookItem" => &LIST_WEBHOOK_ITEM,
        "ListWebhooksInput" => &LIST_WEBHOOKS_INPUT,
        "ListWebhooksOutput" => &LIST_WEBHOOKS_OUTPUT,
        "OutputArtifact" => &OUTPUT_ARTIFACT,
        "OverrideStageConditionInput" => &OVERRIDE_STAGE_CONDITION_INPUT,
        "PipelineContext" => &PIPELINE_CONTEXT,
        "PipelineDeclaration" => &PIPELINE_DECLARATION,
        "PipelineExecution" => &PIPELINE_EXECUTION,
        "PipelineExecutionFilter" => &PIPELINE_EXECUTION_FILTER,
        "PipelineExecutionSummary" => &PIPELINE_EXECUTION_SUMMARY,
        "PipelineMetadata" => &PIPELINE_METADATA,
        "PipelineRollbackMetadata" => &PIPELINE_ROLLBACK_METADATA,
        "PipelineSummary" => &PIPELINE_SUMMARY,
        "PipelineTriggerDeclaration" => &PIPELINE_TRIGGER_DECLARATION,
        "PipelineVariable" => &PIPELINE_VARIABLE,
        "PipelineVariableDeclaration" => &PIPELINE_VARIABLE_DECLARATION,
        "PollForJobsInput" => &POLL_FOR_JOBS_INPUT,
        "PollForJobsOutput" => &POLL_FOR_JOBS_OUTPUT,
        "PollForThirdPartyJobsInput" => &POLL_FOR_THIRD_PARTY_JOBS_INPUT,
        "PollForThirdPartyJobsOutput" => &POLL_FOR_THIRD_PARTY_JOBS_OUTPUT,
        "PutActionRevisionInput" => &PUT_ACTION_REVISION_INPUT,
        "PutActionRevisionOutput" => &PUT_ACTION_REVISION_OUTPUT,
        "PutApprovalResultInput" => &PUT_APPROVAL_RESULT_INPUT,
        "PutApprovalResultOutput" => &PUT_APPROVAL_RESULT_OUTPUT,
        "PutJobFailureResultInput" => &PUT_JOB_FAILURE_RESULT_INPUT,
        "PutJobSuccessResultInput" => &PUT_JOB_SUCCESS_RESULT_INPUT,
        "PutThirdPartyJobFailureResultInput" => &PUT_THIRD_PARTY_JOB_FAILURE_RESULT_INPUT,
        "PutThirdPartyJobSuccessResultInput" => &PUT_THIRD_PARTY_JOB_SUCCESS_RESULT_INPUT,
        "PutWebhookInput" => &PUT_WEBHOOK_INPUT,
        "PutWebhookOutput" => &PUT_WEBHOOK_OUTPUT,
        "RegisterWebhookWithThirdPartyInput" => &REGISTER_WEBHOOK_WITH_THIRD_PARTY_INPUT,
        "RegisterWebhookWithThirdPartyOutput" => &REGISTER_WEBHOOK_WITH_THIRD_PARTY_OUTPUT,
        "ResolvedPipelineVariable" => &RESOLVED_PIPELINE_VARIABLE,
        "RetryConfiguration" => &RETRY_CONFIGURATION,
        "RetryStageExecutionInput" => &RETRY_STAGE_EXECUTION_INPUT,
        "RetryStageExecutionOutput" => &RETRY_STAGE_EXECUTION_OUTPUT,
        "RetryStageMetadata" => &RETRY_STAGE_METADATA,
        "RollbackStageInput" => &ROLLBACK_STAGE_INPUT,
        "RollbackStageOutput" => &ROLLBACK_STAGE_OUTPUT,
        "RuleConfigurationProperty" => &RULE_CONFIGURATION_PROPERTY,
        "RuleDeclaration" => &RULE_DECLARATION,
        "RuleExecution" => &RULE_EXECUTION,
        "RuleExecutionDetail" => &RULE_EXECUTION_DETAIL,
        "RuleExecutionFilter" => &RULE_EXECUTION_FILTER,
        "RuleExecutionInput" => &RULE_EXECUTION_INPUT,
        "RuleExecutionOutput" => &RULE_EXECUTION_OUTPUT,
        "RuleExecutionResult" => &RULE_EXECUTION_RESULT,
        "RuleRevision" => &RULE_REVISION,
        "RuleState" => &RULE_STATE,
        "RuleType" => &RULE_TYPE,
        "RuleTypeId" => &RULE_TYPE_ID,
        "RuleTypeSettings" => &RULE_TYPE_SETTINGS,
        "S3ArtifactLocation" => &S3_ARTIFACT_LOCATION,
        "S3Location" => &S3_LOCATION,
        "SourceRevision" => &SOURCE_REVISION,
        "SourceRevisionOverride" => &SOURCE_REVISION_OVERRIDE,
        "StageConditionState" => &STAGE_CONDITION_STATE,
        "StageConditionsExecution" => &STAGE_CONDITIONS_EXECUTION,
        "StageContext" => &STAGE_CONTEXT,
        "StageDeclaration" => &STAGE_DECLARATION,
        "StageExecution" => &STAGE_EXECUTION,
        "StageState" => &STAGE_STATE,
        "StartPipelineExecutionInput" => &START_PIPELINE_EXECUTION_INPUT,
        "StartPipelineExecutionOutput" => &START_PIPELINE_EXECUTION_OUTPUT,
        "StopExecutionTrigger" => &STOP_EXECUTION_TRIGGER,
        "StopPipelineExecutionInput" => &STOP_PIPELINE_EXECUTION_INPUT,
        "StopPipelineExecutionOutput" => &STOP_PIPELINE_EXECUTION_OUTPUT,
        "SucceededInStageFilter" => &SUCCEEDED_IN_STAGE_FILTER,
        "SuccessConditions" => &SUCCESS_CONDITIONS,
        "Tag" => &TAG,
        "TagResourceInput" => &TAG_RESOURCE_INPUT,
        "TagResourceOutput" => &TAG_RESOURCE_OUTPUT,
        "TargetFilter" => &TARGET_FILTER,
        "ThirdPartyJob" => &THIRD_PARTY_JOB,
        "ThirdPartyJobData" => &THIRD_PARTY_JOB_DATA,
        "ThirdPartyJobDetails" => &THIRD_PARTY_JOB_DETAILS,
        "TransitionState" => &TRANSITION_STATE,
        "UntagResourceInput" => &UNTAG_RESOURCE_INPUT,
        "UntagResourceOutput" => &UNTAG_RESOURCE_OUTPUT,
        "UpdateActionTypeInput" => &UPDATE_ACTION_TYPE_INPUT,
        "UpdatePipelineInput" => &UPDATE_PIPELINE_INPUT,
        "UpdatePipelineOutput" => &UPDATE_PIPELINE_OUTPUT,
        "WebhookAuthConfiguration" => &WEBHOOK_AUTH_CONFIGURATION,
        "WebhookDefinition" => &WEBHOOK_DEFINITION,
        "WebhookFilterRule" => &WEBHOOK_FILTER_RULE,
        _ => return None,
    })
}

static PATTERN_0: Pattern = Pattern::new("[0-9]{12}", "^(?:[0-9]{12})\\z");
static PATTERN_1: Pattern = Pattern::new("[a-zA-Z0-9_-]+", "^(?:[a-zA-Z0-9_-]+)\\z");
static PATTERN_2: Pattern = Pattern::new("[A-Za-z0-9.@\\-_]+", "^(?:[A-Za-z0-9.@\\-_]+)\\z");
static PATTERN_3: Pattern = Pattern::new("[A-Za-z0-9@\\-_]+", "^(?:[A-Za-z0-9@\\-_]+)\\z");
static PATTERN_4: Pattern = Pattern::new("[0-9A-Za-z_-]+", "^(?:[0-9A-Za-z_-]+)\\z");
static PATTERN_5: Pattern = Pattern::new("AWS|ThirdParty", "^(?:AWS|ThirdParty)\\z");
static PATTERN_6: Pattern = Pattern::new("[0-9]{12}|\\*", "^(?:[0-9]{12}|\\*)\\z");
static PATTERN_7: Pattern = Pattern::new(
    "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\z",
);
static PATTERN_8: Pattern = Pattern::new("[a-zA-Z0-9_\\-]+", "^(?:[a-zA-Z0-9_\\-]+)\\z");
static PATTERN_9: Pattern = Pattern::new("[a-zA-Z0-9\\-\\.]+", "^(?:[a-zA-Z0-9\\-\\.]+)\\z");
static PATTERN_10: Pattern = Pattern::new("^[a-zA-Z0-9-]+$", "^(?:^[a-zA-Z0-9-]+$)\\z");
static PATTERN_11: Pattern =
    Pattern::new("[a-zA-Z0-9!@ \\(\\)\\.\\*\\?\\-]+", "^(?:[a-zA-Z0-9!@ \\(\\)\\.\\*\\?\\-]+)\\z");
static PATTERN_12: Pattern = Pattern::new("[A-Za-z0-9_]+", "^(?:[A-Za-z0-9_]+)\\z");
static PATTERN_13: Pattern = Pattern::new(".*", "^(?:[^\\n\\r\\x{85}\\x{2028}\\x{2029}]*)\\z");
static PATTERN_14: Pattern = Pattern::new(
    "arn:aws(-[\\w]+)*:lambda:.+:[0-9]{12}:function:.+",
    "^(?:arn:aws(-[A-Za-z0-9_]+)*:lambda:[^\\n\\r\\x{85}\\x{2028}\\x{2029}]+:[0-9]{12}:function:[^\\n\\r\\x{85}\\x{2028}\\x{2029}]+)\\z",
);
static PATTERN_15: Pattern = Pattern::new(
    "arn:aws(-[\\w]+)*:codepipeline:.+:[0-9]{12}:.+",
    "^(?:arn:aws(-[A-Za-z0-9_]+)*:codepipeline:[^\\n\\r\\x{85}\\x{2028}\\x{2029}]+:[0-9]{12}:[^\\n\\r\\x{85}\\x{2028}\\x{2029}]+)\\z",
);
static PATTERN_16: Pattern = Pattern::new(
    "arn:aws(-[\\w]+)*:iam::[0-9]{12}:role/.*",
    "^(?:arn:aws(-[A-Za-z0-9_]+)*:iam::[0-9]{12}:role/[^\\n\\r\\x{85}\\x{2028}\\x{2029}]*)\\z",
);

/// All of them.
#[cfg(test)]
pub(crate) static PATTERNS: &[&Pattern] = &[
    &PATTERN_0,
    &PATTERN_1,
    &PATTERN_2,
    &PATTERN_3,
    &PATTERN_4,
    &PATTERN_5,
    &PATTERN_6,
    &PATTERN_7,
    &PATTERN_8,
    &PATTERN_9,
    &PATTERN_10,
    &PATTERN_11,
    &PATTERN_12,
    &PATTERN_13,
    &PATTERN_14,
    &PATTERN_15,
    &PATTERN_16,
];

static AWS_REGION_NAME: Shape = Shape::Text { length: Bounds { min: Some(4), max: Some(30) }, pattern: None };
static AWS_SESSION_CREDENTIALS: Shape = Shape::Structure(&[
    Member { name: "accessKeyId", shape: &ACCESS_KEY_ID, required: true },
    Member { name: "secretAccessKey", shape: &SECRET_ACCESS_KEY, required: true },
    Member { name: "sessionToken", shape: &SESSION_TOKEN, required: true },
]);
static ACCESS_KEY_ID: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static ACCOUNT_ID: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_0) };
static ACKNOWLEDGE_JOB_INPUT: Shape = Shape::Structure(&[
    Member { name: "jobId", shape: &JOB_ID, required: true },
    Member { name: "nonce", shape: &NONCE, required: true },
]);
static ACKNOWLEDGE_JOB_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "status", shape: &JOB_STATUS, required: false }]);
static ACKNOWLEDGE_THIRD_PARTY_JOB_INPUT: Shape = Shape::Structure(&[
    Member { name: "jobId", shape: &THIRD_PARTY_JOB_ID, required: true },
    Member { name: "nonce", shape: &NONCE, required: true },
    Member { name: "clientToken", shape: &CLIENT_TOKEN, required: true },
]);
static ACKNOWLEDGE_THIRD_PARTY_JOB_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "status", shape: &JOB_STATUS, required: false }]);
static ACTION_CATEGORY: Shape =
    Shape::Enumeration(&["Source", "Build", "Deploy", "Test", "Invoke", "Approval", "Compute"]);
static ACTION_CONFIGURATION: Shape =
    Shape::Structure(&[Member { name: "configuration", shape: &ACTION_CONFIGURATION_MAP, required: false }]);
static ACTION_CONFIGURATION_KEY: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(50) }, pattern: None };
static ACTION_CONFIGURATION_MAP: Shape = Shape::Map {
    key: &ACTION_CONFIGURATION_KEY,
    value: &ACTION_CONFIGURATION_VALUE,
    size: Bounds { min: None, max: None },
};
static ACTION_CONFIGURATION_PROPERTY: Shape = Shape::Structure(&[
    Member { name: "name", shape: &ACTION_CONFIGURATION_KEY, required: true },
    Member { name: "required", shape: &BOOLEAN, required: true },
    Member { name: "key", shape: &BOOLEAN, required: true },
    Member { name: "secret", shape: &BOOLEAN, required: true },
    Member { name: "queryable", shape: &BOOLEAN, required: false },
    Member { name: "description", shape: &DESCRIPTION, required: false },
    Member { name: "type", shape: &ACTION_CONFIGURATION_PROPERTY_TYPE, required: false },
]);
static ACTION_CONFIGURATION_PROPERTY_LIST: Shape =
    Shape::List { of: &ACTION_CONFIGURATION_PROPERTY, size: Bounds { min: None, max: Some(10) } };
static ACTION_CONFIGURATION_PROPERTY_TYPE: Shape = Shape::Enumeration(&["String", "Number", "Boolean"]);
static ACTION_CONFIGURATION_QUERYABLE_VALUE: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(50) }, pattern: Some(&PATTERN_1) };
static ACTION_CONFIGURATION_VALUE: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(1000) }, pattern: None };
static ACTION_CONTEXT: Shape = Shape::Structure(&[
    Member { name: "name", shape: &ACTION_NAME, required: false },
    Member { name: "actionExecutionId", shape: &ACTION_EXECUTION_ID, required: false },
]);
static ACTION_DECLARATION: Shape = Shape::Structure(&[
    Member { name: "name", shape: &ACTION_NAME, required: true },
    Member { name: "actionTypeId", shape: &ACTION_TYPE_ID, required: true },
    Member { name: "runOrder", shape: &ACTION_RUN_ORDER, required: false },
    Member { name: "configuration", shape: &ACTION_CONFIGURATION_MAP, required: false },
    Member { name: "commands", shape: &COMMAND_LIST, required: false },
    Member { name: "outputArtifacts", shape: &OUTPUT_ARTIFACT_LIST, required: false },
    Member { name: "inputArtifacts", shape: &INPUT_ARTIFACT_LIST, required: false },
    Member { name: "outputVariables", shape: &OUTPUT_VARIABLE_LIST, required: false },
    Member { name: "roleArn", shape: &ROLE_ARN, required: false },
    Member { name: "region", shape: &AWS_REGION_NAME, required: false },
    Member { name: "namespace", shape: &ACTION_NAMESPACE, required: false },
    Member { name: "timeoutInMinutes", shape: &ACTION_TIMEOUT, required: false },
    Member { name: "environmentVariables", shape: &ENVIRONMENT_VARIABLE_LIST, required: false },
]);
static ACTION_EXECUTION: Shape = Shape::Structure(&[
    Member { name: "actionExecutionId", shape: &ACTION_EXECUTION_ID, required: false },
    Member { name: "status", shape: &ACTION_EXECUTION_STATUS, required: false },
    Member { name: "summary", shape: &EXECUTION_SUMMARY, required: false },
    Member { name: "lastStatusChange", shape: &TIMESTAMP, required: false },
    Member { name: "token", shape: &ACTION_EXECUTION_TOKEN, required: false },
    Member { name: "lastUpdatedBy", shape: &LAST_UPDATED_BY, required: false },
    Member { name: "externalExecutionId", shape: &EXECUTION_ID, required: false },
    Member { name: "externalExecutionUrl", shape: &URL, required: false },
    Member { name: "percentComplete", shape: &PERCENTAGE, required: false },
    Member { name: "errorDetails", shape: &ERROR_DETAILS, required: false },
    Member { name: "logStreamARN", shape: &LOG_STREAM_ARN, required: false },
]);
static ACTION_EXECUTION_DETAIL: Shape = Shape::Structure(&[
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: false },
    Member { name: "actionExecutionId", shape: &ACTION_EXECUTION_ID, required: false },
    Member { name: "pipelineVersion", shape: &PIPELINE_VERSION, required: false },
    Member { name: "stageName", shape: &STAGE_NAME, required: false },
    Member { name: "actionName", shape: &ACTION_NAME, required: false },
    Member { name: "startTime", shape: &TIMESTAMP, required: false },
    Member { name: "lastUpdateTime", shape: &TIMESTAMP, required: false },
    Member { name: "updatedBy", shape: &LAST_UPDATED_BY, required: false },
    Member { name: "status", shape: &ACTION_EXECUTION_STATUS, required: false },
    Member { name: "input", shape: &ACTION_EXECUTION_INPUT, required: false },
    Member { name: "output", shape: &ACTION_EXECUTION_OUTPUT, required: false },
]);
static ACTION_EXECUTION_DETAIL_LIST: Shape =
    Shape::List { of: &ACTION_EXECUTION_DETAIL, size: Bounds { min: None, max: None } };
static ACTION_EXECUTION_FILTER: Shape = Shape::Structure(&[
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: false },
    Member {
        name: "latestInPipelineExecution",
        shape: &LATEST_IN_PIPELINE_EXECUTION_FILTER,
        required: false,
    },
]);
static ACTION_EXECUTION_ID: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static ACTION_EXECUTION_INPUT: Shape = Shape::Structure(&[
    Member { name: "actionTypeId", shape: &ACTION_TYPE_ID, required: false },
    Member { name: "configuration", shape: &ACTION_CONFIGURATION_MAP, required: false },
    Member { name: "resolvedConfiguration", shape: &RESOLVED_ACTION_CONFIGURATION_MAP, required: false },
    Member { name: "roleArn", shape: &ROLE_ARN, required: false },
    Member { name: "region", shape: &AWS_REGION_NAME, required: false },
    Member { name: "inputArtifacts", shape: &ARTIFACT_DETAIL_LIST, required: false },
    Member { name: "namespace", shape: &ACTION_NAMESPACE, required: false },
]);
static ACTION_EXECUTION_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "outputArtifacts", shape: &ARTIFACT_DETAIL_LIST, required: false },
    Member { name: "executionResult", shape: &ACTION_EXECUTION_RESULT, required: false },
    Member { name: "outputVariables", shape: &OUTPUT_VARIABLES_MAP, required: false },
]);
static ACTION_EXECUTION_RESULT: Shape = Shape::Structure(&[
    Member { name: "externalExecutionId", shape: &EXTERNAL_EXECUTION_ID, required: false },
    Member { name: "externalExecutionSummary", shape: &EXTERNAL_EXECUTION_SUMMARY, required: false },
    Member { name: "externalExecutionUrl", shape: &URL, required: false },
    Member { name: "errorDetails", shape: &ERROR_DETAILS, required: false },
    Member { name: "logStreamARN", shape: &LOG_STREAM_ARN, required: false },
]);
static ACTION_EXECUTION_STATUS: Shape =
    Shape::Enumeration(&["InProgress", "Abandoned", "Succeeded", "Failed"]);
static ACTION_EXECUTION_TOKEN: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static ACTION_NAME: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: Some(&PATTERN_2) };
static ACTION_NAMESPACE: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: Some(&PATTERN_3) };
static ACTION_OWNER: Shape = Shape::Enumeration(&["AWS", "ThirdParty", "Custom"]);
static ACTION_PROVIDER: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(35) }, pattern: Some(&PATTERN_4) };
static ACTION_REVISION: Shape = Shape::Structure(&[
    Member { name: "revisionId", shape: &REVISION, required: true },
    Member { name: "revisionChangeId", shape: &REVISION_CHANGE_IDENTIFIER, required: true },
    Member { name: "created", shape: &TIMESTAMP, required: true },
]);
static ACTION_RUN_ORDER: Shape = Shape::Integer(Bounds { min: Some(1), max: Some(999) });
static ACTION_STATE: Shape = Shape::Structure(&[
    Member { name: "actionName", shape: &ACTION_NAME, required: false },
    Member { name: "currentRevision", shape: &ACTION_REVISION, required: false },
    Member { name: "latestExecution", shape: &ACTION_EXECUTION, required: false },
    Member { name: "entityUrl", shape: &URL, required: false },
    Member { name: "revisionUrl", shape: &URL, required: false },
]);
static ACTION_STATE_LIST: Shape = Shape::List { of: &ACTION_STATE, size: Bounds { min: None, max: None } };
static ACTION_TIMEOUT: Shape = Shape::Integer(Bounds { min: Some(5), max: Some(86400) });
static ACTION_TYPE: Shape = Shape::Structure(&[
    Member { name: "id", shape: &ACTION_TYPE_ID, required: true },
    Member { name: "settings", shape: &ACTION_TYPE_SETTINGS, required: false },
    Member {
        name: "actionConfigurationProperties",
        shape: &ACTION_CONFIGURATION_PROPERTY_LIST,
        required: false,
    },
    Member { name: "inputArtifactDetails", shape: &ARTIFACT_DETAILS, required: true },
    Member { name: "outputArtifactDetails", shape: &ARTIFACT_DETAILS, required: true },
]);
static ACTION_TYPE_ARTIFACT_DETAILS: Shape = Shape::Structure(&[
    Member { name: "minimumCount", shape: &MINIMUM_ACTION_TYPE_ARTIFACT_COUNT, required: true },
    Member { name: "maximumCount", shape: &MAXIMUM_ACTION_TYPE_ARTIFACT_COUNT, required: true },
]);
static ACTION_TYPE_DECLARATION: Shape = Shape::Structure(&[
    Member { name: "description", shape: &ACTION_TYPE_DESCRIPTION, required: false },
    Member { name: "executor", shape: &ACTION_TYPE_EXECUTOR, required: true },
    Member { name: "id", shape: &ACTION_TYPE_IDENTIFIER, required: true },
    Member { name: "inputArtifactDetails", shape: &ACTION_TYPE_ARTIFACT_DETAILS, required: true },
    Member { name: "outputArtifactDetails", shape: &ACTION_TYPE_ARTIFACT_DETAILS, required: true },
    Member { name: "permissions", shape: &ACTION_TYPE_PERMISSIONS, required: false },
    Member { name: "properties", shape: &ACTION_TYPE_PROPERTIES, required: false },
    Member { name: "urls", shape: &ACTION_TYPE_URLS, required: false },
]);
static ACTION_TYPE_DESCRIPTION: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(1024) }, pattern: None };
static ACTION_TYPE_EXECUTOR: Shape = Shape::Structure(&[
    Member { name: "configuration", shape: &EXECUTOR_CONFIGURATION, required: true },
    Member { name: "type", shape: &EXECUTOR_TYPE, required: true },
    Member { name: "policyStatementsTemplate", shape: &POLICY_STATEMENTS_TEMPLATE, required: false },
    Member { name: "jobTimeout", shape: &JOB_TIMEOUT, required: false },
]);
static ACTION_TYPE_ID: Shape = Shape::Structure(&[
    Member { name: "category", shape: &ACTION_CATEGORY, required: true },
    Member { name: "owner", shape: &ACTION_OWNER, required: true },
    Member { name: "provider", shape: &ACTION_PROVIDER, required: true },
    Member { name: "version", shape: &VERSION, required: true },
]);
static ACTION_TYPE_IDENTIFIER: Shape = Shape::Structure(&[
    Member { name: "category", shape: &ACTION_CATEGORY, required: true },
    Member { name: "owner", shape: &ACTION_TYPE_OWNER, required: true },
    Member { name: "provider", shape: &ACTION_PROVIDER, required: true },
    Member { name: "version", shape: &VERSION, required: true },
]);
static ACTION_TYPE_LIST: Shape = Shape::List { of: &ACTION_TYPE, size: Bounds { min: None, max: None } };
static ACTION_TYPE_OWNER: Shape =
    Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_5) };
static ACTION_TYPE_PERMISSIONS: Shape =
    Shape::Structure(&[Member { name: "allowedAccounts", shape: &ALLOWED_ACCOUNTS, required: true }]);
static ACTION_TYPE_PROPERTIES: Shape =
    Shape::List { of: &ACTION_TYPE_PROPERTY, size: Bounds { min: None, max: Some(10) } };
static ACTION_TYPE_PROPERTY: Shape = Shape::Structure(&[
    Member { name: "name", shape: &ACTION_CONFIGURATION_KEY, required: true },
    Member { name: "optional", shape: &BOOLEAN, required: true },
    Member { name: "key", shape: &BOOLEAN, required: true },
    Member { name: "noEcho", shape: &BOOLEAN, required: true },
    Member { name: "queryable", shape: &BOOLEAN, required: false },
    Member { name: "description", shape: &PROPERTY_DESCRIPTION, required: false },
]);
static ACTION_TYPE_SETTINGS: Shape = Shape::Structure(&[
    Member { name: "thirdPartyConfigurationUrl", shape: &URL, required: false },
    Member { name: "entityUrlTemplate", shape: &URL_TEMPLATE, required: false },
    Member { name: "executionUrlTemplate", shape: &URL_TEMPLATE, required: false },
    Member { name: "revisionUrlTemplate", shape: &URL_TEMPLATE, required: false },
]);
static ACTION_TYPE_URLS: Shape = Shape::Structure(&[
    Member { name: "configurationUrl", shape: &URL, required: false },
    Member { name: "entityUrlTemplate", shape: &URL_TEMPLATE, required: false },
    Member { name: "executionUrlTemplate", shape: &URL_TEMPLATE, required: false },
    Member { name: "revisionUrlTemplate", shape: &URL_TEMPLATE, required: false },
]);
static ALLOWED_ACCOUNT: Shape =
    Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_6) };
static ALLOWED_ACCOUNTS: Shape =
    Shape::List { of: &ALLOWED_ACCOUNT, size: Bounds { min: Some(1), max: Some(1000) } };
static APPROVAL_RESULT: Shape = Shape::Structure(&[
    Member { name: "summary", shape: &APPROVAL_SUMMARY, required: true },
    Member { name: "status", shape: &APPROVAL_STATUS, required: true },
]);
static APPROVAL_STATUS: Shape = Shape::Enumeration(&["Approved", "Rejected"]);
static APPROVAL_SUMMARY: Shape =
    Shape::Text { length: Bounds { min: Some(0), max: Some(512) }, pattern: None };
static APPROVAL_TOKEN: Shape =
    Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_7) };
static ARTIFACT: Shape = Shape::Structure(&[
    Member { name: "name", shape: &ARTIFACT_NAME, required: false },
    Member { name: "revision", shape: &REVISION, required: false },
    Member { name: "location", shape: &ARTIFACT_LOCATION, required: false },
]);
static ARTIFACT_DETAIL: Shape = Shape::Structure(&[
    Member { name: "name", shape: &ARTIFACT_NAME, required: false },
    Member { name: "s3location", shape: &S3_LOCATION, required: false },
]);
static ARTIFACT_DETAIL_LIST: Shape =
    Shape::List { of: &ARTIFACT_DETAIL, size: Bounds { min: None, max: None } };
static ARTIFACT_DETAILS: Shape = Shape::Structure(&[
    Member { name: "minimumCount", shape: &MINIMUM_ARTIFACT_COUNT, required: true },
    Member { name: "maximumCount", shape: &MAXIMUM_ARTIFACT_COUNT, required: true },
]);
static ARTIFACT_LIST: Shape = Shape::List { of: &ARTIFACT, size: Bounds { min: None, max: None } };
static ARTIFACT_LOCATION: Shape = Shape::Structure(&[
    Member { name: "type", shape: &ARTIFACT_LOCATION_TYPE, required: false },
    Member { name: "s3Location", shape: &S3_ARTIFACT_LOCATION, required: false },
]);
static ARTIFACT_LOCATION_TYPE: Shape = Shape::Enumeration(&["S3"]);
static ARTIFACT_NAME: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: Some(&PATTERN_8) };
static ARTIFACT_REVISION: Shape = Shape::Structure(&[
    Member { name: "name", shape: &ARTIFACT_NAME, required: false },
    Member { name: "revisionId", shape: &REVISION, required: false },
    Member { name: "revisionChangeIdentifier", shape: &REVISION_CHANGE_IDENTIFIER, required: false },
    Member { name: "revisionSummary", shape: &REVISION_SUMMARY, required: false },
    Member { name: "created", shape: &TIMESTAMP, required: false },
    Member { name: "revisionUrl", shape: &URL, required: false },
]);
static ARTIFACT_REVISION_LIST: Shape =
    Shape::List { of: &ARTIFACT_REVISION, size: Bounds { min: None, max: None } };
static ARTIFACT_STORE: Shape = Shape::Structure(&[
    Member { name: "type", shape: &ARTIFACT_STORE_TYPE, required: true },
    Member { name: "location", shape: &ARTIFACT_STORE_LOCATION, required: true },
    Member { name: "encryptionKey", shape: &ENCRYPTION_KEY, required: false },
]);
static ARTIFACT_STORE_LOCATION: Shape =
    Shape::Text { length: Bounds { min: Some(3), max: Some(63) }, pattern: Some(&PATTERN_9) };
static ARTIFACT_STORE_MAP: Shape =
    Shape::Map { key: &AWS_REGION_NAME, value: &ARTIFACT_STORE, size: Bounds { min: None, max: None } };
static ARTIFACT_STORE_TYPE: Shape = Shape::Enumeration(&["S3"]);
static BEFORE_ENTRY_CONDITIONS: Shape =
    Shape::Structure(&[Member { name: "conditions", shape: &CONDITION_LIST, required: true }]);
static BLOCKER_DECLARATION: Shape = Shape::Structure(&[
    Member { name: "name", shape: &BLOCKER_NAME, required: true },
    Member { name: "type", shape: &BLOCKER_TYPE, required: true },
]);
static BLOCKER_NAME: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: None };
static BLOCKER_TYPE: Shape = Shape::Enumeration(&["Schedule"]);
static BOOLEAN: Shape = Shape::Boolean;
static CLIENT_ID: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_7) };
static CLIENT_REQUEST_TOKEN: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(128) }, pattern: Some(&PATTERN_10) };
static CLIENT_TOKEN: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(256) }, pattern: None };
static CODE: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static COMMAND: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(1000) }, pattern: None };
static COMMAND_LIST: Shape = Shape::List { of: &COMMAND, size: Bounds { min: Some(1), max: Some(50) } };
static CONDITION: Shape = Shape::Structure(&[
    Member { name: "result", shape: &RESULT, required: false },
    Member { name: "rules", shape: &RULE_DECLARATION_LIST, required: false },
]);
static CONDITION_EXECUTION: Shape = Shape::Structure(&[
    Member { name: "status", shape: &CONDITION_EXECUTION_STATUS, required: false },
    Member { name: "summary", shape: &EXECUTION_SUMMARY, required: false },
    Member { name: "lastStatusChange", shape: &TIMESTAMP, required: false },
]);
static CONDITION_EXECUTION_STATUS: Shape = Shape::Enumeration(&[
    "InProgress",
    "Failed",
    "Errored",
    "Succeeded",
    "Cancelled",
    "Abandoned",
    "Overridden",
]);
static CONDITION_LIST: Shape = Shape::List { of: &CONDITION, size: Bounds { min: Some(1), max: Some(1) } };
static CONDITION_STATE: Shape = Shape::Structure(&[
    Member { name: "latestExecution", shape: &CONDITION_EXECUTION, required: false },
    Member { name: "ruleStates", shape: &RULE_STATE_LIST, required: false },
]);
static CONDITION_STATE_LIST: Shape =
    Shape::List { of: &CONDITION_STATE, size: Bounds { min: None, max: None } };
static CONDITION_TYPE: Shape = Shape::Enumeration(&["BEFORE_ENTRY", "ON_SUCCESS"]);
static CONTINUATION_TOKEN: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(2048) }, pattern: None };
static CREATE_CUSTOM_ACTION_TYPE_INPUT: Shape = Shape::Structure(&[
    Member { name: "category", shape: &ACTION_CATEGORY, required: true },
    Member { name: "provider", shape: &ACTION_PROVIDER, required: true },
    Member { name: "version", shape: &VERSION, required: true },
    Member { name: "settings", shape: &ACTION_TYPE_SETTINGS, required: false },
    Member { name: "configurationProperties", shape: &ACTION_CONFIGURATION_PROPERTY_LIST, required: false },
    Member { name: "inputArtifactDetails", shape: &ARTIFACT_DETAILS, required: true },
    Member { name: "outputArtifactDetails", shape: &ARTIFACT_DETAILS, required: true },
    Member { name: "tags", shape: &TAG_LIST, required: false },
]);
static CREATE_CUSTOM_ACTION_TYPE_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "actionType", shape: &ACTION_TYPE, required: true },
    Member { name: "tags", shape: &TAG_LIST, required: false },
]);
static CREATE_PIPELINE_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipeline", shape: &PIPELINE_DECLARATION, required: true },
    Member { name: "tags", shape: &TAG_LIST, required: false },
]);
static CREATE_PIPELINE_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "pipeline", shape: &PIPELINE_DECLARATION, required: false },
    Member { name: "tags", shape: &TAG_LIST, required: false },
]);
static CURRENT_REVISION: Shape = Shape::Structure(&[
    Member { name: "revision", shape: &REVISION, required: true },
    Member { name: "changeIdentifier", shape: &REVISION_CHANGE_IDENTIFIER, required: true },
    Member { name: "created", shape: &TIME, required: false },
    Member { name: "revisionSummary", shape: &REVISION_SUMMARY, required: false },
]);
static DELETE_CUSTOM_ACTION_TYPE_INPUT: Shape = Shape::Structure(&[
    Member { name: "category", shape: &ACTION_CATEGORY, required: true },
    Member { name: "provider", shape: &ACTION_PROVIDER, required: true },
    Member { name: "version", shape: &VERSION, required: true },
]);
static DELETE_PIPELINE_INPUT: Shape =
    Shape::Structure(&[Member { name: "name", shape: &PIPELINE_NAME, required: true }]);
static DELETE_WEBHOOK_INPUT: Shape =
    Shape::Structure(&[Member { name: "name", shape: &WEBHOOK_NAME, required: true }]);
static DELETE_WEBHOOK_OUTPUT: Shape = Shape::Structure(&[]);
static DEPLOY_ACTION_EXECUTION_TARGET: Shape = Shape::Structure(&[
    Member { name: "targetId", shape: &STRING, required: false },
    Member { name: "targetType", shape: &STRING, required: false },
    Member { name: "status", shape: &STRING, required: false },
    Member { name: "startTime", shape: &TIMESTAMP, required: false },
    Member { name: "endTime", shape: &TIMESTAMP, required: false },
    Member { name: "events", shape: &DEPLOY_TARGET_EVENT_LIST, required: false },
]);
static DEPLOY_ACTION_EXECUTION_TARGET_LIST: Shape =
    Shape::List { of: &DEPLOY_ACTION_EXECUTION_TARGET, size: Bounds { min: None, max: None } };
static DEPLOY_TARGET_EVENT: Shape = Shape::Structure(&[
    Member { name: "name", shape: &STRING, required: false },
    Member { name: "status", shape: &STRING, required: false },
    Member { name: "startTime", shape: &TIMESTAMP, required: false },
    Member { name: "endTime", shape: &TIMESTAMP, required: false },
    Member { name: "context", shape: &DEPLOY_TARGET_EVENT_CONTEXT, required: false },
]);
static DEPLOY_TARGET_EVENT_CONTEXT: Shape = Shape::Structure(&[
    Member { name: "ssmCommandId", shape: &STRING, required: false },
    Member { name: "message", shape: &STRING, required: false },
]);
static DEPLOY_TARGET_EVENT_LIST: Shape =
    Shape::List { of: &DEPLOY_TARGET_EVENT, size: Bounds { min: None, max: None } };
static DEREGISTER_WEBHOOK_WITH_THIRD_PARTY_INPUT: Shape =
    Shape::Structure(&[Member { name: "webhookName", shape: &WEBHOOK_NAME, required: false }]);
static DEREGISTER_WEBHOOK_WITH_THIRD_PARTY_OUTPUT: Shape = Shape::Structure(&[]);
static DESCRIPTION: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(160) }, pattern: None };
static DISABLE_STAGE_TRANSITION_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "stageName", shape: &STAGE_NAME, required: true },
    Member { name: "transitionType", shape: &STAGE_TRANSITION_TYPE, required: true },
    Member { name: "reason", shape: &DISABLED_REASON, required: true },
]);
static DISABLED_REASON: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(300) }, pattern: Some(&PATTERN_11) };
static ENABLE_STAGE_TRANSITION_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "stageName", shape: &STAGE_NAME, required: true },
    Member { name: "transitionType", shape: &STAGE_TRANSITION_TYPE, required: true },
]);
static ENABLED: Shape = Shape::Boolean;
static ENCRYPTION_KEY: Shape = Shape::Structure(&[
    Member { name: "id", shape: &ENCRYPTION_KEY_ID, required: true },
    Member { name: "type", shape: &ENCRYPTION_KEY_TYPE, required: true },
]);
static ENCRYPTION_KEY_ID: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(400) }, pattern: None };
static ENCRYPTION_KEY_TYPE: Shape = Shape::Enumeration(&["KMS"]);
static ENVIRONMENT_VARIABLE: Shape = Shape::Structure(&[
    Member { name: "name", shape: &ENVIRONMENT_VARIABLE_NAME, required: true },
    Member { name: "value", shape: &ENVIRONMENT_VARIABLE_VALUE, required: true },
    Member { name: "type", shape: &ENVIRONMENT_VARIABLE_TYPE, required: false },
]);
static ENVIRONMENT_VARIABLE_LIST: Shape =
    Shape::List { of: &ENVIRONMENT_VARIABLE, size: Bounds { min: Some(1), max: Some(10) } };
static ENVIRONMENT_VARIABLE_NAME: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(128) }, pattern: Some(&PATTERN_12) };
static ENVIRONMENT_VARIABLE_TYPE: Shape = Shape::Enumeration(&["PLAINTEXT", "SECRETS_MANAGER"]);
static ENVIRONMENT_VARIABLE_VALUE: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(2000) }, pattern: Some(&PATTERN_13) };
static ERROR_DETAILS: Shape = Shape::Structure(&[
    Member { name: "code", shape: &CODE, required: false },
    Member { name: "message", shape: &MESSAGE, required: false },
]);
static EXECUTION_DETAILS: Shape = Shape::Structure(&[
    Member { name: "summary", shape: &EXECUTION_SUMMARY, required: false },
    Member { name: "externalExecutionId", shape: &EXECUTION_ID, required: false },
    Member { name: "percentComplete", shape: &PERCENTAGE, required: false },
]);
static EXECUTION_ID: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(1500) }, pattern: None };
static EXECUTION_MODE: Shape = Shape::Enumeration(&["QUEUED", "SUPERSEDED", "PARALLEL"]);
static EXECUTION_SUMMARY: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(2048) }, pattern: None };
static EXECUTION_TRIGGER: Shape = Shape::Structure(&[
    Member { name: "triggerType", shape: &TRIGGER_TYPE, required: false },
    Member { name: "triggerDetail", shape: &TRIGGER_DETAIL, required: false },
]);
static EXECUTION_TYPE: Shape = Shape::Enumeration(&["STANDARD", "ROLLBACK"]);
static EXECUTOR_CONFIGURATION: Shape = Shape::Structure(&[
    Member { name: "lambdaExecutorConfiguration", shape: &LAMBDA_EXECUTOR_CONFIGURATION, required: false },
    Member {
        name: "jobWorkerExecutorConfiguration",
        shape: &JOB_WORKER_EXECUTOR_CONFIGURATION,
        required: false,
    },
]);
static EXECUTOR_TYPE: Shape = Shape::Enumeration(&["JobWorker", "Lambda"]);
static EXTERNAL_EXECUTION_ID: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static EXTERNAL_EXECUTION_SUMMARY: Shape =
    Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static FAILURE_CONDITIONS: Shape = Shape::Structure(&[
    Member { name: "result", shape: &RESULT, required: false },
    Member { name: "retryConfiguration", shape: &RETRY_CONFIGURATION, required: false },
    Member { name: "conditions", shape: &CONDITION_LIST, required: false },
]);
static FAILURE_DETAILS: Shape = Shape::Structure(&[
    Member { name: "type", shape: &FAILURE_TYPE, required: true },
    Member { name: "message", shape: &MESSAGE, required: true },
    Member { name: "externalExecutionId", shape: &EXECUTION_ID, required: false },
]);
static FAILURE_TYPE: Shape = Shape::Enumeration(&[
    "JobFailed",
    "ConfigurationError",
    "PermissionError",
    "RevisionOutOfSync",
    "RevisionUnavailable",
    "SystemUnavailable",
]);
static FILE_PATH: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(128) }, pattern: None };
static FILE_PATH_LIST: Shape = Shape::List { of: &FILE_PATH, size: Bounds { min: Some(1), max: Some(10) } };
static GET_ACTION_TYPE_INPUT: Shape = Shape::Structure(&[
    Member { name: "category", shape: &ACTION_CATEGORY, required: true },
    Member { name: "owner", shape: &ACTION_TYPE_OWNER, required: true },
    Member { name: "provider", shape: &ACTION_PROVIDER, required: true },
    Member { name: "version", shape: &VERSION, required: true },
]);
static GET_ACTION_TYPE_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "actionType", shape: &ACTION_TYPE_DECLARATION, required: false }]);
static GET_JOB_DETAILS_INPUT: Shape =
    Shape::Structure(&[Member { name: "jobId", shape: &JOB_ID, required: true }]);
static GET_JOB_DETAILS_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "jobDetails", shape: &JOB_DETAILS, required: false }]);
static GET_PIPELINE_EXECUTION_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: true },
]);
static GET_PIPELINE_EXECUTION_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "pipelineExecution", shape: &PIPELINE_EXECUTION, required: false }]);
static GET_PIPELINE_INPUT: Shape = Shape::Structure(&[
    Member { name: "name", shape: &PIPELINE_NAME, required: true },
    Member { name: "version", shape: &PIPELINE_VERSION, required: false },
]);
static GET_PIPELINE_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "pipeline", shape: &PIPELINE_DECLARATION, required: false },
    Member { name: "metadata", shape: &PIPELINE_METADATA, required: false },
]);
static GET_PIPELINE_STATE_INPUT: Shape =
    Shape::Structure(&[Member { name: "name", shape: &PIPELINE_NAME, required: true }]);
static GET_PIPELINE_STATE_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: false },
    Member { name: "pipelineVersion", shape: &PIPELINE_VERSION, required: false },
    Member { name: "stageStates", shape: &STAGE_STATE_LIST, required: false },
    Member { name: "created", shape: &TIMESTAMP, required: false },
    Member { name: "updated", shape: &TIMESTAMP, required: false },
]);
static GET_THIRD_PARTY_JOB_DETAILS_INPUT: Shape = Shape::Structure(&[
    Member { name: "jobId", shape: &THIRD_PARTY_JOB_ID, required: true },
    Member { name: "clientToken", shape: &CLIENT_TOKEN, required: true },
]);
static GET_THIRD_PARTY_JOB_DETAILS_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "jobDetails", shape: &THIRD_PARTY_JOB_DETAILS, required: false }]);
static GIT_BRANCH_FILTER_CRITERIA: Shape = Shape::Structure(&[
    Member { name: "includes", shape: &GIT_BRANCH_PATTERN_LIST, required: false },
    Member { name: "excludes", shape: &GIT_BRANCH_PATTERN_LIST, required: false },
]);
static GIT_BRANCH_NAME_PATTERN: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(255) }, pattern: Some(&PATTERN_13) };
static GIT_BRANCH_PATTERN_LIST: Shape =
    Shape::List { of: &GIT_BRANCH_NAME_PATTERN, size: Bounds { min: Some(1), max: Some(8) } };
static GIT_CONFIGURATION: Shape = Shape::Structure(&[
    Member { name: "sourceActionName", shape: &ACTION_NAME, required: true },
    Member { name: "push", shape: &GIT_PUSH_FILTER_LIST, required: false },
    Member { name: "pullRequest", shape: &GIT_PULL_REQUEST_FILTER_LIST, required: false },
]);
static GIT_FILE_PATH_FILTER_CRITERIA: Shape = Shape::Structure(&[
    Member { name: "includes", shape: &GIT_FILE_PATH_PATTERN_LIST, required: false },
    Member { name: "excludes", shape: &GIT_FILE_PATH_PATTERN_LIST, required: false },
]);
static GIT_FILE_PATH_PATTERN: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(255) }, pattern: Some(&PATTERN_13) };
static GIT_FILE_PATH_PATTERN_LIST: Shape =
    Shape::List { of: &GIT_FILE_PATH_PATTERN, size: Bounds { min: Some(1), max: Some(8) } };
static GIT_PULL_REQUEST_EVENT_TYPE: Shape = Shape::Enumeration(&["OPEN", "UPDATED", "CLOSED"]);
static GIT_PULL_REQUEST_EVENT_TYPE_LIST: Shape =
    Shape::List { of: &GIT_PULL_REQUEST_EVENT_TYPE, size: Bounds { min: Some(1), max: Some(3) } };
static GIT_PULL_REQUEST_FILTER: Shape = Shape::Structure(&[
    Member { name: "events", shape: &GIT_PULL_REQUEST_EVENT_TYPE_LIST, required: false },
    Member { name: "branches", shape: &GIT_BRANCH_FILTER_CRITERIA, required: false },
    Member { name: "filePaths", shape: &GIT_FILE_PATH_FILTER_CRITERIA, required: false },
]);
static GIT_PULL_REQUEST_FILTER_LIST: Shape =
    Shape::List { of: &GIT_PULL_REQUEST_FILTER, size: Bounds { min: Some(1), max: Some(3) } };
static GIT_PUSH_FILTER: Shape = Shape::Structure(&[
    Member { name: "tags", shape: &GIT_TAG_FILTER_CRITERIA, required: false },
    Member { name: "branches", shape: &GIT_BRANCH_FILTER_CRITERIA, required: false },
    Member { name: "filePaths", shape: &GIT_FILE_PATH_FILTER_CRITERIA, required: false },
]);
static GIT_PUSH_FILTER_LIST: Shape =
    Shape::List { of: &GIT_PUSH_FILTER, size: Bounds { min: Some(1), max: Some(3) } };
static GIT_TAG_FILTER_CRITERIA: Shape = Shape::Structure(&[
    Member { name: "includes", shape: &GIT_TAG_PATTERN_LIST, required: false },
    Member { name: "excludes", shape: &GIT_TAG_PATTERN_LIST, required: false },
]);
static GIT_TAG_NAME_PATTERN: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(255) }, pattern: None };
static GIT_TAG_PATTERN_LIST: Shape =
    Shape::List { of: &GIT_TAG_NAME_PATTERN, size: Bounds { min: Some(1), max: Some(8) } };
static INPUT_ARTIFACT: Shape =
    Shape::Structure(&[Member { name: "name", shape: &ARTIFACT_NAME, required: true }]);
static INPUT_ARTIFACT_LIST: Shape =
    Shape::List { of: &INPUT_ARTIFACT, size: Bounds { min: None, max: None } };
static JOB: Shape = Shape::Structure(&[
    Member { name: "id", shape: &JOB_ID, required: false },
    Member { name: "data", shape: &JOB_DATA, required: false },
    Member { name: "nonce", shape: &NONCE, required: false },
    Member { name: "accountId", shape: &ACCOUNT_ID, required: false },
]);
static JOB_DATA: Shape = Shape::Structure(&[
    Member { name: "actionTypeId", shape: &ACTION_TYPE_ID, required: false },
    Member { name: "actionConfiguration", shape: &ACTION_CONFIGURATION, required: false },
    Member { name: "pipelineContext", shape: &PIPELINE_CONTEXT, required: false },
    Member { name: "inputArtifacts", shape: &ARTIFACT_LIST, required: false },
    Member { name: "outputArtifacts", shape: &ARTIFACT_LIST, required: false },
    Member { name: "artifactCredentials", shape: &AWS_SESSION_CREDENTIALS, required: false },
    Member { name: "continuationToken", shape: &CONTINUATION_TOKEN, required: false },
    Member { name: "encryptionKey", shape: &ENCRYPTION_KEY, required: false },
]);
static JOB_DETAILS: Shape = Shape::Structure(&[
    Member { name: "id", shape: &JOB_ID, required: false },
    Member { name: "data", shape: &JOB_DATA, required: false },
    Member { name: "accountId", shape: &ACCOUNT_ID, required: false },
]);
static JOB_ID: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_7) };
static JOB_LIST: Shape = Shape::List { of: &JOB, size: Bounds { min: None, max: None } };
static JOB_STATUS: Shape =
    Shape::Enumeration(&["Created", "Queued", "Dispatched", "InProgress", "TimedOut", "Succeeded", "Failed"]);
static JOB_TIMEOUT: Shape = Shape::Integer(Bounds { min: Some(60), max: Some(43200) });
static JOB_WORKER_EXECUTOR_CONFIGURATION: Shape = Shape::Structure(&[
    Member { name: "pollingAccounts", shape: &POLLING_ACCOUNT_LIST, required: false },
    Member { name: "pollingServicePrincipals", shape: &POLLING_SERVICE_PRINCIPAL_LIST, required: false },
]);
static JSON_PATH: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(150) }, pattern: None };
static LAMBDA_EXECUTOR_CONFIGURATION: Shape =
    Shape::Structure(&[Member { name: "lambdaFunctionArn", shape: &LAMBDA_FUNCTION_ARN, required: true }]);
static LAMBDA_FUNCTION_ARN: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(140) }, pattern: Some(&PATTERN_14) };
static LAST_CHANGED_AT: Shape = Shape::Timestamp;
static LAST_CHANGED_BY: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static LAST_UPDATED_BY: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static LATEST_IN_PIPELINE_EXECUTION_FILTER: Shape = Shape::Structure(&[
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: true },
    Member { name: "startTimeRange", shape: &START_TIME_RANGE, required: true },
]);
static LIST_ACTION_EXECUTIONS_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "filter", shape: &ACTION_EXECUTION_FILTER, required: false },
    Member { name: "maxResults", shape: &MAX_RESULTS, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_ACTION_EXECUTIONS_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "actionExecutionDetails", shape: &ACTION_EXECUTION_DETAIL_LIST, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_ACTION_TYPES_INPUT: Shape = Shape::Structure(&[
    Member { name: "actionOwnerFilter", shape: &ACTION_OWNER, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
    Member { name: "regionFilter", shape: &AWS_REGION_NAME, required: false },
]);
static LIST_ACTION_TYPES_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "actionTypes", shape: &ACTION_TYPE_LIST, required: true },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_DEPLOY_ACTION_EXECUTION_TARGETS_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: false },
    Member { name: "actionExecutionId", shape: &ACTION_EXECUTION_ID, required: true },
    Member { name: "filters", shape: &TARGET_FILTER_LIST, required: false },
    Member { name: "maxResults", shape: &MAX_RESULTS, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_DEPLOY_ACTION_EXECUTION_TARGETS_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "targets", shape: &DEPLOY_ACTION_EXECUTION_TARGET_LIST, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_PIPELINE_EXECUTIONS_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "maxResults", shape: &MAX_RESULTS, required: false },
    Member { name: "filter", shape: &PIPELINE_EXECUTION_FILTER, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_PIPELINE_EXECUTIONS_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineExecutionSummaries", shape: &PIPELINE_EXECUTION_SUMMARY_LIST, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_PIPELINES_INPUT: Shape = Shape::Structure(&[
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
    Member { name: "maxResults", shape: &MAX_PIPELINES, required: false },
]);
static LIST_PIPELINES_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "pipelines", shape: &PIPELINE_LIST, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_RULE_EXECUTIONS_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "filter", shape: &RULE_EXECUTION_FILTER, required: false },
    Member { name: "maxResults", shape: &MAX_RESULTS, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_RULE_EXECUTIONS_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "ruleExecutionDetails", shape: &RULE_EXECUTION_DETAIL_LIST, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_RULE_TYPES_INPUT: Shape = Shape::Structure(&[
    Member { name: "ruleOwnerFilter", shape: &RULE_OWNER, required: false },
    Member { name: "regionFilter", shape: &AWS_REGION_NAME, required: false },
]);
static LIST_RULE_TYPES_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "ruleTypes", shape: &RULE_TYPE_LIST, required: true }]);
static LIST_TAGS_FOR_RESOURCE_INPUT: Shape = Shape::Structure(&[
    Member { name: "resourceArn", shape: &RESOURCE_ARN, required: true },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
    Member { name: "maxResults", shape: &MAX_RESULTS, required: false },
]);
static LIST_TAGS_FOR_RESOURCE_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "tags", shape: &TAG_LIST, required: false },
    Member { name: "nextToken", shape: &NEXT_TOKEN, required: false },
]);
static LIST_WEBHOOK_ITEM: Shape = Shape::Structure(&[
    Member { name: "definition", shape: &WEBHOOK_DEFINITION, required: true },
    Member { name: "url", shape: &WEBHOOK_URL, required: true },
    Member { name: "errorMessage", shape: &WEBHOOK_ERROR_MESSAGE, required: false },
    Member { name: "errorCode", shape: &WEBHOOK_ERROR_CODE, required: false },
    Member { name: "lastTriggered", shape: &WEBHOOK_LAST_TRIGGERED, required: false },
    Member { name: "arn", shape: &WEBHOOK_ARN, required: false },
    Member { name: "tags", shape: &TAG_LIST, required: false },
]);
static LIST_WEBHOOKS_INPUT: Shape = Shape::Structure(&[
    Member { name: "NextToken", shape: &NEXT_TOKEN, required: false },
    Member { name: "MaxResults", shape: &MAX_RESULTS, required: false },
]);
static LIST_WEBHOOKS_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "webhooks", shape: &WEBHOOK_LIST, required: false },
    Member { name: "NextToken", shape: &NEXT_TOKEN, required: false },
]);
static LOG_STREAM_ARN: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(250) }, pattern: None };
static MATCH_EQUALS: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(150) }, pattern: None };
static MAX_BATCH_SIZE: Shape = Shape::Integer(Bounds { min: Some(1), max: None });
static MAX_PIPELINES: Shape = Shape::Integer(Bounds { min: Some(1), max: Some(1000) });
static MAX_RESULTS: Shape = Shape::Integer(Bounds { min: Some(1), max: Some(100) });
static MAXIMUM_ACTION_TYPE_ARTIFACT_COUNT: Shape = Shape::Integer(Bounds { min: Some(0), max: Some(10) });
static MAXIMUM_ARTIFACT_COUNT: Shape = Shape::Integer(Bounds { min: Some(0), max: Some(5) });
static MESSAGE: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(5000) }, pattern: None };
static MINIMUM_ACTION_TYPE_ARTIFACT_COUNT: Shape = Shape::Integer(Bounds { min: Some(0), max: Some(10) });
static MINIMUM_ARTIFACT_COUNT: Shape = Shape::Integer(Bounds { min: Some(0), max: Some(5) });
static NEXT_TOKEN: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(2048) }, pattern: None };
static NONCE: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(50) }, pattern: None };
static OUTPUT_ARTIFACT: Shape = Shape::Structure(&[
    Member { name: "name", shape: &ARTIFACT_NAME, required: true },
    Member { name: "files", shape: &FILE_PATH_LIST, required: false },
]);
static OUTPUT_ARTIFACT_LIST: Shape =
    Shape::List { of: &OUTPUT_ARTIFACT, size: Bounds { min: None, max: None } };
static OUTPUT_VARIABLE: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(128) }, pattern: None };
static OUTPUT_VARIABLE_LIST: Shape =
    Shape::List { of: &OUTPUT_VARIABLE, size: Bounds { min: Some(1), max: Some(15) } };
static OUTPUT_VARIABLES_KEY: Shape =
    Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_3) };
static OUTPUT_VARIABLES_MAP: Shape = Shape::Map {
    key: &OUTPUT_VARIABLES_KEY,
    value: &OUTPUT_VARIABLES_VALUE,
    size: Bounds { min: None, max: None },
};
static OUTPUT_VARIABLES_VALUE: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static OVERRIDE_STAGE_CONDITION_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "stageName", shape: &STAGE_NAME, required: true },
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: true },
    Member { name: "conditionType", shape: &CONDITION_TYPE, required: true },
]);
static PERCENTAGE: Shape = Shape::Integer(Bounds { min: Some(0), max: Some(100) });
static PIPELINE_ARN: Shape =
    Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_15) };
static PIPELINE_CONTEXT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: false },
    Member { name: "stage", shape: &STAGE_CONTEXT, required: false },
    Member { name: "action", shape: &ACTION_CONTEXT, required: false },
    Member { name: "pipelineArn", shape: &PIPELINE_ARN, required: false },
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: false },
]);
static PIPELINE_DECLARATION: Shape = Shape::Structure(&[
    Member { name: "name", shape: &PIPELINE_NAME, required: true },
    Member { name: "roleArn", shape: &ROLE_ARN, required: true },
    Member { name: "artifactStore", shape: &ARTIFACT_STORE, required: false },
    Member { name: "artifactStores", shape: &ARTIFACT_STORE_MAP, required: false },
    Member { name: "stages", shape: &PIPELINE_STAGE_DECLARATION_LIST, required: true },
    Member { name: "version", shape: &PIPELINE_VERSION, required: false },
    Member { name: "executionMode", shape: &EXECUTION_MODE, required: false },
    Member { name: "pipelineType", shape: &PIPELINE_TYPE, required: false },
    Member { name: "variables", shape: &PIPELINE_VARIABLE_DECLARATION_LIST, required: false },
    Member { name: "triggers", shape: &PIPELINE_TRIGGER_DECLARATION_LIST, required: false },
]);
static PIPELINE_EXECUTION: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: false },
    Member { name: "pipelineVersion", shape: &PIPELINE_VERSION, required: false },
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: false },
    Member { name: "status", shape: &PIPELINE_EXECUTION_STATUS, required: false },
    Member { name: "statusSummary", shape: &PIPELINE_EXECUTION_STATUS_SUMMARY, required: false },
    Member { name: "artifactRevisions", shape: &ARTIFACT_REVISION_LIST, required: false },
    Member { name: "variables", shape: &RESOLVED_PIPELINE_VARIABLE_LIST, required: false },
    Member { name: "trigger", shape: &EXECUTION_TRIGGER, required: false },
    Member { name: "executionMode", shape: &EXECUTION_MODE, required: false },
    Member { name: "executionType", shape: &EXECUTION_TYPE, required: false },
    Member { name: "rollbackMetadata", shape: &PIPELINE_ROLLBACK_METADATA, required: false },
]);
static PIPELINE_EXECUTION_FILTER: Shape = Shape::Structure(&[Member {
    name: "succeededInStage",
    shape: &SUCCEEDED_IN_STAGE_FILTER,
    required: false,
}]);
static PIPELINE_EXECUTION_ID: Shape =
    Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_7) };
static PIPELINE_EXECUTION_STATUS: Shape = Shape::Enumeration(&[
    "Cancelled",
    "InProgress",
    "Stopped",
    "Stopping",
    "Succeeded",
    "Superseded",
    "Failed",
]);
static PIPELINE_EXECUTION_STATUS_SUMMARY: Shape =
    Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static PIPELINE_EXECUTION_SUMMARY: Shape = Shape::Structure(&[
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: false },
    Member { name: "status", shape: &PIPELINE_EXECUTION_STATUS, required: false },
    Member { name: "statusSummary", shape: &PIPELINE_EXECUTION_STATUS_SUMMARY, required: false },
    Member { name: "startTime", shape: &TIMESTAMP, required: false },
    Member { name: "lastUpdateTime", shape: &TIMESTAMP, required: false },
    Member { name: "sourceRevisions", shape: &SOURCE_REVISION_LIST, required: false },
    Member { name: "trigger", shape: &EXECUTION_TRIGGER, required: false },
    Member { name: "stopTrigger", shape: &STOP_EXECUTION_TRIGGER, required: false },
    Member { name: "executionMode", shape: &EXECUTION_MODE, required: false },
    Member { name: "executionType", shape: &EXECUTION_TYPE, required: false },
    Member { name: "rollbackMetadata", shape: &PIPELINE_ROLLBACK_METADATA, required: false },
]);
static PIPELINE_EXECUTION_SUMMARY_LIST: Shape =
    Shape::List { of: &PIPELINE_EXECUTION_SUMMARY, size: Bounds { min: None, max: None } };
static PIPELINE_LIST: Shape = Shape::List { of: &PIPELINE_SUMMARY, size: Bounds { min: None, max: None } };
static PIPELINE_METADATA: Shape = Shape::Structure(&[
    Member { name: "pipelineArn", shape: &PIPELINE_ARN, required: false },
    Member { name: "created", shape: &TIMESTAMP, required: false },
    Member { name: "updated", shape: &TIMESTAMP, required: false },
    Member { name: "pollingDisabledAt", shape: &TIMESTAMP, required: false },
]);
static PIPELINE_NAME: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: Some(&PATTERN_2) };
static PIPELINE_ROLLBACK_METADATA: Shape = Shape::Structure(&[Member {
    name: "rollbackTargetPipelineExecutionId",
    shape: &PIPELINE_EXECUTION_ID,
    required: false,
}]);
static PIPELINE_STAGE_DECLARATION_LIST: Shape =
    Shape::List { of: &STAGE_DECLARATION, size: Bounds { min: None, max: None } };
static PIPELINE_SUMMARY: Shape = Shape::Structure(&[
    Member { name: "name", shape: &PIPELINE_NAME, required: false },
    Member { name: "version", shape: &PIPELINE_VERSION, required: false },
    Member { name: "pipelineType", shape: &PIPELINE_TYPE, required: false },
    Member { name: "executionMode", shape: &EXECUTION_MODE, required: false },
    Member { name: "created", shape: &TIMESTAMP, required: false },
    Member { name: "updated", shape: &TIMESTAMP, required: false },
]);
static PIPELINE_TRIGGER_DECLARATION: Shape = Shape::Structure(&[
    Member { name: "providerType", shape: &PIPELINE_TRIGGER_PROVIDER_TYPE, required: true },
    Member { name: "gitConfiguration", shape: &GIT_CONFIGURATION, required: true },
]);
static PIPELINE_TRIGGER_DECLARATION_LIST: Shape =
    Shape::List { of: &PIPELINE_TRIGGER_DECLARATION, size: Bounds { min: None, max: Some(50) } };
static PIPELINE_TRIGGER_PROVIDER_TYPE: Shape = Shape::Enumeration(&["CodeStarSourceConnection"]);
static PIPELINE_TYPE: Shape = Shape::Enumeration(&["V1", "V2"]);
static PIPELINE_VARIABLE: Shape = Shape::Structure(&[
    Member { name: "name", shape: &PIPELINE_VARIABLE_NAME, required: true },
    Member { name: "value", shape: &PIPELINE_VARIABLE_VALUE, required: true },
]);
static PIPELINE_VARIABLE_DECLARATION: Shape = Shape::Structure(&[
    Member { name: "name", shape: &PIPELINE_VARIABLE_NAME, required: true },
    Member { name: "defaultValue", shape: &PIPELINE_VARIABLE_VALUE, required: false },
    Member { name: "description", shape: &PIPELINE_VARIABLE_DESCRIPTION, required: false },
]);
static PIPELINE_VARIABLE_DECLARATION_LIST: Shape =
    Shape::List { of: &PIPELINE_VARIABLE_DECLARATION, size: Bounds { min: None, max: Some(50) } };
static PIPELINE_VARIABLE_DESCRIPTION: Shape =
    Shape::Text { length: Bounds { min: Some(0), max: Some(200) }, pattern: Some(&PATTERN_13) };
static PIPELINE_VARIABLE_LIST: Shape =
    Shape::List { of: &PIPELINE_VARIABLE, size: Bounds { min: Some(1), max: Some(50) } };
static PIPELINE_VARIABLE_NAME: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(128) }, pattern: Some(&PATTERN_3) };
static PIPELINE_VARIABLE_VALUE: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(1000) }, pattern: Some(&PATTERN_13) };
static PIPELINE_VERSION: Shape = Shape::Integer(Bounds { min: Some(1), max: None });
static POLICY_STATEMENTS_TEMPLATE: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(2048) }, pattern: None };
static POLL_FOR_JOBS_INPUT: Shape = Shape::Structure(&[
    Member { name: "actionTypeId", shape: &ACTION_TYPE_ID, required: true },
    Member { name: "maxBatchSize", shape: &MAX_BATCH_SIZE, required: false },
    Member { name: "queryParam", shape: &QUERY_PARAM_MAP, required: false },
]);
static POLL_FOR_JOBS_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "jobs", shape: &JOB_LIST, required: false }]);
static POLL_FOR_THIRD_PARTY_JOBS_INPUT: Shape = Shape::Structure(&[
    Member { name: "actionTypeId", shape: &ACTION_TYPE_ID, required: true },
    Member { name: "maxBatchSize", shape: &MAX_BATCH_SIZE, required: false },
]);
static POLL_FOR_THIRD_PARTY_JOBS_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "jobs", shape: &THIRD_PARTY_JOB_LIST, required: false }]);
static POLLING_ACCOUNT_LIST: Shape =
    Shape::List { of: &ACCOUNT_ID, size: Bounds { min: Some(1), max: Some(1000) } };
static POLLING_SERVICE_PRINCIPAL_LIST: Shape =
    Shape::List { of: &SERVICE_PRINCIPAL, size: Bounds { min: Some(1), max: Some(10) } };
static PROPERTY_DESCRIPTION: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(250) }, pattern: None };
static PUT_ACTION_REVISION_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "stageName", shape: &STAGE_NAME, required: true },
    Member { name: "actionName", shape: &ACTION_NAME, required: true },
    Member { name: "actionRevision", shape: &ACTION_REVISION, required: true },
]);
static PUT_ACTION_REVISION_OUTPUT: Shape = Shape::Structure(&[
    Member { name: "newRevision", shape: &BOOLEAN, required: false },
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: false },
]);
static PUT_APPROVAL_RESULT_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "stageName", shape: &STAGE_NAME, required: true },
    Member { name: "actionName", shape: &ACTION_NAME, required: true },
    Member { name: "result", shape: &APPROVAL_RESULT, required: true },
    Member { name: "token", shape: &APPROVAL_TOKEN, required: true },
]);
static PUT_APPROVAL_RESULT_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "approvedAt", shape: &TIMESTAMP, required: false }]);
static PUT_JOB_FAILURE_RESULT_INPUT: Shape = Shape::Structure(&[
    Member { name: "jobId", shape: &JOB_ID, required: true },
    Member { name: "failureDetails", shape: &FAILURE_DETAILS, required: true },
]);
static PUT_JOB_SUCCESS_RESULT_INPUT: Shape = Shape::Structure(&[
    Member { name: "jobId", shape: &JOB_ID, required: true },
    Member { name: "currentRevision", shape: &CURRENT_REVISION, required: false },
    Member { name: "continuationToken", shape: &CONTINUATION_TOKEN, required: false },
    Member { name: "executionDetails", shape: &EXECUTION_DETAILS, required: false },
    Member { name: "outputVariables", shape: &OUTPUT_VARIABLES_MAP, required: false },
]);
static PUT_THIRD_PARTY_JOB_FAILURE_RESULT_INPUT: Shape = Shape::Structure(&[
    Member { name: "jobId", shape: &THIRD_PARTY_JOB_ID, required: true },
    Member { name: "clientToken", shape: &CLIENT_TOKEN, required: true },
    Member { name: "failureDetails", shape: &FAILURE_DETAILS, required: true },
]);
static PUT_THIRD_PARTY_JOB_SUCCESS_RESULT_INPUT: Shape = Shape::Structure(&[
    Member { name: "jobId", shape: &THIRD_PARTY_JOB_ID, required: true },
    Member { name: "clientToken", shape: &CLIENT_TOKEN, required: true },
    Member { name: "currentRevision", shape: &CURRENT_REVISION, required: false },
    Member { name: "continuationToken", shape: &CONTINUATION_TOKEN, required: false },
    Member { name: "executionDetails", shape: &EXECUTION_DETAILS, required: false },
]);
static PUT_WEBHOOK_INPUT: Shape = Shape::Structure(&[
    Member { name: "webhook", shape: &WEBHOOK_DEFINITION, required: true },
    Member { name: "tags", shape: &TAG_LIST, required: false },
]);
static PUT_WEBHOOK_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "webhook", shape: &LIST_WEBHOOK_ITEM, required: false }]);
static QUERY_PARAM_MAP: Shape = Shape::Map {
    key: &ACTION_CONFIGURATION_KEY,
    value: &ACTION_CONFIGURATION_QUERYABLE_VALUE,
    size: Bounds { min: Some(0), max: Some(1) },
};
static REGISTER_WEBHOOK_WITH_THIRD_PARTY_INPUT: Shape =
    Shape::Structure(&[Member { name: "webhookName", shape: &WEBHOOK_NAME, required: false }]);
static REGISTER_WEBHOOK_WITH_THIRD_PARTY_OUTPUT: Shape = Shape::Structure(&[]);
static RESOLVED_ACTION_CONFIGURATION_MAP: Shape =
    Shape::Map { key: &STRING, value: &STRING, size: Bounds { min: None, max: None } };
static RESOLVED_PIPELINE_VARIABLE: Shape = Shape::Structure(&[
    Member { name: "name", shape: &STRING, required: false },
    Member { name: "resolvedValue", shape: &STRING, required: false },
]);
static RESOLVED_PIPELINE_VARIABLE_LIST: Shape =
    Shape::List { of: &RESOLVED_PIPELINE_VARIABLE, size: Bounds { min: None, max: None } };
static RESOLVED_RULE_CONFIGURATION_MAP: Shape =
    Shape::Map { key: &STRING, value: &STRING, size: Bounds { min: None, max: None } };
static RESOURCE_ARN: Shape =
    Shape::Text { length: Bounds { min: None, max: None }, pattern: Some(&PATTERN_15) };
static RESULT: Shape = Shape::Enumeration(&["ROLLBACK", "FAIL", "RETRY", "SKIP"]);
static RETRY_ATTEMPT: Shape = Shape::Integer(Bounds { min: Some(1), max: None });
static RETRY_CONFIGURATION: Shape =
    Shape::Structure(&[Member { name: "retryMode", shape: &STAGE_RETRY_MODE, required: false }]);
static RETRY_STAGE_EXECUTION_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "stageName", shape: &STAGE_NAME, required: true },
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: true },
    Member { name: "retryMode", shape: &STAGE_RETRY_MODE, required: true },
]);
static RETRY_STAGE_EXECUTION_OUTPUT: Shape = Shape::Structure(&[Member {
    name: "pipelineExecutionId",
    shape: &PIPELINE_EXECUTION_ID,
    required: false,
}]);
static RETRY_STAGE_METADATA: Shape = Shape::Structure(&[
    Member { name: "autoStageRetryAttempt", shape: &RETRY_ATTEMPT, required: false },
    Member { name: "manualStageRetryAttempt", shape: &RETRY_ATTEMPT, required: false },
    Member { name: "latestRetryTrigger", shape: &RETRY_TRIGGER, required: false },
]);
static RETRY_TRIGGER: Shape = Shape::Enumeration(&["AutomatedStageRetry", "ManualStageRetry"]);
static REVISION: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(1500) }, pattern: None };
static REVISION_CHANGE_IDENTIFIER: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: None };
static REVISION_SUMMARY: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(2048) }, pattern: None };
static ROLE_ARN: Shape =
    Shape::Text { length: Bounds { min: None, max: Some(1024) }, pattern: Some(&PATTERN_16) };
static ROLLBACK_STAGE_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "stageName", shape: &STAGE_NAME, required: true },
    Member { name: "targetPipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: true },
]);
static ROLLBACK_STAGE_OUTPUT: Shape = Shape::Structure(&[Member {
    name: "pipelineExecutionId",
    shape: &PIPELINE_EXECUTION_ID,
    required: true,
}]);
static RULE_CATEGORY: Shape = Shape::Enumeration(&["Rule"]);
static RULE_CONFIGURATION_KEY: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(50) }, pattern: None };
static RULE_CONFIGURATION_MAP: Shape = Shape::Map {
    key: &RULE_CONFIGURATION_KEY,
    value: &RULE_CONFIGURATION_VALUE,
    size: Bounds { min: Some(0), max: Some(200) },
};
static RULE_CONFIGURATION_PROPERTY: Shape = Shape::Structure(&[
    Member { name: "name", shape: &RULE_CONFIGURATION_KEY, required: true },
    Member { name: "required", shape: &BOOLEAN, required: true },
    Member { name: "key", shape: &BOOLEAN, required: true },
    Member { name: "secret", shape: &BOOLEAN, required: true },
    Member { name: "queryable", shape: &BOOLEAN, required: false },
    Member { name: "description", shape: &DESCRIPTION, required: false },
    Member { name: "type", shape: &RULE_CONFIGURATION_PROPERTY_TYPE, required: false },
]);
static RULE_CONFIGURATION_PROPERTY_LIST: Shape =
    Shape::List { of: &RULE_CONFIGURATION_PROPERTY, size: Bounds { min: None, max: Some(10) } };
static RULE_CONFIGURATION_PROPERTY_TYPE: Shape = Shape::Enumeration(&["String", "Number", "Boolean"]);
static RULE_CONFIGURATION_VALUE: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(10000) }, pattern: None };
static RULE_DECLARATION: Shape = Shape::Structure(&[
    Member { name: "name", shape: &RULE_NAME, required: true },
    Member { name: "ruleTypeId", shape: &RULE_TYPE_ID, required: true },
    Member { name: "configuration", shape: &RULE_CONFIGURATION_MAP, required: false },
    Member { name: "commands", shape: &COMMAND_LIST, required: false },
    Member { name: "inputArtifacts", shape: &INPUT_ARTIFACT_LIST, required: false },
    Member { name: "roleArn", shape: &ROLE_ARN, required: false },
    Member { name: "region", shape: &AWS_REGION_NAME, required: false },
    Member { name: "timeoutInMinutes", shape: &RULE_TIMEOUT, required: false },
]);
static RULE_DECLARATION_LIST: Shape =
    Shape::List { of: &RULE_DECLARATION, size: Bounds { min: Some(1), max: Some(5) } };
static RULE_EXECUTION: Shape = Shape::Structure(&[
    Member { name: "ruleExecutionId", shape: &RULE_EXECUTION_ID, required: false },
    Member { name: "status", shape: &RULE_EXECUTION_STATUS, required: false },
    Member { name: "summary", shape: &EXECUTION_SUMMARY, required: false },
    Member { name: "lastStatusChange", shape: &TIMESTAMP, required: false },
    Member { name: "token", shape: &RULE_EXECUTION_TOKEN, required: false },
    Member { name: "lastUpdatedBy", shape: &LAST_UPDATED_BY, required: false },
    Member { name: "externalExecutionId", shape: &EXECUTION_ID, required: false },
    Member { name: "externalExecutionUrl", shape: &URL, required: false },
    Member { name: "errorDetails", shape: &ERROR_DETAILS, required: false },
]);
static RULE_EXECUTION_DETAIL: Shape = Shape::Structure(&[
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: false },
    Member { name: "ruleExecutionId", shape: &RULE_EXECUTION_ID, required: false },
    Member { name: "pipelineVersion", shape: &PIPELINE_VERSION, required: false },
    Member { name: "stageName", shape: &STAGE_NAME, required: false },
    Member { name: "ruleName", shape: &RULE_NAME, required: false },
    Member { name: "startTime", shape: &TIMESTAMP, required: false },
    Member { name: "lastUpdateTime", shape: &TIMESTAMP, required: false },
    Member { name: "updatedBy", shape: &LAST_UPDATED_BY, required: false },
    Member { name: "status", shape: &RULE_EXECUTION_STATUS, required: false },
    Member { name: "input", shape: &RULE_EXECUTION_INPUT, required: false },
    Member { name: "output", shape: &RULE_EXECUTION_OUTPUT, required: false },
]);
static RULE_EXECUTION_DETAIL_LIST: Shape =
    Shape::List { of: &RULE_EXECUTION_DETAIL, size: Bounds { min: None, max: None } };
static RULE_EXECUTION_FILTER: Shape = Shape::Structure(&[
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: false },
    Member {
        name: "latestInPipelineExecution",
        shape: &LATEST_IN_PIPELINE_EXECUTION_FILTER,
        required: false,
    },
]);
static RULE_EXECUTION_ID: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(200) }, pattern: None };
static RULE_EXECUTION_INPUT: Shape = Shape::Structure(&[
    Member { name: "ruleTypeId", shape: &RULE_TYPE_ID, required: false },
    Member { name: "configuration", shape: &RULE_CONFIGURATION_MAP, required: false },
    Member { name: "resolvedConfiguration", shape: &RESOLVED_RULE_CONFIGURATION_MAP, required: false },
    Member { name: "roleArn", shape: &ROLE_ARN, required: false },
    Member { name: "region", shape: &AWS_REGION_NAME, required: false },
    Member { name: "inputArtifacts", shape: &ARTIFACT_DETAIL_LIST, required: false },
]);
static RULE_EXECUTION_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "executionResult", shape: &RULE_EXECUTION_RESULT, required: false }]);
static RULE_EXECUTION_RESULT: Shape = Shape::Structure(&[
    Member { name: "externalExecutionId", shape: &EXTERNAL_EXECUTION_ID, required: false },
    Member { name: "externalExecutionSummary", shape: &EXTERNAL_EXECUTION_SUMMARY, required: false },
    Member { name: "externalExecutionUrl", shape: &URL, required: false },
    Member { name: "errorDetails", shape: &ERROR_DETAILS, required: false },
]);
static RULE_EXECUTION_STATUS: Shape = Shape::Enumeration(&["InProgress", "Abandoned", "Succeeded", "Failed"]);
static RULE_EXECUTION_TOKEN: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(200) }, pattern: Some(&PATTERN_9) };
static RULE_NAME: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: Some(&PATTERN_2) };
static RULE_OWNER: Shape = Shape::Enumeration(&["AWS"]);
static RULE_PROVIDER: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(35) }, pattern: Some(&PATTERN_4) };
static RULE_REVISION: Shape = Shape::Structure(&[
    Member { name: "revisionId", shape: &REVISION, required: true },
    Member { name: "revisionChangeId", shape: &REVISION_CHANGE_IDENTIFIER, required: true },
    Member { name: "created", shape: &TIMESTAMP, required: true },
]);
static RULE_STATE: Shape = Shape::Structure(&[
    Member { name: "ruleName", shape: &RULE_NAME, required: false },
    Member { name: "currentRevision", shape: &RULE_REVISION, required: false },
    Member { name: "latestExecution", shape: &RULE_EXECUTION, required: false },
    Member { name: "entityUrl", shape: &URL, required: false },
    Member { name: "revisionUrl", shape: &URL, required: false },
]);
static RULE_STATE_LIST: Shape = Shape::List { of: &RULE_STATE, size: Bounds { min: None, max: None } };
static RULE_TIMEOUT: Shape = Shape::Integer(Bounds { min: Some(5), max: Some(86400) });
static RULE_TYPE: Shape = Shape::Structure(&[
    Member { name: "id", shape: &RULE_TYPE_ID, required: true },
    Member { name: "settings", shape: &RULE_TYPE_SETTINGS, required: false },
    Member { name: "ruleConfigurationProperties", shape: &RULE_CONFIGURATION_PROPERTY_LIST, required: false },
    Member { name: "inputArtifactDetails", shape: &ARTIFACT_DETAILS, required: true },
]);
static RULE_TYPE_ID: Shape = Shape::Structure(&[
    Member { name: "category", shape: &RULE_CATEGORY, required: true },
    Member { name: "owner", shape: &RULE_OWNER, required: false },
    Member { name: "provider", shape: &RULE_PROVIDER, required: true },
    Member { name: "version", shape: &VERSION, required: false },
]);
static RULE_TYPE_LIST: Shape = Shape::List { of: &RULE_TYPE, size: Bounds { min: None, max: None } };
static RULE_TYPE_SETTINGS: Shape = Shape::Structure(&[
    Member { name: "thirdPartyConfigurationUrl", shape: &URL, required: false },
    Member { name: "entityUrlTemplate", shape: &URL_TEMPLATE, required: false },
    Member { name: "executionUrlTemplate", shape: &URL_TEMPLATE, required: false },
    Member { name: "revisionUrlTemplate", shape: &URL_TEMPLATE, required: false },
]);
static S3_ARTIFACT_LOCATION: Shape = Shape::Structure(&[
    Member { name: "bucketName", shape: &S3_BUCKET_NAME, required: true },
    Member { name: "objectKey", shape: &S3_OBJECT_KEY, required: true },
]);
static S3_BUCKET: Shape = Shape::Text { length: Bounds { min: Some(3), max: Some(63) }, pattern: None };
static S3_BUCKET_NAME: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static S3_KEY: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: None };
static S3_LOCATION: Shape = Shape::Structure(&[
    Member { name: "bucket", shape: &S3_BUCKET, required: false },
    Member { name: "key", shape: &S3_KEY, required: false },
]);
static S3_OBJECT_KEY: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static SECRET_ACCESS_KEY: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static SERVICE_PRINCIPAL: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(128) }, pattern: None };
static SESSION_TOKEN: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static SOURCE_REVISION: Shape = Shape::Structure(&[
    Member { name: "actionName", shape: &ACTION_NAME, required: true },
    Member { name: "revisionId", shape: &REVISION, required: false },
    Member { name: "revisionSummary", shape: &REVISION_SUMMARY, required: false },
    Member { name: "revisionUrl", shape: &URL, required: false },
]);
static SOURCE_REVISION_LIST: Shape =
    Shape::List { of: &SOURCE_REVISION, size: Bounds { min: None, max: None } };
static SOURCE_REVISION_OVERRIDE: Shape = Shape::Structure(&[
    Member { name: "actionName", shape: &ACTION_NAME, required: true },
    Member { name: "revisionType", shape: &SOURCE_REVISION_TYPE, required: true },
    Member { name: "revisionValue", shape: &REVISION, required: true },
]);
static SOURCE_REVISION_OVERRIDE_LIST: Shape =
    Shape::List { of: &SOURCE_REVISION_OVERRIDE, size: Bounds { min: Some(0), max: Some(50) } };
static SOURCE_REVISION_TYPE: Shape =
    Shape::Enumeration(&["COMMIT_ID", "IMAGE_DIGEST", "S3_OBJECT_VERSION_ID", "S3_OBJECT_KEY"]);
static STAGE_ACTION_DECLARATION_LIST: Shape =
    Shape::List { of: &ACTION_DECLARATION, size: Bounds { min: None, max: None } };
static STAGE_BLOCKER_DECLARATION_LIST: Shape =
    Shape::List { of: &BLOCKER_DECLARATION, size: Bounds { min: None, max: None } };
static STAGE_CONDITION_STATE: Shape = Shape::Structure(&[
    Member { name: "latestExecution", shape: &STAGE_CONDITIONS_EXECUTION, required: false },
    Member { name: "conditionStates", shape: &CONDITION_STATE_LIST, required: false },
]);
static STAGE_CONDITIONS_EXECUTION: Shape = Shape::Structure(&[
    Member { name: "status", shape: &CONDITION_EXECUTION_STATUS, required: false },
    Member { name: "summary", shape: &EXECUTION_SUMMARY, required: false },
]);
static STAGE_CONTEXT: Shape =
    Shape::Structure(&[Member { name: "name", shape: &STAGE_NAME, required: false }]);
static STAGE_DECLARATION: Shape = Shape::Structure(&[
    Member { name: "name", shape: &STAGE_NAME, required: true },
    Member { name: "blockers", shape: &STAGE_BLOCKER_DECLARATION_LIST, required: false },
    Member { name: "actions", shape: &STAGE_ACTION_DECLARATION_LIST, required: true },
    Member { name: "onFailure", shape: &FAILURE_CONDITIONS, required: false },
    Member { name: "onSuccess", shape: &SUCCESS_CONDITIONS, required: false },
    Member { name: "beforeEntry", shape: &BEFORE_ENTRY_CONDITIONS, required: false },
]);
static STAGE_EXECUTION: Shape = Shape::Structure(&[
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: true },
    Member { name: "status", shape: &STAGE_EXECUTION_STATUS, required: true },
    Member { name: "type", shape: &EXECUTION_TYPE, required: false },
]);
static STAGE_EXECUTION_LIST: Shape =
    Shape::List { of: &STAGE_EXECUTION, size: Bounds { min: None, max: None } };
static STAGE_EXECUTION_STATUS: Shape =
    Shape::Enumeration(&["Cancelled", "InProgress", "Failed", "Stopped", "Stopping", "Succeeded", "Skipped"]);
static STAGE_NAME: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: Some(&PATTERN_2) };
static STAGE_RETRY_MODE: Shape = Shape::Enumeration(&["FAILED_ACTIONS", "ALL_ACTIONS"]);
static STAGE_STATE: Shape = Shape::Structure(&[
    Member { name: "stageName", shape: &STAGE_NAME, required: false },
    Member { name: "inboundExecution", shape: &STAGE_EXECUTION, required: false },
    Member { name: "inboundExecutions", shape: &STAGE_EXECUTION_LIST, required: false },
    Member { name: "inboundTransitionState", shape: &TRANSITION_STATE, required: false },
    Member { name: "actionStates", shape: &ACTION_STATE_LIST, required: false },
    Member { name: "latestExecution", shape: &STAGE_EXECUTION, required: false },
    Member { name: "beforeEntryConditionState", shape: &STAGE_CONDITION_STATE, required: false },
    Member { name: "onSuccessConditionState", shape: &STAGE_CONDITION_STATE, required: false },
    Member { name: "onFailureConditionState", shape: &STAGE_CONDITION_STATE, required: false },
    Member { name: "retryStageMetadata", shape: &RETRY_STAGE_METADATA, required: false },
]);
static STAGE_STATE_LIST: Shape = Shape::List { of: &STAGE_STATE, size: Bounds { min: None, max: None } };
static STAGE_TRANSITION_TYPE: Shape = Shape::Enumeration(&["Inbound", "Outbound"]);
static START_PIPELINE_EXECUTION_INPUT: Shape = Shape::Structure(&[
    Member { name: "name", shape: &PIPELINE_NAME, required: true },
    Member { name: "variables", shape: &PIPELINE_VARIABLE_LIST, required: false },
    Member { name: "clientRequestToken", shape: &CLIENT_REQUEST_TOKEN, required: false },
    Member { name: "sourceRevisions", shape: &SOURCE_REVISION_OVERRIDE_LIST, required: false },
]);
static START_PIPELINE_EXECUTION_OUTPUT: Shape = Shape::Structure(&[Member {
    name: "pipelineExecutionId",
    shape: &PIPELINE_EXECUTION_ID,
    required: false,
}]);
static START_TIME_RANGE: Shape = Shape::Enumeration(&["Latest", "All"]);
static STOP_EXECUTION_TRIGGER: Shape =
    Shape::Structure(&[Member { name: "reason", shape: &STOP_PIPELINE_EXECUTION_REASON, required: false }]);
static STOP_PIPELINE_EXECUTION_INPUT: Shape = Shape::Structure(&[
    Member { name: "pipelineName", shape: &PIPELINE_NAME, required: true },
    Member { name: "pipelineExecutionId", shape: &PIPELINE_EXECUTION_ID, required: true },
    Member { name: "abandon", shape: &BOOLEAN, required: false },
    Member { name: "reason", shape: &STOP_PIPELINE_EXECUTION_REASON, required: false },
]);
static STOP_PIPELINE_EXECUTION_OUTPUT: Shape = Shape::Structure(&[Member {
    name: "pipelineExecutionId",
    shape: &PIPELINE_EXECUTION_ID,
    required: false,
}]);
static STOP_PIPELINE_EXECUTION_REASON: Shape =
    Shape::Text { length: Bounds { min: None, max: Some(200) }, pattern: None };
static STRING: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static SUCCEEDED_IN_STAGE_FILTER: Shape =
    Shape::Structure(&[Member { name: "stageName", shape: &STAGE_NAME, required: false }]);
static SUCCESS_CONDITIONS: Shape =
    Shape::Structure(&[Member { name: "conditions", shape: &CONDITION_LIST, required: true }]);
static TAG: Shape = Shape::Structure(&[
    Member { name: "key", shape: &TAG_KEY, required: true },
    Member { name: "value", shape: &TAG_VALUE, required: true },
]);
static TAG_KEY: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(128) }, pattern: None };
static TAG_KEY_LIST: Shape = Shape::List { of: &TAG_KEY, size: Bounds { min: None, max: None } };
static TAG_LIST: Shape = Shape::List { of: &TAG, size: Bounds { min: None, max: None } };
static TAG_RESOURCE_INPUT: Shape = Shape::Structure(&[
    Member { name: "resourceArn", shape: &RESOURCE_ARN, required: true },
    Member { name: "tags", shape: &TAG_LIST, required: true },
]);
static TAG_RESOURCE_OUTPUT: Shape = Shape::Structure(&[]);
static TAG_VALUE: Shape = Shape::Text { length: Bounds { min: Some(0), max: Some(256) }, pattern: None };
static TARGET_FILTER: Shape = Shape::Structure(&[
    Member { name: "name", shape: &TARGET_FILTER_NAME, required: false },
    Member { name: "values", shape: &TARGET_FILTER_VALUE_LIST, required: false },
]);
static TARGET_FILTER_LIST: Shape = Shape::List { of: &TARGET_FILTER, size: Bounds { min: None, max: None } };
static TARGET_FILTER_NAME: Shape = Shape::Enumeration(&["TARGET_STATUS"]);
static TARGET_FILTER_VALUE: Shape = Shape::Text { length: Bounds { min: Some(1), max: None }, pattern: None };
static TARGET_FILTER_VALUE_LIST: Shape =
    Shape::List { of: &TARGET_FILTER_VALUE, size: Bounds { min: None, max: None } };
static THIRD_PARTY_JOB: Shape = Shape::Structure(&[
    Member { name: "clientId", shape: &CLIENT_ID, required: false },
    Member { name: "jobId", shape: &JOB_ID, required: false },
]);
static THIRD_PARTY_JOB_DATA: Shape = Shape::Structure(&[
    Member { name: "actionTypeId", shape: &ACTION_TYPE_ID, required: false },
    Member { name: "actionConfiguration", shape: &ACTION_CONFIGURATION, required: false },
    Member { name: "pipelineContext", shape: &PIPELINE_CONTEXT, required: false },
    Member { name: "inputArtifacts", shape: &ARTIFACT_LIST, required: false },
    Member { name: "outputArtifacts", shape: &ARTIFACT_LIST, required: false },
    Member { name: "artifactCredentials", shape: &AWS_SESSION_CREDENTIALS, required: false },
    Member { name: "continuationToken", shape: &CONTINUATION_TOKEN, required: false },
    Member { name: "encryptionKey", shape: &ENCRYPTION_KEY, required: false },
]);
static THIRD_PARTY_JOB_DETAILS: Shape = Shape::Structure(&[
    Member { name: "id", shape: &THIRD_PARTY_JOB_ID, required: false },
    Member { name: "data", shape: &THIRD_PARTY_JOB_DATA, required: false },
    Member { name: "nonce", shape: &NONCE, required: false },
]);
static THIRD_PARTY_JOB_ID: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(512) }, pattern: None };
static THIRD_PARTY_JOB_LIST: Shape =
    Shape::List { of: &THIRD_PARTY_JOB, size: Bounds { min: None, max: None } };
static TIME: Shape = Shape::Timestamp;
static TIMESTAMP: Shape = Shape::Timestamp;
static TRANSITION_STATE: Shape = Shape::Structure(&[
    Member { name: "enabled", shape: &ENABLED, required: false },
    Member { name: "lastChangedBy", shape: &LAST_CHANGED_BY, required: false },
    Member { name: "lastChangedAt", shape: &LAST_CHANGED_AT, required: false },
    Member { name: "disabledReason", shape: &DISABLED_REASON, required: false },
]);
static TRIGGER_DETAIL: Shape =
    Shape::Text { length: Bounds { min: Some(0), max: Some(1024) }, pattern: None };
static TRIGGER_TYPE: Shape = Shape::Enumeration(&[
    "CreatePipeline",
    "StartPipelineExecution",
    "PollForSourceChanges",
    "Webhook",
    "CloudWatchEvent",
    "PutActionRevision",
    "WebhookV2",
    "ManualRollback",
    "AutomatedRollback",
]);
static UNTAG_RESOURCE_INPUT: Shape = Shape::Structure(&[
    Member { name: "resourceArn", shape: &RESOURCE_ARN, required: true },
    Member { name: "tagKeys", shape: &TAG_KEY_LIST, required: true },
]);
static UNTAG_RESOURCE_OUTPUT: Shape = Shape::Structure(&[]);
static UPDATE_ACTION_TYPE_INPUT: Shape =
    Shape::Structure(&[Member { name: "actionType", shape: &ACTION_TYPE_DECLARATION, required: true }]);
static UPDATE_PIPELINE_INPUT: Shape =
    Shape::Structure(&[Member { name: "pipeline", shape: &PIPELINE_DECLARATION, required: true }]);
static UPDATE_PIPELINE_OUTPUT: Shape =
    Shape::Structure(&[Member { name: "pipeline", shape: &PIPELINE_DECLARATION, required: false }]);
static URL: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(2048) }, pattern: None };
static URL_TEMPLATE: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(2048) }, pattern: None };
static VERSION: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(9) }, pattern: Some(&PATTERN_4) };
static WEBHOOK_ARN: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static WEBHOOK_AUTH_CONFIGURATION: Shape = Shape::Structure(&[
    Member { name: "AllowedIPRange", shape: &WEBHOOK_AUTH_CONFIGURATION_ALLOWED_IP_RANGE, required: false },
    Member { name: "SecretToken", shape: &WEBHOOK_AUTH_CONFIGURATION_SECRET_TOKEN, required: false },
]);
static WEBHOOK_AUTH_CONFIGURATION_ALLOWED_IP_RANGE: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: None };
static WEBHOOK_AUTH_CONFIGURATION_SECRET_TOKEN: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: None };
static WEBHOOK_AUTHENTICATION_TYPE: Shape = Shape::Enumeration(&["GITHUB_HMAC", "IP", "UNAUTHENTICATED"]);
static WEBHOOK_DEFINITION: Shape = Shape::Structure(&[
    Member { name: "name", shape: &WEBHOOK_NAME, required: true },
    Member { name: "targetPipeline", shape: &PIPELINE_NAME, required: true },
    Member { name: "targetAction", shape: &ACTION_NAME, required: true },
    Member { name: "filters", shape: &WEBHOOK_FILTERS, required: true },
    Member { name: "authentication", shape: &WEBHOOK_AUTHENTICATION_TYPE, required: true },
    Member { name: "authenticationConfiguration", shape: &WEBHOOK_AUTH_CONFIGURATION, required: true },
]);
static WEBHOOK_ERROR_CODE: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static WEBHOOK_ERROR_MESSAGE: Shape = Shape::Text { length: Bounds { min: None, max: None }, pattern: None };
static WEBHOOK_FILTER_RULE: Shape = Shape::Structure(&[
    Member { name: "jsonPath", shape: &JSON_PATH, required: true },
    Member { name: "matchEquals", shape: &MATCH_EQUALS, required: false },
]);
static WEBHOOK_FILTERS: Shape =
    Shape::List { of: &WEBHOOK_FILTER_RULE, size: Bounds { min: None, max: Some(5) } };
static WEBHOOK_LAST_TRIGGERED: Shape = Shape::Timestamp;
static WEBHOOK_LIST: Shape = Shape::List { of: &LIST_WEBHOOK_ITEM, size: Bounds { min: None, max: None } };
static WEBHOOK_NAME: Shape =
    Shape::Text { length: Bounds { min: Some(1), max: Some(100) }, pattern: Some(&PATTERN_2) };
static WEBHOOK_URL: Shape = Shape::Text { length: Bounds { min: Some(1), max: Some(1000) }, pattern: None };
