//! The model's constraints, checked on a message before it becomes a typed shape: every fault of it, in the
//! service's own words.
//!
//! It never looks beyond the shape: whether a stage name is used twice, or a pipeline exists, others ask.
//! (AWS CodePipeline API reference: the constraints of each member; observed answers for the wording.)

use std::fmt::Write as _;
use std::sync::OnceLock;

use regex::Regex;

use crate::generated::constraints;
use crate::{Error, ErrorKind, Operation, Value};

/// A constraint that a message does not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a JSON pointer (RFC 6901) into the message: `/stages/1/actions/0/runOrder`. An absent member's
    /// pointer names the member that should be there.
    pub pointer: String,
    /// Where, in the service's form: `stages.2.member.actions.1.member.runOrder`, elements counted from 1. For a
    /// fault of a list's plain elements or of a map's keys or values it names the list or the map.
    pub member_path: String,
    /// What is demanded, in the service's words: `Member must have length less than or equal to 100`; for a wrong
    /// type, what was found instead.
    pub constraint: String,
    /// Which of the two sorts of refusal it leads to.
    pub kind: FaultKind,
}

/// The sorts of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The value is of the right type and breaks a rule: `ValidationException`.
    Constraint,
    /// The value is of another type: `SerializationException`.
    WrongType,
}

/// Every fault of a value as this structure of the model, `PipelineDeclaration`, in the model's order of members.
/// Unknown members are no fault. A name that the model does not have is one fault.
pub fn check_shape(shape: &str, value: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    match constraints::structure(shape) {
        Some(shape) => shape.check(value, &Place::Top, &mut faults),
        None => faults.push(Fault {
            pointer: String::new(),
            member_path: String::new(),
            constraint: format!("There is no structure named {shape}"),
            kind: FaultKind::WrongType,
        }),
    }
    faults
}

/// The most items that a list of the model may have: of `PipelineDeclaration`, its `variables`. Nothing when it is no
/// list, or has no greatest size.
pub fn most_items(structure: &str, member: &str) -> Option<usize> {
    let Shape::Structure(members) = constraints::structure(structure)? else { return None };
    match members.iter().find(|one| one.name == member)?.shape {
        Shape::List { size, .. } => usize::try_from(size.max?).ok(),
        _ => None,
    }
}

/// Checks the input of an operation.
///
/// # Errors
/// [`ErrorKind::Serialization`] when a value has a wrong type, else [`ErrorKind::Validation`] with all faults.
pub fn check_input(operation: Operation, input: &Value) -> Result<(), Error> {
    match refusal(&check_shape(operation.input_shape(), input)) {
        None => Ok(()),
        Some(error) => Err(error),
    }
}

/// The error that these faults lead to, if there are any: the first wrong type, else all constraints.
pub fn refusal(faults: &[Fault]) -> Option<Error> {
    if let Some(fault) = faults.iter().find(|fault| fault.kind == FaultKind::WrongType) {
        let message = match fault.member_path.as_str() {
            "" => fault.constraint.clone(),
            path => format!("{} (at '{path}')", fault.constraint),
        };
        return Some(Error::new(ErrorKind::Serialization, message));
    }
    let mut told: Vec<(&str, &str)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for fault in faults {
        let text = (fault.member_path.as_str(), fault.constraint.as_str());
        // The wire names a list once, however many of its elements are wrong.
        if seen.insert(text) {
            told.push(text);
        }
    }
    let plural = match told.len() {
        0 => return None,
        1 => "",
        _ => "s",
    };
    let mut message = format!("{} validation error{plural} detected: ", told.len());
    for (at, (path, constraint)) in told.into_iter().enumerate() {
        let separator = if at == 0 { "" } else { "; " };
        let _ = write!(message, "{separator}Value at '{path}' failed to satisfy constraint: {constraint}");
    }
    Some(Error::validation(message))
}

