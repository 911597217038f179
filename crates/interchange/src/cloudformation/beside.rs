//! Resources beside the pipelines that say what they need or what starts them: action types, webhooks, rules. What
//! cannot be worked out is only a hint less. (AWS CloudFormation resource reference.)

use pipeline::text::{Content, Member, Node};
use serde_json::{Map, Value};

use super::resolve::{Read, Resolver};
use super::template::{property, type_of};
use crate::starts::{Cause, Start};

/// What a resource says.
pub(super) enum Said {
    /// A custom action type, as CreateCustomActionType takes it.
    ActionType(Value),
    /// It starts a pipeline.
    Start(Start),
}

/// What a resource beside the pipelines says; nothing for resources of other types.
pub(super) fn look(resolver: &mut Resolver<'_>, member: &Member) -> Read<Vec<Said>> {
    let starts = match type_of(&member.value) {
        "AWS::CodePipeline::CustomActionType" => {
            let properties =
                member.value.get("Properties").map(|one| resolver.value(&one.value)).transpose()?;
            let properties = properties.flatten().into_iter();
            return Ok(properties.map(|properties| Said::ActionType(action_type(&properties))).collect());
        }
        "AWS::CodePipeline::Webhook" => webhook(resolver, member)?,
        "AWS::Events::Rule" => rule(resolver, member)?,
        "AWS::Scheduler::Schedule" => schedule(resolver, member)?,
        _ => Vec::new(),
    };
    let start = |(pipeline, cause)| {
        Said::Start(Start { by: member.key.clone(), name: member.key.clone(), pipeline, cause })
    };
    Ok(starts.into_iter().map(start).collect())
}

/// The names of pipelines, and when they are started.
type Starts = Vec<(String, Cause)>;

fn webhook(resolver: &mut Resolver<'_>, member: &Member) -> Read<Starts> {
    let pipeline = text(resolver, property(&member.value, "TargetPipeline"))?.unwrap_or_default();
    let action = text(resolver, property(&member.value, "TargetAction"))?.unwrap_or_default();
    Ok(vec![(pipeline, Cause::Webhook(action))])
}

/// A rule starts every pipeline among its targets, by its schedule and by its pattern.
fn rule(resolver: &mut Resolver<'_>, member: &Member) -> Read<Starts> {
    if is_disabled(resolver, member)? {
        return Ok(Vec::new());
    }
    let mut pipelines = Vec::new();
    for target in property(&member.value, "Targets").and_then(Node::list).unwrap_or_default() {
        pipelines.extend(started(resolver, target)?);
    }
    if pipelines.is_empty() {
        return Ok(Vec::new());
    }
    let expression = text(resolver, property(&member.value, "ScheduleExpression"))?;
    let pattern = property(&member.value, "EventPattern").map(|one| resolver.value(one)).transpose()?;
    let pattern = pattern.flatten().map(|pattern| pattern.to_value());
    let schedule = expression.map(|expression| Cause::Schedule { expression, zone: None });
    let mut causes: Vec<_> = schedule.into_iter().collect();
    if pattern.is_some() || causes.is_empty() {
        causes.push(Cause::Pattern(pattern));
    }
    let each = |pipeline: String| causes.iter().map(move |cause| (pipeline.clone(), cause.clone()));
    Ok(pipelines.into_iter().flat_map(each).collect())
}

fn schedule(resolver: &mut Resolver<'_>, member: &Member) -> Read<Starts> {
    if is_disabled(resolver, member)? {
        return Ok(Vec::new());
    }
    let Some(target) = property(&member.value, "Target") else { return Ok(Vec::new()) };
    let pipeline = started(resolver, target)?;
    let expression = text(resolver, property(&member.value, "ScheduleExpression"))?;
    let zone = text(resolver, property(&member.value, "ScheduleExpressionTimezone"))?;
    let start = |(pipeline, expression)| (pipeline, Cause::Schedule { expression, zone });
    Ok(pipeline.zip(expression).map(start).into_iter().collect())
}

fn is_disabled(resolver: &mut Resolver<'_>, member: &Member) -> Read<bool> {
    Ok(text(resolver, property(&member.value, "State"))?.as_deref() == Some("DISABLED"))
}

/// The pipeline that a target is.
fn started(resolver: &mut Resolver<'_>, target: &Node) -> Read<Option<String>> {
    let Some(arn) = text(resolver, target.get("Arn").map(|one| &one.value))? else { return Ok(None) };
    let input = text(resolver, target.get("Input").map(|one| &one.value))?;
    Ok(Start::pipeline_of(&arn, input.as_deref()))
}

fn text(resolver: &mut Resolver<'_>, node: Option<&Node>) -> Read<Option<String>> {
    let value = node.map(|node| resolver.take(node)).transpose()?.flatten();
    Ok(value.and_then(|value| match value.content {
        Content::Scalar(_, text) => Some(text),
        _ => None,
    }))
}

/// The properties of an action type with the API's names and types.
fn action_type(node: &Node) -> Value {
    match &node.content {
        Content::Map(members) => {
            Value::Object(members.iter().filter(|one| one.key != "Tags").map(api).collect::<Map<_, _>>())
        }
        Content::List(items) => items.iter().map(action_type).collect(),
        Content::Scalar(..) => node.to_value(),
    }
}

fn api(member: &Member) -> (String, Value) {
    let mut letters = member.key.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    let key: String = first.into_iter().chain(letters).collect();
    let value = match (key.as_str(), member.value.scalar()) {
        // CloudFormation takes texts for booleans and numbers, and numbers for texts.
        ("required" | "key" | "secret" | "queryable", Some((_, text))) if node_is_flag(text) => {
            Value::Bool(text.eq_ignore_ascii_case("true"))
        }
        ("maximumCount" | "minimumCount", Some((_, text))) => {
            text.parse::<u32>().map_or(Value::Null, Value::from)
        }
        ("version" | "provider" | "category", Some((_, text))) => text.into(),
        _ => action_type(&member.value),
    };
    (key, value)
}

fn node_is_flag(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}
