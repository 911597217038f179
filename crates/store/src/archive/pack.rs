//! Packing: Unix modes and links kept, entries sorted by name, one fixed time stamp, so that equal trees give equal
//! archives. Written here rather than by a zip library so that members are compressed with libdeflate, in parallel.

use std::collections::BTreeMap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};

use libdeflater::{CompressionLvl, Compressor, Crc};
use sha2::{Digest, Sha256};

use super::{IN_MEMORY, follow_link, threads};
use crate::{Code, Error, Result};

/// What came out of packing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// Size of the archive.
    pub bytes: u64,
    /// Number of files and links in it.
    pub files: u64,
    /// Size of the files' content before compression.
    pub unpacked: u64,
    /// SHA-256 of the archive, hexadecimal.
    pub sha256: String,
    /// Links that lead outside the archive. They are in it as they are; unpacking refuses or skips them.
    pub outside_links: Vec<String>,
}

/// Packs the given files (and links, and empty folders) under the given names (`/` between components) into the
/// archive `out`, which is replaced.
///
/// Errors: [`Code::Invalid`] for a name that is empty, absolute, contains `..` or occurs twice; [`Code::NotFound`]
/// and others of the file system. A half-written archive is removed.
pub fn pack(entries: &[(PathBuf, String)], out: &Path) -> Result<Packed> {
    let mut sorted: Vec<&(PathBuf, String)> = entries.iter().collect();
    sorted.sort_by(|a, b| a.1.as_bytes().cmp(b.1.as_bytes()));
    for (at, (_, name)) in sorted.iter().enumerate() {
        let proper = name.split('/').all(|part| !matches!(part, "" | "." | "..")) && !name.contains('\0');
        if !proper || name.len() > usize::from(u16::MAX) {
            return Err(Error::new(Code::Invalid, format!("{name:?} cannot be a name in an archive.")));
        }
        if at > 0 && sorted[at - 1].1 == *name {
            return Err(Error::new(
                Code::Invalid,
                format!("{name} occurs twice in the list of files to pack."),
            ));
        }
    }
    let result = write_archive(&sorted, out);
    if result.is_err() {
        let _ = fs_err::remove_file(out);
    }
    result
}

/// Packs what is in a folder. `filter` is asked for every path below it (relative, `/` between components, and
/// whether it is a folder) and says whether to take it; what is below a folder that is not taken is not asked for.
/// Links are packed as links. Sockets, pipes and devices are left out. An empty folder is kept.
pub fn pack_dir(dir: &Path, filter: &dyn Fn(&str, bool) -> bool, out: &Path) -> Result<Packed> {
    let mut entries = Vec::new();
    collect(dir, "", filter, &mut entries)?;
    pack(&entries, out)
}

fn collect(
    dir: &Path,
    prefix: &str,
    filter: &dyn Fn(&str, bool) -> bool,
    entries: &mut Vec<(PathBuf, String)>,
) -> Result<()> {
    let failed = |e: &io::Error| Error::io(format_args!("The folder {} cannot be packed", dir.display()), e);
    let mut empty = true;
    for entry in fs_err::read_dir(dir).map_err(|e| failed(&e))? {
        let entry = entry.map_err(|e| failed(&e))?;
        empty = false;
        let path = entry.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else {
            return Err(Error::new(
                Code::Invalid,
                format!("{} cannot be packed: its name is not UTF-8.", path.display()),
            ));
        };
        let relative = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        let kind = entry.file_type().map_err(|e| failed(&e))?;
        if !filter(&relative, kind.is_dir()) {
            continue;
        }
        if kind.is_dir() {
            collect(&path, &relative, filter, entries)?;
        } else if kind.is_file() || kind.is_symlink() {
            entries.push((path, relative));
        }
    }
    if empty && !prefix.is_empty() {
        entries.push((dir.to_owned(), prefix.to_owned()));
    }
    Ok(())
}

/// Of libdeflate's levels from 0 to 12: twice as quick as the next ones, for archives that are a tenth longer.
const LEVEL: i32 = 1;
const DEFLATED: u16 = 8;
const STORED: u16 = 0;
/// 1980-01-01, the first day a zip archive can name.
const DATE: u16 = 0x21;
const FILE: u32 = 0o100_000;
const DIR: u32 = 0o040_000;
const LINK: u32 = 0o120_000;

