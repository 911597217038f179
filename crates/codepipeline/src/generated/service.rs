// Generated from the service model by `cargo run -p generate`; never edited.

//! The service's operations: their facts, the trait that carries them out, the call by name.

use crate::service::{BoxFuture, Call, not_implemented, read_input, write_output};
use crate::{Error, ErrorKind, Value, shapes};

/// An operation of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// `AcknowledgeJob`.
    AcknowledgeJob,
    /// `AcknowledgeThirdPartyJob`.
    AcknowledgeThirdPartyJob,
    /// `CreateCustomActionType`.
    CreateCustomActionType,
    /// `CreatePipeline`.
    CreatePipeline,
    /// `DeleteCustomActionType`.
    DeleteCustomActionType,
    /// `DeletePipeline`.
    DeletePipeline,
    /// `DeleteWebhook`.
    DeleteWebhook,
    /// `DeregisterWebhookWithThirdParty`.
    DeregisterWebhookWithThirdParty,
    /// `DisableStageTransition`.
    DisableStageTransition,
    /// `EnableStageTransition`.
    EnableStageTransition,
    /// `GetActionType`.
    GetActionType,
    /// `GetJobDetails`.
    GetJobDetails,
    /// `GetPipeline`.
    GetPipeline,
    /// `GetPipelineExecution`.
    GetPipelineExecution,
    /// `GetPipelineState`.
    GetPipelineState,
    /// `GetThirdPartyJobDetails`.
    GetThirdPartyJobDetails,
    /// `ListActionExecutions`.
    ListActionExecutions,
    /// `ListActionTypes`.
    ListActionTypes,
    /// `ListDeployActionExecutionTargets`.
    ListDeployActionExecutionTargets,
    /// `ListPipelineExecutions`.
    ListPipelineExecutions,
    /// `ListPipelines`.
    ListPipelines,
    /// `ListRuleExecutions`.
    ListRuleExecutions,
    /// `ListRuleTypes`.
    ListRuleTypes,
    /// `ListTagsForResource`.
    ListTagsForResource,
    /// `ListWebhooks`.
    ListWebhooks,
    /// `OverrideStageCondition`.
    OverrideStageCondition,
    /// `PollForJobs`.
    PollForJobs,
    /// `PollForThirdPartyJobs`.
    PollForThirdPartyJobs,
    /// `PutActionRevision`.
    PutActionRevision,
    /// `PutApprovalResult`.
    PutApprovalResult,
    /// `PutJobFailureResult`.
    PutJobFailureResult,
    /// `PutJobSuccessResult`.
    PutJobSuccessResult,
    /// `PutThirdPartyJobFailureResult`.
    PutThirdPartyJobFailureResult,
    /// `PutThirdPartyJobSuccessResult`.
    PutThirdPartyJobSuccessResult,
    /// `PutWebhook`.
    PutWebhook,
    /// `RegisterWebhookWithThirdParty`.
    RegisterWebhookWithThirdParty,
    /// `RetryStageExecution`.
    RetryStageExecution,
    /// `RollbackStage`.
    RollbackStage,
    /// `StartPipelineExecution`.
    StartPipelineExecution,
    /// `StopPipelineExecution`.
    StopPipelineExecution,
    /// `TagResource`.
    TagResource,
    /// `UntagResource`.
    UntagResource,
    /// `UpdateActionType`.
    UpdateActionType,
    /// `UpdatePipeline`.
    UpdatePipeline,
}

