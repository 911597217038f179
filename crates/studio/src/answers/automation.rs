//! What starts pipelines by themselves and what their events lead to, told and tried out.

use codepipeline::shapes::PipelineDeclaration;
use pipeline::model::configuration;
use pipeline::pattern::Pattern;
use pipeline::setup::Reaction;
use pipeline::triggers::{self, GitEvent};
use serde_json::Value;

use crate::contract::{
    Automation, Failure, OfPipeline, PatternVerdict, ReactionRow, ResponseRow, ScheduleRow, TestPattern,
    TestTriggers, TriggerFilter, TriggerVerdict,
};
use crate::desk::Desk;
use crate::failure::failure;

/// How many events are shown.
const EVENTS: usize = 50;

impl Desk {
    pub(super) fn automation_of(&self, args: &OfPipeline) -> Result<Automation, Failure> {
        let Some(world) = self.engine.world(&args.pipeline)? else {
            let none = Automation { triggers: false, schedules: vec![], responses: vec![], events: vec![] };
            return Ok(none);
        };
        let now = self.engine.now().millis();
        let schedules = world.schedules().into_iter().map(|(name, expression)| ScheduleRow {
            name: name.to_owned(),
            expression: expression.to_owned(),
            next_ms: self.engine.next_start(&args.pipeline, name, now).map(|at| at as f64),
        });
        let mut responses = Vec::new();
        for (name, response) in world.responses() {
            let log = self.engine.reactions(&args.pipeline, name)?.into_iter().map(|one| ReactionRow {
                at_ms: one.at as f64,
                detail_type: one.detail_type,
                state: one.state,
                attempt: u32::try_from(one.attempt).unwrap_or(u32::MAX),
                error: one.error,
                again: one.again,
            });
            responses.push(ResponseRow {
                name: name.clone(),
                what: what(&response.reaction),
                pattern: response.pattern.clone(),
                log: log.collect(),
            });
        }
        let published = self.engine.store().published_of(&args.pipeline, EVENTS)?;
        let events = published.into_iter().filter_map(|row| serde_json::from_str(&row.event).ok());
        Ok(Automation {
            triggers: world.triggers(),
            schedules: schedules.collect(),
            responses,
            events: events.collect(),
        })
    }
}

fn what(reaction: &Reaction) -> String {
    match reaction {
        Reaction::Notify => "Notifies you on this desktop".into(),
        Reaction::Command(words) => format!("Runs `{}`", words.join(" ")),
        Reaction::Webhook(address) => format!("Sends the event to {address}"),
        Reaction::Start(pipeline) => format!("Starts {pipeline}"),
    }
}

/// Why events are not meant by a pattern.
pub(super) fn test_pattern(args: &TestPattern) -> PatternVerdict {
    let read =
        serde_json::from_str::<Value>(&args.pattern).map_err(|error| format!("It is no JSON: {error}"));
    let pattern = read.and_then(|value| Pattern::read(&value).map_err(|fault| fault.to_string()));
    match pattern {
        Ok(pattern) => {
            let differences = args.events.iter().map(|event| pattern.differences(event)).collect();
            PatternVerdict { fault: None, differences }
        }
        Err(fault) => PatternVerdict { fault: Some(fault), differences: Vec::new() },
    }
}

/// What each trigger of a definition says to an event.
pub(super) fn test_triggers(args: TestTriggers) -> Result<Vec<TriggerVerdict>, Failure> {
    let wrong = |error: serde_json::Error| failure("bad-arguments", error.to_string());
    let declaration: PipelineDeclaration = serde_json::from_value(args.declaration).map_err(wrong)?;
    let event: GitEvent = serde_json::from_value(args.event).map_err(wrong)?;
    let verdict = |trigger| {
        let trigger: &codepipeline::shapes::PipelineTriggerDeclaration = trigger;
        let name = &trigger.git_configuration.source_action_name;
        let mut actions = declaration.stages.iter().flat_map(|stage| &stage.actions);
        let action = actions.find(|action| action.name == *name);
        let branch = action
            .and_then(|action| ["BranchName", "Branch"].iter().find_map(|key| configuration(action, key)));
        let told = triggers::matches(trigger, branch, &event);
        TriggerVerdict {
            action: name.clone(),
            starts: told.starts,
            summary: told.summary,
            filters: told
                .filters
                .into_iter()
                .map(|one| TriggerFilter { pointer: one.pointer, matches: one.matches, reasons: one.reasons })
                .collect(),
        }
    };
    Ok(declaration.triggers.iter().flatten().map(verdict).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_pattern_is_tried_on_events() {
        let events =
            vec![json!({ "detail": { "state": "FAILED" } }), json!({ "detail": { "state": "STARTED" } })];
        let pattern = json!({ "detail": { "state": ["FAILED"] } }).to_string();
        let told = test_pattern(&TestPattern { pattern, events });
        assert_eq!(told.fault, None);
        assert!(told.differences[0].is_empty() && told.differences[1].len() == 1, "{told:?}");
        let told = test_pattern(&TestPattern { pattern: "{".into(), events: vec![] });
        assert!(told.fault.unwrap().contains("no JSON"));
    }

    #[test]
    fn triggers_are_tried_with_the_branch_of_their_action() {
        let declaration = json!({
            "name": "p", "roleArn": "arn:aws:iam::111122223333:role/p",
            "stages": [{ "name": "Source", "actions": [{
                "name": "App",
                "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "CodeStarSourceConnection", "version": "1" },
                "configuration": { "BranchName": "main" },
            }] }],
            "triggers": [{ "providerType": "CodeStarSourceConnection", "gitConfiguration": { "sourceActionName": "App" } }],
        });
        let push = |branch: &str| json!({ "kind": "push", "branch": branch, "created": false, "files": [] });
        for (branch, starts) in [("main", true), ("other", false)] {
            let args = TestTriggers { declaration: declaration.clone(), event: push(branch) };
            assert_eq!(test_triggers(args).unwrap()[0].starts, starts);
        }
    }
}
