import { classifySql } from '../../payload/sql.ts';
import type { SqlDialect, SqlFinding } from '../../payload/sqlFinding.ts';
import { literal, type Invocation } from '../../shell/invocation.ts';
import { assertNever } from '../../types.ts';
import { isMissing } from '../missing.ts';
import type { Draft, Rule, RuleContext, Target } from '../rule.ts';
import * as rules from './rules.ts';

/** Bytes of a script that are read. Longer ones are judged by what was read, and are opaque besides. */
const maxScript = 512 * 1024;

/** Scripts that include scripts are followed this deep. */
const maxIncludes = 4;

/** Findings of one text that become operations; a migration may drop hundreds. */
const maxDrafts = 100;

export interface SqlOptions {
  readonly dialect?: SqlDialect;
  /** `PostgreSQL`, `MySQL`: the provider of the resource. */
  readonly provider?: string;
  /** The database that the connection names. */
  readonly database?: string;
  /** A database that is one file of this machine. */
  readonly path?: string;
  /** The client's command, for its directory and for what it runs in a shell. Without it such commands are opaque. */
  readonly invocation?: Invocation;
  /** False when a part of the text could not be found out. */
  readonly known?: boolean;
  readonly depth?: number;
  /** The script comes from this machine though the client runs elsewhere: from its standard input. */
  readonly localFiles?: boolean;
}

/** What SQL would do to the target's database. Empty for text that is no SQL, or only reads. */
export function judgeSql(text: string, target: Target, context: RuleContext, options: SqlOptions = {}): readonly Draft[] {
  const drafts: Draft[] = [];
  let current = { target, options };
  for (const finding of classifySql(text, options.dialect)) {
    if (drafts.length >= maxDrafts) {
      drafts.push(context.opaque('the SQL does too much to list', ''));
      break;
    }
    if (isMadeAgain(finding, text)) continue;
    if (finding.kind === 'connect') current = connect(current.target, current.options, finding.text ?? '');
    else drafts.push(...judgeFinding(finding, current.target, context, current.options));
  }
  return drafts;
}

/** `DROP VIEW IF EXISTS v; CREATE VIEW v …`: how views, functions and the like are changed. */
function isMadeAgain({ kind, object, names, end }: SqlFinding, text: string): boolean {
  if (kind !== 'drop' || dropRule(object) !== rules.dropViewRule || names.length !== 1) return false;
  const name = names[0]!.split('.').at(-1)!.toLowerCase();
  const rest = text.slice(end, end + maxRemade).toLowerCase();
  return name !== '' && rest.split(';').some((statement) => /^\s*(?:create|alter)\b/.test(statement) && statement.includes(name));
}

/** How far behind a DROP its CREATE is looked for. */
const maxRemade = 20_000;

/** Judges a script file that a client would read. */
export function judgeSqlFile(
  path: string | undefined,
  shown: string,
  target: Target,
  context: RuleContext,
  options: SqlOptions,
): readonly Draft[] {
  const depth = (options.depth ?? 0) + 1;
  const unreadable = (reason: string): readonly Draft[] => [{ ...context.opaque(reason, shown), target, ...placeOf(options) }];
  if (depth > maxIncludes) return unreadable('SQL scripts include each other too deeply');
  if (path === undefined || (options.invocation?.place.type !== 'here' && !options.localFiles))
    return unreadable(`the script ${shown} cannot be found out`);
  const answer = context.ask({ type: 'text', path, limit: maxScript });
  // The client fails on a script that is not there.
  if (!answer || isMissing(answer)) return [];
  if (answer.type === 'unknown') return unreadable(`the script ${shown} cannot be read (${answer.reason})`);
  const drafts = judgeSql(answer.text, target, context, { ...options, depth }).map((draft) => ({
    ...draft,
    evidence: [...(draft.evidence ?? []), { text: `From the script ${shown}`, path }],
  }));
  return answer.truncated ? [...drafts, ...unreadable(`the script ${shown} is too long to read`)] : drafts;
}

