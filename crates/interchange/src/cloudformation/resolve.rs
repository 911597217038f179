//! Values of a template: intrinsic functions carried out, with what is not known before a deployment replaced by
//! stand-ins that are remembered by their place. Work, text and depth are bounded, and what depends on itself is found.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use pipeline::text::{Content, Kind, Member, Node};
use pipeline::{Severity, Span};

use super::names::{self, Reference};
use super::origins;
use super::template::{Template, property, type_of};
use crate::roots::{self, Computed};
use crate::{Error, ErrorCode, Note, Options, Source, SourceKind};

/// How many values are looked at for one text, with all its nested templates.
const MAX_STEPS: usize = 1_000_000;
/// How many bytes of text all values together may have.
const MAX_BYTES: usize = 16 << 20;
/// How deep values may stand on other values.
const MAX_DEPTH: usize = 100;
/// How many nested templates are read, and how many bytes they may have together.
const MAX_FILES: usize = 200;
const MAX_FILE_BYTES: usize = 16 << 20;

/// What is left of the bounds; shared by a template and those nested in it.
pub(super) struct Budget {
    steps: Cell<usize>,
    bytes: Cell<usize>,
    depth: Cell<usize>,
    files: Cell<usize>,
    file_bytes: Cell<usize>,
}

impl Budget {
    pub fn new() -> Self {
        Self {
            steps: Cell::new(MAX_STEPS),
            bytes: Cell::new(MAX_BYTES),
            depth: Cell::new(MAX_DEPTH),
            files: Cell::new(MAX_FILES),
            file_bytes: Cell::new(MAX_FILE_BYTES),
        }
    }

    /// Counts a nested template.
    pub fn open_file(&self, bytes: usize) -> Result<(), Error> {
        Self::take(&self.files, 1)?;
        Self::take(&self.file_bytes, bytes)
    }

    /// Takes from what is left.
    fn take(left: &Cell<usize>, amount: usize) -> Result<(), Error> {
        let rest = left.get().checked_sub(amount).ok_or_else(|| {
            Error::new(
                ErrorCode::TooMuch,
                "the template's values stand on each other too much to be worked out",
            )
        })?;
        left.set(rest);
        Ok(())
    }
}

pub(super) type Read<T> = Result<T, Error>;

/// A value and what is unknown about it.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub content: Content,
    pub sources: Vec<Source>,
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self { content: Content::Scalar(Kind::Text, text.into()), sources: Vec::new() }
    }

    pub fn unknown(kind: SourceKind, name: &str) -> Self {
        Self { sources: vec![Source::new(kind, name)], ..Self::text(names::stand_in(name)) }
    }
}

/// What a resolver works with besides its template.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub options: &'a Options<'a>,
    pub budget: &'a Budget,
}

/// Works out the values of one template.
pub(super) struct Resolver<'a> {
    pub template: Rc<Template>,
    pub around: Surroundings<'a>,
    /// The values of the parameters.
    pub parameters: BTreeMap<String, Value>,
    /// The stacks that the template nests, once they were asked for; nothing for those that cannot be read.
    pub nested: BTreeMap<String, Option<Box<Resolver<'a>>>>,
    pub notes: Vec<Note>,
    /// The logical id of what is being read.
    pub subject: String,
    /// The folder of the template, from that of the outermost one.
    pub folder: String,
    /// How many templates are around this one.
    pub level: usize,
    /// What functions gave, while that is wanted; not of those inside of other functions.
    pub recorded: Option<Vec<Computed>>,
    /// What stands in, by the place of the value.
    sources: HashMap<usize, Vec<Source>>,
    pub(super) conditions: HashMap<String, Option<bool>>,
    /// Values of resources, by logical id and attribute; nothing while they are being worked out.
    attributes: HashMap<(String, String), Option<Value>>,
}

impl<'a> Resolver<'a> {
    pub fn new(template: Rc<Template>, around: Surroundings<'a>) -> Self {
        let repeated = |error: &pipeline::Error| Note {
            severity: Severity::Warning,
            message: format!("{}; the last one counts", error.message),
            name: template.name.clone(),
            span: error.span.unwrap_or_default(),
        };
        let left_out = |(key, span): &(String, Span)| Note {
            severity: Severity::Hint,
            message: format!("`{key}` is not carried out: its list is not known"),
            name: template.name.clone(),
            span: *span,
        };
        let notes = template.repeated.iter().map(repeated);
        Self {
            notes: notes.chain(template.left_out.iter().map(left_out)).collect(),
            template,
            around,
            parameters: BTreeMap::new(),
            nested: BTreeMap::new(),
            subject: String::new(),
            folder: String::new(),
            level: 0,
            recorded: None,
            sources: HashMap::new(),
            conditions: HashMap::new(),
            attributes: HashMap::new(),
        }
    }

