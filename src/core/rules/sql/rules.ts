import type { Rule } from '../rule.ts';

const postgres = (page: string): string => `https://www.postgresql.org/docs/current/${page}.html`;
const remote = { location: 'remote', recovery: 'none' } as const;

export const dropDatabaseRule: Rule = {
  id: 'sql.dropDatabase',
  effect: 'delete',
  resource: 'database',
  title: 'Drop the database {name}',
  ...remote,
  source: postgres('sql-dropdatabase'),
  takes: 'Every table in it goes with it.',
  safer: 'Dump it first (pg_dump, mysqldump), and check which server the connection leads to.',
  examples: [
    `psql -c 'DROP DATABASE rentals'`,
    `mysql -h db.example.com -e "drop database if exists rentals"`,
    'dropdb -h db.example.com rentals',
    'mysqladmin -h db.example.com -f drop rentals',
    `sqlcmd -S db.example.com -Q "DROP DATABASE rentals"`,
  ],
  nearMisses: [`psql -c 'CREATE DATABASE rentals'`, 'createdb rentals', 'mysqladmin status', `psql -c "SELECT 'DROP DATABASE rentals'"`],
};

export const dropSchemaRule: Rule = {
  id: 'sql.dropSchema',
  effect: 'delete',
  resource: 'schema',
  title: 'Drop the schema {name}',
  ...remote,
  source: postgres('sql-dropschema'),
  takes: 'With CASCADE, every table in it goes with it.',
  safer: 'Dump it first, and drop without CASCADE to see what hangs on it.',
  examples: [`psql "$DATABASE_URL" -c 'DROP SCHEMA public CASCADE; CREATE SCHEMA public;'`, `psql -c 'drop owned by shop'`],
  nearMisses: [`psql -c 'CREATE SCHEMA IF NOT EXISTS audit'`, `psql -c '\\dn'`],
};

export const dropTableRule: Rule = {
  id: 'sql.dropTable',
  effect: 'delete',
  resource: 'table',
  title: 'Drop the table {name}',
  ...remote,
  source: postgres('sql-droptable'),
  takes: 'All rows, indexes and triggers of the table go with it.',
  safer: 'Rename the table first, and drop it when nothing has missed it; dump it before.',
  examples: [
    `psql -c 'DROP TABLE bookings'`,
    `psql -h db.example.com -d rentals -c 'drop table if exists bookings, customers cascade'`,
    `echo 'DROP TABLE bookings;' | mysql rentals`,
    `mysql rentals <<'SQL'\nDROP TABLE bookings;\nSQL`,
    `sqlite3 data/shop.db 'DROP TABLE bookings'`,
    `psql -c 'CREATE OR REPLACE TABLE bookings AS SELECT 1'`,
    `curl 'http://clickhouse.example.com:8123/?query=DROP%20TABLE%20bookings' -X POST`,
  ],
  nearMisses: [
    `psql -c 'SELECT * FROM bookings'`,
    `psql -c '\\d bookings'`,
    `psql -c 'CREATE TEMP TABLE t AS SELECT 1; DROP TABLE t'`,
    `psql -c "INSERT INTO notes (body) VALUES ('DROP TABLE bookings')"`,
    `sqlite3 :memory: 'DROP TABLE bookings'`,
    'psql',
  ],
};

export const dropViewRule: Rule = {
  id: 'sql.dropView',
  effect: 'delete',
  resource: 'view',
  title: 'Drop {name}, which holds no rows of its own',
  location: 'remote',
  recovery: 'window',
  source: postgres('sql-dropview'),
  safer: 'Keep its definition (pg_dump --schema-only) to make it again.',
  examples: [
    `psql -c 'DROP VIEW bookings_by_month'`,
    `psql -c 'DROP INDEX CONCURRENTLY bookings_by_date'`,
    `psql -c 'DROP FUNCTION price(int)'`,
    `psql -c 'ALTER TABLE users DROP CONSTRAINT users_pkey'`,
  ],
  nearMisses: [
    `psql -c 'DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 1'`,
    `psql -c 'ALTER TABLE users ALTER COLUMN name DROP DEFAULT'`,
    `psql -c 'CREATE OR REPLACE VIEW v AS SELECT 1'`,
    `psql -c 'REINDEX TABLE bookings'`,
  ],
};

