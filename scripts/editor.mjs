// Starts and stops the rig's VS Code: a server on loopback with a home, profile and extensions folder of its own, and a page in Chromium.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { endGroup, eventually, freePort, isolatedEnvironment, makeTemporaryFolder } from './processes.mjs';
import { ensureBrowser, ensureEditor, root } from './rig.mjs';

/** 1.139 opens a chat side bar, a start page and an agent host by default. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'git.openRepositoryInParentFolders': 'never',
};

/** What is shipped, as .vscodeignore lets it through. */
const shipped = ['package.json', 'dist', 'media', 'l10n', 'README.md', 'CHANGELOG.md', 'LICENSE'];
const translated = fs.readdirSync(root).filter((name) => /^package\.nls(?:\..+)?\.json$/.test(name));

/**
 * Puts the built extension where the editor finds it at its start, as an installation from a VSIX would.
 * @param {string} extensions
 * @returns {string} the folder
 */
export function installUnpacked(extensions) {
  const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const target = path.join(extensions, `${publisher}.${name}-${version}`);
  fs.mkdirSync(target, { recursive: true });
  for (const entry of [...shipped, ...translated]) {
    const source = path.join(root, entry);
    if (fs.existsSync(source)) fs.cpSync(source, path.join(target, entry), { recursive: true });
  }
  return target;
}

/**
 * @typedef {object} EditorServer
 * @property {number} port
 * @property {string} authority `127.0.0.1:port`
 * @property {number} pid of the server, and the id of its process group
 * @property {string} home HOME of everything that runs in it
 * @property {string} folder profile, extensions, home and log
 * @property {() => string} log
 * @property {() => Promise<void>} stop
 */

/**
 * @param {object} options
 * @param {string} options.folder an empty folder: everything is written below it
 * @param {string} [options.home] default `<folder>/home`
 * @param {string} [options.extension] how the built extension gets in: `unpacked` (copied, the default), `none`, or the path of a VSIX
 * @param {readonly string[]} [options.alongside] other extensions' folders to copy in
 * @param {Readonly<Record<string, unknown>>} [options.settings] user settings
 * @param {Readonly<Record<string, string>>} [options.environment]
 * @param {boolean} [options.testDriver] lets a page name a development extension and in-host tests
 * @param {number} [options.port]
 * @param {readonly string[]} [options.arguments]
 * @returns {Promise<EditorServer>}
 */
export async function startEditor(options) {
  const { node, server } = await ensureEditor();
  const { folder } = options;
  const home = options.home ?? path.join(folder, 'home');
  const extensions = path.join(folder, 'extensions');
  const profile = path.join(folder, 'data/User');
  for (const each of [home, extensions, profile]) fs.mkdirSync(each, { recursive: true });
  fs.writeFileSync(path.join(profile, 'settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }, undefined, 2));
  // Its sockets go when it stops.
  const temporary = makeTemporaryFolder(folder);
  const environment = isolatedEnvironment(home, { EXTENSIONS_GALLERY: '{}', TMPDIR: temporary, ...options.environment });
  environment['PATH'] = `${path.dirname(node)}${path.delimiter}${environment['PATH'] ?? ''}`;

  const places = ['--server-data-dir', folder, '--extensions-dir', extensions];
  const extension = options.extension ?? 'unpacked';
  if (extension === 'unpacked') installUnpacked(extensions);
  for (const other of options.alongside ?? []) {
    const manifest = JSON.parse(fs.readFileSync(path.join(other, 'package.json'), 'utf8'));
    fs.cpSync(other, path.join(extensions, `${manifest.publisher}.${manifest.name}-${manifest.version}`), { recursive: true });
  }
  if (extension.endsWith('.vsix')) await install(node, [server, '--install-extension', extension, '--force', ...places], environment);

  const port = options.port ?? (await freePort());
  const logFile = path.join(folder, 'server.log');
  const log = fs.openSync(logFile, 'a');
  const child = spawn(
    node,
    [
      server,
      '--host=127.0.0.1',
      `--port=${port}`,
      '--without-connection-token',
      '--accept-server-license-terms',
      ...places,
      '--telemetry-level=off',
      // Else extension hosts outlive their page by three hours.
      '--reconnection-grace-time=1',
      ...(options.testDriver === true ? ['--enable-smoke-test-driver'] : []),
      ...(options.arguments ?? []),
    ],
    { env: environment, cwd: folder, stdio: ['ignore', log, log], detached: true },
  );
  fs.closeSync(log);
  const pid = child.pid;
  if (pid === undefined) throw new Error(`could not start ${node}`);
  const stop = async () => {
    await endGroup(pid);
    fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await eventually('the editor answers', async () => (await fetch(`http://127.0.0.1:${port}/version`)).ok, 30_000);
  } catch (error) {
    await stop();
    throw new Error(`the editor did not start:\n${fs.readFileSync(logFile, 'utf8').slice(-2000)}`, { cause: error });
  }
  return { port, authority: `127.0.0.1:${port}`, pid, home, folder, log: () => fs.readFileSync(logFile, 'utf8'), stop };
}

/**
 * @param {string} node
 * @param {readonly string[]} args
 * @param {Record<string, string>} env
 */
async function install(node, args, env) {
  const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`installing the VSIX ended with ${code}:\n${output}`);
}

/** @returns {Promise<import('playwright-core').Browser>} */
export async function startBrowser() {
  return chromium.launch({
    executablePath: await ensureBrowser(),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update'],
  });
}

/**
 * The address of a folder, or of a `.code-workspace` with several, in the editor; with `development`, an extension under test and its in-host tests (needs `testDriver`).
 * @param {Pick<EditorServer, 'authority'>} server
 * @param {string} folder
 * @param {{ extension: string, tests: string }} [development]
 * @returns {string}
 */
export function editorAddress(server, folder, development) {
  const address = new URL(`http://${server.authority}/`);
  address.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  if (development !== undefined) {
    const remote = (/** @type {string} */ file) => `vscode-remote://${server.authority}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(development.extension)],
      ['extensionTestsPath', remote(development.tests)],
    ];
    address.searchParams.set('payload', JSON.stringify(payload));
  }
  return address.href;
}
