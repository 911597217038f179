//! What a buildspec says: versions 0.1 and 0.2, read with the position of every command.
//!
//! Every key that CodeBuild documents is known here; what is not carried out on this computer is decided by the build,
//! not by the parser. It reads text only: no file, no environment variable, no command.

mod blocks;

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::Serialize;

use crate::Error;
use crate::yaml::{self, Fault, Key, Node, Position, Value};

pub use blocks::{Batch, BatchTask, Cache, ReportFormat, ReportGroup};

/// A buildspec, as written. AWS CodeBuild user guide, "Build specification reference for CodeBuild".
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Buildspec {
    /// What the text is called in messages: a file name, or `inline buildspec`.
    pub name: String,
    /// Which rules its commands follow.
    pub version: Version,
    /// The Linux user of all commands; root when absent.
    pub run_as: Option<String>,
    /// The `env` block.
    pub env: Env,
    /// The phases that are written down, in the order in which they run.
    pub phases: Vec<Phase>,
    /// The `artifacts` block.
    pub artifacts: Option<Artifacts>,
    /// The `reports` block, in the order of writing.
    pub reports: Vec<ReportGroup>,
    /// The `cache` block.
    pub cache: Option<Cache>,
    /// The `batch` block.
    pub batch: Option<Batch>,
    /// What was tolerated: unknown keys and the like.
    pub warnings: Vec<Warning>,
}

/// How commands share state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Version {
    /// Every command runs in its own shell.
    V0_1,
    /// All commands run in one shell.
    V0_2,
}

/// A place in a buildspec; both numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Something that was tolerated, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// What was found.
    pub message: String,
    /// Where.
    pub at: Location,
}

/// The `env` block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Env {
    /// Which shell runs the commands, as written (`bash`, `/bin/sh`, ...).
    pub shell: Option<String>,
    /// Plain variables; values are literal.
    pub variables: BTreeMap<String, String>,
    /// Variable to Parameter Store name.
    pub parameter_store: BTreeMap<String, String>,
    /// Variable to `secret-id[:json-key[:version-stage[:version-id]]]`.
    pub secrets_manager: BTreeMap<String, String>,
    /// The names whose values the build hands on.
    pub exported_variables: Vec<String>,
    /// Whether CodeBuild's git credential helper is asked for.
    pub git_credential_helper: bool,
}

/// A phase that a buildspec can define, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PhaseKind {
    /// `install`
    Install,
    /// `pre_build`
    PreBuild,
    /// `build`
    Build,
    /// `post_build`
    PostBuild,
}

impl PhaseKind {
    /// All four, in the order in which they run.
    pub const ALL: [PhaseKind; 4] =
        [PhaseKind::Install, PhaseKind::PreBuild, PhaseKind::Build, PhaseKind::PostBuild];

    /// The phase's name as `BatchGetBuilds` reports it.
    pub fn name(self) -> &'static str {
        match self {
            PhaseKind::Install => "INSTALL",
            PhaseKind::PreBuild => "PRE_BUILD",
            PhaseKind::Build => "BUILD",
            PhaseKind::PostBuild => "POST_BUILD",
        }
    }

    fn key(self) -> &'static str {
        match self {
            PhaseKind::Install => "install",
            PhaseKind::PreBuild => "pre_build",
            PhaseKind::Build => "build",
            PhaseKind::PostBuild => "post_build",
        }
    }
}

/// One phase of the `phases` block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phase {
    /// Which phase.
    pub kind: PhaseKind,
    /// The Linux user of this phase's commands.
    pub run_as: Option<String>,
    /// What happens when the phase fails, when it says so.
    pub on_failure: Option<OnFailure>,
    /// `runtime-versions`, as written.
    pub runtime_versions: BTreeMap<String, String>,
    /// The commands, in order.
    pub commands: Vec<Command>,
    /// What runs after the commands, whether they succeeded or not.
    pub finally: Vec<Command>,
}

/// `on-failure`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum OnFailure {
    /// The build stops.
    Abort,
    /// The next phase runs.
    Continue,
    /// One of the `RETRY` forms.
    Retry {
        /// How often at most.
        count: u32,
        /// Which messages are worth another try, a regular expression.
        pattern: String,
    },
}

/// A command and where it stands; a multi-line scalar is one command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Command {
    /// The text that the shell gets.
    pub text: String,
    /// Where it starts.
    pub at: Location,
}

