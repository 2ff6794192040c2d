import { parentPort, workerData } from 'node:worker_threads';
import type { ScanFinding } from '../../core/credentials/scanText.ts';
import { scanFile, type ServerWarning } from './scanFile.ts';

/** What a worker is started with. */
export interface ScanWorkerData {
  readonly root: string;
  readonly home: string;
  /** One number: the index of the file that is read now, so that who waits knows which one took too long. */
  readonly progress: SharedArrayBuffer;
}

/** Answer to a list of paths. */
export interface ScannedBatch {
  readonly findings: readonly ScanFinding[];
  readonly servers: readonly ServerWarning[];
  readonly unreadable: readonly string[];
}

/** The program of a scan worker (dist/scan.js). */
const { root, home, progress } = workerData as ScanWorkerData;
const current = new Int32Array(progress);

parentPort!.on('message', (paths: readonly string[]) => {
  const findings: ScanFinding[] = [];
  const servers: ServerWarning[] = [];
  const unreadable: string[] = [];
  for (const [i, path] of paths.entries()) {
    Atomics.store(current, 0, i);
    const found = scanFile(path, root, home);
    if (found === undefined) unreadable.push(path);
    else {
      findings.push(...found.findings);
      servers.push(...found.servers);
    }
  }
  parentPort!.postMessage({ findings, servers, unreadable } satisfies ScannedBatch);
});
