//! Rows for lists and history: what a reader asks for by name, id or time, without replaying events.
//!
//! Rows are JSON with a few columns to find them by; the store does not look inside. Changes travel in a
//! [`crate::Batch`], in the same transaction as the events they follow from; reads use their own connections.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use sha2::{Digest, Sha256};

use crate::database::Failure;
use crate::mask::Mask;
use crate::{Batch, Code, Error, Result, Store};

/// How many published events are kept: who reads on later than that has missed some.
pub const PUBLISHED: i64 = 10_000;

/// An event that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// Its number: later ones have higher numbers.
    pub seq: i64,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// The pipeline it is about.
    pub pipeline: String,
    /// JSON: the event in EventBridge's form.
    pub event: String,
}

/// A pipeline as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipelineRow {
    /// The pipeline's name.
    pub name: String,
    /// The version of its declaration that is in force.
    pub version: i64,
    /// When it was created, milliseconds since 1970.
    pub created: i64,
    /// When it was last updated, milliseconds since 1970.
    pub updated: i64,
    /// JSON: whatever a list or a detail view needs.
    pub detail: String,
}

/// One version of a pipeline's declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PipelineVersionRow {
    /// The pipeline's name.
    pub pipeline: String,
    /// The version, from 1.
    pub version: i64,
    /// When it was made, milliseconds since 1970.
    pub created: i64,
    /// JSON.
    pub declaration: String,
}

/// A pipeline execution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecutionRow {
    /// The pipeline's name.
    pub pipeline: String,
    /// The pipeline execution id.
    pub id: String,
    /// When it started, milliseconds since 1970; lists are ordered by it.
    pub start: i64,
    /// When it last changed, milliseconds since 1970.
    pub last_update: i64,
    /// Its status in the service's words (`InProgress`, `Succeeded`, ...).
    pub status: String,
    /// The stages it succeeded in, for the filter `succeededInStage`.
    pub succeeded_stages: Vec<String>,
    /// JSON: its line in a list.
    pub summary: String,
    /// JSON: its detail in the service's form.
    pub detail: String,
    /// JSON: what only this computer knows (fidelity, differences, places); `null` until it has ended.
    pub local: String,
}

/// Which of the two kinds of work inside a stage a row tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ActionKind {
    /// An action of the stage.
    #[default]
    Action,
    /// A rule of one of the stage's conditions.
    Rule,
}

/// An action execution, or a rule execution (the two have the same columns).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionExecutionRow {
    /// Action or rule.
    pub kind: ActionKind,
    /// The pipeline's name.
    pub pipeline: String,
    /// The pipeline execution id.
    pub execution: String,
    /// The action execution id (or rule execution id).
    pub id: String,
    /// The stage's name.
    pub stage: String,
    /// The action's name (or the rule's).
    pub name: String,
    /// When it started, milliseconds since 1970; lists are ordered by it.
    pub start: i64,
    /// When it last changed, milliseconds since 1970.
    pub last_update: i64,
    /// Its status in the service's words.
    pub status: String,
    /// JSON: its detail in the service's form.
    pub detail: String,
    /// JSON: what only this computer knows.
    pub local: String,
}

/// A change of rows. Rows are put whole: an existing one is replaced and keeps its place in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowChange {
    /// Puts a pipeline.
    Pipeline(PipelineRow),
    /// Puts a version of a pipeline's declaration.
    PipelineVersion(PipelineVersionRow),
    /// Puts a pipeline execution.
    Execution(ExecutionRow),
    /// Puts an action or rule execution.
    ActionExecution(ActionExecutionRow),
    /// Appends to what was published. The last [`PUBLISHED`] are kept.
    Published {
        /// When, milliseconds since 1970.
        at: i64,
        /// The pipeline it is about.
        pipeline: String,
        /// JSON: the event in EventBridge's form.
        event: String,
    },
    /// Removes a pipeline with its versions, executions and action executions.
    DeletePipeline {
        /// The pipeline's name.
        name: String,
    },
    /// Puts a JSON document under a key of a collection (webhooks, action types, tags, tokens, settings), or
    /// removes it.
    Document {
        /// The collection.
        collection: String,
        /// The key in it; lists are in its order (bytewise).
        key: String,
        /// JSON; `None` removes the document.
        value: Option<String>,
    },
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// What to send with the same query for the next page; `None` on the last.
    pub next: Option<String>,
}

