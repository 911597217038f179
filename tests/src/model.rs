//! The service model as a client sees it: what an answer must look like, and how messages are written as CBOR. It reads the
//! model's own file and shares nothing with the product's code.

use std::collections::{BTreeMap, BTreeSet};

use ciborium::Value as Cbor;
use regex::Regex;
use serde_json::{Map, Value};

/// Where the service itself answers otherwise than its model says: a revision without its change and its time in
/// `GetPipelineState`, and its own action types, which have more properties and artifacts than an account's may.
const OTHERWISE: [&str; 3] = ["ActionRevision", "ActionConfigurationPropertyList", "MaximumArtifactCount"];

/// The model of the service.
#[derive(Debug)]
pub struct Model {
    pub(crate) operations: Map<String, Value>,
    pub(crate) shapes: Map<String, Value>,
}

impl Default for Model {
    fn default() -> Self {
        let file = crate::project().join("crates/generate/model/codepipeline.json");
        let mut model: Value = serde_json::from_slice(&fs_err::read(file).unwrap()).unwrap();
        let mut take = |name: &str| model[name].take().as_object().unwrap().clone();
        Self { operations: take("operations"), shapes: take("shapes") }
    }
}

impl Model {
    /// The names of the operations.
    pub fn operations(&self) -> impl Iterator<Item = &str> {
        self.operations.keys().map(String::as_str)
    }

    /// The errors that each operation declares, by their names on the wire.
    pub fn declared(&self) -> BTreeSet<(String, String)> {
        let errors = |(name, operation): (&String, &Value)| {
            let list = operation["errors"].as_array().cloned().unwrap_or_default();
            let name = name.clone();
            list.into_iter().map(move |error| (name.clone(), error["shape"].as_str().unwrap().to_owned()))
        };
        self.operations.iter().flat_map(errors).collect()
    }

    /// What is wrong with an answer: members that the model does not have or misses, wrong types and bounds.
    pub fn faults(&self, operation: &str, answer: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        match self.operations[operation]["output"]["shape"].as_str() {
            Some(shape) => self.check(shape, operation, answer, &mut faults),
            None if answer.is_null() => {}
            None => faults.push(format!("{operation} has no output")),
        }
        faults
    }

    fn check(&self, name: &str, at: &str, value: &Value, faults: &mut Vec<String>) {
        let shape = &self.shapes[name];
        let mut fault = |what: String| faults.push(format!("{at}: {what}"));
        let otherwise = OTHERWISE.contains(&name);
        let bounds = |size: f64| {
            let (min, max) = (shape["min"].as_f64(), shape["max"].as_f64().filter(|_| !otherwise));
            min.is_none_or(|min| size >= min) && max.is_none_or(|max| size <= max)
        };
        match (shape["type"].as_str().unwrap(), value) {
            ("structure", Value::Object(members)) => {
                let required = shape["required"].as_array().into_iter().flatten();
                for required in required.filter(|member| !otherwise || *member == "revisionId") {
                    if !members.contains_key(required.as_str().unwrap()) {
                        fault(format!("lacks {required}"));
                    }
                }
                for (member, value) in members {
                    match shape["members"][member]["shape"].as_str() {
                        Some(shape) => self.check(shape, &format!("{at}.{member}"), value, faults),
                        None => faults.push(format!("{at}: has no member {member}")),
                    }
                }
            }
            ("list", Value::Array(items)) => {
                if !bounds(items.len() as f64) {
                    fault(format!("has {} elements", items.len()));
                }
                let of = shape["member"]["shape"].as_str().unwrap();
                for (index, item) in items.iter().enumerate() {
                    self.check(of, &format!("{at}.{index}"), item, faults);
                }
            }
            ("map", Value::Object(members)) => {
                let (key, of) = (&shape["key"]["shape"], &shape["value"]["shape"]);
                for (name, value) in members {
                    self.check(key.as_str().unwrap(), &format!("{at}'s key"), &name.as_str().into(), faults);
                    self.check(of.as_str().unwrap(), &format!("{at}.{name}"), value, faults);
                }
            }
            ("string", Value::String(text)) => {
                if !bounds(text.chars().count() as f64) {
                    fault(format!("has {} characters", text.chars().count()));
                }
                let one_of = shape["enum"].as_array();
                if one_of.is_some_and(|all| !all.iter().any(|one| one == text)) {
                    fault(format!("is {text}"));
                }
                if let Some(pattern) = shape["pattern"].as_str() {
                    let pattern = Regex::new(&format!("^(?s:{pattern})$")).unwrap();
                    if !pattern.is_match(text) {
                        fault(format!("{text:?} does not fit {pattern}"));
                    }
                }
            }
            ("integer" | "long", Value::Number(number)) if number.is_i64() => {
                if !bounds(number.as_f64().unwrap()) {
                    fault(format!("is {number}"));
                }
            }
            ("timestamp", Value::Number(_)) | ("boolean", Value::Bool(_)) => {}
            (kind, other) => fault(format!("is no {kind} but {other}")),
        }
    }

