import type { CoverageState } from '../../core/agents/coverage.ts';
import { gateConnections } from './connections.ts';

const words: Readonly<Record<CoverageState, string>> = {
  notFound: 'not found',
  notConnected: 'not connected',
  guarded: 'connected',
  doubtful: 'connected',
  unguarded: 'UNGUARDED',
};

/** `agents`: which agents are on this machine, and which of them the guard holds. */
export async function agentsCommand(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== '--json')) {
    process.stderr.write('usage: tenth-second agents [--json]\n');
    return 64;
  }
  const coverage = gateConnections(false).coverage([process.cwd()]);
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(coverage, undefined, 2)}\n`);
  else
    for (const { id, name, state, version, path, notes } of coverage)
      process.stdout.write(
        `${id.padEnd(14)} ${words[state].padEnd(14)} ${name}${version === undefined ? '' : ` ${version}`}, ${path}\n${notes.map((note) => `  ${note}\n`).join('')}`,
      );
  return 0;
}
