//! Functions that write values as JSON, YAML and the like, and read them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use pipeline::text::{self, Content, Kind, Node};

use super::super::resolve::{At, Resolver};
use super::super::value::{Data, Read, Value, sorted, write_number};
use super::Args;
use crate::Error;

impl Resolver<'_> {
    pub(super) fn encoding_function(&mut self, _at: &At, name: &str, args: &Args<'_>) -> Read<Option<Value>> {
        let value = match name {
            "jsonencode" => {
                let (text, parts) = json(self, args.get(0)?)?;
                Value::text(text).resting_on(&parts)
            }
            "yamlencode" => {
                let mut writer = Yaml { resolver: self, out: String::new(), parts: Vec::new() };
                writer.block(args.get(0)?, 0)?;
                let Yaml { mut out, parts, .. } = writer;
                if !out.ends_with('\n') {
                    out.push('\n');
                }
                Value::text(out).resting_on(&parts)
            }
            "jsondecode" => self.decode(&args.text(0)?, "value.json")?,
            "yamldecode" => self.decode(&args.text(0)?, "value.yaml")?,
            "base64encode" => Value::text(base64(&args.text(0)?)).resting_on(args.values),
            "base64decode" => {
                let bytes = STANDARD.decode(args.text(0)?.as_bytes()).ok();
                let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
                Value::text(text.ok_or_else(|| Error::invalid("that is no text in base64"))?)
            }
            "urlencode" => Value::text(url(&args.text(0)?)).resting_on(args.values),
            "csvdecode" => return Err(Error::invalid("tables of commas are not read")),
            _ => return Ok(None),
        };
        Ok(Some(value))
    }

    fn decode(&mut self, text: &str, name: &str) -> Read<Value> {
        let read = text::read(text, name).map_err(|error| Error::invalid(error.message))?;
        self.take_in(&read.root)
    }

    fn take_in(&mut self, node: &Node) -> Read<Value> {
        self.deeper(|this| match &node.content {
            Content::Scalar(Kind::Null, _) => Ok(Value::NULL),
            Content::Scalar(Kind::Bool, text) => Ok(Value::bool(text.eq_ignore_ascii_case("true"))),
            Content::Scalar(Kind::Number, text) => {
                Ok(text.parse().map_or_else(|_| Value::text(text), Value::number))
            }
            Content::Scalar(Kind::Text, text) => Ok(Value::text(text)),
            Content::List(items) => {
                Value::list(items.iter().map(|item| this.take_in(item)).collect::<Read<_>>()?)
            }
            Content::Map(members) => {
                let member = |one: &text::Member| Ok((one.key.as_str().into(), this.take_in(&one.value)?));
                Value::map(members.iter().map(member).collect::<Read<_>>()?)
            }
        })
    }
}

pub(super) fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

/// A value as JSON, with the values of which something is not known.
pub(super) fn json(resolver: &Resolver<'_>, value: &Value) -> Read<(String, Vec<Value>)> {
    let (mut out, mut parts) = (String::new(), Vec::new());
    write_json(resolver, value, &mut out, &mut parts)?;
    Ok((out, parts))
}

/// Depth is bounded by that of values.
fn write_json(resolver: &Resolver<'_>, value: &Value, out: &mut String, parts: &mut Vec<Value>) -> Read<()> {
    let before = out.len();
    resolver.step(1)?;
    match &value.data {
        Data::Null => out.push_str("null"),
        Data::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Data::Number(number) => out.push_str(&write_number(*number)),
        Data::List(list) => {
            out.push('[');
            for (index, item) in list.items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json(resolver, item, out, parts)?;
            }
            out.push(']');
            return Ok(());
        }
        Data::Map(table) => {
            out.push('{');
            for (index, (key, item)) in sorted(table).into_iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_json_text(key, out);
                out.push(':');
                resolver.count_text(key.len())?;
                write_json(resolver, item, out, parts)?;
            }
            out.push('}');
            return Ok(());
        }
        Data::Text(_) | Data::Thing(_) | Data::Unknown => write_json_text(&value.to_text()?, out),
    }
    if !value.sources().is_empty() {
        parts.push(value.clone());
    }
    resolver.count_text(out.len() - before)
}

/// As Go writes it: what means something in HTML is escaped.
fn write_json_text(text: &str, out: &mut String) {
    let written = serde_json::Value::from(text).to_string();
    for letter in written.chars() {
        match letter {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            letter => out.push(letter),
        }
    }
}

/// YAML as Terraform writes it: names and texts in quotes, texts of several lines as blocks.
struct Yaml<'r, 'm> {
    resolver: &'r Resolver<'m>,
    out: String,
    parts: Vec<Value>,
}

impl Yaml<'_, '_> {
    /// A value that begins where the text ends, its further lines so far to the right.
    fn block(&mut self, value: &Value, indent: usize) -> Read<()> {
        let before = self.out.len();
        self.resolver.step(1)?;
        match &value.data {
            Data::List(list) if !list.items.is_empty() => {
                for (index, item) in list.items.iter().enumerate() {
                    if index > 0 {
                        self.line(indent);
                    }
                    self.out.push_str("- ");
                    self.block(item, indent + 2)?;
                }
                return Ok(());
            }
            Data::Map(table) if !table.members.is_empty() => {
                for (index, (key, item)) in sorted(table).into_iter().enumerate() {
                    if index > 0 {
                        self.line(indent);
                    }
                    self.resolver.count_text(key.len() + indent)?;
                    write_json_text(key, &mut self.out);
                    self.out.push(':');
                    match &item.data {
                        Data::List(list) if !list.items.is_empty() => {
                            self.line(indent);
                            self.block(item, indent)?;
                        }
                        Data::Map(table) if !table.members.is_empty() => {
                            self.line(indent + 2);
                            self.block(item, indent + 2)?;
                        }
                        _ => {
                            self.out.push(' ');
                            self.block(item, indent + 2)?;
                        }
                    }
                }
                return Ok(());
            }
            Data::List(_) => self.out.push_str("[]"),
            Data::Map(_) => self.out.push_str("{}"),
            Data::Null => self.out.push_str("null"),
            Data::Bool(bool) => self.out.push_str(if *bool { "true" } else { "false" }),
            Data::Number(number) => self.out.push_str(&write_number(*number)),
            Data::Text(_) | Data::Thing(_) | Data::Unknown => {
                let text = value.to_text()?;
                self.text(&text, indent);
            }
        }
        if !value.sources().is_empty() {
            self.parts.push(value.clone());
        }
        self.resolver.count_text(self.out.len() - before)
    }

    fn line(&mut self, indent: usize) {
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    fn text(&mut self, text: &str, indent: usize) {
        let plain = text.contains('\n')
            && !text.starts_with([' ', '\n'])
            && !text.chars().any(|one| one.is_control() && one != '\n');
        if !plain {
            write_json_text(text, &mut self.out);
            return;
        }
        self.out.push_str(match text.len() - text.trim_end_matches('\n').len() {
            0 => "|-",
            1 => "|",
            _ => "|+",
        });
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            self.out.push('\n');
            if !line.is_empty() {
                self.out.extend(std::iter::repeat_n(' ', indent));
                self.out.push_str(line);
            }
        }
        if text.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

fn url(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
