import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createRepository, createSandbox, type Sandbox } from '../../../../support/repository.ts';

let shop: Sandbox;
let bare: Sandbox;

before(() => {
  shop = createRepository();
  shop.write({
    'draft.md': 'never committed',
    'empty.txt': '',
    'hollow/': '',
    'packages/a/node_modules/x.js': 'x',
    'packages/a/dist/x.js': 'x',
    'packages/a/data/x.csv': 'x',
    'sub/notes.txt': 'untracked',
    'other/.git/HEAD': 'ref: refs/heads/main\n',
    'other/.git/objects/': '',
    'other/.git/refs/': '',
    'other/a.txt': 'a',
  });
  mkdirSync(join(shop.root, 'tmp'));
  mkdirSync(join(shop.root, 'tmp/scratch'));
  writeFileSync(join(shop.root, 'tmp/scratch/a.txt'), 'a');
  mkdirSync(join(shop.home, 'Documents'));
  writeFileSync(join(shop.home, 'Documents/thesis.md'), 'years');
  mkdirSync(join(shop.home, '.cache/pip'), { recursive: true });
  writeFileSync(join(shop.home, '.cache/pip/a'), 'a');
  writeFileSync(join(shop.home, 'list.txt'), 'a');
  symlinkSync(join(shop.home, 'Documents'), join(shop.workspace, 'build/papers'));
  symlinkSync(join(shop.home, 'list.txt'), join(shop.workspace, 'list-link'));
  symlinkSync(join(shop.workspace, 'data'), join(shop.root, 'tmp/data-link'));
  bare = createSandbox();
  bare.write({
    'package.json': '{}',
    'dist/a.js': 'a',
    'photos/a.jpg': 'a',
    'photos/dist/a.jpg': 'a',
    'package-lock.json': '{}',
    'node_modules/a/b.js': 'b',
    'notes.md': 'x',
  });
});

after(() => {
  shop.remove();
  bare.remove();
});