/// The `artifacts` block, or one of its secondary artifacts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Artifacts {
    /// Patterns of the files to keep, relative to the base directory.
    pub files: Vec<String>,
    /// Where the patterns start; a directory or a pattern of directories.
    pub base_directory: Option<String>,
    /// Whether all files end up in one folder.
    pub discard_paths: bool,
    /// Patterns of files to leave out.
    pub exclude_paths: Vec<String>,
    /// The archive's name, before the shell evaluates it. A pipeline ignores it.
    pub name: Option<String>,
    /// Whether symbolic links stay links.
    pub enable_symlinks: bool,
    /// The same for every further artifact, by identifier.
    pub secondary: BTreeMap<String, Artifacts>,
}

impl Buildspec {
    /// The phase, when it is written down.
    pub fn phase(&self, kind: PhaseKind) -> Option<&Phase> {
        self.phases.iter().find(|phase| phase.kind == kind)
    }
}

/// Reads a buildspec. `name` is what messages call it.
///
/// # Errors
/// [`Error::Yaml`], with line and column, when it is not YAML, lacks what it must have, or a value has the wrong type.
pub fn parse(text: &str, name: &str) -> Result<Buildspec, Error> {
    let mut reading = Reading { warnings: Vec::new() };
    yaml::read(text).and_then(|root| reading.buildspec(&root, name)).map_err(|fault| Error::Yaml {
        buildspec: name.to_owned(),
        line: fault.at.line,
        column: fault.at.column,
        message: fault.message,
    })
}

type Entries = [(Key, Rc<Node>)];

struct Reading {
    warnings: Vec<Warning>,
}

impl Reading {
    fn buildspec(&mut self, root: &Node, name: &str) -> Result<Buildspec, Fault> {
        let entries = match &root.value {
            Value::Map(entries) => entries,
            Value::Null => return Err(Fault::new(root.at, "the buildspec is empty")),
            _ => {
                return Err(Fault::new(
                    root.at,
                    format!("a buildspec is a map with \"version\" and \"phases\", found {}", root.kind()),
                ));
            }
        };
        let version = match find(entries, "version") {
            None => return Err(Fault::new(root.at, "the buildspec has no \"version\"")),
            Some(node) => match node.text() {
                Some("0.1") => Version::V0_1,
                Some("0.2") => Version::V0_2,
                _ => {
                    return Err(Fault::new(
                        node.at,
                        format!("unsupported version {}, use 0.2", node.text().unwrap_or(node.kind())),
                    ));
                }
            },
        };
        let mut spec = Buildspec {
            name: name.to_owned(),
            version,
            run_as: None,
            env: Env::default(),
            phases: Vec::new(),
            artifacts: None,
            reports: Vec::new(),
            cache: None,
            batch: None,
            warnings: Vec::new(),
        };
        let mut has_phases = false;
        for (key, node) in entries {
            match key.text.as_str() {
                "version" | "proxy" => {}
                "run-as" => spec.run_as = optional_text(key, node)?,
                "env" => self.env(node, &mut spec.env)?,
                // Version 0.1 calls it by another name and knows plain values only.
                "environment_variables" => {
                    for (inner, values) in map(key, node)? {
                        match inner.text.as_str() {
                            "plaintext" => spec.env.variables = texts_by_name(inner, values)?,
                            _ => self.unknown(inner, "environment_variables"),
                        }
                    }
                }
                "phases" => {
                    has_phases = true;
                    spec.phases = self.phases(key, node)?;
                }
                "artifacts" if !is_null(node) => spec.artifacts = Some(self.artifacts(key, node, true)?),
                "reports" if !is_null(node) => spec.reports = self.reports(key, node)?,
                "cache" if !is_null(node) => spec.cache = Some(self.cache(key, node)?),
                "batch" if !is_null(node) => spec.batch = Some(self.batch(key, node)?),
                "artifacts" | "reports" | "batch" | "cache" => {}
                _ => self.unknown(key, "the buildspec"),
            }
        }
        if !has_phases && spec.batch.is_none() {
            return Err(Fault::new(root.at, "the buildspec has no \"phases\""));
        }
        if spec.batch.is_none() && spec.phases.iter().all(|phase| phase.commands.is_empty()) {
            let at = spec.phases.first().map_or(root.at, |_| find_key_at(entries, "phases", root.at));
            return Err(Fault::new(at, "no phase of the buildspec has commands"));
        }
        spec.warnings = std::mem::take(&mut self.warnings);
        Ok(spec)
    }

