import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Passes, reportsSame } from '../../../src/server/passes.ts';
import type { Call } from '../../../src/core/types.ts';
import { ManualClock } from '../../support/manualClock.ts';

const shell = (about: Partial<Call> = {}): Call => ({
  agent: 'cursor',
  session: 's',
  cwd: '/w',
  action: { type: 'command', command: 'rm -rf data', shell: 'posix' },
  ...about,
});

test('the general event and the special one report one action, whatever ids they give it', () => {
  const general = shell({ callId: 'tool_1', via: 'preToolUse', cwd: '/w/sub' });
  assert.ok(reportsSame(general, new Set(['preToolUse']), shell({ via: 'beforeShellExecution' }), 'beforeShellExecution'));
  assert.ok(reportsSame(general, new Set(['preToolUse']), shell({ callId: 'x', via: 'beforeShellExecution' }), 'beforeShellExecution'));
});

test('two calls of one registration are two actions, with ids and without', () => {
  assert.ok(!reportsSame(shell({ callId: '1' }), new Set(['']), shell({ callId: '2' }), ''));
  assert.ok(!reportsSame(shell(), new Set(['']), shell(), ''));
});

test('a file and a plugin report one call, and two calls of both are two actions', () => {
  const first = new Set(['']);
  assert.ok(reportsSame(shell(), first, shell(), 'plugin'));
  first.add('plugin');
  assert.ok(!reportsSame(shell(), first, shell(), 'plugin'));
  assert.ok(reportsSame(shell({ callId: '1' }), first, shell({ callId: '1' }), 'plugin'), 'the same id is the same call');
  assert.ok(!reportsSame(shell({ callId: '1' }), new Set(['']), shell({ callId: '2' }), 'plugin'));
});

for (const [what, other] of [
  ['agent', shell({ agent: 'codex' })],
  ['session', shell({ session: 't' })],
  ['sub-agent', shell({ subagent: 'a' })],
  ['command', shell({ action: { type: 'command', command: 'rm -rf datb', shell: 'posix' } })],
  ['directory', shell({ cwd: '/x' })],
] as const)
  test(`another ${what} is another action`, () => {
    assert.ok(!reportsSame(shell(), new Set(['']), other, 'plugin'));
  });

test('an MCP call is the same though its event names the server by its command', () => {
  const mcp = (server: string, via: string): Call => shell({ action: { type: 'mcp', server, tool: 'drop', input: { a: 1 } }, via });
  assert.ok(reportsSame(mcp('github', 'preToolUse'), new Set(['preToolUse']), mcp('npx -y x', 'beforeMCPExecution'), 'beforeMCPExecution'));
});

test('what a person let through passes for its other registrations, each once, and not for long', async () => {
  const clock = new ManualClock();
  const passes = new Passes(clock);
  passes.add(shell({ via: 'preToolUse' }), new Set(['preToolUse']), true);
  assert.equal(passes.take(shell({ via: 'preToolUse' }), 'preToolUse'), undefined);
  assert.equal(passes.take(shell({ via: 'beforeShellExecution' }), 'beforeShellExecution')?.whole, true);
  assert.equal(passes.take(shell({ via: 'beforeShellExecution' }), 'beforeShellExecution'), undefined);
  passes.add(shell({ via: 'preToolUse' }), new Set(['preToolUse']), false);
  await clock.advance(61_000);
  assert.equal(passes.take(shell({ via: 'beforeShellExecution' }), 'beforeShellExecution'), undefined);
});
