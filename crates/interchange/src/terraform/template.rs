//! Templates: texts with interpolations and directives in them. (HCL native syntax specification, "Templates".)

use std::rc::Rc;

use hcl_edit::template::{Directive, Element, ForDirective, IfDirective, StringTemplate, Strip, Template};

use super::resolve::{At, Resolver};
use super::source::File;
use super::value::{Frame, Read, Value, bind};
use crate::Error;

/// A text that is being put together.
#[derive(Default)]
struct Out {
    text: String,
    /// Where the literal text at its end begins: only that may be stripped.
    literal: usize,
    /// Whether the next literal loses the space at its beginning.
    strip: bool,
    /// Whether its lines are written one by one: then no more than a line is stripped.
    lines: bool,
    parts: Vec<Value>,
}

impl Out {
    fn literal(&mut self, text: &str) {
        let (first, rest) = match text.find('\n').filter(|_| self.lines) {
            Some(end) => text.split_at(end + 1),
            None => (text, ""),
        };
        self.text.push_str(if self.strip { first.trim_start() } else { first });
        self.text.push_str(rest);
        self.strip = false;
    }

    /// What stands before something that strips it.
    fn before(&mut self, strip: Strip) {
        if matches!(strip, Strip::Start | Strip::Both) {
            let line = if self.lines { self.text.rfind('\n').map_or(0, |at| at + 1) } else { 0 };
            let end = self.text.trim_end().len().max(self.literal).max(line);
            self.text.truncate(end);
        }
    }

    fn after(&mut self, strip: Strip) {
        self.literal = self.text.len();
        self.strip = matches!(strip, Strip::End | Strip::Both);
    }

    fn finish(self) -> Value {
        Value::text(self.text).resting_on(&self.parts)
    }
}

impl Resolver<'_> {
    /// A text in quotes; when it is one interpolation, the value itself.
    pub(super) fn quoted(&mut self, at: &At, template: &StringTemplate) -> Read<Value> {
        match (template.iter().next(), template.iter().nth(1)) {
            (Some(Element::Interpolation(single)), None) => self.look(at, &single.expr),
            _ => {
                let mut out = Out::default();
                self.write_elements(at, template.iter(), &mut out)?;
                Ok(out.finish())
            }
        }
    }

    /// A text of lines.
    pub(super) fn render(&mut self, at: &At, template: &Template) -> Read<Value> {
        let mut out = Out { lines: true, ..Out::default() };
        self.write_elements(at, template.iter(), &mut out)?;
        Ok(out.finish())
    }

    /// A template in a file of its own, with the given names in it.
    pub(super) fn render_file(
        &mut self,
        path: &str,
        names: &[(Rc<str>, Value)],
        instance: usize,
    ) -> Read<Value> {
        let (path, text) = self.read_file(path)?;
        let name = self.shown(&path);
        self.render_text(&text, &name, names, instance)
    }

    /// A text that is a template, with the given names in it.
    pub(super) fn render_text(
        &mut self,
        text: &str,
        name: &str,
        names: &[(Rc<str>, Value)],
        instance: usize,
    ) -> Read<Value> {
        let template = hcl_edit::parser::parse_template(text).map_err(|error| {
            Error::invalid(format!("{name}:{}: {}", error.location().line(), error.message()))
        })?;
        let mut frame: Frame = None;
        for (name, value) in names {
            frame = bind(&frame, name, value.clone());
        }
        let at = At { instance, file: Rc::new(File::of_text(text, name)), frame };
        self.render(&at, &template)
    }

    fn write_elements<'e>(
        &mut self,
        at: &At,
        elements: impl Iterator<Item = &'e Element>,
        out: &mut Out,
    ) -> Read<()> {
        for element in elements {
            match element {
                Element::Literal(text) => {
                    self.count_text(text.len())?;
                    out.literal(text.value());
                }
                Element::Interpolation(interpolation) => {
                    out.before(interpolation.strip);
                    let value = self.look(at, &interpolation.expr)?;
                    let text = value.to_text()?;
                    self.count_text(text.len())?;
                    out.text.push_str(&text);
                    if value.is_unknown() || !value.sources().is_empty() {
                        out.parts.push(value);
                    }
                    out.after(interpolation.strip);
                }
                Element::Directive(directive) => match &**directive {
                    Directive::If(directive) => self.write_if(at, directive, out)?,
                    Directive::For(directive) => self.write_for(at, directive, out)?,
                },
            }
        }
        Ok(())
    }

    fn write_if(&mut self, at: &At, directive: &IfDirective, out: &mut Out) -> Read<()> {
        let condition = &directive.if_expr;
        out.before(condition.strip);
        let holds = self.look(at, &condition.cond_expr)?.to_bool()?.unwrap_or(true);
        let end = directive.endif_expr.strip;
        let other = directive.else_expr.as_ref();
        if holds {
            out.after(condition.strip);
            self.write_body(at, &condition.template, out)?;
            out.before(other.map_or(end, |other| other.strip));
        } else if let Some(other) = other {
            out.after(other.strip);
            self.write_body(at, &other.template, out)?;
            out.before(end);
        }
        out.after(end);
        Ok(())
    }

    fn write_for(&mut self, at: &At, directive: &ForDirective, out: &mut Out) -> Read<()> {
        let intro = &directive.for_expr;
        out.before(intro.strip);
        let collection = self.look(at, &intro.collection_expr)?;
        let pairs = match self.walk(&collection)? {
            Some(pairs) => pairs,
            None => vec![(collection.beyond(".key"), collection.beyond(".value"))],
        };
        let end = directive.endfor_expr.strip;
        for (key, value) in pairs {
            let mut frame = bind(&at.frame, intro.value_var.as_str(), value);
            if let Some(name) = &intro.key_var {
                frame = bind(&frame, name.as_str(), key);
            }
            out.after(intro.strip);
            self.write_body(&At { frame, ..at.clone() }, &intro.template, out)?;
            out.before(end);
        }
        out.after(end);
        Ok(())
    }

    fn write_body(&mut self, at: &At, template: &Template, out: &mut Out) -> Read<()> {
        self.deeper(|this| this.write_elements(at, template.iter(), out))
    }
}
