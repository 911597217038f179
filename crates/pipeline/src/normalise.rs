//! The canonical form of a declaration: what the service echoes for what it was given (AWS CodePipeline API
//! reference, `CreatePipeline`). It adds what the service adds and changes nothing else.

use codepipeline::shapes::{ExecutionMode, PipelineDeclaration, PipelineType};

/// What a declaration that leaves it out takes over.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Defaults {
    /// The version the service assigns; what the declaration says is ignored. 1 when there is none.
    pub version: Option<i32>,
    /// The type the pipeline has had until now: an update that leaves it out keeps it.
    pub pipeline_type: Option<PipelineType>,
}

/// The declaration as the service would echo it: every action with `runOrder`, `configuration`, `inputArtifacts`
/// and `outputArtifacts`; the pipeline with `version`, `executionMode` and `pipelineType`.
pub fn normalise(mut declaration: PipelineDeclaration, defaults: &Defaults) -> PipelineDeclaration {
    let pipeline_type = declaration
        .pipeline_type
        .take()
        .or_else(|| defaults.pipeline_type.clone())
        .unwrap_or_else(|| infer_type(&declaration));
    declaration.pipeline_type = Some(pipeline_type);
    declaration.version = Some(defaults.version.unwrap_or(1));
    declaration.execution_mode.get_or_insert(ExecutionMode::Superseded);
    for action in declaration.stages.iter_mut().flat_map(|stage| &mut stage.actions) {
        action.run_order.get_or_insert(1);
        action.configuration.get_or_insert_default();
        action.input_artifacts.get_or_insert_default();
        action.output_artifacts.get_or_insert_default();
    }
    declaration
}

/// The type the service would give to the declaration on creation: the stated one, else V2 if it has members that
/// only V2 knows, else V1.
pub fn effective_type(declaration: &PipelineDeclaration) -> PipelineType {
    declaration.pipeline_type.clone().unwrap_or_else(|| infer_type(declaration))
}

fn infer_type(declaration: &PipelineDeclaration) -> PipelineType {
    let mode = declaration.execution_mode.as_ref();
    let only_v2 = mode.is_some_and(|mode| matches!(mode, ExecutionMode::Queued | ExecutionMode::Parallel))
        || declaration.variables.as_ref().is_some_and(|list| !list.is_empty())
        || declaration.triggers.as_ref().is_some_and(|list| !list.is_empty())
        || declaration.stages.iter().any(|stage| {
            stage.before_entry.is_some() || stage.on_success.is_some() || stage.on_failure.is_some()
        });
    if only_v2 { PipelineType::V2 } else { PipelineType::V1 }
}
