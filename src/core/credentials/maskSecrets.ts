import type { CredentialPlace, Facts } from '../types.ts';
import { findCredentials, isCredential } from './findCredentials.ts';
import { entropyOf } from './names.ts';
import { recogniseSecrets, type SecretFound } from './recogniseSecrets.ts';
import { wordsOf } from './redact.ts';

/** Stands for a secret in a text that a model reads. */
export const secretMark = '‹secret›';

export interface MaskOptions {
  /** Credentials of the workspaces that are known, for those that no shape tells. */
  readonly known?: readonly Pick<Facts, 'knowledge' | 'fingerprint'>[];
  /** Credentials that are hidden; of the others the session may see what there is. */
  readonly hides?: (place: Pick<CredentialPlace, 'environment'> & { readonly path?: string }) => boolean;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The text with its secrets replaced by a mark: known ones of the workspace, and those with a shape or letters that only a secret has.
 * Milder than `redact`, which is for texts that nobody has to go on working with: code has to stay readable.
 */
export function maskSecrets(path: string, text: string, { known = [], hides = () => true }: MaskOptions = {}): string {
  const spans: Span[] = [];
  for (const secret of recogniseSecrets(path, text))
    if (isSure(secret) && (hides({ environment: secret.environment ?? 'unknown' }) || isHiddenPlace(secret.value, known, hides)))
      spans.push(secret);
  for (const facts of known) {
    const places = findCredentials(text, facts).filter((place) => hides(place));
    if (places.length === 0) continue;
    for (const word of wordsOf(text)) {
      const value = text.slice(word.start, word.end);
      if (isCredential(value, facts) && isHiddenPlace(value, [facts], hides)) spans.push(word);
    }
  }
  if (spans.length === 0) return text;
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  let masked = '';
  let at = 0;
  for (const span of spans) {
    if (span.end <= at) continue;
    masked += text.slice(at, Math.max(at, span.start)) + (span.start >= at ? secretMark : '');
    at = span.end;
  }
  return masked + text.slice(at);
}

function isHiddenPlace(value: string, known: NonNullable<MaskOptions['known']>, hides: NonNullable<MaskOptions['hides']>): boolean {
  return known.some((facts) => findCredentials(value, facts).some((place) => hides(place)));
}

/** A provider's own shape, or letters in no order: words under the name of a password are no reason to take a line of code apart. */
function isSure(secret: SecretFound): boolean {
  if (secret.local) return false;
  if (!/^generic\.|password$/.test(secret.kind)) return true;
  const { value } = secret;
  return value.length >= 10 && /\d/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) >= 3;
}
