//! How a pipeline stands in the text of its template: what an editor needs to write a change of the pipeline back into
//! that text. It holds what functions gave and where their values come from; it changes nothing.

use std::collections::BTreeMap;

use pipeline::Span;
use pipeline::text::{Content, Node};
use serde_json::Value;

/// How a pipeline stands in its template.
#[derive(Debug, Clone, PartialEq)]
pub struct Roots {
    /// The keys that lead from the top of the text to the properties of the pipeline.
    pub path: Vec<String>,
    /// The pipeline's name when the template gives it none.
    pub name: Option<String>,
    /// The conditions that were asked for, and whether they hold.
    pub conditions: BTreeMap<String, bool>,
    /// What the functions in the properties gave, each written form once.
    pub values: Vec<Computed>,
}

/// What a function of the template gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// The function as it is written, see [`key`].
    pub key: String,
    /// Its value; nothing when it leaves its place empty (`AWS::NoValue`).
    pub value: Option<Value>,
    /// For `Fn::Sub`: its text in parts, so that a change of what stands in it literally can be written back.
    pub pieces: Vec<Piece>,
    /// Where the value comes from.
    pub origins: Vec<Origin>,
}

/// A part of the text of `Fn::Sub`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What stands in the value.
    pub text: String,
    /// The name that was replaced; nothing for what stands there literally.
    pub name: Option<String>,
}

/// A part of the template that a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// What it is, for a sentence: ``the parameter `Branch` ``.
    pub what: String,
    /// Where it stands in the template; nothing for what stands nowhere in it.
    pub span: Option<Span>,
}

/// A value as it is written, for comparison: JSON in which every scalar is a text.
pub fn key(node: &Node) -> String {
    fn plain(node: &Node) -> Value {
        match &node.content {
            Content::Scalar(_, text) => Value::String(text.clone()),
            Content::List(items) => items.iter().map(plain).collect(),
            Content::Map(members) => {
                Value::Object(members.iter().map(|one| (one.key.clone(), plain(&one.value))).collect())
            }
        }
    }
    plain(node).to_string()
}
