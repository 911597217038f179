//! The Rust side of the contract: shapes, errors, operations.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::model::{Kind, Member, Model, Shape};
use crate::names;

/// The first line of every generated file.
pub(crate) const HEADER: &str =
    "// Generated from the service model by `cargo run -p generate`; never edited.\n\n";

/// Errors every operation may answer besides its own: variant, wire name, HTTP status, meaning. The codes are
/// those JSON services of AWS send (API reference, "Common Errors").
const COMMON_ERRORS: &[(&str, &str, u16, &str)] = &[
    ("AccessDenied", "AccessDeniedException", 400, "The caller may not do this."),
    ("ExpiredToken", "ExpiredTokenException", 400, "The session's credentials have expired."),
    ("IncompleteSignature", "IncompleteSignatureException", 400, "The authorization header misses a part."),
    ("InternalFailure", "InternalFailure", 500, "A fault of the answering side."),
    ("InvalidSignature", "InvalidSignatureException", 400, "The signature does not match the request."),
    (
        "MissingAuthenticationToken",
        "MissingAuthenticationTokenException",
        400,
        "The request carries no credentials.",
    ),
    (
        "NotImplemented",
        "NotImplementedException",
        501,
        "An operation that this computer does not offer; the service itself never sends it.",
    ),
    ("RequestEntityTooLarge", "RequestEntityTooLargeException", 413, "The request's body is too large."),
    ("RequestExpired", "RequestExpired", 400, "The request's date is too old or in the future."),
    ("Serialization", "SerializationException", 400, "The body cannot be read, or a value has a wrong type."),
    ("ServiceUnavailable", "ServiceUnavailable", 503, "The answering side cannot be reached just now."),
    ("Throttling", "ThrottlingException", 400, "Too many requests."),
    ("UnknownOperation", "UnknownOperationException", 404, "There is no operation of this name."),
    ("UnrecognizedClient", "UnrecognizedClientException", 400, "The access key is not known."),
];

/// `mod.rs` of the generated folder.
pub(crate) fn index() -> String {
    format!(
        "{HEADER}//! What is written from the service model: shapes, errors, operations.\n\n\
         pub(crate) mod constraints;\npub(crate) mod errors;\npub(crate) mod service;\npub mod shapes;\n"
    )
}

/// `shapes.rs`: one structure per structure and one open enumeration per enumeration.
pub(crate) fn shapes(model: &Model) -> String {
    let mut text = format!(
        "{HEADER}//! The service's structures and enumerations, with the wire's member names.\n//!\n\
         //! Unknown members are ignored when reading, absent ones are left out when writing. Enumerations are\n\
         //! open: a value the model does not know is kept as `Other`.\n\n\
         use std::collections::BTreeMap;\n\n\
         use serde::{{Deserialize, Serialize}};\n\n\
         use crate::open_enum::open_enum;\npub use crate::timestamp::Timestamp;\n\n"
    );
    for (name, values) in model.enumerations() {
        let _ = writeln!(text, "open_enum! {{\n    /// The service's enumeration `{name}`.");
        let _ = writeln!(text, "    pub enum {} {{", names::type_name(name));
        for value in values {
            let _ = writeln!(text, "        {} = {value:?},", names::variant(value));
        }
        text.push_str("    }\n}\n\n");
    }
    let defaults = structures_with_default(model);
    let uses = uses(model);
    for (name, shape, members) in model.structures() {
        structure(&mut text, model, name, shape, members, defaults.contains(name), uses.get(name));
    }
    text
}

