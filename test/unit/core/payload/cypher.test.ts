import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { classifyCypher } from '../../../../src/core/payload/cypher.ts';
import { assertLinear, repeated } from '../../../support/growth.ts';

/** `kind name` of each finding. */
const table: readonly (readonly [cypher: string, found: readonly string[]])[] = [
  ['MATCH (n) DETACH DELETE n', ['deleteAll ']],
  ['match (b:Booking) detach delete b', ['deleteAll Booking']],
  ['MATCH (b:Booking) DELETE b', ['deleteAll Booking']],
  ['MATCH ( b : Booking ) DELETE b', ['deleteAll Booking']],
  ['MATCH (b:`Booking-2`) DELETE b', ['deleteAll Booking-2']],
  ['MATCH (n) DELETE `n`', ['deleteAll ']],
  ['MATCH (n) DELETE (n)', ['deleteAll ']],
  ['MATCH (n) NODETACH DELETE n', ['deleteAll ']],
  ['MATCH (n)\nDELETE n', ['deleteAll ']],
  ['MATCH (n)DELETE n', ['deleteAll ']],
  ['DELETE n', ['deleteAll ']],
  ['MATCH (n) WHERE n.a = 1 WITH n MATCH (m) DELETE m', ['deleteSome ']],
  ['FOREACH (x IN xs | DELETE x)', ['deleteAll ']],
  ['MATCH (n) WHERE true DELETE n', ['deleteAll ']],
  ['MATCH (n) WHERE TRUE DETACH DELETE n', ['deleteAll ']],
  ['MATCH (n) WHERE (true) DELETE n', ['deleteAll ']],
  ['MATCH (n) WHERE 1 = 1 DELETE n', ['deleteAll ']],
  ['MATCH (n) WHERE 1=1 DELETE n', ['deleteAll ']],
  ['MATCH (n) WHERE NOT false DELETE n', ['deleteAll ']],
  ['MATCH (n) WHERE n IS NOT NULL DELETE n', ['deleteAll ']],
  ['MATCH (n) WHERE n.x IS NOT NULL DELETE n', ['deleteSome ']],
  ['MATCH (n) WHERE true AND n.id = 3 DELETE n', ['deleteSome ']],
  ['MATCH (n) WHERE n.ok = true DELETE n', ['deleteSome ']],
  ['MATCH (n) WHERE n.a = 1 DETACH DELETE n', ['deleteSome ']],
  ['MATCH (n)\nWHERE\n n.a = 1\nDELETE n', ['deleteSome ']],
  ['MATCH (b:Booking {id: 3}) DETACH DELETE b', ['deleteSome Booking']],
  ['MATCH (b {id: 3}) DELETE b', ['deleteSome ']],
  ['MATCH ()-[r:AT {day: 1}]->() DELETE r', ['deleteSome ']],
  ['MATCH (b:Booking {}) DELETE b', ['deleteAll Booking']],
  ['MATCH (b:Booking) WHERE b.id = 3 DELETE b', ['deleteSome Booking']],
  ['MATCH ()-[r]->() DELETE r', ['deleteAll ']],
  ['MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS', ['deleteAll ']],
  ['MATCH (n:A) CALL { MATCH (m {id: 1}) DELETE m }', ['deleteAll A']],
  ['MATCH (a:A) DELETE a; MATCH (b:B {id: 1}) DELETE b', ['deleteAll A', 'deleteSome B']],
  ['DROP DATABASE bookings IF EXISTS', ['dropDatabase bookings']],
  ['drop database `shop.eu`', ['dropDatabase shop.eu']],
  ['DROP COMPOSITE DATABASE both', ['dropDatabase both']],
  ['DROP DATABASE $name', ['dropDatabase $name']],
  ['DROP GRAPH g', ['dropDatabase g']],
  ['CREATE OR REPLACE DATABASE bookings', ['dropDatabase bookings']],
  ['CREATE OR REPLACE COMPOSITE DATABASE bookings', ['dropDatabase bookings']],
  ['CREATE OR REPLACE USER ada', []],
  ['CREATE OR REPLACE ALIAS a', []],
  ['CREATE DATABASE bookings', []],
  ['DROP INDEX by_day; DROP CONSTRAINT unique_id', ['dropSchema by_day', 'dropSchema unique_id']],
  ['DROP INDEX IF EXISTS by_day', ['dropSchema by_day']],
  ['DROP INDEX ON :Booking(day)', ['dropSchema ']],
  ['DROP USER ada', ['dropSchema ada']],
  ['DROP ROLE clerk', ['dropSchema clerk']],
  ['DROP ALIAS eu FOR DATABASE', ['dropSchema eu']],
  ["CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'DETACH DELETE n', {})", ['deleteAll ']],
  ['CALL apoc.periodic.iterate("MATCH (n) RETURN n", "DETACH DELETE n", {})', ['deleteAll ']],
  ["CALL apoc.periodic.iterate('MATCH (n {id: 1}) RETURN n', 'DETACH DELETE n', {})", ['deleteSome ']],
  ["CALL apoc.periodic.iterate('MATCH (n) WHERE n.id = 1 RETURN n', 'DELETE n', {})", ['deleteSome ']],
  ["CALL apoc.cypher.doIt('DROP DATABASE x', {})", ['dropDatabase x']],
  ["CALL db.run('MATCH (n) DELETE n')", ['deleteAll ']],
  ["CALL apoc.x('CALL apoc.y(\\'MATCH (n) DELETE n\\')')", ['deleteAll ']],
  ["CALL other.run('MATCH (n) DELETE n')", []],
  ["CREATE (:Note {text: 'MATCH (n) DETACH DELETE n'})", []],
  ['CREATE (:Note {text: "MATCH (n) DETACH DELETE n"})', []],
  ["CREATE (:Note {text: 'it\\'s; MATCH (n) DELETE n'})", []],
  ["CREATE (:Note {text: ''}) MATCH (n) DELETE n", ['deleteAll ']],
  ["MATCH (n {a: 'MATCH (n) DELETE n", []],
  ['MERGE (a:A {id: 1}) WITH a MATCH (b:B) DELETE b', ['deleteAll B']],
  ['MATCH (n) CREATE (:Log {at: 1}) DELETE n', ['deleteAll ']],
  ['MATCH (n) RETURN n // DETACH DELETE n', []],
  ['MATCH (n) // note\nDETACH DELETE n', ['deleteAll ']],
  ['MATCH (n) /* DELETE n */ RETURN n', []],
  ['MATCH (n) /* a\nb */ DELETE n', ['deleteAll ']],
  ['MATCH (n) RETURN n /* DELETE n', []],
  ['MATCH (n) REMOVE n.note SET n.deleted = true', []],
  ['CREATE CONSTRAINT x ON DELETE n', []],
  ['MATCH (n) RETURN n.delete n', []],
  ['MATCH (n) WHERE n.undelete = 1 RETURN n', []],
  ['SHOW DATABASES', []],
  ['SHOW INDEXES', []],
  ['', []],
];

