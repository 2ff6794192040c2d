import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lexSql, sqlModes } from '../../../../src/core/payload/sqlLexer.ts';
import { isAlways } from '../../../../src/core/payload/sqlWhere.ts';

function always(condition: string): boolean {
  const tokens = lexSql(condition, sqlModes.standard);
  return isAlways(tokens, 0, tokens.length);
}

const forEveryRow = [
  'true',
  '1',
  "'t'",
  "'TRUE'",
  "'y'",
  "'on'",
  '((1 = 1))',
  '1 == 1',
  '1 = 1.0',
  '1 <> 2',
  '1 != 2',
  "'a' <> 'b'",
  '1 < 2',
  '9 < 10',
  '2 > 1',
  '10 > 9',
  '1 <= 1',
  '1 <= 2',
  '1 >= 1',
  '2 >= 1',
  'id = id',
  'ID = id',
  'id == id',
  'id <= id',
  'id >= id',
  'a.id = a.id',
  '"Id" = "Id"',
  "name LIKE '%'",
  "name ILIKE '%%'",
  'id IS NOT NULL',
  'a.id IS NOT NULL',
  'user_id IS NOT NULL',
  'userId IS NOT NULL',
  'uuid IS NOT NULL',
  'id > 0',
  'id > -1',
  'id >= 1',
  'id <> 0',
  "id != ''",
  'userID > 0',
  "uuid <> '00000000-0000-0000-0000-000000000000'",
  'NOT false',
  'NOT 0',
  'NOT 1 = 2',
  'NOT (1 > 2)',
  'NOT NOT true',
  'NOT (x = 5 AND false)',
  'NOT (false OR 1 = 2)',
  'x = 5 OR true',
  '(x = 5) OR (1 = 1)',
  'true AND 1 = 1',
  '(true OR x = 5) AND 1 = 1',
];

const forSomeRows = [
  '',
  '()',
  'false',
  '0',
  "'f'",
  "'maybe'",
  "'not true'",
  "'true story'",
  'active',
  '1 = 2',
  "'a' = 'b'",
  '1 <> 1',
  '1 != 1',
  '2 < 1',
  '1 < 1',
  '10 < 9',
  '1 > 1',
  '9 > 10',
  '2 <= 1',
  '1 >= 2',
  '1 = 1 + x',
  'id = other',
  'a.id = b.id',
  'a.id = id',
  'id = a.id',
  '"Id" = "id"',
  '"id" = id',
  'id < id',
  'id <> id',
  'id = 4',
  "id = 'id'",
  "name LIKE 'x%'",
  "name LIKE '%x'",
  "name LIKE '%' || x",
  'name LIKE pattern',
  'id IS NULL',
  'id IS NOT x',
  'deleted_at IS NOT NULL',
  'valid IS NOT NULL',
  'identity IS NOT NULL',
  'user_id_old IS NOT NULL',
  'a.user_id IS NOT NULL',
  'age > 0',
  'id > 100',
  'id > 10',
  'id < 1',
  'id = 0',
  'id >= x',
  'lower(id) > 0',
  "uuid <> '00000000-0000-0000-0000-000000000001'",
  'NOT true',
  'NOT 1',
  'NOT x',
  'NOT (x = 5)',
  'NOT 1 = 1',
  'NOT (false AND x = 5 OR x = 6)',
  'NOT (x = 5 OR false)',
  'x = 5 OR y = 6',
  'x = 5 AND true',
  'true AND x = 5',
  '(1 = 1 OR x = 5) AND y = 6',
  '(x = 1) AND (1 = 1)',
  'id IN (SELECT id FROM b WHERE x OR true)',
  'EXISTS (SELECT 1 OR 1 = 1)',
];

for (const condition of forEveryRow) test(`holds for every row: ${condition}`, () => assert.ok(always(condition)));
for (const condition of forSomeRows) test(`may hold for some rows only: ${condition}`, () => assert.ok(!always(condition)));

test('a part of a statement is judged alone', () => {
  const tokens = lexSql('x = 5 OR 1 = 1 OR y', sqlModes.standard);
  assert.ok(isAlways(tokens, 4, 7));
  assert.ok(!isAlways(tokens, 0, 3));
  assert.ok(!isAlways(tokens, 8, 9));
});

test('a condition that is too long counts as a real one', () => {
  assert.ok(always(`true${' OR x'.repeat(199)}`));
  assert.ok(!always(`true${' OR x'.repeat(200)}`));
});
