//! Rules of stage conditions that cannot work.

use super::super::repair;
use super::super::{Facts, Problem};
use crate::model::conditions_of;

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
pub(super) fn condition_rules(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
