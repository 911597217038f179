//! The desktop app's entry: becomes a build's shim when asked to, else opens the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    if let Some(code) = studio::shim_main_if_asked() {
        return code;
    }
    #[cfg(target_os = "linux")]
    if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
        eprintln!(
            "pipesmith: there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); \
             use `pipesmith run FILE` here, or `pipesmith serve --ui` and a browser"
        );
        return ExitCode::from(2);
    }
    #[cfg(target_os = "linux")]
    if let Some(error) = without_dmabuf() {
        eprintln!("pipesmith: the window may draw slowly: {error}");
    }
    pipesmith_desktop::run()
}

/// WebKitGTK draws several times faster without its DMA-BUF renderer where there is no GPU. It reads its environment
/// when it is loaded, so the program starts itself again with it, once; a choice of the user's stands.
#[cfg(target_os = "linux")]
#[expect(clippy::disallowed_methods, reason = "this program itself, with its own arguments and folder")]
fn without_dmabuf() -> Option<std::io::Error> {
    use std::os::unix::process::CommandExt;
    const NAME: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let cards = fs_err::read_dir("/dev/dri").into_iter().flatten().flatten();
    let gpu = cards.map(|card| card.file_name()).any(|name| name.to_string_lossy().starts_with("renderD"));
    if gpu || std::env::var_os(NAME).is_some() {
        return None;
    }
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => return Some(error),
    };
    Some(std::process::Command::new(program).args(std::env::args_os().skip(1)).env(NAME, "1").exec())
}
