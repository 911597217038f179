// @vitest-environment jsdom
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readDefinition } from "../document";
import { Board, type ActionStatus, type BoardProps, type Transition } from ".";

const { pipeline } = readDefinition(readFileSync(join(__dirname, "../document/fixtures/storefront.json"), "utf8"));

const now = Date.now();
const statuses = new Map<string, ActionStatus>([
  ["Source/WebApp", { status: "succeeded", startMs: now - 10_000, endMs: now - 5_000, fidelity: "real" }],
  ["Source/EdgeConfig", { status: "succeeded", startMs: now - 10_000, endMs: now - 7_000, fidelity: "simulated" }],
  ["Build/Package", { status: "in-progress", startMs: now - 126_000, medianMs: 180_000 }],
  ["Staging/EndToEnd", { status: "failed", startMs: now - 300_000, endMs: now - 48_000, reason: "2 of 48 tests failed", attempt: 2 }],
  ["Approval/ReleaseGate", { status: "waiting", sinceMs: now - 42 * 60_000 }],
]);

function show(props: Partial<BoardProps> = {}) {
  return render(<Board pipeline={pipeline} mode="run" statuses={statuses} {...props} />);
}

// What an action has taken so far is counted from now: the clock stands.
beforeAll(() => vi.setSystemTime(now));
afterAll(() => vi.useRealTimers());

const card = (name: RegExp) => screen.getByRole("treeitem", { name });

