//! Reading a setup from its text: every fault with its place, and what a committed file may not say.

use std::collections::BTreeMap;

use super::{
    Body, BuildsIn, EnvironmentValue, Function, Origin, Outcome, OutcomeStatus, Project, Reaction, Response,
    Retention, RunsOn, SECRET_IN_URL, Setup, Source, SourceMode, StateMachine,
};
use crate::closest;
use crate::error::{Error, ErrorCode, Span};
use crate::pattern::Pattern;
use crate::schedule::Schedule;
use crate::text::{Content, Kind, Member, Node};

type Read<T> = Result<T, Error>;

fn invalid(node: &Node, what: &str) -> Error {
    Error::new(ErrorCode::InvalidValue, format!("{what}, not {}", node.describe())).at(node.span)
}

fn unknown(key: &str, span: Span, what: &str, known: &[&str]) -> Error {
    let hint = match closest(key, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("it can have {}", known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", "))
        }
    };
    Error::new(ErrorCode::UnknownKey, format!("{what} has no `{key}`; {hint}")).at(span)
}

fn members<'a>(node: &'a Node, what: &str) -> Read<&'a [Member]> {
    match node.map() {
        Some(members) => Ok(members),
        None if node.is_null() => Ok(&[]),
        None => Err(invalid(node, &format!("{what} is a map"))),
    }
}

pub(super) fn setup(root: &Node, origin: Origin) -> Read<Setup> {
    const KEYS: &[&str] = &[
        "sources",
        "projects",
        "functions",
        "state_machines",
        "builds",
        "allow_privileged",
        "registry",
        "buckets",
        "variables",
        "parameters",
        "on",
        "place",
        "simulated",
        "secrets",
        "schedules",
        "triggers",
        "responses",
        "topics",
        "retention",
    ];
    let mut setup = Setup::default();
    for Member { key, key_span, value } in members(root, "a setup")? {
        match key.as_str() {
            "sources" => setup.sources = read_map(value, "`sources`", read_source)?,
            "projects" => setup.projects = read_map(value, "`projects`", read_project)?,
            "functions" => setup.functions = read_map(value, "`functions`", read_function)?,
            "state_machines" => {
                setup.state_machines = read_map(value, "`state_machines`", read_state_machine)?;
            }
            "builds" => setup.builds = Some(read_word(value, BUILDS_IN)?),
            "allow_privileged" => setup.allow_privileged = Some(read_allow_privileged(value, origin)?),
            "registry" => setup.registry = Some(read_registry(value, origin)?),
            "buckets" => setup.buckets = read_map(value, "`buckets`", read_text)?,
            "variables" => setup.variables = read_map(value, "`variables`", read_text)?,
            "parameters" => setup.parameters = read_map(value, "`parameters`", read_text)?,
            "on" => setup.on = read_map(value, "`on`", |node| read_runs_on(node, origin))?,
            "place" => setup.place = Some(read_place(value, origin)?),
            "simulated" => setup.simulated = read_map(value, "`simulated`", read_outcome)?,
            "secrets" => setup.secrets = read_secrets(value)?,
            "schedules" => setup.schedules = read_map(value, "`schedules`", read_schedule)?,
            "triggers" => setup.triggers = Some(read_bool(value)?),
            "responses" => {
                setup.responses = read_map(value, "`responses`", |node| read_response(node, origin))?;
            }
            "retention" => setup.retention = Some(read_retention(value)?),
            "topics" => setup.topics = read_map(value, "`topics`", |node| read_topic(node, origin))?,
            _ => return Err(unknown(key, *key_span, "a setup", KEYS)),
        }
    }
    Ok(setup)
}

fn read_map<T>(node: &Node, what: &str, read: impl Fn(&Node) -> Read<T>) -> Read<BTreeMap<String, T>> {
    members(node, what)?.iter().map(|member| Ok((member.key.clone(), read(&member.value)?))).collect()
}

fn read_text(node: &Node) -> Read<String> {
    match node.scalar() {
        Some((kind, text)) if kind != Kind::Null => Ok(text.to_owned()),
        _ => Err(invalid(node, "a text is expected here")),
    }
}

fn read_schedule(node: &Node) -> Read<String> {
    let text = read_text(node)?;
    Schedule::read(&text).map_err(|message| invalid(node, &message))?;
    Ok(text)
}

fn read_bool(node: &Node) -> Read<bool> {
    // `yes` and `on` are booleans in YAML 1.1; here, where only a boolean can stand, they are taken for one.
    match node.scalar().map(|(_, text)| text.to_ascii_lowercase()).as_deref() {
        Some("true" | "yes" | "on") => Ok(true),
        Some("false" | "no" | "off") => Ok(false),
        _ => Err(invalid(node, "true or false is expected here")),
    }
}

