//! Zip archives: packing folders fast and the same way every time, unpacking what may be hostile.
//!
//! It knows nothing of artifacts or buckets. Nothing is written outside the folder it was given.

mod pack;
mod read;
mod unpack;

pub use pack::{Packed, pack, pack_dir};
pub use read::{ArchiveEntry, Content, EntryKind, list, read};
pub use unpack::{Limits, OutsideLinks, Unpacked, unpack};

/// Files up to this size are compressed and uncompressed in memory, larger ones as a stream.
const IN_MEMORY: u64 = 32 << 20;

/// Threads for one archive: compression gains little beyond four.
fn threads(work: usize) -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(4).min(work.max(1))
}

/// Follows a link's target from the folder the link is in, on paper: the normal form of the target relative to that
/// folder, or `None` when it leaves the archive's root. `dir` are the folder's components.
///
/// In the normal form `..` stands only in front. That matters: behind a component that is itself a link, `..` leads
/// elsewhere than on paper.
fn follow_link(dir: &[&str], target: &str) -> Option<String> {
    if target.starts_with('/') || target.starts_with('\\') || target.contains('\0') || target.is_empty() {
        return None;
    }
    let mut up = 0;
    let mut down: Vec<&str> = Vec::new();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." if down.pop().is_some() => {}
            ".." => up += 1,
            _ => down.push(part),
        }
    }
    if up > dir.len() {
        return None;
    }
    let mut parts = vec![".."; up];
    parts.extend(down);
    Some(if parts.is_empty() { ".".to_owned() } else { parts.join("/") })
}

#[cfg(test)]
mod tests {
    use super::follow_link;

    #[test]
    fn a_links_target_is_followed_on_paper() {
        let follow = |dir: &str, target| {
            let dir: Vec<&str> = dir.split('/').filter(|p| !p.is_empty()).collect();
            follow_link(&dir, target)
        };
        assert_eq!(follow("", "a/b").as_deref(), Some("a/b"));
        assert_eq!(follow("bin", "../pkg/cli.js").as_deref(), Some("../pkg/cli.js"));
        assert_eq!(follow("", "x/y/l/../..").as_deref(), Some("x"));
        assert_eq!(follow("a", "..").as_deref(), Some(".."));
        assert_eq!(follow("a", "./").as_deref(), Some("."));
        assert_eq!(follow("a", "../.."), None);
        assert_eq!(follow("", "b/../../c"), None);
        assert_eq!(follow("", "/etc/passwd"), None);
        assert_eq!(follow("", ""), None);
    }
}
