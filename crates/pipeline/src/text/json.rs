//! A reader of JSON (RFC 8259) that keeps the place of every value. It accepts nothing that JSON does not allow,
//! and names what other dialects allow: comments and trailing commas.

use super::{Content, Format, Kind, MAX_DEPTH, Member, Node, Text, leave_out_repeated, too_deep};
use crate::error::{Error, ErrorCode, Span};

pub(super) fn read(text: &str) -> Result<Text, Error> {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, at, line: 1, column: 1, counted: at, repeated: Vec::new() };
    reader.skip_space()?;
    let root = reader.value(0)?;
    reader.skip_space()?;
    match reader.peek() {
        None => Ok(Text { root, format: Format::Json, foreign: None, repeated: reader.repeated }),
        Some(_) => Err(reader.fault("there is something after the end of the JSON value")),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    /// The column of `counted`, from 1: lines may be long, so characters are counted once.
    column: usize,
    counted: usize,
    /// Members that are written twice.
    repeated: Vec<Error>,
}

/// A place to come back to when a value's end is known.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    line: usize,
    column: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn mark(&mut self) -> Mark {
        self.column += self.text.get(self.counted..self.at).map_or(0, |text| text.chars().count());
        self.counted = self.at;
        Mark { at: self.at, line: self.line, column: self.column }
    }

    fn span(&self, from: Mark) -> Span {
        Span { start: from.at, end: self.at, line: from.line, column: from.column }
    }

    fn fault(&mut self, message: impl Into<String>) -> Error {
        let here = self.mark();
        let mut span = self.span(here);
        let next = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        span.end += next.map_or(0, char::len_utf8);
        Error::new(ErrorCode::Syntax, format!("is not JSON: {}", message.into())).at(span)
    }

    fn skip_space(&mut self) -> Result<(), Error> {
        while let Some(byte) = self.peek() {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    self.column = 1;
                    self.counted = self.at;
                }
                b'/' | b'#' => return Err(self.fault("it has no comments")),
                _ => break,
            }
        }
        Ok(())
    }

    fn value(&mut self, depth: usize) -> Result<Node, Error> {
        let from = self.mark();
        if depth > MAX_DEPTH {
            return Err(too_deep(self.span(from)));
        }
        let content = match self.peek() {
            Some(b'{') => self.map(depth)?,
            Some(b'[') => self.list(depth)?,
            Some(b'"') => Content::Scalar(Kind::Text, self.string()?),
            Some(b'-' | b'0'..=b'9') => Content::Scalar(Kind::Number, self.number()?),
            Some(b'a'..=b'z' | b'A'..=b'Z') => self.word()?,
            Some(b'\'') => return Err(self.fault("texts stand in double quotes")),
            Some(_) => return Err(self.fault("a value is expected here")),
            None => return Err(self.fault("it ends too early")),
        };
        Ok(Node { content, span: self.span(from) })
    }

    fn map(&mut self, depth: usize) -> Result<Content, Error> {
        let mut members = Vec::new();
        self.at += 1;
        self.skip_space()?;
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Content::Map(members));
        }
        loop {
            match self.peek() {
                Some(b'"') => {}
                Some(b'}') => return Err(self.fault("there is a comma too many")),
                None => return Err(self.fault("it ends too early")),
                Some(_) => return Err(self.fault("a name in double quotes is expected here")),
            }
            let from = self.mark();
            let key = self.string()?;
            let key_span = self.span(from);
            self.skip_space()?;
            if self.peek() != Some(b':') {
                return Err(self.fault("a `:` is expected here"));
            }
            self.at += 1;
            self.skip_space()?;
            let value = self.value(depth + 1)?;
            members.push(Member { key, key_span, value });
            self.skip_space()?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                None => return Err(self.fault("it ends too early")),
                Some(_) => return Err(self.fault("a `,` or `}` is expected here")),
            }
            self.skip_space()?;
        }
        self.at += 1;
        leave_out_repeated(&mut members, &mut self.repeated);
        Ok(Content::Map(members))
    }

    fn list(&mut self, depth: usize) -> Result<Content, Error> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space()?;
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Content::List(items));
        }
        loop {
            if self.peek() == Some(b']') {
                return Err(self.fault("there is a comma too many"));
            }
            items.push(self.value(depth + 1)?);
            self.skip_space()?;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                None => return Err(self.fault("it ends too early")),
                Some(_) => return Err(self.fault("a `,` or `]` is expected here")),
            }
            self.skip_space()?;
        }
        self.at += 1;
        Ok(Content::List(items))
    }

    /// Reads a text; `at` is on its opening quote.
    fn string(&mut self) -> Result<String, Error> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
                self.at += 1;
            }
            out.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    let decoded = self.escape()?;
                    out.push(decoded);
                }
                Some(b'\n' | b'\r') => return Err(self.fault("a text ends on the line it starts on")),
                Some(_) => return Err(self.fault("a control character stands in a text unescaped")),
                None => return Err(self.fault("a text is not closed")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Error> {
        let Some(letter) = self.text.as_bytes().get(self.at + 1).copied() else {
            return Err(self.fault("a text is not closed"));
        };
        let plain = match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(self.fault("this escape does not exist")),
        };
        self.at += 2;
        Ok(plain)
    }

    fn unicode_escape(&mut self) -> Result<char, Error> {
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?;
            let hex = digits.strip_prefix("\\u")?;
            hex.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
            u32::from_str_radix(hex, 16).ok()
        };
        let Some(first) = unit(self.at) else { return Err(self.fault("this escape is incomplete")) };
        let (code, length) = match (first, unit(self.at + 6)) {
            (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) => {
                (0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), 12)
            }
            (code, _) => (code, 6),
        };
        let Some(decoded) = char::from_u32(code) else {
            return Err(self.fault("half of a surrogate pair is no character"));
        };
        self.at += length;
        Ok(decoded)
    }

    fn number(&mut self) -> Result<String, Error> {
        let start = self.at;
        while self.peek().is_some_and(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        let written = self.text.get(start..self.at).unwrap_or_default();
        if is_number(written) {
            return Ok(written.to_owned());
        }
        self.at = start;
        Err(self.fault("this number is malformed"))
    }

    fn word(&mut self) -> Result<Content, Error> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric()) {
            self.at += 1;
        }
        let word = self.text.get(start..self.at).unwrap_or_default().to_owned();
        let kind = match word.as_str() {
            "true" | "false" => Kind::Bool,
            "null" => Kind::Null,
            _ => {
                // Words hold no line ends, so going back within the line is safe for the column too.
                self.at = start;
                return Err(self.fault(format!("`{word}` needs double quotes")));
            }
        };
        Ok(Content::Scalar(kind, word))
    }
}

/// Whether this is a number as JSON writes it.
pub(super) fn is_number(text: &str) -> bool {
    fn digits(text: &str) -> Option<&str> {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        (rest.len() < text.len()).then_some(rest)
    }
    fn scan(text: &str) -> Option<()> {
        let text = text.strip_prefix('-').unwrap_or(text);
        let mut rest = match text.strip_prefix('0') {
            Some(rest) => rest,
            None => digits(text)?,
        };
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = digits(fraction)?;
        }
        if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
            rest = digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))?;
        }
        rest.is_empty().then_some(())
    }
    scan(text).is_some()
}
