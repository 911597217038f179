//! Owner or client: one process owns a data folder, every other one asks it. When the owner goes, whoever asks next
//! takes its place.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use store::owner::{self, NotOwner, OwnerInfo, random_token};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::client::{Client, Trouble};
use crate::contract::{Failure, FeedEvent};
use crate::desk::{ACCOUNT, Desk, REGION};
use crate::failure::{blocking, failure};
use crate::feed::{self, Listeners};
use crate::places::Places;
use crate::{Options, Serving, door};

/// The version that owner and client must share.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// How long it is waited for an owner that starts or ends.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it is looked whether another place is to be polled.
const POLL: Duration = Duration::from_secs(1);

/// Commands that change nothing: asked again when the owner went away while it answered.
const READING: &[&str] = &[
    "hello",
    "settings.get",
    "catalog",
    "files.browse",
    "files.open",
    "files.recent",
    "templates.list",
    "draft.get",
    "check",
    "pipelines.list",
    "plan",
    "execution",
    "why",
    "log.read",
    "artifacts.list",
    "artifact.entries",
    "artifact.preview",
    "approvals.list",
    "trail.query",
    "places.list",
];

/// What this process is to the data folder.
#[derive(Clone)]
enum Role {
    Owner(Arc<Desk>),
    Client(Arc<Client>),
}

/// What both faces share: the commands, the feed, the endpoint, over one data folder. Clones share it.
#[derive(Clone)]
pub struct Studio {
    inner: Arc<Inner>,
}

struct Inner {
    options: Options,
    role: tokio::sync::Mutex<Option<Role>>,
    owns: AtomicBool,
    closed: CancellationToken,
    set_aside: Mutex<Option<PathBuf>>,
    /// What is served, to go on with should this process become the owner later.
    serving: Mutex<Option<(SocketAddr, bool)>>,
    runtime: tokio::runtime::Handle,
}

impl Studio {
    /// Opens a data folder: as its owner or, when another process owns it, as a client of that.
    ///
    /// # Errors
    /// `unwritable`, `disk-full`, `too-new`, `version-mismatch` with the folder's path and what to do;
    /// `owner-starting` when the owner does not come to answer.
    pub async fn open(options: Options) -> Result<Self, Failure> {
        let inner = Inner {
            options,
            role: tokio::sync::Mutex::default(),
            owns: AtomicBool::new(false),
            closed: CancellationToken::new(),
            set_aside: Mutex::default(),
            serving: Mutex::default(),
            runtime: tokio::runtime::Handle::current(),
        };
        let studio = Self { inner: Arc::new(inner) };
        // Proves that somebody answers: an owner may just be ending.
        studio.call("hello", json!({})).await?;
        if studio.inner.options.face == "window" && !studio.owns() {
            studio.ask_for_endpoint().await;
        }
        Ok(studio)
    }

    /// Has the owner open the endpoint when the settings want one while the desktop app is open. What comes of it is told
    /// in the settings.
    async fn ask_for_endpoint(&self) {
        if let Ok(settings) = self.call("settings.get", json!({})).await
            && !settings["endpoint"].is_null()
        {
            let _ = self.call("settings.set", settings).await;
        }
    }

    /// Whether this process owns the data folder now.
    pub fn owns(&self) -> bool {
        self.inner.owns.load(Ordering::Acquire)
    }

