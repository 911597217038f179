//! Secrets and keys in a real Secret Service (gnome-keyring on a bus of its own), and without one: found again by the
//! next process, in no file of the data folder, never in a log. `scripts/setup test` installs what is needed.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::{Place, Running, http, text, until};

const SECRET: &str = "k3yring-Test/Value+42";
/// Checks the secret without holding it: what a build finds is hashed.
const SHA256: &str = "554ca97003e21cac25dcc1d7df628d5e705e8b33d6317b08c8ca7f46abb96166";

/// A session bus with an unlocked keyring, both its own and gone with it.
struct Bus {
    address: String,
    _keyring: Running,
    _bus: Running,
}

impl Bus {
    fn new(place: &Place) -> Self {
        let started = |command: &mut Command| {
            let named = command.get_program().to_string_lossy().into_owned();
            command.spawn().unwrap_or_else(|error| panic!("{named}: {error}; run scripts/setup test first"))
        };
        let mut bus = place.command("dbus-daemon");
        bus.args(["--session", "--nofork", "--print-address"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut bus = Running(started(&mut bus));
        let mut address = String::new();
        BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();

        let mut keyring = place.command("gnome-keyring-daemon");
        keyring.args(["--unlock", "--components=secrets", "--foreground"]);
        keyring.env("DBUS_SESSION_BUS_ADDRESS", &address).env("XDG_DATA_HOME", place.path("home/share"));
        keyring.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut keyring = Running(started(&mut keyring));
        keyring.0.stdin.take().unwrap().write_all(b"password of the test").unwrap();
        let bus = Self { address, _keyring: keyring, _bus: bus };
        until("the keyring", || {
            let mut asked = place.command("dbus-send");
            asked.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"]);
            asked.args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"]);
            text(&bus.on(&mut asked).output().unwrap()).contains("boolean true")
        });
        bus
    }

    /// The command with this bus.
    fn on<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.address)
    }

    /// What another program finds in the keyring.
    fn lookup(&self, place: &Place, name: &str) -> String {
        let mut asked = place.command("secret-tool");
        asked.args(["lookup", "service", "pipesmith", "username", name]);
        text(&self.on(&mut asked).output().unwrap())
    }
}

/// A gated pipeline whose build prints a secret, and fails without the right one.
fn needing_a_secret() -> Place {
    let place = Place::gated();
    let setup = fs_err::read_to_string(place.path("ex/pipesmith.yaml")).unwrap();
    let setup =
        setup.replace("    environment:\n", "    environment:\n      TOKEN:\n        secret: TOKEN\n");
    place.write("ex/pipesmith.yaml", &format!("{setup}\nsecrets: [TOKEN]\n"));
    let build = fs_err::read_to_string(place.path("ex/buildspec.yml")).unwrap();
    let more = format!(
        "      - echo \"the token is $TOKEN\"\n      - printf %s \"$TOKEN\" | base64\n      \
         - test \"$(printf %s \"$TOKEN\" | sha256sum)\" = \"{SHA256}  -\"\n"
    );
    place.write("ex/buildspec.yml", &format!("{build}{more}"));
    place.write("token.txt", &format!("{SECRET}\n"));
    place
}

fn asks_for_the_secret(place: &Place, command: &mut Command) {
    let out = command.output().unwrap();
    assert_eq!(out.status.code(), Some(2), "{}", text(&out));
    assert!(text(&out).contains("--secret TOKEN=@FILE"), "{}", text(&out));
    assert!(place.path("ex/buildspec.yml").is_file());
}

/// Nothing on the disk and nothing in the log gives it away.
fn is_hidden(place: &Place, log: &str) {
    assert!(log.contains("the token is ***\n"), "{log}");
    assert!(!log.contains(SECRET) && !log.contains("azN5cmluZy"), "{log}");
    assert!(place.files("data").len() > 5);
    for form in [SECRET, "azN5cmluZy"] {
        let found = place.holding("data", form);
        assert!(found.is_empty(), "{form} is in {found:?}");
    }
}

#[test]
fn a_secret_of_a_killed_run_is_found_by_the_next_process() {
    let place = needing_a_secret();
    let bus = Bus::new(&place);
    let run = &["run", "ex/pipeline.json"];
    asks_for_the_secret(&place, bus.on(&mut place.pipesmith(run)));

    let mut first = place.pipesmith(&["run", "ex/pipeline.json", "--secret", "TOKEN=@token.txt"]);
    let said = fs_err::File::create(place.path("said")).unwrap().into_file();
    let first = Running(bus.on(&mut first).stdout(Stdio::null()).stderr(said).spawn().unwrap());
    place.until_logged("the gate is watched", 1);
    first.crash();
    assert_eq!(fs_err::read_to_string(place.path("said")).unwrap(), "");
    assert_eq!(bus.lookup(&place, "secret:TOKEN"), SECRET);
    assert_eq!(place.holding("home", SECRET).len(), 0, "the keyring is not a plain file");
    fs_err::remove_file(place.path("token.txt")).unwrap();

    let (serve, _) = place.served(bus.on(&mut place.pipesmith(&["serve"])));
    place.open_gate();
    until("the end", || !place.is("InProgress"));
    let log = text(&place.ask(&["logs"]));
    assert!(place.is("Succeeded"), "{log}");
    is_hidden(&place, &log);
    serve.crash();

    let out = bus.on(&mut place.pipesmith(run)).output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    is_hidden(&place, &text(&place.ask(&["logs"])));
}

