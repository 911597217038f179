//! `runtime-versions` against what is installed: whether a version that was asked for is the one that is here.

/// The first dotted number in what a tool prints about itself, such as `20.11.1` in `v20.11.1`.
pub(crate) fn first_number(text: &str) -> Option<&str> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let rest = &text[start..];
    let end =
        rest.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches('.'))
}

/// Whether `found` (see [`first_number`]) is what `wanted` asks for: `latest`, an exact version, a shorter one, or
/// one with `x`; a word in front (`corretto17`) is left out.
pub(crate) fn satisfies(wanted: &str, found: &str) -> bool {
    if wanted.eq_ignore_ascii_case("latest") {
        return true;
    }
    let wanted = wanted.trim_start_matches(|character: char| character.is_ascii_alphabetic());
    let mut found = found.split('.');
    wanted.split('.').all(|part| {
        let here = found.next();
        part.eq_ignore_ascii_case("x") || part == "*" || here == Some(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_they_are_written() {
        for (wanted, printed, fits) in [
            ("20", "v20.11.1", true),
            ("18", "v20.11.1", false),
            ("20.x", "v20.11.1", true),
            ("3.11", "Python 3.11.2", true),
            ("3.1", "Python 3.11.2", false),
            ("3.x", "Python 3.11.2", true),
            ("latest", "ruby 3.1.2p20", true),
            ("corretto17", "openjdk version \"17.0.9\" 2023-10-17", true),
            ("corretto8", "openjdk version \"17.0.9\"", false),
            ("1.21", "go version go1.19.8 linux/amd64", false),
            ("1.19.8", "go version go1.19.8 linux/amd64", true),
        ] {
            let found = first_number(printed).unwrap();
            assert_eq!(satisfies(wanted, found), fits, "{wanted} and {found}");
        }
        assert_eq!(first_number("sh: 1: node: not found"), Some("1"));
    }
}
