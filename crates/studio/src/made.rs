//! What an editor needs to know of a text that makes a pipeline without being its declaration: how the pipeline stands
//! in it, and what it can be read with. It writes nothing.

use std::path::Path;

use interchange::Imported;

use crate::check::{self, Offsets};
use crate::contract::{
    Choice, ComputedValue, Failure, MadeBy, MadePipeline, NamedValue, OriginPlace, Parameter, Roots, SubPiece,
};
use crate::import::{self, Given};

/// A file's text as the UI opens it: itself when edits can be written into it, or else the declaration that it makes.
pub(crate) struct Opened {
    pub text: String,
    /// Whether the text is the declaration that the file's makes.
    pub declared: bool,
    pub made_by: Option<MadeBy>,
}

/// What the UI shows of a text; nothing for a declaration. `choice` is what its user chose before.
pub(crate) fn open(path: &Path, text: &str, choice: Choice) -> Result<Option<Opened>, Failure> {
    let (file, pipeline) = import::split(path);
    let name = file.display().to_string();
    if !import::is_made_of(text, &name) {
        return Ok(None);
    }
    let fixed = pipeline.is_some();
    let choice = if fixed { Choice { pipeline, ..choice } } else { choice };
    let given = Given::chosen(&file, &choice)?;
    let made_by = look(text, &name, &given, choice);
    if made_by.roots.is_some() || made_by.pipelines.is_empty() {
        return Ok(Some(Opened { text: text.to_owned(), declared: false, made_by: Some(made_by) }));
    }
    let read = check::read(text, &name, &given).map_err(|problem| check::unreadable(&file, &problem))?;
    let text = serde_json::to_string_pretty(&read.value())
        .map_err(|error| crate::failure::failure("internal", error.to_string()))?;
    Ok(Some(Opened { text, declared: true, made_by: Some(made_by) }))
}

/// What makes the pipelines of a text, as far as it can be read.
pub(crate) fn look(text: &str, name: &str, given: &Given, choice: Choice) -> MadeBy {
    let offsets = Offsets::new(text);
    let import = import::read(text, name, given);
    let declared = match &import {
        Ok(import) => import.parameters.clone(),
        Err(_) => import::parameters(text, name, given).unwrap_or_default(),
    };
    let pipelines = import.map(|import| import.pipelines).unwrap_or_default();
    let listed = pipelines.iter().map(|one| MadePipeline {
        id: one.logical_id.clone().unwrap_or_default(),
        name: one.document.declaration.name.clone(),
    });
    let listed = listed.collect();
    let one = import::choose(pipelines, given, name).ok();
    MadeBy {
        pipelines: listed,
        chosen: one.as_ref().and_then(|one| one.logical_id.clone()),
        roots: one.as_ref().and_then(|one| roots(one, &offsets)),
        parameters: declared
            .into_iter()
            .map(|one| Parameter {
                usual: given.usual(&one.name).map(str::to_owned),
                default_value: one.default.filter(|_| !one.secret),
                kind: one.kind,
                description: one.description,
                allowed: one.allowed,
                secret: one.secret,
                name: one.name,
            })
            .collect(),
        choice,
    }
}

fn roots(one: &Imported, offsets: &Offsets<'_>) -> Option<Roots> {
    let roots = one.roots.as_ref()?;
    let place = |origin: &interchange::Origin| OriginPlace {
        what: origin.what.clone(),
        span: origin.span.map(|span| offsets.span(span)),
    };
    Some(Roots {
        path: roots.path.clone(),
        name: roots.name.clone(),
        conditions: roots.conditions.clone(),
        values: roots
            .values
            .iter()
            .map(|one| ComputedValue {
                key: one.key.clone(),
                value: one.value.clone(),
                pieces: one
                    .pieces
                    .iter()
                    .map(|piece| SubPiece { text: piece.text.clone(), name: piece.name.clone() })
                    .collect(),
                origins: one.origins.iter().map(place).collect(),
            })
            .collect(),
    })
}

/// A choice without what is empty.
pub(crate) fn tidy(choice: Choice) -> Choice {
    let parameters = choice.parameters.into_iter().filter(|NamedValue { name, .. }| !name.is_empty());
    Choice { parameters: parameters.collect(), ..choice }
}
