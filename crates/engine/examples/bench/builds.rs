//! Builds: what one costs beside its commands, and how fast the lines of its log are kept.

use std::time::Duration;

use actions::SandboxChoice;
use serde_json::{Value, json};
use store::LogAt;

use super::{Bench, ROUNDS, STAGES, WIDTH, lambda, row, shell, spread};

/// So long they may take together before they are given up.
const PATIENCE: Duration = Duration::from_secs(60);
const LINES: u32 = 200_000;

pub async fn measure() {
    let all = bench(SandboxChoice::Auto, (STAGES, WIDTH), "true").await;
    let what = "the same as CodeBuild builds of one command, sandboxed";
    match tokio::time::timeout(PATIENCE, all.run()).await {
        Ok(took) => row(what, &spread(vec![took]).1),
        Err(_) => row(what, &format!("not done after {} s", PATIENCE.as_secs())),
    }
    all.engine.close().await;

    let instantly = json!({ "FunctionName": "instantly" });
    let nothing = Bench::new("nothing", (1, 1), &lambda(), &instantly).await;
    let (frame, _) = spread(often(&nothing).await);
    let mut by_hand = Vec::new();
    for _ in 0..ROUNDS {
        let start = std::time::Instant::now();
        assert!(shell().await.unwrap());
        by_hand.push(start.elapsed());
    }
    let (by_hand, _) = spread(by_hand);
    nothing.engine.close().await;
    for (choice, what) in [
        (SandboxChoice::Off, "one build beside its command, plain process (goal: 30 ms)"),
        (SandboxChoice::Auto, "the same in the sandbox (goal: 80 ms)"),
    ] {
        let one = bench(choice, (1, 1), "true").await;
        let (took, _) = spread(often(&one).await);
        let more = took.saturating_sub(frame + by_hand).as_secs_f64() * 1e3;
        row(what, &format!("{more:>8.2} ms"));
        one.engine.close().await;
    }
    lines().await;
}

async fn often(bench: &Bench) -> Vec<Duration> {
    bench.run().await;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        times.push(bench.run().await);
    }
    times
}

/// Builds of one command.
async fn bench(sandbox: SandboxChoice, size: (usize, usize), command: &str) -> Bench {
    let provider = json!({ "category": "Build", "owner": "AWS", "provider": "CodeBuild", "version": "1" });
    let spec = format!("version: 0.2\nphases:\n  build:\n    commands:\n      - '{command}'\n");
    let configuration: Value = json!({ "ProjectName": "nothing", "BuildspecOverride": spec });
    Bench::with(sandbox, "builds", size, &provider, &configuration).await
}

/// A build that only talks: all that it said is in its log.
async fn lines() {
    let talking = bench(
        SandboxChoice::Off,
        (1, 1),
        &format!("seq -f \"line %.0f of a build that only talks\" {LINES}"),
    )
    .await;
    let (took, details) = talking.execute().await;
    let build =
        details.local.stages.iter().flat_map(|stage| &stage.actions).find(|action| action.name == "A0");
    let at = LogAt {
        pipeline: talking.name.clone(),
        execution: details.local.execution_id.clone(),
        action_execution: build.unwrap().action_execution_id.clone(),
        part: None,
    };
    let store = talking.engine.store();
    let total = store.read_log(&at, 0, 1).unwrap().total;
    let page = store.read_log(&at, 0, total).unwrap();
    let kept = page.lines.iter().filter(|line| line.text.ends_with(" of a build that only talks")).count();
    let each = f64::from(LINES) / took.as_secs_f64();
    row(
        "lines a second of a build that talks (goal: 20,000)",
        &format!("{each:>8.0}      ({kept} of {LINES} kept)"),
    );
    talking.engine.close().await;
}
