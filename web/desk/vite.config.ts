import { defineConfig } from "vite";

// Served by the gateway under /desk/.
export default defineConfig({
  root: import.meta.dirname,
  base: "/desk/",
  build: { outDir: "../dist/desk", emptyOutDir: true, target: "es2020" },
});
