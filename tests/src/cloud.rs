//! A served data folder as the stock clients see it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

use crate::{Place, Running, text};

/// Where `scripts/setup test` installs what is not the system's.
fn cache() -> PathBuf {
    let cache = std::env::var_os("PIPESMITH_CACHE").map(PathBuf::from);
    let cache = cache
        .or_else(|| std::env::var_os("XDG_CACHE_HOME").map(|cache| PathBuf::from(cache).join("pipesmith")));
    cache.unwrap_or_else(|| PathBuf::from(std::env::var_os("HOME").unwrap()).join(".cache/pipesmith"))
}

/// The packages that the tests' scripts for Node use.
pub fn modules() -> PathBuf {
    let modules = cache().join("js/node_modules");
    assert!(modules.is_dir(), "run scripts/setup test first: {} is not there", modules.display());
    modules
}

/// A program of the tests' Python.
pub fn installed(name: &str) -> PathBuf {
    let program = cache().join("venv/bin").join(name);
    assert!(program.is_file(), "run scripts/setup test first: {} is not there", program.display());
    program
}

/// A served data folder, and the environment that leads to it.
pub struct Cloud {
    /// Its folder.
    pub place: Place,
    serve: Running,
    /// `http://127.0.0.1:PORT`.
    pub endpoint: String,
    lines: String,
}

impl Cloud {
    /// The example's folder, served.
    #[expect(clippy::new_without_default, reason = "it starts a program")]
    pub fn new() -> Self {
        Self::of(Place::new())
    }

    /// A folder, served.
    pub fn of(place: Place) -> Self {
        let (serve, ready) = place.serve();
        let out = place.ask(&["env"]);
        assert!(out.status.success(), "{}", text(&out));
        let lines = String::from_utf8(out.stdout).unwrap();
        Self { place, serve, endpoint: ready["endpoint"].as_str().unwrap().to_owned(), lines }
    }

    /// Ends the serving process as a crash does.
    pub fn crash(self) -> Place {
        self.serve.crash();
        self.place
    }

    /// A program in a shell that evaluated `pipesmith env`, whatever was set before, and then these lines.
    pub fn command(&self, program: &str, args: &[&str], more: &str) -> Command {
        self.program(&installed(program), args, more)
    }

    /// The same for a program at this path.
    pub fn program(&self, program: &Path, args: &[&str], more: &str) -> Command {
        let mut command = self.place.command("sh");
        command.arg("-c").arg(format!("{}\n{more}\nexec \"$@\"", self.lines));
        command.arg("sh").arg(program).args(args);
        command.env("AWS_PROFILE", "nobody").env("AWS_ENDPOINT_URL_CODEPIPELINE", "http://127.0.0.1:1");
        command.env("HTTP_PROXY", "http://127.0.0.1:1").env("AWS_SESSION_TOKEN", "old").env("AWS_PAGER", "");
        command
    }

    /// A script with the AWS SDK for JavaScript.
    pub fn node(&self, script: &Path) -> Command {
        let mut command = self.program(Path::new("node"), &[script.to_str().unwrap()], "");
        command.env("NODE_PATH", modules());
        command
    }

    /// A program of the tests' Python that knows nothing of the endpoint.
    pub fn plain(&self, program: &str) -> Command {
        self.place.command(installed(program))
    }

    /// What a command of the AWS CLI says.
    pub fn aws(&self, args: &[&str]) -> Output {
        self.command("aws", args, "").output().unwrap()
    }

    /// The answer of a call that is expected to be accepted.
    pub fn json(&self, args: &[&str]) -> Value {
        let out = self.aws(args);
        assert!(out.status.success(), "{args:?}: {}", text(&out));
        if out.stdout.is_empty() { Value::Null } else { serde_json::from_slice(&out.stdout).unwrap() }
    }

    /// The same of the pipeline service.
    pub fn pipe(&self, args: &[&str]) -> Value {
        self.json(&[&["codepipeline"], args].concat())
    }

    /// Checks that a call is refused with this error and a message that has these words.
    pub fn refused(&self, args: &[&str], code: &str, words: &str) {
        let out = self.aws(args);
        // Version 1 of the AWS CLI ends with 255, version 2 with 254.
        assert!(matches!(out.status.code(), Some(254 | 255)), "{args:?}: {}", text(&out));
        let said = text(&out);
        assert!(
            said.contains(&format!("An error occurred ({code})")) && said.contains(words),
            "{args:?}: {said}"
        );
    }

    /// The newest record of an operation in the trail.
    pub fn recorded(&self, operation: &str) -> Value {
        let attribute = format!("AttributeKey=EventName,AttributeValue={operation}");
        let found = self.json(&["cloudtrail", "lookup-events", "--lookup-attributes", &attribute]);
        let newest = &found["Events"][0];
        assert_eq!(
            (&newest["EventName"], &newest["Username"]),
            (&json!(operation), &json!("ann")),
            "{found}"
        );
        serde_json::from_str(newest["CloudTrailEvent"].as_str().unwrap()).unwrap()
    }
}
