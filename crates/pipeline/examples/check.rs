//! Measures how long reading and checking a pipeline of 1,000 actions takes. Not a test: figures depend on the
//! machine. `cargo run --release -p pipeline --example check [FILE]`

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use pipeline::rules::Limits;

fn main() {
    let text = std::env::args().nth(1).map_or_else(large, |path| match fs_err::read_to_string(path) {
        Ok(text) => text,
        Err(error) => panic!("{error}"),
    });
    let best = |what: &str, run: &mut dyn FnMut() -> usize| {
        let mut best = Duration::MAX;
        let mut found = 0;
        for _ in 0..10 {
            let start = Instant::now();
            found = run();
            best = best.min(start.elapsed());
        }
        println!("{what}: {:.2} ms ({found})", best.as_secs_f64() * 1000.0);
    };
    let document = match pipeline::parse(&text, "large") {
        Ok(document) => document,
        Err(error) => panic!("{error}"),
    };
    best("read, bytes", &mut || pipeline::parse(&text, "large").map_or(0, |_| text.len()));
    best("check, problems", &mut || {
        pipeline::check(&document.declaration, &Limits::default(), "us-east-1").len()
    });
    best("check with places, problems", &mut || pipeline::check_document(&document).len());
}

/// 20 stages of 50 actions, each with an input, an output, a namespace and a reference.
fn large() -> String {
    let mut text = String::from(
        "name: large\nroleArn: arn:aws:iam::111122223333:role/pipeline\npipelineType: V2\nartifactStore: { type: S3, \
         location: artifacts }\nstages:\n  - name: Source\n    actions:\n      - name: Fetch\n        actionTypeId: { \
         category: Source, owner: AWS, provider: CodeCommit, version: '1' }\n        configuration: { RepositoryName: \
         web, BranchName: main }\n        outputArtifacts: [{ name: App }]\n        namespace: Src\n",
    );
    for stage in 0..20 {
        let _ = write!(text, "  - name: Stage{stage}\n    actions:\n");
        for action in 0..50 {
            let _ = write!(
                text,
                "      - name: Build{action}\n        actionTypeId: {{ category: Build, owner: AWS, provider: CodeBuild, \
                 version: '1' }}\n        configuration:\n          ProjectName: web\n          EnvironmentVariables: \
                 '[{{\"name\":\"C\",\"value\":\"#{{Src.CommitId}}\"}}]'\n        inputArtifacts: [{{ name: App }}]\n        \
                 outputArtifacts: [{{ name: Out-{stage}-{action} }}]\n        namespace: Ns-{stage}-{action}\n"
            );
        }
    }
    text
}
