//! The variables a build starts with, and what they refer to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::buildspec::Buildspec;
use crate::outcome::Difference;
use crate::request::BuildRequest;

/// A variable of a project or of one build, in the form of the API's `EnvironmentVariable`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentVariable {
    /// Its name.
    pub name: String,
    /// Its value, or what refers to it.
    pub value: String,
    /// Which of the two.
    #[serde(rename = "type", default)]
    pub kind: VariableKind,
}

/// What the value of an [`EnvironmentVariable`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum VariableKind {
    /// The value itself.
    #[default]
    Plaintext,
    /// The name of a Parameter Store parameter.
    ParameterStore,
    /// A Secrets Manager reference: `secret-id[:json-key[:version-stage[:version-id]]]`.
    SecretsManager,
}

/// Something that must be handed in before the build can start.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Reference {
    /// Where the value comes from.
    pub kind: ReferenceKind,
    /// The parameter's name, or the reference to a secret, as written: the key in [`BuildRequest::parameters`] or
    /// [`BuildRequest::secrets`].
    pub reference: String,
    /// The variable that gets the value.
    pub variable: String,
}

/// Where a [`Reference`] points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ReferenceKind {
    /// Systems Manager Parameter Store.
    ParameterStore,
    /// Secrets Manager.
    SecretsManager,
}

/// Everything that the build's variables refer to, so that the caller can ask for it before the build starts.
///
/// # Errors
/// When the buildspec cannot be read.
pub fn references(request: &BuildRequest) -> Result<Vec<Reference>, Error> {
    let spec = request.read_buildspec(Path::new(""))?;
    Ok(referring(request, &spec).into_values().flatten().collect())
}

/// What the variables of a build with this buildspec would refer to; the variables are the project's, then the start's.
#[must_use]
pub fn references_of(spec: &Buildspec, variables: &[EnvironmentVariable]) -> Vec<Reference> {
    layers(spec, variables.iter()).into_values().flatten().collect()
}

/// The references that count: a variable that a stronger layer sets is not asked for.
fn referring(request: &BuildRequest, spec: &Buildspec) -> BTreeMap<String, Option<Reference>> {
    layers(spec, request.project_environment.iter().chain(&request.override_environment))
}

fn layers<'a>(
    spec: &Buildspec,
    variables: impl Iterator<Item = &'a EnvironmentVariable>,
) -> BTreeMap<String, Option<Reference>> {
    let mut by_name = BTreeMap::new();
    let reference = |kind, variable: &String, reference: &String| {
        Some(Reference { kind, reference: reference.clone(), variable: variable.clone() })
    };
    for name in spec.env.variables.keys() {
        by_name.insert(name.clone(), None);
    }
    for (name, parameter) in &spec.env.parameter_store {
        by_name.insert(name.clone(), reference(ReferenceKind::ParameterStore, name, parameter));
    }
    for (name, secret) in &spec.env.secrets_manager {
        by_name.insert(name.clone(), reference(ReferenceKind::SecretsManager, name, secret));
    }
    for variable in variables {
        let refers = match variable.kind {
            VariableKind::Plaintext => None,
            VariableKind::ParameterStore => {
                reference(ReferenceKind::ParameterStore, &variable.name, &variable.value)
            }
            VariableKind::SecretsManager => {
                reference(ReferenceKind::SecretsManager, &variable.name, &variable.value)
            }
        };
        by_name.insert(variable.name.clone(), refers);
    }
    by_name
}

/// Variables of the engine's own environment that a build may know: how to reach the network, and the language.
const PASSED_ON: [&str; 18] = [
    "LANG",
    "LC_ALL",
    "TZ",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "ALL_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "CURL_CA_BUNDLE",
    "REQUESTS_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "GIT_SSL_CAINFO",
    "PIP_CERT",
];

const SYSTEM_PATH: &str = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// Where the build finds its folders.
pub(crate) struct Places<'a> {
    pub sources: &'a [(Option<String>, PathBuf)],
    pub home: &'a Path,
    /// Set when `/tmp` is not the build's own.
    pub temporary: Option<&'a Path>,
    /// Toolchain folders of the host that the build can read.
    pub toolchains: &'a [PathBuf],
    /// Whether the system is read-only, so that installs must go to HOME.
    pub redirect_installs: bool,
    /// Whether the build's system is an image, which has a PATH and a language of its own.
    pub in_image: bool,
}

/// All variables of the build, by name. Says what it had to leave out.
pub(crate) fn variables(
    request: &BuildRequest,
    spec: &Buildspec,
    places: &Places<'_>,
    started_ms: u64,
    differences: &mut Vec<Difference>,
) -> Result<BTreeMap<String, String>, Error> {
    let mut all = host(places);
    let mut layers: BTreeMap<String, String> = spec.env.variables.clone();
    for variable in request.project_environment.iter().chain(&request.override_environment) {
        layers.insert(variable.name.clone(), variable.value.clone());
    }
    let (mut no_parameters, mut no_secrets) = (Vec::new(), Vec::new());
    for (name, reference) in referring(request, spec) {
        let Some(Reference { kind, reference, .. }) = reference else { continue };
        let (values, missing) = match kind {
            ReferenceKind::ParameterStore => (&request.parameters, &mut no_parameters),
            ReferenceKind::SecretsManager => (&request.secrets, &mut no_secrets),
        };
        match values.get(&reference) {
            Some(value) => {
                layers.insert(name, value.clone());
            }
            None => missing.push(reference),
        }
    }
    if !no_parameters.is_empty() {
        return Err(Error::MissingParameters { names: no_parameters });
    }
    if !no_secrets.is_empty() {
        return Err(Error::MissingSecrets { references: no_secrets });
    }
    all.insert("AWS_DEFAULT_REGION".to_owned(), request.region.clone());
    all.insert("AWS_REGION".to_owned(), request.region.clone());
    for (name, value) in layers {
        if name.starts_with("CODEBUILD_") {
            differences.push(Difference::new(
                "reserved-variable",
                format!("{name} was not set: names that start with CODEBUILD_ are reserved"),
            ));
        } else if name.is_empty() || name.contains(['=', '\0']) || value.contains('\0') {
            differences.push(Difference::new(
                "impossible-variable",
                format!("{name:?} cannot be an environment variable"),
            ));
        } else {
            all.insert(name, value);
        }
    }
    own(request, places, started_ms, &mut all);
    if let Some((mine, count)) = request.shard {
        all.insert("PIPESMITH_SHARD".to_owned(), mine.to_string());
        all.insert("PIPESMITH_SHARDS".to_owned(), count.to_string());
    }
    for name in all.keys().filter(|name| name.starts_with("CODEBUILD_SRC_DIR_")) {
        if !crate::buildspec::is_variable_name(name) {
            differences.push(Difference::new(
                "unusable-variable",
                format!("{name} is in the environment, but a shell cannot name it"),
            ));
        }
    }
    Ok(all)
}

