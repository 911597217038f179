//! The artifact door: the artifacts of a job as a path-style S3 API, for the worker that holds the job's credentials (AWS
//! CodePipeline API reference, `AWSSessionCredentials`; Amazon S3 API reference).
//!
//! A worker reads the inputs of its job and writes its outputs, nothing else; every other operation and every other
//! object is denied. The person's own keys open nothing here: local buckets are folders that can be looked into.

mod objects;
mod receive;
mod uploads;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use axum::body::{Body, Bytes};
use axum::http::request::Parts;
use axum::http::{Response, Uri};
use codepipeline::{BoxFuture, Error, Principal, PrincipalKind};
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s::validation::NameValidation;
use s3s::{S3Error, S3ErrorCode, S3Result, s3_error};
use serde_json::json;
use tempfile::TempPath;

use crate::signature::shorten;
use crate::{Keys, Local, Refusal};
use objects::{Objects, Tags};
use uploads::Uploads;

/// The largest answer that tells of an error.
const LARGEST_ERROR: usize = 64 * 1024;
/// The operations that a job's credentials are good for.
const ALLOWED: [&str; 10] = [
    "GetObject",
    "HeadObject",
    "PutObject",
    "CreateMultipartUpload",
    "UploadPart",
    "CompleteMultipartUpload",
    "AbortMultipartUpload",
    "ListObjectsV2",
    "HeadBucket",
    "GetBucketLocation",
];

/// What a job's credentials open.
#[derive(Debug, Clone)]
pub struct Grant {
    /// The credentials and whom they make the worker: a session of a role.
    pub keys: Keys,
    /// The objects that they open.
    pub objects: Vec<GrantedObject>,
}

/// An object that a job reads or writes.
#[derive(Debug, Clone)]
pub struct GrantedObject {
    /// The bucket.
    pub bucket: String,
    /// The key in it.
    pub key: String,
    /// Its file, whether it is there or not.
    pub file: PathBuf,
    /// Whether it may be written: an output of the job.
    pub writable: bool,
}

impl Grant {
    /// Who a call with these credentials is made by.
    pub(crate) fn principal(&self) -> Principal {
        Principal { kind: PrincipalKind::AssumedRole, ..self.keys.principal() }
    }
}

/// The artifacts of this computer's jobs, behind the door.
pub trait Artifacts: Send + Sync {
    /// What the credentials with this id and session token open; none when they are not a job's. That the caller has
    /// their secret is proven by the door.
    ///
    /// # Errors
    /// [`codepipeline::ErrorKind::ExpiredToken`] when the job has ended.
    fn grant(&self, access_key_id: &str, session_token: &str) -> Result<Option<Grant>, Error>;

    /// An empty file for an object that is on its way.
    ///
    /// # Errors
    /// When it cannot be made.
    fn part(&self) -> Result<TempPath, Error>;

    /// Puts a file that arrived whole in the place of an object, durably, if the job is still in the worker's hands.
    ///
    /// # Errors
    /// As [`Artifacts::grant`]; [`codepipeline::ErrorKind::AccessDenied`] when the object may not be written.
    fn keep<'a>(&'a self, grant: &'a Grant, object: &'a GrantedObject, part: TempPath) -> BoxFuture<'a, ()>;
}

/// The artifact door of one data folder.
#[derive(Default)]
pub(crate) struct Store {
    uploads: Arc<Uploads>,
    tags: Arc<Tags>,
}

/// How a request was answered.
pub(crate) struct Answered {
    pub response: Response<Body>,
    /// The operation, if one was found and its signature was right.
    pub operation: Option<String>,
    pub refusal: Option<Refusal>,
}

