//! What changed in the sources of a pipeline, and which of it starts it. A push is what moved a branch or made a tag, a
//! pull request's event what happened to its references, a new version of an object what was written to its file.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::UNIX_EPOCH;

use actions::watch::{Refs, Repository};
use actions::{Secrets, World};
use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ExecutionTrigger, PipelineDeclaration, SourceRevisionOverride,
    SourceRevisionType, TriggerType,
};
use execution::StartRequest;
use pipeline::delivery::Told;
use pipeline::model::configuration;
use pipeline::triggers::{self, EXAMINED_FILES, GitEvent};
use serde_json::{Value, json};

use super::polling;

/// Which sources are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// What lies on this computer.
    Here,
    /// Repositories that have to be asked over a network.
    Elsewhere,
}

/// What a look found.
pub struct Looked {
    /// What there is, by source action.
    pub refs: BTreeMap<String, Refs>,
    /// The starts that what changed gives occasion to.
    pub starts: Vec<StartRequest>,
    /// The polled sources whose object is not there, with what there is to say.
    pub missing: BTreeMap<String, String>,
}

/// What changed since the last look. The first look at a source starts nothing.
pub fn since(
    world: &World,
    declaration: &PipelineDeclaration,
    mirrors: &Path,
    secrets: &dyn Secrets,
    mut known: BTreeMap<String, Refs>,
    place: Where,
) -> Looked {
    let mut seen = BTreeMap::new();
    let mut starts = Vec::new();
    let mut missing = BTreeMap::new();
    for stage in &declaration.stages {
        let sources =
            stage.actions.iter().filter(|one| one.action_type_id.category == ActionCategory::Source);
        for action in sources {
            if action.action_type_id.provider == "S3" {
                if place == Where::Here {
                    let versions = object_version(world, &stage.name, action);
                    let before = known.remove(&action.name);
                    starts.extend(before.and_then(|before| written(action, &before, &versions)));
                    let absent = world.missing_object(&stage.name, action).filter(|_| detects(action));
                    missing.extend(absent.map(|message| (action.name.clone(), message)));
                    seen.insert(action.name.clone(), versions);
                }
                continue;
            }
            if action.action_type_id.provider == "ECR" {
                if place == Where::Elsewhere {
                    let before = known.remove(&action.name);
                    let digests = image_digest(world, &stage.name, action);
                    // A registry that cannot be asked now is no registry without images.
                    let digests = digests.or_else(|_| before.clone().ok_or(()));
                    if let (Some(before), Ok(digests)) = (&before, &digests) {
                        starts.extend(pushed(action, before, digests));
                    }
                    seen.extend(digests.ok().map(|digests| (action.name.clone(), digests)));
                }
                continue;
            }
            let Some(repository) = world.repository(&stage.name, action, mirrors, secrets) else { continue };
            if matches!(repository, Repository::Remote { .. }) != (place == Where::Elsewhere) {
                continue;
            }
            let Ok(refs) = repository.refs() else {
                // A repository that cannot be read now is no repository without branches.
                seen.extend(known.remove_entry(&action.name));
                continue;
            };
            if let Some(before) = known.remove(&action.name) {
                let told = moved(&repository, &before, &refs);
                let requests = told.into_iter().chain(pull_requests(&repository, &before, &refs));
                starts.extend(
                    requests.filter_map(|told| of_told(declaration, action, Some(&repository), told).ok()),
                );
            }
            seen.insert(action.name.clone(), refs);
        }
    }
    Looked { refs: seen, starts, missing }
}

/// The version of the object that an S3 source copies: a folder keeps none, so when and how long it was written.
fn object_version(world: &World, stage: &str, action: &ActionDeclaration) -> Refs {
    let version = || {
        let file = world.source_object(stage, action)?;
        let found = fs_err::metadata(file).ok()?;
        let at = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{}-{}", at.as_nanos(), found.len()))
    };
    let name =
        ["S3Bucket", "S3ObjectKey"].map(|key| configuration(action, key).unwrap_or_default()).join("/");
    version().map(|version| Refs::from([(name, version)])).unwrap_or_default()
}

/// What the tag of an ECR source stands for.
fn image_digest(world: &World, stage: &str, action: &ActionDeclaration) -> Result<Refs, ()> {
    let (image, _) = world.image_source(stage, action).map_err(drop)?;
    let digest = actions::registry::digest(&image).map_err(drop)?;
    Ok(Refs::from([(image.uri(), digest)]))
}

