//! Practices: what the service accepts and a run then pays for, and what could be better. Few, and each one real.

mod artifacts;
mod conditions;
pub(super) mod habits;
mod triggers;
mod types;
mod values;
mod variables;

use super::Rule;
use crate::catalog::{self, ActionType};
use crate::model::Action;

pub(super) const RULES: &[Rule] = &[
    variables::known_keys,
    variables::condition_references,
    values::configuration_values,
    values::artifact_names,
    values::plain_secrets,
    types::retired_types,
    artifacts::shell_names,
    artifacts::clone_references,
    types::misplaced_members,
    artifacts::image_definitions,
    triggers::trigger_patterns,
    triggers::one_webhook,
    conditions::condition_rules,
    artifacts::unused_outputs,
    habits::unguarded_production,
    habits::names,
    habits::broad_roles,
    triggers::polling,
];

fn known_type(action: &Action<'_>) -> Option<&'static ActionType> {
    catalog::find_id(&action.declaration.action_type_id)
}

fn has_reference(value: &str) -> bool {
    !crate::variables::find(value).is_empty()
}

fn list(words: &[&str], before_last: &str) -> String {
    match words {
        [] => "none".to_owned(),
        [most @ .., last] if !most.is_empty() => format!("{} {before_last} {last}", most.join(", ")),
        words => words.concat(),
    }
}
