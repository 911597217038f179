//! Measures what the engine costs: `cargo run --release -p engine --example bench`. It prints a table and asserts
//! nothing about time. It is the shim of its own builds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a measurement ends where it cannot go on; it starts the programs that it measures"
)]

mod artifacts;
mod builds;
mod scale;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::time::{Duration, Instant};

use actions::{Context, Failure, Fidelity, Job, Outcome, Planned, Provider, Running, RunsOn, SandboxChoice};
use actions::{Success, Why, World};
use codepipeline::CodePipeline;
use codepipeline::shapes::{
    ActionCategory, ActionDeclaration, PipelineDeclaration, PipelineExecutionStatus,
    StartPipelineExecutionInput,
};
use engine::{Engine, Options};
use serde_json::{Value, json};

const STAGES: usize = 10;
const WIDTH: usize = 10;
/// With the source the 50 stages that a pipeline may have.
const LONGEST: usize = 49;
const ROUNDS: usize = 9;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == codebuild::SHIM_COMMAND) {
        return codebuild::shim_main(arguments);
    }
    if cfg!(debug_assertions) {
        println!("This is a debug build: its figures say nothing. Use --release.\n");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        row("fsync of 4 KiB in the data folder's file system", &fsync());
        row("a folder made and removed in it", &folder());
        no_ops().await;
        builds::measure().await;
    });
    artifacts::measure();
    serve();
    scale::measure(&runtime);
    ExitCode::SUCCESS
}

fn row(what: &str, value: &str) {
    println!("{what:<58}{value}");
}

/// The middle one and the extremes.
fn spread(mut times: Vec<Duration>) -> (Duration, String) {
    times.sort_unstable();
    let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1e3);
    let middle = times[times.len() / 2];
    let text = format!(
        "{:>8} ms   ({} to {}, {} times)",
        ms(middle),
        ms(times[0]),
        ms(times[times.len() - 1]),
        times.len()
    );
    (middle, text)
}

fn fsync() -> String {
    let dir = tempfile::tempdir().unwrap();
    let mut file = fs_err::File::create(dir.path().join("file")).unwrap();
    let times = (0..50).map(|_| {
        let start = Instant::now();
        file.write_all(&[1; 4096]).unwrap();
        file.sync_data().unwrap();
        start.elapsed()
    });
    spread(times.collect()).1
}

/// Every attempt has a folder of its own. Some file systems get slow at this for a while after much was deleted: ext4
/// without a journal looks for inodes that were not in use lately. It then weighs on what follows.
fn folder() -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("folder");
    let times = (0..50).map(|_| {
        let start = Instant::now();
        fs_err::create_dir(&path).unwrap();
        fs_err::remove_dir(&path).unwrap();
        start.elapsed()
    });
    spread(times.collect()).1
}

/// Spawns a shell that does nothing; as a source, it makes an artifact of one file instead. A function `instantly` does
/// not even that, and one `never` does not come to an end.
struct NoOp;

async fn shell() -> std::io::Result<bool> {
    let mut command = tokio::process::Command::new("sh");
    command.args(["-c", "true"]).stdin(Stdio::null()).status().await.map(|status| status.success())
}

fn success() -> Outcome {
    Outcome::Succeeded(Box::new(Success::new(Fidelity::Real)))
}

fn failure(message: String) -> Outcome {
    let why = Why { code: "JobFailed".into(), message, ..Why::default() };
    let differences = Vec::new();
    Outcome::Failed(Box::new(Failure {
        why,
        external_id: None,
        fidelity: Fidelity::Real,
        differences,
        reports: Vec::new(),
    }))
}

impl Provider for NoOp {
    fn plan(&self, _: &str, _: &ActionDeclaration, _: &World) -> Planned {
        Planned {
            runs_on: RunsOn::Local,
            fidelity: Fidelity::Real,
            what: "Does nothing".into(),
            from: "bench".into(),
            differences: Vec::new(),
            gaps: Vec::new(),
        }
    }

    fn run(&self, job: Job, context: Context) -> Running {
        Box::pin(async move {
            if job.action.action_type_id.category == ActionCategory::Source {
                let file = context.scratch.join("file");
                let made = fs_err::create_dir(&context.scratch).and_then(|()| fs_err::write(&file, ""));
                let packed = made.map_err(|error| error.to_string()).and_then(|()| {
                    context.artifacts.pack(&[(file, "file".into())], &job.outputs[0].location)
                });
                return packed.map_or_else(failure, |_| success());
            }
            match job.value("FunctionName") {
                Some("instantly") => return success(),
                Some("never") => {
                    context.stop.cancelled().await;
                    return Outcome::Stopped;
                }
                _ => {}
            }
            match shell().await {
                Ok(true) => success(),
                ended => failure(format!("{ended:?}")),
            }
        })
    }
}

