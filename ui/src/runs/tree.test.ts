import { expect, test } from "vitest";
import { treeOf } from "./tree";

const file = (path: string) => ({ path, size: 1, folder: false, mode: 0o644 });

test("folders that the archive does not list are there, before files", () => {
  const rows = treeOf([file("b.txt"), file("src/lib/a.js"), file("src/z.js")], new Set());
  expect(rows.map((row) => `${"  ".repeat(row.depth)}${row.name}${row.folder ? "/" : ""}`)).toEqual(["src/", "  lib/", "    a.js", "  z.js", "b.txt"]);
});

test("a folded folder hides what is in it", () => {
  expect(treeOf([file("src/a.js"), file("b")], new Set(["src"])).map((row) => row.path)).toEqual(["src", "b"]);
});
