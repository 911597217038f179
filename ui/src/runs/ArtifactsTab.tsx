/** The artifacts of an execution: who made them, what is in them, and a look at a file. Nothing is unpacked for it. */
import { useMemo, useState } from "react";
import type { ArtifactRow } from "../generated/studio";
import { Glyph } from "../glyphs";
import { useAsk } from "../state/queries";
import { bytes, count, whenShort, zoneOf } from "../shell/time";
import { Trouble, Waiting } from "../shell/Waiting";
import { openFolderOf } from "./open";
import { treeOf, type TreeRow } from "./tree";

interface Props {
  readonly place: string;
  readonly pipeline: string;
  readonly execution: string;
}

/** Rows of a tree that are drawn at once. */
const SHOWN = 2000;

export function ArtifactsTab({ place, pipeline, execution }: Props) {
  const list = useAsk("artifacts.list", { place, pipeline, execution });
  const settings = useAsk("settings.get", {}).data;
  const [chosen, setChosen] = useState<string | null>(null);
  if (list.isError) return <Trouble title="The artifacts are not shown here" error={list.error} />;
  if (list.data === undefined) return <Waiting text="Reading the artifacts" />;
  const rows = list.data;
  if (rows.length === 0)
    return (
      <div className="ps-nothing">
        <h2>No artifacts yet</h2>
        <p className="ps-secondary">What actions hand on to later ones appears here as soon as it is packed.</p>
      </div>
    );
  const keyOfRow = (row: ArtifactRow) => `${row.bucket}/${row.key}`;
  const current = rows.find((row) => keyOfRow(row) === chosen) ?? rows[rows.length - 1];
  return (
    <div className="ps-artifacts">
      <ul className="ps-artifact-list" aria-label="Artifacts">
        {rows.map((row) => (
          <li key={keyOfRow(row)}>
            <button type="button" aria-pressed={row === current} onClick={() => setChosen(keyOfRow(row))}>
              <span className="ps-strong ps-clip">{row.name}</span>
              <span className="ps-secondary ps-clip">{`${row.stage} / ${row.action}`}</span>
              <span className="ps-secondary ps-time">{row.exists ? `${bytes(row.size)} · ${whenShort(row.createdMs, row.createdMs, zoneOf(settings?.utc ?? false))}` : "no longer there"}</span>
            </button>
          </li>
        ))}
      </ul>
      {current === undefined ? null : <Content key={keyOfRow(current)} pipeline={pipeline} row={current} />}
    </div>
  );
}

function Content({ pipeline, row }: { readonly pipeline: string; readonly row: ArtifactRow }) {
  const entries = useAsk("artifact.entries", row.exists ? { bucket: row.bucket, key: row.key } : null);
  const [path, setPath] = useState<string | null>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const tree = useMemo(() => treeOf(entries.data ?? [], folded), [entries.data, folded]);
  if (!row.exists)
    return (
      <div className="ps-nothing">
        <h2>The file of this artifact is gone</h2>
        <p className="ps-secondary ps-mono">{`${row.bucket}/${row.key}`}</p>
      </div>
    );
  const fold = (folder: string) => {
    const next = new Set(folded);
    if (!next.delete(folder)) next.add(folder);
    setFolded(next);
  };
  return (
    <>
      <div className="ps-tree-part">
        <div className="ps-tree-head">
          <span className="ps-secondary ps-mono ps-clip" title={`s3://${row.bucket}/${row.key}`}>{`s3://${row.bucket}/${row.key}`}</span>
          <span className="ps-top-space" />
          <button type="button" className="ps-link" onClick={() => void openFolderOf(pipeline, row)}>
            Open folder
          </button>
        </div>
        {entries.isError ? (
          <Trouble title="The artifact could not be read" error={entries.error} onRetry={() => void entries.refetch()} />
        ) : entries.data === undefined ? (
          <Waiting text="Reading the archive" />
        ) : (
          <ul className="ps-tree" aria-label={`Files of ${row.name}`}>
            {tree.slice(0, SHOWN).map((one) => (
              <Entry key={one.path} one={one} chosen={one.path === path} onFold={fold} onChoose={setPath} />
            ))}
            {tree.length > SHOWN ? <li className="ps-secondary">{`and ${count(tree.length - SHOWN, "more entry", "more entries")}`}</li> : null}
            {tree.length === 0 ? <li className="ps-secondary">The archive is empty.</li> : null}
          </ul>
        )}
      </div>
      <Look row={row} path={path} />
    </>
  );
}

function Entry({ one, chosen, onFold, onChoose }: { readonly one: TreeRow; readonly chosen: boolean; readonly onFold: (path: string) => void; readonly onChoose: (path: string) => void }) {
  return (
    <li>
      <button type="button" style={{ paddingLeft: 8 + one.depth * 16 }} aria-pressed={one.folder ? undefined : chosen} aria-expanded={one.folder ? !one.folded : undefined} onClick={() => (one.folder ? onFold(one.path) : onChoose(one.path))}>
        <span className="ps-tree-turn" data-turned={one.folded}>{one.folder ? <Glyph name="chevron" size={12} /> : null}</span>
        <span className="ps-clip">{one.name}</span>
        <span className="ps-top-space" />
        <span className="ps-secondary ps-time">{one.folder ? "" : bytes(one.size)}</span>
      </button>
    </li>
  );
}

function Look({ row, path }: { readonly row: ArtifactRow; readonly path: string | null }) {
  const preview = useAsk("artifact.preview", path === null ? null : { bucket: row.bucket, key: row.key, path });
  if (path === null)
    return (
      <div className="ps-look ps-nothing">
        <p className="ps-secondary">Choose a file to look into it.</p>
      </div>
    );
  const { data } = preview;
  return (
    <div className="ps-look">
      <div className="ps-tree-head">
        <span className="ps-mono ps-clip">{path}</span>
        <span className="ps-top-space" />
        <span className="ps-secondary">{data === undefined ? "" : data.truncated ? `the beginning of ${bytes(data.size)}` : bytes(data.size)}</span>
      </div>
      {preview.isError ? (
        <Trouble title="The file could not be shown" error={preview.error} />
      ) : data === undefined ? (
        <Waiting text="Reading the file" />
      ) : data.text == null ? (
        <div className="ps-nothing">
          <p className="ps-secondary">This is no text, so it is not shown.</p>
        </div>
      ) : (
        <pre className="ps-code" tabIndex={0} aria-label={path}>
          {data.text}
        </pre>
      )}
    </div>
  );
}
