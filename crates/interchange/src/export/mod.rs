//! Pipelines written as infrastructure code, complete enough to be deployed. Every export is read back, and what is
//! then different from the declaration is told.

mod cdk;
mod changes;
mod cloudformation;
mod hcl;
mod projects;
mod terraform;
mod words;

use std::collections::BTreeMap;

use pipeline::{Document, Model, Setup};
use serde_json::{Value, json};

use crate::{Error, ErrorCode, Options, Unknown};

/// What a pipeline is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A CloudFormation template, YAML.
    CloudFormation,
    /// A Terraform configuration.
    Terraform,
    /// A CDK app of one stack, TypeScript. What is read back is the template that it synthesises to.
    Cdk,
    /// The declaration as the AWS CLI takes it, JSON.
    Json,
}

/// A pipeline as infrastructure code.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The file's text.
    pub text: String,
    /// Where reading the text back gives something else than the declaration: JSON pointers with both values. Secrets
    /// are never written, so they do not count.
    pub differences: Vec<String>,
    /// What a person should do or know before deploying it, a sentence each.
    pub notes: Vec<String>,
}

/// Writes a pipeline with what it needs. `setup` tells its CodeBuild projects, `unknown` what stands in for values that
/// are not known: a template gets parameters for them. `region` is the one of the stack.
///
/// # Errors
/// [`ErrorCode::NotExportable`] for a declaration that the service would refuse.
pub fn export(
    declaration: &Value,
    setup: &Setup,
    unknown: &[Unknown],
    target: Target,
    region: &str,
) -> Result<Export, Error> {
    let document = pipeline::parse(&declaration.to_string(), "declaration.json")?;
    if let Err(refusal) = pipeline::first_error(&document.declaration) {
        let message = format!("the service would refuse the declaration: {}", refusal.message);
        return Err(Error::new(ErrorCode::NotExportable, message));
    }
    let declaration = plain(declaration)?;
    let (text, template, name, parameters, notes) = match target {
        Target::CloudFormation | Target::Cdk => {
            let model = Model::new(&document.declaration);
            let written = cloudformation::write(&declaration, &model, setup, unknown, region);
            let template = serde_saphyr::to_string(&written.template).map_err(unwritable)?;
            let code = (target == Target::Cdk).then(|| cdk::write(&written.template, &declaration));
            (code, template, "template.yaml", written.given, written.notes)
        }
        Target::Terraform => {
            let model = Model::new(&document.declaration);
            let written = terraform::write(&declaration, &model, setup, unknown, region);
            (None, written.text, "main.tf", written.given, written.notes)
        }
        Target::Json => {
            let text = serde_json::to_string_pretty(&json!({ "pipeline": without_secrets(&declaration) }));
            (None, text.map_err(unwritable)? + "\n", "pipeline.json", BTreeMap::new(), Vec::new())
        }
    };
    let account = account_of(&document.declaration.role_arn);
    let options = Options { account, parameters, region: region.to_owned(), ..Options::default() };
    let import = crate::read(&template, name, &options)?;
    let mut differences = Vec::new();
    for one in &import.pipelines {
        compare(
            &without_secrets(&declaration),
            &without_secrets(&value_of(&one.document)?),
            "",
            &mut differences,
        );
    }
    if import.pipelines.len() != 1 {
        differences.push(format!("the text makes {} pipelines", import.pipelines.len()));
    }
    Ok(Export { text: text.unwrap_or(template), differences, notes })
}

fn unwritable(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorCode::NotExportable, format!("it cannot be written: {error}"))
}

/// The declaration without what stands around it, and without the version that the service counts.
fn plain(declaration: &Value) -> Result<Value, Error> {
    let inner = declaration.get("pipeline").unwrap_or(declaration);
    let document = pipeline::parse(&inner.to_string(), "declaration.json")?;
    let mut value = value_of(&document)?;
    if let Some(members) = value.as_object_mut() {
        members.shift_remove("version");
    }
    Ok(value)
}

fn value_of(document: &Document) -> Result<Value, Error> {
    serde_json::to_value(&document.declaration).map_err(unwritable)
}

/// Twelve digits of an ARN.
fn account_of(arn: &str) -> String {
    let account = arn.split(':').nth(4).filter(|account| account.len() == 12);
    account.unwrap_or("111122223333").to_owned()
}

/// Configuration properties whose values are secrets: they are never written.
fn is_secret(action: &Value, key: &str) -> bool {
    let id = |part: &str| {
        action.get("actionTypeId").and_then(|id| id.get(part)).and_then(Value::as_str).unwrap_or_default()
    };
    pipeline::catalog::find(id("category"), id("owner"), id("provider"), id("version"))
        .and_then(|known| known.property(key))
        .is_some_and(|property| property.secret)
}

fn without_secrets(declaration: &Value) -> Value {
    let mut declaration = declaration.clone();
    let stages = declaration.get_mut("stages").and_then(Value::as_array_mut).into_iter().flatten();
    for action in stages.filter_map(|stage| stage.get_mut("actions")?.as_array_mut()).flatten() {
        let known = action.clone();
        let configuration = action.get_mut("configuration").and_then(Value::as_object_mut);
        for (key, value) in configuration.into_iter().flatten() {
            if is_secret(&known, key) {
                *value = "****".into();
            }
        }
    }
    declaration
}

/// Lists where two declarations differ. What is empty may be left out.
fn compare(left: &Value, right: &Value, pointer: &str, differences: &mut Vec<String>) {
    let empty = |value: &Value| match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    match (left, right) {
        (Value::Object(one), Value::Object(other)) => {
            for (key, value) in one {
                compare(
                    value,
                    other.get(key).unwrap_or(&Value::Null),
                    &format!("{pointer}/{key}"),
                    differences,
                );
            }
            for (key, value) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                compare(&Value::Null, value, &format!("{pointer}/{key}"), differences);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (left, right)) in one.iter().zip(other).enumerate() {
                compare(left, right, &format!("{pointer}/{index}"), differences);
            }
        }
        _ if left == right || (empty(left) && empty(right)) => {}
        _ => differences.push(format!("{pointer}: {left} became {right}")),
    }
}
