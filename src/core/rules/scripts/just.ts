import { absolutePath, directoryOf } from '../../paths.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments } from '../arguments.ts';
import { judgeCode } from '../interpreters/code.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { judgeScriptNames } from './byName.ts';
import { findSource, isReadable, readSource, runScript } from './source.ts';
import { replaceBetween } from '../../text.ts';

interface Recipe {
  readonly parameters: readonly { readonly name: string; readonly value: string | undefined; readonly rest: boolean }[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly body: string[];
}

interface Justfile {
  readonly recipes: ReadonlyMap<string, Recipe>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
  readonly first: string | undefined;
}

const maxLines = 10_000;
const maxRecipes = 64;
const maxValue = 4_096;
const maxRun = 2_000;

/** Reads a justfile: https://just.systems/man/en/ */
function readJustfile(text: string): Justfile {
  const recipes = new Map<string, Recipe>();
  const aliases = new Map<string, string>();
  const variables = new Map<string, string>();
  let recipe: Recipe | undefined;
  for (const line of text.replace(/\r/g, '').split('\n').slice(0, maxLines)) {
    if (/^\s/.test(line) || line === '') {
      recipe?.body.push(line);
      continue;
    }
    recipe = undefined;
    if (/^(?:#|\[|set\s|import|mod\s|unexport\s)/.test(line)) continue;
    const alias = /^alias\s+([\w-]+)\s*:=\s*([\w-]+)/.exec(line);
    if (alias) {
      aliases.set(alias[1]!, alias[2]!);
      continue;
    }
    const given = /^(?:export\s+)?([\w-]+)\s*:=(.*)$/s.exec(line);
    if (given) {
      variables.set(given[1]!, valueOf(given[2]!, variables));
      continue;
    }
    const colon = line.search(/:(?!=)/);
    const name = /^@?([\w-]+)(?:\s|$)/.exec(line.slice(0, Math.max(colon, 0)))?.[1];
    if (name === undefined) continue;
    const head = line.slice(0, colon).replace(/^@?[\w-]+/, '');
    const [before = '', after = ''] = line
      .slice(colon + 1)
      .replace(/\s#.*$/s, '')
      .split('&&');
    recipe = { parameters: parametersOf(head, variables), before: namesOf(before), after: namesOf(after), body: [] };
    recipes.set(name, recipe);
  }
  return { recipes, aliases, variables, first: [...recipes.keys()].find((name) => !name.startsWith('_')) };
}

/** Strings and known variables; anything else is a substitution that the shell cannot know either. */
function valueOf(text: string, variables: ReadonlyMap<string, string>): string {
  const value = text
    .split(/\s\+\s|\/\s/)
    .map((part) => {
      const piece = part.trim();
      const quoted = /^(["'])(.*)\1$/.exec(piece)?.[2];
      if (quoted !== undefined) return quoted;
      const run = /^`(.*)`$/.exec(piece)?.[1];
      if (run !== undefined) return `$(${run})`;
      if (/^justfile_directory\(\)|^invocation_directory\(\)/.test(piece)) return '$(pwd)';
      const inherited = /^env(?:_var(?:_or_default)?)?\(\s*["'](\w+)["']/.exec(piece)?.[1];
      if (inherited !== undefined) return `\${${inherited}}`;
      return variables.get(piece) ?? '${JUST_VALUE}';
    })
    .join('');
  return value.length > maxValue ? '${JUST_VALUE}' : value;
}

function parametersOf(text: string, variables: ReadonlyMap<string, string>): Recipe['parameters'] {
  return [...text.matchAll(/([+*]?)\$?([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+))?/g)].map((match) => ({
    name: match[2]!,
    value: match[3] === undefined ? undefined : valueOf(/^["']/.test(match[3]) ? match[3] : match[3], variables),
    rest: match[1] !== '',
  }));
}

function namesOf(text: string): readonly string[] {
  return [...text.matchAll(/\(\s*([\w-]+)[^()]*\)|([\w-]+)/g)].map((match) => match[1] ?? match[2]!);
}

const valued = new Set(['-f', '--justfile', '-d', '--working-directory', '--set', '--shell', '--color', '--dotenv-path', '-E']);
const harmless = [
  '-n',
  '--dry-run',
  '-l',
  '--list',
  '-s',
  '--show',
  '--summary',
  '--evaluate',
  '--fmt',
  '--choose',
  '-V',
  '--version',
  '-h',
  '--help',
  '--dump',
  '-e',
  '--edit',
  '--init',
  '--variables',
];

const justTool: Tool = {
  names: ['just'],
  family: 'scripts',
  rules: [],
  find(invocation, context): readonly Draft[] {
    const args = readArguments(invocation, { valued });
    if (hasOption(args, ...harmless)) return [];
    const byName = (): readonly Draft[] =>
      judgeScriptNames(
        args.words.slice(0, 1).map((word) => word.text),
        invocation,
      );
    if (!isReadable(invocation)) return byName();
    const named = optionValue(args, '-f', '--justfile');
    const path = named?.known ? absolutePath(named.text, invocation.cwd, context.facts.home) : undefined;
    if (named && path === undefined) return [];
    const source =
      path === undefined ? findSource(['justfile', 'Justfile', '.justfile'], invocation.cwd, context) : readSource(path, context);
    if (source.type === 'none') return byName();
    if (source.type !== 'text') return source.type === 'opaque' ? [context.opaque(source.reason, invocation.text)] : [];
    const file = readJustfile(source.text);
    const given = new Map(file.variables);
    const words = args.words.filter((word) => {
      const [, name, value] = /^([\w-]+)=(.*)$/s.exec(word.text) ?? [];
      if (name === undefined || !file.variables.has(name)) return true;
      given.set(name, value!);
      return false;
    });
    return new Just({ ...file, variables: given }, source.path, invocation, context).run(words);
  },
};

class Just {
  readonly #file: Justfile;
  readonly #path: string;
  readonly #invocation: Invocation;
  readonly #context: RuleContext;
  readonly #seen = new Set<string>();

  constructor(file: Justfile, path: string, invocation: Invocation, context: RuleContext) {
    this.#file = file;
    this.#path = path;
    this.#invocation = invocation;
    this.#context = context;
  }

  run(words: readonly Word[]): readonly Draft[] {
    const drafts: Draft[] = [];
    let rest = words;
    do {
      const name = rest[0]?.known ? this.#name(rest[0].text) : rest.length === 0 ? this.#file.first : undefined;
      const recipe = name === undefined ? undefined : this.#file.recipes.get(name);
      if (!recipe) break;
      const count = recipe.parameters.some(({ rest: all }) => all) ? rest.length - 1 : recipe.parameters.length;
      this.#recipe(name!, recipe, rest.slice(1, 1 + count), drafts);
      rest = rest.slice(1 + count);
    } while (rest.length > 0);
    return drafts;
  }

  #name(text: string): string {
    return this.#file.aliases.get(text) ?? text;
  }

  #recipe(name: string, recipe: Recipe, values: readonly Word[], drafts: Draft[]): void {
    if (this.#seen.has(name) || this.#seen.size >= maxRecipes) return;
    this.#seen.add(name);
    for (const before of recipe.before) this.#follow(before, drafts);
    const variables = new Map(this.#file.variables);
    for (const [index, parameter] of recipe.parameters.entries()) {
      const words = parameter.rest ? values.slice(index) : values.slice(index, index + 1);
      const text = words.map((word) => (word.known ? word.text : '${ARGUMENT}')).join(' ');
      variables.set(parameter.name, words.length > 0 ? text : (parameter.value ?? (parameter.rest ? '' : '${ARGUMENT}')));
    }
    drafts.push(...this.#body(name, recipe.body, variables));
    for (const after of recipe.after) this.#follow(after, drafts);
  }

  #follow(name: string, drafts: Draft[]): void {
    const recipe = this.#file.recipes.get(this.#name(name));
    if (recipe) this.#recipe(this.#name(name), recipe, [], drafts);
  }

  #body(name: string, body: readonly string[], variables: ReadonlyMap<string, string>): readonly Draft[] {
    const indent = /^\s*/.exec(body.find((line) => line.trim() !== '') ?? '')![0].length;
    const lines = body.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length))).join('\n');
    const text = replaceBetween(lines, '{{', '}}', (inner) => valueOf(inner, variables)).trim();
    const cwd = directoryOf(this.#path);
    if (text.startsWith('#!') && !/^#!.*\b(?:ba|z|da|k)?sh\b/.test(text)) {
      const language = /python/.test(text.split('\n')[0]!) ? 'python' : /node|deno|bun/.test(text.split('\n')[0]!) ? 'javascript' : 'ruby';
      return judgeCode(text, language, { ...this.#invocation, cwd }, this.#context, false);
    }
    const plain = text.startsWith('#!') ? [text] : text.replace(/\\\n\s*/g, ' ').split('\n');
    if (plain.length > maxRun) return [this.#context.opaque('the recipe is too long to read', this.#invocation.text)];
    return plain.flatMap((line, index) =>
      runScript(
        { text: line.replace(/^[@-]+/, ''), name: `just ${name}${index === 0 ? '' : ` (line ${index + 1})`}`, path: this.#path, cwd },
        this.#invocation,
        this.#context,
      ),
    );
  }
}

/** just, with its recipes read when they are run. */
export const justTools: readonly Tool[] = [justTool];
