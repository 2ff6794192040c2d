import { readYaml, YamlError, type YamlValue } from '../../environments/yaml.ts';
import { listOf, readJson, recordOf, stringOf } from '../../environments/structured.ts';
import { baseName, directoryOf, isWithin } from '../../paths.ts';
import type { Language } from '../../payload/code.ts';
import { installScripts } from '../scripts/packageScripts.ts';
import { replaceBetween } from '../../text.ts';

/** Text that a place would run, and the name of the part it stands in. */
export interface Snippet {
  readonly text: string;
  readonly name: string;
  readonly language: 'shell' | Language;
}

/** A place whose content runs by itself, without anybody asking for it. */
export interface AutorunPlace {
  /** Completes "runs by itself …". */
  readonly when: string;
  /** The folder it runs in. */
  readonly cwd: string | undefined;
  /** On a machine of its own, made for the run: only what it does to others counts. */
  readonly elsewhere: boolean;
  /** Text that is not plain for our reader of shell text, in most cases another shell's dialect. */
  readonly dialect: boolean;
  readonly snippets: (text: string) => readonly Snippet[];
}

/** Snippets of one file. */
const maxSnippets = 200;

const startupNames = new Set([
  '.bashrc',
  '.bash_profile',
  '.bash_login',
  '.bash_logout',
  '.bash_aliases',
  '.profile',
  '.zshrc',
  '.zprofile',
  '.zshenv',
  '.zlogin',
  '.zlogout',
  '.kshrc',
  '.cshrc',
  '.tcshrc',
  '.xprofile',
  '.xinitrc',
]);

/** The repository whose hooks lie in a folder: `/w/.git/hooks`, `/w/.git/modules/x/hooks`, `/w/.husky`. */
function repositoryOfHooks(folder: string): string | undefined {
  for (const end of ['/.git/hooks', '/.husky', '/.githooks']) if (folder.endsWith(end)) return folder.slice(0, -end.length);
  const module = folder.endsWith('/hooks') ? folder.lastIndexOf('/.git/modules/') : -1;
  return module >= 0 && folder.length > module + '/.git/modules//hooks'.length ? folder.slice(0, module) : undefined;
}

