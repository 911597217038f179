//! What can go wrong before the door is open, or with what it needs. A refused call is no such error: it is an
//! answer ([`crate::Refusal`]).

use std::net::SocketAddr;
use std::path::PathBuf;

/// Why the door cannot open.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or written, or the listener failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The file of the keys holds something else.
    #[error("{} holds no keys: {reason}", path.display())]
    Keys {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Others on this computer could have read the keys.
    #[error("others can read {} (mode {mode:o}): remove it, so that new keys are made, or make it private with chmod 600", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The door only listens where nobody outside this computer can knock.
    #[error("{address} is not an address of this computer alone; the endpoint listens on loopback only")]
    NotLoopback {
        /// The address that was asked for.
        address: SocketAddr,
    },
}

impl Error {
    /// A stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "io",
            Self::Keys { .. } => "keys-unreadable",
            Self::Exposed { .. } => "keys-exposed",
            Self::NotLoopback { .. } => "not-loopback",
        }
    }
}
