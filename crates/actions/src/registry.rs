//! A container registry over its HTTP API (OCI distribution specification): what a tag stands for, how large it is and
//! when it was made. It reads only; images are pushed by the container engine.

use std::time::Duration;

use ::codebuild::{RegistryCredentials, registry_credentials};
use pipeline::setup::is_loopback;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

const PATIENCE: Duration = Duration::from_secs(30);
/// The specification's own limit of a manifest.
const LARGEST: u64 = 4 * 1024 * 1024;
/// Whoever leaves out the indexes is given something else than what the tag stands for.
const ACCEPTED: &str = "application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, \
                        application/vnd.docker.distribution.manifest.list.v2+json, \
                        application/vnd.docker.distribution.manifest.v2+json";

/// A registry, and what stands before the names in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registry {
    scheme: &'static str,
    /// `HOST` or `HOST:PORT`.
    pub host: String,
    prefix: String,
}

impl Registry {
    /// Reads `HOST[:PORT][/PREFIX]`, with a scheme or without: this computer is asked without TLS.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, text),
        };
        let (host, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() || host.contains(['@', '?', '#', ' ']) {
            return None;
        }
        let scheme = match scheme {
            Some("http") => "http",
            Some("https") => "https",
            None | Some("docker") if is_loopback(host) => "http",
            None | Some("docker") => "https",
            Some(_) => return None,
        };
        Some(Self { scheme, host: host.to_owned(), prefix: prefix.trim_matches('/').to_owned() })
    }

    /// A repository in it.
    #[must_use]
    pub fn repository(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}/{name}", self.prefix) }
    }

    /// Whether it is one of AWS's own.
    #[must_use]
    pub fn is_of_aws(&self) -> bool {
        self.host.contains(".dkr.ecr") || self.host == "public.ecr.aws"
    }
}

/// An image in a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Where.
    pub registry: Registry,
    /// The repository's whole name.
    pub repository: String,
    /// A tag or a digest.
    pub reference: String,
}

impl Image {
    /// Reads `[SCHEME://]HOST/REPOSITORY[:TAG]`; the tag is `tag` when none stands there.
    #[must_use]
    pub fn read(text: &str, tag: &str) -> Option<Self> {
        let registry = Registry::read(text)?;
        let name = registry.prefix.clone();
        let (repository, tag) = name.rsplit_once(':').unwrap_or((&name, tag));
        if repository.is_empty() {
            return None;
        }
        Some(Self { repository: repository.to_owned(), reference: tag.to_owned(), registry })
    }

    /// What pulls it: `HOST/REPOSITORY:TAG` or `HOST/REPOSITORY@DIGEST`.
    #[must_use]
    pub fn uri(&self) -> String {
        let sign = if self.reference.starts_with("sha256:") { '@' } else { ':' };
        format!("{}/{}{sign}{}", self.registry.host, self.repository, self.reference)
    }

    /// The same image at another reference.
    #[must_use]
    pub fn at(&self, reference: &str) -> Self {
        Self { reference: reference.to_owned(), ..self.clone() }
    }
}

/// What is known of an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The digest of its manifest or index, `sha256:...`.
    pub digest: String,
    /// The bytes of its layers; of an index, those for this kind of computer.
    pub bytes: u64,
    /// When it was made, as it says itself.
    pub created: Option<jiff::Timestamp>,
}

/// The digest that an image's reference stands for now.
///
/// # Errors
/// A sentence: the registry is not there, refuses, or has no such image.
pub fn digest(image: &Image) -> Result<String, String> {
    let mut door = Door::new(image);
    let answer = door.ask("HEAD", &format!("manifests/{}", image.reference))?;
    let told = answer.headers().get("docker-content-digest").and_then(|value| value.to_str().ok());
    match told.filter(|digest| is_digest(digest)) {
        Some(digest) => Ok(digest.to_owned()),
        None => Ok(door.manifest(&image.reference)?.0),
    }
}