/// The start that a pushed image makes: the service's rule for it names no revision, so the newest is taken.
fn pushed(action: &ActionDeclaration, before: &Refs, now: &Refs) -> Option<StartRequest> {
    let (name, digest) = now.iter().next()?;
    // Another tag or registry is a first look.
    if before.get(name).is_none_or(|known| known == digest) {
        return None;
    }
    Some(StartRequest {
        trigger: ExecutionTrigger {
            trigger_type: Some(TriggerType::CloudWatchEvent),
            trigger_detail: Some(name.clone()),
        },
        client_request_token: Some(format!("image-{}-{digest}", action.name)),
        ..StartRequest::default()
    })
}

/// The start that a new version of an object, or another key, makes where the source is polled.
fn written(action: &ActionDeclaration, before: &Refs, now: &Refs) -> Option<StartRequest> {
    let (name, version) = now.iter().next()?;
    if before.get(name) == Some(version) || !detects(action) {
        return None;
    }
    Some(polling::start(action, Some(format!("object-{}-{version}", action.name))))
}

/// The moved and new branches and tags as the pushes that made them so. A branch that was made tells no files.
fn moved(repository: &Repository, before: &Refs, now: &Refs) -> Vec<Told> {
    let mut told = Vec::new();
    for (name, commit) in now {
        let last = before.get(name);
        if last == Some(commit) {
            continue;
        }
        let event = if let Some(tag) = name.strip_prefix("refs/tags/") {
            GitEvent::Tag { name: tag.to_owned() }
        } else if let Some(branch) = name.strip_prefix("refs/heads/") {
            let files = last.and_then(|last| repository.changed_files(last, commit, EXAMINED_FILES).ok());
            let files = files.unwrap_or_default();
            GitEvent::Push { branch: branch.to_owned(), created: last.is_none(), files }
        } else {
            continue;
        };
        told.push(Told { event, commit: commit.clone(), base: last.cloned(), reference: name.clone() });
    }
    told
}

/// What happened to the pull requests: a new head opens one, another updates it, and one whose merge (or, without merges,
/// whose head) is gone was closed. Into which branch it goes is told by the merge: its first parent is that branch.
fn pull_requests(repository: &Repository, before: &Refs, now: &Refs) -> Vec<Told> {
    const PREFIXES: [&str; 2] = ["refs/pull/", "refs/merge-requests/"];
    let of = |refs: &'_ Refs| -> Vec<(String, String)> {
        let heads = refs.iter().filter_map(|(name, commit)| {
            let request = name.strip_suffix("/head")?;
            PREFIXES
                .iter()
                .any(|prefix| request.starts_with(prefix))
                .then(|| (request.to_owned(), commit.clone()))
        });
        heads.collect()
    };
    let merge = |request: &str| format!("{request}/merge");
    let tell = |event: &str, request: &str, commit: &str, refs: &Refs| {
        let base = refs.get(&merge(request)).and_then(|merge| repository.first_parent(merge).ok());
        let branch = base.as_ref().and_then(|base| {
            let mut branches = refs.iter().filter(|(_, tip)| *tip == base);
            branches.find_map(|(name, _)| name.strip_prefix("refs/heads/"))
        });
        let event = GitEvent::PullRequest {
            event: event.to_owned(),
            // A branch that cannot be told matches no filter that names one.
            destination: branch.unwrap_or_default().to_owned(),
            files: Vec::new(),
        };
        Told { event, commit: commit.to_owned(), base, reference: format!("{request}/head") }
    };
    let mut told = Vec::new();
    for (request, commit) in of(now) {
        match before.get(&format!("{request}/head")) {
            None => told.push(tell("OPEN", &request, &commit, now)),
            Some(last) if *last != commit => told.push(tell("UPDATED", &request, &commit, now)),
            Some(_) => {}
        }
    }
    for (request, commit) in of(before) {
        let ended =
            if before.contains_key(&merge(&request)) { merge(&request) } else { format!("{request}/head") };
        if !now.contains_key(&ended) {
            told.push(tell("CLOSED", &request, &commit, before));
        }
    }
    told
}

