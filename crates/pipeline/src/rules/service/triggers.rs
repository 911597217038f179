//! Triggers: whom they watch, and which filters go together.

use std::collections::HashSet;

use codepipeline::ErrorKind::InvalidStructure;
use codepipeline::shapes::PipelineTriggerDeclaration;

use super::super::repair;
use super::super::{Facts, Problem};
use crate::model::Action;

/// V28, V29, V30. The texts of V30 are ours.
pub(super) fn triggers(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let triggers = facts.declaration.triggers.as_deref().unwrap_or_default();
    let mut seen = HashSet::new();
    for (index, trigger) in triggers.iter().enumerate() {
        let pointer = format!("/triggers/{index}/gitConfiguration");
        let source = trigger.git_configuration.source_action_name.as_str();
        let is_connection = |action: &&Action<'_>| {
            action.declaration.name == source
                && action.declaration.action_type_id.provider == "CodeStarSourceConnection"
        };
        if !facts.model.actions().iter().any(|action| is_connection(&action)) {
            let text = "Triggers for connections must reference a CodeStarSourceConnection action.";
            let connections = facts.model.actions().iter();
            let named = connections
                .filter(|action| action.declaration.action_type_id.provider == "CodeStarSourceConnection")
                .map(|action| action.declaration.name.as_str())
                .next();
            let pointer = format!("{pointer}/sourceActionName");
            let repair = named.map(|name| repair::set(pointer.as_str(), name)).unwrap_or_default();
            let fix = named.map(|name| format!("Name '{name}'"));
            problems.push(Problem::error("V28", InvalidStructure, pointer, text).maybe_fix(fix).by(repair));
        }
        filter_combinations(trigger, &pointer, problems);
        if !seen.insert(source) {
            let text = format!(
                "Source action '{source}' has more than one trigger. There can only be 1 trigger for each source action"
            );
            let pointer = format!("{pointer}/sourceActionName");
            problems.push(
                Problem::error("V30", InvalidStructure, pointer, text)
                    .fix("Put the filters into one trigger"),
            );
        }
    }
    let size = codepipeline::to_value(triggers)
        .and_then(|value| codepipeline::json::encode(&value))
        .map_or(0, |bytes| bytes.len());
    if size > facts.limits.trigger_bytes {
        let most = facts.limits.trigger_bytes;
        let text = format!("The triggers have {size} bytes. They can have up to {most} bytes");
        problems.push(Problem::error("V30", InvalidStructure, "/triggers", text));
    }
}

fn filter_combinations(trigger: &PipelineTriggerDeclaration, pointer: &str, problems: &mut Vec<Problem>) {
    let git = &trigger.git_configuration;
    let mut illegal = |pointer: String, fix: &str| {
        let text = "The trigger configuration for the source action is not valid. Make sure to choose valid filter \
                    combinations.";
        problems.push(Problem::error("V29", InvalidStructure, pointer, text).fix(fix));
    };
    for (index, filter) in git.push.iter().flatten().enumerate() {
        let pointer = format!("{pointer}/push/{index}");
        match (filter.tags.is_some(), filter.branches.is_some(), filter.file_paths.is_some()) {
            (true, false, false) | (false, true, _) => {}
            (true, ..) => illegal(pointer, "Put `tags` into a filter of its own"),
            (false, false, true) => illegal(pointer, "Add `branches`"),
            (false, false, false) => illegal(pointer, "Add `branches` or `tags`"),
        }
    }
    for (index, filter) in git.pull_request.iter().flatten().enumerate() {
        if filter.branches.is_none() && filter.file_paths.is_some() {
            illegal(format!("{pointer}/pullRequest/{index}"), "Add `branches`");
        }
    }
    for (index, filter) in git.pull_request.iter().flatten().enumerate() {
        let mut seen = HashSet::new();
        for (at, event) in filter.events.iter().flatten().enumerate() {
            if !seen.insert(event) {
                let text = format!("The pull request event {event} is listed more than once");
                let pointer = format!("{pointer}/pullRequest/{index}/events/{at}");
                let repair = repair::remove(pointer.as_str());
                problems
                    .push(Problem::error("V30", InvalidStructure, pointer, text).fix("Remove it").by(repair));
            }
        }
    }
}
