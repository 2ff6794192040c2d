// Runs test suites one after the other and ends with one line: `N passed, N failed`.
//   node scripts/test.mjs [--keep] SUITE… [FILE-SUBSTRING…]
// A suite that finds nothing to run, a file without tests and a skipped test are failures: nothing may pass by not running.
import { spawn } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { run as runTests } from 'node:test';
import { editorAddress, startBrowser, startEditor } from './editor.mjs';
import { endGuardServer } from './processes.mjs';
import { ensureAgents, ensureBrowser, ensureEditor, ensureTools, root } from './rig.mjs';

const { programs, testFiles } = createRequire(import.meta.url)('../esbuild.js');

/** @typedef {{ passed: number, failed: number }} Count */
/** @typedef {{ name: string, tests: string, concurrency: number, minutes: number, prepare: () => Promise<unknown> }} NodeSuite */

/** @type {readonly NodeSuite[]} */
const nodeSuites = [
  { name: 'unit', tests: 'unit', concurrency: 2, minutes: 5, prepare: ensureTools },
  { name: 'process', tests: 'process', concurrency: 2, minutes: 5, prepare: ensureTools },
  { name: 'ui', tests: 'ui', concurrency: 1, minutes: 10, prepare: () => Promise.all([ensureEditor(), ensureBrowser(), ensureTools()]) },
  {
    name: 'agents',
    tests: 'agents',
    concurrency: 1,
    minutes: 10,
    prepare: async () => {
      await ensureTools();
      await ensureEditor();
      await ensureBrowser();
      await ensureAgents();
    },
  },
];
const suiteNames = ['check', 'host', ...nodeSuites.map((suite) => suite.name)];

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const wanted = words.filter((word) => suiteNames.includes(word));
const filters = words.filter((word) => !suiteNames.includes(word));
const suites = wanted.length > 0 ? wanted : ['check', 'unit', 'process', 'host', 'ui'];
const bundles = path.join(root, '.tmp', `tests-${process.pid}`);

process.chdir(root);
const stopping = new AbortController();
// One listener for each test file.
setMaxListeners(0, stopping.signal);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stopping.abort());
/** @type {Count} */
const total = { passed: 0, failed: 0 };
try {
  if (suites.some((suite) => suite !== 'check')) {
    await programs().catch(() => {
      console.log('FAILED build');
      total.failed += 1;
    });
    await testFiles(bundles, (/** @type {string} */ file) => suites.includes(file.split(path.sep)[1] ?? '') && isWanted(file));
  }
  for (const suite of suites) {
    const started = Date.now();
    console.log(`\n== ${suite}`);
    const count = await runSuite(suite);
    if (count.passed + count.failed === 0) {
      console.log(`${suite}: found nothing to run`);
      count.failed = 1;
    }
    console.log(`${suite}: ${count.passed} passed, ${count.failed} failed (${seconds(started)})`);
    total.passed += count.passed;
    total.failed += count.failed;
  }
} catch (error) {
  console.log(error);
  total.failed += 1;
} finally {
  if (!process.argv.includes('--keep')) fs.rmSync(bundles, { recursive: true, force: true });
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

/** @param {number} since */
function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/**
 * @param {string} name
 * @returns {Promise<Count>}
 */
async function runSuite(name) {
  try {
    if (name === 'check') return await runChecks();
    if (name === 'host') return await runInHost();
    const suite = nodeSuites.find((each) => each.name === name);
    if (suite === undefined) throw new Error(`no such suite: ${name}`);
    await suite.prepare();
    return await runNodeTests(suite);
  } catch (error) {
    console.log(`FAILED ${name}`, error);
    return { passed: 0, failed: 1 };
  }
}

/** @returns {Promise<Count>} */
async function runChecks() {
  const bin = (/** @type {string} */ program) => path.join(root, 'node_modules/.bin', program);
  const layers = ['core', 'platform', 'gate', 'server', 'extension', 'webview'];
  /** @type {readonly (readonly [string, string, readonly string[]])[]} */
  const checks = [
    ['lint', bin('oxlint'), ['--type-aware']],
    ['format', bin('oxfmt'), ['--check']],
    // A new tool version whose builds are not all published leaves a lockfile that `npm ci` refuses on a fresh clone.
    ['lockfile', 'npm', ['ci', '--dry-run', '--no-audit', '--no-fund']],
    // Files, exports and dependencies that nothing uses (knip.json).
    ['unused', bin('knip'), ['--no-progress', '--reporter', 'compact']],
    ['types', bin('tsc'), ['-p', '.']],
    ...layers.map((layer) => /** @type {const} */ ([`types of ${layer}`, bin('tsc'), ['-p', `src/${layer}`]])),
  ];
  const count = { passed: 0, failed: 0 };
  for (const [name, program, args] of checks) {
    const { status, output } = await capture(program, args);
    if (status === 0) count.passed += 1;
    else {
      count.failed += 1;
      console.log(`FAILED ${name}\n${indent(output.slice(-6000))}`);
    }
  }
  return count;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @returns {Promise<{ status: number | null, output: string }>}
 */
function capture(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1' } });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}

/** @param {string} text */
function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}

/**
 * @param {string} folder
 * @param {RegExp} pattern
 */
function filesBelow(folder, pattern) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true })
    .map((file) => path.join(folder, String(file)))
    .filter((file) => pattern.test(file) && isWanted(file))
    .sort();
}

