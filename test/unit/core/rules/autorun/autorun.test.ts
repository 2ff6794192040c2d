import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Action } from '../../../../../src/core/types.ts';
import { createRepository, type Sandbox, type Sentence } from '../../../../support/repository.ts';

const workflow = `name: CI
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: npm ci
      - name: Clean
        run: |
          rm -rf dist
          sudo rm -rf /usr/share/dotnet
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: \${{ secrets.NPM_TOKEN }}
`;

let sandbox: Sandbox;
before(() => {
  sandbox = createRepository();
  sandbox.write({
    '.github/workflows/ci.yml': workflow,
    '.husky/pre-commit': 'npx lint-staged\n',
    '.envrc': 'OUT=dist\nrm -rf data\n',
    'evil.sh': '#!/bin/sh\nrm -rf data\n',
    'fine.sh': '#!/bin/sh\nrm -rf dist\n',
    'app/package.json': '{ "name": "app", "scripts": { "build": "tsc" } }\n',
  });
});
after(() => sandbox.remove());

const write = (path: string, content: string): Action => ({ type: 'write', path, content });
const edit = (path: string, old: string, text: string): Action => ({ type: 'edit', path, before: old, after: text });
const run = (command: string): Action => ({ type: 'command', command, shell: 'posix' });
/** Home of the sandbox; the real one is never touched. */
const home = (name: string): string => join('/HOME', name);

const tasks = (runOn: string, command: string): string => `{
  // comment
  "version": "2.0.0",
  "tasks": [{ "label": "x", "type": "shell", "command": "${command}", "runOptions": { "runOn": "${runOn}" } }],
}`;
const step = (text: string): string => workflow + `      - run: ${text}\n`;

const passes: readonly (readonly [name: string, action: Action])[] = [
  ['a git hook that checks', write('.git/hooks/pre-commit', '#!/bin/sh\nnpx lint-staged\n')],
  ['a git hook that clears build output', write('.git/hooks/post-checkout', '#!/bin/sh\nrm -rf dist\n')],
  ['a git hook in Python', write('.git/hooks/pre-push', '#!/usr/bin/env python3\nimport subprocess\nsubprocess.run(["pytest"])\n')],
  ['a sample of a hook', write('.git/hooks/pre-commit.sample', 'rm -rf data\n')],
  ['husky', write('.husky/pre-push', 'npm test\n')],
  ['husky edited', edit('.husky/pre-commit', 'npx lint-staged', 'npx lint-staged && npm test')],
  ['.envrc', write('.envrc', 'use nix\nsource_env_if_exists .envrc.local\nexport PATH="$PWD/bin:$PATH"\n')],
  ['.envrc edited beside what was there', edit('.envrc', 'OUT=dist', 'OUT=build')],
  ['an ordinary document', write('docs/hooks.md', 'rm -rf data in .git/hooks')],
  ['a script that nothing runs', write('scripts/wipe.sh', 'rm -rf data\n')],
  ['a task that a person starts', write('.vscode/tasks.json', tasks('default', 'rm -rf data'))],
  ['a task on opening that builds', write('.vscode/tasks.json', tasks('folderOpen', 'npm run watch'))],
  ['a workflow written anew', write('.github/workflows/release.yml', workflow)],
  ['a step that deploys', write('.github/workflows/deploy.yml', step('vercel deploy --prod'))],
  ['a step that pushes to pages', write('.github/workflows/pages.yml', step('git push --force origin gh-pages'))],
  ['a step that syncs a bucket', write('.github/workflows/s3.yml', step('aws s3 sync dist s3://shop-web --delete'))],
  ['a step that makes the test database anew', write('.github/workflows/db.yml', step('npx prisma migrate reset --force'))],
  ['a step that resets a local database', write('.github/workflows/db.yml', step('psql -h localhost -c "DROP DATABASE IF EXISTS shop"'))],
  ['a step that takes a preview down', write('.github/workflows/pr.yml', step('fly apps destroy shop-pr-12 --yes'))],
  ['a step with terraform', write('.github/workflows/tf.yml', step('terraform apply -auto-approve'))],
  ['a step edited', edit('.github/workflows/ci.yml', 'run: npm ci', 'run: pnpm install --frozen-lockfile')],
  ['an edit of a workflow that is not there', edit('.github/workflows/no.yml', 'a', '      - run: npm test')],
  ['.gitlab-ci.yml', write('.gitlab-ci.yml', 'build:\n  script:\n    - npm ci\n    - rm -rf public\n')],
  ['a start-up file', write(home('.bashrc'), 'export PATH="$HOME/bin:$PATH"\nalias gs="git status"\nrm -f /tmp/x.lock\n')],
  ['a start-up file in zsh', write(home('.zshrc'), 'setopt autocd\nautoload -Uz compinit && compinit\n[[ -n ${(f)x} ]]\n')],
  ['an alias that deletes is not run', write(home('.bash_profile'), "alias nuke='rm -rf data'\n")],
  ['package.json with scripts', write('app/package.json', '{ "scripts": { "build": "tsc", "clean": "rm -rf data" } }')],
  ['package.json with a hook of husky', write('app/package.json', '{ "scripts": { "prepare": "husky", "postinstall": "patch-package" } }')],
  ['package.json edited', edit('app/package.json', '"build": "tsc"', '"build": "tsc -b"')],
  ['package.json of a dependency', write('node_modules/a/package.json', '{ "scripts": { "postinstall": "rm -rf data" } }')],
  ['a crontab', write('crontab', '0 3 * * * /usr/local/bin/backup\n')],
  ['.env', write('.env', 'DATABASE_URL=postgres://localhost/shop\nNODE_OPTIONS=--max-old-space-size=4096\n')],
  ['.env with a flag of Node', write('.env', 'NODE_OPTIONS="--experimental-vm-modules --openssl-legacy-provider"\n')],
  ['.env.example', write('.env.example', 'LD_PRELOAD=/tmp/x.so\n')],
  ['.env with a comment', write('.env', '# LD_PRELOAD=/x.so\nLD_PRELOAD=\n')],
  ['a Dockerfile', write('Dockerfile', 'ENV LD_PRELOAD=/usr/lib/libjemalloc.so\nENV NODE_OPTIONS="--require x"\n')],
  ['a Python file', write('src/x.py', 'NODE_OPTIONS = "--require x"\n')],
  ['settings of the editor', write('.vscode/settings.json', '{ "editor.tabSize": 2 }')],
  ['a line for .bashrc', run("echo 'export PATH=$PATH:~/bin' >> /HOME/.bashrc")],
  ['completion for .zshrc', run("echo 'source <(kubectl completion zsh)' >> /HOME/.zshrc")],
  ['a hook by here-document', run("cat > .git/hooks/pre-commit <<'E'\n#!/bin/sh\nnpm test\nE\nchmod +x .git/hooks/pre-commit")],
  ['a hook that is copied', run('cp fine.sh .git/hooks/pre-commit')],
  ['a variable for .env', run('echo "PORT=3000" >> .env')],
];

