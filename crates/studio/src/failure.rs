//! How failures of the layers below become the one failure that both faces show: a stable code, a sentence, the way
//! out.

use crate::contract::Failure;

/// A failure with this code and sentence.
pub(crate) fn failure(code: impl Into<String>, message: impl Into<String>) -> Failure {
    Failure { code: code.into(), message: message.into(), remedy: None }
}

impl Failure {
    /// The same with the way out.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl From<engine::Error> for Failure {
    fn from(error: engine::Error) -> Self {
        Self {
            code: error.code().to_owned(),
            message: error.message().to_owned(),
            remedy: error.remedy().map(str::to_owned),
        }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        engine::Error::from(error).into()
    }
}

impl From<codepipeline::Error> for Failure {
    fn from(error: codepipeline::Error) -> Self {
        let message = if error.message.is_empty() { error.code().to_owned() } else { error.message.clone() };
        failure(error.code(), message)
    }
}

impl From<api::Error> for Failure {
    fn from(error: api::Error) -> Self {
        let found = failure(error.code(), error.to_string());
        match error.code() {
            "keys-unreadable" => found.remedy("remove the file, so that new keys are made"),
            "not-loopback" => found.remedy("listen on 127.0.0.1, or forward the port over ssh"),
            _ => found,
        }
    }
}

/// A failure of the file system; the sentence names the path (fs_err does).
pub(crate) fn io(error: &std::io::Error) -> Failure {
    use std::io::ErrorKind as K;
    match error.kind() {
        K::NotFound => {
            failure("not-found", error.to_string()).remedy("choose the file again; it may have moved")
        }
        K::PermissionDenied | K::ReadOnlyFilesystem => {
            failure("unwritable", error.to_string()).remedy("change its permissions, or choose another place")
        }
        K::StorageFull | K::QuotaExceeded => {
            failure("disk-full", error.to_string()).remedy("free some space, then try again")
        }
        _ => failure("io", error.to_string()),
    }
}

/// Runs blocking work off the async threads.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(failure("internal", format!("the work ended unexpectedly: {error}"))),
    }
}
