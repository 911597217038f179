//! How a definition's names map to things on this computer: flags first, then the setup, then guesses, each shown.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use codepipeline::shapes::ActionDeclaration;
use pipeline::ActionKey;
use pipeline::setup::{self, RunsOn, Setup};
use serde::{Deserialize, Serialize};

use crate::registry::{Image, Registry};
use crate::{Gap, Secrets, git, value, watch};

/// Where a mapping came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The command line or the form.
    Flag,
    /// `pipesmith.yaml`, `pipesmith.local.yaml` or the data folder.
    Setup,
    /// Found by looking around; the words say how.
    Guess(String),
    /// Nothing names it: the data folder's default.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("flag"),
            Self::Setup => f.write_str("setup"),
            Self::Guess(how) => write!(f, "guess: {how}"),
            Self::Default => f.write_str("data folder"),
        }
    }
}

/// In what form a source is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A repository's working tree as it is now.
    Worktree,
    /// A commit of a repository on this computer.
    Commit,
    /// A repository somewhere else.
    Remote,
    /// A folder that is no repository.
    Snapshot,
}

/// What a source action reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// In what form.
    pub kind: SourceKind,
    /// The folder (or, for S3, the file).
    pub path: Option<PathBuf>,
    /// The repository's address.
    pub url: Option<String>,
    /// Branch, tag or commit.
    pub reference: Option<String>,
    /// Who said so.
    pub from: Origin,
}

impl Source {
    /// The path or address, for people.
    #[must_use]
    pub fn shown(&self) -> String {
        match (&self.path, &self.url) {
            (Some(path), _) => path.display().to_string(),
            (None, Some(url)) => git::shown(url),
            (None, None) => "nothing".into(),
        }
    }

    /// What is missing, when the folder is not there.
    pub(crate) fn gap(&self, action: &ActionDeclaration) -> Option<Gap> {
        let path = self.path.as_ref().filter(|path| !path.exists())?;
        Some(Gap {
            code: "source-missing".into(),
            message: format!("{} is mapped to {}, which is not there", action.name, path.display()),
            remedy: format!("map it to a folder that is: `--source {}=PATH`", action.name),
            subject: action.name.clone(),
        })
    }

    pub(crate) fn folder(&self) -> Result<&Path, String> {
        let path = self.path.as_deref().ok_or_else(|| "the source has no folder".to_string())?;
        if path.is_dir() { Ok(path) } else { Err(format!("{} is not a folder", path.display())) }
    }

    /// The same source at the revision a start pinned.
    pub(crate) fn pinned(mut self, revision: &str) -> Result<Self, String> {
        match self.kind {
            SourceKind::Worktree | SourceKind::Commit => self.kind = SourceKind::Commit,
            SourceKind::Remote => {}
            SourceKind::Snapshot => {
                return Err(format!("{} is a plain folder: it has no commit {revision}", self.shown()));
            }
        }
        self.reference = Some(revision.to_string());
        Ok(self)
    }
}

/// A CodeBuild project as it is known here.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// What the setup says; empty for a project that nobody described.
    pub setup: setup::Project,
    /// Who said so.
    pub from: Origin,
}

/// The mappings of one pipeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    /// The definition's folder; relative paths of the setup start here.
    folder: PathBuf,
    /// What the files say, merged.
    setup: Setup,
    /// What the command line or the form says; wins over the setup.
    flags: Setup,
    /// The folder that holds the buckets nobody mapped.
    buckets: PathBuf,
    /// The projects that nobody described here and an account knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    found: Option<Found>,
}

/// What an account knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Found {
    /// The account's place, as the user calls it.
    place: String,
    projects: BTreeMap<String, setup::Project>,
}

impl World {
    /// A world for a definition in this folder.
    #[must_use]
    pub fn new(folder: PathBuf, setup: Setup, flags: Setup, buckets: PathBuf) -> Self {
        Self { folder, setup, flags, buckets, found: None }
    }

    /// The world with what the account of a place knows about projects that nobody described here.
    #[must_use]
    pub fn with_projects(self, place: String, projects: BTreeMap<String, setup::Project>) -> Self {
        Self { found: Some(Found { place, projects }), ..self }
    }

