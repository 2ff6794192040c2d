import * as vscode from 'vscode';
import type { TerminalCommand } from '../core/protocol.ts';
import type { OrderChange } from '../core/policy/orders.ts';
import type { Attachment } from './attach/attachment.ts';
import type { ServerRoad } from './attach/serverRoad.ts';
import type { Configuration } from './configuration.ts';
import type { DialogUi } from './holds/holdDialog.ts';
import type { JournalAnchors } from './journalAnchor.ts';
import type { LogChannel } from './log.ts';
import type { WindowFace } from './windowFace.ts';
import { WindowKey } from './windowKey.ts';

type AfterStart = typeof import('./afterStart.ts');

export interface GuardParts {
  /** Folder of the built programs. */
  readonly dist: string;
  readonly secrets: vscode.SecretStorage;
  readonly anchors: JournalAnchors;
  readonly configuration: Configuration;
  readonly face: WindowFace;
  readonly ui: DialogUi;
  readonly channel: LogChannel;
}

interface Loaded {
  readonly code: AfterStart;
  readonly attachment: Attachment;
  readonly road: ServerRoad;
  readonly key: WindowKey;
  readonly credentials: InstanceType<AfterStart['CredentialsUi']>;
}

/** This window's tie to the guard. Its code is loaded at the first use, which is after activation. */
export class Guard {
  readonly #parts: GuardParts;
  #loaded: Loaded | undefined;

  constructor(parts: GuardParts) {
    this.#parts = parts;
  }

  attach(): Promise<void> {
    return this.#load().attachment.attach();
  }

  /** Does nothing as long as nothing is loaded: attaching tells everything. */
  async configure(): Promise<void> {
    await this.#loaded?.attachment.configure();
  }

  terminal(event: TerminalCommand): Promise<void> {
    return this.#load().attachment.terminal(event);
  }

  /** What looks around in the window beside the server's questions. */
  watch(context: Pick<vscode.ExtensionContext, 'environmentVariableCollection' | 'globalState'>): vscode.Disposable {
    const { dist, configuration, face, channel } = this.#parts;
    return this.#load().code.watchAgents({
      collection: context.environmentVariableCollection,
      memory: context.globalState,
      dist,
      configuration,
      face,
      tell: (event) => this.terminal(event),
      log: channel.for('extension'),
    });
  }

  pause(minutes: number): Promise<void> {
    return this.#load().attachment.pause(minutes);
  }

  /** Lays something down for this window's folders. */
  order(change: OrderChange): Promise<void> {
    return this.#load().attachment.order(change);
  }

  async focused(): Promise<void> {
    await this.#loaded?.attachment.focused();
  }

  async keyChanged(): Promise<void> {
    await this.#loaded?.attachment.retryWithNewKey();
  }

  async resetKey(): Promise<void> {
    const { code, attachment, road, key } = this.#load();
    await code.resetWindowKey(attachment, road, key, this.#parts.ui);
  }

  async undo(node: unknown): Promise<void> {
    const { code, attachment } = this.#load();
    await code.undo(attachment, node, this.#parts.ui);
  }

  async verifyJournal(): Promise<void> {
    const { code, attachment } = this.#load();
    await code.verifyJournal(attachment, this.#parts.anchors);
  }

  hideFromAgents(file: unknown): Promise<void> {
    return this.#load().credentials.hide(file);
  }

  giveToSession(file: unknown): Promise<void> {
    return this.#load().credentials.give(file);
  }

  scanCredentials(): Promise<void> {
    return this.#load().credentials.scan();
  }

  connectAgents(): Promise<void> {
    return this.#load().code.connectAgents(this.#parts.dist, this.#parts.ui);
  }

  async dispose(): Promise<void> {
    this.#loaded?.credentials.dispose();
    await this.#loaded?.attachment.dispose();
  }

  #load(): Loaded {
    if (this.#loaded !== undefined) return this.#loaded;
    const { dist, secrets, configuration, face, ui, channel } = this.#parts;
    // `require`, not `import()`: only that one hands `vscode` to a file that is not the extension's main.
    const code = require('./afterStart.js') as AfterStart;
    channel.redactWith(code.redact);
    const log = channel.for('extension');
    const key = new WindowKey(secrets);
    const road = code.createPlatformRoad(dist, log);
    const attachment = new code.Attachment({
      road,
      key,
      configuration,
      product: { name: vscode.env.appName, version: vscode.version },
      face,
      log,
      createClient: (reached, handlers) =>
        code.createWindowClient(reached, handlers, (isOver) => channel.asOutputChannel('server', isOver)),
    });
    const credentials = new code.CredentialsUi(dist, attachment, configuration, ui, log);
    face.credentials = credentials;
    this.#loaded = { code, attachment, road, key, credentials };
    return this.#loaded;
  }
}
