import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createRepository, type Sandbox } from '../../support/repository.ts';

function commandsOf(file: string): readonly string[] {
  return readFileSync(join('test/corpus', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

const clean = createRepository();
const dirty = createRepository();
after(() => {
  clean.remove();
  dirty.remove();
});
dirty.git('checkout', '-q', '-b', 'feature');
dirty.write({ 'src/feature.ts': 'feature' });
dirty.git('add', '-A');
dirty.git('commit', '-q', '-m', 'feature');
dirty.git('checkout', '-q', 'main');
dirty.write({ 'src/app.ts': 'stashed' });
dirty.git('stash', '-q');
dirty.write({ 'src/app.ts': 'changed', 'draft.md': 'new' });

/** The sandbox has a temporary folder of its own, for it lies in the real one. */
function within(sandbox: Sandbox, command: string): string {
  return command.replace(/(?<!\w)\/tmp\b/g, join(sandbox.root, 'tmp'));
}

for (const command of commandsOf('filesAndGit.txt'))
  test(`passes: ${command}`, async () => {
    assert.deepEqual((await clean.judge(within(clean, command))).held, []);
  });

for (const command of commandsOf('filesAndGitLost.txt'))
  test(`held: ${command}`, async () => {
    assert.notEqual((await dirty.judge(within(dirty, command))).verdict, 'allow');
  });