    /// What the command line or the form says.
    #[must_use]
    pub fn flags(&self) -> &Setup {
        &self.flags
    }

    /// The definition's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether changes of the mapped repositories start the pipeline.
    #[must_use]
    pub fn triggers(&self) -> bool {
        self.flags.triggers.or(self.setup.triggers).unwrap_or(false)
    }

    /// The schedules that start the pipeline, by their names.
    #[must_use]
    pub fn schedules(&self) -> BTreeMap<&str, &str> {
        let both = self.setup.schedules.iter().chain(&self.flags.schedules);
        both.map(|(name, text)| (name.as_str(), text.as_str())).collect()
    }

    /// What responds to the pipeline's events, by name.
    pub fn responses(&self) -> impl Iterator<Item = (&String, &setup::Response)> {
        self.setup.responses.iter().chain(&self.flags.responses)
    }

    /// How long the pipeline's artifacts are kept; none: for ever.
    #[must_use]
    pub fn retention(&self) -> Option<setup::Retention> {
        self.flags.retention.or(self.setup.retention)
    }

    /// What stands for an SNS topic, which the setup names by its ARN or its name alone.
    pub fn topic(&self, arn: &str) -> Option<&setup::Reaction> {
        let name = arn.rsplit(':').next().unwrap_or(arn);
        let mut setups = [&self.flags, &self.setup].into_iter();
        setups.find_map(|setup| setup.topics.get(arn).or_else(|| setup.topics.get(name)))
    }

    /// The repository whose commits a Git source action takes; none for a plain folder. What is fetched of one
    /// elsewhere goes into `mirrors`; `secrets` has the token that the action brings.
    #[must_use]
    pub fn repository(
        &self,
        stage: &str,
        action: &ActionDeclaration,
        mirrors: &Path,
        secrets: &dyn Secrets,
    ) -> Option<watch::Repository> {
        let source = self.git_source(stage, action).ok()?;
        match (source.kind, source.path, source.url) {
            (SourceKind::Worktree | SourceKind::Commit, Some(path), _) => {
                git::is_repository(&path).then_some(watch::Repository::Here(path))
            }
            (SourceKind::Remote, _, Some(url)) => {
                let login = login(action, &url, secrets);
                Some(watch::Repository::Remote { url, mirrors: mirrors.to_owned(), login })
            }
            _ => None,
        }
    }

    /// The file that an S3 source action copies: an object of a bucket, or what it is mapped to; none for a folder.
    #[must_use]
    pub fn source_object(&self, stage: &str, action: &ActionDeclaration) -> Option<PathBuf> {
        let file = match self.mapped_source(stage, action) {
            Some(source) => source.path?,
            None => self.object(value(action, "S3Bucket")?, value(action, "S3ObjectKey")?),
        };
        file.is_file().then_some(file)
    }

    /// What there is to say of an S3 source action whose object is not there; none for another action, and for a source
    /// that is mapped to something else.
    #[must_use]
    pub fn missing_object(&self, stage: &str, action: &ActionDeclaration) -> Option<String> {
        if action.action_type_id.provider != "S3" || self.mapped_source(stage, action).is_some() {
            return None;
        }
        let (bucket, key) = (value(action, "S3Bucket")?, value(action, "S3ObjectKey")?);
        (!self.object(bucket, key).exists()).then(|| absent(bucket, key))
    }

    /// What carries an action of a stage out.
    #[must_use]
    pub fn runs_on(&self, stage: &str, action: &ActionDeclaration) -> RunsOn {
        let key = ActionKey::new(stage, action.name.as_str());
        self.flags.runs_on(&key).or_else(|| self.setup.runs_on(&key)).unwrap_or(RunsOn::Local)
    }

    /// The declared outcome of a simulated action.
    #[must_use]
    pub fn simulated(&self, stage: &str, action: &ActionDeclaration) -> setup::Outcome {
        let key = ActionKey::new(stage, action.name.as_str());
        self.flags.outcome(&key).or_else(|| self.setup.outcome(&key)).cloned().unwrap_or_default()
    }

