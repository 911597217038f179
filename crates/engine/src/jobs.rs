//! Jobs for workers: what an action of a custom or a partner's type asks of a program outside, from the poll that hands
//! it out to the result that ends it (AWS CodePipeline user guide, "Create and add a custom action", and the API
//! reference). Jobs are documents of the store: a worker goes on after a crash of the engine as if nothing had been.
//!
//! The artifacts of a job lie in folders of this computer; its credentials open them at the endpoint.

use std::collections::BTreeMap;

use actions::{Failure, Fidelity, Outcome, Success};
use codepipeline::shapes::*;
use codepipeline::{Error, ErrorKind, Timestamp};
use execution::StartAction;
use serde::{Deserialize, Serialize};
use store::{Batch, RowChange};
use tokio_util::sync::CancellationToken;

use crate::clock::uuid;
use crate::definitions::secret_name;
use crate::error::fault;
use crate::secrets::MASKED;
use crate::{Inner, pipes};

mod credentials;
mod third_party;

pub use credentials::{Grant, GrantedObject};

const JOBS: &str = "jobs";
/// A job that was handed out and not acknowledged is handed out again after so many milliseconds.
const HANDED_OUT: i64 = 60_000;
/// How long an ended job is kept, in milliseconds.
const KEPT: i64 = 7 * 24 * 3_600_000;
/// How many jobs one poll hands out when it does not say.
const BATCH: i32 = 1;

/// A job, as it is stored under its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Job {
    id: String,
    action_execution: String,
    internal_attempt: u32,
    status: JobStatus,
    nonce: String,
    created: Timestamp,
    /// When it was last handed out.
    handed: Option<Timestamp>,
    action_type: ActionTypeId,
    data: JobData,
    /// What ended it.
    result: Option<JobResult>,
    /// The job that follows it, after a result with a continuation token.
    next: Option<String>,
}

/// What a worker answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum JobResult {
    Success(Box<PutJobSuccessResultInput>),
    Failure(Box<PutJobFailureResultInput>),
}

fn no_job(id: &str) -> Error {
    Error::new(ErrorKind::JobNotFound, format!("Job with id '{id}' does not exist"))
}

impl Inner {
    fn jobs(&self) -> Result<Vec<Job>, Error> {
        let kept = self.store.documents(JOBS).map_err(fault)?;
        let mut jobs: Vec<Job> =
            kept.iter().filter_map(|(_, text)| serde_json::from_str(text).ok()).collect();
        jobs.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        Ok(jobs)
    }

    fn job(&self, id: &str) -> Result<Job, Error> {
        let kept = self.store.document(JOBS, id).map_err(fault)?;
        kept.and_then(|text| serde_json::from_str(&text).ok()).ok_or_else(|| no_job(id))
    }

    /// A job of a custom type: those of partners are reached by their own operations.
    fn custom_job(&self, id: &str) -> Result<Job, Error> {
        let job = self.job(id)?;
        if job.action_type.owner == ActionOwner::Custom { Ok(job) } else { Err(no_job(id)) }
    }

    /// Stores jobs, all in one commit.
    async fn keep_jobs(&self, jobs: impl IntoIterator<Item = Job>) -> Result<(), Error> {
        let rows = jobs.into_iter().map(|job| RowChange::Document {
            collection: JOBS.into(),
            value: Some(pipes::text(&job)),
            key: job.id,
        });
        let batch = Batch { rows: rows.collect(), ..Batch::default() };
        self.store.append(batch).await.map_err(fault)?;
        self.jobs_changed.notify_waiters();
        Ok(())
    }

    pub async fn poll(&self, input: PollForJobsInput) -> Result<Vec<codepipeline::shapes::Job>, Error> {
        let known = self.custom_type(&input.action_type_id)?;
        let properties = known.action_configuration_properties.unwrap_or_default();
        let queryable = properties.iter().find(|one| one.queryable == Some(true));
        let query = input.query_param.unwrap_or_default();
        if let Some(name) = query.keys().find(|name| queryable.is_none_or(|one| one.name != **name)) {
            return Err(Error::validation(format!("'{name}' is no queryable property of the action type")));
        }
        let _one_at_a_time = self.handing_out.lock().await;
        let handed = self.hand_out(&input.action_type_id, input.max_batch_size, &query).await?;
        let told = handed.into_iter().map(|job| {
            Ok(codepipeline::shapes::Job {
                data: Some(self.for_worker(&job)?),
                id: Some(job.id),
                nonce: Some(job.nonce),
                account_id: Some(self.options.account.clone()),
            })
        });
        told.collect()
    }

