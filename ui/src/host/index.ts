/**
 * The one interface to Rust. Chooses the transport once; everything else only sees {@link Host}.
 */
import type { Commands } from "../generated/studio";
import type { Host } from "./types";

export * from "./types";

let chosen: Host | null = null;

/** Chooses how Rust is reached: the window's bridge when there is one, else HTTP. */
export async function chooseHost(): Promise<Host> {
  if (chosen === null) {
    chosen =
      "__TAURI_INTERNALS__" in window
        ? (await import("./tauri")).tauriHost()
        : (await import("./http")).httpHost();
  }
  return chosen;
}

/** Puts another host in place, before anything asks for one. */
export function provideHost(host: Host): void {
  chosen = host;
}

/** The chosen host. */
export function host(): Host {
  if (chosen === null) throw new Error("the host is asked before it is chosen");
  return chosen;
}

/** Asks Rust for a command. */
export function call<K extends keyof Commands>(
  command: K,
  args: Commands[K]["args"],
): Promise<Commands[K]["reply"]> {
  return host().call(command, args);
}
