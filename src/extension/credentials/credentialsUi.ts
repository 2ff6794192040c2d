import * as vscode from 'vscode';
import type { CredentialFileView, GiveParams, SessionView } from '../../core/protocol.ts';
import type { Configuration } from '../configuration.ts';
import type { DialogUi } from '../holds/holdDialog.ts';
import { describeError, type Log } from '../log.ts';
import { giveToSession, hideFromAgents, type CredentialPorts } from './credentialCommands.ts';
import { CredentialsView } from './credentialsView.ts';
import { CredentialTabs } from './credentialTabs.ts';
import { WorkspaceScan } from './scanWorkspace.ts';
import { MaskedValues } from './maskedValues.ts';

/** What the server tells of credentials. */
export interface CredentialSource {
  credentials(): Promise<readonly CredentialFileView[]>;
  sessions(): Promise<readonly SessionView[]>;
  give(wanted: GiveParams): Promise<boolean>;
}

/** Changes that follow each other so closely are shown together, ms. */
const settleTime = 300;

/** Everything in this window that is about credentials: view, badges, tabs, masked values, giving and hiding. */
export class CredentialsUi implements vscode.Disposable {
  readonly #view = new CredentialsView();
  readonly #scan: WorkspaceScan;
  readonly #tabs: CredentialTabs;
  readonly #values: MaskedValues;
  readonly #source: CredentialSource;
  readonly #ports: CredentialPorts;
  readonly #log: Log;
  readonly #settings: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;

  constructor(dist: string, source: CredentialSource, configuration: Configuration, ui: DialogUi, log: Log) {
    this.#scan = new WorkspaceScan(dist);
    this.#source = source;
    this.#log = log;
    this.#tabs = new CredentialTabs(
      (uri) => this.#view.holds(uri),
      () => configuration.settings.credentialTabs,
    );
    this.#values = new MaskedValues(() => configuration.settings.maskValues);
    this.#settings = configuration.onDidChange(() => this.#values.refresh());
    this.#ports = { ui, sessions: () => source.sessions(), give: (wanted) => source.give(wanted) };
  }

  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#source.credentials().then(
        (files) => this.#view.update(files),
        (error: unknown) => this.#log.debug(`credentials were not told: ${describeError(error)}`),
      );
    }, settleTime);
  }

  called(time: number): void {
    this.#tabs.called(time);
  }

  hide(file: unknown): Promise<void> {
    return hideFromAgents(file, this.#ports);
  }

  give(file: unknown): Promise<void> {
    return giveToSession(file, this.#ports);
  }

  scan(): Promise<void> {
    return this.#scan.run();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const part of [this.#scan, this.#settings, this.#values, this.#tabs, this.#view]) part.dispose();
  }
}
