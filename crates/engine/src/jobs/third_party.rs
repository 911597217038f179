//! Jobs of partners' action types (AWS CodePipeline API reference, `PollForThirdPartyJobs` and what follows it). A
//! partner's worker knows its customers by a client id and proves for each job that it is meant by the client's token.
//! On this computer a type has one client; its id and token lie in `clients.json` of the data folder, readable by its
//! user alone, and nowhere else.

use std::collections::BTreeMap;

use codepipeline::shapes::*;
use codepipeline::{Error, ErrorKind};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::{Job, JobResult, no_job};
use crate::clock::uuid;
use crate::error::fault;
use crate::{Inner, pipes};

const CLIENTS: &str = "clients.json";

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Client {
    client_id: String,
    client_token: String,
}

impl Inner {
    pub async fn poll_third_party(
        &self,
        input: PollForThirdPartyJobsInput,
    ) -> Result<Vec<ThirdPartyJob>, Error> {
        let id = &input.action_type_id;
        self.type_of_jobs(id)?;
        if id.owner != ActionOwner::ThirdParty {
            return Err(Error::validation("The owner of the action type must be ThirdParty"));
        }
        let _one_at_a_time = self.handing_out.lock().await;
        let client = self.client(id)?;
        let handed = self.hand_out(id, input.max_batch_size, &BTreeMap::new()).await?;
        let told = handed
            .into_iter()
            .map(|job| ThirdPartyJob { client_id: Some(client.client_id.clone()), job_id: Some(job.id) });
        Ok(told.collect())
    }

    pub fn third_party_details(
        &self,
        input: &GetThirdPartyJobDetailsInput,
    ) -> Result<ThirdPartyJobDetails, Error> {
        let job = self.third_party_job(&input.job_id, &input.client_token)?;
        if job.result.is_some() || job.status == JobStatus::TimedOut {
            let message = format!("Job with id '{}' can no longer be worked on", job.id);
            return Err(Error::new(ErrorKind::InvalidJob, message));
        }
        let data = self.for_worker(&job)?;
        // A partner learns neither the pipeline's ARN nor the execution.
        let context = data.pipeline_context.map(|context| PipelineContext {
            pipeline_arn: None,
            pipeline_execution_id: None,
            ..context
        });
        Ok(ThirdPartyJobDetails {
            id: Some(job.id),
            data: Some(ThirdPartyJobData {
                action_type_id: data.action_type_id,
                action_configuration: data.action_configuration,
                pipeline_context: context,
                input_artifacts: data.input_artifacts,
                output_artifacts: data.output_artifacts,
                artifact_credentials: data.artifact_credentials,
                continuation_token: data.continuation_token,
                encryption_key: data.encryption_key,
            }),
            nonce: Some(job.nonce),
        })
    }

    pub async fn acknowledge_third_party(
        &self,
        input: AcknowledgeThirdPartyJobInput,
    ) -> Result<JobStatus, Error> {
        let _one_at_a_time = self.handing_out.lock().await;
        let job = self.third_party_job(&input.job_id, &input.client_token)?;
        self.take_on(job, &input.nonce).await
    }

    pub async fn succeed_third_party(&self, input: PutThirdPartyJobSuccessResultInput) -> Result<(), Error> {
        let _one_at_a_time = self.handing_out.lock().await;
        let job = self.third_party_job(&input.job_id, &input.client_token)?;
        let result = PutJobSuccessResultInput {
            job_id: input.job_id,
            current_revision: input.current_revision,
            continuation_token: input.continuation_token,
            execution_details: input.execution_details,
            output_variables: None,
        };
        self.end_job(job, JobResult::Success(Box::new(result))).await
    }

    pub async fn fail_third_party(&self, input: PutThirdPartyJobFailureResultInput) -> Result<(), Error> {
        let _one_at_a_time = self.handing_out.lock().await;
        let job = self.third_party_job(&input.job_id, &input.client_token)?;
        let result =
            PutJobFailureResultInput { job_id: input.job_id, failure_details: input.failure_details };
        self.end_job(job, JobResult::Failure(Box::new(result))).await
    }

    /// A job of a partner's type, for the one who knows the client's token.
    fn third_party_job(&self, id: &str, token: &str) -> Result<Job, Error> {
        let job = self.job(id)?;
        if job.action_type.owner != ActionOwner::ThirdParty {
            return Err(no_job(id));
        }
        let client = self.client(&job.action_type)?;
        if !bool::from(client.client_token.as_bytes().ct_eq(token.as_bytes())) {
            let message = format!("The client token is not valid for job '{id}'");
            return Err(Error::new(ErrorKind::InvalidClientToken, message));
        }
        Ok(job)
    }

    /// The client of a partner's type; made when it is first asked for.
    fn client(&self, id: &ActionTypeId) -> Result<Client, Error> {
        let path = self.store.dir().join(CLIENTS);
        let read = match fs_err::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => b"{}".to_vec(),
            Err(error) => return Err(Error::new(ErrorKind::InternalFailure, error.to_string())),
        };
        let mut clients: BTreeMap<String, Client> = serde_json::from_slice(&read).map_err(|error| {
            Error::new(ErrorKind::InternalFailure, format!("{} cannot be read: {error}", path.display()))
        })?;
        let key = format!("{}/{}/{}", id.category.as_str(), id.provider, id.version);
        if !clients.contains_key(&key) {
            let made = Client { client_id: uuid(), client_token: format!("{}{}", uuid(), uuid()) };
            clients.insert(key.clone(), made);
            store::files::write_private(&path, pipes::text(&clients).as_bytes()).map_err(fault)?;
        }
        let client = clients.remove(&key).ok_or_else(|| no_job(&key))?;
        self.store.mask().add(&client.client_token);
        Ok(client)
    }
}
