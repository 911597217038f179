//! Takes the built UI into the program: `ui/dist`, when there is one. Without it everything else is built all the
//! same, and `serve --ui` says what to do.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    let dist = here.join("../../ui/dist");
    // A folder that is not there yet has to be watched as well.
    println!("cargo:rerun-if-changed={}", dist.display());
    println!("cargo:rerun-if-changed={}", here.join("../../examples/hello-service").display());
    let mut files = Vec::new();
    if dist.join("index.html").is_file() {
        collect(&dist, &mut files);
        files.sort();
    }
    let mut text = String::from("&[\n");
    for file in files {
        let Ok(inner) = file.strip_prefix(&dist) else { continue };
        let address = inner.to_string_lossy().replace('\\', "/");
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            "    ({address:?}, {:?}, include_bytes!({:?}) as &[u8]),",
            kind(&address),
            file.to_string_lossy()
        );
    }
    text.push_str("]\n");
    if let Err(error) = fs_err::write(out.join("ui.rs"), text) {
        panic!("{error}");
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs_err::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            println!("cargo:rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
}

fn kind(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
