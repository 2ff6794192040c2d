import { readJson, recordOf } from '../../environments/structured.ts';
import { absolutePath, directoryOf } from '../../paths.ts';
import type { Invocation } from '../../shell/invocation.ts';
import { hasOption, optionValue, readArguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { argumentText, findSource, isReadable, runScript } from './source.ts';
import { own } from '../../own.ts';

/** Events around commands: https://getcomposer.org/doc/articles/scripts.md#event-names */
const events: Readonly<Record<string, readonly string[]>> = {
  install: ['pre-install-cmd', 'pre-autoload-dump', 'post-autoload-dump', 'post-install-cmd'],
  i: ['pre-install-cmd', 'pre-autoload-dump', 'post-autoload-dump', 'post-install-cmd'],
  update: ['pre-update-cmd', 'pre-autoload-dump', 'post-autoload-dump', 'post-update-cmd'],
  u: ['pre-update-cmd', 'pre-autoload-dump', 'post-autoload-dump', 'post-update-cmd'],
  upgrade: ['pre-update-cmd', 'pre-autoload-dump', 'post-autoload-dump', 'post-update-cmd'],
  'dump-autoload': ['pre-autoload-dump', 'post-autoload-dump'],
  dumpautoload: ['pre-autoload-dump', 'post-autoload-dump'],
};
const ownWords = new Set(
  'about archive audit browse bump check-platform-reqs clear-cache clearcache completion config create-project depends diagnose exec fund global help home info init licenses list outdated prohibits reinstall remove repository require search self-update selfupdate show status suggests validate why why-not'.split(
    ' ',
  ),
);

const composerTool: Tool = {
  names: ['composer', 'composer.phar'],
  family: 'scripts',
  rules: [],
  find(invocation, context): readonly Draft[] {
    if (!isReadable(invocation)) return [];
    const args = readArguments(invocation, { valued: new Set(['-d', '--working-dir', '--timeout']) });
    const [verb, second] = args.words;
    if (!verb?.known || ownWords.has(verb.text) || hasOption(args, '--no-scripts', '-h', '--help', '-l', '--list', '--dry-run')) return [];
    const runs = verb.text === 'run' || verb.text === 'run-script';
    const names = runs ? [second?.text ?? ''] : (own(events, verb.text) ?? [verb.text]);
    const dir = optionValue(args, '-d', '--working-dir');
    const folder = dir ? absolutePath(dir.text, invocation.cwd, context.facts.home) : invocation.cwd;
    if (folder === undefined) return [];
    const source = findSource(['composer.json'], folder, context);
    if (source.type === 'opaque' && !own(events, verb.text)) return [context.opaque(source.reason, invocation.text)];
    if (source.type !== 'text') return [];
    const scripts = scriptsOf(source.text);
    const added = own(events, verb.text) ? '' : argumentText(args.words.slice(runs ? 2 : 1));
    return names.flatMap((name) => runNamed(name, added, scripts, source.path, invocation, context, new Set()));
  },
};

function scriptsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return recordOf(recordOf(readJson(text))['scripts']);
  } catch {
    // Composer cannot read it either.
    return {};
  }
}

function runNamed(
  name: string,
  added: string,
  scripts: Readonly<Record<string, unknown>>,
  path: string,
  invocation: Invocation,
  context: RuleContext,
  seen: Set<string>,
): readonly Draft[] {
  if (seen.has(name) || !Object.hasOwn(scripts, name)) return [];
  seen.add(name);
  const value = own(scripts, name);
  const lines = (Array.isArray(value) ? value : [value]).filter((line): line is string => typeof line === 'string');
  return lines.flatMap((line, index) => {
    const own = /^@(?!php\b|composer\b|putenv\b)([\w:.-]+)/.exec(line)?.[1];
    if (own !== undefined) return runNamed(own, '', scripts, path, invocation, context, seen);
    // `Namespace\Class::method` is a function of PHP.
    if (/^[\w\\]+::\w+$/.test(line) || line.startsWith('@putenv')) return [];
    const text = line.replace(/^@(php|composer)\b/, '$1') + added;
    const label = `composer run ${name}${index === 0 ? '' : ` (line ${index + 1})`}`;
    return runScript({ text, name: label, path, cwd: directoryOf(path) }, invocation, context);
  });
}

/** Composer, with its scripts read when they are run. */
export const composerTools: readonly Tool[] = [composerTool];
