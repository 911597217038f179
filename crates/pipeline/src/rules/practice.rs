//! Practices: what the service accepts and a run then pays for, and what could be better. Few, and each one real.

use std::collections::{HashMap, HashSet};

use codepipeline::shapes::{ActionCategory, Condition, StageDeclaration};

use super::repair::{self, Change};
use super::{Facts, Problem, Rule};
use crate::catalog::{self, ActionType, ArtifactUse, Property, PropertyKind, Status};
use crate::model::{Action, configuration};
use crate::text::child;
use crate::triggers::glob_fault;
use crate::variables::{self, PIPELINE_NAMESPACE, SERVICE_NAMESPACE};

pub(super) const RULES: &[Rule] = &[
    known_keys,
    condition_references,
    configuration_values,
    artifact_names,
    plain_secrets,
    retired_types,
    shell_names,
    clone_references,
    misplaced_members,
    image_definitions,
    trigger_patterns,
    one_webhook,
    condition_rules,
    unused_outputs,
    unguarded_production,
    polling,
];

fn known_type(action: &Action<'_>) -> Option<&'static ActionType> {
    catalog::find_id(&action.declaration.action_type_id)
}

fn has_reference(value: &str) -> bool {
    !variables::find(value).is_empty()
}

/// W1: a reference to a key that its namespace will not have.
fn known_keys(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
fn condition_references(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// The conditions of a stage with the names of their gates.
pub(super) fn conditions_of(stage: &StageDeclaration) -> [(&'static str, &[Condition]); 3] {
    let before = stage.before_entry.as_ref().map_or(&[][..], |gate| &gate.conditions);
    let success = stage.on_success.as_ref().map_or(&[][..], |gate| &gate.conditions);
    let failure = stage.on_failure.as_ref().and_then(|gate| gate.conditions.as_deref()).unwrap_or_default();
    [("beforeEntry", before), ("onSuccess", success), ("onFailure", failure)]
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

fn list(words: &[&str], before_last: &str) -> String {
    match words {
        [] => "none".to_owned(),
        [most @ .., last] if !most.is_empty() => format!("{} {before_last} {last}", most.join(", ")),
        words => words.concat(),
    }
}

/// W2, W9: keys that are missing in this combination, and values that mean nothing.
fn configuration_values(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
fn artifact_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
fn plain_secrets(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// W4: action types that have been replaced or have ended.
fn retired_types(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// W5: artifacts whose folder a shell cannot name.
fn shell_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
fn clone_references(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// W7, W8: members that the action's provider does not use.
fn misplaced_members(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// W10: an image source feeding what needs another file.
fn image_definitions(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// W11, H5: trigger patterns that cannot work, and those that take everything.
fn trigger_patterns(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

fn deploys(facts: &Facts<'_>) -> bool {
    let is_deploy =
        |action: &Action<'_>| action.declaration.action_type_id.category == ActionCategory::Deploy;
    facts.model.actions().iter().any(is_deploy)
}

/// W12: two connection sources of one repository: only one of them is told of changes.
fn one_webhook(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// The rule types of stage conditions with their required configuration.
const RULE_TYPES: &[(&str, &[&str])] = &[
    ("CloudWatchAlarm", &["AlarmName"]),
    ("CodeBuild", &["ProjectName"]),
    ("Commands", &[]),
    ("DeploymentWindow", &["Cron"]),
    ("LambdaInvoke", &["FunctionName"]),
    ("VariableCheck", &["Variable", "Value", "Operator"]),
];

/// W13: rules of stage conditions that cannot work.
fn condition_rules(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for (index, stage) in facts.declaration.stages.iter().enumerate() {
        for (gate, conditions) in conditions_of(stage) {
            for (at, condition) in conditions.iter().enumerate() {
                for (number, rule) in condition.rules.iter().flatten().enumerate() {
                    let pointer = format!("/stages/{index}/{gate}/conditions/{at}/rules/{number}");
                    let provider = rule.rule_type_id.provider.as_str();
                    let Some((_, required)) = RULE_TYPES.iter().find(|(name, _)| *name == provider) else {
                        let names = RULE_TYPES.iter().map(|(name, _)| *name);
                        let near = crate::closest(provider, names);
                        let text = format!("There is no rule type '{provider}'");
                        let pointer = format!("{pointer}/ruleTypeId/provider");
                        let repair = near.map(|near| repair::set(pointer.as_str(), near)).unwrap_or_default();
                        let fix = near.map(|near| format!("Write '{near}'"));
                        problems.push(Problem::warning("W13", pointer, text).maybe_fix(fix).by(repair));
                        continue;
                    };
                    let given =
                        |key: &str| rule.configuration.as_ref().is_some_and(|map| map.contains_key(key));
                    for key in required.iter().filter(|key| !given(key)) {
                        let text = format!("Rule '{}' will fail without '{key}'", rule.name);
                        let pointer = format!("{pointer}/configuration/{key}");
                        problems.push(Problem::warning("W13", pointer, text).fix(format!("Add '{key}'")));
                    }
                    if provider == "Commands" && rule.commands.as_ref().is_none_or(Vec::is_empty) {
                        let text = format!("Rule '{}' has no commands to run", rule.name);
                        let pointer = format!("{pointer}/commands");
                        problems.push(Problem::warning("W13", pointer, text).fix("Add `commands`"));
                    }
                }
            }
        }
    }
}

/// H1: outputs that nobody takes in.
fn unused_outputs(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// H2: a deployment to production that nobody is asked about.
fn unguarded_production(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let sounds_final = |name: &str| {
        name.split(|c: char| !c.is_ascii_alphanumeric())
            .flat_map(split_words)
            .any(|word| matches!(word.to_ascii_lowercase().as_str(), "prod" | "production" | "live" | "prd"))
    };
    let is = |action: &Action<'_>, category| action.declaration.action_type_id.category == category;
    let place = |action: &Action<'_>| (action.stage_index, action.run_order());
    let approvals = facts.model.actions().iter().filter(|action| is(action, ActionCategory::Approval));
    let first_approval = approvals.map(place).min();
    for action in facts.model.actions().iter().filter(|action| is(action, ActionCategory::Deploy)) {
        if !sounds_final(&action.stage.name) && !sounds_final(&action.declaration.name) {
            continue;
        }
        let approved = first_approval.is_some_and(|approval| approval < place(action));
        if !approved && action.stage.before_entry.is_none() {
            let text = format!(
                "'{}' deploys to what sounds like production, and nothing before it asks for an approval",
                action.declaration.name
            );
            let fix = format!("Add a manual approval to the stage '{}'", action.stage.name);
            let repair = repair::approval_first(action);
            problems.push(Problem::hint("H2", action.pointer(), text).fix(fix).by(repair));
        }
    }
}

/// The words of a name in camel case: `DeployProd2` has `Deploy` and `Prod`.
fn split_words(name: &str) -> Vec<&str> {
    let starts = name.char_indices().zip(name.chars().skip(1).map(Some).chain([None]));
    let mut cuts = vec![0];
    let mut previous = None::<char>;
    for ((at, c), next) in starts {
        let rises = c.is_ascii_uppercase()
            && (previous.is_some_and(|p| p.is_ascii_lowercase())
                || next.is_some_and(|n| n.is_ascii_lowercase()));
        let digit = c.is_ascii_digit() != previous.is_some_and(|p| p.is_ascii_digit()) && previous.is_some();
        if at > 0 && (rises || digit) {
            cuts.push(at);
        }
        previous = Some(c);
    }
    cuts.push(name.len());
    cuts.windows(2).filter_map(|pair| name.get(*pair.first()?..*pair.last()?)).collect()
}

/// H3: sources that poll because nobody told them not to.
fn polling(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
