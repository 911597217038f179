//! The ladder of sandboxes: which ones there are, what each shows a build, and where the build's folders lie in it.
//!
//! A rung is never guessed: the only test is to start one. What a rung does to itself is in the shim.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;

use crate::Error;
use crate::output::{Log, Nowhere};
use crate::protocol::{Bind, Enclosure, EnclosureKind, Landlock, Overlay, Toolchain};
use crate::request::BuildRequest;
use crate::session::{InContainer, InShim, Mounts, Session};
use crate::shim::{FRESH, SHIM_COMMAND, stage};

/// How a build is shut in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SandboxChoice {
    /// The strongest rung that starts here, and an error when none does.
    #[default]
    Auto,
    /// This rung or an error.
    Only(Rung),
    /// None at all.
    Off,
}

/// A rung of the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rung {
    /// A throwaway overlay over the whole system; needs root.
    Overlay,
    /// bubblewrap: a read-only system.
    Bubblewrap,
    /// Landlock: a read-only system, without namespaces.
    Landlock,
    /// A container of the project's image, in Docker or Podman. Never climbed to by itself: the user asks for it.
    Container,
    /// An ordinary process.
    Off,
}

impl Rung {
    /// One sentence for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Rung::Overlay => {
                "The build ran as root in a throwaway copy of this system: whatever it installed is gone, and the \
                 system is untouched."
            }
            Rung::Bubblewrap => {
                "The build ran in bubblewrap: the system was read-only, installs went to a HOME of its own; what needs \
                 root (apt-get) needs a container."
            }
            Rung::Landlock => {
                "The build ran under Landlock: the system was read-only and other files out of reach, but it saw this \
                 computer's processes and could not write to /tmp; what needs root (apt-get) needs a container."
            }
            Rung::Container => {
                "The build ran as root in a container of the project's image, which is gone: whatever it installed is \
                 gone with it."
            }
            Rung::Off => {
                "The build ran without a sandbox, as an ordinary process: it could read and change all that you can."
            }
        }
    }
}

impl fmt::Display for Rung {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Rung::Overlay => "overlay",
            Rung::Bubblewrap => "bubblewrap",
            Rung::Landlock => "Landlock",
            Rung::Container => "container",
            Rung::Off => "no sandbox",
        })
    }
}

/// Starts a sandbox with nothing in it, to learn which rung builds will get. `workspace` is a scratch folder.
///
/// # Errors
/// [`Error::NoSandbox`] when no rung of the choice starts.
pub async fn probe(shim: &Path, workspace: &Path, choice: SandboxChoice) -> Result<Rung, Error> {
    let request = BuildRequest {
        project: String::new(),
        build_id: String::new(),
        build_number: 0,
        region: String::new(),
        account: String::new(),
        initiator: String::new(),
        buildspec: crate::BuildspecSource::Default,
        primary_source: workspace.join("source"),
        secondary_sources: Vec::new(),
        resolved_source_version: None,
        source_version: None,
        project_environment: Vec::new(),
        override_environment: Vec::new(),
        parameters: Default::default(),
        secrets: Default::default(),
        image: String::new(),
        privileged: false,
        allow_privileged: false,
        compute: None,
        timeout: std::time::Duration::MAX,
        workspace: workspace.to_owned(),
        sandbox: choice,
        shim: shim.to_owned(),
        read_only: Vec::new(),
        hidden: Vec::new(),
        cache: None,
        exports_aws: false,
        batch_identifier: None,
        shard: None,
        limits: crate::Limits::default(),
    };
    fs_err::create_dir_all(&request.primary_source)
        .map_err(|error| Error::Machinery { message: error.to_string() })?;
    let (session, layout) = enter(&request, &Nowhere).await?;
    session.end_quietly().await;
    Ok(layout.rung)
}

/// Climbs the ladder from the top and stays on the first rung that starts.
pub(crate) async fn enter(request: &BuildRequest, log: &dyn Log) -> Result<(Session, Layout), Error> {
    let rungs: &[Rung] = match &request.sandbox {
        SandboxChoice::Auto => &[Rung::Overlay, Rung::Bubblewrap, Rung::Landlock],
        SandboxChoice::Only(rung) => std::slice::from_ref(rung),
        SandboxChoice::Off => &[Rung::Off],
    };
    let mut tried = Vec::new();
    for rung in rungs.iter().copied() {
        if rung == Rung::Overlay && !nix::unistd::geteuid().is_root() {
            tried.push((rung, "needs root".to_owned()));
            continue;
        }
        let mut layout = Layout::new(request, rung)?;
        if rung == Rung::Container {
            let mounts = Mounts { writable: &layout.binds, readable: &request.read_only };
            let scratch = (layout.scratch.clone(), layout.host_scratch.clone());
            let (container, bash) = InContainer::start(request, mounts, scratch, log).await?;
            layout.bash = bash;
            return Ok((Session::Container(Box::new(container)), layout));
        }
        match InShim::start(&request.shim, layout.arguments(request), layout.enclosure(request)).await {
            Ok(shim) => return Ok((Session::Shim(Box::new(shim)), layout)),
            Err(reason) => tried.push((rung, reason)),
        }
    }
    Err(Error::NoSandbox { tried })
}

