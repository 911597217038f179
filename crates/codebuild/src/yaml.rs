//! YAML with positions: the tree a buildspec is read from.
//!
//! Aliases and merge keys are resolved here, and YAML 1.1 booleans (`yes`, `off`, ...) are decided here and nowhere
//! else. Hostile documents (deep nesting, alias bombs, megabytes) end in an error, never in exhaustion. It knows no
//! buildspec key.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

/// The largest document that is read, in bytes.
const MAX_BYTES: usize = 1024 * 1024;
/// How deeply lists and maps may nest.
const MAX_DEPTH: usize = 64;
/// How many values a document may hold once its aliases are expanded.
const MAX_VALUES: usize = 100_000;

/// A place in the document, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Position {
    pub line: usize,
    pub column: usize,
}

/// A value and where it starts.
#[derive(Debug)]
pub(crate) struct Node {
    pub at: Position,
    pub value: Value,
    /// How many values this one holds, itself included, with aliases expanded.
    weight: usize,
}

#[derive(Debug)]
pub(crate) enum Value {
    Null,
    Scalar { text: String },
    List(Vec<Rc<Node>>),
    Map(Vec<(Key, Rc<Node>)>),
}

/// The key of a map entry; buildspecs have no keys that are not scalars.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub text: String,
    pub at: Position,
}

/// What is wrong with the document, and where.
#[derive(Debug)]
pub(crate) struct Fault {
    pub at: Position,
    pub message: String,
}

impl Fault {
    pub fn new(at: Position, message: impl Into<String>) -> Fault {
        Fault { at, message: message.into() }
    }
}

impl Node {
    fn leaf(at: Position, value: Value) -> Node {
        Node { at, value, weight: 1 }
    }

    /// The text of a scalar, whatever type YAML would give it; none for null, lists and maps.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text } => Some(text),
            _ => None,
        }
    }

    /// The kind of value, in words for an error.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Scalar { .. } => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// A boolean as YAML 1.1 spells it, quoted or not.
    pub fn boolean(&self) -> Option<bool> {
        match self.text()?.to_ascii_lowercase().as_str() {
            "y" | "yes" | "true" | "on" => Some(true),
            "n" | "no" | "false" | "off" => Some(false),
            _ => None,
        }
    }
}

/// A collection that is still being read.
enum Open {
    List {
        at: Position,
        anchor: usize,
        items: Vec<Rc<Node>>,
        weight: usize,
    },
    Map {
        at: Position,
        anchor: usize,
        entries: Vec<(Key, Rc<Node>)>,
        seen: HashSet<String>,
        key: Option<Key>,
        weight: usize,
    },
}

/// Reads the first document of `text`.
pub(crate) fn read(text: &str) -> Result<Rc<Node>, Fault> {
    if text.len() > MAX_BYTES {
        return Err(Fault::new(Position { line: 1, column: 1 }, "the file is larger than 1 MiB"));
    }
    // A byte order mark is no content.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { open: Vec::new(), anchors: HashMap::new(), values: 0, root: None };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            Fault::new(
                Position { line: error.marker().line(), column: error.marker().col() + 1 },
                error.info().to_owned(),
            )
        })?;
        if reader.take(event, position(&span))? {
            break;
        }
    }
    Ok(reader.root.unwrap_or_else(|| Rc::new(Node::leaf(Position { line: 1, column: 1 }, Value::Null))))
}

fn position(span: &Span) -> Position {
    // The parser counts columns from 0.
    Position { line: span.start.line().max(1), column: span.start.col() + 1 }
}

struct Reader {
    open: Vec<Open>,
    anchors: HashMap<usize, Rc<Node>>,
    values: usize,
    root: Option<Rc<Node>>,
}

