import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentFinding } from '../../../src/core/credentials/documentFacts.ts';
import { referenceFix } from '../../../src/server/language/fixes.ts';

const secret = 'k3JxQ9vT2mZp7LwRb8';

function fixed(path: string, text: string, variable?: string): string | undefined {
  const start = text.indexOf(secret);
  const finding: DocumentFinding = {
    start,
    end: start + secret.length,
    kind: 'generic.secret',
    environment: 'production',
    local: false,
    ...(variable === undefined ? {} : { variable }),
  };
  const fix = referenceFix(path, text, finding);
  return fix && text.slice(0, fix.start) + fix.text + text.slice(fix.end);
}

const rows: readonly (readonly [path: string, text: string, variable: string | undefined, result: string | undefined])[] = [
  ['/w/a.ts', `const apiKey = '${secret}';`, 'apiKey', 'const apiKey = process.env.API_KEY;'],
  ['/w/a.py', `API_KEY = "${secret}"`, 'API_KEY', 'API_KEY = os.environ["API_KEY"]'],
  ['/w/a.rb', `key = "${secret}"`, 'key', 'key = ENV.fetch("KEY")'],
  ['/w/a.sh', `export API_KEY="${secret}"`, 'API_KEY', 'export API_KEY="$API_KEY"'],
  ['/w/compose.yaml', `  API_KEY: ${secret}`, 'API_KEY', '  API_KEY: ${API_KEY}'],
  ['/w/mcp.json', `{"env":{"API_KEY":"${secret}"}}`, 'API_KEY', '{"env":{"API_KEY":"${env:API_KEY}"}}'],
  ['/w/a.ts', `const url = 'postgres://u:${secret}@h/d';`, 'url', undefined],
  ['/w/a.txt', `key ${secret}`, undefined, undefined],
  ['/w/a.js', `use("${secret}")`, undefined, 'use(process.env.GENERIC_SECRET)'],
];

for (const [path, text, variable, result] of rows)
  test(`${path}: ${text.replace(secret, '…')}`, () => {
    assert.equal(fixed(path, text, variable), result);
  });
