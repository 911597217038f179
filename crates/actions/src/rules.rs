//! Rules of stage conditions: checks that let an execution pass a gate, or not (AWS CodePipeline user guide, "Stage
//! conditions", and its rule structure reference). A rule runs as an action of the category `Rule`; `CodeBuild` and
//! `Commands` are the actions of those names.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use codepipeline::shapes::ActionDeclaration;
use croner::parser::{CronParser, Seconds, Year};
use pipeline::setup::RunsOn;
use regex::Regex;
use serde_json::Value;

use crate::{Context, Failure, Fidelity, Job, Outcome, Planned, Provider, Running, Success, World, value};

/// The file beside the definition that says how alarms stand: `{"ALARM": "OK"}`.
pub const ALARMS: &str = "pipesmith.alarms.json";
/// How often is looked whether something changed.
const LOOK: Duration = Duration::from_secs(1);
/// The longest sleep in one go: a computer that slept looks at the clock again.
const NAP: Duration = Duration::from_secs(30);

/// Compares a variable with a value.
pub(crate) struct VariableCheck;
/// Waits until it is time to deploy.
pub(crate) struct DeploymentWindow;
/// Looks at an alarm.
pub(crate) struct CloudWatchAlarm;

fn planned(what: String, fidelity: Fidelity, differences: Vec<String>) -> Planned {
    Planned {
        runs_on: RunsOn::Local,
        fidelity,
        what,
        from: "definition".into(),
        differences,
        gaps: Vec::new(),
    }
}

fn holds(summary: String, fidelity: Fidelity) -> Outcome {
    Outcome::Succeeded(Box::new(Success { summary: Some(summary), ..Success::new(fidelity) }))
}

/// The check was made and does not hold. The service's own code is not published.
fn does_not_hold(message: String) -> Outcome {
    Outcome::Failed(Box::new(Failure::new("RuleFailed", message)))
}

fn wrong(message: impl Into<String>) -> Failure {
    Failure::new("ConfigurationError", message)
}

fn needed<'a>(rule: &'a ActionDeclaration, key: &str) -> Result<&'a str, Failure> {
    value(rule, key).ok_or_else(|| wrong(format!("The rule {} has no {key}", rule.name)))
}

impl Provider for VariableCheck {
    fn plan(&self, _stage: &str, rule: &ActionDeclaration, _world: &World) -> Planned {
        let part = |key: &str| value(rule, key).unwrap_or("?").to_owned();
        let what = format!("Checks {} {} {}", part("Variable"), part("Operator"), part("Value"));
        planned(what, Fidelity::Real, Vec::new())
    }

    fn run(&self, job: Job, _context: Context) -> Running {
        Box::pin(std::future::ready(
            compare(&job.action).unwrap_or_else(|failed| Outcome::Failed(Box::new(failed))),
        ))
    }
}

fn compare(rule: &ActionDeclaration) -> Result<Outcome, Failure> {
    let (found, operator) = (needed(rule, "Variable")?, needed(rule, "Operator")?);
    // An empty value is one to compare with.
    let wanted = rule.configuration.as_ref().and_then(|map| map.get("Value")).map_or("", String::as_str);
    let (fits, words) = match operator {
        "EQ" => (found == wanted, "equal to"),
        "NE" => (found != wanted, "different from"),
        "CONTAINS" => (found.contains(wanted), "one that contains"),
        "MATCHES" => {
            let whole = Regex::new(&format!("^(?:{wanted})$"));
            let whole = whole.map_err(|error| {
                wrong(format!("The rule {} has a Value that is no regular expression: {error}", rule.name))
            })?;
            (whole.is_match(found), "one that matches")
        }
        other => {
            return Err(wrong(format!(
                "The rule {} has the Operator {other}; it is EQ, NE, CONTAINS or MATCHES",
                rule.name
            )));
        }
    };
    Ok(match fits {
        true => holds(format!("{found} is {words} {wanted}"), Fidelity::Real),
        false => does_not_hold(format!("{found} is not {words} {wanted}")),
    })
}

impl Provider for DeploymentWindow {
    fn plan(&self, _stage: &str, rule: &ActionDeclaration, _world: &World) -> Planned {
        let zone = value(rule, "TimeZone").unwrap_or("UTC");
        let what = format!("Waits for the window {} ({zone})", value(rule, "Cron").unwrap_or("?"));
        planned(what, Fidelity::Real, Vec::new())
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move {
            tokio::select! {
                outcome = window(&job.action) => outcome.unwrap_or_else(|failed| Outcome::Failed(Box::new(failed))),
                () = context.stop.cancelled() => Outcome::Stopped,
            }
        })
    }
}