/// `CODEBUILD_*`. AWS CodeBuild user guide, "Environment variables in build environments".
fn own(request: &BuildRequest, places: &Places<'_>, started_ms: u64, all: &mut BTreeMap<String, String>) {
    let BuildRequest { project, build_id, region, account, .. } = request;
    let mut set = |name: &str, value: String| {
        all.insert(format!("CODEBUILD_{name}"), value);
    };
    set("BUILD_ARN", format!("arn:aws:codebuild:{region}:{account}:build/{project}:{build_id}"));
    set("BUILD_ID", format!("{project}:{build_id}"));
    set("BUILD_IMAGE", request.image.clone());
    set("BUILD_NUMBER", request.build_number.to_string());
    set("BUILD_SUCCEEDING", "1".to_owned());
    set(
        "BUILD_URL",
        format!(
            "https://{region}.console.aws.amazon.com/codebuild/home?region={region}#/builds/{project}:{build_id}/view/new"
        ),
    );
    set("INITIATOR", request.initiator.clone());
    set("KMS_KEY_ID", format!("arn:aws:kms:{region}:{account}:alias/aws/s3"));
    set("PROJECT_ARN", format!("arn:aws:codebuild:{region}:{account}:project/{project}"));
    set("LOG_PATH", build_id.clone());
    set("SOURCE_REPO_URL", String::new());
    set("START_TIME", started_ms.to_string());
    set("CI", "true".to_owned());
    if let Some(identifier) = &request.batch_identifier {
        set("BATCH_BUILD_IDENTIFIER", identifier.clone());
    }
    if let Some(version) = &request.resolved_source_version {
        set("RESOLVED_SOURCE_VERSION", version.clone());
    }
    if let Some(version) = &request.source_version {
        set("SOURCE_VERSION", version.clone());
    }
    for (identifier, path) in places.sources {
        let suffix = identifier.as_ref().map_or_else(String::new, |identifier| format!("_{identifier}"));
        set(&format!("SRC_DIR{suffix}"), path.display().to_string());
    }
}

/// What the build gets from the computer it runs on.
fn host(places: &Places<'_>) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut set = |name: &str, value: String| {
        all.insert(name.to_owned(), value);
    };
    for name in PASSED_ON {
        // The files that others name are not in an image.
        let known = !places.in_image || name == "TZ" || name.to_ascii_lowercase().ends_with("_proxy");
        if let Ok(value) = std::env::var(name)
            && known
        {
            set(name, value);
        }
    }
    let home = places.home;
    set("HOME", home.display().to_string());
    set("CI", "true".to_owned());
    set("DEBIAN_FRONTEND", "noninteractive".to_owned());
    if let Some(folder) = places.temporary {
        set("TMPDIR", folder.display().to_string());
    }
    for path in places.toolchains {
        if let Some(name) = toolchain_variable(path) {
            // A default place needs no variable, unless HOME moved away from it.
            if path.parent() != Some(home) {
                set(name, path.display().to_string());
            }
        }
    }
    if places.in_image {
        return all;
    }
    let path = std::env::var("PATH").ok().filter(|path| !path.is_empty());
    let mut path = path.unwrap_or_else(|| SYSTEM_PATH.to_owned());
    if places.redirect_installs {
        let at = |relative: &str| home.join(relative).display().to_string();
        set("PIP_BREAK_SYSTEM_PACKAGES", "1".to_owned());
        set("PYTHONUSERBASE", at(".local"));
        set("GEM_HOME", at(".gem"));
        set("CARGO_HOME", at(".local/share/cargo"));
        // nvm refuses to work with a prefix; its own folder is read-only here, so installs fail either way.
        if !places.toolchains.iter().any(|path| toolchain_variable(path) == Some("NVM_DIR")) {
            set("npm_config_prefix", at(".local"));
        }
        let bins = [".local/bin", ".gem/bin", ".local/share/cargo/bin"].map(at).join(":");
        path = format!("{bins}:{path}");
    }
    set("PATH", path);
    all
}

/// The variable that tells a tool where its folder is.
fn toolchain_variable(path: &Path) -> Option<&'static str> {
    Some(match path.file_name()?.to_str()? {
        ".cargo" => "CARGO_HOME",
        ".rustup" => "RUSTUP_HOME",
        ".pyenv" => "PYENV_ROOT",
        ".nvm" => "NVM_DIR",
        ".volta" => "VOLTA_HOME",
        ".sdkman" => "SDKMAN_DIR",
        "mise" => "MISE_DATA_DIR",
        _ => return None,
    })
}
