// Builds the three programs (dist/*.js, CommonJS) and, with --tests, every test file (.tmp/test/**/*.mjs, one shared set of chunks).
'use strict';
const esbuild = require('esbuild');
const fs = require('node:fs');
const zlib = require('node:zlib');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

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

/** Examples, near misses and addresses of the rules are for tests and docs: half of what the tables weigh. */
const withoutExamples = {
  name: 'without-examples',
  setup(build) {
    build.onLoad({ filter: /src[\\/]core[\\/]rules[\\/].*\.ts$/ }, (args) => ({
      contents: emptyLists(fs.readFileSync(args.path, 'utf8')).replace(/\bsource: '[^'\n]*'/g, "source: ''"),
      loader: 'ts',
    }));
  },
};

/** Empties `examples: ['…', …]` and `nearMisses: ['…', …]`: lists that begin with a literal. */
function emptyLists(text) {
  let out = '';
  let from = 0;
  for (const match of text.matchAll(/\b(?:examples|nearMisses): \[(?=\s*['"`])/g)) {
    if (match.index < from) continue;
    const open = match.index + match[0].length;
    out += text.slice(from, open);
    from = closingBracket(text, open);
  }
  return out + text.slice(from);
}

/** Offset of the bracket that closes the list whose content begins at `at`. */
function closingBracket(text, at) {
  let depth = 1;
  for (let i = at; i < text.length; i++) {
    const letter = text[i];
    if (letter === "'" || letter === '"' || letter === '`') i = closingQuote(text, i);
    else if (letter === '[') depth++;
    else if (letter === ']' && --depth === 0) return i;
  }
  throw new Error('a list of examples is not closed');
}

function closingQuote(text, at) {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[at]) return i;
    else if (text[at] === '`' && text[i] === '$' && text[i + 1] === '{')
      for (i += 2; text[i] !== '}'; i++) if (text[i] === "'" || text[i] === '"' || text[i] === '`') i = closingQuote(text, i);
  }
  throw new Error('a text in a list of examples is not closed');
}

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

/** Bundles the three programs into dist/; `production` as they are shipped: small, without examples and source maps. */
async function programs(production = false) {
  const entries = {
    gate: 'src/gate/main.ts',
    // Reads files for secrets, in worker threads of the others.
    scan: 'src/platform/scan/scanWorker.ts',
  };
  const common = {
    ...shared,
    write: false,
    format: 'cjs',
    minify: production,
    plugins: production ? [...shared.plugins, withoutExamples] : shared.plugins,
    sourcemap: production ? false : 'inline',
  };
  const builds = Object.entries(entries).map(([name, entry]) =>
    esbuild.build({
      ...common,
      entryPoints: { [name]: entry },
      outdir: 'dist',
      ...(name === 'gate' ? { banner: { js: '#!/usr/bin/env node' } } : {}),
    }),
  );
  // What the gate loads for everything but handing a hook call to the server, and the server: most of both is the same core.
  builds.push(
    esbuild.build({
      ...common,
      stdin: {
        contents: "export * from './src/gate/commands.ts'; export const serve = () => import('./src/server/main.ts');",
        resolveDir: __dirname,
        sourcefile: 'commandsAndServer.ts',
        loader: 'ts',
      },
      outfile: 'dist/commands.js',
    }),
  );
  builds.push(extensionInParts(common));
  // The timeline's page runs in a webview.
  builds.push(
    esbuild.build({
      ...common,
      platform: 'browser',
      target: 'chrome120',
      format: 'iife',
      entryPoints: { timeline: 'src/webview/timeline/main.ts' },
      outdir: 'dist',
    }),
  );
  const results = await Promise.allSettled(builds);
  const failed = results.find((result) => result.status === 'rejected');
  const written = new Set();
  for (const result of results)
    if (result.status === 'fulfilled')
      for (const file of result.value.outputFiles) {
        if (production && packed.includes(path.basename(file.path))) putPacked(file.path, file.contents);
        else put(file.path, file.contents);
        written.add(path.resolve(file.path));
      }
  if (!production) for (const name of packed) fs.rmSync(`dist/${name}.br`, { force: true });
  if (failed === undefined)
    for (const part of fs.readdirSync(extensionParts))
      if (!written.has(path.resolve(extensionParts, part))) fs.rmSync(path.join(extensionParts, part));
  put('dist/server.js', "'use strict';\nrequire('./commands.js').serve();\n");
  put('dist/timeline.css', fs.readFileSync('src/webview/timeline/timeline.css'));
  put('dist/launcher.bash', fs.readFileSync('src/gate/launcher.bash'), 0o755);
  for (const file of fs.readdirSync('src/gate/terminal')) put(`dist/terminal/${file}`, fs.readFileSync(`src/gate/terminal/${file}`));
  if (failed !== undefined) throw failed.reason;
}

const extensionParts = path.join('dist', 'extension');

/**
 * The extension in parts that it loads when it needs them: a part that takes long to compile holds up every extension of the window.
 * esbuild splits ES modules only, and `vscode` is handed out by `require` alone, so each part is turned into CommonJS afterwards.
 */
async function extensionInParts(common) {
  const { outputFiles } = await esbuild.build({
    ...common,
    entryPoints: { extension: 'src/extension/main.ts' },
    outdir: 'dist',
    format: 'esm',
    splitting: true,
    chunkNames: 'extension/[hash]',
    external: ['vscode'],
  });
  const { minify, sourcemap, target, platform } = common;
  const converted = outputFiles.map(async ({ path: file, text }) => {
    const { code } = await esbuild.transform(text, {
      format: 'cjs',
      supported: { 'dynamic-import': false },
      sourcefile: path.basename(file),
      minify,
      sourcemap,
      target,
      platform,
    });
    return { path: file, contents: code };
  });
  return { outputFiles: await Promise.all(converted) };
}

/** Programs that are shipped packed. */
const packed = ['commands.js', 'scan.js'];

/**
 * Half of what the extension weighs, packed a fifth smaller than the VSIX itself would: the program beside it only unpacks it. What
 * is installed for hooks is written unpacked (src/platform/install.ts).
 */
function putPacked(file, contents) {
  put(`${file}.br`, zlib.brotliCompressSync(contents, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: contents.length } }));
  put(
    file,
    `'use strict';
const text = require('node:zlib').brotliDecompressSync(require('node:fs').readFileSync(\`\${__filename}.br\`)).toString();
const unpacked = new module.constructor(__filename, module);
unpacked.filename = __filename;
unpacked.paths = module.paths;
unpacked._compile(text, __filename);
module.exports = unpacked.exports;
`,
  );
}

