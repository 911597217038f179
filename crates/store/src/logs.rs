//! Logs of actions: plain text that a user can read, and beside it an index of where each line begins and when it
//! came, so that any piece of a long log is read without the rest. The text is the truth: an index that says more
//! than the text holds (the process was killed) is cut to it. It knows nothing of what lines say.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use fs_err::File;

use crate::buckets::check_name;
use crate::files::create_private_dir;
use crate::mask::Mask;
use crate::{Error, Result, Store};

/// A line of the index: where the text's line ends (exclusive, with its line feed), and when it came; both 8 bytes,
/// little-endian.
const ENTRY: u64 = 16;

/// Whose log it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogAt {
    /// The pipeline's name.
    pub pipeline: String,
    /// The pipeline execution's id.
    pub execution: String,
    /// The action execution's id.
    pub action_execution: String,
    /// What of it has a log of its own, such as a build of a batch; none: the action itself.
    pub part: Option<String>,
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Its number, from 0.
    pub n: u32,
    /// When it came, milliseconds since 1970.
    pub at_ms: i64,
    /// The line without its end.
    pub text: String,
}

/// A piece of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogPage {
    /// The lines.
    pub lines: Vec<LogLine>,
    /// How many lines the log has by now.
    pub total: u32,
}

/// Appends to a log. Lines are masked. What cannot be written (a full disk) is left out: an action does not fail
/// because its log does. The files are made for the first line: many actions have nothing to say.
#[derive(Debug)]
pub struct LogWriter {
    text: PathBuf,
    index: PathBuf,
    files: Mutex<Option<Files>>,
    mask: Mask,
}

#[derive(Debug)]
struct Files {
    text: File,
    index: File,
    end: u64,
    /// Whether something was written that may not have reached the disk.
    unsynced: bool,
}

impl LogWriter {
    /// Appends a line; a line feed inside makes it several.
    pub fn line(&self, at_ms: i64, text: &str) {
        let masked = self.mask.mask(text);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if files.is_none() {
            *files = Files::open(&self.text, &self.index).ok();
        }
        let Some(files) = &mut *files else { return };
        for line in masked.split('\n') {
            let end = files.end + line.len() as u64 + 1;
            let mut bytes = Vec::with_capacity(line.len() + 1);
            bytes.extend_from_slice(line.as_bytes());
            bytes.push(b'\n');
            files.unsynced = true;
            let mut entry = [0; ENTRY as usize];
            entry[..8].copy_from_slice(&end.to_le_bytes());
            entry[8..].copy_from_slice(&at_ms.to_le_bytes());
            if files.text.write_all(&bytes).and_then(|()| files.index.write_all(&entry)).is_ok() {
                files.end = end;
            }
        }
    }

    /// Hands what was written to the disk, and waits for that: on a runtime, call it where blocking is allowed.
    pub fn finish(&self) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(files) = &mut *files else { return };
        if std::mem::take(&mut files.unsynced) {
            let _ = files.text.sync_data();
            let _ = files.index.sync_data();
        }
    }
}

impl Files {
    /// Opens both to append; what a killed process left half-written is cut off first.
    fn open(text: &Path, index: &Path) -> Result<Self> {
        if let Some(folder) = text.parent() {
            create_private_dir(folder)?;
        }
        let failed = |e: &std::io::Error| Error::io("The log cannot be opened", e);
        let open = |path: &Path| {
            let mut options = fs_err::OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            options.open(path).map_err(|e| failed(&e))
        };
        let (mut text, mut index) = (open(text)?, open(index)?);
        let (entries, end) = whole(&text, &mut index).map_err(|e| failed(&e))?;
        text.set_len(end).and_then(|()| index.set_len(entries * ENTRY)).map_err(|e| failed(&e))?;
        text.seek(SeekFrom::End(0)).and_then(|_| index.seek(SeekFrom::End(0))).map_err(|e| failed(&e))?;
        Ok(Self { text, index, end, unsynced: false })
    }
}

impl Store {
    fn log_paths(&self, at: &LogAt) -> Result<(PathBuf, PathBuf)> {
        for name in [&at.pipeline, &at.execution, &at.action_execution] {
            check_name(name)?;
        }
        let mut folder = self.dir().join("logs").join(&at.pipeline).join(&at.execution);
        let mut name = &at.action_execution;
        if let Some(part) = &at.part {
            check_name(part)?;
            folder.push(name);
            name = part;
        }
        Ok((folder.join(format!("{name}.log")), folder.join(format!("{name}.idx"))))
    }

    /// A log to append to.
    ///
    /// Errors: [`crate::Code::Invalid`] for names that are none.
    pub fn log_writer(&self, at: &LogAt) -> Result<LogWriter> {
        let (text, index) = self.log_paths(at)?;
        Ok(LogWriter { text, index, files: Mutex::default(), mask: self.mask().clone() })
    }

    /// The parts of an action that have logs of their own, in the order in which these began.
    ///
    /// Errors: [`crate::Code::Invalid`] for names that are none.
    pub fn log_parts(&self, at: &LogAt) -> Result<Vec<String>> {
        let (text, _) = self.log_paths(&LogAt { part: None, ..at.clone() })?;
        let Ok(entries) = fs_err::read_dir(text.with_extension("")) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for entry in entries.flatten() {
            let Some(name) =
                entry.file_name().to_str().and_then(|name| name.strip_suffix(".log")).map(str::to_owned)
            else {
                continue;
            };
            let first = self.read_log(&LogAt { part: Some(name.clone()), ..at.clone() }, 0, 1)?;
            let began = first.lines.first().map_or(i64::MAX, |line| line.at_ms);
            found.push((began, name));
        }
        found.sort();
        Ok(found.into_iter().map(|(_, name)| name).collect())
    }