/** @param {string} file */
function isWanted(file) {
  return filters.length === 0 || filters.some((filter) => file.includes(filter.replace(/^test\/|\.ts$/g, '')));
}

/**
 * @param {NodeSuite} suite
 * @returns {Promise<Count>}
 */
async function runNodeTests(suite) {
  const files = filesBelow(path.join(bundles, suite.tests), /\.test\.mjs$/);
  const count = { passed: 0, failed: 0 };
  // Without files Node would run every script below a folder named test, the sample workspace's included.
  if (files.length === 0) return count;
  const seen = new Set();
  const label = (/** @type {string | undefined} */ file) => path.relative(bundles, file ?? '').replace(/\.mjs$/, '.ts');
  const stream = runTests({ files, concurrency: suite.concurrency, timeout: suite.minutes * 60_000, signal: stopping.signal });
  stream.on('test:pass', (event) => {
    if (isWrapper(event)) return;
    if (event.skip !== undefined || event.todo !== undefined) {
      count.failed += 1;
      console.log(`SKIPPED ${label(event.file)}: ${event.name}`);
      return;
    }
    seen.add(event.file);
    count.passed += 1;
    if (suite.concurrency === 1) console.log(`ok  ${event.name} (${(event.details.duration_ms / 1000).toFixed(1)} s)`);
  });
  stream.on('test:fail', (event) => {
    seen.add(event.file);
    // A suite fails because one of its tests did, which is counted; only a hook of its own is news.
    const { error } = event.details;
    if (event.details.type === 'suite' && /** @type {{ failureType?: string }} */ (error).failureType === 'subtestsFailed') return;
    count.failed += 1;
    const cause = /** @type {{ cause?: unknown }} */ (error).cause ?? error;
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : JSON.stringify(cause);
    console.log(`FAILED ${label(event.file)}: ${event.name}\n${indent(text.slice(0, 6000))}`);
  });
  stream.on('test:stderr', (event) => process.stdout.write(event.message));
  stream.on('test:stdout', (event) => process.stdout.write(event.message));
  await new Promise((resolve, reject) => {
    stream.on('end', resolve);
    stream.on('error', reject);
    stream.resume();
  });
  for (const file of files) {
    if (seen.has(file)) continue;
    count.failed += 1;
    console.log(`FAILED ${label(file)}: holds no test`);
  }
  return count;
}

/**
 * Node reports a file without tests as a test named after the file, and `describe` as a suite.
 * @param {{ name: string, file?: string, details: { type?: string } }} event
 */
function isWrapper(event) {
  return event.details.type === 'suite' || path.resolve(event.name) === event.file;
}

/**
 * Mocha inside the extension host of the rig's editor, on the sample workspace; test/host/run.main.ts is the other end.
 * @returns {Promise<Count>}
 */
async function runInHost() {
  const files = filesBelow(path.join(bundles, 'host'), /\.test\.js$/);
  if (files.length === 0) return { passed: 0, failed: 0 };
  const folder = fs.mkdtempSync(path.join(fs.realpathSync('/tmp'), 'tenth-second-host-'));
  const results = path.join(folder, 'results.json');
  const sample = path.join(folder, 'rental-shop');
  const { createRentalShop } = await createRequire(import.meta.url)('../esbuild.js').importSource('src/gate/rehearsal/rentalShop.ts');
  createRentalShop(sample);
  const environment = { TENTH_SECOND_HOST_TESTS: JSON.stringify(files), TENTH_SECOND_HOST_RESULTS: results };
  const server = await startEditor({ folder: path.join(folder, 'editor'), extension: 'none', environment, testDriver: true });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    let ended = (/** @type {unknown} */ _code) => {};
    const exit = new Promise((resolve) => (ended = resolve));
    await page.exposeFunction('codeAutomationExit', (/** @type {unknown} */ code) => ended(code));
    await page.exposeFunction('codeAutomationLog', () => {});
    const tests = path.join(bundles, 'host/run.main.js');
    await page.goto(editorAddress(server, sample, { extension: root, tests }), { waitUntil: 'domcontentloaded' });
    /** @type {NodeJS.Timeout | undefined} */
    let timer;
    const deadline = new Promise((resolve) => (timer = setTimeout(resolve, 5 * 60_000, 'timeout')));
    const code = await Promise.race([exit, deadline]);
    clearTimeout(timer);
    if (!fs.existsSync(results)) throw new Error(`the tests in the host gave no result (${String(code)})\n${server.log().slice(-3000)}`);
    const { passed, failures } = JSON.parse(fs.readFileSync(results, 'utf8'));
    for (const { title, text } of failures) console.log(`FAILED host: ${title}\n${indent(text)}`);
    return { passed, failed: failures.length };
  } finally {
    await browser.close();
    await server.stop();
    await endGuardServer(server.home);
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