/// Which pipeline executions to list, newest start first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExecutionQuery {
    /// Only of this pipeline; `None`: of all.
    pub pipeline: Option<String>,
    /// Only with one of these statuses; empty: any.
    pub statuses: Vec<String>,
    /// Only those that succeeded in this stage.
    pub succeeded_in_stage: Option<String>,
    /// Only those that started at or after this time, milliseconds since 1970.
    pub since: Option<i64>,
    /// At most so many; 0 means 100.
    pub max: usize,
    /// The previous page's `next`.
    pub token: Option<String>,
}

/// Which action (or rule) executions of a pipeline to list, newest start first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionExecutionQuery {
    /// Actions or rules.
    pub kind: ActionKind,
    /// The pipeline's name.
    pub pipeline: String,
    /// Only of this pipeline execution.
    pub execution: Option<String>,
    /// Only the newest started one of each action within its pipeline execution.
    pub latest: bool,
    /// Only those that started at or after this time, milliseconds since 1970.
    pub since: Option<i64>,
    /// At most so many; 0 means 100.
    pub max: usize,
    /// The previous page's `next`.
    pub token: Option<String>,
}

impl RowChange {
    pub(crate) fn mask(&mut self, mask: &Mask) {
        match self {
            RowChange::Pipeline(row) => mask.mask_document_in_place(&mut row.detail),
            RowChange::PipelineVersion(row) => mask.mask_document_in_place(&mut row.declaration),
            RowChange::Execution(row) => {
                for text in [&mut row.summary, &mut row.detail, &mut row.local] {
                    mask.mask_document_in_place(text);
                }
            }
            RowChange::ActionExecution(row) => {
                for text in [&mut row.detail, &mut row.local] {
                    mask.mask_document_in_place(text);
                }
            }
            RowChange::Published { event, .. } => mask.mask_document_in_place(event),
            RowChange::DeletePipeline { .. } => {}
            RowChange::Document { value, .. } => {
                if let Some(value) = value {
                    mask.mask_document_in_place(value);
                }
            }
        }
    }

