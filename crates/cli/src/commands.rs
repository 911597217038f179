//! The commands that ask once and print: plans, lists, logs, decisions, the trail; and the start of a run.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use studio::contract::{
    ApprovalRow, ExecutionDetail, LogPiece, NamedValue, Nothing, PipelineRow, Plan, RunRequest, Severity,
    Started, TrailPage,
};
use studio::{Failure, Studio, Watch, Written};

use crate::follow::{Follow, decide as decided};
use crate::show::{self, say};
use crate::{Approve, At, BAD_INPUT, What, failure};

fn as_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// Checks definitions: 0 without errors, 1 with, 2 when one cannot be read.
pub(crate) fn validate(files: &[PathBuf], parameters: &[String], json: bool) -> u8 {
    let mut code = 0;
    for file in files {
        match studio::validate(file, parameters) {
            Err(failed) => {
                show::failed(&failed);
                code = BAD_INPUT;
            }
            Ok(checked) => {
                if checked.problems.iter().any(|one| one.severity == Severity::Error) {
                    code = code.max(1);
                }
                if json {
                    say(&as_json(&json!({ "file": file, "problems": checked.problems })));
                    continue;
                }
                for one in &checked.problems {
                    say(&show::problem(file, one));
                }
            }
        }
    }
    code
}

/// Prints a text, or writes it to a new file.
fn put(text: &str, output: Option<&Path>) -> Result<(), Failure> {
    match output {
        None => say(text.trim_end()),
        Some(output) => drop(studio::create(output, text)?),
    }
    Ok(())
}

/// Prints the declaration that a template makes, or writes it to a new file: 0, or 1 when the service would refuse it.
pub(crate) fn import(file: &Path, parameters: &[String], output: Option<&Path>) -> Result<u8, Failure> {
    let checked = studio::import(file, parameters)?;
    let text = serde_json::to_string_pretty(&checked.declaration)
        .map_err(|error| failure("internal", error.to_string(), "report it"))?;
    put(&format!("{text}\n"), output)?;
    for one in &checked.problems {
        eprintln!("{}", show::problem(file, one));
    }
    Ok(u8::from(checked.problems.iter().any(|one| one.severity == Severity::Error)))
}

/// Prints what was written, or keeps it in a new file: 0, or 1 when reading it back gives something else.
pub(crate) fn export(written: &Written, output: Option<&Path>) -> Result<u8, Failure> {
    put(&written.text, output)?;
    for note in &written.notes {
        eprintln!("note: {note}");
    }
    for difference in &written.differences {
        eprintln!("difference: {difference}");
    }
    if written.read_back {
        eprintln!("{} differences when read back", written.differences.len());
    }
    Ok(u8::from(!written.differences.is_empty()))
}

async fn pipelines(studio: &Studio) -> Result<Vec<PipelineRow>, Failure> {
    studio.ask("pipelines.list", json!({ "place": "local" })).await
}

async fn request(studio: &Studio, what: What) -> Result<RunRequest, Failure> {
    let mut path = what.file.clone();
    if !Path::new(&path).exists()
        && let Some(known) = pipelines(studio).await?.into_iter().find(|one| one.name == path)
        && let Some(file) = known.file
    {
        path = file;
    }
    let mut variables = Vec::new();
    for given in &what.variable {
        let (name, value) = given.split_once('=').ok_or_else(|| {
            failure("bad-arguments", format!("--variable {given} has no value"), "write it as NAME=VALUE")
        })?;
        variables.push(NamedValue { name: name.to_owned(), value: value.to_owned() });
    }
    Ok(RunRequest {
        path,
        text: None,
        variables,
        sources: what.source,
        projects: what.project,
        on: what.on,
        replace: what.replace,
        keep_guesses: false,
        keep_starts: None,
        remember: Some(what.remember).filter(|on| *on),
        secrets: what.secret,
        sandbox: what.sandbox,
        place: what.place,
        confirm: what.confirm,
        only: what.only,
        from: what.from,
        until: what.until,
        parameters: Some(what.param),
    })
}

