//! How much work a reading may be.

use std::time::Duration;

/// How long this thread has worked; what others make it wait for does not count.
fn worked() -> Duration {
    let told = fs_err::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// What comes of an unoptimised build within three seconds of work comes of an optimised one within a fraction of one.
pub fn soon<T>(work: impl FnOnce() -> T) -> T {
    let before = worked();
    let done = work();
    let spent = worked().saturating_sub(before);
    assert!(spent < Duration::from_secs(3), "{spent:?}");
    done
}
