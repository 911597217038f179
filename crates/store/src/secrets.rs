//! Secrets by name in the operating system's keyring, and nowhere else.

use keyring::Entry;

use crate::{Code, Error, Result};

const SERVICE: &str = "pipesmith";

fn entry(name: &str) -> Result<Entry> {
    Entry::new(SERVICE, name).map_err(|error| refused(name, &error))
}

fn refused(name: &str, error: &keyring::Error) -> Error {
    Error::new(Code::Keyring, format!("The keyring does not give access to {name}: {error}."))
}

/// The value of a secret; nothing when there is none. [`Code::Keyring`] when the keyring refuses or is not there.
pub fn get(name: &str) -> Result<Option<String>> {
    match entry(name)?.get_password() {
        Ok(value) => Ok(Some(value)),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(refused(name, &error)),
    }
}

/// Keeps a secret. Errors as [`get`].
pub fn put(name: &str, value: &str) -> Result<()> {
    entry(name)?.set_password(value).map_err(|error| refused(name, &error))
}

/// Forgets a secret; one that is not there is no error. Errors as [`get`].
pub fn remove(name: &str) -> Result<()> {
    match entry(name)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(refused(name, &error)),
    }
}
