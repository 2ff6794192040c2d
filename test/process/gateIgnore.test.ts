import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { gate, type Ended } from '../support/guard.ts';
import { createSandbox, type Sandbox } from '../support/sandbox.ts';

describe('ignore', () => {
  let sandbox: Sandbox;
  before(() => {
    sandbox = createSandbox('ignore');
  });
  after(() => sandbox.dispose());
  beforeEach(() => {
    for (const folder of [sandbox.home, sandbox.workspace]) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
    }
  });
  const run = (...args: readonly string[]): Promise<Ended> =>
    gate(['ignore', ...args], { environment: sandbox.environment, cwd: sandbox.workspace });
  const inHome = (name: string): string => path.join(sandbox.home, name);
  const inWorkspace = (name: string): string => path.join(sandbox.workspace, name);
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };

  test('without a name it says where each stands, and writes nothing', async () => {
    const { code, stdout } = await run();
    assert.equal(code, 0);
    assert.match(stdout, /^cursor +not written +Cursor, .*\.cursorignore$/m);
    assert.match(stdout, /Commands and MCP servers are not covered/);
    assert.ok(!existsSync(inHome('.tenth-second')));
  });

  test('--dry-run shows the change as a diff and writes nothing', async () => {
    const { code, stdout } = await run('cursor', '--dry-run');
    assert.equal(code, 0);
    assert.match(stdout, /^--- \/dev\/null\n\+\+\+ .*\.cursorignore\n@@ /);
    assert.match(stdout, /^\+\.env$/m);
    assert.ok(!existsSync(inWorkspace('.cursorignore')));
  });

  for (const [id, name] of [
    ['cursor', '.cursorignore'],
    ['gemini-cli', '.geminiignore'],
    ['gemini-code-assist', '.aiexclude'],
    ['qwen-code', '.qwenignore'],
    ['windsurf', '.codeiumignore'],
    ['cline', '.clineignore'],
    ['roo-code', '.rooignore'],
    ['continue', '.continueignore'],
  ] as const)
    test(`${name}: written once, read as .gitignore is, taken out to the byte`, async () => {
      write(inWorkspace(name), '# mine\ndist/\n!keep.env');
      assert.equal((await run(id)).code, 0);
      const written = readFileSync(inWorkspace(name), 'utf8');
      assert.ok(written.endsWith('# mine\ndist/\n!keep.env'));
      assert.match((await run(id)).stdout, /nothing to change/);
      assert.equal(readFileSync(inWorkspace(name), 'utf8'), written);
      assert.equal((await run(id, '--remove')).code, 0);
      assert.equal(readFileSync(inWorkspace(name), 'utf8'), '# mine\ndist/\n!keep.env');
      assert.match((await run(id, '--remove')).stdout, /Not written/);
    });

  test('git itself reads the lines as meant', async () => {
    assert.equal((await run('gemini-cli')).code, 0);
    execFileSync('git', ['init', '-q'], { cwd: sandbox.workspace, env: { ...sandbox.environment } });
    const ignored = (name: string): boolean => {
      try {
        execFileSync('git', ['-c', `core.excludesFile=${inWorkspace('.geminiignore')}`, 'check-ignore', '-q', name], {
          cwd: sandbox.workspace,
          env: { ...sandbox.environment },
        });
        return true;
      } catch {
        return false;
      }
    };
    for (const name of [
      '.env',
      'apps/api/.env.production',
      'prod.env',
      '.npmrc',
      'certs/server.key',
      'infra/prod.tfstate',
      'id_ed25519',
      'config/secrets.yml',
    ])
      assert.ok(ignored(name), name);
    for (const name of [
      '.env.example',
      'src/env.ts',
      'environment.md',
      'package.json',
      'id_ed25519.pub',
      'certs/fullchain.pem',
      'src/kubeconfig.go',
      'src/keys.ts',
    ])
      assert.ok(!ignored(name), name);
  });

  test('a new file of a workspace can be read by all, and goes again', async () => {
    assert.equal((await run('cursor')).code, 0);
    if (process.platform !== 'win32') assert.equal(statSync(inWorkspace('.cursorignore')).mode & 0o777, 0o644);
    assert.equal((await run('cursor', '--remove')).code, 0);
    assert.ok(!existsSync(inWorkspace('.cursorignore')));
  });

  const claude = '{\n  // mine\n  "permissions": { "deny": ["Bash(rm *)", "Read(//**/.env)"] },\n}\n';

  test('Claude Code: rules beside the person’s, taken out to the byte; an equal one of theirs stays', async () => {
    write(inHome('.claude/settings.json'), claude);
    assert.equal((await run('claude-code')).code, 0);
    const written = readFileSync(inHome('.claude/settings.json'), 'utf8');
    assert.match(written, /"Read\(~\/\.aws\/credentials\)"/);
    assert.match(written, /\/\/ mine/);
    assert.equal(written.match(/Read\(\/\/\*\*\/\.env\)/g)!.length, 1);
    assert.equal((await run('claude-code', '--remove')).code, 0);
    assert.equal(readFileSync(inHome('.claude/settings.json'), 'utf8'), claude);
  });

  test('Claude Code: what the person added since stays', async () => {
    write(inHome('.claude/settings.json'), claude);
    assert.equal((await run('claude-code')).code, 0);
    const written = readFileSync(inHome('.claude/settings.json'), 'utf8');
    writeFileSync(inHome('.claude/settings.json'), written.replace('// mine', '// mine\n  "theme": "dark",'));
    assert.equal((await run('claude-code', '--remove')).code, 0);
    const left = readFileSync(inHome('.claude/settings.json'), 'utf8');
    assert.match(left, /"theme": "dark"/);
    assert.match(left, /"deny": \["Bash\(rm \*\)", "Read\(\/\/\*\*\/\.env\)"\]/);
    assert.doesNotMatch(left, /aws|sandbox/);
  });

  test('connecting and ignoring write the same file, and each takes back its own', async () => {
    write(inHome('.claude/settings.json'), claude);
    const gateRun = (...args: readonly string[]): Promise<Ended> =>
      gate(args, { environment: sandbox.environment, cwd: sandbox.workspace });
    assert.equal((await gateRun('connect', 'claude-code')).code, 0);
    const connected = readFileSync(inHome('.claude/settings.json'), 'utf8');
    assert.equal((await run('claude-code')).code, 0);
    assert.equal((await gateRun('disconnect', 'claude-code')).code, 0);
    const ignoring = readFileSync(inHome('.claude/settings.json'), 'utf8');
    assert.match(ignoring, /aws/);
    assert.doesNotMatch(ignoring, /tenth-second\/bin/);
    assert.equal((await gateRun('connect', 'claude-code')).code, 0);
    assert.equal((await run('claude-code', '--remove')).code, 0);
    const hooked = readFileSync(inHome('.claude/settings.json'), 'utf8');
    assert.match(hooked, /tenth-second\/bin/);
    assert.doesNotMatch(hooked, /aws/);
    assert.equal(hooked.includes('"Bash(rm *)"'), connected.includes('"Bash(rm *)"'));
  });

  test('OpenCode: rules after the person’s, so that they have the last word; one set otherwise stays', async () => {
    const settings = '{ "permission": { "read": { "*": "allow", "*.pem": "ask" } }, "model": "x" }';
    write(inHome('.config/opencode/opencode.json'), settings);
    assert.equal((await run('opencode')).code, 0);
    const { permission } = JSON.parse(readFileSync(inHome('.config/opencode/opencode.json'), 'utf8')) as {
      readonly permission: { readonly read: Readonly<Record<string, string>> };
    };
    assert.equal(Object.keys(permission.read)[0], '*');
    assert.equal(permission.read['.env'], 'deny');
    assert.equal(permission.read['*.pem'], 'ask');
    assert.equal((await run('opencode', '--remove')).code, 0);
    assert.equal(readFileSync(inHome('.config/opencode/opencode.json'), 'utf8'), settings);
  });

  test('settings that cannot be read for sure are left alone, with the reason', async () => {
    write(inHome('.config/opencode/opencode.json'), '{"permission": "allow"}');
    const { code, stderr } = await run('opencode');
    assert.equal(code, 1);
    assert.match(stderr, /"permission" is not an object/);
    assert.equal(readFileSync(inHome('.config/opencode/opencode.json'), 'utf8'), '{"permission": "allow"}');
  });

  test('Codex: a rules file of its own', async () => {
    assert.equal((await run('codex')).code, 0);
    const file = inHome('.codex/rules/tenth-second-credentials.rules');
    assert.match(readFileSync(file, 'utf8'), /decision = "forbidden"/);
    assert.equal((await run('codex', '--remove')).code, 0);
    assert.ok(!existsSync(file));
  });

  test('Copilot: paths that its sandbox keeps from commands', async () => {
    if (process.platform !== 'linux') return;
    const file = inHome('.config/Code/User/settings.json');
    write(file, '{\n    "editor.tabSize": 2 // mine\n}\n');
    assert.equal((await run('copilot')).code, 0);
    assert.match(readFileSync(file, 'utf8'), new RegExp(`"${sandbox.home}/.bash_history"`));
    assert.equal((await run('copilot', '--remove')).code, 0);
    assert.equal(readFileSync(file, 'utf8'), '{\n    "editor.tabSize": 2 // mine\n}\n');
  });

  test('all: those that are here', async () => {
    mkdirSync(inHome('.cursor'));
    write(inWorkspace('.rooignore'), 'dist/\n');
    assert.equal((await run('all')).code, 0);
    assert.ok(existsSync(inWorkspace('.cursorignore')));
    assert.match(readFileSync(inWorkspace('.rooignore'), 'utf8'), /tenth-second/);
    assert.ok(!existsSync(inWorkspace('.clineignore')));
    assert.equal((await run('all', '--remove')).code, 0);
    assert.ok(!existsSync(inWorkspace('.cursorignore')));
    assert.equal(readFileSync(inWorkspace('.rooignore'), 'utf8'), 'dist/\n');
  });

  test('unknown names and flags are refused', async () => {
    assert.equal((await run('nobody')).code, 64);
    assert.equal((await run('cursor', '--force')).code, 64);
    assert.equal((await run('--remove')).code, 64);
  });
});
