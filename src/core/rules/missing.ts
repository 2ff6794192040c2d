import type { Answer } from '../types.ts';

/** A file that is not there, and that nothing makes before it is read: whatever reads it fails. */
export function isMissing(answer: Answer): boolean {
  return answer.type === 'unknown' && (answer.reason === 'ENOENT' || answer.reason === 'ENOTDIR');
}
