//! Everything that a build is told before it starts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::buildspec::{self, Buildspec};
use crate::environment::EnvironmentVariable;
use crate::limits::Limits;
use crate::sandbox::SandboxChoice;
use crate::{Error, output, tree};

/// Where the buildspec comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildspecSource {
    /// `buildspec.yml` at the root of the primary source.
    Default,
    /// A file; relative paths start at the root of the primary source.
    File(PathBuf),
    /// The text itself.
    Inline(String),
}

impl BuildspecSource {
    /// Decides what a project's or an action's value means: a text that is a YAML map with a version is the buildspec
    /// itself, anything else is a path.
    pub fn from_setting(value: &str) -> BuildspecSource {
        let inline = value.contains('\n')
            || value.trim_start().starts_with('{')
            || value.trim_start().starts_with("version:");
        match value.trim() {
            "" => BuildspecSource::Default,
            _ if inline => BuildspecSource::Inline(value.to_owned()),
            path => BuildspecSource::File(PathBuf::from(path)),
        }
    }
}

/// What a container may use of this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compute {
    /// Processors; less when this computer has fewer.
    pub processors: u16,
    /// Memory in GiB.
    pub memory_gib: u16,
}

impl Compute {
    /// The size of a compute type of CodeBuild's. User guide, "Build environment compute modes and types".
    pub fn of_type(name: &str) -> Option<Compute> {
        let (processors, memory_gib) = match name {
            "BUILD_GENERAL1_SMALL" => (2, 4),
            "BUILD_GENERAL1_MEDIUM" => (4, 8),
            "BUILD_GENERAL1_LARGE" => (8, 16),
            "BUILD_GENERAL1_XLARGE" => (36, 72),
            "BUILD_GENERAL1_2XLARGE" => (72, 144),
            _ => return None,
        };
        Some(Compute { processors, memory_gib })
    }

    pub(crate) fn memory_bytes(self) -> i64 {
        i64::from(self.memory_gib) << 30
    }
}

/// A build that is about to run.
#[derive(Debug, Clone)]
pub struct BuildRequest {
    /// The project's name.
    pub project: String,
    /// The build's UUID; the build's id is `project:uuid`.
    pub build_id: String,
    /// The project's counter.
    pub build_number: u64,
    /// The Region the build believes to be in.
    pub region: String,
    /// The account number that ARNs carry.
    pub account: String,
    /// Who started it, such as `codepipeline/<pipeline>`.
    pub initiator: String,
    /// The buildspec.
    pub buildspec: BuildspecSource,
    /// The unpacked primary source; the build writes in it.
    pub primary_source: PathBuf,
    /// Further unpacked sources by identifier (in a pipeline: by input artifact name).
    pub secondary_sources: Vec<(String, PathBuf)>,
    /// The revision of the primary source, when it has one.
    pub resolved_source_version: Option<String>,
    /// What was asked for (in a pipeline: the ARN of the artifact's object).
    pub source_version: Option<String>,
    /// The project's variables.
    pub project_environment: Vec<EnvironmentVariable>,
    /// Variables of this very build (in a pipeline: the action's); they win over the project's.
    pub override_environment: Vec<EnvironmentVariable>,
    /// Values of Parameter Store parameters, by the name that refers to them. [`crate::references`] lists what is
    /// needed.
    pub parameters: BTreeMap<String, String>,
    /// Values from Secrets Manager, by the reference as written.
    pub secrets: BTreeMap<String, String>,
    /// The image the project names: a container's, and otherwise no more than a name.
    pub image: String,
    /// Whether a container gets the rights of the engine's own user.
    pub privileged: bool,
    /// Whether the user allows that. A source's own batch may ask for it.
    pub allow_privileged: bool,
    /// The machine the project names: what a container may use. Without one it may use all.
    pub compute: Option<Compute>,
    /// How long the whole build may take.
    pub timeout: Duration,
    /// An own folder for this build's HOME, temporary files and scripts. It is made when missing; the caller removes it.
    pub workspace: PathBuf,
    /// How the build is shut in.
    pub sandbox: SandboxChoice,
    /// The binary that calls [`crate::shim_main`] under [`crate::SHIM_COMMAND`]; usually the running one.
    pub shim: PathBuf,
    /// Further paths that the build sees read-only, at their own place.
    pub read_only: Vec<PathBuf>,
    /// Paths that the build must not see: the data folder first of all.
    pub hidden: Vec<PathBuf>,
    /// The project's folder for what the buildspec's `cache` keeps; without one nothing is kept.
    pub cache: Option<PathBuf>,
    /// Whether exported variables may begin with `AWS_`, which a CodeBuild action's may not.
    pub exports_aws: bool,
    /// The build's name in its batch.
    pub batch_identifier: Option<String>,
    /// Which share of the tests of a fan-out this build runs, from 0, and how many shares there are.
    pub shard: Option<(u32, u32)>,
    /// How much of the computer it may take.
    pub limits: Limits,
}

impl BuildRequest {
    /// The same build in copies of its sources and with a workspace of its own, both below the workspace.
    pub(crate) fn with_copied_sources(mut self, name: &str) -> Result<BuildRequest, String> {
        self.workspace = self.workspace.join(name);
        let copied = self.workspace.join("sources");
        let sources = std::iter::once(&mut self.primary_source)
            .chain(self.secondary_sources.iter_mut().map(|(_, path)| path));
        for (number, source) in sources.enumerate() {
            let to = copied.join(number.to_string());
            tree::copy(source, &to, &|_| true)?;
            *source = to;
        }
        Ok(self)
    }

    /// Reads the buildspec; `root` is what the primary source is called in messages.
    pub(crate) fn read_buildspec(&self, root: &Path) -> Result<Buildspec, Error> {
        let relative = match &self.buildspec {
            BuildspecSource::Inline(text) => return buildspec::parse(text, "the inline buildspec"),
            BuildspecSource::Default => Path::new("buildspec.yml"),
            BuildspecSource::File(path) => path,
        };
        let file = self.primary_source.join(relative);
        // A source is somebody else's: its buildspec may be a link to anywhere, or a device that never ends.
        let resolved = match fs_err::canonicalize(&file) {
            Ok(resolved) if resolved.is_file() => resolved,
            _ => return Err(Error::NoBuildspec { path: root.join(relative) }),
        };
        let home = fs_err::canonicalize(&self.primary_source).unwrap_or_else(|_| self.primary_source.clone());
        if relative.is_relative() && !resolved.starts_with(&home) {
            return Err(Error::UnreadableBuildspec {
                message: format!("{} leads out of the source", relative.display()),
            });
        }
        let bytes = output::read_bounded(&resolved, 2 * 1024 * 1024)
            .map_err(|error| Error::UnreadableBuildspec { message: error.to_string() })?;
        let text = String::from_utf8(bytes).map_err(|_| Error::UnreadableBuildspec {
            message: format!("{} is not UTF-8", relative.display()),
        })?;
        buildspec::parse(&text, &relative.display().to_string())
    }
}
