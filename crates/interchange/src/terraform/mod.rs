//! Terraform: the pipelines that a configuration would make, and those of plans and states.

mod beside;
mod blocks;
mod eval;
mod functions;
mod module;
mod names;
mod plan;
mod project;
mod resolve;
mod shape;
mod source;
mod template;
mod value;
mod variables;
mod workloads;

use pipeline::text::Format;
use pipeline::{Document, Setup, Severity, Span};

use crate::{Error, ErrorCode, Form, Import, Imported, Note, Options, Parameter, Shared, Unknown};
use eval::is_passable;
use module::{Contents, Modules};
use resolve::Resolver;
use shape::{FUNCTION, PIPELINE, PROJECT, Piece, STATE_MACHINE, Shape};
use value::{Data, Read, Thing, ThingKind, Value};

pub use module::is_configuration;
pub(crate) use plan::read_values;

/// Reads the pipelines of the module that a text belongs to.
pub(crate) fn read(text: &str, name: &str, options: &Options<'_>) -> Result<Import, Error> {
    let Modules { list, values, notes } = module::load(text, name, options)?;
    let contents: Vec<_> = list.iter().map(Contents::of).collect();
    let mut resolver = Resolver::new(&contents, options, name);
    resolver.notes = notes;
    let Some(root) = contents.first() else { return Err(no_pipeline(&[], name)) };
    let prepare = |resolver: &mut Resolver<'_>| -> Read<()> {
        variables::take_given(resolver, root, &values)?;
        variables::validate(resolver, root)?;
        if let Some(expr) = list.first().and_then(module::provider_region) {
            let at = resolve::At { instance: 0, file: std::rc::Rc::clone(expr.file), frame: None };
            match resolver.value(&at, expr) {
                Ok(Value { data: Data::Text(region), sources: None }) => resolver.region = region.to_string(),
                Err(error) if !is_passable(&error) => return Err(error),
                _ => {}
            }
        }
        Ok(())
    };
    prepare(&mut resolver).map_err(|error| error.named(name))?;
    let mut found = Found::default();
    found.gather(&mut resolver, 0).map_err(|error| error.named(name))?;
    let parameters = variables::declared(&mut resolver, root);
    found.shared.notes.append(&mut resolver.notes);
    found.import(parameters, name)
}

/// The variables that the module of a text declares.
pub(crate) fn parameters_of(text: &str, name: &str, options: &Options<'_>) -> Result<Vec<Parameter>, Error> {
    let Modules { list, .. } = module::load(text, name, options)?;
    let contents: Vec<_> = list.iter().map(Contents::of).collect();
    let mut resolver = Resolver::new(&contents, options, name);
    Ok(contents.first().map(|root| variables::declared(&mut resolver, root)).unwrap_or_default())
}

/// The resources that say something about pipelines.
const READ: &[&str] = &[
    "aws_codepipeline",
    "aws_codebuild_project",
    "aws_lambda_function",
    "aws_sfn_state_machine",
    "aws_codepipeline_custom_action_type",
    "aws_codepipeline_webhook",
    "aws_cloudwatch_event_target",
    "aws_scheduler_schedule",
];

/// Takes what a resource says into a setup, with what is unknown there.
type Take = fn(&Piece, &mut Setup, &mut Vec<Unknown>);

/// The resources that pipelines may use: how they are written, and who takes them into the setup.
fn guessed(kind: &str) -> Option<(&'static Shape, Take)> {
    match kind {
        "aws_codebuild_project" => Some((&PROJECT, project::take)),
        "aws_lambda_function" => Some((&FUNCTION, workloads::function)),
        "aws_sfn_state_machine" => Some((&STATE_MACHINE, workloads::state_machine)),
        _ => None,
    }
}

/// What a configuration or a plan makes.
#[derive(Default)]
struct Found {
    pipelines: Vec<Imported>,
    shared: Shared,
}

impl Found {
    fn import(self, parameters: Vec<Parameter>, name: &str) -> Result<Import, Error> {
        if self.pipelines.is_empty() {
            return Err(no_pipeline(&self.shared.notes, name));
        }
        Ok(self.shared.import(Form::Terraform, self.pipelines, parameters))
    }

