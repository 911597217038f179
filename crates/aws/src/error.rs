//! Why an account cannot be used: a stable code, a sentence that says where, and the way out.
//!
//! It never holds a secret: what it says of credentials is a profile's name.

use std::error::Error as StdError;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::config::http::HttpResponse;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use codepipeline::ErrorKind;

const UNREACHABLE: &str = "Check the address, the network and the proxy settings, then try again.";
const DENIED: &str = "Use a profile whose role allows it, or ask the account's administrator.";
const REJECTED: &str = "Check the keys, and that the Region is enabled for the account.";
const THROTTLED: &str = "Wait a few seconds, then try again.";
const CLOCK: &str = "Set the computer's clock, then try again.";

/// Why an account cannot be used or did not do what was asked.
///
/// Codes: `expired-session`, `no-credentials`, `rejected-credentials`, `access-denied`, `unreachable`, `bad-profile`,
/// `bad-region`, `bad-endpoint`, `clock-skew`, `throttled`, `unreadable-answer`, `refused` (the service said no, in its
/// own words) and `service-fault`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    code: &'static str,
    message: String,
    remedy: Option<String>,
}

impl Error {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), remedy: None }
    }

    pub(crate) fn or(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }

    /// What kind of failure it is; stable.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// One sentence for a person.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What the user can do about it.
    pub fn remedy(&self) -> Option<&str> {
        self.remedy.as_deref()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {}

/// Whose credentials go where, for the sentences.
#[derive(Debug, Clone)]
pub(crate) struct Whereabouts {
    /// The profile; none for keys that were typed in.
    pub(crate) profile: Option<String>,
    /// The sort of the profile's credentials.
    pub(crate) source: Option<String>,
    /// The Region.
    pub(crate) region: String,
    /// The endpoint, when it is not AWS's own.
    pub(crate) endpoint: Option<String>,
}

impl Whereabouts {
    /// `profile prod in eu-west-1`, `the given keys at http://127.0.0.1:9000 (us-east-1)`.
    fn who(&self) -> String {
        let who = match self.profile.as_deref() {
            Some(crate::ENVIRONMENT) if self.source.as_deref() == Some(crate::ENVIRONMENT) => {
                "the environment's keys".to_owned()
            }
            Some(profile) => format!("profile {profile}"),
            None => "the given keys".to_owned(),
        };
        match &self.endpoint {
            Some(endpoint) => format!("{who} at {endpoint} ({})", self.region),
            None => format!("{who} in {}", self.region),
        }
    }

    fn sign_in(&self) -> String {
        match (&self.profile, self.source.as_deref()) {
            (Some(profile), Some("sso")) => {
                format!("Sign in again with `aws sso login --profile {profile}`, then open the place again.")
            }
            (Some(profile), Some("login")) => {
                format!("Sign in again with `aws login --profile {profile}`, then open the place again.")
            }
            (Some(profile), _) => {
                format!("Renew the credentials of profile {profile}, then open the place again.")
            }
            (None, _) => "Give fresh keys: remove the place and add it again.".to_owned(),
        }
    }

    /// The way out of a refusal that the contract over this account tells.
    pub(crate) fn remedy(&self, refusal: ErrorKind) -> Option<String> {
        Some(match refusal {
            ErrorKind::ExpiredToken | ErrorKind::MissingAuthenticationToken => self.sign_in(),
            ErrorKind::ServiceUnavailable => UNREACHABLE.to_owned(),
            ErrorKind::AccessDenied => DENIED.to_owned(),
            ErrorKind::UnrecognizedClient | ErrorKind::InvalidSignature | ErrorKind::IncompleteSignature => {
                REJECTED.to_owned()
            }
            ErrorKind::RequestExpired => CLOCK.to_owned(),
            ErrorKind::Throttling => THROTTLED.to_owned(),
            _ => return None,
        })
    }

    /// The SDK's failure of `operation` in our words.
    pub(crate) fn failure<E>(&self, operation: &str, error: &SdkError<E, HttpResponse>) -> Error
    where
        E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
    {
        let who = self.who();
        match error {
            SdkError::ServiceError(answer) => {
                let code = answer.err().code().unwrap_or_default();
                let said = answer.err().message().unwrap_or_default();
                self.answered(operation, code, said, answer.raw().status().as_u16())
            }
            _ if because::<CredentialsError>(error) => self.without_credentials(error),
            SdkError::TimeoutError(_) => Error::new(
                "unreachable",
                format!("{} did not answer {operation} in time, asked with {who}.", self.target()),
            )
            .or(UNREACHABLE),
            SdkError::DispatchFailure(_) => Error::new(
                "unreachable",
                format!("{} cannot be reached with {who}: {}.", self.target(), innermost(error)),
            )
            .or(UNREACHABLE),
            SdkError::ResponseError(answer) => self.unreadable(operation, answer.raw().status().as_u16()),
            _ => Error::new("refused", format!("{operation} with {who} was not sent: {}.", innermost(error))),
        }
    }

    /// An answer that is not AWS's.
    pub(crate) fn unreadable(&self, operation: &str, status: u16) -> Error {
        let (target, who) = (self.target(), self.who());
        Error::new(
            "unreadable-answer",
            format!("{target} answered {operation} (HTTP {status}) with something that is not AWS's protocol, asked with {who}."),
        )
        .or("Check that the endpoint speaks the AWS API.")
    }

    fn target(&self) -> String {
        match &self.endpoint {
            Some(endpoint) => endpoint.clone(),
            None => format!("AWS in {}", self.region),
        }
    }

    fn answered(&self, operation: &str, code: &str, said: &str, status: u16) -> Error {
        let who = self.who();
        let says = if said.is_empty() { String::new() } else { format!(": {said}") };
        match code {
            "ExpiredToken"
            | "ExpiredTokenException"
            | "TokenRefreshRequired"
            | "UnauthorizedSSOTokenError" => {
                Error::new("expired-session", format!("The session of {who} has expired{says}"))
                    .or(self.sign_in())
            }
            "RequestTimeTooSkewed" | "RequestExpired" | "RequestInTheFuture" => clock(&who, &says),
            "SignatureDoesNotMatch" | "InvalidSignatureException" if said.contains("Signature expired") => {
                clock(&who, &says)
            }
            "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" | "AuthorizationError" => {
                Error::new("access-denied", format!("{operation} is not allowed to {who}{says}")).or(DENIED)
            }
            "InvalidClientTokenId"
            | "UnrecognizedClientException"
            | "SignatureDoesNotMatch"
            | "AuthFailure"
            | "InvalidSignatureException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "InvalidAccessKeyId"
            | "IncompleteSignature"
            | "OptInRequired" => {
                Error::new("rejected-credentials", format!("{} does not accept {who}{says}", self.target()))
                    .or(REJECTED)
            }
            "Throttling" | "ThrottlingException" | "RequestLimitExceeded" | "TooManyRequestsException" => {
                Error::new("throttled", format!("{} slows {who} down{says}", self.target())).or(THROTTLED)
            }
            "" if status < 500 => self.unreadable(operation, status),
            _ => {
                let code = if code.is_empty() { format!("HTTP {status}") } else { code.to_owned() };
                let kind = if status >= 500 { "service-fault" } else { "refused" };
                Error::new(kind, format!("{operation} with {who} failed with {code}{says}"))
            }
        }
    }

    fn without_credentials(&self, error: &(dyn StdError + 'static)) -> Error {
        let who = self.who();
        let chain: Vec<String> = chain(error).map(ToString::to_string).collect();
        let all = chain.join(": ").to_ascii_lowercase();
        let why = chain.last().cloned().unwrap_or_default();
        let is_session = matches!(self.source.as_deref(), Some("sso" | "login"));
        if is_session || all.contains("expired") {
            return Error::new("expired-session", format!("There is no valid session for {who}: {why}."))
                .or(self.sign_in());
        }
        let remedy = match self.source.as_deref() {
            Some("process") => "Run the profile's credential_process in a terminal to see what it says.",
            Some("role" | "web-identity") => {
                "Check the profile's role_arn and what it starts from (source_profile, credential_source, token file)."
            }
            _ => "Check the profile's settings in the AWS configuration files.",
        };
        Error::new("no-credentials", format!("There are no credentials for {who}: {why}.")).or(remedy)
    }
}

fn clock(who: &str, says: &str) -> Error {
    Error::new("clock-skew", format!("The clock of this computer is too far off for {who}{says}")).or(CLOCK)
}

fn chain<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

fn because<T: StdError + 'static>(error: &(dyn StdError + 'static)) -> bool {
    chain(error).any(|error| error.is::<T>())
}

/// The last cause, without its full stop.
pub(crate) fn innermost(error: &(dyn StdError + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default().trim_end_matches('.').to_owned()
}
