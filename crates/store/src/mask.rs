//! The masking sink: values that must not be read in logs, events, audit records or errors.
//!
//! A secret is found as it is, line by line when it has several, escaped as in a URL or in JSON, and in base64 at
//! each of the three alignments. It never stores a secret anywhere but in this process's memory.
//!
//! Two strengths. [`Mask::mask`] and [`Mask::stream`] are for text on its way out (logs, error messages): every value
//! of at least [`MIN_LENGTH`] bytes. [`Mask::mask_document`] is the second net, under JSON that a program reads
//! again (events, rows, audit records): only string values, only secrets of at least [`MIN_DOCUMENT_LENGTH`] bytes,
//! and never a string that is a [spared word](Mask::spare), so that a database user called `production` does not
//! rename a stage.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write};
use std::sync::{Arc, PoisonError, RwLock};

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// What stands in a secret's place.
pub const REPLACEMENT: &str = "***";
/// Values shorter than this (in bytes, without surrounding white space) are not masked: they occur everywhere, and
/// masking them would only show where.
pub const MIN_LENGTH: usize = 4;
/// Values shorter than this are left alone in documents that a program reads again.
pub const MIN_DOCUMENT_LENGTH: usize = 8;

/// The values to hide. Clones share them.
#[derive(Clone, Default)]
pub struct Mask {
    shared: Arc<RwLock<Shared>>,
}

#[derive(Default)]
struct Shared {
    secrets: BTreeSet<String>,
    spared: HashSet<String>,
    text: Arc<Patterns>,
    document: Arc<Patterns>,
}

/// All forms of the values, sorted, and the automaton that finds them.
#[derive(Default)]
struct Patterns {
    forms: Vec<Vec<u8>>,
    longest: usize,
    finder: Option<AhoCorasick>,
}

impl std::fmt::Debug for Mask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mask").finish_non_exhaustive()
    }
}

impl Mask {
    /// Hides a value from now on; says whether it is long enough to be hidden.
    pub fn add(&self, secret: &str) -> bool {
        if secret.trim().len() < MIN_LENGTH {
            return false;
        }
        let mut shared = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        if shared.secrets.insert(secret.to_owned()) {
            shared.text = Arc::new(Patterns::of(&shared.secrets, MIN_LENGTH));
            shared.document = Arc::new(Patterns::of(&shared.secrets, MIN_DOCUMENT_LENGTH));
        }
        true
    }

    /// Leaves a word alone when it is the whole of a string in a document: names that stand in a definition in plain
    /// sight are no secrets, and a program must find them again.
    pub fn spare(&self, word: &str) {
        self.shared.write().unwrap_or_else(PoisonError::into_inner).spared.insert(word.to_owned());
    }

    /// Hides the values in a text.
    pub fn mask<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.text_patterns().mask(text)
    }

    /// Hides the values in the strings of a JSON document; what is not JSON is masked as text.
    pub fn mask_document<'a>(&self, json: &'a str) -> Cow<'a, str> {
        let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        let patterns = &shared.document;
        if !patterns.occur_in(json.as_bytes()) {
            return Cow::Borrowed(json);
        }
        let Ok(mut value) = serde_json::from_str(json) else { return patterns.mask(json) };
        mask_strings(&mut value, patterns, &shared.spared);
        Cow::Owned(value.to_string())
    }

    pub(crate) fn mask_document_in_place(&self, json: &mut String) {
        if let Cow::Owned(masked) = self.mask_document(json) {
            *json = masked;
        }
    }

    /// Hides the values in what is written piece by piece, also when a value is cut by the pieces.
    pub fn stream(&self) -> MaskStream {
        MaskStream { mask: self.clone(), held: Vec::new() }
    }

    /// A writer that hides the values in what goes through to `inner`; end it with [`MaskWriter::finish`].
    pub fn writer<W: Write>(&self, inner: W) -> MaskWriter<W> {
        MaskWriter { stream: self.stream(), inner }
    }

    fn text_patterns(&self) -> Arc<Patterns> {
        self.shared.read().unwrap_or_else(PoisonError::into_inner).text.clone()
    }
}

