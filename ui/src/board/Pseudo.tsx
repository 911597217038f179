/** The narrow lanes around the stages: what starts the pipeline, and its end. */
import type { Pipeline, Rect } from "../document";
import { Glyph } from "../glyphs";

export function PseudoTriggers({ rect, pipeline, tabStop, selected }: { readonly rect: Rect; readonly pipeline: Pipeline; readonly tabStop: boolean; readonly selected: boolean }) {
  const triggers = pipeline.triggers.length;
  const variables = pipeline.variables.length;
  const label = `Triggers and variables: ${triggers} trigger${triggers === 1 ? "" : "s"}, ${variables} variable${variables === 1 ? "" : "s"}, type ${pipeline.pipelineType}, mode ${pipeline.executionMode.toLowerCase()}`;
  return (
    <div
      role="treeitem"
      aria-level={1}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      className="ps-pseudo"
      data-stop="triggers"
      style={{ left: rect.x, top: rect.y, width: rect.width, minHeight: rect.height }}
    >
      <span className="ps-hidden">{label}</span>
      <div className="ps-pseudo-body" aria-hidden title={label}>
        <Glyph name="bolt" />
        <span className="ps-chip" data-zero={triggers === 0 ? "" : undefined}>
          {triggers}
        </span>
        <Glyph name="variable" />
        <span className="ps-chip" data-zero={variables === 0 ? "" : undefined}>
          {variables}
        </span>
        <span className="ps-pseudo-name">Triggers &amp; variables</span>
      </div>
    </div>
  );
}

export function PseudoEnd({ rect, tabStop }: { readonly rect: Rect; readonly tabStop: boolean }) {
  return (
    <div
      role="treeitem"
      aria-level={1}
      aria-selected={false}
      tabIndex={tabStop ? 0 : -1}
      className="ps-pseudo"
      data-stop="end"
      style={{ left: rect.x, top: rect.y, width: rect.width, minHeight: rect.height }}
    >
      <span className="ps-hidden">End of the pipeline</span>
      <div className="ps-pseudo-body" aria-hidden>
        <Glyph name="flag" />
        <span className="ps-pseudo-name">End</span>
      </div>
    </div>
  );
}
