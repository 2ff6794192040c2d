import { readJson } from '../../environments/structured.ts';
import { isJsonObject } from '../../payload/json.ts';
import { absolutePath, directoryOf } from '../../paths.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import type { Json } from '../../types.ts';
import { hasOption, readArguments, type Arguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { judgeScriptNames } from './byName.ts';
import { argumentText, findSource, isReadable, join, readSource, runScript, type Source } from './source.ts';
import { own } from '../../own.ts';

/** Options of npm, pnpm, yarn and bun that take a value and may stand before the script's name. */
const valued = new Set([
  '--prefix',
  '-C',
  '--dir',
  '--cwd',
  '-w',
  '--workspace',
  '-F',
  '--filter',
  '--loglevel',
  '--registry',
  '--cache',
  '--userconfig',
  '--script-shell',
  '--env-file',
]);
/** `pnpm -w` is a switch: the root of the workspace. */
const pnpmValued = new Set([...valued].filter((option) => option !== '-w'));

/** Folder of a package and what its package.json says. */
interface Package {
  readonly path: string;
  readonly folder: string;
  readonly scripts: ReadonlyMap<string, string>;
  readonly workspaces: readonly string[];
}

/** Members of a workspace that are looked at. */
const maxMembers = 16;

/** What a package.json says; undefined when npm could not read it either. */
function packageOf(source: Extract<Source, { type: 'text' }>): Package | undefined {
  const value = jsonOf(source.text);
  if (!isJsonObject(value)) return undefined;
  const { workspaces } = value;
  const listed = isJsonObject(workspaces) ? workspaces['packages'] : workspaces;
  return {
    path: source.path,
    folder: directoryOf(source.path),
    scripts: scriptsOf(value['scripts']),
    workspaces: Array.isArray(listed) ? listed.filter((item): item is string => typeof item === 'string').slice(0, 8) : [],
  };
}

function jsonOf(text: string): Json | undefined {
  try {
    return readJson(text) as Json;
  } catch {
    // Broken, so that nothing can run a script of it; or deeper than any file of scripts.
    return undefined;
  }
}

function scriptsOf(value: Json | undefined): ReadonlyMap<string, string> {
  const scripts = new Map<string, string>();
  if (!isJsonObject(value)) return scripts;
  for (const [name, script] of Object.entries(value)) {
    if (typeof script === 'string') scripts.set(name, script);
    // Deno: { "command": "…", "dependencies": ["…"] }
    else if (isJsonObject(script)) {
      const { command, dependencies } = script;
      const before = Array.isArray(dependencies)
        ? dependencies.filter((item) => typeof item === 'string').map((item) => `deno task ${item}`)
        : [];
      scripts.set(name, [...before, ...(typeof command === 'string' ? [command] : [])].join(' && '));
    }
  }
  return scripts;
}

/** What npm runs around an installation: https://docs.npmjs.com/cli/v11/using-npm/scripts#life-cycle-operation-order */
const installHooks: readonly string[] = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];

/** What the command of a package manager runs of package.json, and with what behind it. */
interface Request {
  readonly names: readonly string[];
  readonly added: readonly Word[];
  /** `npm run x` with its pre and post scripts. */
  readonly around: boolean;
}

/** Words of npm that run scripts of the same name, with their aliases. https://docs.npmjs.com/cli/v11/commands */
const npmVerbs: Readonly<Record<string, readonly string[]>> = {
  test: ['test'],
  t: ['test'],
  tst: ['test'],
  start: ['start'],
  stop: ['stop'],
  restart: ['stop', 'restart', 'start'],
  version: ['preversion', 'version', 'postversion'],
  pack: ['prepack', 'prepare', 'postpack'],
  publish: ['prepublishOnly', 'prepack', 'prepare', 'publish', 'postpublish'],
};
const installs = new Set(['install', 'i', 'ci', 'clean-install', 'install-clean', 'in', 'add']);
const installTests = new Set(['install-test', 'it', 'install-ci-test', 'cit', 'clean-install-test', 'sit']);

/** Words of yarn, pnpm and bun that are no scripts. */
const ownWords = new Set(
  'add audit autoclean bin build-binary cache check config constraints create dedupe deploy dlx exec explain fetch generate-lock-entry global help import info init install licenses link list ls login logout node npm outdated owner pack patch patch-commit patch-remove plugin policies prune publish rebuild remove rm root self-update set setup stage store tag team un unlink unplug uninstall up update upgrade upgrade-interactive version versions why workspaces x pm env approve-builds run run-script exec i ci in'.split(
    ' ',
  ),
);