fn mask_strings(value: &mut serde_json::Value, patterns: &Patterns, spared: &HashSet<String>) {
    use serde_json::Value;
    match value {
        Value::String(text) if !spared.contains(text) => {
            if let Cow::Owned(masked) = patterns.mask(text) {
                *text = masked;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|v| mask_strings(v, patterns, spared)),
        Value::Object(members) => members.values_mut().for_each(|v| mask_strings(v, patterns, spared)),
        _ => {}
    }
}

/// Hides values across the pieces of a stream.
#[derive(Debug)]
pub struct MaskStream {
    mask: Mask,
    held: Vec<u8>,
}

impl MaskStream {
    /// Takes a piece and gives what can be shown: all but an end that may be the start of a value.
    pub fn push(&mut self, piece: &[u8]) -> Vec<u8> {
        self.held.extend_from_slice(piece);
        let patterns = self.mask.text_patterns();
        let mut from = patterns.held_back(&self.held);
        let spans = patterns.spans(&self.held);
        // A value that reaches into the held part may grow, so it is held as well.
        if let Some((start, _)) = spans.iter().find(|(start, end)| *start < from && from < *end) {
            from = *start;
        }
        let mut out = Vec::with_capacity(from);
        replace(&self.held[..from], spans.iter().take_while(|(_, end)| *end <= from), &mut out);
        self.held.drain(..from);
        out
    }

    /// Ends the stream and gives the rest.
    pub fn finish(self) -> Vec<u8> {
        let patterns = self.mask.text_patterns();
        let mut out = Vec::with_capacity(self.held.len());
        replace(&self.held, patterns.spans(&self.held).iter(), &mut out);
        out
    }
}

/// A writer over a [`MaskStream`].
#[derive(Debug)]
pub struct MaskWriter<W: Write> {
    stream: MaskStream,
    inner: W,
}

impl<W: Write> MaskWriter<W> {
    /// Writes what was held back and gives the inner writer. Without it the held end is lost, never shown.
    pub fn finish(mut self) -> io::Result<W> {
        self.inner.write_all(&self.stream.finish())?;
        self.inner.flush()?;
        Ok(self.inner)
    }
}

impl<W: Write> Write for MaskWriter<W> {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let out = self.stream.push(piece);
        self.inner.write_all(&out)?;
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn replace<'a>(text: &[u8], spans: impl Iterator<Item = &'a (usize, usize)>, out: &mut Vec<u8>) {
    let mut at = 0;
    for (start, end) in spans {
        out.extend_from_slice(&text[at..*start]);
        out.extend_from_slice(REPLACEMENT.as_bytes());
        at = *end;
    }
    out.extend_from_slice(&text[at..]);
}

impl Patterns {
    fn of(secrets: &BTreeSet<String>, min: usize) -> Patterns {
        let mut forms = BTreeSet::new();
        for secret in secrets {
            let trimmed = secret.trim();
            for value in std::iter::once(trimmed).chain(trimmed.lines().map(str::trim)) {
                if value.len() >= min {
                    write_forms(value, &mut forms);
                }
            }
        }
        let forms: Vec<Vec<u8>> = forms.into_iter().collect();
        let longest = forms.iter().map(Vec::len).max().unwrap_or(0);
        // Building fails only for sets of many gigabytes; then everything is hidden rather than nothing.
        let finder = (!forms.is_empty()).then(|| AhoCorasick::new(&forms).ok()).flatten();
        Patterns { forms, longest, finder }
    }

    fn occur_in(&self, text: &[u8]) -> bool {
        match &self.finder {
            Some(finder) => finder.is_match(text),
            None => !self.forms.is_empty(),
        }
    }

    /// Where values are, in order; overlapping ones as one.
    fn spans(&self, text: &[u8]) -> Vec<(usize, usize)> {
        if self.forms.is_empty() {
            return Vec::new();
        }
        let Some(finder) = &self.finder else { return vec![(0, text.len())] };
        let mut found: Vec<(usize, usize)> =
            finder.find_overlapping_iter(text).map(|m| (m.start(), m.end())).collect();
        found.sort_unstable();
        let mut merged: Vec<(usize, usize)> = Vec::with_capacity(found.len());
        for (start, end) in found {
            match merged.last_mut() {
                Some((_, last)) if start < *last => *last = end.max(*last),
                _ => merged.push((start, end)),
            }
        }
        merged
    }

    fn mask<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let spans = self.spans(text.as_bytes());
        if spans.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut out = Vec::with_capacity(text.len());
        replace(text.as_bytes(), spans.iter(), &mut out);
        Cow::Owned(String::from_utf8_lossy(&out).into_owned())
    }

    /// Where the longest end of `text` begins that is the start of a value and not yet the whole of it.
    fn held_back(&self, text: &[u8]) -> usize {
        let from = text.len().saturating_sub(self.longest.saturating_sub(1));
        (from..text.len())
            .find(|&at| {
                let end = &text[at..];
                // Sorted: the forms that start with `end` stand together, at its place or right after it.
                let place = self.forms.partition_point(|form| form.as_slice() <= end);
                self.forms.get(place).is_some_and(|form| form.starts_with(end))
            })
            .unwrap_or(text.len())
    }
}

/// The forms in which a value may appear.
fn write_forms(value: &str, forms: &mut BTreeSet<Vec<u8>>) {
    let mut add = |form: String| {
        if form.len() >= MIN_LENGTH {
            forms.insert(form.into_bytes());
        }
    };
    add(value.to_owned());
    let json = serde_json::Value::from(value).to_string();
    add(json[1..json.len() - 1].to_owned());
    add(json_ascii(value));
    for (upper, space) in [(true, "%20"), (false, "%20"), (true, "+"), (false, "+")] {
        add(url_escaped(value, upper, space));
    }
    let bytes = value.as_bytes();
    for before in 0..3 {
        let mut shifted = vec![0; before];
        shifted.extend_from_slice(bytes);
        // Only the characters that this value alone decides: not those it shares with its neighbours.
        let from = (8 * before).div_ceil(6);
        let to = 8 * shifted.len() / 6;
        for text in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            add(text[from..to].to_owned());
        }
    }
}

/// As in JSON written in ASCII only (`json.dumps` of Python).
fn json_ascii(value: &str) -> String {
    let json = serde_json::Value::from(value).to_string();
    let mut out = String::new();
    for c in json[1..json.len() - 1].chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

fn url_escaped(value: &str, upper: bool, space: &str) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte.into()),
            b' ' => out.push_str(space),
            _ if upper => out.push_str(&format!("%{byte:02X}")),
            _ => out.push_str(&format!("%{byte:02x}")),
        }
    }
    out
}
