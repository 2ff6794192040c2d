import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { userPath } from '../../../../src/core/environments/userFiles.ts';
import { assemble, recognise, recognisers, recognisersFor, userFiles } from '../../../../src/core/environments/recognisers.ts';

const root = '/ws/shop';
const home = '/home/me';

interface Row {
  readonly path: string;
  readonly text: string;
  /** `tool kind environment resource` of each link, in order. */
  readonly links?: readonly string[];
  /** `id kind environment name`. */
  readonly identifiers?: readonly string[];
}

/** Links and identifiers of a file below the workspace, or of user-level state when the path begins with `~/`. */
function said(path: string, text: string): { readonly links: readonly string[]; readonly identifiers: readonly string[] } {
  const user = path.startsWith('~/');
  const file = { path: user ? home + path.slice(1) : `${root}/${path}`, text, home, ...(user ? {} : { root }) };
  const readers = user
    ? userFiles.filter((one) => userPath(one.file, { home, platform: 'linux', variables: {} }) === file.path).map((one) => one.recogniser)
    : recognisersFor(file.path);
  const { links, identifiers } = assemble(readers.map((reader) => recognise(reader, file)));
  return {
    links: links
      .filter((link) => link.kind !== 'settings file')
      .map((link) => `${link.tool} ${link.kind} ${link.environment}${link.remote ? '' : ' here'} ${link.resource}`),
    identifiers: Object.entries(identifiers).flatMap(([id, places]) =>
      places.map((place) => [id, place.kind, place.environment, place.name].filter(Boolean).join(' ')),
    ),
  };
}

const id = '3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4';
const other = 'b80e6d13-2f49-4c7a-8d31-e5a97f0c4462';

