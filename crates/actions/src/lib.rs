//! The action providers: what each can do on this computer, one file each, behind one trait.
//!
//! A provider is handed a [`Job`] whose configuration is already resolved and whose inputs lie in the artifact store;
//! it does the work and answers an [`Outcome`]. It never decides what runs next, never touches the event log and
//! never waits for an approval: those are the engine's.

mod approval;
mod clone;
mod codebuild;
mod denied;
mod deploy_s3;
mod ecr_publish;
mod git;
mod mirror;
mod on_aws;
pub mod registry;
mod reports;
pub mod rules;
mod simulated;
mod source_ecr;
mod source_fault;
mod source_git;
mod source_s3;
mod tree;
pub mod watch;
mod worker;
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use codepipeline::shapes::{ActionDeclaration, ActionTypeId};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

pub use ::codebuild::SandboxChoice;
pub use codebuild::look::needs;
pub use denied::Denied;
pub use git::Login;
pub use on_aws::{Accepted, Accounts, OnAws, find_on_aws};
pub use pipeline::Fidelity;
pub use pipeline::setup::RunsOn;
pub use reports::{Case, Lines, TestReport};
pub use worker::is_for_worker;
pub use world::{Origin, Project, Source, SourceKind, World};

/// Where an artifact lies in the artifact store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// The bucket, a folder on this computer.
    pub bucket: String,
    /// The object's key in it.
    pub key: String,
}

/// An artifact by its name in the pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artifact {
    /// The name in the declaration.
    pub name: String,
    /// Where it lies, or where it has to be written.
    pub location: Location,
    /// The source revision it was made from, when there is one.
    pub revision: Option<String>,
}

/// One attempt of an action, everything resolved.
#[derive(Clone, Debug)]
pub struct Job {
    /// The pipeline's name.
    pub pipeline: String,
    /// The pipeline execution's id.
    pub execution: String,
    /// The stage's name.
    pub stage: String,
    /// The action as declared; its configuration here is the resolved one.
    pub action: ActionDeclaration,
    /// The action execution's id.
    pub action_execution: String,
    /// Attempts of the same action execution after an interruption, from 1.
    pub attempt: u32,
    /// The Region the action is labelled with.
    pub region: String,
    /// The account the engine answers for.
    pub account: String,
    /// What it reads.
    pub inputs: Vec<Artifact>,
    /// What it has to write.
    pub outputs: Vec<Artifact>,
    /// The revision that the start pinned for this source action (`COMMIT_ID`, an object version), if any.
    pub pinned_revision: Option<String>,
    /// How long it may take.
    pub timeout: Duration,
}

impl Job {
    /// A configuration value; absent and empty are the same.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&str> {
        value(&self.action, key)
    }

    fn input(&self) -> Result<&Artifact, Failure> {
        self.inputs
            .first()
            .ok_or_else(|| Failure::new("ConfigurationError", "the action has no input artifact"))
    }

    fn output(&self) -> Result<&Artifact, Failure> {
        self.outputs
            .first()
            .ok_or_else(|| Failure::new("ConfigurationError", "the action has no output artifact"))
    }
}

pub(crate) fn value<'a>(action: &'a ActionDeclaration, key: &str) -> Option<&'a str> {
    action.configuration.as_ref()?.get(key).map(String::as_str).filter(|value| !value.is_empty())
}

