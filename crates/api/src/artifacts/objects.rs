//! The operations on objects of a job.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use s3s::crypto::{Checksum as _, Md5};
use s3s::dto::*;
use s3s::{S3, S3Error, S3Request, S3Response, S3Result, s3_error};
use tempfile::TempPath;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

use super::receive::{Received, hex, receive};
use super::uploads::{self, Uploads};
use super::{Grant, GrantedObject, denied, in_words_of_s3};
use crate::Local;

/// How much of a file is read at once.
const BUFFER: usize = 128 * 1024;
/// How many entity tags are remembered.
const MOST_TAGS: usize = 4096;
/// How many keys a list has when it does not say.
const PAGE: i32 = 1000;

/// The objects that one request may touch.
pub(super) struct Objects {
    pub local: Arc<dyn Local>,
    pub uploads: Arc<Uploads>,
    pub tags: Arc<Tags>,
    pub region: String,
    pub grant: Grant,
}

/// An object that is there.
struct Found {
    size: u64,
    modified: SystemTime,
    tag: String,
}

impl Objects {
    fn object(&self, bucket: &str, key: &str) -> S3Result<&GrantedObject> {
        let mut objects = self.grant.objects.iter();
        objects.find(|one| one.bucket == bucket && one.key == key).ok_or_else(denied)
    }

    fn output(&self, bucket: &str, key: &str) -> S3Result<&GrantedObject> {
        self.object(bucket, key).and_then(|one| if one.writable { Ok(one) } else { Err(denied()) })
    }

    fn bucket(&self, bucket: &str) -> S3Result<()> {
        let mut objects = self.grant.objects.iter();
        if objects.any(|one| one.bucket == bucket) { Ok(()) } else { Err(denied()) }
    }

    async fn find(&self, object: &GrantedObject) -> S3Result<Found> {
        let (tags, file) = (Arc::clone(&self.tags), object.file.clone());
        let found = tokio::task::spawn_blocking(move || tags.find(&file)).await;
        found.map_err(S3Error::internal_error)?.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => s3_error!(NoSuchKey, "The specified key does not exist."),
            _ => S3Error::internal_error(error),
        })
    }

    /// Receives a body into a file of its own.
    async fn receive<T>(&self, body: Option<StreamingBlob>, request: &S3Request<T>) -> S3Result<Received> {
        let part = self.local.part().map_err(in_words_of_s3)?;
        receive(part, body, &request.headers, request.trailing_headers.as_ref()).await
    }

    /// Puts a file in the place of an object; the object's entity tag.
    async fn keep(&self, object: &GrantedObject, part: TempPath) -> S3Result<ETag> {
        self.local.keep(&self.grant, object, part).await.map_err(in_words_of_s3)?;
        Ok(ETag::Strong(self.find(object).await?.tag))
    }

    /// The object of a reading request, whose conditions hold.
    async fn read(
        &self,
        (bucket, key): (&str, &str),
        version: Option<&str>,
        if_match: Option<&ETagCondition>,
        if_none_match: Option<&ETagCondition>,
    ) -> S3Result<(&GrantedObject, Found)> {
        let object = self.object(bucket, key)?;
        if version.is_some_and(|version| version != "null") {
            return Err(s3_error!(NoSuchVersion, "The specified version does not exist."));
        }
        let found = self.find(object).await?;
        let is = |condition: &ETagCondition| match condition {
            ETagCondition::Any => true,
            ETagCondition::ETag(tag) => tag.value() == found.tag,
        };
        if if_match.is_some_and(|condition| !is(condition)) {
            return Err(precondition());
        }
        if if_none_match.is_some_and(is) {
            return Err(s3_error!(NotModified, "Not Modified"));
        }
        Ok((object, found))
    }
}

fn precondition() -> S3Error {
    s3_error!(PreconditionFailed, "At least one of the pre-conditions you specified did not hold")
}

