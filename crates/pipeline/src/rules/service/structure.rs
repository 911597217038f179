//! Stages and actions: how many, in which order, with which names, and what only V2 may have.

use std::collections::HashSet;

use codepipeline::ErrorKind::{
    InvalidActionDeclaration, InvalidStageDeclaration, InvalidStructure, LimitExceeded,
};
use codepipeline::shapes::{ActionCategory, ExecutionMode};

use super::super::repair;
use super::super::{Facts, Problem};
use crate::catalog;
use crate::model::Action;

/// T1 to T5: what only pipelines of type V2 may have.
pub(super) fn v2_members(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    if facts.v2 {
        return;
    }
    let fix = "Set `pipelineType` to V2";
    let repair = || repair::set("/pipelineType", "V2");
    let declaration = facts.declaration;
    if matches!(declaration.execution_mode, Some(ExecutionMode::Queued | ExecutionMode::Parallel)) {
        let text = "QUEUED or PARALLEL mode can only be used with V2 pipelines";
        problems.push(Problem::error("T1", InvalidStructure, "/executionMode", text).fix(fix).by(repair()));
    }
    if declaration.variables.as_ref().is_some_and(|list| !list.is_empty()) {
        let text = "Pipeline variable can only be used with V2 pipelines";
        problems.push(Problem::error("T2", InvalidStructure, "/variables", text).fix(fix).by(repair()));
    }
    if declaration.triggers.as_ref().is_some_and(|list| !list.is_empty()) {
        let text = "Triggers on tag can only be used with V2 pipelines";
        problems.push(Problem::error("T3", InvalidStructure, "/triggers", text).fix(fix).by(repair()));
    }
    for (index, stage) in declaration.stages.iter().enumerate() {
        let gates = [
            ("beforeEntry", stage.before_entry.is_some()),
            ("onSuccess", stage.on_success.is_some()),
            ("onFailure", stage.on_failure.is_some()),
        ];
        for (gate, _) in gates.into_iter().filter(|(_, present)| *present) {
            let text = "Stage level conditions can only be used with V2 pipelines.";
            let pointer = format!("/stages/{index}/{gate}");
            problems.push(Problem::error("T4", InvalidStageDeclaration, pointer, text).fix(fix).by(repair()));
        }
    }
    for action in facts.model.actions() {
        let id = &action.declaration.action_type_id;
        if catalog::find_id(id).is_some_and(|known| known.v2_only) {
            let text = format!("{} Action can only be used with V2 pipelines.", id.provider);
            let pointer = format!("{}/actionTypeId/provider", action.pointer());
            problems
                .push(Problem::error("T5", InvalidActionDeclaration, pointer, text).fix(fix).by(repair()));
        }
    }
}

/// V5, V6.
pub(super) fn stage_count(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let (count, limits) = (facts.declaration.stages.len(), facts.limits);
    if count < limits.minimum_stages {
        let text = format!(
            "Pipeline has only {count} stage(s). There should be a minimum of {} stages in a pipeline",
            limits.minimum_stages
        );
        problems.push(Problem::error("V5", InvalidStructure, "/stages", text).fix("Add a stage"));
    }
    if count > limits.maximum_stages {
        let text = format!(
            "Pipeline has too many stages. There can only be up to {} stages in a pipeline",
            limits.maximum_stages
        );
        problems.push(
            Problem::error("V6", InvalidStructure, "/stages", text).fix("Put related actions into one stage"),
        );
    }
}