/// The artifact store and the local buckets.
pub trait Artifacts: Send + Sync {
    /// Packs files (path on disk, path in the zip) as the object at `to`; answers its size in bytes.
    ///
    /// # Errors
    /// A sentence that names the file or folder.
    fn pack(&self, entries: &[(PathBuf, String)], to: &Location) -> Result<u64, String>;
    /// Unpacks the zip object at `from` into a folder, which it makes.
    ///
    /// # Errors
    /// A sentence that names the object: it is not there, is not a zip, or is hostile.
    fn unpack(&self, from: &Location, into: &Path) -> Result<(), String>;
    /// Copies a file as the artifact at `to`, byte for byte: durable, as what follows is told as done.
    ///
    /// # Errors
    /// A sentence that names the file or folder.
    fn put(&self, file: &Path, to: &Location) -> Result<u64, String>;
    /// Copies a file as the object at `to` that a deployment makes: it stands there whole or not at all, but a power cut
    /// may take it back, since syncing each of thousands of files would take seconds.
    ///
    /// # Errors
    /// A sentence that names the file or folder.
    fn place(&self, file: &Path, to: &Location) -> Result<u64, String>;
    /// The file of an object, whether it is there or not.
    ///
    /// # Errors
    /// A key or bucket name that would leave the folder.
    fn path(&self, at: &Location) -> Result<PathBuf, String>;
}

/// Where an action's log goes; masks secrets on the way.
pub use ::codebuild::{Log, Stream};

/// Secrets by name, handed to builds.
pub trait Secrets: Send + Sync {
    /// The value of a secret (`SECRETS_MANAGER` id or `PARAMETER_STORE` name) as the setup provides it.
    fn get(&self, name: &str) -> Option<String>;

    /// The secret that the definition held in a member of an action's configuration, such as `OAuthToken`; the action
    /// that a provider sees has asterisks in its place.
    fn of_action(&self, action: &str, key: &str) -> Option<String> {
        let _ = (action, key);
        None
    }
}

/// What an attempt may use.
#[derive(Clone)]
pub struct Context {
    /// How names map to things on this computer.
    pub world: Arc<World>,
    /// The artifact store.
    pub artifacts: Arc<dyn Artifacts>,
    /// The attempt's log.
    pub log: Arc<dyn Log>,
    /// Secrets for builds.
    pub secrets: Arc<dyn Secrets>,
    /// A folder of this attempt alone: whoever needs it makes it; removed after the attempt.
    pub scratch: PathBuf,
    /// How builds are contained.
    pub sandbox: SandboxChoice,
    /// The program that is started as a build's shim.
    pub shim: PathBuf,
    /// Where what was fetched of remote repositories is kept, a bare repository for each.
    pub mirrors: PathBuf,
    /// Where the caches of projects are kept, a folder for each.
    pub caches: PathBuf,
    /// Folders a build must not see (the data folder).
    pub hide: Vec<PathBuf>,
    /// This build's number in its project, from 1.
    pub build_number: u64,
    /// The account that carries the action out, for an action on AWS.
    pub aws: Option<OnAws>,
    /// Cancelled when the attempt has to end.
    pub stop: CancellationToken,
    /// Cancelled before it when this process ends: what goes on outside is left to the next one.
    pub leaving: CancellationToken,
}

/// A revision that a source action found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Commit id, object version, or the synthetic revision of a snapshot.
    pub id: String,
    /// One line: the commit message, or what a snapshot was taken of.
    pub summary: String,
    /// Where to look at it.
    pub url: Option<String>,
    /// When it was made, milliseconds since the Unix epoch.
    pub created_ms: Option<i64>,
}

/// What a successful attempt leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Success {
    /// Output variables.
    pub variables: BTreeMap<String, String>,
    /// The id under which the outside knows the work.
    pub external_id: Option<String>,
    /// Where to look at the work.
    pub external_url: Option<String>,
    /// One line about the result.
    pub summary: Option<String>,
    /// The revision, for sources.
    pub revision: Option<Revision>,
    /// What the result is worth.
    pub fidelity: Fidelity,
    /// In what this differs from what AWS would have done.
    pub differences: Vec<String>,
    /// What its tests say.
    pub reports: Vec<TestReport>,
}

impl Success {
    /// One about which there is nothing more to say.
    pub fn new(fidelity: Fidelity) -> Self {
        Self {
            variables: BTreeMap::new(),
            external_id: None,
            external_url: None,
            summary: None,
            revision: None,
            fidelity,
            differences: Vec::new(),
            reports: Vec::new(),
        }
    }
}