/// A shape of the model with its constraints; the tables are generated.
pub(crate) enum Shape {
    /// A structure with its members in the model's order.
    Structure(&'static [Member]),
    /// A list of elements.
    List { of: &'static Shape, size: Bounds },
    /// A map from texts.
    Map { key: &'static Shape, value: &'static Shape, size: Bounds },
    /// A text.
    Text { length: Bounds, pattern: Option<&'static Pattern> },
    /// One of these texts.
    Enumeration(&'static [&'static str]),
    /// An integer of 32 bits.
    Integer(Bounds),
    /// A boolean.
    Boolean,
    /// A point in time.
    Timestamp,
}

/// A member of a structure.
pub(crate) struct Member {
    pub name: &'static str,
    pub shape: &'static Shape,
    pub required: bool,
}

/// The least and the greatest size or value.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    pub min: Option<i64>,
    pub max: Option<i64>,
}

/// A regular expression: as the service writes it, and the same for this crate's engine; compiled when first used.
pub(crate) struct Pattern {
    source: &'static str,
    translated: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) const fn new(source: &'static str, translated: &'static str) -> Self {
        Self { source, translated, compiled: OnceLock::new() }
    }

    /// The compiled expression; every one of the generated tables compiles, which a test proves.
    fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| Regex::new(self.translated).ok()).as_ref()
    }
}

/// The way from the top of a message to a value. Texts are made of it only when there is a fault.
enum Place<'a> {
    Top,
    Member(&'a Place<'a>, &'a str),
    Element(&'a Place<'a>, usize),
    Entry(&'a Place<'a>, &'a str),
}

impl Place<'_> {
    fn pointer(&self) -> String {
        match self {
            Self::Top => String::new(),
            Self::Member(above, name) | Self::Entry(above, name) => {
                let name = name.replace('~', "~0").replace('/', "~1");
                format!("{}/{name}", above.pointer())
            }
            Self::Element(above, at) => format!("{}/{at}", above.pointer()),
        }
    }

    fn member_path(&self) -> String {
        match self {
            Self::Top => String::new(),
            Self::Member(above, name) => match above.member_path() {
                path if path.is_empty() => (*name).to_owned(),
                path => format!("{path}.{name}"),
            },
            Self::Element(above, at) => format!("{}.{}.member", above.member_path(), at + 1),
            Self::Entry(above, key) => format!("{}.{key}.member", above.member_path()),
        }
    }

    fn fault(&self, kind: FaultKind, constraint: String) -> Fault {
        Fault { pointer: self.pointer(), member_path: self.member_path(), constraint, kind }
    }
}

const NOT_NULL: &str = "Member must not be null";

impl Shape {
    fn check(&'static self, value: &Value, place: &Place<'_>, faults: &mut Vec<Fault>) {
        match (self, value) {
            (Self::Structure(members), Value::Map(_)) => {
                for member in *members {
                    let place = Place::Member(place, member.name);
                    match value.get(member.name) {
                        None | Some(Value::Null) if member.required => {
                            faults.push(place.fault(FaultKind::Constraint, NOT_NULL.to_owned()));
                        }
                        None | Some(Value::Null) => {}
                        Some(value) => member.shape.check(value, &place, faults),
                    }
                }
            }
            (Self::List { of, size }, Value::List(elements)) => {
                size.check("length", elements.len() as i64, place, faults);
                for (at, element) in elements.iter().enumerate() {
                    let inner = Place::Element(place, at);
                    match element {
                        Value::Null => faults.push(inner.fault(FaultKind::Constraint, NOT_NULL.to_owned())),
                        element => of.check_inside("Member", element, place, &inner, faults),
                    }
                }
            }
            (Self::Map { key, value, size }, Value::Map(entries)) => {
                size.check("length", entries.len() as i64, place, faults);
                for (name, entry) in entries {
                    let inner = Place::Entry(place, name);
                    key.check_inside("Map keys", &Value::String(name.clone()), place, &inner, faults);
                    match entry {
                        Value::Null => faults.push(Fault {
                            member_path: place.member_path(),
                            ..inner.fault(
                                FaultKind::Constraint,
                                format!("Map value must satisfy constraint: [{NOT_NULL}]"),
                            )
                        }),
                        entry => value.check_inside("Map value", entry, place, &inner, faults),
                    }
                }
            }
            (Self::Integer(bounds), value) if value.as_integer().is_some_and(fits_32_bits) => {
                bounds.check("value", value.as_integer().unwrap_or_default(), place, faults);
            }
            (Self::Boolean, Value::Bool(_)) => {}
            (Self::Timestamp, value) if value.as_timestamp().is_some() => {}
            (Self::Text { length, pattern }, Value::String(text)) => {
                length.check("length", text.chars().count() as i64, place, faults);
                if let Some(pattern) = pattern
                    && !pattern.regex().is_none_or(|regex| regex.is_match(text))
                {
                    faults.push(place.fault(FaultKind::Constraint, pattern.rule()));
                }
            }
            (Self::Enumeration(values), Value::String(text)) => {
                if !values.contains(&text.as_str()) {
                    faults.push(place.fault(FaultKind::Constraint, set_rule(values)));
                }
            }
            (_, value) => faults.push(place.fault(FaultKind::WrongType, self.misread(value))),
        }
    }