/// V7, V8, V9.
pub(super) fn source_stages(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let is_source =
        |action: &Action<'_>| action.declaration.action_type_id.category == ActionCategory::Source;
    let actions = facts.model.actions();
    let Some(first) = facts.declaration.stages.first() else { return };
    let stranger = actions.iter().find(|action| action.stage_index == 0 && !is_source(action));
    if first.actions.is_empty() || stranger.is_some() {
        let text = "Pipeline should start with a stage that only contains source actions";
        let pointer = stranger.map_or_else(|| "/stages/0".to_owned(), Action::pointer);
        let fix = match stranger {
            Some(action) => format!("Move '{}' to a later stage", action.declaration.name),
            None => "Add a source action to the first stage".to_owned(),
        };
        let movable = stranger.filter(|action| repair::can_move(facts, action, 1));
        let repair = movable.map(|action| repair::move_to(action, 1)).unwrap_or_default();
        problems.push(Problem::error("V7", InvalidStructure, pointer, text).fix(fix).by(repair));
    }
    for action in actions.iter().filter(|action| action.stage_index > 0 && is_source(action)) {
        let text = "Source actions can only be included in the first stage of the pipeline";
        let fix = format!("Move '{}' to the stage '{}'", action.declaration.name, first.name);
        let movable = repair::can_move(facts, action, 0);
        let repair = if movable { repair::move_to(action, 0) } else { Vec::new() };
        problems.push(Problem::error("V8", InvalidStructure, action.pointer(), text).fix(fix).by(repair));
    }
    // With a single stage V5 already asks for another one.
    if facts.declaration.stages.len() > 1 && !actions.is_empty() && actions.iter().all(is_source) {
        let text = "Pipeline should contain at least 1 action whose category is not Source";
        problems.push(
            Problem::error("V9", InvalidStructure, "/stages", text).fix("Add an action that uses the source"),
        );
    }
}

/// V10.
pub(super) fn stage_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    for (index, stage) in facts.declaration.stages.iter().enumerate() {
        if !seen.insert(stage.name.as_str()) {
            let text = format!("Stage name '{}' is used more than once", stage.name);
            let pointer = format!("/stages/{index}/name");
            let names = facts.declaration.stages.iter().map(|stage| stage.name.as_str());
            let repair = repair::set(pointer.as_str(), repair::free(&stage.name, names));
            problems.push(
                Problem::error("V10", InvalidStageDeclaration, pointer, text)
                    .fix("Rename one of the stages")
                    .by(repair),
            );
        }
    }
}

/// V11; type and text are ours.
pub(super) fn action_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    for action in facts.model.actions() {
        let name = action.declaration.name.as_str();
        if !seen.insert((action.stage_index, name)) {
            let text =
                format!("Action name '{name}' is used more than once in stage '{}'", action.stage.name);
            let pointer = format!("{}/name", action.pointer());
            let names = action.stage.actions.iter().map(|action| action.name.as_str());
            let repair = repair::set(pointer.as_str(), repair::free(name, names));
            problems.push(
                Problem::error("V11", InvalidActionDeclaration, pointer, text)
                    .fix("Rename one of the actions")
                    .by(repair),
            );
        }
    }
}

/// V12; types and texts are ours.
pub(super) fn action_counts(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let limits = facts.limits;
    for (index, stage) in facts.declaration.stages.iter().enumerate() {
        let pointer = format!("/stages/{index}/actions");
        if stage.actions.is_empty() {
            // The first stage without actions is V7's case.
            if index > 0 {
                let text = format!(
                    "Stage '{}' has no actions. There should be a minimum of 1 action in a stage",
                    stage.name
                );
                problems.push(
                    Problem::error("V12", InvalidStageDeclaration, pointer, text)
                        .fix("Add an action, or remove the stage"),
                );
            }
        } else if stage.actions.len() > limits.actions_per_stage {
            let text = format!(
                "Stage '{}' has too many actions. There can only be up to {} actions in a stage",
                stage.name, limits.actions_per_stage
            );
            problems.push(Problem::error("V12", LimitExceeded, pointer, text).fix("Split the stage"));
        }
    }
    if facts.model.actions().len() > limits.actions_per_pipeline {
        let most = limits.actions_per_pipeline;
        let text =
            format!("Pipeline has too many actions. There can only be up to {most} actions in a pipeline");
        problems.push(Problem::error("V12", LimitExceeded, "/stages", text).fix("Split the pipeline"));
    }
}
