import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { parseAllDocuments, stringify } from 'yaml';
import { readYaml, YamlError, type YamlValue } from '../../../../src/core/environments/yaml.ts';

/** The value as JSON with every scalar as it is written. */
function plain(value: YamlValue): unknown {
  if (value.items.length > 0) return value.items.map(plain);
  if (value.entries.length > 0) {
    const result: Record<string, unknown> = {};
    // The first one wins, as `yamlGet` has it.
    for (const [key, inner] of value.entries) if (!Object.hasOwn(result, key)) result[key] = plain(inner);
    return result;
  }
  return value.scalar ?? null;
}

/** What the yaml package says, in the same form: empty collections are nothing. */
function oracle(text: string): unknown {
  const normal = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.length === 0 ? null : value.map(normal);
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      return entries.length === 0 ? null : Object.fromEntries(entries.map(([key, inner]) => [key, normal(inner)]));
    }
    return value;
  };
  const documents = parseAllDocuments(text, { schema: 'failsafe', merge: true });
  assert.ok(!('empty' in documents) && documents.every((document) => document.errors.length === 0), 'the text of the test is broken');
  return documents.map((document) => normal(document.toJS()));
}

const texts: readonly (readonly [title: string, text: string])[] = [
  [
    'a kubeconfig',
    'apiVersion: v1\nkind: Config\ncurrent-context: prod\nclusters:\n- cluster:\n    server: https://a:6443\n    certificate-authority-data: QUJD\n  name: prod\n- cluster: {server: "https://b"}\n  name: b\nusers: []\npreferences: {}\n',
  ],
  ['sequences below their key, indented or not', 'a:\n- 1\n- 2\nb:\n  - 3\n  -\n    c: 4\n'],
  ['comments', "# x\na: 1 # y\nb: \"x # y\" # z\nc: x#y\nd: 'it''s # ok'\n\n# end\n"],
  ['quotes', 'a: "x\\ny \\"z\\""\nb: \'it\'\'s\'\n"c d": e\n\'f\': g\n'],
  ['flow collections', 'a: [1, "two", {b: c, d: [e]}]\nb: {x: 1, "y": \'2\'}\nc: [\n  1,\n  2\n  ]\n'],
  ['block scalars', 'a: |\n  one\n   two\n\n  three\nb: x\nc: |-\n  last\nd:\n  - |\n    in a list\n  - y\n'],
  [
    'anchors and merges',
    'default: &default\n  adapter: postgresql\n  pool: 5\nproduction:\n  <<: *default\n  pool: 9\n  database: shop\ntest: *default\n',
  ],
  ['plain scalars over lines', 'a: one\n  two\nb: 3\n'],
  ['urls and colons', 'a: http://x:80/y\nb: 12:30\nc: "a: b"\n'],
  ['documents', '---\na: 1\n---\nb: 2\n...\n'],
  [
    'compose',
    'services:\n  db:\n    image: postgres:16\n    environment:\n      - POSTGRES_PASSWORD=x\n    ports: ["5432:5432"]\n  web:\n    command: ["npm", "start"]\n    depends_on: [db]\nvolumes:\n  data: {}\n',
  ],
  ['CRLF', 'a: 1\r\nb:\r\n  c: 2\r\n'],
  ['nested lists', '- - a\n  - b\n- c: d\n  e: f\n'],
  ['tags', 'a: !Ref x\nb: !Sub "y z"\nc: !If [d, e]\nd: !GetAtt\n  - f\n  - g\ne: !!str h\nf: !Sub |\n  i\n  j\n'],
  ['null', 'a: null\nb: ~\nc:\nd: x\n'],
];

/** Nothing, however it is written; and block scalars without their last line feeds. */
function words(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'string' ? (/^(?:~|null)?$/i.test(inner) ? null : inner.trimEnd()) : inner,
  ) as unknown;
}

for (const [title, text] of texts)
  test(`as the yaml package: ${title}`, () => assert.deepEqual(words(readYaml(text).map(plain)), words(oracle(text))));

test('lines', () => {
  const [config] = readYaml('a:\n  - b: 1\n    c: 2\n\nd: 3\n');
  assert.equal(config!.entries[0]![1].items[0]!.line, 2);
  assert.equal(config!.entries[0]![1].items[0]!.entries[1]![1].line, 3);
  assert.equal(config!.entries[1]![1].line, 5);
});

for (const text of [
  'a: [1',
  'a: "x',
  'a: 1\n   b: 2\n  c: 3',
  'a: *',
  '? a\n: b',
  `${'- '.repeat(100)}a`,
  `a: ${'['.repeat(100)}`,
  `${'a:\n'.repeat(3).replaceAll('a', 'b')}x`,
])
  test(`broken or not read: ${JSON.stringify(text.slice(0, 30))}`, () => assert.throws(() => readYaml(text), YamlError));

const leaf = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9 ._/@-]{0,12}[a-z0-9]$/),
  fc.stringMatching(/^[ -~]{1,16}$/),
  fc.integer().map(String),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,8}$/), tie('tree'), { minKeys: 1, maxKeys: 4 }),
  ),
}));

test('property: reads back what the yaml package writes', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,8}$/), tree, { minKeys: 1, maxKeys: 5 }), (value) => {
      const text = stringify(value, { lineWidth: 0, blockQuote: false });
      assert.deepEqual(words(readYaml(text).map(plain)), words([value]), text);
    }),
    { numRuns: 500 },
  );
});

test('property: any other text is read or is a YamlError', () => {
  const unit = fc.constantFrom(
    'a',
    'b',
    ': ',
    ':',
    '- ',
    '-',
    '\n',
    '  ',
    ' ',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '#',
    '&x ',
    '*x',
    '|',
    '>',
    '<<: ',
    '---\n',
    '\t',
    '?',
    '!',
    '%',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      try {
        readYaml(text);
      } catch (error) {
        assert.ok(error instanceof YamlError, String(error));
      }
    }),
    { numRuns: 3000 },
  );
});
