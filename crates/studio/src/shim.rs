//! Every binary that holds an engine is also the shim of its builds: asked so by its first argument, it becomes one.

use std::process::ExitCode;

/// Serves a build and says how it ended, when this process was started as a build's shim; otherwise nothing. Call it
/// first thing in `main`, before a thread or a runtime is started.
#[must_use]
pub fn shim_main_if_asked() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    (arguments.next()? == codebuild::SHIM_COMMAND).then(|| codebuild::shim_main(arguments))
}
