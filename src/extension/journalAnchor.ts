import type { JournalAnchor } from '../core/protocol.ts';
import type { Secrets } from './windowKey.ts';

/** Name of the kept heads in SecretStorage. */
export const journalAnchorSecret = 'tenthSecond.journalHeads';

type Heads = JournalAnchor['heads'];

/**
 * Where each chain of the journal ended, kept in the editor's secret storage: a program that rewrites the journal cannot rewrite
 * this. A head only ever moves on, unless the person was told why it does not.
 */
export class JournalAnchors {
  readonly #secrets: Secrets;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /** Read every time, since other windows of this editor write it as well. */
  async read(): Promise<Heads> {
    const stored = await this.#secrets.get(journalAnchorSecret);
    try {
      const value: unknown = JSON.parse(stored ?? '{}');
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Heads) : {};
    } catch {
      return {}; // Damaged: kept anew from here on.
    }
  }

  /** One after the other, so that no head of this window is lost to another one of it. */
  keep(anchor: JournalAnchor): Promise<void> {
    const kept = this.#writing.then(() => this.#keep(anchor));
    this.#writing = kept.catch(() => undefined);
    return kept;
  }

  async #keep({ heads, replaced, removed }: JournalAnchor): Promise<void> {
    const before = await this.read();
    const after: Record<string, Heads[string]> = { ...before };
    for (const [file, head] of Object.entries(heads)) if (replaced.includes(file) || head.n >= (before[file]?.n ?? 0)) after[file] = head;
    for (const file of replaced) if (heads[file] === undefined) delete after[file];
    for (const file of removed) delete after[file];
    const text = JSON.stringify(after);
    if (text !== JSON.stringify(before)) await this.#secrets.store(journalAnchorSecret, text);
  }
}
