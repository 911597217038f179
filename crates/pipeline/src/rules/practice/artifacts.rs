//! Artifacts that reach whom they should not, or nobody.

use std::collections::{HashMap, HashSet};

use super::super::repair;
use super::super::{Facts, Problem};
use super::known_type;
use crate::model::{Action, conditions_of, configuration};

/// W5: artifacts whose folder a shell cannot name.
pub(super) fn shell_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for action in facts.model.actions() {
        let provider = action.declaration.action_type_id.provider.as_str();
        if !matches!(provider, "CodeBuild" | "Commands") || action.inputs().count() < 2 {
            continue;
        }
        let primary = configuration(action.declaration, "PrimarySource").or_else(|| action.inputs().next());
        for (index, artifact) in action.inputs().enumerate() {
            if artifact.contains('-') && Some(artifact) != primary {
                let text = format!(
                    "The folder of '{artifact}' is named by CODEBUILD_SRC_DIR_{artifact}, which a shell cannot read"
                );
                let pointer = format!("{}/inputArtifacts/{index}/name", action.pointer());
                let fix = format!("Rename the artifact to '{}'", artifact.replace('-', "_"));
                problems.push(Problem::warning("W5", pointer, text).fix(fix));
            }
        }
    }
}

/// W6: full clones given to what cannot read them.
pub(super) fn clone_references(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let clones: HashMap<&str, &Action<'_>> = facts
        .model
        .artifacts()
        .filter(|(_, producer)| {
            configuration(producer.declaration, "OutputArtifactFormat") == Some("CODEBUILD_CLONE_REF")
        })
        .collect();
    if clones.is_empty() {
        return;
    }
    for action in facts.model.actions() {
        // Whether Commands reads them is not documented.
        if matches!(action.declaration.action_type_id.provider.as_str(), "CodeBuild" | "Commands") {
            continue;
        }
        for (index, artifact) in action.inputs().enumerate() {
            let Some(source) = clones.get(artifact) else { continue };
            let text = format!(
                "'{artifact}' is a reference to a full clone, which only CodeBuild actions can use; action '{}' will fail",
                action.declaration.name
            );
            let pointer = format!("{}/inputArtifacts/{index}/name", action.pointer());
            let fix = format!("Set `OutputArtifactFormat` of '{}' to CODE_ZIP", source.declaration.name);
            let format = format!("{}/configuration/OutputArtifactFormat", source.pointer());
            problems.push(Problem::warning("W6", pointer, text).fix(fix).by(repair::set(format, "CODE_ZIP")));
        }
    }
}

/// W10: an image source feeding what needs another file.
pub(super) fn image_definitions(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let provider = |action: &Action<'_>| {
        let id = &action.declaration.action_type_id;
        format!("{}/{}", id.category, id.provider)
    };
    for action in facts.model.actions().iter().filter(|action| provider(action) == "Deploy/ECS") {
        for (index, artifact) in action.inputs().enumerate() {
            if facts.model.producers(artifact).any(|producer| provider(producer) == "Source/ECR") {
                let text =
                    "An ECR source writes imageDetail.json, an ECS deployment needs imagedefinitions.json";
                let pointer = format!("{}/inputArtifacts/{index}/name", action.pointer());
                let fix = "Make imagedefinitions.json in a build or Commands action between them";
                problems.push(Problem::warning("W10", pointer, text).fix(fix));
            }
        }
    }
}

/// H1: outputs that nobody takes in.
pub(super) fn unused_outputs(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let in_rules: HashSet<&str> = facts
        .declaration
        .stages
        .iter()
        .flat_map(|stage| conditions_of(stage).into_iter().flat_map(|(_, conditions)| conditions))
        .flat_map(|condition| condition.rules.iter().flatten())
        .flat_map(|rule| rule.input_artifacts.iter().flatten())
        .map(|artifact| artifact.name.as_str())
        .collect();
    for action in facts.model.actions() {
        for (index, artifact) in action.outputs().enumerate() {
            if facts.model.consumers(artifact).next().is_none() && !in_rules.contains(artifact) {
                let text =
                    format!("No action uses '{artifact}', which '{}' puts out", action.declaration.name);
                let list = format!("{}/outputArtifacts", action.pointer());
                let problem = Problem::hint("H1", format!("{list}/{index}/name"), text);
                // A source has to have its output.
                let needed = known_type(action).is_some_and(|known| known.outputs.minimum > index);
                problems.push(if needed {
                    problem
                } else {
                    let repair = repair::remove_item(&list, index, action.outputs().count());
                    problem.fix(format!("Remove the artifact '{artifact}'")).by(repair)
                });
            }
        }
    }
}
