//! Event patterns: whether an event is one that a rule waits for, and why not (Amazon EventBridge user guide,
//! "Comparison operators for use in event patterns"). It only judges; what a rule then does is done elsewhere.

use std::net::IpAddr;

use serde_json::{Map, Value};

/// A pattern that was read and found to be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    root: Map<String, Value>,
}

/// What is wrong with a pattern, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternFault {
    /// A JSON pointer into the pattern.
    pub pointer: String,
    /// One sentence.
    pub message: String,
}

impl std::fmt::Display for PatternFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = if self.pointer.is_empty() { "the pattern" } else { &self.pointer };
        write!(f, "{at}: {}", self.message)
    }
}

impl std::error::Error for PatternFault {}

/// How many alternatives with `*` a text is compared with at most: what a pattern costs is bounded by its size.
const WILDCARDS: usize = 100;

impl Pattern {
    /// Reads a pattern: an object whose leaves are lists of alternatives.
    ///
    /// # Errors
    /// The first place that is not as EventBridge wants it.
    pub fn read(pattern: &Value) -> Result<Self, PatternFault> {
        let root = check_object(pattern, "")?;
        if pattern.to_string().matches('*').count() > WILDCARDS {
            return Err(fault("", format!("it has more than {WILDCARDS} wildcards")));
        }
        Ok(Self { root: root.clone() })
    }

    /// Whether the event is one that the pattern waits for.
    pub fn matches(&self, event: &Value) -> bool {
        self.differences(event).is_empty()
    }

    /// Why the event is none that the pattern waits for, a sentence for each member that differs; empty when it is
    /// one.
    pub fn differences(&self, event: &Value) -> Vec<String> {
        let mut told = Vec::new();
        compare(&self.root, Some(event), "", &mut told);
        told
    }
}

fn fault(pointer: &str, message: impl Into<String>) -> PatternFault {
    PatternFault { pointer: pointer.to_owned(), message: message.into() }
}

fn check_object<'v>(value: &'v Value, at: &str) -> Result<&'v Map<String, Value>, PatternFault> {
    let object = value.as_object().ok_or_else(|| fault(at, "a pattern is an object"))?;
    if object.is_empty() {
        return Err(fault(at, "an object of a pattern names at least one member"));
    }
    for (key, value) in object {
        let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Array(patterns) if key == "$or" => {
                if patterns.len() < 2 {
                    return Err(fault(&at, "`$or` has at least two patterns"));
                }
                for (index, pattern) in patterns.iter().enumerate() {
                    check_object(pattern, &format!("{at}/{index}"))?;
                }
            }
            _ if key == "$or" => return Err(fault(&at, "`$or` is a list of patterns")),
            Value::Object(_) => {
                check_object(value, &at)?;
            }
            Value::Array(alternatives) if !alternatives.is_empty() => {
                for (index, one) in alternatives.iter().enumerate() {
                    check_alternative(one, &format!("{at}/{index}"))?;
                }
            }
            _ => return Err(fault(&at, "a value is a list of alternatives, such as [\"FAILED\"]")),
        }
    }
    Ok(object)
}

