//! The variables of modules: what they are declared as, and what they are given.

use std::collections::BTreeMap;
use std::rc::Rc;

use hcl_edit::expr::{Expression, FuncCall};

use super::module::{Contents, at};
use super::resolve::{At, Resolver};
use super::source::{Block, ExprForm, File, key_name};
use super::value::{Data, Read, Value};
use crate::{Error, ErrorCode, Parameter, SourceKind};

/// The value of a variable: what it is given, its default, or a stand-in.
pub(super) fn value(
    resolver: &mut Resolver<'_>,
    instance: usize,
    name: &str,
    block: &Block<'_>,
    given: Option<Value>,
) -> Read<Value> {
    let outermost = instance == 0;
    let says = |key: &str, wanted: &str| {
        block.body.attribute(block.file, key).is_some_and(|expr| expr.source().trim() == wanted)
    };
    let default = block.body.attribute(block.file, "default");
    let given = given.filter(|value| !value.is_null() || !says("nullable", "false"));
    let found = match (given, default) {
        (Some(value), _) => value,
        (None, Some(_)) if outermost && says("sensitive", "true") => {
            Value::unknown(SourceKind::Parameter, name)
        }
        (None, Some(default)) => {
            let at = resolver.at(instance, block, &None);
            resolver.value(&at, default)?
        }
        (None, None) if outermost => Value::unknown(SourceKind::Parameter, name),
        (None, None) => {
            let message = format!("{}var.{name} is given no value", resolver.prefix(instance));
            return Err(at(Error::invalid(message), block.file, block.span));
        }
    };
    match block.body.attribute(block.file, "type").map(|expr| expr.form) {
        Some(ExprForm::Native(expected)) => {
            let at = resolver.at(instance, block, &None);
            convert(resolver, &at, &found, expected)
        }
        Some(ExprForm::Json(node)) => {
            let written = node.scalar().map_or("any", |(_, text)| text);
            match hcl_edit::parser::parse_expr(written) {
                Ok(expected) => {
                    let at = resolver.at(instance, block, &None);
                    convert(resolver, &at, &found, &expected)
                }
                Err(_) => Ok(found),
            }
        }
        None => Ok(found),
    }
}

/// A value of a type. What has not the type stays as it is.
fn convert(resolver: &mut Resolver<'_>, at: &At, value: &Value, expected: &Expression) -> Read<Value> {
    if value.is_null() || value.is_unknown() {
        return Ok(value.clone());
    }
    resolver.deeper(|resolver| match expected {
        Expression::Variable(name) => Ok(simple(value, name.as_str())),
        Expression::String(name) => Ok(simple(value, name)),
        Expression::FuncCall(call) => composed(resolver, at, value, call),
        _ => Ok(value.clone()),
    })
}

fn simple(value: &Value, expected: &str) -> Value {
    let converted = match (expected, &value.data) {
        ("string", Data::Bool(_) | Data::Number(_)) => value.to_text().ok().map(Value::text),
        ("number", Data::Text(_)) => value.to_number().ok().map(Value::number),
        ("bool", Data::Text(_)) => value.to_bool().ok().flatten().map(Value::bool),
        _ => None,
    };
    converted.map_or_else(|| value.clone(), |converted| Value { sources: value.sources.clone(), ..converted })
}

fn composed(resolver: &mut Resolver<'_>, at: &At, value: &Value, call: &FuncCall) -> Read<Value> {
    let Some(inner) = call.args.get(0) else { return Ok(value.clone()) };
    match (call.name.name.as_str(), &value.data) {
        ("list" | "set", Data::List(list)) => {
            resolver.step(list.items.len())?;
            let items =
                list.items.iter().map(|item| convert(resolver, at, item, inner)).collect::<Read<_>>()?;
            if call.name.name.as_str() == "set" { Value::set(items) } else { Value::list(items) }
        }
        ("map", Data::Map(table)) => {
            resolver.step(table.members.len())?;
            let member =
                |(key, item): &(Rc<str>, Value)| Ok((Rc::clone(key), convert(resolver, at, item, inner)?));
            Value::map(table.members.iter().map(member).collect::<Read<_>>()?)
        }
        ("object", Data::Map(table)) => {
            let Expression::Object(object) = inner else { return Ok(value.clone()) };
            let mut members = Vec::new();
            for (key, expected) in object.iter() {
                let Some(name) = key_name(key) else { continue };
                let (expected, default, optional) = match expected.expr() {
                    Expression::FuncCall(call) if call.name.name.as_str() == "optional" => {
                        (call.args.get(0), call.args.get(1), true)
                    }
                    expected => (Some(expected), None, false),
                };
                let found = match (table.get(name), default) {
                    (Some(found), None) => found.clone(),
                    (Some(found), Some(_)) if !found.is_null() => found.clone(),
                    (_, Some(default)) => resolver.look(at, default)?,
                    (None, None) if optional => Value::NULL,
                    (None, None) => continue,
                };
                let found = match expected {
                    Some(expected) => convert(resolver, at, &found, expected)?,
                    None => found,
                };
                members.push((name.into(), found));
            }
            Value::map(members)
        }
        _ => Ok(value.clone()),
    }
}

