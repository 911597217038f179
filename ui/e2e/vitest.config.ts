import { defineConfig } from "vitest/config";

/** The whole program in a real browser. `make test-browser` builds both first. */
export default defineConfig({
  test: { root: import.meta.dirname, include: ["**/*.test.ts"], environment: "node", fileParallelism: false, testTimeout: 120_000, hookTimeout: 60_000 },
});
