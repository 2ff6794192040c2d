import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { classifySql } from '../../../../src/core/payload/sql.ts';
import type { SqlDialect, SqlFinding } from '../../../../src/core/payload/sqlFinding.ts';
import { assertLinear } from '../../../support/growth.ts';

function shown(finding: SqlFinding): string {
  const object = finding.object === '' ? '' : ` ${finding.object}`;
  const names = finding.names.length === 0 ? '' : ` ${finding.names.join(',')}`;
  return `${finding.kind}${object}${names}${finding.where ? ' where' : ''}${finding.cascade ? ' cascade' : ''}${finding.text === undefined ? '' : ` <${finding.text}>`}`;
}

/** SQL → what is found, in order. */
const table: readonly (readonly [sql: string, found: readonly string[], dialect?: SqlDialect])[] = [
  // Dropping.
  ['DROP TABLE bookings', ['drop table bookings']],
  ['drop table if exists public.bookings, "Old Bookings" cascade;', ['drop table public.bookings,Old Bookings cascade']],
  ['DROP DATABASE IF EXISTS rentals WITH (FORCE)', ['drop database rentals']],
  ['DROP SCHEMA public CASCADE; CREATE SCHEMA public;', ['drop schema public cascade']],
  ['DROP MATERIALIZED VIEW totals', ['drop materialized view totals']],
  ['DROP INDEX CONCURRENTLY IF EXISTS by_date', ['drop index by_date']],
  ['DROP FUNCTION price(int, text), tax(int)', ['drop function price,tax']],
  ['DROP OWNED BY shop', ['dropOwned role shop']],
  ['DROP USER `shop`@`%`', ['drop user shop'], 'mysql'],
  ['DROP TABLE [dbo].[Bookings]', ['drop table dbo.Bookings'], 'mssql'],
  ['DROP TABLE [dbo].[Bookings]', ['drop table dbo.Bookings']],
  ['DROP TABLE bookings /* why not */', ['drop table bookings']],
  ['DROP/**/TABLE/**/bookings', ['drop table bookings']],
  ['DROP\n\tTABLE\n\tbookings', ['drop table bookings']],
  ['DROP\u00a0TABLE bookings', ['drop table bookings']],
  ['\ufeffDROP TABLE bookings', ['drop table bookings']],
  ['SELECT 1; DROP TABLE bookings; SELECT 2', ['drop table bookings']],
  ['BEGIN; DROP TABLE bookings; ROLLBACK', ['drop table bookings']],
  ['IF EXISTS (SELECT 1 FROM t) DROP TABLE bookings', ['drop table bookings']],
  ['USE rentals DROP TABLE bookings', ['drop table bookings']],
  ['DROP TABLE bookings\nGO\nSELECT 1\nGO', ['drop table bookings'], 'mssql'],
  // Not dropping.
  ["SELECT 'DROP TABLE bookings'", []],
  ['-- DROP TABLE bookings', []],
  ['/* DROP TABLE bookings; */ SELECT 1', []],
  ["INSERT INTO log VALUES ('DROP TABLE bookings; DELETE FROM x')", []],
  ['SELECT "drop table x" FROM t', []],
  ['CREATE TABLE drop_table (id int)', []],
  ['COMMENT ON TABLE t IS $$ DROP TABLE bookings $$', []],
  ['drop me a line', []],
  ['the drop table is over there', []],
  ['GRANT DROP ON rentals.* TO shop', []],
  ['CREATE EVENT TRIGGER t ON sql_drop EXECUTE FUNCTION f()', []],
  ['EXPLAIN DROP TABLE x', []],
  ['DEALLOCATE PREPARE p', []],
  // Temporary tables.
  ['CREATE TEMP TABLE t AS SELECT 1; DROP TABLE t', []],
  ['create temporary table if not exists t (id int); truncate t; delete from t; drop table t;', []],
  ['DROP TEMPORARY TABLE t', []],
  ['DROP TABLE pg_temp.t', []],
  ['DROP TABLE #t', []],
  ['SELECT * INTO #t FROM bookings; DROP TABLE #t, bookings', ['drop table bookings'], 'mssql'],
  ['CREATE TABLE t (id int); DROP TABLE t', ['drop table t']],
  ['CREATE TEMP TABLE t (id int); DROP TABLE public.t', ['drop table public.t']],
  // Emptying.
  ['TRUNCATE bookings', ['truncate table bookings']],
  ['TRUNCATE TABLE ONLY a, ONLY b RESTART IDENTITY CASCADE', ['truncate table a,b cascade']],
  ['SELECT TRUNCATE(price, 2) FROM t', []],
  ['CREATE TRIGGER t BEFORE TRUNCATE ON a EXECUTE FUNCTION f()', []],
  ['DELETE FROM bookings', ['delete table bookings']],
  ['DELETE FROM ONLY bookings;', ['delete table bookings']],
  ['DELETE bookings', ['delete table bookings']],
  ['DELETE TOP (100) FROM bookings', ['delete table bookings']],
  ['DELETE FROM bookings LIMIT 10', ['delete table bookings']],
  ['DELETE FROM bookings WHERE id = 4', ['delete table bookings where']],
  ["DELETE FROM bookings USING users WHERE bookings.user_id = users.id AND users.name = 'x'", ['delete table bookings where']],
  ['DELETE FROM a WHERE id IN (SELECT id FROM b WHERE true)', ['delete table a where']],
  ['DELETE FROM a RETURNING (SELECT 1 WHERE x = 3)', ['delete table a']],
  ['WITH gone AS (DELETE FROM bookings RETURNING *) INSERT INTO archive SELECT * FROM gone', ['delete table bookings']],
  ['WITH old AS (SELECT id FROM a WHERE x < 3) DELETE FROM a', ['delete table a']],
  ['EXPLAIN DELETE FROM bookings', []],
  ['EXPLAIN (COSTS OFF) DELETE FROM bookings', []],
  ['EXPLAIN ANALYZE DELETE FROM bookings', ['delete table bookings']],
  ['EXPLAIN (ANALYZE, BUFFERS) DELETE FROM bookings', ['delete table bookings']],
  ['EXPLAIN (ANALYZE false) DELETE FROM bookings', []],
  ['CREATE TABLE a (b int REFERENCES c ON DELETE CASCADE ON UPDATE SET NULL)', []],
  ['SELECT * FROM jobs FOR UPDATE SKIP LOCKED', []],
  ['MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE', []],
  // Conditions that restrict nothing.
  ['DELETE FROM a WHERE true', ['delete table a']],
  ['DELETE FROM a WHERE 1', ['delete table a']],
  ['DELETE FROM a WHERE 1=1', ['delete table a']],
  ['DELETE FROM a WHERE (1 = 1)', ['delete table a']],
  ["DELETE FROM a WHERE 'x'='x'", ['delete table a']],
  ['DELETE FROM a WHERE NOT false', ['delete table a']],
  ['DELETE FROM a WHERE id = id', ['delete table a']],
  ['DELETE FROM a WHERE a.id = a.id', ['delete table a']],
  ['DELETE FROM a WHERE id IS NOT NULL', ['delete table a']],
  ['DELETE FROM a WHERE id > 0', ['delete table a']],
  ["DELETE FROM a WHERE name LIKE '%'", ['delete table a']],
  ['DELETE FROM a WHERE x = 5 OR 1=1', ['delete table a']],
  ['DELETE FROM a WHERE 1=1 AND 2>1', ['delete table a']],
  ['DELETE FROM a WHERE 1=1 AND x = 5', ['delete table a where']],
  ['DELETE FROM a WHERE 1=0', ['delete table a where']],
  ['DELETE FROM a WHERE age > 0', ['delete table a where']],
  ["DELETE FROM a WHERE name LIKE 'x%'", ['delete table a where']],
  ['DELETE FROM a WHERE deleted_at IS NOT NULL', ['delete table a where']],
  // Updating.
  ["UPDATE a SET b = 'x'", ['update table a']],
  ["UPDATE a SET b = 'x' WHERE id = 3", ['update table a where']],
  ['UPDATE a SET b = (SELECT c FROM d WHERE d.id = 1)', ['update table a']],
  ['UPDATE a AS x SET b = 1 FROM c WHERE c.id = x.id', ['update table a where']],
  ['INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET b = 2', []],
  ['INSERT INTO a VALUES (1) ON DUPLICATE KEY UPDATE b = 2', []],
  ['update the documentation', []],
  // Altering.
  ['ALTER TABLE a DROP COLUMN b', ['alterDrop column a.b']],
  ['ALTER TABLE IF EXISTS ONLY a DROP COLUMN IF EXISTS b CASCADE, DROP c', ['alterDrop column a.b', 'alterDrop column a.c']],
  ['ALTER TABLE a DROP PARTITION p1', ['alterDrop partition a.p1']],
  ['ALTER TABLE a DROP CONSTRAINT b', ['dropConstraint constraint a']],
  ['ALTER TABLE a ALTER COLUMN b DROP NOT NULL', ['alter table a']],
  ['ALTER TABLE a ADD COLUMN b int', []],
  ['ALTER TABLE events DELETE WHERE 1', ['delete table events']],
  ['ALTER ROLE shop SUPERUSER', ['superuser role shop']],
  // Rights, sessions, logs, programs.
  ['GRANT ALL ON ALL TABLES IN SCHEMA public TO shop', ['grantAll role shop']],
  ['GRANT SELECT ON a TO shop', []],
  ['CREATE USER shop; GRANT ALL PRIVILEGES ON DATABASE rentals TO shop', ['grant role shop']],
  ["CREATE DATABASE a; GRANT ALL ON a.* TO 'b'@'localhost'", ['grant role b'], 'mysql'],
  ["CREATE USER 'b'; GRANT ALL ON *.* TO 'b'", ['grantAll role b'], 'mysql'],
  ['CREATE USER shop; GRANT ALL ON DATABASE a TO other', ['grantAll role other']],
  ['REVOKE ALL ON a FROM shop', ['revoke privilege shop']],
  ['REASSIGN OWNED BY a TO b', ['reassignOwned role a']],
  ["SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'x'", ['terminate connection']],
  ['VACUUM FULL bookings', ['vacuumFull table bookings']],
  ['VACUUM (FULL, ANALYZE) bookings', ['vacuumFull table bookings']],
  ['VACUUM ANALYZE bookings', []],
  ['PURGE BINARY LOGS TO "x"', ['dropLogs binary logs'], 'mysql'],
  ["COPY a TO PROGRAM 'cat > /tmp/x'", ['program program <cat > /tmp/x>']],
  ["COPY a TO '/tmp/x.csv'", []],
  ["EXEC xp_cmdshell 'del C:\\data'", ['program program <del C:\\data>'], 'mssql'],
  ['SELECT lo_unlink(16405)', ['unlink large object 16405']],
  ['CREATE OR REPLACE TABLE a AS SELECT 1', ['replaceTable table a']],
  ['CREATE OR REPLACE VIEW a AS SELECT 1', ['createOrReplace view a']],
  ['INSERT OVERWRITE TABLE a SELECT * FROM b', ['replaceTable table a']],
  // SQL in SQL.
  ['DO $$ BEGIN DELETE FROM bookings; END $$', ['delete table bookings']],
  ["DO $$ BEGIN EXECUTE 'DROP TABLE bookings'; END $$", ['drop table bookings']],
  ["EXEC('DROP TABLE bookings')", ['drop table bookings'], 'mssql'],
  ["EXEC sp_executesql N'DELETE FROM bookings'", ['delete table bookings'], 'mssql'],
  ["PREPARE s FROM 'DROP TABLE bookings'", ['drop table bookings'], 'mysql'],
  ["SELECT dblink_exec('dbname=x', 'DROP TABLE bookings')", ['drop table bookings']],
  ["SELECT format('DROP TABLE %I', t) FROM tables \\gexec", ['drop table']],
  ['SELECT make_sql() \\gexec', ['unknown <\\gexec>']],
  ['CREATE FUNCTION f() RETURNS void AS $$ BEGIN DELETE FROM a; END $$ LANGUAGE plpgsql; SELECT 1', []],
  ['CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM cache; END; DROP TABLE b', ['drop table b'], 'sqlite'],
  [
    'DELIMITER //\nCREATE PROCEDURE p() BEGIN DELETE FROM a; IF x THEN DELETE FROM b; END IF; END //\nDELIMITER ;\nDROP TABLE c;',
    ['drop table c'],
    'mysql',
  ],
  // Clients.
  ['\\c production\nDROP DATABASE rentals;', ['connect <production>', 'drop database rentals']],
  ['\\! rm -rf data', ['shell <rm -rf data>']],
  ['\\i drop.sql', ['include <drop.sql>']],
  ["\\copy a from program 'curl x'", ['shell <curl x>']],
  ['.shell rm x\n.read y.sql', ['shell <rm x>', 'include <y.sql>'], 'sqlite'],
  ['\\d+ bookings', []],
  ['\\x on \\timing', []],
  ['SELECT 1 \\; DROP TABLE a', ['drop table a']],
  ["COPY a FROM stdin;\n1\tDROP TABLE x;\n2\tit's\n\\.\nDROP TABLE b;", ['drop table b']],
  // MySQL.
  ['/*!50000 DROP TABLE a */', ['drop table a']],
  ['/*!50000 DROP TABLE a */', ['drop table a'], 'mysql'],
  ["SELECT 'it\\'s'; DROP TABLE a; -- '", ['drop table a']],
  ['SELECT 1 # comment\n; DROP TABLE a', ['drop table a']],
  ['# DROP TABLE a\nSELECT 1', [], 'mysql'],
  ['SELECT 5--1; DROP TABLE a', ['drop table a'], 'mysql'],
  ['/* /* */ DROP TABLE a; /* */ */', ['drop table a']],
  // Broken, injected, templated.
  ["x'; DROP TABLE a; --", ['drop table a']],
  ['x"); DROP TABLE a; --', ['drop table a']],
  ['SELECT * FROM a WHERE id = 1; DROP TABLE', []],
  ['DROP TABLE {{ table }}', ['drop table {{ table }}']],
  ['DELETE FROM ${TABLE} WHERE id = :id', ['delete table ${TABLE} where']],
  ['DROP TABLE ${PREFIX}_users', ['drop table ${PREFIX}_users']],
  ['DELETE FROM $T', ['delete table $T']],
  ['$SQL', ['unknown <$SQL>']],
];

