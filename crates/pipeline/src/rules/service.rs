//! The rules the service enforces itself, in the order in which it names them as far as that is known: the order
//! among them is not published, nor are some texts; those are ours and marked.

use std::collections::{HashMap, HashSet};

use codepipeline::ErrorKind::{
    InvalidActionDeclaration, InvalidBlockerDeclaration, InvalidStageDeclaration, InvalidStructure,
    LimitExceeded, Validation,
};
use codepipeline::shapes::{
    ActionCategory, ActionOwner, BlockerType, Condition, ConditionResult, ExecutionMode,
    PipelineTriggerDeclaration, StageDeclaration,
};

use serde_json::json;

use super::repair::{self, Change};
use super::{Facts, Problem, Rule};
use crate::catalog::{self, Count};
use crate::closest;
use crate::model::Action;
use crate::text::child;
use crate::variables::{self, PIPELINE_NAMESPACE, SERVICE_NAMESPACE};

pub(super) const RULES: &[Rule] = &[
    v2_members,
    stage_count,
    source_stages,
    stage_names,
    action_names,
    action_counts,
    action_types,
    output_names,
    input_origins,
    artifact_stores,
    regions,
    pipeline_variables,
    namespaces,
    references,
    triggers,
    failure_gates,
    condition_results,
    blockers,
];

/// T1 to T5: what only pipelines of type V2 may have.
fn v2_members(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    if facts.v2 {
        return;
    }
    let fix = "Set `pipelineType` to V2";
    let repair = || repair::set("/pipelineType", "V2");
    let declaration = facts.declaration;
    if matches!(declaration.execution_mode, Some(ExecutionMode::Queued | ExecutionMode::Parallel)) {
        let text = "QUEUED or PARALLEL mode can only be used with V2 pipelines";
        problems.push(Problem::error("T1", InvalidStructure, "/executionMode", text).fix(fix).by(repair()));
    }
    if declaration.variables.as_ref().is_some_and(|list| !list.is_empty()) {
        let text = "Pipeline variable can only be used with V2 pipelines";
        problems.push(Problem::error("T2", InvalidStructure, "/variables", text).fix(fix).by(repair()));
    }
    if declaration.triggers.as_ref().is_some_and(|list| !list.is_empty()) {
        let text = "Triggers on tag can only be used with V2 pipelines";
        problems.push(Problem::error("T3", InvalidStructure, "/triggers", text).fix(fix).by(repair()));
    }
    for (index, stage) in declaration.stages.iter().enumerate() {
        let gates = [
            ("beforeEntry", stage.before_entry.is_some()),
            ("onSuccess", stage.on_success.is_some()),
            ("onFailure", stage.on_failure.is_some()),
        ];
        for (gate, _) in gates.into_iter().filter(|(_, present)| *present) {
            let text = "Stage level conditions can only be used with V2 pipelines.";
            let pointer = format!("/stages/{index}/{gate}");
            problems.push(Problem::error("T4", InvalidStageDeclaration, pointer, text).fix(fix).by(repair()));
        }
    }
    for action in facts.model.actions() {
        let id = &action.declaration.action_type_id;
        if catalog::find_id(id).is_some_and(|known| known.v2_only) {
            let text = format!("{} Action can only be used with V2 pipelines.", id.provider);
            let pointer = format!("{}/actionTypeId/provider", action.pointer());
            problems
                .push(Problem::error("T5", InvalidActionDeclaration, pointer, text).fix(fix).by(repair()));
        }
    }
}

/// V5, V6.
fn stage_count(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let (count, limits) = (facts.declaration.stages.len(), facts.limits);
    if count < limits.minimum_stages {
        let text = format!(
            "Pipeline has only {count} stage(s). There should be a minimum of {} stages in a pipeline",
            limits.minimum_stages
        );
        problems.push(Problem::error("V5", InvalidStructure, "/stages", text).fix("Add a stage"));
    }
    if count > limits.maximum_stages {
        let text = format!(
            "Pipeline has too many stages. There can only be up to {} stages in a pipeline",
            limits.maximum_stages
        );
        problems.push(
            Problem::error("V6", InvalidStructure, "/stages", text).fix("Put related actions into one stage"),
        );
    }
}

