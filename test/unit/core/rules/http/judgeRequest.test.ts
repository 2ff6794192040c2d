import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitUrl, type HttpRequest } from '../../../../../src/core/payload/request.ts';
import { judgeRequest } from '../../../../../src/core/rules/http/judgeRequest.ts';
import type { Draft, RuleContext } from '../../../../../src/core/rules/rule.ts';
import { noKnowledge, type Environment, type Knowledge } from '../../../../../src/core/types.ts';

function judge(
  method: string,
  url: string,
  more: Partial<HttpRequest> = {},
  known: Readonly<Record<string, Environment>> = {},
): readonly Draft[] {
  const parts = splitUrl(url);
  const identifiers = Object.fromEntries(
    Object.entries(known).map(([id, environment]) => [id, [{ environment, evidence: [] }]]),
  ) as unknown as Knowledge['identifiers'];
  const context = { facts: { knowledge: { ...noKnowledge, identifiers } } } as unknown as RuleContext;
  return judgeRequest({ ...parts, url: parts.shown, method, headers: new Map(), files: [], ...more }, context);
}

test('reading passes, whatever the path says and the body holds', () => {
  const body = { text: 'mutation { volumeDelete(id: 1) }', known: true };
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    assert.deepEqual(judge(method, 'https://api.acme.example/users/42/delete'), []);
    assert.deepEqual(judge(method, 'https://api.acme.example/graphql', { body }), []);
  }
  assert.equal(judge('POST', 'https://api.acme.example/graphql', { body }).length, 1);
});

test('a telling path counts for a POST alone', () => {
  const url = 'https://api.acme.example/users/42/delete';
  assert.deepEqual(
    judge('POST', url).map((draft) => [draft.resource.name, draft.evidence]),
    [[url, [{ text: `POST ${url}` }]]],
  );
  assert.deepEqual(judge('PUT', url), []);
  assert.deepEqual(judge('POST', 'https://api.acme.example/users/42'), []);
});

test('the method may stand in a header or a field', () => {
  const url = 'https://api.acme.example/users/42';
  for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override'])
    assert.equal(judge('POST', url, { headers: new Map([[name, ' delete ']]) }).length, 1, name);
  assert.equal(judge('POST', `${url}?_method=delete`).length, 1);
  assert.equal(judge('POST', `${url}?method=delete`).length, 0);
  assert.equal(judge('PUT', url, { headers: new Map([['x-http-method', 'DELETE']]) }).length, 0);
  assert.equal(judge('DELETE', url, { headers: new Map([['x-http-method', 'GET']]) }).length, 1);
});

test('host and parts of the path say where it goes', () => {
  const targetOf = (url: string): unknown => judge('DELETE', url)[0]?.target;
  assert.deepEqual(targetOf('https://api.acme.example/v1/live/users/abc'), { hosts: ['api.acme.example'], ids: ['users', 'abc'] });
  assert.deepEqual(targetOf('https://api.acme.example/v1/42'), { hosts: ['api.acme.example'] });
  assert.deepEqual(targetOf('$API_URL/users'), { ids: ['users'] });
  const [longest, longer] = ['a'.repeat(200), 'a'.repeat(201)];
  assert.deepEqual(targetOf(`https://api.acme.example/${longest}/${longer}`), { hosts: ['api.acme.example'], ids: [longest] });
});

test('a server of this machine passes, unless it is sent what is known from elsewhere', () => {
  const found = (url: string, known?: Readonly<Record<string, Environment>>): unknown => {
    const [draft] = judge('DELETE', url, {}, known);
    return [draft?.recovery, draft?.location];
  };
  assert.deepEqual(found('http://localhost:3000/users/abc'), ['recoverable', 'local']);
  assert.deepEqual(found('http://localhost:3000/users/abc', { abc: 'local' }), ['recoverable', 'local']);
  assert.deepEqual(found('http://localhost:3000/users/abc', { abc: 'development' }), ['recoverable', 'local']);
  assert.deepEqual(found('http://localhost:3000/users/ABC', { abc: 'staging' }), [undefined, undefined]);
  assert.deepEqual(found('http://localhost:3000/users/abc', { abc: 'production' }), [undefined, undefined]);
  assert.deepEqual(found('http://localhost:3000/users/constructor'), ['recoverable', 'local']);
  assert.deepEqual(found('https://api.acme.example/users/abc'), [undefined, undefined]);
});
