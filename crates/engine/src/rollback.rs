//! What a rollback needs of an execution that has left the state, read from its rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use codepipeline::shapes::{ActionExecutionStatus, ExecutionType, StageExecutionStatus};
use execution::{Location, Revision, RollbackTarget, SourceRun};

use crate::{Error, Inner};

impl Inner {
    /// What a rollback to a stored execution takes over; none when there is no such execution.
    pub fn stored_target(&self, pipeline: &str, execution: &str) -> Result<Option<RollbackTarget>, Error> {
        let Some((detail, summary, local, actions)) = self.stored_details(pipeline, execution)? else {
            return Ok(None);
        };
        let succeeded = local.stages.iter().filter(|stage| stage.status == StageExecutionStatus::Succeeded);
        let mut artifacts = BTreeMap::new();
        let mut namespaces = BTreeMap::new();
        // Oldest first: a retried action's newest result wins.
        for action in actions.iter().rev().filter(|one| one.status == Some(ActionExecutionStatus::Succeeded))
        {
            let Some(output) = &action.output else { continue };
            for artifact in output.output_artifacts.iter().flatten() {
                let location = artifact
                    .s3location
                    .as_ref()
                    .and_then(|at| Some(Location { bucket: at.bucket.clone()?, key: at.key.clone()? }));
                artifacts.extend(artifact.name.clone().zip(location));
            }
            let namespace = action.input.as_ref().and_then(|input| input.namespace.clone());
            if let (Some(namespace), Some(variables)) = (namespace, &output.output_variables) {
                namespaces.insert(namespace, Arc::new(variables.clone()));
            }
        }
        let mut taken = detail.artifact_revisions.into_iter().flatten();
        let revisions = summary.source_revisions.into_iter().flatten().map(|source| {
            let artifact = taken.next().unwrap_or_default();
            SourceRun {
                action: source.action_name,
                artifact: artifact.name,
                revision: Revision {
                    id: source.revision_id.unwrap_or_default(),
                    change_identifier: artifact.revision_change_identifier,
                    summary: source.revision_summary,
                    created: artifact.created,
                    url: source.revision_url,
                },
            }
        });
        let variables = detail.variables.into_iter().flatten();
        let variables: BTreeMap<String, String> =
            variables.filter_map(|one| one.name.zip(one.resolved_value)).collect();
        Ok(Some(RollbackTarget {
            execution_id: execution.to_owned(),
            version: local.version,
            is_rollback: detail.execution_type == Some(ExecutionType::Rollback),
            succeeded: succeeded.map(|stage| stage.name.clone()).collect(),
            variables: Some(variables),
            artifacts,
            namespaces,
            revisions: revisions.collect(),
        }))
    }
}
