//! The rules the service enforces itself, in the order in which it names them as far as that is known: the order
//! among them is not published, nor are some texts; those are ours and marked.

mod artifacts;
mod gates;
mod stores;
mod structure;
mod triggers;
mod types;
mod variables;

use super::Rule;

pub(super) const RULES: &[Rule] = &[
    structure::v2_members,
    structure::stage_count,
    structure::source_stages,
    structure::stage_names,
    structure::action_names,
    structure::action_counts,
    types::action_types,
    artifacts::output_names,
    artifacts::input_origins,
    stores::artifact_stores,
    stores::regions,
    variables::pipeline_variables,
    variables::namespaces,
    variables::references,
    triggers::triggers,
    gates::failure_gates,
    gates::condition_results,
    gates::blockers,
];
