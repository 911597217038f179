//! The CodeBuild projects of a template, as entries of the setup. (AWS CloudFormation resource reference,
//! `AWS::CodeBuild::Project`.)

use pipeline::Setup;
use pipeline::setup::{Body, EnvironmentValue, Project};
use pipeline::text::{Content, Kind, Member, Node, child};

use super::resolve::{Read, Resolver};
use super::template::property;
use crate::{Source, SourceKind, Unknown};

/// What a resource says for the setup, and what is unknown in that.
#[derive(Default)]
pub(super) struct Guess {
    pub setup: Setup,
    pub unknown: Vec<Unknown>,
}

impl Guess {
    /// Remembers what is unknown about a text of the setup.
    pub fn mark(&mut self, pointer: &str, text: &str, sources: &[Source]) {
        self.unknown.extend(Unknown::of_setup(pointer, text, sources));
    }
}

impl Resolver<'_> {
    /// What the template says about a project.
    pub(super) fn project(&mut self, member: &Member, guess: &mut Guess) -> Read<()> {
        let (name, mut project) = (self.called(member)?, Project::default());
        if let Some(source) = property(&member.value, "Source").and_then(|source| source.get("BuildSpec"))
            && let Some(node) = self.value(&source.value)?
        {
            project.buildspec = buildspec(&node);
        }
        if let Some(environment) = property(&member.value, "Environment")
            && let Some(environment) = self.value(environment)?
        {
            self.environment(&environment, &name, &mut project, guess);
        }
        if let Some(minutes) = property(&member.value, "TimeoutInMinutes")
            && let Some(minutes) = self.value(minutes)?
        {
            project.timeout_minutes = minutes.scalar().and_then(|(_, text)| text.parse().ok());
        }
        project.role = self.known(property(&member.value, "ServiceRole"))?;
        guess.setup.projects.insert(name, project);
        Ok(())
    }

    /// What a resource is called: its name, or the one that CloudFormation would make.
    pub(super) fn called(&mut self, member: &Member) -> Read<String> {
        Ok(match self.attribute(&member.key, "Name")?.content {
            Content::Scalar(_, name) => name,
            _ => member.key.clone(),
        })
    }

    /// A text that is known before a deployment; nothing for others.
    pub(super) fn known(&mut self, node: Option<&Node>) -> Read<Option<String>> {
        let Some(value) = node.map(|node| self.take(node)).transpose()?.flatten() else { return Ok(None) };
        let known = value.sources.iter().all(|source| source.kind == SourceKind::Resource);
        Ok(match value.content {
            Content::Scalar(kind, text) if known && kind != Kind::Null => Some(text),
            _ => None,
        })
    }

    fn environment(&mut self, environment: &Node, name: &str, project: &mut Project, guess: &mut Guess) {
        let scalar = |node: &Node, key: &str| Some(node.get(key)?.value.scalar()?.1.to_owned());
        project.image = scalar(environment, "Image");
        project.compute = scalar(environment, "ComputeType");
        project.privileged =
            scalar(environment, "PrivilegedMode").map(|text| text.eq_ignore_ascii_case("true"));
        let variables = environment.get("EnvironmentVariables").and_then(|member| member.value.list());
        for variable in variables.unwrap_or_default() {
            let (Some(key), Some(text)) = (scalar(variable, "Name"), scalar(variable, "Value")) else {
                continue;
            };
            let secret = scalar(variable, "Type").is_some_and(|kind| kind != "PLAINTEXT");
            let span = variable.get("Value").map_or(variable.span, |member| member.value.span);
            if !secret {
                let at = child(&child(&child("/projects", name), "environment"), &key);
                guess.mark(&at, &text, self.sources(span));
            }
            let value = if secret { EnvironmentValue::Secret(text) } else { EnvironmentValue::Plain(text) };
            project.environment.insert(key, value);
        }
    }
}

/// A buildspec as the project has it: a path, or the buildspec itself.
fn buildspec(node: &Node) -> Option<Body> {
    match node.scalar() {
        Some((Kind::Null, _)) => None,
        Some((_, text)) if text.contains('\n') || text.trim_start().starts_with('{') => {
            Some(Body::Inline(text.to_owned()))
        }
        Some((_, text)) => Some(Body::Path(text.to_owned())),
        None => Some(Body::Inline(node.to_value().to_string())),
    }
}
