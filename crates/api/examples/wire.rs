//! Measures what a call costs the serving process: `cargo run --release -p api --example wire`, after
//! `cargo build --release -p cli`. This process is the load; it signs each call. Beside each figure stands that of a bare
//! server that reads the same request and answers a constant. It prints a table and asserts nothing about time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a measurement ends where it cannot go on; it starts the programs that it measures"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use api::Keys;
use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use serde_json::{Value, json};

const CALLS: usize = 2_000;
const CHANGES: usize = 500;
const CONNECTIONS: usize = 8;
/// How many pipelines the larger store has beside the first.
const MORE: usize = 400;

fn main() {
    if std::env::args().nth(1).as_deref() == Some("bare") {
        return bare();
    }
    if cfg!(debug_assertions) {
        println!("This is a debug build: its figures say nothing. Use --release.\n");
    }
    let here = std::env::current_exe().unwrap();
    let program = here.ancestors().nth(2).unwrap().join("pipesmith");
    if !program.is_file() {
        return println!("{} is not there: cargo build --release -p cli", program.display());
    }
    let place = tempfile::tempdir().unwrap();
    let bare = Served::start(Command::new(&here).arg("bare"), place.path());
    let served = Served::start(Command::new(&program).arg("serve"), place.path());
    let keys = Keys::load(&place.path().join("data")).unwrap();
    let small = Load { keys: &keys, served: &served, bare: &bare };
    small.call("CreatePipeline", &json!({ "pipeline": pipeline("web") }));

    println!("{:<46}{:>16}{:>16}", "CPU of the serving process, a call", "pipesmith", "bare");
    small.row("GetPipeline", &json!({ "name": "web" }));
    small.row("GetPipelineState", &json!({ "name": "web" }));
    small.changes("CreatePipeline", |at| json!({ "pipeline": pipeline(&format!("p{at}")) }));
    small.changes("UpdatePipeline", |_| json!({ "pipeline": pipeline("web") }));
    small.changes("StartPipelineExecution", |_| json!({ "name": "web" }));
    small.row("ListPipelines", &json!({ "maxResults": 100 }));
    for at in 0..MORE {
        small.call("CreatePipeline", &json!({ "pipeline": pipeline(&format!("more{at}")) }));
    }
    println!("\nwith {MORE} pipelines more");
    small.row("GetPipeline", &json!({ "name": "web" }));
    small.row("GetPipelineState", &json!({ "name": "web" }));
    small.row("ListPipelines", &json!({ "maxResults": 100 }));
    println!("\n{CONNECTIONS} connections at once");
    small.crowd("GetPipelineState", &json!({ "name": "web" }));
}

/// A pipeline that ends in an approval: its executions wait and do nothing.
fn pipeline(name: &str) -> Value {
    let action = |name: &str, category: &str, provider: &str, configuration: Value, outputs: Value| {
        json!({
            "name": name, "configuration": configuration, "outputArtifacts": outputs,
            "actionTypeId": { "category": category, "owner": "AWS", "provider": provider, "version": "1" }
        })
    };
    let source = json!({ "S3Bucket": "in", "S3ObjectKey": "o", "PollForSourceChanges": "false" });
    json!({
        "name": name, "roleArn": "arn:aws:iam::111122223333:role/r", "pipelineType": "V2",
        "artifactStore": { "type": "S3", "location": "artifacts" },
        "stages": [
            { "name": "Source", "actions": [action("S", "Source", "S3", source, json!([{ "name": "A" }]))] },
            { "name": "Gate", "actions": [action("G", "Approval", "Manual", json!({}), json!([]))] }
        ]
    })
}

struct Load<'a> {
    keys: &'a Keys,
    served: &'a Served,
    bare: &'a Served,
}

