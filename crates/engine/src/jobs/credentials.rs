//! The credentials that come with a job: with them a worker reads the job's inputs and writes its outputs in the local
//! buckets, and nothing else (AWS CodePipeline API reference, `AWSSessionCredentials`).
//!
//! They follow from the job's id and a secret of the data folder, so that they are stored nowhere and outlive a crash.
//! They are worth something while the job is in a worker's hands: as soon as it has ended, they open nothing.

use std::path::PathBuf;

use actions::{Artifacts as _, Location};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use codepipeline::shapes::{AWSSessionCredentials, ArtifactLocation, JobStatus, S3ArtifactLocation};
use codepipeline::{Error, ErrorKind};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use store::Keep;
use tempfile::TempPath;

use super::{Job, JobData};
use crate::error::fault;
use crate::{Engine, Inner};

/// The file of the secret that they follow from, readable by the data folder's user alone.
const SECRET: &str = "workers.key";
/// How many bytes a job's id has.
const ID: usize = 16;

/// What a worker may do with a job's credentials. It is not shown: it holds secrets.
#[derive(Clone)]
pub struct Grant {
    /// The credentials.
    pub credentials: AWSSessionCredentials,
    /// Who they make the worker: `arn:aws:sts::111122223333:assumed-role/CodePipelineJobWorker/JOB`.
    pub arn: String,
    /// The objects that they open.
    pub objects: Vec<GrantedObject>,
}

/// An object of a local bucket that a job reads or writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantedObject {
    /// The bucket.
    pub bucket: String,
    /// The key in it.
    pub key: String,
    /// Its file, whether it is there or not.
    pub file: PathBuf,
    /// Whether it may be written: an output of the job.
    pub writable: bool,
}

impl Engine {
    /// What these credentials open; none when they are not a job's. That a caller has their secret is not proven here.
    ///
    /// # Errors
    /// [`ErrorKind::ExpiredToken`] when the job has ended, [`ErrorKind::InternalFailure`] when it cannot be read.
    pub fn grant(&self, access_key_id: &str, session_token: &str) -> Result<Option<Grant>, Error> {
        self.inner.grant(access_key_id, session_token)
    }

    /// An empty file for an object that is on its way; it goes when the path is dropped, or at the next start.
    ///
    /// # Errors
    /// [`ErrorKind::InternalFailure`] when it cannot be made: the disk is full, or the data folder cannot be written.
    pub fn part_file(&self) -> Result<TempPath, Error> {
        self.inner.store.part_file().map_err(fault)
    }

    /// Puts a file that arrived whole in the place of an output of the job that these credentials are of.
    ///
    /// # Errors
    /// As [`Engine::grant`]; [`ErrorKind::AccessDenied`] when the object is no output of the job.
    pub async fn keep_object(
        &self,
        access_key_id: &str,
        session_token: &str,
        (bucket, key): (&str, &str),
        part: TempPath,
    ) -> Result<(), Error> {
        // The job cannot end meanwhile: what an ended action has made stays as it is.
        let _one_at_a_time = self.inner.handing_out.lock().await;
        let grant = self.grant(access_key_id, session_token)?;
        let mut objects = grant.into_iter().flat_map(|grant| grant.objects);
        let found = objects.find(|one| one.writable && one.bucket == bucket && one.key == key);
        let Some(object) = found else {
            return Err(Error::new(ErrorKind::AccessDenied, "Access Denied"));
        };
        let store = self.inner.store.clone();
        let kept = tokio::task::spawn_blocking(move || {
            store.write_object(&object.file, Keep::Durably, |place| {
                fs_err::rename(&part, place)
                    .map_err(|e| store::Error::io(format_args!("{} cannot be written", place.display()), &e))
            })
        });
        let kept = kept.await.map_err(|error| Error::new(ErrorKind::InternalFailure, error.to_string()))?;
        kept.map(drop).map_err(fault)
    }
}

