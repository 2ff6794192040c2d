import { createServer, request as httpRequest, type IncomingMessage, type RequestOptions, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { clientMessageFrom, refusedCall, refusedRequest, type ClientMessage } from '../../core/mcp/message.ts';
import { readToolList } from '../../core/mcp/toolList.ts';
import type { Json } from '../../core/types.ts';
import { createMcpJudge, type Judged, type JudgeMessage } from './judge.ts';
import { maxMessage } from './lines.ts';

export interface HttpOptions {
  /** Address of the remote MCP server: streamable HTTP, or the older SSE transport. */
  readonly url: string;
  /** 0: any free one. */
  readonly port: number;
  readonly cwd: string;
  readonly waits: number | undefined;
  readonly server: string | undefined;
}

/** Headers that belong to one connection: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const perConnection = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'host']);

/**
 * Stands on loopback before a remote MCP server, until it is ended. Authorization and streams go through as they are; addresses of
 * the server in OAuth's metadata are answered with our own, so that a client finds the resource where it asked for it.
 */
export async function runHttpProxy(options: HttpOptions): Promise<number> {
  let upstream: URL;
  try {
    upstream = new URL(options.url);
  } catch {
    process.stderr.write('tenth-second mcp: --url is no address\n');
    return 64;
  }
  if (upstream.protocol !== 'https:' && upstream.protocol !== 'http:') {
    process.stderr.write('tenth-second mcp: --url takes an http or https address\n');
    return 64;
  }
  const server = options.server ?? upstream.hostname;
  const proxy = new HttpProxy(upstream, server, options);
  const listener = createServer((request, response) => void proxy.serve(request, response));
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(options.port, '127.0.0.1', resolve);
  });
  const own = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  proxy.own = own;
  process.stdout.write(`${own}${upstream.pathname}${upstream.search}\n`);
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        listener.close(() => resolve(0));
        listener.closeAllConnections();
      });
  });
}

class HttpProxy {
  own = '';
  readonly #upstream: URL;
  readonly #server: string;
  readonly #judge: JudgeMessage;
  readonly #destructive = new Set<string>();
  /** Streams of the older transport by the address that its client posts to: answers go there. */
  readonly #streams = new Map<string, ServerResponse>();
  #client: string | undefined;

  constructor(upstream: URL, server: string, { cwd, waits }: HttpOptions) {
    this.#upstream = upstream;
    this.#server = server;
    this.#judge = createMcpJudge({ server, cwd, waits, client: () => this.#client });
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (!this.#isLocal(request)) return void response.writeHead(403).end('Only programs on this machine may use this address.\n');
      const body = await bodyOf(request);
      const { refusal, messages } = await this.#examine(body, request, response);
      if (refusal === undefined) return this.#forward(request, response, body, messages);
      const stream = this.#streams.get(request.url ?? '');
      if (stream === undefined) return void response.writeHead(200, { 'content-type': 'application/json' }).end(refusal);
      stream.write(`event: message\ndata: ${refusal}\n\n`);
      return void response.writeHead(202).end('Accepted');
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'error';
      if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
      return void response.end(`Tenth Second could not pass this request on: ${reason}\n`);
    }
  }

