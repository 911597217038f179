import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";
import react from "@vitejs/plugin-react";

/**
 * The global stylesheet of the component library carries Open Sans as base64.
 * The theme serves the same font as files, only in the weights in use, so the embedded copy goes.
 */
function withoutEmbeddedFonts(): Plugin {
  return {
    name: "without-embedded-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@cloudscape-design/global-styles") || !id.includes(".css")) return null;
      return { code: code.replace(/@font-face\s*\{[^}]*\}/g, ""), map: null };
    },
  };
}

export default defineConfig({
  plugins: [withoutEmbeddedFonts(), react()],
  // Relative addresses: the same build is served by the window and by `pipesmith serve --ui`.
  base: "./",
  clearScreen: false,
  // The harness reads the catalog of action types beside this folder.
  server: { host: "127.0.0.1", port: 5173, strictPort: true, fs: { allow: [".."] } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // Fonts and pictures stay files: the content security policy allows no data: fonts.
    assetsInlineLimit: 0,
    sourcemap: false,
    chunkSizeWarningLimit: 1200,
  },
  test: {
    environment: "node",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    server: { deps: { inline: [/@cloudscape-design/] } },
    css: false,
  },
});
