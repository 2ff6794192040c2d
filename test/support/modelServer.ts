import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What the scripted model does in one turn: calls tools, or says something and thereby ends. */
export type Turn = ToolCall | readonly ToolCall[] | { readonly text: string };

/** Sub-agents have conversations of their own: the first key that stands in the first message picks the turns, else `default`. */
export type Script = readonly Turn[] | { readonly default: readonly Turn[]; readonly [marker: string]: readonly Turn[] };

export interface ToolCall {
  readonly name: string;
  /** A text for tools that take one in place of an object (Codex's `apply_patch`). */
  readonly args: Readonly<Record<string, unknown>> | string;
  /** Codex puts the tools of MCP servers into one. */
  readonly namespace?: string;
}

/** A tool result that the agent sent back to the model. */
export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
}

/**
 * A model on loopback that plays a script, in the dialects of Anthropic's Messages, OpenAI's Chat Completions and
 * Responses, and Gemini's generateContent. Which turn comes next
 * is derived from the number of tool results in the request, so that side requests (titles, summaries) never shift the script.
 */
export class ModelServer {
  readonly url: string;
  readonly #server: Server;
  readonly #script: Script;
  #results: readonly ToolResult[] = [];

  readonly #inspect: (text: string) => void;

  private constructor(server: Server, script: Script, url: string, inspect: (text: string) => void) {
    this.#inspect = inspect;
    this.#server = server;
    this.#script = script;
    this.url = url;
  }

