// Builds the three programs (dist/*.js, CommonJS) and, with --tests, every test file (.tmp/test/**/*.mjs, one shared set of chunks).
'use strict';
const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');

const production = process.argv.includes('--production');
const tests = process.argv.includes('--tests');
const { version } = require('./package.json');

/** The sample workspace as one object, so that the rehearsal carries it without shipping files that look like secrets. */
const rentalShop = {
  name: 'rental-shop',
  setup(build) {
    build.onResolve({ filter: /^rental-shop:files$/ }, (args) => ({ path: args.path, namespace: 'rental-shop' }));
    build.onLoad({ filter: /.*/, namespace: 'rental-shop' }, () => {
      const root = path.join(__dirname, 'test/fixtures/rental-shop');
      const files = {};
      for (const entry of fs.existsSync(root) ? fs.readdirSync(root, { recursive: true, withFileTypes: true }) : []) {
        if (!entry.isFile()) continue;
        const file = path.join(entry.parentPath, entry.name);
        files[path.relative(root, file).split(path.sep).join('/')] = fs.readFileSync(file, 'utf8');
      }
      return { contents: `export const files = ${JSON.stringify(files)};`, loader: 'js' };
    });
  },
};

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: { PRODUCT_VERSION: JSON.stringify(version) },
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  legalComments: 'none',
  plugins: [rentalShop],
};

async function programs() {
  const entries = { extension: 'src/extension/main.ts', server: 'src/server/main.ts', gate: 'src/gate/main.ts' };
  for (const [name, entry] of Object.entries(entries)) {
    if (!fs.existsSync(entry)) continue;
    await esbuild.build({
      ...shared,
      entryPoints: { [name]: entry },
      outdir: 'dist',
      format: 'cjs',
      external: name === 'extension' ? ['vscode'] : [],
      minify: production,
      sourcemap: production ? false : 'inline',
      ...(name === 'gate' ? { banner: { js: '#!/usr/bin/env node' } } : {}),
    });
  }
  const launcher = 'src/gate/launcher.bash';
  if (fs.existsSync(launcher)) {
    fs.copyFileSync(launcher, 'dist/launcher.bash');
    fs.chmodSync('dist/launcher.bash', 0o755);
  }
}

async function testFiles() {
  const entryPoints = fs
    .readdirSync('test', { recursive: true })
    .map((file) => path.join('test', file))
    .filter((file) => /\.(test|bench|fuzz|main)\.ts$/.test(file) && !/node_modules|fixtures/.test(file));
  fs.rmSync('.tmp/test', { recursive: true, force: true });
  await esbuild.build({
    ...shared,
    entryPoints,
    outbase: 'test',
    outdir: '.tmp/test',
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', 'playwright-core', 'cc-safety-net', 'fast-check', 'esbuild'],
    banner: { js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);" },
  });
}

(tests ? testFiles() : programs()).catch(() => process.exit(1));
