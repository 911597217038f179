//! Rollbacks: a new execution that runs one stage again with what an earlier one had.

use std::sync::Arc;

use std::collections::BTreeMap;

use codepipeline::shapes::{ExecutionTrigger, PipelineExecutionStatus, TriggerType};
use codepipeline::{Error, ErrorKind};
use serde_json::json;

use super::Decision;
use super::request::no_stage;
use crate::event::{EventKind, ExecutionStart, Rollback, RollbackTarget};
use crate::state::mode_of;

impl Decision<'_> {
    /// `RollbackStage`.
    pub(super) fn roll_back(
        &mut self,
        stage: String,
        target_execution_id: &str,
        stored: Option<Box<RollbackTarget>>,
        by: String,
    ) -> Result<(), Error> {
        let version = self.state.version().ok_or_else(|| self.state.not_found())?;
        let Some(slot) = self.state.stage(&stage) else { return Err(no_stage(&self.state, &stage)) };
        let active = slot.lock.is_some();
        let held = self.execution(target_execution_id).map(|execution| execution.rollback_target());
        let stored = stored.map(|target| *target).filter(|target| target.execution_id == target_execution_id);
        let Some(target) = held.or(stored) else {
            let message = format!(
                "Pipeline Execution with id '{target_execution_id}' does not exist in pipeline with name '{}'",
                self.state.name
            );
            return Err(Error::new(ErrorKind::PipelineExecutionNotFound, message));
        };
        // Of the texts below only that of a target that has not completed is known.
        if target.version != version {
            let message = format!(
                "Target Pipeline Execution with id '{target_execution_id}' ran version {} of the pipeline, which is \
                 now at version {version}",
                target.version
            );
            return Err(Error::new(ErrorKind::PipelineExecutionOutdated, message));
        }
        let unable = |message: String| Err(Error::new(ErrorKind::UnableToRollbackStage, message));
        if target.is_rollback {
            return unable(format!(
                "Target Pipeline Execution with id '{target_execution_id}' is itself a rollback"
            ));
        }
        if !target.succeeded.contains(&stage) {
            return unable(format!(
                "Target Pipeline Execution with id '{target_execution_id}' has not completed in stage with name \
                 '{stage}'"
            ));
        }
        if active {
            return unable(format!("Stage with name '{stage}' has an execution in progress"));
        }
        let trigger = ExecutionTrigger {
            trigger_type: Some(TriggerType::ManualRollback),
            trigger_detail: Some(json!({ "AwsUserArn": by }).to_string()),
        };
        self.begin_rollback(stage, Arc::new(target), trigger);
        Ok(())
    }

    /// Ends an execution whose stage has failed, and runs the stage again with what the last good execution had. A
    /// ROLLBACK execution that fails is never followed by another: it would go back to the same one without end.
    pub(super) fn go_back(&mut self, id: &str, stage: &str) {
        let Some(execution) = self.execution(id) else { return };
        let is_rollback = execution.rollback.is_some();
        let current = Some(execution.version) == self.state.version();
        let good = self.state.stage(stage).and_then(|slot| slot.good.clone());
        let good = good.filter(|target| Some(target.version) == self.state.version());
        let good = good.filter(|_| current && !is_rollback);
        // What the service says when there is nothing to go back to is not published.
        let summary = good.is_none().then(|| match is_rollback {
            true => format!("The rollback of stage '{stage}' failed"),
            false => format!(
                "Stage '{stage}' was not rolled back: no earlier execution of this version has succeeded in it"
            ),
        });
        self.end(id, PipelineExecutionStatus::Failed, summary);
        let Some(target) = good else { return };
        let trigger = ExecutionTrigger {
            trigger_type: Some(TriggerType::AutomatedRollback),
            // The service's own detail is not published.
            trigger_detail: Some(json!({ "FailedPipelineExecutionId": id }).to_string()),
        };
        self.begin_rollback(stage.to_owned(), target, trigger);
    }

    /// The stage is entered at once: a rollback neither waits behind others nor for a closed transition.
    fn begin_rollback(&mut self, stage: String, target: Arc<RollbackTarget>, trigger: ExecutionTrigger) {
        let Some(declaration) = self.state.declaration().cloned() else { return };
        let execution_id = self.ids.uuid();
        self.emit(EventKind::ExecutionStarted(Box::new(ExecutionStart {
            execution_id: execution_id.clone(),
            version: self.state.version().unwrap_or(1),
            mode: mode_of(&declaration),
            trigger,
            git: None,
            variables: target.variables.clone(),
            source_revisions: Vec::new(),
            client_request_token: None,
            refused: None,
            part: None,
            places: BTreeMap::new(),
            rollback: Some(Box::new(Rollback { stage: stage.clone(), target })),
        })));
        self.emit(EventKind::StageEntered { execution_id, stage });
    }
}
