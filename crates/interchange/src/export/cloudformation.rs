//! A CloudFormation template for a pipeline: the pipeline, its artifact bucket, its roles, its CodeBuild projects, and
//! what starts it when a source changes. (AWS CloudFormation resource reference.)

use std::collections::BTreeMap;

use pipeline::Setup;
use pipeline::model::{Model, configuration};
use pipeline::setup::EnvironmentValue;
use serde_json::{Map, Value, json};

use super::words::Words;
use super::{changes, is_secret, projects};
use crate::Unknown;

/// After how many days artifacts go, unless the setup says so.
pub(super) const DAYS: u32 = 90;

/// A template, the values its parameters stand for here, and what a person should know.
pub(super) struct Written {
    pub template: Value,
    pub given: BTreeMap<String, String>,
    pub notes: Vec<String>,
}

pub(super) fn write(
    declaration: &Value,
    model: &Model<'_>,
    setup: &Setup,
    unknown: &[Unknown],
    region: &str,
) -> Written {
    let mut template = Template {
        setup,
        region,
        words: Words::new(unknown),
        resources: Map::new(),
        notes: Vec::new(),
        buckets: Vec::new(),
    };
    template.stores(declaration);
    template.projects(model);
    template.pipeline(declaration);
    template.role(model);
    template.changes(model);
    let Template { words, resources, notes, .. } = template;
    let name = Some(&model.declaration().name).filter(|name| !words.is_unknown(name));
    let what = name.map_or_else(|| "A pipeline".to_owned(), |name| format!("The pipeline {name}"));
    let mut whole = json!({
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": format!("{what} with what it needs"),
    });
    if let Some(members) = whole.as_object_mut() {
        if !words.parameters.is_empty() {
            members.insert("Parameters".into(), Value::Object(words.parameters));
        }
        members.insert("Resources".into(), Value::Object(resources));
    }
    Written { template: whole, given: words.given, notes }
}

struct Template<'a> {
    setup: &'a Setup,
    /// The region of the stack.
    region: &'a str,
    words: Words,
    resources: Map<String, Value>,
    notes: Vec<String>,
    /// The buckets of the template, by name, with their logical ids.
    buckets: Vec<(String, String)>,
}

