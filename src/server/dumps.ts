import { homedir } from 'node:os';
import { dumpPlanOf, type DumpPlan } from '../core/backups/dumpPlan.ts';
import { dumpDatabase, dumpProgram, keepDumps, type Dumped } from '../platform/databaseDump.ts';
import type { Judgement } from '../platform/road.ts';
import type { Redact } from './holdText.ts';

export interface DumpPorts {
  /** `<state>/dumps`. */
  readonly folder: string;
  readonly redact: Redact;
  /** How long dumps are kept. */
  readonly days: () => number;
  readonly now: () => number;
}

/** *Back Up, Then Run*: a dump of the database that an action would change, before it is let through. */
export class Dumps {
  readonly #ports: DumpPorts;

  constructor(ports: DumpPorts) {
    this.#ports = ports;
  }

  /** What the modal offers; undefined where the target cannot be told or the program is not there. */
  offer(judgement: Judgement): string | undefined {
    const plan = this.#planOf(judgement);
    const program = plan && dumpProgram(plan.kind);
    if (!plan || program === undefined) return undefined;
    const where = plan.host === undefined ? '' : ` on ${plan.host}`;
    return `${plan.kind === 'postgres' ? 'pg_dump' : 'mysqldump'} of ${plan.database}${where}`;
  }

  async make(judgement: Judgement, id: string, budget: number): Promise<Dumped> {
    const plan = this.#planOf(judgement);
    if (!plan) return { type: 'failed', reason: 'it cannot be told which database this is about' };
    const { folder, redact, days, now } = this.#ports;
    keepDumps(folder, days(), now());
    const dumped = await dumpDatabase(plan, { folder, name: `${plan.database}-${id}`, budget, home: homedir() });
    if (dumped.type === 'dumped') return dumped;
    // What the program says may repeat what it was given.
    const said = plan.password === undefined ? dumped.reason : dumped.reason.replaceAll(plan.password, '‹secret›');
    return { type: 'failed', reason: redact(said) };
  }

  #planOf({ call, decision }: Judgement): DumpPlan | undefined {
    return dumpPlanOf(call, decision.operations, homedir());
  }
}
