//! The text that the build's shell runs: a loop that sources one script after the other.
//!
//! State (working directory, variables, functions, options) lives on in the shell. Before every script it is also
//! written down, so that a script that ends the shell (`exit`, a failure under `set -e`) costs only its own changes:
//! the next shell starts from what was written, as the next command of CodeBuild does.

use std::path::Path;

/// The descriptors that the loop uses; all below 10, because a POSIX shell redirects no others.
pub(crate) struct Descriptors<'a> {
    pub requests: i32,
    pub status: i32,
    /// What stands before a status, where it shares its way with the output.
    pub mark: &'a str,
}

/// The loop. `number` names this shell's state file; `restore` is the state file to start from.
pub(crate) fn text(
    scratch: &Path,
    descriptors: &Descriptors<'_>,
    number: usize,
    restore: Option<usize>,
    directory: &Path,
) -> String {
    let Descriptors { requests, status, mark } = descriptors;
    let (out, err) = free_pair(*requests, *status);
    let script = quote(&scratch.join("script.sh").to_string_lossy());
    let state = quote(&scratch.join(format!("state.{number}")).to_string_lossy());
    let directory = quote(&directory.to_string_lossy());
    let restore = restore.map_or_else(String::new, |number| {
        let file = quote(&scratch.join(format!("state.{number}")).to_string_lossy());
        // Variables that the shell itself keeps read-only complain; HOME and the like belong to the user.
        format!(
            "__keep_home=$HOME __keep_user=${{USER-}}\n\
             {{ [ -r {file} ] && . {file}; }} 2>/dev/null\n\
             HOME=$__keep_home USER=$__keep_user\n\
             unset __keep_home __keep_user\n\
             cd \"$PWD\" 2>/dev/null || cd {directory}\n\
             {{ [ -r {file}.options ] && . {file}.options; }} 2>/dev/null\n"
        )
    });
    // The braces keep `set -x` from tracing the loop itself. The script gets its streams afresh each time and none of
    // the loop's descriptors.
    format!(
        "exec {out}>&1 {err}>&2\n\
         {restore}\
         while {{ IFS= read -r CODEBUILD_BUILD_SUCCEEDING <&{requests}; }} 2>/dev/null; do\n\
         {{\n\
         if [ -n \"${{BASH_VERSION-}}\" ]; then\n\
         {{ declare -p; declare -f; alias -p; }} >|{state} || :\n\
         {{ shopt -p; set +o; }} >|{state}.options || :\n\
         else\n\
         {{ set; export -p; }} >|{state} || :\n\
         set +o >|{state}.options || :\n\
         fi\n\
         [ -n \"$CODEBUILD_BUILD_SUCCEEDING\" ] || break\n\
         . {script} </dev/null >&{out} 2>&{err} {requests}<&- {status}>&- {out}>&- {err}>&-\n\
         printf '{mark}%s\\n' \"$?\" >&{status}\n\
         }} 2>/dev/null\n\
         done 2>/dev/null\n"
    )
}

/// Two more descriptors below 10 that are not in use.
fn free_pair(one: i32, other: i32) -> (i32, i32) {
    let mut free = (3..10).filter(|descriptor| *descriptor != one && *descriptor != other);
    // Six candidates, two of them taken: there are always two.
    (free.next().unwrap_or(8), free.next().unwrap_or(9))
}

/// Quotes for a POSIX shell.
pub(crate) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
