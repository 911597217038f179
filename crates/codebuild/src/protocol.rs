//! What the build and its shim say to each other: one JSON object a line, over the socket that is the shim's standard
//! input. The socket is also the lifeline: when it closes, the shim ends every process of the build.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::limits::Limits;

/// From the build to the shim.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Request {
    /// The first message: what to shut the build in. Answered by `Ready` or `Refused`.
    Enter(Enclosure),
    /// Which shell runs the commands from now on. Not answered.
    Shell(Shell),
    /// Run this text. Answered by `Exited`.
    Run {
        /// The text of the command.
        script: String,
        /// The value of `CODEBUILD_BUILD_SUCCEEDING`.
        succeeding: bool,
        /// In a process of its own (version 0.1) instead of the shell that keeps its state.
        alone: bool,
    },
    /// Let the shell run its exit traps, end what is left, and go. Answered by `Ended`.
    Finish,
    /// End everything: first politely, then for good. Answered by `Ended`.
    Stop,
}

/// From the shim to the build.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Reply {
    /// The enclosure stands.
    Ready,
    /// It could not be built; nothing of the build ran.
    Refused {
        /// Why.
        message: String,
    },
    /// The text of the last `Run` ended.
    Exited {
        /// As a shell reports it: 128 + n for signal n.
        status: i32,
    },
    /// The build took more than it may and is being ended. May come at any time.
    Exhausted {
        /// What it took, as one sentence without an end.
        message: String,
    },
    /// No process of the build is left.
    Ended,
}

/// What the shim does to itself before it runs anything.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Enclosure {
    /// The folder for scripts and shell state, as the build sees it.
    pub scratch: PathBuf,
    /// What it may take.
    pub limits: Limits,
    /// How it is shut in.
    pub kind: EnclosureKind,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum EnclosureKind {
    /// A throwaway overlay over the whole system; the shim is root in namespaces of its own.
    Overlay(Overlay),
    /// Somebody else (bubblewrap) shut the shim in already, or nobody shall.
    AsIs,
    /// Landlock rules.
    Landlock(Landlock),
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Overlay {
    /// An empty folder of the host, on which the new root is assembled.
    pub stage: PathBuf,
    /// Folders of the host that the build may write in, and where it sees them. In mounting order.
    pub writable: Vec<Bind>,
    /// Paths of the host that are shown read-only, and where.
    pub readable: Vec<Bind>,
    /// Folders that are shown at their own place, with writes that vanish.
    pub toolchains: Vec<Toolchain>,
    /// Folders that start empty, beside those that always do: somebody's home that lies elsewhere.
    pub fresh: Vec<PathBuf>,
    /// Paths that are shown empty.
    pub hidden: Vec<PathBuf>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Bind {
    pub host: PathBuf,
    pub inside: PathBuf,
}

/// A folder of tools in somebody's home, and the files in it that nobody else may read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Toolchain {
    pub path: PathBuf,
    pub masked: Vec<PathBuf>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Landlock {
    pub readable: Vec<PathBuf>,
    pub writable: Vec<PathBuf>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Shell {
    /// The shell's file.
    pub program: PathBuf,
    /// All variables of its environment.
    pub environment: Vec<(String, String)>,
    /// Where it starts.
    pub directory: PathBuf,
    /// Whose process it is, when not the shim's own user's.
    pub user: Option<String>,
}
