//! What starts executions by itself, where the setup says so: schedules, and changes of the mapped repositories. It
//! looks and starts; whether a change is one that starts is judged in `pipeline::triggers`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use actions::{World, watch};
use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ExecutionTrigger, PipelineDeclaration, SourceRevisionOverride,
    SourceRevisionType, TriggerType,
};
use execution::{Input, StartRequest};
use pipeline::model::configuration;
use pipeline::pattern::Pattern;
use pipeline::schedule::Schedule;
use pipeline::setup::Response;
use pipeline::triggers::{self, EXAMINED_FILES, GitEvent};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Change, Engine, Error, Inner, pipes};

/// How late a schedule may start: beyond this it was missed, asleep or while nothing ran, and is skipped.
const LATE: i64 = 60_000;
/// The collection in which it is kept what was seen and started, by pipeline.
const COLLECTION: &str = "starts";

/// The pipelines that something may start, read anew after a setup changed.
#[derive(Default)]
pub(crate) struct Starts {
    known: Mutex<Option<Arc<Known>>>,
    /// One look at a time.
    looking: tokio::sync::Mutex<()>,
}

struct Watched {
    pipeline: String,
    schedules: Vec<(String, Schedule)>,
    world: World,
}

/// The responses of each pipeline, by their names.
pub(crate) type Responses = BTreeMap<String, BTreeMap<String, (Pattern, Response)>>;

#[derive(Default)]
struct Known {
    watched: Arc<Vec<Watched>>,
    responses: Arc<Responses>,
}

/// What is known of a pipeline's starts; kept in the store.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Seen {
    /// By schedule.
    schedules: BTreeMap<String, Times>,
    /// The branches and tags of each source action's repository at the last look.
    refs: BTreeMap<String, watch::Refs>,
    /// How often they had changed: the same commit may come to a branch again.
    looks: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Times {
    /// Since when the schedule counts, milliseconds since 1970.
    since: i64,
    /// The last time that was started or skipped.
    last: i64,
}

/// A start that something gave occasion to.
struct Occasion {
    trigger: ExecutionTrigger,
    git: Option<Value>,
    revision: Option<SourceRevisionOverride>,
    token: String,
}

impl Starts {
    /// A setup or a pipeline has changed.
    pub fn forget(&self) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Engine {
    /// When a schedule of a pipeline starts it next, in milliseconds since 1970; none for one that it does not have.
    pub fn next_start(&self, pipeline: &str, schedule: &str, now: i64) -> Option<i64> {
        let known = self.inner.known().ok()?;
        let watched = known.watched.iter().find(|one| one.pipeline == pipeline)?;
        let (_, plan) = watched.schedules.iter().find(|(name, _)| name == schedule)?;
        let kept = self.inner.store.document(COLLECTION, pipeline).ok().flatten();
        let seen: Seen = kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let times = seen.schedules.get(schedule).copied().unwrap_or(Times { since: now, last: now });
        plan.next(now, times.since)
    }
}

impl Inner {
    /// What responds to the events of each pipeline.
    pub fn responses(&self) -> Result<Arc<Responses>, Error> {
        Ok(Arc::clone(&self.known()?.responses))
    }

    fn known(&self) -> Result<Arc<Known>, Error> {
        let mut known = self.starts.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*known {
            return Ok(Arc::clone(known));
        }
        let mut found = Vec::new();
        let mut responses = Responses::new();
        for (pipeline, text) in self.store.documents("worlds")? {
            let Ok(world) = serde_json::from_str::<World>(&text) else { continue };
            let schedules: Vec<(String, Schedule)> = world
                .schedules()
                .into_iter()
                .filter_map(|(name, text)| Some((name.to_owned(), Schedule::read(text).ok()?)))
                .collect();
            let own: BTreeMap<String, (Pattern, Response)> = world
                .responses()
                .filter_map(|(name, one)| {
                    Some((name.clone(), (Pattern::read(&one.pattern).ok()?, one.clone())))
                })
                .collect();
            if !own.is_empty() {
                responses.insert(pipeline.clone(), own);
            }
            if world.triggers() || !schedules.is_empty() {
                found.push(Watched { pipeline, schedules, world });
            }
        }
        let found = Known { watched: Arc::new(found), responses: Arc::new(responses) };
        Ok(Arc::clone(known.insert(Arc::new(found))))
    }

