//! What is wrong is told in one sentence with the name or path, and one that says what to do; nothing is left behind.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::process::Output;

use serde_json::Value;
use tests::{Place, copy, project, text};

const RUN: [&str; 2] = ["run", "ex/pipeline.json"];

/// Checks the exit and what is said on stderr: a sentence with these words, and a line that says what to do.
fn told(out: &Output, code: i32, sentence: &[&str], remedy: &str) {
    assert_eq!(out.status.code(), Some(code), "{}", text(out));
    let said = String::from_utf8_lossy(&out.stderr);
    let lines: Vec<&str> = said.lines().collect();
    let [first, rest @ ..] = &lines[..] else { panic!("nothing was said") };
    assert!(first.starts_with("pipesmith: ") && rest.len() <= 1, "{said}");
    for word in sentence {
        assert!(first.contains(word), "{word} is not in {said}");
    }
    assert!(lines.last().unwrap().contains(remedy), "{remedy} is not in {said}");
}

#[test]
fn a_file_that_is_no_pipeline_is_refused_with_its_path_and_place() {
    let place = Place::new();
    place.write("other.json", "{\n  \"a\": 1\n}");
    place.write("open.yaml", "name: x\nstages: [\n");
    place.write("twice.json", "{\n  \"name\": \"a\",\n  \"name\": \"b\"\n}");
    place.write("template.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nResources: {}\n");
    fs_err::write(place.path("picture.json"), [0xff, 0xd8, 0xff]).unwrap();
    let declared = "aws codepipeline get-pipeline --name NAME";
    for (file, words, remedy) in [
        ("other.json", &["other.json:1:1", "not a pipeline", "`stages`"][..], declared),
        ("open.yaml", &["open.yaml:3:", "not YAML"], "mend the file at that place"),
        ("twice.json", &["twice.json:3:", "name"], "mend the file at that place"),
        ("template.yaml", &["template.yaml", "CloudFormation template"], declared),
        ("picture.json", &["picture.json", "not a text in UTF-8"], ""),
        ("gone.json", &["gone.json is not there"], "name a definition's file"),
        ("ex", &["ex is a folder"], "name a definition in it"),
    ] {
        told(&place.ask(&["run", file]), 2, words, remedy);
        let out = place.ask(&["validate", file]);
        assert_eq!(out.status.code(), Some(2), "{}", text(&out));
    }
    assert!(place.ps().is_empty());
}

#[test]
fn a_fault_in_a_definition_is_told_with_its_line_before_anything_runs() {
    let place = Place::new();
    let file = place.path("ex/pipeline.json");
    let known = fs_err::read_to_string(&file).unwrap();
    fs_err::write(&file, known.replace("\"provider\": \"S3\"", "\"provider\": \"S4\"")).unwrap();
    let line = 1 + known.lines().position(|line| line.contains("\"provider\": \"S3\"")).unwrap();
    let at = format!("pipeline.json: {line}:");
    told(&place.ask(&RUN), 2, &[&at, "'Deploy'", "'S4'", "'Publish'"], "provider S3");
    let out = place.ask(&["validate", "--json", "ex/pipeline.json"]);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out));
    let checked: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(checked["problems"][0]["span"]["line"], line, "{checked}");
    assert!(place.ps().is_empty());
}

#[test]
fn a_missing_buildspec_is_told_with_its_name_and_the_flag() {
    let place = Place::new();
    let out = place.ask(&["run", "ex/pipeline.json", "--project", "hello-build=gone.yml"]);
    told(&out, 2, &["gone.yml", "hello-build"], "--project hello-build=FILE");
    assert!(place.ps().is_empty());

    // Named in the setup it is the source's: it is missed before anything starts.
    let setup = place.path("ex/pipesmith.yaml");
    let text_of = fs_err::read_to_string(&setup).unwrap();
    fs_err::write(&setup, text_of.replace("buildspecs/build.yml", "buildspecs/gone.yml")).unwrap();
    let words = ["Package builds with buildspecs/gone.yml, which is not in "];
    told(&place.ask(&RUN), 2, &words, "--project hello-build=FILE");
    assert!(place.ps().is_empty());
}

#[test]
fn a_rule_that_cannot_run_here_is_refused_before_the_run_unless_it_is_simulated() {
    let place = Place::empty();
    copy(&project().join("tests/fixtures/conditions"), &place.path("ex"));
    let file = place.path("ex/pipeline.json");
    let lambda = fs_err::read_to_string(&file).unwrap().replace("CloudWatchAlarm", "LambdaInvoke");
    fs_err::write(&file, lambda.replace("AlarmName", "FunctionName")).unwrap();
    let words = ["Quiet uses Rule/LambdaInvoke", "cannot run on this computer yet"];
    told(&place.ask(&RUN), 2, &words, "--on Quiet=simulated");
    let out = place.ask(&[&RUN[..], &["--on", "Quiet=simulated"]].concat());
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
}