    /// The source that the flags or the setup name for an action.
    pub(crate) fn mapped_source(&self, stage: &str, action: &ActionDeclaration) -> Option<Source> {
        let find = |setup: &Setup, from: Origin| {
            let (_, entry) = setup.source_for(stage, action)?;
            Some(self.source(entry, from))
        };
        find(&self.flags, Origin::Flag).or_else(|| find(&self.setup, Origin::Setup))
    }

    fn source(&self, entry: &setup::Source, from: Origin) -> Source {
        let path = entry.path.as_ref().map(|path| clean(&self.folder.join(path)));
        let kind = match (&path, entry.mode) {
            (None, _) => SourceKind::Remote,
            (Some(_), Some(setup::SourceMode::Commit)) => SourceKind::Commit,
            (Some(_), Some(setup::SourceMode::Remote)) => SourceKind::Remote,
            (Some(_), _) if entry.reference.is_some() => SourceKind::Commit,
            (Some(path), _) if git::is_repository(path) => SourceKind::Worktree,
            (Some(_), _) => SourceKind::Snapshot,
        };
        let mut url = entry.url.clone();
        if let (SourceKind::Remote, Some(path)) = (kind, &path) {
            // The remote of a repository on this computer, not what is in its folder.
            url = git::remotes(path).into_iter().next();
        }
        Source { kind, path, url, reference: entry.reference.clone(), from }
    }

    /// What a Git source action reads here.
    ///
    /// # Errors
    /// The gap `source-not-mapped` when nothing on this computer fits.
    pub fn git_source(&self, stage: &str, action: &ActionDeclaration) -> Result<Source, Gap> {
        if let Some(source) = self.mapped_source(stage, action) {
            return Ok(source);
        }
        // Behind the action's own two names stands what it takes, the most exact name first.
        let name = Setup::source_keys(stage, action).into_iter().nth(2).unwrap_or_default();
        let is_it =
            |folder: &PathBuf| git::remotes(folder).iter().any(|remote| names_repository(remote, &name));
        match self.repositories().into_iter().find(is_it).filter(|_| !name.is_empty()) {
            Some(folder) => Ok(Source {
                kind: SourceKind::Worktree,
                path: Some(folder),
                url: None,
                reference: None,
                from: Origin::Guess(format!("a remote of this repository is {name}")),
            }),
            None => Err(Gap {
                code: "source-not-mapped".into(),
                message: format!(
                    "{} reads {name}; no repository here or beside this folder has such a remote",
                    action.name
                ),
                remedy: format!(
                    "say where it is: `--source {}=PATH` (or PATH@REF, or an address)",
                    action.name
                ),
                subject: action.name.clone(),
            }),
        }
    }

    /// The registry that stands for the account's, and who said so.
    ///
    /// # Errors
    /// The gap `registry-not-mapped` when nobody named one.
    pub fn registry(&self, action: &ActionDeclaration) -> Result<(Registry, Origin), Gap> {
        let named = match (&self.flags.registry, &self.setup.registry) {
            (Some(text), _) => Some((text, Origin::Flag)),
            (None, Some(text)) => Some((text, Origin::Setup)),
            (None, None) => None,
        };
        let read = named.and_then(|(text, from)| Some((Registry::read(text)?, from)));
        read.ok_or_else(|| Gap {
            code: "registry-not-mapped".into(),
            message: format!("{} uses the account's registry, for which nothing stands here", action.name),
            remedy: "name a registry in pipesmith.local.yaml, such as `registry: 127.0.0.1:5000`".into(),
            subject: action.name.clone(),
        })
    }

    /// The image that an ECR source action looks up, and who said so.
    ///
    /// # Errors
    /// The gap `registry-not-mapped` when nothing stands for the account's registry, `source-not-mapped` for a mapping
    /// that is no image.
    pub fn image_source(&self, stage: &str, action: &ActionDeclaration) -> Result<(Image, Origin), Gap> {
        let tag = value(action, "ImageTag").unwrap_or("latest");
        if let Some(source) = self.mapped_source(stage, action) {
            let image = source.url.as_deref().and_then(|url| Image::read(url, tag));
            let image = image.ok_or_else(|| Gap {
                code: "source-not-mapped".into(),
                message: format!(
                    "{} is mapped to {}, which is no image of a registry",
                    action.name,
                    source.shown()
                ),
                remedy: format!("say where it is: `--source {}=docker://HOST/NAME:TAG`", action.name),
                subject: action.name.clone(),
            })?;
            return Ok(match &source.reference {
                Some(reference) => (image.at(reference), source.from),
                None => (image, source.from),
            });
        }
        let (registry, from) = self.registry(action)?;
        let repository = registry.repository(value(action, "RepositoryName").unwrap_or_default());
        Ok((Image { registry, repository, reference: tag.to_owned() }, from))
    }