/// What a run would do: 0 ready, 1 when something is missing.
pub(crate) async fn plan(studio: &Studio, what: What, json: bool) -> Result<u8, Failure> {
    let plan: Plan = studio.ask("plan", request(studio, what).await?).await?;
    if json {
        say(&as_json(&plan));
        return Ok(u8::from(!plan.ready));
    }
    say(&format!("{} · {}", plan.pipeline, plan.sandbox));
    for one in &plan.problems {
        say(&format!("  {}", one.message));
    }
    for one in &plan.actions {
        let worth = format!("{:?}", one.fidelity).to_lowercase();
        say(&format!(
            "  {:<28} {worth:<10} {} ({})",
            format!("{}/{}", one.stage, one.action),
            one.what,
            one.from
        ));
        for gap in &one.gaps {
            say(&format!("    missing: {}; {}", gap.message, gap.remedy));
        }
    }
    let starts: Vec<_> = plan.guesses.iter().filter(|one| one.part != "sources").collect();
    if !starts.is_empty() {
        say("  Started by what stands beside it; for the same here write into pipesmith.yaml:");
        studio::as_setup(&starts).lines().for_each(|line| say(&format!("    {line}")));
    }
    say(if plan.ready { "Ready to run" } else { "Something is missing" });
    Ok(u8::from(!plan.ready))
}

/// Starts an execution and follows it.
pub(crate) async fn run(studio: &Studio, what: What, approve: Approve, json: bool) -> Result<u8, Failure> {
    let again = what.watch;
    if again && what.on.iter().any(|one| one.ends_with("=aws")) {
        return Err(failure(
            "aws-not-watched",
            "What runs on aws is confirmed run by run, so it cannot run again by itself",
            "leave out --watch",
        ));
    }
    let mut request = request(studio, what).await?;
    if !again {
        if request.confirm.is_none() && !json && console::user_attended() {
            request.confirm = confirmed(studio, &request).await?;
        }
        return once(studio, request, approve, json).await;
    }
    let plan: Plan = studio.ask("plan", request.clone()).await?;
    let mut paths: Vec<PathBuf> =
        plan.actions.iter().filter_map(|one| one.reads.as_ref()).map(PathBuf::from).collect();
    if paths.is_empty() {
        return Err(failure(
            "nothing-to-watch",
            "No source of this pipeline is a folder that is taken as it is",
            "map one to a folder: `--source ACTION=PATH`",
        ));
    }
    paths.sort();
    paths.dedup();
    paths.extend(std::path::absolute(&request.path).ok());
    let mut watch = Watch::new(&paths)?;
    loop {
        let code = match once(studio, request.clone(), approve, json).await {
            Ok(code) => code,
            // What is half written now is whole after the next change.
            Err(failed) => {
                show::failed(&failed);
                BAD_INPUT
            }
        };
        eprintln!("pipesmith: waiting for a change; Ctrl-C ends");
        tokio::select! {
            changed = watch.changed() => match changed {
                Some(path) => eprintln!("pipesmith: {} changed", path.display()),
                None => return Ok(code),
            },
            _ = tokio::signal::ctrl_c() => return Ok(code),
        }
    }
}

/// Asks for the pipeline's name when something is to run on aws; what was typed.
async fn confirmed(studio: &Studio, request: &RunRequest) -> Result<Option<String>, Failure> {
    if !request.on.iter().any(|one| one.ends_with("=aws")) {
        return Ok(None);
    }
    let plan: Plan = studio.ask("plan", request.clone()).await?;
    let asked: Vec<_> = plan
        .actions
        .iter()
        .flat_map(|one| &one.gaps)
        .filter(|gap| gap.code == "aws-not-confirmed")
        .map(|gap| gap.message.clone())
        .collect();
    if asked.is_empty() {
        return Ok(None);
    }
    asked.iter().for_each(|message| eprintln!("{message}"));
    eprint!("Type the pipeline's name to confirm: ");
    let typed = tokio::task::spawn_blocking(|| {
        let mut line = String::new();
        std::io::stdin().read_line(&mut line).map(|_| line.trim().to_owned())
    });
    Ok(typed.await.ok().and_then(Result::ok).filter(|name| !name.is_empty()))
}

async fn once(studio: &Studio, request: RunRequest, approve: Approve, json: bool) -> Result<u8, Failure> {
    let feed = studio.feed().await;
    let at: Started = studio.ask("run", request).await?;
    if !json {
        say(&format!("{} · execution {}", at.pipeline, at.execution));
    }
    Follow::new(studio, feed, at, approve, json).until_halt().await
}

