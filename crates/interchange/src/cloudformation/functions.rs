//! The intrinsic functions. (AWS CloudFormation template reference, "Intrinsic functions".)

use base64::Engine as _;
use pipeline::text::{Content, Kind, Node};
use pipeline::{Severity, Span};

use super::resolve::{Read, Resolver, Value};
use crate::{Error, Source, SourceKind, roots};

impl Resolver<'_> {
    /// The value of a function; nothing for one that leaves its place empty. Values stand on each other through here,
    /// so each function has its own small frame.
    pub(super) fn call(&mut self, function: &str, argument: &Node, span: Span) -> Read<Option<Node>> {
        match function {
            "Ref" => self.refer(argument, span),
            "If" => self.choose(argument),
            "Select" => self.select(argument, span).map(Some),
            "FindInMap" => self.find_in_map(argument, span).map(Some),
            _ => self.call_for_value(function, argument, span),
        }
    }

    fn call_for_value(&mut self, function: &str, argument: &Node, span: Span) -> Read<Option<Node>> {
        let value = match function {
            "GetAtt" => self.get_attribute(argument),
            "Sub" => self.substitute(argument),
            "Join" => self.join(argument),
            "Split" => self.split(argument),
            "Base64" => self.encode(argument),
            "ImportValue" => self.import(argument),
            "GetAZs" => Ok(self.zones(span)),
            "Length" => self.length(argument),
            "ToJsonString" => self.write_json(argument),
            "Cidr" => Ok(Value::unknown(SourceKind::Function, "Fn::Cidr")),
            "Transform" => {
                self.note("`Fn::Transform` is not carried out: what it would make is missing", span);
                return Ok(None);
            }
            "Equals" | "And" | "Or" | "Not" | "Condition" => Err(Error::invalid(format!(
                "`{function}` is a condition; it can stand in `Conditions` and `Fn::If` only"
            ))),
            _ => Err(Error::invalid(format!("there is no function `{function}`"))),
        };
        self.place(value?, span).map(Some)
    }

    fn refer(&mut self, argument: &Node, span: Span) -> Read<Option<Node>> {
        let name = literal(argument, "Ref")?;
        self.reference(name)?.map(|value| self.place(value, span)).transpose()
    }

    fn encode(&mut self, argument: &Node) -> Read<Value> {
        let (text, sources) = self.text(argument, "the argument of Fn::Base64")?;
        let encoded = base64::engine::general_purpose::STANDARD.encode(text);
        Ok(Value { sources, ..Value::text(encoded) })
    }

    fn import(&mut self, argument: &Node) -> Read<Value> {
        let (name, mut sources) = self.text(argument, "the argument of Fn::ImportValue")?;
        let mut value = Value::unknown(SourceKind::Import, &name);
        value.sources.append(&mut sources);
        Ok(value)
    }

    fn zones(&self, span: Span) -> Value {
        let region = &self.around.options.region;
        let zones = ["a", "b", "c"].map(|zone| text_node(format!("{region}{zone}"), span));
        let sources = vec![Source::new(SourceKind::Function, "Fn::GetAZs")];
        Value { content: Content::List(zones.into()), sources }
    }

    fn length(&mut self, argument: &Node) -> Read<Value> {
        let items = self.list(argument, "the argument of Fn::Length")?;
        let content = Content::Scalar(Kind::Number, items.len().to_string());
        Ok(Value { content, sources: Vec::new() })
    }

    fn write_json(&mut self, argument: &Node) -> Read<Value> {
        let value = self.take(argument)?;
        let value = value.ok_or_else(|| Error::invalid("the argument of Fn::ToJsonString has no value"))?;
        let node = Node { content: value.content, span: argument.span };
        Ok(Value { sources: value.sources, ..Value::text(node.to_value().to_string()) })
    }

    fn choose(&mut self, argument: &Node) -> Read<Option<Node>> {
        let [condition, yes, no] = arguments(argument, "Fn::If")?;
        // What a condition asks for is not part of the value.
        let recorded = self.recorded.take();
        let holds = self.chosen(condition);
        self.recorded = recorded;
        self.value(if holds? { yes } else { no })
    }

    fn chosen(&mut self, condition: &Node) -> Read<bool> {
        if condition.scalar().is_some() {
            return self.condition(literal(condition, "Fn::If")?);
        }
        let message = "the first argument of Fn::If is the name of a condition, not a condition itself";
        self.tell(Severity::Error, message.to_owned(), condition.span);
        self.holds(condition, "of Fn::If")
    }

    fn get_attribute(&mut self, argument: &Node) -> Read<Value> {
        let (id, attribute) = match &argument.content {
            Content::Scalar(_, text) => {
                let (id, attribute) = text.split_once('.').unwrap_or((text, ""));
                (id.to_owned(), attribute.to_owned())
            }
            _ => {
                let [id, attribute] = arguments(argument, "Fn::GetAtt")?;
                (
                    literal(id, "Fn::GetAtt")?.to_owned(),
                    self.text(attribute, "the attribute of Fn::GetAtt")?.0,
                )
            }
        };
        if attribute.is_empty() {
            return Err(Error::invalid(format!("Fn::GetAtt names no attribute of `{id}`")));
        }
        self.attribute(&id, &attribute)
    }

    fn substitute(&mut self, argument: &Node) -> Read<Value> {
        let (parts, sources) = self.parts(argument)?;
        let text: String = parts.iter().map(|part| part.text.as_str()).collect();
        Ok(Value { sources, ..Value::text(text) })
    }

    /// The text of `Fn::Sub` in its parts.
    pub(super) fn parts(&mut self, argument: &Node) -> Read<(Vec<roots::Piece>, Vec<Source>)> {
        let (template, given) = match &argument.content {
            Content::List(_) => {
                let [template, given] = arguments(argument, "Fn::Sub")?;
                let members = given.map().ok_or_else(|| {
                    Error::invalid("the second argument of Fn::Sub is a map of values").at(given.span)
                })?;
                (literal(template, "Fn::Sub")?, members)
            }
            _ => (literal(argument, "Fn::Sub")?, &[][..]),
        };
        let (mut parts, mut sources) = (Vec::new(), Vec::new());
        for piece in pieces(template) {
            let name = match piece {
                Piece::Text(literal) => {
                    parts.push(roots::Piece { text: literal.to_owned(), name: None });
                    continue;
                }
                Piece::Name(name) => name,
            };
            let value = match given.iter().find(|member| member.key == name) {
                Some(member) => self.take(&member.value)?,
                None => match name.split_once('.') {
                    Some((id, attribute)) => Some(self.attribute(id, attribute)?),
                    None => self.reference(name)?,
                },
            };
            let text = value.as_ref().map(|value| flat(&value.content, name)).transpose()?;
            parts.push(roots::Piece { text: text.unwrap_or_default(), name: Some(name.to_owned()) });
            sources.extend(value.into_iter().flat_map(|value| value.sources));
        }
        Ok((parts, sources))
    }

    fn join(&mut self, argument: &Node) -> Read<Value> {
        let [delimiter, items] = arguments(argument, "Fn::Join")?;
        let delimiter = literal_or_empty(delimiter, "Fn::Join")?.to_owned();
        let items = self.list(items, "the second argument of Fn::Join")?;
        let (mut texts, mut sources) = (Vec::with_capacity(items.len()), Vec::new());
        for item in &items {
            texts.push(flat(&item.content, "Fn::Join")?);
            sources.extend(self.sources(item.span).iter().cloned());
        }
        Ok(Value { sources, ..Value::text(texts.join(&delimiter)) })
    }

    fn split(&mut self, argument: &Node) -> Read<Value> {
        let [delimiter, text] = arguments(argument, "Fn::Split")?;
        let delimiter = literal(delimiter, "Fn::Split")?.to_owned();
        let (whole, sources) = self.text(text, "the second argument of Fn::Split")?;
        if delimiter.is_empty() {
            return Err(Error::invalid("Fn::Split needs a delimiter"));
        }
        let parts = whole.split(&delimiter).map(|part| text_node(part, text.span)).collect();
        Ok(Value { content: Content::List(parts), sources })
    }

    fn select(&mut self, argument: &Node, span: Span) -> Read<Node> {
        let [index, items] = arguments(argument, "Fn::Select")?;
        let (index, _) = self.text(index, "the index of Fn::Select")?;
        let index: usize = index
            .parse()
            .map_err(|_| Error::invalid(format!("the index of Fn::Select is a number, not `{index}`")))?;
        let mut items = self.list(items, "the second argument of Fn::Select")?;
        if index >= items.len() {
            // A list that is not known may have any number of items.
            let sources: Vec<_> = items.iter().flat_map(|item| self.sources(item.span)).cloned().collect();
            let Some(first) = sources.first() else {
                let message = format!("Fn::Select asks for item {index} of a list of {}", items.len());
                return Err(Error::invalid(message));
            };
            let name = format!("{}-{index}", first.name);
            return self.place(Value { sources, ..Value::text(super::names::stand_in(&name)) }, span);
        }
        let item = items.swap_remove(index);
        let sources = self.sources(item.span).to_vec();
        self.place(Value { content: item.content, sources }, span)
    }

    fn find_in_map(&mut self, argument: &Node, span: Span) -> Read<Node> {
        let items = argument.list().unwrap_or_default();
        let [map, first, second, rest @ ..] = items else {
            return Err(Error::invalid("Fn::FindInMap takes a map, a key and a second key"));
        };
        let mut names = Vec::new();
        let mut sources = Vec::new();
        for item in [map, first, second] {
            let (name, unknown) = self.text(item, "a name in Fn::FindInMap")?;
            names.push(name);
            sources.extend(unknown);
        }
        let [map, first, second] = names.as_slice() else { return Err(Error::invalid("Fn::FindInMap")) };
        let template = self.template.clone();
        let found = template
            .find("Mappings", map)
            .and_then(|member| member.value.get(first)?.value.get(second))
            .map(|member| &member.value);
        let default = rest.first().and_then(|options| options.get("DefaultValue"));
        let content = match (found, default) {
            (Some(node), _) => self.value(node)?.map(|node| node.content),
            (None, Some(default)) => self.value(&default.value)?.map(|node| node.content),
            (None, None) if !sources.is_empty() => {
                let name = format!("{map}.{first}.{second}");
                let value = Value { sources, ..Value::unknown(SourceKind::Function, &name) };
                return self.place(value, span);
            }
            (None, None) if template.fragment => Some(Value::unknown(SourceKind::Function, map).content),
            (None, None) => {
                return Err(Error::invalid(format!("the mapping `{map}` has no `{first}` with `{second}`")));
            }
        };
        let content = content.unwrap_or(Content::Scalar(Kind::Null, String::new()));
        self.place(Value { content, sources }, span)
    }

    /// A value that must be a list.
    fn list(&mut self, node: &Node, what: &str) -> Read<Vec<Node>> {
        match self.value(node)?.map(|node| node.content) {
            Some(Content::List(items)) => Ok(items),
            Some(Content::Scalar(kind, text))
                if kind != Kind::Null && !self.sources(node.span).is_empty() =>
            {
                // A list that is not known is one stand-in.
                Ok(vec![text_node(text, node.span)])
            }
            _ => Err(Error::invalid(format!("{what} is a list")).at(node.span)),
        }
    }
}

