//! Habits of good pipelines: what nobody is refused for, and some are sorry for later.

use codepipeline::shapes::{ActionCategory, PipelineDeclaration};
use serde_json::{Value, json};

use super::super::repair;
use super::super::{Facts, Problem};
use crate::model::Action;
use crate::pattern::Pattern;
use crate::setup::Setup;

/// H2: a deployment to production that nobody is asked about.
pub(super) fn unguarded_production(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let sounds_final = |name: &str| {
        name.split(|c: char| !c.is_ascii_alphanumeric())
            .flat_map(split_words)
            .any(|word| matches!(word.to_ascii_lowercase().as_str(), "prod" | "production" | "live" | "prd"))
    };
    let is = |action: &Action<'_>, category| action.declaration.action_type_id.category == category;
    let place = |action: &Action<'_>| (action.stage_index, action.run_order());
    let approvals = facts.model.actions().iter().filter(|action| is(action, ActionCategory::Approval));
    let first_approval = approvals.map(place).min();
    for action in facts.model.actions().iter().filter(|action| is(action, ActionCategory::Deploy)) {
        if !sounds_final(&action.stage.name) && !sounds_final(&action.declaration.name) {
            continue;
        }
        let approved = first_approval.is_some_and(|approval| approval < place(action));
        if !approved && action.stage.before_entry.is_none() {
            let text = format!(
                "'{}' deploys to what sounds like production, and nothing before it asks for an approval",
                action.declaration.name
            );
            let fix = format!("Add a manual approval to the stage '{}'", action.stage.name);
            let repair = repair::approval_first(action);
            problems.push(Problem::hint("H2", action.pointer(), text).fix(fix).by(repair));
        }
    }
}

/// The words of a name in camel case: `DeployProd2` has `Deploy` and `Prod`.
pub(super) fn split_words(name: &str) -> Vec<&str> {
    let starts = name.char_indices().zip(name.chars().skip(1).map(Some).chain([None]));
    let mut cuts = vec![0];
    let mut previous = None::<char>;
    for ((at, c), next) in starts {
        let rises = c.is_ascii_uppercase()
            && (previous.is_some_and(|p| p.is_ascii_lowercase())
                || next.is_some_and(|n| n.is_ascii_lowercase()));
        let digit = c.is_ascii_digit() != previous.is_some_and(|p| p.is_ascii_digit()) && previous.is_some();
        if at > 0 && (rises || digit) {
            cuts.push(at);
        }
        previous = Some(c);
    }
    cuts.push(name.len());
    cuts.windows(2).filter_map(|pair| name.get(*pair.first()?..*pair.last()?)).collect()
}

/// H6: names that tell nothing, and stages that are named in two ways.
pub(super) fn names(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let placeholder = |name: &str| {
        let words = ["stage", "action", "step", "untitled", "unnamed", "new", "foo", "bar", "pipeline"];
        let said: Vec<_> = name.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(split_words).collect();
        let empty = |word: &str| {
            word.chars().all(|c| c.is_ascii_digit()) || words.contains(&word.to_ascii_lowercase().as_str())
        };
        !said.is_empty() && said.iter().all(|word| empty(word))
    };
    let mut tell = |what: &str, name: &str, pointer: String| {
        let text = format!("The name '{name}' does not say what the {what} is for");
        problems.push(Problem::hint("H6", pointer, text).fix("Name it after what it does"));
    };
    let declaration = facts.declaration;
    if placeholder(&declaration.name) {
        tell("pipeline", &declaration.name, "/name".to_owned());
    }
    for (index, stage) in declaration.stages.iter().enumerate() {
        if placeholder(&stage.name) {
            tell("stage", &stage.name, format!("/stages/{index}/name"));
        }
        for (at, action) in stage.actions.iter().enumerate().filter(|(_, one)| placeholder(&one.name)) {
            tell("action", &action.name, format!("/stages/{index}/actions/{at}/name"));
        }
    }
    // The first stage sets the way; the first that leaves it is told, not every one.
    let mut styles =
        declaration.stages.iter().enumerate().filter_map(|(at, one)| Some((at, one, style(&one.name)?)));
    if let Some((_, first, way)) = styles.next()
        && let Some((at, other, _)) = styles.find(|(.., other)| *other != way)
    {
        let text = format!(
            "Stages are named in two ways: '{}' and '{}'; names stand in logs, alarms and commands for long",
            first.name, other.name
        );
        problems
            .push(Problem::hint("H6", format!("/stages/{at}/name"), text).fix("Name them all in one way"));
    }
}

