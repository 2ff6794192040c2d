import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recognise, recognisers } from '../../../../src/core/environments/recognisers.ts';

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
  'project_id: ',
  '\n',
  '\\',
];

// 256 KB is what the workspace walk reads of a file.
for (const recogniser of recognisers)
  test(`hostile texts are read in linear time: ${recogniser.tool} ${String(recogniser.files[0] ?? recogniser.userFiles?.[0])}`, () => {
    for (const unit of units) {
      const text = unit.repeat(Math.ceil((256 * 1024) / unit.length));
      for (const path of ['/ws/production/.env', '/ws/README.md', '/ws/x.toml']) {
        const started = performance.now();
        recognise(recogniser, { path, root: '/ws', home: '/home/me', text });
        const taken = performance.now() - started;
        assert.ok(taken < 2000, `${JSON.stringify(unit.slice(0, 20))} as ${path}: ${Math.round(taken)} ms`);
      }
    }
  });
