//! What an action's type makes of its members: replaced types, members it ignores.

use codepipeline::shapes::ActionCategory;

use super::super::repair;
use super::super::{Facts, Problem};
use super::known_type;
use crate::catalog::Status;

/// W4: action types that have been replaced or have ended.
pub(super) fn retired_types(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for action in facts.model.actions() {
        let Some(known) = known_type(action).filter(|known| known.status != Status::Current) else {
            continue;
        };
        let pointer = format!("{}/actionTypeId/provider", action.pointer());
        let note = known.note.as_deref().unwrap_or("It is no longer offered.");
        let text = format!("{}: {note}", known.label);
        problems.push(match known.status {
            Status::Ended => Problem::warning("W4", pointer, text).fix("Replace the action"),
            Status::Current | Status::Legacy => Problem::hint("W4", pointer, text),
        });
    }
}

/// W7, W8: members that the action's provider does not use.
pub(super) fn misplaced_members(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for action in facts.model.actions() {
        let declared = action.declaration;
        let Some(known) = known_type(action) else { continue };
        if declared.timeout_in_minutes.is_some()
            && !matches!(declared.action_type_id.category, ActionCategory::Approval | ActionCategory::Compute)
        {
            let text = format!(
                "`timeoutInMinutes` is documented for manual approvals only; action '{}' ends after {} minutes",
                declared.name, known.timeout_minutes
            );
            let pointer = format!("{}/timeoutInMinutes", action.pointer());
            let repair = repair::remove(pointer.as_str());
            problems.push(Problem::warning("W7", pointer, text).fix("Remove it").by(repair));
        }
        let files = declared.output_artifacts.iter().flatten().any(|artifact| artifact.files.is_some());
        let members = [
            ("commands", declared.commands.is_some()),
            ("outputVariables", declared.output_variables.is_some()),
            ("outputArtifacts", files),
        ];
        for (member, _) in members.into_iter().filter(|(_, present)| *present && !known.commands) {
            let what = if member == "outputArtifacts" { "`files` of an output artifact" } else { member };
            let text = format!("{what} is for the Commands action; {} ignores it", known.label);
            let pointer = format!("{}/{member}", action.pointer());
            let repair = match member {
                "outputArtifacts" => declared
                    .output_artifacts
                    .iter()
                    .flatten()
                    .enumerate()
                    .filter(|(_, artifact)| artifact.files.is_some())
                    .flat_map(|(index, _)| repair::remove(format!("{pointer}/{index}/files")))
                    .collect(),
                _ => repair::remove(pointer.as_str()),
            };
            problems.push(Problem::warning("W8", pointer, text).fix("Remove it").by(repair));
        }
    }
}