    pub(crate) fn write(&self, connection: &Connection) -> Result<(), Failure> {
        match self {
            RowChange::Pipeline(row) => {
                connection
                    .prepare_cached(
                        "INSERT INTO pipelines (name, version, created, updated, detail) VALUES (?1, ?2, ?3, ?4, ?5)
                         ON CONFLICT (name) DO UPDATE SET version = excluded.version, created = excluded.created,
                           updated = excluded.updated, detail = excluded.detail",
                    )?
                    .execute(params![row.name, row.version, row.created, row.updated, row.detail])?;
            }
            RowChange::PipelineVersion(row) => {
                connection
                    .prepare_cached(
                        "INSERT OR REPLACE INTO pipeline_versions (pipeline, version, created, declaration)
                         VALUES (?1, ?2, ?3, ?4)",
                    )?
                    .execute(params![row.pipeline, row.version, row.created, row.declaration])?;
            }
            RowChange::Execution(row) => {
                connection
                    .prepare_cached(
                        "INSERT INTO executions (pipeline, id, start, last_update, status, summary, detail, local)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                         ON CONFLICT (pipeline, id) DO UPDATE SET start = excluded.start,
                           last_update = excluded.last_update, status = excluded.status, summary = excluded.summary,
                           detail = excluded.detail, local = excluded.local",
                    )?
                    .execute(params![
                        row.pipeline,
                        row.id,
                        row.start,
                        row.last_update,
                        row.status,
                        row.summary,
                        row.detail,
                        row.local
                    ])?;
                connection
                    .prepare_cached("DELETE FROM succeeded_stages WHERE pipeline = ?1 AND execution = ?2")?
                    .execute([&row.pipeline, &row.id])?;
                for stage in &row.succeeded_stages {
                    connection
                        .prepare_cached("INSERT OR IGNORE INTO succeeded_stages VALUES (?1, ?2, ?3)")?
                        .execute([&row.pipeline, &row.id, stage])?;
                }
            }
            RowChange::ActionExecution(row) => {
                connection
                    .prepare_cached(
                        "INSERT INTO action_executions
                           (kind, pipeline, execution, id, stage, name, start, last_update, status, detail, local)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                         ON CONFLICT (pipeline, execution, id) DO UPDATE SET stage = excluded.stage,
                           name = excluded.name, start = excluded.start, last_update = excluded.last_update,
                           status = excluded.status, detail = excluded.detail, local = excluded.local",
                    )?
                    .execute(params![
                        kind_number(row.kind),
                        row.pipeline,
                        row.execution,
                        row.id,
                        row.stage,
                        row.name,
                        row.start,
                        row.last_update,
                        row.status,
                        row.detail,
                        row.local
                    ])?;
            }
            RowChange::Published { at, pipeline, event } => {
                connection
                    .prepare_cached("INSERT INTO published (at, pipeline, event) VALUES (?1, ?2, ?3)")?
                    .execute(params![at, pipeline, event])?;
                connection
                    .prepare_cached("DELETE FROM published WHERE seq <= ?1")?
                    .execute([connection.last_insert_rowid() - PUBLISHED])?;
            }
            RowChange::DeletePipeline { name } => {
                for sql in [
                    "DELETE FROM pipelines WHERE name = ?1",
                    "DELETE FROM pipeline_versions WHERE pipeline = ?1",
                    "DELETE FROM executions WHERE pipeline = ?1",
                    "DELETE FROM succeeded_stages WHERE pipeline = ?1",
                    "DELETE FROM action_executions WHERE pipeline = ?1",
                ] {
                    connection.prepare_cached(sql)?.execute([name])?;
                }
            }
            RowChange::Document { collection, key, value: Some(value) } => {
                connection
                    .prepare_cached(
                        "INSERT OR REPLACE INTO documents (collection, key, value) VALUES (?1, ?2, ?3)",
                    )?
                    .execute([collection, key, value])?;
            }
            RowChange::Document { collection, key, value: None } => {
                connection
                    .prepare_cached("DELETE FROM documents WHERE collection = ?1 AND key = ?2")?
                    .execute([collection, key])?;
            }
        }
        Ok(())
    }
}

fn kind_number(kind: ActionKind) -> i64 {
    match kind {
        ActionKind::Action => 0,
        ActionKind::Rule => 1,
    }
}

