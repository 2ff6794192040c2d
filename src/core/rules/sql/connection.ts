import { environmentFromName } from '../../environments/tokens.ts';
import { readAddress } from '../../environments/urls.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { assertNever } from '../../types.ts';
import type { Draft, RuleContext, Target } from '../rule.ts';

/** What a client's arguments say about where it connects to. Never a user or password. */
export interface Connection {
  readonly hosts?: readonly string[];
  readonly database?: string;
  /** A user or service whose name tells production. */
  readonly says?: string;
}

/** `postgres://user:secret@host:5432/db?x`, `host=h dbname=db`, or the name of a database. Drops every secret. */
export function readConnection(text: string): Connection {
  if (text === '' || text.startsWith('$')) return {};
  const address = readAddress(text);
  if (address)
    return {
      hosts: address.hosts.filter((host) => !host.includes('$')),
      ...(address.path === undefined ? {} : { database: address.path }),
      ...(environmentFromName(address.user ?? '') === 'production' ? { says: address.user! } : {}),
    };
  // https://www.postgresql.org/docs/current/libpq-pgservice.html
  const service = /(?:^|\s)service\s*=\s*'?([^\s;']+)/i.exec(text)?.[1];
  if (service !== undefined) return { says: service };
  const name = /(?:^|[\s;])(?:dbname|database)\s*=\s*'?([^\s;']+)/i.exec(text)?.[1];
  if (name !== undefined) return { database: name };
  // What looks like an address and is none may hold a password.
  return /[=@]|:\/\//.test(text) ? {} : { database: text };
}

/** A client's target. Without a host the resolver goes by variables, then by links, then by the machine it runs on. */
export function connectionTarget(tool: string, said: readonly Connection[]): Target {
  const hosts = said.find((one) => one.hosts !== undefined && one.hosts.length > 0)?.hosts ?? [];
  const databases = said.flatMap((one) => (one.database === undefined || one.database === '' ? [] : [one.database]));
  const says = said.find((one) => one.says !== undefined)?.says;
  return {
    tool,
    ...(says === undefined ? {} : { says }),
    ...(hosts.length > 0 ? { hosts } : {}),
    ...(databases.length > 0 ? { ids: databases } : {}),
  };
}

/** A `-h` option: `db.example.com`, `/var/run/postgresql`, `tcp:db,1433`, `db\instance`. */
export function hostConnection(word: Word | undefined): Connection {
  if (!word || word.text === '' || word.text.startsWith('$')) return {};
  if (word.text.startsWith('/') || word.text === '.' || word.text === '(local)') return { hosts: ['localhost'] };
  const host = word.text.replace(/^(?:tcp|np|lpc):/i, '').split(/[,\\]/)[0]!;
  return host === '' ? {} : { hosts: [host.toLowerCase()] };
}

/** SQL that a client reads from its standard input. */
export type StandardInput =
  | { readonly type: 'none' }
  | { readonly type: 'text'; readonly text: string; readonly known: boolean }
  | { readonly type: 'files'; readonly files: readonly Word[] }
  /** Another database's dump: it fails on what is there already, unless it drops that first. */
  | { readonly type: 'dump'; readonly from: string; readonly drops: boolean }
  | { readonly type: 'unknown'; readonly from: string };

/** What stands on the input, `cat file |` seen through. */
export function standardInput(invocation: Invocation): StandardInput {
  const { input } = invocation;
  switch (input.type) {
    case 'none':
      return { type: 'none' };
    case 'text':
      return input;
    case 'file':
      return input.path.text === '/dev/null' ? { type: 'none' } : { type: 'files', files: [input.path] };
    case 'pipe': {
      const source = input.from.at(-1);
      const files = source?.program === 'cat' ? source.argv.slice(1).filter((word) => !word.text.startsWith('-')) : [];
      if (input.from.length === 1 && files.length > 0) return { type: 'files', files };
      const drops = source && dumpDrops(source);
      if (drops !== undefined) return { type: 'dump', from: source!.program, drops };
      return { type: 'unknown', from: source?.program ?? 'a pipe' };
    }
    default:
      return assertNever(input);
  }
}

/** Whether a dump begins with dropping what it restores; undefined for what is no dump. */
function dumpDrops({ program, argv }: Invocation): boolean | undefined {
  const has = (pattern: RegExp): boolean => argv.some((word) => pattern.test(word.text));
  switch (program) {
    case 'pg_dump':
    case 'pg_dumpall':
      return has(/^(?:--clean|-[abd-zA-Z]*c[a-zA-Z]*)$/);
    case 'mysqldump':
    case 'mariadb-dump':
      // --add-drop-table is part of --opt, which is the default. https://dev.mysql.com/doc/refman/8.4/en/mysqldump.html
      return !has(/^(?:--skip-add-drop-table|--skip-opt|--compact|--no-create-info|-t)$/);
    default:
      return undefined;
  }
}

/** An opaque draft that keeps where the client connects to. */
export function opaqueSql(reason: string, text: string, target: Target, context: RuleContext): Draft {
  return { ...context.opaque(reason, text), target, location: 'remote' };
}
