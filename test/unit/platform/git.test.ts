import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { answerQuestions } from '../../../src/platform/answers.ts';
import { gitProgram, openRepository, parseConfig } from '../../../src/platform/git.ts';
import { createRepository, type Sandbox } from '../../support/repository.ts';

let hostile: Sandbox;
let markers: string;

before(() => {
  hostile = createRepository();
  markers = join(hostile.root, 'markers');
  mkdirSync(markers);
  const run = (name: string): string => `touch ${join(markers, name)}; cat`;
  // A filter that has changed files to clean, so that `git status` has a reason to run it.
  hostile.write({ '.gitattributes': '*.ts filter=evil diff=evil\n*.txt filter=evil.two merge=evil\n', 'note.txt': 'a\n' });
  hostile.git('add', '-A');
  hostile.git('commit', '-q', '-m', 'attributes');
  mkdirSync(join(hostile.workspace, '.git/modules'));
  // A submodule with the same in a configuration of its own: one with its folder inside, one with a git file.
  for (const [name, folder] of [
    ['vendored', ''],
    ['module', join(hostile.workspace, '.git/modules/module')],
  ] as const) {
    hostile.write({ [`${name}/a.ts`]: 'a' });
    const inside = (...args: readonly string[]): string => hostile.git('-C', name, ...args);
    inside('init', '-q', ...(folder === '' ? [] : ['--separate-git-dir', folder]));
    inside('add', '-A');
    inside('commit', '-q', '-m', 'sub');
    inside('config', 'core.fsmonitor', run(`${name}-fsmonitor`));
    inside('config', 'filter.evil.clean', run(`${name}-clean`));
    writeFileSync(join(hostile.workspace, name, '.gitattributes'), '* filter=evil\n');
    writeFileSync(join(hostile.workspace, name, 'a.ts'), 'changed');
    hostile.git(
      '-c',
      'core.fsmonitor=false',
      'update-index',
      '--add',
      '--cacheinfo',
      `160000,${inside('rev-parse', 'HEAD').trim()},${name}`,
    );
  }
  hostile.git('config', 'core.fsmonitor', run('fsmonitor'));
  hostile.git('config', 'core.hooksPath', join(hostile.root, 'hooks'));
  for (const kind of ['clean', 'smudge', 'process']) {
    hostile.git('config', `filter.evil.${kind}`, run(`filter-${kind}`));
    hostile.git('config', `filter.evil.two.${kind}`, run(`filter-two-${kind}`));
  }
  hostile.git('config', 'filter.evil.required', 'true');
  hostile.git('config', 'diff.external', run('diff-external'));
  hostile.git('config', 'diff.evil.textconv', run('textconv'));
  hostile.git('config', 'diff.evil.command', run('diff-command'));
  hostile.git('config', 'merge.evil.driver', run('merge'));
  for (const key of ['pager', 'editor', 'sshCommand', 'gitProxy', 'askPass', 'alternateRefsCommand'])
    hostile.git('config', `core.${key}`, run(key));
  hostile.git('config', 'credential.helper', `!${run('credential')}`);
  hostile.git('config', 'remote.origin.url', `ext::sh -c "touch ${join(markers, 'ext')}"`);
  hostile.git('config', 'remote.origin.uploadpack', run('uploadpack'));
  hostile.git('config', 'remote.origin.promisor', 'true');
  hostile.git('config', 'extensions.partialClone', 'origin');
  hostile.git('config', 'core.repositoryFormatVersion', '1');
  hostile.git('config', 'protocol.ext.allow', 'always');
  hostile.git('config', 'protocol.file.allow', 'always');
  for (const command of ['status', 'config', 'ls-files', 'for-each-ref', 'merge-base'])
    hostile.git('config', `alias.${command}`, `!${run(`alias-${command}`)}`);
  mkdirSync(join(hostile.root, 'hooks'));
  for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman', 'post-checkout', 'pre-auto-gc', 'pre-commit']) {
    for (const folder of [join(hostile.root, 'hooks'), join(hostile.workspace, '.git', 'hooks')]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, hook), `#!/bin/sh\ntouch ${join(markers, `hook-${hook}`)}\n`);
      chmodSync(join(folder, hook), 0o755);
    }
  }
  for (const marker of readdirSync(markers)) rmSync(join(markers, marker));
  hostile.write({ 'src/app.ts': 'changed!\n', 'src/lib/util.ts': 'UTIL\n', 'note.txt': 'b\n', 'new.ts': 'new' });
});

