//! What `terraform show -json` prints of plans and states, and state files: values that are already worked out.
//! (Terraform, "JSON Output Format".)

use pipeline::Severity;
use pipeline::text::{Content, Kind, Node};

use super::beside::{self, Rule};
use super::shape::{Filled, PIPELINE, Piece, PieceMember, Shape};
use super::{Found, guessed, pipeline};
use crate::cloudformation::stand_in;
use crate::{Error, Import, Imported, Note, Options, Source, SourceKind};

/// What is known about a resource besides its values.
struct Beside<'n> {
    address: String,
    values: &'n Node,
    /// What is only known after it is made: true in the places of such values.
    unknown: Option<&'n Node>,
    /// What must not be shown: true in the places of such values.
    sensitive: Option<&'n Node>,
    /// How its values are written in the configuration.
    expressions: Option<&'n Node>,
}

/// Reads the pipelines of a plan or a state; nothing for other texts.
pub(crate) fn read_values(root: &Node, name: &str, options: &Options<'_>) -> Option<Result<Import, Error>> {
    let mut resources = Vec::new();
    if root.get("format_version").is_some() {
        let values = root.get("planned_values").or_else(|| root.get("values"))?;
        let module = &values.value.get("root_module")?.value;
        gather(module, root, &mut resources);
    } else if root.get("lineage").is_some() && root.get("serial").is_some() {
        gather_state(root, &mut resources);
    } else {
        return None;
    }
    let mut found = Found::default();
    let mut beside = Vec::new();
    for (kind, resource) in resources {
        let guessed = guessed(kind);
        let of_beside = beside::shape(kind);
        let shape = guessed.map(|(shape, _)| shape).or(of_beside).unwrap_or(&PIPELINE);
        let piece =
            take(&resource, resource.values, resource.unknown, resource.sensitive, shape, &mut Vec::new());
        if let Some((_, take)) = guessed {
            take(&piece, &mut found.shared.setup, &mut found.shared.unknown);
            continue;
        }
        if of_beside.is_some() {
            beside.push((kind, resource.address, piece));
            continue;
        }
        match pipeline(piece, &resource.address, name, &options.account) {
            Ok(pipeline) => found.pipelines.push(pipeline),
            Err(error) => return Some(Err(error.within(&resource.address, name))),
        }
    }
    take_beside(&mut found, beside, name);
    Some(found.import(Vec::new(), name))
}

/// Takes what says of pipelines what they need or what starts them.
fn take_beside(found: &mut Found, beside: Vec<(&str, String, Piece)>, file: &str) {
    let (types, others): (Vec<_>, Vec<_>) =
        beside.into_iter().partition(|(kind, ..)| *kind == beside::ACTION_TYPE_KIND);
    found.shared.action_types.extend(types.iter().map(|(_, _, piece)| beside::action_type(piece)));
    let (rules, others): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|(kind, ..)| *kind == beside::RULE_KIND);
    let rules = rules.into_iter().map(|(_, address, piece)| Rule {
        name: piece.get("name").and_then(Piece::text).unwrap_or_default().to_owned(),
        address,
        piece,
    });
    let rules: Vec<_> = rules.collect();
    for (kind, address, piece) in &others {
        let module =
            without_keys(address).rsplit_once(&format!("{kind}.")).map(|(module, _)| module.to_owned());
        let module = module.unwrap_or_default();
        // A plan does not know the ARN of a pipeline that is to be made. Of several, it does not say which.
        let named = |reference: &str| {
            let pipeline = format!("{module}{}", reference.strip_suffix(".arn")?);
            let is_meant =
                |one: &&Imported| one.logical_id.as_ref().is_some_and(|id| without_keys(id) == pipeline);
            let mut meant = found.pipelines.iter().filter(is_meant);
            let one = meant.next()?;
            meant.next().is_none().then(|| one.document.declaration.name.clone())
        };
        let starts = beside::starts(kind, address, piece, &rules, &named);
        found.shared.notes.extend(starts.iter().map(|start| Note {
            severity: Severity::Hint,
            message: start.hint(),
            name: file.to_owned(),
            span: piece.span,
        }));
        found.shared.starts.extend(starts);
    }
}

fn text<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.get(key)?.value.scalar().map(|(_, text)| text)
}

fn items<'n>(node: &'n Node, key: &str) -> &'n [Node] {
    node.get(key).and_then(|member| member.value.list()).unwrap_or_default()
}

fn wanted(resource: &Node) -> Option<&str> {
    let kind = text(resource, "type")?;
    let managed = text(resource, "mode").is_none_or(|mode| mode == "managed");
    let is_read = kind == "aws_codepipeline" || guessed(kind).is_some() || beside::shape(kind).is_some();
    (managed && is_read).then_some(kind)
}

