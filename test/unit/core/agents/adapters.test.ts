import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { adapterFor, adapters } from '../../../../src/core/agents/adapters.ts';
import type { Decoded } from '../../../../src/core/agents/adapter.ts';
import { hookCommandLine } from '../../../../src/core/agents/hookCommand.ts';
import type { Action, AgentId, Json } from '../../../../src/core/types.ts';
import { filled, shells, type Fields } from '../../../support/agentCalls.ts';

/** As captured from Claude Code 2.1.329 and Gemini CLI 0.61.0. */
const claude = {
  session_id: '5a221879',
  transcript_path: '/home/user/.claude/projects/-workspace/5a221879.jsonl',
  cwd: '/workspace',
  prompt_id: '867ec3ce',
  permission_mode: 'default',
  effort: { level: 'medium' },
  hook_event_name: 'PreToolUse',
  tool_use_id: 'toolu_mwpaj',
};
const gemini = {
  session_id: '21ffb442',
  transcript_path: '/home/user/.gemini/tmp/ws/chats/session.jsonl',
  cwd: '/workspace',
  hook_event_name: 'BeforeTool',
  timestamp: '2026-11-20T18:17:48.297Z',
};

function decode(agent: string, payload: Json): Decoded {
  return adapterFor(agent)!.decode(payload);
}

function actionOf(agent: string, base: object, tool_name: string, tool_input: object, more: object = {}): Action | string {
  const decoded = decode(agent, { ...base, tool_name, tool_input, ...more } as Json);
  return decoded.type === 'call' ? decoded.call.action : decoded.type;
}

const claudeRows: readonly (readonly [string, object, Action | string])[] = [
  ['Bash', { command: 'ls', description: 'x', timeout: 1 }, { type: 'command', command: 'ls', shell: 'posix' }],
  ['PowerShell', { command: 'ls' }, { type: 'command', command: 'ls', shell: 'powershell' }],
  ['Monitor', { command: 'tail -f x', persistent: true }, { type: 'command', command: 'tail -f x', shell: 'posix' }],
  ['Monitor', { ws: { url: 'ws://x' } }, { type: 'other', tool: 'Monitor', input: { ws: { url: 'ws://x' } } }],
  ['Read', { file_path: '/workspace/.env' }, { type: 'read', paths: ['/workspace/.env'] }],
  ['Write', { file_path: '/workspace/a', content: 'b' }, { type: 'write', path: '/workspace/a', content: 'b' }],
  [
    'Edit',
    { file_path: '/workspace/a', old_string: 'b', new_string: 'c', replace_all: false },
    { type: 'edit', path: '/workspace/a', before: 'b', after: 'c' },
  ],
  [
    'MultiEdit',
    {
      file_path: '/workspace/a',
      edits: [
        { old_string: 'b', new_string: 'c' },
        { old_string: 'd', new_string: 'e' },
      ],
    },
    { type: 'edit', path: '/workspace/a', before: 'b\nd', after: 'c\ne' },
  ],
  [
    'NotebookEdit',
    { notebook_path: '/workspace/a.ipynb', new_source: 'x' },
    { type: 'edit', path: '/workspace/a.ipynb', before: '', after: 'x' },
  ],
  ['Glob', { pattern: '*.txt' }, { type: 'search', pattern: '*.txt', paths: ['/workspace'], namesOnly: true }],
  ['Grep', { pattern: 'SECRET' }, { type: 'search', pattern: 'SECRET', paths: ['/workspace'], namesOnly: true }],
  [
    'Grep',
    { pattern: 'SECRET', path: 'src', glob: '.env*', output_mode: 'content' },
    { type: 'search', pattern: 'SECRET', paths: ['/workspace/src/.env*'], namesOnly: false },
  ],
  ['WebFetch', { url: 'http://x/', prompt: 'rm -rf /' }, { type: 'fetch', url: 'http://x/', method: 'GET' }],
  ['WebSearch', { query: 'how does rm -rf work' }, 'pass'],
  ['Agent', { prompt: 'do not run rm -rf /', description: 'x' }, 'pass'],
  ['TodoWrite', { todos: [] }, 'pass'],
  ['BrandNewTool', { anything: 'rm -rf /' }, { type: 'other', tool: 'BrandNewTool', input: { anything: 'rm -rf /' } }],
  ['mcp__github__delete_repo', { repo: 'r' }, { type: 'mcp', server: 'github', tool: 'delete_repo', input: { repo: 'r' } }],
];
for (const [tool, input, expected] of claudeRows)
  test(`claude-code: ${tool} ${JSON.stringify(input)} - ${typeof expected === 'string' ? expected : expected.type}`, () => {
    assert.deepEqual(actionOf('claude-code', claude, tool, input), expected);
  });

