//! A running container, seen from the build.
//!
//! The container's own process only waits: its standard input is the lifeline. When that closes, for whatever reason,
//! it ends, and the engine ends every other process in the container with it. The build's shell is started in it by
//! the engine (`exec`): its standard input brings the variables and says when to run the next script, its standard
//! output carries what the commands print, with a mark that nobody else knows before each status. Variables go this way
//! and not through the engine's interface, because engines write that down.

use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use bollard::container::LogOutput;
use bollard::exec::{CreateExecOptions, StartExecOptions, StartExecResults};
use bollard::models::{ContainerCreateBody, HostConfig, Mount, MountType};
use bollard::query_parameters::AttachContainerOptionsBuilder;
use futures::{Stream, StreamExt as _};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;

use super::{Lost, Room};
use crate::containers::{ContainerEngine, labels, said};
use crate::output::{Lines, Log, Nowhere};
use crate::protocol::{Bind, Shell};
use crate::request::BuildRequest;
use crate::shim::driver::{self, Descriptors};
use crate::shim::quote;
use crate::{Error, output};

/// How long processes may take to end after they were asked to.
const GRACE: Duration = Duration::from_secs(3);
/// How long the engine may take for what it does within a build.
const ANSWER: Duration = Duration::from_secs(20);

/// Waits for its standard input to close and collects orphans meanwhile. Only in a background process can a POSIX
/// shell do both, and there its standard input is another descriptor.
const WAIT: &str = "exec 3<&0; { trap '' TERM; read -r _; } <&3 & wait $!";

/// Reads lines up to the one that `$0` says, and runs them.
const RUN_INPUT: &str = "__text=; while IFS= read -r __line && [ \"$__line\" != \"$0\" ]; do __text=\"$__text$__line\n\"; done; eval \"unset __text __line\n$__text\"";

/// Asks every process of the container to end and waits until only the waiting ones are left, or for three seconds.
const END: &str = "trap '' TERM; kill -TERM -1 2>/dev/null; n=0; while [ $n -lt 30 ]; do set -- /proc/[0-9]*; \
                   [ $# -le 3 ] && break; n=$((n+1)); sleep 0.1 2>/dev/null || { sleep 1; n=$((n+9)); }; done";

/// Which folders a container is given, and where.
pub(crate) struct Mounts<'a> {
    pub writable: &'a [Bind],
    pub readable: &'a [PathBuf],
}

type Output = Pin<Box<dyn Stream<Item = Result<LogOutput, bollard::errors::Error>> + Send>>;
type Input = Pin<Box<dyn AsyncWrite + Send>>;

pub(crate) struct InContainer {
    engine: ContainerEngine,
    id: String,
    /// Both ends of the lifeline.
    _lifeline: (Output, Input),
    /// The folder for scripts and shell state, as the build sees it and on the host.
    scratch: PathBuf,
    host_scratch: PathBuf,
    writable: Vec<PathBuf>,
    /// Before a status of a script; nobody can guess it.
    mark: String,
    shell: Option<Shell>,
    process: Option<Process>,
    /// How many shells there were; the last one's state is in `state.<n>`.
    shells: usize,
    lines: Lines,
    room: Room,
}

/// A shell in the container.
struct Process {
    input: Input,
    output: Output,
    /// Output that may be the beginning of a mark.
    held: Vec<u8>,
}

/// What a process of ours said about itself.
enum Said {
    /// A script ended; the shell waits for the next.
    Status(i32),
    /// The shell ended.
    Ended(i32),
}

