import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createRepository, type Sandbox } from '../../../../support/repository.ts';

let clean: Sandbox;
let dirty: Sandbox;

/** Branches: `main`, `merged` (in main), `pushed` (on the remote), `alone` (nowhere else). */
function withBranches(sandbox: Sandbox): void {
  const remote = join(sandbox.root, 'remote.git');
  execFileSync('git', ['init', '-q', '--bare', remote], { stdio: 'ignore' });
  sandbox.git('remote', 'add', 'origin', remote);
  sandbox.git('branch', 'merged', 'HEAD~1');
  for (const name of ['pushed', 'alone']) {
    sandbox.git('checkout', '-q', '-b', name, 'main');
    sandbox.write({ [`src/${name}.ts`]: name });
    sandbox.git('add', `src/${name}.ts`);
    sandbox.git('commit', '-q', '-m', name);
  }
  sandbox.git('push', '-q', 'origin', 'pushed');
  sandbox.git('checkout', '-q', 'main');
  sandbox.git('remote', 'set-url', 'origin', 'git@github.com:acme/shop.git');
  sandbox.git('config', 'alias.nuke', 'reset --hard');
  sandbox.git('config', 'alias.wipe', '!git clean -fdx && rm -rf data');
  sandbox.git('config', 'alias.again', 'nuke HEAD');
  sandbox.git('config', 'alias.st', 'status');
}

before(() => {
  clean = createRepository();
  withBranches(clean);
  clean.git('worktree', 'add', '-q', '../side', 'merged');
  dirty = createRepository();
  withBranches(dirty);
  dirty.write({ 'src/app.ts': 'stashed' });
  dirty.git('stash', '-q');
  dirty.git('worktree', 'add', '-q', '../side', 'merged');
  writeFileSync(join(dirty.root, 'side/new.txt'), 'new');
  dirty.write({ 'src/app.ts': 'changed', 'draft.md': 'new', 'data/cache/a.pyc': 'x' });
  mkdirSync(join(dirty.root, 'plain'));
});

after(() => {
  clean.remove();
  dirty.remove();
});

const nothingToLose: readonly string[] = [
  'git reset --hard',
  'git reset --hard HEAD~1',
  'git checkout -- .',
  'git checkout .',
  'git checkout -f merged',
  'git restore .',
  'git switch --discard-changes merged',
  'git clean -fd',
  'git stash drop',
  'git stash clear',
  'git branch -D merged',
  'git branch -D pushed',
  'git rm -rf src',
  'git nuke',
  'git again',
  'git st',
  'git worktree remove --force ../side',
  'git submodule deinit -f missing',
  'git clone https://example.com/a.git new && cd new && git reset --hard v1',
];

for (const command of nothingToLose)
  test(`nothing uncommitted: ${command} - passes`, async () => {
    assert.deepEqual((await clean.judge(command)).held, []);
  });

