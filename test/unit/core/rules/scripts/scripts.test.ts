import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRepository, type Sandbox } from '../../../../support/repository.ts';

const packageJson = {
  name: 'shop',
  workspaces: ['packages/*'],
  scripts: {
    build: 'rm -rf dist && tsc -p .',
    prebuild: 'npm run clean',
    clean: 'rimraf dist coverage',
    test: 'NODE_ENV=test node --test',
    start: 'node server.js',
    lint: 'eslint . --fix',
    format: 'prettier --write .',
    dev: 'concurrently "npm:watch:*" "vite"',
    'watch:css': 'tailwindcss -w',
    'watch:bad': 'rm -rf data',
    deploy: 'vercel deploy --prebuilt',
    reset: 'prisma migrate reset --force',
    'db:drop': 'psql "$DATABASE_URL" -c "DROP TABLE bookings"',
    wipe: 'rm -rf data uploads',
    force: 'git push --force origin main',
    volume: 'railway volume delete --volume bookings-data --yes',
    nested: 'npm run nested2',
    nested2: 'run-s clean wipe',
    loop: 'npm run loop',
    ping: 'npm run pong',
    pong: 'npm run ping',
    prisma: 'prisma',
    all: 'run-p lint clean',
    pretidy: 'rm -rf data',
    tidy: 'echo tidy',
    script: './scripts/clean.sh',
    remove: 'rm -rf',
    written: 'sh y.sh',
    written2: 'npm run written',
    quick: 'node scripts/build.mjs',
    args: 'echo',
    purge: 'rm -rf node_modules package-lock.json && npm install',
    migrate: 'prisma migrate deploy',
    generate: 'prisma generate',
    compose: 'docker compose down',
    composeData: 'docker compose down -v',
    release: 'changeset version && git push --follow-tags',
    tmp: 'rm -rf .cache tmp/*.log && mkdir -p tmp',
    find: "find . -name '*.js.map' -path './dist/*' -delete",
  },
};

const makefile = `# The shop
BUILD_DIR := build
SRC = $(wildcard src/*.c)
OBJS = $(SRC:.c=.o)
OBJS2 = $(patsubst src/%.c,$(BUILD_DIR)/%.o,$(SRC))
DATA = data
ROOT := $(shell pwd)
-include config.mk
ifeq ($(OS),Windows_NT)
  RMDIR = del /Q data
else
  RMDIR = rm -rf dist
endif

.PHONY: all clean wipe deploy
all: build
\t@echo done

build: $(OBJS)
\t$(CC) -o $(BUILD_DIR)/app $^

%.o: %.c
\t$(CC) -c $< -o $@

clean:
\trm -f $(OBJS) $(OBJS2)
\t-rm -rf $(BUILD_DIR) dist
\t$(RMDIR)
\t$(RM) *.o

wipe: clean
\trm -rf $(DATA)

wipe-root:
\t@rm -rf $(ROOT)/data

deploy: test
\tgit push --force origin main

test:
\tcd tests && ./run

db-reset: ; psql -c 'DROP DATABASE shop'

sub:
\t$(MAKE) -C sub clean

loop:
\t$(MAKE) loop

given:
\trm -rf $(TARGET)

docker-clean:
\tdocker system prune -f

install: all
\tinstall -m 755 $(BUILD_DIR)/app $(DESTDIR)/usr/local/bin
define remove
rm -rf $(1)
endef
called:
\t$(call remove,data)
called-dist:
\t$(call remove,dist)
each:
\t$(foreach d,dist build,rm -rf $(d);)
multi:
\tif [ -d dist ]; then \\
\t  rm -rf dist; \\
\tfi
`;

const justfile = `set shell := ["bash", "-c"]
data := "data"
out := "dist"
alias w := wipe

# The default
build: clean
    npm ci
    tsc

clean:
    rm -rf {{out}}

wipe: clean
    rm -rf {{data}}

drop name='dist':
    rm -rf {{name}}

deploy env:
    ./deploy {{env}}

script:
    #!/usr/bin/env bash
    set -e
    cd data
    rm -rf ../uploads

py:
    #!/usr/bin/env python3
    import shutil
    shutil.rmtree("data")
`;

const taskfile = `version: '3'
vars:
  OUT: dist
tasks:
  default:
    deps: [build]
  build:
    cmds:
      - task: clean
      - go build ./...
  clean:
    cmds:
      - rm -rf {{.OUT}}
  wipe:
    desc: everything
    cmds:
      - cmd: rm -rf data
        silent: true
  drop: psql -c "DROP TABLE bookings"
  pass: terraform {{.CLI_ARGS}}
  elsewhere:
    dir: data
    cmds:
      - rm -rf ../uploads
  later:
    cmds:
      - defer: rm -rf data
      - echo x
`;

