//! YAML read from the event stream of `saphyr-parser`. It knows one document a text, texts as keys, aliases and
//! merge keys within bounds, and no tags but the core schema's.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span as ParserSpan, Tag};

use super::{
    Content, Format, Kind, MAX_ALIASED, MAX_DEPTH, Member, Node, Text, json::is_number, leave_out_repeated,
    too_deep,
};
use crate::error::{Error, ErrorCode, Span};

pub(super) fn read(text: &str) -> Result<Text, Error> {
    let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = text.get(offset..).unwrap_or_default();
    let places = Places::new(body, offset);
    let mut builder = Builder {
        places: &places,
        open: Vec::new(),
        anchors: HashMap::new(),
        copied: 0,
        root: None,
        foreign: None,
        repeated: Vec::new(),
    };
    for event in Parser::new_from_str(body) {
        let (event, span) = event.map_err(|error| places.fault(&error))?;
        builder.take(event, span)?;
    }
    let nothing = Node { content: Content::Scalar(Kind::Null, String::new()), span: Span::default() };
    let Builder { root, foreign, repeated, .. } = builder;
    Ok(Text { root: root.unwrap_or(nothing), format: Format::Yaml, foreign, repeated })
}

/// Turns the parser's positions, which count characters, into ours.
struct Places {
    /// The byte offset of every character, when they differ from their number.
    bytes: Option<Vec<usize>>,
    length: usize,
    offset: usize,
}

impl Places {
    fn new(text: &str, offset: usize) -> Self {
        let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect());
        Self { bytes, length: text.len(), offset }
    }

    fn byte(&self, index: usize) -> usize {
        let byte = match &self.bytes {
            None => index,
            Some(bytes) => bytes.get(index).copied().unwrap_or(self.length),
        };
        self.offset + byte.min(self.length)
    }

    fn span(&self, span: ParserSpan) -> Span {
        let start = self.byte(span.start.index());
        Span {
            start,
            end: self.byte(span.end.index()).max(start),
            line: span.start.line(),
            column: span.start.col() + 1,
        }
    }

    fn fault(&self, error: &ScanError) -> Error {
        let span = self.span(ParserSpan::empty(*error.marker()));
        Error::new(ErrorCode::Syntax, format!("is not YAML: {}", error.info())).at(span)
    }
}

/// A list or map whose end has not come yet.
struct Open {
    span: Span,
    anchor: usize,
    /// The tag that is not YAML's own.
    tag: Option<String>,
    inside: Inside,
}

enum Inside {
    List(Vec<Node>),
    /// The members so far, and the key that waits for its value.
    Map(Vec<Member>, Option<(String, Span)>),
}

struct Builder<'a> {
    places: &'a Places,
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    copied: usize,
    root: Option<Node>,
    foreign: Option<Error>,
    repeated: Vec<Error>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: ParserSpan) -> Result<(), Error> {
        let span = self.places.span(span);
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(Error::new(ErrorCode::Syntax, "holds more than one YAML document").at(span))
            }
            Event::DocumentStart(_) => Ok(()),
            Event::Alias(anchor) => {
                let node = self.expand(anchor, span)?;
                self.put(node)
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.look_at(tag.as_deref(), span);
                let kind = scalar_kind(&text, style, tag.as_deref());
                let node = Node { content: Content::Scalar(kind, text.into_owned()), span };
                let node = apply(foreign_name(tag.as_deref()), node);
                self.remember(anchor, &node)?;
                self.put(node)
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(Inside::List(Vec::new()), anchor, tag.as_deref(), span)
            }
            Event::MappingStart(anchor, tag) => {
                self.start(Inside::Map(Vec::new(), None), anchor, tag.as_deref(), span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
        }
    }

    fn start(&mut self, inside: Inside, anchor: usize, tag: Option<&Tag>, span: Span) -> Result<(), Error> {
        self.look_at(tag, span);
        if self.open.len() > MAX_DEPTH {
            return Err(too_deep(span));
        }
        self.open.push(Open { span, anchor, tag: foreign_name(tag), inside });
        Ok(())
    }

    fn look_at(&mut self, tag: Option<&Tag>, span: Span) {
        if self.foreign.is_none() {
            self.foreign = foreign(tag, span);
        }
    }

    fn end(&mut self, end: Span) -> Result<(), Error> {
        let Some(Open { mut span, anchor, tag, inside }) = self.open.pop() else { return Ok(()) };
        let content = match inside {
            Inside::List(items) => Content::List(items),
            Inside::Map(members, _) => Content::Map(merge(members, &mut self.repeated)?),
        };
        let last = match &content {
            Content::List(items) => items.last().map(|node| node.span.end),
            Content::Map(members) => members.last().map(|member| member.value.span.end),
            Content::Scalar(..) => None,
        };
        // A block ends with its last value; the parser reports its end where the next token starts.
        span.end = if end.end > end.start { end.end } else { last.unwrap_or(span.end) }.max(span.start);
        let node = apply(tag, Node { content, span });
        self.remember(anchor, &node)?;
        self.put(node)
    }

    fn remember(&mut self, anchor: usize, node: &Node) -> Result<(), Error> {
        if anchor > 0 {
            self.count(measure(node).0, node.span)?;
            self.anchors.insert(anchor, node.clone());
        }
        Ok(())
    }

    /// Counts the values that anchors and aliases copy.
    fn count(&mut self, values: usize, span: Span) -> Result<(), Error> {
        self.copied += values;
        if self.copied > MAX_ALIASED {
            let message = format!("its YAML anchors and aliases copy more than {MAX_ALIASED} values");
            return Err(Error::new(ErrorCode::TooDeep, message).at(span));
        }
        Ok(())
    }

    fn expand(&mut self, anchor: usize, span: Span) -> Result<Node, Error> {
        let Some(node) = self.anchors.get(&anchor) else {
            return Err(
                Error::new(ErrorCode::Syntax, "is not YAML: an alias stands inside its own anchor").at(span)
            );
        };
        let (values, depth) = measure(node);
        let content = node.content.clone();
        self.count(values, span)?;
        if self.open.len() + depth > MAX_DEPTH {
            return Err(too_deep(span));
        }
        Ok(Node { content, span })
    }

    fn put(&mut self, node: Node) -> Result<(), Error> {
        let Some(Open { inside, .. }) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match inside {
            Inside::List(items) => items.push(node),
            Inside::Map(members, key) => match key.take() {
                Some((key, key_span)) => members.push(Member { key, key_span, value: node }),
                None => match node.content {
                    Content::Scalar(Kind::Null, text) if text.is_empty() => {
                        return Err(Error::new(ErrorCode::Syntax, "a name is expected here").at(node.span));
                    }
                    Content::Scalar(_, text) => *key = Some((text, node.span)),
                    _ => {
                        let message = "a list or map cannot be the name of a member";
                        return Err(Error::new(ErrorCode::Syntax, message).at(node.span));
                    }
                },
            },
        }
        Ok(())
    }
}

