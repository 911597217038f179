//! The setup: what maps the names in a definition to things on this computer. It is written as `pipesmith.yaml`
//! beside the definition (committed: no secrets, nothing that touches AWS), `pipesmith.local.yaml` (ignored), and
//! kept in the same form in the data folder. It only says what is where; whoever reads the files and looks for the
//! things is elsewhere.

use std::collections::BTreeMap;

use codepipeline::shapes::{ActionDeclaration, PipelineDeclaration};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::closest;
use crate::error::{Error, ErrorCode, Span};
use crate::model::{ActionKey, Model, configuration, rules};
use crate::pattern::Pattern;
use crate::schedule::Schedule;
use crate::text::{self, Content, Kind, Member, Node, Text};

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
    pub buildspec: Option<Buildspec>,
    /// Environment variables of the project.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub environment: BTreeMap<String, EnvironmentValue>,
    /// The container image.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// Whether the build may start containers itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privileged: Option<bool>,
    /// After how many minutes a build ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_minutes: Option<u32>,
}

/// A buildspec, as CodeBuild projects have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Buildspec {
    /// A path, relative to the source's root.
    Path(String),
    /// The buildspec itself, YAML.
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
        read_setup(&root, origin).map_err(|error| error.named(name))
    }

    /// This setup with another one over it: what `over` says wins, name by name; the lists of secrets are joined.
    pub fn merge(mut self, over: Self) -> Self {
        self.sources.extend(over.sources);
        for (name, project) in over.projects {
            let merged = match self.projects.remove(&name) {
                Some(base) => base.merge(project),
                None => project,
            };
            self.projects.insert(name, merged);
        }
        self.buckets.extend(over.buckets);
        self.variables.extend(over.variables);
        self.parameters.extend(over.parameters);
        self.on.extend(over.on);
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

/// An entry of a setup that means nothing to a pipeline: probably a slip, or meant for another pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// The entry's JSON pointer in the setup: `/on/Deplyo`.
    pub pointer: String,
    /// What is wrong, with what was probably meant.
    pub message: String,
}

impl Setup {
    /// The entries that name nothing in this pipeline: actions in `on` and `simulated`, pipeline variables, output
    /// artifacts of simulated actions. Sources, projects and buckets may serve other pipelines and are not judged.
    pub fn find_strays(&self, declaration: &PipelineDeclaration) -> Vec<Stray> {
        let model = Model::new(declaration);
        let keys: Vec<_> = model.actions().iter().map(|action| action.key().to_string()).collect();
        let names = || model.actions().iter().map(|action| action.declaration.name.as_str());
        // Rules of conditions run as actions do.
        let rules: Vec<String> = declaration
            .stages
            .iter()
            .flat_map(|stage| {
                let rules = rules(stage).into_iter();
                rules.flat_map(|(_, rule)| {
                    [ActionKey::new(&*stage.name, &*rule.name).to_string(), rule.name.clone()]
                })
            })
            .collect();
        let known = |key: &str| {
            keys.iter().chain(&rules).any(|known| known == key) || names().any(|name| name == key)
        };
        let mut strays = Vec::new();
        let mut stray = |part: &str, name: &str, what: String, near: Option<&str>| {
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            strays.push(Stray { pointer: text::child(part, name), message: format!("{what}{hint}") });
        };
        for (part, key) in
            self.on.keys().map(|key| ("/on", key)).chain(self.simulated.keys().map(|key| ("/simulated", key)))
        {
            if !known(key) {
                let near = closest(key, keys.iter().map(String::as_str).chain(names()));
                stray(part, key, format!("the pipeline has no action `{key}`"), near);
            }
        }
        let variables = || declaration.variables.iter().flatten().map(|variable| variable.name.as_str());
        for name in self.variables.keys().filter(|name| !variables().any(|known| known == name.as_str())) {
            stray(
                "/variables",
                name,
                format!("the pipeline declares no variable `{name}`"),
                closest(name, variables()),
            );
        }
        for (key, outcome) in &self.simulated {
            let mut actions = model.actions().iter();
            let Some(action) = actions.find(|a| a.key().to_string() == *key || a.declaration.name == *key)
            else {
                continue;
            };
            for name in
                outcome.outputs.keys().filter(|name| !action.outputs().any(|known| known == name.as_str()))
            {
                let part = text::child("/simulated", key) + "/outputs";
                stray(
                    &part,
                    name,
                    format!("`{key}` puts out no artifact `{name}`"),
                    closest(name, action.outputs()),
                );
            }
        }
        strays
    }
}