/** What runs by itself at an absolute path; undefined for every other file. */
export function placeOf(path: string, home: string): AutorunPlace | undefined {
  const name = baseName(path);
  const folder = directoryOf(path);
  const common = { cwd: folder, elsewhere: false, dialect: false };
  if (/\/node_modules\//.test(path)) return undefined;
  const repository = /^[\w-]+(?:\.sh)?$/.test(name) ? repositoryOfHooks(folder) : undefined;
  if (repository !== undefined) return { ...common, when: 'as a git hook', cwd: repository || '/', snippets: wholeScript };
  if (name === '.envrc') return { ...common, when: 'when a shell enters the folder', dialect: true, snippets: wholeScript };
  if (isStartup(path, name, home)) return { ...common, when: 'when a shell starts', cwd: home, dialect: true, snippets: wholeScript };
  if (path.endsWith('/.vscode/tasks.json'))
    return { ...common, when: 'when the folder is opened', cwd: directoryOf(folder), snippets: folderOpenTasks };
  if (name === 'package.json') return { ...common, when: 'when the package is installed', snippets: packageHooks };
  if (name === '.devcontainer.json' || (name === 'devcontainer.json' && folder.concat('/').includes('/.devcontainer/')))
    return { ...common, when: 'on this machine when the container is made', cwd: undefined, snippets: initializeCommands };
  if (isCrontab(path, name)) return { ...common, when: 'by cron', cwd: home, snippets: cronLines };
  if (/\/etc\/cron\.(?:hourly|daily|weekly|monthly)\/[^/]+$/.test(path))
    return { ...common, when: 'by cron', cwd: '/', snippets: wholeScript };
  if (/\/systemd\/(?:system|user)\/[^/]+\.service$/.test(path))
    return { ...common, when: 'as a service', cwd: undefined, snippets: serviceLines };
  if (isPipeline(path))
    return { ...common, when: 'in a pipeline', cwd: undefined, elsewhere: true, dialect: true, snippets: pipelineSteps };
  return undefined;
}

function isStartup(path: string, name: string, home: string): boolean {
  if (startupNames.has(name) && (directoryOf(path) === home || /^\/(?:root|home\/[^/]+|Users\/[^/]+|etc\/skel)\/[^/]+$/.test(path)))
    return true;
  if (isWithin(path, `${home}/.config/fish`) && name.endsWith('.fish')) return true;
  return /^\/etc\/(?:profile|bash\.bashrc|bashrc|zsh\/\w+|zshrc|zshenv|profile\.d\/[^/]+)$/.test(path);
}

function isCrontab(path: string, name: string): boolean {
  return (
    name === 'crontab' ||
    name === 'crontab.txt' ||
    name.endsWith('.cron') ||
    /^\/(?:etc\/cron\.d|var\/spool\/cron(?:\/crontabs)?)\/[^/]+$/.test(path)
  );
}

function isPipeline(path: string): boolean {
  return (
    /\/\.github\/workflows\/[^/]+\.ya?ml$|\/\.github\/actions\/.+\/action\.ya?ml$|\/\.gitea\/workflows\/[^/]+\.ya?ml$/.test(path) ||
    /\/(?:\.gitlab-ci|bitbucket-pipelines|azure-pipelines|\.drone|\.woodpecker|cloudbuild|buildspec)\.ya?ml$/.test(path) ||
    /\/\.circleci\/config\.ya?ml$/.test(path)
  );
}

function wholeScript(text: string): readonly Snippet[] {
  const first = text.startsWith('#!') ? text.split('\n', 1)[0]! : '';
  const language = /python/.test(first)
    ? 'python'
    : /\b(?:node|deno|bun)\b/.test(first)
      ? 'javascript'
      : /ruby/.test(first)
        ? 'ruby'
        : /perl/.test(first)
          ? 'perl'
          : 'shell';
  return [{ text, name: '', language }];
}

function shell(text: string, name: string): Snippet {
  return { text, name, language: 'shell' };
}

function json(text: string): Readonly<Record<string, unknown>> {
  try {
    return recordOf(readJson(text));
  } catch {
    // Broken, so that nothing can run it either.
    return {};
  }
}

/** https://code.visualstudio.com/docs/debugtest/tasks#_run-behavior */
function folderOpenTasks(text: string): readonly Snippet[] {
  return listOf(json(text)['tasks'])
    .slice(0, maxSnippets)
    .flatMap((item) => {
      const task = recordOf(item);
      if (recordOf(task['runOptions'])['runOn'] !== 'folderOpen') return [];
      const systems = [task, ...['linux', 'osx', 'windows'].map((system) => recordOf(task[system]))];
      return systems.flatMap((system) => {
        const command = stringOf(system['command']) ?? stringOf(recordOf(system['command'])['value']);
        if (command === undefined) return [];
        const added = listOf(system['args']).flatMap((value) => stringOf(value) ?? stringOf(recordOf(value)['value']) ?? []);
        return [shell([command, ...added].join(' ').replaceAll('${workspaceFolder}', '.'), stringOf(task['label']) ?? 'a task')];
      });
    });
}

function packageHooks(text: string): readonly Snippet[] {
  return installScripts(text).map(([name, script]) => shell(script, name));
}

/** The one command of a dev container that runs on the host: https://containers.dev/implementors/json_reference/#lifecycle-scripts */
function initializeCommands(text: string): readonly Snippet[] {
  const value = json(text)['initializeCommand'];
  const plain = stringOf(value);
  if (plain !== undefined) return [shell(plain, 'initializeCommand')];
  const words = listOf(value).flatMap((word) => stringOf(word) ?? []);
  return words.length > 0 ? [shell(words.join(' '), 'initializeCommand')] : [];
}

function cronLines(text: string): readonly Snippet[] {
  return text
    .split('\n')
    .slice(0, 2_000)
    .flatMap((line) => {
      const rest = /^\s*(?:@\w+|(?:[\d*][\d*,/\-A-Za-z]*\s+){4}[\d*A-Za-z][\d*,/\-A-Za-z]*)\s+(\S.*)$/s.exec(line)?.[1];
      if (rest === undefined) return [];
      const command = rest.replace(/(^|[^\\])%.*$/s, '$1').replaceAll('\\%', '%');
      // In the system's own tables the user stands before the command.
      return [
        shell(command, 'a line of cron'),
        ...(/^(?:root|www-data|[a-z_][\w-]{1,30})\s+[a-z/]/.test(command) ? [shell(command.replace(/^\S+\s+/, ''), 'a line of cron')] : []),
      ];
    })
    .slice(0, maxSnippets);
}

function serviceLines(text: string): readonly Snippet[] {
  return [...text.matchAll(/^[ \t]*Exec(?:Start|StartPre|StartPost|Stop|StopPost|Reload)[ \t]*=[ \t]*[-@:+!]*(.+)$/gm)]
    .slice(0, maxSnippets)
    .map((match) => shell(match[1]!, 'a service'));
}

const stepKeys = new Set(['run', 'script', 'before_script', 'after_script', 'command', 'commands', 'bash', 'pre', 'post']);

/** Steps of a pipeline: every text and list of texts under the keys that hold shell text in one of the systems. */
function pipelineSteps(text: string): readonly Snippet[] {
  let documents: readonly YamlValue[];
  try {
    documents = readYaml(text);
  } catch (error) {
    if (error instanceof YamlError) return looseSteps(text);
    throw error;
  }
  const snippets: Snippet[] = [];
  const stack = [...documents];
  for (let steps = 0; stack.length > 0 && steps < 5_000 && snippets.length < maxSnippets; steps++) {
    const value = stack.pop()!;
    stack.push(...value.items);
    for (const [key, inner] of value.entries) {
      const texts = stepKeys.has(key) ? [inner, ...inner.items].flatMap(({ scalar }) => scalar ?? []) : [];
      if (texts.length > 0)
        snippets.push(
          shell(
            replaceBetween(texts.join('\n'), '${{', '}}', () => '${EXPRESSION}'),
            `step in line ${inner.line}`,
          ),
        );
      stack.push(inner);
    }
  }
  return snippets;
}

/** Steps of text that is no YAML by itself: what an edit puts in, or a template. */
function looseSteps(text: string): readonly Snippet[] {
  return [...text.matchAll(/^[ \t]*(?:-[ \t]+)?(?:run|script|command|bash)[ \t]*:[ \t]*(?![|>][ \t]*$)(.+)$/gm)]
    .slice(0, maxSnippets)
    .map((match) =>
      shell(
        replaceBetween(match[1]!, '${{', '}}', () => '${EXPRESSION}'),
        'a step',
      ),
    );
}
