//! What a run would do on this computer: the definition, the setup beside it, the flags, and what is still missing.
//! It changes nothing but, when asked, the setup's file that accepted guesses are kept in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use actions::{Origin, World};
use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, ActionOwner, ActionType, CreateCustomActionTypeInput,
    PipelineDeclaration,
};
use pipeline::setup::{self, Body, BuildsIn, Project, RunsOn, Setup};

use crate::contract::{
    self, Failure, Gap, Plan, PlannedAction, PlannedGuess, PlannedVariable, RunRequest, Severity,
};
use crate::failure::{failure, io};
use crate::files::absolute;
use crate::{check, guesses, import, kept, part};

/// The setup that is committed beside a definition, and the one that is not.
pub(crate) const COMMITTED: &str = "pipesmith.yaml";
const OWN: &str = "pipesmith.local.yaml";

/// Everything a run needs, looked up.
pub(crate) struct Prepared {
    pub declaration: PipelineDeclaration,
    pub world: World,
    /// Values of the pipeline's variables, as the start gets them.
    pub variables: Vec<(String, String)>,
    /// Secrets that the request brings.
    pub secrets: BTreeMap<String, String>,
    /// What would happen; `changed` and `running` are for the engine to say.
    pub plan: Plan,
    /// Why the service would refuse the definition.
    pub refusal: Option<Failure>,
    /// Custom action types of the definition's template that do not exist here yet.
    pub action_types: Vec<CreateCustomActionTypeInput>,
    /// The part of the pipeline that is asked for.
    pub part: Option<engine::Part>,
    /// What an account carries out, `Stage/Action`, and its place as the user names it.
    pub places: BTreeMap<String, String>,
    path: PathBuf,
}

