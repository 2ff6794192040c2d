import { fileURLToPath, pathToFileURL } from 'node:url';
import type { MessageConnection } from 'vscode-jsonrpc';
import {
  CodeActionKind,
  DiagnosticSeverity,
  MarkupKind,
  type CodeAction,
  type CodeLens,
  type Diagnostic,
  type Hover,
  type Position,
  type Range,
} from 'vscode-languageserver-types';
import { maxDocument, type DocumentFacts, type DocumentFinding } from '../../core/credentials/documentFacts.ts';
import { lineFinder } from '../../core/environments/paths.ts';
import { displayPath, isWithin } from '../../core/paths.ts';
import type { CredentialPlace } from '../../core/types.ts';
import { corePath } from '../../platform/workspaceFiles.ts';
import { findingMessage, findingName, hoverText, lensText } from './findingText.ts';
import { referenceFix } from './fixes.ts';

export interface LanguagePorts {
  /** The window's folders. */
  folders(): readonly string[];
  read(path: string, text: string, root: string | undefined): Promise<DocumentFacts | undefined>;
  /** Where a value stands in the files that are known. */
  placesOf(value: string): readonly CredentialPlace[];
  /** More to be said of a credential: what it reaches. */
  reach(finding: DocumentFinding, path: string): readonly string[];
  isTracked(path: string): Promise<boolean>;
  readText(path: string): string | undefined;
  fault(text: string, error: unknown): void;
}

/** A language client that opened so many documents is not waited for. */
const maxDocuments = 200;
/** Typing is over for so long, ms. */
const pause = 250;
const source = 'Tenth Second';

/** TextDocumentSyncKind.Full */
const wholeText = 1;

// What a language client sends of documents, as far as it is read here.
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_synchronization
interface InDocument {
  readonly textDocument: { readonly uri: string };
}
interface DidOpen {
  readonly textDocument: { readonly uri: string; readonly text: string; readonly version: number };
}
interface DidChange {
  readonly textDocument: { readonly uri: string; readonly version: number };
  readonly contentChanges: readonly { readonly text: string; readonly range?: Range }[];
}

interface OpenDocument {
  text: string;
  version: number;
  facts: DocumentFacts | undefined;
  tracked: boolean;
  timer: NodeJS.Timeout | undefined;
  /** Documents that wait for the facts of the present version. */
  reading: Promise<void> | undefined;
}

/** What the editor shows of credentials in open documents: one for each window, registered once the window is known to be one. */
export class LanguageService {
  readonly #connection: MessageConnection;
  readonly #ports: LanguagePorts;
  readonly #documents = new Map<string, OpenDocument>();
  #registered = false;

