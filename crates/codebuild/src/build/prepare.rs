//! What stands before the first phase: the buildspec, the environment, the shell, and what is known by then to differ
//! from CodeBuild.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Build, Interrupt, Prepared};
use crate::buildspec::Buildspec;
use crate::environment::{self, Places};
use crate::outcome::Difference;
use crate::request::BuildspecSource;
use crate::sandbox::{Layout, Rung};
use crate::session::Session;
use crate::{Error, tools, versions};

impl Build<'_> {
    /// Reads the buildspec and makes the environment.
    pub(super) fn prepare(&mut self, layout: &Layout) -> Result<Prepared, Error> {
        let request = self.request;
        let spec = request.read_buildspec(layout.primary())?;
        if let BuildspecSource::Default | BuildspecSource::File(_) = request.buildspec {
            self.agent(&format!("YAML location is {}", layout.primary().join(&spec.name).display()));
        }
        for warning in &spec.warnings {
            self.agent(&format!(
                "Warning: {} (line {}, column {} of {})",
                warning.message, warning.at.line, warning.at.column, spec.name
            ));
        }
        let shell =
            match spec.env.shell.as_deref().map(|shell| (shell, shell.rsplit('/').next().unwrap_or(shell))) {
                None | Some((_, "sh")) => PathBuf::from("/bin/sh"),
                Some((_, "bash")) => layout.bash.clone().ok_or_else(|| Error::UnsupportedShell {
                    shell: match layout.rung {
                        Rung::Container => format!("bash (it is not in {})", request.image),
                        _ => "bash (it is not installed)".to_owned(),
                    },
                })?,
                Some((shell, "powershell.exe" | "pwsh" | "pwsh.exe" | "cmd.exe")) => {
                    return Err(Error::UnsupportedShell {
                        shell: format!("{shell} (a shell of CodeBuild's Windows images)"),
                    });
                }
                Some((shell, _)) => return Err(Error::UnsupportedShell { shell: shell.to_owned() }),
            };
        self.note_differences(&spec, layout.rung);
        let toolchains: Vec<PathBuf> =
            layout.toolchains.iter().map(|toolchain| toolchain.path.clone()).collect();
        let places = Places {
            sources: &layout.sources,
            home: &layout.home,
            temporary: layout.temporary.as_deref(),
            toolchains: &toolchains,
            redirect_installs: matches!(layout.rung, Rung::Bubblewrap | Rung::Landlock),
            in_image: layout.rung == Rung::Container,
        };
        let mut environment =
            environment::variables(request, &spec, &places, self.started_ms, &mut self.differences)?;
        tools::write(&layout.host_scratch.join("bin"))
            .map_err(|error| Error::Machinery { message: error.to_string() })?;
        // Behind the others: a project may bring its own.
        let tools = layout.scratch.join("bin").display().to_string();
        environment
            .entry("PATH".to_owned())
            .and_modify(|path| path.push_str(&format!(":{tools}")))
            .or_insert(tools);
        self.agent("Processing environment variables");
        self.agent(&format!("Moving to directory {}", layout.primary().display()));
        self.agent(&format!("Phases found in YAML: {}", spec.phases.len()));
        for phase in &spec.phases {
            self.agent(&format!(" {}: {} commands", phase.kind.name(), phase.commands.len()));
        }
        Ok(Prepared { spec, environment: environment.into_iter().collect(), shell })
    }

    pub(super) fn note_differences(&mut self, spec: &Buildspec, rung: Rung) {
        let mut note = |code, message: String| self.differences.push(Difference::new(code, message));
        if !self.request.image.is_empty() && rung != Rung::Container {
            note("image", format!("the build ran on this computer's system, not in {}", self.request.image));
        }
        if !matches!(rung, Rung::Overlay | Rung::Container) && !nix::unistd::geteuid().is_root() {
            note("user", "the build ran as an ordinary user, not as root".to_owned());
        }
        if spec.cache.is_some() && self.request.cache.is_none() {
            note(
                "cache",
                "the cache is neither restored nor saved: this build has no place for one".to_owned(),
            );
        }
        if spec.env.git_credential_helper {
            note("git-credential-helper", "there is no git credential helper of CodeBuild here".to_owned());
        }
    }

    /// Says which runtime versions were asked for and which are here.
    pub(super) async fn runtime_versions(
        &mut self,
        wanted: &BTreeMap<String, String>,
        session: &mut Session,
        layout: &Layout,
        prepared: &Prepared,
    ) -> Result<(), Interrupt> {
        self.agent(
            "Skipping install of runtimes. Runtime version selection is not supported by this build image",
        );
        let question = |name: &str| match name {
            "nodejs" => "node --version",
            "python" => "python3 --version",
            "java" => "java -version",
            "ruby" => "ruby --version",
            "golang" => "go version",
            "php" => "php --version",
            "dotnet" => "dotnet --version",
            _ => "false",
        };
        let asked: String = wanted
            .keys()
            .map(|name| format!("printf '%s\\0' \"$({} 2>&1 </dev/null || :)\"; ", question(name)))
            .collect();
        let answers = self.ask(&asked, session, layout).await?;
        for (index, (name, version)) in wanted.iter().enumerate() {
            let said = answers.get(index).and_then(|answer| answer.lines().next()).unwrap_or_default();
            let number = versions::first_number(said).filter(|_| !said.contains("not found"));
            let known = |name: &str| prepared.environment.iter().find(|(known, _)| known == name);
            let meant = match wanted_variable(version).and_then(known) {
                Some((_, value)) => value,
                None => version,
            };
            if number.is_some_and(|number| versions::satisfies(meant, number)) {
                continue;
            }
            let found = if number.is_none() { "none" } else { said };
            self.differences.push(Difference::new(
                "runtime-version",
                format!("runtime-versions asks for {name} {meant}; found here: {found}"),
            ));
        }
        Ok(())
    }
}

/// The name in `$NAME` or `${NAME}`.
fn wanted_variable(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    Some(name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name))
}
