import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { adapterFor, adapters, dialectOf } from '../../../../src/core/agents/adapters.ts';
import type { Action, Json } from '../../../../src/core/types.ts';
import { root } from '../../../../scripts/rig.mjs';

/** What the real programs sent to a hook that wrote it down (paths and ids shortened). */
function samplesOf(agent: string): Readonly<Record<string, Record<string, Json>>> {
  return JSON.parse(readFileSync(path.join(root, 'test/fixtures/agents', `${agent}.json`), 'utf8')) as Record<string, Record<string, Json>>;
}

const made = 'echo MADE > made.txt';
const patch = { type: 'write', path: 'made.txt', content: 'PATCHED\n' } as const;
const touched = { type: 'mcp', server: 'labmcp', tool: 'touch_file', input: { name: 'mcp-made.txt' } } as const;
const posix = { type: 'command', command: made, shell: 'posix' } as const;
const search = (pattern: string, namesOnly: boolean): Action => ({ type: 'search', pattern, paths: ['/workspace'], namesOnly });

/** The action of each call that the samples hold; every other sample is an event that is passed. */
const expected: Readonly<Record<string, Readonly<Record<string, Action | 'pass'>>>> = {
  codex: {
    'PreToolUse-Bash': posix,
    'PreToolUse-apply_patch': patch,
    'PreToolUse-mcp__labmcp__touch_file': touched,
    'PreToolUse-view_image': { type: 'read', paths: ['/workspace/x.png'] },
    'PermissionRequest-Bash': posix,
  },
  'copilot-cli': {
    'preToolUse-bash': posix,
    'PreToolUse-Bash': posix,
    'preToolUse-create': { type: 'write', path: '/workspace/new.txt', content: 'new\n' },
    'preToolUse-edit': { type: 'edit', path: '/workspace/hello.txt', before: 'hello', after: 'HELLO' },
    'preToolUse-glob': search('*.txt', true),
    'preToolUse-grep': search('SECRET', true),
    'preToolUse-labmcp-touch_file': touched,
    'preToolUse-sql': 'pass',
    'preToolUse-view': { type: 'read', paths: ['/workspace/.env'] },
    'permissionRequest-bash': posix,
    'permissionRequest-labmcp_touch_file': touched,
  },
  'qwen-code': {
    'PreToolUse-run_shell_command': posix,
    'PreToolUse-edit': { type: 'edit', path: '/workspace/hello.txt', before: 'hello', after: 'HELLO' },
    'PreToolUse-glob': search('*.txt', true),
    'PreToolUse-grep_search': search('SECRET', false),
    'PreToolUse-mcp__labmcp__touch_file': touched,
    'PreToolUse-read_file': { type: 'read', paths: ['/workspace/.env'] },
    'PreToolUse-tool_search': 'pass',
    'PreToolUse-web_fetch': { type: 'fetch', url: 'http://127.0.0.1:1/x', method: 'GET' },
    'PreToolUse-write_file': { type: 'write', path: '/workspace/new.txt', content: 'new\n' },
  },
  cline: { PreToolUse: posix },
  'gemini-cli': { 'BeforeTool-run_shell_command': posix, 'BeforeTool-mcp_labmcp_touch_file': touched },
  'claude-code': { 'PreToolUse-Bash': posix, 'PreToolUse-Bash-subagent': posix },
};

for (const [agent, calls] of Object.entries(expected))
  describe(`${agent}: what the real program sends`, () => {
    const samples = samplesOf(agent);
    const adapter = adapterFor(agent)!;
    for (const [name, action] of Object.entries(calls))
      test(name, () => {
        const decoded = adapter.decode(samples[name]!);
        if (action === 'pass') assert.equal(decoded.type, 'pass');
        else {
          assert.ok(decoded.type === 'call', JSON.stringify(decoded));
          assert.deepEqual(decoded.call.action, action);
          assert.equal(decoded.call.cwd, '/workspace');
          assert.equal(decoded.call.agent, agent);
          assert.notEqual(decoded.call.session, '');
        }
      });

    test('none of it is invalid, and only what is about to run is a call', () => {
      for (const [name, sample] of Object.entries(samples)) {
        const { type } = adapter.decode(sample);
        const before = /^(?:pre|Pre|Before|PermissionRequest|permissionRequest)/.test(name);
        assert.ok(before ? type === 'call' || type === 'pass' : type === 'after' || type === 'pass', `${name} is ${type}`);
      }
    });

    test('it is taken for no other agent, whose ever hook file it reads', () => {
      for (const [name, sample] of Object.entries(samples))
        for (const other of adapters)
          if (adapter.decode(sample).type === 'call')
            assert.equal(dialectOf(other, sample).id, agent, `${name} in the hook of ${other.id}`);
    });
  });

test('the calls of Copilot CLI have no id, and those of the others do', () => {
  for (const [agent, name] of [
    ['codex', 'PreToolUse-Bash'],
    ['qwen-code', 'PreToolUse-run_shell_command'],
    ['cline', 'PreToolUse'],
  ] as const) {
    const decoded = adapterFor(agent)!.decode(samplesOf(agent)[name]!);
    assert.ok(decoded.type === 'call' && decoded.call.callId !== undefined);
  }
});
