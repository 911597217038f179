// Generated from the service model by `cargo run -p generate`; never edited.

/** A point in time as the JSON wire carries it: seconds since the Unix epoch, milliseconds as a fraction. */
export type Timestamp = number;

/** The service's enumeration `ActionCategory`; open, for a value newer than the model. */
export type ActionCategory = 'Source' | 'Build' | 'Deploy' | 'Test' | 'Invoke' | 'Approval' | 'Compute' | (string & {});

/** The service's enumeration `ActionConfigurationPropertyType`; open, for a value newer than the model. */
export type ActionConfigurationPropertyType = 'String' | 'Number' | 'Boolean' | (string & {});

/** The service's enumeration `ActionExecutionStatus`; open, for a value newer than the model. */
export type ActionExecutionStatus = 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed' | (string & {});

/** The service's enumeration `ActionOwner`; open, for a value newer than the model. */
export type ActionOwner = 'AWS' | 'ThirdParty' | 'Custom' | (string & {});

/** The service's enumeration `ApprovalStatus`; open, for a value newer than the model. */
export type ApprovalStatus = 'Approved' | 'Rejected' | (string & {});

/** The service's enumeration `ArtifactLocationType`; open, for a value newer than the model. */
export type ArtifactLocationType = 'S3' | (string & {});

/** The service's enumeration `ArtifactStoreType`; open, for a value newer than the model. */
export type ArtifactStoreType = 'S3' | (string & {});

/** The service's enumeration `BlockerType`; open, for a value newer than the model. */
export type BlockerType = 'Schedule' | (string & {});

/** The service's enumeration `ConditionExecutionStatus`; open, for a value newer than the model. */
export type ConditionExecutionStatus = 'InProgress' | 'Failed' | 'Errored' | 'Succeeded' | 'Cancelled' | 'Abandoned' | 'Overridden' | (string & {});

/** The service's enumeration `ConditionType`; open, for a value newer than the model. */
export type ConditionType = 'BEFORE_ENTRY' | 'ON_SUCCESS' | (string & {});

/** The service's enumeration `EncryptionKeyType`; open, for a value newer than the model. */
export type EncryptionKeyType = 'KMS' | (string & {});

/** The service's enumeration `EnvironmentVariableType`; open, for a value newer than the model. */
export type EnvironmentVariableType = 'PLAINTEXT' | 'SECRETS_MANAGER' | (string & {});

/** The service's enumeration `ExecutionMode`; open, for a value newer than the model. */
export type ExecutionMode = 'QUEUED' | 'SUPERSEDED' | 'PARALLEL' | (string & {});

/** The service's enumeration `ExecutionType`; open, for a value newer than the model. */
export type ExecutionType = 'STANDARD' | 'ROLLBACK' | (string & {});

/** The service's enumeration `ExecutorType`; open, for a value newer than the model. */
export type ExecutorType = 'JobWorker' | 'Lambda' | (string & {});

/** The service's enumeration `FailureType`; open, for a value newer than the model. */
export type FailureType = 'JobFailed' | 'ConfigurationError' | 'PermissionError' | 'RevisionOutOfSync' | 'RevisionUnavailable' | 'SystemUnavailable' | (string & {});

/** The service's enumeration `GitPullRequestEventType`; open, for a value newer than the model. */
export type GitPullRequestEventType = 'OPEN' | 'UPDATED' | 'CLOSED' | (string & {});

/** The service's enumeration `JobStatus`; open, for a value newer than the model. */
export type JobStatus = 'Created' | 'Queued' | 'Dispatched' | 'InProgress' | 'TimedOut' | 'Succeeded' | 'Failed' | (string & {});

/** The service's enumeration `PipelineExecutionStatus`; open, for a value newer than the model. */
export type PipelineExecutionStatus = 'Cancelled' | 'InProgress' | 'Stopped' | 'Stopping' | 'Succeeded' | 'Superseded' | 'Failed' | (string & {});

/** The service's enumeration `PipelineTriggerProviderType`; open, for a value newer than the model. */
export type PipelineTriggerProviderType = 'CodeStarSourceConnection' | (string & {});

/** The service's enumeration `PipelineType`; open, for a value newer than the model. */
export type PipelineType = 'V1' | 'V2' | (string & {});

/** The service's enumeration `Result`; open, for a value newer than the model. */
export type ConditionResult = 'ROLLBACK' | 'FAIL' | 'RETRY' | 'SKIP' | (string & {});

/** The service's enumeration `RetryTrigger`; open, for a value newer than the model. */
export type RetryTrigger = 'AutomatedStageRetry' | 'ManualStageRetry' | (string & {});

/** The service's enumeration `RuleCategory`; open, for a value newer than the model. */
export type RuleCategory = 'Rule' | (string & {});

/** The service's enumeration `RuleConfigurationPropertyType`; open, for a value newer than the model. */
export type RuleConfigurationPropertyType = 'String' | 'Number' | 'Boolean' | (string & {});

/** The service's enumeration `RuleExecutionStatus`; open, for a value newer than the model. */
export type RuleExecutionStatus = 'InProgress' | 'Abandoned' | 'Succeeded' | 'Failed' | (string & {});

/** The service's enumeration `RuleOwner`; open, for a value newer than the model. */
export type RuleOwner = 'AWS' | (string & {});

/** The service's enumeration `SourceRevisionType`; open, for a value newer than the model. */
export type SourceRevisionType = 'COMMIT_ID' | 'IMAGE_DIGEST' | 'S3_OBJECT_VERSION_ID' | 'S3_OBJECT_KEY' | (string & {});

/** The service's enumeration `StageExecutionStatus`; open, for a value newer than the model. */
export type StageExecutionStatus = 'Cancelled' | 'InProgress' | 'Failed' | 'Stopped' | 'Stopping' | 'Succeeded' | 'Skipped' | (string & {});

/** The service's enumeration `StageRetryMode`; open, for a value newer than the model. */
export type StageRetryMode = 'FAILED_ACTIONS' | 'ALL_ACTIONS' | (string & {});

/** The service's enumeration `StageTransitionType`; open, for a value newer than the model. */
export type StageTransitionType = 'Inbound' | 'Outbound' | (string & {});

