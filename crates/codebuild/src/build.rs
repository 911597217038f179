//! One build from beginning to end: phases in order, what follows a failure, and what is left afterwards.
//!
//! Decides when something runs; how it runs is the session's and the shim's. It may read clocks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::Error;
use crate::artifacts::{self, CollectedArtifact, Disk};
use crate::buildspec::{Artifacts, Buildspec, Command, OnFailure, PhaseKind, Version};
use crate::environment::{self, Places, VariableKind};
use crate::output::{self, Log};
use crate::protocol::Shell;
use crate::request::{BuildRequest, BuildspecSource};
use crate::sandbox::{self, Layout, Rung, normalize};
use crate::session::{Lost, Session};
use crate::shim::quote;

/// What became of a build.
#[derive(Debug, Clone, Serialize)]
pub struct BuildOutcome {
    /// The build's status.
    pub status: BuildStatus,
    /// Its phases, in the order in which they ran.
    pub phases: Vec<PhaseResult>,
    /// The first thing that went wrong.
    pub failure: Option<Failure>,
    /// What it hands on. A failed build may have some, too; a pipeline does not pass those on.
    pub artifacts: Vec<CollectedArtifact>,
    /// The values of `exported-variables` at the end of `post_build`.
    pub exported_variables: BTreeMap<String, String>,
    /// What was not as it would be on AWS.
    pub differences: Vec<Difference>,
    /// How the build was shut in; none when no sandbox started.
    pub sandbox: Option<Rung>,
}

/// The API's `StatusType`, once a build is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BuildStatus {
    /// Every phase succeeded.
    Succeeded,
    /// A phase failed.
    Failed,
    /// The build could not be carried out.
    Fault,
    /// It took longer than it may.
    TimedOut,
    /// Somebody stopped it.
    Stopped,
}

/// What became of a phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhaseResult {
    /// The API's `BuildPhaseType`.
    pub name: &'static str,
    /// How it ended.
    pub status: PhaseStatus,
    /// When it began, in milliseconds since 1970.
    pub start_ms: u64,
    /// When it ended, in milliseconds since 1970.
    pub end_ms: u64,
    /// Why it did not succeed.
    pub context: Option<StatusContext>,
}

/// How a phase ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PhaseStatus {
    /// As it should.
    Succeeded,
    /// With an error of the build.
    Failed,
    /// With an error that is not the build's.
    Fault,
    /// The build's time was up.
    TimedOut,
    /// Somebody stopped the build.
    Stopped,
}

/// The API's `PhaseContext`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusContext {
    /// Such as `COMMAND_EXECUTION_ERROR`.
    pub code: String,
    /// The reason in words.
    pub message: String,
}

/// The first thing that went wrong, with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The phase.
    pub phase: &'static str,
    /// The command, when it was one.
    pub command: Option<String>,
    /// Its exit status; 128 + n for signal n.
    pub exit_status: Option<i32>,
    /// The buildspec's name, when there is a place in it to look at.
    pub buildspec: Option<String>,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
    /// As in the phase's context.
    pub code: String,
    /// As in the phase's context.
    pub message: String,
}

/// Something that was not as it would be on AWS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// A stable name for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: String,
}

impl Difference {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Difference {
        Difference { code, message: message.into() }
    }
}

/// Runs a build. Returns when no process of it is left, also after `stop` and at the timeout; a dropped future ends
/// them, too.
pub async fn run(request: BuildRequest, log: Arc<dyn Log>, stop: CancellationToken) -> BuildOutcome {
    const FOREVER: Duration = Duration::from_secs(365 * 24 * 3600);
    let now = Instant::now();
    let build = Build {
        deadline: now.checked_add(request.timeout.min(FOREVER)).unwrap_or(now),
        request: &request,
        log: log.as_ref(),
        stop,
        started_ms: now_ms(),
        phases: Vec::new(),
        failure: None,
        differences: Vec::new(),
        exported: BTreeMap::new(),
        artifacts: Vec::new(),
        ended: None,
    };
    build.run().await
}

/// Why a build ends before its phases are through.
enum Interrupt {
    Stopped,
    TimedOut,
    /// Not the build's fault.
    Fault(Error),
}