fn read_number(node: &Node) -> Read<u32> {
    let number = node.scalar().and_then(|(_, text)| text.parse().ok());
    number.ok_or_else(|| invalid(node, "a whole number is expected here"))
}

fn read_retention(node: &Node) -> Read<Retention> {
    let (mut keep, mut days) = (None, None);
    for Member { key, key_span, value } in members(node, "a retention")? {
        match key.as_str() {
            "keep" => keep = Some(read_number(value)?),
            "days" => days = Some(read_number(value)?),
            _ => return Err(unknown(key, *key_span, "a retention", &["keep", "days"])),
        }
    }
    let keep = keep.ok_or_else(|| invalid(node, "a retention says how many executions to `keep`"))?;
    Ok(Retention { keep: usize::try_from(keep).unwrap_or(usize::MAX), days })
}

const BUILDS_IN: &[(&str, BuildsIn)] = &[("sandbox", BuildsIn::Sandbox), ("container", BuildsIn::Container)];

fn read_allow_privileged(node: &Node, origin: Origin) -> Read<bool> {
    let allowed = read_bool(node)?;
    if allowed && origin == Origin::Committed {
        let message = "a privileged container is root of this computer, so a committed file cannot allow it; say it \
                       in `pipesmith.local.yaml`";
        return Err(Error::new(ErrorCode::NotAllowed, message).at(node.span));
    }
    Ok(allowed)
}

fn read_place(node: &Node, origin: Origin) -> Read<String> {
    if origin == Origin::Committed {
        let message = "which account is changed from a laptop is for its user to say: in `pipesmith.local.yaml` or \
                       with `--place NAME`";
        return Err(Error::new(ErrorCode::NotAllowed, message).at(node.span));
    }
    read_text(node)
}

fn read_registry(node: &Node, origin: Origin) -> Read<String> {
    let text = read_text(node)?;
    let host = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or_default();
    if host.is_empty() || host.contains('@') {
        return Err(invalid(
            node,
            "a registry is HOST, HOST:PORT or HOST/PREFIX, without a user or password",
        ));
    }
    if origin == Origin::Committed && !super::is_loopback(host) {
        let message = "images are pushed to the registry from a laptop, so a committed file can name one of this \
                       computer only; say others in `pipesmith.local.yaml`";
        return Err(Error::new(ErrorCode::NotAllowed, message).at(node.span));
    }
    Ok(text)
}

/// One of several words.
fn read_word<T: Copy>(node: &Node, words: &[(&str, T)]) -> Read<T> {
    let word = read_text(node)?;
    if let Some((_, value)) = words.iter().find(|(name, _)| *name == word) {
        return Ok(*value);
    }
    let names: Vec<_> = words.iter().map(|(name, _)| format!("`{name}`")).collect();
    let message = format!("`{word}` is not one of {}", names.join(", "));
    Err(Error::new(ErrorCode::InvalidValue, message).at(node.span))
}

fn read_source(node: &Node) -> Read<Source> {
    if node.scalar().is_some() {
        let text = read_text(node)?;
        return Ok(if is_url(&text) {
            let source = Source { url: Some(text), ..Source::default() };
            if source.holds_secret() {
                return Err(Error::new(ErrorCode::InvalidValue, SECRET_IN_URL).at(node.span));
            }
            source
        } else {
            Source { path: Some(text), ..Source::default() }
        });
    }
    const MODES: &[(&str, SourceMode)] =
        &[("worktree", SourceMode::Worktree), ("commit", SourceMode::Commit), ("remote", SourceMode::Remote)];
    let mut source = Source::default();
    for Member { key, key_span, value } in members(node, "a source")? {
        match key.as_str() {
            "path" => source.path = Some(read_text(value)?),
            "url" => source.url = Some(read_text(value)?),
            "mode" => source.mode = Some(read_word(value, MODES)?),
            "ref" => source.reference = Some(read_text(value)?),
            _ => return Err(unknown(key, *key_span, "a source", &["path", "url", "mode", "ref"])),
        }
    }
    let conflict = match (&source.path, &source.url, source.mode) {
        (None, None, _) => "a source needs a `path` or a `url`",
        (Some(_), Some(_), _) => "a source has either a `path` or a `url`",
        (None, Some(_), Some(SourceMode::Worktree | SourceMode::Commit)) => "a source with a `url` is remote",
        _ if source.holds_secret() => SECRET_IN_URL,
        _ => return Ok(source),
    };
    Err(Error::new(ErrorCode::InvalidValue, conflict).at(node.span))
}