    /// Reads `count` lines from line `from` (from 0). A log that does not exist is empty.
    ///
    /// Errors: as [`Store::log_writer`], and those of the file system.
    pub fn read_log(&self, at: &LogAt, from: u32, count: u32) -> Result<LogPage> {
        let (text, index) = self.log_paths(at)?;
        let (Ok(mut text), Ok(mut index)) = (File::open(text), File::open(index)) else {
            return Ok(LogPage::default());
        };
        let failed = |e: &std::io::Error| Error::io("The log cannot be read", e);
        let (total, _) = whole(&text, &mut index).map_err(|e| failed(&e))?;
        let from = u64::from(from).min(total);
        let until = from.saturating_add(u64::from(count)).min(total);
        let mut lines = Vec::new();
        if from < until {
            let mut start =
                if from == 0 { 0 } else { entry(&mut index, from - 1).map_err(|e| failed(&e))?.0 };
            text.seek(SeekFrom::Start(start)).map_err(|e| failed(&e))?;
            for n in from..until {
                let (end, at_ms) = entry(&mut index, n).map_err(|e| failed(&e))?;
                let mut bytes = vec![0; usize::try_from(end.saturating_sub(start)).unwrap_or_default()];
                text.read_exact(&mut bytes).map_err(|e| failed(&e))?;
                bytes.pop();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                lines.push(LogLine { n: u32::try_from(n).unwrap_or(u32::MAX), at_ms, text });
                start = end;
            }
        }
        Ok(LogPage { lines, total: u32::try_from(total).unwrap_or(u32::MAX) })
    }
}

/// How many entries of the index the text holds whole, and where the last of them ends.
fn whole(text: &File, index: &mut File) -> std::io::Result<(u64, u64)> {
    let size = text.metadata()?.len();
    let mut entries = index.metadata()?.len() / ENTRY;
    while entries > 0 {
        let (end, _) = entry(index, entries - 1)?;
        if end <= size {
            return Ok((entries, end));
        }
        entries -= 1;
    }
    Ok((0, 0))
}

fn entry(index: &mut File, n: u64) -> std::io::Result<(u64, i64)> {
    let mut bytes = [0; ENTRY as usize];
    index.seek(SeekFrom::Start(n * ENTRY))?;
    index.read_exact(&mut bytes)?;
    let (mut end, mut at) = ([0; 8], [0; 8]);
    end.copy_from_slice(&bytes[..8]);
    at.copy_from_slice(&bytes[8..]);
    Ok((u64::from_le_bytes(end), i64::from_le_bytes(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(dir: &Path) -> Store {
        Store::open(&crate::owner::acquire(dir, "1").unwrap()).unwrap().store
    }

    fn at() -> LogAt {
        LogAt { pipeline: "web".into(), execution: "e".into(), action_execution: "a".into(), part: None }
    }

    #[test]
    fn a_piece_of_a_log_is_read_and_secrets_are_masked() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        store.mask().add("hunter2-hunter2");
        let log = store.log_writer(&at()).unwrap();
        for n in 0..5 {
            log.line(n, &format!("line {n} hunter2-hunter2"));
        }
        let page = store.read_log(&at(), 3, 10).unwrap();
        assert_eq!((page.total, page.lines.len(), page.lines[0].n, page.lines[0].at_ms), (5, 2, 3, 3));
        assert_eq!(page.lines[1].text, "line 4 ***");
        assert_eq!(
            store.read_log(&LogAt { execution: "x".into(), ..at() }, 0, 1).unwrap(),
            LogPage::default()
        );
        assert!(store.read_log(&LogAt { execution: "..".into(), ..at() }, 0, 1).is_err());
    }

    #[test]
    fn parts_of_an_action_have_logs_of_their_own() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let part = |name: &str| LogAt { part: Some(name.into()), ..at() };
        assert_eq!(store.log_parts(&at()).unwrap(), Vec::<String>::new());
        store.log_writer(&at()).unwrap().line(1, "two builds");
        for (at_ms, name) in [(2, "zeta"), (3, "alpha")] {
            store.log_writer(&part(name)).unwrap().line(at_ms, name);
        }
        assert_eq!(store.log_parts(&at()).unwrap(), ["zeta", "alpha"]);
        let text = |at: &LogAt| store.read_log(at, 0, 9).unwrap().lines[0].text.clone();
        assert_eq!((text(&at()), text(&part("alpha"))), ("two builds".into(), "alpha".into()));
        assert!(store.log_writer(&part("../a")).is_err());
    }

    #[test]
    fn what_a_killed_process_left_half_written_is_cut_off() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path());
        let log = store.log_writer(&at()).unwrap();
        log.line(1, "whole");
        log.line(2, "torn");
        drop(log);
        let (text, _) = store.log_paths(&at()).unwrap();
        let file = fs_err::OpenOptions::new().write(true).open(&text).unwrap();
        file.set_len(8).unwrap();
        assert_eq!(store.read_log(&at(), 0, 9).unwrap().total, 1);
        store.log_writer(&at()).unwrap().line(3, "next");
        let texts: Vec<_> =
            store.read_log(&at(), 0, 9).unwrap().lines.into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["whole", "next"]);
    }
}