/// Where a build's folders are, on the host and in the sandbox.
pub(crate) struct Layout {
    pub rung: Rung,
    /// Sources by identifier, primary first; as the build sees them.
    pub sources: Vec<(Option<String>, PathBuf)>,
    pub home: PathBuf,
    /// Where scripts and shell state lie, as the build sees it.
    pub scratch: PathBuf,
    /// The same folder on the host.
    pub host_scratch: PathBuf,
    /// Set when the build cannot have `/tmp`.
    pub temporary: Option<PathBuf>,
    pub toolchains: Vec<Toolchain>,
    /// Where bash is, when it is there at all.
    pub bash: Option<PathBuf>,
    /// Everything that the build may write and that outlives it.
    binds: Vec<Bind>,
    stage: PathBuf,
}

impl Layout {
    fn new(request: &BuildRequest, rung: Rung) -> Result<Layout, Error> {
        let machinery = |error: std::io::Error| Error::Machinery { message: error.to_string() };
        fs_err::create_dir_all(&request.workspace).map_err(machinery)?;
        let workspace = fs_err::canonicalize(&request.workspace).map_err(machinery)?;
        let folder = |name: &str| -> Result<PathBuf, Error> {
            let path = workspace.join(name);
            fs_err::create_dir_all(&path).map_err(machinery)?;
            Ok(path)
        };
        let (host_home, host_temporary, host_scratch, stage) =
            (folder("home")?, folder("tmp")?, folder("scratch")?, folder("stage")?);
        let own_root = matches!(rung, Rung::Overlay | Rung::Bubblewrap | Rung::Container);
        let mut binds = Vec::new();
        let mut show = |host: &Path, inside: PathBuf| -> PathBuf {
            let inside = if own_root { inside } else { host.to_owned() };
            binds.push(Bind { host: host.to_owned(), inside: inside.clone() });
            inside
        };
        let host_user_home = user_home();
        let home = match rung {
            Rung::Overlay | Rung::Container => PathBuf::from("/root"),
            Rung::Bubblewrap => host_user_home.clone(),
            Rung::Landlock | Rung::Off => host_home.clone(),
        };
        // An image brings what it has installed for root along, and its own /tmp.
        let (home, temporary) = match rung {
            Rung::Container => (home, PathBuf::from("/tmp")),
            _ => (show(&host_home, home), show(&host_temporary, PathBuf::from("/tmp"))),
        };
        if own_root {
            use std::os::unix::fs::PermissionsExt;
            fs_err::set_permissions(&host_temporary, std::fs::Permissions::from_mode(0o1777))
                .map_err(machinery)?;
        }
        let scratch = show(&host_scratch, PathBuf::from("/codebuild/output/tmp"));
        let mut sources = Vec::new();
        let all = std::iter::once((None, &request.primary_source))
            .chain(request.secondary_sources.iter().map(|(name, path)| (Some(name.clone()), path)));
        for (number, (identifier, path)) in (source_number(&request.build_id)..).zip(all) {
            let host = fs_err::canonicalize(path).map_err(machinery)?;
            sources
                .push((identifier, show(&host, PathBuf::from(format!("/codebuild/output/src{number}/src")))));
        }
        Ok(Layout {
            rung,
            sources,
            home,
            scratch,
            host_scratch,
            temporary: (!own_root).then_some(temporary),
            toolchains: if rung == Rung::Container { Vec::new() } else { toolchains(&host_user_home) },
            bash: ["/bin/bash", "/usr/bin/bash", "/usr/local/bin/bash"]
                .into_iter()
                .map(PathBuf::from)
                .find(|path| path.exists()),
            binds,
            stage,
        })
    }

    /// Where the primary source is, as the build sees it.
    pub fn primary(&self) -> &Path {
        self.sources.first().map_or(Path::new("/"), |(_, path)| path)
    }

