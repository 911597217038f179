//! The TypeScript side of the contract: every shape as the JSON wire carries it.

use std::fmt::Write as _;

use crate::model::{Kind, Model};
use crate::names;
use crate::rust::is_optional;

/// `codepipeline.ts`: interfaces with the wire's member names, open unions, and what each operation takes and gives.
pub(crate) fn types(model: &Model) -> String {
    let mut text = "// Generated from the service model by `cargo run -p generate`; never edited.\n\n\
         /** A point in time as the JSON wire carries it: seconds since the Unix epoch, milliseconds as a fraction. */\n\
         export type Timestamp = number;\n"
        .to_owned();
    for (name, values) in model.enumerations() {
        let values: Vec<String> = values.iter().map(|value| format!("'{value}'")).collect();
        let _ = write!(
            text,
            "\n/** The service's enumeration `{name}`; open, for a value newer than the model. */\n\
             export type {} = {} | (string & {{}});\n",
            names::type_name(name),
            values.join(" | "),
        );
    }
    for (name, _, members) in model.structures() {
        let _ = writeln!(text, "\n/** The service's structure `{name}`. */");
        if members.is_empty() {
            let _ = writeln!(text, "export type {} = Record<string, never>;", names::type_name(name));
            continue;
        }
        let _ = writeln!(text, "export interface {} {{", names::type_name(name));
        for member in members {
            let mark = if is_optional(name, member) { "?" } else { "" };
            let _ = writeln!(text, "  {}{mark}: {};", member.name, type_of(model, &member.shape));
        }
        text.push_str("}\n");
    }
    text.push_str(
        "\n/** What each operation takes and gives; `void` where a success has no body. */\nexport interface Operations {\n",
    );
    for operation in &model.operations {
        let output = operation.output.as_deref().map_or("void", names::type_name);
        let input = names::type_name(&operation.input);
        let _ = writeln!(text, "  {}: {{ input: {input}; output: {output} }};", operation.name);
    }
    text.push_str("}\n\n/** The name of an operation. */\nexport type OperationName = keyof Operations;\n");
    text
}

fn type_of(model: &Model, shape: &str) -> String {
    match &model.shape(shape).kind {
        Kind::Structure(_) | Kind::Exception(_) => names::type_name(shape).to_owned(),
        Kind::List(member) => format!("{}[]", type_of(model, member)),
        Kind::Map { value, .. } => format!("Record<string, {}>", type_of(model, value)),
        Kind::Text(values) if values.is_empty() => "string".to_owned(),
        Kind::Text(_) => names::type_name(shape).to_owned(),
        Kind::Integer => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Timestamp => "Timestamp".to_owned(),
    }
}
