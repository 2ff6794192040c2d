import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { classify } from '../../../../../src/core/classify.ts';
import type { Facts, Link, Operation } from '../../../../../src/core/types.ts';
import { classifyOnDisk } from '../../../../support/diskFacts.ts';
import { blindFacts, callOf, classifyCommand } from '../../../../support/facts.ts';

const files = {
  '/work/shop/drop.sql': 'DROP TABLE bookings;\n\\i more.sql\n',
  '/work/shop/more.sql': 'TRUNCATE cars;',
  '/work/shop/loop.sql': '\\i loop.sql',
  '/work/shop/shell.sql': '\\! rm -rf data\n',
  '/work/shop/read.sql': 'SELECT 1;\n-- DROP TABLE x\n',
  '/work/shop/dump.sql': "CREATE TABLE a (b text);\nCOPY a FROM stdin;\nDROP TABLE x;\nit's\n\\.\n",
};

function shown(operation: Operation): string {
  return `${operation.rule} ${operation.resource.name} ${operation.environment}`;
}

/** Command → rule, name and environment of each operation. */
const table: readonly (readonly [command: string, found: readonly string[]])[] = [
  [`psql -c 'DROP TABLE bookings'`, ['sql.dropTable bookings local']],
  [`psql -h localhost -U shop rentals -c 'DROP TABLE bookings'`, ['sql.dropTable bookings local']],
  [`psql -hdb.example.com -c 'DROP TABLE bookings'`, ['sql.dropTable bookings unknown']],
  [`psql -tAqc 'DROP TABLE bookings' rentals`, ['sql.dropTable bookings local']],
  [`psql --command='DROP TABLE bookings' --dbname=rentals`, ['sql.dropTable bookings local']],
  [`psql postgresql://shop:hunter2@db.prod.example.com/rentals -c 'DELETE FROM bookings'`, ['sql.deleteRows bookings production']],
  [`psql "host=db.prod.example.com dbname=rentals" -c 'DELETE FROM bookings'`, ['sql.deleteRows bookings production']],
  [`PGHOST=db.prod.example.com psql -c 'DELETE FROM bookings'`, ['sql.deleteRows bookings production']],
  [`export PGHOST=db.prod.example.com; psql -c 'DELETE FROM bookings'`, ['sql.deleteRows bookings production']],
  [`psql -c 'SELECT 1' -c 'DROP TABLE a' -c 'DROP TABLE b'`, ['sql.dropTable a local', 'sql.dropTable b local']],
  ['psql -f drop.sql', ['sql.dropTable bookings local', 'sql.truncate cars local']],
  ['psql rentals < drop.sql', ['sql.dropTable bookings local', 'sql.truncate cars local']],
  ['cat drop.sql | psql rentals', ['sql.dropTable bookings local', 'sql.truncate cars local']],
  ['psql -f read.sql', []],
  ['psql -f dump.sql', []],
  ['psql -f nowhere.sql', []],
  ['cd db && psql -f nowhere.sql', []],
  ['node make.js && psql -f nowhere.sql', ['shell.opaque nowhere.sql local']],
  [`cat > /tmp/x.sql <<'S'\nDROP TABLE bookings;\nS\npsql -f /tmp/x.sql`, ['sql.dropTable bookings local']],
  [`echo 'DROP TABLE a' > /tmp/x.sql; psql -f /tmp/x.sql; echo 'SELECT 1' > /tmp/x.sql`, ['sql.dropTable a local']],
  ['docker exec db psql -f read.sql', ['shell.opaque read.sql development']],
  ['docker exec -i db psql < read.sql', []],
  ['docker exec -i db psql < drop.sql', ['sql.dropTable bookings development', 'shell.opaque more.sql development']],
  ['psql -f loop.sql', ['shell.opaque loop.sql local']],
  ['pg_dump other | psql rentals', []],
  ['pg_dump -c other | psql rentals', ['sql.restore rentals local']],
  ['mysqldump other | mysql rentals', ['sql.restore rentals local']],
  ['pg_dump other | sed s/a/b/ | psql rentals', ['shell.opaque psql rentals local']],
  ['zcat dump.gz | psql rentals', ['shell.opaque psql rentals local']],
  ['psql -c "$SQL"', ['shell.opaque $SQL unknown']],
  [`T=bookings; psql -c "DROP TABLE $T"`, ['sql.dropTable bookings local']],
  [`psql -c "DROP TABLE $T"`, ['sql.dropTable $T unknown']],
  [`psql <<SQL\nBEGIN;\nDELETE FROM bookings;\nCOMMIT;\nSQL`, ['sql.deleteRows bookings local']],
  [`psql <<< 'DROP TABLE bookings'`, ['sql.dropTable bookings local']],
  [`echo 'DROP TABLE bookings' | psql`, ['sql.dropTable bookings local']],
  [`psql -c '\\c production' -c 'DROP DATABASE rentals'`, ['sql.dropDatabase rentals local']],
  ['psql -l', []],
  ['psql', []],
  [`psql -c '\\dt'`, []],
  [`docker exec db psql -U postgres -c 'DROP TABLE bookings'`, ['sql.dropTable bookings development']],
  [`ssh db1 "psql -c 'DROP TABLE bookings'"`, ['sql.dropTable bookings unknown']],
  [`sudo -u postgres psql -c 'DROP TABLE bookings'`, ['sql.dropTable bookings local']],
  [`mysql -uroot -pSecreT rentals -e 'DROP TABLE bookings'`, ['sql.dropTable bookings local']],
  [`mysql -uroot -p rentals -e 'DROP TABLE bookings'`, ['sql.dropTable bookings local']],
  [`mysql --host=db.example.com --execute="TRUNCATE bookings" rentals`, ['sql.truncate bookings unknown']],
  [`mariadb rentals < more.sql`, ['sql.truncate cars local']],
  [`mysql -e '/*!40000 DROP TABLE bookings */' rentals`, ['sql.dropTable bookings local']],
  ['mysql rentals', []],
  [`mysql -e 'SHOW TABLES' rentals`, []],
  [`sqlcmd -S tcp:db.example.com,1433 -d rentals -Q "DROP TABLE [dbo].[bookings]"`, ['sql.dropTable dbo.bookings unknown']],
  ['sqlite3 shop.db "DROP TABLE bookings"', ['sql.dropTable bookings local']],
  ['sqlite3 -header -column shop.db "DELETE FROM bookings; VACUUM"', ['sql.deleteRows bookings local']],
  ['sqlite3 -readonly shop.db "DROP TABLE bookings"', []],
  ['sqlite3 :memory: "DROP TABLE bookings"', []],
  ['sqlite3 shop.db ".read more.sql"', ['sql.truncate cars local']],
  ['sqlite3 shop.db < more.sql', ['sql.truncate cars local']],
  ['sqlite3 shop.db .dump', []],
  ['sqlite3 shop.db "SELECT * FROM bookings"', []],
  ['dropdb rentals', ['sql.dropDatabase rentals local']],
  ['dropdb -h db.prod.example.com --if-exists rentals', ['sql.dropDatabase rentals production']],
  ['mysqladmin -uroot -pSecreT drop rentals', ['sql.dropDatabase rentals local']],
  ['pg_restore -c -d postgresql://u:hunter2@db.example.com/rentals x.dump', ['sql.restore rentals unknown']],
  ['pg_restore -d rentals x.dump', []],
];

