import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { createSandbox } from '../../../../support/repository.ts';

/**
 * Situations on a real disk with real repositories: what a deletion, an overwriting or a script reaches. `allow` passes, `held` does
 * not. The workspace has build output that git ignores, a tracked file with changes, files that git does not know, links that lead
 * out of it, another project and documents beside it, and linked worktrees: clean and merged, ahead, and with new files.
 */
const sandbox = createSandbox();
after(() => sandbox.remove());

function put(path: string, text = 'x\n'): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const git = (cwd: string, ...args: readonly string[]): void => {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'init.defaultBranch=main'];
  execFileSync('git', [...who, ...args], { cwd, stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: sandbox.home } });
};

const shopAllow: readonly string[] = [
  'rm -rf node_modules',
  'rm -rf dist build',
  'rm -rf ./dist/*',
  'rm -f app.log',
  'rm *.log',
  'rm README.md',
  'rm src/main.ts',
  'rm -rf empty',
  'rmdir empty',
  'rm -rf missing',
  'rm -rf "${DIR:?}/node_modules"',
  'd=dist; rm -rf "$d"',
  'T=$(mktemp -d); cp -r src "$T"; rm -rf "$T"',
  'T=$(mktemp -d)\ncd "$T" && rm -rf *',
  'rm -rf "$TMPDIR/x"',
  'rm etclink',
  'rm -rf etclink',
  'rm -rf src/distlink/',
  'find . -name node_modules -exec rm -rf {} +',
  'find . -name "*.log" -delete',
  'cd dist && rm -rf *',
  'cd nowhere-dir || exit; rm -rf *',
  'git worktree remove ../wt-merged',
  'rm -rf ../wt-merged',
  'rm -rf ../wt-ahead', // commits are in the main repository: branch ahead keeps them
  'git checkout -- README.md',
  'git clean -fdxn',
  'git stash',
  'git branch -D merged',
  'git branch -d merged',
  'echo x > README.md',
  'mv notes.txt README.md', // README is clean in git
  'sed -i s/a/b/ src/main.ts',
  'tar czf out.tgz src',
  'bash scripts/ok.sh',
  './scripts/ok.sh',
  'python3 scripts/clean.py',
  'source scripts/ok.sh',
  'npm test',
  'npm run clean',
  'npm run build',
  'make clean',
  'make test',
  'make -n nuke',
  'just clean',
  'task clean',
  'docker compose up web',
  'psql -f db/up.sql',
  'psql -f db/del.sql',
  'redis-cli < get.txt',
  'kubectl apply -f k8s.yaml',
  'terraform apply plan.out',
  'echo "echo hi" > x.sh && bash x.sh',
  "cat > .git/hooks/pre-commit <<'E'\nnpm test\nE",
  "echo 'export A=1' >> ~/.bashrc",
  'cd nowhere-dir && rm -rf *',
  'set -e; cd nowhere-dir; rm -rf *',
  'npx create-app foo; cd foo; rm -rf .git',
  'cd nowhere-dir; rm -rf dist',
  'docker compose -f compose.yml up -d web',
  'docker compose run job ls',
  'docker compose run seed',
  'docker compose down',
];

