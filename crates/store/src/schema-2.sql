-- The events that the service would publish, in their order: a feed that can be read on from any point.
CREATE TABLE published (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, pipeline TEXT NOT NULL, event TEXT NOT NULL
);
CREATE INDEX published_of_pipeline ON published (pipeline, seq);
