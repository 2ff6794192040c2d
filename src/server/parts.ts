import type { MaskOptions } from '../core/credentials/maskSecrets.ts';
import type { CredentialFileView, WindowState } from '../core/protocol.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Call } from '../core/types.ts';
import type { Road } from '../platform/road.ts';
import type { LanguagePorts } from './language/languageService.ts';
import type { Redact } from './holdText.ts';
import type { Jobs } from './jobs.ts';
import type { JournalKeeper } from './journalKeeper.ts';

export type Surroundings = Pick<WindowState, 'environment' | 'label' | 'links'>;

/** What the server is made of and does not do itself: brain.ts has the real ones. */
export interface ServerParts {
  readonly redact: Redact;
  readonly journal: JournalKeeper;
  /** Work that takes long, away from the loop that decides. */
  readonly jobs: Jobs;
  /** Who git says works in a folder. */
  gitIdentity(cwd: string): Promise<string | undefined>;
  /** `credentialFiles`: what the settings of a folder add to the files that are read as such. */
  createRoad(
    policy: (call: Call) => Policy,
    given: (call: Call) => readonly string[],
    credentialFiles: (folder: string) => readonly string[],
  ): Road;
  /** Masks what is secret in a text, as far as `hides` says so. */
  mask(text: string, path: string, hides: NonNullable<MaskOptions['hides']>): string;
  /** Files with credentials in these folders. */
  credentials(folders: readonly string[]): Promise<readonly CredentialFileView[]>;
  /** What the status bar names for these folders, with the marks of this policy. */
  surroundings(folders: readonly string[], policy: Policy): Promise<Surroundings>;
  /** What the editor is told of credentials in documents. */
  readonly language: Pick<LanguagePorts, 'read' | 'placesOf' | 'reach' | 'isTracked' | 'readText'>;
  /** A window has these folders open: they are kept warm. */
  openFolders(folders: readonly string[]): void;
  /** Looks at the disk again, at user-level files too. */
  look(): void;
  /** What is known of some workspace has changed; the result ends it. */
  onKnowledge(listener: () => void): () => void;
  close(): Promise<void>;
}
