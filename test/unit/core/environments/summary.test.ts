import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionEnvironment, summarise } from '../../../../src/core/environments/summary.ts';
import { noKnowledge, type Environment, type Link } from '../../../../src/core/types.ts';

function link(tool: string, kind: string, environment: Environment, scope: string, resource = 'x', path = `${scope}/.env`): Link {
  return { tool, kind, environment, scope, resource, remote: environment !== 'local', evidence: { text: 'x', path } };
}

const rows: readonly (readonly [title: string, links: readonly Link[], folders: readonly string[], expected: string])[] = [
  ['nothing', [], ['/ws/shop'], 'none shop'],
  ['no folder', [], [], 'none '],
  [
    'the worst',
    [link('a', 'host', 'staging', '/ws/shop'), link('a', 'host', 'production', '/ws/shop/api')],
    ['/ws/shop'],
    'production shop',
  ],
  [
    'unknown before staging',
    [link('a', 'host', 'staging', '/ws/shop'), link('a', 'host', 'unknown', '/ws/shop')],
    ['/ws/shop'],
    'unknown shop',
  ],
  ['local only', [link('a', 'host', 'local', '/ws/shop')], ['/ws/shop'], 'local shop'],
  ['a project has a name', [link('railway', 'project', 'production', '/ws/shop', 'acme-shop')], ['/ws/shop'], 'production acme-shop'],
  ['a link of a folder above counts', [link('railway', 'project', 'production', '/ws', 'acme')], ['/ws/shop'], 'production acme'],
  ['another folder does not', [link('railway', 'project', 'production', '/ws/other', 'acme')], ['/ws/shop'], 'none shop'],
  [
    'the worst of several folders',
    [link('a', 'host', 'staging', '/ws/a'), link('a', 'host', 'production', '/ws/b')],
    ['/ws/a', '/ws/b'],
    'production b',
  ],
  ['user state of a tool that is not used', [link('kubernetes', 'context', 'production', '/', 'prod')], ['/ws/shop'], 'none shop'],
  [
    'user state of a tool that is used',
    [link('kubernetes', 'context', 'production', '/', 'prod'), link('kubernetes', 'use', 'unknown', '/ws/shop/deploy')],
    ['/ws/shop'],
    'production shop',
  ],
  ['what a settings file is for is no link', [link('dotenv', 'settings file', 'production', '/ws/shop')], ['/ws/shop'], 'none shop'],
];

for (const [title, links, folders, expected] of rows)
  test(`summarise: ${title} - ${expected}`, () => {
    const { environment, label } = summarise({ ...noKnowledge, links }, folders);
    assert.equal(`${environment} ${label}`, expected);
  });

test('the session works in what the nearest plain .env is for', () => {
  const links = [
    link('dotenv', 'settings file', 'staging', '/ws'),
    link('dotenv', 'settings file', 'production', '/ws', 'x', '/ws/.env.production'),
    link('dotenv', 'settings file', 'development', '/ws/api'),
  ];
  const knowledge = { ...noKnowledge, links };
  assert.equal(sessionEnvironment(knowledge, '/ws/web'), 'staging');
  assert.equal(sessionEnvironment(knowledge, '/ws/api/src'), 'development');
  assert.equal(sessionEnvironment(knowledge, '/other'), 'unknown');
});
