//! What starts executions by itself, where the setup says so: schedules, and changes of what the source actions read. It
//! looks and starts; whether a change is one that starts is judged in `pipeline::triggers`.

pub(crate) mod changes;
pub(crate) mod polling;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use actions::{World, watch};
use codepipeline::shapes::{ExecutionTrigger, PipelineDeclaration, TriggerType};
use execution::{Input, StartRequest};
use pipeline::pattern::Pattern;
use pipeline::schedule::Schedule;
use pipeline::setup::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use self::changes::Where;
use crate::{Change, Engine, Error, Inner, pipes};

/// How late a schedule may start: beyond this it was missed, asleep or while nothing ran, and is skipped.
const LATE: i64 = 60_000;
/// The collection in which it is kept what was seen and started, by pipeline.
const COLLECTION: &str = "starts";
/// The collection of what was seen of repositories elsewhere, by pipeline.
const ELSEWHERE: &str = "starts-elsewhere";

/// The pipelines that something may start, read anew after a setup changed.
#[derive(Default)]
pub(crate) struct Starts {
    known: Mutex<Option<Arc<Known>>>,
    /// One look at a time.
    looking: tokio::sync::Mutex<()>,
    /// And one at what is elsewhere, which may take long.
    looking_elsewhere: tokio::sync::Mutex<()>,
    missing: Mutex<polling::Missing>,
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
    /// What was seen of each source action's repository or object at the last look.
    refs: BTreeMap<String, watch::Refs>,
    /// How often it had changed: the same commit may come to a branch again.
    looks: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Times {
    /// Since when the schedule counts, milliseconds since 1970.
    since: i64,
    /// The last time that was started or skipped.
    last: i64,
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
            occasions.extend(self.changes(watched, &declaration, &mut now_seen, Where::Here).await);
        }
        self.start_all(name, occasions).await;
        if now_seen != seen {
            self.store.put_document(COLLECTION, name, Some(pipes::text(&now_seen))).await?;
        }
        Ok(())
    }

    /// Looks at the repositories elsewhere, as [`Inner::look_for_starts`] does at what is here.
    pub async fn look_elsewhere(self: &Arc<Self>) {
        if self.options.passive {
            return;
        }
        let Ok(_looking) = self.starts.looking_elsewhere.try_lock() else { return };
        let Ok(known) = self.known() else { return };
        for one in known.watched.iter().filter(|one| one.world.triggers()) {
            if self.is_closing() {
                return;
            }
            let _ = self.look_elsewhere_for(one).await;
        }
    }

    async fn look_elsewhere_for(self: &Arc<Self>, watched: &Watched) -> Result<(), Error> {
        let name = &watched.pipeline;
        let declaration = self.read(name, |state| Ok(state.declaration().cloned()));
        let Some(declaration) = declaration.ok().flatten() else { return Ok(()) };
        let kept = self.store.document(ELSEWHERE, name)?;
        let seen: Seen = kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let mut now_seen = seen.clone();
        let occasions = self.changes(watched, &declaration, &mut now_seen, Where::Elsewhere).await;
        self.start_all(name, occasions).await;
        if now_seen != seen {
            self.store.put_document(ELSEWHERE, name, Some(pipes::text(&now_seen))).await?;
        }
        Ok(())
    }

    /// What changed since the last look and gives occasion to a start.
    async fn changes(
        self: &Arc<Self>,
        watched: &Watched,
        declaration: &Arc<PipelineDeclaration>,
        seen: &mut Seen,
        place: Where,
    ) -> Vec<StartRequest> {
        let (world, declared) = (watched.world.clone(), Arc::clone(declaration));
        let (refs, mirrors) = (seen.refs.clone(), self.mirrors());
        let secrets = self.secrets_of(&declaration.name);
        let look = move || changes::since(&world, &declared, &mirrors, &secrets, refs, place);
        let Ok(changes::Looked { refs, starts: mut occasions, missing }) =
            tokio::task::spawn_blocking(look).await
        else {
            return Vec::new();
        };
        if place == Where::Here {
            self.note_missing(&watched.pipeline, missing);
        }
        let is_poll =
            |one: &StartRequest| one.trigger.trigger_type == Some(TriggerType::PollForSourceChanges);
        // Asked only when polling found something: it reads the history.
        if occasions.iter().any(is_poll) && !self.is_polled_still(&watched.pipeline, declaration) {
            occasions.retain(|one| !is_poll(one));
        }
        seen.looks += u64::from(refs != seen.refs);
        seen.refs = refs;
        let looks = seen.looks;
        let numbered = occasions.into_iter().map(|one| {
            let token = one.client_request_token.map(|token| format!("{token}-{looks}"));
            StartRequest { client_request_token: token, ..one }
        });
        numbered.collect()
    }

    async fn start_all(self: &Arc<Self>, pipeline: &str, occasions: Vec<StartRequest>) {
        for request in occasions {
            let started = self.submit(pipeline, Input::Start(request), None, |_, _| ((), Value::Null)).await;
            if let Err(error) = started {
                let title = format!("{pipeline} was not started");
                let pipeline = pipeline.to_owned();
                let _ = self.changes.send(Change::Remark { pipeline, title, body: error.message });
            }
        }
    }

    /// Whether a schedule is due. One that was missed for longer than [`LATE`] is skipped, however often.
    fn due(&self, pipeline: &str, name: &str, schedule: &Schedule, seen: &mut Seen) -> Option<StartRequest> {
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
        Some(StartRequest {
            trigger: ExecutionTrigger {
                trigger_type: Some(TriggerType::CloudWatchEvent),
                trigger_detail: Some(format!("arn:aws:events:{}:{account}:rule/{name}", self.options.region)),
            },
            client_request_token: Some(format!("schedule-{name}-{due}")),
            ..StartRequest::default()
        })
    }
}
