import { tokensOf } from '../environments/tokens.ts';
import { entropyOf, isPlaceholder, type NameKind } from './names.ts';
import { vendorOf } from './vendors.ts';

/** How a value is given: by a dotenv line, by a settings file, by code (where most values under such names are other names). */
export type ValueContext = 'dotenv' | 'settings' | 'code';

/** The kind of a secret without a shape of its own, by its variable: `RAILWAY_TOKEN` → `railway.token`, `DB_PASSWORD` → `generic.password`. */
export function kindOfVariable(variable: string, name: NameKind): string {
  const what = name === 'password' ? 'password' : /token/i.test(variable) ? 'token' : /key/i.test(variable) ? 'key' : 'secret';
  return `${vendorOf(tokensOf(variable)) ?? 'generic'}.${what}`;
}

/** Whether a value under a secret name is one: long and random enough, no placeholder, no reference, path or plain word. */
export function isSecretValue(value: string, name: NameKind, context: ValueContext): boolean {
  if (isPlaceholder(value) && !isRandom(value)) return false;
  if (value.includes('${') || /^(?:\$|‹|[\^~><=]*\d+\.\d+\.)/.test(value) || /^(?:https?|file|urn):(?:\/\/)?[^@]*$/.test(value))
    return false;
  // References and types: `secrets.API_KEY`, `config.token`, `z.string()`, `result.groups?.password`, `/run/secrets/x`.
  if (/^[A-Za-z_]\w*(?:\??\.[A-Za-z_]\w*)+(?:\(.*)?$/.test(value) && !isRandom(value)) return false;
  if (/^(?:\.{0,2}\/|~\/)[\w./-]+$/.test(value) && !isRandom(value)) return false;
  if (name === 'password') {
    if (context === 'dotenv') return value.length >= 4;
    if (value.length < 6 || /\s/.test(value) || /^(?:string|String|str|bool|number)$/.test(value)) return false;
    // `password: 'peanuts'` in code is a test's; `password: required` in settings is one's rule.
    return context === 'settings' ? /[^A-Za-z_]/.test(value) : /\d/.test(value) && /[^\d]/.test(value);
  }
  if (value.length < 8 || /\s/.test(value.trim())) return false;
  const sorts = Number(/[a-z]/.test(value)) + Number(/[A-Z]/.test(value)) + Number(/\d/.test(value)) + Number(/[^A-Za-z0-9]/.test(value));
  if (context === 'dotenv')
    return (
      (sorts >= 2 || value.length >= 16) && !(/^[A-Za-z]+(?:[-_ ][A-Za-z]+)*$/.test(value) && value.length < 12 && entropyOf(value) < 3.8)
    );
  return sorts >= 2 && (/\d/.test(value) ? entropyOf(value) >= 2.8 : isScrambled(value)) && !isMadeOfWords(value) && !isTypeName(value);
}

/** `token_sha256_to_refresh`: a name, not a token. */
function isMadeOfWords(value: string): boolean {
  const pieces = value.split(/[^A-Za-z0-9]+/).filter((piece) => piece !== '');
  return pieces.length >= 2 && pieces.filter((piece) => /^[A-Za-z]{2,}$/.test(piece)).length / pieces.length >= 0.6;
}

/** `OAuth2TokenCredential`: words with capitals and one number. */
function isTypeName(value: string): boolean {
  if (!/^[A-Za-z]{2,40}\d{1,2}[A-Za-z]{3,60}$/.test(value)) return false;
  const pieces = (value.match(/[A-Z]?[a-z]+|[A-Z]/g) ?? []).filter((piece) => piece.length > 1);
  return pieces.length > 1 && pieces.every((piece) => /^[A-Z]?[a-z]{2,}$/.test(piece));
}

/** Capitals and small letters without a number, but more different ones than words have. */
function isScrambled(value: string): boolean {
  return (
    value.length >= 20 &&
    /^[A-Za-z+/_=-]+$/.test(value) &&
    /[A-Z]/.test(value) &&
    /[a-z]/.test(value) &&
    entropyOf(value) >= 4.2 &&
    value.split(/(?=[A-Z])/).length > value.length / 3.5
  );
}

/** Letters of several sorts in no order: no placeholder text reaches this. */
export function isRandom(value: string): boolean {
  return value.length >= 20 && entropyOf(value) >= 4.2 && /\d/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value);
}
