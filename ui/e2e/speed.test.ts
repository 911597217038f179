/**
 * What the board costs with many actions, in Chromium and in the real window. `make bench` runs it; it prints a table and
 * judges nothing.
 *
 * A time ends when the frame that shows the answer has been made: with the message that a page gets after its next
 * animation frame. A second animation frame would count the wait for the screen, too.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Key, Origin } from "selenium-webdriver";
import { afterAll, beforeAll, test } from "vitest";
import { Desk } from "./desk";
import { cardAt, Pane } from "./window";

const LONG = 300_000;

/** A pipeline of so many stages with so many actions each, in steps of five; half of them take what the stage before makes. */
function large(stages: number, width: number): { readonly text: string; readonly actions: number } {
  const type = (category: string, provider: string) => ({ category, owner: "AWS", provider, version: "1" });
  const order = (at: number) => 1 + Math.floor(at / 5);
  const source = (at: number) => ({ name: `Source${at}`, actionTypeId: type("Source", "S3"), runOrder: order(at), configuration: { S3Bucket: "sources", S3ObjectKey: `${at}.zip`, PollForSourceChanges: "false" }, outputArtifacts: [{ name: `Made0x${at}` }] });
  const build = (stage: number, at: number) => ({
    name: `Part${stage}x${at}`,
    actionTypeId: type("Build", "CodeBuild"),
    runOrder: order(at),
    configuration: { ProjectName: `part-${stage}-${at}` },
    inputArtifacts: [{ name: at % 2 === 0 ? `Made${stage - 1}x${at}` : `Made0x${at}` }],
    outputArtifacts: [{ name: `Made${stage}x${at}` }],
  });
  const rows = Array.from({ length: stages }, (_, stage) => ({ name: `Stage${stage}`, actions: Array.from({ length: width }, (_one, at) => (stage === 0 ? source(at) : build(stage, at))) }));
  const pipeline = { name: `large${stages * width}`, roleArn: "arn:aws:iam::111122223333:role/large", pipelineType: "V2", executionMode: "QUEUED", artifactStore: { type: "S3", location: "artifacts" }, stages: rows };
  return { text: JSON.stringify({ pipeline }, null, 2), actions: stages * width };
}

const medium = large(10, 20);
const most = large(40, 25);

/** Cards that are on screen however large the pipeline is. */
const inSight = ["Stage0/Source0", "Stage1/Part1x0", "Stage0/Source1", "Stage1/Part1x3", "Stage0/Source4"];

/** What is done to a board and measured in it; the page's side is the same in both browsers. */
interface Hands {
  /** Runs a script in the page; it ends by calling `done`. */
  run<T>(script: string): Promise<T>;
  click(place: string): Promise<void>;
  press(key: string, alt?: boolean): Promise<void>;
  undo(): Promise<void>;
  /** Moves the pointer from point to point; with a card, where one is named. */
  move(points: readonly { readonly x: number; readonly y: number }[], place?: string): Promise<void>;
  drop(): Promise<void>;
}

/** When the frame with all changes up to now has been made. */
const painted = `const painted = (then) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => then(performance.now()); port2.postMessage(0); });`;

/** From asking for a definition until all its cards are painted, in milliseconds. */
const opened = (path: string, cards: number) => `${painted}
  const from = performance.now();
  location.hash = "#/file/" + encodeURIComponent(${JSON.stringify(path)});
  const look = () => document.querySelectorAll(".ps-card").length === ${cards} ? painted((now) => done(now - from)) : requestAnimationFrame(look);
  look();`;

/** From then on, how long each such event takes until its answer is painted. */
const watch = (event: string) => `${painted}
  window.speeds?.stop();
  const taken = [];
  const seen = () => { const from = performance.now(); painted((now) => taken.push(now - from)); };
  window.addEventListener(${JSON.stringify(event)}, seen, { capture: true });
  window.speeds = { taken, stop: () => window.removeEventListener(${JSON.stringify(event)}, seen, { capture: true }) };
  done(null);`;