const tables: Readonly<Record<string, readonly Row[]>> = {
  dotenv: [
    {
      path: '.env.production',
      text: `DATABASE_URL=postgres://u:pw-not-kept@db.acme.com/shop_main\nVOLUME_ID=${id}\nVOLUME_NAME=bookings-data`,
      links: ['postgres database production shop_main on db.acme.com'],
      identifiers: [
        'db.acme.com host production',
        'shop_main database production',
        `${id} volume production bookings-data`,
        'bookings-data volume production bookings-data',
      ],
    },
    { path: '.env.production', text: 'GENERATE_SOURCEMAP=false\nVITE_TITLE=Shop', links: [] },
    {
      path: '.env',
      text: 'DATABASE_URL=postgres://postgres:postgres@localhost:5432/shop',
      links: ['postgres database local here shop on localhost'],
    },
    { path: '.env', text: 'DATABASE_URL=postgres://u:p@db.acme.com/shop', links: ['postgres database unknown shop on db.acme.com'] },
    {
      path: '.env',
      text: 'DATABASE_URL=postgres://u:p@db-prod.acme.com/shop',
      links: ['postgres database production shop on db-prod.acme.com'],
    },
    {
      path: '.env',
      text: 'DATABASE_URL=postgres://u:p@db.acme.com/shop_production',
      links: ['postgres database production shop_production on db.acme.com'],
    },
    {
      path: '.env',
      text: 'RAILWAY_ENVIRONMENT=staging\nDATABASE_URL=postgres://u:p@db.acme.com/shop',
      links: ['railway environment staging staging', 'postgres database staging shop on db.acme.com'],
    },
    {
      path: '.env.staging',
      text: 'DATABASE_URL=postgres://u:p@db-prod.acme.com/shop',
      links: ['postgres database production shop on db-prod.acme.com'],
    },
    {
      path: '.env.production',
      text: 'DATABASE_URL=postgres://u:p@db.staging.acme.com/shop',
      links: ['postgres database production shop on db.staging.acme.com'],
    },
    {
      path: '.env.production',
      text: 'DATABASE_URL=postgres://u:p@localhost/shop',
      links: ['postgres database local here shop on localhost'],
    },
    { path: '.env.local', text: 'DATABASE_URL=postgres://u:p@db.acme.com/shop', links: ['postgres database unknown shop on db.acme.com'] },
    {
      path: '.env.production.local',
      text: 'DATABASE_URL=postgres://u:p@db.acme.com/shop',
      links: ['postgres database production shop on db.acme.com'],
    },
    { path: 'prod.env', text: 'PGHOST=db.acme.com', links: ['postgres database production db.acme.com'] },
    { path: 'deploy/production/.env', text: 'PGHOST=db.acme.com', links: ['postgres database production db.acme.com'] },
    { path: 'test/.env', text: 'PGHOST=db.acme.com', links: ['postgres database unknown db.acme.com'] },
    { path: 'product/.env', text: 'PGHOST=db.acme.com', links: ['postgres database unknown db.acme.com'] },
    { path: '.env', text: 'NODE_ENV=production', links: [] },
    { path: '.env', text: 'NODE_ENV=production\nPGHOST=db.acme.com', links: ['postgres database production db.acme.com'] },
    { path: '.env', text: 'NODE_ENV=development\nPGHOST=db.acme.com', links: ['postgres database unknown db.acme.com'] },
    { path: '.env', text: 'APP_ENV=local\nDB_HOST=db.acme.com', links: ['dotenv host unknown db.acme.com'] },
    { path: '.env', text: 'API_URL=https://api.stripe.com/v1', links: [], identifiers: [] },
    { path: '.env', text: 'DOCS_URL=https://docs.acme.com', links: [], identifiers: ['docs.acme.com host unknown'] },
    { path: '.env.example', text: `DATABASE_URL=postgres://u:p@db.acme.com/shop\nID=${id}`, links: [], identifiers: [] },
    { path: '.env.production.example', text: 'DATABASE_URL=postgres://u:p@db.acme.com/shop', links: [] },
    // Tokens that are UUIDs are never kept as identifiers.
    { path: 'scripts/domains/.env', text: `RAILWAY_TOKEN=${id}`, links: [], identifiers: [] },
    { path: '.env', text: `# RAILWAY_TOKEN=${id}\n#old token: ${other}\nRAILWAY_API=${id}`, identifiers: [] },
    { path: '.env', text: `# prod volume: ${id}\nAPP_ENV=staging`, identifiers: [`${id} production`] },
    { path: '.env', text: `APP_ENV=staging\nPROD_VOLUME_ID=${id}`, identifiers: [`${id} volume production`] },
    { path: '.env', text: `APP_ENV=staging\n#VOLUME_ID=${id}`, identifiers: [`${id} volume staging`, `${id} staging`].slice(0, 1) },
    { path: '.env', text: `APP_ENV=staging\nRAILWAY_PROJECT_ID=${id}`, identifiers: [`${id} project unknown`] },
    { path: '.env.production', text: 'STRIPE_SECRET_KEY=abcd-0123-wxyz', links: ['dotenv credentials production .env.production'] },
    { path: '.envrc', text: 'export AWS_PROFILE=acme-prod', links: ['aws profile production acme-prod'] },
    {
      path: '.env',
      text: 'APP_ENV=staging\nSENTRY_ENVIRONMENT=production\nPGHOST=db.acme.com',
      links: ['sentry environment production production', 'postgres database production db.acme.com'],
    },
    { path: '.env', text: 'CONVEX_DEPLOYMENT=prod:happy-otter-123', links: ['convex environment production prod:happy-otter-123'] },
    { path: '.env', text: 'CONVEX_DEPLOYMENT=dev:happy-otter-123', links: ['convex environment development dev:happy-otter-123'] },
    { path: '.dev.vars', text: 'PGHOST=db.acme.com', links: ['postgres database development db.acme.com'] },
  ],
  railway: [
    {
      path: '~/.railway/config.json',
      text: JSON.stringify({
        projects: { '/ws/shop': { name: 'acme-shop', project: id, environment: other, environmentName: 'production', service: null } },
      }),
      links: ['railway project production acme-shop'],
      identifiers: [
        `${id} project production acme-shop`,
        `${other} environment production production`,
        'acme-shop project production acme-shop',
      ],
    },
    {
      path: '~/.railway/config.json',
      text: JSON.stringify({
        projects: { '/ws/shop': { name: 'acme-shop', project: id, environment: other, environmentName: 'staging' } },
      }),
      links: ['railway project staging acme-shop'],
      identifiers: [`${id} project unknown acme-shop`, `${other} environment staging staging`, 'acme-shop project unknown acme-shop'],
    },
    {
      path: '~/.railway/config.json',
      text: JSON.stringify({ projects: { '/ws/shop': { project: id } } }),
      links: ['railway project unknown /ws/shop'],
    },
    { path: '~/.railway/config.json', text: '{"projects": {', links: ['railway unreadable file unknown ~/.railway/config.json'] },
    { path: '~/.railway/config.json', text: '{"user":{"token":"x"}}', links: [] },
    { path: 'railway.json', text: '{"build":{}}', links: ['railway configuration unknown railway.json'] },
    { path: 'api/railway.toml', text: '[build]\n', links: ['railway configuration unknown api/railway.toml'] },
    { path: 'railway.toml', text: '[build', links: ['railway configuration unknown railway.toml'] },
  ],
  kubernetes: [
    {
      path: '~/.kube/config',
      text: kubeconfig('acme-prod', 'https://10.0.0.1'),
      links: ['kubernetes context production acme-prod'],
      identifiers: [
        'kubernetes: acme-prod context production acme-prod',
        'acme-prod context production acme-prod',
        'acme-prod-cluster cluster production acme-prod',
        '10.0.0.1 host production acme-prod',
      ],
    },
    {
      path: '~/.kube/config',
      text: kubeconfig('acme-eu', 'https://api.prod.acme.com:6443'),
      links: ['kubernetes context production acme-eu'],
    },
    { path: '~/.kube/config', text: kubeconfig('acme-eu', 'https://10.0.0.1'), links: ['kubernetes context unknown acme-eu'] },
    { path: '~/.kube/config', text: kubeconfig('acme-staging', 'https://10.0.0.1'), links: ['kubernetes context staging acme-staging'] },
    {
      path: '~/.kube/config',
      text: kubeconfig('kind-shop', 'https://127.0.0.1:33445'),
      links: ['kubernetes context local here kind-shop'],
    },
    { path: '~/.kube/config', text: kubeconfig('minikube', 'https://192.168.49.2:8443'), links: ['kubernetes context unknown minikube'] },
    // A tunnel to somewhere is at localhost as well.
    { path: '~/.kube/config', text: kubeconfig('acme-eu', 'https://127.0.0.1:6443'), links: ['kubernetes context unknown acme-eu'] },
    {
      path: '~/.kube/config',
      text: 'apiVersion: v1\ncurrent-context: gke_acme-prod_eu_main\n',
      links: ['kubernetes context production gke_acme-prod_eu_main'],
    },
    { path: '~/.kube/config', text: 'apiVersion: v1\ncontexts: []\n', links: [] },
    { path: '~/.kube/config', text: 'a: [', links: ['kubernetes unreadable file unknown ~/.kube/config'] },
    { path: 'kubeconfig.dev', text: kubeconfig('acme-dev', 'https://10.0.0.1'), links: ['kubernetes context development acme-dev'] },
    { path: 'deploy/Chart.yaml', text: 'name: shop', links: ['kubernetes use unknown here deploy/Chart.yaml'] },
  ],
  compose: [
    {
      path: 'compose.yaml',
      text: 'services:\n  db:\n    image: postgres\n  cache:\n    container_name: shop-redis\n',
      identifiers: ['db compose service local', 'cache compose service local', 'shop-redis compose service local'],
    },
    { path: 'docker-compose.prod.yml', text: 'services:\n  db: {}\n', identifiers: [] },
    { path: 'docker-compose.yml', text: 'services: [', links: [], identifiers: [] },
  ],
  terraform: [
    { path: '.terraform/environment', text: 'prod\n', links: ['terraform workspace production prod'] },
    { path: '.terraform/environment', text: 'default', links: ['terraform workspace unknown default'] },
    { path: 'environments/prod/.terraform/environment', text: 'default', links: ['terraform workspace production default'] },
    { path: 'infra/.terraform/environment', text: 'staging-eu', links: ['terraform workspace staging staging-eu'] },
    { path: '.terraform/environment', text: '', links: ['terraform unreadable file unknown .terraform/environment'] },
    {
      path: '.terraform/terraform.tfstate',
      text: JSON.stringify({ backend: { type: 's3', config: { bucket: 'acme-tf-prod', key: 'shop.tfstate', secret_key: 'x' } } }),
      links: ['terraform state production acme-tf-prod/shop.tfstate'],
      identifiers: ['acme-tf-prod bucket production'],
    },
    { path: '.terraform/terraform.tfstate', text: JSON.stringify({ backend: { type: 'local', config: {} } }), links: [] },
    {
      path: '.terraform/terraform.tfstate',
      text: JSON.stringify({ backend: { type: 's3', config: { bucket: 'acme-tf' } } }),
      links: ['terraform state unknown acme-tf'],
    },
  ],
  configuration: [
    {
      path: 'production.tfvars',
      text: `volume = "${id}"\napi_token = "${other}"\nbucket = "acme-shop-data"`,
      identifiers: [`${id} identifier production`, 'acme-shop-data bucket production acme-shop-data'],
    },
    {
      path: 'config/staging.json',
      text: '{"api": "https://shop.acme.com/v1"}',
      links: ['configuration host staging shop.acme.com'],
      identifiers: ['shop.acme.com host staging'],
    },
    { path: 'tsconfig.prod.json', text: '{"$schema": "https://schema.acme.com/tsconfig"}', links: [], identifiers: [] },
    {
      path: 'values-prod.yaml',
      text: '# see https://wiki.acme.com/prod\nurl: https://shop.acme.com',
      links: ['configuration host production shop.acme.com'],
    },
    { path: 'config/default.json', text: '{"api": "https://shop.acme.com/v1"}', links: [], identifiers: [] },
    { path: 'products.json', text: `{"id": "${id}"}`, links: [], identifiers: [] },
  ],
};

