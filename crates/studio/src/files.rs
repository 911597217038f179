//! Definitions on this computer's disk: found, read, saved whole or not at all. It understands nothing of them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use crate::check::text_of;
use crate::contract::{Choice, Failure, Folder, FolderEntry, OpenedFile, SaveFile};
use crate::failure::{failure, io};
use crate::{import, made};

/// How much of a file is read to see whether it is a definition.
const GLANCE: u64 = 64 << 10;
/// How many entries of a folder are shown.
const ENTRIES: usize = 2000;

/// A path as an absolute one, from a folder.
pub(crate) fn absolute(folder: &Path, path: &str) -> PathBuf {
    let path = folder.join(path);
    std::path::absolute(&path).unwrap_or(path)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Changes with the content.
fn revision(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a file looks like a definition by its name and content.
fn looks_like_a_definition(path: &Path) -> bool {
    let lower = name(path).to_ascii_lowercase();
    let [json, yaml] = [lower.ends_with(".json"), lower.ends_with(".yaml") || lower.ends_with(".yml")];
    let terraform = interchange::is_terraform(&lower) || lower.ends_with(".tfstate");
    if !(json || yaml || terraform)
        || lower == "package.json"
        || lower == "package-lock.json"
        || lower.starts_with("pipesmith.")
    {
        return false;
    }
    let Ok(file) = fs_err::File::open(path) else { return false };
    let mut start = Vec::new();
    if std::io::Read::read_to_end(&mut std::io::Read::take(file, GLANCE), &mut start).is_err() {
        return false;
    }
    let start = String::from_utf8_lossy(&start);
    start.contains("stages") && (start.contains("actionTypeId") || start.contains("roleArn"))
        || start.contains("AWS::CodePipeline::Pipeline")
        || interchange::is_assembly(&start)
        || (start.contains("\"aws_codepipeline\"") && (terraform || interchange::is_plan(&start)))
}

/// A folder's entries, folders first.
pub(crate) fn browse(path: &Path) -> Result<Folder, Failure> {
    let mut entries = Vec::new();
    for entry in fs_err::read_dir(path).map_err(|error| io(&error))?.flatten() {
        let file = entry.path();
        let name = name(&file);
        if name.starts_with('.') {
            continue;
        }
        let folder = file.is_dir();
        entries.push(FolderEntry { name, path: file.display().to_string(), folder, definition: false });
    }
    entries.sort_by_key(|entry| (!entry.folder, entry.name.to_lowercase()));
    entries.truncate(ENTRIES);
    for entry in entries.iter_mut().filter(|entry| !entry.folder) {
        entry.definition = looks_like_a_definition(Path::new(&entry.path));
    }
    Ok(Folder {
        path: path.display().to_string(),
        parent: path.parent().map(|parent| parent.display().to_string()),
        entries,
    })
}

/// Opens a definition.
///
/// What makes a pipeline without being a declaration is opened as it is when edits can be written into it, or else shown
/// as the declaration that it makes, to be read only. `choice` says with what such a file is read.
pub(crate) fn open(path: &Path, choice: Choice) -> Result<OpenedFile, Failure> {
    let (file, _) = import::split(path);
    let text = text_of(&file)?;
    let opened = made::open(path, &text, choice)?;
    let declared = opened.as_ref().is_some_and(|opened| opened.declared);
    let meta = fs_err::metadata(&file).map_err(|error| io(&error))?;
    let modified =
        meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    let yaml = matches!(file.extension().and_then(|extension| extension.to_str()), Some("yaml" | "yml"));
    let yaml = !declared && (yaml || !text.trim_start().starts_with('{'));
    Ok(OpenedFile {
        path: path.display().to_string(),
        name: name(path),
        revision: revision(&text),
        format: if yaml { "yaml" } else { "json" }.into(),
        modified_ms: modified.as_millis() as f64,
        read_only: declared || meta.permissions().readonly(),
        made_by: opened.as_ref().and_then(|opened| opened.made_by.clone()),
        text: opened.map_or(text, |opened| opened.text),
    })
}

/// Makes a new file, and the folders to it. Never over another.
///
/// # Errors
/// `exists` when something is there.
pub fn create(path: &Path, text: &str) -> Result<OpenedFile, Failure> {
    if let Some(folder) = path.parent() {
        fs_err::create_dir_all(folder).map_err(|error| io(&error))?;
    }
    let mut file = match fs_err::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(failure("exists", format!("{} is there already", path.display()))
                .remedy("choose another name"));
        }
        Err(error) => return Err(io(&error)),
    };
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| io(&error))?;
    open(path, Choice::default())
}

/// Deletes a definition that is as it was read.
///
/// # Errors
/// `changed` when another program has written it since.
pub(crate) fn delete(path: &Path, known: &str) -> Result<(), Failure> {
    let path = &import::split(path).0;
    if revision(&text_of(path)?) != known {
        return Err(failure(
            "changed",
            format!("{} was changed by another program since you opened it", path.display()),
        )
        .remedy("look at it again before you delete it"));
    }
    fs_err::remove_file(path).map_err(|error| io(&error))
}

/// A text on the disk beside the file whose place it is to take, whole or not at all, by `persist`. It has that file's
/// permissions; where there is none, those of any new file.
pub(crate) fn beside(target: &Path, text: &str) -> std::io::Result<tempfile::NamedTempFile> {
    let folder = target.parent().unwrap_or_else(|| Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pipesmith-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut beside = builder.tempfile_in(folder)?;
    beside.write_all(text.as_bytes())?;
    if let Ok(known) = fs_err::metadata(target) {
        beside.as_file().set_permissions(known.permissions())?;
    }
    beside.as_file().sync_all()?;
    Ok(beside)
}

/// Saves a text over the revision that was read. A file that is a link stays one: what it leads to is written.
pub(crate) fn save(save: &SaveFile, path: &Path, choice: Choice) -> Result<OpenedFile, Failure> {
    let file = import::split(path).0;
    let target = fs_err::canonicalize(&file).map_err(|error| io(&error))?;
    let current = text_of(&target)?;
    if revision(&current) != save.revision {
        return Err(failure(
            "changed",
            format!("{} was changed by another program since you opened it", path.display()),
        )
        .remedy("keep your text or take theirs"));
    }
    let name = file.display().to_string();
    if import::is_made_of(&current, &name) && pipeline::parse(&save.text, &name).is_ok() {
        return Err(failure(
            "unwritable",
            format!("{} is not a declaration: edits cannot be written into it", path.display()),
        )
        .remedy("save the declaration in a new file"));
    }
    if current != save.text {
        let refused = |error: &std::io::Error| {
            failure("unwritable", format!("{} cannot be written: {error}", path.display()))
                .remedy("change its permissions, or save it elsewhere")
        };
        if fs_err::metadata(&target).map_err(|error| io(&error))?.permissions().readonly() {
            return Err(failure("unwritable", format!("{} is read-only", path.display()))
                .remedy("change its permissions, or save it elsewhere"));
        }
        let beside = beside(&target, &save.text).map_err(|error| refused(&error))?;
        // Looked at again as late as possible: another writer may have been at work meanwhile.
        if revision(&text_of(&target)?) != save.revision {
            return Err(failure(
                "changed",
                format!("{} was changed by another program since you opened it", path.display()),
            )
            .remedy("keep your text or take theirs"));
        }
        beside.persist(&target).map_err(|error| refused(&error.error))?;
    }
    open(path, choice)
}
