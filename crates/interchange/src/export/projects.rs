//! CodeBuild projects of the setup as properties of CloudFormation's resource.

use pipeline::setup::{Body, EnvironmentValue, Project};
use serde_json::{Value, json};

use super::words::Words;

/// The image of projects of which none is known. (CodeBuild user guide, "Docker images provided by CodeBuild".)
pub(super) const IMAGE: &str = "aws/codebuild/standard:7.0";

pub(super) fn properties(name: &str, project: &Project, words: &mut Words) -> Value {
    let mut variable = |(name, value): (&String, &EnvironmentValue)| match value {
        EnvironmentValue::Plain(value) => json!({ "Name": name, "Value": words.write(value) }),
        EnvironmentValue::Secret(secret) => {
            json!({ "Name": name, "Type": "SECRETS_MANAGER", "Value": words.write(secret) })
        }
    };
    let variables: Vec<_> = project.environment.iter().map(&mut variable).collect();
    let mut source = json!({ "Type": "CODEPIPELINE" });
    let buildspec = match &project.buildspec {
        Some(Body::Path(text) | Body::Inline(text)) => Some(text.as_str()),
        None => None,
    };
    if let (Some(text), Some(members)) = (buildspec, source.as_object_mut()) {
        members.insert("BuildSpec".into(), words.write(text));
    }
    let mut properties = json!({
        "Name": words.write(name),
        "ServiceRole": { "Fn::GetAtt": ["BuildRole", "Arn"] },
        "Artifacts": { "Type": "CODEPIPELINE" },
        "Source": source,
        "Environment": {
            "Type": "LINUX_CONTAINER",
            "ComputeType": words.write(project.compute.as_deref().unwrap_or("BUILD_GENERAL1_SMALL")),
            "Image": words.write(project.image.as_deref().unwrap_or(IMAGE)),
            "PrivilegedMode": project.privileged.unwrap_or(false),
            "EnvironmentVariables": variables,
        },
    });
    if let (Some(minutes), Some(members)) = (project.timeout_minutes, properties.as_object_mut()) {
        members.insert("TimeoutInMinutes".into(), minutes.into());
    }
    properties
}
