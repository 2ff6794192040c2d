import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { questionKey, type Answer, type GitAnswer, type Question } from '../../../src/core/types.ts';
import { answerQuestions } from '../../../src/platform/answers.ts';
import { parseStatus } from '../../../src/platform/gitAnswers.ts';
import { parseState } from '../../../src/platform/repositoryAnswers.ts';
import { createRepository, createSandbox, type Sandbox } from '../../support/repository.ts';

let shop: Sandbox;
let plain: Sandbox;

before(() => {
  shop = createRepository();
  shop.write({ 'draft/one.md': '1', 'draft/two.md': '2', 'draft/node_modules/x.js': 'x', 'hollow/': '' });
  plain = createSandbox();
  plain.write({
    'a.txt': 'abc',
    'b.txt': '',
    'sub/c.txt': 'c',
    'sub/deep/d.txt': 'd',
    '.hidden/e.txt': 'e',
    'node_modules/x/f.txt': 'f',
    'hollow/': '',
  });
  symlinkSync('a.txt', join(plain.workspace, 'link'));
  symlinkSync('nowhere', join(plain.workspace, 'dangling'));
  symlinkSync('sub', join(plain.workspace, 'folder-link'));
});

after(() => {
  shop.remove();
  plain.remove();
});

async function ask(question: Question): Promise<Answer> {
  const answer = (await answerQuestions([question])).get(questionKey(question));
  assert.ok(answer);
  return answer;
}

async function askGit(path: string): Promise<GitAnswer> {
  const answer = await ask({ type: 'git', path });
  assert.ok(answer.type === 'git', JSON.stringify(answer));
  return answer;
}

const path = (name: string): Promise<Answer> => ask({ type: 'path', path: join(plain.workspace, name) });

test('path: files, folders, links, and what is not there', async () => {
  const { workspace } = plain;
  const file = { type: 'path', kind: 'file', link: false, size: 3, empty: false, mount: false } as const;
  assert.deepEqual(await path('a.txt'), { ...file, real: join(workspace, 'a.txt') });
  assert.deepEqual(await path('link'), { ...file, link: true, real: join(workspace, 'a.txt') });
  const folder = { ...file, kind: 'directory', size: 0 } as const;
  assert.deepEqual(await path('sub'), { ...folder, real: join(workspace, 'sub') });
  assert.deepEqual(await path('hollow'), { ...folder, empty: true, real: join(workspace, 'hollow') });
  const missing = { ...file, kind: 'missing', size: 0 } as const;
  assert.deepEqual(await path('folder-link/deep/none/at/all'), { ...missing, real: join(workspace, 'sub/deep/none/at/all') });
  assert.deepEqual(await path('a.txt/x'), { ...missing, real: join(workspace, 'a.txt/x') });
  const dangling = await path('dangling');
  assert.ok(dangling.type === 'path' && dangling.link && dangling.kind === 'other');
});

test('path: the root is a mount point', async () => {
  const root = await ask({ type: 'path', path: '/' });
  assert.ok(root.type === 'path' && root.mount);
});

test('text: bounded, and only from files', async () => {
  const file = join(plain.workspace, 'a.txt');
  assert.deepEqual(await ask({ type: 'text', path: file, limit: 100 }), { type: 'text', text: 'abc', truncated: false });
  assert.deepEqual(await ask({ type: 'text', path: file, limit: 3 }), { type: 'text', text: 'abc', truncated: false });
  assert.deepEqual(await ask({ type: 'text', path: file, limit: 2 }), { type: 'text', text: 'ab', truncated: true });
  assert.equal((await ask({ type: 'text', path: join(plain.workspace, 'sub'), limit: 9 })).type, 'unknown');
  assert.deepEqual(await ask({ type: 'text', path: join(plain.workspace, 'none'), limit: 9 }), { type: 'unknown', reason: 'ENOENT' });
});

test('text: a named pipe without a writer does not hang', { skip: process.platform === 'win32' }, async () => {
  const pipe = join(plain.root, 'pipe');
  execFileSync('mkfifo', [pipe]);
  assert.equal((await ask({ type: 'text', path: pipe, limit: 9 })).type, 'unknown');
});

test('glob: as the shell, ** as find', async () => {
  const { workspace } = plain;
  const glob = async (pattern: string): Promise<readonly string[]> => {
    const answer = await ask({ type: 'glob', pattern: `${workspace}/${pattern}` });
    assert.ok(answer.type === 'glob');
    return answer.paths.map((found) => found.slice(workspace.length + 1)).sort();
  };
  assert.deepEqual(await glob('*.txt'), ['a.txt', 'b.txt']);
  assert.deepEqual(await glob('?.txt'), ['a.txt', 'b.txt']);
  assert.deepEqual(await glob('[!a].txt'), ['b.txt']);
  assert.deepEqual(await glob('{a,z}.txt'), ['a.txt']);
  assert.deepEqual(await glob('.*'), ['.hidden']);
  assert.deepEqual(await glob('sub/*'), ['sub/c.txt', 'sub/deep']);
  assert.deepEqual(await glob('*/c.txt'), ['folder-link/c.txt', 'sub/c.txt']);
  assert.deepEqual(await glob('**/*.txt'), ['.hidden/e.txt', 'a.txt', 'b.txt', 'sub/c.txt', 'sub/deep/d.txt']);
  assert.deepEqual(await glob('none*'), []);
});

test('glob: at most 200 matches', async () => {
  mkdirSync(join(plain.root, 'many'));
  for (let n = 0; n < 250; n++) writeFileSync(join(plain.root, 'many', `${n}.txt`), '');
  const answer = await ask({ type: 'glob', pattern: join(plain.root, 'many', '*.txt') });
  assert.ok(answer.type === 'glob' && answer.truncated && answer.paths.length === 200);
});

