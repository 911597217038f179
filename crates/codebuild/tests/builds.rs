//! Buildspecs as files, each with what has to come of it: `builds/NAME.yml` and `builds/NAME.json`.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn build(buildspec: &str, cache: Option<&Path>) -> (Value, Vec<String>) {
    trial(&[("buildspec.yml", buildspec)], cache.map(|cache| ("TRIAL_CACHE", cache.as_os_str())))
}

#[expect(clippy::disallowed_methods, reason = "the test's subject is this program")]
fn trial(files: &[(&str, &str)], setting: Option<(&str, &std::ffi::OsStr)>) -> (Value, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    fs_err::create_dir_all(&source).unwrap();
    for (name, text) in files {
        fs_err::write(source.join(name), text).unwrap();
    }
    let mut trial = Command::new(env!("CARGO_BIN_EXE_codebuild-trial"));
    trial.arg("auto").arg(&source).arg(folder.path().join("workspace"));
    trial.envs(setting);
    let done = trial.output().unwrap();
    let outcome = serde_json::from_slice(&done.stdout).unwrap();
    (outcome, String::from_utf8(done.stderr).unwrap().lines().map(str::to_owned).collect())
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// What differs from what is expected.
fn faults(expected: &Value, outcome: &Value, log: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut same = |what: &str, found: &Value, wanted: &Value| {
        if !wanted.is_null() && found != wanted {
            faults.push(format!("{what}: found {found}, expected {wanted}"));
        }
    };
    same("status", &outcome["status"], &expected["status"]);
    let phases: Vec<String> = outcome["phases"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|phase| match (phase["name"].as_str(), phase["status"].as_str()) {
            (Some(name), Some("SUCCEEDED")) => name.to_owned(),
            (name, status) => format!("{}:{}", name.unwrap_or_default(), status.unwrap_or_default()),
        })
        .collect();
    same("phases", &Value::from(phases), &expected["phases"]);
    same("exported", &outcome["exported_variables"], &expected["exported"]);
    for (key, wanted) in expected["failure"].as_object().into_iter().flatten() {
        same(&format!("failure.{key}"), &outcome["failure"][key], wanted);
    }
    if let Some(wanted) = expected.get("artifacts") {
        let artifacts = outcome["artifacts"].as_array().into_iter().flatten().map(|artifact| {
            let files = artifact["files"].as_array().into_iter().flatten().map(|file| {
                let path = file["path"].as_str().unwrap_or_default();
                match file["symlink"].as_str() {
                    Some(target) => format!("{path} -> {target}"),
                    None => path.to_owned(),
                }
            });
            let name = artifact["identifier"].as_str().unwrap_or_default().to_owned();
            (name, Value::from(files.collect::<Vec<_>>()))
        });
        same("artifacts", &Value::Object(artifacts.collect()), wanted);
    }
    if let Some(wanted) = expected.get("reports") {
        let count = |report: &Value, status: &str| {
            report["cases"].as_array().into_iter().flatten().filter(|case| case["status"] == status).count()
        };
        let reports = outcome["reports"].as_array().into_iter().flatten().map(|report| {
            let said = match (
                report["coverage"]["linesCovered"].as_u64(),
                report["coverage"]["linesMissed"].as_u64(),
            ) {
                (Some(covered), Some(missed)) => format!(
                    "{:.1} % of lines covered ({covered} of {})",
                    covered as f64 * 100.0 / (covered + missed) as f64,
                    covered + missed
                ),
                _ => format!(
                    "{} tests: {} passed, {} failed, {} broken, {} skipped",
                    report["cases"].as_array().map_or(0, Vec::len),
                    count(report, "SUCCEEDED"),
                    count(report, "FAILED"),
                    count(report, "ERROR"),
                    count(report, "SKIPPED")
                ),
            };
            format!(
                "{} {} {said}",
                report["group"].as_str().unwrap_or_default(),
                report["status"].as_str().unwrap_or_default()
            )
        });
        same("reports", &Value::from(reports.collect::<Vec<_>>()), wanted);
    }
    let differences: Vec<(&str, &str)> = outcome["differences"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one["code"].as_str()?, one["message"].as_str()?)))
        .collect();
    for code in texts(&expected["differences"]) {
        if !differences.iter().any(|(known, _)| *known == code) {
            faults.push(format!("difference {code} is missing: {differences:?}"));
        }
    }
    for text in texts(&expected["not_differences_text"]) {
        if differences.iter().any(|(_, message)| message.contains(text)) {
            faults.push(format!("a difference tells of {text}: {differences:?}"));
        }
    }
    for line in texts(&expected["log"]) {
        if !log.iter().any(|known| known == line) {
            faults.push(format!("the log has no line {line:?}"));
        }
    }
    for line in texts(&expected["not_log"]) {
        if log.iter().any(|known| known == line) {
            faults.push(format!("the log has the line {line:?}"));
        }
    }
    for text in texts(&expected["agent"]) {
        if !log.iter().any(|line| line.starts_with("[Container] ") && line.ends_with(text)) {
            faults.push(format!("the agent does not say {text:?}"));
        }
    }
    for text in texts(&expected["not_agent"]) {
        if log.iter().any(|line| line.starts_with("[Container] ") && line.ends_with(text)) {
            faults.push(format!("the agent says {text:?}"));
        }
    }
    faults
}