    /// Jobs of a type that nobody works on, marked as handed out. The caller holds the lock.
    async fn hand_out(
        &self,
        id: &ActionTypeId,
        most: Option<i32>,
        query: &BTreeMap<String, String>,
    ) -> Result<Vec<Job>, Error> {
        let now = self.clock.now();
        let most = usize::try_from(most.unwrap_or(BATCH)).unwrap_or(1);
        let mut handed = Vec::new();
        for mut job in self.jobs()? {
            let again = job.handed.is_none_or(|at| now.millis() - at.millis() >= HANDED_OUT);
            let free = job.status == JobStatus::Queued || (job.status == JobStatus::Dispatched && again);
            let configuration =
                job.data.action_configuration.as_ref().and_then(|one| one.configuration.as_ref());
            let meant = query.iter().all(|(name, value)| {
                configuration.and_then(|map| map.get(name)).is_some_and(|found| found == value)
            });
            if job.action_type != *id || !free || !meant || handed.len() == most {
                continue;
            }
            job.status = JobStatus::Dispatched;
            job.handed = Some(now);
            job.nonce = uuid();
            handed.push(job);
        }
        if !handed.is_empty() {
            self.keep_jobs(handed.clone()).await?;
        }
        Ok(handed)
    }

    pub async fn acknowledge(&self, input: AcknowledgeJobInput) -> Result<JobStatus, Error> {
        let _one_at_a_time = self.handing_out.lock().await;
        let job = self.custom_job(&input.job_id)?;
        self.take_on(job, &input.nonce).await
    }

    /// What a worker gets: with the secrets, which are stored nowhere but in the keyring, and with credentials.
    fn for_worker(&self, job: &Job) -> Result<JobData, Error> {
        let credentials = Some(self.credentials(&job.id)?);
        let mut data = JobData { artifact_credentials: credentials, ..job.data.clone() };
        let context = data.pipeline_context.as_ref();
        let pipeline = context.and_then(|context| context.pipeline_name.as_deref());
        let action = context.and_then(|context| context.action.as_ref()?.name.as_deref());
        let configuration = data.action_configuration.as_mut().and_then(|one| one.configuration.as_mut());
        if let (Some(pipeline), Some(action), Some(configuration)) = (pipeline, action, configuration) {
            for (key, value) in configuration.iter_mut().filter(|(_, value)| *value == MASKED) {
                if let Some(secret) = self.secret(&secret_name(pipeline, action, key)) {
                    *value = secret;
                }
            }
        }
        Ok(data)
    }

    /// Marks a job as worked on. The caller holds the lock.
    async fn take_on(&self, mut job: Job, nonce: &str) -> Result<JobStatus, Error> {
        if job.status != JobStatus::Dispatched || job.nonce != nonce {
            let message = format!("The nonce '{nonce}' is not valid for job '{}'", job.id);
            return Err(Error::new(ErrorKind::InvalidNonce, message));
        }
        job.status = JobStatus::InProgress;
        self.keep_jobs([job]).await?;
        Ok(JobStatus::InProgress)
    }

    pub fn job_details(&self, id: &str) -> Result<JobDetails, Error> {
        let job = self.custom_job(id)?;
        Ok(JobDetails {
            data: Some(self.for_worker(&job)?),
            id: Some(job.id),
            account_id: Some(self.options.account.clone()),
        })
    }

    pub async fn succeed_job(&self, input: PutJobSuccessResultInput) -> Result<(), Error> {
        if input.continuation_token.is_some()
            && input.output_variables.as_ref().is_some_and(|all| !all.is_empty())
        {
            return Err(Error::validation(
                "A job can not contain both a continuation token and output variables.",
            ));
        }
        if let Some(message) = execution::too_large_variables(input.output_variables.iter().flatten()) {
            return Err(Error::new(ErrorKind::OutputVariablesSizeExceeded, message));
        }
        let _one_at_a_time = self.handing_out.lock().await;
        let job = self.custom_job(&input.job_id)?;
        self.end_job(job, JobResult::Success(Box::new(input))).await
    }