/// The resources of a module of `show -json`, and of those in it. Modules nest as deep as the text may.
fn gather<'n>(module: &'n Node, root: &'n Node, found: &mut Vec<(&'n str, Beside<'n>)>) {
    for resource in items(module, "resources") {
        let (Some(kind), Some(address), Some(values)) =
            (wanted(resource), text(resource, "address"), resource.get("values"))
        else {
            continue;
        };
        let change = items(root, "resource_changes").iter().find(|one| text(one, "address") == Some(address));
        let change = change.and_then(|change| change.get("change")).map(|member| &member.value);
        let of_change = |key: &str| Some(&change?.get(key)?.value);
        let sensitive = resource.get("sensitive_values").map(|member| &member.value);
        found.push((
            kind,
            Beside {
                address: address.to_owned(),
                values: &values.value,
                unknown: of_change("after_unknown"),
                sensitive: sensitive.or_else(|| of_change("after_sensitive")),
                expressions: expressions(root, address),
            },
        ));
    }
    for inner in items(module, "child_modules") {
        gather(inner, root, found);
    }
}

/// The resources of a state file.
fn gather_state<'n>(root: &'n Node, found: &mut Vec<(&'n str, Beside<'n>)>) {
    for resource in items(root, "resources") {
        let (Some(kind), Some(name)) = (wanted(resource), text(resource, "name")) else { continue };
        let module = text(resource, "module").map(|module| format!("{module}.")).unwrap_or_default();
        for instance in items(resource, "instances") {
            let Some(attributes) = instance.get("attributes") else { continue };
            let key = match instance.get("index_key").map(|member| &member.value.content) {
                Some(Content::Scalar(Kind::Text, key)) => format!("[{key:?}]"),
                Some(Content::Scalar(Kind::Number, key)) => format!("[{key}]"),
                _ => String::new(),
            };
            found.push((
                kind,
                Beside {
                    address: format!("{module}{kind}.{name}{key}"),
                    values: &attributes.value,
                    unknown: None,
                    sensitive: None,
                    expressions: None,
                },
            ));
        }
    }
}

/// The expressions of a resource in the configuration that a plan carries.
fn expressions<'n>(root: &'n Node, address: &str) -> Option<&'n Node> {
    let mut module = &root.get("configuration")?.value.get("root_module")?.value;
    let plain = without_keys(address);
    let mut rest = plain.as_str();
    while let Some(inner) = rest.strip_prefix("module.") {
        let (call, behind) = inner.split_once('.')?;
        module = &module.get("module_calls")?.value.get(call)?.value.get("module")?.value;
        rest = behind;
    }
    let resource = items(module, "resources").iter().find(|one| text(one, "address") == Some(rest))?;
    resource.get("expressions").map(|member| &member.value)
}

/// An address without the keys of instances.
fn without_keys(address: &str) -> String {
    let (mut plain, mut depth) = (String::new(), 0_usize);
    for letter in address.chars() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            letter if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    plain
}

/// Arguments that are numbers: nothing can stand in for one.
const NUMBERS: &[&str] = &["run_order", "timeout_in_minutes"];

/// Whether the configuration of a plan gives a value for an argument of the block that the path leads to.
fn is_written(resource: &Beside<'_>, path: &[Step<'_>], name: &str) -> bool {
    let mut at = resource.expressions;
    for step in path {
        at = match step {
            Step::Member(name) => below(at, name),
            Step::Item(index) => item(at, *index),
        };
    }
    at.is_some_and(|block| block.get(name).is_some())
}

/// A step on the way to a value.
#[derive(Clone)]
enum Step<'n> {
    Member(&'n str),
    Item(usize),
}

fn is_true(node: Option<&Node>) -> bool {
    node.and_then(Node::scalar).is_some_and(|(kind, text)| kind == Kind::Bool && text == "true")
}

fn below<'n>(node: Option<&'n Node>, key: &str) -> Option<&'n Node> {
    match node {
        // What is true as a whole is true of all in it.
        Some(all) if is_true(node) => Some(all),
        Some(node) => node.get(key).map(|member| &member.value),
        None => None,
    }
}

fn item(node: Option<&Node>, index: usize) -> Option<&Node> {
    match node {
        Some(all) if is_true(node) => Some(all),
        Some(node) => node.list().and_then(|items| items.get(index)),
        None => None,
    }
}

