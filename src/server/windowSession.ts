import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { CancellationTokenSource, createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import {
  defaultRetention,
  Messages,
  type CredentialFileView,
  type GiveParams,
  type HoldAnswer,
  type JournalCheck,
  type OrderReply,
  type ProveResult,
  type Retention,
  type SessionView,
  type TerminalCommand,
  type WindowConfiguration,
} from '../core/protocol.ts';
import type { TimelineReplies, TimelineRequest } from '../core/journal/timeline.ts';
import { agentIds } from '../core/types.ts';
import { headsFrom } from '../platform/journal/headsFile.ts';
import type { Heads } from '../platform/journal/verifyJournal.ts';
import { orderChangeFrom, type OrderChange } from '../core/policy/orders.ts';
import { factorProofFrom, factorRequestFrom, type FactorProof, type FactorReply } from '../core/policy/secondFactor.ts';
import { policyFrom } from '../platform/policyStore.ts';
import { receivedBackups } from '../core/backups/backups.ts';
import { tighten } from '../core/policy/merge.ts';
import { productName, versionName, type WindowAccess } from './windowAccess.ts';
import { LanguageService } from './language/languageService.ts';
import type { ServerParts } from './parts.ts';
import { longestHold } from './holds.ts';
import type { SecondFactor } from './secondFactor.ts';
import { terminalCommandFrom } from './terminalWatch.ts';
import type { TimelineRequests } from './timeline.ts';
import type { UndoRequests } from './undo.ts';
import type { AttachedWindow } from './windows.ts';

export interface WindowPorts {
  readonly access: WindowAccess;
  readonly version: string;
  /** A window is configured for the first time (with `first`) or anew. */
  configured(window: AttachedWindow, first: boolean): void;
  gone(window: AttachedWindow): void;
  pause(minutes: number, product: string): Promise<void>;
  terminal(event: TerminalCommand, window: AttachedWindow): void;
  /** A person in this window laid something down for its folders, or took it back. */
  order(change: OrderChange, window: AttachedWindow, proof: FactorProof | undefined): Promise<OrderReply>;
  focused(): void;
  /** Checks the whole journal, also against these heads. */
  verify(heads: Heads): Promise<JournalCheck>;
  sessions(): readonly SessionView[];
  give(wanted: GiveParams, product: string): Promise<boolean>;
  credentials(folders: readonly string[]): Promise<readonly CredentialFileView[]>;
  readonly language: ServerParts['language'];
  readonly undo: UndoRequests;
  readonly timeline: TimelineRequests;
  readonly secondFactor: Pick<SecondFactor, 'answer'>;
  readonly realPath: (path: string) => Promise<string>;
  fault(text: string, error: unknown): void;
}

/** Time to sign the challenge; a stream that proves nothing is dropped. */
const proveDeadline = 10_000;
/** Most that a stream may send before it has proved to be a window: `initialize` of an editor is some 10 KB. */
const maxUnproved = 512 * 1024;
const maxFolders = 100;
const farewellTime = 200;

let nextWindow = 1;

/**
 * One window's language-server stream, on `vscode-jsonrpc` itself: the connection of `vscode-languageserver` ends the whole process when
 * a single window says `exit`, closes its stream, or dies, its logger writes to windows that have not proved to be any, and it weighs as
 * much as all rules for clouds and databases.
 * https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#lifeCycleMessages
 */
export function serveWindow(socket: Socket, ports: WindowPorts): void {
  const id = nextWindow++;
  const nonce = randomBytes(32).toString('base64');
  let proved: { readonly product: string; readonly version: string } | undefined;
  let window: AttachedWindow | undefined;
  let configuring: Promise<void> = Promise.resolve();
  let closed = false;
  let received = 0;
  const requests = new Set<() => void>();

  const quiet = {
    error: (text: string) => {
      if (!closed && socket.writable) ports.fault('a window stream failed', new Error(text));
    },
    warn: () => {},
    info: () => {},
    log: () => {},
  };
  const connection = createMessageConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket), quiet, {
    maxParallelism: 10,
  });
  const language = new LanguageService(connection, {
    ...ports.language,
    folders: () => window?.folders ?? [],
    fault: (text, error) => ports.fault(text, error),
  });
  const deadline = setTimeout(() => socket.destroy(), proveDeadline);
  const countBytes = (chunk: Buffer): void => {
    received += chunk.length;
    if (received > maxUnproved) socket.destroy();
  };
  socket.on('data', countBytes);
  const depart = (): void => {
    if (closed) return;
    closed = true;
    clearTimeout(deadline);
    language.dispose();
    for (const leave of requests) leave();
    requests.clear();
    if (window) ports.gone(window);
  };
  // Whoever has ended its side cannot be told anything any more, even before the socket is closed.
  socket.once('end', depart);
  socket.once('close', () => {
    depart();
    connection.dispose();
  });

  connection.onRequest('initialize', () => ({
    capabilities: { experimental: { nonce, version: ports.version } },
    serverInfo: { name: 'tenth-second', version: ports.version },
  }));
  connection.onRequest('shutdown', () => null);
  connection.onNotification('exit', () => void socket.end());

  let proving = false;
  connection.onRequest<ProveResult, void>(Messages.prove, async (params: unknown) => {
    // One try for each challenge: a signature cannot be searched for.
    if (proving) return { accepted: false, reason: 'signature' };
    proving = true;
    clearTimeout(deadline);
    const result = await ports.access.admit(params, nonce);
    if (result.accepted && !closed) {
      const { product, version } = params as { readonly product?: unknown; readonly version?: unknown };
      proved = { product: productName(product), version: versionName(version) };
      socket.off('data', countBytes);
    } else {
      // The answer goes out before the end.
      setTimeout(() => socket.end(), farewellTime);
    }
    return result;
  });

  connection.onNotification(Messages.configure, (params: unknown) => {
    const { product } = proved ?? {};
    if (product === undefined) return;
    configuring = configuring.then(async () => {
      try {
        const configuration = configurationFrom(params);
        if (!configuration) throw new Error('a window sent a configuration that is none');
        // Both as the editor names them and where links lead: a call may come with either.
        const real = await Promise.all(configuration.folders.map((folder) => ports.realPath(folder)));
        const folders = [...new Set([...configuration.folders, ...real])];
        if (closed) return;
        const first = window === undefined;
        window = attachedWindow(product, { ...configuration, folders });
        ports.configured(window, first);
        // An editor that takes no registrations is shown nothing in its documents.
        if (first) language.start().catch(() => undefined);
      } catch (error) {
        ports.fault('a window could not be configured', error);
      }
    });
  });

  connection.onRequest(Messages.pause, async (params: unknown) => {
    const minutes = (params as { readonly minutes?: unknown } | null)?.minutes;
    if (proved && typeof minutes === 'number') await ports.pause(minutes, proved.product);
    return null;
  });

  connection.onRequest<OrderReply, never>(Messages.order, async (params: unknown) => {
    // After the folders that it is about.
    await configuring;
    const change = orderChangeFrom(params);
    if (!proved || !window || !change || window.folders.length === 0) return { accepted: false };
    return ports.order(change, window, factorProofFrom((params as { readonly factor?: unknown }).factor));
  });
  connection.onNotification(Messages.focused, () => {
    if (proved) ports.focused();
  });
  connection.onRequest(Messages.snapshots, async () => (window ? await ports.undo.list(window.folders) : []));
  connection.onRequest(Messages.previewSnapshot, async (params: unknown) => {
    const id = (params as { readonly id?: unknown } | null)?.id;
    return proved && typeof id === 'string' ? await ports.undo.preview(id) : null;
  });
  connection.onRequest(Messages.restoreSnapshot, async (params: unknown) => {
    const { id, overwrite } = (params ?? {}) as { readonly id?: unknown; readonly overwrite?: unknown };
    return proved && typeof id === 'string' ? await ports.undo.restore(id, overwrite === true, proved.product) : null;
  });
  connection.onRequest<FactorReply | null, never>(Messages.secondFactor, async (params: unknown) => {
    const wanted = factorRequestFrom(params);
    return proved && wanted ? ports.secondFactor.answer(wanted, proved.product) : null;
  });
  connection.onRequest<TimelineReplies[TimelineRequest['type']], never>(Messages.timeline, async (params: unknown) => {
    await configuring;
    return proved && window ? ports.timeline.answer(params, window.folders) : null;
  });
  connection.onNotification(Messages.followTimeline, (params: unknown) => {
    if (window) ports.timeline.follow(window, (params as { readonly follow?: unknown } | null)?.follow === true);
  });
  connection.onRequest(Messages.verifyJournal, async (params: unknown) => (proved ? await ports.verify(headsFrom(params)) : null));
  connection.onRequest(Messages.sessions, () => (proved ? ports.sessions() : []));
  connection.onRequest(Messages.give, async (params: unknown) => {
    const wanted = giveFrom(params);
    return { done: proved !== undefined && wanted !== undefined && (await ports.give(wanted, proved.product)) };
  });
  connection.onRequest(Messages.credentials, async () => {
    await configuring;
    return proved && window ? ports.credentials(window.folders) : [];
  });
  connection.onNotification(Messages.terminal, (params: unknown) => {
    const event = terminalCommandFrom(params);
    if (window && event) ports.terminal(event, window);
  });
  connection.listen();

  const sources = new Map<string, CancellationTokenSource>();

  function notify(message: string, params: unknown): void {
    if (closed || !proved) return;
    connection.sendNotification(message, params).catch((error: unknown) => {
      if (!closed && socket.writable) ports.fault('a window could not be told', error);
    });
  }

  async function request(message: string, params: unknown, token?: CancellationTokenSource): Promise<unknown> {
    if (closed || !proved) throw new Error('the window is gone');
    // A stream that ends leaves its requests without an answer.
    return new Promise((resolve, reject) => {
      const leave = (): void => reject(new Error('the window is gone'));
      requests.add(leave);
      connection
        .sendRequest(message, params, token?.token)
        .then((answer) => {
          requests.delete(leave);
          resolve(answer);
        })
        .catch((error: unknown) => {
          // A write that failed because the window is going: that it is gone is said once, by `depart`.
          if (!closed && !socket.writable) return;
          requests.delete(leave);
          reject(error instanceof Error ? error : new Error('the window gave no answer'));
        });
    });
  }

  function attachedWindow(product: string, configuration: WindowConfiguration): AttachedWindow {
    const base =
      window ??
      ({
        id,
        product,
        version: proved?.version ?? '',
        async show(view) {
          const source = new CancellationTokenSource();
          sources.set(view.id, source);
          try {
            return answerFrom(await request(Messages.hold, view, source));
          } finally {
            if (sources.get(view.id) === source) sources.delete(view.id);
            source.dispose();
          }
        },
        withdraw(holdId, reason) {
          notify(Messages.withdraw, { id: holdId, reason });
          sources.get(holdId)?.cancel();
        },
        state: (state) => notify(Messages.state, state),
        activity: (entries) => notify(Messages.activity, entries),
        warning: (text) => notify(Messages.warning, { text }),
        anchors: async () => headsFrom(await request(Messages.anchors, null)),
        anchor: (anchor) => notify(Messages.anchor, anchor),
        credentialsChanged: () => notify(Messages.credentialsChanged, {}),
        alarm: (alarm) => notify(Messages.alarm, alarm),
        timelineGrew: (records) => notify(Messages.timelineGrew, { records }),
        retiring: () => notify(Messages.retiring, {}),
        approveWindow: async (other) => (await request(Messages.approveWindow, { product: other })) === true,
      } satisfies Partial<AttachedWindow>);
    // The same object for the life of the stream: holds keep it.
    return Object.assign(base, {
      folders: configuration.folders,
      policy: configuration.trusted ? configuration.policy : tighten(configuration.policy, { strictness: 'strict' }),
      keep: configuration.keep ?? defaultRetention,
      backups: configuration.backups ?? [],
      holdTime: Math.min(longestHold, Math.max(0.05, configuration.holdMinutes) * 60_000),
    });
  }
}