export const dropRoleRule: Rule = {
  id: 'sql.dropRole',
  effect: 'delete',
  resource: 'role',
  title: 'Drop the role {name}',
  ...remote,
  source: postgres('sql-droprole'),
  examples: [`psql -c 'DROP ROLE shop'`, 'dropuser -h db.example.com shop', `mysql -e "DROP USER 'shop'@'%'"`],
  nearMisses: [`psql -c 'CREATE ROLE shop LOGIN'`, 'createuser shop'],
};

export const dropOtherRule: Rule = {
  id: 'sql.dropObject',
  effect: 'delete',
  resource: 'object',
  title: 'Drop {name}',
  ...remote,
  source: postgres('sql-commands'),
  examples: [
    `psql -c 'DROP EXTENSION postgis CASCADE'`,
    `psql -c 'DROP TYPE booking_state CASCADE'`,
    `psql -c 'DROP SEQUENCE booking_id'`,
    `psql -c 'SELECT lo_unlink(16405)'`,
  ],
  nearMisses: [`psql -c 'CREATE EXTENSION IF NOT EXISTS postgis'`],
};

export const truncateRule: Rule = {
  id: 'sql.truncate',
  effect: 'delete',
  resource: 'table',
  title: 'Empty the table {name}',
  ...remote,
  source: postgres('sql-truncate'),
  takes: 'All rows go; no trigger for deleted rows runs.',
  safer: 'Copy the table first (CREATE TABLE … AS SELECT).',
  examples: [`psql -c 'TRUNCATE bookings, payments RESTART IDENTITY CASCADE'`, `mysql rentals -e 'truncate table bookings'`],
  nearMisses: [`mysql rentals -e 'SELECT TRUNCATE(price, 2) FROM bookings'`, `psql -c 'SELECT count(*) FROM bookings'`],
};

export const deleteRowsRule: Rule = {
  id: 'sql.deleteRows',
  effect: 'delete',
  resource: 'table',
  title: 'Delete every row of {name}',
  ...remote,
  source: postgres('sql-delete'),
  safer: 'Add a WHERE, and count what it matches with SELECT first.',
  examples: [
    `psql -c 'DELETE FROM bookings'`,
    `psql -c 'DELETE FROM bookings WHERE true'`,
    `mysql rentals -e 'DELETE FROM bookings WHERE 1=1'`,
    `psql -c 'WITH gone AS (DELETE FROM bookings RETURNING *) SELECT count(*) FROM gone'`,
    `psql -c 'EXPLAIN ANALYZE DELETE FROM bookings'`,
  ],
  nearMisses: [
    `psql -c 'DELETE FROM bookings WHERE id = 42'`,
    `psql -c 'EXPLAIN DELETE FROM bookings'`,
    `psql -c "SELECT * FROM jobs FOR UPDATE SKIP LOCKED"`,
  ],
};

export const updateRowsRule: Rule = {
  id: 'sql.updateRows',
  effect: 'overwrite',
  resource: 'table',
  title: 'Change every row of {name}',
  ...remote,
  source: postgres('sql-update'),
  safer: 'Add a WHERE, and count what it matches with SELECT first.',
  examples: [`psql -c "UPDATE bookings SET state = 'cancelled'"`, `mysql rentals -e 'UPDATE users SET admin = 1 WHERE 1'`],
  nearMisses: [
    `psql -c "UPDATE bookings SET state = 'cancelled' WHERE id = 42"`,
    `psql -c 'INSERT INTO t VALUES (1) ON CONFLICT (id) DO UPDATE SET a = 2'`,
    'brew update',
  ],
};

export const alterDropRule: Rule = {
  id: 'sql.dropColumn',
  effect: 'delete',
  resource: 'column',
  title: 'Drop the column {name}',
  ...remote,
  source: postgres('sql-altertable'),
  takes: 'Its values go in every row.',
  safer: 'Stop using the column first, and drop it in a later release.',
  examples: [`psql -c 'ALTER TABLE bookings DROP COLUMN notes'`, `mysql rentals -e 'ALTER TABLE events DROP PARTITION p2024'`],
  nearMisses: [`psql -c 'ALTER TABLE bookings ADD COLUMN notes text'`, `psql -c 'ALTER TABLE bookings ALTER COLUMN notes DROP NOT NULL'`],
};

export const changeRule: Rule = {
  id: 'sql.change',
  effect: 'change',
  resource: 'table',
  title: 'Change {name}',
  ...remote,
  source: postgres('sql-commands'),
  examples: [`psql -c 'DELETE FROM bookings WHERE id = 42'`, `psql -c 'CREATE OR REPLACE VIEW v AS SELECT 1'`],
  nearMisses: [`psql -c 'SELECT 1'`],
};

