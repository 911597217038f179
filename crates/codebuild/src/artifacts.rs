//! Which files a build hands on: the patterns of the `artifacts` block, applied to what the build left on disk.
//!
//! Runs after the last process of the build ended, on the host, and therefore trusts no link: whatever leads out of the
//! build's own folders is left out. It packs nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use serde::Serialize;

use crate::buildspec::Artifacts;
use crate::outcome::Difference;
use crate::sandbox::normalize;

/// The files of one artifact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CollectedArtifact {
    /// The identifier of a secondary artifact; none for the primary one.
    pub identifier: Option<String>,
    /// Its files, sorted by path.
    pub files: Vec<CollectedFile>,
}

/// A file of an artifact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CollectedFile {
    /// Where it is on disk: a regular file with no link on the way, unless `symlink` says otherwise.
    pub source: PathBuf,
    /// Its path in the archive, with `/` between names.
    pub path: String,
    /// With `enable-symlinks`: the text of the link that is kept as a link.
    pub symlink: Option<String>,
}

/// Where paths of the build are on disk. Follows links by itself, because the host would follow them elsewhere.
pub(crate) struct Disk<'a> {
    /// Maps a path of the build, free of links, to one of the host.
    pub locate: &'a dyn Fn(&Path) -> Option<PathBuf>,
}

const MOST_LINKS: usize = 40;

impl Disk<'_> {
    /// The file or folder that a path of the build names, without links: as the build sees it and on the host.
    fn resolve(&self, path: &Path) -> Option<(PathBuf, PathBuf)> {
        let mut links = 0;
        let mut pending: Vec<std::ffi::OsString> = parts(path);
        let mut reached = PathBuf::from("/");
        while let Some(part) = pending.pop() {
            if part == ".." {
                reached.pop();
                continue;
            }
            let next = reached.join(&part);
            // Folders above the build's own have no place on the host, and need none.
            let Some(host) = (self.locate)(&next) else {
                reached = next;
                continue;
            };
            // The root of a bind is a folder by construction, even where the host reaches it through a link.
            let is_root = (self.locate)(&reached).is_none();
            let kind = fs_err::symlink_metadata(&host).ok()?.file_type();
            if kind.is_symlink() && !is_root {
                links += 1;
                if links > MOST_LINKS {
                    return None;
                }
                let target = fs_err::read_link(&host).ok()?;
                if target.is_absolute() {
                    reached = PathBuf::from("/");
                }
                pending.extend(parts(&target));
            } else {
                reached = next;
            }
        }
        let host = (self.locate)(&reached)?;
        fs_err::symlink_metadata(&host).ok()?;
        Some((reached, host))
    }
}

/// The names of a path, last first; `..` stays.
fn parts(path: &Path) -> Vec<std::ffi::OsString> {
    let mut parts: Vec<_> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_owned()),
            Component::ParentDir => Some("..".into()),
            _ => None,
        })
        .collect();
    parts.reverse();
    parts
}

/// The names of all variables in the paths of the block.
pub(crate) fn variables_in(artifacts: &Artifacts) -> BTreeSet<String> {
    let blocks = std::iter::once(artifacts).chain(artifacts.secondary.values());
    names_in(
        blocks.flat_map(|block| block.files.iter().chain(&block.exclude_paths).chain(&block.base_directory)),
    )
}

/// The names of all variables in texts.
pub(crate) fn names_in<'a>(texts: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for text in texts {
        substitute(text, &mut |name| {
            names.insert(name.to_owned());
            String::new()
        });
    }
    names
}

/// A text with its variables replaced; one without a value is empty.
pub(crate) fn replaced(text: &str, values: &BTreeMap<String, String>) -> String {
    substitute(text, &mut |name| values.get(name).cloned().unwrap_or_default())
}

/// Replaces `$NAME` and `${NAME}`.
fn substitute(text: &str, value: &mut dyn FnMut(&str) -> String) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('$') {
        result.push_str(&rest[..start]);
        let after = &rest[start + 1..];
        let (name, length) = match after.strip_prefix('{') {
            Some(braced) => match braced.find('}') {
                Some(end) => (&braced[..end], end + 2),
                None => ("", 0),
            },
            None => {
                let end = after
                    .find(|character: char| !character.is_ascii_alphanumeric() && character != '_')
                    .unwrap_or(after.len());
                (&after[..end], end)
            }
        };
        if crate::buildspec::is_variable_name(name) {
            result.push_str(&value(name));
            rest = &after[length..];
        } else {
            result.push('$');
            rest = after;
        }
    }
    result + rest
}

