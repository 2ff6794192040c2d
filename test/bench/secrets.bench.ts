import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureNode, root } from '../../scripts/rig.mjs';
import type { ScanFinding } from '../../src/core/credentials/scanText.ts';
import { fakePassword, fakes, moreFakes, namedFakes, placedFakes } from '../unit/core/credentials/fakes.ts';

/**
 * `scan` beside secretlint 13 with its recommended preset: how many kinds of shape-correct secrets each finds, what each reports on the
 * dependency tree, and how long each takes, as ratios. `node scripts/measure.mjs bench secrets -- [COPIES OF node_modules]`.
 */
const copies = Number(process.argv[2] ?? 1);
const secretlintVersion = '13.0.6';
const presetVersion = '13.1.0';

interface Ran {
  readonly seconds: number;
  /** Of all its processor time: what a busy machine changes less. */
  readonly processor: number;
  readonly stdout: string;
}

function run(program: string, args: readonly string[], cwd: string): Ran {
  const from = performance.now();
  const timed = ['-c', 'TIMEFORMAT="%U %S"; time "$0" "$@"', program, ...args];
  const { status, stdout, stderr } = spawnSync('bash', timed, { cwd, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0 && status !== 1) throw new Error(`${program} ended with ${status}: ${stderr.slice(0, 2000)}`);
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { seconds: (performance.now() - from) / 1000, processor: user + system, stdout };
}

const node = await ensureNode();
const tool = path.join(root, '.rig', `secretlint-${secretlintVersion}`);
if (!existsSync(path.join(tool, 'node_modules/secretlint'))) {
  mkdirSync(tool, { recursive: true });
  writeFileSync(path.join(tool, 'package.json'), '{ "private": true }\n');
  const wanted = [`secretlint@${secretlintVersion}`, `@secretlint/secretlint-rule-preset-recommend@${presetVersion}`];
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...wanted], tool);
}
const configuration = path.join(tool, '.secretlintrc.json');
writeFileSync(
  configuration,
  JSON.stringify({ rules: [{ id: path.join(tool, 'node_modules/@secretlint/secretlint-rule-preset-recommend') }] }),
);

/** Files below a folder in which secretlint reports something, and how long it took. */
function secretlint(folder: string): { readonly files: ReadonlySet<string>; readonly seconds: number; readonly processor: number } {
  const entry = path.join(tool, 'node_modules/secretlint/bin/secretlint.js');
  const { seconds, processor, stdout } = run(
    node,
    [entry, '--secretlintrc', configuration, '--secretlintignore', '/dev/null', '--format', 'json', '--maskSecrets', '**/*'],
    folder,
  );
  const results = JSON.parse(stdout) as readonly { readonly filePath: string; readonly messages: readonly unknown[] }[];
  return {
    files: new Set(results.filter(({ messages }) => messages.length > 0).map(({ filePath }) => path.relative(folder, filePath))),
    seconds,
    processor,
  };
}

/** The same of ours; what opens only this machine does not count. */
function ours(folder: string): {
  readonly files: ReadonlySet<string>;
  readonly seconds: number;
  readonly processor: number;
  readonly findings: readonly ScanFinding[];
  readonly read: number;
} {
  const { seconds, processor, stdout } = run(process.execPath, [path.join(root, 'dist/gate.js'), 'scan', '--json', '--all', folder], root);
  const scan = JSON.parse(stdout) as { readonly files: number; readonly secrets: readonly ScanFinding[] };
  const findings = scan.secrets.filter(({ local }) => !local);
  return { files: new Set(findings.map((finding) => finding.path)), seconds, processor, findings, read: scan.files };
}

const place = path.join(root, '.tmp');
mkdirSync(place, { recursive: true });
const folder = mkdtempSync(path.join(place, 'bench-secrets-'));
try {
  // Kinds: a value without a helpful name where its shape should tell, with its variable or its file where that tells.
  const samples: { readonly kind: string; readonly file: string }[] = [];
  const write = (kind: string, name: string, text: string): void => {
    const file = `${String(samples.length).padStart(3, '0')}/${name.replace(/^\//, '')}`;
    mkdirSync(path.dirname(path.join(folder, 'fakes', file)), { recursive: true });
    writeFileSync(path.join(folder, 'fakes', file), text);
    samples.push({ kind, file });
  };
  for (const [kind, value] of [...fakes, ...moreFakes]) write(kind, 'value.txt', `It is ${value} here.\n`);
  for (const [kind, variable, value] of namedFakes) write(kind, 'config.yml', `${variable}: "${value}"\n`);
  for (const [kind, name, text] of placedFakes) write(kind, name, `${text(fakePassword)}\n`);
  const kinds = [...new Set(samples.map(({ kind }) => kind))];
  const found = { ours: ours(path.join(folder, 'fakes')).files, secretlint: secretlint(path.join(folder, 'fakes')).files };
  for (const [name, files] of Object.entries(found)) {
    const hit = samples.filter(({ file }) => files.has(file));
    const hitKinds = new Set(hit.map(({ kind }) => kind));
    console.log(
      `${name.padEnd(10)} ${hitKinds.size} of ${kinds.length} kinds (${((100 * hitKinds.size) / kinds.length).toFixed(1)} %), ${hit.length} of ${samples.length} samples`,
    );
  }
  console.log(
    `kinds that only secretlint finds: ${
      samples
        .filter(({ file }) => found.secretlint.has(file) && !found.ours.has(file))
        .map(({ kind }) => kind)
        .join(', ') || 'none'
    }`,
  );

  // The dependency tree, hard links so that the disk holds it once.
  const tree = path.join(folder, 'tree');
  for (let i = 0; i < copies; i++) linkTree(path.join(root, 'node_modules'), path.join(tree, `copy${i}`));
  const warm = ours(tree);
  const theirs = secretlint(tree);
  const second = ours(tree);
  const seconds = Math.min(warm.seconds, second.seconds);
  const processor = Math.min(warm.processor, second.processor);
  console.log(`${second.read} files read by us`);
  console.log(
    `ours ${seconds.toFixed(1)} s, secretlint ${theirs.seconds.toFixed(1)} s: ${(theirs.seconds / seconds).toFixed(1)} × faster (aim 10)`,
  );
  console.log(
    `processor time: ours ${processor.toFixed(1)} s, secretlint ${theirs.processor.toFixed(1)} s: ${(theirs.processor / processor).toFixed(1)} × less`,
  );
  for (const [name, files] of [
    ['ours', second.files],
    ['secretlint', theirs.files],
  ] as const) {
    const inOne = [...files].filter((file) => file.startsWith('copy0/'));
    console.log(
      `${name}: ${inOne.length} files of the dependency tree reported, ${((1000 * inOne.length * copies) / second.read).toFixed(2)} per 1,000`,
    );
  }
  for (const finding of second.findings.filter((one) => one.path.startsWith('copy0/')))
    console.log(`  ${finding.path}:${finding.line} ${finding.kind} ${finding.masked}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isFile()) linkSync(source, target);
  }
}