describe("the board", () => {
  it("is a tree of stages, steps and actions with whole sentences as names", () => {
    show();
    const order = screen.getAllByRole("treeitem").map((item) => `${item.getAttribute("aria-level") ?? ""} ${item.firstElementChild?.textContent.split(",")[0] ?? ""}`);
    const staging = order.indexOf("1 Staging");
    expect(order.slice(staging, staging + 6)).toEqual(["1 Staging", "2 Step 1 of 2", "3 DeployStaging", "2 Step 2 of 2", "3 SmokeTests", "3 EndToEnd"]);
    expect(card(/^Staging, stage 3 of 5, 2 steps, 3 actions$/)).toBeTruthy();
    expect(card(/^Step 2 of 2, run order 2, in parallel$/)).toBeTruthy();
    expect(card(/^EndToEnd, CodeBuild web-e2e, stage 3 of 5 Staging, step 2 of 2, parallel with 1 other, Failed in 4 min, 2 of 48 tests failed, attempt 2, input WebSrc from WebApp$/)).toBeTruthy();
  });

  it("says each state with a word, and never gives a simulated result the tick", () => {
    show();
    expect(within(card(/^WebApp/)).getByText("Succeeded")).toBeTruthy();
    expect(within(card(/^EdgeConfig/)).getByText("Simulated")).toBeTruthy();
    expect(within(card(/^EdgeConfig/)).queryByText("Succeeded")).toBeNull();
    expect(within(card(/^Package/)).getByText("In progress")).toBeTruthy();
    expect(within(card(/^Package/)).getByText("2:06")).toBeTruthy();
    expect(within(card(/^ReleaseGate/)).getByText("42 min")).toBeTruthy();
  });

  it("is one tab stop; arrows walk lanes and actions, Enter opens, Space selects", async () => {
    const onSelect = vi.fn();
    const onOpen = vi.fn();
    const user = userEvent.setup();
    const { container } = show({ onSelect, onOpen });
    expect(container.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    await user.tab();
    expect(document.activeElement?.getAttribute("data-stop")).toBe("stage:Source");
    await user.keyboard("{ArrowRight}");
    expect(document.activeElement?.getAttribute("data-stop")).toBe("stage:Build");
    await user.keyboard("{ArrowLeft}");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(document.activeElement?.getAttribute("data-stop")).toBe("cell:Source/WebApp");
    await user.keyboard("{ArrowRight}");
    expect(document.activeElement?.getAttribute("data-stop")).toBe("cell:Build/UnitTests");
    await user.keyboard("{PageDown}");
    expect(document.activeElement?.getAttribute("data-stop")).toBe("cell:Build/Package");
    await user.keyboard(" ");
    expect(onSelect).toHaveBeenLastCalledWith({ kind: "action", action: "Build/Package" });
    await user.keyboard("{Enter}");
    expect(onOpen).toHaveBeenLastCalledWith({ kind: "action", action: "Build/Package" });
    await user.keyboard("{End}");
    expect(document.activeElement?.getAttribute("data-stop")).toBe("cell:Prod/BlueGreen");
    await user.keyboard("{Home}");
    expect(document.activeElement?.getAttribute("data-stop")).toBe("stage:Source");
    expect(container.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  it("approves with a comment, by button and by key; a rejection may need one", async () => {
    const onApprove = vi.fn();
    const onReject = vi.fn();
    const user = userEvent.setup();
    show({ onApprove, onReject, rejectNeedsComment: true });
    await user.click(screen.getByRole("button", { name: "Approve ReleaseGate" }));
    const approve = screen.getByRole("dialog", { name: "Approve ReleaseGate" });
    await user.type(within(approve).getByLabelText("Comment (optional)"), "go");
    await user.click(within(approve).getByRole("button", { name: "Approve" }));
    expect(onApprove).toHaveBeenCalledExactlyOnceWith("Approval/ReleaseGate", "go");
    expect(screen.queryByRole("dialog")).toBeNull();

    act(() => card(/^ReleaseGate/).focus());
    await user.keyboard("r");
    const reject = screen.getByRole("dialog", { name: "Reject ReleaseGate" });
    expect(within(reject).getByRole<HTMLButtonElement>("button", { name: "Reject" }).disabled).toBe(true);
    await user.type(within(reject).getByLabelText("Comment"), "not today{Control>}{Enter}{/Control}");
    expect(onReject).toHaveBeenCalledExactlyOnceWith("Approval/ReleaseGate", "not today");
  });

  it("Escape closes a dialog and gives the focus back", async () => {
    const user = userEvent.setup();
    show({ onApprove: vi.fn() });
    act(() => card(/^ReleaseGate/).focus());
    await user.keyboard("a");
    expect(screen.getByRole("dialog")).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement?.getAttribute("data-stop")).toBe("cell:Approval/ReleaseGate");
  });

  it("closes a transition with a reason and opens it again", async () => {
    const onToggleTransition = vi.fn();
    const user = userEvent.setup();
    const transitions = new Map<string, Transition>([["Prod", { enabled: false, by: "Dana", reason: "freeze until Tue 08:00" }]]);
    show({ onToggleTransition, transitions });
    expect(screen.getByText("Prod is closed")).toBeTruthy();
    expect(screen.getByText(/Transition disabled by Dana: freeze until Tue 08:00\./)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /^Transition into Prod is disabled/ }));
    await user.click(screen.getByRole("button", { name: "Enable transition" }));
    expect(onToggleTransition).toHaveBeenLastCalledWith("Prod", true, "");
    await user.click(screen.getByRole("button", { name: "Transition into Build" }));
    const sheet = screen.getByRole("dialog");
    expect(within(sheet).getByRole<HTMLButtonElement>("button", { name: "Disable transition" }).disabled).toBe(true);
    await user.type(within(sheet).getByLabelText("Reason"), "release week");
    await user.click(within(sheet).getByRole("button", { name: "Disable transition" }));
    expect(onToggleTransition).toHaveBeenLastCalledWith("Build", false, "release week");
  });

  it("asks for the menu by the right button and by Shift+F10", async () => {
    const onCardMenu = vi.fn();
    const user = userEvent.setup();
    show({ onCardMenu });
    fireEvent.contextMenu(card(/^Package/));
    expect(onCardMenu).toHaveBeenLastCalledWith("Build/Package", expect.anything());
    act(() => card(/^Lint/).focus());
    await user.keyboard("{Shift>}{F10}{/Shift}");
    expect(onCardMenu).toHaveBeenLastCalledWith("Build/Lint", expect.anything());
  });

  it("lights the trail of what is pinned and fades the rest", async () => {
    const user = userEvent.setup();
    const { container } = show();
    act(() => card(/^Lint/).focus());
    await user.keyboard(".");
    expect(card(/^WebApp/).dataset["trail"]).toBe("ancestor");
    expect(card(/^BlueGreen/).dataset["trail"]).toBe("off");
    expect(container.querySelectorAll('.ps-wire[data-state="lit"]')).toHaveLength(1);
    await user.keyboard("{Escape}");
    expect(container.querySelector("[data-pinned]")).toBeNull();
  });

  it("tells failures and approvals at once and everything else after a pause, in one message", () => {
    vi.useFakeTimers();
    try {
      const { rerender, container } = show({ statuses: new Map() });
      const live = (politeness: string) => container.querySelector(`[aria-live="${politeness}"]`)?.textContent;
      rerender(<Board pipeline={pipeline} mode="run" statuses={statuses} />);
      act(() => void vi.advanceTimersByTime(10));
      expect(live("polite")).toBe("");
      act(() => void vi.advanceTimersByTime(5000));
      expect(live("polite")).toBe("WebApp succeeded. EdgeConfig simulated. Package in progress.");
    } finally {
      vi.useRealTimers();
    }
  });

  it("folds many parallel actions into a stack whose list names what needs a person first", async () => {
    const user = userEvent.setup();
    const onRetry = vi.fn();
    const onSelect = vi.fn();
    const [, , staging] = pipeline.stages;
    const template = staging?.actions[0];
    if (!staging || !template) throw new Error("the fixture has changed");
    const wave = { ...staging, actions: Array.from({ length: 24 }, (_, i) => ({ ...template, id: `Staging/deploy-${i}`, name: `deploy-${i}`, runOrder: 1 })) };
    const many = new Map(wave.actions.map((action, i): [string, ActionStatus] => [action.id, i === 7 ? { status: "failed", reason: "no capacity" } : { status: "succeeded" }]));
    show({ pipeline: { ...pipeline, stages: [...pipeline.stages.slice(0, 2), wave] }, statuses: many, onRetry, onSelect });
    const stack = card(/^24 actions in parallel, deploy, 1 failed$/);
    await user.click(stack);
    const list = screen.getByRole("dialog", { name: "24 deploy in parallel" });
    expect(within(list).getByText("no capacity")).toBeTruthy();
    expect(within(list).getByText("23 more")).toBeTruthy();
    await user.click(within(list).getByRole("button", { name: "Retry deploy-7" }));
    expect(onRetry).toHaveBeenCalledExactlyOnceWith("Staging", "Staging/deploy-7");
  });

  it("shows problems and what each action runs on while editing, and the narrow lanes around", () => {
    show({
      mode: "edit",
      plans: new Map([["Build/Package", { runsOn: "simulated" }]]),
      problems: new Map([["Build/Package", [{ severity: "warning", message: "secret in plain text" }]]]),
    });
    expect(card(/^Package, .*1 warning$/)).toBeTruthy();
    expect(within(card(/^Package/)).getByText("Simulated")).toBeTruthy();
    expect(card(/^Triggers and variables: 1 trigger, 1 variable, type V2, mode superseded$/)).toBeTruthy();
    expect(card(/^End of the pipeline$/)).toBeTruthy();
  });
});