const composerJson = {
  scripts: {
    test: 'phpunit',
    fix: ['@php vendor/bin/php-cs-fixer fix', 'App\\Tools::run'],
    wipe: '@php artisan migrate:fresh --force',
    all: ['@test', '@wipe'],
    'post-autoload-dump': ['@php artisan package:discover --ansi'],
  },
};

const denoJson = `{
  // tasks
  "tasks": {
    "dev": "deno run --watch main.ts",
    "wipe": "rm -rf data",
    "both": { "command": "echo done", "dependencies": ["wipe"] },
  },
}`;

let sandbox: Sandbox;
before(() => {
  sandbox = createRepository();
  sandbox.write({
    'package.json': JSON.stringify(packageJson, undefined, 2),
    Makefile: makefile,
    'sub/Makefile': 'clean:\n\trm -rf ../data\n',
    'other.mk': 'x:\n\trm -rf data\n',
    justfile,
    'Taskfile.yml': taskfile,
    'composer.json': JSON.stringify(composerJson),
    'deno.json': denoJson,
    'scripts/clean.sh': '#!/bin/sh\nrm -rf dist\n',
    'scripts/build.mjs': "import fs from 'node:fs';\nfs.rmSync('dist', { recursive: true, force: true });\n",
    'packages/api/package.json': JSON.stringify({
      name: '@shop/api',
      scripts: { build: 'tsc', wipe: 'rm -rf ../../data', clean: 'rm -rf dist' },
    }),
    'packages/web/package.json': JSON.stringify({ name: '@shop/web', scripts: { build: 'vite build' } }),
    'packages/web/dist/app.js': 'x',
    'broken/package.json': '{ "scripts": ',
    'hooks/package.json': JSON.stringify({ scripts: { postinstall: 'rm -rf ../data' } }),
    'quiet/package.json': JSON.stringify({ scripts: { postinstall: 'node -e 1', prepare: 'husky' } }),
  });
  sandbox.git('add', '-A');
  sandbox.git('commit', '-q', '-m', 'scripts');
});
after(() => sandbox.remove());

const passes: readonly string[] = [
  'npm test',
  'npm t',
  'npm start',
  'npm run build',
  'npm run clean',
  'npm run lint',
  'npm run lint -- --max-warnings 0',
  'npm run format',
  'npm run deploy',
  'npm run script',
  'npm run quick',
  'npm run loop',
  'npm run ping',
  'npm run all',
  'npm run prisma -- generate',
  'npm run migrate',
  'npm run generate',
  'npm run compose',
  'npm run release',
  'npm run tmp',
  'npm run find',
  'npm run purge',
  'npm run missing',
  'npm run',
  'npm run args -- "rm -rf data"',
  'npm run remove -- dist',
  'npm run build -w packages/api',
  'npm run build --workspaces',
  'npm run clean -w @shop/web --if-present',
  'npm --prefix packages/web run build',
  'npm -C packages/api test',
  'npm install',
  'npm ci',
  'npm ci && npm run build && npm test',
  'cd quiet && npm install',
  'cd broken && npm test',
  'npm pkg set scripts.clean="rm -rf dist"',
  'npm pkg set name=shop',
  'pnpm build',
  'pnpm run build',
  'pnpm -r build',
  'pnpm --filter @shop/api build',
  'pnpm install --frozen-lockfile',
  'pnpm add -D vitest',
  'yarn',
  'yarn build',
  'yarn test --watch',
  'yarn workspace @shop/api build',
  'yarn add lodash',
  'yarn remove wipe',
  'bun run build',
  'bun test',
  'node --run clean',
  'make',
  'make all',
  'make clean',
  'make -j4 build',
  'make -n wipe',
  'make --dry-run wipe',
  'make loop',
  'make nothing',
  'make test',
  'make given TARGET=dist',
  'make called-dist',
  'make each',
  'make multi',
  'make -C packages clean',
  'make install',
  'just',
  'just build',
  'just clean',
  'just drop',
  'just drop dist',
  'just deploy staging',
  'just -n wipe',
  'just --list',
  'task',
  'task build',
  'task --dry wipe',
  'task pass -- plan',
  'task project:home list',
  'composer test',
  'composer fix',
  'composer install',
  'composer run test',
  'deno task dev',
  'deno test',
];

for (const command of passes)
  test(`passes: ${command}`, async () => {
    assert.deepEqual((await sandbox.judge(command)).held, []);
  });

