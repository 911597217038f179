/**
 * Reading and changing through the host: a query per command and its arguments, made stale by the feed's tags.
 */
import { QueryClient, useMutation, useQuery, type Query, type UseQueryResult } from "@tanstack/react-query";
import type { ApiCall, Commands, FeedEvent } from "../generated/studio";
import { asRefused, call, host, type Refused } from "../host";
import { changes, isStale } from "./tags";
import { useView } from "./view";

type Name = keyof Commands;
type Args<K extends Name> = Commands[K]["args"];
type Reply<K extends Name> = Commands[K]["reply"];

/** Codes after which asking again at once is of no use. */
const FINAL = new Set(["bad-arguments", "unknown-command", "no-session", "not-found", "changed"]);

/** The one cache. Nothing is refetched by time or focus: the feed says what is stale. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: "always",
      retry: (count, error) => count < 2 && asRefused(error).code === "unreachable",
      retryDelay: (count) => 400 * 2 ** count,
    },
    mutations: { networkMode: "always", retry: false },
  },
});

/** The cache key of a command with its arguments. */
export function keyOf<K extends Name>(command: K, args: Args<K>): readonly [K, Args<K>] {
  return [command, args];
}

/** Asks for a command as long as the component lives. `null` as arguments asks for nothing. */
export function useAsk<K extends Name>(
  command: K,
  args: Args<K> | null,
  options: { keepPrevious?: boolean } = {},
): UseQueryResult<Reply<K>, Refused> {
  return useQuery<Reply<K>, Refused>({
    queryKey: args === null ? [command, null] : keyOf(command, args),
    enabled: args !== null,
    queryFn: () => call(command, args as Args<K>),
    ...(options.keepPrevious === true ? { placeholderData: (previous: unknown) => previous as never } : {}),
  });
}

/** Asks for a call of the service's API. */
export function useApi<T>(call: ApiCall | null): UseQueryResult<T, Refused> {
  return useAsk("api", call, { keepPrevious: true }) as UseQueryResult<T, Refused>;
}

/** Carries out a changing command and makes what it changed stale. */
export async function change<K extends Name>(command: K, args: Args<K>): Promise<Reply<K>> {
  try {
    return await call(command, args);
  } finally {
    await markStale(changes(command, args));
  }
}

/** A changing command for a component: its state is the mutation's. */
export function useChange<K extends Name>(command: K) {
  return useMutation<Reply<K>, Refused, Args<K>>({ mutationFn: (args) => change(command, args) });
}

/** Reads again all that is held under these tags; under `*` everything. */
export function markStale(tags: readonly string[]): Promise<void> {
  if (tags.length === 0) return Promise.resolve();
  const meant = (query: Query) => tags.includes("*") || staleUnder(query.queryKey, tags);
  // A first answer that is still on its way may be of before the change: the library keeps it, so it is asked for again.
  for (const query of queries.getQueryCache().findAll({ predicate: meant, fetchStatus: "fetching" })) {
    if (query.state.data === undefined) void query.promise?.catch(() => undefined).then(() => queries.invalidateQueries({ queryKey: query.queryKey, exact: true }));
  }
  return queries.invalidateQueries({ predicate: meant });
}

function staleUnder(key: readonly unknown[], tags: readonly string[]): boolean {
  const [command, args] = key as [Name, Args<Name> | null];
  return args !== null && args !== undefined && isStale(command, args, tags);
}

type Listener = (event: FeedEvent) => void;
const listeners = new Set<Listener>();

/** Hears every feed event, after the cache did. For what is not a query: logs, the open file. */
export function onFeed(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Connects the cache and the view's state to the feed. Returns a function that disconnects.
 *
 * While the page is hidden nothing is asked again: what became stale is kept until it is seen, which is also what ends
 * the polling of other places. Listeners hear everything at once all the same: a notice matters most when hidden.
 */
export function connectFeed(page: Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener"> = document): () => void {
  let wasLost = false;
  const held = new Set<string>();
  const stale = (tags: readonly string[]) => {
    if (page.visibilityState === "hidden") for (const tag of tags) held.add(tag);
    else void markStale(tags);
  };
  const shown = () => {
    if (page.visibilityState === "hidden" || held.size === 0) return;
    const tags = [...held];
    held.clear();
    void markStale(tags);
  };
  page.addEventListener("visibilitychange", shown);
  const disconnect = host().feed(
    (event) => {
      useView.getState().heard();
      stale(event.stale);
      for (const listener of listeners) listener(event);
    },
    (state) => {
      useView.getState().setFeed(state);
      if (state === "lost") wasLost = true;
      if (state === "live" && wasLost) {
        // Whatever happened while nobody listened.
        wasLost = false;
        stale(["*"]);
        for (const listener of listeners) listener({ stale: ["*"] });
      }
    },
  );
  return () => {
    page.removeEventListener("visibilitychange", shown);
    disconnect();
  };
}

/** Codes that no retry helps. Exported for views that offer "Try again" only where it can work. */
export function isFinal(error: Refused): boolean {
  return FINAL.has(error.code);
}
