//! Sources from Git: `CodeStarSourceConnection`, `CodeCommit` and `GitHub`, from a folder or an address.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::RunsOn;

use crate::git::{self, Commit};
use crate::{
    Context, Failure, Fidelity, Job, Planned, Provider, Revision, Running, Source, SourceKind, Stream,
    Success, World, blocking, clone, mirror, source_fault, tree, value, world,
};

pub(crate) struct Git;

/// Variables hold at most this much of a commit message (100 KB).
const MESSAGE_LIMIT: usize = 100 * 1024;

fn clone_reference(action: &ActionDeclaration) -> bool {
    value(action, "OutputArtifactFormat") == Some("CODEBUILD_CLONE_REF")
}

fn differences(action: &ActionDeclaration, kind: SourceKind) -> Vec<String> {
    let mut list = Vec::new();
    match kind {
        SourceKind::Worktree => {
            list.push("the working tree is taken as it is now, commits or not".to_string())
        }
        SourceKind::Snapshot => list
            .push("a plain folder is taken as it is now; its revision is made from its content".to_string()),
        SourceKind::Commit | SourceKind::Remote => {}
    }
    if value(action, "ConnectionArn").is_some() {
        list.push("the connection is not used: git's own credentials are".to_string());
    }
    list
}

/// The branch an action reads.
fn branch(action: &ActionDeclaration) -> &str {
    value(action, "BranchName").or_else(|| value(action, "Branch")).unwrap_or("HEAD")
}

impl Provider for Git {
    fn plan(&self, stage: &str, action: &ActionDeclaration, world: &World) -> Planned {
        let mut planned = Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Real,
            what: String::new(),
            from: String::new(),
            differences: Vec::new(),
            gaps: Vec::new(),
        };
        match world.git_source(stage, action) {
            Ok(source) => {
                planned.what = match source.kind {
                    SourceKind::Worktree => format!("Packs the working tree {} as it is now", source.shown()),
                    SourceKind::Snapshot => format!("Packs the folder {} as it is now", source.shown()),
                    SourceKind::Commit => format!(
                        "Packs {} of {}",
                        source.reference.as_deref().unwrap_or("HEAD"),
                        source.shown()
                    ),
                    SourceKind::Remote => format!(
                        "Fetches {} of {}",
                        source.reference.as_deref().unwrap_or_else(|| branch(action)),
                        source.shown()
                    ),
                };
                planned.differences = differences(action, source.kind);
                planned.gaps.extend(source.gap(action));
                planned.from = source.from.to_string();
            }
            Err(gap) => {
                planned.what = "Reads a repository that is not on this computer".into();
                planned.from = "nothing".into();
                planned.gaps.push(gap);
            }
        }
        if clone_reference(action) {
            planned.what = format!("{}, as a full clone", planned.what);
        }
        planned
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move { blocking(move || fetch(&job, &context)).await.into() })
    }
}

fn fetch(job: &Job, context: &Context) -> Result<Success, Failure> {
    let output = job.output()?;
    let wrong = |message: String| Failure::new("ConfigurationError", message);
    let unavailable = |message: String| Failure::new("RevisionUnavailable", message);
    let mut source = context
        .world
        .git_source(&job.stage, &job.action)
        .map_err(|gap| wrong(gap.message).remedy(gap.remedy))?;
    if let Some(pinned) = &job.pinned_revision {
        source = source.pinned(pinned).map_err(unavailable)?;
    }
    let Taken { entries, commit, summary, offline } =
        take(&source, &job.action, context).map_err(|said| {
            let asked = source.reference.as_deref().unwrap_or_else(|| branch(&job.action));
            source_fault::fault(&job.action, &source, asked, &said)
        })?;
    context.log.line(Stream::Agent, &format!("{} files from {} ({summary})", entries.len(), source.shown()));
    if entries.iter().any(|(_, name)| name == ".gitmodules") {
        // CodePipeline does not initialise them either (user guide, "Troubleshooting CodePipeline").
        context
            .log
            .line(Stream::Agent, "The repository has submodules: they are left out, as CodePipeline does");
    }
    let size = context.artifacts.pack(&entries, &output.location).map_err(wrong)?;
    context
        .log
        .line(Stream::Agent, &format!("{size} bytes as {}/{}", output.location.bucket, output.location.key));
    Ok(Success {
        variables: variables(&job.action, &commit),
        external_id: Some(commit.id.clone()),
        external_url: None,
        summary: Some(summary.clone()),
        revision: Some(Revision {
            id: commit.id,
            summary,
            url: None,
            created_ms: commit.committed.map(|at| at.0),
        }),
        fidelity: Fidelity::Real,
        differences: differences(&job.action, source.kind).into_iter().chain(offline).collect(),
        reports: Vec::new(),
    })
}

struct Taken {
    entries: Vec<(PathBuf, String)>,
    /// What they stand for.
    commit: Commit,
    /// One line about it.
    summary: String,
    /// Why it is not as new as it may be.
    offline: Option<String>,
}

