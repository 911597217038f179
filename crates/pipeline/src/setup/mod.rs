//! The setup: what maps the names in a definition to things on this computer. It is written as `pipesmith.yaml`
//! beside the definition (committed: no secrets, nothing that touches AWS), `pipesmith.local.yaml` (ignored), and
//! kept in the same form in the data folder, for each pipeline. It only says what is where; whoever reads the files and looks for the
//! things is elsewhere.

use std::collections::BTreeMap;

use codepipeline::shapes::ActionDeclaration;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Error;
use crate::model::{ActionKey, configuration};
use crate::text::{self, Text};

mod read;
mod strays;
mod write;

pub use strays::Stray;

/// The whole setup. Every part is optional.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Setup {
    /// Where sources are, by the action's name (`Source`, `Stage/Source`) or by what it takes (`owner/repo`, a
    /// CodeCommit repository, `bucket/key`, an image repository).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, Source>,
    /// CodeBuild projects, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub projects: BTreeMap<String, Project>,
    /// Lambda functions, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub functions: BTreeMap<String, Function>,
    /// State machines of Step Functions, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub state_machines: BTreeMap<String, StateMachine>,
    /// Where builds run, unless their project says otherwise; in the sandbox when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub builds: Option<BuildsIn>,
    /// Whether a project's privileged flag counts in a container: root there is then root of this computer. Only the
    /// user's own files may say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_privileged: Option<bool>,
    /// The registry that stands for the account's, `HOST[:PORT][/PREFIX]`, with `http://` before it when it is none of
    /// this computer and yet speaks no TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry: Option<String>,
    /// Folders that stand for buckets, by the bucket's name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub buckets: BTreeMap<String, String>,
    /// Values of pipeline variables, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, String>,
    /// Values of the parameters of the template that makes the pipeline, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
    /// What carries out an action, by `Action` or `Stage/Action`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub on: BTreeMap<String, RunsOn>,
    /// The place whose account carries out what runs on `aws`. Only the user's own files may say so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The outcomes of simulated actions, by `Action` or `Stage/Action`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub simulated: BTreeMap<String, Outcome>,
    /// The names of the secrets a run needs. Values never stand here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<String>,
    /// Schedules that start the pipeline: an expression, `cron(...)` or `rate(...)`, by a name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub schedules: BTreeMap<String, String>,
    /// Whether a new commit or tag in a mapped repository on this computer starts the pipeline, as its triggers (or
    /// the change detection of its source actions) say. Nothing starts by itself unless this is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triggers: Option<bool>,
    /// What is done when the pipeline publishes an event, by a name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub responses: BTreeMap<String, Response>,
    /// What stands for the SNS topics that approvals are announced to, by ARN or name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub topics: BTreeMap<String, Reaction>,
    /// How long artifacts are kept; for ever when it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention: Option<Retention>,
}

/// Which executions' artifacts are kept; what is needed is kept in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Those of so many newest executions.
    pub keep: usize,
    /// Those of executions that ended less than so many days ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// What is done when a pipeline publishes an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Which events: an event pattern, see [`crate::pattern::Pattern`].
    pub pattern: Value,
    /// What is done.
    pub reaction: Reaction,
}

/// What a response does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reaction {
    /// A desktop notification.
    Notify,
    /// A program of this computer with its arguments; the event is on its standard input. Only the user's own files
    /// may ask for one.
    Command(Vec<String>),
    /// The event is sent to this address with POST. Only the user's own files may ask for it.
    Webhook(String),
    /// Another pipeline of this computer is started.
    Start(String),
}

/// Where a source is.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// A folder or file on this computer, relative to the setup's folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The address of a repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What of it is taken. A path's worktree when left out, a url's remote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<SourceMode>,
    /// The branch, tag or commit; the action's own branch when left out.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Source {
    /// What of the source is taken, with the default applied.
    pub fn effective_mode(&self) -> SourceMode {
        let default = if self.path.is_some() { SourceMode::Worktree } else { SourceMode::Remote };
        self.mode.unwrap_or(default)
    }

    /// Whether the URL holds a password or an access token. Setups are kept and committed: no secret may stand in one.
    pub fn holds_secret(&self) -> bool {
        let address = self.url.as_deref().and_then(|url| url.split_once("://"));
        let Some((_, rest)) = address else { return false };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let Some((user, _)) = authority.rsplit_once('@') else { return false };
        // Access tokens of GitHub and GitLab are also taken as the name of a user.
        let tokens = ["ghp_", "gho_", "ghs_", "github_pat_", "glpat-"];
        user.contains(':') || tokens.iter().any(|token| user.starts_with(token))
    }
}

