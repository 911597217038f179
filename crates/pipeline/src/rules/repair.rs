//! Changes of a declaration that put a problem right, as data: whoever shows the problem can carry them out with one
//! click, in the hand of the text. Only what needs no further knowledge of the user's is offered.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Facts;
use crate::model::{Action, Model};
use crate::variables::ActionReference;

/// One change of a declaration. Pointers are JSON pointers into the declaration as the changes before it left it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "lowercase")]
pub enum Change {
    /// A member or an item gets a value; a member that is not there is added.
    Set {
        /// The member or item.
        at: String,
        /// Its value from then on.
        value: Value,
    },
    /// A member or an item goes.
    Remove {
        /// The member or item.
        at: String,
    },
    /// A member keeps its value under another name.
    Rename {
        /// The member.
        at: String,
        /// Its name from then on.
        to: String,
    },
    /// A value is added to the end of a list; a list that is not there is made.
    Append {
        /// The list.
        to: String,
        /// The new item.
        value: Value,
    },
    /// An item moves to the end of another list.
    Move {
        /// The item.
        at: String,
        /// The list.
        to: String,
    },
}

pub(super) fn set(at: impl Into<String>, value: impl Into<Value>) -> Vec<Change> {
    vec![Change::Set { at: at.into(), value: value.into() }]
}

pub(super) fn remove(at: impl Into<String>) -> Vec<Change> {
    vec![Change::Remove { at: at.into() }]
}

pub(super) fn rename(at: impl Into<String>, to: &str) -> Vec<Change> {
    vec![Change::Rename { at: at.into(), to: to.to_owned() }]
}

pub(super) fn append(to: impl Into<String>, value: Value) -> Vec<Change> {
    vec![Change::Append { to: to.into(), value }]
}

/// An item of a list goes; with its only item, the list goes.
pub(super) fn remove_item(list: &str, index: usize, length: usize) -> Vec<Change> {
    remove(if length == 1 { list.to_owned() } else { format!("{list}/{index}") })
}

/// The first of `name`, `name2`, `name3`, … that is not taken.
pub(super) fn free<'a>(name: &str, taken: impl IntoIterator<Item = &'a str>) -> String {
    let taken: HashSet<&str> = taken.into_iter().collect();
    let numbered = |number: usize| match number {
        1 => name.to_owned(),
        number => format!("{}{number}", name.get(..96).unwrap_or(name)),
    };
    (1..).map(numbered).find(|name| !taken.contains(name.as_str())).unwrap_or_default()
}

/// A name for an output of an action that no artifact has.
pub(super) fn free_artifact(model: &Model<'_>, action: &Action<'_>) -> String {
    let plain: String = action.declaration.name.chars().filter(|c| c.is_alphanumeric()).collect();
    free(&format!("{plain}Output"), model.artifacts().map(|(name, _)| name))
}

/// A namespace for an action that neither an action nor an artifact has.
pub(super) fn free_namespace(model: &Model<'_>, action: &Action<'_>) -> String {
    let plain: String = action.declaration.name.chars().filter(|c| c.is_alphanumeric()).collect();
    let namespaces = model.actions().iter().filter_map(|one| one.declaration.namespace.as_deref());
    free(&format!("{plain}Vars"), namespaces.chain(model.artifacts().map(|(name, _)| name)))
}

/// The text of a reference's place, with another reference in its stead.
pub(super) fn rewrite(
    action: &Action<'_>,
    found: &ActionReference<'_>,
    namespace: &str,
    key: &str,
) -> Vec<Change> {
    let mut text = found.text.to_owned();
    text.replace_range(found.reference.range.clone(), &format!("#{{{namespace}.{key}}}"));
    set(format!("{}{}", action.pointer(), found.pointer), text)
}

/// An action comes to stand after another: in the same stage by its `runOrder`, else at the end of the other's stage.
/// Nothing where that would leave a stage empty or two actions of one name in it.
pub(super) fn after(facts: &Facts<'_>, action: &Action<'_>, other: &Action<'_>) -> Vec<Change> {
    let mut changes = set(format!("{}/runOrder", action.pointer()), other.run_order() + 1);
    if action.stage_index != other.stage_index {
        if !can_move(facts, action, other.stage_index) {
            return Vec::new();
        }
        changes.extend(move_to(action, other.stage_index));
    }
    changes
}

/// An action moves to the end of a stage's list.
pub(super) fn move_to(action: &Action<'_>, stage: usize) -> Vec<Change> {
    vec![Change::Move { at: action.pointer(), to: format!("/stages/{stage}/actions") }]
}

/// Whether an action can move to a stage without breaking another rule.
pub(super) fn can_move(facts: &Facts<'_>, action: &Action<'_>, stage: usize) -> bool {
    let target = facts.declaration.stages.get(stage);
    action.stage.actions.len() > 1
        && target.is_some_and(|stage| stage.actions.iter().all(|one| one.name != action.declaration.name))
}

/// An approval before everything else in a stage: the other actions run one step later.
pub(super) fn approval_first(action: &Action<'_>) -> Vec<Change> {
    let stage = format!("/stages/{}/actions", action.stage_index);
    let later =
        action.stage.actions.iter().enumerate().flat_map(|(index, one)| {
            set(format!("{stage}/{index}/runOrder"), crate::model::run_order(one) + 1)
        });
    let name = free("Approve", action.stage.actions.iter().map(|one| one.name.as_str()));
    let id = json!({"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"});
    let approval = json!({"name": name, "actionTypeId": id, "runOrder": 1});
    later.chain(append(stage.as_str(), approval)).collect()
}