impl Store {
    /// Answers a request that claims to be signed with the credentials of a job.
    pub async fn answer(
        &self,
        local: &Arc<dyn Local>,
        grant: Grant,
        region: &str,
        request_id: &str,
        (parts, body): (Parts, Body),
    ) -> Answered {
        let operation = Arc::new(OnceLock::new());
        let objects = Objects {
            local: Arc::clone(local),
            uploads: Arc::clone(&self.uploads),
            tags: Arc::clone(&self.tags),
            region: region.to_owned(),
            grant: grant.clone(),
        };
        let mut service = S3ServiceBuilder::new(objects);
        service.set_auth(SimpleAuth::from_single(grant.keys.access_key_id, grant.keys.secret_access_key));
        service.set_access(Gate(Arc::clone(&operation)));
        service.set_validation(AnyName);
        let request = axum::http::Request::from_parts(parts, s3s::Body::http_body_unsync(body));
        let answered = match service.build().call(request).await {
            Ok(response) => response.map(Body::new),
            Err(error) => {
                let error = S3Error::with_message(S3ErrorCode::InternalError, format!("{error:?}"));
                return refused(error, request_id);
            }
        };
        told(answered, operation.get().cloned(), request_id).await
    }
}

/// Lets through what a job's credentials are good for, and tells what it was.
struct Gate(Arc<OnceLock<String>>);

#[async_trait::async_trait]
impl S3Access for Gate {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        if context.credentials().is_none() {
            return Err(denied());
        }
        let asked = context.s3_op().name();
        // It is asked once a request.
        let _ = self.0.set(asked.to_owned());
        if ALLOWED.contains(&asked) { Ok(()) } else { Err(denied()) }
    }
}

/// Names are compared with those of the job; which ones are proper was judged when the pipeline was made.
struct AnyName;

impl NameValidation for AnyName {
    fn validate_bucket_name(&self, _: &str) -> bool {
        true
    }
}

/// What a record says a request is about.
pub(crate) fn parameters(uri: &Uri) -> serde_json::Value {
    let (bucket, key) = uri.path().trim_start_matches('/').split_once('/').unwrap_or((uri.path(), ""));
    json!({ "bucketName": shorten(bucket.trim_start_matches('/')), "key": key.chars().take(1024).collect::<String>() })
}

/// What the service says whatever the reason.
fn denied() -> S3Error {
    s3_error!(AccessDenied, "Access Denied")
}

/// A refusal in S3's form.
pub(crate) fn refused(mut error: S3Error, request_id: &str) -> Answered {
    error.set_request_id(request_id);
    let code = error.code().as_str().to_owned();
    let message = error.message().unwrap_or_default().to_owned();
    let response = match error.to_http_response() {
        Ok(response) => response.map(Body::new),
        Err(_) => Response::new(Body::empty()),
    };
    let refusal = Refusal { code: code.into(), message, status: response.status().as_u16() };
    Answered { response, operation: None, refusal: Some(refusal) }
}

/// An error of the contract in S3's words (Amazon S3 API reference, "Error responses").
pub(crate) fn in_words_of_s3(error: Error) -> S3Error {
    use codepipeline::ErrorKind as Kind;
    let code = match error.kind {
        Kind::AccessDenied => S3ErrorCode::AccessDenied,
        Kind::ExpiredToken => S3ErrorCode::ExpiredToken,
        Kind::UnrecognizedClient => S3ErrorCode::InvalidAccessKeyId,
        Kind::InvalidSignature => S3ErrorCode::SignatureDoesNotMatch,
        Kind::NotImplemented => S3ErrorCode::NotImplemented,
        _ => S3ErrorCode::InternalError,
    };
    S3Error::with_message(code, error.message)
}

/// An answer as it goes out, and what it says if it is a refusal.
async fn told(response: Response<Body>, operation: Option<String>, request_id: &str) -> Answered {
    let status = response.status();
    // 304 tells that nothing changed.
    if status.is_success() || status.is_redirection() {
        return Answered { response, operation, refusal: None };
    }
    let (mut parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, LARGEST_ERROR).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&body);
    let refusal = Refusal {
        code: element(&text, "Code").unwrap_or_else(|| status.as_u16().to_string()).into(),
        message: element(&text, "Message").unwrap_or_default(),
        status: status.as_u16(),
    };
    let id = format!("<RequestId>{}</RequestId></Error>", crate::refusal::escape(request_id));
    let body = Bytes::from(text.replace("</Error>", &id));
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    Answered { response: Response::from_parts(parts, Body::from(body)), operation, refusal: Some(refusal) }
}

/// The text of an element in what this program itself has written.
fn element(xml: &str, name: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    Some(rest.split_once(&format!("</{name}>"))?.0.to_owned())
}
