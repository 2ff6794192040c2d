import { crashLoop } from '../support/crashLoop.ts';

/** At least 500 crashes under load. `node scripts/measure.mjs soak journalCrash -- ROUNDS SEED`. */
const rounds = Number(process.argv[2] ?? 500);
const seed = Number(process.argv[3] ?? Date.now());
console.log(`seed ${seed}`);
const count = await crashLoop(rounds, seed, (text) => console.log(text));
console.log(
  `${count.rounds} crashes: ${count.answered} answered decisions, none missing; ${count.unanswered} calls cut off, ${count.torn} torn lines repaired; verify passed each time`,
);
