//! The CodeBuild projects of a configuration, as entries of the setup. (AWS provider, `aws_codebuild_project`.)

use pipeline::Setup;
use pipeline::setup::{Body, EnvironmentValue, Project};
use pipeline::text::child;

use super::shape::Piece;
use crate::Unknown;

/// Takes what a project says into the setup.
pub(super) fn take(piece: &Piece, setup: &mut Setup, unknown: &mut Vec<Unknown>) {
    let Some(name) = piece.get("name").and_then(Piece::text) else { return };
    let mut project = Project::default();
    let block = |kind: &str| piece.get(kind).and_then(|blocks| blocks.list().first());
    if let Some(text) = block("source").and_then(|source| source.get("buildspec")).and_then(Piece::text) {
        project.buildspec = buildspec(text);
    }
    let minutes = piece.get("build_timeout").and_then(Piece::text);
    project.timeout_minutes = minutes.and_then(|text| text.parse().ok());
    if let Some(environment) = block("environment") {
        let text = |key: &str| environment.get(key).and_then(Piece::text);
        project.compute = text("compute_type").map(str::to_owned);
        project.image = text("image").map(str::to_owned);
        project.privileged = text("privileged_mode").map(|text| text == "true");
        let variables = environment.get("environment_variable").map(Piece::list).unwrap_or_default();
        for variable in variables {
            let text = |key: &str| variable.get(key).and_then(Piece::text);
            let (Some(key), Some(value)) = (text("name"), variable.get("value")) else { continue };
            let written = value.text().unwrap_or_default().to_owned();
            let secret = text("type").is_some_and(|kind| kind != "PLAINTEXT");
            let pointer = child(&child(&child("/projects", name), "environment"), key);
            if !secret {
                mark(&pointer, value, unknown);
            }
            let value =
                if secret { EnvironmentValue::Secret(written) } else { EnvironmentValue::Plain(written) };
            project.environment.insert(key.to_owned(), value);
        }
    }
    project.role = known(piece, "service_role");
    setup.projects.insert(name.to_owned(), project);
}

/// A text that is known before a deployment; nothing for others.
pub(super) fn known(piece: &Piece, key: &str) -> Option<String> {
    let value = piece.get(key)?;
    value.sources.is_empty().then(|| value.text().map(str::to_owned))?
}

/// Remembers what is unknown about a text of the setup.
pub(super) fn mark(pointer: &str, value: &Piece, unknown: &mut Vec<Unknown>) {
    unknown.extend(Unknown::of_setup(pointer, value.text().unwrap_or_default(), &value.sources));
}

/// A buildspec as the project has it: a path, or the buildspec itself.
fn buildspec(text: &str) -> Option<Body> {
    match text {
        "" => None,
        _ if text.contains('\n') || text.trim_start().starts_with('{') => Some(Body::Inline(text.to_owned())),
        _ => Some(Body::Path(text.to_owned())),
    }
}