/// `Stage/Action` is more exact than `Action`.
fn look_up<'a, T>(map: &'a BTreeMap<String, T>, key: &ActionKey) -> Option<&'a T> {
    map.get(&key.to_string()).or_else(|| map.get(&key.action))
}

impl Project {
    fn merge(mut self, over: Self) -> Self {
        self.environment.extend(over.environment);
        Self {
            buildspec: over.buildspec.or(self.buildspec),
            environment: self.environment,
            image: over.image.or(self.image),
            privileged: over.privileged.or(self.privileged),
            timeout_minutes: over.timeout_minutes.or(self.timeout_minutes),
        }
    }
}

// ---- reading, with places

type Read<T> = Result<T, Error>;

fn invalid(node: &Node, what: &str) -> Error {
    Error::new(ErrorCode::InvalidValue, format!("{what}, not {}", node.describe())).at(node.span)
}

fn unknown(key: &str, span: Span, what: &str, known: &[&str]) -> Error {
    let hint = match closest(key, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("it can have {}", known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", "))
        }
    };
    Error::new(ErrorCode::UnknownKey, format!("{what} has no `{key}`; {hint}")).at(span)
}

fn members<'a>(node: &'a Node, what: &str) -> Read<&'a [Member]> {
    match node.map() {
        Some(members) => Ok(members),
        None if node.is_null() => Ok(&[]),
        None => Err(invalid(node, &format!("{what} is a map"))),
    }
}

fn read_setup(root: &Node, origin: Origin) -> Read<Setup> {
    const KEYS: &[&str] = &[
        "sources",
        "projects",
        "buckets",
        "variables",
        "parameters",
        "on",
        "simulated",
        "secrets",
        "schedules",
        "triggers",
        "responses",
        "topics",
        "retention",
    ];
    let mut setup = Setup::default();
    for Member { key, key_span, value } in members(root, "a setup")? {
        match key.as_str() {
            "sources" => setup.sources = read_map(value, "`sources`", read_source)?,
            "projects" => setup.projects = read_map(value, "`projects`", read_project)?,
            "buckets" => setup.buckets = read_map(value, "`buckets`", read_text)?,
            "variables" => setup.variables = read_map(value, "`variables`", read_text)?,
            "parameters" => setup.parameters = read_map(value, "`parameters`", read_text)?,
            "on" => setup.on = read_map(value, "`on`", |node| read_runs_on(node, origin))?,
            "simulated" => setup.simulated = read_map(value, "`simulated`", read_outcome)?,
            "secrets" => setup.secrets = read_secrets(value)?,
            "schedules" => setup.schedules = read_map(value, "`schedules`", read_schedule)?,
            "triggers" => setup.triggers = Some(read_bool(value)?),
            "responses" => {
                setup.responses = read_map(value, "`responses`", |node| read_response(node, origin))?;
            }
            "retention" => setup.retention = Some(read_retention(value)?),
            "topics" => setup.topics = read_map(value, "`topics`", |node| read_topic(node, origin))?,
            _ => return Err(unknown(key, *key_span, "a setup", KEYS)),
        }
    }
    Ok(setup)
}

fn read_map<T>(node: &Node, what: &str, read: impl Fn(&Node) -> Read<T>) -> Read<BTreeMap<String, T>> {
    members(node, what)?.iter().map(|member| Ok((member.key.clone(), read(&member.value)?))).collect()
}

