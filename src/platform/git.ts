import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { delimiter, isAbsolute, join, sep } from 'node:path';

/**
 * The one way in which this product runs git: to look, and, when a person undoes something, to put refs and objects back; never in
 * a way that runs what a repository brings along. Whoever can write a repository's `.git/config` or `.gitattributes` could otherwise have their code run by the guard.
 */

/** What came of looking. */
export type GitLook =
  /** `truncated`: there was more than the limit, or `enough` was satisfied. */
  { readonly ok: true; readonly output: string; readonly truncated: boolean } | { readonly ok: false; readonly reason: string };

export interface LookOptions {
  /** Bytes of output kept. */
  readonly limit?: number;
  readonly timeoutMs?: number;
  /** `latin1` keeps every byte: names of files need not be UTF-8. */
  readonly encoding?: 'utf8' | 'latin1';
  /** An open file that takes the output in place of a text. */
  readonly output?: number;
  /** Written to its standard input. */
  readonly input?: string | Buffer;
  /** An open file that is its standard input. */
  readonly inputFile?: number;
  /** Exit codes that are answers: `git config` ends with 1 when it finds nothing. */
  readonly codes?: readonly number[];
}

const defaultLimit = 1024 * 1024;
const defaultTimeoutMs = 10_000;

const fixedPlaces =
  process.platform === 'win32'
    ? ['C:\\Program Files\\Git\\cmd', 'C:\\Program Files\\Git\\bin', 'C:\\Program Files (x86)\\Git\\cmd']
    : ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin', '/opt/local/bin', '/bin', '/run/current-system/sw/bin'];

let found: Promise<string | undefined> | undefined;

/** Absolute path of git: a usual place, else PATH, but never from below a folder that holds a repository or dependencies. */
export function gitProgram(): Promise<string | undefined> {
  found ??= findProgram();
  return found;
}

async function findProgram(): Promise<string | undefined> {
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const fromPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !folder.split(sep).includes('node_modules'));
  for (const folder of [...fixedPlaces, ...fromPath]) {
    const file = join(folder, name);
    try {
      await access(file, constants.X_OK);
      const real = await realpath(file);
      if (fixedPlaces.includes(folder) || !(await liesInRepository(real))) return file;
    } catch {
      // Not there: the next place may have it, and no git at all ends as an unknown answer.
    }
  }
  return undefined;
}

async function liesInRepository(file: string): Promise<boolean> {
  const parts = file.split(sep);
  for (let length = parts.length - 1; length > 1; length--) {
    try {
      await access(join(parts.slice(0, length).join(sep), '.git'));
      return true;
    } catch {
      // No repository at this level.
    }
  }
  return false;
}

/** Whatever of these a repository sets, ours wins: the command line comes last. https://git-scm.com/docs/git-config */
const overrides: readonly (readonly [string, string])[] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.pager', 'cat'],
  ['core.editor', 'false'],
  ['core.sshCommand', 'false'],
  ['core.gitProxy', 'false'],
  ['core.askPass', 'false'],
  ['core.alternateRefsCommand', 'false'],
  ['core.attributesFile', '/dev/null'],
  ['core.untrackedCache', 'false'],
  ['core.ignoreStat', 'false'],
  ['core.quotePath', 'false'],
  ['credential.helper', ''],
  ['diff.external', ''],
  ['protocol.allow', 'never'],
  ['submodule.recurse', 'false'],
  ['status.submoduleSummary', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['log.showSignature', 'false'],
  ['column.ui', 'never'],
  ['color.ui', 'never'],
  // The owner does not matter, for nothing of the repository is run.
  ['safe.directory', '*'],
];

