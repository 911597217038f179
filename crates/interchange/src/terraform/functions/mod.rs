//! The functions of Terraform's language. (Terraform language, "Functions".) A function of something that is not known
//! gives something that is not known, unless it is about texts or lists of which a part may be.

mod collections;
mod encoding;
mod texts;

use std::rc::Rc;

use hcl_edit::Span as _;
use hcl_edit::expr::FuncCall;

use super::eval::{is_passable, only_deployed};
use super::resolve::{At, Resolver};
use super::value::{Data, List, Read, Table, Value};
use crate::Error;
use crate::paths::join;

/// Functions that only a deployment, or a computation that nobody needs on a board, can carry out.
const ELSEWHERE: &[&str] = &[
    "timestamp",
    "plantimestamp",
    "timeadd",
    "timecmp",
    "formatdate",
    "uuid",
    "uuidv5",
    "bcrypt",
    "md5",
    "sha1",
    "sha256",
    "sha512",
    "base64sha256",
    "base64sha512",
    "filemd5",
    "filesha1",
    "filesha256",
    "filesha512",
    "filebase64sha256",
    "filebase64sha512",
    "rsadecrypt",
    "cidrhost",
    "cidrnetmask",
    "cidrsubnet",
    "cidrsubnets",
    "base64gzip",
    "textencodebase64",
    "textdecodebase64",
    "ephemeralasnull",
    "provider",
];

/// What a function is called with.
struct Args<'v> {
    values: &'v [Value],
}

impl<'v> Args<'v> {
    fn get(&self, index: usize) -> Read<&'v Value> {
        self.values.get(index).ok_or_else(|| Error::invalid("it is called with too few arguments"))
    }

    fn text(&self, index: usize) -> Read<Rc<str>> {
        self.get(index)?.to_text()
    }

    fn number(&self, index: usize) -> Read<f64> {
        self.get(index)?.to_number()
    }

    /// A number of things, bounded.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is looked at")]
    fn size(&self, index: usize) -> Read<usize> {
        let number = self.number(index)?;
        if !(0.0..=1e9).contains(&number) || number.fract() != 0.0 {
            return Err(Error::invalid(format!("{number} is no number of things")));
        }
        Ok(number as usize)
    }

    fn list(&self, index: usize) -> Read<&'v List> {
        let value = self.get(index)?;
        match &value.data {
            Data::List(list) => Ok(list),
            _ => Err(Error::invalid(format!("a list is wanted, and there is {}", value.describe()))),
        }
    }

    fn map(&self, index: usize) -> Read<&'v Table> {
        let value = self.get(index)?;
        match &value.data {
            Data::Map(table) => Ok(table),
            _ => Err(Error::invalid(format!("a map is wanted, and there is {}", value.describe()))),
        }
    }

    /// What it is called with behind the first ones, the items of a single list among them.
    fn spread(&self, from: usize) -> Vec<Value> {
        let rest = self.values.get(from..).unwrap_or_default();
        match rest {
            [Value { data: Data::List(list), .. }] => list.items.clone(),
            rest => rest.to_vec(),
        }
    }

    fn bool(&self, index: usize) -> Read<bool> {
        Ok(self.get(index)?.to_bool()?.unwrap_or(true))
    }
}

/// Functions for which a part that is not known is a text like any other, or an item like any other.
fn takes_unknown(name: &str) -> bool {
    matches!(
        name,
        "lower"
            | "upper"
            | "title"
            | "format"
            | "formatlist"
            | "replace"
            | "trimspace"
            | "trim"
            | "trimprefix"
            | "trimsuffix"
            | "chomp"
            | "indent"
            | "base64encode"
            | "urlencode"
            | "concat"
            | "flatten"
            | "merge"
            | "list"
            | "coalesce"
            | "coalescelist"
            | "compact"
            | "jsonencode"
            | "yamlencode"
            | "tostring"
            | "join"
            | "map"
            | "setunion"
            | "distinct"
            | "toset"
            | "tolist"
            | "zipmap"
            | "values"
            | "keys"
            | "nonsensitive"
            | "sensitive"
            | "issensitive"
            | "basename"
            | "dirname"
            | "setproduct"
            | "one"
            | "reverse"
            | "sort"
    )
}

