//! Where the value of a function comes from: the parameters, resources and mappings that it names.

use pipeline::text::{Content, Node};

use super::functions::{Piece, pieces};
use super::template::Template;
use crate::roots::Origin;

/// The most parts of a template that one value is said to come from.
const MOST: usize = 8;

/// Where the value of a function comes from; the function itself when it names nothing.
pub(super) fn of(template: &Template, function: &Node) -> Vec<Origin> {
    let mut found = Vec::new();
    walk(template, function, &mut found);
    if found.is_empty()
        && let Some([member]) = function.map()
    {
        found.push(Origin { what: format!("`{}`", member.key), span: Some(function.span) });
    }
    found.truncate(MOST);
    found
}

fn walk(template: &Template, node: &Node, found: &mut Vec<Origin>) {
    match &node.content {
        Content::Scalar(..) => {}
        Content::List(items) => items.iter().for_each(|item| walk(template, item, found)),
        Content::Map(members) => {
            let [member] = members.as_slice() else {
                members.iter().for_each(|member| walk(template, &member.value, found));
                return;
            };
            let argument = &member.value;
            let list = argument.list().unwrap_or_default();
            let first = list.first().unwrap_or(argument);
            let text = first.scalar().map(|(_, text)| text).unwrap_or_default();
            match member.key.trim_start_matches("Fn::").trim_start_matches('!') {
                "Ref" => add(template, text, found),
                "GetAtt" => add(template, text.split('.').next().unwrap_or_default(), found),
                "Sub" => {
                    let given = list.get(1).and_then(Node::map).unwrap_or_default();
                    for piece in pieces(text) {
                        if let Piece::Name(name) = piece
                            && !given.iter().any(|member| member.key == name)
                        {
                            add(template, name.split('.').next().unwrap_or_default(), found);
                        }
                    }
                    given.iter().for_each(|member| walk(template, &member.value, found));
                }
                "FindInMap" => {
                    let what = format!("the mapping `{text}`");
                    let place = template.find("Mappings", text).map(|member| member.key_span);
                    push(found, Origin { what, span: place });
                    list.iter().skip(1).for_each(|item| walk(template, item, found));
                }
                "ImportValue" => {
                    push(found, Origin { what: "an export of another stack".into(), span: Some(node.span) });
                    walk(template, argument, found);
                }
                _ => walk(template, argument, found),
            }
        }
    }
}

fn add(template: &Template, name: &str, found: &mut Vec<Origin>) {
    let origin = if let Some(member) = template.find("Parameters", name) {
        let place = member.value.get("Default").map_or(member.key_span, |default| default.value.span);
        Origin { what: format!("the parameter `{name}`"), span: Some(place) }
    } else if let Some(member) = template.find("Resources", name) {
        Origin { what: format!("the resource `{name}`"), span: Some(member.key_span) }
    } else {
        Origin { what: format!("`{name}`"), span: None }
    };
    push(found, origin);
}

fn push(found: &mut Vec<Origin>, origin: Origin) {
    if !found.contains(&origin) {
        found.push(origin);
    }
}
