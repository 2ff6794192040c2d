import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { reviewMcpConfig } from '../../../../src/core/mcp/mcpSecrets.ts';
import { letters } from '../credentials/fakes.ts';

const github = `ghp_${letters('mixed', 36)}`;
const plain = letters('mixed', 40);

function config(key: string): string {
  return `{
  // servers of the shop
  "${key}": {
    "github": { "command": "npx", "args": ["-y", "server-github"], "env": { "GITHUB_TOKEN": "${github}", "LOG": "debug" } },
    "search": { "type": "http", "url": "https://mcp.acme.com/sse", "headers": { "Authorization": "Bearer ${plain}" } },
    "db": { "command": "db", "args": ["--api-key=${plain}", "--port=5432"] },
  }
}
`;
}

const rows: readonly (readonly [path: string, key: string, reference: string])[] = [
  ['/ws/.vscode/mcp.json', 'servers', '${input:GITHUB_TOKEN}'],
  ['/ws/.cursor/mcp.json', 'mcpServers', '${env:GITHUB_TOKEN}'],
  ['/home/me/.codeium/windsurf/mcp_config.json', 'mcpServers', '${env:GITHUB_TOKEN}'],
  ['/ws/.mcp.json', 'mcpServers', '${GITHUB_TOKEN}'],
  ['/home/me/.claude.json', 'mcpServers', '${GITHUB_TOKEN}'],
  ['/ws/.gemini/settings.json', 'mcpServers', '${GITHUB_TOKEN}'],
  ['/ws/opencode.json', 'mcp', '{env:GITHUB_TOKEN}'],
];
for (const [path, key, reference] of rows)
  test(`literal tokens are found and replaced: ${path}`, () => {
    const source = config(key);
    const review = reviewMcpConfig(path, source)!;
    assert.deepEqual(
      review.secrets.map(({ server, line, kind, variable }) => `${server} ${line} ${kind} ${variable}`),
      ['github 4 github.token GITHUB_TOKEN', 'search 5 generic.secret SEARCH_KEY', 'db 6 generic.key API_KEY'],
    );
    const text = review.replaced!;
    assert.ok(!text.includes(github) && !text.includes(plain));
    assert.ok(text.includes(`"GITHUB_TOKEN": "${reference}"`), text);
    assert.ok(text.includes('Bearer ') && text.includes('--api-key=') && text.includes('// servers of the shop'));
    // Nothing is left to be found, and what stands there stays valid.
    const again = reviewMcpConfig(path, text)!;
    assert.deepEqual(again.secrets, []);
    assert.deepEqual(again.replaced, undefined);
  });

test('VS Code asks for each value once, and keeps the inputs that are there', () => {
  const source = `{ "inputs": [{ "type": "promptString", "id": "OTHER" }], "servers": { "a": { "command": "x", "env": { "GITHUB_TOKEN": "${github}" } } } }`;
  const parsed = JSON.parse(reviewMcpConfig('/ws/.vscode/mcp.json', source)!.replaced!) as {
    readonly inputs: readonly Record<string, unknown>[];
  };
  assert.deepEqual(
    parsed.inputs.map(({ id, password }) => [id, password]),
    [
      ['OTHER', undefined],
      ['GITHUB_TOKEN', true],
    ],
  );
});

test('two values under one name get two names', () => {
  const source = `{ "mcpServers": { "a": { "env": { "API_KEY": "${letters('mixed', 40, 'a')}" } }, "b": { "env": { "API_KEY": "${letters('mixed', 40, 'b')}" } } } }`;
  assert.deepEqual(reviewMcpConfig('/ws/.mcp.json', source)!.variables, ['API_KEY', 'API_KEY_2']);
});

test('a client without references is told, not rewritten', () => {
  const review = reviewMcpConfig('/home/me/.config/Claude/claude_desktop_config.json', config('mcpServers'))!;
  assert.equal(review.secrets.length, 3);
  assert.equal(review.replaced, undefined);
});

test('references and placeholders are no secrets', () => {
  const source = JSON.stringify({
    mcpServers: {
      a: { env: { TOKEN: '${TOKEN}', API_KEY: '${env:API_KEY}', KEY_SECRET: '{env:X}', PASSWORD: '<your password>', MODE: 'production' } },
      b: { headers: { Authorization: 'Bearer ${input:token}' } },
    },
  });
  assert.deepEqual(reviewMcpConfig('/ws/.mcp.json', source)!.secrets, []);
});

const remote: readonly (readonly [entry: object, warnings: readonly RegExp[]])[] = [
  [{ url: 'http://mcp.acme.com/sse', headers: { Authorization: 'Bearer ${T}' } }, [/without TLS/]],
  [{ url: 'https://mcp.acme.com/sse' }, [/no login/]],
  [{ httpUrl: 'http://203.0.113.7:8080/mcp' }, [/without TLS/, /no login/]],
  [{ url: 'https://mcp.acme.com/sse', headers: { 'X-Api-Key': '${K}' } }, []],
  [{ url: 'https://mcp.acme.com/sse', oauth: {} }, []],
  [{ url: 'http://localhost:3000/sse' }, []],
  [{ url: 'http://127.0.0.1:3000/sse' }, []],
  [{ command: 'npx' }, []],
];
for (const [entry, warnings] of remote)
  test(`${JSON.stringify(entry)} - ${warnings.length} warnings`, () => {
    const found = reviewMcpConfig('/ws/.mcp.json', JSON.stringify({ mcpServers: { x: entry } }))!.warnings;
    assert.equal(found.length, warnings.length, JSON.stringify(found));
    for (const [i, expected] of warnings.entries()) assert.match(found[i]!.text, expected);
  });

test('other files and broken ones are left alone; no text makes it throw', () => {
  assert.equal(reviewMcpConfig('/ws/package.json', '{}'), undefined);
  assert.equal(reviewMcpConfig('/ws/.mcp.json', '{ "mcpServers": {'), undefined);
  fc.assert(fc.property(fc.json(), (text) => void reviewMcpConfig('/ws/.mcp.json', `{"mcpServers":{"x":${text}}}`)));
});
