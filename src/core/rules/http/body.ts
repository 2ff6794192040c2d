import type { HttpBody, HttpRequest } from '../../payload/request.ts';
import { splitUrl } from '../../payload/request.ts';
import type { Invocation, Word } from '../../shell/invocation.ts';
import { isMissing } from '../missing.ts';
import type { RuleContext } from '../rule.ts';

/** Bytes of a body's file that are read. */
const maxFile = 512 * 1024;

/** A body as it is put together from options, files and standard input. */
export class BodyReader {
  readonly #invocation: Invocation;
  readonly #context: RuleContext;
  readonly #parts: string[] = [];
  readonly files: string[] = [];
  #known = true;

  constructor(invocation: Invocation, context: RuleContext) {
    this.#invocation = invocation;
    this.#context = context;
  }

  text(text: string, known: boolean): void {
    this.#parts.push(text);
    this.#known &&= known;
  }

  word(word: Word): void {
    this.text(word.text, word.known);
  }

  /** What stands in a file; `-` is standard input. */
  file(word: Word): void {
    if (word.text === '-') this.input();
    else this.text(...this.read(word));
  }

  /** A file's text as a part of something else: `name=<file>`. */
  read(word: Word): [text: string, known: boolean] {
    const path = this.#context.path(word, this.#invocation);
    if (path === undefined || this.#invocation.place.type !== 'here') return ['', false];
    const answer = this.#context.ask({ type: 'text', path, limit: maxFile });
    // Not answered yet: the whole is judged again, so what is said now is only provisional.
    if (!answer) return ['', true];
    if (answer.type === 'unknown') return ['', isMissing(answer)];
    this.files.push(path);
    return [answer.text, !answer.truncated];
  }

  input(): void {
    const { input } = this.#invocation;
    if (input.type === 'text') return this.text(input.text, input.known);
    if (input.type === 'file') return this.text(...this.read(input.path));
    if (input.type === 'none') return;
    const source = input.from.length === 1 ? input.from[0] : undefined;
    const file = source?.program === 'cat' ? source.argv[1] : undefined;
    if (file && source?.argv.length === 2) this.text(...this.read(file));
    else this.text('', false);
  }

  get empty(): boolean {
    return this.#parts.length === 0;
  }

  body(separator: string): HttpBody | undefined {
    return this.empty ? undefined : { text: this.#parts.join(separator), known: this.#known };
  }
}

/** Puts a request together from what a client's command line says. */
export function requestTo(
  url: string,
  method: string,
  headers: ReadonlyMap<string, string>,
  body: HttpBody | undefined,
  files: readonly string[],
): HttpRequest {
  const { shown, scheme, host, path, query, hostVariable } = splitUrl(url);
  return {
    method,
    url: shown,
    scheme,
    host,
    path,
    query,
    headers,
    files,
    ...(body === undefined ? {} : { body }),
    ...(hostVariable === undefined ? {} : { hostVariable }),
  };
}

/** `Name: value` into a map; later ones win. */
export function addHeader(headers: Map<string, string>, text: string): void {
  const colon = text.indexOf(':');
  if (colon > 0) headers.set(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim());
}

/** Percent-encodes; text with half of a surrogate pair stays as it is. */
export function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