fn structure(
    text: &mut String,
    model: &Model,
    name: &str,
    shape: &Shape,
    members: &[Member],
    has_default: bool,
    used: Option<&String>,
) {
    let hides = members.iter().any(|member| hidden(model, name, shape, member));
    let _ = writeln!(text, "/// The service's structure `{name}`{}.", used.map_or("", String::as_str));
    if hides {
        text.push_str("///\n/// Its secrets are not printed by `Debug`.\n");
    }
    let debug = if hides { "" } else { "Debug, " };
    let default = if has_default { "Default, " } else { "" };
    let _ = writeln!(text, "#[derive({debug}Clone, PartialEq, {default}Serialize, Deserialize)]");
    let _ = writeln!(text, "pub struct {} {{", names::type_name(name));
    for member in members {
        let _ = writeln!(text, "/// {}", member_doc(model, name, member));
        let field = names::field(&member.name);
        let mut attributes = Vec::new();
        if field.trim_start_matches("r#") != member.name {
            attributes.push(format!("rename = {:?}", member.name));
        }
        let rust = rust_type(model, &member.shape);
        let optional = is_optional(name, member);
        if optional {
            attributes.push("default".to_owned());
            attributes.push("skip_serializing_if = \"Option::is_none\"".to_owned());
        }
        if !attributes.is_empty() {
            let _ = writeln!(text, "#[serde({})]", attributes.join(", "));
        }
        let _ = match optional {
            true => writeln!(text, "pub {field}: Option<{rust}>,"),
            false => writeln!(text, "pub {field}: {rust},"),
        };
    }
    text.push_str("}\n\n");
    if hides {
        let _ = writeln!(text, "impl std::fmt::Debug for {} {{", names::type_name(name));
        text.push_str("fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {\n");
        let _ = writeln!(text, "f.debug_struct({:?})", names::type_name(name));
        for member in members {
            let field = names::field(&member.name);
            let label = field.trim_start_matches("r#");
            let _ = match (hidden(model, name, shape, member), is_optional(name, member)) {
                (false, _) => writeln!(text, ".field({label:?}, &self.{field})"),
                (true, false) => writeln!(text, ".field({label:?}, &\"***\")"),
                (true, true) => {
                    writeln!(text, ".field({label:?}, &self.{field}.as_ref().map(|_| \"***\"))")
                }
            };
        }
        text.push_str(".finish()\n}\n}\n\n");
    }
}

fn hidden(model: &Model, structure: &str, shape: &Shape, member: &Member) -> bool {
    shape.sensitive
        || model.shape(&member.shape).sensitive
        || names::is_secret(structure, &member.name, &member.shape)
}

/// Whether a member is an `Option` in Rust.
pub(crate) fn is_optional(structure: &str, member: &Member) -> bool {
    !member.required || names::is_omitted_in_practice(structure, &member.name)
}

/// The Rust type of a shape, as it stands in `shapes.rs`.
pub(crate) fn rust_type(model: &Model, shape: &str) -> String {
    match &model.shape(shape).kind {
        Kind::Structure(_) | Kind::Exception(_) => names::type_name(shape).to_owned(),
        Kind::List(member) => format!("Vec<{}>", rust_type(model, member)),
        Kind::Map { value, .. } => format!("BTreeMap<String, {}>", rust_type(model, value)),
        Kind::Text(values) if values.is_empty() => "String".to_owned(),
        Kind::Text(_) => names::type_name(shape).to_owned(),
        Kind::Integer => "i32".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Timestamp => "Timestamp".to_owned(),
    }
}

/// Structures all of whose required members have a default: every one without a required enumeration.
fn structures_with_default(model: &Model) -> BTreeSet<String> {
    fn has(model: &Model, shape: &str) -> bool {
        match &model.shape(shape).kind {
            Kind::Text(values) => values.is_empty(),
            Kind::Structure(members) => members
                .iter()
                .filter(|member| !is_optional(shape, member))
                .all(|member| has(model, &member.shape)),
            _ => true,
        }
    }
    model.structures().map(|(name, ..)| name).filter(|name| has(model, name)).map(str::to_owned).collect()
}

/// What a top-level structure is for.
fn uses(model: &Model) -> BTreeMap<&str, String> {
    let mut uses = BTreeMap::new();
    for operation in &model.operations {
        uses.insert(operation.input.as_str(), format!(": the input of {}", operation.name));
        if let Some(output) = &operation.output {
            uses.insert(output.as_str(), format!(": the output of {}", operation.name));
        }
    }
    uses
}

