import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Action } from '../../src/core/types.ts';
import { openStateFolder, type StateFolder } from '../../src/platform/stateFolder.ts';
import { previewSnapshot, restoreSnapshot } from '../../src/platform/snapshots/restoreSnapshot.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { gitStateOf, shell, snapshotBefore, treeOf } from '../support/undo.ts';

let sandbox: Sandbox;
let state: StateFolder;
let next = 0;

before(() => {
  sandbox = createSandbox('undo');
  state = openStateFolder(path.join(sandbox.home, '.tenth-second'));
});

after(() => sandbox.dispose());

/** A repository with everything in it that is awkward to bring back. */
const awkward = `
git init -q -b main .
mkdir -p src docs empty/deep
printf 'a\\r\\nb\\n' > src/app.ts; echo readme > README.md; echo '#!/bin/sh' > run.sh; chmod 755 run.sh
printf '*.log\\nnode_modules/\\nsecret/\\n' > .gitignore
printf '*.bin filter=lfs diff=lfs merge=lfs -text\\n*.txt text eol=crlf\\n' > .gitattributes
printf 'version https://git-lfs.github.com/spec/v1\\noid sha256:%064d\\nsize 12\\n' 7 > model.bin
printf 'one\\r\\ntwo\\r\\n' > crlf.txt
ln -s src/app.ts link; ln -s nowhere dangling; ln -s docs folderlink
git add -A; git commit -qm first
echo second >> README.md; git commit -qam second
git branch feature; git checkout -q feature; echo f > feature.txt; git add -A; git commit -qm feature; git checkout -q main
echo stashed >> README.md; git stash push -qm 'my stash'; echo other >> src/app.ts; git stash push -qm 'my other stash'
echo changed >> README.md; echo staged > staged.txt; git add staged.txt; echo more >> staged.txt
rm docs -rf; mkdir docs; echo untracked > docs/new.md; chmod 600 docs/new.md
printf 'bytes' > "$(printf 'caf\\xe9 \\n x')"
mkdir -p node_modules/pkg secret; echo module > node_modules/pkg/index.js; echo key > secret/.env; chmod 700 secret; echo l > a.log
git rm -q --cached run.sh; rm dangling
`;

function makeRepository(): string {
  const folder = path.join(sandbox.folder, `repo${next++}`);
  mkdirSync(folder);
  shell(awkward, folder);
  return folder;
}

/** Transactions without end, some rows in each; says when the first is done. */
const sqliteWriter = `
import sqlite3, random, sys
c = sqlite3.connect(sys.argv[1], timeout=30)
c.execute('pragma journal_mode=' + sys.argv[2])
c.execute('create table t (a integer primary key, b text)')
c.commit()
print('ready', flush=True)
while True:
    for i in range(20):
        c.execute('insert or replace into t values (?, ?)', (random.randrange(2000), 'x' * random.randrange(2000)))
    c.commit()
`;
const sqliteCheck = 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("pragma integrity_check").fetchone()[0])';

interface Case {
  readonly command: string;
  /** Further preparation. */
  readonly given?: string;
  /** Where it runs, below the repository. */
  readonly in?: string;
  /** Its repository is gone in between. */
  readonly whole?: boolean;
}

const cases: readonly Case[] = [
  { command: 'rm -rf docs src secret' },
  { command: 'rm -rf .git', whole: true },
  { command: 'rm -rf "$PWD"/* .gitignore', whole: true },
  { command: 'git reset --hard' },
  { command: 'git reset --hard HEAD~1' },
  { command: 'git clean -fdx' },
  { command: 'git clean -fd docs' },
  { command: 'git checkout -- .' },
  { command: 'git checkout HEAD -- README.md src' },
  { command: 'git restore --staged --worktree .' },
  { command: 'git checkout -f feature' },
  { command: 'git stash clear' },
  { command: 'git stash drop' },
  {
    command: 'git branch -D feature',
    given: 'git config branch.feature.remote origin; git config branch.feature.merge refs/heads/feature',
  },
  { command: 'mv docs/new.md README.md' },
  { command: 'cp docs/new.md README.md' },
  { command: ': > README.md' },
  { command: 'echo gone > docs/new.md' },
  { command: 'truncate -s 0 docs/new.md' },
  { command: 'find docs -type f -delete' },
  { command: 'git rm -qrf README.md' },
  { command: 'shred -u docs/new.md' },
];

