import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../../../../src/core/policy/policy.ts';
import { classifyCommand } from '../../../../support/facts.ts';

/** Command → rule that finds it, and the environment it goes to. */
const held: readonly (readonly [command: string, rule: string, environment?: string])[] = [
  ['clickhouse-client --query "DROP TABLE bookings"', 'sql.dropTable', 'local'],
  ['clickhouse-client -h ch.example.com -q "TRUNCATE TABLE bookings"', 'sql.truncate', 'unknown'],
  ['clickhouse client --query "ALTER TABLE bookings DELETE WHERE 1=1"', 'sql.deleteRows'],
  ['cqlsh cass.example.com -e "DROP KEYSPACE shop"', 'sql.dropDatabase', 'unknown'],
  ['cqlsh -e "TRUNCATE shop.bookings"', 'sql.truncate', 'local'],
  ["sqlplus -s / as sysdba <<'END'\nDROP USER shop CASCADE;\nEXIT\nEND", 'sql.dropRole'],
  ['echo "drop table rentals;" | sqlplus shop/secret@db.prod.example.com:1521/orcl', 'sql.dropTable', 'production'],
  ['snowsql -q "DROP DATABASE shop"', 'sql.dropDatabase', 'unknown'],
  ['snow sql -c production -q "drop table shop.bookings"', 'sql.dropTable', 'production'],
  ["bq query --use_legacy_sql=false 'DELETE FROM shop.bookings WHERE true'", 'sql.deleteRows', 'unknown'],
  ['duckdb shop.duckdb "DROP TABLE bookings"', 'sql.dropTable', 'local'],
  ['duckdb shop.duckdb -c "DROP TABLE bookings"', 'sql.dropTable', 'local'],
  ['cockroach sql -e "DROP DATABASE shop CASCADE" --insecure', 'sql.dropDatabase', 'local'],
  ['cockroach sql --url postgres://u:p@prod.example.com:26257/shop -e "TRUNCATE b"', 'sql.truncate', 'production'],
  ['trino --server https://t.example.com --execute "DROP SCHEMA shop"', 'sql.dropSchema'],
  ['beeline -u jdbc:hive2://h:10000/shop -e "DROP TABLE bookings PURGE"', 'sql.dropTable'],
  ['hive -e "DROP DATABASE shop CASCADE"', 'sql.dropDatabase'],
  ['impala-shell -q "DROP TABLE b"', 'sql.dropTable'],
  ['usql postgres://u:p@h/db -c "DROP TABLE b"', 'sql.dropTable'],
  ['tsql -S db -U sa <<< "DROP TABLE b"', 'sql.dropTable'],
  ['echo "DROP TABLE b" | isql shop', 'sql.dropTable'],
  ['heroku pg:psql -a acme -c "DROP TABLE b"', 'sql.dropTable', 'unknown'],
  ['echo "DROP TABLE b" | fly pg connect -a acme', 'sql.dropTable', 'unknown'],
  ['turso db shell shop "DROP TABLE b"', 'sql.dropTable', 'unknown'],
  ['wrangler d1 execute shop --remote --command "DROP TABLE b"', 'sql.dropTable', 'unknown'],
  ['wrangler d1 execute shop --remote --env production --command "DROP TABLE b"', 'sql.dropTable', 'production'],
  ['wrangler d1 execute shop --command "DROP TABLE b"', 'sql.dropTable', 'local'],
  ['echo "DROP TABLE b" | npx prisma db execute --stdin', 'sql.dropTable'],
  ['pscale shell shop main <<< "DROP TABLE b"', 'sql.dropTable', 'unknown'],
  ['neonctl psql -- -c "DROP TABLE b"', 'sql.dropTable', 'unknown'],
  ['supabase db query --linked "DROP TABLE b"', 'sql.dropTable', 'unknown'],
  [`dbt run-operation --sql 'drop table bookings' --target prod`, 'sql.dropTable', 'production'],
  ['docker exec db psql -U shop -c "DROP TABLE b"', 'sql.dropTable'],
];

for (const [command, rule, environment] of held)
  test(`finds ${command}`, () => {
    const { operations } = classifyCommand(command);
    const found = operations.find((operation) => operation.rule === rule);
    assert.ok(found, JSON.stringify(operations.map((operation) => operation.rule)));
    if (environment !== undefined) assert.equal(found.environment, environment);
    assert.ok(!JSON.stringify(operations).includes('secret'), 'no password');
  });

const passes = [
  'clickhouse-client --query "SELECT count() FROM bookings"',
  'clickhouse client --version',
  'cqlsh -e "DESCRIBE KEYSPACES"',
  'sqlplus -v',
  'echo "select 1 from dual;" | sqlplus -s shop/secret@orcl',
  'snow sql -q "select 1"',
  'snow connection list',
  "bq query --use_legacy_sql=false 'SELECT 1'",
  'bq ls',
  'duckdb -c "SELECT 1"',
  `duckdb -c "COPY (SELECT * FROM 'a.csv') TO 'a.parquet'"`,
  'duckdb :memory: "DROP TABLE b"',
  'cockroach start-single-node --insecure',
  'cockroach sql -e "SHOW TABLES"',
  'trino --execute "SHOW CATALOGS"',
  'heroku pg:psql -a acme',
  'heroku pg:info',
  'turso db shell shop "SELECT 1"',
  'wrangler d1 execute shop --remote --command "SELECT 1"',
  'wrangler d1 list',
  'npx prisma generate',
  'pscale shell shop main',
  'neonctl psql -- -c "SELECT 1"',
  'supabase db query "SELECT 1"',
];

for (const command of passes)
  test(`passes ${command}`, () => {
    const decision = decide(classifyCommand(command).operations, defaultPolicy);
    assert.equal(decision.verdict, 'allow', JSON.stringify(decision.operations.map((operation) => operation.title)));
  });
