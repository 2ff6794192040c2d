import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { createAgentConnections, type AgentConnections } from '../../../src/platform/agentConnections.ts';
import { openStateFolder } from '../../../src/platform/stateFolder.ts';
import { AgentGuards } from '../../../src/server/agentGuards.ts';
import { ManualClock } from '../../support/manualClock.ts';
import { createSandbox, type Sandbox } from '../../support/sandbox.ts';

let sandbox: Sandbox;
let folder: string;
let connections: AgentConnections;
let guards: AgentGuards;
let notes: string[];
let warnings: string[];
let changes: number;
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
  guards = new AgentGuards({
    clock,
    connections,
    folders: () => [folder],
    changed: () => void changes++,
    note: async (text) => void notes.push(text),
    warn: (text) => void warnings.push(text),
    fault: (text) => assert.fail(text),
  });
  guards.look();
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
  guards.seen('claude-code', undefined);
  guards.seen('claude-code', undefined);
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
  guards.seen('codex', call);
  assert.equal(guards.on([folder]).find(({ id }) => id === 'codex')?.canary, clock.now());
});

test('a hook that somebody takes out is said, journaled, and said when it is back', () => {
  const file = path.join(sandbox.home, '.claude/settings.json');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, '{}');
  guards.look();
  assert.equal(stateOf('claude-code'), 'unguarded');
  assert.match(notes.join(), /^disarm: Claude Code is unguarded: Its hook is gone from .*settings\.json/);
  assert.equal(warnings.length, 1);
  writeFileSync(file, text);
  guards.look();
  assert.equal(stateOf('claude-code'), 'doubtful');
  assert.match(notes.at(-1)!, /^no longer: Claude Code is unguarded/);
});

for (const [agent, name, file, text] of [
  ['claude-code', 'Claude Code', '.claude/settings.json', '{"disableAllHooks": true}'],
  ['codex', 'Codex', '.codex/config.toml', '[features]\nhooks = false # off\n'],
] as const)
  test(`a repository that switches off the hooks of ${name} is said`, () => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
    guards.look();
    assert.equal(stateOf(agent), 'unguarded');
    assert.match(warnings.join(), new RegExp(`^${name} is unguarded: Its hooks are switched off`));
    rmSync(path.join(folder, file));
    guards.look();
    assert.equal(stateOf(agent), 'doubtful');
  });

test('who disconnects an agent takes nothing out behind our back', async () => {
  await connections.apply(connections.plan('claude-code', 'disconnect'));
  guards.look();
  assert.notEqual(stateOf('claude-code'), 'unguarded');
  assert.deepEqual([notes, warnings], [[], []]);
});

test('our own programs are watched', () => {
  rmSync(path.join(sandbox.home, '.tenth-second/bin/launcher'));
  const before = changes;
  guards.look();
  assert.equal(changes, before + 1);
  assert.match(JSON.stringify(guards.on([folder])), /programs that its hook runs are missing/);
});