impl Resolver<'_> {
    pub(super) fn call_function(&mut self, at: &At, call: &FuncCall) -> Read<Value> {
        let name = call.name.name.as_str();
        if let [space, ..] = call.name.namespace.as_slice()
            && space.as_str() != "core"
        {
            return Ok(only_deployed(name));
        }
        match name {
            "try" => return self.attempt(at, call),
            "can" => {
                let Some(first) = call.args.get(0) else {
                    return Err(Error::invalid("can takes an expression"));
                };
                return match self.look(at, first) {
                    Ok(_) => Ok(Value::bool(true)),
                    Err(error) if is_passable(&error) => Ok(Value::bool(false)),
                    Err(error) => Err(error),
                };
            }
            _ => {}
        }
        let mut values = call.args.iter().map(|arg| self.look(at, arg)).collect::<Read<Vec<_>>>()?;
        if call.args.expand_final()
            && let Some(last) = values.pop()
        {
            match last.items() {
                Some(items) => values.extend(items),
                None => values.push(last),
            }
        }
        self.step(values.len())?;
        let unknown = values.iter().find(|value| value.is_unknown());
        if let Some(unknown) = unknown.filter(|_| !takes_unknown(name)) {
            return Ok(unknown.clone());
        }
        let made = self.carry_out(at, name, &Args { values: &values });
        made.map_err(|error| match error.span {
            Some(_) => error,
            None => {
                let message = format!("{name}: {}", error.message);
                Error { message, ..error }.at(at.file.span(call.name.name.span()))
            }
        })
    }

    /// The first expression that has a value.
    fn attempt(&mut self, at: &At, call: &FuncCall) -> Read<Value> {
        let mut last = Error::invalid("try takes expressions");
        for expression in call.args.iter() {
            match self.look(at, expression) {
                Ok(value) => return Ok(value),
                Err(error) if is_passable(&error) => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    fn carry_out(&mut self, at: &At, name: &str, args: &Args<'_>) -> Read<Value> {
        if ELSEWHERE.contains(&name) {
            return Ok(only_deployed(name));
        }
        if let Some(value) = self.number_function(name, args)? {
            return Ok(value);
        }
        if let Some(value) = self.text_function(name, args)? {
            self.count(&value)?;
            return Ok(value.resting_on(args.values));
        }
        if let Some(value) = self.collection_function(at, name, args)? {
            return Ok(value);
        }
        if let Some(value) = self.encoding_function(at, name, args)? {
            self.count(&value)?;
            return Ok(value);
        }
        self.file_function(at, name, args)
    }

    fn count(&self, value: &Value) -> Read<()> {
        match &value.data {
            Data::Text(text) => self.count_text(text.len()),
            Data::List(list) => self.step(list.items.len()),
            _ => Ok(()),
        }
    }

    fn number_function(&self, name: &str, args: &Args<'_>) -> Read<Option<Value>> {
        let number = match name {
            "abs" => args.number(0)?.abs(),
            "ceil" => args.number(0)?.ceil(),
            "floor" => args.number(0)?.floor(),
            "signum" => {
                let number = args.number(0)?;
                if number == 0.0 { 0.0 } else { number.signum() }
            }
            "log" => args.number(0)?.ln() / args.number(1)?.ln(),
            "pow" => args.number(0)?.powf(args.number(1)?),
            "max" | "min" => {
                let mut numbers = args.spread(0).iter().map(Value::to_number).collect::<Read<Vec<_>>>()?;
                numbers.sort_by(f64::total_cmp);
                let chosen = if name == "max" { numbers.last() } else { numbers.first() };
                *chosen.ok_or_else(|| Error::invalid("it takes numbers"))?
            }
            "parseint" => {
                let (text, base) = (args.text(0)?, args.number(1)?);
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
                let base = base as u32;
                let parsed =
                    if (2..=36).contains(&base) { i64::from_str_radix(&text, base).ok() } else { None };
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "Terraform's numbers are no more exact in practice"
                )]
                let parsed = parsed.map(|number| number as f64);
                parsed.ok_or_else(|| Error::invalid(format!("`{text}` is no number of the base {base}")))?
            }
            _ => return Ok(None),
        };
        if number.is_finite() {
            Ok(Some(Value::number(number)))
        } else {
            Err(Error::invalid("the result is no number"))
        }
    }

    fn file_function(&mut self, at: &At, name: &str, args: &Args<'_>) -> Read<Value> {
        let path = || args.text(0);
        Ok(match name {
            "file" => Value::text(self.read_file(&path()?)?.1),
            "filebase64" => {
                let (_, text) = self.read_file(&path()?)?;
                self.count_text(text.len() * 2)?;
                Value::text(encoding::base64(&text))
            }
            "fileexists" => Value::bool(self.read_file(&path()?).is_ok()),
            "templatefile" => {
                let names = match &args.get(1)?.data {
                    Data::Map(table) => table.members.clone(),
                    _ => return Err(Error::invalid("its second argument is a map of names")),
                };
                self.deeper(|this| this.render_file(&path()?, &names, at.instance))?
            }
            "fileset" => self.file_set(&join(&path()?, &args.text(1)?))?,
            "abspath" | "pathexpand" => Value::text(path()?),
            "basename" => {
                let path = path()?;
                Value::text(path.trim_end_matches('/').rsplit('/').next().unwrap_or_default())
            }
            "dirname" => {
                let path = path()?;
                Value::text(path.rsplit_once('/').map_or(".", |(folder, _)| folder))
            }
            _ => return Err(Error::invalid(format!("there is no function `{name}`"))),
        })
    }

    /// The files of one folder whose names fit a pattern with one `*`.
    fn file_set(&mut self, pattern: &str) -> Read<Value> {
        let (folder, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        let Some(folder) = super::module::normal(folder).filter(|folder| !folder.contains('*')) else {
            return Ok(only_deployed("fileset"));
        };
        let (start, end) = name.split_once('*').unwrap_or((name, ""));
        let whole = !name.contains('*');
        let fits = |file: &String| {
            if whole {
                file == name
            } else {
                file.len() >= start.len() + end.len() && file.starts_with(start) && file.ends_with(end)
            }
        };
        let mut names: Vec<_> = (self.options.folder)(&folder).into_iter().filter(fits).collect();
        names.sort();
        self.step(names.len())?;
        Value::set(names.into_iter().map(Value::text).collect())
    }
}