fn read_text(node: &Node) -> Read<String> {
    match node.scalar() {
        Some((kind, text)) if kind != Kind::Null => Ok(text.to_owned()),
        _ => Err(invalid(node, "a text is expected here")),
    }
}

fn read_schedule(node: &Node) -> Read<String> {
    let text = read_text(node)?;
    Schedule::read(&text).map_err(|message| invalid(node, &message))?;
    Ok(text)
}

fn read_bool(node: &Node) -> Read<bool> {
    // `yes` and `on` are booleans in YAML 1.1; here, where only a boolean can stand, they are taken for one.
    match node.scalar().map(|(_, text)| text.to_ascii_lowercase()).as_deref() {
        Some("true" | "yes" | "on") => Ok(true),
        Some("false" | "no" | "off") => Ok(false),
        _ => Err(invalid(node, "true or false is expected here")),
    }
}

fn read_number(node: &Node) -> Read<u32> {
    let number = node.scalar().and_then(|(_, text)| text.parse().ok());
    number.ok_or_else(|| invalid(node, "a whole number is expected here"))
}

fn read_retention(node: &Node) -> Read<Retention> {
    let (mut keep, mut days) = (None, None);
    for Member { key, key_span, value } in members(node, "a retention")? {
        match key.as_str() {
            "keep" => keep = Some(read_number(value)?),
            "days" => days = Some(read_number(value)?),
            _ => return Err(unknown(key, *key_span, "a retention", &["keep", "days"])),
        }
    }
    let keep = keep.ok_or_else(|| invalid(node, "a retention says how many executions to `keep`"))?;
    Ok(Retention { keep: usize::try_from(keep).unwrap_or(usize::MAX), days })
}

/// One of several words.
fn read_word<T: Copy>(node: &Node, words: &[(&str, T)]) -> Read<T> {
    let word = read_text(node)?;
    if let Some((_, value)) = words.iter().find(|(name, _)| *name == word) {
        return Ok(*value);
    }
    let names: Vec<_> = words.iter().map(|(name, _)| format!("`{name}`")).collect();
    let message = format!("`{word}` is not one of {}", names.join(", "));
    Err(Error::new(ErrorCode::InvalidValue, message).at(node.span))
}

fn read_source(node: &Node) -> Read<Source> {
    if node.scalar().is_some() {
        let text = read_text(node)?;
        return Ok(if is_url(&text) {
            let source = Source { url: Some(text), ..Source::default() };
            if source.holds_secret() {
                return Err(Error::new(ErrorCode::InvalidValue, SECRET_IN_URL).at(node.span));
            }
            source
        } else {
            Source { path: Some(text), ..Source::default() }
        });
    }
    const MODES: &[(&str, SourceMode)] =
        &[("worktree", SourceMode::Worktree), ("commit", SourceMode::Commit), ("remote", SourceMode::Remote)];
    let mut source = Source::default();
    for Member { key, key_span, value } in members(node, "a source")? {
        match key.as_str() {
            "path" => source.path = Some(read_text(value)?),
            "url" => source.url = Some(read_text(value)?),
            "mode" => source.mode = Some(read_word(value, MODES)?),
            "ref" => source.reference = Some(read_text(value)?),
            _ => return Err(unknown(key, *key_span, "a source", &["path", "url", "mode", "ref"])),
        }
    }
    let conflict = match (&source.path, &source.url, source.mode) {
        (None, None, _) => "a source needs a `path` or a `url`",
        (Some(_), Some(_), _) => "a source has either a `path` or a `url`",
        (None, Some(_), Some(SourceMode::Worktree | SourceMode::Commit)) => "a source with a `url` is remote",
        _ if source.holds_secret() => SECRET_IN_URL,
        _ => return Ok(source),
    };
    Err(Error::new(ErrorCode::InvalidValue, conflict).at(node.span))
}

