import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { adapterFor, adapters } from '../../core/agents/adapters.ts';
import { ConnectionRefused } from '../../platform/agentFiles.ts';
import { agreed } from '../agreed.ts';
import { gateConnections } from './connections.ts';
import { unifiedDiff } from './diff.ts';

/**
 * `connect AGENT`, `disconnect AGENT`: shows the change, asks, writes. `--dry-run` only shows, `--yes` does not ask, `--folder DIR` is for
 * that folder alone.
 */
export async function connectCommand(wanted: 'connect' | 'disconnect', args: readonly string[]): Promise<number> {
  const words = [...args];
  const at = words.indexOf('--folder');
  const [, named] = at < 0 ? [] : words.splice(at, 2);
  const [agent, ...flags] = words.sort((a, b) => Number(a.startsWith('--')) - Number(b.startsWith('--')));
  const adapter = adapterFor(agent ?? '');
  if (!adapter || (at >= 0 && !named) || flags.some((flag) => flag !== '--dry-run' && flag !== '--yes')) {
    process.stderr.write(
      `usage: tenth-second ${wanted} AGENT [--dry-run|--yes] [--folder DIR]\nagents: ${adapters.map(({ id }) => id).join(', ')}\n`,
    );
    return 64;
  }
  if (named !== undefined && !existsSync(named)) {
    process.stderr.write(`tenth-second: there is no folder ${named}.\n`);
    return 64;
  }
  const folder = named === undefined ? undefined : realpathSync(resolve(named));
  const dry = flags.includes('--dry-run');
  try {
    const changes = gateConnections(false).plan(adapter.id, wanted, folder);
    if (changes.length === 0) {
      process.stdout.write(
        `${adapter.displayName} is ${wanted === 'connect' ? 'connected already' : 'not connected'}: nothing to change.\n`,
      );
      // The programs may be older or gone all the same.
      if (wanted === 'connect' && !dry) await gateConnections(true).install();
      return 0;
    }
    for (const change of changes) process.stdout.write(unifiedDiff(change.path, change.before, change.after));
    if (dry) return 0;
    // A script has asked for it by starting us; a person is shown the change first.
    if (process.stdin.isTTY && process.stdout.isTTY && !flags.includes('--yes') && !(await agreed())) {
      process.stdout.write('Nothing was changed.\n');
      return 1;
    }
    await gateConnections(true).apply(changes);
    const note = wanted === 'connect' ? adapter.connection.note : 'Nothing it does is held any more.';
    process.stdout.write(`${adapter.displayName} is ${wanted}ed. ${note}\n`);
    for (const words of gateConnections(false)
      .coverage(folder === undefined ? [] : [folder])
      .find(({ id }) => id === adapter.id)?.notes ?? [])
      process.stdout.write(`Note: ${words}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ConnectionRefused)) throw error;
    process.stderr.write(`tenth-second: ${error.message}.\n`);
    return 1;
  }
}
