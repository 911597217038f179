//! The one error of this crate: what could not be read, and where in which text.

use serde::{Deserialize, Serialize};

/// A stretch of a text.
///
/// `start` and `end` are byte offsets into the text as it was given (`end` is exclusive); `line` and `column`
/// count from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// The line of `start`, from 1.
    pub line: usize,
    /// The column of `start` in characters, from 1.
    pub column: usize,
}

/// Why a text could not be read. A door maps it to its own codes; nobody compares messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorCode {
    /// The text is longer than 5 MB.
    TooLarge,
    /// The text is neither JSON nor YAML.
    Syntax,
    /// The text is nested too deeply, or its YAML aliases expand to too much.
    TooDeep,
    /// A member is written twice.
    DuplicateKey,
    /// The text is well-formed, but is not a pipeline.
    NotAPipeline,
    /// A CloudFormation template or a part of one.
    CloudFormation,
    /// Output of the CDK: a cloud assembly's manifest, or its `cdk.json`.
    CloudAssembly,
    /// A Terraform configuration.
    Terraform,
    /// The setup has a key that means nothing.
    UnknownKey,
    /// A value of the setup is of the wrong type or not one of the allowed ones.
    InvalidValue,
    /// The setup asks for something that this kind of file may not ask for.
    NotAllowed,
}

impl ErrorCode {
    /// A stable name for machine-readable output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooLarge => "TooLarge",
            Self::Syntax => "Syntax",
            Self::TooDeep => "TooDeep",
            Self::DuplicateKey => "DuplicateKey",
            Self::NotAPipeline => "NotAPipeline",
            Self::CloudFormation => "CloudFormation",
            Self::CloudAssembly => "CloudAssembly",
            Self::Terraform => "Terraform",
            Self::UnknownKey => "UnknownKey",
            Self::InvalidValue => "InvalidValue",
            Self::NotAllowed => "NotAllowed",
        }
    }
}

/// What could not be read: a code, a sentence for people, the text's name and the place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// The kind of the failure.
    pub code: ErrorCode,
    /// A sentence that says what is wrong and, where there is one, the way out.
    pub message: String,
    /// The name the caller gave to the text, usually its path as the user wrote it.
    pub name: String,
    /// Where, if a place is to blame.
    pub span: Option<Span>,
}

impl Error {
    /// An error about a text that has no name yet.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), name: String::new(), span: None }
    }

    /// The same error with its place.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// The same error with the text's name.
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.name.is_empty() { "the text" } else { &self.name })?;
        if let Some(span) = self.span {
            write!(f, ":{}:{}", span.line, span.column)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for Error {}
