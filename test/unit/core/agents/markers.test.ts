import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { agentOfEnvironment } from '../../../../src/core/agents/markers.ts';
import { terminal } from '../../../../src/core/agents/terminal.ts';

test('an agent is known by what it puts into its shells', () => {
  const rows = [
    [{ AI_AGENT: 'github_copilot_vscode_agent', COPILOT_AGENT: '1' }, 'copilot'],
    [{ CLAUDECODE: '1', CLAUDE_CODE_CHILD_SESSION: '1', AI_AGENT: 'claude-code_2-1-329_agent' }, 'claude-code'],
    [{ CODEX_THREAD_ID: 'x' }, 'codex'],
    [{ GEMINI_CLI: '1' }, 'gemini-cli'],
    [{ QWEN_CODE: '1' }, 'qwen-code'],
    [{ OPENCODE: '1' }, 'opencode'],
    [{ COPILOT_CLI: '1' }, 'copilot-cli'],
    // A terminal of a person, with the IDE extension of Claude Code.
    [{ CLAUDECODE: '1' }, undefined],
    [{ COPILOT_AGENT: '' }, undefined],
    [{}, undefined],
  ] as const;
  for (const [environment, agent] of rows) assert.equal(agentOfEnvironment(environment), agent, JSON.stringify(environment));
});

test('the shells know the same variables', () => {
  const source = readFileSync('src/core/agents/markers.ts', 'utf8');
  const variables = new Set([...source.slice(source.indexOf('export function')).matchAll(/'([A-Z][A-Z_]+)'/g)].map((match) => match[1]!));
  for (const file of ['ask.bash', 'guard.zsh']) {
    const text = readFileSync(`src/gate/terminal/${file}`, 'utf8');
    for (const variable of variables) assert.ok(text.includes(`\${${variable}-}`), `${file} does not know ${variable}`);
  }
});

test('words of a shim are one command, with the words as they are', () => {
  const decoded = terminal.decode({ agent: 'codex', session: 's', cwd: '/w', words: ['railway', 'volume', 'delete', "it's", '', '$(x)'] });
  assert.deepEqual(decoded.type === 'call' && decoded.call.action, {
    type: 'command',
    command: `railway volume delete 'it'\\''s' '' '$(x)'`,
    shell: 'posix',
  });
  assert.deepEqual(terminal.decode({ agent: 'somebody', session: 's', cwd: '/w', line: 'ls' }), {
    type: 'invalid',
    reason: 'input.agent is not known',
  });
});
