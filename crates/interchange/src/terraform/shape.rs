//! The AWS provider's form of a pipeline and of a project, and the declaration that it makes: from blocks of a
//! configuration and from plans alike. (AWS provider, `aws_codepipeline`, `aws_codebuild_project`.)

use pipeline::Span;
use pipeline::text::{Content, Kind, Member, Node, child};

use crate::cloudformation::fit;
use crate::{Error, Source, Unknown};

/// A part of a resource: a block's members under the provider's names, blocks as lists of such parts.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub content: Filled,
    pub span: Span,
    /// What is not known about a scalar.
    pub sources: Vec<Source>,
}

#[derive(Debug, Clone)]
pub(super) enum Filled {
    Scalar(Kind, String),
    List(Vec<Piece>),
    Map(Vec<PieceMember>),
}

/// A member of a part.
#[derive(Debug, Clone)]
pub(super) struct PieceMember {
    pub key: String,
    pub key_span: Span,
    pub value: Piece,
}

impl Piece {
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.content {
            Filled::Map(members) => {
                members.iter().find(|member| member.key == key).map(|member| &member.value)
            }
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Filled::Scalar(kind, text) if *kind != Kind::Null => Some(text),
            _ => None,
        }
    }

    pub fn list(&self) -> &[Self] {
        match &self.content {
            Filled::List(items) => items,
            _ => &[],
        }
    }

    fn is_empty(&self) -> bool {
        match &self.content {
            Filled::Scalar(kind, _) => *kind == Kind::Null,
            Filled::List(items) => items.is_empty(),
            Filled::Map(members) => members.is_empty(),
        }
    }
}

/// What a block may have: its kind, its arguments, its blocks.
pub(super) struct Shape {
    pub arguments: &'static [&'static str],
    pub blocks: &'static [(&'static str, &'static Self)],
    /// Arguments and blocks that say nothing about the pipeline.
    pub beside: &'static [&'static str],
    /// Whether it may have other arguments and blocks, too.
    pub open: bool,
}

const fn shape(
    arguments: &'static [&'static str],
    blocks: &'static [(&'static str, &'static Shape)],
) -> Shape {
    Shape { arguments, blocks, beside: &[], open: false }
}

/// What every resource may have.
const META: &[&str] =
    &["count", "for_each", "depends_on", "provider", "lifecycle", "provisioner", "connection", "timeouts"];

impl Shape {
    pub fn is_beside(&self, name: &str) -> bool {
        self.beside.contains(&name) || META.contains(&name)
    }
}

pub(super) static PIPELINE: Shape = Shape {
    arguments: &["name", "role_arn", "pipeline_type", "execution_mode"],
    blocks: &[("artifact_store", &STORE), ("stage", &STAGE), ("trigger", &TRIGGER), ("variable", &VARIABLE)],
    beside: &["tags", "tags_all", "id", "arn", "region", "trigger_all"],
    open: false,
};
static STORE: Shape = shape(&["location", "type", "region"], &[("encryption_key", &KEY)]);
static KEY: Shape = shape(&["id", "type"], &[]);
static VARIABLE: Shape = shape(&["name", "default_value", "description"], &[]);
static STAGE: Shape = shape(
    &["name"],
    &[
        ("action", &ACTION),
        ("before_entry", &CONDITIONS),
        ("on_success", &CONDITIONS),
        ("on_failure", &FAILURE),
    ],
);
static ACTION: Shape = shape(
    &[
        "name",
        "category",
        "owner",
        "provider",
        "version",
        "configuration",
        "commands",
        "input_artifacts",
        "output_artifacts",
        "output_variables",
        "namespace",
        "region",
        "role_arn",
        "run_order",
        "timeout_in_minutes",
    ],
    &[("output_artifacts_for_compute_action", &FILES)],
);
static FILES: Shape = shape(&["name", "files"], &[]);
static CONDITIONS: Shape = shape(&[], &[("condition", &CONDITION)]);
static FAILURE: Shape = shape(&["result"], &[("condition", &CONDITION), ("retry_configuration", &RETRY)]);
static RETRY: Shape = shape(&["retry_mode"], &[]);
static CONDITION: Shape = shape(&["result"], &[("rule", &RULE)]);
static RULE: Shape = shape(
    &["name", "commands", "configuration", "input_artifacts", "region", "role_arn", "timeout_in_minutes"],
    &[("rule_type_id", &RULE_TYPE)],
);
static RULE_TYPE: Shape = shape(&["category", "owner", "provider", "version"], &[]);
static TRIGGER: Shape = shape(&["provider_type"], &[("git_configuration", &GIT)]);
static GIT: Shape = shape(&["source_action_name"], &[("push", &PUSH), ("pull_request", &PULL)]);
static PUSH: Shape = shape(&[], &[("branches", &GLOBS), ("file_paths", &GLOBS), ("tags", &GLOBS)]);
static PULL: Shape = shape(&["events"], &[("branches", &GLOBS), ("file_paths", &GLOBS)]);
static GLOBS: Shape = shape(&["includes", "excludes"], &[]);

