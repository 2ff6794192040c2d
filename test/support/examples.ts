import { parse } from 'unbash';
import { decide } from '../../src/core/policy/decide.ts';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import { allRules } from '../../src/core/rules/all.ts';
import { verdicts, type Facts, type Verdict } from '../../src/core/types.ts';
import { classifyCommand } from './facts.ts';

export interface Example {
  readonly rule: string;
  readonly command: string;
  /** One simple command of a program: a program that takes a command line can stand before it. */
  readonly program: boolean;
}

/** Names that only the shell knows: no program can run them. */
const shellOnly =
  /^(?:cd|pushd|popd|export|set|unset|eval|source|\.|:|exec|trap|alias|unalias|shopt|declare|local|typeset|readonly|builtin|command|time|history|fc|wait|kill|\[\[)$/;

function isProgram(command: string): boolean {
  const script = parse(command);
  if (script.errors?.length || script.commands.length !== 1) return false;
  const { command: node, background } = script.commands[0]!;
  if (background || node.type !== 'Command' || node.name === undefined) return false;
  if (node.prefix.length > 0) return false;
  return !shellOnly.test(node.name.text);
}

/** Every example of every rule. */
export function ruleExamples(): readonly Example[] {
  return allRules().flatMap(({ rule }) => rule.examples.map((command) => ({ rule: rule.id, command, program: isProgram(command) })));
}

/** What a command is found to do, where nothing can be asked. */
export function judge(command: string, facts: Partial<Facts> = {}): { readonly verdict: Verdict; readonly rules: readonly string[] } {
  const { verdict, operations } = decide(classifyCommand(command, facts).operations, defaultPolicy);
  return { verdict, rules: operations.map(({ rule }) => rule) };
}

/** Whether a verdict is milder than another. */
export function milder(one: Verdict, other: Verdict): boolean {
  return verdicts.indexOf(one) < verdicts.indexOf(other);
}

/** A word in single quotes. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
