import { userInfo } from 'node:os';
import { recordedOperations, recordedPaths, type JournalRecord, type Outcome } from '../core/journal/record.ts';
import type { Effect } from '../core/types.ts';
import type { ActivityEntry } from '../core/protocol.ts';
import type { Judgement } from '../platform/road.ts';
import type { Activity } from './activity.ts';
import type { Clock } from './clock.ts';
import { commandOf, titleOf, type Redact } from './holdText.ts';
import type { HoldEvent, HoldOutcome } from './holdTypes.ts';
import type { Undo } from './snapshots.ts';

/** The journal as the server needs it. Both resolve once the record is where it survives a crash of this process. */
export interface JournalPort {
  /** Written in groups. */
  append(record: JournalRecord): void;
  /** Written and synced now; rejects when that fails. */
  commit(record: JournalRecord): Promise<void>;
}

export interface RecorderPorts {
  readonly clock: Clock;
  readonly journal: JournalPort;
  readonly activity: Activity;
  /** The open or known folder that a directory lies in: one chain of records for each. */
  workspaceOf(cwd: string): string;
  /** Who git says works in a folder. */
  gitIdentity(cwd: string): Promise<string | undefined>;
  /** Of the guard. */
  readonly version: string;
  readonly redact: Redact;
}

/** How an action without a hold ended. */
export interface Ending {
  readonly outcome: Outcome;
  /** Word for the Activity view. */
  readonly shown: string;
  readonly text: string;
  readonly id?: string;
  readonly undo?: Undo;
}

const maxCommand = 500;

/** Writes down what was judged and how it ended: in the journal, and in the windows' Activity view. */
export class Recorder {
  readonly #ports: RecorderPorts;
  readonly #user: string;
  #next = 1;

  constructor(ports: RecorderPorts) {
    this.#ports = ports;
    this.#user = userName();
  }

  newId(): string {
    return `${this.#ports.clock.now().toString(36)}-a${this.#next++}`;
  }

  /** Passed without a question. What is harmless is committed with others; what destroys something that can come back is not. */
  async passed(judgement: Judgement, cwd: string, id: string, undo: Undo): Promise<void> {
    const record = { ...this.#action(id, judgement, 'allowed'), ...undo };
    if (judgement.decision.operations.some(({ effect }) => !harmless.has(effect))) await this.#ports.journal.commit(record);
    else this.#ports.journal.append(record);
    this.#ports.activity.add({ ...this.#entry(id, judgement, 'allowed'), ...undo }, cwd);
  }

  /** Ended without a hold, and of consequence: refused, let through by a confirmed retry, or while the guard is paused. */
  async decided(judgement: Judgement, cwd: string, ending: Ending): Promise<void> {
    const { id = this.newId(), outcome, shown, text, undo = {} } = ending;
    await this.#ports.journal.commit({ ...this.#action(id, judgement, outcome), text, ...undo });
    this.#ports.activity.add({ ...this.#entry(id, judgement, shown), ...undo }, cwd);
  }

  async held(event: HoldEvent, cwd: string): Promise<void> {
    const { id, judgement, outcome } = event;
    this.#ports.activity.add({ ...this.#entry(id, judgement, outcome), ...event.undo }, cwd);
    const { reason, typed, factor, backup, by, window, took } = event;
    const git = by === undefined ? undefined : await this.#ports.gitIdentity(judgement.call.cwd);
    const more = {
      ...(reason === undefined ? {} : { text: reason }),
      ...(typed === undefined ? {} : { typed }),
      ...(factor === undefined ? {} : { factor }),
      ...(backup === undefined ? {} : { backup }),
      ...(took === undefined ? {} : { took }),
      ...(window === undefined ? {} : { window }),
      ...event.undo,
      ...(by === undefined ? {} : { person: { user: this.#user, ...(git === undefined ? {} : { git }) } }),
      by: by === undefined ? 'server' : `${this.#user} in ${by}`,
    };
    const record = this.#action(id, judgement, outcomes[outcome]);
    if (outcome === 'waiting') await this.#ports.journal.commit({ ...record, ...more });
    else await this.#ports.journal.commit({ ...record, ...more, type: 'answer' });
  }

  /** About the guard itself. */
  async note(text: string, workspace = '', more: Pick<JournalRecord, 'undoes' | 'snapshot' | 'person'> = {}): Promise<void> {
    await this.#ports.journal.commit({ type: 'note', time: this.#ports.clock.now(), workspace, by: 'server', text, ...more });
  }

  after(judgement: Pick<Judgement, 'call'>, ok: boolean): void {
    const { call } = judgement;
    this.#ports.journal.append({
      type: 'after',
      time: this.#ports.clock.now(),
      workspace: this.#ports.workspaceOf(call.cwd),
      agent: call.agent,
      session: call.session,
      ...(call.callId === undefined ? {} : { callId: call.callId }),
      cwd: call.cwd,
      action: this.#command(call.action),
      outcome: ok ? 'ran' : 'failed',
    });
  }

  #action(id: string, judgement: Judgement, outcome: Outcome): JournalRecord {
    const { call, decision, digest } = judgement;
    return {
      type: 'action',
      time: this.#ports.clock.now(),
      workspace: this.#ports.workspaceOf(call.cwd),
      id,
      agent: call.agent,
      session: call.session,
      ...(call.callId === undefined ? {} : { callId: call.callId }),
      ...(call.subagent === undefined ? {} : { subagent: call.subagent }),
      ...(call.model === undefined ? {} : { model: call.model }),
      cwd: call.cwd,
      action: this.#command(call.action),
      ...recordedPaths(call.action, call.cwd),
      verdict: decision.verdict,
      outcome,
      operations: recordedOperations(decision.operations),
      digest,
      by: 'server',
      version: this.#ports.version,
    };
  }

  #entry(id: string, judgement: Judgement, outcome: string): ActivityEntry {
    const { call, decision } = judgement;
    const { redact } = this.#ports;
    return {
      id,
      time: this.#ports.clock.now(),
      agent: call.agent,
      session: call.session,
      cwd: call.cwd,
      verdict: decision.verdict,
      outcome,
      title: titleOf(judgement, redact),
      command: redact(this.#command(call.action).slice(0, maxCommand)),
      evidence: decision.operations
        .flatMap((operation) => operation.evidence)
        .slice(0, 20)
        .map((evidence) => ({ ...evidence, text: redact(evidence.text) })),
    };
  }

  #command(action: Judgement['call']['action']): string {
    return commandOf(action);
  }
}

/** Effects of which nothing is lost when their record is. */
const harmless: ReadonlySet<Effect> = new Set(['read', 'change']);

const outcomes: Readonly<Record<HoldOutcome, Outcome>> = {
  waiting: 'held',
  confirmed: 'confirmed',
  refused: 'refused',
  denied: 'denied',
  parked: 'parked',
  dropped: 'dropped',
  paused: 'allowed',
};

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? ''}`.trim(); // No entry in the user database (some containers).
  }
}
