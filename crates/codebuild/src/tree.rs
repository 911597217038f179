//! Copies of folders: links stay links, modes stay, nothing outside is followed or touched.

use std::path::Path;

/// Copies the files and links below `from` that `takes` accepts (it gets the path below `from`) to `to`, which is
/// made. Answers their number. Sockets, pipes and devices are left out.
///
/// The error is a sentence that names the path.
pub(crate) fn copy(from: &Path, to: &Path, takes: &dyn Fn(&Path) -> bool) -> Result<u64, String> {
    let mut copied = 0;
    let mut open = vec![std::path::PathBuf::new()];
    while let Some(folder) = open.pop() {
        let (here, there) = (from.join(&folder), to.join(&folder));
        let mut made = false;
        if folder.as_os_str().is_empty() {
            fs_err::create_dir_all(&there).map_err(text)?;
            made = true;
        }
        for entry in fs_err::read_dir(&here).map_err(text)? {
            let entry = entry.map_err(text)?;
            let relative = folder.join(entry.file_name());
            let kind = entry.file_type().map_err(text)?;
            if kind.is_dir() {
                open.push(relative);
                continue;
            }
            if !(kind.is_file() || kind.is_symlink()) || !takes(&relative) {
                continue;
            }
            if !made {
                fs_err::create_dir_all(&there).map_err(text)?;
                made = true;
            }
            let target = to.join(&relative);
            if kind.is_symlink() {
                let link = fs_err::read_link(entry.path()).map_err(text)?;
                fs_err::os::unix::fs::symlink(link, &target).map_err(text)?;
            } else {
                fs_err::copy(entry.path(), &target).map_err(text)?;
            }
            copied += 1;
        }
    }
    Ok(copied)
}

/// Bytes on the disk of all files below a folder. What cannot be read counts nothing.
pub(crate) fn size(folder: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let mut sum = 0;
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs_err::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => open.push(entry.path()),
                Ok(metadata) => sum += metadata.blocks() * 512,
                Err(_) => {}
            }
        }
    }
    sum
}

fn text(error: std::io::Error) -> String {
    error.to_string()
}
