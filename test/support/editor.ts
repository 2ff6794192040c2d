import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { editorAddress, startBrowser, startEditor, type EditorServer } from '../../scripts/editor.mjs';
import { eventually } from '../../scripts/processes.mjs';
import { root } from '../../scripts/rig.mjs';
import type { Sandbox } from './sandbox.ts';

export interface EditorOptions {
  /** `unpacked` (default): the built extension, copied in. Else the path of a VSIX. */
  readonly extension?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** For everything that runs in the editor. */
  readonly environment?: Readonly<Record<string, string>>;
  /** As with a language pack that has no texts of the editor itself: those stay English, extensions' are in this language. */
  readonly language?: string;
}

const slow = 20_000;
const statusSelector = '.statusbar-item[id="tenth-second.tenth-second.environment"]';

/** What the editor writes when a language pack is installed. */
function addLanguage(folder: string, language: string): void {
  const texts = path.join(folder, 'language.json');
  writeFileSync(texts, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = { extensionIdentifier: { id: 'test.language' }, version: '1.0.0' };
  mkdirSync(path.join(folder, 'data'), { recursive: true });
  writeFileSync(
    path.join(folder, 'data/languagepacks.json'),
    JSON.stringify({ [language]: { hash: 'test', label: language, extensions: [pack], translations: { vscode: texts } } }),
  );
}

/** A VS Code server in a sandbox with the extension in it, and the browser that opens its windows. */
export class Editor {
  readonly server: EditorServer;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #drivers: string;

  private constructor(server: EditorServer, browser: Browser, context: BrowserContext, drivers: string) {
    this.server = server;
    this.#browser = browser;
    this.#context = context;
    this.#drivers = drivers;
  }

  /** The windows of one editor share the browser's profile, as a person's do: secrets outlive a window. */
  static async start(sandbox: Sandbox, options: EditorOptions = {}): Promise<Editor> {
    const drivers = path.join(sandbox.environment['TMPDIR'] ?? sandbox.folder, 'driver');
    mkdirSync(drivers, { recursive: true });
    const folder = path.join(sandbox.folder, 'editor');
    mkdirSync(folder);
    if (options.language !== undefined) addLanguage(folder, options.language);
    const server = await startEditor({
      folder,
      home: sandbox.home,
      alongside: [path.join(root, 'test/support/driver')],
      environment: { TENTH_SECOND_DRIVER: drivers, ...options.environment },
      ...(options.extension === undefined ? {} : { extension: options.extension }),
      ...(options.settings === undefined ? {} : { settings: options.settings }),
      ...(options.language === undefined ? {} : { arguments: [`--locale=${options.language}`] }),
    });
    sandbox.defer(() => server.stop());
    const browser = await startBrowser();
    sandbox.defer(() => browser.close());
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    // The server's half of the key that SecretStorage is sealed with: code-server's own front end answers it, VS Code's server does not.
    await context.route('**/mint-key', (route) => route.fulfill({ contentType: 'application/octet-stream', body: Buffer.alloc(32, 10) }));
    return new Editor(server, browser, context, drivers);
  }

  /** Opens a folder, or a `.code-workspace`, in a new window and waits until its extension host answers. */
  async open(folder: string): Promise<EditorWindow> {
    const known = new Set(readdirSync(this.#drivers));
    const page = await this.#context.newPage();
    await page.goto(editorAddress(this.server, folder), { waitUntil: 'domcontentloaded' });
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    const name = await eventually('the extension host answers', () => readdirSync(this.#drivers).find((each) => !known.has(each)), 60_000);
    return new EditorWindow(page, path.join(this.#drivers, name));
  }

  /** The extension's own log and the host's, of all windows so far. */
  logs(): string {
    const folder = path.join(this.server.folder, 'data/logs');
    if (!existsSync(folder)) return '';
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /Tenth Second|exthost/i.test(entry.name))
      .map((entry) => `${entry.name}\n${readFileSync(path.join(entry.parentPath, entry.name), 'utf8')}`)
      .join('\n');
  }

  get browser(): Browser {
    return this.#browser;
  }
}

/** One window of the editor, as a person sees it. */
export class EditorWindow {
  readonly page: Page;
  readonly #socket: string;
  #driver: Promise<Driver> | undefined;

  constructor(page: Page, socket: string) {
    this.page = page;
    this.#socket = socket;
  }

  /** Runs the body of an async function with `vscode`, `require` and `args` in the extension host. */
  async evaluate<T>(code: string, ...args: readonly unknown[]): Promise<T> {
    this.#driver ??= Driver.connect(this.#socket);
    return (await (await this.#driver).evaluate(code, args)) as T;
  }

  executeCommand<T>(command: string, ...args: readonly unknown[]): Promise<T> {
    return this.evaluate<T>('return vscode.commands.executeCommand(args[0], ...args.slice(1))', command, ...args);
  }

  /** Closes the page as a person closes the window, and waits until its extension host is gone. */
  async close(): Promise<void> {
    (await this.#driver)?.end();
    await this.page.close();
    await eventually('the extension host ended', () => isDeaf(this.#socket), 20_000);
  }

  /** The extension's status bar item once it says something that matches. */
  async statusItem(pattern: RegExp = /./): Promise<StatusItem> {
    const item = this.page.locator(statusSelector);
    return eventually(
      `the status item says ${pattern.source}`,
      async () => {
        if ((await item.count()) === 0) return undefined;
        const label = (await item.getAttribute('aria-label')) ?? '';
        const text = (await item.innerText()).trim();
        if (!pattern.test(text) && !pattern.test(label)) throw new Error(`it says “${text}”: ${label}`);
        const classes = (await item.getAttribute('class')) ?? '';
        const severity = classes.includes('error-kind') ? 'error' : classes.includes('warning-kind') ? 'warning' : 'none';
        return { text, label, severity, item };
      },
      slow,
    );
  }

  /** The modal on screen, once there is one whose message matches. */
  async modal(pattern: RegExp = /./): Promise<Modal> {
    const dialog = this.page.locator('.monaco-dialog-box').filter({ has: this.page.locator('.dialog-message', { hasText: pattern }) });
    await dialog.waitFor({ timeout: slow }).catch(async (error: unknown) => {
      const shot = await this.screenshot(`no-modal-${Date.now()}`);
      const label = await this.page
        .locator(statusSelector)
        .getAttribute('aria-label')
        .catch(() => null);
      throw new Error(`no modal that matches ${pattern.source}; status: ${label ?? 'none'}; see ${shot}`, { cause: error });
    });
    const read = async (selector: string): Promise<string> => {
      const part = dialog.locator(selector);
      return (await part.count()) === 0 ? '' : (await part.first().innerText()).trim();
    };
    const title = await read('.dialog-message');
    // The next question may match the same pattern and come at once.
    const same = dialog.filter({ has: this.page.locator('.dialog-message', { hasText: title }) });
    return {
      title,
      detail: await read('.dialog-message-detail'),
      buttons: (await dialog.locator('.monaco-button').allInnerTexts()).map((text) => text.trim()),
      focused: (await this.page.evaluate(() => document.activeElement?.textContent ?? '')).trim(),
      click: async (button) => {
        await dialog.getByRole('button', { name: button, exact: true }).click();
        await same.waitFor({ state: 'detached', timeout: slow });
      },
      escape: async () => {
        await this.page.keyboard.press('Escape');
        await same.waitFor({ state: 'detached', timeout: slow });
      },
    };
  }

  /** Escapes whatever a failed test left open, so that the next one does not meet it. */
  async closeModals(): Promise<void> {
    const dialog = this.page.locator('.monaco-dialog-box, .quick-input-widget:visible');
    for (let turn = 0; turn < 10 && (await dialog.count()) > 0; turn++) {
      await this.page.keyboard.press('Escape');
      await this.page.waitForTimeout(100);
    }
  }

  /** Fails when a modal is on screen. */
  async expectNoModal(): Promise<void> {
    const dialog = this.page.locator('.monaco-dialog-box');
    assert.equal(await dialog.count(), 0, (await dialog.count()) > 0 ? await dialog.first().innerText() : '');
  }

  /** The input box or quick pick on screen. */
  async inputBox(): Promise<InputBox> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input.input');
    await input.waitFor({ timeout: slow });
    return {
      type: (text) => input.fill(text),
      enter: () => input.press('Enter'),
      escape: () => input.press('Escape'),
      isOpen: () => input.isVisible(),
      message: async () => (await widget.locator('.quick-input-message').innerText()).trim(),
      choose: async (label) => {
        await widget.locator('.monaco-list-row', { hasText: label }).first().click();
      },
      closed: () => input.waitFor({ state: 'hidden', timeout: slow }),
    };
  }

  /** Opens the Activity view and waits until one of its rows holds the text: the first of them, or the one with this index. */
  async activityRow(text: string | RegExp, index = 0): Promise<Locator> {
    await this.executeCommand('tenthSecond.activity.focus');
    const pane = this.page.locator('.pane', { has: this.page.locator('.pane-header', { hasText: /^Activity/ }) });
    const row = pane.locator('.monaco-list-row', { hasText: text }).nth(index);
    await row.waitFor({ timeout: slow });
    return row;
  }

  /** Saved to .tmp/shots/<name>.png, to be looked at. */
  async screenshot(name: string): Promise<string> {
    const folder = path.join(root, '.tmp/shots');
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${name.replace(/[^A-Za-z0-9-]+/g, '-')}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }
}

export interface StatusItem {
  readonly text: string;
  readonly label: string;
  readonly severity: 'none' | 'warning' | 'error';
  readonly item: Locator;
}

export interface Modal {
  readonly title: string;
  readonly detail: string;
  /** Left to right as they stand in the document: the default last. */
  readonly buttons: readonly string[];
  /** What Enter would press. */
  readonly focused: string;
  readonly click: (button: string) => Promise<void>;
  readonly escape: () => Promise<void>;
}

export interface InputBox {
  readonly type: (text: string) => Promise<void>;
  readonly enter: () => Promise<void>;
  readonly escape: () => Promise<void>;
  readonly isOpen: () => Promise<boolean>;
  readonly message: () => Promise<string>;
  readonly choose: (label: string) => Promise<void>;
  readonly closed: () => Promise<void>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The outside end of test/support/driver. */
class Driver {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    let text = '';
    socket.on('data', (data) => {
      text += String(data);
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        const answer = JSON.parse(text.slice(0, end)) as { id: number; value?: unknown; error?: string };
        text = text.slice(end + 1);
        const waiting = this.#waiting.get(answer.id);
        this.#waiting.delete(answer.id);
        if (answer.error === undefined) waiting?.resolve(answer.value);
        else waiting?.reject(new Error(answer.error));
      }
    });
    const lost = (): void => {
      for (const waiting of this.#waiting.values()) waiting.reject(new Error('the extension host is gone'));
      this.#waiting.clear();
    };
    socket.on('close', lost);
    socket.on('error', lost);
  }

  static connect(path: string): Promise<Driver> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('error', reject);
      socket.once('connect', () => resolve(new Driver(socket)));
    });
  }

  evaluate(code: string, args: readonly unknown[]): Promise<unknown> {
    this.#next += 1;
    const id = this.#next;
    if (this.#socket.destroyed) return Promise.reject(new Error('the extension host is gone'));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${JSON.stringify({ id, code, args })}\n`);
    });
  }

  end(): void {
    this.#socket.destroy();
  }
}

function isDeaf(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}
