//! CloudFormation and SAM templates: the pipelines that their stacks would have.

mod beside;
mod conditions;
mod functions;
mod loops;
mod names;
mod nested;
mod origins;
mod parameters;
mod projects;
mod resolve;
mod shape;
mod template;
mod workloads;

use std::rc::Rc;

use pipeline::Document;
use pipeline::text::{Content, Member, Node, child};

use crate::{Error, ErrorCode, Form, Import, Imported, Options, Parameter, Roots, Shared, Unknown};
use beside::Said;
pub(crate) use names::{partition, stand_in};
use projects::Guess;
use resolve::{Budget, Read, Resolver, Surroundings, Value};
use template::{PIPELINE, Template, property, type_of};

/// Macros that need nothing done for pipelines, or whose functions are carried out here.
const HARMLESS: &[&str] = &["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"];

/// Reads the pipelines of a template.
pub(crate) fn read(text: &str, name: &str, options: &Options<'_>) -> Result<Import, Error> {
    let mut template = Template::parse(text, name)?;
    let usual = options.usual.iter().filter(|(name, _)| template.find("Parameters", name).is_some());
    let given =
        usual.chain(&options.parameters).map(|(name, text)| (name.clone(), Value::text(text.as_str())));
    let parameters = parameters::values(&template, &given.collect())?;
    template.write_out_loops(&|name| parameters::items(&parameters, name))?;
    let template = Rc::new(template);
    let budget = Budget::new();
    let mut resolver = Resolver::new(Rc::clone(&template), Surroundings { options, budget: &budget });
    resolver.parameters = parameters;
    for (name, span) in template.macros() {
        if !HARMLESS.contains(&name) {
            resolver.note(
                format!("the macro `{name}` is not carried out: what it would change is as written"),
                span,
            );
        }
    }
    let mut found = Found::default();
    found.gather(&mut resolver, "").map_err(|error| error.named(name))?;
    if found.pipelines.is_empty() {
        return Err(no_pipeline(&found, &template));
    }
    let Found { pipelines, shared, .. } = found;
    Ok(shared.import(Form::CloudFormation, pipelines, parameters::declared(&template)))
}

/// The parameters that a template declares.
pub(crate) fn parameters_of(text: &str, name: &str) -> Result<Vec<Parameter>, Error> {
    Ok(parameters::declared(&Template::parse(text, name)?))
}

/// What templates make.
#[derive(Default)]
struct Found {
    pipelines: Vec<Imported>,
    shared: Shared,
    /// Pipelines that a condition leaves out, with the condition.
    left_out: Vec<(String, String)>,
}

impl Found {
    /// Takes what the resolver's template makes, and then what those nested in it do.
    fn gather(&mut self, resolver: &mut Resolver<'_>, stack: &str) -> Read<()> {
        let template = Rc::clone(&resolver.template);
        let mut stacks = Vec::new();
        for member in template.section("Resources") {
            match type_of(&member.value) {
                PIPELINE => self.pipeline(resolver, member, stack)?,
                "AWS::CodeBuild::Project" => self.guess(resolver, member, "project", Resolver::project),
                "AWS::Lambda::Function" | "AWS::Serverless::Function" => {
                    self.guess(resolver, member, "function", Resolver::function);
                }
                "AWS::StepFunctions::StateMachine" | "AWS::Serverless::StateMachine" => {
                    self.guess(resolver, member, "state machine", Resolver::state_machine);
                }
                "AWS::CloudFormation::Stack" | "AWS::Serverless::Application" => stacks.push(member),
                _ => self.beside(resolver, member),
            }
        }
        for member in stacks {
            if is_made(resolver, member)?
                && let Some(nested) = resolver.stack(member)?
            {
                self.gather(nested, &format!("{stack}{}/", member.key))?;
            }
        }
        self.shared.notes.append(&mut resolver.notes);
        Ok(())
    }

    fn pipeline(&mut self, resolver: &mut Resolver<'_>, member: &Member, stack: &str) -> Read<()> {
        let (id, template) = (&member.key, Rc::clone(&resolver.template));
        let within = |error: Error| error.at(member.key_span).within(id, &template.name);
        if !is_made(resolver, member).map_err(within)? {
            let condition = member.value.get("Condition").and_then(|one| one.value.scalar());
            self.left_out.push((id.clone(), condition.map_or_else(String::new, |(_, name)| name.to_owned())));
            return Ok(());
        }
        id.clone_into(&mut resolver.subject);
        let properties = member.value.get("Properties").map_or(&member.value, |one| &one.value);
        resolver.recorded = Some(Vec::new());
        let resolved = resolver.value(properties).map_err(within)?.unwrap_or_else(|| properties.clone());
        let values = resolver.recorded.take().unwrap_or_default();
        let name = resolver.generated(id, &member.value);
        let mut tree = shape::declaration(resolved, name, member.key_span).map_err(within)?;
        let mut unknown = Vec::new();
        mark(&mut tree, "", "", resolver, &mut unknown);
        if property(&member.value, "Name").is_none() {
            resolver.note(
                format!("`{id}` has no name: CloudFormation adds random letters to the one here"),
                member.key_span,
            );
        }
        let document = Document::from_tree(tree, &template.name, template.format)?;
        let logical_id = Some(format!("{stack}{id}"));
        // What another file's text makes is changed there.
        let own = stack.is_empty() && !template.is_from_loop(id);
        let roots = own.then(|| Roots {
            path: template.path_of(id, &member.value),
            name: property(&member.value, "Name").is_none().then(|| document.declaration.name.clone()),
            conditions: resolver.known_conditions(),
            values,
        });
        self.pipelines.push(Imported { logical_id, unknown, roots, ..Imported::of(document) });
        Ok(())
    }

