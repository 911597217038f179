/**
 * Where the user is, kept in the address's fragment: parsing and writing are pure, the hook listens.
 */
import { useSyncExternalStore } from "react";

/** What a pipeline's page shows: a file on this computer, or a pipeline of a place. */
export type Subject =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "pipeline"; readonly place: string; readonly name: string };

export type Mode = "edit" | "run";

export type Route =
  | { readonly page: "pipelines" }
  | { readonly page: "pipeline"; readonly subject: Subject; readonly mode: Mode; readonly execution: string | null; readonly action: string | null }
  | { readonly page: "approvals"; readonly token: string | null }
  | { readonly page: "audit" }
  | { readonly page: "places" }
  | { readonly page: "settings" };

/** Reads a fragment. Anything unknown is the start page. */
export function parseRoute(fragment: string): Route {
  const [path = ""] = fragment.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter((part) => part !== "").map(decodePart);
  switch (parts[0]) {
    case "file":
      if (parts[1] !== undefined) return pipelineRoute({ kind: "file", path: parts[1] }, parts.slice(2));
      break;
    case "pipeline":
      if (parts[1] !== undefined && parts[2] !== undefined)
        return pipelineRoute({ kind: "pipeline", place: parts[1], name: parts[2] }, parts.slice(3));
      break;
    case "approvals":
      return { page: "approvals", token: parts[1] ?? null };
    case "audit":
      return { page: "audit" };
    case "places":
      return { page: "places" };
    case "settings":
      return { page: "settings" };
  }
  return { page: "pipelines" };
}

function pipelineRoute(subject: Subject, rest: string[]): Route {
  const mode: Mode = rest[0] === "run" ? "run" : "edit";
  return { page: "pipeline", subject, mode, execution: rest[1] ?? null, action: rest[2] ?? null };
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Writes a fragment. */
export function formatRoute(route: Route): string {
  const at = (...parts: (string | null)[]) =>
    `#/${parts.filter((part) => part !== null).map((part) => encodeURIComponent(part)).join("/")}`;
  switch (route.page) {
    case "pipelines":
      return "#/";
    case "approvals":
      return at("approvals", route.token);
    case "pipeline": {
      const { subject } = route;
      const head = subject.kind === "file" ? ["file", subject.path] : ["pipeline", subject.place, subject.name];
      const tail = route.mode === "edit" ? [] : ["run", route.execution, route.execution === null ? null : route.action];
      return at(...head, ...tail);
    }
    default:
      return at(route.page);
  }
}

/** Goes somewhere. `replace` leaves no step in the history. */
export function go(route: Route | string, replace = false): void {
  const fragment = typeof route === "string" ? route : formatRoute(route);
  if (fragment === window.location.hash) return;
  if (replace) {
    window.history.replaceState(null, "", fragment);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else window.location.hash = fragment;
}

/** The route at this moment. */
export function currentRoute(): Route {
  return parseRoute(window.location.hash);
}

let known = "";
let parsed: Route = { page: "pipelines" };

function snapshot(): Route {
  const fragment = window.location.hash;
  if (fragment !== known) {
    known = fragment;
    parsed = parseRoute(fragment);
  }
  return parsed;
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

/** The route, followed. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, snapshot);
}
