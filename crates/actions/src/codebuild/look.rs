//! What a build needs, seen before the run: whether its buildspec is there and can be read, and which secrets it asks
//! for. It reads the source's folder and runs nothing.

use std::path::Path;

use ::codebuild as build;
use codepipeline::shapes::ActionDeclaration;
use pipeline::setup::{EnvironmentValue, RunsOn};

use super::{buildspec, variables};
use crate::{Gap, World, value};

/// The names of the secrets and parameters that the action will ask for; none for actions that build nothing here.
/// `source` is the folder that its primary source is taken from, when it is taken as it is now.
///
/// # Errors
/// `buildspec-missing` and `buildspec-unreadable`.
pub fn needs(
    stage: &str,
    action: &ActionDeclaration,
    world: &World,
    source: Option<&Path>,
) -> Result<Vec<String>, Gap> {
    if world.runs_on(stage, action) != RunsOn::Local {
        return Ok(Vec::new());
    }
    match action.action_type_id.provider.as_str() {
        "CodeBuild" => of_codebuild(action, world, source),
        "Commands" => Ok(action
            .environment_variables
            .iter()
            .flatten()
            .filter(|variable| {
                variable.r#type.as_ref().is_some_and(|kind| kind.as_str() == "SECRETS_MANAGER")
            })
            .map(|variable| variable.value.clone())
            .filter(|name| !name.contains("#{"))
            .collect()),
        _ => Ok(Vec::new()),
    }
}

fn of_codebuild(
    action: &ActionDeclaration,
    world: &World,
    source: Option<&Path>,
) -> Result<Vec<String>, Gap> {
    let name = value(action, "ProjectName").unwrap_or_default();
    let project = world.project(name);
    let (wanted, beside_definition) = buildspec(action, world);
    let gap = |code: &str, message: String, remedy: String| Gap {
        code: code.into(),
        message,
        remedy,
        subject: action.name.clone(),
    };
    let file = match &wanted {
        build::BuildspecSource::Inline(_) => None,
        build::BuildspecSource::Default => Some(Path::new("buildspec.yml")),
        // From a bucket, or with a variable in its name: known only when it runs.
        build::BuildspecSource::File(path)
            if path.to_string_lossy().contains("#{") || path.starts_with("arn:aws:s3:::") =>
        {
            return Ok(Vec::new());
        }
        build::BuildspecSource::File(path) => Some(path.as_path()),
    };
    let text = match (file, &wanted) {
        (None, build::BuildspecSource::Inline(text)) => text.clone(),
        (Some(file), _) => {
            let folder = if beside_definition { Some(world.folder()) } else { source };
            let Some(folder) = folder else { return Ok(Vec::new()) };
            fs_err::read_to_string(folder.join(file)).map_err(|error| {
                let message = if error.kind() == std::io::ErrorKind::NotFound {
                    format!(
                        "{} builds with {}, which is not in {}",
                        action.name,
                        file.display(),
                        folder.display()
                    )
                } else {
                    format!("{} builds with a buildspec that cannot be read: {error}", action.name)
                };
                gap(
                    "buildspec-missing",
                    message,
                    format!("add the file, or name another one with `--project {name}=FILE`"),
                )
            })?
        }
        _ => return Ok(Vec::new()),
    };
    let shown = file.map_or_else(|| "the inline buildspec".to_owned(), |file| file.display().to_string());
    let spec = build::buildspec::parse(&text, &shown).map_err(|error| {
        gap("buildspec-unreadable", format!("{}: {error}", action.name), format!("mend {shown}"))
    })?;
    let mut given: Vec<build::EnvironmentVariable> = Vec::new();
    let mut needed: Vec<String> = Vec::new();
    for (name, value) in &project.setup.environment {
        if let EnvironmentValue::Secret(secret) = value {
            needed.push(secret.clone());
        }
        given.push(build::EnvironmentVariable {
            name: name.clone(),
            value: String::new(),
            kind: build::VariableKind::Plaintext,
        });
    }
    // JSON that is no JSON yet because of a variable in it is told by the plan itself.
    given.extend(variables(action).unwrap_or_default());
    let references = build::references_of(&spec, &given).into_iter().map(|one| one.reference);
    needed.extend(references.filter(|name| !name.contains("#{")));
    Ok(needed)
}
