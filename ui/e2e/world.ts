/** A copy of the example, and the program over a data folder of its own, for one test. */
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { BrowserContext } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");

/** The path of a built program. */
export function built(name: "pipesmith" | "pipesmith-desktop"): string {
  const target = process.env["CARGO_TARGET_DIR"] ?? join(root, "target");
  const path = join(target, process.env["PIPESMITH_BUILD"] ?? "debug", name);
  if (!existsSync(path)) throw new Error(`${path} is not built: \`make test-browser test-window\` builds it`);
  return path;
}

export class World {
  readonly folder = mkdtempSync(join(tmpdir(), "pipesmith-e2e-"));
  readonly project = join(this.folder, "hello-service");
  readonly definition = join(this.project, "pipeline.json");
  readonly data = join(this.folder, "data");
  private child: ChildProcess | undefined;

  constructor() {
    cpSync(join(root, "examples/hello-service"), this.project, { recursive: true });
    mkdirSync(join(this.folder, "home"));
  }

  /** What the programs of this world may see. */
  environment(): NodeJS.ProcessEnv {
    return { ...process.env, HOME: join(this.folder, "home"), PIPESMITH_HOME: this.data };
  }

  /** As before, but without a session bus: whoever runs the tests may have a keyring, which is not ours to fill. */
  private alone(): NodeJS.ProcessEnv {
    return { ...this.environment(), DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" };
  }

  /** Starts `serve --ui`; resolves to the UI's address with its one-time token. */
  async serve(): Promise<string> {
    const { ui } = await this.serving(["--ui"]);
    if (ui === undefined) throw new Error("pipesmith serve --ui told no address of a UI");
    return ui;
  }

  /** Starts `serve`; resolves to what it says when it is ready. */
  async serving(options: readonly string[] = []): Promise<{ readonly endpoint: string; readonly ui?: string }> {
    const child = spawn(built("pipesmith"), ["serve", ...options], { cwd: this.folder, env: this.alone(), stdio: ["ignore", "pipe", "inherit"] });
    this.child = child;
    const lines = createInterface({ input: child.stdout });
    for await (const line of lines) return JSON.parse(line) as { endpoint: string; ui?: string };
    throw new Error("pipesmith serve ended before it was ready");
  }

  /** Starts another command of `pipesmith` in this world; resolves to its exit code when it ends. */
  command(...words: readonly string[]): Promise<number | null> {
    const child = spawn(built("pipesmith"), words, { cwd: this.folder, env: this.alone(), stdio: ["ignore", "ignore", "inherit"] });
    return new Promise((done, fail) => {
      child.once("error", fail);
      child.once("exit", done);
    });
  }

  /** What a command of `pipesmith` prints. */
  ask(...words: readonly string[]): string {
    return execFileSync(built("pipesmith"), words, { cwd: this.folder, env: this.alone(), encoding: "utf8" });
  }

  /** Kills the program as a crash would. */
  kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child === undefined || child.exitCode !== null) return Promise.resolve();
    return new Promise((done) => {
      child.once("exit", () => done());
      child.kill("SIGKILL");
    });
  }

  /** Copies a folder of the repository with a `pipeline.json` in it; returns the path of that. */
  adopt(folder: string): string {
    const to = join(this.folder, "adopted");
    cpSync(join(root, folder), to, { recursive: true });
    return join(to, "pipeline.json");
  }

  read(path: string): string {
    return readFileSync(join(this.project, path), "utf8");
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.project, path), text);
  }

  /** A file of the local bucket that the example deploys to. */
  deployed(path: string): boolean {
    return existsSync(join(this.data, "buckets/hello-service-releases/hello-service", path)) || existsSync(join(this.project, "buckets/hello-service-releases/hello-service", path));
  }

  /** Every byte that the program keeps in its data folder. */
  kept(): string {
    const files = readdirSync(this.data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1")).join("\n");
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Definitions that others wrote, when they lie beside the clone. */
export const corpus = process.env["PIPESMITH_CORPUS"] ?? resolve(root, "../shared/corpus");

/** Where pictures of the main views go; not committed. */
export const pictures = join(root, "screenshots");

/** With PIPESMITH_DIST set, a browser takes the UI from `ui/dist` as it is now: a change of it needs no new program. */
export async function takeDist(context: BrowserContext): Promise<void> {
  if (process.env["PIPESMITH_DIST"] === undefined) return;
  const dist = join(root, "ui/dist");
  await context.route(
    ({ pathname }) => pathname === "/" || existsSync(join(dist, pathname)),
    async (route) => {
      const { pathname } = new URL(route.request().url());
      const theirs = pathname === "/" ? await route.fetch() : undefined;
      await route.fulfill({ ...(theirs === undefined ? {} : { response: theirs }), path: join(dist, pathname === "/" ? "index.html" : pathname) });
    },
  );
}