/** The service's enumeration `StartTimeRange`; open, for a value newer than the model. */
export type StartTimeRange = 'Latest' | 'All' | (string & {});

/** The service's enumeration `TargetFilterName`; open, for a value newer than the model. */
export type TargetFilterName = 'TARGET_STATUS' | (string & {});

/** The service's enumeration `TriggerType`; open, for a value newer than the model. */
export type TriggerType = 'CreatePipeline' | 'StartPipelineExecution' | 'PollForSourceChanges' | 'Webhook' | 'CloudWatchEvent' | 'PutActionRevision' | 'WebhookV2' | 'ManualRollback' | 'AutomatedRollback' | (string & {});

/** The service's enumeration `WebhookAuthenticationType`; open, for a value newer than the model. */
export type WebhookAuthenticationType = 'GITHUB_HMAC' | 'IP' | 'UNAUTHENTICATED' | (string & {});

/** The service's structure `AWSSessionCredentials`. */
export interface AWSSessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** The service's structure `AcknowledgeJobInput`. */
export interface AcknowledgeJobInput {
  jobId: string;
  nonce: string;
}

/** The service's structure `AcknowledgeJobOutput`. */
export interface AcknowledgeJobOutput {
  status?: JobStatus;
}

/** The service's structure `AcknowledgeThirdPartyJobInput`. */
export interface AcknowledgeThirdPartyJobInput {
  jobId: string;
  nonce: string;
  clientToken: string;
}

/** The service's structure `AcknowledgeThirdPartyJobOutput`. */
export interface AcknowledgeThirdPartyJobOutput {
  status?: JobStatus;
}

/** The service's structure `ActionConfiguration`. */
export interface ActionConfiguration {
  configuration?: Record<string, string>;
}

/** The service's structure `ActionConfigurationProperty`. */
export interface ActionConfigurationProperty {
  name: string;
  required: boolean;
  key: boolean;
  secret: boolean;
  queryable?: boolean;
  description?: string;
  type?: ActionConfigurationPropertyType;
}

/** The service's structure `ActionContext`. */
export interface ActionContext {
  name?: string;
  actionExecutionId?: string;
}

/** The service's structure `ActionDeclaration`. */
export interface ActionDeclaration {
  name: string;
  actionTypeId: ActionTypeId;
  runOrder?: number;
  configuration?: Record<string, string>;
  commands?: string[];
  outputArtifacts?: OutputArtifact[];
  inputArtifacts?: InputArtifact[];
  outputVariables?: string[];
  roleArn?: string;
  region?: string;
  namespace?: string;
  timeoutInMinutes?: number;
  environmentVariables?: EnvironmentVariable[];
}

/** The service's structure `ActionExecution`. */
export interface ActionExecution {
  actionExecutionId?: string;
  status?: ActionExecutionStatus;
  summary?: string;
  lastStatusChange?: Timestamp;
  token?: string;
  lastUpdatedBy?: string;
  externalExecutionId?: string;
  externalExecutionUrl?: string;
  percentComplete?: number;
  errorDetails?: ErrorDetails;
  logStreamARN?: string;
}

/** The service's structure `ActionExecutionDetail`. */
export interface ActionExecutionDetail {
  pipelineExecutionId?: string;
  actionExecutionId?: string;
  pipelineVersion?: number;
  stageName?: string;
  actionName?: string;
  startTime?: Timestamp;
  lastUpdateTime?: Timestamp;
  updatedBy?: string;
  status?: ActionExecutionStatus;
  input?: ActionExecutionInput;
  output?: ActionExecutionOutput;
}

/** The service's structure `ActionExecutionFilter`. */
export interface ActionExecutionFilter {
  pipelineExecutionId?: string;
  latestInPipelineExecution?: LatestInPipelineExecutionFilter;
}

/** The service's structure `ActionExecutionInput`. */
export interface ActionExecutionInput {
  actionTypeId?: ActionTypeId;
  configuration?: Record<string, string>;
  resolvedConfiguration?: Record<string, string>;
  roleArn?: string;
  region?: string;
  inputArtifacts?: ArtifactDetail[];
  namespace?: string;
}

/** The service's structure `ActionExecutionOutput`. */
export interface ActionExecutionOutput {
  outputArtifacts?: ArtifactDetail[];
  executionResult?: ActionExecutionResult;
  outputVariables?: Record<string, string>;
}

/** The service's structure `ActionExecutionResult`. */
export interface ActionExecutionResult {
  externalExecutionId?: string;
  externalExecutionSummary?: string;
  externalExecutionUrl?: string;
  errorDetails?: ErrorDetails;
  logStreamARN?: string;
}

/** The service's structure `ActionRevision`. */
export interface ActionRevision {
  revisionId: string;
  revisionChangeId?: string;
  created?: Timestamp;
}

/** The service's structure `ActionState`. */
export interface ActionState {
  actionName?: string;
  currentRevision?: ActionRevision;
  latestExecution?: ActionExecution;
  entityUrl?: string;
  revisionUrl?: string;
}

/** The service's structure `ActionType`. */
export interface ActionType {
  id: ActionTypeId;
  settings?: ActionTypeSettings;
  actionConfigurationProperties?: ActionConfigurationProperty[];
  inputArtifactDetails: ArtifactDetails;
  outputArtifactDetails: ArtifactDetails;
}

/** The service's structure `ActionTypeArtifactDetails`. */
export interface ActionTypeArtifactDetails {
  minimumCount: number;
  maximumCount: number;
}

/** The service's structure `ActionTypeDeclaration`. */
export interface ActionTypeDeclaration {
  description?: string;
  executor: ActionTypeExecutor;
  id: ActionTypeIdentifier;
  inputArtifactDetails: ActionTypeArtifactDetails;
  outputArtifactDetails: ActionTypeArtifactDetails;
  permissions?: ActionTypePermissions;
  properties?: ActionTypeProperty[];
  urls?: ActionTypeUrls;
}

/** The service's structure `ActionTypeExecutor`. */
export interface ActionTypeExecutor {
  configuration: ExecutorConfiguration;
  type: ExecutorType;
  policyStatementsTemplate?: string;
  jobTimeout?: number;
}

