//! Conditions of stages, what fails over to what, and blockers.

use std::collections::HashSet;

use codepipeline::ErrorKind::{InvalidBlockerDeclaration, InvalidStageDeclaration};
use codepipeline::shapes::{BlockerType, Condition, ConditionResult, ExecutionMode, StageDeclaration};

use super::super::repair;
use super::super::{Facts, Problem};
use crate::model::conditions_of;

/// V31, V32, V35. The text of V35 is ours.
pub(super) fn failure_gates(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let parallel = facts.declaration.execution_mode == Some(ExecutionMode::Parallel);
    for (index, stage) in facts.declaration.stages.iter().enumerate() {
        let Some(gate) = &stage.on_failure else { continue };
        let pointer = format!("/stages/{index}/onFailure");
        let conditions = gate.conditions.as_deref().unwrap_or_default();
        if gate.result.is_some() && !conditions.is_empty() {
            // The closing quote is missing in the service's text too.
            let text = format!(
                "The following stage cannot have a failure exit gate configured with both top level result and \
                 conditions: '{}",
                stage.name
            );
            problems.push(
                Problem::error("V31", InvalidStageDeclaration, pointer.as_str(), text)
                    .fix("Keep one of them"),
            );
        }
        let results =
            gate.result.iter().chain(conditions.iter().filter_map(|condition| condition.result.as_ref()));
        if parallel && results.into_iter().any(|result| *result == ConditionResult::Rollback) {
            let text = "Failure conditions with rollback result type cannot be added to a PARALLEL pipeline.";
            problems.push(
                Problem::error("V32", InvalidStageDeclaration, pointer.as_str(), text)
                    .fix("Use another execution mode, or remove the roll-back"),
            );
        }
        if gate.result.is_none() && gate.retry_configuration.is_some() && !conditions.is_empty() {
            let text =
                format!("Stage '{}' cannot have both automatic retry and failure conditions", stage.name);
            let pointer = format!("{pointer}/retryConfiguration");
            problems
                .push(Problem::error("V35", InvalidStageDeclaration, pointer, text).fix("Keep one of them"));
        }
    }
}

/// The conditions of a stage's gates, with the gate's name and the results it allows.
fn gates(stage: &StageDeclaration) -> [(&'static str, &[Condition], &'static [ConditionResult]); 3] {
    use ConditionResult::{Fail, Rollback, Skip};
    let [(_, before), (_, success), (_, failure)] = conditions_of(stage);
    [
        ("beforeEntry", before, &[Fail, Skip]),
        ("onSuccess", success, &[Fail, Rollback]),
        ("onFailure", failure, &[Rollback]),
    ]
}

/// V33, V34; texts are ours.
pub(super) fn condition_results(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for (index, stage) in facts.declaration.stages.iter().enumerate() {
        let mut wrong = |pointer: String, gate: &str, result: &ConditionResult, legal: &[ConditionResult]| {
            let legal = legal.iter().map(ConditionResult::as_str).collect::<Vec<_>>().join(" or ");
            let text = format!(
                "Stage '{}' cannot have the result {result} in {gate}: it must be {legal}",
                stage.name
            );
            let repair =
                if legal.contains(' ') { Vec::new() } else { repair::set(pointer.as_str(), legal.as_str()) };
            problems.push(
                Problem::error("V33", InvalidStageDeclaration, pointer, text)
                    .fix(format!("Use {legal}"))
                    .by(repair),
            );
        };
        for (gate, conditions, legal) in gates(stage) {
            for (at, condition) in conditions.iter().enumerate() {
                if let Some(result) = condition.result.as_ref().filter(|result| !legal.contains(result)) {
                    wrong(format!("/stages/{index}/{gate}/conditions/{at}/result"), gate, result, legal);
                }
            }
        }
        let legal = [ConditionResult::Rollback, ConditionResult::Retry];
        let result = stage.on_failure.as_ref().and_then(|gate| gate.result.as_ref());
        if let Some(result) = result.filter(|result| !legal.contains(result)) {
            wrong(format!("/stages/{index}/onFailure/result"), "onFailure", result, &legal);
        }
        let before = stage.before_entry.iter().flat_map(|gate| &gate.conditions).enumerate();
        for (at, condition) in before.filter(|(_, c)| c.result == Some(ConditionResult::Skip)) {
            for (number, rule) in condition.rules.iter().flatten().enumerate() {
                let provider = rule.rule_type_id.provider.as_str();
                if !matches!(provider, "LambdaInvoke" | "VariableCheck") {
                    let text = format!(
                        "Rule '{}' of stage '{}' is of the type {provider}: conditions with the result SKIP can only \
                         have LambdaInvoke and VariableCheck rules",
                        rule.name, stage.name
                    );
                    let condition = format!("/stages/{index}/beforeEntry/conditions/{at}");
                    let pointer = format!("{condition}/rules/{number}/ruleTypeId");
                    problems.push(
                        Problem::error("V34", InvalidStageDeclaration, pointer, text)
                            .fix("Use the result FAIL")
                            .by(repair::set(format!("{condition}/result"), "FAIL")),
                    );
                }
            }
        }
    }
}

/// V36; the text is ours. Blockers are reserved, the model lets `Schedule` through only.
pub(super) fn blockers(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for (index, stage) in facts.declaration.stages.iter().enumerate() {
        let mut seen = HashSet::new();
        for (at, blocker) in stage.blockers.iter().flatten().enumerate() {
            let again = !seen.insert(blocker.name.as_str());
            if again || blocker.name.is_empty() || blocker.r#type != BlockerType::Schedule {
                let text = format!("Blocker '{}' of stage '{}' is not valid", blocker.name, stage.name);
                let list = format!("/stages/{index}/blockers");
                let length = stage.blockers.iter().flatten().count();
                problems.push(
                    Problem::error("V36", InvalidBlockerDeclaration, format!("{list}/{at}"), text)
                        .fix("Remove it: blockers are reserved")
                        .by(repair::remove_item(&list, at, length)),
                );
            }
        }
    }
}
