//! `Fn::ForEach` of the transform `AWS::LanguageExtensions`: loops over lists that are known are written out before
//! anything else is read. (AWS CloudFormation template reference, "Fn::ForEach".)

use std::collections::HashSet;

use pipeline::Span;
use pipeline::text::{Content, Kind, Member, Node};

use crate::{Error, ErrorCode};

/// How many values all loops of a template together may write.
const MAX_VALUES: usize = 200_000;

/// Writes loops out.
pub(super) struct Loops<'a> {
    /// The items of a parameter that is a list.
    list: &'a dyn Fn(&str) -> Option<Vec<String>>,
    left: usize,
    /// The names that loops made.
    pub made: HashSet<String>,
    /// Loops over lists that are not known, with their places.
    pub left_out: Vec<(String, Span)>,
}

impl<'a> Loops<'a> {
    pub fn new(list: &'a dyn Fn(&str) -> Option<Vec<String>>) -> Self {
        Self { list, left: MAX_VALUES, made: HashSet::new(), left_out: Vec::new() }
    }

    /// A value with its loops written out.
    pub fn write_out(&mut self, node: Node) -> Result<Node, Error> {
        let content = match node.content {
            Content::List(items) => {
                Content::List(items.into_iter().map(|item| self.write_out(item)).collect::<Result<_, _>>()?)
            }
            Content::Map(members) => Content::Map(self.members(members)?),
            content => content,
        };
        Ok(Node { content, span: node.span })
    }

    fn members(&mut self, members: Vec<Member>) -> Result<Vec<Member>, Error> {
        let mut written = Vec::with_capacity(members.len());
        for member in members {
            if !member.key.starts_with("Fn::ForEach") {
                written.push(Member { value: self.write_out(member.value)?, ..member });
                continue;
            }
            let Some((name, items, body)) = self.parts(&member)? else {
                self.left_out.push((member.key, member.key_span));
                continue;
            };
            for item in &items {
                for one in body {
                    let one = self.put(one, name, item).map_err(|error| error.at(member.key_span))?;
                    for one in self.members(vec![one])? {
                        self.made.insert(one.key.clone());
                        written.push(one);
                    }
                }
            }
        }
        Ok(written)
    }

    /// The name, the items and the body of a loop; nothing when its list is not known.
    #[expect(clippy::type_complexity, reason = "it is taken apart at once")]
    fn parts<'m>(&self, member: &'m Member) -> Result<Option<(&'m str, Vec<String>, &'m [Member])>, Error> {
        let wrong = || {
            let message =
                format!("`{}` takes a name, a list and a map of what is written for each item", member.key);
            Error::invalid(message).at(member.key_span)
        };
        let Some([name, list, body]) = member.value.list() else { return Err(wrong()) };
        let ((_, name), body) = name.scalar().zip(body.map()).ok_or_else(wrong)?;
        let items = match &list.content {
            Content::List(items) => {
                let texts: Option<Vec<_>> =
                    items.iter().map(|item| item.scalar().map(|(_, text)| text.to_owned())).collect();
                texts
            }
            Content::Map(members) => match members.as_slice() {
                [one] if matches!(one.key.as_str(), "Ref" | "!Ref") => {
                    one.value.scalar().and_then(|(_, parameter)| (self.list)(parameter))
                }
                _ => None,
            },
            Content::Scalar(..) => return Err(wrong()),
        };
        Ok(items.map(|items| (name, items, body)))
    }

    fn put(&mut self, member: &Member, name: &str, item: &str) -> Result<Member, Error> {
        Ok(Member {
            key: replace(&member.key, name, item),
            key_span: member.key_span,
            value: self.put_in(&member.value, name, item)?,
        })
    }

    fn put_in(&mut self, node: &Node, name: &str, item: &str) -> Result<Node, Error> {
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            let message = format!("the loops of the template write more than {MAX_VALUES} values");
            Error::new(ErrorCode::TooMuch, message)
        })?;
        let content = match &node.content {
            Content::Scalar(kind, text) => Content::Scalar(*kind, replace(text, name, item)),
            Content::List(items) => {
                Content::List(items.iter().map(|one| self.put_in(one, name, item)).collect::<Result<_, _>>()?)
            }
            Content::Map(members) => match members.as_slice() {
                [one]
                    if matches!(one.key.as_str(), "Ref" | "!Ref")
                        && one.value.scalar().is_some_and(|(_, text)| text == name) =>
                {
                    Content::Scalar(Kind::Text, item.to_owned())
                }
                _ => Content::Map(
                    members.iter().map(|one| self.put(one, name, item)).collect::<Result<_, _>>()?,
                ),
            },
        };
        Ok(Node { content, span: node.span })
    }
}

/// `${Name}` is the item, `&{Name}` its letters and digits.
fn replace(text: &str, name: &str, item: &str) -> String {
    if !text.contains('{') {
        return text.to_owned();
    }
    let plain: String = item.chars().filter(char::is_ascii_alphanumeric).collect();
    text.replace(&format!("${{{name}}}"), item).replace(&format!("&{{{name}}}"), &plain)
}
