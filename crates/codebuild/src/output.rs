//! Where a build's output goes: cut into lines, with CodeBuild's own lines between them.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// Whose line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum Stream {
    /// The build's own account of what it does: `[Container] <time> ...`.
    Agent,
    /// What commands print. Standard output and standard error are one stream, as in CodeBuild's log, so that their
    /// order is kept.
    Command,
}

/// Takes a build's log, line by line. Called from the task that runs the build: it should be quick.
pub trait Log: Send + Sync {
    /// One line without its end. Bytes that are not UTF-8 were replaced; a line longer than 16 KiB comes in pieces.
    fn line(&self, stream: Stream, text: &str);

    /// A log of its own for what runs beside other things under this log, such as one build of a batch; `name` is an
    /// identifier of the buildspec. None where logs cannot be told apart: lines then come here, with the name before
    /// them.
    fn part(&self, name: &str) -> Option<Arc<dyn Log>> {
        let _ = name;
        None
    }
}

/// Throws lines away.
pub(crate) struct Nowhere;

impl Log for Nowhere {
    fn line(&self, _: Stream, _: &str) {}
}

/// Where a line without an end is cut.
const LONGEST_LINE: usize = 16 * 1024;

/// Cuts bytes into lines.
#[derive(Default)]
pub(crate) struct Lines {
    partial: Vec<u8>,
}

impl Lines {
    pub fn take(&mut self, mut bytes: &[u8], log: &dyn Log) {
        while !bytes.is_empty() {
            let room = LONGEST_LINE - self.partial.len();
            let window = &bytes[..bytes.len().min(room)];
            match window.iter().position(|byte| *byte == b'\n') {
                Some(end) => {
                    self.partial.extend_from_slice(&window[..end]);
                    self.emit(self.partial.len(), log);
                    bytes = &bytes[end + 1..];
                }
                None => {
                    self.partial.extend_from_slice(window);
                    bytes = &bytes[window.len()..];
                    if self.partial.len() == LONGEST_LINE {
                        self.emit(whole_characters(&self.partial), log);
                    }
                }
            }
        }
    }

    /// Hands over what has no line end yet.
    pub fn flush(&mut self, log: &dyn Log) {
        if !self.partial.is_empty() {
            self.emit(self.partial.len(), log);
        }
    }

    fn emit(&mut self, length: usize, log: &dyn Log) {
        let line = &self.partial[..length];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        log.line(Stream::Command, &String::from_utf8_lossy(line));
        self.partial.drain(..length);
    }
}

/// The length of `bytes` without a character that is cut off at the end.
fn whole_characters(bytes: &[u8]) -> usize {
    let tail = bytes.len().saturating_sub(3);
    (tail..bytes.len())
        .rev()
        .find(|index| bytes[*index] & 0b1100_0000 == 0b1100_0000)
        .filter(|index| std::str::from_utf8(&bytes[*index..]).is_err())
        .unwrap_or(bytes.len())
}

/// Writes one of CodeBuild's own lines, with its time.
pub(crate) fn agent(log: &dyn Log, text: &str) {
    let time = jiff::Timestamp::now().strftime("%Y/%m/%d %H:%M:%S.%6f");
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default();
    log.line(Stream::Agent, &format!("[Container] {time} {first}"));
    for line in lines {
        log.line(Stream::Agent, line);
    }
}

/// Reads a file, but no more of it than `limit` bytes.
pub(crate) fn read_bounded(path: &Path, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs_err::File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Kept(Mutex<Vec<String>>);

    impl Log for Kept {
        fn line(&self, _: Stream, text: &str) {
            self.0.lock().unwrap().push(text.to_owned());
        }
    }

    #[test]
    fn lines_survive_any_cut() {
        let log = Kept::default();
        let mut lines = Lines::default();
        for piece in ["on", "e\ntw", "o\r\n", "\n", "end"] {
            lines.take(piece.as_bytes(), &log);
        }
        lines.flush(&log);
        assert_eq!(*log.0.lock().unwrap(), ["one", "two", "", "end"]);
    }

    #[test]
    fn a_line_without_end_comes_in_pieces_of_whole_characters() {
        let log = Kept::default();
        let mut lines = Lines::default();
        let text = format!("x{}", "ü".repeat(20_000));
        lines.take(text.as_bytes(), &log);
        lines.flush(&log);
        let kept = log.0.lock().unwrap();
        assert!(kept.len() == 3 && kept.iter().all(|line| line.len() <= LONGEST_LINE));
        assert_eq!(kept.concat(), text);
    }
}