impl Load<'_> {
    fn call(&self, operation: &str, input: &Value) {
        let mut connection = TcpStream::connect(self.served.address).unwrap();
        exchange(&mut connection, &self.signed(self.served, operation, input), true);
    }

    /// The CPU that a call costs, the same call again and again.
    fn row(&self, operation: &str, input: &Value) {
        let inputs = vec![input.clone(); CALLS];
        self.tell(operation, &inputs);
    }

    fn changes(&self, operation: &str, input: impl Fn(usize) -> Value) {
        let inputs: Vec<Value> = (0..CHANGES).map(input).collect();
        self.tell(&format!("{operation} (durable)"), &inputs);
    }

    fn tell(&self, what: &str, inputs: &[Value]) {
        let operation = what.split(' ').next().unwrap();
        let cost = |served: &Served, is_real: bool| {
            let requests: Vec<_> = inputs.iter().map(|input| self.signed(served, operation, input)).collect();
            let mut connection = TcpStream::connect(served.address).unwrap();
            let before = served.cpu();
            for request in &requests {
                exchange(&mut connection, request, is_real);
            }
            (served.cpu() - before).as_secs_f64() * 1e6 / inputs.len() as f64
        };
        println!("  {what:<44}{:>13.0} µs{:>13.0} µs", cost(self.served, true), cost(self.bare, false));
    }

    /// How long calls take when several clients call at once.
    fn crowd(&self, operation: &str, input: &Value) {
        let mut times: Vec<Duration> = std::thread::scope(|scope| {
            let clients: Vec<_> = (0..CONNECTIONS)
                .map(|_| {
                    scope.spawn(|| {
                        let mut connection = TcpStream::connect(self.served.address).unwrap();
                        let request = self.signed(self.served, operation, input);
                        let one = |_| exchange(&mut connection, &request, true);
                        (0..CALLS / CONNECTIONS).map(one).collect::<Vec<_>>()
                    })
                })
                .collect();
            clients.into_iter().flat_map(|client| client.join().unwrap()).collect()
        });
        times.sort_unstable();
        let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1e3;
        println!("  {operation:<44}median {:.2} ms, p99 {:.2} ms (goal: 20)", at(50), at(99));
    }

    fn signed(&self, served: &Served, operation: &str, input: &Value) -> Vec<u8> {
        let (host, body) = (served.address.to_string(), input.to_string());
        let target = format!("CodePipeline_20150709.{operation}");
        let headers =
            [("host", &*host), ("content-type", "application/x-amz-json-1.1"), ("x-amz-target", &*target)];
        let (key, secret) = (&*self.keys.access_key_id, &*self.keys.secret_access_key);
        let identity = Credentials::new(key, secret, None, None, "bench").into();
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region("us-east-1")
            .name("codepipeline")
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()
            .unwrap()
            .into();
        let address = format!("http://{host}/");
        let signable =
            SignableRequest::new("POST", &address, headers.into_iter(), SignableBody::Bytes(body.as_bytes()));
        let mut request = axum::http::Request::builder().uri(&address).body(()).unwrap();
        sign(signable.unwrap(), &params).unwrap().into_parts().0.apply_to_request_http1x(&mut request);
        let mut head = String::from("POST / HTTP/1.1\r\n");
        headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        for (name, value) in request.headers() {
            head.push_str(&format!("{name}: {}\r\n", value.to_str().unwrap()));
        }
        format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
    }
}

/// Sends a request and reads the whole answer.
fn exchange(connection: &mut TcpStream, request: &[u8], is_real: bool) -> Duration {
    let start = Instant::now();
    connection.write_all(request).unwrap();
    let (mut answer, mut buffer) = (Vec::new(), [0; 64 * 1024]);
    loop {
        let read = connection.read(&mut buffer).unwrap();
        assert!(read > 0, "the connection was closed");
        answer.extend_from_slice(&buffer[..read]);
        let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = std::str::from_utf8(&answer[..end]).unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        if answer.len() >= end + 4 + length.parse::<usize>().unwrap() {
            let accepted = !is_real || answer.starts_with(b"HTTP/1.1 200");
            assert!(accepted, "{}", String::from_utf8_lossy(&answer));
            return start.elapsed();
        }
    }
}

/// A process that serves; it ends when this is dropped.
struct Served {
    child: Child,
    address: SocketAddr,
}

impl Served {
    fn start(command: &mut Command, place: &Path) -> Self {
        let command = command.env("PIPESMITH_HOME", place.join("data")).env("HOME", place).current_dir(place);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let address = ready["endpoint"].as_str().unwrap().trim_start_matches("http://").parse().unwrap();
        Self { child, address }
    }

    /// What it has used of the processors so far.
    fn cpu(&self) -> Duration {
        let pid = nix::unistd::Pid::from_raw(i32::try_from(self.child.id()).unwrap());
        nix::time::clock_getcpuclockid(pid).unwrap().now().unwrap().into()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server that reads a request and answers a constant.
fn bare() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = api::listen(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        println!("{}", json!({ "endpoint": format!("http://{}", listener.local_addr().unwrap()) }));
        let answer = axum::routing::post(|_: axum::body::Bytes| async { "{}" });
        api::serve(
            listener,
            axum::Router::new().route("/", answer),
            api::Limits::default(),
            std::future::pending(),
        )
        .await
        .unwrap();
    });
}
