//! Values of configurations: what is missing in this combination, what means nothing, what should not be seen.

use super::super::repair::{self, Change};
use super::super::{Facts, Problem};
use super::{has_reference, known_type, list};
use crate::catalog::{ActionType, ArtifactUse, Property, PropertyKind};
use crate::model::{Action, configuration};
use crate::text::child;

/// W2, W9: keys that are missing in this combination, and values that mean nothing.
pub(super) fn configuration_values(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for action in facts.model.actions() {
        let Some(known) = known_type(action) else { continue };
        let base = format!("{}/configuration", action.pointer());
        for property in &known.properties {
            let pointer = || child(&base, &property.name);
            match configuration(action.declaration, &property.name) {
                None => {
                    let condition = property.required_when.as_deref();
                    if let Some(condition) = condition.filter(|condition| applies(condition, action, known)) {
                        let text = format!(
                            "Action '{}' will fail without '{}' ({})",
                            action.declaration.name,
                            property.name,
                            explain(condition)
                        );
                        // One of its inputs is better than none; the first is what the service would take elsewhere.
                        let input =
                            action.inputs().next().filter(|_| property.artifact == Some(ArtifactUse::Name));
                        problems.push(
                            Problem::warning("W2", pointer(), text)
                                .fix(format!("Add '{}'", property.name))
                                .by(input.map(|input| repair::set(pointer(), input)).unwrap_or_default()),
                        );
                    }
                }
                Some(value) if has_reference(value) => {}
                Some(value) => {
                    if let Some((text, near)) = judge_value(facts, property, value) {
                        let text =
                            format!("'{}' of action '{}' {text}", property.name, action.declaration.name);
                        let repair = near.map(|near| repair::set(pointer(), near)).unwrap_or_default();
                        let fix = match property.kind {
                            PropertyKind::Boolean => Some("Write true or false".to_owned()),
                            _ => near.map(|near| format!("Write '{near}'")),
                        };
                        problems.push(Problem::warning("W9", pointer(), text).maybe_fix(fix).by(repair));
                    }
                }
            }
        }
    }
}

/// W15: values that name an artifact the action does not take in.
pub(super) fn artifact_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for action in facts.model.actions() {
        let Some(known) = known_type(action) else { continue };
        for property in &known.properties {
            let Some(use_of) = property.artifact else { continue };
            let Some(value) = configuration(action.declaration, &property.name) else { continue };
            if has_reference(value) {
                continue;
            }
            let pointer = || child(&format!("{}/configuration", action.pointer()), &property.name);
            let name = &action.declaration.name;
            let artifact = match (use_of, value.split_once("::")) {
                (ArtifactUse::Name, _) => value,
                (_, Some((artifact, _))) => artifact,
                (ArtifactUse::Either, None) => continue,
                (ArtifactUse::Path, None) => {
                    let text = format!("'{}' of action '{name}' has the form Artifact::path", property.name);
                    let path = action.inputs().next().map(|input| format!("{input}::{value}"));
                    let fix = path.as_ref().map(|path| format!("Write '{path}'"));
                    let repair = path.map(|path| repair::set(pointer(), path)).unwrap_or_default();
                    problems.push(Problem::warning("W15", pointer(), text).maybe_fix(fix).by(repair));
                    continue;
                }
            };
            if action.inputs().all(|input| input != artifact) {
                let text = format!(
                    "'{}' of action '{name}' names '{artifact}', which is not one of its input artifacts",
                    property.name
                );
                let (fix, repair) = match crate::closest(artifact, action.inputs()) {
                    Some(near) => {
                        let rest = value.strip_prefix(artifact).unwrap_or_default();
                        (format!("Write '{near}'"), repair::set(pointer(), format!("{near}{rest}")))
                    }
                    None => {
                        (format!("Add '{artifact}' to its input artifacts"), take_in(facts, action, artifact))
                    }
                };
                problems.push(Problem::warning("W15", pointer(), text).fix(fix).by(repair));
            }
        }
    }
}

/// An artifact that is there by then comes to the inputs of an action.
fn take_in(facts: &Facts<'_>, action: &Action<'_>, artifact: &str) -> Vec<Change> {
    let there = facts.model.producers(artifact).any(|maker| maker.ends_before(action));
    let inputs = format!("{}/inputArtifacts", action.pointer());
    if there { repair::append(inputs, serde_json::json!({"name": artifact})) } else { Vec::new() }
}

