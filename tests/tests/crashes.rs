//! The real process is killed at every durable write of a busy run, also with the loss of what was not durable, as by a
//! power cut; and its disk fails or is full for a while. Whatever happens, the run comes to the end to which it comes
//! undisturbed, and nothing that was answered is lost.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tests::{Busy, Fault};

/// Plays all of these; each must come to the undisturbed end. How often the engine was lost.
fn play_all(faults: &[Fault], undisturbed: &[String]) -> usize {
    let (next, crashes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let wrong = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let played = std::panic::catch_unwind(|| {
                        let mut busy = Busy::new(*fault);
                        let told = busy.play();
                        (told, busy.crashes)
                    });
                    match played {
                        Ok((told, lost)) if told == undisturbed => {
                            crashes.fetch_add(lost, Ordering::Relaxed);
                        }
                        Ok((told, _)) => wrong.lock().unwrap().push(format!("{fault:?}: {told:#?}")),
                        Err(_) => wrong.lock().unwrap().push(format!("{fault:?}: see above")),
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{} of {} went wrong:\n{}", wrong.len(), faults.len(), wrong.join("\n"));
    crashes.into_inner()
}

#[test]
fn killed_at_every_durable_write_it_comes_to_the_same_end() {
    let mut busy = Busy::new(Fault::Count);
    let undisturbed = busy.play();
    let writes = Fault::count(&busy.place);
    println!("{writes} durable writes; undisturbed: {undisturbed:#?}");
    let faults: Vec<Fault> = (1..=writes).flat_map(|at| [Fault::Cut(at), Fault::Kill(at)]).collect();
    let crashes = play_all(&faults, &undisturbed);
    println!("{} points, {crashes} crashes", faults.len());
    // A run may be done with a few writes less than the one that was counted.
    assert!(crashes * 10 >= faults.len() * 9, "{crashes} crashes at {} points", faults.len());
}

#[test]
fn a_disk_that_is_full_or_broken_for_a_while_loses_nothing() {
    let mut busy = Busy::new(Fault::Count);
    let undisturbed = busy.play();
    // One in so many durable writes, another one for each kind of fault.
    let points = |first| (first..=Fault::count(&busy.place)).step_by(12);
    let mut faults = Vec::new();
    for files in ["pipesmith.db", "trail/"] {
        faults.extend(points(3).map(|at| Fault::Full(at, 5, files)));
        faults.extend(points(8).map(|at| Fault::Broken(at, 5, files)));
    }
    play_all(&faults, &undisturbed);
}
