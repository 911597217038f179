//! Images: built and pushed by a real engine, looked up in a real registry, and a build in one that is pulled.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

#[path = "../../codebuild/tests/support/podman.rs"]
mod podman;
mod support;

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use actions::{Fidelity, Origin};
use podman::{IMAGE, Podman};
use serde_json::{Value, json};
use support::Bench;

/// Debian's registry, which wants a password.
struct Registry {
    folder: tempfile::TempDir,
    process: Child,
    host: String,
}

impl Registry {
    #[expect(clippy::disallowed_methods, reason = "the test's own registry")]
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let host = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let at = |name: &str| folder.path().join(name);
        // The password is s3:cret.
        fs_err::write(at("users"), "ann:$2y$05$abcdefghijklmnopqrstuurbSequnG1gzxxhK4UV/3MoClne322iS\n")
            .unwrap();
        // As `docker login` writes it.
        fs_err::write(
            at("auth.json"),
            json!({ "auths": { &host: { "auth": "YW5uOnMzOmNyZXQ=" } } }).to_string(),
        )
        .unwrap();
        let settings = json!({
            "version": "0.1", "log": { "level": "error" },
            "storage": { "filesystem": { "rootdirectory": at("store") } },
            "auth": { "htpasswd": { "realm": "test", "path": at("users") } },
            "http": { "addr": host },
        });
        fs_err::write(at("settings.yml"), settings.to_string()).unwrap();
        let process = Command::new("docker-registry")
            .arg("serve")
            .arg(at("settings.yml"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("docker-registry: `scripts/setup test` installs it");
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(&host).is_err() {
            assert!(Instant::now() < deadline, "the registry does not listen");
            std::thread::yield_now();
        }
        Self { folder, process, host }
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs one of the parts below in a process of its own that finds the engine and the password in its environment.
#[expect(clippy::disallowed_methods, reason = "the environment of a process is set from outside")]
fn part(name: &str, registry: &Registry, engine: &str, login: bool) {
    let login = if login { registry.folder.path().join("auth.json") } else { "/nowhere".into() };
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--ignored", "--nocapture"])
        .env("DOCKER_HOST", engine)
        .env("REGISTRY_AUTH_FILE", login)
        .env("HOME", registry.folder.path())
        .env("TEST_REGISTRY", &registry.host)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && out.contains("1 passed"), "{name}:\n{out}\n{err}");
}

#[test]
fn images_are_built_pushed_looked_up_and_built_in() {
    let registry = Registry::start();
    let nowhere = "unix:///nowhere/docker.sock";
    part("without_an_engine", &registry, nowhere, true);
    part("without_a_password", &registry, nowhere, false);
    let Some(podman) = Podman::start(Some(&registry.host)) else { return };
    part("with_an_engine", &registry, &podman.host(), true);
    let left = podman.run(&["images", "--format", "{{.Repository}}"]);
    assert!(!left.contains("pipesmith/"), "{left}");
}

fn host() -> String {
    std::env::var("TEST_REGISTRY").unwrap()
}

fn setup() -> String {
    format!("registry: '{}'\nbuilds: container\nprojects: {{web: {{image: '{}/app:1.0'}}}}\n", host(), host())
}

fn action(category: &str, provider: &str, configuration: Value) -> Value {
    json!({ "name": "Image", "configuration": configuration,
        "actionTypeId": { "category": category, "owner": "AWS", "provider": provider, "version": "1" },
        "inputArtifacts": if category == "Build" { json!([{ "name": "Src" }]) } else { json!([]) },
        "outputArtifacts": if provider == "ECRBuildAndPublish" { json!([]) } else { json!([{ "name": "Out" }]) } })
}

fn publish() -> Value {
    action(
        "Build",
        "ECRBuildAndPublish",
        json!({ "ECRRepositoryName": "app", "DockerFilePath": "./docker/Dockerfile", "ImageTags": "latest, 1.0" }),
    )
}

fn look_up(tag: &str) -> Value {
    action("Source", "ECR", json!({ "RepositoryName": "app", "ImageTag": tag }))
}

#[test]
#[ignore = "a part"]
fn without_an_engine() {
    let bench = Bench::new();
    let codes = |setup: &str, action: Value| -> Vec<String> {
        bench.plan(setup, action).gaps.into_iter().map(|gap| gap.code).collect()
    };
    assert_eq!(codes(&setup(), publish()), ["container-engine-unavailable"]);
    assert_eq!(codes("{}", publish()), ["registry-not-mapped", "container-engine-unavailable"]);
    assert_eq!(codes("{}", look_up("1.0")), ["registry-not-mapped"]);
    assert_eq!(codes("sources: {app: .}", look_up("1.0")), ["source-not-mapped"]);
    let build = || action("Build", "CodeBuild", json!({ "ProjectName": "web" }));
    assert_eq!(codes(&setup(), build()), ["container-engine-unavailable"]);
    let privileged = "builds: container\nprojects: {web: {privileged: true}}\n";
    assert_eq!(codes(privileged, build()), ["privileged-not-allowed"]);
    let planned = bench.plan(&setup(), look_up("1.0"));
    assert_eq!(
        (planned.what, planned.from),
        (format!("Looks up {}/app:1.0 and writes imageDetail.json", host()), Origin::Setup.to_string())
    );
    bench.write("data/buckets/store/Src/docker/Dockerfile", "FROM scratch\n");
    let failed = bench.failure(&setup(), publish());
    assert!(failed.why.message.contains("/nowhere/docker.sock: not there"), "{:?}", failed.why);
    assert!(failed.why.remedies[0].contains("Docker or Podman"), "{:?}", failed.why);
    let failed = bench.failure(&setup(), look_up("1.0"));
    assert_eq!(failed.why.message, format!("the registry {} has no image {}/app:1.0", host(), host()));
}

#[test]
#[ignore = "a part"]
fn without_a_password() {
    let failed = Bench::new().failure(&setup(), look_up("1.0"));
    assert!(failed.why.message.contains(&format!("`docker login {}`", host())), "{:?}", failed.why);
}

#[test]
#[ignore = "a part"]
fn with_an_engine() {
    let mut bench = Bench::new();
    bench.write(
        "data/buckets/store/Src/docker/Dockerfile",
        &format!("FROM {IMAGE}\nCOPY greeting /greeting\nRUN echo built >> /greeting\n"),
    );
    bench.write("data/buckets/store/Src/greeting", "hello\n");
    bench.write("data/buckets/store/Src/secret", "not sent\n");
    bench.write("data/buckets/store/Src/.dockerignore", "secret\n");
    let pushed = bench.success(&setup(), publish());
    let digest = pushed.variables["ECRImageDigestId"].clone();
    assert!(digest.starts_with("sha256:") && pushed.fidelity == Fidelity::Equivalent, "{pushed:?}");
    assert_eq!(pushed.variables["ECRRepositoryName"], "app");
    let log = bench.log.0.lock().unwrap().join("\n");
    assert!(log.contains("RUN echo built") && log.contains(&format!("Pushed {}/app:1.0", host())), "{log}");
    bench.clean();

    let found = bench.success(&setup(), look_up("1.0"));
    let expected = [
        ("ImageDigest", digest.clone()),
        ("ImageTag", "1.0".into()),
        ("ImageURI", format!("{}/app:1.0", host())),
        ("RegistryId", "111122223333".into()),
        ("RepositoryName", "app".into()),
    ];
    assert_eq!(found.variables, expected.map(|(name, value)| (name.to_owned(), value)).into());
    assert_eq!(found.revision.unwrap().id, digest);
    let detail = fs_err::read(bench.object("Out").join("imageDetail.json")).unwrap();
    let detail: Value = serde_json::from_slice(&detail).unwrap();
    assert_eq!(detail["ImageURI"], format!("{}/app@{digest}", host()));
    assert_eq!(detail["ImageTags"], json!(["1.0"]));
    assert!(detail["ImageSizeInBytes"].as_str().unwrap().parse::<u64>().unwrap() > 100_000, "{detail}");
    assert!(detail["ImagePushedAt"].as_str().unwrap().contains(" UTC 20"), "{detail}");
    bench.clean();

    // Another image moves the tag; a start that pinned the first still gets it.
    bench.write("data/buckets/store/Src/greeting", "good day\n");
    let second = bench.success(&setup(), publish()).variables["ECRImageDigestId"].clone();
    assert_ne!(second, digest);
    let image = actions::registry::Image::read(&format!("{}/app:1.0", host()), "latest").unwrap();
    assert_eq!(actions::registry::digest(&image).unwrap(), second);
    bench.clean();
    bench.pinned = Some(digest.clone());
    let pinned = bench.success(&setup(), look_up("1.0"));
    assert_eq!((pinned.variables.get("ImageTag"), &pinned.variables["ImageDigest"]), (None, &digest));
    assert_eq!(pinned.variables["ImageURI"], format!("{}/app@{digest}", host()));
    bench.clean();

    // A build in that image.
    let spec = "version: 0.2\nphases: {build: {commands: ['cat /greeting > made', 'test ! -e /secret']}}\nartifacts: {files: [made]}\n";
    bench.write("data/buckets/store/Src/buildspec.yml", spec);
    let built = bench.success(&setup(), action("Build", "CodeBuild", json!({ "ProjectName": "web" })));
    assert!(
        built.differences.iter().all(|one| !one.contains("not in the project's image")),
        "{:?}",
        built.differences
    );
    let made = fs_err::read_to_string(bench.object("Out").join("made")).unwrap();
    assert_eq!(made, "good day\nbuilt\n");
    assert!(!Path::new("/greeting").exists());
    bench.clean();

    let broken = "FROM localhost/pipesmith-test:1\nRUN echo before && exit 3\n";
    bench.write("data/buckets/store/Src/docker/Dockerfile", broken);
    let failed = bench.failure(&setup(), publish());
    assert!(
        failed.why.message.contains("exit status 3") || failed.why.message.contains("code: 3"),
        "{:?}",
        failed.why
    );
}
