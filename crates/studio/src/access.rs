//! How other programs get at the endpoint: lines for a shell, a profile in the AWS config file, and the keys that a profile
//! asks for. Nothing here sends a key anywhere; the config file never holds one.

use std::path::{Path, PathBuf};

use fs_err as fs;
use serde_json::{Value, json};
use store::owner::{self, OwnerInfo};

use crate::client::Client;
use crate::contract::Failure;
use crate::desk::REGION;
use crate::failure::failure;

/// What a profile of this program sets; everything else in it is left alone.
const OWN: [&str; 3] = ["credential_process", "region", "endpoint_url"];
/// What makes a profile lead to an account, and is therefore never changed into one of this program.
const FOREIGN: [&str; 9] = [
    "aws_access_key_id",
    "role_arn",
    "source_profile",
    "credential_source",
    "web_identity_token_file",
    "sso_session",
    "sso_start_url",
    "login_session",
    "credential_process",
];

/// The owner of a data folder whose endpoint is open, and where it is.
fn serving(data: &Path) -> Result<(OwnerInfo, String), Failure> {
    let none = || {
        failure("no-engine", format!("No endpoint is open on the data folder {}", data.display()))
            .remedy("start `pipesmith serve` in another shell or switch the endpoint on in the settings of the app, then ask again")
    };
    let found = if data.exists() { owner::find(data)? } else { return Err(none()) };
    let owner::Found::Owner(info) = found else { return Err(none()) };
    let endpoint = info.endpoint.clone().ok_or_else(none)?;
    Ok((info, endpoint))
}

/// The lines of `pipesmith env`: what a shell evaluates so that the AWS CLI and SDKs use this computer's endpoint.
/// Without `show` the secret key is hidden.
///
/// # Errors
/// `no-engine` when no endpoint is open on this data folder; what is wrong with the keys.
pub fn environment(data: &Path, show: bool) -> Result<String, Failure> {
    let (_, endpoint) = serving(data)?;
    let keys = api::Keys::load(data)?;
    let no_proxy = std::env::var("NO_PROXY").or_else(|_| std::env::var("no_proxy")).ok();
    let mut text = String::new();
    for (name, value) in keys.environment(&endpoint, REGION, no_proxy.as_deref()) {
        match value {
            Some(_) if !show && name == "AWS_SECRET_ACCESS_KEY" => {
                text.push_str("# AWS_SECRET_ACCESS_KEY is hidden; `--show` shows it\n");
            }
            Some(value) => text.push_str(&format!("export {name}='{}'\n", value.replace('\'', "'\\''"))),
            None => text.push_str(&format!("unset {name}\n")),
        }
    }
    Ok(text)
}

/// The keys as a profile's `credential_process` prints them (AWS CLI user guide, "Sourcing credentials with an external
/// process"). They are asked for anew each time, so that rotated keys are used at once.
///
/// # Errors
/// As [`environment`].
pub fn credentials(data: &Path) -> Result<String, Failure> {
    serving(data)?;
    let keys = api::Keys::load(data)?;
    let told = json!({
        "Version": 1,
        "AccessKeyId": keys.access_key_id,
        "SecretAccessKey": keys.secret_access_key,
    });
    Ok(told.to_string())
}

/// Makes new keys in the place of those that the endpoint takes. From then on the old ones open nothing.
///
/// # Errors
/// As [`environment`]; what the owner of the data folder says.
pub async fn rotate_keys(data: &Path) -> Result<(), Failure> {
    let (info, _) = serving(data)?;
    let asked = Client { info }.post("/owner/rotate", &Value::Null).await;
    asked.map_err(|trouble| trouble.failure())?.map(drop)
}

/// A profile of the AWS config file that leads to this computer's endpoint, before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The config file: `AWS_CONFIG_FILE`, else `~/.aws/config`.
    pub file: PathBuf,
    /// The lines of the profile.
    pub lines: String,
    /// Where the endpoint is now; the profile is right as long as it stays there.
    pub endpoint: String,
    text: String,
}

