//! Why the engine could not do what it was asked, apart from what the service's operations answer themselves.

use codepipeline::ErrorKind;

/// A stable code, a sentence for people, and the way out when one is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    code: &'static str,
    message: String,
    remedy: Option<String>,
}

impl Error {
    /// An error with this code and sentence.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), remedy: None }
    }

    /// The same with the way out.
    #[must_use]
    pub fn remedy_is(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Stable, for programs: `unwritable`, `disk-full`, `damaged`, `too-new`, …
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// One sentence that names the path or thing.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do.
    pub fn remedy(&self) -> Option<&str> {
        self.remedy.as_deref()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// What the service's operations answer when the store fails them.
pub fn fault(error: store::Error) -> codepipeline::Error {
    let kind = match error.code() {
        store::Code::InvalidToken => ErrorKind::InvalidNextToken,
        _ => ErrorKind::InternalFailure,
    };
    codepipeline::Error::new(kind, error.message())
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        use store::Code;
        let (code, remedy) = match error.code() {
            Code::Unwritable => ("unwritable", Some("choose another folder with --data or PIPESMITH_HOME")),
            Code::DiskFull => ("disk-full", Some("free some space, then try again")),
            Code::Damaged => {
                ("damaged", Some("start again: the damaged file is set aside and a new one made"))
            }
            Code::TooNew => ("too-new", Some("use the newer version, or another folder with --data")),
            Code::Owned | Code::Fenced => {
                ("owned", Some("stop the other process, or use another folder with --data"))
            }
            Code::VersionMismatch => ("version-mismatch", Some("stop the other process, or use its version")),
            Code::NotFound => ("not-found", None),
            Code::Hostile | Code::BadArchive => ("bad-archive", None),
            Code::TooLarge => ("too-large", None),
            Code::Keyring => {
                ("keyring", Some("unlock the keyring, or hand the secret in with --secret NAME=@FILE"))
            }
            Code::InvalidToken => ("invalid-token", None),
            Code::Invalid => ("invalid", None),
            _ => ("io", None),
        };
        Self { code, message: error.message().to_owned(), remedy: remedy.map(str::to_owned) }
    }
}