    /// What is said by a resource that is neither a pipeline nor something that pipelines use.
    fn beside(&mut self, resolver: &mut Resolver<'_>, member: &Member) {
        if !is_made(resolver, member).unwrap_or(false) {
            return;
        }
        member.key.clone_into(&mut resolver.subject);
        for said in beside::look(resolver, member).unwrap_or_default() {
            match said {
                Said::ActionType(declared) => self.shared.action_types.push(declared),
                Said::Start(start) => {
                    resolver.note(start.hint(), member.key_span);
                    self.shared.starts.push(start);
                }
            }
        }
    }

    /// What pipelines may use. What cannot be worked out is only a guess less.
    fn guess<'a>(
        &mut self,
        resolver: &mut Resolver<'a>,
        member: &Member,
        what: &str,
        read: fn(&mut Resolver<'a>, &Member, &mut Guess) -> Read<()>,
    ) {
        member.key.clone_into(&mut resolver.subject);
        let mut guess = Guess::default();
        match read(resolver, member, &mut guess) {
            Ok(()) => {
                let known = std::mem::take(&mut self.shared.setup);
                self.shared.setup = known.merge(guess.setup);
                self.shared.unknown.append(&mut guess.unknown);
            }
            Err(error) => {
                let span = error.span.unwrap_or(member.key_span);
                resolver.note(format!("the {what} `{}` is not used: {}", member.key, error.message), span);
            }
        }
    }
}

/// Whether the condition of a resource, if it has one, holds.
fn is_made(resolver: &mut Resolver<'_>, member: &Member) -> Read<bool> {
    match member.value.get("Condition").and_then(|condition| condition.value.scalar()) {
        Some((_, condition)) => resolver.condition(condition),
        None => Ok(true),
    }
}

/// Lists the stand-ins of a declaration, and gives those the form that the service wants in their place.
fn mark(node: &mut Node, key: &str, pointer: &str, resolver: &Resolver<'_>, unknown: &mut Vec<Unknown>) {
    match &mut node.content {
        Content::Scalar(_, text) => {
            let sources = resolver.sources(node.span);
            if !sources.is_empty() {
                fit(text, key, &resolver.around.options.account);
            }
            unknown.extend(sources.iter().map(|source| Unknown {
                pointer: pointer.to_owned(),
                in_setup: false,
                text: text.clone(),
                source: source.clone(),
            }));
        }
        Content::List(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                mark(item, key, &format!("{pointer}/{index}"), resolver, unknown);
            }
        }
        Content::Map(members) => {
            for member in members {
                let below = child(pointer, &member.key);
                mark(&mut member.value, &member.key, &below, resolver, unknown);
            }
        }
    }
}

/// A stand-in where only some texts are legal. (CodePipeline API reference: patterns of `roleArn`, `region`,
/// `location`.)
pub(crate) fn fit(text: &mut String, key: &str, account: &str) {
    if matches!(key, "name" | "roleArn" | "region" | "location" | "namespace") {
        while let Some((before, rest)) = text.split_once("{{") {
            let (reference, after) = rest.split_once("}}").unwrap_or((rest, ""));
            *text = format!("{before}{}{after}", stand_in(reference));
        }
    }
    match key {
        "roleArn" => match text.split(':').collect::<Vec<_>>().as_slice() {
            ["arn", partition, service, region, owner, role @ ..] if owner.starts_with("unknown-") => {
                *text = format!("arn:{partition}:{service}:{region}:{account}:{}", role.join(":"));
            }
            ["arn", ..] => {}
            _ => *text = format!("arn:aws:iam::{account}:role/{text}"),
        },
        "region" => text.truncate(30),
        "location" => {
            let legal = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
            *text = text.chars().map(legal).take(63).collect();
        }
        _ => {}
    }
}

fn no_pipeline(found: &Found, template: &Template) -> Error {
    let message = match found.left_out.first() {
        Some((id, condition)) => format!(
            "the template makes no pipeline with these parameters: `{id}` is made only if `{condition}` holds. Give \
             the parameters that it needs with `--param NAME=VALUE`"
        ),
        None => {
            "is a CloudFormation template without a resource of type AWS::CodePipeline::Pipeline".to_owned()
        }
    };
    let notes =
        found.shared.notes.iter().filter(|note| note.message.contains("not read")).map(|note| &note.message);
    let notes: String = notes.map(|note| format!("; {note}")).collect();
    Error::new(ErrorCode::NoPipeline, format!("{message}{notes}")).named(&template.name)
}