/// Whether `HOST` or `HOST:PORT` is this computer.
pub fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|digit| digit.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What is said of a URL that [`Source::holds_secret`]; it does not repeat the URL.
pub const SECRET_IN_URL: &str = "the URL of a source may not hold a password or token: leave it out, and let git's \
                                 credential helper or an SSH key answer";

/// What of a source is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceMode {
    /// The files as they are now, without ignored ones.
    Worktree,
    /// A commit of the repository on this computer.
    Commit,
    /// A commit fetched from the remote.
    Remote,
}

/// A CodeBuild project. What is left out comes from where the project is found, or from CodeBuild's defaults.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Project {
    /// The buildspec.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buildspec: Option<Body>,
    /// Environment variables of the project.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub environment: BTreeMap<String, EnvironmentValue>,
    /// The container image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Whether the build may start containers itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privileged: Option<bool>,
    /// The compute type, `BUILD_GENERAL1_SMALL` and so on: what a container may use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compute: Option<String>,
    /// Where its builds run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runs: Option<BuildsIn>,
    /// After how many minutes a build ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_minutes: Option<u32>,
    /// The service role that its builds have in the account, by ARN or name. On this computer no role counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// A Lambda function. What is left out is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Function {
    /// Its code: a folder, a file or a ZIP, relative to the setup's folder, or the text of its one file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Body>,
    /// What of the code is called, as Lambda takes it: `index.handler`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handler: Option<String>,
    /// The identifier of its runtime, as Lambda takes it: `python3.13`, `nodejs22.x`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runtime: Option<String>,
}

/// A state machine of Step Functions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StateMachine {
    /// Its definition in the Amazon States Language: a file, relative to the setup's folder, or the definition itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<Body>,
    /// What stands for each `${NAME}` in the definition. (AWS CloudFormation, `DefinitionSubstitutions`.)
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub substitutions: BTreeMap<String, String>,
}

/// Where builds run on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BuildsIn {
    /// In the sandbox, with this computer's own system and tools.
    Sandbox,
    /// In a container of the project's image.
    Container,
}

/// A buildspec, a function's code, a state machine's definition: where it is, or what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// A path. That of a buildspec starts at the source's root.
    Path(String),
    /// The text itself.
    Inline(String),
}

/// The value of a project's environment variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EnvironmentValue {
    /// The value itself.
    Plain(String),
    /// The name of a secret of the setup.
    Secret(String),
}

/// What carries out an action when its pipeline runs on this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunsOn {
    /// This computer.
    Local,
    /// The real service. Never from a committed file.
    Aws,
    /// Nothing: the declared outcome is taken.
    Simulated,
}

impl RunsOn {
    /// The word a user writes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Aws => "aws",
            Self::Simulated => "simulated",
        }
    }

    /// What a user's word means.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Local, Self::Aws, Self::Simulated].into_iter().find(|one| one.as_str() == word)
    }
}

/// How a simulated action ends.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Outcome {
    /// Whether it succeeds.
    pub status: OutcomeStatus,
    /// The text of its summary or, when it fails, of its error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// How long it pretends to work, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
    /// Its output artifacts: a folder or ZIP for each, by the artifact's name. Empty ones are made of the others.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub outputs: BTreeMap<String, String>,
    /// Its output variables.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, String>,
}

/// Whether a simulated action succeeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OutcomeStatus {
    /// It does.
    #[default]
    Succeeded,
    /// It does not.
    Failed,
}

/// Where a setup comes from, which decides what it may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `pipesmith.yaml`: anybody may have written it, so it may not send an action to AWS.
    Committed,
    /// `pipesmith.local.yaml`, the data folder, the command line: the user's own.
    Own,
}

impl Setup {
    /// Reads a setup. An empty text is an empty setup.
    ///
    /// # Errors
    /// With the place in the text: [`ErrorCode::UnknownKey`], [`ErrorCode::InvalidValue`], [`ErrorCode::NotAllowed`]
    /// for what this origin may not say, and what [`crate::parse`] says of texts that cannot be read.
    pub fn parse(text: &str, name: &str, origin: Origin) -> Result<Self, Error> {
        let Text { root, foreign, .. } = text::read(text, name)?;
        if let Some(error) = foreign {
            return Err(error);
        }
        if root.is_null() {
            return Ok(Self::default());
        }
        read::setup(&root, origin).map_err(|error| error.named(name))
    }

