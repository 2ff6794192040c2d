import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { otlpBody } from '../core/journal/otlp.ts';
import type { ExportTarget } from '../core/policy/organisation.ts';
import { writeFileAtomic } from '../platform/atomicFile.ts';
import { listChains, readPage, type JournalEntry } from '../platform/journal/journalReader.ts';
import { chainNameOf } from '../platform/journal/journalFiles.ts';

export interface ExporterOptions {
  /** The journal's. */
  readonly folder: string;
  /** Where it is kept how far each chain was sent. */
  readonly cursors: string;
  readonly version: string;
  /** Undefined: nothing is sent. */
  readonly target: () => ExportTarget | undefined;
  readonly fault: (text: string, error: unknown) => void;
  /** ms; for tests. */
  readonly firstWait?: number;
}

const pageSize = 200;
const requestTime = 30_000;
const defaultFirstWait = 1000;
const longestWait = 5 * 60_000;
/** So soon after a record was written it is sent with those beside it, ms. */
const gatherTime = 500;

/**
 * Sends the journal's records to an OTLP/HTTP collector. The journal itself is the queue: kept is only the number of the last record
 * of each chain that the collector has taken, so that nothing is lost over restarts, and at most the last page is sent twice.
 */
export class Exporter {
  readonly #options: ExporterOptions;
  readonly #cursors: Map<string, number>;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #failures = 0;
  #closed = false;
  readonly #abort = new AbortController();

  constructor(options: ExporterOptions) {
    this.#options = options;
    this.#cursors = readCursors(options.cursors);
  }

  /** Records were written, or the target has changed. */
  changed(): void {
    if (this.#closed || this.#options.target() === undefined) return;
    if (this.#running) this.#again = true;
    // While the collector does not answer, only the back-off decides.
    else if (this.#failures === 0) this.#plan(gatherTime);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#abort.abort();
    await this.#running;
  }

  #plan(wait: number): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#run().finally(() => {
        this.#running = undefined;
        if (this.#failures > 0) this.#plan(this.#wait());
        else if (this.#again) this.#plan(gatherTime);
        this.#again = false;
      });
    }, wait).unref();
  }

  #wait(): number {
    const first = this.#options.firstWait ?? defaultFirstWait;
    // Spread, so that a fleet does not come back in one moment.
    return Math.min(longestWait, first * 2 ** Math.min(this.#failures - 1, 12)) * (0.75 + Math.random() / 2);
  }

  async #run(): Promise<void> {
    const { folder, fault } = this.#options;
    try {
      for (const { file, records } of await listChains(folder)) {
        // Others' chains come into the shared ones when they are taken over.
        if (!chainNameOf(file)) continue;
        for (;;) {
          const sent = this.#cursors.get(file) ?? 0;
          if (sent >= records) break;
          const page = await readPage(folder, file, sent + 1, pageSize);
          const target = this.#options.target();
          if (target === undefined || this.#closed) break;
          if (page.length > 0) await this.#send(target, page);
          // Numbers that are missing (somebody removed them) must not end it here for ever.
          this.#cursors.set(file, page.at(-1)?.n ?? Math.min(records, sent + pageSize));
          writeFileAtomic(this.#options.cursors, `${JSON.stringify(Object.fromEntries(this.#cursors))}\n`);
        }
      }
      this.#failures = 0;
    } catch (error) {
      if (this.#closed) return;
      if (this.#failures++ === 0) fault('records could not be sent to the collector; they are sent when it answers again', error);
    }
  }

  async #send(target: ExportTarget, page: readonly JournalEntry[]): Promise<void> {
    const { version } = this.#options;
    const response = await fetch(target.endpoint, {
      method: 'POST',
      headers: { ...headersFrom(target.headersFile), 'content-type': 'application/json' },
      body: JSON.stringify(otlpBody(page, { version, host: hostname(), content: target.content })),
      redirect: 'error',
      signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(requestTime)]),
    });
    await response.arrayBuffer();
    // What the collector calls malformed it will never take; everything else may be better later.
    // https://opentelemetry.io/docs/specs/otlp/#failures
    if (!response.ok && response.status !== 400) throw new Error(`the collector answers ${response.status}`);
    if (response.status === 400) this.#options.fault('the collector refused records as malformed', new Error(String(response.status)));
  }
}

function headersFrom(file: string | undefined): Readonly<Record<string, string>> {
  if (file === undefined) return {};
  const headers: Record<string, string> = {};
  for (const line of readFileSync(file, 'utf8').split(/\r?\n/)) {
    const at = line.indexOf(':');
    if (at > 0) headers[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return headers;
}

function readCursors(path: string): Map<string, number> {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Readonly<Record<string, unknown>>;
    return new Map(Object.entries(value).flatMap(([file, n]) => (typeof n === 'number' && n > 0 ? [[file, n] as const] : [])));
  } catch {
    return new Map(); // None yet, or damaged: sent once more is better than not at all.
  }
}