/// Lists pipelines with their newest execution.
pub(crate) async fn ps(studio: &Studio, json: bool) -> Result<u8, Failure> {
    let approvals: Vec<ApprovalRow> = studio.ask("approvals.list", Nothing {}).await?;
    for one in pipelines(studio).await? {
        let waiting = approvals.iter().filter(|row| row.place == "local" && row.pipeline == one.name).count();
        if json {
            let mut row = serde_json::to_value(&one).unwrap_or_default();
            if let Some(row) = row.as_object_mut() {
                row.insert("waitingApprovals".into(), waiting.into());
            }
            say(&row.to_string());
            continue;
        }
        let last = one.last_execution.as_ref();
        let (id, status) = last.map_or(("-", "never ran"), |last| (&last.id, &last.status));
        let waits = if waiting > 0 { "  waits for approval" } else { "" };
        say(&format!("{:<28} {:<12} {id}{waits}", one.name, show::word(status)));
    }
    Ok(0)
}

/// The execution that is meant: the newest of the pipeline, or of the only pipeline that comes into question.
async fn meant(studio: &Studio, at: &At, fits: impl Fn(&str) -> bool) -> Result<Started, Failure> {
    if let (Some(pipeline), Some(execution)) = (&at.pipeline, &at.execution) {
        return Ok(Started { pipeline: pipeline.clone(), execution: execution.clone() });
    }
    let rows = pipelines(studio).await?;
    let rows = rows.into_iter().filter(|one| at.pipeline.as_ref().is_none_or(|name| *name == one.name));
    let mut found: Vec<Started> = rows
        .filter_map(|one| one.last_execution.map(|last| (one.name, last)))
        .filter(|(_, last)| match &at.execution {
            Some(id) => *id == last.id,
            None => fits(&last.status),
        })
        .map(|(pipeline, last)| Started { pipeline, execution: last.id })
        .collect();
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        (None, _) => Err(failure("not-found", "No such execution is there", "see `pipesmith ps`")),
        _ => Err(failure(
            "ambiguous",
            "More than one execution is meant",
            "name the pipeline, see `pipesmith ps`",
        )),
    }
}

async fn detail(studio: &Studio, at: &Started) -> Result<ExecutionDetail, Failure> {
    let at = json!({ "place": "local", "pipeline": at.pipeline, "execution": at.execution });
    studio.ask("execution", at).await
}

