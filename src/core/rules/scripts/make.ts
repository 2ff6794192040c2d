import { absolutePath } from '../../paths.ts';
import type { Invocation } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { expandMake, type MakeValues } from './makeExpand.ts';
import { readMakefile, type Makefile, type MakeRule } from './makefile.ts';
import { judgeScriptNames } from './byName.ts';
import { isReadable, join, readSource, runScript } from './source.ts';

/** https://www.gnu.org/software/make/manual/make.html#Options-Summary */
const valued = new Set([
  '-C',
  '--directory',
  '-f',
  '--file',
  '--makefile',
  '-I',
  '--include-dir',
  '-o',
  '--old-file',
  '-W',
  '--what-if',
  '--new-file',
  '--assume-new',
  '-E',
  '--eval',
]);
const harmless = ['-n', '--just-print', '--dry-run', '--recon', '-q', '--question', '-t', '--touch', '-v', '--version', '-h', '--help'];

/** Targets that one command makes, and files that it includes. */
const maxTargets = 96;
const maxIncludes = 6;
/** References to variables that are followed, and recipe lines that are run. */
const maxReferences = 50_000;
const maxLines = 2_000;

const makeTool: Tool = {
  names: ['make', 'gmake', 'bmake', 'remake'],
  family: 'scripts',
  rules: [],
  find(invocation, context): readonly Draft[] {
    const args = readArguments(invocation, { valued });
    if (hasOption(args, ...harmless)) return [];
    const byName = (): readonly Draft[] =>
      judgeScriptNames(
        args.words.map((word) => word.text).filter((text) => !text.includes('=')),
        invocation,
      );
    if (!isReadable(invocation)) return byName();
    const named = optionValue(args, '-f', '--file', '--makefile');
    const folderWord = optionValue(args, '-C', '--directory');
    if ((named && !named.known) || (folderWord && !folderWord.known) || named?.text === '-') return [];
    const folder = folderWord ? absolutePath(folderWord.text, invocation.cwd, context.facts.home) : invocation.cwd;
    if (folder === undefined) return byName();
    const given = new Map<string, string>();
    const goals: string[] = [];
    for (const word of args.words) {
      const [, name, value] = /^(\w[\w.-]*)\s*(?::{0,3}|\?|\+)=(.*)$/s.exec(word.text) ?? [];
      if (name !== undefined) given.set(name, word.known ? value!.replaceAll('$', '$$$$') : value!);
      else if (word.known) goals.push(word.text);
    }
    const path = named ? absolutePath(named.text, folder, context.facts.home) : undefined;
    // In the order in which make looks for them, asked all at once.
    const candidates = path === undefined ? ['GNUmakefile', 'makefile', 'Makefile'].map((name) => join(folder, name)) : [path];
    const sources = candidates.map((candidate) => readSource(candidate, context));
    if (sources.some((source) => source.type === 'pending')) return [];
    for (const source of sources) {
      if (source.type === 'opaque') return [context.opaque(source.reason, invocation.text)];
      if (source.type === 'text') return new Make(source.text, source.path, folder, given, invocation, context).run(goals);
    }
    return byName();
  },
};

class Make {
  readonly #file: Makefile;
  readonly #path: string;
  readonly #folder: string;
  readonly #given: ReadonlyMap<string, string>;
  readonly #invocation: Invocation;
  readonly #context: RuleContext;
  readonly #variables: ReadonlyMap<string, readonly string[]>;
  readonly #rules: readonly MakeRule[];
  readonly #budget = { left: maxReferences };
  #lines = 0;