    /// Checks an element, a key or a value. The service reports a plain one at its list or map, with all its
    /// rules in brackets; the pointer names the very place.
    fn check_inside(
        &'static self,
        what: &str,
        value: &Value,
        container: &Place<'_>,
        place: &Place<'_>,
        faults: &mut Vec<Fault>,
    ) {
        let before = faults.len();
        self.check(value, place, faults);
        let rules = match self {
            Self::Structure(_) | Self::List { .. } | Self::Map { .. } => return,
            plain => plain.rules(),
        };
        if faults.get(before).is_some_and(|fault| fault.kind == FaultKind::Constraint) {
            faults.truncate(before);
            faults.push(Fault {
                member_path: container.member_path(),
                ..place.fault(
                    FaultKind::Constraint,
                    format!("{what} must satisfy constraint: [{}]", rules.join(", ")),
                )
            });
        }
    }

    /// All rules of a plain shape, in the order in which the service lists them.
    fn rules(&self) -> Vec<String> {
        match self {
            Self::Text { length, pattern } => {
                let pattern = pattern.map(Pattern::rule);
                length.rules("length").into_iter().chain(pattern).collect()
            }
            Self::Enumeration(values) => vec![set_rule(values)],
            Self::Integer(bounds) => bounds.rules("value"),
            _ => Vec::new(),
        }
    }

    /// What the service's reader says about a value of another type.
    fn misread(&self, value: &Value) -> String {
        let (found, plain) = match value {
            Value::Map(_) => ("Start of structure or map found where not expected.", false),
            Value::List(_) => ("Start of list found where not expected.", false),
            Value::Bool(true) => ("TRUE_VALUE", true),
            Value::Bool(false) => ("FALSE_VALUE", true),
            Value::Integer(_) | Value::Double(_) | Value::Timestamp(_) => ("NUMBER_VALUE", true),
            Value::String(_) => ("STRING_VALUE", true),
            Value::Null => ("NULL_VALUE", true),
        };
        let wanted = match self {
            Self::Structure(_) => return "Expected structure or null".to_owned(),
            Self::List { .. } => return "Expected list or null".to_owned(),
            Self::Map { .. } => return "Expected map or null".to_owned(),
            Self::Text { .. } | Self::Enumeration(_) => "a String",
            Self::Integer(_) => "an Integer",
            Self::Boolean => "a Boolean",
            Self::Timestamp => "a Timestamp",
        };
        match plain {
            true => format!("{found} can not be converted to {wanted}"),
            false => found.to_owned(),
        }
    }
}

fn fits_32_bits(number: i64) -> bool {
    i32::try_from(number).is_ok()
}

fn set_rule(values: &[&str]) -> String {
    format!("Member must satisfy enum value set: [{}]", values.join(", "))
}

impl Pattern {
    fn rule(&self) -> String {
        format!("Member must satisfy regular expression pattern: {}", self.source)
    }
}

impl Bounds {
    fn check(self, what: &str, number: i64, place: &Place<'_>, faults: &mut Vec<Fault>) {
        let broken =
            Self { max: self.max.filter(|max| number > *max), min: self.min.filter(|min| number < *min) };
        faults.extend(broken.rules(what).into_iter().map(|rule| place.fault(FaultKind::Constraint, rule)));
    }

    fn rules(self, what: &str) -> Vec<String> {
        let most = self.max.map(|max| format!("Member must have {what} less than or equal to {max}"));
        let least = self.min.map(|min| format!("Member must have {what} greater than or equal to {min}"));
        most.into_iter().chain(least).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::generated::constraints;

    #[test]
    fn every_pattern_compiles() {
        assert!(constraints::PATTERNS.iter().all(|pattern| pattern.regex().is_some()));
    }
}