    /// A request in CBOR: as the model has it, with instants as tagged seconds.
    pub fn to_cbor(&self, operation: &str, input: &Value) -> Vec<u8> {
        let shape = self.operations[operation]["input"]["shape"].as_str();
        let message = shape.map_or_else(|| Cbor::Map(Vec::new()), |shape| self.encode(shape, input));
        let mut bytes = Vec::new();
        ciborium::into_writer(&message, &mut bytes).unwrap();
        bytes
    }

    fn encode(&self, name: &str, value: &Value) -> Cbor {
        let shape = self.shapes.get(name).unwrap_or(&Value::Null);
        let of = |member: &Value| member["shape"].as_str().unwrap_or_default().to_owned();
        match value {
            Value::Object(members) => {
                let entry = |(key, value): (&String, &Value)| {
                    let inner = if shape["type"] == "map" { &shape["value"] } else { &shape["members"][key] };
                    (Cbor::Text(key.clone()), self.encode(&of(inner), value))
                };
                Cbor::Map(members.iter().map(entry).collect())
            }
            Value::Array(items) => {
                let inner = of(&shape["member"]);
                Cbor::Array(items.iter().map(|item| self.encode(&inner, item)).collect())
            }
            Value::Number(number) if shape["type"] == "timestamp" => {
                Cbor::Tag(1, Box::new(Cbor::Float(number.as_f64().unwrap())))
            }
            Value::Number(number) => {
                number.as_i64().map_or(Cbor::Null, |number| Cbor::Integer(number.into()))
            }
            Value::String(text) => Cbor::Text(text.clone()),
            Value::Bool(yes) => Cbor::Bool(*yes),
            Value::Null => Cbor::Null,
        }
    }

    /// An answer in CBOR as JSON would tell it; none for what is no CBOR, or has an instant that is not tagged.
    pub fn from_cbor(&self, body: &[u8]) -> Option<Value> {
        decode(ciborium::from_reader(body).ok()?)
    }
}

fn decode(value: Cbor) -> Option<Value> {
    Some(match value {
        Cbor::Text(text) => text.into(),
        Cbor::Bool(yes) => yes.into(),
        Cbor::Integer(number) => i64::try_from(number).ok()?.into(),
        // In this service only an instant is no whole number.
        Cbor::Tag(1, seconds) => match *seconds {
            Cbor::Float(seconds) => seconds.into(),
            Cbor::Integer(seconds) => (i64::try_from(seconds).ok()? as f64).into(),
            _ => return None,
        },
        Cbor::Array(items) => Value::Array(items.into_iter().map(decode).collect::<Option<_>>()?),
        Cbor::Map(entries) => {
            let entry = |(key, value): (Cbor, Cbor)| Some((key.into_text().ok()?, decode(value)?));
            let members: BTreeMap<String, Value> = entries.into_iter().map(entry).collect::<Option<_>>()?;
            Value::Object(members.into_iter().collect())
        }
        _ => return None,
    })
}
