/**
 * What a screen reader hears of a run: status changes in one polite message every five seconds,
 * failures and waiting approvals at once.
 */
import { useEffect, useRef, useState } from "react";
import type { ActionId } from "../document";
import { wordOf } from "./labels";
import type { ActionStatus } from "./types";

const pause = 5000;

/** The sentences for what has changed between two states of the board. Pure. */
export function changesBetween(
  before: ReadonlyMap<ActionId, ActionStatus>,
  after: ReadonlyMap<ActionId, ActionStatus>,
): { readonly polite: string[]; readonly urgent: string[] } {
  const polite: string[] = [];
  const urgent: string[] = [];
  for (const [id, status] of after) {
    if (before.get(id)?.status === status.status) continue;
    const [stage = "", name = ""] = id.split("/");
    if (status.status === "failed") urgent.push(`${name} in ${stage} failed${status.reason ? `: ${status.reason}` : ""}.`);
    else if (status.status === "waiting") urgent.push(`${name} in ${stage} waits for an approval.`);
    else if (status.status !== "not-started") polite.push(`${name} ${wordOf(status).toLowerCase()}.`);
  }
  return { polite, urgent };
}

/** The texts of the two live regions. */
export function useAnnouncements(statuses: ReadonlyMap<ActionId, ActionStatus> | undefined): { readonly polite: string; readonly urgent: string } {
  const last = useRef<ReadonlyMap<ActionId, ActionStatus> | undefined>(undefined);
  const waiting = useRef<string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [polite, setPolite] = useState("");
  const [urgent, setUrgent] = useState("");
  useEffect(() => {
    const before = last.current;
    last.current = statuses;
    if (before === undefined || statuses === undefined) return;
    const changes = changesBetween(before, statuses);
    if (changes.urgent.length > 0) {
      const text = changes.urgent.join(" ");
      queueMicrotask(() => setUrgent(text));
    }
    waiting.current.push(...changes.polite);
    if (waiting.current.length > 0 && timer.current === undefined) {
      timer.current = setTimeout(() => {
        timer.current = undefined;
        setPolite(waiting.current.splice(0).join(" "));
      }, pause);
    }
  }, [statuses]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return { polite, urgent };
}