impl InContainer {
    /// Starts a container of the request's image, which is fetched when it is not here. Also says where bash is in it,
    /// when it has one.
    ///
    /// # Errors
    /// [`Error::NotPrivileged`], [`Error::NoContainerEngine`], [`Error::Image`] and [`Error::NoContainer`].
    pub async fn start(
        request: &BuildRequest,
        mounts: Mounts<'_>,
        (scratch, host_scratch): (PathBuf, PathBuf),
        log: &dyn Log,
    ) -> Result<(InContainer, Option<PathBuf>), Error> {
        if request.privileged && !request.allow_privileged {
            return Err(Error::NotPrivileged);
        }
        let engine = ContainerEngine::find().await?;
        engine.sweep().await;
        let image = engine.fetch(&request.image, log).await?;
        let failed = |message: String| Error::NoContainer { image: image.clone(), message };
        let body = body(request, &mounts, &image, &engine);
        let none = None::<bollard::query_parameters::CreateContainerOptions>;
        let made = engine.docker.create_container(none, body).await.map_err(|error| failed(said(&error)))?;
        let begun = async {
            let options = AttachContainerOptionsBuilder::new().stdin(true).stdout(true).stream(true).build();
            let attached = engine.docker.attach_container(&made.id, Some(options)).await;
            let attached = attached.map_err(|error| said(&error))?;
            let none = None::<bollard::query_parameters::StartContainerOptions>;
            engine.docker.start_container(&made.id, none).await.map_err(|error| said(&error))?;
            Ok((attached.output, attached.input))
        };
        let lifeline = match begun.await {
            Ok(lifeline) => lifeline,
            Err(message) => {
                engine.remove(&made.id).await;
                return Err(failed(message));
            }
        };
        let mut container = InContainer {
            id: made.id,
            _lifeline: lifeline,
            scratch,
            host_scratch,
            writable: mounts.writable.iter().map(|bind| bind.inside.clone()).collect(),
            mark: format!("\u{1e}{:032x}:", random().map_err(|error| failed(error.to_string()))?),
            shell: None,
            process: None,
            shells: 0,
            lines: Lines::default(),
            room: Room::of(request.limits.log),
            engine,
        };
        let answers = container.ask("command -v bash || :").await;
        match answers {
            Ok(text) => {
                let bash = text.lines().next().filter(|path| path.starts_with('/')).map(PathBuf::from);
                Ok((container, bash))
            }
            Err(lost) => {
                let message = lost.reason();
                container.end(true, &Nowhere).await;
                Err(failed(format!("{message}; an image for builds needs /bin/sh")))
            }
        }
    }

    /// The engine's name and version.
    pub fn engine(&self) -> &str {
        self.engine.name()
    }

    /// Chooses the shell for what follows; the one before ends and leaves its state.
    pub async fn use_shell(&mut self, shell: Shell) {
        self.leave_shell(&Nowhere).await;
        if shell.user.is_some() {
            use std::os::unix::fs::PermissionsExt;
            // A shell of another user writes its state where the one before wrote.
            let _ = fs_err::set_permissions(&self.host_scratch, std::fs::Permissions::from_mode(0o1777));
        }
        self.shell = Some(shell);
    }

    /// Runs a script to its end and returns its status.
    pub async fn run(
        &mut self,
        script: String,
        succeeding: bool,
        alone: bool,
        log: &dyn Log,
    ) -> Result<i32, Lost> {
        let lost = |error: std::io::Error| Lost::Gone(error.to_string());
        let Some(shell) = self.shell.clone() else {
            return Err(Lost::Gone("no shell was chosen".to_owned()));
        };
        fs_err::write(self.host_scratch.join("script.sh"), script).map_err(lost)?;
        let flag = if succeeding { "1" } else { "0" };
        if alone {
            let file = quote(&self.scratch.join("script.sh").to_string_lossy());
            let program = format!("{} {file}", quote(&shell.program.to_string_lossy()));
            let mut shell = shell;
            shell.environment.push(("CODEBUILD_BUILD_SUCCEEDING".to_owned(), flag.to_owned()));
            let mut process = match self.open(&shell, &program).await {
                Ok(process) => process,
                Err(message) => return Ok(not_started(&message, log)),
            };
            return match self.listen(&mut process, log).await? {
                Said::Status(status) | Said::Ended(status) => Ok(status),
            };
        }
        let mut process = match self.process.take() {
            Some(process) => process,
            None => {
                let number = self.shells + 1;
                let descriptors = Descriptors { requests: 3, status: 4, mark: &self.mark };
                let restore = (self.shells > 0).then_some(self.shells);
                let text = driver::text(&self.scratch, &descriptors, number, restore, &shell.directory);
                let program = format!("{} -c {}", quote(&shell.program.to_string_lossy()), quote(&text));
                match self.open(&shell, &program).await {
                    Ok(process) => {
                        self.shells = number;
                        process
                    }
                    Err(message) => return Ok(not_started(&message, log)),
                }
            }
        };
        let ready = process.input.write_all(format!("{flag}\n").as_bytes()).await;
        // A shell that is gone says so in its output.
        if ready.is_ok() {
            let _ = process.input.flush().await;
        }
        match self.listen(&mut process, log).await? {
            Said::Status(status) => {
                self.process = Some(process);
                Ok(status)
            }
            Said::Ended(status) => Ok(status),
        }
    }

    /// Ends every process of the build and the container.
    pub async fn end(mut self, stopped: bool, log: &dyn Log) {
        if stopped {
            let _ = timeout(GRACE + Duration::from_secs(1), self.ask(END)).await;
        } else {
            self.leave_shell(log).await;
        }
        self.give_back().await;
        self.lines.flush(log);
        let _ = timeout(ANSWER, self.engine.remove(&self.id)).await;
    }

