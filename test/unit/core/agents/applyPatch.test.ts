import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patchActions } from '../../../../src/core/agents/applyPatch.ts';

const patch = (...lines: readonly string[]): string => ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n');

test('added, changed, moved and deleted files are actions of their own, in order', () => {
  assert.deepEqual(
    patchActions(
      patch(
        '*** Add File: src/new.ts',
        '+one',
        '+',
        '+*** not a marker',
        '*** Update File: src/old.ts',
        '*** Move to: src/moved.ts',
        '@@ class A',
        ' kept',
        '-before',
        '+after',
        '*** End of File',
        "*** Delete File: it's gone.ts",
      ),
    ),
    {
      type: 'several',
      actions: [
        { type: 'write', path: 'src/new.ts', content: 'one\n\n*** not a marker\n' },
        { type: 'edit', path: 'src/old.ts', before: 'before', after: 'after' },
        { type: 'command', command: "mv -- 'src/old.ts' 'src/moved.ts'", shell: 'posix' },
        { type: 'edit', path: 'src/moved.ts', before: 'before', after: 'after' },
        { type: 'delete', path: "it's gone.ts" },
      ],
    },
  );
});

test('one file is one action; line ends of Windows are none of it', () => {
  assert.deepEqual(patchActions('*** Begin Patch\r\n*** Delete File: data.db\r\n*** End Patch\r\n'), { type: 'delete', path: 'data.db' });
});

test('what follows the end of one patch is read as well', () => {
  const twice = `${patch('*** Add File: a', '+x')}${patch('*** Delete File: b')}`;
  assert.deepEqual(patchActions(twice), {
    type: 'several',
    actions: [
      { type: 'write', path: 'a', content: 'x\n' },
      { type: 'delete', path: 'b' },
    ],
  });
});

test('a marker with a blank before it is judged both as one and as a line of the file', () => {
  assert.deepEqual(patchActions(patch('*** Update File: a', ' *** Delete File: b', '+rm -rf /')), {
    type: 'several',
    actions: [
      { type: 'edit', path: 'a', before: '', after: 'rm -rf /' },
      { type: 'edit', path: 'a', before: '', after: '' },
      { type: 'delete', path: 'b' },
    ],
  });
});

for (const [name, text] of [
  ['nothing', ''],
  ['no file', patch()],
  ['a file without a name', patch('*** Delete File: ')],
  ['a move of nothing', patch('*** Move to: b')],
  ['a line outside any file', patch('rm -rf /')],
  ['no beginning', '*** Delete File: a\n'],
] as const)
  test(`a patch with ${name} throws`, () => {
    assert.throws(() => patchActions(text));
  });