#[test]
fn every_buildspec_of_the_corpus_ends_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/builds");
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut files: Vec<_> = fs_err::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "yml")) {
        count += 1;
        let expected = fs_err::read(file.with_extension("json")).unwrap();
        let expected: Value = serde_json::from_slice(&expected).unwrap();
        let (outcome, log) = build(&fs_err::read_to_string(file).unwrap(), None);
        let faults = faults(&expected, &outcome, &log);
        if !faults.is_empty() {
            wrong.push(format!("{}:\n  {}\n{}", file.display(), faults.join("\n  "), log.join("\n")));
        }
    }
    assert!(count > 0 && wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn a_second_build_finds_what_the_first_kept() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache");
    let spec = |key: &str| {
        format!(
            "version: 0.2\nphases:\n  build:\n    commands:\n      - cat deps/a/kept.txt /root/.tool/state 2>/dev/null || cat \"$HOME/.tool/state\" || echo cold\n      \
             - mkdir -p deps/a \"$HOME/.tool\" && echo warm > deps/a/kept.txt && echo tool > \"$HOME/.tool/state\" && echo x > deps/left.log\n\
             cache:\n  key: {key}\n  fallback-keys: [npm-]\n  paths: ['deps/**/*.txt', '/root/.tool/**/*']\n"
        )
    };
    let (first, log) = build(&spec("npm-$(echo 1)"), Some(&cache));
    assert_eq!(first["status"], "SUCCEEDED", "{log:?}");
    assert!(log.contains(&"cold".to_owned()), "{log:?}");
    for key in ["npm-1", "npm-2"] {
        let (_, log) = build(&spec(key), Some(&cache));
        assert!(log.contains(&"warm".to_owned()) && log.contains(&"tool".to_owned()), "{key}: {log:?}");
    }
    let (_, log) = build(&spec("gem-1").replace("npm-", "gem-"), Some(&cache));
    assert!(log.contains(&"cold".to_owned()), "{log:?}");
}

#[test]
fn batches_run_as_lists_graphs_matrices_and_shares() {
    let batch = |files: &[(&str, &str)]| trial(files, Some(("TRIAL_BATCH", std::ffi::OsStr::new("1"))));
    let of = |block: &str, command: &str| {
        format!("version: 0.2\nbatch:\n{block}phases: {{build: {{commands: ['{command}']}}}}\n")
    };
    let id = "echo \"$CODEBUILD_BATCH_BUILD_IDENTIFIER $COLOUR\" && test ! -e made && touch made";

    let list = of(
        "  build-list:\n    - identifier: one\n      env: {variables: {COLOUR: red}}\n    - identifier: two\n      buildspec: two.yml\n",
        id,
    );
    let two = "version: 0.2\nphases: {build: {commands: ['echo other spec']}}\n";
    let (done, log) = batch(&[("buildspec.yml", &list), ("two.yml", two)]);
    assert_eq!(done["builds"], serde_json::json!({ "one": "SUCCEEDED", "two": "SUCCEEDED" }), "{log:?}");
    assert!(log.contains(&"one | one red".into()) && log.contains(&"two | other spec".into()), "{log:?}");

    let graph = of(
        "  build-graph:\n    - {identifier: last, depend-on: [bad]}\n    - {identifier: bad, buildspec: bad.yml, depend-on: [first]}\n    - {identifier: first}\n    - {identifier: other, depend-on: [ignored]}\n    - {identifier: ignored, buildspec: bad.yml, ignore-failure: true}\n",
        id,
    );
    let bad = "version: 0.2\nphases: {build: {commands: ['false']}}\n";
    let (done, log) = batch(&[("buildspec.yml", &graph), ("bad.yml", bad)]);
    let expected = serde_json::json!({ "first": "SUCCEEDED", "bad": "FAILED", "last": null, "ignored": "FAILED", "other": "SUCCEEDED" });
    assert_eq!((&done["status"], &done["builds"]), (&"FAILED".into(), &expected), "{log:?}");

    let matrix = of(
        "  build-matrix:\n    static: {ignore-failure: true}\n    dynamic:\n      env:\n        image: [a, b]\n        variables: {COLOUR: [red, green, blue]}\n",
        id,
    );
    let (done, log) = batch(&[("buildspec.yml", &matrix)]);
    assert_eq!(done["builds"].as_object().unwrap().len(), 6);
    assert_eq!(
        log.iter().filter(|line| line.ends_with(" green") && !line.contains("[Container]")).count(),
        2,
        "{log:?}"
    );

    let fanout = of(
        "  build-fanout: {parallelism: 2}\n",
        "touch a.t b.t c.t && codebuild-tests-run --test-command \"echo tests\" --files-search \"ls *.t\"",
    );
    let (_, log) = batch(&[("buildspec.yml", &fanout)]);
    assert!(
        log.contains(&"build0 | tests a.t c.t".into()) && log.contains(&"build1 | tests b.t".into()),
        "{log:?}"
    );

    let (done, _) = batch(&[("buildspec.yml", two)]);
    assert_eq!(done["error"], "the buildspec buildspec.yml has no batch block, which a batch build needs");
    let circle = of(
        "  build-graph:\n    - {identifier: a, depend-on: [b]}\n    - {identifier: b, depend-on: [a]}\n",
        id,
    );
    let (done, _) = batch(&[("buildspec.yml", &circle)]);
    assert!(done["error"].as_str().unwrap().contains("a waits for itself"), "{done}");
}