impl Store {
    /// All pipelines by name.
    pub fn pipelines(&self) -> Result<Vec<PipelineRow>> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT name, version, created, updated, detail FROM pipelines ORDER BY name",
                )?
                .query_map([], pipeline_row)?
                .collect()
        })
    }

    /// One pipeline.
    pub fn pipeline(&self, name: &str) -> Result<Option<PipelineRow>> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT name, version, created, updated, detail FROM pipelines WHERE name = ?1",
                )?
                .query_row([name], pipeline_row)
                .optional()
        })
    }

    /// One version of a pipeline's declaration; `None` asks for the newest.
    pub fn pipeline_version(&self, name: &str, version: Option<i64>) -> Result<Option<PipelineVersionRow>> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT pipeline, version, created, declaration FROM pipeline_versions
                     WHERE pipeline = ?1 AND version = coalesce(?2, version) ORDER BY version DESC LIMIT 1",
                )?
                .query_row(params![name, version], version_row)
                .optional()
        })
    }

    /// All versions of a pipeline's declaration, newest first.
    pub fn pipeline_versions(&self, name: &str) -> Result<Vec<PipelineVersionRow>> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT pipeline, version, created, declaration FROM pipeline_versions
                     WHERE pipeline = ?1 ORDER BY version DESC",
                )?
                .query_map([name], version_row)?
                .collect()
        })
    }

    /// One pipeline execution.
    pub fn execution(&self, pipeline: &str, id: &str) -> Result<Option<ExecutionRow>> {
        self.inner.database.readers.read(|connection| {
            let row = connection
                .prepare_cached(&format!(
                    "SELECT {EXECUTION} FROM executions WHERE pipeline = ?1 AND id = ?2"
                ))?
                .query_row([pipeline, id], execution_row)
                .optional()?;
            row.map(|(_, row)| with_stages(connection, row)).transpose()
        })
    }

    /// A pipeline execution by its id alone (ids are unique in practice); the newest, should there be more.
    pub fn find_execution(&self, id: &str) -> Result<Option<ExecutionRow>> {
        self.inner.database.readers.read(|connection| {
            let row = connection
                .prepare_cached(&format!(
                    "SELECT {EXECUTION} FROM executions WHERE id = ?1 ORDER BY n DESC LIMIT 1"
                ))?
                .query_row([id], execution_row)
                .optional()?;
            row.map(|(_, row)| with_stages(connection, row)).transpose()
        })
    }

    /// Pipeline executions, newest start first.
    pub fn list_executions(&self, query: &ExecutionQuery) -> Result<Page<ExecutionRow>> {
        let mut list = List::new("executions", "executions AS e");
        if let Some(pipeline) = &query.pipeline {
            list.only("e.pipeline = ?", pipeline.clone());
        }
        if !query.statuses.is_empty() {
            let marks = vec!["?"; query.statuses.len()].join(", ");
            list.only_many(&format!("e.status IN ({marks})"), &query.statuses);
        }
        if let Some(stage) = &query.succeeded_in_stage {
            list.only(
                "EXISTS (SELECT 1 FROM succeeded_stages s
                         WHERE s.pipeline = e.pipeline AND s.execution = e.id AND s.stage = ?)",
                stage.clone(),
            );
        }
        if let Some(since) = query.since {
            list.only("e.start >= ?", since);
        }
        let page = list.page(self, EXECUTION, query.max, query.token.as_deref(), execution_row)?;
        let items = self.inner.database.readers.read(|connection| {
            page.items.into_iter().map(|row| with_stages(connection, row)).collect::<rusqlite::Result<_>>()
        })?;
        Ok(Page { items, next: page.next })
    }

    /// Whether an action execution of this id is known, of one pipeline or of any.
    pub fn has_action_execution(&self, pipeline: Option<&str>, id: &str) -> Result<bool> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT 1 FROM action_executions WHERE id = ?1 AND (?2 IS NULL OR pipeline = ?2)",
                )?
                .exists(rusqlite::params![id, pipeline])
        })
    }

    /// One action (or rule) execution.
    pub fn action_execution(
        &self,
        pipeline: &str,
        execution: &str,
        id: &str,
    ) -> Result<Option<ActionExecutionRow>> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {ACTION} FROM action_executions WHERE pipeline = ?1 AND execution = ?2 AND id = ?3"
                ))?
                .query_row([pipeline, execution, id], |r| action_row(r).map(|(_, row)| row))
                .optional()
        })
    }

    /// Action (or rule) executions of a pipeline, newest start first.
    pub fn list_action_executions(&self, query: &ActionExecutionQuery) -> Result<Page<ActionExecutionRow>> {
        let mut list = List::new("action executions", "action_executions AS e");
        list.only("e.pipeline = ?", query.pipeline.clone());
        list.only("e.kind = ?", kind_number(query.kind));
        if let Some(execution) = &query.execution {
            list.only("e.execution = ?", execution.clone());
        }
        if query.latest {
            list.only_many(
                "NOT EXISTS (SELECT 1 FROM action_executions o WHERE o.pipeline = e.pipeline
                   AND o.execution = e.execution AND o.kind = e.kind AND o.stage = e.stage AND o.name = e.name
                   AND (o.start, o.n) > (e.start, e.n))",
                &[],
            );
        }
        if let Some(since) = query.since {
            list.only("e.start >= ?", since);
        }
        list.page(self, ACTION, query.max, query.token.as_deref(), action_row)
    }

    /// One document of a collection.
    pub fn document(&self, collection: &str, key: &str) -> Result<Option<String>> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached("SELECT value FROM documents WHERE collection = ?1 AND key = ?2")?
                .query_row([collection, key], |r| r.get(0))
                .optional()
        })
    }

    /// Puts a JSON document under a key of a collection, or removes it. Durable when the future resolves; errors as
    /// [`Store::append`].
    pub fn put_document(
        &self,
        collection: &str,
        key: &str,
        value: Option<String>,
    ) -> impl Future<Output = Result<()>> + Send + use<> {
        let row = RowChange::Document { collection: collection.into(), key: key.into(), value };
        self.append(Batch { rows: vec![row], ..Batch::default() })
    }

    /// What was published after the event of this number, oldest first; at most `max`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published(&self, after: i64, max: u32) -> Result<Vec<PublishedRow>> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT seq, at, pipeline, event FROM published WHERE seq > ?1 ORDER BY seq LIMIT ?2",
                )?
                .query_map([after, i64::from(max)], published_row)?
                .collect()
        })
    }

    /// What a pipeline published, newest first; at most `max`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn published_of(&self, pipeline: &str, max: usize) -> Result<Vec<PublishedRow>> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT seq, at, pipeline, event FROM published WHERE pipeline = ?1 ORDER BY seq DESC LIMIT ?2",
                )?
                .query_map(params![pipeline, i64::try_from(max).unwrap_or(i64::MAX)], published_row)?
                .collect()
        })
    }

    /// The number of the newest published event; 0 before the first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_published(&self) -> Result<i64> {
        self.inner.database.readers.read(|connection| {
            let newest = "SELECT COALESCE(MAX(seq), 0) FROM published";
            connection.prepare_cached(newest)?.query_row([], |r| r.get(0))
        })
    }

    /// All documents of a collection as (key, JSON), in the order of their keys.
    pub fn documents(&self, collection: &str) -> Result<Vec<(String, String)>> {
        self.inner.database.readers.read(|connection| {
            connection
                .prepare_cached("SELECT key, value FROM documents WHERE collection = ?1 ORDER BY key")?
                .query_map([collection], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect()
        })
    }
}