    pub fn note(&mut self, message: impl Into<String>, span: Span) {
        self.tell(Severity::Hint, message.into(), span);
    }

    pub fn tell(&mut self, severity: Severity, message: String, span: Span) {
        self.keep(Note { severity, message, name: self.template.name.clone(), span });
    }

    fn keep(&mut self, note: Note) {
        if self.notes.len() < 100 && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// What stands in for the value that is written at this place.
    pub fn sources(&self, span: Span) -> &[Source] {
        self.sources.get(&span.start).map_or(&[], Vec::as_slice)
    }

    fn remember(&mut self, span: Span, sources: Vec<Source>) {
        if sources.is_empty() {
            return;
        }
        let known = self.sources.entry(span.start).or_default();
        for source in sources {
            if !known.contains(&source) {
                known.push(source);
            }
        }
    }

    /// A value, worked out; nothing for `AWS::NoValue`. Places of literal values stay.
    pub fn value(&mut self, node: &Node) -> Read<Option<Node>> {
        self.deeper(node.span, |this| this.look(node))
    }

    /// One step of work, one level deeper.
    pub(super) fn deeper<T>(&mut self, span: Span, work: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        let budget = self.around.budget;
        let allowed = Budget::take(&budget.steps, 1).and_then(|()| Budget::take(&budget.depth, 1));
        allowed.map_err(|error| error.at(span))?;
        let done = work(self).map_err(|error| error.at(span));
        budget.depth.set(budget.depth.get() + 1);
        done
    }

    fn look(&mut self, node: &Node) -> Read<Option<Node>> {
        let content = match &node.content {
            Content::Scalar(_, text) => {
                self.look_at_text(text, node.span)?;
                node.content.clone()
            }
            Content::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.extend(self.value(item)?);
                }
                Content::List(values)
            }
            Content::Map(members) => {
                if let [member] = members.as_slice()
                    && let Some(function) = function_name(&member.key)
                {
                    return self.carry_out(function, &member.value, node);
                }
                Content::Map(self.members(members)?)
            }
        };
        Ok(Some(Node { content, span: node.span }))
    }

    /// The value of a function.
    fn carry_out(&mut self, function: &str, argument: &Node, node: &Node) -> Read<Option<Node>> {
        // The branch that `Fn::If` takes stands in the template as it is.
        let recorded = if function == "If" { None } else { self.recorded.take() };
        let called = self.call(function, argument, node.span);
        let value = called.or_else(|error| self.recover(error, function, node.span));
        if let Some(recorded) = recorded {
            self.recorded = Some(recorded);
            if let Ok(value) = &value {
                self.record(function, argument, node, value.as_ref());
            }
        }
        value
    }

    fn record(&mut self, function: &str, argument: &Node, node: &Node, value: Option<&Node>) {
        let Some(mut recorded) = self.recorded.take() else { return };
        let key = roots::key(node);
        if recorded.iter().all(|known| known.key != key) {
            let parts = if function == "Sub" { self.parts(argument).ok() } else { None };
            recorded.push(Computed {
                key,
                value: value.map(Node::to_value),
                pieces: parts.map(|(parts, _)| parts).unwrap_or_default(),
                origins: origins::of(&self.template, node),
            });
        }
        self.recorded = Some(recorded);
    }

    /// What CloudFormation would refuse is told, and a stand-in goes on in its place.
    fn recover(&mut self, error: Error, function: &str, span: Span) -> Read<Option<Node>> {
        if error.code != ErrorCode::InvalidTemplate {
            return Err(error);
        }
        let error = error.at(span).within(&self.subject, &self.template.name);
        let message = match error.logical_id.as_deref() {
            None | Some("") => error.message,
            Some(id) => format!("{id}: {}", error.message),
        };
        let span = error.span.unwrap_or(span);
        self.keep(Note { severity: Severity::Error, message, name: error.name, span });
        self.place(Value::unknown(SourceKind::Function, function), span).map(Some)
    }

    fn members(&mut self, members: &[Member]) -> Read<Vec<Member>> {
        let mut values = Vec::with_capacity(members.len());
        for member in members {
            if member.key == "Fn::Transform" {
                self.note(
                    format!("`{}` is not carried out: what it would make is missing", member.key),
                    member.key_span,
                );
                continue;
            }
            // A loop whose list is not known was told of before.
            if member.key.starts_with("Fn::ForEach") {
                continue;
            }
            if member.key.starts_with("Fn::") {
                let message =
                    format!("`{}` stands beside other members: a function stands alone", member.key);
                self.tell(Severity::Error, message, member.key_span);
                continue;
            }
            if let Some(value) = self.value(&member.value)? {
                values.push(Member { key: member.key.clone(), key_span: member.key_span, value });
            }
        }
        Ok(values)
    }

    /// Counts a text, and sees whether it refers to something outside.
    fn look_at_text(&mut self, text: &str, span: Span) -> Read<()> {
        Budget::take(&self.around.budget.bytes, text.len())?;
        if let Some(at) = text.find("{{resolve:") {
            let rest = text.get(at..).unwrap_or_default();
            let end = rest.find("}}").map_or(rest.len(), |end| end + 2);
            let reference = rest.get(..end).unwrap_or_default().to_owned();
            self.remember(span, vec![Source::new(SourceKind::Dynamic, reference)]);
        }
        Ok(())
    }

    /// Gives a value its place.
    pub(super) fn place(&mut self, value: Value, span: Span) -> Read<Node> {
        if let Content::Scalar(_, text) = &value.content {
            self.look_at_text(text, span)?;
        }
        if let Content::List(items) = &value.content {
            Budget::take(&self.around.budget.steps, items.len())?;
        }
        self.remember(span, value.sources);
        let content = match value.content {
            Content::List(items) => {
                Content::List(items.into_iter().map(|item| Node { span, ..item }).collect())
            }
            content => content,
        };
        Ok(Node { content, span })
    }

    /// A value with what is unknown about it, for use in another place.
    pub fn take(&mut self, node: &Node) -> Read<Option<Value>> {
        let Some(node) = self.value(node)? else { return Ok(None) };
        let mut sources = self.sources(node.span).to_vec();
        if let Content::List(items) = &node.content {
            sources.extend(items.iter().flat_map(|item| self.sources(item.span)).cloned());
        }
        Ok(Some(Value { content: node.content, sources }))
    }

    /// A value that must be a text.
    pub(super) fn text(&mut self, node: &Node, what: &str) -> Read<(String, Vec<Source>)> {
        let value = self.take(node)?;
        match value.map(|value| (value.content, value.sources)) {
            Some((Content::Scalar(kind, text), sources)) if kind != Kind::Null => Ok((text, sources)),
            Some((Content::List(_), _)) => {
                Err(Error::invalid(format!("{what} is a text, not a list")).at(node.span))
            }
            Some((Content::Map(_), _)) => {
                Err(Error::invalid(format!("{what} is a text, not a map")).at(node.span))
            }
            _ => Err(Error::invalid(format!("{what} has no value")).at(node.span)),
        }
    }

    /// What `Ref` gives; nothing for `AWS::NoValue`.
    pub(super) fn reference(&mut self, name: &str) -> Read<Option<Value>> {
        if name == "AWS::NoValue" {
            return Ok(None);
        }
        let Options { account, region, .. } = self.around.options;
        if let Some(value) = names::pseudo(name, &self.template.stack, account, region) {
            return Ok(Some(Value::text(value)));
        }
        if name == "AWS::NotificationARNs" {
            return Ok(Some(Value { content: Content::List(Vec::new()), sources: Vec::new() }));
        }
        if let Some(value) = self.parameters.get(name) {
            return Ok(Some(value.clone()));
        }
        self.attribute(name, "").map(Some)
    }

    /// An attribute of a resource; what `Ref` gives when the attribute is empty.
    pub(super) fn attribute(&mut self, id: &str, attribute: &str) -> Read<Value> {
        let key = (id.to_owned(), attribute.to_owned());
        match self.attributes.get(&key) {
            Some(Some(value)) => return Ok(value.clone()),
            Some(None) => {
                let message = format!("the name of `{id}` depends on itself");
                return Err(Error::new(ErrorCode::Cycle, message));
            }
            None => {}
        }
        self.attributes.insert(key.clone(), None);
        let value = self.find_attribute(id, attribute);
        match &value {
            Ok(value) => self.attributes.insert(key, Some(value.clone())),
            Err(_) => self.attributes.remove(&key),
        };
        value
    }

    fn find_attribute(&mut self, id: &str, attribute: &str) -> Read<Value> {
        let template = Rc::clone(&self.template);
        let whole = if attribute.is_empty() { id.to_owned() } else { format!("{id}.{attribute}") };
        let kind = if attribute.is_empty() { SourceKind::Resource } else { SourceKind::Attribute };
        let Some(member) = template.find("Resources", id) else {
            // A macro may bring it, and a part of a template may leave it out.
            if template.fragment || !template.macros().is_empty() {
                return Ok(Value::unknown(SourceKind::Attribute, &whole));
            }
            let what =
                if attribute.is_empty() { "neither a parameter nor a resource" } else { "no resource" };
            return Err(Error::invalid(format!("`{id}` is {what} of this template")));
        };
        let resource = &member.value;
        let resource_type = type_of(resource);
        if let Some(output) = attribute.strip_prefix("Outputs.")
            && let Some(value) = self.output(id, output)?
        {
            return Ok(value);
        }
        let Some(naming) = names::naming(resource_type) else {
            return match property(resource, attribute) {
                Some(node) => self.property(id, node, kind, &whole),
                None => Ok(Value::unknown(kind, &whole)),
            };
        };
        let arn = match attribute {
            "" if naming.reference == Reference::Id => return Ok(Value::unknown(kind, id)),
            "" => naming.reference == Reference::Arn,
            _ if naming.is_name(attribute) => false,
            _ if naming.is_arn(attribute) => true,
            _ => {
                return match property(resource, attribute) {
                    Some(node) => self.property(id, node, kind, &whole),
                    None => Ok(Value::unknown(kind, &whole)),
                };
            }
        };
        let name = self.name(id, resource, naming.property)?;
        if !arn {
            return Ok(name);
        }
        let Content::Scalar(_, text) = &name.content else { return Ok(Value::unknown(kind, &whole)) };
        let Options { account, region, .. } = self.around.options;
        // Those of IAM may have a path before the name.
        let path = property(resource, "Path").filter(|_| resource_type.starts_with("AWS::IAM::"));
        let path = path.map(|node| self.text(node, "the path")).transpose()?.map(|(path, _)| path);
        let text = format!("{}{text}", path.as_deref().unwrap_or_default().trim_start_matches('/'));
        let rest = naming.arn.replace("{r}", region).replace("{a}", account).replace("{n}", &text);
        let partition = names::partition(region);
        Ok(Value { sources: name.sources, ..Value::text(format!("arn:{partition}:{rest}")) })
    }

    fn property(&mut self, id: &str, node: &Node, kind: SourceKind, whole: &str) -> Read<Value> {
        let name = self.template.name.clone();
        let value = self.take(node).map_err(|error| error.within(id, &name))?;
        Ok(value.unwrap_or_else(|| Value::unknown(kind, whole)))
    }

    /// The name of a resource: that of its property, or a stand-in for the one CloudFormation would make.
    fn name(&mut self, id: &str, resource: &Node, property_name: &str) -> Read<Value> {
        if let Some(node) = property(resource, property_name) {
            let name = self.template.name.clone();
            let value = self.take(node).map_err(|error| error.within(id, &name))?;
            if let Some(value) = value {
                return Ok(value);
            }
        }
        Ok(Value {
            sources: vec![Source::new(SourceKind::Resource, id)],
            ..Value::text(self.generated(id, resource))
        })
    }

    /// A name for a resource that has none: like CloudFormation's, without the random part.
    pub fn generated(&self, id: &str, resource: &Node) -> String {
        let name: String = format!("{}-{id}", self.template.stack).chars().take(63).collect();
        if type_of(resource) == "AWS::S3::Bucket" { name.to_lowercase() } else { name }
    }
}

/// The function that a key calls: `Ref`, and `Fn::` and `!` names without the prefix.
fn function_name(key: &str) -> Option<&str> {
    match key {
        "Ref" | "!Ref" => Some("Ref"),
        "Condition" | "!Condition" => key.strip_prefix('!'),
        _ => key
            .strip_prefix("Fn::")
            .or_else(|| key.strip_prefix('!'))
            .filter(|name| !name.starts_with("ForEach")),
    }
}