function connect(target: Target, options: SqlOptions, text: string): { target: Target; options: SqlOptions } {
  const database = text.replace(/^["'`[]|["'`\]]$/g, '');
  if (database === '' || database === '-' || database.includes('://')) return { target, options };
  return { target: { ...target, ids: [...(target.ids ?? []), database] }, options: { ...options, database } };
}

function judgeFinding(finding: SqlFinding, target: Target, context: RuleContext, options: SqlOptions): readonly Draft[] {
  const { invocation } = options;
  const rule = ruleOf(finding);
  if (rule) return [draftOf(rule, finding, target, options)];
  const { kind, text = '' } = finding;
  if (kind === 'shell')
    return invocation
      ? context.shell(text, invocation, invocation.program)
      : [opaque('it runs a shell command', finding, target, context, options)];
  if (kind === 'program') return [opaque('it runs a program on the database server', finding, target, context, options)];
  if (kind === 'include') return judgeSqlFile(invocation && context.path(literal(text), invocation), text, target, context, options);
  // Templates in text that is known are the business of whatever fills them in.
  if (options.known !== false && text.startsWith('$')) return [];
  return [opaque('it runs SQL that is not in the text', finding, target, context, options)];
}

function opaque(reason: string, finding: SqlFinding, target: Target, context: RuleContext, options: SqlOptions): Draft {
  return { ...context.opaque(reason, finding.text ?? ''), target, ...placeOf(options) };
}

function placeOf(options: SqlOptions): Pick<Draft, 'location'> {
  return { location: options.path === undefined ? 'remote' : 'local' };
}

function ruleOf(finding: SqlFinding): Rule | undefined {
  switch (finding.kind) {
    case 'drop':
      return dropRule(finding.object);
    case 'dropOwned':
      return rules.dropSchemaRule;
    case 'truncate':
      return rules.truncateRule;
    case 'delete':
      return finding.where ? rules.changeRule : rules.deleteRowsRule;
    case 'update':
      return finding.where ? rules.changeRule : rules.updateRowsRule;
    case 'dropConstraint':
      return rules.dropViewRule;
    case 'alterDrop':
      return rules.alterDropRule;
    case 'replaceTable':
      return finding.object === 'database' ? rules.restoreRule : rules.dropTableRule;
    case 'alter':
    case 'reassignOwned':
    case 'revoke':
      return rules.alterRule;
    case 'createOrReplace':
    case 'grant':
    case 'insert':
      return rules.changeRule;
    case 'grantAll':
    case 'superuser':
      return rules.grantRule;
    case 'terminate':
    case 'vacuumFull':
      return rules.disturbRule;
    case 'unprotect':
      return rules.unprotectRule;
    case 'dropLogs':
      return rules.dropLogsRule;
    case 'unlink':
      return rules.dropOtherRule;
    case 'connect':
    case 'include':
    case 'program':
    case 'shell':
    case 'unknown':
      return undefined;
    default:
      return assertNever(finding.kind);
  }
}

function dropRule(object: string): Rule {
  switch (object) {
    case 'database':
    case 'keyspace':
      return rules.dropDatabaseRule;
    case 'schema':
    case 'tablespace':
      return rules.dropSchemaRule;
    case 'table':
    case 'recycle bin':
      return rules.dropTableRule;
    case 'view':
    case 'index':
    case 'function':
    case 'procedure':
    case 'routine':
    case 'aggregate':
    case 'operator':
    case 'trigger':
    case 'event':
    case 'rule':
    case 'policy':
    case 'statistics':
    case 'cast':
    case 'synonym':
      return rules.dropViewRule;
    case 'role':
    case 'user':
    case 'login':
    case 'group':
      return rules.dropRoleRule;
    default:
      return rules.dropOtherRule;
  }
}

function draftOf(rule: Rule, finding: SqlFinding, target: Target, options: SqlOptions): Draft {
  const { names } = finding;
  const name = names.length > 0 ? nameOf(names) : (options.database ?? target.ids?.[0] ?? 'the database');
  const inDatabase = options.database !== undefined && name !== options.database ? ` in ${options.database}` : '';
  const titled = finding.object !== rule.resource && finding.object !== '' && rule.title.startsWith('Drop the');
  return {
    rule,
    ...(titled ? { title: `Drop the ${finding.object} {name}` } : {}),
    resource: {
      kind: finding.object === '' ? rule.resource : finding.object,
      name,
      ...(options.provider === undefined ? {} : { provider: options.provider }),
      ...(options.path === undefined ? {} : { path: options.path }),
    },
    // Not the table among the ids: `production` is a fine name for one.
    target: rule === rules.dropDatabaseRule ? { ...target, ids: [...(target.ids ?? []), ...names.slice(0, 10)] } : target,
    evidence: [{ text: `${wordsOf(finding)}${inDatabase}` }],
    ...(finding.cascade ? { notes: ['CASCADE takes everything that depends on it.'] } : {}),
    ...(names.length === 0 && finding.kind === 'drop' ? { notes: ['A query or a variable chooses what is dropped.'] } : {}),
    ...(options.path === undefined ? {} : { location: 'local', ...(rule.recovery === 'none' ? { recovery: 'snapshot' } : {}) }),
  };
}

function nameOf(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** The statement in words of our own: its text may hold values that are not to be shown. */
function wordsOf(finding: SqlFinding): string {
  const name = nameOf(finding.names);
  const spaced = name === '' ? '' : ` ${name}`;
  const cascade = finding.cascade ? ' CASCADE' : '';
  const condition = finding.where ? 'with a condition' : 'without a condition that restricts it';
  const { kind, object } = finding;
  if (kind === 'delete') return `DELETE FROM${spaced} ${condition}`;
  if (kind === 'update') return `UPDATE${spaced} ${condition}`;
  if (kind === 'dropConstraint') return `ALTER … DROP CONSTRAINT${spaced}`;
  if (kind === 'alterDrop') return `ALTER … DROP ${object.toUpperCase()}${spaced}`;
  if (kind === 'drop') return `DROP ${object.toUpperCase()}${spaced}${cascade}`;
  if (kind === 'truncate') return `TRUNCATE${spaced}${cascade}`;
  if (kind === 'replaceTable') return `Replaces ${object}${spaced}`;
  if (kind === 'grantAll') return `GRANT ALL${spaced === '' ? '' : ` to${spaced}`}`;
  return `SQL: ${kind}${spaced}`;
}
