//! A scripted engine behind a real door, and a client that writes its requests byte by byte.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    dead_code,
    reason = "shared by test binaries that use parts of it"
)]

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use api::{Artifacts, Door, Grant, GrantedObject, Keys, Local, LookupPage, LookupQuery, Refusal, TrailEvent};
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation,
    SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use codepipeline::shapes::{self, PipelineSummary};
use codepipeline::{BoxFuture, Call, CodePipeline, Error, ErrorKind, Timestamp};
use serde_json::Value;
use tempfile::{NamedTempFile, TempDir, TempPath};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

pub const REGION: &str = "eu-central-1";
pub const ACCOUNT: &str = "111122223333";
/// 2026-11-23T10:21:00Z.
pub const NOON: i64 = 1_795_429_260_000;
pub const JOB_KEY: &str = "PSIAAAAAAAAAAAAAAAAA";
pub const JOB_SECRET: &str = "a secret of forty characters, more or less";
pub const JOB_TOKEN: &str = "token";
/// What the job reads and what it writes.
pub const INPUT: &str = "/artifacts/web/App/in00001";
pub const OUTPUT: &str = "/artifacts/web/Built/out0001";

/// A record that the door asked for.
#[derive(Debug, Clone)]
pub struct Noted {
    pub call: Call,
    pub source: String,
    pub operation: String,
    pub parameters: Value,
    pub refusal: Option<Refusal>,
}

/// Answers with what the tests know; one pipeline, `web`.
pub struct Scripted {
    pub fixed: Option<i64>,
    pub calls: Mutex<Vec<(Call, String)>>,
    pub noted: Mutex<Vec<Noted>>,
    pub queries: Mutex<Vec<LookupQuery>>,
    /// What the only job may do; none once it has ended.
    pub job: Mutex<Option<Grant>>,
    pub folder: TempDir,
    ids: AtomicU32,
}

impl Scripted {
    fn enter(&self, call: &Call, input: impl std::fmt::Debug) {
        self.calls.lock().unwrap().push((call.clone(), format!("{input:?}")));
    }

    fn note(&self, call: &Call, source: &str, operation: &str, parameters: Value, refusal: Option<&Refusal>) {
        self.noted.lock().unwrap().push(Noted {
            call: call.clone(),
            source: source.to_owned(),
            operation: operation.to_owned(),
            parameters,
            refusal: refusal.cloned(),
        });
    }
}

impl CodePipeline for Scripted {
    fn list_pipelines<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::ListPipelinesInput,
    ) -> BoxFuture<'a, shapes::ListPipelinesOutput> {
        self.enter(call, input);
        Box::pin(async {
            let web = PipelineSummary {
                name: Some("web".to_owned()),
                version: Some(3),
                created: Some(Timestamp(1_790_860_000_250)),
                ..Default::default()
            };
            Ok(shapes::ListPipelinesOutput { pipelines: Some(vec![web]), next_token: None })
        })
    }

    fn get_pipeline<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::GetPipelineInput,
    ) -> BoxFuture<'a, shapes::GetPipelineOutput> {
        self.enter(call, &input);
        let text = format!("Account '{ACCOUNT}' does not have a pipeline with name '{}'", input.name);
        Box::pin(async { Err(Error::new(ErrorKind::PipelineNotFound, text)) })
    }

    fn delete_pipeline<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::DeletePipelineInput,
    ) -> BoxFuture<'a, ()> {
        self.enter(call, input);
        Box::pin(async { Ok(()) })
    }

    fn tag_resource<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::TagResourceInput,
    ) -> BoxFuture<'a, shapes::TagResourceOutput> {
        self.enter(call, input);
        Box::pin(async { Ok(shapes::TagResourceOutput::default()) })
    }

    fn start_pipeline_execution<'a>(
        &'a self,
        call: &'a Call,
        input: shapes::StartPipelineExecutionInput,
    ) -> BoxFuture<'a, shapes::StartPipelineExecutionOutput> {
        self.enter(call, input);
        Box::pin(async {
            Ok(shapes::StartPipelineExecutionOutput {
                pipeline_execution_id: Some("8c1f6f0e-aaaa-4aaa-8aaa-0123456789ab".to_owned()),
            })
        })
    }
}

impl Artifacts for Scripted {
    fn grant(&self, access_key_id: &str, session_token: &str) -> Result<Option<Grant>, Error> {
        if (access_key_id, session_token) != (JOB_KEY, JOB_TOKEN) {
            return Ok(None);
        }
        let ended = || Error::new(ErrorKind::ExpiredToken, "The job of these credentials has ended.");
        self.job.lock().unwrap().clone().map(Some).ok_or_else(ended)
    }

    fn part(&self) -> Result<TempPath, Error> {
        Ok(NamedTempFile::new_in(self.folder.path()).unwrap().into_temp_path())
    }

