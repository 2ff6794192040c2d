import { maskSecrets } from '../../credentials/maskSecrets.ts';
import { maxExcerpt, maxShownFiles, maxView } from './limits.ts';
import type { HiddenFile } from './hiddenFile.ts';
import type { Recursion } from './readers.ts';
import type { Store } from './stores.ts';

/** Bytes of a credential on their way. */
export type Leak =
  | {
      readonly type: 'file';
      readonly file: HiddenFile;
      /** Base64, hex: no mask could find the secret again. */
      readonly encoded: boolean;
      /** The search that found it in a folder, which can be told to leave it out. */
      readonly found?: Recursion;
    }
  | { readonly type: 'variables'; readonly names: readonly string[] | 'all'; readonly encoded: boolean }
  | { readonly type: 'store'; readonly store: Store }
  /** What git has of a path, which may be gone from the disk. */
  | {
      readonly type: 'history';
      readonly name: string;
      readonly file: HiddenFile | undefined;
      /** It came with others, and can be left out by its name. */
      readonly among?: boolean;
    };

/** What the reply calls what leaks. */
export function nameOf(leaks: readonly Leak[]): string {
  const names = [...new Set(leaks.map(nameOfOne))];
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function nameOfOne(leak: Leak): string {
  switch (leak.type) {
    case 'file':
      return leak.file.name;
    case 'variables':
      return leak.names === 'all' ? 'all variables' : leak.names.slice(0, 5).join(', ');
    case 'store':
      return leak.store.name;
    case 'history':
      return leak.name;
  }
}

/** What may be told in place of the bytes; undefined when there is nothing to tell. */
export function maskedViewOf(files: readonly HiddenFile[]): string | undefined {
  const unique = [...new Map(files.map((file) => [file.path, file])).values()];
  const parts = unique.slice(0, maxShownFiles).map(viewOfFile);
  if (parts.length === 0) return undefined;
  if (unique.length > maxShownFiles) parts.push(`… and ${unique.length - maxShownFiles} more files.`);
  return parts.join('\n');
}

function viewOfFile(file: HiddenFile): string {
  const where = file.environment === 'unknown' ? '' : ` (${file.environment})`;
  if (file.kind === 'partial') return `${file.name}${where}, with its secrets masked:\n${excerptOf(file)}`;
  if (!file.masked) return `${file.name}${where}: could not be read.`;
  const lines = file.masked.lines.map((line) => `  ${line}`).join('\n');
  const view = `${file.name}${where}:\n${lines}`;
  return view.length > maxView ? `${view.slice(0, maxView)}\n  …` : view;
}

/** Text with every secret replaced by its kind. */
function excerptOf(file: HiddenFile): string {
  const text = maskSecrets(file.path, file.text ?? '');
  return text.length > maxExcerpt ? `${text.slice(0, maxExcerpt)}\n… (${text.length - maxExcerpt} more characters)` : text;
}