/// Prints the log of an execution's actions, those of a batch's builds after the batch's own.
pub(crate) async fn logs(studio: &Studio, at: &At, build: Option<&str>, follow: bool) -> Result<u8, Failure> {
    let meant = meant(studio, at, |_| true).await?;
    let mut read: std::collections::HashMap<(String, Option<String>), u32> = std::collections::HashMap::new();
    loop {
        // The state first: what was written before the end is read after it.
        let detail = detail(studio, &meant).await?;
        for one in &detail.actions {
            let other = |asked: &Option<String>, is: &str| asked.as_ref().is_some_and(|asked| asked != is);
            if other(&at.stage, &one.stage) || other(&at.action, &one.action) {
                continue;
            }
            for part in std::iter::once(None).chain(one.log_parts.iter().map(Some)) {
                if build.is_some_and(|build| part.is_none_or(|part| part != build)) {
                    continue;
                }
                let name = part.map_or_else(String::new, |part| format!(" {part}"));
                loop {
                    let from = read.entry((one.action_execution.clone(), part.cloned())).or_default();
                    let args = json!({ "place": "local", "pipeline": meant.pipeline, "execution": meant.execution,
                        "actionExecution": one.action_execution, "part": part, "from": *from, "count": 1000 });
                    let piece: LogPiece = studio.ask("log.read", args).await?;
                    let Some(last) = piece.lines.last() else { break };
                    *from = last.n + 1;
                    for line in &piece.lines {
                        let text = console::strip_ansi_codes(&line.text);
                        say(&format!("{}/{}{name} | {text}", one.stage, one.action));
                    }
                }
            }
        }
        if !follow || !matches!(detail.status.as_str(), "InProgress" | "Stopping") {
            return Ok(0);
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
}

/// Follows what this process now drives itself; another owner goes on without us.
async fn go_on(studio: &Studio, at: Started) -> Result<u8, Failure> {
    if studio.owns() {
        Follow::new(studio, studio.feed().await, at, Approve::Leave, false).until_halt().await
    } else {
        Ok(0)
    }
}

/// Approves or rejects what waits.
pub(crate) async fn decide(studio: &Studio, at: &At, approve: bool, comment: String) -> Result<u8, Failure> {
    let fits = |asked: &Option<String>, is: &str| asked.as_ref().is_none_or(|asked| asked == is);
    let waiting: Vec<ApprovalRow> = studio.ask("approvals.list", Nothing {}).await?;
    let mut waiting: Vec<ApprovalRow> = waiting
        .into_iter()
        .filter(|one| {
            one.place == "local" && fits(&at.pipeline, &one.pipeline) && fits(&at.stage, &one.stage)
        })
        .filter(|one| fits(&at.action, &one.action) && fits(&at.execution, &one.execution))
        .collect();
    let one = match (waiting.pop(), waiting.is_empty()) {
        (Some(one), true) => one,
        (None, _) => {
            return Err(failure("not-found", "Nothing of the kind waits for approval", "see `pipesmith ps`"));
        }
        _ => {
            let remedy = "name it with the pipeline, --stage, --action or --execution";
            return Err(failure("ambiguous", "More than one approval waits", remedy));
        }
    };
    decided(studio, &one, approve, &comment).await?;
    let done = if approve { "Approved" } else { "Rejected" };
    say(&format!("{done} {}/{} of {}", one.stage, one.action, one.pipeline));
    let code = go_on(studio, Started { pipeline: one.pipeline, execution: one.execution }).await?;
    // That a rejected execution fails is what was asked for.
    Ok(if approve { code } else { 0 })
}

async fn api(studio: &Studio, operation: &str, input: Value) -> Result<Value, Failure> {
    studio.call("api", json!({ "place": "local", "operation": operation, "input": input })).await
}

/// Stops an execution.
pub(crate) async fn stop(
    studio: &Studio,
    at: &At,
    abandon: bool,
    reason: Option<String>,
) -> Result<u8, Failure> {
    let meant = meant(studio, at, |status| status == "InProgress").await?;
    let mut input = json!({ "pipelineName": meant.pipeline, "pipelineExecutionId": meant.execution,
        "abandon": abandon });
    if let (Some(reason), Some(input)) = (reason, input.as_object_mut()) {
        input.insert("reason".into(), reason.into());
    }
    api(studio, "StopPipelineExecution", input).await?;
    say(&format!("Stopping {} · execution {}", meant.pipeline, meant.execution));
    go_on(studio, meant).await.map(|_| 0)
}

/// Runs the failed actions of a stage again.
pub(crate) async fn retry(studio: &Studio, at: &At, all: bool) -> Result<u8, Failure> {
    let meant = meant(studio, at, |status| status == "Failed").await?;
    let stage = match &at.stage {
        Some(stage) => stage.clone(),
        None => {
            let detail = detail(studio, &meant).await?;
            let failed = detail.actions.into_iter().rev().find(|one| one.status == "Failed");
            failed.map(|one| one.stage).ok_or_else(|| {
                failure("not-failed", "No action of the execution failed", "name the stage with --stage")
            })?
        }
    };
    let mode = if all { "ALL_ACTIONS" } else { "FAILED_ACTIONS" };
    let input = json!({ "pipelineName": meant.pipeline, "pipelineExecutionId": meant.execution,
        "stageName": stage, "retryMode": mode });
    api(studio, "RetryStageExecution", input).await?;
    say(&format!("Retrying {stage} of {}", meant.pipeline));
    go_on(studio, meant).await
}

fn millis(text: Option<String>) -> Result<Option<f64>, Failure> {
    text.map(|text| {
        text.parse::<jiff::Timestamp>().map(|at| at.as_millisecond() as f64).map_err(|_| {
            failure("bad-arguments", format!("{text} is not a time"), "write it as 2026-01-31T12:00:00Z")
        })
    })
    .transpose()
}

/// Lists calls of the audit trail, newest first.
pub(crate) async fn trail(
    studio: &Studio,
    words: &str,
    (start, end): (Option<String>, Option<String>),
    changes: bool,
    max: u32,
    json: bool,
) -> Result<u8, Failure> {
    let query = json!({ "place": "local", "text": words, "startMs": millis(start)?, "endMs": millis(end)?,
        "changesOnly": changes, "next": null, "max": max });
    let page: TrailPage = studio.ask("trail.query", query).await?;
    for row in &page.rows {
        if json {
            say(&row.record.to_string());
        } else {
            let error = row.error_code.as_ref().map(|code| format!("  {code}")).unwrap_or_default();
            let about = row.pipeline.as_deref().unwrap_or("-");
            say(&format!("{}  {:<28} {about:<24} {}{error}", show::time(row.time_ms), row.name, row.who));
        }
    }
    Ok(0)
}
