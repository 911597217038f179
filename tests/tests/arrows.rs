//! Arrows between the crates point down only: what `cargo metadata` says, against the table of ARCHITECTURE.md.

use std::collections::BTreeSet;

use serde_json::Value;

/// What each crate may stand on.
const ALLOWED: &[(&str, &[&str])] = &[
    ("codepipeline", &[]),
    ("pipeline", &["codepipeline"]),
    ("interchange", &["pipeline"]),
    ("execution", &["codepipeline", "pipeline"]),
    ("codebuild", &[]),
    ("aws", &["codepipeline"]),
    ("store", &["codepipeline", "execution"]),
    ("actions", &["codepipeline", "pipeline", "codebuild", "aws"]),
    ("engine", &["codepipeline", "pipeline", "execution", "codebuild", "aws", "store", "actions"]),
    ("api", &["codepipeline", "engine"]),
    (
        "studio",
        &[
            "codepipeline",
            "pipeline",
            "interchange",
            "execution",
            "codebuild",
            "aws",
            "store",
            "actions",
            "engine",
            "api",
        ],
    ),
    ("cli", &["studio"]),
    ("pipesmith-desktop", &["studio"]),
    ("generate", &[]),
    ("tests", &[]),
];

#[test]
#[expect(clippy::disallowed_methods, reason = "cargo tells the arrows")]
fn arrows_point_down_only() {
    let out = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let metadata: Value = serde_json::from_slice(&out.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: BTreeSet<&str> = packages.iter().filter_map(|one| one["name"].as_str()).collect();
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap();
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            wrong.push(format!("{name} is not in the table"));
            continue;
        };
        for on in package["dependencies"].as_array().unwrap() {
            let target = on["name"].as_str().unwrap();
            if on["kind"] != "dev" && ours.contains(target) && !allowed.contains(&target) {
                wrong.push(format!("{name} -> {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "not allowed: {}", wrong.join(", "));
}
