//! When a schedule starts a pipeline: `cron(...)` and `rate(...)` as Amazon EventBridge takes them (EventBridge user
//! guide, "Creating a rule that runs on a schedule"), in UTC. What time it is is an argument.

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};

/// A schedule that was read.
#[derive(Debug, Clone)]
pub enum Schedule {
    /// Six fields: minutes, hours, day of month, month, day of week, year.
    Cron(Box<Cron>),
    /// Every so many milliseconds.
    Rate(i64),
}

impl Schedule {
    /// Reads `cron(0 2 * * ? *)` or `rate(5 minutes)`.
    ///
    /// # Errors
    /// One sentence that says what is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let inside = |name: &str| text.trim().strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(fields) = inside("cron") {
            return cron(fields).map(|cron| Self::Cron(Box::new(cron)));
        }
        let form = "a rate is `rate(1 minute)`, `rate(5 minutes)`, `rate(2 hours)` or `rate(7 days)`";
        let Some(rate) = inside("rate") else {
            return Err(format!("a schedule is `cron(...)` or `rate(...)`; {form}"));
        };
        let mut words = rate.split_whitespace();
        let (Some(number), Some(unit), None) = (words.next(), words.next(), words.next()) else {
            return Err(form.to_owned());
        };
        let number: u32 = number.parse().ok().filter(|number| *number > 0).ok_or(form)?;
        let minutes = match (unit, number) {
            ("minute", 1) => 1,
            ("hour", 1) => 60,
            ("day", 1) => 24 * 60,
            ("minutes", 2..) => 1,
            ("hours", 2..) => 60,
            ("days", 2..) => 24 * 60,
            _ => return Err(form.to_owned()),
        };
        Ok(Self::Rate(i64::from(number) * minutes * 60_000))
    }

    /// The first time after `after`, in milliseconds since 1970; none when there is no further one. A rate counts from
    /// `since`.
    pub fn next(&self, after: i64, since: i64) -> Option<i64> {
        match self {
            Self::Rate(every) => Some(since + ((after - since).div_euclid(*every) + 1) * every),
            Self::Cron(cron) => {
                let after = jiff::Timestamp::from_millisecond(after).ok()?;
                let after = after.to_zoned(jiff::tz::TimeZone::UTC);
                let next = cron.find_next_occurrence(&after, false).ok()?;
                Some(next.timestamp().as_millisecond())
            }
        }
    }
}

fn cron(fields: &str) -> Result<Cron, String> {
    let words: Vec<&str> = fields.split_whitespace().collect();
    let [_, _, day, _, weekday, _] = words.as_slice() else {
        return Err(format!(
            "`cron(...)` has six fields (minutes, hours, day of month, month, day of week, year), not {}",
            words.len()
        ));
    };
    if (*day == "?") == (*weekday == "?") {
        return Err("of day of month and day of week, exactly one is `?`".to_owned());
    }
    let parser = CronParser::builder()
        .seconds(Seconds::Required)
        .year(Year::Required)
        .alternative_weekdays(true)
        .sloppy_ranges(true)
        .build();
    parser.parse(&format!("0 {fields}")).map_err(|error| format!("`cron({fields})`: {error}"))
}
