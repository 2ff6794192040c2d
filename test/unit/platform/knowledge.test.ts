import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { findCredentials } from '../../../src/core/credentials/findCredentials.ts';
import { sessionEnvironment, summarise } from '../../../src/core/environments/summary.ts';
import { resolveTarget } from '../../../src/core/environments/target.ts';
import type { Facts, Knowledge } from '../../../src/core/types.ts';
import { openFingerprint } from '../../../src/platform/fingerprint.ts';
import { createKnowledgeStore, type KnowledgeStore } from '../../../src/platform/knowledge.ts';
import { rootFor } from '../../../src/platform/workspaceFiles.ts';
import { letters, uuid } from '../core/credentials/fakes.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'tenth-second-knowledge-')));
after(() => rmSync(top, { recursive: true, force: true }));

let count = 0;

interface Place {
  readonly home: string;
  readonly state: string;
  readonly root: string;
  readonly store: KnowledgeStore;
  write(path: string, text: string): string;
}

/** A fresh home with a workspace in it. */
function place(files: Readonly<Record<string, string>> = {}): Place {
  const home = join(top, `home-${count++}`);
  const state = join(home, '.tenth-second');
  const root = join(home, 'shop');
  mkdirSync(state, { recursive: true });
  mkdirSync(root);
  const write = (path: string, text: string): string => {
    const file = path.startsWith('~/') ? join(home, path.slice(2)) : join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { home, state, root, write, store: createKnowledgeStore({ home, stateFolder: state }) };
}

function facts(knowledge: Knowledge, { home, store }: Place, variables: Readonly<Record<string, string>> = {}): Facts {
  return {
    home,
    temporary: [],
    platform: 'linux',
    variables,
    knowledge,
    answers: new Map(),
    exhausted: false,
    fingerprint: store.fingerprint,
    decodeBase64: (text) => Buffer.from(text, 'base64').toString('utf8'),
  };
}

function linksOf(knowledge: Knowledge): readonly string[] {
  return knowledge.links.map((link) => `${link.tool} ${link.environment} ${link.resource}`).sort();
}

test('the nine seconds: production by the readme, the token by its file', async () => {
  const at = place();
  cpSync('test/fixtures/rental-shop', at.root, { recursive: true });
  const knowledge = await at.store.for(join(at.root, 'src'), [at.root]);
  const token = /RAILWAY_TOKEN=(\S+)/.exec(readFileSync(join(at.root, 'scripts/domains/.env'), 'utf8'))![1]!;
  const volume = /RAILWAY_VOLUME_ID=(\S+)/.exec(readFileSync(join(at.root, '.env.production'), 'utf8'))![1]!;
  const command = `curl -X POST https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" -d '{"query":"mutation { volumeDelete(volumeId: \\"${volume}\\") }"}'`;
  const [credential, ...others] = findCredentials(command, facts(knowledge, at));
  assert.deepEqual(others, []);
  assert.deepEqual(
    [credential!.path, credential!.variable, credential!.kind],
    [join(at.root, 'scripts/domains/.env'), 'RAILWAY_TOKEN', 'railway.token'],
  );
  const line = (file: string, text: string): number =>
    readFileSync(join(at.root, file), 'utf8')
      .split('\n')
      .findIndex((one) => one.includes(text)) + 1;
  assert.equal(credential!.line, line('scripts/domains/.env', token));
  const target = resolveTarget(
    { tool: 'railway', hosts: ['backboard.railway.app'], ids: [volume] },
    undefined,
    at.root,
    facts(knowledge, at),
  );
  assert.deepEqual([target.environment, target.name], ['production', 'bookings-data']);
  const said = target.evidence.map(({ text }) => text).join('\n');
  assert.ok(said.includes(`README.md:${line('README.md', volume)} `), said);
  assert.ok(said.includes(`.env.production:${line('.env.production', volume)} `), said);
  assert.deepEqual(summarise(knowledge, [at.root]), { environment: 'production', label: 'shop' });
  assert.equal(sessionEnvironment(knowledge, join(at.root, 'src')), 'staging');
});

test('no value is kept: neither in memory nor on disk', async () => {
  const secret = letters('mixed', 32);
  const at = place({
    '.env': `API_TOKEN=${secret}\nDATABASE_URL=postgres://u:${secret}@db.acme.com/shop`,
    '~/.railway/config.json': JSON.stringify({ user: { token: secret } }),
  });
  const knowledge = await at.store.for(at.root, []);
  assert.equal(knowledge.credentials.length, 3);
  assert.equal(JSON.stringify(knowledge).includes(secret), false);
  await at.store.flush();
  const [saved] = readdirSync(join(at.state, 'knowledge'));
  const path = join(at.state, 'knowledge', saved!);
  assert.equal(readFileSync(path, 'utf8').includes(secret), false);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('the key is 32 random bytes, 0600, the same for all, and repaired when others may read it', () => {
  const { state } = place();
  rmSync(join(state, 'key'));
  const one = openFingerprint(state);
  const path = join(state, 'key');
  assert.equal(Buffer.from(readFileSync(path, 'utf8').trim(), 'hex').length, 32);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  chmodSync(path, 0o644);
  assert.equal(openFingerprint(state)('x'), one('x'));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.notEqual(openFingerprint(place().state)('x'), one('x'));
  assert.deepEqual(readdirSync(state), ['key']);
  writeFileSync(path, 'short');
  assert.throws(() => openFingerprint(state), /damaged/);
});

test('changes are seen at once, and nothing else is read again', async () => {
  const at = place({ '.env': 'PGHOST=db.staging.acme.com' });
  const first = await at.store.for(at.root, [at.root]);
  assert.deepEqual(linksOf(first), ['dotenv staging .env', 'postgres staging db.staging.acme.com']);
  assert.equal(await at.store.for(at.root, [at.root]), first);
  // Same length: told by the times of the file.
  at.write('.env', 'PGHOST=db.testing.acme.com');
  assert.deepEqual(linksOf(await at.store.for(at.root, [at.root])), [
    'dotenv development .env',
    'postgres development db.testing.acme.com',
  ]);
  // A new file, a new folder, a folder in it.
  at.write('deploy/eu/.env.production', 'PGHOST=db.acme.com');
  assert.ok(linksOf(await at.store.for(at.root, [at.root])).includes('postgres production db.acme.com'));
  rmSync(join(at.root, 'deploy'), { recursive: true });
  rmSync(join(at.root, '.env'));
  assert.deepEqual(linksOf(await at.store.for(at.root, [at.root])), []);
});

test('user state: a context that is switched, a link that is made', async () => {
  const at = place({ 'Chart.yaml': 'name: x', '~/.kube/config': 'current-context: acme-dev\n' });
  assert.equal(summarise(await at.store.for(at.root, [at.root]), [at.root]).environment, 'development');
  at.write('~/.kube/config', 'current-context: acme-prd\n');
  assert.equal(summarise(await at.store.for(at.root, [at.root]), [at.root]).environment, 'production');
  at.write('~/.railway/config.json', JSON.stringify({ projects: { [at.root]: { name: 'acme-shop', environmentName: 'production' } } }));
  assert.deepEqual(summarise(await at.store.for(at.root, [at.root]), [at.root]), { environment: 'production', label: 'acme-shop' });
});

test('KUBECONFIG of the call names more files, for that call only', async () => {
  const at = place({ 'clusters/prod.yaml.kube': 'current-context: acme-prod\n' });
  const variables = { KUBECONFIG: join(at.root, 'clusters/prod.yaml.kube') };
  const knowledge = await at.store.for(at.root, [at.root], variables);
  assert.equal(resolveTarget({ tool: 'kubernetes' }, undefined, at.root, facts(knowledge, at, variables)).environment, 'production');
  assert.deepEqual(linksOf(await at.store.for(at.root, [at.root])), []);
});

test('user state where the variables of the call say it is, and files with names that nobody knows before', async () => {
  const at = place({
    'main.bicep': '',
    'Pulumi.yaml': 'name: shop',
    'app.yaml': 'runtime: go',
    '~/elsewhere/argocd/config': 'current-context: prod\n',
    '~/.pulumi/workspaces/shop-0a1b2c3d4e5f-workspace.json': '{"stack":"acme/prod"}',
    '~/pulumi/workspaces/shop-0a1b2c3d4e5f-workspace.json': '{"stack":"acme/dev"}',
    '~/.config/gcloud/active_config': 'main',
    '~/.config/gcloud/configurations/config_main': '[core]\nproject = acme-prod\n',
    '~/.config/gcloud/configurations/config_other': '[core]\nproject = acme-other\n',
  });
  const links = linksOf(await at.store.for(at.root, [at.root]));
  assert.ok(links.includes('pulumi production shop/acme/prod'), links.join('; '));
  assert.ok(links.includes('gcloud production main'), links.join('; '));
  assert.ok(!links.some((link) => link.startsWith('argocd')));
  const variables = { PULUMI_HOME: join(at.home, 'pulumi'), XDG_CONFIG_HOME: join(at.home, 'elsewhere'), SST_STAGE: 'production' };
  const others = linksOf(await at.store.for(at.root, [at.root], variables));
  assert.ok(others.includes('pulumi development shop/acme/dev') && !others.includes('pulumi production shop/acme/prod'), others.join('; '));
  assert.ok(others.includes('argocd production prod'), others.join('; '));
  assert.ok(others.includes('sst production production'), others.join('; '));
  // A stack that is selected while we look.
  at.write('~/.pulumi/workspaces/new-0a1b2c3d4e5f-workspace.json', '{"stack":"staging"}');
  assert.ok(linksOf(await at.store.for(at.root, [at.root])).includes('pulumi staging new/staging'));
});

test('what is not read: packages, builds, links out of the workspace, big trees', async () => {
  const at = place();
  for (const folder of ['node_modules/a', 'dist', 'build', '.git', 'vendor/x', '.venv', '.terraform/providers'])
    at.write(`${folder}/.env.production`, 'PGHOST=db.acme.com');
  at.write('py/pyvenv.cfg', '');
  at.write('py/.env.production', 'PGHOST=db.acme.com');
  const outside = join(at.home, 'outside');
  mkdirSync(outside);
  writeFileSync(join(outside, '.env.production'), 'PGHOST=db.acme.com');
  symlinkSync(outside, join(at.root, 'linked'));
  assert.deepEqual(linksOf(await at.store.for(at.root, [at.root])), []);
  // A file that is a link is what programs load.
  symlinkSync(join(outside, '.env.production'), join(at.root, '.env.production'));
  assert.ok(linksOf(await at.store.for(at.root, [at.root])).includes('postgres production db.acme.com'));
});

test('a fifo, a folder, a missing target and an unreadable file do no harm', async () => {
  const at = place({ 'railway.json': '{}', kubeconfig: 'a: [' });
  execFileSync('mkfifo', [join(at.root, '.env')]);
  mkdirSync(join(at.root, '.env.production'));
  symlinkSync('/nonexistent', join(at.root, '.env.local'));
  chmodSync(join(at.root, 'railway.json'), 0);
  const links = linksOf(await at.store.for(at.root, [at.root]));
  // Root reads everything; others are told that it is linked.
  assert.deepEqual(links, ['kubernetes unknown kubeconfig', 'railway unknown railway.json']);
});

test('UTF-16 with a byte order mark is read, binary is not', async () => {
  const at = place();
  writeFileSync(join(at.root, '.env.production'), Buffer.from('\uFEFFPGHOST=db.acme.com\r\n', 'utf16le'));
  writeFileSync(join(at.root, 'prod.env'), Buffer.from([0, 1, 2, 3]));
  assert.ok(linksOf(await at.store.for(at.root, [at.root])).includes('postgres production db.acme.com'));
});

test('other open folders: their tokens are known, and so are their ids', async () => {
  const at = place({ 'a/.env': 'X=1', 'b/.env.production': `API_TOKEN=${letters('mixed', 32)}\nVOLUME_ID=${uuid()}` });
  const [a, b] = [join(at.root, 'a'), join(at.root, 'b')];
  const knowledge = await at.store.for('/tmp', [a, b]);
  assert.equal(findCredentials(`echo ${letters('mixed', 32)}`, facts(knowledge, at)).length, 1);
  assert.equal(resolveTarget({ ids: [uuid()] }, undefined, a, facts(knowledge, at)).environment, 'production');
  assert.deepEqual(summarise(knowledge, [a]).environment, 'none');
});

test('the root: an open folder, else the repository, else the directory; never the whole home', async () => {
  const at = place({ '.env.production': 'PGHOST=db.acme.com', 'deep/er/x': '' });
  mkdirSync(join(at.root, '.git'));
  assert.equal(rootFor(join(at.root, 'deep/er'), [], at.home), at.root);
  assert.equal(rootFor(join(at.root, 'deep/er'), [join(at.root, 'deep')], at.home), join(at.root, 'deep'));
  assert.equal(rootFor(join(at.home, 'other'), [], at.home), join(at.home, 'other'));
  assert.equal(rootFor('/', [], at.home), '/');
  mkdirSync(join(at.home, '.git'));
  assert.equal(rootFor(join(at.home, 'other'), [], at.home), join(at.home, 'other'));
  // In the home itself only its own files are looked at.
  at.write('~/.env', 'PGHOST=db.home.com');
  assert.deepEqual(linksOf(await at.store.for(at.home, [])), ['postgres unknown db.home.com']);
});

test('the gate alone starts from what was saved and reads what changed', async () => {
  const at = place({ '.env': 'PGHOST=db.staging.acme.com', 'a/b/.env.production': 'PGHOST=db.acme.com' });
  const before = await at.store.for(at.root, [at.root]);
  await at.store.flush();
  const alone = createKnowledgeStore({ home: at.home, stateFolder: at.state, load: true });
  assert.deepEqual(await alone.for(at.root, []), before);
  // From a directory below, too, though nobody says which folder a window had open.
  assert.deepEqual(await alone.for(join(at.root, 'a/b'), []), before);
  at.write('.env', 'PGHOST=db.prod.acme.com');
  const later = createKnowledgeStore({ home: at.home, stateFolder: at.state, load: true });
  assert.ok(linksOf(await later.for(at.root, [])).includes('postgres production db.prod.acme.com'));
  const [saved] = readdirSync(join(at.state, 'knowledge'));
  writeFileSync(join(at.state, 'knowledge', saved!), '{"version":1,');
  const damaged = createKnowledgeStore({ home: at.home, stateFolder: at.state, load: true });
  assert.ok(linksOf(await damaged.for(at.root, [])).includes('postgres production db.prod.acme.com'));
});

test('invalidate: a file that kept its times is read again', async () => {
  const at = place({ '.env': 'PGHOST=db.staging.acme.com' });
  const file = join(at.root, '.env');
  const old = new Date(Date.now() - 60_000);
  utimesSync(file, old, old);
  await at.store.for(at.root, [at.root]);
  const knowledge = await at.store.for(at.root, [at.root]);
  at.store.invalidate(file);
  assert.deepEqual(linksOf(await at.store.for(at.root, [at.root])), linksOf(knowledge));
  at.store.invalidate();
  assert.deepEqual(linksOf(await at.store.for(at.root, [at.root])), linksOf(knowledge));
});

test('a workspace of 30 000 files: bounded, and a repeated call takes under a millisecond', async () => {
  const at = place({ '.env.production': 'PGHOST=db.acme.com' });
  for (let i = 0; i < 300; i++) {
    const folder = join(at.root, `packages/p${i}/src`);
    mkdirSync(folder, { recursive: true });
    for (let j = 0; j < 100; j++) writeFileSync(join(folder, `f${j}.ts`), '');
    writeFileSync(join(folder, '../README.md'), '# x\n');
    writeFileSync(join(folder, '../config.json'), '{}');
  }
  // Beyond twenty thousand others, and beyond hundreds that could tell something, too.
  for (let i = 0; i < 300; i++) writeFileSync(join(at.root, `packages/p${i}/schema.prisma`), 'datasource db {}');
  at.write('packages/zz/services/billing/deploy/fly.toml', "app = 'billing-prod'\n");
  const started = performance.now();
  const knowledge = await at.store.for(at.root, [at.root]);
  const first = performance.now() - started;
  assert.ok(linksOf(knowledge).includes('postgres production db.acme.com'));
  assert.ok(linksOf(knowledge).includes('fly production billing-prod'));
  let best = Infinity;
  for (let i = 0; i < 200; i++) {
    const at0 = performance.now();
    assert.equal(await at.store.for(at.root, [at.root]), knowledge);
    best = Math.min(best, performance.now() - at0);
  }
  assert.ok(best < first / 10, `first ${first.toFixed(0)} ms, again ${best.toFixed(2)} ms`);
  assert.ok(existsSync(at.root));
});

test('files that the settings call credential files are read, and again when the settings change', async () => {
  const token = `sk_live_${letters('mixed', 24)}`;
  const at = place({ 'notes/keys.data': `STRIPE_SECRET_KEY=${token}\n`, 'notes/other.data': `STRIPE_SECRET_KEY=${token}\n` });
  let globs: readonly string[] = [];
  const store = createKnowledgeStore({ home: at.home, stateFolder: at.state, credentialFiles: () => globs });
  const paths = async (): Promise<readonly string[]> => (await store.for(at.root, [at.root])).credentials.map(({ path }) => path);
  assert.deepEqual(await paths(), []);
  globs = ['notes/keys.data'];
  assert.deepEqual(await paths(), [join(at.root, 'notes/keys.data')]);
  await store.flush();
  const alone = createKnowledgeStore({ home: at.home, stateFolder: at.state, load: true, credentialFiles: () => globs });
  assert.equal((await alone.for(at.root, [])).credentials.length, 1);
  globs = [];
  assert.deepEqual(await paths(), []);
  store.dispose();
  alone.dispose();
});
