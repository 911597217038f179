//! What the user's Docker or Podman knows of registries: the configuration files that `docker login` and `podman login`
//! write, and the helper programs that these name. Nothing is kept and nothing is printed.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

/// A user's name and password at a registry.
#[derive(Clone, PartialEq, Eq)]
pub struct RegistryCredentials {
    /// The user.
    pub user: String,
    /// The password or token, a secret.
    pub password: String,
}

impl std::fmt::Debug for RegistryCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegistryCredentials").field("user", &self.user).finish_non_exhaustive()
    }
}

/// The credentials that the user has for a registry (`host` or `host:port`); none when there are none. May start a
/// credential helper: not for async threads.
#[must_use]
pub fn registry_credentials(registry: &str) -> Option<RegistryCredentials> {
    files().into_iter().find_map(|file| {
        let bytes = crate::output::read_bounded(&file, 1024 * 1024).ok()?;
        let settings: Value = serde_json::from_slice(&bytes).ok()?;
        from_settings(&settings, registry)
    })
}

fn files() -> Vec<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let mut files = Vec::new();
    files.extend(variable("REGISTRY_AUTH_FILE"));
    files.extend(variable("DOCKER_CONFIG").map(|folder| folder.join("config.json")));
    files.extend(variable("HOME").map(|home| home.join(".docker/config.json")));
    files.extend(variable("XDG_RUNTIME_DIR").map(|folder| folder.join("containers/auth.json")));
    files.extend(variable("HOME").map(|home| home.join(".config/containers/auth.json")));
    files
}

fn from_settings(settings: &Value, registry: &str) -> Option<RegistryCredentials> {
    // Docker's own hub has an address of its own in these files.
    let names: &[&str] =
        if registry == "docker.io" { &["https://index.docker.io/v1/", "docker.io"] } else { &[registry] };
    for name in names {
        let helper = settings["credHelpers"][*name].as_str();
        if let Some(found) = helper.and_then(|helper| ask(helper, name)) {
            return Some(found);
        }
        let entry = &settings["auths"][*name];
        let encoded =
            entry["auth"].as_str().or_else(|| settings["auths"][format!("https://{name}")]["auth"].as_str());
        if let Some(found) = encoded.and_then(decode) {
            return Some(found);
        }
    }
    let store = settings["credsStore"].as_str()?;
    names.iter().find_map(|name| ask(store, name))
}

/// `user:password` in base64.
fn decode(text: &str) -> Option<RegistryCredentials> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(text.trim()).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (user, password) = text.split_once(':')?;
    Some(RegistryCredentials { user: user.to_owned(), password: password.trim_end_matches('\0').to_owned() })
}

/// Asks a credential helper, which reads the registry's name and writes JSON.
#[expect(clippy::disallowed_methods, reason = "Docker's protocol for credential helpers is a program")]
fn ask(helper: &str, registry: &str) -> Option<RegistryCredentials> {
    if !helper.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter)) {
        return None;
    }
    let mut child = std::process::Command::new(format!("docker-credential-{helper}"))
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(registry.as_bytes()).ok()?;
    let out = child.wait_with_output().ok().filter(|out| out.status.success())?;
    let said: Value = serde_json::from_slice(&out.stdout).ok()?;
    let (user, password) = (said["Username"].as_str()?, said["Secret"].as_str()?);
    Some(RegistryCredentials { user: user.to_owned(), password: password.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_found_in_the_files_that_docker_and_podman_write() {
        let settings = serde_json::json!({ "auths": {
            "registry.example.com:5000": { "auth": "YW5uOnMzOmNyZXQ=" },
            "https://index.docker.io/v1/": { "auth": "aHViOnB3" },
        } });
        let found = from_settings(&settings, "registry.example.com:5000").unwrap();
        assert_eq!((found.user.as_str(), found.password.as_str()), ("ann", "s3:cret"));
        assert!(!format!("{found:?}").contains("s3:cret"));
        assert_eq!(from_settings(&settings, "docker.io").unwrap().user, "hub");
        assert_eq!(from_settings(&settings, "other.example.com"), None);
        let hostile = serde_json::json!({ "credHelpers": { "r": "../../bin/sh" } });
        assert_eq!(from_settings(&hostile, "r"), None);
    }
}
