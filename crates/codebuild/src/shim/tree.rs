//! All processes of the build, and how to reach them.

use std::collections::HashMap;

use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, getpid};

/// Sends a signal to every process of the build. The shim itself is spared.
pub(super) fn signal_all(signal: Signal) {
    if getpid() == Pid::from_raw(1) {
        // The first process of a namespace reaches exactly its own.
        let _ = kill(Pid::from_raw(-1), signal);
        return;
    }
    let all = descendants(getpid());
    if signal == Signal::SIGKILL {
        // Who is stopped starts no further process while the others are ended.
        for pid in &all {
            let _ = kill(*pid, Signal::SIGSTOP);
        }
    }
    for pid in all {
        let _ = kill(pid, signal);
    }
}

/// How many processes the build has now.
pub(super) fn count() -> usize {
    if getpid() != Pid::from_raw(1) {
        return descendants(getpid()).len();
    }
    let Ok(entries) = fs_err::read_dir("/proc") else { return 0 };
    let is_process = |name: &std::ffi::OsStr| name.as_encoded_bytes().iter().all(u8::is_ascii_digit);
    entries.flatten().filter(|entry| is_process(&entry.file_name())).count().saturating_sub(1)
}

/// How many processes and threads of this user there are, as far as this process sees them.
pub(super) fn tasks_of_user() -> u64 {
    let user = nix::unistd::getuid().to_string();
    let Ok(entries) = fs_err::read_dir("/proc") else { return 0 };
    let tasks = |entry: fs_err::DirEntry| -> Option<u64> {
        let status = fs_err::read_to_string(entry.path().join("status")).ok()?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_ascii_whitespace().next().map(str::to_owned)
        };
        if field("Uid:")? == user { field("Threads:")?.parse().ok() } else { None }
    };
    entries.flatten().filter_map(tasks).sum()
}

/// Every process below `root`. Orphans are among them: the shim is their reaper.
fn descendants(root: Pid) -> Vec<Pid> {
    let Ok(entries) = fs_err::read_dir("/proc") else { return Vec::new() };
    let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
    for entry in entries.flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else {
            continue;
        };
        let Ok(stat) = fs_err::read_to_string(entry.path().join("stat")) else { continue };
        // The command's name stands in parentheses and may hold anything; the parent is the second field after it.
        let parent = stat
            .rsplit_once(')')
            .and_then(|(_, rest)| rest.split_ascii_whitespace().nth(1))
            .and_then(|text| text.parse::<i32>().ok());
        if let Some(parent) = parent {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut found = Vec::new();
    let mut open = vec![root.as_raw()];
    while let Some(pid) = open.pop() {
        for child in children.remove(&pid).unwrap_or_default() {
            found.push(Pid::from_raw(child));
            open.push(child);
        }
    }
    found
}