    pub async fn fail_job(&self, input: PutJobFailureResultInput) -> Result<(), Error> {
        let _one_at_a_time = self.handing_out.lock().await;
        let job = self.custom_job(&input.job_id)?;
        self.end_job(job, JobResult::Failure(Box::new(input))).await
    }

    /// Stores a result, and with it the job that goes on from its continuation token. A repetition of the same result
    /// changes nothing. The caller holds the lock.
    async fn end_job(&self, mut job: Job, result: JobResult) -> Result<(), Error> {
        let id = &job.id;
        if let Some(known) = &job.result {
            return match (known, &result) {
                (known, result) if known == result => Ok(()),
                (JobResult::Success(_), JobResult::Success(_))
                | (JobResult::Failure(_), JobResult::Failure(_)) => Err(Error::new(
                    ErrorKind::InvalidJobState,
                    format!(
                        "The status of job with id {id} is already set to the desired value. It cannot be updated \
                             with the same status, but different result or output variables."
                    ),
                )),
                _ => Err(Error::new(
                    ErrorKind::InvalidJobState,
                    format!("Job with id {id} has already terminated"),
                )),
            };
        }
        // What was given up or timed out takes a late result without effect.
        if matches!(job.status, JobStatus::TimedOut | JobStatus::Failed) {
            return Ok(());
        }
        let next = match &result {
            JobResult::Success(success) => success.continuation_token.clone(),
            JobResult::Failure(_) => None,
        };
        // The same action goes on with a new job; what it reads and writes stays where it is.
        let next = next.map(|token| Job {
            id: uuid(),
            status: JobStatus::Queued,
            nonce: String::new(),
            created: self.clock.now(),
            handed: None,
            data: JobData { continuation_token: Some(token), ..job.data.clone() },
            ..job.clone()
        });
        job.status = match result {
            JobResult::Success(_) => JobStatus::Succeeded,
            JobResult::Failure(_) => JobStatus::Failed,
        };
        job.result = Some(result);
        job.next = next.as_ref().map(|next| next.id.clone());
        self.keep_jobs([Some(job), next].into_iter().flatten()).await
    }

    /// Ends a job that nobody waits for any more, unless a result came first: late ones are taken without effect.
    async fn give_up_job(&self, id: &str) -> Result<(), Error> {
        let _one_at_a_time = self.handing_out.lock().await;
        let job = self.job(id)?;
        if job.result.is_some() {
            return Ok(());
        }
        self.keep_jobs([Job { status: JobStatus::TimedOut, ..job }]).await
    }

