//! The process between the build and its shell: the same binary, started again with a hidden subcommand.
//!
//! It shuts itself in (namespaces, mounts, Landlock), starts the shell, hands it one script after the other, and makes
//! sure that nothing of the build outlives the build: it is the root of the process tree, and when the socket to the
//! build closes, for whatever reason, it ends the tree. It has one thread, reads no configuration, and decides nothing
//! about phases.

mod cgroup;
pub(crate) mod driver;
mod landlock;
mod overlay;
mod tree;

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sched::{CloneFlags, unshare};
use nix::sys::signal::{SigSet, SigmaskHow, Signal, sigprocmask};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::{Pid, User, getpid, pipe2, read, setsid, write};

use crate::limits::Limits;
use crate::protocol::{Enclosure, EnclosureKind, Reply, Request, Shell};
use cgroup::Group;
use driver::Descriptors;

pub(crate) use driver::quote;
pub(crate) use overlay::FRESH;

/// The subcommand under which the binary must call [`shim_main`].
pub const SHIM_COMMAND: &str = "__build-shim";

/// How long processes may take to end after they were asked to.
const GRACE: Duration = Duration::from_secs(3);

/// The shim's first argument: which part of the way in it is.
pub(crate) mod stage {
    /// Make namespaces, then start the shim again as their first process.
    pub(crate) const NAMESPACES: &str = "namespaces";
    /// Start bubblewrap with the arguments that follow.
    pub(crate) const BUBBLEWRAP: &str = "bubblewrap";
    /// Start the shim again and outlive it, to end what it leaves.
    pub(crate) const GUARD: &str = "guard";
    /// Serve the build.
    pub(crate) const SERVE: &str = "serve";
}

/// Runs the shim; `arguments` are those after [`SHIM_COMMAND`]. The binary must call this first thing in `main`, before
/// it starts a thread, and exit with what it returns.
pub fn shim_main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    close_inherited_descriptors();
    let mut arguments = arguments.into_iter();
    let stage = arguments.next().unwrap_or_default();
    let result = match stage.to_str() {
        Some(stage::NAMESPACES) => enter_namespaces(&limits_of(&mut arguments)),
        Some(stage::BUBBLEWRAP) => start_bubblewrap(&limits_of(&mut arguments), arguments),
        Some(stage::GUARD) => guard(&limits_of(&mut arguments)),
        Some(stage::SERVE) => serve(),
        _ => {
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // The build waits for the first answer: this is one. After that, nobody may be listening any more.
            let _ = send(&Reply::Refused { message });
            ExitCode::FAILURE
        }
    }
}

/// Whatever the starting process forgot to close (a lock, a job server) is no business of a build.
fn close_inherited_descriptors() {
    let Ok(entries) = fs_err::read_dir("/proc/self/fd") else { return };
    let open: Vec<i32> = entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|descriptor| *descriptor > 2)
        .collect();
    for descriptor in open {
        // The listing's own descriptor is closed already.
        let _ = nix::unistd::close(descriptor);
    }
}