    fn keep<'a>(&'a self, _: &'a Grant, object: &'a GrantedObject, part: TempPath) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            self.grant(JOB_KEY, JOB_TOKEN)?;
            fs_err::rename(&part, &object.file).unwrap();
            Ok(())
        })
    }
}

impl Local for Scripted {
    fn codepipeline(&self) -> &dyn CodePipeline {
        self
    }

    fn refused(&self, call: &Call, source: &str, operation: &str, parameters: Value, refusal: &Refusal) {
        self.note(call, source, operation, parameters, Some(refusal));
    }

    fn served(&self, call: &Call, source: &str, operation: &str, parameters: Value) {
        self.note(call, source, operation, parameters, None);
    }

    fn lookup_events(&self, query: LookupQuery) -> BoxFuture<'_, LookupPage> {
        let stale = query.next_token.as_deref() == Some("stale");
        self.queries.lock().unwrap().push(query);
        Box::pin(async move {
            if stale {
                return Err(Error::new(ErrorKind::InvalidNextToken, "The token is not of this question."));
            }
            let event = TrailEvent {
                event_id: "44444444-4444-4444-8444-444444444444".to_owned(),
                event_name: "StopPipelineExecution".to_owned(),
                read_only: false,
                access_key_id: Some("PKIAEXAMPLE".to_owned()),
                event_time: Timestamp(NOON),
                event_source: "codepipeline.amazonaws.com".to_owned(),
                user_name: Some("ann".to_owned()),
                resources: vec![("AWS::CodePipeline::Pipeline".to_owned(), "web".to_owned())],
                record: "{\"eventVersion\":\"1.11\"}".to_owned(),
            };
            Ok(LookupPage { events: vec![event], next_token: None })
        })
    }

    fn deliver(&self, delivery: api::Delivery) -> BoxFuture<'_, String> {
        Box::pin(async move {
            match delivery.token.as_str() {
                "known" => {
                    Ok(format!("{:?} {:?} {}", delivery.event, delivery.signatures, delivery.body.len()))
                }
                _ => Err(Error::new(ErrorKind::WebhookNotFound, "There is no such webhook")),
            }
        })
    }

    fn now(&self) -> Timestamp {
        let real = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp(self.fixed.unwrap_or(real.as_millis() as i64))
    }

    fn new_request_id(&self) -> String {
        format!("00000000-0000-4000-8000-{:012}", self.ids.fetch_add(1, Ordering::Relaxed))
    }
}

/// An open door with the scripted engine behind it.
pub struct Opened {
    pub address: SocketAddr,
    pub local: Arc<Scripted>,
    pub door: Arc<Door>,
    pub keys: Keys,
}

/// Opens a door whose clock stands at noon.
pub async fn open() -> Opened {
    open_with(Some(NOON), |_| {}).await
}

/// Opens a door.
pub async fn open_with(fixed: Option<i64>, change: impl FnOnce(&mut Keys)) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let mut keys = Keys::load_or_create(folder.path(), ACCOUNT, "ann").unwrap();
    change(&mut keys);
    let objects = [(INPUT, "input", false), (OUTPUT, "output", true)].map(|(path, file, writable)| {
        let (bucket, key) = path[1..].split_once('/').unwrap();
        let (bucket, key) = (bucket.to_owned(), key.to_owned());
        GrantedObject { bucket, key, file: folder.path().join(file), writable }
    });
    let of_job = Keys {
        access_key_id: JOB_KEY.to_owned(),
        secret_access_key: JOB_SECRET.to_owned(),
        session_token: Some(JOB_TOKEN.to_owned()),
        arn: format!("arn:aws:sts::{ACCOUNT}:assumed-role/CodePipelineJobWorker/job"),
        ..keys.clone()
    };
    let local = Arc::new(Scripted {
        fixed,
        calls: Mutex::default(),
        noted: Mutex::default(),
        queries: Mutex::default(),
        job: Mutex::new(Some(Grant { keys: of_job, objects: objects.into() })),
        folder,
        ids: AtomicU32::new(1),
    });
    let listener = api::listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let address = listener.local_addr().unwrap();
    let door = Door::new(Arc::clone(&local) as Arc<dyn Local>, keys.clone(), REGION, address.port());
    tokio::spawn(api::serve(listener, door.router(), api::Limits::default(), std::future::pending()));
    Opened { address, local, door, keys }
}

impl Opened {
    /// A `ListPipelines` call, as the AWS CLI sends it, signed with the right keys at noon.
    pub fn list(&self) -> Request {
        self.json("codepipeline", "CodePipeline_20150709.ListPipelines", "{}")
    }

    pub fn json(&self, service: &str, target: &str, body: impl Into<Vec<u8>>) -> Request {
        let mut request = self.request("POST", "/", service, body);
        request.headers.push(("content-type".to_owned(), "application/x-amz-json-1.1".to_owned()));
        request.headers.push(("x-amz-target".to_owned(), target.to_owned()));
        request
    }

