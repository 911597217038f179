//! A template as text: its sections, its resources, and templates of which only a part is there. It evaluates nothing.

use std::collections::HashSet;

use pipeline::Span;
use pipeline::text::{self, Content, Format, Member, Node};

use super::loops::Loops;
use crate::{Error, ErrorCode};

/// The resource type that this is all about.
pub(super) const PIPELINE: &str = "AWS::CodePipeline::Pipeline";

/// How much of a template a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Resources,
    Resource,
    Properties,
}

/// A template and the stack that it would make.
#[derive(Debug)]
pub(super) struct Template {
    /// What the user, or the template around it, calls it.
    pub name: String,
    pub format: Format,
    /// The name of the stack.
    pub stack: String,
    /// Whether it is only a part of a template: what it refers to may stand elsewhere.
    pub fragment: bool,
    /// Which part of a template the text is.
    part: Part,
    /// The names of what loops made: they do not stand in the text.
    made: HashSet<String>,
    /// Loops over lists that are not known.
    pub left_out: Vec<(String, Span)>,
    /// Members that are written twice.
    pub repeated: Vec<pipeline::Error>,
    root: Node,
}

impl Template {
    /// Reads a template, or a part of one: resources without the map around them, one resource, the properties of one.
    pub fn parse(text: &str, name: &str) -> Result<Self, Error> {
        let read = text::read_leniently(text, name)?;
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stem = file.split('.').next().unwrap_or(file);
        let part = part_of(&read.root);
        let root = if part == Part::Whole { read.root } else { complete(read.root, part, stem) };
        if root.get("Resources").is_none_or(|resources| resources.value.map().is_none()) {
            return Err(Error::new(
                ErrorCode::NoPipeline,
                "is a CloudFormation template without `Resources`",
            )
            .named(name));
        }
        Ok(Self {
            name: name.to_owned(),
            format: read.format,
            stack: dashed(stem),
            fragment: part != Part::Whole,
            part,
            made: HashSet::new(),
            left_out: Vec::new(),
            repeated: read.repeated,
            root,
        })
    }

    /// Writes out its loops; those over lists that are not known are told. `list` gives the items of a parameter.
    pub fn write_out_loops(&mut self, list: &dyn Fn(&str) -> Option<Vec<String>>) -> Result<(), Error> {
        let nothing = Node { content: Content::Map(Vec::new()), span: self.root.span };
        let mut loops = Loops::new(list);
        self.root = loops
            .write_out(std::mem::replace(&mut self.root, nothing))
            .map_err(|error| error.named(&self.name))?;
        self.made = loops.made;
        self.left_out = loops.left_out;
        Ok(())
    }

    /// Whether a resource comes from a loop.
    pub fn is_from_loop(&self, id: &str) -> bool {
        self.made.contains(id)
    }

    /// The members of a section: `Resources`, `Parameters`, `Mappings`, `Conditions`, `Outputs`.
    pub fn section(&self, name: &str) -> &[Member] {
        self.root.get(name).and_then(|section| section.value.map()).unwrap_or_default()
    }

    /// A member of a section.
    pub fn find(&self, section: &str, name: &str) -> Option<&Member> {
        self.section(section).iter().find(|member| member.key == name)
    }

    /// The keys that lead from the top of the text to the properties of a resource.
    pub fn path_of(&self, id: &str, resource: &Node) -> Vec<String> {
        let lead: &[&str] = match self.part {
            Part::Whole => &["Resources", id],
            Part::Resources => &[id],
            Part::Resource | Part::Properties => &[],
        };
        let has = self.part != Part::Properties && resource.get("Properties").is_some();
        lead.iter().copied().chain(has.then_some("Properties")).map(str::to_owned).collect()
    }

    /// The names of the macros that CloudFormation lets loose on the template, with their places.
    pub fn macros(&self) -> Vec<(&str, Span)> {
        let Some(member) = self.root.get("Transform") else { return Vec::new() };
        let one = std::slice::from_ref(&member.value);
        let nodes = member.value.list().unwrap_or(one);
        let name = |node: &Node| node.get("Name").map_or(node, |name| &name.value).span;
        nodes
            .iter()
            .map(|node| {
                let named = node.get("Name").map_or(node, |member| &member.value);
                (named.scalar().map_or("(without a name)", |(_, text)| text), name(node))
            })
            .collect()
    }
}

/// The type of a resource.
pub(super) fn type_of(resource: &Node) -> &str {
    resource.get("Type").and_then(|member| member.value.scalar()).map_or("", |(_, text)| text)
}

/// A property of a resource, as it is written.
pub(super) fn property<'n>(resource: &'n Node, name: &str) -> Option<&'n Node> {
    Some(&resource.get("Properties")?.value.get(name)?.value)
}

fn part_of(root: &Node) -> Part {
    if root.get("Resources").is_some() {
        Part::Whole
    } else if root.get("Type").is_some_and(|member| member.value.scalar().is_some()) {
        Part::Resource
    } else if root.get("Stages").is_some() {
        Part::Properties
    } else {
        Part::Resources
    }
}

/// A part of a template with what is missing around it.
fn complete(root: Node, part: Part, stem: &str) -> Node {
    let span = root.span;
    let map = |key: &str, value: Node| Node {
        content: Content::Map(vec![Member { key: key.to_owned(), key_span: span, value }]),
        span,
    };
    let scalar = |text: &str| Node { content: Content::Scalar(text::Kind::Text, text.to_owned()), span };
    let id: String = stem.chars().filter(char::is_ascii_alphanumeric).collect();
    if part == Part::Resource {
        return map("Resources", map(&id, root));
    }
    if part == Part::Properties {
        let typed = Member { key: "Type".into(), key_span: span, value: scalar(PIPELINE) };
        let properties = Member { key: "Properties".into(), key_span: span, value: root };
        let resource = Node { content: Content::Map(vec![typed, properties]), span };
        return map("Resources", map(&id, resource));
    }
    let Content::Map(members) = root.content else { return root };
    let resources: Vec<_> =
        members.into_iter().filter(|member| type_of(&member.value).contains("::")).collect();
    if resources.is_empty() {
        return Node { content: Content::Map(Vec::new()), span };
    }
    map("Resources", Node { content: Content::Map(resources), span })
}

/// A name of letters, digits and dashes.
pub(super) fn dashed(text: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let dashed: String = text.chars().map(letter).take(60).collect();
    let dashed = dashed.trim_matches('-');
    if dashed.is_empty() { "stack".to_owned() } else { dashed.to_owned() }
}