  constructor(connection: MessageConnection, ports: LanguagePorts) {
    this.#connection = connection;
    this.#ports = ports;
    connection.onNotification('textDocument/didOpen', ({ textDocument: { uri, text, version } }: DidOpen) =>
      this.#open(uri, text, version),
    );
    connection.onNotification('textDocument/didChange', ({ textDocument: { uri, version }, contentChanges }: DidChange) => {
      const last = contentChanges.at(-1);
      if (last && !('range' in last)) this.#open(uri, last.text, version);
    });
    connection.onNotification('textDocument/didClose', ({ textDocument: { uri } }: InDocument) => {
      clearTimeout(this.#documents.get(uri)?.timer);
      this.#documents.delete(uri);
      this.#publish(uri, []);
    });
    connection.onRequest('textDocument/hover', ({ textDocument: { uri }, position }: InDocument & { readonly position: Position }) =>
      this.#hover(uri, position),
    );
    connection.onRequest('textDocument/codeAction', ({ textDocument: { uri }, range }: InDocument & { readonly range: Range }) =>
      this.#actions(uri, range),
    );
    connection.onRequest('textDocument/codeLens', ({ textDocument: { uri } }: InDocument) => this.#lenses(uri));
  }

  /** Asks the editor for its documents: not before it has proved to be one of ours. */
  async start(): Promise<void> {
    if (this.#registered) return;
    this.#registered = true;
    const documentSelector = [{ scheme: 'file' }];
    const wanted: Readonly<Record<string, object>> = {
      'textDocument/didOpen': {},
      'textDocument/didChange': { syncKind: wholeText },
      'textDocument/didClose': {},
      'textDocument/hover': {},
      'textDocument/codeAction': { codeActionKinds: [CodeActionKind.QuickFix] },
      'textDocument/codeLens': {},
    };
    const registrations = Object.entries(wanted).map(([method, options]) => ({
      id: method,
      method,
      registerOptions: { documentSelector, ...options },
    }));
    await this.#connection.sendRequest('client/registerCapability', { registrations });
  }

  dispose(): void {
    for (const { timer } of this.#documents.values()) clearTimeout(timer);
    this.#documents.clear();
  }

  #open(uri: string, text: string, version: number): void {
    if (!uri.startsWith('file:')) return;
    let document = this.#documents.get(uri);
    if (!document) {
      if (this.#documents.size >= maxDocuments) return;
      document = { text, version, facts: undefined, tracked: false, timer: undefined, reading: undefined };
      this.#documents.set(uri, document);
    }
    Object.assign(document, { text, version, reading: undefined });
    clearTimeout(document.timer);
    document.timer = setTimeout(() => void this.#read(uri), document.facts ? pause : 0);
  }

  /** Reads the present version, once. */
  #read(uri: string): Promise<void> {
    const document = this.#documents.get(uri);
    if (!document) return Promise.resolve();
    document.reading ??= this.#readNow(uri, document).catch((error: unknown) => this.#ports.fault('a document could not be read', error));
    return document.reading;
  }

  async #readNow(uri: string, document: OpenDocument): Promise<void> {
    const { version, text } = document;
    const path = pathOf(uri);
    if (text.length > maxDocument) return;
    const facts = await this.#ports.read(path, text, this.#rootOf(path));
    const tracked = facts && facts.findings.length > 0 ? await this.#ports.isTracked(path) : false;
    if (this.#documents.get(uri) !== document || document.version !== version || !facts) return;
    Object.assign(document, { facts, tracked });
    this.#publish(uri, this.#diagnostics(document));
  }

  #diagnostics({ text, facts, tracked }: OpenDocument): Diagnostic[] {
    // In a file that is hidden whole and that git does not know, a credential is where it belongs.
    if (!facts || (facts.credentialFile && !tracked)) return [];
    const lines = new Lines(text);
    return facts.findings
      .filter((finding) => !finding.local)
      .map((finding) => ({
        range: lines.range(finding),
        severity: tracked ? DiagnosticSeverity.Warning : DiagnosticSeverity.Information,
        code: finding.kind,
        source,
        message: findingMessage(finding, tracked),
      }));
  }

  #publish(uri: string, diagnostics: Diagnostic[]): void {
    this.#connection.sendNotification('textDocument/publishDiagnostics', { uri, diagnostics }).catch(() => undefined); // The window has gone.
  }

  async #hover(uri: string, position: Position): Promise<Hover | null> {
    const document = await this.#current(uri);
    if (!document?.facts) return null;
    const lines = new Lines(document.text);
    const at = lines.offset(position);
    const finding = document.facts.findings.find(({ start, end }) => at >= start && at <= end);
    if (!finding) return null;
    const path = pathOf(uri);
    const value = document.text.slice(finding.start, finding.end);
    const line = lines.position(finding.start).line + 1;
    const others = this.#ports.placesOf(value).filter((place) => place.path !== path || place.line !== line);
    const text = hoverText(finding, value, others, this.#rootOf(path), this.#ports.reach(finding, this.#shown(path)));
    return { contents: { kind: MarkupKind.Markdown, value: text }, range: lines.range(finding) };
  }

  async #actions(uri: string, range: Range): Promise<CodeAction[]> {
    const document = await this.#current(uri);
    if (!document?.facts) return [];
    const { facts, text, tracked } = document;
    const lines = new Lines(text);
    const from = lines.offset(range.start);
    const to = lines.offset(range.end);
    const path = pathOf(uri);
    const actions: CodeAction[] = [];
    const touched = facts.findings.filter(({ start, end }) => start <= to && end >= from);
    for (const finding of touched) {
      const diagnostics = this.#diagnostics({ ...document, facts: { ...facts, findings: [finding] } });
      // Settings of MCP servers are replaced as a whole: each client has a way of its own to refer to a value.
      const fix = facts.dotenv || facts.references ? undefined : referenceFix(path, text, finding);
      const about = { kind: CodeActionKind.QuickFix, diagnostics };
      if (fix) actions.push({ ...about, title: fix.title, edit: { changes: { [uri]: [{ range: lines.range(fix), newText: fix.text }] } } });
      if (!facts.credentialFile)
        actions.push({
          ...about,
          title: `Hide this file from agents (it holds a ${findingName(finding)})`,
          command: { title: 'Hide from Agents', command: 'tenthSecond.hideFromAgents', arguments: [uri] },
        });
    }
    if (touched.length > 0 && facts.references) {
      const { client, text: newText, variables } = facts.references;
      actions.unshift({
        title: `Replace the tokens by references of ${client} (${variables.slice(0, 3).join(', ')})`,
        kind: CodeActionKind.QuickFix,
        edit: { changes: { [uri]: [{ range: { start: first, end: lines.position(text.length) }, newText }] } },
      });
    }
    if (touched.length > 0 || (facts.dotenv && range.start.line === 0)) {
      const ignore = this.#ignore(path, tracked);
      if (ignore) actions.push(ignore);
    }
    if (facts.dotenv)
      for (const environment of ['production', 'staging', 'development'] as const)
        if (facts.environment !== environment)
          actions.push({
            title: `Mark this file as ${environment}`,
            kind: CodeActionKind.QuickFix,
            edit: { changes: { [uri]: [{ range: { start: first, end: first }, newText: `# ${environment}\n` }] } },
          });
    return actions;
  }

  /** A line in the `.gitignore` of the folder. */
  #ignore(path: string, tracked: boolean): CodeAction | undefined {
    const root = this.#rootOf(path);
    if (root === undefined || tracked) return undefined;
    const file = `${root}/.gitignore`;
    const relative = `/${path.slice(root.length + 1)}`;
    const text = this.#ports.readText(file) ?? '';
    if (text.split(/\r?\n/).some((line) => line.trim() === relative)) return undefined;
    const end = new Lines(text).position(text.length);
    const uri = pathToFileURL(file).href;
    const newText = `${text === '' || text.endsWith('\n') ? '' : '\n'}${relative}\n`;
    return {
      title: 'Add to .gitignore',
      kind: CodeActionKind.QuickFix,
      edit: {
        documentChanges: [
          { kind: 'create', uri, options: { ignoreIfExists: true } },
          { textDocument: { uri, version: null }, edits: [{ range: { start: end, end }, newText }] },
        ],
      },
    };
  }

