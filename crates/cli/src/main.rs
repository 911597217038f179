//! `pipesmith`, the command line: asks the studio and tells what it answers, as lines, live progress or JSON.
//! It decides nothing about pipelines and draws no window.

mod access;
mod commands;
mod follow;
mod history;
mod show;
mod start;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use studio::contract::OldArtifacts;
use studio::{Failure, Options, Studio};

/// What a command ends with when it did not do what was asked because of what it was given.
pub(crate) const BAD_INPUT: u8 = 2;
/// What a run ends with while an approval waits.
pub(crate) const WAITING: u8 = 3;

#[derive(Parser)]
#[command(name = "pipesmith", version, about = "Runs AWS CodePipeline pipelines on this computer")]
struct Cli {
    /// The data folder; else PIPESMITH_HOME, else the platform's data directory.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Opens a definition in the desktop app.
    Open { file: PathBuf },
    /// Checks definitions: exit 0 clean, 1 with errors, 2 unreadable.
    Validate {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// A parameter of the template that makes the pipeline.
        #[arg(long, value_name = "NAME=VALUE|@FILE")]
        param: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    /// Prints the declaration that a template makes, as JSON.
    Import {
        /// The template; `FILE#ID` when it makes several pipelines.
        file: PathBuf,
        /// A parameter of the template.
        #[arg(long, value_name = "NAME=VALUE|@FILE")]
        param: Vec<String>,
        /// The file that is written instead.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Says what a run would do here, action by action, and what is missing.
    Plan {
        #[command(flatten)]
        what: What,
        #[arg(long)]
        json: bool,
    },
    /// Runs a pipeline: exit 0 succeeded, 1 failed or stopped, 2 bad input, 3 waiting for an approval.
    Run {
        #[command(flatten)]
        what: What,
        /// What is done at an approval.
        #[arg(long, value_enum, default_value = "ask")]
        approve: Approve,
        #[arg(long)]
        json: bool,
    },
    /// Lists pipelines and their executions; of one, which revision is in which stage.
    Ps {
        pipeline: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Prints the log of an execution's actions.
    Logs {
        #[command(flatten)]
        at: At,
        /// Only this build of a batch.
        #[arg(long)]
        build: Option<String>,
        /// Follows the log until the execution ends.
        #[arg(short, long)]
        follow: bool,
    },
    /// Approves what waits for approval.
    Approve {
        #[command(flatten)]
        at: At,
        /// A comment.
        #[arg(long, default_value = "")]
        comment: String,
    },
    /// Rejects what waits for approval.
    Reject {
        #[command(flatten)]
        at: At,
        /// A comment.
        #[arg(long, default_value = "")]
        comment: String,
    },
    /// Stops an execution.
    Stop {
        #[command(flatten)]
        at: At,
        /// Abandons running actions instead of waiting for them.
        #[arg(long)]
        abandon: bool,
        /// Why.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Runs the failed actions of a stage again.
    Retry {
        #[command(flatten)]
        at: At,
        /// Runs all actions of the stage again.
        #[arg(long)]
        all: bool,
    },
    /// Removes artifacts of old executions; shows first what that would free. What is needed stays.
    Clean {
        /// Only of this pipeline.
        pipeline: Option<String>,
        /// Keeps those of so many newest executions of each pipeline [default: `retention` of its setup, or 20]
        #[arg(long, value_name = "EXECUTIONS")]
        keep: Option<u32>,
        /// Keeps those of executions that ended less than so many days ago.
        #[arg(long, value_name = "DAYS", requires = "keep")]
        days: Option<u32>,
        /// Removes without asking.
        #[arg(long)]
        yes: bool,
        #[arg(long)]
        json: bool,
    },
    /// Keeps the engine and its endpoint running; one JSON line when ready.
    Serve {
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
        /// Serves the UI to a browser, too.
        #[arg(long)]
        ui: bool,
    },
    /// Prints export lines for the AWS CLI and SDKs.
    Env {
        /// Shows the secret key on a terminal, too.
        #[arg(long)]
        show: bool,
        /// Writes a profile of this name into the AWS config file instead, after asking.
        #[arg(long, conflicts_with_all = ["show", "process", "rotate"])]
        profile: Option<String>,
        /// Writes the profile without asking.
        #[arg(long, requires = "profile")]
        yes: bool,
        /// Makes new keys first; the old ones open nothing from then on.
        #[arg(long, conflicts_with = "process")]
        rotate: bool,
        /// Prints the keys as a profile's credential_process does.
        #[arg(long, hide = true)]
        process: bool,
    },
    /// The audit trail of this computer.
    Trail {
        #[command(subcommand)]
        what: Trail,
    },
    /// Writes a pipeline with what it needs as infrastructure code, and reads it back to see that nothing changed.
    Export {
        /// A definition's file.
        file: PathBuf,
        /// The form: `cloudformation`, `terraform`, `cdk` or `json`.
        #[arg(long, value_name = "FORM")]
        to: String,
        /// The region that it will be deployed in.
        #[arg(long, default_value = "us-east-1")]
        region: String,
        /// A parameter of the template that makes the pipeline.
        #[arg(long, value_name = "NAME=VALUE|@FILE")]
        param: Vec<String>,
        /// The file that is written instead of the output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Prints the policy that a pipeline's service role needs, and no more.
    Policy {
        /// A definition's file.
        file: PathBuf,
        /// A parameter of the template that makes the pipeline.
        #[arg(long, value_name = "NAME=VALUE|@FILE")]
        param: Vec<String>,
    },
}

#[derive(Subcommand)]
enum Trail {
    /// Lists calls, newest first.
    Query {
        /// Words that must all occur in the record.
        words: Vec<String>,
        /// Only calls that change something.
        #[arg(long)]
        changes: bool,
        /// From this time on, as 2026-01-31T12:00:00Z.
        #[arg(long)]
        start: Option<String>,
        /// Until this time.
        #[arg(long)]
        end: Option<String>,
        /// At most so many.
        #[arg(long, default_value = "50")]
        max: u32,
        /// One CloudTrail record a line.
        #[arg(long)]
        json: bool,
    },
    /// Not in this version.
    #[command(hide = true)]
    Export(Rest),
    /// Not in this version.
    #[command(hide = true)]
    Verify(Rest),
}

#[derive(Args)]
struct Rest {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, hide = true)]
    rest: Vec<String>,
}

/// What is planned or run.
#[derive(Args)]
pub(crate) struct What {
    /// A definition's file, or the name of a pipeline that ran before.
    pub file: String,
    /// Where a source comes from.
    #[arg(long, value_name = "ACTION=PATH|PATH@REF|URL")]
    pub source: Vec<String>,
    /// The buildspec of a CodeBuild project.
    #[arg(long, value_name = "NAME=FILE")]
    pub project: Vec<String>,
    /// A pipeline variable.
    #[arg(long, value_name = "NAME=VALUE")]
    pub variable: Vec<String>,
    /// What carries out an action.
    #[arg(long, value_name = "ACTION=local|aws|simulated")]
    pub on: Vec<String>,
    /// The place whose account carries out what runs on aws, and is asked about CodeBuild projects that nobody described:
    /// a profile, or a place of your own.
    #[arg(long, value_name = "PLACE")]
    pub place: Option<String>,
    /// The pipeline's name: confirms what runs on aws. At a terminal it is asked for.
    #[arg(long, value_name = "PIPELINE")]
    pub confirm: Option<String>,
    /// A parameter of the template that makes the pipeline.
    #[arg(long, value_name = "NAME=VALUE|@FILE")]
    pub param: Vec<String>,
    /// A secret, read from a file.
    #[arg(long, value_name = "NAME=@FILE")]
    pub secret: Vec<String>,
    /// Where builds run: in the sandbox, in containers of their projects' images, or as plain processes.
    #[arg(long, value_name = "auto|container|off", value_parser = ["auto", "container", "off"])]
    pub sandbox: Option<String>,
    /// Replaces a changed definition although executions run.
    #[arg(long)]
    pub replace: bool,
    /// Keeps the sources, projects, variables and simulated actions named here for later runs on this computer.
    #[arg(long)]
    pub remember: bool,
    /// Runs one action alone, with what it needs from earlier executions.
    #[arg(long, value_name = "ACTION")]
    pub only: Option<String>,
    /// Begins here; what is before comes from earlier executions.
    #[arg(long, value_name = "STAGE[/ACTION]")]
    pub from: Option<String>,
    /// Ends after this stage.
    #[arg(long, value_name = "STAGE")]
    pub until: Option<String>,
    /// Runs again whenever a source that is taken as it is changes.
    #[arg(long)]
    pub watch: bool,
}

/// Names an execution or one of its actions.
#[derive(Args)]
pub(crate) struct At {
    /// The pipeline; may be left out when only one comes into question.
    pub pipeline: Option<String>,
    #[arg(long)]
    pub execution: Option<String>,
    #[arg(long)]
    pub stage: Option<String>,
    #[arg(long)]
    pub action: Option<String>,
}

/// What a run does at an approval.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Approve {
    /// Asks at the prompt.
    Ask,
    /// Approves.
    All,
    /// Leaves it waiting and ends with 3.
    Leave,
}

/// A failure of the command line itself.
pub(crate) fn failure(code: &str, message: impl Into<String>, remedy: impl Into<String>) -> Failure {
    Failure { code: code.into(), message: message.into(), remedy: Some(remedy.into()) }
}

fn not_here(what: &str, remedy: &str) -> Failure {
    failure("not-in-this-version", format!("`{what}` is not in this version"), remedy)
}

fn main() -> ExitCode {
    if let Some(code) = studio::shim_main_if_asked() {
        return code;
    }
    let cli = Cli::parse();
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            failure("internal", format!("no threads: {error}"), "end other programs, then try again")
        })
        .and_then(|runtime| {
            let done = runtime.block_on(dispatch(cli));
            // A read of the terminal that goes on must not hold the end up.
            runtime.shutdown_background();
            done
        });
    match done {
        Ok(code) => ExitCode::from(code),
        Err(failed) => {
            show::failed(&failed);
            ExitCode::from(if failed.code == "no-engine" { 1 } else { BAD_INPUT })
        }
    }
}