    /// Where a path of the build lies on the host, when it outlives the build.
    pub fn on_host(&self, inside: &Path) -> Option<PathBuf> {
        let clean = normalize(inside);
        self.binds
            .iter()
            .filter_map(|bind| Some((bind, clean.strip_prefix(&bind.inside).ok()?)))
            .max_by_key(|(bind, _)| bind.inside.components().count())
            .map(
                |(bind, rest)| {
                    if rest.as_os_str().is_empty() { bind.host.clone() } else { bind.host.join(rest) }
                },
            )
    }

    /// The folders on the host that the build writes in.
    pub fn written(&self) -> Vec<PathBuf> {
        self.binds.iter().map(|bind| bind.host.clone()).collect()
    }

    fn hidden(&self, request: &BuildRequest) -> Vec<PathBuf> {
        request.hidden.iter().filter_map(|path| fs_err::canonicalize(path).ok()).collect()
    }

    /// The shim's arguments for this rung.
    fn arguments(&self, request: &BuildRequest) -> Vec<OsString> {
        let limits = serde_json::to_string(&request.limits).unwrap_or_default().into();
        match self.rung {
            Rung::Overlay => vec![SHIM_COMMAND.into(), stage::NAMESPACES.into(), limits],
            Rung::Landlock | Rung::Off => vec![SHIM_COMMAND.into(), stage::GUARD.into(), limits],
            Rung::Bubblewrap => self.bubblewrap(request, limits),
            // The engine starts it.
            Rung::Container => Vec::new(),
        }
    }

    fn enclosure(&self, request: &BuildRequest) -> Enclosure {
        let kind = match self.rung {
            Rung::Bubblewrap | Rung::Container | Rung::Off => EnclosureKind::AsIs,
            Rung::Overlay => EnclosureKind::Overlay(Overlay {
                stage: self.stage.clone(),
                writable: self.binds.clone(),
                readable: request
                    .read_only
                    .iter()
                    .map(|path| Bind { host: path.clone(), inside: path.clone() })
                    .collect(),
                toolchains: self.toolchains.clone(),
                fresh: elsewhere(user_home()).into_iter().collect(),
                hidden: self.hidden(request),
            }),
            Rung::Landlock => EnclosureKind::Landlock(self.landlock(request)),
        };
        Enclosure { scratch: self.scratch.clone(), limits: request.limits.clone(), kind }
    }

    fn bubblewrap(&self, request: &BuildRequest, limits: OsString) -> Vec<OsString> {
        const SHIM: &str = "/run/pipesmith/shim";
        let mut arguments: Vec<OsString> = vec![SHIM_COMMAND.into(), stage::BUBBLEWRAP.into(), limits];
        let mut add = |words: &[&dyn AsRef<std::ffi::OsStr>]| {
            arguments.extend(words.iter().map(|word| word.as_ref().to_owned()));
        };
        add(&[&"--unshare-pid", &"--unshare-ipc", &"--as-pid-1", &"--die-with-parent"]);
        add(&[&"--cap-drop", &"ALL"]);
        for entry in top_level() {
            match fs_err::read_link(&entry) {
                Ok(target) => add(&[&"--symlink", &target, &entry]),
                Err(_) => add(&[&"--ro-bind-try", &entry, &entry]),
            }
        }
        add(&[&"--proc", &"/proc", &"--dev", &"/dev", &"--ro-bind", &"/sys", &"/sys", &"--tmpfs", &"/run"]);
        if let Ok(resolver) = fs_err::canonicalize("/etc/resolv.conf")
            && resolver.starts_with("/run")
        {
            add(&[&"--ro-bind", &resolver, &resolver]);
        }
        for path in self.hidden(request) {
            if FRESH.iter().any(|fresh| path.starts_with(fresh)) {
                continue;
            }
            if path.is_dir() {
                add(&[&"--tmpfs", &path, &"--remount-ro", &path]);
            } else {
                add(&[&"--ro-bind", &"/dev/null", &path]);
            }
        }
        for bind in &self.binds {
            add(&[&"--bind", &bind.host, &bind.inside]);
        }
        for toolchain in &self.toolchains {
            add(&[&"--ro-bind", &toolchain.path, &toolchain.path]);
            for masked in &toolchain.masked {
                add(&[&"--ro-bind", &"/dev/null", masked]);
            }
        }
        for path in &request.read_only {
            add(&[&"--ro-bind", path, path]);
        }
        add(&[&"--ro-bind", &request.shim, &SHIM, &"--remount-ro", &"/run", &"--remount-ro", &"/"]);
        add(&[&"--chdir", &"/", &"--", &SHIM, &SHIM_COMMAND, &stage::SERVE]);
        arguments
    }

