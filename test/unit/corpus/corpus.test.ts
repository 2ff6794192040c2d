import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { decide } from '../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../src/core/policy/policy.ts';
import { createNowhereRoad } from '../../../src/gate/check/nowhereRoad.ts';
import { classifyCommand } from '../../support/facts.ts';
import { createSandbox } from '../../support/repository.ts';

function commandsOf(file: string): readonly string[] {
  return readFileSync(join('test/corpus', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** A line of the corpus as the agent would send it. */
function commandFrom(line: string): string {
  return line.replaceAll('\\n', '\n');
}

for (const line of [...commandsOf('destructive.txt'), ...commandsOf('destructive2.txt'), ...commandsOf('destructive3.txt')])
  test(`held: ${line}`, () => {
    const decision = decide(classifyCommand(commandFrom(line)).operations, defaultPolicy);
    assert.notEqual(decision.verdict, 'allow');
  });

const sandbox = createSandbox();
after(() => sandbox.remove());
sandbox.write({
  'src/main.ts': 'export {};\n',
  'src/old/a.ts': 'export {};\n',
  'README.md': '# Shop\n',
  '.env.example': 'A=\n',
  'package.json': '{ "name": "shop" }\n',
  '.gitignore': 'node_modules/\ndist/\ncoverage/\ntarget/\n.env\n',
});
sandbox.git('init', '-q');
sandbox.git('add', '-A');
sandbox.git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '-qm', 'Start');
sandbox.write({ 'node_modules/.cache/x': 'x', 'dist/main.js': 'x', 'coverage/x.json': '{}', '.env': 'A=\n' });

// The first holds commands that pass only for what git knows.
const anywhere = [...commandsOf('everyday2.txt'), ...commandsOf('everyday3.txt'), ...commandsOf('everydayByTool.txt')];
for (const line of [...commandsOf('everyday.txt'), ...anywhere])
  test(`passes: ${line}`, async () => {
    const { verdict, held } = await sandbox.judge(commandFrom(line));
    assert.equal(verdict, 'allow', held.join('\n'));
  });

// So many that each is judged without a directory only, where less is known.
const nowhereOnly = commandsOf('everyday5.txt');

test('none is questioned without a directory', async () => {
  const road = createNowhereRoad();
  const questioned: string[] = [];
  for (const line of [...anywhere, ...nowhereOnly]) {
    const action = { type: 'command', command: commandFrom(line), shell: 'posix' } as const;
    const { decision } = await road.judge({ agent: 'claude-code', session: 'check', cwd: road.cwd, action }, {});
    if (decision.verdict !== 'allow') questioned.push(line);
  }
  assert.deepEqual(questioned, []);
});
