//! A job worker for a custom action of AWS CodePipeline, with the AWS SDK for Rust and nothing of Pipesmith.
//!
//! It polls for the jobs of one action type. Of each job it reads the first input artifact, writes into the output
//! artifacts a zip with `checksums.txt` (the SHA-256 of every file), and reports how many files there were as the variable
//! `FILES`. With `pipesmith env` in its environment it works for this computer; without, for your account.
//!
//! `worker CATEGORY PROVIDER VERSION [JOBS]`: ends after so many jobs; without a number, works until it is interrupted.

use std::error::Error;
use std::io::{Cursor, Read, Write};
use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_codepipeline::types::{
    ActionCategory, ActionOwner, ActionTypeId, Artifact, ExecutionDetails, FailureDetails, FailureType, Job,
    JobData, S3ArtifactLocation,
};
use aws_sdk_s3::config::Credentials;
use aws_sdk_s3::types::ServerSideEncryption;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How long to wait when there was no job.
const PAUSE: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [category, provider, version, jobs @ ..] = &arguments[..] else {
        return Err("usage: worker CATEGORY PROVIDER VERSION [JOBS]".into());
    };
    let mut left = jobs.first().map(|jobs| jobs.parse::<u32>()).transpose()?;
    let kind = ActionTypeId::builder()
        .category(ActionCategory::from(category.as_str()))
        .owner(ActionOwner::Custom)
        .provider(provider)
        .version(version)
        .build()?;
    let http =
        aws_smithy_http_client::Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let config = aws_config::defaults(BehaviorVersion::latest()).http_client(http).load().await;
    let pipelines = aws_sdk_codepipeline::Client::new(&config);
    while left != Some(0) {
        let polled = pipelines.poll_for_jobs().action_type_id(kind.clone()).max_batch_size(1).send().await?;
        let jobs = polled.jobs.unwrap_or_default();
        if jobs.is_empty() {
            tokio::time::sleep(PAUSE).await;
        }
        for job in jobs {
            if take(&pipelines, &config, &job).await? {
                left = left.map(|left| left.saturating_sub(1));
            }
        }
    }
    Ok(())
}

/// Acknowledges a job and answers it. Whoever acknowledges first has the job.
async fn take(pipelines: &aws_sdk_codepipeline::Client, config: &SdkConfig, job: &Job) -> Result<bool> {
    let (id, nonce) = (job.id().unwrap_or_default(), job.nonce().unwrap_or_default());
    let acknowledged = pipelines.acknowledge_job().job_id(id).nonce(nonce).send().await;
    if let Err(error) = acknowledged {
        let error = error.into_service_error();
        return if error.is_invalid_nonce_exception() { Ok(false) } else { Err(error.into()) };
    }
    match work(config, job).await {
        Ok(files) => {
            let details =
                ExecutionDetails::builder().summary(format!("{files} files")).external_execution_id(id);
            let success = pipelines.put_job_success_result().job_id(id).execution_details(details.build());
            success.output_variables("FILES", files.to_string()).send().await?;
            println!("{id}: {files} files");
        }
        Err(error) => {
            let message: String = error.to_string().chars().take(5000).collect();
            println!("{id}: failed: {message}");
            let failure =
                FailureDetails::builder().r#type(FailureType::JobFailed).message(message).build()?;
            pipelines.put_job_failure_result().job_id(id).failure_details(failure).send().await?;
        }
    }
    Ok(true)
}

/// Does the job; how many files its input had.
async fn work(config: &SdkConfig, job: &Job) -> Result<usize> {
    let data = job.data().ok_or("the job has no data")?;
    let artifacts = artifacts(config, data)?;
    let from = location(data.input_artifacts().first().ok_or("the job has no input artifact")?)?;
    let read = artifacts.get_object().bucket(from.bucket_name()).key(from.object_key()).send().await;
    let bundle = read.map_err(aws_sdk_s3::Error::from)?.body.collect().await?.into_bytes();
    let lines = checksums(&bundle)?;
    let result = zipped("checksums.txt", &lines.concat())?;
    for output in data.output_artifacts() {
        let to = location(output)?;
        // AWS wants artifacts encrypted with the key of KMS that the job names, else with its own.
        let put = artifacts
            .put_object()
            .bucket(to.bucket_name())
            .key(to.object_key())
            .server_side_encryption(ServerSideEncryption::AwsKms)
            .set_ssekms_key_id(data.encryption_key().map(|key| key.id().to_owned()))
            .body(result.clone().into());
        put.send().await.map_err(aws_sdk_s3::Error::from)?;
    }
    Ok(lines.len())
}

/// A client for the artifacts: it must sign with the job's credentials, not with the worker's own.
fn artifacts(config: &SdkConfig, data: &JobData) -> Result<aws_sdk_s3::Client> {
    let given = data.artifact_credentials().ok_or("the job has no credentials")?;
    let credentials = Credentials::new(
        given.access_key_id(),
        given.secret_access_key(),
        Some(given.session_token().to_owned()),
        None,
        "job",
    );
    let config = aws_sdk_s3::config::Builder::from(config).credentials_provider(credentials).build();
    Ok(aws_sdk_s3::Client::from_conf(config))
}

fn location(artifact: &Artifact) -> Result<&S3ArtifactLocation> {
    let location = artifact.location().and_then(|location| location.s3_location());
    location.ok_or_else(|| "the artifact lies nowhere".into())
}

/// One line a file, as sha256sum writes it.
fn checksums(bundle: &[u8]) -> Result<Vec<String>> {
    let mut files = zip::ZipArchive::new(Cursor::new(bundle))?;
    let mut lines = Vec::new();
    for at in 0..files.len() {
        let mut file = files.by_index(at)?;
        if file.is_file() {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            lines.push(format!("{digest}  {}\n", file.name()));
        }
    }
    lines.sort_by(|one, other| one[64..].cmp(&other[64..]));
    Ok(lines)
}

fn zipped(name: &str, text: &str) -> Result<Vec<u8>> {
    let mut files = zip::ZipWriter::new(Cursor::new(Vec::new()));
    files.start_file(name, zip::write::SimpleFileOptions::default())?;
    files.write_all(text.as_bytes())?;
    Ok(files.finish()?.into_inner())
}