/** Command → what is held, as `verdict rule name`; nothing held when left out. */
const inRepository: readonly (readonly [string, ...string[]])[] = [
  // Build output, caches and dependencies that git ignores pass; ignored data is the only copy.
  ['rm -rf node_modules dist build'],
  ['rm -rf ./dist/*'],
  ['rm -rf packages/*/node_modules packages/*/dist'],
  ['rm -rf data', 'confirm files.delete data'],
  ['rm -rf data/', 'confirm files.delete data'],
  ['rm -rf node_modules data', 'confirm files.delete data'],
  ['rm .env', 'confirm files.delete .env'],
  ['rm app.sqlite', 'confirm files.delete app.sqlite'],
  ['rm -rf uploads', 'confirm files.delete uploads'],
  ['rm -f *.sqlite', 'confirm files.delete app.sqlite'],
  ['rm -f *.log'],
  ['rm -rf packages', 'confirm files.delete packages'],
  // Committed and unchanged can be checked out again.
  ['rm README.md'],
  ['rm -rf src'],
  ['rm -rf node_modules package-lock.json'],
  // Never committed.
  ['rm draft.md', 'confirm files.delete draft.md'],
  ['rm -f "draft.md"', 'confirm files.delete draft.md'],
  ['unlink draft.md', 'confirm files.delete draft.md'],
  ['rm -rf sub', 'confirm files.delete sub'],
  ['cd sub && rm *', 'confirm files.delete sub/notes.txt'],
  ['cd sub && rm -rf *', 'confirm files.delete *'],
  ['F=draft.md; rm "$F"', 'confirm files.delete draft.md'],
  ['for f in draft.md README.md; do rm $f; done', 'confirm files.delete draft.md'],
  // Nothing is lost.
  ['rm missing.txt'],
  ['rm -rf missing-folder'],
  ['touch x && rm x'],
  ['rm empty.txt'],
  ['rm -rf hollow'],
  ['rmdir hollow'],
  ['rm sub'],
  ['rm list-link'],
  ['rm -f .git/index.lock'],
  // Repositories, the workspace, roots.
  ['rm -rf .git', 'confirm files.delete .git'],
  ['rm -rf other', 'confirm files.delete other'],
  ['rm -rf .', 'confirm files.delete WORKSPACE'],
  ['rm -rf ../shop', 'confirm files.delete WORKSPACE'],
  ['rm -rf *', 'confirm files.delete *'],
  ['rm -rf ./.* ./*', 'confirm files.delete ./.*', 'confirm files.delete ./*'],
  ['rm -rf ~', 'type files.deleteRoot ~'],
  ['rm -rf ~/', 'type files.deleteRoot ~'],
  ['rm -rf ~/*', 'type files.deleteRoot ~/*'],
  ['rm -rf "$HOME"', 'type files.deleteRoot ~'],
  ['rm -rf ~/Documents', 'type files.deleteRoot ~/Documents'],
  ['rm -rf ~/Documents/old-and-not-there', 'confirm files.delete ~/Documents/old-and-not-there'],
  ['rm ~/Documents/thesis.md', 'confirm files.delete ~/Documents/thesis.md'],
  ['rm -rf / --no-preserve-root', 'type files.deleteRoot /'],
  ['rm -rf /*', 'type files.deleteRoot /*'],
  ['rm -rf "$UNSET/"', 'type files.deleteRoot $UNSET/'],
  ['rm -rf "$UNSET"/*', 'type files.deleteRoot $UNSET/*'],
  ['rm -rf "$UNSET/stuff"', 'confirm files.delete $UNSET/stuff'],
  ['rm -rf "$UNSET/usr"', 'type files.deleteRoot $UNSET/usr'],
  ['rm -rf "$UNSET/node_modules"'],
  ['rm -rf "$UNSET/x/node_modules"'],
  ['rm -rf "$UNSET/../node_modules"', 'confirm files.delete $UNSET/../node_modules'],
  ['rm -rf $UNSET//*', 'type files.deleteRoot $UNSET//*'],
  ['rm -rf "$UNSET//"', 'type files.deleteRoot $UNSET//'],
  ['rm -rf "$UNSET//usr"', 'type files.deleteRoot $UNSET//usr'],
  ['rm -rf "${UNSET}usr"', 'confirm files.delete ${UNSET}usr'],
  ['rm -rf "${UNSET:?}/usr"', 'confirm files.delete ${UNSET:?}/usr'],
  ['rm "$UNSET/usr"', 'confirm files.delete $UNSET/usr'],
  ['rm -f "$UNSET"/*.log'],
  ['cd "$UNSET" && rm -rf node_modules'],
  ['cd "$UNSET" && rm -rf *.log'],
  ['cd "$UNSET" && rm -rf data', 'confirm files.delete data'],
  ['rm -rf src/$UNSET'],
  ['rm -rf missing/$UNSET'],
  ['rm -rf ~/.cache/pip/$UNSET'],
  ['rm -rf dist/$UNSET'],
  ['rm -rf data/$UNSET', 'confirm files.delete data/$UNSET'],
  ['rm -rf ~/.cache/pip'],
  // Scratch, also through a variable; but not what a link in it leads to.
  ['rm -rf TMP/scratch'],
  ['rm -rf TMP/*'],
  ['D=$(mktemp -d); rm -rf "$D"'],
  ['D=TMP/scratch; rm -rf "$D/a"'],
  ['rm TMP/data-link'],
  ['rm -rf TMP/data-link/*', 'confirm files.delete TMP/data-link/*'],
  ['rm -rf build/papers'],
  ['rm build/papers/thesis.md', 'confirm files.delete ~/Documents/thesis.md'],
  // find
  ["find . -name '*.pyc' -delete"],
  ['find . -type d -name node_modules -prune -exec rm -rf {} +'],
  ['find . -type d -empty -delete'],
  ['find . -delete', 'confirm files.findDelete WORKSPACE'],
  ["find . -name '*.csv' -delete", 'confirm files.findDelete data/bookings.csv', 'confirm files.findDelete packages/a/data/x.csv'],
  ["find sub -name '*.txt' -exec rm {} \\;", 'confirm files.delete sub/notes.txt'],
  ['find sub -type f -print0 | xargs -0 rm -f', 'confirm files.delete sub/…'],
  ["find src -name '*.ts' -delete"],
  ['find TMP -type f -mtime +3 -delete'],
  ['rm -rf $(find . -name node_modules -type d)'],
  ['rm $(find sub -name "*.txt")', 'confirm files.delete sub/notes.txt'],
  ['rm $(  find sub -name "*.txt")', 'confirm files.delete sub/notes.txt'],
  ['rm `find sub -name "*.txt"`', 'confirm files.delete sub/notes.txt'],
  ['rm $(refind sub)', 'confirm files.delete $(refind sub)'],
  // Overwriting.
  ['echo x > README.md'],
  ['echo x > draft.md', 'confirm files.overwrite draft.md'],
  ['echo x >> draft.md'],
  ['echo x > new.md'],
  ['echo x > empty.txt'],
  ['echo x > app.log'],
  ['npm test > out.txt 2>&1'],
  ['echo x > list-link', 'confirm files.overwrite ~/list.txt'],
  ['echo x | tee draft.md', 'confirm files.overwrite draft.md'],
  ['echo x | tee -a draft.md'],
  ['cp README.md draft.md', 'confirm files.overwriteByMove draft.md'],
  ['cp README.md copy.md'],
  ['cp README.md sub'],
  ['cp -n README.md draft.md'],
  ['cp ../tmp/scratch/a.txt sub/notes.txt', 'confirm files.overwriteByMove sub/notes.txt'],
  ['mv README.md draft.md', 'confirm files.overwriteByMove draft.md'],
  ['mv draft.md final.md'],
  ['mv draft.md src/'],
  ['mv draft.md /dev/null', 'confirm files.moveAway draft.md'],
  ['mv data TMP/', 'confirm files.moveAway data'],
  ['mv dist TMP/'],
  ['ln -sf src/app.ts draft.md', 'confirm files.overwriteByMove draft.md'],
  ['ln -sfn src/app.ts list-link'],
  ['truncate -s 0 draft.md', 'confirm files.overwrite draft.md'],
  ['truncate -s +1M draft.md'],
  ['dd if=/dev/zero of=draft.md', 'confirm files.overwrite draft.md'],
  ['shred -u draft.md', 'confirm files.shred draft.md'],
  ['sed -i s/a/b/ draft.md'],
  ['rsync -a --delete src/ dist/'],
  ['rsync -a --delete src/ data/', 'confirm files.syncDelete data'],
  ['rsync -a --delete src/ fresh/'],
  ['unzip -o a.zip'],
  ['tar czf new.tgz src'],
];

