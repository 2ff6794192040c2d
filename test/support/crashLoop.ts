import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/rig.mjs';
import { askHook } from '../../src/platform/connection.ts';
import { readJournal } from '../../src/platform/journal/journalReader.ts';
import { readHeads } from '../../src/platform/journal/headsFile.ts';
import { verifyJournal } from '../../src/platform/journal/verifyJournal.ts';
import { isAlive } from '../../src/platform/processes.ts';
import { startServer } from '../../src/platform/serverProcess.ts';
import { openStateFolder } from '../../src/platform/stateFolder.ts';
import { hookRequest, until } from './serverRig.ts';
import { randomFrom } from './tamper.ts';

export interface CrashCount {
  readonly rounds: number;
  /** Decisions of consequence that a client had got its answer to. */
  readonly answered: number;
  /** Calls that the crash left without one. */
  readonly unanswered: number;
  /** Notes of incomplete last lines that were cut off. */
  readonly torn: number;
}

/**
 * Starts the real server, asks it from several clients at once, and kills it with SIGKILL at a random moment; over and over in one
 * home. After each crash the journal must verify and hold every decision of consequence that was answered. Throws when it does not.
 */
export async function crashLoop(rounds: number, seed: number, report: (text: string) => void = () => {}): Promise<CrashCount> {
  const place = path.join(root, '.tmp/sandbox');
  mkdirSync(place, { recursive: true });
  const home = realpathSync(mkdtempSync(path.join(place, 'crash-')));
  const state = openStateFolder(path.join(home, '.tenth-second'));
  const workspace = path.join(home, 'work');
  mkdirSync(workspace);
  const random = randomFrom(seed);
  const answered = new Set<string>();
  let unanswered = 0;
  let replies = 0;
  let next = 0;
  try {
    for (let round = 1; round <= rounds; round++) {
      const descriptor = await startServer(
        { script: path.join(root, 'dist/server.js'), runtime: process.execPath },
        { state, arguments: ['--grace', '0'] },
      );
      if (!descriptor) throw new Error(`round ${round}: the server does not start`);
      const client = async (): Promise<void> => {
        for (;;) {
          const id = ++next;
          // Every third one passes and is written with others; the rest is refused, since no window is there to ask.
          const command = id % 3 === 0 ? `ls dir${id}` : `git push --force origin crash${id}`;
          try {
            const reply = await askHook(descriptor, hookRequest(command, workspace, { session: `s${round}` }), 10_000);
            replies++;
            if (id % 3 !== 0 && reply.code === 2) answered.add(`crash${id}`);
          } catch {
            unanswered++;
            return;
          }
        }
      };
      const clients = Array.from({ length: 4 }, client);
      // A moment that does not hang on how busy the machine is: after so many answers, and then anywhere in the next ones.
      const enough = replies + Math.floor(random() * 40);
      await until('enough calls are answered', () => replies > enough, 30_000);
      await new Promise((resolve) => setTimeout(resolve, random() * 20));
      process.kill(descriptor.pid, 'SIGKILL');
      await Promise.all(clients);
      await until('the server is gone', () => !isAlive(descriptor.pid));
      const broken = (await verifyJournal(state.journal, readHeads(state.heads)))
        .flatMap(({ file, problems }) => problems.map((problem) => ({ file, ...problem })))
        .filter(({ fault }) => fault !== 'torn');
      if (broken.length > 0) throw new Error(`round ${round}: ${JSON.stringify(broken[0])}`);
      const lost = await missing(state.journal, answered, `s${round}`);
      if (lost !== undefined) throw new Error(`round ${round}: the answered decision about ${lost} is not in the journal`);
      if (round % 50 === 0) report(`${round} crashes, ${answered.size} answered decisions, all there`);
    }
    const all = await readJournal(state.journal);
    const written = new Set(all.map(({ record }) => /crash\d+/.exec(record.action ?? '')?.[0]));
    const lost = [...answered].find((each) => !written.has(each));
    if (lost !== undefined) throw new Error(`at the end: ${lost} is not in the journal`);
    const torn = all.filter(({ record }) => record.text?.includes('incomplete last line')).length;
    return { rounds, answered: answered.size, unanswered, torn };
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function missing(folder: string, answered: ReadonlySet<string>, session: string): Promise<string | undefined> {
  const written = new Set((await readJournal(folder, { session })).map(({ record }) => /crash\d+/.exec(record.action ?? '')?.[0]));
  // Those of earlier rounds were looked for then, and are once more at the end.
  return sinceLast(answered).find((each) => !written.has(each));
}

const checked = new WeakMap<ReadonlySet<string>, number>();

function sinceLast(answered: ReadonlySet<string>): readonly string[] {
  const fresh = [...answered].slice(checked.get(answered) ?? 0);
  checked.set(answered, answered.size);
  return fresh;
}
