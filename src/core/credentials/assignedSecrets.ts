import { readDotenv } from '../environments/dotenv.ts';
import { hostEnvironment } from '../environments/hosts.ts';
import { readAddress } from '../environments/urls.ts';
import type { Findings } from './findings.ts';
import { isLocalPassword, secretName } from './names.ts';
import { isSecretValue, kindOfVariable } from './secretValues.ts';

/** Part of every secret name (`secretName` decides). */
const namePart = /secret|token|pass|pwd|credential|key|bearer|jwt|dsn|webhook|pat(?![a-z])/gi;
/** What follows a name that is given a value. */
const assignedValue =
  /\\?["']?[ \t]{0,8}(?:=>|:=|[:=])[ \t]{0,8}(?:\\"([^"\\\n]{1,2048})\\"|"((?:[^"\\\n]|\\[^\n]){1,2048})"|'((?:[^'\\\n]|\\[^\n]){1,2048})'|`([^`\n]{1,2048})`|([^\s"'`,;(){}[\]<>|&\\]{4,512}))/y;
/** The value as an element's text, as the attribute or entry beside the name, or as the second argument of PHP's `define`. */
const besideValue =
  /(?:>([^<>\s]{4,2048})<\/|["'][ \t]{1,8}value=["']([^"'\n]{4,2048})["']|["']?,?[ \t]{0,8}(?:\r?\n[ \t]{1,80})?["']?value["']?[ \t]{0,4}:[ \t]{0,8}["']?([^\s"',]{4,2048})|["'],[ \t]{0,4}["']([^"'\n]{4,2048})["'])/iy;
/** Longest name of a variable or key. */
const maxName = 100;

/** Reads a dotenv text. */
export function dotenvSecrets(found: Findings, text: string): void {
  const entries = readDotenv(text);
  const hosts = entries.filter((entry) => /HOST(?:NAME)?$|_URL$/i.test(entry.key) && !entry.commented);
  for (const entry of entries) {
    const name = secretName(entry.key);
    if (name === 'none' || !isSecretValue(entry.value, name, 'dotenv')) continue;
    // `DB_PASSWORD` belongs to `DB_HOST`.
    const prefix = entry.key.replace(/_?(?:PASSWORD|PASSWD|PASS|PWD)$/i, '');
    const host = hosts.find((one) => one.key.startsWith(`${prefix}_`) || one.key === `${prefix}HOST`)?.value;
    const where = host === undefined ? undefined : hostEnvironment(readAddress(host)?.hosts[0] ?? host);
    found.add({
      kind: kindOfVariable(entry.key, name),
      start: entry.start,
      end: entry.end,
      variable: entry.key,
      local: name === 'password' && (where === undefined ? isLocalPassword(entry.value) : !where.remote),
      ...(where?.remote && where.environment !== 'unknown' ? { environment: where.environment } : {}),
    });
  }
}

/** Finds what is given to secret names in a text of any other form: `name: value`, `"name": "value"`, `<name>value</name>`, … */
export function assignedSecrets(found: Findings, text: string, code: boolean): void {
  let done = 0;
  for (const match of text.matchAll(namePart)) {
    if (match.index < done) continue;
    if (found.full) return;
    let to = match.index + match[0].length;
    while (to < text.length && to - match.index < maxName && isNameLetter(text.charCodeAt(to))) to++;
    if (!mayBeAssigned(text.charCodeAt(to))) {
      done = to;
      continue;
    }
    let from = match.index;
    while (from > 0 && match.index - from < maxName && isNameLetter(text.charCodeAt(from - 1))) from--;
    done = to;
    assignedValue.lastIndex = to;
    let value = assignedValue.exec(text);
    let end = assignedValue.lastIndex;
    let quoted = value?.[1] ?? value?.[2] ?? value?.[3] ?? value?.[4];
    let secret = quoted ?? value?.[5];
    if (value === null) {
      value = besideOf(text, from, to);
      end = besideValue.lastIndex;
      secret = quoted = value?.[1] ?? value?.[2] ?? value?.[3] ?? value?.[4];
    }
    if (value === null || secret === undefined) continue;
    const key = text.slice(from, to).replace(/^[-.\d]+/, '');
    const name = secretName(key);
    if (name === 'none') continue;
    // In code, an unquoted value is another name.
    if ((code && quoted === undefined) || !isSecretValue(secret, name, code ? 'code' : 'settings')) continue;
    const start = text.lastIndexOf(secret, end - secret.length);
    found.add({
      kind: kindOfVariable(key, name),
      start,
      end: start + secret.length,
      variable: key,
      local: name === 'password' && isLocalPassword(secret),
    });
    done = Math.max(to, start + secret.length);
  }
}

function besideOf(text: string, from: number, to: number): RegExpExecArray | null {
  besideValue.lastIndex = to;
  const value = besideValue.exec(text);
  if (value === null) return null;
  const before = text.slice(Math.max(0, from - 24), from);
  // `<password>…</password>`; `define('DB_PASSWORD', '…')`; `name: DB_PASSWORD` with its value in the next line.
  const fits =
    value[1] !== undefined
      ? /<(?:\w{1,16}:)?$/.test(before)
      : value[4] !== undefined
        ? /\bdefine\s{0,4}\(\s{0,4}["']$/.test(before)
        : value[3] !== undefined
          ? /\b(?:name|key)["']?\s{0,4}[:=]\s{0,4}["']?$/i.test(before)
          : /\b(?:name|key)=["']$/i.test(before);
  return fits ? value : null;
}

/** `"` `'` `=` `:` blank, tab, `>` `,` `\` or the end of a line. */
function mayBeAssigned(code: number): boolean {
  return (
    code === 58 ||
    code === 61 ||
    code === 34 ||
    code === 39 ||
    code === 32 ||
    code === 9 ||
    code === 62 ||
    code === 44 ||
    code === 92 ||
    code === 10 ||
    code === 13
  );
}

/** `[A-Za-z0-9_.$-]` */
function isNameLetter(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45 ||
    code === 46 ||
    code === 36
  );
}
