import { expect, test } from "vitest";
import { commands } from ".";
import { matches } from "./match";

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test("keys need exactly their modifiers", () => {
  expect(matches(press("z", { ctrlKey: true }), "Ctrl+Z")).toBe(true);
  expect(matches(press("z", { metaKey: true }), "Ctrl+Z")).toBe(true);
  expect(matches(press("Z", { ctrlKey: true, shiftKey: true }), "Ctrl+Z")).toBe(false);
  expect(matches(press("Z", { ctrlKey: true, shiftKey: true }), "Ctrl+Shift+Z")).toBe(true);
  expect(matches(press("?", { shiftKey: true }), "?")).toBe(true);
});

test("no two commands share a name or keys", () => {
  const names = commands.map((command) => command.name);
  const keys = commands.flatMap((command) => command.keys ?? []);
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(keys).size).toBe(keys.length);
});
