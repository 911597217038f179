//! Pipelines as infrastructure code, judged by the programs that such code is written for. `scripts/setup test` installs
//! them.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use serde_json::Value;
use tests::{Place, installed, modules, project, text};

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

const TERRAFORM: &str = r#"variable "service" {
  type = string
}

variable "branch" {
  default = "main"
}

resource "aws_iam_role" "ci" {
  name = "ci"
}

resource "aws_codepipeline" "this" {
  for_each = toset(["one", "two"])
  name     = "${var.service}-${each.key}"
  role_arn = aws_iam_role.ci.arn

  artifact_store {
    location = "${var.service}-artifacts"
    type     = "S3"
  }

  stage {
    name = "Source"
    action {
      name             = "Code"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeCommit"
      version          = "1"
      output_artifacts = ["src"]
      configuration = {
        RepositoryName = var.service
        BranchName     = var.branch
      }
    }
  }

  stage {
    name = "Ask"
    action {
      name     = "Ask"
      category = "Approval"
      owner    = "AWS"
      provider = "Manual"
      version  = "1"
      configuration = {
        CustomData = data.aws_ssm_parameter.question.value
      }
    }
  }
}

data "aws_ssm_parameter" "question" {
  name = "/question"
}
"#;

#[test]
fn a_terraform_configuration_is_taken_wherever_a_definition_is() {
    let place = Place::new();
    place.write("infra/pipelines.tf", TERRAFORM);
    place.write("infra/terraform.tfvars", "service = \"web\"\n");
    place.write("prod.tfvars", "branch = \"release\"\n");
    // Several, so that one is named.
    let out = place.ask(&["import", "infra"]);
    assert!(text(&out).contains("say which one: "), "{}", text(&out));
    let one = "infra#aws_codepipeline.this[\"one\"]";
    let out = place.ask(&["import", one, "--param", "@prod.tfvars"]);
    assert!(out.status.success(), "{}", text(&out));
    let made = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(made.contains("\"web-one\"") && made.contains("\"release\""), "{made}");
    let out = place.ask(&["validate", "infra"]);
    assert!(out.status.success(), "{}", text(&out));
    assert!(text(&out).contains("data.aws_ssm_parameter.question.value"), "{}", text(&out));
    let out = place.ask(&["plan", one]);
    assert!(text(&out).contains("Ask"), "{}", text(&out));
    // What it refuses is told with file, line and address.
    place.write("bad/main.tf", &TERRAFORM.replace("aws_iam_role.ci.arn", "aws_iam_role.cj.arn"));
    let out = place.ask(&["validate", "bad"]);
    assert!(!out.status.success(), "{}", text(&out));
    let told = "aws_codepipeline.this[\"one\"].role_arn: there is no resource `aws_iam_role.cj`";
    assert!(text(&out).contains(told) && text(&out).contains("16:"), "{}", text(&out));
}

#[test]
fn a_configuration_asks_for_no_file_from_elsewhere() {
    let place = Place::new();
    place.write("secret.txt", "hidden");
    place.write("a/b/.git/HEAD", "");
    let text_of =
        |path: &str| TERRAFORM.replace("var.branch\n", &format!("try(file(\"{path}\"), \"none\")\n"));
    for path in ["../../secret.txt", "/etc/hostname", "~/secret.txt"] {
        place.write("a/b/main.tf", &text_of(path));
        let out = place.ask(&["import", "a/b#web-one", "--param", "service=web"]);
        assert!(out.status.success(), "{}", text(&out));
        let made = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(made.contains("\"none\"") && !made.contains("hidden"), "{path}: {made}");
    }
}

#[test]
fn an_exported_configuration_of_terraform_makes_the_same_pipeline() {
    let place = Place::new();
    let out = place.ask(&["export", "ex/pipeline.json", "--to", "terraform"]);
    assert!(out.status.success(), "{}", text(&out));
    assert!(text(&out).contains("0 differences"), "{}", text(&out));
    let written = place.write("out/main.tf", std::str::from_utf8(&out.stdout).unwrap());
    let mut python = place.command(installed("python"));
    let out =
        python.args(["-c", "import hcl2, sys\nhcl2.load(open(sys.argv[1]))"]).arg(written).output().unwrap();
    assert!(out.status.success(), "{}", text(&out));
    let made = declaration(&place, "out");
    let mut own = declaration(&place, "ex/pipeline.json");
    own.as_object_mut().unwrap().remove("version");
    assert_eq!(made, own);
}

/// CloudFormation's own linter, without its hints about style.
#[test]
fn exported_templates_are_taken_by_the_linter_of_cloudformation() {
    let place = Place::new();
    let templates = fs_err::read_dir(project().join("examples/templates")).unwrap();
    let mut definitions: Vec<_> =
        templates.map(|entry| entry.unwrap().path().join("pipeline.json")).collect();
    let corpus = fs_err::read_dir(project().join("tests/fixtures/corpus")).unwrap();
    let corpus = corpus.map(|entry| entry.unwrap().path());
    definitions.extend(corpus.filter(|path| path.extension().is_some_and(|extension| extension == "json")));
    definitions.push(place.path("ex/pipeline.json"));
    let mut lint = place.command(installed("cfn-lint"));
    lint.args(["--ignore-checks", "I", "--"]);
    for (index, definition) in definitions.iter().enumerate() {
        let out = place.ask(&["export", definition.to_str().unwrap(), "--to", "cloudformation"]);
        assert!(out.status.success() && text(&out).contains("0 differences"), "{}", text(&out));
        lint.arg(place.write(&format!("out/{index}.yaml"), std::str::from_utf8(&out.stdout).unwrap()));
    }
    let out = lint.output().unwrap();
    assert!(out.status.success(), "{definitions:?}\n{}", text(&out));
}
