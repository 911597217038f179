//! Landlock rules for the shim and everything it starts: what may be read, what may be written, nothing else.

use landlock::{
    ABI, Access, AccessFs, CompatLevel, Compatible, PathBeneath, PathFd, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetStatus, Scope,
};

use crate::protocol::Landlock;

/// Restricts this process for good.
pub(super) fn enter(rules: &Landlock) -> Result<(), String> {
    let text = |error: landlock::RulesetError| error.to_string();
    let abi = ABI::V6;
    let all = AccessFs::from_all(abi);
    let read = AccessFs::from_read(abi);
    let mut ruleset = Ruleset::default()
        // Reading and writing as in the first version is the least; what newer kernels know is a bonus.
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(ABI::V1))
        .map_err(text)?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(all)
        .map_err(text)?
        .scope(Scope::from_all(abi))
        .map_err(text)?
        .create()
        .map_err(text)?
        .set_compatibility(CompatLevel::BestEffort);
    for (paths, access) in [(&rules.readable, read), (&rules.writable, all)] {
        for path in paths {
            // What is not there needs no rule.
            let Ok(file) = PathFd::new(path) else { continue };
            let access = if path.is_dir() { access } else { access & AccessFs::from_file(abi) };
            ruleset = ruleset.add_rule(PathBeneath::new(file, access)).map_err(text)?;
        }
    }
    let status = ruleset.restrict_self().map_err(text)?;
    if status.ruleset == RulesetStatus::NotEnforced {
        return Err("the kernel has no Landlock".to_owned());
    }
    Ok(())
}