    /// Makes the files that root of the container wrote the user's own: nobody else could remove them.
    async fn give_back(&mut self) {
        let (user, group) = (nix::unistd::geteuid(), nix::unistd::getegid());
        let owner = match (user.is_root(), self.engine.rootless) {
            (true, false) => return,
            // Root of the container is this user; others in it are not.
            (_, true) => "0:0".to_owned(),
            (false, false) => format!("{user}:{group}"),
        };
        let folders: Vec<String> =
            self.writable.iter().map(|folder| quote(&folder.to_string_lossy())).collect();
        let _ = timeout(ANSWER, self.ask(&format!("chown -R {owner} {}", folders.join(" ")))).await;
    }

    /// Lets the shell run its exit traps; whoever takes too long is ended with the container.
    async fn leave_shell(&mut self, log: &dyn Log) {
        let Some(mut process) = self.process.take() else { return };
        let leaving = async {
            process.input.write_all(b"\n").await.ok()?;
            process.input.flush().await.ok()?;
            self.listen(&mut process, log).await.ok()
        };
        let _ = timeout(GRACE, leaving).await;
    }

    /// Runs a script of ours as root in a shell of its own, without the build's variables; what it prints.
    async fn ask(&mut self, script: &str) -> Result<String, Lost> {
        #[derive(Default)]
        struct Kept(std::sync::Mutex<String>);
        impl Log for Kept {
            fn line(&self, _: output::Stream, text: &str) {
                if let Ok(mut kept) = self.0.lock() {
                    kept.push_str(text);
                    kept.push('\n');
                }
            }
        }
        let shell =
            Shell { program: "/bin/sh".into(), environment: Vec::new(), directory: "/".into(), user: None };
        let kept = Kept::default();
        let asked = async {
            let mut process = self.open(&shell, script).await.map_err(Lost::Gone)?;
            self.listen(&mut process, &kept).await
        };
        let asked = timeout(ANSWER, asked).await;
        asked.map_err(|_| Lost::Gone("the container does not answer".to_owned()))??;
        Ok(kept.0.into_inner().unwrap_or_default())
    }

    /// Starts a program with a shell's variables and user, in its folder. Its standard input is descriptor 3, what it
    /// prints has one way, and when it ends the mark and its status follow.
    async fn open(&mut self, shell: &Shell, program: &str) -> Result<Process, String> {
        let end = self.mark.trim_start_matches('\u{1e}').to_owned();
        let command = ["/bin/sh", "-c", RUN_INPUT, end.as_str()].map(str::to_owned);
        let options = CreateExecOptions {
            attach_stdin: Some(true),
            attach_stdout: Some(true),
            attach_stderr: Some(true),
            cmd: Some(command.to_vec()),
            user: Some(shell.user.clone().unwrap_or_else(|| "0".to_owned())),
            ..CreateExecOptions::default()
        };
        let made = self.engine.docker.create_exec(&self.id, options).await.map_err(|error| said(&error))?;
        let options = StartExecOptions { output_capacity: Some(64 * 1024), ..StartExecOptions::default() };
        let started = self.engine.docker.start_exec(&made.id, Some(options)).await;
        let StartExecResults::Attached { output, mut input } = started.map_err(|error| said(&error))? else {
            return Err("the engine did not attach".to_owned());
        };
        let (mut text, mut unnameable) = (String::new(), String::new());
        for (name, value) in &shell.environment {
            if name == "PATH" {
                // The image's own, and what the build adds behind it.
                text.push_str(&format!("PATH=\"$PATH\":{}\nexport PATH\n", quote(value)));
            } else if name == "HOME" && shell.user.is_some() {
                // The engine has set that user's.
            } else if crate::buildspec::is_variable_name(name) {
                text.push_str(&format!("export {name}={}\n", quote(value)));
            } else {
                // What a shell cannot name is in the environment all the same.
                unnameable.push_str(&format!("{} ", quote(&format!("{name}={value}"))));
            }
        }
        let through = if unnameable.is_empty() { String::new() } else { format!("env {unnameable}") };
        let directory = quote(&shell.directory.to_string_lossy());
        let ended = &self.mark;
        text.push_str(&format!(
            "cd {directory} 2>/dev/null || cd /\nexec 3<&0 4>&1 2>&1 </dev/null\n{through}{program}\nprintf '{ended}e%s\\n' \"$?\" >&4\n{end}\n"
        ));
        input.write_all(text.as_bytes()).await.map_err(|error| error.to_string())?;
        input.flush().await.map_err(|error| error.to_string())?;
        Ok(Process { input, output, held: Vec::new() })
    }