for (const [cypher, found] of table)
  test(`reads ${JSON.stringify(cypher)}`, () => {
    assert.deepEqual(
      classifyCypher(cypher).map(({ kind, name }) => `${kind} ${name}`),
      found,
    );
  });

test('opens procedures that run procedures three deep, and no deeper', () => {
  const nested = (text: string, depth: number): string =>
    depth === 0 ? text : `CALL apoc.x(${JSON.stringify(nested(text, depth - 1).replaceAll('"', "'"))})`;
  assert.equal(classifyCypher('MATCH (n) DELETE n').length, 1);
  assert.equal(classifyCypher(nested('MATCH (n) DELETE n', 1)).length, 1);
  assert.equal(classifyCypher('MATCH (n) DELETE n', 3).length, 1);
  assert.equal(classifyCypher("CALL apoc.x('MATCH (n) DELETE n')", 3).length, 0);
});

test('reads half a megabyte', () => {
  const filler = ' '.repeat(512 * 1024 - 40);
  assert.equal(classifyCypher(`${filler}MATCH (n) DELETE n`).length, 1);
  assert.equal(classifyCypher(`${filler}${' '.repeat(60)}MATCH (n) DELETE n`).length, 0);
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

for (const piece of ['({', 'CREATE ', 'MERGE (a {b: 1}) ', '[a:', "'", '/*', '(n:{', 'WHERE x ', 'DELETE n ', 'CREATE OR ', "apoc.x('"])
  test(`reads ${piece} in linear time`, () => {
    assertLinear(piece, repeated(piece, 240_000), (text) => classifyCypher(`${text} DELETE n`));
  });
