//! A declaration as those who work with it see it: actions in their order, who produces and who consumes an
//! artifact, who owns a namespace. It only reads, and accepts any declaration, valid or not.

use std::collections::HashMap;
use std::fmt;

use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionOwner, ActionTypeId, Condition, PipelineDeclaration,
    RuleDeclaration, StageDeclaration,
};
use serde::{Deserialize, Serialize};

/// An action's address in a pipeline: action names are unique in their stage only. Its text is `Stage/Action`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ActionKey {
    /// The stage's name.
    pub stage: String,
    /// The action's name.
    pub action: String,
}

impl ActionKey {
    /// The key of this action in this stage.
    pub fn new(stage: impl Into<String>, action: impl Into<String>) -> Self {
        Self { stage: stage.into(), action: action.into() }
    }
}

impl fmt::Display for ActionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.stage, self.action)
    }
}

/// The action's `runOrder`, 1 when it has none.
pub fn run_order(action: &ActionDeclaration) -> i32 {
    action.run_order.unwrap_or(1)
}

/// The rules of a stage's conditions in the form of actions of the category `Rule`, which is how they run, each with the
/// member of the stage that it stands under: `beforeEntry`, `onSuccess` or `onFailure`.
pub fn rules(stage: &StageDeclaration) -> Vec<(&'static str, ActionDeclaration)> {
    let mut found = Vec::new();
    for (gate, conditions) in conditions_of(stage) {
        let rules = conditions.iter().flat_map(|condition| condition.rules.iter().flatten());
        found.extend(rules.map(|rule| (gate, as_action(rule))));
    }
    found
}

/// The conditions of a stage with the names of their gates.
pub fn conditions_of(stage: &StageDeclaration) -> [(&'static str, &[Condition]); 3] {
    let before = stage.before_entry.as_ref().map_or(&[][..], |gate| &gate.conditions);
    let success = stage.on_success.as_ref().map_or(&[][..], |gate| &gate.conditions);
    let failure = stage.on_failure.as_ref().and_then(|gate| gate.conditions.as_deref()).unwrap_or_default();
    [("beforeEntry", before), ("onSuccess", success), ("onFailure", failure)]
}

fn as_action(rule: &RuleDeclaration) -> ActionDeclaration {
    let id = &rule.rule_type_id;
    ActionDeclaration {
        name: rule.name.clone(),
        action_type_id: ActionTypeId {
            category: ActionCategory::from(id.category.as_str()),
            owner: ActionOwner::Aws,
            provider: id.provider.clone(),
            version: id.version.clone().unwrap_or_else(|| "1".to_owned()),
        },
        run_order: None,
        configuration: rule.configuration.clone(),
        commands: rule.commands.clone(),
        output_artifacts: None,
        input_artifacts: rule.input_artifacts.clone(),
        output_variables: None,
        role_arn: rule.role_arn.clone(),
        region: rule.region.clone(),
        namespace: None,
        timeout_in_minutes: rule.timeout_in_minutes,
        environment_variables: None,
    }
}

/// The stage's actions by `runOrder`: those of one group run in parallel, a group starts when the one before it
/// succeeded. Within a group the declaration's order is kept.
pub fn groups(stage: &StageDeclaration) -> Vec<Vec<&ActionDeclaration>> {
    let mut actions: Vec<_> = stage.actions.iter().collect();
    actions.sort_by_key(|action| run_order(action));
    actions.chunk_by(|a, b| run_order(a) == run_order(b)).map(<[_]>::to_vec).collect()
}

/// The names of the artifacts the action takes in, in the declaration's order.
pub fn inputs(action: &ActionDeclaration) -> impl Iterator<Item = &str> {
    action.input_artifacts.iter().flatten().map(|artifact| artifact.name.as_str())
}

/// The names of the artifacts the action puts out, in the declaration's order.
pub fn outputs(action: &ActionDeclaration) -> impl Iterator<Item = &str> {
    action.output_artifacts.iter().flatten().map(|artifact| artifact.name.as_str())
}

/// The action's configuration value of this key.
pub fn configuration<'a>(action: &'a ActionDeclaration, key: &str) -> Option<&'a str> {
    action.configuration.as_ref()?.get(key).map(String::as_str)
}