    /// This setup with another one over it: what `over` says wins, name by name; the lists of secrets are joined.
    pub fn merge(mut self, over: Self) -> Self {
        self.sources.extend(over.sources);
        merge_each(&mut self.projects, over.projects, Project::merge);
        merge_each(&mut self.functions, over.functions, Function::merge);
        merge_each(&mut self.state_machines, over.state_machines, StateMachine::merge);
        self.builds = over.builds.or(self.builds);
        self.allow_privileged = over.allow_privileged.or(self.allow_privileged);
        self.registry = over.registry.or(self.registry);
        self.buckets.extend(over.buckets);
        self.variables.extend(over.variables);
        self.parameters.extend(over.parameters);
        self.on.extend(over.on);
        self.place = over.place.or(self.place);
        self.simulated.extend(over.simulated);
        self.schedules.extend(over.schedules);
        self.triggers = over.triggers.or(self.triggers);
        self.responses.extend(over.responses);
        self.topics.extend(over.topics);
        self.retention = over.retention.or(self.retention);
        for secret in over.secrets {
            if !self.secrets.contains(&secret) {
                self.secrets.push(secret);
            }
        }
        self
    }

    /// The names under which a source action may stand in [`Setup::sources`], the most exact one first: the
    /// action's address and name, then what it takes.
    pub fn source_keys(stage: &str, action: &ActionDeclaration) -> Vec<String> {
        let get = |key| configuration(action, key);
        let mut keys = vec![ActionKey::new(stage, action.name.as_str()).to_string(), action.name.clone()];
        match action.action_type_id.provider.as_str() {
            "CodeStarSourceConnection" => keys.extend(get("FullRepositoryId").map(str::to_owned)),
            "CodeCommit" => keys.extend(get("RepositoryName").map(str::to_owned)),
            "GitHub" => {
                let (owner, repo) = (get("Owner"), get("Repo"));
                keys.extend(owner.zip(repo).map(|(owner, repo)| format!("{owner}/{repo}")));
                keys.extend(repo.map(str::to_owned));
            }
            "S3" => {
                let (bucket, object) = (get("S3Bucket"), get("S3ObjectKey"));
                keys.extend(bucket.zip(object).map(|(bucket, object)| format!("{bucket}/{object}")));
            }
            "ECR" => {
                let (repository, tag) = (get("RepositoryName"), get("ImageTag").unwrap_or("latest"));
                keys.extend(repository.map(|repository| format!("{repository}:{tag}")));
                keys.extend(repository.map(str::to_owned));
            }
            _ => {}
        }
        keys
    }

    /// Where an action's source is, with the name under which it was found.
    pub fn source_for(&self, stage: &str, action: &ActionDeclaration) -> Option<(&str, &Source)> {
        let keys = Self::source_keys(stage, action);
        keys.iter()
            .find_map(|key| self.sources.get_key_value(key))
            .map(|(key, source)| (key.as_str(), source))
    }

    /// What carries out an action, if the setup says so.
    pub fn runs_on(&self, key: &ActionKey) -> Option<RunsOn> {
        look_up(&self.on, key).copied()
    }

    /// How an action ends when it is simulated, if the setup says so.
    pub fn outcome(&self, key: &ActionKey) -> Option<&Outcome> {
        look_up(&self.simulated, key)
    }
}
/// `Stage/Action` is more exact than `Action`.
fn look_up<'a, T>(map: &'a BTreeMap<String, T>, key: &ActionKey) -> Option<&'a T> {
    map.get(&key.to_string()).or_else(|| map.get(&key.action))
}

/// What is under a name in both is merged; `over` wins.
fn merge_each<T>(base: &mut BTreeMap<String, T>, over: BTreeMap<String, T>, merge: impl Fn(T, T) -> T) {
    for (name, one) in over {
        let merged = match base.remove(&name) {
            Some(known) => merge(known, one),
            None => one,
        };
        base.insert(name, merged);
    }
}

impl Function {
    fn merge(self, over: Self) -> Self {
        Self {
            code: over.code.or(self.code),
            handler: over.handler.or(self.handler),
            runtime: over.runtime.or(self.runtime),
        }
    }
}

impl StateMachine {
    fn merge(mut self, over: Self) -> Self {
        self.substitutions.extend(over.substitutions);
        Self { definition: over.definition.or(self.definition), substitutions: self.substitutions }
    }
}

impl Project {
    fn merge(mut self, over: Self) -> Self {
        self.environment.extend(over.environment);
        Self {
            buildspec: over.buildspec.or(self.buildspec),
            environment: self.environment,
            image: over.image.or(self.image),
            privileged: over.privileged.or(self.privileged),
            compute: over.compute.or(self.compute),
            runs: over.runs.or(self.runs),
            timeout_minutes: over.timeout_minutes.or(self.timeout_minutes),
            role: over.role.or(self.role),
        }
    }
}