/// A line around a fault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExcerptLine {
    /// Line number, from 1.
    pub line: u32,
    /// The line's text.
    pub text: String,
    /// Whether the fault is here.
    pub fault: bool,
}

/// Why an attempt failed, for a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Why {
    /// `JobFailed`, `ConfigurationError`, `PermissionError`, … (`FailureType` of the service).
    pub code: String,
    /// One sentence.
    pub message: String,
    /// The build phase.
    pub phase: Option<String>,
    /// The failing command.
    pub command: Option<String>,
    /// Its exit status.
    pub exit_status: Option<i32>,
    /// The buildspec.
    pub file: Option<String>,
    /// The command's line in it.
    pub line: Option<u32>,
    /// The command's column in it.
    pub column: Option<u32>,
    /// The lines around it.
    pub excerpt: Vec<ExcerptLine>,
    /// The first line of the failing command that speaks of an error, when one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_error: Option<String>,
    /// The last lines of the log.
    pub last_lines: Vec<String>,
    /// What to do.
    pub remedies: Vec<String>,
    /// The refusal of IAM that is to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denied: Option<Denied>,
}

/// An attempt that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub why: Why,
    /// The id under which the outside knows the work.
    pub external_id: Option<String>,
    /// What the failure is worth.
    pub fidelity: Fidelity,
    /// In what this differs from what AWS would have done.
    pub differences: Vec<String>,
    /// What its tests say.
    pub reports: Vec<TestReport>,
}

impl Failure {
    /// A failure of real work of which only the code and a sentence are known.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        let why = Why { code: code.into(), message: message.into(), ..Why::default() };
        Self {
            why,
            external_id: None,
            fidelity: Fidelity::Real,
            differences: Vec::new(),
            reports: Vec::new(),
        }
    }

    /// The same with a further way out.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.why.remedies.push(remedy.into());
        self
    }
}

/// How an attempt ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The work is done and the outputs are written.
    Succeeded(Box<Success>),
    /// The work failed.
    Failed(Box<Failure>),
    /// The attempt was told to end and has ended.
    Stopped,
}

impl From<Result<Success, Failure>> for Outcome {
    fn from(result: Result<Success, Failure>) -> Self {
        match result {
            Ok(success) => Self::Succeeded(Box::new(success)),
            Err(failure) => Self::Failed(Box::new(failure)),
        }
    }
}

/// Something missing before a run, and the one fix for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Gap {
    /// Stable code: `source-not-mapped`, `buildspec-missing`, `provider-not-here`, …
    pub code: String,
    /// One sentence.
    pub message: String,
    /// The one fix.
    pub remedy: String,
    /// The name in the definition or the setup that the gap is about.
    pub subject: String,
}

/// What an action will do here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What carries it out.
    pub runs_on: RunsOn,
    /// What the result will be worth.
    pub fidelity: Fidelity,
    /// One sentence: what it will do, to what, from where.
    pub what: String,
    /// Where the mapping came from, in words.
    pub from: String,
    /// In what it will differ from AWS.
    pub differences: Vec<String>,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// What may happen to an attempt that a crash cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// Its effects are keyed or local: it runs again as the next internal attempt.
    RunAgain,
    /// An account does the work and knows it by an id: with that it is taken up as it is, without it it runs again under
    /// the same key.
    Adopt,
    /// Somebody outside holds the outcome: it waits on.
    WaitOn,
}

/// A future that a provider answers.
pub type Running = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// Why an action cannot read an artifact that is a full clone; none when it can. `format` is the
/// `OutputArtifactFormat` of the source that made it. Whether Commands reads one is not documented: taken for granted.
#[must_use]
pub fn unfit_clone(kind: &ActionTypeId, format: Option<&str>) -> Option<&'static str> {
    let builds = matches!(kind.provider.as_str(), "CodeBuild" | "Commands");
    (format == Some("CODEBUILD_CLONE_REF") && !builds).then_some(clone::NOT_FOR_OTHERS)
}