/// Whether a text names a repository elsewhere: `https://...`, `ssh://...`, `git@host:path`.
fn is_url(text: &str) -> bool {
    let scp = |text: &str| {
        text.split_once(':')
            .is_some_and(|(host, path)| host.contains('@') && !host.contains('/') && !path.is_empty())
    };
    text.contains("://") || scp(text)
}

fn read_project(node: &Node) -> Read<Project> {
    if node.scalar().is_some() {
        return Ok(Project { buildspec: Some(read_body(node, "a buildspec")?), ..Project::default() });
    }
    const KEYS: &[&str] =
        &["buildspec", "environment", "image", "privileged", "compute", "runs", "timeout_minutes", "role"];
    let mut project = Project::default();
    for Member { key, key_span, value } in members(node, "a project")? {
        match key.as_str() {
            "buildspec" => project.buildspec = Some(read_body(value, "a buildspec")?),
            "environment" => project.environment = read_map(value, "`environment`", read_environment_value)?,
            "image" => project.image = Some(read_text(value)?),
            "privileged" => project.privileged = Some(read_bool(value)?),
            "compute" => project.compute = Some(read_text(value)?),
            "runs" => project.runs = Some(read_word(value, BUILDS_IN)?),
            "timeout_minutes" => project.timeout_minutes = Some(read_number(value)?),
            "role" => project.role = Some(read_text(value)?),
            _ => return Err(unknown(key, *key_span, "a project", KEYS)),
        }
    }
    Ok(project)
}

fn read_function(node: &Node) -> Read<Function> {
    if node.scalar().is_some() {
        return Ok(Function { code: Some(read_code(node)?), ..Function::default() });
    }
    let mut function = Function::default();
    for Member { key, key_span, value } in members(node, "a function")? {
        match key.as_str() {
            "code" => function.code = Some(read_code(value)?),
            "handler" => function.handler = Some(read_text(value)?),
            "runtime" => function.runtime = Some(read_text(value)?),
            _ => return Err(unknown(key, *key_span, "a function", &["code", "handler", "runtime"])),
        }
    }
    Ok(function)
}

/// A path, or the code itself: a text of several lines.
fn read_code(node: &Node) -> Read<Body> {
    if node.scalar().is_none() {
        return Err(invalid(node, "a function's code is a path or a text"));
    }
    read_body(node, "a function's code")
}

fn read_state_machine(node: &Node) -> Read<StateMachine> {
    let written = node.get("StartAt").is_some() || node.get("States").is_some();
    if written || node.scalar().is_some() {
        let definition = Some(read_body(node, "a definition")?);
        return Ok(StateMachine { definition, ..StateMachine::default() });
    }
    let mut machine = StateMachine::default();
    for Member { key, key_span, value } in members(node, "a state machine")? {
        match key.as_str() {
            "definition" => machine.definition = Some(read_body(value, "a definition")?),
            "substitutions" => machine.substitutions = read_map(value, "`substitutions`", read_text)?,
            _ => return Err(unknown(key, *key_span, "a state machine", &["definition", "substitutions"])),
        }
    }
    Ok(machine)
}

/// A path, or the thing itself: as a text of several lines or written out in place.
fn read_body(node: &Node, what: &str) -> Read<Body> {
    match &node.content {
        // JSON is YAML too, so what is written out in place is handed on as JSON.
        Content::Map(_) => Ok(Body::Inline(node.to_value().to_string())),
        Content::Scalar(..) => {
            let text = read_text(node)?;
            Ok(if text.contains('\n') { Body::Inline(text) } else { Body::Path(text) })
        }
        Content::List(_) => Err(invalid(node, &format!("{what} is a path, a text or a map"))),
    }
}

fn read_environment_value(node: &Node) -> Read<EnvironmentValue> {
    if let Some([member]) = node.map()
        && member.key == "secret"
    {
        return Ok(EnvironmentValue::Secret(read_text(&member.value)?));
    }
    match node.scalar() {
        // An empty variable is a variable.
        Some((Kind::Null, _)) => Ok(EnvironmentValue::Plain(String::new())),
        Some((_, text)) => Ok(EnvironmentValue::Plain(text.to_owned())),
        None => Err(invalid(node, "a value is a text or `secret: NAME`")),
    }
}

fn read_runs_on(node: &Node, origin: Origin) -> Read<RunsOn> {
    const WORDS: &[(&str, RunsOn)] =
        &[("local", RunsOn::Local), ("simulated", RunsOn::Simulated), ("aws", RunsOn::Aws)];
    let runs_on = read_word(node, WORDS)?;
    if runs_on == RunsOn::Aws && origin == Origin::Committed {
        let message = "`aws` changes an account from a laptop, so a committed file cannot ask for it; say it in \
                       `pipesmith.local.yaml` or with `--on ACTION=aws`";
        return Err(Error::new(ErrorCode::NotAllowed, message).at(node.span));
    }
    Ok(runs_on)
}

