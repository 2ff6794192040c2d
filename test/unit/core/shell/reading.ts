import { initialState, interpret, type ShellPorts } from '../../../../src/core/shell/interpret.ts';
import type { Interpretation, Invocation, Word } from '../../../../src/core/shell/invocation.ts';

/** Files, patterns and a place for a text to be read in. */
export interface World {
  readonly files?: Readonly<Record<string, string>>;
  readonly globs?: Readonly<Record<string, readonly string[]>>;
  readonly variables?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly platform?: ShellPorts['platform'];
}

export function portsOf(world: World = {}): ShellPorts {
  const ask = (question: {
    readonly type: string;
    readonly path?: string;
    readonly pattern?: string;
    readonly limit?: number;
  }): unknown => {
    if (question.type === 'text') {
      const text = world.files?.[question.path!];
      if (text === undefined) return { type: 'unknown', reason: 'ENOENT' };
      return { type: 'text', text: text.slice(0, question.limit), truncated: text.length > question.limit! };
    }
    if (question.type === 'glob') return { type: 'glob', paths: world.globs?.[question.pattern!] ?? [], truncated: false };
    return { type: 'unknown', reason: 'not asked here' };
  };
  return {
    home: '/home/ada',
    platform: world.platform ?? 'linux',
    ask: ask as ShellPorts['ask'],
    decodeBase64: (text) => {
      const bytes = Buffer.from(text, 'base64');
      return bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '') ? bytes.toString('utf8') : undefined;
    },
  };
}

export function read(text: string, world: World = {}): Interpretation {
  return interpret(text, initialState(world.cwd ?? '/work', world.variables ?? {}), portsOf(world));
}

/** A word as one sees it: `‹$X›` unknown, `«*»` matched by the shell, quotes where there are blanks. */
export function show(word: Word): string {
  const text = word.pieces
    .map((piece) => (piece.type === 'unknown' ? `‹${piece.value}›` : piece.type === 'glob' ? `«${piece.value}»` : piece.value))
    .join('');
  return text === '' || word.pieces.some((piece) => piece.type === 'text' && /\s/.test(piece.value)) ? JSON.stringify(text) : text;
}

function line(invocation: Invocation): string {
  return invocation.argv.map(show).join(' ');
}

/** The commands of a text, one line each; `!reason` for what could not be read. */
export function lines(text: string, world: World = {}): readonly string[] {
  const { invocations, opaque } = read(text, world);
  return [...invocations.map(line), ...opaque.map(({ reason }) => `!${reason}`)];
}

/** The commands without those that only move about or print. */
export function deeds(text: string, world: World = {}): readonly string[] {
  return lines(text, world).filter(
    (shown) =>
      !/^(?:cd|echo|printf|cat|export|set|trap|true|pushd|popd|local|read|alias|base64|mktemp|exit|return|shift|tr|rev|declare|unset|let)\b/.test(
        shown,
      ),
  );
}
