import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { isCredentialPath } from '../../core/credentials/credentialPaths.ts';
import type { ScanFinding } from '../../core/credentials/scanText.ts';

/** Looks through all files of the window's folders for credentials, when a person asks for it. */
export class WorkspaceScan implements vscode.Disposable {
  readonly #program: string;
  readonly #diagnostics = vscode.languages.createDiagnosticCollection('Tenth Second');

  /** `dist`: folder of the built programs. */
  constructor(dist: string) {
    this.#program = join(dist, 'scan.js');
  }

  async run(): Promise<void> {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    if (folders.length === 0) return void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder to scan first.'));
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Scanning for credentials'),
      cancellable: true,
    };
    const { scanFolder } = await import('../../platform/scan/scanFolder.ts');
    const found = await vscode.window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      const listener = token.onCancellationRequested(() => abort.abort());
      let before = 0;
      let read = 0;
      let credentials = 0;
      const all = new Map<string, vscode.Diagnostic[]>();
      const open = new Set<string>();
      try {
        for (const { uri } of folders) {
          const scan = await scanFolder({
            root: uri.fsPath,
            home: homedir(),
            program: this.#program,
            signal: abort.signal,
            onProgress: (files) => progress.report({ message: vscode.l10n.t('{0} files', before + files) }),
          });
          before += scan.files;
          read += scan.files;
          for (const finding of scan.findings) {
            if (finding.local) continue;
            credentials++;
            const diagnostic = diagnosticOf(finding);
            const file = vscode.Uri.joinPath(uri, finding.path).toString();
            if (!isCredentialPath(finding.path)) open.add(file);
            if (diagnostic) all.set(file, [...(all.get(file) ?? []), diagnostic]);
          }
        }
      } finally {
        listener.dispose();
      }
      this.#diagnostics.clear();
      for (const [file, diagnostics] of all) this.#diagnostics.set(vscode.Uri.parse(file), diagnostics);
      return { read, credentials, open: open.size, problems: all.size, cancelled: token.isCancellationRequested };
    });
    const text =
      found.open === 0
        ? vscode.l10n.t('{0} credentials in {1} files, each in a file that agents are kept from.', found.credentials, found.read)
        : vscode.l10n.t('{0} credentials in {1} files; {2} files with some are open to agents.', found.credentials, found.read, found.open);
    const show = vscode.l10n.t('Show Problems');
    const stopped = found.cancelled ? `${vscode.l10n.t('The scan was cancelled.')} ` : '';
    const choice = await (found.problems === 0
      ? vscode.window.showInformationMessage(stopped + text)
      : vscode.window.showWarningMessage(stopped + text, show));
    if (choice === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  dispose(): void {
    this.#diagnostics.dispose();
  }
}

/** In a file that is hidden whole, a credential is where it belongs, unless it opens more than it should. */
function diagnosticOf(finding: ScanFinding): vscode.Diagnostic | undefined {
  const hidden = isCredentialPath(finding.path);
  if (hidden && finding.warning === undefined) return undefined;
  const line = finding.line - 1;
  const column = Math.max(0, finding.column - 1);
  const message =
    finding.warning ??
    vscode.l10n.t('{0}: agents read files like this one. The guard masks it in results where an agent allows that.', finding.kind);
  const diagnostic = new vscode.Diagnostic(new vscode.Range(line, column, line, column + 1), message, vscode.DiagnosticSeverity.Warning);
  diagnostic.source = 'Tenth Second';
  diagnostic.code = finding.kind;
  return diagnostic;
}