/** The service's structure `ActionTypeId`. */
export interface ActionTypeId {
  category: ActionCategory;
  owner: ActionOwner;
  provider: string;
  version: string;
}

/** The service's structure `ActionTypeIdentifier`. */
export interface ActionTypeIdentifier {
  category: ActionCategory;
  owner: string;
  provider: string;
  version: string;
}

/** The service's structure `ActionTypePermissions`. */
export interface ActionTypePermissions {
  allowedAccounts: string[];
}

/** The service's structure `ActionTypeProperty`. */
export interface ActionTypeProperty {
  name: string;
  optional: boolean;
  key: boolean;
  noEcho: boolean;
  queryable?: boolean;
  description?: string;
}

/** The service's structure `ActionTypeSettings`. */
export interface ActionTypeSettings {
  thirdPartyConfigurationUrl?: string;
  entityUrlTemplate?: string;
  executionUrlTemplate?: string;
  revisionUrlTemplate?: string;
}

/** The service's structure `ActionTypeUrls`. */
export interface ActionTypeUrls {
  configurationUrl?: string;
  entityUrlTemplate?: string;
  executionUrlTemplate?: string;
  revisionUrlTemplate?: string;
}

/** The service's structure `ApprovalResult`. */
export interface ApprovalResult {
  summary: string;
  status: ApprovalStatus;
}

/** The service's structure `Artifact`. */
export interface Artifact {
  name?: string;
  revision?: string;
  location?: ArtifactLocation;
}

/** The service's structure `ArtifactDetail`. */
export interface ArtifactDetail {
  name?: string;
  s3location?: S3Location;
}

/** The service's structure `ArtifactDetails`. */
export interface ArtifactDetails {
  minimumCount: number;
  maximumCount: number;
}

/** The service's structure `ArtifactLocation`. */
export interface ArtifactLocation {
  type?: ArtifactLocationType;
  s3Location?: S3ArtifactLocation;
}

/** The service's structure `ArtifactRevision`. */
export interface ArtifactRevision {
  name?: string;
  revisionId?: string;
  revisionChangeIdentifier?: string;
  revisionSummary?: string;
  created?: Timestamp;
  revisionUrl?: string;
}

/** The service's structure `ArtifactStore`. */
export interface ArtifactStore {
  type: ArtifactStoreType;
  location: string;
  encryptionKey?: EncryptionKey;
}

/** The service's structure `BeforeEntryConditions`. */
export interface BeforeEntryConditions {
  conditions: Condition[];
}

/** The service's structure `BlockerDeclaration`. */
export interface BlockerDeclaration {
  name: string;
  type: BlockerType;
}

/** The service's structure `Condition`. */
export interface Condition {
  result?: ConditionResult;
  rules?: RuleDeclaration[];
}

/** The service's structure `ConditionExecution`. */
export interface ConditionExecution {
  status?: ConditionExecutionStatus;
  summary?: string;
  lastStatusChange?: Timestamp;
}

/** The service's structure `ConditionState`. */
export interface ConditionState {
  latestExecution?: ConditionExecution;
  ruleStates?: RuleState[];
}

/** The service's structure `CreateCustomActionTypeInput`. */
export interface CreateCustomActionTypeInput {
  category: ActionCategory;
  provider: string;
  version: string;
  settings?: ActionTypeSettings;
  configurationProperties?: ActionConfigurationProperty[];
  inputArtifactDetails: ArtifactDetails;
  outputArtifactDetails: ArtifactDetails;
  tags?: Tag[];
}

/** The service's structure `CreateCustomActionTypeOutput`. */
export interface CreateCustomActionTypeOutput {
  actionType: ActionType;
  tags?: Tag[];
}

/** The service's structure `CreatePipelineInput`. */
export interface CreatePipelineInput {
  pipeline: PipelineDeclaration;
  tags?: Tag[];
}

/** The service's structure `CreatePipelineOutput`. */
export interface CreatePipelineOutput {
  pipeline?: PipelineDeclaration;
  tags?: Tag[];
}

/** The service's structure `CurrentRevision`. */
export interface CurrentRevision {
  revision: string;
  changeIdentifier: string;
  created?: Timestamp;
  revisionSummary?: string;
}

/** The service's structure `DeleteCustomActionTypeInput`. */
export interface DeleteCustomActionTypeInput {
  category: ActionCategory;
  provider: string;
  version: string;
}

/** The service's structure `DeletePipelineInput`. */
export interface DeletePipelineInput {
  name: string;
}

/** The service's structure `DeleteWebhookInput`. */
export interface DeleteWebhookInput {
  name: string;
}

/** The service's structure `DeleteWebhookOutput`. */
export type DeleteWebhookOutput = Record<string, never>;

/** The service's structure `DeployActionExecutionTarget`. */
export interface DeployActionExecutionTarget {
  targetId?: string;
  targetType?: string;
  status?: string;
  startTime?: Timestamp;
  endTime?: Timestamp;
  events?: DeployTargetEvent[];
}

/** The service's structure `DeployTargetEvent`. */
export interface DeployTargetEvent {
  name?: string;
  status?: string;
  startTime?: Timestamp;
  endTime?: Timestamp;
  context?: DeployTargetEventContext;
}

/** The service's structure `DeployTargetEventContext`. */
export interface DeployTargetEventContext {
  ssmCommandId?: string;
  message?: string;
}

/** The service's structure `DeregisterWebhookWithThirdPartyInput`. */
export interface DeregisterWebhookWithThirdPartyInput {
  webhookName?: string;
}

/** The service's structure `DeregisterWebhookWithThirdPartyOutput`. */
export type DeregisterWebhookWithThirdPartyOutput = Record<string, never>;

/** The service's structure `DisableStageTransitionInput`. */
export interface DisableStageTransitionInput {
  pipelineName: string;
  stageName: string;
  transitionType: StageTransitionType;
  reason: string;
}

/** The service's structure `EnableStageTransitionInput`. */
export interface EnableStageTransitionInput {
  pipelineName: string;
  stageName: string;
  transitionType: StageTransitionType;
}

