//! The commands of the contract, answered by the owner of the data folder.

mod approvals;
mod automation;
mod executions;
mod history;
mod resources;
mod runs;

use std::path::Path;

use codepipeline::Operation;
use serde_json::Value;

use crate::contract::*;
use crate::desk::Desk;
use crate::failure::{blocking, failure};
use crate::files::{self, absolute};
use crate::{check, demo, made, templates};

/// How many files are remembered.
const RECENT: usize = 20;

fn now_ms() -> f64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_millis() as f64
}

fn is_local(place: &str) -> bool {
    place.is_empty() || place == "local"
}

impl Desk {
    /// What answers the service's operations at a place.
    fn service(&self, place: &str) -> Result<std::sync::Arc<dyn codepipeline::CodePipeline>, Failure> {
        if is_local(place) {
            return Ok(std::sync::Arc::new(self.engine.clone()));
        }
        self.places.remote(place)
    }

    /// What the user chose for a file that makes pipelines.
    fn choice_for(&self, path: &Path) -> Result<Choice, Failure> {
        let key = path.display().to_string();
        let kept = self.engine.store().documents("choices")?.into_iter().find(|(known, _)| *known == key);
        Ok(kept.and_then(|(_, json)| serde_json::from_str(&json).ok()).unwrap_or_default())
    }

    async fn remember(&self, path: &Path) -> Result<(), Failure> {
        let mut known = self.engine.store().documents("recent")?;
        let key = path.display().to_string();
        known.retain(|(other, _)| *other != key);
        known.sort_by(|a, b| opened(&b.1).total_cmp(&opened(&a.1)));
        for (old, _) in known.split_off(known.len().min(RECENT - 1)) {
            self.keep("recent", &old, None).await?;
        }
        self.keep("recent", &key, Some(now_ms().to_string())).await?;
        self.listeners.stale(["recent"]);
        Ok(())
    }
}

fn opened(text: &str) -> f64 {
    text.parse().unwrap_or(0.0)
}

fn standard_settings() -> Settings {
    Settings { theme: "system".into(), utc: false, letter_keys: true, notify: true, endpoint: None }
}

impl Desk {
    /// Opens the endpoint if the settings say so. Answers whether there is nothing left to do.
    pub async fn keeps_to_settings(&self) -> bool {
        match self.settings(Nothing {}).await {
            Ok(settings) if settings.endpoint.is_some() => self.set_settings(settings).await.is_ok(),
            _ => true,
        }
    }
}

