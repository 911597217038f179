//! A listing's call, through the SDK's own machinery: the account's credentials and their cache, signature, retries,
//! timeouts, proxies.

use aws_config::SdkConfig;
use aws_runtime::auth::sigv4::{SCHEME_ID, SigV4AuthScheme};
use aws_runtime::auth::{SigV4OperationSigningConfig, SigningOptions};
use aws_smithy_runtime::client::orchestrator::operation::Operation;
use aws_smithy_runtime::client::retries::classifiers::HttpStatusCodeClassifier;
use aws_smithy_runtime_api::client::auth::AuthSchemeOptionResolverParams;
use aws_smithy_runtime_api::client::auth::static_resolver::StaticAuthSchemeOptionResolver;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::identity::SharedIdentityResolver;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponentsBuilder;
use aws_smithy_runtime_api::client::runtime_plugin::StaticRuntimePlugin;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::Layer;
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};
use aws_smithy_types::retry::RetryConfig;
use aws_types::SigningName;
use aws_types::region::SigningRegion;
use serde_json::Value;

use super::listings::{Listing, Request};
use crate::account::{http_client, is_loopback, timeouts};

/// What a service refused a call with.
#[derive(Debug)]
pub(super) struct Refusal(ErrorMetadata);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl std::error::Error for Refusal {}

impl ProvideErrorMetadata for Refusal {
    fn meta(&self) -> &ErrorMetadata {
        &self.0
    }
}

/// Sends the call and gives the answer's text.
pub(super) async fn send(
    sdk: &SdkConfig,
    identity: &SharedIdentityResolver,
    listing: &'static Listing,
    request: Request,
) -> Result<String, SdkError<Refusal, HttpResponse>> {
    let region = sdk.region().map(ToString::to_string).unwrap_or_default();
    let endpoint = sdk.endpoint_url().map_or_else(|| listing.endpoint(&region), str::to_owned);
    let is_s3 = listing.service == "s3";
    let mut options = SigningOptions::default();
    // S3 signs paths as they are, and wants the body's checksum named.
    options.double_uri_encode = !is_s3;
    options.normalize_uri_path = !is_s3;
    options.content_sha256_header = is_s3;
    let mut config = Layer::new("listing");
    config.store_put(AuthSchemeOptionResolverParams::new(()));
    config.store_put(SigV4OperationSigningConfig {
        region: Some(SigningRegion::from(aws_config::Region::new(listing.region(&region).to_owned()))),
        name: Some(SigningName::from_static(listing.service)),
        signing_options: options,
        ..SigV4OperationSigningConfig::default()
    });
    let components = RuntimeComponentsBuilder::new("listing")
        .with_auth_scheme(SigV4AuthScheme::new())
        .with_auth_scheme_option_resolver(Some(StaticAuthSchemeOptionResolver::new(vec![SCHEME_ID])))
        .with_identity_cache(sdk.identity_cache())
        .with_identity_resolver(SCHEME_ID, identity.clone());
    let http: SharedHttpClient = sdk.http_client().unwrap_or_else(|| http_client(is_loopback(&endpoint)));
    let operation = Operation::builder()
        .service_name(listing.service)
        .operation_name(listing.name())
        .http_client(http)
        .endpoint_url(&endpoint)
        .standard_retry(&RetryConfig::standard().with_max_attempts(2))
        .retry_classifier(HttpStatusCodeClassifier::default())
        .timeout_config(timeouts())
        .runtime_plugin(
            StaticRuntimePlugin::new().with_config(config.freeze()).with_runtime_components(components),
        )
        .serializer(|request: Request| {
            let mut sent = HttpRequest::new(SdkBody::from(request.body));
            sent.set_method(request.method)?;
            sent.set_uri(request.path)?;
            let headers = sent.headers_mut();
            if let Some(kind) = request.content_type {
                headers.insert("content-type", kind);
            }
            if let Some(target) = request.target {
                headers.insert("x-amz-target", target);
            }
            Ok(sent)
        })
        .deserializer(|answer: &HttpResponse| {
            let text = String::from_utf8_lossy(answer.body().bytes().unwrap_or_default()).into_owned();
            if answer.status().is_success() {
                return Ok(text);
            }
            let named = answer.headers().get("x-amzn-errortype").map(str::to_owned);
            Err(OrchestratorError::operation(Refusal(refusal(named, &text))))
        })
        .build();
    operation.invoke(request).await
}

/// Code and message of a refusal, as JSON and XML say them.
fn refusal(named: Option<String>, text: &str) -> ErrorMetadata {
    let json: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let member = |names: [&str; 2]| names.iter().find_map(|name| json.get(name)?.as_str().map(str::to_owned));
    let element = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        rest.split_once('<').map(|(said, _)| said.to_owned())
    };
    let code = named.or_else(|| member(["__type", "code"])).or_else(|| element("Code"));
    // `com.amazonaws.ecs#ClusterNotFoundException:http://…`
    let code = code.map(|code| {
        let code = code.split(':').next().unwrap_or_default();
        code.rsplit('#').next().unwrap_or_default().to_owned()
    });
    let mut refusal = ErrorMetadata::builder();
    if let Some(code) = code {
        refusal = refusal.code(code);
    }
    if let Some(message) = member(["message", "Message"]).or_else(|| element("Message")) {
        refusal = refusal.message(message);
    }
    refusal.build()
}
