//! The throwaway overlay: a new root that looks like the host's, in which every write vanishes.
//!
//! Runs as the first process of new mount, process and IPC namespaces. Nothing here changes the host: all mounts are
//! private, and all layers that are written live in a tmpfs that goes away with the namespace.

use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Component, Path, PathBuf};

use nix::mount::{MntFlags, MsFlags, mount, umount2};
use nix::unistd::{chdir, pivot_root};
use rustix::thread::{CapabilitySet, remove_capability_from_bounding_set};

use crate::protocol::Overlay;

const NOTHING: Option<&str> = None;

/// Device nodes that a build sees; no disk is among them.
const DEVICES: [&str; 6] = ["null", "zero", "full", "random", "urandom", "tty"];

/// Folders that belong to the running host, not to its installation: they start empty.
pub(crate) const FRESH: [&str; 6] = ["/run", "/tmp", "/home", "/root", "/mnt", "/media"];

/// File systems that hold installed files and can lie under an overlay.
const INSTALLED: [&str; 7] = ["ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "overlay"];

/// What CodeBuild leaves a build in a container without privileged mode, less the making of device nodes.
const KEPT: CapabilitySet = CapabilitySet::CHOWN
    .union(CapabilitySet::DAC_OVERRIDE)
    .union(CapabilitySet::FOWNER)
    .union(CapabilitySet::FSETID)
    .union(CapabilitySet::KILL)
    .union(CapabilitySet::SETGID)
    .union(CapabilitySet::SETUID)
    .union(CapabilitySet::SETPCAP)
    .union(CapabilitySet::NET_BIND_SERVICE)
    .union(CapabilitySet::NET_RAW)
    .union(CapabilitySet::SYS_CHROOT)
    .union(CapabilitySet::AUDIT_WRITE)
    .union(CapabilitySet::SETFCAP);

/// Makes the new root and moves into it.
pub(super) fn enter(plan: &Overlay) -> Result<(), String> {
    bare_mount("/", "mount namespace", NOTHING, MsFlags::MS_REC | MsFlags::MS_PRIVATE, NOTHING)?;
    let resolver = resolver_configuration();
    mount_at("tmpfs", &plan.stage, "tmpfs", MsFlags::MS_NOSUID | MsFlags::MS_NODEV, "mode=0755")?;
    chdir(&plan.stage).map_err(|error| failed("enter", &plan.stage, error))?;
    let mut layers = Layers { count: 0 };
    make_folder(Path::new("root"))?;
    layers.cover(Path::new("/"), Path::new("root"))?;
    let root = plan.stage.join("root");

    for below in mounts_of_the_host()? {
        let target = inside(&root, &below.path);
        if below.folder && INSTALLED.contains(&below.kind.as_str()) {
            layers.cover(&below.path, &target)?;
        } else {
            bind(&below.path, &target, true)?;
        }
    }
    system_folders(&root)?;
    for path in FRESH.iter().map(Path::new).chain(plan.fresh.iter().map(PathBuf::as_path)) {
        let target = inside(&root, path);
        make_folder(&target)?;
        mount_at("tmpfs", &target, "tmpfs", MsFlags::MS_NOSUID | MsFlags::MS_NODEV, "mode=0755")?;
    }
    fs_err::set_permissions(inside(&root, Path::new("/tmp")), std::fs::Permissions::from_mode(0o1777))
        .map_err(|error| error.to_string())?;
    for one in &plan.writable {
        bind(&one.host, &inside(&root, &one.inside), false)?;
    }
    for toolchain in &plan.toolchains {
        let target = inside(&root, &toolchain.path);
        make_folder(&target)?;
        layers.cover(&toolchain.path, &target)?;
        for masked in &toolchain.masked {
            // The file stays where it is; the layer remembers that it is gone.
            let _ = fs_err::remove_file(inside(&root, masked));
        }
    }
    for path in &plan.hidden {
        hide(&inside(&root, path))?;
    }
    for one in &plan.readable {
        bind(&one.host, &inside(&root, &one.inside), true)?;
    }
    if let Some((path, text)) = resolver {
        let target = inside(&root, &path);
        if let Some(folder) = target.parent() {
            make_folder(folder)?;
        }
        fs_err::write(&target, text).map_err(|error| error.to_string())?;
    }

    chdir(&root).map_err(|error| failed("enter", &root, error))?;
    pivot_root(".", ".").map_err(|error| failed("make the new root of", &root, error))?;
    umount2(".", MntFlags::MNT_DETACH).map_err(|error| failed("leave the old root of", &root, error))?;
    chdir("/").map_err(|error| failed("enter", Path::new("/"), error))?;
    drop_capabilities();
    Ok(())
}

/// Takes from everything that is started from now on what a build in a container without privileged mode has not.
pub(super) fn drop_capabilities() {
    for capability in CapabilitySet::all().difference(KEPT).iter() {
        // Kernels older than a capability do not know it and need not drop it.
        let _ = remove_capability_from_bounding_set(capability);
    }
}

/// Numbers the layers in the tmpfs that is the current folder.
struct Layers {
    count: usize,
}

impl Layers {
    /// Shows `lower` at `target`, with writes that vanish.
    fn cover(&mut self, lower: &Path, target: &Path) -> Result<(), String> {
        self.count += 1;
        let (upper, work) = (format!("upper{}", self.count), format!("work{}", self.count));
        make_folder(Path::new(&upper))?;
        make_folder(Path::new(&work))?;
        let mut lower_option = Vec::new();
        for byte in lower.as_os_str().as_bytes() {
            if matches!(byte, b':' | b',' | b'\\') {
                lower_option.push(b'\\');
            }
            lower_option.push(*byte);
        }
        let mut options = b"lowerdir=".to_vec();
        options.extend(lower_option);
        options.extend(format!(",upperdir={upper},workdir={work}").into_bytes());
        mount(Some("overlay"), target, Some("overlay"), MsFlags::empty(), Some(options.as_slice()))
            .map_err(|error| failed("lay an overlay over", lower, error))
    }
}

/// /proc, /sys and /dev, each its own.
fn system_folders(root: &Path) -> Result<(), String> {
    let quiet = MsFlags::MS_NOSUID | MsFlags::MS_NODEV | MsFlags::MS_NOEXEC;
    let proc = root.join("proc");
    make_folder(&proc)?;
    mount_at("proc", &proc, "proc", quiet, "")?;
    for name in ["sys", "irq", "bus", "fs", "sysrq-trigger"] {
        let path = proc.join(name);
        if path.exists() {
            bind(&path, &path, true)?;
        }
    }
    for name in ["kcore", "keys", "timer_list"] {
        let path = proc.join(name);
        if path.exists() {
            bind(Path::new("/dev/null"), &path, true)?;
        }
    }
    let sys = root.join("sys");
    make_folder(&sys)?;
    mount_at("sysfs", &sys, "sysfs", quiet | MsFlags::MS_RDONLY, "")?;

    let dev = root.join("dev");
    make_folder(&dev)?;
    mount_at("tmpfs", &dev, "tmpfs", MsFlags::MS_NOSUID | MsFlags::MS_NOEXEC, "mode=0755")?;
    for name in DEVICES {
        bind(&Path::new("/dev").join(name), &dev.join(name), false)?;
    }
    for (name, target) in [
        ("fd", "/proc/self/fd"),
        ("stdin", "fd/0"),
        ("stdout", "fd/1"),
        ("stderr", "fd/2"),
        ("ptmx", "pts/ptmx"),
    ] {
        symlink(target, dev.join(name)).map_err(|error| format!("cannot make /dev/{name}: {error}"))?;
    }
    let no_programs = MsFlags::MS_NOSUID | MsFlags::MS_NOEXEC;
    make_folder(&dev.join("pts"))?;
    mount_at("devpts", &dev.join("pts"), "devpts", no_programs, "newinstance,ptmxmode=0666,mode=0620")?;
    make_folder(&dev.join("shm"))?;
    mount_at("tmpfs", &dev.join("shm"), "tmpfs", MsFlags::MS_NOSUID | MsFlags::MS_NODEV, "mode=1777")
}

struct Below {
    path: PathBuf,
    kind: String,
    folder: bool,
}

/// What is mounted below the host's root and belongs to its installation: an overlay over `/` does not show it.
fn mounts_of_the_host() -> Result<Vec<Below>, String> {
    let table = fs_err::read("/proc/self/mountinfo").map_err(|error| error.to_string())?;
    let mut found: Vec<Below> = Vec::new();
    for line in table.split(|byte| *byte == b'\n') {
        let fields: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
        let Some(separator) = fields.iter().position(|field| *field == b"-") else { continue };
        let (Some(path), Some(kind)) = (fields.get(4), fields.get(separator + 1)) else { continue };
        let path = PathBuf::from(std::ffi::OsString::from(unescape(path)));
        let kind = String::from_utf8_lossy(kind).into_owned();
        let system = ["/proc", "/sys", "/dev"].iter().chain(&FRESH).any(|fresh| path.starts_with(fresh));
        // A path that another mount covers, or that needs rights this process lacks, cannot be shown anyway.
        if path == Path::new("/") || system || kind == "autofs" || !path.exists() {
            continue;
        }
        found.retain(|known| known.path != path);
        found.push(Below { folder: path.is_dir(), path, kind });
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// `mountinfo` writes spaces and the like as octal numbers.
fn unescape(field: &[u8]) -> OsBytes {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((first, tail)) = rest.split_first() {
        let octal = (*first == b'\\')
            .then(|| tail.get(..3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 8).ok());
        match octal {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[3..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    OsBytes(bytes)
}

struct OsBytes(Vec<u8>);

impl From<OsBytes> for std::ffi::OsString {
    fn from(bytes: OsBytes) -> Self {
        std::os::unix::ffi::OsStringExt::from_vec(bytes.0)
    }
}

/// `/etc/resolv.conf` often points into `/run`, which starts empty.
fn resolver_configuration() -> Option<(PathBuf, Vec<u8>)> {
    let path = fs_err::canonicalize("/etc/resolv.conf").ok()?;
    let fresh = FRESH.iter().any(|fresh| path.starts_with(fresh));
    fresh.then(|| fs_err::read(&path).ok().map(|text| (path, text))).flatten()
}

/// Where a path of the host lies while the new root is being assembled.
fn inside(root: &Path, path: &Path) -> PathBuf {
    path.components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .fold(root.to_path_buf(), |folder, part| folder.join(part))
}

fn make_folder(path: &Path) -> Result<(), String> {
    fs_err::create_dir_all(path).map_err(|error| error.to_string())
}

/// Shows `source` at `target`, which is made when it is missing.
fn bind(source: &Path, target: &Path, read_only: bool) -> Result<(), String> {
    if source.is_dir() {
        make_folder(target)?;
    } else if !target.exists() {
        if let Some(folder) = target.parent() {
            make_folder(folder)?;
        }
        fs_err::write(target, "").map_err(|error| error.to_string())?;
    }
    mount(Some(source), target, NOTHING, MsFlags::MS_BIND | MsFlags::MS_REC, NOTHING)
        .map_err(|error| failed("show", source, error))?;
    if read_only {
        let flags = MsFlags::MS_BIND | MsFlags::MS_REMOUNT | MsFlags::MS_RDONLY;
        mount(NOTHING, target, NOTHING, flags | MsFlags::MS_NOSUID, NOTHING)
            .map_err(|error| failed("protect", source, error))?;
    }
    Ok(())
}

/// Shows nothing at `path`.
fn hide(path: &Path) -> Result<(), String> {
    if path.is_dir() {
        return mount_at(
            "tmpfs",
            path,
            "tmpfs",
            MsFlags::MS_RDONLY | MsFlags::MS_NOSUID,
            "mode=0755,size=4k",
        );
    }
    if path.exists() {
        return bind(Path::new("/dev/null"), path, true);
    }
    Ok(())
}

fn mount_at(source: &str, target: &Path, kind: &str, flags: MsFlags, options: &str) -> Result<(), String> {
    mount(Some(source), target, Some(kind), flags, Some(options))
        .map_err(|error| failed(&format!("mount {kind} at"), target, error))
}

fn bare_mount(
    target: &str,
    what: &str,
    source: Option<&str>,
    flags: MsFlags,
    options: Option<&str>,
) -> Result<(), String> {
    mount(source, target, NOTHING, flags, options).map_err(|error| failed(what, Path::new(target), error))
}

fn failed(doing: &str, path: &Path, error: nix::Error) -> String {
    format!("cannot {doing} {}: {}", path.display(), error.desc())
}