/// A member's wire name and constraints as a sentence.
fn member_doc(model: &Model, structure: &str, member: &Member) -> String {
    let mut doc = format!("`{}`", member.name);
    let mut facts = Vec::new();
    if names::is_omitted_in_practice(structure, &member.name) {
        facts.push("required in inputs, left out of answers in practice".to_owned());
    } else if member.required {
        facts.push("required".to_owned());
    }
    facts.extend(constraints_doc(model.shape(&member.shape)));
    if let Kind::List(element) = &model.shape(&member.shape).kind {
        facts.extend(constraints_doc(model.shape(element)).into_iter().map(|fact| format!("each {fact}")));
    }
    if let Kind::Map { key, value } = &model.shape(&member.shape).kind {
        facts.extend(constraints_doc(model.shape(key)).into_iter().map(|fact| format!("each key {fact}")));
        facts
            .extend(constraints_doc(model.shape(value)).into_iter().map(|fact| format!("each value {fact}")));
    }
    if !facts.is_empty() {
        let _ = write!(doc, ": {}", facts.join(", "));
    }
    doc + "."
}

fn constraints_doc(shape: &Shape) -> Vec<String> {
    let mut facts = Vec::new();
    let unit = match shape.kind {
        Kind::Text(_) => " characters",
        Kind::List(_) => " elements",
        Kind::Map { .. } => " entries",
        _ => "",
    };
    match (shape.min, shape.max) {
        (Some(min), Some(max)) if min == max => facts.push(format!("exactly {min}{unit}")),
        (Some(min), Some(max)) => facts.push(format!("{min} to {max}{unit}")),
        (Some(min), None) => facts.push(format!("at least {min}{unit}")),
        (None, Some(max)) => facts.push(format!("at most {max}{unit}")),
        (None, None) => {}
    }
    if let Some(pattern) = &shape.pattern {
        facts.push(format!("matching `{pattern}`"));
    }
    facts
}

/// `errors.rs`: every kind of error a caller can meet.
pub(crate) fn errors(model: &Model) -> String {
    let mut kinds: BTreeMap<String, (String, u16, String)> = COMMON_ERRORS
        .iter()
        .map(|(kind, code, status, meaning)| {
            ((*kind).to_owned(), ((*code).to_owned(), *status, (*meaning).to_owned()))
        })
        .collect();
    for (exception, status) in model.exceptions() {
        let kind = names::error_kind(exception).to_owned();
        kinds.insert(kind, (exception.to_owned(), status, format!("The service's `{exception}`.")));
    }
    let mut text = format!(
        "{HEADER}//! The kinds of error: the model's exceptions and those common to all services.\n\n\
         /// What went wrong, as the wire names it.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum ErrorKind {{\n"
    );
    for (kind, (_, _, meaning)) in &kinds {
        let _ = writeln!(text, "/// {meaning}\n{kind},");
    }
    text.push_str("}\n\nimpl ErrorKind {\n/// Every kind, in alphabetical order.\npub const ALL: &'static [Self] = &[\n");
    for kind in kinds.keys() {
        let _ = writeln!(text, "Self::{kind},");
    }
    text.push_str("];\n\n/// The name on the wire, `PipelineNotFoundException`.\npub const fn code(self) -> &'static str {\nmatch self {\n");
    for (kind, (code, ..)) in &kinds {
        let _ = writeln!(text, "Self::{kind} => {code:?},");
    }
    text.push_str("}\n}\n\n/// The HTTP status that goes with it.\npub const fn http_status(self) -> u16 {\nmatch self {\n");
    let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for (kind, (_, status, _)) in &kinds {
        by_status.entry(*status).or_default().push(kind);
    }
    for (status, kinds) in by_status.iter().filter(|(status, _)| **status != 400) {
        let kinds: Vec<String> = kinds.iter().map(|kind| format!("Self::{kind}")).collect();
        let _ = writeln!(text, "{} => {status},", kinds.join(" | "));
    }
    text.push_str("_ => 400,\n}\n}\n}\n");
    text
}

