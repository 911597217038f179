//! Resources beside the pipelines that say what they need or what starts them: action types, webhooks, rules, schedules.
//! What cannot be worked out is only a hint less. (AWS provider, `aws_codepipeline_custom_action_type`,
//! `aws_codepipeline_webhook`, `aws_cloudwatch_event_target`, `aws_scheduler_schedule`.)

use pipeline::Severity;
use pipeline::text::Kind;
use serde_json::{Map, Value};

use super::eval::is_passable;
use super::module::Resource;
use super::resolve::{At, Resolver};
use super::shape::{Filled, Piece, Shape, camel};
use super::source::Block;
use super::value::{Read, ThingKind};
use super::{Found, things};
use crate::starts::{Cause, Start};

static ACTION_TYPE: Shape = Shape {
    arguments: &["category", "provider_name", "version"],
    blocks: &[
        ("configuration_property", &PROPERTY),
        ("input_artifact_details", &DETAILS),
        ("output_artifact_details", &DETAILS),
        ("settings", &SETTINGS),
    ],
    beside: &["tags"],
    open: true,
};
static PROPERTY: Shape = Shape {
    arguments: &["name", "description", "key", "queryable", "required", "secret", "type"],
    blocks: &[],
    beside: &[],
    open: true,
};
static DETAILS: Shape =
    Shape { arguments: &["maximum_count", "minimum_count"], blocks: &[], beside: &[], open: true };
static SETTINGS: Shape = Shape {
    arguments: &[
        "entity_url_template",
        "execution_url_template",
        "revision_url_template",
        "third_party_configuration_url",
    ],
    blocks: &[],
    beside: &[],
    open: true,
};

/// Takes what a resource says.
pub(super) fn take<'m>(
    found: &mut Found,
    resolver: &mut Resolver<'m>,
    at: &At,
    resource: &Resource<'m>,
    address: &str,
) -> Read<()> {
    let starts = match resource.kind {
        "aws_codepipeline_custom_action_type" => {
            let piece = resolver.block(at, &resource.block, &ACTION_TYPE, address)?;
            found.shared.action_types.push(action_type(&piece));
            return Ok(());
        }
        "aws_codepipeline_webhook" => webhook(resolver, at, resource, address),
        "aws_cloudwatch_event_target" => target(resolver, at, resource, address),
        _ => schedule(resolver, at, resource, address),
    };
    let starts = match starts {
        Err(error) if !is_passable(&error) => return Err(error),
        starts => starts.unwrap_or_default(),
    };
    for start in starts {
        resolver.tell(Severity::Hint, start.hint(), resource.block.file, resource.block.span);
        found.shared.starts.push(start);
    }
    Ok(())
}

/// An action type, as CreateCustomActionType takes it.
fn action_type(piece: &Piece) -> Value {
    let mut declared = Map::new();
    let members = match &piece.content {
        Filled::Map(members) => members.as_slice(),
        _ => &[],
    };
    for member in members {
        let (key, value) = (member.key.as_str(), &member.value);
        match (key, value.list()) {
            ("configuration_property", items) => {
                declared.insert("configurationProperties".into(), items.iter().map(action_type).collect());
            }
            (_, [one]) => {
                declared.insert(camel(key), action_type(one));
            }
            ("provider_name", _) => {
                declared.insert("provider".into(), scalar(value));
            }
            ("version", _) => {
                declared.insert("version".into(), value.text().unwrap_or_default().into());
            }
            _ => {
                declared.insert(camel(key), scalar(value));
            }
        }
    }
    Value::Object(declared)
}

fn scalar(piece: &Piece) -> Value {
    match &piece.content {
        Filled::Scalar(Kind::Bool, text) => Value::Bool(text == "true"),
        Filled::Scalar(Kind::Number, text) => {
            text.parse::<i64>().map_or_else(|_| text.as_str().into(), Value::from)
        }
        _ => piece.text().map_or(Value::Null, Value::from),
    }
}

