//! The wire endpoint as the smallest client there is: JSON 1.1, signed with the keys of the data folder, one connection
//! a call. For tests that make thousands of calls, or that need to know what a call that was cut off had been told.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use hmac::{Hmac, Mac};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Place;

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

    /// Calls an operation of the pipeline service.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub fn call(&self, operation: &str, input: &Value) -> io::Result<Answer> {
        let body = input.to_string();
        let target = format!("CodePipeline_20150709.{operation}");
        let time = Timestamp::now().strftime("%Y%m%dT%H%M%SZ").to_string();
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("host", &self.address),
            ("x-amz-date", &time),
            ("x-amz-target", &target),
        ];
        let head: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let authorization = self.authorization(&headers, &time, &body);
        let length = body.len();
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(
            stream,
            "POST / HTTP/1.1\r\n{head}authorization: {authorization}\r\nconnection: close\r\n\
             content-length: {length}\r\n\r\n{body}"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        read(&answer).ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))
    }

    /// Signature Version 4 of a request with these headers, which are in the order of their names.
    fn authorization(&self, headers: &[(&str, &str)], time: &str, body: &str) -> String {
        let day = &time[..8];
        let scope = format!("{day}/us-east-1/codepipeline/aws4_request");
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let told: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let request = format!("POST\n/\n\n{told}\n{names}\n{}", hex(&Sha256::digest(body)));
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

/// What an HTTP answer says; none for one that was cut off.
fn read(answer: &str) -> Option<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
    };
    if header("content-length")?.parse() != Ok(body.len()) {
        return None;
    }
    let value = if body.is_empty() { Value::Null } else { serde_json::from_str(body).ok()? };
    if head.starts_with("HTTP/1.1 200") {
        return Some(Answer::Accepted(header("x-amzn-requestid")?, value));
    }
    let code = value["__type"].as_str()?.rsplit('#').next()?.to_owned();
    let message = ["message", "Message"].iter().find_map(|key| value[*key].as_str()).unwrap_or_default();
    Some(Answer::Refused(code, message.to_owned()))
}
