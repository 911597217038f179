//! Resources beside the pipelines that say what they need or what starts them: action types, webhooks, rules, schedules.
//! What cannot be worked out is only a hint less. (AWS provider, `aws_codepipeline_custom_action_type`,
//! `aws_codepipeline_webhook`, `aws_cloudwatch_event_target`, `aws_scheduler_schedule`.)

use pipeline::Severity;
use pipeline::text::Kind;
use serde_json::{Map, Value};

use super::Found;
use super::eval::is_passable;
use super::module::Resource;
use super::resolve::{At, Resolver};
use super::shape::{Filled, Piece, Shape, camel};
use super::source::Block;
use super::value::{Data, Read, ThingKind};

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
    let hint = match resource.kind {
        "aws_codepipeline_custom_action_type" => {
            let piece = resolver.block(at, &resource.block, &ACTION_TYPE, address)?;
            found.shared.action_types.push(action_type(&piece));
            return Ok(());
        }
        "aws_codepipeline_webhook" => webhook(resolver, at, resource, address),
        "aws_cloudwatch_event_target" => target(resolver, at, resource, address),
        _ => schedule(resolver, at, resource, address),
    };
    match hint {
        Ok(Some(hint)) => resolver.tell(Severity::Hint, hint, resource.block.file, resource.block.span),
        Err(error) if !is_passable(&error) => return Err(error),
        _ => {}
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
fn text(resolver: &mut Resolver<'_>, at: &At, block: &Block<'_>, name: &str) -> Read<Option<String>> {
    let Some(expr) = block.body.attribute(block.file, name) else { return Ok(None) };
    let value = resolver.value(at, expr)?;
    if value.is_null() { Ok(None) } else { Ok(Some(value.to_text()?.to_string())) }
}

fn webhook<'m>(
    resolver: &mut Resolver<'m>,
    at: &At,
    resource: &Resource<'m>,
    address: &str,
) -> Read<Option<String>> {
    let pipeline = text(resolver, at, &resource.block, "target_pipeline")?.unwrap_or_default();
    let action = text(resolver, at, &resource.block, "target_action")?.unwrap_or_default();
    Ok(Some(format!(
        "the webhook `{address}` starts {pipeline} when its source {action} changes; on this computer `triggers: true` in \
         pipesmith.yaml does, or a webhook of its own (`aws codepipeline put-webhook`)"
    )))
}

/// A rule that starts a pipeline. The rule itself is looked up for its schedule.
fn target<'m>(
    resolver: &mut Resolver<'m>,
    at: &At,
    resource: &Resource<'m>,
    address: &str,
) -> Read<Option<String>> {
    let arn = text(resolver, at, &resource.block, "arn")?.unwrap_or_default();
    if arn.split(':').nth(2) != Some("codepipeline") {
        return Ok(None);
    }
    let name = arn.rsplit(':').next().unwrap_or_default().to_owned();
    let rule = text(resolver, at, &resource.block, "rule")?.unwrap_or_default();
    let module = resolver.module_of(at.instance)?;
    for (index, one) in
        module.resources.iter().enumerate().filter(|(_, one)| one.kind == "aws_cloudwatch_event_rule")
    {
        let made = resolver.resource_at(at.instance, index)?;
        let Data::Thing(thing) = &made.data else { continue };
        let ThingKind::Resource { frame, .. } = &thing.kind else { continue };
        let here = resolver.at(at.instance, &one.block, frame);
        let known = resolver.attribute(thing, "name")?.to_text()?;
        if *known == *rule
            && let Some(expression) = text(resolver, &here, &one.block, "schedule_expression")?
        {
            return Ok(Some(scheduled(&one.address(), &name, &expression)));
        }
    }
    Ok(Some(format!(
        "`{address}` starts {name} when something changes; on this computer `triggers: true` in pipesmith.yaml starts it \
         when its sources do"
    )))
}

fn schedule<'m>(
    resolver: &mut Resolver<'m>,
    at: &At,
    resource: &Resource<'m>,
    address: &str,
) -> Read<Option<String>> {
    let file = resource.block.file;
    let Some(target) = resource.block.body.blocks(file, "target", 0).into_iter().next() else {
        return Ok(None);
    };
    let arn = text(resolver, at, &target, "arn")?.unwrap_or_default();
    let expression = text(resolver, at, &resource.block, "schedule_expression")?.unwrap_or_default();
    let starts = arn.split(':').nth(2) == Some("codepipeline");
    Ok(starts.then(|| scheduled(address, arn.rsplit(':').next().unwrap_or_default(), &expression)))
}

fn scheduled(address: &str, pipeline: &str, expression: &str) -> String {
    let name = address.rsplit('.').next().unwrap_or("schedule");
    format!(
        "`{address}` starts {pipeline} by `{expression}`; to have that on this computer, write `schedules: {{ {name}: \
         \"{expression}\" }}` in pipesmith.yaml"
    )
}