const shopHeld: readonly string[] = [
  'rm -rf src', // holds uncommitted change
  'rm src/util/a.ts',
  'rm notes.txt',
  'rm -rf data',
  'rm .env',
  'rm -rf .',
  'rm -rf *',
  'rm -rf .git',
  'rm -rf ..',
  'rm -rf ~',
  'rm -rf "$HOME"',
  'rm -rf /',
  'rm -rf ~/Documents',
  'rm -rf ../other',
  'rm -rf ../shop',
  'rm -rf "$UNSET/"',
  'rm -rf $DIR/build',
  'd=../other; rm -rf "$d"',
  'rm -rf etclink/',
  'rm -rf otherlink/*',
  'find . -type f -delete',
  'find src -name "*.ts" -delete',
  'cd src && rm -rf util',
  'cd .. && rm -rf other',
  'rm -rf ../wt-dirty',
  'git worktree remove --force ../wt-dirty',
  'git reset --hard',
  'git checkout -- src/util/a.ts',
  'git clean -fd',
  'git clean -fdX',
  'git branch -D ahead',
  'echo x > notes.txt',
  '> data/precious.db',
  'cp README.md notes.txt',
  'mv README.md data/precious.db',
  'tee notes.txt < README.md',
  'truncate -s 0 data/precious.db',
  'bash scripts/bad.sh',
  'sh scripts/reset.sh',
  'python3 scripts/wipe.py',
  'node scripts/wipe.mjs',
  'npm run nuke',
  'npm run reset',
  'npm run deploy',
  'npm run chain',
  'yarn nuke',
  'pnpm run nuke',
  'bun run nuke',
  'make nuke',
  'make all',
  'just nuke',
  'task nuke',
  'docker compose run job',
  'docker compose up job',
  'psql -f db/down.sql',
  'psql shop < db/down.sql',
  'cat db/down.sql | psql',
  'redis-cli < flush.txt',
  'curl -X POST https://backboard.railway.app/graphql/v2 --data-binary @req.graphql.json',
  'curl https://backboard.railway.app/graphql/v2 -d @req.graphql.json',
  'kubectl delete -f k8s.yaml',
  'terraform apply -destroy',
  'printf "rm -rf ../other" > x.sh; sh x.sh',
  "cat > x.py <<'E'\nimport shutil; shutil.rmtree('/home')\nE\npython3 x.py",
  "cat > .git/hooks/pre-commit <<'E'\nrm -rf ~\nE",
  "echo 'rm -rf ~' >> ~/.bashrc",
  "cat > .envrc <<'E'\nrm -rf ../other\nE",
  'cd nowhere-dir; rm -rf *',
  'cd nowhere-dir\nrm -rf src',
  '(cd nowhere-dir; rm -rf src)',
  'pushd nowhere-dir; rm -rf src',
  'cd README.md; rm -rf *',
  'docker compose run --rm job',
  'docker compose run job rm -rf /w/src',
  'docker-compose up --build job',
];

const cloneAllow: readonly string[] = ['git reset --hard', 'git clean -fd'];

const cloneHeld: readonly string[] = ['git push --force-with-lease'];

