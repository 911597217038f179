//! An execution action by action, its logs and its artifacts.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use codepipeline::CodePipeline;
use codepipeline::shapes::{
    ActionExecutionDetail, ActionExecutionFilter, GetPipelineExecutionInput, GetPipelineInput,
    GetPipelineStateInput, ListActionExecutionsInput,
};
use store::{LogAt, archive};

use super::runs::millis;
use crate::contract::{
    ActionDetail, ArtifactEntry, ArtifactRef, ArtifactRow, AtAction, AtExecution, Covered, EntryAt,
    ExecutionDetail, Failure, Fidelity, LogLine, LogPiece, NamedValue, ObjectAt, Preview, ReadLog, TestCase,
    TestCounts, TestReport, WhyFailed,
};
use crate::desk::Desk;
use crate::failure::{blocking, failure};

/// The largest piece of a log that is handed out at once, in lines.
const LINES: u32 = 5000;
/// How much of a file inside an artifact is shown, in bytes.
const SHOWN: u64 = 256 << 10;

fn no_execution(execution: &str) -> Failure {
    failure("not-found", format!("There is no execution {execution}"))
        .remedy("it may have been removed with its pipeline")
}

fn named(values: Option<&BTreeMap<String, String>>) -> Vec<NamedValue> {
    let values = values.into_iter().flatten();
    values.map(|(name, value)| NamedValue { name: name.clone(), value: value.clone() }).collect()
}

fn artifacts(action: &ActionExecutionDetail) -> Vec<ArtifactRef> {
    let inputs = action.input.as_ref().and_then(|input| input.input_artifacts.as_ref()).into_iter().flatten();
    let outputs =
        action.output.as_ref().and_then(|output| output.output_artifacts.as_ref()).into_iter().flatten();
    let all = inputs.map(|one| (one, "input")).chain(outputs.map(|one| (one, "output")));
    let all = all.filter_map(|(one, direction)| {
        let at = one.s3location.as_ref()?;
        Some(ArtifactRef {
            name: one.name.clone()?,
            bucket: at.bucket.clone()?,
            key: at.key.clone()?,
            direction: direction.into(),
        })
    });
    all.collect()
}