impl Reader {
    /// Takes one event; true once the first document is complete.
    fn take(&mut self, event: Event<'_>, at: Position) -> Result<bool, Fault> {
        match event {
            Event::DocumentEnd | Event::StreamEnd => return Ok(true),
            Event::Scalar(text, style, anchor, tag) => {
                let plain = matches!(style, ScalarStyle::Plain) && tag.is_none();
                let value = match text.as_ref() {
                    "" | "~" | "null" | "Null" | "NULL" if plain => Value::Null,
                    _ => Value::Scalar { text: text.into_owned() },
                };
                // A null key is legal YAML but no buildspec has one; keep its spelling for the error.
                self.values += 1;
                self.put(Rc::new(Node::leaf(at, value)), anchor)?;
            }
            Event::Alias(anchor) => {
                let node = self
                    .anchors
                    .get(&anchor)
                    .cloned()
                    .ok_or_else(|| Fault::new(at, "an alias refers to a value that contains it"))?;
                self.values = self.values.saturating_add(node.weight);
                self.put(node, 0)?;
            }
            Event::SequenceStart(anchor, _) => {
                self.deeper(at)?;
                self.values += 1;
                self.open.push(Open::List { at, anchor, items: Vec::new(), weight: 1 });
            }
            Event::MappingStart(anchor, _) => {
                self.deeper(at)?;
                self.values += 1;
                self.open.push(Open::Map {
                    at,
                    anchor,
                    entries: Vec::new(),
                    seen: HashSet::new(),
                    key: None,
                    weight: 1,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { at, anchor, items, weight }) => {
                    self.put(Rc::new(Node { at, value: Value::List(items), weight }), anchor)?;
                }
                Some(Open::Map { at, anchor, entries, weight, .. }) => {
                    let entries = merge(entries)?;
                    self.put(Rc::new(Node { at, value: Value::Map(entries), weight }), anchor)?;
                }
                None => return Err(Fault::new(at, "unexpected end of a list or map")),
            },
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
        Ok(false)
    }

    fn deeper(&self, at: Position) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Fault::new(at, format!("lists and maps nest deeper than {MAX_DEPTH} levels")));
        }
        if let Some(Open::Map { key: None, .. }) = self.open.last() {
            return Err(Fault::new(at, "a key must be a string"));
        }
        Ok(())
    }

    fn put(&mut self, node: Rc<Node>, anchor: usize) -> Result<(), Fault> {
        if self.values > MAX_VALUES {
            return Err(Fault::new(node.at, format!("the file holds more than {MAX_VALUES} values")));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, weight, .. }) => {
                *weight = weight.saturating_add(node.weight);
                items.push(node);
            }
            Some(Open::Map { entries, seen, key, weight, .. }) => match key.take() {
                None => {
                    let text = match &node.value {
                        Value::Scalar { text } => text.clone(),
                        Value::Null => "null".to_owned(),
                        _ => return Err(Fault::new(node.at, "a key must be a string")),
                    };
                    if text != "<<" && !seen.insert(text.clone()) {
                        return Err(Fault::new(node.at, format!("mapping key \"{text}\" already defined")));
                    }
                    *key = Some(Key { text, at: node.at });
                }
                Some(name) => {
                    *weight = weight.saturating_add(node.weight).saturating_add(1);
                    entries.push((name, node));
                }
            },
        }
        Ok(())
    }
}

/// Resolves merge keys (`<<: *defaults`): what the map says itself wins.
fn merge(entries: Vec<(Key, Rc<Node>)>) -> Result<Vec<(Key, Rc<Node>)>, Fault> {
    if !entries.iter().any(|(key, _)| key.text == "<<") {
        return Ok(entries);
    }
    let (merges, mut own): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(key, _)| key.text == "<<");
    let mut known: HashSet<String> = own.iter().map(|(key, _)| key.text.clone()).collect();
    for (key, node) in merges {
        let sources = match &node.value {
            Value::List(items) => items.clone(),
            _ => vec![node.clone()],
        };
        for source in sources {
            let Value::Map(more) = &source.value else {
                return Err(Fault::new(key.at, "a merge key (<<) needs a map"));
            };
            for (key, value) in more {
                if known.insert(key.text.clone()) {
                    own.push((key.clone(), value.clone()));
                }
            }
        }
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_from_one() {
        let root = read("a:\n  - first\n  - second\n").unwrap();
        let Value::Map(entries) = &root.value else { panic!("{root:?}") };
        let Value::List(items) = &entries[0].1.value else { panic!("{root:?}") };
        assert_eq!(items[1].at, Position { line: 3, column: 5 });
        assert_eq!(entries[0].0.at, Position { line: 1, column: 1 });
    }

    #[test]
    fn booleans_of_yaml_1_1_are_decided_here() {
        for (text, expected) in [
            ("yes", Some(true)),
            ("'no'", Some(false)),
            ("On", Some(true)),
            ("FALSE", Some(false)),
            ("maybe", None),
            ("", None),
        ] {
            let root = read(text).unwrap();
            assert_eq!(root.boolean(), expected, "{text}");
        }
    }

    #[test]
    fn merge_keys_yield_to_own_keys() {
        let root = read("d: &d {a: 1, b: 2}\nm:\n  <<: *d\n  b: 3\n").unwrap();
        let Value::Map(entries) = &root.value else { panic!() };
        let Value::Map(merged) = &entries[1].1.value else { panic!() };
        let pairs: Vec<_> = merged.iter().map(|(k, v)| (k.text.as_str(), v.text().unwrap())).collect();
        assert_eq!(pairs, [("b", "3"), ("a", "1")]);
    }

    #[test]
    fn hostile_documents_are_errors() {
        let deep = "[".repeat(100_000);
        // The parser below has a limit of its own; whichever speaks first, it is an error.
        assert!(read(&deep).is_err());
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for i in 1..10 {
            let item = format!("*a{}", i - 1);
            bomb += &format!("a{i}: &a{i} [{}]\n", [item.as_str(); 10].join(","));
        }
        assert!(read(&bomb).unwrap_err().message.contains("values"));
        assert!(read(&"x".repeat(10_000_000)).unwrap_err().message.contains("1 MiB"));
        assert!(read("a: &a [*a]").is_err());
        assert!(read("a: b: c").is_err());
        assert!(read("a: 1\na: 2").unwrap_err().message.contains("already defined"));
    }
}
