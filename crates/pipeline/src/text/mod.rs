//! Text with positions: JSON and YAML read into one tree whose every value knows where it stands.
//!
//! It keeps scalars as they were written (`0.10` stays `0.10`) and never guesses what a value was meant to be:
//! that is the reader's business. A tag that is not YAML's own becomes a map of one member named after it
//! (`!Ref Name` is `{"!Ref": Name}`). Sizes, nesting and alias expansion are bounded.

mod json;
mod yaml;

use serde_json::Value;

use crate::error::{Error, ErrorCode, Span};

/// The longest text that is read, in bytes.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// The deepest nesting that is read. A declaration needs about a dozen levels.
pub(crate) const MAX_DEPTH: usize = 64;
/// How many values the YAML anchors and aliases of one text may copy.
pub(crate) const MAX_ALIASED: usize = 50_000;

/// What a scalar looks like. YAML 1.1's other booleans (`yes`, `no`, `on`, `off`) are text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Null,
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// Everything else.
    Text,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// What it is made of.
    pub content: Content,
    /// Where it stands.
    pub span: Span,
}

/// What a value is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The text as written, quotes and escapes undone.
    Scalar(Kind, String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the text's order.
    Map(Vec<Member>),
}

/// A member of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name.
    pub key: String,
    /// Where its name stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

/// How a text was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// JSON.
    Json,
    /// YAML.
    Yaml,
}

/// A text that has been read.
pub struct Text {
    /// The whole value.
    pub root: Node,
    /// How it was written.
    pub format: Format,
    /// What is wrong with its tags, if it has some that are not YAML's own.
    pub foreign: Option<Error>,
    /// The members that are written twice, as errors: of each the last one counts.
    pub repeated: Vec<Error>,
}

/// Reads a text. The name's extension decides the format; without one, what starts like JSON is tried as JSON
/// first. `name` stands in errors.
///
/// # Errors
/// [`ErrorCode::TooLarge`], [`ErrorCode::Syntax`], [`ErrorCode::TooDeep`], [`ErrorCode::DuplicateKey`].
pub fn read(text: &str, name: &str) -> Result<Text, Error> {
    let mut text = read_leniently(text, name)?;
    if text.repeated.is_empty() { Ok(text) } else { Err(text.repeated.swap_remove(0)) }
}

/// As [`read`], but members may be written twice.
///
/// # Errors
/// [`ErrorCode::TooLarge`], [`ErrorCode::Syntax`], [`ErrorCode::TooDeep`].
pub fn read_leniently(text: &str, name: &str) -> Result<Text, Error> {
    if text.len() > MAX_BYTES {
        let message = format!("has {} bytes; at most {MAX_BYTES} are read", text.len());
        return Err(Error::new(ErrorCode::TooLarge, message).named(name));
    }
    let as_json = || json::read(text);
    let as_yaml = || yaml::read(text);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let looks_like_json = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    let read = match extension.as_deref() {
        Some("json") => as_json(),
        Some("yaml" | "yml") => as_yaml(),
        // A flow mapping of YAML may start the same way; if it is not one either, JSON's complaint is better.
        _ if looks_like_json => as_json().or_else(|error| as_yaml().map_err(|_| error)),
        _ => as_yaml(),
    };
    read.map(|mut text| {
        text.foreign = text.foreign.map(|error| error.named(name));
        text.repeated = text.repeated.into_iter().map(|error| error.named(name)).collect();
        text
    })
    .map_err(|error| error.named(name))
}

impl Node {
    /// The scalar, as it was written.
    pub fn scalar(&self) -> Option<(Kind, &str)> {
        match &self.content {
            Content::Scalar(kind, text) => Some((*kind, text)),
            _ => None,
        }
    }

    /// Whether it is nothing.
    pub fn is_null(&self) -> bool {
        matches!(self.content, Content::Scalar(Kind::Null, _))
    }

