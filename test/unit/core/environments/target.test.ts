import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { userPath } from '../../../../src/core/environments/userFiles.ts';
import { assemble, recognise, recognisersFor, userFiles } from '../../../../src/core/environments/recognisers.ts';
import { resolveTarget } from '../../../../src/core/environments/target.ts';
import type { Target } from '../../../../src/core/rules/rule.ts';
import { literal, type Invocation, type Word } from '../../../../src/core/shell/invocation.ts';
import type { Facts } from '../../../../src/core/types.ts';

const volume = '3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4';
const stagingVolume = 'b80e6d13-2f49-4c7a-8d31-e5a97f0c4462';
const unmarked = '11111111-2222-4333-8444-555555555555';
const shared = '61f0a7be-9d24-4e83-b1c7-0f2a6c58d913';

const files: Readonly<Record<string, string>> = {
  '/ws/.env': `APP_ENV=staging\nDATABASE_URL=postgres://u:p@db.staging.acme.com/rentals\nSHARED_VOLUME_ID=${shared}\nREDIS_URL=redis://localhost:6379`,
  '/ws/.env.production': `DATABASE_URL=postgres://u:p@pg.acme.com/rentals\nRAILWAY_VOLUME_ID=${volume}\nSHARED_VOLUME_ID=${shared}`,
  '/ws/README.md': `| environment | volume | id |\n|--|--|--|\n| production | \`bookings-data\` | ${volume} |\n| staging | \`bookings-copy\` | ${stagingVolume} |\n\n## Notes\n\nsee ${unmarked}\n`,
  '/ws/compose.yaml': 'services:\n  db:\n    image: postgres\n',
  '/ws/infra/.terraform/environment': 'prod',
  '/ws/infra/dev/.terraform/environment': 'dev',
  '/ws/kubeconfig.dev': 'current-context: acme-dev\n',
  '/ws/packages/web/.env': 'PGHOST=db-dev.acme.com',
  '~/.kube/config':
    'current-context: acme-prod\ncontexts:\n- name: acme-prod\n  context: {cluster: acme-prod}\n- name: eu\n  context: {cluster: eu-production}\n- name: us\n  context: {cluster: us-1}\n',
  '~/.railway/config.json': JSON.stringify({
    projects: { '/ws': { name: 'shop', environmentName: 'staging' }, '/ws/live': { name: 'shop', environmentName: 'production' } },
  }),
};

const home = '/home/me';
const { links, identifiers } = assemble(
  Object.entries(files).flatMap(([path, text]) =>
    path.startsWith('~/')
      ? userFiles
          .filter((one) => userPath(one.file, { home, platform: 'linux', variables: {} }) === home + path.slice(1))
          .map((one) => recognise(one.recogniser, { path: home + path.slice(1), home, text }))
      : recognisersFor(path).map((one) => recognise(one, { path, root: '/ws', home, text })),
  ),
);

function facts(variables: Readonly<Record<string, string>> = {}): Facts {
  return {
    home,
    temporary: [],
    platform: 'linux',
    variables,
    knowledge: { roots: ['/ws'], links, identifiers, credentials: [] },
    answers: new Map(),
    exhausted: false,
    fingerprint: (value) => value,
    decodeBase64: () => undefined,
  };
}

function unknownWord(variable: string): Word {
  return { text: `$${variable}`, known: false, pieces: [{ type: 'unknown', value: `$${variable}`, variable }] };
}

function invocation(argv: readonly (string | Word)[], variables: Readonly<Record<string, string>> = {}, cwd = '/ws'): Invocation {
  const words = argv.map((word) => (typeof word === 'string' ? literal(word) : word));
  return {
    program: words[0]!.text,
    argv: words,
    variables: new Map(Object.entries(variables).map(([name, value]) => [name, literal(value)])),
    redirects: [],
    input: { type: 'none' },
    cwd,
    via: [],
    place: { type: 'here' },
    shell: 'posix',
    text: '',
    deferred: false,
  };
}

interface Row {
  readonly title: string;
  readonly target: Target;
  readonly by?: Invocation;
  readonly cwd?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly expected: string;
  /** A piece of the evidence. */
  readonly because?: string;
  readonly name?: string;
  readonly several?: readonly string[];
}

const railway = { tool: 'railway', hosts: ['backboard.railway.app'] };

