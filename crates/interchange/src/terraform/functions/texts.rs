//! Functions about texts.

use std::rc::Rc;

use regex::{Regex, RegexBuilder};

use super::super::resolve::Resolver;
use super::super::value::{Data, Read, Value, short, write_number};
use super::Args;
use crate::Error;

/// How wide `format` makes a text at most.
const MAX_WIDTH: usize = 1000;

impl Resolver<'_> {
    pub(super) fn text_function(&self, name: &str, args: &Args<'_>) -> Read<Option<Value>> {
        let text = || args.text(0);
        let value = match name {
            "lower" => Value::text(text()?.to_lowercase()),
            "upper" => Value::text(text()?.to_uppercase()),
            "title" => Value::text(title(&text()?)),
            "trimspace" => Value::text(text()?.trim()),
            "chomp" => Value::text(text()?.trim_end_matches(['\n', '\r'])),
            "trim" => {
                let cut = args.text(1)?;
                Value::text(text()?.trim_matches(|letter| cut.contains(letter)))
            }
            "trimprefix" => {
                let (text, cut) = (text()?, args.text(1)?);
                Value::text(text.strip_prefix(&*cut).unwrap_or(&text))
            }
            "trimsuffix" => {
                let (text, cut) = (text()?, args.text(1)?);
                Value::text(text.strip_suffix(&*cut).unwrap_or(&text))
            }
            "startswith" => Value::bool(text()?.starts_with(&*args.text(1)?)),
            "endswith" => Value::bool(text()?.ends_with(&*args.text(1)?)),
            "strcontains" => Value::bool(text()?.contains(&*args.text(1)?)),
            "strrev" => Value::text(text()?.chars().rev().collect::<String>()),
            "substr" => Value::text(part(&text()?, args.number(1)?, args.number(2)?)),
            "indent" => {
                let spaces = " ".repeat(args.size(0)?.min(MAX_WIDTH));
                let text = args.text(1)?;
                self.count_text(text.matches('\n').count() * spaces.len())?;
                Value::text(text.replace('\n', &format!("\n{spaces}")))
            }
            "join" => self.join(args)?,
            "split" => {
                let (separator, text) = (text()?, args.text(1)?);
                let parts: Vec<_> = if separator.is_empty() {
                    text.chars().map(|letter| Value::text(letter.to_string())).collect()
                } else {
                    text.split(&*separator).map(Value::text).collect()
                };
                self.step(parts.len())?;
                Value::list(parts.into_iter().map(|part| part.resting_on(args.values)).collect())?
            }
            "replace" => self.replace(&text()?, &args.text(1)?, &args.text(2)?)?,
            "regex" => {
                let (pattern, text) = (compile(&text()?)?, args.text(1)?);
                let found = pattern.captures(&text);
                let found =
                    found.ok_or_else(|| Error::invalid(format!("nothing in `{}` fits", short(&text))))?;
                captured(&pattern, &found)?
            }
            "regexall" => {
                let (pattern, text) = (compile(&text()?)?, args.text(1)?);
                let mut all = Vec::new();
                for found in pattern.captures_iter(&text) {
                    self.step(1)?;
                    all.push(captured(&pattern, &found)?);
                }
                Value::list(all)?
            }
            "format" => Value::text(self.format(&text()?, args.values.get(1..).unwrap_or_default())?),
            "formatlist" => self.format_list(args)?,
            "tostring" => match &args.get(0)?.data {
                Data::Null => Value::NULL,
                _ => Value { sources: args.get(0)?.sources.clone(), ..Value::text(text()?) },
            },
            _ => return Ok(None),
        };
        Ok(Some(value))
    }

    fn join(&self, args: &Args<'_>) -> Read<Value> {
        let separator = args.text(0)?;
        let (mut text, mut parts) = (String::new(), Vec::new());
        for (index, item) in args.values.get(1..).unwrap_or_default().iter().enumerate() {
            let items = item.items().unwrap_or_else(|| vec![item.clone()]);
            for (number, item) in items.into_iter().enumerate() {
                if index + number > 0 {
                    text.push_str(&separator);
                }
                text.push_str(&item.to_text()?);
                self.count_text(separator.len() + 1)?;
                if text.len() > self.bytes_left() {
                    self.count_text(text.len())?;
                }
                parts.push(item);
            }
        }
        Ok(Value::text(text).resting_on(&parts))
    }

    fn replace(&self, text: &str, what: &str, with: &str) -> Read<Value> {
        let expression =
            what.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')).filter(|_| what.len() > 2);
        let times = match expression {
            Some(expression) => compile(expression)?.find_iter(text).count(),
            None => text.matches(what).count(),
        };
        // A group may stand in it as often as it likes.
        let longest = with.len() + with.matches('$').count() * text.len();
        self.count_text(times.saturating_mul(if expression.is_some() { longest } else { with.len() }))?;
        Ok(Value::text(match expression {
            Some(expression) => compile(expression)?.replace_all(text, with).into_owned(),
            None => text.replace(what, with),
        }))
    }

    /// `%s`, `%d`, `%v`, `%q` and the like.
    fn format(&self, pattern: &str, values: &[Value]) -> Read<String> {
        let mut out = String::new();
        let mut next = values.iter();
        let mut letters = pattern.chars().peekable();
        while let Some(letter) = letters.next() {
            if letter != '%' {
                out.push(letter);
                continue;
            }
            let mut flags = String::new();
            while let Some(flag) = letters.next_if(|one| "+-# 0123456789.[]*".contains(*one)) {
                flags.push(flag);
            }
            let verb = letters.next().ok_or_else(|| Error::invalid("the pattern ends with `%`"))?;
            if verb == '%' {
                out.push('%');
                continue;
            }
            if flags.contains(['[', '*']) {
                return Err(Error::invalid(format!("`%{flags}{verb}` is not carried out")));
            }
            let value =
                next.next().ok_or_else(|| Error::invalid("the pattern wants more values than there are"))?;
            out.push_str(&self.format_one(&flags, verb, value)?);
            self.count_text(out.len() / 64)?;
            if out.len() > self.bytes_left() {
                self.count_text(out.len())?;
            }
        }
        Ok(out)
    }

    fn format_one(&self, flags: &str, verb: char, value: &Value) -> Read<String> {
        let digits = flags.trim_start_matches(['+', '-', '#', ' ', '0']);
        let (width, precision) = digits.split_once('.').unwrap_or((digits, ""));
        let width = width.parse::<usize>().unwrap_or(0).min(MAX_WIDTH);
        let exact = precision.parse::<usize>().ok().map(|precision| precision.min(MAX_WIDTH));
        let number = || if value.is_unknown() { Ok(None) } else { value.to_number().map(Some) };
        let text = match verb {
            's' => {
                let text = value.to_text()?;
                exact.map_or_else(|| text.to_string(), |exact| text.chars().take(exact).collect())
            }
            'v' => match &value.data {
                Data::List(_) | Data::Map(_) => super::encoding::json(self, value)?.0,
                Data::Null => "null".into(),
                _ => value.to_text()?.to_string(),
            },
            'q' => serde_json::Value::String(value.to_text()?.to_string()).to_string(),
            't' => value.to_text()?.to_string(),
            'd' => number()?.map_or_else(
                || value.to_text().map(|text| text.to_string()),
                |one| Ok(write_number(one.trunc())),
            )?,
            'f' | 'g' | 'e' => match number()? {
                Some(one) if verb == 'f' => format!("{one:.*}", exact.unwrap_or(6)),
                Some(one) => write_number(one),
                None => value.to_text()?.to_string(),
            },
            #[expect(clippy::cast_possible_truncation, reason = "it saturates")]
            'x' | 'X' | 'b' | 'o' => match number()?.map(|one| one as i64) {
                Some(one) if verb == 'x' => format!("{one:x}"),
                Some(one) if verb == 'X' => format!("{one:X}"),
                Some(one) if verb == 'b' => format!("{one:b}"),
                Some(one) => format!("{one:o}"),
                None => value.to_text()?.to_string(),
            },
            other => return Err(Error::invalid(format!("`%{other}` means nothing"))),
        };
        let text = if flags.contains('+') && verb == 'd' && !text.starts_with('-') {
            format!("+{text}")
        } else {
            text
        };
        let zero = flags.trim_start_matches(['+', '#', ' ']).starts_with('0');
        Ok(if flags.contains('-') {
            format!("{text:<width$}")
        } else if zero && "dfxXbo".contains(verb) {
            let (sign, digits) = text.split_at(usize::from(text.starts_with(['-', '+'])));
            format!("{sign}{digits:0>wide$}", wide = width.saturating_sub(sign.len()))
        } else {
            format!("{text:>width$}")
        })
    }

    /// `format` for each of the items of lists.
    fn format_list(&self, args: &Args<'_>) -> Read<Value> {
        let pattern = args.text(0)?;
        let values = args.values.get(1..).unwrap_or_default();
        let length = values.iter().filter_map(|value| {
            if let Data::List(list) = &value.data { Some(list.items.len()) } else { None }
        });
        let length = length.max().unwrap_or(1);
        self.step(length)?;
        let mut lines = Vec::new();
        for index in 0..length {
            let row: Vec<Value> = values
                .iter()
                .map(|value| match &value.data {
                    Data::List(list) => list.items.get(index).cloned(),
                    _ => Some(value.clone()),
                })
                .collect::<Option<_>>()
                .ok_or_else(|| Error::invalid("its lists have not the same length"))?;
            let text = self.format(&pattern, &row)?;
            self.count_text(text.len())?;
            lines.push(Value::text(text).resting_on(&row));
        }
        Value::list(lines)
    }
}

