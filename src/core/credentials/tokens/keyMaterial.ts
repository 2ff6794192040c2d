import { decodeBase64Url } from '../base64Url.ts';
import { token, type SecretRule } from './tokenRule.ts';

/** Keys that no vendor issues, and signed tokens of any. */
export const keyMaterial: readonly SecretRule[] = [
  token('age.key', 'AGE-SECRET-KEY-', 'AGE-SECRET-KEY-1[0-9A-Z]{58}'),
  // https://datatracker.ietf.org/doc/html/rfc7519
  // Supabase's `anon` key is meant for browsers; `service_role` is not (https://supabase.com/docs/guides/api/api-keys). John Doe is the
  // example that documents use (https://www.jwt.io).
  {
    kind: 'jwt',
    hints: ['eyJ'],
    gate: 'eyJ[A-Za-z0-9_-]{10,4096}\\.eyJ',
    pattern: /(?<![\w.-])(eyJ[A-Za-z0-9_-]{10,4096}\.eyJ[A-Za-z0-9_-]{10,8192}\.[A-Za-z0-9_-]{16,2048})(?![\w-])/g,
    accepts: (value) => !/"role"\s*:\s*"anon"|"name"\s*:\s*"John Doe"/.test(payloadOf(value)),
    kindOf: (_, value) => (/"role"\s*:\s*"service_role"/.test(payloadOf(value)) ? 'supabase.serviceRoleKey' : undefined),
  },
  // https://datatracker.ietf.org/doc/html/rfc7468
  {
    kind: 'privateKey',
    hints: ['PRIVATE KEY'],
    within: ['-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY'],
    // https://cloud.google.com/iam/docs/keys-create-delete : the key of a service account in its JSON file.
    kindOf: (variable) => (variable === 'private_key' ? 'google.serviceAccountKey' : undefined),
    pattern: /(-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\:,.()-]{40,20000})/g,
  },
  {
    kind: 'putty.privateKey',
    hints: ['PuTTY-User-Key-File'],
    pattern: /(PuTTY-User-Key-File-\d:[^\n]{1,100}(?:\r?\n(?:[A-Za-z-]{3,30}: [^\n]{0,200}|[A-Za-z0-9+/=]{4,80})){2,200})/g,
  },
];

function payloadOf(value: string): string {
  return decodeBase64Url(value.split('.')[1] ?? '');
}
