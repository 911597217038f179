//! One build from beginning to end: phases in order, what follows a failure, and what is left afterwards.
//!
//! Decides when something runs; how it runs is the session's and the shim's. It may read clocks.

mod account;
mod after;
mod prepare;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::artifacts::CollectedArtifact;
use crate::buildspec::{Buildspec, Command, OnFailure, PhaseKind, Version};
use crate::outcome::{BuildOutcome, BuildStatus, Difference, Failure, PhaseResult};
use crate::output::{self, Log};
use crate::protocol::Shell;
use crate::reports::Report;
use crate::request::BuildRequest;
use crate::sandbox::{self, Layout, Rung};
use crate::session::{Lost, Session};
use crate::shim::quote;
use crate::{Error, limits};

/// Runs a build. Returns when no process of it is left, also after `stop` and at the timeout; a dropped future ends
/// them, too.
///
/// UNCONFIRMED: `on-failure: RETRY` repeats the whole build in fresh copies of its sources; the user guide says no
/// more than "retry the build".
pub async fn run(mut request: BuildRequest, log: Arc<dyn Log>, stop: CancellationToken) -> BuildOutcome {
    const FOREVER: Duration = Duration::from_secs(365 * 24 * 3600);
    let now = Instant::now();
    let deadline = now.checked_add(request.timeout.min(FOREVER)).unwrap_or(now);
    // A buildspec that cannot be read fails the build in its proper phase.
    let spec = request.read_buildspec(Path::new("")).ok();
    if let Some(folder) =
        request.cache.as_ref().filter(|_| spec.as_ref().is_some_and(|spec| spec.cache.is_some()))
        && fs_err::create_dir_all(folder).is_ok()
    {
        request.read_only.push(folder.clone());
    }
    let retries = spec.is_some_and(|spec| {
        spec.phases.iter().any(|phase| matches!(phase.on_failure, Some(OnFailure::Retry { .. })))
    });
    if !retries {
        return attempt(&request, log.as_ref(), stop, deadline, 0).await.0;
    }
    let original = request.clone();
    let mut repeated = 0;
    loop {
        let kept = original.clone();
        let fresh = tokio::task::spawn_blocking(move || kept.with_copied_sources(&format!("try-{repeated}")));
        let copied = fresh.await.map_err(|error| error.to_string()).and_then(|copied| copied);
        let request = match copied {
            Ok(request) => request,
            Err(message) => return unstarted(Error::Machinery { message }),
        };
        let (mut outcome, again) = attempt(&request, log.as_ref(), stop.clone(), deadline, repeated).await;
        if !again {
            if repeated > 0 {
                outcome.differences.push(Difference::new(
                    "retry",
                    format!("the whole build was repeated {repeated} time(s); what CodeBuild repeats is not documented"),
                ));
            }
            return outcome;
        }
        repeated += 1;
        output::agent(log.as_ref(), &format!("Retrying the build (retry {repeated})"));
    }
}

/// The outcome of a build that could not even be prepared.
pub(crate) fn unstarted(error: Error) -> BuildOutcome {
    let message = error.message();
    BuildOutcome {
        status: BuildStatus::Fault,
        phases: Vec::new(),
        failure: Some(Failure {
            phase: "PROVISIONING",
            command: None,
            exit_status: None,
            buildspec: None,
            line: None,
            column: None,
            code: error.code().to_owned(),
            message,
        }),
        artifacts: Vec::new(),
        reports: Vec::new(),
        exported_variables: BTreeMap::new(),
        differences: Vec::new(),
        sandbox: None,
    }
}

/// One try; whether it asks for another one.
async fn attempt(
    request: &BuildRequest,
    log: &dyn Log,
    stop: CancellationToken,
    deadline: Instant,
    repeated: u32,
) -> (BuildOutcome, bool) {
    let (told, full) = watch::channel(None);
    let build = Build {
        deadline,
        request,
        log,
        stop,
        started_ms: now_ms(),
        phases: Vec::new(),
        failure: None,
        differences: Vec::new(),
        exported: BTreeMap::new(),
        artifacts: Vec::new(),
        reports: Vec::new(),
        ended: None,
        repeated,
        again: false,
        full,
    };
    build.run(told).await
}

/// Why a build ends before its phases are through.
enum Interrupt {
    Stopped,
    TimedOut,
    /// It took more than it may.
    Exhausted(String),
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
    reports: Vec<Report>,
    ended: Option<BuildStatus>,
    /// How often the build was repeated before.
    repeated: u32,
    /// Whether it is to be repeated.
    again: bool,
    /// Says, once it does, that the build fills the disk.
    full: watch::Receiver<Option<String>>,
}