impl Prepared {
    /// Looks everything up. Relative paths of the request start at `folder`; unmapped buckets lie in `buckets`. What
    /// was answered before is kept in the folder `data`.
    /// `types` are the custom action types that exist here, `found` what the account of a place knows about projects.
    pub fn new(
        request: &RunRequest,
        folder: &Path,
        data: &Path,
        buckets: PathBuf,
        types: &[ActionType],
        found: Option<(String, BTreeMap<String, Project>)>,
    ) -> Result<Self, Failure> {
        let path = absolute(folder, &request.path);
        let parameters = request.parameters.as_deref().unwrap_or_default();
        let read = check::load(&path, request.text.as_deref(), parameters)?;
        let home = import::home(&path);
        let setup = setup_beside(&home)?;
        let flags = flags(request, folder, &home)?;
        let secrets = secrets(request, folder)?;
        let mut gaps = strays(&flags, &read.declaration);
        let mut problems = read.problems.clone();
        problems.extend(setup.find_strays(&read.declaration).into_iter().map(|stray| contract::Problem {
            code: "SETUP".into(),
            severity: Severity::Warning,
            message: format!("{COMMITTED}: {}", stray.message),
            pointer: String::new(),
            span: None,
            fix: None,
            repair: Vec::new(),
        }));
        let mut setup = read.setup.clone().merge(setup).merge(kept::read(data, &read.declaration.name)?);
        let starts = guesses::open(read.starts.clone(), &setup);
        let mut guesses = guesses::starts(&starts);
        // Nothing starts by itself that its user did not ask for.
        if request.keep_starts == Some(true) {
            setup = starts.merge(setup);
        }
        let variables = variables(request, &setup, &read.declaration, &mut gaps);
        for name in setup.secrets.iter().filter(|name| !secrets.contains_key(*name)) {
            let kept = store::secrets::get(&format!("secret:{name}"));
            if !matches!(kept, Ok(Some(_))) {
                gaps.push(Gap {
                    code: "secret-missing".into(),
                    message: format!("The secret {name} has no value on this computer"),
                    remedy: format!("hand it in with `--secret {name}=@FILE`"),
                    subject: name.clone(),
                });
            }
        }
        let part = part::part(request, &read.declaration)?;
        let mut world = World::new(home, setup, flags, buckets);
        if let Some((place, projects)) = found {
            world = world.with_projects(place, projects);
        }
        guesses.splice(0..0, guesses::sources(&read.declaration, &world));
        let mut planned = Vec::new();
        for stage in &read.declaration.stages {
            for action in &stage.actions {
                let mut one = one(&stage.name, action, &world);
                if one.runs_on == contract::RunsOn::Local {
                    one.gaps.extend(without_type(action, types, &read.action_types));
                }
                planned.push(in_part(part.as_ref(), one));
            }
            let left_out = |action: &ActionDeclaration| {
                let name = format!("{}/{}", stage.name, action.name);
                part.as_ref().is_some_and(|part| part.left_out.contains(&name))
            };
            let rules =
                if stage.actions.iter().all(left_out) { Vec::new() } else { pipeline::model::rules(stage) };
            for (gate, rule) in rules {
                let mut one = one(&stage.name, &rule, &world);
                one.action = format!("{} ({gate})", one.action);
                planned.push(in_part(part.as_ref(), one));
            }
        }
        for (stage, action, gap) in before_the_builds(&read.declaration, &world, &secrets) {
            let runs = |one: &&mut PlannedAction| {
                let name = format!("{stage}/{action}");
                one.stage == stage
                    && one.action == action
                    && !part
                        .as_ref()
                        .is_some_and(|part| part.reused.contains(&name) || part.left_out.contains(&name))
            };
            if let Some(one) = planned.iter_mut().find(runs) {
                one.gaps.push(gap);
            }
        }
        let places = on_aws(request, &read.declaration.name, &world, part.as_ref(), &mut planned);
        // What is about no action of its own stands with the first one that it names, else with the first of all.
        for gap in gaps {
            let at = planned.iter().position(|one| one.action == gap.subject).unwrap_or(0);
            if let Some(one) = planned.get_mut(at) {
                one.gaps.push(gap);
            }
        }
        let refusal = read.refusal();
        let ready = refusal.is_none() && planned.iter().all(|one| one.gaps.is_empty());
        let declared = read.declaration.variables.iter().flatten().map(|variable| PlannedVariable {
            name: variable.name.clone(),
            default_value: variables
                .iter()
                .find(|(name, _)| *name == variable.name)
                .map(|(_, value)| value.clone())
                .or_else(|| variable.default_value.clone()),
            description: variable.description.clone(),
            required: variable.default_value.is_none(),
        });
        let plan = Plan {
            pipeline: read.declaration.name.clone(),
            ready,
            sandbox: match request.sandbox.as_deref() {
                Some(word @ ("off" | "container")) => word.into(),
                _ => "auto".into(),
            },
            variables: declared.collect(),
            actions: planned,
            problems,
            guesses,
            changed: false,
            running: 0,
        };
        let missing = |one: &CreateCustomActionTypeInput| {
            !types.iter().any(|known| {
                let id = &known.id;
                (&one.category, &one.provider, &one.version) == (&id.category, &id.provider, &id.version)
            })
        };
        let action_types = read.action_types.into_iter().filter(missing).collect();
        Ok(Self {
            declaration: read.declaration,
            world,
            variables,
            secrets,
            plan,
            refusal,
            action_types,
            part,
            places,
            path,
        })
    }

    /// The names of the projects of builds on this computer that nobody described.
    pub fn unknown_projects(&self) -> BTreeSet<String> {
        let stages = &self.declaration.stages;
        let actions =
            stages.iter().flat_map(|stage| stage.actions.iter().map(|action| (&stage.name, action)));
        let names = actions
            .filter(|(_, action)| action.action_type_id.provider == "CodeBuild")
            .filter(|(stage, action)| self.world.runs_on(stage, action) == RunsOn::Local)
            .filter_map(|(_, action)| action.configuration.as_ref()?.get("ProjectName"));
        names.filter(|name| matches!(self.world.project(name).from, Origin::Guess(_))).cloned().collect()
    }

