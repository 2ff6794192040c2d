import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adapterFor } from '../../../../src/core/agents/adapters.ts';
import type { SettingsFile } from '../../../../src/core/agents/connection.ts';
import { hookCommandLine } from '../../../../src/core/agents/hookCommand.ts';
import { connectSettings, disconnectSettings, settingsState, switchedOff } from '../../../../src/core/agents/settingsEdit.ts';

function settingsFile(agent: string): SettingsFile {
  const file = adapterFor(agent)!.connection.files.find((each) => each.type === 'settings');
  assert.ok(file);
  return file;
}

const claude = settingsFile('claude-code');
const gemini = settingsFile('gemini-cli');
const command = hookCommandLine('claude-code', {
  launcher: '/home/u/.tenth-second/bin/launcher',
  runtime: '/usr/bin/node',
  gate: '/home/u/.tenth-second/bin/gate.js',
  windows: false,
});
const registered = { command, script: '' };

function connected(text: string | undefined): string {
  const edit = connectSettings(text, claude, registered);
  assert.ok(edit.ok, edit.ok ? '' : edit.reason);
  return edit.text;
}

function disconnected(text: string): string {
  const edit = disconnectSettings(text, claude);
  assert.ok(edit.ok, edit.ok ? '' : edit.reason);
  return edit.text;
}

/** Every character of the old text still stands in the new one, in order. */
function keeps(before: string, after: string): void {
  let at = 0;
  for (const character of before) {
    const found = after.indexOf(character, at);
    assert.ok(found >= 0, `${before}\nis not kept in\n${after}`);
    at = found + 1;
  }
}

const others = `{
  // my settings
  "model": "opus", /* keep */
  "hooks": {
    "PreToolUse": [
      { "matcher": "Bash", "hooks": [ {"type":"command", "command":"/opt/other-guard"} ] } // theirs
    ],
    "Stop": [],
  },
  "env": { "A": "1" }
}
`;

const texts: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['an empty object', '{}'],
  ['two spaces', '{\n  "model": "opus"\n}\n'],
  ['tabs', '{\n\t"model": "opus"\n}\n'],
  ['four spaces and CRLF', '{\r\n    "model": "opus"\r\n}\r\n'],
  ['one line', '{"model":"opus","hooks":{"Stop":[{"hooks":[]}]}}'],
  ['comments, trailing commas and other hooks', others],
  ['a byte order mark', '\uFEFF{\n  "model": "opus"\n}\n'],
  ['a trailing comma', '{\n  "model": "opus",\n}\n'],
  ['a comment behind the last setting', '{\n  "model": "opus" // mine\n}\n'],
  ['a comment behind a comma', '{\n  "model": "opus", // mine\n  /* end */\n}\n'],
  ['an empty list of hooks', '{\n  "hooks": {\n    "PreToolUse": []\n  }\n}\n'],
];
for (const [name, text] of texts)
  test(`connects beside ${name}, once, and goes again`, () => {
    const after = connected(text);
    keeps(text.trim() === '' ? '' : text, after);
    assert.equal(connected(after), after, 'twice is once');
    const state = settingsState(after, claude, registered);
    assert.ok('connected' in state && state.connected && state.current);
    const back = disconnected(after);
    assert.ok(!back.includes('tenth-second'));
    assert.equal(disconnected(back), back);
    if (text !== '' && !name.includes('empty list')) assert.equal(back, text);
  });

test('the entry is the one that Claude Code documents, with the longest wait and a block on failure', () => {
  const value = JSON.parse(connected('{}')) as { hooks: { PreToolUse: unknown[] } };
  assert.deepEqual(value.hooks.PreToolUse, [
    { matcher: '*', hooks: [{ type: 'command', command, timeout: 3600, onFailure: 'block', statusMessage: 'Tenth Second' }] },
  ]);
});

test('Gemini CLI is given milliseconds and a name', () => {
  const edit = connectSettings('{}', gemini, registered);
  assert.ok(edit.ok);
  assert.deepEqual(JSON.parse(edit.text), {
    hooks: {
      BeforeTool: [{ matcher: '*', hooks: [{ name: 'tenth-second', type: 'command', command, timeout: 3600000 }] }],
      AfterTool: [{ matcher: '*', hooks: [{ name: 'tenth-second', type: 'command', command, timeout: 60000 }] }],
    },
  });
});

test('a hook of an older version is replaced, wherever it stands, and other handlers of its group stay', () => {
  const old = JSON.stringify(
    {
      hooks: {
        PreToolUse: [
          {
            matcher: 'Bash',
            hooks: [
              { type: 'command', command: "'/home/u/.tenth-second/bin/launcher' claude-code" },
              { type: 'command', command: '/opt/other' },
            ],
          },
          { matcher: '*', hooks: [{ type: 'command', command: "'/home/u/.tenth-second/bin/launcher' claude-code" }] },
        ],
      },
    },
    undefined,
    2,
  );
  const value = JSON.parse(connected(old)) as {
    hooks: { PreToolUse: readonly { matcher: string; hooks: readonly { command: string }[] }[] };
  };
  assert.deepEqual(
    value.hooks.PreToolUse.map((group) => [group.matcher, group.hooks.map((hook) => hook.command)]),
    [
      ['Bash', ['/opt/other']],
      ['*', [command]],
    ],
  );
});

