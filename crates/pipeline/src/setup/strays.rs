//! What in a setup means nothing to a pipeline.

use codepipeline::shapes::PipelineDeclaration;

use super::Setup;
use crate::closest;
use crate::model::{ActionKey, Model, rules};
use crate::text;

/// An entry of a setup that means nothing to a pipeline: probably a slip, or meant for another pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// The entry's JSON pointer in the setup: `/on/Deplyo`.
    pub pointer: String,
    /// What is wrong, with what was probably meant.
    pub message: String,
}

impl Setup {
    /// The entries that name nothing in this pipeline: actions in `on` and `simulated`, pipeline variables, output
    /// artifacts of simulated actions. Sources, projects and buckets may serve other pipelines and are not judged.
    pub fn find_strays(&self, declaration: &PipelineDeclaration) -> Vec<Stray> {
        let model = Model::new(declaration);
        let keys: Vec<_> = model.actions().iter().map(|action| action.key().to_string()).collect();
        let names = || model.actions().iter().map(|action| action.declaration.name.as_str());
        // Rules of conditions run as actions do.
        let rules: Vec<String> = declaration
            .stages
            .iter()
            .flat_map(|stage| {
                let rules = rules(stage).into_iter();
                rules.flat_map(|(_, rule)| {
                    [ActionKey::new(&*stage.name, &*rule.name).to_string(), rule.name.clone()]
                })
            })
            .collect();
        let known = |key: &str| {
            keys.iter().chain(&rules).any(|known| known == key) || names().any(|name| name == key)
        };
        let mut strays = Vec::new();
        let mut stray = |part: &str, name: &str, what: String, near: Option<&str>| {
            let hint = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            strays.push(Stray { pointer: text::child(part, name), message: format!("{what}{hint}") });
        };
        for (part, key) in
            self.on.keys().map(|key| ("/on", key)).chain(self.simulated.keys().map(|key| ("/simulated", key)))
        {
            if !known(key) {
                let near = closest(key, keys.iter().map(String::as_str).chain(names()));
                stray(part, key, format!("the pipeline has no action `{key}`"), near);
            }
        }
        let variables = || declaration.variables.iter().flatten().map(|variable| variable.name.as_str());
        for name in self.variables.keys().filter(|name| !variables().any(|known| known == name.as_str())) {
            stray(
                "/variables",
                name,
                format!("the pipeline declares no variable `{name}`"),
                closest(name, variables()),
            );
        }
        for (key, outcome) in &self.simulated {
            let mut actions = model.actions().iter();
            let Some(action) = actions.find(|a| a.key().to_string() == *key || a.declaration.name == *key)
            else {
                continue;
            };
            for name in
                outcome.outputs.keys().filter(|name| !action.outputs().any(|known| known == name.as_str()))
            {
                let part = text::child("/simulated", key) + "/outputs";
                stray(
                    &part,
                    name,
                    format!("`{key}` puts out no artifact `{name}`"),
                    closest(name, action.outputs()),
                );
            }
        }
        strays
    }
}