  /** `inspect` is given the body of every request. */
  static async start(script: Script, inspect: (text: string) => void = () => undefined): Promise<ModelServer> {
    const holder: { model?: ModelServer } = {};
    const server = createServer((request, response) => {
      holder.model?.answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the model server has no port');
    holder.model = new ModelServer(server, script, `http://127.0.0.1:${address.port}`, inspect);
    return holder.model;
  }

  /** What the tools answered so far, in the order of the calls. */
  get results(): readonly ToolResult[] {
    return this.#results;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const piece of request) text += String(piece);
    this.#inspect(text);
    const path = (request.url ?? '').split('?')[0] ?? '';
    const body = (text === '' ? {} : JSON.parse(text)) as Body;
    if (path.endsWith('/messages/count_tokens')) return sendJson(response, { input_tokens: 10 });
    if (path.endsWith('/messages')) return this.anthropic(body, response);
    if (path.endsWith('/chat/completions')) return this.chat(body, response);
    if (path.endsWith('/responses')) return this.responses(body, response);
    if (path.endsWith('/models'))
      return sendJson(response, { object: 'list', data: [{ id: 'mock', object: 'model', created: 0, owned_by: 'mock' }] });
    if (path.endsWith(':countTokens')) return sendJson(response, { totalTokens: 10 });
    if (path.endsWith(':streamGenerateContent')) return this.gemini(body, response, true);
    if (path.endsWith(':generateContent')) return this.gemini(body, response, false);
    return sendJson(response, { error: { type: 'not_found_error', message: `no such route ${path}` } }, 404);
  }

  private get mainTurns(): readonly Turn[] {
    return 'default' in this.#script ? this.#script.default : this.#script;
  }

  private turnsFor(body: Body): readonly Turn[] {
    if (!('default' in this.#script)) return this.#script;
    const own = JSON.stringify([body.messages?.filter(({ role }) => role === 'user')[0], body.input?.slice(0, 4), body.contents?.[0]]);
    const marker = Object.keys(this.#script).find((key) => key !== 'default' && own.includes(key));
    return this.#script[marker ?? 'default'] ?? [];
  }

  private turn(results: readonly ToolResult[], body: Body): readonly (ToolCall | { readonly text: string })[] {
    if ((body.tools ?? []).length === 0 && !(body.input ?? []).some((item) => item.type === 'additional_tools')) return [done];
    const turns = this.turnsFor(body);
    if (turns === this.mainTurns && results.length > this.#results.length) this.#results = results;
    let passed = results.length;
    for (const each of turns) {
      const calls = Array.isArray(each) ? (each as readonly ToolCall[]) : [each as ToolCall];
      if (passed <= 0) return calls;
      passed -= calls.length;
    }
    return [done];
  }

  /** https://docs.anthropic.com/en/api/messages-streaming */
  private anthropic(body: Body, response: ServerResponse): void {
    const blocks = (body.messages ?? []).flatMap((message) => (typeof message.content === 'string' ? [] : message.content));
    const results = blocks
      .filter((block) => block.type === 'tool_result')
      .map((block) => ({ text: plainText(block.content), isError: block.is_error === true }));
    const content = this.turn(results, body).map((step) =>
      'name' in step ? { type: 'tool_use', id: identifier('toolu'), name: step.name, input: step.args } : { type: 'text', text: step.text },
    );
    const reason = content.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end_turn';
    const usage = { input_tokens: 10, output_tokens: 10, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
    const message = { id: identifier('msg'), type: 'message', role: 'assistant', model: body.model, stop_sequence: null, usage };
    if (body.stream !== true) return sendJson(response, { ...message, content, stop_reason: reason });
    response.writeHead(200, eventStream);
    const send = (type: string, data: object): void => {
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
    };
    send('message_start', { message: { ...message, content: [], stop_reason: null } });
    for (const [index, block] of content.entries()) {
      const isText = 'text' in block;
      send('content_block_start', { index, content_block: isText ? { ...block, text: '' } : { ...block, input: {} } });
      const delta = isText
        ? { type: 'text_delta', text: block.text }
        : { type: 'input_json_delta', partial_json: JSON.stringify('input' in block ? block.input : {}) };
      send('content_block_delta', { index, delta });
      send('content_block_stop', { index });
    }
    send('message_delta', { delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 10 } });
    send('message_stop', {});
    response.end();
  }

  /** https://platform.openai.com/docs/api-reference/chat-streaming */
  private chat(body: Body, response: ServerResponse): void {
    const results = (body.messages ?? [])
      .filter((message) => message.role === 'tool')
      .map((message) => ({ text: plainText(message.content), isError: false }));
    const turn = this.turn(results, body);
    const calls = turn.filter((step) => 'name' in step);
    const text = turn.flatMap((step) => ('text' in step ? [step.text] : [])).join('');
    const message =
      calls.length > 0
        ? {
            role: 'assistant',
            content: null,
            tool_calls: calls.map((call, index) => ({
              index,
              id: identifier('call'),
              type: 'function',
              function: { name: call.name, arguments: JSON.stringify(call.args) },
            })),
          }
        : { role: 'assistant', content: text };
    const base = { id: identifier('chatcmpl'), created: 0, model: body.model };
    const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 };
    const finish = calls.length > 0 ? 'tool_calls' : 'stop';
    if (body.stream !== true)
      return sendJson(response, { ...base, object: 'chat.completion', choices: [{ index: 0, message, finish_reason: finish }], usage });
    response.writeHead(200, eventStream);
    const chunk = (choices: readonly object[], more: object = {}): void => {
      response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices, ...more })}\n\n`);
    };
    chunk([{ index: 0, delta: message, finish_reason: null }]);
    chunk([{ index: 0, delta: {}, finish_reason: finish }]);
    chunk([], { usage });
    response.end('data: [DONE]\n\n');
  }

  /** https://platform.openai.com/docs/api-reference/responses-streaming */
  private responses(body: Body, response: ServerResponse): void {
    const results = (body.input ?? [])
      .filter((item) => item.type.endsWith('_call_output'))
      .map((item) => ({ text: plainText(item.output ?? ''), isError: false }));
    const items = this.turn(results, body).map((step) =>
      'text' in step
        ? {
            type: 'message',
            id: identifier('msg'),
            role: 'assistant',
            content: [{ type: 'output_text', text: step.text, annotations: [] }],
          }
        : typeof step.args === 'string'
          ? { type: 'custom_tool_call', id: identifier('ctc'), call_id: identifier('call'), name: step.name, input: step.args }
          : {
              type: 'function_call',
              id: identifier('fc'),
              call_id: identifier('call'),
              name: step.name,
              ...(step.namespace === undefined ? {} : { namespace: step.namespace }),
              arguments: JSON.stringify(step.args),
            },
    );
    const usage = {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 10,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 20,
    };
    const whole = {
      id: identifier('resp'),
      object: 'response',
      created_at: 0,
      status: 'completed',
      model: body.model,
      output: items,
      usage,
    };
    if (body.stream !== true) return sendJson(response, whole);
    response.writeHead(200, eventStream);
    let number = 0;
    const send = (type: string, data: object): void => {
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number++, ...data })}\n\n`);
    };
    send('response.created', { response: { ...whole, status: 'in_progress', output: [], usage: null } });
    for (const [output_index, item] of items.entries()) {
      const empty = item.type === 'message' ? { content: [] } : item.type === 'custom_tool_call' ? { input: '' } : { arguments: '' };
      send('response.output_item.added', { output_index, item: { ...item, status: 'in_progress', ...empty } });
      if (item.type === 'message')
        send('response.output_text.delta', { item_id: item.id, output_index, content_index: 0, delta: item.content?.[0]?.text });
      send('response.output_item.done', { output_index, item: { ...item, status: 'completed' } });
    }
    send('response.completed', { response: whole });
    response.end();
  }

  /** https://ai.google.dev/api/generate-content */
  private gemini(body: Body, response: ServerResponse, stream: boolean): void {
    const results = (body.contents ?? [])
      .flatMap((content) => content.parts ?? [])
      .flatMap((part) => (part.functionResponse === undefined ? [] : [part.functionResponse.response]))
      .map((result) => ({ text: plainText(result['output'] ?? result['error'] ?? result), isError: result['error'] !== undefined }));
    const wantsJson = body.generationConfig?.responseMimeType === 'application/json';
    const parts = this.turn(results, body).map((step) =>
      'name' in step
        ? { functionCall: { name: step.name, args: step.args, id: identifier('call') } }
        : { text: wantsJson ? '{}' : step.text },
    );
    const answer = {
      candidates: [{ index: 0, content: { role: 'model', parts }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 10, totalTokenCount: 20 },
      modelVersion: 'scripted',
    };
    if (!stream) return sendJson(response, answer);
    response.writeHead(200, eventStream);
    response.end(`data: ${JSON.stringify(answer)}\n\n`);
  }
}

const done = { text: 'All done.' };
const eventStream = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' };

interface Body {
  readonly model?: string;
  readonly stream?: boolean;
  readonly tools?: readonly unknown[];
  readonly messages?: readonly { readonly role?: string; readonly content: string | readonly Block[] }[];
  readonly input?: readonly { readonly type: string; readonly output?: unknown }[];
  readonly contents?: readonly { readonly parts?: readonly Part[] }[];
  readonly generationConfig?: { readonly responseMimeType?: string };
}

interface Block {
  readonly type: string;
  readonly content?: unknown;
  readonly is_error?: boolean;
}

interface Part {
  readonly functionResponse?: { readonly response: Readonly<Record<string, unknown>> };
}

let sequence = 0;

function identifier(prefix: string): string {
  sequence += 1;
  return `${prefix}_${String(sequence).padStart(20, '0')}`;
}

function plainText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content.map((each: { text?: unknown }) => (typeof each.text === 'string' ? each.text : JSON.stringify(each))).join('\n');
}

function sendJson(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