/// As `5 real, 1 equivalent · not checked: IAM, KMS, VPC`.
fn worth<'a>(actions: impl Iterator<Item = &'a ActionDetail>) -> Option<String> {
    let mut counts = [0_u32; 6];
    let mut unchecked: Vec<&str> = Vec::new();
    for action in actions {
        let at = match action.fidelity {
            // Nothing was done for it in this execution, whatever it was worth when it was done.
            Some(_) if action.stale.is_some() => 5,
            Some(_) if action.cached.is_some() => 4,
            Some(Fidelity::Real) => 0,
            Some(Fidelity::Equivalent) => 1,
            Some(Fidelity::Rehearsed) => 2,
            Some(Fidelity::Simulated) => 3,
            None => continue,
        };
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
        for word in ["IAM", "KMS", "VPC"] {
            if !unchecked.contains(&word) && action.differences.iter().any(|text| text.contains(word)) {
                unchecked.push(word);
            }
        }
    }
    let words = ["real", "equivalent", "rehearsed", "simulated", "cached", "stale"];
    let told: Vec<String> = counts
        .iter()
        .zip(words)
        .filter(|(count, _)| **count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    let mut told = Some(told.join(", ")).filter(|told| !told.is_empty())?;
    if !unchecked.is_empty() {
        told = format!("{told} · not checked: {}", unchecked.join(", "));
    }
    Some(told)
}

impl Desk {
    fn details(&self, pipeline: &str, execution: &str) -> Result<engine::Details, Failure> {
        self.engine.details(pipeline, execution)?.ok_or_else(|| no_execution(execution))
    }

    pub(super) fn local_execution(
        &self,
        pipeline: &str,
        execution: &str,
    ) -> Result<ExecutionDetail, Failure> {
        let details = self.details(pipeline, execution)?;
        let known: HashMap<&str, &ActionExecutionDetail> = details
            .actions
            .iter()
            .filter_map(|one| Some((one.action_execution_id.as_deref()?, one)))
            .collect();
        let usual = self.engine.usual(pipeline);
        let mut actions = Vec::new();
        let mut current = Vec::new();
        for stage in &details.local.stages {
            for action in &stage.actions {
                let one = known.get(action.action_execution_id.as_str()).copied();
                let output = one.and_then(|one| one.output.as_ref());
                let result = output.and_then(|output| output.execution_result.as_ref());
                let usual_ms = usual.get(&(stage.name.clone(), action.name.clone())).map(|ms| *ms as f64);
                let at = LogAt {
                    pipeline: pipeline.to_owned(),
                    execution: execution.to_owned(),
                    action_execution: action.action_execution_id.clone(),
                    part: None,
                };
                let log = self.engine.store().read_log(&at, 0, 0).is_ok_and(|page| page.total > 0);
                let log_parts = self.engine.store().log_parts(&at).unwrap_or_default();
                current.push(action.current);
                actions.push(ActionDetail {
                    stage: stage.name.clone(),
                    action: action.name.clone(),
                    action_execution: action.action_execution_id.clone(),
                    status: action.status.to_string(),
                    start_ms: millis(action.started_at),
                    update_ms: millis(action.updated_at),
                    attempt: action.attempt,
                    internal_attempt: action.internal_attempt,
                    fidelity: action.fidelity.map(Fidelity::from),
                    summary: action.summary.clone(),
                    external_id: result.and_then(|result| result.external_execution_id.clone()),
                    external_url: result.and_then(|result| result.external_execution_url.clone()),
                    error_code: action.error.as_ref().and_then(|error| error.code.clone()),
                    error_message: action.error.as_ref().and_then(|error| error.message.clone()),
                    token: action.token.clone(),
                    updated_by: one.and_then(|one| one.updated_by.clone()),
                    differences: action.differences.clone(),
                    output_variables: named(output.and_then(|output| output.output_variables.as_ref())),
                    artifacts: one.map(artifacts).unwrap_or_default(),
                    has_log: log,
                    log_parts,
                    usual_ms,
                    tests: counts(&reports(&action.details)),
                    cached: told_of(&action.details, "/cached/execution"),
                    stale: told_of(&action.details, "/cached/stale"),
                });
            }
        }
        let trigger = details.execution.trigger.as_ref();
        Ok(ExecutionDetail {
            pipeline: pipeline.to_owned(),
            execution: execution.to_owned(),
            status: details.local.status.to_string(),
            status_summary: details.execution.status_summary.clone(),
            version: u32::try_from(details.local.version).unwrap_or_default(),
            start_ms: millis(details.local.started_at),
            update_ms: millis(details.local.updated_at),
            trigger: trigger.and_then(told),
            variables: variables(&details.execution),
            declaration: declaration(&details.declaration),
            fidelity: worth(
                actions.iter().zip(&current).filter(|(_, current)| **current).map(|(one, _)| one),
            ),
            actions,
        })
    }

    async fn remote_actions(
        &self,
        service: &dyn CodePipeline,
        pipeline: &str,
        execution: &str,
    ) -> Result<Vec<ActionExecutionDetail>, Failure> {
        let (mut found, mut next_token) = (Vec::new(), None);
        loop {
            let filter = ActionExecutionFilter {
                pipeline_execution_id: Some(execution.to_owned()),
                latest_in_pipeline_execution: None,
            };
            let input = ListActionExecutionsInput {
                pipeline_name: pipeline.to_owned(),
                filter: Some(filter),
                max_results: Some(100),
                next_token,
            };
            let page = service.list_action_executions(&self.call(), input).await?;
            found.extend(page.action_execution_details.into_iter().flatten());
            next_token = page.next_token;
            if next_token.is_none() {
                return Ok(found);
            }
        }
    }

    pub(super) async fn remote_execution(&self, at: &AtExecution) -> Result<ExecutionDetail, Failure> {
        let service = self.service(&at.place)?;
        let call = self.call();
        let input = GetPipelineExecutionInput {
            pipeline_name: at.pipeline.clone(),
            pipeline_execution_id: at.execution.clone(),
        };
        let found = service.get_pipeline_execution(&call, input).await?.pipeline_execution;
        let found = found.ok_or_else(|| no_execution(&at.execution))?;
        let known = self.remote_actions(&*service, &at.pipeline, &at.execution).await?;
        let input = GetPipelineInput { name: at.pipeline.clone(), version: found.pipeline_version };
        let declared = service.get_pipeline(&call, input).await?.pipeline;
        let status = found.status.as_ref().map(ToString::to_string).unwrap_or_default();
        let running = status == "InProgress" || status == "Stopping";
        self.watched.saw(format!("execution:{}", at.execution), running);
        // The tokens of approvals are told only in the pipeline's state.
        let mut tokens: HashMap<(String, String), String> = HashMap::new();
        if running {
            let input = GetPipelineStateInput { name: at.pipeline.clone() };
            let state = service.get_pipeline_state(&call, input).await?;
            for stage in state.stage_states.into_iter().flatten() {
                let latest = stage.latest_execution.as_ref().map(|one| one.pipeline_execution_id.as_str());
                if latest != Some(at.execution.as_str()) {
                    continue;
                }
                for action in stage.action_states.into_iter().flatten() {
                    if let Some(token) = action.latest_execution.and_then(|latest| latest.token) {
                        let stage = stage.stage_name.clone().unwrap_or_default();
                        tokens.insert((stage, action.action_name.unwrap_or_default()), token);
                    }
                }
            }
        }
        let mut actions: Vec<ActionDetail> = known
            .iter()
            .map(|one| {
                let output = one.output.as_ref();
                let result = output.and_then(|output| output.execution_result.as_ref());
                let error = result.and_then(|result| result.error_details.as_ref());
                let (stage, action) =
                    (one.stage_name.clone().unwrap_or_default(), one.action_name.clone().unwrap_or_default());
                let status = one.status.as_ref().map(ToString::to_string).unwrap_or_default();
                let token =
                    tokens.get(&(stage.clone(), action.clone())).filter(|_| status == "InProgress").cloned();
                ActionDetail {
                    action_execution: one.action_execution_id.clone().unwrap_or_default(),
                    status,
                    start_ms: one.start_time.map(millis).unwrap_or_default(),
                    update_ms: one.last_update_time.map(millis).unwrap_or_default(),
                    attempt: 1,
                    internal_attempt: 1,
                    fidelity: None,
                    summary: result.and_then(|result| result.external_execution_summary.clone()),
                    external_id: result.and_then(|result| result.external_execution_id.clone()),
                    external_url: result.and_then(|result| result.external_execution_url.clone()),
                    error_code: error.and_then(|error| error.code.clone()),
                    error_message: error.and_then(|error| error.message.clone()),
                    token,
                    updated_by: one.updated_by.clone(),
                    differences: Vec::new(),
                    output_variables: named(output.and_then(|output| output.output_variables.as_ref())),
                    artifacts: artifacts(one),
                    has_log: false,
                    log_parts: Vec::new(),
                    usual_ms: None,
                    tests: None,
                    cached: None,
                    stale: None,
                    stage,
                    action,
                }
            })
            .collect();
        actions.sort_by(|a, b| a.start_ms.total_cmp(&b.start_ms));
        let mut attempts: HashMap<(String, String), u32> = HashMap::new();
        for action in &mut actions {
            let attempt = attempts.entry((action.stage.clone(), action.action.clone())).or_default();
            *attempt += 1;
            action.attempt = *attempt;
        }
        let times = actions.iter().map(|action| (action.start_ms, action.update_ms));
        let start = times.clone().map(|(start, _)| start).reduce(f64::min);
        let update = times.map(|(_, update)| update).reduce(f64::max);
        Ok(ExecutionDetail {
            pipeline: at.pipeline.clone(),
            execution: at.execution.clone(),
            status,
            status_summary: found.status_summary.clone(),
            version: found
                .pipeline_version
                .and_then(|version| u32::try_from(version).ok())
                .unwrap_or_default(),
            start_ms: start.unwrap_or_default(),
            update_ms: update.unwrap_or_default(),
            trigger: found.trigger.as_ref().and_then(told),
            variables: variables(&found),
            declaration: declared.as_ref().map(declaration).unwrap_or_default(),
            fidelity: None,
            actions,
        })
    }

    pub(super) fn local_why(&self, at: &AtAction) -> Result<WhyFailed, Failure> {
        let details = self.details(&at.pipeline, &at.execution)?;
        let mut actions = details.local.stages.iter().flat_map(|stage| &stage.actions);
        let action = actions.find(|action| action.action_execution_id == at.action_execution);
        let action = action.ok_or_else(|| {
            failure("not-found", format!("There is no action execution {}", at.action_execution))
        })?;
        if let Ok(why) = serde_json::from_value::<WhyFailed>(action.details.clone()) {
            return Ok(why);
        }
        let error = action.error.as_ref().ok_or_else(|| {
            failure("not-failed", format!("{} has not failed: it is {}", action.name, action.status))
        })?;
        Ok(plain_why(error.code.clone(), error.message.clone()))
    }

    pub(super) fn local_tests(&self, at: &AtAction) -> Result<Vec<TestReport>, Failure> {
        let details = self.details(&at.pipeline, &at.execution)?;
        let mut actions = details.local.stages.iter().flat_map(|stage| &stage.actions);
        let action = actions.find(|action| action.action_execution_id == at.action_execution);
        let action = action.ok_or_else(|| {
            failure("not-found", format!("There is no action execution {}", at.action_execution))
        })?;
        let covered =
            |lines: actions::Lines| Covered { covered: lines.covered as f64, total: lines.total as f64 };
        let told = reports(&action.details).into_iter().map(|report| TestReport {
            group: report.group,
            status: report.status,
            passed: report.passed,
            failed: report.failed,
            broken: report.broken,
            skipped: report.skipped,
            total: report.total,
            lines: report.lines.map(covered),
            branches: report.branches.map(covered),
            cases: report
                .cases
                .into_iter()
                .map(|case| TestCase {
                    suite: case.suite,
                    name: case.name,
                    status: case.status,
                    duration_ms: case.duration_ms as f64,
                    message: case.message,
                })
                .collect(),
            problems: report.problems,
        });
        Ok(told.collect())
    }

    pub(super) async fn remote_why(&self, at: &AtAction) -> Result<WhyFailed, Failure> {
        let service = self.service(&at.place)?;
        let actions = self.remote_actions(&*service, &at.pipeline, &at.execution).await?;
        let mut actions = actions.into_iter();
        let action = actions.find(|one| one.action_execution_id.as_ref() == Some(&at.action_execution));
        let error = action.and_then(|one| one.output?.execution_result?.error_details).ok_or_else(|| {
            failure("not-failed", "The service tells no error of this action")
                .remedy("look at the action in the AWS console")
        })?;
        Ok(plain_why(error.code, error.message))
    }

    pub(super) async fn log(&self, args: ReadLog) -> Result<LogPiece, Failure> {
        if !super::is_local(&args.place) {
            return Err(failure("no-log-here", "Logs of another place stay there")
                .remedy("open the action in the AWS console"));
        }
        let ended = self.engine.details(&args.pipeline, &args.execution)?.is_none_or(|details| {
            let mut actions = details.local.stages.iter().flat_map(|stage| &stage.actions);
            let action = actions.find(|action| action.action_execution_id == args.action_execution);
            action.is_none_or(|action| action.status.as_str() != "InProgress")
        });
        let store = self.engine.store().clone();
        blocking(move || {
            let at = LogAt {
                pipeline: args.pipeline,
                execution: args.execution,
                action_execution: args.action_execution,
                part: args.part,
            };
            let page = store.read_log(&at, args.from, args.count.min(LINES))?;
            let read = args.from.saturating_add(u32::try_from(page.lines.len()).unwrap_or(u32::MAX));
            let lines = page.lines.into_iter().map(|line| LogLine {
                n: line.n,
                at_ms: line.at_ms as f64,
                text: line.text,
            });
            Ok(LogPiece { lines: lines.collect(), total: page.total, complete: ended && read >= page.total })
        })
        .await
    }

    /// The file of an object: in the data folder, or where a setup keeps its bucket.
    pub(super) fn object(&self, pipeline: Option<&str>, bucket: &str, key: &str) -> Result<PathBuf, Failure> {
        let store = self.engine.store();
        // The store judges the name and the key also for a bucket that is kept elsewhere.
        let own = store.object_path(bucket, key)?;
        let folder = store.bucket_dir(bucket)?;
        if own.exists() {
            return Ok(own);
        }
        let inner = own.strip_prefix(&folder).unwrap_or(&own).to_owned();
        let pipelines: Vec<String> = match pipeline {
            Some(name) => vec![name.to_owned()],
            None => store.documents("worlds")?.into_iter().map(|(name, _)| name).collect(),
        };
        for name in pipelines {
            let Some(world) = self.engine.world(&name)? else { continue };
            let file = world.bucket(bucket).join(&inner);
            if file.exists() {
                return Ok(file);
            }
        }
        Ok(own)
    }

    pub(super) fn artifacts_of(&self, at: &AtExecution) -> Result<Vec<ArtifactRow>, Failure> {
        if !super::is_local(&at.place) {
            return Err(failure("not-here", "Artifacts of another place stay in its bucket")
                .remedy("open the bucket in the AWS console"));
        }
        let details = self.details(&at.pipeline, &at.execution)?;
        let mut rows = Vec::new();
        for action in &details.actions {
            for artifact in artifacts(action).into_iter().filter(|one| one.direction == "output") {
                let file = self.object(Some(&at.pipeline), &artifact.bucket, &artifact.key)?;
                let meta = fs_err::metadata(&file).ok();
                rows.push(ArtifactRow {
                    name: artifact.name,
                    stage: action.stage_name.clone().unwrap_or_default(),
                    action: action.action_name.clone().unwrap_or_default(),
                    bucket: artifact.bucket,
                    key: artifact.key,
                    size: meta.as_ref().map(|meta| meta.len() as f64).unwrap_or_default(),
                    created_ms: action.last_update_time.map(millis).unwrap_or_default(),
                    exists: meta.is_some(),
                });
            }
        }
        rows.sort_by(|a, b| a.created_ms.total_cmp(&b.created_ms));
        Ok(rows)
    }

    pub(super) async fn entries(&self, at: ObjectAt) -> Result<Vec<ArtifactEntry>, Failure> {
        let file = self.object(None, &at.bucket, &at.key)?;
        blocking(move || {
            let listed = archive::list(&file)?;
            let entries = listed.into_iter().map(|one| ArtifactEntry {
                path: one.name.trim_end_matches('/').to_owned(),
                size: one.size as f64,
                folder: one.kind == archive::EntryKind::Dir,
                mode: one.mode.unwrap_or(0o644),
            });
            Ok(entries.collect())
        })
        .await
    }

    pub(super) async fn preview(&self, at: EntryAt) -> Result<Preview, Failure> {
        let file = self.object(None, &at.bucket, &at.key)?;
        blocking(move || {
            let content = archive::read(&file, &at.path, SHOWN)?;
            let size = archive::list(&file)?.into_iter().find(|one| one.name == at.path).map(|one| one.size);
            let size = size.unwrap_or(content.bytes.len() as u64) as f64;
            let text = match String::from_utf8(content.bytes) {
                Ok(text) => Some(text).filter(|text| !text.contains('\0')),
                // A cut may go through a character.
                Err(error) if content.truncated && error.utf8_error().error_len().is_none() => {
                    let end = error.utf8_error().valid_up_to();
                    error
                        .as_bytes()
                        .get(..end)
                        .and_then(|bytes| std::str::from_utf8(bytes).ok())
                        .map(str::to_owned)
                }
                Err(_) => None,
            };
            Ok(Preview { text, size, truncated: content.truncated })
        })
        .await
    }
}

fn told_of(details: &serde_json::Value, pointer: &str) -> Option<String> {
    details.pointer(pointer).and_then(serde_json::Value::as_str).map(str::to_owned)
}

/// The reports in an action's details; none in those of older versions.
fn reports(details: &serde_json::Value) -> Vec<actions::TestReport> {
    let reports = details.get("reports").cloned();
    reports.and_then(|reports| serde_json::from_value(reports).ok()).unwrap_or_default()
}

/// The reports of one action in numbers.
fn counts(reports: &[actions::TestReport]) -> Option<TestCounts> {
    if reports.is_empty() {
        return None;
    }
    let sum = |count: fn(&actions::TestReport) -> u32| reports.iter().map(count).fold(0, u32::saturating_add);
    let lines = reports.iter().filter_map(|report| report.lines);
    let (covered, total) =
        lines.fold((0, 0), |(covered, total), lines| (covered + lines.covered, total + lines.total));
    Some(TestCounts {
        passed: sum(|report| report.passed),
        failed: sum(|report| report.failed.saturating_add(report.broken)),
        skipped: sum(|report| report.skipped),
        total: sum(|report| report.total),
        lines_percent: (total > 0).then(|| covered as f64 * 100.0 / total as f64),
    })
}

fn plain_why(code: Option<String>, message: Option<String>) -> WhyFailed {
    WhyFailed {
        code: code.unwrap_or_default(),
        message: message.unwrap_or_default(),
        phase: None,
        command: None,
        exit_status: None,
        file: None,
        line: None,
        column: None,
        excerpt: Vec::new(),
        first_error: None,
        denied: None,
        last_lines: Vec::new(),
        remedies: Vec::new(),
    }
}

fn told(trigger: &codepipeline::shapes::ExecutionTrigger) -> Option<String> {
    let kind = trigger.trigger_type.as_ref()?;
    Some(match trigger.trigger_detail.as_deref().filter(|detail| !detail.is_empty()) {
        Some(detail) => format!("{kind} - {detail}"),
        None => kind.to_string(),
    })
}

fn variables(execution: &codepipeline::shapes::PipelineExecution) -> Vec<NamedValue> {
    let resolved = execution.variables.iter().flatten();
    let resolved = resolved.map(|one| NamedValue {
        name: one.name.clone().unwrap_or_default(),
        value: one.resolved_value.clone().unwrap_or_default(),
    });
    resolved.collect()
}

fn declaration(declaration: &codepipeline::shapes::PipelineDeclaration) -> serde_json::Value {
    serde_json::to_value(declaration).unwrap_or_default()
}