/** The service's structure `EncryptionKey`. */
export interface EncryptionKey {
  id: string;
  type: EncryptionKeyType;
}

/** The service's structure `EnvironmentVariable`. */
export interface EnvironmentVariable {
  name: string;
  value: string;
  type?: EnvironmentVariableType;
}

/** The service's structure `ErrorDetails`. */
export interface ErrorDetails {
  code?: string;
  message?: string;
}

/** The service's structure `ExecutionDetails`. */
export interface ExecutionDetails {
  summary?: string;
  externalExecutionId?: string;
  percentComplete?: number;
}

/** The service's structure `ExecutionTrigger`. */
export interface ExecutionTrigger {
  triggerType?: TriggerType;
  triggerDetail?: string;
}

/** The service's structure `ExecutorConfiguration`. */
export interface ExecutorConfiguration {
  lambdaExecutorConfiguration?: LambdaExecutorConfiguration;
  jobWorkerExecutorConfiguration?: JobWorkerExecutorConfiguration;
}

/** The service's structure `FailureConditions`. */
export interface FailureConditions {
  result?: ConditionResult;
  retryConfiguration?: RetryConfiguration;
  conditions?: Condition[];
}

/** The service's structure `FailureDetails`. */
export interface FailureDetails {
  type: FailureType;
  message: string;
  externalExecutionId?: string;
}

/** The service's structure `GetActionTypeInput`. */
export interface GetActionTypeInput {
  category: ActionCategory;
  owner: string;
  provider: string;
  version: string;
}

/** The service's structure `GetActionTypeOutput`. */
export interface GetActionTypeOutput {
  actionType?: ActionTypeDeclaration;
}

/** The service's structure `GetJobDetailsInput`. */
export interface GetJobDetailsInput {
  jobId: string;
}

/** The service's structure `GetJobDetailsOutput`. */
export interface GetJobDetailsOutput {
  jobDetails?: JobDetails;
}

/** The service's structure `GetPipelineExecutionInput`. */
export interface GetPipelineExecutionInput {
  pipelineName: string;
  pipelineExecutionId: string;
}

/** The service's structure `GetPipelineExecutionOutput`. */
export interface GetPipelineExecutionOutput {
  pipelineExecution?: PipelineExecution;
}

/** The service's structure `GetPipelineInput`. */
export interface GetPipelineInput {
  name: string;
  version?: number;
}

/** The service's structure `GetPipelineOutput`. */
export interface GetPipelineOutput {
  pipeline?: PipelineDeclaration;
  metadata?: PipelineMetadata;
}

/** The service's structure `GetPipelineStateInput`. */
export interface GetPipelineStateInput {
  name: string;
}

/** The service's structure `GetPipelineStateOutput`. */
export interface GetPipelineStateOutput {
  pipelineName?: string;
  pipelineVersion?: number;
  stageStates?: StageState[];
  created?: Timestamp;
  updated?: Timestamp;
}

/** The service's structure `GetThirdPartyJobDetailsInput`. */
export interface GetThirdPartyJobDetailsInput {
  jobId: string;
  clientToken: string;
}

/** The service's structure `GetThirdPartyJobDetailsOutput`. */
export interface GetThirdPartyJobDetailsOutput {
  jobDetails?: ThirdPartyJobDetails;
}

/** The service's structure `GitBranchFilterCriteria`. */
export interface GitBranchFilterCriteria {
  includes?: string[];
  excludes?: string[];
}

/** The service's structure `GitConfiguration`. */
export interface GitConfiguration {
  sourceActionName: string;
  push?: GitPushFilter[];
  pullRequest?: GitPullRequestFilter[];
}

/** The service's structure `GitFilePathFilterCriteria`. */
export interface GitFilePathFilterCriteria {
  includes?: string[];
  excludes?: string[];
}

/** The service's structure `GitPullRequestFilter`. */
export interface GitPullRequestFilter {
  events?: GitPullRequestEventType[];
  branches?: GitBranchFilterCriteria;
  filePaths?: GitFilePathFilterCriteria;
}

/** The service's structure `GitPushFilter`. */
export interface GitPushFilter {
  tags?: GitTagFilterCriteria;
  branches?: GitBranchFilterCriteria;
  filePaths?: GitFilePathFilterCriteria;
}

/** The service's structure `GitTagFilterCriteria`. */
export interface GitTagFilterCriteria {
  includes?: string[];
  excludes?: string[];
}

/** The service's structure `InputArtifact`. */
export interface InputArtifact {
  name: string;
}

/** The service's structure `Job`. */
export interface Job {
  id?: string;
  data?: JobData;
  nonce?: string;
  accountId?: string;
}

/** The service's structure `JobData`. */
export interface JobData {
  actionTypeId?: ActionTypeId;
  actionConfiguration?: ActionConfiguration;
  pipelineContext?: PipelineContext;
  inputArtifacts?: Artifact[];
  outputArtifacts?: Artifact[];
  artifactCredentials?: AWSSessionCredentials;
  continuationToken?: string;
  encryptionKey?: EncryptionKey;
}

/** The service's structure `JobDetails`. */
export interface JobDetails {
  id?: string;
  data?: JobData;
  accountId?: string;
}

/** The service's structure `JobWorkerExecutorConfiguration`. */
export interface JobWorkerExecutorConfiguration {
  pollingAccounts?: string[];
  pollingServicePrincipals?: string[];
}

/** The service's structure `LambdaExecutorConfiguration`. */
export interface LambdaExecutorConfiguration {
  lambdaFunctionArn: string;
}

/** The service's structure `LatestInPipelineExecutionFilter`. */
export interface LatestInPipelineExecutionFilter {
  pipelineExecutionId: string;
  startTimeRange: StartTimeRange;
}

/** The service's structure `ListActionExecutionsInput`. */
export interface ListActionExecutionsInput {
  pipelineName: string;
  filter?: ActionExecutionFilter;
  maxResults?: number;
  nextToken?: string;
}

/** The service's structure `ListActionExecutionsOutput`. */
export interface ListActionExecutionsOutput {
  actionExecutionDetails?: ActionExecutionDetail[];
  nextToken?: string;
}

