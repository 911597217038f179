//! Unpacking what somebody else packed: everything is checked before the first file is written, and whatever the
//! archive says, nothing is written outside the folder.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};

use libdeflater::{Crc, Decompressor};
use zip::CompressionMethod;

use super::read::{bad, open};
use super::{IN_MEMORY, follow_link, threads};
use crate::{Code, Error, Result};

/// What an archive may cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// At most so many entries.
    pub entries: usize,
    /// At most so many bytes of content.
    pub bytes: u64,
    /// At most so many bytes of content for one byte of archive, counted from 64 MiB of content on.
    pub ratio: u64,
    /// What to do with a link that leads outside the folder.
    pub outside_links: OutsideLinks,
}

impl Default for Limits {
    /// 500,000 entries, 16 GiB, 250 to 1, links that lead outside are refused.
    fn default() -> Self {
        Limits { entries: 500_000, bytes: 16 << 30, ratio: 250, outside_links: OutsideLinks::Refuse }
    }
}

/// What to do with a link that leads outside the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutsideLinks {
    /// The archive is refused as a whole.
    #[default]
    Refuse,
    /// The link is not made, and named in [`Unpacked::skipped_links`].
    Skip,
}

/// What came out of unpacking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// Number of files and links written.
    pub files: u64,
    /// Bytes of content written.
    pub bytes: u64,
    /// Links that were not made because they lead outside.
    pub skipped_links: Vec<String>,
}

/// Content from which on the ratio counts.
const RATIO_FROM: u64 = 64 << 20;
/// The longest target of a link.
const LINK_TARGET: u64 = 4096;

/// Unpacks an archive into a folder, which is made if it is missing. A file that is there is replaced; a link that is
/// there is never followed. Permission bits are kept (not set-user-id and the like), links are made last.
///
/// Errors: [`Code::Hostile`] for names that are absolute or contain `..`, links that leave the folder (see
/// [`Limits`]), entries that overlap or stand on each other, devices; [`Code::TooLarge`] for a limit;
/// [`Code::BadArchive`] for damage, encryption and methods other than stored and deflated. After an error part of
/// the archive may be unpacked.
pub fn unpack(zip: &Path, into: &Path, limits: &Limits) -> Result<Unpacked> {
    let plan = plan(zip, limits)?;
    fs_err::create_dir_all(into).map_err(|e| Error::io("The folder to unpack into cannot be created", &e))?;
    make_dirs(into, &plan)?;

    let next = AtomicUsize::new(0);
    let failure: Mutex<Option<Error>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..threads(plan.files.len()) {
            scope.spawn(|| {
                let result = (|| {
                    let mut source =
                        fs_err::File::open(zip).map_err(|e| Error::io("The archive cannot be opened", &e))?;
                    let mut room = Room::default();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(file) = plan.files.get(at) else { return Ok(()) };
                        write_file(zip, &mut source, into, file, &mut room)?;
                    }
                })();
                if let Err(error) = result {
                    // The others stop at their next file.
                    next.store(plan.files.len(), Ordering::Relaxed);
                    failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                }
            });
        }
    });
    if let Some(error) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let mut done = Unpacked {
        files: plan.files.len() as u64,
        bytes: plan.files.iter().map(|f| f.size).sum(),
        skipped_links: plan.skipped.clone(),
    };
    for (name, target) in &plan.links {
        match make_link(&into.join(name), target)? {
            true => done.files += 1,
            false => done.skipped_links.push(name.clone()),
        }
    }
    // Deepest first, so that a folder that cannot be entered does not hide another.
    for (name, mode) in plan.dirs.iter().rev() {
        if let Some(mode) = mode {
            set_mode(&into.join(name), *mode | 0o700)?;
        }
    }
    Ok(done)
}

/// A checked archive.
#[derive(Default)]
struct Plan {
    /// All folders, also those only implied, with their permission bits where given.
    dirs: BTreeMap<String, Option<u32>>,
    files: Vec<Member>,
    links: Vec<(String, String)>,
    skipped: Vec<String>,
}

struct Member {
    name: String,
    deflated: bool,
    start: u64,
    compressed: u64,
    size: u64,
    crc: u32,
    mode: u32,
}

