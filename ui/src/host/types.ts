/**
 * What the UI may expect of the program behind it, whichever way it is reached.
 * Knows no transport and no React.
 */
import type { Commands, Failure, FeedEvent } from "../generated/studio";

/** How the event feed is doing. `lost` is retried by the host itself. */
export type FeedState = "connecting" | "live" | "lost";

/** The kind of files an open dialog offers. */
export interface DialogRequest {
  readonly title: string;
  readonly folder: string;
}

/** Files over the window: being dragged, gone again, or dropped. */
export type FileDrag = { readonly kind: "over" | "gone" } | { readonly kind: "dropped"; readonly paths: readonly string[] };

/** The one way from the UI to Rust. */
export interface Host {
  /** `window` for the desktop app, `browser` for `pipesmith serve --ui`. */
  readonly face: "window" | "browser";
  /** Asks for a command; rejects with {@link Refused}. */
  call<K extends keyof Commands>(command: K, args: Commands[K]["args"]): Promise<Commands[K]["reply"]>;
  /** Listens to what becomes stale; returns a function that stops listening. */
  feed(onEvent: (event: FeedEvent) => void, onState: (state: FeedState) => void): () => void;
  /** The desktop's own open dialog, where there is one. Resolves to a path, or nothing when cancelled. */
  openDialog?(request: DialogRequest): Promise<string | null>;
  /** Listens to files that are dragged onto the desktop's window, where they have paths; returns a function that stops listening. */
  fileDrags?(onDrag: (drag: FileDrag) => void): () => void;
}

/** A command that was not carried out, with the way out when one is known. */
export class Refused extends Error {
  readonly code: string;
  readonly remedy: string | null;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "Refused";
    this.code = failure.code;
    this.remedy = failure.remedy == null ? null : sentence(failure.remedy);
  }

  /** What happened and the way out, as sentences. */
  get whole(): string {
    return [sentence(this.message), this.remedy].filter((part) => part !== null).join(" ");
  }
}

/** Rust tells the way out as a part of a sentence: here it stands alone. */
export function sentence(text: string): string {
  const first = text.startsWith("`") ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(first) ? first : `${first}.`;
}

/** Codes that this side makes itself, because Rust could not be asked. */
export const UNREACHABLE = "unreachable";
export const NO_SESSION = "no-session";

/** Whatever was thrown, as a failure that can be shown. */
export function asRefused(thrown: unknown): Refused {
  if (thrown instanceof Refused) return thrown;
  if (isFailure(thrown)) return new Refused(thrown);
  return new Refused({ code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown) });
}

function isFailure(value: unknown): value is Failure {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Failure).code === "string" &&
    typeof (value as Failure).message === "string"
  );
}
