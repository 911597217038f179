//! The parameters of a template and the values they have: given ones, defaults, stand-ins.

use std::collections::BTreeMap;

use pipeline::Span;
use pipeline::text::{Content, Kind, Node};

use super::names::stand_in;
use super::resolve::{Read, Value};
use super::template::Template;
use crate::{Error, ErrorCode, Parameter, Source, SourceKind};

/// The parameters that the template declares, in its order.
pub(super) fn declared(template: &Template) -> Vec<Parameter> {
    let read = |node: &Node, key: &str| {
        let scalar = node.get(key)?.value.scalar();
        scalar.map(|(kind, text)| if kind == Kind::Null { String::new() } else { text.to_owned() })
    };
    template
        .section("Parameters")
        .iter()
        .map(|member| {
            let node = &member.value;
            let allowed =
                node.get("AllowedValues").and_then(|member| member.value.list()).unwrap_or_default();
            Parameter {
                name: member.key.clone(),
                kind: read(node, "Type").unwrap_or_else(|| "String".into()),
                description: read(node, "Description"),
                default: read(node, "Default"),
                allowed: allowed.iter().filter_map(|node| Some(node.scalar()?.1.to_owned())).collect(),
                secret: read(node, "NoEcho").is_some_and(|text| text.eq_ignore_ascii_case("true")),
            }
        })
        .collect()
}

/// The values of a template's parameters.
pub(super) fn values(template: &Template, given: &BTreeMap<String, Value>) -> Read<BTreeMap<String, Value>> {
    let declared = declared(template);
    if let Some(name) = given.keys().find(|name| !declared.iter().any(|one| one.name == **name)) {
        let known: Vec<_> = declared.iter().map(|one| format!("`{}`", one.name)).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let message = format!("the template has no parameter `{name}`; it has {known}");
        return Err(Error::new(ErrorCode::InvalidParameter, message).named(&template.name));
    }
    declared
        .into_iter()
        .map(|one| Ok((one.name.clone(), value(template, &one, given.get(&one.name))?)))
        .collect()
}

/// The items of a parameter that is a list and whose value is known.
pub(super) fn items(parameters: &BTreeMap<String, Value>, name: &str) -> Option<Vec<String>> {
    let value = parameters.get(name).filter(|value| value.sources.is_empty())?;
    let Content::List(items) = &value.content else { return None };
    items.iter().map(|item| item.scalar().map(|(_, text)| text.to_owned())).collect()
}

fn value(template: &Template, parameter: &Parameter, given: Option<&Value>) -> Read<Value> {
    let span = template.find("Parameters", &parameter.name).map_or_else(Span::default, |one| one.key_span);
    if let Some(given) = given {
        let Content::Scalar(_, text) = &given.content else { return Ok(given.clone()) };
        if given.sources.is_empty() {
            allow(parameter, text).map_err(|error| error.at(span).named(&template.name))?;
        }
        return Ok(Value { sources: given.sources.clone(), ..typed(&parameter.kind, text) });
    }
    let unknown = |kind: SourceKind| {
        let sources = vec![Source::new(kind, &parameter.name)];
        Value { sources, ..typed(&parameter.kind, &stand_in(&parameter.name)) }
    };
    Ok(match &parameter.default {
        Some(_) if parameter.kind.starts_with("AWS::SSM::Parameter::Value") => {
            unknown(SourceKind::StoredParameter)
        }
        Some(default) if !parameter.secret => typed(&parameter.kind, default),
        _ => unknown(SourceKind::Parameter),
    })
}

/// A value of a parameter's type: a text, or a list of what stands between commas.
fn typed(kind: &str, text: &str) -> Value {
    if kind != "CommaDelimitedList" && !kind.contains("List<") && !kind.ends_with("<CommaDelimitedList>") {
        return Value::text(text);
    }
    let item = |part: &str| Node {
        content: Content::Scalar(Kind::Text, part.trim().to_owned()),
        span: Span::default(),
    };
    Value { content: Content::List(text.split(',').map(item).collect()), sources: Vec::new() }
}

/// Whether a parameter may have a value.
fn allow(parameter: &Parameter, text: &str) -> Read<()> {
    let Parameter { name, kind, allowed, .. } = parameter;
    if !allowed.is_empty() && !allowed.iter().any(|one| one == text) {
        let allowed: Vec<_> = allowed.iter().map(|one| format!("`{one}`")).collect();
        let message = format!("the parameter `{name}` may be {}, not `{text}`", allowed.join(", "));
        return Err(Error::new(ErrorCode::InvalidParameter, message));
    }
    if kind == "Number" && text.trim().parse::<f64>().is_err() {
        let message = format!("the parameter `{name}` is a number, not `{text}`");
        return Err(Error::new(ErrorCode::InvalidParameter, message));
    }
    Ok(())
}
