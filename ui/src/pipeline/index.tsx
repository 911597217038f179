/** The page of a pipeline: a file to edit and run, or a pipeline of a place to watch and steer. */
import { useEffect } from "react";
import { useAsk } from "../state/queries";
import type { Route } from "../state/route";
import { takeFile, useDocuments } from "../state/document";
import { TopBar } from "../shell/TopBar";
import { Trouble, Waiting } from "../shell/Waiting";
import { FilePage } from "./FilePage";
import { RemotePage } from "./RemotePage";
import "./pipeline.css";

export type PipelineRoute = Extract<Route, { page: "pipeline" }>;

export function PipelinePage({ route }: { readonly route: PipelineRoute }) {
  const { subject } = route;
  return subject.kind === "file" ? <OpenedFile path={subject.path} route={route} /> : <RemotePage place={subject.place} name={subject.name} route={route} />;
}

function OpenedFile({ path, route }: { readonly path: string; readonly route: PipelineRoute }) {
  const file = useAsk("files.open", { path });
  const { data } = file;
  useEffect(() => {
    // The host may answer with the path in full; the page keeps the one in the address.
    if (data !== undefined) takeFile({ ...data, path });
  }, [data, path]);
  const document = useDocuments((state) => state.open[path]);
  if (document === undefined)
    return (
      <>
        <TopBar title={path.split(/[\\/]/).pop() ?? path} place="local" />
        {file.isError ? <Trouble title="The file could not be opened" error={file.error} onRetry={() => void file.refetch()} /> : <Waiting text="Opening the definition" />}
      </>
    );
  return <FilePage document={document} route={route} />;
}
