import { absolutePath } from '../../paths.ts';
import { literal, type Invocation, type Word } from '../../shell/invocation.ts';
import type { Facts } from '../../types.ts';
import { after } from '../arguments.ts';

/** A git command line with its global options read. https://git-scm.com/docs/git */
export interface GitCommandLine {
  /** Subcommand; undefined when there is none (`git --version`) or it is not known. */
  readonly subcommand: string | undefined;
  /** What follows the subcommand. */
  readonly rest: readonly Word[];
  /** Folder it runs in, after every `-C`. */
  readonly cwd: string | undefined;
  /** `--git-dir`, `--work-tree` or their variables: the repository is not the one that the folder lies in. */
  readonly elsewhere: boolean;
  /** `-c name=value`, names in lower case up to the subsection. */
  readonly config: readonly { readonly name: string; readonly value: Word }[];
}

const valued = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--exec-path',
  '--super-prefix',
  '--config-env',
  '--attr-source',
  '--list-cmds',
]);
/** With these git prints something and ends. */
const ends = new Set(['--version', '-v', '--help', '-h', '--html-path', '--man-path', '--info-path']);

export function readGit(invocation: Invocation, facts: Facts): GitCommandLine {
  const { argv, variables } = invocation;
  const config: { name: string; value: Word }[] = [];
  let { cwd } = invocation;
  let elsewhere = variables.has('GIT_DIR') || variables.has('GIT_WORK_TREE');
  let i = 1;
  for (; i < argv.length; i++) {
    const word = argv[i]!;
    const { text } = word;
    if (!text.startsWith('-') || text === '-') break;
    if (ends.has(text)) return { subcommand: undefined, rest: [], cwd, elsewhere, config };
    const equals = text.startsWith('--') ? text.indexOf('=') : -1;
    const name = equals > 0 ? text.slice(0, equals) : text;
    const value = equals > 0 ? after(word, equals + 1) : valued.has(name) && name !== '--exec-path' ? argv[++i] : undefined;
    if (name === '-C') cwd = value?.known ? absolutePath(value.text, cwd, facts.home) : undefined;
    else if (name === '--git-dir' || name === '--work-tree') elsewhere = true;
    else if (name === '-c' && value) {
      const at = value.text.indexOf('=');
      config.push({
        name: configName(at < 0 ? value.text : value.text.slice(0, at)),
        value: at < 0 ? literal('true') : after(value, at + 1),
      });
    } else if (name === '--config-env' && value) {
      const at = value.text.lastIndexOf('=');
      const variable = variables.get(value.text.slice(at + 1));
      if (at > 0 && variable) config.push({ name: configName(value.text.slice(0, at)), value: variable });
    }
  }
  config.push(...configVariables(variables));
  const word = argv[i];
  return { subcommand: word?.known ? word.text : undefined, rest: argv.slice(i + 1), cwd, elsewhere, config };
}

/** `GIT_CONFIG_COUNT`, `GIT_CONFIG_KEY_0`, `GIT_CONFIG_VALUE_0`, …: https://git-scm.com/docs/git-config */
function configVariables(variables: ReadonlyMap<string, Word>): readonly { readonly name: string; readonly value: Word }[] {
  const count = Math.min(Number(variables.get('GIT_CONFIG_COUNT')?.text ?? 0) || 0, 32);
  const config: { name: string; value: Word }[] = [];
  for (let n = 0; n < count; n++) {
    const key = variables.get(`GIT_CONFIG_KEY_${n}`);
    const value = variables.get(`GIT_CONFIG_VALUE_${n}`);
    if (key && value) config.push({ name: configName(key.text), value });
  }
  return config;
}

/** Section and key are case-insensitive, the subsection between them is not. */
export function configName(text: string): string {
  const first = text.indexOf('.');
  const last = text.lastIndexOf('.');
  if (first < 0) return text.toLowerCase();
  return text.slice(0, first).toLowerCase() + text.slice(first, last) + text.slice(last).toLowerCase();
}

/** An alias' words, split as git does: blanks, quotes and backslashes. Undefined when a quote is left open. */
export function splitAlias(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote === '' && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === '' && (char === "'" || char === '"')) {
      quote = char;
      word ??= '';
    } else if (char === quote) quote = '';
    else if (char === '\\' && quote !== "'" && i + 1 < text.length) word = (word ?? '') + text[++i]!;
    else word = (word ?? '') + char;
  }
  if (quote !== '') return undefined;
  if (word !== undefined) words.push(word);
  return words;
}

/** A word as shell text again, for an alias that git hands to a shell. */
export function quoted(word: Word): string {
  if (!word.known) return word.text;
  return /^[\w@%+=:,./-]+$/.test(word.text) ? word.text : `'${word.text.replaceAll("'", "'\\''")}'`;
}

/** Git's own commands cannot be aliased, so they need no look at the configuration. */
export const builtins: ReadonlySet<string> = new Set(
  (
    'add am annotate apply archive bisect blame branch bugreport bundle cat-file check-attr check-ignore check-mailmap check-ref-format checkout ' +
    'checkout-index cherry cherry-pick citool clean clone column commit commit-graph commit-tree config count-objects credential ' +
    'credential-cache credential-store daemon describe diagnose diff diff-files diff-index diff-tree difftool fast-export fast-import fetch ' +
    'fetch-pack filter-branch fmt-merge-msg for-each-ref for-each-repo format-patch fsck gc get-tar-commit-id grep gui hash-object help hook ' +
    'http-backend index-pack init init-db instaweb interpret-trailers last-modified log ls-files ls-remote ls-tree mailinfo mailsplit maintenance ' +
    'merge merge-base merge-file merge-index merge-tree mergetool mktag mktree multi-pack-index mv name-rev notes p4 pack-objects pack-redundant ' +
    'pack-refs patch-id prune prune-packed pull push quiltimport range-diff read-tree rebase receive-pack reflog refs remote repack replace replay ' +
    'repo request-pull rerere reset restore rev-list rev-parse revert rm send-email send-pack shell shortlog show show-branch show-index show-ref ' +
    'sparse-checkout stage stash status stripspace submodule svn switch symbolic-ref tag unpack-file unpack-objects update-index update-ref ' +
    'update-server-info upload-archive upload-pack var verify-commit verify-pack verify-tag version whatchanged worktree write-tree ' +
    // Usual companions that are programs of their own: https://git-lfs.com, https://github.com/newren/git-filter-repo
    'lfs filter-repo annex crypt flow'
  ).split(' '),
);