pub(super) static PROJECT: Shape = Shape {
    arguments: &["name", "build_timeout", "service_role"],
    blocks: &[("source", &SOURCE), ("environment", &ENVIRONMENT)],
    beside: &[],
    open: true,
};
static SOURCE: Shape = Shape { open: true, ..shape(&["type", "buildspec"], &[]) };
static ENVIRONMENT: Shape = Shape {
    open: true,
    ..shape(&["image", "privileged_mode", "compute_type"], &[("environment_variable", &ENVIRONMENT_VARIABLE)])
};
static ENVIRONMENT_VARIABLE: Shape = shape(&["name", "value", "type"], &[]);

pub(super) static FUNCTION: Shape =
    Shape { open: true, ..shape(&["function_name", "filename", "handler", "runtime"], &[]) };
pub(super) static STATE_MACHINE: Shape = Shape { open: true, ..shape(&["name", "definition"], &[]) };

/// The provider's names of which the service's are not the same in camel case.
const NAMES: &[(&str, &str)] = &[
    ("action", "actions"),
    ("condition", "conditions"),
    ("rule", "rules"),
    ("stage", "stages"),
    ("trigger", "triggers"),
    ("variable", "variables"),
];
/// Blocks of which there is one at most.
const SINGLE: &[&str] = &[
    "before_entry",
    "branches",
    "encryption_key",
    "file_paths",
    "git_configuration",
    "on_failure",
    "on_success",
    "retry_configuration",
    "rule_type_id",
    "tags",
];
/// What the provider does not send when it is empty.
const OPTIONAL: &[&str] = &[
    "default_value",
    "description",
    "namespace",
    "region",
    "role_arn",
    "result",
    "retry_mode",
    "owner",
    "version",
];

/// The declaration that a pipeline makes.
pub(super) fn declaration(pipeline: &Piece) -> Result<Piece, Error> {
    let Filled::Map(members) = &pipeline.content else { return Ok(pipeline.clone()) };
    let mut declared = Vec::new();
    for member in members {
        if member.key == "artifact_store" {
            declared.extend(stores(member)?);
        } else {
            declared.extend(renamed(member));
        }
    }
    Ok(Piece { content: Filled::Map(declared), span: pipeline.span, sources: Vec::new() })
}

/// One store, or several by their regions.
fn stores(member: &PieceMember) -> Result<Option<PieceMember>, Error> {
    let named =
        |key: &str, value: Piece| PieceMember { key: key.to_owned(), key_span: member.key_span, value };
    let without_region = |store: &Piece| {
        let mut store = part(store);
        if let Filled::Map(members) = &mut store.content {
            members.retain(|member| member.key != "region");
        }
        store
    };
    match member.value.list() {
        [] => Ok(None),
        [one] => Ok(Some(named("artifactStore", without_region(one)))),
        several => {
            let mut by_region: Vec<PieceMember> = Vec::new();
            for store in several {
                let Some(region) = store.get("region").and_then(Piece::text) else {
                    let message = "each of several `artifact_store` has a `region`";
                    return Err(Error::invalid(message).at(store.span));
                };
                if by_region.iter().any(|known| known.key == region) {
                    let message = format!("there are two `artifact_store` for `{region}`");
                    return Err(Error::invalid(message).at(store.span));
                }
                let value = without_region(store);
                by_region.push(PieceMember { key: region.to_owned(), key_span: store.span, value });
            }
            let value =
                Piece { content: Filled::Map(by_region), span: member.value.span, sources: Vec::new() };
            Ok(Some(named("artifactStores", value)))
        }
    }
}