    fn env(&mut self, node: &Node, env: &mut Env) -> Result<(), Fault> {
        if is_null(node) {
            return Ok(());
        }
        let Value::Map(entries) = &node.value else {
            return Err(Fault::new(node.at, format!("\"env\" must be a map, found {}", node.kind())));
        };
        for (key, node) in entries {
            match key.text.as_str() {
                "shell" => env.shell = optional_text(key, node)?,
                "variables" => env.variables = texts_by_name(key, node)?,
                "parameter-store" => env.parameter_store = texts_by_name(key, node)?,
                "secrets-manager" => env.secrets_manager = texts_by_name(key, node)?,
                "exported-variables" => {
                    env.exported_variables = texts(key, node)?;
                    if let Some(name) = env.exported_variables.iter().find(|name| !is_variable_name(name)) {
                        return Err(Fault::new(node.at, format!("\"{name}\" is no name of a variable")));
                    }
                }
                "git-credential-helper" => env.git_credential_helper = boolean(key, node)?,
                _ => self.unknown(key, "env"),
            }
        }
        Ok(())
    }

    fn phases(&mut self, key: &Key, node: &Node) -> Result<Vec<Phase>, Fault> {
        let mut phases = Vec::new();
        for (name, node) in map(key, node)? {
            let Some(kind) = PhaseKind::ALL.into_iter().find(|kind| kind.key() == name.text) else {
                self.unknown(name, "phases");
                continue;
            };
            phases.push(self.phase(kind, name, node)?);
        }
        phases.sort_by_key(|phase| phase.kind);
        Ok(phases)
    }

    fn phase(&mut self, kind: PhaseKind, name: &Key, node: &Node) -> Result<Phase, Fault> {
        let mut phase = Phase {
            kind,
            run_as: None,
            on_failure: None,
            runtime_versions: BTreeMap::new(),
            commands: Vec::new(),
            finally: Vec::new(),
        };
        let mut has_commands = false;
        for (key, node) in map(name, node)? {
            match key.text.as_str() {
                "run-as" => phase.run_as = optional_text(key, node)?,
                "on-failure" => {
                    let text = optional_text(key, node)?.unwrap_or_default();
                    phase.on_failure = Some(on_failure(&text).ok_or_else(|| {
                        Fault::new(
                            node.at,
                            format!(
                                "\"{text}\" is no value of \"on-failure\": use ABORT, CONTINUE, RETRY, \
                                 RETRY-count, RETRY-regex or RETRY-count-regex"
                            ),
                        )
                    })?);
                }
                "runtime-versions" if kind == PhaseKind::Install => {
                    phase.runtime_versions = texts_by_name(key, node)?;
                }
                "commands" => {
                    has_commands = true;
                    phase.commands = commands("Commands", key, node)?;
                }
                "finally" => phase.finally = commands("Finally", key, node)?,
                _ => self.unknown(key, &name.text),
            }
        }
        if !has_commands && kind != PhaseKind::Install {
            return Err(Fault::new(name.at, format!("phase {} has no \"commands\"", name.text)));
        }
        Ok(phase)
    }

    fn artifacts(&mut self, name: &Key, node: &Node, primary: bool) -> Result<Artifacts, Fault> {
        let mut artifacts = Artifacts::default();
        let mut has_files = false;
        for (key, node) in map(name, node)? {
            match key.text.as_str() {
                "files" => {
                    has_files = true;
                    artifacts.files = texts(key, node)?;
                }
                "base-directory" => artifacts.base_directory = optional_text(key, node)?,
                "discard-paths" => artifacts.discard_paths = boolean(key, node)?,
                "exclude-paths" => artifacts.exclude_paths = texts(key, node)?,
                "name" => artifacts.name = optional_text(key, node)?,
                "enable-symlinks" => artifacts.enable_symlinks = boolean(key, node)?,
                "s3-prefix" | "type" => {}
                "secondary-artifacts" if primary => {
                    for (identifier, node) in map(key, node)? {
                        let one = self.artifacts(identifier, node, false)?;
                        artifacts.secondary.insert(identifier.text.clone(), one);
                    }
                }
                _ => self.unknown(key, &name.text),
            }
        }
        // The reference calls `files` required; the user guide's own sample for several outputs has only secondary ones.
        if !has_files && artifacts.secondary.is_empty() {
            return Err(Fault::new(name.at, format!("\"{}\" has no \"files\"", name.text)));
        }
        Ok(artifacts)
    }

    fn unknown(&mut self, key: &Key, place: &str) {
        self.warnings
            .push(Warning { message: format!("unknown key \"{}\" in {place}", key.text), at: key.at.into() });
    }
}

impl From<Position> for Location {
    fn from(at: Position) -> Location {
        Location { line: at.line, column: at.column }
    }
}

/// Whether a shell can have a variable of this name.
pub(crate) fn is_variable_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn find<'a>(entries: &'a Entries, name: &str) -> Option<&'a Node> {
    entries.iter().find(|(key, _)| key.text == name).map(|(_, node)| node.as_ref())
}