    /// What the remotes of the repositories here are called, `owner/repo`, each with the repository's folder.
    #[must_use]
    pub fn repository_names(&self) -> Vec<(String, PathBuf)> {
        let mut names: Vec<(String, PathBuf)> = Vec::new();
        for folder in self.repositories() {
            for name in git::remotes(&folder).iter().filter_map(|remote| repository_name(remote)) {
                if !names.iter().any(|(known, _)| *known == name) {
                    names.push((name, folder.clone()));
                }
            }
        }
        names
    }

    /// The repository that holds the definition, then its siblings.
    fn repositories(&self) -> Vec<PathBuf> {
        let Some(open) = self.folder.ancestors().find(|folder| git::is_repository(folder)) else {
            return Vec::new();
        };
        let mut found = vec![open.to_path_buf()];
        if let Some(parent) = open.parent()
            && let Ok(siblings) = fs_err::read_dir(parent)
        {
            let mut siblings: Vec<PathBuf> = siblings
                .filter_map(|entry| Some(entry.ok()?.path()))
                .filter(|path| path != open && git::is_repository(path))
                .collect();
            siblings.sort();
            // A folder of hundreds of repositories must not make a plan slow.
            siblings.truncate(50);
            found.extend(siblings);
        }
        found
    }

    /// A CodeBuild project.
    #[must_use]
    pub fn project(&self, name: &str) -> Project {
        let find =
            |setup: &Setup, from: Origin| Some(Project { setup: setup.projects.get(name)?.clone(), from });
        let found = || {
            let Found { place, projects } = self.found.as_ref()?;
            let from = Origin::Guess(format!("the project of {place}"));
            Some(Project { setup: projects.get(name)?.clone(), from })
        };
        let described = find(&self.flags, Origin::Flag).or_else(|| find(&self.setup, Origin::Setup));
        described.or_else(found).unwrap_or_else(|| Project {
            setup: setup::Project::default(),
            from: Origin::Guess("nobody described the project: the source's buildspec.yml".into()),
        })
    }

    /// Where a project's builds run; those without a project as the setup says for all. Flags win over the setup.
    #[must_use]
    pub fn builds_in(&self, project: Option<&str>) -> setup::BuildsIn {
        let of = |setup: &Setup| {
            let own = project.and_then(|name| setup.projects.get(name)?.runs);
            own.or(setup.builds)
        };
        of(&self.flags).or_else(|| of(&self.setup)).unwrap_or(setup::BuildsIn::Sandbox)
    }

    /// The place whose account carries out what runs on AWS.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.flags.place.as_deref().or(self.setup.place.as_deref())
    }

    /// What of it counts for later runs, too: not that the user let an account carry something out in this one.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.flags.on.retain(|_, runs_on| *runs_on != RunsOn::Aws);
        self.flags.place = None;
        self
    }

    /// Whether the user allows privileged containers.
    #[must_use]
    pub fn allows_privileged(&self) -> bool {
        self.flags.allow_privileged.or(self.setup.allow_privileged).unwrap_or(false)
    }

    /// Whether the setup itself lists a secret among those a run needs.
    #[must_use]
    pub fn lists_secret(&self, name: &str) -> bool {
        self.setup.secrets.iter().any(|known| known == name)
    }

    /// The folder of a bucket.
    #[must_use]
    pub fn bucket(&self, name: &str) -> PathBuf {
        let mapped = self.flags.buckets.get(name).or_else(|| self.setup.buckets.get(name));
        mapped.map_or_else(|| self.buckets.join(name), |path| clean(&self.folder.join(path)))
    }

    /// Who named a bucket's folder.
    #[must_use]
    pub fn bucket_origin(&self, name: &str) -> Origin {
        if self.flags.buckets.contains_key(name) {
            Origin::Flag
        } else if self.setup.buckets.contains_key(name) {
            Origin::Setup
        } else {
            Origin::Default
        }
    }

    /// The file of an object.
    #[must_use]
    pub fn object(&self, bucket: &str, key: &str) -> PathBuf {
        self.bucket(bucket).join(key)
    }
}