function requestOf(program: string, args: Arguments, invocation: Invocation): Request | undefined {
  const verb = args.words[0]?.text;
  const plain = (names: readonly string[], added: readonly Word[], around = true): Request => ({ names, added, around });
  if (verb === undefined) return program === 'yarn' ? plain(installHooks, [], false) : undefined;
  if (verb === 'run' || verb === 'run-script' || verb === 'rum' || verb === 'urn') {
    const name = args.words[1];
    return name?.known ? plain([name.text], program === 'npm' ? args.words.slice(2) : behind(invocation, name)) : undefined;
  }
  if (installs.has(verb)) return args.words.length === 1 && verb !== 'add' ? plain(installHooks, [], false) : undefined;
  if (installTests.has(verb)) return plain([...installHooks, 'test'], []);
  if (program === 'bun' && verb === 'test') return undefined;
  const hooks = own(npmVerbs, verb);
  if (program === 'npm' || verb === 'version' || verb === 'pack' || verb === 'publish')
    return hooks && plain(hooks, args.words.slice(1), !/^(?:version|pack|publish)$/.test(verb));
  if (ownWords.has(verb) || /[./]/.test(verb)) return undefined;
  return plain(hooks ?? [verb], behind(invocation, args.words[0]!));
}

/** yarn, pnpm and bun hand on everything behind the script's name. */
function behind(invocation: Invocation, name: Word): readonly Word[] {
  const rest = invocation.argv.slice(invocation.argv.indexOf(name) + 1);
  return rest[0]?.text === '--' ? rest.slice(1) : rest;
}

