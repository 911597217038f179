//! The conditions of a template. What is not known equals nothing but itself.

use std::collections::BTreeMap;
use std::rc::Rc;

use pipeline::text::{Content, Node};

use super::functions::{arguments, literal};
use super::resolve::{Read, Resolver, Value};
use crate::{Error, ErrorCode, SourceKind};

impl Resolver<'_> {
    /// Whether a condition of the template holds.
    pub(super) fn condition(&mut self, name: &str) -> Read<bool> {
        match self.conditions.get(name) {
            Some(Some(holds)) => return Ok(*holds),
            Some(None) => {
                let message = format!("the condition `{name}` depends on itself");
                return Err(Error::new(ErrorCode::Cycle, message));
            }
            None => {}
        }
        let template = Rc::clone(&self.template);
        let Some(member) = template.find("Conditions", name) else {
            if template.fragment {
                self.conditions.insert(name.to_owned(), Some(true));
                return Ok(true);
            }
            return Err(Error::invalid(format!("the template has no condition `{name}`")));
        };
        self.conditions.insert(name.to_owned(), None);
        let holds = self.holds(&member.value, name).map_err(|error| error.within(name, &template.name));
        match holds {
            Ok(holds) => self.conditions.insert(name.to_owned(), Some(holds)),
            Err(_) => self.conditions.remove(name),
        };
        holds
    }

    /// The conditions that were asked for so far, and whether they hold.
    pub(super) fn known_conditions(&self) -> BTreeMap<String, bool> {
        self.conditions.iter().filter_map(|(name, holds)| Some((name.clone(), (*holds)?))).collect()
    }

    /// Whether a condition that is written out holds. `name` is what notes call it.
    pub(super) fn holds(&mut self, node: &Node, name: &str) -> Read<bool> {
        self.deeper(node.span, |this| this.decide(node, name))
    }

    fn decide(&mut self, node: &Node, name: &str) -> Read<bool> {
        let Some([member]) = node.map() else {
            let message = "a condition is one of Fn::Equals, Fn::And, Fn::Or, Fn::Not, Condition";
            return Err(Error::invalid(message));
        };
        let argument = &member.value;
        match member.key.trim_start_matches("Fn::").trim_start_matches('!') {
            "Condition" => self.condition(literal(argument, "Condition")?),
            "Not" => {
                let [condition] = arguments(argument, "Fn::Not")?;
                Ok(!self.holds(condition, name)?)
            }
            "Equals" => {
                let [left, right] = arguments(argument, "Fn::Equals")?;
                let (left, right) = (self.take(left)?, self.take(right)?);
                let unknown = |value: &Option<Value>| {
                    let source = value.iter().flat_map(|value| &value.sources);
                    source.clone().find(|source| source.kind != SourceKind::Resource).cloned()
                };
                let equal = match (&left, &right) {
                    (Some(left), Some(right)) => same(&left.content, &right.content),
                    (None, None) => true,
                    _ => false,
                };
                if let Some(source) = unknown(&left).or_else(|| unknown(&right)) {
                    let is = if equal { "" } else { " not" };
                    let source = source.describe();
                    let message =
                        format!("the condition `{name}` depends on {source}; it is taken as{is} equal");
                    self.note(message, node.span);
                }
                Ok(equal)
            }
            "And" => self.all(argument, name, "Fn::And", true),
            "Or" => self.all(argument, name, "Fn::Or", false),
            other => Err(Error::invalid(format!("`{other}` is not a condition"))),
        }
    }

    /// Whether all (or, for `false`, not all of the opposites) of two to ten conditions hold.
    fn all(&mut self, argument: &Node, name: &str, function: &str, all: bool) -> Read<bool> {
        let conditions = argument.list().unwrap_or_default();
        if !(2..=10).contains(&conditions.len()) {
            return Err(Error::invalid(format!("{function} takes two to ten conditions")));
        }
        let mut holds = all;
        for condition in conditions {
            let one = self.holds(condition, name)?;
            holds = if all { holds && one } else { holds || one };
        }
        Ok(holds)
    }
}

/// Whether two values are the same, apart from their places.
fn same(left: &Content, right: &Content) -> bool {
    match (left, right) {
        (Content::Scalar(_, left), Content::Scalar(_, right)) => left == right,
        (Content::List(left), Content::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(l, r)| same(&l.content, &r.content))
        }
        (Content::Map(left), Content::Map(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(l, r)| l.key == r.key && same(&l.value.content, &r.value.content))
        }
        _ => false,
    }
}
