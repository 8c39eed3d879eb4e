import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/",
  build: {
    outDir: "dist",
    manifest: "manifest.json",
    target: "es2022",
    // Samples are fetched by name from public/: nothing is to be inlined as a data: URL (the CSP forbids them for scripts).
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["src/main.ts", "src/embed.ts", "src/sw.ts"] },
  },
  server: { cors: true, port: 5173, strictPort: true },
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
});
