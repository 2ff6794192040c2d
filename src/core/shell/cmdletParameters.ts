import type { Word } from './invocation.ts';
import { plainWord } from './word.ts';

const switches = [
  'recurse',
  'force',
  'whatif',
  'confirm',
  'verbose',
  'debug',
  'append',
  'nonewline',
  'noclobber',
  'passthru',
  'wait',
  'nonewwindow',
  'asjob',
  'directory',
  'file',
  'hidden',
  'readonly',
  'system',
  'usebasicparsing',
  'container',
  'literal',
  'raw',
  'usedefaultcredentials',
  'name',
  'followsymlink',
  'skipcertificatecheck',
  'noninteractive',
];

/** Arguments of a cmdlet: by name in lower case, and by position. */
export interface Parameters {
  readonly named: ReadonlyMap<string, readonly Word[] | true>;
  readonly positional: readonly (readonly Word[])[];
}

/** Parameters may be shortened as long as they are unique: `-r`, `-rec`, `-fo`. */
export function readParameters(lists: readonly (readonly Word[])[], name: string): Parameters {
  const named = new Map<string, readonly Word[] | true>();
  const positional: (readonly Word[])[] = [];
  for (let i = 0; i < lists.length; i++) {
    const list = lists[i]!;
    const text = list[0]?.text ?? '';
    const match = /^[-\u2013\u2014]([A-Za-z]\w*)(?::(.*))?$/s.exec(text);
    if (!match || list.length > 1) {
      if (list.length > 0) positional.push(list);
      continue;
    }
    const key = match[1]!.toLowerCase();
    if (match[2] !== undefined && match[2] !== '')
      named.set(key, /^\$(?:true|false)$/i.test(match[2]) ? (/true/i.test(match[2]) ? true : []) : [plainWord(match[2])]);
    else if (isSwitch(key, name) || i + 1 >= lists.length) named.set(key, true);
    else named.set(key, lists[++i]!);
  }
  return { named, positional };
}

function isSwitch(key: string, cmdlet: string): boolean {
  if (key === 'name' || key === 'file' || key === 'literal') return cmdlet === 'get-childitem';
  if (key === 'wi' || key === 'cf') return true;
  // `-r`, `-rec`, `-fo`: parameters may be shortened.
  return (
    switches.some((full) => full === key || (full.startsWith(key) && !/^(?:fi|in|ex|e|c|p|pa|n|d|s|u|w|l|li|f|h|a|v)$/.test(key))) ||
    (key === 'r' && cmdlet === 'remove-item') ||
    (key === 's' && cmdlet === 'get-childitem')
  );
}

/** The value of the first parameter that is called so. */
export function given(parameters: Parameters, ...names: readonly string[]): readonly Word[] | undefined {
  for (const [key, value] of parameters.named) {
    if (value !== true && names.some((name) => name === key || (key.length > 1 && name.startsWith(key)))) return value;
  }
  return undefined;
}

/** Whether a switch is on; `least` letters of it have to be there. */
export function switched(parameters: Parameters, name: string, least = 1): boolean {
  for (const [key, value] of parameters.named) if (value === true && key.length >= least && name.startsWith(key)) return true;
  return false;
}
