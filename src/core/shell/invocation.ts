import type { ShellKind } from '../types.ts';

/**
 * A shell text after interpretation: the simple commands it would run, in order, each with the words, variables, directory and
 * input that the text before it leaves. Wrappers (`sudo`, `env`, `sh -c`, `xargs`, `find -exec`, `ssh`, …) are already opened:
 * what they run is an invocation of its own, and `via` names them, outermost first.
 */
export interface Invocation {
  /** Base name of the program without path or `.exe`, lower-case only for cmd: `rm`, `git`. Empty when it is not known. */
  readonly program: string;
  /** The program's word and its arguments, aliases and functions of the same text already replaced. `argv[0]` is the program. */
  readonly argv: readonly Word[];
  /** Variables that hold for this command: exported or assigned before it in the same text, and its own prefix assignments. */
  readonly variables: ReadonlyMap<string, Word>;
  readonly redirects: readonly Redirect[];
  readonly input: Input;
  /** Absolute directory it runs in; undefined when it cannot be known (`cd "$X"`). */
  readonly cwd: string | undefined;
  readonly via: readonly string[];
  /** Where it runs: on this machine, or somewhere reached by `ssh`, `docker exec`, `kubectl exec`, …. */
  readonly place: Place;
  readonly shell: ShellKind;
  /** Its source text, for evidence. */
  readonly text: string;
  /** Runs later or again by itself (`watch`, `at`, `crontab`), or in a condition: judged all the same. */
  readonly deferred: boolean;
  /** Something else reads what it prints: a pipe, a substitution, a file that a group is redirected to. */
  readonly captured?: true;
  /** Where the wrappers around it take its variables from. */
  readonly supplies?: readonly Supply[];
  /** What the text before it leaves in files, by absolute path (`cat > x.sql <<E … psql -f x.sql`). */
  readonly files?: ReadonlyMap<string, WrittenText>;
}

/** A wrapper that hands variables to what it runs: `doppler run -c prd --`, `dotenv -e .env.production --`. */
export interface Supply {
  /** The wrapper, as in `Link.tool` where it has links of its own. */
  readonly tool: string;
  /** The environment, profile or service that it is told to take them from; undefined: what it is set up for. */
  readonly says?: string;
  /** Absolute paths of files that it reads them from. */
  readonly files: readonly string[];
}

/** A file that the same text has written. */
export type WrittenText =
  /** `append`: behind what the file holds on the disk. `lost`: nothing is known of it. */
  | { readonly type: 'text'; readonly text: string; readonly append: boolean }
  | { readonly type: 'copy'; readonly path: string }
  | { readonly type: 'lost' };

export type Place =
  | { readonly type: 'here' }
  | { readonly type: 'host'; readonly tool: string; readonly name: string }
  /** `fresh`: made from an image for this command alone, without a volume; what it deletes in there is nobody's. */
  | { readonly type: 'container'; readonly tool: string; readonly name: string; readonly fresh?: true };

/** A word after quote removal and expansion of what is known. */
export interface Word {
  /** Its value; an unknown piece stands as its source (`$DIR`, `$(…)`). */
  readonly text: string;
  /** False when any piece could not be found out. */
  readonly known: boolean;
  readonly pieces: readonly Piece[];
}

export type Piece =
  | { readonly type: 'text'; readonly value: string; readonly quoted: boolean }
  /** `*`, `?`, `[a-z]`, extended globs: matched against the disk by the shell. */
  | { readonly type: 'glob'; readonly value: string }
  /** A variable that is not set in the text, a substitution whose output is not known. */
  | { readonly type: 'unknown'; readonly value: string; readonly variable?: string };

export interface Redirect {
  /** `both` is `&>`; `append` never destroys; `truncate` includes `>|`. */
  readonly mode: 'truncate' | 'append' | 'read' | 'readwrite';
  readonly descriptor: number | 'both';
  readonly target: Word;
}

/** What stands on its standard input. */
export type Input =
  | { readonly type: 'none' }
  /** Here-document, here-string, or a pipe from `echo`, `printf`, `cat <<X`, `base64 -d` of known text. */
  | { readonly type: 'text'; readonly text: string; readonly known: boolean }
  | { readonly type: 'file'; readonly path: Word }
  /** Output of a command that is not known. `direct` are those of the last stage, whose output it is. */
  | { readonly type: 'pipe'; readonly from: readonly Invocation[]; readonly direct?: readonly Invocation[] };

/** Something that could not be read. Each one becomes an `opaque` operation. */
export interface Opaque {
  readonly reason: string;
  readonly text: string;
  /** The shell that it was read for accepts no such text. */
  readonly broken?: true;
}

export interface Interpretation {
  readonly invocations: readonly Invocation[];
  readonly opaque: readonly Opaque[];
  /** Substitutions whose output is not known, by their source text as it stands in words: what they ran. */
  readonly substitutions?: ReadonlyMap<string, readonly Invocation[]>;
}

/** A word whose value is known and plain. */
export function literal(text: string): Word {
  return { text, known: true, pieces: text === '' ? [] : [{ type: 'text', value: text, quoted: true }] };
}

export function hasGlob(word: Word): boolean {
  return word.pieces.some((piece) => piece.type === 'glob');
}
