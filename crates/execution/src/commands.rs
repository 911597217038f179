//! What should be under way outside, and what time alone will end: both are functions of the state, so that after a
//! crash nothing has to be remembered but the events.

use std::collections::BTreeMap;

use codepipeline::Timestamp;
use codepipeline::shapes::{
    ActionCategory, ActionExecutionStatus, ActionOwner, ActionTypeId, EncryptionKey, EnvironmentVariable,
    ExecutionMode, ExecutionTrigger, RuleExecutionStatus, RuleTypeId, SourceRevisionOverride,
};

use crate::condition::RuleRun;
use crate::event::{ActionKey, Artifact, Gate, OutputArtifact};
use crate::state::{ActionRun, Execution, StageRun, State};

/// An effect that should be under way. Whoever drives compares the keys with what is running: starts what is
/// missing, cancels what no command names any more.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Carry this action out, or take it up again.
    StartAction(Box<StartAction>),
    /// Let go of this action, then say [`crate::Input::ActionReleased`].
    StopAction(Box<StopAction>),
}

impl Command {
    /// The attempt that the command is about.
    pub fn key(&self) -> &ActionKey {
        match self {
            Self::StartAction(start) => &start.key,
            Self::StopAction(stop) => &stop.key,
        }
    }
}

/// An action, or a rule of a condition, to carry out, with everything resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct StartAction {
    /// The attempt; also the key under which the outside may recognise a repetition.
    pub key: ActionKey,
    /// Where the action belongs.
    pub context: PipelineContext,
    /// The gate whose condition has it as a rule; none for an action. A rule's type has the category `Rule`.
    pub gate: Option<Gate>,
    /// Its type.
    pub action_type_id: ActionTypeId,
    /// The resolved configuration.
    pub configuration: BTreeMap<String, String>,
    /// The resolved commands.
    pub commands: Vec<String>,
    /// The resolved environment.
    pub environment_variables: Vec<EnvironmentVariable>,
    /// The names of variables to export, for compute actions.
    pub output_variables: Vec<String>,
    /// The namespace of its output variables.
    pub namespace: Option<String>,
    /// What it reads.
    pub input_artifacts: Vec<Artifact>,
    /// What it may write, and where.
    pub output_artifacts: Vec<OutputArtifact>,
    /// The key that encrypts what it writes; none for the store's own.
    pub encryption_key: Option<EncryptionKey>,
    /// The region it runs in.
    pub region: String,
    /// The action's own role.
    pub role_arn: Option<String>,
    /// The revision that it must take, for source actions; otherwise the latest.
    pub source_revisions: Vec<SourceRevisionOverride>,
    /// Whether its result is taken from an earlier execution instead of being made.
    pub reused: bool,
    /// The place whose account carries it out; none for this computer.
    pub place: Option<String>,
    /// The id outside if one is known: the action is to be found there again, not started anew.
    pub external_execution_id: Option<String>,
    /// When it was admitted.
    pub started_at: Timestamp,
    /// When it has failed if it has not ended.
    pub deadline: Timestamp,
}

/// Where an action belongs.
#[derive(Debug, Clone, PartialEq)]
pub struct PipelineContext {
    /// The pipeline's name.
    pub pipeline: String,
    /// The pipeline's ARN.
    pub arn: String,
    /// Twelve digits.
    pub account: String,
    /// The pipeline's own region.
    pub region: String,
    /// The version of the definition.
    pub version: i32,
    /// The pipeline's role.
    pub role_arn: String,
    /// The pipeline execution.
    pub execution_id: String,
    /// Its attempt in which the action was admitted, from 1.
    pub attempt: u32,
    /// Its mode.
    pub mode: ExecutionMode,
    /// What started it.
    pub trigger: ExecutionTrigger,
    /// The stage's name.
    pub stage: String,
    /// The action's name, or the rule's.
    pub action: String,
}

/// An action, or a rule of a condition, to let go.
#[derive(Debug, Clone, PartialEq)]
pub struct StopAction {
    /// The attempt.
    pub key: ActionKey,
    /// The pipeline execution.
    pub execution_id: String,
    /// The stage's name.
    pub stage: String,
    /// The action's name.
    pub action: String,
    /// Its type.
    pub action_type_id: ActionTypeId,
    /// The id outside, if one is known.
    pub external_execution_id: Option<String>,
    /// Whether a person gave it up (the service then leaves the work outside alone), not its time or an update.
    pub abandon: bool,
}

/// A point in time at which an action or a rule fails by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline {
    /// When.
    pub at: Timestamp,
    /// Which attempt.
    pub key: ActionKey,
}

/// The effects that should be under way now, in the order of the executions' and actions' starts.
pub fn commands(state: &State) -> Vec<Command> {
    let mut commands = Vec::new();
    for execution in state.by_start() {
        for run in execution.open_stages().flat_map(|stage| &stage.actions) {
            if run.is_running() {
                commands.extend(start_action(state, execution, run));
            } else if run.held {
                commands.push(stop_action(run));
            }
        }
        for run in execution.open_stages().flat_map(StageRun::rules) {
            if run.is_running() {
                commands.extend(start_rule(state, execution, run));
            } else if run.held {
                commands.push(stop_rule(run));
            }
        }
    }
    commands
}

