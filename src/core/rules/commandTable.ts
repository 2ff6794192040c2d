import type { Invocation } from '../shell/invocation.ts';
import { own } from '../own.ts';
import { remoteTarget } from './place.ts';
import type { Draft, Rule, Target, Tool } from './rule.ts';

/** A row for programs whose arguments are simple enough to be told by a pattern. */
export interface CommandRow extends Rule {
  /** Program → what its arguments look like, joined by single spaces, when it does what the row says. */
  readonly on: Readonly<Record<string, RegExp>>;
  /** Passes with such arguments. */
  readonly unless?: RegExp;
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
      return rows.flatMap((row) => {
        const pattern = own(row.on, invocation.program);
        return pattern?.test(text) && !row.unless?.test(text) ? [draftOf(row, text, invocation)] : [];
      });
    },
  };
}

function draftOf(row: CommandRow, text: string, invocation: Invocation): Draft {
  const remote = remoteTarget(invocation);
  const whole = `${invocation.program} ${text}`.trim().replace(/\s+/g, ' ');
  const name = whole.length > maxName ? `${whole.slice(0, maxName - 1)}…` : whole;
  const target: Target = remote ?? (row.location === 'local' ? { environment: 'local' } : { tool: row.tool ?? invocation.program });
  return {
    rule: row,
    resource: { kind: row.resource, name },
    target,
    ...(remote ? { location: 'remote' } : {}),
    evidence: [{ text: name }],
  };
}
