//! Writing a setup as a person would write it and as its reader takes it. JSON, which is YAML.

use serde_json::{Map, Value, json};

use super::{Body, EnvironmentValue, Function, Project, Reaction, Response, Setup, StateMachine};

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
        put("functions", self.functions.iter().map(|(name, one)| (name.clone(), function(one))).collect());
        put(
            "state_machines",
            self.state_machines.iter().map(|(name, one)| (name.clone(), state_machine(one))).collect(),
        );
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
        members.insert("buildspec".into(), body(spec));
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

fn function(function: &Function) -> Value {
    let mut written = serde_json::to_value(function).unwrap_or_default();
    if let (Some(members), Some(code)) = (written.as_object_mut(), &function.code) {
        let code = match code {
            Body::Path(path) => json!(path),
            Body::Inline(text) => in_lines(text),
        };
        members.insert("code".into(), code);
    }
    written
}

fn state_machine(machine: &StateMachine) -> Value {
    let mut written = serde_json::to_value(machine).unwrap_or_default();
    if let (Some(members), Some(definition)) = (written.as_object_mut(), &machine.definition) {
        members.insert("definition".into(), body(definition));
    }
    written
}

/// One line alone is read as a path: a text of one line is written out in place or gets a second one.
fn body(body: &Body) -> Value {
    match body {
        Body::Path(path) => json!(path),
        Body::Inline(text) => match serde_json::from_str(text) {
            Ok(map @ Value::Object(_)) if !text.contains('\n') => map,
            _ => in_lines(text),
        },
    }
}

/// A text that is not read as a path.
fn in_lines(text: &str) -> Value {
    if text.contains('\n') { json!(text) } else { json!(format!("{text}\n")) }
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