    /// Hands output to the log until the next mark.
    async fn listen(&mut self, process: &mut Process, log: &dyn Log) -> Result<Said, Lost> {
        let mark = self.mark.as_bytes();
        loop {
            if let Some(at) = find(&process.held, mark) {
                let (before, rest) = process.held.split_at(at);
                if let Some(line) = rest.iter().position(|byte| *byte == b'\n') {
                    self.lines.take(self.room.take(before), log);
                    self.lines.flush(log);
                    let text =
                        String::from_utf8_lossy(rest.get(mark.len()..line).unwrap_or_default()).into_owned();
                    process.held = rest.get(line + 1..).unwrap_or_default().to_vec();
                    let (ended, number) = match text.strip_prefix('e') {
                        Some(number) => (true, number),
                        None => (false, text.as_str()),
                    };
                    let status = number.parse().unwrap_or(1);
                    return Ok(if ended { Said::Ended(status) } else { Said::Status(status) });
                }
            } else {
                let kept = beginning_of(&process.held, mark);
                let whole = process.held.len() - kept;
                self.lines.take(self.room.take(process.held.get(..whole).unwrap_or_default()), log);
                process.held.drain(..whole);
                self.room.check()?;
            }
            match process.output.next().await {
                Some(Ok(piece)) => process.held.extend_from_slice(piece.as_ref()),
                Some(Err(error)) => return Err(Lost::Gone(said(&error))),
                None => {
                    self.lines.take(self.room.take(&std::mem::take(&mut process.held)), log);
                    self.lines.flush(log);
                    return Err(Lost::Gone("the container or its shell was killed".to_owned()));
                }
            }
        }
    }
}

/// As a shell says "cannot execute"; the reason goes where the command's output goes.
fn not_started(message: &str, log: &dyn Log) -> i32 {
    log.line(output::Stream::Command, message);
    126
}

fn body(
    request: &BuildRequest,
    mounts: &Mounts<'_>,
    image: &str,
    engine: &ContainerEngine,
) -> ContainerCreateBody {
    let mount = |host: &PathBuf, inside: &PathBuf, read_only: bool| Mount {
        source: Some(host.to_string_lossy().into_owned()),
        target: Some(inside.to_string_lossy().into_owned()),
        typ: Some(MountType::BIND),
        read_only: Some(read_only),
        ..Mount::default()
    };
    let all = mounts.writable.iter().map(|bind| mount(&bind.host, &bind.inside, false));
    let all = all.chain(mounts.readable.iter().map(|path| mount(path, path, true)));
    let host = HostConfig {
        mounts: Some(all.collect()),
        privileged: Some(request.privileged),
        auto_remove: Some(true),
        pids_limit: Some(i64::from(request.limits.processes)),
        memory: request.compute.map(|compute| compute.memory_bytes()),
        // An engine refuses more than it has.
        nano_cpus: request
            .compute
            .map(|compute| i64::from(compute.processors).min(engine.processors) * 1_000_000_000),
        // The folders keep their own labels where SELinux is at work.
        security_opt: Some(vec!["label=disable".to_owned()]),
        ..HostConfig::default()
    };
    ContainerCreateBody {
        image: Some(image.to_owned()),
        entrypoint: Some(["/bin/sh", "-c", WAIT].map(str::to_owned).to_vec()),
        cmd: Some(Vec::new()),
        user: Some("0".to_owned()),
        working_dir: Some("/".to_owned()),
        open_stdin: Some(true),
        stdin_once: Some(true),
        attach_stdin: Some(true),
        attach_stdout: Some(true),
        attach_stderr: Some(false),
        labels: Some(labels(&format!("{}:{}", request.project, request.build_id))),
        host_config: Some(host),
        ..ContainerCreateBody::default()
    }
}

fn random() -> std::io::Result<u128> {
    use std::io::Read as _;
    let mut bytes = [0; 16];
    fs_err::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(u128::from_ne_bytes(bytes))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|byte| *byte == first) {
        if bytes.get(from + at..)?.starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// How many bytes at the end may be the beginning of the mark.
fn beginning_of(bytes: &[u8], mark: &[u8]) -> usize {
    let most = bytes.len().min(mark.len().saturating_sub(1));
    (1..=most).rev().find(|count| bytes.ends_with(mark.get(..*count).unwrap_or_default())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_wherever_the_output_is_cut() {
        let mark = b"\x1eab:";
        assert_eq!(find(b"x\x1e\x1eab:0\n", mark), Some(2));
        assert_eq!(find(b"x\x1eab", mark), None);
        assert_eq!(beginning_of(b"text\x1eab", mark), 3);
        assert_eq!(beginning_of(b"text\x1e", mark), 1);
        assert_eq!(beginning_of(b"text", mark), 0);
    }
}