fn read_outcome(node: &Node) -> Read<Outcome> {
    const STATUSES: &[(&str, OutcomeStatus)] =
        &[("succeeded", OutcomeStatus::Succeeded), ("failed", OutcomeStatus::Failed)];
    if node.scalar().is_some_and(|(kind, _)| kind != Kind::Null) {
        return Ok(Outcome { status: read_word(node, STATUSES)?, ..Outcome::default() });
    }
    const KEYS: &[&str] = &["status", "message", "seconds", "outputs", "variables"];
    let mut outcome = Outcome::default();
    for Member { key, key_span, value } in members(node, "an outcome")? {
        match key.as_str() {
            "status" => outcome.status = read_word(value, STATUSES)?,
            "message" => outcome.message = Some(read_text(value)?),
            "seconds" => outcome.seconds = Some(read_number(value)?),
            "outputs" => outcome.outputs = read_map(value, "`outputs`", read_text)?,
            "variables" => outcome.variables = read_map(value, "`variables`", read_text)?,
            _ => return Err(unknown(key, *key_span, "an outcome", KEYS)),
        }
    }
    Ok(outcome)
}

const REACTIONS: [&str; 4] = ["notify", "command", "webhook", "start"];

fn read_response(node: &Node, origin: Origin) -> Read<Response> {
    let (mut pattern, mut reactions) = (None, Vec::new());
    for member in members(node, "a response")? {
        if member.key == "pattern" {
            let read = member.value.to_value();
            if let Err(fault) = Pattern::read(&read) {
                return Err(invalid(&member.value, &fault.to_string()));
            }
            pattern = Some(read);
        } else {
            let keys = [&["pattern"][..], &REACTIONS].concat();
            reactions.extend(read_reaction(member, origin, "a response", &keys)?);
        }
    }
    let pattern = pattern.ok_or_else(|| invalid(node, "a response has a `pattern` of events"))?;
    Ok(Response { pattern, reaction: the_one(node, "a response", reactions)? })
}

fn read_topic(node: &Node, origin: Origin) -> Read<Reaction> {
    let mut reactions = Vec::new();
    for member in members(node, "a topic")? {
        reactions.extend(read_reaction(member, origin, "a topic", &REACTIONS)?);
    }
    the_one(node, "a topic", reactions)
}

fn the_one(node: &Node, what: &str, mut reactions: Vec<Reaction>) -> Read<Reaction> {
    match (reactions.pop(), reactions.is_empty()) {
        (Some(reaction), true) => Ok(reaction),
        _ => {
            let message = format!("{what} does one thing: `notify: true`, `command`, `webhook` or `start`");
            Err(invalid(node, &message))
        }
    }
}

/// What a member asks for; nothing for `notify: false`.
fn read_reaction(member: &Member, origin: Origin, what: &str, keys: &[&str]) -> Read<Option<Reaction>> {
    let Member { key, key_span, value } = member;
    let own = |reaction| match origin {
        Origin::Committed => {
            let message = format!(
                "`{key}` acts outside of Pipesmith, so a committed file cannot ask for it; say it in \
                 `pipesmith.local.yaml`"
            );
            Err(Error::new(ErrorCode::NotAllowed, message).at(value.span))
        }
        Origin::Own => Ok(Some(reaction)),
    };
    match key.as_str() {
        "notify" => Ok(read_bool(value)?.then_some(Reaction::Notify)),
        "command" => {
            let words = value.list().filter(|words| !words.is_empty());
            let words = words.ok_or_else(|| {
                invalid(value, "`command` is a list: a program and its arguments, without a shell")
            })?;
            own(Reaction::Command(words.iter().map(read_text).collect::<Read<_>>()?))
        }
        "webhook" => {
            let address = read_text(value)?;
            if !(address.starts_with("https://") || address.starts_with("http://")) {
                return Err(invalid(value, "`webhook` is an address with http:// or https://"));
            }
            own(Reaction::Webhook(address))
        }
        "start" => Ok(Some(Reaction::Start(read_text(value)?))),
        _ => Err(unknown(key, *key_span, what, keys)),
    }
}

fn read_secrets(node: &Node) -> Read<Vec<String>> {
    if let Some(map) = node.map() {
        let message =
            "`secrets` is a list of names; values are asked for before the run or given with `--secret`";
        let span = map.first().map_or(node.span, |member| member.value.span);
        return Err(Error::new(ErrorCode::NotAllowed, message).at(span));
    }
    match node.list() {
        Some(items) => items.iter().map(read_text).collect(),
        None if node.is_null() => Ok(Vec::new()),
        None => Err(invalid(node, "`secrets` is a list of names")),
    }
}
