import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classify } from '../../../../../src/core/classify.ts';
import type { Action } from '../../../../../src/core/types.ts';
import { blindFacts, callOf, classifyCommand } from '../../../../support/facts.ts';

const knowledge = { roots: ['/work/shop'], links: [], credentials: [], identifiers: {} };

function rulesOf(action: Action, protectedPaths: readonly string[] = []): readonly string[] {
  return classify(callOf(action), blindFacts({ knowledge, protectedPaths })).operations.map((operation) => operation.rule);
}

const cases: readonly (readonly [Action, readonly string[], string | undefined])[] = [
  [{ type: 'write', path: '/home/ada/.tenth-second/keys.json', content: '{}' }, [], 'guard.changeFiles'],
  [{ type: 'delete', path: '~/.tenth-second/run/server' }, [], 'guard.changeFiles'],
  [{ type: 'write', path: '/home/ada/.tenth-second-notes.md', content: '' }, [], undefined],
  [{ type: 'write', path: '.claude/settings.json', content: '{"disableAllHooks": true}' }, [], 'guard.disableHooks'],
  [{ type: 'edit', path: '/home/ada/.claude/settings.json', before: '"model": "a"', after: '"model": "b"' }, [], undefined],
  [{ type: 'edit', path: '/home/ada/.claude/settings.json', before: '"hooks": {', after: '"hooksOff": {' }, [], 'guard.disableHooks'],
  [{ type: 'write', path: 'src/main.ts', content: '' }, ['infra/**'], undefined],
  [{ type: 'write', path: 'infra/main.tf', content: '' }, ['infra/**'], 'settings.changeProtected'],
  [{ type: 'write', path: 'infra/main.tf', content: '' }, ['infra'], 'settings.changeProtected'],
  [{ type: 'read', paths: ['infra/main.tf'] }, ['infra/**'], undefined],
];

for (const [action, protectedPaths, rule] of cases)
  test(`${action.type} ${'path' in action ? action.path : ''} ${JSON.stringify(protectedPaths)} - ${rule ?? 'passes'}`, () => {
    assert.equal(rulesOf(action, protectedPaths)[0], rule);
  });

test('commands that write to protected paths are found, those that look are not', () => {
  const facts = { knowledge, protectedPaths: ['infra/**'] };
  const found = (command: string): boolean =>
    classifyCommand(command, facts).operations.some((operation) => operation.rule === 'settings.changeProtected');
  assert.equal(found('sed -i s/a/b/ infra/main.tf'), true);
  assert.equal(found('echo x >> infra/main.tf'), true);
  assert.equal(found('cat infra/main.tf'), false);
  assert.equal(found('sed -n 1p infra/main.tf'), false);
});
