//! What a worker uploads, on its way into a file: its size, and that it arrived as it was sent.

use std::time::Duration;

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use s3s::checksum::ChecksumHasher;
use s3s::crypto::{Checksum as _, Crc32, Crc32c, Crc64Nvme, Md5, Sha1, Sha256};
use s3s::dto::{Checksum, StreamingBlob};
use s3s::{S3Error, S3ErrorCode, S3Result, TrailingHeaders, s3_error};
use tempfile::TempPath;
use tokio::io::{AsyncWriteExt as _, BufWriter};

/// The largest object that goes up at once, and the largest part of one (Amazon S3 user guide, "Multipart upload limits").
pub(super) const LARGEST: u64 = 5 << 30;
/// How long the next bytes of a body may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How much is written at once.
const BUFFER: usize = 1 << 20;

/// A body that arrived.
pub(super) struct Received {
    pub part: TempPath,
    pub size: u64,
    /// The digest of its bytes in hexadecimal digits: the entity tag.
    pub md5: String,
    /// The checksums that the sender asked for.
    pub checksum: Checksum,
}

/// Writes a body to a file and compares what its sender said about it.
///
/// # Errors
/// `EntityTooLarge`, `RequestTimeout`, `BadDigest`, what the signature of a chunked body says, and `InternalError` when the
/// file cannot be written.
pub(super) async fn receive(
    part: TempPath,
    body: Option<StreamingBlob>,
    headers: &HeaderMap,
    trailing: Option<&TrailingHeaders>,
) -> S3Result<Received> {
    let file =
        fs_err::tokio::OpenOptions::new().write(true).open(&part).await.map_err(S3Error::internal_error)?;
    let mut file = BufWriter::with_capacity(BUFFER, file);
    let (mut md5, mut sums, mut size) = (Md5::new(), hasher(headers), 0_u64);
    if let Some(mut body) = body {
        loop {
            let next = tokio::time::timeout(PATIENCE, body.next()).await;
            let Some(chunk) =
                next.map_err(|_| s3_error!(RequestTimeout, "The body did not arrive in time."))?
            else {
                break;
            };
            let chunk = chunk.map_err(|error| S3Error::with_source(S3ErrorCode::IncompleteBody, error))?;
            size += chunk.len() as u64;
            if size > LARGEST {
                return Err(s3_error!(
                    EntityTooLarge,
                    "Your proposed upload exceeds the maximum allowed size"
                ));
            }
            md5.update(&chunk);
            sums.update(&chunk);
            file.write_all(&chunk).await.map_err(S3Error::internal_error)?;
        }
    }
    file.flush().await.map_err(S3Error::internal_error)?;
    let (md5, checksum) = (md5.finalize(), sums.finalize());
    let said = |name: &str| {
        let header = headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        header.or_else(|| trailing?.read(|all| all.get(name)?.to_str().ok().map(str::to_owned))?)
    };
    let digests = computed(&checksum).into_iter().chain([("content-md5", Some(STANDARD.encode(md5)))]);
    for (name, computed) in digests {
        if let (Some(said), Some(computed)) = (said(name), computed)
            && said != computed
        {
            return Err(s3_error!(BadDigest, "The {} that was sent does not fit what arrived.", name));
        }
    }
    Ok(Received { part, size, md5: hex(&md5), checksum })
}

/// What computes the checksums that a request announces, in its headers or behind its body.
fn hasher(headers: &HeaderMap) -> ChecksumHasher {
    let trailers: Vec<&str> =
        headers.get_all("x-amz-trailer").iter().filter_map(|value| value.to_str().ok()).collect();
    let announced = |name: &str| {
        let behind = trailers.iter().flat_map(|value| value.split(',')).any(|said| said.trim() == name);
        headers.contains_key(name) || behind
    };
    ChecksumHasher {
        crc32: announced("x-amz-checksum-crc32").then(Crc32::new),
        crc32c: announced("x-amz-checksum-crc32c").then(Crc32c::new),
        crc64nvme: announced("x-amz-checksum-crc64nvme").then(Crc64Nvme::new),
        sha1: announced("x-amz-checksum-sha1").then(Sha1::new),
        sha256: announced("x-amz-checksum-sha256").then(Sha256::new),
    }
}

fn computed(sums: &Checksum) -> [(&'static str, Option<String>); 5] {
    [
        ("x-amz-checksum-crc32", sums.checksum_crc32.clone()),
        ("x-amz-checksum-crc32c", sums.checksum_crc32c.clone()),
        ("x-amz-checksum-crc64nvme", sums.checksum_crc64nvme.clone()),
        ("x-amz-checksum-sha1", sums.checksum_sha1.clone()),
        ("x-amz-checksum-sha256", sums.checksum_sha256.clone()),
    ]
}

/// Hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
