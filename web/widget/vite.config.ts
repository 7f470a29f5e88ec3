import { defineConfig } from "vite";

// One self-contained script: the host page embeds it with a single tag.
export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: "../dist/widget",
    emptyOutDir: true,
    target: "es2020",
    lib: { entry: "src/main.ts", formats: ["iife"], name: "JeVeuxAiderAssistant", fileName: () => "widget.js" },
  },
});
