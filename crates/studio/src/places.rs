//! Where pipelines live: this computer, the profiles of the user's AWS configuration, own endpoints and keys.
//!
//! Nothing is sent before a place is opened. Keys go to the OS keyring (or, when it refuses, stay in memory for this
//! run) and never into a file, a reply or a message.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use codepipeline::{Call, CodePipeline, ErrorKind, Operation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{
    AddPlace, AskResources, AtPlace, Failure, Nothing, PipelineRow, PlaceId, PlaceKind, PlaceRow,
    ResourceRow, Resources, TrailPage, TrailQuery, TrailRow,
};
use crate::desk::{ACCOUNT, REGION};
use crate::failure::{blocking, failure};

/// The id of this computer.
const LOCAL: &str = "local";
/// So many pages of the event history are read for one page of the audit trail when few calls match.
const PAGES: usize = 5;
/// So long a list of pipelines counts as new. Shorter than the wait between two looks at what runs.
const FRESH: Duration = Duration::from_secs(3);

/// The places and what is open of them.
pub(crate) struct Places {
    file: PathBuf,
    vault: Arc<dyn Vault>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    own: Vec<Own>,
    /// Why `places.json` cannot be used; it is then never written over.
    damaged: Option<Failure>,
    opened: BTreeMap<PlaceId, aws::Account>,
    /// Why a place did not open the last time.
    problems: BTreeMap<PlaceId, Failure>,
    /// Keys that the keyring did not take, with its reason; by the place's name.
    unkept: BTreeMap<String, (Keys, Failure)>,
    listed: BTreeMap<PlaceId, Arc<tokio::sync::Mutex<Listed>>>,
}

/// A list of pipelines and when it was asked for.
#[derive(Default)]
pub(crate) struct Listed(Option<(Instant, Vec<PipelineRow>)>);

impl Listed {
    /// The list, unless it is older than [`FRESH`].
    pub(crate) fn fresh(&self) -> Option<Vec<PipelineRow>> {
        self.0.as_ref().filter(|(asked, _)| asked.elapsed() < FRESH).map(|(_, rows)| rows.clone())
    }

    /// Keeps a list that was just asked for.
    pub(crate) fn keep(&mut self, rows: &[PipelineRow]) {
        self.0 = Some((Instant::now(), rows.to_vec()));
    }
}

/// A place of one's own, as `places.json` holds it: no keys.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Own {
    name: String,
    region: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
}

/// `places.json`.
#[derive(Default, Serialize, Deserialize)]
struct PlacesFile {
    places: Vec<Own>,
}

/// Static keys, as the keyring holds them. Not `Debug`: they are never printed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keys {
    access_key_id: String,
    secret_access_key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session_token: Option<String>,
}

/// What keeps keys: the OS keyring, or a test's stand-in. Blocks.
trait Vault: Send + Sync {
    fn get(&self, name: &str) -> Result<Option<String>, Failure>;
    fn put(&self, name: &str, value: &str) -> Result<(), Failure>;
    fn remove(&self, name: &str) -> Result<(), Failure>;
}

struct Keyring;

impl Vault for Keyring {
    fn get(&self, name: &str) -> Result<Option<String>, Failure> {
        Ok(store::secrets::get(name)?)
    }

    fn put(&self, name: &str, value: &str) -> Result<(), Failure> {
        Ok(store::secrets::put(name, value)?)
    }

    fn remove(&self, name: &str) -> Result<(), Failure> {
        Ok(store::secrets::remove(name)?)
    }
}

impl From<aws::Error> for Failure {
    fn from(error: aws::Error) -> Self {
        Self {
            code: error.code().to_owned(),
            message: error.message().to_owned(),
            remedy: error.remedy().map(str::to_owned),
        }
    }
}

impl Places {
    /// The places of a data folder. A damaged `places.json` is told in the list, not here.
    pub(crate) fn new(data: PathBuf) -> Self {
        Self::with(&data, Arc::new(Keyring))
    }

