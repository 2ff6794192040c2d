import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decide } from '../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../src/core/policy/policy.ts';
import { createNowhereRoad } from '../../../src/gate/check/nowhereRoad.ts';
import { classifyCommand } from '../../support/facts.ts';

/** Lines of a list as the agent would send them. */
function commandsOf(file: string): readonly string[] {
  return readFileSync(join('test/corpus', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replaceAll('\\n', '\n'));
}

const road = createNowhereRoad();

/** The verdict of `check --batch` on a line that names no directory. */
async function verdictOf(command: string): Promise<string> {
  const action = { type: 'command', command, shell: 'posix' } as const;
  const { decision } = await road.judge({ agent: 'claude-code', session: 'check', cwd: road.cwd, action }, {});
  return decision.verdict;
}

test('every destructive line of the third lot is held', () => {
  const commands = commandsOf('destructive4.txt');
  assert.ok(commands.length > 2_000, String(commands.length));
  const passed = commands.filter((command) => decide(classifyCommand(command).operations, defaultPolicy).verdict === 'allow');
  assert.deepEqual(passed, []);
});

test('no everyday line of the second lot is questioned', async () => {
  const commands = commandsOf('everyday4.txt');
  assert.ok(commands.length > 1_000, String(commands.length));
  const questioned: string[] = [];
  for (const command of commands) if ((await verdictOf(command)) !== 'allow') questioned.push(command);
  assert.deepEqual(questioned, []);
});

for (const line of commandsOf('decided.txt'))
  test(`is decided: ${line}`, async () => {
    const [, decided, command] = /^(held|passes) ([^]+)$/.exec(line) ?? [];
    assert.ok(command !== undefined, 'a line begins with held or passes');
    assert.equal((await verdictOf(command)) === 'allow' ? 'passes' : 'held', decided);
  });