const held: readonly (readonly [command: string, rule: string])[] = [
  ['npm run wipe', 'files.delete'],
  ['npm run reset', 'prisma.reset'],
  ['npm run db:drop', 'sql.dropTable'],
  ['npm run force', 'git.forcePush'],
  ['npm run volume', 'railway.deleteVolume'],
  ['npm run nested', 'files.delete'],
  ['npm run tidy', 'files.delete'],
  ['npm run composeData', 'docker.composeDownVolumesV1|docker.composeDownVolumes'],
  ['npm run prisma -- migrate reset --force', 'prisma.reset'],
  ['npm run remove -- data', 'files.delete'],
  ['npm run dev', 'files.delete'],
  ['npm run wipe -w packages/api', 'files.delete'],
  ['npm run wipe --workspace=@shop/api', 'files.delete'],
  ['npm run wipe --workspaces', 'files.delete'],
  ['npm --prefix packages/api run wipe', 'files.delete'],
  ['cd packages/api && npm run wipe', 'files.delete'],
  ['cd src/lib && npm run wipe', 'files.delete'],
  ['cd hooks && npm install', 'files.delete'],
  ['npm pkg set scripts.x="rm -rf data"', 'files.delete'],
  ['pnpm wipe', 'files.delete'],
  ['pnpm run wipe', 'files.delete'],
  ['pnpm -r wipe', 'files.delete'],
  ['pnpm prisma migrate reset', 'prisma.reset'],
  ['yarn wipe', 'files.delete'],
  ['yarn run remove data', 'files.delete'],
  ['yarn workspace @shop/api wipe', 'files.delete'],
  ['bun run wipe', 'files.delete'],
  ['node --run wipe', 'files.delete'],
  ['run-s clean wipe', 'files.delete'],
  ['make wipe', 'files.delete'],
  ['make wipe-root', 'files.delete'],
  ['make clean wipe', 'files.delete'],
  ['make deploy', 'git.forcePush'],
  ['make db-reset', 'sql.dropDatabase'],
  ['make sub', 'files.delete'],
  ['make -C sub', 'files.delete'],
  ['make -f other.mk', 'files.delete'],
  ['make given TARGET=data', 'files.delete'],
  ['make clean BUILD_DIR=data', 'files.delete'],
  ['make called', 'files.delete'],
  ['sudo make wipe', 'files.delete'],
  ['just wipe', 'files.delete'],
  ['just w', 'files.delete'],
  ['just drop data', 'files.delete'],
  ['just data=uploads wipe', 'files.delete'],
  ['just script', 'files.delete'],
  ['just py', 'files.delete'],
  ['task wipe', 'files.delete'],
  ['task drop', 'sql.dropTable'],
  ['task pass -- destroy -auto-approve', 'terraform.destroy'],
  ['task elsewhere', 'files.delete'],
  ['task later', 'files.delete'],
  ['composer wipe', 'laravel.wipe'],
  ['composer run all', 'laravel.wipe'],
  ['deno task wipe', 'files.delete'],
  ['deno task both', 'files.delete'],
  ["printf 'rm -rf data' > y.sh && npm run written", 'files.delete'],
  ["printf 'rm -rf data' > y.sh && npm run written2", 'files.delete'],
  ["printf 'all:\\n\\trm -rf data\\n' > new.mk && make -f new.mk", 'files.delete'],
];

for (const [command, rule] of held)
  test(`held: ${command}`, async () => {
    const { operations, held: found } = await sandbox.judge(command);
    assert.ok(
      operations.some((operation) => operation.verdict !== 'allow' && rule.split('|').includes(operation.rule)),
      `held only ${JSON.stringify(found)}`,
    );
  });

test('npm test costs one question, and so does npm run of a script that touches no file', async () => {
  assert.equal((await sandbox.judge('npm test')).questions, 1);
  assert.equal((await sandbox.judge('npm run lint')).questions, 1);
});

test('the objects of a manifest are named', async () => {
  sandbox.write({ 'k8s.yaml': 'kind: PersistentVolumeClaim\nmetadata:\n  name: data\n---\nkind: Service\nmetadata: { name: api }\n' });
  const { operations } = await sandbox.judge('kubectl delete -f k8s.yaml');
  assert.ok(operations[0]?.evidence.some(({ text }) => text === 'Names PersistentVolumeClaim data, Service api'));
});

test('the evidence names the script and its file', async () => {
  const { operations } = await sandbox.judge('npm run nested');
  const texts = operations.flatMap((operation) => operation.evidence.map((evidence) => evidence.text));
  assert.ok(texts.includes('Run by npm run wipe'), texts.join('\n'));
  assert.ok(texts.includes('Run by npm run nested'), texts.join('\n'));
});