for (const [command, found] of table) test(command, () => assert.deepEqual(classifyOnDisk(command, files).operations.map(shown), found));

test('what a script runs in a shell is judged as if it stood in the command', () => {
  const rules = classifyOnDisk('psql -f shell.sql', files).operations.map((operation) => operation.rule);
  assert.ok(
    rules.some((rule) => rule.startsWith('files.')),
    rules.join(),
  );
});

test('a SQLite file can be copied before it is changed', () => {
  const [operation] = classifyCommand('sqlite3 data/shop.db "DROP TABLE bookings"').operations;
  assert.deepEqual(
    [operation?.location, operation?.recovery, operation?.resource.path, operation?.resource.name],
    ['local', 'snapshot', '/work/shop/data/shop.db', 'bookings'],
  );
  assert.equal(classifyCommand('sqlite3 /tmp/x/shop.db "DROP TABLE bookings"').operations[0]?.recovery, 'recoverable');
});

test('a SQLite file that is not there has nothing to lose', () => {
  const answers = new Map([
    [
      'path /work/shop/new.db',
      { type: 'path', kind: 'missing', real: '/work/shop/new.db', link: false, size: 0, empty: false, mount: false } as const,
    ],
  ]);
  assert.deepEqual(classifyCommand('sqlite3 new.db "CREATE TABLE a (b); DROP TABLE a"', { answers }).operations, []);
});

