//! Schedules as EventBridge reads them.

#![allow(clippy::unwrap_used, reason = "tests")]

use pipeline::schedule::Schedule;

fn next(schedule: &str, after: &str) -> Option<String> {
    let after: jiff::Timestamp = after.parse().unwrap();
    let since: jiff::Timestamp = "2026-11-26T00:00:30Z".parse().unwrap();
    let next = Schedule::read(schedule).unwrap().next(after.as_millisecond(), since.as_millisecond())?;
    Some(jiff::Timestamp::from_millisecond(next).unwrap().to_string())
}

#[test]
fn the_next_time() {
    let cases = [
        ("cron(0 2 * * ? *)", "2026-11-26T02:00:00Z", "2026-11-27T02:00:00Z"),
        ("cron(0 2 * * ? *)", "2026-11-26T01:59:59.999Z", "2026-11-26T02:00:00Z"),
        // 26 November 2026 is a Thursday; 1 is Sunday.
        ("cron(30 9 ? * MON-FRI *)", "2026-11-27T10:00:00Z", "2026-11-30T09:30:00Z"),
        ("cron(30 9 ? * 1 *)", "2026-11-27T10:00:00Z", "2026-11-29T09:30:00Z"),
        ("cron(0/10 * * * ? *)", "2026-11-26T10:01:00Z", "2026-11-26T10:10:00Z"),
        ("cron(0 0 L * ? *)", "2026-11-26T10:01:00Z", "2026-11-30T00:00:00Z"),
        ("cron(0 8 ? * 2#1 *)", "2026-11-26T10:01:00Z", "2026-12-07T08:00:00Z"),
        ("cron(0 12 1 1 ? 2030)", "2026-11-26T10:01:00Z", "2030-01-01T12:00:00Z"),
        ("rate(5 minutes)", "2026-11-26T00:07:00Z", "2026-11-26T00:10:30Z"),
        ("rate(5 minutes)", "2026-11-26T00:10:30Z", "2026-11-26T00:15:30Z"),
        ("rate(1 day)", "2026-11-26T10:00:00Z", "2026-11-27T00:00:30Z"),
    ];
    for (schedule, after, expected) in cases {
        assert_eq!(next(schedule, after).as_deref(), Some(expected), "{schedule} after {after}");
    }
    assert_eq!(next("cron(0 12 1 1 ? 2020)", "2026-11-26T10:01:00Z"), None);
}

#[test]
fn what_is_no_schedule() {
    for text in [
        "",
        "0 2 * * *",
        "cron(0 2 * * *)",
        "cron(0 2 * * * *)",
        "cron(0 2 ? * ? *)",
        "cron(61 2 * * ? *)",
        "cron(x 2 * * ? *)",
        "rate(0 minutes)",
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(5)",
        "rate(-5 days)",
        "rate(5 weeks)",
    ] {
        assert!(Schedule::read(text).is_err(), "{text}");
    }
}