/// How many values a tree holds and how deep it is.
fn measure(node: &Node) -> (usize, usize) {
    let join =
        |(values, depth): (usize, usize), (more, deeper): (usize, usize)| (values + more, depth.max(deeper));
    let (values, depth) = match &node.content {
        Content::Scalar(..) => return (1, 0),
        Content::List(items) => items.iter().map(measure).fold((0, 0), join),
        Content::Map(members) => members.iter().map(|member| measure(&member.value)).fold((0, 0), join),
    };
    (values + 1, depth + 1)
}

/// Applies `<<`: what the map says itself wins over what it merges, earlier merged maps win over later ones.
fn merge(mut members: Vec<Member>, repeated: &mut Vec<Error>) -> Result<Vec<Member>, Error> {
    leave_out_repeated(&mut members, repeated);
    if !members.iter().any(|member| member.key == "<<") {
        return Ok(members);
    }
    let (merges, mut own): (Vec<_>, Vec<_>) = members.into_iter().partition(|member| member.key == "<<");
    for merge in merges {
        let sources = match merge.value.content {
            Content::List(items) => items,
            content => vec![Node { content, span: merge.value.span }],
        };
        for source in sources {
            let Content::Map(inherited) = source.content else {
                return Err(Error::new(ErrorCode::Syntax, "`<<` merges maps only").at(source.span));
            };
            for member in inherited {
                if !own.iter().any(|mine| mine.key == member.key) {
                    own.push(member);
                }
            }
        }
    }
    Ok(own)
}

/// Whether a tag is not YAML's own. `!` alone says "not resolved", which a text is anyway.
fn is_foreign(tag: &Tag) -> bool {
    !tag.is_yaml_core_schema() && (tag.handle != "!" || !tag.suffix.is_empty())
}

fn foreign_name(tag: Option<&Tag>) -> Option<String> {
    tag.filter(|tag| is_foreign(tag)).map(|tag| format!("{}{}", tag.handle, tag.suffix))
}

/// `!Ref Name` is something else than the text `Name`: a map of one member.
fn apply(tag: Option<String>, value: Node) -> Node {
    let Some(key) = tag else { return value };
    let span = value.span;
    Node { content: Content::Map(vec![Member { key, key_span: span, value }]), span }
}

fn foreign(tag: Option<&Tag>, span: Span) -> Option<Error> {
    let tag = tag.filter(|tag| is_foreign(tag))?;
    let message = format!(
        "the tag `{}{}` is not part of a declaration; `!Ref` and the like belong to CloudFormation templates",
        tag.handle, tag.suffix
    );
    Some(Error::new(ErrorCode::Syntax, message).at(span))
}

fn scalar_kind(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Kind {
    if tag.is_some_and(|tag| matches!(tag.suffix.as_str(), "str" | "")) || style != ScalarStyle::Plain {
        return Kind::Text;
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Kind::Bool,
        _ if is_number(text) => Kind::Number,
        _ => Kind::Text,
    }
}
