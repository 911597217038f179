//! The commands that CodeBuild's images bring along for buildspecs, as scripts in the build's PATH.

use std::path::Path;

/// `codebuild-hash-files PATTERN...`: one SHA-256 over the names and contents of the matching files. Reference A.11.
const HASH_FILES: &str = r#"#!/bin/sh
# The number of a state of files: the same files give the same number.
for pattern in "$@"; do
  pattern=${pattern#./}
  case "$pattern" in
    *\*\**) find . -type f -path "./$(printf %s "$pattern" | sed 's#\*\*/#*#g; s#\*\*#*#g')" ;;
    *) for file in $pattern; do [ -f "$file" ] && printf '%s\n' "./$file"; done ;;
  esac
done | LC_ALL=C sort -u | while IFS= read -r file; do sha256sum -- "$file"; done | sha256sum | cut -d ' ' -f 1
"#;

/// `codebuild-tests-run`: this build's share of the tests of a fan-out. Without one it runs all. Reference A.10.
const TESTS_RUN: &str = r#"#!/bin/sh
command= search= strategy=equal-distribution
while [ $# -gt 0 ]; do
  case "$1" in
    --test-command) command=$2; shift 2 ;;
    --test-command=*) command=${1#*=}; shift ;;
    --files-search) search=$2; shift 2 ;;
    --files-search=*) search=${1#*=}; shift ;;
    --sharding-strategy) strategy=$2; shift 2 ;;
    --sharding-strategy=*) strategy=${1#*=}; shift ;;
    *) echo "codebuild-tests-run: unknown argument $1" >&2; exit 2 ;;
  esac
done
[ -n "$command" ] && [ -n "$search" ] || { echo "codebuild-tests-run: --test-command and --files-search are required" >&2; exit 2; }
case "$strategy" in equal-distribution|stability) ;; *) echo "codebuild-tests-run: unknown strategy $strategy" >&2; exit 2 ;; esac
count=${PIPESMITH_SHARDS:-1} mine=${PIPESMITH_SHARD:-0} number=0
set --
files=$(eval "$search") || exit $?
old=$IFS; IFS='
'
for file in $(printf '%s\n' $files | LC_ALL=C sort -u); do
  [ -n "$file" ] || continue
  if [ "$strategy" = stability ]; then
    # A file stays with its build when others come or go.
    number=$(printf %s "$file" | cksum | cut -d ' ' -f 1)
  fi
  [ $((number % count)) -eq "$mine" ] && set -- "$@" "$file"
  [ "$strategy" = stability ] || number=$((number + 1))
done
IFS=$old
[ $# -gt 0 ] || { echo "No test files for this build"; exit 0; }
echo "Running $# test file(s) in build $mine of $count"
eval "$command \"\$@\""
"#;

/// `codebuild-breakpoint` pauses a build that is debugged over Session Manager; nobody is there to go on.
const BREAKPOINT: &str =
    "#!/bin/sh\necho 'codebuild-breakpoint: debug sessions do not pause builds on this computer' >&2\n";

/// Writes the scripts.
pub(crate) fn write(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs_err::create_dir_all(folder)?;
    for (name, text) in [
        ("codebuild-hash-files", HASH_FILES),
        ("codebuild-tests-run", TESTS_RUN),
        ("codebuild-breakpoint", BREAKPOINT),
    ] {
        let file = folder.join(name);
        fs_err::write(&file, text)?;
        fs_err::set_permissions(&file, std::fs::Permissions::from_mode(0o755))?;
    }
    Ok(())
}
