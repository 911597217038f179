//! References that will have no value.

use super::super::repair;
use super::super::{Facts, Problem};
use super::{known_type, list};
use crate::model::{Action, conditions_of};
use crate::text::child;
use crate::variables::{self, PIPELINE_NAMESPACE, SERVICE_NAMESPACE};

/// W1: a reference to a key that its namespace will not have.
pub(super) fn known_keys(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let declared = facts.declaration.variables.as_deref().unwrap_or_default();
    for action in facts.model.actions() {
        for found in variables::references(action.declaration) {
            let (namespace, key) = (found.reference.namespace, found.reference.key);
            let known: Vec<&str> = if namespace == SERVICE_NAMESPACE {
                vec!["PipelineExecutionId"]
            } else if namespace == PIPELINE_NAMESPACE && !declared.is_empty() {
                declared.iter().map(|variable| variable.name.as_str()).collect()
            } else {
                let owner = facts.model.owners(namespace).find(|owner| owner.ends_before(action));
                let Some(keys) = owner.and_then(output_keys) else { continue };
                keys
            };
            if known.contains(&key) {
                continue;
            }
            let text = format!(
                "'#{{{namespace}.{key}}}' will have no value: '{namespace}' has {}",
                list(&known, "and")
            );
            let pointer = format!("{}{}", action.pointer(), found.pointer);
            let near = crate::closest(key, known.iter().copied());
            let repair = near.map(|near| repair::rewrite(action, &found, namespace, near));
            let fix = near.map(|near| format!("Write '#{{{namespace}.{near}}}'"));
            problems
                .push(Problem::warning("W1", pointer, text).maybe_fix(fix).by(repair.unwrap_or_default()));
        }
    }
}

/// W1 for the rules of conditions: a namespace that is not there yet when they are judged.
pub(super) fn condition_references(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let declared = facts.declaration.variables.as_ref().is_some_and(|list| !list.is_empty());
    for (index, stage) in facts.declaration.stages.iter().enumerate() {
        for (gate, conditions) in conditions_of(stage) {
            // Entry conditions are judged before the stage's own actions, the others after them.
            let last_stage = if gate == "beforeEntry" { index.checked_sub(1) } else { Some(index) };
            let rules = conditions.iter().enumerate().flat_map(|(at, condition)| {
                let rules = condition.rules.iter().flatten().enumerate();
                rules.map(move |(number, rule)| (format!("{gate}/conditions/{at}/rules/{number}"), rule))
            });
            for (pointer, rule) in rules {
                for (key, value) in rule.configuration.iter().flatten() {
                    for reference in variables::find(value) {
                        let namespace = reference.namespace;
                        let known = namespace == SERVICE_NAMESPACE
                            || (namespace == PIPELINE_NAMESPACE && declared)
                            || facts
                                .model
                                .owners(namespace)
                                .any(|owner| Some(owner.stage_index) <= last_stage);
                        if !known {
                            let text = format!(
                                "'#{{{namespace}.{}}}' in rule '{}' will have no value: no action that ends before it \
                                 has the namespace '{namespace}'",
                                reference.key, rule.name
                            );
                            let pointer = child(&format!("/stages/{index}/{pointer}/configuration"), key);
                            problems.push(Problem::warning("W1", pointer, text));
                        }
                    }
                }
            }
        }
    }
}

/// The keys of an action's output variables, if they are known beforehand.
fn output_keys<'a>(action: &Action<'a>) -> Option<Vec<&'a str>> {
    let known = known_type(action)?;
    if known.open_variables || known.open {
        return None;
    }
    let fixed = known.variables.iter().map(String::as_str);
    Some(fixed.chain(action.declaration.output_variables.iter().flatten().map(String::as_str)).collect())
}
