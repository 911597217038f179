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

pub(super) const ACTION_TYPE_KIND: &str = "aws_codepipeline_custom_action_type";
const TARGET_KIND: &str = "aws_cloudwatch_event_target";
pub(super) const RULE_KIND: &str = "aws_cloudwatch_event_rule";

/// How the resources that are read here are written.
pub(super) fn shape(kind: &str) -> Option<&'static Shape> {
    match kind {
        ACTION_TYPE_KIND => Some(&ACTION_TYPE),
        "aws_codepipeline_webhook" => Some(&WEBHOOK),
        TARGET_KIND => Some(&TARGET),
        RULE_KIND => Some(&RULE),
        "aws_scheduler_schedule" => Some(&SCHEDULE),
        _ => None,
    }
}

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
static WEBHOOK: Shape =
    Shape { arguments: &["target_pipeline", "target_action"], blocks: &[], beside: &[], open: true };
static TARGET: Shape = Shape { arguments: &["arn", "input", "rule"], blocks: &[], beside: &[], open: true };
static RULE: Shape = Shape {
    arguments: &["name", "schedule_expression", "event_pattern", "state", "is_enabled"],
    blocks: &[],
    beside: &[],
    open: true,
};
static SCHEDULE: Shape = Shape {
    arguments: &["schedule_expression", "schedule_expression_timezone", "state"],
    blocks: &[("target", &TARGET)],
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
    let (kind, block) = (resource.kind, &resource.block);
    let Some(shape) = shape(kind) else { return Ok(()) };
    let piece = resolver.block(at, block, shape, address);
    if kind == ACTION_TYPE_KIND {
        found.shared.action_types.push(action_type(&piece?));
        return Ok(());
    }
    let Some(piece) = passable(piece)? else { return Ok(()) };
    let rules = if kind == TARGET_KIND { rules(resolver, at.instance)? } else { Vec::new() };
    for start in starts(kind, address, &piece, &rules, &|_| None) {
        resolver.tell(Severity::Hint, start.hint(), block.file, block.span);
        found.shared.starts.push(start);
    }
    Ok(())
}

/// Nothing for what cannot be worked out.
fn passable<T>(read: Read<T>) -> Read<Option<T>> {
    match read {
        Err(error) if is_passable(&error) => Ok(None),
        read => read.map(Some),
    }
}

/// The rules of a module.
fn rules(resolver: &mut Resolver<'_>, instance: usize) -> Read<Vec<Rule>> {
    let module = resolver.module_of(instance)?;
    let mut rules = Vec::new();
    for (index, one) in module.resources.iter().enumerate().filter(|(_, one)| one.kind == RULE_KIND) {
        let made = resolver.resource_at(instance, index);
        for thing in passable(made)?.iter().flat_map(things) {
            let ThingKind::Resource { frame, .. } = &thing.kind else { continue };
            let here = resolver.at(instance, &one.block, frame);
            let piece = resolver.block(&here, &one.block, &RULE, &thing.address);
            let name = resolver.attribute(&thing, "name").and_then(|name| Ok(name.to_text()?.to_string()));
            if let (Some(piece), Some(name)) = (passable(piece)?, passable(name)?) {
                rules.push(Rule { address: thing.address.clone(), name, piece });
            }
        }
    }
    Ok(rules)
}

/// A rule of EventBridge, under the name that its targets call it by.
pub(super) struct Rule {
    pub address: String,
    pub name: String,
    pub piece: Piece,
}

/// The pipelines that a resource starts. A target's rule is looked up for what does; of one that stands elsewhere
/// nothing is known. `named` knows the pipelines whose ARN is only referred to, by that reference.
pub(super) fn starts(
    kind: &str,
    address: &str,
    piece: &Piece,
    rules: &[Rule],
    named: &dyn Fn(&str) -> Option<String>,
) -> Vec<Start> {
    let started = |target: &Piece| {
        let arn = target.get("arn")?;
        let known = Start::pipeline_of(arn.text()?, said(target, "input").as_deref());
        known.or_else(|| arn.sources.iter().find_map(|source| named(&source.name)))
    };
    match kind {
        "aws_codepipeline_webhook" => {
            let pipeline = said(piece, "target_pipeline").unwrap_or_default();
            let cause = Cause::Webhook(said(piece, "target_action").unwrap_or_default());
            vec![start(kind, address, &pipeline, cause)]
        }
        TARGET_KIND => {
            let Some(pipeline) = started(piece) else { return Vec::new() };
            let name = said(piece, "rule").unwrap_or_default();
            let Some(rule) = rules.iter().find(|rule| rule.name == name) else {
                return vec![start(kind, address, &pipeline, Cause::Pattern(None))];
            };
            if is_disabled(&rule.piece) {
                return Vec::new();
            }
            let schedule = said(&rule.piece, "schedule_expression");
            let schedule = schedule.map(|expression| Cause::Schedule { expression, zone: None });
            let pattern = said(&rule.piece, "event_pattern");
            let pattern = pattern.map(|pattern| Cause::Pattern(serde_json::from_str(&pattern).ok()));
            let causes = schedule.into_iter().chain(pattern);
            causes.map(|cause| start(RULE_KIND, &rule.address, &pipeline, cause)).collect()
        }
        "aws_scheduler_schedule" if !is_disabled(piece) => {
            let target = piece.get("target").and_then(|targets| targets.list().first());
            let Some(pipeline) = target.and_then(started) else { return Vec::new() };
            let expression = said(piece, "schedule_expression").unwrap_or_default();
            let zone = said(piece, "schedule_expression_timezone");
            vec![start(kind, address, &pipeline, Cause::Schedule { expression, zone })]
        }
        _ => Vec::new(),
    }
}

fn start(kind: &str, address: &str, pipeline: &str, cause: Cause) -> Start {
    let name = address.rsplit_once(&format!("{kind}.")).map_or(address, |(_, name)| name);
    Start { by: address.to_owned(), name: name.to_owned(), pipeline: pipeline.to_owned(), cause }
}

/// What an argument says; nothing for one that is empty.
fn said(piece: &Piece, name: &str) -> Option<String> {
    piece.get(name).and_then(Piece::text).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn is_disabled(piece: &Piece) -> bool {
    said(piece, "state").as_deref() == Some("DISABLED")
        || said(piece, "is_enabled").as_deref() == Some("false")
}

/// An action type, as CreateCustomActionType takes it.
pub(super) fn action_type(piece: &Piece) -> Value {
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
