import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyCommand } from '../../../../support/facts.ts';

/** Rules of SQL that a command is found to break. */
function sqlRules(command: string): readonly string[] {
  return [...new Set(classifyCommand(command).operations.map(({ rule }) => rule))].filter((rule) => rule.startsWith('sql.'));
}

const json = "-H 'Content-Type: application/json'";
const deep = (levels: number): string => `${'['.repeat(levels)}"DROP TABLE users"${']'.repeat(levels)}`;

const held: readonly (readonly [command: string, rule: string])[] = [
  // ClickHouse: https://clickhouse.com/docs/interfaces/http
  ["curl -X POST 'http://db.example.com:8123/?query=DROP%20TABLE%20events'", 'sql.dropTable'],
  ["curl -X POST 'http://db.example.com:8123/?sql=DROP%20TABLE%20events'", 'sql.dropTable'],
  ["curl http://db.example.com:8123/ -d 'DROP TABLE events'", 'sql.dropTable'],
  ["curl http://db.example.com:8123 --data-binary 'TRUNCATE TABLE events'", 'sql.truncate'],
  ["curl -H 'Content-Type: text/plain' http://db.example.com/exec -d 'DROP TABLE events'", 'sql.dropTable'],
  ["echo 'DROP TABLE events' | curl http://db.example.com:8123/ --data-binary @-", 'sql.dropTable'],
  // QuestDB
  ["curl -G http://db.example.com:9000/exec --data-urlencode 'query=DROP TABLE events'", 'sql.dropTable'],
  ["curl 'http://db.example.com:9000/exec?query=DROP%20TABLE%20events'", 'sql.dropTable'],
  // rqlite: https://rqlite.io/docs/api/api/
  [`curl https://db.example.com/db/execute ${json} -d '["DROP TABLE events"]'`, 'sql.dropTable'],
  [`curl https://db.example.com/db/execute ${json} -d '[["DROP TABLE events"]]'`, 'sql.dropTable'],
  ["curl -X POST 'https://db.example.com/db/query?q=DROP%20TABLE%20events'", 'sql.dropTable'],
  // libSQL: https://docs.turso.tech/sdk/http/reference
  [
    `curl https://shop.turso.io/v2/pipeline ${json} -d '{"requests":[{"type":"execute","stmt":{"sql":"DROP TABLE events"}}]}'`,
    'sql.dropTable',
  ],
  [`curl https://db.example.com/v1/sql ${json} -d '{"statements":["DROP TABLE a","SELECT 1"]}'`, 'sql.dropTable'],
  [`curl https://db.example.com/api/query ${json} -d '{"query":"DROP TABLE a"}'`, 'sql.dropTable'],
  [`curl https://db.example.com/api/query ${json} -d '{"QUERY":"DROP TABLE a"}'`, 'sql.dropTable'],
  [`curl https://db.example.com/api/2.0/sql/statements ${json} -d '{"statement":"DROP SCHEMA a CASCADE"}'`, 'sql.dropSchema'],
  [`curl https://db.example.com/api/exec ${json} -d '{"q":"DROP TABLE a"}'`, 'sql.dropTable'],
  [`curl https://db.example.com/database ${json} -d '{"queries":[{"sql":"DROP TABLE a"}]}'`, 'sql.dropTable'],
  [`curl https://db.example.com/warehouse ${json} -d '{"stmt":"DROP TABLE a"}'`, 'sql.dropTable'],
  [`curl https://db.example.com/rest/v1/rpc/run ${json} -d '{"query":"DROP TABLE a"}'`, 'sql.dropTable'],
  [`curl https://db.example.com/sql ${json} -d '${deep(5)}'`, 'sql.dropTable'],
];

for (const [command, rule] of held)
  test(`SQL over HTTP is found: ${command}`, () => {
    assert.ok(sqlRules(command).includes(rule), sqlRules(command).join(' '));
  });

for (const command of [
  "curl 'http://db.example.com:9000/exec?query=SELECT%201'",
  "curl 'http://db.example.com:8123/?query=DROP%20TABLE%20events'",
  "curl -X POST 'https://example.com/search?query=DROP%20TABLE%20events'",
  "curl -X POST 'https://db.example.com/sql?q=DROP%20TABLE%20events'",
  "curl 'https://example.com/search?query=DROP%20TABLE%20events'",
  "curl 'https://example.com/search?q=DROP%20TABLE%20events'",
  "curl 'https://db.example.com/sql?q=DROP%20TABLE%20events'",
  "curl 'http://db.example.com:8123/?query=SELECT%201'",
  "curl 'http://db.example.com:8123/?name=DROP%20TABLE%20events'",
  `curl https://example.com/notes ${json} -d '{"query":"DROP TABLE a"}'`,
  `curl https://db.example.com/api/query ${json} -d '{"title":"DROP TABLE a"}'`,
  `curl https://db.example.com/api/query ${json} -d '{"query":"SELECT * FROM users"}'`,
  "curl -H 'Content-Type: application/xml' https://db.example.com/exec -d 'DROP TABLE a'",
  "curl -H 'Content-Type: text/html' https://db.example.com/exec -d 'DROP TABLE a'",
  "curl https://example.com/notes -d 'DROP TABLE a'",
  `curl https://db.example.com/sql ${json} -d '${deep(8)}'`,
])
  test(`no SQL is read out of ${command}`, () => {
    assert.deepEqual(sqlRules(command), []);
  });

test('so many texts of one request are read, and no more', () => {
  const body = (count: number): string =>
    JSON.stringify([...Array.from({ length: count }, (_, index) => `SELECT ${index}`), 'DROP TABLE users']);
  assert.deepEqual(sqlRules(`curl https://db.example.com/sql ${json} -d '${body(40)}'`), ['sql.dropTable']);
  assert.deepEqual(sqlRules(`curl https://db.example.com/sql ${json} -d '${body(50)}'`), []);
});
