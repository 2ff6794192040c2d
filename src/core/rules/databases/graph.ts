import { classifyCypher, type CypherFinding } from '../../payload/cypher.ts';
import { assertNever } from '../../types.ts';
import { optionValue, readArguments } from '../arguments.ts';
import { isMissing } from '../missing.ts';
import type { Draft, Rule, RuleContext, Target, Tool } from '../rule.ts';
import { hostConnection, readConnection, standardInput } from '../sql/connection.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';

const remote = { location: 'remote', recovery: 'none' } as const;

const cypherDelete: Rule = {
  id: 'cypher.deleteAll',
  effect: 'delete',
  resource: 'nodes',
  title: 'Delete every node or relationship of the graph: {name}',
  ...remote,
  source: 'https://neo4j.com/docs/cypher-manual/current/clauses/delete/',
  safer: 'Count them first: MATCH … RETURN count(*); or dump: neo4j-admin database dump.',
  examples: [
    'cypher-shell -u neo4j "MATCH (n) DETACH DELETE n"',
    'echo "MATCH (b:Booking) DETACH DELETE b;" | cypher-shell -a neo4j://graph.example.com',
    `cypher-shell "CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'DETACH DELETE n', {batchSize: 1000})"`,
    'cypher-shell "MATCH (n) WHERE true DELETE n"',
  ],
  nearMisses: [
    'cypher-shell "MATCH (n) RETURN n LIMIT 10"',
    'cypher-shell "MATCH (b:Booking {id: 3}) DETACH DELETE b"',
    `cypher-shell "MATCH (b:Booking) WHERE b.day < date('2020-01-01') DELETE b"`,
    `cypher-shell "CREATE (:Note {text: 'MATCH (n) DETACH DELETE n'})"`,
    'cypher-shell --version',
  ],
};
const cypherDrop: Rule = {
  ...cypherDelete,
  id: 'cypher.dropDatabase',
  resource: 'database',
  title: 'Drop the graph database {name}',
  source: 'unverified',
  examples: ['cypher-shell -d system "DROP DATABASE bookings"', 'cypher-shell "CREATE OR REPLACE DATABASE bookings"'],
  nearMisses: ['cypher-shell "SHOW DATABASES"', 'cypher-shell "CREATE DATABASE bookings IF NOT EXISTS"'],
};
const cypherChange: Rule = {
  ...cypherDelete,
  id: 'cypher.change',
  effect: 'change',
  hardToUndo: true,
  resource: 'nodes',
  title: 'Delete some nodes, or drop an index: {name}',
  examples: ['cypher-shell "DROP INDEX by_day"', 'cypher-shell "MATCH (b:Booking {id: 3}) DELETE b"'],
  nearMisses: ['cypher-shell "CREATE INDEX by_day FOR (b:Booking) ON (b.day)"'],
};

function ruleOf(finding: CypherFinding): Rule {
  switch (finding.kind) {
    case 'deleteAll':
      return cypherDelete;
    case 'dropDatabase':
      return cypherDrop;
    case 'deleteSome':
    case 'dropSchema':
      return cypherChange;
    default:
      return assertNever(finding.kind);
  }
}

function fromFile(word: Word, invocation: Invocation, context: RuleContext, texts: string[]): readonly Draft[] {
  const path = context.path(word, invocation);
  const answer = path === undefined ? undefined : context.ask({ type: 'text', path, limit: 512 * 1024 });
  if (answer?.type === 'text') texts.push(answer.text);
  if (path !== undefined && (answer === undefined || answer.type === 'text' || isMissing(answer))) return [];
  return [{ ...context.opaque(`the script ${word.text} cannot be read`, word.text), location: 'remote' }];
}

/** cypher-shell and mgconsole. https://neo4j.com/docs/operations-manual/current/cypher-shell/ */
export const graphTools: readonly Tool[] = [
  {
    names: ['cypher-shell', 'mgconsole'],
    family: 'databases',
    rules: [cypherDelete, cypherDrop, cypherChange],
    find(invocation: Invocation, context: RuleContext): readonly Draft[] {
      const args = readArguments(invocation, {
        valued: new Set(
          '-a --address --uri -u --username -p --password -d --database -f --file -P --param --format --encryption --access-mode --host --port --history --log'.split(
            ' ',
          ),
        ),
      });
      if (optionValue(args, '--access-mode')?.text === 'read') return [];
      const texts = args.words.map((word) => word.text);
      const drafts: Draft[] = [];
      const file = optionValue(args, '-f', '--file');
      if (file) drafts.push(...fromFile(file, invocation, context, texts));
      else if (args.words.length === 0) {
        const input = standardInput(invocation);
        if (input.type === 'text') texts.push(input.text);
        if (input.type === 'files') for (const word of input.files) drafts.push(...fromFile(word, invocation, context, texts));
      }
      const address = optionValue(args, '-a', '--address', '--uri');
      const hosts = (address ? readConnection(address.text).hosts : hostConnection(optionValue(args, '--host')).hosts) ?? ['localhost'];
      const database = optionValue(args, '-d', '--database')?.text;
      const target: Target = { tool: 'neo4j', hosts, ...(database === undefined ? {} : { ids: [database] }) };
      for (const finding of texts.flatMap((text) => classifyCypher(text))) {
        const rule = ruleOf(finding);
        const name = finding.name === '' ? (database ?? hosts[0] ?? 'the graph') : finding.name;
        drafts.push({ rule, resource: { kind: rule.resource, name, provider: 'Neo4j' }, target });
      }
      return drafts;
    },
  },
];