impl Operation {
    /// Every operation, in alphabetical order.
    pub const ALL: &'static [Self] = &[
        Self::AcknowledgeJob,
        Self::AcknowledgeThirdPartyJob,
        Self::CreateCustomActionType,
        Self::CreatePipeline,
        Self::DeleteCustomActionType,
        Self::DeletePipeline,
        Self::DeleteWebhook,
        Self::DeregisterWebhookWithThirdParty,
        Self::DisableStageTransition,
        Self::EnableStageTransition,
        Self::GetActionType,
        Self::GetJobDetails,
        Self::GetPipeline,
        Self::GetPipelineExecution,
        Self::GetPipelineState,
        Self::GetThirdPartyJobDetails,
        Self::ListActionExecutions,
        Self::ListActionTypes,
        Self::ListDeployActionExecutionTargets,
        Self::ListPipelineExecutions,
        Self::ListPipelines,
        Self::ListRuleExecutions,
        Self::ListRuleTypes,
        Self::ListTagsForResource,
        Self::ListWebhooks,
        Self::OverrideStageCondition,
        Self::PollForJobs,
        Self::PollForThirdPartyJobs,
        Self::PutActionRevision,
        Self::PutApprovalResult,
        Self::PutJobFailureResult,
        Self::PutJobSuccessResult,
        Self::PutThirdPartyJobFailureResult,
        Self::PutThirdPartyJobSuccessResult,
        Self::PutWebhook,
        Self::RegisterWebhookWithThirdParty,
        Self::RetryStageExecution,
        Self::RollbackStage,
        Self::StartPipelineExecution,
        Self::StopPipelineExecution,
        Self::TagResource,
        Self::UntagResource,
        Self::UpdateActionType,
        Self::UpdatePipeline,
    ];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AcknowledgeJob => "AcknowledgeJob",
            Self::AcknowledgeThirdPartyJob => "AcknowledgeThirdPartyJob",
            Self::CreateCustomActionType => "CreateCustomActionType",
            Self::CreatePipeline => "CreatePipeline",
            Self::DeleteCustomActionType => "DeleteCustomActionType",
            Self::DeletePipeline => "DeletePipeline",
            Self::DeleteWebhook => "DeleteWebhook",
            Self::DeregisterWebhookWithThirdParty => "DeregisterWebhookWithThirdParty",
            Self::DisableStageTransition => "DisableStageTransition",
            Self::EnableStageTransition => "EnableStageTransition",
            Self::GetActionType => "GetActionType",
            Self::GetJobDetails => "GetJobDetails",
            Self::GetPipeline => "GetPipeline",
            Self::GetPipelineExecution => "GetPipelineExecution",
            Self::GetPipelineState => "GetPipelineState",
            Self::GetThirdPartyJobDetails => "GetThirdPartyJobDetails",
            Self::ListActionExecutions => "ListActionExecutions",
            Self::ListActionTypes => "ListActionTypes",
            Self::ListDeployActionExecutionTargets => "ListDeployActionExecutionTargets",
            Self::ListPipelineExecutions => "ListPipelineExecutions",
            Self::ListPipelines => "ListPipelines",
            Self::ListRuleExecutions => "ListRuleExecutions",
            Self::ListRuleTypes => "ListRuleTypes",
            Self::ListTagsForResource => "ListTagsForResource",
            Self::ListWebhooks => "ListWebhooks",
            Self::OverrideStageCondition => "OverrideStageCondition",
            Self::PollForJobs => "PollForJobs",
            Self::PollForThirdPartyJobs => "PollForThirdPartyJobs",
            Self::PutActionRevision => "PutActionRevision",
            Self::PutApprovalResult => "PutApprovalResult",
            Self::PutJobFailureResult => "PutJobFailureResult",
            Self::PutJobSuccessResult => "PutJobSuccessResult",
            Self::PutThirdPartyJobFailureResult => "PutThirdPartyJobFailureResult",
            Self::PutThirdPartyJobSuccessResult => "PutThirdPartyJobSuccessResult",
            Self::PutWebhook => "PutWebhook",
            Self::RegisterWebhookWithThirdParty => "RegisterWebhookWithThirdParty",
            Self::RetryStageExecution => "RetryStageExecution",
            Self::RollbackStage => "RollbackStage",
            Self::StartPipelineExecution => "StartPipelineExecution",
            Self::StopPipelineExecution => "StopPipelineExecution",
            Self::TagResource => "TagResource",
            Self::UntagResource => "UntagResource",
            Self::UpdateActionType => "UpdateActionType",
            Self::UpdatePipeline => "UpdatePipeline",
        }
    }

    /// The operation of this name, if there is one; names are case-sensitive.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "AcknowledgeJob" => Self::AcknowledgeJob,
            "AcknowledgeThirdPartyJob" => Self::AcknowledgeThirdPartyJob,
            "CreateCustomActionType" => Self::CreateCustomActionType,
            "CreatePipeline" => Self::CreatePipeline,
            "DeleteCustomActionType" => Self::DeleteCustomActionType,
            "DeletePipeline" => Self::DeletePipeline,
            "DeleteWebhook" => Self::DeleteWebhook,
            "DeregisterWebhookWithThirdParty" => Self::DeregisterWebhookWithThirdParty,
            "DisableStageTransition" => Self::DisableStageTransition,
            "EnableStageTransition" => Self::EnableStageTransition,
            "GetActionType" => Self::GetActionType,
            "GetJobDetails" => Self::GetJobDetails,
            "GetPipeline" => Self::GetPipeline,
            "GetPipelineExecution" => Self::GetPipelineExecution,
            "GetPipelineState" => Self::GetPipelineState,
            "GetThirdPartyJobDetails" => Self::GetThirdPartyJobDetails,
            "ListActionExecutions" => Self::ListActionExecutions,
            "ListActionTypes" => Self::ListActionTypes,
            "ListDeployActionExecutionTargets" => Self::ListDeployActionExecutionTargets,
            "ListPipelineExecutions" => Self::ListPipelineExecutions,
            "ListPipelines" => Self::ListPipelines,
            "ListRuleExecutions" => Self::ListRuleExecutions,
            "ListRuleTypes" => Self::ListRuleTypes,
            "ListTagsForResource" => Self::ListTagsForResource,
            "ListWebhooks" => Self::ListWebhooks,
            "OverrideStageCondition" => Self::OverrideStageCondition,
            "PollForJobs" => Self::PollForJobs,
            "PollForThirdPartyJobs" => Self::PollForThirdPartyJobs,
            "PutActionRevision" => Self::PutActionRevision,
            "PutApprovalResult" => Self::PutApprovalResult,
            "PutJobFailureResult" => Self::PutJobFailureResult,
            "PutJobSuccessResult" => Self::PutJobSuccessResult,
            "PutThirdPartyJobFailureResult" => Self::PutThirdPartyJobFailureResult,
            "PutThirdPartyJobSuccessResult" => Self::PutThirdPartyJobSuccessResult,
            "PutWebhook" => Self::PutWebhook,
            "RegisterWebhookWithThirdParty" => Self::RegisterWebhookWithThirdParty,
            "RetryStageExecution" => Self::RetryStageExecution,
            "RollbackStage" => Self::RollbackStage,
            "StartPipelineExecution" => Self::StartPipelineExecution,
            "StopPipelineExecution" => Self::StopPipelineExecution,
            "TagResource" => Self::TagResource,
            "UntagResource" => Self::UntagResource,
            "UpdateActionType" => Self::UpdateActionType,
            "UpdatePipeline" => Self::UpdatePipeline,
            _ => return None,
        })
    }

    /// The name of the input structure.
    pub const fn input_shape(self) -> &'static str {
        match self {
            Self::AcknowledgeJob => "AcknowledgeJobInput",
            Self::AcknowledgeThirdPartyJob => "AcknowledgeThirdPartyJobInput",
            Self::CreateCustomActionType => "CreateCustomActionTypeInput",
            Self::CreatePipeline => "CreatePipelineInput",
            Self::DeleteCustomActionType => "DeleteCustomActionTypeInput",
            Self::DeletePipeline => "DeletePipelineInput",
            Self::DeleteWebhook => "DeleteWebhookInput",
            Self::DeregisterWebhookWithThirdParty => "DeregisterWebhookWithThirdPartyInput",
            Self::DisableStageTransition => "DisableStageTransitionInput",
            Self::EnableStageTransition => "EnableStageTransitionInput",
            Self::GetActionType => "GetActionTypeInput",
            Self::GetJobDetails => "GetJobDetailsInput",
            Self::GetPipeline => "GetPipelineInput",
            Self::GetPipelineExecution => "GetPipelineExecutionInput",
            Self::GetPipelineState => "GetPipelineStateInput",
            Self::GetThirdPartyJobDetails => "GetThirdPartyJobDetailsInput",
            Self::ListActionExecutions => "ListActionExecutionsInput",
            Self::ListActionTypes => "ListActionTypesInput",
            Self::ListDeployActionExecutionTargets => "ListDeployActionExecutionTargetsInput",
            Self::ListPipelineExecutions => "ListPipelineExecutionsInput",
            Self::ListPipelines => "ListPipelinesInput",
            Self::ListRuleExecutions => "ListRuleExecutionsInput",
            Self::ListRuleTypes => "ListRuleTypesInput",
            Self::ListTagsForResource => "ListTagsForResourceInput",
            Self::ListWebhooks => "ListWebhooksInput",
            Self::OverrideStageCondition => "OverrideStageConditionInput",
            Self::PollForJobs => "PollForJobsInput",
            Self::PollForThirdPartyJobs => "PollForThirdPartyJobsInput",
            Self::PutActionRevision => "PutActionRevisionInput",
            Self::PutApprovalResult => "PutApprovalResultInput",
            Self::PutJobFailureResult => "PutJobFailureResultInput",
            Self::PutJobSuccessResult => "PutJobSuccessResultInput",
            Self::PutThirdPartyJobFailureResult => "PutThirdPartyJobFailureResultInput",
            Self::PutThirdPartyJobSuccessResult => "PutThirdPartyJobSuccessResultInput",
            Self::PutWebhook => "PutWebhookInput",
            Self::RegisterWebhookWithThirdParty => "RegisterWebhookWithThirdPartyInput",
            Self::RetryStageExecution => "RetryStageExecutionInput",
            Self::RollbackStage => "RollbackStageInput",
            Self::StartPipelineExecution => "StartPipelineExecutionInput",
            Self::StopPipelineExecution => "StopPipelineExecutionInput",
            Self::TagResource => "TagResourceInput",
            Self::UntagResource => "UntagResourceInput",
            Self::UpdateActionType => "UpdateActionTypeInput",
            Self::UpdatePipeline => "UpdatePipelineInput",
        }
    }

    /// The name of the output structure; without one a success has an empty body.
    pub const fn output_shape(self) -> Option<&'static str> {
        match self {
            Self::AcknowledgeJob => Some("AcknowledgeJobOutput"),
            Self::AcknowledgeThirdPartyJob => Some("AcknowledgeThirdPartyJobOutput"),
            Self::CreateCustomActionType => Some("CreateCustomActionTypeOutput"),
            Self::CreatePipeline => Some("CreatePipelineOutput"),
            Self::DeleteCustomActionType => None,
            Self::DeletePipeline => None,
            Self::DeleteWebhook => Some("DeleteWebhookOutput"),
            Self::DeregisterWebhookWithThirdParty => Some("DeregisterWebhookWithThirdPartyOutput"),
            Self::DisableStageTransition => None,
            Self::EnableStageTransition => None,
            Self::GetActionType => Some("GetActionTypeOutput"),
            Self::GetJobDetails => Some("GetJobDetailsOutput"),
            Self::GetPipeline => Some("GetPipelineOutput"),
            Self::GetPipelineExecution => Some("GetPipelineExecutionOutput"),
            Self::GetPipelineState => Some("GetPipelineStateOutput"),
            Self::GetThirdPartyJobDetails => Some("GetThirdPartyJobDetailsOutput"),
            Self::ListActionExecutions => Some("ListActionExecutionsOutput"),
            Self::ListActionTypes => Some("ListActionTypesOutput"),
            Self::ListDeployActionExecutionTargets => Some("ListDeployActionExecutionTargetsOutput"),
            Self::ListPipelineExecutions => Some("ListPipelineExecutionsOutput"),
            Self::ListPipelines => Some("ListPipelinesOutput"),
            Self::ListRuleExecutions => Some("ListRuleExecutionsOutput"),
            Self::ListRuleTypes => Some("ListRuleTypesOutput"),
            Self::ListTagsForResource => Some("ListTagsForResourceOutput"),
            Self::ListWebhooks => Some("ListWebhooksOutput"),
            Self::OverrideStageCondition => None,
            Self::PollForJobs => Some("PollForJobsOutput"),
            Self::PollForThirdPartyJobs => Some("PollForThirdPartyJobsOutput"),
            Self::PutActionRevision => Some("PutActionRevisionOutput"),
            Self::PutApprovalResult => Some("PutApprovalResultOutput"),
            Self::PutJobFailureResult => None,
            Self::PutJobSuccessResult => None,
            Self::PutThirdPartyJobFailureResult => None,
            Self::PutThirdPartyJobSuccessResult => None,
            Self::PutWebhook => Some("PutWebhookOutput"),
            Self::RegisterWebhookWithThirdParty => Some("RegisterWebhookWithThirdPartyOutput"),
            Self::RetryStageExecution => Some("RetryStageExecutionOutput"),
            Self::RollbackStage => Some("RollbackStageOutput"),
            Self::StartPipelineExecution => Some("StartPipelineExecutionOutput"),
            Self::StopPipelineExecution => Some("StopPipelineExecutionOutput"),
            Self::TagResource => Some("TagResourceOutput"),
            Self::UntagResource => Some("UntagResourceOutput"),
            Self::UpdateActionType => None,
            Self::UpdatePipeline => Some("UpdatePipelineOutput"),
        }
    }

    /// The errors the model declares for it, in the model's order; the common ones may come besides.
    pub const fn declared_errors(self) -> &'static [ErrorKind] {
        match self {
            Self::AcknowledgeJob => &[ErrorKind::Validation, ErrorKind::InvalidNonce, ErrorKind::JobNotFound],
            Self::AcknowledgeThirdPartyJob => &[
                ErrorKind::Validation,
                ErrorKind::InvalidNonce,
                ErrorKind::JobNotFound,
                ErrorKind::InvalidClientToken,
            ],
            Self::CreateCustomActionType => &[
                ErrorKind::Validation,
                ErrorKind::LimitExceeded,
                ErrorKind::TooManyTags,
                ErrorKind::InvalidTags,
                ErrorKind::ConcurrentModification,
            ],
            Self::CreatePipeline => &[
                ErrorKind::Validation,
                ErrorKind::PipelineNameInUse,
                ErrorKind::InvalidStageDeclaration,
                ErrorKind::InvalidActionDeclaration,
                ErrorKind::InvalidBlockerDeclaration,
                ErrorKind::InvalidStructure,
                ErrorKind::LimitExceeded,
                ErrorKind::TooManyTags,
                ErrorKind::InvalidTags,
                ErrorKind::ConcurrentModification,
            ],
            Self::DeleteCustomActionType => &[ErrorKind::Validation, ErrorKind::ConcurrentModification],
            Self::DeletePipeline => &[ErrorKind::Validation, ErrorKind::ConcurrentModification],
            Self::DeleteWebhook => &[ErrorKind::Validation, ErrorKind::ConcurrentModification],
            Self::DeregisterWebhookWithThirdParty => &[ErrorKind::Validation, ErrorKind::WebhookNotFound],
            Self::DisableStageTransition => {
                &[ErrorKind::Validation, ErrorKind::PipelineNotFound, ErrorKind::StageNotFound]
            }
            Self::EnableStageTransition => {
                &[ErrorKind::Validation, ErrorKind::PipelineNotFound, ErrorKind::StageNotFound]
            }
            Self::GetActionType => &[ErrorKind::ActionTypeNotFound, ErrorKind::Validation],
            Self::GetJobDetails => &[ErrorKind::Validation, ErrorKind::JobNotFound],
            Self::GetPipeline => {
                &[ErrorKind::Validation, ErrorKind::PipelineNotFound, ErrorKind::PipelineVersionNotFound]
            }
            Self::GetPipelineExecution => {
                &[ErrorKind::Validation, ErrorKind::PipelineNotFound, ErrorKind::PipelineExecutionNotFound]
            }
            Self::GetPipelineState => &[ErrorKind::Validation, ErrorKind::PipelineNotFound],
            Self::GetThirdPartyJobDetails => &[
                ErrorKind::JobNotFound,
                ErrorKind::Validation,
                ErrorKind::InvalidClientToken,
                ErrorKind::InvalidJob,
            ],
            Self::ListActionExecutions => &[
                ErrorKind::Validation,
                ErrorKind::PipelineNotFound,
                ErrorKind::InvalidNextToken,
                ErrorKind::PipelineExecutionNotFound,
            ],
            Self::ListActionTypes => &[ErrorKind::Validation, ErrorKind::InvalidNextToken],
            Self::ListDeployActionExecutionTargets => &[
                ErrorKind::Validation,
                ErrorKind::PipelineNotFound,
                ErrorKind::InvalidNextToken,
                ErrorKind::ActionExecutionNotFound,
            ],
            Self::ListPipelineExecutions => {
                &[ErrorKind::Validation, ErrorKind::PipelineNotFound, ErrorKind::InvalidNextToken]
            }
            Self::ListPipelines => &[ErrorKind::Validation, ErrorKind::InvalidNextToken],
            Self::ListRuleExecutions => &[
                ErrorKind::Validation,
                ErrorKind::PipelineNotFound,
                ErrorKind::InvalidNextToken,
                ErrorKind::PipelineExecutionNotFound,
            ],
            Self::ListRuleTypes => &[ErrorKind::Validation, ErrorKind::InvalidNextToken],
            Self::ListTagsForResource => &[
                ErrorKind::Validation,
                ErrorKind::ResourceNotFound,
                ErrorKind::InvalidNextToken,
                ErrorKind::InvalidArn,
            ],
            Self::ListWebhooks => &[ErrorKind::Validation, ErrorKind::InvalidNextToken],
            Self::OverrideStageCondition => &[
                ErrorKind::Validation,
                ErrorKind::Conflict,
                ErrorKind::PipelineNotFound,
                ErrorKind::StageNotFound,
                ErrorKind::ConditionNotOverridable,
                ErrorKind::NotLatestPipelineExecution,
                ErrorKind::ConcurrentPipelineExecutionsLimitExceeded,
            ],
            Self::PollForJobs => &[ErrorKind::Validation, ErrorKind::ActionTypeNotFound],
            Self::PollForThirdPartyJobs => &[ErrorKind::ActionTypeNotFound, ErrorKind::Validation],
            Self::PutActionRevision => &[
                ErrorKind::PipelineNotFound,
                ErrorKind::StageNotFound,
                ErrorKind::ActionNotFound,
                ErrorKind::Validation,
                ErrorKind::ConcurrentPipelineExecutionsLimitExceeded,
            ],
            Self::PutApprovalResult => &[
                ErrorKind::InvalidApprovalToken,
                ErrorKind::ApprovalAlreadyCompleted,
                ErrorKind::PipelineNotFound,
                ErrorKind::StageNotFound,
                ErrorKind::ActionNotFound,
                ErrorKind::Validation,
            ],
            Self::PutJobFailureResult => {
                &[ErrorKind::Validation, ErrorKind::JobNotFound, ErrorKind::InvalidJobState]
            }
            Self::PutJobSuccessResult => &[
                ErrorKind::Validation,
                ErrorKind::JobNotFound,
                ErrorKind::InvalidJobState,
                ErrorKind::OutputVariablesSizeExceeded,
            ],
            Self::PutThirdPartyJobFailureResult => &[
                ErrorKind::Validation,
                ErrorKind::JobNotFound,
                ErrorKind::InvalidJobState,
                ErrorKind::InvalidClientToken,
            ],
            Self::PutThirdPartyJobSuccessResult => &[
                ErrorKind::Validation,
                ErrorKind::JobNotFound,
                ErrorKind::InvalidJobState,
                ErrorKind::InvalidClientToken,
            ],
            Self::PutWebhook => &[
                ErrorKind::Validation,
                ErrorKind::LimitExceeded,
                ErrorKind::InvalidWebhookFilterPattern,
                ErrorKind::InvalidWebhookAuthenticationParameters,
                ErrorKind::PipelineNotFound,
                ErrorKind::TooManyTags,
                ErrorKind::InvalidTags,
                ErrorKind::ConcurrentModification,
            ],
            Self::RegisterWebhookWithThirdParty => &[ErrorKind::Validation, ErrorKind::WebhookNotFound],
            Self::RetryStageExecution => &[
                ErrorKind::Validation,
                ErrorKind::Conflict,
                ErrorKind::PipelineNotFound,
                ErrorKind::StageNotFound,
                ErrorKind::StageNotRetryable,
                ErrorKind::NotLatestPipelineExecution,
                ErrorKind::ConcurrentPipelineExecutionsLimitExceeded,
            ],
            Self::RollbackStage => &[
                ErrorKind::Validation,
                ErrorKind::Conflict,
                ErrorKind::PipelineNotFound,
                ErrorKind::PipelineExecutionNotFound,
                ErrorKind::PipelineExecutionOutdated,
                ErrorKind::StageNotFound,
                ErrorKind::UnableToRollbackStage,
            ],
            Self::StartPipelineExecution => &[
                ErrorKind::Validation,
                ErrorKind::Conflict,
                ErrorKind::PipelineNotFound,
                ErrorKind::ConcurrentPipelineExecutionsLimitExceeded,
            ],
            Self::StopPipelineExecution => &[
                ErrorKind::Validation,
                ErrorKind::Conflict,
                ErrorKind::PipelineNotFound,
                ErrorKind::PipelineExecutionNotStoppable,
                ErrorKind::DuplicatedStopRequest,
            ],
            Self::TagResource => &[
                ErrorKind::Validation,
                ErrorKind::ResourceNotFound,
                ErrorKind::InvalidArn,
                ErrorKind::TooManyTags,
                ErrorKind::InvalidTags,
                ErrorKind::ConcurrentModification,
            ],
            Self::UntagResource => &[
                ErrorKind::Validation,
                ErrorKind::ResourceNotFound,
                ErrorKind::InvalidArn,
                ErrorKind::InvalidTags,
                ErrorKind::ConcurrentModification,
            ],
            Self::UpdateActionType => {
                &[ErrorKind::RequestFailed, ErrorKind::Validation, ErrorKind::ActionTypeNotFound]
            }
            Self::UpdatePipeline => &[
                ErrorKind::Validation,
                ErrorKind::InvalidStageDeclaration,
                ErrorKind::InvalidActionDeclaration,
                ErrorKind::InvalidBlockerDeclaration,
                ErrorKind::InvalidStructure,
                ErrorKind::LimitExceeded,
            ],
        }
    }
}

