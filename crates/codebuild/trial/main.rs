//! Runs one build from the command line and is its own shim: what the tests of this crate start.
//!
//! `codebuild-trial auto|overlay|bubblewrap|landlock|container|off SOURCE WORKSPACE` runs `SOURCE/buildspec.yml`, prints the
//! outcome as JSON to standard output and the log to standard error. `TRIAL_CACHE` names a folder for the cache,
//! `TRIAL_IMAGE` and `TRIAL_COMPUTE` a container's image and size, and with `TRIAL_BATCH` it runs the buildspec's batch.
//! `TRIAL_LIMITS` holds limits as JSON, `TRIAL_SECONDS` the build's time, and `TRIAL_HIDDEN` names a folder that it must
//! not see.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use codebuild::{BuildRequest, BuildStatus, BuildspecSource, Limits, Log, Rung, SandboxChoice, Stream};
use tokio_util::sync::CancellationToken;

struct Printed;

impl Log for Printed {
    fn line(&self, _: Stream, text: &str) {
        eprintln!("{text}");
    }
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next().unwrap_or_default();
    if first == codebuild::SHIM_COMMAND {
        return codebuild::shim_main(arguments);
    }
    let sandbox = match first.to_str() {
        Some("auto") => SandboxChoice::Auto,
        Some("overlay") => SandboxChoice::Only(Rung::Overlay),
        Some("bubblewrap") => SandboxChoice::Only(Rung::Bubblewrap),
        Some("landlock") => SandboxChoice::Only(Rung::Landlock),
        Some("container") => SandboxChoice::Only(Rung::Container),
        Some("off") => SandboxChoice::Off,
        _ => return usage(),
    };
    let (Some(source), Some(workspace), Ok(shim)) =
        (arguments.next(), arguments.next(), std::env::current_exe())
    else {
        return usage();
    };
    let request = BuildRequest {
        project: "trial".to_owned(),
        build_id: "11111111-2222-3333-4444-555555555555".to_owned(),
        build_number: 1,
        region: "eu-central-1".to_owned(),
        account: "000000000000".to_owned(),
        initiator: "codepipeline/trial".to_owned(),
        buildspec: BuildspecSource::Default,
        primary_source: PathBuf::from(source),
        secondary_sources: Vec::new(),
        resolved_source_version: None,
        source_version: None,
        project_environment: Vec::new(),
        override_environment: Vec::new(),
        parameters: Default::default(),
        secrets: Default::default(),
        image: std::env::var("TRIAL_IMAGE").unwrap_or_default(),
        privileged: false,
        allow_privileged: false,
        compute: std::env::var("TRIAL_COMPUTE").ok().and_then(|name| codebuild::Compute::of_type(&name)),
        timeout: Duration::from_secs(
            std::env::var("TRIAL_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3600),
        ),
        workspace: PathBuf::from(workspace),
        sandbox,
        shim,
        read_only: Vec::new(),
        hidden: std::env::var_os("TRIAL_HIDDEN").map(PathBuf::from).into_iter().collect(),
        cache: std::env::var_os("TRIAL_CACHE").map(PathBuf::from),
        exports_aws: false,
        batch_identifier: None,
        shard: None,
        limits: match std::env::var("TRIAL_LIMITS").map(|text| serde_json::from_str(&text)) {
            Ok(Ok(limits)) => limits,
            _ => Limits::default(),
        },
    };
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return ExitCode::FAILURE;
    };
    if std::env::var_os("TRIAL_BATCH").is_some() {
        let done =
            runtime.block_on(codebuild::run_batch(request, Arc::new(Printed), CancellationToken::new()));
        return match done {
            Ok(done) => {
                let builds = done.builds.iter().map(|(task, outcome)| {
                    (task.identifier.clone(), outcome.as_ref().map(|outcome| outcome.status))
                });
                println!(
                    "{}",
                    serde_json::json!({ "status": done.status, "builds": builds.collect::<BTreeMap<_, _>>() })
                );
                ExitCode::SUCCESS
            }
            Err(error) => {
                println!("{}", serde_json::json!({ "error": error.to_string() }));
                ExitCode::FAILURE
            }
        };
    }
    let outcome = runtime.block_on(codebuild::run(request, Arc::new(Printed), CancellationToken::new()));
    match serde_json::to_string_pretty(&outcome) {
        Ok(text) => println!("{text}"),
        Err(error) => eprintln!("{error}"),
    }
    if outcome.status == BuildStatus::Succeeded { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage() -> ExitCode {
    eprintln!("usage: codebuild-trial auto|overlay|bubblewrap|landlock|container|off SOURCE WORKSPACE");
    ExitCode::from(2)
}
