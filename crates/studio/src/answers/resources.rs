//! The names that a field of a definition could hold, as far as this computer knows them: what the setup maps, what
//! the template beside the pipeline declares, the repositories, buckets and pipelines that are here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use actions::World;
use pipeline::Setup;
use pipeline::model::{ActionKey, Model};

use crate::contract::{AskResources, Failure, ResourceRow, Resources};
use crate::desk::{ACCOUNT, Desk, REGION};
use crate::failure::blocking;
use crate::files::absolute;
use crate::{check, import, plan};

const SETUP: &str = "the setup";

impl Desk {
    pub(super) async fn local_resources(&self, args: AskResources) -> Result<Resources, Failure> {
        let pipelines = match args.kind.as_str() {
            "pipeline" => self.engine.store().pipelines()?.into_iter().map(|row| row.name).collect(),
            _ => Vec::new(),
        };
        let (folder, buckets) = (self.folder.clone(), self.engine.buckets());
        blocking(move || {
            let mut rows = Vec::new();
            let here = pipelines.into_iter().map(|name| row(name, "this computer"));
            rows.extend(here);
            if let Some(path) = &args.path {
                rows.extend(of_definition(&absolute(&folder, path), &args.kind, &buckets)?);
            }
            if args.kind == "bucket" {
                rows.extend(folders_in(&buckets).map(|name| row(name, "this computer")));
            }
            let mut seen = BTreeSet::new();
            rows.retain(|row| seen.insert(row.value.clone()));
            Ok(Resources { rows, more: false })
        })
        .await
    }
}

fn row(value: impl Into<String>, from: &str) -> ResourceRow {
    ResourceRow { value: value.into(), name: None, from: from.to_owned() }
}

/// What the setup of a definition maps, and what lies around it.
fn of_definition(path: &Path, kind: &str, buckets: &Path) -> Result<Vec<ResourceRow>, Failure> {
    let file = import::split(path).0;
    let home = file.parent().unwrap_or_else(|| Path::new(".")).to_owned();
    // A definition that cannot be read now is being written: its setup serves all the same.
    let read = check::load(path, None, &[]).ok();
    let beside = plan::setup_beside(&home)?;
    let setup = read.as_ref().map(|read| read.setup.clone()).unwrap_or_default().merge(beside);
    let named = |names: Vec<String>| names.into_iter().map(|name| row(name, SETUP)).collect::<Vec<_>>();
    let sources = || {
        let model = read.as_ref().map(|read| Model::new(&read.declaration));
        // Sources are mapped by the action that reads them, too.
        let is_action = |name: &str| {
            model.as_ref().is_some_and(|model| {
                model.actions().iter().any(|action| {
                    let own = &action.declaration.name;
                    own == name || ActionKey::new(&action.stage.name, own.as_str()).to_string() == *name
                })
            })
        };
        setup.sources.keys().filter(|name| !is_action(name)).cloned().collect::<Vec<_>>()
    };
    Ok(match kind {
        "build-project" => named(setup.projects.keys().cloned().collect()),
        "function" => named(setup.functions.keys().cloned().collect()),
        "state-machine" => {
            let role = read.as_ref().map(|read| read.declaration.role_arn.as_str()).unwrap_or_default();
            let machine = |name: &String| ResourceRow {
                name: (!name.starts_with("arn:")).then(|| name.clone()),
                ..row(state_machine_arn(name, role), SETUP)
            };
            setup.state_machines.keys().map(machine).collect()
        }
        "bucket" => named(setup.buckets.keys().cloned().collect()),
        "topic" => named(setup.topics.keys().cloned().collect()),
        "repository" | "image-repository" => {
            named(sources().into_iter().filter(|name| !name.contains('/')).collect())
        }
        "git-repository" => {
            let mut rows = named(sources().into_iter().filter(|name| name.contains('/')).collect());
            let world = World::new(home, setup.clone(), Setup::default(), buckets.to_owned());
            let around = world.repository_names().into_iter();
            rows.extend(around.map(|(name, folder)| row(name, &folder.display().to_string())));
            rows
        }
        _ => Vec::new(),
    })
}