fn extra(action: &ActionDeclaration) -> Option<&'static dyn Provider> {
    matches!(action.action_type_id.category, ActionCategory::Source | ActionCategory::Invoke).then_some(&NoOp)
}

/// A data folder with an engine and one pipeline: a source, then stages of actions side by side.
struct Bench {
    engine: Engine,
    name: String,
    _dir: tempfile::TempDir,
}

async fn open(dir: &Path) -> Engine {
    open_with(dir, SandboxChoice::Auto).await
}

async fn open_with(dir: &Path, sandbox: SandboxChoice) -> Engine {
    let owner = store::owner::acquire(dir, "bench").unwrap();
    let options = Options {
        region: "us-east-1".into(),
        account: "111122223333".into(),
        user: "bench".into(),
        shim: std::env::current_exe().unwrap(),
        sandbox,
        extra: Some(extra),
        accounts: None,
        passive: false,
        wall: std::time::SystemTime::now,
    };
    Engine::open(&owner, options).await.unwrap().engine
}

/// A source, then so many stages of so many actions side by side.
fn declaration(
    name: &str,
    (stages, width): (usize, usize),
    provider: &Value,
    configuration: &Value,
) -> PipelineDeclaration {
    let action = |name: String| {
        json!({
            "name": name,
            "actionTypeId": provider,
            "configuration": configuration,
            "inputArtifacts": [{ "name": "App" }]
        })
    };
    let mut all = vec![json!({ "name": "Source", "actions": [{
        "name": "Fetch",
        "actionTypeId": { "category": "Source", "owner": "AWS", "provider": "S3", "version": "1" },
        "configuration": { "S3Bucket": "sources", "S3ObjectKey": "app.zip", "PollForSourceChanges": "false" },
        "outputArtifacts": [{ "name": "App" }]
    }] })];
    all.extend((0..stages).map(|stage| {
        let actions: Vec<Value> = (0..width).map(|number| action(format!("A{number}"))).collect();
        json!({ "name": format!("S{stage}"), "actions": actions })
    }));
    serde_json::from_value(json!({
        "name": name,
        "roleArn": "arn:aws:iam::111122223333:role/pipeline",
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "artifactStore": { "type": "S3", "location": "artifacts" },
        "stages": all
    }))
    .unwrap()
}

fn lambda() -> Value {
    json!({ "category": "Invoke", "owner": "AWS", "provider": "Lambda", "version": "1" })
}

/// What this process has used of the processors.
fn used() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap(), u32::try_from(time.tv_nsec).unwrap())
}

impl Bench {
    async fn new(name: &str, size: (usize, usize), provider: &Value, configuration: &Value) -> Self {
        Self::with(SandboxChoice::Auto, name, size, provider, configuration).await
    }

    async fn with(
        sandbox: SandboxChoice,
        name: &str,
        size: (usize, usize),
        provider: &Value,
        configuration: &Value,
    ) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let engine = open_with(dir.path(), sandbox).await;
        let declaration = declaration(name, size, provider, configuration);
        engine.put_definition(&engine.call("bench"), declaration, false).await.unwrap();
        Self { engine, name: name.into(), _dir: dir }
    }

    /// From the call that starts it until its end is durable and told.
    async fn run(&self) -> Duration {
        self.execute().await.0
    }

    /// As before, with what is known of it.
    async fn execute(&self) -> (Duration, engine::Details) {
        let mut changes = self.engine.changes();
        let start = Instant::now();
        let call = self.engine.call("bench");
        let input = StartPipelineExecutionInput { name: self.name.clone(), ..Default::default() };
        let id = self.engine.start_pipeline_execution(&call, input).await.unwrap();
        let id = id.pipeline_execution_id.unwrap();
        loop {
            let change = changes.recv().await;
            // Only an execution's own events are looked at, so that the looking costs little.
            let ended = match change {
                Ok(engine::Change::Event { event, .. }) => {
                    event["detail-type"] == "CodePipeline Pipeline Execution State Change"
                        && event["detail"]["state"] != "STARTED"
                }
                Ok(_) => false,
                Err(_) => true,
            };
            if ended {
                let took = start.elapsed();
                let details = self.engine.details(&self.name, &id).unwrap().unwrap();
                match details.local.status {
                    PipelineExecutionStatus::InProgress => continue,
                    PipelineExecutionStatus::Succeeded => return (took, details),
                    ref other => panic!("the execution is {other}: {:#?}", details.local),
                }
            }
        }
    }
}

async fn bare() -> Duration {
    let start = Instant::now();
    for _ in 0..STAGES {
        let shells: Vec<_> = (0..WIDTH).map(|_| tokio::spawn(shell())).collect();
        for one in shells {
            assert!(one.await.unwrap().unwrap());
        }
    }
    start.elapsed()
}

