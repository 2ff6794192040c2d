import type { Run } from '../call.ts';
import type { Scope } from '../state.ts';
import { plainWord } from '../word.ts';
import { sameValue, textValue, unknownValue, wordFrom, wordValue, type Value } from './values.ts';
import type { Block } from './syntax.ts';

const maxVariables = 256;

/** What the statements before leave. */
export class PowerShellState {
  readonly run: Run;
  scope: Scope;
  variables: Map<string, Value>;
  functions: Map<string, Block>;
  aliases: Map<string, string>;
  /** Texts, functions and blocks inside each other. */
  depth = 0;
  /** What the last native program was given decides nothing; kept to stop endless recursion of functions. */
  calls = 0;

  constructor(run: Run, scope: Scope) {
    this.run = run;
    this.scope = scope;
    this.variables = new Map();
    this.functions = new Map();
    this.aliases = new Map();
  }

  fork(scope = this.scope.fork()): PowerShellState {
    const copy = new PowerShellState(this.run, scope);
    copy.variables = new Map(this.variables);
    copy.functions = new Map(this.functions);
    copy.aliases = new Map(this.aliases);
    copy.depth = this.depth;
    copy.calls = this.calls;
    return copy;
  }

  /** What holds after either of two branches. */
  join(other: PowerShellState): void {
    for (const [name, value] of other.variables)
      if (!sameValue(value, this.variables.get(name))) this.variables.set(name, unknownValue(`$${name}`, name));
    for (const name of this.variables.keys()) if (!other.variables.has(name)) this.variables.set(name, unknownValue(`$${name}`, name));
    this.functions = new Map([...this.functions, ...other.functions]);
    this.aliases = new Map([...this.aliases, ...other.aliases]);
    this.scope.join(other.scope);
  }

  set(name: string, value: Value): void {
    if (name.startsWith('env:')) {
      this.scope.set(name.slice(4).toUpperCase(), wordFrom(value));
      return;
    }
    if (this.variables.size >= maxVariables && !this.variables.has(name)) return;
    this.run.meter.word(0);
    this.variables.set(name, value);
  }

  get(name: string, source: string): Value {
    const value = this.variables.get(name);
    if (value) return value;
    if (name.startsWith('env:')) return environmentVariable(name.slice(4), source, this.scope, this.run);
    switch (name) {
      case 'true':
        return textValue('True');
      case 'false':
        return textValue('False');
      case 'null':
        return { type: 'words', words: [] };
      case 'home':
        return this.scope.place.type === 'here' ? textValue(this.run.ports.home) : unknownValue(source, 'HOME');
      case 'pwd':
        return this.scope.cwd === undefined ? unknownValue(source, 'PWD') : textValue(this.scope.cwd);
      default:
        return unknownValue(source, name);
    }
  }
}

/** https://learn.microsoft.com/windows/deployment/usmt/usmt-recognized-environment-variables */
const systemVariables: Readonly<Record<string, string>> = {
  SYSTEMDRIVE: 'C:',
  HOMEDRIVE: 'C:',
  SYSTEMROOT: 'C:\\Windows',
  WINDIR: 'C:\\Windows',
  PROGRAMFILES: 'C:\\Program Files',
  'PROGRAMFILES(X86)': 'C:\\Program Files (x86)',
  PROGRAMDATA: 'C:\\ProgramData',
  ALLUSERSPROFILE: 'C:\\ProgramData',
  PUBLIC: 'C:\\Users\\Public',
  COMSPEC: 'C:\\Windows\\System32\\cmd.exe',
};

const homeVariables: Readonly<Record<string, string>> = {
  USERPROFILE: '',
  HOME: '',
  LOCALAPPDATA: '/AppData/Local',
  APPDATA: '/AppData/Roaming',
  ONEDRIVE: '/OneDrive',
};

/** A variable of the environment; Windows does not tell upper from lower case in its name. */
export function environmentVariable(name: string, source: string, scope: Scope, run: Run): Value {
  const upper = name.toUpperCase();
  const value = scope.variables.get(upper) ?? scope.variables.get(name);
  if (value) return wordValue(value);
  // `spot.ts` knows the folder for temporary files by this name.
  if (upper === 'TEMP' || upper === 'TMP') return unknownValue(source, upper);
  if (scope.place.type === 'here') {
    const below = homeVariables[upper];
    if (below !== undefined) return wordValue(plainWord(`${run.ports.home}${below}`));
  }
  const system = systemVariables[upper];
  return system === undefined ? unknownValue(source, upper) : textValue(system);
}
