import type { Coverage } from './agents/coverage.ts';
import type { AgentId, Environment, Evidence, Link, Verdict } from './types.ts';
import type { ChainHead } from './journal/chain.ts';
import type { Markable } from './policy/orders.ts';
import type { BackupSetting } from './backups/backups.ts';
import type { Policy } from './policy/policy.ts';
import type { FactorProof } from './policy/secondFactor.ts';

/**
 * Messages between gate, server and extension. All go over one loopback TCP port of the server.
 *
 * 1. The client sends its token and a line feed, the server answers with its own token and a line feed, or hangs up. Nothing else
 *    is sent before. Both tokens stand in the descriptor (0600, in a 0700 folder) and are new at every server start.
 * 2. The client's next line says what it is:
 *    - `hook` US agent US parent-pid US NAME=value … RS payload RS client-token LF: one hook call (the launcher and the Node gate).
 *      Line feeds in the payload are sent as spaces. Answer: exit code LF stdout (one line, may be empty) LF stderr, then the end.
 *      Blanks may come before it: they carry acknowledgements while the input is read.
 *    - `window` LF: a language-server stream follows (`Messages`).
 *    - `call` SP JSON LF: one `ServerCall`; answer: one JSON line, then the end.
 */
export const unitSeparator = '\x1f';
export const recordSeparator = '\x1e';

/** Largest hook input that is read at all, bytes. */
export const maxHookInput = 16 * 1024 * 1024;

/** Lines of the descriptor file `run/server`, in this order; the launcher reads the first four with `read`. */
export interface Descriptor {
  readonly port: number;
  readonly pid: number;
  readonly clientToken: string;
  readonly serverToken: string;
  /** Product version, for replacement by a newer one. */
  readonly version: string;
}

export type ServerCall =
  | { readonly type: 'status' }
  /** A newer version asks this server to hand over: it gives up port and lock, and goes when its holds are answered. */
  | { readonly type: 'retire'; readonly version: string }
  | { readonly type: 'stop' };

export interface ServerStatus {
  readonly version: string;
  readonly pid: number;
  readonly windows: number;
  readonly waiting: number;
  readonly parked: number;
}

/** Names of the LSP messages that are ours. Direction in the comment. */
export const Messages = {
  /** window → server request: `ProveParams` → `ProveResult`. Signs `nonce` from the `initialize` result (`capabilities.experimental.nonce`). */
  prove: 'tenthSecond/prove',
  /** server → window request: `HoldView` → `HoldAnswer`. One at a time per window. */
  hold: 'tenthSecond/hold',
  /** server → window notification: `{ id, reason }`: a late answer will do nothing. */
  withdraw: 'tenthSecond/withdraw',
  /** server → window notification: `WindowState`. */
  state: 'tenthSecond/state',
  /** server → window notification: `ActivityEntry[]`, newest last; sent in groups. */
  activity: 'tenthSecond/activity',
  /** window → server notification: `WindowConfiguration`; after attaching and whenever it changes. */
  configure: 'tenthSecond/configure',
  /** window → server request → `SessionView[]`, the last one first. */
  sessions: 'tenthSecond/sessions',
  /** window → server request: `GiveParams` → `{ done }`: whether there is such a session. */
  give: 'tenthSecond/give',
  /** window → server request → `CredentialFileView[]`: files with credentials in the window's folders. */
  credentials: 'tenthSecond/credentials',
  /** server → window notification: what `credentials` answers may have changed. */
  credentialsChanged: 'tenthSecond/credentialsChanged',
  /** window → server request: `{ minutes }` (0 ends a pause) → null. */
  pause: 'tenthSecond/pause',
  /** window → server request: `OrderChange` with `factor` where one is asked for, for the window's folders → `OrderReply`. */
  order: 'tenthSecond/order',
  /** window → server notification: the window has the focus again; user-level files are looked at. */
  focused: 'tenthSecond/focused',
  /** window → server notification: `TerminalCommand`: what an agent's terminal of this window runs, seen when it has started. */
  terminal: 'tenthSecond/terminal',
  /** server → window notification: `TerminalAlarm`: such a command destroys, and no hook had asked. */
  alarm: 'tenthSecond/alarm',
  /** server → window request: `{ product }` → boolean: another editor asks to confirm holds from now on. */
  approveWindow: 'tenthSecond/approveWindow',
  /** server → window notification: a newer version takes over; attach to it, keep this stream until it closes. */
  retiring: 'tenthSecond/retiring',
  /** server → window request: null → the heads of the journal that the editor keeps, by file name. */
  anchors: 'tenthSecond/anchors',
  /** server → window notification: `JournalAnchor`: heads to keep. */
  anchor: 'tenthSecond/anchor',
  /** window → server request: heads that the editor keeps → `JournalCheck`. */
  verifyJournal: 'tenthSecond/verifyJournal',
  /** window → server request: null → `SnapshotView[]` of its folders, newest first. */
  snapshots: 'tenthSecond/snapshots',
  /** window → server request: `{ id }` → `SnapshotPreview`, or null when there is none. */
  previewSnapshot: 'tenthSecond/previewSnapshot',
  /** window → server request: `{ id, overwrite }` → `SnapshotRestored`, or null when there is none. */
  restoreSnapshot: 'tenthSecond/restoreSnapshot',
  /** window → server request: `FactorRequest` → `FactorReply`, or null for what is none. */
  secondFactor: 'tenthSecond/secondFactor',
  /** window → server request: `TimelineRequest` → what `TimelineReplies` says of its type; null for what is none. */
  timeline: 'tenthSecond/timeline',
  /** server → window notification: `{ records }`: so many were written of the window's folders; only while its timeline is followed. */
  timelineGrew: 'tenthSecond/timelineGrew',
  /** window → server notification: `{ follow }`: whether the window shows the timeline. */
  followTimeline: 'tenthSecond/followTimeline',
  /** server → window notification: `{ text }`: a fact the person must see (disarm, keys replaced). */
  warning: 'tenthSecond/warning',
} as const;