async fn dispatch(cli: Cli) -> Result<u8, Failure> {
    let data = cli.data;
    match cli.command {
        None => start::desktop(data, None),
        Some(Command::Open { file }) => start::desktop(data, Some(file)),
        Some(Command::Validate { files, param, json }) => Ok(commands::validate(&files, &param, json)),
        Some(Command::Import { file, param, output }) => commands::import(&file, &param, output.as_deref()),
        Some(Command::Env { profile: Some(name), yes, .. }) => access::profile(data, &name, yes),
        Some(Command::Env { process: true, .. }) => access::credentials(data),
        Some(Command::Env { show, rotate, .. }) => access::environment(data, show, rotate).await,
        Some(Command::Export { file, to, region, param, output }) => {
            commands::export(&studio::export(&file, &param, &to, &region)?, output.as_deref())
        }
        Some(Command::Policy { file, param }) => commands::export(&studio::policy(&file, &param)?, None),
        Some(Command::Trail { what: Trail::Export(_) | Trail::Verify(_) }) => {
            Err(not_here("trail export|verify", "use `pipesmith trail query --json`"))
        }
        Some(command) => {
            let face = if matches!(&command, Command::Serve { ui: true, .. }) { "browser" } else { "cli" };
            let studio = open(data, face, only_looks(&command)).await?;
            let done = with(&studio, command).await;
            studio.close().await;
            done
        }
    }
}

