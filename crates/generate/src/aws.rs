//! The AWS side: between the contract's shapes and those of `aws-sdk-codepipeline`, and the contract's trait over
//! the SDK's client.
//!
//! The SDK's builders take everything through `set_...`, optional or not; its structures hold plainly what the
//! model requires, save nested structures, and every boolean.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::{Kind, Member, Model};
use crate::names;
use crate::rust::{HEADER, is_optional};

/// `mod.rs` of the generated folder.
pub(crate) fn index() -> String {
    format!(
        "{HEADER}//! What is written from the service model: conversions to and from the SDK's types, the trait over its\n\
         //! client.\n\nmod convert;\npub(crate) mod request;\nmod service;\n"
    )
}

/// `convert.rs`: every structure in the directions it is used in, every enumeration.
pub(crate) fn conversions(model: &Model) -> String {
    let inputs = model.reachable(model.operations.iter().map(|operation| operation.input.as_str()));
    let outputs =
        model.reachable(model.operations.iter().filter_map(|operation| operation.output.as_deref()));
    let tops: BTreeSet<&str> = model.operations.iter().map(|operation| operation.input.as_str()).collect();
    let mut text = format!(
        "{HEADER}//! Between the contract's shapes and the SDK's.\n\n\
         use aws_sdk_codepipeline::{{operation, types}};\nuse codepipeline::{{Error, shapes}};\n\n\
         use crate::sdk::{{Build as _, FromSdk, IntoSdk, enumerations, held, omitted, present}};\n\nenumerations! {{\n"
    );
    for (name, _) in model.enumerations() {
        let _ = writeln!(text, "    {} = {};", names::type_name(name), sdk_name(name));
    }
    text.push_str("}\n\n");
    for (name, _, members) in model.structures() {
        // An operation's input goes straight into the request, member by member.
        if inputs.contains(name) && !tops.contains(name) {
            into_sdk(&mut text, name, members);
        }
        if outputs.contains(name) {
            from_sdk(&mut text, model, name, members);
        }
    }
    text
}

fn into_sdk(text: &mut String, name: &str, members: &[Member]) {
    let (ours, theirs) = (names::type_name(name), sdk_name(name));
    let _ = write!(
        text,
        "impl IntoSdk for shapes::{ours} {{\ntype Sdk = types::{theirs};\n\n\
         fn into_sdk(self) -> Result<Self::Sdk, Error> {{\ntypes::{theirs}::builder()"
    );
    setters(text, name, members, "self");
    text.push_str(".build().built()\n}\n}\n\n");
}

/// One `set_...` per member, from the fields of the named structure.
fn setters(text: &mut String, name: &str, members: &[Member], from: &str) {
    for member in members {
        let (setter, field) = (sdk_member(&member.name), names::field(&member.name));
        let _ = match is_optional(name, member) {
            true => write!(text, ".set_{setter}({from}.{field}.into_sdk()?)"),
            false => write!(text, ".set_{setter}(Some({from}.{field}.into_sdk()?))"),
        };
    }
}

fn from_sdk(text: &mut String, model: &Model, name: &str, members: &[Member]) {
    let ours = names::type_name(name);
    let theirs = match model.operations.iter().find(|operation| operation.output.as_deref() == Some(name)) {
        Some(operation) => format!("operation::{}::{}Output", names::snake(&operation.name), operation.name),
        None => format!("types::{}", sdk_name(name)),
    };
    let sdk = if members.is_empty() { "_" } else { "sdk" };
    let _ = write!(
        text,
        "impl FromSdk<{theirs}> for shapes::{ours} {{\n\
         fn from_sdk({sdk}: {theirs}) -> Result<Self, Error> {{\nOk(Self {{\n"
    );
    for member in members {
        let (field, there) = (names::field(&member.name), sdk_field(&member.name));
        let plain_there = is_plain_in_sdk(model, member);
        let value = match (plain_there, is_optional(name, member)) {
            (true, false) | (false, true) => format!("FromSdk::from_sdk(sdk.{there})?"),
            // The SDK puts an empty text or the epoch where the service left out what its model requires.
            (true, true) if names::is_omitted_in_practice(name, &member.name) => {
                format!("omitted(sdk.{there})?")
            }
            (true, true) => format!("held(sdk.{there})?"),
            (false, false) => format!("present(sdk.{there}, {:?})?", member.name),
        };
        let _ = writeln!(text, "{field}: {value},");
    }
    text.push_str("})\n}\n}\n\n");
}

