//! Putting values in the place of `#{namespace.key}`. One pass: what is put in is never read again.

use std::borrow::Cow;

/// The text with every reference replaced, or the first reference that names nothing. Text that has not quite the
/// form of a reference stays as it is; there is no escape for one.
pub(crate) fn resolve<'v>(
    text: &str,
    lookup: impl Fn(&str, &str) -> Option<Cow<'v, str>>,
) -> Result<String, String> {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("#{") {
        let (before, from) = rest.split_at(start);
        resolved.push_str(before);
        match reference(from) {
            Some((namespace, key, length)) => {
                let value = lookup(namespace, key).ok_or_else(|| from[..length].to_owned())?;
                resolved.push_str(&value);
                rest = &from[length..];
            }
            None => {
                resolved.push_str("#{");
                rest = &from["#{".len()..];
            }
        }
    }
    resolved.push_str(rest);
    Ok(resolved)
}

/// Namespace, key and length of the reference at the start of the text.
fn reference(text: &str) -> Option<(&str, &str, usize)> {
    let inner = text.strip_prefix("#{")?;
    let end = inner.find('}')?;
    let (namespace, key) = inner[..end].split_once('.')?;
    let named = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '-' | '_'))
    };
    (named(namespace) && named(key)).then_some((namespace, key, "#{}".len() + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(namespace: &str, key: &str) -> Option<Cow<'static, str>> {
        match (namespace, key) {
            ("variables", "Ring") => Some("beta".into()),
            ("variables", "Nested") => Some("#{variables.Ring}".into()),
            _ => None,
        }
    }

    #[test]
    fn references_are_replaced_in_one_pass() {
        assert_eq!(resolve("ring #{variables.Ring}!", lookup), Ok("ring beta!".into()));
        assert_eq!(resolve("#{variables.Nested}", lookup), Ok("#{variables.Ring}".into()));
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in ["#{", "#{}", "#{a}", "#{a b.c}", "#{.c}", "a#b", "#{#{variables.Ring", "$#{x y}"] {
            assert_eq!(resolve(text, lookup), Ok(text.into()));
        }
        assert_eq!(resolve("#{#{variables.Ring}", lookup), Ok("#{beta".into()));
    }

    #[test]
    fn a_reference_to_nothing_is_named() {
        assert_eq!(resolve("x #{Src.Commit} y", lookup), Err("#{Src.Commit}".into()));
    }
}