    /// The definition's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The failure that keeps it from running: the first gap's code, every gap's sentence, the first way out.
    pub fn obstacle(&self) -> Option<Failure> {
        if let Some(refusal) = &self.refusal {
            return Some(refusal.clone());
        }
        let gaps: Vec<&Gap> = self.plan.actions.iter().flat_map(|action| &action.gaps).collect();
        let first = gaps.first()?;
        let message: Vec<&str> = gaps.iter().map(|gap| gap.message.as_str()).collect();
        let mut remedies: Vec<&str> = Vec::new();
        for gap in &gaps {
            if !remedies.contains(&gap.remedy.as_str()) {
                remedies.push(&gap.remedy);
            }
        }
        Some(failure(first.code.clone(), message.join("; ")).remedy(remedies.join("; ")))
    }

    /// Keeps the choices of this request for later runs.
    pub fn remember(&self, data: &Path) -> Result<(), Failure> {
        kept::remember(data, &self.declaration.name, self.world.flags())
    }

    /// Writes the guesses that are accepted into the committed setup: the sources, and what starts the pipeline.
    pub fn keep_guesses(&self, sources: bool, starts: bool) -> Result<(), Failure> {
        let accepted = |one: &&PlannedGuess| if one.part == "sources" { sources } else { starts };
        let guesses: Vec<_> = self.plan.guesses.iter().filter(accepted).collect();
        guesses::keep(self.world.folder(), &guesses)
    }
}

/// What a run of a part does with an action: nothing that is left out or taken from before can be missing.
fn in_part(part: Option<&engine::Part>, mut action: PlannedAction) -> PlannedAction {
    let name = format!("{}/{}", action.stage, action.action);
    let Some(part) = part else { return action };
    if part.reused.contains(&name) {
        action.part = Some("reused".into());
        action.what = "Takes the result of the last execution in which it succeeded".into();
        action.gaps.clear();
    } else if part.left_out.contains(&name) {
        action.part = Some("leftOut".into());
        action.what = "Is left out of this run".into();
        action.gaps.clear();
    }
    action
}

/// What accounts carry out in this run, with their place; what is missing for it stands with the actions. It is a change
/// to somebody's account from a laptop: the user names it and types the pipeline's name.
fn on_aws(
    request: &RunRequest,
    pipeline: &str,
    world: &World,
    part: Option<&engine::Part>,
    planned: &mut [PlannedAction],
) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    let runs_there = |one: &&mut PlannedAction| {
        let name = format!("{}/{}", one.stage, one.action);
        let outside = part.is_some_and(|part| part.reused.contains(&name) || part.left_out.contains(&name));
        one.runs_on == contract::RunsOn::Aws && one.gaps.is_empty() && !outside
    };
    for one in planned.iter_mut().filter(runs_there) {
        let mut gap = |code: &str, message: String, remedy: String| {
            let subject = one.action.clone();
            one.gaps.push(Gap { code: code.into(), message, remedy, subject });
        };
        let Some(place) = world.place() else {
            gap(
                "place-not-named",
                format!("{} is to run on aws, but no place is named", one.action),
                "name the account's place: `--place PROFILE`, or `place: PROFILE` in pipesmith.local.yaml"
                    .into(),
            );
            continue;
        };
        places.insert(format!("{}/{}", one.stage, one.action), place.to_owned());
        if request.confirm.as_deref() != Some(pipeline) {
            gap(
                "aws-not-confirmed",
                format!("{} changes the account of the place {place}: {}", one.action, one.what),
                format!("confirm it with the pipeline's name: `--confirm {pipeline}`"),
            );
        }
        one.from = format!("place {place}");
    }
    places
}