#[test]
fn without_a_keyring_the_user_is_told_and_the_run_has_the_secret_all_the_same() {
    let place = needing_a_secret();
    place.open_gate();
    let out = place.ask(&["run", "ex/pipeline.json", "--secret", "TOKEN=@token.txt"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(said.starts_with("pipesmith: No keyring keeps TOKEN: "), "{said}");
    assert!(said.contains("hand them in with every run") && !said.contains(SECRET), "{said}");
    is_hidden(&place, &text(&place.ask(&["logs"])));
    asks_for_the_secret(&place, &mut place.pipesmith(&["run", "ex/pipeline.json"]));
}

/// A command of the studio, asked of the data folder's owner as the window asks it.
fn call(place: &Place, command: &str, args: &Value) -> Value {
    let info: Value = serde_json::from_slice(&fs_err::read(place.path("data/owner.json")).unwrap()).unwrap();
    let (address, token) = (info["address"].as_str().unwrap(), info["token"].as_str().unwrap());
    let head = format!(
        "POST /owner/call HTTP/1.1\r\nauthorization: Bearer {token}\r\ncontent-type: application/json"
    );
    let answer = http(address, &head, &json!({ "command": command, "args": args }).to_string());
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

/// A place whose endpoint stands in for an account: another data folder's, with its keys.
fn account() -> (Place, Running, Value) {
    let there = Place::gated();
    let (serve, ready) = there.serve();
    let out = there.ask(&["env"]);
    let lines = String::from_utf8(out.stdout).unwrap();
    let value = |name: &str| {
        let line = lines.lines().find_map(|line| line.strip_prefix(&format!("export {name}='"))).unwrap();
        line.trim_end_matches('\'').to_owned()
    };
    let place = json!({ "name": "team", "region": value("AWS_REGION"), "endpoint": ready["endpoint"],
        "accessKeyId": value("AWS_ACCESS_KEY_ID"), "secretAccessKey": value("AWS_SECRET_ACCESS_KEY") });
    (there, serve, place)
}

#[test]
fn the_keys_of_a_place_are_found_by_the_next_process() {
    let (there, _account, place_args) = account();
    let out = there.ask(&["run", "ex/pipeline.json", "--on", "Wait=simulated"]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out));

    let here = Place::empty();
    let bus = Bus::new(&here);
    let (first, _) = here.served(bus.on(&mut here.pipesmith(&["serve"])));
    let added = call(&here, "places.add", &place_args);
    assert_eq!(
        (&added["reply"]["name"], &added["reply"]["problem"]),
        (&json!("team"), &Value::Null),
        "{added}"
    );
    first.crash();

    let (_second, _) = here.served(bus.on(&mut here.pipesmith(&["serve"])));
    let at = json!({ "place": added["reply"]["id"] });
    let opened = call(&here, "places.open", &at);
    assert_eq!(opened["reply"]["arn"], "arn:aws:iam::111122223333:user/ann", "{opened}");
    let rows = call(&here, "pipelines.list", &at);
    assert_eq!(rows["reply"][0]["name"], "gate", "{rows}");

    let secret = place_args["secretAccessKey"].as_str().unwrap();
    assert!(bus.lookup(&here, "place:team:secret").contains(secret));
    assert!(here.holding("data", "team").iter().any(|path| path.ends_with("places.json")));
    for given in [secret, place_args["accessKeyId"].as_str().unwrap()] {
        let found = here.holding("data", given);
        assert!(found.is_empty(), "{found:?}");
    }
    let removed = call(&here, "places.remove", &at);
    assert!(removed.get("reply").is_some(), "{removed}");
    assert_eq!(bus.lookup(&here, "place:team:secret"), "");
}

#[test]
fn without_a_keyring_the_keys_of_a_place_serve_this_process_only() {
    let (_there, _account, place_args) = account();
    let here = Place::empty();
    let (first, _) = here.serve();
    let added = call(&here, "places.add", &place_args)["reply"].clone();
    assert_eq!(added["problem"]["code"], "keyring", "{added}");
    let at = json!({ "place": added["id"] });
    assert_eq!(call(&here, "places.open", &at)["reply"]["account"], "111122223333");
    first.crash();
    let (_second, _) = here.serve();
    let refused = call(&here, "places.open", &at);
    assert_eq!(refused["failure"]["code"], "keyring", "{refused}");
    assert!(here.holding("data", place_args["secretAccessKey"].as_str().unwrap()).is_empty());
}
