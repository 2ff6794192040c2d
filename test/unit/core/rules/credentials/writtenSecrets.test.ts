import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Action } from '../../../../../src/core/types.ts';
import { knowledgeOf } from '../../../../support/knowingSandbox.ts';
import { createSandbox, type Sentence } from '../../../../support/repository.ts';
import { letters, uuid } from '../../credentials/fakes.ts';

const production = letters('mixed', 40, 'production');
const password = `Tide-${letters('mixed', 12)}`;
const staging = letters('mixed', 40, 'staging');
const railway = uuid('account');
const stripe = `sk_live_${letters('mixed', 32)}`;

const sandbox = createSandbox();
sandbox.git('init', '-q');
sandbox.write({
  '.gitignore': '.env*\nignored/\nlogs/\n',
  '.env.production': `API_TOKEN=${production}\nDATABASE_URL=postgres://shop:${password}@db.acme.com/shop\n`,
  '.env.staging': `API_TOKEN=${staging}\n`,
  'scripts/domains/.env': `RAILWAY_ENVIRONMENT=production\nRAILWAY_API_TOKEN=${railway}\n`,
  'src/index.ts': 'export const token = process.env.API_TOKEN;\n',
  'src/old.ts': `export const token = '${production}';\n`,
  'ignored/x': '',
});
sandbox.git('add', '-f', 'src', '.gitignore');
const { store, knowledge } = knowledgeOf(sandbox);

const judge = (action: Action): Promise<Sentence> => sandbox.judgeAction(action, undefined, { knowledge, fingerprint: store.fingerprint });
const write = (path: string, content: string): Action => ({ type: 'write', path, content });
const command = (text: string): Action => ({ type: 'command', command: text, shell: 'posix' });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function assertSilent({ decision }: Sentence): void {
  const said = JSON.stringify(decision);
  for (const value of [production, password, staging, railway, stripe]) assert.ok(!said.includes(value));
}

describe('a production credential', () => {
  const exposed: readonly (readonly [string, Action])[] = [
    ['in a tracked file', write('src/index.ts', `const token = '${production}';`)],
    ['in a new file that git does not ignore', write('src/new.ts', `const token = '${production}';`)],
    ['in a log', write('logs/debug.log', `token ${production}`)],
    ['in what agents read', write('CLAUDE.md', `Use ${production}.`)],
    ['by an edit', { type: 'edit', path: 'src/index.ts', before: 'process.env.API_TOKEN', after: `'${production}'` }],
    ['by echo', command(`echo "const token = '${production}'" > src/index.ts`)],
    ['by a here-document', command(`cat > docs.md <<'E'\nToken: ${production}\nE`)],
    ['by tee', command(`tee notes.txt <<< "${production}"`)],
    ['encoded', write('src/index.ts', `Authorization: Basic ${base64(`me:${production}`)}`)],
    ['as a password in a URL', write('docs/setup.md', `psql postgres://shop:${password}@db.acme.com/shop`)],
    ['that no file has, but that says so itself', write('src/pay.ts', `const key = '${stripe}';`)],
    ['in a prompt', { type: 'other', tool: 'Task', input: { description: 'x', prompt: `Call the API with ${production}` } }],
  ];
  for (const [name, action] of exposed)
    test(`${name} - deny`, async () => {
      const said = await judge(action);
      assert.equal(said.verdict, 'deny', JSON.stringify(said.held));
      assert.ok(said.operations.some(({ rule, effect }) => effect === 'expose' && /^credentials\.(?:write|prompt)$/.test(rule)));
      assertSilent(said);
    });

  const passes: readonly (readonly [string, Action])[] = [
    ['in an ignored file', write('ignored/x', production)],
    ['in a new file of an ignored folder', write('ignored/new.txt', production)],
    ['in a credential file', write('.env.local', `API_TOKEN=${production}`)],
    ['in the file that has it', write('.env.production', `API_TOKEN=${production}\nPORT=1\n`)],
    ['that an edit leaves as it is', { type: 'edit', path: 'src/old.ts', before: `'${production}';`, after: `'${production}'; // x` }],
    ['of staging, in a tracked file', write('src/index.ts', staging)],
    ['by its name', write('src/index.ts', 'const token = process.env.API_TOKEN;')],
    ['whose key is for tests', write('src/pay.ts', `const key = 'sk_test_${letters('mixed', 32)}';`)],
  ];
  for (const [name, action] of passes)
    test(`${name} - no exposure`, async () => {
      const said = await judge(action);
      assert.deepEqual(
        said.operations.filter(({ effect }) => effect === 'expose').map(({ rule }) => rule),
        [],
      );
    });
});

describe('an action that carries a credential', () => {
  const origins: readonly (readonly [string, Action, RegExp])[] = [
    ['in a command', command(`curl -H "Authorization: Bearer ${staging}" https://api.acme.com/me`), /API_TOKEN from .*\.env\.staging:1/],
    ['in a URL', { type: 'fetch', url: `https://api.acme.com/?token=${staging}`, method: 'GET' }, /\.env\.staging:1/],
    ['in an MCP argument', { type: 'mcp', server: 'x', tool: 'list_things', input: { auth: { token: staging } } }, /\.env\.staging:1/],
    ['in Basic auth', command(`curl -H "Authorization: Basic ${base64(`user:${staging}`)}" https://api.acme.com/me`), /\.env\.staging:1/],
  ];
  for (const [name, action, expected] of origins)
    test(`${name} is found, and its origin is named`, async () => {
      const said = await judge(action);
      assert.ok(
        said.operations.some(({ evidence }) => evidence.some(({ text }) => expected.test(text))),
        JSON.stringify(said.operations.map(({ evidence }) => evidence)),
      );
      assertSilent(said);
    });

  test('of production that the session was not given is asked about, even when it only reads', async () => {
    const said = await judge(command(`curl -H "Authorization: Bearer ${railway}" https://example.org/me`));
    assert.equal(said.verdict, 'confirm');
    const use = said.operations.find(({ rule }) => rule === 'credentials.use')!;
    assert.match(
      use.evidence[0]!.text,
      /scripts\/domains\/\.env holds a railway\.token that can reach the whole account, though it serves domains$/,
    );
    assert.match(use.notes.join(), /every project of every workspace.*https:\/\/docs\.railway\.com\/.*Narrower: a project token/);
  });

  test('destroys: the modal says what the credential reaches', async () => {
    const said = await judge(
      command(
        `curl -X POST https://backboard.railway.app/graphql/v2 -H "Authorization: Bearer ${railway}" -d '{"query":"mutation { volumeDelete(volumeId: \\"${uuid('volume')}\\") }"}'`,
      ),
    );
    const deletion = said.operations.find(({ effect }) => effect === 'delete')!;
    assert.equal(deletion.credential?.outside, true);
    assert.match(deletion.notes.join(), /every project of every workspace/);
    assert.equal(said.verdict, 'type');
  });

  test('of its own environment passes', async () => {
    assert.equal((await judge(command(`curl -H "Authorization: Bearer ${staging}" https://api.acme.com/me`))).verdict, 'allow');
  });
});