impl Inner {
    /// The credentials of a job.
    pub(super) fn credentials(&self, job: &str) -> Result<AWSSessionCredentials, Error> {
        let proof = |what: &str| self.prove(what, job);
        let (id, secret) = (proof("id")?, proof("secret")?);
        let mut token = uuid::Uuid::parse_str(job).unwrap_or_default().into_bytes().to_vec();
        token.extend(proof("token")?);
        // The prefix is nobody's: not to be taken for a temporary key of AWS (`ASIA`).
        const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let letters = id.iter().take(16).map(|byte| char::from(ALPHABET[usize::from(byte & 31)]));
        Ok(AWSSessionCredentials {
            access_key_id: "PSIA".chars().chain(letters).collect(),
            secret_access_key: STANDARD_NO_PAD.encode(&secret[..30]),
            session_token: URL_SAFE_NO_PAD.encode(token),
        })
    }

    /// What follows from a job's id for one use; nobody without the secret can tell it.
    fn prove(&self, what: &str, job: &str) -> Result<Vec<u8>, Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.worker_secret()?.as_bytes())
            .map_err(|error| Error::new(ErrorKind::InternalFailure, error.to_string()))?;
        mac.update(format!("{what} of {job}").as_bytes());
        Ok(mac.finalize().into_bytes().to_vec())
    }

    /// The secret of the data folder; made when it is first asked for.
    fn worker_secret(&self) -> Result<&str, Error> {
        if let Some(known) = self.worker_secret.get() {
            return Ok(known);
        }
        let path = self.store.dir().join(SECRET);
        let secret = match fs_err::read_to_string(&path) {
            Ok(kept) => kept,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let made = store::owner::random_token();
                store::files::write_private(&path, made.as_bytes()).map_err(fault)?;
                made
            }
            Err(error) => return Err(Error::new(ErrorKind::InternalFailure, error.to_string())),
        };
        Ok(self.worker_secret.get_or_init(|| secret))
    }

    fn grant(&self, access_key_id: &str, session_token: &str) -> Result<Option<Grant>, Error> {
        let bytes = URL_SAFE_NO_PAD.decode(session_token).unwrap_or_default();
        let id = bytes.first_chunk::<ID>().map(|id| uuid::Uuid::from_bytes(*id).to_string());
        let Some(id) = id else { return Ok(None) };
        let credentials = self.credentials(&id)?;
        let is_token =
            subtle::ConstantTimeEq::ct_eq(credentials.session_token.as_bytes(), session_token.as_bytes());
        if credentials.access_key_id != access_key_id || !bool::from(is_token) {
            return Ok(None);
        }
        let ended = || Error::new(ErrorKind::ExpiredToken, "The job of these credentials has ended.");
        let job = match self.job(&id) {
            Ok(job) => job,
            Err(error) if error.kind == ErrorKind::JobNotFound => return Err(ended()),
            Err(error) => return Err(error),
        };
        if !matches!(job.status, JobStatus::Dispatched | JobStatus::InProgress) {
            return Err(ended());
        }
        let account = &self.options.account;
        let arn = format!("arn:aws:sts::{account}:assumed-role/CodePipelineJobWorker/{id}");
        Ok(Some(Grant { credentials, arn, objects: self.objects_of(&job)? }))
    }

    fn objects_of(&self, job: &Job) -> Result<Vec<GrantedObject>, Error> {
        let JobData { pipeline_context, input_artifacts, output_artifacts, .. } = &job.data;
        let pipeline = pipeline_context.as_ref().and_then(|context| context.pipeline_name.as_deref());
        let failed = |message: String| Error::new(ErrorKind::InternalFailure, message);
        let buckets = self.buckets_of(pipeline.unwrap_or_default()).map_err(|one| failed(one.to_string()))?;
        let inputs = input_artifacts.iter().flatten().map(|one| (&one.location, false));
        let outputs = output_artifacts.iter().flatten().map(|one| (&one.location, true));
        let located = inputs.chain(outputs).filter_map(|(location, writable)| {
            let ArtifactLocation { s3_location, .. } = location.as_ref()?;
            Some((s3_location.as_ref()?, writable))
        });
        let object = |(at, writable): (&S3ArtifactLocation, bool)| {
            let (bucket, key) = (at.bucket_name.clone(), at.object_key.clone());
            let file =
                buckets.path(&Location { bucket: bucket.clone(), key: key.clone() }).map_err(failed)?;
            Ok(GrantedObject { bucket, key, file, writable })
        };
        located.map(object).collect()
    }
}