/// Replaces the variables in all paths of one block (its secondary ones aside).
pub(crate) fn expand(block: &Artifacts, values: &BTreeMap<String, String>) -> Artifacts {
    let mut value = |name: &str| values.get(name).cloned().unwrap_or_default();
    let mut all = |texts: &[String]| texts.iter().map(|text| substitute(text, &mut value)).collect();
    Artifacts {
        files: all(&block.files),
        exclude_paths: all(&block.exclude_paths),
        base_directory: block.base_directory.as_ref().map(|text| substitute(text, &mut value)),
        ..block.clone()
    }
}

/// Collects one expanded block; `source` is the primary source as the build sees it.
///
/// The error is the message of a `CLIENT_ERROR`.
pub(crate) fn collect(
    block: &Artifacts,
    identifier: Option<String>,
    source: &Path,
    disk: &Disk<'_>,
    differences: &mut Vec<Difference>,
) -> Result<CollectedArtifact, String> {
    let written = block.base_directory.as_deref().filter(|base| !base.is_empty()).unwrap_or(".");
    let bases = base_directories(written, source, disk)?;
    if bases.is_empty() {
        return Err(format!("no matching base directory path found for {written}"));
    }
    let excluded =
        block.exclude_paths.iter().map(|pattern| matcher(pattern)).collect::<Result<Vec<_>, _>>()?;
    let mut found = Found {
        files: BTreeMap::new(),
        keep_links: block.enable_symlinks,
        discard_paths: block.discard_paths,
        excluded,
        clashes: Vec::new(),
        left_out: Vec::new(),
    };
    for base in &bases {
        for pattern in &block.files {
            found.add(pattern, base, disk)?;
        }
    }
    if !found.clashes.is_empty() {
        differences.push(Difference::new(
            "artifact-name-clash",
            format!(
                "discard-paths gave several files the same name; the first was kept: {}",
                some(&found.clashes)
            ),
        ));
    }
    if !found.left_out.is_empty() {
        differences.push(Difference::new(
            "artifact-links",
            format!(
                "links to folders, or out of the build's folders, were left out: {}",
                some(&found.left_out)
            ),
        ));
    }
    if found.files.is_empty() {
        return Err("no matching artifact paths found".to_owned());
    }
    Ok(CollectedArtifact { identifier, files: found.files.into_values().collect() })
}

