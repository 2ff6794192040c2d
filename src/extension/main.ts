import { join } from 'node:path';
import * as vscode from 'vscode';
import { redact } from '../core/credentials/redact.ts';
import { ActivityTree, ActivityView } from './activity/activityView.ts';
import { Attachment } from './attach/attachment.ts';
import { createPlatformRoad } from './attach/platformRoad.ts';
import { registerCommand } from './commands.ts';
import { Configuration } from './configuration.ts';
import { createDialogUi } from './dialogUi.ts';
import { choosePause } from './holds/holdDialog.ts';
import { LogChannel, describeError, type Log } from './log.ts';
import { showMenu } from './menu.ts';
import { openEvidence } from './openEvidence.ts';
import { rehearse } from './rehearse.ts';
import { resetWindowKey } from './resetWindowKey.ts';
import { StatusItem } from './statusItem.ts';
import { WindowFace } from './windowFace.ts';
import { WindowKey, windowKeySecret } from './windowKey.ts';

/** What has to end in order when the window closes. */
let attachment: Attachment | undefined;

/** Shows the status item, registers everything, and attaches to the server once activation has returned. */
export function activate(context: vscode.ExtensionContext): void {
  const channel = new LogChannel((text) => redact(text));
  context.subscriptions.push(channel);
  const log = channel.for('extension');
  try {
    start(context, channel, log);
  } catch (error) {
    log.error('activation failed', error);
    tellFailure(channel, error);
  }
}

/** The server must not wait for a window that is gone. */
export async function deactivate(): Promise<void> {
  await attachment?.dispose();
}

function start(context: vscode.ExtensionContext, channel: LogChannel, log: Log): void {
  const dist = join(context.extensionPath, 'dist');
  const configuration = new Configuration(log);
  const status = new StatusItem(() => configuration.settings.statusBar === 'whenNeeded');
  const tree = new ActivityTree();
  const view = new ActivityView(tree);
  const ui = createDialogUi(log);
  const face = new WindowFace({ status, tree, view, ui, log });
  context.subscriptions.push(configuration, status, view, face);
  face.refresh();

  const key = new WindowKey(context.secrets);
  const road = createPlatformRoad(dist, log);
  const version = String((context.extension.packageJSON as { version?: unknown }).version);
  const attached = new Attachment({
    road,
    key,
    configuration,
    product: { name: vscode.env.appName, version: vscode.version },
    face,
    log,
    createClient: async (reached, handlers) => {
      const { createWindowClient } = await import('./attach/windowClient.ts');
      return createWindowClient(reached, handlers, channel.asOutputChannel('server'));
    },
  });
  attachment = attached;

  context.subscriptions.push(
    registerCommand(
      'tenthSecond.connectAgents',
      async () => {
        const { connectAgents } = await import('./agents/connectAgents.ts');
        await connectAgents(dist, ui);
      },
      log,
    ),
    registerCommand('tenthSecond.rehearse', () => rehearse(dist), log),
    registerCommand('tenthSecond.showActivity', async () => vscode.commands.executeCommand('tenthSecond.activity.focus'), log),
    registerCommand(
      'tenthSecond.pauseGuard',
      async () => {
        const minutes = await choosePause(ui, vscode.l10n);
        if (minutes !== undefined) await attached.pause(minutes);
      },
      log,
    ),
    registerCommand('tenthSecond.resumeGuard', () => attached.pause(0), log),
    registerCommand('tenthSecond.showLog', () => channel.show(), log),
    registerCommand('tenthSecond.resetWindowKey', () => resetWindowKey(attached, road, key, ui), log),
    registerCommand('tenthSecond.showMenu', () => showMenu(face.source), log),
    registerCommand('tenthSecond.openEvidence', openEvidence, log),
    configuration.onDidChange(() => {
      face.refresh();
      attached.configure().catch((error: unknown) => log.warn(`the server was not told of changed settings: ${describeError(error)}`));
    }),
    context.secrets.onDidChange((event) => {
      if (event.key === windowKeySecret) void attached.retryWithNewKey();
    }),
  );
  log.info(`Tenth Second ${version} in ${vscode.env.appName} ${vscode.version}`);
  setImmediate(() => void attached.attach());
}

/** The editor itself shows nothing when an extension does not start. */
function tellFailure(channel: LogChannel, error: unknown): void {
  const showLog = vscode.l10n.t('Show Log');
  const message = vscode.l10n.t('Tenth Second could not start, so nothing can be confirmed in this window: {0}', describeError(error));
  void vscode.window.showErrorMessage(message, showLog).then((choice) => {
    if (choice === showLog) channel.show();
  });
}