  async #lenses(uri: string): Promise<CodeLens[]> {
    const document = await this.#current(uri);
    if (!document?.facts?.dotenv) return [];
    const secrets = document.facts.findings.length;
    const title = lensText(document.facts.environment, secrets);
    return [{ range: { start: first, end: first }, command: { title, command: 'tenthSecond.showCredentials' } }];
  }

  /** The document with the facts of what stands in it now. */
  async #current(uri: string): Promise<OpenDocument | undefined> {
    await this.#read(uri);
    return this.#documents.get(uri);
  }

  /** As people write it. */
  #shown(path: string): string {
    return displayPath(path, this.#rootOf(path), '');
  }

  #rootOf(path: string): string | undefined {
    return this.#ports.folders().find((folder) => isWithin(path, folder));
  }
}

const first: Position = { line: 0, character: 0 };

function pathOf(uri: string): string {
  try {
    return corePath(fileURLToPath(uri));
  } catch {
    return uri; // Of another machine: no file of ours is called so.
  }
}

/** Offsets and positions of a text. */
class Lines {
  readonly #text: string;
  readonly #lineOf: (offset: number) => number;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#lineOf = lineFinder(text);
  }

  position(offset: number): Position {
    const line = this.#lineOf(offset) - 1;
    return { line, character: offset - this.#start(line) };
  }

  offset({ line, character }: Position): number {
    return Math.min(this.#text.length, this.#start(line) + character);
  }

  range({ start, end }: { readonly start: number; readonly end: number }): Range {
    return { start: this.position(start), end: this.position(end) };
  }

  #start(line: number): number {
    if (!this.#starts) {
      const starts = [0];
      for (let at = this.#text.indexOf('\n'); at >= 0; at = this.#text.indexOf('\n', at + 1)) starts.push(at + 1);
      this.#starts = starts;
    }
    return this.#starts[line] ?? this.#text.length;
  }
}
