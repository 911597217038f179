//! A run of a part of a pipeline: from the words of the command line to what runs, what is taken from an earlier
//! execution, and what is left out.

use std::collections::BTreeSet;

use codepipeline::shapes::{ActionCategory, ActionDeclaration, PipelineDeclaration};
use engine::Part;

use crate::contract::{Failure, RunRequest};
use crate::failure::failure;

struct Entry<'a> {
    stage: usize,
    stage_name: &'a str,
    action: &'a ActionDeclaration,
}

impl Entry<'_> {
    fn name(&self) -> String {
        format!("{}/{}", self.stage_name, self.action.name)
    }

    fn order(&self) -> (usize, i32) {
        (self.stage, self.action.run_order.unwrap_or(1))
    }
}

/// The part that a request asks for; none when it asks for the whole pipeline.
pub(crate) fn part(request: &RunRequest, declaration: &PipelineDeclaration) -> Result<Option<Part>, Failure> {
    if request.only.is_none() && request.from.is_none() && request.until.is_none() {
        return Ok(None);
    }
    let stages = declaration.stages.iter().enumerate();
    let all: Vec<Entry<'_>> = stages
        .flat_map(|(at, stage)| {
            stage.actions.iter().map(move |action| Entry { stage: at, stage_name: &stage.name, action })
        })
        .collect();
    let stage_of = |flag: &str, name: &str| {
        declaration.stages.iter().position(|stage| stage.name == name).ok_or_else(|| {
            let names: Vec<&str> = declaration.stages.iter().map(|stage| stage.name.as_str()).collect();
            failure("unknown-name", format!("--{flag} {name}: the pipeline has no such stage"))
                .remedy(format!("the stages are {}", names.join(", ")))
        })
    };
    let action_of = |flag: &str, name: &str| {
        let fits = |entry: &&Entry<'_>| entry.action.name == name || entry.name() == name;
        let mut found = all.iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(one), None) => Ok(one),
            (Some(_), Some(_)) => {
                Err(failure("unknown-name", format!("--{flag} {name}: several stages have such an action"))
                    .remedy("name it as STAGE/ACTION"))
            }
            (None, _) => {
                Err(failure("unknown-name", format!("--{flag} {name}: the pipeline has no such action"))
                    .remedy("`pipesmith plan` lists the actions"))
            }
        }
    };
    let (runs, last): (Vec<bool>, Option<String>) = if let Some(name) = &request.only {
        if request.from.is_some() || request.until.is_some() {
            return Err(failure("bad-arguments", "--only goes with neither --from nor --until"));
        }
        let one = action_of("only", name)?;
        let one_name = one.name();
        (all.iter().map(|entry| entry.name() == one_name).collect(), Some(one.stage_name.to_owned()))
    } else {
        let first = match request.from.as_deref() {
            None => (0, i32::MIN),
            Some(name) if name.contains('/') => action_of("from", name)?.order(),
            Some(name) => (stage_of("from", name)?, i32::MIN),
        };
        let last = match request.until.as_deref() {
            None => declaration.stages.len(),
            Some(name) => stage_of("until", name)?,
        };
        if first.0 > last {
            return Err(failure("bad-arguments", "--until names a stage before that of --from"));
        }
        (
            all.iter().map(|entry| entry.order() >= first && entry.stage <= last).collect(),
            request.until.clone(),
        )
    };
    let needed = needed(&all, &runs);
    let mut part = Part { last, ..Part::default() };
    for (entry, runs) in all.iter().zip(&runs) {
        if *runs {
            continue;
        }
        if needed.contains(&entry.name()) {
            part.reused.insert(entry.name());
        } else {
            part.left_out.insert(entry.name());
        }
    }
    Ok(Some(part))
}

