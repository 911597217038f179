//! Plans, runs, and the list of pipelines.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use actions::SandboxChoice;
use codepipeline::shapes::{
    ListPipelineExecutionsInput, ListPipelinesInput, PipelineExecutionSummary, PipelineSummary,
    PipelineVariable, StartPipelineExecutionInput,
};
use codepipeline::{Call, CodePipeline, ErrorKind, Timestamp};
use pipeline::setup::Project;
use store::ExecutionQuery;
use tokio::task::JoinSet;

use crate::contract::{
    Failure, FeedEvent, Gap, LastExecution, Notice, PipelineRow, Plan, Problem, RunRequest, RunsOn, Severity,
    Started,
};
use crate::desk::Desk;
use crate::failure::{blocking, failure};
use crate::plan::Prepared;

/// Of how many pipelines of another place the newest execution is asked: every question is a call in its trail.
const ASKED: usize = 25;
/// How many of them at a time: the service slows down whoever asks for more (the SDK then waits and tries again).
const AT_ONCE: usize = 5;
/// How long the keyring may take: a locked one asks a question that perhaps nobody sees.
const KEYRING: Duration = Duration::from_secs(5);

impl Desk {
    async fn prepare(&self, request: RunRequest) -> Result<Prepared, Failure> {
        let mut prepared = self.look_up(request.clone(), None).await?;
        let names = prepared.unknown_projects();
        if let Some(place) = prepared.world.place().map(str::to_owned).filter(|_| !names.is_empty()) {
            let open = request.place.is_some();
            match self.projects.projects(&self.places, &place, open, names).await {
                Ok(found) if found.is_empty() => {}
                Ok(found) => prepared = self.look_up(request, Some((place, found))).await?,
                // Without them a build is guessed at as it would be without the place.
                Err(refused) => prepared.plan.problems.push(Problem {
                    code: refused.code,
                    severity: Severity::Warning,
                    message: format!("{place} was not asked about CodeBuild projects: {}", refused.message),
                    pointer: String::new(),
                    span: None,
                    fix: refused.remedy,
                    repair: Vec::new(),
                }),
            }
        }
        for place in prepared.places.values_mut() {
            match self.places.named(place).await {
                Ok(id) => *place = id,
                Err(unknown) => {
                    let first = prepared.plan.actions.iter_mut().find(|one| one.runs_on == RunsOn::Aws);
                    prepared.plan.ready = false;
                    first.into_iter().for_each(|one| {
                        one.gaps.push(Gap {
                            code: unknown.code.clone(),
                            message: unknown.message.clone(),
                            remedy: unknown.remedy.clone().unwrap_or_default(),
                            subject: one.action.clone(),
                        });
                    });
                    break;
                }
            }
        }
        let name = prepared.declaration.name.clone();
        if prepared.refusal.is_none() && !name.is_empty() {
            prepared.plan.changed = self.engine.same_definition(&prepared.declaration)? == Some(false);
        }
        prepared.plan.running = u32::try_from(self.running(&name)?.len()).unwrap_or(u32::MAX);
        Ok(prepared)
    }

    async fn look_up(
        &self,
        request: RunRequest,
        found: Option<(String, BTreeMap<String, Project>)>,
    ) -> Result<Prepared, Failure> {
        let (folder, data, buckets) = (self.folder.clone(), self.data.clone(), self.engine.buckets());
        let types = self.engine.custom_types()?;
        blocking(move || Prepared::new(&request, &folder, &data, buckets, &types, found)).await
    }

    /// The executions of a pipeline that have not ended.
    pub(super) fn running(&self, pipeline: &str) -> Result<Vec<store::ExecutionRow>, Failure> {
        let query = ExecutionQuery {
            pipeline: Some(pipeline.to_owned()),
            statuses: vec!["InProgress".into(), "Stopping".into()],
            max: 1000,
            ..ExecutionQuery::default()
        };
        Ok(self.engine.store().list_executions(&query)?.items)
    }

    pub(super) async fn plan_of(&self, request: RunRequest) -> Result<Plan, Failure> {
        Ok(self.prepare(request).await?.plan)
    }

