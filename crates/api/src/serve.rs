//! Listening on this computer's own addresses and nowhere else.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::Error;

/// How long open connections may go on after the end was asked for. A browser's event stream never ends by itself.
const GRACE: Duration = Duration::from_secs(2);

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
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        return Err(Error::NotLoopback { address });
    }
    let (asked, mut ending) = tokio::sync::watch::channel(false);
    let signal = async move {
        shutdown.await;
        // Nobody waits any more only when the serving has ended already.
        let _ = asked.send(true);
    };
    let serving = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(signal);
    let given_up = async {
        // An error means that the sender is gone: the signal was given, or never will be.
        if ending.wait_for(|asked| *asked).await.is_ok() {
            tokio::time::sleep(GRACE).await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        served = serving => Ok(served?),
        () = given_up => Ok(()),
    }
}
