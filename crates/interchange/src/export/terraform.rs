//! A Terraform configuration for a pipeline: the counterpart of the CloudFormation template, resource by resource. (AWS
//! provider for Terraform, resource reference.)

use std::collections::BTreeMap;
use std::fmt::Write as _;

use pipeline::Setup;
use pipeline::model::{Model, configuration};
use pipeline::setup::{Body, EnvironmentValue, Project};
use serde_json::{Map, Value};

use super::changes::pattern;
use super::cloudformation::{DAYS, build_policy, role_name, text, trust};
use super::hcl::{Block, Expression, escape, from_json, key, quote};
use super::is_secret;
use super::projects::IMAGE;
use super::words::Words;
use crate::Unknown;

/// A configuration, the values its variables stand for here, and what a person should know.
pub(super) struct Written {
    pub text: String,
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
    let mut configuration = Configuration {
        setup,
        region,
        words: Words::new(unknown).without_references(),
        providers: vec![Block::new("provider \"aws\"").with("region", Expression::text(region))],
        resources: Vec::new(),
        notes: Vec::new(),
        buckets: Vec::new(),
        projects: Vec::new(),
        names: BTreeMap::new(),
    };
    configuration.stores(declaration);
    configuration.projects(model);
    let pipeline = configuration.pipeline(declaration);
    configuration.role(model);
    configuration.resources.push(pipeline);
    configuration.changes(model);
    configuration.finish()
}

struct Configuration<'a> {
    setup: &'a Setup,
    /// The region of the provider.
    region: &'a str,
    words: Words,
    providers: Vec<Block>,
    resources: Vec<Block>,
    notes: Vec<String>,
    /// The buckets that are made: name and address.
    buckets: Vec<(String, String)>,
    /// The projects that are made: name and address.
    projects: Vec<(String, String)>,
    /// The names of variables, by those of parameters.
    names: BTreeMap<String, String>,
}

fn resource(kind: &str, name: &str) -> Block {
    Block::new(format!("resource \"{kind}\" \"{name}\""))
}

fn block(kind: &str) -> Block {
    Block::new(kind)
}