/// Takes the values that the files of values and the user give to the outermost module.
pub(super) fn take_given(
    resolver: &mut Resolver<'_>,
    module: &Contents<'_>,
    values: &[Rc<File>],
) -> Read<()> {
    for file in values {
        let Some(body) = file.body() else { continue };
        for (name, _, expr) in body.attributes(file) {
            let at = At { instance: 0, file: Rc::clone(file), frame: None };
            let value = resolver.value(&at, expr)?;
            resolver.given.insert(name.to_owned(), value);
        }
    }
    let options = resolver.options;
    let usual = options.usual.iter().filter(|(name, _)| module.variable(name).is_some());
    for (name, text) in usual.chain(&options.parameters) {
        let Some(block) = module.variable(name) else {
            let known: Vec<_> = module.variables.iter().map(|(name, _)| format!("`{name}`")).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            let message = format!("the configuration has no variable `{name}`; it has {known}");
            return Err(Error::new(ErrorCode::InvalidParameter, message));
        };
        let value = from_text(resolver, block, text)?;
        resolver.given.insert(name.clone(), value);
    }
    Ok(())
}

/// A text as a value of a variable, as Terraform takes it from the command line; lists may stand between commas, too.
fn from_text(resolver: &mut Resolver<'_>, block: &Block<'_>, text: &str) -> Read<Value> {
    let expected = block.body.attribute(block.file, "type").map_or("string", |expr| expr.source().trim());
    let expected = expected.trim_matches('"');
    if matches!(expected, "string" | "number" | "bool") {
        return Ok(Value::text(text));
    }
    let parsed = hcl_edit::parser::parse_expr(text).ok();
    let at = At { instance: 0, file: Rc::new(File::of_text(text, "the value")), frame: None };
    match parsed.map(|expression| resolver.look(&at, &expression)) {
        Some(Ok(value)) => Ok(value),
        _ if expected.starts_with("list") || expected.starts_with("set") => {
            Value::list(text.split(',').map(|part| Value::text(part.trim())).collect())
        }
        _ => Ok(Value::text(text)),
    }
}

/// Whether the values that were given are allowed.
///
/// # Errors
/// [`ErrorCode::InvalidParameter`] with the message that the module has for it.
pub(super) fn validate(resolver: &mut Resolver<'_>, module: &Contents<'_>) -> Read<()> {
    let given: Vec<_> = resolver.given.keys().cloned().collect();
    for name in given {
        let Some(block) = module.variable(&name).cloned() else { continue };
        for rule in block.body.blocks(block.file, "validation", 0) {
            let Some(condition) = rule.body.attribute(rule.file, "condition") else { continue };
            let here = resolver.at(0, &rule, &None);
            // What cannot be worked out forbids nothing.
            let holds = resolver.value(&here, condition).and_then(|value| value.to_bool());
            if matches!(holds, Ok(Some(false))) {
                let message = match rule.body.attribute(rule.file, "error_message") {
                    Some(message) => resolver.value(&here, message)?.to_text()?,
                    None => "its value is not allowed".into(),
                };
                let message = format!("the variable `{name}`: {message}");
                return Err(at(Error::new(ErrorCode::InvalidParameter, message), rule.file, rule.span));
            }
        }
    }
    Ok(())
}

/// The variables that the outermost module declares.
pub(super) fn declared(resolver: &mut Resolver<'_>, module: &Contents<'_>) -> Vec<Parameter> {
    let variables: BTreeMap<usize, _> = module.variables.iter().cloned().enumerate().collect();
    variables
        .into_values()
        .map(|(name, block)| {
            let mut read = |key: &str| {
                let expr = block.body.attribute(block.file, key)?;
                let at = resolver.at(0, &block, &None);
                let value = resolver.value(&at, expr).ok().filter(|value| !value.is_null())?;
                Some(value.to_text().map_or_else(|_| expr.source().to_owned(), |text| text.to_string()))
            };
            let (description, default) = (read("description"), read("default"));
            let secret = read("sensitive").is_some_and(|text| text == "true");
            let kind = block.body.attribute(block.file, "type");
            Parameter {
                name: name.to_owned(),
                kind: kind.map_or_else(|| "string".into(), |expr| expr.source().trim_matches('"').to_owned()),
                description,
                default: default.filter(|_| !secret),
                allowed: allowed(&block, name),
                secret,
            }
        })
        .collect()
}

/// The values of a rule that says `contains([…], var.NAME)`.
fn allowed(block: &Block<'_>, name: &str) -> Vec<String> {
    let rules = block.body.blocks(block.file, "validation", 0);
    let values = |rule: &Block<'_>| {
        let ExprForm::Native(Expression::FuncCall(call)) = rule.body.attribute(rule.file, "condition")?.form
        else {
            return None;
        };
        let written = rule.file.text(hcl_edit::Span::span(call.args.get(1)?)?);
        if call.name.name.as_str() != "contains" || written.trim() != format!("var.{name}") {
            return None;
        }
        let items = call.args.get(0)?.as_array()?.iter();
        items.map(|item| item.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    rules.iter().find_map(values).unwrap_or_default()
}
