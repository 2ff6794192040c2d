import * as vscode from 'vscode';
import type { TerminalCommand } from '../core/protocol.ts';
import type { OrderChange } from '../core/policy/orders.ts';
import type { Attachment } from './attach/attachment.ts';
import type { ServerRoad } from './attach/serverRoad.ts';
import type { Configuration } from './configuration.ts';
import type { CredentialsUi } from './credentials/credentialsUi.ts';
import { factorWords, type DialogUi } from './holds/holdDialog.ts';
import type { JournalAnchors } from './journalAnchor.ts';
import type { LogChannel } from './log.ts';
import { loadPart, loadWindowClient } from './parts.ts';
import type { FactorSecrets } from './secondFactor/factorSecrets.ts';
import type { TimelinePanel } from './timeline/timelinePanel.ts';
import type { WindowFace } from './windowFace.ts';
import { WindowKey } from './windowKey.ts';

export interface GuardParts {
  /** Folder of the built programs. */
  readonly dist: string;
  readonly secrets: vscode.SecretStorage;
  readonly anchors: JournalAnchors;
  readonly factors: FactorSecrets;
  readonly configuration: Configuration;
  readonly face: WindowFace;
  readonly ui: DialogUi;
  readonly channel: LogChannel;
}

interface Loaded {
  readonly attachment: Attachment;
  readonly road: ServerRoad;
  readonly key: WindowKey;
  readonly credentials: CredentialsUi;
}

/** This window's tie to the guard. Its code is loaded at the first use, which is after activation. */
export class Guard {
  readonly #parts: GuardParts;
  readonly #late: vscode.Disposable[] = [];
  #loading: Promise<Loaded> | undefined;
  #panel: Promise<TimelinePanel> | undefined;
  #disposed = false;

  constructor(parts: GuardParts) {
    this.#parts = parts;
  }

