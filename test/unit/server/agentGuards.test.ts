import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createAgentConnections, type AgentConnections } from '../../../src/platform/agentConnections.ts';
import { openStateFolder } from '../../../src/platform/stateFolder.ts';
import { AgentGuards } from '../../../src/server/agentGuards.ts';
import { AgentSightings } from '../../../src/server/agentSightings.ts';
import type { RunningSession } from '../../../src/platform/agentProcesses.ts';
import type { RanCall } from '../../../src/platform/transcriptWatch.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { createSandbox, type Sandbox } from '../../support/sandbox.ts';

let sandbox: Sandbox;
let folder: string;
let connections: AgentConnections;
let guards: AgentGuards;
let notes: string[];
let warnings: string[];
let changes: number;
let running: RunningSession[];
let ran: RanCall[];
let trust: 'trusted' | 'untrusted' | 'unknown' | undefined;
const clock = new ManualClock();

beforeEach(async () => {
  sandbox = createSandbox('agent-guards');
  folder = path.join(sandbox.folder, 'shop');
  mkdirSync(folder);
  const state = openStateFolder(path.join(sandbox.home, '.tenth-second'));
  const dist = path.join(sandbox.folder, 'dist');
  mkdirSync(dist);
  for (const name of ['gate.js', 'commands.js', 'server.js', 'scan.js', 'launcher.bash'])
    writeFileSync(path.join(dist, name), `// ${name}\n`);
  connections = createAgentConnections({
    state,
    home: sandbox.home,
    environment: { PATH: '' },
    source: { dist, version: '1.0.0', runtime: process.execPath, path: '' },
  });
  for (const agent of ['claude-code', 'codex'] as const) await connections.apply(connections.plan(agent, 'connect'));
  [notes, warnings, changes] = [[], [], 0];
  [running, ran, trust] = [[], [], undefined];
  guards = new AgentGuards({
    clock,
    connections,
    sightings: new AgentSightings({
      clock,
      connections,
      processes: { look: async () => running },
      transcripts: { look: () => ran.splice(0) },
    }),
    codexTrust: async () => trust,
    folders: () => [folder],
    changed: () => void changes++,
    note: async (text) => void notes.push(text),
    warn: (text) => void warnings.push(text),
    fault: (text) => assert.fail(text),
  });
  await guards.look();
});
afterEach(async () => {
  guards.dispose();
  await sandbox.dispose();
});

function stateOf(agent: string): string | undefined {
  return guards.on([folder]).find(({ id }) => id === agent)?.state;
}

test('connected agents are doubtful until a call of theirs is seen', () => {
  assert.deepEqual([stateOf('claude-code'), stateOf('codex')], ['doubtful', 'doubtful']);
  const before = changes;
  guards.seen('claude-code', 's', undefined);
  guards.seen('claude-code', 's', undefined);
  assert.equal(changes, before + 1, 'not every call is told');
  assert.deepEqual([stateOf('claude-code'), stateOf('codex')], ['guarded', 'doubtful']);
  assert.deepEqual([notes, warnings], [[], []]);
});

test('the canary is heard', () => {
  const call = {
    agent: 'codex',
    session: 's',
    cwd: folder,
    action: { type: 'command', command: 'echo tenth-second-canary', shell: 'posix' },
  } as const;
  guards.seen('codex', 's', call);
  assert.equal(guards.on([folder]).find(({ id }) => id === 'codex')?.canary, clock.now());
});

test('a hook that somebody takes out is said, journaled, and said when it is back', async () => {
  const file = path.join(sandbox.home, '.claude/settings.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, '{}');
  await guards.look();
  assert.equal(stateOf('claude-code'), 'unguarded');
  assert.match(notes.join(), /^disarm: Claude Code is unguarded: Its hook is gone from .*settings\.json/);
  assert.equal(warnings.length, 1);
  writeFileSync(file, text);
  await guards.look();
  assert.equal(stateOf('claude-code'), 'doubtful');
  assert.match(notes.at(-1)!, /^no longer: Claude Code is unguarded/);
});

for (const [agent, name, file, text] of [
  ['claude-code', 'Claude Code', '.claude/settings.json', '{"disableAllHooks": true}'],
  ['codex', 'Codex', '.codex/config.toml', '[features]\nhooks = false # off\n'],
] as const)
  test(`a repository that switches off the hooks of ${name} is said`, async () => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    await guards.look();
    assert.equal(stateOf(agent), 'unguarded');
    assert.match(warnings.join(), new RegExp(`^${name} is unguarded: Its hooks are switched off`));
    rmSync(path.join(folder, file));
    await guards.look();
    assert.equal(stateOf(agent), 'doubtful');
  });

test('who disconnects an agent takes nothing out behind our back', async () => {
  await connections.apply(connections.plan('claude-code', 'disconnect'));
  await guards.look();
  assert.notEqual(stateOf('claude-code'), 'unguarded');
  assert.deepEqual([notes, warnings], [[], []]);
});