impl Template<'_> {
    fn resource(&mut self, id: &str, kind: &str, properties: Value) {
        self.resources.insert(id.to_owned(), json!({ "Type": kind, "Properties": properties }));
    }

    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The artifact bucket of the stack's region; those of other regions cannot be made by the same stack.
    fn stores(&mut self, declaration: &Value) {
        let region = self.region;
        let own = declaration.get("artifactStore").or_else(|| declaration.get("artifactStores")?.get(region));
        if let Some(store) = own {
            let name = text(store, "location");
            if self.words.is_unknown(name) || !name.contains(|letter: char| letter.is_ascii_uppercase()) {
                self.bucket(store);
            } else {
                self.note(format!("the artifact bucket {name} is not part of the template: new buckets have no capital letters"));
            }
        }
        let others = declaration.get("artifactStores").and_then(Value::as_object);
        for (other, store) in others.into_iter().flatten().filter(|(other, _)| *other != region) {
            let bucket = text(store, "location");
            self.note(format!(
                "the artifact bucket {bucket} in {other} is not part of the template: make it there first"
            ));
        }
    }

    fn bucket(&mut self, store: &Value) {
        let name = text(store, "location");
        let encryption = match store.get("encryptionKey") {
            Some(key) => {
                json!({ "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": self.words.write(text(key, "id")) })
            }
            None => json!({ "SSEAlgorithm": "AES256" }),
        };
        let days = self.setup.retention.and_then(|retention| retention.days).unwrap_or(DAYS);
        let bucket = json!({
            "Type": "AWS::S3::Bucket",
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "BucketName": self.words.write(name),
                "BucketEncryption": { "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": encryption }] },
                "PublicAccessBlockConfiguration": {
                    "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
                },
                "LifecycleConfiguration": { "Rules": [{
                    "Id": "old-artifacts", "Status": "Enabled", "ExpirationInDays": days,
                    "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 },
                }] },
            },
        });
        self.resources.insert("ArtifactBucket".into(), bucket);
        let all = |end: &str| json!({ "Fn::Sub": format!("${{ArtifactBucket.Arn}}{end}") });
        self.resource(
            "ArtifactBucketPolicy",
            "AWS::S3::BucketPolicy",
            json!({
                "Bucket": { "Ref": "ArtifactBucket" },
                "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
                    "Sid": "OnlyOverTls", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
                    "Resource": [all(""), all("/*")],
                    "Condition": { "Bool": { "aws:SecureTransport": "false" } },
                }] },
            }),
        );
        self.buckets.push((name.to_owned(), "ArtifactBucket".to_owned()));
    }

    /// The service role with the policy that the actions need.
    fn role(&mut self, model: &Model<'_>) {
        let arn = &model.declaration().role_arn;
        if self.words.is_unknown(arn) {
            self.note(
                "the service role is a parameter; `pipesmith policy` tells what it must be allowed to do"
                    .into(),
            );
            return;
        }
        let policy = crate::policy(model);
        for note in policy.notes {
            self.note(note);
        }
        let (path, name) = role_name(arn);
        let mut role = json!({
            "AssumeRolePolicyDocument": trust("codepipeline.amazonaws.com"),
            "Policies": [{ "PolicyName": "pipeline", "PolicyDocument": self.document(&policy.document) }],
        });
        if let Some(members) = role.as_object_mut() {
            members.insert("RoleName".into(), name.into());
            if path != "/" {
                members.insert("Path".into(), path.into());
            }
        }
        self.resource("PipelineRole", "AWS::IAM::Role", role);
        self.note("the roles have names: deploy with the capability CAPABILITY_NAMED_IAM".into());
    }

    /// A policy with the template's own parameters and CloudFormation's words in it.
    fn document(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.words.policy(text),
            Value::Array(items) => items.iter().map(|item| self.document(item)).collect(),
            Value::Object(members) => {
                members.iter().map(|(key, value)| (key.clone(), self.document(value))).collect()
            }
            value => value.clone(),
        }
    }

    /// The projects that the setup knows; others are taken to be there.
    fn projects(&mut self, model: &Model<'_>) {
        let mut made: Vec<&str> = Vec::new();
        for action in
            model.actions().iter().filter(|action| action.declaration.action_type_id.provider == "CodeBuild")
        {
            let Some(name) = configuration(action.declaration, "ProjectName") else { continue };
            if made.contains(&name) {
                continue;
            }
            match self.setup.projects.get(name) {
                Some(project) if !name.contains("#{") => {
                    made.push(name);
                    let id = format!("Project{}", made.len());
                    let properties = projects::properties(name, project, &mut self.words);
                    self.resource(&id, "AWS::CodeBuild::Project", properties);
                }
                _ => self.note(format!(
                    "the CodeBuild project {name} is not part of the template: the setup does not tell it"
                )),
            }
        }
        if !made.is_empty() {
            let secret = |value: &EnvironmentValue| matches!(value, EnvironmentValue::Secret(_));
            let secrets =
                self.setup.projects.values().any(|project| project.environment.values().any(secret));
            let policy = build_policy(self.resources.contains_key("ArtifactBucket"), secrets);
            self.resource(
                "BuildRole",
                "AWS::IAM::Role",
                json!({
                    "AssumeRolePolicyDocument": trust("codebuild.amazonaws.com"),
                    "Policies": [{ "PolicyName": "build", "PolicyDocument": policy }],
                }),
            );
            self.note(
                "the builds' role may write logs and use artifacts; add what the buildspecs themselves need"
                    .into(),
            );
        }
    }

    fn pipeline(&mut self, declaration: &Value) {
        let mut properties = Map::new();
        for (key, value) in declaration.as_object().into_iter().flatten() {
            let value = match key.as_str() {
                "roleArn" if !self.words.is_unknown(value.as_str().unwrap_or_default()) => {
                    json!({ "Fn::GetAtt": ["PipelineRole", "Arn"] })
                }
                "artifactStores" => {
                    let stores = value.as_object().into_iter().flatten();
                    let stores = stores.map(|(region, store)| json!({ "Region": region, "ArtifactStore": self.member(store, None) }));
                    Value::Array(stores.collect())
                }
                _ => self.member(value, None),
            };
            properties.insert(capital(key), value);
        }
        self.resource("Pipeline", "AWS::CodePipeline::Pipeline", Value::Object(properties));
    }

    /// A part of the declaration with CloudFormation's names. `action` is the action around it.
    fn member(&mut self, value: &Value, action: Option<&Value>) -> Value {
        match value {
            Value::Object(members) => {
                let action = if members.contains_key("actionTypeId") { Some(value) } else { action };
                let mut renamed = Map::new();
                for (key, value) in members {
                    let value = match (key.as_str(), action) {
                        ("configuration", Some(action)) => self.configuration(value, action),
                        ("configuration", None) => value.clone(),
                        ("location", _) => match self.buckets.iter().find(|(name, _)| value == name.as_str())
                        {
                            Some((_, id)) => json!({ "Ref": id }),
                            None => self.words.write(value.as_str().unwrap_or_default()),
                        },
                        _ => self.member(value, action),
                    };
                    if !is_empty(&value) {
                        renamed.insert(capital(key), value);
                    }
                }
                Value::Object(renamed)
            }
            Value::Array(items) => Value::Array(items.iter().map(|item| self.member(item, action)).collect()),
            Value::String(text) => self.words.write(text),
            value => value.clone(),
        }
    }

    fn configuration(&mut self, configuration: &Value, action: &Value) -> Value {
        let mut written = Map::new();
        for (key, value) in configuration.as_object().into_iter().flatten() {
            let given = value.as_str().unwrap_or_default();
            let value = if is_secret(action, key) {
                let what = format!("A secret: {key} of the action {}", text(action, "name"));
                let what = json!({ "Type": "String", "NoEcho": true, "Description": what });
                self.words.parameter(key, what, None)
            } else if key == "ConnectionArn" && !self.words.is_unknown(given) {
                let what = "The ARN of the connection to the repository";
                let what = json!({ "Type": "String", "Default": given, "Description": what });
                let reference = self.words.parameter(key, what, None);
                self.words.refer(given, reference)
            } else {
                self.words.write(given)
            };
            written.insert(key.clone(), value);
        }
        Value::Object(written)
    }

    /// Rules that start the pipeline when a source changes that nothing else looks at.
    fn changes(&mut self, model: &Model<'_>) {
        let mut rules = 0;
        for action in model.actions() {
            let Some(pattern) = changes::pattern(action) else { continue };
            let pattern = self.document(&pattern);
            rules += 1;
            self.resource(&format!("SourceChange{rules}"), "AWS::Events::Rule", json!({
                "Description": format!("Starts the pipeline when the source of {} changes", action.key()),
                "EventPattern": pattern,
                "Targets": [{
                    "Id": "pipeline",
                    "Arn": { "Fn::Sub": "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${Pipeline}" },
                    "RoleArn": { "Fn::GetAtt": ["ChangeRole", "Arn"] },
                }],
            }));
            if action.declaration.action_type_id.provider == "S3" {
                let bucket = configuration(action.declaration, "S3Bucket").unwrap_or_default();
                self.note(format!(
                    "the bucket {bucket} must send its events to EventBridge, so that {} is noticed",
                    action.key()
                ));
            }
        }
        if rules > 0 {
            self.resource("ChangeRole", "AWS::IAM::Role", json!({
                "AssumeRolePolicyDocument": trust("events.amazonaws.com"),
                "Policies": [{ "PolicyName": "start", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
                    "Effect": "Allow", "Action": "codepipeline:StartPipelineExecution",
                    "Resource": { "Fn::Sub": "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${Pipeline}" },
                }] } }],
            }));
        }
    }
}