/// What the builds of the pipeline lack, as far as their sources are folders here: a buildspec, secrets. With the
/// stage and action that lacks it first.
fn before_the_builds(
    declaration: &PipelineDeclaration,
    world: &World,
    secrets: &BTreeMap<String, String>,
) -> Vec<(String, String, Gap)> {
    let mut gaps = Vec::new();
    let mut asked: Vec<String> = Vec::new();
    let all = || {
        declaration.stages.iter().flat_map(|stage| stage.actions.iter().map(|action| (&stage.name, action)))
    };
    for (stage, action) in all() {
        let primary = action
            .configuration
            .as_ref()
            .and_then(|configuration| configuration.get("PrimarySource"))
            .or_else(|| action.input_artifacts.iter().flatten().next().map(|input| &input.name));
        let maker = all().find(|(_, one)| {
            one.action_type_id.category == ActionCategory::Source
                && one.output_artifacts.iter().flatten().any(|output| Some(&output.name) == primary)
        });
        let source = maker.and_then(|(stage, maker)| world.git_source(stage, maker).ok()).filter(|source| {
            matches!(source.kind, actions::SourceKind::Worktree | actions::SourceKind::Snapshot)
        });
        let folder = source.as_ref().and_then(|source| source.path.as_deref()).filter(|path| path.is_dir());
        let needed = match actions::needs(stage, action, world, folder) {
            Ok(needed) => needed,
            Err(gap) => {
                let actions::Gap { code, message, remedy, subject } = gap;
                gaps.push((stage.clone(), action.name.clone(), Gap { code, message, remedy, subject }));
                continue;
            }
        };
        for name in needed {
            if asked.contains(&name) {
                continue;
            }
            let lent = secrets.contains_key(&name) || world.lists_secret(&name);
            if !lent && !matches!(store::secrets::get(&format!("secret:{name}")), Ok(Some(_))) {
                let gap = Gap {
                    code: "secret-missing".into(),
                    message: format!(
                        "{} asks for the secret {name}, which has no value on this computer",
                        action.name
                    ),
                    remedy: format!("hand it in with `--secret {name}=@FILE`"),
                    subject: name.clone(),
                };
                gaps.push((stage.clone(), action.name.clone(), gap));
            }
            asked.push(name);
        }
    }
    gaps
}

/// What the files beside a definition say.
pub(crate) fn setup_beside(folder: &Path) -> Result<Setup, Failure> {
    let committed = setup_of(&folder.join(COMMITTED), setup::Origin::Committed)?;
    Ok(committed.merge(setup_of(&folder.join(OWN), setup::Origin::Own)?))
}

fn setup_of(file: &Path, origin: setup::Origin) -> Result<Setup, Failure> {
    let text = match fs_err::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Setup::default()),
        Err(error) => return Err(io(&error)),
    };
    Setup::parse(&text, &file.display().to_string(), origin).map_err(|error| {
        failure("invalid-setup", error.to_string()).remedy("mend the file, or move it away and use flags")
    })
}

fn bad(flag: &str, text: &str, form: &str) -> Failure {
    failure("bad-arguments", format!("--{flag} {text} is not of the form {form}"))
}

/// What the flags say, as a setup.
fn flags(request: &RunRequest, folder: &Path, home: &Path) -> Result<Setup, Failure> {
    let mut flags = Setup::default();
    for text in &request.sources {
        let form = "ACTION=PATH, ACTION=PATH@REF or ACTION=URL";
        let (name, value) = text.split_once('=').ok_or_else(|| bad("source", text, form))?;
        if name.is_empty() || value.is_empty() {
            return Err(bad("source", text, form));
        }
        let source = source(value, folder);
        if source.holds_secret() {
            return Err(failure("secret-in-url", format!("--source {name}: {}", setup::SECRET_IN_URL)));
        }
        flags.sources.insert(name.to_owned(), source);
    }
    for text in &request.projects {
        let form = "NAME=BUILDSPEC";
        let (name, value) = text.split_once('=').ok_or_else(|| bad("project", text, form))?;
        if name.is_empty() || value.is_empty() {
            return Err(bad("project", text, form));
        }
        let file = [folder, home].iter().map(|base| absolute(base, value)).find(|file| file.is_file());
        let file = file.ok_or_else(|| {
            failure("buildspec-missing", format!("The buildspec {value} for the project {name} is not there"))
                .remedy(format!("name a file that is: `--project {name}=FILE`"))
        })?;
        let buildspec = Some(Body::Path(file.display().to_string()));
        flags.projects.insert(name.to_owned(), Project { buildspec, ..Project::default() });
    }
    for text in &request.on {
        let form = "ACTION=local, ACTION=aws or ACTION=simulated";
        let (name, value) = text.split_once('=').ok_or_else(|| bad("on", text, form))?;
        match RunsOn::from_word(value) {
            Some(runs_on) => flags.on.insert(name.to_owned(), runs_on),
            None => return Err(bad("on", text, form)),
        };
    }
    flags.place = request.place.clone().filter(|place| !place.is_empty());
    for variable in &request.variables {
        flags.variables.insert(variable.name.clone(), variable.value.clone());
    }
    flags.builds = match request.sandbox.as_deref() {
        None | Some("") => None,
        Some("auto" | "off") => Some(BuildsIn::Sandbox),
        Some("container") => Some(BuildsIn::Container),
        Some(word) => {
            return Err(failure("bad-arguments", format!("--sandbox {word} is not auto, container or off")));
        }
    };
    Ok(flags)
}

