//! Terraform's language, written the way `terraform fmt` leaves it: two spaces, equals signs in columns.

use std::fmt::Write as _;

use serde_json::Value;

/// A block that is being written: arguments and blocks in their order.
#[derive(Debug, Default)]
pub(super) struct Block {
    head: String,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Argument(String, Expression),
    Block(Block),
}

/// What stands behind an equals sign.
#[derive(Debug, Clone)]
pub(super) enum Expression {
    /// Written as it is: a reference, a number.
    Raw(String),
    List(Vec<Expression>),
    Object(Vec<(String, Expression)>),
    /// A call with one argument: `jsonencode({…})`.
    Call(&'static str, Box<Expression>),
}

impl Block {
    /// A block with its labels: `resource "aws_s3_bucket" "artifacts"`.
    pub fn new(head: impl Into<String>) -> Self {
        Self { head: head.into(), parts: Vec::new() }
    }

    pub fn set(&mut self, name: &str, value: Expression) {
        self.parts.push(Part::Argument(name.to_owned(), value));
    }

    pub fn with(mut self, name: &str, value: Expression) -> Self {
        self.set(name, value);
        self
    }

    pub fn add(&mut self, block: Self) {
        self.parts.push(Part::Block(block));
    }

    pub fn holding(mut self, block: Self) -> Self {
        self.add(block);
        self
    }

    pub fn write(&self, out: &mut String, indent: usize) {
        let pad = "  ".repeat(indent);
        if self.parts.is_empty() {
            let _ = writeln!(out, "{pad}{} {{}}", self.head);
            return;
        }
        let _ = writeln!(out, "{pad}{} {{", self.head);
        let mut rest = self.parts.as_slice();
        let mut begins = true;
        while let Some((first, behind)) = rest.split_first() {
            match first {
                Part::Block(block) => {
                    if !begins {
                        out.push('\n');
                    }
                    block.write(out, indent + 1);
                    rest = behind;
                }
                Part::Argument(..) => {
                    if !begins {
                        out.push('\n');
                    }
                    let end =
                        rest.iter().position(|part| matches!(part, Part::Block(_))).unwrap_or(rest.len());
                    let (arguments, behind) = rest.split_at(end);
                    let arguments: Vec<_> = arguments
                        .iter()
                        .filter_map(|part| match part {
                            Part::Argument(name, value) => Some((name.as_str(), value)),
                            Part::Block(_) => None,
                        })
                        .collect();
                    write_arguments(&arguments, out, indent + 1);
                    rest = behind;
                }
            }
            begins = false;
        }
        let _ = writeln!(out, "{pad}}}");
    }
}

/// Arguments below each other. Those that are written on one line stand in columns, until one takes more lines.
fn write_arguments(arguments: &[(&str, &Expression)], out: &mut String, indent: usize) {
    let pad = "  ".repeat(indent);
    let mut rest = arguments;
    while !rest.is_empty() {
        let run = rest.iter().take_while(|(_, value)| value.is_short()).count();
        let (short, behind) = rest.split_at(run);
        // The first line of what takes more lines counts for the columns of those before it.
        let widest =
            short.iter().chain(behind.first().filter(|_| false)).map(|(name, _)| name.chars().count()).max();
        for (name, value) in short {
            let _ = write!(out, "{pad}{name:<width$} = ", width = widest.unwrap_or(0));
            value.write(out, indent);
            out.push('\n');
        }
        match behind.split_first() {
            Some(((name, value), behind)) => {
                let _ = write!(out, "{pad}{name} = ");
                value.write(out, indent);
                out.push('\n');
                rest = behind;
            }
            None => rest = behind,
        }
    }
}

impl Expression {
    /// A text in quotes, in which nothing is meant.
    pub fn text(text: &str) -> Self {
        Self::Raw(quote(&escape(text)))
    }

    pub fn raw(text: impl Into<String>) -> Self {
        Self::Raw(text.into())
    }

    /// Whether it is written on one line.
    fn is_short(&self) -> bool {
        match self {
            Self::Raw(_) => true,
            Self::List(items) => items.is_empty() || items.iter().all(|item| matches!(item, Self::Raw(_))),
            Self::Object(members) => members.is_empty(),
            Self::Call(_, inner) => inner.is_short(),
        }
    }

    fn write(&self, out: &mut String, indent: usize) {
        match self {
            Self::Raw(text) => out.push_str(text),
            Self::List(items) if self.is_short() => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push_str(", ");
                    }
                    item.write(out, indent);
                }
                out.push(']');
            }
            Self::List(items) => {
                out.push_str("[\n");
                for item in items {
                    out.push_str(&"  ".repeat(indent + 1));
                    item.write(out, indent + 1);
                    out.push_str(",\n");
                }
                let _ = write!(out, "{}]", "  ".repeat(indent));
            }
            Self::Object(members) if members.is_empty() => out.push_str("{}"),
            Self::Object(members) => {
                out.push_str("{\n");
                let members: Vec<_> = members.iter().map(|(name, value)| (name.as_str(), value)).collect();
                write_arguments(&members, out, indent + 1);
                let _ = write!(out, "{}}}", "  ".repeat(indent));
            }
            Self::Call(name, inner) => {
                let _ = write!(out, "{name}(");
                inner.write(out, indent);
                out.push(')');
            }
        }
    }
}

/// The name of an object's member: as it is, or in quotes.
pub(super) fn key(name: &str) -> String {
    let is_name = name.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        && !matches!(name, "null" | "true" | "false" | "for");
    if is_name { name.to_owned() } else { quote(&escape(name)) }
}

/// A text in which `${` and `%{` mean nothing.
pub(super) fn escape(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// Quotes around a template.
pub(super) fn quote(template: &str) -> String {
    let mut out = String::with_capacity(template.len() + 2);
    out.push('"');
    for letter in template.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

/// JSON as Terraform's objects and lists; `texts` writes the texts.
pub(super) fn from_json(value: &Value, texts: &mut dyn FnMut(&str) -> Expression) -> Expression {
    match value {
        Value::Null => Expression::raw("null"),
        Value::Bool(_) | Value::Number(_) => Expression::raw(value.to_string()),
        Value::String(text) => texts(text),
        Value::Array(items) => Expression::List(items.iter().map(|item| from_json(item, texts)).collect()),
        Value::Object(members) => Expression::Object(
            members.iter().map(|(name, value)| (key(name), from_json(value, texts))).collect(),
        ),
    }
}
