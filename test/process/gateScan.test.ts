import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gate } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';
import { fakePassword, letters, uuid } from '../unit/core/credentials/fakes.ts';

interface Output {
  readonly folder: string;
  readonly files: number;
  readonly truncated: boolean;
  readonly secrets: readonly {
    readonly path: string;
    readonly line: number;
    readonly column: number;
    readonly kind: string;
    readonly variable?: string;
    readonly masked: string;
    readonly environment: string;
    readonly local: boolean;
    readonly reach?: { readonly scope: string; readonly destroys: string; readonly source: string };
    readonly warning?: string;
  }[];
  readonly credentialFiles: readonly { readonly path: string; readonly holds: string }[];
  readonly unreadable: readonly string[];
  readonly servers: readonly { readonly path: string; readonly line: number; readonly server: string; readonly text: string }[];
}

interface Sarif {
  readonly version: string;
  readonly $schema: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string; readonly helpUri?: string }[] };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
    }[];
  }[];
}

describe('scan', () => {
  let sandbox: Sandbox;
  let folder: string;
  const token = uuid('railway account');
  const stripe = `sk_live_${letters('mixed', 32)}`;
  const secrets = [token, stripe, fakePassword];

  before(() => {
    sandbox = createSandbox('gate-scan');
    folder = path.join(sandbox.folder, 'shop');
    const files: Record<string, string> = {
      '.env': `PORT=3000\nDATABASE_URL=postgres://postgres:postgres@localhost/shop\n`,
      '.env.production': `# live\nexport DATABASE_URL="postgres://shop:${fakePassword}@db.acme.com/shop"\nSTRIPE_SECRET_KEY=${stripe}\n`,
      '.gitignore': '.env*\nscripts/domains/\n',
      'scripts/domains/.env': `RAILWAY_API_TOKEN=${token}\n`,
      'src/pay.ts': `export const key = '${stripe}';\n`,
      'src/index.ts': 'export const token = readToken();\n',
      '.env.example': 'API_KEY=your-key\n',
      'deploy key/id_ed25519': 'not a key\n',
      '.cursor/mcp.json': '{\n  "mcpServers": {\n    "shop": { "url": "http://mcp.acme.com/sse" }\n  }\n}\n',
      'node_modules/x/index.js': `module.exports = '${stripe}';\n`,
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  });
  after(() => sandbox.dispose());

  const scan = (...args: readonly string[]) => gate(['scan', ...args], { environment: sandbox.environment, cwd: folder });

  test('--json says path, line, kind, variable, masked value, environment and reach, and exits 1', async () => {
    const { code, stdout, stderr } = await scan('--json');
    assert.equal(code, 1, stderr);
    const output = JSON.parse(stdout) as Output;
    assert.equal(output.folder, folder);
    assert.deepEqual(
      output.secrets.map(
        (one) => `${one.path}:${one.line}:${one.column} ${one.kind} ${one.variable} ${one.masked} ${one.local ? 'local' : one.environment}`,
      ),
      [
        '.env:2:34 url.password DATABASE_URL … (8 characters) local',
        `.env.production:2:38 url.password DATABASE_URL … (${fakePassword.length} characters) production`,
        '.env.production:3:19 stripe.key STRIPE_SECRET_KEY sk_live_… (40 characters) production',
        'scripts/domains/.env:1:19 railway.token RAILWAY_API_TOKEN … (36 characters) unknown',
        'src/pay.ts:1:21 stripe.key key sk_live_… (40 characters) production',
      ],
    );
    const railway = output.secrets.find((one) => one.kind === 'railway.token')!;
    assert.equal(railway.reach?.scope, 'account');
    assert.match(railway.reach.destroys, /every project/);
    assert.match(railway.reach.source, /^https:\/\/docs\.railway\.com\//);
    assert.match(
      railway.warning ?? '',
      /^scripts\/domains\/\.env holds a railway\.token that can reach the whole account, though it serves domains$/,
    );
    assert.deepEqual(
      output.credentialFiles.map((one) => one.path),
      ['.env', '.env.production', 'deploy key/id_ed25519', 'scripts/domains/.env'],
    );
    assert.deepEqual(
      output.servers.map((one) => `${one.path}:${one.line} ${one.server}`),
      ['.cursor/mcp.json:3 shop', '.cursor/mcp.json:3 shop'],
    );
    assert.equal(output.truncated, false);
  });

  test('no value is printed, in no form', async () => {
    for (const form of [[], ['--json'], ['--sarif']]) {
      const { stdout, stderr } = await scan(...form);
      for (const secret of secrets) assert.ok(!`${stdout}${stderr}`.includes(secret), form.join());
    }
  });

  test('--sarif is SARIF 2.1.0 whose results point to rules and places', async () => {
    const { code, stdout } = await scan('--sarif');
    assert.equal(code, 1);
    const { version, $schema, runs } = JSON.parse(stdout) as Sarif;
    assert.equal(version, '2.1.0');
    assert.match($schema, /sarif-schema-2\.1\.0\.json$/);
    const [run] = runs;
    assert.equal(run!.results.length, 5);
    for (const { ruleId, ruleIndex, level, message, locations } of run!.results) {
      assert.equal(run!.tool.driver.rules[ruleIndex]?.id, ruleId);
      assert.ok(['error', 'warning', 'note'].includes(level));
      assert.ok(message.text.length > 0);
      const { artifactLocation, region } = locations[0]!.physicalLocation;
      const line = readFileSync(path.join(folder, decodeURIComponent(artifactLocation.uri)), 'utf8').split('\n')[region.startLine - 1]!;
      assert.ok(region.startColumn >= 1 && region.startColumn <= line.length);
    }
  });

  test('what packages bring is read with --all only', async () => {
    const output = JSON.parse((await scan('--json', '--all')).stdout) as Output;
    assert.ok(output.secrets.some((one) => one.path === 'node_modules/x/index.js'));
  });

  test('exits 0 where nothing is, 66 where no folder is, 64 on wrong use', async () => {
    const empty = path.join(sandbox.folder, 'empty');
    mkdirSync(empty);
    writeFileSync(path.join(empty, '.env'), 'DATABASE_URL=postgres://postgres:postgres@localhost/shop\n');
    assert.equal((await scan(empty)).code, 0, 'a local password is none to fail for');
    assert.equal((await scan(path.join(empty, 'gone'))).code, 66);
    assert.equal((await scan('--xml')).code, 64);
    assert.equal((await scan('--json', '--sarif')).code, 64);
  });

  test('a person reads it', async () => {
    const { stdout } = await scan();
    assert.match(stdout, /^\.env\.production:3:19\n {4}STRIPE_SECRET_KEY {2}stripe\.key {2}sk_live_… \(40 characters\) {2}production$/m);
    assert.match(stdout, /^deploy key\/id_ed25519\n {4}credential file: SSH keys$/m);
    assert.match(stdout, /^4 secrets in 4 files, 1 of this machine only; 4 credential files; \d+ files read\.$/m);
  });
});