/// The service: whoever answers its operations, here or in an AWS account.
///
/// An operation that is not overridden answers [`ErrorKind::NotImplemented`].
pub trait CodePipeline: Send + Sync {
    /// `AcknowledgeJob`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::InvalidNonce`], [`ErrorKind::JobNotFound`], and the common ones.
    fn acknowledge_job<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::AcknowledgeJobInput,
    ) -> BoxFuture<'a, shapes::AcknowledgeJobOutput> {
        let _ = (call, input);
        not_implemented(Operation::AcknowledgeJob)
    }

    /// `AcknowledgeThirdPartyJob`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::InvalidNonce`], [`ErrorKind::JobNotFound`], [`ErrorKind::InvalidClientToken`], and the common ones.
    fn acknowledge_third_party_job<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::AcknowledgeThirdPartyJobInput,
    ) -> BoxFuture<'a, shapes::AcknowledgeThirdPartyJobOutput> {
        let _ = (call, input);
        not_implemented(Operation::AcknowledgeThirdPartyJob)
    }

    /// `CreateCustomActionType`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::LimitExceeded`], [`ErrorKind::TooManyTags`], [`ErrorKind::InvalidTags`], [`ErrorKind::ConcurrentModification`], and the common ones.
    fn create_custom_action_type<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::CreateCustomActionTypeInput,
    ) -> BoxFuture<'a, shapes::CreateCustomActionTypeOutput> {
        let _ = (call, input);
        not_implemented(Operation::CreateCustomActionType)
    }

    /// `CreatePipeline`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNameInUse`], [`ErrorKind::InvalidStageDeclaration`], [`ErrorKind::InvalidActionDeclaration`], [`ErrorKind::InvalidBlockerDeclaration`], [`ErrorKind::InvalidStructure`], [`ErrorKind::LimitExceeded`], [`ErrorKind::TooManyTags`], [`ErrorKind::InvalidTags`], [`ErrorKind::ConcurrentModification`], and the common ones.
    fn create_pipeline<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::CreatePipelineInput,
    ) -> BoxFuture<'a, shapes::CreatePipelineOutput> {
        let _ = (call, input);
        not_implemented(Operation::CreatePipeline)
    }

    /// `DeleteCustomActionType`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::ConcurrentModification`], and the common ones.
    fn delete_custom_action_type<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::DeleteCustomActionTypeInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::DeleteCustomActionType)
    }

    /// `DeletePipeline`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::ConcurrentModification`], and the common ones.
    fn delete_pipeline<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::DeletePipelineInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::DeletePipeline)
    }

    /// `DeleteWebhook`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::ConcurrentModification`], and the common ones.
    fn delete_webhook<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::DeleteWebhookInput,
    ) -> BoxFuture<'a, shapes::DeleteWebhookOutput> {
        let _ = (call, input);
        not_implemented(Operation::DeleteWebhook)
    }

    /// `DeregisterWebhookWithThirdParty`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::WebhookNotFound`], and the common ones.
    fn deregister_webhook_with_third_party<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::DeregisterWebhookWithThirdPartyInput,
    ) -> BoxFuture<'a, shapes::DeregisterWebhookWithThirdPartyOutput> {
        let _ = (call, input);
        not_implemented(Operation::DeregisterWebhookWithThirdParty)
    }

    /// `DisableStageTransition`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::StageNotFound`], and the common ones.
    fn disable_stage_transition<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::DisableStageTransitionInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::DisableStageTransition)
    }

    /// `EnableStageTransition`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::StageNotFound`], and the common ones.
    fn enable_stage_transition<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::EnableStageTransitionInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::EnableStageTransition)
    }

    /// `GetActionType`.
    ///
    /// # Errors
    /// [`ErrorKind::ActionTypeNotFound`], [`ErrorKind::Validation`], and the common ones.
    fn get_action_type<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::GetActionTypeInput,
    ) -> BoxFuture<'a, shapes::GetActionTypeOutput> {
        let _ = (call, input);
        not_implemented(Operation::GetActionType)
    }

    /// `GetJobDetails`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::JobNotFound`], and the common ones.
    fn get_job_details<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::GetJobDetailsInput,
    ) -> BoxFuture<'a, shapes::GetJobDetailsOutput> {
        let _ = (call, input);
        not_implemented(Operation::GetJobDetails)
    }

    /// `GetPipeline`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::PipelineVersionNotFound`], and the common ones.
    fn get_pipeline<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::GetPipelineInput,
    ) -> BoxFuture<'a, shapes::GetPipelineOutput> {
        let _ = (call, input);
        not_implemented(Operation::GetPipeline)
    }

    /// `GetPipelineExecution`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::PipelineExecutionNotFound`], and the common ones.
    fn get_pipeline_execution<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::GetPipelineExecutionInput,
    ) -> BoxFuture<'a, shapes::GetPipelineExecutionOutput> {
        let _ = (call, input);
        not_implemented(Operation::GetPipelineExecution)
    }

    /// `GetPipelineState`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNotFound`], and the common ones.
    fn get_pipeline_state<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::GetPipelineStateInput,
    ) -> BoxFuture<'a, shapes::GetPipelineStateOutput> {
        let _ = (call, input);
        not_implemented(Operation::GetPipelineState)
    }

    /// `GetThirdPartyJobDetails`.
    ///
    /// # Errors
    /// [`ErrorKind::JobNotFound`], [`ErrorKind::Validation`], [`ErrorKind::InvalidClientToken`], [`ErrorKind::InvalidJob`], and the common ones.
    fn get_third_party_job_details<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::GetThirdPartyJobDetailsInput,
    ) -> BoxFuture<'a, shapes::GetThirdPartyJobDetailsOutput> {
        let _ = (call, input);
        not_implemented(Operation::GetThirdPartyJobDetails)
    }

    /// `ListActionExecutions`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::InvalidNextToken`], [`ErrorKind::PipelineExecutionNotFound`], and the common ones.
    fn list_action_executions<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListActionExecutionsInput,
    ) -> BoxFuture<'a, shapes::ListActionExecutionsOutput> {
        let _ = (call, input);
        not_implemented(Operation::ListActionExecutions)
    }

    /// `ListActionTypes`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::InvalidNextToken`], and the common ones.
    fn list_action_types<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListActionTypesInput,
    ) -> BoxFuture<'a, shapes::ListActionTypesOutput> {
        let _ = (call, input);
        not_implemented(Operation::ListActionTypes)
    }

    /// `ListDeployActionExecutionTargets`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::InvalidNextToken`], [`ErrorKind::ActionExecutionNotFound`], and the common ones.
    fn list_deploy_action_execution_targets<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListDeployActionExecutionTargetsInput,
    ) -> BoxFuture<'a, shapes::ListDeployActionExecutionTargetsOutput> {
        let _ = (call, input);
        not_implemented(Operation::ListDeployActionExecutionTargets)
    }

    /// `ListPipelineExecutions`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::InvalidNextToken`], and the common ones.
    fn list_pipeline_executions<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListPipelineExecutionsInput,
    ) -> BoxFuture<'a, shapes::ListPipelineExecutionsOutput> {
        let _ = (call, input);
        not_implemented(Operation::ListPipelineExecutions)
    }

    /// `ListPipelines`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::InvalidNextToken`], and the common ones.
    fn list_pipelines<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListPipelinesInput,
    ) -> BoxFuture<'a, shapes::ListPipelinesOutput> {
        let _ = (call, input);
        not_implemented(Operation::ListPipelines)
    }

    /// `ListRuleExecutions`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::InvalidNextToken`], [`ErrorKind::PipelineExecutionNotFound`], and the common ones.
    fn list_rule_executions<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListRuleExecutionsInput,
    ) -> BoxFuture<'a, shapes::ListRuleExecutionsOutput> {
        let _ = (call, input);
        not_implemented(Operation::ListRuleExecutions)
    }

    /// `ListRuleTypes`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::InvalidNextToken`], and the common ones.
    fn list_rule_types<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListRuleTypesInput,
    ) -> BoxFuture<'a, shapes::ListRuleTypesOutput> {
        let _ = (call, input);
        not_implemented(Operation::ListRuleTypes)
    }

    /// `ListTagsForResource`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::ResourceNotFound`], [`ErrorKind::InvalidNextToken`], [`ErrorKind::InvalidArn`], and the common ones.
    fn list_tags_for_resource<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListTagsForResourceInput,
    ) -> BoxFuture<'a, shapes::ListTagsForResourceOutput> {
        let _ = (call, input);
        not_implemented(Operation::ListTagsForResource)
    }

    /// `ListWebhooks`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::InvalidNextToken`], and the common ones.
    fn list_webhooks<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListWebhooksInput,
    ) -> BoxFuture<'a, shapes::ListWebhooksOutput> {
        let _ = (call, input);
        not_implemented(Operation::ListWebhooks)
    }

    /// `OverrideStageCondition`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::Conflict`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::StageNotFound`], [`ErrorKind::ConditionNotOverridable`], [`ErrorKind::NotLatestPipelineExecution`], [`ErrorKind::ConcurrentPipelineExecutionsLimitExceeded`], and the common ones.
    fn override_stage_condition<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::OverrideStageConditionInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::OverrideStageCondition)
    }

    /// `PollForJobs`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::ActionTypeNotFound`], and the common ones.
    fn poll_for_jobs<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::PollForJobsInput,
    ) -> BoxFuture<'a, shapes::PollForJobsOutput> {
        let _ = (call, input);
        not_implemented(Operation::PollForJobs)
    }

    /// `PollForThirdPartyJobs`.
    ///
    /// # Errors
    /// [`ErrorKind::ActionTypeNotFound`], [`ErrorKind::Validation`], and the common ones.
    fn poll_for_third_party_jobs<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::PollForThirdPartyJobsInput,
    ) -> BoxFuture<'a, shapes::PollForThirdPartyJobsOutput> {
        let _ = (call, input);
        not_implemented(Operation::PollForThirdPartyJobs)
    }

    /// `PutActionRevision`.
    ///
    /// # Errors
    /// [`ErrorKind::PipelineNotFound`], [`ErrorKind::StageNotFound`], [`ErrorKind::ActionNotFound`], [`ErrorKind::Validation`], [`ErrorKind::ConcurrentPipelineExecutionsLimitExceeded`], and the common ones.
    fn put_action_revision<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::PutActionRevisionInput,
    ) -> BoxFuture<'a, shapes::PutActionRevisionOutput> {
        let _ = (call, input);
        not_implemented(Operation::PutActionRevision)
    }

    /// `PutApprovalResult`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidApprovalToken`], [`ErrorKind::ApprovalAlreadyCompleted`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::StageNotFound`], [`ErrorKind::ActionNotFound`], [`ErrorKind::Validation`], and the common ones.
    fn put_approval_result<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::PutApprovalResultInput,
    ) -> BoxFuture<'a, shapes::PutApprovalResultOutput> {
        let _ = (call, input);
        not_implemented(Operation::PutApprovalResult)
    }

    /// `PutJobFailureResult`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::JobNotFound`], [`ErrorKind::InvalidJobState`], and the common ones.
    fn put_job_failure_result<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::PutJobFailureResultInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::PutJobFailureResult)
    }

    /// `PutJobSuccessResult`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::JobNotFound`], [`ErrorKind::InvalidJobState`], [`ErrorKind::OutputVariablesSizeExceeded`], and the common ones.
    fn put_job_success_result<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::PutJobSuccessResultInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::PutJobSuccessResult)
    }

    /// `PutThirdPartyJobFailureResult`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::JobNotFound`], [`ErrorKind::InvalidJobState`], [`ErrorKind::InvalidClientToken`], and the common ones.
    fn put_third_party_job_failure_result<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::PutThirdPartyJobFailureResultInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::PutThirdPartyJobFailureResult)
    }

    /// `PutThirdPartyJobSuccessResult`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::JobNotFound`], [`ErrorKind::InvalidJobState`], [`ErrorKind::InvalidClientToken`], and the common ones.
    fn put_third_party_job_success_result<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::PutThirdPartyJobSuccessResultInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::PutThirdPartyJobSuccessResult)
    }

    /// `PutWebhook`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::LimitExceeded`], [`ErrorKind::InvalidWebhookFilterPattern`], [`ErrorKind::InvalidWebhookAuthenticationParameters`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::TooManyTags`], [`ErrorKind::InvalidTags`], [`ErrorKind::ConcurrentModification`], and the common ones.
    fn put_webhook<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::PutWebhookInput,
    ) -> BoxFuture<'a, shapes::PutWebhookOutput> {
        let _ = (call, input);
        not_implemented(Operation::PutWebhook)
    }

    /// `RegisterWebhookWithThirdParty`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::WebhookNotFound`], and the common ones.
    fn register_webhook_with_third_party<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::RegisterWebhookWithThirdPartyInput,
    ) -> BoxFuture<'a, shapes::RegisterWebhookWithThirdPartyOutput> {
        let _ = (call, input);
        not_implemented(Operation::RegisterWebhookWithThirdParty)
    }

    /// `RetryStageExecution`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::Conflict`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::StageNotFound`], [`ErrorKind::StageNotRetryable`], [`ErrorKind::NotLatestPipelineExecution`], [`ErrorKind::ConcurrentPipelineExecutionsLimitExceeded`], and the common ones.
    fn retry_stage_execution<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::RetryStageExecutionInput,
    ) -> BoxFuture<'a, shapes::RetryStageExecutionOutput> {
        let _ = (call, input);
        not_implemented(Operation::RetryStageExecution)
    }

    /// `RollbackStage`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::Conflict`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::PipelineExecutionNotFound`], [`ErrorKind::PipelineExecutionOutdated`], [`ErrorKind::StageNotFound`], [`ErrorKind::UnableToRollbackStage`], and the common ones.
    fn rollback_stage<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::RollbackStageInput,
    ) -> BoxFuture<'a, shapes::RollbackStageOutput> {
        let _ = (call, input);
        not_implemented(Operation::RollbackStage)
    }

    /// `StartPipelineExecution`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::Conflict`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::ConcurrentPipelineExecutionsLimitExceeded`], and the common ones.
    fn start_pipeline_execution<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::StartPipelineExecutionInput,
    ) -> BoxFuture<'a, shapes::StartPipelineExecutionOutput> {
        let _ = (call, input);
        not_implemented(Operation::StartPipelineExecution)
    }

    /// `StopPipelineExecution`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::Conflict`], [`ErrorKind::PipelineNotFound`], [`ErrorKind::PipelineExecutionNotStoppable`], [`ErrorKind::DuplicatedStopRequest`], and the common ones.
    fn stop_pipeline_execution<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::StopPipelineExecutionInput,
    ) -> BoxFuture<'a, shapes::StopPipelineExecutionOutput> {
        let _ = (call, input);
        not_implemented(Operation::StopPipelineExecution)
    }

    /// `TagResource`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::ResourceNotFound`], [`ErrorKind::InvalidArn`], [`ErrorKind::TooManyTags`], [`ErrorKind::InvalidTags`], [`ErrorKind::ConcurrentModification`], and the common ones.
    fn tag_resource<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::TagResourceInput,
    ) -> BoxFuture<'a, shapes::TagResourceOutput> {
        let _ = (call, input);
        not_implemented(Operation::TagResource)
    }

    /// `UntagResource`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::ResourceNotFound`], [`ErrorKind::InvalidArn`], [`ErrorKind::InvalidTags`], [`ErrorKind::ConcurrentModification`], and the common ones.
    fn untag_resource<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::UntagResourceInput,
    ) -> BoxFuture<'a, shapes::UntagResourceOutput> {
        let _ = (call, input);
        not_implemented(Operation::UntagResource)
    }

    /// `UpdateActionType`.
    ///
    /// # Errors
    /// [`ErrorKind::RequestFailed`], [`ErrorKind::Validation`], [`ErrorKind::ActionTypeNotFound`], and the common ones.
    fn update_action_type<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::UpdateActionTypeInput,
    ) -> BoxFuture<'a, ()> {
        let _ = (call, input);
        not_implemented(Operation::UpdateActionType)
    }

    /// `UpdatePipeline`.
    ///
    /// # Errors
    /// [`ErrorKind::Validation`], [`ErrorKind::InvalidStageDeclaration`], [`ErrorKind::InvalidActionDeclaration`], [`ErrorKind::InvalidBlockerDeclaration`], [`ErrorKind::InvalidStructure`], [`ErrorKind::LimitExceeded`], and the common ones.
    fn update_pipeline<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::UpdatePipelineInput,
    ) -> BoxFuture<'a, shapes::UpdatePipelineOutput> {
        let _ = (call, input);
        not_implemented(Operation::UpdatePipeline)
    }
}

