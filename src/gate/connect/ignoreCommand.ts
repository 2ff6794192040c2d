import { resolve } from 'node:path';
import { ignoreRules, ignoreRulesOf } from '../../core/agents/ignores/ignoreRules.ts';
import { ConnectionRefused } from '../../platform/agentFiles.ts';
import { createIgnoreFiles, type IgnoreFiles, type IgnoreState } from '../../platform/ignoreFiles.ts';
import { readPolicies } from '../../platform/policyStore.ts';
import { openStateFolder, stateFolderAt, stateFolderPath } from '../../platform/stateFolder.ts';
import { isWithin } from '../../core/paths.ts';
import { agreed } from '../agreed.ts';
import { homeOf } from '../place.ts';
import { unifiedDiff } from './diff.ts';

const words: Readonly<Record<IgnoreState, string>> = {
  absent: 'not written',
  written: 'written',
  outdated: 'out of date',
  unreadable: 'UNREADABLE',
};

/**
 * `ignore`: which agents are told by their own means to leave credential files alone. `ignore AGENT…|all`: shows the change, asks, writes;
 * `--remove` takes it out again. `--cwd`: the workspace folder that ignore files are for.
 */
export async function ignoreCommand(args: readonly string[]): Promise<number> {
  const parsed = parse(args);
  if (parsed === undefined) {
    process.stderr.write(
      `usage: tenth-second ignore [--json]\n       tenth-second ignore AGENT…|all [--remove] [--dry-run|--yes] [--cwd DIR]\nagents: ${ignoreRules.map(({ id }) => id).join(', ')}\n`,
    );
    return 64;
  }
  const { names, flags, folder } = parsed;
  const files = filesFor(folder, false);
  if (names.length === 0) {
    const coverage = files.coverage();
    if (flags.has('--json')) process.stdout.write(`${JSON.stringify(coverage, undefined, 2)}\n`);
    else
      for (const { id, name, path, state, reason, covers } of coverage)
        process.stdout.write(`${id.padEnd(18)} ${words[state].padEnd(12)} ${name}, ${path}\n  ${reason ?? covers}\n`);
    return 0;
  }
  const wanted = flags.has('--remove') ? 'remove' : 'write';
  const ids = names.includes('all')
    ? files
        .coverage()
        .filter(({ found, state }) => (wanted === 'write' ? found : state !== 'absent'))
        .map(({ id }) => id)
    : names;
  try {
    const changes = ids.flatMap((id) => files.plan(id, wanted));
    if (changes.length === 0) {
      process.stdout.write(wanted === 'write' ? 'Written already: nothing to change.\n' : 'Not written: nothing to change.\n');
      return 0;
    }
    for (const change of changes) process.stdout.write(unifiedDiff(change.path, change.before, change.after));
    if (flags.has('--dry-run')) return 0;
    if (process.stdin.isTTY && process.stdout.isTTY && !flags.has('--yes') && !(await agreed())) {
      process.stdout.write('Nothing was changed.\n');
      return 1;
    }
    filesFor(folder, true).apply(changes);
    process.stdout.write(
      wanted === 'write'
        ? `Written. ${ids.map((id) => `${ignoreRulesOf(id)!.name}: ${ignoreRulesOf(id)!.covers}`).join('\n')}\n`
        : 'Removed. The guard itself hides credential files as before.\n',
    );
    return 0;
  } catch (error) {
    if (!(error instanceof ConnectionRefused)) throw error;
    process.stderr.write(`tenth-second: ${error.message}.\n`);
    return 1;
  }
}

function parse(
  args: readonly string[],
): { readonly names: readonly string[]; readonly flags: ReadonlySet<string>; readonly folder: string } | undefined {
  const names: string[] = [];
  const flags = new Set<string>();
  let folder = process.cwd();
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (arg === '--cwd' && args[index + 1] !== undefined) folder = resolve(args[++index]!);
    else if (['--remove', '--dry-run', '--yes', '--json'].includes(arg)) flags.add(arg);
    else if (arg === 'all' || ignoreRulesOf(arg)) names.push(arg);
    else return undefined;
  }
  return names.length === 0 && [...flags].some((flag) => flag !== '--json') ? undefined : { names, flags, folder };
}

function filesFor(folder: string, write: boolean): IgnoreFiles {
  const state = write ? openStateFolder() : stateFolderAt(stateFolderPath());
  const said = readPolicies(state.policy).filter((stored) => isWithin(folder, stored.folder));
  return createIgnoreFiles({
    state,
    home: homeOf(state),
    environment: process.env,
    folder,
    credentialFiles: [...new Set(said.flatMap(({ policy }) => policy.credentialFiles))],
  });
}
