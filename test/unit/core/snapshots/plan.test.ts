import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planSnapshot, type SnapshotStep } from '../../../../src/core/snapshots/plan.ts';
import type { Action, Call, Operation } from '../../../../src/core/types.ts';

const base = { environment: 'local', location: 'local', recovery: 'snapshot', evidence: [], notes: [], effect: 'delete' } as const;

function steps(
  action: Action | string,
  ...operations: readonly (Partial<Operation> & { rule: string; path?: string })[]
): readonly SnapshotStep[] {
  const call: Call = {
    agent: 'claude-code',
    session: 's',
    cwd: '/w',
    action: typeof action === 'string' ? { type: 'command', command: action, shell: 'posix' } : action,
  };
  return planSnapshot(
    call,
    operations.map(({ path, ...operation }) => ({
      ...base,
      title: 'Delete it',
      resource: { kind: 'file', name: 'x', ...(path === undefined ? {} : { path }) },
      ...operation,
    })),
  ).steps;
}

test('what is surely unlinked may be kept by a link, what may be written into may not', () => {
  const fate = (command: string, rule = 'files.delete'): string | undefined => {
    const [step] = steps(command, { rule, path: '/w/a' });
    return step?.type === 'refs' ? undefined : step?.fate;
  };
  assert.equal(fate('rm -rf a'), 'removed');
  assert.equal(fate('cd sub && rm -rf a'), 'removed');
  assert.equal(fate('git clean -fdx', 'git.cleanUntracked'), 'removed');
  for (const command of [
    'echo x > a; rm a',
    'python3 a.py && rm a',
    'rm $(cat list)',
    'sh -c "rm a"',
    'find . -exec sh x.sh {} +',
    'rm a\nrm b',
  ])
    assert.equal(fate(command), 'written', command);
  assert.equal(fate('rm -rf a', 'files.overwrite'), 'written');
  assert.equal(fate('shred -u a', 'files.shred'), 'written');
});

test('git operations ask for work, refs, or both ways of looking', () => {
  assert.deepEqual(steps('git reset --hard', { rule: 'git.discardChanges', path: '/w' }), [
    { type: 'work', path: '/w', fate: 'removed', ignored: false, moves: false },
  ]);
  for (const command of [
    'git reset --hard HEAD~1',
    'git reset --hard origin/main',
    'git checkout -f main',
    'git switch --discard-changes x',
  ])
    assert.deepEqual(
      steps(command, { rule: 'git.discardChanges', path: '/w' }).map((step) => step.type === 'work' && step.moves),
      [true],
      command,
    );
  for (const [command, ignored] of [
    ['git clean -fdx', true],
    ['git clean -fX', true],
    ['git clean -fd', false],
    ['make clean', false],
    ['npm run tidy', true],
  ] as const)
    assert.deepEqual(
      steps(command, { rule: 'git.cleanUntracked', path: '/w' }).map((step) => step.type === 'work' && step.ignored),
      [ignored],
      command,
    );
  assert.deepEqual(steps('git branch -D x', { rule: 'git.deleteBranch', path: '/w' }), [
    { type: 'refs', path: '/w', branches: ['x'], all: false },
  ]);
  assert.deepEqual(steps('git stash clear', { rule: 'git.dropStash', path: '/w' }), [
    { type: 'refs', path: '/w', branches: [], all: true },
  ]);
});

test("an agent's own write is planned without any operation", () => {
  assert.deepEqual(steps({ type: 'write', path: 'src/a.ts', content: '' }), [{ type: 'files', path: '/w/src/a.ts', fate: 'written' }]);
  assert.deepEqual(steps({ type: 'delete', path: '/x/../w/a' }), [{ type: 'files', path: '/w/a', fate: 'removed' }]);
});

test('what is remote, harmless, a root or nowhere on this disk is not planned, and the last two are named', () => {
  assert.deepEqual(steps('x', { rule: 'a.b', path: '/w/a', location: 'remote' }), []);
  assert.deepEqual(steps('x', { rule: 'a.b', path: '/w/a', effect: 'change' }), []);
  const call: Call = { agent: 'claude-code', session: 's', cwd: '/w', action: { type: 'command', command: 'x', shell: 'posix' } };
  const operation: Operation = {
    ...base,
    rule: 'a.b',
    title: 'Delete all',
    resource: { kind: 'directory', name: '/', path: '/' },
    least: 'type',
  };
  assert.deepEqual(planSnapshot(call, [operation]), { steps: [], uncovered: ['Delete all'] });
});

test('mv brings its source back as well', () => {
  assert.deepEqual(steps('mv a b', { rule: 'files.overwriteByMove', path: '/w/b', also: ['/w/a'] }), [
    { type: 'files', path: '/w/b', fate: 'written' },
    { type: 'files', path: '/w/a', fate: 'written' },
  ]);
});
