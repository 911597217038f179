/**
 * What is shown, apart from the data: the chosen place, panels, messages, the feed's condition.
 * Never holds anything that must survive the window.
 */
import { create } from "zustand";
import type { Notice } from "../generated/studio";
import type { FeedState } from "../host";
import { currentRoute } from "./route";

export type DrawerTab = "problems" | "log" | "tests" | "artifacts" | "variables" | "automation" | "audit";

/** A result that stays on screen until the user has read it. */
export interface Message {
  readonly id: number;
  readonly kind: "success" | "error" | "info" | "warning";
  readonly text: string;
  readonly detail?: string;
  readonly go?: { readonly label: string; readonly to: string };
  /** The execution it tells of: a newer message about it takes its place. */
  readonly execution?: string | undefined;
  /** It asks for a decision, and is of no use once that is made. */
  readonly decision?: boolean;
}

interface View {
  /** The place whose pipelines are listed. */
  place: string;
  drawerOpen: boolean;
  drawerTab: DrawerTab;
  drawerHeight: number;
  /** The right side of a pipeline's page. */
  side: "inspector" | "plan";
  palette: boolean;
  keySheet: boolean;
  openDialog: boolean;
  newDialog: boolean;
  feed: FeedState;
  lastEventMs: number | null;
  messages: readonly Message[];
  readonly setPlace: (place: string) => void;
  readonly showTab: (tab: DrawerTab) => void;
  readonly setDrawerOpen: (open: boolean) => void;
  readonly setDrawerHeight: (height: number) => void;
  readonly setSide: (side: View["side"]) => void;
  readonly setPalette: (open: boolean) => void;
  readonly setKeySheet: (open: boolean) => void;
  readonly setOpenDialog: (open: boolean) => void;
  readonly setNewDialog: (open: boolean) => void;
  readonly setFeed: (feed: FeedState) => void;
  readonly heard: () => void;
  readonly say: (message: Omit<Message, "id">) => void;
  readonly dismiss: (id: number) => void;
}

let messageId = 0;

export const useView = create<View>()((set) => ({
  place: "local",
  drawerOpen: true,
  drawerTab: "problems",
  drawerHeight: 372,
  side: "inspector",
  palette: false,
  keySheet: false,
  openDialog: false,
  newDialog: false,
  feed: "connecting",
  lastEventMs: null,
  messages: [],
  setPlace: (place) => set({ place }),
  showTab: (drawerTab) => set({ drawerTab, drawerOpen: true }),
  setDrawerOpen: (drawerOpen) => set({ drawerOpen }),
  setDrawerHeight: (drawerHeight) => set({ drawerHeight }),
  setSide: (side) => set({ side }),
  setPalette: (palette) => set({ palette }),
  setKeySheet: (keySheet) => set({ keySheet }),
  setOpenDialog: (openDialog) => set({ openDialog }),
  setNewDialog: (newDialog) => set({ newDialog }),
  setFeed: (feed) => set({ feed }),
  heard: () => set({ lastEventMs: Date.now() }),
  say: (message) =>
    set((view) => {
      messageId += 1;
      const others = view.messages.filter((one) => one.text !== message.text && (message.execution === undefined || one.execution !== message.execution));
      return { messages: [...others.slice(-2), { ...message, id: messageId }] };
    }),
  dismiss: (id) => set((view) => ({ messages: view.messages.filter((one) => one.id !== id) })),
}));

/** Shows a notice of the feed as a message with the way to it, unless its subject is on screen already. */
export function sayNotice(notice: Notice): void {
  const route = currentRoute();
  if (route.page === "pipeline" && route.execution !== null && route.execution === notice.execution) return;
  if (route.page === "approvals" && notice.kind === "approval") return;
  useView.getState().say({
    kind: notice.kind === "failed" ? "error" : notice.kind === "approval" || notice.kind === "stopped" ? "warning" : "success",
    text: notice.title,
    detail: notice.body,
    execution: notice.execution ?? undefined,
    decision: notice.kind === "approval",
    ...(notice.kind === "approval"
      ? { go: { label: "Decide", to: "#/approvals" } }
      : notice.pipeline != null
        ? {
            go: {
              label: "Show",
              to: `#/pipeline/local/${encodeURIComponent(notice.pipeline)}/run${notice.execution != null ? `/${notice.execution}` : ""}`,
            },
          }
        : {}),
  });
}
