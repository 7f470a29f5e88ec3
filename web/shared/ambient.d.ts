// What the build tools provide and TypeScript does not know of.

declare module "*.css?inline" {
  const css: string;
  export default css;
}

interface ImportMeta {
  /** Folder of the module; Node only, used by the Vite configurations. */
  readonly dirname: string;
}
