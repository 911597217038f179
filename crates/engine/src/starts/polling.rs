//! Polling as the service tells of it (sections 1.6 and 4.4 of the reference): the executions with which it begins, an
//! object that is not there, and the end of it for a pipeline that nobody starts.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use codepipeline::Timestamp;
use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionExecution, ActionExecutionStatus, ErrorDetails,
    ExecutionTrigger, GetPipelineStateOutput, PipelineDeclaration, TriggerType,
};
use execution::StartRequest;
use store::ExecutionQuery;

use super::changes::detects;
use crate::Inner;

/// After so many milliseconds without an execution a pipeline is polled no more: 30 days.
const TIRED: i64 = 30 * 86_400_000;

/// The objects that polling did not find: by pipeline and source action, since when and what there is to say.
pub(super) type Missing = BTreeMap<String, BTreeMap<String, (Timestamp, String)>>;

/// Whether an action is a source that the service polls.
fn is_polled(action: &ActionDeclaration) -> bool {
    let kind = &action.action_type_id;
    kind.category == ActionCategory::Source
        && ["S3", "CodeCommit", "GitHub"].contains(&kind.provider.as_str())
        && detects(action)
}

/// The sources that are polled, with their stages.
pub(crate) fn polled(
    declaration: &PipelineDeclaration,
) -> impl Iterator<Item = (&str, &ActionDeclaration)> + '_ {
    let actions = declaration
        .stages
        .iter()
        .flat_map(|stage| stage.actions.iter().map(|action| (stage.name.as_str(), action)));
    actions.filter(|(_, action)| is_polled(action))
}

/// The start that polling makes.
pub(super) fn start(action: &ActionDeclaration, token: Option<String>) -> StartRequest {
    StartRequest {
        trigger: ExecutionTrigger {
            trigger_type: Some(TriggerType::PollForSourceChanges),
            trigger_detail: Some(action.name.clone()),
        },
        client_request_token: token,
        ..StartRequest::default()
    }
}

impl Inner {
    /// Since when a pipeline is polled no more; none while it is, and for one that never was.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn polling_disabled_at(
        &self,
        pipeline: &str,
        declaration: &PipelineDeclaration,
        updated: Timestamp,
    ) -> Result<Option<Timestamp>, store::Error> {
        if polled(declaration).next().is_none() {
            return Ok(None);
        }
        let query =
            ExecutionQuery { pipeline: Some(pipeline.to_owned()), max: 1, ..ExecutionQuery::default() };
        let newest = self.store.list_executions(&query)?.items.first().map_or(0, |row| row.start);
        let at = updated.millis().max(newest).saturating_add(TIRED);
        Ok((at <= self.clock.now().millis()).then_some(Timestamp(at)))
    }

    /// Whether what polling finds still starts a pipeline.
    pub(super) fn is_polled_still(&self, pipeline: &str, declaration: &PipelineDeclaration) -> bool {
        let updated = self.read(pipeline, |state| Ok(state.times().map(|(_, updated)| updated)));
        let Some(updated) = updated.ok().flatten() else { return false };
        matches!(self.polling_disabled_at(pipeline, declaration, updated), Ok(None))
    }

    /// The first look at the polled sources of a pipeline that was just created: one execution for each that is there.
    pub async fn poll_first(self: &Arc<Self>, pipeline: &str, declaration: &PipelineDeclaration) {
        let Ok(world) = self.world_of(pipeline) else { return };
        let mut found = Vec::new();
        let mut missing = BTreeMap::new();
        for (stage, action) in polled(declaration) {
            match world.missing_object(stage, action) {
                Some(message) => drop(missing.insert(action.name.clone(), message)),
                None => found.push(start(action, Some(format!("poll-{}", action.name)))),
            }
        }
        self.note_missing(pipeline, missing);
        self.start_all(pipeline, found).await;
    }

    /// Keeps what polling did not find at its last look.
    pub(super) fn note_missing(&self, pipeline: &str, found: BTreeMap<String, String>) {
        let now = self.clock.now();
        let mut missing = self.starts.missing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = missing.remove(pipeline).unwrap_or_default();
        let since = |action: &str, message: &str| {
            before.get(action).filter(|(_, known)| known == message).map_or(now, |(since, _)| *since)
        };
        let found: BTreeMap<_, _> = found
            .into_iter()
            .map(|(action, message)| {
                let since = since(&action, &message);
                (action, (since, message))
            })
            .collect();
        if !found.is_empty() {
            missing.insert(pipeline.to_owned(), found);
        }
    }

    /// Shows at the actions what polling did not find after their last executions. It has no execution, thus no id.
    pub fn show_missing(&self, pipeline: &str, state: &mut GetPipelineStateOutput) {
        let missing = self.starts.missing.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(missing) = missing.get(pipeline) else { return };
        let stages = state.stage_states.iter_mut().flatten();
        for action in stages.flat_map(|stage| stage.action_states.iter_mut().flatten()) {
            let name = action.action_name.as_deref().unwrap_or_default();
            let Some((since, message)) = missing.get(name) else { continue };
            let last = action.latest_execution.as_ref().and_then(|latest| latest.last_status_change);
            if last.is_some_and(|last| last >= *since) {
                continue;
            }
            action.latest_execution = Some(ActionExecution {
                status: Some(ActionExecutionStatus::Failed),
                last_status_change: Some(*since),
                error_details: Some(ErrorDetails {
                    code: Some("ConfigurationError".into()),
                    message: Some(message.clone()),
                }),
                ..ActionExecution::default()
            });
        }
    }
}