const somethingToLose: readonly (readonly [string, ...string[]])[] = [
  ['git reset --hard', 'confirm git.discardChanges shop'],
  ['git -C src reset --hard', 'confirm git.discardChanges shop'],
  ['cd src && git reset --hard HEAD~1', 'confirm git.discardChanges shop'],
  ['git reset --keep HEAD~1'],
  ['git reset'],
  ['git checkout -- .', 'confirm git.discardChanges SHOP'],
  ['git checkout .', 'confirm git.discardChanges SHOP'],
  ['git checkout src/app.ts', 'confirm git.discardChanges src/app.ts'],
  ['git checkout -- README.md'],
  ['git checkout HEAD -- src', 'confirm git.discardChanges src'],
  ['git checkout HEAD~1 README.md src/app.ts', 'confirm git.discardChanges src/app.ts'],
  ['git checkout merged'],
  ['git checkout -b new'],
  ['git checkout -f merged', 'confirm git.discardChanges shop'],
  ['git checkout --ours src/app.ts'],
  ['git restore src', 'confirm git.discardChanges src'],
  ['git restore README.md'],
  ['git restore --staged src'],
  ['git switch -f merged', 'confirm git.discardChanges shop'],
  ['git clean -fd', 'confirm git.cleanUntracked SHOP'],
  ['git clean -fd src'],
  ['git clean -fdn'],
  ['git clean -fdx', 'confirm git.cleanUntracked SHOP'],
  ['git clean -fX src'],
  ['git clean -fX data/cache/a.pyc', 'confirm git.cleanUntracked data'],
  ['git clean -fx data/cache/a.pyc'],
  ['git rm -rf --cached docs && git clean -fd src'],
  ['git rm -rqf . && git clean -fd', 'confirm git.cleanUntracked SHOP', 'confirm git.removeFiles SHOP'],
  ['rm .gitignore && git clean -fd data', 'confirm git.cleanUntracked data'],
  ['echo /tmp >> .gitignore && git clean -fd data'],
  ['git stash drop', 'confirm git.dropStash the stash stash@{0}'],
  ['git stash clear', 'confirm git.dropStash all stashes of shop'],
  ['git stash pop'],
  ['git branch -D merged'],
  ['git branch -D alone', 'confirm git.deleteBranch alone'],
  ['git branch -D merged alone', 'confirm git.deleteBranch alone'],
  ['git branch -d alone'],
  ['git branch --merged | grep -v main | xargs git branch -d'],
  ['git branch | grep old | xargs git branch -D', 'confirm git.deleteBranch the branches it is given'],
  ['git rm -f src/app.ts', 'confirm git.removeFiles src/app.ts'],
  ['git rm --cached -f src/app.ts'],
  ['git worktree remove --force ../side', 'confirm git.removeWorktree SIDE'],
  ['git worktree remove ../side'],
  ['git nuke', 'confirm git.discardChanges shop'],
  ['git again', 'confirm git.discardChanges shop'],
  ["git -c alias.boom='!rm -rf data' boom", 'confirm files.delete data'],
  ["git -c alias.boom='clean -fd' boom", 'confirm git.cleanUntracked SHOP'],
  ['git wipe', 'confirm files.delete data', 'confirm git.cleanUntracked SHOP'],
  ["git config alias.boom '!rm -rf data'", 'confirm files.delete data'],
  ["git config core.pager 'rm -rf data; cat'", 'confirm files.delete data'],
  ["git -c core.sshCommand='rm -rf data; ssh' fetch", 'confirm files.delete data'],
  ['GIT_EXTERNAL_DIFF=\'sh -c "rm -rf data"\' git diff', 'confirm files.delete data'],
  ["git rebase --exec 'rm -rf data' main", 'confirm files.delete data'],
  ['git bisect run rm -rf data', 'confirm files.delete data'],
  ['git --git-dir=../x/.git --work-tree=. checkout -- .', 'confirm git.discardChanges .'],
  ['git --git-dir=../x/.git reset --hard', 'confirm git.discardChanges shop'],
  ['cd ../plain && git reset --hard', 'confirm git.discardChanges plain'],
  ['git push'],
  ['git push --force', 'type git.forcePush origin/main'],
  ['git push -f origin alone', 'confirm git.forcePush origin/alone'],
  ['git push --force-with-lease', 'confirm git.forcePush origin/main'],
  ['git push origin +alone', 'confirm git.forcePush origin/alone'],
  ['git push origin +HEAD:refs/heads/main', 'type git.forcePush origin/main'],
  ['git push origin HEAD:feature'],
  ['git push origin :alone', 'confirm git.deleteRemoteRef origin/alone'],
  ['git push origin --delete alone merged', 'confirm git.deleteRemoteRef origin/alone', 'confirm git.deleteRemoteRef origin/merged'],
  ['git push origin --delete production', 'type git.deleteRemoteRef origin/production'],
  ['git push --mirror', 'type git.mirrorPush origin'],
  ['git push -f https://token@github.com/a/b.git alone', 'confirm git.forcePush https://github.com/a/b.git/alone'],
  ['git push --force --dry-run'],
  ['git gc --prune=now', 'confirm git.pruneObjects shop'],
  ['git reflog expire --expire=now --all', 'confirm git.expireReflog shop'],
  ['git filter-branch -f HEAD', 'confirm git.rewriteHistory shop'],
  ['git update-ref -d refs/heads/alone', 'confirm git.deleteRef refs/heads/alone'],
];

for (const [command, ...held] of somethingToLose)
  test(`uncommitted work: ${command} - ${held.length === 0 ? 'passes' : 'held'}`, async () => {
    const place = (text: string): string => text.replaceAll('SHOP', dirty.workspace).replaceAll('SIDE', join(dirty.root, 'side'));
    assert.deepEqual([...(await dirty.judge(command)).held].sort(), held.map(place).sort());
  });

test('a change that git was told to overlook is a change', async () => {
  const hidden = createRepository();
  try {
    hidden.write({ 'src/app.ts': 'local settings' });
    hidden.git('update-index', '--assume-unchanged', 'src/app.ts');
    assert.deepEqual((await hidden.judge('rm src/app.ts')).held, ['confirm files.delete src/app.ts']);
  } finally {
    hidden.remove();
  }
});

test('everything of a host that an agent shell is in counts as uncommitted', async () => {
  const [operation] = (await dirty.judge("ssh web1.example.com 'cd /srv/app && git reset --hard'")).operations;
  assert.deepEqual([operation?.rule, operation?.location, operation?.verdict], ['git.discardChanges', 'remote', 'type']);
});

test('the examples of what would be lost are the changed files', async () => {
  const { operations } = await dirty.judge('git reset --hard');
  assert.match(operations.map(({ evidence }) => evidence.map(({ text }) => text).join(' ')).join(' '), /src\/app\.ts/);
});