/// When time alone will change something, soonest first; [`crate::Input::Tick`] makes the change.
pub fn deadlines(state: &State) -> Vec<Deadline> {
    let mut deadlines = Vec::new();
    for execution in state.executions.values() {
        let actions = execution.running();
        deadlines.extend(actions.map(|run| Deadline { at: run.start.deadline, key: run.key() }));
        let rules = execution.open_stages().flat_map(StageRun::rules).filter(|run| run.is_running());
        deadlines.extend(rules.map(|run| Deadline { at: run.start.deadline, key: run.key() }));
    }
    deadlines.sort_unstable();
    deadlines
}

fn context(
    state: &State,
    execution: &Execution,
    attempt: u32,
    stage: &str,
    name: &str,
) -> Option<PipelineContext> {
    let declaration = state.declarations.get(&execution.version)?;
    Some(PipelineContext {
        pipeline: state.name.clone(),
        arn: state.arn(),
        account: state.account.clone(),
        region: state.region.clone(),
        version: execution.version,
        role_arn: declaration.role_arn.clone(),
        execution_id: execution.id.clone(),
        attempt,
        mode: execution.mode.clone(),
        trigger: execution.trigger.clone(),
        stage: stage.to_owned(),
        action: name.to_owned(),
    })
}

fn start_action(state: &State, execution: &Execution, run: &ActionRun) -> Option<Command> {
    let declaration = state.declarations.get(&execution.version)?;
    let declared = state.action_declaration(execution, run)?;
    let start = &run.start;
    let stores = declaration.artifact_stores.as_ref();
    let store = stores.and_then(|stores| stores.get(&start.region)).or(declaration.artifact_store.as_ref());
    Some(Command::StartAction(Box::new(StartAction {
        key: run.key(),
        context: context(state, execution, run.attempt, &start.action.stage, &start.action.action)?,
        gate: None,
        action_type_id: start.action_type_id.clone(),
        configuration: start.configuration.clone(),
        commands: start.commands.clone(),
        environment_variables: start.environment_variables.clone(),
        output_variables: declared.output_variables.clone().unwrap_or_default(),
        namespace: declared.namespace.clone(),
        input_artifacts: start.input_artifacts.clone(),
        output_artifacts: start.output_artifacts.clone(),
        encryption_key: store.and_then(|store| store.encryption_key.clone()),
        region: start.region.clone(),
        role_arn: declared.role_arn.clone(),
        source_revisions: start.source_revisions.clone(),
        reused: start.reused,
        place: execution.places.get(&format!("{}/{}", start.action.stage, start.action.action)).cloned(),
        external_execution_id: run.external_execution_id.clone(),
        started_at: run.started_at,
        deadline: start.deadline,
    })))
}

fn start_rule(state: &State, execution: &Execution, run: &RuleRun) -> Option<Command> {
    let start = &run.start;
    let rule = &start.rule;
    Some(Command::StartAction(Box::new(StartAction {
        key: run.key(),
        context: context(state, execution, execution.attempt, &rule.stage, &rule.rule)?,
        gate: Some(rule.gate),
        action_type_id: as_action_type(&start.rule_type_id),
        configuration: start.configuration.clone(),
        commands: start.commands.clone(),
        environment_variables: Vec::new(),
        output_variables: Vec::new(),
        namespace: None,
        input_artifacts: start.input_artifacts.clone(),
        output_artifacts: Vec::new(),
        encryption_key: None,
        region: start.region.clone(),
        role_arn: state.rule_declaration(execution, run).and_then(|declared| declared.role_arn.clone()),
        source_revisions: Vec::new(),
        reused: false,
        place: None,
        external_execution_id: None,
        started_at: run.started_at,
        deadline: start.deadline,
    })))
}

/// A rule's type in the form of an action's: the category is `Rule`.
fn as_action_type(id: &RuleTypeId) -> ActionTypeId {
    ActionTypeId {
        category: ActionCategory::from(id.category.as_str()),
        owner: ActionOwner::Aws,
        provider: id.provider.clone(),
        version: id.version.clone().unwrap_or_else(|| "1".to_owned()),
    }
}

fn stop_action(run: &ActionRun) -> Command {
    let action = &run.start.action;
    Command::StopAction(Box::new(StopAction {
        key: run.key(),
        execution_id: action.execution_id.clone(),
        stage: action.stage.clone(),
        action: action.action.clone(),
        action_type_id: run.start.action_type_id.clone(),
        external_execution_id: run.external_execution_id.clone(),
        abandon: run.status == ActionExecutionStatus::Abandoned,
    }))
}

fn stop_rule(run: &RuleRun) -> Command {
    let rule = &run.start.rule;
    Command::StopAction(Box::new(StopAction {
        key: run.key(),
        execution_id: rule.execution_id.clone(),
        stage: rule.stage.clone(),
        action: rule.rule.clone(),
        action_type_id: as_action_type(&run.start.rule_type_id),
        external_execution_id: None,
        abandon: run.status == RuleExecutionStatus::Abandoned,
    }))
}
