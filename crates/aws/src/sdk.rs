//! What the generated conversions stand on: the two directions between the contract and the SDK, and the SDK's
//! errors in the contract's words.
//!
//! It never calls the service; the generated code beside it does.

use std::collections::{BTreeMap, HashMap};

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_codepipeline::Client;
use aws_sdk_codepipeline::config::http::HttpResponse;
use aws_sdk_codepipeline::error::{BuildError, ProvideErrorMetadata, SdkError};
use aws_sdk_codepipeline::primitives::DateTime;
use codepipeline::{Error, ErrorKind, Timestamp};

use crate::error::innermost;

/// The service in one account and region, through the SDK's client.
///
/// The caller of a [`Call`](codepipeline::Call) plays no part: the account sees the client's credentials.
#[derive(Debug, Clone)]
pub struct Remote {
    pub(crate) client: Client,
}

impl Remote {
    /// The service as this client reaches it.
    pub fn new(client: Client) -> Self {
        Self { client }
    }

    /// The client itself, for what goes beyond the contract.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

/// From the contract to the SDK.
pub(crate) trait IntoSdk {
    /// The SDK's counterpart.
    type Sdk;

    /// The same in the SDK's types.
    fn into_sdk(self) -> Result<Self::Sdk, Error>;
}

/// From the SDK to the contract.
pub(crate) trait FromSdk<S>: Sized {
    /// The same in the contract's types.
    fn from_sdk(sdk: S) -> Result<Self, Error>;
}

/// What the SDK's builders end with: some with the structure, some with the structure or an error.
pub(crate) trait Build<T> {
    /// The structure.
    fn built(self) -> Result<T, Error>;
}

impl<T> Build<T> for T {
    fn built(self) -> Result<T, Error> {
        Ok(self)
    }
}

impl<T> Build<T> for Result<T, BuildError> {
    fn built(self) -> Result<T, Error> {
        self.map_err(|error| Error::validation(error.to_string()))
    }
}

/// Members that are the same on both sides.
macro_rules! same {
    ($($plain:ty)*) => {$(
        impl IntoSdk for $plain {
            type Sdk = Self;

            fn into_sdk(self) -> Result<Self, Error> {
                Ok(self)
            }
        }

        impl FromSdk<Self> for $plain {
            fn from_sdk(sdk: Self) -> Result<Self, Error> {
                Ok(sdk)
            }
        }
    )*};
}

same!(String i32 bool);

/// Enumerations of both sides, by their values on the wire.
macro_rules! enumerations {
    ($($ours:ident = $theirs:ident;)*) => {$(
        impl IntoSdk for shapes::$ours {
            type Sdk = types::$theirs;

            fn into_sdk(self) -> Result<Self::Sdk, Error> {
                Ok(types::$theirs::from(self.as_str()))
            }
        }

        impl FromSdk<types::$theirs> for shapes::$ours {
            fn from_sdk(sdk: types::$theirs) -> Result<Self, Error> {
                Ok(Self::from(sdk.as_str()))
            }
        }
    )*};
}
pub(crate) use enumerations;

impl IntoSdk for Timestamp {
    type Sdk = DateTime;

    fn into_sdk(self) -> Result<DateTime, Error> {
        Ok(DateTime::from_millis(self.0))
    }
}

impl FromSdk<DateTime> for Timestamp {
    fn from_sdk(sdk: DateTime) -> Result<Self, Error> {
        sdk.to_millis().map(Self).map_err(|error| Error::new(ErrorKind::InternalFailure, error.to_string()))
    }
}

impl<T: IntoSdk> IntoSdk for Option<T> {
    type Sdk = Option<T::Sdk>;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        self.map(T::into_sdk).transpose()
    }
}

impl<T: FromSdk<S>, S> FromSdk<Option<S>> for Option<T> {
    fn from_sdk(sdk: Option<S>) -> Result<Self, Error> {
        sdk.map(T::from_sdk).transpose()
    }
}

impl<T: IntoSdk> IntoSdk for Vec<T> {
    type Sdk = Vec<T::Sdk>;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        self.into_iter().map(T::into_sdk).collect()
    }
}