    /// Where a damaged database was put; a new, empty one is in use. Tell the user.
    pub fn set_aside(&self) -> Option<PathBuf> {
        self.inner.set_aside.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Answers a command of the contract by its name.
    ///
    /// # Errors
    /// The command's own; `owner-gone` when the owner went away while it changed something, `closed` after
    /// [`Studio::close`].
    pub async fn call(&self, command: &str, args: Value) -> Result<Value, Failure> {
        let options = &self.inner.options;
        let args = at_home(&options.folder, command, args);
        let until = Instant::now() + PATIENCE;
        loop {
            let client = match self.role().await? {
                Role::Owner(desk) => return desk.answer(command, args).await,
                Role::Client(client) => client,
            };
            let body = json!({ "command": command, "args": args });
            let trouble = match client.post("/owner/call", &body).await {
                Ok(Ok(mut reply)) => {
                    if command == "hello"
                        && let Some(hello) = reply.as_object_mut()
                    {
                        hello.insert("face".into(), options.face.into());
                        hello.insert("folder".into(), options.folder.display().to_string().into());
                        let open = options.open.as_ref().map(|path| path.display().to_string());
                        hello.insert("open".into(), open.into());
                    }
                    return Ok(reply);
                }
                Ok(Err(failed)) => return Err(failed),
                Err(trouble) => trouble,
            };
            self.forget(&client).await;
            let again = match trouble {
                Trouble::Gone => true,
                Trouble::Broken => READING.contains(&command),
                Trouble::Odd(_) => false,
            };
            if !again || Instant::now() >= until {
                return Err(trouble.failure());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Answers a command, with its types.
    ///
    /// # Errors
    /// As [`Studio::call`].
    pub async fn ask<R: serde::de::DeserializeOwned>(
        &self,
        command: &str,
        args: impl serde::Serialize,
    ) -> Result<R, Failure> {
        let args = serde_json::to_value(args).map_err(|error| failure("bad-arguments", error.to_string()))?;
        let reply = self.call(command, args).await?;
        serde_json::from_value(reply).map_err(|error| failure("internal", format!("{command}: {error}")))
    }

    /// Hears the feed from now on, over changes of the owner. After one, everything is told to be stale. What happens
    /// after this returned is heard; only when nobody can be asked at all does it return without that.
    pub async fn feed(&self) -> mpsc::Receiver<FeedEvent> {
        let (sender, receiver) = mpsc::channel(1024);
        let (joined, heard) = oneshot::channel();
        let studio = self.clone();
        self.inner.runtime.spawn(async move {
            let closed = studio.inner.closed.clone();
            tokio::select! {
                () = closed.cancelled() => {}
                () = sender.closed() => {}
                () = studio.pass_on(&sender, joined) => {}
            }
        });
        let _ = tokio::time::timeout(PATIENCE, heard).await;
        receiver
    }

    async fn pass_on(&self, to: &mpsc::Sender<FeedEvent>, joined: oneshot::Sender<()>) {
        let mut joined = Some(joined);
        let mut first = true;
        loop {
            match self.role().await {
                Ok(Role::Owner(desk)) => {
                    let mut events = desk.listeners.join();
                    drop(desk);
                    if let Some(joined) = joined.take() {
                        let _ = joined.send(());
                    }
                    if !first && to.send(feed::everything()).await.is_err() {
                        return;
                    }
                    while let Some(event) = events.recv().await {
                        if to.send(event).await.is_err() {
                            return;
                        }
                    }
                }
                Ok(Role::Client(client)) => {
                    if let Ok(mut events) = client.events().await {
                        if let Some(joined) = joined.take() {
                            let _ = joined.send(());
                        }
                        if !first && to.send(feed::everything()).await.is_err() {
                            return;
                        }
                        while let Some(event) = events.next().await {
                            if to.send(event).await.is_err() {
                                return;
                            }
                        }
                    }
                    self.forget(&client).await;
                }
                Err(_) => {}
            }
            first = false;
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// Opens the endpoint for the AWS CLI and SDKs on a loopback address, with the UI for a browser beside it when
    /// asked. When another process owns the data folder, that one serves; should it end, this one goes on.
    ///
    /// # Errors
    /// `port-in-use`, `not-loopback`, `no-ui`, `serving-already`, `keys-exposed`.
    pub async fn serve(&self, listen: SocketAddr, ui: bool) -> Result<Serving, Failure> {
        let until = Instant::now() + PATIENCE;
        let serving = loop {
            match self.role().await? {
                Role::Owner(desk) => break desk.serve(listen, ui).await?,
                Role::Client(client) => {
                    match client.post("/owner/serve", &json!({ "listen": listen, "ui": ui })).await {
                        Ok(answer) => {
                            break serde_json::from_value(answer?)
                                .map_err(|error| failure("internal", error.to_string()))?;
                        }
                        Err(trouble) if Instant::now() >= until => return Err(trouble.failure()),
                        Err(_) => self.forget(&client).await,
                    }
                }
            }
        };
        let address =
            serving.endpoint.strip_prefix("http://").and_then(|text| text.parse().ok()).unwrap_or(listen);
        let known = self.inner.serving.lock().unwrap_or_else(PoisonError::into_inner).replace((address, ui));
        if known.is_none() {
            // Notices when the owner goes, and takes its place.
            let studio = self.clone();
            self.inner.runtime.spawn(async move {
                let mut feed = studio.feed().await;
                drop(studio);
                while feed.recv().await.is_some() {}
            });
        }
        Ok(serving)
    }

    /// Ends everything this process holds; what runs is taken up by the next owner.
    pub async fn close(&self) {
        self.inner.closed.cancel();
        let role = self.inner.role.lock().await.take();
        self.inner.owns.store(false, Ordering::Release);
        if let Some(Role::Owner(desk)) = role {
            desk.close().await;
        }
    }

    /// What the owner holds.
    #[cfg(test)]
    pub(crate) async fn desk(&self) -> Arc<Desk> {
        match self.role().await {
            Ok(Role::Owner(desk)) => desk,
            _ => panic!("this process is not the owner"),
        }
    }

    /// What this process is now; becomes it when it is nothing yet.
    async fn role(&self) -> Result<Role, Failure> {
        let mut role = self.inner.role.lock().await;
        let until = Instant::now() + PATIENCE;
        loop {
            if self.inner.closed.is_cancelled() {
                return Err(failure("closed", "Pipesmith is ending"));
            }
            if let Some(role) = &*role {
                return Ok(role.clone());
            }
            let data = self.inner.options.data.clone();
            let acquired = tokio::task::spawn_blocking(move || owner::acquire(&data, VERSION)).await;
            match acquired.map_err(|error| failure("internal", error.to_string()))? {
                Ok(owner) => {
                    let desk = self.own(owner).await?;
                    self.inner.owns.store(true, Ordering::Release);
                    *role = Some(Role::Owner(Arc::clone(&desk)));
                    let serving = *self.inner.serving.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Some((address, ui)) = serving {
                        self.inner.runtime.spawn(serve_again(desk, address, ui));
                    }
                }
                Err(NotOwner::Held(Some(info))) => *role = Some(Role::Client(Arc::new(Client { info }))),
                Err(NotOwner::Held(None)) if Instant::now() < until => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(NotOwner::Held(None)) => {
                    let data = self.inner.options.data.display();
                    return Err(failure(
                        "owner-starting",
                        format!("Another process holds the data folder {data} and does not answer"),
                    )
                    .remedy("wait for it, end it, or use another folder with --data"));
                }
                Err(NotOwner::VersionMismatch { info, ours }) => {
                    let data = self.inner.options.data.display();
                    let message = format!(
                        "The data folder {data} is in use by version {} (process {}); this is version {ours}",
                        info.version, info.pid
                    );
                    return Err(failure("version-mismatch", message)
                        .remedy("end that process, use its version, or another folder with --data"));
                }
                Err(NotOwner::Failed(error)) => return Err(error.into()),
            }
        }
    }

    async fn forget(&self, client: &Arc<Client>) {
        let mut role = self.inner.role.lock().await;
        if matches!(&*role, Some(Role::Client(known)) if Arc::ptr_eq(known, client)) {
            *role = None;
        }
    }

    /// Takes the data folder over: the engine, the places, the door for others.
    async fn own(&self, lock: store::Owner) -> Result<Arc<Desk>, Failure> {
        let options = &self.inner.options;
        let data = lock.dir().to_owned();
        let user = {
            let data = data.clone();
            // Keys that cannot be used are an error of the endpoint, not of the window.
            blocking(move || Ok(api::Keys::load_or_create(&data, ACCOUNT, &user_name()).ok())).await?
        };
        let principal = user.map(|keys| keys.principal());
        let places = Arc::new(Places::new(data.clone()));
        let opened = engine::Engine::open(
            &lock,
            engine::Options {
                region: REGION.into(),
                account: principal.as_ref().map_or_else(|| ACCOUNT.into(), |one| one.account.clone()),
                user: principal.map_or_else(|| "local".into(), |one| one.user_name),
                shim: options.shim.clone(),
                sandbox: actions::SandboxChoice::Auto,
                extra: None,
                accounts: Some(Arc::clone(&places) as Arc<dyn actions::Accounts>),
                passive: options.passive,
                wall: SystemTime::now,
            },
        )
        .await?;
        if let Some(path) = opened.set_aside {
            *self.inner.set_aside.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
        }
        let closed = |error: String| {
            failure("not-listening", format!("No port of this computer can be listened at: {error}"))
        };
        let listener = api::listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .map_err(|error| closed(error.to_string()))?;
        let address = listener.local_addr().map_err(|error| closed(error.to_string()))?;
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let info = OwnerInfo {
            pid: std::process::id(),
            address: address.to_string(),
            token: random_token(),
            version: VERSION.into(),
            endpoint: None,
            since: i64::try_from(since).unwrap_or(i64::MAX),
        };
        let desk = Arc::new_cyclic(|me| Desk {
            me: Weak::clone(me),
            places,
            projects: crate::projects::Answered::default(),
            data,
            face: options.face,
            folder: options.folder.clone(),
            open: options.open.clone(),
            engine: opened.engine,
            listeners: Arc::new(Listeners::default()),
            sessions: door::Sessions::default(),
            info: Mutex::new(info),
            lock,
            served: tokio::sync::Mutex::default(),
            closing: CancellationToken::new(),
            tasks: TaskTracker::new(),
            watched: crate::poll::Watched::default(),
        });
        let translating = feed::translate(desk.engine.clone(), Arc::clone(&desk.listeners));
        let closing = desk.closing.clone();
        desk.tasks.spawn(async move {
            tokio::select! {
                () = closing.cancelled() => {}
                () = translating => {}
            }
        });
        let polling = Arc::clone(&desk);
        desk.tasks.spawn(async move {
            loop {
                tokio::select! {
                    () = polling.closing.cancelled() => return,
                    () = tokio::time::sleep(POLL) => {}
                }
                let due = polling.watched.due(Instant::now());
                if !due.is_empty() && polling.listeners.any() {
                    polling.listeners.stale(due);
                }
            }
        });
        let router = door::owner_router(&desk, address.port());
        let closing = desk.closing.clone();
        desk.tasks.spawn(async move {
            let closed = async move { closing.cancelled().await };
            let _ = api::serve(listener, router, api::Limits::default(), closed).await;
        });
        // From here on others find it.
        desk.publish(|_| {})?;
        if options.face == "window" && !desk.keeps_to_settings().await {
            self.inner.runtime.spawn(open_as_set(Arc::clone(&desk)));
        }
        Ok(desk)
    }
}

/// Opens the endpoint where the last owner had it. The port of a process that just ended may be free a moment later
/// only.
async fn serve_again(desk: Arc<Desk>, address: SocketAddr, ui: bool) {
    let until = Instant::now() + PATIENCE;
    while let Err(refused) = desk.serve(address, ui).await {
        if Instant::now() >= until || desk.closing.is_cancelled() {
            eprintln!("pipesmith: the endpoint {address} did not open again: {}", refused.message);
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Opens the endpoint that the settings want as soon as its port is free. When it is not for long, the settings tell.
async fn open_as_set(desk: Arc<Desk>) {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until && !desk.closing.is_cancelled() && !desk.keeps_to_settings().await {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// The name of the person at this computer.
fn user_name() -> String {
    let names = ["USER", "LOGNAME", "USERNAME"];
    let name = names.iter().find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()));
    name.unwrap_or_else(|| "local".into())
}

/// Arguments as the owner understands them, wherever it was started: relative paths become absolute ones.
pub(crate) fn at_home(folder: &Path, command: &str, mut args: Value) -> Value {
    let absolute = |text: &str| crate::files::absolute(folder, text).display().to_string();
    let path = matches!(
        command,
        "files.browse"
            | "files.open"
            | "files.save"
            | "files.create"
            | "files.delete"
            | "draft.get"
            | "draft.keep"
            | "plan"
            | "run"
    );
    if let Some(Value::String(folder)) = args.get_mut("folder").filter(|_| command == "templates.create") {
        *folder = absolute(folder);
    }
    if let Some(Value::String(path)) = args.get_mut("path").filter(|_| path) {
        *path = absolute(path);
    }
    if !matches!(command, "plan" | "run") {
        return args;
    }
    let each = |args: &mut Value, member: &str, change: &dyn Fn(&str) -> Option<String>| {
        for item in args.get_mut(member).and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(changed) = item.as_str().and_then(change) {
                *item = changed.into();
            }
        }
    };
    each(&mut args, "sources", &|text| {
        let (name, value) = text.split_once('=')?;
        // An address, or `user@host:path`, stays what it is.
        let is_path =
            !(value.is_empty() || value.contains("://") || (value.contains('@') && value.contains(':')));
        is_path.then(|| format!("{name}={}", absolute(value)))
    });
    each(&mut args, "projects", &|text| {
        let (name, value) = text.split_once('=')?;
        // One that is not here may lie beside the definition.
        let file = crate::files::absolute(folder, value);
        file.is_file().then(|| format!("{name}={}", file.display()))
    });
    each(&mut args, "parameters", &|text| Some(format!("@{}", absolute(text.strip_prefix('@')?))));
    each(&mut args, "secrets", &|text| {
        let (name, file) = text.split_once("=@")?;
        Some(format!("{name}=@{}", absolute(file)))
    });
    args
}

/// The data folder: `explicit` (`--data`), `PIPESMITH_HOME`, or the platform's place for data.
///
/// # Errors
/// `no-home` when this computer tells no home folder.
pub fn data_folder(explicit: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let named = explicit
        .or_else(|| std::env::var_os("PIPESMITH_HOME").filter(|home| !home.is_empty()).map(PathBuf::from));
    let folder = match named {
        Some(folder) => folder,
        None => directories::ProjectDirs::from("", "", "pipesmith")
            .map(|dirs| dirs.data_dir().to_owned())
            .ok_or_else(|| {
                failure("no-home", "This computer tells no home folder to keep data in")
                    .remedy("name a folder with --data or PIPESMITH_HOME")
            })?,
    };
    std::path::absolute(&folder)
        .map_err(|error| failure("unwritable", format!("{}: {error}", folder.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_carry_absolute_paths() {
        let args = json!({
            "path": "p.json",
            "sources": ["App=src", "Lib=https://example.com/a/b.git", "Git=git@example.com:a/b.git"],
            "secrets": ["TOKEN=@t"],
        });
        let args = at_home(Path::new("/w"), "run", args);
        assert_eq!(args["path"], "/w/p.json");
        assert_eq!(
            args["sources"],
            json!(["App=/w/src", "Lib=https://example.com/a/b.git", "Git=git@example.com:a/b.git"])
        );
        assert_eq!(args["secrets"], json!(["TOKEN=@/w/t"]));
        assert_eq!(at_home(Path::new("/w"), "files.browse", json!({ "path": "" }))["path"], "/w/");
    }
}