/// A part with the service's names.
fn part(piece: &Piece) -> Piece {
    let content = match &piece.content {
        Filled::Map(members) if piece.get("provider").is_some() && piece.get("name").is_some() => {
            action(members)
        }
        Filled::Map(members) => Filled::Map(members.iter().filter_map(renamed).collect()),
        Filled::List(items) => Filled::List(items.iter().map(part).collect()),
        scalar => scalar.clone(),
    };
    Piece { content, span: piece.span, sources: piece.sources.clone() }
}

/// An action, whose type stands together.
fn action(members: &[PieceMember]) -> Filled {
    let is_type =
        |member: &&PieceMember| ["category", "owner", "provider", "version"].contains(&member.key.as_str());
    let (kind, rest): (Vec<_>, Vec<_>) = members.iter().partition(is_type);
    let mut declared: Vec<_> = rest.into_iter().filter_map(renamed).collect();
    if let Some(first) = kind.first() {
        let span = first.value.span;
        let content = Filled::Map(kind.iter().filter_map(|member| renamed(member)).collect());
        let value = Piece { content, span, sources: Vec::new() };
        declared.push(PieceMember { key: "actionTypeId".into(), key_span: first.key_span, value });
    }
    Filled::Map(declared)
}

fn renamed(member: &PieceMember) -> Option<PieceMember> {
    let PieceMember { key, key_span, value } = member;
    let unset =
        |value: &Piece| value.is_empty() || (OPTIONAL.contains(&key.as_str()) && value.text() == Some(""));
    if unset(value) || (key == "timeout_in_minutes" && value.text() == Some("0")) {
        return None;
    }
    let named =
        |key: &str, value: Piece| Some(PieceMember { key: key.to_owned(), key_span: *key_span, value });
    match key.as_str() {
        // The keys of a configuration are the action's own.
        "configuration" => return named("configuration", value.clone()),
        "input_artifacts" => return named("inputArtifacts", artifacts(value)),
        "output_artifacts" => return named("outputArtifacts", artifacts(value)),
        "output_artifacts_for_compute_action" => return named("outputArtifacts", part(value)),
        _ => {}
    }
    let name = NAMES
        .iter()
        .find(|(theirs, _)| theirs == key)
        .map_or_else(|| camel(key), |(_, ours)| (*ours).to_owned());
    match value.list() {
        [one] if SINGLE.contains(&key.as_str()) => named(&name, part(one)),
        _ => named(&name, part(value)),
    }
}

/// Names of artifacts as the service has them.
fn artifacts(value: &Piece) -> Piece {
    let artifact = |name: &Piece| {
        let member = PieceMember { key: "name".into(), key_span: name.span, value: name.clone() };
        Piece { content: Filled::Map(vec![member]), span: name.span, sources: Vec::new() }
    };
    match &value.content {
        Filled::List(items) => {
            let content = Filled::List(items.iter().map(artifact).collect());
            Piece { content, span: value.span, sources: Vec::new() }
        }
        // A list that is not known.
        Filled::Scalar(..) => Piece { content: Filled::List(vec![artifact(value)]), ..value.clone() },
        Filled::Map(_) => value.clone(),
    }
}

pub(super) fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

/// A part as a tree with its places, and a list of what stands in. What stands in has the form that the service wants.
pub(super) fn finish(
    piece: Piece,
    key: &str,
    pointer: &str,
    account: &str,
    unknown: &mut Vec<Unknown>,
) -> Node {
    let content = match piece.content {
        Filled::Scalar(kind, mut text) => {
            if !piece.sources.is_empty() {
                fit(&mut text, key, account);
            }
            let unknowns = piece.sources.into_iter().map(|source| Unknown {
                pointer: pointer.to_owned(),
                in_setup: false,
                text: text.clone(),
                source,
            });
            unknown.extend(unknowns);
            Content::Scalar(kind, text)
        }
        Filled::List(items) => {
            let items = items.into_iter().enumerate();
            Content::List(
                items
                    .map(|(index, item)| finish(item, key, &format!("{pointer}/{index}"), account, unknown))
                    .collect(),
            )
        }
        Filled::Map(members) => {
            let member = |member: PieceMember| {
                let below = child(pointer, &member.key);
                let value = finish(member.value, &member.key, &below, account, unknown);
                Member { key: member.key, key_span: member.key_span, value }
            };
            Content::Map(members.into_iter().map(member).collect())
        }
    };
    Node { content, span: piece.span }
}