test('claude-code: the server of an MCP call is the one that the payload names', () => {
  assert.deepEqual(
    actionOf('claude-code', claude, 'mcp__plugin_a__b__drop', {}, { mcp_server: { name: 'plugin_a__b', source: 'dynamic' } }),
    { type: 'mcp', server: 'plugin_a__b', tool: 'drop', input: {} },
  );
});

test('claude-code: a call says who asks and where', () => {
  const decoded = decode('claude-code', { ...claude, agent_id: 'a15e', tool_name: 'Bash', tool_input: { command: 'ls' } });
  assert.deepEqual(decoded, {
    type: 'call',
    call: {
      agent: 'claude-code',
      session: '5a221879',
      callId: 'toolu_mwpaj',
      subagent: 'a15e',
      mode: 'default',
      cwd: '/workspace',
      action: { type: 'command', command: 'ls', shell: 'posix' },
    },
  });
});

const geminiRows: readonly (readonly [string, object, Action | string])[] = [
  ['run_shell_command', { command: 'ls', description: 'x' }, { type: 'command', command: 'ls', shell: 'posix' }],
  ['read_file', { file_path: 'hello.txt' }, { type: 'read', paths: ['hello.txt'] }],
  ['read_many_files', { include: ['a', '.env'] }, { type: 'read', paths: ['a', '.env'] }],
  ['write_file', { file_path: 'a', content: 'b' }, { type: 'write', path: 'a', content: 'b' }],
  ['replace', { file_path: 'a', old_string: 'b', new_string: 'c', instruction: 'x' }, { type: 'edit', path: 'a', before: 'b', after: 'c' }],
  ['glob', { pattern: '*' }, { type: 'search', pattern: '*', paths: ['/workspace'], namesOnly: true }],
  ['list_directory', { dir_path: 'src' }, { type: 'search', pattern: '*', paths: ['/workspace/src'], namesOnly: true }],
  ['grep_search', { pattern: 'SECRET' }, { type: 'search', pattern: 'SECRET', paths: ['/workspace'], namesOnly: false }],
  ['web_fetch', { prompt: 'fetch http://127.0.0.1:1/x please' }, { type: 'fetch', url: 'http://127.0.0.1:1/x', method: 'GET' }],
  ['google_web_search', { query: 'rm -rf' }, 'pass'],
  ['new_tool', { a: 1 }, { type: 'other', tool: 'new_tool', input: { a: 1 } }],
  ['mcp_labmcp_touch_file', { name: 'x' }, { type: 'mcp', server: 'labmcp', tool: 'touch_file', input: { name: 'x' } }],
];
for (const [tool, input, expected] of geminiRows)
  test(`gemini-cli: ${tool} ${JSON.stringify(input)} - ${typeof expected === 'string' ? expected : expected.type}`, () => {
    assert.deepEqual(actionOf('gemini-cli', gemini, tool, input), expected);
  });

test('gemini-cli: dir_path is where the command runs', () => {
  for (const [dir_path, cwd] of [
    ['scripts/../db', '/workspace/db'],
    ['/srv', '/srv'],
    ['', '/workspace'],
  ]) {
    const decoded = decode('gemini-cli', { ...gemini, tool_name: 'run_shell_command', tool_input: { command: 'ls', dir_path: dir_path! } });
    assert.equal(decoded.type === 'call' ? decoded.call.cwd : '', cwd);
  }
});

test('gemini-cli: an MCP call is named by its context', () => {
  assert.deepEqual(
    actionOf('gemini-cli', gemini, 'mcp_a_b_drop', { x: 1 }, { mcp_context: { server_name: 'a_b', tool_name: 'drop', command: 'node' } }),
    { type: 'mcp', server: 'a_b', tool: 'drop', input: { x: 1 } },
  );
});

test('calls that have run are told apart from calls to come', () => {
  assert.equal(
    decode('claude-code', { ...claude, hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_input: { command: 'x' } }).type,
    'after',
  );
  const failed = decode('gemini-cli', {
    ...gemini,
    hook_event_name: 'AfterTool',
    tool_name: 'run_shell_command',
    tool_input: { command: 'x' },
    tool_response: { error: { message: 'no' } },
  });
  assert.ok(failed.type === 'after' && !failed.ok);
  assert.equal(decode('claude-code', { ...claude, hook_event_name: 'UserPromptSubmit' }).type, 'pass');
});