/// The ARN of a state machine that the setup has by its ARN or its name: in the account of the pipeline's role. (AWS
/// service authorization reference, "Resource types defined by AWS Step Functions".)
fn state_machine_arn(name: &str, role: &str) -> String {
    if name.starts_with("arn:") {
        return name.to_owned();
    }
    let role: Vec<_> = role.split(':').collect();
    let part = |at: usize| role.get(at).filter(|part| role.len() > 5 && !part.is_empty()).copied();
    let (partition, account) = (part(1).unwrap_or("aws"), part(4).unwrap_or(ACCOUNT));
    format!("arn:{partition}:states:{REGION}:{account}:stateMachine:{name}")
}

/// The names of the folders in a folder, in order; none when it is not there.
fn folders_in(folder: &Path) -> impl Iterator<Item = String> + use<> {
    let entries = fs_err::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.path())
        .filter(|path: &PathBuf| path.is_dir())
        .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    names.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_the_catalog_can_be_asked_for() {
        let known: Vec<_> = aws::resource_kinds().collect();
        for kind in pipeline::catalog::all()
            .iter()
            .flat_map(|one| &one.properties)
            .filter_map(|one| one.resource.as_deref())
        {
            // Repositories behind a connection are known to this computer only: no call lists them.
            assert!(known.contains(&kind) || kind == "git-repository", "{kind}");
        }
    }

    #[test]
    fn the_setup_names_what_fields_can_hold() {
        let dir = tempfile::tempdir().unwrap();
        let definition = dir.path().join("pipeline.json");
        let text = r#"{"name":"p","stages":[{"name":"Source","actions":[{"name":"App","actionTypeId":
            {"category":"Source","owner":"AWS","provider":"CodeCommit","version":"1"}}]}]}"#;
        fs_err::write(&definition, text).unwrap();
        let setup = "sources:\n  App: {path: .}\n  Source/App: {path: .}\n  octo/web: {path: .}\n  infra: {path: .}\n\
                     projects:\n  web-build: {buildspec: {path: b.yml}}\nbuckets:\n  site: out\n\
                     functions:\n  notify: src\nstate_machines:\n  release: r.asl.json\n  \
                     arn:aws:states:eu-west-1:444455556666:stateMachine:far: f.asl.json\n";
        fs_err::write(dir.path().join("pipesmith.yaml"), setup).unwrap();
        let buckets = dir.path().join("buckets");
        let of = |kind| {
            let rows = of_definition(&definition, kind, &buckets).unwrap();
            rows.into_iter().map(|row| row.value).collect::<Vec<_>>()
        };
        assert_eq!(of("build-project"), ["web-build"]);
        assert_eq!(of("bucket"), ["site"]);
        assert_eq!(of("repository"), ["infra"]);
        assert_eq!(of("git-repository"), ["octo/web"]);
        assert!(of("role").is_empty());
        assert_eq!(of("function"), ["notify"]);
        // A definition names state machines by their ARNs.
        let far = "arn:aws:states:eu-west-1:444455556666:stateMachine:far";
        assert_eq!(of("state-machine"), [far, "arn:aws:states:us-east-1:111122223333:stateMachine:release"]);
        let rows = of_definition(&definition, "state-machine", &buckets).unwrap();
        let names: Vec<_> = rows.iter().map(|row| row.name.as_deref()).collect();
        assert_eq!(names, [None, Some("release")]);
        let role = "arn:aws-cn:iam::444455556666:role/ci";
        assert_eq!(state_machine_arn("m", role), "arn:aws-cn:states:us-east-1:444455556666:stateMachine:m");
        // A fault of the setup is told, not swallowed.
        fs_err::write(dir.path().join("pipesmith.yaml"), "projects: 3\n").unwrap();
        assert!(of_definition(&definition, "bucket", &buckets).is_err());
    }
}
