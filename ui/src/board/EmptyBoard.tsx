/** The board of a pipeline without stages: what could stand here, and one button for each. */
import type { ReactNode } from "react";
import { Glyph, type GlyphName } from "../glyphs";

/** The stage that a person begins with. */
export type FirstStage = "Source" | "Build" | "Deploy";

export interface EmptyBoardProps {
  readonly onStart: ((stage: FirstStage) => void) | undefined;
  /** What else can be begun with: templates, a hint about pasting. */
  readonly children?: ReactNode;
}

const ghosts: readonly { readonly stage: FirstStage; readonly says: string; readonly glyph: GlyphName; readonly add: string }[] = [
  { stage: "Source", says: "Where changes come from", glyph: "branch", add: "Add a source" },
  { stage: "Build", says: "Compile, test and package", glyph: "code", add: "Add a build" },
  { stage: "Deploy", says: "Put it in place", glyph: "hexagons", add: "Add a deploy" },
];

export function EmptyBoard({ onStart, children }: EmptyBoardProps) {
  return (
    <div className="ps-ghosts-page">
      <div className="ps-ghosts">
        {ghosts.map(({ stage, says, glyph, add }, i) => (
          <section key={stage} className="ps-ghost" aria-label={`${stage}: ${says}`}>
            {i > 0 ? (
              <svg className="ps-ghost-gate" width={32} height={20} viewBox="0 0 32 20" aria-hidden>
                <path d="M0 10h6M26 10h6M16 2l8 8-8 8-8-8z" />
              </svg>
            ) : null}
            <h3>{stage}</h3>
            <p>{says}</p>
            <div className="ps-ghost-slot">
              <Glyph name={glyph} size={20} />
              {onStart ? (
                <button type="button" className="ps-button" onClick={() => onStart(stage)}>
                  <Glyph name="plus" size={14} />
                  {add}
                </button>
              ) : null}
            </div>
          </section>
        ))}
      </div>
      {children}
    </div>
  );
}
