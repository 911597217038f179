//! Where a build's scripts run: behind the shim, or in a container. One script at a time, output while it runs, and an
//! end that always comes.

mod container;
mod shim;

pub(crate) use container::{InContainer, Mounts};
pub(crate) use shim::InShim;

use crate::output::{Log, Nowhere};
use crate::protocol::Shell;

/// Why a session cannot go on.
#[derive(Debug)]
pub(crate) enum Lost {
    /// What runs the build is gone although the build needs it.
    Gone(String),
    /// The build took more than it may.
    Exhausted(String),
}

impl Lost {
    fn reason(self) -> String {
        match self {
            Lost::Gone(reason) | Lost::Exhausted(reason) => reason,
        }
    }
}

/// How much output may still come, in bytes.
struct Room {
    left: u64,
    most: u64,
}

impl Room {
    fn of(most: u64) -> Self {
        Self { left: most, most }
    }

    /// What of these bytes still fits.
    fn take<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let fits = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
        self.left -= fits as u64;
        bytes.get(..fits).unwrap_or_default()
    }

    fn check(&self) -> Result<(), Lost> {
        if self.left > 0 {
            return Ok(());
        }
        let most = self.most >> 20;
        Err(Lost::Exhausted(format!("the build wrote more than the {most} MB of output that it may")))
    }
}

pub(crate) enum Session {
    Shim(Box<InShim>),
    Container(Box<InContainer>),
}

impl Session {
    /// Chooses the shell for what follows.
    pub async fn use_shell(&mut self, shell: Shell) -> Result<(), Lost> {
        match self {
            Self::Shim(shim) => shim.use_shell(shell).await,
            Self::Container(container) => {
                container.use_shell(shell).await;
                Ok(())
            }
        }
    }

    /// Runs a script to its end and returns its status. Cancel-safe only in that the session must then be ended.
    pub async fn run(
        &mut self,
        script: String,
        succeeding: bool,
        alone: bool,
        log: &dyn Log,
    ) -> Result<i32, Lost> {
        match self {
            Self::Shim(shim) => shim.run(script, succeeding, alone, log).await,
            Self::Container(container) => container.run(script, succeeding, alone, log).await,
        }
    }

    /// Ends every process of the build: with its exit traps when it is over, by force when it is stopped.
    pub async fn end(self, stopped: bool, log: &dyn Log) {
        match self {
            Self::Shim(shim) => shim.end(stopped, log).await,
            Self::Container(container) => container.end(stopped, log).await,
        }
    }

    /// Ends a session in which nothing ran.
    pub async fn end_quietly(self) {
        self.end(false, &Nowhere).await;
    }
}