/// What is known once the buildspec is read.
struct Prepared {
    spec: Buildspec,
    environment: Vec<(String, String)>,
    shell: PathBuf,
}

impl Build<'_> {
    async fn run(mut self, told: watch::Sender<Option<String>>) -> (BuildOutcome, bool) {
        let start = now_ms();
        let entered = tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(Interrupt::Stopped),
            () = tokio::time::sleep_until(self.deadline) => Err(Interrupt::TimedOut),
            entered = sandbox::enter(self.request, self.log) => entered.map_err(Interrupt::Fault),
        };
        let (mut session, layout) = match entered {
            Ok(entered) => entered,
            Err(interrupt) => {
                self.interrupted("PROVISIONING", start, interrupt);
                return (self.outcome(None), false);
            }
        };
        self.succeeded("PROVISIONING", start);
        self.agent(&match &session {
            Session::Container(container) => {
                format!("Container: {} in {}", self.request.image, container.engine())
            }
            Session::Shim(_) => format!("Sandbox: {}", layout.rung.sentence()),
        });
        // Ends with the set.
        let mut watching = JoinSet::new();
        let (written, most) = (layout.written(), self.request.limits.disk);
        watching.spawn(async move { told.send_replace(Some(limits::disk_full(written, most).await)) });
        let reached_the_end = self.phases(&mut session, &layout).await;
        let leftovers = match reached_the_end {
            Some(prepared) => self.gather(&mut session, &layout, &prepared).await,
            None => None,
        };
        // Whoever is ended before the end is ended by force.
        session.end(self.ended.is_some(), self.log).await;
        if let Some(leftovers) = leftovers {
            self.upload(&layout, leftovers);
        }
        let start = now_ms();
        self.succeeded("FINALIZING", start);
        let again = self.again;
        (self.outcome(Some(layout.rung)), again)
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
        let start = now_ms();
        if let Err(interrupt) = self.before_phases(session, layout, &prepared, &mut user).await {
            self.interrupted("DOWNLOAD_SOURCE", start, interrupt);
            return None;
        }
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
                        Some(OnFailure::Abort) => false,
                        Some(OnFailure::Retry { count, pattern }) => {
                            self.again = self.repeated < count && self.failure_matches(&pattern);
                            false
                        }
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
        let run_as = phase.run_as.as_ref().or(prepared.spec.run_as.as_ref());
        self.use_shell(run_as, session, layout, prepared, user).await?;
        if !phase.runtime_versions.is_empty() {
            self.runtime_versions(&phase.runtime_versions, session, layout, prepared).await?;
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

    /// Gives the session the shell of a user, unless it has it.
    async fn use_shell(
        &mut self,
        run_as: Option<&String>,
        session: &mut Session,
        layout: &Layout,
        prepared: &Prepared,
        user: &mut Option<Option<String>>,
    ) -> Result<(), Interrupt> {
        let wanted = self.user_of(run_as, layout.rung);
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
        Ok(())
    }

    /// What is done between the source and the first phase.
    async fn before_phases(
        &mut self,
        session: &mut Session,
        layout: &Layout,
        prepared: &Prepared,
        user: &mut Option<Option<String>>,
    ) -> Result<(), Interrupt> {
        if prepared.spec.cache.is_none() {
            return Ok(());
        }
        self.use_shell(prepared.spec.run_as.as_ref(), session, layout, prepared, user).await?;
        self.restore_cache(session, layout, prepared).await
    }

    fn failure_matches(&self, pattern: &str) -> bool {
        // The parser has compiled it once already.
        let Ok(pattern) = regex::Regex::new(pattern) else { return false };
        self.failure.as_ref().is_some_and(|failure| pattern.is_match(&failure.message))
    }

    /// The user that a shell can really have.
    fn user_of(&mut self, wanted: Option<&String>, rung: Rung) -> Option<String> {
        let wanted = wanted?;
        let root = nix::unistd::geteuid().is_root();
        let can_switch = rung == Rung::Container || root && matches!(rung, Rung::Overlay | Rung::Off);
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
            message = exhausted(self.full.clone()) => Err(Interrupt::Exhausted(message)),
            done = work => done.map_err(|lost| match lost {
                Lost::Gone(reason) => Interrupt::Fault(Error::Machinery {
                    message: format!("the build lost its sandbox: {reason}"),
                }),
                Lost::Exhausted(message) => Interrupt::Exhausted(message),
            }),
        }
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
}

/// Waits until the disk is full.
async fn exhausted(mut full: watch::Receiver<Option<String>>) -> String {
    let told = full.wait_for(Option::is_some).await.ok().and_then(|told| told.clone());
    match told {
        Some(message) => message,
        None => std::future::pending().await,
    }
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
