//! The keys that this computer's endpoint issues: one key pair in a file that only its owner can read.
//!
//! They open the endpoint of one data folder and nothing else; no AWS account knows them. This module never sends
//! them anywhere and never prints the secret.

use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use codepipeline::{Principal, PrincipalKind};
use fs_err as fs;
use serde::{Deserialize, Serialize};

use crate::Error;

/// The file's name in the data folder.
const FILE: &str = "keys.json";

/// What signs calls to this computer's endpoint, and who the signer then is.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Keys {
    /// The id of the key, 20 characters. It begins with `PKIA`, so that nobody takes it for a key of AWS (`AKIA`).
    pub access_key_id: String,
    /// The secret that signs.
    pub secret_access_key: String,
    /// A token that must come with every call, where the keys are temporary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_token: Option<String>,
    /// Who a call with these keys is made by, `arn:aws:iam::111122223333:user/ann`.
    pub arn: String,
    /// The id of that user, `AIDA…`; stays when the keys are rotated.
    pub user_id: String,
    /// The account that the endpoint plays, twelve digits.
    pub account: String,
}

/// Never shows the secret parts.
impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys")
            .field("access_key_id", &self.access_key_id)
            .field("arn", &self.arn)
            .finish_non_exhaustive()
    }
}

impl Keys {
    /// The keys of this data folder; made and written when there are none yet. `account` (twelve digits) and `user`
    /// (the name of the person at this computer) count only for new ones.
    ///
    /// # Errors
    /// [`Error::Io`] when the file can be neither read nor written, [`Error::Keys`] when it holds something else,
    /// [`Error::Exposed`] when others could have read it.
    pub fn load_or_create(folder: &Path, account: &str, user: &str) -> Result<Self, Error> {
        match Self::load(folder) {
            Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => {
                let keys = Self::create(account, user);
                keys.write(folder)?;
                Ok(keys)
            }
            other => other,
        }
    }

    /// The keys of this data folder.
    ///
    /// # Errors
    /// As [`Keys::load_or_create`]; [`Error::Io`] of kind `NotFound` when there are none.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        refuse_when_exposed(&path)?;
        serde_json::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| Error::Keys { path, reason: error.to_string() })
    }

    /// Puts a new key pair for the same user into the data folder. Whoever holds a [`crate::Door`] must also hand it
    /// over ([`crate::Door::replace_keys`]); from then on the old pair opens nothing.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be written; the old keys then stay.
    pub fn rotate(&self, folder: &Path) -> Result<Self, Error> {
        let keys = Self {
            access_key_id: new_id("PKIA"),
            secret_access_key: new_secret(),
            session_token: None,
            ..self.clone()
        };
        keys.write(folder)?;
        Ok(keys)
    }

    /// New keys, not written anywhere.
    fn create(account: &str, user: &str) -> Self {
        // The characters of an IAM user name (IAM user guide, quotas).
        let user: String = user
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "_+=,.@-".contains(c) { c } else { '-' })
            .take(64)
            .collect();
        let user = if user.is_empty() { "local" } else { &user };
        Self {
            access_key_id: new_id("PKIA"),
            secret_access_key: new_secret(),
            session_token: None,
            arn: format!("arn:aws:iam::{account}:user/{user}"),
            user_id: new_id("AIDA"),
            account: account.to_owned(),
        }
    }

    /// Writes beside the old file and then takes its place, so that there is never half a file and never one that
    /// others can read.
    fn write(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join(FILE);
        let text = serde_json::to_string_pretty(self)
            .map_err(|error| Error::Keys { path: path.clone(), reason: error.to_string() })?;
        let beside = folder.join(format!("{FILE}.{}", uuid::Uuid::new_v4().simple()));
        let written = write_private(&beside, text.as_bytes()).and_then(|()| fs::rename(&beside, &path));
        if written.is_err() {
            // The first error is the one to tell.
            let _ = fs::remove_file(&beside);
        }
        Ok(written?)
    }

    /// Who a call with these keys is made by.
    pub fn principal(&self) -> Principal {
        Principal {
            arn: self.arn.clone(),
            account: self.account.clone(),
            kind: PrincipalKind::IamUser,
            user_name: self.arn.rsplit('/').next().unwrap_or_default().to_owned(),
            access_key_id: Some(self.access_key_id.clone()),
        }
    }

    /// The environment in which the AWS CLI and the SDKs use this endpoint: variables to set, and (without a value)
    /// variables to unset because they would win. `no_proxy` is the caller's present value: calls to this computer
    /// must not go through a proxy.
    pub fn environment(
        &self,
        endpoint: &str,
        region: &str,
        no_proxy: Option<&str>,
    ) -> Vec<(&'static str, Option<String>)> {
        let mut proxy: Vec<&str> =
            no_proxy.unwrap_or_default().split(',').filter(|s| !s.is_empty()).collect();
        for host in ["127.0.0.1", "localhost", "::1"] {
            if !proxy.contains(&host) {
                proxy.push(host);
            }
        }
        let proxy = proxy.join(",");
        let mut environment = vec![
            ("AWS_ACCESS_KEY_ID", Some(self.access_key_id.clone())),
            ("AWS_SECRET_ACCESS_KEY", Some(self.secret_access_key.clone())),
            ("AWS_SESSION_TOKEN", self.session_token.clone()),
            ("AWS_REGION", Some(region.to_owned())),
            ("AWS_DEFAULT_REGION", Some(region.to_owned())),
            ("AWS_ENDPOINT_URL", Some(endpoint.to_owned())),
            ("NO_PROXY", Some(proxy.clone())),
            ("no_proxy", Some(proxy)),
        ];
        environment.extend(
            [
                "AWS_PROFILE",
                "AWS_DEFAULT_PROFILE",
                "AWS_SECURITY_TOKEN",
                "AWS_ENDPOINT_URL_CODEPIPELINE",
                "AWS_ENDPOINT_URL_STS",
                "AWS_ENDPOINT_URL_CLOUDTRAIL",
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                "AWS_USE_FIPS_ENDPOINT",
                "AWS_USE_DUALSTACK_ENDPOINT",
                "AWS_STS_REGIONAL_ENDPOINTS",
                "AWS_ROLE_ARN",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            ]
            .map(|name| (name, None)),
        );
        environment
    }
}

/// Refuses a file whose content others could have read.
#[cfg(unix)]
fn refuse_when_exposed(path: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path)?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(Error::Exposed { path: path.to_owned(), mode }) }
}

#[cfg(not(unix))]
fn refuse_when_exposed(_: &Path) -> Result<(), Error> {
    Ok(())
}

/// Writes a new file that only its owner can read, through to the disk.
fn write_private(path: &PathBuf, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    fs::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A prefix and 16 random characters of the alphabet that AWS uses for ids (RFC 4648 base 32).
fn new_id(prefix: &str) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let id = uuid::Uuid::new_v4();
    let letters = id.as_bytes().iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)]));
    prefix.chars().chain(letters).collect()
}

/// 40 random characters with more than 220 bits, the form of a secret access key.
fn new_secret() -> String {
    let mut bytes = Vec::with_capacity(32);
    bytes.extend_from_slice(uuid::Uuid::new_v4().as_bytes());
    bytes.extend_from_slice(uuid::Uuid::new_v4().as_bytes());
    bytes.truncate(30);
    STANDARD_NO_PAD.encode(bytes)
}
