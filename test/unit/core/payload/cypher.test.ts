import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { classifyCypher } from '../../../../src/core/payload/cypher.ts';

const table: readonly (readonly [cypher: string, found: readonly string[]])[] = [
  ['MATCH (n) DETACH DELETE n', ['deleteAll']],
  ['match (b:Booking) detach delete b', ['deleteAll']],
  ['MATCH (n) WHERE true DELETE n', ['deleteAll']],
  ['MATCH (b:Booking {id: 3}) DETACH DELETE b', ['deleteSome']],
  ['MATCH (b:Booking) WHERE b.id = 3 DELETE b', ['deleteSome']],
  ['MATCH ()-[r]->() DELETE r', ['deleteAll']],
  ['MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS', ['deleteAll']],
  ['DROP DATABASE bookings IF EXISTS', ['dropDatabase']],
  ['CREATE OR REPLACE DATABASE bookings', ['dropDatabase']],
  ['DROP INDEX by_day; DROP CONSTRAINT unique_id', ['dropSchema', 'dropSchema']],
  ["CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'DETACH DELETE n', {})", ['deleteAll']],
  ["CREATE (:Note {text: 'MATCH (n) DETACH DELETE n'})", []],
  ['MATCH (n) RETURN n // DETACH DELETE n', []],
  ['MATCH (n) REMOVE n.note SET n.deleted = true', []],
  ['SHOW DATABASES', []],
];

for (const [cypher, found] of table)
  test(`reads ${cypher}`, () => {
    assert.deepEqual(
      classifyCypher(cypher).map((finding) => finding.kind),
      found,
    );
  });

test('never throws', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom('MATCH', ' (', 'n', ')', '{', '}', ':', "'", '"', '/*', '*/', ' DELETE ', 'DETACH ', ';', 'WHERE ', 'apoc.', '`'),
      ),
      (parts) => {
        classifyCypher(parts.join(''));
      },
    ),
  );
});

for (const piece of ['({', '[a:', "'", '/*', '(n:{', 'WHERE x ', 'DELETE n ', 'CREATE OR ', "apoc.x('"])
  test(`reads 60 KB of ${piece} in time`, () => {
    const start = performance.now();
    classifyCypher(`${piece.repeat(60_000 / piece.length)} DELETE n`);
    assert.ok(performance.now() - start < 1000);
  });
