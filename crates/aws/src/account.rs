//! An account that was opened: from a profile or keys and a Region to clients, and who we are there.
//!
//! Only `open` and what is asked of an opened account send anything. Keys stay inside the SDK's client.

use std::sync::OnceLock;
use std::time::Duration;

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::identity::IdentityCache;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_sts::config::SharedHttpClient;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::identity::SharedIdentityResolver;

use crate::error::Whereabouts;
use crate::{ENVIRONMENT, Error, Remote, profiles};

/// Time to reach the service.
const CONNECT: Duration = Duration::from_secs(5);
/// Time for one operation with all its attempts, and with finding credentials.
const OPERATION: Duration = Duration::from_secs(30);

/// Whose credentials sign.
#[derive(Clone)]
pub enum Credentials {
    /// A profile of the user's configuration files, or [`ENVIRONMENT`].
    Profile(String),
    /// Static keys.
    Keys {
        /// The access key's id.
        access_key_id: String,
        /// The secret.
        secret_access_key: String,
        /// The token of temporary keys, a secret too.
        session_token: Option<String>,
    },
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Profile(name) => f.debug_tuple("Profile").field(name).finish(),
            Self::Keys { access_key_id, .. } => {
                f.debug_struct("Keys").field("access_key_id", access_key_id).finish_non_exhaustive()
            }
        }
    }
}

/// What to open.
#[derive(Debug, Clone)]
pub struct Target {
    /// Who asks.
    pub credentials: Credentials,
    /// Where.
    pub region: String,
    /// Another endpoint than AWS's own; every service is then asked there.
    pub endpoint: Option<String>,
}

impl Target {
    /// Whether it could be opened at all: the Region, the endpoint, the profile. Sends nothing.
    ///
    /// # Errors
    /// `bad-profile`, `bad-region` and `bad-endpoint`.
    pub fn check(&self) -> Result<(), Error> {
        whereabouts(self).map(drop)
    }
}

/// Who we are in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The account's 12 digits.
    pub account: String,
    /// The user's or the assumed role's ARN.
    pub arn: String,
    /// The unique id.
    pub user_id: String,
}

/// An account in a Region, opened. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Account {
    remote: Remote,
    pub(crate) trail: aws_sdk_cloudtrail::Client,
    pub(crate) builds: aws_sdk_codebuild::Client,
    pub(crate) logs: aws_sdk_cloudwatchlogs::Client,
    pub(crate) objects: aws_sdk_s3::Client,
    pub(crate) at: Whereabouts,
    /// For services that have no client here.
    pub(crate) sdk: SdkConfig,
    /// One for all calls, so that they share its cache.
    pub(crate) identity_resolver: SharedIdentityResolver,
    identity: Identity,
}

impl Account {
    /// Finds the credentials and asks `sts:GetCallerIdentity` who they are.
    ///
    /// # Errors
    /// `bad-profile`, `bad-region` and `bad-endpoint` before anything is sent; `no-credentials`, `expired-session`,
    /// `rejected-credentials`, `unreachable` and the others of [`Error`] after.
    pub async fn open(target: Target) -> Result<Self, Error> {
        let mut at = whereabouts(&target)?;
        let mut sdk = config(target, &at).await;
        if at.endpoint.is_none() && sdk.endpoint_url().is_some_and(is_loopback) {
            // The profile or the environment names this computer: no proxy can reach that.
            sdk = sdk.into_builder().http_client(http_client(true)).build();
        }
        at.endpoint = sdk.endpoint_url().map(str::to_owned);
        let quick = aws_sdk_sts::config::Builder::from(&sdk)
            .retry_config(RetryConfig::standard().with_max_attempts(2))
            .build();
        let said = aws_sdk_sts::Client::from_conf(quick)
            .get_caller_identity()
            .send()
            .await
            .map_err(|error| at.failure("sts:GetCallerIdentity", &error))?;
        let Some(account) = said.account else { return Err(at.unreadable("sts:GetCallerIdentity", 200)) };
        let identity = Identity {
            account,
            arn: said.arn.unwrap_or_default(),
            user_id: said.user_id.unwrap_or_default(),
        };
        // An artifact takes as long as it takes; other endpoints know their buckets by the path only.
        let patient = TimeoutConfig::builder().connect_timeout(CONNECT).build();
        let objects = aws_sdk_s3::config::Builder::from(&sdk)
            .timeout_config(patient)
            .force_path_style(at.endpoint.is_some())
            .build();
        let Some(credentials) = sdk.credentials_provider() else {
            return Err(Error::new("no-credentials", "There are no credentials."));
        };
        Ok(Self {
            builds: aws_sdk_codebuild::Client::new(&sdk),
            logs: aws_sdk_cloudwatchlogs::Client::new(&sdk),
            objects: aws_sdk_s3::Client::from_conf(objects),
            remote: Remote::new(aws_sdk_codepipeline::Client::new(&sdk)),
            trail: aws_sdk_cloudtrail::Client::new(&sdk),
            at,
            identity_resolver: SharedIdentityResolver::new(credentials),
            sdk,
            identity,
        })
    }

    /// Who we are.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The account's CodePipeline.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// What the user can do about a refusal of this account's CodePipeline; none when the refusal itself says it.
    pub fn remedy(&self, refusal: codepipeline::ErrorKind) -> Option<String> {
        self.at.remedy(refusal)
    }

    /// The Region.
    pub fn region(&self) -> &str {
        &self.at.region
    }

