//! The secrets that calls bring: `OAuthToken` and what else a definition or a webhook holds. They lie in the keyring;
//! where there is none, they live as long as this process. Files, events and answers never have them.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use codepipeline::shapes::PipelineDeclaration;

use crate::Inner;
use crate::definitions::secret_name;

/// What the service shows in the place of a secret (CodePipeline user guide, GitHub version 1 source action).
pub(crate) const MASKED: &str = "****";

/// The secrets of this process.
#[derive(Default)]
pub(crate) struct Secrets(Mutex<HashMap<String, String>>);

/// Whether a text stands for a secret that is known already: nothing but asterisks. The API reference and the answers
/// differ in how many there are.
pub(crate) fn is_masked(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|one| matches!(one, '*' | ' '))
}

/// The members of actions' configurations in whose place a definition has asterisks.
fn held(declaration: &PipelineDeclaration) -> impl Iterator<Item = (&str, &str)> {
    let actions = declaration.stages.iter().flat_map(|stage| &stage.actions);
    actions.flat_map(|action| {
        let members = action.configuration.iter().flatten().filter(|(_, value)| is_masked(value));
        members.map(|(key, _)| (action.name.as_str(), key.as_str()))
    })
}

impl Inner {
    /// Keeps a secret under its name. The answer is whether it outlives this process.
    pub fn keep_secret(&self, name: &str, value: &str) -> bool {
        self.store.mask().add(value);
        let mut known = self.secrets.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(name.to_owned(), value.to_owned());
        store::secrets::put(name, value).is_ok()
    }

    /// A secret by its name.
    pub fn secret(&self, name: &str) -> Option<String> {
        let known = self.secrets.0.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        let found = known.or_else(|| store::secrets::get(name).ok().flatten())?;
        self.store.mask().add(&found);
        Some(found)
    }

    /// Forgets what the definition of a pipeline held, but not what the one in its place holds, too.
    pub fn forget_secrets_of(&self, before: &PipelineDeclaration, now: Option<&PipelineDeclaration>) {
        let kept: Vec<_> = now.into_iter().flat_map(held).collect();
        for (action, key) in held(before).filter(|one| !kept.contains(one)) {
            self.forget_secret(&secret_name(&before.name, action, key));
        }
    }

    /// Forgets a secret. One that the keyring cannot forget now stays there, under a name that nobody asks for.
    pub fn forget_secret(&self, name: &str) {
        self.secrets.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
        let _ = store::secrets::remove(name);
    }
}