for (const [command, ...held] of inRepository)
  test(`${command} - ${held.length === 0 ? 'passes' : 'held'}`, async () => {
    const place = (text: string): string => text.replaceAll('TMP', join(shop.root, 'tmp')).replaceAll('WORKSPACE', shop.workspace);
    const result = await shop.judge(place(command));
    assert.deepEqual([...result.held].sort(), held.map(place).sort());
  });

const outsideRepository: readonly (readonly [string, ...string[]])[] = [
  ['rm -rf node_modules'],
  ['rm -rf dist'],
  ['rm -rf photos', 'confirm files.delete photos'],
  ['rm notes.md', 'confirm files.delete notes.md'],
  ['rm package-lock.json'],
  ['rm dist/a.js', 'confirm files.delete dist/a.js'],
  ['rm -rf photos/dist', 'confirm files.delete photos/dist'],
  ['cd photos && rm -rf ../node_modules'],
  ['rm missing.md'],
  ['git reset --hard', 'confirm git.discardChanges shop'],
];

for (const [command, ...held] of outsideRepository)
  test(`outside a repository: ${command} - ${held.length === 0 ? 'passes' : 'held'}`, async () => {
    assert.deepEqual((await bare.judge(command)).held, held);
  });

test('a harmless command asks nothing', async () => {
  for (const command of ['ls -la', 'git status', 'git commit -m "rm -rf data"', 'grep -r x . > /dev/null', 'git push', 'git checkout -b x'])
    assert.equal((await shop.judge(command)).questions, 0, command);
});

test('what prints a file asks once: whether it is a link to a credential', async () => {
  for (const command of ['cat draft.md', 'head -5 draft.md', 'grep x draft.md'])
    assert.equal((await shop.judge(command)).questions, 1, command);
});

test('what is held names examples of what would be lost', async () => {
  const { operations } = await shop.judge('rm -rf data');
  assert.match(operations[0]?.evidence.map(({ text }) => text).join('\n') ?? '', /data\/bookings\.csv/);
  assert.equal(operations[0]?.resource.path, join(shop.workspace, 'data'));
  assert.equal(operations[0]?.recovery, 'snapshot');
});

test('over ssh and in containers nobody can be asked', async () => {
  const [onHost] = (await shop.judge("ssh deploy@db1.example.com 'rm -rf /srv/data'")).operations;
  assert.deepEqual([onHost?.rule, onHost?.location, onHost?.recovery, onHost?.verdict], ['files.delete', 'remote', 'none', 'type']);
  const [inContainer] = (await shop.judge('docker exec app rm -rf /srv/data')).operations;
  assert.deepEqual([inContainer?.location, inContainer?.environment, inContainer?.verdict], ['remote', 'development', 'confirm']);
  assert.equal((await shop.judge("ssh deploy@db1.example.com 'rm -rf /tmp/release-1'")).verdict, 'allow');
});

test('the workspace itself may lie in the temporary directory', async () => {
  assert.deepEqual((await shop.judge(`rm -rf ${join(shop.workspace, 'data')}`)).held, ['confirm files.delete data']);
});