struct Build<'a> {
    request: &'a BuildRequest,
    log: &'a dyn Log,
    stop: CancellationToken,
    deadline: Instant,
    started_ms: u64,
    phases: Vec<PhaseResult>,
    failure: Option<Failure>,
    differences: Vec<Difference>,
    exported: BTreeMap<String, String>,
    artifacts: Vec<CollectedArtifact>,
    ended: Option<BuildStatus>,
}

/// What is known once the buildspec is read.
struct Prepared {
    spec: Buildspec,
    environment: Vec<(String, String)>,
    shell: PathBuf,
}

impl Build<'_> {
    async fn run(mut self) -> BuildOutcome {
        let start = now_ms();
        let entered = tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(Interrupt::Stopped),
            () = tokio::time::sleep_until(self.deadline) => Err(Interrupt::TimedOut),
            entered = sandbox::enter(self.request) => entered.map_err(Interrupt::Fault),
        };
        let (mut session, layout) = match entered {
            Ok(entered) => entered,
            Err(interrupt) => {
                self.interrupted("PROVISIONING", start, interrupt);
                return self.outcome(None);
            }
        };
        self.succeeded("PROVISIONING", start);
        self.agent(&format!("Sandbox: {}", layout.rung.sentence()));
        let reached_the_end = self.phases(&mut session, &layout).await;
        let leftovers = match reached_the_end {
            Some(prepared) => self.gather(&mut session, &layout, &prepared).await,
            None => None,
        };
        session.end(matches!(self.ended, Some(BuildStatus::Stopped | BuildStatus::TimedOut)), self.log).await;
        if let Some(leftovers) = leftovers {
            self.upload(&layout, leftovers);
        }
        let start = now_ms();
        self.succeeded("FINALIZING", start);
        let rung = layout.rung;
        self.outcome(Some(rung))
    }

    /// Runs everything up to the artifacts; none when the build is over before them.
    async fn phases(&mut self, session: &mut Session, layout: &Layout) -> Option<Prepared> {
        let start = now_ms();
        self.agent("Phase is DOWNLOAD_SOURCE");
        self.agent(&format!("CODEBUILD_SRC_DIR={}", layout.primary().display()));
        let prepared = match self.prepare(layout) {
            Ok(prepared) => prepared,
            Err(error) => {
                self.failed_with("DOWNLOAD_SOURCE", start, &error);
                return None;
            }
        };
        self.succeeded("DOWNLOAD_SOURCE", start);
        let mut user: Option<Option<String>> = None;
        for kind in PhaseKind::ALL {
            let start = now_ms();
            self.agent(&format!("Entering phase {}", kind.name()));
            match self.phase(kind, session, layout, &prepared, &mut user).await {
                Err(interrupt) => {
                    self.interrupted(kind.name(), start, interrupt);
                    return None;
                }
                Ok(None) => self.succeeded(kind.name(), start),
                Ok(Some((command, status))) => {
                    self.command_failed(kind, start, &prepared.spec, command, status);
                    let on_failure = prepared.spec.phase(kind).and_then(|phase| phase.on_failure.clone());
                    let goes_on = match on_failure {
                        Some(OnFailure::Continue) => true,
                        Some(_) => false,
                        None => matches!(kind, PhaseKind::Build | PhaseKind::PostBuild),
                    };
                    if !goes_on {
                        return None;
                    }
                }
            }
        }
        Some(prepared)
    }

    /// Reads the buildspec and makes the environment.
    fn prepare(&mut self, layout: &Layout) -> Result<Prepared, Error> {
        let request = self.request;
        let spec = request.read_buildspec(layout.primary())?;
        if let BuildspecSource::Default | BuildspecSource::File(_) = request.buildspec {
            self.agent(&format!("YAML location is {}", layout.primary().join(&spec.name).display()));
        }
        for warning in &spec.warnings {
            self.agent(&format!(
                "Warning: {} (line {}, column {} of {})",
                warning.message, warning.at.line, warning.at.column, spec.name
            ));
        }
        if let Some(at) = spec.batch {
            return Err(Error::Batch { buildspec: spec.name, line: at.line, column: at.column });
        }
        for phase in &spec.phases {
            if let (Some(OnFailure::Retry { .. }), Some(at)) = (&phase.on_failure, phase.on_failure_at) {
                return Err(Error::Retry { buildspec: spec.name, line: at.line, column: at.column });
            }
        }
        let shell =
            match spec.env.shell.as_deref().map(|shell| (shell, shell.rsplit('/').next().unwrap_or(shell))) {
                None | Some((_, "sh")) => PathBuf::from("/bin/sh"),
                Some((_, "bash")) => ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"]
                    .into_iter()
                    .map(PathBuf::from)
                    .find(|path| path.exists())
                    .ok_or_else(|| Error::UnsupportedShell {
                        shell: "bash (it is not installed)".to_owned(),
                    })?,
                Some((shell, _)) => return Err(Error::UnsupportedShell { shell: shell.to_owned() }),
            };
        self.note_differences(&spec, layout.rung);
        let toolchains: Vec<PathBuf> =
            layout.toolchains.iter().map(|toolchain| toolchain.path.clone()).collect();
        let places = Places {
            sources: &layout.sources,
            home: &layout.home,
            temporary: layout.temporary.as_deref(),
            toolchains: &toolchains,
            redirect_installs: matches!(layout.rung, Rung::Bubblewrap | Rung::Landlock),
        };
        let environment =
            environment::variables(request, &spec, &places, self.started_ms, &mut self.differences)?;
        self.agent("Processing environment variables");
        self.agent(&format!("Moving to directory {}", layout.primary().display()));
        self.agent(&format!("Phases found in YAML: {}", spec.phases.len()));
        for phase in &spec.phases {
            self.agent(&format!(" {}: {} commands", phase.kind.name(), phase.commands.len()));
        }
        Ok(Prepared { spec, environment: environment.into_iter().collect(), shell })
    }

    fn note_differences(&mut self, spec: &Buildspec, rung: Rung) {
        let mut note = |code, message: String| self.differences.push(Difference::new(code, message));
        if !self.request.image.is_empty() {
            note("image", format!("the build ran on this computer's system, not in {}", self.request.image));
        }
        if rung != Rung::Overlay && !nix::unistd::geteuid().is_root() {
            note("user", "the build ran as an ordinary user, not as root".to_owned());
        }
        if !spec.reports.is_empty() {
            note("reports", format!("reports are not collected yet: {}", spec.reports.join(", ")));
        }
        if spec.cache {
            note("cache", "the cache is neither restored nor saved yet".to_owned());
        }
        if spec.env.git_credential_helper {
            note("git-credential-helper", "there is no git credential helper of CodeBuild here".to_owned());
        }
    }

    /// Runs a phase; the command that failed it, when one did.
    async fn phase<'s>(
        &mut self,
        kind: PhaseKind,
        session: &mut Session,
        layout: &Layout,
        prepared: &'s Prepared,
        user: &mut Option<Option<String>>,
    ) -> Result<Option<(&'s Command, i32)>, Interrupt> {
        let Some(phase) = prepared.spec.phase(kind) else { return Ok(None) };
        let wanted = self.user_of(phase.run_as.as_ref().or(prepared.spec.run_as.as_ref()), layout.rung);
        if user.as_ref() != Some(&wanted) {
            let shell = Shell {
                program: prepared.shell.clone(),
                environment: prepared.environment.clone(),
                directory: layout.primary().to_owned(),
                user: wanted.clone(),
            };
            self.guarded(session.use_shell(shell)).await?;
            *user = Some(wanted);
        }
        if !phase.runtime_versions.is_empty() {
            self.runtime_versions(&phase.runtime_versions, session, layout).await?;
        }
        let mut failed = None;
        for list in [&phase.commands, &phase.finally] {
            for command in list {
                self.agent(&format!("Running command {}", command.text.trim_end()));
                let succeeding = self.failure.is_none() && failed.is_none();
                let alone = prepared.spec.version == Version::V0_1;
                let run = session.run(command.text.clone(), succeeding, alone, self.log);
                let status = self.guarded(run).await?;
                if status != 0 {
                    self.agent(&format!(
                        "Command did not exit successfully {} exit status {status}",
                        command.text.trim_end()
                    ));
                    failed = failed.or(Some((command, status)));
                    break;
                }
            }
        }
        Ok(failed)
    }

    /// The user that a shell can really have.
    fn user_of(&mut self, wanted: Option<&String>, rung: Rung) -> Option<String> {
        let wanted = wanted?;
        let root = nix::unistd::geteuid().is_root();
        let can_switch = root && matches!(rung, Rung::Overlay | Rung::Off);
        if can_switch {
            return (wanted != "root").then(|| wanted.clone());
        }
        let difference =
            Difference::new("run-as", format!("run-as {wanted}: the build ran as the user who started it"));
        if !self.differences.contains(&difference) {
            self.differences.push(difference);
        }
        None
    }

    /// Waits for the session, but not beyond a stop or the build's time.
    async fn guarded<T>(&self, work: impl Future<Output = Result<T, Lost>>) -> Result<T, Interrupt> {
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(Interrupt::Stopped),
            () = tokio::time::sleep_until(self.deadline) => Err(Interrupt::TimedOut),
            done = work => done.map_err(|Lost(reason)| {
                Interrupt::Fault(Error::Machinery { message: format!("the build lost its sandbox: {reason}") })
            }),
        }
    }

    /// Says which runtime versions were asked for and which are here.
    async fn runtime_versions(
        &mut self,
        wanted: &BTreeMap<String, String>,
        session: &mut Session,
        layout: &Layout,
    ) -> Result<(), Interrupt> {
        self.agent(
            "Skipping install of runtimes. Runtime version selection is not supported by this build image",
        );
        let question = |name: &str| match name {
            "nodejs" => "node --version",
            "python" => "python3 --version",
            "java" => "java -version",
            "ruby" => "ruby --version",
            "golang" => "go version",
            "php" => "php --version",
            "dotnet" => "dotnet --version",
            _ => "false",
        };
        let asked: String = wanted
            .keys()
            .map(|name| format!("printf '%s\\0' \"$({} 2>&1 </dev/null || :)\"; ", question(name)))
            .collect();
        let answers = self.ask(&asked, session, layout).await?;
        for (index, (name, version)) in wanted.iter().enumerate() {
            let found = answers.get(index).and_then(|answer| answer.lines().next()).unwrap_or_default();
            let found = if found.is_empty() || found.contains("not found") { "none" } else { found };
            self.differences.push(Difference::new(
                "runtime-version",
                format!("runtime-versions asks for {name} {version}; found here: {found}"),
            ));
        }
        Ok(())
    }

    /// Runs a script of our own in the build's shell and returns the zero-terminated texts that it prints.
    async fn ask(
        &mut self,
        script: &str,
        session: &mut Session,
        layout: &Layout,
    ) -> Result<Vec<String>, Interrupt> {
        const MOST: u64 = 4 * 1024 * 1024;
        let file = quote(&layout.scratch.join("answers").to_string_lossy());
        // In a subshell, so that no option or trap of the build gets in the way.
        let script = format!("(trap - EXIT; set +eux; {script}) >|{file} 2>/dev/null || :\n");
        self.guarded(session.run(script, true, false, self.log)).await?;
        let bytes = read_own(&layout.host_scratch.join("answers"), MOST).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let mut answers: Vec<String> = text.split('\0').map(str::to_owned).collect();
        answers.pop();
        Ok(answers)
    }

    /// Asks the shell for what outlives it: variables, and folders that do not lie where the host sees them.
    async fn gather(
        &mut self,
        session: &mut Session,
        layout: &Layout,
        prepared: &Prepared,
    ) -> Option<Leftovers> {
        let start = now_ms();
        match self.leftovers(session, layout, prepared).await {
            Ok(leftovers) => leftovers,
            Err(interrupt) => {
                self.interrupted("UPLOAD_ARTIFACTS", start, interrupt);
                None
            }
        }
    }

    async fn leftovers(
        &mut self,
        session: &mut Session,
        layout: &Layout,
        prepared: &Prepared,
    ) -> Result<Option<Leftovers>, Interrupt> {
        let spec = &prepared.spec;
        let mut names: BTreeSet<String> =
            spec.artifacts.as_ref().map(artifacts::variables_in).unwrap_or_default();
        names.extend(spec.env.exported_variables.iter().cloned());
        let mut values = BTreeMap::new();
        if !names.is_empty() {
            let script: String =
                names.iter().map(|name| format!("printf '%s\\0' \"${{{name}-}}\"; ")).collect();
            values = names.into_iter().zip(self.ask(&script, session, layout).await?).collect();
        }
        self.export(spec, &values);
        let Some(block) = &spec.artifacts else { return Ok(None) };
        // With secondary artifacts a pipeline takes those only, but the service collects the primary one, too.
        let mut blocks = vec![(None, artifacts::expand(block, &values))];
        blocks.extend(
            block.secondary.iter().map(|(name, one)| (Some(name.clone()), artifacts::expand(one, &values))),
        );
        let mut copies = Vec::new();
        for (_, one) in &blocks {
            let Some(base) = &one.base_directory else { continue };
            let base = normalize(&layout.primary().join(base));
            if layout.on_host(&base).is_some() {
                continue;
            }
            // The folder vanishes with the sandbox: have it copied to where it does not.
            let inside = layout.scratch.join(format!("collected-{}", copies.len()));
            let (from, to) = (quote(&base.to_string_lossy()), quote(&inside.to_string_lossy()));
            let script = format!("[ -d {from} ] && mkdir -p {to} && cp -a {from}/. {to}/");
            self.ask(&script, session, layout).await?;
            copies.push((base, layout.host_scratch.join(format!("collected-{}", copies.len()))));
        }
        Ok(Some(Leftovers { blocks, copies }))
    }

    /// `exported-variables`, less those that the service refuses to export.
    fn export(&mut self, spec: &Buildspec, values: &BTreeMap<String, String>) {
        for name in &spec.env.exported_variables {
            let of_project = |variable: &&environment::EnvironmentVariable| {
                variable.name == *name && variable.kind != VariableKind::Plaintext
            };
            let secret = self.request.project_environment.iter().find(of_project).is_some()
                || self.request.override_environment.iter().find(of_project).is_some();
            if secret || name.starts_with("AWS_") {
                self.agent(&format!("Warning: {name} cannot be exported"));
                continue;
            }
            if let Some(value) = values.get(name) {
                self.exported.insert(name.clone(), value.clone());
            }
        }
    }

    /// Collects the artifacts; no process of the build is left by now.
    fn upload(&mut self, layout: &Layout, leftovers: Leftovers) {
        let start = now_ms();
        let locate = |path: &Path| -> Option<PathBuf> {
            layout.on_host(path).or_else(|| {
                leftovers.copies.iter().find_map(|(base, copy)| {
                    let rest = path.strip_prefix(base).ok()?;
                    Some(if rest.as_os_str().is_empty() { copy.clone() } else { copy.join(rest) })
                })
            })
        };
        let disk = Disk { locate: &locate };
        for (identifier, block) in &leftovers.blocks {
            let base = block.base_directory.as_deref().unwrap_or(".");
            self.agent(&format!("Expanding base directory path: {base}"));
            self.agent("Assembling file list");
            let found =
                artifacts::collect(block, identifier.clone(), layout.primary(), &disk, &mut self.differences);
            match found {
                Ok(artifact) => {
                    self.agent(&format!("Found {} file(s)", artifact.files.len()));
                    self.artifacts.push(artifact);
                }
                Err(message) => {
                    self.artifacts.clear();
                    let context = StatusContext { code: "CLIENT_ERROR".to_owned(), message };
                    self.fail("UPLOAD_ARTIFACTS", start, context, None);
                    return;
                }
            }
        }
        self.succeeded("UPLOAD_ARTIFACTS", start);
    }

    fn command_failed(
        &mut self,
        kind: PhaseKind,
        start: u64,
        spec: &Buildspec,
        command: &Command,
        status: i32,
    ) {
        let context = StatusContext {
            code: "COMMAND_EXECUTION_ERROR".to_owned(),
            message: format!(
                "Error while executing command: {}. Reason: exit status {status}",
                command.text.trim_end()
            ),
        };
        let failure = Failure {
            phase: kind.name(),
            command: Some(command.text.clone()),
            exit_status: Some(status),
            buildspec: Some(spec.name.clone()),
            line: Some(command.at.line),
            column: Some(command.at.column),
            code: context.code.clone(),
            message: context.message.clone(),
        };
        self.fail(kind.name(), start, context, Some(failure));
    }

    fn failed_with(&mut self, phase: &'static str, start: u64, error: &Error) {
        let context = StatusContext { code: error.code().to_owned(), message: error.message() };
        let location = error.location();
        let failure = Failure {
            phase,
            command: None,
            exit_status: None,
            buildspec: location.map(|(name, ..)| name.to_owned()),
            line: location.map(|(_, line, _)| line),
            column: location.map(|(.., column)| column),
            code: context.code.clone(),
            message: error.message(),
        };
        self.fail(phase, start, context, Some(failure));
    }

    fn fail(&mut self, phase: &'static str, start: u64, context: StatusContext, failure: Option<Failure>) {
        self.failure.get_or_insert_with(|| {
            failure.unwrap_or_else(|| Failure {
                phase,
                command: None,
                exit_status: None,
                buildspec: None,
                line: None,
                column: None,
                code: context.code.clone(),
                message: context.message.clone(),
            })
        });
        self.complete(phase, PhaseStatus::Failed, start, Some(context));
    }

    fn interrupted(&mut self, phase: &'static str, start: u64, interrupt: Interrupt) {
        let (build, status, code, message) = match interrupt {
            Interrupt::Stopped => {
                (BuildStatus::Stopped, PhaseStatus::Stopped, "STOPPED", "Build was stopped".to_owned())
            }
            Interrupt::TimedOut => (
                BuildStatus::TimedOut,
                PhaseStatus::TimedOut,
                "BUILD_TIMED_OUT",
                "Build has timed out".to_owned(),
            ),
            Interrupt::Fault(error) => {
                (BuildStatus::Fault, PhaseStatus::Fault, error.code(), error.message())
            }
        };
        self.ended = Some(build);
        let context = StatusContext { code: code.to_owned(), message: message.clone() };
        // What ended the build matters more than a command that failed before.
        self.failure = Some(Failure {
            phase,
            command: None,
            exit_status: None,
            buildspec: None,
            line: None,
            column: None,
            code: code.to_owned(),
            message,
        });
        self.complete(phase, status, start, Some(context));
    }

    fn succeeded(&mut self, phase: &'static str, start: u64) {
        self.complete(phase, PhaseStatus::Succeeded, start, None);
    }

    fn complete(
        &mut self,
        name: &'static str,
        status: PhaseStatus,
        start_ms: u64,
        context: Option<StatusContext>,
    ) {
        let state = match status {
            PhaseStatus::Succeeded => "SUCCEEDED",
            PhaseStatus::Failed => "FAILED",
            PhaseStatus::Fault => "FAULT",
            PhaseStatus::TimedOut => "TIMED_OUT",
            PhaseStatus::Stopped => "STOPPED",
        };
        self.agent(&format!("Phase complete: {name} State: {state}"));
        let (code, message) =
            context.as_ref().map_or(("", ""), |context| (context.code.as_str(), context.message.as_str()));
        self.agent(&format!("Phase context status code: {code} Message: {message}"));
        self.phases.push(PhaseResult { name, status, start_ms, end_ms: now_ms().max(start_ms), context });
    }

    fn agent(&self, text: &str) {
        output::agent(self.log, text);
    }

    fn outcome(mut self, sandbox: Option<Rung>) -> BuildOutcome {
        let now = now_ms();
        let completed = PhaseResult {
            name: "COMPLETED",
            status: PhaseStatus::Succeeded,
            start_ms: now,
            end_ms: now,
            context: None,
        };
        self.phases.push(completed);
        let status = self.ended.unwrap_or(match self.failure {
            None => BuildStatus::Succeeded,
            Some(_) => BuildStatus::Failed,
        });
        BuildOutcome {
            status,
            phases: self.phases,
            failure: self.failure,
            artifacts: self.artifacts,
            exported_variables: self.exported,
            differences: self.differences,
            sandbox,
        }
    }
}

/// What the sandbox leaves for the collection of artifacts.
struct Leftovers {
    blocks: Vec<(Option<String>, Artifacts)>,
    /// Folders of the build that were copied out, and where to.
    copies: Vec<(PathBuf, PathBuf)>,
}

/// Reads a file in a folder that the build can write: never through a link, never from a pipe.
fn read_own(path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    use std::io::Read;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = nix::fcntl::OFlag::O_NOFOLLOW | nix::fcntl::OFlag::O_NONBLOCK;
    let file = std::fs::OpenOptions::new().read(true).custom_flags(flags.bits()).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(std::io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn now_ms() -> u64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
