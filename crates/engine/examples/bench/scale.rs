//! A data folder of somebody who has used it for long: what queries, starts and the opening cost with it, beside an empty
//! one.

use std::sync::Arc;
use std::time::{Duration, Instant};

use codepipeline::CodePipeline;
use codepipeline::shapes::{GetPipelineStateInput, StartPipelineExecutionInput};
use engine::Engine;
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::{ROUNDS, Served, declaration, lambda, open, program, row, spread, used};

const PIPELINES: usize = 1_000;
/// Of each pipeline.
const EXECUTIONS: usize = 10;
const IN_FLIGHT: usize = 200;
/// So many calls are measured together.
const CALLS: u32 = 500;

pub fn measure(runtime: &Runtime) {
    println!("\n{PIPELINES} pipelines, {} executions in history", PIPELINES * EXECUTIONS);
    validation();
    let empty = tempfile::tempdir().unwrap();
    let full = tempfile::tempdir().unwrap();
    let alone = runtime.block_on(async {
        let engine = open(empty.path()).await;
        put(&engine, "p0", "instantly").await;
        let costs = Costs::of(&engine).await;
        engine.close().await;
        costs
    });
    let began = Instant::now();
    runtime.block_on(async {
        let engine = open(full.path()).await;
        fill(&engine).await;
        engine.close().await;
    });
    row("  they were run in", &format!("{:>8.1} s", began.elapsed().as_secs_f64()));
    if let Some((program, _)) = program() {
        let opened = (0..ROUNDS).map(|_| Served::at(&program, full.path()).took);
        row("  start to first answer (goal: 300 ms)", &spread(opened.collect()).1);
        let served = Served::at(&program, full.path());
        std::thread::sleep(Duration::from_secs(3));
        row("  idle memory, Pss (goal: 40 MiB)", &served.memory("Pss"));
    }
    runtime.block_on(async {
        let engine = open(full.path()).await;
        for number in 0..IN_FLIGHT {
            put(&engine, &format!("never{number}"), "never").await;
            start(&engine, &format!("never{number}")).await;
        }
        let costs = Costs::of(&engine).await;
        let both = |alone: Duration, full: Duration| {
            let us = |time: Duration| time.as_secs_f64() * 1e6;
            format!("{:>8.0} us; with one pipeline and no history {:.0} us", us(full), us(alone))
        };
        println!("  with {IN_FLIGHT} executions in flight, CPU of one call:");
        row("    GetPipelineState (goal: 1,000 us, not growing)", &both(alone.state, costs.state));
        row("    StartPipelineExecution, durable (goal: 2,000 us)", &both(alone.start, costs.start));
        engine.close().await;
    });
}

/// The largest definition that there may be.
fn validation() {
    let mut large = declaration("large", (49, 20), &lambda(), &json!({ "FunctionName": "nothing" }));
    large.stages.last_mut().unwrap().actions.truncate(19);
    let times = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        pipeline::first_error(&large).unwrap();
        start.elapsed()
    });
    row("  a definition of 50 stages, 980 actions judged (goal: 30 ms)", &spread(times.collect()).1);
}

async fn put(engine: &Engine, name: &str, function: &str) {
    let declaration = declaration(name, (1, 1), &lambda(), &json!({ "FunctionName": function }));
    engine.put_definition(&engine.call("bench"), declaration, false).await.unwrap();
}

async fn start(engine: &Engine, name: &str) -> String {
    let input = StartPipelineExecutionInput { name: name.into(), ..Default::default() };
    let started = engine.start_pipeline_execution(&engine.call("bench"), input).await.unwrap();
    started.pipeline_execution_id.unwrap()
}

/// Runs everything that is history then, many pipelines at once.
async fn fill(engine: &Engine) {
    let engine = Arc::new(engine.clone());
    let turns = Arc::new(tokio::sync::Semaphore::new(64));
    let mut running = JoinSet::new();
    for number in 0..PIPELINES {
        let (engine, turns) = (Arc::clone(&engine), Arc::clone(&turns));
        running.spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            let name = format!("p{number}");
            put(&engine, &name, "instantly").await;
            for _ in 0..EXECUTIONS {
                start(&engine, &name).await;
            }
        });
    }
    while let Some(done) = running.join_next().await {
        done.unwrap();
    }
    while !engine.is_idle() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What one call uses of the processors, on the average.
struct Costs {
    state: Duration,
    start: Duration,
}

impl Costs {
    async fn of(engine: &Engine) -> Self {
        let state = async || {
            let input = GetPipelineStateInput { name: "p0".into() };
            engine.get_pipeline_state(&engine.call("bench"), input).await.unwrap();
        };
        state().await;
        let before = used();
        for _ in 0..CALLS {
            state().await;
        }
        let state = (used() - before) / CALLS;
        // Their actions never end, so that nothing but the starts is measured; an execution waits for the one before.
        put(engine, "started", "never").await;
        let before = used();
        let starts = 40;
        for _ in 0..starts {
            start(engine, "started").await;
        }
        Self { state, start: (used() - before) / starts }
    }
}
