//! The one error of the contract: a kind the wire can name and a text for people.

use crate::ErrorKind;

/// Why an operation was refused or failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What went wrong, as the wire names it.
    pub kind: ErrorKind,
    /// The text that goes with it, in the service's words where they are known.
    pub message: String,
}

impl Error {
    /// An error of this kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// A `ValidationException`.
    pub fn validation(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Validation, message)
    }

    /// The name on the wire, `PipelineNotFoundException`.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.message.as_str() {
            "" => f.write_str(self.code()),
            message => write!(f, "{}: {message}", self.code()),
        }
    }
}

impl std::error::Error for Error {}

impl ErrorKind {
    /// The kind of this wire name. A namespace before `#` and an address after `:`, which some services add to
    /// the name, are ignored.
    pub fn from_code(code: &str) -> Option<Self> {
        let name = code.rsplit('#').next().unwrap_or(code);
        let name = name.split(':').next().unwrap_or(name);
        Self::ALL.iter().copied().find(|kind| kind.code() == name)
    }
}
