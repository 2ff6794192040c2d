import { CloseAction, ErrorAction, LanguageClient, RevealOutputChannelOn } from 'vscode-languageclient/node';
import type { LogOutputChannel } from 'vscode';
import type { TimelineReplies, TimelineRequest } from '../../core/journal/timeline.ts';
import type { FactorProof, FactorReply, FactorRequest } from '../../core/policy/secondFactor.ts';
import type { OrderChange } from '../../core/policy/orders.ts';
import {
  Messages,
  type ActivityEntry,
  type CredentialFileView,
  type GiveParams,
  type HoldAnswer,
  type HoldView,
  type JournalAnchor,
  type JournalCheck,
  type OrderReply,
  type ProveParams,
  type ProveResult,
  type SessionView,
  type TerminalAlarm,
  type TerminalCommand,
  type SnapshotPreview,
  type SnapshotRestored,
  type SnapshotView,
  type WindowConfiguration,
  type WindowState,
} from '../../core/protocol.ts';
import type { Reached } from './serverRoad.ts';

/** What the server may ask and tell this window. */
export interface WindowHandlers {
  hold(view: HoldView): Promise<HoldAnswer>;
  withdraw(id: string, reason: string): void;
  approveWindow(product: string): Promise<boolean>;
  state(state: WindowState): void;
  activity(entries: readonly ActivityEntry[]): void;
  warning(text: string): void;
  /** Heads of the journal that this editor keeps. */
  anchors(): Promise<JournalAnchor['heads']>;
  anchor(anchor: JournalAnchor): void;
  /** What the server knows of credentials may have changed. */
  credentialsChanged(): void;
  alarm(alarm: TerminalAlarm): void;
  /** So many records were written of this window's folders, while it follows the timeline. */
  timelineGrew(records: number): void;
  retiring(): void;
  /** The stream has ended, for whatever reason. */
  closed(): void;
}

/** This window's side of one language-server stream. */
export interface WindowClient {
  readonly version: string;
  readonly pid: number;
  /** Signed by `prove` in `start`; nothing is shown or answered before the server accepted. */
  start(prove: (nonce: string) => Promise<ProveParams>): Promise<ProveResult>;
  configure(configuration: WindowConfiguration): Promise<void>;
  pause(minutes: number): Promise<void>;
  order(change: OrderChange, factor?: FactorProof): Promise<OrderReply>;
  secondFactor(request: FactorRequest): Promise<FactorReply>;
  focused(): Promise<void>;
  verifyJournal(kept: JournalAnchor['heads']): Promise<JournalCheck>;
  credentials(): Promise<readonly CredentialFileView[]>;
  sessions(): Promise<readonly SessionView[]>;
  give(wanted: GiveParams): Promise<boolean>;
  terminal(event: TerminalCommand): Promise<void>;
  snapshots(): Promise<readonly SnapshotView[]>;
  previewSnapshot(id: string): Promise<SnapshotPreview | null>;
  restoreSnapshot(id: string, overwrite: boolean): Promise<SnapshotRestored | null>;
  timeline<R extends TimelineRequest>(request: R): Promise<TimelineReplies[R['type']]>;
  followTimeline(follow: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** A server that does not answer `initialize` for this long is as good as none, ms. */
const startDeadline = 10_000;

/** This module alone imports vscode-languageclient; it is loaded when a window attaches, after activation has returned. */
export function createWindowClient(
  reached: Reached,
  handlers: WindowHandlers,
  channel: (isOver: () => boolean) => LogOutputChannel,
): WindowClient {
  const { socket } = reached;
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    handlers.closed();
  };
  socket.once('close', end);
  const client = new LanguageClient('tenthSecond', 'Tenth Second', () => Promise.resolve({ reader: socket, writer: socket }), {
    documentSelector: [{ scheme: 'file' }],
    outputChannel: channel(() => ended),
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    // Reconnecting is ours: the next server may listen elsewhere, and has to be started first.
    errorHandler: {
      error: () => {
        socket.destroy();
        return { action: ErrorAction.Shutdown, handled: true };
      },
      closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
    },
  });
  client.onRequest<HoldAnswer, void>(Messages.hold, (view: HoldView) => handlers.hold(view));
  client.onRequest<boolean, void>(Messages.approveWindow, ({ product }: { product: string }) => handlers.approveWindow(product));
  client.onNotification(Messages.withdraw, ({ id, reason }: { id: string; reason: string }) => handlers.withdraw(id, reason));
  client.onNotification(Messages.state, (state: WindowState) => handlers.state(state));
  client.onNotification(Messages.activity, (entries: readonly ActivityEntry[]) => handlers.activity(entries));
  client.onNotification(Messages.warning, ({ text }: { text: string }) => handlers.warning(text));
  client.onRequest<JournalAnchor['heads'], void>(Messages.anchors, () => handlers.anchors());
  client.onNotification(Messages.anchor, (anchor: JournalAnchor) => handlers.anchor(anchor));
  client.onNotification(Messages.credentialsChanged, () => handlers.credentialsChanged());
  client.onNotification(Messages.alarm, (alarm: TerminalAlarm) => handlers.alarm(alarm));
  client.onNotification(Messages.timelineGrew, ({ records }: { records: number }) => handlers.timelineGrew(records));
  client.onNotification(Messages.retiring, () => handlers.retiring());
  return {
    version: reached.version,
    pid: reached.pid,
    async start(prove) {
      const silent = setTimeout(() => socket.destroy(), startDeadline);
      try {
        await client.start();
      } finally {
        clearTimeout(silent);
      }
      const nonce: unknown = client.initializeResult?.capabilities.experimental?.nonce;
      if (typeof nonce !== 'string') throw new Error('the server sent no challenge');
      return await client.sendRequest<ProveResult>(Messages.prove, await prove(nonce));
    },
    configure: (configuration) => client.sendNotification(Messages.configure, configuration),
    async pause(minutes) {
      await client.sendRequest(Messages.pause, { minutes });
    },
    credentials: () => client.sendRequest<readonly CredentialFileView[]>(Messages.credentials),
    sessions: () => client.sendRequest<readonly SessionView[]>(Messages.sessions),
    give: async (wanted) => (await client.sendRequest<{ readonly done: boolean }>(Messages.give, wanted)).done,
    snapshots: () => client.sendRequest<readonly SnapshotView[]>(Messages.snapshots, null),
    previewSnapshot: (id) => client.sendRequest<SnapshotPreview | null>(Messages.previewSnapshot, { id }),
    restoreSnapshot: (id, overwrite) => client.sendRequest<SnapshotRestored | null>(Messages.restoreSnapshot, { id, overwrite }),
    verifyJournal: (kept) => client.sendRequest<JournalCheck>(Messages.verifyJournal, kept),
    timeline: <R extends TimelineRequest>(request: R) => client.sendRequest<TimelineReplies[R['type']]>(Messages.timeline, request),
    followTimeline: (follow) => client.sendNotification(Messages.followTimeline, { follow }),
    terminal: (event) => client.sendNotification(Messages.terminal, event),
    order: (change, factor) => client.sendRequest<OrderReply>(Messages.order, { ...change, ...(factor === undefined ? {} : { factor }) }),
    async secondFactor(request) {
      const reply = await client.sendRequest<FactorReply | null>(Messages.secondFactor, request);
      if (reply === null) throw new Error('the guard did not understand this');
      return reply;
    },
    focused: () => client.sendNotification(Messages.focused),
    async stop() {
      try {
        // A client whose stream has ended cleans up by itself.
        if (!ended) await client.dispose(2000);
      } finally {
        socket.destroy();
      }
    },
  };
}
