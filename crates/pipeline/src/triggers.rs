//! Git triggers: whether a push or pull request event starts a pipeline, and why (AWS CodePipeline user guide,
//! "Filter triggers on code push or pull requests"). It only judges; watching repositories is done elsewhere.

use codepipeline::shapes::{
    GitPullRequestEventType, GitPullRequestFilter, GitPushFilter, PipelineTriggerDeclaration,
};
use regex::Regex;
use serde::{Deserialize, Serialize};

/// How many changed files the service looks at.
pub const EXAMINED_FILES: usize = 100;

/// What happened in a repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum GitEvent {
    /// Commits were pushed to a branch.
    Push {
        /// The branch, without `refs/heads/`.
        branch: String,
        /// Whether the push made the branch: file path filters then never match.
        created: bool,
        /// The changed files, relative to the repository's root; the first 100 count.
        files: Vec<String>,
    },
    /// A tag was pushed.
    Tag {
        /// The tag, without `refs/tags/`.
        name: String,
    },
    /// A pull request changed.
    PullRequest {
        /// What happened to it: `OPEN`, `UPDATED` or `CLOSED`.
        event: String,
        /// The branch it is to be merged into.
        destination: String,
        /// The changed files, relative to the repository's root; the first 100 count.
        files: Vec<String>,
    },
}

/// What one filter says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterVerdict {
    /// The filter's JSON pointer, from the trigger: `/gitConfiguration/push/0`.
    pub pointer: String,
    /// Whether it matches.
    pub matches: bool,
    /// One sentence a member: what matched, or what did not.
    pub reasons: Vec<String>,
}

/// Whether an event starts the pipeline, filter by filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// Whether the pipeline starts: any filter suffices.
    pub starts: bool,
    /// Every filter of the event's kind.
    pub filters: Vec<FilterVerdict>,
    /// The answer in one sentence.
    pub summary: String,
}

/// Judges an event by a trigger. `default_branch` is the branch the source action names: without any filter, a
/// push to it starts the pipeline.
pub fn matches(
    trigger: &PipelineTriggerDeclaration,
    default_branch: Option<&str>,
    event: &GitEvent,
) -> Explanation {
    let git = &trigger.git_configuration;
    let push = git.push.as_deref().unwrap_or_default();
    let pull_request = git.pull_request.as_deref().unwrap_or_default();
    if push.is_empty() && pull_request.is_empty() {
        let starts =
            matches!(event, GitEvent::Push { branch, .. } if Some(branch.as_str()) == default_branch);
        let branch = default_branch.unwrap_or("the configured branch");
        let summary = if starts {
            format!("There are no filters: any push to {branch} starts the pipeline.")
        } else {
            format!("There are no filters: only a push to {branch} starts the pipeline.")
        };
        return Explanation { starts, filters: Vec::new(), summary };
    }
    let filters: Vec<_> = match event {
        GitEvent::PullRequest { event, destination, files } => pull_request
            .iter()
            .enumerate()
            .map(|(index, filter)| judge_pull_request(index, filter, event, destination, files))
            .collect(),
        GitEvent::Push { .. } | GitEvent::Tag { .. } => {
            push.iter().enumerate().map(|(index, filter)| judge_push(index, filter, event)).collect()
        }
    };
    let starts = filters.iter().any(|filter| filter.matches);
    let summary = match (starts, filters.is_empty()) {
        (true, _) => "A filter matches: the pipeline starts.",
        (false, true) => "The trigger has no filter for this kind of event.",
        (false, false) => "No filter matches: the pipeline does not start.",
    };
    Explanation { starts, filters, summary: summary.to_owned() }
}

fn judge_push(index: usize, filter: &GitPushFilter, event: &GitEvent) -> FilterVerdict {
    let mut verdict = Verdict::default();
    match event {
        GitEvent::Tag { name } => match &filter.tags {
            Some(tags) => verdict.name("tag", name, tags.includes.as_deref(), tags.excludes.as_deref()),
            None => verdict.add(false, "the filter is not about tags".to_owned()),
        },
        GitEvent::Push { branch, created, files } => {
            if filter.tags.is_some() {
                verdict.add(false, "the filter is about tags".to_owned());
            }
            if let Some(branches) = &filter.branches {
                verdict.name("branch", branch, branches.includes.as_deref(), branches.excludes.as_deref());
            }
            if let Some(paths) = &filter.file_paths {
                if *created {
                    verdict.add(false, "a push that creates a branch never matches file paths".to_owned());
                } else {
                    verdict.files(files, paths.includes.as_deref(), paths.excludes.as_deref());
                }
            }
        }
        GitEvent::PullRequest { .. } => verdict.add(false, "the filter is about pushes".to_owned()),
    }
    verdict.done(format!("/gitConfiguration/push/{index}"))
}

fn judge_pull_request(
    index: usize,
    filter: &GitPullRequestFilter,
    event: &str,
    destination: &str,
    files: &[String],
) -> FilterVerdict {
    let mut verdict = Verdict::default();
    if let Some(events) = &filter.events {
        let listed = events.iter().any(|one: &GitPullRequestEventType| one.as_str() == event);
        verdict.add(listed, format!("the event {event} is {}listed", if listed { "" } else { "not " }));
    }
    if let Some(branches) = &filter.branches {
        let (includes, excludes) = (branches.includes.as_deref(), branches.excludes.as_deref());
        verdict.name("destination branch", destination, includes, excludes);
    }
    if let Some(paths) = &filter.file_paths {
        verdict.files(files, paths.includes.as_deref(), paths.excludes.as_deref());
    }
    verdict.done(format!("/gitConfiguration/pullRequest/{index}"))
}