fn find_key_at(entries: &Entries, name: &str, otherwise: Position) -> Position {
    entries.iter().find(|(key, _)| key.text == name).map_or(otherwise, |(key, _)| key.at)
}

fn is_null(node: &Node) -> bool {
    matches!(node.value, Value::Null)
}

fn wrong_type(key: &Key, node: &Node, wanted: &str) -> Fault {
    Fault::new(node.at, format!("\"{}\" must be {wanted}, found {}", key.text, node.kind()))
}

/// A map; null counts as an empty one.
fn map<'a>(key: &Key, node: &'a Node) -> Result<&'a Entries, Fault> {
    match &node.value {
        Value::Map(entries) => Ok(entries),
        Value::Null => Ok(&[]),
        _ => Err(wrong_type(key, node, "a map")),
    }
}

fn optional_text(key: &Key, node: &Node) -> Result<Option<String>, Fault> {
    match &node.value {
        Value::Null => Ok(None),
        Value::Scalar { text } => Ok(Some(text.clone())),
        _ => Err(wrong_type(key, node, "a string")),
    }
}

fn boolean(key: &Key, node: &Node) -> Result<bool, Fault> {
    if is_null(node) {
        return Ok(false);
    }
    node.boolean().ok_or_else(|| wrong_type(key, node, "yes or no"))
}

/// A list of strings; CodeBuild accepts a single string too.
fn texts(key: &Key, node: &Node) -> Result<Vec<String>, Fault> {
    match &node.value {
        Value::Null => Ok(Vec::new()),
        Value::Scalar { text } => Ok(vec![text.clone()]),
        Value::List(items) => items
            .iter()
            .map(|item| {
                item.text().map(str::to_owned).ok_or_else(|| wrong_type(key, item, "a list of strings"))
            })
            .collect(),
        Value::Map(_) => Err(wrong_type(key, node, "a list of strings")),
    }
}

fn texts_by_name(key: &Key, node: &Node) -> Result<BTreeMap<String, String>, Fault> {
    map(key, node)?
        .iter()
        .map(|(name, value)| match &value.value {
            Value::Scalar { text } => Ok((name.text.clone(), text.clone())),
            Value::Null => Ok((name.text.clone(), String::new())),
            _ => Err(wrong_type(name, value, "a string")),
        })
        .collect()
}

fn commands(field: &str, key: &Key, node: &Node) -> Result<Vec<Command>, Fault> {
    let items = match &node.value {
        Value::Null => return Ok(Vec::new()),
        Value::List(items) => items,
        Value::Scalar { text } => return Ok(vec![Command { text: text.clone(), at: node.at.into() }]),
        Value::Map(_) => return Err(wrong_type(key, node, "a list of commands")),
    };
    let mut commands = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        match &item.value {
            Value::Null => {}
            Value::Scalar { text } => commands.push(Command { text: text.clone(), at: item.at.into() }),
            // CodeBuild's own words: the usual cause is a colon followed by a space in an unquoted command.
            Value::Map(_) => {
                return Err(Fault::new(
                    item.at,
                    format!(
                        "Expected {field}[{index}] to be of string type: found subkeys instead at line {}, \
                         value of the key tag on line {} might be empty",
                        item.at.line,
                        item.at.line.saturating_sub(1).max(1)
                    ),
                ));
            }
            Value::List(_) => {
                return Err(Fault::new(
                    item.at,
                    format!("Expected {field}[{index}] to be of string type: found a list"),
                ));
            }
        }
    }
    Ok(commands)
}

/// `ABORT`, `CONTINUE`, `RETRY`, `RETRY-<count>`, `RETRY-<regex>`, `RETRY-<count>-<regex>`.
fn on_failure(text: &str) -> Option<OnFailure> {
    const DEFAULT_COUNT: u32 = 3;
    let any = || ".*".to_owned();
    match text {
        "ABORT" => return Some(OnFailure::Abort),
        "CONTINUE" => return Some(OnFailure::Continue),
        "RETRY" => return Some(OnFailure::Retry { count: DEFAULT_COUNT, pattern: any() }),
        _ => {}
    }
    let rest = text.strip_prefix("RETRY-")?;
    let (head, tail) = rest.split_once('-').map_or((rest, None), |(head, tail)| (head, Some(tail)));
    let (count, pattern) = match head.parse::<u32>() {
        Ok(count) if count <= 100 => (count, tail.map_or_else(any, str::to_owned)),
        Ok(_) => return None,
        Err(_) => (DEFAULT_COUNT, rest.to_owned()),
    };
    regex::Regex::new(&pattern).is_ok().then_some(OnFailure::Retry { count, pattern })
}
