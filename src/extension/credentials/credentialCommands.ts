import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isCredentialPath } from '../../core/credentials/credentialPaths.ts';
import type { GiveParams, SessionView } from '../../core/protocol.ts';
import { agentNames } from '../activity/activityText.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import { clockAndDay } from '../time.ts';

export interface CredentialPorts {
  readonly ui: DialogUi;
  sessions(): Promise<readonly SessionView[]>;
  give(wanted: GiveParams): Promise<boolean>;
}

/** The file that a command is about: an Explorer entry, a node of the view, an address, else the open editor. */
function fileFrom(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string' && argument.startsWith('file:')) return vscode.Uri.parse(argument);
  const { file } = (argument ?? {}) as { readonly file?: { readonly path?: unknown } };
  if (typeof file?.path === 'string') return vscode.Uri.file(file.path);
  return vscode.window.activeTextEditor?.document.uri;
}

/** Hides a file from agents: takes it back from every session, and lists it in the settings where its name does not say what it is. */
export async function hideFromAgents(argument: unknown, ports: CredentialPorts): Promise<void> {
  const uri = fileFrom(argument);
  if (uri?.scheme !== 'file') return void vscode.window.showInformationMessage(vscode.l10n.t('Open or choose the file to hide first.'));
  await ports.give({ type: 'hide', path: uri.fsPath });
  const name = basename(uri.fsPath);
  if (isCredentialPath(uri.fsPath)) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is hidden from agents, in every session.', name));
    return;
  }
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const settings = vscode.workspace.getConfiguration('tenthSecond', uri);
  const entry = folder ? vscode.workspace.asRelativePath(uri, false) : uri.fsPath.replaceAll('\\', '/');
  const there = settings.inspect<readonly string[]>('credentialFiles');
  const target = folder ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const entries = (folder ? there?.workspaceValue : there?.globalValue) ?? [];
  if (!entries.includes(entry)) await settings.update('credentialFiles', [...entries, entry], target);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('{0} is hidden from agents: it stands in the setting Tenth Second: Credential Files.', name),
  );
}

/** Opens a credential file to one session: which one, why, and a modal, since any program can run a command. */
export async function giveToSession(argument: unknown, ports: CredentialPorts): Promise<void> {
  const uri = fileFrom(argument);
  if (uri?.scheme !== 'file') return void vscode.window.showInformationMessage(vscode.l10n.t('Open or choose the file to give first.'));
  const sessions = await ports.sessions();
  if (sessions.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('No session of an agent has called the guard lately, so there is none to give it to.'),
    );
    return;
  }
  const name = vscode.workspace.asRelativePath(uri, false);
  const picked = await vscode.window.showQuickPick(
    sessions.map((session) => ({
      label: agentNames[session.agent] ?? session.agent,
      description: `${basename(session.cwd)} · ${clockAndDay(session.seenAt)}`,
      detail: session.given.includes(uri.fsPath) ? vscode.l10n.t('Has this file already') : session.session,
      session,
    })),
    {
      title: vscode.l10n.t('Give {0} to Which Session?', name),
      placeHolder: vscode.l10n.t('The session that called last comes first'),
      ignoreFocusOut: true,
    },
  );
  if (!picked) return;
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Why Does {0} Need {1}?', picked.label, name),
    prompt: vscode.l10n.t('Recorded in the journal. The session may then read the values until it ends.'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A reason is needed') : undefined),
  });
  if (reason === undefined) return;
  const answer = await ports.ui.modal(
    vscode.l10n.t('Give {0} to {1}?', name, picked.label),
    vscode.l10n.t(
      'The session {0} in {1} may read {2} from now on until it ends, and its values go to the model. Reason: {3}',
      picked.session.session,
      picked.session.cwd,
      uri.fsPath,
      reason.trim(),
    ),
    [
      { title: vscode.l10n.t('Keep Hidden'), value: 'keep' as const },
      { title: vscode.l10n.t('Give to This Session'), value: 'give' as const },
    ],
  );
  if (answer !== 'give') return;
  const { agent, session } = picked.session;
  const done = await ports.give({ type: 'give', path: uri.fsPath, agent, session, reason: reason.trim() });
  void (done
    ? vscode.window.showInformationMessage(vscode.l10n.t('{0} was given to the session until it ends.', name))
    : vscode.window.showWarningMessage(vscode.l10n.t('The session has ended meanwhile; {0} stays hidden.', name)));
}
