import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'smol-toml';
import { documentFacts } from '../../../../src/core/credentials/documentFacts.ts';
import { reviewMcpConfig } from '../../../../src/core/mcp/mcpSecrets.ts';
import { letters } from '../credentials/fakes.ts';

const github = `ghp_${letters('mixed', 36)}`;
const plain = letters('mixed', 40);
const other = letters('mixed', 40, 'other');
const path = '/home/me/.codex/config.toml';

const source = `# mine
model = "gpt-5.5"   # keep

[mcp_servers.github]
command = "npx"
args = ["-y", "server-github"] # theirs

[mcp_servers.github.env]
# the token
GITHUB_TOKEN = "${github}"
LOG = "debug"

[mcp_servers.search]
url = "https://mcp.acme.com/sse"
http_headers = { Authorization = "Bearer ${plain}", "X-Team" = "shop" }

[mcp_servers.db]
command = "db"
env_vars = ["HOME"]
env = { API_KEY = "${other}" }
`;

test('tokens of Codex become variables that it hands on, and every other line keeps its bytes', () => {
  const review = reviewMcpConfig(path, source)!;
  assert.deepEqual(
    review.secrets.map(({ server, line, variable }) => `${server} ${line} ${variable}`),
    ['github 10 GITHUB_TOKEN', 'search 15 SEARCH_KEY', 'db 20 API_KEY'],
  );
  const text = review.replaced!;
  assert.ok(!text.includes(github) && !text.includes(plain) && !text.includes(other));
  const { mcp_servers: servers } = JSON.parse(JSON.stringify(parse(text))) as {
    readonly mcp_servers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  assert.deepEqual(servers['github']!['env_vars'], ['GITHUB_TOKEN']);
  assert.deepEqual(servers['github']!['env'], { LOG: 'debug' });
  assert.equal(servers['search']!['bearer_token_env_var'], 'SEARCH_KEY');
  assert.deepEqual(servers['search']!['http_headers'], { 'X-Team': 'shop' });
  assert.deepEqual(servers['db']!['env_vars'], ['HOME', 'API_KEY']);
  assert.equal(servers['db']!['env'], undefined);
  for (const line of ['# mine', 'model = "gpt-5.5"   # keep', 'args = ["-y", "server-github"] # theirs', '# the token'])
    assert.ok(text.includes(line), line);
  assert.deepEqual(reviewMcpConfig(path, text)!.secrets, []);
});

test('what is written in another way is found, and left as it is', () => {
  const dotted = `[mcp_servers]\ngithub = { command = "npx", env = { GITHUB_TOKEN = "${github}" } }\n`;
  const review = reviewMcpConfig(path, dotted)!;
  assert.equal(review.secrets.length, 1);
  assert.equal(review.replaced, undefined);
  assert.equal(reviewMcpConfig(path, 'model = '), undefined);
});

test('other TOML files are none of ours, and the editor is given the whole text to put in place', () => {
  assert.equal(reviewMcpConfig('/work/shop/config.toml', source), undefined);
  const { references } = documentFacts(path, source);
  assert.equal(references?.client, 'Codex');
  assert.equal(documentFacts('/work/shop/.mcp.json', '{ "mcpServers": {} }').references, undefined);
});