    /// Has an action done by a worker: queues its job, or finds it again after a crash, and waits for what comes of it.
    pub async fn by_worker(&self, start: &StartAction, stop: &CancellationToken) -> Outcome {
        let failed = |code: &str, message: String| Outcome::Failed(Box::new(Failure::new(code, message)));
        if let Err(error) = self.type_of_jobs(&start.action_type_id) {
            return failed("ConfigurationError", error.message);
        }
        let mut job = match self.queued(start).await {
            Ok(job) => job,
            Err(error) => return failed("SystemUnavailable", error.message),
        };
        loop {
            // From here on a change is heard, whenever it comes.
            let changed = self.jobs_changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            match self.job(&job.id) {
                Ok(now) => job = now,
                Err(error) => return failed("SystemUnavailable", error.message),
            }
            match (&job.result, &job.next) {
                (_, Some(next)) => {
                    job.id.clone_from(next);
                    continue;
                }
                (Some(JobResult::Success(success)), None) => return succeeded(success),
                (Some(JobResult::Failure(failure)), _) => {
                    let details = &failure.failure_details;
                    let mut failure = Failure::new(details.r#type.as_str(), details.message.clone());
                    failure.external_id.clone_from(&details.external_execution_id);
                    return Outcome::Failed(Box::new(failure));
                }
                (None, None) => {}
            }
            tokio::select! {
                () = changed => {}
                () = stop.cancelled() => {
                    if !self.is_closing() {
                        let _ = self.give_up_job(&job.id).await;
                    }
                    return Outcome::Stopped;
                }
            }
        }
    }

    /// The job of an attempt; a new one if it has none.
    async fn queued(&self, start: &StartAction) -> Result<Job, Error> {
        let key = &start.key;
        let known = self.jobs()?.into_iter().find(|job| {
            job.action_execution == key.action_execution_id && job.internal_attempt == key.internal_attempt
        });
        if let Some(known) = known {
            return Ok(known);
        }
        let context = &start.context;
        let located = |name: &str, location: &execution::Location| Artifact {
            name: Some(name.to_owned()),
            revision: None,
            location: Some(ArtifactLocation {
                r#type: Some(ArtifactLocationType::S3),
                s3_location: Some(S3ArtifactLocation {
                    bucket_name: location.bucket.clone(),
                    object_key: location.key.clone(),
                }),
            }),
        };
        let inputs = start.input_artifacts.iter().map(|one| located(&one.name, &one.location));
        let outputs = start.output_artifacts.iter().map(|one| located(&one.name, &one.location));
        let configuration = start.configuration.clone();
        let job = Job {
            id: uuid(),
            action_execution: key.action_execution_id.clone(),
            internal_attempt: key.internal_attempt,
            status: JobStatus::Queued,
            nonce: String::new(),
            created: self.clock.now(),
            handed: None,
            action_type: start.action_type_id.clone(),
            data: JobData {
                action_type_id: Some(start.action_type_id.clone()),
                action_configuration: Some(ActionConfiguration { configuration: Some(configuration) }),
                pipeline_context: Some(PipelineContext {
                    pipeline_name: Some(context.pipeline.clone()),
                    stage: Some(StageContext { name: Some(context.stage.clone()) }),
                    action: Some(ActionContext {
                        name: Some(context.action.clone()),
                        action_execution_id: Some(key.action_execution_id.clone()),
                    }),
                    pipeline_arn: Some(context.arn.clone()),
                    pipeline_execution_id: Some(context.execution_id.clone()),
                }),
                input_artifacts: Some(inputs.collect()),
                output_artifacts: Some(outputs.collect()),
                artifact_credentials: None,
                continuation_token: None,
                encryption_key: start.encryption_key.clone(),
            },
            result: None,
            next: None,
        };
        self.forget_old_jobs().await?;
        self.keep_jobs([job.clone()]).await?;
        Ok(job)
    }

    /// Ended jobs are kept for a week, for results that come again.
    async fn forget_old_jobs(&self) -> Result<(), Error> {
        let before = self.clock.now().millis() - KEPT;
        let ended = |job: &Job| job.result.is_some() || job.status == JobStatus::TimedOut;
        let old = self.jobs()?.into_iter().filter(|job| ended(job) && job.created.millis() < before);
        let rows = old.map(|job| RowChange::Document { collection: JOBS.into(), key: job.id, value: None });
        let rows: Vec<RowChange> = rows.collect();
        if rows.is_empty() {
            return Ok(());
        }
        self.store.append(Batch { rows, ..Batch::default() }).await.map_err(fault)
    }
}

fn succeeded(success: &PutJobSuccessResultInput) -> Outcome {
    let details = success.execution_details.as_ref();
    Outcome::Succeeded(Box::new(Success {
        variables: success.output_variables.clone().unwrap_or_default(),
        external_id: details.and_then(|details| details.external_execution_id.clone()),
        external_url: None,
        summary: details.and_then(|details| details.summary.clone()),
        revision: success.current_revision.as_ref().map(|revision| actions::Revision {
            id: revision.revision.clone(),
            summary: revision.revision_summary.clone().unwrap_or_default(),
            created_ms: revision.created.map(Timestamp::millis),
            url: None,
        }),
        fidelity: Fidelity::Real,
        differences: vec![
            "a worker outside did the work; IAM, KMS and bucket policies were not evaluated".into(),
        ],
        reports: Vec::new(),
    }))
}
