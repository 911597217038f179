//! Every action against its type: is there one, has it the keys and the artifacts it wants.

use codepipeline::ErrorKind::InvalidActionDeclaration;
use codepipeline::shapes::{ActionCategory, ActionOwner};
use serde_json::json;

use super::super::repair::{self, Change};
use super::super::{Facts, Problem};
use super::artifacts::nearest_artifact;
use crate::catalog::{self, Count};
use crate::closest;
use crate::model::Action;
use crate::text::child;

/// V13 to V16: every action against its type.
pub(super) fn action_types(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for action in facts.model.actions() {
        let id = &action.declaration.action_type_id;
        if matches!(id.category, ActionCategory::Other(_)) || matches!(id.owner, ActionOwner::Other(_)) {
            continue;
        }
        let custom = match (&id.owner, facts.custom) {
            (ActionOwner::Custom, Some(types)) => Some(types.iter().find(|known| known.id == *id)),
            (ActionOwner::Custom, None) => continue,
            _ => None,
        };
        let expected = match (custom, catalog::find_id(id)) {
            (Some(Some(known)), _) => Expected::custom(known),
            (None, Some(known)) => Expected::known(known),
            // Partners come and go: what the catalog lacks may exist.
            (None, None) if id.owner == ActionOwner::ThirdParty && suggestion(action).is_none() => continue,
            _ => {
                problems.push(no_such_type(facts, action));
                continue;
            }
        };
        check_configuration(action, &expected, problems);
        check_counts(facts, action, &expected, problems);
    }
}

/// What an action's type demands.
struct Expected<'a> {
    required: Vec<&'a str>,
    names: Vec<&'a str>,
    open: bool,
    commands: bool,
    inputs: Count,
    outputs: Count,
}

impl<'a> Expected<'a> {
    fn known(known: &'a catalog::ActionType) -> Self {
        Self {
            required: known.properties.iter().filter(|p| p.required).map(|p| p.name.as_str()).collect(),
            names: known.properties.iter().map(|p| p.name.as_str()).collect(),
            open: known.open,
            commands: known.commands,
            inputs: known.inputs,
            outputs: known.outputs,
        }
    }

    fn custom(known: &'a codepipeline::shapes::ActionType) -> Self {
        let properties = known.action_configuration_properties.as_deref().unwrap_or_default();
        let count = |details: &codepipeline::shapes::ArtifactDetails| Count {
            minimum: usize::try_from(details.minimum_count).unwrap_or_default(),
            maximum: usize::try_from(details.maximum_count).unwrap_or_default(),
        };
        Self {
            required: properties.iter().filter(|p| p.required).map(|p| p.name.as_str()).collect(),
            names: properties.iter().map(|p| p.name.as_str()).collect(),
            open: false,
            commands: false,
            inputs: count(&known.input_artifact_details),
            outputs: count(&known.output_artifact_details),
        }
    }
}

fn no_such_type(facts: &Facts<'_>, action: &Action<'_>) -> Problem {
    let id = &action.declaration.action_type_id;
    let text = format!(
        "ActionType (Category: '{}', Provider: '{}', Owner: '{}', Version: '{}') in action '{}' is not available in \
         region '{}'",
        id.category,
        id.provider,
        id.owner,
        id.version,
        action.declaration.name,
        facts.region.to_uppercase().replace('-', "_"),
    );
    let pointer = format!("{}/actionTypeId", action.pointer());
    let meant = suggestion(action);
    let id = |known: &catalog::ActionType| {
        json!({
            "category": known.category, "owner": known.owner, "provider": known.provider, "version": known.version,
        })
    };
    let repair = meant.map(|known| repair::set(pointer.as_str(), id(known)));
    let fix = meant.map(|known| {
        format!(
            "Use category {}, owner {}, provider {}, version {}",
            known.category, known.owner, known.provider, known.version
        )
    });
    Problem::error("V13", InvalidActionDeclaration, pointer, text)
        .maybe_fix(fix)
        .by(repair.unwrap_or_default())
}

