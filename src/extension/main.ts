import { join } from 'node:path';
import * as vscode from 'vscode';
import { ActivityTree, ActivityView } from './activity/activityView.ts';
import { registerCommand } from './commands.ts';
import { Configuration } from './configuration.ts';
import { setContextKey } from './contextKeys.ts';
import { CoverageView, checkAnyHook, mendCoverage } from './coverage/coverageView.ts';
import { createDialogUi } from './dialogUi.ts';
import { Guard } from './guard.ts';
import { choosePause } from './holds/holdDialog.ts';
import { JournalAnchors } from './journalAnchor.ts';
import { LogChannel, describeError, type Log } from './log.ts';
import { showMenu } from './menu.ts';
import { openEvidence } from './openEvidence.ts';
import { OrderCommands } from './orders.ts';
import { rehearse } from './rehearse.ts';
import { LinkedFiles } from './resources/linkedFiles.ts';
import { ResourcesView } from './resources/resourcesView.ts';
import { FactorSecrets } from './secondFactor/factorSecrets.ts';
import { StatusItem } from './statusItem.ts';
import { WindowFace } from './windowFace.ts';
import { windowKeySecret } from './windowKey.ts';

let guard: Guard | undefined;

/** Shows the status item, registers everything, and attaches to the server once it has returned. */
export function activate(context: vscode.ExtensionContext): void {
  const channel = new LogChannel();
  context.subscriptions.push(channel);
  try {
    start(context, channel, channel.for('extension'));
  } catch (error) {
    tellFailure(channel, error);
  }
}

/** Leaves the server in order: it need not find out by itself that the window is gone. */
export async function deactivate(): Promise<void> {
  await guard?.dispose();
}