    fn landlock(&self, request: &BuildRequest) -> Landlock {
        let mut forbidden: BTreeSet<PathBuf> = self.hidden(request).into_iter().collect();
        forbidden.extend(elsewhere(user_home()));
        forbidden.extend(self.toolchains.iter().flat_map(|toolchain| toolchain.masked.clone()));
        let mut readable = Vec::new();
        for entry in top_level() {
            allow_except(&entry, &forbidden, &mut readable);
        }
        for toolchain in &self.toolchains {
            allow_except(&toolchain.path, &forbidden, &mut readable);
        }
        readable.extend(["/proc", "/sys"].map(PathBuf::from));
        readable.extend(fs_err::canonicalize("/etc/resolv.conf"));
        readable.extend(request.read_only.iter().cloned());
        let mut writable: Vec<PathBuf> = self.binds.iter().map(|bind| bind.host.clone()).collect();
        let devices = ["null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts", "shm"];
        writable.extend(devices.map(|name| Path::new("/dev").join(name)));
        Landlock { readable, writable }
    }
}

/// The folders of the root that hold the installed system.
fn top_level() -> Vec<PathBuf> {
    let others = ["/proc", "/sys", "/dev", "/lost+found", "/codebuild"];
    let Ok(entries) = fs_err::read_dir("/") else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| !others.iter().chain(&FRESH).any(|other| path == Path::new(other)))
        .collect();
    paths.sort();
    paths
}

/// Adds `path`, or what it holds, but nothing forbidden: Landlock can only allow.
fn allow_except(path: &Path, forbidden: &BTreeSet<PathBuf>, allowed: &mut Vec<PathBuf>) {
    if forbidden.contains(path) {
        return;
    }
    if !forbidden.iter().any(|one| one.starts_with(path)) {
        allowed.push(path.to_owned());
        return;
    }
    let Ok(entries) = fs_err::read_dir(path) else { return };
    for entry in entries.flatten() {
        allow_except(&entry.path(), forbidden, allowed);
    }
}

/// The folder of the user whose build this is.
fn user_home() -> PathBuf {
    std::env::var_os("HOME")
        .map(PathBuf::from)
        .filter(|home| home.is_absolute() && home.components().count() > 1)
        .or_else(|| Some(nix::unistd::User::from_uid(nix::unistd::geteuid()).ok()??.dir))
        .filter(|home| home.is_absolute() && home.components().count() > 1)
        .unwrap_or_else(|| PathBuf::from("/codebuild/user"))
}

/// A home, as it is really called, that lies in none of the folders that no build sees: a service's often does.
fn elsewhere(home: PathBuf) -> Option<PathBuf> {
    let home = fs_err::canonicalize(home).ok()?;
    (home.components().count() > 1 && !FRESH.iter().any(|fresh| home.starts_with(fresh))).then_some(home)
}

/// Folders of tools below a home, with the files in them that hold credentials.
fn toolchains(home: &Path) -> Vec<Toolchain> {
    const KNOWN: [(&str, &str, &[&str]); 7] = [
        ("CARGO_HOME", ".cargo", &["credentials", "credentials.toml"]),
        ("RUSTUP_HOME", ".rustup", &[]),
        ("PYENV_ROOT", ".pyenv", &[]),
        ("NVM_DIR", ".nvm", &[".npmrc"]),
        ("MISE_DATA_DIR", ".local/share/mise", &[]),
        ("VOLTA_HOME", ".volta", &[]),
        ("SDKMAN_DIR", ".sdkman", &[]),
    ];
    let mut found: Vec<Toolchain> = Vec::new();
    for (variable, default, masked) in KNOWN {
        let path = std::env::var_os(variable).map(PathBuf::from).unwrap_or_else(|| home.join(default));
        let Ok(path) = fs_err::canonicalize(&path) else { continue };
        // A folder of another user, or one that is everything, is no toolchain.
        let readable = nix::unistd::access(&path, nix::unistd::AccessFlags::R_OK).is_ok();
        if !path.is_dir() || !readable || home.starts_with(&path) {
            continue;
        }
        let masked = masked.iter().map(|name| path.join(name)).filter(|file| file.exists()).collect();
        found.push(Toolchain { path, masked });
    }
    found
}

/// CodeBuild numbers the folders of sources; the same build gets the same numbers.
fn source_number(build_id: &str) -> u64 {
    // FNV-1a: any spread will do.
    let hash = build_id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    100_000_000 + hash % 800_000_000
}

/// Resolves `.` and `..` by name alone.
pub(crate) fn normalize(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}