/** Replaces a file in one step: editors and hooks may be running the old one. */
function put(file, contents, mode = file.endsWith('gate.js') ? 0o755 : 0o644) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, contents, { mode });
  fs.renameSync(temporary, file);
}

/** Bundled CommonJS packages call `require` for Node's own modules. */
const requireBanner = {
  js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);",
};

const toolsLeftOutside = ['vscode', 'mocha', 'playwright-core', 'cc-safety-net', 'fast-check', 'esbuild', 'recheck', 'acorn'];

/**
 * Bundles the tests that `accept` lets through (paths such as test/unit/core/x.test.ts) into a folder: ES modules with shared chunks
 * for Node, CommonJS in its host/ for the extension host.
 */
async function testFiles(folder, accept = () => true) {
  const files = fs
    .readdirSync('test', { recursive: true })
    .map((file) => path.join('test', file))
    .filter((file) => /\.(test|bench|fuzz|soak|pictures|main)\.ts$/.test(file) && !/node_modules|fixtures/.test(file))
    .filter((file) => accept(file) || file.endsWith('.main.ts'));
  const inHost = files.filter((file) => file.startsWith(path.join('test', 'host')));
  fs.rmSync(folder, { recursive: true, force: true });
  const common = { ...shared, outbase: 'test', outdir: folder, sourcemap: 'inline', external: toolsLeftOutside };
  await esbuild.build({
    ...common,
    entryPoints: files.filter((file) => !inHost.includes(file)),
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    banner: requireBanner,
  });
  if (inHost.length > 0) await esbuild.build({ ...common, entryPoints: inHost, format: 'cjs' });
}

/** Bundles one test as an ES module, for running it alone. */
async function testFile(entry, outfile, options = {}) {
  await esbuild.build({
    ...shared,
    entryPoints: [entry],
    outfile,
    format: 'esm',
    sourcemap: 'inline',
    external: toolsLeftOutside,
    banner: requireBanner,
    ...options,
  });
}

/** Bundles one source file and imports it: for scripts that need a piece of the product. */
async function importSource(entry) {
  const outfile = path.join(__dirname, '.tmp/scripts', `${path.basename(entry, '.ts')}-${process.pid}.mjs`);
  await testFile(path.join(__dirname, entry), outfile);
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    fs.rmSync(outfile, { force: true });
  }
}

module.exports = { programs, testFiles, testFile, importSource, plugins: shared.plugins };

if (require.main === module) {
  const tests = process.argv.includes('--tests');
  (tests ? testFiles('.tmp/test') : programs(process.argv.includes('--production'))).catch(() => process.exit(1));
}
