import { isMissing, isNowhere } from '../missing.ts';
import { directoryOf, isWithin } from '../../paths.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import type { Draft, RuleContext } from '../rule.ts';

/** Bytes that are read of a file of scripts. The same everywhere, so that one file is one question. */
const maxBytes = 262_144;

/** A file of scripts as it is found: `none` when it is not there, `opaque` when it is there and cannot be read. */
export type Source =
  | { readonly type: 'text'; readonly text: string; readonly path: string }
  | { readonly type: 'opaque'; readonly reason: string; readonly path: string }
  | { readonly type: 'none' }
  /** Asked, and not answered yet. */
  | { readonly type: 'pending' };

const none: Source = { type: 'none' };

/** Reads a file of scripts. */
export function readSource(path: string, context: RuleContext): Source {
  const answer = context.ask({ type: 'text', path, limit: maxBytes });
  if (!answer) return { type: 'pending' };
  if (answer.type === 'text')
    return answer.truncated ? { type: 'opaque', reason: `${path} is too long to read`, path } : { type: 'text', text: answer.text, path };
  // What a clone or an unpacking before it brings is as unknown as any installer.
  const absent = isMissing(answer) || isNowhere(answer) || /^(?:EISDIR|ELOOP|ENAMETOOLONG|EINVAL|not there yet)$/.test(answer.reason);
  return absent ? none : { type: 'opaque', reason: `${path} cannot be read (${answer.reason})`, path };
}

/**
 * The nearest file of one of these names, in the folder or above it inside the workspace. The folder itself is asked first: in most
 * cases that is the only question.
 */
export function findSource(names: readonly string[], folder: string, context: RuleContext): Source {
  for (const name of names) {
    const found = readSource(join(folder, name), context);
    if (found.type !== 'none') return found;
  }
  const root = context.facts.knowledge.roots.find((candidate) => candidate !== folder && isWithin(folder, candidate));
  if (root === undefined) return none;
  let found: Source = none;
  for (let above = directoryOf(folder), steps = 0; steps < 4 && isWithin(above, root); above = directoryOf(above), steps++) {
    for (const name of names) {
      const source = readSource(join(above, name), context);
      if (found.type === 'none') found = source;
    }
    if (above === root) break;
  }
  return found;
}

export function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** Shell text that a script runner would run: the script's name for evidence, its file, and the folder it runs in. */
export interface Script {
  readonly text: string;
  /** `npm run build`. */
  readonly name: string;
  readonly path: string;
  readonly cwd: string | undefined;
}

/** Judges a script as if it were typed. One that comes back to itself is judged already. */
export function runScript(script: Script, invocation: Invocation, context: RuleContext): readonly Draft[] {
  if (script.text.trim() === '') return [];
  const label = `${script.name} in ${script.path}`;
  if (invocation.via.includes(label)) return [];
  const inner: Invocation = { ...invocation, cwd: script.cwd, redirects: [], input: { type: 'none' } };
  return context.shell(script.text, inner, label, { text: `Run by ${script.name}`, path: script.path });
}

/** Arguments as they are added to a script's text. */
export function argumentText(words: readonly Word[]): string {
  return words
    .map((word) => {
      if (!word.known) return ' "$ARGUMENT"';
      return /^[\w@%+=:,./*?-]+$/.test(word.text) ? ` ${word.text}` : ` '${word.text.replaceAll("'", "'\\''")}'`;
    })
    .join('');
}

/** True when a program here reads files of this machine in a folder that is known. */
export function isReadable(invocation: Invocation): invocation is Invocation & { readonly cwd: string } {
  return invocation.place.type === 'here' && invocation.cwd !== undefined;
}
