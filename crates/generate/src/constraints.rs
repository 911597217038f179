//! The tables that validation walks: every shape with its constraints.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::Error;
use crate::model::{Kind, Model, Shape};
use crate::names;
use crate::rust::HEADER;

/// `constraints.rs`.
pub(crate) fn tables(model: &Model) -> Result<String, Error> {
    let mut text = format!(
        "{HEADER}//! Every shape with its constraints, as tables.\n\n\
         use crate::validate::{{Bounds, Member, Pattern, Shape}};\n\n\
         /// The structure of this name.\n\
         pub(crate) fn structure(name: &str) -> Option<&'static Shape> {{\nSome(match name {{\n"
    );
    for (name, ..) in model.structures() {
        let _ = writeln!(text, "{name:?} => &{},", constant(name));
    }
    text.push_str("_ => return None,\n})\n}\n\n");
    let mut patterns = BTreeMap::new();
    let shapes = model.reachable(model.structures().map(|(name, ..)| name));
    for shape in shapes.iter().filter_map(|name| model.shape(name).pattern.as_deref()) {
        let at = patterns.len();
        patterns.entry(shape).or_insert(at);
    }
    let mut in_order: Vec<_> = patterns.iter().collect();
    in_order.sort_by_key(|(_, at)| **at);
    for (source, at) in in_order {
        let translated = translate(source)?;
        let _ = writeln!(text, "static PATTERN_{at}: Pattern = Pattern::new({source:?}, {translated:?});");
    }
    let _ = writeln!(text, "\n/// All of them.\n#[cfg(test)]\npub(crate) static PATTERNS: &[&Pattern] = &[");
    for at in 0..patterns.len() {
        let _ = writeln!(text, "&PATTERN_{at},");
    }
    text.push_str("];\n\n");
    for name in shapes {
        let shape = model.shape(name);
        let _ = write!(text, "static {}: Shape = ", constant(name));
        let _ = match &shape.kind {
            Kind::Structure(members) => {
                text.push_str("Shape::Structure(&[");
                for member in members {
                    let _ = write!(
                        text,
                        "Member {{ name: {:?}, shape: &{}, required: {} }},",
                        member.name,
                        constant(&member.shape),
                        member.required,
                    );
                }
                writeln!(text, "]);")
            }
            Kind::List(of) => {
                writeln!(text, "Shape::List {{ of: &{}, size: {} }};", constant(of), bounds(shape))
            }
            Kind::Map { key, value } => writeln!(
                text,
                "Shape::Map {{ key: &{}, value: &{}, size: {} }};",
                constant(key),
                constant(value),
                bounds(shape),
            ),
            Kind::Text(values) if values.is_empty() => {
                let pattern = match &shape.pattern {
                    Some(pattern) => format!("Some(&PATTERN_{})", patterns[pattern.as_str()]),
                    None => "None".to_owned(),
                };
                writeln!(text, "Shape::Text {{ length: {}, pattern: {pattern} }};", bounds(shape))
            }
            Kind::Text(values) => writeln!(text, "Shape::Enumeration(&{values:?});"),
            Kind::Integer => writeln!(text, "Shape::Integer({});", bounds(shape)),
            Kind::Boolean => writeln!(text, "Shape::Boolean;"),
            Kind::Timestamp => writeln!(text, "Shape::Timestamp;"),
            Kind::Exception(_) => return Err(Error::Model(format!("{name} is a member and an exception"))),
        };
    }
    Ok(text)
}

/// `PipelineDeclaration` -> `PIPELINE_DECLARATION`.
fn constant(shape: &str) -> String {
    names::snake(shape).to_ascii_uppercase()
}

fn bounds(shape: &Shape) -> String {
    format!("Bounds {{ min: {:?}, max: {:?} }}", shape.min, shape.max)
}

/// A pattern of the service, which matches the whole text by the rules of Java, for an engine that searches and
/// knows Unicode: anchored, `.` without line ends, `\w` and `\d` of ASCII.
fn translate(pattern: &str) -> Result<String, Error> {
    let unknown = |what: &str| Error::Model(format!("pattern {pattern}: {what} is not known here"));
    let mut text = "^(?:".to_owned();
    let mut in_class = false;
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('w') if in_class => text.push_str("A-Za-z0-9_"),
                Some('d') if in_class => text.push_str("0-9"),
                Some('w') => text.push_str("[A-Za-z0-9_]"),
                Some('d') => text.push_str("[0-9]"),
                Some(escaped) if escaped.is_ascii_punctuation() => text.extend(['\\', escaped]),
                other => return Err(unknown(&format!("escape {other:?}"))),
            },
            '[' if in_class => return Err(unknown("a class within a class")),
            '[' => {
                in_class = true;
                text.push('[');
            }
            ']' => {
                in_class = false;
                text.push(']');
            }
            '.' if !in_class => text.push_str(r"[^\n\r\x{85}\x{2028}\x{2029}]"),
            '&' if in_class => return Err(unknown("an intersection of classes")),
            other => text.push(other),
        }
    }
    Ok(text + r")\z")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::translate;

    #[test]
    fn patterns_match_whole_texts_as_java_does() {
        assert_eq!(
            translate(r"arn:aws(-[\w]+)*:.+").unwrap(),
            r"^(?:arn:aws(-[A-Za-z0-9_]+)*:[^\n\r\x{85}\x{2028}\x{2029}]+)\z"
        );
        assert_eq!(translate(r"[a-z.\-]+|\*").unwrap(), r"^(?:[a-z.\-]+|\*)\z");
        assert!(translate(r"\p{L}").is_err());
    }
}