/// A path, a path with a ref, or an address with or without one.
fn source(value: &str, folder: &Path) -> setup::Source {
    let is_url =
        value.contains("://") || (value.contains('@') && value.contains(':') && !Path::new(value).exists());
    if is_url {
        let last = value.rfind('/').unwrap_or(0);
        let reference = value.get(last..).and_then(|name| name.rfind('@')).map(|at| last + at);
        let (url, reference) = match reference {
            Some(at) => (value.get(..at), value.get(at + 1..)),
            None => (Some(value), None),
        };
        return setup::Source {
            url: url.map(str::to_owned),
            reference: reference.filter(|reference| !reference.is_empty()).map(str::to_owned),
            ..setup::Source::default()
        };
    }
    let whole = absolute(folder, value);
    if !whole.exists()
        && let Some((path, reference)) = value.rsplit_once('@')
        && absolute(folder, path).exists()
    {
        return setup::Source {
            path: Some(absolute(folder, path).display().to_string()),
            reference: Some(reference.to_owned()),
            ..setup::Source::default()
        };
    }
    setup::Source { path: Some(whole.display().to_string()), ..setup::Source::default() }
}

/// `NAME=@FILE`: the value is read here and never travels.
fn secrets(request: &RunRequest, folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut secrets = BTreeMap::new();
    for text in &request.secrets {
        // What stands behind the name may be the secret itself: it is not repeated.
        let name = text.split('=').next().unwrap_or_default();
        let (name, file) = text.split_once("=@").ok_or_else(|| {
            failure("bad-arguments", format!("--secret {name}=… is not of the form NAME=@FILE; a value on the command line could be read by others"))
                .remedy(format!("write it to a file and say `--secret {name}=@FILE`"))
        })?;
        let value = fs_err::read_to_string(absolute(folder, file)).map_err(|error| io(&error))?;
        secrets.insert(name.to_owned(), value.trim_end_matches(['\n', '\r']).to_owned());
    }
    Ok(secrets)
}

/// Flags that name nothing in the pipeline: slips that would be silent otherwise.
fn strays(flags: &Setup, declaration: &PipelineDeclaration) -> Vec<Gap> {
    let gap = |message: String, subject: &str| Gap {
        code: "unknown-name".into(),
        message,
        remedy: "correct the name; `pipesmith plan` lists the actions".into(),
        subject: subject.to_owned(),
    };
    let mut gaps: Vec<Gap> = flags
        .find_strays(declaration)
        .into_iter()
        .map(|stray| gap(stray.message, stray.pointer.as_str()))
        .collect();
    for name in flags.sources.keys() {
        let known = declaration.stages.iter().any(|stage| {
            let sources =
                stage.actions.iter().filter(|one| one.action_type_id.category == ActionCategory::Source);
            sources.into_iter().any(|action| Setup::source_keys(&stage.name, action).contains(name))
        });
        if !known {
            gaps.push(gap(format!("The pipeline has no source action `{name}`"), name));
        }
    }
    for name in flags.projects.keys() {
        let mut actions = declaration.stages.iter().flat_map(|stage| &stage.actions);
        if !actions.any(|action| pipeline::model::configuration(action, "ProjectName") == Some(name)) {
            gaps.push(gap(format!("No action of the pipeline builds the project `{name}`"), name));
        }
    }
    gaps
}

