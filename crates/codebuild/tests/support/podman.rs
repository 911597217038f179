//! A container engine of the tests' own: Podman's service in a temporary folder, with images made of busybox.
#![allow(clippy::unwrap_used, clippy::expect_used, dead_code, reason = "tests, each of which uses a part")]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The image that the tests build in: busybox and a user.
pub const IMAGE: &str = "localhost/pipesmith-test:1";

pub struct Podman {
    folder: tempfile::TempDir,
    service: Child,
}

impl Podman {
    /// Starts it. None where containers cannot be tested: only root needs no preparations for them.
    /// `insecure` is a registry without TLS.
    pub fn start(insecure: Option<&str>) -> Option<Self> {
        if !nix::unistd::geteuid().is_root() {
            eprintln!("containers are tested as root only");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        let write = |name: &str, text: String| fs_err::write(folder.path().join(name), text).unwrap();
        let storage = format!(
            "[storage]\ndriver = \"vfs\"\ngraphroot = \"{}\"\nrunroot = \"{}\"\n",
            at("graph"),
            at("run")
        );
        write("storage.conf", storage);
        let registries =
            insecure.map(|host| format!("[[registry]]\nlocation = \"{host}\"\ninsecure = true\n"));
        write("registries.conf", registries.unwrap_or_default());
        // What nested virtual machines allow, too.
        let limits = "default_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]";
        let settings = format!(
            "[containers]\nnetns = \"host\"\n{limits}\n[engine]\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"none\"\nruntime = \"runc\"\n"
        );
        write("containers.conf", settings);
        let socket = format!("unix://{}", at("sock"));
        let log = fs_err::File::create(folder.path().join("log")).unwrap().into_file();
        let service = podman(folder.path())
            .args(["system", "service", "--time", "0", &socket])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("podman: `scripts/setup test` installs it");
        let started = Self { folder, service };
        let deadline = Instant::now() + Duration::from_secs(60);
        while std::os::unix::net::UnixStream::connect(started.path("sock")).is_err() {
            assert!(Instant::now() < deadline, "{}", started.log());
            std::thread::yield_now();
        }
        started.import(IMAGE);
        Some(started)
    }

    /// The value of `DOCKER_HOST`.
    pub fn host(&self) -> String {
        format!("unix://{}", self.path("sock").display())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What the service says.
    pub fn log(&self) -> String {
        fs_err::read_to_string(self.path("log")).unwrap_or_default()
    }

    /// The containers there are, running or not.
    pub fn containers(&self) -> Vec<String> {
        let out = self.run(&["ps", "--all", "--format", "{{.ID}} {{.Status}}"]);
        out.lines().map(str::to_owned).collect()
    }

    /// Runs podman beside the service.
    pub fn run(&self, arguments: &[&str]) -> String {
        let out = podman(self.folder.path()).args(arguments).output().unwrap();
        assert!(out.status.success(), "podman {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap()
    }

    /// Makes an image of busybox without any network.
    #[expect(clippy::disallowed_methods, reason = "busybox knows its own tools, and tar packs them")]
    fn import(&self, name: &str) {
        let root = self.path("root");
        for folder in ["bin", "etc", "tmp", "root", "home/builder"] {
            fs_err::create_dir_all(root.join(folder)).unwrap();
        }
        let busybox = ["/bin/busybox", "/usr/bin/busybox"].into_iter().find(|path| Path::new(path).exists());
        let busybox = busybox.expect("busybox-static: `scripts/setup test` installs it");
        fs_err::copy(busybox, root.join("bin/busybox")).unwrap();
        let listed = Command::new(busybox).arg("--list").output().unwrap();
        for tool in String::from_utf8(listed.stdout).unwrap().lines().filter(|tool| *tool != "busybox") {
            std::os::unix::fs::symlink("busybox", root.join("bin").join(tool)).unwrap();
        }
        let users = "root:x:0:0:root:/root:/bin/sh\nbuilder:x:1234:1234::/home/builder:/bin/sh\n";
        fs_err::write(root.join("etc/passwd"), users).unwrap();
        fs_err::write(root.join("etc/of-the-image"), "yes\n").unwrap();
        let archive = self.path("root.tar").display().to_string();
        let packed =
            Command::new("tar").args(["-C", &root.display().to_string(), "-cf", &archive, "."]).status();
        assert!(packed.unwrap().success());
        self.run(&["import", "--change", "ENV FROM_IMAGE=yes", &archive, name]);
    }
}

impl Drop for Podman {
    fn drop(&mut self) {
        let _ = podman(self.folder.path()).args(["rm", "--all", "--force", "--time", "0"]).output();
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

#[expect(clippy::disallowed_methods, reason = "the tests bring their own engine")]
fn podman(folder: &Path) -> Command {
    let mut command = Command::new("podman");
    command
        .env("CONTAINERS_CONF", folder.join("containers.conf"))
        .env("CONTAINERS_STORAGE_CONF", folder.join("storage.conf"))
        .env("CONTAINERS_REGISTRIES_CONF", folder.join("registries.conf"))
        .env("BUILDAH_ISOLATION", "chroot")
        .env("TMPDIR", folder)
        .env_remove("DOCKER_HOST")
        .env_remove("CONTAINER_HOST");
    command
}
