import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { classifyDocument, classifyGraphql } from '../../../../src/core/payload/graphql.ts';

function found(body: string): readonly string[] {
  return classifyGraphql(body).map((finding) =>
    finding.type === 'opaque' ? 'opaque' : `${finding.field} ${JSON.stringify(finding.args)}`,
  );
}

const json = (query: string, rest: object = {}): string => JSON.stringify({ query, ...rest });

const table: readonly (readonly [name: string, body: string, found: readonly string[]])[] = [
  ['an inline argument', json('mutation { volumeDelete(volumeId: "v1") }'), ['volumeDelete {"volumeId":"v1"}']],
  ['an alias', json('mutation { harmless: volumeDelete(volumeId: "v1") }'), ['volumeDelete {"volumeId":"v1"}']],
  ['two fields', json('mutation { a { id } b(x: 1) { id } }'), ['a {}', 'b {"x":1}']],
  ['variables', json('mutation M($id: String!) { del(id: $id) }', { variables: { id: 'v1' } }), ['del {"id":"v1"}']],
  ['variables as text', json('mutation M($id: String!) { del(id: $id) }', { variables: '{"id":"v1"}' }), ['del {"id":"v1"}']],
  ['a default', json('mutation M($id: String = "v9") { del(id: $id) }'), ['del {"id":"v9"}']],
  ['a variable that is not given', json('mutation M($id: String!) { del(id: $id) }'), ['del {"id":"$id"}']],
  [
    'objects and lists',
    json('mutation M($x: X) { del(input: {id: $x, all: true, n: [1, null]}) }', { variables: { x: { a: 'b' } } }),
    ['del {"input":{"id":{"a":"b"},"all":true,"n":[1,null]}}'],
  ],
  ['a fragment on the root', json('mutation { ...F } fragment F on Mutation { del(id: "1") }'), ['del {"id":"1"}']],
  [
    'nested fragments that go round',
    json('mutation { ...F } fragment F on Mutation { ...G } fragment G on Mutation { ...F del(id: "1") }'),
    ['del {"id":"1"}'],
  ],
  ['an inline fragment', json('mutation { ... on Mutation { del(id: "1") } }'), ['del {"id":"1"}']],
  ['a missing fragment', json('mutation { ...F }'), ['opaque']],
  ['one of several operations', json('mutation A { a } mutation B { b }', { operationName: 'B' }), ['b {}']],
  ['several operations without a name', json('mutation A { a } mutation B { b }'), ['a {}', 'b {}']],
  ['an operation name that fits none', json('mutation A { a }', { operationName: 'Z' }), ['a {}']],
  ['a batch', `[${json('query { a }')},${json('mutation { b }')}]`, ['b {}']],
  ['a query', json('query { volumes { id } }'), []],
  ['a query without a keyword', json('{ volumes { id } }'), []],
  ['a query about mutations', json('query { mutationLog { id } }'), []],
  ['the word in a string', json('query { search(text: "mutation { del }") { id } }'), []],
  ['a bare document', 'mutation { del(id: 1) }', ['del {"id":1}']],
  ['a document with a comment', '# clean up\nmutation Clean { del(id: 1) }', ['del {"id":1}']],
  ['a form', 'query=mutation%20%7B%20del(id%3A%201)%20%7D', ['del {"id":1}']],
  ['a form with variables', 'query=mutation%20M(%24i%3AID)%7Bdel(id%3A%24i)%7D&variables=%7B%22i%22%3A%222%22%7D', ['del {"id":"2"}']],
  ['multipart operations', `operations=${encodeURIComponent(json('mutation { del }'))}`, ['del {}']],
  ['a line break inside of the JSON string', '{"query":"mutation {\n del(id: \\"1\\")\n}"}', ['del {"id":"1"}']],
  ['a variable of the shell in the string', '{"query":"mutation { del(id: \\"$ID\\") }"}', ['del {"id":"$ID"}']],
  ['a variable of the shell as a value', '{"query":"mutation M($i: ID!) { del(id: $i) }","variables":{"i":$ID}}', ['del {"id":"$ID"}']],
  ['escapes', '{"query":"\\u006dutation { \\u0064el }"}', ['del {}']],
  ['a persisted query', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}},"variables":{"id":"1"}}', ['opaque']],
  ['a stored document', '{"documentId":"ab","variables":{}}', ['opaque']],
  ['a stored query of Apollo', '{"id":"ab","variables":{"x":1}}', ['opaque']],
  ['a stored query by its number', '{"queryId":"7","variables":{}}', ['opaque']],
  ['a stored query of Relay', '{"doc_id":"7","variables":{}}', ['opaque']],
  ['other extensions', '{"extensions":{"tracing":true}}', []],
  ['numbers beside variables', '{"id":7,"variables":{}}', []],
  ['a document under another name', '{"mutation":"mutation { del(id: 1) }"}', ['del {"id":1}']],
  ['a text under that name', '{"mutation":"a mutation { of } the virus"}', []],
  ['a form of several fields', 'a=1&operationName=B&query=mutation+A{a}mutation+B{b}', ['b {}']],
  ['a form whose query is no document', 'query=a+mutation&variables={}', ['opaque']],
  ['a form that is badly escaped', 'query=mutation { del(x: "100%") }', ['del {"x":"100%"}']],
  ['a body that is cut off', '{ query: mutation { del', ['opaque']],
  ['loose JSON with spaces', '{"query" : "mutation {\\n del }", }', ['del {}']],
  ['loose JSON with an escaped letter', '{"query":"\\u006dutation {\n del }"}', ['del {}']],
  ['GraphQL that does not parse', json('mutation { del(id: }'), ['opaque']],
  ['a query that does not parse', json('query { a( }'), []],
  ['no GraphQL', '{"name":"mutation","text":"a mutation of the virus"}', []],
  ['JSON with an id', '{"id":"42","name":"x"}', []],
  ['plain text', 'this is about a mutation', []],
  ['nothing', '', []],
];

