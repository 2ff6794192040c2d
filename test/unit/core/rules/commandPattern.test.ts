import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandArguments } from '../../../../src/core/rules/commandPattern.ts';
import { read } from '../shell/reading.ts';

function given(command: string, valued?: readonly string[]): CommandArguments {
  return new CommandArguments(read(command).invocations[0]!, valued);
}

const table: readonly { pattern: string; yes: readonly string[]; no: readonly string[]; valued?: readonly string[] }[] = [
  { pattern: 'gc', yes: ['t gc', 't -v gc now'], no: ['t', 't gcx', 't run gc', 't "gc x"'] },
  { pattern: 'repo delete', yes: ['t repo delete', 't repo -y delete x'], no: ['t repo', 't delete repo', 't repo x delete'] },
  { pattern: 'a|b c|d', yes: ['t a d', 't b c'], no: ['t a b', 't c a'] },
  { pattern: 'delete-*', yes: ['t delete-x', 't delete-'], no: ['t delete', 't undelete-x'] },
  { pattern: '*-delete', yes: ['t x-delete', 't -- -delete'], no: ['t x-deleted', 't delete'] },
  { pattern: '*delete*', yes: ['t delete', 't xdeletex'], no: ['t delet'] },
  { pattern: 'a*b*c', yes: ['t abc', 't axbxc', 't abbc'], no: ['t ac', 't ab', 't acb'] },
  { pattern: 'aa*aa', yes: ['t aaaa', 't aaxaa'], no: ['t aaa'] },
  { pattern: 'a*ba*a', yes: ['t abaa', 't axbaxa'], no: ['t aba'] },
  { pattern: '* rm', yes: ['t x rm', 't rm rm'], no: ['t rm', 't x y rm'] },
  { pattern: '… rm', yes: ['t rm', 't x rm', 't x y rm z'], no: ['t x', 't rmx'] },
  { pattern: 'a … b c', yes: ['t a b c', 't a x b b c'], no: ['t a b x c', 't b c', 't a c'] },
  { pattern: '-f|--force', yes: ['t -f', 't x -vf', 't --force', 't --force=yes'], no: ['t', 't -x', 't --forced', 't f'] },
  { pattern: 'x -f --all', yes: ['t x -f --all', 't --all -f x'], no: ['t x -f', 't x --all'] },
  { pattern: '-delete', yes: ['t -delete', 't x -delete -a', 't -delete=x'], no: ['t -d', 't -deletes', 't --delete'] },
  { pattern: 'gc !--dry-run|-n', yes: ['t gc', 't gc -v'], no: ['t gc --dry-run', 't gc -vn', 't -n gc'] },
  { pattern: '!--dry-run', yes: ['t', 't x'], no: ['t --dry-run', 't x --dry-run=client'] },
  { pattern: '--days=0', yes: ['t --days=0', 't --days 0', 't x --days 0 y'], no: ['t --days', 't --days 30', 't 0', 't --days=00'] },
  { pattern: '--keep=+*', yes: ['t --keep +1', 't --keep=+'], no: ['t --keep 1'] },
  { pattern: 'dp -t|--target', valued: ['-t'], yes: ['t -t main dp', 't dp -t main', 't -tmain dp'], no: ['t dp', 't -t dp'] },
];

for (const { pattern, yes, no, valued } of table) {
  for (const command of yes)
    test(`"${pattern}" is ${command}`, () => {
      assert.equal(given(command, valued).matches(pattern), true);
    });
  for (const command of no)
    test(`"${pattern}" is not ${command}`, () => {
      assert.equal(given(command, valued).matches(pattern), false);
    });
}