    /// The endpoint in use when it is not AWS's own: the given one, or one that the profile or the environment sets.
    pub fn endpoint(&self) -> Option<&str> {
        self.at.endpoint.as_deref()
    }
}

fn whereabouts(target: &Target) -> Result<Whereabouts, Error> {
    let region = target.region.clone();
    let is_label = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if region.is_empty() || region.len() > 40 || !region.chars().all(is_label) {
        let said = if region.is_empty() {
            "No Region is set".to_owned()
        } else {
            format!("{region:?} is no Region")
        };
        let who = match &target.credentials {
            Credentials::Profile(name) => format!(" for profile {name}"),
            Credentials::Keys { .. } => String::new(),
        };
        let remedy = match &target.credentials {
            Credentials::Profile(name) => {
                format!("Set one with `aws configure set region REGION --profile {name}`.")
            }
            Credentials::Keys { .. } => "Name one, for example us-east-1.".to_owned(),
        };
        return Err(Error::new("bad-region", format!("{said}{who}.")).or(remedy));
    }
    if let Some(endpoint) = &target.endpoint {
        check_endpoint(endpoint)?;
    }
    let (profile, source) = match &target.credentials {
        Credentials::Keys { .. } => (None, None),
        Credentials::Profile(name) => {
            let found = profiles()?.into_iter().find(|profile| profile.name == *name).ok_or_else(|| {
                Error::new(
                    "bad-profile",
                    format!("There is no profile {name} in the AWS configuration files."),
                )
                .or(format!(
                    "Create it with `aws configure sso --profile {name}` or `aws configure --profile {name}`."
                ))
            })?;
            (Some(found.name), Some(found.source))
        }
    };
    Ok(Whereabouts { profile, source, region, endpoint: target.endpoint.clone() })
}

/// An absolute http or https address without a user name or a query.
fn check_endpoint(endpoint: &str) -> Result<(), Error> {
    let bad = |why: &str| {
        Error::new("bad-endpoint", format!("The endpoint {why}."))
            .or("Give an address such as https://example.com or http://127.0.0.1:4566.")
    };
    let Ok(uri) = endpoint.parse::<http::Uri>() else { return Err(bad("is not an address")) };
    let Some(authority) = uri.authority() else { return Err(bad("names no host")) };
    match uri.scheme_str() {
        Some("http" | "https") => {}
        _ => return Err(bad("is neither http nor https")),
    }
    if authority.as_str().contains('@') {
        return Err(bad("carries a user name or password; keys sign the requests instead"));
    }
    if uri.query().is_some() {
        return Err(bad("carries a query"));
    }
    Ok(())
}

async fn config(target: Target, at: &Whereabouts) -> SdkConfig {
    let region = Region::new(target.region);
    let http = http_client(at.endpoint.as_deref().is_some_and(is_loopback));
    let provider = match target.credentials {
        Credentials::Keys { access_key_id, secret_access_key, session_token } => {
            SharedCredentialsProvider::new(aws_credential_types::Credentials::new(
                access_key_id,
                secret_access_key,
                session_token,
                None,
                "pipesmith",
            ))
        }
        Credentials::Profile(_) if at.source.as_deref() == Some(ENVIRONMENT) => {
            SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new())
        }
        // Not the default chain: keys in the environment would win over the profile that the user chose.
        Credentials::Profile(ref name) => {
            // The profile's own way to its credentials (STS, SSO) never goes through a local endpoint.
            let config = ProviderConfig::without_region()
                .with_region(Some(region.clone()))
                .with_http_client(http_client(false));
            SharedCredentialsProvider::new(
                ProfileFileCredentialsProvider::builder().configure(&config).profile_name(name).build(),
            )
        }
    };
    let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .region(region)
        .http_client(http)
        .timeout_config(timeouts())
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        // The usual five seconds are too short for a credential_process that asks its user.
        .identity_cache(IdentityCache::lazy().load_timeout(OPERATION - Duration::from_secs(2)).build())
        .credentials_provider(provider);
    if let Some(profile) = at.profile.as_deref().filter(|_| at.source.as_deref() != Some(ENVIRONMENT)) {
        loader = loader.profile_name(profile);
    }
    if let Some(endpoint) = target.endpoint {
        loader = loader.endpoint_url(endpoint);
    }
    if let Ok(name) = AppName::new("pipesmith") {
        loader = loader.app_name(name);
    }
    loader.load().await
}

/// How long a call may take.
pub(crate) fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(CONNECT).operation_timeout(OPERATION).build()
}

pub(crate) fn is_loopback(endpoint: &str) -> bool {
    let uri = endpoint.parse::<http::Uri>().unwrap_or_default();
    let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// One client for all accounts, so that the system's certificates are read once; loopback goes past proxies.
pub(crate) fn http_client(loopback: bool) -> SharedHttpClient {
    static CLIENTS: [OnceLock<SharedHttpClient>; 2] = [const { OnceLock::new() }; 2];
    let client = CLIENTS[usize::from(loopback)].get_or_init(|| {
        Builder::new().build_with_connector_fn(move |settings, components| {
            let proxy = if loopback { ProxyConfig::disabled() } else { ProxyConfig::from_env() };
            let mut connector =
                Connector::builder().proxy_config(proxy).tls_provider(Provider::Rustls(CryptoMode::Ring));
            connector.set_connector_settings(settings.cloned());
            if let Some(components) = components {
                connector.set_sleep_impl(components.sleep_impl());
            }
            connector.build()
        })
    });
    client.clone()
}
