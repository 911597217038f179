//! An error as a caller sees it, in the form of the protocol that the caller speaks.

use std::borrow::Cow;

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode};
use codepipeline::{Error, ErrorKind, Value};

/// The header with the request's id.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-amzn-requestid");
/// The header with an error's name.
const ERROR_TYPE: HeaderName = HeaderName::from_static("x-amzn-errortype");
/// The header that tells Smithy's RPC protocol in requests and answers.
pub(crate) const SMITHY_PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");

/// The protocols that the door speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    /// AWS JSON 1.1.
    Json,
    /// Smithy RPC v2 with CBOR.
    Cbor,
    /// The query protocol: a form in, XML out.
    Query,
}

impl Protocol {
    /// The value of `smithy-protocol`.
    pub(crate) const RPC_V2: &'static str = "rpc-v2-cbor";

    /// The type of its bodies.
    fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/x-amz-json-1.1",
            Self::Cbor => "application/cbor",
            Self::Query => "text/xml",
        }
    }
}

/// Why a call was answered with an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The name on the wire, `UnrecognizedClientException`.
    pub code: Cow<'static, str>,
    /// The text, in the service's words where they are known.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
}

impl Refusal {
    pub(crate) fn new(code: &'static str, status: u16, message: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), message: message.into(), status }
    }

    /// The error in the words of a protocol: the query protocol has names and codes of its own for what a signature
    /// can have wrong (AWS STS API reference: common errors).
    pub(crate) fn of(error: Error, protocol: Protocol) -> Self {
        let (code, status) = match (protocol, error.kind) {
            (Protocol::Query, ErrorKind::MissingAuthenticationToken) => ("MissingAuthenticationToken", 403),
            (Protocol::Query, ErrorKind::IncompleteSignature) => ("IncompleteSignature", 403),
            (Protocol::Query, ErrorKind::UnrecognizedClient) => ("InvalidClientTokenId", 403),
            (Protocol::Query, ErrorKind::InvalidSignature) => ("SignatureDoesNotMatch", 403),
            (Protocol::Query, ErrorKind::AccessDenied) => ("AccessDenied", 403),
            (Protocol::Query, ErrorKind::NotImplemented) => ("NotImplemented", 501),
            (_, kind) => (kind.code(), kind.http_status()),
        };
        Self::new(code, status, error.message)
    }

    /// The answer on the wire.
    pub(crate) fn answer(&self, protocol: Protocol, request_id: &str) -> Response<Body> {
        let body = match protocol {
            Protocol::Json => codepipeline::json::encode(&self.members(&self.code)).unwrap_or_default(),
            Protocol::Cbor => {
                // Smithy RPC v2 names errors by their full shape id.
                let name = format!("com.amazonaws.codepipeline#{}", self.code);
                codepipeline::cbor::encode(&self.members(&name)).unwrap_or_default()
            }
            Protocol::Query => self.xml(request_id).into_bytes(),
        };
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = answer(protocol, request_id, status, body);
        if let Ok(code) = HeaderValue::from_str(&self.code) {
            response.headers_mut().insert(ERROR_TYPE, code);
        }
        response
    }

    fn members(&self, name: &str) -> Value {
        Value::Map(vec![
            ("__type".to_owned(), Value::String(name.to_owned())),
            ("message".to_owned(), Value::String(self.message.clone())),
        ])
    }

    fn xml(&self, request_id: &str) -> String {
        format!(
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\n  <Error>\n    <Type>{}</Type>\n    \
             <Code>{}</Code>\n    <Message>{}</Message>\n  </Error>\n  <RequestId>{}</RequestId>\n</ErrorResponse>\n",
            if self.status < 500 { "Sender" } else { "Receiver" },
            escape(&self.code),
            escape(&self.message),
            escape(request_id),
        )
    }
}

/// An answer of a protocol.
pub(crate) fn answer(
    protocol: Protocol,
    request_id: &str,
    status: StatusCode,
    body: Vec<u8>,
) -> Response<Body> {
    let bare = protocol == Protocol::Cbor && body.is_empty();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    if !bare {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(protocol.content_type()));
    }
    if protocol == Protocol::Cbor {
        headers.insert(SMITHY_PROTOCOL, HeaderValue::from_static(Protocol::RPC_V2));
    }
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert(REQUEST_ID, id);
    }
    response
}

/// Text between the tags of XML.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '>', '&', '"', '\'']) && !text.contains(|c: char| c.is_control()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' | '\t' => out.push(c),
            // XML 1.0 has no other control characters, not even escaped.
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
