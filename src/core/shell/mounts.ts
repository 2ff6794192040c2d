import { after } from '../rules/arguments.ts';
import type { Invocation, Piece, Redirect, Word } from './invocation.ts';
import { resolvePath } from './paths.ts';
import { wordOf } from './word.ts';
import { withoutEnd } from '../text.ts';

/** A folder of this machine inside a container. */
export interface Mount {
  readonly inside: string;
  readonly here: Word;
}

/** Reads the bind mounts of `docker run`: `-v here:/inside`, `--volume=…`, `--mount type=bind,source=…,target=…`. Named volumes are none. */
export function readMounts(options: readonly Word[], cwd: string | undefined): readonly Mount[] {
  const mounts: Mount[] = [];
  for (const [index, word] of options.entries()) {
    const { text } = word;
    const next = options[index + 1];
    let mount: Mount | undefined;
    if ((text === '-v' || text === '--volume') && next) mount = volume(next, cwd);
    else if (text.startsWith('--volume=')) mount = volume(after(word, 9), cwd);
    else if (/^-v./.test(text)) mount = volume(after(word, 2), cwd);
    else if (text === '--mount' && next) mount = bind(next, cwd);
    else if (text.startsWith('--mount=')) mount = bind(after(word, 8), cwd);
    if (mount) mounts.push(mount);
  }
  // The longest path is the one that holds.
  return mounts.toSorted((a, b) => b.inside.length - a.inside.length);
}

function volume(word: Word, cwd: string | undefined): Mount | undefined {
  const colon = word.text.lastIndexOf(':/');
  if (colon <= 0) return undefined;
  const inside = word.text.slice(colon + 1).replace(/:[\w,]*$/, '');
  return mounted(before(word, colon), inside, cwd);
}

function bind(word: Word, cwd: string | undefined): Mount | undefined {
  const source = /(?:^|,)(?:source|src)=([^,]*)/.exec(word.text);
  const target = /(?:^|,)(?:target|destination|dst)=([^,]*)/.exec(word.text)?.[1];
  if (!source || target === undefined) return undefined;
  const end = source.index + source[0].length;
  return mounted(after(before(word, end), end - source[1]!.length), target, cwd);
}

function mounted(here: Word, inside: string, cwd: string | undefined): Mount | undefined {
  const first = here.pieces[0];
  if (!inside.startsWith('/') || !first) return undefined;
  const path = withoutEnd(inside, '/') || '/';
  if (!here.known) return first.type === 'unknown' || /^[./~]/.test(here.text) ? { inside: path, here } : undefined;
  if (!/^(?:[./~]|[A-Za-z]:[\\/])/.test(here.text)) return undefined;
  const absolute = resolvePath(cwd, here.text);
  return { inside: path, here: absolute === undefined ? here : wordOf([{ type: 'text', value: absolute, quoted: true }]) };
}

/** The word up to a position of its text. */
function before(word: Word, position: number): Word {
  const pieces: Piece[] = [];
  let left = position;
  for (const piece of word.pieces) {
    if (left <= 0) break;
    pieces.push(left < piece.value.length ? { ...piece, value: piece.value.slice(0, left) } : piece);
    left -= piece.value.length;
  }
  return wordOf(pieces);
}

/**
 * Tells apart what an invocation in a container does to this machine through its mounts, with the paths that things have here, and
 * what it does in the container itself. One of the two is undefined when nothing is left for it.
 */
export function throughMounts(
  invocation: Invocation,
  mounts: readonly Mount[],
): { readonly here: Invocation | undefined; readonly inside: Invocation | undefined } {
  const directory =
    invocation.cwd === undefined ? undefined : moved(wordOf([{ type: 'text', value: invocation.cwd, quoted: true }]), mounts);
  // Words of other programs that are no paths (hosts, names, SQL) belong to the command wherever its files lie.
  const relative = directory !== undefined || !fileProgram.test(invocation.program);
  const here: Word[] = [];
  const inside: Word[] = [];
  let reached = 0;
  let left = 0;
  for (const [index, word] of invocation.argv.entries()) {
    const place = index === 0 || word.text.startsWith('-') ? word : placed(word, mounts, relative);
    if (place) here.push(place);
    if (place !== word) reached += place ? 1 : 0;
    else if (index > 0 && !word.text.startsWith('-') && directory !== undefined) reached++;
    if (!place || index === 0 || word.text.startsWith('-')) inside.push(word);
    if (!place) left++;
  }
  const redirects: Redirect[] = [];
  for (const redirect of invocation.redirects) {
    const target = placed(redirect.target, mounts, directory !== undefined);
    if (target) redirects.push({ ...redirect, target });
  }
  const rest = invocation.redirects.length - redirects.length;
  if (reached === 0 && redirects.length === 0 && directory === undefined) return { here: undefined, inside: invocation };
  const kept = left > 0 || rest > 0 ? { ...invocation, argv: inside } : undefined;
  const cwd = directory?.known ? directory.text : undefined;
  return { here: { ...invocation, argv: here, redirects, cwd, place: { type: 'here' } }, inside: kept };
}

const fileProgram = /^(?:rm|mv|cp|shred|truncate|find|chmod|chown|chgrp|unlink|rmdir|ln|tee|dd|rsync|touch|mkdir|install)$/;

/** A word as it is named here; undefined when it lies elsewhere in the container. */
function placed(word: Word, mounts: readonly Mount[], inMount: boolean): Word | undefined {
  if (word.text.startsWith('/')) return moved(word, mounts);
  return inMount ? word : undefined;
}

function moved(word: Word, mounts: readonly Mount[]): Word | undefined {
  for (const { inside, here } of mounts) {
    const prefix = inside === '/' ? '' : inside;
    if (!word.text.startsWith(prefix)) continue;
    const rest = word.text.slice(prefix.length);
    if (rest !== '' && !rest.startsWith('/')) continue;
    const start = here.text.endsWith('/') ? before(here, here.text.length - 1) : here;
    return rest === '' ? here : wordOf([...start.pieces, ...after(word, prefix.length).pieces]);
  }
  return undefined;
}

/** True when a volume that outlives the container is mounted. */
export function hasVolumes(options: readonly Word[]): boolean {
  return options.some(
    ({ text }, index) =>
      /^(?:--volumes-from|--mount|--volume)/.test(text) ||
      (text.startsWith('-v') && !/^(?:-v)?(?:[./~$]|[A-Za-z]:[\\/])/.test(text === '-v' ? (options[index + 1]?.text ?? '') : text)),
  );
}
