import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { documentFacts, type DocumentFacts } from '../../core/credentials/documentFacts.ts';

interface Task {
  readonly id: number;
  readonly path: string;
  readonly text: string;
  readonly root: string | undefined;
}

/** A text that takes longer is left alone: the thread is ended and a new one takes the next text. */
const deadline = 3000;

/** Reads documents for credentials in a thread of its own: the loop that decides about agents never waits for what somebody types. */
export class Analyst {
  readonly #program: string;
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, { readonly done: (facts: DocumentFacts | undefined) => void; readonly timer: NodeJS.Timeout }>();
  #next = 1;

  /** `program` is this very file: the thread runs `analystThread`. */
  constructor(program: string) {
    this.#program = program;
  }

  /** Undefined when it could not be read in time. */
  read(path: string, text: string, root: string | undefined): Promise<DocumentFacts | undefined> {
    const id = this.#next++;
    return new Promise((done) => {
      const timer = setTimeout(() => this.#end(), deadline);
      this.#waiting.set(id, { done, timer });
      this.#thread().postMessage({ id, path, text, root } satisfies Task);
    });
  }

  dispose(): void {
    this.#end();
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#program, { workerData: { analyst: true }, stdout: false, stderr: false });
    worker.unref();
    worker.on('message', ({ id, facts }: { readonly id: number; readonly facts: DocumentFacts | undefined }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      clearTimeout(waiting?.timer);
      waiting?.done(facts);
    });
    worker.on('error', () => this.#end());
    this.#worker = worker;
    return worker;
  }

  #end(): void {
    void this.#worker?.terminate();
    this.#worker = undefined;
    for (const { done, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      done(undefined);
    }
    this.#waiting.clear();
  }
}

/** True in the thread, which it then serves. */
export function analystThread(): boolean {
  if (isMainThread || (workerData as { readonly analyst?: unknown } | null)?.analyst !== true) return false;
  parentPort?.on('message', ({ id, path, text, root }: Task) => {
    let facts: DocumentFacts | undefined;
    try {
      facts = documentFacts(path, text, root);
    } catch {
      facts = undefined; // Nothing is said of it, and the next text is read.
    }
    parentPort?.postMessage({ id, facts });
  });
  return true;
}
