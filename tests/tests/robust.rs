//! The endpoint among clients that are broken, slow or hostile: it stays up, answers the others, and does not grow.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Answer, Bench, Inputs, gated, project};

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

fn connect(bench: &Bench) -> TcpStream {
    let stream = TcpStream::connect(bench.wire.address()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// What is answered to bytes behind which nothing more comes; the other side may close before it has read them all.
fn exchange(bench: &Bench, bytes: &[u8]) -> Vec<u8> {
    let mut stream = connect(bench);
    let _ = stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write));
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

/// Another client is served, and soon.
fn serves(bench: &Bench) {
    let asked = Instant::now();
    bench.ok("ListPipelines", json!({}));
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
}

#[test]
fn bytes_that_are_no_request_end_nothing() {
    let bench = Bench::new();
    let mut dice = Dice(20_261_128);
    serves(&bench);
    let before = bench.memory();
    for _ in 0..300 {
        let length = dice.roll(4096);
        let noise: Vec<u8> = (0..length).map(|_| dice.roll(256) as u8).collect();
        exchange(&bench, &noise);
        // And behind the head of a request.
        let head =
            b"POST / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-amz-target: CodePipeline_20150709.ListPipelines\r\n";
        exchange(&bench, &[&head[..], &noise].concat());
    }
    serves(&bench);
    let grown = bench.memory().saturating_sub(before);
    assert!(grown < 32 << 20, "{grown} bytes more");
}

#[test]
fn a_request_that_is_cut_off_anywhere_changes_nothing() {
    let bench = Bench::new();
    let body = json!({ "pipeline": gated("web") }).to_string();
    let request = bench.wire.signed("CreatePipeline", body.as_bytes());
    for end in 0..request.len() {
        let mut stream = connect(&bench);
        stream.write_all(&request[..end]).unwrap();
    }
    serves(&bench);
    assert_eq!(bench.ok("ListPipelines", json!({}))["pipelines"], json!([]));
    // Uncut it is a good one.
    let mut stream = connect(&bench);
    stream.write_all(&request).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[test]
fn a_body_larger_than_the_service_takes_is_refused_before_it_is_kept() {
    let bench = Bench::new();
    let before = bench.memory();
    let answer = bench.wire.post(
        "/",
        &[("x-amz-target", "CodePipeline_20150709.ListPipelines")],
        &vec![b' '; 2 << 20],
    );
    // The answer may come while the body still goes: the connection then breaks behind it.
    if let Ok(answer) = answer {
        assert!(answer.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&answer));
    }
    let request = bench.wire.signed("ListPipelines", b"{}");
    let text = String::from_utf8(request).unwrap();
    let huge = text.replace("content-length: 2", "content-length: 99999999999");
    let answer = exchange(&bench, huge.as_bytes());
    assert!(answer.starts_with(b"HTTP/1.1 413"), "{}", String::from_utf8_lossy(&answer));
    assert!(String::from_utf8_lossy(&answer).contains("RequestEntityTooLargeException"));
    serves(&bench);
    assert!(bench.memory().saturating_sub(before) < 32 << 20);
}

#[test]
fn hundreds_of_slow_clients_do_not_keep_others_waiting() {
    let bench = Bench::new();
    let request = bench.wire.signed("ListPipelines", b"{}");
    let open: Vec<TcpStream> = (0..400)
        .map(|at| {
            let mut stream = connect(&bench);
            // Some say nothing, some a part of the head, some all but the last byte.
            stream.write_all(&request[..at * (request.len() - 1) / 399]).unwrap();
            stream
        })
        .collect();
    for _ in 0..20 {
        serves(&bench);
    }
    // Who goes on after a while is still answered.
    let mut last = open.into_iter().next_back().unwrap();
    last.write_all(&request[request.len() - 1..]).unwrap();
    let mut answer = [0; 12];
    last.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}

/// The same message with some members left out, strings exchanged, lists shortened and lengthened.
fn shaken(value: &Value, dice: &mut Dice) -> Value {
    const WORDS: [&str; 8] =
        ["web", "Gate", "0a1b2c3d-1111-4111-8111-0123456789ab", "", "#{variables.Go}", "é\u{0}", "..", "$.."];
    match value {
        Value::Object(members) => {
            let mut kept = members.clone();
            kept.retain(|_, _| dice.roll(12) > 0);
            kept.into_iter().map(|(key, value)| (key, shaken(&value, dice))).collect()
        }
        Value::Array(items) => {
            let times = dice.roll(4) as usize;
            items.iter().cycle().take(items.len() * times).map(|item| shaken(item, dice)).collect()
        }
        Value::String(_) if dice.roll(6) == 0 => WORDS[dice.roll(8) as usize].into(),
        Value::Number(number) if dice.roll(6) == 0 => {
            [json!(0), json!(-1), json!(i32::MAX), json!(1e18), json!(number)][dice.roll(5) as usize].clone()
        }
        other => other.clone(),
    }
}

#[test]
fn no_message_is_an_internal_failure() {
    let file = project().join("crates/codepipeline/tests/fixtures/samples.json");
    let samples: Value = serde_json::from_slice(&fs_err::read(file).unwrap()).unwrap();
    let bench = Bench::new();
    bench.create(gated("web"));
    let mut dice = Dice(6);
    let operations: Vec<String> = bench.model.operations().map(str::to_owned).collect();
    let mut accepted = 0;
    for operation in &operations {
        for _ in 0..40 {
            let text = samples[operation]["input"].to_string().replace("a.b@c-d_E", "web");
            let input = shaken(&serde_json::from_str(&text).unwrap(), &mut dice);
            match bench.wire.call(operation, &input).unwrap() {
                Answer::Accepted(..) => accepted += 1,
                Answer::Refused(code, message) => assert!(
                    !matches!(
                        code.as_str(),
                        "InternalFailure" | "ServiceUnavailable" | "NotImplementedException"
                    ),
                    "{operation} {input}: {code}: {message}"
                ),
            }
        }
    }
    assert!(accepted > 100, "{accepted}");
    serves(&bench);
}

/// `PIPESMITH_SEED=n` plays other messages; the seed stands in the output of a failure.
#[test]
fn no_message_that_fits_the_model_fails_in_the_service() {
    let seed = std::env::var("PIPESMITH_SEED").map_or(2015, |seed| seed.parse().unwrap());
    println!("PIPESMITH_SEED={seed}");
    let bench = Bench::new();
    let name = bench.create(gated("web"));
    let execution = bench.start(&name, "yes");
    let mut inputs = Inputs::new(&bench.model, seed);
    let arn = "arn:aws:codepipeline:us-east-1:111122223333:web";
    let known = ["web", "Source", "Gate", "S3", "Manual", "Go", "App", "1", &execution, arn];
    inputs.known.extend(known.map(str::to_owned));
    let operations: Vec<String> = bench.model.operations().map(str::to_owned).collect();
    let (mut accepted, mut refused, mut invalid) = (0, 0, 0);
    for operation in operations.iter().cycle().take(operations.len() * 40) {
        let input = inputs.of(operation).to_string();
        let target = format!("CodePipeline_20150709.{operation}");
        let told = [("content-type", "application/x-amz-json-1.1"), ("x-amz-target", target.as_str())];
        let answer = bench.wire.post("/", &told, input.as_bytes()).unwrap();
        let answer = String::from_utf8_lossy(&answer);
        match &answer[..answer.len().min(12)] {
            "HTTP/1.1 200" => accepted += 1,
            "HTTP/1.1 400" if answer.contains("ValidationException") => invalid += 1,
            "HTTP/1.1 400" => refused += 1,
            _ => panic!("PIPESMITH_SEED={seed}: {operation} {input}: {answer}"),
        }
        // What is deleted comes back, so that the next ones find something.
        if operation == "DeletePipeline" && answer.starts_with("HTTP/1.1 200") {
            let _ = bench.wire.call("CreatePipeline", &json!({ "pipeline": gated("web") })).unwrap();
        }
    }
    println!("{accepted} accepted, {refused} refused, {invalid} not valid");
    assert!(accepted > 100 && refused > 100, "{accepted} accepted, {refused} refused, {invalid} not valid");
    serves(&bench);
}