/// V7, V8, V9.
fn source_stages(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let is_source =
        |action: &Action<'_>| action.declaration.action_type_id.category == ActionCategory::Source;
    let actions = facts.model.actions();
    let Some(first) = facts.declaration.stages.first() else { return };
    let stranger = actions.iter().find(|action| action.stage_index == 0 && !is_source(action));
    if first.actions.is_empty() || stranger.is_some() {
        let text = "Pipeline should start with a stage that only contains source actions";
        let pointer = stranger.map_or_else(|| "/stages/0".to_owned(), Action::pointer);
        let fix = match stranger {
            Some(action) => format!("Move '{}' to a later stage", action.declaration.name),
            None => "Add a source action to the first stage".to_owned(),
        };
        let movable = stranger.filter(|action| repair::can_move(facts, action, 1));
        let repair = movable.map(|action| repair::move_to(action, 1)).unwrap_or_default();
        problems.push(Problem::error("V7", InvalidStructure, pointer, text).fix(fix).by(repair));
    }
    for action in actions.iter().filter(|action| action.stage_index > 0 && is_source(action)) {
        let text = "Source actions can only be included in the first stage of the pipeline";
        let fix = format!("Move '{}' to the stage '{}'", action.declaration.name, first.name);
        let movable = repair::can_move(facts, action, 0);
        let repair = if movable { repair::move_to(action, 0) } else { Vec::new() };
        problems.push(Problem::error("V8", InvalidStructure, action.pointer(), text).fix(fix).by(repair));
    }
    // With a single stage V5 already asks for another one.
    if facts.declaration.stages.len() > 1 && !actions.is_empty() && actions.iter().all(is_source) {
        let text = "Pipeline should contain at least 1 action whose category is not Source";
        problems.push(
            Problem::error("V9", InvalidStructure, "/stages", text).fix("Add an action that uses the source"),
        );
    }
}

/// V10.
fn stage_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    for (index, stage) in facts.declaration.stages.iter().enumerate() {
        if !seen.insert(stage.name.as_str()) {
            let text = format!("Stage name '{}' is used more than once", stage.name);
            let pointer = format!("/stages/{index}/name");
            let names = facts.declaration.stages.iter().map(|stage| stage.name.as_str());
            let repair = repair::set(pointer.as_str(), repair::free(&stage.name, names));
            problems.push(
                Problem::error("V10", InvalidStageDeclaration, pointer, text)
                    .fix("Rename one of the stages")
                    .by(repair),
            );
        }
    }
}

/// V11; type and text are ours.
fn action_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    for action in facts.model.actions() {
        let name = action.declaration.name.as_str();
        if !seen.insert((action.stage_index, name)) {
            let text =
                format!("Action name '{name}' is used more than once in stage '{}'", action.stage.name);
            let pointer = format!("{}/name", action.pointer());
            let names = action.stage.actions.iter().map(|action| action.name.as_str());
            let repair = repair::set(pointer.as_str(), repair::free(name, names));
            problems.push(
                Problem::error("V11", InvalidActionDeclaration, pointer, text)
                    .fix("Rename one of the actions")
                    .by(repair),
            );
        }
    }
}

/// V12; types and texts are ours.
fn action_counts(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let limits = facts.limits;
    for (index, stage) in facts.declaration.stages.iter().enumerate() {
        let pointer = format!("/stages/{index}/actions");
        if stage.actions.is_empty() {
            // The first stage without actions is V7's case.
            if index > 0 {
                let text = format!(
                    "Stage '{}' has no actions. There should be a minimum of 1 action in a stage",
                    stage.name
                );
                problems.push(
                    Problem::error("V12", InvalidStageDeclaration, pointer, text)
                        .fix("Add an action, or remove the stage"),
                );
            }
        } else if stage.actions.len() > limits.actions_per_stage {
            let text = format!(
                "Stage '{}' has too many actions. There can only be up to {} actions in a stage",
                stage.name, limits.actions_per_stage
            );
            problems.push(Problem::error("V12", LimitExceeded, pointer, text).fix("Split the stage"));
        }
    }
    if facts.model.actions().len() > limits.actions_per_pipeline {
        let most = limits.actions_per_pipeline;
        let text =
            format!("Pipeline has too many actions. There can only be up to {most} actions in a pipeline");
        problems.push(Problem::error("V12", LimitExceeded, "/stages", text).fix("Split the pipeline"));
    }
}