for (const [sql, found, dialect] of table)
  test(`${dialect ?? 'any'}: ${JSON.stringify(sql)}`, () => assert.deepEqual(classifySql(sql, dialect).map(shown), found));

const dialects = [undefined, 'postgres', 'mysql', 'sqlite', 'mssql', 'oracle'] as const;
const pieces = fc.constantFrom(
  'DROP',
  'TABLE',
  'DELETE',
  'FROM',
  'UPDATE',
  'SET',
  'WHERE',
  'a',
  'b.c',
  ';',
  "'",
  '"',
  '`',
  '$$',
  '$x$',
  '[',
  ']',
  '(',
  ')',
  '/*',
  '*/',
  '/*!',
  '--',
  '#',
  '\\',
  '\\gexec',
  '\\!',
  '\n',
  ' ',
  'GO',
  '/',
  ',',
  '=',
  '1',
  'BEGIN',
  'END',
  'CREATE',
  'TRIGGER',
  'DO',
  'EXECUTE',
  'COPY',
  'STDIN',
  'ALTER',
  '{{',
  '}}',
  '${',
  '}',
  'EXPLAIN',
  'ANALYZE',
  'DELIMITER',
  'IF',
  'EXISTS',
  'TRUNCATE',
  'GRANT',
  'ALL',
  'TO',
  '\u00a0',
  '\ud800',
);

