//! Listening on this computer's own addresses and nowhere else, with patience for slow clients that has an end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::Error;

/// How long open connections may go on after the end was asked for. A browser's event stream never ends by itself.
const GRACE: Duration = Duration::from_secs(2);

/// How long nobody is let in after the system refused a connection, as it does when a process has too many files open.
const PAUSE: Duration = Duration::from_millis(100);

/// What clients may take of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long a client may take for the head of a request, also for the next one on the same connection; then it is
    /// dropped. A body may take longer.
    pub head: Duration,
    /// How many connections are open at once; others wait until one ends.
    pub connections: usize,
}

impl Default for Limits {
    /// Thirty seconds and 512 connections: half of the 1024 files that a process may have open where nobody raised it.
    fn default() -> Self {
        Self { head: Duration::from_secs(30), connections: 512 }
    }
}

/// Listens on a loopback address; port 0 takes any free one.
///
/// # Errors
/// [`Error::NotLoopback`] for an address that others can reach, [`Error::Io`] when the port is taken.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    if !address.ip().is_loopback() {
        return Err(Error::NotLoopback { address });
    }
    Ok(TcpListener::bind(address).await?)
}

/// Serves until `shutdown` is ready, then lets what is being answered end within two seconds.
///
/// # Errors
/// [`Error::NotLoopback`] when the listener can be reached by others, [`Error::Io`] when it fails.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        return Err(Error::NotLoopback { address });
    }
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let (open, ending) = (TaskTracker::new(), CancellationToken::new());
    let places = Arc::new(Semaphore::new(limits.connections));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, accept(&listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            () = &mut shutdown => break,
            next = next => next,
        };
        let answers = TowerToHyperService::new(router.clone());
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            answers.call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let ending = ending.clone();
        open.spawn(async move {
            let mut connection = std::pin::pin!(connection);
            // A connection that breaks is its client's affair.
            tokio::select! {
                _ = connection.as_mut() => {}
                () = ending.cancelled() => {
                    connection.as_mut().graceful_shutdown();
                    let _ = connection.await;
                }
            }
            drop(place);
        });
    }
    drop(listener);
    ending.cancel();
    open.close();
    // What is still open then ends with the process.
    let _ = tokio::time::timeout(GRACE, open.wait()).await;
    Ok(())
}

/// The next connection. That one is gone again, or that there are too many, ends nothing.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