/// A member ready to be written.
struct Member {
    name: String,
    method: u16,
    crc: u32,
    size: u64,
    /// Type and permission bits.
    mode: u32,
    body: Body,
    outside: bool,
}

enum Body {
    Memory(Vec<u8>),
    Spooled { file: std::fs::File, len: u64 },
}

impl Body {
    fn len(&self) -> u64 {
        match self {
            Body::Memory(bytes) => bytes.len() as u64,
            Body::Spooled { len, .. } => *len,
        }
    }

    fn in_memory(&self) -> usize {
        match self {
            Body::Memory(bytes) => bytes.len(),
            Body::Spooled { .. } => 0,
        }
    }
}

/// What the compressing threads and the writing one share. Members are written in order; a thread runs ahead of the
/// writer by so many members and bytes at most.
#[derive(Default)]
struct Progress {
    next: usize,
    written: usize,
    held: usize,
    ready: BTreeMap<usize, Result<Member>>,
    stopped: bool,
}

const AHEAD: usize = 256;
const AHEAD_BYTES: usize = 128 << 20;

fn write_archive(entries: &[&(PathBuf, String)], out: &Path) -> Result<Packed> {
    let failed =
        |e: &io::Error| Error::io(format_args!("The archive {} cannot be written", out.display()), e);
    let spool = out.parent().unwrap_or_else(|| Path::new("."));
    let file = fs_err::File::create(out).map_err(|e| failed(&e))?;
    let mut writer = ZipOut { out: io::BufWriter::with_capacity(1 << 18, file), hash: Sha256::new(), at: 0 };
    let mut directory = Vec::new();
    let mut packed =
        Packed { bytes: 0, files: 0, unpacked: 0, sha256: String::new(), outside_links: Vec::new() };

    let progress = Mutex::new(Progress::default());
    let changed = Condvar::new();
    let lock = || progress.lock().unwrap_or_else(PoisonError::into_inner);
    std::thread::scope(|scope| -> Result<()> {
        for _ in 0..threads(entries.len()) {
            scope.spawn(|| {
                let mut compressor = Compressor::new(level());
                loop {
                    let mut state = lock();
                    let at = state.next;
                    if at >= entries.len() || state.stopped {
                        break;
                    }
                    if at > state.written && (at >= state.written + AHEAD || state.held > AHEAD_BYTES) {
                        drop(changed.wait(state).unwrap_or_else(PoisonError::into_inner));
                        continue;
                    }
                    state.next += 1;
                    drop(state);
                    let (path, name) = entries[at];
                    let member = read_member(path, name, spool, &mut compressor);
                    let mut state = lock();
                    state.held += member.as_ref().map_or(0, |m| m.body.in_memory());
                    state.ready.insert(at, member);
                    drop(state);
                    changed.notify_all();
                }
            });
        }
        let result = (|| {
            for at in 0..entries.len() {
                let mut state = lock();
                let member = loop {
                    if let Some(member) = state.ready.remove(&at) {
                        break member;
                    }
                    state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                };
                state.written = at + 1;
                state.held -= member.as_ref().map_or(0, |m| m.body.in_memory());
                drop(state);
                changed.notify_all();
                let member = member?;
                if member.mode & DIR != DIR {
                    packed.files += 1;
                }
                packed.unpacked += member.size;
                if member.outside {
                    packed.outside_links.push(member.name.clone());
                }
                writer.member(member, &mut directory).map_err(|e| failed(&e))?;
            }
            Ok(())
        })();
        lock().stopped = true;
        changed.notify_all();
        result
    })?;
    writer.directory(&directory, entries.len() as u64).map_err(|e| failed(&e))?;
    writer.out.flush().map_err(|e| failed(&e))?;
    packed.bytes = writer.at;
    packed.sha256 = writer.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(packed)
}

/// The level that compresses: what the library calls its fastest stores everything as it is.
fn level() -> CompressionLvl {
    CompressionLvl::new(LEVEL).unwrap_or_default()
}