/// A block of a resource.
fn take<'n>(
    resource: &Beside<'n>,
    values: &'n Node,
    unknown: Option<&'n Node>,
    sensitive: Option<&'n Node>,
    shape: &Shape,
    path: &mut Vec<Step<'n>>,
) -> Piece {
    let mut members = Vec::new();
    for name in shape.arguments {
        let written = values.get(name);
        let (unknown, sensitive) = (below(unknown, name), below(sensitive, name));
        // What the service fills in where nothing is written is no part of the pipeline.
        let filled = *name == "region" && !is_written(resource, path, name);
        if is_true(unknown) && (filled || NUMBERS.contains(name)) {
            continue;
        }
        path.push(Step::Member(name));
        let value = argument(resource, written.map(|member| &member.value), unknown, sensitive, values, path);
        path.pop();
        let key_span = written.map_or(values.span, |member| member.key_span);
        members.extend(value.map(|value| PieceMember { key: (*name).to_owned(), key_span, value }));
    }
    for (kind, inner) in shape.blocks {
        let Some(member) = values.get(kind) else { continue };
        let (unknown, sensitive) = (below(unknown, kind), below(sensitive, kind));
        path.push(Step::Member(kind));
        let mut made = Vec::new();
        for (index, one) in member.value.list().unwrap_or_default().iter().enumerate() {
            path.push(Step::Item(index));
            made.push(take(resource, one, item(unknown, index), item(sensitive, index), inner, path));
            path.pop();
        }
        path.pop();
        let value = Piece { content: Filled::List(made), span: member.value.span, sources: Vec::new() };
        members.push(PieceMember { key: (*kind).to_owned(), key_span: member.key_span, value });
    }
    Piece { content: Filled::Map(members), span: values.span, sources: Vec::new() }
}

/// A value; nothing when there is none.
fn argument<'n>(
    resource: &Beside<'n>,
    value: Option<&'n Node>,
    unknown: Option<&'n Node>,
    sensitive: Option<&'n Node>,
    around: &'n Node,
    path: &mut Vec<Step<'n>>,
) -> Option<Piece> {
    if is_true(unknown) || (is_true(sensitive) && value.is_some_and(|value| !value.is_null())) {
        let kind = if is_true(unknown) { SourceKind::Attribute } else { SourceKind::Sensitive };
        let name = reference(resource, path);
        let content = Filled::Scalar(Kind::Text, stand_in(&name));
        let span = value.map_or(around.span, |value| value.span);
        return Some(Piece { content, span, sources: vec![Source::new(kind, name)] });
    }
    let node = value?;
    let content = match &node.content {
        Content::Scalar(Kind::Null, _) => return None,
        Content::Scalar(kind, text) => Filled::Scalar(*kind, text.clone()),
        Content::List(items) => {
            let mut all = Vec::new();
            for (index, one) in items.iter().enumerate() {
                path.push(Step::Item(index));
                all.extend(argument(
                    resource,
                    Some(one),
                    item(unknown, index),
                    item(sensitive, index),
                    node,
                    path,
                ));
                path.pop();
            }
            Filled::List(all)
        }
        Content::Map(written) => {
            let mut members = Vec::new();
            // What is not known has no place among the values.
            let missing = unknown.and_then(Node::map).unwrap_or_default().iter();
            let missing =
                missing.filter(|member| is_true(Some(&member.value)) && node.get(&member.key).is_none());
            for member in written.iter().chain(missing) {
                path.push(Step::Member(&member.key));
                let here = node.get(&member.key).map(|member| &member.value);
                let (unknown, sensitive) = (below(unknown, &member.key), below(sensitive, &member.key));
                let value = argument(resource, here, unknown, sensitive, node, path);
                path.pop();
                members.extend(value.map(|value| PieceMember {
                    key: member.key.clone(),
                    key_span: node.span,
                    value,
                }));
            }
            Filled::Map(members)
        }
    };
    Some(Piece { content, span: node.span, sources: Vec::new() })
}

/// What a value that is not known is called: what the configuration refers to in its place when that is one thing,
/// else the place itself.
fn reference(resource: &Beside<'_>, path: &[Step<'_>]) -> String {
    let mut place = resource.address.clone();
    let mut at = resource.expressions;
    for step in path {
        match step {
            Step::Member(name) => {
                place = format!("{place}.{name}");
                at = at.and_then(|node| {
                    if node.get("references").is_some() { Some(node) } else { below(Some(node), name) }
                });
            }
            Step::Item(index) => {
                place = format!("{place}[{index}]");
                at = at.and_then(|node| {
                    if node.get("references").is_some() { Some(node) } else { item(Some(node), *index) }
                });
            }
        }
    }
    let references: Vec<_> = at.map(|node| items(node, "references")).unwrap_or_default().iter().collect();
    // Each is followed by the things that it is a part of.
    let named = references.iter().filter_map(|one| one.scalar()).map(|(_, text)| text);
    let named: Vec<_> = named.collect();
    let whole = named
        .iter()
        .filter(|one| !named.iter().any(|other| other.len() > one.len() && other.starts_with(**one)));
    match whole.collect::<Vec<_>>().as_slice() {
        [one] => (**one).to_owned(),
        _ => place,
    }
}
