//! The HTTP doors: for other processes of the same user (`/owner`, with the token of `owner.json`) and for the UI in a
//! browser (`/ui` and its files, with a cookie bought with a one-time token). The wire door stands beside the second.
//!
//! Only this computer is spoken to, and of web pages only the UI's own.

use std::collections::HashSet;
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, Response, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response as Answer};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};
use store::owner::random_token;
use subtle::ConstantTimeEq;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_util::sync::CancellationToken;

use crate::contract::{self, Failure};
use crate::desk::Desk;
use crate::failure::failure;
use crate::{Serving, wire};

/// The UI's files: address, content type, content. Empty when the program was built without the UI.
static FILES: &[(&str, &str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/ui.rs"));

/// The largest body of a command: a definition has 5 MB at most, and JSON's escapes.
const LARGEST: usize = 16 << 20;

/// What pages may do: everything comes from here. Components set styles of their own.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Whether this program carries the UI.
pub(crate) fn has_ui() -> bool {
    !FILES.is_empty()
}

/// The sessions of browsers.
#[derive(Default)]
pub(crate) struct Sessions {
    tokens: Mutex<HashSet<String>>,
    cookies: Mutex<HashSet<String>>,
}

impl Sessions {
    /// A token that opens one session.
    pub fn invite(&self) -> String {
        let token = random_token();
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(token.clone());
        token
    }

    /// The cookie for a token, which is used up.
    fn open(&self, token: &str) -> Option<String> {
        if !self.tokens.lock().unwrap_or_else(PoisonError::into_inner).remove(token) {
            return None;
        }
        let cookie = random_token();
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).insert(cookie.clone());
        Some(cookie)
    }

    fn knows(&self, cookie: &str) -> bool {
        let cookies = self.cookies.lock().unwrap_or_else(PoisonError::into_inner);
        cookies.iter().any(|known| bool::from(known.as_bytes().ct_eq(cookie.as_bytes())))
    }
}

/// The open endpoint.
pub(crate) struct Served {
    address: SocketAddr,
    ui: Arc<AtomicBool>,
    wire: Arc<api::Door>,
    closing: CancellationToken,
    /// Whether nobody but the settings asked for it.
    only_set: bool,
}

#[derive(Clone)]
struct Behind {
    desk: Arc<Desk>,
    port: u16,
    ui: Arc<AtomicBool>,
}

#[derive(Deserialize)]
struct Asked {
    command: String,
    #[serde(default)]
    args: Value,
}

#[derive(Deserialize)]
struct Listen {
    listen: SocketAddr,
    ui: bool,
}

fn told(outcome: Result<Value, Failure>) -> Answer {
    let body = match outcome {
        Ok(reply) => json!({ "reply": reply }),
        Err(failure) => json!({ "failure": failure }),
    };
    let mut response = Response::new(Body::from(body.to_string()));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn refused(status: StatusCode, code: &str, message: &str) -> Answer {
    let mut response = told(Err(failure(code, message)));
    *response.status_mut() = status;
    response
}

fn stream(desk: &Desk) -> Answer {
    let events = UnboundedReceiverStream::new(desk.listeners.join()).map(|event| {
        let data = serde_json::to_string(&event).unwrap_or_else(|_| "{\"stale\":[]}".into());
        Ok::<_, Infallible>(Event::default().data(data))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

// ---- for other processes

/// The router of the owner's own door.
pub(crate) fn owner_router(desk: &Arc<Desk>, port: u16) -> Router {
    let behind = Behind { desk: Arc::clone(desk), port, ui: Arc::default() };
    Router::new()
        .route("/owner/call", post(owner_call))
        .route("/owner/serve", post(owner_serve))
        .route("/owner/rotate", post(owner_rotate))
        .route("/owner/events", get(owner_events))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn_with_state(behind.clone(), owner_only))
        .with_state(behind)
}

async fn owner_only(State(behind): State<Behind>, request: Request, next: Next) -> Answer {
    let headers = request.headers();
    let addressed = api::is_addressed_to(request.uri(), headers, behind.port);
    if !addressed || headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site") {
        return refused(StatusCode::FORBIDDEN, "forbidden", "This door is for programs of this computer.");
    }
    let shown = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes).unwrap_or_default();
    let wanted = format!("Bearer {}", behind.desk.info().token);
    if !bool::from(shown.ct_eq(wanted.as_bytes())) {
        return refused(StatusCode::UNAUTHORIZED, "unauthorized", "The token is not this owner's.");
    }
    next.run(request).await
}

async fn owner_call(State(behind): State<Behind>, body: Bytes) -> Answer {
    call(&behind.desk, &body).await
}

async fn owner_serve(State(behind): State<Behind>, body: Bytes) -> Answer {
    let asked: Listen = match serde_json::from_slice(&body) {
        Ok(asked) => asked,
        Err(error) => return told(Err(failure("bad-arguments", error.to_string()))),
    };
    let served = behind.desk.serve(asked.listen, asked.ui).await;
    told(served.and_then(|served| {
        serde_json::to_value(served).map_err(|error| failure("internal", error.to_string()))
    }))
}

async fn owner_rotate(State(behind): State<Behind>) -> Answer {
    told(behind.desk.rotate_keys().await.map(|()| Value::Null))
}

async fn owner_events(State(behind): State<Behind>) -> Answer {
    stream(&behind.desk)
}

async fn call(desk: &Arc<Desk>, body: &[u8]) -> Answer {
    let asked: Asked = match serde_json::from_slice(body) {
        Ok(asked) => asked,
        Err(error) => return told(Err(failure("bad-arguments", error.to_string()))),
    };
    // In a task of its own: who hangs up does not cut a change in half.
    let desk = Arc::clone(desk);
    let answered = tokio::spawn(async move { desk.answer(&asked.command, asked.args).await }).await;
    told(
        answered.unwrap_or_else(|error| {
            Err(failure("internal", format!("The command ended unexpectedly: {error}")))
        }),
    )
}

// ---- for the UI in a browser

/// The router of the UI: its pages and its calls.
fn ui_router(behind: Behind) -> Router {
    Router::new()
        .route("/ui/session", post(ui_session))
        .route("/ui/call", post(ui_call))
        .route("/ui/events", get(ui_events))
        .fallback(file)
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn_with_state(behind.clone(), own_page_only))
        .with_state(behind)
}

/// Whether a request comes from the UI's own page, or from no page at all.
fn is_own_page(headers: &HeaderMap, method: &Method) -> bool {
    let text =
        |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?").to_ascii_lowercase());
    let same_site = headers.get("sec-fetch-site").is_none_or(|site| site == "same-origin" || site == "none");
    let host = text(header::HOST).unwrap_or_default();
    match text(header::ORIGIN) {
        Some(origin) => same_site && origin == format!("http://{host}"),
        // Browsers send it with everything but a reading request of the same origin.
        None => same_site && (method == Method::GET || method == Method::HEAD),
    }
}

async fn own_page_only(State(behind): State<Behind>, request: Request, next: Next) -> Answer {
    if !api::is_addressed_to(request.uri(), request.headers(), behind.port) {
        return refused(StatusCode::FORBIDDEN, "forbidden", "The Host header names another computer.");
    }
    if !behind.ui.load(Ordering::Acquire) {
        return refused(
            StatusCode::NOT_FOUND,
            "no-ui",
            "The UI is not served; start `pipesmith serve --ui`.",
        );
    }
    if request.uri().path().starts_with("/ui/") && !is_own_page(request.headers(), request.method()) {
        return refused(StatusCode::FORBIDDEN, "forbidden", "Another page may not call this one.");
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// Cookies do not know ports: the name does.
fn cookie_name(port: u16) -> String {
    format!("pipesmith-{port}")
}

fn has_session(behind: &Behind, headers: &HeaderMap) -> bool {
    let name = cookie_name(behind.port);
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.any(|(known, value)| known == name && behind.desk.sessions.knows(value))
}

fn no_session() -> Answer {
    refused(StatusCode::UNAUTHORIZED, "no-session", "This page has no session.")
}

#[derive(Deserialize)]
struct Invited {
    token: String,
}

async fn ui_session(State(behind): State<Behind>, headers: HeaderMap, body: Bytes) -> Answer {
    let token = serde_json::from_slice::<Invited>(&body).map(|invited| invited.token).unwrap_or_default();
    let Some(cookie) = behind.desk.sessions.open(&token) else {
        // A page that was loaded again shows its used token once more.
        return if has_session(&behind, &headers) { told(Ok(Value::Null)) } else { no_session() };
    };
    let mut response = told(Ok(Value::Null));
    let cookie = format!("{}={cookie}; Path=/; HttpOnly; SameSite=Strict", cookie_name(behind.port));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn ui_call(State(behind): State<Behind>, headers: HeaderMap, body: Bytes) -> Answer {
    if !has_session(&behind, &headers) {
        return no_session();
    }
    let json = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    if !json {
        return refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "bad-arguments",
            "Commands are application/json.",
        );
    }
    call(&behind.desk, &body).await
}

async fn ui_events(State(behind): State<Behind>, headers: HeaderMap) -> Answer {
    if has_session(&behind, &headers) { stream(&behind.desk) } else { no_session() }
}

async fn file(method: Method, uri: Uri) -> Answer {
    let address = uri.path().trim_start_matches('/');
    let address = if address.is_empty() { "index.html" } else { address };
    let found = FILES.iter().find(|(name, _, _)| *name == address);
    let Some((name, kind, content)) = found.filter(|_| method == Method::GET || method == Method::HEAD)
    else {
        return refused(StatusCode::NOT_FOUND, "not-found", "There is no such page.");
    };
    let mut response = Response::new(Body::from(*content));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // The names of built files change with their content.
    let kept = if name.starts_with("assets/") { "private, max-age=31536000, immutable" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}

impl Desk {
    /// Answers a command by its name.
    pub async fn answer(&self, command: &str, args: Value) -> Result<Value, Failure> {
        contract::answer(self, command, crate::role::at_home(&self.folder, command, args)).await
    }

    /// Opens the endpoint, or says where it is open.
    pub async fn serve(self: &Arc<Self>, listen: SocketAddr, ui: bool) -> Result<Serving, Failure> {
        if ui && !has_ui() {
            return Err(
                failure("no-ui", "This program was built without the UI").remedy("build it with `make`")
            );
        }
        let mut served = self.served.lock().await;
        let open = match &mut *served {
            Some(open) if listen.port() != 0 && listen != open.address => {
                return Err(failure(
                    "serving-already",
                    format!("The endpoint is open at http://{} already", open.address),
                )
                .remedy("use that address, or end what serves it"));
            }
            Some(open) => open,
            None => served.insert(self.open_endpoint(listen).await?),
        };
        open.only_set = false;
        if ui {
            open.ui.store(true, Ordering::Release);
        }
        let endpoint = format!("http://{}", open.address);
        let page = ui.then(|| format!("{endpoint}/#token={}", self.sessions.invite()));
        Ok(Serving { endpoint, ui: page, data: self.data.clone(), pid: self.info().pid })
    }

    /// Opens the endpoint at a loopback port because the settings say so, unless it is open. Answers where it is.
    pub async fn switch_on(self: &Arc<Self>, port: u16) -> Result<u16, Failure> {
        let mut served = self.served.lock().await;
        let open = match &mut *served {
            Some(open) => open,
            none => {
                let opened = self.open_endpoint(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await;
                let opened = opened.map_err(|refused| match refused.code.as_str() {
                    "port-in-use" => refused
                        .remedy("end that program, or switch the endpoint off and on again for another port"),
                    _ => refused,
                })?;
                none.insert(Served { only_set: true, ..opened })
            }
        };
        Ok(open.address.port())
    }

    /// Closes what the settings opened, unless somebody else asked for it meanwhile.
    pub async fn switch_off(&self) -> Result<(), Failure> {
        let mut served = self.served.lock().await;
        let Some(open) = served.take_if(|open| open.only_set) else { return Ok(()) };
        open.closing.cancel();
        self.engine.serves_at(None);
        self.publish(|info| info.endpoint = None)
    }

    /// Makes new keys for the endpoint; the old ones open nothing from now on.
    async fn rotate_keys(&self) -> Result<(), Failure> {
        let served = self.served.lock().await;
        if let Some(served) = &*served {
            let keys = api::Keys::load(&self.data)?.rotate(&self.data)?;
            served.wire.replace_keys(keys);
        }
        Ok(())
    }

    async fn open_endpoint(self: &Arc<Self>, listen: SocketAddr) -> Result<Served, Failure> {
        let user = self.engine.call("").principal.user_name;
        let keys = api::Keys::load_or_create(&self.data, self.engine.account(), &user)?;
        let listener = api::listen(listen).await.map_err(|error| match &error {
            api::Error::Io(io) if io.kind() == std::io::ErrorKind::AddrInUse => {
                failure("port-in-use", format!("The port {} is taken by another program", listen.port()))
                    .remedy("choose another one with `--listen 127.0.0.1:PORT`; 0 takes any that is free")
            }
            api::Error::Io(io) => failure("not-listening", format!("{listen} cannot be listened at: {io}"))
                .remedy("choose another port with `--listen 127.0.0.1:PORT`"),
            _ => error.into(),
        })?;
        let address = listener.local_addr().map_err(|error| failure("not-listening", error.to_string()))?;
        self.engine.serves_at(Some(&format!("http://{address}")));
        let local = Arc::new(wire::Local { engine: self.engine.clone() });
        let wire = api::Door::new(local, keys, self.engine.region(), address.port());
        let ui = Arc::new(AtomicBool::new(false));
        let behind = Behind { desk: Arc::clone(self), port: address.port(), ui: Arc::clone(&ui) };
        let router = wire.beside(ui_router(behind));
        let closing = self.closing.child_token();
        let closed = closing.clone();
        self.tasks.spawn(async move {
            let closed = async move { closed.cancelled().await };
            let _ = api::serve(listener, router, api::Limits::default(), closed).await;
        });
        self.publish(|info| info.endpoint = Some(format!("http://{address}")))?;
        Ok(Served { address, ui, wire, closing, only_set: false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// One request over plain TCP, headers as given.
    async fn http(address: SocketAddr, head: &str, body: &str) -> (u16, String) {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let length =
            if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        let text = format!(
            "{head}\r\nhost: {address}\r\nconnection: close\r\n{length}content-type: application/json\r\n\r\n{body}"
        );
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        (text.split(' ').nth(1).unwrap().parse().unwrap(), text)
    }

    #[tokio::test]
    async fn a_browser_needs_the_token_once_and_the_own_page_always() {
        let data = tempfile::tempdir().unwrap();
        let studio = crate::Studio::open(crate::Options {
            data: data.path().to_owned(),
            face: "cli",
            folder: data.path().to_owned(),
            open: None,
            shim: "none".into(),
            passive: false,
        })
        .await
        .unwrap();
        let desk = studio.desk().await;
        let serving = desk.serve("127.0.0.1:0".parse().unwrap(), false).await.unwrap();
        let address: SocketAddr = serving.endpoint.trim_start_matches("http://").parse().unwrap();
        // Without `--ui` there is none.
        assert_eq!(http(address, "GET / HTTP/1.1", "").await.0, 404);
        // The doors are the same whether this build carries the pages or not.
        desk.served.lock().await.as_ref().unwrap().ui.store(true, Ordering::Release);
        let own = format!("http://{address}");
        let session = format!("POST /ui/session HTTP/1.1\r\norigin: {own}");
        let body = json!({ "token": desk.sessions.invite() }).to_string();
        let hello = json!({ "command": "hello", "args": {} }).to_string();

        assert_eq!(http(address, &session, &json!({ "token": "wrong" }).to_string()).await.0, 401);
        let foreign = "POST /ui/session HTTP/1.1\r\norigin: http://example.com";
        assert_eq!(http(address, foreign, &body).await.0, 403);
        let (status, answer) = http(address, &session, &body).await;
        assert_eq!(status, 200);
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
        let cookie = cookie.split(';').next().unwrap();
        // Used up.
        assert_eq!(http(address, &session, &body).await.0, 401);

        let call = |origin: &str, cookie: &str| {
            format!("POST /ui/call HTTP/1.1\r\norigin: {origin}\r\ncookie: {cookie}")
        };
        let (status, answer) = http(address, &call(&own, cookie), &hello).await;
        assert!(status == 200 && answer.contains("\"reply\""), "{answer}");
        assert!(answer.contains("content-security-policy: default-src 'none'"), "{answer}");
        assert_eq!(http(address, &call(&own, "pipesmith=x"), &hello).await.0, 401);
        assert_eq!(http(address, &call("http://example.com", cookie), &hello).await.0, 403);
        assert_eq!(
            http(address, &format!("POST /ui/call HTTP/1.1\r\ncookie: {cookie}"), &hello).await.0,
            403
        );
        let stream = format!("GET /ui/events HTTP/1.1\r\norigin: http://example.com\r\ncookie: {cookie}");
        assert_eq!(http(address, &stream, "").await.0, 403);
        assert_eq!(http(address, "GET /ui/events HTTP/1.1", "").await.0, 401);
        // The way for other processes asks for its own token, not for a browser's.
        let owner: SocketAddr = desk.info().address.parse().unwrap();
        assert_eq!(http(owner, "POST /owner/call HTTP/1.1\r\nauthorization: Bearer x", &hello).await.0, 401);
        drop(desk);
        studio.close().await;
    }
}