/// Whether a catalog condition holds for an action.
fn applies(condition: &str, action: &Action<'_>, known: &ActionType) -> bool {
    let value = |key: &str| {
        let default = || known.property(key).and_then(|property| property.default.as_deref());
        configuration(action.declaration, key).or_else(default)
    };
    if let Some((what, count)) = condition.split_once('>') {
        return what == "inputs" && count.parse().is_ok_and(|count: usize| action.inputs().count() > count);
    }
    match condition.split_once('=') {
        Some(("inputs", count)) => count.parse().is_ok_and(|count: usize| action.inputs().count() == count),
        Some((key, values)) => {
            value(key).is_some_and(|set| values.split('|').any(|one| one.eq_ignore_ascii_case(set)))
        }
        None => match condition.strip_prefix('!') {
            Some(key) => configuration(action.declaration, key).is_none(),
            None => configuration(action.declaration, condition).is_some(),
        },
    }
}

fn explain(condition: &str) -> String {
    match condition {
        "inputs>1" => "it has more than one input artifact".to_owned(),
        "inputs=0" => "it has no input artifact".to_owned(),
        _ => match (condition.split_once('='), condition.strip_prefix('!')) {
            (Some((key, values)), _) => format!("'{key}' is {}", values.replace('|', " or ")),
            (None, Some(key)) => format!("there is no '{key}'"),
            (None, None) => format!("there is '{condition}'"),
        },
    }
}

/// What is wrong with a value, and what was most likely meant.
fn judge_value<'p>(
    facts: &Facts<'_>,
    property: &'p Property,
    value: &str,
) -> Option<(String, Option<&'p str>)> {
    match property.kind {
        PropertyKind::Boolean if !["true", "false"].iter().any(|word| value.eq_ignore_ascii_case(word)) => {
            Some((format!("is '{value}', which is neither true nor false"), None))
        }
        PropertyKind::Number if value.parse::<f64>().is_err() => {
            Some((format!("is '{value}', which is no number"), None))
        }
        PropertyKind::Enum if !property.options.iter().any(|option| option == value) => {
            let options: Vec<_> = property.options.iter().map(String::as_str).collect();
            let near = crate::closest(value, options.iter().copied());
            Some((format!("is '{value}'; it can be {}", list(&options, "or")), near))
        }
        PropertyKind::Json => {
            let most = facts.limits.parameter_overrides_bytes;
            if property.name == "ParameterOverrides" && value.len() > most {
                return Some((format!("has {} bytes; the service takes up to {most}", value.len()), None));
            }
            // Stack set parameters may be `Artifact::file` or a shorthand; only what starts as JSON has to be some.
            let starts_as_json = value.trim_start().starts_with(['{', '[']);
            let broken = starts_as_json && serde_json::from_str::<serde::de::IgnoredAny>(value).is_err();
            broken.then(|| ("is not JSON".to_owned(), None))
        }
        _ => None,
    }
}

/// W3: secrets in plain sight.
pub(super) fn plain_secrets(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let looks_secret = |name: &str| {
        let name = name.to_ascii_uppercase();
        [
            "PASSWORD",
            "SECRET_KEY",
            "SECRET_ACCESS_KEY",
            "API_KEY",
            "ACCESS_TOKEN",
            "AUTH_TOKEN",
            "PRIVATE_KEY",
        ]
        .iter()
        .any(|word| name.contains(word))
    };
    let text = "stands in the definition in plain text";
    for action in facts.model.actions() {
        let name = &action.declaration.name;
        let secrets = known_type(action).into_iter().flat_map(|known| &known.properties).filter(|p| p.secret);
        for property in secrets {
            let Some(value) = configuration(action.declaration, &property.name) else { continue };
            let masked = !value.is_empty() && value.chars().all(|c| c == '*');
            if !masked && !value.starts_with("{{resolve:") && !has_reference(value) {
                let pointer = format!("{}/configuration/{}", action.pointer(), property.name);
                let text = format!("The secret '{}' of action '{name}' {text}", property.name);
                let fix = "Keep it in Secrets Manager and name it with {{resolve:secretsmanager:...}}";
                problems.push(Problem::warning("W3", pointer, text).fix(fix));
            }
        }
        for (index, variable) in action.declaration.environment_variables.iter().flatten().enumerate() {
            let plain = variable.r#type.as_ref().is_none_or(|kind| kind.as_str() == "PLAINTEXT");
            if plain && looks_secret(&variable.name) && !has_reference(&variable.value) {
                let pointer = format!("{}/environmentVariables/{index}", action.pointer());
                let text = format!("The variable '{}' of action '{name}' {text}", variable.name);
                let fix = "Use the type SECRETS_MANAGER and name the secret";
                problems.push(Problem::warning("W3", pointer, text).fix(fix));
            }
        }
    }
}
