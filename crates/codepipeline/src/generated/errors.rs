// Generated from the service model by `cargo run -p generate`; never edited.

//! The kinds of error: the model's exceptions and those common to all services.

/// What went wrong, as the wire names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorKind {
    /// The caller may not do this.
    AccessDenied,
    /// The service's `ActionExecutionNotFoundException`.
    ActionExecutionNotFound,
    /// The service's `ActionNotFoundException`.
    ActionNotFound,
    /// The service's `ActionTypeAlreadyExistsException`.
    ActionTypeAlreadyExists,
    /// The service's `ActionTypeNotFoundException`.
    ActionTypeNotFound,
    /// The service's `ApprovalAlreadyCompletedException`.
    ApprovalAlreadyCompleted,
    /// The service's `ConcurrentModificationException`.
    ConcurrentModification,
    /// The service's `ConcurrentPipelineExecutionsLimitExceededException`.
    ConcurrentPipelineExecutionsLimitExceeded,
    /// The service's `ConditionNotOverridableException`.
    ConditionNotOverridable,
    /// The service's `ConflictException`.
    Conflict,
    /// The service's `DuplicatedStopRequestException`.
    DuplicatedStopRequest,
    /// The session's credentials have expired.
    ExpiredToken,
    /// The authorization header misses a part.
    IncompleteSignature,
    /// A fault of the answering side.
    InternalFailure,
    /// The service's `InvalidActionDeclarationException`.
    InvalidActionDeclaration,
    /// The service's `InvalidApprovalTokenException`.
    InvalidApprovalToken,
    /// The service's `InvalidArnException`.
    InvalidArn,
    /// The service's `InvalidBlockerDeclarationException`.
    InvalidBlockerDeclaration,
    /// The service's `InvalidClientTokenException`.
    InvalidClientToken,
    /// The service's `InvalidJobException`.
    InvalidJob,
    /// The service's `InvalidJobStateException`.
    InvalidJobState,
    /// The service's `InvalidNextTokenException`.
    InvalidNextToken,
    /// The service's `InvalidNonceException`.
    InvalidNonce,
    /// The signature does not match the request.
    InvalidSignature,
    /// The service's `InvalidStageDeclarationException`.
    InvalidStageDeclaration,
    /// The service's `InvalidStructureException`.
    InvalidStructure,
    /// The service's `InvalidTagsException`.
    InvalidTags,
    /// The service's `InvalidWebhookAuthenticationParametersException`.
    InvalidWebhookAuthenticationParameters,
    /// The service's `InvalidWebhookFilterPatternException`.
    InvalidWebhookFilterPattern,
    /// The service's `JobNotFoundException`.
    JobNotFound,
    /// The service's `LimitExceededException`.
    LimitExceeded,
    /// The request carries no credentials.
    MissingAuthenticationToken,
    /// An operation that this computer does not offer; the service itself never sends it.
    NotImplemented,
    /// The service's `NotLatestPipelineExecutionException`.
    NotLatestPipelineExecution,
    /// The service's `OutputVariablesSizeExceededException`.
    OutputVariablesSizeExceeded,
    /// The service's `PipelineExecutionNotFoundException`.
    PipelineExecutionNotFound,
    /// The service's `PipelineExecutionNotStoppableException`.
    PipelineExecutionNotStoppable,
    /// The service's `PipelineExecutionOutdatedException`.
    PipelineExecutionOutdated,
    /// The service's `PipelineNameInUseException`.
    PipelineNameInUse,
    /// The service's `PipelineNotFoundException`.
    PipelineNotFound,
    /// The service's `PipelineVersionNotFoundException`.
    PipelineVersionNotFound,
    /// The request's body is too large.
    RequestEntityTooLarge,
    /// The request's date is too old or in the future.
    RequestExpired,
    /// The service's `RequestFailedException`.
    RequestFailed,
    /// The service's `ResourceNotFoundException`.
    ResourceNotFound,
    /// The body cannot be read, or a value has a wrong type.
    Serialization,
    /// The answering side cannot be reached just now.
    ServiceUnavailable,
    /// The service's `StageNotFoundException`.
    StageNotFound,
    /// The service's `StageNotRetryableException`.
    StageNotRetryable,
    /// Too many requests.
    Throttling,
    /// The service's `TooManyTagsException`.
    TooManyTags,
    /// The service's `UnableToRollbackStageException`.
    UnableToRollbackStage,
    /// There is no operation of this name.
    UnknownOperation,
    /// The access key is not known.
    UnrecognizedClient,
    /// The service's `ValidationException`.
    Validation,
    /// The service's `WebhookNotFoundException`.
    WebhookNotFound,
}

