/** The narrow lanes around the stages: what starts the pipeline, and its end. */
import type { ReactNode } from "react";
import type { Pipeline, Rect } from "../document";
import { Glyph } from "../glyphs";

interface PseudoProps {
  readonly stop: string;
  readonly rect: Rect;
  readonly tabStop: boolean;
  readonly selected: boolean;
  /** What is said of it. */
  readonly label: string;
  /** What is told over it. */
  readonly title?: string;
  readonly children: ReactNode;
}

function Pseudo({ stop, rect, tabStop, selected, label, title, children }: PseudoProps) {
  return (
    <div
      role="treeitem"
      aria-level={1}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      className="ps-pseudo"
      data-stop={stop}
      style={{ left: rect.x, top: rect.y, width: rect.width, minHeight: rect.height }}
    >
      <span className="ps-hidden">{label}</span>
      <div className="ps-pseudo-body" aria-hidden title={title}>
        {children}
      </div>
    </div>
  );
}

export function PseudoTriggers({ rect, pipeline, tabStop, selected }: { readonly rect: Rect; readonly pipeline: Pipeline; readonly tabStop: boolean; readonly selected: boolean }) {
  const triggers = pipeline.triggers.length;
  const variables = pipeline.variables.length;
  const label = `Triggers and variables: ${triggers} trigger${triggers === 1 ? "" : "s"}, ${variables} variable${variables === 1 ? "" : "s"}, type ${pipeline.pipelineType}, mode ${pipeline.executionMode.toLowerCase()}`;
  return (
    <Pseudo stop="triggers" rect={rect} tabStop={tabStop} selected={selected} label={label} title={label}>
      <Glyph name="bolt" />
      <span className="ps-chip" data-zero={triggers === 0 ? "" : undefined}>
        {triggers}
      </span>
      <Glyph name="variable" />
      <span className="ps-chip" data-zero={variables === 0 ? "" : undefined}>
        {variables}
      </span>
      <span className="ps-pseudo-name">Triggers &amp; variables</span>
    </Pseudo>
  );
}

export function PseudoEnd({ rect, tabStop }: { readonly rect: Rect; readonly tabStop: boolean }) {
  return (
    <Pseudo stop="end" rect={rect} tabStop={tabStop} selected={false} label="End of the pipeline">
      <Glyph name="flag" />
      <span className="ps-pseudo-name">End</span>
    </Pseudo>
  );
}