const { workspace, home, root } = sandbox;
const other = join(root, 'other');
const clone = join(root, 'clone');
sandbox.write({
  'src/main.ts': 'export {};\n',
  'src/util/a.ts': 'a\n',
  'README.md': '# Shop\n',
  '.gitignore': 'node_modules/\ndist/\nbuild/\n.env\n*.log\nplan.out\n',
  'package.json': JSON.stringify({
    scripts: {
      test: 'echo ok',
      clean: 'rm -rf dist',
      nuke: 'rm -rf src ../other',
      reset: 'bash scripts/reset.sh',
      prebuild: 'rm -rf build',
      build: 'tsc',
      deploy: 'terraform destroy -auto-approve',
      chain: 'npm run clean && npm run nuke',
    },
  }),
  'scripts/ok.sh': '#!/bin/bash\nset -e\necho hi\nrm -rf dist\n',
  'scripts/reset.sh': '#!/bin/bash\npsql "$DATABASE_URL" -c "DROP TABLE users"\n',
  'scripts/bad.sh': '#!/bin/sh\nrm -rf "$HOME"\n',
  'scripts/clean.py': 'import shutil\nshutil.rmtree("dist")\n',
  'scripts/wipe.py': 'import shutil\nshutil.rmtree("/home")\n',
  'scripts/wipe.mjs': 'import fs from "node:fs";\nfs.rmSync("../other", { recursive: true });\n',
  Makefile: 'BUILD=build\nclean:\n\trm -rf $(BUILD)\nnuke:\n\trm -rf ../other\ntest:\n\techo ok\nall: clean nuke\n',
  justfile: 'clean:\n    rm -rf dist\nnuke:\n    rm -rf ../other\n',
  'Taskfile.yml': 'version: "3"\ntasks:\n  clean:\n    cmds: [rm -rf dist]\n  nuke:\n    cmds:\n      - rm -rf ../other\n',
  'db/up.sql': 'CREATE TABLE a(id int);\n',
  'db/down.sql': 'DROP TABLE users;\n',
  'db/del.sql': 'DELETE FROM users WHERE id = 1;\n',
  'compose.yml': [
    'services:',
    '  job:',
    '    image: alpine',
    '    command: sh -c "rm -rf /w/src"',
    '    volumes: [".:/w"]',
    '  web:',
    '    image: nginx',
    '    command: ["nginx", "-g", "daemon off;"]',
    '  seed:',
    '    image: node',
    '    profiles: [seed]',
    '    entrypoint: ["sh", "-c"]',
    '    command: ["rm -rf /w/dist && echo $$HOME"]',
    '    volumes:',
    '      - type: bind',
    '        source: .',
    '        target: /w',
    '',
  ].join('\n'),
  'k8s.yaml': 'kind: Deployment\n',
  'req.graphql.json': JSON.stringify({ query: 'mutation { volumeDelete(volumeId: "x") }' }),
  'flush.txt': 'FLUSHALL\n',
  'get.txt': 'GET a\n',
});
git(workspace, 'init', '-q', '-b', 'main');
git(workspace, 'add', '-A');
git(workspace, 'commit', '-qm', 'one');
sandbox.write({
  'node_modules/a/index.js': 'x',
  'dist/main.js': 'x',
  'build/x.o': 'x',
  '.env': 'A=1\n',
  'app.log': 'x',
  'data/precious.db': 'x',
  'src/util/a.ts': 'changed\n',
  'notes.txt': 'x',
  'empty/': '',
});
symlinkSync('/etc', join(workspace, 'etclink'));
symlinkSync(other, join(workspace, 'otherlink'));
symlinkSync('../dist', join(workspace, 'src/distlink'));
put(join(other, 'a.txt'));
git(other, 'init', '-q');
git(other, 'add', '-A');
git(other, 'commit', '-qm', 'one');
put(join(home, 'Documents/thesis.tex'));
for (const branch of ['merged', 'ahead', 'dirty']) git(workspace, 'worktree', 'add', '-q', '-b', branch, `../wt-${branch}`);
put(join(root, 'wt-ahead/new.txt'));
git(join(root, 'wt-ahead'), 'add', '-A');
git(join(root, 'wt-ahead'), 'commit', '-qm', 'new');
put(join(root, 'wt-dirty/new.txt'));
git(root, 'init', '-q', '--bare', 'remote.git');
git(root, 'clone', '-q', 'remote.git', 'clone');
put(join(clone, 'a'));
git(clone, 'add', '-A');
git(clone, 'commit', '-qm', 'one');
git(clone, 'push', '-q', 'origin', 'HEAD');

for (const [folder, commands] of [
  [workspace, shopAllow],
  [clone, cloneAllow],
] as const)
  for (const command of commands)
    test(`passes in ${folder === clone ? 'a clone where all is pushed' : 'the workspace'}: ${command}`, async () => {
      const { verdict, held } = await sandbox.judge(command, folder);
      assert.equal(verdict, 'allow', held.join('\n'));
    });

for (const [folder, commands] of [
  [workspace, shopHeld],
  [clone, cloneHeld],
] as const)
  for (const command of commands)
    test(`held in ${folder === clone ? 'a clone where all is pushed' : 'the workspace'}: ${command}`, async () => {
      assert.notEqual((await sandbox.judge(command, folder)).verdict, 'allow');
    });