/// Whether the process is gone in a moment without having changed anything.
fn only_looks(command: &Command) -> bool {
    matches!(
        command,
        Command::Plan { .. }
            | Command::Ps { .. }
            | Command::Logs { follow: false, .. }
            | Command::Trail { .. }
    )
}

async fn open(data: Option<PathBuf>, face: &'static str, passive: bool) -> Result<Studio, Failure> {
    let here = |error: std::io::Error| {
        failure("not-found", format!("The current folder cannot be told: {error}"), "go to another folder")
    };
    let studio = Studio::open(Options {
        data: studio::data_folder(data)?,
        face,
        folder: std::env::current_dir().map_err(here)?,
        open: None,
        shim: std::env::current_exe().map_err(here)?,
        passive,
    })
    .await?;
    if let Some(aside) = studio.set_aside() {
        eprintln!(
            "pipesmith: the database was damaged; it was set aside as {}, and a new one is in use",
            aside.display()
        );
    }
    Ok(studio)
}

async fn with(studio: &Studio, command: Command) -> Result<u8, Failure> {
    match command {
        Command::Plan { what, json } => commands::plan(studio, what, json).await,
        Command::Run { what, approve, json } => commands::run(studio, what, approve, json).await,
        Command::Ps { pipeline: Some(pipeline), json } => history::revisions(studio, pipeline, json).await,
        Command::Ps { pipeline: None, json } => commands::ps(studio, json).await,
        Command::Clean { pipeline, keep, days, yes, json } => {
            history::clean(studio, OldArtifacts { pipeline, keep, days }, yes, json).await
        }
        Command::Logs { at, build, follow } => commands::logs(studio, &at, build.as_deref(), follow).await,
        Command::Approve { at, comment } => commands::decide(studio, &at, true, comment).await,
        Command::Reject { at, comment } => commands::decide(studio, &at, false, comment).await,
        Command::Stop { at, abandon, reason } => commands::stop(studio, &at, abandon, reason).await,
        Command::Retry { at, all } => commands::retry(studio, &at, all).await,
        Command::Serve { listen, ui } => start::serve(studio, listen, ui).await,
        Command::Trail { what: Trail::Query { words, changes, start, end, max, json } } => {
            commands::trail(studio, &words.join(" "), (start, end), changes, max, json).await
        }
        _ => Err(not_here("this command", "see `pipesmith --help`")),
    }
}
