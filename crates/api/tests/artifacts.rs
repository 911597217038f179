//! The artifact door as a worker sees it: the objects of its job as S3, and nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use codepipeline::PrincipalKind;
use serde_json::json;
use support::{Answer, INPUT, JOB_KEY, OUTPUT, Opened, Request, open_with};

/// A door with an input of these bytes.
async fn with_input(bytes: &[u8]) -> Opened {
    let opened = open_with(None, |_| {}).await;
    fs_err::write(opened.local.folder.path().join("input"), bytes).unwrap();
    opened
}

fn output(opened: &Opened) -> Option<Vec<u8>> {
    fs_err::read(opened.local.folder.path().join("output")).ok()
}

/// Status and code of an error in S3's form.
fn error(answer: &Answer) -> (u16, String) {
    let (_, rest) = answer.text().split_once("<Code>").unwrap_or_else(|| panic!("{}", answer.text()));
    assert!(rest.contains("<RequestId>"), "{rest}");
    assert!(!answer.header("x-amz-request-id").is_empty());
    (answer.status, rest.split('<').next().unwrap().to_owned())
}

async fn refused(request: Request) -> (u16, String) {
    error(&request.signed().send().await)
}

fn is(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn an_input_is_read_whole_and_by_ranges_and_an_output_is_written() {
    let opened = with_input(b"0123456789").await;
    let whole = opened.s3("GET", INPUT, "").signed().send().await;
    assert_eq!((whole.status, whole.text()), (200, "0123456789"));
    let tag = whole.header("etag").to_owned();
    assert_eq!(tag, "\"781e5e245d69b566979b86e28d23f2c7\"");
    let head = opened.s3("HEAD", INPUT, "").signed().send().await;
    assert_eq!((head.status, head.header("content-length"), head.header("etag")), (200, "10", tag.as_str()));
    let some = opened.s3("GET", INPUT, "").with("range", "bytes=2-4").signed().send().await;
    assert_eq!((some.status, some.text(), some.header("content-range")), (206, "234", "bytes 2-4/10"));
    let beyond = opened.s3("GET", INPUT, "").with("range", "bytes=10-").signed().send().await;
    assert_eq!(error(&beyond), is(416, "InvalidRange"));
    let same = opened.s3("GET", INPUT, "").with("if-none-match", &tag).signed().send().await;
    assert_eq!((same.status, same.text()), (304, ""));
    let presigned = opened.s3("GET", INPUT, "").presigned(60).send().await;
    assert_eq!((presigned.status, presigned.text()), (200, "0123456789"));

    assert_eq!(refused(opened.s3("GET", OUTPUT, "")).await, is(404, "NoSuchKey"));
    let put = opened.s3("PUT", OUTPUT, "built").with("x-amz-server-side-encryption", "aws:kms").signed();
    let put = put.send().await;
    assert_eq!((put.status, put.header("etag")), (200, "\"589b397ed82131bf51acdf63521c2df5\""));
    assert_eq!(put.header("x-amz-server-side-encryption"), "", "nothing was encrypted");
    assert_eq!(output(&opened).unwrap(), b"built");
    let back = opened.s3("GET", OUTPUT, "").signed().send().await;
    assert_eq!((back.text(), back.header("etag")), ("built", put.header("etag")));
}

#[tokio::test]
async fn what_arrives_otherwise_than_it_was_sent_is_not_kept() {
    let opened = with_input(b"").await;
    let md5 = STANDARD.encode([0; 16]);
    let wrong = opened.s3("PUT", OUTPUT, "built").with("content-md5", &md5);
    assert_eq!(refused(wrong).await, is(400, "BadDigest"));
    let wrong = opened.s3("PUT", OUTPUT, "built").with("x-amz-checksum-crc32", "AAAAAA==");
    assert_eq!(refused(wrong).await, is(400, "BadDigest"));
    let right = opened.s3("PUT", OUTPUT, "123456789").with("x-amz-checksum-crc32", "y/Q5Jg==").signed();
    let right = right.send().await;
    assert_eq!((right.status, right.header("x-amz-checksum-crc32")), (200, "y/Q5Jg=="));
    let mut changed = opened.s3("PUT", OUTPUT, "forged").signed();
    changed.body = b"FORGED".to_vec();
    assert!(changed.send().await.status >= 400);
    assert_eq!(output(&opened).unwrap(), b"123456789");
    let twice = opened.s3("PUT", OUTPUT, "again").with("if-none-match", "*");
    assert_eq!(refused(twice).await, is(412, "PreconditionFailed"));
    let mine =
        opened.s3("PUT", OUTPUT, "x").with("x-amz-server-side-encryption-customer-algorithm", "AES256");
    assert_eq!(refused(mine).await, is(501, "NotImplemented"));
    // Only the object is left, nothing that was on its way.
    assert_eq!(fs_err::read_dir(opened.local.folder.path()).unwrap().count(), 3);
}

#[tokio::test]
async fn an_output_comes_in_parts() {
    let opened = with_input(b"").await;
    let begun = opened.s3("POST", &format!("{OUTPUT}?uploads="), "").signed().send().await;
    assert_eq!(begun.status, 200, "{}", begun.text());
    let (_, rest) = begun.text().split_once("<UploadId>").unwrap();
    let id = rest.split('<').next().unwrap().to_owned();
    let part = |number: &str, body: Vec<u8>| {
        opened.s3("PUT", &format!("{OUTPUT}?partNumber={number}&uploadId={id}"), body).signed()
    };
    let large = vec![b'a'; 5 << 20];
    let first = part("1", large.clone()).send().await.header("etag").to_owned();
    // The later of the same number counts.
    part("2", b"no".to_vec()).send().await;
    let second = part("2", b"end".to_vec()).send().await.header("etag").to_owned();
    assert_eq!(error(&part("10001", b"x".to_vec()).send().await), is(400, "InvalidArgument"));
    let list = |parts: &[(&str, &str)]| {
        let parts: String = parts
            .iter()
            .map(|(number, tag)| format!("<Part><PartNumber>{number}</PartNumber><ETag>{tag}</ETag></Part>"))
            .collect();
        let list = format!("<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>");
        opened.s3("POST", &format!("{OUTPUT}?uploadId={id}"), list)
    };
    assert_eq!(refused(list(&[("2", &second), ("1", &first)])).await, is(400, "InvalidPartOrder"));
    assert_eq!(refused(list(&[("1", &second)])).await, is(400, "InvalidPart"));
    assert_eq!(refused(list(&[])).await, is(400, "MalformedXML"));
    assert!(output(&opened).is_none());
    let done = list(&[("1", &first), ("2", &second)]).signed().send().await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(output(&opened).unwrap(), [large, b"end".to_vec()].concat());
    assert_eq!(refused(list(&[("1", &first)])).await, is(404, "NoSuchUpload"));

    let begun = opened.s3("POST", &format!("{OUTPUT}?uploads="), "").signed().send().await;
    let (_, rest) = begun.text().split_once("<UploadId>").unwrap();
    let id = rest.split('<').next().unwrap();
    let abort = || opened.s3("DELETE", &format!("{OUTPUT}?uploadId={id}"), "");
    assert_eq!(abort().signed().send().await.status, 204);
    assert_eq!(refused(abort()).await, is(404, "NoSuchUpload"));
}

#[tokio::test]
async fn a_list_shows_what_the_job_may_see() {
    let opened = with_input(b"in").await;
    fs_err::write(opened.local.folder.path().join("output"), b"out").unwrap();
    let list = async |query: &str| {
        let answer = opened.s3("GET", &format!("/artifacts?list-type=2{query}"), "").signed().send().await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text().to_owned()
    };
    let keys = |xml: &str, name: &str| -> Vec<String> {
        let open = format!("<{name}>");
        let parts = xml.split(&open).skip(1);
        parts.map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
    };
    assert_eq!(keys(&list("").await, "Key"), ["web/App/in00001", "web/Built/out0001"]);
    assert_eq!(keys(&list("&prefix=web%2FB").await, "Key"), ["web/Built/out0001"]);
    let first = list("&max-keys=1").await;
    assert_eq!(keys(&first, "IsTruncated"), ["true"]);
    let next = &keys(&first, "NextContinuationToken")[0].replace('/', "%2F");
    let second = list(&format!("&max-keys=1&continuation-token={next}")).await;
    assert_eq!(
        (keys(&second, "Key"), keys(&second, "IsTruncated")),
        (vec!["web/Built/out0001".to_owned()], vec!["false".to_owned()])
    );
    let folders = list("&delimiter=%2F&prefix=web%2F").await;
    assert!(folders.contains("<Prefix>web/App/</Prefix>") && !folders.contains("<Key>"), "{folders}");
    assert_eq!(refused(opened.s3("GET", "/other?list-type=2", "")).await, is(403, "AccessDenied"));
    let located = opened.s3("GET", "/artifacts?location=", "").signed().send().await;
    assert!(located.text().contains("eu-central-1"), "{}", located.text());
}

#[tokio::test]
async fn nothing_beyond_the_job_is_open() {
    let opened = with_input(b"in").await;
    fs_err::write(opened.local.folder.path().join("secret"), b"s").unwrap();
    for (method, path) in [
        ("PUT", INPUT),
        ("GET", "/artifacts/web/App/other"),
        ("GET", "/artifacts/web/App/../App/in00001"),
        ("PUT", "/artifacts/web/Built/../../secret"),
        ("GET", "/other/web/App/in00001"),
        ("DELETE", OUTPUT),
        ("PUT", "/new-bucket"),
        ("GET", "/"),
        ("GET", "/artifacts/web/App/in00001?acl="),
        ("POST", "/artifacts/web/App/in00001?uploads="),
    ] {
        assert_eq!(refused(opened.s3(method, path, "")).await, is(403, "AccessDenied"), "{method} {path}");
    }
    // Dots are not written so, and a signature of it does not fit.
    assert_eq!(refused(opened.s3("GET", "/artifacts/web/%2E%2E/%2E%2E/secret", "")).await.0, 403);
    assert_eq!(refused(opened.s3("PUT", "/artifacts/..%2Foutput", "")).await.0, 403);
    let copy = opened.s3("PUT", OUTPUT, "").with("x-amz-copy-source", "/artifacts/web/App/in00001");
    assert_eq!(refused(copy).await, is(403, "AccessDenied"));

    // The credentials are for artifacts alone; whose they are may be asked.
    let mut call = opened.list();
    let s3 = opened.s3("GET", "/", "");
    (call.key, call.secret, call.token, call.signed_at) = (s3.key, s3.secret, s3.token, s3.signed_at);
    let (status, code, message) = call.signed().send().await.error();
    assert_eq!((status, code.as_str()), (400, "AccessDeniedException"));
    assert!(
        message.contains(
            "assumed-role/CodePipelineJobWorker/job is not authorized to perform: codepipeline:ListPipelines"
        ),
        "{message}"
    );
    assert_eq!(opened.reached(), 0);
    let mut who = opened.form("Action=GetCallerIdentity&Version=2011-06-15");
    let s3 = opened.s3("GET", "/", "");
    (who.key, who.secret, who.token, who.signed_at) = (s3.key, s3.secret, s3.token, s3.signed_at);
    assert!(who.signed().send().await.text().contains("assumed-role/CodePipelineJobWorker/job"));
}

#[tokio::test]
async fn only_who_has_the_whole_credentials_of_a_job_in_hand_gets_in() {
    let opened = with_input(b"in").await;
    let with = |change: &dyn Fn(&mut Request)| {
        let mut request = opened.s3("GET", INPUT, "");
        change(&mut request);
        refused(request)
    };
    assert_eq!(with(&|one| one.secret = "other".into()).await, is(403, "SignatureDoesNotMatch"));
    assert_eq!(with(&|one| one.token = Some("other".into())).await, is(403, "InvalidAccessKeyId"));
    assert_eq!(with(&|one| one.token = None).await, is(403, "InvalidAccessKeyId"));
    assert_eq!(with(&|one| one.region = "us-east-1".into()).await, is(400, "AuthorizationHeaderMalformed"));
    assert_eq!(with(&|one| one.signed_at -= 16 * 60_000).await, is(403, "RequestTimeTooSkewed"));
    let own = opened.keys.clone();
    let as_owner = with(&|one| {
        (one.key, one.secret, one.token) = (own.access_key_id.clone(), own.secret_access_key.clone(), None);
    });
    assert_eq!(as_owner.await, is(501, "NotImplemented"));
    *opened.local.job.lock().unwrap() = None;
    assert_eq!(with(&|_| ()).await, is(400, "ExpiredToken"));
    assert_eq!(refused(opened.s3("PUT", OUTPUT, "late")).await, is(400, "ExpiredToken"));
    assert!(output(&opened).is_none());
}

#[tokio::test]
async fn every_use_is_recorded_in_the_name_of_the_job() {
    let opened = with_input(b"in").await;
    opened.s3("GET", INPUT, "").signed().send().await;
    opened.s3("DELETE", OUTPUT, "").signed().send().await;
    let mut forged = opened.s3("PUT", OUTPUT, "");
    forged.secret = "other".into();
    forged.signed().send().await;
    let noted = opened.noted();
    let [read, denied, forged] = &noted[..] else { panic!("{noted:?}") };
    assert_eq!((read.source.as_str(), read.operation.as_str()), ("s3.amazonaws.com", "GetObject"));
    assert_eq!(read.parameters, json!({"bucketName": "artifacts", "key": "web/App/in00001"}));
    assert_eq!(read.call.principal.kind, PrincipalKind::AssumedRole);
    assert_eq!(read.call.principal.access_key_id.as_deref(), Some(JOB_KEY));
    assert!(read.refusal.is_none());
    assert_eq!(
        (denied.operation.as_str(), denied.refusal.as_ref().unwrap().code.as_ref()),
        ("DeleteObject", "AccessDenied")
    );
    assert_eq!((forged.operation.as_str(), forged.call.principal.arn.as_str()), ("PUT", ""));
}