/// How a name is written, as far as it shows: with a capital or without.
fn style(name: &str) -> Option<bool> {
    name.chars().next().filter(char::is_ascii_alphabetic).map(|first| first.is_ascii_uppercase())
}

/// W16, H7: roles that may do everything, or are not one role.
pub(super) fn broad_roles(facts: &Facts<'_>, problems: &mut Vec<Problem>) {
    let declaration = facts.declaration;
    let mut roles = vec![("/roleArn".to_owned(), declaration.role_arn.as_str())];
    for action in facts.model.actions() {
        roles.extend(
            action.declaration.role_arn.as_deref().map(|arn| (format!("{}/roleArn", action.pointer()), arn)),
        );
        for (key, value) in action.declaration.configuration.iter().flatten() {
            if value.starts_with("arn:") && value.contains(":role/") {
                roles.push((crate::text::child(&format!("{}/configuration", action.pointer()), key), value));
            }
        }
    }
    for (pointer, arn) in roles {
        let Some((_, name)) = arn.split_once(":role/") else { continue };
        let name = name.rsplit('/').next().unwrap_or_default();
        if name.contains('*') {
            let text = format!("'{arn}' is a pattern, not a role: nothing can take it on");
            problems.push(Problem::warning("W16", pointer, text).fix("Name one role"));
            continue;
        }
        let plain: String =
            name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let broad = ["admin", "poweruser", "fullaccess", "organizationaccountaccessrole"];
        if broad.iter().any(|word| plain.contains(word)) {
            let text = format!(
                "The role '{name}' sounds as if it may do everything; whoever changes the pipeline may then too"
            );
            let fix = "Use a role with no more than `pipesmith policy` lists for this pipeline";
            problems.push(Problem::hint("H7", pointer, text).fix(fix));
        }
    }
}

/// H8, H9: what nobody has arranged for in the setup: that somebody is told of a failure, and that artifacts go.
pub(crate) fn check_setup(declaration: &PipelineDeclaration, setup: &Setup) -> Vec<Problem> {
    let mut problems = Vec::new();
    let failures = ["Pipeline", "Stage", "Action"].map(|what| failure(&declaration.name, what));
    let alerts = setup.responses.values().any(|response| {
        let pattern = Pattern::read(&response.pattern);
        pattern.is_ok_and(|pattern| failures.iter().any(|event| pattern.matches(event)))
    });
    if !alerts {
        let text =
            "Nobody is told when this pipeline fails: no response of the setup is to a failed execution";
        let fix =
            "Write a response to `state: [FAILED]` into pipesmith.yaml; on AWS, add a notification rule";
        problems.push(Problem::hint("H8", "", text).fix(fix));
    }
    if setup.retention.is_none() {
        let text = "The artifacts of this pipeline are never cleaned up: the setup says nothing of how long they are kept";
        let fix =
            "Write `retention: {keep: 20}` into pipesmith.yaml; on AWS, give the bucket a lifecycle rule";
        problems.push(Problem::hint("H9", artifact_store(declaration), text).fix(fix));
    }
    problems
}

/// What is published when an execution, stage or action of a pipeline fails, as far as patterns ask for it.
/// (AWS CodePipeline user guide, "Monitoring CodePipeline events".)
fn failure(pipeline: &str, what: &str) -> Value {
    json!({
        "version": "0",
        "source": "aws.codepipeline",
        "detail-type": format!("CodePipeline {what} Execution State Change"),
        "detail": {"pipeline": pipeline, "state": "FAILED"},
    })
}

fn artifact_store(declaration: &PipelineDeclaration) -> &'static str {
    if declaration.artifact_store.is_some() { "/artifactStore" } else { "/artifactStores" }
}
