//! Stacks that a template nests, when their templates are files of this computer.

use std::collections::BTreeMap;
use std::rc::Rc;

use pipeline::text::{Member, Node};

use super::parameters;
use super::resolve::{Read, Resolver, Value};
use super::template::{Template, property, type_of};
use crate::paths::join;
use crate::{Error, ErrorCode, SourceKind};

/// How deep stacks may nest. (AWS CloudFormation has no limit of its own; nobody gets this far.)
const MAX_LEVELS: usize = 8;

impl<'a> Resolver<'a> {
    /// The resolver of a stack that the template nests; nothing when its template is no file of this computer.
    pub(super) fn stack(&mut self, member: &Member) -> Read<Option<&mut Resolver<'a>>> {
        let id = &member.key;
        if !self.nested.contains_key(id) {
            // Taken as unreadable while it is being opened: its parameters may ask for its own outputs.
            self.nested.insert(id.clone(), None);
            let name = self.template.name.clone();
            let stack = self.open(member).map_err(|error| error.within(id, &name))?;
            self.nested.insert(id.clone(), stack.map(Box::new));
        }
        Ok(self.nested.get_mut(id).and_then(Option::as_deref_mut))
    }

    /// An output of a nested stack; nothing when the stack's template is not known.
    pub(super) fn output(&mut self, id: &str, output: &str) -> Read<Option<Value>> {
        let template = Rc::clone(&self.template);
        let Some(member) = template.find("Resources", id) else { return Ok(None) };
        let Some(stack) = self.stack(member)? else { return Ok(None) };
        let template = Rc::clone(&stack.template);
        let Some(found) = template.find("Outputs", output) else {
            let message = format!("the nested template {} has no output `{output}`", template.name);
            return Err(Error::invalid(message));
        };
        let value = found.value.get("Value").map(|value| stack.take(&value.value)).transpose();
        let value = value.map_err(|error| error.within(output, &template.name))?;
        Ok(Some(value.flatten().unwrap_or_else(|| Value::unknown(SourceKind::Attribute, output))))
    }

    fn open(&mut self, member: &Member) -> Read<Option<Resolver<'a>>> {
        let Some(location) = location(&member.value) else { return Ok(None) };
        let (path, span) = match location.scalar() {
            Some((_, path)) if !path.contains("://") => (path.trim_start_matches("./"), location.span),
            _ => {
                self.note(
                    "the template of this nested stack is no file of this computer; it is not read",
                    location.span,
                );
                return Ok(None);
            }
        };
        if self.level >= MAX_LEVELS {
            let message = format!("stacks nest more than {MAX_LEVELS} deep");
            return Err(Error::new(ErrorCode::TooMuch, message).at(span));
        }
        let relative = join(&self.folder, path);
        let Some(text) = (self.around.options.files)(&relative) else {
            self.note(
                format!("{relative}, the template of this nested stack, is not there; it is not read"),
                span,
            );
            return Ok(None);
        };
        self.around.budget.open_file(text.len()).map_err(|error| error.at(span))?;
        let name = join(folder_of(&self.template.name), path);
        let mut template = Template::parse(&text, &name)?;
        template.stack = format!("{}-{}", self.template.stack, member.key);
        let mut given = BTreeMap::new();
        for parameter in property(&member.value, "Parameters").and_then(Node::map).unwrap_or_default() {
            if let Some(value) = self.take(&parameter.value)? {
                given.insert(parameter.key.clone(), value);
            }
        }
        let parameters = parameters::values(&template, &given)?;
        template.write_out_loops(&|name| parameters::items(&parameters, name))?;
        let mut stack = Resolver::new(Rc::new(template), self.around);
        stack.parameters = parameters;
        stack.level = self.level + 1;
        folder_of(&relative).clone_into(&mut stack.folder);
        Ok(Some(stack))
    }
}

/// Where the template of a nested stack is; nothing for other resources. The CDK says beside the address what file of
/// its own it is.
fn location(resource: &Node) -> Option<&Node> {
    let asset = resource.get("Metadata").and_then(|metadata| metadata.value.get("aws:asset:path"));
    if let Some(asset) = asset.filter(|_| type_of(resource) == "AWS::CloudFormation::Stack") {
        return Some(&asset.value);
    }
    match type_of(resource) {
        "AWS::CloudFormation::Stack" => property(resource, "TemplateURL"),
        "AWS::Serverless::Application" => property(resource, "Location"),
        _ => None,
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
