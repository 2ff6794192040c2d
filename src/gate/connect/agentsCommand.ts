import { gateConnections } from './connections.ts';

/** `agents`: which agents are on this machine, and which of them the guard holds. */
export async function agentsCommand(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg !== '--json')) {
    process.stderr.write('usage: tenth-second agents [--json]\n');
    return 64;
  }
  const coverage = gateConnections(false).coverage();
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(coverage, undefined, 2)}\n`);
  else
    for (const { id, name, found, connected, path, notes } of coverage) {
      const state = connected ? 'connected' : found ? 'not connected' : 'not found';
      process.stdout.write(`${id.padEnd(14)} ${state.padEnd(14)} ${name}, ${path}\n${notes.map((note) => `  ${note}\n`).join('')}`);
    }
  return 0;
}
