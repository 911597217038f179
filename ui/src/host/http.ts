/**
 * Reaches Rust from an ordinary browser, served by `pipesmith serve --ui`. Addresses are relative, so the
 * page may live under any path. A one-time token in the address buys a cookie and is removed at once.
 */
import type { Commands, Failure, FeedEvent } from "../generated/studio";
import type { Host } from "./types";
import { NO_SESSION, Refused, UNREACHABLE } from "./types";

type Answer = { reply: unknown } | { failure: Failure };

/** The host of a browser page. Commands wait until the token, when there is one, is exchanged. */
export function httpHost(): Host {
  const session = exchangeToken();
  return {
    face: "browser",
    async call<K extends keyof Commands>(command: K, args: Commands[K]["args"]): Promise<Commands[K]["reply"]> {
      await session;
      const answer = await post("ui/call", { command, args });
      if ("failure" in answer) throw new Refused(answer.failure);
      return answer.reply;
    },
    feed(onEvent, onState) {
      let source: EventSource | null = null;
      let retry: ReturnType<typeof setTimeout> | null = null;
      let stopped = false;
      let wait = 500;
      const connect = () => {
        if (stopped) return;
        source = new EventSource("ui/events", { withCredentials: true });
        source.onopen = () => {
          wait = 500;
          onState("live");
        };
        source.onmessage = (message: MessageEvent<string>) => {
          const event = readEvent(message.data);
          if (event !== null) onEvent(event);
        };
        source.onerror = () => {
          onState("lost");
          // A refused stream is closed for good by the browser; a broken one it reopens itself.
          if (source?.readyState === EventSource.CLOSED) {
            retry = setTimeout(connect, wait);
            wait = Math.min(wait * 2, 10_000);
          }
        };
      };
      onState("connecting");
      void session.catch(() => undefined).then(connect);
      return () => {
        stopped = true;
        if (retry !== null) clearTimeout(retry);
        source?.close();
      };
    },
  };
}

/** The token of an address's fragment, and the fragment without it. Exported for its test. */
export function splitToken(fragment: string): { token: string | null; rest: string } {
  const parts = fragment.replace(/^#/, "").split("&");
  const at = parts.findIndex((part) => part.startsWith("token="));
  if (at === -1) return { token: null, rest: fragment };
  const token = decodeURIComponent((parts[at] ?? "").slice("token=".length));
  const rest = parts.filter((_, index) => index !== at).join("&");
  return { token, rest: rest === "" ? "" : `#${rest}` };
}

async function exchangeToken(): Promise<void> {
  const { token, rest } = splitToken(window.location.hash);
  if (token === null) return;
  window.history.replaceState(null, "", window.location.pathname + window.location.search + rest);
  const answer = await post("ui/session", { token });
  if ("failure" in answer) throw new Refused(answer.failure);
}

async function post(address: string, body: unknown): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      cache: "no-store",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused({
      code: UNREACHABLE,
      message: "Pipesmith does not answer.",
      remedy: "Check that “pipesmith serve --ui” still runs. This page tries again by itself.",
    });
  }
  if (response.status === 401 || response.status === 403) {
    throw new Refused({
      code: NO_SESSION,
      message: "This page has no session.",
      remedy: "Open the address that “pipesmith serve --ui” printed; it carries a one-time token.",
    });
  }
  const text = await response.text();
  if (text === "" && response.ok) return { reply: null };
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new Refused({ code: UNREACHABLE, message: `Pipesmith answered with status ${response.status}.` });
  }
}

function readEvent(data: string): FeedEvent | null {
  try {
    return JSON.parse(data) as FeedEvent;
  } catch {
    return null;
  }
}
