//! What the setup could say and does not: sources that were found by looking around, and what starts the pipeline beside
//! it in its template. They are listed with the plan, and those that the user accepts go into the committed setup.

use std::path::{Path, PathBuf};

use actions::{Origin, World};
use codepipeline::shapes::{ActionCategory, PipelineDeclaration};
use pipeline::setup::{self, Setup};

use crate::contract::{Failure, PlannedGuess};
use crate::failure::{failure, io};
use crate::files;
use crate::plan::COMMITTED;

/// Sources of a pipeline that were found by looking around.
pub(crate) fn sources(declaration: &PipelineDeclaration, world: &World) -> Vec<PlannedGuess> {
    let mut found = Vec::new();
    for (stage, action) in
        declaration.stages.iter().flat_map(|stage| stage.actions.iter().map(|action| (&stage.name, action)))
    {
        if action.action_type_id.category != ActionCategory::Source {
            continue;
        }
        let Ok(source) = world.git_source(stage, action) else { continue };
        let (Origin::Guess(_), Some(path)) = (&source.from, &source.path) else { continue };
        let name = Setup::source_keys("", action).into_iter().nth(2).unwrap_or_else(|| action.name.clone());
        found.push(guess("sources", name, relative(world.folder(), path)));
    }
    found
}

/// What of all that starts a pipeline its setup does not speak of.
pub(crate) fn open(mut starts: Setup, setup: &Setup) -> Setup {
    let said = |name: &String, expression: &String| {
        setup.schedules.contains_key(name) || setup.schedules.values().any(|known| known == expression)
    };
    starts.schedules.retain(|name, expression| !said(name, expression));
    starts.triggers = starts.triggers.filter(|_| setup.triggers.is_none());
    starts
}

/// What starts a pipeline, as guesses.
pub(crate) fn starts(starts: &Setup) -> Vec<PlannedGuess> {
    let schedules = starts.schedules.iter();
    let schedules = schedules.map(|(name, text)| guess("schedules", name.clone(), text.clone()));
    let triggers = starts.triggers.map(|on| guess("triggers", String::new(), on.to_string()));
    schedules.chain(triggers).collect()
}

fn guess(part: &str, name: String, value: String) -> PlannedGuess {
    PlannedGuess { part: part.to_owned(), name, value }
}

/// Writes guesses into the committed setup of a folder, so that the next person is asked nothing. What stands there stays.
pub(crate) fn keep(folder: &Path, guesses: &[&PlannedGuess]) -> Result<(), Failure> {
    if guesses.is_empty() {
        return Ok(());
    }
    let file = folder.join(COMMITTED);
    let mut text = match fs_err::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            "# How the names in the definition map to things on this computer.\n".into()
        }
        Err(error) => return Err(io(&error)),
    };
    text = with(text, guesses);
    Setup::parse(&text, COMMITTED, setup::Origin::Committed).map_err(|error| {
        failure(
            "setup-not-kept",
            format!("The guesses do not fit into {}: {}", file.display(), error.message),
        )
        .remedy(format!("write them there yourself:\n{}", as_setup(guesses)))
    })?;
    // A file that is a link stays one.
    let target = fs_err::canonicalize(&file).unwrap_or(file);
    let beside = files::beside(&target, &text).map_err(|error| io(&error))?;
    beside.persist(&target).map(drop).map_err(|error| io(&error.error))
}

/// Guesses as the setup that says them: YAML for `pipesmith.yaml`.
pub fn as_setup(guesses: &[&PlannedGuess]) -> String {
    with(String::new(), guesses)
}

/// The text of a setup that says the guesses, too.
fn with(text: String, guesses: &[&PlannedGuess]) -> String {
    ["sources", "schedules", "triggers"].into_iter().fold(text, |text, part| {
        let said: Vec<_> = guesses.iter().filter(|one| one.part == part).flat_map(|one| lines(one)).collect();
        if said.is_empty() { text } else { insert(&text, part, &said) }
    })
}

/// A guess as lines of a setup: how deep each is in its part, and what it says.
fn lines(guess: &PlannedGuess) -> Vec<(usize, String)> {
    let (name, value) = (quoted(&guess.name), quoted(&guess.value));
    match guess.part.as_str() {
        "sources" => vec![(1, format!("{name}:")), (2, format!("path: {value}"))],
        "schedules" => vec![(1, format!("{name}: {value}"))],
        part => vec![(0, format!("{part}: {}", guess.value))],
    }
}