function kubeconfig(context: string, server: string): string {
  return `apiVersion: v1
current-context: ${context}
clusters:
- name: ${context}-cluster
  cluster: {server: "${server}"}
contexts:
- name: ${context}
  context: {cluster: ${context}-cluster, user: me, namespace: default}
users:
- name: me
  user: {token: not-kept}
`;
}

for (const [tool, rows] of Object.entries(tables))
  for (const [i, row] of rows.entries())
    test(`${tool} ${i + 1}: ${row.path} ${JSON.stringify(row.text).slice(0, 80)}`, () => {
      const { links, identifiers } = said(row.path, row.text);
      if (row.links) assert.deepEqual(links, row.links);
      if (row.identifiers) assert.deepEqual(identifiers, row.identifiers);
    });

test('a host that is a compose service of the workspace is local', () => {
  const found = [
    ...recognisersFor(`${root}/compose.yaml`).map((one) =>
      recognise(one, { path: `${root}/compose.yaml`, root, home, text: 'services:\n  db: {}\n' }),
    ),
    ...recognisersFor(`${root}/.env`).map((one) =>
      recognise(one, { path: `${root}/.env`, root, home, text: 'A_URL=postgres://u:p@db/shop\nB_URL=postgres://u:p@db2/shop' }),
    ),
  ];
  assert.deepEqual(
    assemble(found).links.map((link) => [link.resource, link.environment, link.remote]),
    [
      ['shop on db', 'local', false],
      ['shop on db2', 'unknown', true],
    ],
  );
});

