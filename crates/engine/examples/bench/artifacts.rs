//! Artifacts: packing and unpacking 200 MB in 5,000 files, beside the programs that people know.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{row, used};

const FILES: usize = 5_000;
const LENGTH: usize = 40_000;

pub fn measure() {
    let place = tempfile::tempdir().unwrap();
    let tree = place.path().join("tree");
    write(&tree);
    println!("\nan artifact of {} MB in {FILES} files", FILES * LENGTH / 1_000_000);
    let zip = place.path().join("own.zip");
    // Once without counting: all files are in memory then, for everybody.
    ::store::archive::pack_dir(&tree, &|_, _| true, &zip).unwrap();
    let (start, before) = (Instant::now(), used());
    let packed = ::store::archive::pack_dir(&tree, &|_, _| true, &zip).unwrap();
    let cpu = used() - before;
    tell("  packed (goal: 1.9 s of CPU for at most 80 MB)", start.elapsed(), cpu, packed.bytes);
    let names = ["zip -6", "7z"];
    let commands: [&[&str]; 2] = [
        &["zip", "-6", "-q", "-r", "../info.zip", "."],
        &["7z", "a", "-tzip", "-mx=5", "-bso0", "-bsp0", "../seven.zip", "."],
    ];
    for ((name, words), made) in names.iter().zip(commands).zip(["info.zip", "seven.zip"]) {
        match by(words, &tree) {
            Some((took, cpu)) => {
                let bytes = fs_err::metadata(place.path().join(made)).map_or(0, |meta| meta.len());
                tell(&format!("  by {name}"), took, cpu, bytes);
            }
            None => row(&format!("  by {name}"), "not on this computer"),
        }
    }
    let start = Instant::now();
    ::store::archive::unpack(&zip, &place.path().join("out"), &store::archive::Limits::default()).unwrap();
    let unpacked = start.elapsed();
    let copied = by(&["cp", "-r", ".", "../copy"], &tree);
    let times = copied.map(|(copied, _)| unpacked.as_secs_f64() / copied.as_secs_f64());
    let times =
        times.map_or_else(String::new, |times| format!("   {times:.2} times what `cp -r` takes (goal: 1.2)"));
    row("  unpacked", &format!("{:>8.2} s{times}", unpacked.as_secs_f64()));
}

fn tell(what: &str, took: Duration, cpu: Duration, bytes: u64) {
    let (took, cpu) = (took.as_secs_f64(), cpu.as_secs_f64());
    row(what, &format!("{took:>8.2} s   {cpu:.2} s of CPU, {} MB", bytes / 1_000_000));
}

/// What a program takes, and uses of the processors; nothing when it is not on this computer.
fn by(words: &[&str], folder: &Path) -> Option<(Duration, Duration)> {
    let before = used_by_children();
    let start = Instant::now();
    let mut command = Command::new(words[0]);
    let ended = command
        .args(&words[1..])
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    assert!(ended.success(), "{words:?} {ended}");
    Some((start.elapsed(), used_by_children() - before))
}

/// What the children that have ended used of the processors, to a hundredth of a second. (proc(5), `cutime`, `cstime`.)
fn used_by_children() -> Duration {
    let stat = fs_err::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    let ticks: u64 = [13, 14].iter().map(|at| fields[*at].parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

/// Files of words as code has them, which plain deflate makes two and a half times shorter.
fn write(tree: &Path) {
    let mut dice = 1_u64;
    let mut roll = move |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let words: Vec<String> = (0..6_000)
        .map(|_| (0..3 + roll(8)).map(|_| char::from(b'a' + u8::try_from(roll(26)).unwrap())).collect())
        .collect();
    for number in 0..FILES {
        let mut text = String::with_capacity(LENGTH + 16);
        while text.len() < LENGTH {
            // Some words are more common than others.
            let rank = roll(6_000) + 1;
            let rank = roll(rank) + 1;
            text.push_str(&words[usize::try_from(roll(rank)).unwrap()]);
            text.push([' ', ' ', ' ', '.', '\n'][usize::try_from(roll(5)).unwrap()]);
        }
        text.truncate(LENGTH);
        let folder = tree.join(format!("folder{}", number % 50));
        fs_err::create_dir_all(&folder).unwrap();
        fs_err::write(folder.join(format!("file{number}.txt")), text).unwrap();
    }
}
