//! Random pipelines, random people, random outcomes, crashes at random: whatever happens, the rules hold. A failure
//! names its seed; `PIPESMITH_SEED=n` plays that one alone, `PIPESMITH_SEEDS=n` plays the first n.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod arrows;
mod declare;
mod dice;
mod oracle;
#[path = "../support/mod.rs"]
mod support;
mod world;

use std::collections::BTreeSet;

use arrows::Arrow;
use dice::Dice;
use world::{Played, World};

/// So many are played by default: enough to see every arrow of the state machines, few enough to wait for.
const SEEDS: u64 = 900;

/// So many inputs they are at least.
const STEPS: usize = 100_000;

#[test]
fn whatever_happens_the_rules_hold() {
    let seeds = dice::seeds(SEEDS);
    let alone = seeds.end - seeds.start < SEEDS;
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let played: Vec<Played> = std::thread::scope(|scope| {
        let share = |first: usize| seeds.clone().skip(first).step_by(workers);
        let running: Vec<_> =
            (0..workers).map(|first| scope.spawn(move || share(first).map(play).collect())).collect();
        let all: Vec<Vec<Played>> =
            running.into_iter().map(|worker| worker.join().expect("see above")).collect();
        all.into_iter().flatten().collect()
    });
    let steps: usize = played.iter().map(|one| one.steps).sum();
    let seen: BTreeSet<Arrow> = played.into_iter().flat_map(|one| one.arrows).collect();
    let legal = arrows::legal();
    println!("{steps} steps, {} of {} arrows:", seen.len(), legal.len());
    for arrow in &seen {
        println!("  {arrow}");
    }
    let illegal: Vec<String> = seen.difference(&legal).map(Arrow::to_string).collect();
    assert_eq!(illegal, [] as [String; 0], "no such arrow in section 2.10 of the reference");
    if !alone {
        assert!(steps >= STEPS, "{steps} steps only");
        // A simulation in which something never happens proves nothing about it.
        let missing: Vec<String> = legal.difference(&seen).map(Arrow::to_string).collect();
        assert_eq!(missing, [] as [String; 0], "never seen");
    }
}

fn play(seed: u64) -> Played {
    let Ok(played) = std::panic::catch_unwind(|| World::new(seed).play()) else {
        panic!(
            "the rules were broken with seed {seed}; play it again: \
             PIPESMITH_SEED={seed} cargo test -p execution --test simulation"
        )
    };
    played
}
