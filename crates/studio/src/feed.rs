//! The event feed: what the engine and the places tell, in the words of the UI. What happened reaches every listener,
//! each event once and in its order; what is stale is told in batches.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use engine::{Change, Engine};
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::contract::{FeedEvent, Notice};

/// How long stale tags are gathered before they are told.
const BATCH: Duration = Duration::from_millis(50);

/// What everything may be stale under; for listeners that may have missed something.
pub(crate) const EVERYTHING: [&str; 6] = ["pipelines", "approvals", "trail", "places", "settings", "recent"];

/// Who hears the feed.
#[derive(Default)]
pub(crate) struct Listeners {
    senders: Mutex<Vec<mpsc::UnboundedSender<FeedEvent>>>,
}

impl Listeners {
    /// Hears everything from now on.
    pub fn join(&self) -> mpsc::UnboundedReceiver<FeedEvent> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.senders.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    /// Whether anybody listens.
    pub fn any(&self) -> bool {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        senders.retain(|sender| !sender.is_closed());
        !senders.is_empty()
    }

    /// Tells all.
    pub fn tell(&self, event: &FeedEvent) {
        let mut senders = self.senders.lock().unwrap_or_else(PoisonError::into_inner);
        senders.retain(|sender| sender.send(event.clone()).is_ok());
    }

    /// Says what is stale.
    pub fn stale<T: Into<String>>(&self, tags: impl IntoIterator<Item = T>) {
        let stale = tags.into_iter().map(Into::into).collect();
        self.tell(&FeedEvent { stale, notice: None, event: None });
    }

    /// Ends every stream.
    pub fn close(&self) {
        self.senders.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// An event that says everything may be stale.
pub(crate) fn everything() -> FeedEvent {
    FeedEvent { stale: EVERYTHING.map(str::to_owned).to_vec(), notice: None, event: None }
}

/// Translates the engine's changes until it is dropped.
pub(crate) async fn translate(engine: Engine, listeners: Arc<Listeners>) {
    let mut changes = engine.changes();
    let messages = Messages { engine };
    let mut stale: BTreeSet<String> = BTreeSet::new();
    let mut due: Option<Instant> = None;
    loop {
        let change = match due {
            Some(at) => match tokio::time::timeout_at(at, changes.recv()).await {
                Ok(change) => change,
                Err(_) => {
                    listeners.stale(std::mem::take(&mut stale));
                    due = None;
                    continue;
                }
            },
            None => changes.recv().await,
        };
        let change = match change {
            Ok(change) => change,
            Err(RecvError::Lagged(_)) => {
                listeners.tell(&everything());
                continue;
            }
            Err(RecvError::Closed) => return,
        };
        match change {
            Change::Pipeline { pipeline } => {
                stale.insert(format!("pipeline:local:{pipeline}"));
                stale.insert("pipelines".into());
            }
            Change::Execution { pipeline, execution } => {
                stale.insert(format!("execution:{execution}"));
                stale.insert(format!("pipeline:local:{pipeline}"));
                stale.insert("pipelines".into());
                stale.insert("approvals".into());
            }
            Change::Log { action_execution, .. } => {
                stale.insert(format!("log:{action_execution}"));
            }
            Change::Trail => {
                stale.insert("trail".into());
            }
            Change::Remark { pipeline, title, body } => {
                let notice =
                    Notice { kind: "failed".into(), title, body, pipeline: Some(pipeline), execution: None };
                listeners.tell(&FeedEvent { stale: Vec::new(), notice: Some(notice), event: None });
                continue;
            }
            Change::Event { event, .. } => {
                let notice = messages.notice(&event);
                // What was stale before it is told before it.
                let gathered = std::mem::take(&mut stale).into_iter().collect();
                due = None;
                listeners.tell(&FeedEvent { stale: gathered, notice, event: Some((*event).clone()) });
                continue;
            }
        }
        due.get_or_insert_with(|| Instant::now() + BATCH);
    }
}

/// What is worth a message to the user.
struct Messages {
    engine: Engine,
}

impl Messages {
    fn notice(&self, event: &Value) -> Option<Notice> {
        if !engine::is_told(event) {
            return None;
        }
        let detail = event.get("detail")?;
        let text = |key: &str| detail.get(key).and_then(Value::as_str);
        let (pipeline, execution) = (text("pipeline")?, text("execution-id")?);
        let notice = |kind: &str, title: String, body: String| {
            Some(Notice {
                kind: kind.into(),
                title,
                body,
                pipeline: Some(pipeline.to_owned()),
                execution: Some(execution.to_owned()),
            })
        };
        let kind = event.get("detail-type").and_then(Value::as_str).unwrap_or_default();
        match (kind, text("state")?) {
            ("CodePipeline Pipeline Execution State Change", "FAILED") => {
                let reason = self.engine.details(pipeline, execution).ok().flatten();
                let reason = reason.and_then(|details| {
                    let stages = &details.local.stages;
                    let failed = stages.iter().flat_map(|stage| &stage.actions);
                    let failed = failed.filter(|action| action.current).find(|action| action.error.is_some());
                    let Some(failed) = failed else {
                        let conditions = stages.iter().flat_map(|stage| {
                            stage.conditions.iter().map(|condition| (&stage.name, condition))
                        });
                        let (stage, condition) = conditions.rev().find(|(_, one)| {
                            one.current && matches!(one.status.as_str(), "Failed" | "Errored")
                        })?;
                        return Some(format!("{stage}: {}", condition.summary.as_ref()?));
                    };
                    let message = failed.error.as_ref()?.message.clone().unwrap_or_default();
                    Some(format!("{}: {message}", failed.name))
                });
                notice(
                    "failed",
                    format!("{pipeline} failed"),
                    reason.unwrap_or_else(|| "The execution failed.".into()),
                )
            }
            ("CodePipeline Pipeline Execution State Change", "STOPPED") => {
                let ended = self.engine.details(pipeline, execution).ok().flatten();
                let reason = ended.and_then(|details| details.summary.stop_trigger?.reason);
                let reason = reason.filter(|reason| !reason.is_empty());
                notice(
                    "stopped",
                    format!("{pipeline} was stopped"),
                    reason.unwrap_or_else(|| "The execution was stopped.".into()),
                )
            }
            ("CodePipeline Pipeline Execution State Change", "SUCCEEDED") => {
                notice("succeeded", format!("{pipeline} succeeded"), "Every stage succeeded.".into())
            }
            ("CodePipeline Action Execution State Change", "STARTED") => {
                let (stage, action) = (text("stage")?, text("action")?);
                notice(
                    "approval",
                    format!("{pipeline} waits for approval"),
                    format!("{action} in {stage} waits for your decision."),
                )
            }
            _ => None,
        }
    }
}