fn text_node(text: impl Into<String>, span: Span) -> Node {
    Node { content: Content::Scalar(Kind::Text, text.into()), span }
}

/// The arguments of a function that takes exactly so many.
pub(super) fn arguments<'n, const N: usize>(node: &'n Node, function: &str) -> Read<[&'n Node; N]> {
    let items: Vec<&Node> = node.list().unwrap_or_default().iter().collect();
    items
        .try_into()
        .map_err(|_| Error::invalid(format!("{function} takes a list of {N} arguments")).at(node.span))
}

/// A text that stands in the template as it is.
pub(super) fn literal<'n>(node: &'n Node, function: &str) -> Read<&'n str> {
    let text = literal_or_empty(node, function)?;
    if text.is_empty() {
        return Err(Error::invalid(format!("{function} names nothing")).at(node.span));
    }
    Ok(text)
}

fn literal_or_empty<'n>(node: &'n Node, function: &str) -> Read<&'n str> {
    match node.scalar() {
        Some((Kind::Null, _)) => Ok(""),
        Some((_, text)) => Ok(text),
        None => Err(Error::invalid(format!("{function} needs a text here")).at(node.span)),
    }
}

/// A value inside of a text.
fn flat(content: &Content, what: &str) -> Read<String> {
    match content {
        Content::Scalar(Kind::Null, _) => Ok(String::new()),
        Content::Scalar(_, text) => Ok(text.clone()),
        Content::List(items) => {
            let texts: Read<Vec<_>> = items.iter().map(|item| flat(&item.content, what)).collect();
            Ok(texts?.join(","))
        }
        Content::Map(_) => Err(Error::invalid(format!("`{what}` gives a map where a text is needed"))),
    }
}

/// A part of the text of `Fn::Sub`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// What is replaced.
    Name(&'t str),
}

/// The parts of a text with `${Name}` in it; `${!Name}` stays as `${Name}`.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, behind)) = after.split_once('}') else { break };
        pieces.push(Piece::Text(before));
        match name.strip_prefix('!') {
            Some(_) => {
                let end = name.len() + 1;
                pieces.extend([Piece::Text("${"), Piece::Text(after.get(1..end).unwrap_or_default())]);
            }
            None => pieces.push(Piece::Name(name.trim())),
        }
        rest = behind;
    }
    pieces.push(Piece::Text(rest));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_names() {
        let joined = |text: &str| {
            let show = |piece: Piece<'_>| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Name(name) => format!("<{name}>"),
            };
            pieces(text).into_iter().map(show).collect::<String>()
        };
        assert_eq!(joined("a${B}c${ D.E }"), "a<B>c<D.E>");
        assert_eq!(joined("${!Literal} $${A}"), "${Literal} $<A>");
        assert_eq!(joined("${open"), "${open");
        assert_eq!(joined("#{variables.x}"), "#{variables.x}");
    }
}
