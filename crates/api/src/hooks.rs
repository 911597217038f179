//! The addresses of webhooks: `POST /trigger?t=…`. A provider or a forwarder delivers here without AWS's signatures; who
//! may is the webhook's own to say. Everything else of the door holds: this computer only, and no web page.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{Method, Response, StatusCode};
use codepipeline::{BoxFuture, Error, ErrorKind};

/// The path of every webhook.
pub(crate) const PATH: &str = "/trigger";

/// What came to a webhook's address.
pub struct Delivery {
    /// The part of the address that names the webhook.
    pub token: String,
    /// From where it came.
    pub source: IpAddr,
    /// The signatures of the body: `sha256=…`, `sha1=…`.
    pub signatures: Vec<String>,
    /// What kind of event the body tells of, as the provider names it.
    pub event: Option<String>,
    /// The body.
    pub body: Bytes,
}

impl Delivery {
    /// Reads what came; nothing for a request that is no delivery.
    pub(crate) fn read(parts: &Parts, body: Bytes) -> Option<Self> {
        let query = parts.uri.query().unwrap_or_default();
        let mut members = form_urlencoded::parse(query.as_bytes());
        let token = members.find(|(name, _)| name == "t").map(|(_, token)| token.into_owned())?;
        let header =
            |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let from = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        (parts.method == Method::POST).then(|| Self {
            token,
            source: from.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |from| from.ip()),
            signatures: ["x-hub-signature-256", "x-hub-signature"].into_iter().filter_map(header).collect(),
            event: header("x-github-event").or_else(|| header("x-event-key")),
            body,
        })
    }
}

/// Answers in a sentence, for the log of the one who delivers.
pub(crate) async fn answer(taken: BoxFuture<'_, String>) -> Response<Body> {
    match taken.await {
        Ok(said) => plain(StatusCode::OK, said),
        Err(error) => refused(&error),
    }
}

pub(crate) fn refused(error: &Error) -> Response<Body> {
    let status = match error.kind {
        ErrorKind::WebhookNotFound => StatusCode::NOT_FOUND,
        ErrorKind::AccessDenied => StatusCode::FORBIDDEN,
        _ => StatusCode::from_u16(error.kind.http_status()).unwrap_or(StatusCode::BAD_REQUEST),
    };
    plain(status, error.message.clone())
}

fn plain(status: StatusCode, text: String) -> Response<Body> {
    let mut response = Response::new(Body::from(text + "\n"));
    *response.status_mut() = status;
    response
}