fn check_alternative(one: &Value, at: &str) -> Result<(), PatternFault> {
    let operator = match one {
        Value::Object(operator) => operator,
        Value::Array(_) => return Err(fault(at, "an alternative is a value or an operator, not a list")),
        _ => return Ok(()),
    };
    let mut members = operator.iter();
    let (Some((name, operand)), None) = (members.next(), members.next()) else {
        return Err(fault(at, "an operator has exactly one member, such as {\"prefix\": \"prod\"}"));
    };
    let at = format!("{at}/{name}");
    let texts = |value: &Value| match value {
        Value::Array(list) => !list.is_empty() && list.iter().all(Value::is_string),
        value => value.is_string(),
    };
    let good = match name.as_str() {
        "equals-ignore-case" => operand.is_string(),
        "wildcard" => operand.as_str().is_some_and(|text| !text.contains("**")),
        "prefix" | "suffix" => {
            operand.is_string() || operand.get("equals-ignore-case").is_some_and(Value::is_string)
        }
        "exists" => operand.is_boolean(),
        "cidr" => operand.as_str().is_some_and(|text| network(text).is_some()),
        "numeric" => operand.as_array().is_some_and(|list| comparisons(list).is_some()),
        "anything-but" => match operand {
            Value::Object(inner) => {
                let mut inner = inner.iter();
                match (inner.next(), inner.next()) {
                    (Some((name, value)), None) => {
                        matches!(name.as_str(), "prefix" | "suffix" | "equals-ignore-case" | "wildcard")
                            && texts(value)
                    }
                    _ => false,
                }
            }
            Value::Array(list) => {
                !list.is_empty() && list.iter().all(|one| one.is_string() || one.is_number())
            }
            value => value.is_string() || value.is_number(),
        },
        _ => return Err(fault(&at, format!("`{name}` is no comparison operator"))),
    };
    if good { Ok(()) } else { Err(fault(&at, format!("`{name}` does not take {operand}"))) }
}

/// Tells each member of the pattern that the event differs in.
fn compare(pattern: &Map<String, Value>, event: Option<&Value>, at: &str, told: &mut Vec<String>) {
    for (key, wanted) in pattern {
        if key == "$or" {
            let patterns = wanted.as_array().into_iter().flatten().filter_map(Value::as_object);
            let any = patterns.clone().any(|one| {
                let mut differs = Vec::new();
                compare(one, event, at, &mut differs);
                differs.is_empty()
            });
            if !any {
                told.push(format!("none of the {} patterns of `$or` matches", patterns.count()));
            }
            continue;
        }
        let name = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
        let found = event.and_then(|event| event.get(key));
        match (wanted, found) {
            (Value::Object(inner), Some(Value::Array(items))) => {
                let differs = |item: &Value| {
                    let mut differs = Vec::new();
                    compare(inner, Some(item), &name, &mut differs);
                    differs
                };
                if !items.iter().any(|item| differs(item).is_empty()) {
                    told.extend(
                        items.first().map_or_else(|| vec![format!("{name} is an empty list")], differs),
                    );
                }
            }
            (Value::Object(inner), found) => compare(inner, found, &name, told),
            (wanted, found) => {
                let alternatives = wanted.as_array().map(Vec::as_slice).unwrap_or_default();
                if !alternatives.iter().any(|one| accepts(one, found)) {
                    let found =
                        found.map_or_else(|| "is not there".to_owned(), |value| format!("is {value}"));
                    told.push(format!("{name} {found}, not {}", words(alternatives)));
                }
            }
        }
    }
}

fn words(alternatives: &[Value]) -> String {
    let each: Vec<String> = alternatives.iter().map(ToString::to_string).collect();
    each.join(" or ")
}

/// Whether one alternative accepts a member; of a list, any item will do.
fn accepts(alternative: &Value, found: Option<&Value>) -> bool {
    let operator = alternative.as_object().and_then(|operator| operator.iter().next());
    if let Some((name, operand)) = operator
        && name == "exists"
    {
        let is_leaf = found.is_some_and(|value| !value.is_object());
        return operand.as_bool() == Some(is_leaf);
    }
    match found {
        None | Some(Value::Object(_)) => false,
        Some(Value::Array(items)) => match operator {
            // Of a list, no item may be what is excluded.
            Some((name, _)) if name == "anything-but" => {
                !items.is_empty() && items.iter().all(|item| accepts_scalar(alternative, item))
            }
            _ => items.iter().any(|item| accepts_scalar(alternative, item)),
        },
        Some(value) => accepts_scalar(alternative, value),
    }
}

