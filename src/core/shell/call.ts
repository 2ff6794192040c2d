import type { ParsedScript } from 'unbash';
import type { AnswerTo, Question } from '../types.ts';
import type { Input, Invocation, Redirect, Word } from './invocation.ts';
import type { Hidden } from './hidden.ts';
import type { Meter } from './limits.ts';
import type { Scope } from './state.ts';

/** What core does not have by itself. */
export interface ShellPorts {
  readonly home: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Undefined while it is not answered: the text will be interpreted again with the answer. */
  ask<Q extends Question>(question: Q): AnswerTo<Q> | undefined;
  /** Undefined when it is not base64 of text. */
  decodeBase64(text: string): string | undefined;
}

/** What a command prints, as far as it can be told. */
export interface Output {
  /** With marks for what is not known (`Hidden`). */
  readonly text: string;
  readonly known: boolean;
}

export const silent: Output = { text: '', known: true };
/** Nothing is known of what it prints. Compared by identity. */
export const lost: Output = { text: '', known: false };

/** What a download brought. Compared by identity. */
export const downloaded: Output = { text: '', known: false };

/** A command with everything around it, about to run. */
export interface Call {
  readonly argv: readonly Word[];
  readonly scope: Scope;
  /** The scope's with its prefix assignments; undefined when it has none of its own. */
  readonly variables: ReadonlyMap<string, Word> | undefined;
  readonly redirects: readonly Redirect[];
  /** Text in it is with marks. */
  readonly input: Input;
  readonly text: string;
  /** Whether anybody reads what it prints. */
  readonly capture: boolean;
  /** Run by another program: functions and builtins of the shell are out of reach. */
  readonly external: boolean;
}

/** Text of a file as the commands before left it. */
export type FileText =
  | { readonly type: 'text'; readonly text: string; readonly truncated: boolean }
  /** Written in this very text with content that is not known. */
  | { readonly type: 'written' }
  /** A plain download of this text: as little known as what `curl … | sh` runs. */
  | { readonly type: 'downloaded' }
  /** Not answered yet. */
  | { readonly type: 'unanswered' }
  | { readonly type: 'missing' }
  | { readonly type: 'unreadable' };

/** What wrappers and builtins may do to the interpretation that runs them. */
export interface Run {
  readonly ports: ShellPorts;
  readonly meter: Meter;
  readonly windows: boolean;
  /** What is not known in texts that are passed on. */
  readonly hidden: Hidden;
  /** Invocations so far, in order. */
  readonly invocations: readonly Invocation[];
  /** Texts inside each other. */
  readonly depth: number;
  /** Keeps the command as it stands. */
  emit(call: Call): void;
  /** Runs words: opens wrappers, calls functions, keeps what is left. */
  words(call: Call): Output;
  /** Keeps the redirections, but those that only read, of a wrapper whose inner commands run elsewhere or in a shell of their own. */
  redirections(call: Call): void;
  /** Interprets a text in the scope. `later` is for texts whose errors are no concern (a script cut off at the limit). */
  shellText(text: string, scope: Scope, capture: boolean, tolerant?: boolean): Output;
  /** Runs a substitution in a copy of the scope. */
  substitution(script: ParsedScript, source: string, scope: Scope): Output;
  opaque(reason: string, text: string): void;
  /** Absolute path of a word on this machine; undefined when it or the directory is not known. */
  resolve(word: Word, scope: Scope): string | undefined;
  /** `path` is absolute. */
  fileText(path: string): FileText;
  /** Output of process substitutions, and of others that are not known, by their source text. */
  readonly substituted: Map<string, { readonly output: Output; readonly from: readonly Invocation[] }>;
  /** Notes what a command leaves in a file. */
  wrote(path: string, output: Output, append: boolean): void;
  copied(from: string, to: string): void;
  /** Runs at the end of the text, in the state that it leaves. */
  atExit(text: string, scope: Scope): void;
}

/** Opens a wrapper or runs a builtin. Undefined: it is an ordinary command after all. */
export type Handler = (call: Call, run: Run, name: string) => Output | undefined;
