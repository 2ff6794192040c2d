import type { Invocation, Word } from '../shell/invocation.ts';
import { hasOption, optionValue, readArguments, type Arguments, type ArgumentSyntax } from './arguments.ts';
import type { Environment } from '../types.ts';
import type { Draft, Rule, RuleContext, Target, Tool } from './rule.ts';

/** A row for tools whose subcommands say what they do: `railway volume delete --volume x`. */
export interface VerbRule extends Rule {
  /** Subcommand paths, any of them: `['volume delete', 'volume rm']`. A step may list alternatives (`delete|rm`) or be `*`. */
  readonly words: readonly string[];
  /** Fires only with one of these options. */
  readonly needs?: readonly string[];
  /** Passes with any of these options, besides the tool's own dry-run ones. */
  readonly unless?: readonly string[];
  /** Where the resource's name stands: options first, then the n-th word after the path (default 0). */
  readonly nameOptions?: readonly string[];
  readonly nameWord?: number;
  /** What it acts on by its nature, whatever is linked: `vercel rollback` is about production. */
  readonly environment?: Environment;
  /** Each word after the path is a resource of its own (`kubectl delete pod a b`). */
  readonly each?: boolean;
  /** Further condition on the arguments. `rest` are the words after the path. */
  readonly when?: (args: Arguments, rest: readonly Word[], invocation: Invocation) => boolean;
}

export interface VerbToolSpec {
  readonly names: readonly string[];
  readonly family: string;
  /** As one would write it: `Railway`. */
  readonly provider: string;
  /** Whose links count for the environment: `railway`. */
  readonly tool: string;
  readonly syntax?: ArgumentSyntax;
  readonly rules: readonly VerbRule[];
  /** Options whose value says the environment: `-e`, `--context`, `--stage`. */
  readonly environmentOptions?: readonly string[];
  /** Options that mean production by themselves: `--prod`. */
  readonly productionOptions?: readonly string[];
  /** Options whose value identifies the target: `--project`, `-a`. */
  readonly idOptions?: readonly string[];
  /** Options whose value is a host or URL. */
  readonly hostOptions?: readonly string[];
  /** What a resource is called when the command names none. */
  readonly nameless?: string;
}

type Row = Pick<VerbRule, 'id' | 'words' | 'resource' | 'title' | 'source' | 'examples' | 'nearMisses'> & Partial<VerbRule>;

/** A row that deletes something remote for good, unless it says otherwise: what most rows of command-line tools are. */
export function deletes(row: Row): VerbRule {
  return { effect: 'delete', location: 'remote', recovery: 'none', ...row };
}

/** With these nothing happens, in every tool that has them. */
const harmlessOptions = ['--help', '--dry-run', '--dryrun', '--what-if', '--check-only'];

/** A tool whose rules are a table of subcommands. The longest matching path wins. */
export function verbTool(spec: VerbToolSpec): Tool {
  const rows = spec.rules.flatMap((rule) =>
    rule.words.map((words) => ({ rule, steps: words === '' ? [] : words.split(' ').map((step) => step.split('|')) })),
  );
  rows.sort((a, b) => b.steps.length - a.steps.length);
  return {
    names: spec.names,
    family: spec.family,
    rules: spec.rules,
    find(invocation: Invocation, _context: RuleContext): readonly Draft[] {
      if (invocation.argv.length < 2) return [];
      const args = readArguments(invocation, spec.syntax);
      if (isDryRun(args)) return [];
      const drafts: Draft[] = [];
      let depth = -1;
      for (const { rule, steps } of rows) {
        if (steps.length < depth) break;
        if (!matches(steps, args.words)) continue;
        if (rule.needs && !hasOption(args, ...rule.needs)) continue;
        if (rule.unless && hasOption(args, ...rule.unless)) continue;
        const rest = args.words.slice(steps.length);
        if (rule.when && !rule.when(args, rest, invocation)) continue;
        depth = steps.length;
        drafts.push(...draftsOf(spec, rule, args, rest));
      }
      return drafts;
    },
  };
}

function isDryRun(args: Arguments): boolean {
  for (const option of harmlessOptions) {
    const values = args.options.get(option);
    // `--dry-run=none` and `--dry-run=false` do run.
    if (values && !values.some((value) => value && /^(none|false|no|0)$/.test(value.text))) return true;
  }
  return false;
}

function matches(steps: readonly (readonly string[])[], words: readonly Word[]): boolean {
  if (words.length < steps.length) return false;
  return steps.every((step, index) => {
    const { text } = words[index]!;
    return step.includes(text) || step[0] === '*';
  });
}

function draftsOf(spec: VerbToolSpec, rule: VerbRule, args: Arguments, rest: readonly Word[]): readonly Draft[] {
  const target = targetOf(spec, args);
  const option = rule.nameOptions ? optionValue(args, ...rule.nameOptions) : undefined;
  const named = option ? [option] : rule.each ? rest : rest.slice(rule.nameWord ?? 0, (rule.nameWord ?? 0) + 1);
  const names = named.length > 0 ? named.map((word) => word.text) : [spec.nameless ?? target.ids?.[0] ?? `the linked ${rule.resource}`];
  return names.map((name) => ({
    rule,
    resource: { kind: rule.resource, name: name === '' ? rule.resource : name, provider: spec.provider },
    target: {
      ...target,
      ...(rule.environment === undefined ? {} : { environment: rule.environment }),
      ids: [...(target.ids ?? []), ...(named.length > 0 ? [name] : [])],
    },
  }));
}

function targetOf(spec: VerbToolSpec, args: Arguments): Target {
  const says =
    spec.productionOptions && hasOption(args, ...spec.productionOptions)
      ? 'production'
      : optionValue(args, ...(spec.environmentOptions ?? []))?.text;
  const ids = (spec.idOptions ?? []).flatMap((name) => (args.options.get(name) ?? []).flatMap((value) => (value ? [value.text] : [])));
  const hosts = (spec.hostOptions ?? []).flatMap((name) => (args.options.get(name) ?? []).flatMap((value) => (value ? [value.text] : [])));
  return {
    tool: spec.tool,
    ...(says === undefined ? {} : { says }),
    ...(ids.length > 0 ? { ids } : {}),
    ...(hosts.length > 0 ? { hosts } : {}),
  };
}
