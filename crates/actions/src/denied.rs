//! Refusals of IAM, read out of what a command printed: who was refused what on which resource, and the statement
//! that would allow it. It knows no policy and asks no account.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Denied {
    /// The ARN of the caller, when the message tells it.
    pub who: Option<String>,
    /// The action, such as `s3:PutObject`.
    pub action: String,
    /// The ARN of what it was asked for, when the message tells it.
    pub resource: Option<String>,
    /// Why, in the service's words: `no identity-based policy allows the s3:PutObject action`.
    pub reason: Option<String>,
}

/// AWS's "Troubleshoot access denied error messages" (IAM user guide) has the form; older services leave the resource
/// or the reason out.
#[expect(clippy::expect_used, reason = "the pattern is fixed and tested")]
static REFUSAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:User|Principal): (?<who>\S+) is not authorized to perform: (?<action>[A-Za-z0-9-]+:[A-Za-z0-9]+)(?: on (?:the )?resource: (?<resource>[^\s,]+))?(?:,? ?because (?<reason>[^\n]*?))?(?:\.|$|\n|\s+\(Service)",
    )
    .expect("the pattern is valid")
});

/// S3 and some others say only this.
#[expect(clippy::expect_used, reason = "the pattern is fixed and tested")]
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"An error occurred \((?:AccessDenied|AccessDeniedException|UnauthorizedOperation|AccessDenied\w*)\) when calling the (?<operation>\w+) operation",
    )
    .expect("the pattern is valid")
});

impl Denied {
    /// The last refusal in a text, which may be many lines.
    #[must_use]
    pub fn find(text: &str) -> Option<Denied> {
        if let Some(found) = REFUSAL.captures_iter(text).last() {
            let part = |name: &str| {
                let text = found.name(name)?.as_str().trim_matches(['"', '\'', ' ']);
                (!text.is_empty()).then(|| text.to_owned())
            };
            return Some(Denied {
                who: part("who"),
                action: part("action")?,
                resource: part("resource").map(|text| text.trim_end_matches('.').to_owned()),
                reason: part("reason"),
            });
        }
        let found = SHORT.captures_iter(text).last()?;
        // Which service it was is not said; S3 is the one that keeps silent about the rest.
        let action = format!("s3:{}", s3_action(found.name("operation")?.as_str()));
        Some(Denied { who: None, action, resource: None, reason: None })
    }

    /// What to do, as one sentence with the statement in it.
    #[must_use]
    pub fn remedy(&self) -> String {
        let statement = serde_json::json!({
            "Effect": "Allow",
            "Action": self.action,
            "Resource": self.resource.as_deref().unwrap_or("*"),
        });
        let role = self.who.as_deref().and_then(role_of);
        let whose = role.map_or_else(|| "the build's role".to_owned(), |role| format!("the role {role}"));
        match &self.reason {
            Some(reason) if reason.contains("explicit deny") => {
                format!(
                    "a policy denies {} explicitly: change that policy; a further statement does not help",
                    self.action
                )
            }
            _ => format!("allow it in a policy of {whose}: {statement}"),
        }
    }
}

/// The role behind `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
fn role_of(arn: &str) -> Option<&str> {
    let (_, rest) = arn.split_once(":assumed-role/")?;
    rest.split('/').next()
}

/// The permission that an S3 operation needs, where it is not called like it.
fn s3_action(operation: &str) -> &str {
    match operation {
        "ListObjectsV2" | "ListObjects" | "HeadBucket" => "ListBucket",
        "HeadObject" => "GetObject",
        "CreateMultipartUpload" | "UploadPart" | "CompleteMultipartUpload" | "CopyObject" => "PutObject",
        "ListBuckets" => "ListAllMyBuckets",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_of_several_services_are_read() {
        let arn = "arn:aws:sts::111122223333:assumed-role/build/i-1";
        let modern = format!(
            "+ aws s3 cp a s3://b/\nupload failed: An error occurred (AccessDenied) when calling the PutObject operation: User: {arn} is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::b/a\" because no identity-based policy allows the s3:PutObject action\nmore"
        );
        let denied = Denied::find(&modern).unwrap();
        assert_eq!(
            (
                denied.who.as_deref(),
                denied.action.as_str(),
                denied.resource.as_deref(),
                denied.reason.as_deref()
            ),
            (
                Some(arn),
                "s3:PutObject",
                Some("arn:aws:s3:::b/a"),
                Some("no identity-based policy allows the s3:PutObject action")
            )
        );
        assert!(denied.remedy().contains("the role build: {\"Effect\":\"Allow\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::b/a\"}"), "{}", denied.remedy());
        let old = Denied::find("User: arn:aws:iam::1:user/mary is not authorized to perform: codebuild:StartBuild on resource: arn:aws:codebuild:us-east-1:1:project/p (Service: AWSCodeBuild; Status Code: 400)").unwrap();
        assert_eq!(old.resource.as_deref(), Some("arn:aws:codebuild:us-east-1:1:project/p"));
        let explicit = Denied::find(&format!(
            "User: {arn} is not authorized to perform: ec2:RunInstances with an explicit deny in a service control policy"
        ));
        assert_eq!(explicit.map(|one| one.action), None, "what the form does not have is not guessed");
        let explicit = Denied::find(&format!("User: {arn} is not authorized to perform: ec2:RunInstances on resource: arn:x because an explicit deny in a service control policy")).unwrap();
        assert!(explicit.remedy().contains("explicitly"));
        let short = Denied::find("fatal error: An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied").unwrap();
        assert_eq!((short.action.as_str(), short.who), ("s3:ListBucket", None));
        assert_eq!(Denied::find("permission denied: ./script.sh"), None);
    }
}
