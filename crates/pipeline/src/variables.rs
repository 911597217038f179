//! Variable references, `#{namespace.key}`: finding them in texts and replacing them, once. What is inserted is
//! never read again, and text that only resembles a reference stays as it is (AWS CodePipeline user guide,
//! "Variables").

use std::ops::Range;

use codepipeline::shapes::ActionDeclaration;

/// The service's own namespace, with the one key `PipelineExecutionId`.
pub const SERVICE_NAMESPACE: &str = "codepipeline";
/// The namespace of the declared pipeline variables.
pub const PIPELINE_NAMESPACE: &str = "variables";

/// A reference in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The namespace.
    pub namespace: &'a str,
    /// The key in it.
    pub key: &'a str,
    /// The bytes of the whole `#{namespace.key}` in the text.
    pub range: Range<usize>,
}

/// A reference that has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// The namespace.
    pub namespace: String,
    /// The key in it.
    pub key: String,
}

impl std::fmt::Display for Unresolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the variable #{{{}.{}}} has no value", self.namespace, self.key)
    }
}

impl std::error::Error for Unresolved {}

/// The references in a text, from left to right.
pub fn find(text: &str) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("#{")).map(|at| from + at) {
        match reference_at(text, start) {
            Some(reference) => {
                from = reference.range.end;
                found.push(reference);
            }
            None => from = start + 2,
        }
    }
    found
}

fn reference_at(text: &str, start: usize) -> Option<Reference<'_>> {
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '-' | '_');
    let inside = text.get(start + 2..)?;
    let (namespace, rest) = inside.split_at(inside.find(|c| !name(c))?);
    let rest = rest.strip_prefix('.')?;
    let (key, rest) = rest.split_at(rest.find(|c| !name(c))?);
    let fits = !namespace.is_empty() && namespace.len() <= 100 && !key.is_empty() && rest.starts_with('}');
    fits.then(|| Reference { namespace, key, range: start..start + 2 + namespace.len() + 1 + key.len() + 1 })
}

/// Replaces every reference by its value, in a single pass: a value that looks like a reference stays as it is.
///
/// # Errors
/// The first reference for which `lookup(namespace, key)` has no value.
pub fn resolve(
    text: &str,
    mut lookup: impl FnMut(&str, &str) -> Option<String>,
) -> Result<String, Unresolved> {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for Reference { namespace, key, range } in find(text) {
        let value = lookup(namespace, key)
            .ok_or_else(|| Unresolved { namespace: namespace.to_owned(), key: key.to_owned() })?;
        out.push_str(text.get(from..range.start).unwrap_or_default());
        out.push_str(&value);
        from = range.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    Ok(out)
}

/// A reference in an action, with the place of the text that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionReference<'a> {
    /// The JSON pointer of the text, from the action: `/configuration/UserParameters`.
    pub pointer: String,
    /// That text.
    pub text: &'a str,
    /// The reference; its range counts in that text.
    pub reference: Reference<'a>,
}

/// Every reference in the places of an action that are resolved: configuration values, commands and the values
/// of environment variables.
pub fn references(action: &ActionDeclaration) -> Vec<ActionReference<'_>> {
    let mut found = Vec::new();
    let mut add = |text, pointer: &dyn Fn() -> String| {
        let references = find(text).into_iter();
        found.extend(references.map(|reference| ActionReference { pointer: pointer(), text, reference }));
    };
    for (key, value) in action.configuration.iter().flatten() {
        add(value.as_str(), &|| crate::text::child("/configuration", key));
    }
    for (index, command) in action.commands.iter().flatten().enumerate() {
        add(command, &|| format!("/commands/{index}"));
    }
    for (index, variable) in action.environment_variables.iter().flatten().enumerate() {
        add(&variable.value, &|| format!("/environmentVariables/{index}/value"));
    }
    found
}
