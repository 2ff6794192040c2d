import type { Answer } from '../types.ts';

/** Why nothing is known of a path when a command is judged without a directory (`check --batch`). */
export const nowhere = 'no folder was given';

/** The path lies in a directory that was not given: what is there is open, but nothing was hidden from us either. */
export function isNowhere(answer: Answer): boolean {
  return answer.type === 'unknown' && answer.reason === nowhere;
}

/** A file that is not there, and that nothing makes before it is read: whatever reads it fails. */
export function isMissing(answer: Answer): boolean {
  return answer.type === 'unknown' && (answer.reason === 'ENOENT' || answer.reason === 'ENOTDIR');
}
