import { readWords } from '../arguments.ts';
import type { Draft } from '../rule.ts';
import { configName, quoted, splitAlias } from './commandLine.ts';
import type { GitRun } from './run.ts';

/** Configuration whose value git runs by itself. https://git-scm.com/docs/git-config */
const commandKeys =
  /^(?:core\.(?:editor|pager|fsmonitor|sshcommand|askpass|gitproxy|alternaterefscommand)|sequence\.editor|diff\.external|diff\..*\.(?:command|textconv)|difftool\..*\.cmd|merge\..*\.driver|mergetool\..*\.cmd|filter\..*\.(?:clean|smudge|process)|credential\.(?:.*\.)?helper|gpg\.(?:.*\.)?program|pager\..*|interactive\.difffilter|uploadpack\.packobjectshook|sendemail\..*cmd|web\.browser|browser\..*\.cmd|man\..*\.cmd|trailer\..*\.(?:cmd|command)|ssh\.variant)$/;

/** Variables of the same kind. https://git-scm.com/docs/git */
const commandVariables = [
  'GIT_SSH_COMMAND',
  'GIT_EDITOR',
  'GIT_SEQUENCE_EDITOR',
  'GIT_PAGER',
  'GIT_EXTERNAL_DIFF',
  'GIT_PROXY_COMMAND',
  'GIT_ASKPASS',
];

/** Text that does more than name one program with options: only that is worth judging. */
const compound =
  /[;&|`\n]|\$\(|^\s*(?:sudo\s+)?(?:rm|find|dd|mkfs\S*|shred|truncate|git|curl|wget|psql|mysql|sh|bash|zsh|python3?|node|perl|ruby)\b/;

function judge(text: string, run: GitRun, via: string): readonly Draft[] {
  const command = text.replace(/^!/, '');
  return compound.test(command) ? run.context.shell(command, run.invocation, via) : [];
}

/** Commands that the global options and variables of a git command make it run. */
export function configured(run: GitRun): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const { name, value } of run.line.config) if (commandKeys.test(name)) drafts.push(...judge(value.text, run, `git -c ${name}`));
  for (const name of commandVariables) {
    const value = run.invocation.variables.get(name);
    if (value) drafts.push(...judge(value.text, run, name));
  }
  return drafts;
}

/** Commands that are an argument: `rebase --exec`, `bisect run`, `difftool -x`, `clone ext::…`. */
export function argumentsRun(run: GitRun): readonly Draft[] {
  const { subcommand, rest } = run.line;
  const drafts: Draft[] = [];
  const shell = (text: string): void => {
    drafts.push(...run.context.shell(text, run.invocation, `git ${subcommand ?? ''}`));
  };
  switch (subcommand ?? '') {
    case 'rebase': {
      const args = readWords(rest, { valued: new Set(['-x', '--exec', '-s', '-X', '--onto', '--strategy', '--strategy-option']) });
      for (const value of [...(args.options.get('-x') ?? []), ...(args.options.get('--exec') ?? [])]) if (value) shell(value.text);
      break;
    }
    case 'bisect':
      if (rest[0]?.text === 'run' && rest.length > 1) shell(rest.slice(1).map(quoted).join(' '));
      break;
    case 'difftool': {
      const args = readWords(rest, { valued: new Set(['-x', '--extcmd', '-t', '--tool']) });
      for (const value of [...(args.options.get('-x') ?? []), ...(args.options.get('--extcmd') ?? [])]) if (value) shell(value.text);
      break;
    }
    case 'clone':
    case 'fetch':
    case 'pull':
    case 'push':
    case 'ls-remote':
    case 'remote': {
      for (const word of rest) if (word.text.startsWith('ext::')) shell(word.text.slice(5).replace(/%[sS% ]/g, ' '));
      const args = readWords(rest, { valued: new Set(['--upload-pack', '--receive-pack', '--exec', '-u']) });
      for (const name of ['--upload-pack', '--receive-pack', '--exec'])
        for (const value of args.options.get(name) ?? []) if (value) drafts.push(...judge(value.text, run, name));
      break;
    }
    default:
      break;
  }
  return drafts;
}

const readers = new Set([
  '--get',
  '--get-all',
  '--get-regexp',
  '--get-urlmatch',
  '--unset',
  '--unset-all',
  '--remove-section',
  '--rename-section',
  '-l',
  '--list',
  '-e',
  '--edit',
  '--get-color',
  '--get-colorbool',
]);

/** What is stored in the configuration runs later by itself or by a short name, so it is judged as if it ran. */
export function config(run: GitRun): readonly Draft[] {
  const args = readWords(run.line.rest, {
    valued: new Set(['-f', '--file', '--blob', '--type', '--default', '--comment', '--value', '--url']),
  });
  if ([...args.options.keys()].some((option) => readers.has(option))) return [];
  const words = /^(?:set|add)$/.test(args.words[0]?.text ?? '') ? args.words.slice(1) : args.words;
  const [key, value] = words;
  if (!key || !value || /^(?:get|list|unset|edit|rename-section|remove-section)$/.test(key.text)) return [];
  const name = configName(key.text);
  if (name.startsWith('alias.')) {
    if (value.text.startsWith('!')) return judge(value.text, run, `git config ${name}`);
    return splitAlias(value.text) === undefined ? [] : run.context.shell(`git ${value.text}`, run.invocation, `git config ${name}`);
  }
  return commandKeys.test(name) ? judge(value.text, run, `git config ${name}`) : [];
}
