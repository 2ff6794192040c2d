import type { Invocation, Word } from '../../shell/invocation.ts';
import { sqlReadsOnly } from './sqlReadsOnly.ts';
import { readers, type Reader } from './readers.ts';

/** Where output may go without changing anything. */
const nowhere = /^(?:\/dev\/(?:null|stdout|stderr|stdin|tty|fd\/\d+)|nul|\$null)$/i;

/** Variables that make a reading program run another one, or read other code. */
const codeVariables =
  /^(?:LD_|DYLD_|GIT_(?!PAGER$|OPTIONAL_LOCKS$|TERMINAL_PROMPT$|DIR$|WORK_TREE$)|BASH_ENV$|ENV$|PATH$|IFS$|PS4$|LESSOPEN$|LESSCLOSE$|PERL5|PYTHON|RUBY|NODE_OPTIONS$|RIPGREP_CONFIG_PATH$|KUBECTL_|PSQL|PAGER$|MANPAGER$)|PAGER$|EDITOR$/;

/** Harmless ways to say that output shall not be paged. */
const plainPagers = new Set(['', 'cat', 'less', 'more']);

/** What runs other programs and does nothing else: no package is fetched for it, no container made. */
const openers = new Set(
  'sudo doas env timeout nice ionice nohup time command builtin exec xargs find ssh docker podman nerdctl docker-compose podman-compose kubectl oc sh bash zsh dash ksh eval watch stdbuf setsid busybox pwsh powershell cmd parallel'.split(
    ' ',
  ),
);

/**
 * Whether a command is known to read alone. Conservative on purpose: what no table names, and every option that writes, runs
 * something or is not known to be harmless where it matters, is no. `assigned`: whether the text itself sets a variable.
 */
export function readsOnly(invocation: Invocation, assigned: (name: string) => boolean): boolean {
  const { program, argv, redirects, input } = invocation;
  if (redirects.some(({ mode, target }) => mode !== 'read' && !(target.known && nowhere.test(target.text)) && !/^&?\d+$/.test(target.text)))
    return false;
  for (const [name, word] of invocation.variables)
    if (codeVariables.test(name) && assigned(name) && !(name.endsWith('PAGER') && plainPagers.has(word.text))) return false;
  if (program === '') return argv.length === 0;
  if (!invocation.via.every((name) => openers.has(name))) return false;
  // A program of the workspace may be called anything.
  if (argv[0]?.text.includes('/') === true && !/^\/(?:usr\/(?:local\/)?)?s?bin\/[\w.+-]+$/.test(argv[0].text)) return false;
  const words = argv.slice(1);
  if (words.length === 1 && /^--?(?:version|help)$/.test(words[0]!.text)) return true;
  const cmdlet = /^(?:get|select|where|format|measure|test|sort|group|compare|resolve|convertto|convertfrom)-[a-z]+$/i.test(program);
  if (cmdlet) return !words.some(({ text }) => /^-(?:outfile|filepath)/i.test(text)) && words.every(({ text }) => !text.includes('{'));
  const reader = Object.hasOwn(readers, program) ? readers[program] : undefined;
  if (reader === undefined) return false;
  if (reader.sql) {
    const piped = input.type === 'text' ? [{ text: input.text, known: input.known }] : [];
    return input.type !== 'pipe' && input.type !== 'file' && sqlClientReads(reader.sql, words, piped);
  }
  return fits(reader, words);
}

function fits(reader: Reader, words: readonly Word[]): boolean {
  const texts = words.map(({ text }) => text);
  if (reader.never && texts.some((text) => reader.never!.test(text))) return false;
  if (reader.words !== undefined && texts.filter((text) => !text.startsWith('-')).length > reader.words) return false;
  if (reader.allows && !reader.allows(words)) return false;
  if (!reader.subcommands) return true;
  // What stands where the subcommand should may be anything.
  const path: string[] = [];
  for (let i = 0; i < words.length && path.length < 4; i++) {
    const { text, known } = words[i]!;
    if (text.startsWith('-')) {
      if (path.length === 0 && reader.valued?.has(text)) i++;
      continue;
    }
    if (!known && path.length < 2) return false;
    path.push(text);
  }
  return reader.subcommands.some((pattern) => {
    const steps = pattern.split(' ');
    return steps.every((step, i) => (step === '$' ? path.length === i : matchesStep(step, path[i])));
  });
}

/** `a|b` names, `list-*` beginnings. */
function matchesStep(step: string, word: string | undefined): boolean {
  return (
    word !== undefined &&
    step.split('|').some((name) => name === '*' || (name.endsWith('*') ? word.startsWith(name.slice(0, -1)) : name === word))
  );
}

/** A client that is given SQL, all of it known, and nothing but reading in it. */
function sqlClientReads(
  sql: NonNullable<Reader['sql']>,
  words: readonly Word[],
  piped: readonly { readonly text: string; readonly known: boolean }[],
): boolean {
  const texts: { readonly text: string; readonly known: boolean }[] = [...piped];
  let others = 0;
  for (let i = 0; i < words.length; i++) {
    const { text } = words[i]!;
    const equals = text.startsWith('--') ? text.indexOf('=') : -1;
    const name = equals > 0 ? text.slice(0, equals) : text;
    if (sql.options.includes(name)) {
      const value = equals > 0 ? { text: text.slice(equals + 1), known: words[i]!.known } : words[++i];
      if (value) texts.push(value);
    } else if (sql.never.test(name)) return false;
    else if (name.startsWith('-')) {
      const glued = sql.options.find((option) => option.length === 2 && name.startsWith(option) && name.length > 2);
      if (glued !== undefined) texts.push({ text: name.slice(2), known: words[i]!.known });
      else if (equals < 0 && sql.valued.has(name)) i++;
    } else if (sql.sqlWord === others++) texts.push(words[i]!);
  }
  if (words.some(({ text }) => sql.lists.includes(text))) return texts.length === 0;
  return texts.length > 0 && texts.every(({ text, known }) => known && sqlReadsOnly(text));
}
