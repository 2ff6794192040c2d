import type { Environment } from '../../types.ts';
import { entropyOf } from '../names.ts';

/** A provider's token by its own shape. */
export interface SecretRule {
  /** `<vendor>.<kind>`: public, never renamed. */
  readonly kind: string;
  /** One of these stands in every match: checked before the pattern, which costs more. */
  readonly hints: readonly string[];
  /** Source of a pattern that begins with a word, in place of the hints: for the one pass over all texts. */
  readonly gate?: string;
  /** Sources of patterns that stand somewhere in every match, in place of the hints: for the same pass. */
  readonly within?: readonly string[];
  /** Global, linear: every repetition is bounded or ends the pattern. Group 1, if there is one, is the secret. */
  readonly pattern: RegExp;
  /** False for what has the shape but opens nothing. */
  readonly accepts?: (value: string) => boolean;
  /** The kind itself, where the name of the variable decides between vendors who share a prefix. */
  readonly kindOf?: (variable: string, value: string) => string | undefined;
  readonly environment?: (value: string) => Environment | undefined;
}

type More = Pick<SecretRule, 'accepts' | 'environment' | 'gate' | 'within' | 'kindOf'>;

/** A rule whose shape stands between letters that belong to no word. */
export function token(kind: string, hints: string | readonly string[], shape: string, more: More = {}): SecretRule {
  // A shape that begins with its own prefix is found at the start of a word; of the others, something inside them is.
  const gate = /^(?:\[(?![a-z]{2,3}\])|\\d)/.test(shape) || more.within !== undefined ? {} : { gate: shape };
  return {
    kind,
    hints: typeof hints === 'string' ? [hints] : hints,
    pattern: new RegExp(`(?<![A-Za-z0-9_])(${shape})(?![A-Za-z0-9_])`, 'g'),
    ...gate,
    ...more,
  };
}

/** `sk_live_…` is production, `sk_test_…` is not (https://docs.stripe.com/keys). */
export const byMode: More = {
  environment: (value) => (/_test|-test|test_|sandbox|sdbx|TEST/.test(value.slice(0, 24)) ? 'development' : 'production'),
};

/** `access-production-…`: the word stands in the value. */
export const byWord: More = {
  environment: (value) => (/prod|live/.test(value) ? 'production' : /sandbox|dev|test|stag/.test(value) ? 'development' : undefined),
};

/** Text in no order: a dictionary word of the same length is none. For shapes whose prefix is short. */
export function isMixed(value: string): boolean {
  return /[A-Za-z]/.test(value) && (/\d/.test(value) || (/[A-Z]/.test(value) && /[a-z]/.test(value) && entropyOf(value) >= 4));
}