fn published_row(r: &Row<'_>) -> rusqlite::Result<PublishedRow> {
    Ok(PublishedRow { seq: r.get(0)?, at: r.get(1)?, pipeline: r.get(2)?, event: r.get(3)? })
}

fn pipeline_row(r: &Row<'_>) -> rusqlite::Result<PipelineRow> {
    Ok(PipelineRow {
        name: r.get(0)?,
        version: r.get(1)?,
        created: r.get(2)?,
        updated: r.get(3)?,
        detail: r.get(4)?,
    })
}

fn version_row(r: &Row<'_>) -> rusqlite::Result<PipelineVersionRow> {
    Ok(PipelineVersionRow {
        pipeline: r.get(0)?,
        version: r.get(1)?,
        created: r.get(2)?,
        declaration: r.get(3)?,
    })
}

const EXECUTION: &str = "start, n, pipeline, id, last_update, status, summary, detail, local";

fn execution_row(r: &Row<'_>) -> rusqlite::Result<(Place, ExecutionRow)> {
    let place = Place { at: r.get(0)?, n: r.get(1)? };
    let row = ExecutionRow {
        pipeline: r.get(2)?,
        id: r.get(3)?,
        start: place.at,
        last_update: r.get(4)?,
        status: r.get(5)?,
        succeeded_stages: Vec::new(),
        summary: r.get(6)?,
        detail: r.get(7)?,
        local: r.get(8)?,
    };
    Ok((place, row))
}

