//! What a request says of itself, before and after anything of it is known to be true: whose it is for, in which
//! protocol, which operation of which service.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use codepipeline::{Call, Error, ErrorKind};

use crate::identity;
use crate::refusal::{Protocol, SMITHY_PROTOCOL};
use crate::signature::{self, Claim, shorten};

/// The largest body, as an AWS JSON service takes it.
const LARGEST: usize = 1024 * 1024;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);
const JSON_TARGET: &str = "CodePipeline_20150709.";
/// As botocore writes CloudTrail's target, and as the SDKs that are generated from its Smithy model do.
const TRAIL_TARGETS: [&str; 2] =
    ["com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.", "CloudTrail_20131101."];
const CBOR_PATH: &str = "/service/CodePipeline_20150709/operation/";

/// A call whose signer is known.
pub(crate) struct Arrived<'a> {
    pub parts: &'a Parts,
    pub body: &'a Bytes,
    pub call: &'a Call,
    pub protocol: Protocol,
}

impl Arrived<'_> {
    pub fn target(&self) -> &str {
        target(self.parts)
    }

    /// Whether the request is in a form of this service's calls.
    pub fn names_codepipeline(&self) -> bool {
        let post = self.parts.method == Method::POST;
        post && match self.protocol {
            Protocol::Json => self.parts.uri.path() == "/" && self.target().starts_with(JSON_TARGET),
            Protocol::Cbor => {
                let said =
                    self.parts.headers.get(SMITHY_PROTOCOL).is_some_and(|said| said == Protocol::RPC_V2);
                said && self.parts.uri.path().starts_with(CBOR_PATH)
            }
            Protocol::Query => false,
        }
    }
}

/// Who answers a call: what its credential scope says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    CodePipeline,
    Identity,
    Trail,
    /// The artifacts of jobs, as S3.
    Objects,
    /// A service that this computer does not offer.
    Other,
}

impl Service {
    pub fn of(claim: &Claim) -> Self {
        match claim.service.as_str() {
            "codepipeline" => Self::CodePipeline,
            "sts" => Self::Identity,
            "cloudtrail" => Self::Trail,
            "s3" => Self::Objects,
            _ => Self::Other,
        }
    }

    /// The service's name in audit records.
    pub fn source(self) -> &'static str {
        match self {
            Self::CodePipeline | Self::Other => "codepipeline.amazonaws.com",
            Self::Identity => "sts.amazonaws.com",
            Self::Trail => "cloudtrail.amazonaws.com",
            Self::Objects => "s3.amazonaws.com",
        }
    }

    /// The regions that a scope may name. The global endpoint of STS is signed for `us-east-1`.
    pub fn regions(self, own: &str) -> Vec<&str> {
        match self {
            Self::Identity => vec![own, "us-east-1"],
            _ => vec![own],
        }
    }

    /// Whether the request is for the service that its scope names.
    pub fn check(self, parts: &Parts, protocol: Protocol) -> Result<(), Error> {
        let target = target(parts);
        let wanted = if is_trail(target) {
            Self::Trail
        } else if target.starts_with(JSON_TARGET) || parts.uri.path().starts_with(CBOR_PATH) {
            Self::CodePipeline
        } else if protocol == Protocol::Query && self != Self::Other {
            Self::Identity
        } else {
            self
        };
        let name = match wanted {
            _ if wanted == self => return Ok(()),
            Self::Identity => "sts",
            Self::Trail => "cloudtrail",
            Self::CodePipeline | Self::Objects | Self::Other => "codepipeline",
        };
        Err(signature::mismatch(format!("Credential should be scoped to correct service: '{name}'.")))
    }
}

pub(crate) fn is_call(request: &Request) -> bool {
    let path = request.uri().path();
    (path == "/" && request.method() == Method::POST)
        || path.starts_with("/service/")
        || request.headers().get(AUTHORIZATION).is_some_and(|value| value.as_bytes().starts_with(b"AWS4-"))
        || signature::is_presigned(request.uri().query().unwrap_or_default())
}

/// Whether a request names this computer, and this port, as the host it is for. A page of another name that was made
/// to resolve to this computer does not.
pub fn is_addressed_to(uri: &Uri, headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let Some(host) = hosts.next().and_then(|host| host.to_str().ok()).map(str::to_ascii_lowercase) else {
        return false;
    };
    if hosts.next().is_some()
        || uri.authority().is_some_and(|said| !said.as_str().eq_ignore_ascii_case(&host))
    {
        return false;
    }
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| match host.strip_prefix(name) {
        Some("") => port == 80,
        Some(rest) => rest.strip_prefix(':').is_some_and(|said| said == port.to_string()),
        None => false,
    })
}

/// Whether a web page sent it: browsers add these headers and no page can leave them out.
pub(crate) fn is_from_browser(headers: &HeaderMap) -> bool {
    headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site")
}

/// The protocol of a request, before anything about it is known to be true.
pub(crate) fn protocol_of(parts: &Parts) -> Protocol {
    let is_form = parts
        .headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if parts.uri.path().starts_with("/service/") {
        Protocol::Cbor
    } else if target(parts).is_empty() && (is_form || parts.method == Method::GET) {
        Protocol::Query
    } else {
        Protocol::Json
    }
}

fn target(parts: &Parts) -> &str {
    parts.headers.get("x-amz-target").and_then(|target| target.to_str().ok()).unwrap_or_default()
}

/// The operation that a request names; what somebody unknown sends is kept short.
pub(crate) fn operation_name(parts: &Parts, body: &[u8]) -> String {
    let name = match protocol_of(parts) {
        Protocol::Json => target(parts).rsplit('.').next().map(str::to_owned),
        Protocol::Cbor => parts.uri.path().rsplit('/').next().map(str::to_owned),
        Protocol::Query => identity::action(parts.uri.query().unwrap_or_default(), body),
    };
    shorten(&name.unwrap_or_default()).to_owned()
}

pub(crate) fn is_trail(target: &str) -> bool {
    TRAIL_TARGETS.iter().any(|prefix| target.starts_with(prefix))
}

/// The body, not larger than a service takes it.
pub(crate) async fn read(body: Body) -> Result<Bytes, Error> {
    use axum::body::HttpBody;
    let too_large =
        || Error::new(ErrorKind::RequestEntityTooLarge, format!("The body is larger than {LARGEST} bytes."));
    if body.size_hint().lower() > LARGEST as u64 {
        return Err(too_large());
    }
    match tokio::time::timeout(PATIENCE, axum::body::to_bytes(body, LARGEST)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        // The only other reason is a client that went away, which reads no answer.
        Ok(Err(_)) => Err(too_large()),
        Err(_) => Err(Error::new(ErrorKind::RequestExpired, "The body did not arrive in time.")),
    }
}