const rows: readonly Row[] = [
  // The nine seconds.
  {
    title: 'the volume of the readme',
    target: { ...railway, ids: [volume] },
    expected: 'production',
    because: 'README.md:3',
    name: 'bookings-data',
  },
  { title: 'in upper case', target: { ...railway, ids: [volume.toUpperCase()] }, expected: 'production', because: '.env.production:2' },
  {
    title: 'claimed to be staging',
    target: { ...railway, ids: [volume], says: 'staging' },
    expected: 'production',
    because: 'that is not so',
  },
  {
    title: 'with a variable that claims staging',
    target: { ...railway, ids: [volume] },
    by: invocation(['curl'], { RAILWAY_ENVIRONMENT: 'staging' }),
    expected: 'production',
  },
  {
    title: 'the volume of staging',
    target: { ...railway, ids: [stagingVolume] },
    expected: 'staging',
    because: 'README.md:4',
    name: 'bookings-copy',
  },
  {
    title: 'in files of both',
    target: { ...railway, ids: [shared] },
    expected: 'production',
    because: '.env (staging) and .env.production (production)',
    several: ['staging', 'production'],
  },
  { title: 'an id that no file places is not made staging by the link', target: { ...railway, ids: [unmarked] }, expected: 'unknown' },
  { title: 'an id that no file knows', target: { ...railway, ids: ['99999999-2222-4333-8444-555555555555'] }, expected: 'unknown' },
  { title: 'no id: the link of the folder', target: railway, expected: 'staging', because: '~/.railway/config.json' },
  { title: 'no id: the nearest link', target: railway, cwd: '/ws/live/api', expected: 'production' },
  { title: 'no id: outside any link', target: railway, cwd: '/elsewhere', expected: 'unknown' },
  {
    title: 'a flag before the link',
    target: { ...railway, says: 'production' },
    expected: 'production',
    because: 'The command says production',
  },
  { title: 'a flag before the link, milder', target: { ...railway, says: 'staging' }, cwd: '/ws/live', expected: 'staging' },
  { title: 'a flag that nobody knows is not the link', target: { ...railway, says: 'acme-eu' }, expected: 'unknown' },
  {
    title: 'names of objects are no identifiers',
    target: { ...railway, ids: ['constructor', '__proto__', 'toString'] },
    expected: 'staging',
  },
  { title: 'a name that is said: bookings-data', target: { tool: 'railway', ids: ['bookings-data'] }, expected: 'production' },
  { title: 'a name that says it', target: { tool: 'aws', ids: ['acme-prod-backups'] }, expected: 'production', because: 'says production' },
  { title: 'a name that says it not', target: { tool: 'aws', ids: ['acme-products'] }, expected: 'unknown' },
  // Local paths are known already.
  { title: 'a local path', target: { environment: 'local', ids: [volume] }, expected: 'local' },
  // Hosts.
  { title: 'a host that says it', target: { tool: 'postgres', hosts: ['db-prod.acme.com'] }, expected: 'production', because: 'The host' },
  {
    title: 'a host that a file places',
    target: { tool: 'postgres', hosts: ['pg.acme.com'] },
    expected: 'production',
    because: '.env.production:1',
  },
  { title: 'a host that nobody knows is not the link', target: { tool: 'postgres', hosts: ['pg2.acme.com'] }, expected: 'unknown' },
  { title: 'localhost', target: { tool: 'postgres', hosts: ['localhost'] }, expected: 'local' },
  { title: 'a compose service', target: { tool: 'postgres', hosts: ['db'] }, expected: 'local', because: 'compose.yaml' },
  { title: 'a name like a compose service', target: { tool: 'postgres', hosts: ['db1'] }, expected: 'unknown' },
  {
    title: 'localhost and a database that production has, too',
    target: { tool: 'postgres', hosts: ['localhost'], ids: ['rentals'] },
    expected: 'local',
  },
  {
    title: 'localhost and a database that says production',
    target: { tool: 'postgres', hosts: ['localhost'], ids: ['rentals_prod'] },
    expected: 'production',
  },
  {
    title: 'a database that both have',
    target: { tool: 'postgres', ids: ['rentals'] },
    expected: 'production',
    several: ['staging', 'production'],
  },
  {
    title: 'a database that both have, flag staging',
    target: { tool: 'postgres', ids: ['rentals'], says: 'staging' },
    expected: 'staging',
  },
  {
    title: 'psql without a host goes to this machine',
    target: { tool: 'postgres' },
    by: invocation(['psql', '-c', 'x'], {}, '/elsewhere'),
    cwd: '/elsewhere',
    expected: 'local',
  },
  {
    title: 'psql with PGHOST of the agent',
    target: { tool: 'postgres' },
    by: invocation(['psql'], {}, '/elsewhere'),
    cwd: '/elsewhere',
    variables: { PGHOST: 'db-prod.acme.com' },
    expected: 'production',
  },
  {
    title: 'psql with PGHOST in the command',
    target: { tool: 'postgres' },
    by: invocation(['psql'], { PGHOST: 'db-prod.acme.com' }),
    expected: 'production',
    because: 'db-prod.acme.com',
  },
  {
    title: 'psql -h outranks PGHOST',
    target: { tool: 'postgres', hosts: ['localhost'] },
    by: invocation(['psql'], { PGHOST: 'db-prod.acme.com' }),
    expected: 'local',
  },
  // Variables that the words stand on.
  {
    title: 'psql "$DATABASE_URL" that the files of the folder do not agree on',
    target: { tool: 'postgres' },
    by: invocation(['psql', unknownWord('DATABASE_URL')]),
    expected: 'unknown',
    because: '.env.production:1',
  },
  {
    title: 'psql "$PGHOST" that one file sets',
    target: { tool: 'postgres' },
    by: invocation(['psql', unknownWord('PGHOST')], {}, '/ws/packages/web'),
    expected: 'development',
    because: 'packages/web/.env:1',
  },
  {
    title: 'a host of staging with a database that production has, too',
    target: { tool: 'postgres', hosts: ['db.staging.acme.com'], ids: ['rentals'] },
    expected: 'staging',
  },
  {
    title: 'a host that nobody knows with a database that production has, too',
    target: { tool: 'postgres', hosts: ['10.1.2.3'], ids: ['rentals'] },
    expected: 'production',
  },
  {
    title: 'psql without a host and a database that production has, too',
    target: { tool: 'postgres', ids: ['rentals'] },
    by: invocation(['psql', '-c', 'DROP DATABASE rentals']),
    expected: 'local',
  },
  {
    title: 'a program that loads .env and a database that both have',
    target: { tool: 'postgres', ids: ['rentals'] },
    by: invocation(['node', 'x.js']),
    expected: 'production',
    several: ['staging', 'production'],
  },
  {
    title: 'a variable set to what cannot be read',
    target: { tool: 'postgres' },
    by: { ...invocation(['psql', unknownWord('DATABASE_URL')]), variables: new Map([['DATABASE_URL', unknownWord('X')]]) },
    expected: 'unknown',
    because: 'cannot be read',
  },
  {
    title: 'psql "$DATABASE_URL" of the agent',
    target: { tool: 'postgres' },
    by: invocation(['psql', unknownWord('DATABASE_URL')]),
    variables: { DATABASE_URL: 'postgres://pg.acme.com/rentals' },
    expected: 'production',
  },
  {
    title: 'psql "$PROD_URL" that nobody knows',
    target: { tool: 'postgres' },
    by: invocation(['psql', unknownWord('OTHER_URL')], {}, '/elsewhere'),
    cwd: '/elsewhere',
    expected: 'unknown',
  },
  { title: 'a file that the command reads', target: { tool: 'postgres', files: ['/ws/.env.production'] }, expected: 'production' },
  { title: 'a milder file', target: { tool: 'postgres', files: ['/ws/.env'] }, expected: 'staging' },
  {
    title: 'a production file outweighs a milder flag',
    target: { tool: 'postgres', files: ['/ws/.env.production'], says: 'staging' },
    expected: 'production',
  },
  { title: 'a file that does not exist, by its name', target: { tool: 'postgres', files: ['/ws/.env.prod'] }, expected: 'production' },
  { title: 'a file that says nothing', target: { tool: 'postgres', files: ['/ws/other.env'] }, expected: 'unknown' },
  // Kubernetes: the user's state, not a file that happens to lie in the repository.
  { title: 'kubectl by current context', target: { tool: 'kubernetes' }, expected: 'production', because: '~/.kube/config' },
  { title: 'kubectl --context of a known production cluster', target: { tool: 'kubectl', says: 'eu' }, expected: 'production' },
  { title: 'kubectl --context of a known unmarked cluster', target: { tool: 'kubectl', says: 'us' }, expected: 'unknown' },
  { title: 'kubectl --context dev', target: { tool: 'kubectl', says: 'acme-dev' }, expected: 'development' },
  {
    title: 'kubectl with KUBECONFIG',
    target: { tool: 'kubernetes' },
    by: invocation(['kubectl'], { KUBECONFIG: '/ws/kubeconfig.dev' }),
    expected: 'development',
  },
  {
    title: 'kubectl with a KUBECONFIG list: the worst',
    target: { tool: 'kubernetes' },
    by: invocation(['kubectl'], { KUBECONFIG: '/ws/kubeconfig.dev:/ws/kubeconfig.prod' }),
    expected: 'production',
  },
  // Terraform.
  { title: 'terraform in a production workspace', target: { tool: 'terraform' }, cwd: '/ws/infra', expected: 'production' },
  { title: 'terraform in a nearer workspace', target: { tool: 'terraform' }, cwd: '/ws/infra/dev', expected: 'development' },
  {
    title: 'terraform with TF_WORKSPACE',
    target: { tool: 'terraform' },
    by: invocation(['terraform'], { TF_WORKSPACE: 'dev' }, '/ws/infra'),
    expected: 'development',
  },
  { title: 'terraform elsewhere', target: { tool: 'terraform' }, cwd: '/ws', expected: 'unknown' },
  { title: 'tofu is terraform', target: { tool: 'tofu' }, cwd: '/ws/infra', expected: 'production' },
  // Others by variable.
  { title: 'AWS_PROFILE=prod', target: { tool: 'aws' }, by: invocation(['aws'], { AWS_PROFILE: 'acme-prod' }), expected: 'production' },
  { title: 'AWS_PROFILE=dev', target: { tool: 'aws' }, by: invocation(['aws'], { AWS_PROFILE: 'acme-dev' }), expected: 'development' },
  {
    title: 'AWS_PROFILE of the agent, --profile staging',
    target: { tool: 'aws', says: 'staging' },
    variables: { AWS_PROFILE: 'prod' },
    expected: 'staging',
  },
  {
    title: 'stripe key, live',
    target: { tool: 'stripe' },
    by: invocation(['stripe'], { STRIPE_API_KEY: ['sk', 'live', 'x'].join('_') }),
    expected: 'production',
  },
  {
    title: 'stripe key, test',
    target: { tool: 'stripe' },
    by: invocation(['stripe'], { STRIPE_API_KEY: ['sk', 'test', 'x'].join('_') }),
    expected: 'development',
  },
  { title: 'nothing is known', target: {}, expected: 'unknown' },
];