/// A filter's members so far: all of them have to match.
#[derive(Default)]
struct Verdict {
    failed: bool,
    reasons: Vec<String>,
}

impl Verdict {
    fn add(&mut self, matches: bool, reason: String) {
        self.failed |= !matches;
        self.reasons.push(reason);
    }

    fn name(&mut self, what: &str, name: &str, includes: Option<&[String]>, excludes: Option<&[String]>) {
        let (matches, reason) = pass(name, includes, excludes);
        self.add(matches, format!("{what} `{name}` {reason}"));
    }

    fn files(&mut self, files: &[String], includes: Option<&[String]>, excludes: Option<&[String]>) {
        let examined = files.iter().take(EXAMINED_FILES);
        match examined.map(|file| (file, pass(file, includes, excludes))).find(|(_, (matches, _))| *matches) {
            Some((file, (_, reason))) => self.add(true, format!("changed file `{file}` {reason}")),
            None if files.len() > EXAMINED_FILES => {
                let message = format!(
                    "none of the first {EXAMINED_FILES} changed files passes; later ones do not count"
                );
                self.add(false, message);
            }
            None => self.add(false, "no changed file passes".to_owned()),
        }
    }

    fn done(self, pointer: String) -> FilterVerdict {
        FilterVerdict { pointer, matches: !self.failed, reasons: self.reasons }
    }
}

/// Whether a name passes: some include matches (or there are none), and no exclude does.
fn pass(name: &str, includes: Option<&[String]>, excludes: Option<&[String]>) -> (bool, String) {
    let first = |patterns: Option<&[String]>| {
        patterns.unwrap_or_default().iter().find(|pattern| glob_matches(pattern, name)).cloned()
    };
    if let Some(pattern) = first(excludes) {
        return (false, format!("is excluded by `{pattern}`"));
    }
    match includes {
        None | Some([]) => (true, "is not excluded".to_owned()),
        Some(_) => match first(includes) {
            Some(pattern) => (true, format!("matches `{pattern}`")),
            None => (false, "matches none of the includes".to_owned()),
        },
    }
}

/// Whether a pattern matches a whole name: `*` any characters but `/`, `**` any characters, `?` one character but
/// `/`, `[abc]` `[a-z]` `[!abc]` one character but `/`, `{a,b}` alternatives, `\` takes the next character as it
/// is. Upper and lower case differ. `**/x` also matches `x` itself, as the user guide's own examples need.
///
/// A malformed pattern matches nothing; [`glob_fault`] says what is wrong with it.
pub fn glob_matches(pattern: &str, name: &str) -> bool {
    glob_regex(pattern).is_ok_and(|regex| regex.is_match(name))
}

/// What is wrong with a pattern, if something is.
pub fn glob_fault(pattern: &str) -> Option<&'static str> {
    glob_regex(pattern).err()
}

fn glob_regex(pattern: &str) -> Result<Regex, &'static str> {
    let literal = |out: &mut String, c: char| out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
    let mut out = String::from("(?s)^");
    let mut chars = pattern.chars().peekable();
    let mut before = None;
    let mut in_braces = false;
    while let Some(c) = chars.next() {
        match c {
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
                if matches!(before, None | Some('/')) && chars.peek() == Some(&'/') {
                    chars.next();
                    out.push_str("(?:.*/)?");
                    before = Some('/');
                    continue;
                }
                out.push_str(".*");
            }
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            '[' => class(&mut chars, &mut out)?,
            '{' if in_braces => return Err("`{` inside `{` is not allowed"),
            '{' => {
                in_braces = true;
                out.push_str("(?:");
            }
            '}' if in_braces => {
                in_braces = false;
                out.push(')');
            }
            ',' if in_braces => out.push('|'),
            '\\' => literal(&mut out, chars.next().ok_or("`\\` stands at the end")?),
            c => literal(&mut out, c),
        }
        before = Some(c);
    }
    if in_braces {
        return Err("`{` is not closed");
    }
    out.push('$');
    Regex::new(&out).map_err(|_| "it is too complicated")
}

/// Reads a class after its `[`.
fn class(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, out: &mut String) -> Result<(), &'static str> {
    let negated = chars.next_if_eq(&'!').is_some();
    let mut members = Vec::new();
    loop {
        match chars.next() {
            None => return Err("`[` is not closed"),
            Some(']') if !members.is_empty() => break,
            Some('\\') => members.push((chars.next().ok_or("`\\` stands at the end")?, true)),
            Some(c) => members.push((c, false)),
        }
    }
    out.push_str(if negated { "[^/" } else { "[" });
    for (index, (c, escaped)) in members.iter().enumerate() {
        let range = *c == '-' && !escaped && index > 0 && index + 1 < members.len();
        if range {
            out.push('-');
        } else if c.is_alphanumeric() {
            out.push(*c);
        } else {
            out.push_str(&format!("\\x{{{:x}}}", u32::from(*c)));
        }
    }
    // A class never matches `/`, whatever it lists.
    out.push_str(if negated { "]" } else { "&&[^/]]" });
    Ok(())
}