    /// Takes what an instance of a module makes, and then what the modules that it calls do.
    fn gather(&mut self, resolver: &mut Resolver<'_>, instance: usize) -> Read<()> {
        let module = resolver.module_of(instance)?;
        for (index, resource) in module.resources.iter().enumerate() {
            if !resource.data && READ.contains(&resource.kind) {
                let made = resolver.resource_at(instance, index);
                let address = format!("{}{}", resolver.prefix(instance), resource.address());
                let block = &resource.block;
                let Some(made) = told(resolver, made, &address, &block.file.name, block.span)? else {
                    continue;
                };
                for thing in things(&made) {
                    self.resource(resolver, &thing)?;
                }
            }
        }
        for (name, (block, _)) in &module.calls {
            let address = format!("{}module.{name}", resolver.prefix(instance));
            let made = resolver.call(instance, name);
            let Some(made) = told(resolver, made, &address, &block.file.name, block.span)? else { continue };
            for thing in things(&made) {
                if let ThingKind::Module(inner) = thing.kind {
                    resolver.deeper(|resolver| self.gather(resolver, inner))?;
                }
            }
        }
        Ok(())
    }

    fn resource(&mut self, resolver: &mut Resolver<'_>, thing: &Thing) -> Read<()> {
        let ThingKind::Resource { instance, index, frame } = &thing.kind else { return Ok(()) };
        let resource = resolver.resource_of(*instance, *index)?;
        let (block, address) = (&resource.block, thing.address.as_str());
        let at = resolver.at(*instance, block, frame);
        let within = |error: Error| error.at(block.span).within(address, &block.file.name);
        if let Some((shape, take)) = guessed(resource.kind) {
            let piece = resolver.block(&at, block, shape, address).map_err(within)?;
            let Shared { setup, unknown, .. } = &mut self.shared;
            take(&piece, setup, unknown);
            return workloads::unpack(resolver, &at, &piece, setup).map_err(within);
        }
        if resource.kind != "aws_codepipeline" {
            return beside::take(self, resolver, &at, &resource, address).map_err(within);
        }
        let piece = resolver.block(&at, block, &PIPELINE, address).map_err(within)?;
        let account = &resolver.options.account;
        self.pipelines.push(pipeline(piece, address, &block.file.name, account).map_err(within)?);
        Ok(())
    }
}

/// The pipeline of a resource.
fn pipeline(piece: Piece, address: &str, file: &str, account: &str) -> Read<Imported> {
    let declared = shape::declaration(&piece)?;
    let mut unknown = Vec::new();
    let tree = shape::finish(declared, "", "", account, &mut unknown);
    let document = Document::from_tree(tree, file, Format::Json)?;
    let logical_id = Some(address.to_owned());
    Ok(Imported { logical_id, unknown, ..Imported::of(document) })
}

/// What was made; nothing when Terraform would refuse it, which is told.
fn told(
    resolver: &mut Resolver<'_>,
    made: Read<Value>,
    address: &str,
    file: &str,
    span: Span,
) -> Read<Option<Value>> {
    match made {
        Ok(made) => Ok(Some(made)),
        Err(error) if is_passable(&error) => {
            let error = error.at(span).named(file);
            let message = format!("{address}: {}", error.message);
            let span = error.span.unwrap_or(span);
            resolver.notes.push(Note { severity: Severity::Error, message, name: error.name, span });
            Ok(None)
        }
        Err(error) => Err(error.at(span).within(address, file)),
    }
}

/// The things of a resource or a module, with or without `count` and `for_each`.
fn things(value: &Value) -> Vec<std::rc::Rc<Thing>> {
    let thing = |value: &Value| match &value.data {
        Data::Thing(thing) => Some(std::rc::Rc::clone(thing)),
        _ => None,
    };
    match &value.data {
        Data::List(list) => list.items.iter().filter_map(thing).collect(),
        Data::Map(table) => table.members.iter().filter_map(|(_, value)| thing(value)).collect(),
        _ => thing(value).into_iter().collect(),
    }
}

fn no_pipeline(notes: &[Note], name: &str) -> Error {
    let why = notes.iter().map(|note| format!("; {}", note.message));
    let why: String = why.take(3).collect();
    let message = format!("is Terraform that makes no `aws_codepipeline` with these values{why}");
    Error::new(ErrorCode::NoPipeline, message).named(name)
}
