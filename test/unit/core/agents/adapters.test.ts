import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapterFor, adapters } from '../../../../src/core/agents/adapters.ts';
import type { Decoded } from '../../../../src/core/agents/adapter.ts';
import type { Action, Json } from '../../../../src/core/types.ts';

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
  const base = id === 'gemini-cli' ? gemini : claude;
  const shell = id === 'gemini-cli' ? 'run_shell_command' : 'Bash';
  const whole = { ...base, tool_name: shell, tool_input: { command: 'ls' } };

  test(`${id}: whatever is missing or of another type is invalid, never passed`, () => {
    for (const payload of [null, true, 1, 'x', [], {}] as const) assert.equal(decode(id, payload).type, 'invalid', JSON.stringify(payload));
    for (const key of ['session_id', 'cwd', 'hook_event_name', 'tool_name', 'tool_input'] as const) {
      const { [key]: _, ...rest } = whole;
      assert.equal(decode(id, rest).type, 'invalid', `without ${key}`);
      for (const value of [1, [], null, '__proto__'] as const) {
        const type = decode(id, { ...whole, [key]: value }).type;
        const fine = value === '__proto__' && (key === 'session_id' || key === 'tool_name' || key === 'hook_event_name');
        assert.ok(type === 'invalid' || fine, `${key} ${JSON.stringify(value)} gave ${type}`);
      }
    }
    assert.equal(decode(id, { ...whole, cwd: 'relative' }).type, 'invalid');
    assert.equal(decode(id, { ...whole, tool_input: { command: ['rm', '-rf'] } }).type, 'invalid');
    assert.equal(decode(id, { ...whole, tool_input: {} }).type, 'invalid');
  });

  test(`${id}: fields of the prototype are no fields`, () => {
    assert.equal(decode(id, { ...whole, tool_input: JSON.parse('{"__proto__":{"command":"ls"}}') as Json }).type, 'invalid');
  });

  test(`${id}: every answer is one line of stdout, and a refusal always has text on stderr`, () => {
    const adapter = adapterFor(id)!;
    for (const reason of ['no', 'two\nlines', '']) {
      for (const reply of [adapter.encode({ type: 'deny', reason }), adapter.failure(reason)]) {
        assert.equal(reply.code, 2);
        assert.ok(!reply.stdout.includes('\n'));
        assert.notEqual(reply.stderr.trim(), '');
      }
    }
    for (const type of ['none', 'allow'] as const) assert.equal(adapter.encode({ type }).code, 0);
  });
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
