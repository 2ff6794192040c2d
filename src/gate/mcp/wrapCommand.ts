import { existsSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { mcpConfigs, rewriteMcpConfig } from '../../core/mcp/configs.ts';
import { ConnectionRefused, type FileChange } from '../../platform/agentFiles.ts';
import { hookPrograms } from '../../platform/install.ts';
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
  const { runtime, gate } = hookPrograms(state, process.execPath);
  const files = args.filter((arg) => !arg.startsWith('--')).map((file) => resolve(file));
  const places = files.length > 0 ? files.map(placeOf) : knownPlaces(homeOf(state), process.cwd());
  const changes: FileChange[] = [];
  let failed = false;
  for (const { path, client, keys } of places) {
    let before: string;
    try {
      before = readFileSync(path, 'utf8');
    } catch (error) {
      process.stderr.write(`tenth-second: ${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).\n`);
      failed = true;
      continue;
    }
    const result = rewriteMcpConfig(before, keys, wanted, { runtime, gate });
    if (!result.ok) {
      process.stderr.write(`tenth-second: ${path} was left as it is: ${result.reason}.\n`);
      failed = true;
      continue;
    }
    for (const name of result.skipped)
      process.stdout.write(`${client}: ${name} is a remote server. To guard it: tenth-second mcp --url URL, and its address in ${path}.\n`);
    if (result.text !== before) changes.push({ path, before, after: result.text });
  }
  for (const change of changes) process.stdout.write(unifiedDiff(change.path, change.before, change.after));
  if (changes.length === 0) process.stdout.write(`No MCP server to ${wanted}.\n`);
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

interface Place {
  readonly client: string;
  readonly path: string;
  readonly keys: readonly string[];
}

function knownPlaces(home: string, folder: string): readonly Place[] {
  const found = mcpConfigs.map(({ client, place, path, keys }) => ({ client, keys, path: join(place === 'home' ? home : folder, path) }));
  return found.filter(({ path }, index) => existsSync(path) && found.findIndex((each) => each.path === path) === index);
}

/** A file that was named: as the client whose file has such a name, else as most have it. */
function placeOf(path: string): Place {
  const known = mcpConfigs.find((config) => path.endsWith(sep + config.path.replaceAll('/', sep)));
  return { client: known?.client ?? 'MCP', path, keys: known?.keys ?? ['mcpServers'] };
}