  async attach(): Promise<void> {
    await (await this.#load()).attachment.attach();
  }

  /** Does nothing as long as nothing is loaded: attaching tells everything. */
  async configure(): Promise<void> {
    await (await this.#loading)?.attachment.configure();
  }

  async terminal(event: TerminalCommand): Promise<void> {
    await (await this.#load()).attachment.terminal(event);
  }

  /** What looks around in the window beside the server's questions. */
  async watch(context: Pick<vscode.ExtensionContext, 'environmentVariableCollection' | 'globalState'>): Promise<void> {
    const { dist, configuration, face, channel } = this.#parts;
    const { watchAgents } = await loadPart(() => import('./watchAgents.ts'));
    if (this.#disposed) return;
    this.#late.push(
      watchAgents({
        collection: context.environmentVariableCollection,
        memory: context.globalState,
        dist,
        configuration,
        face,
        tell: (event) => this.terminal(event),
        log: channel.for('extension'),
      }),
    );
  }

  async pause(minutes: number): Promise<void> {
    await (await this.#load()).attachment.pause(minutes);
  }

  /** Lays something down for this window's folders. */
  async order(change: OrderChange): Promise<void> {
    const { attachment } = await this.#load();
    let reply = await attachment.order(change);
    if (!reply.accepted && reply.factor !== undefined) {
      const { ui, factors } = this.#parts;
      const code = await ui.ask(vscode.l10n.t('A Mark Away from Production'), factorWords('code', vscode.l10n));
      if (code === undefined) return;
      reply = await attachment.order(change, { code, secrets: await factors.all() });
    }
    if (!reply.accepted) throw new Error(reply.factor ?? 'the guard takes this only for an open folder');
  }

  async focused(): Promise<void> {
    await (await this.#loading)?.attachment.focused();
  }

  async keyChanged(): Promise<void> {
    await (await this.#loading)?.attachment.retryWithNewKey();
  }

  async resetKey(): Promise<void> {
    const { attachment, road, key } = await this.#load();
    const { resetWindowKey } = await import('./resetWindowKey.ts');
    await resetWindowKey(attachment, road, key, this.#parts.ui);
  }

  async undo(node: unknown): Promise<void> {
    const { attachment } = await this.#load();
    const { undo } = await import('./undo/undo.ts');
    await undo(attachment, node, this.#parts.ui);
  }

  async setUpSecondFactor(): Promise<void> {
    const { attachment } = await this.#load();
    const { setUpSecondFactor } = await import('./secondFactor/setUpSecondFactor.ts');
    await setUpSecondFactor(attachment.client, this.#parts.factors, this.#parts.ui);
  }

  /** With a session of the Activity view, only what that did. */
  async showTimeline(node: unknown): Promise<void> {
    const { sessionFilter } = await import('./timeline/sessionFilter.ts');
    (await this.#timeline()).show(sessionFilter(node));
  }

  async reviveTimeline(panel: vscode.WebviewPanel): Promise<void> {
    (await this.#timeline()).revive(panel);
  }

  async incidentReport(): Promise<void> {
    const { attachment } = await this.#load();
    const { incidentReport } = await import('./timeline/incidentReport.ts');
    await incidentReport(attachment.client, this.#parts.ui);
  }

  async verifyJournal(): Promise<void> {
    const { attachment } = await this.#load();
    const { verifyJournal } = await import('./verifyJournal.ts');
    await verifyJournal(attachment, this.#parts.anchors);
  }

  async hideFromAgents(file: unknown): Promise<void> {
    await (await this.#load()).credentials.hide(file);
  }

  async giveToSession(file: unknown): Promise<void> {
    await (await this.#load()).credentials.give(file);
  }

  async scanCredentials(): Promise<void> {
    await (await this.#load()).credentials.scan();
  }

  async connectAgents(): Promise<void> {
    const { connectAgents } = await import('./agents/connectAgents.ts');
    await connectAgents(this.#parts.dist, this.#parts.ui);
  }

  async writeIgnoreRules(): Promise<void> {
    const { writeIgnoreRules } = await import('./agents/ignoreRules.ts');
    await writeIgnoreRules(this.#parts.configuration.settings.policy.credentialFiles, this.#parts.ui);
  }

  async wrapMcpServers(): Promise<void> {
    const { wrapMcpServers } = await import('./agents/wrapMcpServers.ts');
    await wrapMcpServers(this.#parts.dist, this.#parts.ui);
  }

  async disconnectEverything(): Promise<void> {
    const { disconnectEverything } = await import('./agents/connectAgents.ts');
    await disconnectEverything(this.#parts.dist, this.#parts.ui);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const disposable of this.#late.splice(0)) disposable.dispose();
    const loaded = await this.#loading?.catch(() => undefined);
    loaded?.credentials.dispose();
    await loaded?.attachment.dispose();
  }

  #timeline(): Promise<TimelinePanel> {
    this.#panel ??= (async () => {
      const { attachment } = await this.#load();
      const { TimelinePanel } = await import('./timeline/timelinePanel.ts');
      const { dist, face, channel } = this.#parts;
      return new TimelinePanel({
        dist,
        client: () => attachment.client,
        onDidAttach: face.onDidAttach,
        onDidGrow: face.onDidGrow,
        undo: (snapshot) => this.undo({ entry: { snapshot } }),
        log: channel.for('extension'),
      });
    })();
    return this.#panel;
  }

  #load(): Promise<Loaded> {
    this.#loading ??= this.#loadParts();
    return this.#loading;
  }

  async #loadParts(): Promise<Loaded> {
    const { dist, secrets, configuration, face, ui, channel } = this.#parts;
    const { createPlatformRoad } = await loadPart(() => import('./attach/platformRoad.ts'));
    const { Attachment } = await loadPart(() => import('./attach/attachment.ts'));
    const createWindowClient = await loadWindowClient();
    const { redact } = await loadPart(() => import('../core/credentials/redact.ts'));
    channel.redactWith(redact);
    const { CredentialsUi } = await loadPart(() => import('./credentials/credentialsUi.ts'));
    const log = channel.for('extension');
    const key = new WindowKey(secrets);
    const road = createPlatformRoad(dist, log);
    const attachment = new Attachment({
      road,
      key,
      configuration,
      product: { name: vscode.env.appName, version: vscode.version },
      face,
      log,
      createClient: (reached, handlers) => createWindowClient(reached, handlers, (isOver) => channel.asOutputChannel('server', isOver)),
    });
    const credentials = new CredentialsUi(dist, attachment, configuration, ui, log);
    face.credentials = credentials;
    return { attachment, road, key, credentials };
  }
}