/// Waits until the window opens. Whether the service fails or waits outside of it is not published; its pages show a
/// rule that runs on, and the rule's own time-out ends it.
async fn window(rule: &ActionDeclaration) -> Result<Outcome, Failure> {
    let window = Window::read(rule)?;
    loop {
        let now = jiff::Timestamp::now();
        if window.is_open(now)? {
            return Ok(holds("The deployment window is open".into(), Fidelity::Real));
        }
        let Some(opens) = window.opens(now) else {
            return Ok(does_not_hold("The deployment window does not open any more".into()));
        };
        let wait = opens.duration_since(now);
        tokio::time::sleep(Duration::try_from(wait).unwrap_or(LOOK).min(NAP)).await;
    }
}

struct Window {
    cron: croner::Cron,
    zone: jiff::tz::TimeZone,
}

impl Window {
    fn read(rule: &ActionDeclaration) -> Result<Self, Failure> {
        let text = needed(rule, "Cron")?;
        let mut fields: Vec<&str> = text.split_whitespace().collect();
        if !(6..=7).contains(&fields.len()) {
            let message =
                "seconds, minutes, hours, day of month, month, day of week and, if wanted, the year";
            return Err(wrong(format!("The rule {}: the fields of Cron are {message}", rule.name)));
        }
        // The guide's table has `*` for the seconds and its example `0`: a window is open for whole minutes.
        if let Some(seconds) = fields.first_mut() {
            *seconds = "*";
        }
        let parser = CronParser::builder()
            .seconds(Seconds::Required)
            .year(Year::Optional)
            .alternative_weekdays(true)
            .sloppy_ranges(true)
            .build();
        let cron = parser.parse(&fields.join(" "));
        let cron = cron.map_err(|error| wrong(format!("The rule {}: Cron {text}: {error}", rule.name)))?;
        let name = value(rule, "TimeZone").unwrap_or("UTC");
        let zone = zone(name).ok_or_else(|| {
            wrong(format!("The rule {}: the time zone {name} is not known", rule.name))
                .remedy("use a name such as Europe/Berlin, or UTC+02:00")
        })?;
        Ok(Self { cron, zone })
    }

    fn is_open(&self, at: jiff::Timestamp) -> Result<bool, Failure> {
        let at = at.to_zoned(self.zone.clone());
        self.cron.is_time_matching(&at).map_err(|error| wrong(error.to_string()))
    }

    fn opens(&self, after: jiff::Timestamp) -> Option<jiff::Timestamp> {
        let after = after.to_zoned(self.zone.clone());
        self.cron.find_next_occurrence(&after, false).ok().map(|next| next.timestamp())
    }
}

/// `Region/City`, `UTC+02:00`, or an abbreviation that the time zone database has.
fn zone(name: &str) -> Option<jiff::tz::TimeZone> {
    let Some(offset) = name.strip_prefix("UTC").filter(|offset| !offset.is_empty()) else {
        return jiff::tz::TimeZone::get(name).ok();
    };
    let sign = match offset.chars().next()? {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return None,
    };
    let digits = offset.trim_start_matches(['+', '-', '\u{2212}']);
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let seconds = sign * (hours * 3600 + minutes * 60);
    jiff::tz::Offset::from_seconds(seconds).ok().map(jiff::tz::TimeZone::fixed)
}

impl Provider for CloudWatchAlarm {
    fn plan(&self, _stage: &str, rule: &ActionDeclaration, world: &World) -> Planned {
        let name = value(rule, "AlarmName").unwrap_or("?");
        let mut planned = planned(
            format!("Reads the state of the alarm {name} from {ALARMS}"),
            Fidelity::Equivalent,
            vec![format!("the alarm is what {ALARMS} says, not CloudWatch")],
        );
        if let Err(failed) = state(world, name) {
            planned.gaps.push(crate::Gap {
                code: "alarm-not-known".into(),
                message: failed.why.message,
                remedy: failed.why.remedies.join("; "),
                subject: name.to_owned(),
            });
        }
        planned
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move {
            tokio::select! {
                outcome = alarm(&job.action, &context.world) => {
                    outcome.unwrap_or_else(|failed| Outcome::Failed(Box::new(failed)))
                }
                () = context.stop.cancelled() => Outcome::Stopped,
            }
        })
    }
}

