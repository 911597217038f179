//! The way to the owner of the data folder: HTTP on loopback with the token of `owner.json`. It decides nothing.

use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use store::owner::OwnerInfo;
use tokio::net::TcpStream;

use crate::contract::{Failure, FeedEvent};
use crate::failure::failure;

/// How long a connection on the same computer may take.
const CONNECTING: Duration = Duration::from_secs(2);

/// Another process that owns the data folder.
pub(crate) struct Client {
    pub info: OwnerInfo,
}

/// Why the owner did not answer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It is not there, or is another one by now: nothing was asked.
    Gone,
    /// It went away while it answered.
    Broken,
    /// It answered something that makes no sense.
    Odd(String),
}

impl Trouble {
    pub fn failure(&self) -> Failure {
        match self {
            Self::Gone | Self::Broken => {
                failure("owner-gone", "The process that owned the data folder ended while it answered")
                    .remedy("what it had accepted is kept; look whether it was done, then try again")
            }
            Self::Odd(what) => failure("internal", format!("The owner of the data folder answered {what}")),
        }
    }
}

impl Client {
    async fn send(&self, method: Method, path: &str, body: Vec<u8>) -> Result<Response<Incoming>, Trouble> {
        let connecting = tokio::time::timeout(CONNECTING, TcpStream::connect(&self.info.address)).await;
        let Ok(Ok(stream)) = connecting else { return Err(Trouble::Gone) };
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|_| Trouble::Gone)?;
        tokio::spawn(connection);
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.info.address)
            .header(AUTHORIZATION, format!("Bearer {}", self.info.token))
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| Trouble::Odd(error.to_string()))?;
        let response = sender.send_request(request).await.map_err(|_| Trouble::Broken)?;
        match response.status() {
            StatusCode::OK => Ok(response),
            // The address belongs to somebody else by now, or to a later owner.
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND => Err(Trouble::Gone),
            other => Err(Trouble::Odd(format!("status {other}"))),
        }
    }

    /// Asks the owner; the answer is the reply or the failure.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Result<Value, Failure>, Trouble> {
        let body = serde_json::to_vec(body).map_err(|error| Trouble::Odd(error.to_string()))?;
        let response = self.send(Method::POST, path, body).await?;
        let bytes = response.into_body().collect().await.map_err(|_| Trouble::Broken)?.to_bytes();
        let mut answer: Value = serde_json::from_slice(&bytes)
            .map_err(|error| Trouble::Odd(format!("something else than JSON: {error}")))?;
        if let Some(failed) = answer.get_mut("failure") {
            let failed = serde_json::from_value(failed.take());
            return failed.map(Err).map_err(|error| Trouble::Odd(error.to_string()));
        }
        Ok(Ok(answer.get_mut("reply").map(Value::take).unwrap_or_default()))
    }

    /// The owner's feed.
    pub async fn events(&self) -> Result<Events, Trouble> {
        let response = self.send(Method::GET, "/owner/events", Vec::new()).await?;
        Ok(Events { body: response.into_body(), buffer: Vec::new() })
    }
}

/// A stream of server-sent events.
pub(crate) struct Events {
    body: Incoming,
    buffer: Vec<u8>,
}

impl Events {
    /// The next event; nothing when the owner has gone.
    pub async fn next(&mut self) -> Option<FeedEvent> {
        loop {
            while let Some(end) = self.buffer.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                // Every event is one line of data; comments keep the connection alive.
                if let Some(data) = line.strip_prefix(b"data:")
                    && let Ok(event) = serde_json::from_slice(data)
                {
                    return Some(event);
                }
            }
            let frame = self.body.frame().await?.ok()?;
            if let Some(data) = frame.data_ref() {
                self.buffer.extend_from_slice(data);
            }
        }
    }
}
