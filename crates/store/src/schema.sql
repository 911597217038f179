-- The first schema of a data folder. Never edited once released: a change is a further entry in MIGRATIONS.
CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('epoch', 0);

-- The event log. A stream's counter outlives the deletion of its events.
CREATE TABLE streams (
  n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, active INTEGER NOT NULL, at INTEGER NOT NULL
);
CREATE TABLE events (
  stream INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, version INTEGER NOT NULL, payload TEXT NOT NULL,
  PRIMARY KEY (stream, seq)
) WITHOUT ROWID;
CREATE TABLE snapshots (
  stream INTEGER PRIMARY KEY, seq INTEGER NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL
);

-- Rows for lists and history. `n` is the order of arrival and breaks ties between equal times.
CREATE TABLE pipelines (
  name TEXT PRIMARY KEY, version INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, detail TEXT NOT NULL
);
CREATE TABLE pipeline_versions (
  pipeline TEXT NOT NULL, version INTEGER NOT NULL, created INTEGER NOT NULL, declaration TEXT NOT NULL,
  PRIMARY KEY (pipeline, version)
);
CREATE TABLE executions (
  n INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, id TEXT NOT NULL, start INTEGER NOT NULL, last_update INTEGER NOT NULL,
  status TEXT NOT NULL, summary TEXT NOT NULL, detail TEXT NOT NULL, local TEXT NOT NULL,
  UNIQUE (pipeline, id)
);
CREATE INDEX executions_of_pipeline ON executions (pipeline, start, n);
CREATE INDEX executions_newest ON executions (start, n);
CREATE INDEX executions_by_id ON executions (id);
CREATE TABLE succeeded_stages (
  pipeline TEXT NOT NULL, execution TEXT NOT NULL, stage TEXT NOT NULL, PRIMARY KEY (pipeline, execution, stage)
) WITHOUT ROWID;
CREATE TABLE action_executions (
  n INTEGER PRIMARY KEY, kind INTEGER NOT NULL, pipeline TEXT NOT NULL, execution TEXT NOT NULL, id TEXT NOT NULL,
  stage TEXT NOT NULL, name TEXT NOT NULL, start INTEGER NOT NULL, last_update INTEGER NOT NULL, status TEXT NOT NULL,
  detail TEXT NOT NULL, local TEXT NOT NULL,
  UNIQUE (pipeline, execution, id)
);
CREATE INDEX actions_of_pipeline ON action_executions (pipeline, kind, start, n);
CREATE INDEX actions_of_execution ON action_executions (pipeline, execution, kind, stage, name, start, n);
CREATE TABLE documents (
  collection TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (collection, key)
);

-- The index of the trail. `filed` is 0 while the record waits to be written to its file.
CREATE TABLE trail (
  n INTEGER PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL,
  read_only INTEGER NOT NULL, username TEXT NOT NULL, access_key TEXT NOT NULL, error TEXT NOT NULL, record TEXT NOT NULL,
  filed INTEGER NOT NULL
);
CREATE INDEX trail_newest ON trail (at, n);
CREATE INDEX trail_by_name ON trail (name, at, n);
CREATE INDEX trail_by_username ON trail (username, at, n);
CREATE INDEX trail_by_access_key ON trail (access_key, at, n);
CREATE INDEX trail_unfiled ON trail (n) WHERE filed = 0;
CREATE TABLE trail_resources (
  name TEXT NOT NULL, n INTEGER NOT NULL, type TEXT NOT NULL, shown INTEGER NOT NULL, PRIMARY KEY (name, n, type)
) WITHOUT ROWID;
CREATE INDEX trail_resources_by_type ON trail_resources (type, n);
CREATE INDEX trail_resources_of ON trail_resources (n) WHERE shown = 1;
CREATE TABLE trail_files (path TEXT PRIMARY KEY, bytes INTEGER NOT NULL) WITHOUT ROWID;
