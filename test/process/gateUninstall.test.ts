import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { root } from '../../scripts/rig.mjs';
import { gate, start, type Ended } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('taking everything out', { skip: process.platform === 'win32' }, () => {
  let sandbox: Sandbox;
  let folder: string;
  let extension: string;
  let before: Map<string, string>;

  const write = (file: string, text: string): void => {
    const place = path.join(sandbox.folder, file);
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
    before.set(place, text);
  };
  const now = (file: string): string => readFileSync(path.join(sandbox.folder, file), 'utf8');
  const run = (...args: readonly string[]): Promise<Ended> => gate(args, { environment: sandbox.environment, cwd: folder });
  /** As the editor runs the script of `vscode:uninstall` in package.json: the words after the program follow one of its own. */
  const uninstall = (): Promise<Ended> => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
    const [node, program, ...words] = scripts['vscode:uninstall']!.split(' ');
    assert.equal(node, 'node');
    const args = [path.join(extension, program!), '--type=extension-post-uninstall', ...words];
    return start(process.execPath, args, { environment: sandbox.environment, deadline: 5000 }).ended;
  };

  beforeEach(async () => {
    sandbox = createSandbox('uninstall');
    folder = path.join(sandbox.folder, 'shop');
    mkdirSync(folder);
    before = new Map();
    extension = path.join(sandbox.home, '.vscode/extensions/tenth-second.tenth-second-0.1.0');
    cpSync(path.join(root, 'dist'), path.join(extension, 'dist'), { recursive: true });
    write(
      'home/.claude/settings.json',
      '{\n  // mine\n  "model": "opus",\n  "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": "say done" }] }] }\n}\n',
    );
    write('home/.cursor/mcp.json', '{ "mcpServers": { "files": { "command": "npx", "args": ["-y", "server"] } } }\n');
    write('shop/.gemini/settings.json', '{ "model": "x" }\n');
    write('home/.gemini/settings.json', '{ "mcpServers": { "files": { "command": "npx", "args": ["-y", "server"] } } }\n');
    write('home/.cursor/hooks.json', '{ "version": 1, "hooks": { "stop": [{ "command": "/opt/mine" }] } }\n');
    for (const words of [
      ['connect', 'claude-code'],
      ['connect', 'opencode'],
      ['connect', 'copilot-cli'],
      ['connect', 'gemini-cli'],
      ['connect', 'gemini-cli', '--folder', folder],
      ['mcp', 'wrap', path.join(sandbox.home, '.cursor/mcp.json'), path.join(sandbox.home, '.gemini/settings.json')],
    ]) {
      const { code, stderr } = await run(...words);
      assert.equal(code, 0, `${words.join(' ')}: ${stderr}`);
    }
    assert.match(now('shop/.gemini/settings.json'), /launcher/);
    assert.match(now('home/.cursor/mcp.json'), /gate\.js/);
  });
  afterEach(() => sandbox.dispose());

  test('the script of the editor leaves every file as it was, byte for byte, and what is another’s untouched', async () => {
    const { code, stdout, stderr } = await uninstall();
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Journal, snapshots and backups stay/);
    for (const [file, text] of before) {
      const left = readFileSync(file, 'utf8');
      // Written twice, by hook and by wrapper: the same settings, not the same blanks.
      if (file.endsWith('home/.gemini/settings.json')) assert.deepEqual(JSON.parse(left), JSON.parse(text));
      else assert.equal(left, text, file);
    }
    for (const file of ['.config/opencode/plugins/tenth-second.js', '.copilot/hooks/tenth-second.json', '.tenth-second/bin/launcher'])
      assert.ok(!existsSync(path.join(sandbox.home, file)), file);
    assert.ok(existsSync(path.join(sandbox.home, '.tenth-second/backup')));
  });

  test('what was changed since keeps the change', async () => {
    const file = path.join(sandbox.home, '.claude/settings.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"opus"', '"sonnet"'));
    assert.equal((await uninstall()).code, 0);
    assert.equal(readFileSync(file, 'utf8'), before.get(file)!.replace('"opus"', '"sonnet"'));
  });

  test('another editor that still has the extension keeps everything', async () => {
    const other = path.join(sandbox.home, '.cursor/extensions/tenth-second.tenth-second-0.1.0');
    mkdirSync(other, { recursive: true });
    const { code, stdout } = await uninstall();
    assert.equal(code, 0);
    assert.match(stdout, /the extension is still in .*\.cursor/);
    assert.match(now('home/.claude/settings.json'), /launcher/);
    // Removed there, too, only not deleted yet.
    writeFileSync(path.join(path.dirname(other), '.obsolete'), JSON.stringify({ 'tenth-second.tenth-second-0.1.0': true }));
    await uninstall();
    assert.doesNotMatch(now('home/.claude/settings.json'), /launcher/);
  });

  test('a file that cannot be read is told, the others are done, and the programs stay for it', async () => {
    const file = path.join(sandbox.home, '.gemini/settings.json');
    writeFileSync(file, `${readFileSync(file, 'utf8')} oops {`);
    const { code, stderr, stdout } = await uninstall();
    assert.equal(code, 1);
    assert.match(stderr, /\.gemini\/settings\.json was left as it is/);
    assert.match(stdout, /The programs stay/);
    assert.doesNotMatch(now('home/.claude/settings.json'), /launcher/);
    assert.ok(existsSync(path.join(sandbox.home, '.tenth-second/bin/launcher')));
    rmSync(file);
  });

  test('--dry-run shows it and changes nothing; a home without us is left alone', async () => {
    const { stdout, code } = await run('uninstall', '--dry-run');
    assert.equal(code, 0);
    assert.match(stdout, /^-.*launcher/m);
    assert.match(now('home/.claude/settings.json'), /launcher/);
    rmSync(path.join(sandbox.home, '.tenth-second'), { recursive: true });
    assert.match((await run('uninstall')).stdout, /Nothing of Tenth Second/);
  });
});
