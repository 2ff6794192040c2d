import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { adapterFor } from '../core/agents/adapters.ts';
import { linesState, withLines, withoutLines } from '../core/agents/ignores/ignoreLinesEdit.ts';
import { ignoreRules, ignoreRulesOf, type IgnoreRules, type RulesFile } from '../core/agents/ignores/ignoreRules.ts';
import { addSettingsRules, removeSettingsRules, settingsRulesState } from '../core/agents/ignores/ignoreSettingsEdit.ts';
import { ignoreLines } from '../core/agents/ignores/usualFiles.ts';
import { AgentFiles, ConnectionRefused, readText, type FileChange } from './agentFiles.ts';
import { presenceOf } from './agentPresence.ts';
import type { StateFolder } from './stateFolder.ts';

export type IgnoreState = 'absent' | 'written' | 'outdated' | 'unreadable';

/** An agent's own ignore rules as they stand, for one workspace folder. */
export interface IgnoreCoverage {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly state: IgnoreState;
  /** Why it cannot be read. */
  readonly reason?: string;
  /** The agent, or a file of this mechanism, is here. */
  readonly found: boolean;
  readonly covers: string;
}

export interface IgnoreFilesOptions {
  readonly state: StateFolder;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The workspace folder that ignore files are written in. */
  readonly folder: string;
  /** What the settings add to the credential files. */
  readonly credentialFiles?: readonly string[];
}

export interface IgnoreFiles {
  coverage(): readonly IgnoreCoverage[];
  /** The change, nothing written; empty when there is nothing to change. Throws `ConnectionRefused`. */
  plan(id: string, wanted: 'write' | 'remove'): readonly FileChange[];
  /** Writes exactly the changes that were shown; refuses when a file has changed since. */
  apply(changes: readonly FileChange[]): void;
}

/** Writes credential files into the agents' own ignore files and settings, and takes them out again. */
export function createIgnoreFiles({ state, home, environment, folder, credentialFiles = [] }: IgnoreFilesOptions): IgnoreFiles {
  const files = new AgentFiles(join(state.root, 'backup'), 'ignored.json');
  // An absolute glob matches nothing in a workspace's file; a relative one is relative to the folder in the settings.
  const lines = ignoreLines(
    credentialFiles.filter((glob) => !/^(?:[~/]|[A-Za-z]:)/.test(glob)).map((glob) => (glob.startsWith('**') ? glob : `/${glob}`)),
  );

  const placeOf = (file: RulesFile | Extract<IgnoreRules['file'], { type: 'own' }>): string => {
    const other = file.type === 'json' ? file.places?.[process.platform as 'darwin'] : undefined;
    const place = other ?? file.place;
    const named = place.variable === undefined ? undefined : environment[place.variable];
    return join(named !== undefined && isAbsolute(named) ? named : join(home, place.folder), place.name);
  };
  const pathOf = ({ file }: IgnoreRules): string => (file.type === 'lines' ? join(folder, file.name) : placeOf(file));
  const additionsOf = (file: RulesFile) => file.additions(home, process.platform);

  const stateOf = (rules: IgnoreRules): { readonly state: IgnoreState; readonly reason?: string } => {
    const path = pathOf(rules);
    const { file } = rules;
    try {
      const text = readText(path);
      if (text === undefined) return { state: 'absent' };
      if (file.type === 'lines') return { state: linesState(text, lines) };
      if (file.type === 'own') return { state: text === file.text ? 'written' : 'outdated' };
      const found = settingsRulesState(text, additionsOf(file), files.added(path));
      return typeof found === 'string' ? { state: found } : { state: 'unreadable', reason: found.reason };
    } catch (error) {
      return { state: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
    }
  };

  const planOne = (rules: IgnoreRules, wanted: 'write' | 'remove'): FileChange[] => {
    const path = pathOf(rules);
    const { file } = rules;
    const before = readText(path);
    if (wanted === 'remove') {
      if (before === undefined) return [];
      const back = files.restored(path, before);
      if (file.type === 'own') return [{ path, before, after: undefined }];
      if (file.type === 'lines') {
        const after = withoutLines(before);
        return after === before ? [] : [back ?? { path, before, after }];
      }
      const edited = removeSettingsRules(before, files.added(path));
      if (!edited.ok) throw new ConnectionRefused(`${path} was left as it is: ${edited.reason}. Repair it, then try again`);
      return edited.text === before ? [] : [back ?? { path, before, after: edited.text }];
    }
    if (file.type === 'own') return before === file.text ? [] : [{ path, before, after: file.text, mode: 0o600 }];
    if (file.type === 'lines') {
      const after = withLines(before, lines);
      // A file of a repository is for everybody who may read the repository.
      return after === before ? [] : [{ path, before, after, ...(before === undefined ? { mode: 0o644 } : {}) }];
    }
    const edited = addSettingsRules(before, additionsOf(file), files.added(path));
    if (!edited.ok) throw new ConnectionRefused(`${path} was left as it is: ${edited.reason}. Repair it, then try again`);
    return edited.text === (before ?? '') ? [] : [{ path, before, after: edited.text, added: edited.added }];
  };

  const isFound = (rules: IgnoreRules): boolean => {
    const adapter = adapterFor(rules.id);
    if (adapter && presenceOf(adapter.connection, home, environment['PATH']).found.length > 0) return true;
    return existsSync(pathOf(rules));
  };

  return {
    coverage: () =>
      ignoreRules.map((rules) => ({
        id: rules.id,
        name: rules.name,
        path: pathOf(rules),
        ...stateOf(rules),
        found: isFound(rules),
        covers: rules.covers,
      })),
    plan(id, wanted) {
      const rules = ignoreRulesOf(id);
      if (!rules) throw new ConnectionRefused(`Tenth Second knows no ignore rules of "${id}"`);
      return planOne(rules, wanted);
    },
    apply(changes) {
      for (const { path, before } of changes)
        if (readText(path) !== before) throw new ConnectionRefused(`${path} has changed meanwhile, and was left as it is. Try again`);
      for (const change of changes) files.write(change);
    },
  };
}
