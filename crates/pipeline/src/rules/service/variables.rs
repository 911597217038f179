//! Variables and namespaces: declared once, and there before they are used.

use std::collections::{HashMap, HashSet};

use codepipeline::ErrorKind::{InvalidActionDeclaration, InvalidStructure};
use codepipeline::shapes::ActionCategory;
use serde_json::json;

use super::super::repair::{self, Change};
use super::super::{Facts, Problem};
use crate::catalog;
use crate::closest;
use crate::model::Action;
use crate::variables::{self, PIPELINE_NAMESPACE, SERVICE_NAMESPACE};

/// V24, V25. The text of V25 is ours.
pub(super) fn pipeline_variables(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let variables = facts.declaration.variables.as_deref().unwrap_or_default();
    let mut seen = HashSet::new();
    for (index, variable) in variables.iter().enumerate() {
        if !seen.insert(variable.name.as_str()) {
            let text = format!(
                "Variable names must be unique. The following variable name is already in use: {}",
                variable.name
            );
            let pointer = format!("/variables/{index}/name");
            let names = variables.iter().map(|variable| variable.name.as_str());
            let repair = repair::set(pointer.as_str(), repair::free(&variable.name, names));
            problems.push(
                Problem::error("V24", InvalidStructure, pointer, text)
                    .fix("Rename one of the variables")
                    .by(repair),
            );
        }
    }
    if variables.is_empty() {
        return;
    }
    for action in facts.model.owners(PIPELINE_NAMESPACE) {
        let text = format!(
            "Action '{}' cannot use the namespace 'variables': the pipeline declares variables",
            action.declaration.name
        );
        let pointer = format!("{}/namespace", action.pointer());
        let repair = repair::set(pointer.as_str(), repair::free_namespace(&facts.model, action));
        problems.push(
            Problem::error("V25", InvalidStructure, pointer, text).fix("Choose another namespace").by(repair),
        );
    }
}

/// V26; texts are ours.
pub(super) fn namespaces(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let mut seen = HashMap::new();
    for action in facts.model.actions() {
        let Some(namespace) = action.declaration.namespace.as_deref() else { continue };
        let name = &action.declaration.name;
        let text = if namespace == SERVICE_NAMESPACE {
            format!("Action '{name}' cannot use the namespace 'codepipeline': it is reserved")
        } else if let Some(first) = seen.insert(namespace, name.as_str()) {
            format!(
                "Namespace '{namespace}' is used more than once: by action '{first}' and by action '{name}'"
            )
        } else if facts.model.producers(namespace).next().is_some() {
            format!("Namespace '{namespace}' of action '{name}' is also the name of an artifact")
        } else {
            continue;
        };
        let pointer = format!("{}/namespace", action.pointer());
        let repair = repair::set(pointer.as_str(), repair::free_namespace(&facts.model, action));
        problems.push(
            Problem::error("V26", InvalidActionDeclaration, pointer, text)
                .fix("Choose another namespace")
                .by(repair),
        );
    }
}

/// V27; texts are ours.
pub(super) fn references(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for action in facts.model.actions() {
        for found in variables::references(action.declaration) {
            let (namespace, key) = (found.reference.namespace, found.reference.key);
            let Some((why, fix, repair)) = unreachable_reference(facts, action, &found) else { continue };
            let text =
                format!("Variable '#{{{namespace}.{key}}}' in action '{}' {why}", action.declaration.name);
            let pointer = format!("{}{}", action.pointer(), found.pointer);
            problems.push(
                Problem::error("V27", InvalidActionDeclaration, pointer, text).maybe_fix(fix).by(repair),
            );
        }
    }
}

/// Why an action cannot use a namespace, if it cannot; how to put it right, in words and as changes.
fn unreachable_reference(
    facts: &Facts<'_>,
    action: &Action<'_>,
    found: &variables::ActionReference<'_>,
) -> Option<(String, Option<String>, Vec<Change>)> {
    let (namespace, key) = (found.reference.namespace, found.reference.key);
    let declared = facts.declaration.variables.as_ref().is_some_and(|list| !list.is_empty());
    let is_source = action.declaration.action_type_id.category == ActionCategory::Source;
    if namespace == SERVICE_NAMESPACE || (namespace == PIPELINE_NAMESPACE && declared) {
        let why = || "cannot be used: source actions have no variables yet".to_owned();
        return is_source.then(|| (why(), None, Vec::new()));
    }
    let mut owners = facts.model.owners(namespace).peekable();
    let Some(owner) = owners.peek() else {
        if namespace == PIPELINE_NAMESPACE {
            let why = "names a pipeline variable, but the pipeline declares none".to_owned();
            let repair = repair::append("/variables", json!({"name": key}));
            return Some((why, Some("Declare it in `variables`".to_owned()), repair));
        }
        let why = "names a namespace that no action has".to_owned();
        let earlier = || facts.model.actions().iter().filter(|other| other.ends_before(action));
        let known = earlier().filter_map(|other| other.declaration.namespace.as_deref());
        if let Some(likely) = closest(namespace, known) {
            let repair = repair::rewrite(action, found, likely, key);
            return Some((why, Some(format!("Write '{likely}'")), repair));
        }
        // Whoever makes a variable of that name and has no namespace yet.
        let mut nameless = earlier().filter(|other| other.declaration.namespace.is_none());
        let makes = |other: &&Action<'_>| {
            let fixed = catalog::find_id(&other.declaration.action_type_id).map(|known| &known.variables);
            fixed
                .into_iter()
                .flatten()
                .chain(other.declaration.output_variables.iter().flatten())
                .any(|one| one == key)
        };
        let repair = nameless.rfind(makes).map(|maker| (maker.declaration.name.as_str(), maker.pointer()));
        return Some(match repair {
            Some((maker, pointer)) => {
                let fix = format!("Give '{maker}' the namespace '{namespace}'");
                (why, Some(fix), repair::set(format!("{pointer}/namespace"), namespace))
            }
            None => (why, Some(format!("Give an earlier action the namespace '{namespace}'")), Vec::new()),
        });
    };
    if facts.model.owners(namespace).any(|owner| owner.ends_before(action)) {
        return None;
    }
    if owner.key() == action.key() {
        return Some(("names the action's own namespace".to_owned(), None, Vec::new()));
    }
    let why = format!(
        "names the namespace of action '{}' in stage '{}', which does not end earlier",
        owner.declaration.name, owner.stage.name
    );
    let fix = match owner.stage_index == action.stage_index {
        true => format!("Give '{}' the runOrder {}", action.declaration.name, owner.run_order() + 1),
        false => format!("Move '{}' behind '{}'", action.declaration.name, owner.declaration.name),
    };
    Some((why, Some(fix), repair::after(facts, action, owner)))
}
