import type { Json } from '../types.ts';
import type { HookPrograms } from './hookCommand.ts';
import type { JsonObject } from './payload.ts';

/** A file below the home (or the folder that a variable names), or below a workspace folder. */
export interface FilePlace {
  readonly folder: string;
  /** Names the folder in place of `folder` when it is set to an absolute path. */
  readonly variable?: string;
  readonly name: string;
}

/** An element that we add to a list of a JSON settings file: a hook, or a group with a matcher and hooks. */
export interface HookEntry {
  /** `['hooks', 'PreToolUse']`. */
  readonly path: readonly string[];
  /** `script`: the absolute path of the agent's own file of ours, where it runs a script in place of a command line. */
  readonly value: (command: string, script: string) => JsonObject;
}

/** A settings file of the agent: our entries are added to it, everything else keeps its bytes. */
export interface SettingsFile {
  readonly type: 'settings';
  readonly place: FilePlace;
  readonly entries: readonly HookEntry[];
  /** Properties that are all ours. */
  readonly properties?: readonly HookEntry[];
  /** Properties that the file must have for its hooks to count, added when they are missing. */
  readonly defaults?: readonly { readonly path: readonly string[]; readonly value: Json }[];
}

/** A file that is all ours: a hook script, a plugin. One of another's making at its place is never replaced. */
export interface OwnFile {
  readonly type: 'own';
  readonly place: FilePlace;
  readonly text: (command: string, programs: HookPrograms) => string;
  readonly executable?: boolean;
  readonly platforms?: readonly ('linux' | 'darwin' | 'win32')[];
}

export type ConnectionFile = SettingsFile | OwnFile;

/** A setting that switches every hook off: reported, never changed. */
export interface OffSwitch {
  readonly at: 'home' | 'workspace';
  readonly place: FilePlace;
  readonly format: 'json' | 'toml';
  readonly path: readonly string[];
  readonly off: Json;
}

/** What to write to connect an agent, and where to look whether it works. */
export interface Connection {
  /** At user level: holds in every folder. */
  readonly files: readonly ConnectionFile[];
  /** The same for one folder, where the agent reads such a file. */
  readonly workspaceFiles?: readonly ConnectionFile[];
  readonly switches: readonly OffSwitch[];
  /** How to find the agent: programs on PATH, folders below the home, editor extensions. */
  readonly presence: {
    readonly programs: readonly string[];
    readonly folders: readonly string[];
    readonly extensions?: readonly string[];
  };
  /** Oldest version that holds as promised, and what happens below. */
  readonly least?: { readonly version: string; readonly otherwise: string };
  /** What the person should know or do after connecting. */
  readonly note: string;
}

/** Texts that run something of ours, of any version. */
export function runsOurs(text: string): boolean {
  return /[\\/](?:\.?tenth-second[\\/]{1,2}bin[\\/]|hooks[\\/]{1,2}tenth-second\.)/.test(text);
}
