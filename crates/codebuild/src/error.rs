//! The crate's error.

use std::path::PathBuf;

use crate::sandbox::Rung;

/// Why a build cannot be read, started or carried out here. A build that ran and failed is no error: see
/// [`crate::BuildOutcome`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The buildspec is not what it must be.
    #[error("YAML_FILE_ERROR: {message} (line {line}, column {column} of {buildspec})")]
    Yaml {
        /// What the buildspec is called.
        buildspec: String,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// There is no buildspec where one was expected.
    #[error("YAML_FILE_ERROR: stat {}: no such file or directory", path.display())]
    NoBuildspec {
        /// The path, as the build sees it.
        path: PathBuf,
    },
    /// The buildspec cannot be read.
    #[error("YAML_FILE_ERROR: {message}")]
    UnreadableBuildspec {
        /// The reason, naming the file.
        message: String,
    },
    /// A batch is asked for, but the buildspec describes none.
    #[error("the buildspec {buildspec} has no batch block, which a batch build needs")]
    NoBatch {
        /// What the buildspec is called.
        buildspec: String,
    },
    /// The buildspec asks for a shell that does not run here.
    #[error("env.shell: {shell} does not run commands here; use sh or bash")]
    UnsupportedShell {
        /// As written.
        shell: String,
    },
    /// Parameters that nobody handed in.
    #[error("parameter does not exist: {}", names.join(", "))]
    MissingParameters {
        /// Their names.
        names: Vec<String>,
    },
    /// Secrets that nobody handed in.
    #[error("Secrets Manager can't find the specified secret: {}", references.join(", "))]
    MissingSecrets {
        /// The references, as written.
        references: Vec<String>,
    },
    /// No sandbox starts on this computer.
    #[error("no sandbox starts on this computer ({}). Ways out: install bubblewrap, run as root, or turn the sandbox off (--sandbox off): the build is then an ordinary process of yours",
        tried.iter().map(|(rung, why)| format!("{rung}: {why}")).collect::<Vec<_>>().join("; "))]
    NoSandbox {
        /// What was tried, and why it did not start.
        tried: Vec<(Rung, String)>,
    },
    /// A build shall run in a container, but no engine answers.
    #[error("no container engine answers on this computer ({})",
        tried.iter().map(|(place, why)| format!("{place}: {why}")).collect::<Vec<_>>().join("; "))]
    NoContainerEngine {
        /// Where it was looked for, and why that did not work.
        tried: Vec<(String, String)>,
    },
    /// The build asks for a privileged container, which the user has not allowed.
    #[error("the build asks for privileged mode, in which a container's root is this computer's root")]
    NotPrivileged,
    /// An image cannot be fetched, built or pushed.
    #[error("the image {image}: {message}")]
    Image {
        /// Its name.
        image: String,
        /// What the engine or the registry said.
        message: String,
    },
    /// An image is here, but no container of it runs builds.
    #[error("a container of {image} does not start: {message}")]
    NoContainer {
        /// The image.
        image: String,
        /// What the engine said.
        message: String,
    },
    /// A folder or process that the build needs cannot be made, or a process of the build's own machinery died.
    #[error("{message}")]
    Machinery {
        /// What went wrong, naming the path or program.
        message: String,
    },
}

impl Error {
    /// The status code of the phase that fails with this error: CodeBuild's own where it has one.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Yaml { .. } | Error::NoBuildspec { .. } | Error::UnreadableBuildspec { .. } => {
                "YAML_FILE_ERROR"
            }
            Error::NoBatch { .. } => "YAML_FILE_ERROR",
            Error::UnsupportedShell { .. } => "NOT_RUN_HERE",
            Error::MissingParameters { .. } => "Decrypted Variables Error",
            Error::MissingSecrets { .. } => "Secrets Manager Error",
            Error::NoSandbox { .. } => "SANDBOX_UNAVAILABLE",
            Error::NoContainerEngine { .. } => "CONTAINER_ENGINE_UNAVAILABLE",
            Error::NotPrivileged => "PRIVILEGED_NOT_ALLOWED",
            // CodeBuild's own code in the phase PROVISIONING.
            Error::Image { .. } => "BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE",
            Error::NoContainer { .. } => "INTERNAL_SERVICE_ERROR",
            Error::Machinery { .. } => "INTERNAL_ERROR",
        }
    }

    /// What to do about an error with this code, when it is not in the message.
    pub fn remedy(code: &str) -> Option<&'static str> {
        match code {
            "CONTAINER_ENGINE_UNAVAILABLE" => Some(
                "install Docker or Podman and start its service (Podman as an ordinary user: `systemctl --user start \
                 podman.socket`), say with DOCKER_HOST where its socket is, or build in the sandbox: `--sandbox auto`",
            ),
            "PRIVILEGED_NOT_ALLOWED" => Some(
                "if you trust the build, say `allow_privileged: true` in pipesmith.local.yaml; else build in the \
                 sandbox: `--sandbox auto`",
            ),
            _ => None,
        }
    }

    /// Buildspec, line and column, where the error has them.
    pub fn location(&self) -> Option<(&str, usize, usize)> {
        match self {
            Error::Yaml { buildspec, line, column, .. } => Some((buildspec, *line, *column)),
            _ => None,
        }
    }

    /// The message without the code in front, as a phase context carries it.
    pub fn message(&self) -> String {
        let text = self.to_string();
        text.strip_prefix("YAML_FILE_ERROR: ").map_or(text.clone(), str::to_owned)
    }
}