/// The action type as one text: `Build/AWS/CodeBuild/1`. All four parts count: `Deploy/AWS/Lambda/1` and
/// `Invoke/AWS/Lambda/1` are different things.
pub fn provider_key(id: &ActionTypeId) -> String {
    format!("{}/{}/{}/{}", id.category, id.owner, id.provider, id.version)
}

/// An action and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Action<'a> {
    /// The index of its stage.
    pub stage_index: usize,
    /// Its index in the stage.
    pub index: usize,
    /// Its stage.
    pub stage: &'a StageDeclaration,
    /// The action as declared.
    pub declaration: &'a ActionDeclaration,
}

impl<'a> Action<'a> {
    /// Its address.
    pub fn key(&self) -> ActionKey {
        ActionKey::new(self.stage.name.as_str(), self.declaration.name.as_str())
    }

    /// Its JSON pointer in the declaration.
    pub fn pointer(&self) -> String {
        format!("/stages/{}/actions/{}", self.stage_index, self.index)
    }

    /// Its `runOrder`, 1 when it has none.
    pub fn run_order(&self) -> i32 {
        run_order(self.declaration)
    }

    /// Whether it has surely ended when `other` starts: an earlier stage, or the same stage and a smaller
    /// `runOrder`.
    pub fn ends_before(&self, other: &Action<'_>) -> bool {
        (self.stage_index, self.run_order()) < (other.stage_index, other.run_order())
    }

    /// The names of the artifacts it takes in.
    pub fn inputs(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        inputs(self.declaration)
    }

    /// The names of the artifacts it puts out.
    pub fn outputs(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        outputs(self.declaration)
    }
}

/// The read view of a declaration.
#[derive(Debug, Clone)]
pub struct Model<'a> {
    declaration: &'a PipelineDeclaration,
    actions: Vec<Action<'a>>,
    producers: HashMap<&'a str, Vec<usize>>,
    consumers: HashMap<&'a str, Vec<usize>>,
    namespaces: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Model<'a> {
    /// Looks at a declaration.
    pub fn new(declaration: &'a PipelineDeclaration) -> Self {
        let mut model = Self {
            declaration,
            actions: Vec::new(),
            producers: HashMap::new(),
            consumers: HashMap::new(),
            namespaces: HashMap::new(),
        };
        for (stage_index, stage) in declaration.stages.iter().enumerate() {
            for (index, action) in stage.actions.iter().enumerate() {
                let number = model.actions.len();
                for name in outputs(action) {
                    model.producers.entry(name).or_default().push(number);
                }
                for name in inputs(action) {
                    model.consumers.entry(name).or_default().push(number);
                }
                if let Some(namespace) = &action.namespace {
                    model.namespaces.entry(namespace).or_default().push(number);
                }
                model.actions.push(Action { stage_index, index, stage, declaration: action });
            }
        }
        model
    }

    /// The declaration itself.
    pub fn declaration(&self) -> &'a PipelineDeclaration {
        self.declaration
    }

    /// Every action, in the declaration's order.
    pub fn actions(&self) -> &[Action<'a>] {
        &self.actions
    }

    /// The action of this address.
    pub fn action(&self, key: &ActionKey) -> Option<&Action<'a>> {
        self.actions.iter().find(|a| a.stage.name == key.stage && a.declaration.name == key.action)
    }

    /// The actions that put out this artifact: one in a valid pipeline.
    pub fn producers(&self, artifact: &str) -> impl Iterator<Item = &Action<'a>> {
        self.pick(&self.producers, artifact)
    }

    /// The actions that take in this artifact.
    pub fn consumers(&self, artifact: &str) -> impl Iterator<Item = &Action<'a>> {
        self.pick(&self.consumers, artifact)
    }

    /// The actions that own this namespace: one in a valid pipeline.
    pub fn owners(&self, namespace: &str) -> impl Iterator<Item = &Action<'a>> {
        self.pick(&self.namespaces, namespace)
    }

    /// Every artifact that some action puts out, with its name.
    pub fn artifacts(&self) -> impl Iterator<Item = (&'a str, &Action<'a>)> {
        self.actions.iter().flat_map(|action| action.outputs().map(move |name| (name, action)))
    }

    fn pick<'m>(
        &'m self,
        index: &'m HashMap<&'a str, Vec<usize>>,
        name: &str,
    ) -> impl Iterator<Item = &'m Action<'a>> {
        index.get(name).into_iter().flatten().filter_map(|number| self.actions.get(*number))
    }
}
