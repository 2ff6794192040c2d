import type { Invocation } from '../shell/invocation.ts';
import { own } from '../own.ts';
import { CommandArguments, type CommandPattern } from './commandPattern.ts';
import { remoteTarget } from './place.ts';
import type { Draft, Rule, Target, Tool } from './rule.ts';

/** A row for programs whose arguments are simple enough to be told by a pattern. */
export interface CommandRow extends Rule {
  /**
   * Program → what its arguments look like when it does what the row says: patterns, any of them, or, where arguments are no words and
   * options, an expression for all of them joined by single spaces.
   */
  readonly on: Readonly<Record<string, RegExp | readonly CommandPattern[]>>;
  /** Program → options that take the next word as value and may stand before what the patterns name. */
  readonly valued?: Readonly<Record<string, readonly string[]>>;
  /** Passes with such arguments. */
  readonly unless?: RegExp;
  /** Where the arguments say the environment outright, as the first group. */
  readonly says?: RegExp;
  /** Whose links count for the environment, for what is remote. */
  readonly tool?: string;
}

type Row = Pick<CommandRow, 'id' | 'resource' | 'title' | 'on' | 'examples' | 'nearMisses'> & Partial<CommandRow>;

/** A row that takes something from this machine for good, unless it says otherwise. */
export function localRow(row: Row): CommandRow {
  return { effect: 'delete', location: 'local', recovery: 'none', source: 'unverified', ...row };
}

/** A row that takes something away elsewhere for good, unless it says otherwise. */
export function remoteRow(row: Row): CommandRow {
  return { effect: 'delete', location: 'remote', recovery: 'none', source: 'unverified', ...row };
}

const harmless = /(?:^|\s)(?:--help|--dry-run(?:=(?:client|server|true))?|--dryrun|--version|--what-if|--check-only)(?:\s|$)/;

/** Longest text of arguments that is looked at. */
const maxArguments = 4_000;
const maxName = 60;

/** Tools whose rules are told by patterns over their arguments. One tool for all the programs of the rows. */
export function commandTable(family: string, rows: readonly CommandRow[]): Tool {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.on)))];
  return {
    names,
    family,
    rules: rows,
    find(invocation) {
      const words = invocation.argv.slice(1).map((word) => word.text);
      const text = words.join(' ').slice(0, maxArguments);
      if (harmless.test(text)) return [];
      const behind = behindOptions(words);
      return rows.flatMap((row) => {
        const on = own(row.on, invocation.program);
        if (on === undefined || row.unless?.test(text)) return [];
        const found =
          on instanceof RegExp
            ? on.test(text) || (isAnchored(on) && behind.some((rest) => on.test(rest)))
            : matchesAny(on, row, invocation);
        return found ? [draftOf(row, text, invocation)] : [];
      });
    },
  };
}

function matchesAny(patterns: readonly CommandPattern[], { valued }: CommandRow, invocation: Invocation): boolean {
  const given = new CommandArguments(invocation, valued && own(valued, invocation.program));
  return patterns.some((pattern) => given.matches(pattern));
}

/** Patterns that say how the arguments begin; what begins with a look ahead is about all of them. */
function isAnchored({ source }: RegExp): boolean {
  return source.startsWith('^') && !source.startsWith('^(?!') && source.length > 1;
}

/** Most options that stand before a subcommand: `docker -H ssh://prod rm -f db`. */
const maxLeading = 8;

/** The arguments without the options that stand before the first word that could be a subcommand. */
function behindOptions(words: readonly string[]): readonly string[] {
  const rests: string[] = [];
  for (let at = 0; at < words.length - 1 && at < maxLeading && words[at]!.startsWith('-'); at++) {
    if (!words[at]!.includes('=') && !words[at + 1]!.startsWith('-')) {
      rests.push(words.slice(at + 2).join(' '));
      // Behind the value there may be further options.
      if (words[at + 2]?.startsWith('-') !== true) break;
      at++;
    }
  }
  return rests.filter((rest) => rest !== '' && !rest.startsWith('-')).map((rest) => rest.slice(0, maxArguments));
}

function draftOf(row: CommandRow, text: string, invocation: Invocation): Draft {
  const remote = remoteTarget(invocation);
  const whole = `${invocation.program} ${text}`.trim().replace(/\s+/g, ' ');
  const name = whole.length > maxName ? `${whole.slice(0, maxName - 1)}…` : whole;
  const says = row.says?.exec(text)?.[1];
  const target: Target =
    remote ??
    (row.location === 'local'
      ? { environment: 'local' }
      : { tool: row.tool ?? invocation.program, ...(says === undefined ? {} : { says }) });
  return {
    rule: row,
    resource: { kind: row.resource, name },
    target,
    ...(remote ? { location: 'remote' } : {}),
    evidence: [{ text: name }],
  };
}