for (const [name, action] of passes)
  test(`passes: ${name}`, async () => {
    assert.deepEqual((await judge(action)).held, []);
  });

const held: readonly (readonly [name: string, action: Action, rule: string])[] = [
  ['a git hook that deletes data', write('.git/hooks/post-checkout', '#!/bin/sh\nrm -rf data\n'), 'files.delete'],
  ['a git hook in Python', write('.git/hooks/pre-push', '#!/usr/bin/env python3\nimport shutil\nshutil.rmtree("data")\n'), 'files.delete'],
  ['a git hook that pushes', write('.husky/post-commit', 'git push --force\n'), 'git.forcePush'],
  ['husky edited', edit('.husky/pre-commit', 'npx lint-staged', 'npx lint-staged\nrm -rf data'), 'files.delete'],
  ['.envrc', write('.envrc', 'railway volume delete --volume bookings --yes\n'), 'railway.deleteVolume'],
  ['.envrc edited', edit('.envrc', 'OUT=dist', 'OUT=dist\nrm -rf uploads'), 'files.delete'],
  ['a task on opening', write('.vscode/tasks.json', tasks('folderOpen', 'rm -rf data')), 'files.delete'],
  ['a step that destroys', write('.github/workflows/x.yml', step('terraform destroy -auto-approve')), 'terraform.destroy'],
  ['a step that drops a table', write('.github/workflows/x.yml', step('psql "$DATABASE_URL" -c "DROP TABLE bookings"')), 'sql.dropTable'],
  [
    'a step put in by an edit',
    edit('.github/workflows/ci.yml', 'run: npm ci', 'run: railway volume delete --volume b --yes'),
    'railway.deleteVolume',
  ],
  [
    '.gitlab-ci.yml',
    write('.gitlab-ci.yml', 'wipe:\n  script:\n    - aws rds delete-db-instance --db-instance-identifier shop\n'),
    'aws.deleteDatabase',
  ],
  ['a start-up file', write(home('.zshrc'), 'rm -rf ~/Documents\n'), 'files.deleteRoot'],
  ['a start-up file of another', write('/home/bob/.profile', 'rm -rf /etc\n'), 'files.deleteRoot'],
  ['an install hook', write('app/package.json', '{ "scripts": { "postinstall": "rm -rf ../data" } }'), 'files.delete'],
  ['an install hook by edit', edit('app/package.json', '"build": "tsc"', '"build": "tsc", "prepare": "rm -rf ../data"'), 'files.delete'],
  ['a crontab', write('crontab', '*/5 * * * * psql -c "TRUNCATE bookings"\n'), 'sql.truncate'],
  ['a system crontab', write('/etc/cron.d/shop', '0 3 * * * root rm -rf /home\n'), 'files.deleteRoot'],
  ['a service', write('/etc/systemd/system/x.service', '[Service]\nExecStart=/bin/rm -rf /home\n'), 'files.deleteRoot'],
  ['a dev container', write('.devcontainer/devcontainer.json', '{ "initializeCommand": "rm -rf ~/Documents" }'), 'files.deleteRoot'],
  ['LD_PRELOAD in .env', write('.env', 'A=1\nLD_PRELOAD=/tmp/x.so\n'), 'guard.plantVariables'],
  ['NODE_OPTIONS in .env', edit('.env', 'A=1', 'A=1\nNODE_OPTIONS="--max-old-space-size=4096 --require ./x.js"'), 'guard.plantVariables'],
  ['BASH_ENV at start-up', write(home('.profile'), 'export BASH_ENV=$HOME/.x\n'), 'guard.plantVariables'],
  ['fish', write(home('.config/fish/config.fish'), 'set -gx LD_PRELOAD /tmp/x.so\n'), 'guard.plantVariables'],
  ['settings of an agent', write('.claude/settings.json', '{ "env": { "NODE_OPTIONS": "--import ./x.mjs" } }'), 'guard.plantVariables'],
  ['DYLD in .envrc', write('.envrc', 'export DYLD_INSERT_LIBRARIES=/tmp/x.dylib\n'), 'guard.plantVariables'],
  ['a line for .bashrc', run("echo 'rm -rf ~/Documents' >> /HOME/.bashrc"), 'files.deleteRoot'],
  ['printf and tee', run("printf 'rm -rf %s\\n' /etc | tee -a /HOME/.zshrc"), 'files.deleteRoot'],
  ['a hook by here-document', run("cat > .git/hooks/pre-commit <<'E'\n#!/bin/sh\nrm -rf data\nE"), 'files.delete'],
  ['a hook that is copied', run('cp evil.sh .git/hooks/pre-commit'), 'files.delete'],
  ['a hook that is copied and just written', run("printf 'rm -rf data\\n' > x.sh && cp x.sh .git/hooks/pre-commit"), 'files.delete'],
  [
    'a workflow by here-document',
    run(`cat > .github/workflows/x.yml <<'E'\n${step('railway volume delete --volume b --yes')}E`),
    'railway.deleteVolume',
  ],
  ['a variable by here-document', run("cat >> .env <<'E'\nLD_PRELOAD=/tmp/x.so\nE"), 'guard.plantVariables'],
];

for (const [name, action, rule] of held)
  test(`held: ${name}`, async () => {
    const { operations, held: found } = await judge(action);
    assert.ok(
      operations.some((operation) => operation.verdict !== 'allow' && operation.rule === rule),
      `held only ${JSON.stringify(found)}`,
    );
  });

test('the title says that it is written now and run later', async () => {
  const { operations } = await judge(write('.git/hooks/post-checkout', '#!/bin/sh\nrm -rf data\n'));
  assert.equal(operations[0]?.title, 'Write into .git/hooks/post-checkout, to run later: delete the folder data');
  assert.equal(operations[0]?.evidence.at(-1)?.text, '.git/hooks/post-checkout runs by itself as a git hook');
});

/** `/HOME` stands for the sandbox's home. */
function judge(action: Action): Promise<Sentence> {
  const text = JSON.stringify(action).replaceAll('/HOME', sandbox.home);
  return sandbox.judgeAction(JSON.parse(text) as Action);
}