/** A session of an agent that has called lately. */
export interface SessionView {
  readonly agent: AgentId;
  readonly session: string;
  readonly cwd: string;
  /** ms since 1970. */
  readonly seenAt: number;
  /** Credential files that a person gave to it. */
  readonly given: readonly string[];
}

/** A person opens a credential file to one session, or hides it from all of them again. */
export type GiveParams =
  | { readonly type: 'give'; readonly path: string; readonly agent: AgentId; readonly session: string; readonly reason: string }
  | { readonly type: 'hide'; readonly path: string };

/** A file with credentials in the folders of a window. No value. */
export interface CredentialFileView {
  readonly path: string;
  readonly environment: Environment;
  readonly keys: readonly { readonly line: number; readonly variable?: string; readonly kind: string; readonly environment: Environment }[];
}

/** `factor`: it makes something in production milder, so it takes a code; why the one that was given does not do. */
export type OrderReply = { readonly accepted: true } | { readonly accepted: false; readonly factor?: string };

export interface ProveParams {
  /** ed25519 public key, SPKI DER in base64. */
  readonly publicKey: string;
  /** ed25519 signature over `tenth-second window ` + nonce, base64. */
  readonly signature: string;
  /** `Visual Studio Code`, `code-server`, `Cursor`. */
  readonly product: string;
  readonly version: string;
}

export type ProveResult =
  | { readonly accepted: true }
  | { readonly accepted: false; readonly reason: 'signature' | 'unknown key' | 'refused' };

export interface WindowConfiguration {
  readonly folders: readonly string[];
  readonly policy: Policy;
  /** Minutes a hold waits for a person, at most 14. */
  readonly holdMinutes: number;
  /** False in Restricted Mode: stricter, never absent. */
  readonly trusted: boolean;
  readonly keep?: Retention;
  /** Independent backups, by the person's own settings. */
  readonly backups?: readonly BackupSetting[];
}

/** What is kept for how long; from user settings alone. */
export interface Retention {
  /** Months of the journal; 0: everything. */
  readonly journalMonths: number;
  readonly snapshotDays: number;
  /** For all snapshots together; 0: none are taken. */
  readonly snapshotMegabytes: number;
}

export const defaultRetention: Retention = { journalMonths: 24, snapshotDays: 14, snapshotMegabytes: 2048 };

/** Heads of the journal's chains for the editor's secret storage: what no program can rewrite that can rewrite the journal. */
export interface JournalAnchor {
  readonly heads: Readonly<Record<string, ChainHead>>;
  /** Chains whose kept head no longer holds, and of which the person was told: the new head counts, even if it is lower. */
  readonly replaced: readonly string[];
  /** Chains that were removed by their age. */
  readonly removed: readonly string[];
}

export interface JournalCheck {
  readonly records: number;
  readonly files: number;
  /** One sentence each, with file and line. */
  readonly problems: readonly string[];
}

/** A snapshot as a list shows it. Text is redacted. */
export interface SnapshotView {
  readonly id: string;
  /** ms since 1970. */
  readonly time: number;
  /** What it undoes. */
  readonly title: string;
  readonly agent?: string;
  readonly cwd: string;
  readonly files: number;
  readonly bytes: number;
}