impl Answers for Desk {
    async fn hello(&self, _: Nothing) -> Result<Hello, Failure> {
        let info = self.info();
        let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().display().to_string());
        Ok(Hello {
            version: env!("CARGO_PKG_VERSION").into(),
            data_folder: self.data.display().to_string(),
            platform: std::env::consts::OS.into(),
            face: self.face.into(),
            endpoint: info.endpoint,
            home: home.unwrap_or_else(|| self.folder.display().to_string()),
            owner_pid: info.pid,
            folder: self.folder.display().to_string(),
            open: self.open.as_ref().map(|path| path.display().to_string()),
        })
    }

    async fn settings(&self, _: Nothing) -> Result<Settings, Failure> {
        let kept = self.engine.store().document("settings", "settings")?;
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_else(standard_settings))
    }

    async fn set_settings(&self, mut settings: Settings) -> Result<Settings, Failure> {
        if !["light", "dark", "system"].contains(&settings.theme.as_str()) {
            return Err(failure("bad-arguments", format!("there is no theme {}", settings.theme)));
        }
        match (settings.endpoint, self.me.upgrade()) {
            // The port that it got is the one that others are told: it stays the same from now on.
            (Some(port), Some(desk)) => settings.endpoint = Some(desk.switch_on(port).await?),
            _ => self.switch_off().await?,
        }
        let text =
            serde_json::to_string(&settings).map_err(|error| failure("internal", error.to_string()))?;
        self.keep("settings", "settings", Some(text)).await?;
        self.listeners.stale(["settings"]);
        Ok(settings)
    }

    async fn catalog(&self, _: Nothing) -> Result<Value, Failure> {
        serde_json::to_value(pipeline::catalog::all()).map_err(|error| failure("internal", error.to_string()))
    }

    async fn old_artifacts(&self, args: OldArtifacts) -> Result<Vec<OldArtifactRow>, Failure> {
        self.old_artifact_rows(&args)
    }

    async fn remove_old_artifacts(&self, args: OldArtifacts) -> Result<Freed, Failure> {
        let freed = self.free(&args)?;
        self.listeners.stale(["artifacts"]);
        Ok(freed)
    }

    async fn revisions(&self, args: OfPipeline) -> Result<Vec<StageRevisions>, Failure> {
        self.stage_revisions(&args)
    }

    async fn automation(&self, args: OfPipeline) -> Result<Automation, Failure> {
        self.automation_of(&args)
    }

    async fn test_pattern(&self, args: TestPattern) -> Result<PatternVerdict, Failure> {
        Ok(automation::test_pattern(&args))
    }

    async fn test_triggers(&self, args: TestTriggers) -> Result<Vec<TriggerVerdict>, Failure> {
        automation::test_triggers(args)
    }

    async fn browse(&self, args: Browse) -> Result<Folder, Failure> {
        let path = absolute(&self.folder, &args.path);
        blocking(move || files::browse(&path)).await
    }

    async fn open_file(&self, args: FilePath) -> Result<OpenedFile, Failure> {
        let path = absolute(&self.folder, &args.path);
        let opened = {
            let (path, choice) = (path.clone(), self.choice_for(&path)?);
            blocking(move || files::open(&path, choice)).await?
        };
        self.remember(&path).await?;
        Ok(opened)
    }

    async fn save_file(&self, args: SaveFile) -> Result<OpenedFile, Failure> {
        let path = absolute(&self.folder, &args.path);
        let tag = format!("file:{}", path.display());
        let choice = self.choice_for(&path)?;
        let saved = blocking(move || files::save(&args, &path, choice)).await?;
        self.listeners.stale([tag]);
        Ok(saved)
    }

    async fn create_file(&self, args: CreateFile) -> Result<OpenedFile, Failure> {
        let path = absolute(&self.folder, &args.path);
        let opened = {
            let path = path.clone();
            blocking(move || files::create(&path, &args.text)).await?
        };
        self.remember(&path).await?;
        Ok(opened)
    }

    async fn delete_file(&self, args: DeleteFile) -> Result<Nothing, Failure> {
        let path = absolute(&self.folder, &args.path);
        let key = path.display().to_string();
        blocking(move || files::delete(&path, &args.revision)).await?;
        self.keep("recent", &key, None).await?;
        self.keep("drafts", &key, None).await?;
        self.keep("choices", &key, None).await?;
        self.listeners.stale([format!("file:{key}")]);
        Ok(Nothing {})
    }

    async fn choose(&self, args: Choose) -> Result<OpenedFile, Failure> {
        let path = absolute(&self.folder, &args.path);
        let choice = made::tidy(args.choice);
        let kept = serde_json::to_string(&choice).map_err(|error| failure("internal", error.to_string()))?;
        self.keep("choices", &path.display().to_string(), Some(kept)).await?;
        blocking(move || files::open(&path, choice)).await
    }

    async fn templates(&self, _: Nothing) -> Result<Vec<TemplateRow>, Failure> {
        Ok(templates::list())
    }

    async fn new_from_template(&self, args: NewFromTemplate) -> Result<OpenedFile, Failure> {
        let folder = absolute(&self.folder, &args.folder);
        let path = blocking(move || templates::create(&args.template, &folder, &args.name)).await?;
        self.open_file(FilePath { path: path.display().to_string() }).await
    }

    async fn draft(&self, args: FilePath) -> Result<Draft, Failure> {
        let path = absolute(&self.folder, &args.path).display().to_string();
        let kept = self.engine.store().documents("drafts")?.into_iter().find(|(key, _)| *key == path);
        let none = Draft { path: path.clone(), text: None, revision: String::new() };
        Ok(kept.and_then(|(_, json)| serde_json::from_str(&json).ok()).unwrap_or(none))
    }

    async fn keep_draft(&self, args: Draft) -> Result<Nothing, Failure> {
        let path = absolute(&self.folder, &args.path).display().to_string();
        let value = match args.text {
            Some(_) => Some(
                serde_json::to_string(&Draft { path: path.clone(), ..args })
                    .map_err(|error| failure("internal", error.to_string()))?,
            ),
            None => None,
        };
        self.keep("drafts", &path, value).await?;
        Ok(Nothing {})
    }

    async fn recent(&self, _: Nothing) -> Result<Vec<RecentFile>, Failure> {
        let mut known: Vec<RecentFile> = self
            .engine
            .store()
            .documents("recent")?
            .into_iter()
            .map(|(path, text)| {
                let file = Path::new(&path);
                RecentFile {
                    name: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                    opened_ms: opened(&text),
                    exists: file.is_file(),
                    path,
                }
            })
            .collect();
        known.sort_by(|a, b| b.opened_ms.total_cmp(&a.opened_ms));
        Ok(known)
    }

    async fn open_demo(&self, _: Nothing) -> Result<OpenedFile, Failure> {
        let data = self.data.clone();
        let path = blocking(move || demo::definition(&data)).await?;
        self.open_file(FilePath { path: path.display().to_string() }).await
    }

    async fn check(&self, args: CheckText) -> Result<Checked, Failure> {
        let path = args.path.filter(|path| !path.is_empty()).map(|path| absolute(&self.folder, &path));
        blocking(move || match path {
            Some(path) => check::check_file(&args.text, &path, args.choice.unwrap_or_default()),
            None => Ok(check::check(&args.text, &args.name)),
        })
        .await
    }

    async fn resources(&self, args: AskResources) -> Result<Resources, Failure> {
        if is_local(&args.place) {
            self.local_resources(args).await
        } else {
            self.places.resources(&args).await
        }
    }

    async fn pipelines(&self, args: AtPlace) -> Result<Vec<PipelineRow>, Failure> {
        if is_local(&args.place) { self.local_pipelines() } else { self.remote_pipelines(&args.place).await }
    }

    async fn plan(&self, args: RunRequest) -> Result<Plan, Failure> {
        self.plan_of(args).await
    }

    async fn run(&self, args: RunRequest) -> Result<Started, Failure> {
        self.start(args).await
    }

    async fn execution(&self, args: AtExecution) -> Result<ExecutionDetail, Failure> {
        if is_local(&args.place) {
            self.local_execution(&args.pipeline, &args.execution)
        } else {
            self.remote_execution(&args).await.map_err(|failed| {
                // It may come back by itself.
                self.watched.saw(format!("execution:{}", args.execution), false);
                self.places.explained(&args.place, failed)
            })
        }
    }

    async fn tests(&self, args: AtAction) -> Result<Vec<TestReport>, Failure> {
        if is_local(&args.place) {
            return self.local_tests(&args);
        }
        // The service keeps reports with CodeBuild, which places do not speak to.
        Ok(Vec::new())
    }

    async fn why(&self, args: AtAction) -> Result<WhyFailed, Failure> {
        if is_local(&args.place) {
            return self.local_why(&args);
        }
        self.remote_why(&args).await.map_err(|failed| self.places.explained(&args.place, failed))
    }

    async fn read_log(&self, args: ReadLog) -> Result<LogPiece, Failure> {
        self.log(args).await
    }

    async fn artifacts(&self, args: AtExecution) -> Result<Vec<ArtifactRow>, Failure> {
        self.artifacts_of(&args)
    }

    async fn artifact_entries(&self, args: ObjectAt) -> Result<Vec<ArtifactEntry>, Failure> {
        self.entries(args).await
    }

    async fn artifact_preview(&self, args: EntryAt) -> Result<Preview, Failure> {
        self.preview(args).await
    }

    async fn approvals(&self, _: Nothing) -> Result<Vec<ApprovalRow>, Failure> {
        self.waiting().await
    }

    async fn decide(&self, args: Decide) -> Result<Nothing, Failure> {
        let place = args.place.clone();
        self.decision(args).await.map_err(|failed| self.places.explained(&place, failed))
    }

    async fn trail(&self, args: TrailQuery) -> Result<TrailPage, Failure> {
        if is_local(&args.place) {
            return self.local_trail(args).await;
        }
        self.places.trail(&args).await
    }

    async fn places(&self, args: Nothing) -> Result<Vec<PlaceRow>, Failure> {
        let mut rows = self.places.places(args).await?;
        for row in rows.iter_mut().filter(|row| row.kind == PlaceKind::Local) {
            let who = self.call().principal;
            row.region.get_or_insert_with(|| self.engine.region().to_owned());
            row.account.get_or_insert(who.account);
            row.arn.get_or_insert(who.arn);
        }
        Ok(rows)
    }

    async fn open_place(&self, args: AtPlace) -> Result<PlaceRow, Failure> {
        let row = self.places.open_place(args).await;
        self.listeners.stale(["places", "pipelines", "approvals"]);
        row
    }

    async fn close_place(&self, args: AtPlace) -> Result<PlaceRow, Failure> {
        let row = self.places.close_place(args).await;
        self.listeners.stale(["places", "pipelines", "approvals"]);
        row
    }

    async fn add_place(&self, args: AddPlace) -> Result<PlaceRow, Failure> {
        let row = self.places.add_place(args).await;
        self.listeners.stale(["places"]);
        row
    }

    async fn remove_place(&self, args: AtPlace) -> Result<Nothing, Failure> {
        let done = self.places.remove_place(args).await;
        self.listeners.stale(["places", "pipelines", "approvals"]);
        done
    }

    async fn api(&self, args: ApiCall) -> Result<Value, Failure> {
        let operation = Operation::from_name(&args.operation).ok_or_else(|| {
            failure("UnknownOperationException", format!("The service has no operation {}", args.operation))
        })?;
        let bytes =
            serde_json::to_vec(&args.input).map_err(|error| failure("bad-arguments", error.to_string()))?;
        if is_local(&args.place) {
            let input = codepipeline::json::decode(&bytes)?;
            let output = codepipeline::dispatch(&self.engine, operation, &self.call(), input).await?;
            let Some(output) = output else { return Ok(Value::Null) };
            let bytes = codepipeline::json::encode(&output)?;
            return serde_json::from_slice(&bytes).map_err(|error| failure("internal", error.to_string()));
        }
        let answer = self.places.call(&args.place, operation, &self.call(), &bytes).await;
        if !operation.is_read_only() {
            self.listeners.stale(["pipelines", "approvals", "trail"]);
        }
        let name = args.input.get("pipelineName").or_else(|| args.input.get("name")).and_then(Value::as_str);
        if let Some(name) = name {
            // What failed is looked at again too: it may come back by itself.
            let said = answer.as_deref().unwrap_or_default();
            let running = said.windows(12).any(|window| window == b"\"InProgress\"");
            self.watched.saw(format!("pipeline:{}:{name}", args.place), running);
        }
        let bytes = answer.map_err(|failed| self.places.explained(&args.place, failed))?;
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes).map_err(|error| failure("internal", error.to_string()))
    }

    async fn open_outside(&self, args: OpenOutside) -> Result<Nothing, Failure> {
        let target = self.outside(&args)?;
        blocking(move || {
            open::that_detached(&target).map_err(|error| {
                failure("not-opened", format!("{target} could not be opened: {error}"))
                    .remedy("open it yourself; no program of this computer took it")
            })
        })
        .await?;
        Ok(Nothing {})
    }
}

