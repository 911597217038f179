//! How the model's names are spelt in Rust, and the few places where this contract departs from the model.

/// Members that the model calls required and the service leaves out of its answers all the same; optional in the
/// structure, still demanded of an input by validation. (API reference, sample responses of GetPipelineState.)
const OMITTED_IN_PRACTICE: &[(&str, &str)] = &[
    ("ActionRevision", "revisionChangeId"),
    ("ActionRevision", "created"),
    ("RuleRevision", "revisionChangeId"),
    ("RuleRevision", "created"),
];

/// Members that hold secrets although the model does not mark them.
const SECRET_MEMBERS: &[(&str, &str)] = &[("WebhookAuthConfiguration", "SecretToken")];

/// Shapes whose values are secrets although the model does not mark them.
const SECRET_SHAPES: &[&str] = &["ClientToken"];

/// Whether a required member of the model is optional in the Rust structure.
pub(crate) fn is_omitted_in_practice(structure: &str, member: &str) -> bool {
    OMITTED_IN_PRACTICE.contains(&(structure, member))
}

/// Whether a member must not be printed, beyond what the model marks.
pub(crate) fn is_secret(structure: &str, member: &str, shape: &str) -> bool {
    SECRET_MEMBERS.contains(&(structure, member)) || SECRET_SHAPES.contains(&shape)
}

/// The Rust type of a shape's name: the model's own, save where it would hide a name of the prelude.
pub(crate) fn type_name(shape: &str) -> &str {
    match shape {
        "Result" => "ConditionResult",
        other => other,
    }
}

/// `pipelineName`, `AllowedIPRange`, `logStreamARN`, `s3Location` -> `pipeline_name`, `allowed_ip_range`,
/// `log_stream_arn`, `s3_location`.
pub(crate) fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut text = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let starts_word = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase)
            });
        if starts_word {
            text.push('_');
        }
        text.push(letter.to_ascii_lowercase());
    }
    text
}

/// A member's field name, escaped where it is a keyword.
pub(crate) fn field(member: &str) -> String {
    match snake(member).as_str() {
        "type" => "r#type".to_owned(),
        other => other.to_owned(),
    }
}

/// `IN_PROGRESS`, `AWS`, `ThirdParty`, `S3_OBJECT_KEY` -> `InProgress`, `Aws`, `ThirdParty`, `S3ObjectKey`.
pub(crate) fn variant(value: &str) -> String {
    if value.chars().any(|letter| letter.is_ascii_lowercase()) {
        return value.to_owned();
    }
    value
        .split('_')
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            first.to_owned() + &rest.to_ascii_lowercase()
        })
        .collect()
}

/// `PipelineNotFoundException` -> `PipelineNotFound`.
pub(crate) fn error_kind(exception: &str) -> &str {
    exception.strip_suffix("Exception").unwrap_or(exception)
}