/// `service.rs`: the operations, the trait and the dispatch by name.
pub(crate) fn service(model: &Model) -> String {
    let mut text = format!(
        "{HEADER}//! The service's operations: their facts, the trait that carries them out, the call by name.\n\n\
         use crate::service::{{BoxFuture, Call, not_implemented, read_input, write_output}};\nuse crate::{{Error, ErrorKind, Value, shapes}};\n\n\
         /// An operation of the service.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]\npub enum Operation {{\n"
    );
    for operation in &model.operations {
        let _ = writeln!(text, "/// `{0}`.\n{0},", operation.name);
    }
    text.push_str("}\n\nimpl Operation {\n/// Every operation, in alphabetical order.\npub const ALL: &'static [Self] = &[\n");
    for operation in &model.operations {
        let _ = writeln!(text, "Self::{},", operation.name);
    }
    text.push_str(
        "];\n\n/// The name on the wire.\npub const fn name(self) -> &'static str {\nmatch self {\n",
    );
    for operation in &model.operations {
        let _ = writeln!(text, "Self::{0} => {0:?},", operation.name);
    }
    text.push_str("}\n}\n\n/// The operation of this name, if there is one; names are case-sensitive.\npub fn from_name(name: &str) -> Option<Self> {\nSome(match name {\n");
    for operation in &model.operations {
        let _ = writeln!(text, "{0:?} => Self::{0},", operation.name);
    }
    text.push_str("_ => return None,\n})\n}\n\n/// The name of the input structure.\npub const fn input_shape(self) -> &'static str {\nmatch self {\n");
    for operation in &model.operations {
        let _ = writeln!(text, "Self::{} => {:?},", operation.name, operation.input);
    }
    text.push_str("}\n}\n\n/// The name of the output structure; without one a success has an empty body.\npub const fn output_shape(self) -> Option<&'static str> {\nmatch self {\n");
    for operation in &model.operations {
        let _ = writeln!(text, "Self::{} => {:?},", operation.name, operation.output);
    }
    text.push_str("}\n}\n\n/// The errors the model declares for it, in the model's order; the common ones may come besides.\npub const fn declared_errors(self) -> &'static [ErrorKind] {\nmatch self {\n");
    for operation in &model.operations {
        let kinds: Vec<String> =
            operation.errors.iter().map(|error| format!("ErrorKind::{}", names::error_kind(error))).collect();
        let _ = writeln!(text, "Self::{} => &[{}],", operation.name, kinds.join(", "));
    }
    text.push_str("}\n}\n}\n\n");
    text.push_str(
        "/// The service: whoever answers its operations, here or in an AWS account.\n///\n\
         /// An operation that is not overridden answers [`ErrorKind::NotImplemented`].\n\
         pub trait CodePipeline: Send + Sync {\n",
    );
    for operation in &model.operations {
        let output = operation
            .output
            .as_deref()
            .map_or("()".to_owned(), |output| format!("shapes::{}", names::type_name(output)));
        let _ = write!(
            text,
            "/// `{0}`.\n{3}fn {1}<'a>(&'a self, call: &'a Call, input: shapes::{2}) -> BoxFuture<'a, {output}> {{\n\
             let _ = (call, input);\nnot_implemented(Operation::{0})\n}}\n\n",
            operation.name,
            names::snake(&operation.name),
            names::type_name(&operation.input),
            errors_doc(&operation.errors),
        );
    }
    text.push_str(
        "}\n\n/// Calls an operation with a message: checks it, makes it a typed input, calls, and gives the output's\n\
         /// message; nothing for operations without output.\n///\n\
         /// # Errors\n/// [`ErrorKind::Serialization`] and [`ErrorKind::Validation`] for the message, else what the operation answers.\n\
         pub async fn dispatch(service: &dyn CodePipeline, operation: Operation, call: &Call, input: Value) -> Result<Option<Value>, Error> {\n\
         match operation {\n",
    );
    for operation in &model.operations {
        let method = names::snake(&operation.name);
        let call = format!("service.{method}(call, read_input(operation, input)?).await?");
        let _ = match operation.output {
            Some(_) => writeln!(text, "Operation::{} => write_output(&{call}),", operation.name),
            None => writeln!(text, "Operation::{} => {{\n{call};\nOk(None)\n}}", operation.name),
        };
    }
    text.push_str("}\n}\n");
    text
}

fn errors_doc(errors: &[String]) -> String {
    if errors.is_empty() {
        return String::new();
    }
    let kinds: Vec<String> =
        errors.iter().map(|error| format!("[`ErrorKind::{}`]", names::error_kind(error))).collect();
    format!("///\n/// # Errors\n/// {}, and the common ones.\n", kinds.join(", "))
}
