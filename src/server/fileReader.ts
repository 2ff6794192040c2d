import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { readWorkspaceFile, unreadableFile, type ReadFile } from '../platform/fileKnowledge.ts';
import { openFingerprint, type Fingerprint } from '../platform/fingerprint.ts';

interface Task {
  readonly paths: readonly string[];
  readonly root: string;
  readonly home: string;
}

/** A file that takes longer is left alone: the thread is ended, and a new one reads the rest. */
const deadline = 10_000;
const startTime = 30_000;
/** A thread without work ends after this time, ms. */
const idleTime = 5 * 60_000;

/** Reads files of workspaces in a thread of its own: the loop that decides about agents never waits for what lies in a repository. */
export class FileReader {
  readonly #program: string;
  readonly #stateFolder: string;
  readonly #deadline: number;
  #worker: Worker | undefined;
  /** The thread that has said that it listens. */
  #ready: Worker | undefined;
  #key: Fingerprint | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  /** `program` is this very file: the thread runs `fileReaderThread`. */
  constructor(program: string, stateFolder: string, time = deadline) {
    this.#program = program;
    this.#stateFolder = stateFolder;
    this.#deadline = time;
  }

  /** One list after the other. What could not be read in time counts as unreadable. */
  read(paths: readonly string[], root: string, home: string): Promise<readonly (ReadFile | undefined)[]> {
    const read = this.#last.then(() => this.#read({ paths, root, home }));
    // One list that fails must not take the lists after it along.
    this.#last = read.catch(() => undefined);
    return read;
  }

  dispose(): void {
    this.#end();
  }

  async #read({ paths, root, home }: Task): Promise<readonly (ReadFile | undefined)[]> {
    clearTimeout(this.#idle);
    const files: (ReadFile | undefined)[] = [];
    while (files.length < paths.length) {
      const rest = paths.slice(files.length);
      const some = await this.#some({ paths: rest, root, home });
      // No thread can be had: rather here than not at all.
      if (some === undefined) return [...files, ...rest.map((path) => readWorkspaceFile(path, root, home, this.#fingerprint()))];
      files.push(...some);
      // The one that it was at blocks, or breaks it.
      if (files.length < paths.length) files.push(unreadableFile(paths[files.length]!, root, home));
    }
    this.#idle = setTimeout(() => this.#end(), idleTime).unref();
    return files;
  }

  /** What comes back before one file takes too long, or ends the thread; undefined when the thread does not start. */
  async #some(task: Task): Promise<readonly (ReadFile | undefined)[] | undefined> {
    let worker: Worker;
    try {
      worker = this.#thread();
    } catch {
      return undefined; // The machine gives no thread: said by being undefined.
    }
    const files: (ReadFile | undefined)[] = [];
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        worker.off('message', take).off('error', fail).off('exit', fail);
        resolve(this.#ready === worker || files.length > 0 ? files : undefined);
      };
      const fail = (): void => {
        finish();
        this.#end();
      };
      // How long a thread takes to start depends on the machine, and says nothing about a file.
      let timer = this.#ready === worker ? setTimeout(fail, this.#deadline) : setTimeout(fail, startTime);
      const take = (file: ReadFile | null | 'ready'): void => {
        if (file === 'ready') {
          this.#ready = worker;
          clearTimeout(timer);
          timer = setTimeout(fail, this.#deadline);
          return;
        }
        files.push(file ?? undefined);
        if (files.length === task.paths.length) return finish();
        clearTimeout(timer);
        timer = setTimeout(fail, this.#deadline);
      };
      worker.on('message', take).on('error', fail).on('exit', fail);
      worker.postMessage(task);
    });
  }

  #fingerprint(): Fingerprint {
    this.#key ??= openFingerprint(this.#stateFolder);
    return this.#key;
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#program, {
      workerData: { fileReader: true, stateFolder: this.#stateFolder },
      stdout: false,
      stderr: false,
    });
    worker.unref();
    // One that ends while nobody waits is started anew for the next list.
    worker.on('error', () => undefined).on('exit', () => (this.#worker === worker ? (this.#worker = undefined) : undefined));
    this.#worker = worker;
    return worker;
  }

  #end(): void {
    clearTimeout(this.#idle);
    void this.#worker?.terminate();
    this.#worker = undefined;
  }
}

/** True in the thread, which it then serves. */
export function fileReaderThread(): boolean {
  const data = workerData as { readonly fileReader?: unknown; readonly stateFolder?: string } | null;
  if (isMainThread || data?.fileReader !== true) return false;
  let fingerprint: Fingerprint | undefined;
  parentPort?.postMessage('ready');
  parentPort?.on('message', ({ paths, root, home }: Task) => {
    fingerprint ??= openFingerprint(data.stateFolder ?? '');
    for (const path of paths) parentPort?.postMessage(readWorkspaceFile(path, root, home, fingerprint) ?? null);
  });
  return true;
}
