import { readJson } from '../../payload/json.ts';
import type { Json } from '../../types.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { after, hasOption, optionValue, readArguments } from '../arguments.ts';
import type { Draft, RuleContext, Tool } from '../rule.ts';
import { BodyReader, encode, requestTo } from './body.ts';
import { judgeRequest } from './judgeRequest.ts';

// https://httpie.io/docs/cli and https://github.com/ducaale/xh
const valued = new Set(
  (
    '--raw --boundary --compress-level --style -s --pretty --print -p --output -o --session --session-read-only --auth -a --auth-type -A ' +
    '--bearer --proxy --max-redirects --max-headers --timeout --path-as-is --verify --ssl --ciphers --cert --cert-key --default-scheme ' +
    '--format-options --response-charset --response-mime --history-print -P --resolve --interface --http-version --generate'
  ).split(' '),
);

/** HTTPie and xh: `http [METHOD] URL [ITEM…]`. */
export const httpieTool: Tool = {
  names: ['http', 'https', 'xh', 'xhs'],
  family: 'http',
  rules: [],
  find(invocation: Invocation, context: RuleContext): readonly Draft[] {
    const args = readArguments(invocation, { valued });
    if (hasOption(args, '--help', '--version', '--offline')) return [];
    const words = [...args.words];
    const given =
      words.length > 1 && /^[a-zA-Z]+$/.test(words[0]!.text) && !/^localhost$/i.test(words[0]!.text) ? words.shift() : undefined;
    const url = words.shift();
    if (!url) return [];
    const headers = new Map<string, string>();
    const query: string[] = [];
    const fields: (readonly [string, Json])[] = [];
    const body = new BodyReader(invocation, context);
    let known = true;
    for (const word of words) known = readItem(word, headers, query, fields, body) && known;
    const raw = optionValue(args, '--raw');
    if (raw) body.word(raw);
    const form = hasOption(args, '-f', '--form', '--multipart');
    if (fields.length > 0) body.text(form ? formOf(fields) : JSON.stringify(Object.fromEntries(fields)), known);
    if (body.empty && !hasOption(args, '--ignore-stdin', '-I')) body.input();
    const method = given ? given.text.toUpperCase() : body.empty ? 'GET' : 'POST';
    const address = query.length === 0 ? url.text : `${url.text}${url.text.includes('?') ? '&' : '?'}${query.join('&')}`;
    return judgeRequest(requestTo(fullUrl(address, invocation.program), method, headers, body.body('&'), body.files), context);
  },
};

/** `:3000/x`, `:/x` and a host without a scheme. */
function fullUrl(text: string, program: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const local = /^:(\d*)(\/.*)?$/.exec(text);
  const scheme = program === 'https' || program === 'xhs' ? 'https' : 'http';
  if (local) return `${scheme}://localhost${local[1] === '' ? '' : `:${local[1]}`}${local[2] ?? ''}`;
  return text.startsWith('$') ? text : `${scheme}://${text.replace(/^\/\//, '')}`;
}

/** One item; false when its value is not known. The first separator that occurs decides, the longest at one place. */
function readItem(
  word: Word,
  headers: Map<string, string>,
  query: string[],
  fields: (readonly [string, Json])[],
  body: BodyReader,
): boolean {
  const match = /^([^:=@]*)(:=@|==@|:=|==|=@|@|=|:@|:)/.exec(word.text);
  if (!match) return true;
  const [whole, name, separator] = match as unknown as [string, string, string];
  const value = after(word, whole.length);
  switch (separator) {
    case ':':
    case ':@':
      headers.set(name.toLowerCase(), value.text);
      return true;
    case '==':
      query.push(`${encode(name)}=${encode(value.text)}`);
      return true;
    case '=':
      fields.push([name, value.text]);
      return value.known;
    case ':=':
      fields.push([name, jsonOf(value.text)]);
      return value.known;
    case '=@':
    case ':=@': {
      const [text, known] = body.read(value);
      fields.push([name, separator === '=@' ? text : jsonOf(text)]);
      return known;
    }
    default:
      return true;
  }
}

function jsonOf(text: string): Json {
  const json = readJson(text);
  if (json !== undefined) return json;
  if (/^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(text)) return JSON.parse(text) as Json;
  return text;
}

function formOf(fields: readonly (readonly [string, Json])[]): string {
  return fields.map(([name, value]) => `${name}=${encode(typeof value === 'string' ? value : JSON.stringify(value))}`).join('&');
}