describe('what a real tool destroys comes back byte for byte', { skip: process.platform === 'win32' }, () => {
  for (const { command, given, whole } of cases)
    test(command, async () => {
      const folder = makeRepository();
      if (given !== undefined) shell(given, folder);
      const earlier = treeOf(folder);
      const git = gitStateOf(folder);
      const { taken } = await snapshotBefore(command, folder, state.snapshots);
      assert.equal(taken.type, 'taken', JSON.stringify(taken));
      if (taken.type !== 'taken') return;
      assert.deepEqual(treeOf(folder), earlier, 'taking it changes nothing');
      assert.equal(gitStateOf(folder), git);
      shell(command, folder);
      if (whole !== true) shell('git gc -q --prune=now 2>/dev/null; true', folder);
      const lost = JSON.stringify(treeOf(folder)) !== JSON.stringify(earlier) || (whole === true ? '' : gitStateOf(folder)) !== git;
      assert.ok(lost, 'the tool does destroy something');
      const preview = await previewSnapshot(state.snapshots, taken.header.id);
      assert.ok((preview?.changes.length ?? 0) + (preview?.refs.length ?? 0) > 0);
      const restored = await restoreSnapshot(state.snapshots, taken.header.id, { overwrite: true });
      assert.deepEqual(restored?.problems, []);
      assert.deepEqual(restored?.left, []);
      assert.deepEqual(treeOf(folder), earlier);
      assert.equal(gitStateOf(folder), git);
    });

  test('submodules and linked work trees', async () => {
    const library = path.join(sandbox.folder, 'library');
    mkdirSync(library);
    shell('git init -q -b main .; echo lib > lib.c; git add -A; git commit -qm lib', library);
    const folder = makeRepository();
    shell(
      `git -c protocol.file.allow=always submodule --quiet add '${library}' vendor/lib; git commit -qm 'add library' -- .gitmodules vendor/lib
       echo changed >> vendor/lib/lib.c; echo new > vendor/lib/new.c
       git worktree add -q ../tree${next} feature; echo dirty >> ../tree${next}/feature.txt; echo untracked > ../tree${next}/u`,
      folder,
    );
    const tree = path.join(sandbox.folder, `tree${next}`);
    for (const [command, cwd] of [
      ['rm -rf vendor', folder],
      ['git reset --hard', path.join(folder, 'vendor/lib')],
      ['git clean -fd', path.join(folder, 'vendor/lib')],
      ['git submodule deinit -f vendor/lib', folder],
      ['git reset --hard', tree],
      ['git clean -fdx', tree],
      [`git worktree remove --force ${tree}`, folder],
    ] as const) {
      const earlier = [treeOf(folder), treeOf(tree)];
      const { taken } = await snapshotBefore(command, cwd, state.snapshots);
      assert.ok(taken.type === 'taken', `${command}: ${JSON.stringify(taken)}`);
      shell(command, cwd);
      const restored = await restoreSnapshot(state.snapshots, taken.header.id, { overwrite: true });
      assert.deepEqual(
        restored?.problems.filter((text) => !text.includes('no repository')),
        [],
        command,
      );
      const now = [treeOf(folder), treeOf(tree)];
      assert.deepEqual(now, earlier, command);
    }
  });

  test('an SQLite file with its log, removed or emptied', async () => {
    const folder = path.join(sandbox.folder, `data${next++}`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'app.db'), Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8000, 7)]));
    writeFileSync(path.join(folder, 'app.db-wal'), Buffer.alloc(4000, 9));
    for (const command of ['rm app.db', ': > app.db', 'rm app.db app.db-wal']) {
      const earlier = treeOf(folder);
      const { taken } = await snapshotBefore(command, folder, state.snapshots);
      assert.ok(taken.type === 'taken', command);
      shell(command, folder);
      // A program makes a new database in its place.
      writeFileSync(path.join(folder, 'app.db-shm'), 'of another database');
      rmSync(path.join(folder, 'app.db-wal'), { force: true });
      await restoreSnapshot(state.snapshots, taken.header.id, { overwrite: true });
      assert.deepEqual(treeOf(folder), earlier, command);
    }
  });

  for (const mode of ['wal', 'delete'])
    test(`a real SQLite database (${mode}) that a program writes into all the while`, async () => {
      for (let round = 0; round < 6; round++) {
        const folder = path.join(sandbox.folder, `live${next++}`);
        mkdirSync(folder);
        const writer = spawn('python3', ['-c', sqliteWriter, path.join(folder, 'app.db'), mode], { stdio: ['ignore', 'pipe', 'inherit'] });
        try {
          await new Promise((resolve) => writer.stdout.once('data', resolve));
          // Copied, since the command writes into it.
          const { taken } = await snapshotBefore(': > app.db', folder, state.snapshots);
          assert.ok(taken.type === 'taken', JSON.stringify(taken));
          writer.kill('SIGKILL');
          await new Promise((resolve) => writer.once('close', resolve));
          rmSync(folder, { recursive: true });
          mkdirSync(folder);
          await restoreSnapshot(state.snapshots, taken.header.id, { overwrite: true });
          // Either from one moment, or said not to be.
          const check = shell(`python3 -c '${sqliteCheck}' app.db || true`, folder).trim();
          assert.ok(check === 'ok' || taken.header.gaps.length > 0, check);
        } finally {
          writer.kill('SIGKILL');
        }
      }
    });

  test("a mass edit by an agent's own tools, undone in turn", async () => {
    const folder = makeRepository();
    const earlier = treeOf(folder);
    const ids: string[] = [];
    for (const [name, content] of [
      ['README.md', 'all new'],
      ['docs/new.md', 'all new'],
      ['src/app.ts', 'all new'],
      ['README.md', 'once more'],
    ] as const) {
      const action: Action = { type: 'write', path: path.join(folder, name), content };
      const { taken } = await snapshotBefore(action, folder, state.snapshots);
      assert.ok(taken.type === 'taken');
      ids.push(taken.header.id);
      writeFileSync(path.join(folder, name), content);
    }
    for (const id of ids.reverse()) await restoreSnapshot(state.snapshots, id, { overwrite: true });
    assert.deepEqual(treeOf(folder), earlier);
  });
});