/// V13 to V16: every action against its type.
fn action_types(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// The artifact that an action most likely wants: of the last action before it that makes one it does not take yet.
fn nearest_artifact<'a>(facts: &Facts<'a>, action: &Action<'_>) -> Option<&'a str> {
    facts
        .model
        .artifacts()
        .filter(|(name, maker)| maker.ends_before(action) && action.inputs().all(|taken| taken != *name))
        .max_by_key(|(_, maker)| (maker.stage_index, maker.run_order()))
        .map(|(name, _)| name)
}

/// V17; the text is ours.
fn output_names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
fn input_origins(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// V19 to V22. The type and text of V19 are ours.
fn artifact_stores(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let declaration = facts.declaration;
    let mut used = vec![facts.region.as_str()];
    for region in facts.model.actions().iter().filter_map(|action| action.declaration.region.as_deref()) {
        if !used.contains(&region) {
            used.push(region);
        }
    }
    let stores = declaration.artifact_stores.as_ref();
    match (&declaration.artifact_store, stores) {
        (Some(_), Some(_)) => {
            let text =
                "A pipeline has either 'pipeline.artifactStore' or 'pipeline.artifactStores', not both";
            problems.push(
                Problem::error("V19", InvalidStructure, "/artifactStores", text).fix("Remove one of them"),
            );
        }
        (None, None) => {
            let text = "A pipeline needs 'pipeline.artifactStore' or 'pipeline.artifactStores'";
            let fix = "Add `artifactStore` with the type S3 and a bucket as its location";
            let store = json!({"type": "S3", "location": bucket_for(&declaration.name)});
            let repair = repair::set("/artifactStore", store);
            problems
                .push(Problem::error("V19", InvalidStructure, "/artifactStore", text).fix(fix).by(repair));
        }
        (Some(_), None) if used.len() > 1 => {
            let text = "Your pipeline contains actions in more than one region. Use 'pipeline.artifactStores' instead \
                        of 'pipeline.artifactStore' to declare an artifact store, such as an artifact bucket, for each \
                        region where you have an action.";
            let fix = format!("Use `artifactStores` with {}", used.join(" and "));
            problems.push(Problem::error("V20", InvalidStructure, "/artifactStore", text).fix(fix));
        }
        _ => {}
    }
    let Some(stores) = stores else { return };
    for region in used.iter().filter(|region| !stores.contains_key(**region)) {
        let text = format!(
            "Your pipeline must have an artifact store, such as an artifact bucket, for each region where you have an \
             action. The following region is missing in 'pipeline.artifactStores': {region}."
        );
        let fix = format!("Add a store for {region}");
        problems
            .push(Problem::error("V21", InvalidStructure, child("/artifactStores", region), text).fix(fix));
    }
    for region in stores.keys().filter(|region| !REGIONS.contains(&region.as_str())) {
        let pointer = child("/artifactStores", region);
        let meant = closest(region, REGIONS.iter().copied());
        let free = meant.filter(|known| !stores.contains_key(*known));
        let repair = free.map(|known| repair::rename(pointer.as_str(), known)).unwrap_or_default();
        let fix = meant.map(|known| format!("Write {known}"));
        // New Regions open every year: what looks like one is not refused.
        let problem = if looks_like_region(region) {
            Problem::warning("V22", pointer, format!("The Region {region} is not known here"))
        } else {
            let text = format!(
                "The region {region} specified in 'pipeline.artifactStores' is not a valid AWS Region."
            );
            Problem::error("V22", Validation, pointer, text)
        };
        problems.push(problem.maybe_fix(fix).by(repair));
    }
}

/// A name for the bucket of a pipeline's artifacts (Amazon S3, bucket naming rules: small letters, digits, hyphens).
fn bucket_for(pipeline: &str) -> String {
    let words = pipeline.to_ascii_lowercase();
    let words: Vec<_> =
        words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    format!("{}-artifacts", if name.is_empty() { "pipeline" } else { name.get(..50).unwrap_or(&name) })
}

fn looks_like_region(region: &str) -> bool {
    let parts: Vec<_> = region.split('-').collect();
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    match parts.as_slice() {
        [first @ .., last] => first.len() >= 2 && first.iter().all(letters) && last.parse::<u8>().is_ok(),
        [] => false,
    }
}

/// The Regions of all partitions.
#[rustfmt::skip]
const REGIONS: &[&str] = &[
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1",
    "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3",
    "eusc-de-east-1", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1",
    "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2",
];

/// V23; type and text are ours.
fn regions(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    for action in facts.model.actions() {
        let id = &action.declaration.action_type_id;
        let bound = id.category == ActionCategory::Source
            || matches!(id.owner, ActionOwner::ThirdParty | ActionOwner::Custom);
        match &action.declaration.region {
            Some(region) if bound && *region != facts.region => {
                let text = format!(
                    "Action '{}' must run in the region of the pipeline ({}): source, third-party and custom actions \
                     cannot run in another region",
                    action.declaration.name, facts.region
                );
                let pointer = format!("{}/region", action.pointer());
                let repair = repair::remove(pointer.as_str());
                problems.push(
                    Problem::error("V23", InvalidActionDeclaration, pointer, text)
                        .fix("Remove `region`")
                        .by(repair),
                );
            }
            _ => {}
        }
    }
}

/// V24, V25. The text of V25 is ours.
fn pipeline_variables(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
fn namespaces(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
fn references(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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

/// V28, V29, V30. The texts of V30 are ours.
fn triggers(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let triggers = facts.declaration.triggers.as_deref().unwrap_or_default();
    let mut seen = HashSet::new();
    for (index, trigger) in triggers.iter().enumerate() {
        let pointer = format!("/triggers/{index}/gitConfiguration");
        let source = trigger.git_configuration.source_action_name.as_str();
        let is_connection = |action: &&Action<'_>| {
            action.declaration.name == source
                && action.declaration.action_type_id.provider == "CodeStarSourceConnection"
        };
        if !facts.model.actions().iter().any(|action| is_connection(&action)) {
            let text = "Triggers for connections must reference a CodeStarSourceConnection action.";
            let connections = facts.model.actions().iter();
            let named = connections
                .filter(|action| action.declaration.action_type_id.provider == "CodeStarSourceConnection")
                .map(|action| action.declaration.name.as_str())
                .next();
            let pointer = format!("{pointer}/sourceActionName");
            let repair = named.map(|name| repair::set(pointer.as_str(), name)).unwrap_or_default();
            let fix = named.map(|name| format!("Name '{name}'"));
            problems.push(Problem::error("V28", InvalidStructure, pointer, text).maybe_fix(fix).by(repair));
        }
        filter_combinations(trigger, &pointer, problems);
        if !seen.insert(source) {
            let text = format!(
                "Source action '{source}' has more than one trigger. There can only be 1 trigger for each source action"
            );
            let pointer = format!("{pointer}/sourceActionName");
            problems.push(
                Problem::error("V30", InvalidStructure, pointer, text)
                    .fix("Put the filters into one trigger"),
            );
        }
    }
    let size = codepipeline::to_value(triggers)
        .and_then(|value| codepipeline::json::encode(&value))
        .map_or(0, |bytes| bytes.len());
    if size > facts.limits.trigger_bytes {
        let most = facts.limits.trigger_bytes;
        let text = format!("The triggers have {size} bytes. They can have up to {most} bytes");
        problems.push(Problem::error("V30", InvalidStructure, "/triggers", text));
    }
}

fn filter_combinations(trigger: &PipelineTriggerDeclaration, pointer: &str, problems: &mut Vec<Problem>) {
    let git = &trigger.git_configuration;
    let mut illegal = |pointer: String, fix: &str| {
        let text = "The trigger configuration for the source action is not valid. Make sure to choose valid filter \
                    combinations.";
        problems.push(Problem::error("V29", InvalidStructure, pointer, text).fix(fix));
    };
    for (index, filter) in git.push.iter().flatten().enumerate() {
        let pointer = format!("{pointer}/push/{index}");
        match (filter.tags.is_some(), filter.branches.is_some(), filter.file_paths.is_some()) {
            (true, false, false) | (false, true, _) => {}
            (true, ..) => illegal(pointer, "Put `tags` into a filter of its own"),
            (false, false, true) => illegal(pointer, "Add `branches`"),
            (false, false, false) => illegal(pointer, "Add `branches` or `tags`"),
        }
    }
    for (index, filter) in git.pull_request.iter().flatten().enumerate() {
        if filter.branches.is_none() && filter.file_paths.is_some() {
            illegal(format!("{pointer}/pullRequest/{index}"), "Add `branches`");
        }
    }
    for (index, filter) in git.pull_request.iter().flatten().enumerate() {
        let mut seen = HashSet::new();
        for (at, event) in filter.events.iter().flatten().enumerate() {
            if !seen.insert(event) {
                let text = format!("The pull request event {event} is listed more than once");
                let pointer = format!("{pointer}/pullRequest/{index}/events/{at}");
                let repair = repair::remove(pointer.as_str());
                problems
                    .push(Problem::error("V30", InvalidStructure, pointer, text).fix("Remove it").by(repair));
            }
        }
    }
}

/// V31, V32, V35. The text of V35 is ours.
fn failure_gates(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
    let [(_, before), (_, success), (_, failure)] = super::practice::conditions_of(stage);
    [
        ("beforeEntry", before, &[Fail, Skip]),
        ("onSuccess", success, &[Fail, Rollback]),
        ("onFailure", failure, &[Rollback]),
    ]
}

/// V33, V34; texts are ours.
fn condition_results(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
fn blockers(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
