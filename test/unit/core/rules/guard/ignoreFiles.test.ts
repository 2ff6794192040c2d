import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { withLines } from '../../../../../src/core/agents/ignores/ignoreLinesEdit.ts';
import { weakensIgnoreRules, judgeIgnoreAction } from '../../../../../src/core/rules/guard/ignoreFiles.ts';
import type { RuleContext } from '../../../../../src/core/rules/rule.ts';
import { classifyOnDisk } from '../../../../support/diskFacts.ts';

const file = '/work/shop/.cursorignore';
const ours = withLines('dist/\n', ['.env', '*.pem']);

describe('ignore files with rules of ours', () => {
  const rules = (command: string, text: string): readonly string[] =>
    classifyOnDisk(command, { [file]: text })
      .operations.map(({ rule }) => rule)
      .filter((rule) => rule.startsWith('guard.'));

  for (const command of [
    'rm .cursorignore',
    'echo dist/ > .cursorignore',
    'mv .cursorignore old',
    'sed -i /env/d .cursorignore',
    'cp mine .cursorignore',
  ])
    test(`${command} is held, unless the file has none of them`, () => {
      assert.deepEqual(rules(command, ours), ['guard.changeIgnoreRules']);
      assert.deepEqual(rules(command, 'dist/\n'), []);
    });

  for (const command of [
    'cat .cursorignore',
    'echo build/ >> .cursorignore',
    'git add .cursorignore',
    'npx prettier --check .cursorignore',
    'grep env .cursorignore',
  ])
    test(`${command} passes`, () => assert.deepEqual(rules(command, ours), []));

  const context = { ask: () => ({ type: 'text', text: ours, truncated: false }) } as unknown as RuleContext;
  const edit = (before: string, after: string) => judgeIgnoreAction({ type: 'edit', path: file, before, after }, file, context)?.rule.id;

  test('an agent’s own edit is held when it takes a line of ours, or makes an exception', () => {
    assert.equal(edit('.env\n', ''), 'guard.changeIgnoreRules');
    assert.equal(edit('dist/\n', 'dist/\n!.env\n'), 'guard.changeIgnoreRules');
    assert.equal(edit('dist/\n', 'dist/\nbuild/\n'), undefined);
    assert.equal(judgeIgnoreAction({ type: 'write', path: file, content: 'dist/\n' }, file, context)?.rule.id, 'guard.changeIgnoreRules');
    assert.equal(judgeIgnoreAction({ type: 'write', path: file, content: `${ours}build/\n` }, file, context), undefined);
    assert.equal(judgeIgnoreAction({ type: 'delete', path: file }, file, context)?.rule.id, 'guard.changeIgnoreRules');
  });

  test('other files are none of ours', () => {
    assert.equal(
      weakensIgnoreRules('/work/shop/.gitignore', () => undefined, context),
      undefined,
    );
  });
});