/** The service's structure `ListActionTypesInput`. */
export interface ListActionTypesInput {
  actionOwnerFilter?: ActionOwner;
  nextToken?: string;
  regionFilter?: string;
}

/** The service's structure `ListActionTypesOutput`. */
export interface ListActionTypesOutput {
  actionTypes: ActionType[];
  nextToken?: string;
}

/** The service's structure `ListDeployActionExecutionTargetsInput`. */
export interface ListDeployActionExecutionTargetsInput {
  pipelineName?: string;
  actionExecutionId: string;
  filters?: TargetFilter[];
  maxResults?: number;
  nextToken?: string;
}

/** The service's structure `ListDeployActionExecutionTargetsOutput`. */
export interface ListDeployActionExecutionTargetsOutput {
  targets?: DeployActionExecutionTarget[];
  nextToken?: string;
}

/** The service's structure `ListPipelineExecutionsInput`. */
export interface ListPipelineExecutionsInput {
  pipelineName: string;
  maxResults?: number;
  filter?: PipelineExecutionFilter;
  nextToken?: string;
}

/** The service's structure `ListPipelineExecutionsOutput`. */
export interface ListPipelineExecutionsOutput {
  pipelineExecutionSummaries?: PipelineExecutionSummary[];
  nextToken?: string;
}

/** The service's structure `ListPipelinesInput`. */
export interface ListPipelinesInput {
  nextToken?: string;
  maxResults?: number;
}

/** The service's structure `ListPipelinesOutput`. */
export interface ListPipelinesOutput {
  pipelines?: PipelineSummary[];
  nextToken?: string;
}

/** The service's structure `ListRuleExecutionsInput`. */
export interface ListRuleExecutionsInput {
  pipelineName: string;
  filter?: RuleExecutionFilter;
  maxResults?: number;
  nextToken?: string;
}

/** The service's structure `ListRuleExecutionsOutput`. */
export interface ListRuleExecutionsOutput {
  ruleExecutionDetails?: RuleExecutionDetail[];
  nextToken?: string;
}

/** The service's structure `ListRuleTypesInput`. */
export interface ListRuleTypesInput {
  ruleOwnerFilter?: RuleOwner;
  regionFilter?: string;
}

/** The service's structure `ListRuleTypesOutput`. */
export interface ListRuleTypesOutput {
  ruleTypes: RuleType[];
}

/** The service's structure `ListTagsForResourceInput`. */
export interface ListTagsForResourceInput {
  resourceArn: string;
  nextToken?: string;
  maxResults?: number;
}

/** The service's structure `ListTagsForResourceOutput`. */
export interface ListTagsForResourceOutput {
  tags?: Tag[];
  nextToken?: string;
}

/** The service's structure `ListWebhookItem`. */
export interface ListWebhookItem {
  definition: WebhookDefinition;
  url: string;
  errorMessage?: string;
  errorCode?: string;
  lastTriggered?: Timestamp;
  arn?: string;
  tags?: Tag[];
}

/** The service's structure `ListWebhooksInput`. */
export interface ListWebhooksInput {
  NextToken?: string;
  MaxResults?: number;
}

/** The service's structure `ListWebhooksOutput`. */
export interface ListWebhooksOutput {
  webhooks?: ListWebhookItem[];
  NextToken?: string;
}

/** The service's structure `OutputArtifact`. */
export interface OutputArtifact {
  name: string;
  files?: string[];
}

/** The service's structure `OverrideStageConditionInput`. */
export interface OverrideStageConditionInput {
  pipelineName: string;
  stageName: string;
  pipelineExecutionId: string;
  conditionType: ConditionType;
}

/** The service's structure `PipelineContext`. */
export interface PipelineContext {
  pipelineName?: string;
  stage?: StageContext;
  action?: ActionContext;
  pipelineArn?: string;
  pipelineExecutionId?: string;
}

/** The service's structure `PipelineDeclaration`. */
export interface PipelineDeclaration {
  name: string;
  roleArn: string;
  artifactStore?: ArtifactStore;
  artifactStores?: Record<string, ArtifactStore>;
  stages: StageDeclaration[];
  version?: number;
  executionMode?: ExecutionMode;
  pipelineType?: PipelineType;
  variables?: PipelineVariableDeclaration[];
  triggers?: PipelineTriggerDeclaration[];
}

/** The service's structure `PipelineExecution`. */
export interface PipelineExecution {
  pipelineName?: string;
  pipelineVersion?: number;
  pipelineExecutionId?: string;
  status?: PipelineExecutionStatus;
  statusSummary?: string;
  artifactRevisions?: ArtifactRevision[];
  variables?: ResolvedPipelineVariable[];
  trigger?: ExecutionTrigger;
  executionMode?: ExecutionMode;
  executionType?: ExecutionType;
  rollbackMetadata?: PipelineRollbackMetadata;
}

/** The service's structure `PipelineExecutionFilter`. */
export interface PipelineExecutionFilter {
  succeededInStage?: SucceededInStageFilter;
}

/** The service's structure `PipelineExecutionSummary`. */
export interface PipelineExecutionSummary {
  pipelineExecutionId?: string;
  status?: PipelineExecutionStatus;
  statusSummary?: string;
  startTime?: Timestamp;
  lastUpdateTime?: Timestamp;
  sourceRevisions?: SourceRevision[];
  trigger?: ExecutionTrigger;
  stopTrigger?: StopExecutionTrigger;
  executionMode?: ExecutionMode;
  executionType?: ExecutionType;
  rollbackMetadata?: PipelineRollbackMetadata;
}

/** The service's structure `PipelineMetadata`. */
export interface PipelineMetadata {
  pipelineArn?: string;
  created?: Timestamp;
  updated?: Timestamp;
  pollingDisabledAt?: Timestamp;
}

/** The service's structure `PipelineRollbackMetadata`. */
export interface PipelineRollbackMetadata {
  rollbackTargetPipelineExecutionId?: string;
}

/** The service's structure `PipelineSummary`. */
export interface PipelineSummary {
  name?: string;
  version?: number;
  pipelineType?: PipelineType;
  executionMode?: ExecutionMode;
  created?: Timestamp;
  updated?: Timestamp;
}

