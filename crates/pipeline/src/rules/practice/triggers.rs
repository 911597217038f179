//! What starts the pipeline: patterns that match nothing or everything, and polling.

use std::collections::HashSet;

use codepipeline::shapes::ActionCategory;

use super::super::repair;
use super::super::{Facts, Problem};
use super::known_type;
use crate::model::{Action, configuration};
use crate::triggers::glob_fault;

/// W11, H5: trigger patterns that cannot work, and those that take everything.
pub(super) fn trigger_patterns(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for (index, trigger) in facts.declaration.triggers.iter().flatten().enumerate() {
        let git = &trigger.git_configuration;
        let base = format!("/triggers/{index}/gitConfiguration");
        let mut judge = |pointer: String, includes: Option<&Vec<String>>, excludes: Option<&Vec<String>>| {
            let lists = [("includes", includes), ("excludes", excludes)];
            for (member, patterns) in lists {
                for (at, pattern) in patterns.into_iter().flatten().enumerate() {
                    if let Some(fault) = glob_fault(pattern) {
                        let text = format!("The pattern '{pattern}' matches nothing: {fault}");
                        problems.push(Problem::warning("W11", format!("{pointer}/{member}/{at}"), text));
                    }
                }
            }
            let excluded = |pattern: &String| excludes.is_some_and(|list| list.contains(pattern));
            if includes.is_some_and(|list| !list.is_empty() && list.iter().all(excluded)) {
                let text = "Everything that is included is also excluded: the filter never matches";
                problems.push(Problem::warning("W11", format!("{pointer}/excludes"), text));
            }
        };
        for (at, filter) in git.push.iter().flatten().enumerate() {
            let pointer = format!("{base}/push/{at}");
            if let Some(tags) = &filter.tags {
                judge(format!("{pointer}/tags"), tags.includes.as_ref(), tags.excludes.as_ref());
            }
            if let Some(list) = &filter.branches {
                judge(format!("{pointer}/branches"), list.includes.as_ref(), list.excludes.as_ref());
            }
            if let Some(list) = &filter.file_paths {
                judge(format!("{pointer}/filePaths"), list.includes.as_ref(), list.excludes.as_ref());
            }
        }
        for (at, filter) in git.pull_request.iter().flatten().enumerate() {
            let pointer = format!("{base}/pullRequest/{at}");
            if let Some(list) = &filter.branches {
                judge(format!("{pointer}/branches"), list.includes.as_ref(), list.excludes.as_ref());
            }
            if let Some(list) = &filter.file_paths {
                judge(format!("{pointer}/filePaths"), list.includes.as_ref(), list.excludes.as_ref());
            }
        }
        for (at, filter) in git.push.iter().flatten().enumerate() {
            let Some(branches) = filter.branches.as_ref().filter(|_| filter.file_paths.is_none()) else {
                continue;
            };
            let everything = branches.includes.iter().flatten().any(|pattern| pattern == "**");
            if everything && branches.excludes.is_none() && deploys(facts) {
                let text = "A push to any branch starts this pipeline, and it deploys";
                let pointer = format!("{base}/push/{at}/branches");
                problems.push(
                    Problem::hint("H5", pointer, text).fix("Name the branches that are to be deployed"),
                );
            }
        }
    }
}

pub(super) fn deploys(facts: &Facts<'_>) -> bool {
    let is_deploy =
        |action: &Action<'_>| action.declaration.action_type_id.category == ActionCategory::Deploy;
    facts.model.actions().iter().any(is_deploy)
}

/// W12: two connection sources of one repository: only one of them is told of changes.
pub(super) fn one_webhook(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    for action in facts.model.actions() {
        if action.declaration.action_type_id.provider != "CodeStarSourceConnection" {
            continue;
        }
        let Some(repository) = configuration(action.declaration, "FullRepositoryId") else { continue };
        let silent = configuration(action.declaration, "DetectChanges")
            .is_some_and(|v| v.eq_ignore_ascii_case("false"));
        if !silent && !seen.insert(repository) {
            let text = format!(
                "Another source watches '{repository}' too; the service starts the pipeline for one of them only"
            );
            let base = format!("{}/configuration", action.pointer());
            problems.push(
                Problem::warning("W12", format!("{base}/FullRepositoryId"), text)
                    .fix("Set `DetectChanges` of one of them to false")
                    .by(repair::set(format!("{base}/DetectChanges"), "false")),
            );
        }
    }
}

/// H3: sources that poll because nobody told them not to.
pub(super) fn polling(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for action in facts.model.actions() {
        let Some(known) = known_type(action).filter(|known| known.property("PollForSourceChanges").is_some())
        else {
            continue;
        };
        let value = configuration(action.declaration, "PollForSourceChanges");
        if value.is_none_or(|value| value.eq_ignore_ascii_case("true")) {
            let text = format!(
                "'{}' polls {} for changes; events are faster and are not limited",
                action.declaration.name, known.label
            );
            let pointer = format!("{}/configuration/PollForSourceChanges", action.pointer());
            let fix = "Set `PollForSourceChanges` to false and start the pipeline by an event rule";
            let repair = repair::set(pointer.as_str(), "false");
            problems.push(Problem::hint("H3", pointer, text).fix(fix).by(repair));
        }
    }
}