    /// Looks whether something starts a pipeline, and starts it. What was seen is stored after the start it led to: a
    /// crash between the two repeats a start, under the same token, which starts nothing twice.
    pub async fn look_for_starts(self: &Arc<Self>) {
        if self.options.passive {
            return;
        }
        let Ok(_looking) = self.starts.looking.try_lock() else { return };
        let Ok(known) = self.known() else { return };
        for one in known.watched.iter() {
            if self.is_closing() {
                return;
            }
            // What cannot be looked at now is looked at again in a moment.
            let _ = self.look_at(one).await;
        }
    }

    async fn look_at(self: &Arc<Self>, watched: &Watched) -> Result<(), Error> {
        let name = &watched.pipeline;
        let declaration = self.read(name, |state| Ok(state.declaration().cloned()));
        let Some(declaration) = declaration.ok().flatten() else { return Ok(()) };
        let kept = self.store.document(COLLECTION, name)?;
        let seen: Seen = kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let mut now_seen = seen.clone();
        let mut occasions = Vec::new();
        for (schedule, plan) in &watched.schedules {
            occasions.extend(self.due(name, schedule, plan, &mut now_seen));
        }
        now_seen.schedules.retain(|name, _| watched.schedules.iter().any(|(known, _)| known == name));
        if watched.world.triggers() {
            let (world, declaration) = (watched.world.clone(), Arc::clone(&declaration));
            let refs = now_seen.refs.clone();
            let looked = tokio::task::spawn_blocking(move || pushes(&world, &declaration, refs)).await;
            if let Ok((refs, pushed)) = looked {
                now_seen.looks += u64::from(refs != now_seen.refs);
                now_seen.refs = refs;
                occasions.extend(
                    pushed
                        .into_iter()
                        .map(|one| Occasion { token: format!("{}-{}", one.token, now_seen.looks), ..one }),
                );
            }
        }
        for occasion in occasions {
            let request = StartRequest {
                trigger: occasion.trigger,
                git: occasion.git,
                source_revisions: occasion.revision.into_iter().collect(),
                client_request_token: Some(occasion.token),
                ..StartRequest::default()
            };
            let started = self.submit(name, Input::Start(request), None, |_, _| ((), Value::Null)).await;
            if let Err(error) = started {
                let title = format!("{name} was not started");
                let _ =
                    self.changes.send(Change::Remark { pipeline: name.clone(), title, body: error.message });
            }
        }
        if now_seen != seen {
            self.store.put_document(COLLECTION, name, Some(pipes::text(&now_seen))).await?;
        }
        Ok(())
    }

