import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hooklessReason } from '../../../../src/core/agents/hookless.ts';
import { sessionProcess } from '../../../../src/core/agents/sessionProcess.ts';

const split = (line: string): readonly string[] => line.split(' ');

for (const [line, agent] of [
  ['claude', 'claude-code'],
  ['/home/desk/.local/bin/claude -p x', 'claude-code'],
  ['node /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js --bare', 'claude-code'],
  ['/opt/node/bin/node --max-old-space-size=12052 /usr/bin/gemini --yolo', 'gemini-cli'],
  ['node /srv/node_modules/@qwen-code/qwen-code/dist/cli.js', 'qwen-code'],
  ['codex exec --json x', 'codex'],
  ['codex app-server', 'codex'],
  ['C:\\Users\\desk\\AppData\\Roaming\\npm\\claude.exe -p x', 'claude-code'],
  ['opencode run x', 'opencode'],
  ['copilot -p x', 'copilot-cli'],
  ['cursor-agent -p x', 'cursor'],
] as const)
  test(`a session: ${line}`, () => assert.equal(sessionProcess(split(line))?.agent, agent));

for (const line of [
  'claude --version',
  'claude mcp list',
  'codex login',
  'opencode auth login',
  'grep claude',
  'vim claude',
  'cat /home/desk/.claude/settings.json',
  'node server.js',
  'node --version',
  'node /srv/node_modules/@google/gemini-cli/node_modules/other/index.js',
  'cursor .',
  '',
])
  test(`no session: ${line}`, () => assert.equal(sessionProcess(split(line)), undefined));

for (const [line, variables, reason] of [
  ['claude --bare', {}, /--bare/],
  ['claude', { CLAUDE_CODE_SIMPLE: '1' }, /CLAUDE_CODE_SIMPLE/],
  ['claude', { CLAUDE_CODE_SIMPLE: '0' }, undefined],
  ['claude --setting-sources project,local', {}, /--setting-sources/],
  ['claude --setting-sources=project', {}, /--setting-sources/],
  ['claude --setting-sources=user,project', {}, undefined],
  ['claude -p x', {}, undefined],
  ['qwen --safe-mode', {}, /--safe-mode/],
  ['codex -c features.hooks=false exec x', {}, /features\.hooks/],
  ['codex --disable hooks exec x', {}, /--disable/],
  ['codex exec x', {}, undefined],
  ['opencode --pure run x', {}, /--pure/],
  ['kilo run x', { OPENCODE_PURE: 'true' }, /OPENCODE_PURE/],
  ['gemini --yolo', {}, undefined],
] as const)
  test(`hooks are skipped: ${line} ${JSON.stringify(variables)}`, () => {
    const found = hooklessReason(split(line)[0]!, split(line), (name) => (variables as Record<string, string>)[name]);
    if (reason === undefined) assert.equal(found, undefined);
    else assert.match(found ?? '', reason);
  });