/** What undoing would do. */
export interface SnapshotPreview {
  readonly snapshot: SnapshotView;
  /** `back`: it is gone and comes back; `differs`, `extra`: something newer is there; `blocked`: a folder on the way is a link now. */
  readonly changes: readonly { readonly path: string; readonly change: string }[];
  /** Branches, stashes, HEAD, index: `back`, `moves`; `newer`: commits were made since. */
  readonly refs: readonly { readonly name: string; readonly change: string }[];
  readonly back: number;
  /** What only comes back over something newer. */
  readonly inTheWay: number;
  readonly same: number;
  /** What the snapshot does not hold. */
  readonly gaps: readonly string[];
}

export interface SnapshotRestored {
  readonly restored: number;
  readonly left: readonly string[];
  readonly refs: readonly string[];
  readonly problems: readonly string[];
  /** Snapshot of what was there before. */
  readonly before?: string;
}

/** A hold as a window shows it. Text is redacted. */
export interface HoldView {
  readonly id: string;
  readonly verdict: Extract<Verdict, 'confirm' | 'type'>;
  /** First line of the modal. */
  readonly title: string;
  /** The rest: agent, command, evidence, notes. */
  readonly detail: string;
  /** For `type`: the name to type. */
  readonly name: string;
  readonly environment: Environment;
  readonly agent: AgentId;
  readonly session: string;
  readonly cwd: string;
  readonly command: string;
  /** ms since 1970. */
  readonly createdAt: number;
  readonly deadlineAt: number;
  /** The agent was already refused; a confirmation lets its retry through once, within ten minutes. */
  readonly parked: boolean;
  /** Redacted `check --json` for *Report a False Alarm*. */
  readonly report: string;
  /** A backup that can be made before it runs: `pg_dump of rentals on 127.0.0.1`. */
  readonly backup?: string;
  /** What confirming takes beside the name; `missing`: nobody is set up who could give it. */
  readonly factor?: { readonly level: 'code' | 'secondPerson'; readonly missing: boolean };
  /** Why it is shown anew (`the script changed since you confirmed it`). */
  readonly again?: string;
}

export type HoldAnswer =
  | { readonly choice: 'refuse' }
  | { readonly choice: 'refuseAll' }
  /** For `type` the typed name goes along; the server compares. */
  | { readonly choice: 'confirm'; readonly typed?: string; readonly factor?: FactorProof; readonly backUp?: boolean }
  | { readonly choice: 'pause'; readonly minutes: number };

/** How an agent is covered in a window's folders. */
export interface AgentState extends Coverage {
  readonly id: AgentId;
  readonly name: string;
  readonly connected: boolean;
  readonly version?: string;
  /** ms since 1970, to the minute: its last call that reached the guard since the guard started. */
  readonly lastCall?: number;
  /** ms since 1970: its call of the canary. */
  readonly canary?: number;
}

export interface WindowState {
  /** Agents that were found or connected. */
  readonly agents?: readonly AgentState[];
  readonly environment: Environment | 'none';
  /** `acme-api`: what the status item names. */
  readonly label: string;
  readonly links: readonly Link[];
  readonly pausedUntil?: number;
  /** ms since 1970: agents may only read in these folders. */
  readonly frozenAt?: number;
  /** What a person said agents may touch. */
  readonly pin?: Markable;
  readonly holds: readonly { readonly id: string; readonly title: string; readonly parked: boolean }[];
}

/** One line of the Activity view. Text is redacted. */
export interface ActivityEntry {
  readonly id: string;
  readonly time: number;
  readonly agent: AgentId;
  readonly session: string;
  readonly cwd: string;
  readonly verdict: Verdict;
  /** `allowed`, `waiting`, `confirmed`, `refused`, `denied`, `parked`, `dropped`. */
  readonly outcome: string;
  readonly title: string;
  readonly command: string;
  readonly evidence: readonly Evidence[];
  /** Snapshot that undoes it. */
  readonly snapshot?: string;
}

/** A command in a terminal that an agent runs, as the editor's shell integration reports it: after it has started. */
export type TerminalCommand =
  | {
      readonly type: 'started';
      /** Of this window: joins start and end. */
      readonly id: number;
      readonly agent: AgentId;
      /** Name of the terminal. */
      readonly terminal: string;
      readonly command: string;
      /** Absolute. */
      readonly cwd: string;
      readonly shell: 'posix' | 'powershell' | 'cmd';
    }
  | { readonly type: 'ended'; readonly id: number; readonly exitCode?: number };

export interface TerminalAlarm {
  readonly id: number;
  /** What it destroys, as the first line of a modal. Redacted. */
  readonly title: string;
  readonly command: string;
}