for (const row of rows)
  test(`${row.title} - ${row.expected}`, () => {
    const found = resolveTarget(row.target, row.by, row.cwd ?? row.by?.cwd ?? '/ws', facts(row.variables));
    assert.equal(found.environment, row.expected, JSON.stringify(found.evidence));
    if (row.because !== undefined)
      assert.ok(
        found.evidence.some(({ text }) => text.includes(row.because!)),
        JSON.stringify(found.evidence),
      );
    if (row.name !== undefined) assert.equal(found.name, row.name);
    if (row.several) assert.deepEqual(found.several?.toSorted(), row.several.toSorted());
  });

test('evidence never has a value that may be secret', () => {
  const found = resolveTarget(
    { tool: 'postgres' },
    invocation(['psql'], { PGHOST: 'db-prod.acme.com' }),
    '/ws',
    facts({ DATABASE_URL: 'postgres://u:hunter22hunter@db-prod.acme.com/x' }),
  );
  assert.equal(JSON.stringify(found).includes('hunter22'), false);
});

test('property: never throws; a production id stays production whatever else is said', () => {
  const word = fc.oneof(fc.string(), fc.constantFrom('staging', 'dev', 'localhost', 'db', 'bookings-copy', stagingVolume));
  fc.assert(
    fc.property(
      fc.option(word, { nil: undefined }),
      fc.array(word, { maxLength: 3 }),
      fc.array(word, { maxLength: 2 }),
      fc.constantFrom('railway', 'postgres', 'x', 'constructor'),
      (says, ids, hosts, tool) => {
        const target = { tool, ids: [...ids, volume], hosts, ...(says === undefined ? {} : { says }) };
        assert.equal(resolveTarget(target, undefined, '/ws', facts()).environment, 'production');
      },
    ),
  );
});