export const alterRule: Rule = {
  id: 'sql.alter',
  effect: 'change',
  resource: 'table',
  title: 'Alter {name}',
  ...remote,
  hardToUndo: true,
  source: postgres('sql-altertable'),
  examples: [
    `psql -c 'ALTER TABLE bookings RENAME TO bookings_old'`,
    `psql -c 'REASSIGN OWNED BY shop TO admin'`,
    `psql -c 'REVOKE ALL ON bookings FROM shop'`,
  ],
  nearMisses: [`psql -c 'ALTER TABLE bookings ADD COLUMN notes text'`],
};

export const disturbRule: Rule = {
  id: 'sql.disturb',
  effect: 'delete',
  resource: 'database',
  title: 'Interrupt the work of {name}',
  location: 'remote',
  recovery: 'window',
  source: postgres('functions-admin'),
  examples: [
    `psql -c 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity'`,
    `psql -c 'VACUUM FULL bookings'`,
    `mysql -e 'KILL 42'`,
    `mysqladmin shutdown`,
  ],
  nearMisses: [`psql -c 'VACUUM ANALYZE bookings'`, `psql -c 'SELECT * FROM pg_stat_activity'`],
};

export const dropLogsRule: Rule = {
  id: 'sql.dropLogs',
  effect: 'delete',
  resource: 'logs',
  title: 'Delete the binary logs of {name}',
  ...remote,
  source: 'https://dev.mysql.com/doc/refman/8.4/en/purge-binary-logs.html',
  takes: 'Point-in-time recovery to before now goes with them.',
  examples: [`mysql -e "PURGE BINARY LOGS TO 'mysql-bin.010'"`, `mysql -e 'RESET MASTER'`],
  nearMisses: [`mysql -e 'SHOW BINARY LOGS'`],
};

export const grantRule: Rule = {
  id: 'sql.grant',
  effect: 'escalate',
  resource: 'role',
  title: 'Give all rights to {name}',
  ...remote,
  source: postgres('sql-grant'),
  safer: 'Grant only what is needed.',
  examples: [`psql -c 'GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO shop'`, `psql -c 'ALTER ROLE shop SUPERUSER'`],
  nearMisses: [`psql -c 'GRANT SELECT ON bookings TO reporting'`],
};

export const unprotectRule: Rule = {
  id: 'sql.unprotect',
  effect: 'escalate',
  resource: 'table',
  title: 'Take away what protects {name}',
  ...remote,
  source: postgres('ddl-rowsecurity'),
  examples: [
    `psql -c 'ALTER TABLE users DISABLE ROW LEVEL SECURITY'`,
    `psql -c 'ALTER TABLE users DISABLE TRIGGER ALL'`,
    `sqlcmd -Q "ALTER DATABASE shop SET OFFLINE WITH ROLLBACK IMMEDIATE"`,
    `snowsql -q "ALTER TABLE bookings SET DATA_RETENTION_TIME_IN_DAYS=0"`,
  ],
  nearMisses: [`psql -c 'ALTER TABLE users ENABLE ROW LEVEL SECURITY'`, `psql -c "ALTER DATABASE shop SET timezone TO 'UTC'"`],
};

export const restoreRule: Rule = {
  id: 'sql.restore',
  effect: 'overwrite',
  resource: 'database',
  title: 'Restore over the database {name}',
  ...remote,
  source: postgres('app-pgrestore'),
  takes: 'With --clean, what is there now is dropped before.',
  safer: 'Restore into a new database, and swap the names.',
  examples: [
    'pg_restore --clean --if-exists -h db.example.com -d rentals dump.bak',
    `sqlite3 data/shop.db '.restore backup.db'`,
    'mysqldump -h db.example.com rentals | mysql rentals',
    'pg_dump --clean staging | psql rentals',
  ],
  nearMisses: [
    'pg_restore -l dump.bak',
    'pg_restore -f out.sql dump.bak',
    'pg_dump rentals',
    'pg_dump -h db.example.com rentals | psql rentals_copy',
  ],
};

/** The rows of SQL, whatever client or server carries it. */
export const sqlRules: readonly Rule[] = [
  dropDatabaseRule,
  dropSchemaRule,
  dropTableRule,
  dropViewRule,
  dropRoleRule,
  dropOtherRule,
  truncateRule,
  deleteRowsRule,
  updateRowsRule,
  alterDropRule,
  changeRule,
  alterRule,
  disturbRule,
  dropLogsRule,
  grantRule,
  unprotectRule,
  restoreRule,
];
