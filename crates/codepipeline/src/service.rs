//! What goes with every call: who asks, from where and when, and the form of an answer.

use std::pin::Pin;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, ErrorKind, Operation, Timestamp, Value, from_value, to_value, validate};

/// The answer to come of an operation.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// The circumstances of one call. Triggers, approvals and audit records are made from it, so whoever lets a call
/// in (the wire door, the window, the command line, a watcher) fills in all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Who asks.
    pub principal: Principal,
    /// The id of this request, a lower-case UUID; `x-amzn-RequestId` in the answer.
    pub request_id: String,
    /// The caller's address, or the name of the AWS service that calls.
    pub source_ip: String,
    /// What the caller says it is.
    pub user_agent: String,
    /// When the call was let in.
    pub time: Timestamp,
    /// The region the call is for, `us-east-1`.
    pub region: String,
}

/// Who asks: the user identity of an audit record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The identity's ARN, `arn:aws:iam::111122223333:user/ann`.
    pub arn: String,
    /// Twelve digits.
    pub account: String,
    /// What sort of identity it is.
    pub kind: PrincipalKind,
    /// The name to show: the user's name, the role session's, the service's.
    pub user_name: String,
    /// The access key that signed the call, where one did. An id, not a secret.
    pub access_key_id: Option<String>,
}

/// The sort of an identity, in the words of CloudTrail's `userIdentity.type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrincipalKind {
    /// The account itself.
    Root,
    /// A user of the account.
    IamUser,
    /// A session of a role.
    AssumedRole,
    /// A federated session.
    FederatedUser,
    /// A service that acts for itself: a schedule, an event rule, a poller.
    AwsService,
}

impl PrincipalKind {
    /// The word in an audit record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Root => "Root",
            Self::IamUser => "IAMUser",
            Self::AssumedRole => "AssumedRole",
            Self::FederatedUser => "FederatedUser",
            Self::AwsService => "AWSService",
        }
    }
}

impl Operation {
    /// Whether it changes nothing, as an audit record says it: `Get...` and `List...`. Polling for jobs hands out
    /// work and counts as a change.
    pub fn is_read_only(self) -> bool {
        self.name().starts_with("Get") || self.name().starts_with("List")
    }

    /// Whether a success has a body.
    pub const fn has_output(self) -> bool {
        self.output_shape().is_some()
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// The answer of an operation that nobody has filled in.
pub(crate) fn not_implemented<'a, T: Send + 'a>(operation: Operation) -> BoxFuture<'a, T> {
    let message = format!("{operation} is not implemented on this computer yet");
    Box::pin(std::future::ready(Err(Error::new(ErrorKind::NotImplemented, message))))
}

/// The typed input of an operation, once the message has been found without fault.
pub(crate) fn read_input<T: DeserializeOwned>(operation: Operation, input: Value) -> Result<T, Error> {
    validate::check_input(operation, &input)?;
    from_value(input)
}

/// The message of an operation's output.
pub(crate) fn write_output<T: Serialize>(output: &T) -> Result<Option<Value>, Error> {
    to_value(output).map(Some).map_err(|error| Error::new(ErrorKind::InternalFailure, error.message))
}