fn accepts_scalar(alternative: &Value, value: &Value) -> bool {
    let Some((name, operand)) = alternative.as_object().and_then(|operator| operator.iter().next()) else {
        return same(alternative, value);
    };
    let text = value.as_str();
    match name.as_str() {
        "anything-but" => match operand {
            Value::Object(inner) => inner.iter().all(|(name, operand)| {
                let operands = match operand {
                    Value::Array(list) => list.as_slice(),
                    one => std::slice::from_ref(one),
                };
                text.is_some_and(|text| !operands.iter().any(|operand| compares(name, operand, text)))
            }),
            Value::Array(list) => !list.iter().any(|one| same(one, value)),
            one => !same(one, value),
        },
        "numeric" => value.as_f64().is_some_and(|number| {
            let comparisons = operand.as_array().and_then(|list| comparisons(list)).unwrap_or_default();
            comparisons.iter().all(|(sign, limit)| match *sign {
                "=" => number == *limit,
                "<" => number < *limit,
                "<=" => number <= *limit,
                ">" => number > *limit,
                _ => number >= *limit,
            })
        }),
        "cidr" => {
            let network = operand.as_str().and_then(network);
            let address = text.and_then(|text| text.parse().ok());
            network.zip(address).is_some_and(|((base, bits), address)| contains(base, bits, address))
        }
        name => text.is_some_and(|text| compares(name, operand, text)),
    }
}

/// The operators on texts.
fn compares(name: &str, operand: &Value, text: &str) -> bool {
    let folded = |text: &str| text.to_lowercase();
    let (wanted, ignore_case) = match (operand.as_str(), operand.get("equals-ignore-case")) {
        (Some(wanted), _) => (wanted, name == "equals-ignore-case"),
        (None, Some(Value::String(wanted))) => (wanted.as_str(), true),
        _ => return false,
    };
    let (wanted, text) = match ignore_case {
        true => (folded(wanted), folded(text)),
        false => (wanted.to_owned(), text.to_owned()),
    };
    match name {
        "prefix" => text.starts_with(&wanted),
        "suffix" => text.ends_with(&wanted),
        "wildcard" => fits(&wanted, &text),
        _ => text == wanted,
    }
}

/// `*` stands for any characters; `\*` for itself.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = vec![String::new()];
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '*' => parts.push(String::new()),
            '\\' => parts.last_mut().into_iter().for_each(|part| part.extend(letters.next())),
            letter => parts.last_mut().into_iter().for_each(|part| part.push(letter)),
        }
    }
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    if parts.len() == 1 {
        return text == first;
    }
    let Some(rest) = text.strip_prefix(first.as_str()) else { return false };
    let Some(mut rest) = rest.strip_suffix(last.as_str()) else { return false };
    for part in parts.get(1..parts.len() - 1).unwrap_or_default() {
        match rest.find(part.as_str()) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

/// Numbers are the same whatever their form: the service sends `3.0`.
fn same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

/// `[">", 0, "<=", 5]` in pairs.
fn comparisons(list: &[Value]) -> Option<Vec<(&str, f64)>> {
    if list.is_empty() || !list.len().is_multiple_of(2) {
        return None;
    }
    list.chunks(2).map(comparison).collect()
}

fn comparison(pair: &[Value]) -> Option<(&str, f64)> {
    let [sign, limit] = pair else { return None };
    let sign = sign.as_str().filter(|sign| matches!(*sign, "=" | "<" | "<=" | ">" | ">="))?;
    Some((sign, limit.as_f64()?))
}

fn network(text: &str) -> Option<(IpAddr, u32)> {
    let (base, bits) = text.split_once('/')?;
    let (base, bits): (IpAddr, u32) = (base.parse().ok()?, bits.parse().ok()?);
    (bits <= if base.is_ipv4() { 32 } else { 128 }).then_some((base, bits))
}

fn contains(base: IpAddr, bits: u32, address: IpAddr) -> bool {
    match (base, address) {
        (IpAddr::V4(base), IpAddr::V4(address)) => {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            u32::from(base) & mask == u32::from(address) & mask
        }
        (IpAddr::V6(base), IpAddr::V6(address)) => {
            let mask = u128::MAX.checked_shl(128 - bits).unwrap_or(0);
            u128::from(base) & mask == u128::from(address) & mask
        }
        _ => false,
    }
}
