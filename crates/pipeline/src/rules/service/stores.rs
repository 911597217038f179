//! Artifact stores and Regions.

use codepipeline::ErrorKind::{InvalidActionDeclaration, InvalidStructure, Validation};
use codepipeline::shapes::{ActionCategory, ActionOwner};
use serde_json::json;

use super::super::repair;
use super::super::{Facts, Problem};
use crate::closest;
use crate::text::child;

/// V19 to V22. The type and text of V19 are ours.
pub(super) fn artifact_stores(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
pub(super) fn regions(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
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
