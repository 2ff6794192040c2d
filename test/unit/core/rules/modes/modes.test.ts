import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classify } from '../../../../../src/core/classify.ts';
import { decide } from '../../../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../../../src/core/policy/policy.ts';
import type { Decision } from '../../../../../src/core/policy/verdict.ts';
import type { Action, Call } from '../../../../../src/core/types.ts';
import { blindFacts, callOf } from '../../../../support/facts.ts';

function decided(action: Action | string, about: Partial<Call>): Decision {
  const call = callOf(typeof action === 'string' ? { type: 'command', command: action, shell: 'posix' } : action);
  return decide(classify({ ...call, ...about }, blindFacts()).operations, defaultPolicy);
}

const changes: readonly (Action | string)[] = [
  'touch notes.txt',
  'mkdir -p src/new && cp a src/new/',
  'echo done > state.txt',
  'git commit -am done',
  "sed -i 's/a/b/' src/a.ts",
  'cat a | tee src/b',
  { type: 'write', path: 'src/a.ts', content: 'x' },
  { type: 'edit', path: 'src/a.ts', before: 'x', after: 'y' },
  {
    type: 'several',
    actions: [
      { type: 'read', paths: ['README.md'] },
      { type: 'write', path: 'src/a.ts', content: 'x' },
    ],
  },
];
for (const action of changes)
  test(`in plan mode ${JSON.stringify(action)} is held, and the record says why`, () => {
    const { verdict, operations } = decided(action, { mode: 'plan' });
    // Where nothing is known of the file, some are held in any mode.
    assert.equal(verdict, decided(action, { mode: 'default' }).verdict === 'allow' ? 'confirm' : 'type');
    const [held] = operations.filter((operation) => operation.verdict !== 'allow');
    assert.match(held!.reasons.join(), /plan mode, in which it changes nothing/);
    assert.ok(held!.evidence.some(({ text }) => text === 'The agent says that it is in plan mode'));
  });

const reads: readonly (Action | string)[] = [
  'ls -la && cat README.md',
  'git status; git log --oneline -3; git diff; git branch -a; git stash list',
  'grep -rn shop src 2>/dev/null | head',
  'npm test',
  'mkdir -p /tmp/scratch && touch /tmp/scratch/a',
  'tar -tf archive.tar',
  { type: 'read', paths: ['README.md'] },
  { type: 'write', path: '/home/ada/.claude/plans/quiet-otter.md', content: '# Plan' },
];
for (const action of reads)
  test(`in plan mode ${JSON.stringify(action)} passes`, () => {
    assert.equal(decided(action, { mode: 'plan' }).verdict, 'allow');
  });

test('what is held anyway is one level stricter in plan mode, and its own rule is named', () => {
  const held = decided('echo done > state.txt', { mode: 'default' });
  assert.equal(held.verdict, 'confirm');
  const planned = decided('echo done > state.txt', { mode: 'plan' });
  assert.equal(planned.verdict, 'type');
  assert.deepEqual(
    planned.operations.map(({ rule }) => rule),
    held.operations.map(({ rule }) => rule),
  );
});

const sessions = [
  'bash',
  'bash -i',
  'python3',
  'python3 -i',
  'node',
  'psql postgres://localhost/shop',
  'psql -h localhost -U shop shop',
  'mysql -h db -u root shop',
  'sqlite3 shop.db',
  'mongosh mongodb://localhost/shop',
  'redis-cli -h cache',
  'ssh deploy@host',
  'docker exec -it db bash',
  'cd src && python3',
];
for (const command of sessions)
  test(`Codex may not open ${command}: what is typed into it later fires no hook`, () => {
    const { verdict, operations } = decided(command, { agent: 'codex' });
    assert.notEqual(verdict, 'allow');
    assert.ok(
      operations.some(({ effect, evidence }) => effect === 'opaque' && evidence.some(({ text }) => text.includes('typed into it later'))),
    );
  });

const batches = [
  'bash -c "ls"',
  'bash scripts/build.sh',
  'bash --version',
  'python3 -c "print(1)"',
  'python3 -m pytest',
  'python3 report.py',
  'node --test',
  'node -e "1"',
  'psql -c "select 1" shop',
  'psql -l',
  'echo "select 1" | psql shop',
  'psql shop < report.sql',
  'sqlite3 shop.db "select 1"',
  'redis-cli ping',
  'ssh deploy@host uptime',
  'docker exec db ls',
];
for (const command of batches)
  test(`Codex may run ${command}: it waits for no lines`, () => {
    const { operations } = decided(command, { agent: 'codex' });
    assert.ok(!operations.some(({ evidence }) => evidence.some(({ text }) => text.includes('typed into it later'))));
  });