    pub(super) async fn start(&self, request: RunRequest) -> Result<Started, Failure> {
        let (replace, sandbox) = (request.replace, request.sandbox.clone());
        let (sources, starts) = (request.keep_guesses, request.keep_starts.unwrap_or(false));
        let remember = request.remember.unwrap_or(false);
        let mut prepared = self.prepare(request).await?;
        if let Some(obstacle) = prepared.obstacle() {
            return Err(obstacle);
        }
        if sources || starts {
            prepared = blocking(move || prepared.keep_guesses(sources, starts).map(|()| prepared)).await?;
        }
        if remember {
            let data = self.data.clone();
            prepared = blocking(move || prepared.remember(&data).map(|()| prepared)).await?;
        }
        let name = prepared.declaration.name.clone();
        let call = self.call();
        for made in std::mem::take(&mut prepared.action_types) {
            self.engine.create_custom_action_type(&call, made).await?;
        }
        self.engine.put_definition(&call, prepared.declaration.clone(), replace).await.map_err(|error| {
            if error.kind != ErrorKind::ConcurrentModification {
                return Failure::from(error);
            }
            let message = format!(
                "The definition of {name} changed while {} of its executions run; replacing it would change what they do next",
                prepared.plan.running
            );
            failure("changed-while-running", message)
                .remedy("wait until they end, stop them, or run with `--replace`")
        })?;
        self.engine.keep_world(&name, &prepared.world.clone().kept()).await?;
        if !prepared.secrets.is_empty() {
            let secrets = std::mem::take(&mut prepared.secrets);
            self.keep_secrets(&name, secrets.clone()).await;
            self.engine.lend_secrets(&name, secrets);
        }
        match sandbox.as_deref() {
            Some("off") => self.engine.set_sandbox(SandboxChoice::Off),
            _ => self.engine.set_sandbox(SandboxChoice::Auto),
        }
        self.keep("files", &name, Some(prepared.path().display().to_string())).await?;
        let variables: Vec<_> =
            prepared.variables.into_iter().map(|(name, value)| PipelineVariable { name, value }).collect();
        let input = StartPipelineExecutionInput {
            name: name.clone(),
            variables: Some(variables).filter(|variables| !variables.is_empty()),
            client_request_token: None,
            source_revisions: None,
        };
        let started = self.engine.start_part(&call, input, prepared.part, prepared.places).await?;
        let execution = started.pipeline_execution_id.ok_or_else(|| {
            failure("internal", format!("The execution of {name} was started, but has no id"))
        })?;
        Ok(Started { pipeline: name, execution })
    }

    /// Keeps what a run was handed in the keyring: for the process that takes the run up should this one be killed,
    /// and for later runs. When the keyring refuses, the user is told; the run has them all the same.
    async fn keep_secrets(&self, pipeline: &str, secrets: BTreeMap<String, String>) {
        let names: Vec<String> = secrets.keys().cloned().collect();
        let putting = blocking(move || {
            for (name, value) in &secrets {
                store::secrets::put(&format!("secret:{name}"), value)?;
            }
            Ok(())
        });
        let why = match tokio::time::timeout(KEYRING, putting).await {
            Ok(Ok(())) => return,
            Ok(Err(failed)) => failed.message,
            Err(_) => "The keyring does not answer.".into(),
        };
        let notice = Notice {
            kind: "failed".into(),
            title: format!("No keyring keeps {}: for as long as this process lives only", names.join(", ")),
            body: format!("{why} Unlock the keyring, or hand them in with every run."),
            pipeline: Some(pipeline.to_owned()),
            execution: None,
        };
        self.listeners.tell(&FeedEvent { stale: Vec::new(), notice: Some(notice), event: None });
    }

    pub(super) fn local_pipelines(&self) -> Result<Vec<PipelineRow>, Failure> {
        let store = self.engine.store();
        let files: BTreeMap<String, String> = store.documents("files")?.into_iter().collect();
        let mut rows = Vec::new();
        for row in store.pipelines()? {
            let summary: Option<PipelineSummary> = serde_json::from_str(&row.detail).ok();
            let query =
                ExecutionQuery { pipeline: Some(row.name.clone()), max: 1, ..ExecutionQuery::default() };
            let last = store.list_executions(&query)?.items.into_iter().next();
            let last = last.and_then(|row| serde_json::from_str(&row.summary).ok());
            rows.push(PipelineRow {
                place: "local".into(),
                version: u32::try_from(row.version).ok(),
                pipeline_type: summary
                    .as_ref()
                    .and_then(|one| one.pipeline_type.as_ref().map(ToString::to_string)),
                execution_mode: summary
                    .as_ref()
                    .and_then(|one| one.execution_mode.as_ref().map(ToString::to_string)),
                updated_ms: Some(row.updated as f64),
                file: files.get(&row.name).cloned(),
                last_execution: last.map(last_execution),
                name: row.name,
            });
        }
        Ok(rows)
    }

