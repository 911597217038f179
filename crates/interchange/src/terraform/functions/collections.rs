//! Functions about lists, sets and maps.

use std::collections::HashSet;
use std::rc::Rc;

use super::super::resolve::{At, Resolver};
use super::super::value::{Data, Read, Value, sorted};
use super::Args;
use crate::Error;
use pipeline::Severity;

impl Resolver<'_> {
    pub(super) fn collection_function(
        &mut self,
        at: &At,
        name: &str,
        args: &Args<'_>,
    ) -> Read<Option<Value>> {
        let value = match name {
            "length" => self.length(args)?,
            "concat" | "list" | "flatten" | "setunion" | "distinct" | "toset" | "tolist" | "compact"
            | "reverse" | "sort" | "slice" | "chunklist" | "range" | "setproduct" | "setsubtract"
            | "setintersection" | "values" | "keys" => self.list_function(name, args)?,
            "merge" => self.merge(at, args)?,
            "map" => {
                let pairs = args.values.chunks(2);
                let member = |pair: &[Value]| match pair {
                    [key, value] => Ok((key.to_text()?, value.clone())),
                    _ => Err(Error::invalid("it takes names and values in turn")),
                };
                Value::map(pairs.map(member).collect::<Read<_>>()?)?
            }
            "tomap" => match &args.get(0)?.data {
                Data::Map(_) | Data::Null => args.get(0)?.clone(),
                _ => return Err(Error::invalid("a map is wanted")),
            },
            "zipmap" => {
                let (names, values) = (args.list(0)?, args.list(1)?);
                if names.items.len() != values.items.len() {
                    return Err(Error::invalid("its lists have not the same length"));
                }
                let pairs = names.items.iter().zip(&values.items);
                Value::map(
                    pairs.map(|(name, value)| Ok((name.to_text()?, value.clone()))).collect::<Read<_>>()?,
                )?
            }
            "transpose" => self.transpose(args)?,
            "lookup" => {
                let found = match &args.get(0)?.data {
                    Data::Map(table) => table.get(&args.text(1)?).cloned(),
                    _ => return Err(Error::invalid("a map is wanted")),
                };
                let other = args.values.get(2).cloned();
                found.or(other).ok_or_else(|| Error::invalid("the map has no such member"))?
            }
            "element" => self.element(args)?,
            "index" => {
                let (list, wanted) = (args.list(0)?, args.get(1)?);
                let mut found = None;
                for (index, item) in list.items.iter().enumerate() {
                    if found.is_none() && self.equal(item, wanted)? {
                        found = Some(index);
                    }
                }
                number(found.ok_or_else(|| Error::invalid("the list has no such item"))?)
            }
            "contains" => {
                let (items, wanted) = (args.get(0)?.items().unwrap_or_default(), args.get(1)?);
                let mut found = false;
                for item in &items {
                    found = found || self.equal(item, wanted)?;
                }
                Value::bool(found)
            }
            "coalesce" => {
                let given = |value: &&Value| {
                    !value.is_null() && !matches!(&value.data, Data::Text(text) if text.is_empty())
                };
                let all = args.spread(0);
                let found = all.iter().find(given).cloned();
                found.ok_or_else(|| Error::invalid("nothing of what it is called with has a value"))?
            }
            "coalescelist" => {
                let filled = |value: &&Value| {
                    value.is_unknown() || value.items().is_some_and(|items| !items.is_empty())
                };
                let found = args.values.iter().find(filled).cloned();
                found.ok_or_else(|| Error::invalid("all its lists are empty"))?
            }
            "one" => match args.get(0)?.items().as_deref() {
                Some([]) => Value::NULL,
                Some([one]) => one.clone(),
                None => args.get(0)?.clone(),
                Some(_) => return Err(Error::invalid("the list has more than one item")),
            },
            "alltrue" | "anytrue" => {
                let all = name == "alltrue";
                let mut holds = all;
                for item in &args.list(0)?.items {
                    let one = !item.is_null() && item.to_bool()?.unwrap_or(true);
                    holds = if all { holds && one } else { holds || one };
                }
                Value::bool(holds)
            }
            "sum" => {
                let numbers = args.list(0)?.items.iter().map(Value::to_number).collect::<Read<Vec<_>>>()?;
                Value::number(numbers.iter().sum())
            }
            "matchkeys" => {
                let (values, keys, wanted) = (args.list(0)?, args.list(1)?, args.list(2)?);
                let mut found = Vec::new();
                for (value, key) in values.items.iter().zip(&keys.items) {
                    for one in &wanted.items {
                        if self.equal(key, one)? {
                            found.push(value.clone());
                            break;
                        }
                    }
                }
                Value::list(found)?
            }
            "tonumber" => match &args.get(0)?.data {
                Data::Null => Value::NULL,
                _ => Value::number(args.number(0)?),
            },
            "tobool" => match &args.get(0)?.data {
                Data::Null => Value::NULL,
                _ => Value::bool(args.bool(0)?),
            },
            "sensitive" | "nonsensitive" => args.get(0)?.clone(),
            "issensitive" => Value::bool(false),
            "type" => Value::text(args.get(0)?.describe()),
            _ => return Ok(None),
        };
        Ok(Some(value))
    }

    fn length(&self, args: &Args<'_>) -> Read<Value> {
        let value = args.get(0)?;
        Ok(number(match &value.data {
            Data::Text(text) => text.chars().count(),
            Data::List(list) => list.items.len(),
            Data::Map(table) => table.members.len(),
            _ => return Err(Error::invalid(format!("{} has no length", value.describe()))),
        }))
    }

    fn list_function(&mut self, name: &str, args: &Args<'_>) -> Read<Value> {
        let first = args.values.first().cloned().unwrap_or(Value::NULL);
        let items = match name {
            "concat" | "setunion" => {
                let each = |value: &Value| value.items().unwrap_or_else(|| vec![value.clone()]);
                args.values.iter().filter(|value| !value.is_null()).flat_map(each).collect()
            }
            "list" => args.values.to_vec(),
            "setproduct" => return self.product(args),
            "range" => return self.range(args),
            "flatten" => {
                let mut flat = Vec::new();
                self.flatten(&first, &mut flat)?;
                flat
            }
            "keys" => match &first.data {
                Data::Map(table) => sorted(table).into_iter().map(|(key, _)| Value::text(key)).collect(),
                Data::Unknown => vec![first.beyond(".key")],
                _ => return Err(Error::invalid("a map is wanted")),
            },
            _ if first.is_unknown() => vec![first.beyond("[0]")],
            _ => first.items().ok_or_else(|| {
                Error::invalid(format!("a list is wanted, and there is {}", first.describe()))
            })?,
        };
        self.step(items.len())?;
        let mut items = items;
        match name {
            "distinct" => {
                let unlike = self.unlike(items)?;
                return Value::list(unlike.into_iter().map(|(_, item)| item).collect());
            }
            "toset" | "setunion" => return self.set_of(items),
            "setsubtract" | "setintersection" => {
                for other in args.values.get(1..).unwrap_or_default() {
                    let other = self.unlike(other.items().unwrap_or_default())?;
                    let other: HashSet<_> = other.into_iter().map(|(identity, _)| identity).collect();
                    let mut kept = Vec::new();
                    for item in items {
                        if other.contains(&self.identity(&item)?) == (name == "setintersection") {
                            kept.push(item);
                        }
                    }
                    items = kept;
                }
                return self.set_of(items);
            }
            "compact" => {
                items.retain(|item| {
                    !item.is_null() && !matches!(&item.data, Data::Text(text) if text.is_empty())
                });
            }
            "reverse" => items.reverse(),
            "sort" => {
                let mut texts =
                    items.iter().map(|item| Ok((item.to_text()?, item.clone()))).collect::<Read<Vec<_>>>()?;
                texts.sort_by(|one, other| one.0.cmp(&other.0));
                items = texts.into_iter().map(|(text, item)| Value::text(text).resting_on([&item])).collect();
            }
            "slice" => {
                let range = args.size(1)?..args.size(2)?;
                items = items.get(range).ok_or_else(|| Error::invalid("the list is not that long"))?.to_vec();
            }
            "chunklist" => {
                let size = args.size(1)?.max(1);
                let chunks = items.chunks(size).map(|chunk| Value::list(chunk.to_vec()));
                items = chunks.collect::<Read<_>>()?;
            }
            _ => {}
        }
        Value::list(items)
    }

    fn flatten(&mut self, value: &Value, flat: &mut Vec<Value>) -> Read<()> {
        self.deeper(|this| {
            match &value.data {
                Data::List(list) => {
                    for item in &list.items {
                        this.flatten(item, flat)?;
                    }
                }
                _ => flat.push(value.clone()),
            }
            Ok(())
        })
    }

    fn product(&mut self, args: &Args<'_>) -> Read<Value> {
        let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
        for value in args.values {
            let items = value.items().unwrap_or_else(|| vec![value.clone()]);
            self.step(rows.len().saturating_mul(items.len()))?;
            rows = rows
                .iter()
                .flat_map(|row| {
                    items.iter().map(move |item| [row.as_slice(), std::slice::from_ref(item)].concat())
                })
                .collect();
        }
        Value::list(rows.into_iter().map(Value::list).collect::<Read<_>>()?)
    }

    fn range(&mut self, args: &Args<'_>) -> Read<Value> {
        let (start, limit, step) = match args.values {
            [limit] => (0.0, limit.to_number()?, 1.0),
            [start, limit] => (start.to_number()?, limit.to_number()?, 1.0),
            _ => (args.number(0)?, args.number(1)?, args.number(2)?),
        };
        let step = if args.values.len() < 3 && start > limit { -1.0 } else { step };
        if step == 0.0 {
            return Err(Error::invalid("its step is 0"));
        }
        let (mut items, mut next) = (Vec::new(), start);
        while if step > 0.0 { next < limit } else { next > limit } {
            if items.len() >= 1024 {
                return Err(Error::invalid("it makes more than 1024 numbers"));
            }
            items.push(Value::number(next));
            next += step;
        }
        self.step(items.len())?;
        Value::list(items)
    }

    /// Maps taken together. What is not known among them is told.
    fn merge(&mut self, at: &At, args: &Args<'_>) -> Read<Value> {
        let mut members = Vec::new();
        for value in args.spread(0) {
            match &value.data {
                Data::Map(table) => members.extend(table.members.iter().cloned()),
                Data::Null => {}
                Data::Unknown => {
                    let source = value.sources().first().map(crate::Source::describe).unwrap_or_default();
                    let message = format!("what {source} adds to a merged map is not known; it is left out");
                    self.tell(Severity::Hint, message, &at.file.clone(), at.file.span(None));
                }
                _ => return Err(Error::invalid(format!("maps are merged, not {}", value.describe()))),
            }
        }
        self.step(members.len())?;
        Value::map(members)
    }

    fn transpose(&mut self, args: &Args<'_>) -> Read<Value> {
        let mut turned: Vec<(Rc<str>, Vec<Value>)> = Vec::new();
        for (key, values) in sorted(args.map(0)?) {
            for value in values.items().unwrap_or_default() {
                self.step(1)?;
                let name = value.to_text()?;
                match turned.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, keys)) => keys.push(Value::text(key)),
                    None => turned.push((name, vec![Value::text(key)])),
                }
            }
        }
        Value::map(
            turned.into_iter().map(|(name, keys)| Ok((name, Value::list(keys)?))).collect::<Read<_>>()?,
        )
    }

    /// What tells a value from others of a set.
    fn identity(&self, value: &Value) -> Read<String> {
        let (text, _) = super::encoding::json(self, value)?;
        Ok(text)
    }

    /// The items without those that came before.
    fn unlike(&self, items: Vec<Value>) -> Read<Vec<(String, Value)>> {
        let mut seen = HashSet::new();
        let mut unlike = Vec::new();
        for item in items {
            let identity = self.identity(&item)?;
            if seen.insert(identity.clone()) {
                unlike.push((identity, item));
            }
        }
        Ok(unlike)
    }

    /// A set, in Terraform's order.
    fn set_of(&self, items: Vec<Value>) -> Read<Value> {
        let mut unlike = self.unlike(items)?;
        unlike.sort_by(|one, other| one.0.cmp(&other.0));
        Value::set(unlike.into_iter().map(|(_, item)| item).collect())
    }

    fn element(&self, args: &Args<'_>) -> Read<Value> {
        let items = args.get(0)?.items().unwrap_or_default();
        let index = args.number(1)?;
        if index < 0.0 {
            return Err(Error::invalid("there is nothing before the beginning of a list"));
        }
        #[expect(clippy::cast_precision_loss, reason = "no list is that long")]
        let length = items.len() as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within the list")]
        let found = items.get(index.rem_euclid(length.max(1.0)) as usize);
        found.cloned().ok_or_else(|| Error::invalid("the list is empty"))
    }
}

fn number(number: usize) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "nothing is that long")]
    Value::number(number as f64)
}
