import { lost, silent, type Output, type Run } from './call.ts';
import type { Input, Piece, Redirect, Word } from './invocation.ts';
import { closing, segments } from './cmdSegments.ts';
import { maxDepth, maxLoopValues } from './limits.ts';
import { resolvePath } from './paths.ts';
import { noInput, type Scope } from './state.ts';
import { literalPath, plainWord, unknownWord, wordOf } from './word.ts';
import { own } from '../own.ts';

const maxRead = 1_000_000;

/**
 * The commands of cmd.exe text. Its own commands that delete and write are given as the POSIX programs that do the same.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/cmd
 */
export function runCmd(text: string, scope: Scope, run: Run): Output {
  return new Cmd(run).text(text, scope);
}

class Cmd {
  readonly #run: Run;
  /** Values of `%i` in loops. */
  readonly #loops = new Map<string, Word>();
  #depth = 0;
  /** Characters read so far: loops in loops read their text again and again. */
  #read = 0;

  constructor(run: Run) {
    this.#run = run;
  }

  text(text: string, scope: Scope): Output {
    this.#read += text.length;
    if (this.#depth >= maxDepth || this.#read > maxRead) {
      this.#run.opaque('nested too deeply to follow', text);
      return lost;
    }
    this.#depth++;
    let output: Output = silent;
    let start = this.#run.invocations.length;
    for (const segment of segments(text)) {
      this.#run.meter.command();
      if (!segment.piped) start = this.#run.invocations.length;
      const input: Input = !segment.piped
        ? noInput
        : output === lost
          ? { type: 'pipe', from: this.#run.invocations.slice(start) }
          : { type: 'text', text: output.text, known: output.known };
      output = this.#command(segment.text.trim(), scope, input);
    }
    this.#depth--;
    return output;
  }

  #command(source: string, scope: Scope, input: Input): Output {
    const text = source.replace(/^[@\s]+/, '');
    if (text === '' || /^(?:rem\b|:)/i.test(text)) return silent;
    if (text.startsWith('(')) {
      const end = closing(text, 0);
      const redirects = this.#split(text.slice(end + 1), scope).redirects;
      this.#redirections(redirects, scope, text);
      return this.text(text.slice(1, end), scope);
    }
    const condition =
      /^if\s+(?:\/i\s+)?(?:not\s+)?(?:exist\s+(?:"[^"]*"|\S+)|defined\s+\S+|errorlevel\s+\d+|(?:"[^"]*"|[^\s="]+)\s*(?:==|\s(?:equ|neq|lss|leq|gtr|geq)\s)\s*(?:"[^"]*"|[^\s"(]+))\s*/i.exec(
        text,
      );
    if (condition) return this.#if(text.slice(condition[0].length), scope);
    const loop = /^for\s+(?=\S)((?:\/[a-z]\s+(?=\S)(?:"[^"]*"\s+(?=\S))?)*)([^%]*?)%{1,2}(\w)\s+in\s*\(/i.exec(text);
    if (loop) return this.#for(text, loop, scope);
    return this.#simple(text, scope, input);
  }

  #if(rest: string, scope: Scope): Output {
    const otherwise = scope.fork();
    if (rest.startsWith('(')) {
      const end = closing(rest, 0);
      this.text(rest.slice(1, end), scope);
      const alternative = /^\s*else\s+/i.exec(rest.slice(end + 1));
      if (alternative) this.text(rest.slice(end + 1 + alternative[0].length), otherwise);
    } else this.text(rest, scope);
    scope.join(otherwise);
    return lost;
  }

  #for(text: string, loop: RegExpExecArray, scope: Scope): Output {
    const open = loop[0].length - 1;
    const end = closing(text, open);
    const body = /^\s*do\s+/i.exec(text.slice(end + 1));
    if (!body) return lost;
    const set = text.slice(open + 1, end).trim();
    const command = text.slice(end + 1 + body[0].length);
    let values: readonly Word[] = [];
    if (/\/f/i.test(loop[1]!)) {
      const inner = /^['`](.*)['`]$/s.exec(set)?.[1];
      if (inner !== undefined) this.text(inner, scope.fork());
    } else if (/\/l/i.test(loop[1]!)) values = [];
    else values = this.#split(set, scope).words;
    const each = values.length > 0 && values.length <= maxLoopValues ? values : [unknownWord(`%${loop[3]!}`)];
    for (const value of each) {
      this.#loops.set(loop[3]!, value);
      this.text(command, scope);
    }
    this.#loops.delete(loop[3]!);
    return lost;
  }

  #simple(text: string, scope: Scope, input: Input): Output {
    const assignment = /^set\s+(?!\/)"?([^=\s"]+)=([^"]*)"?\s*$/i.exec(text);
    if (assignment) {
      scope.set(assignment[1]!.toUpperCase(), wordOf(this.#pieces(assignment[2]!, false, scope)));
      return silent;
    }
    if (/^set\s+\/[ap]\s/i.test(text)) {
      const name = /\s"?(\w+)\s*[-+*/]?=/.exec(text)?.[1];
      if (name !== undefined) scope.setUnknown(name.toUpperCase());
      return silent;
    }
    const { words, redirects, input: file } = this.#split(text, scope);
    let argv = words;
    const [first] = argv;
    if (!first) {
      this.#redirections(redirects, scope, text);
      return silent;
    }
    // `rd/s/q x`, `cd..`, `del/q x`: a command of cmd itself needs no blank behind it.
    const glued = /^(rd|rmdir|del|erase|cd|chdir|copy|move|echo|type)([/.\\].*)$/i.exec(first.text);
    if (glued && first.known) argv = [plainWord(glued[1]!), plainWord(glued[2]!), ...argv.slice(1)];
    const name = argv[0]!.known
      ? argv[0]!.text
          .toLowerCase()
          .replace(/^.*[\\/]/, '')
          .replace(/\.(?:exe|com|cmd|bat)$/, '')
      : '';
    const builtin = own(internal, name);
    const command: Internal = { argv: argv.slice(1), scope, text, input: file ?? input, redirects, cmd: this, run: this.#run };
    if (builtin) return builtin(command);
    const script =
      /\.(?:bat|cmd)$/i.test(argv[0]!.text) || name === 'call' ? this.#script(argv[name === 'call' ? 1 : 0], scope) : undefined;
    if (script) return script;
    return this.#run.words({
      argv: argv[0]!.known ? [{ ...argv[0]!, text: argv[0]!.text }, ...argv.slice(1)] : argv,
      scope,
      variables: undefined,
      redirects,
      input: file ?? input,
      text,
      capture: false,
      external: true,
    });
  }

  /** A batch file, read from the disk. */
  #script(file: Word | undefined, scope: Scope): Output | undefined {
    const path = file && this.#run.resolve(file, scope);
    const content = path === undefined ? undefined : this.#run.fileText(path);
    if (content?.type !== 'text') return undefined;
    const inner = scope.within(file!.text);
    inner.script = true;
    return this.text(content.text, inner);
  }

  emit(argv: readonly Word[], command: Pick<Internal, 'scope' | 'text' | 'redirects' | 'input'>): void {
    const { scope, text, redirects, input } = command;
    this.#run.emit({ argv, scope, variables: undefined, redirects, input, text, capture: false, external: true });
  }

  #redirections(redirects: readonly Redirect[], scope: Scope, text: string): void {
    if (redirects.length > 0) this.emit([plainWord(':')], { scope, text, redirects, input: noInput });
  }

  /** Words and redirections of a command. */
  #split(
    text: string,
    scope: Scope,
  ): { readonly words: Word[]; readonly redirects: readonly Redirect[]; readonly input: Input | undefined } {
    const words: Word[] = [];
    const redirects: Redirect[] = [];
    let input: Input | undefined;
    for (const [token] of text.matchAll(/(?:\d?>>?&?|<)\s*(?:"[^"]*"?|[^\s"&|<>()]+)?|(?:\^[^]|"[^"]*"?|[^\s"^<>])+/g)) {
      const redirect = /^(\d?)(>>?|<)(&?)\s*(.*)$/s.exec(token);
      if (!redirect) {
        words.push(wordOf(this.#pieces(token, true, scope)));
        continue;
      }
      if (redirect[3] === '&' || redirect[4] === '' || /^nul:?$/i.test(redirect[4]!)) continue;
      const target = wordOf(this.#pieces(redirect[4]!, true, scope));
      if (redirect[2] === '<') {
        redirects.push({ mode: 'read', descriptor: 0, target });
        input = { type: 'file', path: target };
      } else
        redirects.push({ mode: redirect[2] === '>>' ? 'append' : 'truncate', descriptor: redirect[1] ? Number(redirect[1]) : 1, target });
    }
    return { words, redirects, input };
  }

  /** Pieces of a token: quotes gone, carets gone, variables replaced, wildcards as globs. */
  #pieces(token: string, globs: boolean, scope: Scope): readonly Piece[] {
    const pieces: Piece[] = [];
    let plain = '';
    let quoted = false;
    const flush = (): void => {
      if (plain !== '') pieces.push({ type: 'text', value: plain.replaceAll('\\', '/'), quoted });
      plain = '';
    };
    for (let i = 0; i < token.length; i++) {
      const char = token[i]!;
      if (char === '"') {
        flush();
        quoted = !quoted;
      } else if (char === '^' && !quoted) plain += token[++i] ?? '';
      else if (char === '%' || char === '!') {
        const match = /^(?:%%?~?[a-z]*?(\w)(?![\w%])|([%!])([^%!\s:]+)(?::[^%!]*)?\2)/i.exec(token.slice(i));
        if (!match) {
          plain += char;
          continue;
        }
        flush();
        i += match[0].length - 1;
        pieces.push(...this.#variable(match[0], match[3] ?? match[1]!, match[3] === undefined, scope).pieces);
      } else if (globs && (char === '*' || char === '?')) {
        flush();
        pieces.push({ type: 'glob', value: char });
      } else plain += char;
    }
    flush();
    return pieces;
  }

  #variable(source: string, name: string, loop: boolean, scope: Scope): Word {
    if (loop) return this.#loops.get(name) ?? unknownWord(source, name);
    const upper = name.toUpperCase();
    const set = source.includes(':') ? undefined : scope.variables.get(upper);
    if (set) return set;
    if (upper === 'USERPROFILE' || upper === 'HOME') return literalPath(this.#run.ports.home);
    if (upper === 'CD' && scope.cwd !== undefined) return literalPath(scope.cwd);
    return unknownWord(source, upper);
  }
}

interface Internal {
  readonly argv: readonly Word[];
  readonly scope: Scope;
  readonly text: string;
  readonly input: Input;
  readonly redirects: readonly Redirect[];
  readonly cmd: Cmd;
  readonly run: Run;
}

/** Switches (`/s /q`, `/s/q`) and the other words. */
function switchesOf(argv: readonly Word[]): { readonly flags: string; readonly operands: readonly Word[] } {
  let flags = '';
  const operands: Word[] = [];
  for (const word of argv) {
    if (word.known && word.pieces[0]?.type === 'text' && !word.pieces[0].quoted && /^(?:\/[a-z?]:?[-\w]*)+$/i.test(word.text))
      flags += word.text.toLowerCase();
    else operands.push(word);
  }
  return { flags, operands };
}

function remove(recursive: (flags: string) => boolean): (command: Internal) => Output {
  return (command) => {
    const { flags, operands } = switchesOf(command.argv);
    if (flags.includes('?')) return lost;
    command.cmd.emit(
      [
        plainWord('rm'),
        ...(recursive(flags) ? [plainWord('-r')] : []),
        ...(/[qf]/.test(flags) ? [plainWord('-f')] : []),
        plainWord('--'),
        ...operands,
      ],
      command,
    );
    return silent;
  };
}

function transfer(program: string, ...options: readonly string[]): (command: Internal) => Output {
  return (command) => {
    const { operands } = switchesOf(command.argv);
    command.cmd.emit([plainWord(program), ...options.map(plainWord), ...operands], command);
    return silent;
  };
}

function changeDirectory(command: Internal): Output {
  const { operands } = switchesOf(command.argv);
  command.cmd.emit([plainWord('cd'), ...operands], command);
  const [target] = operands;
  if (target) command.scope.changeDirectory(target.known ? resolvePath(command.scope.cwd, target.text) : undefined);
  return silent;
}

function opaque(reason: string): (command: Internal) => Output {
  return (command) => {
    if (!command.argv.some((word) => word.text === '/?')) command.run.opaque(reason, command.text);
    return lost;
  };
}

/** `robocopy a b /MIR` deletes in the target what the source has not. */
function robocopy(command: Internal): Output {
  const mirrors = command.argv.some((word) => /^\/(?:mir|purge)$/i.test(word.text));
  const operands = command.argv.filter((word) => !/^\/[a-z]/i.test(word.text)).slice(0, 2);
  command.cmd.emit(
    mirrors
      ? [
          plainWord('rsync'),
          plainWord('-a'),
          plainWord('--delete'),
          ...operands.map((word, index) => (index === 0 ? wordOf([...word.pieces, { type: 'text', value: '/', quoted: true }]) : word)),
        ]
      : [plainWord('robocopy'), ...command.argv],
    command,
  );
  return silent;
}

/** Commands of cmd itself, and tools of Windows that no rule judges. */
const internal: Readonly<Record<string, (command: Internal) => Output>> = {
  del: remove((flags) => flags.includes('/s')),
  erase: remove((flags) => flags.includes('/s')),
  rd: (command) => (switchesOf(command.argv).flags.includes('/s') ? remove(() => true)(command) : transfer('rmdir')(command)),
  rmdir: (command) => (switchesOf(command.argv).flags.includes('/s') ? remove(() => true)(command) : transfer('rmdir')(command)),
  deltree: remove(() => true),
  move: transfer('mv'),
  ren: transfer('mv'),
  rename: transfer('mv'),
  copy: transfer('cp'),
  xcopy: transfer('cp', '-r'),
  robocopy,
  cd: changeDirectory,
  chdir: changeDirectory,
  pushd: (command) => {
    command.scope.stack = [...command.scope.stack, command.scope.cwd];
    return changeDirectory(command);
  },
  popd: ({ scope }) => {
    scope.changeDirectory(scope.stack.at(-1));
    scope.stack = scope.stack.slice(0, -1);
    return silent;
  },
  echo: (command) => {
    command.cmd.emit([plainWord('echo'), ...command.argv], command);
    const known = command.argv.every((word) => word.known);
    return { text: `${command.argv.map((word) => command.run.hidden.encode(word)).join(' ')}\n`, known };
  },
  type: (command) => {
    command.cmd.emit([plainWord('cat'), ...command.argv], command);
    return lost;
  },
  start: (command) => {
    // A first word in quotes is the title of the window.
    let at = /^start\s+"/i.test(command.text) ? 1 : 0;
    while (at < command.argv.length && /^\/[a-z]/i.test(command.argv[at]!.text)) at++;
    const words = command.argv.slice(at).map((word) => (/\s/.test(word.text) ? `"${word.text}"` : word.text));
    if (words.length > 0) command.cmd.text(words.join(' '), command.scope.fork());
    return lost;
  },
  call: (command) => command.cmd.text(command.text.replace(/^call\s+/i, ''), command.scope),
  exit: () => silent,
  setlocal: () => silent,
  endlocal: () => silent,
  goto: () => silent,
  pause: () => silent,
  title: () => silent,
  format: opaque('it formats a drive'),
  vssadmin: (command) => (/\bdelete\b|\bresize\b/i.test(command.text) ? opaque('it deletes shadow copies')(command) : lost),
  wbadmin: (command) => (/\bdelete\b/i.test(command.text) ? opaque('it deletes backups')(command) : lost),
  bcdedit: (command) => (/\/(?:set|delete)/i.test(command.text) ? opaque('it changes how the machine starts')(command) : lost),
  reg: (command) =>
    /^reg(?:\.exe)?\s+(?:delete|restore|import)\b/i.test(command.text) ? opaque('it deletes from the registry')(command) : lost,
  cipher: (command) => (/\/w/i.test(command.text) ? opaque('it wipes free space')(command) : lost),
  wmic: (command) => (/\bdelete\b/i.test(command.text) ? opaque('it deletes through WMI')(command) : lost),
  schtasks: (command) => (/\/delete/i.test(command.text) ? opaque('it deletes scheduled tasks')(command) : lost),
};