fn with_stages(connection: &Connection, mut row: ExecutionRow) -> rusqlite::Result<ExecutionRow> {
    row.succeeded_stages = connection
        .prepare_cached("SELECT stage FROM succeeded_stages WHERE pipeline = ?1 AND execution = ?2")?
        .query_map([&row.pipeline, &row.id], |r| r.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(row)
}

const ACTION: &str =
    "start, n, kind, pipeline, execution, id, stage, name, last_update, status, detail, local";

fn action_row(r: &Row<'_>) -> rusqlite::Result<(Place, ActionExecutionRow)> {
    let place = Place { at: r.get(0)?, n: r.get(1)? };
    let row = ActionExecutionRow {
        kind: if r.get::<_, i64>(2)? == 0 { ActionKind::Action } else { ActionKind::Rule },
        pipeline: r.get(3)?,
        execution: r.get(4)?,
        id: r.get(5)?,
        stage: r.get(6)?,
        name: r.get(7)?,
        start: place.at,
        last_update: r.get(8)?,
        status: r.get(9)?,
        detail: r.get(10)?,
        local: r.get(11)?,
    };
    Ok((place, row))
}

/// A row's place in a list that is ordered by time and then by arrival, both newest first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub at: i64,
    pub n: i64,
}

/// A list in pages: conditions, and a token that carries the place and a fingerprint of the conditions.
pub(crate) struct List {
    name: &'static str,
    from: &'static str,
    conditions: Vec<String>,
    values: Vec<Value>,
    /// The column that the list is ordered by.
    time: &'static str,
}

impl List {
    pub fn new(name: &'static str, from: &'static str) -> Self {
        List { name, from, conditions: Vec::new(), values: Vec::new(), time: "start" }
    }

    pub fn by(mut self, time: &'static str) -> Self {
        self.time = time;
        self
    }

    pub fn only(&mut self, condition: &str, value: impl Into<Value>) {
        self.conditions.push(condition.to_owned());
        self.values.push(value.into());
    }

    pub fn only_many(&mut self, condition: &str, values: &[String]) {
        self.conditions.push(condition.to_owned());
        self.values.extend(values.iter().cloned().map(Value::from));
    }

    pub fn page<T>(
        mut self,
        store: &Store,
        columns: &str,
        max: usize,
        token: Option<&str>,
        row: impl Fn(&Row<'_>) -> rusqlite::Result<(Place, T)>,
    ) -> Result<Page<T>> {
        let fingerprint = self.fingerprint();
        let time = self.time;
        if let Some(token) = token {
            let place = open_token(token, &fingerprint)?;
            self.only(&format!("e.{time} <= ?"), place.at);
            self.only(&format!("(e.{time} < ? OR e.n < ?)"), place.at);
            self.values.push(place.n.into());
        }
        let max = if max == 0 { 100 } else { max };
        let condition = match self.conditions.is_empty() {
            true => String::new(),
            false => format!("WHERE {}", self.conditions.join(" AND ")),
        };
        // One more than asked for tells whether there is a next page.
        let sql = format!(
            "SELECT {columns} FROM {} {condition} ORDER BY e.{time} DESC, e.n DESC LIMIT {}",
            self.from,
            max.saturating_add(1).min(i64::MAX as usize)
        );
        let mut items: Vec<(Place, T)> = store.inner.database.readers.read(|connection| {
            connection
                .prepare_cached(&sql)?
                .query_map(params_from_iter(&self.values), |r| row(r))?
                .collect::<rusqlite::Result<_>>()
        })?;
        let next = if items.len() > max {
            items.truncate(max);
            items.last().map(|(place, _)| seal_token(*place, &fingerprint))
        } else {
            None
        };
        Ok(Page { items: items.into_iter().map(|(_, item)| item).collect(), next })
    }

    fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.name);
        for condition in &self.conditions {
            hash.update([0]);
            hash.update(condition);
        }
        for value in &self.values {
            hash.update([1]);
            hash.update(format!("{value:?}"));
        }
        URL_SAFE_NO_PAD.encode(&hash.finalize()[..9])
    }
}

fn seal_token(place: Place, fingerprint: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("1.{fingerprint}.{}.{}", place.at, place.n))
}

fn open_token(token: &str, fingerprint: &str) -> Result<Place> {
    let parse = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
        let mut parts = text.split('.');
        (parts.next()? == "1" && parts.next()? == fingerprint).then_some(())?;
        let place = Place { at: parts.next()?.parse().ok()?, n: parts.next()?.parse().ok()? };
        parts.next().is_none().then_some(place)
    };
    parse().ok_or_else(|| Error::new(Code::InvalidToken, "The page token does not belong to this query."))
}