fn some(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let more = names.len().saturating_sub(SHOWN);
    let shown = names[..names.len() - more].join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

/// The folders that a base directory means, without links, as the build sees them.
fn base_directories(written: &str, source: &Path, disk: &Disk<'_>) -> Result<Vec<PathBuf>, String> {
    let path = normalize(&source.join(written));
    let is_folder = |path: &Path| {
        let (reached, host) = disk.resolve(path)?;
        host.is_dir().then_some(reached)
    };
    let relative = path.strip_prefix(source).ok().and_then(Path::to_str);
    let Some(pattern) = relative.filter(|pattern| is_pattern(pattern)) else {
        return Ok(is_folder(&path).into_iter().collect());
    };
    let (prefix, _) = literal_prefix(pattern);
    let matcher = matcher(pattern)?;
    let depth = depth_of(pattern);
    let mut folders = Vec::new();
    let Some(start) = is_folder(&source.join(prefix)) else { return Ok(folders) };
    walk(&start, prefix, depth, disk, &mut |relative, path, kind| {
        if kind.is_dir() && matcher.is_match(relative) {
            folders.push(path.to_owned());
        }
    });
    folders.sort();
    Ok(folders)
}

struct Found {
    files: BTreeMap<String, CollectedFile>,
    keep_links: bool,
    discard_paths: bool,
    excluded: Vec<GlobMatcher>,
    clashes: Vec<String>,
    left_out: Vec<String>,
}

impl Found {
    fn add(&mut self, written: &str, base: &Path, disk: &Disk<'_>) -> Result<(), String> {
        // A path that names the base directory itself is as good as one relative to it.
        let written = Path::new(written).strip_prefix(base).ok().and_then(Path::to_str).unwrap_or(written);
        let pattern = tidy(written);
        if pattern.is_empty() {
            return Ok(());
        }
        if !is_pattern(&pattern) {
            let path = base.join(&pattern);
            if let Some(parent) = path.parent()
                && let Some(name) = path.file_name()
                && let Some((folder, host)) = disk.resolve(parent)
                && let Ok(metadata) = fs_err::symlink_metadata(host.join(name))
                && (metadata.is_symlink() || metadata.is_file())
            {
                self.keep(&pattern, &folder.join(name), metadata.is_symlink(), disk);
            }
            return Ok(());
        }
        let matcher = matcher(&pattern)?;
        let (prefix, _) = literal_prefix(&pattern);
        let Some((start, host)) = disk.resolve(&base.join(prefix)) else { return Ok(()) };
        if !host.is_dir() {
            return Ok(());
        }
        let mut matches = Vec::new();
        walk(&start, prefix, depth_of(&pattern), disk, &mut |relative, path, kind| {
            if (kind.is_file() || kind.is_symlink()) && matcher.is_match(relative) {
                matches.push((relative.to_owned(), path.to_owned(), kind.is_symlink()));
            }
        });
        matches.sort();
        for (relative, path, is_link) in matches {
            self.keep(&relative, &path, is_link, disk);
        }
        Ok(())
    }

    /// `path` is as the build sees it; its folder is free of links.
    fn keep(&mut self, relative: &str, path: &Path, is_link: bool, disk: &Disk<'_>) {
        if self.excluded.iter().any(|pattern| pattern.is_match(relative)) {
            return;
        }
        let Some(here) = (disk.locate)(path) else { return };
        let (source, symlink) = if is_link {
            let target = disk.resolve(path);
            let text = fs_err::read_link(&here).ok().map(|text| text.to_string_lossy().into_owned());
            match (target, text) {
                (Some(_), Some(text)) if self.keep_links => (here, Some(text)),
                (Some((_, host)), _) if host.is_file() => (host, None),
                _ => {
                    self.left_out.push(relative.to_owned());
                    return;
                }
            }
        } else {
            (here, None)
        };
        let name =
            if self.discard_paths { relative.rsplit('/').next().unwrap_or(relative) } else { relative };
        let file = CollectedFile { source, path: name.to_owned(), symlink };
        match self.files.get(name) {
            Some(known) if known.source != file.source => self.clashes.push(relative.to_owned()),
            Some(_) => {}
            None => {
                self.files.insert(name.to_owned(), file);
            }
        }
    }
}

/// Goes through everything below `start` (as the build sees it), `depth` names deep; links are shown, not followed.
/// `prefix` is put before the relative paths.
fn walk(
    start: &Path,
    prefix: &str,
    depth: usize,
    disk: &Disk<'_>,
    visit: &mut dyn FnMut(&str, &Path, std::fs::FileType),
) {
    let mut open = vec![(start.to_owned(), prefix.to_owned())];
    while let Some((folder, prefix)) = open.pop() {
        let Some(Ok(entries)) = (disk.locate)(&folder).map(fs_err::read_dir) else { continue };
        for entry in entries.flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            let path = folder.join(&name);
            let name = name.to_string_lossy();
            let relative = if prefix.is_empty() { name.into_owned() } else { format!("{prefix}/{name}") };
            visit(&relative, &path, kind);
            if kind.is_dir() && relative.split('/').count() < depth {
                open.push((path, relative));
            }
        }
    }
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// Without `./` in front, `/` at the end and doubled separators.
fn tidy(pattern: &str) -> String {
    pattern.split('/').filter(|part| !part.is_empty() && *part != ".").collect::<Vec<_>>().join("/")
}

/// What stands before the first name that is a pattern, and the rest.
pub(crate) fn literal_prefix(pattern: &str) -> (&str, &str) {
    let mut end = 0;
    for part in pattern.split_inclusive('/') {
        if is_pattern(part) {
            break;
        }
        end += part.len();
    }
    (pattern[..end].trim_end_matches('/'), &pattern[end..])
}

/// How many names a matching path can have.
fn depth_of(pattern: &str) -> usize {
    // Alternatives may hold separators of their own.
    if pattern.contains("**") || pattern.contains('{') { usize::MAX } else { pattern.split('/').count() }
}

/// `*` stays within a name and `**` crosses, as the buildspec reference describes.
pub(crate) fn matcher(pattern: &str) -> Result<GlobMatcher, String> {
    GlobBuilder::new(&tidy(pattern))
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map(|glob| glob.compile_matcher())
        .map_err(|error| format!("{pattern} is no pattern: {}", error.kind()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: [&str; 12] = [
        "top.txt",
        ".hidden",
        ".git/config",
        "my-build1/a.txt",
        "my-build1/sub/b.txt",
        "my-build-2/my-file-1.txt",
        "my-build-2/my-subdirectory/my-file-3.txt",
        "my-build-2/my-subdirectory/deep/my-file-3.txt",
        "node_modules/x/index.js",
        "target/app.jar",
        "target/app.war",
        "target/classes/A.class",
    ];

    fn tree() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in FILES {
            let path = folder.path().join(file);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, file).unwrap();
        }
        folder
    }

    fn collected(block: &Artifacts, root: &Path) -> Result<Vec<String>, String> {
        let mapped = |path: &Path| {
            path.strip_prefix("/src")
                .ok()
                .map(|rest| if rest.as_os_str().is_empty() { root.to_owned() } else { root.join(rest) })
        };
        let disk = Disk { locate: &mapped };
        let mut differences = Vec::new();
        collect(block, None, Path::new("/src"), &disk, &mut differences)
            .map(|artifact| artifact.files.into_iter().map(|file| file.path).collect())
    }

    fn block(files: &[&str], base: Option<&str>, exclude: &[&str], discard: bool) -> Artifacts {
        Artifacts {
            files: files.iter().map(|text| (*text).to_owned()).collect(),
            base_directory: base.map(str::to_owned),
            exclude_paths: exclude.iter().map(|text| (*text).to_owned()).collect(),
            discard_paths: discard,
            ..Artifacts::default()
        }
    }

    /// The examples of the buildspec reference, and what users write.
    #[test]
    fn patterns_mean_what_the_reference_says() {
        let folder = tree();
        #[rustfmt::skip]
        let table: &[(Artifacts, &[&str])] = &[
            (block(&["**/*"], None, &[], false), &FILES),
            (block(&["*"], None, &[], false), &[".hidden", "top.txt"]),
            (block(&["top.txt", "./target/app.jar"], None, &[], false), &["target/app.jar", "top.txt"]),
            (block(&["target/*"], None, &[], false), &["target/app.jar", "target/app.war"]),
            (block(&["target/**/*"], None, &[], false), &["target/app.jar", "target/app.war", "target/classes/A.class"]),
            (block(&["target/*.{jar,war}"], None, &[], true), &["app.jar", "app.war"]),
            (block(&["**/*.jar"], None, &[], false), &["target/app.jar"]),
            (block(&["*/my-file-3.txt"], Some("my-build-2"), &[], false), &["my-subdirectory/my-file-3.txt"]),
            (block(&["**/*"], Some("my-build*"), &[], true), &["a.txt", "b.txt", "my-file-1.txt", "my-file-3.txt"]),
            (block(&["**/*"], Some("my-build1"), &[], false), &["a.txt", "sub/b.txt"]),
            (block(&["**/*"], Some("./my-build1/"), &[], false), &["a.txt", "sub/b.txt"]),
            (block(&["**/*"], Some("/src/my-build1"), &[], false), &["a.txt", "sub/b.txt"]),
            (block(&["/src/target/app.jar"], None, &[], false), &["target/app.jar"]),
            (block(&["**/*"], None, &["**/.*", "**/.*/**/*", "**/node_modules/**/*", "my-*/**", "target/**/*"], false), &["top.txt"]),
            (block(&["**/*"], None, &["*.txt", "my-build*/**/*", "node_modules/**/*", ".git/*", "target/*"], false),
                &[".hidden", "target/classes/A.class"]),
        ];
        for (block, expected) in table {
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(collected(block, folder.path()).unwrap(), expected, "{block:?}");
        }
    }

    #[test]
    fn nothing_found_is_said_in_the_services_words() {
        let folder = tree();
        let error = collected(&block(&["nope/**/*"], None, &[], false), folder.path()).unwrap_err();
        assert_eq!(error, "no matching artifact paths found");
        let error = collected(&block(&["target"], None, &[], false), folder.path()).unwrap_err();
        assert_eq!(error, "no matching artifact paths found");
        let error = collected(&block(&["*"], Some("nope"), &[], false), folder.path()).unwrap_err();
        assert_eq!(error, "no matching base directory path found for nope");
        assert!(collected(&block(&["[a"], None, &[], false), folder.path()).is_err());
    }

    #[test]
    fn links_never_lead_out_of_the_builds_folders() {
        use std::os::unix::fs::symlink;
        let folder = tree();
        let root = folder.path();
        let secret = tempfile::NamedTempFile::new().unwrap();
        symlink(secret.path(), root.join("secret")).unwrap();
        symlink("../../../../../../../etc/passwd", root.join("passwd")).unwrap();
        symlink("/src/top.txt", root.join("absolute")).unwrap();
        symlink("target", root.join("out")).unwrap();
        symlink("loop", root.join("loop")).unwrap();
        let found = collected(&block(&["*"], None, &[], false), root).unwrap();
        assert_eq!(found, [".hidden", "absolute", "top.txt"]);
        assert_eq!(collected(&block(&["out/*.jar"], None, &[], false), root).unwrap(), ["out/app.jar"]);
        assert!(collected(&block(&["secret"], None, &[], false), root).is_err());
        assert!(collected(&block(&["*"], Some("/etc"), &[], false), root).is_err());
        assert!(collected(&block(&["../*"], None, &[], false), root).is_err());
    }

    #[test]
    fn variables_are_replaced() {
        let values = BTreeMap::from([("A".to_owned(), "x".to_owned()), ("B_1".to_owned(), "y".to_owned())]);
        let mut value = |name: &str| values.get(name).cloned().unwrap_or_default();
        for (text, expected) in
            [("$A/${B_1}.zip", "x/y.zip"), ("$$A", "$x"), ("a$", "a$"), ("${A", "${A"), ("$C.", ".")]
        {
            assert_eq!(substitute(text, &mut value), expected, "{text}");
        }
    }
}