test('our own programs are watched', async () => {
  rmSync(path.join(sandbox.home, '.tenth-second/bin/launcher'));
  const before = changes;
  await guards.look();
  assert.equal(changes, before + 1);
  assert.match(JSON.stringify(guards.on([folder])), /programs that its hook runs are missing/);
});

function session(words: readonly string[], more: Partial<RunningSession> = {}): RunningSession {
  return {
    agent: 'claude-code',
    program: 'claude',
    words: ['claude', ...words],
    pid: 4711,
    parent: 1,
    cwd: path.join(folder, 'src'),
    variable: () => undefined,
    knowsEnvironment: true,
    ...more,
  };
}

function open(agent: string): readonly string[] {
  return (guards.on([folder]).find(({ id }) => id === agent)?.items ?? [])
    .filter(({ weight }) => weight === 'open')
    .map(({ text }) => text);
}

test('a session that skips hooks is said while it runs, journaled, and said once aloud', async () => {
  running = [session(['--bare', '-p', 'x'])];
  await guards.look();
  assert.deepEqual(open('claude-code'), ['A session runs without hooks: --bare skips hooks (process 4711).']);
  assert.equal(stateOf('claude-code'), 'unguarded');
  assert.match(notes.join(), /^disarm: Claude Code is unguarded: A session runs without hooks/);
  running = [];
  await guards.look();
  assert.equal(stateOf('claude-code'), 'doubtful');
  assert.match(notes.at(-1)!, /^no longer: Claude Code is unguarded/);
  running = [session(['--bare'], { pid: 5000 })];
  await guards.look();
  assert.equal(stateOf('claude-code'), 'unguarded');
  assert.deepEqual([notes.length, warnings.length], [3, 1]);
});

for (const [title, more, expected] of [
  ['one elsewhere is none of this window', { cwd: '/somewhere/else' }, []],
  ['one with the hook says nothing', {}, []],
  ['by a variable', { variable: (name: string) => (name === 'CLAUDE_CODE_SIMPLE' ? '1' : undefined) }, [/CLAUDE_CODE_SIMPLE/]],
  [
    'by other settings',
    { variable: (name: string) => (name === 'CLAUDE_CONFIG_DIR' ? '/nowhere' : undefined) },
    [/settings from elsewhere/],
  ],
  ['by another home', { variable: (name: string) => (name === 'HOME' ? '/nowhere' : undefined) }, [/settings from elsewhere/]],
] as const)
  test(`a session whose calls do not reach us: ${title}`, async () => {
    running = [session([], more)];
    await guards.look();
    const found = open('claude-code');
    assert.equal(found.length, expected.length, found.join());
    for (const [index, pattern] of expected.entries()) assert.match(found[index]!, pattern);
  });

test('a session of an agent that nobody connected is unguarded', async () => {
  running = [session([], { agent: 'opencode', program: 'opencode', words: ['opencode'] })];
  await guards.look();
  assert.deepEqual(open('opencode'), ['A session runs (process 4711), and OpenCode is not connected.']);
  assert.equal(stateOf('opencode'), 'unguarded');
});

test('a transcript with calls that no hook asked about, until the session asks', async () => {
  ran = [{ agent: 'codex', session: 'aaaa-bbbb', cwd: folder, tool: 'exec_command' }];
  await guards.look();
  assert.deepEqual(open('codex'), ['Its session aaaa-bbb ran exec_command, and no hook had asked.']);
  guards.seen('codex', 'aaaa-bbbb', undefined);
  assert.deepEqual(open('codex'), []);
  ran = [{ agent: 'codex', session: 'aaaa-bbbb', cwd: folder, tool: 'exec_command' }];
  await guards.look();
  assert.deepEqual(open('codex'), []);
  ran = [{ agent: 'codex', session: 'another', cwd: folder, tool: 'exec_command' }];
  await guards.look();
  assert.equal(open('codex').length, 1);
  await clock.advance(11 * 60_000);
  await guards.look();
  assert.deepEqual(open('codex'), [], 'a session that has long said nothing has ended');
});

test('a command in a terminal that no hook asked about, unless that agent has just called', async () => {
  guards.seen('codex', 's', undefined);
  guards.unasked('codex', 'agent', folder);
  assert.deepEqual(open('codex'), []);
  await clock.advance(11 * 60_000);
  guards.unasked('codex', 'agent', folder);
  assert.match(open('codex').join(), /terminal “agent”/);
  guards.seen('codex', 's', undefined);
  assert.deepEqual(open('codex'), []);
});

test('a terminal that a person types in, too, says nothing of its agent', () => {
  guards.unasked('cline', 'Cline', folder);
  assert.deepEqual([open('cline'), notes], [[], []]);
});

test('hooks that Codex has not been told to trust', async () => {
  trust = 'untrusted';
  writeFileSync(path.join(sandbox.home, '.codex/config.toml'), '# changed\n');
  await guards.look();
  await guards.look();
  assert.match(open('codex').join(), /type \/hooks/);
  assert.equal(stateOf('codex'), 'unguarded');
  trust = 'trusted';
  writeFileSync(path.join(sandbox.home, '.codex/config.toml'), '# changed again\n');
  await guards.look();
  await guards.look();
  assert.deepEqual(open('codex'), []);
});
