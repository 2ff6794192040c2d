import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classify } from '../../../../src/core/classify.ts';
import { assemble, recognise, recognisersFor, userFiles } from '../../../../src/core/environments/recognisers.ts';
import { userPath } from '../../../../src/core/environments/userFiles.ts';
import { blindFacts, callOf } from '../../../support/facts.ts';

const home = '/home/me';
const root = '/ws';
const volume = '3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4';
const shared = 'b80e6d13-2f49-4c7a-8d31-e5a97f0c4462';
const ref = 'qwkzrtypsdfghjklmnbv';

/** One workspace whose names say nothing by themselves: only the place that they stand in does. */
const files: Readonly<Record<string, string>> = {
  'staging.env': `RAILWAY_VOLUME_ID=${shared}\nS3_BUCKET=acme-uploads-7\n`,
  '.env.production': `RAILWAY_VOLUME_ID=${volume}\nSHARED_VOLUME_ID=${shared}\nSUPABASE_URL=https://${ref}.supabase.co\nFLY_APP=purple-sun-12\n`,
  'wrangler.toml':
    'name = "edge-api"\n[env.production]\nname = "edge-one"\n[[env.production.d1_databases]]\nbinding = "DB"\ndatabase_name = "ledger-db"\ndatabase_id = "x"\n[env.staging]\nname = "edge-two"\n',
  'environments/prod/backend.tf': 'terraform {\n  backend "s3" {\n    bucket = "acme-state-9"\n    key = "x"\n  }\n}\n',
  'Pulumi.prod.yaml': 'config:\n  shop:clusterName: ledger-cluster\n',
  '.firebaserc': '{"projects":{"prod":"acme-9d2","dev":"acme-7c1"}}',
  '~/.aws/config':
    '[profile main]\nrole_arn = arn:aws:iam::210987654321:role/ProductionAdmin\n[profile lab]\nrole_arn = arn:aws:iam::345678901234:role/DevAdmin\n',
  '~/.kube/config':
    'contexts:\n- name: eu\n  context: {cluster: arn:aws:eks:eu-west-1:210987654321:cluster/acme-prod}\n- name: us\n  context: {cluster: dev-us}\ncurrent-context: us\n',
};

const found = Object.entries(files).flatMap(([path, text]) => {
  if (!path.startsWith('~/'))
    return recognisersFor(`${root}/${path}`).map((one) => recognise(one, { path: `${root}/${path}`, root, home, text }));
  const file = home + path.slice(1);
  return userFiles
    .filter((one) => userPath(one.file, { home, platform: 'linux', variables: {} }) === file)
    .map((one) => recognise(one.recogniser, { path: file, home, text }));
});
const facts = { ...blindFacts(), home, knowledge: { roots: [root], credentials: [], ...assemble(found) } };

const rows: readonly (readonly [command: string, environment: string, evidence: RegExp])[] = [
  [`railway volume delete --volume ${volume} --yes`, 'production', /\.env\.production:1/],
  [
    `railway volume delete --volume ${shared} --yes`,
    'production',
    /several environments: .*\.env\.production \(production\).*staging\.env \(staging\)|several environments: .*staging\.env \(staging\).*\.env\.production \(production\)/,
  ],
  [`railway volume delete --volume ${shared} -e staging --yes`, 'production', /several environments/],
  ['aws s3 rb s3://acme-uploads-7 --force', 'staging', /staging\.env:2/],
  ['aws s3 rb s3://acme-state-9 --force', 'production', /backend\.tf:3/],
  [`supabase projects delete ${ref}`, 'production', /\.env\.production:3/],
  ['fly apps destroy purple-sun-12 --yes', 'production', /\.env\.production:4/],
  ['wrangler d1 delete ledger-db', 'production', /wrangler\.toml/],
  ['kubectl --context eu delete ns payments', 'production', /kube\/config/],
  ['kubectl --context us delete ns payments', 'development', /kube\/config/],
  ['aws rds delete-db-instance --db-instance-identifier x --skip-final-snapshot --profile main', 'production', /aws\/config/],
  ['aws rds delete-db-instance --db-instance-identifier x --skip-final-snapshot --profile lab', 'development', /aws\/config/],
  ['aws eks delete-cluster --name ledger-cluster', 'production', /Pulumi\.prod\.yaml/],
  ['firebase firestore:delete --all-collections --project acme-9d2 --force', 'production', /\.firebaserc/],
];

for (const [command, environment, evidence] of rows)
  test(`${command} - ${environment}`, () => {
    const { operations } = classify({ ...callOf({ type: 'command', command, shell: 'posix' }), cwd: root }, facts);
    const operation = operations.find((one) => one.location === 'remote');
    assert.ok(operation, JSON.stringify(operations));
    const said = operation.evidence.map(({ text }) => text).join('\n');
    assert.equal(operation.environment, environment, said);
    assert.match(said, evidence);
  });