/** Whatever is not a clear answer refuses. */
function answerFrom(value: unknown): HoldAnswer {
  if (typeof value !== 'object' || value === null) return { choice: 'refuse' };
  const { choice, typed, minutes, factor, backUp } = value as Readonly<Record<string, unknown>>;
  const proof = factorProofFrom(factor);
  if (choice === 'confirm')
    return {
      choice,
      ...(typeof typed === 'string' ? { typed } : {}),
      ...(proof === undefined ? {} : { factor: proof }),
      ...(backUp === true ? { backUp } : {}),
    };
  if (choice === 'refuseAll') return { choice };
  if (choice === 'pause' && typeof minutes === 'number') return { choice, minutes };
  return { choice: 'refuse' };
}

function giveFrom(value: unknown): GiveParams | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, path, agent, session, reason } = value as Readonly<Record<string, unknown>>;
  if (typeof path !== 'string' || path === '') return undefined;
  if (type === 'hide') return { type, path };
  const known = agentIds.find((id) => id === agent);
  if (type !== 'give' || known === undefined || typeof session !== 'string' || typeof reason !== 'string' || reason.trim() === '')
    return undefined;
  return { type, path, agent: known, session, reason };
}

function configurationFrom(value: unknown): WindowConfiguration | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { folders, policy, holdMinutes, trusted, keep, backups } = value as Readonly<Record<string, unknown>>;
  const read = policyFrom(policy);
  if (!Array.isArray(folders) || !read) return undefined;
  return {
    folders: folders.filter((folder): folder is string => typeof folder === 'string' && folder !== '').slice(0, maxFolders),
    policy: read,
    holdMinutes: typeof holdMinutes === 'number' && Number.isFinite(holdMinutes) ? holdMinutes : 14,
    trusted: trusted === true,
    keep: retentionFrom(keep),
    backups: receivedBackups(backups),
  };
}

function retentionFrom(value: unknown): Retention {
  const given = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const read = (name: keyof Retention): number => {
    const number = given[name];
    return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : defaultRetention[name];
  };
  return { journalMonths: read('journalMonths'), snapshotDays: read('snapshotDays'), snapshotMegabytes: read('snapshotMegabytes') };
}
