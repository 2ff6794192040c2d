import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recogniser } from '../../../../src/core/environments/recogniser.ts';
import { recognise, recognisers } from '../../../../src/core/environments/recognisers.ts';
import { assertLinear, repeated } from '../../../support/growth.ts';

const id = '3d2c42fb-7a1e-4f0b-9c55-60d8a1be27f4';
const units = [
  'a',
  'a b ',
  '`',
  '`a`',
  '| a ',
  '|-|-|\n',
  '**a',
  '- ',
  '# production\n',
  `| ${id} `,
  `${id}\n`,
  'production ',
  'non-',
  '](http://',
  'A=1\n',
  'A="',
  "A='\n",
  '#',
  'HOST=a.b.c\n',
  'A_URL=postgres://u:p@h,',
  'a: ',
  'a:\n ',
  '- - ',
  '[',
  '{"a":',
  '&a *a ',
  'a-'.repeat(20),
  'http://a.b/',
  'host = "aaaa"\n',
  'x = {',
  '[a.b]\n',
  '[[a]]\n',
  '{}a: {',
  'a{',
  '"a://b.c" ',
  '/*',
  '//',
  '{{',
  'backend "s3" {\n',
  'Host a\n',
  'a = 1\n',
  'project_id: ',
  '\n',
  '\\',
];

/** A name that a pattern of a recogniser fits. */
const samples =
  `.env .env.production fly.toml fly.prod.toml deploy.yml schema.prisma prisma.config.ts drizzle.config.ts knexfile.js ormconfig.json data-source.ts
  mikro-orm.config.ts config.json settings.py flyway.toml flyway.conf liquibase.properties serverless.ts sst.config.ts my-service-account.json kubeconfig
  application.yaml main.tf prod.auto.tfvars Pulumi.prod.yaml compose.yaml hosts deploy.yaml shopify.app.toml README.md prod.json prod.yaml`.split(
    /\s+/,
  );

function pathsOf({ files, userFiles = [] }: Recogniser): readonly string[] {
  const names = files.map((file) => (typeof file === 'string' ? file : samples.find((name) => file.test(name))));
  assert.ok(files.length === 0 || names.some((name) => name !== undefined), `no sample for ${files.join(' ')}`);
  const all = [
    ...names.filter((name) => name !== undefined),
    ...userFiles.map((file) => file.replace(/^\{[^}]*\}\/|^~\//, '').replace('*', 'x')),
  ];
  // Files of the same format take the same road.
  const seen = new Set<string>();
  return all.filter((name) => {
    const format = /\.\w+$/.exec(name)?.[0] ?? name;
    return !seen.has(format) && seen.add(format);
  });
}

const broad = ['dotenv', 'document', 'configuration'];

// 256 KB is what the workspace walk reads of a file; where four times as much would take sixteen times as long, 64 KB show it, too.
for (const recogniser of recognisers)
  test(`hostile texts are read in linear time: ${recogniser.tool} ${String(recogniser.files[0] ?? recogniser.userFiles?.[0])}`, () => {
    const size = (broad.includes(recogniser.tool) ? 256 : 64) * 1024;
    for (const unit of units) {
      for (const name of pathsOf(recogniser)) {
        const path = `/ws/production/${name}`;
        assertLinear(`${JSON.stringify(unit.slice(0, 20))} as ${path}`, repeated(unit, size), (text) =>
          recognise(recogniser, { path, root: '/ws', home: '/home/me', text }),
        );
      }
    }
  });