impl ErrorKind {
    /// Every kind, in alphabetical order.
    pub const ALL: &'static [Self] = &[
        Self::AccessDenied,
        Self::ActionExecutionNotFound,
        Self::ActionNotFound,
        Self::ActionTypeAlreadyExists,
        Self::ActionTypeNotFound,
        Self::ApprovalAlreadyCompleted,
        Self::ConcurrentModification,
        Self::ConcurrentPipelineExecutionsLimitExceeded,
        Self::ConditionNotOverridable,
        Self::Conflict,
        Self::DuplicatedStopRequest,
        Self::ExpiredToken,
        Self::IncompleteSignature,
        Self::InternalFailure,
        Self::InvalidActionDeclaration,
        Self::InvalidApprovalToken,
        Self::InvalidArn,
        Self::InvalidBlockerDeclaration,
        Self::InvalidClientToken,
        Self::InvalidJob,
        Self::InvalidJobState,
        Self::InvalidNextToken,
        Self::InvalidNonce,
        Self::InvalidSignature,
        Self::InvalidStageDeclaration,
        Self::InvalidStructure,
        Self::InvalidTags,
        Self::InvalidWebhookAuthenticationParameters,
        Self::InvalidWebhookFilterPattern,
        Self::JobNotFound,
        Self::LimitExceeded,
        Self::MissingAuthenticationToken,
        Self::NotImplemented,
        Self::NotLatestPipelineExecution,
        Self::OutputVariablesSizeExceeded,
        Self::PipelineExecutionNotFound,
        Self::PipelineExecutionNotStoppable,
        Self::PipelineExecutionOutdated,
        Self::PipelineNameInUse,
        Self::PipelineNotFound,
        Self::PipelineVersionNotFound,
        Self::RequestEntityTooLarge,
        Self::RequestExpired,
        Self::RequestFailed,
        Self::ResourceNotFound,
        Self::Serialization,
        Self::ServiceUnavailable,
        Self::StageNotFound,
        Self::StageNotRetryable,
        Self::Throttling,
        Self::TooManyTags,
        Self::UnableToRollbackStage,
        Self::UnknownOperation,
        Self::UnrecognizedClient,
        Self::Validation,
        Self::WebhookNotFound,
    ];

    /// The name on the wire, `PipelineNotFoundException`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AccessDenied => "AccessDeniedException",
            Self::ActionExecutionNotFound => "ActionExecutionNotFoundException",
            Self::ActionNotFound => "ActionNotFoundException",
            Self::ActionTypeAlreadyExists => "ActionTypeAlreadyExistsException",
            Self::ActionTypeNotFound => "ActionTypeNotFoundException",
            Self::ApprovalAlreadyCompleted => "ApprovalAlreadyCompletedException",
            Self::ConcurrentModification => "ConcurrentModificationException",
            Self::ConcurrentPipelineExecutionsLimitExceeded => {
                "ConcurrentPipelineExecutionsLimitExceededException"
            }
            Self::ConditionNotOverridable => "ConditionNotOverridableException",
            Self::Conflict => "ConflictException",
            Self::DuplicatedStopRequest => "DuplicatedStopRequestException",
            Self::ExpiredToken => "ExpiredTokenException",
            Self::IncompleteSignature => "IncompleteSignatureException",
            Self::InternalFailure => "InternalFailure",
            Self::InvalidActionDeclaration => "InvalidActionDeclarationException",
            Self::InvalidApprovalToken => "InvalidApprovalTokenException",
            Self::InvalidArn => "InvalidArnException",
            Self::InvalidBlockerDeclaration => "InvalidBlockerDeclarationException",
            Self::InvalidClientToken => "InvalidClientTokenException",
            Self::InvalidJob => "InvalidJobException",
            Self::InvalidJobState => "InvalidJobStateException",
            Self::InvalidNextToken => "InvalidNextTokenException",
            Self::InvalidNonce => "InvalidNonceException",
            Self::InvalidSignature => "InvalidSignatureException",
            Self::InvalidStageDeclaration => "InvalidStageDeclarationException",
            Self::InvalidStructure => "InvalidStructureException",
            Self::InvalidTags => "InvalidTagsException",
            Self::InvalidWebhookAuthenticationParameters => "InvalidWebhookAuthenticationParametersException",
            Self::InvalidWebhookFilterPattern => "InvalidWebhookFilterPatternException",
            Self::JobNotFound => "JobNotFoundException",
            Self::LimitExceeded => "LimitExceededException",
            Self::MissingAuthenticationToken => "MissingAuthenticationTokenException",
            Self::NotImplemented => "NotImplementedException",
            Self::NotLatestPipelineExecution => "NotLatestPipelineExecutionException",
            Self::OutputVariablesSizeExceeded => "OutputVariablesSizeExceededException",
            Self::PipelineExecutionNotFound => "PipelineExecutionNotFoundException",
            Self::PipelineExecutionNotStoppable => "PipelineExecutionNotStoppableException",
            Self::PipelineExecutionOutdated => "PipelineExecutionOutdatedException",
            Self::PipelineNameInUse => "PipelineNameInUseException",
            Self::PipelineNotFound => "PipelineNotFoundException",
            Self::PipelineVersionNotFound => "PipelineVersionNotFoundException",
            Self::RequestEntityTooLarge => "RequestEntityTooLargeException",
            Self::RequestExpired => "RequestExpired",
            Self::RequestFailed => "RequestFailedException",
            Self::ResourceNotFound => "ResourceNotFoundException",
            Self::Serialization => "SerializationException",
            Self::ServiceUnavailable => "ServiceUnavailable",
            Self::StageNotFound => "StageNotFoundException",
            Self::StageNotRetryable => "StageNotRetryableException",
            Self::Throttling => "ThrottlingException",
            Self::TooManyTags => "TooManyTagsException",
            Self::UnableToRollbackStage => "UnableToRollbackStageException",
            Self::UnknownOperation => "UnknownOperationException",
            Self::UnrecognizedClient => "UnrecognizedClientException",
            Self::Validation => "ValidationException",
            Self::WebhookNotFound => "WebhookNotFoundException",
        }
    }

    /// The HTTP status that goes with it.
    pub const fn http_status(self) -> u16 {
        match self {
            Self::UnknownOperation => 404,
            Self::Conflict => 409,
            Self::RequestEntityTooLarge => 413,
            Self::InternalFailure => 500,
            Self::NotImplemented => 501,
            Self::ServiceUnavailable => 503,
            _ => 400,
        }
    }
}