/// Whether the SDK's structure holds a member itself, not an `Option` of it.
fn is_plain_in_sdk(model: &Model, member: &Member) -> bool {
    match model.shape(&member.shape).kind {
        Kind::Boolean => true,
        Kind::Structure(_) => false,
        _ => member.required,
    }
}

/// `request.rs`: for each operation the SDK's request, filled in and not yet sent.
pub(crate) fn requests(model: &Model) -> String {
    let mut text = format!(
        "{HEADER}//! The SDK's requests: filled in from the contract's inputs, not yet sent.\n\n\
         use aws_sdk_codepipeline::{{Client, operation}};\nuse codepipeline::{{Error, shapes}};\n\n\
         use crate::sdk::IntoSdk as _;\n\n"
    );
    for operation in &model.operations {
        let method = names::snake(&operation.name);
        let Kind::Structure(members) = &model.shape(&operation.input).kind else { continue };
        let input = if members.is_empty() { "_" } else { "input" };
        let _ = write!(
            text,
            "/// `{0}`.\npub(crate) fn {method}(client: &Client, {input}: shapes::{1}) \
             -> Result<operation::{method}::builders::{0}FluentBuilder, Error> {{\nOk(client.{method}()",
            operation.name,
            names::type_name(&operation.input),
        );
        setters(&mut text, &operation.input, members, "input");
        text.push_str(")\n}\n\n");
    }
    text
}

/// `service.rs`: the contract's trait over the SDK's client.
pub(crate) fn service(model: &Model) -> String {
    let mut text = format!(
        "{HEADER}//! The contract, answered by an AWS account through the SDK's client.\n\n\
         use codepipeline::{{BoxFuture, Call, CodePipeline, shapes}};\n\n\
         use super::request;\nuse crate::sdk::{{FromSdk as _, Remote, refused}};\n\n\
         impl CodePipeline for Remote {{\n"
    );
    for operation in &model.operations {
        let method = names::snake(&operation.name);
        let output = operation
            .output
            .as_deref()
            .map_or("()".to_owned(), |output| format!("shapes::{}", names::type_name(output)));
        let _ = write!(
            text,
            "fn {method}<'a>(&'a self, _: &'a Call, input: shapes::{}) -> BoxFuture<'a, {output}> {{\n\
             Box::pin(async move {{\nlet sent = request::{method}(&self.client, input)?.send().await;\n",
            names::type_name(&operation.input),
        );
        text.push_str(match operation.output {
            Some(_) => "sent.map_err(refused).and_then(shapes::",
            None => "sent.map(drop).map_err(refused)",
        });
        if let Some(output) = &operation.output {
            let _ = write!(text, "{}::from_sdk)", names::type_name(output));
        }
        text.push_str("\n})\n}\n\n");
    }
    text.push_str("}\n");
    text
}

/// The SDK's name of a member, as it stands in its setter.
fn sdk_member(member: &str) -> String {
    match member {
        "s3location" => "s3_location".to_owned(),
        other => names::snake(other),
    }
}

/// The SDK's name of a member, as it stands in its structure.
fn sdk_field(member: &str) -> String {
    match sdk_member(member).as_str() {
        "type" => "r#type".to_owned(),
        other => other.to_owned(),
    }
}

/// The SDK's name of a shape: words in capitals are written as words.
fn sdk_name(shape: &str) -> String {
    match shape.strip_prefix("AWS") {
        Some(rest) => format!("Aws{rest}"),
        None => shape.to_owned(),
    }
}
