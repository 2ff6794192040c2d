import type { AgentId } from '../../core/types.ts';

export interface FoundAgent {
  readonly id: AgentId;
  readonly connected: boolean;
  /** Where its settings lie, and what is noteworthy about them. */
  readonly detail: string;
}

/** One file as it is and as it would be; undefined is "no such file". */
export interface FileChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What the command needs of the code that the gate connects agents with. */
export interface AgentConnections {
  find(): Promise<readonly FoundAgent[]>;
  plan(agent: AgentId, wanted: 'connect' | 'disconnect'): Promise<readonly FileChange[]>;
  /** Writes exactly the changes that were shown; fails when a file has changed since. */
  apply(changes: readonly FileChange[]): Promise<void>;
}