fn read_member(path: &Path, name: &str, spool: &Path, compressor: &mut Compressor) -> Result<Member> {
    let failed = |e: &io::Error| Error::io(format_args!("{} cannot be packed", path.display()), e);
    let metadata = fs_err::symlink_metadata(path).map_err(|e| failed(&e))?;
    let permissions = permissions(&metadata);
    if metadata.is_dir() {
        return Ok(Member {
            name: format!("{name}/"),
            method: STORED,
            crc: 0,
            size: 0,
            mode: DIR | permissions,
            body: Body::Memory(Vec::new()),
            outside: false,
        });
    }
    if metadata.is_symlink() {
        let target = fs_err::read_link(path).map_err(|e| failed(&e))?;
        let Some(target) = target.to_str() else {
            return Err(Error::new(
                Code::Invalid,
                format!("{} cannot be packed: its target is not UTF-8.", path.display()),
            ));
        };
        let parts: Vec<&str> = name.split('/').collect();
        return Ok(Member {
            name: name.to_owned(),
            method: STORED,
            crc: libdeflater::crc32(target.as_bytes()),
            size: target.len() as u64,
            mode: LINK | 0o777,
            outside: follow_link(&parts[..parts.len() - 1], target).is_none(),
            body: Body::Memory(target.as_bytes().to_vec()),
        });
    }
    let mode = FILE | permissions;
    let outside = false;
    let name = name.to_owned();
    if metadata.len() > IN_MEMORY {
        let (file, len, crc, size) = spool_member(path, spool).map_err(|e| failed(&e))?;
        return Ok(Member {
            name,
            method: DEFLATED,
            crc,
            size,
            mode,
            body: Body::Spooled { file, len },
            outside,
        });
    }
    let raw = fs_err::read(path).map_err(|e| failed(&e))?;
    let crc = libdeflater::crc32(&raw);
    let size = raw.len() as u64;
    // Room for less than the file itself: what does not shrink is stored.
    let mut compressed = vec![0; raw.len().saturating_sub(1)];
    Ok(match compressor.deflate_compress(&raw, &mut compressed) {
        Ok(len) if len > 0 => {
            compressed.truncate(len);
            compressed.shrink_to_fit();
            Member { name, method: DEFLATED, crc, size, mode, body: Body::Memory(compressed), outside }
        }
        _ => Member { name, method: STORED, crc, size, mode, body: Body::Memory(raw), outside },
    })
}

/// Compresses a large file into a temporary one (which has no name and goes with its handle).
fn spool_member(path: &Path, spool: &Path) -> io::Result<(std::fs::File, u64, u32, u64)> {
    let mut source = fs_err::File::open(path)?;
    let target = tempfile::tempfile_in(spool)?;
    let mut encoder =
        flate2::write::DeflateEncoder::new(io::BufWriter::new(target), flate2::Compression::fast());
    let mut crc = Crc::new();
    let mut size = 0;
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = source.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        crc.update(&buffer[..read]);
        size += read as u64;
        encoder.write_all(&buffer[..read])?;
    }
    let mut file = encoder.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    let len = file.stream_position()?;
    file.seek(SeekFrom::Start(0))?;
    Ok((file, len, crc.sum(), size))
}

#[cfg(unix)]
fn permissions(metadata: &std::fs::Metadata) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777
}

#[cfg(not(unix))]
fn permissions(metadata: &std::fs::Metadata) -> u32 {
    if metadata.is_dir() { 0o755 } else { 0o644 }
}

struct ZipOut {
    out: io::BufWriter<fs_err::File>,
    hash: Sha256,
    at: u64,
}

