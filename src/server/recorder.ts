import { userInfo } from 'node:os';
import { recordedOperations, type JournalRecord, type Outcome } from '../core/journal/record.ts';
import type { ActivityEntry } from '../core/protocol.ts';
import type { Judgement } from '../platform/road.ts';
import type { Activity } from './activity.ts';
import type { Clock } from './clock.ts';
import { commandOf, titleOf, type Redact } from './holdText.ts';
import type { HoldEvent, HoldOutcome } from './holdTypes.ts';

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
  readonly redact: Redact;
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

  /** Harmless: committed with others. */
  passed(judgement: Judgement, cwd: string): void {
    const id = this.newId();
    this.#ports.journal.append(this.#action(id, judgement, 'allowed'));
    this.#ports.activity.add(this.#entry(id, judgement, 'allowed'), cwd);
  }

  /** Ended without a hold, and of consequence: refused, let through by a confirmed retry, or while the guard is paused. */
  async decided(judgement: Judgement, cwd: string, outcome: Outcome, shown: string, text: string): Promise<void> {
    const id = this.newId();
    await this.#ports.journal.commit({ ...this.#action(id, judgement, outcome), text });
    this.#ports.activity.add(this.#entry(id, judgement, shown), cwd);
  }

  async held(event: HoldEvent, cwd: string): Promise<void> {
    const { id, judgement, outcome } = event;
    this.#ports.activity.add(this.#entry(id, judgement, outcome), cwd);
    const words = [event.reason, event.typed === undefined ? undefined : `typed: ${event.typed}`]
      .filter((text) => text !== undefined)
      .join('; ');
    const more = {
      ...(words === '' ? {} : { text: words }),
      by: event.by === undefined ? 'server' : `${this.#user} in ${event.by}`,
    };
    const record = this.#action(id, judgement, outcomes[outcome]);
    if (outcome === 'waiting') await this.#ports.journal.commit({ ...record, ...more });
    else await this.#ports.journal.commit({ ...record, ...more, type: 'answer' });
  }

  /** About the guard itself. */
  async note(text: string, workspace = ''): Promise<void> {
    await this.#ports.journal.commit({ type: 'note', time: this.#ports.clock.now(), workspace, by: 'server', text });
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
      cwd: call.cwd,
      action: this.#command(call.action),
      verdict: decision.verdict,
      outcome,
      operations: recordedOperations(decision.operations),
      digest,
      by: 'server',
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
