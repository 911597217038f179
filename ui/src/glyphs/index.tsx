/** Icons of actions, marks and states as React elements in the current colour. */
import { glyphOf, type ActionGlyph } from "../document/meaning";
import type { Action } from "../document/model";
import { actionPaths, markPaths } from "./paths";
import { statusSigns, type StatusKind } from "./status";
import "./glyphs.css";

export { statusSigns, type StatusKind, type StatusTone } from "./status";
export type { ActionGlyph } from "../document/meaning";

export type GlyphName = ActionGlyph | keyof typeof markPaths;

/** The glyph of an action. */
export function glyphForAction(action: Action): GlyphName {
  return glyphOf(action.typeId, action.name);
}

/** One glyph; decorative unless it has a title. */
export function Glyph({ name, size = 16, title }: { readonly name: GlyphName; readonly size?: number; readonly title?: string }) {
  return (
    <svg
      className="ps-glyph"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={size <= 16 ? 1.6 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      role={title === undefined ? undefined : "img"}
      aria-label={title}
      aria-hidden={title === undefined ? true : undefined}
    >
      {name in actionPaths ? actionPaths[name as ActionGlyph] : markPaths[name as keyof typeof markPaths]}
    </svg>
  );
}

/** The icon of a state in its colour; the word belongs beside it. */
export function StatusIcon({ status, size = 16, title }: { readonly status: StatusKind; readonly size?: number; readonly title?: string }) {
  const { icon, tone } = statusSigns[status];
  return (
    <svg
      className={`ps-glyph ps-tone-${tone}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role={title === undefined ? undefined : "img"}
      aria-label={title}
      aria-hidden={title === undefined ? true : undefined}
    >
      {icon}
    </svg>
  );
}

/** Icon, word and colour of a state. */
export function StatusWord({ status, word }: { readonly status: StatusKind; readonly word?: string }) {
  return (
    <span className="ps-status">
      <StatusIcon status={status} />
      <span className={`ps-status-word ps-tone-${statusSigns[status].tone}`}>{word ?? statusSigns[status].word}</span>
    </span>
  );
}