/// An image's digest, size and age.
///
/// # Errors
/// As [`digest`].
pub fn describe(image: &Image) -> Result<Details, String> {
    let mut door = Door::new(image);
    let (digest, mut manifest) = door.manifest(&image.reference)?;
    if let Some(children) = manifest["manifests"].as_array() {
        let here = match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            other => other,
        };
        let fits = |one: &&Value| one["platform"]["os"] == "linux" && one["platform"]["architecture"] == here;
        let child = children.iter().find(fits).or_else(|| children.first());
        let child = child.and_then(|one| one["digest"].as_str()).filter(|digest| is_digest(digest));
        let child = child.ok_or_else(|| format!("{} is an index without images", image.uri()))?.to_owned();
        manifest = door.manifest(&child)?.1;
    }
    let layers = manifest["layers"].as_array();
    let bytes = layers.into_iter().flatten().filter_map(|layer| layer["size"].as_u64()).sum();
    let config = manifest["config"]["digest"].as_str().filter(|digest| is_digest(digest));
    let created = match config {
        Some(config) => door.blob(config)?["created"].as_str().and_then(|text| text.parse().ok()),
        None => None,
    };
    Ok(Details { digest, bytes, created })
}

fn is_digest(text: &str) -> bool {
    text.strip_prefix("sha256:")
        .is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

type Answer = ureq::http::Response<ureq::Body>;

/// The way into one repository, with what the registry wants to see of us.
struct Door<'a> {
    image: &'a Image,
    agent: ureq::Agent,
    authorization: Option<String>,
}

impl<'a> Door<'a> {
    fn new(image: &'a Image) -> Self {
        let mut settings =
            ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).http_status_as_error(false);
        if is_loopback(&image.registry.host) {
            // No proxy reaches this computer.
            settings = settings.proxy(None);
        }
        Self { image, agent: settings.build().into(), authorization: None }
    }

    fn manifest(&mut self, reference: &str) -> Result<(String, Value), String> {
        let answer = self.ask("GET", &format!("manifests/{reference}"))?;
        let bytes = self.read(answer)?;
        let digest = format!("sha256:{}", hex(&Sha256::digest(&bytes)));
        if is_digest(reference) && digest != reference {
            return Err(format!("{} is not what the registry sent for it", self.image.at(reference).uri()));
        }
        Ok((digest, self.json(&bytes)?))
    }

    fn blob(&mut self, digest: &str) -> Result<Value, String> {
        let answer = self.ask("GET", &format!("blobs/{digest}"))?;
        let bytes = self.read(answer)?;
        self.json(&bytes)
    }

    fn read(&self, mut answer: Answer) -> Result<Vec<u8>, String> {
        answer.body_mut().with_config().limit(LARGEST).read_to_vec().map_err(|error| self.unreachable(&error))
    }

    fn json(&self, bytes: &[u8]) -> Result<Value, String> {
        serde_json::from_slice(bytes).map_err(|error| {
            format!("the registry {} does not speak the registry API: {error}", self.image.registry.host)
        })
    }

    /// Asks; when the registry wants to know who asks, once more with what the user's Docker or Podman knows.
    fn ask(&mut self, method: &str, path: &str) -> Result<Answer, String> {
        let first = self.send(method, path)?;
        let status = first.status().as_u16();
        if status == 401 && self.authorization.is_none() {
            let challenges = first.headers().get_all("www-authenticate");
            let challenges: Vec<String> =
                challenges.iter().filter_map(|value| value.to_str().ok().map(str::to_owned)).collect();
            self.authorization = self.answer_to(&challenges)?;
            if self.authorization.is_some() {
                let second = self.send(method, path)?;
                return self.judged(second);
            }
        }
        self.judged(first)
    }

    fn send(&self, method: &str, path: &str) -> Result<Answer, String> {
        let Registry { scheme, host, .. } = &self.image.registry;
        let address = format!("{scheme}://{host}/v2/{}/{path}", self.image.repository);
        let request = if method == "HEAD" { self.agent.head(&address) } else { self.agent.get(&address) };
        let mut request = request.header("accept", ACCEPTED);
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        request.call().map_err(|error| self.unreachable(&error))
    }

    fn judged(&self, answer: Answer) -> Result<Answer, String> {
        let host = &self.image.registry.host;
        match answer.status().as_u16() {
            200..300 => Ok(answer),
            404 => Err(format!("the registry {host} has no image {}", self.image.uri())),
            401 | 403 => Err(format!(
                "the registry {host} does not let you read {}: sign in with `docker login {host}` or `podman login {host}`",
                self.image.repository
            )),
            other => Err(format!("the registry {host} answered with HTTP {other}")),
        }
    }

    /// What a registry that answered 401 wants to see: a password, or a token from where it says.
    fn answer_to(&self, challenges: &[String]) -> Result<Option<String>, String> {
        let host = &self.image.registry.host;
        let login = registry_credentials(host);
        for challenge in challenges {
            let (kind, rest) = challenge.split_once(' ').unwrap_or((challenge, ""));
            if kind.eq_ignore_ascii_case("basic") {
                return Ok(login.as_ref().map(basic));
            }
            if !kind.eq_ignore_ascii_case("bearer") {
                continue;
            }
            let value = |name: &str| parameter(rest, name);
            let Some(realm) = value("realm") else { continue };
            let from =
                Registry::read(&realm).filter(|from| from.scheme == "https" || is_loopback(&from.host));
            if from.is_none() {
                return Err(format!("the registry {host} wants the password sent without TLS, to {realm}"));
            }
            let scope =
                value("scope").unwrap_or_else(|| format!("repository:{}:pull", self.image.repository));
            let mut request = self.agent.get(&realm).query("scope", scope);
            if let Some(service) = value("service") {
                request = request.query("service", service);
            }
            if let Some(login) = &login {
                request = request.header("authorization", basic(login));
            }
            let answer = request.call().map_err(|error| self.unreachable(&error))?;
            let bytes = self.read(answer)?;
            let said = self.json(&bytes)?;
            let token = said["token"].as_str().or_else(|| said["access_token"].as_str());
            return Ok(token.map(|token| format!("Bearer {token}")));
        }
        Ok(None)
    }

    fn unreachable(&self, error: &ureq::Error) -> String {
        format!("the registry {} cannot be asked: {error}", self.image.registry.host)
    }
}

