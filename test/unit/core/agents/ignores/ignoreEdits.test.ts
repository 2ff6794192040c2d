import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { linesState, withLines, withoutLines } from '../../../../../src/core/agents/ignores/ignoreLinesEdit.ts';
import type { Addition } from '../../../../../src/core/agents/ignores/ignoreRules.ts';
import { addSettingsRules, removeSettingsRules, settingsRulesState } from '../../../../../src/core/agents/ignores/ignoreSettingsEdit.ts';

describe('a block in an ignore file', () => {
  const lines = ['.env', '!.env.example'];

  for (const [name, text] of [
    ['an empty file', ''],
    ['other lines', 'dist/\n!keep\n'],
    ['no line feed at the end', 'dist/'],
    ['Windows line ends', 'dist/\r\n*.log\r\n'],
    ['a byte order mark', '\uFEFFdist/\n'],
  ] as const)
    test(`${name}: taken out, every byte is as it was`, () => {
      const written = withLines(text, lines);
      assert.equal(linesState(text, lines), 'absent');
      assert.equal(linesState(written, lines), 'written');
      assert.equal(withLines(written, lines), written);
      assert.equal(withoutLines(written) ?? '', text);
    });

  test('it stands before what the person wrote, whose lines so have the last word', () => {
    const written = withLines('!.env\n', lines);
    assert.ok(written.indexOf('\n.env\n') < written.indexOf('!.env\n', written.indexOf('<<<')));
  });

  test('what is added around it later stays', () => {
    const written = `# mine\n${withLines('dist/\n', lines)}more/\n`;
    assert.equal(linesState(written, lines), 'written');
    assert.equal(withoutLines(written), '# mine\ndist/\nmore/\n');
  });

  test('one of another version is replaced in its place', () => {
    const old = `a\n${withLines('b\n', ['.old'])}`;
    assert.equal(linesState(old, lines), 'outdated');
    assert.equal(withLines(old, lines), `a\n${withLines('b\n', lines)}`);
  });

  test('a file of ours alone is no more when it is taken out', () => {
    assert.equal(withoutLines(withLines(undefined, lines)), undefined);
  });

  test('a block without its end is left alone', () => {
    const torn = withLines('b\n', lines).replace('# <<< tenth-second\n', '');
    assert.equal(withoutLines(torn), torn);
  });
});

describe('rules in a settings file', () => {
  const additions: readonly Addition[] = [
    { type: 'list', path: ['permissions', 'deny'], values: ['Read(//**/.env)', 'Read(~/.aws/credentials)'] },
    { type: 'object', path: ['permission', 'read'], entries: [['*.pem', 'deny']] },
  ];
  const add = (text: string | undefined, wanted = additions) => {
    const edit = addSettingsRules(text, wanted, []);
    assert.ok(edit.ok, JSON.stringify(edit));
    return edit;
  };

  test('comments, trailing commas and others’ entries keep their bytes', () => {
    const text = '{\n  // mine\n  "theme": "dark",\n  "permissions": { "deny": ["Bash(rm *)"], "allow": ["Bash(ls)"] }, // theirs\n}\n';
    const { text: written, added } = add(text);
    assert.ok(written.includes('"allow": ["Bash(ls)"] }, // theirs'));
    assert.deepEqual((parse(written) as { permissions: { deny: unknown } }).permissions.deny, [
      'Bash(rm *)',
      'Read(//**/.env)',
      'Read(~/.aws/credentials)',
    ]);
    assert.equal(settingsRulesState(written, additions, added), 'written');
    const back = removeSettingsRules(written, added);
    assert.ok(back.ok);
    assert.deepEqual(parse(back.text), parse(text));
    assert.ok(back.text.includes('// mine') && back.text.includes('// theirs'));
  });

  test('an equal rule of the person is not added, and so not taken away', () => {
    const { text, added } = add('{"permissions":{"deny":["Read(//**/.env)"]}}');
    const back = removeSettingsRules(text, added);
    assert.ok(back.ok);
    assert.deepEqual(parse(back.text), { permissions: { deny: ['Read(//**/.env)'] } });
  });

  test('a property that the person has set otherwise stays theirs', () => {
    const { text } = add('{"permission":{"read":{"*.pem":"allow"}}}');
    assert.equal((parse(text) as { permission: { read: Record<string, string> } }).permission.read['*.pem'], 'allow');
  });

  test('an empty list that was there stays; one that we made goes', () => {
    const { text, added } = add('{"permissions":{"deny":[]}}');
    const back = removeSettingsRules(text, added);
    assert.ok(back.ok);
    assert.deepEqual(parse(back.text), { permissions: { deny: [] } });
  });

  test('what is no longer wanted is taken out by the next writing, what the person added since is not', () => {
    const first = add('{}');
    const later = first.text.replace('"Read(//**/.env)"', '"Read(//**/.env)", "Read(./mine)"');
    const fewer: readonly Addition[] = [{ type: 'list', path: ['permissions', 'deny'], values: ['Read(//**/.env)'] }];
    assert.equal(settingsRulesState(later, fewer, first.added), 'outdated');
    const second = addSettingsRules(later, fewer, first.added);
    assert.ok(second.ok);
    assert.deepEqual(parse(second.text), { permissions: { deny: ['Read(//**/.env)', 'Read(./mine)'] } });
  });

  for (const [name, text, reason] of [
    ['broken JSON', '{"permissions": [', /not valid JSON/],
    ['a word where rules should be', '{"permission": "allow"}', /"permission" is not an object/],
    ['a list where a list of other kind should be', '{"permissions": {"deny": "all"}}', /"permissions.deny" is not a list/],
    ['a key that is there twice', '{"permissions": {}, "permissions": {}}', /"permissions" twice/],
  ] as const)
    test(`${name} is left alone`, () => {
      const edit = addSettingsRules(text, additions, []);
      assert.ok(!edit.ok);
      assert.match(edit.reason, reason);
    });

  test('whatever else stands there, it is the same after adding and taking out', () => {
    const key = fc.constantFrom('permissions', 'permission', 'deny', 'read', 'theme', '*.pem', 'a b');
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 3 }),
      object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(json.object, fc.constantFrom(undefined, 2, '\t'), (settings, space) => {
        const text = JSON.stringify(settings, undefined, space);
        const edit = addSettingsRules(text, additions, []);
        if (!edit.ok) return;
        const back = removeSettingsRules(edit.text, edit.added);
        assert.ok(back.ok, JSON.stringify(back));
        assert.deepEqual(parse(back.text), JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });
});