    /// The pipelines of another place, each of the first [`ASKED`] with its newest execution. What was told a moment
    /// ago is told again: one change here makes several lists stale at once.
    pub(super) async fn remote_pipelines(&self, place: &str) -> Result<Vec<PipelineRow>, Failure> {
        let service = self.service(place)?;
        let listed = self.places.listed(place);
        let mut listed = listed.lock().await;
        let rows = match listed.fresh() {
            Some(rows) => rows,
            None => match all_pipelines(&service, &self.call(), place).await {
                Ok(rows) => {
                    listed.keep(&rows);
                    rows
                }
                Err(error) => {
                    // It may come back by itself.
                    self.watched.saw("pipelines".into(), false);
                    self.watched.saw("approvals".into(), false);
                    return Err(self.places.explained(place, error.into()));
                }
            },
        };
        let mut last = rows.iter().filter_map(|row| row.last_execution.as_ref());
        let running = last.any(|last| last.status == "InProgress" || last.status == "Stopping");
        self.watched.saw("pipelines".into(), running);
        self.watched.saw("approvals".into(), running);
        Ok(rows)
    }
}

async fn all_pipelines(
    service: &Arc<dyn CodePipeline>,
    call: &Call,
    place: &str,
) -> Result<Vec<PipelineRow>, codepipeline::Error> {
    let mut rows = Vec::new();
    let mut next_token = None;
    loop {
        let page = service.list_pipelines(call, ListPipelinesInput { next_token, max_results: None }).await?;
        rows.extend(page.pipelines.into_iter().flatten().map(|one| PipelineRow {
            place: place.to_owned(),
            name: one.name.unwrap_or_default(),
            version: one.version.and_then(|version| u32::try_from(version).ok()),
            pipeline_type: one.pipeline_type.map(|kind| kind.to_string()),
            execution_mode: one.execution_mode.map(|mode| mode.to_string()),
            updated_ms: one.updated.map(millis),
            file: None,
            last_execution: None,
        }));
        next_token = page.next_token;
        if next_token.is_none() {
            break;
        }
    }
    let mut names = rows.iter().take(ASKED).map(|row| row.name.clone()).enumerate();
    let ask = |(at, pipeline_name): (usize, String)| {
        let (service, call) = (Arc::clone(service), call.clone());
        async move {
            let input = ListPipelineExecutionsInput {
                pipeline_name,
                max_results: Some(1),
                filter: None,
                next_token: None,
            };
            // One that may not be asked is listed all the same.
            let page = service.list_pipeline_executions(&call, input).await.ok();
            (at, page.and_then(|page| page.pipeline_execution_summaries?.into_iter().next()))
        }
    };
    // Dropped with this question, it asks nothing more.
    let mut asking: JoinSet<_> = names.by_ref().take(AT_ONCE).map(&ask).collect();
    let mut found = Vec::new();
    while let Some(answer) = asking.join_next().await {
        found.extend(answer.ok());
        if let Some(next) = names.next() {
            asking.spawn(ask(next));
        }
    }
    drop(names);
    for (at, last) in found {
        if let Some(row) = rows.get_mut(at) {
            row.last_execution = last.map(last_execution);
        }
    }
    Ok(rows)
}

pub(super) fn millis(at: Timestamp) -> f64 {
    at.millis() as f64
}

fn last_execution(one: PipelineExecutionSummary) -> LastExecution {
    let revision = one.source_revisions.into_iter().flatten().find_map(|revision| revision.revision_summary);
    LastExecution {
        id: one.pipeline_execution_id.unwrap_or_default(),
        status: one.status.map(|status| status.to_string()).unwrap_or_default(),
        start_ms: one.start_time.map(millis).unwrap_or_default(),
        update_ms: one.last_update_time.map(millis).unwrap_or_default(),
        summary: one.status_summary.or(revision),
    }
}