  constructor(
    text: string,
    path: string,
    folder: string,
    given: ReadonlyMap<string, string>,
    invocation: Invocation,
    context: RuleContext,
  ) {
    this.#path = path;
    this.#folder = folder;
    this.#given = given;
    this.#invocation = invocation;
    this.#context = context;
    const windows = context.facts.platform === 'win32';
    this.#file = readMakefile(text, windows);
    const variables = new Map(this.#file.variables);
    const rules = [...this.#file.rules];
    this.#variables = variables;
    this.#rules = rules;
    for (const name of this.#file.includes.slice(0, maxIncludes)) {
      const expanded = expandMake(name, this.#values(0, new Map()));
      const included = /[$*?]/.test(expanded) ? undefined : absolutePath(expanded, folder, context.facts.home);
      const source = included === undefined ? undefined : readSource(included, context);
      if (source?.type !== 'text') continue;
      const more = readMakefile(source.text, windows);
      for (const [key, value] of more.variables) if (!variables.has(key)) variables.set(key, value);
      rules.push(...more.rules);
    }
  }

  run(goals: readonly string[]): readonly Draft[] {
    const first = this.#rules.find((rule) => !/^\.[^/]*$|%|\$/.test(rule.targets[0] ?? '.'))?.targets[0];
    const wanted = goals.length > 0 ? goals : [this.#file.defaultGoal ?? first ?? ''];
    // When branches of conditions disagree, what they say first and what they say last are both judged.
    const variants = [...this.#variables.values()].some((values) => values.length > 1) ? [0, -1] : [0];
    return variants.flatMap((variant) => {
      const drafts: Draft[] = [];
      const seen = new Set<string>();
      for (const goal of wanted) this.#make(goal, variant, seen, drafts, 0);
      return drafts;
    });
  }

  #values(variant: number, automatic: ReadonlyMap<string, string>): MakeValues {
    return {
      automatic,
      budget: this.#budget,
      value: (name) => {
        if (name === 'MAKEFILE_LIST') return this.#path;
        const environment = this.#invocation.variables.get(name);
        return (
          this.#given.get(name) ??
          this.#variables.get(name)?.at(variant) ??
          (environment?.known ? environment.text.replaceAll('$', '$$$$') : undefined)
        );
      },
    };
  }

  #make(target: string, variant: number, seen: Set<string>, drafts: Draft[], depth: number): void {
    if (target === '' || seen.has(target) || depth > 24) return;
    seen.add(target);
    if (seen.size > maxTargets) {
      if (seen.size === maxTargets + 1) drafts.push(this.#context.opaque('make makes too many targets to follow', this.#invocation.text));
      return;
    }
    const plain = this.#values(variant, new Map());
    let named = this.#rules.filter((rule) =>
      rule.targets.some((text) => text === target || (text.includes('$') && expandMake(text, plain).split(/\s+/).includes(target))),
    );
    let stem = '';
    if (!named.some((rule) => rule.recipe.length > 0)) {
      const pattern = this.#rules.find((rule) => rule.targets.some((text) => stemOf(target, text) !== undefined));
      if (pattern) {
        stem = pattern.targets.map((text) => stemOf(target, text)).find((found) => found !== undefined)!;
        named = [...named, pattern];
      }
    }
    for (const rule of named) {
      const prerequisites = expandMake(rule.prerequisites, plain)
        .split(/\s+/)
        .filter(Boolean)
        .map((text) => text.replace('%', () => stem));
      for (const prerequisite of prerequisites) this.#make(prerequisite, variant, seen, drafts, depth + 1);
      const automatic = new Map([
        ['@', target],
        ['<', prerequisites[0] ?? ''],
        ['^', prerequisites.join(' ')],
        ['+', prerequisites.join(' ')],
        ['?', prerequisites.join(' ')],
        ['*', stem],
      ]);
      drafts.push(...this.#recipe(rule, target, this.#values(variant, automatic)));
    }
  }

  /** Each line is a shell of its own, but for `.ONESHELL`. */
  #recipe(rule: MakeRule, target: string, values: MakeValues): readonly Draft[] {
    const lines = rule.recipe.map((line) => expandMake(line.replace(/^[\s@+-]*/, ''), values).replace(/^[\s@+-]*/, ''));
    this.#lines += lines.length;
    if (this.#lines > maxLines || this.#budget.left < 0)
      return [this.#context.opaque('the Makefile does too much to follow', this.#invocation.text)];
    const texts = this.#file.oneShell ? [lines.join('\n')] : lines;
    return texts.flatMap((text, index) =>
      runScript(
        // Lines of one recipe must not be taken for the recipe that runs itself.
        { text, name: `make ${target}${index === 0 ? '' : ` (line ${index + 1})`}`, path: this.#path, cwd: this.#folder },
        this.#invocation,
        this.#context,
      ),
    );
  }
}

/** What `%` stands for when the pattern makes the target. */
function stemOf(target: string, pattern: string): string | undefined {
  const at = pattern.indexOf('%');
  if (at < 0) return undefined;
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + 1)];
  if (target.length <= before.length + after.length || !target.startsWith(before) || !target.endsWith(after)) return undefined;
  return target.slice(before.length, target.length - after.length);
}

/** make, with its recipes read when they are run. */
export const makeTools: readonly Tool[] = [makeTool];
