import { resolve } from 'node:path';
import { ConnectionRefused } from '../../platform/agentFiles.ts';
import { hookPrograms } from '../../platform/install.ts';
import { mcpPlaceOf, mcpPlaces, planWrapping } from '../../platform/mcpWrapping.ts';
import { stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';
import { agreed } from '../agreed.ts';
import { gateConnections } from '../connect/connections.ts';
import { unifiedDiff } from '../connect/diff.ts';
import { homeOf } from '../place.ts';

/** `mcp wrap|unwrap [FILE…]`: shows what would change in the settings of MCP clients, asks, writes; without files, in all that are found. */
export async function wrapCommand(wanted: 'wrap' | 'unwrap', args: readonly string[]): Promise<number> {
  const flags = args.filter((arg) => arg.startsWith('--'));
  if (flags.some((flag) => flag !== '--dry-run' && flag !== '--yes')) {
    process.stderr.write(`usage: tenth-second mcp ${wanted} [--dry-run|--yes] [FILE…]\n`);
    return 64;
  }
  const state = stateFolderAt(stateFolderPath());
  const files = args.filter((arg) => !arg.startsWith('--')).map((file) => resolve(file));
  const places = files.length > 0 ? files.map(mcpPlaceOf) : mcpPlaces(homeOf(state), [process.cwd()]);
  const { changes, remote, problems } = planWrapping(wanted, places, hookPrograms(state, process.execPath), (path, before) =>
    gateConnections(false).restored(path, before),
  );
  for (const problem of problems) process.stderr.write(`tenth-second: ${problem}.\n`);
  for (const { client, server, path } of remote)
    process.stdout.write(`${client}: ${server} is a remote server. To guard it: tenth-second mcp --url URL, and its address in ${path}.\n`);
  for (const change of changes) process.stdout.write(unifiedDiff(change.path, change.before, change.after));
  if (changes.length === 0) process.stdout.write(`No MCP server to ${wanted}.\n`);
  const failed = problems.length > 0;
  if (changes.length === 0 || flags.includes('--dry-run')) return failed ? 1 : 0;
  if (process.stdin.isTTY && process.stdout.isTTY && !flags.includes('--yes') && !(await agreed())) {
    process.stdout.write('Nothing was changed.\n');
    return 1;
  }
  try {
    await gateConnections(true).apply(changes);
  } catch (error) {
    if (!(error instanceof ConnectionRefused)) throw error;
    process.stderr.write(`tenth-second: ${error.message}.\n`);
    return 1;
  }
  process.stdout.write(
    `Done. Restart the MCP servers (or the clients) to use ${wanted === 'wrap' ? 'the guard' : 'them without the guard'}.\n`,
  );
  return failed ? 1 : 0;
}
