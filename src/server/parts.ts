import type { WindowState } from '../core/protocol.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Road } from '../platform/road.ts';
import type { Redact } from './holdText.ts';
import type { JournalPort } from './recorder.ts';

export type Surroundings = Pick<WindowState, 'environment' | 'label' | 'links'>;

/** What the server is made of and does not do itself: brain.ts has the real ones. */
export interface ServerParts {
  readonly redact: Redact;
  readonly journal: JournalPort & { close(): Promise<void> };
  createRoad(policy: (cwd: string) => Policy): Road;
  /** What the status bar names for these folders. */
  surroundings(folders: readonly string[]): Promise<Surroundings>;
  /** A window has these folders open: they are kept warm. */
  openFolders(folders: readonly string[]): void;
  /** What is known of some workspace has changed; the result ends it. */
  onKnowledge(listener: () => void): () => void;
  close(): Promise<void>;
}
