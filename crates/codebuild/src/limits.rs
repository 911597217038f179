//! How much of the computer a build may take, and who notices when it takes more.
//!
//! The number of processes and the memory are kept by the kernel where it can (a control group as root, `RLIMIT_NPROC`
//! otherwise) and looked at by the shim; what the build writes to the disk and to its log is looked at here. A build
//! that takes more is ended with the reason, instead of being left to starve everything else.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::tree;

/// What a build may take.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Processes and threads at a time.
    pub processes: u32,
    /// Bytes of memory; none: as much as there is. Only the control group of a build started by root keeps it.
    pub memory: Option<u64>,
    /// Processors, 1.5 being one and a half; none: all. Kept as the memory is.
    pub cpus: Option<f64>,
    /// Bytes of its files: sources, HOME, temporary files.
    pub disk: u64,
    /// Bytes of output.
    pub log: u64,
}

impl Default for Limits {
    /// What no sane build reaches: CodeBuild's own instances have 64 GB of disk and name no other limit.
    fn default() -> Self {
        Limits { processes: 4096, memory: None, cpus: None, disk: 64 << 30, log: 512 << 20 }
    }
}

/// So much of the disk is left to everybody else.
const RESERVE: u64 = 256 << 20;
const LOOK: Duration = Duration::from_millis(500);

/// Waits until the build has written more than it may; says so. `folders` are those that it writes in.
pub(crate) async fn disk_full(folders: Vec<PathBuf>, limit: u64) -> String {
    let Some(first) = folders.first().cloned() else { return std::future::pending().await };
    let free_before = free(&first);
    loop {
        tokio::time::sleep(LOOK).await;
        let Some(free) = free(&first) else { continue };
        if free < RESERVE {
            return format!("fewer than {} MB are left on the disk", RESERVE >> 20);
        }
        // Counting files costs; what the whole disk lost since says whether it can be worth while.
        let lost = free_before.map_or(0, |before| before.saturating_sub(free));
        if lost < limit {
            continue;
        }
        if sizes(folders.clone()).await > limit {
            return format!("the build filled more than the {} MB of disk that it may have", limit >> 20);
        }
    }
}

/// Bytes that are free on the file system of a folder.
fn free(folder: &Path) -> Option<u64> {
    let told = nix::sys::statvfs::statvfs(folder).ok()?;
    #[allow(clippy::unnecessary_cast, reason = "the types differ between platforms")]
    Some((told.blocks_available() as u64).saturating_mul(told.fragment_size() as u64))
}

async fn sizes(folders: Vec<PathBuf>) -> u64 {
    let all = move || folders.iter().map(|folder| tree::size(folder)).sum();
    tokio::task::spawn_blocking(all).await.unwrap_or(0)
}
