import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { recogniseSecrets } from '../../../../src/core/credentials/recogniseSecrets.ts';
import { fakes, moreFakes, namedFakes } from './fakes.ts';

/** Secretlint's recommended preset as an oracle: https://github.com/secretlint/secretlint */
const preset = '@secretlint/secretlint-rule-preset-recommend';

/** The places that secretlint reports in a file. Some of its rules give the start of the line for that of the value. */
async function reported(path: string, content: string): Promise<readonly (readonly [start: number, end: number])[]> {
  const { messages } = await lintSource({
    source: { filePath: path, content, ext: path.slice(path.lastIndexOf('.')), contentType: 'text' },
    options: { config: { rules: [{ id: preset, rule: creator }] } },
  });
  return messages.map(({ range }) => range);
}

describe('beside secretlint', () => {
  const samples = [
    ...[...fakes, ...moreFakes].map(([kind, value]) => ({ kind, path: '/w/value.txt', text: `It is ${value} here.\n` })),
    ...namedFakes.map(([kind, variable, value]) => ({ kind, path: '/w/config.yml', text: `${variable}: "${value}"\n` })),
  ];

  test('what it finds among the kinds that both know, is found', async () => {
    const known = new Set<string>();
    const missed: string[] = [];
    for (const { kind, path, text } of samples) {
      const theirs = await reported(path, text);
      if (theirs.length === 0) continue;
      known.add(kind);
      const ours = recogniseSecrets(path, text);
      for (const [from, to] of theirs) if (!ours.some(({ start, end }) => start < to && end > from)) missed.push(kind);
    }
    assert.ok(known.size >= 10, `it finds only ${known.size} kinds: is it running?`);
    assert.deepEqual(missed, []);
  });

  test('neither reports anything in everyday text', async () => {
    for (const [path, text] of [
      ['/w/package.json', '{ "name": "shop", "version": "1.0.0", "scripts": { "test": "node --test" } }\n'],
      [
        '/w/app.ts',
        'const token = process.env.STRIPE_SECRET_KEY;\nexport const url = "https://example.com/api?key=" + encodeURIComponent(token ?? "");\n',
      ],
      ['/w/.env.example', 'DATABASE_URL=postgres://user:password@localhost:5432/shop\nSTRIPE_SECRET_KEY=\nAPI_KEY=your-api-key-here\n'],
      ['/w/lock.yaml', 'integrity: sha512-9h4jPsc4e4bV1Vh4eCVUlZ8RTGhYRnR7GwZ4xjS7iLCQ4cVvMqfS0rqg8s8mvI4XWJjSUqhOZ0vW7wz5Nw3wHA==\n'],
    ] as const) {
      assert.deepEqual(
        (await reported(path, text)).map((range) => text.slice(...range)).filter((secret) => !secret.includes('localhost')),
        [],
        path,
      );
      assert.deepEqual(
        recogniseSecrets(path, text)
          .filter(({ local }) => !local)
          .map(({ kind }) => kind),
        [],
        path,
      );
    }
  });
});