/// The action type that was most likely meant.
fn suggestion(action: &Action<'_>) -> Option<&'static catalog::ActionType> {
    let id = &action.declaration.action_type_id;
    let same = |known: &&catalog::ActionType| known.provider == id.provider && known.owner != "Custom";
    let candidates: Vec<_> = catalog::all().iter().filter(same).collect();
    let here = candidates.iter().find(|known| known.category == id.category.as_str()).or(candidates.first());
    if let Some(known) = here {
        return Some(known);
    }
    let in_category = || catalog::all().iter().filter(|known| known.category == id.category.as_str());
    let provider = closest(&id.provider, in_category().map(|known| known.provider.as_str()))?;
    in_category().find(|known| known.provider == provider)
}

/// V14, V15.
fn check_configuration(action: &Action<'_>, expected: &Expected<'_>, problems: &mut Vec<Problem>) {
    let name = &action.declaration.name;
    let empty = std::collections::BTreeMap::new();
    let configuration = action.declaration.configuration.as_ref().unwrap_or(&empty);
    let base = format!("{}/configuration", action.pointer());
    let mut missing = |key: &str, pointer: String, fix: String, repair: Vec<Change>| {
        let text =
            format!("Action configuration for action '{name}' is missing required configuration '{key}'");
        problems.push(Problem::error("V14", InvalidActionDeclaration, pointer, text).fix(fix).by(repair));
    };
    for key in expected.required.iter().filter(|key| !configuration.contains_key(**key)) {
        let unknown = configuration.keys().map(String::as_str).filter(|key| !expected.names.contains(key));
        let (fix, repair) = match closest(key, unknown) {
            Some(found) => (format!("Rename '{found}' to '{key}'"), repair::rename(child(&base, found), key)),
            None => (format!("Add '{key}'"), Vec::new()),
        };
        missing(key, child(&base, key), fix, repair);
    }
    if expected.commands && action.declaration.commands.as_ref().is_none_or(Vec::is_empty) {
        let fix = "Add `commands` beside `configuration`".to_owned();
        missing("commands", format!("{}/commands", action.pointer()), fix, Vec::new());
    }
    if expected.open {
        return;
    }
    for key in configuration.keys().filter(|key| !expected.names.contains(&key.as_str())) {
        let text = format!("Action configuration for action '{name}' contains unknown configuration '{key}'");
        let pointer = child(&base, key);
        let free = expected.names.iter().copied().filter(|name| !configuration.contains_key(*name));
        let (fix, repair) = match closest(key, free) {
            Some(known) => (format!("Rename it to '{known}'"), repair::rename(pointer.as_str(), known)),
            None => ("Remove it".to_owned(), repair::remove(pointer.as_str())),
        };
        problems.push(Problem::error("V15", InvalidActionDeclaration, pointer, text).fix(fix).by(repair));
    }
}

/// V16. The text for too many is ours, after the measured one for too few.
fn check_counts(
    facts: &Facts<'_>,
    action: &Action<'_>,
    expected: &Expected<'_>,
    problems: &mut Vec<Problem>,
) {
    let counts = [
        ("input", "inputArtifacts", action.inputs().count(), expected.inputs),
        ("output", "outputArtifacts", action.outputs().count(), expected.outputs),
    ];
    for (what, member, count, Count { minimum, maximum }) in counts {
        let (comparison, bound) = match count {
            _ if count < minimum => ("less than the minimum", minimum),
            _ if count > maximum => ("greater than the maximum", maximum),
            _ => continue,
        };
        let text = format!(
            "Action {} declares {count} {what} artifacts which is {comparison} count ({bound})",
            action.declaration.name
        );
        let fix = match count.abs_diff(bound) {
            1 if count < minimum => format!("Add an {what} artifact"),
            more if count < minimum => format!("Add {more} {what} artifacts"),
            1 => format!("Remove an {what} artifact"),
            more => format!("Remove {more} {what} artifacts"),
        };
        let pointer = format!("{}/{member}", action.pointer());
        let repair = match count {
            _ if count > maximum && maximum == 0 && what == "input" => repair::remove(pointer.as_str()),
            _ if count + 1 == minimum => {
                let missing = match what {
                    "input" => nearest_artifact(facts, action).map(str::to_owned),
                    _ => Some(repair::free_artifact(&facts.model, action)),
                };
                missing
                    .map(|name| repair::append(pointer.as_str(), json!({"name": name})))
                    .unwrap_or_default()
            }
            _ => Vec::new(),
        };
        problems.push(Problem::error("V16", InvalidActionDeclaration, pointer, text).fix(fix).by(repair));
    }
}