impl Desk {
    /// What `open` is to open: the folder of an artifact, a page of the AWS console, a folder, a link.
    fn outside(&self, args: &OpenOutside) -> Result<String, Failure> {
        let target = args.target.clone().unwrap_or_default();
        match args.what.as_str() {
            "link" => {
                let harmless = target.starts_with("https://") || target.starts_with("http://");
                if harmless {
                    Ok(target)
                } else {
                    Err(failure("bad-arguments", format!("{target} is no web address")))
                }
            }
            "folder" => {
                let path = absolute(&self.folder, &target);
                let folder = if path.is_dir() {
                    Some(path.as_path())
                } else {
                    path.parent().filter(|path| path.is_dir())
                };
                let folder =
                    folder.ok_or_else(|| failure("not-found", format!("{} is not there", path.display())))?;
                Ok(folder.display().to_string())
            }
            "artifact" => {
                let (bucket, key) = target.split_once('/').ok_or_else(|| {
                    failure("bad-arguments", format!("{target} is not of the form BUCKET/KEY"))
                })?;
                let file = self.object(args.pipeline.as_deref(), bucket, key)?;
                let folder = file.parent().filter(|folder| folder.is_dir());
                let folder =
                    folder.ok_or_else(|| failure("not-found", format!("{} is not there", file.display())))?;
                Ok(folder.display().to_string())
            }
            "console" => {
                self.places.console(args.place.as_deref().unwrap_or_default(), args.pipeline.as_deref())
            }
            other => Err(failure(
                "bad-arguments",
                format!("{other} cannot be opened; artifact, console, folder and link can"),
            )),
        }
    }
}
