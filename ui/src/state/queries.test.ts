import { QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import type { FeedEvent } from "../generated/studio";
import { provideHost, type Host } from "../host";
import { connectFeed, keyOf, onFeed, queries } from "./queries";

/** A page that can be hidden. */
class Page extends EventTarget {
  visibilityState: DocumentVisibilityState = "visible";

  turn(to: DocumentVisibilityState): void {
    this.visibilityState = to;
    this.dispatchEvent(new Event("visibilitychange"));
  }
}

function connected() {
  const page = new Page();
  let tell: (event: FeedEvent) => void = () => undefined;
  let state: Parameters<Host["feed"]>[1] = () => undefined;
  const asked = vi.fn(() => Promise.resolve([]));
  const feed: Host["feed"] = (event, changed) => {
    tell = event;
    state = changed;
    return () => undefined;
  };
  provideHost({ call: asked, feed } as unknown as Host);
  const disconnect = connectFeed(page);
  const observer = new QueryObserver(queries, { queryKey: keyOf("pipelines.list", { place: "aws:x:eu-west-1" }), queryFn: asked });
  const leave = observer.subscribe(() => undefined);
  const settled = () => vi.waitFor(() => expect(queries.isFetching()).toBe(0));
  const end = () => {
    leave();
    disconnect();
  };
  return { page, asked, tell: (event: FeedEvent) => tell(event), state: (to: Parameters<typeof state>[0]) => state(to), settled, end };
}

afterEach(() => queries.clear());

it("asks nothing again while hidden, and once for all when seen", async () => {
  const on = connected();
  const heard = vi.fn();
  const deaf = onFeed(heard);
  await on.settled();
  expect(on.asked).toHaveBeenCalledTimes(1);

  on.tell({ stale: ["pipelines"] });
  await on.settled();
  expect(on.asked).toHaveBeenCalledTimes(2);

  on.page.turn("hidden");
  on.tell({ stale: ["pipelines"] });
  on.tell({ stale: ["pipelines", "approvals"] });
  await on.settled();
  expect(on.asked).toHaveBeenCalledTimes(2);
  expect(heard).toHaveBeenCalledTimes(3);

  on.page.turn("visible");
  await on.settled();
  expect(on.asked).toHaveBeenCalledTimes(3);

  on.page.turn("hidden");
  on.page.turn("visible");
  await on.settled();
  expect(on.asked).toHaveBeenCalledTimes(3);
  deaf();
  on.end();
});

it("reads everything again when a lost feed is back, if hidden then when seen", async () => {
  const on = connected();
  await on.settled();
  on.page.turn("hidden");
  on.state("lost");
  on.state("live");
  await on.settled();
  expect(on.asked).toHaveBeenCalledTimes(1);
  on.page.turn("visible");
  await on.settled();
  expect(on.asked).toHaveBeenCalledTimes(2);
  on.end();
});

it("what becomes stale while it is read for the first time is read again", async () => {
  const on = connected();
  // The first answer is still on its way.
  on.tell({ stale: ["pipelines"] });
  await vi.waitFor(() => expect(on.asked).toHaveBeenCalledTimes(2));
  await on.settled();
  expect(on.asked).toHaveBeenCalledTimes(2);
  on.end();
});
