//! What earlier executions left behind: which revision went through which stage, and the artifacts nobody needs now.

use codepipeline::shapes::{PipelineDeclaration, PipelineExecutionSummary};
use pipeline::setup::Retention;
use store::ExecutionQuery;

use crate::contract::{
    Failure, Freed, OfPipeline, OldArtifactRow, OldArtifacts, SourceRevisionRow, StageRevisions,
};
use crate::desk::Desk;

/// So many executions' artifacts are kept where nothing is said.
const KEPT: usize = 20;

impl Desk {
    pub(super) fn stage_revisions(&self, args: &OfPipeline) -> Result<Vec<StageRevisions>, Failure> {
        let kept = self.engine.store().pipeline_version(&args.pipeline, None)?;
        let declaration =
            kept.and_then(|row| serde_json::from_str::<PipelineDeclaration>(&row.declaration).ok());
        let Some(declaration) = declaration else { return Ok(Vec::new()) };
        let mut stages = Vec::new();
        for stage in &declaration.stages {
            let query = ExecutionQuery {
                pipeline: Some(args.pipeline.clone()),
                succeeded_in_stage: Some(stage.name.clone()),
                max: 1,
                ..ExecutionQuery::default()
            };
            let last = self.engine.store().list_executions(&query)?.items.pop();
            let summary = last.as_ref().and_then(|row| serde_json::from_str(&row.summary).ok());
            let revisions = summary.and_then(|summary: PipelineExecutionSummary| summary.source_revisions);
            let revisions = revisions.into_iter().flatten().map(|one| SourceRevisionRow {
                action: one.action_name,
                id: one.revision_id.unwrap_or_default(),
                summary: one.revision_summary,
                url: one.revision_url,
            });
            stages.push(StageRevisions {
                stage: stage.name.clone(),
                execution: last.as_ref().map(|row| row.id.clone()),
                ended_ms: last.as_ref().map(|row| row.last_update as f64),
                revisions: revisions.collect(),
            });
        }
        Ok(stages)
    }

    pub(super) fn old_artifact_rows(&self, args: &OldArtifacts) -> Result<Vec<OldArtifactRow>, Failure> {
        let rows = self.old(args)?.into_iter().map(|one| OldArtifactRow {
            pipeline: one.pipeline,
            execution: one.execution,
            ended_ms: one.ended as f64,
            artifact: one.artifact,
            bucket: one.bucket,
            key: one.key,
            bytes: one.bytes as f64,
        });
        Ok(rows.collect())
    }

    pub(super) fn free(&self, args: &OldArtifacts) -> Result<Freed, Failure> {
        let old = self.old(args)?;
        let bytes = self.engine.remove_artifacts(&old)?;
        Ok(Freed { artifacts: u32::try_from(old.len()).unwrap_or(u32::MAX), bytes: bytes as f64 })
    }

    fn old(&self, args: &OldArtifacts) -> Result<Vec<engine::OldArtifact>, Failure> {
        let asked = args
            .keep
            .map(|keep| Retention { keep: usize::try_from(keep).unwrap_or(usize::MAX), days: args.days });
        let mut old = Vec::new();
        for row in self.engine.store().pipelines()? {
            if args.pipeline.as_ref().is_some_and(|wanted| *wanted != row.name) {
                continue;
            }
            let own = self.engine.world(&row.name)?.and_then(|world| world.retention());
            let policy = asked.or(own).unwrap_or(Retention { keep: KEPT, days: args.days });
            old.extend(self.engine.old_artifacts(&row.name, policy)?);
        }
        old.sort_by_key(|one| one.ended);
        Ok(old)
    }
}
