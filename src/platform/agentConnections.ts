import { existsSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import type { AgentAdapter } from '../core/agents/adapter.ts';
import { adapterFor, adapters } from '../core/agents/adapters.ts';
import {
  runsOurs,
  type ConnectionFile,
  type FilePlace,
  type OffSwitch,
  type OwnFile,
  type SettingsFile,
} from '../core/agents/connection.ts';
import { coverageOf, isConnected, type AgentFacts, type Coverage, type FileFact } from '../core/agents/coverage.ts';
import { hookCommandLine, type HookPrograms } from '../core/agents/hookCommand.ts';
import { connectSettings, disconnectSettings, isOff, settingsState, switchedOff, type Registered } from '../core/agents/settingsEdit.ts';
import { isObject } from '../core/agents/payload.ts';
import { mcpConfigs, rewriteMcpConfig } from '../core/mcp/configs.ts';
import type { AgentId, Json } from '../core/types.ts';
import { AgentFiles, ConnectionRefused, readText, type FileChange } from './agentFiles.ts';
import { presenceOf, programOf } from './agentPresence.ts';
import { hookPrograms, installPrograms, type InstallSource } from './install.ts';
import type { StateFolder } from './stateFolder.ts';

/** An agent that can be connected, as it stands on this machine. */
export interface AgentCoverage extends Coverage {
  readonly id: AgentId;
  readonly name: string;
  /** Its settings folder or its program is there. */
  readonly found: boolean;
  readonly version?: string;
  readonly connected: boolean;
  /** The file that connects it at user level, absolute. */
  readonly path: string;
  /** What keeps the hook from working, or should be known; one sentence each. */
  readonly notes: readonly string[];
  readonly lastCall?: number;
}

export interface ConnectionsOptions {
  readonly state: StateFolder;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly source: InstallSource;
}

/** What the server and Codex itself know beside the files. */
export interface MoreFacts {
  readonly lastCall?: (agent: AgentId) => number | undefined;
  readonly trust?: (agent: AgentId) => AgentFacts['trust'];
  /** Sessions that do not ask, one sentence each. */
  readonly silent?: (agent: AgentId) => readonly string[];
}

export interface AgentConnections {
  /** `folders`: workspace folders, whose files may switch hooks off. */
  coverage(folders?: readonly string[], more?: MoreFacts): readonly AgentCoverage[];
  /** The change, nothing written. Empty when there is nothing to change. `folder`: in that workspace only. Throws `ConnectionRefused`. */
  plan(agent: AgentId, wanted: 'connect' | 'disconnect', folder?: string): readonly FileChange[];
  /**
   * What takes every agent and every wrapped MCP server out again, at user level and in every folder that was ever written to; one
   * sentence for each file that has to be left as it is.
   */
  planAway(): { readonly changes: readonly FileChange[]; readonly problems: readonly string[] };
  /** The change that gives back the text from before our last one, as long as nobody has touched the file since. */
  restored(path: string, before: string): FileChange | undefined;
  /** Installs the programs and writes exactly the changes that were shown; refuses when a file has changed since. */
  apply(changes: readonly FileChange[]): Promise<void>;
  /** Copies the programs that the hooks run, and records runtimes. */
  install(): Promise<void>;
  /** A session with this environment finds a hook of ours. `folders`: where it runs. */
  reaches(agent: AgentId, variable: (name: string) => string | undefined, folders: readonly string[]): boolean;
  /** The agent's own program, to ask it something. */
  program(agent: AgentId): string | undefined;
  /** Every file that decides whether an agent's hook fires. */
  watched(folders: readonly string[]): readonly string[];
}

/** Connects agents: their own settings files get our hooks and nothing else in them changes, or a file of ours is put beside them. */
export function createAgentConnections(options: ConnectionsOptions): AgentConnections {
  const { state, home, environment, source } = options;
  const programs = hookPrograms(state, source.runtime);
  const files = new AgentFiles(join(state.root, 'backup'));

  const pathAt = (place: FilePlace, folder: string | undefined): string =>
    folder !== undefined ? join(folder, place.folder, place.name) : userPath(place, home, (name) => environment[name]);
  const hereFiles = (list: readonly ConnectionFile[]): readonly ConnectionFile[] =>
    list.filter((file) => file.type === 'settings' || file.platforms === undefined || file.platforms.includes(process.platform as 'linux'));
  const filesOf = (adapter: AgentAdapter, folder: string | undefined): readonly ConnectionFile[] =>
    hereFiles(folder === undefined ? adapter.connection.files : (adapter.connection.workspaceFiles ?? []));
  const registeredOf = (adapter: AgentAdapter, folder: string | undefined): Registered => {
    const own = filesOf(adapter, folder).find((file) => file.type === 'own');
    return { command: hookCommandLine(wordOf(adapter), programs), script: own === undefined ? '' : pathAt(own.place, folder) };
  };

  const factOf = (adapter: AgentAdapter, file: ConnectionFile, folder: string | undefined): FileFact => {
    const fact = stateOf(adapter, file, folder);
    return fact.state !== 'current' && fact.state !== 'outdated' && files.expected().has(fact.path) ? { ...fact, state: 'lost' } : fact;
  };

  const stateOf = (adapter: AgentAdapter, file: ConnectionFile, folder: string | undefined): FileFact => {
    const path = pathAt(file.place, folder);
    const about = { path, scope: folder === undefined ? ('user' as const) : ('workspace' as const) };
    try {
      const text = readText(path);
      if (text === undefined) return { ...about, state: 'absent' };
      const registered = registeredOf(adapter, folder);
      if (file.type === 'own') {
        if (!runsOurs(text)) return { ...about, state: 'foreign' };
        const executable = file.executable !== true || process.platform === 'win32' || (statSync(path).mode & 0o100) !== 0;
        return { ...about, state: text === file.text(registered.command, programs) && executable ? 'current' : 'outdated' };
      }
      const now = settingsState(text, file, registered);
      if ('reason' in now) return { ...about, state: 'unreadable', reason: now.reason };
      return { ...about, state: now.current ? 'current' : now.connected ? 'outdated' : 'absent' };
    } catch (error) {
      return { ...about, state: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
    }
  };

  const offSwitches = (adapter: AgentAdapter, folders: readonly string[]): readonly string[] =>
    adapter.connection.switches.flatMap((off) =>
      (off.at === 'home' ? [undefined] : folders).flatMap((folder) => {
        const path = pathAt(off.place, folder);
        const words = isSwitchedOff(path, off);
        return words === undefined ? [] : [`${words} in ${path}`];
      }),
    );

  const coverageOne = (adapter: AgentAdapter, folders: readonly string[], more: MoreFacts): AgentCoverage => {
    const user = filesOf(adapter, undefined).map((file) => factOf(adapter, file, undefined));
    const inFolders = folders.flatMap((folder) =>
      filesOf(adapter, folder)
        .map((file) => factOf(adapter, file, folder))
        // A repository may well have a settings file of its own that has nothing to do with us.
        .filter(isConnected),
    );
    const { found, version } = presenceOf(adapter.connection, home, environment['PATH']);
    const lastCall = more.lastCall?.(adapter.id);
    const trust = more.trust?.(adapter.id);
    const silent = more.silent?.(adapter.id) ?? [];
    const facts: AgentFacts = {
      found,
      version,
      files: [...user, ...inFolders],
      switchedOff: offSwitches(adapter, folders),
      programs: existsSync(programs.gate) && (programs.launcher === undefined || existsSync(programs.launcher)),
      ...(trust === undefined ? {} : { trust }),
      silent,
      // Without a server nobody knows; then it is not held against the agent.
      ...(more.lastCall === undefined ? { lastCall: 0 } : lastCall === undefined ? {} : { lastCall }),
    };
    const coverage = coverageOf(adapter, facts);
    return {
      id: adapter.id,
      name: adapter.displayName,
      found: found.length > 0,
      ...(version === undefined ? {} : { version }),
      connected: facts.files.some((file) => isConnected(file) && file.state !== 'lost'),
      path: user.find((fact) => fact.path.endsWith('.json'))?.path ?? user[0]?.path ?? '',
      notes: coverage.items.filter(({ weight }) => weight !== 'gap').map(({ text }) => text),
      ...coverage,
      ...(lastCall === undefined ? {} : { lastCall }),
    };
  };

  const planFile = (
    adapter: AgentAdapter,
    file: ConnectionFile,
    wanted: 'connect' | 'disconnect',
    folder: string | undefined,
  ): FileChange[] => {
    const path = pathAt(file.place, folder);
    const before = readText(path);
    const registered = registeredOf(adapter, folder);
    return file.type === 'own' ? planOwn(file, path, before, wanted, registered) : planSettings(file, path, before, wanted, registered);
  };

  const planOwn = (
    file: OwnFile,
    path: string,
    before: string | undefined,
    wanted: 'connect' | 'disconnect',
    registered: Registered,
  ): FileChange[] => {
    const mode = file.executable === true ? 0o700 : 0o600;
    if (before !== undefined && !runsOurs(before)) {
      if (wanted === 'disconnect') return [];
      throw new ConnectionRefused(`${path} was left as it is: it is a hook of somebody else's. Move it away, then try again`);
    }
    if (wanted === 'disconnect') return before === undefined ? [] : [{ path, before, after: undefined }];
    const after = file.text(registered.command, programs);
    const right = process.platform === 'win32' || before === undefined || (statSync(path).mode & 0o777) === mode;
    return after === before && right ? [] : [{ path, before, after, mode }];
  };

  const planSettings = (
    file: SettingsFile,
    path: string,
    before: string | undefined,
    wanted: 'connect' | 'disconnect',
    registered: Registered,
  ): FileChange[] => {
    const edited = wanted === 'connect' ? connectSettings(before, file, registered) : disconnectSettings(before, file);
    if (!edited.ok) throw new ConnectionRefused(`${path} was left as it is: ${edited.reason}. Repair it, then try again`);
    if (edited.text === (before ?? '')) return [];
    if (wanted === 'disconnect' && before !== undefined) return [files.restored(path, before) ?? { path, before, after: edited.text }];
    return [{ path, before, after: edited.text }];
  };

  return {
    coverage: (folders = [], more = {}) => adapters.map((adapter) => coverageOne(adapter, folders, more)),
    install: () => installPrograms(state, source),
    plan(agent, wanted, folder) {
      const adapter = adapterFor(agent);
      if (!adapter) throw new ConnectionRefused(`Tenth Second cannot connect "${agent}" yet`);
      const list = filesOf(adapter, folder);
      if (list.length === 0)
        throw new ConnectionRefused(`${adapter.displayName} reads no hooks of a single folder: connect it for all folders`);
      return list.flatMap((file) => planFile(adapter, file, wanted, folder));
    },
    restored: (path, before) => files.restored(path, before),
    planAway() {
      const changes: FileChange[] = [];
      const problems: string[] = [];
      const user = adapters.flatMap((adapter) => filesOf(adapter, undefined).map((file) => pathAt(file.place, undefined)));
      for (const path of new Set([...user, ...files.known()])) {
        try {
          const before = readText(path);
          if (before === undefined || !runsOurs(before)) continue;
          const back = files.restored(path, before);
          // What was before the last change may have been ours, too.
          const change = back && !runsOurs(back.after ?? '') ? back : withoutOurs(path, before, programs);
          changes.push(change);
          if (change.after !== undefined && runsOurs(change.after)) problems.push(`${path} still runs something of Tenth Second`);
        } catch (error) {
          problems.push(error instanceof Error ? error.message : String(error));
        }
      }
      return { changes, problems };
    },
    async apply(changes) {
      // First, so that no hook is ever registered that runs nothing.
      if (changes.some(({ after }) => after !== undefined && runsOurs(after))) await installPrograms(state, source);
      for (const { path, before } of changes)
        if (readText(path) !== before) throw new ConnectionRefused(`${path} has changed meanwhile, and was left as it is. Try again`);
      for (const change of changes) files.write(change);
    },
    program(agent) {
      const adapter = adapterFor(agent);
      return adapter && programOf(adapter.connection, home, environment['PATH']);
    },
    reaches(agent, variable, folders) {
      const adapter = adapterFor(agent);
      if (!adapter) return false;
      const named = variable('HOME');
      const where = named !== undefined && isAbsolute(named) ? named : home;
      const paths = [
        ...filesOf(adapter, undefined).map((file) => userPath(file.place, where, (name) => variable(name) ?? environment[name])),
        ...folders.flatMap((folder) => filesOf(adapter, folder).map((file) => pathAt(file.place, folder))),
      ];
      return paths.some((path) => {
        try {
          return runsOurs(readText(path) ?? '');
        } catch {
          return false; // Said where the file is to be written.
        }
      });
    },
    watched(folders) {
      const paths = adapters.flatMap((adapter) => [
        ...filesOf(adapter, undefined).map((file) => pathAt(file.place, undefined)),
        ...folders.flatMap((folder) => filesOf(adapter, folder).map((file) => pathAt(file.place, folder))),
        ...adapter.connection.switches.flatMap((off) =>
          (off.at === 'home' ? [undefined] : folders).map((folder) => pathAt(off.place, folder)),
        ),
      ]);
      // Our own programs, and what was written where.
      const ours = [
        programs.gate,
        ...(programs.launcher === undefined ? [] : [programs.launcher]),
        join(state.root, 'backup/written.json'),
      ];
      return [...new Set([...paths, ...ours])];
    },
  };
}

/** Our entries taken out of whatever file this is, by its name; a file that is all ours is removed. */
function withoutOurs(path: string, before: string, programs: HookPrograms): FileChange {
  let after = before;
  const named = (name: string): boolean => path.replaceAll('\\', '/').endsWith(`/${name}`);
  for (const { connection } of adapters)
    for (const file of [...connection.files, ...(connection.workspaceFiles ?? [])]) {
      if (!named(file.place.name)) continue;
      if (file.type === 'own') return { path, before, after: undefined };
      const edited = disconnectSettings(after, file);
      if (!edited.ok) throw new ConnectionRefused(`${path} was left as it is: ${edited.reason}`);
      after = edited.text;
    }
  for (const { path: name, keys } of mcpConfigs) {
    if (!named(name)) continue;
    const edited = rewriteMcpConfig(after, keys, 'unwrap', programs);
    if (edited.ok) after = edited.text;
  }
  return { path, before, after };
}

/** A place below the home, or where the variables of a session lead. https://specifications.freedesktop.org/basedir-spec/latest/ */
function userPath(place: FilePlace, home: string, variable: (name: string) => string | undefined): string {
  const named = place.variable === undefined ? undefined : variable(place.variable);
  if (named !== undefined && isAbsolute(named)) return join(named, place.name);
  const settings = variable('XDG_CONFIG_HOME');
  const [first, ...rest] = place.folder.split('/');
  if (first === '.config' && settings !== undefined && isAbsolute(settings)) return join(settings, ...rest, place.name);
  return join(home, place.folder, place.name);
}

/** Copilot's harnesses share one file, so one command line. */
function wordOf(adapter: AgentAdapter): string {
  return adapter.id === 'copilot-cli' ? 'copilot' : adapter.id;
}

function isSwitchedOff(path: string, off: OffSwitch): string | undefined {
  let text: string | undefined;
  try {
    text = readText(path);
  } catch {
    return undefined; // Told where the file is to be written.
  }
  if (text === undefined) return undefined;
  if (off.format === 'json') return switchedOff(text, off);
  try {
    let value = parseToml(text) as unknown as Json;
    for (const key of off.path) {
      if (!isObject(value) || value[key] === undefined) return undefined;
      value = value[key];
    }
    return isOff(value, off.off) ? `${off.path.join('.')} is ${JSON.stringify(off.off)}` : undefined;
  } catch {
    return undefined; // Codex refuses to start on it.
  }
}