/// The text with lines put first into a part of it, which begins after all else when it is not there.
fn insert(text: &str, part: &str, lines: &[(usize, String)]) -> String {
    let heads = |line: &str| {
        let rest = line.strip_prefix(part).and_then(|rest| rest.strip_prefix(':'));
        rest.is_some_and(|rest| rest.trim().is_empty() || rest.trim_start().starts_with('#'))
    };
    let mut written: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = written.iter().position(|line| heads(line)).map(|at| at + 1);
    // Members of a map stand under each other.
    let below = at.and_then(|at| written.get(at..)).unwrap_or_default();
    let first = below.iter().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let indent = first.map(|line| line.len() - line.trim_start_matches(' ').len()).filter(|deep| *deep > 0);
    let indented = |(deep, line): &(usize, String)| match deep {
        0 => line.clone(),
        deep => format!("{}{line}", " ".repeat(indent.unwrap_or(2) + (deep - 1) * 2)),
    };
    let lines = lines.iter().map(indented);
    match at {
        Some(at) => drop(written.splice(at..at, lines)),
        None if part == "triggers" => written.extend(lines),
        None => written.extend(std::iter::once(format!("{part}:")).chain(lines)),
    }
    written.join("\n") + "\n"
}

/// A text as YAML takes it for sure.
fn quoted(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let plain = plain && text.chars().any(|c| c.is_ascii_alphabetic());
    if plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// A path as seen from a folder, with `..` where it lies beside it.
fn relative(folder: &Path, path: &Path) -> String {
    let (mut from, mut to) = (folder.components().peekable(), path.components().peekable());
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let mut out: PathBuf = from.map(|_| "..").collect();
    out.extend(to);
    if out.as_os_str().is_empty() { ".".into() } else { out.display().to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_go_into_the_setup_that_is_there_and_its_comments_stay() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(COMMITTED);
        let before = "# Ours.\nsources: # where\n    # the site\n    a/b:\n        path: . # here\nschedules:\n\n  # at night\n  \
                      nightly: cron(0 2 * * ? *)\nbuckets: { site: out } # end";
        fs_err::write(&file, before).unwrap();
        let guesses = [
            guess("sources", "c/d".into(), "../d".into()),
            guess("schedules", "Weekly".into(), "rate(7 days)".into()),
            guess("triggers", String::new(), "true".into()),
        ];
        keep(folder.path(), &guesses.iter().collect::<Vec<_>>()).unwrap();
        let after = "# Ours.\nsources: # where\n    c/d:\n      path: ../d\n    # the site\n    a/b:\n        path: . # here\n\
                     schedules:\n  Weekly: \"rate(7 days)\"\n\n  # at night\n  nightly: cron(0 2 * * ? *)\n\
                     buckets: { site: out } # end\ntriggers: true\n";
        let text = fs_err::read_to_string(&file).unwrap();
        assert_eq!(text, after);
        let setup = Setup::parse(&text, COMMITTED, setup::Origin::Committed).unwrap();
        assert_eq!(setup.schedules["Weekly"], "rate(7 days)");
        assert_eq!((setup.triggers, setup.sources["c/d"].path.as_deref()), (Some(true), Some("../d")));
        // What the setup speaks of is no guess any more.
        let offered = Setup { triggers: Some(true), schedules: setup.schedules.clone(), ..Setup::default() };
        assert_eq!(open(offered, &setup), Setup::default());

        // Where nothing can be put into the text, it stays as it is.
        fs_err::write(&file, "schedules: { nightly: rate(1 day) }\n").unwrap();
        let error = keep(folder.path(), &guesses.iter().collect::<Vec<_>>()).unwrap_err();
        assert_eq!(error.code, "setup-not-kept");
        let all =
            "sources:\n  c/d:\n    path: ../d\nschedules:\n  Weekly: \"rate(7 days)\"\ntriggers: true\n";
        assert!(error.remedy.unwrap().ends_with(all));
        assert_eq!(fs_err::read_to_string(&file).unwrap(), "schedules: { nightly: rate(1 day) }\n");

        fs_err::remove_file(&file).unwrap();
        keep(folder.path(), &[&guesses[1]]).unwrap();
        let text = fs_err::read_to_string(&file).unwrap();
        assert!(text.ends_with("computer.\nschedules:\n  Weekly: \"rate(7 days)\"\n"), "{text}");
    }

    #[test]
    fn paths_are_seen_from_the_folder_of_the_setup() {
        assert_eq!(relative(Path::new("/a/b"), Path::new("/a/c/d")), "../c/d");
        assert_eq!(relative(Path::new("/a"), Path::new("/a")), ".");
    }
}