impl<T: FromSdk<S>, S> FromSdk<Vec<S>> for Vec<T> {
    fn from_sdk(sdk: Vec<S>) -> Result<Self, Error> {
        sdk.into_iter().map(T::from_sdk).collect()
    }
}

impl<T: IntoSdk> IntoSdk for BTreeMap<String, T> {
    type Sdk = HashMap<String, T::Sdk>;

    fn into_sdk(self) -> Result<Self::Sdk, Error> {
        self.into_iter().map(|(key, value)| Ok((key, value.into_sdk()?))).collect()
    }
}

impl<T: FromSdk<S>, S> FromSdk<HashMap<String, S>> for BTreeMap<String, T> {
    fn from_sdk(sdk: HashMap<String, S>) -> Result<Self, Error> {
        sdk.into_iter().map(|(key, value)| Ok((key, T::from_sdk(value)?))).collect()
    }
}

/// A member that the SDK always holds and the contract may miss.
pub(crate) fn held<T: FromSdk<S>, S>(sdk: S) -> Result<Option<T>, Error> {
    T::from_sdk(sdk).map(Some)
}

/// A member that the service leaves out although its model requires it, in whose place the SDK puts an empty text
/// or the epoch.
pub(crate) fn omitted<T: FromSdk<S> + Default + PartialEq, S>(sdk: S) -> Result<Option<T>, Error> {
    T::from_sdk(sdk).map(|value| (value != T::default()).then_some(value))
}

/// A structure that the contract always holds and the SDK may miss.
pub(crate) fn present<T: FromSdk<S>, S>(sdk: Option<S>, member: &str) -> Result<T, Error> {
    match sdk {
        Some(sdk) => T::from_sdk(sdk),
        None => {
            Err(Error::new(ErrorKind::InternalFailure, format!("the service's answer has no '{member}'")))
        }
    }
}

/// Why the service, or the way to it, refused a call.
///
/// What the service answered keeps its kind and text. A code that the contract does not know becomes
/// [`ErrorKind::RequestFailed`], or [`ErrorKind::InternalFailure`] for a fault of the service, with the code before
/// the text. Without an answer it is [`ErrorKind::ServiceUnavailable`], without credentials
/// [`ErrorKind::MissingAuthenticationToken`].
pub(crate) fn refused<E>(error: SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
{
    let why = || innermost(&error);
    match &error {
        SdkError::ServiceError(answer) => {
            let message = answer.err().message().unwrap_or_default();
            let is_fault = answer.raw().status().as_u16() >= 500;
            let fallback = if is_fault { ErrorKind::InternalFailure } else { ErrorKind::RequestFailed };
            match answer.err().code() {
                Some(code) => match ErrorKind::from_code(code) {
                    Some(kind) => Error::new(kind, message),
                    None => Error::new(fallback, format!("{code}: {message}")),
                },
                None => Error::new(fallback, format!("HTTP {}: {message}", answer.raw().status().as_u16())),
            }
        }
        _ if lacks_credentials(&error) => Error::new(
            ErrorKind::MissingAuthenticationToken,
            format!("There are no valid credentials any more: {}", why()),
        ),
        SdkError::TimeoutError(_) => {
            Error::new(ErrorKind::ServiceUnavailable, "The service did not answer in time")
        }
        SdkError::DispatchFailure(_) => {
            Error::new(ErrorKind::ServiceUnavailable, format!("The service cannot be reached: {}", why()))
        }
        SdkError::ConstructionFailure(_) => Error::validation(why()),
        SdkError::ResponseError(answer) => Error::new(
            ErrorKind::InternalFailure,
            format!(
                "The service answered (HTTP {}) with something that is not its protocol",
                answer.raw().status().as_u16()
            ),
        ),
        _ => Error::new(ErrorKind::InternalFailure, why()),
    }
}

/// Whether a failure comes from the search for credentials.
fn lacks_credentials(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |error| error.source()).any(|error| error.is::<CredentialsError>())
}