/// The text of an argument.
pub(super) fn text(
    resolver: &mut Resolver<'_>,
    at: &At,
    block: &Block<'_>,
    name: &str,
) -> Read<Option<String>> {
    let Some(expr) = block.body.attribute(block.file, name) else { return Ok(None) };
    let value = resolver.value(at, expr)?;
    if value.is_null() { Ok(None) } else { Ok(Some(value.to_text()?.to_string())) }
}

fn start(kind: &str, address: &str, pipeline: &str, cause: Cause) -> Start {
    let name = address.rsplit_once(&format!("{kind}.")).map_or(address, |(_, name)| name);
    Start { by: address.to_owned(), name: name.to_owned(), pipeline: pipeline.to_owned(), cause }
}

fn webhook(resolver: &mut Resolver<'_>, at: &At, resource: &Resource<'_>, address: &str) -> Read<Vec<Start>> {
    let pipeline = text(resolver, at, &resource.block, "target_pipeline")?.unwrap_or_default();
    let action = text(resolver, at, &resource.block, "target_action")?.unwrap_or_default();
    Ok(vec![start(resource.kind, address, &pipeline, Cause::Webhook(action))])
}

/// A target that is a pipeline. Its rule is looked up for what starts it; of one that stands elsewhere nothing is known.
fn target(resolver: &mut Resolver<'_>, at: &At, resource: &Resource<'_>, address: &str) -> Read<Vec<Start>> {
    let Some(pipeline) = started(resolver, at, &resource.block)? else { return Ok(Vec::new()) };
    let rule = text(resolver, at, &resource.block, "rule")?.unwrap_or_default();
    let module = resolver.module_of(at.instance)?;
    for (index, one) in
        module.resources.iter().enumerate().filter(|(_, one)| one.kind == "aws_cloudwatch_event_rule")
    {
        for thing in things(&resolver.resource_at(at.instance, index)?) {
            let ThingKind::Resource { frame, .. } = &thing.kind else { continue };
            let here = resolver.at(at.instance, &one.block, frame);
            if *resolver.attribute(&thing, "name")?.to_text()? != *rule {
                continue;
            }
            if is_disabled(resolver, &here, &one.block)? {
                return Ok(Vec::new());
            }
            let schedule = text(resolver, &here, &one.block, "schedule_expression")?;
            let schedule = schedule.map(|expression| Cause::Schedule { expression, zone: None });
            let pattern = text(resolver, &here, &one.block, "event_pattern")?;
            let pattern = pattern.map(|pattern| Cause::Pattern(serde_json::from_str(&pattern).ok()));
            let causes = schedule.into_iter().chain(pattern);
            return Ok(causes.map(|cause| start(one.kind, &thing.address, &pipeline, cause)).collect());
        }
    }
    Ok(vec![start(resource.kind, address, &pipeline, Cause::Pattern(None))])
}

fn schedule(
    resolver: &mut Resolver<'_>,
    at: &At,
    resource: &Resource<'_>,
    address: &str,
) -> Read<Vec<Start>> {
    let block = &resource.block;
    let Some(target) = block.body.blocks(block.file, "target", 0).into_iter().next() else {
        return Ok(Vec::new());
    };
    let Some(pipeline) = started(resolver, at, &target)? else { return Ok(Vec::new()) };
    if is_disabled(resolver, at, block)? {
        return Ok(Vec::new());
    }
    let expression = text(resolver, at, block, "schedule_expression")?.unwrap_or_default();
    let zone = text(resolver, at, block, "schedule_expression_timezone")?;
    Ok(vec![start(resource.kind, address, &pipeline, Cause::Schedule { expression, zone })])
}

/// The pipeline that a target is.
fn started(resolver: &mut Resolver<'_>, at: &At, target: &Block<'_>) -> Read<Option<String>> {
    let arn = text(resolver, at, target, "arn")?.unwrap_or_default();
    let input = text(resolver, at, target, "input")?;
    Ok(Start::pipeline_of(&arn, input.as_deref()))
}

fn is_disabled(resolver: &mut Resolver<'_>, at: &At, block: &Block<'_>) -> Read<bool> {
    let state = text(resolver, at, block, "state")?;
    let enabled = text(resolver, at, block, "is_enabled")?;
    Ok(state.as_deref() == Some("DISABLED") || enabled.as_deref() == Some("false"))
}
