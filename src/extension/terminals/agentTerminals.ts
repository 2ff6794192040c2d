import * as vscode from 'vscode';
import { agentOfEnvironment } from '../../core/agents/markers.ts';
import type { TerminalAlarm, TerminalCommand } from '../../core/protocol.ts';
import type { AgentId } from '../../core/types.ts';
import { agentNames } from '../activity/activityText.ts';
import { describeError, type Log } from '../log.ts';

/** Commands whose end is still waited for; more are forgotten, oldest first. */
const maxRunning = 500;

/**
 * Watches the terminals of agents through the editor's shell integration: each command is told to the server when it has started and
 * when it has ended. A command that destroys and that no hook asked about becomes an alarm with the offer to interrupt it.
 */
export class AgentTerminals implements vscode.Disposable {
  readonly #tell: (event: TerminalCommand) => Promise<void>;
  readonly #log: Log;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #running = new Map<vscode.TerminalShellExecution, number>();
  readonly #terminals = new Map<number, { readonly terminal: vscode.Terminal; readonly agent: AgentId }>();
  #next = 1;

  constructor(tell: (event: TerminalCommand) => Promise<void>, log: Log) {
    this.#tell = tell;
    this.#log = log;
    this.#disposables.push(
      vscode.window.onDidStartTerminalShellExecution((event) => this.#started(event)),
      vscode.window.onDidEndTerminalShellExecution((event) => this.#ended(event)),
    );
  }

  dispose(): void {
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }

  /** Shown beside whatever the person does: the command runs already, so there is no safe answer to wait for. */
  async alarm({ id, title, command }: TerminalAlarm): Promise<void> {
    const found = this.#terminals.get(id);
    if (found === undefined) return;
    const interrupt = vscode.l10n.t('Interrupt');
    const show = vscode.l10n.t('Show Terminal');
    const text = vscode.l10n.t(
      '{0} runs this in a terminal, and no hook held it: {1} ({2})',
      agentNames[found.agent],
      title,
      command.length > 120 ? `${command.slice(0, 119)}…` : command,
    );
    this.#log.warn(`alarm: ${title}`);
    const choice = await vscode.window.showErrorMessage(text, interrupt, show);
    if (choice === interrupt) found.terminal.sendText('\x03', false);
    if (choice !== undefined) found.terminal.show();
  }

  #started({ terminal, execution, shellIntegration }: vscode.TerminalShellExecutionStartEvent): void {
    const agent = agentOf(terminal);
    const cwd = execution.cwd ?? shellIntegration.cwd;
    const command = execution.commandLine.value;
    if (agent === undefined || cwd === undefined || cwd.scheme !== 'file' || command.trim() === '') return;
    const id = this.#next++;
    this.#running.set(execution, id);
    this.#terminals.set(id, { terminal, agent });
    if (this.#terminals.size > maxRunning) this.#terminals.delete(this.#terminals.keys().next().value!);
    this.#send({ type: 'started', id, agent, terminal: terminal.name, command, cwd: cwd.fsPath, shell: shellOf(terminal) });
  }

  #ended({ execution, exitCode }: vscode.TerminalShellExecutionEndEvent): void {
    const id = this.#running.get(execution);
    if (id === undefined) return;
    this.#running.delete(execution);
    this.#send({ type: 'ended', id, ...(exitCode === undefined ? {} : { exitCode }) });
  }

  #send(event: TerminalCommand): void {
    this.#tell(event).catch((error: unknown) => this.#log.debug(`a command of a terminal was not told: ${describeError(error)}`));
  }
}

/** By what the agent put into the terminal's environment; its name says nothing for sure. */
function agentOf({ creationOptions }: vscode.Terminal): AgentId | undefined {
  return 'env' in creationOptions && creationOptions.env ? agentOfEnvironment(creationOptions.env) : undefined;
}

function shellOf({ state, creationOptions }: vscode.Terminal): 'posix' | 'powershell' | 'cmd' {
  // `state.shell` is not in the oldest editors that we run in.
  const shell =
    (state as { readonly shell?: string }).shell ?? ('shellPath' in creationOptions ? creationOptions.shellPath : undefined) ?? '';
  if (/pwsh|powershell/i.test(shell)) return 'powershell';
  return /cmd(?:\.exe)?$/i.test(shell) || (shell === '' && process.platform === 'win32') ? 'cmd' : 'posix';
}