after(() => hostile.remove());

test('looking runs nothing that the repository names', async () => {
  const { workspace } = hostile;
  await answerQuestions([
    { type: 'git', path: workspace },
    { type: 'git', path: join(workspace, 'src') },
    { type: 'git', path: join(workspace, 'src/app.ts') },
    { type: 'git', path: join(workspace, 'note.txt') },
    { type: 'git', path: join(workspace, 'module') },
    { type: 'git', path: join(workspace, 'vendored/a.ts') },
    { type: 'repository', path: workspace },
    { type: 'path', path: join(workspace, 'src') },
  ]);
  assert.deepEqual(readdirSync(markers), []);
});

test('and still tells what is changed', async () => {
  const [answer] = [...(await answerQuestions([{ type: 'git', path: join(hostile.workspace, 'src') }])).values()];
  assert.ok(answer?.type === 'git', JSON.stringify(answer));
  assert.equal(answer.modified, true);
  assert.deepEqual([...answer.examples].sort().slice(0, 2), ['src/__pycache__', 'src/app.ts']);
});

test('the markers would appear: git itself runs the filter', () => {
  try {
    hostile.git('status', '--porcelain');
  } catch {
    // The filters of the second attribute fail; what counts is that they ran.
  }
  assert.match(readdirSync(markers).join(' '), /filter-process.*fsmonitor|fsmonitor.*filter-process/);
});

test('a filter that cannot be switched off makes the repository unreadable', async () => {
  const odd = createRepository();
  try {
    odd.git('config', 'filter.a=b.clean', 'cat');
    const view = await openRepository(odd.workspace);
    assert.ok('reason' in view);
  } finally {
    odd.remove();
  }
});

test('a work tree placed elsewhere makes the repository unreadable', async () => {
  const odd = createRepository();
  try {
    odd.git('config', 'core.worktree', odd.home);
    const view = await openRepository(odd.workspace);
    assert.ok('reason' in view);
  } finally {
    odd.remove();
  }
});

test('looking changes nothing, not even the index', async () => {
  const calm = createRepository();
  try {
    const index = (): string => calm.git('hash-object', '--no-filters', '.git/index');
    calm.write({ 'src/app.ts': 'app\n' });
    const before = index();
    await answerQuestions([
      { type: 'git', path: calm.workspace },
      { type: 'repository', path: calm.workspace },
    ]);
    assert.equal(index(), before);
    assert.equal(existsSync(join(calm.workspace, '.git/index.lock')), false);
  } finally {
    calm.remove();
  }
});

test('git is an absolute path', async () => {
  assert.match((await gitProgram()) ?? '', /^(?:\/|[A-Z]:\\)/);
});

test('a broken repository is unknown', async () => {
  const broken = createRepository();
  try {
    writeFileSync(join(broken.workspace, '.git/HEAD'), 'nonsense');
    const [answer] = [...(await answerQuestions([{ type: 'git', path: join(broken.workspace, 'src') }])).values()];
    assert.equal(answer?.type, 'unknown');
  } finally {
    broken.remove();
  }
});

test('configuration without a value is true, our own overrides are left out', () => {
  assert.deepEqual(
    [...parseConfig('alias.co\ncheckout\0core.bare\0core.fsmonitor\nfalse\0')],
    [
      ['alias.co', ['checkout']],
      ['core.bare', ['true']],
    ],
  );
});