for (const [name, body, expected] of table) test(`reads ${name}`, () => assert.deepEqual(found(body), expected));

test('nesting that breaks a reader is opaque', () => {
  assert.deepEqual(found(json(`mutation { a ${'{ a '.repeat(20_000)}`)), ['opaque']);
  assert.deepEqual(found(json(`mutation { a(x: ${'['.repeat(20_000)}) }`)), ['opaque']);
});

function reasons(body: string): readonly string[] {
  return classifyGraphql(body).flatMap((finding) => (finding.type === 'opaque' ? [finding.reason] : []));
}

test('says why it cannot be read', () => {
  assert.deepEqual(reasons(json('mutation { del(id: }')), ['its GraphQL cannot be parsed']);
  assert.deepEqual(reasons('{"documentId":"ab","variables":{}}'), ['it names a stored query whose text is not known']);
  assert.deepEqual(reasons(json('mutation { ...F }')), ['it uses the fragment F, which is not there']);
});

test('brackets are counted up to a depth, and only those that are open', () => {
  const why = (text: string): readonly unknown[] => classifyDocument(text).map((finding) => finding.type === 'opaque' && finding.reason);
  for (const [open, close] of [
    ['{', '}'],
    ['[', ']'],
    ['(', ')'],
  ] as const) {
    const closed = `${open}${close}`.repeat(300);
    assert.deepEqual(why(`mutation ${closed}${close}${open.repeat(200)}`), ['its GraphQL cannot be parsed']);
    assert.deepEqual(why(`mutation ${closed}${close}${open.repeat(201)}`), ['it is nested too deeply']);
  }
});

test('more than it reads is opaque', () => {
  const long = ' '.repeat(1 << 20);
  assert.deepEqual(reasons(json('mutation { del }') + long), ['it is too long']);
  assert.deepEqual(found(json('query { a }') + long), []);
  const many = (length: number): string => `[${Array.from({ length }, () => json('query { a }')).join(',')}]`;
  assert.deepEqual(reasons(many(1001)), ['it holds too many requests']);
  assert.deepEqual(reasons(many(1000)), []);
  const fields = (length: number): string => json(`mutation { ${'del '.repeat(length)}}`);
  assert.deepEqual([reasons(fields(1000)), found(fields(1000)).length], [[], 1000]);
  assert.deepEqual([reasons(fields(1001)), found(fields(1001)).length], [['it holds too many mutations'], 1001]);
  assert.deepEqual(reasons(json(`mutation { ${'a { b } '.repeat(20_000)}}`)), ['its GraphQL cannot be parsed']);
});

test('fragments that spread each other twice do not multiply', () => {
  const fragments = Array.from({ length: 40 }, (_, index) => `fragment F${index} on M { ...F${index + 1} ...F${index + 1} }`).join(' ');
  assert.deepEqual(found(json(`mutation { ...F0 } ${fragments} fragment F40 on M { del }`)), ['del {}']);
});

test('never throws', () => {
  const part = fc.constantFrom(
    'mutation',
    'query',
    '{',
    '}',
    '(',
    ')',
    '"',
    '\\',
    '[',
    ']',
    ':',
    '$x',
    '...F',
    'fragment F on M',
    ',',
    ' ',
    '&',
    '=',
    '%7B',
    '%',
    '#',
    '\n',
    '\ud800',
    '__proto__',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.array(part, { maxLength: 30 }).map((parts) => parts.join(' ')),
        fc.array(part, { maxLength: 20 }).map((parts) => json(parts.join(' '))),
      ),
      (text) => {
        classifyGraphql(text);
      },
    ),
    { numRuns: 3000 },
  );
});

test('a field is found whatever stands round it', () => {
  const name = fc.stringMatching(/^[a-z][a-zA-Z]{0,10}$/);
  fc.assert(
    fc.property(name, fc.boolean(), fc.boolean(), fc.integer({ min: 0, max: 3 }), (field, alias, fragment, others) => {
      const call = `${alias ? 'x: ' : ''}${field}(id: "1")`;
      const siblings = 'a { id } '.repeat(others);
      const query = fragment ? `mutation { ${siblings}...F } fragment F on M { ${call} }` : `mutation Do { ${siblings}${call} }`;
      assert.ok(found(json(query)).includes(`${field} {"id":"1"}`), query);
    }),
  );
});