/// Whose artifacts and variables the running actions need, through any number of others. An approval gives nothing.
fn needed(all: &[Entry<'_>], runs: &[bool]) -> BTreeSet<String> {
    let mut needed: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<&Entry<'_>> =
        all.iter().zip(runs).filter(|(_, runs)| **runs).map(|(entry, _)| entry).collect();
    while let Some(reader) = open.pop() {
        let references = pipeline::variables::references(reader.action);
        for (entry, runs) in all.iter().zip(runs) {
            if *runs || entry.action.action_type_id.category == ActionCategory::Approval {
                continue;
            }
            let outputs = || entry.action.output_artifacts.iter().flatten();
            let gives = reader
                .action
                .input_artifacts
                .iter()
                .flatten()
                .any(|input| outputs().any(|output| output.name == input.name));
            let names = entry.action.namespace.as_deref().is_some_and(|namespace| {
                references.iter().any(|found| found.reference.namespace == namespace)
            });
            if (gives || names) && needed.insert(entry.name()) {
                open.push(entry);
            }
        }
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declaration() -> PipelineDeclaration {
        let action = |name: &str, category: &str, order: i32, input: &str, output: &str| {
            serde_json::json!({ "name": name, "runOrder": order,
                "actionTypeId": { "category": category, "owner": "AWS", "provider": "X", "version": "1" },
                "namespace": format!("{name}Vars"),
                "configuration": if name == "Deploy" { serde_json::json!({ "Version": "#{LintVars.Version}" }) } else { serde_json::json!({}) },
                "inputArtifacts": if input.is_empty() { vec![] } else { vec![serde_json::json!({ "name": input })] },
                "outputArtifacts": if output.is_empty() { vec![] } else { vec![serde_json::json!({ "name": output })] } })
        };
        serde_json::from_value(serde_json::json!({ "name": "p", "roleArn": "r", "version": 1, "stages": [
            { "name": "Source", "actions": [action("Code", "Source", 1, "", "Src"), action("Config", "Source", 1, "", "Conf")] },
            { "name": "Build", "actions": [action("Lint", "Build", 1, "Src", ""), action("Pack", "Build", 2, "Src", "App")] },
            { "name": "Gate", "actions": [action("Ask", "Approval", 1, "", "")] },
            { "name": "Prod", "actions": [action("Deploy", "Deploy", 1, "App", "")] },
        ] }))
        .unwrap()
    }

    fn of(only: Option<&str>, from: Option<&str>, until: Option<&str>) -> Result<Option<Part>, Failure> {
        let text = |text: Option<&str>| text.map(str::to_owned);
        let request = RunRequest {
            only: text(only),
            from: text(from),
            until: text(until),
            ..serde_json::from_value(serde_json::json!({ "path": "p", "text": null, "variables": [], "sources": [],
                "projects": [], "on": [], "replace": false, "keepGuesses": false, "secrets": [], "sandbox": null }))
            .unwrap()
        };
        part(&request, &declaration())
    }

    fn told(part: Result<Option<Part>, Failure>) -> (String, String, Option<String>) {
        let part = part.unwrap().unwrap();
        let list = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>().join(" ");
        (list(part.reused), list(part.left_out), part.last)
    }

    #[test]
    fn a_part_takes_what_it_needs_and_leaves_the_rest_out() {
        assert_eq!(of(None, None, None).unwrap(), None);
        assert_eq!(
            told(of(Some("Pack"), None, None)),
            (
                "Source/Code".into(),
                "Build/Lint Gate/Ask Prod/Deploy Source/Config".into(),
                Some("Build".into())
            )
        );
        assert_eq!(
            told(of(None, Some("Prod"), None)),
            ("Build/Lint Build/Pack Source/Code".into(), "Gate/Ask Source/Config".into(), None)
        );
        assert_eq!(
            told(of(None, Some("Build/Pack"), Some("Gate"))),
            ("Source/Code".into(), "Build/Lint Prod/Deploy Source/Config".into(), Some("Gate".into()))
        );
        assert_eq!(told(of(None, None, Some("Build"))).2.as_deref(), Some("Build"));
        for (only, from, until) in [
            (Some("Nope"), None, None),
            (None, Some("Nope"), None),
            (Some("Pack"), Some("Build"), None),
            (None, Some("Prod"), Some("Build")),
        ] {
            assert!(of(only, from, until).is_err(), "{only:?} {from:?} {until:?}");
        }
    }
}
