import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { readingJobs, runJob, type Jobs, type JobType, type JobTypes } from './jobs.ts';

interface Request {
  readonly id: number;
  readonly type: JobType;
  readonly params: unknown;
}

type Reply = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });

interface Waiting {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** A thread without work ends after this time, ms. */
const idleTime = 60_000;

/** One thread for what works on files, one for what reads the journal. */
export function createJobThreads(script: string): Jobs {
  const working = createJobThread(script);
  const reading = createJobThread(script);
  return {
    run: (type, params, budget) => (readingJobs.has(type) ? reading : working).run(type, params, budget),
    async close() {
      await Promise.all([working.close(), reading.close()]);
    },
  };
}

/** Jobs in one thread of their own, started at the first one. `script` is this program: `serveJobs` runs in the thread. */
function createJobThread(script: string): Jobs {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let next = 1;

  const fail = (error: Error): void => {
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    waiting.clear();
  };
  const end = (): Promise<unknown> => {
    const ending = worker;
    worker = undefined;
    clearTimeout(idle);
    return ending ? ending.terminate() : Promise.resolve();
  };
  const settle = (id: number, act: (waiting: Waiting) => void): void => {
    const found = waiting.get(id);
    if (!found) return;
    waiting.delete(id);
    clearTimeout(found.timer);
    act(found);
    if (waiting.size === 0) idle = setTimeout(() => void end(), idleTime).unref();
  };
  const start = (): Worker => {
    const started = new Worker(script);
    started.unref();
    started.on('message', (reply: Reply) =>
      settle(reply.id, ({ resolve, reject }) => ('error' in reply ? reject(new Error(reply.error)) : resolve(reply.result as never))),
    );
    const gone = (error: Error): void => {
      if (worker !== started) return;
      worker = undefined;
      fail(error);
    };
    started.on('error', gone);
    started.on('exit', () => gone(new Error('the thread ended')));
    return started;
  };

  return {
    run<T extends JobType>(type: T, params: JobTypes[T]['params'], budget: number) {
      clearTimeout(idle);
      worker ??= start();
      const thread = worker;
      const id = next++;
      return new Promise<JobTypes[T]['result']>((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error(`it took longer than ${Math.round(budget / 1000)} seconds`));
          // It cannot be asked to stop while it works on files; whatever it had begun is litter that is swept up later.
          void end();
          fail(new Error('the thread was ended over another job'));
        }, budget);
        waiting.set(id, { resolve, reject, timer });
        // A thread has no origin.
        thread.postMessage({ id, type, params } satisfies Request, []);
      });
    },
    async close() {
      fail(new Error('the server ends'));
      await end();
    },
  };
}

/** The other side: in the thread. */
export function serveJobs(): void {
  const port = parentPort;
  if (isMainThread || !port) throw new Error('not in a thread');
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', ({ id, type, params }: Request) => {
    // One after the other: a clean-up must not sweep what a snapshot is about to name.
    last = last
      .then(() => runJob(type, params as never))
      .then(
        (result) => port.postMessage({ id, result } satisfies Reply),
        (error: unknown) => port.postMessage({ id, error: error instanceof Error ? error.message : 'an error' } satisfies Reply),
      );
  });
}