/** The service's structure `PipelineTriggerDeclaration`. */
export interface PipelineTriggerDeclaration {
  providerType: PipelineTriggerProviderType;
  gitConfiguration: GitConfiguration;
}

/** The service's structure `PipelineVariable`. */
export interface PipelineVariable {
  name: string;
  value: string;
}

/** The service's structure `PipelineVariableDeclaration`. */
export interface PipelineVariableDeclaration {
  name: string;
  defaultValue?: string;
  description?: string;
}

/** The service's structure `PollForJobsInput`. */
export interface PollForJobsInput {
  actionTypeId: ActionTypeId;
  maxBatchSize?: number;
  queryParam?: Record<string, string>;
}

/** The service's structure `PollForJobsOutput`. */
export interface PollForJobsOutput {
  jobs?: Job[];
}

/** The service's structure `PollForThirdPartyJobsInput`. */
export interface PollForThirdPartyJobsInput {
  actionTypeId: ActionTypeId;
  maxBatchSize?: number;
}

/** The service's structure `PollForThirdPartyJobsOutput`. */
export interface PollForThirdPartyJobsOutput {
  jobs?: ThirdPartyJob[];
}

/** The service's structure `PutActionRevisionInput`. */
export interface PutActionRevisionInput {
  pipelineName: string;
  stageName: string;
  actionName: string;
  actionRevision: ActionRevision;
}

/** The service's structure `PutActionRevisionOutput`. */
export interface PutActionRevisionOutput {
  newRevision?: boolean;
  pipelineExecutionId?: string;
}

/** The service's structure `PutApprovalResultInput`. */
export interface PutApprovalResultInput {
  pipelineName: string;
  stageName: string;
  actionName: string;
  result: ApprovalResult;
  token: string;
}

/** The service's structure `PutApprovalResultOutput`. */
export interface PutApprovalResultOutput {
  approvedAt?: Timestamp;
}

/** The service's structure `PutJobFailureResultInput`. */
export interface PutJobFailureResultInput {
  jobId: string;
  failureDetails: FailureDetails;
}

/** The service's structure `PutJobSuccessResultInput`. */
export interface PutJobSuccessResultInput {
  jobId: string;
  currentRevision?: CurrentRevision;
  continuationToken?: string;
  executionDetails?: ExecutionDetails;
  outputVariables?: Record<string, string>;
}

/** The service's structure `PutThirdPartyJobFailureResultInput`. */
export interface PutThirdPartyJobFailureResultInput {
  jobId: string;
  clientToken: string;
  failureDetails: FailureDetails;
}

/** The service's structure `PutThirdPartyJobSuccessResultInput`. */
export interface PutThirdPartyJobSuccessResultInput {
  jobId: string;
  clientToken: string;
  currentRevision?: CurrentRevision;
  continuationToken?: string;
  executionDetails?: ExecutionDetails;
}

/** The service's structure `PutWebhookInput`. */
export interface PutWebhookInput {
  webhook: WebhookDefinition;
  tags?: Tag[];
}

/** The service's structure `PutWebhookOutput`. */
export interface PutWebhookOutput {
  webhook?: ListWebhookItem;
}

/** The service's structure `RegisterWebhookWithThirdPartyInput`. */
export interface RegisterWebhookWithThirdPartyInput {
  webhookName?: string;
}

/** The service's structure `RegisterWebhookWithThirdPartyOutput`. */
export type RegisterWebhookWithThirdPartyOutput = Record<string, never>;

/** The service's structure `ResolvedPipelineVariable`. */
export interface ResolvedPipelineVariable {
  name?: string;
  resolvedValue?: string;
}

/** The service's structure `RetryConfiguration`. */
export interface RetryConfiguration {
  retryMode?: StageRetryMode;
}

/** The service's structure `RetryStageExecutionInput`. */
export interface RetryStageExecutionInput {
  pipelineName: string;
  stageName: string;
  pipelineExecutionId: string;
  retryMode: StageRetryMode;
}

/** The service's structure `RetryStageExecutionOutput`. */
export interface RetryStageExecutionOutput {
  pipelineExecutionId?: string;
}

/** The service's structure `RetryStageMetadata`. */
export interface RetryStageMetadata {
  autoStageRetryAttempt?: number;
  manualStageRetryAttempt?: number;
  latestRetryTrigger?: RetryTrigger;
}

/** The service's structure `RollbackStageInput`. */
export interface RollbackStageInput {
  pipelineName: string;
  stageName: string;
  targetPipelineExecutionId: string;
}

/** The service's structure `RollbackStageOutput`. */
export interface RollbackStageOutput {
  pipelineExecutionId: string;
}

/** The service's structure `RuleConfigurationProperty`. */
export interface RuleConfigurationProperty {
  name: string;
  required: boolean;
  key: boolean;
  secret: boolean;
  queryable?: boolean;
  description?: string;
  type?: RuleConfigurationPropertyType;
}

/** The service's structure `RuleDeclaration`. */
export interface RuleDeclaration {
  name: string;
  ruleTypeId: RuleTypeId;
  configuration?: Record<string, string>;
  commands?: string[];
  inputArtifacts?: InputArtifact[];
  roleArn?: string;
  region?: string;
  timeoutInMinutes?: number;
}

/** The service's structure `RuleExecution`. */
export interface RuleExecution {
  ruleExecutionId?: string;
  status?: RuleExecutionStatus;
  summary?: string;
  lastStatusChange?: Timestamp;
  token?: string;
  lastUpdatedBy?: string;
  externalExecutionId?: string;
  externalExecutionUrl?: string;
  errorDetails?: ErrorDetails;
}

/** The service's structure `RuleExecutionDetail`. */
export interface RuleExecutionDetail {
  pipelineExecutionId?: string;
  ruleExecutionId?: string;
  pipelineVersion?: number;
  stageName?: string;
  ruleName?: string;
  startTime?: Timestamp;
  lastUpdateTime?: Timestamp;
  updatedBy?: string;
  status?: RuleExecutionStatus;
  input?: RuleExecutionInput;
  output?: RuleExecutionOutput;
}

