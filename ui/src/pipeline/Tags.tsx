/** The tags of a pipeline at a place: they belong to the pipeline there, not to its definition. */
import { useState } from "react";
import { asRefused } from "../host";
import { TextField } from "../inspector";
import type { GetPipelineOutput, ListTagsForResourceOutput, Tag } from "../generated/codepipeline";
import { change, useApi } from "../state/queries";
import { useView } from "../state/view";

/** `Team=web` as a tag; nothing when it has no key. */
export function tagOf(text: string): Tag | undefined {
  const [key = "", ...rest] = text.split("=");
  return key.trim() === "" ? undefined : { key: key.trim(), value: rest.join("=").trim() };
}

export function Tags({ place, name }: { readonly place: string; readonly name: string }) {
  const got = useApi<GetPipelineOutput>(name === "" ? null : { place, operation: "GetPipeline", input: { name } });
  const arn = got.data?.pipeline?.name === name ? got.data.metadata?.pipelineArn : undefined;
  const listed = useApi<ListTagsForResourceOutput>(arn === undefined ? null : { place, operation: "ListTagsForResource", input: { resourceArn: arn } });
  const [busy, setBusy] = useState(false);
  const send = async (operation: "TagResource" | "UntagResource", input: object) => {
    setBusy(true);
    try {
      await change("api", { place, operation, input: { resourceArn: arn, ...input } });
      await listed.refetch();
    } catch (thrown) {
      const refused = asRefused(thrown);
      useView.getState().say({ kind: "error", text: `The tags were not changed: ${refused.message}`, ...(refused.remedy === null ? {} : { detail: refused.remedy }) });
    } finally {
      setBusy(false);
    }
  };
  const tags = listed.data?.tags ?? [];
  return (
    <section aria-label="Tags" className="ps-form">
      <h3 className="ps-section">
        Tags <span className="ps-count">{tags.length}</span>
      </h3>
      {arn === undefined ? (
        <p className="ps-empty-line">{got.isFetching ? "Looking for the pipeline." : "Tags are kept with the pipeline, which is made by its first run. They can be set then."}</p>
      ) : (
        <>
          {listed.isError ? <p className="ps-field-warning">{asRefused(listed.error).whole}</p> : null}
          {tags.length === 0 && !listed.isError ? <p className="ps-empty-line">None.</p> : null}
          <div className="ps-tags">
            {tags.map(({ key, value }) => (
              <span key={key} className="ps-token">
                <span className="ps-clip" title={`${key} = ${value}`}>
                  {key} = {value}
                </span>
                <button type="button" className="ps-inline" disabled={busy} aria-label={`Remove tag ${key}`} onClick={() => void send("UntagResource", { tagKeys: [key] })}>
                  ×
                </button>
              </span>
            ))}
          </div>
          <TextField
            key={tags.length}
            label="Add a tag"
            value=""
            placeholder="Team=web"
            check={(draft) => (draft !== "" && tagOf(draft) === undefined ? "Write it as Key=Value." : undefined)}
            onCommit={(text) => {
              const tag = text === undefined ? undefined : tagOf(text);
              if (tag !== undefined) void send("TagResource", { tags: [tag] });
            }}
          />
        </>
      )}
    </section>
  );
}