function start(context: vscode.ExtensionContext, channel: LogChannel, log: Log): void {
  const dist = join(context.extensionPath, 'dist');
  const configuration = new Configuration(log);
  const status = new StatusItem(() => configuration.settings.statusBar === 'whenNeeded');
  const view = new ActivityView(new ActivityTree());
  const coverage = new CoverageView();
  const resources = new ResourcesView();
  const linkedFiles = new LinkedFiles();
  const ui = createDialogUi(log);
  const anchors = new JournalAnchors(context.secrets);
  const factors = new FactorSecrets(context.secrets);
  const face = new WindowFace({ status, view, coverage, resources, linkedFiles, ui, log, anchors, factors });
  context.subscriptions.push(configuration, status, view, coverage, resources, linkedFiles, face);
  face.refresh();

  const tie = new Guard({ dist, secrets: context.secrets, anchors, factors, configuration, face, ui, channel });
  guard = tie;
  const mending = { connectAgents: () => tie.connectAgents(), agents: () => coverage.agents };
  const orders = new OrderCommands(
    ui,
    () => face.source,
    (change) => tie.order(change),
  );
  context.subscriptions.push(
    registerCommand('tenthSecond.connectAgents', () => tie.connectAgents(), log),
    registerCommand('tenthSecond.writeIgnoreRules', () => tie.writeIgnoreRules(), log),
    registerCommand('tenthSecond.disconnectEverything', () => tie.disconnectEverything(), log),
    registerCommand('tenthSecond.getStarted', async () => openWalkthrough(context.extension.id, face.isConnected), log),
    registerCommand('tenthSecond.wrapMcpServers', () => tie.wrapMcpServers(), log),
    registerCommand('tenthSecond.rehearse', () => rehearse(dist), log),
    registerCommand('tenthSecond.showActivity', async () => vscode.commands.executeCommand('tenthSecond.activity.focus'), log),
    registerCommand('tenthSecond.pauseGuard', () => pauseGuard(tie, ui), log),
    registerCommand('tenthSecond.resumeGuard', () => tie.pause(0), log),
    registerCommand('tenthSecond.showLog', () => channel.show(), log),
    registerCommand('tenthSecond.resetWindowKey', () => tie.resetKey(), log),
    registerCommand('tenthSecond.undo', (node) => tie.undo(node), log),
    registerCommand('tenthSecond.setUpSecondFactor', () => tie.setUpSecondFactor(), log),
    registerCommand('tenthSecond.showTimeline', (node) => tie.showTimeline(node), log),
    registerCommand('tenthSecond.incidentReport', () => tie.incidentReport(), log),
    vscode.window.registerWebviewPanelSerializer('tenthSecond.timeline', {
      deserializeWebviewPanel: async (panel) => tie.reviveTimeline(panel),
    }),
    registerCommand('tenthSecond.verifyJournal', () => tie.verifyJournal(), log),
    registerCommand('tenthSecond.hideFromAgents', (file) => tie.hideFromAgents(file), log),
    registerCommand('tenthSecond.giveToSession', (file) => tie.giveToSession(file), log),
    registerCommand('tenthSecond.scanCredentials', () => tie.scanCredentials(), log),
    registerCommand('tenthSecond.showCredentials', async () => vscode.commands.executeCommand('tenthSecond.credentials.focus'), log),
    registerCommand('tenthSecond.freeze', () => orders.freeze(), log),
    registerCommand('tenthSecond.liftFreeze', () => orders.liftFreeze(), log),
    registerCommand('tenthSecond.pinAgents', (node) => orders.pin(node), log),
    registerCommand('tenthSecond.showResources', async () => vscode.commands.executeCommand('tenthSecond.resources.focus'), log),
    registerCommand('tenthSecond.markProduction', (node) => orders.mark(node, 'production'), log),
    registerCommand('tenthSecond.markStaging', (node) => orders.mark(node, 'staging'), log),
    registerCommand('tenthSecond.markDevelopment', (node) => orders.mark(node, 'development'), log),
    registerCommand('tenthSecond.removeMark', (node) => orders.mark(node, undefined), log),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) tie.focused().catch((error: unknown) => log.warn(`the server was not told of the focus: ${describeError(error)}`));
    }),
    registerCommand('tenthSecond.showMenu', () => showMenu(face.source), log),
    registerCommand('tenthSecond.checkHook', () => checkAnyHook(mending), log),
    registerCommand('tenthSecond.showCoverage', async () => vscode.commands.executeCommand('tenthSecond.coverage.focus'), log),
    registerCommand('tenthSecond.mendCoverage', (id, mend, path) => mendCoverage(id, mend, path, mending), log),
    registerCommand('tenthSecond.openEvidence', openEvidence, log),
    vscode.workspace.onDidGrantWorkspaceTrust(() => coverage.tellPlace()),
    configuration.onDidChange(() => {
      face.refresh();
      tie.configure().catch((error: unknown) => log.warn(`the server was not told of changed settings: ${describeError(error)}`));
    }),
    context.secrets.onDidChange(({ key }) => {
      if (key === windowKeySecret) tie.keyChanged().catch((error: unknown) => log.error('the new key could not be used', error));
    }),
  );
  log.info(
    `${context.extension.id} ${String((context.extension.packageJSON as { version?: unknown }).version)} in ${vscode.env.appName} ${vscode.version}`,
  );
  setImmediate(() => {
    tie.attach().catch((error: unknown) => tellFailure(channel, error));
    tie.watch(context).catch((error: unknown) => log.error('agents are not watched in this window', error));
  });
}

async function openWalkthrough(extension: string, connected: boolean): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension}#tenthSecond.start`, false);
  // The editor takes a key that was true before the page was first opened for one that has been seen, and ticks nothing off.
  setContextKey('tenthSecond.startedConnected', connected);
}

async function pauseGuard(tie: Guard, ui: ReturnType<typeof createDialogUi>): Promise<void> {
  const minutes = await choosePause(ui, vscode.l10n);
  if (minutes !== undefined) await tie.pause(minutes);
}

/** The editor itself shows nothing when an extension does not start. */
function tellFailure(channel: LogChannel, error: unknown): void {
  channel.for('extension').error('could not start', error);
  const showLog = vscode.l10n.t('Show Log');
  const message = vscode.l10n.t('Tenth Second could not start, so nothing can be confirmed in this window: {0}', describeError(error));
  void vscode.window.showErrorMessage(message, showLog).then((choice) => {
    if (choice === showLog) channel.show();
  });
}