/// Whether a text names a repository elsewhere: `https://...`, `ssh://...`, `git@host:path`.
fn is_url(text: &str) -> bool {
    let scp = |text: &str| {
        text.split_once(':')
            .is_some_and(|(host, path)| host.contains('@') && !host.contains('/') && !path.is_empty())
    };
    text.contains("://") || scp(text)
}

fn read_project(node: &Node) -> Read<Project> {
    if node.scalar().is_some() {
        return Ok(Project { buildspec: Some(read_buildspec(node)?), ..Project::default() });
    }
    const KEYS: &[&str] = &["buildspec", "environment", "image", "privileged", "timeout_minutes"];
    let mut project = Project::default();
    for Member { key, key_span, value } in members(node, "a project")? {
        match key.as_str() {
            "buildspec" => project.buildspec = Some(read_buildspec(value)?),
            "environment" => project.environment = read_map(value, "`environment`", read_environment_value)?,
            "image" => project.image = Some(read_text(value)?),
            "privileged" => project.privileged = Some(read_bool(value)?),
            "timeout_minutes" => project.timeout_minutes = Some(read_number(value)?),
            _ => return Err(unknown(key, *key_span, "a project", KEYS)),
        }
    }
    Ok(project)
}

/// A path, or the buildspec itself: as a text of several lines or written out in place.
fn read_buildspec(node: &Node) -> Read<Buildspec> {
    match &node.content {
        // JSON is YAML too, so a buildspec written out in place is handed on as JSON.
        Content::Map(_) => Ok(Buildspec::Inline(node.to_value().to_string())),
        Content::Scalar(..) => {
            let text = read_text(node)?;
            Ok(if text.contains('\n') { Buildspec::Inline(text) } else { Buildspec::Path(text) })
        }
        Content::List(_) => Err(invalid(node, "a buildspec is a path, a text or a map")),
    }
}

fn read_environment_value(node: &Node) -> Read<EnvironmentValue> {
    if let Some([member]) = node.map()
        && member.key == "secret"
    {
        return Ok(EnvironmentValue::Secret(read_text(&member.value)?));
    }
    match node.scalar() {
        // An empty variable is a variable.
        Some((Kind::Null, _)) => Ok(EnvironmentValue::Plain(String::new())),
        Some((_, text)) => Ok(EnvironmentValue::Plain(text.to_owned())),
        None => Err(invalid(node, "a value is a text or `secret: NAME`")),
    }
}

fn read_runs_on(node: &Node, origin: Origin) -> Read<RunsOn> {
    const WORDS: &[(&str, RunsOn)] =
        &[("local", RunsOn::Local), ("simulated", RunsOn::Simulated), ("aws", RunsOn::Aws)];
    let runs_on = read_word(node, WORDS)?;
    if runs_on == RunsOn::Aws && origin == Origin::Committed {
        let message = "`aws` changes an account from a laptop, so a committed file cannot ask for it; say it in \
                       `pipesmith.local.yaml` or with `--on ACTION=aws`";
        return Err(Error::new(ErrorCode::NotAllowed, message).at(node.span));
    }
    Ok(runs_on)
}

fn read_outcome(node: &Node) -> Read<Outcome> {
    const STATUSES: &[(&str, OutcomeStatus)] =
        &[("succeeded", OutcomeStatus::Succeeded), ("failed", OutcomeStatus::Failed)];
    if node.scalar().is_some_and(|(kind, _)| kind != Kind::Null) {
        return Ok(Outcome { status: read_word(node, STATUSES)?, ..Outcome::default() });
    }
    const KEYS: &[&str] = &["status", "message", "seconds", "outputs", "variables"];
    let mut outcome = Outcome::default();
    for Member { key, key_span, value } in members(node, "an outcome")? {
        match key.as_str() {
            "status" => outcome.status = read_word(value, STATUSES)?,
            "message" => outcome.message = Some(read_text(value)?),
            "seconds" => outcome.seconds = Some(read_number(value)?),
            "outputs" => outcome.outputs = read_map(value, "`outputs`", read_text)?,
            "variables" => outcome.variables = read_map(value, "`variables`", read_text)?,
            _ => return Err(unknown(key, *key_span, "an outcome", KEYS)),
        }
    }
    Ok(outcome)
}

