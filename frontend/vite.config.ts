/// <reference types="node" />
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { defineConfig, type Plugin } from "vitest/config";

const OUT = "dist";
/** The folder's name changes with any sample, so that browsers may keep what lies in it for good. */
const HASH = createHash("sha256").update(readFileSync("public/samples/manifest.json")).digest("hex").slice(0, 12);
const SAMPLES = `samples/${HASH}/`;

/** Vite copies public/ as it is; the samples then move into a folder of this release's. */
function movesSamples(): Plugin {
  return {
    name: "samples",
    apply: "build",
    closeBundle() {
      mkdirSync(`${OUT}/${SAMPLES}`, { recursive: true });
      for (const name of readdirSync(`${OUT}/samples`)) {
        if (name.endsWith(".mp3")) renameSync(`${OUT}/samples/${name}`, `${OUT}/${SAMPLES}${name}`);
      }
    },
  };
}

export default defineConfig(({ command }) => ({
  base: "/static/",
  define: { "import.meta.env.SAMPLES": JSON.stringify(command === "build" ? SAMPLES : "samples/") },
  build: {
    outDir: OUT,
    manifest: "manifest.json",
    target: "es2022",
    // Samples are fetched by name from public/: nothing is to be inlined as a data: URL (the CSP forbids them for scripts).
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["src/main.ts", "src/embed.ts", "src/sw.ts"] },
  },
  plugins: [movesSamples()],
  server: { cors: true, port: 5173, strictPort: true },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
}));
