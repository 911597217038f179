//! The Lambda functions and state machines of a template, as entries of the setup. (AWS CloudFormation resource reference,
//! `AWS::Lambda::Function`, `AWS::StepFunctions::StateMachine`; AWS SAM, `AWS::Serverless::Function`,
//! `AWS::Serverless::StateMachine`; `aws cloudformation package` for which properties may be paths.)

use pipeline::setup::{Body, Function, StateMachine};
use pipeline::text::{Content, Member, Node, child};

use super::projects::Guess;
use super::resolve::{Read, Resolver};
use super::template::{property, type_of};
use crate::Source;
use crate::paths::join;

impl Resolver<'_> {
    /// What the template says about a function.
    pub(super) fn function(&mut self, member: &Member, guess: &mut Guess) -> Read<()> {
        let name = self.called(member)?;
        let resource = &member.value;
        let inline = if type_of(resource) == "AWS::Serverless::Function" {
            property(resource, "InlineCode")
        } else {
            property(resource, "Code").and_then(|code| code.get("ZipFile")).map(|one| &one.value)
        };
        let code = match self.known(inline)? {
            Some(text) => Some(Body::Inline(text)),
            None => match asset(resource) {
                Some(path) => Some(Body::Path(join(&self.folder, path))),
                None => self.path_of(member, &["Code", "CodeUri"])?,
            },
        };
        let handler = self.for_all(member, "Handler")?;
        let runtime = self.for_all(member, "Runtime")?;
        guess.setup.functions.insert(name, Function { code, handler, runtime });
        Ok(())
    }

    /// What the template says about a state machine.
    pub(super) fn state_machine(&mut self, member: &Member, guess: &mut Guess) -> Read<()> {
        let name = self.called(member)?;
        let at = child("/state_machines", &name);
        let mut machine = StateMachine::default();
        let written = ["DefinitionString", "Definition"].into_iter();
        let written = written.filter_map(|key| property(&member.value, key)).next();
        if let Some(node) = written
            && let Some(node) = self.value(node)?
        {
            let text = match &node.content {
                Content::Scalar(_, text) => text.clone(),
                _ => node.to_value().to_string(),
            };
            // Others stand for one that is not known.
            if text.trim_start().starts_with('{') {
                guess.mark(&child(&at, "definition"), &text, &self.all_sources(&node));
                machine.definition = Some(Body::Inline(text));
            }
        } else {
            machine.definition = match asset(&member.value) {
                Some(path) => Some(Body::Path(join(&self.folder, path))),
                None => self.path_of(member, &["DefinitionUri", "DefinitionS3Location"])?,
            };
        }
        let given =
            property(&member.value, "DefinitionSubstitutions").map(|one| self.value(one)).transpose()?;
        for one in given.iter().flatten().filter_map(Node::map).flatten() {
            let Some((_, text)) = one.value.scalar() else { continue };
            let pointer = child(&child(&at, "substitutions"), &one.key);
            guess.mark(&pointer, text, self.sources(one.value.span));
            machine.substitutions.insert(one.key.clone(), text.to_owned());
        }
        guess.setup.state_machines.insert(name, machine);
        Ok(())
    }

    /// A property of a function, or what SAM's `Globals` say for all of them.
    fn for_all(&mut self, member: &Member, key: &str) -> Read<Option<String>> {
        if let Some(own) = property(&member.value, key) {
            return self.known(Some(own));
        }
        let template = std::rc::Rc::clone(&self.template);
        let globals = template.find("Globals", "Function");
        let globals = globals.filter(|_| type_of(&member.value) == "AWS::Serverless::Function");
        self.known(globals.and_then(|globals| globals.value.get(key)).map(|one| &one.value))
    }

    /// The first of these properties that is a path of this computer, from the folder of the outermost template.
    fn path_of(&mut self, member: &Member, keys: &[&str]) -> Read<Option<Body>> {
        for key in keys {
            if let Some(path) = self.for_all(member, key)?.filter(|path| !path.contains("://")) {
                let path = path.trim_start_matches("./").trim_end_matches('/');
                let path = join(&self.folder, if path == "." { "" } else { path });
                return Ok(Some(Body::Path(if path.is_empty() { ".".to_owned() } else { path })));
            }
        }
        Ok(None)
    }

    /// What stands in anywhere in a value.
    fn all_sources(&self, node: &Node) -> Vec<Source> {
        let below = match &node.content {
            Content::Scalar(..) => return self.sources(node.span).to_vec(),
            Content::List(items) => items.iter().collect::<Vec<_>>(),
            Content::Map(members) => members.iter().map(|member| &member.value).collect(),
        };
        let mut found: Vec<Source> = Vec::new();
        for source in below.into_iter().flat_map(|node| self.all_sources(node)) {
            if !found.contains(&source) {
                found.push(source);
            }
        }
        found
    }
}

/// The file or folder that the CDK publishes for a resource, from the folder of the template. (AWS CDK, `cx-api`,
/// `aws:asset:path`.)
fn asset(resource: &Node) -> Option<&str> {
    Some(resource.get("Metadata")?.value.get("aws:asset:path")?.value.scalar()?.1)
}
