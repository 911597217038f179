//! Definitions that others wrote, when they lie beside the clone: each is read with the outcome that stands in
//! `fixtures/corpus.tsv`, and the score of each kind may not fall.

use std::path::{Path, PathBuf};

use interchange::{Options, Target, export, read};
use pipeline::Severity;

fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/corpus"));
    let given = std::env::var_os("PIPESMITH_CORPUS").map(PathBuf::from);
    given.into_iter().chain(beside).find(|folder| folder.is_dir())
}

/// Exports every valid pipeline of a file, and reads it back. Files go to `PIPESMITH_EXPORTS` when it is set, for other
/// programs to judge.
#[expect(clippy::unwrap_used, reason = "it serves a test")]
fn round_trips(path: &Path, name: &str) -> (usize, Vec<String>) {
    let text = fs_err::read_to_string(path).unwrap();
    let Ok(import) = read(&text, name, &Options::default()) else { return (0, Vec::new()) };
    if import.notes.iter().any(|note| note.severity == Severity::Error) {
        return (0, Vec::new());
    }
    let (mut tried, mut wrong) = (0, Vec::new());
    for (index, one) in import.pipelines.iter().enumerate() {
        if pipeline::first_error(&one.document.declaration).is_err() {
            continue;
        }
        let declaration = serde_json::to_value(&one.document.declaration).unwrap();
        for target in [Target::CloudFormation, Target::Terraform, Target::Json] {
            tried += 1;
            let export = export(&declaration, &one.setup, &one.unknown, target, "us-east-1").unwrap();
            let differences = export.differences.iter();
            wrong.extend(differences.map(|difference| format!("{name} as {target:?}: {difference}")));
            if let (Some(folder), Target::CloudFormation) = (std::env::var_os("PIPESMITH_EXPORTS"), target) {
                let file = format!("{}-{index}.yaml", name.replace('/', "-"));
                fs_err::write(PathBuf::from(folder).join(file), export.text).unwrap();
            }
        }
    }
    (tried, wrong)
}

#[test]
fn valid_pipelines_of_others_are_exported_and_read_back_without_difference() {
    let Some(corpus) = corpus() else {
        eprintln!("no corpus beside the clone: skipped");
        return;
    };
    let (mut all, mut wrong) = (0, Vec::new());
    for kind in ["cfn", "codepipeline-json"] {
        for file in fs_err::read_dir(corpus.join(kind)).unwrap().flatten() {
            let name = format!("{kind}/{}", file.file_name().to_string_lossy());
            let (tried, differences) = round_trips(&file.path(), &name);
            all += tried;
            wrong.extend(differences);
        }
    }
    println!("{all} exports read back");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(all >= 240, "only {all} exports");
}

/// What a file makes: its pipelines with the service's verdict on each, or why it makes none.
#[expect(clippy::unwrap_used, reason = "it serves a test")]
fn outcome(path: &Path, name: &str) -> String {
    let text = fs_err::read_to_string(path).unwrap();
    let import = match read(&text, name, &Options::default()) {
        Ok(import) => import,
        Err(error) => return format!("refused {}: {error}", error.code.as_str()),
    };
    let verdicts = import.pipelines.iter().map(|one| {
        let problems = pipeline::check_document(&one.document);
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
        let errors: Vec<_> =
            errors.map(|problem| format!("{} at {}", problem.code, problem.pointer)).collect();
        let verdict = if errors.is_empty() { "valid".to_owned() } else { errors.join(", ") };
        let actions: usize = one.document.declaration.stages.iter().map(|stage| stage.actions.len()).sum();
        let stages = one.document.declaration.stages.len();
        format!("{} {stages}/{actions} {verdict}", one.document.declaration.name)
    });
    let faults = import.notes.iter().filter(|note| note.severity == Severity::Error);
    let faults = faults.map(|note| format!("{}: {}", note.span.line, note.message));
    verdicts.chain(faults).collect::<Vec<_>>().join("; ")
}

#[test]
fn files_of_others_are_read_with_the_expected_outcome() {
    let Some(corpus) = corpus() else {
        eprintln!("no corpus beside the clone: skipped");
        return;
    };
    let expected = include_str!("fixtures/corpus.tsv");
    let expected: Vec<_> = expected.lines().filter_map(|line| line.split_once('\t')).collect();
    let mut wrong = Vec::new();
    for kind in ["cfn", "codepipeline-json"] {
        let mut files: Vec<_> = fs_err::read_dir(corpus.join(kind)).unwrap().flatten().collect();
        files.sort_by_key(|file| file.file_name());
        let (mut right, all) = (0, files.len());
        for file in files {
            let name = format!("{kind}/{}", file.file_name().to_string_lossy());
            let found = outcome(&file.path(), &name);
            let wanted = expected.iter().find(|(known, _)| *known == name).map(|(_, outcome)| *outcome);
            if wanted == Some(found.as_str()) {
                right += 1;
            } else {
                wrong.push(format!("{name}\t{found}"));
            }
        }
        println!("{kind}: {right} of {all} files as expected");
    }
    assert!(wrong.is_empty(), "not as expected:\n{}", wrong.join("\n"));
}