    fn with(data: &Path, vault: Arc<dyn Vault>) -> Self {
        let file = data.join("places.json");
        let mut state = State::default();
        match fs_err::read(&file) {
            Ok(bytes) => match serde_json::from_slice::<PlacesFile>(&bytes) {
                Ok(found) => state.own = found.places,
                Err(error) => state.damaged = Some(damaged(&file, &error.to_string())),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => state.damaged = Some(damaged(&file, &error.to_string())),
        }
        Self { file, vault, state: Mutex::new(state) }
    }

    /// All places: this computer, the profiles, own places. Reads files, sends nothing.
    ///
    /// # Errors
    /// None: what cannot be read is a row with a problem.
    pub(crate) async fn places(&self, _: Nothing) -> Result<Vec<PlaceRow>, Failure> {
        let profiles = blocking(|| Ok(aws::profiles()?)).await;
        let state = self.state();
        let mut rows = vec![local_row()];
        match profiles {
            Ok(profiles) => {
                for profile in &profiles {
                    let region = profile.region.clone().or_else(usual_region);
                    let own = profile_id(&profile.name, region.as_deref().unwrap_or_default());
                    rows.push(aws_row(&state, &own, Some(&profile.source)));
                    // The same profile in other Regions.
                    let others = state.opened.keys().chain(state.problems.keys());
                    let mut others: Vec<_> = others
                        .filter(|id| {
                            **id != own && profile_of(id).is_some_and(|(name, _)| name == profile.name)
                        })
                        .collect();
                    others.sort();
                    others.dedup();
                    rows.extend(others.into_iter().map(|id| aws_row(&state, id, Some(&profile.source))));
                }
            }
            Err(problem) => rows.push(broken_row("aws::", PlaceKind::Aws, "AWS profiles", problem)),
        }
        rows.extend(state.own.iter().map(|own| own_row(&state, own)));
        if let Some(problem) = &state.damaged {
            rows.push(broken_row("endpoint:", PlaceKind::Endpoint, "Own places", problem.clone()));
        }
        Ok(rows)
    }

    /// Asks the place who we are there.
    ///
    /// # Errors
    /// Those of [`aws::Error`], `unknown-place`, `keyring`; the list tells the last one too.
    pub(crate) async fn open_place(&self, args: AtPlace) -> Result<PlaceRow, Failure> {
        let place = args.place.as_str();
        if place == LOCAL {
            return Ok(local_row());
        }
        let opened = self.enter(place).await;
        {
            let mut state = self.state();
            match opened {
                Ok(account) => {
                    state.listed.remove(place);
                    // It may have been removed while it was asked.
                    if let Some(name) = own_name(place) {
                        state.own(name)?;
                    }
                    state.problems.remove(place);
                    state.opened.insert(place.to_owned(), account);
                }
                Err(problem) => {
                    state.opened.remove(place);
                    if problem.code != "unknown-place" {
                        state.problems.insert(place.to_owned(), problem.clone());
                    }
                    return Err(problem);
                }
            }
        }
        self.row(place).await
    }

    /// Asks a place who the user is there.
    async fn enter(&self, place: &str) -> Result<aws::Account, Failure> {
        let target = self.target(place).await?;
        // In a box: its state would be a part of every command's that may come here, and those stand on the stack.
        Ok(Box::pin(aws::Account::open(target)).await?)
    }

    /// The account of a place: the one that was opened, else one for the caller alone.
    ///
    /// # Errors
    /// `unknown-place` and those of [`aws::Error`].
    pub(crate) async fn reach(&self, place: &str) -> Result<aws::Account, Failure> {
        let opened = self.state().opened.get(place).cloned();
        match opened {
            Some(account) => Ok(account),
            None => self.enter(place).await,
        }
    }

    /// Forgets the identity.
    ///
    /// # Errors
    /// `unknown-place`.
    pub(crate) async fn close_place(&self, args: AtPlace) -> Result<PlaceRow, Failure> {
        let place = args.place.as_str();
        {
            let mut state = self.state();
            state.opened.remove(place);
            state.problems.remove(place);
            state.listed.remove(place);
        }
        self.row(place).await
    }

    /// Adds an endpoint or static keys. When the keyring does not take the keys they are kept for this run, and the
    /// row's problem says so.
    ///
    /// # Errors
    /// `bad-place`, `place-exists`, `bad-endpoint`, `bad-region`; `damaged` and the file system's.
    pub(crate) async fn add_place(&self, place: AddPlace) -> Result<PlaceRow, Failure> {
        let AddPlace { name, region, endpoint, access_key_id, secret_access_key, session_token } = place;
        let text = |text: String| text.trim().to_owned();
        let given =
            |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let own = Own { name: text(name), region: text(region), endpoint: given(endpoint) };
        let keys = Keys {
            access_key_id: text(access_key_id),
            secret_access_key: text(secret_access_key),
            session_token: given(session_token),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if own.name.is_empty() || own.name.len() > 64 || !own.name.chars().all(is_name) {
            return Err(failure("bad-place", format!("{:?} cannot be the name of a place", own.name))
                .remedy("use up to 64 letters, digits, dots, dashes and underscores"));
        }
        if keys.access_key_id.is_empty() || keys.secret_access_key.is_empty() {
            return Err(failure("bad-place", format!("the place {} has no keys", own.name))
                .remedy("give the access key's id and its secret; for a profile nothing need be added"));
        }
        target_of(&own, keys.clone()).check()?;
        self.may_add(&own.name)?;
        let secret = serde_json::to_string(&keys).map_err(|error| failure("internal", error.to_string()))?;
        let (vault, key) = (self.vault.clone(), secret_name(&own.name));
        let kept = blocking(move || vault.put(&key, &secret)).await;
        let is_kept = kept.is_ok();
        let saved = {
            let mut state = self.state();
            // Somebody may have been quicker while the keyring was asked; the keys there are then theirs to enter again.
            state.may_add(&own.name).and_then(|()| {
                let mut places = state.own.clone();
                places.push(own.clone());
                self.write(&places)?;
                state.own = places;
                state.problems.remove(&own_id(&own.name));
                match kept {
                    Ok(()) => state.unkept.remove(&own.name),
                    Err(why) => state.unkept.insert(own.name.clone(), (keys, why)),
                };
                Ok(own_row(&state, &own))
            })
        };
        if is_kept && saved.as_ref().is_err_and(|problem| problem.code != "place-exists") {
            let (vault, key) = (self.vault.clone(), secret_name(&own.name));
            // The place was not added, which is what the user is told; a key left over is overwritten next time.
            let _ = blocking(move || vault.remove(&key)).await;
        }
        saved
    }

    /// Removes a place of one's own, and its keys.
    ///
    /// # Errors
    /// `unknown-place`, `not-own-place`; `keyring` when the place is gone but its keys could not be removed.
    pub(crate) async fn remove_place(&self, args: AtPlace) -> Result<Nothing, Failure> {
        let place = args.place.as_str();
        let Some(name) = own_name(place) else {
            return Err(failure("not-own-place", format!("{place} is not a place that was added here"))
                .remedy("profiles are removed in the AWS configuration files"));
        };
        let was_unkept = {
            let mut state = self.state();
            state.own(name)?;
            state.sound()?;
            let places: Vec<_> = state.own.iter().filter(|own| own.name != name).cloned().collect();
            self.write(&places)?;
            state.own = places;
            state.opened.remove(place);
            state.problems.remove(place);
            state.unkept.remove(name).is_some()
        };
        let (vault, key) = (self.vault.clone(), secret_name(name));
        match blocking(move || vault.remove(&key)).await {
            Err(why) if !was_unkept => Err(failure(
                "keyring",
                format!(
                    "The place {name} was removed, but its keys are still in the keyring: {}",
                    why.message
                ),
            )
            .remedy(format!(
                "remove the entry {} of pipesmith with the keyring's own program",
                secret_name(name)
            ))),
            _ => Ok(Nothing {}),
        }
    }

    /// The id of a place that the user names: an id, the name of a place of their own, or a profile, in its own Region.
    ///
    /// # Errors
    /// `unknown-place`.
    pub(crate) async fn named(&self, name: &str) -> Result<PlaceId, Failure> {
        if profile_of(name).is_some() {
            return Ok(name.to_owned());
        }
        let own = own_name(name).unwrap_or(name);
        if self.state().own(own).is_ok() {
            return Ok(own_id(own));
        }
        let found = blocking(|| Ok(aws::profiles()?)).await?;
        let profile = found.into_iter().find(|profile| profile.name == name).ok_or_else(|| unknown(name))?;
        let region = profile.region.or_else(usual_region).unwrap_or_default();
        Ok(profile_id(&profile.name, &region))
    }

    /// CodePipeline of an opened place.
    ///
    /// # Errors
    /// `place-not-opened`.
    pub(crate) fn remote(&self, place: &str) -> Result<Arc<dyn CodePipeline>, Failure> {
        Ok(Arc::new(self.account(place)?.remote().clone()))
    }

    /// Makes a call at an opened place: the operation's JSON input in, its JSON output out (empty for an operation
    /// that answers nothing). Members of a declaration that this version does not know go through unchanged.
    ///
    /// # Errors
    /// `place-not-opened`; the service's own, to be [explained](Self::explained).
    pub(crate) async fn call(
        &self,
        place: &str,
        operation: Operation,
        call: &Call,
        input: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let account = self.account(place)?;
        let answer = account.remote().call(operation, call, input).await;
        if !operation.is_read_only() {
            self.state().listed.remove(place);
        }
        Ok(answer?)
    }

    /// The list of a place's pipelines as it was told last. Locked while it is asked for, so that who asks at the same
    /// time shares the answer.
    pub(crate) fn listed(&self, place: &str) -> Arc<tokio::sync::Mutex<Listed>> {
        Arc::clone(self.state().listed.entry(place.to_owned()).or_default())
    }

    /// A failure of what an opened place was asked, with the way out where the place knows one.
    pub(crate) fn explained(&self, place: &str, failed: Failure) -> Failure {
        match (self.account(place), ErrorKind::from_code(&failed.code)) {
            (Ok(account), Some(kind)) if failed.remedy.is_none() => {
                Failure { remedy: account.remedy(kind), ..failed }
            }
            _ => failed,
        }
    }

    fn account(&self, place: &str) -> Result<aws::Account, Failure> {
        self.state().opened.get(place).cloned().ok_or_else(|| {
            failure("place-not-opened", format!("the place {place} is not open"))
                .remedy("open it under Places")
        })
    }

    /// The resources of a kind at an opened place.
    ///
    /// # Errors
    /// `place-not-opened`, `unknown-kind` and those of [`aws::Error`].
    pub(crate) async fn resources(&self, args: &AskResources) -> Result<Resources, Failure> {
        let account = self.account(&args.place)?;
        let found = account.resources(&args.kind, args.within.as_deref()).await?;
        let from = format!("{} in {}", account.identity().account, account.region());
        let rows = found.names.into_iter().map(|named| ResourceRow {
            value: named.value,
            name: named.name,
            from: from.clone(),
        });
        Ok(Resources { rows: rows.collect(), more: found.more })
    }

    /// The opened places, without this computer.
    pub(crate) fn opened(&self) -> Vec<PlaceId> {
        self.state().opened.keys().cloned().collect()
    }

    /// A page of an opened place's event history. Words and `changes_only` are applied here: CloudTrail takes one
    /// condition only.
    ///
    /// # Errors
    /// `place-not-opened` and those of [`aws::Error`].
    pub(crate) async fn trail(&self, query: &TrailQuery) -> Result<TrailPage, Failure> {
        let account = self.account(&query.place)?;
        let words: Vec<String> = query.text.split_whitespace().map(str::to_ascii_lowercase).collect();
        let max = if query.max == 0 { 50 } else { query.max as usize };
        let mut rows = Vec::new();
        let mut next = query.next.clone();
        for _ in 0..PAGES {
            let asked = aws::TrailQuery {
                filter: aws::TrailFilter::default(),
                start_ms: query.start_ms.map(millis),
                end_ms: query.end_ms.map(millis),
                next,
                // Never more than fit: a page token continues after what was sent, not after what was shown.
                max: u32::try_from(max - rows.len()).unwrap_or(50).min(50),
            };
            let page = account.lookup_events(asked).await?;
            rows.extend(
                page.records.into_iter().map(trail_row).filter(|row| fits(row, &words, query.changes_only)),
            );
            next = page.next;
            if next.is_none() || rows.len() >= max {
                break;
            }
        }
        let covered = match account.endpoint() {
            Some(endpoint) => format!("What {endpoint} tells of {}", account.region()),
            None => format!(
                "The last 90 days of {} in {}; a new call appears within about 15 minutes",
                account.identity().account,
                account.region()
            ),
        };
        Ok(TrailPage { rows, next, covered })
    }

    /// The AWS console's page of a pipeline, or of all of them.
    ///
    /// # Errors
    /// `no-console` for this computer and for endpoints that are not AWS's own.
    pub(crate) fn console(&self, place: &str, pipeline: Option<&str>) -> Result<String, Failure> {
        let none = || failure("no-console", format!("the place {place} has no AWS console"));
        let state = self.state();
        let diverted = state.opened.get(place).is_some_and(|account| account.endpoint().is_some());
        let region = match (profile_of(place), own_name(place)) {
            (Some((_, region)), _) if !region.is_empty() => region.to_owned(),
            (_, Some(name)) => {
                let own = state.own(name)?;
                if own.endpoint.is_some() {
                    return Err(none());
                }
                own.region.clone()
            }
            _ => return Err(none()),
        };
        if diverted { Err(none()) } else { Ok(console_url(&region, pipeline)) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn may_add(&self, name: &str) -> Result<(), Failure> {
        self.state().may_add(name)
    }

    async fn row(&self, place: &str) -> Result<PlaceRow, Failure> {
        if place == LOCAL {
            return Ok(local_row());
        }
        if let Some(name) = own_name(place) {
            let state = self.state();
            return Ok(own_row(&state, state.own(name)?));
        }
        let Some((name, _)) = profile_of(place) else { return Err(unknown(place)) };
        let name = name.to_owned();
        // Only for its source; a file that broke meanwhile is told by the list.
        let source = blocking(|| Ok(aws::profiles()?)).await.ok().and_then(|found| {
            found.into_iter().find(|profile| profile.name == name).map(|profile| profile.source)
        });
        Ok(aws_row(&self.state(), place, source.as_deref()))
    }

    async fn target(&self, place: &str) -> Result<aws::Target, Failure> {
        if let Some((name, region)) = profile_of(place) {
            let credentials = aws::Credentials::Profile(name.to_owned());
            return Ok(aws::Target { credentials, region: region.to_owned(), endpoint: None });
        }
        let Some(name) = own_name(place) else { return Err(unknown(place)) };
        let (own, held) = {
            let state = self.state();
            (state.own(name)?.clone(), state.unkept.get(name).map(|(keys, _)| keys.clone()))
        };
        if let Some(keys) = held {
            return Ok(target_of(&own, keys));
        }
        let again = "remove the place and add it again with its keys";
        let (vault, key) = (self.vault.clone(), secret_name(name));
        match blocking(move || vault.get(&key)).await {
            Ok(Some(text)) => match serde_json::from_str(&text) {
                Ok(keys) => Ok(target_of(&own, keys)),
                // The parser's words could quote a key.
                Err(_) => Err(failure("no-credentials", format!("the keys of {name} in the keyring are damaged"))
                    .remedy(again)),
            },
            Ok(None) => Err(failure("no-credentials", format!("the keyring holds no keys for {name}")).remedy(again)),
            Err(why) => Err(failure(
                "keyring",
                format!("the keys of {name} cannot be read from the keyring: {}", why.message),
            )
            .remedy("unlock the keyring, then open the place again; or remove the place and add it again to use its keys for this run only")),
        }
    }

    /// Writes `places.json` whole or not at all.
    fn write(&self, places: &[Own]) -> Result<(), Failure> {
        let mut bytes = serde_json::to_vec_pretty(&PlacesFile { places: places.to_vec() })
            .map_err(|error| failure("internal", error.to_string()))?;
        bytes.push(b'\n');
        Ok(store::files::write_private(&self.file, &bytes)?)
    }
}

impl actions::Accounts for Places {
    fn open<'a>(
        &'a self,
        place: &'a str,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<aws::Account, actions::Failure>> + Send + 'a>> {
        Box::pin(async move {
            self.reach(place).await.map_err(|problem| {
                let failed = actions::Failure::new("PermissionError", problem.message);
                match problem.remedy {
                    Some(remedy) => failed.remedy(remedy),
                    None => failed,
                }
            })
        })
    }
}

impl State {
    fn own(&self, name: &str) -> Result<&Own, Failure> {
        self.own.iter().find(|own| own.name == name).ok_or_else(|| unknown(&own_id(name)))
    }

    fn sound(&self) -> Result<(), Failure> {
        self.damaged.clone().map_or(Ok(()), Err)
    }

    fn may_add(&self, name: &str) -> Result<(), Failure> {
        self.sound()?;
        if self.own.iter().any(|own| own.name == name) {
            return Err(failure("place-exists", format!("there is a place {name} already"))
                .remedy("choose another name, or remove that one first"));
        }
        Ok(())
    }
}

/// The page of a pipeline (or of all) in the AWS console of the Region's partition.
fn console_url(region: &str, pipeline: Option<&str>) -> String {
    let domain = if region.starts_with("cn-") {
        "console.amazonaws.cn"
    } else if region.starts_with("us-gov-") {
        "console.amazonaws-us-gov.com"
    } else if region.starts_with("eusc-") {
        "console.amazonaws-eusc.eu"
    } else {
        "console.aws.amazon.com"
    };
    let region = encoded(region);
    let page =
        pipeline.map_or_else(|| "pipelines".to_owned(), |name| format!("pipelines/{}/view", encoded(name)));
    format!("https://{region}.{domain}/codesuite/codepipeline/{page}?region={region}")
}

/// A CloudTrail record as a row of the audit trail.
fn trail_row(found: aws::TrailRecord) -> TrailRow {
    let at =
        |pointer: &str| found.record.pointer(pointer).and_then(Value::as_str).filter(|text| !text.is_empty());
    let text = |pointer: &str| at(pointer).unwrap_or_default().to_owned();
    let who_arn = text("/userIdentity/arn");
    let who = at("/userIdentity/userName")
        .or_else(|| Some(found.username.as_str()).filter(|name| !name.is_empty()))
        .or_else(|| who_arn.rsplit('/').next().filter(|name| !name.is_empty()))
        .or_else(|| at("/userIdentity/invokedBy"))
        .unwrap_or("unknown")
        .to_owned();
    let named = if found.name.contains("Pipeline") { at("/requestParameters/name") } else { None };
    let touched = found.resources.iter().find(|resource| resource.kind == "AWS::CodePipeline::Pipeline");
    let pipeline = at("/requestParameters/pipelineName")
        .or_else(|| at("/requestParameters/pipeline/name"))
        .or(named)
        .or_else(|| touched.map(|resource| resource.name.rsplit(':').next().unwrap_or_default()))
        .map(str::to_owned);
    let read_only = found.read_only.or_else(|| found.record.get("readOnly").and_then(Value::as_bool));
    #[allow(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit")]
    let time_ms = found.time_ms as f64;
    TrailRow {
        id: found.event_id.clone(),
        time_ms,
        name: found.name.clone(),
        who,
        from: text("/sourceIPAddress"),
        user_agent: text("/userAgent"),
        pipeline,
        read_only: read_only.unwrap_or(false),
        error_code: at("/errorCode").map(str::to_owned),
        error_message: at("/errorMessage").map(str::to_owned),
        who_arn,
        record: found.record,
    }
}

fn fits(row: &TrailRow, words: &[String], changes_only: bool) -> bool {
    if changes_only && row.read_only {
        return false;
    }
    if words.is_empty() {
        return true;
    }
    let text = format!("{} {} {}", row.name, row.who, row.record).to_ascii_lowercase();
    words.iter().all(|word| text.contains(word))
}

#[allow(clippy::cast_possible_truncation, reason = "saturates, and milliseconds since 1970 fit")]
fn millis(ms: f64) -> i64 {
    ms as i64
}

fn target_of(own: &Own, keys: Keys) -> aws::Target {
    let Keys { access_key_id, secret_access_key, session_token } = keys;
    aws::Target {
        credentials: aws::Credentials::Keys { access_key_id, secret_access_key, session_token },
        region: own.region.clone(),
        endpoint: own.endpoint.clone(),
    }
}

fn profile_id(name: &str, region: &str) -> PlaceId {
    format!("aws:{name}:{region}")
}

/// Profile and Region of an `aws:` place; the profile may hold colons.
fn profile_of(place: &str) -> Option<(&str, &str)> {
    place.strip_prefix("aws:")?.rsplit_once(':').filter(|(name, _)| !name.is_empty())
}

fn own_id(name: &str) -> PlaceId {
    format!("endpoint:{name}")
}

fn own_name(place: &str) -> Option<&str> {
    place.strip_prefix("endpoint:").filter(|name| !name.is_empty())
}

fn secret_name(name: &str) -> String {
    format!("place:{name}:secret")
}

/// The Region of the environment, for profiles that set none.
fn usual_region() -> Option<String> {
    ["AWS_REGION", "AWS_DEFAULT_REGION"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|region| !region.is_empty()))
}

fn local_row() -> PlaceRow {
    PlaceRow {
        id: LOCAL.to_owned(),
        kind: PlaceKind::Local,
        name: "This computer".to_owned(),
        region: Some(REGION.to_owned()),
        profile: None,
        endpoint: None,
        opened: true,
        account: Some(ACCOUNT.to_owned()),
        arn: None,
        problem: None,
        source: None,
    }
}

fn aws_row(state: &State, place: &str, source: Option<&str>) -> PlaceRow {
    let (name, region) = profile_of(place).unwrap_or_default();
    let account = state.opened.get(place);
    PlaceRow {
        id: place.to_owned(),
        kind: PlaceKind::Aws,
        name: name.to_owned(),
        region: Some(region.to_owned()).filter(|region| !region.is_empty()),
        profile: Some(name.to_owned()),
        endpoint: account.and_then(|account| account.endpoint().map(str::to_owned)),
        opened: account.is_some(),
        account: account.map(|account| account.identity().account.clone()),
        arn: account.map(|account| account.identity().arn.clone()),
        problem: state.problems.get(place).cloned(),
        source: source.map(str::to_owned),
    }
}

fn own_row(state: &State, own: &Own) -> PlaceRow {
    let id = own_id(&own.name);
    let account = state.opened.get(&id);
    let unkept = state.unkept.get(&own.name).map(|(_, why)| {
        failure(
            "keyring",
            format!("The keyring did not take the keys of {}; they are kept for this run only: {}", own.name, why.message),
        )
        .remedy("go on with them until Pipesmith ends; to keep them, unlock the keyring, then remove the place and add it again")
    });
    PlaceRow {
        kind: PlaceKind::Endpoint,
        name: own.name.clone(),
        region: Some(own.region.clone()),
        profile: None,
        endpoint: own.endpoint.clone(),
        opened: account.is_some(),
        account: account.map(|account| account.identity().account.clone()),
        arn: account.map(|account| account.identity().arn.clone()),
        problem: state.problems.get(&id).cloned().or(unkept),
        source: Some("keys".to_owned()),
        id,
    }
}

fn broken_row(id: &str, kind: PlaceKind, name: &str, problem: Failure) -> PlaceRow {
    PlaceRow {
        id: id.to_owned(),
        kind,
        name: name.to_owned(),
        region: None,
        profile: None,
        endpoint: None,
        opened: false,
        account: None,
        arn: None,
        problem: Some(problem),
        source: None,
    }
}

fn unknown(place: &str) -> Failure {
    failure("unknown-place", format!("there is no place {place}")).remedy("see the list under Places")
}

fn damaged(file: &Path, why: &str) -> Failure {
    failure("damaged", format!("the list of own places {} cannot be used: {why}", file.display()))
        .remedy("correct the file or move it away, then start again")
}

/// Percent-encoded but for what may stand in a path and a query alike.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'@') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    #[derive(Default)]
    struct Memory {
        held: Mutex<BTreeMap<String, String>>,
        locked: bool,
    }

    impl Memory {
        fn held(&self) -> Result<MutexGuard<'_, BTreeMap<String, String>>, Failure> {
            if self.locked {
                Err(failure("keyring", "the keyring is locked"))
            } else {
                Ok(self.held.lock().unwrap())
            }
        }
    }

    impl Vault for Memory {
        fn get(&self, name: &str) -> Result<Option<String>, Failure> {
            Ok(self.held()?.get(name).cloned())
        }

        fn put(&self, name: &str, value: &str) -> Result<(), Failure> {
            self.held()?.insert(name.to_owned(), value.to_owned());
            Ok(())
        }

        fn remove(&self, name: &str) -> Result<(), Failure> {
            self.held()?.remove(name);
            Ok(())
        }
    }

    fn at(place: &str) -> AtPlace {
        AtPlace { place: place.into() }
    }

    async fn list(places: &Places) -> Vec<PlaceRow> {
        places.places(Nothing {}).await.unwrap()
    }

    fn team(endpoint: &str) -> AddPlace {
        AddPlace {
            name: "team".into(),
            region: "eu-west-1".into(),
            endpoint: Some(endpoint.into()),
            access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret_access_key: SECRET.into(),
            session_token: Some(" ".into()),
        }
    }

    fn own_rows(rows: Vec<PlaceRow>) -> Vec<PlaceRow> {
        rows.into_iter().filter(|row| row.id.starts_with("endpoint:")).collect()
    }

    /// An address where nobody listens.
    fn nobody() -> String {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    #[tokio::test]
    async fn own_places_are_kept_without_their_keys() {
        let data = tempfile::tempdir().unwrap();
        let vault = Arc::new(Memory::default());
        let places = Places::with(data.path(), vault.clone());
        let row = places.add_place(team("http://127.0.0.1:9")).await.unwrap();
        assert_eq!((row.id.as_str(), row.opened, row.problem.is_none()), ("endpoint:team", false, true));
        assert_eq!(places.add_place(team("http://127.0.0.1:9")).await.unwrap_err().code, "place-exists");
        let text = fs_err::read_to_string(data.path().join("places.json")).unwrap();
        assert!(text.contains("team") && !text.contains(SECRET) && !text.contains("AKIA"), "{text}");
        assert!(vault.held.lock().unwrap()["place:team:secret"].contains(SECRET));

        let again = Places::with(data.path(), vault.clone());
        let rows = list(&again).await;
        assert_eq!(rows[0].id, LOCAL);
        assert_eq!(own_rows(rows), [row]);
        again.remove_place(at("endpoint:team")).await.unwrap();
        assert!(own_rows(list(&again).await).is_empty());
        assert!(vault.held.lock().unwrap().is_empty());
        assert_eq!(again.remove_place(at("endpoint:team")).await.unwrap_err().code, "unknown-place");
        assert_eq!(again.remove_place(at("aws:prod:eu-west-1")).await.unwrap_err().code, "not-own-place");
    }

    #[tokio::test]
    async fn keys_that_the_keyring_refuses_serve_this_run_only() {
        let data = tempfile::tempdir().unwrap();
        let vault = Arc::new(Memory { locked: true, ..Memory::default() });
        let places = Places::with(data.path(), vault.clone());
        let row = places.add_place(team(&nobody())).await.unwrap();
        let problem = row.problem.unwrap();
        assert_eq!(problem.code, "keyring");
        assert!(problem.message.contains("this run only"), "{}", problem.message);
        // The keys are there: the way to the endpoint is what fails.
        assert_eq!(places.open_place(at("endpoint:team")).await.unwrap_err().code, "unreachable");

        let next_run = Places::with(data.path(), vault);
        assert_eq!(next_run.open_place(at("endpoint:team")).await.unwrap_err().code, "keyring");
        let rows = own_rows(list(&next_run).await);
        assert_eq!(rows[0].problem.as_ref().unwrap().code, "keyring");
        assert!(next_run.close_place(at("endpoint:team")).await.unwrap().problem.is_none());

        let lost = Places::with(data.path(), Arc::new(Memory::default()));
        assert_eq!(lost.open_place(at("endpoint:team")).await.unwrap_err().code, "no-credentials");
    }

    #[tokio::test]
    async fn what_is_not_open_is_refused() {
        let data = tempfile::tempdir().unwrap();
        let places = Places::with(data.path(), Arc::new(Memory::default()));
        assert_eq!(places.remote("aws:prod:eu-west-1").err().unwrap().code, "place-not-opened");
        assert!(places.opened().is_empty());
        assert_eq!(places.open_place(at("nowhere")).await.unwrap_err().code, "unknown-place");
        assert_eq!(places.open_place(at(LOCAL)).await.unwrap().id, LOCAL);
        let bad = AddPlace { name: "../x".into(), ..team("http://127.0.0.1:9") };
        assert_eq!(places.add_place(bad).await.unwrap_err().code, "bad-place");
        assert_eq!(places.add_place(team("file:///etc")).await.unwrap_err().code, "bad-endpoint");
        assert!(!data.path().join("places.json").exists());
    }

    #[tokio::test]
    async fn a_damaged_list_is_told_and_left_alone() {
        let data = tempfile::tempdir().unwrap();
        fs_err::write(data.path().join("places.json"), "{").unwrap();
        let places = Places::with(data.path(), Arc::new(Memory::default()));
        assert_eq!(own_rows(list(&places).await)[0].problem.as_ref().unwrap().code, "damaged");
        assert_eq!(places.add_place(team("http://127.0.0.1:9")).await.unwrap_err().code, "damaged");
        assert_eq!(fs_err::read_to_string(data.path().join("places.json")).unwrap(), "{");
    }

    #[tokio::test]
    async fn the_console_is_the_one_of_the_partition() {
        let url = |region, name| console_url(region, Some(name));
        assert_eq!(
            url("eu-west-1", "web"),
            "https://eu-west-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/web/view?region=eu-west-1"
        );
        assert!(url("cn-north-1", "web").starts_with("https://cn-north-1.console.amazonaws.cn/codesuite/"));
        assert!(url("us-gov-west-1", "a/b?c").starts_with(
            "https://us-gov-west-1.console.amazonaws-us-gov.com/codesuite/codepipeline/pipelines/a%2Fb%3Fc/view"
        ));
        let data = tempfile::tempdir().unwrap();
        let places = Places::with(data.path(), Arc::new(Memory::default()));
        assert!(places.console("aws:a:b:us-east-1", Some("web")).unwrap().starts_with("https://us-east-1."));
        assert_eq!(places.console(LOCAL, Some("web")).unwrap_err().code, "no-console");
        places.add_place(team("http://127.0.0.1:9")).await.unwrap();
        assert_eq!(places.console("endpoint:team", Some("web")).unwrap_err().code, "no-console");
    }

    #[test]
    fn a_record_becomes_a_row() {
        let record = serde_json::json!({
            "eventID": "e1", "readOnly": false, "sourceIPAddress": "192.0.2.1", "userAgent": "aws-cli/2",
            "userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::111122223333:assumed-role/Release/dana"},
            "requestParameters": {"name": "web"}, "errorCode": "AccessDenied",
        });
        let found = aws::TrailRecord {
            event_id: "e1".into(),
            time_ms: 1_764_000_001_500,
            name: "StartPipelineExecution".into(),
            username: String::new(),
            read_only: None,
            access_key_id: None,
            source: "codepipeline.amazonaws.com".into(),
            resources: vec![],
            record,
        };
        let row = trail_row(found);
        assert_eq!((row.who.as_str(), row.pipeline.as_deref()), ("dana", Some("web")));
        assert_eq!((row.read_only, row.error_code.as_deref()), (false, Some("AccessDenied")));
        assert!(fits(&row, &["DANA".to_ascii_lowercase(), "web".into()], true));
        assert!(!fits(&row, &["else".into()], false));
    }
}