const taken = `${painted} painted(() => { window.speeds.stop(); done(window.speeds.taken); });`;

/** Nothing is drawn or asked for any more: so many frames in time, one after the other. */
const quiet = `let last = performance.now(), calm = 0;
  const look = (now) => { calm = now - last < 40 ? calm + 1 : 0; last = now; if (calm > 30) done(null); else requestAnimationFrame(look); };
  requestAnimationFrame(look);`;

/** The action stands alone in a step, or with others, and everything has come to rest. */
const shown = (place: string, alone: boolean) => `const card = () => document.querySelector('.ps-card[data-action="${place}"]');
  const wait = () => { if ((card()?.ariaSetSize === "1") === ${alone}) { ${quiet} } else requestAnimationFrame(wait); };
  wait();`;

const rows: string[] = [];
const row = (what: string, value: string) => rows.push(`${what.padEnd(82)}${value}`);
const ms = (time: number) => `${time.toFixed(1).padStart(8)} ms`;
const at = (times: readonly number[], share: number) => [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
const spread = (times: readonly number[]) => `${ms(at(times, 0.5))}, p95 ${at(times, 0.95).toFixed(1)} ms   (${times.length} times)`;

/** Opens both pipelines in turn and works on them. */
async function measure(hands: Hands, write: (name: string, text: string) => string): Promise<void> {
  const paths = { medium: write("medium.json", medium.text), most: write("most.json", most.text) };
  const times = async (event: string, work: () => Promise<void>): Promise<readonly number[]> => {
    await hands.run(quiet);
    await hands.run(watch(event));
    await work();
    return hands.run<readonly number[]>(taken);
  };
  await hands.run(quiet);
  const first = await hands.run<number>(opened(paths.most, most.actions));
  row(`  ${most.actions} actions: asked for until painted (goal: 1,500 ms)`, ms(first));
  await hands.run(quiet);
  for (const { path, actions, goal } of [
    { path: paths.most, actions: most.actions, goal: 100 },
    { path: paths.medium, actions: medium.actions, goal: 50 },
  ]) {
    await hands.run(opened(path, actions));
    const chosen = await times("pointerup", async () => {
      for (let n = 0; n < 20; n++) await hands.click(inSight[n % inSight.length] ?? "");
    });
    row(`  ${actions} actions: click on a card to paint (goal: p95 ${goal} ms)`, spread(chosen));
    await hands.click("Stage1/Part1x1");
    const walked = await times("keydown", async () => {
      for (let n = 0; n < 20; n++) await hands.press(n % 8 < 4 ? "ArrowDown" : "ArrowUp");
    });
    row(`  ${actions} actions: arrow key to paint (goal: p95 ${goal} ms)`, spread(walked));
    const moved = await times("keydown", async () => {
      for (let n = 0; n < 10; n++) {
        await hands.click("Stage1/Part1x1");
        await hands.press("ArrowDown", true);
        await hands.run(shown("Stage1/Part1x1", true));
        await hands.undo();
        await hands.run(shown("Stage1/Part1x1", false));
      }
    });
    // Of two keys held together the second one acts.
    const acted = moved.filter((_, n) => n % 2 === 1);
    row(`  ${actions} actions: key that moves an action, or undo, to paint (goal: p95 ${goal} ms)`, spread(acted));
    if (actions !== medium.actions) continue;
    const points = Array.from({ length: 80 }, (_, n) => ({ x: 300 + 6 * n, y: 330 + Math.round(140 * Math.sin(n / 10)) }));
    // Over the top bar nothing answers: what is left is the wait for the next frame.
    const idle = await times("pointermove", () => hands.move(points.map(({ x }) => ({ x, y: 20 }))));
    const dragged = await times("pointermove", () => hands.move(points, "Stage1/Part1x0"));
    await hands.drop();
    row(`  ${actions} actions: pointer move to painted feedback in a drag (goal: 16 ms)`, spread(dragged));
    row("  pointer move with nothing held, to the next frame (no goal)", spread(idle));
  }
}

afterAll(() => {
  const release = process.env["PIPESMITH_BUILD"] === "release";
  console.log(`\nThe board${release ? "" : ", DEBUG build: what is asked of the program takes longer"}\n${rows.join("\n")}`);
});

const desk = new Desk();
beforeAll(() => desk.open());
afterAll(() => desk.close());

test("Chromium", async () => {
  await desk.begin();
  const { page, world } = desk;
  await page.getByRole("button", { name: "Open…" }).waitFor();
  const key = async (keys: string) => page.keyboard.press(keys);
  row("In Chromium", "");
  await measure(
    {
      run: (script) => page.evaluate(`new Promise((done) => { ${script} })`),
      click: async (place) => page.locator(`.ps-card[data-action="${place}"]`).click(),
      press: (name, alt) => key(alt === true ? `Alt+${name}` : name),
      undo: () => key("Control+z"),
      move: async (points, place) => {
        if (place !== undefined) {
          const from = await desk.middle(page.locator(`.ps-card[data-action="${place}"]`));
          await page.mouse.move(from.x, from.y);
          await page.mouse.down();
        }
        for (const { x, y } of points) await page.mouse.move(x, y);
      },
      drop: async () => {
        await key("Escape");
        await page.mouse.up();
      },
    },
    (name, text) => {
      world.write(name, text);
      return join(world.project, name);
    },
  );
  await desk.end(false);
}, LONG);

/** What processes hold together, as shares of what they share. */
function memory(pane: Pane): string {
  const held = pane.processes().map(({ pid, program }) => {
    const kib = Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]);
    return { program, mib: kib / 1024 };
  });
  const sum = held.reduce((total, { mib }) => total + mib, 0);
  return `${sum.toFixed(1).padStart(8)} MiB   (${held.map(({ program, mib }) => `${program} ${mib.toFixed(0)}`).join(", ")})`;
}