/// What the builds' role may do, with artifacts of the bucket that is made and with secrets, as far as there are some.
pub(super) fn build_policy(bucket: bool, secrets: bool) -> Value {
    let arn = |rest: &str| json!({ "Fn::Sub": format!("arn:${{AWS::Partition}}:{rest}") });
    let allow = |actions: &[&str], resources: Vec<Value>| json!({ "Effect": "Allow", "Action": actions, "Resource": resources });
    let logs = "logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/codebuild/*";
    let reports = "codebuild:${AWS::Region}:${AWS::AccountId}:report-group/*";
    let mut statements = vec![
        allow(&["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], vec![arn(logs)]),
        allow(
            &[
                "codebuild:CreateReportGroup",
                "codebuild:CreateReport",
                "codebuild:UpdateReport",
                "codebuild:BatchPutTestCases",
                "codebuild:BatchPutCodeCoverages",
            ],
            vec![arn(reports)],
        ),
    ];
    if bucket {
        let objects = json!({ "Fn::Sub": "${ArtifactBucket.Arn}/*" });
        statements.push(allow(&["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], vec![objects]));
    }
    if secrets {
        let secrets = arn("secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:*");
        statements.push(allow(&["secretsmanager:GetSecretValue"], vec![secrets]));
    }
    json!({ "Version": "2012-10-17", "Statement": statements })
}

/// A service's leave to take the role, for this account only.
pub(super) fn trust(service: &str) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole",
        "Condition": { "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } },
    }] })
}

/// The path and name in a role's ARN.
pub(super) fn role_name(arn: &str) -> (String, String) {
    let whole = arn.split_once(":role/").map_or("pipeline", |(_, whole)| whole);
    match whole.rsplit_once('/') {
        Some((path, name)) => (format!("/{path}/"), name.to_owned()),
        None => ("/".to_owned(), whole.to_owned()),
    }
}

pub(super) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn capital(key: &str) -> String {
    let mut letters = key.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