/// This computer does not encrypt with a customer's key, and does not say that it did. A key of KMS is another thing: that
/// it is not used is told as a difference from AWS wherever the action is shown.
fn no_customer_key(algorithm: Option<&str>) -> S3Result<()> {
    match algorithm {
        None => Ok(()),
        Some(_) => Err(s3_error!(
            NotImplemented,
            "Encryption with a customer's key is not implemented on this computer; leave it out."
        )),
    }
}

#[async_trait::async_trait]
impl S3 for Objects {
    async fn get_object(&self, req: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        let asked = &req.input;
        no_customer_key(asked.sse_customer_algorithm.as_deref())?;
        let at = (asked.bucket.as_str(), asked.key.as_str());
        let conditions = (asked.if_match.as_ref(), asked.if_none_match.as_ref());
        let (object, found) = self.read(at, asked.version_id.as_deref(), conditions.0, conditions.1).await?;
        let range = match &asked.range {
            Some(range) => Some(
                range
                    .check(found.size)
                    .map_err(|_| s3_error!(InvalidRange, "The requested range is not satisfiable"))?,
            ),
            None => None,
        };
        let sent = range.clone().unwrap_or(0..found.size);
        let length = sent.end - sent.start;
        let mut file = fs_err::tokio::File::open(&object.file).await.map_err(S3Error::internal_error)?;
        if sent.start > 0 {
            file.seek(io::SeekFrom::Start(sent.start)).await.map_err(S3Error::internal_error)?;
        }
        let body = StreamingBlob::wrap(ReaderStream::with_capacity(file.take(length), BUFFER));
        Ok(S3Response::new(GetObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            body: Some(body),
            content_length: Some(signed(length)),
            content_range: range
                .map(|range| format!("bytes {}-{}/{}", range.start, range.end - 1, found.size)),
            content_type: Some("application/octet-stream".to_owned()),
            e_tag: Some(ETag::Strong(found.tag)),
            last_modified: Some(found.modified.into()),
            ..GetObjectOutput::default()
        }))
    }

    async fn head_object(&self, req: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        let asked = &req.input;
        no_customer_key(asked.sse_customer_algorithm.as_deref())?;
        let at = (asked.bucket.as_str(), asked.key.as_str());
        let conditions = (asked.if_match.as_ref(), asked.if_none_match.as_ref());
        let (_, found) = self.read(at, asked.version_id.as_deref(), conditions.0, conditions.1).await?;
        Ok(S3Response::new(HeadObjectOutput {
            accept_ranges: Some("bytes".to_owned()),
            content_length: Some(signed(found.size)),
            content_type: Some("application/octet-stream".to_owned()),
            e_tag: Some(ETag::Strong(found.tag)),
            last_modified: Some(found.modified.into()),
            ..HeadObjectOutput::default()
        }))
    }

    async fn put_object(&self, mut req: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        let body = req.input.body.take();
        let asked = &req.input;
        no_customer_key(asked.sse_customer_algorithm.as_deref())?;
        let object = self.output(&asked.bucket, &asked.key)?;
        // A condition on what is there: only that nothing is.
        if asked.if_match.is_some() {
            return Err(s3_error!(
                NotImplemented,
                "If-Match is not implemented for PutObject on this computer."
            ));
        }
        if asked.if_none_match.is_some() && self.find(object).await.is_ok() {
            return Err(precondition());
        }
        let received = self.receive(body, &req).await?;
        let sums = received.checksum;
        let tag = self.keep(object, received.part).await?;
        Ok(S3Response::new(PutObjectOutput {
            checksum_crc32: sums.checksum_crc32,
            checksum_crc32c: sums.checksum_crc32c,
            checksum_crc64nvme: sums.checksum_crc64nvme,
            checksum_sha1: sums.checksum_sha1,
            checksum_sha256: sums.checksum_sha256,
            e_tag: Some(tag),
            ..PutObjectOutput::default()
        }))
    }

    async fn create_multipart_upload(
        &self,
        req: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        let CreateMultipartUploadInput { bucket, key, sse_customer_algorithm, .. } = req.input;
        no_customer_key(sse_customer_algorithm.as_deref())?;
        self.output(&bucket, &key)?;
        let id = self.uploads.create(&*self.local, &self.grant, (&bucket, &key))?;
        Ok(S3Response::new(CreateMultipartUploadOutput {
            bucket: Some(bucket),
            key: Some(key),
            upload_id: Some(id),
            ..CreateMultipartUploadOutput::default()
        }))
    }

    async fn upload_part(
        &self,
        mut req: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        let body = req.input.body.take();
        let UploadPartInput { bucket, key, part_number, upload_id, .. } = &req.input;
        self.output(bucket, key)?;
        self.uploads.expects(&self.grant, upload_id, (bucket, key), *part_number)?;
        let received = self.receive(body, &req).await?;
        let (sums, tag) = (received.checksum.clone(), received.md5.clone());
        self.uploads.put(upload_id, *part_number, received)?;
        Ok(S3Response::new(UploadPartOutput {
            checksum_crc32: sums.checksum_crc32,
            checksum_crc32c: sums.checksum_crc32c,
            checksum_crc64nvme: sums.checksum_crc64nvme,
            checksum_sha1: sums.checksum_sha1,
            checksum_sha256: sums.checksum_sha256,
            e_tag: Some(ETag::Strong(tag)),
            ..UploadPartOutput::default()
        }))
    }

    async fn complete_multipart_upload(
        &self,
        req: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let CompleteMultipartUploadInput { bucket, key, upload_id, multipart_upload, .. } = req.input;
        let object = self.output(&bucket, &key)?;
        let list = multipart_upload.and_then(|list| list.parts).unwrap_or_default();
        let parts = self.uploads.complete(&self.grant, &upload_id, (&bucket, &key), &list)?;
        let whole = self.local.part().map_err(in_words_of_s3)?;
        let joined = tokio::task::spawn_blocking(move || uploads::join(parts, &whole).map(|()| whole)).await;
        let whole = joined.map_err(S3Error::internal_error)?.map_err(S3Error::internal_error)?;
        let tag = self.keep(object, whole).await?;
        Ok(S3Response::new(CompleteMultipartUploadOutput {
            location: Some(format!("/{bucket}/{key}")),
            bucket: Some(bucket),
            key: Some(key),
            e_tag: Some(tag),
            ..CompleteMultipartUploadOutput::default()
        }))
    }

    async fn abort_multipart_upload(
        &self,
        req: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        let AbortMultipartUploadInput { bucket, key, upload_id, .. } = req.input;
        self.uploads.abort(&self.grant, &upload_id, (&bucket, &key))?;
        Ok(S3Response::new(AbortMultipartUploadOutput::default()))
    }

    async fn list_objects_v2(
        &self,
        req: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.bucket(&req.input.bucket)?;
        let keys: BTreeSet<&str> = self.keys_of(&req.input.bucket);
        let mut listed = Vec::new();
        for key in keys {
            match self.find(self.object(&req.input.bucket, key)?).await {
                Ok(found) => listed.push((key, found)),
                Err(error) if *error.code() == s3s::S3ErrorCode::NoSuchKey => {}
                Err(error) => return Err(error),
            }
        }
        Ok(S3Response::new(page(req.input, listed)))
    }

    async fn head_bucket(&self, req: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        self.bucket(&req.input.bucket)?;
        let region = Some(self.region.clone());
        Ok(S3Response::new(HeadBucketOutput { bucket_region: region, ..HeadBucketOutput::default() }))
    }

    async fn get_bucket_location(
        &self,
        req: S3Request<GetBucketLocationInput>,
    ) -> S3Result<S3Response<GetBucketLocationOutput>> {
        self.bucket(&req.input.bucket)?;
        // The oldest region is told by nothing.
        let region = Some(self.region.clone()).filter(|region| region != "us-east-1");
        let location_constraint = region.map(BucketLocationConstraint::from);
        Ok(S3Response::new(GetBucketLocationOutput { location_constraint }))
    }
}