const broken: readonly (readonly [string, string])[] = [
  ['{"model": ', 'it is not valid JSON (line 1)'],
  ['{\n  "model": "opus"\n  "x": 1\n}', 'it is not valid JSON (line 3)'],
  ['[]', 'it does not hold a JSON object'],
  ['{"hooks": []}', 'its "hooks" is not an object'],
  ['{"hooks": {"PreToolUse": {}}}', 'its "hooks.PreToolUse" is not a list'],
  ['{"hooks": {}, "hooks": {}}', 'it holds "hooks" twice'],
  ['{"hooks": {"PreToolUse": [], "PreToolUse": []}}', 'it holds "hooks.PreToolUse" twice'],
];
for (const [text, reason] of broken)
  test(`leaves ${JSON.stringify(text)} alone: ${reason}`, () => {
    assert.deepEqual(connectSettings(text, claude, registered), { ok: false, reason });
    assert.deepEqual(disconnectSettings(text, claude), { ok: false, reason });
  });

test('settings that switch hooks off are told', () => {
  const [claudeSwitch] = adapterFor('claude-code')!.connection.switches;
  assert.equal(switchedOff('{"disableAllHooks": true} // x', claudeSwitch!), 'disableAllHooks is true');
  assert.equal(switchedOff('{"disableAllHooks": false}', claudeSwitch!), undefined);
  const words = adapterFor('gemini-cli')!
    .connection.switches.filter(({ at }) => at === 'home')
    .map((off) => switchedOff('{"hooksConfig": {"enabled": false, "disabled": ["other", "tenth-second"]}}', off));
  assert.deepEqual(words, ['hooksConfig.enabled is false', undefined, 'hooksConfig.disabled is ["other","tenth-second"]']);
});

test('Cursor: each event once, with the version that the file must have', () => {
  const cursor = settingsFile('cursor');
  const before =
    '{\n  "hooks": {\n    "stop": [{ "command": "/opt/other" }], // mine\n    "preToolUse": [{ "command": "/opt/theirs" }]\n  }\n}\n';
  const edit = connectSettings(before, cursor, registered);
  assert.ok(edit.ok);
  keeps(before, edit.text);
  const value = JSON.parse(edit.text.replace('// mine', '')) as {
    version: number;
    hooks: Record<string, { command: string; failClosed?: boolean }[]>;
  };
  assert.equal(value.version, 1);
  assert.deepEqual(Object.keys(value.hooks).sort(), [
    'beforeMCPExecution',
    'beforeReadFile',
    'beforeShellExecution',
    'beforeTabFileRead',
    'preToolUse',
    'stop',
    'subagentStart',
  ]);
  assert.deepEqual(
    value.hooks['preToolUse']!.map((each) => [each.command === command, each.failClosed]),
    [
      [false, undefined],
      [true, true],
    ],
  );
  assert.deepEqual(connectSettings(edit.text, cursor, registered), { ok: true, text: edit.text });
  const back = disconnectSettings(edit.text, cursor);
  assert.ok(back.ok && !back.text.includes('tenth-second'));
  assert.equal(back.text.replace(/,\s*"version": 1/, ''), before);
});

test('Antigravity: our named hook is set, replaced and taken away as a whole', () => {
  const antigravity = settingsFile('antigravity');
  const before = '{\n  "theirs": { "enabled": true, "PreToolUse": [] }\n}\n';
  const edit = connectSettings(before, antigravity, registered);
  assert.ok(edit.ok);
  assert.deepEqual((JSON.parse(edit.text) as Record<string, unknown>)['tenth-second'], {
    enabled: true,
    PreToolUse: [{ matcher: '*', hooks: [{ type: 'command', command }] }],
  });
  const older = connectSettings(
    edit.text.replace('"enabled": true,\n    "PreToolUse"', '"enabled": false,\n    "PreToolUse"'),
    antigravity,
    registered,
  );
  assert.ok(older.ok && older.text === edit.text);
  assert.deepEqual(disconnectSettings(edit.text, antigravity), { ok: true, text: before });
});

test('other hooks keep their bytes, with the comments behind them', () => {
  const after = connected(others);
  assert.ok(
    after.includes('      { "matcher": "Bash", "hooks": [ {"type":"command", "command":"/opt/other-guard"} ] }, // theirs\n      {\n'),
    after,
  );
  assert.ok(after.includes('\n    ],\n    "Stop": [],\n    "PostToolUse": ['), after);
  assert.ok(after.endsWith('  },\n  "env": { "A": "1" }\n}\n'), after);
});

test('a quote in the path of the home is quoted', () => {
  const line = hookCommandLine('claude-code', {
    launcher: "/home/o'neil/.tenth-second/bin/launcher",
    runtime: '',
    gate: '',
    windows: false,
  });
  assert.ok(line.includes(`'/home/o'\\''neil/.tenth-second/bin/launcher' claude-code`), line);
});
