import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, mkdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import type { HookReply } from '../../src/core/agents/adapter.ts';
import { defaultPolicy } from '../../src/core/policy/policy.ts';
import {
  Messages,
  type ActivityEntry,
  type Descriptor,
  type HoldAnswer,
  type HoldView,
  type JournalAnchor,
  type ProveResult,
  type ServerStatus,
  type WindowConfiguration,
  type WindowState,
} from '../../src/core/protocol.ts';
import { askHook, callServer, connectToServer, openWindowStream } from '../../src/platform/connection.ts';
import { readDescriptor } from '../../src/platform/descriptor.ts';
import { encodeHookRequest, parseHookReply } from '../../src/core/hookFrame.ts';
import { isAlive } from '../../src/platform/processes.ts';
import { startServer } from '../../src/platform/serverProcess.ts';
import { openStateFolder, type StateFolder } from '../../src/platform/stateFolder.ts';

/** Waits until the condition holds; fails with the words after the deadline. */
export async function until(words: string, condition: () => boolean | Promise<boolean>, deadline = 10_000): Promise<void> {
  const end = Date.now() + deadline;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`did not happen in ${deadline} ms: ${words}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A server process of its own in a fresh home, with the test parts in place of the rules. */
export class ServerRig {
  readonly home = realpathSync(mkdtempSync(join(tmpdir(), 'tenth-second-server-')));
  readonly state: StateFolder = openStateFolder(join(this.home, '.tenth-second'));
  readonly script: string;
  readonly keys = newKeys();
  readonly windows: TestWindow[] = [];
  readonly pids = new Set<number>();

  /** `from`: `import.meta.url` of the test file, beside the bundled program. `script`: another server than that of the test parts. */
  constructor(from: string, script = fileURLToPath(new URL('./serverProgram.main.mjs', from))) {
    this.script = script;
  }

  folder(name: string): string {
    const path = join(this.home, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  async start(...args: readonly string[]): Promise<Descriptor> {
    const descriptor = await startServer(
      { script: this.script, runtime: process.execPath },
      { state: this.state, arguments: ['--grace', '0', ...args] },
    );
    if (!descriptor) throw new Error('the server does not start');
    this.pids.add(descriptor.pid);
    return descriptor;
  }

  get descriptor(): Descriptor {
    const descriptor = readDescriptor(this.state.descriptor);
    if (!descriptor) throw new Error('no descriptor');
    return descriptor;
  }

  status(): Promise<ServerStatus> {
    return callServer(this.descriptor, { type: 'status' }) as Promise<ServerStatus>;
  }

  hook(command: string, cwd: string, more: HookMore = {}): Promise<HookReply> {
    return askHook(this.descriptor, hookRequest(command, cwd, more), more.deadline ?? 20_000);
  }

  /** A hook whose process can be ended: the socket itself. */
  async openHook(command: string, cwd: string, more: HookMore = {}): Promise<{ socket: Socket; reply: Promise<HookReply | undefined> }> {
    const { descriptor } = this;
    const socket = await connectToServer(descriptor);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    const reply = new Promise<HookReply | undefined>((resolve) => socket.once('close', () => resolve(parseHookReply(text))));
    socket.write(encodeHookRequest(hookRequest(command, cwd, more), descriptor.clientToken));
    return { socket, reply };
  }

  /** A proved and configured window. */
  async window(
    folders: readonly string[],
    more: Partial<WindowConfiguration> & { keys?: Keys; kept?: TestWindow['kept'] } = {},
  ): Promise<TestWindow> {
    const window = new TestWindow(await openWindowStream(this.descriptor));
    this.windows.push(window);
    window.kept = more.kept ?? {};
    const nonce = await window.initialize();
    const result = await window.prove(more.keys ?? this.keys, nonce);
    if (!result.accepted) throw new Error(`not accepted: ${result.reason}`);
    await window.configure({ folders, policy: defaultPolicy, holdMinutes: 14, trusted: true, ...more });
    return window;
  }

  async dispose(): Promise<void> {
    for (const window of this.windows) window.close();
    const descriptor = readDescriptor(this.state.descriptor);
    if (descriptor) this.pids.add(descriptor.pid);
    for (const pid of this.pids) if (isAlive(pid)) process.kill(pid, 'SIGTERM');
    try {
      await until('the server processes end', () => [...this.pids].every((pid) => !isAlive(pid)), 5000);
    } finally {
      for (const pid of this.pids) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      rmSync(this.home, { recursive: true, force: true });
    }
  }
}

export interface HookMore {
  readonly session?: string;
  readonly callId?: string;
  readonly parent?: number;
  readonly deadline?: number;
}

export function hookRequest(command: string, cwd: string, more: HookMore) {
  return {
    agent: 'claude-code',
    parent: more.parent ?? 0,
    variables: {},
    payload: JSON.stringify({
      hook_event_name: 'PreToolUse',
      session_id: more.session ?? 'session-1',
      cwd,
      tool_name: 'Bash',
      tool_input: { command },
      ...(more.callId === undefined ? {} : { tool_use_id: more.callId }),
    }),
  };
}

/** Reads a reply of the Claude Code adapter: what it decided, and the words. */
export function decisionOf(reply: HookReply | undefined): { decision: 'none' | 'allow' | 'deny' | 'nothing'; reason: string } {
  if (!reply) return { decision: 'nothing', reason: '' };
  if (reply.code !== 0) return { decision: 'deny', reason: reply.stderr };
  return { decision: reply.stdout.includes('"allow"') ? 'allow' : 'none', reason: '' };
}

export interface Keys {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

export function newKeys(): Keys {
  const pair = generateKeyPairSync('ed25519');
  return { publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), privateKey: pair.privateKey };
}

interface OpenHold {
  readonly view: HoldView;
  readonly answer: (answer: HoldAnswer) => void;
}

/** An editor window as the server sees it; a test answers its holds. */
export class TestWindow {
  readonly socket: Socket;
  readonly connection: MessageConnection;
  readonly holds: OpenHold[] = [];
  readonly withdrawn: { id: string; reason: string }[] = [];
  readonly activity: ActivityEntry[] = [];
  readonly warnings: string[] = [];
  readonly approvals: string[] = [];
  /** What this editor keeps of the journal. */
  kept: Readonly<Record<string, { n: number; hash: string }>> = {};
  readonly anchors: JournalAnchor[] = [];
  approve = false;
  state: WindowState | undefined;
  retiring = false;
  closed = false;
  #used = 0;

  constructor(socket: Socket) {
    this.socket = socket;
    this.connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
    const { connection } = this;
    connection.onRequest<HoldAnswer, never>(Messages.hold, (view: HoldView) => {
      return new Promise<HoldAnswer>((answer) => void this.holds.push({ view, answer }));
    });
    connection.onRequest(Messages.approveWindow, ({ product }: { product: string }) => {
      this.approvals.push(product);
      return this.approve;
    });
    connection.onNotification(Messages.withdraw, (params: { id: string; reason: string }) => void this.withdrawn.push(params));
    connection.onNotification(Messages.state, (state: WindowState) => void (this.state = state));
    connection.onNotification(Messages.activity, (entries: ActivityEntry[]) => void this.activity.push(...entries));
    connection.onNotification(Messages.warning, ({ text }: { text: string }) => void this.warnings.push(text));
    connection.onRequest(Messages.anchors, () => this.kept);
    connection.onNotification(Messages.anchor, (anchor: JournalAnchor) => {
      this.anchors.push(anchor);
      this.kept = { ...this.kept, ...anchor.heads };
    });
    connection.onNotification(Messages.retiring, () => void (this.retiring = true));
    socket.once('close', () => {
      this.closed = true;
      connection.dispose();
    });
    connection.listen();
  }

  async initialize(): Promise<string> {
    const result: { capabilities: { experimental: { nonce: string } } } = await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    await this.connection.sendNotification('initialized', {});
    return result.capabilities.experimental.nonce;
  }

  prove(keys: Keys, nonce: string, product = 'Visual Studio Code'): Promise<ProveResult> {
    const signature = sign(null, Buffer.from(`tenth-second window ${nonce}`), keys.privateKey).toString('base64');
    return this.connection.sendRequest(Messages.prove, { publicKey: keys.publicKey, signature, product, version: '1.0.0' });
  }

  async configure(configuration: WindowConfiguration): Promise<void> {
    this.state = undefined;
    await this.connection.sendNotification(Messages.configure, configuration);
    await until('the server tells the state', () => this.state !== undefined);
  }

  /** The next hold that this window is asked about. */
  async nextHold(): Promise<OpenHold> {
    const at = this.#used++;
    await until('a hold is shown', () => this.holds.length > at);
    return this.holds[at]!;
  }

  close(): void {
    this.socket.destroy();
  }
}
