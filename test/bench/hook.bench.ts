import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from '../../scripts/rig.mjs';
import { adapters } from '../../src/core/agents/adapters.ts';
import { hookCommandLine } from '../../src/core/agents/hookCommand.ts';
import { hookPrograms } from '../../src/platform/install.ts';
import { stateFolderAt } from '../../src/platform/stateFolder.ts';
import { shellCall } from '../support/agentCalls.ts';
import { claudePayload, gateProgram, registeredClaudeHook } from '../support/guard.ts';
import { createSandbox } from '../support/sandbox.ts';

/**
 * How long a harmless hook call takes as a whole process, from spawn to exit, in turns so that a busy machine is busy for all:
 * medians, as ratios to `sh -c :` and to `node -e 0`. `node scripts/measure.mjs bench hook -- ROUNDS`.
 */
const rounds = Number(process.argv[2] ?? 60);

interface Candidate {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

// What is shipped: development builds carry their source maps.
execFileSync(process.execPath, ['esbuild.js', '--production'], { cwd: root, stdio: 'inherit' });
const sandbox = createSandbox('bench-hook');
try {
  const workspace = sandbox.createWorkspace();
  const input = claudePayload({ cwd: workspace, command: 'npm test' });
  const { environment } = sandbox;
  execFileSync(process.execPath, [gateProgram, 'connect', 'claude-code'], { env: environment, stdio: 'ignore' });
  const bin = path.join(sandbox.home, '.tenth-second/bin');
  // A second home whose gate has no server to start.
  const alone = path.join(sandbox.folder, 'alone');
  mkdirSync(path.join(alone, '.tenth-second'), { recursive: true, mode: 0o700 });
  cpSync(bin, path.join(alone, '.tenth-second/bin'), { recursive: true });
  rmSync(path.join(alone, '.tenth-second/bin/server.js'));
  const lonely = { ...environment, HOME: alone };
  const safetyNet = path.join(root, 'node_modules/cc-safety-net/dist/bin/cc-safety-net.js');
  const candidates: readonly Candidate[] = [
    { name: 'sh -c :', command: ['/bin/sh', '-c', ':'], environment },
    { name: 'bash -p -c :', command: ['/bin/bash', '-p', '-c', ':'], environment },
    { name: 'launcher, server', command: [path.join(bin, 'launcher'), 'claude-code'], environment },
    { name: 'registered command', command: ['/bin/sh', '-c', registeredClaudeHook(sandbox.home)], environment },
    { name: 'node -e 0', command: [process.execPath, '-e', '0'], environment },
    { name: 'Node gate, server', command: [process.execPath, path.join(bin, 'gate.js'), 'hook', 'claude-code'], environment },
    {
      name: 'Node gate alone',
      command: [process.execPath, path.join(alone, '.tenth-second/bin/gate.js'), 'hook', 'claude-code'],
      environment: lonely,
    },
    { name: 'cc-safety-net', command: [process.execPath, safetyNet, 'hook', '--claude-code'], environment },
  ];
  const times = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  // The first calls start the server, scan the workspace and compile the gate.
  for (const candidate of candidates) for (let i = 0; i < 3; i++) check(candidate, input);
  for (let round = 0; round < rounds; round++)
    for (const candidate of candidates) times.get(candidate.name)!.push(await timeOf(candidate, input));

  const median = (name: string, share = 0.5): number => {
    const sorted = [...times.get(name)!].sort((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) * share)]!;
  };
  const shell = median('sh -c :');
  const node = median('node -e 0');
  console.log(`${rounds} rounds, Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`);
  for (const { name } of candidates) {
    const time = median(name);
    console.log(
      `${name.padEnd(20)} p10 ${median(name, 0.1).toFixed(2).padStart(7)} ms  median ${time.toFixed(2).padStart(7)} ms  p90 ${median(name, 0.9).toFixed(2).padStart(7)} ms` +
        `  ${(time / shell).toFixed(2).padStart(6)} × sh -c :  ${(time / node).toFixed(2).padStart(5)} × node -e 0`,
    );
  }
  // The fastest tenth is what the machine does when nobody else uses it.
  const ratio = (a: string, b: string): string =>
    [0.5, 0.1].map((share) => (median(a, share) / median(b, share)).toFixed(2)).join(', of the fastest tenth ');
  console.log(`launcher with server: ${ratio('launcher, server', 'sh -c :')} × sh -c : (aim 3 or less)`);
  console.log(`launcher with server: ${ratio('cc-safety-net', 'launcher, server')} × faster than cc-safety-net (aim 30 or more)`);
  // What each agent starts for a tool call, with its own payload: a plugin starts the launcher without a shell.
  const plugins: ReadonlySet<string> = new Set(['opencode', 'kilo', 'amp']);
  const programs = hookPrograms(stateFolderAt(path.join(sandbox.home, '.tenth-second')), process.execPath);
  const hooks = adapters.map(({ id }) => ({
    name: id,
    command: plugins.has(id) ? [path.join(bin, 'launcher'), id] : ['/bin/sh', '-c', hookCommandLine(id, programs)],
    environment,
    input: shellCall(id, 'npm test', workspace),
  }));
  for (const { name } of hooks) times.set(name, []);
  times.set('sh -c :', []);
  for (const hook of hooks) check(hook, hook.input);
  for (let round = 0; round < rounds; round++) {
    times.get('sh -c :')!.push(await timeOf(candidates[0]!, ''));
    for (const hook of hooks) times.get(hook.name)!.push(await timeOf(hook, hook.input));
  }
  const now = median('sh -c :');
  const list = hooks.map(({ name }) => `${name} ${(median(name) / now).toFixed(2)}`).join(', ');
  console.log(`hook of each agent, whole process, × sh -c : (median): ${list}`);
  console.log(`Node gate alone: ${ratio('Node gate alone', 'node -e 0')} × node -e 0 (aim 1.5 or less)`);
} finally {
  await sandbox.dispose();
}

/** A candidate that fails or refuses would be measured for nothing. */
function check({ name, command, environment }: Candidate, input: string): void {
  const { status, stderr } = spawnSync(command[0]!, command.slice(1), { env: environment, input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
}

function timeOf({ command, environment }: Candidate, input: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const child = spawn(command[0]!, command.slice(1), { env: environment, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.on('error', () => {});
    child.stdout.resume();
    child.stderr.resume();
    child.on('error', reject);
    child.on('exit', () => resolve(performance.now() - from));
    child.stdin.end(input);
  });
}