test('evidence names file and line', () => {
  const [reader] = recognisersFor(`${root}/a/.env`);
  const { links } = recognise(reader!, { path: `${root}/a/.env`, root, home, text: '\n\nPGHOST=db-prod.acme.com\n' });
  assert.deepEqual(links.at(-1)?.evidence, {
    text: 'a/.env:3 PGHOST points to db-prod.acme.com, as production',
    path: `${root}/a/.env`,
    line: 3,
  });
});

test('properties: no recogniser throws, whatever the text; nothing keeps a password', () => {
  const paths = [
    '.env',
    '.env.production',
    'railway.json',
    'railway.toml',
    'kubeconfig',
    'compose.yml',
    '.terraform/environment',
    '.terraform/terraform.tfstate',
    'README.md',
    'prod.json',
    'prod.yaml',
  ];
  const text = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.json(),
    fc.string({
      maxLength: 300,
      unit: fc.constantFrom(
        'a',
        '=',
        ':',
        '\n',
        ' ',
        '-',
        '|',
        '`',
        '"',
        "'",
        '{',
        '}',
        '[',
        ']',
        '#',
        '&',
        '*',
        'prod',
        id,
        '://',
        '@',
        '\\',
        '<<',
      ),
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), text, (path, content) => {
      for (const reader of recognisers) {
        const found = recognise(reader, { path: `${root}/${path}`, root, home, text: content });
        assert.ok(found.links.every((link) => link.evidence.text !== '' && link.resource !== ''));
      }
    }),
    { numRuns: 400 },
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9!$^*_-]{10,30}$/), (password) => {
      const file = {
        path: `${root}/.env.production`,
        root,
        home,
        text: `DATABASE_URL=postgres://u:${password}@db.acme.com/shop\nRAILWAY_TOKEN=${password}\nADMIN_PASSWORD="${password}"\n# OLD_SECRET=${password}`,
      };
      assert.equal(JSON.stringify(recognisersFor(file.path).map((reader) => recognise(reader, file))).includes(password), false);
    }),
  );
});
