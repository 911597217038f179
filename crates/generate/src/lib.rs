//! From the service model to code: the shapes, operations, errors and constraints of the contract in Rust, the
//! same shapes in TypeScript, and the conversions to the AWS SDK's types.
//!
//! It never writes a file (its binary does) and never reads anything but the model: the same model gives the
//! same bytes.

mod aws;
mod constraints;
mod model;
mod names;
mod rust;
mod samples;
mod typescript;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use model::Model;

/// The service model's facts, copied without prose.
const MODEL: &str = include_str!("../model/codepipeline.json");

/// Why nothing was generated.
#[derive(Debug)]
pub enum Error {
    /// The model is not what this crate understands.
    Model(String),
    /// rustfmt is missing or refused a text; holds what it said.
    Format(String),
    /// A file could not be read or written.
    Io(std::io::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Model(text) => write!(f, "the model is not understood: {text}"),
            Self::Format(text) => write!(f, "rustfmt: {text}"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// The repository's top folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// Every generated file: its path below [`root`] and its text.
///
/// # Errors
/// When the model holds something unknown to this crate, or rustfmt cannot be run.
pub fn files() -> Result<BTreeMap<PathBuf, String>, Error> {
    let model = Model::parse(MODEL)?;
    let mut files = BTreeMap::new();
    let contract = Path::new("crates/codepipeline/src/generated");
    for (name, text) in [
        ("mod.rs", rust::index()),
        ("constraints.rs", constraints::tables(&model)?),
        ("shapes.rs", rust::shapes(&model)),
        ("errors.rs", rust::errors(&model)),
        ("service.rs", rust::service(&model)),
    ] {
        files.insert(contract.join(name), format_rust(&text)?);
    }
    let account = Path::new("crates/aws/src/generated");
    for (name, text) in [
        ("mod.rs", aws::index()),
        ("convert.rs", aws::conversions(&model)),
        ("request.rs", aws::requests(&model)),
        ("service.rs", aws::service(&model)),
    ] {
        files.insert(account.join(name), format_rust(&text)?);
    }
    files.insert("crates/codepipeline/tests/fixtures/samples.json".into(), samples::messages(&model)?);
    files.insert("ui/src/generated/codepipeline.ts".into(), typescript::types(&model));
    Ok(files)
}

/// Formats Rust text as `cargo fmt` would in this workspace.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that starts rustfmt, on text from standard input"
)]
fn format_rust(text: &str) -> Result<String, Error> {
    let told = |what: &dyn std::fmt::Display| Error::Format(what.to_string());
    let mut child = std::process::Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout", "--config-path"])
        .arg(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| told(&error))?;
    let input = child.stdin.take();
    let bytes = text.as_bytes().to_vec();
    let writer = std::thread::spawn(move || input.map_or(Ok(()), |mut input| input.write_all(&bytes)));
    let output = child.wait_with_output().map_err(|error| told(&error))?;
    if !output.status.success() {
        return Err(told(&String::from_utf8_lossy(&output.stderr)));
    }
    match writer.join() {
        Ok(Ok(())) => String::from_utf8(output.stdout).map_err(|error| told(&error)),
        Ok(Err(error)) => Err(told(&error)),
        Err(_) => Err(told(&"its input was not written")),
    }
}
