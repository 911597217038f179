//! Starts what stays: the desktop app beside this program, or the engine with its endpoint in the foreground.

use std::net::SocketAddr;
use std::path::PathBuf;

use studio::{Failure, Studio};
use tokio::signal::unix::{SignalKind, signal};

use crate::failure;
use crate::show::say;

/// Starts the desktop app, with a definition when one is named, and does not wait for it.
#[expect(
    clippy::disallowed_methods,
    reason = "the desktop app is a program of its own, found beside this one"
)]
pub(crate) fn desktop(data: Option<PathBuf>, file: Option<PathBuf>) -> Result<u8, Failure> {
    let none = || {
        failure(
            "no-desktop",
            "The desktop app `pipesmith-desktop` is not installed beside this program",
            "install it, or use `pipesmith serve --ui` and open the address it prints in a browser",
        )
    };
    let program = std::env::current_exe().map_err(|_| none())?.with_file_name("pipesmith-desktop");
    if !program.is_file() {
        return Err(none());
    }
    let mut command = std::process::Command::new(&program);
    command.args(file);
    if let Some(data) = data {
        command.env("PIPESMITH_HOME", data);
    }
    command.spawn().map_err(|error| {
        failure("no-desktop", format!("{} does not start: {error}", program.display()), "install it again")
    })?;
    Ok(0)
}

/// Serves until SIGTERM or SIGINT.
pub(crate) async fn serve(studio: &Studio, listen: SocketAddr, ui: bool) -> Result<u8, Failure> {
    let refused = |error: std::io::Error| failure("internal", format!("no signals: {error}"), "try again");
    let mut term = signal(SignalKind::terminate()).map_err(refused)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(refused)?;
    let serving = studio.serve(listen, ui).await?;
    say(&serde_json::to_string(&serving).unwrap_or_default());
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(0)
}