fn plan(zip: &Path, limits: &Limits) -> Result<Plan> {
    let hostile = |what: String| {
        Error::new(Code::Hostile, format!("The archive {} is refused: {what}.", zip.display()))
    };
    let large = |what: String| {
        Error::new(Code::TooLarge, format!("The archive {} is refused: {what}.", zip.display()))
    };
    let archive_size =
        fs_err::metadata(zip).map_err(|e| Error::io("The archive cannot be opened", &e))?.len();
    let mut archive = open(zip)?;
    let mut hosts = fs_err::File::open(zip).map_err(|e| Error::io("The archive cannot be opened", &e))?;
    if archive.len() > limits.entries {
        return Err(large(format!("it has {} entries, {} are allowed", archive.len(), limits.entries)));
    }
    let mut plan = Plan::default();
    let mut leaves: HashSet<String> = HashSet::new();
    let mut ranges: Vec<(u64, u64)> = Vec::with_capacity(archive.len());
    let mut total: u64 = 0;
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|e| bad(zip, &e))?;
        if entry.encrypted() {
            return Err(bad_entry(zip, entry.name(), "it is encrypted"));
        }
        let raw = entry.name().to_owned();
        let foreign = raw.contains('\\') && !made_by_unix(&mut hosts, entry.central_header_start());
        let parts =
            components(&raw, foreign).ok_or_else(|| hostile(format!("the name {raw:?} leads outside")))?;
        let mode = entry.unix_mode();
        let kind = mode.unwrap_or(0) & 0o170_000;
        let is_dir = entry.is_dir() || kind == 0o040_000 || (foreign && raw.ends_with('\\'));
        let is_link = kind == 0o120_000;
        if !is_dir && !is_link && !matches!(kind, 0 | 0o100_000) {
            return Err(hostile(format!("{raw:?} is a device, a pipe or a socket")));
        }
        total = total.saturating_add(entry.size());
        if total > limits.bytes {
            return Err(large(format!("it unpacks to more than {} bytes", limits.bytes)));
        }
        if total > RATIO_FROM && total / archive_size.max(1) > limits.ratio {
            return Err(large(format!("it unpacks to more than {} times its size", limits.ratio)));
        }
        let start =
            entry.data_start().ok_or_else(|| bad_entry(zip, &raw, "its place in the archive is unknown"))?;
        let end = start.checked_add(entry.compressed_size()).filter(|end| *end <= archive_size);
        let end = end.ok_or_else(|| bad_entry(zip, &raw, "it is cut off"))?;
        ranges.push((entry.header_start(), end));

        for depth in 1..parts.len() {
            plan.dirs.entry(parts[..depth].join("/")).or_default();
        }
        let name = parts.join("/");
        if is_dir {
            if !name.is_empty() {
                plan.dirs.insert(name, mode.map(|m| m & 0o777));
            }
            continue;
        }
        if name.is_empty() {
            return Err(hostile(format!("{raw:?} is no file's name")));
        }
        if !leaves.insert(name.clone()) {
            return Err(hostile(format!("{name:?} is in it twice")));
        }
        if is_link {
            if entry.size() > LINK_TARGET {
                return Err(hostile(format!("the link {name:?} has an endless target")));
            }
            drop(entry);
            let mut target = String::new();
            let entry = archive.by_index(at).map_err(|e| bad(zip, &e))?;
            entry
                .take(LINK_TARGET)
                .read_to_string(&mut target)
                .map_err(|e| bad_entry(zip, &name, &e.to_string()))?;
            match (follow_link(&parts[..parts.len() - 1], &target), limits.outside_links) {
                (Some(target), _) => plan.links.push((name, target)),
                (None, OutsideLinks::Skip) => plan.skipped.push(name),
                (None, OutsideLinks::Refuse) => {
                    return Err(hostile(format!("the link {name:?} leads outside, to {target:?}")));
                }
            }
            continue;
        }
        let deflated = match entry.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            other => {
                return Err(bad_entry(zip, &name, &format!("its compression ({other}) is not supported")));
            }
        };
        plan.files.push(Member {
            name,
            deflated,
            start,
            compressed: entry.compressed_size(),
            size: entry.size(),
            crc: entry.crc32(),
            mode: mode.map_or(0o644, |m| m & 0o777) | 0o600,
        });
    }
    ranges.sort_unstable();
    if let Some(pair) = ranges.windows(2).find(|pair| pair[0].1 > pair[1].0) {
        return Err(hostile(format!("two entries overlap at byte {}", pair[1].0)));
    }
    // A file or link where another entry needs a folder: that is how one is led through a link.
    if let Some(name) = leaves.iter().find(|name| plan.dirs.contains_key(*name)) {
        return Err(hostile(format!("{name:?} is both a folder and not")));
    }
    Ok(plan)
}

fn bad_entry(zip: &Path, name: &str, why: &str) -> Error {
    Error::new(Code::BadArchive, format!("{name:?} in the archive {} cannot be read: {why}.", zip.display()))
}

/// The components of an entry's name; `None` when it leads outside the folder, or could on some system.
fn components(name: &str, foreign: bool) -> Option<Vec<&str>> {
    let separator = |c: char| c == '/' || (foreign && c == '\\');
    if name.starts_with(separator) || name.contains('\0') {
        return None;
    }
    let mut parts = Vec::new();
    for part in name.split(separator) {
        match part {
            "" | "." => {}
            ".." => return None,
            _ if cfg!(windows) && part.contains([':', '\\']) => return None,
            _ => parts.push(part),
        }
    }
    // A drive letter, in an archive that was made where there are such.
    let drive = foreign && parts.first().is_some_and(|p| p.len() == 2 && p.ends_with(':'));
    (!drive).then_some(parts)
}

/// Whether the entry's maker took `\` for a letter: the upper byte of "version made by" in the central directory.
fn made_by_unix(file: &mut fs_err::File, header: u64) -> bool {
    let mut host = [0];
    let read = file.seek(SeekFrom::Start(header + 5)).and_then(|_| file.read_exact(&mut host));
    read.is_ok() && matches!(host[0], 3 | 19)
}

