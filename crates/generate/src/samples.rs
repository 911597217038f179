//! A message of each kind as the JSON wire carries it, for tests: whatever the contract says is in them.

use serde_json::{Map, Value, json};

use crate::Error;
use crate::model::{Kind, Model, Shape};

/// A text for each pattern of the model.
const MATCHING: &[(&str, &str)] = &[
    ("", "abc"),
    ("^[a-zA-Z0-9-]+$", "token-1"),
    (".*", "anything, really: #{variables.Ring}"),
    ("AWS|ThirdParty", "ThirdParty"),
    ("[0-9]{12}", "111122223333"),
    (r"[0-9]{12}|\*", "*"),
    ("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "0a1b2c3d-1111-4111-8111-0123456789ab"),
    (r"[0-9A-Za-z_-]+", "Provider_1"),
    (r"[A-Za-z0-9@\-_]+", "a@b-c_D"),
    (r"[A-Za-z0-9.@\-_]+", "a.b@c-d_E"),
    (r"[A-Za-z0-9_]+", "NAME_1"),
    (r"[a-zA-Z0-9\-\.]+", "cp-artifacts.1"),
    (r"[a-zA-Z0-9_\-]+", "App_1-2"),
    (r"[a-zA-Z0-9_-]+", "value_1"),
    (r"[a-zA-Z0-9!@ \(\)\.\*\?\-]+", "freeze (until Monday)!"),
    (r"arn:aws(-[\w]+)*:codepipeline:.+:[0-9]{12}:.+", "arn:aws:codepipeline:us-east-1:111122223333:web"),
    (r"arn:aws(-[\w]+)*:iam::[0-9]{12}:role/.*", "arn:aws-cn:iam::111122223333:role/cp"),
    (r"arn:aws(-[\w]+)*:lambda:.+:[0-9]{12}:function:.+", "arn:aws:lambda:us-east-1:111122223333:function:f"),
];

/// `samples.json`: for each operation an input with every member, one with the required ones alone, and an output
/// with every member where there is one.
pub(crate) fn messages(model: &Model) -> Result<String, Error> {
    let mut samples = Map::new();
    for operation in &model.operations {
        let mut sample = Map::new();
        sample.insert("input".to_owned(), message(model, &operation.input, true)?);
        sample.insert("least".to_owned(), message(model, &operation.input, false)?);
        if let Some(output) = &operation.output {
            sample.insert("output".to_owned(), message(model, output, true)?);
        }
        samples.insert(operation.name.clone(), Value::Object(sample));
    }
    let text = serde_json::to_string_pretty(&samples).map_err(|error| Error::Model(error.to_string()))?;
    Ok(text + "\n")
}

fn message(model: &Model, name: &str, all: bool) -> Result<Value, Error> {
    let shape = model.shape(name);
    Ok(match &shape.kind {
        Kind::Structure(members) => {
            let mut object = Map::new();
            for member in members.iter().filter(|member| all || member.required) {
                object.insert(member.name.clone(), message(model, &member.shape, all)?);
            }
            Value::Object(object)
        }
        Kind::List(of) => {
            let length = shape.min.unwrap_or(0).max(i64::from(all));
            Value::Array((0..length).map(|_| message(model, of, all)).collect::<Result<_, _>>()?)
        }
        Kind::Map { key, value } if all => match message(model, key, all)? {
            Value::String(key) => json!({ key: message(model, value, all)? }),
            _ => return Err(Error::Model(format!("map {name} has keys other than strings"))),
        },
        Kind::Map { .. } => json!({}),
        Kind::Text(values) => json!(match values.first() {
            Some(value) => value.clone(),
            None => text(name, shape)?,
        }),
        Kind::Integer => json!(shape.min.unwrap_or(1) + 1),
        Kind::Boolean => json!(true),
        Kind::Timestamp => json!(1_790_862_132.194),
        Kind::Exception(_) => return Err(Error::Model(format!("{name} is a member and an exception"))),
    })
}

/// A text that meets the shape's constraints.
fn text(name: &str, shape: &Shape) -> Result<String, Error> {
    let pattern = shape.pattern.as_deref().unwrap_or_default();
    let sample = MATCHING.iter().find(|(known, _)| *known == pattern).map(|(_, text)| *text);
    let sample = sample.ok_or_else(|| Error::Model(format!("no sample for pattern {pattern} of {name}")))?;
    let most = usize::try_from(shape.max.unwrap_or(i64::MAX)).unwrap_or(usize::MAX);
    let least = usize::try_from(shape.min.unwrap_or(0)).unwrap_or(0);
    let mut text: String = sample.chars().take(most).collect();
    while text.len() < least {
        text.push('x');
    }
    Ok(text)
}
