//! The service model, read strictly: a key this crate does not know is an error, so a newer model cannot lose
//! a fact unnoticed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::Error;

/// The whole model.
pub(crate) struct Model {
    /// In alphabetical order.
    pub operations: Vec<Operation>,
    /// By the model's name.
    pub shapes: BTreeMap<String, Shape>,
}

/// One operation; all have an input structure.
pub(crate) struct Operation {
    pub name: String,
    pub input: String,
    pub output: Option<String>,
    /// Names of the declared exceptions, in the model's order.
    pub errors: Vec<String>,
}

/// One shape and its constraints.
pub(crate) struct Shape {
    pub kind: Kind,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub pattern: Option<String>,
    pub sensitive: bool,
}

/// What a shape is.
pub(crate) enum Kind {
    Structure(Vec<Member>),
    /// An exception with its HTTP status.
    Exception(u16),
    List(String),
    Map {
        key: String,
        value: String,
    },
    /// A string; with values when it is an enumeration.
    Text(Vec<String>),
    Integer,
    Boolean,
    Timestamp,
}

/// A member of a structure, in the model's order.
pub(crate) struct Member {
    pub name: String,
    pub shape: String,
    /// As the service demands it in an input.
    pub required: bool,
}

#[derive(Deserialize)]
struct Document {
    operations: BTreeMap<String, RawOperation>,
    shapes: BTreeMap<String, RawShape>,
}

#[derive(Deserialize)]
struct RawOperation {
    input: Reference,
    output: Option<Reference>,
    #[serde(default)]
    errors: Vec<Reference>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    shape: String,
    /// Clients fill such a member themselves; nothing here depends on it.
    #[serde(default, rename = "idempotencyToken")]
    _idempotency_token: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawShape {
    r#type: String,
    /// Kept as a map of the document, which keeps the order.
    members: Option<Map<String, Value>>,
    #[serde(default)]
    required: Vec<String>,
    member: Option<Reference>,
    key: Option<Reference>,
    value: Option<Reference>,
    #[serde(default)]
    r#enum: Vec<String>,
    min: Option<i64>,
    max: Option<i64>,
    pattern: Option<String>,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    exception: bool,
    error: Option<RawError>,
    /// Whether the wire tells absent from zero; members are optional here in any case.
    #[serde(default, rename = "box")]
    _box: bool,
}

#[derive(Deserialize)]
struct RawError {
    #[serde(rename = "httpStatusCode")]
    status: u16,
}

impl Model {
    /// Reads the model's JSON.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let document: Document =
            serde_json::from_str(text).map_err(|error| Error::Model(error.to_string()))?;
        let shapes = document
            .shapes
            .into_iter()
            .map(|(name, raw)| Ok((name.clone(), raw.read(&name)?)))
            .collect::<Result<BTreeMap<_, _>, Error>>()?;
        let operations = document
            .operations
            .into_iter()
            .map(|(name, raw)| Operation {
                name,
                input: raw.input.shape,
                output: raw.output.map(|output| output.shape),
                errors: raw.errors.into_iter().map(|error| error.shape).collect(),
            })
            .collect();
        let model = Self { operations, shapes };
        model.check_references()?;
        Ok(model)
    }

    /// The shape of this name; [`Model::parse`] has seen to it that there is one.
    pub(crate) fn shape(&self, name: &str) -> &Shape {
        &self.shapes[name]
    }

    /// Every structure that is not an exception, by name.
    pub(crate) fn structures(&self) -> impl Iterator<Item = (&str, &Shape, &[Member])> {
        self.shapes.iter().filter_map(|(name, shape)| match &shape.kind {
            Kind::Structure(members) => Some((name.as_str(), shape, members.as_slice())),
            _ => None,
        })
    }

    /// Every enumeration with its values, by name.
    pub(crate) fn enumerations(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.shapes.iter().filter_map(|(name, shape)| match &shape.kind {
            Kind::Text(values) if !values.is_empty() => Some((name.as_str(), values.as_slice())),
            _ => None,
        })
    }

    /// Every exception with its HTTP status, by name.
    pub(crate) fn exceptions(&self) -> impl Iterator<Item = (&str, u16)> {
        self.shapes.iter().filter_map(|(name, shape)| match shape.kind {
            Kind::Exception(status) => Some((name.as_str(), status)),
            _ => None,
        })
    }

    /// The shapes that these structures lead to, themselves included.
    pub(crate) fn reachable<'a>(&'a self, tops: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&str> = tops.collect();
        while let Some(name) = open.pop() {
            if !found.insert(name) {
                continue;
            }
            match &self.shape(name).kind {
                Kind::Structure(members) => open.extend(members.iter().map(|member| member.shape.as_str())),
                Kind::List(of) => open.push(of),
                Kind::Map { key, value } => open.extend([key.as_str(), value.as_str()]),
                _ => {}
            }
        }
        found
    }

    fn check_references(&self) -> Result<(), Error> {
        let mut named = BTreeSet::new();
        for operation in &self.operations {
            named.extend([&operation.input]);
            named.extend(&operation.output);
            named.extend(&operation.errors);
        }
        for shape in self.shapes.values() {
            match &shape.kind {
                Kind::Structure(members) => named.extend(members.iter().map(|member| &member.shape)),
                Kind::List(member) => named.extend([member]),
                Kind::Map { key, value } => named.extend([key, value]),
                _ => {}
            }
        }
        match named.into_iter().find(|name| !self.shapes.contains_key(*name)) {
            None => Ok(()),
            Some(name) => Err(Error::Model(format!("shape {name} is used and not defined"))),
        }
    }
}

impl RawShape {
    fn read(self, name: &str) -> Result<Shape, Error> {
        let wrong = |what: &str| Error::Model(format!("shape {name}: {what}"));
        let target = |reference: Option<Reference>| {
            reference.map(|reference| reference.shape).ok_or_else(|| wrong("names no element"))
        };
        let kind = match self.r#type.as_str() {
            "structure" if self.exception => Kind::Exception(self.error.map_or(400, |error| error.status)),
            "structure" => {
                let members = self.members.unwrap_or_default().into_iter().map(|(member, reference)| {
                    let reference: Reference = serde_json::from_value(reference)
                        .map_err(|error| wrong(&format!("member {member}: {error}")))?;
                    let required = self.required.contains(&member);
                    Ok(Member { name: member, shape: reference.shape, required })
                });
                Kind::Structure(members.collect::<Result<_, Error>>()?)
            }
            "list" => Kind::List(target(self.member)?),
            "map" => Kind::Map { key: target(self.key)?, value: target(self.value)? },
            "string" => Kind::Text(self.r#enum),
            "integer" => Kind::Integer,
            "boolean" => Kind::Boolean,
            "timestamp" => Kind::Timestamp,
            other => return Err(wrong(&format!("unknown type {other}"))),
        };
        Ok(Shape { kind, min: self.min, max: self.max, pattern: self.pattern, sensitive: self.sensitive })
    }
}
