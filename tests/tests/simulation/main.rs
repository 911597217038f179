//! The engine over its real store, with random people, random outcomes and a clock that goes as chance wills. Each life
//! of an engine is a process of its own, which a power cut, a kill, a full or a broken disk may end at any durable write;
//! the next one goes on from what is left. Whatever happens, the rules of the execution's own simulation hold for the
//! events on the disk, nothing that was answered is lost, and what is told agrees with the events.
//!
//! A failure names its seed; `PIPESMITH_SEED=n` plays that one alone, `PIPESMITH_SEEDS=n` plays the first n. A seed
//! decides what people, actions, the clock and the disk do, not how the threads of a process take turns.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test ends where it cannot go on")]
#![expect(clippy::disallowed_methods, reason = "each life is this program again")]

#[path = "../../../crates/execution/tests/simulation/declare.rs"]
mod declare;
#[path = "../../../crates/execution/tests/simulation/dice.rs"]
mod dice;
mod life;
#[path = "../../../crates/execution/tests/simulation/oracle.rs"]
mod oracle;
mod scripted;

use std::os::unix::process::ExitStatusExt;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use dice::Dice;
use tests::{Fault, Place, text};

/// So many are played by default, each of several lives.
const SEEDS: u64 = 110;

/// So many steps they are at least.
const STEPS: usize = 100_000;

/// So many steps has the life of an engine that nothing ends before.
const LIFE: usize = 250;

/// What came of all plays.
#[derive(Default)]
struct Played {
    lives: usize,
    lost: usize,
    steps: usize,
}

#[test]
fn whatever_happens_the_engine_keeps_the_rules() {
    let seeds = dice::seeds(SEEDS);
    let all = seeds.end - seeds.start >= SEEDS;
    let next = AtomicU64::new(seeds.start);
    let played = Mutex::new(Played::default());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    let one = play(seed);
                    let mut played = played.lock().unwrap();
                    played.lives += one.lives;
                    played.lost += one.lost;
                    played.steps += one.steps;
                }
            });
        }
    });
    let Played { lives, lost, steps } = played.into_inner().unwrap();
    println!("{steps} steps in {lives} lives, of which {lost} were lost");
    if all {
        assert!(steps >= STEPS, "{steps} steps only");
        assert!(lost * 5 >= lives, "{lost} of {lives} lives were lost only");
    }
}

/// One life after the other on one data folder; the last one is not disturbed and comes to the end of everything.
fn play(seed: u64) -> Played {
    let place = Place::empty();
    fs_err::create_dir(place.path("data")).unwrap();
    let mut dice = Dice(seed);
    let lives = 3 + dice.below(4);
    let mut lost = 0;
    for life in 0..=lives {
        let (at, times) = (1 + dice.below(1_200), 1 + dice.below(12));
        let files = if dice.percent(80) { "pipesmith.db" } else { "trail/" };
        let fault = match dice.below(100) {
            _ if life == lives => Fault::Count,
            0..35 => Fault::Cut(at),
            35..65 => Fault::Kill(at),
            65..80 => Fault::Full(at, times, files),
            80..95 => Fault::Broken(at, times, files),
            _ => Fault::Count,
        };
        let mut player = Command::new(std::env::current_exe().unwrap());
        player.args(["--exact", "a_life", "--ignored", "--nocapture"]);
        player.env("PIPESMITH_LIFE", format!("{} {}", dice.next(), if life == lives { 0 } else { LIFE }));
        player.env("PIPESMITH_PLACE", place.path(""));
        let sound = !matches!(fault, Fault::Full(..) | Fault::Broken(..));
        player.env("PIPESMITH_DISK", if sound { "sound" } else { "faulty" });
        fault.put_under(&place, &mut player);
        let ended = player.output().unwrap();
        let killed = matches!(fault, Fault::Cut(_) | Fault::Kill(_)) && ended.status.signal() == Some(9);
        lost += usize::from(killed);
        assert!(
            ended.status.success() || killed,
            "the rules were broken with seed {seed} in life {life} under {fault:?}; play it again: \
             PIPESMITH_SEED={seed} cargo test -p tests --test simulation\n{}",
            text(&ended)
        );
    }
    Played { lives: lives + 1, lost, steps: fs_err::read(place.path("steps")).unwrap().len() }
}

/// The life of one engine: what the other test starts.
#[test]
#[ignore = "the simulation starts it"]
fn a_life() {
    let told = std::env::var("PIPESMITH_LIFE").expect("the simulation starts it");
    let (seed, steps) = told.split_once(' ').unwrap();
    let place = std::env::var("PIPESMITH_PLACE").unwrap();
    let sound = std::env::var("PIPESMITH_DISK").unwrap() == "sound";
    life::live(place.as_ref(), Dice(seed.parse().unwrap()), steps.parse().unwrap(), sound);
}
