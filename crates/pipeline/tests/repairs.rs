//! Every repair that a rule offers is carried out on the fixtures of the rules: what it was offered for is gone
//! afterwards, and the service finds nothing wrong that was right before.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::path::Path;

use pipeline::rules::Change;
use pipeline::{Problem, Severity, check_document, parse};
use serde_json::{Map, Value};

fn problems(declaration: &Value) -> Vec<Problem> {
    check_document(&parse(&declaration.to_string(), "repaired.json").unwrap())
}

fn parent<'a>(declaration: &'a mut Value, pointer: &str) -> (&'a mut Value, String) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    (declaration.pointer_mut(parent).unwrap(), name.replace("~1", "/").replace("~0", "~"))
}

fn list<'a>(declaration: &'a mut Value, pointer: &str) -> &'a mut Vec<Value> {
    let (parent, name) = parent(declaration, pointer);
    let list = match parent {
        Value::Array(items) => &mut items[name.parse::<usize>().unwrap()],
        parent => parent.as_object_mut().unwrap().entry(name).or_insert_with(|| Value::Array(Vec::new())),
    };
    list.as_array_mut().unwrap()
}

fn take(declaration: &mut Value, pointer: &str) -> Value {
    let (parent, name) = parent(declaration, pointer);
    match parent {
        Value::Array(items) => items.remove(name.parse().unwrap()),
        parent => parent.as_object_mut().unwrap().remove(&name).unwrap(),
    }
}

fn carry_out(declaration: &mut Value, change: &Change) {
    match change {
        Change::Set { at, value } => {
            let (holder, name) = at.rsplit_once('/').unwrap();
            // A member of a map that is not there yet brings the map along.
            if declaration.pointer(holder).is_none() {
                carry_out(declaration, &Change::Set { at: holder.into(), value: Map::new().into() });
            }
            match declaration.pointer_mut(holder).unwrap() {
                Value::Array(items) => items[name.parse::<usize>().unwrap()] = value.clone(),
                parent => drop(parent.as_object_mut().unwrap().insert(name.into(), value.clone())),
            }
        }
        Change::Remove { at } => drop(take(declaration, at)),
        Change::Rename { at, to } => {
            let value = take(declaration, at);
            let (parent, _) = parent(declaration, at);
            assert!(parent.as_object_mut().unwrap().insert(to.clone(), value).is_none(), "{to} is taken");
        }
        Change::Append { to, value } => list(declaration, to).push(value.clone()),
        Change::Move { at, to } => {
            let item = take(declaration, at);
            list(declaration, to).push(item);
        }
    }
}

/// The fixtures of the rules as JSON, by name.
fn fixtures() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/rules");
    let mut found = Vec::new();
    for entry in fs_err::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let document = parse(&fs_err::read_to_string(&path).unwrap(), &format!("{name}.yaml")).unwrap();
            let text = codepipeline::json::encode(document.value()).unwrap();
            found.push((name, serde_json::from_slice(&text).unwrap()));
        }
    }
    found
}

#[test]
fn every_repair_does_what_it_says_and_breaks_nothing() {
    let mut repaired = BTreeSet::new();
    for (name, declaration) in fixtures() {
        let before = problems(&declaration);
        let errors =
            |found: &[Problem]| found.iter().filter(|problem| problem.severity == Severity::Error).count();
        for problem in before.iter().filter(|problem| !problem.repair.is_empty()) {
            assert!(problem.fix.is_some(), "{name}: a repair of {} has no words", problem.code);
            let mut mended = declaration.clone();
            problem.repair.iter().for_each(|change| carry_out(&mut mended, change));
            let after = problems(&mended);
            let same = |one: &&Problem| one.code == problem.code && one.message == problem.message;
            let (had, has) = (before.iter().filter(same).count(), after.iter().filter(same).count());
            assert!(has < had, "{name}: {} is still there after {:?}", problem.message, problem.repair);
            assert!(errors(&after) <= errors(&before), "{name}: {:?} breaks\n{after:#?}", problem.repair);
            repaired.insert(problem.code.clone());
        }
    }
    let expected = [
        "H1", "H2", "H3", "T1", "T2", "T3", "T4", "T5", "V10", "V11", "V13", "V14", "V15", "V16", "V17",
        "V18", "V19", "V23", "V24", "V25", "V26", "V27", "V28", "V30", "V33", "V34", "V36", "V37", "V7",
        "V8", "W1", "W12", "W15", "W2", "W6", "W7", "W8", "W9",
    ];
    let missing: Vec<_> = expected.iter().filter(|code| !repaired.contains(**code)).collect();
    assert!(missing.is_empty(), "no fixture shows a repair of {missing:?}; there are {repaired:?}");
}

#[test]
fn a_misspelt_member_gets_its_name() {
    let mut declaration = serde_json::json!({"name": "web", "stages": [], "excutionMode": "QUEUED"});
    let wrong = |declaration: &Value| problems(declaration).into_iter().find(|problem| problem.code == "W14");
    wrong(&declaration).unwrap().repair.iter().for_each(|change| carry_out(&mut declaration, change));
    assert_eq!(declaration["executionMode"], "QUEUED");
    assert_eq!(wrong(&declaration), None);
}
