//! The container engine of this computer, Docker or Podman, through the API that both speak: finding it, its images,
//! and what a crash of ours left in it.
//!
//! It starts no engine and installs none. An engine elsewhere is refused: it does not see the build's folders.

mod credentials;
mod images;

use std::collections::HashMap;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;

use bollard::query_parameters::{ListContainersOptionsBuilder, RemoveContainerOptionsBuilder};
use bollard::{API_DEFAULT_VERSION, Docker};

use crate::Error;

pub use credentials::{RegistryCredentials, registry_credentials};
pub use images::ImageBuild;

/// Seconds for the engine to answer a request; what takes long answers in a stream.
const PATIENCE: u64 = 120;

/// The label that tells which process of ours a container belongs to.
const PROCESS: &str = "pipesmith.process";
/// The label that tells which build runs in it.
const BUILD: &str = "pipesmith.build";

/// A container engine that answered.
#[derive(Clone)]
pub struct ContainerEngine {
    pub(crate) docker: Docker,
    /// Its name and version, for people.
    name: String,
    /// Whether root in its containers is the user who runs the engine.
    pub(crate) rootless: bool,
    /// The processors it may use.
    pub(crate) processors: i64,
}

impl std::fmt::Debug for ContainerEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ContainerEngine").field("name", &self.name).finish_non_exhaustive()
    }
}

impl ContainerEngine {
    /// The socket of an engine that takes connections: what `DOCKER_HOST` or `CONTAINER_HOST` names and nothing else,
    /// or the first of the places where Docker and Podman have theirs. Quick: nothing is asked.
    ///
    /// # Errors
    /// [`Error::NoContainerEngine`].
    pub fn socket() -> Result<PathBuf, Error> {
        let mut tried = Vec::new();
        for place in places() {
            let path = match place {
                Ok(path) => path,
                Err(remote) => {
                    tried.push((
                        remote,
                        "not on this computer: it would not see the build's folders".to_owned(),
                    ));
                    continue;
                }
            };
            match UnixStream::connect(&path) {
                Ok(_) => return Ok(path),
                Err(error) => {
                    let why = match error.kind() {
                        std::io::ErrorKind::NotFound => "not there".to_owned(),
                        std::io::ErrorKind::PermissionDenied => "not yours to use".to_owned(),
                        _ => error.to_string(),
                    };
                    tried.push((path.display().to_string(), why));
                }
            }
        }
        Err(Error::NoContainerEngine { tried })
    }

    /// Connects to the engine and asks who it is.
    ///
    /// # Errors
    /// [`Error::NoContainerEngine`].
    pub async fn find() -> Result<Self, Error> {
        let path = Self::socket()?;
        let silent = |error: bollard::errors::Error| Error::NoContainerEngine {
            tried: vec![(path.display().to_string(), error.to_string())],
        };
        let docker = Docker::connect_with_unix(&path.to_string_lossy(), PATIENCE, API_DEFAULT_VERSION)
            .map_err(silent)?
            .negotiate_version()
            .await
            .map_err(silent)?;
        let version = docker.version().await.map_err(silent)?;
        let about = docker.info().await.map_err(silent)?;
        let components = version.components.unwrap_or_default();
        let is_podman = components.iter().any(|one| one.name.contains("Podman"));
        let name = if is_podman { "Podman" } else { "Docker" };
        let rootless = about.security_options.iter().flatten().any(|option| option.contains("rootless"));
        Ok(Self {
            docker,
            name: format!("{name} {}", version.version.unwrap_or_default()),
            rootless,
            processors: about.ncpu.unwrap_or(1).max(1),
        })
    }

    /// Its name and version, such as `Podman 4.3.1`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Removes the containers of builds whose process is gone: a crash or a power cut left them.
    pub(crate) async fn sweep(&self) {
        let filters = HashMap::from([("label", vec![PROCESS])]);
        let options = ListContainersOptionsBuilder::new().all(true).filters(&filters).build();
        let Ok(found) = self.docker.list_containers(Some(options)).await else { return };
        for container in found {
            let owner = container.labels.as_ref().and_then(|labels| labels.get(PROCESS));
            if let (Some(owner), Some(id)) = (owner, &container.id)
                && is_orphan(owner)
            {
                self.remove(id).await;
            }
        }
    }

