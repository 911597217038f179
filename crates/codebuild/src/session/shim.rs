//! A running shim, seen from the build: one script at a time, output while it runs, and an end that always comes.

use std::ffi::OsString;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use nix::errno::Errno;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::net::unix::pipe;
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::{Lost, Room};
use crate::output::{Lines, Log, Stream};
use crate::protocol::{Enclosure, Reply, Request, Shell};

/// How long a sandbox may take to start.
const START: Duration = Duration::from_secs(20);
/// How long the shim may take to end the tree: twice its grace, and a little.
const END: Duration = Duration::from_secs(8);
/// As much as a pipe holds.
const PIPE: usize = 64 * 1024;

pub(crate) struct InShim {
    child: Child,
    replies: BufReader<OwnedReadHalf>,
    partial: Vec<u8>,
    requests: OwnedWriteHalf,
    output: pipe::Receiver,
    lines: Lines,
    buffer: Vec<u8>,
    room: Room,
}

/// Keeps the first lines, for the reason why a sandbox did not start.
#[derive(Default)]
struct FirstLines(std::sync::Mutex<String>);

impl Log for FirstLines {
    fn line(&self, _: Stream, text: &str) {
        if let Ok(mut kept) = self.0.lock()
            && kept.len() < 500
        {
            if !kept.is_empty() {
                kept.push_str("; ");
            }
            kept.push_str(text);
        }
    }
}

impl InShim {
    /// Starts the shim and has it shut itself in. The error is the reason why that did not work.
    pub async fn start(
        shim: &Path,
        arguments: Vec<OsString>,
        enclosure: Enclosure,
    ) -> Result<InShim, String> {
        let mut session =
            InShim::spawn(shim, arguments, enclosure.limits.log).map_err(|error| error.to_string())?;
        let said = FirstLines::default();
        if let Err(lost) = session.send(&Request::Enter(enclosure)).await {
            // The answer, if there is one, says more.
            let _ = timeout(END, session.reply(&said)).await;
            return Err(first_of(said, lost.reason()));
        }
        match timeout(START, session.reply(&said)).await {
            Ok(Ok(Reply::Ready)) => Ok(session),
            Ok(Ok(Reply::Refused { message })) => Err(message),
            Ok(Ok(other)) => Err(format!("unexpected answer {other:?}")),
            Ok(Err(lost)) => Err(first_of(said, lost.reason())),
            Err(_) => Err("it did not start in time".to_owned()),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one place where the build starts its shim")]
    fn spawn(shim: &Path, arguments: Vec<OsString>, most: u64) -> std::io::Result<InShim> {
        let (ours, theirs) = std::os::unix::net::UnixStream::pair()?;
        ours.set_nonblocking(true)?;
        let (output, sink) = nix::unistd::pipe2(nix::fcntl::OFlag::O_CLOEXEC)?;
        let child = Command::new(shim)
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .current_dir("/")
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(sink.try_clone()?)
            .stderr(sink)
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| {
                std::io::Error::new(error.kind(), format!("cannot start {}: {error}", shim.display()))
            })?;
        let (replies, requests) = UnixStream::from_std(ours)?.into_split();
        Ok(InShim {
            child,
            replies: BufReader::new(replies),
            partial: Vec::new(),
            requests,
            output: pipe::Receiver::from_owned_fd(output)?,
            lines: Lines::default(),
            buffer: vec![0; PIPE],
            room: Room::of(most),
        })
    }

    async fn send(&mut self, request: &Request) -> Result<(), Lost> {
        let mut line = serde_json::to_vec(request).map_err(|error| Lost::Gone(error.to_string()))?;
        line.push(b'\n');
        self.requests.write_all(&line).await.map_err(|error| Lost::Gone(error.to_string()))
    }

    /// Waits for the shim's next message; hands output to the log meanwhile.
    async fn reply(&mut self, log: &dyn Log) -> Result<Reply, Lost> {
        let mut output_open = true;
        loop {
            tokio::select! {
                read = self.replies.read_until(b'\n', &mut self.partial) => {
                    let whole = read.map_err(|error| Lost::Gone(error.to_string()))? > 0
                        && self.partial.ends_with(b"\n");
                    // Whatever was printed before the message was sent is in the pipe by now.
                    self.drain(log);
                    if !whole {
                        return Err(Lost::Gone("its helper process ended".to_owned()));
                    }
                    let reply = serde_json::from_slice(&self.partial);
                    self.partial.clear();
                    return reply.map_err(|error| Lost::Gone(error.to_string()));
                }
                ready = self.output.readable(), if output_open => {
                    output_open = ready.is_ok() && self.take_output(log);
                    self.room.check()?;
                }
            }
        }
    }

    /// Reads once; false when nobody can write any more.
    fn take_output(&mut self, log: &dyn Log) -> bool {
        match self.output.try_read(&mut self.buffer) {
            Ok(0) => false,
            Ok(count) => {
                self.hand_over(count, log);
                true
            }
            Err(error) => error.kind() == std::io::ErrorKind::WouldBlock,
        }
    }

    /// Hands what was read to the log, as far as there is room for it.
    fn hand_over(&mut self, count: usize, log: &dyn Log) {
        self.lines.take(self.room.take(&self.buffer[..count]), log);
    }

    /// Takes what the pipe holds now; a process that floods it cannot keep us here.
    fn drain(&mut self, log: &dyn Log) {
        let mut taken = 0;
        while taken < PIPE {
            // Past the reactor, which may not know yet that there is something to read.
            match nix::unistd::read(&self.output, &mut self.buffer) {
                Ok(count) if count > 0 => {
                    taken += count;
                    self.hand_over(count, log);
                }
                Err(Errno::EINTR) => {}
                _ => return,
            }
        }
    }

    /// Chooses the shell for what follows.
    pub async fn use_shell(&mut self, shell: Shell) -> Result<(), Lost> {
        self.send(&Request::Shell(shell)).await
    }

    /// Runs a script to its end and returns its status. Cancel-safe only in that the session must then be ended.
    pub async fn run(
        &mut self,
        script: String,
        succeeding: bool,
        alone: bool,
        log: &dyn Log,
    ) -> Result<i32, Lost> {
        self.send(&Request::Run { script, succeeding, alone }).await?;
        let reply = self.reply(log).await;
        match reply? {
            Reply::Exited { status } => {
                self.lines.flush(log);
                Ok(status)
            }
            Reply::Exhausted { message } => Err(Lost::Exhausted(message)),
            other => Err(Lost::Gone(format!("unexpected answer {other:?}"))),
        }
    }

    /// Ends every process of the build: with its exit traps when it is over, by force when it is stopped.
    pub async fn end(mut self, stopped: bool, log: &dyn Log) {
        let request = if stopped { Request::Stop } else { Request::Finish };
        // A shim that is gone has ended the tree already.
        if self.send(&request).await.is_ok() {
            let _ = timeout(END, async {
                loop {
                    match self.reply(log).await {
                        Ok(Reply::Ended) | Err(_) => return,
                        // The answer to the script that was running.
                        Ok(_) => {}
                    }
                }
            })
            .await;
        }
        self.drain(log);
        self.lines.flush(log);
        // It has nothing left to do; should it hang all the same, dropping the child kills it.
        let _ = timeout(Duration::from_secs(1), self.child.wait()).await;
    }
}

fn first_of(said: FirstLines, reason: String) -> String {
    let said = said.0.into_inner().unwrap_or_default();
    if said.is_empty() { reason } else { said }
}
