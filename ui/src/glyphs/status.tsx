/**
 * Status icons, 16 x 16, in the colour of their state. Their silhouettes differ without colour:
 * disc, octagon, ring, dashed ring, triangle.
 */
import type { ReactNode } from "react";

/** Every state that the board, tables and logs show. */
export type StatusKind =
  | "succeeded"
  | "failed"
  | "in-progress"
  | "waiting"
  | "not-started"
  | "rehearsed"
  | "simulated"
  | "cached"
  | "stale"
  | "skipped"
  | "superseded"
  | "stopped"
  | "warning"
  | "hint";

/** The colour role of a state. */
export type StatusTone = "success" | "error" | "info" | "warning" | "inactive";

interface StatusSign {
  readonly word: string;
  readonly tone: StatusTone;
  readonly icon: ReactNode;
}

const ring = <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.5" />;
const cut = { fill: "none", stroke: "var(--ps-cut, var(--ps-card))", strokeWidth: 1.8, strokeLinecap: "round", strokeLinejoin: "round" } as const;
const line = { fill: "none", stroke: "currentColor", strokeWidth: 1.5, strokeLinecap: "round", strokeLinejoin: "round" } as const;
const barred = (
  <>
    {ring}
    <path d="M5 8h6" {...line} />
  </>
);

/** Icon, word and colour of each state; the three always appear together. */
export const statusSigns: Readonly<Record<StatusKind, StatusSign>> = {
  succeeded: {
    word: "Succeeded",
    tone: "success",
    icon: (
      <>
        <circle cx="8" cy="8" r="7" fill="currentColor" />
        <path d="M4.8 8.3l2.2 2.2 4.2-4.7" {...cut} />
      </>
    ),
  },
  failed: {
    word: "Failed",
    tone: "error",
    icon: (
      <>
        <path d="M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z" fill="currentColor" />
        <path d="M5.5 5.5l5 5M10.5 5.5l-5 5" {...cut} />
      </>
    ),
  },
  "in-progress": {
    word: "In progress",
    tone: "info",
    icon: (
      <>
        <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.5" opacity="0.35" />
        <path d="M8 1.8A6.2 6.2 0 0 1 14.2 8" {...line} strokeWidth={2} />
        <path d="M6.5 5.3v5.4L10.8 8z" fill="currentColor" />
      </>
    ),
  },
  waiting: {
    word: "Waiting",
    tone: "warning",
    icon: (
      <>
        {ring}
        <path d="M8 4.5V8l2.5 1.5" {...line} />
      </>
    ),
  },
  "not-started": {
    word: "Not started",
    tone: "inactive",
    icon: <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.6 2.27" strokeLinecap="round" />,
  },
  rehearsed: {
    word: "Rehearsed",
    tone: "inactive",
    icon: (
      <>
        {ring}
        <path d="M5 6h6M5 8.3h6M5 10.6h3" {...line} strokeWidth={1.3} />
      </>
    ),
  },
  simulated: {
    word: "Simulated",
    tone: "inactive",
    icon: (
      <>
        {ring}
        <path d="M4.5 8.4c1.2-2.3 2.3-2.3 3.5-.4s2.3 1.9 3.5-.4" {...line} />
      </>
    ),
  },
  cached: {
    word: "Cached",
    tone: "success",
    icon: (
      <>
        {ring}
        <path d="M5.2 8.2l2 2 3.6-4.1" {...line} />
      </>
    ),
  },
  stale: {
    word: "Stale",
    tone: "warning",
    icon: (
      <>
        <path d="M8 2.2l6.3 11.3H1.7z" {...line} />
        <path d="M8 6.3v3.2M8 11.4v.1" {...line} />
      </>
    ),
  },
  skipped: { word: "Skipped", tone: "inactive", icon: barred },
  superseded: { word: "Superseded", tone: "inactive", icon: barred },
  stopped: {
    word: "Stopped",
    tone: "inactive",
    icon: (
      <>
        <circle cx="8" cy="8" r="7" fill="currentColor" />
        <rect x="5.3" y="5.3" width="5.4" height="5.4" rx="0.6" fill="var(--ps-cut, var(--ps-card))" />
      </>
    ),
  },
  warning: {
    word: "Warning",
    tone: "warning",
    icon: (
      <>
        <path d="M8 1.5l7 12.7H1z" fill="currentColor" stroke="currentColor" strokeWidth="1" strokeLinejoin="round" />
        <path d="M8 5.8v3.9M8 12v.1" {...cut} />
      </>
    ),
  },
  hint: {
    word: "Hint",
    tone: "info",
    icon: (
      <>
        {ring}
        <path d="M8 7.4v3.6M8 4.9v.1" {...line} />
      </>
    ),
  },
};