    /// Whether a schedule is due. One that was missed for longer than [`LATE`] is skipped, however often.
    fn due(&self, pipeline: &str, name: &str, schedule: &Schedule, seen: &mut Seen) -> Option<Occasion> {
        let now = self.clock.now().millis();
        let times = seen.schedules.entry(name.to_owned()).or_insert(Times { since: now, last: now });
        let due = schedule.next(times.last, times.since).filter(|due| *due <= now)?;
        if now - due > LATE {
            times.last = now;
            let at = jiff::Timestamp::from_millisecond(due).map(|at| at.to_string()).unwrap_or_default();
            let _ = self.changes.send(Change::Remark {
                pipeline: pipeline.to_owned(),
                title: format!("The schedule {name} of {pipeline} was skipped"),
                body: format!("It was due at {at}; this computer slept, or Pipesmith did not run."),
            });
            return None;
        }
        times.last = due;
        let account = &self.options.account;
        Some(Occasion {
            trigger: ExecutionTrigger {
                trigger_type: Some(TriggerType::CloudWatchEvent),
                trigger_detail: Some(format!("arn:aws:events:{}:{account}:rule/{name}", self.options.region)),
            },
            git: None,
            revision: None,
            token: format!("schedule-{name}-{due}"),
        })
    }
}

/// What changed in the repositories of a pipeline since the last look, and which of it starts. The first look at a
/// repository starts nothing.
fn pushes(
    world: &World,
    declaration: &PipelineDeclaration,
    mut known: BTreeMap<String, watch::Refs>,
) -> (BTreeMap<String, watch::Refs>, Vec<Occasion>) {
    let mut refs = BTreeMap::new();
    let mut occasions = Vec::new();
    for stage in &declaration.stages {
        for action in &stage.actions {
            if action.action_type_id.category != ActionCategory::Source {
                continue;
            }
            let Some(repository) = world.repository(&stage.name, action) else { continue };
            let Ok(found) = watch::refs(&repository) else {
                // A repository that cannot be read now is no repository without branches.
                refs.extend(known.remove_entry(&action.name));
                continue;
            };
            if let Some(before) = known.remove(&action.name) {
                for (name, commit) in &found {
                    let last = before.get(name);
                    if last == Some(commit) {
                        continue;
                    }
                    let Some(event) = event(&repository, name, last, commit) else { continue };
                    if let Some(trigger) = starts(declaration, action, &event) {
                        occasions.push(pushed(&repository, action, trigger, name, commit));
                    }
                }
            }
            refs.insert(action.name.clone(), found);
        }
    }
    (refs, occasions)
}

/// A moved or new branch or tag as the push that made it so. A branch that was made tells no files.
fn event(repository: &Path, name: &str, last: Option<&String>, commit: &str) -> Option<GitEvent> {
    if let Some(tag) = name.strip_prefix("refs/tags/") {
        return Some(GitEvent::Tag { name: tag.to_owned() });
    }
    let branch = name.strip_prefix("refs/heads/")?.to_owned();
    let files = last.and_then(|last| watch::changed_files(repository, last, commit, EXAMINED_FILES).ok());
    Some(GitEvent::Push { branch, created: last.is_none(), files: files.unwrap_or_default() })
}

/// What starts the pipeline because of this event: its declared trigger, or the change detection of the action.
fn starts(
    declaration: &PipelineDeclaration,
    action: &ActionDeclaration,
    event: &GitEvent,
) -> Option<TriggerType> {
    let default = ["BranchName", "Branch"].iter().find_map(|key| configuration(action, key));
    let declared = declaration.triggers.iter().flatten();
    let mut declared = declared.filter(|one| one.git_configuration.source_action_name == action.name);
    if let Some(trigger) = declared.next() {
        return triggers::matches(trigger, default, event).starts.then_some(TriggerType::WebhookV2);
    }
    let connection = action.action_type_id.provider == "CodeStarSourceConnection";
    let key = if connection { "DetectChanges" } else { "PollForSourceChanges" };
    let detects = configuration(action, key).is_none_or(|text| text.eq_ignore_ascii_case("true"));
    let pushed = matches!(event, GitEvent::Push { branch, .. } if Some(branch.as_str()) == default);
    (detects && pushed).then_some(match connection {
        true => TriggerType::WebhookV2,
        false => TriggerType::PollForSourceChanges,
    })
}

fn pushed(
    repository: &Path,
    action: &ActionDeclaration,
    trigger: TriggerType,
    name: &str,
    commit: &str,
) -> Occasion {
    let mut git = watch::commit_details(repository, commit).unwrap_or_default();
    let full_name = configuration(action, "FullRepositoryId").or(configuration(action, "RepositoryName"));
    let full_name = full_name.map_or_else(|| repository.display().to_string(), str::to_owned);
    git.insert("full-repository-name".into(), full_name.clone().into());
    git.insert("provider-type".into(), action.action_type_id.provider.clone().into());
    if let Some(connection) = configuration(action, "ConnectionArn") {
        git.insert("connection-arn".into(), connection.into());
    }
    let (kind, short) = match name.strip_prefix("refs/tags/") {
        Some(tag) => ("tag-name", tag),
        None => ("branch-name", name.trim_start_matches("refs/heads/")),
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
    Occasion {
        trigger: ExecutionTrigger { trigger_type: Some(trigger), trigger_detail: Some(detail) },
        git: is_connection.then_some(Value::Object(git)),
        revision: Some(SourceRevisionOverride {
            action_name: action.name.clone(),
            revision_type: SourceRevisionType::CommitId,
            revision_value: commit.to_owned(),
        }),
        token: format!("push-{}-{name}-{commit}", action.name),
    }
}
