//! Pipelines as infrastructure code, judged by the programs that such code is written for. `scripts/setup test` installs
//! them.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use serde_json::Value;
use tests::{Place, modules, project, text};

/// The declaration that a definition makes.
fn declaration(place: &Place, definition: &str) -> Value {
    let out = place.ask(&["import", definition]);
    assert!(out.status.success(), "{}", text(&out));
    serde_json::from_slice(&out.stdout).unwrap()
}

/// Compiles and synthesises the CDK apps in a folder.
fn synthesise(place: &Place, folder: &str) {
    let script = project().join("tests/js/synth.cjs");
    let mut command = place.command("node");
    command.arg(script).arg(place.path(folder)).env("NODE_PATH", modules());
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}", text(&out));
}

#[test]
fn an_exported_cdk_app_compiles_and_synthesises_to_the_same_pipeline() {
    let place = Place::new();
    let everything = fs_err::read_to_string(project().join("tests/fixtures/cdk/everything.ts")).unwrap();
    place.write("own/everything.ts", &everything);
    synthesise(&place, "own");
    let out = place.ask(&["import", "own/everything"]);
    let said = text(&out);
    let id =
        said.lines().find_map(|line| Some(line.split_once("manifest.json#")?.1.trim().to_owned())).unwrap();
    let mut definitions = vec!["ex/pipeline.json".to_owned(), format!("own/everything#{id}")];
    for (index, definition) in definitions.iter().enumerate() {
        let out = place.ask(&["export", definition, "--to", "cdk"]);
        assert!(out.status.success(), "{}", text(&out));
        assert!(text(&out).contains("0 differences"), "{}", text(&out));
        place.write(&format!("apps/app{index}.ts"), std::str::from_utf8(&out.stdout).unwrap());
    }
    synthesise(&place, "apps");
    for (index, definition) in definitions.drain(..).enumerate() {
        let synthesised = declaration(&place, &format!("apps/app{index}"));
        let mut own = declaration(&place, &definition);
        // The service counts versions, the code does not.
        own.as_object_mut().unwrap().remove("version");
        assert_eq!(synthesised, own, "{definition}");
    }
}