for (const { id } of adapters) {
  const { payload, input, needs } = shells[id];
  const call = (command: Json): Fields => filled(payload, input, command);
  const without = (key: string): Fields => Object.fromEntries(Object.entries(call('ls')).filter(([name]) => name !== key));

  test(`${id}: a shell command is one, with its session and directory`, () => {
    const decoded = decode(id, call('git push --force'));
    assert.ok(decoded.type === 'call', JSON.stringify(decoded));
    assert.deepEqual(decoded.call.action, { type: 'command', command: 'git push --force', shell: 'posix' });
    assert.equal(decoded.call.cwd, '/workspace');
    assert.equal(decoded.call.agent, id);
    assert.notEqual(decoded.call.session, '');
  });

  test(`${id}: whatever is missing or of another type is invalid, never passed`, () => {
    for (const value of [null, true, 1, 'x', [], {}] as const) assert.equal(decode(id, value).type, 'invalid', JSON.stringify(value));
    for (const key of [...needs, input[0]!]) {
      // An event that no key names is none of ours; everything else that lacks a key is not to be trusted.
      assert.equal(decode(id, without(key)).type, 'invalid', `without ${key}`);
      for (const value of [1, null, [7]] as const)
        assert.equal(decode(id, { ...call('ls'), [key]: value }).type, 'invalid', `${key} ${JSON.stringify(value)}`);
    }
    if (needs.includes('cwd')) assert.equal(decode(id, { ...call('ls'), cwd: 'relative' }).type, 'invalid');
    assert.equal(decode(id, call({ a: 1 })).type, 'invalid');
    assert.equal(decode(id, filled(payload, [...input.slice(0, -1), 'nothing'], 'x')).type, 'invalid');
  });

  test(`${id}: fields of the prototype are no fields`, () => {
    const container = JSON.parse(`{"__proto__":{"${input.at(-1)!}":"ls"}}`) as Json;
    assert.equal(decode(id, filled(payload, input.slice(0, -1), container)).type, 'invalid');
  });

  test(`${id}: a tool that we do not know is judged by its arguments`, () => {
    const nameKeys: Partial<Record<AgentId, readonly string[]>> = {
      'copilot-cli': ['toolName'],
      antigravity: ['toolCall', 'name'],
      cline: ['tool_call', 'name'],
      opencode: ['tool'],
      kilo: ['tool'],
      amp: ['tool'],
    };
    if (id === 'windsurf') return;
    const named = filled(payload, nameKeys[id] ?? ['tool_name'], 'scribble');
    const decoded = decode(
      id,
      filled(named, input.slice(0, -1), { ...(inputOf(named, input) as object), path: '/workspace/a', content: 'b' }),
    );
    assert.ok(decoded.type === 'call', JSON.stringify(decoded));
    assert.ok(decoded.call.action.type === 'several');
    assert.deepEqual(decoded.call.action.actions[1], { type: 'write', path: '/workspace/a', content: 'b' });
  });

  test(`${id}: every answer is one line of stdout, and a refusal is never empty`, () => {
    const adapter = adapterFor(id)!;
    for (const reason of ['no', 'two\nlines', 'a "quote" and a \\', ''])
      for (const reply of [adapter.encode({ type: 'deny', reason }, call('ls')), adapter.failure(reason)]) {
        assert.ok(!reply.stdout.includes('\n'));
        if (reply.stdout !== '') assert.doesNotThrow(() => JSON.parse(reply.stdout) as unknown, reply.stdout);
        if (reply.code === 0) assert.match(reply.stdout, /"deny"|"cancel":true/);
        else {
          assert.equal(reply.code, 2);
          assert.notEqual(reply.stderr.trim(), '');
        }
      }
    for (const type of ['none', 'allow'] as const) {
      const reply = adapter.encode({ type }, call('ls'));
      assert.equal(reply.code, 0);
      assert.ok(!/deny|"cancel":true/.test(reply.stdout));
    }
  });

  test(`${id}: when its hook's programs are missing, the command line alone refuses in its way`, () => {
    const line = hookCommandLine(id, { launcher: '/nowhere/.tenth-second/bin/launcher', runtime: '', gate: '', windows: false });
    const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', line], { encoding: 'utf8', input: '{}' });
    const { code } = adapterFor(id)!.failure('x');
    assert.equal(status, code);
    if (code === 0) assert.match(JSON.stringify(JSON.parse(stdout)), /"deny"|"cancel":true/);
    else assert.match(stderr, /Tenth Second is missing/);
  });
}

function inputOf(payload: Fields, input: readonly string[]): Json {
  return input.slice(0, -1).reduce<Json>((value, key) => (value as Fields)[key] ?? {}, payload);
}

test('claude-code speaks its own dialect', () => {
  const adapter = adapterFor('claude-code')!;
  assert.deepEqual(adapter.encode({ type: 'none' }), { code: 0, stdout: '', stderr: '' });
  assert.deepEqual(JSON.parse(adapter.encode({ type: 'deny', reason: 'why' }).stdout), {
    hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision: 'deny', permissionDecisionReason: 'why' },
  });
});

test('gemini-cli speaks its own dialect', () => {
  const adapter = adapterFor('gemini-cli')!;
  assert.deepEqual(adapter.encode({ type: 'none' }), { code: 0, stdout: '{}', stderr: '' });
  assert.deepEqual(JSON.parse(adapter.encode({ type: 'deny', reason: 'why' }).stdout), { decision: 'deny', reason: 'why' });
});