impl Profile {
    /// The profile `name` for the endpoint that is open on a data folder; `program` is this program.
    ///
    /// # Errors
    /// `no-engine`; `bad-arguments` for a name that is none; `profile-exists` when the file has a profile of this name that
    /// leads elsewhere; `no-home`; `unreadable`.
    pub fn of(data: &Path, name: &str, program: &Path) -> Result<Self, Failure> {
        let (_, endpoint) = serving(data)?;
        let proper = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
        if name.is_empty() || name == "default" || !name.chars().all(proper) {
            return Err(failure("bad-arguments", format!("'{name}' cannot be the profile's name"))
                .remedy("take letters, digits, '-', '_' and '.'; the default profile stays as it is"));
        }
        let quoted = |path: &Path| format!("\"{}\"", path.display());
        let values = [
            format!("{} env --process --data {}", quoted(program), quoted(data)),
            REGION.to_owned(),
            endpoint.clone(),
        ];
        let lines: Vec<String> =
            OWN.iter().zip(values).map(|(key, value)| format!("{key} = {value}")).collect();
        let file = config_file()?;
        let known = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(failure("unreadable", error.to_string())),
        };
        let text = put(&known, name, &lines).map_err(|key| {
            failure(
                "profile-exists",
                format!("{} has a profile {name} already, with {key}: it leads elsewhere", file.display()),
            )
            .remedy("take another name")
        })?;
        Ok(Self { file, lines: format!("[profile {name}]\n{}\n", lines.join("\n")), endpoint, text })
    }

    /// Writes the config file: whole or not at all, and what else is in it stays as it is.
    ///
    /// # Errors
    /// `unwritable`.
    pub fn write(&self) -> Result<(), Failure> {
        let failed = |error: std::io::Error| failure("unwritable", error.to_string());
        // Where the file is a link, what it leads to is written.
        let file = fs::canonicalize(&self.file).unwrap_or_else(|_| self.file.clone());
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let kept = fs::metadata(&file).ok().map(|known| known.permissions());
        store::files::write_private(&file, self.text.as_bytes())?;
        kept.map_or(Ok(()), |kept| fs::set_permissions(&file, kept)).map_err(failed)
    }
}

fn config_file() -> Result<PathBuf, Failure> {
    if let Some(named) = std::env::var_os("AWS_CONFIG_FILE").filter(|named| !named.is_empty()) {
        return Ok(named.into());
    }
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().join(".aws/config"));
    home.ok_or_else(|| {
        failure("no-home", "This computer tells no home folder with an AWS config file")
            .remedy("name the file in AWS_CONFIG_FILE")
    })
}

/// The file's text with these lines in the profile, or the key that shows that the profile is somebody else's.
fn put(text: &str, name: &str, lines: &[String]) -> Result<String, String> {
    let is_header = |line: &&str| line.starts_with('[');
    let is_ours = |line: &str| {
        let inner =
            line.trim().strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(inner, _)| inner);
        inner.is_some_and(|inner| inner.split_whitespace().eq(["profile", name]))
    };
    let own: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let mut all: Vec<&str> = text.split_inclusive('\n').collect();
    let Some(start) = all.iter().position(|line| is_ours(line)) else {
        let gap = if text.is_empty() || text.ends_with("\n\n") {
            ""
        } else if text.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        return Ok(format!("{text}{gap}[profile {name}]\n{own}"));
    };
    let end = all[start + 1..].iter().position(is_header).map_or(all.len(), |at| start + 1 + at);
    let key_of = |line: &str| line.split_once('=').map(|(key, _)| key.trim_end().to_owned());
    let is_own_process = |line: &str| line.contains(" env --process --data ");
    for line in &all[start + 1..end] {
        // Lines that are moved in belong to the key above them.
        if let Some(key) = key_of(line).filter(|key| FOREIGN.contains(&key.as_str()))
            && !is_own_process(line)
        {
            return Err(key);
        }
    }
    let rest: Vec<&str> = all
        .splice(start + 1..end, [])
        .filter(|line| key_of(line).is_none_or(|key| !OWN.contains(&key.as_str())))
        .collect();
    let header_ends = if all[start].ends_with('\n') { "" } else { "\n" };
    let (before, after) = all.split_at(start + 1);
    Ok(format!("{}{header_ends}{own}{}{}", before.concat(), rest.concat(), after.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(port: u16) -> Vec<String> {
        vec![
            "credential_process = \"/bin/pipesmith\" env --process --data \"/d\"".to_owned(),
            format!("endpoint_url = http://127.0.0.1:{port}"),
        ]
    }

    #[test]
    fn a_profile_is_added_and_changed_and_everything_else_stays() {
        let own = lines(1).join("\n");
        assert_eq!(put("", "here", &lines(1)).unwrap(), format!("[profile here]\n{own}\n"));
        let others = "# mine\n[default]\nregion=eu-west-1\n[profile prod]\nrole_arn = r";
        let added = put(others, "here", &lines(1)).unwrap();
        assert_eq!(added, format!("{others}\n\n[profile here]\n{own}\n"));

        let with_more =
            format!("{added}output = json\ns3 =\n  max_queue_size = 9\n\n[profile z]\noutput = text\n");
        let changed = put(&with_more, "here", &lines(2)).unwrap();
        let new = lines(2).join("\n");
        assert_eq!(
            changed,
            format!(
                "{others}\n\n[profile here]\n{new}\noutput = json\ns3 =\n  max_queue_size = 9\n\n[profile z]\noutput = text\n"
            )
        );
        assert_eq!(put(&changed, "here", &lines(2)).unwrap(), changed);
    }

    #[test]
    fn a_profile_that_leads_elsewhere_is_not_touched() {
        for key in ["role_arn", "sso_session", "aws_access_key_id", "credential_process"] {
            let text = format!("[profile here]\nregion = eu-west-1\n{key} = something\n");
            assert_eq!(put(&text, "here", &lines(1)).unwrap_err(), key);
        }
    }
}