describe('newer work', { skip: process.platform === 'win32' }, () => {
  test('is left alone unless asked for, and then kept', async () => {
    const folder = makeRepository();
    const { taken } = await snapshotBefore('rm -rf docs README.md', folder, state.snapshots);
    assert.ok(taken.type === 'taken');
    shell('rm -rf docs README.md', folder);
    writeFileSync(path.join(folder, 'README.md'), 'written anew');
    const first = await restoreSnapshot(state.snapshots, taken.header.id, { overwrite: false });
    assert.deepEqual(first?.left, [path.join(folder, 'README.md')]);
    assert.equal(shell('cat README.md docs/new.md', folder), 'written anewuntracked\n');
    const second = await restoreSnapshot(state.snapshots, taken.header.id, { overwrite: true });
    assert.ok(second?.before !== undefined);
    assert.match(shell('cat README.md', folder), /changed/);
    await restoreSnapshot(state.snapshots, second.before, { overwrite: true });
    assert.equal(shell('cat README.md', folder), 'written anew');
  });

  test('a link in place of a folder is not written through', async () => {
    const folder = makeRepository();
    const outside = path.join(sandbox.folder, `outside${next++}`);
    mkdirSync(outside);
    const { taken } = await snapshotBefore('rm -rf docs', folder, state.snapshots);
    assert.ok(taken.type === 'taken');
    shell(`rm -rf docs; ln -s '${outside}' docs`, folder);
    const restored = await restoreSnapshot(state.snapshots, taken.header.id, { overwrite: false });
    assert.ok((restored?.left.length ?? 0) > 0);
    assert.deepEqual(readdirSync(outside), []);
  });

  test('commits made since are not moved away from', async () => {
    const folder = makeRepository();
    const { taken } = await snapshotBefore('git reset --hard HEAD~1', folder, state.snapshots);
    assert.ok(taken.type === 'taken');
    shell('git reset -q --hard HEAD~1; echo new > brandnew.txt; git add brandnew.txt; git commit -qm newer', folder);
    const restored = await restoreSnapshot(state.snapshots, taken.header.id, { overwrite: false });
    assert.ok(restored?.left.some((text) => text.startsWith('refs/heads/main')));
    assert.match(shell('git log -1 --format=%s', folder), /newer/);
  });
});

test('the store is private, and lies outside of the repository', { skip: process.platform === 'win32' }, () => {
  assert.equal(statSync(state.snapshots).mode & 0o777, 0o700);
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        assert.equal(statSync(file).mode & 0o777, 0o700, file);
        walk(file);
      } else if (!file.includes('/links/')) assert.equal(statSync(file).mode & 0o077, 0, file);
    }
  };
  walk(state.snapshots);
});