/// An action provider.
pub trait Provider: Send + Sync {
    /// What the action will do here; reads the setup and the disk, changes nothing.
    fn plan(&self, stage: &str, action: &ActionDeclaration, world: &World) -> Planned;
    /// Does the work.
    fn run(&self, job: Job, context: Context) -> Running;
    /// What happens to an attempt that a crash cut off.
    fn recovery(&self) -> Recovery {
        Recovery::RunAgain
    }
}

/// The provider for an action as it will run in this world, or the gap that says why there is none.
///
/// # Errors
/// `provider-not-here` names the provider and the way out.
pub fn find(stage: &str, action: &ActionDeclaration, world: &World) -> Result<&'static dyn Provider, Gap> {
    match world.runs_on(stage, action) {
        RunsOn::Simulated => return Ok(&simulated::Simulated),
        RunsOn::Aws => {
            find_on_aws(action)?;
            return Err(Gap {
                code: "aws-not-confirmed".into(),
                message: format!(
                    "{} is to run on aws, which is done only in a run that confirms it",
                    action.name
                ),
                remedy: format!(
                    "run the pipeline with `--on {}=aws`, and type its name when asked",
                    action.name
                ),
                subject: action.name.clone(),
            });
        }
        RunsOn::Local => {}
    }
    let id = &action.action_type_id;
    provider(id).ok_or_else(|| Gap {
        code: "provider-not-here".into(),
        message: format!(
            "{} uses {}/{} (owner {}, version {}), which cannot run on this computer yet",
            action.name,
            id.category.as_str(),
            id.provider,
            id.owner.as_str(),
            id.version
        ),
        remedy: format!(
            "declare its outcome with `--on {name}=simulated` (or `on: {{{name}: simulated}}` in pipesmith.yaml)",
            name = action.name
        ),
        subject: id.provider.clone(),
    })
}

fn provider(id: &ActionTypeId) -> Option<&'static dyn Provider> {
    Some(match (id.category.as_str(), id.owner.as_str(), id.provider.as_str()) {
        ("Source", "AWS", "CodeStarSourceConnection" | "CodeCommit") | ("Source", "ThirdParty", "GitHub") => {
            &source_git::Git
        }
        ("Source", "AWS", "S3") => &source_s3::S3,
        ("Source", "AWS", "ECR") => &source_ecr::Ecr,
        ("Build" | "Test", "AWS", "CodeBuild") => &codebuild::CodeBuild,
        ("Build", "AWS", "ECRBuildAndPublish") => &ecr_publish::Publish,
        ("Compute", "AWS", "Commands") => &codebuild::commands::Commands,
        ("Approval", "AWS", "Manual") => &approval::Manual,
        ("Deploy", "AWS", "S3") => &deploy_s3::S3,
        _ if is_for_worker(id) => &worker::Worker,
        ("Rule", "AWS", "VariableCheck") => &rules::VariableCheck,
        ("Rule", "AWS", "DeploymentWindow") => &rules::DeploymentWindow,
        ("Rule", "AWS", "CloudWatchAlarm") => &rules::CloudWatchAlarm,
        ("Rule", "AWS", "CodeBuild") => &codebuild::CodeBuild,
        ("Rule", "AWS", "Commands") => &codebuild::commands::Commands,
        _ => return None,
    })
}

/// What an action will do here, whoever carries it out.
#[must_use]
pub fn plan(stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
    let found = match world.runs_on(stage, action) {
        RunsOn::Aws => find_on_aws(action),
        _ => find(stage, action, world),
    };
    match found {
        Ok(provider) => provider.plan(stage, action, world),
        Err(gap) => Planned {
            runs_on: world.runs_on(stage, action),
            fidelity: Fidelity::Simulated,
            what: "Cannot run here".into(),
            from: "catalog".into(),
            differences: Vec::new(),
            gaps: vec![gap],
        },
    }
}

/// Runs blocking work off the async threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Failure::new("SystemUnavailable", format!("the work ended unexpectedly: {error}"))),
    }
}
