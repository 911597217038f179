//! Uploads in parts that are under way. They live as long as this process and their job: what is left of them then goes.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use s3s::dto::{CompletedPart, ETag};
use s3s::{S3Error, S3Result, s3_error};
use tempfile::TempPath;

use super::receive::{LARGEST, Received};
use super::{Artifacts, Grant};

/// The smallest part but the last, and the highest number of a part (Amazon S3 user guide, "Multipart upload limits").
const SMALLEST_PART: u64 = 5 << 20;
const MOST_PARTS: i32 = 10_000;
/// How many uploads of a job may be under way.
const MOST_UPLOADS: usize = 64;

/// The uploads that are under way, by their ids.
#[derive(Default)]
pub(super) struct Uploads(Mutex<HashMap<String, Upload>>);

struct Upload {
    access_key_id: String,
    session_token: String,
    bucket: String,
    key: String,
    parts: BTreeMap<i32, Received>,
}

fn no_upload() -> S3Error {
    s3_error!(
        NoSuchUpload,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or \
         completed."
    )
}

impl Uploads {
    fn map(&self) -> MutexGuard<'_, HashMap<String, Upload>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins one; those of jobs that have ended go.
    pub fn create(
        &self,
        jobs: &dyn Artifacts,
        grant: &Grant,
        (bucket, key): (&str, &str),
    ) -> S3Result<String> {
        let mut map = self.map();
        map.retain(|_, one| matches!(jobs.grant(&one.access_key_id, &one.session_token), Ok(Some(_))));
        let own = map.values().filter(|one| one.access_key_id == grant.keys.access_key_id).count();
        if own >= MOST_UPLOADS {
            return Err(s3_error!(SlowDown, "{} uploads of this job are under way; end some of them.", own));
        }
        let id = uuid::Uuid::new_v4().simple().to_string();
        let upload = Upload {
            access_key_id: grant.keys.access_key_id.clone(),
            session_token: grant.keys.session_token.clone().unwrap_or_default(),
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            parts: BTreeMap::new(),
        };
        map.insert(id.clone(), upload);
        Ok(id)
    }

    /// Whether a part may come in.
    pub fn expects(&self, grant: &Grant, id: &str, (bucket, key): (&str, &str), number: i32) -> S3Result<()> {
        if !(1..=MOST_PARTS).contains(&number) {
            return Err(s3_error!(
                InvalidArgument,
                "Part number must be an integer between 1 and 10000, inclusive"
            ));
        }
        let map = self.map();
        map.get(id).filter(|one| one.is(grant, bucket, key)).map(drop).ok_or_else(no_upload)
    }

    /// Takes a part that arrived, in the place of an earlier one of its number.
    pub fn put(&self, id: &str, number: i32, part: Received) -> S3Result<()> {
        let mut map = self.map();
        map.get_mut(id).ok_or_else(no_upload)?.parts.insert(number, part);
        Ok(())
    }

    /// Ends one without a result.
    pub fn abort(&self, grant: &Grant, id: &str, (bucket, key): (&str, &str)) -> S3Result<()> {
        let mut map = self.map();
        map.get(id).filter(|one| one.is(grant, bucket, key)).ok_or_else(no_upload)?;
        map.remove(id);
        Ok(())
    }

    /// Ends one and gives the parts that the list names, in its order.
    pub fn complete(
        &self,
        grant: &Grant,
        id: &str,
        (bucket, key): (&str, &str),
        list: &[CompletedPart],
    ) -> S3Result<Vec<Received>> {
        let mut map = self.map();
        let upload = map.get(id).filter(|one| one.is(grant, bucket, key)).ok_or_else(no_upload)?;
        let numbers = upload.check(list)?;
        let mut upload = map.remove(id).ok_or_else(no_upload)?;
        Ok(numbers.iter().filter_map(|number| upload.parts.remove(number)).collect())
    }
}

impl Upload {
    fn is(&self, grant: &Grant, bucket: &str, key: &str) -> bool {
        self.access_key_id == grant.keys.access_key_id && self.bucket == bucket && self.key == key
    }

    /// The numbers of a list that fits what arrived.
    fn check(&self, list: &[CompletedPart]) -> S3Result<Vec<i32>> {
        let numbers: Vec<i32> = list.iter().filter_map(|part| part.part_number).collect();
        if numbers.is_empty() || numbers.len() != list.len() {
            return Err(s3_error!(MalformedXML, "The list of parts was not well-formed"));
        }
        if !numbers.is_sorted_by(|one, next| one < next) {
            return Err(s3_error!(
                InvalidPartOrder,
                "The list of parts was not in ascending order. Parts must be ordered by part number."
            ));
        }
        let mut total = 0;
        for (at, (number, said)) in numbers.iter().zip(list).enumerate() {
            let fits = |part: &&Received| {
                said.e_tag.as_ref().is_none_or(|tag| matches!(tag, ETag::Strong(tag) if *tag == part.md5))
            };
            let part = self.parts.get(number).filter(fits).ok_or_else(|| {
                s3_error!(
                    InvalidPart,
                    "One or more of the specified parts could not be found. The part may not have been uploaded, or \
                     the specified entity tag may not match the part's entity tag."
                )
            })?;
            total += part.size;
            if at + 1 < numbers.len() && part.size < SMALLEST_PART {
                return Err(s3_error!(
                    EntityTooSmall,
                    "Your proposed upload is smaller than the minimum allowed size"
                ));
            }
        }
        if total > LARGEST {
            return Err(s3_error!(EntityTooLarge, "Your proposed upload exceeds the maximum allowed size"));
        }
        Ok(numbers)
    }
}

/// Writes parts one behind the other. It blocks.
pub(super) fn join(parts: Vec<Received>, into: &TempPath) -> io::Result<()> {
    let mut file = fs_err::OpenOptions::new().write(true).open(into)?;
    for part in parts {
        io::copy(&mut fs_err::File::open(&part.part)?, &mut file)?;
    }
    Ok(())
}