impl Configuration<'_> {
    fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The artifact buckets, each in its region.
    fn stores(&mut self, declaration: &Value) {
        let several = declaration.get("artifactStores").and_then(Value::as_object);
        let several = several.into_iter().flatten().map(|(region, store)| (region.as_str(), store));
        let one = declaration.get("artifactStore").map(|store| (self.region, store));
        let stores: Vec<_> = one.into_iter().chain(several).collect();
        for (region, store) in stores {
            let name = text(store, "location");
            if self.words.is_unknown(name) || !name.contains(|letter: char| letter.is_ascii_uppercase()) {
                self.bucket(region, store);
            } else {
                self.note(format!("the artifact bucket {name} is not part of the configuration: new buckets have no capital letters"));
            }
        }
    }

    fn bucket(&mut self, region: &str, store: &Value) {
        let name = text(store, "location");
        let (id, provider) = if region == self.region {
            ("artifacts".to_owned(), None)
        } else {
            let alias = identifier(region);
            let provider = Block::new("provider \"aws\"")
                .with("alias", Expression::text(&alias))
                .with("region", Expression::text(region));
            self.providers.push(provider);
            (format!("artifacts_{alias}"), Some(Expression::raw(format!("aws.{alias}"))))
        };
        let placed = |kind: &str| {
            let mut made = resource(kind, &id);
            if let Some(provider) = &provider {
                made.set("provider", provider.clone());
            }
            made
        };
        let address = format!("aws_s3_bucket.{id}");
        let own = || Expression::raw(format!("{address}.id"));
        let written = self.written(name);
        let mut bucket = placed("aws_s3_bucket").with("bucket", written);
        bucket.add(block("lifecycle").with("prevent_destroy", Expression::raw("true")));
        self.resources.push(bucket);
        let mut encryption = block("apply_server_side_encryption_by_default");
        match store.get("encryptionKey") {
            Some(key) => {
                encryption.set("sse_algorithm", Expression::text("aws:kms"));
                let id = self.written(text(key, "id"));
                encryption.set("kms_master_key_id", id);
            }
            None => encryption.set("sse_algorithm", Expression::text("AES256")),
        }
        self.resources.push(
            placed("aws_s3_bucket_server_side_encryption_configuration")
                .with("bucket", own())
                .holding(block("rule").holding(encryption)),
        );
        let mut access = placed("aws_s3_bucket_public_access_block").with("bucket", own());
        for kind in
            ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
        {
            access.set(kind, Expression::raw("true"));
        }
        self.resources.push(access);
        let days = self.setup.retention.and_then(|retention| retention.days).unwrap_or(DAYS);
        self.resources.push(
            placed("aws_s3_bucket_lifecycle_configuration").with("bucket", own()).holding(
                block("rule")
                    .with("id", Expression::text("old-artifacts"))
                    .with("status", Expression::text("Enabled"))
                    .holding(block("filter"))
                    .holding(block("expiration").with("days", Expression::raw(days.to_string())))
                    .holding(
                        block("abort_incomplete_multipart_upload")
                            .with("days_after_initiation", Expression::raw("7")),
                    ),
            ),
        );
        let all = [format!("${{{address}.arn}}"), format!("${{{address}.arn}}/*")];
        let policy = serde_json::json!({ "Version": "2012-10-17", "Statement": [{
            "Sid": "OnlyOverTls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": all,
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        }] });
        let policy = from_json(&policy, &mut |text| Expression::raw(quote(text)));
        self.resources
            .push(placed("aws_s3_bucket_policy").with("bucket", own()).with("policy", json_of(policy)));
        self.buckets.push((name.to_owned(), address));
    }

    /// The service role with the policy that the actions need.
    fn role(&mut self, model: &Model<'_>) {
        let arn = &model.declaration().role_arn;
        if self.words.is_unknown(arn) {
            self.note(
                "the service role is a variable; `pipesmith policy` tells what it must be allowed to do"
                    .into(),
            );
            return;
        }
        let policy = crate::policy(model);
        for note in policy.notes {
            self.note(note);
        }
        let (path, name) = role_name(arn);
        let mut role = resource("aws_iam_role", "pipeline").with("name", Expression::text(&name));
        if path != "/" {
            role.set("path", Expression::text(&path));
        }
        let trust = self.json(&trust("codepipeline.amazonaws.com"));
        role.set("assume_role_policy", json_of(trust));
        self.resources.push(role);
        let document = self.document(&policy.document);
        self.resources.push(role_policy("pipeline", document));
    }

    /// The projects that the setup knows; others are taken to be there.
    fn projects(&mut self, model: &Model<'_>) {
        for action in model.actions() {
            if action.declaration.action_type_id.provider != "CodeBuild" {
                continue;
            }
            let Some(name) = configuration(action.declaration, "ProjectName") else { continue };
            if self.projects.iter().any(|(known, _)| known == name) {
                continue;
            }
            match self.setup.projects.get(name) {
                Some(project) if !name.contains("#{") => {
                    let mut id = identifier(name);
                    if self.projects.iter().any(|(_, known)| known.ends_with(&format!(".{id}"))) {
                        let _ = write!(id, "_{}", self.projects.len() + 1);
                    }
                    let made = self.project(&id, name, project);
                    self.resources.push(made);
                    self.projects.push((name.to_owned(), format!("aws_codebuild_project.{id}")));
                }
                _ => self.note(format!(
                    "the CodeBuild project {name} is not part of the configuration: the setup does not tell it"
                )),
            }
        }
        if self.projects.is_empty() {
            return;
        }
        let trust = self.json(&trust("codebuild.amazonaws.com"));
        self.resources.push(resource("aws_iam_role", "build").with("assume_role_policy", json_of(trust)));
        let secret = |value: &EnvironmentValue| matches!(value, EnvironmentValue::Secret(_));
        let secrets = self.setup.projects.values().any(|project| project.environment.values().any(secret));
        let policy = build_policy(!self.buckets.is_empty(), secrets);
        let policy = self.json(&policy);
        self.resources.push(role_policy("build", policy));
        self.note(
            "the builds' role may write logs and use artifacts; add what the buildspecs themselves need"
                .into(),
        );
    }

    fn project(&mut self, id: &str, name: &str, project: &Project) -> Block {
        let mut made = resource("aws_codebuild_project", id);
        let written = self.written(name);
        made.set("name", written);
        made.set("service_role", Expression::raw("aws_iam_role.build.arn"));
        if let Some(minutes) = project.timeout_minutes {
            made.set("build_timeout", Expression::raw(minutes.to_string()));
        }
        made.add(block("artifacts").with("type", Expression::text("CODEPIPELINE")));
        let image = self.written(project.image.as_deref().unwrap_or(IMAGE));
        let compute = self.written(project.compute.as_deref().unwrap_or("BUILD_GENERAL1_SMALL"));
        let mut environment = block("environment")
            .with("type", Expression::text("LINUX_CONTAINER"))
            .with("compute_type", compute)
            .with("image", image)
            .with("privileged_mode", Expression::raw(project.privileged.unwrap_or(false).to_string()));
        for (name, value) in &project.environment {
            let (value, secret) = match value {
                EnvironmentValue::Plain(value) => (value, false),
                EnvironmentValue::Secret(secret) => (secret, true),
            };
            let mut variable = block("environment_variable").with("name", Expression::text(name));
            if secret {
                variable.set("type", Expression::text("SECRETS_MANAGER"));
            }
            let value = self.written(value);
            variable.set("value", value);
            environment.add(variable);
        }
        made.add(environment);
        let mut source = block("source").with("type", Expression::text("CODEPIPELINE"));
        if let Some(Body::Path(text) | Body::Inline(text)) = &project.buildspec {
            let text = self.written(text);
            source.set("buildspec", text);
        }
        made.holding(source)
    }

    fn pipeline(&mut self, declaration: &Value) -> Block {
        let mut pipeline = resource("aws_codepipeline", "pipeline");
        let name = self.written(text(declaration, "name"));
        pipeline.set("name", name);
        let role = text(declaration, "roleArn");
        let role = match self.words.is_unknown(role) {
            true => self.written(role),
            false => Expression::raw("aws_iam_role.pipeline.arn"),
        };
        pipeline.set("role_arn", role);
        for (member, name) in [("pipelineType", "pipeline_type"), ("executionMode", "execution_mode")] {
            if let Some(value) = declaration.get(member).and_then(Value::as_str) {
                let value = self.written(value);
                pipeline.set(name, value);
            }
        }
        if let Some(store) = declaration.get("artifactStore") {
            let store = self.store(store, None);
            pipeline.add(store);
        }
        for (region, store) in
            declaration.get("artifactStores").and_then(Value::as_object).into_iter().flatten()
        {
            let store = self.store(store, Some(region));
            pipeline.add(store);
        }
        for member in ["variables", "triggers", "stages"] {
            for item in declaration.get(member).and_then(Value::as_array).into_iter().flatten() {
                let part = self.part(&singular(member), item);
                pipeline.add(part);
            }
        }
        pipeline
    }

    fn store(&mut self, store: &Value, region: Option<&str>) -> Block {
        let name = text(store, "location");
        let made = self.buckets.iter().find(|(known, _)| known == name);
        let location = match made {
            Some((_, address)) => Expression::raw(format!("{address}.bucket")),
            None => self.written(name),
        };
        let mut written = block("artifact_store").with("location", location);
        written.set("type", Expression::text(text(store, "type")));
        if let Some(region) = region {
            written.set("region", Expression::text(region));
        }
        if let Some(encryption) = store.get("encryptionKey") {
            let key = self.part("encryption_key", encryption);
            written.add(key);
        }
        written
    }

    /// A part of the declaration as a block with the provider's names.
    fn part(&mut self, kind: &str, value: &Value) -> Block {
        let mut written = block(kind);
        let (mut blocks, mut last) = (Vec::new(), None);
        for (member, inner) in value.as_object().into_iter().flatten() {
            match (member.as_str(), inner) {
                (_, Value::Null) => {}
                ("actionTypeId", Value::Object(members)) => {
                    for (name, value) in members {
                        let value = self.argument(value);
                        written.set(name, value);
                    }
                }
                ("configuration", Value::Object(members)) if !members.is_empty() => {
                    last = Some(self.configuration(members, value));
                }
                ("inputArtifacts" | "outputArtifacts", Value::Array(items)) => {
                    self.artifacts(member, items, &mut written, &mut blocks);
                }
                // The provider knows none in an action; the difference is told.
                ("environmentVariables" | "blockers", _) => {}
                (_, Value::Object(members)) if members.is_empty() => {}
                (_, Value::Object(_)) => blocks.push(self.part(&singular(member), inner)),
                (_, Value::Array(items)) if items.iter().any(Value::is_object) => {
                    for item in items {
                        blocks.push(self.part(&singular(member), item));
                    }
                }
                (_, Value::Array(items)) if items.is_empty() => {}
                (_, inner) => {
                    let inner = self.argument(inner);
                    written.set(&snake(member), inner);
                }
            }
        }
        // It takes several lines, so it stands below what takes one.
        if let Some(configuration) = last {
            written.set("configuration", configuration);
        }
        for block in blocks {
            written.add(block);
        }
        written
    }

    fn artifacts(&mut self, member: &str, items: &[Value], written: &mut Block, blocks: &mut Vec<Block>) {
        if items.is_empty() {
            return;
        }
        if items.iter().any(|item| item.get("files").is_some_and(Value::is_array)) {
            for item in items {
                blocks.push(self.part("output_artifacts_for_compute_action", item));
            }
            return;
        }
        let names = items.iter().map(|item| self.written(text(item, "name"))).collect();
        written.set(&snake(member), Expression::List(names));
    }

    fn argument(&mut self, value: &Value) -> Expression {
        from_json(value, &mut |text| self.written(text))
    }

    fn configuration(&mut self, members: &Map<String, Value>, action: &Value) -> Expression {
        let mut written = Vec::new();
        for (name, value) in members {
            let given = value.as_str().unwrap_or_default();
            let value = if is_secret(action, name) {
                let what = format!("A secret: {name} of the action {}", text(action, "name"));
                let what = serde_json::json!({ "NoEcho": true, "Description": what });
                let reference = self.words.parameter(name, what, None);
                self.expression(&reference)
            } else if name == "ConnectionArn" && !self.words.is_unknown(given) {
                let what = "The ARN of the connection to the repository";
                let what = serde_json::json!({ "Default": given, "Description": what });
                let reference = self.words.parameter(name, what, None);
                let reference = self.words.refer(given, reference);
                self.expression(&reference)
            } else if let Some((_, address)) =
                self.projects.iter().find(|(known, _)| name == "ProjectName" && known == given)
            {
                Expression::raw(format!("{address}.name"))
            } else {
                self.written(given)
            };
            written.push((key(name), value));
        }
        Expression::Object(written)
    }

    /// Rules that start the pipeline when a source changes that nothing else looks at.
    fn changes(&mut self, model: &Model<'_>) {
        let mut rules = 0;
        for action in model.actions() {
            let Some(pattern) = pattern(action) else { continue };
            rules += 1;
            let id = format!("source_change_{rules}");
            let pattern = self.document(&pattern);
            let what = format!("Starts the pipeline when the source of {} changes", action.key());
            self.resources.push(
                resource("aws_cloudwatch_event_rule", &id)
                    .with("description", Expression::text(&what))
                    .with("event_pattern", json_of(pattern)),
            );
            self.resources.push(
                resource("aws_cloudwatch_event_target", &id)
                    .with("rule", Expression::raw(format!("aws_cloudwatch_event_rule.{id}.name")))
                    .with("arn", Expression::raw("aws_codepipeline.pipeline.arn"))
                    .with("role_arn", Expression::raw("aws_iam_role.change.arn")),
            );
            if action.declaration.action_type_id.provider == "S3" {
                let bucket = configuration(action.declaration, "S3Bucket").unwrap_or_default();
                self.note(format!(
                    "the bucket {bucket} must send its events to EventBridge, so that {} is noticed",
                    action.key()
                ));
            }
        }
        if rules > 0 {
            let trust = self.json(&trust("events.amazonaws.com"));
            self.resources
                .push(resource("aws_iam_role", "change").with("assume_role_policy", json_of(trust)));
            let allow = serde_json::json!({ "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "codepipeline:StartPipelineExecution", "Resource": "${Pipeline}",
            }] });
            let allow = from_json(&allow, &mut |text| match text {
                "${Pipeline}" => Expression::raw("aws_codepipeline.pipeline.arn"),
                text => Expression::text(text),
            });
            self.resources.push(role_policy("change", allow));
        }
    }

    // ---- texts

    /// A text of the declaration.
    fn written(&mut self, text: &str) -> Expression {
        let value = self.words.write(text);
        self.expression(&value)
    }

    /// A document with the signs for account and region in it.
    fn document(&mut self, value: &Value) -> Expression {
        from_json(value, &mut |text| {
            let value = self.words.policy(text);
            self.expression(&value)
        })
    }

    /// JSON with CloudFormation's functions in it.
    fn json(&mut self, value: &Value) -> Expression {
        match value {
            Value::Array(items) => Expression::List(items.iter().map(|item| self.json(item)).collect()),
            Value::Object(members) if !members.contains_key("Ref") && !members.contains_key("Fn::Sub") => {
                let members = members.iter().map(|(name, value)| (key(name), self.json(value)));
                Expression::Object(members.collect())
            }
            value => self.expression(value),
        }
    }

    /// A text, a reference or a substitution, as Terraform writes it.
    fn expression(&mut self, value: &Value) -> Expression {
        if let Some(name) = value.get("Ref").and_then(Value::as_str) {
            return Expression::raw(self.reference(name));
        }
        let Some(pattern) = value.get("Fn::Sub").and_then(Value::as_str) else {
            return match value {
                Value::String(text) => Expression::text(text),
                other => Expression::raw(other.to_string()),
            };
        };
        let mut template = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once("${") {
            template.push_str(&escape(before));
            if let Some(literal) = after.strip_prefix('!') {
                template.push_str("$${");
                rest = literal;
            } else {
                let (name, behind) = after.split_once('}').unwrap_or((after, ""));
                let _ = write!(template, "${{{}}}", self.reference(name));
                rest = behind;
            }
        }
        template.push_str(&escape(rest));
        Expression::raw(quote(&template))
    }

    fn reference(&mut self, name: &str) -> String {
        match name {
            "AWS::AccountId" => "data.aws_caller_identity.current.account_id".into(),
            "AWS::Region" => "data.aws_region.current.region".into(),
            "AWS::Partition" => "data.aws_partition.current.partition".into(),
            "ArtifactBucket.Arn" => {
                let address = self.buckets.first().map_or("aws_s3_bucket.artifacts", |(_, address)| address);
                format!("{address}.arn")
            }
            name => format!("var.{}", self.variable(name)),
        }
    }

    /// The variable for a parameter.
    fn variable(&mut self, parameter: &str) -> String {
        if let Some(known) = self.names.get(parameter) {
            return known.clone();
        }
        let name = snake(parameter);
        let mut chosen = name.clone();
        let mut number = 2;
        while self.names.values().any(|known| *known == chosen) {
            chosen = format!("{name}_{number}");
            number += 1;
        }
        self.names.insert(parameter.to_owned(), chosen.clone());
        chosen
    }

    fn finish(mut self) -> Written {
        let parameters = std::mem::take(&mut self.words.parameters);
        let mut variables = Vec::new();
        for (parameter, what) in &parameters {
            let mut variable = Block::new(format!("variable \"{}\"", self.variable(parameter)));
            variable.set("description", Expression::text(text(what, "Description")));
            variable.set("type", Expression::raw("string"));
            if let Some(default) = what.get("Default").and_then(Value::as_str) {
                variable.set("default", Expression::text(default));
            }
            if what.get("NoEcho").is_some() {
                variable.set("sensitive", Expression::raw("true"));
            }
            variables.push(variable);
        }
        let given = std::mem::take(&mut self.words.given);
        let given = given.into_iter().map(|(parameter, text)| (self.variable(&parameter), text)).collect();
        let version = Expression::Object(vec![
            ("source".into(), Expression::text("hashicorp/aws")),
            ("version".into(), Expression::text(">= 6.0")),
        ]);
        let terraform = block("terraform")
            .with("required_version", Expression::text(">= 1.3"))
            .holding(block("required_providers").with("aws", version));
        let mut resources = String::new();
        for resource in &self.resources {
            resources.push('\n');
            resource.write(&mut resources, 0);
        }
        let data = ["aws_caller_identity", "aws_partition", "aws_region"];
        let data = data.into_iter().filter(|kind| resources.contains(&format!("data.{kind}.current")));
        let data = data.map(|kind| Block::new(format!("data \"{kind}\" \"current\"")));
        let mut text = String::new();
        terraform.write(&mut text, 0);
        for block in self.providers.into_iter().chain(variables).chain(data) {
            text.push('\n');
            block.write(&mut text, 0);
        }
        Written { text: text + &resources, given, notes: self.notes }
    }
}

fn json_of(value: Expression) -> Expression {
    Expression::Call("jsonencode", Box::new(value))
}

fn role_policy(name: &str, policy: Expression) -> Block {
    resource("aws_iam_role_policy", name)
        .with("name", Expression::text(name))
        .with("role", Expression::raw(format!("aws_iam_role.{name}.id")))
        .with("policy", json_of(policy))
}

/// A name that may stand behind a type.
fn identifier(text: &str) -> String {
    let legal = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
    let name: String = text.chars().take(60).map(legal).collect();
    if name.starts_with(|letter: char| letter.is_ascii_digit()) { format!("n{name}") } else { name }
}

/// `runOrder` as `run_order`; what is no letter becomes a line.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    let mut lower = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && lower {
            snake.push('_');
        }
        lower = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        snake.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' });
    }
    if snake.starts_with(|letter: char| letter.is_ascii_digit()) { format!("v{snake}") } else { snake }
}

/// The kind of the blocks that make a list.
fn singular(member: &str) -> String {
    let name = snake(member);
    match name.as_str() {
        "stages" | "actions" | "conditions" | "rules" | "variables" | "triggers" => {
            name.trim_end_matches('s').to_owned()
        }
        _ => name,
    }
}