    /// The members, if it is a map.
    pub fn map(&self) -> Option<&[Member]> {
        match &self.content {
            Content::Map(members) => Some(members),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    pub fn list(&self) -> Option<&[Node]> {
        match &self.content {
            Content::List(items) => Some(items),
            _ => None,
        }
    }

    /// The member of this name, if this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Member> {
        self.map()?.iter().find(|member| member.key == key)
    }

    /// The value at an RFC 6901 pointer, or the last value on the way to it and whether the way was complete.
    pub(crate) fn at(&self, pointer: &str) -> (Found<'_>, bool) {
        let mut found = Found { key_span: None, node: self };
        for token in pointer.split('/').skip(1) {
            let next = match &found.node.content {
                Content::Map(members) => {
                    let key = token.replace("~1", "/").replace("~0", "~");
                    members
                        .iter()
                        .find(|member| member.key == key)
                        .map(|member| Found { key_span: Some(member.key_span), node: &member.value })
                }
                Content::List(items) => token
                    .parse::<usize>()
                    .ok()
                    .and_then(|index| items.get(index))
                    .map(|node| Found { key_span: None, node }),
                Content::Scalar(..) => None,
            };
            match next {
                Some(next) => found = next,
                None => return (found, false),
            }
        }
        (found, true)
    }

    /// What the value is, for a sentence: `a list`.
    pub fn describe(&self) -> &'static str {
        match &self.content {
            Content::Scalar(Kind::Null, _) => "nothing",
            Content::Scalar(Kind::Bool, _) => "a boolean",
            Content::Scalar(Kind::Number, _) => "a number",
            Content::Scalar(Kind::Text, _) => "a text",
            Content::List(_) => "a list",
            Content::Map(_) => "a map",
        }
    }

    /// The value as JSON; numbers that JSON cannot write stay texts.
    pub fn to_value(&self) -> Value {
        match &self.content {
            Content::Scalar(Kind::Null, _) => Value::Null,
            Content::Scalar(Kind::Bool, text) => Value::Bool(text.eq_ignore_ascii_case("true")),
            Content::Scalar(Kind::Number, text) => {
                serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone()))
            }
            Content::Scalar(Kind::Text, text) => Value::String(text.clone()),
            Content::List(items) => items.iter().map(Self::to_value).collect(),
            Content::Map(members) => {
                Value::Object(members.iter().map(|m| (m.key.clone(), m.value.to_value())).collect())
            }
        }
    }
}

/// A value found by its pointer, with the place of its key when it is a member of a map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) key_span: Option<Span>,
    pub(crate) node: &'a Node,
}

/// The pointer of a member or element below `base`.
pub fn child(base: &str, key: &str) -> String {
    format!("{base}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn duplicate(key: &str, first: Span, second: Span) -> Error {
    let message = format!("`{key}` is written twice; the first one is in line {}", first.line);
    Error::new(ErrorCode::DuplicateKey, message).at(second)
}

fn too_deep(span: Span) -> Error {
    Error::new(ErrorCode::TooDeep, format!("is nested more than {MAX_DEPTH} levels deep")).at(span)
}

/// The most repeated members that are told.
const MAX_REPEATED: usize = 20;

/// Leaves out of the members those that are written again further down, and tells them. Short maps are compared
/// directly.
fn leave_out_repeated(members: &mut Vec<Member>, repeated: &mut Vec<Error>) {
    let mut twice = Vec::new();
    if members.len() <= 16 {
        for (index, member) in members.iter().enumerate() {
            let earlier = members.iter().take(index).rposition(|earlier| earlier.key == member.key);
            twice.extend(earlier.map(|earlier| (earlier, index)));
        }
    } else {
        let mut seen = std::collections::HashMap::with_capacity(members.len());
        for (index, member) in members.iter().enumerate() {
            twice.extend(seen.insert(member.key.as_str(), index).map(|earlier| (earlier, index)));
        }
    }
    for (first, again) in &twice {
        if let (Some(first), Some(again)) = (members.get(*first), members.get(*again))
            && repeated.len() < MAX_REPEATED
        {
            repeated.push(duplicate(&again.key, first.key_span, again.key_span));
        }
    }
    if !twice.is_empty() {
        let dropped: std::collections::HashSet<usize> = twice.into_iter().map(|(first, _)| first).collect();
        let mut index = 0;
        members.retain(|_| {
            index += 1;
            !dropped.contains(&(index - 1))
        });
    }
}