test('the plain dotenv file of the folder says where an unknown address leads', () => {
  const link: Link = {
    tool: 'dotenv',
    resource: 'DATABASE_URL',
    kind: 'database',
    variable: 'DATABASE_URL',
    environment: 'production',
    scope: '/work/shop',
    remote: true,
    evidence: { text: '.env:1', path: '/work/shop/.env', line: 1 },
  };
  const knowledge: Facts['knowledge'] = { roots: ['/work/shop'], links: [link], credentials: [], identifiers: {} };
  assert.equal(classifyCommand(`psql "$DATABASE_URL" -c 'DROP TABLE bookings'`, { knowledge }).operations[0]?.environment, 'production');
});

test('passwords are in no operation', () => {
  for (const command of [
    `psql postgresql://shop:hunter2@db.example.com/rentals -c 'DROP TABLE a'`,
    `psql 'host=db.example.com password=hunter2 dbname=rentals' -c 'DROP TABLE a'`,
    `psql 'password=hunter2 dbname=rentals' -c 'DROP TABLE a'`,
    `mysql -uroot -phunter2 -e 'DROP TABLE a'`,
    `mysql --password=hunter2 -e 'DROP TABLE a'`,
    `sqlcmd -S db -P hunter2 -Q 'DROP TABLE a'`,
    `psql -c "ALTER ROLE shop SUPERUSER PASSWORD 'hunter2'"`,
    `psql -c "UPDATE users SET password = 'hunter2'"`,
    'pg_restore -c -d postgresql://u:hunter2@db.example.com/rentals x.dump',
    'dropdb postgresql://u:hunter2@db.example.com/rentals',
  ]) {
    const { operations } = classifyCommand(command);
    assert.ok(operations.length > 0, command);
    assert.ok(!JSON.stringify(operations).includes('hunter2'), command);
  }
});

test('no command line of a client makes it throw', () => {
  const word = fc.constantFrom(
    '-c',
    '-f',
    '-',
    '-e',
    '-h',
    '-d',
    '-p',
    '-pX',
    "'DROP TABLE a'",
    '"$X"',
    'a',
    'a.sql',
    'postgres://a:b@c/d',
    "'host=a dbname=b'",
    '<a.sql',
    '|',
    '--',
    '-Q',
    '.shell',
    "'\\i x'",
    '-init',
    '-cmd',
    "$'\\\\!'",
    ':memory:',
    'drop',
  );
  const program = fc.constantFrom('psql', 'mysql', 'sqlite3', 'sqlcmd', 'dropdb', 'mysqladmin', 'pg_restore');
  fc.assert(
    fc.property(program, fc.array(word, { maxLength: 8 }), (name, words) => {
      const command = `${name} ${words.join(' ')}`;
      const { operations } = classify(callOf({ type: 'command', command, shell: 'posix' }), blindFacts());
      for (const operation of operations)
        assert.ok(!operation.evidence.some((evidence) => evidence.text.includes('could not be read (')), command);
    }),
    { numRuns: 2000 },
  );
});