/// A regular expression; they are alike in Go and Rust.
fn compile(pattern: &str) -> Read<Regex> {
    let built = RegexBuilder::new(pattern).size_limit(1 << 18).dfa_size_limit(1 << 20).build();
    built.map_err(|_| Error::invalid(format!("`{}` is no regular expression", short(pattern))))
}

/// What a regular expression found: named groups as a map, groups as a list, all of it without groups.
fn captured(pattern: &Regex, found: &regex::Captures<'_>) -> Read<Value> {
    let group = |found: Option<regex::Match<'_>>| found.map_or(Value::NULL, |one| Value::text(one.as_str()));
    let names: Vec<_> = pattern.capture_names().flatten().collect();
    if !names.is_empty() {
        let members = names.into_iter().map(|name| (Rc::from(name), group(found.name(name))));
        return Value::map(members.collect());
    }
    if found.len() > 1 {
        return Value::list(found.iter().skip(1).map(group).collect());
    }
    Ok(group(found.get(0)))
}

fn title(text: &str) -> String {
    let mut begins = true;
    text.chars()
        .map(|letter| {
            let first = std::mem::replace(&mut begins, letter.is_whitespace() || letter == '-');
            if first { letter.to_uppercase().next().unwrap_or(letter) } else { letter }
        })
        .collect()
}

/// A part of a text: from an offset (from the end when it is negative), so many letters (all when it is negative).
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
fn part(text: &str, offset: f64, length: f64) -> String {
    let letters: Vec<char> = text.chars().collect();
    let start = if offset < 0.0 { letters.len().saturating_sub(-offset as usize) } else { offset as usize };
    let length = if length < 0.0 { usize::MAX } else { length as usize };
    letters.into_iter().skip(start).take(length).collect()
}
