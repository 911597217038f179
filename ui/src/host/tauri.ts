/**
 * Reaches Rust from the desktop window. The only module that knows the window's bridge.
 */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { FeedEvent } from "../generated/studio";
import type { DialogRequest, Host } from "./types";
import { asRefused } from "./types";

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
      let stop: (() => void) | null = null;
      let stopped = false;
      onState("connecting");
      listen<FeedEvent>("feed", (event) => onEvent(event.payload)).then(
        (unlisten) => {
          if (stopped) unlisten();
          else {
            stop = unlisten;
            onState("live");
          }
        },
        () => onState("lost"),
      );
      return () => {
        stopped = true;
        stop?.();
      };
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
