//! What tells a pipeline that one of its sources has changed.

use pipeline::model::{Action, configuration};
use serde_json::{Value, json};

/// The event of a change, for sources that are neither polled nor told by a connection. (AWS CodePipeline user guide,
/// "Source actions and change detection methods".)
pub(super) fn pattern(action: &Action<'_>) -> Option<Value> {
    let get = |key: &str| configuration(action.declaration, key);
    if action.declaration.action_type_id.category.as_str() != "Source" {
        return None;
    }
    let polled = get("PollForSourceChanges").is_none_or(|polls| !polls.eq_ignore_ascii_case("false"));
    match action.declaration.action_type_id.provider.as_str() {
        "CodeCommit" if !polled => Some(json!({
            "source": ["aws.codecommit"],
            "detail-type": ["CodeCommit Repository State Change"],
            "resources": [format!("arn:${{AWS::Partition}}:codecommit:${{AWS::Region}}:${{AWS::AccountId}}:{}", get("RepositoryName")?)],
            "detail": { "event": ["referenceCreated", "referenceUpdated"], "referenceType": ["branch"], "referenceName": [get("BranchName")?] },
        })),
        "S3" if !polled => Some(json!({
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": { "bucket": { "name": [get("S3Bucket")?] }, "object": { "key": [get("S3ObjectKey")?] } },
        })),
        "ECR" => Some(json!({
            "source": ["aws.ecr"],
            "detail-type": ["ECR Image Action"],
            "detail": {
                "action-type": ["PUSH"], "result": ["SUCCESS"],
                "repository-name": [get("RepositoryName")?], "image-tag": [get("ImageTag").unwrap_or("latest")],
            },
        })),
        _ => None,
    }
}
