import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { encodeHookReply, encodeHookRequest, hookTerminator, parseHookReply, parseHookRequest } from '../../../src/core/hookFrame.ts';
import { isNewer } from '../../../src/core/version.ts';

const token = 'f'.repeat(48);

describe('the hook frame', () => {
  test('comes back as it was sent', () => {
    const request = { agent: 'codex', parent: 42, variables: { KUBECONFIG: '/a b/=c', EMPTY: '' }, payload: '{"a":"b\\n"}' };
    const text = encodeHookRequest(request, token);
    assert.ok(text.endsWith(hookTerminator(token)));
    assert.deepEqual(parseHookRequest(text.slice(0, -hookTerminator(token).length)), request);
  });

  test('no value moves the borders', () => {
    const text = encodeHookRequest(
      { agent: 'a\x1fb', parent: 1, variables: { 'X\x1e': `1\x1e{"evil":1}\x1e${token}\n` }, payload: '{\n}' },
      token,
    );
    assert.deepEqual(parseHookRequest(text.slice(0, -hookTerminator(token).length)), {
      agent: 'a b',
      parent: 1,
      variables: { 'X ': `1 {"evil":1} ${token} ` },
      payload: '{ }',
    });
  });

  test('what is not one is none', () => {
    for (const text of ['', 'hook', 'hook\x1fa', 'hook\x1fa\x1e{}', 'window\x1fa\x1f1\x1e{}'])
      assert.equal(parseHookRequest(text), undefined);
    assert.equal(parseHookRequest('hook\x1fa\x1f-1\x1e{}')?.parent, 0);
    assert.deepEqual(Object.keys(parseHookRequest('hook\x1fa\x1f1\x1f=x\x1f__proto__=y\x1e{}')?.variables ?? {}), ['__proto__']);
  });

  test('a reply is whole or none', () => {
    const reply = { code: 2, stdout: '{"a":1}', stderr: 'two\nlines' };
    assert.deepEqual(parseHookReply(`  ${encodeHookReply(reply)}`), reply);
    assert.deepEqual(parseHookReply(encodeHookReply({ ...reply, stdout: 'a\nb\r\n' })), { ...reply, stdout: 'a b' });
    for (const text of ['', '   ', '2', '2\n', 'x\n\n', '2\n{"a"', '-1\n\n', '1234\n\n'])
      assert.equal(parseHookReply(text), undefined, text);
    assert.deepEqual(parseHookReply('0\n\n'), { code: 0, stdout: '', stderr: '' });
  });
});

describe('versions', () => {
  test('are compared by number', () => {
    for (const [a, b] of [
      ['0.2.0', '0.1.9'],
      ['0.10.0', '0.9.0'],
      ['1.0.0', '0.99.99'],
      ['0.1.1-beta', '0.1.0'],
      ['0.1.0', 'nonsense'],
    ] as const) {
      assert.equal(isNewer(a, b), true, `${a} ${b}`);
      assert.equal(isNewer(b, a), false, `${b} ${a}`);
    }
    assert.equal(isNewer('0.1.0', '0.1.0'), false);
  });
});