/** The packages whose scripts run: the nearest one, or the members of its workspace that an option names. */
function packagesOf(
  program: string,
  args: Arguments,
  invocation: Invocation & { readonly cwd: string },
  context: RuleContext,
): readonly (Package | Source)[] {
  const named = (args.options.get('--prefix') ?? args.options.get('-C') ?? args.options.get('--dir') ?? args.options.get('--cwd'))?.at(-1);
  const folder = named ? absolutePath(named.text, invocation.cwd, context.facts.home) : invocation.cwd;
  if (folder === undefined || (named && !named.known)) return [];
  const source = findSource(['package.json'], folder, context);
  if (source.type !== 'text') return [source];
  const root = packageOf(source);
  if (!root) return [];
  const all = hasOption(args, '--workspaces', '--ws') || (program === 'pnpm' && hasOption(args, '-r', '--recursive'));
  const options = program === 'pnpm' ? ['--filter', '-F'] : ['--workspace', '-w', '--filter'];
  const wanted = options.flatMap((option) => (args.options.get(option) ?? []).flatMap((value) => (value?.known ? [value.text] : [])));
  if (!all && wanted.length === 0) return [root];
  const patterns = root.workspaces.length > 0 ? root.workspaces : ['packages/*', 'apps/*'];
  const every = all || wanted.some((name) => /[*{]|\.\.\./.test(name));
  const paths = every
    ? patterns.flatMap((pattern) => {
        const found = context.ask({
          type: 'glob',
          pattern: join(root.folder, `${pattern.replace(/^\.\//, '').replace(/\/$/, '')}/package.json`),
        });
        return found?.type === 'glob' ? found.paths : [];
      })
    : wanted.flatMap((name) => {
        const last = name.slice(name.lastIndexOf('/') + 1);
        const direct = name.startsWith('@') ? [] : [join(root.folder, `${name.replace(/^\.\//, '')}/package.json`)];
        return [...direct, ...patterns.slice(0, 4).map((pattern) => join(root.folder, `${pattern.replace(/\*+/, last)}/package.json`))];
      });
  return [...new Set(paths)].slice(0, maxMembers).flatMap((path): readonly (Package | Source)[] => {
    const member = readSource(path, context);
    if (member.type !== 'text') return member.type === 'opaque' ? [member] : [];
    const found = packageOf(member);
    return found ? [found] : [];
  });
}

function runNames(found: Package, request: Request, program: string, invocation: Invocation, context: RuleContext): readonly Draft[] {
  return request.names.flatMap((name) => {
    const text = found.scripts.get(name);
    if (text === undefined) return [];
    const around = request.around ? ['pre', '', 'post'] : [''];
    return around.flatMap((prefix) => {
      const part = prefix === '' ? text + argumentText(request.added) : found.scripts.get(prefix + name);
      if (part === undefined) return [];
      const script = { text: part, name: `${program} run ${prefix}${name}`, path: found.path, cwd: found.folder };
      return runScript(script, invocation, context);
    });
  });
}

function judge(
  found: readonly (Package | Source)[],
  request: Request,
  program: string,
  invocation: Invocation,
  context: RuleContext,
): readonly Draft[] {
  return found.flatMap((item) => {
    if (!('type' in item)) return runNames(item, request, program, invocation, context);
    if (item.type === 'none') return judgeScriptNames(request.names, invocation);
    // An installation that cannot be looked into is still one; a script that cannot be read could be anything.
    return item.type === 'opaque' && request.names !== installHooks ? [context.opaque(item.reason, invocation.text)] : [];
  });
}

const managers: Tool = {
  names: ['npm', 'pnpm', 'yarn', 'bun'],
  family: 'scripts',
  rules: [],
  find(invocation, context): readonly Draft[] {
    const { program } = invocation;
    const args = readArguments(invocation, { valued: program === 'pnpm' ? pnpmValued : valued });
    if (!isReadable(invocation)) return judgeScriptNames(requestOf(program, args, invocation)?.names ?? [], invocation);
    if (hasOption(args, '--ignore-scripts', '--help', '--version') || (hasOption(args, '-h', '-v') && args.words.length === 0)) return [];
    if (program === 'yarn' && args.words[0]?.text === 'workspace' && args.words[1]) return memberOfYarn(args, invocation, context);
    if (program === 'npm' && args.words[0]?.text === 'pkg' && args.words[1]?.text === 'set')
      return setScripts(args.words.slice(2), invocation, context);
    const request = requestOf(program, args, invocation);
    return request ? judge(packagesOf(program, args, invocation, context), request, program, invocation, context) : [];
  },
};

/** `yarn workspace NAME SCRIPT` */
function memberOfYarn(args: Arguments, invocation: Invocation & { readonly cwd: string }, context: RuleContext): readonly Draft[] {
  const [, member, first, second] = args.words;
  const script = first?.text === 'run' ? second : first;
  if (!script?.known || !member!.known) return [];
  const request = { names: [script.text], added: behind(invocation, script), around: true };
  const options = new Map([...args.options, ['--workspace', [member]] as const]);
  return judge(packagesOf('yarn', { ...args, options }, invocation, context), request, 'yarn', invocation, context);
}

/** `npm pkg set scripts.NAME=TEXT`: written now to be run in a moment. Deploying is no fault of a script that is only written. */
function setScripts(words: readonly Word[], invocation: Invocation, context: RuleContext): readonly Draft[] {
  return words.flatMap((word) => {
    const [, name, text] = /^scripts\.([^=]+)=(.*)$/s.exec(word.text) ?? [];
    if (name === undefined || text === undefined) return [];
    return context
      .shell(text, { ...invocation, redirects: [] }, `npm run ${name}`, { text: `Written into the script ${name}` })
      .filter((draft) => /^(?:delete|disarm)$/.test(draft.effect ?? draft.rule.effect));
  });
}

/** `run-s clean build:*`: https://github.com/mysticatea/npm-run-all */
const several: Tool = {
  names: ['npm-run-all', 'npm-run-all2', 'run-s', 'run-p', 'concurrently'],
  family: 'scripts',
  rules: [],
  find(invocation, context): readonly Draft[] {
    if (!isReadable(invocation)) return [];
    const source = findSource(['package.json'], invocation.cwd, context);
    const found = source.type === 'text' ? packageOf(source) : undefined;
    if (!found) return source.type === 'opaque' ? [context.opaque(source.reason, invocation.text)] : [];
    const patterns = readArguments(invocation).words.flatMap(({ text }) => {
      if (invocation.program !== 'concurrently') return [text.split(' ')[0]!];
      const named = /^(?:npm|pnpm|yarn|bun):(.+)$/.exec(text)?.[1];
      return named === undefined ? [] : [named.split(' ')[0]!];
    });
    const names = [...found.scripts.keys()].filter((name) => patterns.some((pattern) => matches(name, pattern))).slice(0, 200);
    return runNames(found, { names, added: [], around: true }, 'npm', invocation, context);
  },
};

function matches(name: string, pattern: string): boolean {
  if (!pattern.includes('*')) return name === pattern;
  return name.startsWith(pattern.slice(0, pattern.indexOf('*')));
}

/** https://docs.deno.com/runtime/reference/cli/task/, https://nodejs.org/api/cli.html#--run */
const tasks: Tool = {
  names: ['deno', 'node'],
  family: 'scripts',
  rules: [],
  find(invocation, context): readonly Draft[] {
    if (!isReadable(invocation)) return [];
    const deno = invocation.program === 'deno';
    const args = readArguments(invocation, { valued: deno ? new Set(['--cwd', '-c', '--config']) : new Set(['--run']) });
    const name = deno ? (args.words[0]?.text === 'task' ? args.words[1] : undefined) : args.options.get('--run')?.at(-1);
    if (!name?.known) return [];
    const named = args.options.get('--cwd')?.at(-1);
    const folder = named ? absolutePath(named.text, invocation.cwd, context.facts.home) : invocation.cwd;
    if (folder === undefined) return [];
    const source = findSource(deno ? ['deno.json', 'deno.jsonc', 'package.json'] : ['package.json'], folder, context);
    if (source.type !== 'text') return source.type === 'opaque' ? [context.opaque(source.reason, invocation.text)] : [];
    const value = jsonOf(source.text);
    if (!isJsonObject(value)) return [];
    const scripts = new Map([...scriptsOf(value['scripts']), ...(deno ? scriptsOf(value['tasks']) : [])]);
    const found: Package = { path: source.path, folder: directoryOf(source.path), scripts, workspaces: [] };
    return runNames(found, { names: [name.text], added: behind(invocation, name), around: false }, invocation.program, invocation, context);
  },
};

/** The scripts that a package.json text runs by itself when somebody installs: for those who write it. */
export function installScripts(text: string): readonly (readonly [name: string, script: string])[] {
  const value = jsonOf(text);
  const scripts = isJsonObject(value) ? scriptsOf(value['scripts']) : new Map<string, string>();
  return [...scripts].filter(([name]) => installHooks.includes(name));
}

/** Scripts of package.json and deno.json, read when they are run. */
export const packageScriptTools: readonly Tool[] = [managers, several, tasks];
