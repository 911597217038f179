//! A control group for one build, made where this process may make one (as root), so that the kernel itself keeps a build
//! from forking without end or eating all memory. Both versions of the kernel's interface are served. Where there is
//! none, the shim's own look and `RLIMIT_NPROC` have to do.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use fs_err::{File, OpenOptions};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, UnlinkatFlags, getpid, unlinkat};

use crate::limits::Limits;

const ROOT: &str = "/sys/fs/cgroup";

/// The build's group; gone with this value, when its last process is.
#[derive(Default)]
pub(super) struct Group {
    /// The folder that keeps processes, and the one that keeps memory; often the same.
    folders: Vec<Folder>,
}

/// A folder of the kernel's, through open files: the build's new root has no such folders.
struct Folder {
    parent: File,
    parent_procs: File,
    name: String,
    procs: File,
    /// The files that tell what was refused, by name.
    events: Vec<(&'static str, File)>,
}

impl Folder {
    fn open(path: &Path) -> Option<Folder> {
        let parent = path.parent()?;
        let both = |path: &Path| OpenOptions::new().read(true).write(true).open(path.join("cgroup.procs"));
        let events = ["pids.events", "memory.events", "memory.oom_control"];
        Some(Folder {
            parent: File::open(parent).ok()?,
            parent_procs: both(parent).ok()?,
            name: path.file_name()?.to_str()?.to_owned(),
            procs: both(path).ok()?,
            events: events
                .into_iter()
                .filter_map(|name| Some((name, File::open(path.join(name)).ok()?)))
                .collect(),
        })
    }
}

/// What a file of the kernel's says now.
fn said(mut file: &File) -> String {
    let mut text = String::new();
    let read = file.seek(SeekFrom::Start(0)).and_then(|_| file.read_to_string(&mut text));
    if read.is_ok() { text } else { String::new() }
}

impl Group {
    /// Makes a group and moves this process into it; every process it starts is in it, too. What cannot be had is left
    /// out.
    pub(super) fn enter(limits: &Limits) -> Group {
        let mut group = Group::default();
        if !nix::unistd::geteuid().is_root() {
            return group;
        }
        let mounts = fs_err::read_to_string("/proc/self/cgroup").unwrap_or_default();
        let name = format!("pipesmith-{}", getpid());
        if Path::new(ROOT).join("cgroup.controllers").exists() {
            let folder = Path::new(ROOT).join(&name);
            let mut values = vec![("pids.max", limits.processes.to_string())];
            values.extend(limits.memory.map(|bytes| ("memory.max", bytes.to_string())));
            values.extend(limits.memory.map(|_| ("memory.swap.max", "0".to_owned())));
            values.extend(limits.cpus.map(|cpus| ("cpu.max", format!("{} 100000", quota(cpus)))));
            group.make(folder, &values);
            return group;
        }
        // Version 1: each controller has a tree of its own.
        let own = |controller: &str| {
            let line = mounts.lines().find(|line| {
                line.split(':').nth(1).is_some_and(|names| names.split(',').any(|name| name == controller))
            })?;
            let path = line.split(':').nth(2)?.trim_start_matches('/');
            let folder = Path::new(ROOT).join(controller).join(path);
            folder.is_dir().then(|| folder.join(&name))
        };
        if let Some(folder) = own("pids") {
            group.make(folder, &[("pids.max", limits.processes.to_string())]);
        }
        if let (Some(bytes), Some(folder)) = (limits.memory, own("memory")) {
            group.make(folder, &[("memory.limit_in_bytes", bytes.to_string())]);
        }
        if let (Some(cpus), Some(folder)) = (limits.cpus, own("cpu")) {
            let values =
                [("cpu.cfs_period_us", "100000".to_owned()), ("cpu.cfs_quota_us", quota(cpus).to_string())];
            group.make(folder, &values);
        }
        group
    }

    /// One folder with its limits; taken back when a limit or this process does not fit in.
    fn make(&mut self, folder: PathBuf, values: &[(&str, String)]) {
        sweep(folder.parent());
        if fs_err::create_dir(&folder).is_err() {
            return;
        }
        let set = |(name, value): &(&str, String)| {
            // Swap is not counted everywhere; the limit of memory stands without it.
            fs_err::write(folder.join(name), value).is_ok() || *name == "memory.swap.max"
        };
        let opened = Some(&folder).filter(|_| values.iter().all(set)).and_then(|folder| Folder::open(folder));
        let joined =
            opened.filter(|opened| (&opened.procs).write_all(getpid().to_string().as_bytes()).is_ok());
        match joined {
            Some(joined) => self.folders.push(joined),
            None => drop(fs_err::remove_dir(&folder)),
        }
    }

    pub(super) fn is_there(&self) -> bool {
        !self.folders.is_empty()
    }

    /// Ends every process of the group but this one; true when none is left.
    pub(super) fn end_all(&self) -> bool {
        let mut none = true;
        for folder in &self.folders {
            for pid in said(&folder.procs).lines().filter_map(|line| line.parse().ok()).map(Pid::from_raw) {
                if pid != getpid() {
                    none = false;
                    let _ = kill(pid, Signal::SIGKILL);
                }
            }
        }
        none
    }

    /// What the kernel had to refuse the build, as one sentence.
    pub(super) fn breach(&self, limits: &Limits) -> Option<String> {
        let count = |file: &str, key: &str| {
            self.folders.iter().flat_map(|folder| &folder.events).any(|(name, events)| {
                *name == file
                    && said(events).lines().any(|line| {
                        line.strip_prefix(key).is_some_and(|rest| rest.starts_with(' ') && rest.trim() != "0")
                    })
            })
        };
        if count("pids.events", "max") {
            return Some(too_many(limits));
        }
        let ate = count("memory.events", "oom_kill") || count("memory.oom_control", "oom_kill");
        ate.then(|| {
            let megabytes = limits.memory.unwrap_or_default() >> 20;
            format!("the build needed more than the {megabytes} MB of memory that it may have")
        })
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        for folder in &self.folders {
            // A group with a process in it cannot go: this one leaves first.
            let _ = (&folder.parent_procs).write_all(getpid().to_string().as_bytes());
            let _ = unlinkat(&folder.parent, folder.name.as_str(), UnlinkatFlags::RemoveDir);
        }
    }
}

/// Removes the groups of processes that were killed before they could.
fn sweep(parent: Option<&Path>) {
    let Some(Ok(entries)) = parent.map(fs_err::read_dir) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.strip_prefix("pipesmith-")) else { continue };
        if !Path::new("/proc").join(pid).exists() {
            let _ = fs_err::remove_dir(entry.path());
        }
    }
}

/// What is said of a build that forks without end.
pub(super) fn too_many(limits: &Limits) -> String {
    format!("the build started more than the {} processes that it may have", limits.processes)
}

/// Microseconds of processor time in every 100 ms.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few processors fit anywhere")]
fn quota(cpus: f64) -> u64 {
    (cpus.clamp(0.01, 1024.0) * 100_000.0) as u64
}