/// The limits stand before everything else that a stage is told.
fn limits_of(arguments: &mut impl Iterator<Item = OsString>) -> Limits {
    let text = arguments.next().unwrap_or_default();
    text.to_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn enter_namespaces(limits: &Limits) -> Result<(), String> {
    let _ = setsid();
    let group = Group::enter(limits);
    unshare(CloneFlags::CLONE_NEWNS | CloneFlags::CLONE_NEWPID | CloneFlags::CLONE_NEWIPC)
        .map_err(|error| format!("no namespaces of its own: {}", error.desc()))?;
    wait_for(OsStr::new("/proc/self/exe"), &[SHIM_COMMAND.into(), stage::SERVE.into()], &group, limits)
}

fn start_bubblewrap(limits: &Limits, arguments: impl Iterator<Item = OsString>) -> Result<(), String> {
    let _ = setsid();
    let group = Group::enter(limits);
    wait_for(OsStr::new("bwrap"), &arguments.collect::<Vec<_>>(), &group, limits)
}

/// Where no namespace of processes ends with its first one, a build could kill the shim and live on: what it leaves
/// comes here.
fn guard(limits: &Limits) -> Result<(), String> {
    let _ = setsid();
    let _ = nix::sys::prctl::set_child_subreaper(true);
    let group = Group::enter(limits);
    let served =
        wait_for(OsStr::new("/proc/self/exe"), &[SHIM_COMMAND.into(), stage::SERVE.into()], &group, limits);
    let deadline = Instant::now() + GRACE;
    while waitpid(None, Some(WaitPidFlag::WNOHANG)) != Err(Errno::ECHILD) && Instant::now() < deadline {
        tree::signal_all(Signal::SIGKILL);
        std::thread::sleep(Duration::from_millis(5));
    }
    served
}

/// How often is looked at what a build takes.
const LOOK: Duration = Duration::from_millis(500);

/// Starts the next part of the way in with this process's own streams, and waits for its end. A build to which the
/// kernel had to refuse something is ended, with the reason.
fn wait_for(program: &OsStr, arguments: &[OsString], group: &Group, limits: &Limits) -> Result<(), String> {
    let mut mask = SigSet::empty();
    mask.add(Signal::SIGCHLD);
    sigprocmask(SigmaskHow::SIG_BLOCK, Some(&mask), None).map_err(|error| error.desc().to_owned())?;
    let signals = SignalFd::with_flags(&mask, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)
        .map_err(|error| error.desc().to_owned())?;
    let mut child = command(program)
        .args(arguments)
        .spawn()
        .map_err(|error| format!("cannot start {}: {error}", program.display()))?;
    let mut told = false;
    loop {
        if child.try_wait().map_err(|error| error.to_string())?.is_some() {
            let deadline = Instant::now() + GRACE;
            while !group.end_all() && Instant::now() < deadline {
                let _ = waitpid(None, Some(WaitPidFlag::WNOHANG));
                std::thread::sleep(Duration::from_millis(2));
            }
            return Ok(());
        }
        let look = if group.is_there() {
            PollTimeout::try_from(LOOK).unwrap_or(PollTimeout::MAX)
        } else {
            PollTimeout::NONE
        };
        let mut watched = [PollFd::new(signals.as_fd(), PollFlags::POLLIN)];
        let _ = poll(&mut watched, look);
        while let Ok(Some(_)) = signals.read_signal() {}
        if !told && let Some(message) = group.breach(limits) {
            told = true;
            let _ = send(&Reply::Exhausted { message });
            let _ = child.kill();
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the shim's whole purpose is to start the build's processes")]
fn command(program: &OsStr) -> Command {
    Command::new(program)
}

fn send(reply: &Reply) -> Result<(), String> {
    let mut line = serde_json::to_vec(reply).map_err(|error| error.to_string())?;
    line.push(b'\n');
    let mut rest = line.as_slice();
    while !rest.is_empty() {
        match write(io::stdin().as_fd(), rest) {
            Ok(count) => rest = &rest[count..],
            Err(Errno::EINTR) => {}
            Err(error) => return Err(error.desc().to_owned()),
        }
    }
    Ok(())
}

/// Why the loop ends.
enum End {
    /// Let exit traps run.
    Finish,
    /// Ask first, then kill.
    Stop,
}

struct Server {
    inbox: Vec<u8>,
    signals: SignalFd,
    /// The shell reads here that it shall run the script; the shim writes.
    requests: (OwnedFd, OwnedFd),
    /// The shell writes the script's status; the shim reads.
    statuses: (OwnedFd, OwnedFd),
    scratch: PathBuf,
    shell: Option<Shell>,
    /// The process of the shell that keeps state.
    process: Option<Pid>,
    /// How many shells there were; the last one's state is in `state.<n>`.
    shells: usize,
    /// What is running, while something is.
    running: Option<Running>,
    limits: Limits,
}

#[derive(PartialEq)]
enum Running {
    InShell,
    Alone(Pid),
}

fn serve() -> Result<(), String> {
    let _ = setsid();
    // Both fail only on kernels that are far too old to run anything here.
    let _ = nix::sys::prctl::set_child_subreaper(true);
    if getpid() == Pid::from_raw(1) {
        // The process outside these namespaces has one thread, so this signal cannot come from a pool's whim.
        let _ = nix::sys::prctl::set_pdeathsig(Signal::SIGKILL);
    }
    let mut mask = SigSet::empty();
    mask.add(Signal::SIGCHLD);
    // The other end of a signal that is meant for the build as a whole is the socket.
    for signal in [Signal::SIGINT, Signal::SIGTERM, Signal::SIGHUP, Signal::SIGQUIT] {
        mask.add(signal);
    }
    sigprocmask(SigmaskHow::SIG_BLOCK, Some(&mask), None).map_err(|error| error.desc().to_owned())?;
    let pair = || pipe2(nix::fcntl::OFlag::O_CLOEXEC).map_err(|error| error.desc().to_owned());
    let (requests, statuses) = (pair()?, pair()?);
    let signals = SignalFd::with_flags(&mask, SfdFlags::SFD_CLOEXEC | SfdFlags::SFD_NONBLOCK)
        .map_err(|error| error.desc().to_owned())?;
    for inherited in [&requests.0, &statuses.1] {
        if inherited.as_raw_fd() > 9 {
            return Err("too many open files for a POSIX shell".to_owned());
        }
        fcntl(inherited, FcntlArg::F_SETFD(FdFlag::empty())).map_err(|error| error.desc().to_owned())?;
    }
    let mut server = Server {
        inbox: Vec::new(),
        signals,
        requests,
        statuses,
        scratch: PathBuf::new(),
        shell: None,
        process: None,
        shells: 0,
        running: None,
        limits: Limits::default(),
    };
    let end = server.run()?;
    server.end(&end);
    let _ = send(&Reply::Ended);
    Ok(())
}

impl Server {
    /// Serves until the build is over or gone.
    fn run(&mut self) -> Result<End, String> {
        let mut looked = Instant::now();
        loop {
            while let Some(request) = self.next_request()? {
                match request {
                    Request::Enter(enclosure) => {
                        self.enter(enclosure)?;
                        send(&Reply::Ready)?;
                    }
                    Request::Shell(shell) => self.use_shell(shell),
                    Request::Run { script, succeeding, alone } => {
                        if let Err(message) = self.start(&script, succeeding, alone) {
                            // As a shell says "cannot execute"; the reason goes where the command's output goes.
                            let _ = write(io::stdout().as_fd(), format!("{message}\n").as_bytes());
                            self.running = None;
                            send(&Reply::Exited { status: 126 })?;
                        }
                    }
                    Request::Finish => return Ok(End::Finish),
                    Request::Stop => return Ok(End::Stop),
                }
            }
            let next_look = looked + LOOK;
            if !self.wait(Some(next_look))? {
                return Ok(End::Stop);
            }
            if Instant::now() >= next_look {
                looked = Instant::now();
                if tree::count() > usize::try_from(self.limits.processes).unwrap_or(usize::MAX) {
                    send(&Reply::Exhausted { message: cgroup::too_many(&self.limits) })?;
                    return Ok(End::Stop);
                }
            }
        }
    }

    fn enter(&mut self, enclosure: Enclosure) -> Result<(), String> {
        self.scratch = enclosure.scratch;
        self.limits = enclosure.limits;
        limit_processes(&self.limits);
        match enclosure.kind {
            EnclosureKind::AsIs => Ok(()),
            EnclosureKind::Overlay(plan) => overlay::enter(&plan),
            EnclosureKind::Landlock(rules) => {
                // Some of root's capabilities see past Landlock, into the memory of other processes.
                overlay::drop_capabilities();
                landlock::enter(&rules)
            }
        }
    }

    /// Waits for something to happen and handles it; false when the build's end of the socket is closed.
    fn wait(&mut self, deadline: Option<Instant>) -> Result<bool, String> {
        let timeout = deadline.map_or(PollTimeout::NONE, |deadline| {
            let left = deadline.saturating_duration_since(Instant::now()).as_millis().min(60_000);
            PollTimeout::from(u16::try_from(left).unwrap_or(u16::MAX).saturating_add(1))
        });
        let stdin = io::stdin();
        let mut watched = [
            PollFd::new(stdin.as_fd(), PollFlags::POLLIN),
            PollFd::new(self.statuses.0.as_fd(), PollFlags::POLLIN),
            PollFd::new(self.signals.as_fd(), PollFlags::POLLIN),
        ];
        match poll(&mut watched, timeout) {
            Ok(_) | Err(Errno::EINTR) => {}
            Err(error) => return Err(error.desc().to_owned()),
        }
        let [message, status, signal] =
            watched.map(|one| one.revents().is_some_and(|events| !events.is_empty()));
        if status {
            self.take_status()?;
        }
        if signal {
            while let Ok(Some(_)) = self.signals.read_signal() {}
            self.reap()?;
        }
        if message {
            let mut chunk = [0; 64 * 1024];
            match read(io::stdin().as_fd(), &mut chunk) {
                Ok(0) => return Ok(false),
                Ok(count) => self.inbox.extend_from_slice(&chunk[..count]),
                Err(Errno::EINTR | Errno::EAGAIN) => {}
                Err(_) => return Ok(false),
            }
        }
        Ok(true)
    }

    fn next_request(&mut self) -> Result<Option<Request>, String> {
        let Some(end) = self.inbox.iter().position(|byte| *byte == b'\n') else { return Ok(None) };
        let line: Vec<u8> = self.inbox.drain(..=end).collect();
        serde_json::from_slice(&line).map(Some).map_err(|error| error.to_string())
    }

    /// The shell wrote the status of the script it ran.
    fn take_status(&mut self) -> Result<(), String> {
        let mut text = [0; 32];
        let count = read(&self.statuses.0, &mut text).unwrap_or(0);
        let status = std::str::from_utf8(&text[..count]).ok().and_then(|text| text.trim().parse().ok());
        if self.running.take().is_some() {
            send(&Reply::Exited { status: status.unwrap_or(1) })?;
        }
        Ok(())
    }

    fn status_is_waiting(&self) -> bool {
        let mut watched = [PollFd::new(self.statuses.0.as_fd(), PollFlags::POLLIN)];
        poll(&mut watched, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
    }

    /// Collects every process that ended; orphans of the build are among them.
    fn reap(&mut self) -> Result<(), String> {
        loop {
            let (pid, status) = match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
                Ok(WaitStatus::Exited(pid, status)) => (pid, status),
                Ok(WaitStatus::Signaled(pid, signal, _)) => (pid, 128 + signal as i32),
                Ok(WaitStatus::StillAlive) | Err(Errno::ECHILD) => return Ok(()),
                Ok(_) | Err(Errno::EINTR) => continue,
                Err(error) => return Err(error.desc().to_owned()),
            };
            let shell_ended = self.process == Some(pid);
            if shell_ended {
                self.process = None;
                if self.status_is_waiting() {
                    self.take_status()?;
                }
            }
            let was_running = match &self.running {
                Some(Running::InShell) => shell_ended,
                Some(Running::Alone(one)) => *one == pid,
                None => false,
            };
            if was_running {
                self.running = None;
                send(&Reply::Exited { status })?;
            }
        }
    }

    /// From now on commands run in this shell; the one before ends and leaves its state.
    fn use_shell(&mut self, shell: Shell) {
        self.leave_shell();
        self.shell = Some(shell);
    }

    fn start(&mut self, script: &str, succeeding: bool, alone: bool) -> Result<(), String> {
        let shell = self.shell.clone().ok_or("no shell was chosen")?;
        let file = self.scratch.join("script.sh");
        fs_err::write(&file, script).map_err(|error| error.to_string())?;
        let succeeding = if succeeding { "1" } else { "0" };
        if alone {
            let pid = self.spawn(&shell, succeeding, &[file.into_os_string()])?;
            self.running = Some(Running::Alone(pid));
            return Ok(());
        }
        if self.process.is_none() {
            let number = self.shells + 1;
            let descriptors = Descriptors {
                requests: self.requests.0.as_raw_fd(),
                status: self.statuses.1.as_raw_fd(),
                mark: "",
            };
            let restore = (self.shells > 0).then_some(self.shells);
            let text = driver::text(&self.scratch, &descriptors, number, restore, &shell.directory);
            self.process = Some(self.spawn(&shell, succeeding, &["-c".into(), text.into()])?);
            self.shells = number;
        }
        self.running = Some(Running::InShell);
        write(&self.requests.1, format!("{succeeding}\n").as_bytes())
            .map_err(|error| error.desc().to_owned())?;
        Ok(())
    }

    fn spawn(&self, shell: &Shell, succeeding: &str, arguments: &[OsString]) -> Result<Pid, String> {
        let mut command = command(shell.program.as_os_str());
        command
            .args(arguments)
            .env_clear()
            .envs(shell.environment.iter().map(|(name, value)| (name, value)))
            .env("CODEBUILD_BUILD_SUCCEEDING", succeeding)
            .current_dir(&shell.directory)
            .stdin(Stdio::null())
            .process_group(0);
        if let Some(name) = &shell.user {
            let user = User::from_name(name)
                .ok()
                .flatten()
                .ok_or_else(|| format!("run-as: there is no user {name}"))?;
            open_to_others(&self.scratch)?;
            command
                .uid(user.uid.as_raw())
                .gid(user.gid.as_raw())
                .env("HOME", &user.dir)
                .env("USER", &user.name)
                .env("LOGNAME", &user.name);
        }
        let child =
            command.spawn().map_err(|error| format!("cannot start {}: {error}", shell.program.display()))?;
        let pid = i32::try_from(child.id()).map_err(|error| error.to_string())?;
        Ok(Pid::from_raw(pid))
    }

    /// Lets the shell run its exit traps; whoever takes too long is ended with the rest of the tree.
    fn leave_shell(&mut self) {
        if self.process.is_none() {
            return;
        }
        self.running = None;
        let _ = write(&self.requests.1, b"\n");
        let deadline = Instant::now() + GRACE;
        while self.process.is_some() && Instant::now() < deadline {
            if !self.wait(Some(deadline)).unwrap_or(false) {
                return;
            }
        }
    }

    fn end(&mut self, end: &End) {
        match end {
            End::Finish => self.leave_shell(),
            End::Stop => {
                tree::signal_all(Signal::SIGTERM);
                self.wait_for_all(GRACE);
            }
        }
        // New processes may appear while the old ones end; nobody outruns this for long.
        let deadline = Instant::now() + GRACE;
        loop {
            tree::signal_all(Signal::SIGKILL);
            if self.wait_for_all(Duration::from_millis(50)) || Instant::now() >= deadline {
                return;
            }
        }
    }

    /// Waits until no process of the build is left; true when that is so.
    fn wait_for_all(&mut self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        loop {
            match waitpid(None, Some(WaitPidFlag::WNOHANG)) {
                Err(Errno::ECHILD) => return true,
                Ok(WaitStatus::StillAlive) => {}
                _ => continue,
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let timeout = PollTimeout::try_from(left).unwrap_or(PollTimeout::MAX);
            let mut watched = [PollFd::new(self.signals.as_fd(), PollFlags::POLLIN)];
            let _ = poll(&mut watched, timeout);
            while let Ok(Some(_)) = self.signals.read_signal() {}
        }
    }
}

/// Has the kernel keep the number of an ordinary user's processes; root is exempt from this.
fn limit_processes(limits: &Limits) {
    use nix::sys::resource::{Resource, getrlimit, setrlimit};
    // Outside a namespace of its own, all of the user's processes are counted. The limit lies so far above what a
    // build may have that one who reaches it between two looks is still seen at the next: whoever cannot fork there
    // ends, and of what forks without end that is up to two thirds.
    let most = u64::from(limits.processes).saturating_mul(4).saturating_add(tree::tasks_of_user());
    if let Ok((_, hard)) = getrlimit(Resource::RLIMIT_NPROC) {
        let most = most.min(hard);
        let _ = setrlimit(Resource::RLIMIT_NPROC, most, most);
    }
}

/// A shell of another user writes its state where the shim's own wrote before.
fn open_to_others(folder: &std::path::Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    fs_err::set_permissions(folder, std::fs::Permissions::from_mode(0o1777))
        .map_err(|error| error.to_string())
}
