/** This computer as a place, and how the AWS CLI reaches it. */
import { useState } from "react";
import type { PlaceRow } from "../generated/studio";
import { Glyph, StatusWord } from "../glyphs";
import { useAsk } from "../state/queries";
import { useView } from "../state/view";
import { showPipelines } from "./acts";

const SHELL = 'eval "$(pipesmith env)"\naws codepipeline list-pipelines';

export function Local({ row }: { readonly row: PlaceRow }) {
  const hello = useAsk("hello", {}).data;
  const endpoint = row.endpoint ?? hello?.endpoint;
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(SHELL);
      setCopied(true);
    } catch {
      useView.getState().say({ kind: "error", text: "The lines could not be copied", detail: "Select them and copy them." });
    }
  };
  return (
    <section className="ps-places-box" aria-labelledby="ps-places-local">
      <header>
        <span className="ps-places-icon">
          <Glyph name="local" size={20} />
        </span>
        <div className="ps-places-title">
          <h2 id="ps-places-local">{row.name}</h2>
          <p className="ps-secondary">Runs pipelines on this computer and answers the CodePipeline API</p>
        </div>
        <StatusWord status="succeeded" word="Open" />
        <button type="button" className="ps-button" onClick={() => showPipelines(row)}>
          Show pipelines
        </button>
      </header>
      <div className="ps-places-local">
        <dl>
          <div>
            <dt>Endpoint</dt>
            <dd>{endpoint == null ? "Off" : <span className="ps-mono">{endpoint}</span>}</dd>
          </div>
          <div>
            <dt>Account</dt>
            <dd>
              <span className="ps-mono">{row.account ?? "–"}</span> <span className="ps-secondary">made up, stays here</span>
            </dd>
          </div>
          <div>
            <dt>Region</dt>
            <dd>{row.region ?? "–"}</dd>
          </div>
          <div>
            <dt>Data folder</dt>
            <dd>
              <span className="ps-mono">{hello?.dataFolder ?? "…"}</span>
            </dd>
          </div>
        </dl>
        {endpoint == null ? null : (
          <div>
            <div className="ps-places-bar">
              <h3>Connect your AWS CLI</h3>
              <span className="ps-secondary" role="status">
                {copied ? "Copied" : ""}
              </span>
              <button type="button" className="ps-link" aria-label="Copy the lines" onClick={() => void copy()}>
                Copy
              </button>
            </div>
            <pre className="ps-mono">{SHELL}</pre>
            <p className="ps-secondary">Sets the endpoint, its Region and a key that only this computer accepts, for that shell only.</p>
          </div>
        )}
      </div>
    </section>
  );
}