/// Waits as long as the rule says for an alarm in a bad state to leave it. `AlarmStates` are read as the bad ones.
async fn alarm(rule: &ActionDeclaration, world: &World) -> Result<Outcome, Failure> {
    let name = needed(rule, "AlarmName")?;
    let bad: Vec<&str> = value(rule, "AlarmStates").unwrap_or("ALARM").split(',').map(str::trim).collect();
    let minutes: u64 = match value(rule, "WaitTime") {
        None => 0,
        Some(text) => text.parse().map_err(|_| {
            wrong(format!("The rule {} has the WaitTime {text}, which is no number", rule.name))
        })?,
    };
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let until = now() + Duration::from_secs(minutes * 60);
    loop {
        let state = state(world, name)?;
        if !bad.contains(&state.as_str()) {
            return Ok(holds(format!("The alarm {name} is {state}"), Fidelity::Equivalent));
        }
        if now() >= until {
            return Ok(does_not_hold(format!("The alarm {name} is {state}")));
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn state(world: &World, name: &str) -> Result<String, Failure> {
    let path = world.folder().join(ALARMS);
    let remedy = format!("say how it stands in {}: {{\"{name}\": \"OK\"}}", path.display());
    let text = fs_err::read_to_string(&path).map_err(|_| {
        wrong(format!("The state of the alarm {name} is not known here")).remedy(remedy.clone())
    })?;
    let all: Value = serde_json::from_str(&text)
        .map_err(|error| wrong(format!("{}: {error}", path.display())).remedy(remedy.clone()))?;
    let state = all.get(name).and_then(Value::as_str);
    let state = state
        .ok_or_else(|| wrong(format!("{} does not name the alarm {name}", path.display())).remedy(remedy))?;
    Ok(state.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use codepipeline::shapes::{ActionCategory, ActionOwner, ActionTypeId};
    use pipeline::Setup;

    fn rule(provider: &str, configuration: &[(&str, &str)]) -> ActionDeclaration {
        ActionDeclaration {
            name: "Check".into(),
            action_type_id: ActionTypeId {
                category: ActionCategory::from("Rule"),
                owner: ActionOwner::Aws,
                provider: provider.into(),
                version: "1".into(),
            },
            run_order: None,
            configuration: Some(
                configuration.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect(),
            ),
            commands: None,
            output_artifacts: None,
            input_artifacts: None,
            output_variables: None,
            role_arn: None,
            region: None,
            namespace: None,
            timeout_in_minutes: None,
            environment_variables: None,
        }
    }

    fn check(variable: &str, operator: &str, wanted: &str) -> Result<bool, String> {
        let rule =
            rule("VariableCheck", &[("Variable", variable), ("Operator", operator), ("Value", wanted)]);
        match compare(&rule) {
            Ok(Outcome::Succeeded(_)) => Ok(true),
            Ok(_) => Ok(false),
            Err(failed) => Err(failed.why.message),
        }
    }

    #[test]
    fn variables_are_compared() {
        for (variable, operator, wanted, holds) in [
            ("main", "EQ", "main", true),
            ("dev", "EQ", "main", false),
            ("dev", "NE", "main", true),
            ("fix: retry", "CONTAINS", "retry", true),
            ("v1.20.3", "MATCHES", r"v\d+\.\d+\.\d+", true),
            ("v1.20.3-rc", "MATCHES", r"v\d+\.\d+\.\d+", false),
            ("b", "MATCHES", "a|b", true),
            ("ab", "MATCHES", "a|b", false),
        ] {
            assert_eq!(check(variable, operator, wanted), Ok(holds), "{variable} {operator} {wanted}");
        }
        assert!(check("a", "LIKE", "b").unwrap_err().contains("EQ, NE, CONTAINS or MATCHES"));
        assert!(check("a", "MATCHES", "(").unwrap_err().contains("no regular expression"));
    }

    #[test]
    fn a_window_is_open_for_whole_minutes_in_its_zone() {
        let window = |cron: &str, zone: &str| {
            Window::read(&rule("DeploymentWindow", &[("Cron", cron), ("TimeZone", zone)]))
        };
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
        let weekdays = window("0 0-59 9-17 ? * MON-FRI", "Europe/Berlin").ok().unwrap();
        // 27 November 2026 is a Friday; Berlin is an hour ahead.
        assert!(weekdays.is_open(at("2026-11-27T08:00:30Z")).ok().unwrap());
        assert!(weekdays.is_open(at("2026-11-27T16:59:59Z")).ok().unwrap());
        assert!(!weekdays.is_open(at("2026-11-27T17:00:00Z")).ok().unwrap());
        assert_eq!(weekdays.opens(at("2026-11-27T17:00:00Z")), Some(at("2026-11-30T08:00:00Z")));
        let fixed = window("* * 12 ? * *", "UTC-05:30").ok().unwrap();
        assert!(fixed.is_open(at("2026-11-27T17:30:00Z")).ok().unwrap());
        for (cron, zone) in [("0 9 * *", "UTC"), ("* 99 * * * ?", "UTC"), ("* * 9 ? * *", "Mars/Base")] {
            assert!(window(cron, zone).is_err(), "{cron} {zone}");
        }
    }

    #[test]
    fn an_alarm_is_what_its_file_says() {
        let dir = tempfile::tempdir().unwrap();
        let world =
            World::new(dir.path().to_owned(), Setup::default(), Setup::default(), dir.path().join("buckets"));
        let unknown = state(&world, "prod-5xx").unwrap_err();
        assert!(unknown.why.remedies[0].contains(ALARMS), "{unknown:?}");
        fs_err::write(dir.path().join(ALARMS), r#"{"prod-5xx": "ALARM"}"#).unwrap();
        assert_eq!(state(&world, "prod-5xx").ok().as_deref(), Some("ALARM"));
        assert!(state(&world, "other").unwrap_err().why.message.contains("does not name the alarm other"));
    }
}
