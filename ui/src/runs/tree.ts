/** The entries of an archive as the rows of a tree. Pure; archives need not list their folders. */
import type { ArtifactEntry } from "../generated/studio";

export interface TreeRow {
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  readonly folder: boolean;
  readonly folded: boolean;
  readonly size: number;
}

/** Folders before files, both by name; what lies in a folded folder is left out. */
export function treeOf(entries: readonly ArtifactEntry[], folded: ReadonlySet<string>): TreeRow[] {
  const known = new Map<string, { folder: boolean; size: number }>();
  for (const entry of entries) {
    const parts = entry.path.split("/").filter((part) => part !== "");
    parts.forEach((_, index) => {
      const path = parts.slice(0, index + 1).join("/");
      const last = index === parts.length - 1;
      if (!last || entry.folder) known.set(path, { folder: true, size: 0 });
      else known.set(path, { folder: false, size: entry.size });
    });
  }
  const children = new Map<string, string[]>();
  for (const path of known.keys()) {
    const parent = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
    children.set(parent, [...(children.get(parent) ?? []), path]);
  }
  const rows: TreeRow[] = [];
  const walk = (parent: string, depth: number) => {
    const here = (children.get(parent) ?? []).sort((a, b) => Number(known.get(b)?.folder) - Number(known.get(a)?.folder) || a.localeCompare(b));
    for (const path of here) {
      const one = known.get(path);
      if (one === undefined) continue;
      const isFolded = one.folder && folded.has(path);
      rows.push({ path, name: path.slice(parent === "" ? 0 : parent.length + 1), depth, folder: one.folder, folded: isFolded, size: one.size });
      if (one.folder && !isFolded) walk(path, depth + 1);
    }
  };
  walk("", 0);
  return rows;
}
