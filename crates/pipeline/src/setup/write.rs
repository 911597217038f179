//! Writing a setup as a person would write it and as its reader takes it. JSON, which is YAML.

use serde_json::{Map, Value, json};

use super::{Buildspec, EnvironmentValue, Project, Reaction, Response, Setup};

impl Setup {
    /// The setup as a text that [`Setup::parse`] reads back the same.
    pub fn to_text(&self) -> String {
        let mut root = match serde_json::to_value(self) {
            Ok(Value::Object(root)) => root,
            // Every member is a map of texts: there is nothing that JSON cannot say.
            _ => Map::new(),
        };
        let mut put = |key: &str, written: Map<String, Value>| {
            if !written.is_empty() {
                root.insert(key.to_owned(), Value::Object(written));
            }
        };
        put("projects", self.projects.iter().map(|(name, one)| (name.clone(), project(one))).collect());
        put("responses", self.responses.iter().map(|(name, one)| (name.clone(), response(one))).collect());
        put(
            "topics",
            self.topics.iter().map(|(name, one)| (name.clone(), Value::Object(reaction(one)))).collect(),
        );
        format!("{:#}\n", Value::Object(root))
    }
}

fn project(project: &Project) -> Value {
    let mut written = serde_json::to_value(project).unwrap_or_default();
    let Some(members) = written.as_object_mut() else { return written };
    if let Some(spec) = &project.buildspec {
        members.insert("buildspec".into(), buildspec(spec));
    }
    if !project.environment.is_empty() {
        let value = |value: &EnvironmentValue| match value {
            EnvironmentValue::Plain(text) => json!(text),
            EnvironmentValue::Secret(name) => json!({ "secret": name }),
        };
        let variables = project.environment.iter().map(|(name, one)| (name.clone(), value(one)));
        members.insert("environment".into(), Value::Object(variables.collect()));
    }
    written
}

/// One line alone is read as a path: a text of one line is written out in place or gets a second one.
fn buildspec(spec: &Buildspec) -> Value {
    match spec {
        Buildspec::Path(path) => json!(path),
        Buildspec::Inline(text) if text.contains('\n') => json!(text),
        Buildspec::Inline(text) => match serde_json::from_str(text) {
            Ok(map @ Value::Object(_)) => map,
            _ => json!(format!("{text}\n")),
        },
    }
}

fn response(response: &Response) -> Value {
    let mut written = reaction(&response.reaction);
    written.insert("pattern".into(), response.pattern.clone());
    Value::Object(written)
}

fn reaction(reaction: &Reaction) -> Map<String, Value> {
    let (key, value) = match reaction {
        Reaction::Notify => ("notify", json!(true)),
        Reaction::Command(words) => ("command", json!(words)),
        Reaction::Webhook(address) => ("webhook", json!(address)),
        Reaction::Start(pipeline) => ("start", json!(pipeline)),
    };
    Map::from_iter([(key.to_owned(), value)])
}