/// The login that a source action brings itself for an address: a GitHub action's `OAuthToken`.
pub(crate) fn login(action: &ActionDeclaration, url: &str, secrets: &dyn Secrets) -> Option<git::Login> {
    if action.action_type_id.provider != "GitHub" {
        return None;
    }
    git::Login::at_github(url, || secrets.of_action(&action.name, "OAuthToken"))
}

/// Whether a remote's address names the repository `owner/repo` (or a CodeCommit name).
fn names_repository(remote: &str, name: &str) -> bool {
    let path = remote.trim_end_matches('/').trim_end_matches(".git").to_ascii_lowercase();
    let name = name.to_ascii_lowercase();
    path.strip_suffix(&name).is_some_and(|before| before.ends_with('/') || before.ends_with(':'))
}

/// `owner/repo` of a remote's address; nothing of a path on this computer, which has no owner.
fn repository_name(remote: &str) -> Option<String> {
    let address = remote.trim_end_matches('/').trim_end_matches(".git");
    let path = match address.split_once("://") {
        Some(("file", _)) => return None,
        Some((_, rest)) => rest.split_once('/')?.1,
        None => address.split_once(':')?.1,
    };
    // CodeCommit's repositories have no owner; GitLab's may be in several groups.
    let named = path.contains('/') && !path.starts_with('/') && !path.starts_with("v1/repos/");
    named.then(|| path.to_owned())
}

/// Without `.` and `..`, so that a path reads well; symlinks stay.
fn clean(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

/// What is said of an object that is not there.
pub(crate) fn absent(bucket: &str, key: &str) -> String {
    format!("The object {key} does not exist in the bucket {bucket}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_described_by_the_setup_then_by_an_account_and_kept_so() {
        let described: Setup =
            serde_json::from_str(r#"{ "projects": { "own": { "timeout_minutes": 5 } } }"#).unwrap();
        let known = |minutes| setup::Project { timeout_minutes: Some(minutes), ..setup::Project::default() };
        let projects = [("own".to_owned(), known(15)), ("web".to_owned(), known(20))];
        let world = World::new("/site".into(), described, Setup::default(), "/buckets".into())
            .with_projects("release".into(), projects.into());
        let kept = serde_json::to_string(&world.kept()).unwrap();
        let world: World = serde_json::from_str(&kept).unwrap();
        let of = |name: &str| {
            let project = world.project(name);
            (project.setup.timeout_minutes, project.from)
        };
        assert_eq!(of("own"), (Some(5), Origin::Setup));
        assert_eq!(of("web"), (Some(20), Origin::Guess("the project of release".into())));
        assert_eq!(of("lost").0, None);
    }

    #[test]
    fn remotes_name_repositories_in_every_form() {
        for remote in [
            "git@github.com:octo/web.git",
            "https://github.com/octo/web",
            "ssh://git@bitbucket.org/Octo/Web.git/",
            "https://gitlab.com/group/octo/web.git",
        ] {
            assert!(names_repository(remote, "octo/web"), "{remote}");
        }
        assert!(names_repository(
            "https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/fizzbuzz",
            "fizzbuzz"
        ));
        assert!(!names_repository("https://github.com/octo/website", "octo/web"));
        assert!(!names_repository("https://github.com/notocto/web", "octo/web"));
    }

    #[test]
    fn a_remote_tells_the_repositorys_name() {
        for (remote, name) in [
            ("git@github.com:octo/web.git", Some("octo/web")),
            ("ssh://git@bitbucket.org/octo/web.git/", Some("octo/web")),
            ("https://gitlab.com/group/octo/web.git", Some("group/octo/web")),
            ("https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/fizzbuzz", None),
            ("file:///srv/git/web", None),
            ("/srv/git/web", None),
        ] {
            assert_eq!(repository_name(remote).as_deref(), name, "{remote}");
        }
    }
}