  /** Pages in a browser must not get here, by whatever name they reached this machine. */
  #isLocal({ headers }: IncomingMessage): boolean {
    const local = (host: string): boolean => /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host);
    const { origin, host } = headers;
    return (
      local(host ?? '') && (origin === undefined || /^vscode-(?:webview|file):/i.test(origin) || local(origin.replace(/^https?:\/\//i, '')))
    );
  }

  async #examine(
    body: Buffer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<{ readonly refusal: string | undefined; readonly messages: readonly ClientMessage[] }> {
    if (body.length === 0) return { refusal: undefined, messages: [] };
    let value: Json;
    try {
      value = JSON.parse(body.toString('utf8')) as Json;
    } catch {
      // OAuth's forms and the like say what they are. Whatever can be read as a call is one, whatever it says that it is.
      const readable = !/json/i.test(request.headers['content-type'] ?? '') && request.headers['content-encoding'] === undefined;
      return { refusal: readable ? undefined : refusedRequest(null, 'Parse error', -32_700), messages: [] };
    }
    const messages = (Array.isArray(value) ? (value as readonly Json[]) : [value]).map((each) => clientMessageFrom(each));
    for (const message of messages) if ('client' in message && message.client !== undefined) this.#client = message.client;
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    response.once('close', leave);
    try {
      const reasons = await Promise.all(messages.map((message) => this.#reasonAgainst(message, gone.signal)));
      if (reasons.every((reason) => reason === undefined)) return { refusal: undefined, messages };
      const answers = messages.flatMap((message, index) => {
        const reason = reasons[index] ?? 'Nothing of this batch was run, since another call of it was refused.';
        if (message.type === 'call') return [refusedCall(message.id, reason)];
        return 'id' in message && message.id !== undefined ? [refusedRequest(message.id, reason)] : [];
      });
      return {
        refusal: Array.isArray(value) ? `[${answers.join(',')}]` : (answers[0] ?? refusedRequest(null, 'Invalid request', -32_600)),
        messages,
      };
    } finally {
      response.off('close', leave);
    }
  }

  #reasonAgainst(message: ClientMessage, signal: AbortSignal): Promise<string | undefined> {
    if (message.type === 'invalid') return Promise.resolve(message.reason);
    if (message.type !== 'call' && message.type !== 'resource') return Promise.resolve(undefined);
    const judged: Judged = message;
    return this.#judge(judged, { destructiveHint: judged.type === 'call' && this.#destructive.has(judged.tool) }, signal);
  }

  #forward(request: IncomingMessage, response: ServerResponse, body: Buffer, messages: readonly ClientMessage[]): void {
    const lists = messages.some(({ type }) => type === 'list');
    const path = request.url ?? '/';
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !perConnection.has(name)));
    // What is read on the way must not be compressed.
    const read = lists || path.includes('/.well-known/') || request.method === 'GET';
    if (read) delete headers['accept-encoding'];
    if (body.length > 0) headers['content-length'] = String(body.length);
    if (headers['origin'] !== undefined) headers['origin'] = this.#upstream.origin;
    const options: RequestOptions = { method: request.method ?? 'GET', headers };
    const send = this.#upstream.protocol === 'https:' ? httpsRequest : httpRequest;
    // A path cannot lead to another host: it is the path, whatever it looks like.
    const outgoing = send(
      { ...options, protocol: this.#upstream.protocol, hostname: this.#upstream.hostname, port: this.#upstream.port, path },
      (answer) => {
        const status = answer.statusCode ?? 502;
        const given = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !perConnection.has(name)));
        const authenticate = given['www-authenticate'];
        if (typeof authenticate === 'string') given['www-authenticate'] = this.#ours(authenticate);
        const type = answer.headers['content-type'] ?? '';
        if ((lists && /json|event-stream/.test(type)) || (path.includes('/.well-known/oauth-protected-resource') && /json/.test(type))) {
          void bodyOf(answer).then(
            (bytes) => {
              delete given['content-length'];
              const text = bytes.toString('utf8');
              response.writeHead(status, given).end(lists ? this.#list(text) : this.#ours(text));
            },
            () => response.destroy(),
          );
          return;
        }
        response.writeHead(status, given);
        response.flushHeaders();
        if (request.method === 'GET' && /event-stream/.test(type)) this.#watch(answer, response);
        else answer.pipe(response);
        answer.once('error', () => response.destroy());
      },
    );
    outgoing.once('error', (error) => {
      if (response.headersSent) return void response.destroy();
      return void response.writeHead(502, { 'content-type': 'text/plain' }).end(`The MCP server could not be reached: ${error.message}\n`);
    });
    response.once('close', () => outgoing.destroy());
    outgoing.end(body);
  }

  /** Text with addresses of the server replaced by our own. */
  #ours(text: string): string {
    return text.replaceAll(this.#upstream.origin, this.own).replaceAll(this.#upstream.origin.replaceAll('/', '\\/'), this.own);
  }

  /** An answer to `tools/list`, as JSON or as events. */
  #list(text: string): string {
    const correct = (json: string): string => {
      let value: Json;
      try {
        value = JSON.parse(json) as Json;
      } catch {
        return json;
      }
      const { corrected, destructive } = readToolList(this.#server, value);
      for (const tool of destructive) this.#destructive.add(tool);
      return corrected === undefined ? json : JSON.stringify(corrected);
    };
    return /^\s*[[{]/.test(text)
      ? correct(text)
      : text.replace(/^data: ?(.*)$/gm, (line, json: string) => (json.startsWith('{') ? `data: ${correct(json)}` : line));
  }

  /**
   * A stream of events. The older transport begins it with the address to post to
   * (https://modelcontextprotocol.io/specification/2024-11-05/basic/transports#http-with-sse): it has to be ours, and answers of
   * ours have to go into this stream.
   */
  #watch(answer: IncomingMessage, response: ServerResponse): void {
    let head: string | undefined = '';
    let endpoint: string | undefined;
    answer.on('data', (chunk: Buffer) => {
      if (head === undefined) return void (response.write(chunk) || (answer.pause(), response.once('drain', () => answer.resume())));
      head += chunk.toString('latin1');
      const end = /\r?\n\r?\n/.exec(head);
      if (end === null && head.length < 8192) return undefined;
      const first = head;
      head = undefined;
      const found = /^event: ?endpoint\r?\ndata: ?(\S+)/m.exec(first);
      if (found === null) return void response.write(Buffer.from(first, 'latin1'));
      const address = new URL(found[1]!, new URL(this.#upstream.pathname, this.#upstream.origin));
      if (address.origin !== this.#upstream.origin) return void response.destroy();
      endpoint = `${address.pathname}${address.search}`;
      this.#streams.set(endpoint, response);
      return void response.write(Buffer.from(first.replace(found[1]!, endpoint), 'latin1'));
    });
    answer.once('end', () => {
      if (head !== undefined) response.write(Buffer.from(head, 'latin1'));
      response.end();
    });
    response.once('close', () => {
      if (endpoint !== undefined) this.#streams.delete(endpoint);
    });
  }
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    if (size > maxMessage) throw new Error('a message is longer than 64 MB');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