fn take(source: &Source, action: &ActionDeclaration, context: &Context) -> Result<Taken, String> {
    let first_line = |commit: &Commit| commit.message.lines().next().unwrap_or_default().to_string();
    let short = |id: &str| id.chars().take(7).collect::<String>();
    let full = clone_reference(action);
    let wanted = source.reference.as_deref();
    match source.kind {
        SourceKind::Worktree => {
            let folder = source.folder()?;
            let files = tree::entries(folder)?;
            // No commit yet: the content alone gives a revision.
            let Ok(commit) = git::commit(folder, "HEAD") else { return snapshot(folder, files, full) };
            let changed = if git::is_dirty(folder) { ", with changes" } else { "" };
            let summary = format!("worktree of {}{changed}: {}", short(&commit.id), first_line(&commit));
            let entries = if full {
                let url = git::remotes(folder).into_iter().next();
                let of = (commit.id.as_str(), branch(action), url);
                clone::entries(folder, of, Some(files), &context.scratch)?
            } else {
                files
            };
            Ok(Taken { entries, commit, summary, offline: None })
        }
        SourceKind::Snapshot => {
            let folder = source.folder()?;
            snapshot(folder, tree::entries(folder)?, full)
        }
        SourceKind::Commit => {
            let folder = source.folder()?;
            let commit = git::commit(folder, wanted.unwrap_or("HEAD"))?;
            let url = git::remotes(folder).into_iter().next();
            let summary = format!("{}: {}", short(&commit.id), first_line(&commit));
            Ok(Taken {
                entries: of_commit(folder, &commit, action, url, context)?,
                commit,
                summary,
                offline: None,
            })
        }
        SourceKind::Remote => {
            let url = source.url.as_deref().ok_or_else(|| {
                format!("{} has no remote, of which a commit could be taken", source.shown())
            })?;
            let reference = wanted.unwrap_or_else(|| branch(action));
            let login = world::login(action, url, &*context.secrets);
            let fetch = if full { mirror::fetch_all } else { mirror::fetch };
            let fetched = fetch(&context.mirrors, url, reference, login.as_ref())?;
            let commit = git::commit(&fetched.repository, &fetched.commit)?;
            let entries = of_commit(&fetched.repository, &commit, action, Some(url.to_owned()), context)?;
            let summary = format!("{}: {}", short(&commit.id), first_line(&commit));
            let offline = fetched.offline.map(|said| {
                format!(
                    "{} did not answer ({said}): the commit that was fetched last was taken",
                    source.shown()
                )
            });
            Ok(Taken { entries, commit, summary, offline })
        }
    }
}

/// The files of a commit, or a full clone of it.
fn of_commit(
    repository: &Path,
    commit: &Commit,
    action: &ActionDeclaration,
    url: Option<String>,
    context: &Context,
) -> Result<Vec<(PathBuf, String)>, String> {
    if clone_reference(action) {
        return clone::entries(repository, (&commit.id, branch(action), url), None, &context.scratch);
    }
    let folder = context.scratch.join("tree");
    git::check_out(repository, &commit.id, &folder)?;
    tree::all(&folder)
}

fn snapshot(folder: &Path, entries: Vec<(PathBuf, String)>, full: bool) -> Result<Taken, String> {
    if full {
        return Err(format!(
            "a full clone (CODEBUILD_CLONE_REF) is asked for, and {} has no commit to clone",
            folder.display()
        ));
    }
    let id = tree::revision(&entries)?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let summary = format!("snapshot of {name}, {}", &id[..7]);
    let now = jiff::Timestamp::now();
    let date = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let commit = Commit {
        id,
        message: summary.clone(),
        author_date: date.clone(),
        committer_date: date,
        committed: Some(codepipeline::Timestamp(now.as_millisecond())),
        ..Commit::default()
    };
    Ok(Taken { entries, commit, summary, offline: None })
}

/// Output variables as the provider's page lists them.
fn variables(action: &ActionDeclaration, commit: &Commit) -> BTreeMap<String, String> {
    let mut message = commit.message.clone();
    if message.len() > MESSAGE_LIMIT {
        let cut = (0..=MESSAGE_LIMIT).rev().find(|at| message.is_char_boundary(*at)).unwrap_or(0);
        message.truncate(cut);
    }
    let text = |key: &str| value(action, key).unwrap_or_default().to_string();
    let mut list = vec![
        ("AuthorDate", commit.author_date.clone()),
        ("BranchName", branch(action).to_string()),
        ("CommitId", commit.id.clone()),
        ("CommitMessage", message),
    ];
    match action.action_type_id.provider.as_str() {
        "CodeCommit" => list.extend([
            ("CommitterDate", commit.committer_date.clone()),
            ("RepositoryName", text("RepositoryName")),
        ]),
        "GitHub" => list.extend([
            ("CommitterDate", commit.committer_date.clone()),
            ("RepositoryName", text("Repo")),
            (
                "CommitUrl",
                format!("https://github.com/{}/{}/commit/{}", text("Owner"), text("Repo"), commit.id),
            ),
        ]),
        _ => list.extend([
            ("AuthorDisplayName", commit.author_name.clone()),
            ("AuthorEmail", commit.author_email.clone()),
            ("ConnectionArn", text("ConnectionArn")),
            ("FullRepositoryName", text("FullRepositoryId")),
        ]),
    }
    // Empty and absent are the same to a reader; absent is what the service answers.
    list.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_string(), value))
        .collect()
}
