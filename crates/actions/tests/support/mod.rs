//! What the tests of the providers share: a bench with artifacts that are folders, and a log that is kept.
#![allow(clippy::unwrap_used, clippy::panic, dead_code, reason = "tests, each of which uses a part")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actions::{
    Artifact, Artifacts, Context, Failure, Job, Location, Log, OnAws, Outcome, Planned, SandboxChoice,
    Secrets, Stream, Success, World,
};
use pipeline::setup::{Origin, Setup};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

/// Objects are folders here: what goes in comes out, without an archive between.
pub struct Folders {
    pub root: PathBuf,
}

impl Artifacts for Folders {
    fn pack(&self, entries: &[(PathBuf, String)], to: &Location) -> Result<u64, String> {
        let at = self.path(to)?;
        fs_err::create_dir_all(&at).map_err(|e| e.to_string())?;
        for (from, name) in entries {
            let file = at.join(name);
            fs_err::create_dir_all(file.parent().unwrap()).map_err(|e| e.to_string())?;
            fs_err::copy(from, file).map_err(|e| e.to_string())?;
        }
        Ok(entries.len() as u64)
    }

    fn unpack(&self, from: &Location, into: &Path) -> Result<(), String> {
        copy(&self.path(from)?, into);
        Ok(())
    }

    fn put(&self, file: &Path, to: &Location) -> Result<u64, String> {
        let at = self.path(to)?;
        fs_err::create_dir_all(at.parent().unwrap()).map_err(|e| e.to_string())?;
        fs_err::copy(file, at).map_err(|e| e.to_string())
    }

    fn place(&self, file: &Path, to: &Location) -> Result<u64, String> {
        self.put(file, to)
    }

    fn path(&self, at: &Location) -> Result<PathBuf, String> {
        Ok(self.root.join("buckets").join(&at.bucket).join(&at.key))
    }
}

fn copy(from: &Path, into: &Path) {
    fs_err::create_dir_all(into).unwrap();
    for entry in fs_err::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = into.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs_err::copy(entry.path(), to).unwrap();
        }
    }
}

#[derive(Default)]
pub struct Kept(pub Mutex<Vec<String>>);

impl Log for Kept {
    fn line(&self, _: Stream, text: &str) {
        self.0.lock().unwrap().push(text.to_owned());
    }
}

pub struct Given(pub BTreeMap<String, String>);

impl Secrets for Given {
    fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}

/// A folder with a project, and what an attempt of an action is given.
pub struct Bench {
    pub dir: tempfile::TempDir,
    pub log: Arc<Kept>,
    /// The revision that the start pinned.
    pub pinned: Option<String>,
    /// The account, for actions on AWS.
    pub aws: Option<OnAws>,
    pub stop: CancellationToken,
    pub leaving: CancellationToken,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            log: Arc::default(),
            pinned: None,
            aws: None,
            stop: CancellationToken::new(),
            leaving: CancellationToken::new(),
        }
    }

    pub fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn object(&self, key: &str) -> PathBuf {
        self.data().join("buckets/store").join(key)
    }

    pub fn write(&self, path: &str, text: &str) {
        let file = self.dir.path().join(path);
        fs_err::create_dir_all(file.parent().unwrap()).unwrap();
        fs_err::write(file, text).unwrap();
    }

    pub fn world(&self, setup: &str) -> World {
        let setup = Setup::parse(setup, "pipesmith.yaml", Origin::Committed).unwrap();
        World::new(self.dir.path().join("project"), setup, Setup::default(), self.data().join("buckets"))
    }

    /// What the plan says of an action.
    pub fn plan(&self, setup: &str, action: Value) -> Planned {
        actions::plan("S", &serde_json::from_value(action).unwrap(), &self.world(setup))
    }

    pub fn run(&self, setup: &str, action: Value) -> Outcome {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(self.attempt(setup, action))
    }

    pub async fn attempt(&self, setup: &str, action: Value) -> Outcome {
        let action: codepipeline::shapes::ActionDeclaration = serde_json::from_value(action).unwrap();
        let world = self.world(setup);
        let provider = match &self.aws {
            Some(_) => actions::find_on_aws(&action),
            None => actions::find("S", &action, &world),
        };
        let provider = provider.map_err(|gap| gap.message).unwrap();
        let at = |name: &String| Artifact {
            name: name.clone(),
            location: Location { bucket: "store".into(), key: name.clone() },
            revision: Some("0123456789".into()),
        };
        let job = Job {
            pipeline: "web".into(),
            execution: "e".into(),
            stage: "S".into(),
            inputs: action.input_artifacts.iter().flatten().map(|one| at(&one.name)).collect(),
            outputs: action.output_artifacts.iter().flatten().map(|one| at(&one.name)).collect(),
            action,
            action_execution: "a".into(),
            attempt: 1,
            region: "us-east-1".into(),
            account: "111122223333".into(),
            pinned_revision: self.pinned.clone(),
            timeout: Duration::from_secs(60),
        };
        let scratch = self.data().join("scratch");
        let context = Context {
            world: Arc::new(world),
            artifacts: Arc::new(Folders { root: self.data() }),
            log: self.log.clone(),
            secrets: Arc::new(Given(BTreeMap::new())),
            scratch,
            sandbox: SandboxChoice::Auto,
            shim: std::env::current_exe().unwrap(),
            mirrors: self.data().join("mirrors"),
            caches: self.data().join("caches"),
            hide: vec![self.data()],
            build_number: 1,
            aws: self.aws.clone(),
            stop: self.stop.clone(),
            leaving: self.leaving.clone(),
        };
        provider.run(job, context).await
    }

    /// An attempt starts without its folder.
    pub fn clean(&self) {
        let _ = fs_err::remove_dir_all(self.data().join("scratch"));
    }

    pub fn success(&self, setup: &str, action: Value) -> Success {
        match self.run(setup, action) {
            Outcome::Succeeded(success) => *success,
            other => panic!("{other:?}\n{}", self.log.0.lock().unwrap().join("\n")),
        }
    }

    pub fn failure(&self, setup: &str, action: Value) -> Failure {
        match self.run(setup, action) {
            Outcome::Failed(failure) => *failure,
            other => panic!("{other:?}"),
        }
    }
}