function environment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    PATH: fixedPlaces.join(delimiter),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: process.platform === 'win32' ? 'NUL' : '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    // A list without any protocol that exists: it beats `protocol.<name>.allow` of the repository.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_PAGER: 'cat',
    GIT_EDITOR: 'false',
    GIT_ASKPASS: 'false',
    GIT_SSH_COMMAND: 'false',
    GIT_NO_REPLACE_OBJECTS: '1',
  };
  for (const name of ['HOME', 'USERPROFILE', 'SystemRoot', 'TEMP', 'TMPDIR']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Runs git in a folder with nothing but these overrides. Only for commands that read configuration and refs, never files. */
async function run(
  folder: string,
  config: readonly (readonly [string, string])[],
  args: readonly string[],
  options: LookOptions,
): Promise<GitLook> {
  const program = await gitProgram();
  if (program === undefined) return { ok: false, reason: 'git is not installed' };
  const limit = options.limit ?? defaultLimit;
  const settings = [...overrides, ...config].flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return new Promise((resolve) => {
    const child = spawn(program, [...settings, '--no-pager', '--literal-pathspecs', ...args], {
      cwd: folder,
      env: environment(),
      shell: false,
      windowsHide: true,
      stdio: [options.inputFile ?? 'pipe', options.output ?? 'pipe', 'ignore'],
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let truncated = false;
    let done = false;
    const finish = (look: GitLook): void => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      resolve(look);
    };
    const text = (): string => Buffer.concat(chunks).toString(options.encoding ?? 'utf8');
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      finish({ ok: false, reason: 'git took too long' });
    }, options.timeoutMs ?? defaultTimeoutMs);
    child.on('error', () => finish({ ok: false, reason: 'git could not be started' }));
    child.stdin?.on('error', () => undefined); // It may end without reading its input.
    child.stdin?.end(options.input ?? '');
    child.stdout?.on('data', (chunk: Buffer) => {
      if (truncated) return;
      chunks.push(chunk);
      size += chunk.length;
      if (size < limit) return;
      truncated = true;
      child.kill('SIGKILL');
      finish({ ok: true, output: text(), truncated: true });
    });
    child.on('close', (code) => {
      if (truncated) return;
      if (code === 0 || (code !== null && options.codes?.includes(code))) finish({ ok: true, output: text(), truncated: false });
      else finish({ ok: false, reason: `git ended with ${code ?? 'a signal'}` });
    });
  });
}

/** A repository that can be looked into: its configuration is read, and the programs that it names are switched off. */
export interface GitView {
  readonly root: string;
  /** Effective configuration of the repository alone: name in git's normal form → values in order. */
  readonly config: ReadonlyMap<string, readonly string[]>;
  look(args: readonly string[], options?: LookOptions): Promise<GitLook>;
}

/** `core.pager` and the like are one name each; filters and merge drivers have a name of the repository's choice in the middle. */
const namedPrograms = /^filter\.([\s\S]*)\.(?:clean|smudge|process|required)$/;

export async function openRepository(root: string): Promise<GitView | { readonly reason: string }> {
  const listed = await run(root, [], ['config', '--null', '--list', '--includes'], { codes: [1] });
  if (!listed.ok) return { reason: listed.reason };
  if (listed.truncated) return { reason: 'its git configuration is too large' };
  const config = parseConfig(listed.output);
  const off: [string, string][] = [];
  const names = new Set<string>();
  for (const name of config.keys()) {
    const filter = namedPrograms.exec(name)?.[1];
    if (filter === undefined || names.has(filter)) continue;
    // `-c` splits at the first `=`, so that such a name cannot be overridden.
    if (/[=\n\0]/.test(filter)) return { reason: 'its git configuration names a filter in a way that cannot be switched off' };
    names.add(filter);
    off.push(
      [`filter.${filter}.clean`, ''],
      [`filter.${filter}.smudge`, ''],
      [`filter.${filter}.process`, ''],
      [`filter.${filter}.required`, 'false'],
    );
  }
  if (names.size > 200) return { reason: 'its git configuration names too many filters' };
  const view: GitView = { root, config, look: (args, options = {}) => run(root, off, args, options) };
  if (!config.has('core.worktree')) return view;
  // A submodule's says where it lies; anything else would make git tell about another folder.
  const top = await view.look(['rev-parse', '--show-toplevel']);
  const same = top.ok && (await realpath(top.output.trim())) === (await realpath(root));
  return same ? view : { reason: 'its git configuration places the work tree elsewhere' };
}

/** Configuration from a file of the user's, read as data. */
export async function readConfigFile(file: string, folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const listed = await run(folder, [], ['config', '--null', '--list', '--includes', '--file', file], { codes: [1, 128] });
  return listed.ok && !listed.truncated ? parseConfig(listed.output) : new Map();
}

/** `name LF value NUL …`; a name without a value is true. */
export function parseConfig(output: string): ReadonlyMap<string, readonly string[]> {
  const config = new Map<string, string[]>();
  const ours = new Set(overrides.map(([name]) => name.toLowerCase()));
  for (const entry of output.split('\0')) {
    if (entry === '') continue;
    const at = entry.indexOf('\n');
    const name = at < 0 ? entry : entry.slice(0, at);
    if (ours.has(name.toLowerCase())) continue;
    const value = at < 0 ? 'true' : entry.slice(at + 1);
    const values = config.get(name);
    if (values) values.push(value);
    else config.set(name, [value]);
  }
  return config;
}
