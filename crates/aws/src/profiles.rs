//! The profiles of the user's AWS configuration files, read with the SDK's own parser.
//!
//! It reads files and the environment; it sends nothing and never gives out a key.

use std::path::Path;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use aws_config::profile::{ProfileSet, load};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_types::os_shim_internal::{Env, Fs};

use crate::Error;
use crate::error::innermost;

/// The name (and the source) under which keys in the environment variables are listed, unless a profile has it.
pub const ENVIRONMENT: &str = "env";

/// A profile: what is known of it without sending anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The Region it sets.
    pub region: Option<String>,
    /// Where its credentials come from, by its settings: `sso`, `keys`, `process`, `role`, `web-identity`, `login`,
    /// `env` (the environment variables) or `none`.
    pub source: String,
}

/// The profiles of `~/.aws/config` and `~/.aws/credentials` (or where `AWS_CONFIG_FILE` and
/// `AWS_SHARED_CREDENTIALS_FILE` say they are), by name; last [`ENVIRONMENT`] when the environment holds keys.
///
/// # Errors
/// `bad-profile` when a file cannot be read or parsed; a missing file is an empty one.
pub fn profiles() -> Result<Vec<Profile>, Error> {
    let env = Env::real();
    let mut found = read(&env, &EnvConfigFiles::default())?;
    let set = |name: &str| env.get(name).ok().filter(|value| !value.is_empty());
    let has_keys = set("AWS_ACCESS_KEY_ID").is_some() && set("AWS_SECRET_ACCESS_KEY").is_some();
    if has_keys && found.iter().all(|profile| profile.name != ENVIRONMENT) {
        let region = set("AWS_REGION").or_else(|| set("AWS_DEFAULT_REGION"));
        found.push(Profile { name: ENVIRONMENT.to_owned(), region, source: ENVIRONMENT.to_owned() });
    }
    Ok(found)
}

/// The profiles of these two files, by name.
///
/// # Errors
/// `bad-profile` when a file cannot be read or parsed.
pub fn profiles_in(config: &Path, credentials: &Path) -> Result<Vec<Profile>, Error> {
    let files = EnvConfigFiles::builder()
        .with_file(EnvConfigFileKind::Config, config)
        .with_file(EnvConfigFileKind::Credentials, credentials)
        .build();
    read(&Env::from_slice(&[]), &files)
}

fn read(env: &Env, files: &EnvConfigFiles) -> Result<Vec<Profile>, Error> {
    let bad = |why: String| {
        Error::new("bad-profile", format!("The AWS configuration files cannot be used: {why}."))
            .or("Correct the file in an editor; `aws configure list` shows how the AWS CLI reads it.")
    };
    let fs = Fs::real();
    // The SDK reads files without waiting, so its future is ready at the first poll.
    let set = match pin!(load(&fs, env, files, None)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(set)) => set,
        Poll::Ready(Err(error)) => {
            let (outer, inner) = (error.to_string(), innermost(&error));
            return Err(bad(if outer.starts_with("could not read") {
                format!("{outer}: {inner}")
            } else {
                inner
            }));
        }
        Poll::Pending => return Err(bad("reading them takes too long".to_owned())),
    };
    let mut found: Vec<_> = set.profiles().filter_map(|name| profile(&set, name)).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn profile(set: &ProfileSet, name: &str) -> Option<Profile> {
    let settings = set.get_profile(name)?;
    let has = |key: &str| settings.get(key).is_some();
    // In the order in which the SDK decides.
    let source = if has("web_identity_token_file") {
        "web-identity"
    } else if has("role_arn") {
        "role"
    } else if has("sso_session") || has("sso_start_url") || has("sso_account_id") {
        "sso"
    } else if has("login_session") {
        "login"
    } else if has("credential_process") {
        "process"
    } else if has("aws_access_key_id") {
        "keys"
    } else {
        "none"
    };
    let region = settings.get("region").filter(|region| !region.is_empty()).map(str::to_owned);
    Some(Profile { name: name.to_owned(), region, source: source.to_owned() })
}
