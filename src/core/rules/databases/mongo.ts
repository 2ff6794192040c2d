import { readAddress } from '../../environments/urls.ts';
import { optionValue, readArguments } from '../arguments.ts';
import type { Draft, Rule, Tool } from '../rule.ts';
import { standardInput } from '../sql/connection.ts';
import { hostOf, readScript } from './scripts.ts';

export const mongoDestroy: Rule = {
  id: 'mongodb.destroy',
  effect: 'delete',
  resource: 'database',
  title: 'Delete from MongoDB: {name}',
  location: 'remote',
  recovery: 'none',
  source: 'https://www.mongodb.com/docs/manual/reference/method/db.dropDatabase/',
  safer: 'Dump it first: mongodump.',
  examples: [
    "mongosh shop --eval 'db.dropDatabase()'",
    "mongosh mongodb://db.example.com/shop --eval 'db.bookings.deleteMany({})'",
    "mongosh --eval 'db.bookings.drop()'",
    "mongosh <<'E'\ndb.users.remove({})\nE",
    `mongosh --eval 'db.getSiblingDB("shop").dropDatabase()'`,
    "mongosh shop --eval 'db.bookings.deleteMany({_id: {$exists: true}})'",
    `mongosh shop --eval 'db.bookings.bulkWrite([{deleteMany: {filter: {}}}])'`,
  ],
  nearMisses: [
    "mongosh --eval 'db.bookings.find()'",
    "mongosh --eval 'db.bookings.updateMany({a: 1}, {$set: {b: 2}})'",
    "mongosh --eval 'db.bookings.deleteOne({_id: 1})'",
    'mongosh --eval \'db.bookings.deleteMany({status: "test"})\'',
    'mongodump --db shop',
    'mongosh --eval \'db.bookings.dropIndex("a")\'',
  ],
};
const mongoRestore: Rule = {
  ...mongoDestroy,
  id: 'mongodb.restoreDrop',
  effect: 'overwrite',
  title: 'Drop the collections of {name} and restore over them',
  source: 'https://www.mongodb.com/docs/database-tools/mongorestore/',
  examples: ['mongorestore --drop dump/', 'mongoimport --drop -d shop -c bookings data.json'],
  nearMisses: ['mongorestore dump/', 'mongoexport -d shop -c bookings', 'mongorestore --drop --dryRun dump/'],
};

/** Calls that empty or drop, with nothing, an empty filter or one that every document meets in their parentheses. */
const mongoCalls =
  /\.\s*(dropDatabase\s*\(|drop\s*\(\s*\)|drop\s*\(\s*\{|(deleteMany|remove)\s*\(\s*(\{\s*\}\s*[,)]|\)|\{\s*["'$\w.]+\s*:\s*\{\s*["']?\$(?:exists\s*["']?\s*:\s*(?:true|1)|ne\s*["']?\s*:\s*null|nin\s*["']?\s*:\s*\[\s*\])\s*\}\s*\}\s*[,)])|dropUser\s*\(|dropAllUsersFromDatabase\s*\(|dropAllRolesFromDatabase\s*\(|dropRole\s*\(|shutdownServer\s*\(|removeShard\s*\(|dropIndexes\s*\(|updateMany\s*\(\s*\{\s*\}\s*,)|\brs\.remove\s*\(|\bdeleteMany["']?\s*:\s*\{\s*["']?filter["']?\s*:\s*\{\s*\}|\brenameCollection\s*\(\s*[^,()]+,\s*true\s*\)|\badminCommand\s*\(\s*\{\s*["']?(?:shutdown|dropAllUsersFromDatabase|removeShard|replSetStepDown|fsyncLock)\b|\bdropDatabase\s*:|["']?drop["']?\s*:\s*["']/;

const mongoTool: Tool = {
  names: ['mongosh', 'mongo'],
  family: 'databases',
  rules: [mongoDestroy],
  find(invocation, context): readonly Draft[] {
    const args = readArguments(invocation, {
      valued: new Set([
        '--eval',
        '--host',
        '--port',
        '-u',
        '--username',
        '-p',
        '--password',
        '--authenticationDatabase',
        '--file',
        '-f',
        '--tlsCAFile',
      ]),
    });
    const texts = (args.options.get('--eval') ?? []).flatMap((value) => (value ? [value.text] : []));
    const unread: Draft[] = [];
    const input = standardInput(invocation);
    if (input.type === 'text') texts.push(input.text);
    const files = [...args.words, optionValue(args, '--file', '-f')].filter((word) => word && /\.(js|mongodb|mjs)$/.test(word.text));
    for (const word of [...files, ...(input.type === 'files' ? input.files : [])])
      if (word) readScript(word, invocation, context, texts, unread);
    if (!texts.some((text) => mongoCalls.test(text))) return unread;
    const database = args.words.find((word) => !/\.(js|mongodb|mjs)$/.test(word.text));
    const host =
      hostOf(args, '--host') ??
      (database ? /^mongodb(?:\+srv)?:\/\/(?:[^@/]*@)?([^/?,]+)/.exec(database.text)?.[1]?.replace(/:\d+$/, '') : undefined);
    const name = database
      ? (/^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(database.text)?.[1] ?? host ?? database.text)
      : (host ?? 'localhost');
    return [
      {
        rule: mongoDestroy,
        resource: { kind: 'database', name, provider: 'MongoDB' },
        target: { tool: 'mongodb', ids: [name], hosts: (database && readAddress(database.text)?.hosts) ?? [host ?? 'localhost'] },
      },
      ...unread,
    ];
  },
};

/** The shell, and what restores over it. */
export const mongoTools: readonly Tool[] = [
  mongoTool,
  {
    names: ['mongorestore', 'mongoimport'],
    family: 'databases',
    rules: [mongoRestore],
    find(invocation): readonly Draft[] {
      const args = readArguments(invocation, {
        valued: new Set(['--uri', '-h', '--host', '--port', '-d', '--db', '-c', '--collection', '-u', '-p']),
      });
      if (!args.options.has('--drop') || args.options.has('--dryRun')) return [];
      const host = hostOf(args, '--uri', '-h', '--host') ?? 'localhost';
      return [
        {
          rule: mongoRestore,
          resource: { kind: 'database', name: optionValue(args, '-d', '--db')?.text ?? host, provider: 'MongoDB' },
          target: { tool: 'mongodb', hosts: [host] },
        },
      ];
    },
  },
];