impl ZipOut {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.at += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Writes a member's header and body, and its entry for the central directory into `directory`.
    fn member(&mut self, member: Member, directory: &mut Vec<u8>) -> io::Result<()> {
        let offset = self.at;
        let compressed = member.body.len();
        let wide = member.size >= u64::from(u32::MAX) || compressed >= u64::from(u32::MAX);
        let mut extra = Vec::new();
        if wide {
            extra.extend_from_slice(&1_u16.to_le_bytes());
            extra.extend_from_slice(&16_u16.to_le_bytes());
            extra.extend_from_slice(&member.size.to_le_bytes());
            extra.extend_from_slice(&compressed.to_le_bytes());
        }
        let needed: u16 = if wide { 45 } else { 20 };
        let mut common = Vec::new();
        for half in [needed, 0x0800, member.method, 0, DATE] {
            common.extend_from_slice(&half.to_le_bytes());
        }
        common.extend_from_slice(&member.crc.to_le_bytes());
        for size in [compressed, member.size] {
            let size = if wide { u32::MAX } else { size as u32 };
            common.extend_from_slice(&size.to_le_bytes());
        }
        common.extend_from_slice(&(member.name.len() as u16).to_le_bytes());

        self.put(b"PK\x03\x04")?;
        self.put(&common)?;
        self.put(&(extra.len() as u16).to_le_bytes())?;
        self.put(member.name.as_bytes())?;
        self.put(&extra)?;
        match member.body {
            Body::Memory(bytes) => self.put(&bytes)?,
            Body::Spooled { mut file, .. } => {
                let mut buffer = vec![0; 1 << 18];
                loop {
                    let read = file.read(&mut buffer)?;
                    if read == 0 {
                        break;
                    }
                    self.put(&buffer[..read])?;
                }
            }
        }

        let far = offset >= u64::from(u32::MAX);
        if far {
            if !wide {
                extra.extend_from_slice(&1_u16.to_le_bytes());
                extra.extend_from_slice(&8_u16.to_le_bytes());
            } else {
                extra[2..4].copy_from_slice(&24_u16.to_le_bytes());
            }
            extra.extend_from_slice(&offset.to_le_bytes());
        }
        directory.extend_from_slice(b"PK\x01\x02");
        // Made by: Unix, version 4.5 of the format.
        directory.extend_from_slice(&(0x0300_u16 | 45).to_le_bytes());
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&(extra.len() as u16).to_le_bytes());
        // No comment, first disk, no internal attributes.
        directory.extend_from_slice(&[0; 6]);
        let dos = if member.mode & DIR == DIR { 0x10 } else { 0 };
        directory.extend_from_slice(&((member.mode << 16) | dos).to_le_bytes());
        let offset = if far { u32::MAX } else { offset as u32 };
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(member.name.as_bytes());
        directory.extend_from_slice(&extra);
        Ok(())
    }

    /// Writes the central directory and the end of the archive.
    fn directory(&mut self, directory: &[u8], entries: u64) -> io::Result<()> {
        let offset = self.at;
        let len = directory.len() as u64;
        self.put(directory)?;
        let wide =
            entries >= u64::from(u16::MAX) || offset >= u64::from(u32::MAX) || len >= u64::from(u32::MAX);
        if wide {
            let end = self.at;
            let mut record = Vec::new();
            record.extend_from_slice(b"PK\x06\x06");
            record.extend_from_slice(&44_u64.to_le_bytes());
            record.extend_from_slice(&(0x0300_u16 | 45).to_le_bytes());
            record.extend_from_slice(&45_u16.to_le_bytes());
            record.extend_from_slice(&[0; 8]);
            for number in [entries, entries, len, offset] {
                record.extend_from_slice(&number.to_le_bytes());
            }
            record.extend_from_slice(b"PK\x06\x07");
            record.extend_from_slice(&[0; 4]);
            record.extend_from_slice(&end.to_le_bytes());
            record.extend_from_slice(&1_u32.to_le_bytes());
            self.put(&record)?;
        }
        let mut end = Vec::new();
        end.extend_from_slice(b"PK\x05\x06");
        end.extend_from_slice(&[0; 4]);
        let count = if wide { u16::MAX } else { entries as u16 };
        end.extend_from_slice(&count.to_le_bytes());
        end.extend_from_slice(&count.to_le_bytes());
        for number in [len, offset] {
            let number = if wide { u32::MAX } else { number as u32 };
            end.extend_from_slice(&number.to_le_bytes());
        }
        end.extend_from_slice(&[0; 2]);
        self.put(&end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shrinks_is_compressed_and_the_rest_is_stored() {
        let dir = tempfile::tempdir().unwrap();
        let (text, noise) = (dir.path().join("text"), dir.path().join("noise"));
        fs_err::write(&text, "the quick brown fox ".repeat(1_000)).unwrap();
        // Digests have nothing in them to be found twice.
        let digests: Vec<u8> =
            (0..1_000_u32).flat_map(|number| Sha256::digest(number.to_le_bytes())).collect();
        fs_err::write(&noise, &digests).unwrap();
        let packed = |path: &Path| {
            let out = dir.path().join("out.zip");
            pack(&[(path.to_owned(), "file".into())], &out).unwrap()
        };
        assert!(packed(&text).bytes < 1_000, "{:?}", packed(&text));
        let stored = packed(&noise);
        assert!((32_000..32_200).contains(&stored.bytes), "{stored:?}");
    }
}