fn variables(
    request: &RunRequest,
    setup: &Setup,
    declaration: &PipelineDeclaration,
    gaps: &mut Vec<Gap>,
) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for variable in declaration.variables.iter().flatten() {
        let given =
            request.variables.iter().find(|one| one.name == variable.name).map(|one| one.value.clone());
        match given.or_else(|| setup.variables.get(&variable.name).cloned()) {
            Some(value) => values.push((variable.name.clone(), value)),
            None if variable.default_value.is_none() => gaps.push(Gap {
                code: "variable-missing".into(),
                message: format!("The variable {} has no default and no value", variable.name),
                remedy: format!("give it one with `--variable {}=VALUE`", variable.name),
                subject: variable.name.clone(),
            }),
            None => {}
        }
    }
    values
}

/// What is missing when an action is of a custom type that does not exist here.
fn without_type(
    action: &ActionDeclaration,
    types: &[ActionType],
    made: &[CreateCustomActionTypeInput],
) -> Option<Gap> {
    let id = &action.action_type_id;
    let makes = |one: &CreateCustomActionTypeInput| {
        (&one.category, &one.provider, &one.version) == (&id.category, &id.provider, &id.version)
    };
    let known = types.iter().any(|known| known.id == *id) || made.iter().any(makes);
    if id.owner != ActionOwner::Custom || known {
        return None;
    }
    let name = format!("{}/{} version {}", id.category.as_str(), id.provider, id.version);
    Some(Gap {
        code: "action-type-missing".into(),
        message: format!("{} is of the custom action type {name}, which does not exist here", action.name),
        remedy: format!(
            "create it with `aws codepipeline create-custom-action-type` and run its worker, or simulate the action \
             with `--on {}=simulated`",
            action.name
        ),
        subject: action.name.clone(),
    })
}

fn one(stage: &str, action: &ActionDeclaration, world: &World) -> PlannedAction {
    let planned = actions::plan(stage, action, world);
    let reads = (action.action_type_id.category == ActionCategory::Source)
        .then(|| world.git_source(stage, action).ok())
        .flatten()
        .filter(|source| matches!(source.kind, actions::SourceKind::Worktree | actions::SourceKind::Snapshot))
        .and_then(|source| source.path)
        .filter(|path| path.exists())
        .map(|path| path.display().to_string());
    PlannedAction {
        stage: stage.to_owned(),
        action: action.name.clone(),
        run_order: pipeline::model::run_order(action),
        provider: action.action_type_id.provider.clone(),
        category: action.action_type_id.category.as_str().to_owned(),
        runs_on: match planned.runs_on {
            RunsOn::Local => contract::RunsOn::Local,
            RunsOn::Aws => contract::RunsOn::Aws,
            RunsOn::Simulated => contract::RunsOn::Simulated,
        },
        fidelity: planned.fidelity.into(),
        what: planned.what,
        from: planned.from,
        differences: planned.differences,
        gaps: planned
            .gaps
            .into_iter()
            .map(|gap| Gap { code: gap.code, message: gap.message, remedy: gap.remedy, subject: gap.subject })
            .collect(),
        reads,
        part: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_paths_with_a_ref_or_addresses() {
        let folder = tempfile::tempdir().unwrap();
        fs_err::create_dir(folder.path().join("web")).unwrap();
        let web = folder.path().join("web").display().to_string();
        let read = |value: &str| source(value, folder.path());
        assert_eq!((read("web").path, read("web").reference), (Some(web.clone()), None));
        assert_eq!((read("web@v1").path, read("web@v1").reference), (Some(web), Some("v1".into())));
        let remote = read("https://example.com/octo/web.git@main");
        assert_eq!(remote.url.as_deref(), Some("https://example.com/octo/web.git"));
        assert_eq!(remote.reference.as_deref(), Some("main"));
        assert_eq!(read("git@example.com:octo/web.git").url.as_deref(), Some("git@example.com:octo/web.git"));
    }
}