const REACTIONS: [&str; 4] = ["notify", "command", "webhook", "start"];

fn read_response(node: &Node, origin: Origin) -> Read<Response> {
    let (mut pattern, mut reactions) = (None, Vec::new());
    for member in members(node, "a response")? {
        if member.key == "pattern" {
            let read = member.value.to_value();
            if let Err(fault) = Pattern::read(&read) {
                return Err(invalid(&member.value, &fault.to_string()));
            }
            pattern = Some(read);
        } else {
            let keys = [&["pattern"][..], &REACTIONS].concat();
            reactions.extend(read_reaction(member, origin, "a response", &keys)?);
        }
    }
    let pattern = pattern.ok_or_else(|| invalid(node, "a response has a `pattern` of events"))?;
    Ok(Response { pattern, reaction: the_one(node, "a response", reactions)? })
}

fn read_topic(node: &Node, origin: Origin) -> Read<Reaction> {
    let mut reactions = Vec::new();
    for member in members(node, "a topic")? {
        reactions.extend(read_reaction(member, origin, "a topic", &REACTIONS)?);
    }
    the_one(node, "a topic", reactions)
}

fn the_one(node: &Node, what: &str, mut reactions: Vec<Reaction>) -> Read<Reaction> {
    match (reactions.pop(), reactions.is_empty()) {
        (Some(reaction), true) => Ok(reaction),
        _ => {
            let message = format!("{what} does one thing: `notify: true`, `command`, `webhook` or `start`");
            Err(invalid(node, &message))
        }
    }
}

/// What a member asks for; nothing for `notify: false`.
fn read_reaction(member: &Member, origin: Origin, what: &str, keys: &[&str]) -> Read<Option<Reaction>> {
    let Member { key, key_span, value } = member;
    let own = |reaction| match origin {
        Origin::Committed => {
            let message = format!(
                "`{key}` acts outside of Pipesmith, so a committed file cannot ask for it; say it in \
                 `pipesmith.local.yaml`"
            );
            Err(Error::new(ErrorCode::NotAllowed, message).at(value.span))
        }
        Origin::Own => Ok(Some(reaction)),
    };
    match key.as_str() {
        "notify" => Ok(read_bool(value)?.then_some(Reaction::Notify)),
        "command" => {
            let words = value.list().filter(|words| !words.is_empty());
            let words = words.ok_or_else(|| {
                invalid(value, "`command` is a list: a program and its arguments, without a shell")
            })?;
            own(Reaction::Command(words.iter().map(read_text).collect::<Read<_>>()?))
        }
        "webhook" => {
            let address = read_text(value)?;
            if !(address.starts_with("https://") || address.starts_with("http://")) {
                return Err(invalid(value, "`webhook` is an address with http:// or https://"));
            }
            own(Reaction::Webhook(address))
        }
        "start" => Ok(Some(Reaction::Start(read_text(value)?))),
        _ => Err(unknown(key, *key_span, what, keys)),
    }
}

fn read_secrets(node: &Node) -> Read<Vec<String>> {
    if let Some(map) = node.map() {
        let message =
            "`secrets` is a list of names; values are asked for before the run or given with `--secret`";
        let span = map.first().map_or(node.span, |member| member.value.span);
        return Err(Error::new(ErrorCode::NotAllowed, message).at(span));
    }
    match node.list() {
        Some(items) => items.iter().map(read_text).collect(),
        None if node.is_null() => Ok(Vec::new()),
        None => Err(invalid(node, "`secrets` is a list of names")),
    }
}