#[test]
fn a_source_that_does_not_answer_or_is_not_there_is_named() {
    let place = Place::new();
    let out = place.ask(&["run", "ex/pipeline.json", "--source", "App=gone"]);
    told(&out, 2, &["App", "/gone, which is not there"], "--source App=PATH");

    // Nobody listens at port 1.
    let given = "App=http://127.0.0.1:1/x.git";
    let out = place.ask(&["run", "ex/pipeline.json", "--source", given]);
    assert_eq!(out.status.code(), Some(1), "{}", text(&out));
    let sentence = "On this computer: main of http://127.0.0.1:1/x.git cannot be fetched: ";
    let said = text(&out);
    assert!(said.contains(sentence) && said.contains("`--source App=PATH`"), "{said}");

    // A password in an address would be kept with the mapping.
    for command in ["run", "plan"] {
        let given = "App=http://ann:hunter2@127.0.0.1:1/x.git";
        let out = place.ask(&[command, "ex/pipeline.json", "--source", given]);
        told(&out, 2, &["--source App", "may not hold a password"], "credential helper");
        assert!(!text(&out).contains("hunter2"), "{}", text(&out));
    }
    assert!(place.holding("data", "hunter2").is_empty());
    let stored = place.files("data/buckets");
    assert!(stored.is_empty(), "{stored:?}");
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named_and_what_is_there_stays() {
    let place = Place::new();
    place.write("file", "mine");
    for folder in ["file", "file/data"] {
        for args in [&["run", "ex/pipeline.json"][..], &["serve"], &["ps"]] {
            let out = place.ask(&[args, &["--data", folder]].concat());
            told(&out, 2, &[&format!("/{folder} cannot be created")], "--data or PIPESMITH_HOME");
        }
    }
    assert_eq!(fs_err::read_to_string(place.path("file")).unwrap(), "mine");
    assert!(!place.path("data").exists());
}

#[test]
fn a_port_in_use_is_told_and_nobody_is_led_to_it() {
    let place = Place::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let out = place.ask(&["serve", "--listen", &address]);
    told(
        &out,
        2,
        &["port", &taken.local_addr().unwrap().port().to_string(), "taken"],
        "--listen 127.0.0.1:PORT",
    );
    told(&place.ask(&["env"]), 1, &["No endpoint is open", "/data"], "pipesmith serve");
    told(&place.ask(&["serve", "--listen", "0.0.0.0:0"]), 2, &["0.0.0.0:0", "loopback"], "127.0.0.1");

    let (_serve, ready) = place.serve();
    let out = place.ask(&["serve", "--listen", &address]);
    told(&out, 2, &["is open at", ready["endpoint"].as_str().unwrap()], "use that address");
}

#[test]
fn a_damaged_database_is_kept_aside_and_the_run_goes_on() {
    let place = Place::new();
    // Long enough to be one, and no page of it is.
    let damaged = "this was a database ".repeat(1000);
    place.write("data/pipesmith.db", &damaged);
    let out = place.ask(&["run", "ex/pipeline.json"]);
    assert_eq!(out.status.code(), Some(3), "{}", text(&out));
    let said = String::from_utf8(out.stderr).unwrap();
    let path = said.split("set aside as ").nth(1).unwrap().split(',').next().unwrap();
    assert!(path.starts_with(place.path("data/damaged").to_str().unwrap()), "{said}");
    assert_eq!(fs_err::read_to_string(path).unwrap(), damaged);
    assert!(said.contains("a new one is in use") && said.lines().count() == 1, "{said}");
    // Told once: the new one is sound.
    let out = place.ask(&["ps"]);
    assert!(out.stderr.is_empty() && text(&out).contains("waits for approval"), "{}", text(&out));
}

#[test]
fn a_flag_that_means_nothing_here_is_refused() {
    let place = Place::new();
    for (args, word) in [
        (&["--only", "Build"][..], "--only"),
        (&["--source", "Nowhere=ex"], "Nowhere"),
        (&["--project", "nothing=ex/buildspecs/unit.yml"], "nothing"),
        (&["--on", "Nobody=simulated"], "Nobody"),
        (&["--on", "Publish=aws"], "Publish"),
        (&["--variable", "Requests"], "Requests"),
        (&["--secret", "TOKEN=hunter2-hunter2"], "TOKEN"),
    ] {
        let out = place.ask(&[&RUN, args].concat());
        assert_eq!(out.status.code(), Some(2), "{args:?}: {}", text(&out));
        let said = text(&out);
        assert!(said.starts_with("pipesmith: ") && said.contains(word), "{args:?}: {said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
    told(&place.ask(&["import", "x"]), 2, &["x is not there"], "name a definition's file");
    assert!(place.ps().is_empty());
}
