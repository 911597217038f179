//! The texts of an exported template: what stands in for a value that is not known becomes a parameter again, secrets
//! become parameters that nobody sees, everything else stays as it is.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::cloudformation::stand_in;
use crate::{SourceKind, Unknown};

/// A stand-in: its text, and the parameter or dynamic reference in its place.
struct StandIn {
    text: String,
    name: String,
    dynamic: bool,
}

/// Writes texts, and collects the parameters that they need.
pub(super) struct Words {
    stand_ins: Vec<StandIn>,
    /// The parameters of the template.
    pub parameters: Map<String, Value>,
    /// The values that the parameters stand for here: to read the template back.
    pub given: BTreeMap<String, String>,
    /// Whole texts that are written as references.
    whole: Vec<(String, Value)>,
    /// Whether names of parameters have lines in the place of what they cannot have; otherwise it is left out.
    underscores: bool,
}

impl Words {
    pub fn new(unknown: &[Unknown]) -> Self {
        let mut stand_ins: Vec<StandIn> = Vec::new();
        for source in unknown.iter().map(|one| &one.source).filter(|one| one.kind != SourceKind::Resource) {
            let dynamic = source.kind == SourceKind::Dynamic;
            let text = stand_in(source.name.trim_matches(['{', '}']));
            if !stand_ins.iter().any(|known| known.text == text) {
                stand_ins.push(StandIn { text, name: source.name.clone(), dynamic });
            }
        }
        // A longer one may begin like a shorter one.
        stand_ins.sort_by_key(|one| std::cmp::Reverse(one.text.len()));
        Self {
            stand_ins,
            parameters: Map::new(),
            given: BTreeMap::new(),
            whole: Vec::new(),
            underscores: false,
        }
    }

    /// For a language without dynamic references, in whose names lines stand in the place of what they cannot have:
    /// a dynamic reference becomes a parameter, too.
    pub fn without_references(mut self) -> Self {
        self.underscores = true;
        let references: Vec<_> =
            self.stand_ins.iter().filter(|one| one.dynamic).map(|one| one.name.clone()).collect();
        for one in &mut self.stand_ins {
            one.dynamic = false;
        }
        let written = |name: String| StandIn { text: name.clone(), name, dynamic: false };
        self.stand_ins.extend(references.into_iter().map(written));
        self.stand_ins.sort_by_key(|one| std::cmp::Reverse(one.text.len()));
        self
    }

    /// Whether a text is not known in whole.
    pub fn is_unknown(&self, text: &str) -> bool {
        self.stand_ins.iter().any(|one| text.contains(&one.text))
    }

    /// A reference to a parameter of this name, or of one like it when another one has it.
    pub fn parameter(&mut self, name: &str, what: Value, given: Option<&str>) -> Value {
        let name: String = if self.underscores {
            let name = name.trim_matches(['{', '}']);
            name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
        } else {
            name.chars().filter(char::is_ascii_alphanumeric).collect()
        };
        let name = if name.is_empty() { "Value".to_owned() } else { name };
        let mut chosen = name.clone();
        let mut number = 2;
        while is_resource(&chosen)
            || self.parameters.get(&chosen).is_some_and(|known| *known != what)
            || given.is_some_and(|text| self.given.get(&chosen).is_some_and(|known| known != text))
        {
            chosen = format!("{name}{number}");
            number += 1;
        }
        self.parameters.insert(chosen.clone(), what);
        if let Some(text) = given {
            self.given.insert(chosen.clone(), text.to_owned());
        }
        json!({ "Ref": chosen })
    }

    /// Writes a text as a reference wherever it stands from now on.
    pub fn refer(&mut self, text: &str, reference: Value) -> Value {
        self.whole.push((text.to_owned(), reference.clone()));
        reference
    }

    /// A text of the declaration.
    pub fn write(&mut self, text: &str) -> Value {
        if let Some((_, reference)) = self.whole.iter().find(|(known, _)| known == text) {
            return reference.clone();
        }
        if !self.is_unknown(text) {
            return text.into();
        }
        let stands = |one: &&StandIn| {
            text == one.text || (text.starts_with("arn:") && text.ends_with(&format!(":role/{}", one.text)))
        };
        if let Some(one) = self.stand_ins.iter().find(stands) {
            if one.dynamic {
                return one.name.clone().into();
            }
            let (name, what) = (one.name.clone(), describe(&one.name));
            let reference = self.parameter(&name, what, Some(text));
            return self.refer(text, reference);
        }
        self.substitute(&text.replace("${", "${!"))
    }

    /// A text in which CloudFormation's words are meant: `${AWS::Region}`.
    pub fn policy(&mut self, text: &str) -> Value {
        let plain = text.replace("arn:${AWS::Partition}:", "arn:aws:");
        if let Some((_, reference)) = self.whole.iter().find(|(known, _)| *known == plain) {
            return reference.clone();
        }
        if !text.contains("${AWS::") && !self.is_unknown(text) {
            return text.into();
        }
        self.substitute(&text.replace("${", "${!").replace("${!AWS::", "${AWS::"))
    }

    /// `Fn::Sub` with the parameters of the stand-ins in it.
    fn substitute(&mut self, text: &str) -> Value {
        let mut text = text.to_owned();
        let found: Vec<_> =
            self.stand_ins.iter().map(|one| (one.text.clone(), one.name.clone(), one.dynamic)).collect();
        for (stand_in, name, dynamic) in found {
            if !text.contains(&stand_in) {
                continue;
            }
            if dynamic {
                text = text.replace(&stand_in, &name);
                continue;
            }
            let reference = self.parameter(&name, describe(&name), Some(&stand_in));
            let parameter = reference.get("Ref").and_then(Value::as_str).unwrap_or_default();
            text = text.replace(&stand_in, &format!("${{{parameter}}}"));
        }
        if text.contains("${") { json!({ "Fn::Sub": text }) } else { text.into() }
    }
}

/// Whether the template has, or may have, a resource of this name.
fn is_resource(name: &str) -> bool {
    let numbered = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    matches!(
        name,
        "ArtifactBucket" | "ArtifactBucketPolicy" | "PipelineRole" | "BuildRole" | "ChangeRole" | "Pipeline"
    ) || (numbered != name && matches!(numbered, "Project" | "SourceChange"))
}

fn describe(name: &str) -> Value {
    json!({ "Type": "String", "Description": format!("What the definition calls {name}") })
}
