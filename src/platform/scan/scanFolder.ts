import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { credentialFileHolds } from '../../core/credentials/credentialPaths.ts';
import type { ScanFinding } from '../../core/credentials/scanText.ts';
import { displayPath } from '../../core/paths.ts';
import { corePath } from '../workspaceFiles.ts';
import type { ServerWarning } from './scanFile.ts';
import type { ScannedBatch, ScanWorkerData } from './scanWorker.ts';
import { walkFiles } from './walkFiles.ts';

export interface ScanOptions {
  /** Absolute. */
  readonly root: string;
  readonly home: string;
  /** dist/scan.js. */
  readonly program: string;
  readonly all?: boolean;
  readonly maxFiles?: number;
  /** Milliseconds that a group of files may take before the one that is being read is given up. */
  readonly deadline?: number;
  readonly onProgress?: (files: number) => void;
  readonly signal?: AbortSignal;
}

export interface Scan {
  /** Files read. */
  readonly files: number;
  readonly findings: readonly ScanFinding[];
  /** Files that hold credentials by their name, with what lies in them. */
  readonly credentialFiles: readonly { readonly path: string; readonly holds: string }[];
  /** MCP servers that others can listen to or use. */
  readonly servers: readonly ServerWarning[];
  /** What could not be read, or took too long. */
  readonly unreadable: readonly string[];
  /** The limit of files was reached, or it was cancelled: there may be more. */
  readonly truncated: boolean;
}

const defaultMaxFiles = 200_000;
const defaultDeadline = 10_000;
/** Files of one message to a worker. */
const batchSize = 64;
/** More than this only wait for the disk. */
const maxWorkers = 4;

/** Looks for secrets in all files of a folder: in worker threads, so that who asks goes on, each group of files with a deadline. */
export async function scanFolder(options: ScanOptions): Promise<Scan> {
  const { root, onProgress, signal } = options;
  const findings: ScanFinding[] = [];
  const servers: ServerWarning[] = [];
  const unreadable: string[] = [];
  const credentialFiles: { path: string; holds: string }[] = [];
  const shown = (path: string): string => displayPath(corePath(path), corePath(root), '');
  let files = 0;
  let truncated = false;
  const pool = new Pool(options, (batch, paths) => {
    findings.push(...batch.findings);
    servers.push(...batch.servers);
    unreadable.push(...batch.unreadable.map(shown));
    files += paths;
    onProgress?.(files);
  });
  try {
    let waiting: string[] = [];
    for await (const group of walkFiles(root, { all: options.all ?? false, maxFiles: options.maxFiles ?? defaultMaxFiles })) {
      for (const path of group.credentialFiles) credentialFiles.push({ path: shown(path), holds: credentialFileHolds(path) ?? '' });
      unreadable.push(...group.unreadable.map(shown));
      truncated ||= group.truncated;
      waiting.push(...group.files);
      // One folder alone may hold thousands of files.
      while (waiting.length >= batchSize) {
        if (signal?.aborted) break;
        await pool.run(waiting.slice(0, batchSize));
        waiting = waiting.slice(batchSize);
      }
      if (signal?.aborted) {
        truncated = true;
        waiting = [];
        break;
      }
    }
    if (waiting.length > 0) await pool.run(waiting);
    await pool.idle();
  } finally {
    await pool.close();
  }
  findings.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.column - b.column));
  credentialFiles.sort((a, b) => (a.path < b.path ? -1 : 1));
  servers.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
  return { files, findings, servers, credentialFiles, unreadable: unreadable.sort(), truncated };
}

/** Workers that are started when there is work for them, and replaced when they hang. */
class Pool {
  readonly #options: ScanOptions;
  readonly #done: (batch: ScannedBatch, paths: number) => void;
  readonly #idle: ScanWorker[] = [];
  readonly #running = new Set<Promise<void>>();
  #workers = 0;

  constructor(options: ScanOptions, done: (batch: ScannedBatch, paths: number) => void) {
    this.#options = options;
    this.#done = done;
  }

  /** Returns when a worker has taken the files, not when they are read. */
  async run(paths: readonly string[]): Promise<void> {
    const limit = Math.max(1, Math.min(maxWorkers, availableParallelism()));
    while (this.#idle.length === 0 && this.#workers >= limit) await Promise.race(this.#running);
    const worker = this.#idle.pop() ?? new ScanWorker(this.#options);
    if (worker.fresh) this.#workers++;
    worker.fresh = false;
    const work = worker.scan(paths).then((batch) => {
      this.#done(batch, paths.length);
      this.#idle.push(worker);
      this.#running.delete(work);
    });
    this.#running.add(work);
  }

  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  async close(): Promise<void> {
    await Promise.all(this.#idle.map((worker) => worker.end()));
  }
}

class ScanWorker {
  fresh = true;
  readonly #options: ScanOptions;
  #progress = new SharedArrayBuffer(4);
  #worker: Worker | undefined;

  constructor(options: ScanOptions) {
    this.#options = options;
  }

  /** Reads files; never rejects: the file that breaks or blocks a worker is told as unreadable, and the rest goes on in a new one. */
  async scan(paths: readonly string[]): Promise<ScannedBatch> {
    const unreadable: string[] = [];
    let rest = paths;
    while (rest.length > 0) {
      const batch = await this.#try(rest);
      if (batch) return { ...batch, unreadable: [...unreadable, ...batch.unreadable] };
      const stuck = Atomics.load(new Int32Array(this.#progress), 0);
      // What came before is read again, without the one that blocks: a hung worker gives nothing back.
      unreadable.push(rest[stuck]!);
      rest = rest.filter((_, i) => i !== stuck);
    }
    return { findings: [], servers: [], unreadable };
  }

  async end(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #try(paths: readonly string[]): Promise<ScannedBatch | undefined> {
    const { program, root, home, deadline = defaultDeadline } = this.#options;
    if (this.#worker === undefined) {
      this.#progress = new SharedArrayBuffer(4);
      const workerData: ScanWorkerData = { root: corePath(root), home: corePath(home), progress: this.#progress };
      this.#worker = new Worker(program, { workerData, stderr: false });
    }
    const worker = this.#worker;
    Atomics.store(new Int32Array(this.#progress), 0, 0);
    const answer = await new Promise<ScannedBatch | undefined>((resolve) => {
      const finish = (batch: ScannedBatch | undefined): void => {
        clearTimeout(timer);
        worker.off('message', finish).off('error', fail).off('exit', fail);
        resolve(batch);
      };
      const fail = (): void => finish(undefined);
      const timer = setTimeout(fail, deadline);
      worker.on('message', finish).on('error', fail).on('exit', fail);
      worker.postMessage(paths);
    });
    if (answer === undefined) await this.end();
    return answer;
  }
}
