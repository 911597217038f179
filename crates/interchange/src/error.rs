//! The one error of this crate: what could not be made of a text, where, and by which resource.

use pipeline::Span;

/// Why a text gives no pipeline. A door maps it to its own codes; nobody compares messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// The text cannot be read, or is nothing that makes pipelines.
    Unreadable(pipeline::ErrorCode),
    /// The template makes no pipeline, with these parameters or with any.
    NoPipeline,
    /// CloudFormation would refuse the template: a function is written wrongly, or names what is not there.
    InvalidTemplate,
    /// A value depends on itself.
    Cycle,
    /// The template asks for more work or text than any pipeline needs.
    TooMuch,
    /// The declaration cannot be written in the form that is asked for.
    NotExportable,
    /// A value was given for a parameter that the template has not, or that the parameter does not allow.
    InvalidParameter,
}

impl ErrorCode {
    /// A stable name for machine-readable output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable(code) => code.as_str(),
            Self::NoPipeline => "NoPipeline",
            Self::InvalidTemplate => "InvalidTemplate",
            Self::Cycle => "Cycle",
            Self::TooMuch => "TooMuch",
            Self::NotExportable => "NotExportable",
            Self::InvalidParameter => "InvalidParameter",
        }
    }
}

/// What could not be made of a text: a code, a sentence for people, the text's name and the place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The kind of the failure.
    pub code: ErrorCode,
    /// A sentence that says what is wrong and, where there is one, the way out.
    pub message: String,
    /// The name of the text, as the caller or the template around it calls it.
    pub name: String,
    /// Where, if a place is to blame.
    pub span: Option<Span>,
    /// The logical id of the resource, condition or output that was being read.
    pub logical_id: Option<String>,
}

impl Error {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), name: String::new(), span: None, logical_id: None }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidTemplate, message)
    }

    /// Says where; what was said nearer to the fault stays.
    pub(crate) fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    /// Says in which part of which text; what was said nearer to the fault stays.
    pub(crate) fn within(mut self, logical_id: &str, name: &str) -> Self {
        self.logical_id.get_or_insert_with(|| logical_id.to_owned());
        self.named(name)
    }

    pub(crate) fn named(mut self, name: &str) -> Self {
        if self.name.is_empty() {
            name.clone_into(&mut self.name);
        }
        self
    }
}

impl From<pipeline::Error> for Error {
    fn from(error: pipeline::Error) -> Self {
        let pipeline::Error { code, message, name, span } = error;
        Self { code: ErrorCode::Unreadable(code), message, name, span, logical_id: None }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.name.is_empty() { "the text" } else { &self.name })?;
        if let Some(span) = self.span {
            write!(f, ":{}:{}", span.line, span.column)?;
        }
        match &self.logical_id {
            Some(id) => write!(f, ": {id}: {}", self.message),
            None => write!(f, ": {}", self.message),
        }
    }
}

impl std::error::Error for Error {}