fn basic(login: &RegistryCredentials) -> String {
    use base64::Engine as _;
    let text = format!("{}:{}", login.user, login.password);
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text))
}

/// A parameter of a challenge: `name="value"`, with commas between and perhaps in them.
fn parameter(text: &str, name: &str) -> Option<String> {
    let mut rest = text;
    loop {
        let (key, after) = rest.split_once('=')?;
        let (value, behind) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => after.split_at(after.find(',').unwrap_or(after.len())),
        };
        if key.trim_matches([' ', ',']).eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
        rest = behind;
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_where_and_how_a_registry_is_asked() {
        let registry = |text: &str| {
            Registry::read(text).map(|one| format!("{}://{} {}", one.scheme, one.host, one.repository("web")))
        };
        assert_eq!(registry("127.0.0.1:5000").unwrap(), "http://127.0.0.1:5000 web");
        assert_eq!(registry("ghcr.io/octo/").unwrap(), "https://ghcr.io octo/web");
        assert_eq!(registry("http://build.lan:5000").unwrap(), "http://build.lan:5000 web");
        assert_eq!((registry(""), registry("git://host/x"), registry("me:pw@host")), (None, None, None));
        let image = Image::read("docker://localhost:5000/a/web:1.2", "latest").unwrap();
        assert_eq!((image.uri().as_str(), image.registry.scheme), ("localhost:5000/a/web:1.2", "http"));
        assert_eq!(Image::read("r.example/web", "latest").unwrap().uri(), "r.example/web:latest");
        assert_eq!(image.at("sha256:00").uri(), "localhost:5000/a/web@sha256:00");
        assert_eq!(Image::read("r.example", "latest"), None);
    }

    #[test]
    fn challenges_are_read_with_commas_in_their_values() {
        let text = r#"realm="https://a.example/token",service="a",scope="repository:web:pull,push""#;
        assert_eq!(parameter(text, "scope").unwrap(), "repository:web:pull,push");
        assert_eq!(parameter(text, "Realm").unwrap(), "https://a.example/token");
        assert_eq!(parameter(text, "error"), None);
    }
}
