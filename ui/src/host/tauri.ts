/**
 * Reaches Rust from the desktop window. The only module that knows the window's bridge.
 */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { FeedEvent } from "../generated/studio";
import type { DialogRequest, Host } from "./types";
import { asRefused } from "./types";

/** Listens to an event of the window, from now until the returned function is called. */
function hear<T>(name: string, onEvent: (payload: T) => void, onReady?: () => void, onLost?: () => void): () => void {
  let stop: (() => void) | null = null;
  let stopped = false;
  listen<T>(name, (event) => onEvent(event.payload)).then(
    (unlisten) => {
      if (stopped) unlisten();
      else {
        stop = unlisten;
        onReady?.();
      }
    },
    () => onLost?.(),
  );
  return () => {
    stopped = true;
    stop?.();
  };
}

/** The host of the desktop window. */
export function tauriHost(): Host {
  return {
    face: "window",
    async call(command, args) {
      try {
        return await invoke("call", { command, args });
      } catch (thrown) {
        throw asRefused(thrown);
      }
    },
    feed(onEvent, onState) {
      onState("connecting");
      return hear<FeedEvent>("feed", onEvent, () => onState("live"), () => onState("lost"));
    },
    fileDrags(onDrag) {
      const stops = [
        hear("tauri://drag-enter", () => onDrag({ kind: "over" })),
        hear("tauri://drag-leave", () => onDrag({ kind: "gone" })),
        hear<{ paths: string[] }>("tauri://drag-drop", ({ paths }) => onDrag({ kind: "dropped", paths })),
      ];
      return () => stops.forEach((stop) => stop());
    },
    async openDialog(request: DialogRequest) {
      try {
        // Beyond the shared contract: only a window has a native dialog.
        return await invoke<string | null>("call", { command: "window.open_dialog", args: request });
      } catch (thrown) {
        throw asRefused(thrown);
      }
    },
  };
}
