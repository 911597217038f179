//! Resources beside the pipelines that say what they need or what starts them: action types, webhooks, rules. What
//! cannot be worked out is only a hint less. (AWS CloudFormation resource reference.)

use pipeline::text::{Content, Member, Node};
use serde_json::{Map, Value};

use super::resolve::{Read, Resolver};
use super::template::{property, type_of};

/// What a resource says.
pub(super) enum Said {
    /// A custom action type, as CreateCustomActionType takes it.
    ActionType(Value),
    /// A hint for the reader.
    Hint(String),
}

/// What a resource beside the pipelines says; nothing for resources of other types.
pub(super) fn look(resolver: &mut Resolver<'_>, member: &Member) -> Read<Option<Said>> {
    match type_of(&member.value) {
        "AWS::CodePipeline::CustomActionType" => {
            let properties =
                member.value.get("Properties").map(|one| resolver.value(&one.value)).transpose()?;
            Ok(properties.flatten().map(|properties| Said::ActionType(action_type(&properties))))
        }
        "AWS::CodePipeline::Webhook" => webhook(resolver, member),
        "AWS::Events::Rule" => rule(resolver, member),
        "AWS::Scheduler::Schedule" => {
            let target = match property(&member.value, "Target").and_then(|target| target.get("Arn")) {
                Some(arn) => text(resolver, Some(&arn.value))?,
                None => None,
            };
            let expression = text(resolver, property(&member.value, "ScheduleExpression"))?;
            Ok(target
                .zip(expression)
                .filter(|(arn, _)| is_pipeline(arn))
                .map(|(arn, expression)| Said::Hint(scheduled(&member.key, &arn, &expression))))
        }
        _ => Ok(None),
    }
}

fn webhook(resolver: &mut Resolver<'_>, member: &Member) -> Read<Option<Said>> {
    let pipeline = text(resolver, property(&member.value, "TargetPipeline"))?.unwrap_or_default();
    let action = text(resolver, property(&member.value, "TargetAction"))?.unwrap_or_default();
    Ok(Some(Said::Hint(format!(
        "the webhook `{}` starts {pipeline} when its source {action} changes; on this computer `triggers: true` in \
         pipesmith.yaml does, or a webhook of its own (`aws codepipeline put-webhook`)",
        member.key
    ))))
}

fn rule(resolver: &mut Resolver<'_>, member: &Member) -> Read<Option<Said>> {
    let mut started = None;
    for target in property(&member.value, "Targets").and_then(Node::list).unwrap_or_default() {
        let arn = text(resolver, target.get("Arn").map(|one| &one.value))?;
        started = started.or(arn.filter(|arn| is_pipeline(arn)));
    }
    let Some(arn) = started else { return Ok(None) };
    if let Some(expression) = text(resolver, property(&member.value, "ScheduleExpression"))? {
        return Ok(Some(Said::Hint(scheduled(&member.key, &arn, &expression))));
    }
    Ok(Some(Said::Hint(format!(
        "the rule `{}` starts {} when something changes; on this computer `triggers: true` in pipesmith.yaml starts it when \
         its sources do",
        member.key,
        name_in(&arn)
    ))))
}

fn scheduled(id: &str, arn: &str, expression: &str) -> String {
    format!(
        "`{id}` starts {} by `{expression}`; to have that on this computer, write `schedules: {{ {id}: \"{expression}\" }}` \
         in pipesmith.yaml",
        name_in(arn)
    )
}

fn is_pipeline(arn: &str) -> bool {
    arn.split(':').nth(2) == Some("codepipeline")
}

fn name_in(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or(arn)
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