    /// Ends a container with everything in it. One that is gone already is as good.
    pub(crate) async fn remove(&self, id: &str) {
        let options = RemoveContainerOptionsBuilder::new().force(true).v(true).build();
        let _ = self.docker.remove_container(id, Some(options)).await;
    }
}

/// What the engine said, without the client's words around it.
pub(crate) fn said(error: &bollard::errors::Error) -> String {
    use bollard::errors::Error as Said;
    match error {
        Said::DockerResponseServerError { message, .. } => message.trim().to_owned(),
        Said::DockerStreamError { error } => error.trim().to_owned(),
        other => other.to_string(),
    }
}

/// The labels of this process's containers.
pub(crate) fn labels(build: &str) -> HashMap<String, String> {
    HashMap::from([(BUILD.to_owned(), build.to_owned()), (PROCESS.to_owned(), own_mark())])
}

/// Where an engine may listen; the error is one that is not on this computer.
fn places() -> Vec<Result<PathBuf, String>> {
    for name in ["DOCKER_HOST", "CONTAINER_HOST"] {
        if let Some(value) = std::env::var(name).ok().filter(|value| !value.is_empty()) {
            return vec![match value.strip_prefix("unix://") {
                Some(path) => Ok(PathBuf::from(path)),
                None => Err(format!("{name}={value}")),
            }];
        }
    }
    let mut places = vec![PathBuf::from("/var/run/docker.sock")];
    let own = std::env::var_os("XDG_RUNTIME_DIR")
        .map_or_else(|| PathBuf::from(format!("/run/user/{}", nix::unistd::geteuid())), PathBuf::from);
    places.push(own.join("docker.sock"));
    if let Some(home) = std::env::var_os("HOME") {
        places.push(PathBuf::from(home).join(".docker/run/docker.sock"));
    }
    places.push(own.join("podman/podman.sock"));
    places.push(PathBuf::from("/run/podman/podman.sock"));
    places.into_iter().map(Ok).collect()
}

/// This process, so that no later one is taken for it: its namespace of process ids, its id and when it started.
fn own_mark() -> String {
    let id = std::process::id();
    format!("{} {id} {}", namespace(), started(id).unwrap_or_default())
}

/// Whether the process of a mark is gone. A mark of another namespace cannot be judged from here.
fn is_orphan(mark: &str) -> bool {
    let mut words = mark.split(' ');
    let (Some(space), Some(id), Some(start)) = (words.next(), words.next(), words.next()) else {
        return false;
    };
    let Ok(id) = id.parse() else { return false };
    space == namespace() && started(id).is_none_or(|now| now != start)
}

fn namespace() -> String {
    let link = fs_err::read_link("/proc/self/ns/pid");
    link.map_or_else(|_| "-".to_owned(), |link| link.to_string_lossy().into_owned())
}

/// When a process started, in the kernel's ticks since boot.
fn started(id: u32) -> Option<String> {
    let stat = fs_err::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // Behind the name, which stands in parentheses and may hold anything, it is the twentieth field.
    let (_, fields) = stat.rsplit_once(')')?;
    fields.split_ascii_whitespace().nth(19).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_outlives_its_process_only() {
        let own = own_mark();
        assert!(!is_orphan(&own), "{own}");
        let (space, rest) = own.split_once(' ').unwrap();
        let (id, start) = rest.split_once(' ').unwrap();
        assert!(is_orphan(&format!("{space} {id} {start}0")), "another process has the id by now");
        assert!(is_orphan(&format!("{space} 4194999 1")));
        assert!(!is_orphan("pid:[1] 4194999 1"), "another namespace");
        assert!(!is_orphan("something"));
    }
}