/** The service's structure `RuleExecutionFilter`. */
export interface RuleExecutionFilter {
  pipelineExecutionId?: string;
  latestInPipelineExecution?: LatestInPipelineExecutionFilter;
}

/** The service's structure `RuleExecutionInput`. */
export interface RuleExecutionInput {
  ruleTypeId?: RuleTypeId;
  configuration?: Record<string, string>;
  resolvedConfiguration?: Record<string, string>;
  roleArn?: string;
  region?: string;
  inputArtifacts?: ArtifactDetail[];
}

/** The service's structure `RuleExecutionOutput`. */
export interface RuleExecutionOutput {
  executionResult?: RuleExecutionResult;
}

/** The service's structure `RuleExecutionResult`. */
export interface RuleExecutionResult {
  externalExecutionId?: string;
  externalExecutionSummary?: string;
  externalExecutionUrl?: string;
  errorDetails?: ErrorDetails;
}

/** The service's structure `RuleRevision`. */
export interface RuleRevision {
  revisionId: string;
  revisionChangeId?: string;
  created?: Timestamp;
}

/** The service's structure `RuleState`. */
export interface RuleState {
  ruleName?: string;
  currentRevision?: RuleRevision;
  latestExecution?: RuleExecution;
  entityUrl?: string;
  revisionUrl?: string;
}

/** The service's structure `RuleType`. */
export interface RuleType {
  id: RuleTypeId;
  settings?: RuleTypeSettings;
  ruleConfigurationProperties?: RuleConfigurationProperty[];
  inputArtifactDetails: ArtifactDetails;
}

/** The service's structure `RuleTypeId`. */
export interface RuleTypeId {
  category: RuleCategory;
  owner?: RuleOwner;
  provider: string;
  version?: string;
}

/** The service's structure `RuleTypeSettings`. */
export interface RuleTypeSettings {
  thirdPartyConfigurationUrl?: string;
  entityUrlTemplate?: string;
  executionUrlTemplate?: string;
  revisionUrlTemplate?: string;
}

/** The service's structure `S3ArtifactLocation`. */
export interface S3ArtifactLocation {
  bucketName: string;
  objectKey: string;
}

/** The service's structure `S3Location`. */
export interface S3Location {
  bucket?: string;
  key?: string;
}

/** The service's structure `SourceRevision`. */
export interface SourceRevision {
  actionName: string;
  revisionId?: string;
  revisionSummary?: string;
  revisionUrl?: string;
}

/** The service's structure `SourceRevisionOverride`. */
export interface SourceRevisionOverride {
  actionName: string;
  revisionType: SourceRevisionType;
  revisionValue: string;
}

/** The service's structure `StageConditionState`. */
export interface StageConditionState {
  latestExecution?: StageConditionsExecution;
  conditionStates?: ConditionState[];
}

/** The service's structure `StageConditionsExecution`. */
export interface StageConditionsExecution {
  status?: ConditionExecutionStatus;
  summary?: string;
}

/** The service's structure `StageContext`. */
export interface StageContext {
  name?: string;
}

/** The service's structure `StageDeclaration`. */
export interface StageDeclaration {
  name: string;
  blockers?: BlockerDeclaration[];
  actions: ActionDeclaration[];
  onFailure?: FailureConditions;
  onSuccess?: SuccessConditions;
  beforeEntry?: BeforeEntryConditions;
}

/** The service's structure `StageExecution`. */
export interface StageExecution {
  pipelineExecutionId: string;
  status: StageExecutionStatus;
  type?: ExecutionType;
}

/** The service's structure `StageState`. */
export interface StageState {
  stageName?: string;
  inboundExecution?: StageExecution;
  inboundExecutions?: StageExecution[];
  inboundTransitionState?: TransitionState;
  actionStates?: ActionState[];
  latestExecution?: StageExecution;
  beforeEntryConditionState?: StageConditionState;
  onSuccessConditionState?: StageConditionState;
  onFailureConditionState?: StageConditionState;
  retryStageMetadata?: RetryStageMetadata;
}

/** The service's structure `StartPipelineExecutionInput`. */
export interface StartPipelineExecutionInput {
  name: string;
  variables?: PipelineVariable[];
  clientRequestToken?: string;
  sourceRevisions?: SourceRevisionOverride[];
}

/** The service's structure `StartPipelineExecutionOutput`. */
export interface StartPipelineExecutionOutput {
  pipelineExecutionId?: string;
}

/** The service's structure `StopExecutionTrigger`. */
export interface StopExecutionTrigger {
  reason?: string;
}

/** The service's structure `StopPipelineExecutionInput`. */
export interface StopPipelineExecutionInput {
  pipelineName: string;
  pipelineExecutionId: string;
  abandon?: boolean;
  reason?: string;
}

/** The service's structure `StopPipelineExecutionOutput`. */
export interface StopPipelineExecutionOutput {
  pipelineExecutionId?: string;
}

/** The service's structure `SucceededInStageFilter`. */
export interface SucceededInStageFilter {
  stageName?: string;
}

/** The service's structure `SuccessConditions`. */
export interface SuccessConditions {
  conditions: Condition[];
}

/** The service's structure `Tag`. */
export interface Tag {
  key: string;
  value: string;
}

/** The service's structure `TagResourceInput`. */
export interface TagResourceInput {
  resourceArn: string;
  tags: Tag[];
}

/** The service's structure `TagResourceOutput`. */
export type TagResourceOutput = Record<string, never>;

/** The service's structure `TargetFilter`. */
export interface TargetFilter {
  name?: TargetFilterName;
  values?: string[];
}

/** The service's structure `ThirdPartyJob`. */
export interface ThirdPartyJob {
  clientId?: string;
  jobId?: string;
}

/** The service's structure `ThirdPartyJobData`. */
export interface ThirdPartyJobData {
  actionTypeId?: ActionTypeId;
  actionConfiguration?: ActionConfiguration;
  pipelineContext?: PipelineContext;
  inputArtifacts?: Artifact[];
  outputArtifacts?: Artifact[];
  artifactCredentials?: AWSSessionCredentials;
  continuationToken?: string;
  encryptionKey?: EncryptionKey;
}