/// Calls an operation with a message: checks it, makes it a typed input, calls, and gives the output's
/// message; nothing for operations without output.
///
/// # Errors
/// [`ErrorKind::Serialization`] and [`ErrorKind::Validation`] for the message, else what the operation answers.
pub async fn dispatch(
    service: &dyn CodePipeline,
    operation: Operation,
    call: &Call,
    input: Value,
) -> Result<Option<Value>, Error> {
    match operation {
        Operation::AcknowledgeJob => {
            write_output(&service.acknowledge_job(call, read_input(operation, input)?).await?)
        }
        Operation::AcknowledgeThirdPartyJob => {
            write_output(&service.acknowledge_third_party_job(call, read_input(operation, input)?).await?)
        }
        Operation::CreateCustomActionType => {
            write_output(&service.create_custom_action_type(call, read_input(operation, input)?).await?)
        }
        Operation::CreatePipeline => {
            write_output(&service.create_pipeline(call, read_input(operation, input)?).await?)
        }
        Operation::DeleteCustomActionType => {
            service.delete_custom_action_type(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::DeletePipeline => {
            service.delete_pipeline(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::DeleteWebhook => {
            write_output(&service.delete_webhook(call, read_input(operation, input)?).await?)
        }
        Operation::DeregisterWebhookWithThirdParty => write_output(
            &service.deregister_webhook_with_third_party(call, read_input(operation, input)?).await?,
        ),
        Operation::DisableStageTransition => {
            service.disable_stage_transition(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::EnableStageTransition => {
            service.enable_stage_transition(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::GetActionType => {
            write_output(&service.get_action_type(call, read_input(operation, input)?).await?)
        }
        Operation::GetJobDetails => {
            write_output(&service.get_job_details(call, read_input(operation, input)?).await?)
        }
        Operation::GetPipeline => {
            write_output(&service.get_pipeline(call, read_input(operation, input)?).await?)
        }
        Operation::GetPipelineExecution => {
            write_output(&service.get_pipeline_execution(call, read_input(operation, input)?).await?)
        }
        Operation::GetPipelineState => {
            write_output(&service.get_pipeline_state(call, read_input(operation, input)?).await?)
        }
        Operation::GetThirdPartyJobDetails => {
            write_output(&service.get_third_party_job_details(call, read_input(operation, input)?).await?)
        }
        Operation::ListActionExecutions => {
            write_output(&service.list_action_executions(call, read_input(operation, input)?).await?)
        }
        Operation::ListActionTypes => {
            write_output(&service.list_action_types(call, read_input(operation, input)?).await?)
        }
        Operation::ListDeployActionExecutionTargets => write_output(
            &service.list_deploy_action_execution_targets(call, read_input(operation, input)?).await?,
        ),
        Operation::ListPipelineExecutions => {
            write_output(&service.list_pipeline_executions(call, read_input(operation, input)?).await?)
        }
        Operation::ListPipelines => {
            write_output(&service.list_pipelines(call, read_input(operation, input)?).await?)
        }
        Operation::ListRuleExecutions => {
            write_output(&service.list_rule_executions(call, read_input(operation, input)?).await?)
        }
        Operation::ListRuleTypes => {
            write_output(&service.list_rule_types(call, read_input(operation, input)?).await?)
        }
        Operation::ListTagsForResource => {
            write_output(&service.list_tags_for_resource(call, read_input(operation, input)?).await?)
        }
        Operation::ListWebhooks => {
            write_output(&service.list_webhooks(call, read_input(operation, input)?).await?)
        }
        Operation::OverrideStageCondition => {
            service.override_stage_condition(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::PollForJobs => {
            write_output(&service.poll_for_jobs(call, read_input(operation, input)?).await?)
        }
        Operation::PollForThirdPartyJobs => {
            write_output(&service.poll_for_third_party_jobs(call, read_input(operation, input)?).await?)
        }
        Operation::PutActionRevision => {
            write_output(&service.put_action_revision(call, read_input(operation, input)?).await?)
        }
        Operation::PutApprovalResult => {
            write_output(&service.put_approval_result(call, read_input(operation, input)?).await?)
        }
        Operation::PutJobFailureResult => {
            service.put_job_failure_result(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::PutJobSuccessResult => {
            service.put_job_success_result(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::PutThirdPartyJobFailureResult => {
            service.put_third_party_job_failure_result(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::PutThirdPartyJobSuccessResult => {
            service.put_third_party_job_success_result(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::PutWebhook => {
            write_output(&service.put_webhook(call, read_input(operation, input)?).await?)
        }
        Operation::RegisterWebhookWithThirdParty => write_output(
            &service.register_webhook_with_third_party(call, read_input(operation, input)?).await?,
        ),
        Operation::RetryStageExecution => {
            write_output(&service.retry_stage_execution(call, read_input(operation, input)?).await?)
        }
        Operation::RollbackStage => {
            write_output(&service.rollback_stage(call, read_input(operation, input)?).await?)
        }
        Operation::StartPipelineExecution => {
            write_output(&service.start_pipeline_execution(call, read_input(operation, input)?).await?)
        }
        Operation::StopPipelineExecution => {
            write_output(&service.stop_pipeline_execution(call, read_input(operation, input)?).await?)
        }
        Operation::TagResource => {
            write_output(&service.tag_resource(call, read_input(operation, input)?).await?)
        }
        Operation::UntagResource => {
            write_output(&service.untag_resource(call, read_input(operation, input)?).await?)
        }
        Operation::UpdateActionType => {
            service.update_action_type(call, read_input(operation, input)?).await?;
            Ok(None)
        }
        Operation::UpdatePipeline => {
            write_output(&service.update_pipeline(call, read_input(operation, input)?).await?)
        }
    }
}
