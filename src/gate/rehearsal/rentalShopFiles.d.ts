declare module 'rental-shop:files' {
  /** test/fixtures/rental-shop: path with forward slashes → text. Put in by esbuild.js. */
  export const files: Readonly<Record<string, string>>;
}
