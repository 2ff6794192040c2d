import { recogniseSecrets } from './recogniseSecrets.ts';
import { secretRules } from './secretRules.ts';
import { isPlaceholder, secretName } from './names.ts';

const mark = (kind: string): string => `‹${kind}›`;
const kinds = new Set([
  'token',
  'password',
  'secret',
  'credential',
  'credentials',
  'key',
  'signature',
  ...secretRules.map((rule) => rule.kind),
]);

/** Passes until nothing changes. Each one only turns letters into marks, so it ends; the bound is for a fault of ours. */
const maxPasses = 12;

/**
 * Replaces secrets by marks (`Bearer ‹token›`): recognised shapes, passwords in URLs, headers and options, assignments to secret names,
 * and every word that `isKnown`. Idempotent. For the journal, for prompts and for reports: what it leaves is shown to people and models.
 */
export function redact(text: string, isKnown?: (word: string) => boolean): string {
  let current = text;
  for (let pass = 0; pass < maxPasses; pass++) {
    const next = once(current, isKnown);
    if (next === current) return current;
    current = next;
  }
  // Not reached by any input known: rather nothing than a secret.
  return mark('secret');
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

function once(text: string, isKnown: ((word: string) => boolean) | undefined): string {
  const marks: Span[] = [];
  for (const match of text.matchAll(/‹([A-Za-z0-9.]{1,40})›/g))
    if (isMark(match[1]!)) marks.push({ start: match.index, end: match.index + match[0].length, kind: '' });
  const spans: Span[] = [];
  const add = (start: number, end: number, kind: string): void => {
    // What touches a mark is cut back to what lies before it.
    const inside = marks.find((one) => start < one.end && end > one.start);
    if (inside) {
      if (start < inside.start) add(start, inside.start, kind);
      if (end > inside.end) add(inside.end, end, kind);
      return;
    }
    if (end > start) spans.push({ start, end, kind });
  };
  for (const secret of recogniseSecrets('', text))
    add(secret.start, secret.end, kinds.has(secret.kind) ? secret.kind : markOf(secret.kind));
  for (const { pattern, kind, accepts } of places) {
    for (const match of text.matchAll(pattern)) {
      const value = match.groups!['value']!;
      if (value === '' || isReference(value) || accepts?.(match) === false) continue;
      const start = match.index + match[0].length - (match.groups!['after'] ?? '').length - value.length;
      add(start, start + value.length, kind);
    }
  }
  if (isKnown) for (const word of wordsOf(text)) if (isKnown(text.slice(word.start, word.end))) add(word.start, word.end, 'credential');
  if (spans.length === 0) return text;
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  let result = '';
  let at = 0;
  for (const span of spans) {
    if (span.end <= at) continue;
    if (span.start >= at) result += text.slice(at, span.start) + mark(span.kind);
    at = span.end;
  }
  return result + text.slice(at);
}

function isMark(kind: string): boolean {
  return kinds.has(kind);
}

/** Marks are a closed set: a secret must not be able to pass for one. */
function markOf(kind: string): string {
  return /password/.test(kind) ? 'password' : /token|jwt|auth/.test(kind) ? 'token' : /key/i.test(kind) ? 'key' : 'secret';
}

/** `$TOKEN`, `${{ secrets.X }}`, `%TOKEN%`, `<token>`: names where a value would stand. */
function isReference(value: string): boolean {
  return /^(?:\$[A-Za-z_{(]|%[A-Za-z_]+%$|<[^>]*>$|\{\{|env:|@-?$)/.test(value) || isMarked(value) || value === '-' || value === '\\';
}

function isMarked(value: string): boolean {
  const kind = /^‹([A-Za-z0-9.]{1,40})›/.exec(value)?.[1];
  return kind !== undefined && isMark(kind);
}

interface SecretPlace {
  readonly pattern: RegExp;
  readonly kind: string;
  readonly accepts?: (match: RegExpExecArray) => boolean;
}

const value = `(?<value>[^\\s"'\`\\\\]{1,4096})`;
const quote = `\\\\?["'\`]?`;

/** Where commands, headers and settings carry secrets, whatever those look like. */
const places: readonly SecretPlace[] = [
  {
    kind: 'token',
    pattern: new RegExp(
      `\\b(?:Bearer|Basic|Digest|Token|ApiKey|Negotiate|PRIVATE-TOKEN:)[ \\t+]{1,8}${quote}(?<value>[A-Za-z0-9._~+/=:-]{6,8192})`,
      'gi',
    ),
    accepts: (match) => isTokenLike(match.groups!['value']!),
  },
  {
    kind: 'token',
    pattern:
      /(?<![\w-])(?:proxy-)?authorization["']?\s{0,4}[:=]\s{0,4}\\?["']?(?:(?:bearer|basic|token|digest|apikey|negotiate|aws4-hmac-sha256)\s{1,4})?(?<value>[^\s"'`\\,‹]{4,8192})/gi,
    accepts: (match) =>
      !/^(?:bearer|basic|token|digest|apikey|negotiate|aws4-hmac-sha256|header|headers|required|code|none|null|true|false)$/i.test(
        match.groups!['value']!,
      ),
  },
  { kind: 'token', pattern: /(?<![\w-])(?:set-)?cookie["']?:\s{0,4}(?<value>[^"'`\n]{4,8192})/gi },
  // curl, wget, HTTPie: user and password.
  {
    kind: 'password',
    pattern: new RegExp(
      `(?<![\\w-])(?:-u|--user|--proxy-user|-U|-a|--auth)[ =]{0,4}${quote}[^\\s"'\`:=/-][^\\s"'\`:/]{0,128}:(?!//)${value}`,
      'g',
    ),
    // `docker run -u 1000:1000`, `--user node:node`: user and group.
    accepts: (match) =>
      !/:\d{1,6}$/.test(match[0]) &&
      !/\b(?:docker|podman|nerdctl|chown|compose)\b[^\n;|&]{0,400}$/.test(match.input.slice(Math.max(0, match.index - 420), match.index)),
  },
  // Options that say it themselves: --password x, --token=x, --api-key x.
  {
    kind: 'secret',
    pattern: new RegExp(`(?<![\\w-])--?(?<name>[A-Za-z][\\w.-]{1,60})(?:[ \\t]{1,4}|=)${quote}(?!-)${value}`, 'g'),
    accepts: (match) => secretName(match.groups!['name']!) !== 'none' && !isOptionWord(match),
  },
  // mysql -pSECRET, sshpass -p SECRET, redis-cli -a SECRET, sqlcmd -P SECRET, mongosh -p SECRET, docker login -p SECRET
  {
    kind: 'password',
    pattern: new RegExp(`(?<![\\w-])(?:mysql\\w{0,12}|mariadb[\\w-]{0,12})(?:\\.exe)?(?=\\s)[^\\n;|&]{0,600}?\\s-p${quote}${value}`, 'g'),
  },
  {
    kind: 'password',
    pattern: new RegExp(
      `(?<![\\w-])(?:sshpass|mongosh?|mongodump|mongorestore|docker\\s{1,8}login|podman\\s{1,8}login|ldapsearch|az\\s{1,8}login|helm\\s{1,8}registry\\s{1,8}login)(?=\\s)[^\\n;|&]{0,600}?\\s-(?:p|w)[ =]?${quote}(?!-)${value}`,
      'g',
    ),
  },
  {
    kind: 'password',
    pattern: new RegExp(`(?<![\\w-])(?:redis-cli|valkey-cli)(?=\\s)[^\\n;|&]{0,600}?\\s(?:-a|--pass)\\s{1,4}${quote}${value}`, 'g'),
  },
  { kind: 'password', pattern: new RegExp(`(?<![\\w-])(?:sqlcmd|bcp|osql|isql)(?=\\s)[^\\n;|&]{0,600}?\\s-P[ ]?${quote}${value}`, 'g') },
  // NAME=value, "name": "value", X-Api-Key: value
  {
    kind: 'secret',
    pattern:
      /(?<![\w.$-])(?<name>[A-Za-z_][\w.-]{1,80})\\?["']?[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}(?:\\?"(?<value>[^"\\\n]{3,4096})(?<after>\\?"?))/g,
    accepts: isSecretAssignment,
  },
  {
    kind: 'secret',
    pattern: /(?<![\w.$-])(?<name>[A-Za-z_][\w.-]{1,80})\\?["']?[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}'(?<value>[^'\n]{3,4096})(?<after>'?)/g,
    accepts: isSecretAssignment,
  },
  {
    kind: 'secret',
    pattern: /(?<![\w.$-])(?<name>[A-Za-z_][\w.-]{1,80})\\?["']?(?:=|[ \t]{0,4}:[ \t]{0,4})(?<value>[^\s"'`,;&|<>()\\]{3,4096})/g,
    accepts: isSecretAssignment,
  },
  // Passwords of URLs, with whatever letters stand in them.
  { kind: 'password', pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#"'`<>@]{0,128}:(?<value>[^\s/"'`<>]{1,256})(?<after>@)/gi },
  // Secret query parameters.
  {
    kind: 'secret',
    pattern: /[?&](?<name>[\w.-]{2,40})=(?<value>[^\s&"'`#\\]{4,4096})/g,
    accepts: (match) =>
      secretName(match.groups!['name']!) !== 'none' ||
      /^(?:sig|signature|x-amz-signature|x-amz-security-token|code|auth|access_token|apikey|key)$/i.test(match.groups!['name']!),
  },
];

function isTokenLike(token: string): boolean {
  return /\d/.test(token) || token.length >= 16;
}

/** `--password-stdin`, `--token-file x` are told by `secretName`; a following word that is an option or a placeholder is no value. */
function isOptionWord(match: RegExpExecArray): boolean {
  return isPlaceholder(match.groups!['value']!) && match.groups!['value']!.length < 4;
}

function isSecretAssignment(match: RegExpExecArray): boolean {
  const { name, value } = match.groups as { name: string; value: string };
  return (
    secretName(name) !== 'none' && !/^(?:true|false|null|none|undefined|string|number|boolean|\d{1,3})$/i.test(value) && !isMarked(value)
  );
}

/** Words that a known credential could be: between blanks and quotes, and their parts between separators. */
export function* wordsOf(text: string): Generator<{ readonly start: number; readonly end: number }> {
  for (const match of text.matchAll(/[^\s"'`]{8,4096}/g)) {
    yield { start: match.index, end: match.index + match[0].length };
    for (const separators of [/[^=,;&|<>(){}[\]]{8,}/g, /[^=,;&|<>(){}[\]:@/?#\\%]{8,}/g, /[A-Za-z0-9_-]{8,}/g]) {
      for (const part of match[0].matchAll(separators)) {
        yield { start: match.index + part.index, end: match.index + part.index + part[0].length };
        if (part[0].startsWith('-')) {
          const skip = /^-+/.exec(part[0])![0].length;
          yield { start: match.index + part.index + skip, end: match.index + part.index + part[0].length };
          yield { start: match.index + part.index + skip + 1, end: match.index + part.index + part[0].length };
        }
      }
    }
  }
}
