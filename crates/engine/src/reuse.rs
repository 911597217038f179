//! Results of earlier executions: what an action's result depends on, as one number, and the result of an action that
//! an execution of a part of the pipeline does not run again. It says when such a result is stale; it never decides
//! what is run again.

use actions::{Artifacts, Outcome, Success};
use codepipeline::shapes::ActionExecutionDetail;
use execution::StartAction;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{ActionExecutionQuery, ActionExecutionRow};

use crate::Inner;
use crate::artifacts::located;

/// How many action executions are looked through for an earlier result.
const LOOKED_AT: usize = 2000;

/// What an attempt tells beside its outcome, for the action's details.
pub(crate) type Extras = serde_json::Map<String, Value>;

/// The number of everything that an action's result depends on: its type, configuration, commands, environment, and
/// the content of what it reads. None when an input cannot be read.
pub(crate) fn key(start: &StartAction, artifacts: &dyn Artifacts) -> Option<String> {
    let mut inputs = Vec::new();
    for input in &start.input_artifacts {
        let at = located(&input.location);
        let file = artifacts.path(&at).ok()?;
        let mut hash = Sha256::new();
        std::io::copy(&mut fs_err::File::open(file).ok()?, &mut hash).ok()?;
        inputs.push((input.name.as_str(), hex(&hash.finalize())));
    }
    let everything = json!({
        "type": start.action_type_id,
        "configuration": start.configuration,
        "commands": start.commands,
        "environment": start.environment_variables,
        "inputs": inputs,
        "outputs": start.output_artifacts.iter().map(|one| (&one.name, &one.files)).collect::<Vec<_>>(),
    });
    Some(hex(&Sha256::digest(everything.to_string())))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Inner {
    /// The result of the newest earlier execution in which this action succeeded, as this one's.
    pub(crate) fn reuse(&self, start: &StartAction, artifacts: &dyn Artifacts) -> (Outcome, Extras) {
        match self.earlier(start, artifacts) {
            Ok((success, extras)) => (Outcome::Succeeded(Box::new(success)), extras),
            Err(message) => {
                let failure = actions::Failure::new("ConfigurationError", message)
                    .remedy("run the whole pipeline once, without --only and --from");
                (Outcome::Failed(Box::new(failure)), Extras::new())
            }
        }
    }

    fn earlier(&self, start: &StartAction, artifacts: &dyn Artifacts) -> Result<(Success, Extras), String> {
        let context = &start.context;
        let none = || format!("{}/{} has no earlier result to take", context.stage, context.action);
        let query = ActionExecutionQuery {
            pipeline: context.pipeline.clone(),
            max: LOOKED_AT,
            ..ActionExecutionQuery::default()
        };
        let rows = self.store.list_action_executions(&query).map_err(|error| error.to_string())?.items;
        let fits = |row: &&ActionExecutionRow| {
            row.stage == context.stage
                && row.name == context.action
                && row.status == "Succeeded"
                && row.execution != context.execution_id
        };
        let row = rows.iter().find(fits).ok_or_else(none)?;
        let detail: ActionExecutionDetail =
            serde_json::from_str(&row.detail).map_err(|error| error.to_string())?;
        let output = detail.output.unwrap_or_default();
        for wanted in &start.output_artifacts {
            let kept = output.output_artifacts.iter().flatten();
            let kept = kept.filter(|one| one.name.as_deref() == Some(wanted.name.as_str()));
            let from = kept.filter_map(|one| one.s3location.as_ref()).next().ok_or_else(none)?;
            let from = actions::Location {
                bucket: from.bucket.clone().unwrap_or_default(),
                key: from.key.clone().unwrap_or_default(),
            };
            artifacts.put(&artifacts.path(&from)?, &located(&wanted.location)).map_err(|message| {
                format!("the artifact {} of execution {} is gone: {message}", wanted.name, row.execution)
            })?;
        }
        let local =
            self.read(&context.pipeline, |state| Ok(execution::views::local_details(state, &row.execution)));
        let local = match local.ok().flatten() {
            Some(local) => Some(local),
            None => self
                .stored_details(&context.pipeline, &row.execution)
                .ok()
                .flatten()
                .map(|(_, _, local, _)| local),
        };
        let local = local.as_ref().and_then(|local| {
            let mut actions = local.stages.iter().flat_map(|stage| &stage.actions);
            actions.find(|action| action.action_execution_id == row.id)
        });
        let key = key(start, artifacts);
        let known = local.and_then(|local| local.details.get("key")).and_then(Value::as_str);
        let configured = detail.input.and_then(|input| input.resolved_configuration).unwrap_or_default();
        let stale =
            if configured.into_iter().collect::<std::collections::BTreeMap<_, _>>() != start.configuration {
                Some("its configuration has changed since")
            } else if start.input_artifacts.is_empty() || (key.is_some() && key.as_deref() == known) {
                None
            } else if known.is_none() {
                Some("what it was made from is not known")
            } else {
                Some("what it is made from has changed since")
            };
        let short = row.execution.split('-').next().unwrap_or_default();
        let mut differences = local.map(|local| local.differences.clone()).unwrap_or_default();
        differences.push(match stale {
            Some(why) => format!("the result was taken from execution {short} and is stale: {why}"),
            None => format!("the result was taken from execution {short}, nothing was done"),
        });
        let mut extras = Extras::new();
        extras.insert("cached".into(), json!({ "execution": row.execution, "stale": stale }));
        if let Some(known) = known {
            extras.insert("key".into(), known.into());
        }
        let success = Success {
            variables: output.output_variables.unwrap_or_default().into_iter().collect(),
            external_id: None,
            external_url: None,
            summary: Some(match stale {
                Some(why) => format!("Stale, from execution {short}: {why}"),
                None => format!("Cached, from execution {short}"),
            }),
            revision: None,
            fidelity: local.and_then(|local| local.fidelity).unwrap_or(actions::Fidelity::Real),
            differences,
            reports: Vec::new(),
        };
        Ok((success, extras))
    }
}