    pub fn form(&self, body: &str) -> Request {
        let mut request = self.request("POST", "/", "sts", body);
        let kind = "application/x-www-form-urlencoded; charset=utf-8".to_owned();
        request.headers.push(("content-type".to_owned(), kind));
        request
    }

    pub fn cbor(&self, operation: &str, body: impl Into<Vec<u8>>) -> Request {
        let path = format!("/service/CodePipeline_20150709/operation/{operation}");
        let mut request = self.request("POST", &path, "codepipeline", body);
        request.headers.push(("content-type".to_owned(), "application/cbor".to_owned()));
        request.headers.push(("smithy-protocol".to_owned(), "rpc-v2-cbor".to_owned()));
        request
    }

    pub fn request(&self, method: &str, path: &str, service: &str, body: impl Into<Vec<u8>>) -> Request {
        Request {
            address: self.address,
            method: method.to_owned(),
            path: path.to_owned(),
            headers: vec![("host".to_owned(), self.address.to_string())],
            body: body.into(),
            key: self.keys.access_key_id.clone(),
            secret: self.keys.secret_access_key.clone(),
            token: self.keys.session_token.clone(),
            region: REGION.to_owned(),
            service: service.to_owned(),
            signed_at: NOON,
        }
    }

    /// A request to the artifacts with the job's credentials, now.
    pub fn s3(&self, method: &str, path: &str, body: impl Into<Vec<u8>>) -> Request {
        Request {
            key: JOB_KEY.to_owned(),
            secret: JOB_SECRET.to_owned(),
            token: Some(JOB_TOKEN.to_owned()),
            signed_at: self.local.now().0,
            ..self.request(method, path, "s3", body)
        }
    }

    pub fn noted(&self) -> Vec<Noted> {
        self.local.noted.lock().unwrap().clone()
    }

    pub fn reached(&self) -> usize {
        self.local.calls.lock().unwrap().len()
    }
}

/// A request before and after signing; every part may be spoilt in between.
#[derive(Clone)]
pub struct Request {
    pub address: SocketAddr,
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub key: String,
    pub secret: String,
    pub token: Option<String>,
    pub region: String,
    pub service: String,
    pub signed_at: i64,
}

impl Request {
    /// Signs in the header `Authorization`.
    pub fn signed(self) -> Self {
        self.signed_with(SigningSettings::default())
    }

    /// Signs in the address, good for so many seconds.
    pub fn presigned(self, seconds: u64) -> Self {
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(seconds));
        self.signed_with(settings)
    }

    fn signed_with(mut self, mut settings: SigningSettings) -> Self {
        let in_address = settings.signature_location == SignatureLocation::QueryParams;
        if self.service == "s3" {
            settings.percent_encoding_mode = PercentEncodingMode::Single;
            settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
            if !in_address {
                settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
            }
        }
        let identity = Credentials::new(&self.key, &self.secret, self.token.clone(), None, "test").into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(&self.service)
            .time(SystemTime::UNIX_EPOCH + Duration::from_millis(self.signed_at as u64))
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let address = format!("http://{}{}", self.address, self.path);
        let headers = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        // As S3's clients presign: for whatever body.
        let open = self.service == "s3" && in_address;
        let body = if open { SignableBody::UnsignedPayload } else { SignableBody::Bytes(&self.body) };
        let signable = SignableRequest::new(&self.method, &address, headers, body).unwrap();
        let mut request = axum::http::Request::builder().uri(&address).body(()).unwrap();
        let (instructions, _) = sign(signable, &params).unwrap().into_parts();
        instructions.apply_to_request_http1x(&mut request);
        self.path = request.uri().path_and_query().unwrap().to_string();
        for (name, value) in request.headers() {
            self.headers.push((name.to_string(), value.to_str().unwrap().to_owned()));
        }
        self
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn header(&mut self, name: &str) -> &mut String {
        &mut self.headers.iter_mut().find(|(key, _)| key == name).unwrap().1
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(key, _)| key != name);
        self
    }

    pub async fn send(self) -> Answer {
        let size = self.body.len();
        self.send_promising(size).await
    }

    /// Sends it under a head that promises a body of so many bytes.
    pub async fn send_promising(self, size: usize) -> Answer {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("content-length: {size}\r\nconnection: close\r\n\r\n"));
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        // A server that refuses a large body closes before it has read it.
        let _ = stream.write_all(&self.body).await;
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        Answer::read(&bytes)
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer with a head");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        Self { status, headers, body: bytes[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("JSON, not {:?}", self.text()))
    }

    /// Status, name and text of an error in AWS JSON.
    pub fn error(&self) -> (u16, String, String) {
        let body = self.json();
        let code = body["__type"].as_str().unwrap().to_owned();
        assert_eq!(self.header("x-amzn-errortype"), code);
        assert!(!self.header("x-amzn-requestid").is_empty());
        (self.status, code, body["message"].as_str().unwrap().to_owned())
    }
}
