/** The start page: three ways to begin, or the pipelines of the chosen place with how they stand. */
import Table from "@cloudscape-design/components/table";
import { useState } from "react";
import type { PipelineRow, RecentFile } from "../generated/studio";
import { Glyph, StatusWord, type GlyphName } from "../glyphs";
import { isFinal, useAsk } from "../state/queries";
import { formatRoute, go, type Route } from "../state/route";
import { useView } from "../state/view";
import { Logo } from "../shell/Logo";
import { ago, count, span } from "../shell/time";
import { Trouble, Waiting } from "../shell/Waiting";
import { kindOf, wordOf } from "../pipeline/status";
import { goFile, openDemo, openFile } from "./open";
import "./pipelines.css";

export function PipelinesPage() {
  const place = useView((view) => view.place);
  const rows = useAsk("pipelines.list", { place });
  const recent = useAsk("files.recent", {});
  if (rows.isError) return <Trouble title="The pipelines could not be read" error={rows.error} onRetry={isFinal(rows.error) ? undefined : () => void rows.refetch()} />;
  if (rows.data === undefined || (recent.data === undefined && !recent.isError)) return <Waiting text="Reading the pipelines" />;
  const files = recent.data ?? [];
  if (place === "local" && rows.data.length === 0 && files.length === 0) return <Start />;
  return <List place={place} rows={rows.data} files={files} />;
}

function Start() {
  const profiles = useAsk("places.list", {}).data?.filter((row) => row.kind === "aws").length;
  return (
    <div className="ps-start">
      <Logo size={44} />
      <h2>Draw it, run it here, ship it to AWS</h2>
      <p className="ps-start-says">Pipesmith opens, runs and audits AWS CodePipeline pipelines. It starts offline.</p>
      <div className="ps-start-cards">
        <Way icon="box" title="Open a file or folder" says="A pipeline as JSON or YAML, as the AWS CLI or you write it." act="Open…" note="The file stays where it is." onAct={() => void openFile()} />
        <Way primary icon="bolt" title="Try the demo pipeline" says="Runs on this computer, without an account or a network: a build, tests, an approval and a deploy." act="Start the demo" note="Real code, real tests" onAct={() => void openDemo()} />
        <Way icon="plus" title="Draw a new pipeline" says="Begin with one of five templates that run here at once, or with an empty board." act="New…" note="Files in a folder of yours" onAct={() => useView.getState().setNewDialog(true)} />
        <Way icon="cloud" title="Connect an AWS profile" says="Choose from the profiles in ~/.aws/config. Nothing is sent before you open one." act="Choose a profile" note={profiles === undefined ? "" : `${count(profiles, "profile")} found`} onAct={() => go({ page: "places" })} />
      </div>
    </div>
  );
}

function Way(props: { readonly icon: GlyphName; readonly title: string; readonly says: string; readonly act: string; readonly note: string; readonly primary?: boolean; readonly onAct: () => void }) {
  return (
    <section className="ps-way" data-primary={props.primary} aria-label={props.title}>
      <span className="ps-way-icon">
        <Glyph name={props.icon} size={20} />
      </span>
      <h3>{props.title}</h3>
      <p>{props.says}</p>
      <button type="button" className="ps-button" data-primary={props.primary} onClick={props.onAct}>
        {props.act}
      </button>
      <small>{props.note}</small>
    </section>
  );
}

function routeOf(row: PipelineRow, mode: "edit" | "run"): Route {
  return { page: "pipeline", subject: row.file != null ? { kind: "file", path: row.file } : { kind: "pipeline", place: row.place, name: row.name }, mode, execution: null, action: null };
}

function List({ place, rows, files }: { readonly place: string; readonly rows: readonly PipelineRow[]; readonly files: readonly RecentFile[] }) {
  const approvals = useAsk("approvals.list", {}).data ?? [];
  const waiting = (row: PipelineRow) => approvals.filter((one) => one.place === row.place && one.pipeline === row.name).length;
  const [text, setText] = useState("");
  const [now] = useState(() => Date.now());
  const shown = rows.filter((row) => row.name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <div className="ps-page">
      <div className="ps-page-head">
        <h2>
          Pipelines <span className="ps-secondary">{rows.length}</span>
        </h2>
        <input className="ps-field ps-find" aria-label="Find a pipeline" placeholder="Find a pipeline" value={text} onChange={(event) => setText(event.target.value)} />
        <span className="ps-top-space" />
        {place === "local" ? (
          <>
            <button type="button" className="ps-button" onClick={() => void openDemo()}>
              Try the demo pipeline
            </button>
            <button type="button" className="ps-button" onClick={() => useView.getState().setNewDialog(true)}>
              New pipeline
            </button>
            <button type="button" className="ps-button" data-primary onClick={() => void openFile()}>
              Open a file or folder
            </button>
          </>
        ) : null}
      </div>
      <Table
        variant="embedded"
        items={shown}
        trackBy="name"
        ariaLabels={{ tableLabel: "Pipelines" }}
        empty={rows.length === 0 ? (place === "local" ? "No pipeline has run on this computer yet. Open a definition and choose Run." : "This account has no pipelines in this Region.") : "No pipeline is called that."}
        columnDefinitions={[
          { id: "name", header: "Name", isRowHeader: true, cell: (row) => <a className="ps-row-link" href={formatRoute(routeOf(row, row.file == null || row.lastExecution?.status === "InProgress" ? "run" : "edit"))}>{row.name}</a> },
          {
            id: "last",
            header: "Last execution",
            cell: (row) =>
              row.lastExecution == null ? (
                <span className="ps-secondary">Never run</span>
              ) : (
                <a className="ps-plain-link" href={formatRoute(routeOf(row, "run"))}>
                  {waiting(row) > 0 ? <StatusWord status="waiting" word={`${count(waiting(row), "approval")} waiting`} /> : <StatusWord status={kindOf(row.lastExecution.status)} word={wordOf(row.lastExecution.status)} />}
                </a>
              ),
          },
          { id: "when", header: "Started", cell: (row) => (row.lastExecution == null ? "–" : ago(row.lastExecution.startMs, Math.max(now, row.lastExecution.startMs))) },
          { id: "took", header: "Took", cell: (row) => (row.lastExecution == null || row.lastExecution.status === "InProgress" ? "–" : span(row.lastExecution.updateMs - row.lastExecution.startMs)) },
          { id: "summary", header: "Summary", cell: (row) => row.lastExecution?.summary ?? "–" },
          { id: "type", header: "Type", cell: (row) => [row.pipelineType, row.executionMode?.toLowerCase()].filter((part) => part != null).join(" · ") || "–" },
          { id: "version", header: "Version", cell: (row) => row.version ?? "–" },
        ]}
      />
      {place === "local" && files.length > 0 ? (
        <>
          <div className="ps-page-head">
            <h2>Recent files</h2>
          </div>
          <ul className="ps-recent" aria-label="Recent files">
            {files.map((file) => (
              <li key={file.path}>
                <button type="button" disabled={!file.exists} onClick={() => goFile(file.path)}>
                  <Glyph name="pipeline" />
                  <span className="ps-strong">{file.name}</span>
                  <span className="ps-secondary ps-mono ps-clip">{file.path}</span>
                  <span className="ps-top-space" />
                  <span className="ps-secondary">{file.exists ? `opened ${ago(file.openedMs, Math.max(now, file.openedMs))}` : "no longer there"}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