test("the window", async () => {
  const pane = new Pane();
  try {
    await pane.open();
    const { driver, world } = pane;
    await pane.see(cardAt("Build/Package"));
    row("In the window (WebKitGTK)", "");
    const run = <T>(script: string) => driver.executeAsyncScript<T>(`const done = arguments[arguments.length - 1]; ${script}`);
    await driver.manage().setTimeouts({ script: 60_000 });
    await run(quiet);
    // What the start itself used has been given back by then.
    await new Promise((done) => setTimeout(done, 3000));
    row("  idle memory of all processes, Pss (goal: 250 MiB)", memory(pane));
    await measure(
      {
        run,
        click: async (place) => driver.actions().move({ origin: await driver.findElement(cardAt(place)), duration: 0 }).press().release().perform(),
        press: (name, alt) => {
          const sent = Key[name.replace("Arrow", "ARROW_").toUpperCase() as "ARROW_DOWN"];
          const keys = driver.actions();
          return (alt === true ? keys.keyDown(Key.ALT).sendKeys(sent).keyUp(Key.ALT) : keys.sendKeys(sent)).perform();
        },
        undo: () => pane.control("z"),
        move: async (points, place) => {
          const hand = driver.actions();
          if (place !== undefined) hand.move({ origin: await driver.findElement(cardAt(place)), duration: 0 }).press();
          for (const point of points) hand.move({ origin: Origin.VIEWPORT, ...point, duration: 0 });
          await hand.perform();
        },
        drop: async () => {
          await driver.actions().sendKeys(Key.ESCAPE).perform();
          await pane.letGo();
        },
      },
      (name, text) => {
        const path = join(world.project, name);
        writeFileSync(path, text);
        return path;
      },
    );
    row("  memory of all processes with both open, Pss", memory(pane));
  } finally {
    await pane.end(false);
  }
}, LONG);
