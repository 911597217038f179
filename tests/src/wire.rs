//! The wire endpoint as the smallest client there is: JSON 1.1 or CBOR, signed with the keys of the data folder, one
//! connection a call. For tests that make thousands of calls, or that need to know what a call that was cut off had been told.

use std::io::{self, Read, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use hmac::{Hmac, Mac};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{Model, Place};

/// What a call came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It was accepted: the request's id and the answer.
    Accepted(String, Value),
    /// It was refused: the error's code and message.
    Refused(String, String),
}

/// The endpoint of a served data folder.
#[derive(Debug)]
pub struct Wire {
    address: String,
    key: String,
    secret: String,
}

impl Wire {
    /// The endpoint (`http://127.0.0.1:PORT`) of the engine that serves a place.
    pub fn of(place: &Place, endpoint: &str) -> Self {
        let keys = fs_err::read_to_string(place.path("data/keys.json")).unwrap();
        let keys: Value = serde_json::from_str(&keys).unwrap();
        let text = |name: &str| keys[name].as_str().unwrap().to_owned();
        let address = endpoint.strip_prefix("http://").unwrap().to_owned();
        Self { address, key: text("accessKeyId"), secret: text("secretAccessKey") }
    }

    /// Calls an operation of the pipeline service over AWS JSON 1.1.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub fn call(&self, operation: &str, input: &Value) -> io::Result<Answer> {
        let answer = self.send(&self.signed(operation, input.to_string().as_bytes()))?;
        read(answer, |body| serde_json::from_slice(body).ok())
    }

    /// The same over Smithy RPC v2 CBOR; the model says which numbers are instants.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub fn call_cbor(&self, model: &Model, operation: &str, input: &Value) -> io::Result<Answer> {
        let path = format!("/service/CodePipeline_20150709/operation/{operation}");
        let told = [("content-type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor")];
        let answer = self.post(&path, &told, &model.to_cbor(operation, input))?;
        read(answer, |body| model.from_cbor(body))
    }

    /// Posts a body, signed as the service's calls are; the whole answer.
    ///
    /// # Errors
    /// When the connection breaks.
    pub fn post(&self, path: &str, told: &[(&str, &str)], body: &[u8]) -> io::Result<Vec<u8>> {
        self.send(&self.request(path, told, body))
    }

    fn send(&self, request: &[u8]) -> io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        stream.write_all(request)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    }

    /// A call over AWS JSON 1.1 as it is sent.
    pub fn signed(&self, operation: &str, body: &[u8]) -> Vec<u8> {
        let target = format!("CodePipeline_20150709.{operation}");
        self.request("/", &[("content-type", "application/x-amz-json-1.1"), ("x-amz-target", &target)], body)
    }

    /// Where the endpoint is, `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    fn request(&self, path: &str, told: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
        let time = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let mut headers = vec![("host", self.address.as_str()), ("x-amz-date", time.as_str())];
        headers.extend(told);
        headers.sort_unstable();
        let head: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let authorization = self.authorization(path, &headers, &time, body);
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\n{head}authorization: {authorization}\r\nconnection: close\r\n\
             content-length: {length}\r\n\r\n"
        );
        [head.as_bytes(), body].concat()
    }

    /// Signature Version 4 of a request with these headers, which are in the order of their names.
    fn authorization(&self, path: &str, headers: &[(&str, &str)], time: &str, body: &[u8]) -> String {
        let day = &time[..8];
        let scope = format!("{day}/us-east-1/codepipeline/aws4_request");
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let told: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let request = format!("POST\n{path}\n\n{told}\n{names}\n{}", hex(&Sha256::digest(body)));
        let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", hex(&Sha256::digest(request)));
        let key = ["us-east-1", "codepipeline", "aws4_request"]
            .iter()
            .fold(sign(format!("AWS4{}", self.secret).as_bytes(), day), |key, part| sign(&key, part));
        let signature = hex(&sign(&key, &text));
        let key = &self.key;
        format!("AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}")
    }
}

fn sign(key: &[u8], text: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text).finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What an HTTP answer says.
fn read(answer: Vec<u8>, decode: impl Fn(&[u8]) -> Option<Value>) -> io::Result<Answer> {
    let cut_off = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(cut_off)?;
    let (head, body) = (String::from_utf8_lossy(&answer[..end]), &answer[end + 4..]);
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    let length = header("content-length").and_then(|length| length.parse().ok());
    if length != Some(body.len()) {
        return Err(cut_off());
    }
    let value = if body.is_empty() { Value::Null } else { decode(body).ok_or_else(cut_off)? };
    if head.starts_with("HTTP/1.1 200") {
        return Ok(Answer::Accepted(header("x-amzn-requestid").ok_or_else(cut_off)?, value));
    }
    let code = value["__type"].as_str().and_then(|code| code.rsplit('#').next()).ok_or_else(cut_off)?;
    let message = ["message", "Message"].iter().find_map(|key| value[*key].as_str()).unwrap_or_default();
    Ok(Answer::Refused(code.to_owned(), message.to_owned()))
}