impl Objects {
    fn keys_of(&self, bucket: &str) -> BTreeSet<&str> {
        let objects = self.grant.objects.iter().filter(|one| one.bucket == bucket);
        objects.map(|one| one.key.as_str()).collect()
    }
}

/// A page of a list; a page goes on behind the last key of the one before.
fn page(asked: ListObjectsV2Input, listed: Vec<(&str, Found)>) -> ListObjectsV2Output {
    let prefix = asked.prefix.as_deref().unwrap_or_default();
    let after = asked.continuation_token.as_deref().or(asked.start_after.as_deref()).unwrap_or_default();
    let max = asked.max_keys.unwrap_or(PAGE).clamp(0, PAGE);
    let mut output = ListObjectsV2Output {
        name: Some(asked.bucket.clone()),
        max_keys: Some(max),
        is_truncated: Some(false),
        ..ListObjectsV2Output::default()
    };
    let (mut contents, mut folders, mut last) = (Vec::new(), Vec::<String>::new(), None);
    for (key, found) in listed.into_iter().filter(|_| max > 0) {
        let Some(rest) = key.strip_prefix(prefix).filter(|_| key > after) else { continue };
        let delimiter = asked.delimiter.as_deref().filter(|delimiter| !delimiter.is_empty());
        let folder = delimiter.and_then(|delimiter| {
            rest.split_once(delimiter).map(|(name, _)| format!("{prefix}{name}{delimiter}"))
        });
        if folder.as_ref().is_some_and(|folder| folders.contains(folder)) {
            last = Some(key.to_owned());
            continue;
        }
        if contents.len() + folders.len() >= usize::try_from(max).unwrap_or_default() {
            output.is_truncated = Some(true);
            output.next_continuation_token = last;
            break;
        }
        match folder {
            Some(folder) => folders.push(folder),
            None => contents.push(Object {
                e_tag: Some(ETag::Strong(found.tag)),
                key: Some(key.to_owned()),
                last_modified: Some(found.modified.into()),
                size: Some(signed(found.size)),
                storage_class: Some(ObjectStorageClass::from_static(ObjectStorageClass::STANDARD)),
                ..Object::default()
            }),
        }
        last = Some(key.to_owned());
    }
    output.key_count = i32::try_from(contents.len() + folders.len()).ok();
    output.contents = Some(contents);
    output.common_prefixes =
        Some(folders.into_iter().map(|folder| CommonPrefix { prefix: Some(folder) }).collect());
    ListObjectsV2Output {
        prefix: asked.prefix,
        delimiter: asked.delimiter,
        continuation_token: asked.continuation_token,
        start_after: asked.start_after,
        ..output
    }
}

fn signed(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// The entity tags of files, each computed once for what is in the file: reading a large object by ranges asks often.
#[derive(Default)]
pub(super) struct Tags(Mutex<HashMap<PathBuf, (u64, SystemTime, String)>>);

impl Tags {
    /// The file's size, its time and its tag. It blocks.
    fn find(&self, path: &Path) -> io::Result<Found> {
        let known = fs_err::metadata(path)?;
        if !known.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let (size, modified) = (known.len(), known.modified()?);
        {
            let tags = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, _, tag)) = tags.get(path).filter(|tag| (tag.0, tag.1) == (size, modified)) {
                return Ok(Found { size, modified, tag: tag.clone() });
            }
        }
        let tag = digest(path)?;
        let mut tags = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tags.len() >= MOST_TAGS {
            tags.clear();
        }
        tags.insert(path.to_owned(), (size, modified, tag.clone()));
        Ok(Found { size, modified, tag })
    }
}

fn digest(path: &Path) -> io::Result<String> {
    let mut file = fs_err::File::open(path)?;
    let (mut md5, mut buffer) = (Md5::new(), vec![0; BUFFER]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex(&md5.finalize())),
            read => md5.update(&buffer[..read]),
        }
    }
}
