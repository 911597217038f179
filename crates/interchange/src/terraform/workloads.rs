//! The Lambda functions and state machines of a configuration, as entries of the setup. (AWS provider,
//! `aws_lambda_function`, `aws_sfn_state_machine`; archive provider, `archive_file`.)

use pipeline::Setup;
use pipeline::setup::{Body, Function, StateMachine};
use pipeline::text::child;

use super::beside::text;
use super::eval::is_passable;
use super::module::normal;
use super::project::{known, mark};
use super::resolve::{At, Resolver};
use super::shape::Piece;
use super::source::Block;
use super::things;
use super::value::{Read, ThingKind};
use crate::Unknown;

/// Takes what a function says into the setup.
pub(super) fn function(piece: &Piece, setup: &mut Setup, _: &mut Vec<Unknown>) {
    let Some(name) = piece.get("function_name").and_then(Piece::text) else { return };
    let code = known(piece, "filename").map(|file| Body::Path(relative(&file)));
    let (handler, runtime) = (known(piece, "handler"), known(piece, "runtime"));
    setup.functions.insert(name.to_owned(), Function { code, handler, runtime });
}

/// Takes what a state machine says into the setup.
pub(super) fn state_machine(piece: &Piece, setup: &mut Setup, unknown: &mut Vec<Unknown>) {
    let Some(name) = piece.get("name").and_then(Piece::text) else { return };
    let mut machine = StateMachine::default();
    if let Some(definition) = piece.get("definition")
        && let Some(text) = definition.text().filter(|text| text.trim_start().starts_with('{'))
    {
        mark(&child(&child("/state_machines", name), "definition"), definition, unknown);
        machine.definition = Some(Body::Inline(text.to_owned()));
    }
    setup.state_machines.insert(name.to_owned(), machine);
}

/// Puts what an archive is made of in the place of the archive, which is not there before Terraform ran.
pub(super) fn unpack(resolver: &mut Resolver<'_>, at: &At, piece: &Piece, setup: &mut Setup) -> Read<()> {
    let function = piece.get("function_name").and_then(Piece::text);
    let Some(function) = function.and_then(|name| setup.functions.get_mut(name)) else { return Ok(()) };
    let Some(Body::Path(archive)) = &function.code else { return Ok(()) };
    match packed(resolver, at, archive) {
        Ok(Some(code)) => function.code = Some(code),
        Err(error) if !is_passable(&error) => return Err(error),
        _ => {}
    }
    Ok(())
}

/// What goes into an archive of the same module.
fn packed(resolver: &mut Resolver<'_>, at: &At, archive: &str) -> Read<Option<Body>> {
    let module = resolver.module_of(at.instance)?;
    for (index, one) in module.resources.iter().enumerate().filter(|(_, one)| one.kind == "archive_file") {
        for thing in things(&resolver.resource_at(at.instance, index)?) {
            let ThingKind::Resource { frame, .. } = &thing.kind else { continue };
            let here = resolver.at(at.instance, &one.block, frame);
            let output = text(resolver, &here, &one.block, "output_path")?;
            if output.is_some_and(|output| relative(&output) == archive) {
                return content(resolver, &here, &one.block);
            }
        }
    }
    Ok(None)
}

/// The folder, the file or the text that an archive is made of; nothing for one of several texts.
fn content(resolver: &mut Resolver<'_>, at: &At, block: &Block<'_>) -> Read<Option<Body>> {
    for name in ["source_dir", "source_file"] {
        if let Some(path) = text(resolver, at, block, name)? {
            return Ok(Some(Body::Path(relative(&path))));
        }
    }
    if let Some(content) = text(resolver, at, block, "source_content")? {
        return Ok(Some(Body::Inline(content)));
    }
    match block.body.blocks(block.file, "source", 0).as_slice() {
        [one] => Ok(text(resolver, at, one, "content")?.map(Body::Inline)),
        _ => Ok(None),
    }
}

/// A path from the folder of the outermost module.
fn relative(path: &str) -> String {
    match normal(path) {
        Some(path) if path.is_empty() => ".".to_owned(),
        Some(path) => path,
        None => path.to_owned(),
    }
}