async fn no_ops() {
    let configuration = json!({ "FunctionName": "nothing" });
    let bench = Bench::new("no-ops", (STAGES, WIDTH), &lambda(), &configuration).await;
    // Once each without counting.
    bare().await;
    bench.run().await;
    let (mut alone, mut driven) = (Vec::new(), Vec::new());
    let (mut used_alone, mut used_driven) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..ROUNDS {
        let before = used();
        alone.push(bare().await);
        let between = used();
        driven.push(bench.run().await);
        used_alone += between - before;
        used_driven += used() - between;
    }
    let ((alone, alone_text), (driven, driven_text)) = (spread(alone), spread(driven));
    row(&format!("{STAGES} stages of {WIDTH} `sh -c true`, spawned without an engine"), &alone_text);
    row("the same as actions of a pipeline, every step durable", &driven_text);
    let ratio = driven.as_secs_f64() / alone.as_secs_f64();
    row("  ratio of the medians (goal: at most 3)", &format!("{ratio:>8.2}"));
    let more = used_driven.saturating_sub(used_alone).as_secs_f64() * 1e3;
    let each = more / (ROUNDS * STAGES * WIDTH) as f64;
    row("  CPU of the engine for each action (goal: at most 2 ms)", &format!("{each:>8.2} ms"));
    bench.engine.close().await;
    // The most stages that a pipeline may have.
    let most = Bench::new("most", (LONGEST, WIDTH), &lambda(), &configuration).await;
    most.run().await;
    let mut long = Vec::new();
    for _ in 0..3 {
        long.push(most.run().await);
    }
    let (long, long_text) = spread(long);
    row(&format!("{LONGEST} stages of {WIDTH} of them"), &long_text);
    let times = long.as_secs_f64() / driven.as_secs_f64();
    let goal = LONGEST as f64 / STAGES as f64 * 1.05;
    row(&format!("  times that of {STAGES} stages (goal: at most {goal:.2})"), &format!("{times:>8.2}"));
    most.engine.close().await;
}

/// The program of this build, else that of the other profile, and what to call it.
fn program() -> Option<(PathBuf, &'static str)> {
    let here = std::env::current_exe().unwrap();
    let target = here.ancestors().nth(3)?;
    let profiles = [("release", "release build"), ("debug", "DEBUG build: figures say little")];
    let found = profiles.map(|(profile, label)| (target.join(profile).join("pipesmith"), label));
    found.into_iter().find(|(path, _)| path.is_file())
}

fn serve() {
    let Some((program, label)) = program() else {
        return row("`pipesmith serve`", "not built; cargo build --release -p cli");
    };
    println!("\n`pipesmith serve`, {label}");
    let place = tempfile::tempdir().unwrap();
    let fresh = (0..ROUNDS).map(|round| Served::new(&program, place.path(), &format!("data-{round}")).took);
    row("  start to first answer, new data folder", &spread(fresh.collect()).1);
    let again = (0..ROUNDS).map(|_| Served::new(&program, place.path(), "data-0").took);
    row("  start to first answer, known data folder (goal: 50 ms)", &spread(again.collect()).1);
    let served = Served::new(&program, place.path(), "data-0");
    // What the start itself used has been given back by then.
    std::thread::sleep(Duration::from_secs(3));
    row("  idle memory, Pss (goal: 25 MiB)", &served.memory("Pss"));
    row("  idle memory, Rss", &served.memory("Rss"));
}

/// A served data folder; it ends when this is dropped.
struct Served {
    child: std::process::Child,
    took: Duration,
}

impl Served {
    fn new(program: &Path, place: &Path, data: &str) -> Self {
        Self::at(program, &place.join(data))
    }

    fn at(program: &Path, data: &Path) -> Self {
        let place = data.parent().unwrap();
        let start = Instant::now();
        let mut child = std::process::Command::new(program)
            .arg("serve")
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", place)
            .env("PIPESMITH_HOME", data)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .current_dir(place)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).expect("serve says where it listens");
        let address = ready["endpoint"].as_str().unwrap().trim_start_matches("http://");
        // Unsigned, so refused: that is an answer, too, and the same way there.
        let mut stream = TcpStream::connect(address).unwrap();
        write!(
            stream,
            "POST / HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-amz-json-1.1\r\n\
             X-Amz-Target: CodePipeline_20150709.ListPipelines\r\nContent-Length: 2\r\n\r\n{{}}"
        )
        .unwrap();
        assert_eq!(stream.read(&mut [0; 1]).unwrap(), 1, "no answer");
        Self { took: start.elapsed(), child }
    }
}

impl Served {
    /// Its memory by this name of the kernel.
    fn memory(&self, name: &str) -> String {
        let memory = fs_err::read_to_string(format!("/proc/{}/smaps_rollup", self.child.id()));
        let memory = memory.unwrap_or_default();
        let line = memory.lines().find_map(|line| line.strip_prefix(&format!("{name}:")));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.map_or("not told here".into(), |kib| format!("{:>8.1} MiB", kib / 1024.0))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