/// The start that an event makes, by the trigger declared for the action or by its change detection; or why it makes
/// none.
pub fn of_told(
    declaration: &PipelineDeclaration,
    action: &ActionDeclaration,
    repository: Option<&Repository>,
    mut told: Told,
) -> Result<StartRequest, String> {
    if let (GitEvent::Push { files, .. } | GitEvent::PullRequest { files, .. }, Some(repository), Some(base)) =
        (&mut told.event, repository, &told.base)
        && files.is_empty()
    {
        *files = repository.changed_files(base, &told.commit, EXAMINED_FILES).unwrap_or_default();
    }
    let trigger = trigger(declaration, action, &told.event)?;
    Ok(request(action, repository, trigger, &told))
}

/// The kind of trigger with which an event starts the pipeline.
fn trigger(
    declaration: &PipelineDeclaration,
    action: &ActionDeclaration,
    event: &GitEvent,
) -> Result<TriggerType, String> {
    let default = ["BranchName", "Branch"].iter().find_map(|key| configuration(action, key));
    let declared = declaration.triggers.iter().flatten();
    let mut declared = declared.filter(|one| one.git_configuration.source_action_name == action.name);
    if let Some(trigger) = declared.next() {
        let verdict = triggers::matches(trigger, default, event);
        return if verdict.starts { Ok(TriggerType::WebhookV2) } else { Err(verdict.summary) };
    }
    let pushed = matches!(event, GitEvent::Push { branch, .. } if Some(branch.as_str()) == default);
    match (pushed, detects(action)) {
        (true, true) if is_connection(action) => Ok(TriggerType::WebhookV2),
        (true, true) => Ok(TriggerType::PollForSourceChanges),
        (true, false) => Err(format!("{} does not detect changes", action.name)),
        (false, _) => Err(format!("only a push to {} starts the pipeline", default.unwrap_or("its branch"))),
    }
}

fn is_connection(action: &ActionDeclaration) -> bool {
    action.action_type_id.provider == "CodeStarSourceConnection"
}

/// Whether a source action starts its pipeline by itself: what is not said means that it does.
pub(super) fn detects(action: &ActionDeclaration) -> bool {
    let key = if is_connection(action) { "DetectChanges" } else { "PollForSourceChanges" };
    configuration(action, key).is_none_or(|text| text.eq_ignore_ascii_case("true"))
}

fn request(
    action: &ActionDeclaration,
    repository: Option<&Repository>,
    trigger: TriggerType,
    told: &Told,
) -> StartRequest {
    let commit = &told.commit;
    let mut git =
        repository.and_then(|repository| repository.commit_details(commit).ok()).unwrap_or_default();
    git.entry("commit-id").or_insert_with(|| commit.clone().into());
    let full_name = configuration(action, "FullRepositoryId").or(configuration(action, "RepositoryName"));
    let full_name = full_name.map_or_else(|| repository.map(Repository::shown), |name| Some(name.to_owned()));
    let full_name = full_name.unwrap_or_default();
    git.insert("full-repository-name".into(), full_name.clone().into());
    git.insert("provider-type".into(), action.action_type_id.provider.clone().into());
    if let Some(connection) = configuration(action, "ConnectionArn") {
        git.insert("connection-arn".into(), connection.into());
    }
    let (kind, short) = match &told.event {
        GitEvent::Tag { name } => ("tag-name", name.as_str()),
        GitEvent::Push { branch, .. } => ("branch-name", branch.as_str()),
        GitEvent::PullRequest { .. } => {
            ("pull-request-id", told.reference.split('/').nth(2).unwrap_or_default())
        }
    };
    git.insert(kind.into(), short.into());
    // The form of the detail of WebhookV2 is not published.
    let detail = match trigger {
        TriggerType::PollForSourceChanges => action.name.clone(),
        _ => json!({
            "providerType": action.action_type_id.provider, "repository": full_name, kind: short, "commitId": commit,
        })
        .to_string(),
    };
    let is_connection = trigger == TriggerType::WebhookV2;
    StartRequest {
        trigger: ExecutionTrigger { trigger_type: Some(trigger), trigger_detail: Some(detail) },
        git: is_connection.then_some(Value::Object(git)),
        source_revisions: vec![SourceRevisionOverride {
            action_name: action.name.clone(),
            revision_type: SourceRevisionType::CommitId,
            revision_value: commit.clone(),
        }],
        client_request_token: Some(format!("{kind}-{}-{}-{commit}", action.name, told.reference)),
        ..StartRequest::default()
    }
}
