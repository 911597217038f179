//! What earlier executions left: which revision is in which stage, and artifacts that nobody needs any more.

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};

use serde_json::json;
use studio::contract::{Freed, OldArtifactRow, OldArtifacts, StageRevisions};
use studio::{Failure, Studio};

use crate::failure;
use crate::show::{self, say};

/// Prints what last succeeded in each stage of a pipeline.
pub(crate) async fn revisions(studio: &Studio, pipeline: String, as_json: bool) -> Result<u8, Failure> {
    let stages: Vec<StageRevisions> = studio.ask("revisions", json!({ "pipeline": pipeline })).await?;
    if stages.is_empty() {
        let message = format!("There is no pipeline {pipeline} on this computer");
        return Err(failure("not-found", message, "see `pipesmith ps`"));
    }
    for stage in &stages {
        if as_json {
            say(&serde_json::to_string(stage).unwrap_or_default());
            continue;
        }
        let Some(execution) = &stage.execution else {
            say(&format!("{:<24} nothing has succeeded here yet", stage.stage));
            continue;
        };
        let revisions: Vec<String> = stage
            .revisions
            .iter()
            .map(|one| {
                // Of a commit as much as tells it from the others.
                let id: String = one.id.chars().take(12).collect();
                let summary = one.summary.as_deref().and_then(|text| text.lines().next()).unwrap_or_default();
                format!("{} {id} {summary}", one.action).trim_end().to_owned()
            })
            .collect();
        let at = stage.ended_ms.map(show::time).unwrap_or_default();
        say(&format!("{:<24} {}  {at}  execution {execution}", stage.stage, revisions.join(", ")));
    }
    Ok(0)
}

/// Shows what a policy would free, and frees it when that is what is wanted.
pub(crate) async fn clean(
    studio: &Studio,
    policy: OldArtifacts,
    yes: bool,
    as_json: bool,
) -> Result<u8, Failure> {
    let old: Vec<OldArtifactRow> = studio.ask("artifacts.old", &policy).await?;
    let bytes: f64 = old.iter().map(|one| one.bytes).sum();
    for one in &old {
        if as_json {
            say(&serde_json::to_string(one).unwrap_or_default());
        } else {
            let OldArtifactRow { pipeline, execution, artifact, bytes, ended_ms, .. } = one;
            let at = show::time(*ended_ms);
            say(&format!(
                "{:>10}  {pipeline} {artifact}  execution {execution}, ended {at}",
                show::size(*bytes)
            ));
        }
    }
    let executions: BTreeSet<&str> = old.iter().map(|one| one.execution.as_str()).collect();
    let what = format!("{} artifacts of {} executions, {}", old.len(), executions.len(), show::size(bytes));
    if old.is_empty() {
        if !as_json {
            say("No artifact is old enough to go.");
        }
        return Ok(0);
    }
    if !yes {
        let asked = std::io::stdin().is_terminal() && !as_json;
        if !asked || !agreed(&format!("Remove {what}? [y/N] ")) {
            if !as_json {
                say(&format!(
                    "{what}. Nothing was removed{}",
                    if asked { "." } else { ": --yes removes them." }
                ));
            }
            return Ok(0);
        }
    }
    let Freed { artifacts, bytes } = studio.ask("artifacts.remove", &policy).await?;
    match as_json {
        true => say(&json!({ "type": "freed", "artifacts": artifacts, "bytes": bytes }).to_string()),
        false => say(&format!("Removed {artifacts} artifacts, {}.", show::size(bytes))),
    }
    Ok(0)
}

/// Whether the person at the terminal says yes.
pub(crate) fn agreed(question: &str) -> bool {
    let mut out = std::io::stdout().lock();
    let _ = write!(out, "{question}").and_then(|()| out.flush());
    let mut answer = String::new();
    let _ = std::io::stdin().read_line(&mut answer);
    matches!(answer.trim(), "y" | "Y" | "yes")
}
