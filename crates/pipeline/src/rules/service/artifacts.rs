//! Artifacts: each made once, and made before it is taken.

use std::collections::HashMap;

use codepipeline::ErrorKind::InvalidStructure;

use super::super::repair;
use super::super::{Facts, Problem};
use crate::closest;
use crate::model::Action;

/// The artifact that an action most likely wants: of the last action before it that makes one it does not take yet.
pub(super) fn nearest_artifact<'a>(facts: &Facts<'a>, action: &Action<'_>) -> Option<&'a str> {
    facts
        .model
        .artifacts()
        .filter(|(name, maker)| maker.ends_before(action) && action.inputs().all(|taken| taken != *name))
        .max_by_key(|(_, maker)| (maker.stage_index, maker.run_order()))
        .map(|(name, _)| name)
}

/// V17; the text is ours.
pub(super) fn output_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let mut seen = HashMap::new();
    for action in facts.model.actions() {
        for (index, artifact) in action.outputs().enumerate() {
            if let Some(first) = seen.insert(artifact, action.declaration.name.as_str()) {
                let text = format!(
                    "Output artifact name '{artifact}' is used more than once: by action '{first}' and by action '{}'",
                    action.declaration.name
                );
                let pointer = format!("{}/outputArtifacts/{index}/name", action.pointer());
                let names = facts.model.artifacts().map(|(name, _)| name);
                let repair = repair::set(pointer.as_str(), repair::free(artifact, names));
                problems.push(
                    Problem::error("V17", InvalidStructure, pointer, text)
                        .fix("Rename one of the artifacts")
                        .by(repair),
                );
            }
        }
    }
}

/// V18; the text is ours.
pub(super) fn input_origins(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let mut earliest: HashMap<&str, (usize, i32)> = HashMap::new();
    for (artifact, producer) in facts.model.artifacts() {
        let place = (producer.stage_index, producer.run_order());
        earliest.entry(artifact).and_modify(|first| *first = place.min(*first)).or_insert(place);
    }
    for action in facts.model.actions() {
        for (index, artifact) in action.inputs().enumerate() {
            if earliest.get(artifact).is_some_and(|first| *first < (action.stage_index, action.run_order())) {
                continue;
            }
            let mut producers = facts.model.producers(artifact).peekable();
            let name = &action.declaration.name;
            let pointer = format!("{}/inputArtifacts/{index}/name", action.pointer());
            let (why, fix, repair) = match producers.peek() {
                Some(producer) if producer.key() == action.key() => (
                    "is its own output".to_owned(),
                    "Choose the output of an earlier action".to_owned(),
                    Vec::new(),
                ),
                Some(producer) if producer.stage_index == action.stage_index => (
                    format!(
                        "is put out by action '{}' with runOrder {}, not earlier",
                        producer.declaration.name,
                        producer.run_order()
                    ),
                    format!("Give '{name}' the runOrder {}", producer.run_order() + 1),
                    repair::after(facts, action, producer),
                ),
                Some(producer) => (
                    format!(
                        "is put out by action '{}' of the later stage '{}'",
                        producer.declaration.name, producer.stage.name
                    ),
                    format!("Move '{name}' behind '{}'", producer.declaration.name),
                    repair::after(facts, action, producer),
                ),
                None => {
                    let earlier =
                        facts.model.artifacts().filter(|(_, producer)| producer.ends_before(action));
                    let likely = closest(artifact, earlier.map(|(artifact, _)| artifact));
                    let (fix, repair) = match likely {
                        Some(likely) => (format!("Write '{likely}'"), repair::set(pointer.as_str(), likely)),
                        None => (format!("Let an earlier action put out '{artifact}'"), Vec::new()),
                    };
                    ("is put out by no action".to_owned(), fix, repair)
                }
            };
            let text = format!("Input artifact '{artifact}' of action '{name}' {why}");
            problems.push(Problem::error("V18", InvalidStructure, pointer, text).fix(fix).by(repair));
        }
    }
}
