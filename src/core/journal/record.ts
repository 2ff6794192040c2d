import { absolutePath } from '../paths.ts';
import type { Action, AgentId, CredentialUse, Effect, Environment, Verdict } from '../types.ts';
import type { Judged } from '../policy/verdict.ts';

export const outcomes = [
  'allowed',
  'held',
  'confirmed',
  'refused',
  'expired',
  'denied',
  'parked',
  'dropped',
  'released',
  'ran',
  'failed',
] as const;
/** `released`: the retry that a person had confirmed; `ran`, `failed`: what the agent reports afterwards. */
export type Outcome = (typeof outcomes)[number];

/** Why an operation was found: a sentence, with the place that it speaks of where there is one. */
export type RecordedEvidence = string | { readonly text: string; readonly path: string; readonly line?: number };

/** A credential of the workspace that an action carried: its name and place, never its value. */
export interface RecordedCredential {
  /** Absolute. */
  readonly path: string;
  readonly line: number;
  readonly variable?: string;
  readonly kind?: string;
  readonly environment: Environment;
}

export interface RecordedOperation {
  readonly effect: Effect;
  readonly resource: string;
  readonly kind: string;
  readonly environment: Environment;
  readonly rule: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly evidence: readonly RecordedEvidence[];
  /** What else goes with it or cannot be undone. */
  readonly notes?: readonly string[];
  readonly credential?: RecordedCredential;
}

/**
 * One entry of the journal. Texts pass the redaction hook of the codec before they are written; a file's content and a secret's
 * value are never put in one.
 */
export interface JournalRecord {
  /**
   * `action`: a call was judged. `answer`: a hold ended, with who ended it. `note`: about the guard itself (started, paused,
   * connected, repaired). `after`: the agent reports that a call ran.
   */
  readonly type: 'action' | 'answer' | 'note' | 'after';
  /** ms since 1970. */
  readonly time: number;
  /** Folder that the record belongs to; absolute. Empty for what concerns the whole machine. */
  readonly workspace: string;
  /** Joins an `action` with its `answer`s. */
  readonly id?: string;
  readonly agent?: AgentId;
  readonly session?: string;
  readonly callId?: string;
  readonly subagent?: string;
  readonly cwd?: string;
  /** The command, or the action in words. */
  readonly action?: string;
  /** Files that it names, absolute; of a command, none. */
  readonly paths?: readonly string[];
  readonly verdict?: Verdict;
  readonly outcome?: Outcome;
  readonly operations?: readonly RecordedOperation[];
  /** What a confirmation is bound to. */
  readonly digest?: string;
  /** Who decided: `server`, `gate alone`, or the user and the window's product for a person's answer. */
  readonly by?: string;
  /** Who answered a hold: the user of this machine, and who git says they are in that folder. */
  readonly person?: { readonly user: string; readonly git?: string };
  /** What the person typed to confirm. */
  readonly typed?: string;
  /** What else the person proved themselves by: `a one-time code`, `a recovery code`, `the code of …`; never the code. */
  readonly factor?: string;
  /** ms from the question to the answer. */
  readonly took?: number;
  /** The editor that asked: `Visual Studio Code 1.139.0`. */
  readonly window?: string;
  /** The model that the agent ran on, if it says so. */
  readonly model?: string;
  /** Of the guard. */
  readonly version?: string;
  /** Snapshot that undoes it, or why there is none. */
  readonly snapshot?: string;
  readonly noSnapshot?: string;
  /** Dump of a database that was made before it ran. */
  readonly backup?: string;
  /** Of a note: the snapshot that was put back. */
  readonly undoes?: string;
  /** The chain and record that it was taken over from, when a gate or an older server had written it. */
  readonly origin?: string;
  /** A note's text, or the reason of an answer. */
  readonly text?: string;
}

export function recordedOperations(operations: readonly Judged[]): readonly RecordedOperation[] {
  return operations.map((operation) => ({
    effect: operation.effect,
    resource: operation.resource.name,
    kind: operation.resource.kind,
    environment: operation.environment,
    rule: operation.rule,
    title: operation.title,
    verdict: operation.verdict,
    evidence: operation.evidence.map(({ text, path, line }) =>
      path === undefined ? text : { text, path, ...(line === undefined ? {} : { line }) },
    ),
    ...(operation.notes.length === 0 ? {} : { notes: operation.notes }),
    ...(operation.credential === undefined ? {} : { credential: recordedCredential(operation.credential) }),
  }));
}

function recordedCredential({ path, line, variable, kind, environment }: CredentialUse): RecordedCredential {
  return { path, line, ...(variable === undefined ? {} : { variable }), ...(kind === undefined ? {} : { kind }), environment };
}

export function evidenceText(evidence: RecordedEvidence): string {
  return typeof evidence === 'string' ? evidence : evidence.text;
}

/** Files that an action names, absolute, for links to them; of a command, none: its words are not parsed for that. */
export function recordedPaths(action: Action, cwd: string): { readonly paths?: readonly string[] } {
  const paths = pathsOf(action).flatMap((path) => absolutePath(path, cwd, '') ?? []);
  return paths.length === 0 ? {} : { paths: [...new Set(paths)] };
}

function pathsOf(action: Action): readonly string[] {
  switch (action.type) {
    case 'read':
    case 'search':
      return action.paths;
    case 'write':
    case 'edit':
    case 'delete':
      return [action.path];
    case 'several':
      return action.actions.flatMap(pathsOf);
    case 'command':
    case 'mcp':
    case 'fetch':
    case 'other':
      return [];
  }
}