test('never throws, and spans lie inside of the text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(' ')),
        fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
      ),
      fc.constantFrom(...dialects),
      (text, dialect) => {
        for (const finding of classifySql(text, dialect)) {
          assert.ok(finding.start >= 0 && finding.start <= text.length, `start ${finding.start}`);
          assert.ok(finding.end >= finding.start, `end ${finding.end}`);
        }
      },
    ),
    { numRuns: 3000 },
  );
});

test('a complete statement after another is found all the same', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...table.map(([sql]) => sql).filter((sql) => !/\\|\/\*|--|#|'|"|\$|TRIGGER|PROCEDURE|^\./.test(sql))),
      (sql) => {
        assert.ok(
          classifySql(`${sql};\nDROP TABLE appended`).some((finding) => finding.names.includes('appended')),
          sql,
        );
      },
    ),
  );
});

test('hostile text is read in linear time', () => {
  const hostile = (size: number): readonly string[] => [
    'DELETE FROM a '.repeat(size / 14),
    '('.repeat(size),
    '((((DELETE FROM a '.repeat(size / 18),
    "'\\".repeat(size / 2),
    Array.from({ length: size / 8 }, (_, index) => `$t${index}$ `).join(''),
    '/*'.repeat(size / 2),
    '/ '.repeat(size / 2),
    'COPY a FROM STDIN;'.repeat(size / 18),
    'DROP TABLE a,'.repeat(size / 13),
    'UPDATE a '.repeat(size / 9),
    `DELETE FROM a WHERE ${'NOT '.repeat(size / 4)}1`,
    `DELETE FROM a WHERE ${'('.repeat(size)}`,
    `EXPLAIN ${'('.repeat(size)}`,
    'pg_terminate_backend('.repeat(size / 21),
    "EXEC('x' ".repeat(size / 9),
    'CREATE FUNCTION f '.repeat(size / 18),
    ' '.repeat(size / 2) + '/'.repeat(size / 2),
  ];
  const size = 200_000;
  for (const [index, text] of hostile(size).entries())
    assertLinear(JSON.stringify(text.slice(0, 30)), (share) => hostile(size * share)[index]!, classifySql);
});