test('git: what is committed, ignored, untracked, changed', async () => {
  const { workspace } = shop;
  const base = {
    type: 'git',
    root: workspace,
    containsRepository: false,
    tracked: false,
    modified: false,
    untracked: false,
    ignored: false,
  } as const;
  assert.deepEqual(await askGit(join(workspace, 'README.md')), { ...base, tracked: true, examples: [], states: [] });
  assert.deepEqual(await askGit(join(workspace, 'data')), { ...base, ignored: true, examples: ['data/bookings.csv'], states: ['ignored'] });
  assert.deepEqual(await askGit(join(workspace, 'node_modules/a')), {
    ...base,
    ignored: true,
    examples: ['node_modules/a'],
    states: ['ignored'],
  });
  assert.deepEqual(await askGit(join(workspace, 'draft')), {
    ...base,
    untracked: true,
    ignored: true,
    examples: ['draft', 'draft/node_modules'],
    states: ['untracked', 'ignored'],
  });
  assert.deepEqual(await askGit(join(workspace, 'hollow')), { ...base, examples: [], states: [] });
  const whole = await askGit(workspace);
  assert.deepEqual([whole.containsRepository, whole.tracked, whole.untracked, whole.ignored], [true, true, true, true]);
  // What can be made again comes last.
  assert.deepEqual(whole.examples.slice(0, 5).sort(), ['.env', 'app.sqlite', 'data', 'draft', 'uploads']);
});

test('git: outside a repository, in .git, around a repository', async () => {
  const outside = await askGit(join(plain.workspace, 'sub'));
  assert.deepEqual([outside.root, outside.containsRepository], [undefined, false]);
  assert.equal((await askGit(join(shop.workspace, '.git/refs'))).containsRepository, true);
  assert.equal((await askGit(shop.root)).containsRepository, true);
  assert.equal((await askGit(join(shop.root, 'none'))).root, undefined);
});

test('git: a linked work tree is no repository, and answers for itself', async () => {
  const tree = join(shop.root, 'tree');
  shop.git('worktree', 'add', '-q', tree, 'HEAD');
  const clean = await askGit(tree);
  assert.deepEqual([clean.root, clean.containsRepository, clean.untracked], [tree, false, false]);
  writeFileSync(join(tree, 'new.md'), 'new');
  assert.equal((await askGit(tree)).untracked, true);
  shop.git('worktree', 'remove', '--force', tree);
});

test('path: what cannot be read is unknown', async () => {
  const round = join(plain.root, 'round');
  symlinkSync(round, round);
  assert.equal((await ask({ type: 'path', path: join(round, 'x') })).type, 'unknown');
  assert.equal((await ask({ type: 'path', path: join(plain.root, 'x'.repeat(300)) })).type, 'unknown');
  if (process.getuid?.() === 0) return; // Root may read it.
  const locked = join(plain.root, 'locked');
  mkdirSync(locked);
  chmodSync(locked, 0);
  assert.equal((await ask({ type: 'path', path: join(locked, 'x') })).type, 'unknown');
  chmodSync(locked, 0o700);
});

test('repository: branch, stashes, remotes, merged branches, aliases', async () => {
  shop.git('remote', 'add', 'origin', 'https://token@github.com/acme/shop.git');
  shop.git('remote', 'add', 'backup', '../backup.git');
  shop.git('branch', 'old', 'HEAD~1');
  shop.git('config', 'alias.nuke', 'reset --hard');
  const answer = await ask({ type: 'repository', path: join(shop.workspace, 'src') });
  assert.ok(answer.type === 'repository');
  assert.deepEqual(
    [answer.root, answer.branch, answer.modified, answer.untracked, answer.stashes],
    [shop.workspace, 'main', false, true, 0],
  );
  assert.deepEqual(answer.remotes, [
    { name: 'origin', host: 'github.com' },
    { name: 'backup', host: '' },
  ]);
  assert.deepEqual(answer.merged, ['old']);
  assert.equal(answer.aliases['nuke'], 'reset --hard');
});

test('repository: none', async () => {
  const answer = await ask({ type: 'repository', path: plain.workspace });
  assert.ok(answer.type === 'repository' && answer.root === undefined);
});

test('many questions at once share their looks', async () => {
  const questions: Question[] = [];
  for (let n = 0; n < 120; n++)
    questions.push(
      { type: 'git', path: join(shop.workspace, n % 2 ? 'src' : 'data', `${n}`) },
      { type: 'path', path: join(shop.workspace, `${n}`) },
    );
  const answers = await answerQuestions(questions);
  assert.equal(answers.size, questions.length);
  for (const answer of answers.values()) assert.notEqual(answer.type, 'unknown');
});

test('status lines: only what is on the disk or staged counts as changed', () => {
  const entries = parseStatus([' M a', 'M  b', 'A  c', ' D d', 'D  e', 'AD f', 'UU g', '?? h/', '!! i', ' T j'].join('\0'));
  assert.deepEqual(
    entries.map(({ path: name, state }) => `${name} ${state}`),
    ['a modified', 'b modified', 'c modified', 'f modified', 'g modified', 'h untracked', 'i ignored', 'j modified'],
  );
});

test('state lines of porcelain v2', () => {
  const output = ['# branch.oid 1', '# branch.head main', '# stash 3', '1 .M N... 100644 100644 100644 a b f', '? new'].join('\0');
  assert.deepEqual(parseState(output), { branch: 'main', modified: true, untracked: true, stashes: 3 });
  assert.deepEqual(parseState('# branch.head (detached)\x001 .D N... 100644 100644 000000 a b f\0'), {
    branch: undefined,
    modified: false,
    untracked: false,
    stashes: 0,
  });
});
