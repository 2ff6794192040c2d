import type { Word } from '../../shell/invocation.ts';

/** `$(date …)` in the middle of a name, with nothing but its own options: what it prints has no slash. */
const date = /^(?:\$\(|`)\s*(?:TZ=[\w/+-]+\s+)?date\b[^;|&<>/$`()]*[)`]$/;

/**
 * No file that is there: the pipe of a process substitution, or a name made of the time, as backups and logs have it
 * (`shop-$(date +%F).sql`).
 */
export function isNewName({ pieces, text }: Word): boolean {
  // Made to be empty, so that git keeps the folder.
  if (/(?:^|\/)(?:\.(?:git)?keep|\.nojekyll|\.placeholder|__init__\.py|py\.typed)$/.test(text)) return true;
  const unknown = pieces.filter((piece) => piece.type === 'unknown');
  if (unknown.length === 0) return false;
  if (pieces.length === 1) return unknown[0]!.value.startsWith('>(');
  return (
    pieces.every((piece) => piece.type !== 'glob') &&
    unknown.every(({ value }) => date.test(value)) &&
    !/^\/(?:dev|proc|sys|etc)\//.test(text)
  );
}