/** The service's structure `ThirdPartyJobDetails`. */
export interface ThirdPartyJobDetails {
  id?: string;
  data?: ThirdPartyJobData;
  nonce?: string;
}

/** The service's structure `TransitionState`. */
export interface TransitionState {
  enabled?: boolean;
  lastChangedBy?: string;
  lastChangedAt?: Timestamp;
  disabledReason?: string;
}

/** The service's structure `UntagResourceInput`. */
export interface UntagResourceInput {
  resourceArn: string;
  tagKeys: string[];
}

/** The service's structure `UntagResourceOutput`. */
export type UntagResourceOutput = Record<string, never>;

/** The service's structure `UpdateActionTypeInput`. */
export interface UpdateActionTypeInput {
  actionType: ActionTypeDeclaration;
}

/** The service's structure `UpdatePipelineInput`. */
export interface UpdatePipelineInput {
  pipeline: PipelineDeclaration;
}

/** The service's structure `UpdatePipelineOutput`. */
export interface UpdatePipelineOutput {
  pipeline?: PipelineDeclaration;
}

/** The service's structure `WebhookAuthConfiguration`. */
export interface WebhookAuthConfiguration {
  AllowedIPRange?: string;
  SecretToken?: string;
}

/** The service's structure `WebhookDefinition`. */
export interface WebhookDefinition {
  name: string;
  targetPipeline: string;
  targetAction: string;
  filters: WebhookFilterRule[];
  authentication: WebhookAuthenticationType;
  authenticationConfiguration: WebhookAuthConfiguration;
}

/** The service's structure `WebhookFilterRule`. */
export interface WebhookFilterRule {
  jsonPath: string;
  matchEquals?: string;
}

/** What each operation takes and gives; `void` where a success has no body. */
export interface Operations {
  AcknowledgeJob: { input: AcknowledgeJobInput; output: AcknowledgeJobOutput };
  AcknowledgeThirdPartyJob: { input: AcknowledgeThirdPartyJobInput; output: AcknowledgeThirdPartyJobOutput };
  CreateCustomActionType: { input: CreateCustomActionTypeInput; output: CreateCustomActionTypeOutput };
  CreatePipeline: { input: CreatePipelineInput; output: CreatePipelineOutput };
  DeleteCustomActionType: { input: DeleteCustomActionTypeInput; output: void };
  DeletePipeline: { input: DeletePipelineInput; output: void };
  DeleteWebhook: { input: DeleteWebhookInput; output: DeleteWebhookOutput };
  DeregisterWebhookWithThirdParty: { input: DeregisterWebhookWithThirdPartyInput; output: DeregisterWebhookWithThirdPartyOutput };
  DisableStageTransition: { input: DisableStageTransitionInput; output: void };
  EnableStageTransition: { input: EnableStageTransitionInput; output: void };
  GetActionType: { input: GetActionTypeInput; output: GetActionTypeOutput };
  GetJobDetails: { input: GetJobDetailsInput; output: GetJobDetailsOutput };
  GetPipeline: { input: GetPipelineInput; output: GetPipelineOutput };
  GetPipelineExecution: { input: GetPipelineExecutionInput; output: GetPipelineExecutionOutput };
  GetPipelineState: { input: GetPipelineStateInput; output: GetPipelineStateOutput };
  GetThirdPartyJobDetails: { input: GetThirdPartyJobDetailsInput; output: GetThirdPartyJobDetailsOutput };
  ListActionExecutions: { input: ListActionExecutionsInput; output: ListActionExecutionsOutput };
  ListActionTypes: { input: ListActionTypesInput; output: ListActionTypesOutput };
  ListDeployActionExecutionTargets: { input: ListDeployActionExecutionTargetsInput; output: ListDeployActionExecutionTargetsOutput };
  ListPipelineExecutions: { input: ListPipelineExecutionsInput; output: ListPipelineExecutionsOutput };
  ListPipelines: { input: ListPipelinesInput; output: ListPipelinesOutput };
  ListRuleExecutions: { input: ListRuleExecutionsInput; output: ListRuleExecutionsOutput };
  ListRuleTypes: { input: ListRuleTypesInput; output: ListRuleTypesOutput };
  ListTagsForResource: { input: ListTagsForResourceInput; output: ListTagsForResourceOutput };
  ListWebhooks: { input: ListWebhooksInput; output: ListWebhooksOutput };
  OverrideStageCondition: { input: OverrideStageConditionInput; output: void };
  PollForJobs: { input: PollForJobsInput; output: PollForJobsOutput };
  PollForThirdPartyJobs: { input: PollForThirdPartyJobsInput; output: PollForThirdPartyJobsOutput };
  PutActionRevision: { input: PutActionRevisionInput; output: PutActionRevisionOutput };
  PutApprovalResult: { input: PutApprovalResultInput; output: PutApprovalResultOutput };
  PutJobFailureResult: { input: PutJobFailureResultInput; output: void };
  PutJobSuccessResult: { input: PutJobSuccessResultInput; output: void };
  PutThirdPartyJobFailureResult: { input: PutThirdPartyJobFailureResultInput; output: void };
  PutThirdPartyJobSuccessResult: { input: PutThirdPartyJobSuccessResultInput; output: void };
  PutWebhook: { input: PutWebhookInput; output: PutWebhookOutput };
  RegisterWebhookWithThirdParty: { input: RegisterWebhookWithThirdPartyInput; output: RegisterWebhookWithThirdPartyOutput };
  RetryStageExecution: { input: RetryStageExecutionInput; output: RetryStageExecutionOutput };
  RollbackStage: { input: RollbackStageInput; output: RollbackStageOutput };
  StartPipelineExecution: { input: StartPipelineExecutionInput; output: StartPipelineExecutionOutput };
  StopPipelineExecution: { input: StopPipelineExecutionInput; output: StopPipelineExecutionOutput };
  TagResource: { input: TagResourceInput; output: TagResourceOutput };
  UntagResource: { input: UntagResourceInput; output: UntagResourceOutput };
  UpdateActionType: { input: UpdateActionTypeInput; output: void };
  UpdatePipeline: { input: UpdatePipelineInput; output: UpdatePipelineOutput };
}

/** The name of an operation. */
export type OperationName = keyof Operations;
