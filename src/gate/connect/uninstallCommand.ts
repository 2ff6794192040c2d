import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { editorExtensionFolders } from '../../platform/agentPresence.ts';
import { callServer } from '../../platform/connection.ts';
import { readDescriptor } from '../../platform/descriptor.ts';
import { removePrograms } from '../../platform/install.ts';
import { stateFolderAt, stateFolderPath, type StateFolder } from '../../platform/stateFolder.ts';
import { removeTerminalGuard } from '../../platform/terminalGuard.ts';
import { agreed } from '../agreed.ts';
import { homeOf } from '../place.ts';
import { gateConnections } from './connections.ts';
import { unifiedDiff } from './diff.ts';

/**
 * `uninstall`: takes out everything that runs something of ours (hooks, plugins, MCP servers behind the guard, the guard of terminals), in
 * every folder, and nothing else; then our programs. Journal, snapshots and backups stay. The editor runs it when the extension has been
 * removed (`--by-editor`); another editor that still has the extension then keeps everything as it is.
 * https://code.visualstudio.com/api/references/extension-manifest#extension-uninstall-hook
 */
export async function uninstallCommand(args: readonly string[]): Promise<number> {
  if (args.some((arg) => !['--by-editor', '--dry-run', '--yes'].includes(arg))) {
    process.stderr.write('usage: tenth-second uninstall [--dry-run|--yes]\n');
    return 64;
  }
  const root = stateFolderPath();
  if (!existsSync(root)) return say('Nothing of Tenth Second is installed here.');
  const state = stateFolderAt(root);
  const byEditor = args.includes('--by-editor');
  const other = byEditor ? otherEditor(homeOf(state)) : undefined;
  if (other !== undefined) return say(`Left as it is: the extension is still in ${other}.`);
  const { changes, problems } = gateConnections(false).planAway();
  for (const change of changes) process.stdout.write(unifiedDiff(change.path, change.before, change.after));
  for (const problem of problems) process.stderr.write(`tenth-second: ${problem}.\n`);
  if (args.includes('--dry-run')) return problems.length === 0 ? 0 : 1;
  if (process.stdin.isTTY && process.stdout.isTTY && !byEditor && !args.includes('--yes') && !(await agreed())) {
    say('Nothing was changed.');
    return 1;
  }
  await gateConnections(true).apply(changes);
  removeTerminalGuard(state);
  if (problems.length > 0) {
    say('The programs stay: what could not be taken out would hold everything without them.');
    return 1;
  }
  await stopServer(state);
  removePrograms(state);
  return say(`Tenth Second is taken out. Journal, snapshots and backups stay in ${root}.`);
}

function say(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}

async function stopServer(state: StateFolder): Promise<void> {
  const descriptor = readDescriptor(state.descriptor);
  // Gone already, or on its way: it ends by itself.
  if (descriptor) await callServer(descriptor, { type: 'stop' }, 2000).catch(() => undefined);
}

/** An extensions folder that holds this extension beside the one that is being removed. */
function otherEditor(home: string): string | undefined {
  const own = realpathSync(dirname(__dirname));
  for (const folder of editorExtensionFolders(home)) {
    let gone: unknown = {};
    try {
      // What the editor has removed and not yet deleted.
      gone = JSON.parse(readFileSync(join(folder, '.obsolete'), 'utf8'));
    } catch {
      // None, or not to be read: then everything in it counts.
    }
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      if (!/^tenth-second\.tenth-second-\d/i.test(name)) continue;
      const path = realpathSync(join(folder, name));
      if (path === own || (gone as Record<string, unknown>)[basename(name)] === true) continue;
      return folder;
    }
  }
  return undefined;
}