/// Makes the folders, refusing to pass through a link that is already there.
fn make_dirs(into: &Path, plan: &Plan) -> Result<()> {
    // Parents come before what is in them: a name sorts before its extensions.
    for name in plan.dirs.keys() {
        let path = into.join(name);
        match fs_err::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => {
                return Err(Error::new(
                    Code::Invalid,
                    format!("{} is in the way: the archive needs a folder there.", path.display()),
                ));
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => {
                fs_err::create_dir(&path).map_err(|e| Error::io("A folder cannot be created", &e))?;
            }
            Err(e) => return Err(Error::io("A folder cannot be created", &e)),
        }
    }
    Ok(())
}

/// Buffers that are used again for every file of a thread.
struct Room {
    decompressor: Decompressor,
    compressed: Vec<u8>,
    content: Vec<u8>,
}

impl Default for Room {
    fn default() -> Self {
        Room { decompressor: Decompressor::new(), compressed: Vec::new(), content: Vec::new() }
    }
}

fn write_file(
    zip: &Path,
    source: &mut fs_err::File,
    into: &Path,
    member: &Member,
    room: &mut Room,
) -> Result<()> {
    let path = into.join(&member.name);
    let unreadable =
        |e: &io::Error| Error::io(format_args!("The archive {} cannot be read", zip.display()), e);
    let unwritable = |e: &io::Error| Error::io(format_args!("{} cannot be unpacked", path.display()), e);
    let damaged = |why: &str| bad_entry(zip, &member.name, why);
    source.seek(SeekFrom::Start(member.start)).map_err(|e| unreadable(&e))?;
    let mut file = create(&path, member.mode).map_err(|e| unwritable(&e))?;
    if member.size <= IN_MEMORY && member.compressed <= IN_MEMORY {
        room.compressed.clear();
        (&mut *source)
            .take(member.compressed)
            .read_to_end(&mut room.compressed)
            .map_err(|e| unreadable(&e))?;
        let content: &[u8] = if member.deflated {
            room.content.resize(member.size as usize, 0);
            match room.decompressor.deflate_decompress(&room.compressed, &mut room.content) {
                Ok(len) if len as u64 == member.size => &room.content,
                Ok(_) => return Err(damaged("it is shorter than it says")),
                Err(libdeflater::DecompressionError::InsufficientSpace) => {
                    return Err(damaged("it is longer than it says"));
                }
                Err(_) => return Err(damaged("its compressed data are damaged")),
            }
        } else {
            &room.compressed
        };
        if content.len() as u64 != member.size {
            return Err(damaged("it is not as long as it says"));
        }
        if libdeflater::crc32(content) != member.crc {
            return Err(damaged("its checksum is wrong"));
        }
        file.write_all(content).map_err(|e| unwritable(&e))?;
    } else {
        let raw = source.take(member.compressed);
        let mut reader: Box<dyn Read> = match member.deflated {
            true => Box::new(flate2::read::DeflateDecoder::new(raw)),
            false => Box::new(raw),
        };
        let mut crc = Crc::new();
        let mut written = 0;
        room.content.resize(1 << 18, 0);
        loop {
            let read = match reader.read(&mut room.content) {
                Ok(0) => break,
                Ok(read) => read,
                Err(e) => return Err(damaged(&e.to_string())),
            };
            written += read as u64;
            if written > member.size {
                return Err(damaged("it is longer than it says"));
            }
            crc.update(&room.content[..read]);
            file.write_all(&room.content[..read]).map_err(|e| unwritable(&e))?;
        }
        if written != member.size {
            return Err(damaged("it is shorter than it says"));
        }
        if crc.sum() != member.crc {
            return Err(damaged("its checksum is wrong"));
        }
    }
    Ok(())
}

/// Makes a new file; what was there (a file, or a link, which is not followed) goes.
fn create(path: &Path, mode: u32) -> io::Result<fs_err::File> {
    let mut options = fs_err::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    fs_err::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let file = match options.open(path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            fs_err::remove_file(path)?;
            options.open(path)?
        }
        other => other?,
    };
    // The process's mask may have taken bits away that the archive gives (execution for the group, say).
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(mode))?;
    #[cfg(not(unix))]
    let _ = mode;
    Ok(file)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> Result<()> {
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
    fs_err::set_permissions(path, permissions).map_err(|e| Error::io("A folder cannot be unpacked", &e))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> Result<()> {
    Ok(())
}

/// Makes a link; `false` where the system has none.
#[cfg(unix)]
fn make_link(path: &PathBuf, target: &str) -> Result<bool> {
    let failed = |e: &io::Error| Error::io("A link cannot be made", e);
    match fs_err::os::unix::fs::symlink(target, path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            fs_err::remove_file(path).map_err(|e| failed(&e))?;
            fs_err::os::unix::fs::symlink(target, path).map_err(|e| failed(&e))?;
        }
        other => other.map_err(|e| failed(&e))?,
    }
    Ok(true)
}

#[cfg(not(unix))]
fn make_link(_: &PathBuf, _: &str) -> Result<bool> {
    Ok(false)
}
