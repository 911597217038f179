//! The CodeBuild projects of a template, as entries of the setup. (AWS CloudFormation resource reference,
//! `AWS::CodeBuild::Project`.)

use pipeline::setup::{Buildspec, EnvironmentValue, Project};
use pipeline::text::{Kind, Member, Node, child};

use super::resolve::{Read, Resolver};
use super::template::property;
use crate::{Source, SourceKind};

/// A project with its name and what is unknown about it: pointers into the setup.
pub(super) struct Found {
    pub name: String,
    pub project: Project,
    pub unknown: Vec<(String, String, Source)>,
}

impl Resolver<'_> {
    /// What the template says about a project.
    pub(super) fn project(&mut self, member: &Member) -> Read<Found> {
        let name = match self.attribute(&member.key, "Name")?.content {
            pipeline::text::Content::Scalar(_, name) => name,
            _ => member.key.clone(),
        };
        let mut found = Found { name, project: Project::default(), unknown: Vec::new() };
        if let Some(source) = property(&member.value, "Source").and_then(|source| source.get("BuildSpec"))
            && let Some(node) = self.value(&source.value)?
        {
            found.project.buildspec = buildspec(&node);
        }
        if let Some(environment) = property(&member.value, "Environment")
            && let Some(environment) = self.value(environment)?
        {
            self.environment(&environment, &mut found);
        }
        if let Some(minutes) = property(&member.value, "TimeoutInMinutes")
            && let Some(minutes) = self.value(minutes)?
        {
            found.project.timeout_minutes = minutes.scalar().and_then(|(_, text)| text.parse().ok());
        }
        Ok(found)
    }

    fn environment(&mut self, environment: &Node, found: &mut Found) {
        let scalar = |node: &Node, key: &str| Some(node.get(key)?.value.scalar()?.1.to_owned());
        found.project.image = scalar(environment, "Image");
        found.project.compute = scalar(environment, "ComputeType");
        found.project.privileged =
            scalar(environment, "PrivilegedMode").map(|text| text.eq_ignore_ascii_case("true"));
        let variables = environment.get("EnvironmentVariables").and_then(|member| member.value.list());
        for variable in variables.unwrap_or_default() {
            let (Some(name), Some(text)) = (scalar(variable, "Name"), scalar(variable, "Value")) else {
                continue;
            };
            let secret = scalar(variable, "Type").is_some_and(|kind| kind != "PLAINTEXT");
            let span = variable.get("Value").map_or(variable.span, |member| member.value.span);
            let at = child(&child(&child("/projects", &found.name), "environment"), &name);
            let sources = self.sources(span).iter().filter(|source| source.kind != SourceKind::Resource);
            if !secret {
                found.unknown.extend(sources.map(|source| (at.clone(), text.clone(), source.clone())));
            }
            let value = if secret { EnvironmentValue::Secret(text) } else { EnvironmentValue::Plain(text) };
            found.project.environment.insert(name, value);
        }
    }
}

/// A buildspec as the project has it: a path, or the buildspec itself.
fn buildspec(node: &Node) -> Option<Buildspec> {
    match node.scalar() {
        Some((Kind::Null, _)) => None,
        Some((_, text)) if text.contains('\n') || text.trim_start().starts_with('{') => {
            Some(Buildspec::Inline(text.to_owned()))
        }
        Some((_, text)) => Some(Buildspec::Path(text.to_owned())),
        None => Some(Buildspec::Inline(node.to_value().to_string())),
    }
}
